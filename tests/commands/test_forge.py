"""The commands of the workflows against a forge's API over HTTP, with pull requests in real Git; GitHub's and Gitea's."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import forge_rights, registries
from helpers.forges import BOT, TOKEN, FakeForge, serving
from helpers.repositories import ENVIRONMENT, Repository

from zhicheng.centre import nightly_issue
from zhicheng.commands.cli import main
from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.review.delivery import forge_api
from zhicheng.review.report.formats import MARK

pytestmark = pytest.mark.slow  # each has a repository, an origin and a forge of its own
Capture = pytest.CaptureFixture[str]
COUNTY = "registry/committees/653100/example-county.yaml"
KS, CENTRE = "2026-03-10T02:00:00Z", "2026-03-11T02:00:00Z"
DAY = registries.TODAY.isoformat()
QUIET = "2026-06-16"  # nothing is due, the deadlines are to come
# The job that runs a command: file, name and event, on GitHub and on Gitea; no job of Gitea's knows a pull request by its run.
JOBS = {
    "comment": (("comment", "comment", "workflow_run"), ("review", "review", "pull_request_target")),
    "comment --run-id": (("comment", "comment", "workflow_run"), None),
    "route --run-id": (("route", "one", "workflow_run"), None),
    "route --pull": (("route", "opened", "pull_request_target"), ("review", "review", "pull_request_target")),
    "route --queue": (("route", "queued", "merge_group"), None),
    "route --all": (("route", "all", "push"), ("route", "route", "schedule")),
    "verify": (("verify-rosters", "verify", "workflow_dispatch"),) * 2,
    "nightly": (("nightly", "nightly", "schedule"),) * 2,
}


class Workflow:
    """A checkout of main on a runner, whose origin holds a pull request 7 of a fork; and the forge it speaks with."""

    def __init__(self, root: Path, folder: Path, api: FakeForge) -> None:
        self.api = api
        self.root = root
        self.author = Repository(root)
        origin = folder / "origin.git"
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(origin))
        self.author.git("remote", "add", "origin", str(origin))
        self.author.git("push", "--quiet", "origin", "main")
        self.head = self.push(("address: 莎车县示例街 3 号", "address: 莎车县示例街 5 号"))
        api.add_pull(7, self.head)
        api.commits[7] = [{"sha": self.head, "author": {"login": "office"}, "committer": {"login": "office"}}]

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True, env=ENVIRONMENT, capture_output=True)

    def push(self, *replaced: tuple[str, str], path: str = COUNTY) -> str:
        """Somebody pushes to the branch of the pull request, and this checkout stays on main."""
        self.author.git("checkout", "--quiet", "-B", "theirs", "main")
        head = self.author.change(*replaced, path=path)
        self.author.git("push", "--quiet", "--force", "origin", "theirs:refs/pull/7/head")
        self.author.git("checkout", "--quiet", "main")
        self.author.git("branch", "--quiet", "-D", "theirs")
        return head

    def review(self, account: str, moment: str, state: str = "APPROVED") -> None:
        listed = self.api.reviews[7]
        review = {"id": len(listed) + 1, "user": {"login": account}, "state": state, "commit_id": self.head, "submitted_at": moment}
        if self.api.gitea:
            review |= {"official": True, "stale": False, "dismissed": False, "updated_at": moment}
        listed.append(review)

    def run(self, *arguments: str) -> int:
        """Runs a command with the rights of the job that runs it; on Gitea `review` sets no status for a fork, so that 7 is none there."""
        words = " ".join(arguments[:2])
        job = JOBS[words if words in JOBS else arguments[0]][self.api.gitea]
        self.api.rights[TOKEN] = forge_rights.everything(self.api.kind)
        if job is not None:
            file, name, event = job
            fork = arguments[0] == "comment" or not self.api.gitea
            permissions = forge_rights.job(self.api.kind, file, name)["permissions"]
            self.api.rights[TOKEN] = forge_rights.granted(self.api.kind, permissions, event, fork)
        return main(["forge", arguments[0], "--root", str(self.root), "--as-of", DAY, *arguments[1:]])


@pytest.fixture(params=["github", "gitea"])
def api(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeForge]:
    with serving(FakeForge(request.param)) as found:
        for name, value in found.environment().items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture
def workflow(small: Path, tmp_path: Path, api: FakeForge) -> Workflow:
    return Workflow(small, tmp_path, api)


# --- route ---------------------------------------------------------------------------------------------------------------


def test_route_in_order(workflow: Workflow, capsys: Capture) -> None:
    """The status of the head says whose turn it is, until all have approved."""
    said = []
    for account, moment in (("", ""), ("ks-reviewer-a", KS), ("centre-reviewer-a", CENTRE)):
        if account:
            workflow.review(account, moment)
        assert workflow.run("route", "--pull", "7") == 0
        commit, body = workflow.api.statuses[-1]
        assert (commit, body["context"]) == (workflow.head, "zhicheng/route")
        said.append((body["state"], body["description"]))
    assert said == [
        ("pending", "等待喀什地区人力资源和社会保障局审核，然后轮到示例自治区职称社会化评价中心"),
        ("pending", "等待示例自治区职称社会化评价中心审核"),
        ("success", "审核已齐：喀什地区人力资源和社会保障局、示例自治区职称社会化评价中心"),
    ]
    assert workflow.api.tokens == {f"{'token' if workflow.api.gitea else 'Bearer'} {TOKEN}"}
    assert TOKEN not in "".join(capsys.readouterr())


def test_route_takes_every_page(workflow: Workflow) -> None:
    """Reviews that stand on later pages count, also where they take an approval back."""
    workflow.review("ks-reviewer-a", KS)
    workflow.review("centre-reviewer-a", CENTRE)
    for minute in range(5):
        workflow.review("stranger", f"2026-03-11T03:0{minute}:00Z", "COMMENT" if workflow.api.gitea else "COMMENTED")
    workflow.review("centre-reviewer-a", "2026-03-12T02:00:00Z", "REQUEST_CHANGES" if workflow.api.gitea else "CHANGES_REQUESTED")
    assert workflow.run("route", "--pull", "7") == 0
    assert workflow.api.statuses[-1][1]["state"] == "failure"


def test_status_that_stands_is_not_set_again(workflow: Workflow) -> None:
    """Whoever keeps a change open for a year gets no thousand statuses; another's status of the same words is replaced."""
    for _ in range(3):
        assert workflow.run("route", "--pull", "7") == 0
    assert len(workflow.api.statuses) == 1
    workflow.review("ks-reviewer-a", KS)
    for _ in range(2):
        assert workflow.run("route", "--pull", "7") == 0
    assert len(workflow.api.statuses) == 2
    workflow.api.reviews[7].clear()
    assert workflow.run("route", "--pull", "7") == 0  # what stood before it does not stand any more
    assert len(workflow.api.statuses) == 3
    workflow.api.sets_statuses = "mallory"
    assert workflow.run("route", "--pull", "7") == 0
    assert len(workflow.api.statuses) == 4


