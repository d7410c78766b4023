"""Tables of forms, from Word and spreadsheets alike: cells with row and column, and the lines of text around a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.set_aside import Aside, SetAside
from zhicheng.forms.reading.sheets import CellValue, Sheet, column_name
from zhicheng.text import show

_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
MAX_CELL = 10_000  # characters; no cell of a form is as long


@dataclass(slots=True)
class Box:
    """A cell: its lines, row and column (from 1), the numbers of columns (`across`) and rows (`down`) that it spans, and the tables in it.

    `value` is the stored value of a spreadsheet cell that is not text, else None.
    """

    lines: list[str]
    row: int
    column: int
    across: int = 1
    down: int = 1
    grids: list[Grid] = field(default_factory=list)
    value: CellValue = None
    struck: bool = False  # some of its text is struck out or hidden, and not in `lines`
    changing: bool = False  # it has a date that changes by itself
    drawn: bool = False  # it has a picture, a drawn shape or a sign put over another
    set_off: bool = False  # some of its text is underlined, framed, shaded or bold, and some is not
    beside: list[Aside] = field(default_factory=list)  # its comments and notes

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(slots=True)
class Grid:
    """A table. `rows` hold the cells that begin in each row, left to right. `where` names it in messages: 第 2 个表格, 工作表“目录”."""

    where: str
    rows: list[list[Box]]
    in_sheet: bool = False
    hidden: bool = False
    set_aside: SetAside = field(default_factory=SetAside)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)  # the places of formulas without a stored result

    def boxes(self) -> Iterator[Box]:
        """Every cell, row by row."""
        return (box for row in self.rows for box in row)

    def questions(self) -> Iterator[tuple[int, str, str]]:
        """What to ask about hidden and struck rows, columns and text: row, message with the place of the table, and hint."""
        filled = ((box.row, box.column) for box in self.boxes() if box.text.strip())
        yield from (
            (row, f"{self.where}{message}", hint) for row, message, hint in (*self.set_aside.of_boxes(), *self.set_aside.questions(filled))
        )
        wrong = [box for box in self.boxes() if self.in_sheet and _ERROR.fullmatch(box.text.strip())]
        if wrong:
            places = [f"{column_name(box.column)}{box.row}" for box in wrong]
            yield wrong[0].row, f"{self.where}有 {len(wrong)} 格是公式出错的结果（{'、'.join(places[:8])}）", "请改成要填的内容。"
        if self.uncalculated:
            places = [f"{column_name(column)}{row}" for row, column in sorted(self.uncalculated)]
            hint = "请用 WPS 或 Excel 打开，保存一次再交；或者把公式改成算好的数。"
            yield min(self.uncalculated)[0], f"{self.where}有 {len(places)} 格是公式，没有存算好的结果（{'、'.join(places[:8])}）", hint

    def place(self, box: Box, label: str | None = None) -> str:
        """The place of a cell, as the beginning of a message: 第 1 个表格第 5 行“评审层级”, with （B5） in a spreadsheet."""
        named = "" if label is None else f"“{show(label)}”"
        return f"{self.where}第 {box.row} 行{named}" + (f"（{column_name(box.column)}{box.row}）" if self.in_sheet else "")


@dataclass(slots=True)
class TableInText:
    """A table with the lines of text above it (since the table before) and, of the last table, those below."""

    grid: Grid
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def of_sheet(sheet: Sheet) -> Grid:
    """A sheet as a grid; a merged cell becomes one that spans rows or columns."""
    rows: list[list[Box]] = []
    above: dict[int, Box] = {}
    last = 0
    for number, cells in sheet.rows:
        row: list[Box] = []
        current: dict[int, Box] = {}
        for column, cell in enumerate(cells, 1):
            upper = above.get(column)
            if (number, column) in sheet.filled and upper is not None and number == last + 1:
                upper.down = number - upper.row + 1
                current[column] = upper
            elif (number, column) in sheet.across and row and row[-1].column + row[-1].across == column:
                row[-1].across += 1
            elif cell is not None and cell != "":
                box = Box(lines_of(cell), number, column, value=None if isinstance(cell, str) else cell)
                current[column] = box
                row.append(box)
            else:
                row.append(Box([], number, column))
        above, last = current, number
        rows.append(row)
    return Grid(f"工作表“{show(sheet.name)}”", rows, True, sheet.hidden, sheet.set_aside, sheet.uncalculated)


def lines_of(value: CellValue) -> list[str]:
    """A stored value as lines of text. Raises FileFault (F001) where it is too long."""
    if isinstance(value, float) and value == value // 1:
        value = int(value)
    if isinstance(value, date):
        value = value.isoformat()[:10]
    return checked_length(str(value)).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def checked_length(text: str) -> str:
    """The text unchanged. Raises FileFault (F001) where it has more than MAX_CELL characters."""
    if len(text) > MAX_CELL:
        raise FileFault("F001", f"有一格里的文字超过 {MAX_CELL:,} 字", "请确认交的是填好的表，没有把别的内容贴进格子里。")
    return text


def parts_of_sheet(sheet: Sheet) -> list[TableInText]:
    """A sheet as a list with its one table."""
    return [TableInText(of_sheet(sheet))]


def every(parts: Sequence[TableInText]) -> Iterator[TableInText]:
    """All tables; those inside cells come right after the table around them."""
    for part in parts:
        yield part
        for box in part.grid.boxes():
            yield from every([TableInText(inner, above=box.lines) for inner in box.grids])
