"""The forms of a submission together: series, levels and directory of Annex 1 and 2, scope, scoring tables in several files.

What is expected is what a person would read; what could mean two things is asked.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from helpers import registries
from helpers.forms.base import LABELS as LABELS_1
from helpers.forms.base import PREFECTURE, form, workbook
from helpers.forms.ooxml import Pen, docx

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading import annex2, catalog, cross_checks, directory_cell, open_any
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.result import FilledForms, ReferenceTables
from zhicheng.registry import registry

J, M, A = "junior", "intermediate", "associate-senior"
HEAD = ("系列（专业）", "一级目录", "二级目录")
ONE = ("工程", "建筑工程", "城市规划")
ACCOUNTS = ("会计", "会计", "财务会计")
COMPANY = "某评审委员会\n某公司"


@cache
def tables() -> ReferenceTables:
    return record.tables(registry.load(registries.SMALL))


def directory(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    pen = Pen("word")
    return docx([pen.tbl(*(pen.row(*row) for row in (head, *rows)), columns=len(head))], "word")


def read(*others: tuple[str, bytes], authority: str | None = None, area: str | None = None, **cells: str) -> FilledForms:
    """The prefecture's Annex 1 with other cells, and the other files given."""
    files = [("附件1.docx", form(Pen("word"), {**PREFECTURE, **cells})), *others]
    return reading.read(files, tables(), 2026, authority, area)


def asked(found: FilledForms) -> list[str]:
    return [f"{finding.code} {finding.message}" for finding in found.findings if finding.severity == "error"]


def review(series: str, levels: list[str], catalog: Any) -> Value:
    return {"series": series, "levels": levels, "catalog": catalog}


# --- the directory in the cell of Annex 1 ---------------------------------------------------------------------------------

CELL = "F003 第 1 个表格第 7 行“对应二级专业名称”："
LEVELS = "F004 第 1 个表格第 6 行“评审层级”："
TWO = {"series": "工程系列、会计系列", "levels": "中级"}


@pytest.mark.parametrize(
    ("cells", "reviews"),
    [
        ({"levels": "中级"}, [review("engineering", [M], {"建筑工程": ["城市规划", "建筑勘察设计"]})]),
        ({"levels": "中级", "catalog": "全部专业"}, [review("engineering", [M], "all")]),
        (
            {**TWO, "catalog": "（1）\n建筑工程：城市规划\n（2）\n全部专业"},
            [review("engineering", [M], {"建筑工程": ["城市规划"]}), review("accounting", [M], "all")],
        ),
        (
            {**TWO, "catalog": "（1）建筑工程：城市规划\n（2）会计：财务会计"},
            [review("engineering", [M], {"建筑工程": ["城市规划"]}), review("accounting", [M], {"会计": ["财务会计"]})],
        ),
        (
            {"levels": "中级", "catalog": "（1）\n建筑工程：城市规划\n（2）\n市政工程：给水排水"},
            [review("engineering", [M], {"建筑工程": ["城市规划"], "市政工程": ["给水排水"]})],
        ),
        (
            {"levels": "建筑工程：副高级\n市政工程：中级", "catalog": "建筑工程：城市规划\n市政工程：给水排水"},
            [review("engineering", [A], {"建筑工程": ["城市规划"]}), review("engineering", [M], {"市政工程": ["给水排水"]})],
        ),
    ],
)
def test_directory_in_annex_1(cells: dict[str, str], reviews: list[Value]) -> None:
    found = read(**cells)
    assert (found.record.get("reviews"), asked(found)) == (reviews, [])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({**TWO, "catalog": "建筑工程：城市规划"}, f"{CELL}有几个系列，看不出各个目录属于哪一个"),
        (
            {**TWO, "catalog": "（1）\n建筑工程：城市规划\n（2）\n会计：财务会计\n（3）\n市政工程：给水排水"},
            f"{CELL}有 2 个系列，目录分成了 3 份，对不上",
        ),
        (
            {**TWO, "catalog": "（2）\n会计：财务会计\n（1）\n建筑工程：城市规划"},
            f"{CELL.replace('F003', 'F004')}目录前面的序号看不出哪一份属于哪一个系列",
        ),
        ({"catalog": "城市规划、建筑设计"}, f"{CELL}没有写属于哪个一级目录：城市规划、建筑设计"),
        ({"catalog": "甲一、甲二、甲三、甲四、甲五、甲六"}, f"{CELL}没有写属于哪个一级目录：甲一、甲二、甲三、甲四、甲五"),
        ({"catalog": "建筑工程：无"}, f"{CELL}“无”不是一个专业的名称"),
        ({"catalog": ""}, f"{CELL}没有填写，也没有交附件2"),
        ({"catalog": "见附件2"}, f"{CELL}没有写专业，也没有交附件2"),
        (
            {"levels": "建筑工程：副高级\n水利：中级", "catalog": "建筑工程：城市规划\n市政工程：给水排水"},
            f"{LEVELS}各专业的层级不同，与专业目录对不上",
        ),
        ({"levels": "建筑工程：副高级\n市政工程：中级", "catalog": "全部专业"}, f"{LEVELS}各专业的层级不同，与专业目录对不上"),
    ],
)
def test_directory_in_annex_1_that_is_asked_about(cells: dict[str, str], said: str) -> None:
    found = read(**cells)
    assert ("reviews" in found.record, asked(found)) == (False, [said])