def test_author_and_committers_do_not_count(workflow: Workflow) -> None:
    workflow.api.pulls[7]["user"]["login"] = "ks-reviewer-a"
    workflow.review("ks-reviewer-a", KS)
    assert workflow.run("route", "--pull", "7") == 0
    assert workflow.api.statuses[-1][1]["state"] == "pending"


def test_pull_request_of_a_deleted_account(workflow: Workflow) -> None:
    """One of a few, whose author the forge no longer names: it is routed like any other, and so are those after it."""
    workflow.api.pulls[7]["user"] = None
    workflow.review("ks-reviewer-a", KS)
    workflow.review("centre-reviewer-a", CENTRE)
    assert workflow.run("route", "--all") == 0
    assert workflow.api.statuses[-1][1]["state"] == "success"


def test_reviewers_of_the_change_do_not_count(workflow: Workflow) -> None:
    """Those of the main branch, which is checked out, decide."""
    workflow.head = workflow.push(("[maintainer-a]", "[maintainer-a, mallory]"), path="registry/reviewers.yaml")
    workflow.api.add_pull(7, workflow.head)
    workflow.api.commits[7] = [{"sha": workflow.head, "author": None, "committer": None}]
    workflow.review("mallory", KS)
    assert workflow.run("route", "--pull", "7") == 0
    assert workflow.api.statuses[-1][1] == {
        "state": "pending",
        "context": "zhicheng/route",
        "description": "等待示例自治区职称社会化评价中心、登记册管理员审核",
    }


def test_push_in_between(workflow: Workflow, capsys: Capture) -> None:
    """What the API shows and what Git holds must be one commit; else it fails until the next run."""
    workflow.push(("address: 莎车县示例街 3 号", "address: 莎车县示例街 9 号"))
    assert workflow.run("route", "--pull", "7") == 2
    assert workflow.api.statuses[-1] == (
        workflow.head,
        {"state": "failure", "context": "zhicheng/route", "description": "审核路线算不出来，请看这次运行的记录"},
    )
    assert "合并请求 7 刚刚又有新的提交，请等下一次运行。" in capsys.readouterr().err


