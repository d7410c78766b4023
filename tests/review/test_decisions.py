"""The record of decisions: who approved, returned or refused what, from a forge's reviews and real Git; and what the public sees of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.browsers import served
from helpers.changes import COUNTY, PREFECTURE_APPROVED, Change
from helpers.judging import Judge
from helpers.registries import write
from helpers.repositories import ENVIRONMENT, Repository
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from zhicheng.documents import yaml_reading
from zhicheng.documents.schemas import schema
from zhicheng.registry import registry
from zhicheng.registry.history import History, RecordVersion
from zhicheng.registry.records import decision
from zhicheng.registry.records.decision import Decision
from zhicheng.review import decisions as decision_files
from zhicheng.review import merging
from zhicheng.review.change import read
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.proceedings import proceedings

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
DECISIONS = "registry/decisions/2026.yaml"
APPEAL = (
    "对退回修改或者不予备案有不同意见的，可以向示例自治区职称社会化评价中心书面提出，说明事实和理由，也可以先打电话询问：0991-0000900。"
    "依法可以申请行政复议、提起行政诉讼或者信访的，不受影响。"
)


@pytest.fixture
def county(small: Path) -> Change:
    return Change(small, COUNTY)


# --- approvals ---------------------------------------------------------------------------------------------------------


def test_the_title_office_decides_in_a_role_of_its_own(small: Path) -> None:
    """On a change of a pool, beside the centre; the page of the committee names it."""
    path = small / "registry/reviewers.yaml"
    write(small, str(path), f"{path.read_text(encoding='utf-8')}title_office: {{office: 示例自治区职称办公室, accounts: [title-a]}}\n")
    change = Change(small, "registry/rosters/example-one.yaml").review("centre-reviewer-a").review("title-a")
    change.merge()
    assert change.record("--merged", "HEAD") == 0
    assert [(one["role"], one["account"], one["kind"]) for one in change.decisions()] == [
        ("centre", "centre-reviewer-a", "roster"),
        ("title-office", "title-a", "roster"),
    ]
    view = sites.view(small)
    (found,) = proceedings(Overview(view), view.registry.by_id["example-one"])
    assert "示例自治区职称办公室：评委花名册，通过" in [step.text for step in found.steps]


def test_merged_change_of_a_county(county: Change, capsys: Capture) -> None:
    """Prefecture and centre, each with role, commit and day, in a file that has a head of its own."""
    merged = county.approved().merge()
    assert county.record("--merged", "HEAD") == 0
    assert capsys.readouterr() == (f"{DECISIONS}\n", "登记了 2 项：通过。请提交上面的文件。\n")
    start = '  - {committee: example-county, round: "2026", role: '
    rest = f'commit: "{county.head}", outcome: approved, date: "'
    end = f'kind: change, changed: [address], merged: "{merged}", published: "2026-03-12"' + "}\n"
    assert (county.root / DECISIONS).read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../schemas/decisions.schema.json\n"
        "# 2026 年的审核记录：由 zhicheng record 登记，请不要手工修改。\n"
        'year: "2026"\ndecisions:\n'
        f'{start}prefecture, account: "ks-reviewer-a", {rest}2026-03-10", {end}'
        f'{start}centre, account: "centre-reviewer-a", {rest}2026-03-11", {end}'
    ).replace('"ks-reviewer-a"', "ks-reviewer-a").replace('"centre-reviewer-a"', "centre-reviewer-a")
    assert registries.findings(county.root) == []


def test_hashes_of_sha256(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setitem(ENVIRONMENT, "GIT_DEFAULT_HASH", "sha256")
    county: Change = request.getfixturevalue("county")
    merged = county.approved().merge()
    assert (len(merged), county.record("--merged", "HEAD")) == (64, 0)
    assert {(one["commit"], one["merged"]) for one in county.decisions()} == {(county.head, merged)}
    assert registries.findings(county.root) == []


def test_same_decision_is_recorded_once(county: Change, capsys: Capture) -> None:
    county.approved().merge()
    assert county.record("--merged", "HEAD") == 0
    before = (county.root / DECISIONS).read_bytes()
    capsys.readouterr()
    assert county.record("--merged", "HEAD") == 0
    assert capsys.readouterr() == ("", "2 项已经登记过，没有重复登记。\n")
    assert (county.root / DECISIONS).read_bytes() == before


def test_second_account_of_an_office_is_added(county: Change, capsys: Capture) -> None:
    """What is recorded stays, what is new comes after it."""
    county.approved().merge()
    assert county.record("--merged", "HEAD") == 0
    county.review("centre-reviewer-c", moment="2026-03-12T02:00:00Z")
    assert county.record("--merged", "HEAD") == 0
    assert [(d["role"], d["account"]) for d in county.decisions()] == [
        ("prefecture", "ks-reviewer-a"),
        ("centre", "centre-reviewer-a"),
        ("centre", "centre-reviewer-c"),
    ]
    assert "2 项已经登记过，没有重复登记。\n登记了 1 项：通过。" in capsys.readouterr().err


def test_every_committee_of_a_change(small: Path) -> None:
    """Each with the offices that its own files need: the prefecture has no say in what is the region's."""
    change = Change(small, COUNTY, registries.ONE).approved()
    change.merge()
    assert change.record("--merged", "HEAD") == 0
    assert [(d["committee"], d["role"]) for d in change.decisions()] == [
        ("example-county", "prefecture"),
        ("example-county", "centre"),
        ("example-one", "centre"),
    ]


