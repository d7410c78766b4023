"""R102–R104, R107, R108, R113, R114: who may be in a pool. All people are invented (人物均为虚构)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers import registries, rosters
from helpers.rosters import judged, rows

from zhicheng.rules.positions import sounds_like_a_leader

LETTER = "备案登记的函（2019）"
SENIOR = "title: 高级工程师, level: associate-senior"
FULL = "title: 正高级工程师, level: full-senior"
MIDDLE = "title: 工程师, level: intermediate"
JUNIOR = "title: 助理工程师, level: junior"


def reviewing(*levels: str) -> str:
    """A committee that reviews these levels, with a scoring table for all."""
    return (
        f"panel:\nreviews: [{{series: engineering, levels: [{', '.join(levels)}], catalog: {{建筑工程: [城市规划]}}}}]\n"
        "scoring:\n  - title: 赋分表\n    total: 100\n    items: [{dimension: 业绩, item: 主持完成的工程项目, points: 100}]\n"
    )


LOWER = reviewing("junior", "intermediate")

# --- R102 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("round_", "since"),
    [
        pytest.param("2026", "2023-06", id="36-months"),
        pytest.param("2026", "2023-05", id="37-months"),
        pytest.param("2019", "2016-06", id="2019"),
        pytest.param("2026", "2005-12", id="long-ago"),
    ],
)
def test_r102_three_years(empty: Path, round_: str, since: str) -> None:
    """36 months to the month of the roster deadline, whatever the day."""
    assert judged(empty, rows(f'{SENIOR}, title_since: "{since}"', round=f'"{round_}"')) == []


@pytest.mark.parametrize(
    ("round_", "since", "deadline"),
    [
        pytest.param("2026", "2023-07", "2026-06", id="35-months"),
        pytest.param("2026", "2026-06", "2026-06", id="none"),
        pytest.param("2026", "2026-09", "2026-06", id="after-the-deadline"),
        pytest.param("2026", "2024-01", "2026-06", id="over-two-new-years"),
        pytest.param("2019", "2016-07", "2019-06", id="2019"),
    ],
)
def test_r102_less_than_three_years(empty: Path, round_: str, since: str, deadline: str) -> None:
    text = rows("", f'{SENIOR}, title_since: "{since}"', round=f'"{round_}"').replace("{}", '{title_since: "2010-12"}')
    message = f"第 2 行“取得职称时间”：算到花名册截止的 {deadline}，取得副高级职称不满 36 个月"
    assert judged(empty, text) == [("R102", "error", 2, 10, message)]


@pytest.mark.parametrize(("since", "enough"), [("2022-12", True), ("2023-01", False), ("2023-12", False)])
def test_r102_where_the_deadline_is_in_december(empty: Path, since: str, enough: bool) -> None:
    """36 months from one December to another; a month of the next year is not enough."""
    path = empty / "registry/rounds/2026.yaml"
    text = path.read_text(encoding="utf-8").replace('roster: "2026-06-26"', 'roster: "2025-12-01"')
    path.write_text(text.replace('opened: "2026-05-11"', 'opened: "2025-11-01"'), encoding="utf-8")
    found = judged(empty, rows(f'title_since: "{since}"'), committee='panel:\nfilings: [{round: "2026", date: "2026-06-01"}]\n')
    assert [code for code, *_ in found] == ([] if enough else ["R102"])


@pytest.mark.parametrize("honour", ["honours: [state-allowance]", "honours: [other]", "entry: honours"])
def test_r102_honours_pass(empty: Path, honour: str) -> None:
    """Who has an honour enters directly (二（四）)."""
    assert judged(empty, rows(f'{SENIOR}, title_since: "2025-12", {honour}')) == []


def test_r102_an_honour_lets_only_its_own_row_pass(empty: Path) -> None:
    honoured, other = f'{SENIOR}, title_since: "2025-12", honours: [other]', f'{SENIOR}, title_since: "2025-12"'
    assert [f[:3] for f in judged(empty, rows(honoured, other))] == [("R102", "error", 2)]


@pytest.mark.parametrize(("since", "found"), [("2023-07", True), ("2023-06", False)])
def test_r102_title_above_the_level_needed(empty: Path, since: str, found: bool) -> None:
    """Somebody promoted lately may have been a 副高级 for long: a reminder."""
    message = "第 1 行“取得职称时间”：算到花名册截止的 2026-06，取得正高级职称不满 36 个月"
    expected = [("R102", "warning", 1, 10, message)] if found else []
    assert judged(empty, rows(f'{FULL}, title_since: "{since}"')) == expected


def test_r102_where_only_full_senior_is_reviewed(empty: Path) -> None:
    """The level needed is the lowest senior level reviewed: here 正高级."""
    text = rows(f'{FULL}, title_since: "2023-07"')
    assert [f[:2] for f in judged(empty, text, committee=reviewing("intermediate", "full-senior"))] == [("R102", "error")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [(JUNIOR, ("R102", "error")), (MIDDLE, ("R102", "warning")), (SENIOR, ("R102", "warning"))],
    ids=["lowest", "above", "two-above"],
)
def test_r102_in_a_pool_without_senior_levels(empty: Path, title: str, expected: tuple[str, str]) -> None:
    """The level needed is the lowest one reviewed."""
    assert [f[:2] for f in judged(empty, rows(f'{title}, title_since: "2025-01"'), committee=LOWER)] == [expected]


def test_r102_below_the_level_needed_is_left_to_r108(empty: Path) -> None:
    assert [f[0] for f in judged(empty, rows(f'{MIDDLE}, title_since: "2025-01"', "", ""))] == ["R108"]


def test_r102_of_employers_is_judged_by_their_own_level(empty: Path) -> None:
    text = rows(f'{MIDDLE}, title_since: "2023-07", entry: employer', f'{FULL}, title_since: "2023-07", entry: employer', "")
    found = judged(empty, others={"employer-653100": text})
    assert [f[:4] for f in found] == [("R102", "error", 1, 10), ("R102", "error", 2, 10)]


def test_r102_cites_the_rulebook_with_its_figure(empty: Path) -> None:
    """Where a rulebook asks for more, the figure and the bound follow."""
    path = empty / "registry/rulebooks/letter-2019.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title_months: {number: 36", "title_months: {number: 60"), encoding="utf-8")
    found = judged(empty, rows('title_since: "2021-07"', 'title_since: "2021-06"'))
    assert [f[2:] for f in found] == [(1, 10, "第 1 行“取得职称时间”：算到花名册截止的 2026-06，取得副高级职称不满 60 个月")]
    assert {f.clause for f in rosters.opened(empty).findings} == {f"{LETTER}二（二）3"}


# --- R103, R104 and waivers --------------------------------------------------------------------------------------------


def test_r103_leader(empty: Path) -> None:
    """In a pool for senior levels only; leaders in other pools, and of schools and hospitals, pass."""
    message = "第 2 行“工作单位及行政职务”：是行政机关的领导，原则上不进入高级评审委员会的专家库"
    text = rows("", "unit: 某自治区水利厅副厅长, leader: true", "unit: 某大学水利学院院长")
    assert judged(empty, text) == [("R103", "error", 2, 6, message)]


def test_r103_leader_in_another_pool(empty: Path) -> None:
    assert judged(empty, rows(f"{MIDDLE}, unit: 某县水利局局长, leader: true"), committee=LOWER) == []


@pytest.mark.parametrize(("title", "found"), [(SENIOR, True), (FULL, True), (MIDDLE, False)])
def test_r103_and_r104_of_employers(empty: Path, title: str, found: bool) -> None:
    """Nobody's pool yet: judged by the expert's own level; there is no committee that could have a waiver."""
    text = rows(f"{title}, leader: true", f"{title}, in_service: retired", "")
    judged(empty, others={"employer-653100": text})
    told = rosters.opened(empty).findings
    assert [(f.code, f.severity) for f in told] == [("R103", "error"), ("R104", "error")] if found else [("R104", "warning")]
    assert "例外" not in "".join(f.hint for f in told)


@pytest.mark.parametrize(("state", "found"), [("serving", False), ("rehired", False), ("retired", True)])
def test_r104_retired(empty: Path, state: str, found: bool) -> None:
    """Rehired is neither serving nor retired."""
    message = "第 1 行“备注”：已退休，原则上不进入高级评审委员会的专家库"
    expected = [("R104", "error", 1, 12, message)] if found else []
    assert judged(empty, rows(f"in_service: {state}")) == expected


def test_r104_retired_in_another_pool(empty: Path) -> None:
    expected = [("R104", "warning", 1, 12, "第 1 行“备注”：已退休，还没有调出专家库")]
    assert judged(empty, rows(f"{MIDDLE}, in_service: retired"), committee=LOWER) == expected


def test_removed_experts_are_not_judged(empty: Path) -> None:
    """Neither by R102–R104 nor by the rules on titles and positions."""
    out = 'state: removed, removed: {date: "2026-03-01", reason: retired}'
    text = rows("", f'title: 工程师, title_since: "2026-01", in_service: retired, leader: true, born: "2030-01", series: archives, {out}')
    assert judged(empty, text) == []


@pytest.mark.parametrize(
    ("fault", "hint"),
    [
        ("leader: true", "请换人；误填的请去掉 leader。"),
        ("in_service: retired", "请用 zhicheng roster remove 调出，原因填 retired；返聘的请填 rehired。"),
    ],
)
def test_how_an_exception_is_asked_for(empty: Path, fault: str, hint: str) -> None:
    """By the id of the expert, which says nothing of the person."""
    judged(empty, rows("", fault))
    assert [f.hint for f in rosters.opened(empty).findings] == [f"{hint}确需保留的，请向中心申请例外（评委编号 0002aa）。"]


def waive(root: Path, rule: str, expert: str | None = "0001aa", committee: str = "example-one", until: str = "2027-01-20") -> None:
    person = "" if expert is None else f"expert: {expert}, "
    reason = "reason: 试点, " if expert is None else ""
    entry = f'{{committee: {committee}, rule: {rule}, {person}{reason}granted_by: 某厅, date: "2026-01-20", until: "{until}"}}'
    registries.write(root, "registry/waivers.yaml", f"waivers:\n  - {entry}\n")


@pytest.mark.parametrize(("rule", "fault"), [("R103", "leader: true"), ("R104", "in_service: retired")])
def test_a_waiver_names_an_expert_by_id(empty: Path, rule: str, fault: str) -> None:
    """It takes away the finding about that expert, and no other's."""
    waive(empty, rule)
    assert judged(empty, rows(fault)) == []
    (waived,) = rosters.opened(empty).waived
    assert (waived[0].expert, waived[1].code, waived[1].line) == ("0001aa", rule, 1)
    assert [f[:3] for f in judged(empty, rows(fault, fault))] == [(rule, "error", 2)]


