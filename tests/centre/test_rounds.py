"""Filing rounds: who is late on which day, the same for the page, the terminal, the reminder and the calendar; opening a new round."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.browsers import served
from helpers.registries import record, write
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from zhicheng.centre import calendar_file, round_report, round_status
from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.registry import registry
from zhicheng.registry.records.round import Round
from zhicheng.registry.registry import Registry
from zhicheng.site.pages import pages
from zhicheng.site.site import renderer
from zhicheng.text import cells, padded

pytestmark = pytest.mark.slow

GOLDEN = registries.HERE / "data/golden/rounds"
Capture = pytest.CaptureFixture[str]
ROUND = "registry/rounds/2026.yaml"
COUNTY = "registry/committees/653100/example-county.yaml"
TWO = "registry/committees/650000/example-two.yaml"
PREFECTURE = "registry/committees/653100/example-prefecture.yaml"
FILED = 'filings: [{round: "2026", date: "%s"}]\n'


def golden(name: str, text: str) -> None:
    """A text as it was last blessed."""
    path = GOLDEN / name
    if os.environ.get("ZHICHENG_BLESS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert path.read_bytes().decode() == text, f"{name} has changed; if so it should be, run `make bless`"


def changed(root: Path, path: str, *replaced: tuple[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    write(root, path, text)


def progress(root: Path, day: str, year: str = "2026") -> round_status.Progress:
    loaded = registry.load(root)
    return round_status.progress(loaded, loaded.rounds[year].record, date.fromisoformat(day))


def duty(root: Path, committee: str, day: str, year: str = "2026") -> round_status.Duty | None:
    return next((duty for duty in progress(root, day, year).duties if duty.committee.id == committee), None)


# --- who is late -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filed", "day", "state", "late"),
    [
        pytest.param("2026-06-18", "2026-11-23", "in-time", 0, id="the-day-before"),
        pytest.param("2026-06-19", "2026-11-23", "in-time", 0, id="on-the-day"),
        pytest.param("2026-06-20", "2026-11-23", "late", 1, id="the-day-after"),
        pytest.param("2026-07-19", "2026-11-23", "late", 30, id="a-month-after"),
        pytest.param(None, "2026-05-11", "waiting", 0, id="nothing-as-the-round-opens"),
        pytest.param(None, "2026-06-19", "waiting", 0, id="nothing-on-the-day"),
        pytest.param(None, "2026-06-20", "overdue", 1, id="nothing-the-day-after"),
        pytest.param(None, "2026-11-23", "overdue", 157, id="nothing-at-all"),
        pytest.param("2026-06-10", "2026-06-10", "in-time", 0, id="filed-today"),
        pytest.param("2026-06-11", "2026-06-10", "waiting", 0, id="filed-tomorrow"),
        pytest.param("2026-07-01", "2026-06-30", "overdue", 11, id="late-and-not-yet-filed"),
    ],
)
def test_both_sides_of_the_deadline(small: Path, filed: str | None, day: str, state: str, late: int) -> None:
    """The day of the deadline is in time; what is dated after the day asked about has not happened yet."""
    filings = FILED % filed if filed else 'filings: [{round: "2019", date: "2019-06-18"}]\n'
    write(small, COUNTY, record(filings, base=COUNTY))
    found = duty(small, "example-county", day)
    assert found is not None
    assert (found.state, found.days_late, found.expected) == (state, late, True)
    assert (found.filed is None) == (state in ("waiting", "overdue"))


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-06-18", 0), ("2026-06-19", 0), ("2026-06-20", 1), ("2027-06-19", 365)],
)
def test_late_is_the_same_word_for_the_round_and_the_rule(small: Path, day: str, late: int) -> None:
    """E109, the committee's page and the progress of the round count the same days."""
    write(small, COUNTY, record(FILED % day, base=COUNTY))
    found = duty(small, "example-county", "2027-12-31")
    assert found is not None
    assert found.days_late == late
    e109 = [f.message for f in registries.findings(small, date(2027, 12, 31)) if f.code == "E109" and f.file == COUNTY]
    assert [re.sub(r".*晚了 (\d+) 天", r"\1", message) for message in e109] == ([str(late)] if late else [])