@pytest.mark.parametrize(
    ("path", "committees"),
    [
        ("registry/rosters/example-prefecture.yaml", [("example-prefecture", "2019")]),
        ("registry/rosters/employer-653100.yaml", [(None, "2019")]),
    ],
)
def test_rosters(small: Path, path: str, committees: list[tuple[str | None, str]]) -> None:
    """A roster stands under its own round; one that came through an employer belongs to no committee, but to an area."""
    text = (small / path).read_text(encoding="utf-8").replace('round: "2026"', 'round: "2019"')
    write(small, path, text)
    change = Change(small)
    write(small, path, text + "# 更新\n")
    change.head = change.repository.commit()
    change.review("centre-reviewer-a").merge()
    assert change.record("--merged", "HEAD") == 0
    made = change.decisions()
    assert [(d.get("committee"), d["round"], d["kind"]) for d in made] == [(*one, "roster") for one in committees]
    assert [d.get("area") for d in made] == [None if committee else "653100" for committee, _ in committees]
    assert registries.findings(small) == []


@pytest.mark.parametrize(
    ("how", "arguments"),
    [
        pytest.param(("--no-ff", "--message=m"), ["--merged", "HEAD"], id="merge"),
        pytest.param(("--ff-only",), ["--merged", "HEAD", "--published", "2026-03-12"], id="fast-forward"),
        pytest.param(("--squash",), ["--merged", "HEAD", "--head", "change"], id="squash"),
        pytest.param(("--no-ff", "--message=m"), ["--head", "change"], id="commit-of-the-merge-not-said"),
    ],
)
def test_ways_to_merge(county: Change, how: tuple[str, ...], arguments: list[str]) -> None:
    """The commit that was reviewed is told from the merge; of a squashed one it is given."""
    merged = county.approved().merge(*how)
    assert county.record(*arguments) == 0
    assert {d["commit"] for d in county.decisions()} == {county.head}
    assert {d.get("merged") for d in county.decisions()} == ({merged} if "--merged" in arguments else {None})


@pytest.mark.parametrize("how", [("--no-ff", "--message=m"), ("--squash",)])
def test_two_approved_changes_of_one_file(county: Change, how: tuple[str, ...]) -> None:
    """What Git makes of both is what the hook accepts (tests/commands/test_hook.py), so it is recorded too."""
    county.approved()
    county.repository.git("checkout", "--quiet", "main")
    text = (county.root / COUNTY).read_text(encoding="utf-8")
    write(county.root, COUNTY, text + "# 另一次修改\n")
    base = county.repository.commit()
    county.merge(*how)
    assert county.record("--merged", "HEAD", "--head", "change", base=base) == 0
    assert {d["commit"] for d in county.decisions()} == {county.head}


def test_what_was_merged_is_what_was_reviewed(county: Change, capsys: Capture) -> None:
    """Nobody has approved what was slipped into the merge."""
    county.approved()
    county.repository.git("checkout", "--quiet", "main")
    county.repository.git("merge", "--quiet", "--no-ff", "--no-commit", "change")
    write(county.root, COUNTY, (county.root / COUNTY).read_text(encoding="utf-8") + "# 另外\n")
    county.repository.commit()
    assert county.record("--merged", "HEAD", "--head", "change") == 1
    out, talk = capsys.readouterr()
    assert (out, talk) == ("", f"合并的版本与审核的版本不同：{COUNTY}。没有登记；请核对 --base、--merged 和 --head。\n")


@pytest.mark.parametrize(
    ("moment", "day", "year"),
    [
        ("2026-12-31T15:59:59Z", "2026-12-31", "2026"),
        ("2026-12-31T16:00:00Z", "2027-01-01", "2027"),
        ("2026-12-31T23:59:59+08:00", "2026-12-31", "2026"),
        ("2027-01-01T00:00:00+08:00", "2027-01-01", "2027"),
    ],
)
def test_days_are_those_in_china(small: Path, moment: str, day: str, year: str) -> None:
    """And each goes into the file of its own year."""
    change = Change(small, registries.ONE).review("centre-reviewer-a", moment=moment)
    change.merge()
    assert change.record("--merged", "HEAD", "--published", "2027-01-02") == 0
    assert [(d["date"], d["published"]) for d in change.decisions(year)] == [(day, "2027-01-02")]


def test_date_of_publication_that_the_commit_does_not_say(county: Change, capsys: Capture) -> None:
    """A commit that was approved after it was made: it is asked when main took it, and what was said later does not count."""
    county.approved()
    county.repository.git("checkout", "--quiet", "main")
    county.repository.git("merge", "--quiet", "--ff-only", "change")
    assert county.record("--merged", "HEAD") == 2
    assert capsys.readouterr().err == (
        "错误：合并的提交写的日期 2026-03-02 早于最后的同意（2026-03-11），看不出哪天公布，没有登记。"
        "请加 --published，写推送到主分支的时间，例如 --published 2026-03-11T17:00。\n"
    )
    county.review("ks-reviewer-a", "CHANGES_REQUESTED", moment="2026-03-13T02:00:00Z")
    assert county.record("--merged", "HEAD", "--published", "2026-03-13") == 1
    assert county.record("--merged", "HEAD", "--published", "2026-03-01") == 2
    assert "--published 早于合并的提交（2026-03-02）" in capsys.readouterr().err
    assert county.record("--merged", "HEAD", "--published", "2026-03-12") == 0
    assert {one["published"] for one in county.decisions()} == {"2026-03-12"}


