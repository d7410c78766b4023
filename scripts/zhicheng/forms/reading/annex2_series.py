"""The cell of the series in Annex 2: its name, the levels behind it, and which review of Annex 1 it is."""

from __future__ import annotations

import re

from zhicheng.forms.reading.cells.lists import lines

_LEVELS = re.compile(r"^(?:评审)?层级\s*[:：]\s*(.+)$")
_ITEM = re.compile(r"第\s*(\d{1,2})\s*项")  # which review of Annex 1, where several are of the same series and levels
_PLACE = re.compile(r"^[(（]\d{1,2}[)）]\s*")
_LEVELS_BEHIND = re.compile(  # 工程系列（副高级）
    r"(.+?)\s*[(（]\s*((?:限|仅|含)?(?:(?:[初中]|[副正]?高)(?:[级、和及至到-].*)?|[初中副正高]{2,4}级.*))[)）]"
)


def series_and_levels(text: str, levels: str) -> tuple[str, str, int]:
    """The series, the levels and the number of the review in a cell of the series; `levels` from a column of their own take precedence."""
    names, number = [], 0
    for line in lines(text):
        if found := _LEVELS.match(line):
            levels = levels or found[1]
        elif found := _ITEM.fullmatch(line):
            number = int(found[1])
        elif found := _LEVELS_BEHIND.fullmatch(line):
            names.append(_PLACE.sub("", found[1]))
            levels = levels or found[2]
        else:
            names.append(_PLACE.sub("", line))
    return "".join(names), levels, number