def test_withdrawn_committees_are_no_longer_expected(small: Path) -> None:
    changed(small, ROUND, ("example-two, ", "example-two, example-old, "))
    assert duty(small, "example-old", "2026-11-23") is None
    found = duty(small, "example-old", "2026-11-23", "2019")
    assert found is not None, "what it filed while it was active stays"
    assert (found.state, found.roster) == ("in-time", None)


def test_who_was_withdrawn_before_filing_is_named(small: Path) -> None:
    """On the list and gone before it filed: not counted, and not left out without a word; in its own place only."""
    changed(small, ROUND, ("example-two, ", "example-two, example-old, "))
    found = progress(small, "2026-11-23")
    assert [one.id for one in found.released] == ["example-old"]
    loaded = registry.load(small)
    for code, there in (("650000", ["example-old"]), ("653100", [])):
        assert [one.id for one in found.within(code, loaded).released] == there
    gone = found.released[0]
    assert f"没有报送就撤销登记、不再要求的（1）\n  {gone.name}  {gone.withdrawn.date} 撤销\n" in round_report.text_status(found)
    assert json.loads(round_report.json_status(found))["released"] == ["example-old"]
    assert progress(small, "2026-11-23", "2019").released == (), "it filed in that round"
    view = sites.view(small)
    listed = pages(view)
    page = renderer(view, listed)(next(page for page in listed if page.url == "rounds/2026/"))
    assert "没有报送就撤销登记的（1）</h2>" in page
    assert f"{gone.withdrawn.date} 撤销登记</span>" in page


def test_not_on_the_list_but_filed(small: Path) -> None:
    found = duty(small, "example-central", "2026-11-23")
    assert found is not None
    assert not found.expected
    assert progress(small, "2026-11-23").others == 1


def test_expected_records_that_cannot_be_read_are_named(small: Path) -> None:
    write(small, COUNTY, "id: [\n")
    changed(small, ROUND, ("example-two, ", "example-two, nowhere, "))
    found = progress(small, "2026-11-23")
    assert found.unknown == ("example-county", "nowhere")


def _no_roster(small: Path) -> None:
    (small / "registry/rosters/example-prefecture.yaml").unlink()


def _roster_of_2019(small: Path) -> None:
    changed(small, "registry/rosters/example-prefecture.yaml", ('round: "2026"', 'round: "2019"'))


def _earlier_roster(small: Path) -> None:
    path = small / "registry/rosters/example-prefecture.yaml"
    text = path.read_text(encoding="utf-8").replace('round: "2026"', 'round: "2027"')
    path.write_text(text + 'history:\n  - {round: "2026", active: 9, removed: 0}\n', encoding="utf-8")


def _no_pool(small: Path) -> None:
    _no_roster(small)
    write(small, PREFECTURE, record("expert_pool: {exists: false, source: 自治区专家库, draw: 随机抽取}\n", base=PREFECTURE))


@pytest.mark.parametrize(
    ("prepare", "day", "state"),
    [
        pytest.param(lambda small: None, "2026-06-26", "sealed", id="sealed"),
        pytest.param(_earlier_roster, "2026-11-23", "sealed", id="sealed-then-another-since"),
        pytest.param(_no_roster, "2026-06-26", "waiting", id="on-the-day"),
        pytest.param(_no_roster, "2026-06-27", "overdue", id="the-day-after"),
        pytest.param(_roster_of_2019, "2026-06-27", "overdue", id="only-that-of-an-earlier-round"),
        pytest.param(_no_pool, "2026-06-27", None, id="no-pool-of-its-own"),
    ],
)
def test_both_sides_of_the_deadline_for_rosters(small: Path, prepare: Callable[[Path], None], day: str, state: str | None) -> None:
    """Rosters are due from regional and prefecture committees with a pool of their own; the day of the deadline is in time."""
    prepare(small)
    found = duty(small, "example-prefecture", day)
    assert found is not None
    assert found.roster == state