def test_who_changes_his_mind_later_does_not_take_back_what_is_public(county: Change) -> None:
    county.approved().merge()
    county.review("centre-reviewer-a", "DISMISSED", moment="2026-03-13T02:00:00Z")
    county.review("ks-reviewer-b", "CHANGES_REQUESTED", moment="2026-03-13T02:00:00Z")
    assert county.record("--merged", "HEAD") == 0
    assert [(one["account"], one["published"]) for one in county.decisions()] == [
        ("ks-reviewer-a", "2026-03-12"),
        ("centre-reviewer-a", "2026-03-12"),
    ]


def test_what_is_not_on_main_is_not_recorded_as_published(county: Change, capsys: Capture) -> None:
    county.approved()
    assert county.record("--merged", "change", "--published", "2026-03-12") == 2
    assert capsys.readouterr().err == (
        f"错误：{county.head[:12]} 不在主分支上，还没有合并、公布，没有登记。请先取来最新的主分支（git fetch），核对 --merged。\n"
    )


def test_branch_in_place_of_its_merge(county: Change, capsys: Capture) -> None:
    merge = county.approved().merge()
    assert county.record("--merged", "change", "--published", "2026-03-12") == 2
    said = f"错误：{county.head[:12]} 是被合并的分支，合并它的是 {merge[:12]}，没有登记。"
    assert capsys.readouterr().err == f"{said}--merged 请写合并的提交，--base 写 {merge[:12]}^1。\n"


def test_a_version_of_main_that_a_branch_took_in(county: Change, capsys: Capture) -> None:
    """A branch into which main was merged became main: what main had taken before can still be recorded."""
    county.approved()
    git = county.repository.git
    git("checkout", "--quiet", "main")
    git("merge", "--quiet", "--ff-only", "change")
    git("checkout", "--quiet", "-b", "another", county.base)
    write(county.root, "README.md", "另外\n")
    county.repository.commit()
    git("merge", "--quiet", "--no-ff", "--message=up to date", "main")
    git("checkout", "--quiet", "main")
    git("merge", "--quiet", "--ff-only", "another")
    merge = git("rev-parse", "main")
    assert git("rev-parse", "main^2") == county.head
    assert county.record("--merged", county.head) == 2
    assert capsys.readouterr().err == (
        f"错误：{county.head[:12]} 后来并进了 {merge[:12]}，看不出它自己在主分支上公布过没有，没有登记。"
        f"公布过的，请加 --published，写推送到主分支的时间；没有的，--merged 请写合并的提交，--base 写 {merge[:12]}^1。\n"
    )
    assert county.record("--merged", county.head, "--published", "2026-03-12") == 0
    assert {(one["merged"], one["published"]) for one in county.decisions()} == {(county.head, "2026-03-12")}


def test_a_version_of_main_that_was_merged_once_more(county: Change) -> None:
    """A merge of what main had already says nothing of how it came."""
    merge = county.approved().merge()
    git = county.repository.git
    newer = git("commit-tree", "-p", merge, "-m", "more", f"{merge}^{{tree}}")
    git("reset", "--quiet", "--hard", git("commit-tree", "-p", newer, "-p", merge, "-m", "again", f"{merge}^{{tree}}"))
    assert county.record("--merged", merge) == 0
    assert {(one["merged"], one["published"]) for one in county.decisions()} == {(merge, "2026-03-12")}


def _append(root: Path) -> None:
    write(root, registries.ONE, (root / registries.ONE).read_text(encoding="utf-8") + "# 另外\n")


def _point_elsewhere(root: Path) -> None:
    (root / "link.md").unlink()
    (root / "link.md").symlink_to("README.md")


def _add_module(root: Path) -> None:
    (root / "module").mkdir()
    Repository(root / "module")


@pytest.mark.parametrize(
    ("slip", "path"),
    [(_append, registries.ONE), (_point_elsewhere, "link.md"), (_add_module, "module")],
    ids=["file", "link", "submodule"],
)
def test_what_a_merge_adds(county: Change, capsys: Capture, slip: Callable[[Path], None], path: str) -> None:
    """Slipped in beside what was reviewed, where nobody has looked."""
    county.approved()
    county.repository.day = 10
    county.repository.git("checkout", "--quiet", "main")
    (county.root / "link.md").symlink_to("CHANGELOG.md")
    base = county.repository.commit()
    county.repository.git("merge", "--quiet", "--no-ff", "--no-commit", "change")
    slip(county.root)
    county.repository.commit()
    assert county.record("--merged", "HEAD", "--head", "change", base=base) == 1
    assert "没有登记" in capsys.readouterr().err
    reviewed, merged = read(county.root, base, "change"), county.repository.git("rev-parse", "HEAD")
    assert merging.unlike_reviewed(county.root, reviewed, merged) == [path]