# --- Annex 2 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "directories", "reviews"),
    [
        (TWO, [[ONE, ACCOUNTS]], [("engineering", [M], {"建筑工程": ["城市规划"]}), ("accounting", [M], {"会计": ["财务会计"]})]),
        (TWO, [[ACCOUNTS, ONE]], [("engineering", [M], {"建筑工程": ["城市规划"]}), ("accounting", [M], {"会计": ["财务会计"]})]),
        (TWO, [[ACCOUNTS], [ONE]], [("engineering", [M], {"建筑工程": ["城市规划"]}), ("accounting", [M], {"会计": ["财务会计"]})]),
        (
            {"levels": "中级"},
            [[ONE], [("工程", "建筑工程", "给水排水"), ("工程", "市政工程", "道路")]],
            [("engineering", [M], {"建筑工程": ["城市规划", "给水排水"], "市政工程": ["道路"]})],
        ),
        ({"levels": "中级"}, [[("工程", "全部专业", "")]], [("engineering", [M], "all")]),
        ({"levels": "中级"}, [[("工程", "全部专业", "")], [ONE]], [("engineering", [M], "all")]),
        ({"levels": "中级"}, [[ONE], [("工程", "全部专业", "")]], [("engineering", [M], "all")]),
        ({"levels": "中级"}, [[("", "建筑工程", "城市规划")]], [("engineering", [M], {"建筑工程": ["城市规划"]})]),
        (
            {"levels": "中级"},
            [[ONE, ("合计", "", "1"), HEAD, ("", "", "给水排水"), ("注：略", "", "")]],
            [("engineering", [M], {"建筑工程": ["城市规划", "给水排水"]})],
        ),
    ],
)
def test_directory_of_annex_2(
    cells: dict[str, str], directories: list[list[tuple[str, ...]]], reviews: list[tuple[str, list[str], Any]]
) -> None:
    found = read(*((f"附件2-{at}.docx", directory(*rows)) for at, rows in enumerate(directories)), **{"catalog": "", **cells})
    assert (found.record.get("reviews"), asked(found)) == ([review(*one) for one in reviews], [])