@pytest.mark.parametrize(
    "waiver",
    [{"expert": "0002aa"}, {"rule": "R103"}, {"committee": "example-two"}, {"expert": None}, {"until": "2026-11-22"}],
    ids=["another-expert", "another-rule", "another-committee", "no-expert", "expired"],
)
def test_a_waiver_that_does_not_fit(empty: Path, waiver: dict[str, str]) -> None:
    """The finding stays."""
    waive(empty, **{"rule": "R104", **waiver})
    found = judged(empty, rows("in_service: retired"), rows(""))
    assert ("R104", 1) in [(f[0], f[2]) for f in found]
    assert "X007" in [f[0] for f in found]


def test_a_waiver_without_effect_is_told_only_where_the_roster_was_opened(empty: Path) -> None:
    waive(empty, "R104")
    message = "例外没有用到：example-one 现在没有违反 R104"
    assert [(f[0], f[1], f[4]) for f in judged(empty, rows(""), rows(""))] == [("X007", "warning", message)]
    assert rosters.opened(empty, wanted=["example-two"]).findings == []
    assert registries.findings(empty) == []


def test_a_waiver_does_not_silence_a_reminder(empty: Path) -> None:
    """Retired people in other pools are a warning, which needs no waiver."""
    waive(empty, "R104")
    assert [f[0] for f in judged(empty, rows(f"{MIDDLE}, in_service: retired"), committee=LOWER)] == ["R104", "X007"]


