"""The account on the platform that the centre withdraws for lateness and gives back: two decisions, and where they are shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from helpers import registries, sites
from helpers.repositories import Repository

from zhicheng.centre import round_status
from zhicheng.commands.cli import main
from zhicheng.documents.sentences import plain
from zhicheng.registry import registry
from zhicheng.review import report
from zhicheng.site.pages import pages
from zhicheng.site.site import renderer

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
DECISIONS = "registry/decisions/2026.yaml"
COUNTY = "registry/committees/653100/example-county.yaml"
APPEAL = (
    "对取消平台账号有不同意见的，可以向示例自治区职称社会化评价中心书面提出，说明事实和理由，也可以先打电话询问：0991-0000900。"
    "依法可以申请行政复议、提起行政诉讼或者信访的，不受影响。"
)


@pytest.fixture
def late(small: Path) -> Path:
    """example-county filed a day after the deadline of 2026-06-19."""
    text = (small / COUNTY).read_text(encoding="utf-8")
    registries.write(small, COUNTY, re.sub(r'round: "2026", date: "[^"]*"', 'round: "2026", date: "2026-06-20"', text))
    Repository(small)
    return small


def account(
    root: Path, *arguments: str, day: str = "2026-07-10", who: str = "centre-reviewer-a", note: str = "逾期，两次提醒没有回复"
) -> int:
    return main(["account", *arguments, "--root", str(root), "--as-of", day, "--account", who, "--note", note])


def decided(root: Path) -> list[dict[str, object]]:
    path = root / DECISIONS
    found: list[dict[str, object]] = yaml.safe_load(path.read_text(encoding="utf-8"))["decisions"] if path.exists() else []
    return found


def test_withdrawn_and_given_back(late: Path, capsys: Capture) -> None:
    assert account(late, "withdraw", "example-county", who="@centre-reviewer-a") == 0
    out, said = capsys.readouterr()
    assert out == f"{DECISIONS}\n"
    assert said == (
        "依据：登记表 2026-06-19 截止，2026-06-20 才报送，晚 1 天。\n已登记：取消平台账号。请提交上面的文件，并在平台上照办。\n"
    )
    (one,) = decided(late)
    assert (one.pop("appeal"), len(str(one.pop("commit")))) == (APPEAL, 40)
    assert one == {
        "committee": "example-county",
        "round": "2026",
        "role": "centre",
        "account": "centre-reviewer-a",
        "outcome": "suspended",
        "date": "2026-07-10",
        "kind": "account",
        "reason": "逾期，两次提醒没有回复",
    }
    assert account(late, "restore", "example-county", day="2026-07-20", who="centre-reviewer-b", note="已补报") == 0
    assert [one["outcome"] for one in decided(late)] == ["suspended", "lifted"]
    assert "appeal" not in decided(late)[1]
    assert [finding.code for finding in registries.findings(late)] == ["E109"]


@pytest.mark.parametrize(
    ("arguments", "day", "who", "note", "said"),
    [
        (("withdraw", "example-county"), "2026-07-10", "ks-reviewer-a", "逾期", "ks-reviewer-a 不是中心的审核账号，不能作这个决定。"),
        (
            ("withdraw", "example-one"),
            "2026-07-10",
            "centre-reviewer-a",
            "逾期",
            "example-one 在 2026 年度备案登记没有逾期（到 2026-07-10），没有登记。",
        ),
        (("withdraw", "example-nil"), "2026-07-10", "centre-reviewer-a", "逾期", "没有编号是 example-nil 的评审委员会"),
        (("withdraw", "example-county", "--round", "2031"), "2026-07-10", "centre-reviewer-a", "逾期", "没有 2031 这个备案年度"),
        (("restore", "example-county"), "2026-07-10", "centre-reviewer-a", "补报", "example-county 的平台账号没有取消，不用恢复。"),
        (("withdraw", "example-county"), "2026-07-10", "centre-reviewer-a", "找 13000000000", "--note 里有手机号码、身份证号码或者邮箱"),
    ],
)
def test_what_cannot_be_decided(late: Path, capsys: Capture, arguments: tuple[str, ...], day: str, who: str, note: str, said: str) -> None:
    assert account(late, *arguments, day=day, who=who, note=note) == 2
    assert said in capsys.readouterr().err
    assert not (late / DECISIONS).exists()


def test_not_twice_and_not_before(late: Path, capsys: Capture) -> None:
    assert account(late, "withdraw", "example-county") == 0
    assert account(late, "withdraw", "example-county", day="2026-07-11") == 2
    assert "example-county 的平台账号已经在 2026-07-10 取消，没有再登记。" in capsys.readouterr().err
    assert account(late, "restore", "example-county", day="2026-07-09") == 2
    assert "恢复的日期 2026-07-09 早于取消的日期 2026-07-10。" in capsys.readouterr().err
    assert account(late, "restore", "example-county") == 0, "on the same day"


@pytest.mark.parametrize(
    ("filed", "platform", "day", "why"),
    [
        ("2026-06-19", None, "2026-06-30", ""),
        ("2026-06-19", None, "2026-07-01", "平台录入 2026-06-30 截止，没有登记录入，晚 1 天"),
        ("2026-06-19", "2026-06-30", "2026-07-10", ""),
        ("2026-06-19", "2026-07-01", "2026-07-10", "平台录入 2026-06-30 截止，2026-07-01 才录入，晚 1 天"),
        ("2026-06-20", "2026-06-30", "2026-07-10", "登记表 2026-06-19 截止，2026-06-20 才报送，晚 1 天"),
        (None, None, "2026-06-19", ""),
        (None, None, "2026-06-20", "登记表 2026-06-19 截止，还没有报送，晚 1 天"),
    ],
)
def test_by_which_deadline(small: Path, filed: str | None, platform: str | None, day: str, why: str) -> None:
    """Both sides of each deadline. What is not expected and has not filed is late by none."""
    one = (small / registries.ONE).read_text(encoding="utf-8")
    entered = one.replace('date: "2026-06-02"}', 'date: "2026-06-02", platform: {date: "2026-06-03", by: 中心}}')
    registries.write(small, registries.ONE, entered)
    text = (small / COUNTY).read_text(encoding="utf-8")
    receipt = f', platform: {{date: "{platform}", by: 中心}}' if platform else ""
    filing = f'{{round: "2026", date: "{filed}"{receipt}}}' if filed else '{round: "2019", date: "2019-06-20"}'
    registries.write(small, COUNTY, re.sub(r'\{round: "2026", date: "[^"]*"\}', filing, text))
    rounds = small / "registry/rounds/2026.yaml"
    registries.write(small, str(rounds), re.sub('platform: "[^"]*"', 'platform: "2026-06-30"', rounds.read_text(encoding="utf-8")))
    loaded = registry.load(small)
    assert loaded.findings == []
    assert round_status.why_suspended(loaded, loaded.rounds["2026"].record, "example-county", registries.date.fromisoformat(day)) == why
    assert round_status.why_suspended(loaded, loaded.rounds["2026"].record, "example-old", registries.date.fromisoformat(day)) == ""


def test_where_no_entry_on_the_platform_is_written_down_a_missing_one_says_nothing(small: Path) -> None:
    loaded = registry.load(small)
    assert round_status.why_suspended(loaded, loaded.rounds["2026"].record, "example-one", registries.TODAY) == ""


def test_where_it_is_shown(late: Path, capsys: Capture) -> None:
    """In the state of the round, on the page, in the API, and in the report of a change, from its day on."""
    assert account(late, "withdraw", "example-county") == 0
    Repository(late).commit()
    capsys.readouterr()
    for day, shown in (("2026-07-09", False), ("2026-07-10", True)):
        assert main(["round", "status", "--root", str(late), "--as-of", day]) == 0
        assert (
            "平台账号已取消的（1）\n  喀什地区  莎车县中小学教师系列中级职称评审委员会  2026-07-10 起\n" in capsys.readouterr().out
        ) == shown
        assert main(["round", "status", "--root", str(late), "--as-of", day, "--format", "json"]) == 0
        places = json.loads(capsys.readouterr().out)["places"]
        (one,) = [one for place in places for one in place["committees"] if one["id"] == "example-county"]
        assert one.get("suspended") == ("2026-07-10" if shown else None)
    view = sites.view(late)
    listed = pages(view)
    page = renderer(view, listed)(next(page for page in listed if page.url == "committees/example-county/"))
    assert "示例自治区职称社会化评价中心：取消平台账号" in page
    assert APPEAL in page
    page = renderer(view, listed)(next(page for page in listed if page.url == "rounds/2026/"))
    assert page.count('<span class="chip bad">平台账号已取消（2026-07-10 起）</span>') == 1
    text = (late / COUNTY).read_text(encoding="utf-8")
    registries.write(late, COUNTY, text.replace("address: ", "address: 新"))
    points = [plain(words) for words in report.make(late, "HEAD", registries.TODAY).decisions]
    assert any("以往：" in one and "平台账号于 2026-07-10 取消，还没有恢复" in one for one in points)
