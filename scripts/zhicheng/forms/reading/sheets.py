"""Sheets, the common result of all readers: rows that are not blank with their numbers, and merged cells filled down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.set_aside import SetAside
from zhicheng.text import show

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
Row = tuple[CellValue, ...]

MAX_ROWS = 20_000
_LAST_ROW = 1_048_576  # the highest number of a row in Excel
MAX_COLUMNS = 64
_MAX_MERGED = 500_000  # cells
FOR_CHOOSING = re.compile(
    "下拉|选项|数据源|字典|代码表|码表|数据有效性"
)  # in the name of a sheet: what may be chosen in the cells of a form
EXAMPLE = re.compile("示例|样例|范例|样表|例表|示范|填写样|举例")  # in the name of a sheet beside others


@dataclass(slots=True)
class Sheet:
    """A sheet: its rows that are not blank, each with its number. Rows and columns count from 1.

    A .csv is one sheet with the name of the file. A table of a Word document is one with `in_document`; the lines above it are rows with
    numbers up to 0. Places are (row, column): `filled` are cells covered by a merged cell above, which hold its value; `across` has the
    value for cells covered by a merged cell to the left; `uncalculated` are formulas without a stored result. `date1904`: the date system.
    `below` are the lines of text below a table of a document.
    """

    name: str
    rows: list[tuple[int, Row]]
    hidden: bool = False
    date1904: bool = False
    filled: set[tuple[int, int]] = field(default_factory=set)
    across: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    in_document: bool = False
    set_aside: SetAside = field(default_factory=SetAside)
    below: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The name of the sheet in messages."""
        return self.name if self.in_document else f"工作表“{show(self.name)}”"

    @property
    def cells(self) -> int:
        """How many cells its rows have."""
        return sum(len(row) for _, row in self.rows)

    @property
    def is_for_choosing(self) -> bool:
        """Whether its name says that it is no form, but has what may be chosen in one."""
        return not self.in_document and FOR_CHOOSING.search(self.name) is not None

    def copied(self) -> Sheet:
        """The same sheet, of which anything can be changed by itself."""
        return replace(
            self,
            rows=list(self.rows),
            filled=set(self.filled),
            across=dict(self.across),
            uncalculated=set(self.uncalculated),
            set_aside=deepcopy(self.set_aside),
            below=list(self.below),
        )

    @property
    def filled_places(self) -> Iterator[tuple[int, int]]:
        """The row and column of every cell that holds something of its own."""
        for number, row in self.rows:
            for column, cell in enumerate(row, 1):
                if cell is not None and (not isinstance(cell, str) or cell.strip()) and (number, column) not in self.filled:
                    yield number, column


def numbered_rows(rows: Iterable[Row]) -> list[tuple[int, Row]]:
    """The rows that are not blank, with their numbers, cut to MAX_COLUMNS. Raises FileFault (F001) where there are more than MAX_ROWS."""
    kept = []
    for number, row in enumerate(rows, 1):
        if number > _LAST_ROW:  # a file of 5 kB may say that a row is the two thousand millionth
            raise FileFault("F001", "有一行的行号超出 Excel 的范围", "请用 Excel 打开，把内容复制到新的表格里，另存一份再交。")
        if any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row):
            kept.append((number, row[:MAX_COLUMNS]))
            if len(kept) > MAX_ROWS:
                raise FileFault("F001", f"一张工作表超过 {MAX_ROWS:,} 行", "请确认交的是花名册；真有这么多人的，请分成几个文件。")
    return kept


def sheet(name: str, rows: Iterable[Row], merges: Iterable[tuple[int, int, int, int]], hidden: bool, date1904: bool) -> Sheet:
    """A sheet with the values of merged cells filled down.

    `merges` are (first row, first column, last row, last column). Raises FileFault (F001) where there are too many rows or merged cells.
    """
    result = Sheet(name, numbered_rows(rows), hidden, date1904)
    place = {number: index for index, (number, _) in enumerate(result.rows)}
    last = result.rows[-1][0] if result.rows else 0
    budget = _MAX_MERGED
    for top, left, bottom, right in merges:
        if top not in place or left > MAX_COLUMNS:
            continue
        row = result.rows[place[top]][1]
        value = row[left - 1] if left <= len(row) else None
        down, over = range(top + 1, min(bottom, last) + 1), range(left + 1, min(right, MAX_COLUMNS) + 1)
        budget -= len(down) + len(over) + 1
        if budget < 0:
            raise FileFault("F001", "合并的单元格太多", "请取消合并，每格填一个值，再交。")
        if value is None:
            continue
        for column in over:
            result.across[top, column] = value
        for number in down:
            if number in place:
                _fill(result, place[number], number, left, value)
    return result


def _fill(result: Sheet, index: int, number: int, column: int, value: CellValue) -> None:
    cells = list(result.rows[index][1])
    cells += [None] * (column - len(cells))
    if cells[column - 1] is None or cells[column - 1] == "":
        cells[column - 1] = value
        result.filled.add((number, column))
        result.rows[index] = (number, tuple(cells))


def column_name(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