# --- R107 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["discipline", "left-post", "retired", "other"])
def test_r107_four_reasons(empty: Path, reason: str) -> None:
    assert judged(empty, rows("", f'state: removed, removed: {{date: "2026-03-01", reason: {reason}}}')) == []


@pytest.mark.parametrize(
    ("removed", "missing"),
    [
        ('removed: {date: "2026-03-01"}', "原因"),
        ("removed: {reason: other}", "日期"),
        ("removed: {note: 调往外地}", "原因和日期"),
        ("removed: ", "原因和日期"),
    ],
)
def test_r107_without_reason_or_date(empty: Path, removed: str, missing: str) -> None:
    text = rows("", f"state: removed, {removed}")
    assert judged(empty, text) == [("R107", "error", 2, 12, f"第 2 行“备注”：已调出，没有写调出的{missing}")]


# --- R108 --------------------------------------------------------------------------------------------------------------


def test_r108_below_the_level_needed(empty: Path) -> None:
    """At the level and above it passes."""
    message = "第 3 行“职称层级”：“中级”低于这个专家库所需的“副高级”"
    assert judged(empty, rows(SENIOR, FULL, MIDDLE)) == [("R108", "error", 3, 9, message)]
    assert {f.clause for f in rosters.opened(empty).findings} == {"人社部令第40号第十条"}


