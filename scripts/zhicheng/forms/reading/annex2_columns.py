"""Columns of Annex 2 that have no name of their own: what stands in them beside a specialty may be one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from zhicheng.forms.reading.cells import specialties
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.continued import is_signature
from zhicheng.forms.reading.faults import Ambiguous, ValueFault
from zhicheng.forms.reading.grids import Box
from zhicheng.text import show

_WORDS = re.compile("[\u3400-\u9fff]{2}")
_HOW = "是二级目录的请写进“二级目录”一列，一行写一个；不是的请给这一列写上名称，或者删去。"


def without_names(rows: Sequence[list[Box]], index: int, columns: Mapping[int, str]) -> Iterator[tuple[Box, ValueFault]]:
    """What is asked about the first cell in a column without a name, or under a name that spans several, in a row that has a second level.

    `index` is that of the header in `rows`, `columns` are the fields of its columns.
    """
    named = {box.column for box in rows[index] if box.text.strip()}
    second = next((column for column, name in columns.items() if name == "second"), 0)
    for row in rows[index + 1 :]:
        if not any(box.column == second and box.text.strip() for box in row):
            continue
        for box in row:
            text = without_spaces(box.text)
            if box.column in named or not _WORDS.search(text) or is_signature([text]) or specialties.not_reviewed(box.text):
                continue
            yield box, Ambiguous(f"“{show(cell_text(box.text), 40)}”在没有名称的一列里，没有读，看不出是不是专业", _HOW)
            return
