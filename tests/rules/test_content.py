"""E104–E108, E202, E203: catalog, scoring, defence, meeting experts, panel."""

from __future__ import annotations

import pytest
from helpers.judging import Judge
from helpers.registries import MARK

LETTER = "备案登记的函（2019）"
ORDER = "人社部令第40号"
FILED_2019 = 'filings: [{round: "2019", date: "2019-06-18"}]\n'


def catalog(text: str) -> str:
    return f"reviews: [{{series: engineering, levels: [intermediate], catalog: {text}}}]\n"


# --- E104 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["{建筑工程: [城市规划]}", "{建筑工程: [城市规划], 市政工程: [给水排水]}"])
def test_e104_complete(judge: Judge, text: str) -> None:
    """One second-level specialty under each first level is enough."""
    assert judge(catalog(text)).findings == []


def test_e104_empty(judge: Judge) -> None:
    judge(catalog("▶{}")).says("E104", "专业目录是空的", hints=["请按附件 2 填写一级目录和二级目录。"], clause=LETTER + "一（三）10")


def test_e104_first_levels_without_second(judge: Judge) -> None:
    """Each is placed at its own name."""
    hint = "请至少填写一个二级目录；不再评审的一级目录请整行删去。"
    judge(catalog("{▶建筑工程: [], 市政工程: [给水排水], ▶水利: []}")).says(
        "E104", "一级目录“建筑工程”下没有二级目录", "一级目录“水利”下没有二级目录", hints=[hint, hint]
    )


def test_e104_waived(judge: Judge) -> None:
    """Where an industry has not settled its directory yet, the centre grants an exception."""
    waiver = '{committee: example-one, rule: E104, reason: 目录未定, granted_by: 某厅, date: "2026-01-01", until: "2026-12-31"}'
    assert judge(catalog("{建筑工程: []}"), others={"registry/waivers.yaml": f"waivers: [{waiver}]\n"}).findings == []


# --- E105 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{建筑工程: [城市规划, 建筑设计]}", id="different"),
        pytest.param("{建筑工程: [城市规划], 市政工程: [城市规划]}", id="same-under-another-first-level"),
        pytest.param("{建筑工程: [城市规划, 城市规划（乡镇）]}", id="one-begins-like-the-other"),
    ],
)
def test_e105_different(judge: Judge, text: str) -> None:
    """A second-level name need be unique only under its first level."""
    assert judge(catalog(text)).findings == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{建筑工程: [城市规划, ▶城市规划]}", id="same"),
        pytest.param('{建筑工程: [城市规划, ▶" 城市规划"]}', id="but-for-a-space"),
        pytest.param('{建筑工程: ["城市规划\\u3000", 建筑设计, ▶城市规划]}', id="but-for-a-wide-space"),
    ],
)
def test_e105_repeated(judge: Judge, text: str) -> None:
    judge(catalog(text)).says("E105", "二级目录“城市规划”在“建筑工程”下重复", hints=["请删去重复的一项。"], clause=LETTER + "一（三）10")


def test_e105_first_level_twice(judge: Judge) -> None:
    """Names that differ only in spaces, or in how their letters are composed, would be one when published."""
    said, hint = "一级目录“建筑工程”重复", "请把两处的二级目录并在一起，删去重复的一行。"
    text = '{建筑工程: [城市规划], ▶" 建筑工程": [建筑设计], ▶"建筑工程\u3000": [城市规划]}'
    judge(catalog(text)).says("E105", said, said, hints=[hint, hint], clause=LETTER + "一（三）10")
    judge(catalog('{café: [甲类], ▶"cafe\u0301": [乙类]}')).says("E105", "一级目录“café”重复")


def test_e105_first_level_in_two_reviews(judge: Judge) -> None:
    """Where levels differ by specialty the same first level may stand in both."""
    rows = ("[intermediate], catalog: {建筑工程: [城市规划]}", "[associate-senior], catalog: {建筑工程: [建筑设计]}")
    reviews = ", ".join(f"{{series: engineering, levels: {row}}}" for row in rows)
    assert judge(f"reviews: [{reviews}]\n").findings == []


def test_e105_every_repetition(judge: Judge) -> None:
    """Three times the same are two repetitions; letters that only look composed differently are the same."""
    judge(catalog('{西文: [café, ▶"cafe\\u0301", ▶café]}')).says("E105", *["二级目录“café”在“西文”下重复"] * 2)


# --- E106 --------------------------------------------------------------------------------------------------------------


