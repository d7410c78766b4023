"""Every workflow, run from its file by `act` against the stand-in forge, which grants no more than GitHub, Gitea and Forgejo do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import registries
from helpers.browser_python import FETCHED, made
from helpers.deep import DEEP
from helpers.forge_rights import TOP, Kind
from helpers.forge_runs import Hosted, JobRun
from helpers.forges import BOT, FakeForge, serving

from zhicheng.commands.forge import UNSET_MARK
from zhicheng.review.report.formats import MARK
from zhicheng.submission import parts

pytestmark = pytest.mark.slow

COUNTY = "registry/committees/653100/example-county.yaml"
CHANGE, AGAIN = ("示例街 3 号", "示例街 5 号"), ("示例街 3 号", "示例街 9 号")
WRONG = ("authority: county", "authority: region")
WAITS = "等待喀什地区人力资源和社会保障局审核，然后轮到示例自治区职称社会化评价中心"
WAITS_FOR_CENTRE = "等待示例自治区职称社会化评价中心审核"
DONE = "审核已齐：喀什地区人力资源和社会保障局、示例自治区职称社会化评价中心"
Host = Callable[[Kind], Hosted]
# Gitea and Forgejo have the same workflows: `make deep` goes through them on each, every other run on one.
KINDS = ["github", "gitea", "forgejo"] if DEEP else ["github", "forgejo"]


@pytest.fixture
def host(small: Path, tmp_path: Path) -> Iterator[Host]:
    """Makes the repository of the small registry on a forge."""
    started = []

    def make(kind: Kind) -> Hosted:
        started.append(serving(FakeForge(kind)))
        return Hosted(small, tmp_path, started[-1].__enter__())

    yield make
    for forge in started:
        forge.__exit__(None, None, None)


def results(runs: list[JobRun]) -> dict[str, str]:
    return {f"{run.file}/{run.name}": run.result for run in runs}


def failed(runs: list[JobRun]) -> str:
    return "".join(f"{run.file}/{run.name}\n{run.log}" for run in runs if not run.passed)


def said(hosted: Hosted, commit: str) -> list[str]:
    """The descriptions of the route's status on a commit, as they were set one after the other."""
    return [body["description"] for on, body in hosted.forge.statuses if on == commit and body["context"] == "zhicheng/route"]


# --- GitHub --------------------------------------------------------------------------------------------------------------


def test_pull_request_of_a_fork_on_github(host: Host) -> None:
    """From its opening to the last approval: the status and the comment are there at once, and all that could write ran the main branch."""
    hosted = host("github")
    runs = hosted.propose(7, CHANGE, path=COUNTY)
    assert failed(runs) == ""
    assert results(runs) == {"route/opened": "success", "check/check": "success", "comment/comment": "success", "route/one": "success"}
    head = hosted.forge.pulls[7]["head"]["sha"]
    (comment,) = hosted.forge.comments[7]
    assert comment["user"]["login"] == BOT["github"]
    assert "5 号" in comment["body"]
    assert said(hosted, head) == [WAITS]  # told twice, set once
    commits = {commit: words.split()[0] for commit, words in hosted.ran()}
    assert commits.pop(hosted.main) == "forge"  # with a token that may write: the main branch alone
    assert list(commits.values()) == ["build"]  # the last of the check, on the change merged into main
    assert (hosted.kept / "preview/site/index.html").is_file()
    assert "5 号" in (hosted.kept / "report/report.md").read_text(encoding="utf-8")

    hosted.note_only("validate", "report", "build")
    for account, description in (("ks-reviewer-a", WAITS_FOR_CENTRE), ("centre-reviewer-a", DONE)):
        runs = hosted.review(7, account)
        assert results(runs) == {"review/relay": "success", "route/one": "success"}, failed(runs)
        assert said(hosted, head)[-1] == description
    assert results(hosted.dismiss(7)) == {"review/relay": "success", "route/one": "success"}
    assert said(hosted, head)[-1] == WAITS_FOR_CENTRE

    first = next(number for number, run in hosted.forge.runs.items() if run["path"].endswith("check.yaml"))
    assert results(hosted.finished(first, "check", "pull_request")) == {"comment/comment": "success", "route/one": "success"}
    assert len(hosted.forge.comments[7]) == 1
    hosted.push_again(7, AGAIN, path=COUNTY)
    assert "9 号" in hosted.forge.comments[7][0]["body"]
    before = len(hosted.forge.statuses)
    assert results(hosted.finished(first, "check", "pull_request")) == {"comment/comment": "success", "route/one": "success"}
    assert len(hosted.forge.statuses) == before  # run again for a commit that is not the head any more
    assert hosted.forge.refused == []