def test_r108_lowest_level_where_none_is_senior(empty: Path) -> None:
    assert judged(empty, rows(JUNIOR, MIDDLE), committee=LOWER) == []
    found = judged(empty, rows(JUNIOR, MIDDLE), committee=reviewing("intermediate"))
    assert [(f[0], f[2], f[4]) for f in found] == [("R108", 1, "第 1 行“职称层级”：“初级”低于这个专家库所需的“中级”")]


def test_r108_only_under_order_40(empty: Path) -> None:
    """The letter of 2019 does not say so; nor is anything needed of employers' experts."""
    assert judged(empty, rows(f'{MIDDLE}, title_since: "2010-12"', round='"2019"')) == []
    assert judged(empty, rows(""), others={"employer-653100": rows(MIDDLE)}) == []


# --- R113 --------------------------------------------------------------------------------------------------------------


def test_r113_is_a_reminder_unless_marked(empty: Path) -> None:
    message = "第 1 行“工作单位及行政职务”：职务像是行政机关的领导，却没有标明"
    assert judged(empty, rows("unit: 某市水利局局长")) == [("R113", "warning", 1, 6, message)]
    assert [f[0] for f in judged(empty, rows("unit: 某市水利局局长, leader: true"))] == ["R103"]


LEADERS = (
    """
某自治区水利厅副厅长 · 某自治区水利厅规划处处长 · 某市住房和城乡建设局局长 · 某州水利局长 · 某县人民政府副县长 · 某地区行署副专员
某自治区卫生健康委员会副主任 · 某市发改委主任 · 某市卫生健康委 主任 · 某开发区管委会主任 · 某自治区人民政府办公厅副秘书长 · 某镇镇长
某市人力资源和社会保障局社会保障处处长 · 某市自然资源局 局长、高级工程师 · 某大学教授、某市科技局副局长 · 某厅办公室主任
某自治区人民政府副主席 · 某自治区人民政府主席 · 某公署专员 · 某自治区人民政府办公厅秘书长
某市市场监督管理局局长兼总工程师 · 某市园林局局长 · 某自治区教育厅基础教育处副处长（正高级） · 某市水利局局长高级工程师 · 某区区长
某盟盟长 · 某盟行署副盟长 · 某旗旗长 · 某盟行政公署副秘书长 · 某盟农牧局局长
""".replace("\n", " · ")
    .strip(" ·")
    .split(" · ")
)
OTHERS = (
    """
某大学教务处处长 · 某市第一人民医院医务处处长 · 某水利水电勘测设计研究院 院长 · 某自治区水利厅水文中心主任 · 某建设集团有限公司总经理
某县长途汽车站站长 · 某学校校长 · 某局高级工程师 · 某市教育局 主任科员 · 某医院主任医师 · 某医院副主任 · 某大学学术委员会主任
某自治区农业科学院土壤研究所所长 · 原某市水利局局长 · 某大学教授（原某市水利局局长） · 某市水利局原局长 · 某市水利局原副局长 · 某局局长助理
某村村民委员会主任 · 某市中级人民法院研究室主任 · 某大学党委书记 · 某公司工会主席 · 某供电局局长 · 某水库管理处处长 · 某市气象台台长
某农场场长 · 某区社区卫生服务中心主任 · 某设计院 · 某人力资源公司人事专员 · 某中学办公室主任 · 某市市委办公室主任 · 某电力公司人力资源处处长
某产业联盟长 · 某盟农牧站站长 · 某旗委办公室主任
""".replace("\n", " · ")
    .strip(" ·")
    .split(" · ")
)