def table(total: str, *points: str, rest: str = "") -> str:
    items = ", ".join(f"{{dimension: 业绩, item: 第{i}项, points: {p}}}" for i, p in enumerate(points, 1))
    return f"scoring: [{{title: 赋分表, total: {total}, items: [{items}{rest}]}}]\n"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(table("100", "60", "40"), id="whole"),
        pytest.param(table("100", "33.3", "33.3", "33.4"), id="decimals"),
        pytest.param(table("1.3", "0.1", "0.2", "1"), id="a-tenth-and-two-tenths"),
        pytest.param(table("100.0", "100"), id="whole-number-with-a-point"),
        pytest.param(table("120.5", "100", "20.5"), id="not-a-hundred"),
        pytest.param(table("100", "100", rest=", {dimension: 加分, item: 基层, points: 30, bonus: true}"), id="bonus-is-apart"),
        pytest.param(
            table("100", "60", rest=", {dimension: 学历, item: 学历, points: 40, steps: [{when: 博士, points: 40}]}"),
            id="step-as-high-as-its-item",
        ),
    ],
)
def test_e106_adds_up(judge: Judge, fields: str) -> None:
    """Decimals are added as written, not as binary fractions."""
    assert judge(fields).findings == []


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        pytest.param(table("▶100", "60", "39"), "合计 99 分，总分写的是 100 分", "合计比总分少 1 分", id="one-short"),
        pytest.param(table("▶100", "60", "41"), "合计 101 分，总分写的是 100 分", "合计比总分多 1 分", id="one-over"),
        pytest.param(table("▶100", "60", "39.99"), "合计 99.99 分，总分写的是 100 分", "合计比总分少 0.01 分", id="a-hundredth-short"),
        pytest.param(table("▶1.3", "0.1", "0.2", "1.1"), "合计 1.4 分，总分写的是 1.3 分", "合计比总分多 0.1 分", id="decimals"),
        pytest.param(
            table("▶100", "100", rest=", {dimension: 加分, item: 基层, points: 30, bonus: false}"),
            "合计 130 分，总分写的是 100 分",
            "合计比总分多 30 分",
            id="bonus-false",
        ),
        pytest.param(
            table("▶100", rest="{dimension: 加分, item: 基层, points: 100, bonus: true}"),
            "合计 0 分，总分写的是 100 分",
            "合计比总分少 100 分",
            id="nothing-but-bonus",
        ),
    ],
)
def test_e106_does_not_add_up(judge: Judge, fields: str, message: str, hint: str) -> None:
    """At the total, with both sums and the difference."""
    judge(fields).says(
        "E106", f"“赋分表”各项满分{message}", hints=[f"{hint}，请核对各项满分；加分项请标 bonus: true。"], clause=LETTER + "一（三）13"
    )


def test_e106_step_above_its_item(judge: Judge) -> None:
    """Each step above is placed at its points, of bonus items too."""
    steps = "[{when: 博士, points: ▶40.5}, {when: 硕士, points: 40}]"
    bonus = "{dimension: 加分, item: 基层, points: 3, bonus: true, steps: [{when: 南疆, points: ▶5}]}"
    rest = f", {{dimension: 学历, item: 学历, points: 40, steps: {steps}}}, {bonus}"
    judge(table("100", "60", rest=rest)).says(
        "E106",
        "“学历”中“博士”一档 40.5 分，超过本项满分 40 分",
        "“基层”中“南疆”一档 5 分，超过本项满分 3 分",
        hints=["请核对这一档的分值和本项满分。"] * 2,
    )


def test_e106_each_table(judge: Judge) -> None:
    tables = [
        f"  - {{title: 第{n}张, total: {total}, items: [{{dimension: 业绩, item: 项目, points: {points}}}]}}\n"
        for n, total, points in ((1, "▶100", 90), (2, "50", 50), (3, "▶60", 61))
    ]
    judge("scoring:\n" + "".join(tables)).says(
        "E106", "“第1张”各项满分合计 90 分，总分写的是 100 分", "“第3张”各项满分合计 61 分，总分写的是 60 分"
    )


OTHERS = "scoring: [{title: 赋分表, total: ▶100, items: [{dimension: 业绩, item: 项目, points: 80},%s]}]"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["城市规划"], "“建筑施工管理”等没有单列的专业合计 80 分，总分写的是 100 分"),
        (["建筑工程"], None),
        (["城市规划", "建筑施工管理"], None),
        ([], None),
    ],
    ids=["one-specialty", "the-branch", "each", "all"],
)
def test_e106_specialties_that_no_row_names(judge: Judge, rows: list[str], said: str | None) -> None:
    """Rows of some specialties are needed for the total, and the catalog has others; only warned."""
    reviews = "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 建筑施工管理]}}]\n"
    own = [f"{{dimension: 规划, item: 图纸, points: 20, specialties: [{name}]}}" for name in rows]
    text = reviews + (OTHERS % ", ".join(own or ["{dimension: 论文, item: 论文, points: 20}"]))
    if said is None:
        assert [f for f in judge(text.replace("▶", "")).findings if f.code == "E106"] == []
    else:
        told = judge(text)
        told.says("E106", f"“赋分表”对{said}", hints=["请补上这些专业的项目，或者核对各项的适用专业。"])
        assert told.findings[0].severity == "warning"


