"""Questions about cells that were not understood. The answer is the text that the cell should have, and is read in its place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from zhicheng.documents.finding import Finding
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.grids import Grid
from zhicheng.forms.reading.sheets import Sheet

Answers = Mapping[str, str]  # by the id of a question: what the cell should say


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a cell: id, file, table, row and column, message, hint, and the possible answers (`choices`) where they are known.

    `row_mark` identifies the person of a row: an answer about one person is not used for another who later stands in the same row.
    """

    id: str
    file: str
    where: str
    row: int
    column: int
    message: str
    hint: str
    choices: tuple[str, ...] = ()
    row_mark: str = ""

    @property
    def asked(self) -> str:
        """The message, and the person it is about: an answer is only used while both are the same."""
        return f"{self.message} #{self.row_mark}" if self.row_mark else self.message


def row_mark(sheet: Sheet, row: int | None) -> str:
    """A short mark of what stands in a row of a sheet, "" without one. It is for a draft, which is kept outside of the registry."""
    cells = next((cells for number, cells in sheet.rows if number == row), None)
    return "" if cells is None else hashlib.sha256("\x1f".join(map(cell_text, cells)).encode()).hexdigest()[:8]


def cell_id(file: str, where: str, row: int, column: int) -> str:
    """The id of the question about a cell: 附件1.docx 第 1 个表格 R8C2. It stays as long as the cell does."""
    return f"{file} {where} R{row}C{column}"


def of_cell(finding: Finding, where: str | None, choices: tuple[str, ...] = (), mark: str = "") -> list[Question]:
    """The question that a finding asks about its cell in the table `where`; none where it is about something else, or stops nothing."""
    if where is None or finding.severity != "error" or finding.code not in ("F003", "F004"):
        return []
    at = (where, finding.line, finding.column)
    return [Question(cell_id(finding.file, *at), finding.file, *at, finding.message, finding.hint, choices, mark)]


def answer_grid(file: str, grid: Grid, answers: Answers) -> None:
    """Puts the answers into the cells of a table."""
    if not any(key.startswith(f"{file} {grid.where} R") for key in answers):
        return
    for box in grid.boxes():
        said = answers.get(cell_id(file, grid.where, box.row, box.column))
        if said is not None:
            box.lines, box.value, box.grids = said.split("\n"), None, []
            box.drawn = box.set_off = box.changing = False  # of what was there
            grid.set_aside.changing.discard((box.row, box.column))
            grid.uncalculated.discard((box.row, box.column))


def answer_sheet(file: str, sheet: Sheet, answers: Answers) -> None:
    """Puts the answers into the cells of a sheet with experts. An answer about a merged cell is one about all that it covers."""
    prefix = f"{file} {sheet.where} R"
    said = {key.removeprefix(prefix): text for key, text in answers.items() if key.startswith(prefix)}
    above: dict[int, str] = {}  # the answers about the row above, by columns
    for i, (number, row) in enumerate(sheet.rows if said else ()):
        given = {column: text for column, text in above.items() if (number, column) in sheet.filled}
        given |= {column: said[f"{number}C{column}"] for column in range(1, len(row) + 1) if f"{number}C{column}" in said}
        above = given
        if not given:
            continue
        sheet.rows[i] = number, tuple(given.get(column, cell) for column, cell in enumerate(row, 1))
        for column, text in given.items():
            sheet.uncalculated.discard((number, column))
            sheet.set_aside.changing.discard((number, column))
            over = column + 1
            while (number, over) in sheet.across:
                sheet.across[number, over] = text
                over += 1
