"""What a form is made of, whichever way it is written: lines and tables, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple


class Cell(NamedTuple):  # a page has dozens, and made so they take a third of the time
    """A cell with one paragraph a line. `across` and `down` say over how many columns and rows it reaches.

    `kind`: "label" what the form prints, "text" what is filled in, "number" the same in the middle.
    """

    lines: tuple[str, ...]
    kind: Literal["label", "text", "number"] = "text"
    across: int = 1
    down: int = 1


_CHARACTER, _TALL = 4.0, 14  # width of a character in millimetres; lines
_LONG_LABEL = 9  # characters
Row = tuple[Cell, ...]  # without the places that a cell from above reaches into


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `kind`: "annex" 附件 1, "title", "note" what stands under it, "heading" of a table on a new page, "sign"."""

    text: str
    kind: Literal["annex", "title", "note", "heading", "sign"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: widths of its columns in millimetres, rows that are repeated on every page, and the others.

    `least` is the height of a row in millimetres, room for a pen where little stands in it.
    """

    widths: tuple[float, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    least: float = 8

    def lines(self, row: Row) -> int:
        """About how many lines the fullest cell of a row takes; one that reaches further down has room below."""
        fullest, column = (
            1,
            len(self.widths) - sum(cell.across for cell in row),
        )  # places that a cell from above reaches into are on the left
        for cell in row:
            width = sum(self.widths[column : column + cell.across])
            column += cell.across
            if cell.down == 1:
                fullest = max(fullest, sum(1 + int(len(line) * _CHARACTER / width) for line in cell.lines))
        return fullest

    def may_break(self, row: Row) -> bool:
        """Whether a row is so tall that it is better broken between pages than moved to the next one whole."""
        return self.lines(row) > _TALL


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be written. `owner` is the committee's id, `digest` that of its record, `address` where its QR code leads; each "" where
    the form is blank. `private` where people stand in it. `sheets`: its tables with a name each, for a workbook."""

    number: int
    owner: str
    digest: str
    address: str
    title: str
    blocks: tuple[Line | Table, ...]
    landscape: bool = False
    private: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


@cache
def label(text: str) -> Cell:
    """A cell that the form prints; what stands in brackets gets a line of its own where it is long."""
    main, bracket, rest = text.partition("（")
    return Cell((main, bracket + rest) if len(text) > _LONG_LABEL else (text,), "label")


def cell(*lines: str, across: int = 1, down: int = 1) -> Cell:
    """A cell that is filled in; empty lines are left out."""
    return Cell(tuple([line for line in lines if line]), "text", across, down)