@pytest.mark.parametrize("series", ["工程（副高级）", "工程系列（限副高级）", "工程\n层级：副高级", "（1）工程系列（副高）"])
def test_levels_in_the_cell_of_the_series(series: str) -> None:
    """They count, whatever the order of the two annexes is."""
    rows = [(series, "建筑工程", "城市规划"), ("工程（初中级）", "市政工程", "道路")]
    found = read(("附件2.docx", directory(*rows)), series="工程系列\n工程系列", levels="初级、中级\n副高级", catalog="")
    assert asked(found) == []
    assert found.record["reviews"] == [
        review("engineering", [J, M], {"市政工程": ["道路"]}),
        review("engineering", [A], {"建筑工程": ["城市规划"]}),
    ]


@pytest.mark.parametrize("series", ["工程系列（建筑工程专业）", "工程系列（高校）", "工程（含初中）", "工程（中医）"])
def test_other_words_behind_a_series(series: str) -> None:
    found = read(("附件2.docx", directory((series, "建筑工程", "城市规划"))), levels="中级", catalog="")
    assert (found.record.get("reviews"), asked(found)) == ([review("engineering", [M], {"建筑工程": ["城市规划"]})], [])


SERIES = "第 1 个表格第 {} 行“系列（专业）”："


@pytest.mark.parametrize(
    ("cells", "rows", "said"),
    [
        (TWO, [ONE], "F006 附件2里没有附件1写的 1 个系列的专业"),
        ({}, [ONE, ACCOUNTS], f"F006 {SERIES.format(3)}附件1的评审系列里没有“会计”"),
        ({}, [("甲乙", "建筑工程", "城市规划")], f"F003 {SERIES.format(2)}“甲乙”不是职称系列的名称"),
        ({}, [("工程（高级）", "建筑工程", "城市规划")], f"F006 {SERIES.format(2)}附件1的评审系列里没有“工程”"),
        ({"series": "工程系列\n工程系列", "levels": "中级\n副高级"}, [ONE], f"F004 {SERIES.format(2)}分不清这些专业评审哪些层级"),
        ({}, [("工程", "", "")], "F002 第 1 个表格：专业目录里没有一个专业"),
        ({}, [ONE, ("", "测绘", "")], "F003 第 1 个表格第 3 行：一级目录“测绘”没有二级目录"),
        ({}, [("工程", "", "城市规划")], "F003 第 1 个表格第 2 行：没有写属于哪个一级目录"),
        ({}, [ONE, ("", "", "同上")], "F003 第 1 个表格第 3 行：“同上”不是一个专业的名称"),
        (
            {"catalog": "建筑工程：城市规划、建筑勘察设计"},
            [ONE],
            "F006 第 1 个表格第 7 行“对应二级专业名称”：附件2里没有这些专业：建筑勘察设计",
        ),
    ],
)
def test_directory_of_annex_2_that_is_asked_about(cells: dict[str, str], rows: list[tuple[str, ...]], said: str) -> None:
    found = read(("附件2.docx", directory(*rows)), **{"catalog": "", **cells})
    assert "reviews" not in found.record
    assert said in asked(found)


@pytest.mark.parametrize("series", ["工程", ""])
def test_a_series_is_told_of_at_its_column_also_where_it_is_blank(series: str) -> None:
    """There the clerk has to write it, and there a form that is given back is marked."""
    rows = directory((series, "建筑工程", "城市规划"))
    found = read(("附件2.docx", rows), series="工程系列\n工程系列", levels="中级\n副高级", catalog="")
    assert [(one.code, one.file, one.line, one.column) for one in found.findings] == [("F004", "附件2.docx", 2, 1)]
    assert asked(found) == [f"F004 {SERIES.format(2)}分不清这些专业评审哪些层级"]