def test_incomplete_list_of_commits(workflow: Workflow) -> None:
    """Where the forge does not list every commit, who made it is not known."""
    workflow.api.commits[7] = []
    workflow.review("ks-reviewer-a", KS)
    workflow.review("centre-reviewer-a", CENTRE)
    assert workflow.run("route", "--pull", "7") == 2
    assert workflow.api.statuses[-1][1]["state"] == "failure"


@pytest.mark.parametrize(
    ("what", "value"),
    [("state", "closed"), ("base", {"ref": "other", "repo": {"default_branch": "main"}})],
    ids=["closed", "other-branch"],
)
def test_pull_that_is_none_of_ours(workflow: Workflow, capsys: Capture, what: str, value: Any) -> None:
    workflow.api.pulls[7][what] = value
    for arguments in (("route", "--pull", "7"), ("comment", "--pull", "7"), ("route", "--all")):
        assert workflow.run(*arguments) == 0
    assert workflow.api.statuses == []
    assert workflow.api.comments[7] == []
    assert "什么也没有做" in capsys.readouterr().err


def test_all_open_pulls(workflow: Workflow) -> None:
    """One that cannot be told does not keep the others from their status."""
    workflow.api.add_pull(3, "0" * 39 + "1")
    workflow.api.pulls = dict(sorted(workflow.api.pulls.items()))
    assert workflow.run("route", "--all") == 2
    assert [(commit, body["state"]) for commit, body in workflow.api.statuses] == [("0" * 39 + "1", "failure"), (workflow.head, "pending")]


# --- merge queue ---------------------------------------------------------------------------------------------------------

SECOND = [("学校民主测评, 说课", "学校民主测评, 公开说课")]  # of the same record, apart from the first


class Queue:
    """A merge queue with the pull requests 7 and 8; `tip` is the last merge that it has built. A forge would start a job for each."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow, self.author, self.api = workflow, workflow.author, workflow.api
        self.main = self.author.git("rev-parse", "main")
        self.heads = {7: workflow.head}
        self.author.git("checkout", "--quiet", "-B", "second", "main")
        self.heads[8] = self.author.change(*SECOND, path=COUNTY)
        self.author.git("push", "--quiet", "origin", "second:refs/pull/8/head")
        self.api.add_pull(8, self.heads[8])
        self.api.commits[8] = [{"sha": self.heads[8], "author": {"login": "office"}, "committer": {"login": "office"}}]
        self.author.git("checkout", "--quiet", "main")
        self.tip = self.main

    def approve(self, number: int, *accounts: str) -> None:
        for account, moment in zip(accounts, (KS, CENTRE), strict=False):
            review = {"id": 1, "user": {"login": account}, "state": "APPROVED", "commit_id": self.heads[number], "submitted_at": moment}
            self.api.reviews[number].append(review)

    def add(self, head: str) -> str:
        """Merges a head into what the queue has built, as the forge does it."""
        self.author.git("checkout", "--quiet", "--detach", self.tip)
        self.author.git("merge", "--quiet", "--no-ff", "--message=Merge pull request", head)
        return self.keep()

    def keep(self) -> str:
        """Takes what is checked out for what the queue has built."""
        self.tip = self.author.git("rev-parse", "HEAD")
        self.author.git("push", "--quiet", "--force", "origin", f"{self.tip}:refs/heads/gh-readonly-queue/main/pr-8-{self.main}")
        self.author.git("checkout", "--quiet", "main")
        return self.tip

    def route(self, commit: str) -> tuple[int, str, str]:
        """Exit code, state and description of the status that is set on the commit."""
        code = self.workflow.run("route", "--queue", commit)
        on, body = self.api.statuses.pop()
        assert (on, body["context"], self.api.statuses) == (commit, "zhicheng/route", [])
        return code, body["state"], body["description"]


@pytest.fixture
def queue(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    with serving(FakeForge("github")) as found:
        for name, value in found.environment().items():
            monkeypatch.setenv(name, value)
        yield Queue(Workflow(small, tmp_path, found))


BOTH = ("ks-reviewer-a", "centre-reviewer-a")
NOT_TOLD = (2, "failure", "审核路线算不出来，请看这次运行的记录")


def test_approvals_carry_over_to_the_queue(queue: Queue) -> None:
    """One merge upon the other: each needs the approvals of all that lie between it and the main branch."""
    queue.approve(7, *BOTH)
    first, second = queue.add(queue.heads[7]), queue.add(queue.heads[8])
    assert queue.route(first) == (0, "success", "队列里的 1 个合并请求审核已齐")
    assert queue.route(second) == (0, "failure", "合并请求 8：等待喀什地区人力资源和社会保障局审核，然后轮到示例自治区职称社会化评价中心")
    queue.approve(8, *BOTH)
    assert queue.route(second) == (0, "success", "队列里的 2 个合并请求审核已齐")
    queue.api.reviews[7][1]["state"] = "DISMISSED"
    assert queue.route(second) == (0, "failure", "合并请求 7：等待示例自治区职称社会化评价中心审核")


def test_approval_taken_back_in_the_queue(queue: Queue) -> None:
    """The run after the review sets the queue's status too, of every merge that holds the pull request."""
    queue.approve(7, *BOTH)
    queue.approve(8, *BOTH)
    first = queue.add(queue.heads[7])
    queue.author.git("push", "--quiet", "origin", f"{first}:refs/heads/gh-readonly-queue/main/pr-7-{queue.main}")
    second = queue.add(queue.heads[8])
    queue.author.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    assert queue.workflow.run("route", "--pull", "8") == 0
    assert [commit for commit, _ in queue.api.statuses] == [queue.heads[8], second]
    assert {body["state"] for _, body in queue.api.statuses} == {"success"}
    queue.api.statuses.clear()
    queue.api.reviews[7][1]["state"] = "DISMISSED"
    assert queue.workflow.run("route", "--pull", "7") == 0
    assert {commit: body["state"] for commit, body in queue.api.statuses} == {
        queue.heads[7]: "pending",
        first: "failure",
        second: "failure",
    }