def test_e106_what_comes_on_top_does_not_make_up_for_missing_rows(judge: Judge) -> None:
    reviews = "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 建筑施工管理]}}]\n"
    own = "{dimension: 规划, item: 图纸, points: 20, specialties: [城市规划]}, {dimension: 加分, item: 奖励, points: 5, bonus: true}"
    judge(reviews + OTHERS % own).says("E106", "“赋分表”对“建筑施工管理”等没有单列的专业合计 80 分，总分写的是 100 分")


# --- E107, E108 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["{required: true, scope: 申报副高级的人员}", "{required: false}", "{required: false, scope: 破格人员可以要求答辩}"]
)
def test_e107_scope_where_needed(judge: Judge, text: str) -> None:
    assert judge(f"defence: {text}\n").findings == []


def test_e107_no_scope(judge: Judge) -> None:
    hint = "请补上 scope，写明哪些层级或人员需要答辩。"
    judge("defence: ▶{required: true}\n").says("E107", "需要答辩，但没有写答辩范围", hints=[hint], clause=LETTER + "一（三）15")


@pytest.mark.parametrize("exists", ["true", "false"])
def test_e108_with_and_without_a_pool(judge: Judge, exists: str) -> None:
    """Source and draw are needed whether or not there is a pool."""
    assert judge(f"expert_pool: {{exists: {exists}, source: 从专家库选取, draw: 随机抽取}}\n").findings == []
    judge(f"expert_pool: ▶{{exists: {exists}, source: 从专家库选取}}\n").says("E108", "没有写“抽取方式”（draw）")
    judge(f"expert_pool: ▶{{exists: {exists}, draw: 随机抽取}}\n").says("E108", "没有写“会议专家来源”（source）")


def test_e108_neither(judge: Judge) -> None:
    judge("expert_pool: ▶▶{exists: false}\n").says(
        "E108",
        "没有写“会议专家来源”（source）",
        "没有写“抽取方式”（draw）",
        hints=["请补上 source，没有专家库的也要写明。", "请补上 draw，没有专家库的也要写明。"],
        clause=LETTER + "一（三）16",
    )


# --- E202, E203 --------------------------------------------------------------------------------------------------------


def panel(members: int, formed_by: str = "series", *levels: str, mark: str = "") -> str:
    named = ", ".join(levels or ("intermediate", "associate-senior"))
    return (
        f"reviews: [{{series: engineering, levels: [{named}], catalog: {{建筑工程: [城市规划]}}}}]\n"
        f"panel: {{members: {mark}{members}, formed_by: {formed_by}}}\n"
    )


@pytest.mark.parametrize("members", [25, 27, 499])
def test_e202_odd(judge: Judge, members: int) -> None:
    assert judge(panel(members)).findings == []


@pytest.mark.parametrize(("members", "instead"), [(26, 27), (30, 31), (500, 501)])
def test_e202_even(judge: Judge, members: int, instead: int) -> None:
    judge(panel(members, mark="▶")).says(
        "E202", f"组成人数 {members} 是偶数", hints=[f"请改为单数，例如 {instead} 人。"], clause=ORDER + "第九条"
    )


def test_e202_of_a_junior_committee(judge: Judge) -> None:
    """An odd number is asked of every committee."""
    judge(panel(8, "series", "junior", mark="▶")).says("E202", "组成人数 8 是偶数")


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(panel(25, "series"), id="series-25"),
        pytest.param(panel(11, "specialty"), id="specialty-11"),
        pytest.param(panel(11, "specialty", "full-senior"), id="full-senior-specialty-11"),
        pytest.param(panel(5, "series", "junior", "intermediate"), id="no-number-printed-for-the-lower-levels"),
        pytest.param(panel(1, "specialty", "junior"), id="one-person"),
        pytest.param("panel:\n", id="no-panel-given"),
    ],
)
def test_e203_enough(judge: Judge, fields: str) -> None:
    """Not fewer than 25 by series and 11 by specialty, for senior committees."""
    assert judge(fields).findings == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(panel(23, "series", mark="▶"), "组成人数 23 人，按系列组建的高级评审委员会不少于 25 人", id="series-23"),
        pytest.param(panel(9, "specialty", mark="▶"), "组成人数 9 人，按专业组建的高级评审委员会不少于 11 人", id="specialty-9"),
        pytest.param(
            panel(11, "series", "full-senior", mark="▶"),
            "组成人数 11 人，按系列组建的高级评审委员会不少于 25 人",
            id="11-by-series",
        ),
    ],
)
def test_e203_too_few(judge: Judge, fields: str, message: str) -> None:
    hint = "请补足人数；经省级人社部门同意调整的，请向中心申请例外。"
    judge(fields).says("E203", message, hints=[hint], clause=ORDER + "第九条")