@pytest.mark.parametrize("committee", ["example-county", "example-central"])
def test_no_roster_is_due_from_others(small: Path, committee: str) -> None:
    found = duty(small, committee, "2026-11-23")
    assert found is not None
    assert found.roster is None


@pytest.mark.parametrize(
    ("line", "committee", "state"),
    [
        ("rosters: [region, prefecture]", "example-prefecture", "waiting"),
        ("rosters: [prefecture]", "example-prefecture", "waiting"),
        ("rosters: [region, county]", "example-prefecture", None),
        ("rosters: []", "example-prefecture", None),
        ("rosters: [region]", "example-one", "waiting"),
        ("rosters: [prefecture]", "example-one", None),
    ],
)
def test_rosters_are_due_from_the_authorities_of_the_rulebook(small: Path, line: str, committee: str, state: str | None) -> None:
    changed(small, "registry/rulebooks/letter-2019.yaml", ("rules:\n", f"{line}\nrules:\n"))
    for path in (small / "registry/rosters").glob("*.yaml"):
        path.unlink()
    found = duty(small, committee, "2026-06-26")
    assert found is not None
    assert found.roster == state


def _complete(small: Path) -> None:
    """Leaves nothing of the round of 2026 to be sent in: the one committee without a roster has no pool of its own."""
    write(small, TWO, record("expert_pool: {exists: false, source: 自治区专家库, draw: 随机抽取}\n", base=TWO))


CITY = 'id: example-city\nname: 石河子市工程系列中级职称评审委员会\nauthority: county\narea: "659001"\nscope: {areas: ["659001"]}\n'
LEVELS = "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]\n"


@pytest.fixture
def wide(small: Path) -> Path:
    """The small registry with a city directly under the region and a county of a prefecture that nobody reviews for, both expected."""
    for text in (
        CITY + LEVELS + 'organiser: 石河子市住房和城乡建设局\nfilings: [{round: "2019", date: "2019-06-18"}]\nvalid:\n',
        'id: example-kuqa\nname: 库车市工程系列中级职称评审委员会\nauthority: county\narea: "652902"\nscope: {areas: ["652902"]}\n'
        + LEVELS
        + 'organiser: 库车市住房和城乡建设局\nfilings: [{round: "2026", date: "2026-06-24"}]\n',
    ):
        filled = record(text + "contacts:\n")
        write(small, registries.home(filled), filled)
    changed(small, ROUND, ("example-one,", "example-city, example-kuqa, example-one,"))
    write(small, COUNTY, record('filings: [{round: "2019", date: "2019-06-18"}]\nvalid:\n', base=COUNTY))
    _no_roster(small)
    return small


def test_places_in_the_order_of_the_route(wide: Path) -> None:
    """The region, central units, prefectures with their counties, cities directly under the region."""
    found = [(place.code, place.kind, [d.committee.id for d in duties]) for place, duties in progress(wide, "2026-11-23").by_place()]
    assert found == [
        ("region", "region", ["example-one", "example-two"]),
        ("central", "central", ["example-central"]),
        ("652900", "prefecture", ["example-kuqa"]),
        ("653100", "prefecture", ["example-prefecture", "example-county"]),
        ("659001", "city", ["example-city"]),
    ]


@pytest.mark.parametrize(
    ("area", "committees"),
    [
        ("650000", ["example-one", "example-two", "example-central"]),
        ("653100", ["example-prefecture", "example-county"]),
        ("653125", ["example-county"]),
        ("653101", []),
        ("659001", ["example-city"]),
        ("650200", []),
    ],
)
def test_one_area(wide: Path, area: str, committees: list[str]) -> None:
    """A prefecture has its counties; central units count with the region, wherever they have their seat."""
    found = progress(wide, "2026-11-23").within(area, registry.load(wide))
    assert [duty.committee.id for duty in found.duties] == committees


