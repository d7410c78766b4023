"""Opens any form as tables. The content decides whether it is a Word document or a spreadsheet. Raises FileFault (F001, F005)."""

from __future__ import annotations

from collections.abc import Iterable

from zhicheng.forms.reading import annex3_columns, open_sheets, open_word
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.grids import Grid, TableInText, parts_of_sheet
from zhicheng.forms.reading.zip_files import unpacked

_MIN_COLUMNS = 4  # columns of Annex 3, including the name, that make a header


def open_parts(name: str, content: bytes) -> list[TableInText]:
    """The tables of a file in their order, each with the lines of text around it."""
    if open_sheets.kind_of(name, content) == "docx":
        return open_word.parts(content)
    return [part for sheet in open_sheets.open_tables(name, content) if sheet.rows for part in parts_of_sheet(sheet)]


def without_zip(files: Iterable[tuple[str, bytes]], passed: list[str]) -> list[tuple[str, bytes]]:
    """The files (name and content) with those in .zip archives by themselves. An archive that cannot be opened stays as it is.

    Files in archives that are no forms are appended to `passed`.
    """
    given = dict(files)
    return [(name, given[name] if isinstance(content, FileFault) else content) for name, content in unpacked(given.items(), passed)]


def fault_of(name: str, content: bytes) -> FileFault | None:
    """Why a file cannot be read, by its kind; None where it can be opened."""
    try:
        open_sheets.kind_of(name, content)
    except FileFault as fault:
        return fault
    return None


def is_roster(grid: Grid, columns: int = _MIN_COLUMNS) -> bool:
    """Whether a table has the header of Annex 3: a row with the name and so many of its columns."""
    for row in grid.rows[: annex3_columns.HEADER_WITHIN]:
        found = {field for box in row if box.text and (field := annex3_columns.field_of(cell_text(box.text))) is not None}
        if "name" in found and len(found) >= columns:
            return True
    return False
