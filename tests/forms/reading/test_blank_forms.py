"""Which files are the blank forms of a notice, which somebody sends along with those that are filled."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.blank_forms import is_blank_file, is_left_blank
from zhicheng.forms.reading.grids import Box, Grid, TableInText

Rows = tuple[tuple[str, ...], ...]
ANNEX_2, ANNEX_3 = ("系列", "一级目录", "二级目录"), ("序号", "姓名", "性别", "工作单位")


@pytest.mark.parametrize(
    ("tables", "blank"),
    [
        pytest.param([(ANNEX_2, ("", "", ""))], True, id="blank"),
        pytest.param([(ANNEX_2, ("1．", "□", "　"))], True, id="what-is-printed"),
        pytest.param([(ANNEX_2, ("", "水利", ""))], False, id="a-name"),
        pytest.param([(ANNEX_3, ("1", "", "", ""), ("2", "", "", ""))], True, id="numbered"),
        pytest.param([(ANNEX_3, ("1", "示例·甲", "", ""))], False, id="a-person"),
        pytest.param([(ANNEX_2, ("", "", "")), (("填表说明：一行写一个专业",),)], True, id="with-a-line-of-text"),
        pytest.param([(ANNEX_2, ("", "", "")), (("", ""),)], True, id="with-an-empty-table"),
        pytest.param([(ANNEX_2, ("", "", "")), (("水利", "灌溉"),)], False, id="with-another-table"),
        pytest.param([(ANNEX_2, ("", "", "")), (ANNEX_3, ("1", "示例·甲", "", ""))], False, id="with-a-form-that-is-filled"),
        pytest.param([(("填表说明：一行写一个专业",),)], False, id="no-form-at-all"),
    ],
)
def test_blank(tables: list[Rows], blank: bool) -> None:
    assert is_blank_file(parts(tables)) == blank


def parts(tables: list[Rows], above: tuple[str, ...] = ()) -> list[TableInText]:
    cells = [[[Box([text], at, column) for column, text in enumerate(row, 1)] for at, row in enumerate(rows, 1)] for rows in tables]
    return [TableInText(Grid(f"第 {n} 个表格", rows), list(above)) for n, rows in enumerate(cells, 1)]


EXAMPLES: Rows = (
    ANNEX_2,
    ("工程系列", "建筑工程", "1. 城市规划"),
    ("", "", "2. 建筑勘察设计"),
    ("", "", "3. 建筑施工管理"),
    ("", ".....", "....."),
)


@pytest.mark.parametrize(
    ("title", "rows", "blank"),
    [
        ("XXXX评审委员会专业目录登记表", EXAMPLES, True),
        ("甲评审委员会专业目录登记表", EXAMPLES, False),
        ("", EXAMPLES, False),
        ("XXXX评审委员会专业目录登记表", EXAMPLES[:-1], False),
        ("XXXX评审委员会专业目录登记表", (*EXAMPLES, ("", "水利工程", "灌溉排水")), False),
    ],
    ids=["printed", "named", "no-title", "no-dots", "with-more"],
)
@pytest.mark.parametrize("inside", [False, True])
def test_blank_with_the_examples_that_are_printed(title: str, rows: Rows, blank: bool, inside: bool) -> None:
    assert is_blank_file(parts([((title, "", ""), *rows)] if inside else [rows], () if inside else (title,))) == blank


WHOLE: Rows = (("评审委员会名称", "甲评审委员会"), ("评审流程", "申报"), ("评审依据", "《甲》"))
UNFILLED: Rows = tuple((label, "") for label, _ in WHOLE)


@pytest.mark.parametrize(
    ("tables", "left"),
    [
        pytest.param([WHOLE, (ANNEX_2, ("", "", "")), (ANNEX_3, ("1", "", "", ""))], [False, True, True], id="other-annexes"),
        pytest.param([UNFILLED, WHOLE], [True, False], id="an-empty-one-before"),
        pytest.param([WHOLE, UNFILLED[1:]], [False, False], id="a-second-part"),
        pytest.param([UNFILLED, (ANNEX_2, ("水利", "灌溉", "排水"))], [False, False], id="the-only-annex-1"),
        pytest.param([(ANNEX_2, ("", "", "")), (ANNEX_3, ("1", "", "", ""))], [False, False], id="all-of-them"),
    ],
)
def test_left_blank(tables: list[Rows], left: list[bool]) -> None:
    """A form in a file with others that are filled."""
    found = parts(tables)
    assert [is_left_blank(part, found) for part in found] == left