@pytest.mark.parametrize(("area", "there"), [("652902", True), ("652900", True), ("652923", True), ("652901", False)])
def test_one_area_that_had_another_code(small: Path, area: str, there: bool) -> None:
    """库车县 filed in 2019 and became a city since: its committee is found by either code."""
    write(
        small, COUNTY, record('area: "652923"\nscope: {areas: ["652923"]}\nfilings: [{round: "2019", date: "2019-06-18"}]\n', base=COUNTY)
    )
    found = progress(small, "2026-11-23", "2019").within(area, registry.load(small))
    assert ("example-county" in [duty.committee.id for duty in found.duties]) == there


# --- terminal ----------------------------------------------------------------------------------------------------------


def run(root: Path, *arguments: str, day: str = "2026-11-23") -> int:
    return main(["round", *arguments, "--root", str(root), "--as-of", day])


@pytest.mark.parametrize("day", ["2026-06-10", "2026-11-23"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_status(wide: Path, capsys: Capture, day: str, form: str) -> None:
    """Before the deadline and after it, for people and for programs."""
    assert run(wide, "status", "--format", form, day=day) == 0
    out, talk = capsys.readouterr()
    assert talk == ""
    golden(f"status-{day}.{'json' if form == 'json' else 'txt'}", out)


def test_columns_stand_under_each_other(wide: Path, capsys: Capture) -> None:
    """Counted in cells of a terminal, every line of the table ends at the same place."""
    run(wide, "status")
    table = capsys.readouterr().out.split("\n\n")[2].splitlines()
    assert table[0].startswith("地区 ")
    assert len({cells(line) for line in table}) == 1


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("喀什", 4),
        ("ａ（）", 6),
        ("a喀", 3),
        ("ｱ", 1),
        ("e\u0301", 1),
        ("a\u200db", 2),
        ("·", 1),
        ("ئۇيغۇر", 6),
        ("𠮷", 2),
    ],
)
def test_cells_of_a_terminal(text: str, width: int) -> None:
    assert cells(text) == width
    assert padded(text, width + 3) == text + "   "
    assert padded(text, width + 3, right=True) == "   " + text


@pytest.mark.parametrize(
    ("day", "code"), [("2026-06-19", 0), ("2026-06-20", 1), ("2026-11-23", 1)], ids=["on-the-day", "the-day-after", "long-after"]
)
def test_strict_fails_when_something_is_overdue(small: Path, day: str, code: int) -> None:
    write(small, COUNTY, record('filings: [{round: "2019", date: "2019-06-18"}]\nvalid:\n', base=COUNTY))
    assert run(small, "status", day=day) == 0
    assert run(small, "status", "--strict", day=day) == code


def test_strict_counts_rosters(small: Path) -> None:
    _complete(small)
    assert run(small, "status", "--strict") == 0
    _no_roster(small)
    assert run(small, "status", "--strict") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["status", "2031"], "错误：没有 2031 这个备案年度。已有的年度：2019、2026。"),
        (["status", "--area", "653199"], "错误：没有这个区划代码：653199。是否想写 653129（伽师县）？"),
        (["remind", "--area", "喀什"], "错误：没有这个区划代码：喀什。六位区划代码见"),
        (["remind", "--format", "json"], "用法有误：round remind 不用 --format。"),
        (["remind", "--strict"], "用法有误：round remind 不用 --strict。"),
        (["status", "--form", "2027-06-18"], "用法有误：round status 不用 --form。"),
        (["open", "2027", "--area", "653100"], "用法有误：round open 不用 --area。"),
        (["open", "2027", "--form", "2027-06-18"], "用法有误：round open 要写 --roster。"),
        (["open", "--form", "2027-06-18", "--roster", "2027-06-18", "--platform", "2027-06-18"], "用法有误：round open 要写 年度。"),
        (["close"], "用法有误：status|remind|open 不能是 'close'，可以是："),
    ],
)
def test_wrong_usage(small: Path, capsys: Capture, arguments: list[str], words: str) -> None:
    assert run(small, *arguments) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith(words)


def test_broken_round_is_said(small: Path, capsys: Capture) -> None:
    write(small, ROUND, "id: [\n")
    assert run(small, "status") == 2
    assert capsys.readouterr().err == "错误：registry/rounds/2026.yaml 读不出来。请先运行 zhicheng validate，改好以后再试。\n"