def test_merge_that_was_reviewed_itself(county: Change) -> None:
    """A conflict put right by hand: the hook takes the merge by reviews of the merge itself, and so does the record."""
    county.repository.git("checkout", "--quiet", "main")
    county.repository.git("merge", "--quiet", "--no-ff", "--no-commit", "change")
    write(county.root, COUNTY, (county.root / COUNTY).read_text(encoding="utf-8") + "# 另外\n")
    county.head = county.repository.commit()
    county.approved()
    assert county.record("--merged", "HEAD", "--published", "2026-03-12") == 0
    assert {(one["commit"], one["merged"]) for one in county.decisions()} == {(county.head, county.head)}


def test_what_main_has_already_needs_no_approval_again(small: Path) -> None:
    """The county's part came by another way; what the merge changes is the region's alone, and that is recorded."""
    change = Change(small, COUNTY, registries.ONE)
    change.repository.git("checkout", "--quiet", "main")
    change.repository.git("checkout", "--quiet", "change", "--", COUNTY)
    base = change.repository.commit()
    change.review("centre-reviewer-a").merge()
    assert change.record("--merged", "HEAD", base=base) == 0
    assert [(one["committee"], one["role"]) for one in change.decisions()] == [("example-one", "centre")]


def test_recorded_in_the_next_round_it_is_the_same(small: Path) -> None:
    """The round is that of what was reviewed, not of the day on which it is written down."""
    change = Change(small)
    path = "registry/reviewers.yaml"
    write(small, path, (small / path).read_text(encoding="utf-8").replace("ks-reviewer-b", "ks-reviewer-c"))
    path = "registry/waivers.yaml"
    line = '  - {committee: example-one, rule: E203, reason: 试点, granted_by: 某厅, date: "2026-03-01", until: "2027-03-01"}\n'
    write(small, path, (small / path).read_text(encoding="utf-8") + line)
    change.head = change.repository.commit()
    change.review("centre-reviewer-a").review("maintainer-a").merge()
    merge = change.repository.git("rev-parse", "HEAD")
    assert change.record("--merged", merge) == 0
    for path in (registries.ONE, "registry/registry.yaml"):
        text = re.sub('(?m)(round: )"2026"', r'\1"2027"', (small / path).read_text(encoding="utf-8"))
        write(small, path, text)
    change.repository.commit()
    assert change.record("--merged", merge) == 0
    assert [(one.get("committee"), one["round"], one["kind"], one["role"]) for one in change.decisions()] == [
        ("example-one", "2026", "waiver", "centre"),
        (None, "2026", "reviewers", "centre"),
        (None, "2026", "reviewers", "maintainer"),
    ]


def test_route_that_is_not_complete(county: Change, capsys: Capture) -> None:
    """What was merged past the route is said, and not recorded as if it had passed."""
    county.review("centre-reviewer-a").merge()
    assert county.record("--merged", "HEAD") == 1
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith(f"审核还不齐：喀什地区人力资源和社会保障局、示例自治区职称社会化评价中心没有通过 {county.head[:12]}。没有登记；")
    assert not (county.root / DECISIONS).exists()


def test_author_does_not_count(small: Path) -> None:
    change = Change(small, registries.ONE).review("centre-reviewer-a")
    change.merge()
    assert change.record("--merged", "HEAD", "--author", "centre-reviewer-a") == 1
    assert change.record("--merged", "HEAD", "--author", "somebody") == 0


def test_payload_of_gitea(county: Change) -> None:
    county.approved().merge()
    for review in county.reviews:
        review |= {"official": True, "stale": False, "dismissed": False, "updated_at": review["submitted_at"]}
    assert county.record("--merged", "HEAD") == 0
    assert len(county.decisions()) == 2


# --- returns and refusals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("option", "outcome"), [("--returned", "returned"), ("--refused", "refused")])
def test_returned_or_refused(county: Change, capsys: Capture, option: str, outcome: str) -> None:
    """With the reason from the list, what to mend, and how to disagree."""
    county.review("ks-reviewer-b", "CHANGES_REQUESTED", PREFECTURE_APPROVED)
    assert county.record(option, "--reason", "catalog", "--mend", " 请补上二级专业：\n名称以文件为准。 ", "--note", "两处没有写 #1") == 0
    assert capsys.readouterr() == (f"{DECISIONS}\n", f"登记了 1 项：{decision.OUTCOMES[outcome]}。请提交上面的文件。\n")
    assert county.decisions() == [
        {
            "committee": "example-county",
            "round": "2026",
            "role": "prefecture",
            "account": "ks-reviewer-b",
            "commit": county.head,
            "outcome": outcome,
            "date": "2026-03-10",
            "kind": "change",
            "changed": ["address"],
            "reason_code": "catalog",
            "reason": "两处没有写 #1",
            "mend": "请补上二级专业： 名称以文件为准。",
            "appeal": APPEAL,
        }
    ]
    assert registries.findings(county.root) == []


def test_how_to_disagree_is_the_registrys_to_say(county: Change) -> None:
    path = county.root / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "appeal: 请在 15 日内向某厅书面申请复核。\n", encoding="utf-8")
    county.review("ks-reviewer-a", "CHANGES_REQUESTED", PREFECTURE_APPROVED)
    assert county.record("--returned", "--reason", "basis", "--mend", "补上文件") == 0
    assert county.decisions()[0]["appeal"] == "请在 15 日内向某厅书面申请复核。"


