"""What is asked about scoring tables before they are taken: ditto marks, pass marks, footnotes, percentages, formulas, levels in titles."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import openpyxl
import pytest
from helpers.forms.handed_in import errors, loaded
from helpers.forms.kinds import word

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms

HEAD = ["评价维度", "评价内容", "满分"]
FIRST, SECOND, TOTAL = ["学历", "学历", "40"], ["业绩", "项目", "60"], ["合计", "", "100"]
NAME = "工程系列量化赋分表"


def read(*parts: str | list[list[Any]]) -> FilledForms:
    return reading.read([("赋分表.docx", word(*parts))], record.tables(loaded()), 2026)


def read_excel(rows: list[list[Any]], percent: tuple[str, ...] = (), number_format: str = "0%") -> FilledForms:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place in percent:
        sheet[place].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return reading.read([("赋分表.xlsx", stream.getvalue())], record.tables(loaded()), 2026)


def asked(found: FilledForms) -> list[str]:
    return [f"{one.code} {one.message}" for one in errors(found.findings)]


@pytest.mark.parametrize("ditto", ["〃", "同上", "″", "同前"])
def test_a_ditto_mark_for_a_dimension_is_the_one_above(ditto: str) -> None:
    found = read(NAME, [HEAD, FIRST, [ditto, "资历", "20"], ["业绩", "项目", "40"], TOTAL])
    assert asked(found) == []
    assert [item["dimension"] for item in found.record["scoring"][0]["items"]] == ["学历", "学历", "业绩"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["业绩", "同上", "60"], "F004 第 1 个表格第 3 行“评价内容”：“同上”看不出是哪一项"),
        (["业绩", "〃", "60"], "F004 第 1 个表格第 3 行“评价内容”：“〃”看不出是哪一项"),
        (["业绩", "项目[1]", "60"], "F004 第 1 个表格第 3 行“评价内容”：“项目[1]”带着记号"),
        (["业绩★", "项目", "60"], "F004 第 1 个表格第 3 行“评价维度”：“业绩★”带着记号"),
        (["业绩", "项目②", "60"], "F004 第 1 个表格第 3 行“评价内容”：“项目②”带着记号"),
        (["业绩", "项目 3*", "60"], "F004 第 1 个表格第 3 行“评价内容”：“项目 3*”带着记号"),
    ],
)
def test_items_that_are_asked_about(row: list[str], said: str) -> None:
    assert asked(read(NAME, [HEAD, FIRST, row, TOTAL])) == [said]


def test_a_ditto_mark_with_nothing_above_is_asked_about() -> None:
    found = read(NAME, [HEAD, ["同上", "学历", "40"], SECOND, TOTAL])
    assert asked(found) == ["F004 第 1 个表格第 2 行“评价维度”：“同上”看不出是哪一项"]


@pytest.mark.parametrize("column", ["分档", "备注"])
def test_a_ditto_mark_for_steps_or_a_note_is_asked_about(column: str) -> None:
    found = read(NAME, [[*HEAD, column], [*FIRST, "博士：40"], [*SECOND, "同上"], [*TOTAL, ""]])
    assert asked(found) == [f"F004 第 1 个表格第 3 行“{column}”：“同上”看不出是什么"]


@pytest.mark.parametrize(
    "name", ["及格线", "合格线", "通过分数", "最低合格分", "入围分数线", "达标线", "评审通过分数", "合格标准", "起评分"]
)
def test_a_pass_mark_is_no_item(name: str) -> None:
    rows = [HEAD, FIRST, SECOND, TOTAL]
    assert asked(read(NAME, [*rows, [name, "", "60"]])) == [f"F004 第 1 个表格第 5 行“评价维度”：“{name}”不像评分的项目"]


@pytest.mark.parametrize("name", ["合格证书", "通过项目验收", "起草标准", "课程达标情况"])
def test_items_that_only_sound_like_a_pass_mark(name: str) -> None:
    assert asked(read(NAME, [HEAD, FIRST, [name, name, "60"], TOTAL])) == []


def test_a_table_of_fractions() -> None:
    """Excel shows 0.6 as 60% where the cells are set so, and a table may have lost that."""
    rows = [["学历", "博士", "0.4"], ["业绩", "论文", "0.6"], ["合计", "", "1"]]
    assert asked(read("工程系列量化赋分表", [HEAD, *rows])) == ["F006 第 1 个表格第 1 行：总分是 1 分，像是把百分比填成了小数"]
    assert asked(read("工程系列量化赋分表", [HEAD, ["学历", "博士", "1"], ["合计", "", "1"]])) == []


@pytest.mark.parametrize(
    ("title", "more", "asks"),
    [
        ("工程系列量化赋分表（满分120分）", [], True),
        ("工程系列量化赋分表（满分100分）", [], False),
        ("工程系列量化赋分表（满分120分）", [["加分项", "基层", "20"]], False),
        ("工程系列量化赋分表\n总分：110分", [["加分项", "基层", "20"]], True),
    ],
)
def test_a_total_above_a_table_that_is_not_its_sum(title: str, more: list[list[str]], asks: bool) -> None:
    found = asked(read(*title.split("\n"), [HEAD, FIRST, SECOND, TOTAL, *more]))
    stated = re.sub(r"\D", "", title)
    assert found == [f"F006 第 1 个表格第 1 行：上面写的总分是 {stated} 分，表里的合计是 100 分"] * asks


def test_two_columns_of_points_are_asked_about() -> None:
    found = read(NAME, [[*HEAD, "满分"], [*FIRST, "30"], [*SECOND, "70"], [*TOTAL, "100"]])
    assert asked(found) == ["F004 第 1 个表格第 1 行：又有一列“满分”，分不清读哪一列"]
    assert asked(read(NAME, [[*HEAD, "满分"], [*FIRST, ""], [*SECOND, ""], [*TOTAL, ""]])) == []


@pytest.mark.parametrize(
    ("points", "wanted"),
    [
        ("最高不超过40分", 40),
        ("累计不超过40", 40),
        ("40分封顶", 40),
        ("≤40分", 40),
        ("最高计40分", 40),
        ("40分为限", 40),
        ("每项40分", None),
    ],
)
def test_ways_to_say_the_most(points: str, wanted: int | None) -> None:
    found = read(NAME, [HEAD, ["学历", "学历", points], SECOND, TOTAL])
    if wanted is None:
        assert asked(found) == [f"F003 第 1 个表格第 2 行“满分”：“{points}”不是分值"]
    else:
        assert (asked(found), found.record["scoring"][0]["items"][0]["points"]) == ([], wanted)


def test_names_of_columns_and_of_who_scores() -> None:
    found = read(NAME, [["考评项目", "考评内容", "配分", "评分主体"], [*FIRST, "评委会办公室"], [*SECOND, "评委会专家"], [*TOTAL, ""]])
    assert [item["scored_by"] for item in found.record["scoring"][0]["items"]] == ["office", "experts"]
    assert asked(read(NAME, [[*HEAD, "评分主体"], [*FIRST, "专家和办公室"], [*SECOND, ""], [*TOTAL, ""]])) == [
        "F003 第 1 个表格第 2 行“评分主体”：“专家和办公室”看不出由谁评分"
    ]


@pytest.mark.parametrize("name", ["系数", "佐证材料", "合格分数"])
def test_a_column_that_is_not_read_is_told(name: str) -> None:
    """Not where nothing stands in it, or it only counts the rows."""
    found = read(NAME, [[*HEAD, name], [*FIRST, "1.2"], [*SECOND, "1"], [*TOTAL, ""]])
    said = [(one.severity, one.message) for one in found.findings]
    assert said == [("warning", f"第 1 个表格第 1 行：赋分表没有这些列，没有读：{name}")]
    for head, cells in ((name, "/"), ("序号", "1"), ("项次", "1")):
        assert read(NAME, [[*HEAD, head], [*FIRST, cells], [*SECOND, cells], [*TOTAL, ""]]).findings == []


@pytest.mark.parametrize("name", ["权重", "比重", "权数"])
def test_weights_beside_points(name: str) -> None:
    """By any name. Some items may have none; one that is merged over several is asked about."""
    found = read(NAME, [[*HEAD, name], [*FIRST, "40%"], [*SECOND, "60%"], [*TOTAL, "100%"]])
    assert [item["weight"] for item in found.record["scoring"][0]["items"]] == [40, 60]
    assert found.findings == []
    rows = [[*HEAD, name], [*FIRST, "40%"], [*SECOND, ""], [*TOTAL, ""]]
    assert read(NAME, rows).findings == []
    document = docx.Document(io.BytesIO(word(NAME, rows)))
    cells = document.tables[0].columns[3].cells
    cells[1].merge(cells[2])
    merged = io.BytesIO()
    document.save(merged)
    found = reading.read([("赋分表.docx", merged.getvalue())], record.tables(loaded()), 2026)
    assert asked(found) == [f"F004 第 1 个表格第 2 行“{name}”：“40%”写在几行合并的格子里，看不出是哪一项的权重"]


@pytest.mark.parametrize(("number_format", "shown"), [("0%", "40%"), ("0.00%", "40%"), ("0.0%", "40%")])
def test_percent_cells_are_read_as_they_are_shown(number_format: str, shown: str) -> None:
    rows = [[NAME], HEAD, ["学历", "学历", 0.4], ["业绩", "项目", 0.6], ["合计", None, 1]]
    found = read_excel(rows, ("C3", "C4", "C5"), number_format)
    assert asked(found)[0] == f"F003 工作表“Sheet”第 3 行“满分”（C3）：“{shown}”不是分值"
    rows = [[NAME], [*HEAD, "权重"], ["学历", "学历", 100, 0.4], ["业绩", "项目", 100, 0.605], ["合计", None, 100, 1]]
    found = read_excel(rows, ("D3", "D4", "D5"), number_format)
    assert asked(found) == []
    assert [item["weight"] for item in found.record["scoring"][0]["items"]] == [40, 60.5]


@pytest.mark.parametrize(("row", "place"), [(["业绩", "=B3", 60], "B4"), (["业绩", "项目", "=30*2"], "C4")])
def test_formulas_that_were_never_computed_are_asked_about(row: list[Any], place: str) -> None:
    found = read_excel([[NAME], HEAD, ["学历", "学历", 40], row, ["合计", None, 100]])
    assert asked(found)[0] == f"F004 工作表“Sheet”有 1 格是公式，没有存算好的结果（{place}）"


LEVELS = [
    ["评审委员会名称", "甲系列评审委员会"],
    ["评审系列", "工程系列"],
    ["评审层级", "中级、副高级"],
    ["对应二级专业名称", "水利工程：水文"],
]


@pytest.mark.parametrize(
    ("above", "levels"),
    [
        ("工程系列副高级量化赋分表", ["associate-senior"]),
        ("工程系列量化赋分表（中级）", ["intermediate"]),
        ("工程系列高级量化赋分表", ["associate-senior"]),
        ("工程系列中级、副高级量化赋分表", None),
        ("工程系列量化赋分表", None),
        ("高级中学教师量化赋分表", None),
        ("工程系列副高级量化赋分表\n适用系列：全部　适用层级：全部", None),
    ],
)
def test_levels_in_the_title_of_a_scoring_table(above: str, levels: list[str] | None) -> None:
    found = read(LEVELS, *above.split("\n"), [HEAD, FIRST, SECOND, TOTAL])
    assert found.record["scoring"][0].get("levels") == levels


def test_levels_in_a_title_that_the_committee_does_not_have_are_asked_about() -> None:
    found = read(LEVELS, "工程系列正高级量化赋分表", [HEAD, FIRST, SECOND, TOTAL])
    assert "F004 第 2 个表格第 1 行：标题写的是“正高级”，评审层级里没有" in asked(found)


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ("卫生专业量化赋分表", True),
        ("某地卫生系列量化赋分表", True),
        ("水利工程专业量化赋分表", False),
        ("农业工程专业量化赋分表", False),
        ("高级教师量化赋分表", True),
        ("副主任医师评审量化赋分表", True),
        ("高级工程师评审量化赋分表", False),
        ("高级教师量化赋分表\n适用系列：工程系列", False),
        ("某地工程系列水利专业量化赋分表", False),
        ("卫生专业量化赋分表\n适用系列：工程系列", False),
    ],
)
def test_another_series_in_the_title_of_a_scoring_table(above: str, told: bool) -> None:
    found = read(LEVELS, *above.split("\n"), [HEAD, FIRST, SECOND, TOTAL])
    said = [
        (one.code, one.severity) for one in found.findings if one.message == "第 2 个表格第 1 行：标题写的是另一个系列，照登记的系列读了"
    ]
    assert said == ([("F006", "warning")] if told else [])
    assert len(found.record["scoring"]) == 1


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("学历40分、业绩60分，合计100分（详见附表）", True),
        ("学历30分、业绩70分，合计100分（详见附表）", False),
        ("业绩70分，学历30分。总分100分", False),
        ("品德30分、能力70分，合计100分", False),
        ("见附表", False),
    ],
)
def test_points_in_annex_1_that_are_not_those_of_the_table(line: str, asks: bool) -> None:
    tables = [*LEVELS, ["量化赋分表", line]], NAME, [HEAD, ["学历", "学历", "30"], ["业绩", "项目", "70"], TOTAL]
    assert any("写的分值与赋分表不同，看不出以哪个为准" in said for said in asked(read(*tables))) == asks


def test_a_second_table_for_another_level() -> None:
    """By its title, or by the level alone above it; one without either is asked about."""
    tables = [HEAD, FIRST, SECOND, TOTAL], [HEAD, ["学历", "学历", "30"], ["业绩", "项目", "70"], TOTAL]
    for above in ("工程系列中级量化赋分表", "（中级）"):
        found = read(LEVELS, "工程系列量化赋分表（副高级）", tables[0], above, tables[1])
        assert [one["levels"] for one in found.record["scoring"]] == [["associate-senior"], ["intermediate"]]
    found = read(LEVELS, NAME, tables[0], "", tables[1])
    assert "F004 第 3 个表格第 1 行：有几张赋分表，这一张没有标题，看不出用于哪些系列、层级" in asked(found)


@pytest.mark.parametrize(
    ("head", "seems"),
    [
        (["评价内容", "中级分值", "副高级分值"], True),
        (["项目及说明", "得分", "佐证材料"], True),
        (["姓名", "电话", "科室"], False),
    ],
)
def test_a_table_with_the_title_of_one_that_is_not_known_as_one(head: list[str], seems: bool) -> None:
    """It is named where no scoring table is found."""
    title = NAME if seems else "联系表"
    found = read(LEVELS, title, [head, ["学历", "40", "30"], ["业绩", "60", "70"]])
    (one,) = [one for one in found.findings if one.message == "没有交量化赋分表"]
    assert one.hint.startswith("第 2 个表格像是赋分表，没有认出来：" if seems else "请把赋分表")
