"""The parts of a form, independent of the file format: lines and tables, in the order of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from zhicheng.text import cells


class Cell(NamedTuple):  # a page has dozens; a NamedTuple takes a third of the time of a dataclass
    """A cell with one paragraph for each line. `across` and `down` are the numbers of columns and rows that it spans.

    `kind`: "label" is printed on the form, "text" is filled in, "number" is filled in and centred.
    """

    lines: tuple[str, ...]
    kind: Literal["label", "text", "number"] = "text"
    across: int = 1
    down: int = 1


class Density(NamedTuple):
    """How close a table is set: its name in style sheets, size of its text in points, height of a line as a share of that, and the least
    height of a row in millimetres.
    """

    name: str
    size: float
    line: float
    least: float


DENSITIES = (Density("", 10.5, 1.5, 10), Density("tight", 9.5, 1.35, 8), Density("dense", 8.5, 1.25, 6))
_POINT, _PADDING, _SIDES = 25.4 / 72, 2.0, 3.2  # millimetres: a point; above and below, left and right of the text of a cell
_LOST = 1  # full-width characters that the end of a line may leave blank, where a number or a word is not split
_CHARACTER_WIDTH, _TALL_LINES = 4.0, 14  # millimetres; lines
_LONG_LABEL = 9  # characters
Row = tuple[Cell, ...]  # without the columns that a cell from above covers


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `kind`: "annex" (附件 1), "title", "note" (below a title), "heading" (of a table on a new page), "sign" (signature),
    "part" (heading of a part), "plain" (running text), "code" (a code that is read aloud, large).
    """

    text: str
    kind: Literal["annex", "title", "note", "heading", "sign", "part", "plain", "code"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: widths of its columns in millimetres, head rows that are repeated on every page, and the other rows.

    `least` is the minimum height of a row in millimetres, which leaves room for handwriting. `density` is given where the table is set
    closer than others, so that it fits a page.
    """

    widths: tuple[float, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    least: float = 8
    density: Density = DENSITIES[0]

    def lines(self, row: Row) -> int:
        """The estimated number of lines of the fullest cell of a row, without cells that span rows: they have room below."""
        fullest = 1
        column = len(self.widths) - sum(cell.across for cell in row)  # columns that a cell from above covers are on the left
        for cell in row:
            width = sum(self.widths[column : column + cell.across])
            column += cell.across
            if cell.down == 1:
                fullest = max(fullest, sum(1 + int(len(line) * _CHARACTER_WIDTH / width) for line in cell.lines))
        return fullest

    def density_within(self, room: float, densities: Sequence[Density] = DENSITIES) -> Density | None:
        """The widest of `densities` (each denser than the one before) at which the table is at most `room` millimetres tall; None where
        there is none.
        """
        rows = [_measured(self.widths, row) for row in self.rows]
        found = None
        for one in reversed(densities):
            if not _is_within(rows, one, room):
                break
            found = one
        return found

    def at(self, density: Density | None) -> Table:
        """The table set at a density; as it is for None and where it is set so already."""
        return self if density is None or density == self.density else replace(self, least=density.least, density=density)

    def may_break(self, row: Row) -> bool:
        """Whether a row is so tall that it may be broken between pages."""
        return self.lines(row) > _TALL_LINES


# A cell: its width in millimetres, the number of its lines that fit in it at every density, and the widths of the others in terminal cells.
_Measured = tuple[float, int, list[int]]


def _fitting(across: float, density: Density) -> float:
    """How many full-width characters fit in a line of a cell that is `across` millimetres wide."""
    return (across - _SIDES) / (density.size * _POINT) - _LOST


def _measured(widths: tuple[float, ...], row: Row) -> list[_Measured]:
    """What the height of a row depends on: its cells with several lines, or with a line that may not fit into the width of the cell."""
    column, found = 0, []
    for one in row:
        across = sum(widths[column : column + one.across])
        column += one.across
        sure = _fitting(across, DENSITIES[0])  # characters: none takes more than its full width
        long = [cells(line) for line in one.lines if len(line) > sure]
        if long or len(one.lines) > 1:
            found.append((across, len(one.lines) - len(long), long))
    return found


def _is_within(rows: Sequence[Sequence[_Measured]], density: Density, room: float) -> bool:
    """Whether the rows are at most `room` millimetres tall at a density. The height is estimated, rather too large than too small."""
    size = density.size * _POINT
    found = 0.0
    for row in rows:
        lines = 1
        for across, short, long in row:
            width = _fitting(across, density)
            lines = max(lines, short + sum([max(1, -int(-text / 2 // width)) for text in long]))
        found += max(density.least, lines * size * density.line + _PADDING)
        if found > room:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be written.

    `number` is that of the annex. `owner` is the committee's id, `digest` that of its record, `address` the target of its QR code; each ""
    on a blank form. `private` where the form holds personal data. `foot` are lines at the foot of every page in place of id and digest.
    """

    number: int
    owner: str
    digest: str
    address: str
    title: str
    blocks: tuple[Line | Table, ...]
    landscape: bool = False
    private: bool = False
    foot: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


@cache
def label(text: str) -> Cell:
    """A label cell; in a long label, the part from the first （ on gets a second line."""
    main, bracket, rest = text.partition("（")
    return Cell((main, bracket + rest) if len(text) > _LONG_LABEL else (text,), "label")


def cell(*lines: str, across: int = 1, down: int = 1) -> Cell:
    """A cell that is filled in; empty lines are left out."""
    return Cell(tuple([line for line in lines if line]), "text", across, down)