def test_queue_whose_first_is_merged_meanwhile(queue: Queue) -> None:
    """The checkout is older than the main branch, and the pull request is not open any more."""
    queue.approve(8, *BOTH)
    first, second = queue.add(queue.heads[7]), queue.add(queue.heads[8])
    queue.api.pulls[7]["state"] = "closed"
    assert queue.route(second) == (0, "failure", f"版本 {queue.heads[7][:12]} 没有打开的合并请求")
    queue.author.git("push", "--quiet", "origin", f"{first}:main")
    assert queue.route(second) == (0, "success", "队列里的 1 个合并请求审核已齐")
    queue.author.git("push", "--quiet", "origin", f"{second}:main")
    assert queue.route(second) == (0, "success", "已经在主分支里")


def test_queue_with_the_head_before_the_last_push(queue: Queue) -> None:
    queue.approve(7, *BOTH)
    merged = queue.add(queue.heads[7])
    queue.api.pulls[7]["head"]["sha"] = "1" * 40
    assert queue.route(merged)[1:] == ("failure", f"版本 {queue.heads[7][:12]} 没有打开的合并请求")


def test_queue_by_the_reviewers_of_what_it_continues(queue: Queue) -> None:
    """The first in the queue changes who reviews: the second needs the new ones."""
    queue.heads[7] = queue.workflow.head = queue.workflow.push(("ks-reviewer-a", "ks-reviewer-z"), path="registry/reviewers.yaml")
    queue.api.pulls[7]["head"]["sha"] = queue.heads[7]
    queue.api.commits[7][0]["sha"] = queue.heads[7]
    queue.approve(7, "maintainer-a", "centre-reviewer-a")
    queue.approve(8, *BOTH)
    queue.add(queue.heads[7])
    second = queue.add(queue.heads[8])
    assert queue.route(second)[1:] == (
        "failure",
        "合并请求 8：等待喀什地区人力资源和社会保障局审核，然后轮到示例自治区职称社会化评价中心",
    )
    queue.api.reviews[8].clear()
    queue.approve(8, "ks-reviewer-z", "centre-reviewer-a")
    assert queue.route(second)[1] == "success"


def test_queue_that_merges_something_else_too(queue: Queue, capsys: Capture) -> None:
    """The tree must be the one that the approved head gives on top of the main branch."""
    queue.approve(7, *BOTH)
    merged = queue.add(queue.heads[7])
    queue.author.git("checkout", "--quiet", "--detach", merged)
    registries.write(queue.workflow.root, "more.txt", "x")
    queue.author.git("add", "--all")
    queue.author.git("commit", "--quiet", "--amend", "--no-edit")
    assert queue.route(queue.keep()) == NOT_TOLD
    assert "与审核过的版本照原样合并的结果不同" in capsys.readouterr().err


def test_queue_that_does_not_merge(queue: Queue, capsys: Capture) -> None:
    """Squashed, it does not say what was approved."""
    queue.approve(7, *BOTH)
    queue.author.git("checkout", "--quiet", "--detach", queue.main)
    queue.author.git("merge", "--quiet", "--squash", queue.heads[7])
    queue.author.commit()
    assert queue.route(queue.keep()) == NOT_TOLD
    assert "合并队列的合并方式请选“合并提交”" in capsys.readouterr().err


