"""Annex 2, Annex 3 and scoring tables as workbooks (.xlsx), with openpyxl. Everything in a cell is text but points, which are numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from zhicheng.annexes.archive import same_every_time
from zhicheng.annexes.footer import marks
from zhicheng.annexes.layout import Cell, Form, Line, Row, Table

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CHARACTERS = 0.52  # width of a column to the millimetre
_FONTS = {"label": Font(name="黑体", size=11), "text": Font(name="仿宋", size=11), "number": Font(name="仿宋", size=11)}
_TITLE, _NOTE = Font(name="宋体", size=16, bold=True), Font(name="仿宋", size=11)


def written(form: Form) -> bytes:
    """The tables of a form as a workbook, one a sheet, each under its title and the line that belongs to it."""
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for lines, table in _parts(form):
        sheet = book.create_sheet(_name(lines[0].text, taken))
        _fill(sheet, lines, table, form)
    book.properties.creator, book.properties.title = "", form.title
    book.properties.keywords = " ".join(part for part in (form.owner, form.digest) if part)
    made = io.BytesIO()
    book.save(made)
    return same_every_time(made.getvalue())


def _parts(form: Form) -> list[tuple[Sequence[Line], Table]]:
    """Each table that has a header with the title before it and the other lines around it."""
    found: list[tuple[Sequence[Line], Table]] = []
    lines: list[Line] = []
    for block in form.blocks:
        if isinstance(block, Line):
            lines = [block] if block.kind in ("title", "heading") else [*lines, block] if block.kind == "note" and lines else lines
        elif block.head:
            found.append((tuple(lines), block))
            lines = []
        else:
            lines = []
    return found


def _name(title: str, taken: set[str]) -> str:
    """A name for a sheet: 31 characters at most, none of those Excel forbids, and each once."""
    base = _NOT_IN_A_NAME.sub("", title.split("　")[0])[:28].strip() or "表"
    name = next(name for name in (base, *(f"{base}{number}" for number in range(2, 1000))) if name not in taken)
    taken.add(name)
    return name


def _fill(sheet: Any, lines: Sequence[Line], table: Table, form: Form) -> None:
    columns = len(table.widths)
    for line in lines:
        row = 1 if sheet.max_row == 1 and sheet["A1"].value is None else sheet.max_row + 1
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        title = line.kind != "note"
        top = _text(sheet.cell(row, 1), line.text)
        top.font, top.alignment = (_TITLE if title else _NOTE), Alignment(horizontal="center" if title else "left", wrap_text=True)
        if title:
            sheet.row_dimensions[row].height = 40
    start = sheet.max_row + 1
    _rows(sheet, (*table.head, *table.rows), start, columns)
    for number, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = round(width * _CHARACTERS, 2)
    sheet.print_title_rows = f"{start}:{start + len(table.head) - 1}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if form.landscape else "portrait"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.oddFooter.left.text = "　".join(marks(form))
    sheet.oddFooter.right.text = "第 &P 页，共 &N 页"
    sheet.freeze_panes = f"A{start + len(table.head)}"


def _rows(sheet: Any, rows: Sequence[Row], start: int, columns: int) -> None:
    """Writes rows; a cell that reaches further down is merged over its places."""
    reached = dict.fromkeys(range(1, columns + 1), 0)  # the last row that each column is covered to from above
    for row, cells in enumerate(rows, start):
        waiting = iter(cells)
        for column in range(1, columns + 1):
            place = sheet.cell(row, column)
            place.border = _BORDER
            if reached[column] >= row:
                continue
            cell = next(waiting)
            reached[column] = row + cell.down - 1
            _set(place, cell)
            if cell.down > 1:
                sheet.merge_cells(start_row=row, start_column=column, end_row=reached[column], end_column=column)


def _text(place: Any, text: str) -> Any:
    """Writes text that stays text, whatever it begins with: neither openpyxl nor Excel may take it for a formula."""
    place.value = text
    place.data_type = "s"
    place.quotePrefix = text[0] in "=+-@"
    return place


def _set(place: Any, cell: Cell) -> None:
    text = "\n".join(cell.lines)
    if cell.kind == "number" and _NUMBER.fullmatch(text):
        place.value = float(text) if "." in text else int(text)
    elif text:
        _text(place, text)
    centred = cell.kind != "text"
    place.font = _FONTS[cell.kind]
    place.alignment = Alignment(horizontal="center" if centred else "left", vertical="top" if cell.down > 1 else "center", wrap_text=True)
