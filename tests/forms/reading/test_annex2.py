"""Annex 2 row by row: what begins a group, what holds for the rows below, what is no row of the directory, and what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from zhicheng.forms.reading import annex2, annex2_titles, directory_cell, origins
from zhicheng.forms.reading.annex2 import Directory
from zhicheng.forms.reading.grids import Box, Grid

Rows = tuple[tuple[str, ...], ...]
HEAD = ("系列", "一级目录", "二级目录")
LEVELS = ("系列", "层级", "一级目录", "二级目录")
THIRDS = (*HEAD, "三级专业")
ONE = ("工程", "水利", "灌溉")


def directory(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD, above: tuple[str, ...] = ()) -> Directory:
    """As read; a row of one text is a cell merged over all columns."""
    cells = [[Box(text.split("\n"), at, column) for column, text in enumerate(row, 1)] for at, row in enumerate((head, *rows), 1)]
    for row in cells:
        row[0].across = len(head) if len(row) == 1 else 1
    grid = Grid("第 1 个表格", cells)
    found = annex2.header(grid)
    assert found is not None
    return annex2.read(grid, found, above)


def faults(found: Directory) -> list[tuple[int, int, str]]:
    return [(box.row, box.column, fault.message) for box, fault in found.faults]


@pytest.mark.parametrize(
    ("head", "rows", "groups"),
    [
        (
            LEVELS,
            (("工程", "中级", "水利", "灌溉"), ("", "副高级", "电力", "输变电")),
            [("工程", "中级", 0, "水利"), ("工程", "副高级", 0, "电力")],
        ),
        (LEVELS, (("工程", "中级", "水利", "灌溉"), ("", "中级", "水利", "水文")), [("工程", "中级", 0, "水利")]),
        (LEVELS, (("工程", "中级", "水利", "灌溉"), ("工程", "中级", "水利", "水文")), [("工程", "中级", 0, "水利")]),
        (
            LEVELS,
            (("工程", "中级", "水利", "灌溉"), ("工程", "副高级", "水利", "水文")),
            [("工程", "中级", 0, "水利"), ("工程", "副高级", 0, "水利")],
        ),
        (HEAD, (ONE, ("", "电力", "输变电"), ("会计", "会计", "财务")), [("工程", "", 0, "水利 电力"), ("会计", "", 0, "会计")]),
        (HEAD, (("工程系列（副高级）", "水利", "灌溉"),), [("工程系列", "副高级", 0, "水利")]),
        (HEAD, (("工程系列\n层级：中级\n第 2 项", "水利", "灌溉"),), [("工程系列", "中级", 2, "水利")]),
        (
            HEAD,
            (("（1）工程系列", "水利", "灌溉"), ("（2）工程系列", "水利", "水文")),
            [("工程系列", "", 0, "水利"), ("工程系列", "", 0, "水利")],
        ),
        (HEAD, (("（1）工程系列", "", ""), ("", "水利", "灌溉")), [("工程系列", "", 0, "水利")]),
        (HEAD, (("", "水利", "灌溉"),), [("", "", 0, "水利")]),
        (
            HEAD,
            (("工程系列",), ("", "水利", "灌溉"), ("会计系列",), ("", "会计", "财务")),
            [("工程系列", "", 0, "水利"), ("会计系列", "", 0, "会计")],
        ),
    ],
)
def test_what_begins_a_group(head: tuple[str, ...], rows: Rows, groups: list[tuple[str, str, int, str]]) -> None:
    """Another series, or other levels; one that is repeated begins none."""
    found = directory(*rows, head=head)
    assert [(one.series, one.levels, one.number, " ".join(one.catalog)) for one in found.groups] == groups
    assert faults(found) == []


@pytest.mark.parametrize(
    ("head", "rows", "catalog"),
    [
        (HEAD, (ONE, ("", "", "水文")), {"水利": ["灌溉", "水文"]}),
        (HEAD, (("工程", "水利\n工程", "灌溉"),), {"水利工程": ["灌溉"]}),
        (HEAD, (("工程", "全部专业", ""),), "all"),
        (HEAD, (ONE, ("合计", "", "1"), HEAD, ("", "", ""), ("", "", "水文")), {"水利": ["灌溉", "水文"]}),
        (HEAD, (("1", "2", "3"), ONE, ("", "", "水文")), {"水利": ["灌溉", "水文"]}),
        (HEAD, (ONE, ("注：略", "", ""), ("1.另有说明", "", ""), ("", "", "水文")), {"水利": ["灌溉", "水文"]}),
        (HEAD, (ONE, ("填表人：示例", "", ""), ("说明" + "甲" * 16, "", "")), {"水利": ["灌溉"]}),
        (THIRDS, ((*ONE, "渠道、泵站"), ("", "", "", "水闸")), {"水利": {"灌溉": ["渠道", "泵站", "水闸"]}}),
        (
            THIRDS,
            ((*ONE, "渠道"), ("", "", "水文", ""), ("", "电力", "输变电", "")),
            {"水利": {"灌溉": ["渠道"], "水文": []}, "电力": ["输变电"]},
        ),
    ],
)
def test_what_a_group_has(head: tuple[str, ...], rows: Rows, catalog: Any) -> None:
    """A first and a second level hold for the rows below; sums, remarks, and the header again are no rows."""
    found = directory(*rows, head=head)
    assert ([one.directory for one in found.groups], faults(found)) == ([catalog], [])


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        (HEAD, (("工程", "", "灌溉"),), (2, 3, "没有写属于哪个一级目录")),
        (HEAD, (ONE, ("", "", "灌溉")), (3, 3, "“灌溉”写了两遍")),
        (HEAD, (ONE, ("注：灌溉已停评", "", "")), (3, 1, "“注：灌溉已停评”说的专业，看不出评不评")),
        (HEAD, (("工程", "水利", "灌溉（水利）"),), (2, 3, "“灌溉（水利）”后面的括号里是一级目录")),
        (HEAD, (ONE, ("", "", "　　渠道")), (3, 3, "“渠道”前面空了格，看不出是不是上一个的三级专业")),
        (
            HEAD,
            (("工程", "水利", "灌溉、水文"), ("", "", "泵站")),
            (2, 3, "“灌溉、水文”写在一行里，别的行一行一个，看不出是一个专业还是几个"),
        ),
        (HEAD, (("工程", "水利", "灌溉、水文"), ("", "", "泵站、水闸")), None),
        (
            HEAD,
            (("工程", "水利", "灌溉\n水文"), ("", "", "泵站")),
            (2, 3, "“灌溉 水文”在一格里换了行，别的格子一格一个，看不出是一个专业还是几个"),
        ),
        (HEAD, (("工程", "水利", "1.灌溉\n2.水文"), ("", "", "泵站")), None),
        (HEAD, (("工程", "水利", "灌溉\n水文"), ("", "电力", "输变电")), None),
        (HEAD, (("工程", "水利", "泵站\n灌溉、水文\n水闸"),), (2, 3, "“灌溉、水文”写在一行里，别的行一行一个，看不出是一个专业还是几个")),
        (HEAD, (("工程", "水利", "泵站\n勘测/规划"),), (2, 3, "“勘测/规划”写在一行里，别的行一行一个，看不出是一个专业还是几个")),
        (HEAD, (("工程", "水利", "灌溉、水文\n泵站"),), None),
        (HEAD, (("工程", "水利", "泵站、\n灌溉、水文、\n水闸"),), None),
        (HEAD, (("工程", "水利", "泵站\n“灌溉、水文”"),), None),
        (HEAD, (("工程", "水利工程\n电力工程", "灌溉"),), (2, 2, "“水利工程 电力工程”在一格里换了行，看不出是一个专业还是几个")),
        (HEAD, (("工程", "水利\n工程", "灌溉"),), None),
        (HEAD, (("工程", "水利", "灌溉/排水"), ("", "", "泵站、水闸")), (2, 3, "“灌溉/排水”看不出是一个专业还是几个")),
        (HEAD, (("工程", "水利", "灌溉/排水"),), None),
        (HEAD, ((*ONE, "水文"),), (2, 4, "“水文”在没有名称的一列里，没有读，看不出是不是专业")),
        ((*HEAD, ""), (ONE, ("", "", "泵站", "水文")), (3, 4, "“水文”在没有名称的一列里，没有读，看不出是不是专业")),
        ((*HEAD, ""), ((*ONE, "12"),), None),
        ((*HEAD, ""), ((*ONE, ""), ("填表人：示例", "", "", "2026年6月")), None),
        (HEAD, (ONE, ("注：灌溉仅评审中级", "", "")), (3, 1, "“注：灌溉仅评审中级”说的专业，看不出评不评")),
        (HEAD, (ONE, ("注：本表仅供参考", "", "")), None),
        (HEAD, ((*ONE, "否"),), (2, 4, "写着“否”，没有读，看不出这一行的专业评不评")),
        ((*HEAD, "备注"), ((*ONE, "仅中级"),), (2, 4, "写着“仅中级”，没有读，看不出这一行的专业评不评")),
        ((*HEAD, "备注"), ((*ONE, "委托自治区评审"),), (2, 4, "写着“委托自治区评审”，没有读，看不出这一行的专业评不评")),
        ((*HEAD, "备注"), ((*ONE, "含喷灌、滴灌"),), None),
        ((*HEAD, "评否"), ((*ONE, "×"),), (2, 4, "写着“×”，没有读，看不出这一行的专业评不评")),
        ((*HEAD, ""), ((*ONE, "停评"),), (2, 4, "写着“停评”，没有读，看不出这一行的专业评不评")),
        (("序号", *HEAD), (("停", *ONE),), (2, 1, "写着“停”，没有读，看不出这一行的专业评不评")),
        (("序号", *HEAD), (("1", *ONE),), None),
        ((*HEAD, "评否"), ((*ONE, "√"), ("", "", "水文", "")), (1, 4, "“评否”有的打了勾，有的空着，没有读，看不出空着的专业评不评")),
        ((*HEAD, "评否"), ((*ONE, "√"), ("", "", "水文", "√")), None),
        (THIRDS, (("工程", "水利", "", "渠道"),), (2, 4, "看不出属于哪一个二级目录")),
        (THIRDS, (("工程", "水利", "灌溉、水文", "渠道"),), (2, 4, "看不出属于哪一个二级目录")),
        (THIRDS, ((*ONE, "甲渠"), ("", "", "灌溉", "乙渠")), (3, 4, "二级目录“灌溉”在同一个一级目录下写了两遍")),
        ((*HEAD, "二级专业"), ((*ONE, "水文"),), (1, 4, "有 2 列都叫“二级专业”，分不清读哪一列")),
    ],
)
def test_what_is_asked_of_a_row(head: tuple[str, ...], rows: Rows, said: tuple[int, int, str] | None) -> None:
    found = faults(directory(*rows, head=head))
    assert found[:1] == ([said] if said else [])


@pytest.mark.parametrize(("below", "ignored"), [("甲", ["说明栏"]), ("", [])])
def test_columns_that_are_not_read_are_told_where_they_are_filled(below: str, ignored: list[str]) -> None:
    found = directory((*ONE, below), head=(*HEAD, "说明栏"))
    assert (found.ignored, faults(found)) == (ignored, [])


@pytest.mark.parametrize(("before", "found"), [(0, True), (9, True), (10, False)])
def test_the_header_is_among_the_first_ten_rows(before: int, found: bool) -> None:
    rows = [*[("标题",)] * before, HEAD, ONE]
    grid = Grid("第 1 个表格", [[Box([text], at, i) for i, text in enumerate(row, 1)] for at, row in enumerate(rows, 1)])
    head = annex2.header(grid)
    assert (head is not None) is found
    if head is not None:
        assert head == (before, {1: "series", 2: "first", 3: "second"})


@pytest.mark.parametrize("head", [("系列", "一级目录"), ("系列", "二级目录"), ("一级目录", "二级目录")])
def test_a_header_has_both_levels(head: tuple[str, ...]) -> None:
    grid = Grid("第 1 个表格", [[Box([text], 1, i) for i, text in enumerate(head, 1)]])
    assert (annex2.header(grid) is not None) is (head == ("一级目录", "二级目录"))


@pytest.mark.parametrize(
    ("title", "dots", "asked"),
    [
        ("XXXX评审委员会专业目录登记表", "……", True),
        ("＿＿＿评委会专业目录", "...", True),
        ("甲评审委员会专业目录登记表", "……", False),
        ("XXXX评审委员会专业目录登记表", "水文", False),
    ],
)
def test_examples_of_the_blank_form(title: str, dots: str, asked: bool) -> None:
    """A title that nobody filled in, and dots: the rows may be those of the blank form."""
    message = "标题里的名称没有填，表里还有省略号，看不出这些专业是填的，还是空白表上的举例"
    assert faults(directory(ONE, ("", "", dots), above=(title,))) == ([(3, 3, message)] if asked else [])


@pytest.mark.parametrize(("last", "asked"), [(".....", True), ("……", True), ("古建筑保护", False)])
def test_all_examples_of_the_blank_form_and_its_dots(last: str, asked: bool) -> None:
    rows = ("工程系列", "建筑工程", "1. 城市规划"), ("", "", "2. 建筑勘察设计"), ("", "", "3. 建筑施工管理"), ("", "", last)
    message = "表里还有省略号，上面的专业与空白表上的举例相同，看不出是填的，还是举例"
    assert faults(directory(*rows, above=("甲评审委员会专业目录登记表",))) == ([(5, 3, message)] if asked else [])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("甲评审委员会专业目录登记表", "甲评审委员会"),
        ("附件2：甲评委会 专业目录", "甲评委会"),
        ("甲评审委员会各系列评审专业目录表", "甲评审委员会"),
        ("XXXX评审委员会专业目录登记表", None),
        ("甲专业目录登记表", None),
        ("甲评审委员会花名册", None),
    ],
)
def test_the_committee_in_the_title(line: str, name: str | None) -> None:
    assert annex2_titles.title(["附件", line]) == name


@pytest.mark.parametrize(
    ("second", "column"),
    [("灌溉", 3), ("水文", 3), ("水利", 2), ("桥梁", None)],  # in a cell with another one, alone in its cell, in none
)
def test_the_cell_of_a_name(second: str, column: int | None) -> None:
    found = directory(("工程", "水利", "灌溉、水文"))
    places = origins.of({"reviews": [{"catalog": {"水利": [second]}}]}, None, [("附件2.docx", found)], [])
    name = places.get(("reviews", 0, "catalog", "水利", 0))
    assert (name and name.box and (name.box.row, name.box.column)) == (column and (2, column))
    assert places["reviews", 0, "catalog"].place == "第 1 个表格"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("灌溉、\n水文", "灌溉、水文"),
        ("灌溉排\v水、水文", "灌溉排水、水文"),  # a break inside of a name, where others are told apart by commas
        ("灌溉\v水文", "灌溉\v水文"),
        ("水利：灌溉\v电力：输电、变电", "水利：灌溉\v电力：输电、变电"),
    ],
)
def test_lines_that_are_joined(text: str, joined: str) -> None:
    assert directory_cell.joined_lines(text) == joined