def test_queue_upon_an_old_main(queue: Queue, capsys: Capture) -> None:
    queue.approve(7, *BOTH)
    merged = queue.add(queue.heads[7])
    queue.author.change(*SECOND, path=COUNTY)
    queue.author.git("push", "--quiet", "origin", "main")
    assert queue.route(merged) == NOT_TOLD
    assert f"合并队列的版本是接着 {queue.main[:12]} 的，主分支已经不是那里了" in capsys.readouterr().err


def test_queue_whose_status_may_not_be_set(queue: Queue, capsys: Capture) -> None:
    """Said on each pull request that it merges."""
    queue.add(queue.heads[7])
    tip = queue.add(queue.heads[8])
    for number in (7, 8):
        queue.approve(number, *BOTH)
    queue.api.rights[TOKEN] = {"pull-requests": "write"}
    assert main(["forge", "route", "--queue", tip, "--root", str(queue.workflow.root)]) == 2
    assert "没有设上" in capsys.readouterr().err
    assert [len(queue.api.comments[number]) for number in (7, 8)] == [1, 1]


# --- a token that may not set a status ------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["route", "verify"])
def test_status_that_the_token_may_not_set(workflow: Workflow, capsys: Capture, action: str) -> None:
    """It fails, names the right, and a comment says so, once; a status that is set later leaves the comment alone."""
    github = workflow.api.kind == "github"
    workflow.api.rights[TOKEN] = {"contents": "read", "pull-requests": "write"}
    identity = ("--identity", str(registries.HERE / "demonstration.identity"))
    arguments = ["forge", action, "--pull", "7", *(identity if action == "verify" else ()), "--root", str(workflow.root), "--as-of", DAY]
    for _ in range(2):
        assert main(arguments) == 2
    assert workflow.api.statuses == []
    (comment,) = workflow.api.comments[7]
    context = {"route": "zhicheng/route", "verify": "zhicheng/rosters"}[action]
    right = "statuses: write" if github else "contents: write（状态归代码管"
    assert f"版本 {workflow.head[:12]} 的提交状态 {context} 没有设上：令牌没有写提交状态的权限，要有 {right}" in comment["body"]
    assert {"route": "喀什地区人力资源和社会保障局审核", "verify": "花名册和联系人核对"}[action] in comment["body"]
    assert f"提交状态 {context} 没有设上：令牌没有写提交状态的权限，要有 {right}" in capsys.readouterr().err
    workflow.api.rights[TOKEN] = forge_rights.everything(workflow.api.kind)
    assert main(arguments) == 0
    assert len(workflow.api.statuses) == len(workflow.api.comments[7]) == 1


def test_neither_status_nor_comment(workflow: Workflow, capsys: Capture) -> None:
    """Then the run alone can say it; the other pull requests are not left out."""
    workflow.api.add_pull(9, workflow.head)
    workflow.api.commits[9] = workflow.api.commits[7]
    workflow.author.git("push", "--quiet", "origin", f"{workflow.head}:refs/pull/9/head")
    workflow.api.rights[TOKEN] = {"contents": "read", "pull-requests": "read"}
    refusal = workflow.api.refusal
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workflow.api, "refusal", lambda *asked: 403 if asked[1] == "POST" else refusal(*asked))
        assert main(["forge", "route", "--all", "--root", str(workflow.root)]) == 2
    said = capsys.readouterr().err
    assert len(re.findall("合并请求 [79]：提交状态 zhicheng/route 没有设上.*评论也没有写上：代码平台回答 403", said)) == 2
    assert "有合并请求的审核路线算不出来，或者状态设不上，见上。" in said


@pytest.mark.parametrize(("kind", "event", "fork", "sets"), [
    ("github", "pull_request_target", True, True),
    ("github", "pull_request", True, False),
    ("github", "pull_request_review", True, False),
    ("github", "workflow_run", True, True),
    ("github", "pull_request", False, True),
    ("gitea", "pull_request_target", True, False),
    ("gitea", "pull_request_target", False, True),
    ("gitea", "schedule", False, True),
    ("forgejo", "pull_request_target", True, False),
    ("forgejo", "schedule", False, True),
])  # fmt: skip
def test_who_may_set_a_status(kind: forge_rights.Kind, event: str, fork: bool, sets: bool) -> None:
    """What the stand-in grants, as the forges' sources have it: on Gitea and Forgejo a fork's run never may, and may always comment."""
    permissions = {"statuses": "write", "pull-requests": "write"} | ({} if kind == "github" else {"contents": "write"})
    rights = forge_rights.granted(kind, permissions, event, fork)
    assert forge_rights.suffices(kind, rights, "POST", f"statuses/{'0' * 40}") == sets
    assert forge_rights.suffices(kind, rights, "POST", "issues/7/comments") == (sets or kind != "github")
    without = forge_rights.granted(kind, {"contents": "read", "statuses": "write", "pull-requests": "write"}, "schedule", False)
    assert forge_rights.suffices(kind, without, "POST", f"statuses/{'0' * 40}") == (kind != "gitea")  # it has no scope of that name


