"""Any form as tables, whatever it is called: Word documents and spreadsheets are told by their content. Raises FileFault (F001, F005)."""

from __future__ import annotations

from zhicheng.forms import columns, sheets, word
from zhicheng.forms.grids import Grid, Part, parts_of_sheet
from zhicheng.forms.values import written

_ENOUGH = 4  # columns of Annex 3, the name among them


def open_parts(name: str, content: bytes) -> list[Part]:
    """The tables of a file in their order, each with the lines of text around it."""
    if sheets.kind_of(name, content) == "docx":
        return word.parts(content)
    return [part for sheet in sheets.open_tables(name, content) if sheet.rows and not sheet.hidden for part in parts_of_sheet(sheet)]


def is_roster(grid: Grid) -> bool:
    """Whether a table has the header of Annex 3."""
    for row in grid.rows[: columns.HEADER_WITHIN]:
        found = {field for box in row if box.text and (field := columns.field_of(written(box.text))) is not None}
        if "name" in found and len(found) >= _ENOUGH:
            return True
    return False
