"""Tables of a Word document: how deep they may stand in each other."""

from __future__ import annotations

import pytest
from helpers.forms.ooxml import docx

from zhicheng.forms.reading import open_word
from zhicheng.forms.reading.faults import FileFault


def nested(tables: int) -> bytes:
    """A document with that many tables, each in the cell of the one before, and a word in the innermost."""
    inside = "<w:p><w:r><w:t>里面</w:t></w:r></w:p>"
    for _ in range(tables):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl><w:p/>"
    return docx([inside])


def test_tables_in_tables_are_read_six_deep() -> None:
    (part,) = open_word.parts(nested(6))
    grid = part.grid
    for number in range(2, 7):
        ((box,),) = grid.rows
        (grid,) = box.grids
        assert grid.where == f"第 {number} 个表格"
    ((box,),) = grid.rows
    assert (box.text, box.grids) == ("里面", [])


@pytest.mark.parametrize("tables", [7, 20])
def test_deeper_tables_are_refused(tables: int) -> None:
    with pytest.raises(FileFault) as found:
        open_word.parts(nested(tables))
    assert (found.value.code, found.value.message) == ("F001", "表格里套表格，套得太深")