# --- from a run to its pull request -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "file", "found"),
    [
        ("pull_request", "check.yaml", True),
        ("pull_request_review", "review.yaml", True),
        ("push", "check.yaml", False),
        ("pull_request", "other.yaml", False),
        ("pull_request", "review.yaml", False),
    ],
)
def test_run(workflow: Workflow, event: str, file: str, found: bool) -> None:
    """A run of another workflow, which a fork may have written, leads nowhere."""
    workflow.api.add_run(55, 7, event, file)
    assert workflow.run("route", "--run-id", "55") == 0
    assert bool(workflow.api.statuses) == found


def test_run_of_an_old_commit(workflow: Workflow) -> None:
    workflow.api.add_run(55, 7)
    workflow.api.runs[55]["head_sha"] = "1" * 40
    assert workflow.run("route", "--run-id", "55") == 0
    assert workflow.api.statuses == []


def test_run_of_a_branch_with_a_hostile_name(workflow: Workflow) -> None:
    """It is one value of the question and nothing more."""
    workflow.api.pulls[7]["head"]["ref"] = "x&state=closed#$(id) 中"
    workflow.api.add_run(55, 7)
    assert workflow.run("route", "--run-id", "55") == 0
    assert len(workflow.api.statuses) == 1


# --- comment -------------------------------------------------------------------------------------------------------------


def test_comment_is_written_once_and_updated(workflow: Workflow, capsys: Capture) -> None:
    workflow.api.add_run(55, 7)
    assert workflow.run("comment", "--run-id", "55") == 0
    (comment,) = workflow.api.comments[7]
    assert comment["body"].startswith(f"{MARK}\n## 登记修改报告")
    assert re.search("3 号.*→.*5 号", comment["body"])
    workflow.head = workflow.push(("address: 莎车县示例街 3 号", "address: 莎车县示例街 9 号"))
    workflow.api.pulls[7]["head"]["sha"] = workflow.head
    assert workflow.run("comment", "--pull", "7") == 0
    (comment,) = workflow.api.comments[7]
    assert re.search("3 号.*→.*9 号", comment["body"])
    asked = len(workflow.api.asked)
    assert workflow.run("comment", "--pull", "7") == 0
    assert {method for method, _ in workflow.api.asked[asked:]} == {"GET"}  # nothing new to say
    assert "合并请求 7：写了评论。" in capsys.readouterr().err
    assert workflow.author.git("worktree", "list").count("\n") == 0
    assert workflow.author.git("status", "--porcelain") == ""


def test_comment_of_somebody_else_with_our_mark(workflow: Workflow) -> None:
    """Stays as it is, and does not keep us from writing ours."""
    workflow.api.comments[7] = [{"id": 1, "user": {"login": "mallory"}, "body": f"{MARK}\n都好"}, {"id": 2, "user": None, "body": None}]
    assert workflow.run("comment", "--pull", "7") == 0
    assert workflow.api.comments[7][0]["body"] == f"{MARK}\n都好"
    assert workflow.api.comments[7][2]["user"]["login"] == BOT[workflow.api.kind]
    assert workflow.run("comment", "--pull", "7", "--account", BOT[workflow.api.kind]) == 0
    assert len(workflow.api.comments[7]) == 3


def test_nothing_of_the_change_is_run_for_a_comment(workflow: Workflow, tmp_path: Path) -> None:
    """Neither its code nor a filter that the machine knows and the change names."""
    trace = tmp_path / "run"
    filters = tmp_path / "gitconfig"
    filters.write_text(f'[filter "trace"]\n\tsmudge = touch {trace}\n[core]\n\thooksPath = {tmp_path}\n', encoding="utf-8")
    hook = registries.write(tmp_path, "post-checkout", f"#!/bin/sh\ntouch {trace}\n")
    hook.chmod(0o755)
    workflow.author.git("checkout", "--quiet", "-B", "theirs", "main")
    registries.write(workflow.root, ".gitattributes", "* filter=trace\n")
    registries.write(workflow.root, "scripts/zhicheng/__init__.py", f"open({str(trace)!r}, 'w')\n")
    workflow.head = workflow.author.commit()
    workflow.author.git("push", "--quiet", "--force", "origin", "theirs:refs/pull/7/head")
    workflow.author.git("checkout", "--quiet", "main")
    workflow.api.pulls[7]["head"]["sha"] = workflow.head
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", str(filters))
        assert workflow.run("comment", "--pull", "7") == 0
    assert not trace.exists()
    assert len(workflow.api.comments[7]) == 1


