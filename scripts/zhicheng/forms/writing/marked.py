"""Copies of the clerk's own files with findings as comments at the cells, for Excel and Word. The files themselves stay unchanged."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhicheng.forms.reading.questions import Question

_AUTHOR = "登记检查"
_SHEET = re.compile("工作表“(.*)”")
_TABLE = re.compile(r"第 (\d+) 个表格")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written at a cell: the table (工作表“目录”, 第 1 个表格), row and column from 1, and the text."""

    where: str
    row: int
    column: int
    text: str


def said(message: str, hint: str, code: str = "") -> str:
    """The text of a comment: a question, or a finding with its code."""
    return f"{code} {message}".lstrip() + (f"\n建议：{hint}" if hint else "")


def of_questions(questions: Iterable[Question]) -> dict[str, list[Mark]]:
    """The marks for questions about cells, by the name of the form."""
    found: dict[str, list[Mark]] = {}
    for one in (one for one in dict.fromkeys(questions) if one.where):
        found.setdefault(one.file, []).append(Mark(one.where, one.row, one.column, said(one.message, one.hint)))
    return found


def marked(name: str, content: bytes, marks: Sequence[Mark]) -> bytes | None:
    """A file with comments; None where files of its kind cannot have them (.xls, .csv), or none of the cells was found."""
    if name.lower().endswith(".xlsx"):
        return _workbook(content, marks)
    return _document(content, marks) if name.lower().endswith(".docx") else None


def _together(marks: Iterable[Mark]) -> dict[tuple[str, int, int], str]:
    """The text at each cell; several findings one below the other."""
    found: dict[tuple[str, int, int], str] = {}
    for one in marks:
        at = (one.where, one.row, one.column)
        found[at] = f"{found[at]}\n{one.text}" if at in found else one.text
    return found


def _workbook(content: bytes, marks: Sequence[Mark]) -> bytes | None:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.load_workbook(io.BytesIO(content))
    done = False
    for (where, row, column), text in _together(marks).items():
        name = _SHEET.fullmatch(where)
        sheet: Any = next((one for one in book.worksheets if name is not None and one.title == name[1]), None)
        if sheet is None:
            continue
        merged = next((area for area in sheet.merged_cells.ranges if (row, column) in area.cells), None)
        cell = sheet.cell(merged.min_row, merged.min_col) if merged is not None else sheet.cell(row, column)
        before = f"{cell.comment.text}\n" if cell.comment is not None else ""
        cell.comment = Comment(before + text, _AUTHOR, height=120, width=320)
        done = True
    if not done:
        return None
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _document(content: bytes, marks: Sequence[Mark]) -> bytes | None:
    import docx
    from docx.text.paragraph import Paragraph

    document = docx.Document(io.BytesIO(content))
    tables = list(document.element.body.iter(f"{_W}tbl"))
    done = False
    for (where, row, column), text in _together(marks).items():
        number = _TABLE.fullmatch(where)
        table = tables[int(number[1]) - 1] if number is not None and int(number[1]) <= len(tables) else None
        cell = None if table is None else _cell_at(table, row, column)
        if cell is None:
            continue
        paragraphs = cell.findall(f"{_W}p")
        paragraph = Paragraph(paragraphs[0] if paragraphs else cell.add_p(), document._body)  # every cell has one
        runs = paragraph.runs or [paragraph.add_run("")]
        document.add_comment(runs, text=text, author=_AUTHOR, initials="查")
        done = True
    if not done:
        return None
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _cell_at(table: Any, row: int, column: int) -> Any:
    """The cell of a table of a document that covers a column in a row; None where there is none."""
    rows = table.findall(f"{_W}tr")
    if not 1 <= row <= len(rows):
        return None
    return next((cell for cell, first, across in _cells(rows[row - 1]) if first <= column < first + across), None)


def _cells(row: Any) -> Iterator[tuple[Any, int, int]]:
    """The cells of a row, each with its first column and the number that it spans."""
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    column = 1 + (int(before.get(f"{_W}val", "0")) if before is not None else 0)
    for cell in row.iter(f"{_W}tc"):
        if cell.getparent() is not row and cell.getparent().getparent() is not row and cell.getparent().tag != f"{_W}sdtContent":
            continue  # of a table inside
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        across = int(span.get(f"{_W}val", "1")) if span is not None else 1
        yield cell, column, across
        column += across