def test_first_filing_that_is_refused_has_no_record(small: Path, capsys: Capture) -> None:
    """A committee that never came into the registry may stand in the record of refusals, and nowhere else."""
    change = Change(small)
    text = (small / COUNTY).read_text(encoding="utf-8").replace("id: example-county", "id: example-new")
    write(small, "registry/committees/653100/example-new.yaml", text.replace("莎车县中小学", "莎车县幼儿园"))
    change.head = change.repository.commit()
    change.review("ks-reviewer-a", "CHANGES_REQUESTED", PREFECTURE_APPROVED)
    assert change.record("--refused", "--reason", "not-eligible", "--mend", "不需要更正") == 0
    change.repository.git("checkout", "--quiet", "main")
    assert registries.findings(small) == []
    text = (small / DECISIONS).read_text(encoding="utf-8")
    write(small, DECISIONS, text.replace("outcome: refused", "outcome: approved"))
    assert [(f.code, f.message) for f in registries.findings(small)] == [("X003", "没有这个评审委员会：example-new")]


def test_nobody_asked_for_changes(county: Change, capsys: Capture) -> None:
    county.approved().review("stranger", "CHANGES_REQUESTED")
    assert county.record("--returned", "--reason", "basis", "--mend", "补上文件") == 1
    assert capsys.readouterr().err == f"没有审核账号对 {county.head[:12]} 要求修改，没有可以登记的。\n"


RETURNED = ["--returned", "--reason", "basis", "--mend", "补上文件"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param([*RETURNED, "--refused"], "用法有误：--returned 和 --refused 只能用一样。", id="both"),
        pytest.param(["--returned", "--mend", "补"], "用法有误：退回修改要写 --reason 和 --mend。", id="no-reason"),
        pytest.param(["--refused", "--reason", "basis"], "用法有误：不予备案要写 --reason 和 --mend。", id="nothing-to-mend"),
        pytest.param(["--reason", "basis"], "用法有误：--reason、--mend、--note 只和 --returned 或 --refused 一起用。", id="reason-alone"),
        pytest.param(["--note", "好"], "用法有误：--reason、--mend、--note 只和", id="note-alone"),
        pytest.param([*RETURNED, "--merged", "HEAD"], "用法有误：退回修改的没有合并，不写 --merged。", id="merged"),
        pytest.param(["--returned", "--reason", "mood", "--mend", "补"], "用法有误：--reason 不能是 'mood'，可以是：", id="no-such-reason"),
        pytest.param(["--returned", "--reason", "other", "--mend", "补"], "错误：事由是 other（其他）的，请用 --note 写明", id="other"),
        pytest.param(["--returned", "--reason", "basis", "--mend", " "], "错误：--mend 要写 1 到 1000 个字，现在是 0 个。", id="empty"),
        pytest.param([*RETURNED, "--note", "字" * 1001], "错误：--note 要写 1 到 1000 个字，现在是 1001 个。", id="long"),
        pytest.param([*RETURNED, "--note", "一\u202e二"], "错误：--note 里有看不见的控制字符", id="control"),
        pytest.param([*RETURNED[:3], "--mend", "请打 13900000001"], "错误：--mend 里有手机号码、身份证号码或者邮箱。", id="mobile"),
        pytest.param(["--merged", "nowhere"], "错误：Git 里没有“nowhere”这个版本。请核对 --merged", id="no-such-merge"),
        pytest.param(["--merged=--all"], "错误：Git 里没有“--all”这个版本。", id="option-for-git"),
        pytest.param(["--head=--all"], "错误：Git 里没有“--all”这个版本。", id="head-that-is-an-option"),
        pytest.param(["--head", "HEAD~1"], "错误：--base 和审核的版本之间没有改动。", id="no-change"),
    ],
)
def test_wrong_usage(county: Change, capsys: Capture, arguments: list[str], words: str) -> None:
    """In Chinese, with nothing written and nothing private repeated."""
    county.approved().review("ks-reviewer-a", "CHANGES_REQUESTED")
    before = sites.contents(county.root / "registry")
    assert county.record(*arguments) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith(words)
    assert "13900000001" not in talk
    assert sites.contents(county.root / "registry") == before


def test_longest_text(county: Change) -> None:
    county.review("ks-reviewer-a", "CHANGES_REQUESTED", PREFECTURE_APPROVED)
    assert county.record("--returned", "--reason", "basis", "--mend", "字" * 1000) == 0


# --- the file ----------------------------------------------------------------------------------------------------------