# --- verify --------------------------------------------------------------------------------------------------------------


def test_verify(workflow: Workflow, capsys: Capture) -> None:
    """The sealed files of the change are opened here; what leaves is two numbers."""
    identity = str(registries.HERE / "demonstration.identity")
    assert workflow.run("verify", "--pull", "7", "--identity", identity) == 0
    commit, body = workflow.api.statuses[-1]
    assert (commit, body["context"], body["state"]) == (workflow.head, "zhicheng/rosters", "success")
    assert re.fullmatch("花名册和联系人核对：0 个错误，[0-9]+ 个提醒", body["description"])
    workflow.head = workflow.push(("active: ", "active: 1"), path="registry/rosters/example-one.yaml")
    workflow.api.pulls[7]["head"]["sha"] = workflow.head
    assert workflow.run("verify", "--pull", "7", "--identity", identity) == 1
    assert workflow.api.statuses[-1][1]["state"] == "failure"
    assert "R201" in capsys.readouterr().out


def test_verify_with_a_vault_of_its_own(workflow: Workflow, tmp_path: Path, capsys: Capture) -> None:
    """In production the vault is another repository beside this one; the change cannot say that it lies elsewhere."""
    identity = str(registries.HERE / "demonstration.identity")
    (workflow.root / "registry/vault").rename(tmp_path / "vault")
    settings = (workflow.root / "registry/registry.yaml").read_text(encoding="utf-8")
    registries.write(workflow.root, "registry/registry.yaml", f"{settings}vault: ../../vault\n")
    workflow.author.commit()
    workflow.author.git("push", "--quiet", "origin", "main")
    workflow.head = workflow.push(("address: 莎车县示例街 3 号", "address: 莎车县示例街 5 号"))
    workflow.api.pulls[7]["head"]["sha"] = workflow.head
    assert workflow.run("verify", "--pull", "7", "--identity", identity) == 0
    assert workflow.api.statuses[-1][1]["state"] == "success"
    sealed = tmp_path / "vault/example-county.contacts.age"
    content = sealed.read_bytes()
    sealed.unlink()
    assert workflow.run("verify", "--pull", "7", "--identity", identity) == 1
    assert workflow.api.statuses.pop()[1]["state"] == "failure"  # what is not here was not verified
    sealed.write_bytes(content)
    workflow.head = workflow.push(("vault: ../../vault", "vault: ../../elsewhere"), path="registry/registry.yaml")
    workflow.api.pulls[7]["head"]["sha"] = workflow.head
    assert workflow.run("verify", "--pull", "7", "--identity", identity) == 2
    assert "这次修改改了密封库的位置" in capsys.readouterr().err
    assert len(workflow.api.statuses) == 1


# --- nightly -------------------------------------------------------------------------------------------------------------


def nightly_at(workflow: Workflow, day: str) -> int:
    return workflow.run("nightly", "--as-of", day)


def test_one_issue(workflow: Workflow, capsys: Capture) -> None:
    """Opened when something is due, updated, closed when all is done; somebody else's of the same mark is left alone."""
    workflow.api.issues = [{"id": 1, "number": 1, "state": "open", "user": {"login": "mallory"}, "title": "x", "body": nightly_issue.MARK}]
    assert nightly_at(workflow, QUIET) == 0
    assert len(workflow.api.issues) == 1
    assert nightly_at(workflow, "2028-12-01") == 0
    (_, issue) = workflow.api.issues
    assert (issue["title"], issue["state"]) == (nightly_issue.TITLE, "open")
    assert "有效期已过，或者即将到期" in issue["body"]
    assert nightly_at(workflow, "2029-02-01") == 0
    assert len(workflow.api.issues) == 2
    assert issue["body"].startswith(f"{nightly_issue.MARK}\n按 2029-02-01 的情况。")
    assert "例外到期以后重新出现的错误（1）" in issue["body"]
    assert nightly_at(workflow, QUIET) == 0
    assert issue["state"] == "closed"
    assert workflow.api.issues[0]["state"] == "open"
    said = capsys.readouterr().err
    assert all(words in said for words in ("没有到期或逾期的。", "写了一个新的事项。", "更新了事项。", "都办好了，关闭了事项。"))


def test_text_of_the_issue(small: Path) -> None:
    """By part, with names that cannot act, and no more lines than can be read."""
    from zhicheng.rules.engine import check

    loaded = registry.load(small)
    day = date(2029, 2, 1)
    found = [finding for finding in check(loaded, day).findings if finding.code in ("E204", "X007")]
    assert found
    text = nightly_issue.text(loaded, found * 60, None, day)
    assert text is not None
    assert "（编号 example-county）" in text
    assert "项没有列出" in text
    assert nightly_issue.text(loaded, [], None, day) is None


