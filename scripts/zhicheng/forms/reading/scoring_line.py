"""A scoring table written as one line in its cell of Annex 1: 学历15 资历15 业绩50 论文20 合计100."""

from __future__ import annotations

import re
from fractions import Fraction

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.annex1 import FilledField
from zhicheng.forms.reading.cells import points
from zhicheng.forms.reading.cells.lists import bare, lines
from zhicheng.forms.reading.cells.specialties import doubt
from zhicheng.forms.reading.scoring import FilledScoringTable

_LONGEST = 400  # characters of a cell that is read so
_NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)"
_TOTAL = rf"(?:合计|总计|共计|总分|满分|总分值)\s*[:：为]?\s*{_NUMBER}\s*分?"
_FIRST = re.compile(rf"^{_TOTAL}\s*[,，:：;；。]\s*(?:其中|包括)\s*[:：,，]?\s*")
_LAST = re.compile(rf"[\s,，、;；。=＝]*(?:{_TOTAL}|[=＝]\s*{_NUMBER}\s*分?)\s*[。.]?$")
_ITEM = re.compile(rf"([\u4e00-\u9fff]{{2,12}})\s*(?:[:：]|[(（])?\s*{_NUMBER}\s*分?\s*[)）]?")
_BETWEEN = re.compile(r"[\s,，、;；。+＋]+")
_NO_ITEM = re.compile("每|最高|不超过|至少|以上|以下|其中|另|加分|减分|扣分|合计|总分|满分|及格|合格|达到|级|系列|方可|通过")


def read(entry: FilledField) -> FilledScoringTable | None:
    """The table that a cell states in one line; None where it has no cell, or what it says is not all items that make a stated total."""
    text = points.ascii_digits(" ".join(bare(line) for line in lines(entry.text)))
    if entry.box is None or entry.grid is None or len(text) > _LONGEST:
        return None
    first, last = _FIRST.match(text), _LAST.search(text)
    if (first is None) == (last is None):
        return None
    total = first[1] if first else (last[1] or last[2]) if last else ""
    rest = text[first.end() :] if first else text[: last.start()] if last else ""
    found: list[Value] = []
    for piece in filter(None, _BETWEEN.split(rest.strip())):
        item = _ITEM.fullmatch(re.sub(r"^\d{1,2}[.．、]", "", piece))
        if item is None or _NO_ITEM.search(item[1]):
            return None
        found.append({"dimension": item[1], "item": item[1], "points": points.as_number(item[2])})
    if len(found) < 2 or sum(Fraction(str(one["points"])) for one in found) != Fraction(total):
        return None
    if doubt([one["item"] for one in found], rest) is not None:
        return None
    value = {"title": "", "total": points.as_number(total), "items": found}
    return FilledScoringTable(entry.grid, entry.box, value, boxes=[entry.box] * len(found))