def test_columns_of_annex_2() -> None:
    """One that it does not have is said; two of the same name are asked about; so are numbers and error values."""
    other = reading.read([("附件2.docx", directory((*ONE, "要紧"), head=(*HEAD, "说明栏")))], tables(), 2026)
    assert [(one.severity, one.message) for one in other.findings] == [("warning", "第 1 个表格：附件2没有这些列，没有读：说明栏")]
    assert other.record["reviews"] == [{"series": "engineering", "catalog": {"建筑工程": ["城市规划"]}}]
    empty = reading.read([("附件2.docx", directory((*ONE, ""), head=(*HEAD, "说明栏")))], tables(), 2026)
    assert empty.findings == []
    for name in ("系列", "一级目录", "二级目录"):
        twice = reading.read([("附件2.docx", directory((*ONE, "给水"), head=(*HEAD, name)))], tables(), 2026)
        assert asked(twice)[0] == f"F003 第 1 个表格第 1 行：有 2 列都叫“{name}”，分不清读哪一列"
    thirds = directory((*ONE, "甲", "乙"), head=(*HEAD, "三级专业", "三级专业"))
    assert asked(reading.read([("附件2.docx", thirds)], tables(), 2026)) == [
        "F003 第 1 个表格第 1 行：有 2 列都叫“三级专业”，分不清读哪一列"
    ]
    numbers = workbook(("目录", [HEAD, ("工程", 5, "城市规划"), (None, None, "#REF!")], ()))
    assert asked(reading.read([("附件2.xlsx", numbers)], tables(), 2026)) == [
        "F004 工作表“目录”有 1 格是公式出错的结果（C3）",
        "F003 工作表“目录”第 2 行（B2）：应当是文字",
        "F003 工作表“目录”第 3 行（C3）：应当是文字",
    ]


# --- what a form must have --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "label", "place"),
    [
        ("name", "评审委员会名称", "1 行“评审委员会名称 （单位名称）”"),
        ("address", "单位所在地点", "3 行“单位所在地点”"),
        ("phones", "单位电话", "3 行“单位电话 （咨询电话）”"),
        ("scope", "评审地域范围", "8 行“评审地域范围”"),
        ("basis", "评审依据", "9 行“评审依据”"),
        ("procedure", "评审流程", "11 行“评审流程”"),
        ("defence", "是否答辩", "12 行“是否答辩”"),
        ("pool", "有无专家库", "13 行“有无专家库 （会议专家来源、抽取方式）”"),
    ],
)
def test_a_row_that_is_missing_or_blank_is_said(key: str, label: str, place: str) -> None:
    """Each row that a form must have, by its name in the letter, or at its cell."""
    blank = read(**{key: ""})
    assert f"F003 第 1 个表格第 {place}：没有填写" in asked(blank)
    assert [one.hint for one in blank.findings if one.message.endswith(f"第 {place}：没有填写")] == ["这一格必填，请填好再交。"]
    content = form(Pen("word"), PREFECTURE, labels={**LABELS_1, key: "另外一格"})
    gone = reading.read([("附件1.docx", content)], tables(), 2026)
    assert f"F002 没有找到“{label}”这一格" in asked(gone)
    assert [one.hint for one in gone.findings if one.message == f"没有找到“{label}”这一格"] == ["请照附件1保留这一格，名称不要改动。"]


@pytest.mark.parametrize(
    ("key", "said", "found"),
    [
        ("address", "见附件", "F003 第 1 个表格第 3 行“单位所在地点”：只写了见附件、见图、待定一类的话，没有写内容"),
        ("basis", "见附件", "F003 第 1 个表格第 9 行“评审依据”：只写了见附件、见图、待定一类的话，没有写内容"),
        ("procedure", "详见附件", "F003 第 1 个表格第 11 行“评审流程”：只写了见附件、见图、待定一类的话，没有写内容"),
        ("defence", "是，见附件", "F003 第 1 个表格第 12 行“是否答辩”：只写了见附件、见图、待定一类的话，没有写内容"),
    ],
)
def test_a_cell_that_refers_to_something_else(key: str, said: str, found: str) -> None:
    """What a form must say cannot stand in an annex."""
    read_so = read(**{key: said})
    assert (asked(read_so), key in read_so.record) == ([found], False)