# --- reminders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-06-10", "2026-06-19", "2026-11-23"])
def test_reminders(wide: Path, capsys: Capture, day: str) -> None:
    """Counties through their prefecture, all others to themselves, each with its deadlines and whom to call."""
    assert run(wide, "remind", day=day) == 0
    out, _ = capsys.readouterr()
    golden(f"remind-{day}.txt", out)


def letters(root: Path, capsys: Capture, *arguments: str, day: str = "2026-11-23") -> list[str]:
    assert run(root, "remind", *arguments, day=day) == 0
    return [letter for letter in capsys.readouterr().out.split("─" * 40) if letter]


def test_each_goes_to_the_right_office(wide: Path, capsys: Capture) -> None:
    """A county's through its prefecture's office; a prefecture's own, the region's and a city's straight from the centre."""
    to = [letter.strip().split("\n\n")[1] for letter in letters(wide, capsys)]
    assert to == [
        "示例自治区人民政府外事办公室：",
        "喀什地区人力资源和社会保障局：",
        "喀什地区卫生健康委员会：",
        "石河子市住房和城乡建设局：",
    ]


def test_prefecture_without_reviewers_is_written_past(wide: Path, capsys: Capture) -> None:
    """Where reviewers.yaml names no office for a prefecture, its counties are written to themselves."""
    changed(
        wide, "registry/committees/652900/example-kuqa.yaml", ('{round: "2026", date: "2026-06-24"}', '{round: "2019", date: "2019-06-18"}')
    )
    [letter] = letters(wide, capsys, "--area", "652900")
    assert "\n库车市住房和城乡建设局：\n" in letter
    assert "请尽快直接报送我中心。" in letter


def test_nobody_to_remind(small: Path, capsys: Capture) -> None:
    _complete(small)
    assert run(small, "remind") == 0
    assert capsys.readouterr() == ("", "2026 年度备案登记应当报送的都已报送，不用提醒。\n")


# --- calendar ----------------------------------------------------------------------------------------------------------


def calendar(loaded: Registry, stamp: str = "2026-11-23") -> str:
    return calendar_file.calendar(loaded.rounds["2026"].record, loaded.settings, date.fromisoformat(stamp))


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_calendar(small: Path) -> None:
    text = calendar(registry.load(small))
    golden("2026.ics", text)
    assert text.count("\r\n") == text.count("\n") == text.count("\r")
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_events_last_the_whole_day(small: Path) -> None:
    """From the day of the deadline to the next, which is left out (RFC 5545, 3.6.1); over the end of a month too."""
    changed(small, ROUND, ('platform: "2026-06-30"', 'platform: "2026-12-31"'))
    lines = unfolded(calendar(registry.load(small)))
    starts = [line for line in lines if line.startswith("DTSTART")]
    ends = [line for line in lines if line.startswith("DTEND")]
    assert starts == [f"DTSTART;VALUE=DATE:{day}" for day in ("20260619", "20260626", "20261231")]
    assert ends == [f"DTEND;VALUE=DATE:{day}" for day in ("20260620", "20260627", "20270101")]


def test_moved_deadline_keeps_its_event(small: Path) -> None:
    """The UID stays and the stamp moves on, so that a calendar moves the event instead of adding one."""
    before = unfolded(calendar(registry.load(small)))
    changed(small, ROUND, ('form: "2026-06-19"', 'form: "2026-07-03"'), ("title: 2026 年度备案登记", "title: 2026 年度备案登记（延期）"))
    after = unfolded(calendar(registry.load(small), "2026-12-01"))
    uids = ["UID:2026-form@zhicheng.example.org", "UID:2026-roster@zhicheng.example.org", "UID:2026-platform@zhicheng.example.org"]
    assert [line for line in before if line.startswith("UID:")] == [line for line in after if line.startswith("UID:")] == uids
    assert {line for line in after if line.startswith("DTSTAMP:")} == {"DTSTAMP:20261201T000000Z"}


