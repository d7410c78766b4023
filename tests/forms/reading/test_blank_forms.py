"""Which files are the blank forms of a notice, which somebody sends along with those that are filled."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.blank_forms import is_blank_file
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
    cells = [[[Box([text], at, column) for column, text in enumerate(row, 1)] for at, row in enumerate(rows, 1)] for rows in tables]
    assert is_blank_file([TableInText(Grid(f"第 {n} 个表格", rows)) for n, rows in enumerate(cells, 1)]) == blank
