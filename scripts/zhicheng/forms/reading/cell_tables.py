"""Tables inside the cells of Annex 1, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.grids import Box, Grid

HEADINGS = ("姓名", "职务", "座机", "手机", "办公电话", "联系电话", "电话", "移动电话", "手机号码", "联系方式")  # column headings
HEADINGS_BARE = {bare_name(name) for name in HEADINGS}


def row_lines(grid: Grid) -> Iterator[str]:
    """The rows of a table in a cell, as lines of text."""
    for row in grid.rows:
        if text := "\t".join(box.text for box in row if box.text.strip()):
            yield text


def people_lines(grid: Grid) -> Iterator[str]:
    """The rows of a table of people in a cell, as lines 姓名 座机：… 手机：…; without a header row, the rows as they are."""
    heads = {box.column: bare_name(cell_text(box.text)) for box in grid.rows[0]} if grid.rows else {}
    known = {column: name for column, name in heads.items() if name in HEADINGS_BARE}
    if len(known) < 2:
        yield from ("\t".join(box.text for box in row if box.text.strip()) for row in grid.rows)
        return
    for row in grid.rows[1:]:
        cells = {known[box.column]: box.text for box in row if box.column in known and box.text.strip()}
        name = cells.pop("姓名", "")
        yield "\t".join([name, *(f"{head}：{text}" for head, text in cells.items() if head != "职务")])


def by_row(boxes: list[Box]) -> Iterator[list[Box]]:
    """The cells of each row."""
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(box.row, []).append(box)
    return iter(rows.values())
