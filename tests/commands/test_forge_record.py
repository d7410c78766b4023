"""`zhicheng forge record`: merged pull requests judged as they were when merged, in real Git, however the forge merges them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.forges import FakeForge, serving
from helpers.registries import write
from helpers.repositories import ENVIRONMENT, Repository

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
COUNTY = "registry/committees/653100/example-county.yaml"
TWO = "registry/committees/650000/example-two.yaml"
DECISIONS = "registry/decisions/2026.yaml"
KS, CENTRE, MERGED, LATER = "2026-03-10T02:00:00Z", "2026-03-11T02:00:00Z", "2026-03-12T02:00:00Z", "2026-03-13T02:00:00Z"
ADDRESS = ("address: 莎车县示例街 3 号", "address: 莎车县示例街 5 号")


class Merging:
    """A clone of main that the centre works in, an origin, and the forge with its pull requests."""

    def __init__(self, root: Path, folder: Path, api: FakeForge) -> None:
        self.api, self.root = api, root
        self.repository = Repository(root)
        origin = folder / "origin.git"
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(origin)], check=True, env=ENVIRONMENT)
        self.git("remote", "add", "origin", str(origin))

    def git(self, *arguments: str) -> str:
        return self.repository.git(*arguments)

    def pull(self, number: int, *steps: tuple[str, str, str], path: str = COUNTY, author: str = "office") -> str:
        """A pull request of a branch with a commit for each step, a text of a file replaced in each."""
        self.git("checkout", "--quiet", "-B", f"change-{number}", "main")
        for step in steps or ((path, *ADDRESS),):
            self.repository.change(step[1:], path=step[0])
        head = self.git("rev-parse", "HEAD")
        self.git("push", "--quiet", "origin", f"HEAD:refs/pull/{number}/head")
        self.api.add_pull(number, head, author)
        listed = self.git("rev-list", "--reverse", "main..HEAD").split()
        self.api.commits[number] = [{"sha": one, "author": {"login": author}, "committer": {"login": author}} for one in listed]
        self.git("checkout", "--quiet", "main")
        return head

    def review(self, number: int, account: str, moment: str, state: str = "APPROVED") -> None:
        listed = self.api.reviews[number]
        item: dict[str, Any] = {"id": len(listed) + 1, "user": {"login": account}, "state": state, "submitted_at": moment}
        item["commit_id"] = self.api.pulls[number]["head"]["sha"]
        if self.api.gitea:
            item |= {"official": True, "stale": False, "dismissed": False, "updated_at": moment}
        listed.append(item)

    def approved(self, number: int) -> None:
        self.review(number, "ks-reviewer-a", KS)
        self.review(number, "centre-reviewer-a", CENTRE)

    def merge(self, number: int, how: str, slipped: str = "", moment: str = MERGED) -> str:
        """Merges as a forge does: merge, ff, squash, rebase or rebase-merge; with a line slipped in, where one is given."""
        branch = f"change-{number}"
        if how.startswith("rebase"):
            self.git("checkout", "--quiet", "-B", "rebased", branch)
            self.git("rebase", "--quiet", "--force-rebase", "main")
            self.git("checkout", "--quiet", "main")
            branch = "rebased"
        if how == "squash":
            self.git("merge", "--quiet", "--squash", branch)
        else:
            self.git("merge", "--quiet", *(("--no-ff", "--no-commit") if how in ("merge", "rebase-merge") else ("--ff-only",)), branch)
        if slipped:
            write(self.root, COUNTY, (self.root / COUNTY).read_text(encoding="utf-8") + slipped)
        if slipped or how in ("squash", "merge", "rebase-merge"):
            self.repository.commit()
        commit = self.git("rev-parse", "HEAD")
        self.api.merge(number, commit, moment)
        return commit

    def record(self, *arguments: str) -> int:
        return main(["forge", "record", "--root", str(self.root), "--as-of", "2026-11-23", *arguments])

    def decisions(self) -> list[dict[str, Any]]:
        path = self.root / DECISIONS
        found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["decisions"] if path.exists() else []
        return found


@pytest.fixture(params=["github", "gitea"])
def api(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeForge]:
    with serving(FakeForge(request.param)) as found:
        for name, value in found.environment().items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture
def merging(small: Path, tmp_path: Path, api: FakeForge, capsys: Capture) -> Merging:
    return Merging(small, tmp_path, api)


STEPS = ((COUNTY, *ADDRESS), (COUNTY, "address: 莎车县示例街 5 号", "address: 莎车县示例街 7 号"))


@pytest.mark.parametrize("how", ["merge", "ff", "squash", "rebase", "rebase-merge"])
def test_however_it_was_merged(merging: Merging, capsys: Capture, how: str) -> None:
    """Two commits, by each way of merging: the reviewed version, its reviews and the commit in main are recorded, once."""
    head = merging.pull(7, *STEPS)
    merging.approved(7)
    commit = merging.merge(7, how)
    assert (commit == head) == (how == "ff")
    capsys.readouterr()
    assert merging.record() == 0, capsys.readouterr().err
    out, talk = capsys.readouterr()
    assert out == f"{DECISIONS}\n"
    assert talk.startswith(
        "合并请求 7（2026-03-12 合并）：2 项。\n核对了 1 次还没有登记的合并，登记了 2 项审核。\n请一次提交：git add registry/decisions"
    )
    assert [(d["role"], d["account"], d["commit"], d["merged"]) for d in merging.decisions()] == [
        ("prefecture", "ks-reviewer-a", head, commit),
        ("centre", "centre-reviewer-a", head, commit),
    ]
    assert registries.findings(merging.root) == []
    assert merging.record() == 0
    assert capsys.readouterr() == ("", "核对了 0 次还没有登记的合并，登记了 0 项审核。\n")


@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_main_went_on_meanwhile(merging: Merging, how: str) -> None:
    """Another change of the same file, merged before: what Git makes of both is what was reviewed."""
    head = merging.pull(7, *STEPS)
    merging.approved(7)
    write(merging.root, COUNTY, (merging.root / COUNTY).read_text(encoding="utf-8") + "# 另一次修改\n")
    merging.repository.commit()
    merging.merge(7, how)
    assert merging.record() == 0
    assert {d["commit"] for d in merging.decisions()} == {head}


@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_what_was_slipped_in_is_refused(merging: Merging, capsys: Capture, how: str) -> None:
    """Whatever nobody reviewed: nothing is recorded, why and what to do is said, and it is said the next time again."""
    merging.pull(7, *STEPS)
    merging.approved(7)
    merging.merge(7, how, slipped="# 另外\n")
    for _ in range(2):
        capsys.readouterr()
        assert merging.record() == 1
        out, talk = capsys.readouterr()
        assert out == ""
        assert talk.startswith("合并请求 7（2026-03-12 合并）没有登记：合并")
        assert "另提一次修改，重新审核。" in talk
        assert talk.endswith("核对了 1 次还没有登记的合并，登记了 0 项审核，1 次没有登记，见上。\n")
    assert merging.decisions() == []


def test_several_at_once(merging: Merging, capsys: Capture) -> None:
    """In the order of merging, squashed one after the other, in one write; what is not complete does not hold up the rest."""
    first = merging.pull(7, *STEPS)
    merging.approved(7)
    merging.merge(7, "squash", moment="2026-03-12T02:00:00Z")
    merging.pull(8, (TWO, "address: ", "address: 新"), path=TWO)
    merging.merge(8, "squash", moment="2026-03-12T03:00:00Z")
    third = merging.pull(9, (TWO, "address: 新", "address: 又"), path=TWO)
    merging.review(9, "centre-reviewer-b", CENTRE)
    merging.merge(9, "squash", moment="2026-03-12T04:00:00Z")
    capsys.readouterr()
    assert merging.record() == 1
    talk = capsys.readouterr().err
    assert "合并请求 8（2026-03-12 合并）没有登记：合并的时候审核还不齐：示例自治区职称社会化评价中心没有通过" in talk
    assert [d["commit"] for d in merging.decisions()] == [first, first, third]
    assert talk.count("\n") == 5


@pytest.mark.parametrize(
    ("reviews", "code"),
    [
        ([("ks-reviewer-a", KS, "APPROVED"), ("centre-reviewer-a", CENTRE, "APPROVED")], 0),
        ([("ks-reviewer-a", KS, "APPROVED"), ("centre-reviewer-a", MERGED, "APPROVED")], 0),
        ([("ks-reviewer-a", KS, "APPROVED"), ("centre-reviewer-a", LATER, "APPROVED")], 1),
        ([("ks-reviewer-a", KS, "APPROVED"), ("centre-reviewer-a", CENTRE, "APPROVED"), ("centre-reviewer-b", LATER, "REFUSED")], 0),
        ([("ks-reviewer-a", KS, "APPROVED"), ("centre-reviewer-a", CENTRE, "APPROVED"), ("centre-reviewer-b", CENTRE, "REFUSED")], 1),
    ],
)
def test_reviews_are_those_of_the_merge(merging: Merging, capsys: Capture, reviews: list[tuple[str, str, str]], code: int) -> None:
    """An approval that came after the merge makes nothing good, a refusal that came after it takes nothing back."""
    merging.pull(7)
    refused = "REQUEST_CHANGES" if merging.api.gitea else "CHANGES_REQUESTED"
    for account, moment, state in reviews:
        merging.review(7, account, moment, refused if state == "REFUSED" else state)
    merging.merge(7, "merge")
    assert merging.record() == code, capsys.readouterr().err


def test_reviewers_are_those_of_main_before(merging: Merging) -> None:
    """A change that makes its author's friend a reviewer is judged by the reviewers before it, rebased too."""
    path = "registry/reviewers.yaml"
    steps = ((path, "accounts: [centre-reviewer-a", "accounts: [friend, centre-reviewer-a"), (COUNTY, *ADDRESS))
    merging.pull(7, *steps)
    merging.review(7, "ks-reviewer-a", KS)
    merging.review(7, "friend", CENTRE)
    merging.review(7, "maintainer-a", CENTRE)
    merging.merge(7, "rebase")
    assert merging.record() == 1
    assert merging.decisions() == []