OLD = {"committee": "example-one", "round": "2026", "role": "centre", "account": "a", "commit": "0" * 40, "outcome": "approved"}
OLD_LINE = (
    '{committee: example-one, round: "2026", role: centre, account: a, commit: "' + "0" * 40 + '", outcome: approved, date: "2026-01-05"}'
)
NEW = Decision("example-one", "2026", "centre", "centre-b", "1" * 40, "approved", date(2026, 6, 1))
NEW_LINE = '{committee: example-one, round: "2026", role: centre, account: centre-b, commit: "' + "1" * 40
NEW_LINE += '", outcome: approved, date: "2026-06-01"}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param('year: "2026"\ndecisions: []\n', 'year: "2026"\ndecisions:\n  - NEW\n', id="empty"),
        pytest.param('year: "2026"\ndecisions: [ ]  # 暂无\n', 'year: "2026"\ndecisions:   # 暂无\n  - NEW\n', id="empty-with-a-comment"),
        pytest.param('year: "2026"\ndecisions:\n  - OLD\n', 'year: "2026"\ndecisions:\n  - OLD\n  - NEW\n', id="one"),
        pytest.param('year: "2026"\ndecisions:\n  - OLD', 'year: "2026"\ndecisions:\n  - OLD\n  - NEW\n', id="no-line-break-at-the-end"),
        pytest.param('year: "2026"\ndecisions:\n- OLD\n', 'year: "2026"\ndecisions:\n- OLD\n- NEW\n', id="not-indented"),
        pytest.param('decisions:\n    - OLD\nyear: "2026"\n', 'decisions:\n    - OLD\n    - NEW\nyear: "2026"\n', id="another-field-after"),
        pytest.param('decisions: []\nyear: "2026"\n', 'decisions:\n  - NEW\nyear: "2026"\n', id="empty-and-another-field-after"),
        pytest.param(
            '# 甲\nyear: "2026"  # 乙\ndecisions:  # 丙\n  # 丁\n  - OLD  # 戊\n\n  # 己\n# 庚\n',
            '# 甲\nyear: "2026"  # 乙\ndecisions:  # 丙\n  # 丁\n  - OLD  # 戊\n  - NEW\n\n  # 己\n# 庚\n',
            id="comments",
        ),
        pytest.param('year: "2026"\r\ndecisions:\r\n  - OLD\r\n', 'year: "2026"\r\ndecisions:\r\n  - OLD\r\n  - NEW\r\n', id="windows"),
    ],
)
def test_what_stands_in_the_file_stays(before: str, after: str) -> None:
    assert decision_files.extended(before.replace("OLD", OLD_LINE), [NEW]) == after.replace("OLD", OLD_LINE).replace("NEW", NEW_LINE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f'year: "2026"\ndecisions: [{OLD_LINE}]\n', f"错误：{DECISIONS} 的写法特别，不能自动加进新的记录，文件没有改动。"),
        (f'{{year: "2026", decisions: [{OLD_LINE}]}}\n', f"错误：{DECISIONS} "),
        ("year: [\n", f"错误：{DECISIONS} 读不出来，没有改动。"),
        ('year: "2026"\n', f"错误：{DECISIONS} 读不出来，没有改动。"),
    ],
)
def test_file_written_in_a_way_of_its_own(county: Change, capsys: Capture, text: str, words: str) -> None:
    county.approved().merge()
    write(county.root, DECISIONS, text)
    assert county.record("--merged", "HEAD") == 2
    assert capsys.readouterr().err.startswith(words)
    assert (county.root / DECISIONS).read_text(encoding="utf-8") == text


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=60)
plain = texts.map(lambda text: " ".join(text.split())).filter(lambda text: text and not yaml_reading.FORBIDDEN.search(text))
HEAD = 'year: "2026"\ndecisions: []\n'


@given(st.lists(st.tuples(plain, plain, st.sampled_from(list(decision.GROUNDS))), min_size=1, max_size=3))
def test_any_text_comes_back_as_it_was_said(rows: list[tuple[str, str, str]]) -> None:
    """Quotes, colons, hashes, brackets: what was said is what is read."""
    made = [
        Decision("null", "2026", "centre", "123", f"{n}" * 40, "returned", date(2026, 6, 1), code, reason, mend, "请来电。")
        for n, (reason, mend, code) in enumerate(rows)
    ]
    text = decision_files.extended(decision_files.extended(HEAD, made), made[:1])
    value = yaml_reading.parse(DECISIONS, text.encode()).value
    said = [(d["reason"], d["mend"], d["reason_code"], d["committee"], d["account"]) for d in value["decisions"]]
    assert said == [(reason, mend, code, "null", "123") for reason, mend, code in (*rows, rows[0])]


@pytest.mark.parametrize(("size", "code"), [(yaml_reading.MAX_BYTES_OF_LOG, None), (yaml_reading.MAX_BYTES_OF_LOG + 1, "Y006")])
def test_size_of_a_years_record(empty: Path, size: int, code: str | None) -> None:
    """A year of decisions may be longer than a record: 4 MiB."""
    write(empty, DECISIONS, HEAD + "#" * (size - len(HEAD)))
    found = registries.findings(empty)
    assert [f.code for f in found] == ([code] if code else [])
    assert not found or found[0].message == "文件有 4,194,305 字节，超过 4,194,304 字节（4096 KiB）"


# --- rules and words ---------------------------------------------------------------------------------------------------


def lines(**changed: str) -> str:
    value = {**OLD, "date": "2026-06-01", **changed}
    fields = ", ".join(f"{key}: {said if said.startswith('▶') else json.dumps(said)}" for key, said in value.items())
    return f'year: "2026"\ndecisions:\n  - {{{fields}}}\n'