def test_who_may_be_invited_and_who_may_approve(host: Host) -> None:
    """GitHub asks code owners only where they may write; an approval counts for the route of whoever may read, too."""
    hosted = host("github")
    hosted.open(7, CHANGE, path=COUNTY)
    assert hosted.invited(7, ()) == set()
    assert hosted.invited(7, ("ks-reviewer-b", "centre-reviewer-a", "stranger")) == {"ks-reviewer-b", "centre-reviewer-a"}
    for account in ("ks-reviewer-b", "centre-reviewer-a"):
        hosted.forge.reviews[7].append(hosted.reviewed(7, account))
    assert results(hosted.event("push", {"ref": "refs/heads/main"}, hosted.main, only="route")) == {"route/all": "success"}
    assert said(hosted, hosted.forge.pulls[7]["head"]["sha"]) == [DONE]


@pytest.mark.parametrize("kind", KINDS)
def test_pull_request_with_an_error(host: Host, kind: Kind) -> None:
    """From a branch of the repository: the check fails, the report is kept and written as a comment, the status is set."""
    hosted = host(kind)
    runs = hosted.propose(7, WRONG, CHANGE, path=COUNTY, owner="example")
    on_gitea = {"review/review": "success", "check/check": "failure"}
    on_github = {"route/opened": "success", "check/check": "failure", "comment/comment": "success", "route/one": "success"}
    assert results(runs) == (on_github if kind == "github" else on_gitea)
    check = next(run for run in runs if run.file == "check")
    assert check.commit == hosted.forge.pulls[7]["head"]["sha"]
    assert "5 号" in (hosted.kept / "report/report.md").read_text(encoding="utf-8")
    assert not (hosted.kept / "preview").exists()
    (comment,) = hosted.forge.comments[7]
    assert "个错误" in comment["body"]
    assert said(hosted, check.commit)[0].startswith("等待")
    assert hosted.forge.refused == []


def test_merge_queue(host: Host) -> None:
    """What the queue has built is checked, and gets the status of the route by the approvals of what it merges."""
    hosted = host("github")
    hosted.open(7, CHANGE, path=COUNTY)
    hosted.note_only("validate", "report", "build")
    hosted.forge.reviews[7].append(hosted.reviewed(7, "ks-reviewer-a"))
    commit, runs = hosted.queue(7)
    assert failed(runs) == ""
    assert results(runs) == {"check/check": "success", "route/queued": "success", "route/one": "success"}  # the last finds no pull request
    assert {run.commit for run in runs if run.file == "check"} == {commit}
    assert said(hosted, commit) == [f"合并请求 7：{WAITS_FOR_CENTRE}"]
    ran = hosted.ran()
    assert {at for at, words in ran if words.startswith("forge")} == {hosted.main}
    assert {at for at, words in ran if not words.startswith("forge")} == {commit}
    assert "validate --base HEAD^1 --format github" in [words for _, words in ran]
    hosted.forge.reviews[7].append(hosted.reviewed(7, "centre-reviewer-a"))
    commit, runs = hosted.queue(7)
    assert failed(runs) == ""
    assert said(hosted, commit)[-1] == "队列里的 1 个合并请求审核已齐"
    hosted.dismiss(7)
    assert said(hosted, commit)[-1] == f"合并请求 7：{WAITS_FOR_CENTRE}"
    assert hosted.forge.refused == []


# --- Gitea, Forgejo ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS[1:])
def test_pull_request_of_a_fork_on_gitea(host: Host, kind: Kind) -> None:
    """The comment at once, by a token that can only read; the status within ten minutes, by one that may write."""
    hosted = host(kind)
    hosted.note_only("validate", "report", "build")
    runs = hosted.propose(7, CHANGE, path=COUNTY)
    assert failed(runs) == ""
    assert results(runs) == {"review/review": "success", "check/check": "success"}
    head = hosted.forge.pulls[7]["head"]["sha"]
    (comment,) = hosted.forge.comments[7]
    assert "5 号" in comment["body"]
    assert said(hosted, head) == []
    for account, description in ((None, WAITS), ("ks-reviewer-a", WAITS_FOR_CENTRE), ("centre-reviewer-a", DONE)):
        if account is not None:
            assert hosted.review(7, account) == []  # no workflow that could be trusted starts
        assert results(hosted.event("schedule", {}, hosted.main, only="route")) == {"route/route": "success"}
        assert said(hosted, head)[-1] == description
    hosted.dismiss(7)
    hosted.event("push", {"ref": "refs/heads/main"}, hosted.main, only="route")
    assert said(hosted, head)[-1] == WAITS_FOR_CENTRE
    hosted.push_again(7, AGAIN, path=COUNTY)
    assert "9 号" in hosted.forge.comments[7][0]["body"]
    assert {at for at, words in hosted.ran() if words.startswith("forge")} == {hosted.main}
    assert hosted.forge.refused == []