@pytest.mark.parametrize(
    ("key", "field", "said"),
    [("document", "document", "无"), ("document", "document", "不详"), ("approved_by", "authority", "暂无"), ("date", "date", "没有")],
)
def test_an_approval_that_nobody_knows_is_none(key: str, field: str, said: str) -> None:
    """无 takes away what is registered (None), 不详 leaves it."""
    whole, without = read(), read(**{key: said})
    assert asked(without) == []
    left = {name: value for name, value in whole.record["approval"].items() if name != field}
    assert without.record["approval"] == (left if said == "不详" else {**left, field: None})
    assert field in whole.record["approval"]


# --- scope, level and area ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "given", "areas", "unit"),
    [
        ({"scope": "本地区"}, {}, ["653100"], ("prefecture", "653100")),
        ({"scope": "本地区", "name": COMPANY}, {"area": "653100"}, ["653100"], (None, "653100")),
        ({"scope": "本地区"}, {"area": "653200"}, ["653200"], (None, "653200")),
        ({"scope": "喀什地区", "name": COMPANY}, {"authority": "county"}, ["653100"], ("county", None)),
        ({"scope": "喀什地区", "name": COMPANY}, {"authority": "region"}, ["653100"], ("region", "650000")),
        ({"scope": "喀什地区"}, {"authority": "prefecture"}, ["653100"], ("prefecture", "653100")),
        ({"scope": "喀什地区"}, {"authority": "county"}, ["653100"], ("county", None)),
        ({"scope": "和田地区"}, {}, ["653200"], (None, None)),
    ],
)
def test_scope_level_and_area(cells: dict[str, str], given: dict[str, str], areas: list[str], unit: tuple[str | None, str | None]) -> None:
    """What the user states comes first, then what the name of the unit and its scope make certain."""
    found = read(**cells, **given)
    assert found.record["scope"]["areas"] == areas
    assert (found.record.get("authority"), found.record.get("area")) == unit
    assert found.stated == {key: value for key, value in given.items() if value}


def test_the_area_of_a_unit_that_is_not_certain_is_asked() -> None:
    found = read(scope="本地区", name=COMPANY)
    assert ("scope" in found.record, asked(found)) == (False, ["F003 第 1 个表格第 8 行“评审地域范围”：“本地区”不是已知的地区"])


# --- scoring tables in several files --------------------------------------------------------------------------------------

SCORED = ("评价维度", "评价内容", "满分")
OWN: Value = {
    "title": "工程系列职称量化赋分表",
    "total": 100,
    "items": [
        {"dimension": "学历", "item": "国民教育学历", "points": 40},
        {"dimension": "业绩", "item": "代表性业绩", "points": 60},
    ],
}
SAME = [(OWN["title"],), SCORED, ("学历", "国民教育学历", 40), ("业绩", "代表性业绩", 60), ("合计", None, 100)]