@pytest.mark.parametrize("unit", LEADERS)
def test_r113_of_an_organ(unit: str) -> None:
    assert sounds_like_a_leader(unit)


@pytest.mark.parametrize("unit", OTHERS)
def test_r113_of_other_organisations(unit: str) -> None:
    assert not sounds_like_a_leader(unit)


# --- R114 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        pytest.param('born: "2026-11"', (5, "出生年月", None), id="born-this-month"),
        pytest.param('born: "2026-12"', (5, "出生年月", "在将来"), id="born-next-month"),
        pytest.param('title_since: "2026-12"', (10, "取得职称时间", "在将来"), id="title-next-month"),
        pytest.param('born: "2001-01", title_since: "2017-01"', None, id="sixteen"),
        pytest.param('born: "2001-01", title_since: "2016-12"', (10, "取得职称时间", "取得职称时不满 16 周岁"), id="fifteen"),
        pytest.param('born: "1985-04", title_since: "1985-04"', (10, "取得职称时间", "取得职称时不满 16 周岁"), id="month-of-birth"),
        pytest.param('born: "1985-04", title_since: "1985-03"', (10, "取得职称时间", "早于出生年月"), id="before-birth"),
    ],
)
def test_r114_months(empty: Path, fields: str, found: tuple[int, str, str | None] | None) -> None:
    """Born this month is no future, but then no title can be right either."""
    if found is not None and found[2] is None:
        found = (10, "取得职称时间", "早于出生年月")
    expected = [] if found is None else [("R114", "error", 1, found[0], f"第 1 行“{found[1]}”：{found[2]}")]
    assert judged(empty, rows(fields, "")) == expected


def test_r114_depends_on_the_day(empty: Path) -> None:
    """A title of this month has been obtained; it is too young for R102, which says nothing of months to come."""
    assert [f[0] for f in judged(empty, rows('title_since: "2026-11"'))] == ["R102"]
    assert [f[0] for f in judged(empty, rows('title_since: "2026-11"'), today=date(2026, 10, 31))] == ["R114"]


@pytest.mark.parametrize(("day", "found"), [("2026-11-23", False), ("2026-11-24", True)], ids=["today", "tomorrow"])
def test_r114_removed_and_signed(empty: Path, day: str, found: bool) -> None:
    """Neither happened tomorrow."""
    signed = f'{{by: 示例甲, date: "{day}", declares: [conduct, integrity]}}'
    told = [("R114", "error", 1, 1, "签字日期在将来"), ("R114", "error", 2, 12, "第 2 行“备注”：调出日期在将来")]
    text = rows("", f'state: removed, removed: {{date: "{day}", reason: other}}', signed=signed)
    assert judged(empty, text) == (told if found else [])