def test_e202_and_e203_together(judge: Judge) -> None:
    """24 members are even, and one too few."""
    assert [f.code for f in judge(panel(24)).findings] == ["E202", "E203"]


WAIVER = 'waivers: [{{committee: example-one, rule: E203, reason: 专家少, granted_by: 某厅, date: "{date}", until: "{until}"}}]\n'


@pytest.mark.parametrize(
    ("date", "until", "codes"),
    [
        pytest.param("2026-01-20", "2027-01-20", [], id="in-force"),
        pytest.param("2026-11-23", "2027-01-20", [], id="from-today"),
        pytest.param("2026-01-20", "2026-11-23", [], id="until-today"),
        pytest.param("2026-11-24", "2027-01-20", ["E203", "X007"], id="from-tomorrow"),
        pytest.param("2026-01-20", "2026-11-22", ["E203", "X007"], id="until-yesterday"),
    ],
)
def test_e203_waived(judge: Judge, date: str, until: str, codes: list[str]) -> None:
    """A waiver holds from its date to its last day, both included; one that does not hold is reported itself."""
    others = {"registry/waivers.yaml": WAIVER.format(date=date, until=until)}
    assert [f.code for f in judge(panel(23), others=others).findings] == codes


def test_a_waiver_takes_away_only_its_rule(judge: Judge) -> None:
    """24 members: the number may be waived, evenness may not."""
    others = {"registry/waivers.yaml": WAIVER.format(date="2026-01-20", until="2027-01-20")}
    assert [f.code for f in judge(panel(24), others=others).findings] == ["E202"]


# --- which rulebook is in force ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [panel(24), panel(9, "specialty"), panel(2)])
def test_order_40_is_silent_for_a_filing_of_2019(judge: Judge, fields: str) -> None:
    assert judge(fields + FILED_2019).findings == []


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("E104", catalog("{}")),
        ("E105", catalog("{建筑工程: [城市规划, 城市规划]}")),
        ("E106", table("100", "99")),
        ("E107", "defence: {required: true}\n"),
        ("E108", "expert_pool: {exists: true, source: 从专家库选取}\n"),
    ],
)
def test_the_letter_is_in_force_in_2019_too(judge: Judge, code: str, fields: str) -> None:
    assert [f.code for f in judge(fields + FILED_2019).findings] == [code]


# --- all specialties, third level, E120 --------------------------------------------------------------------------------


def test_e104_all_specialties(judge: Judge) -> None:
    assert judge(catalog("all")).findings == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{建筑工程: [道路（桥梁）, ▶道路 (桥梁)]}", "二级目录“道路 (桥梁)”在“建筑工程”下重复", id="but-for-brackets"),
        pytest.param("{建筑工程: {道路—桥梁: [], ▶道路-桥梁: []}}", "二级目录“道路-桥梁”在“建筑工程”下重复", id="key-of-a-mapping"),
        pytest.param("{建筑工程: {道路: [结构, ▶结构], 桥梁: [结构]}}", "三级目录“结构”在“道路”下重复", id="third-level"),
    ],
)
def test_e105_folded_and_third_level(judge: Judge, text: str, message: str) -> None:
    judge(catalog(text)).says("E105", message, hints=["请删去重复的一项。"])


@pytest.mark.parametrize(
    "more",
    [
        "members: 25, subgroups: [{name: 给水排水组, members: 5}, {name: 道路组, members: 20}]",
        "members: 25, chair: 1, vice_chairs: 24",
        "at_least: 25, chair: 20, vice_chairs: 20",
    ],
)
def test_e120_fits(judge: Judge, more: str) -> None:
    assert judge(f"panel: {{{more}, formed_by: series}}\n").findings == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("members: 25, subgroups: [{name: 给水排水组, members: ▶4}]", "专业组“给水排水组”4 人，少于 5 人"),
        ("members: 25, chair: 1, vice_chairs: 25", "正副主任委员 26 人，比组成人员 25 人还多"),
    ],
)
def test_e120_does_not_fit(judge: Judge, more: str, message: str) -> None:
    mark = "" if MARK in more else MARK
    judge(f"panel: {mark}{{{more}, formed_by: series}}\n").says("E120", message)