@pytest.mark.parametrize(
    ("changed", "code", "message"),
    [
        ({"committee": "▶example-tow"}, "X003", "没有这个评审委员会：example-tow"),
        ({"round": '▶"2031"'}, "X003", "没有这个备案年度：2031"),
        ({"date": '▶"2025-12-31"'}, "X001", "审核日期 2025-12-31 不在 2026 年"),
        ({"date": '▶"2027-01-01"'}, "X001", "审核日期 2027-01-01 不在 2026 年"),
    ],
)
def test_what_a_record_refers_to(judge: Judge, changed: dict[str, str], code: str, message: str) -> None:
    judge("", others={DECISIONS: lines(**changed)}).says(code, message)
    judge("", others={DECISIONS: lines(date="2026-01-01")}).says(code)
    judge("", others={DECISIONS: lines(date="2026-12-31")}).says(code)


def test_hashes_are_no_numbers_of_people(judge: Judge) -> None:
    judge("", others={DECISIONS: lines(commit="13900000001" + "0" * 29, merged="13900000001" + "0" * 29)}).says("P001")
    marked = lines(reason="x").replace('reason: "x"', 'reason: ▶"请打 13900000001"')
    judge("", others={DECISIONS: marked}).says("P001", "“审核意见”里有手机号码")


@pytest.mark.parametrize("outcome", ["returned", "refused"])
@pytest.mark.parametrize("left_out", ["reason_code", "mend", "appeal"])
def test_return_says_why_what_and_how(judge: Judge, outcome: str, left_out: str) -> None:
    full = {"outcome": outcome, "reason_code": "basis", "mend": "补上文件", "appeal": "请来电。"}
    judge("", others={DECISIONS: lines(**full)}).says("S002")
    del full[left_out]
    label = {"reason_code": "退回或不予备案的事由", "mend": "需要更正的内容", "appeal": "不同意见的提出办法"}[left_out]
    found = judge("", others={DECISIONS: lines(**full)}).findings
    assert [(f.code, f.message) for f in found] == [("S002", f"“一次审核决定”里缺少“{label}”（{left_out}）")]


@pytest.mark.parametrize(
    ("outcome", "codes"), [({"outcome": "returned", "reason_code": "basis", "mend": "补上", "appeal": "请来电。"}, []), ({}, ["X003"])]
)
def test_a_first_filing_that_was_returned_has_no_record(judge: Judge, outcome: dict[str, str], codes: list[str]) -> None:
    """An approval of a committee that is not there is a slip; a return is not."""
    found = judge("", others={DECISIONS: lines(committee="example-nobody", **outcome)}).findings
    assert [f.code for f in found] == codes


@pytest.mark.parametrize(
    ("field", "words"),
    [("role", decision.ROLES), ("outcome", decision.OUTCOMES), ("reason_code", decision.GROUNDS), ("kind", decision.KINDS)],
)
def test_words_are_those_of_the_schema(field: str, words: dict[str, str]) -> None:
    here = schema("decisions")["properties"]["decisions"]["items"]["properties"][field]
    assert dict(zip(here["enum"], here["enumDescriptions"], strict=True)) == words


# --- what the public sees ----------------------------------------------------------------------------------------------


@pytest.fixture
def decided(small: Path) -> Path:
    """A county's filing that was returned by the prefecture, approved by both, and published; and one of the region."""
    common = 'committee: example-county, round: "2026"'
    write(
        small,
        DECISIONS,
        'year: "2026"\ndecisions:\n'
        f'  - {{{common}, role: centre, account: centre-reviewer-a, commit: "{"2" * 40}", outcome: approved, date: "2026-06-20", '
        f'merged: "{"3" * 40}", published: "2026-06-20"}}\n'
        f'  - {{{common}, role: prefecture, account: ks-reviewer-a, commit: "{"2" * 40}", outcome: approved, date: "2026-06-20", '
        f'merged: "{"3" * 40}", published: "2026-06-20"}}\n'
        f'  - {{{common}, role: prefecture, account: ks-reviewer-b, commit: "{"2" * 40}", outcome: approved, date: "2026-06-20"}}\n'
        f'  - {{{common}, role: prefecture, account: ks-reviewer-a, commit: "{"1" * 40}", outcome: returned, date: "2026-06-16", '
        f"reason_code: catalog, reason: {json.dumps(sites.HOSTILE)}, mend: 请补上, appeal: 请来电}}\n",
    )
    assert registries.findings(small) == []
    return small


def test_steps_of_a_filing(decided: Path) -> None:
    """By day, the prefecture before the centre; two accounts of an office are one approval; nobody is named."""
    overview = Overview(sites.view(decided))
    [proceeding] = proceedings(overview, overview.row["example-county"].committee)
    assert (proceeding.title, proceeding.known) == ("2026 年度备案登记", True)
    assert [(str(step.date), step.text) for step in proceeding.steps] == [
        ("2026-06-15", "报送"),
        ("2026-06-16", "喀什地区人力资源和社会保障局：退回修改"),
        ("2026-06-20", "喀什地区人力资源和社会保障局：通过"),
        ("2026-06-20", "示例自治区职称社会化评价中心：通过"),
        ("2026-06-20", "公布"),
    ]
    assert proceeding.steps[1].grounds == "二级专业目录不全，或者名称没有明确"
    assert proceedings(overview, overview.row["example-one"].committee) == []