def scored(*rows: tuple[Any, ...]) -> tuple[str, bytes]:
    return "赋分表.xlsx", workbook(("表", rows, ()))


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        (SAME, [], []),
        (
            [(OWN["title"],), SCORED, ("学历", "国民教育学历", 50), ("合计", None, 50)],
            [],
            ["F006 工作表“表”第 2 行（A2）：有两张“工程系列职称量化赋分表”，内容不同"],
        ),
        ([SCORED, ("合计", None, 100)], [], []),  # a blank form beside one that is filled
        (
            [
                ("乙赋分表",), ("适用系列：工程、会计 适用层级：中级",), ("适用专业：城市规划；给水排水",),
                SCORED, ("学历", "学历", 50), ("合计", None, 50),
            ],
            [
                {
                    "title": "乙赋分表", "series": ["engineering", "accounting"], "levels": [M],
                    "specialties": ["城市规划", "给水排水"], "total": 50, "items": [{"dimension": "学历", "item": "学历", "points": 50}],
                }
            ],
            [],
        ),
        (
            [("乙赋分表",), ("适用系列：工程、甲乙 适用层级：特级",), SCORED, ("学历", "学历", 50), ("合计", None, 50)],
            [{"title": "乙赋分表", "total": 50, "items": [{"dimension": "学历", "item": "学历", "points": 50}]}],
            [
                "F003 工作表“表”第 3 行（A3）上方“适用系列”：“甲乙”不是职称系列的名称",
                "F003 工作表“表”第 3 行（A3）上方“适用层级”：“特级”里有看不懂的层级",
            ],
        ),
        (
            [("乙赋分表",), SCORED, ("学历", "学历", "十"), ("合计", None, 50)],
            [{"title": "乙赋分表", "total": 50, "items": [{"dimension": "学历", "item": "学历", "points": 0}]}],
            ["F003 工作表“表”第 3 行“满分”（C3）：“十”不是分值"],
        ),
    ],
    ids=["the-same", "another", "empty", "of-series", "of-no-series", "no-points"],
)  # fmt: skip
def test_another_scoring_table(rows: list[tuple[Any, ...]], more: list[Value], said: list[str]) -> None:
    """Equal copies count once; what is wrong with one leaves the other as it is."""
    found = read(scored(*rows))
    assert (found.record["scoring"], asked(found)) == ([OWN, *more], said)


def test_an_empty_scoring_table_is_none() -> None:
    found = reading.read([scored(SCORED, ("合计", None, 100))], tables(), 2026)
    assert (found.record, len(asked(found))) == ({}, 1)


@pytest.mark.parametrize(
    ("rows", "total", "said"),
    [
        ([("合计", None, 40)], 40, []),
        ([("合计", None, 60)], 60, [("error", "各项满分加起来是 40 分，写的总分是 60 分")]),
        ([], 40, [("error", "没有写总分，按各项满分之和 40 分计")]),
        ([("业绩", "业绩", 60)], 100, [("warning", "没有写总分，按各项满分之和 100 分计")]),
    ],
)
def test_a_total_that_is_not_stated_or_not_made_is_said(rows: list[tuple[Any, ...]], total: float, said: list[tuple[str, str]]) -> None:
    found = reading.read([scored(SCORED, ("学历", "学历", 40), *rows)], tables(), 2026)
    assert found.record["scoring"][0]["total"] == total
    placed = [(severity, f"工作表“表”第 1 行（A1）：{text}") for severity, text in said]
    assert [(one.severity, one.message) for one in found.findings] == placed


# --- rows below those of the letter ---------------------------------------------------------------------------------------