@pytest.mark.parametrize("kind", ["github", "gitea"])
def test_a_workflow_without_the_right(host: Host, kind: Kind) -> None:
    """What happened on Gitea before: the run fails, and a comment names the right. On GitHub nothing but the run can say it."""
    hosted = host(kind)
    folder, right = (".github", "statuses: write") if kind == "github" else (".gitea", "contents: write")
    hosted.open(7, CHANGE, path=COUNTY)
    for path in (hosted.root / folder / "workflows").glob("r*.yaml"):  # route and review
        text = path.read_text(encoding="utf-8").replace(f"      {right}", f"      {right.split(':')[0]}: read")
        path.write_text(text, encoding="utf-8")
    hosted.author.commit()
    hosted.author.git("push", "--quiet", "origin", "main")
    runs = hosted.event("push", {"ref": "refs/heads/main"}, hosted.main, only="route")
    (run,) = runs
    assert not run.passed
    assert right in run.log
    assert hosted.forge.statuses == []
    assert ("POST", f"statuses/{hosted.forge.pulls[7]['head']['sha']}") in hosted.forge.refused
    assert any(right in comment["body"] for comment in hosted.forge.comments[7]) == (kind == "gitea")
    if kind == "gitea":
        hosted.note_only("validate", "report", "build")
        runs = hosted.propose(8, CHANGE, path=COUNTY, owner="example")
        assert results(runs) == {"review/review": "failure", "check/check": "success"}
        assert [body["body"].split("\n")[0] for body in hosted.forge.comments[8]] == [UNSET_MARK, MARK]  # the report comes all the same


# --- by the clock, by hand, by a push ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_nightly(host: Host, kind: Kind) -> None:
    hosted = host(kind)
    runs = hosted.event("schedule", {}, hosted.main, only="nightly")
    assert results(runs) == {"nightly/nightly": "success"}, failed(runs)
    (issue,) = hosted.forge.issues
    assert issue["user"]["login"] == BOT[kind]
    assert hosted.forge.refused == []


@pytest.mark.parametrize("kind", KINDS)
def test_verify_rosters(host: Host, kind: Kind) -> None:
    """Started by hand, with the number of a pull request; on GitHub not unless it is switched on."""
    hosted = host(kind)
    hosted.open(7, CHANGE, path=COUNTY)
    hosted.variables = {"ZHICHENG_IDENTITY": str(registries.HERE / "demonstration.identity")}
    if kind == "github":
        assert hosted.event("workflow_dispatch", {"inputs": {"pull": "7"}}, hosted.main, only="verify-rosters") == []
        hosted.variables["ZHICHENG_VAULT"] = "inside"
    runs = hosted.event("workflow_dispatch", {"inputs": {"pull": "7"}}, hosted.main, only="verify-rosters")
    assert results(runs) == {"verify-rosters/verify": "success"}, failed(runs)
    ((commit, body),) = hosted.forge.statuses
    assert (commit, body["context"], body["state"]) == (hosted.forge.pulls[7]["head"]["sha"], "zhicheng/rosters", "success")
    assert hosted.ran()[-1][0] == hosted.main
    assert hosted.forge.refused == []


def test_publish_on_github(host: Host, tmp_path: Path) -> None:
    """The site with its checksums, which are attested, and Pages; a variable brings the page for submissions."""
    hosted = host("github")
    runs = hosted.event("push", {"ref": "refs/heads/main"}, hosted.main, only="publish")
    assert results(runs) == {"publish/build": "success", "publish/deploy": "success"}, failed(runs)
    assert "示例自治区" in (hosted.kept / "github-pages/index.html").read_text(encoding="utf-8")
    assert not (hosted.kept / "github-pages/submit").exists()
    assert hosted.event("push", {"ref": "refs/heads/other"}, hosted.main) == []
    made()
    shutil.rmtree(hosted.kept)
    (tmp_path / "parts.zip").write_bytes(parts.packed(FETCHED))
    hosted.variables = {"ZHICHENG_SUBMIT": str(tmp_path / "parts.zip")}
    runs = hosted.event("push", {"ref": "refs/heads/main"}, hosted.main, only="publish")
    assert results(runs) == {"publish/build": "success", "publish/deploy": "success"}, failed(runs)
    assert ">网页报送</h1>" in (hosted.kept / "github-pages/submit/index.html").read_text(encoding="utf-8")