def test_calendar_without_an_address(small: Path) -> None:
    changed(small, "registry/registry.yaml", ("site_url: https://zhicheng.example.org/\n", ""))
    lines = unfolded(calendar(registry.load(small)))
    assert "UID:2026-form@650000.zhicheng.invalid" in lines
    assert [line for line in lines if line.startswith("URL:")] == []


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("2026 年度", "2026 年度"),
        ("甲,乙;丙", "甲\\,乙\\;丙"),
        ("C:\\表", "C:\\\\表"),
        ("一\n二", "一\\n二"),
        ("一\r\n二", "一\\n二"),
        ("\\n", "\\\\n"),
        ("：，；", "：，；"),
    ],
)
def test_text_is_escaped(value: str, escaped: str) -> None:
    assert calendar_file.escaped(value) == escaped


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("a" * 75, ["a" * 75]),
        ("a" * 76, ["a" * 75, " a"]),
        ("a" * 150, ["a" * 75, " " + "a" * 74, " a"]),
        ("年" * 25, ["年" * 25]),
        ("a" + "年" * 25, ["a" + "年" * 24, " 年"]),
        ("a" * 74 + "𠮷", ["a" * 74, " 𠮷"]),
        ("", [""]),
    ],
)
def test_long_lines_are_folded_by_octets(line: str, parts: list[str]) -> None:
    assert list(calendar_file.folded(line)) == parts


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")))
def test_folding_loses_nothing(line: str) -> None:
    parts = list(calendar_file.folded(line))
    assert "\r\n".join(parts).replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in parts)


# --- a new round -------------------------------------------------------------------------------------------------------

DATES = registries.DEADLINES_2027


def test_open(small: Path, capsys: Capture) -> None:
    """Expects those of the last round that are still active, and those that filed without being on its list; keeps comments."""
    changed(small, ROUND, ("[example-one,", "[example-old, example-one,"))
    settings = small / "registry/registry.yaml"
    text = settings.read_text(encoding="utf-8").replace('current_round: "2026"\n', "# 正在进行\ncurrent_round: '2026'   # 见 rounds/\n")
    settings.write_text(text, encoding="utf-8")
    assert run(small, "open", "2027", *DATES, day="2027-05-10") == 0
    assert capsys.readouterr() == (
        "registry/rounds/2027.yaml\nregistry/registry.yaml\n",
        "已写好 2027 年度，应报送 5 个，名单取自 2026 年度。\n"
        "上次不在名单、但报送过的，已经列入：example-central\n"
        "上次在名单、现在已撤销的，没有列入：example-old\n"
        "registry.yaml 的 current_round 也已改好。请核对名单和日期，然后一起提交，由中心审核合并。\n",
    )
    golden("opened-2027.yaml", (small / "registry/rounds/2027.yaml").read_text(encoding="utf-8"))
    assert settings.read_text(encoding="utf-8") == text.replace("'2026'", '"2027"')
    assert [f for f in registries.findings(small, date(2027, 5, 10)) if f.severity == "error"] == []
    assert round_status.round_of_year(registry.load(small), None).id == "2027"


def test_open_with_other_rulebooks(small: Path) -> None:
    assert run(small, "open", "2027", *DATES, "--rulebooks", "order-40", "order-40", "--opened", "2027-05-20", day="2027-05-10") == 0
    made = registry.load(small).rounds["2027"].record
    assert (made.rulebooks, made.opened) == (("order-40",), date(2027, 5, 20))