def test_rows_about_reviews_wait_for_these() -> None:
    """Where the reviews have faults of their own, the other rows below are read all the same."""
    pen = Pen("word")
    rows = [
        ("评审系列", "甲乙"),
        ("评审层级", "中级"),
        ("单位所在地点", "某路"),
        ("评价方式", "以考代评"),
        ("不受理的人员", "适用：第 1 项\n原文：兵团的除外"),
        ("单位驻地", "喀什地区"),
        ("没有赋分表的层级", "层级：初级\n原因：考核认定"),
    ]
    made = docx([pen.tbl(*(pen.row(*row) for row in rows), columns=2)], "word")
    found = reading.read([("附件1.docx", made)], tables(), 2026)
    assert (found.record["seat"], found.record["scoring_none"]) == ("653100", [{"level": "junior", "words": "考核认定"}])
    assert "reviews" not in found.record
    assert "scope" not in found.record
    assert not any("评价方式" in said or "不受理" in said for said in asked(found))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("（1）\n甲：乙\n（2）\n丙：丁", ["甲：乙", "丙：丁"]),
        ("\n（1）\n甲：乙\n \n(2)\n\n丙：丁\n戊：己\n", ["甲：乙", "丙：丁\n戊：己"]),
        ("甲：乙\n\n丙：丁", ["甲：乙\n丙：丁"]),
        ("（1）\n\n（2）\n甲：乙", ["甲：乙"]),
        ("（100）\n甲：乙", ["（100）\n甲：乙"]),
        ("", [""]),
    ],
)
def test_parts_of_a_directory(text: str, parts: list[str]) -> None:
    """Blank lines are none, and make none."""
    assert directory_cell.apart(text)[1] == parts


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ({}, "all", "all"),
        ("all", {"甲": ["乙"]}, "all"),
        ({"甲": ["乙"]}, "all", "all"),
        ({"甲": ["乙"]}, {"甲": ["丙"], "丁": ["戊"]}, {"甲": ["乙", "丙"], "丁": ["戊"]}),
        ({"甲": {"乙": ["丙"]}}, {"甲": ["丁"]}, {"甲": {"乙": ["丙"], "丁": []}}),
        ({"甲": ["丁"]}, {"甲": {"乙": ["丙"]}}, {"甲": {"丁": [], "乙": ["丙"]}}),
        ({"甲": {"乙": ["丙"]}}, {"甲": {"乙": ["戊"]}}, {"甲": {"乙": ["丙", "戊"]}}),
    ],
)
def test_two_directories_of_one_review(one: Any, other: Any, joined: Any) -> None:
    """As one, with third levels where either has them; neither is changed."""
    before = repr((one, other))
    assert catalog._joined(one, other) == joined
    assert repr((one, other)) == before


# --- which form a table is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "roster"),
    [
        (("姓名", "性别", "族别", "出生年月"), True),
        (("姓名", "性别", "族别"), False),
        (("姓名", "性别", "族别", "别的"), False),
        (("性别", "族别", "出生年月", "职称层级", "电话"), False),
    ],
)
def test_header_of_a_roster(head: tuple[str, ...], roster: bool) -> None:
    """A row with the name and three more columns, in the first 20 rows."""
    row = [Box([text], 1, column) for column, text in enumerate(head, 1)]
    blank = [Box([], 1, 1)]
    assert open_any.is_roster(Grid("表", [row])) is roster
    assert open_any.is_roster(Grid("表", [*[blank] * 19, row])) is roster
    assert not open_any.is_roster(Grid("表", [*[blank] * 20, row]))


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid(
        "第 1 个表格", [[Box([text] if text else [], at, column) for column, text in enumerate(row, 1)] for at, row in enumerate(rows, 1)]
    )


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("系列（专业）", "一级目录", "二级目录"), True),
        (("系列（专业）", "二级目录", "备注"), False),
        (("系列（专业）", "一级目录", "备注"), False),
    ],
)
def test_header_of_a_directory(row: tuple[str, ...], found: bool) -> None:
    """Both levels are named there: a roster has a column of one of them too."""
    assert (annex2.header(grid(row)) is not None) == found


@pytest.mark.parametrize(("third", "message"), [("路基", None), ("同上", "不是一个专业的名称"), ("其他", "不是一个专业的名称")])
def test_third_levels_are_names(third: str, message: str | None) -> None:
    table = grid(("系列（专业）", "一级目录", "二级目录", "三级目录"), ("工程", "建筑工程", "道路", third))
    head = annex2.header(table)
    assert head is not None
    told = [(box.row, box.column, fault.message) for box, fault in annex2.read(table, head).faults]
    assert told == ([] if message is None else [(2, 4, f"“{third}”{message}")])


@pytest.mark.parametrize(
    ("name", "others", "is_it"),
    [
        ("2024年", ["2025年"], True),
        ("2025年", ["2024年", "2025年"], False),
        ("2025年", ["2024年", "赋分表"], False),
        ("水利（旧）", [], True),
        ("水利", ["2025年"], False),
    ],
)
def test_a_table_of_an_earlier_year(name: str, others: list[str], is_it: bool) -> None:
    """One that names no year is of none."""
    assert cross_checks.superseded(name, others) is is_it