def test_publish_on_gitea(host: Host, tmp_path: Path) -> None:
    """Into the folder of the web server, beside the vault; a roster that has not arrived keeps the old site."""
    hosted = host("gitea")
    vault = tmp_path / "vault"
    shutil.copytree(hosted.root / "registry/vault", vault)
    hosted.variables = {"ZHICHENG_SITE": str(tmp_path / "site"), "ZHICHENG_VAULT_FOLDER": str(vault)}
    runs = hosted.event("push", {"ref": "refs/heads/main"}, hosted.main, only="publish")
    assert results(runs) == {"publish/publish": "success"}, failed(runs)
    page = tmp_path / "site/index.html"
    assert "示例自治区" in page.read_text(encoding="utf-8")
    page.write_text("old", encoding="utf-8")
    next(vault.glob("*.roster.age")).unlink()
    runs = hosted.event("push", {"ref": "refs/heads/main"}, hosted.main, only="publish")
    assert results(runs) == {"publish/publish": "failure"}
    assert page.read_text(encoding="utf-8") == "old"


# --- the program's own ---------------------------------------------------------------------------------------------------

MAKEFILE = """\
install ci deep release:
\t@echo "$@ TAG=$$TAG N=$$N TOKEN=$${GITHUB_TOKEN:+yes}" >> LOG
release-files:
\t@mkdir -p dist && echo x > dist/SHA256SUMS && echo "$@ TAG=$$TAG N=$$N TOKEN=$${GITHUB_TOKEN:+yes}" >> LOG
"""


@pytest.fixture
def program(host: Host, tmp_path: Path) -> Callable[[Kind], Hosted]:
    """The repository of the program, of which the words of the Makefile only write down that they were called."""

    def make(kind: Kind) -> Hosted:
        hosted = host(kind)
        folder = ".github" if kind == "github" else ".gitea"
        for path in TOP.glob(f"{folder}/workflows/*.yaml"):
            registries.write(hosted.root, f"{folder}/workflows/{path.name}", path.read_bytes())
        registries.write(hosted.root, "Makefile", MAKEFILE.replace("LOG", str(tmp_path / "words")))
        registries.write(hosted.root, ".ci/fast.py", f"import sys\nopen({str(tmp_path / 'fast')!r}, 'a').write(f'{{sys.argv[1:]}}\\n')\n")
        hosted.author.commit()
        hosted.author.git("push", "--quiet", "origin", "main")
        return hosted

    return make


def words(tmp_path: Path) -> list[str]:
    path = tmp_path / "words"
    found = path.read_text(encoding="utf-8").splitlines()
    path.unlink()
    return found


def test_tests_of_the_program(program: Callable[[Kind], Hosted], tmp_path: Path) -> None:
    """Every test on a change, on each Python; in the night those that take long."""
    hosted = program("github")
    runs = hosted.event("push", {"ref": "refs/heads/main"}, hosted.main, only="test")
    assert results(runs) == {"test/test": "success", "test/systems": "success"}, failed(runs)
    assert words(tmp_path) == ["install TAG= N= TOKEN=", "ci TAG= N= TOKEN="]
    fast = (tmp_path / "fast").read_text(encoding="utf-8").splitlines()
    assert sorted(fast) == sorted([f"['3.{minor}']" for minor in range(11, 15)] * 3)
    runs = hosted.event("schedule", {}, hosted.main, only="test")
    assert results(runs) == {"test/deep": "success"}, failed(runs)
    assert words(tmp_path) == ["install TAG= N= TOKEN=", "deep TAG= N=300 TOKEN="]


@pytest.mark.parametrize("kind", ["github", "gitea"])
def test_release_of_the_program(program: Callable[[Kind], Hosted], tmp_path: Path, kind: Kind) -> None:
    """On a tag alone; the token is there for the last step only."""
    hosted = program(kind)
    runs = hosted.event("push", {"ref": "refs/tags/v1.2.3"}, hosted.main)
    assert results(runs) == {"release/test": "success", "release/release": "success"}, failed(runs)
    assert words(tmp_path) == [
        "install TAG= N= TOKEN=",
        "ci TAG= N= TOKEN=",
        "install TAG=v1.2.3 N= TOKEN=",
        "release-files TAG=v1.2.3 N= TOKEN=",
        "release TAG=v1.2.3 N= TOKEN=yes",
    ]


def test_every_workflow_is_run_here() -> None:
    """By its name in this module, or as one that a pull request starts."""
    text = Path(__file__).read_text(encoding="utf-8")
    names = {path.stem for path in TOP.glob(".gi*/workflows/*.yaml")}
    assert [name for name in sorted(names) if f"{name}/" not in text] == []