@pytest.mark.parametrize(("day", "places"), [("2026-06-20", [1, 2]), ("2026-06-16", [1, 2])])
def test_answer_stands_between_what_it_answers_and_what_follows(decided: Path, day: str, places: list[int]) -> None:
    """On the day of the new approvals, and on that of the decision itself."""
    text = (decided / DECISIONS).read_text(encoding="utf-8")
    line = (
        '  - {committee: example-county, round: "2026", role: centre, account: centre-reviewer-b, kind: appeal, appealed: "2026-06-16", '
        f'commit: "{"1" * 40}", outcome: reversed, date: "{day}", reason_code: catalog, reason: 可以报送。, mend: x, appeal: x}}\n'
    )
    write(decided, DECISIONS, text + line)
    overview = Overview(sites.view(decided))
    [proceeding] = proceedings(overview, overview.row["example-county"].committee)
    said = [step.text.split("：", 1)[-1].split("，")[-1] for step in proceeding.steps]
    assert said == ["报送", "退回修改", "撤销原决定", "通过", "通过", "公布"]
    assert [i for i, step in enumerate(proceeding.steps) if step.decision is not None] == places


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        pytest.param(f'commit: "{"4" * 40}", merged: "{"5" * 40}"', "2026-06-22", id="merged"),
        pytest.param(f'commit: "{"5" * 40}"', "2026-06-22", id="as-it-was"),
        pytest.param(f'commit: "{"5" * 40}", published: "2026-06-21"', "2026-06-21", id="said"),
        pytest.param(f'commit: "{"4" * 40}"', None, id="not-known"),
    ],
)
def test_day_of_publication_may_come_from_git(small: Path, fields: str, day: str | None) -> None:
    """Where the record says nothing of it, and the commit is one of the main line."""
    line = '{committee: example-county, round: "2026", role: centre, account: a, outcome: approved, date: "2026-06-20", '
    write(small, DECISIONS, f'year: "2026"\ndecisions:\n  - {line}{fields}}}\n')
    versions = (RecordVersion("example-county", "2026-06-22", "5" * 40, "added", ()),)
    overview = Overview(sites.view(small, History(versions, {"example-county": versions})))
    [proceeding] = proceedings(overview, overview.row["example-county"].committee)
    assert [str(step.date) for step in proceeding.steps if step.text == "公布"] == ([day] if day else [])


def test_page_and_api(decided: Path, tmp_path: Path) -> None:
    out = sites.build(decided, tmp_path / "site")
    page = (out / "committees/example-county/index.html").read_text(encoding="utf-8")
    part = page.split('id="proceedings"')[1].split("<h2")[0]
    for words in ("事由：二级专业目录不全，或者名称没有明确", "需要更正：请补上", "有不同意见：请来电"):
        assert words in part
    assert "<script>" not in part
    assert "&lt;script&gt;" in part
    assert f"https://forge.example.org/example/zhicheng/commit/{'3' * 40}" in part
    assert 'id="proceedings"' not in (out / "committees/example-one/index.html").read_text(encoding="utf-8")
    api = json.loads((out / "api/v1/decisions.json").read_bytes())
    assert [(d["date"], d["role"], d["outcome"]) for d in api["decisions"]] == [
        ("2026-06-16", "prefecture", "returned"),
        ("2026-06-20", "centre", "approved"),
        ("2026-06-20", "prefecture", "approved"),
        ("2026-06-20", "prefecture", "approved"),
    ]
    accounts = [path for path, content in sites.contents(out).items() if b"ks-reviewer" in content and not path.startswith("schemas/")]
    assert [path for path in accounts if path.startswith(("api/", "committees/", "rounds/"))] == []


def test_decisions_of_a_round_that_is_gone(decided: Path) -> None:
    """Pages are rendered while the rules are still asked, so that a faulty file must not be in their way."""
    text = (decided / DECISIONS).read_text(encoding="utf-8").replace('round: "2026"', 'round: "2031"').replace("example-county", "gone")
    write(decided, DECISIONS, text + text.split("decisions:\n")[1].replace("gone", "example-county"))
    overview = Overview(sites.view(decided))
    [proceeding] = proceedings(overview, overview.row["example-county"].committee)
    assert (proceeding.title, proceeding.known) == ("2031 年度", False)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.mark.parametrize("width", [390, 1200])
def test_proceedings_in_the_browser(browser: Browser, address: str, width: int) -> None:
    """On a phone and on a desk: every step in its order, the grounds of a return under it, and nothing cut off."""
    with browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN") as context:
        tab = context.new_page()
        tab.goto(f"{address}committees/aksu-engineering/#proceedings")
        rows = tab.locator("#proceedings ~ table").first.locator("tbody tr").all_inner_texts()
        stages = ["报送", "退回修改", "通过", "公布"]
        assert len(rows) == len(stages)
        assert all(stage in row for stage, row in zip(stages, rows, strict=True))
        assert [row[:10] for row in rows] == sorted(row[:10] for row in rows)
        assert "需要更正：" in rows[1]
        assert "有不同意见：" in rows[1]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_registry_keeps_decisions_by_committee(decided: Path) -> None:
    found = registry.load(decided).decisions_on
    assert [(str(d.date), d.role) for d in found["example-county"]][:2] == [("2026-06-16", "prefecture"), ("2026-06-20", "centre")]