@pytest.mark.parametrize("line", ['current_round: !!str "2026"', '"current_round": "2026"', "current_round:\n  '2026'"])
def test_setting_written_in_a_way_of_its_own_is_left_alone(small: Path, capsys: Capture, line: str) -> None:
    """Then what is to be changed by hand is said."""
    changed(small, "registry/registry.yaml", ('current_round: "2026"', line))
    try:
        yaml_reading.read(small, "registry/registry.yaml")
    except yaml_reading.Unreadable:
        return
    before = (small / "registry/registry.yaml").read_bytes()
    assert run(small, "open", "2027", *DATES, day="2027-05-10") == 0
    out, talk = capsys.readouterr()
    assert out == "registry/rounds/2027.yaml\n"
    assert '请把 registry/registry.yaml 的 current_round 改成 "2027"' in talk
    assert (small / "registry/registry.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["open", "2026", *DATES], "2026 年度已经有了（registry/rounds/2026.yaml），没有改动。"),
        (["open", "2025", *DATES], "最近的年度是 2026，不能再开一个更早的 2025 年度。"),
        (["open", "27", *DATES], "年度写四位数字，例如 2027，不能是 27。"),
        (["open", "../2027", *DATES], "年度写四位数字，例如 2027，不能是 ../2027。"),
        (["open", "2027", *DATES, "--opened", "2027-06-19"], "登记表截止日期 2027-06-18 早于开始日期 2027-06-19。"),
        (["open", "2027", *DATES[:2], "--roster", "2027-05-09", *DATES[4:]], "花名册截止日期 2027-05-09 早于开始日期 2027-05-10。"),
        (["open", "2027", *DATES[:4], "--platform", "2027-05-09"], "平台录入截止日期 2027-05-09 早于开始日期 2027-05-10。"),
        (["open", "2027", *DATES, "--opened", "2026-05-11"], "开始日期 2026-05-11 不晚于 2026 年度的开始日期 2026-05-11。"),
        (
            ["open", "2027", *DATES, "--rulebooks", "order-41"],
            "没有这个规则文件：order-41。是否想写 order-40？已有的：letter-2019、order-40。",
        ),
    ],
)
def test_open_refuses(small: Path, capsys: Capture, arguments: list[str], words: str) -> None:
    before = sites.contents(small)
    assert run(small, *arguments, day="2027-05-10") == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith(f"错误：{words}")
    assert sites.contents(small) == before


@pytest.mark.parametrize("opened", ["2027-05-10", "2027-06-18"], ids=["before", "on-the-day"])
def test_deadline_may_be_the_first_day(small: Path, opened: str) -> None:
    assert run(small, "open", "2027", *DATES, "--opened", opened, day="2027-05-10") == 0


def test_open_refuses_where_records_cannot_be_read(small: Path, capsys: Capture) -> None:
    """A committee that cannot be read would silently fall off the list."""
    write(small, COUNTY, "id: [\n")
    before = sites.contents(small)
    assert run(small, "open", "2027", *DATES, day="2027-05-10") == 1
    out, talk = capsys.readouterr()
    assert out.startswith(f"{COUNTY}:")
    assert talk == "有登记读不出来，名单会不全，没有开始新的年度。请先改好上面的问题。\n"
    assert sites.contents(small) == before


def test_open_needs_a_round_before(empty: Path, capsys: Capture) -> None:
    for path in (empty / "registry/rounds").glob("*.yaml"):
        path.unlink()
    assert run(empty, "open", "2027", *DATES, day="2027-05-10") == 2
    assert capsys.readouterr().err.startswith("错误：还没有可以接续的年度。")


# --- the page ----------------------------------------------------------------------------------------------------------


def test_page_and_terminal_say_the_same(wide: Path, tmp_path: Path, capsys: Capture) -> None:
    """The numbers of every place on the page are those of `round status`."""
    out = sites.build(wide, tmp_path / "site")
    page = (out / "rounds/2026/index.html").read_text(encoding="utf-8")
    run(wide, "status", "--format", "json")
    status = json.loads(capsys.readouterr().out)
    table = page.split('id="areas"')[1].split("</table>")[0]
    rows = [re.findall(r">([^<>]+)</(?:a|td)>", row) for row in table.split("<tr>")[2:]]
    wanted = []
    for place in status["places"]:
        said = place["summary"]
        rosters = f"{said['rosters_sealed']}/{said['rosters_due']}" if said["rosters_due"] else "—"
        wanted.append([place["name"], str(said["in_time"]), str(said["late"]), str(said["waiting"] + said["overdue"]), rosters])
    assert rows == wanted
    for place in status["places"]:
        for committee in place["committees"]:
            assert f"committees/{committee['id']}/" in page.split(f'id="{place["code"]}"')[1].split("</details>")[0]
    loaded = registry.load(wide)
    assert (out / "rounds/2026.ics").read_bytes().decode() == calendar(loaded)
    assert 'href="../../rounds/2026.ics"' in page


