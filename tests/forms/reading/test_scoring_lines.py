"""Scoring tables written as one line in their cell of Annex 1, and tables whose rows do not make the total that they state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.forms.handed_in import loaded
from helpers.forms.kinds import (
    FOOT,
    HEAD_2,
    LEFT,
    ROWS_2,
    SCORING,
    SCORING_HEAD,
    SCORING_TITLE,
    TITLE_2,
    annex_1,
    annex_1_excel,
    hide_rows,
    rows_1,
    word,
)

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading import scoring_line
from zhicheng.forms.reading.annex1 import FilledField
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.result import FilledForms

FOUR = [("学历", 15), ("资历", 15), ("业绩", 50), ("论文", 20)]


def read(content: bytes) -> FilledForms:
    return reading.read([("附件1.docx", content)], record.tables(loaded()), 2026, "prefecture", "653200")


def taken(found: FilledForms) -> list[tuple[str, float]] | None:
    tables = found.record.get("scoring")
    return None if tables is None else [(item["item"], item["points"]) for item in tables[0]["items"]]


def asked(found: FilledForms) -> list[str]:
    return [f"{one.code} {one.message}" for one in found.findings if one.severity == "error"]


@pytest.mark.parametrize(
    "text",
    [
        "学历15 资历15 业绩50 论文20 合计100",
        "学历（15分）、资历（15分）、业绩（50分）、论文（20分），满分100分",
        "学历１５分；资历１５分；业绩５０分；论文２０分。总分：１００分。",
        "学历：15分\n资历：15分\n业绩：50分\n论文：20分\n合计：100分",
        "总分100分，其中：学历15分，资历15分，业绩50分，论文20分",
        "1.学历15分；2.资历15分；3.业绩50分；4.论文20分。合计100分",
        "学历15分+资历15分+业绩50分+论文20分=100分",
    ],
)
def test_a_table_in_one_line(text: str) -> None:
    found = read(annex_1([], scoring=text))
    assert (taken(found), asked(found)) == (FOUR, [])
    assert found.record["scoring"][0]["total"] == 100


@pytest.mark.parametrize(
    ("below", "hidden", "asks"),
    [
        ([(), (SCORING_TITLE,), *SCORING], 99, 0),
        (SCORING, 99, 0),
        ([(), (SCORING_TITLE,), *SCORING], 20, 1),  # a row of the table
    ],
)
def test_tables_below_annex_1_on_its_sheet(below: list[tuple[str, ...]], hidden: int, asks: int) -> None:
    found = reading.read(
        [("附件1.xlsx", annex_1_excel(below=below, after=hide_rows(hidden)))], record.tables(loaded()), 2026, "prefecture", "653200"
    )
    assert (taken(found), len(asked(found))) == ([("学历学位", 20), ("任职年限", 20), ("工程项目", 40), ("论文著作", 20)], asks)


def test_a_directory_below_annex_1_on_its_sheet() -> None:
    content = annex_1_excel(below=[(), (TITLE_2,), HEAD_2, *ROWS_2], catalog="见附件2")
    found = reading.read([("附件1.xlsx", content)], record.tables(loaded()), 2026, "prefecture", "653200")
    assert found.record["reviews"][0]["catalog"]["水利工程"][:2] == ["灌溉排水", "水资源管理"]


def test_half_points_add_up() -> None:
    assert taken(read(annex_1([], scoring="学历2.5分、业绩7.5分，合计10分"))) == [("学历", 2.5), ("业绩", 7.5)]


ASKED = ["F004 第 1 个表格第 10 行“量化赋分表”：写了分值，看不出是不是完整的赋分表"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("学历15分，资历15分，业绩50分，论文10分，合计100分", ASKED),
        ("学历15分、资历15分、业绩50分、论文20分", ASKED),
        ("学历15分、资历15分、业绩50分（其中项目30分、获奖20分）、论文20分，合计100分", ASKED),
        ("学历15、资历15、业绩50、论文20，另加分不超过5分，合计100", ASKED),
        ("副高级：学历40 业绩60 合计100；中级：学历30 业绩70 合计100", ASKED),
        ("学历15分，资历每年3分最高15分，业绩50分，论文20分，合计100分", ASKED),
        ("学历15分、学历15分、业绩70分，合计100分", ASKED),
        ("见附表", ["F002 没有交量化赋分表"]),
        ("满分100分，60分合格", ["F002 没有交量化赋分表"]),
        ("按新人社发〔2012〕230号执行", ["F002 没有交量化赋分表"]),
    ],
)
def test_a_line_that_is_not_surely_the_whole_table_is_asked_about(text: str, said: list[str]) -> None:
    found = read(annex_1([], scoring=text))
    assert (taken(found), asked(found)) == (None, said)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("评价方式", "以考代评"), []),
        (("没有赋分表的层级", "（1）\n层级：副高级\n原因：由专家评议\n（2）\n层级：中级\n原因：由专家评议"), []),
        (("没有赋分表的层级", "层级：中级\n原因：由专家评议"), ["F002 没有交量化赋分表"]),
        (("评价方式", "考评结合"), ["F002 没有交量化赋分表"]),
    ],
)
def test_no_table_is_asked_for_where_nothing_is_scored(row: tuple[str, str], said: list[str]) -> None:
    content = word("附件 1", "评审委员会信息备案登记表", [*rows_1(levels="副高级、中级"), (*row, LEFT, LEFT)], *FOOT)
    assert asked(read(content)) == said


def rows(*cells: tuple[str, str, str]) -> list[tuple[str, ...]]:
    return [SCORING_HEAD, *((*row, "") for row in cells)]


TOTAL = ("合计", "", "100")


@pytest.mark.parametrize(
    ("table", "points"),
    [
        (rows(("一、基本条件", "", "40"), ("学历", "学位", "40"), ("二、业绩", "", "60"), ("业绩", "项目", "60"), TOTAL), [40, 60]),
        (rows(("学历", "学位", "40"), ("二、业绩", "", "60"), ("业绩", "项目", "35"), ("论文", "论文", "25"), TOTAL), [40, 35, 25]),
        (rows(("学历", "学位", "40"), ("业绩", "业绩", "60"), ("", "其中：项目", "35"), ("", "获奖", "25"), TOTAL), [40, 60]),
        (rows(("学历", "学位", "40"), ("业绩", "项目", "60"), ("减分", "迟报", "5"), TOTAL), [40, 60, 5]),
    ],
)
def test_rows_that_repeat_what_others_say(table: list[tuple[str, ...]], points: list[float]) -> None:
    found = read(annex_1(table))
    assert asked(found) == []
    assert [item["points"] for item in found.record["scoring"][0]["items"]] == points


def test_parts_stand_below_their_row_and_a_deduction_is_one() -> None:
    found = read(annex_1(rows(("学历", "学位", "40"), ("业绩", "业绩", "60"), ("", "其中：项目", "35"), ("", "获奖", "25"), TOTAL)))
    assert found.record["scoring"][0]["items"][1]["items"] == [{"item": "项目", "points": 35}, {"item": "获奖", "points": 25}]
    found = read(annex_1(rows(("学历", "学位", "40"), ("业绩", "项目", "60"), ("扣分", "迟报", "5"), TOTAL)))
    assert found.record["scoring"][0]["items"][2]["deduction"] is True


@pytest.mark.parametrize(
    ("table", "made"),
    [
        (rows(("一、基本条件", "", "41"), ("学历", "学位", "40"), ("业绩", "项目", "60"), TOTAL), 141),
        (rows(("学历", "博士", "20"), ("", "硕士", "18"), ("业绩", "项目", "80"), TOTAL), 118),
        (rows(("学历", "学位", "40"), ("业绩", "业绩", "60"), ("", "其中：项目", "35"), ("", "获奖", "26"), TOTAL), 161),
        (rows(("学历", "学位", "40"), ("业绩", "业绩", "60"), ("", "其中：项目", "35"), ("", "获奖", "24"), TOTAL), 159),
        (rows(("学历", "学位", "40"), ("业绩", "项目", "59"), TOTAL), 99),
    ],
)
def test_rows_that_do_not_make_the_total_are_asked_about(table: list[tuple[str, ...]], made: int) -> None:
    assert asked(read(annex_1(table))) == [f"F006 第 2 个表格第 1 行：各项满分加起来是 {made} 分，写的总分是 100 分"]


def own(text: str) -> list[tuple[str, float]] | None:
    """What the cell alone gives as a table in one line."""
    box = Box(text.split("\n"), 10, 2)
    made = scoring_line.read(FilledField(text, "量化赋分表", box, Grid("第 1 个表格", [[box]])))
    return None if made is None else [(one["item"], one["points"]) for one in made.value["items"]]


@pytest.mark.parametrize(
    ("item", "taken"),
    [
        ("论文论著", True),
        *(
            (word, False)
            for word in ("每项论文", "最高分值", "论文不超过", "论文至少", "副高以上", "其中论文", "另加项", "加分", "减分", "扣分")
        ),
        *((word, False) for word in ("分项合计", "及格", "合格线", "达到", "中级", "工程系列", "方可申报", "通过线")),
        ("文", False),
        ("一二三四五六七八九十甲乙", True),
        ("一二三四五六七八九十甲乙丙", False),
    ],
)
def test_what_is_an_item_of_a_line(item: str, taken: bool) -> None:
    """Two to twelve characters that say nothing of limits, sums, levels or marks to pass."""
    assert own(f"学历15分、{item}85分，合计100分") == ([("学历", 15), (item, 85)] if taken else None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("学历100分，合计100分", None),
        ("学历40、业绩60，合计100", [("学历", 40), ("业绩", 60)]),
        ("合计100分，包括学历40、业绩60", [("学历", 40), ("业绩", 60)]),
        ("合计100分：学历40、业绩60", None),
        ("合计100分，包括学历40、业绩60，总分100分", None),
        ("学历40、业绩60", None),
        ("学历40、业绩61，合计100", None),
        ("学历0.1、业绩0.2，合计0.3", [("学历", 0.1), ("业绩", 0.2)]),
        ("学历40、业绩60，=100", [("学历", 40), ("业绩", 60)]),
        ("学历40、业绩60，合计100" + " " * 384, [("学历", 40), ("业绩", 60)]),
        ("1.学历40、2.业绩60，合计100", [("学历", 40), ("业绩", 60)]),
        ("学历（40分）、业绩（60分），满分为100分。", [("学历", 40), ("业绩", 60)]),
        ("、".join(["学历"] + [f"业绩{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{'子丑寅卯'[i // 10]}1" for i in range(40)]), None),
    ],
)
def test_a_line_is_a_table_where_it_states_one_total_that_its_items_make(text: str, found: list[tuple[str, float]] | None) -> None:
    assert own(text) == found


@pytest.mark.parametrize(("many", "taken"), [(56, True), (57, False)])
def test_as_long_as_a_line_may_be(many: int, taken: bool) -> None:
    """400 characters."""
    names = [f"第{a}{b}项" for a in "甲乙丙丁戊己庚辛" for b in "子丑寅卯辰巳午未"][:many]
    text = "、".join(f"{name}1分" for name in names) + f"，合计{many}分"
    assert (len(text) <= 400, own(text) is not None) == (taken, taken)


@pytest.mark.parametrize("without", ["box", "grid"])
def test_a_line_outside_of_a_table_is_none(without: str) -> None:
    box = Box(["学历40、业绩60，合计100"], 1, 1)
    entry = FilledField("学历40、业绩60，合计100", "量化赋分表", box, Grid("第 1 个表格", [[box]]))
    assert scoring_line.read(entry) is not None
    assert scoring_line.read(replace(entry, **{without: None})) is None