def test_what_gives_no_decision_is_passed_over(merging: Merging, capsys: Capture) -> None:
    """Changes of the program, and records of decisions: a merge commit tells by itself, nobody is asked."""
    write(merging.root, "docs.txt", "1")
    merging.repository.commit()
    merging.pull(7, ("docs.txt", "1", "2"))
    merging.merge(7, "merge")
    merging.api.pulls[8] = {**merging.api.pulls[7], "number": 8, "state": "closed", "merged_at": None}
    capsys.readouterr()
    assert merging.record() == 0
    assert capsys.readouterr().err == "核对了 0 次还没有登记的合并，登记了 0 项审核。\n"
    assert not any("pulls/7/" in path for _, path in merging.api.asked)


def test_since(merging: Merging, capsys: Capture) -> None:
    merging.pull(7)
    merging.merge(7, "merge")
    assert merging.record("--since", "2026-03-13") == 0
    assert merging.record("--since", "2026-03-12") == 1


def test_not_here(merging: Merging, capsys: Capture) -> None:
    """A merge that this clone does not have, and a clone that does not go back."""
    merging.pull(7)
    merging.approved(7)
    merging.api.merge(7, "1" * 40, MERGED)
    assert merging.record() == 1
    assert f"合并成的版本 {'1' * 12} 不在这里的主分支上。请先取来最新的主分支（git pull），再运行一次。" in capsys.readouterr().err
    (merging.root / ".git/shallow").write_text(merging.git("rev-parse", "main") + "\n", encoding="ascii")
    assert merging.record() == 2
    assert "请先运行 git fetch --unshallow。" in capsys.readouterr().err


@pytest.mark.parametrize("commit", [None, "x", 5])
def test_an_answer_without_the_merge(merging: Merging, capsys: Capture, commit: Any) -> None:
    merging.pull(7)
    merging.api.merge(7, commit, MERGED)
    assert merging.record() == 2
    assert "代码平台的回答里没有写合并请求 7 合并成了哪个版本、什么时候合并的。" in capsys.readouterr().err


def test_record_by_hand_says_what_is_missing(merging: Merging, capsys: Capture, tmp_path: Path) -> None:
    """`record --merged` of a squashed change without --head: the reviewed version has to be given."""
    head = merging.pull(7, *STEPS)
    merging.approved(7)
    merging.merge(7, "squash")
    (tmp_path / "reviews.json").write_text(json.dumps(merging.api.reviews[7]), encoding="utf-8")
    by_hand = ["record", "--root", str(merging.root), "--base", "HEAD^1", "--merged", "HEAD", "--reviews", str(tmp_path / "reviews.json")]
    capsys.readouterr()
    assert main(by_hand) == 1
    assert "看不出审核的是哪一个：请用 --head 写明合并请求最后的版本。" in capsys.readouterr().err
    assert main([*by_hand, "--head", head, "--published", "2026-03-12"]) == 0
