"""The cell of the series in Annex 2: its name, the levels behind it, and which review of Annex 1 it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhicheng.forms.reading.cells.levels import series
from zhicheng.forms.reading.cells.lists import lines
from zhicheng.forms.reading.faults import Ambiguous, ValueFault
from zhicheng.text import show

_LEVELS = re.compile(r"^(?:评审)?层级\s*[:：]\s*(.+)$")
_ITEM = re.compile(r"第\s*(\d{1,2})\s*项")  # which review of Annex 1, where several are of the same series and levels
_PLACE = re.compile(r"^[(（]\d{1,2}[)）]\s*")
_LEVELS_BEHIND = re.compile(  # 工程系列（副高级）
    r"(.+?)\s*[(（]\s*((?:限|仅|含)?(?:(?:[初中]|[副正]?高)(?:[级、和及至到-].*)?|[初中副正高]{2,4}级.*))[)）]"
)
_BETWEEN = re.compile(r"[、，,；;/／\s及和与]+|(?<=系列)(?=.)")


def series_of_rows(text: str, names: Mapping[str, str]) -> str:
    """The id of the series that a cell names, which is one. Raises NotUnderstood, or Ambiguous where it names several."""
    try:
        return series(text, names)
    except ValueFault:
        if _names_several(text, names) or text.count("系列") > 1:
            hint = "附件2一行只写一个系列的专业：几个系列的，请各写各的行。"
            raise Ambiguous(f"“{show(text, 40)}”看不出这一行的专业是哪一个系列的", hint) from None
        raise


def _names_several(text: str, names: Mapping[str, str]) -> bool:
    try:
        return len({series(one, names) for one in _BETWEEN.split(text) if one}) > 1
    except ValueFault:
        return False


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