def test_page_of_a_round_in_the_browser(browser: Browser, site: Path) -> None:
    """A place leads to its fold, the filter finds a committee in it, and the calendar comes as a file of its own type."""
    with served(site) as address, browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN") as context:
        tab = context.new_page()
        answers: list[str] = []
        tab.on("response", lambda response: answers.append(f"{response.status} {response.url}"))
        tab.goto(f"{address}rounds/2026/")
        fold = tab.locator("details[id='653100']")
        tab.locator("#areas ~ table a", has_text="喀什地区").first.click()
        assert tab.url.endswith("#653100")
        assert fold.locator("tbody tr").count() == 5
        assert fold.locator("tr", has_text="喀什地区卫生系列").locator(".chip").first.inner_text() == "按时"
        assert tab.locator("details[id='652800'] tr", has_text="巴州中小学教师").inner_text().count("尚未") == 2
        tab.locator("[data-filter] input").fill("叶城县")
        assert tab.locator("details.group[id]:visible tbody tr:visible").count() == 1
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        with tab.expect_download() as caught:
            tab.get_by_role("link", name="把截止日期放进日历").click()
        assert caught.value.suggested_filename == "2026.ics"
        assert Path(caught.value.path()).read_bytes() == (site / "rounds/2026.ics").read_bytes()
        assert [answer for answer in answers if not answer.startswith(("200 ", "304 "))] == []


def test_round_says_when_it_is_late(small_template: Path) -> None:
    committee = registry.load(small_template).by_id["example-one"]
    one = Round("2026", "2026 年度", *(date(2026, 6, day) for day in (1, 19, 26, 30)), rulebooks=(), expected=())
    assert [one.days_late(date(2026, 6, day), committee) for day in (1, 19, 20)] == [0, 0, 1]
    assert committee.approval is not None
    new = replace(committee, filings=committee.filings[-1:], approval=replace(committee.approval, date="2026-06-20"))
    for expected, late in (((), 0), ((committee.id,), 1)):  # approved anew where the round had expected it
        assert replace(one, expected=expected).days_late(date(2026, 6, 20), new) == late


@pytest.mark.parametrize(("fields", "code"), [("", 2), ("fields: {platform: unused}\n", 0), ("fields: {platform: optional}\n", 0)])
def test_a_round_without_a_platform(small: Path, capsys: Capture, fields: str, code: int) -> None:
    """Where the rulebooks do not require that deadline, none is asked for and none is written."""
    path = small / "registry/rulebooks/letter-2019.yaml"
    text = re.sub(r"(?m)^fields: .*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(text.replace("rules:\n", f"{fields}rules:\n", 1), encoding="utf-8")
    given = ("--form", "2027-06-18", "--roster", "2027-06-25")
    assert run(small, "open", "2027", *given) == code
    if code:
        assert "--platform" in capsys.readouterr().err
    else:
        assert "platform" not in (small / "registry/rounds/2027.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ways", "through"),
    [
        ("", False),
        ("route: [{authority: prefecture, via: [prefecture]}]\n", True),
        ('route: [{authority: prefecture, area: "653100", via: [prefecture]}]\n', True),
        ('route: [{authority: prefecture, area: "650200", via: [prefecture]}]\n', False),
    ],
)
def test_reminders_follow_the_route(wide: Path, capsys: Capture, ways: str, through: bool) -> None:
    """A prefecture's own committee is reminded through the prefecture's office where it goes through it."""
    changed(wide, "registry/reviewers.yaml", ("areas:\n", f"{ways}areas:\n"))
    to = [letter.strip().split("\n\n")[1] for letter in letters(wide, capsys, "--area", "653100")]
    assert to == ["喀什地区人力资源和社会保障局：", *([] if through else ["喀什地区卫生健康委员会："])]
