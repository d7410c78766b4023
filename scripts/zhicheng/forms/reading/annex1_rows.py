"""Rows of a filled Annex 1 that none of its fields takes: notes, and rows with a name that the form does not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from zhicheng.forms.reading import beside
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cell_tables import HEADINGS_BARE
from zhicheng.forms.reading.cells.lists import is_blank
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.continued import is_signature
from zhicheng.forms.reading.foreign_labels import shown_label
from zhicheng.forms.reading.grids import Box, Grid

_OPINION = re.compile(r"[\u4e00-\u9fff()（）、]{0,24}意见(?:$|[:：(（])")
_BUT = re.compile(
    "不同意|不予|不宜|未通过|暂[不缓]|退回|补[充正报交]|修改|改[为正成]|更正|整改|除外|不含|[仅只]同意|但|建议|调整|核减|取消|[初中副正高]级"
)
_LONGEST_NAME = 20  # characters of the name of a row; more is text

Asked = tuple[Box, str, str]  # the cell, message and hint


def asked(grid: Grid, known: Collection[int], remarks: Mapping[int, list[str]]) -> Iterator[Asked]:
    """What has to be asked about the rows of a table. `known` are the ids of the cells that are labels or values, `remarks` the texts of
    cells for remarks (备注) by the id of the label's cell.
    """
    left = min((box.column for box in grid.boxes()), default=1)
    tall = [box for box in grid.boxes() if box.down > 1]
    for row in grid.rows:
        filled = [box for box in row if without_spaces(box.text) and not is_blank(box.text)]
        if not filled:
            continue
        first = filled[0]
        lines = first.lines if len(filled) == 1 and id(first) not in known else []
        lines = [*lines, *(f"备注：{text}" for box in filled for text in remarks.get(id(box), ()))]
        for said in filter(None, map(beside.limits, lines)):
            yield first, f"{grid.place(first)}：{said}", "与填的内容有关的，请写进那一格；无关的请删去。"
        if _OPINION.match(without_spaces(first.text)) is not None:  # of those who sign below the form
            if _BUT.search("".join(without_spaces(box.text) for box in filled)) is not None:
                message = f"{grid.place(first)}：“{shown_label(cell_text(first.text))}”里像是有不同意的、要改的或者只同意一部分，没有读"
                yield first, message, "请照意见改好有关的格子，再删去这一行里的意见。"
            continue
        covered = any(box.row < first.row < box.row + box.down and box.column < first.column for box in tall)
        if len(filled) > 1 and first.column == left and not covered and _is_unknown(first, filled[1], known):
            message = f"{grid.place(first)}：附件1没有“{shown_label(cell_text(first.text))}”这一项，没有读"
            yield first, message, "与登记有关的请写进附件1的格子里；无关的请删去这一行。"


def _is_unknown(first: Box, second: Box, known: Collection[int]) -> bool:
    """Whether the first two filled cells of a row are a name that Annex 1 does not have, and what is filled in for it."""
    text = without_spaces(first.text)
    if id(first) in known or id(second) in known or len(text) > _LONGEST_NAME or bare_name(text) in HEADINGS_BARE:
        return False
    return not text[0].isdecimal() and not is_signature([text]) and not is_signature([without_spaces(second.text)])