# --- what goes wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (401, b"", "代码平台回答 401（GET"),
        (403, b"{}", "令牌没有这项权限"),
        (404, b"{}", "没有这一项，或者令牌看不到它"),
        (500, b"<html>", "请稍后再试"),
        (200, b"<html>", "代码平台的回答不是 JSON"),
        (200, b"[]", "没有合并请求的编号、版本、分支或提交人"),
        (200, b'{"number": "x", "state": "open"}', "没有合并请求的编号、版本、分支或提交人"),
    ],
)
def test_answers_that_cannot_be_used(workflow: Workflow, capsys: Capture, status: int, content: bytes, said: str) -> None:
    """Said in Chinese, exit code 2, and neither the token nor the answer is repeated."""
    workflow.api.broken = (status, content)
    assert workflow.run("route", "--pull", "7") == 2
    out, talk = capsys.readouterr()
    assert said in talk
    assert TOKEN not in out + talk
    assert "Traceback" not in talk


def test_token_does_not_follow_a_redirect(workflow: Workflow) -> None:
    """To whatever other address the forge may send us."""
    with serving(FakeForge(workflow.api.kind)) as other:
        other.add_pull(7, workflow.head)
        workflow.api.redirect = other.address
        with pytest.raises(UserError, match="代码平台回答 401"):
            forge_api.pull(forge_api.of_environment(workflow.api.environment()), 7)
        assert other.tokens == {None}


def test_too_long_an_answer(workflow: Workflow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forge_api, "MAX_BYTES", 10)
    with pytest.raises(UserError, match="没有读"):
        forge_api.pull(forge_api.of_environment(workflow.api.environment()), 7)


def test_endless_list(workflow: Workflow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forge_api, "MAX_PAGES", 2)
    workflow.api.comments[7] = [{"id": number, "user": {"login": "x"}, "body": ""} for number in range(9)]
    with pytest.raises(UserError, match="列表太长"):
        forge_api.put_comment(forge_api.of_environment(workflow.api.environment()), 7, MARK, "x")


def test_forge_that_is_not_there(capsys: Capture, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("GITHUB_REPOSITORY", "example/zhicheng")
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    assert main(["forge", "route", "--root", str(small), "--pull", "7"]) == 2
    assert "连不上代码平台（GET /repos/example/zhicheng/pulls/7）。" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GITHUB_TOKEN", "", "没有写明代码平台"),
        ("GITHUB_API_URL", "file:///etc", "写法不对"),
        ("GITHUB_REPOSITORY", "a/b/../c", "写法不对"),
    ],
)
def test_environment(name: str, value: str, said: str) -> None:
    good = {"GITHUB_API_URL": "https://api.example.org", "GITHUB_REPOSITORY": "a/b", "GITHUB_TOKEN": "x"}
    assert forge_api.of_environment(good).gitea is False
    assert forge_api.of_environment({**good, "GITHUB_API_URL": "https://f.example.org/api/v1/"}).gitea is True
    assert "x" not in repr(forge_api.of_environment({**good, "GITHUB_TOKEN": "x" * 9})).replace("example", "")
    with pytest.raises(UserError, match=said):
        forge_api.of_environment({**good, name: value})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["route"], "forge route 要写 --pull、--run-id、--all、--queue 中的一项。"),
        (["route", "--queue", "main"], "--queue 要写完整的提交号。"),
        (["comment", "--queue", "0" * 40], "forge comment 不用 --queue。"),
        (["comment", "--pull", "1", "--all"], "forge comment 要写 --pull、--run-id、--all 中的一项。"),
        (["verify", "--pull", "1"], "forge verify 要写 --identity。"),
        (["nightly", "--pull", "1"], "forge nightly 不用 --pull。"),
        (["route", "--pull", "1", "--identity", "x"], "forge route 不用 --identity。"),
        (["record", "--all"], "forge record 不用 --all。"),
    ],
)
def test_usage(arguments: list[str], said: str, capsys: Capture) -> None:
    assert main(["forge", *arguments]) == 2
    assert f"用法有误：{said}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "said"), [("2028-10-01", None), ("2028-10-02", "还有 90 天"), ("2028-12-31", "还有 0 天"), ("2029-01-01", None)]
)
def test_waivers_are_told_90_days_ahead(small: Path, day: str, said: str | None) -> None:
    text = nightly_issue.text(registry.load(small), [], None, date.fromisoformat(day))
    assert (text is None) if said is None else (text is not None and said in text and "E203 的例外到 2028-12-31" in text)
