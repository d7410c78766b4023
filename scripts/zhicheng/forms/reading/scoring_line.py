"""A scoring table written as one line in its cell of Annex 1: 学历15 资历15 业绩50 论文20 合计100."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.annex1 import FilledField
from zhicheng.forms.reading.cells import points
from zhicheng.forms.reading.cells.lists import bare, lines
from zhicheng.forms.reading.cells.specialties import doubt
from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.forms.reading.scoring import FilledScoringTable

_POINTS = re.compile(r"[\u4e00-\u9fff][\s:：(（]*\d{1,3}")  # 学历15
_FEW = 2  # of these in the cell of the scoring tables; with more it is a table in a line
_REFERS = re.compile(r"[\s,，;；。]*[(（]?(?:具体|详情)?(?:[详另]?见)[^()（）]{1,16}[)）]?[。.]?$")  # （详见附表）, behind the line
_LONGEST = 400  # characters of a cell that is read so
_NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)"
_TOTAL = rf"(?:合计|总计|共计|总分|满分|总分值)\s*[:：为]?\s*{_NUMBER}\s*分?"
_FIRST = re.compile(rf"^{_TOTAL}\s*[,，:：;；。]\s*(?:其中|包括)\s*[:：,，]?\s*")
_LAST = re.compile(rf"[\s,，、;；。=＝]*(?:{_TOTAL}|[=＝]\s*{_NUMBER}\s*分?)\s*[。.]?$")
_ITEM = re.compile(rf"([\u4e00-\u9fff]{{2,12}})\s*(?:[:：]|[(（])?\s*{_NUMBER}\s*分?\s*[)）]?")
_BETWEEN = re.compile(r"[\s,，、;；。+＋]+")
_NO_ITEM = re.compile("每|最高|不超过|至少|以上|以下|其中|另|加分|减分|扣分|合计|总分|满分|及格|合格|达到|级|系列|方可|通过")


def of_cell(entry: FilledField, handed_in: Sequence[FilledScoringTable]) -> FilledScoringTable | Ambiguous | None:
    """The scoring table that a cell of Annex 1 states in one line; or the question to ask about the cell; None where it has no such line.

    Where scoring tables were handed in (`handed_in`), there is only a question, if one of them has the same dimensions but other points.
    """
    if len(_POINTS.findall(points.ascii_digits(entry.text))) < _FEW:
        return None
    if handed_in:
        table = read(replace(entry, text=_REFERS.sub("", entry.text)))
        stated = _by_dimension(table) if table else {}
        others = [found for one in handed_in if (found := _by_dimension(one)).keys() == stated.keys()]
        if others and stated not in others:
            return Ambiguous("写的分值与赋分表不同，看不出以哪个为准", "请改成一样的，或者只写“见附表”。")
        return None
    hint = "请把赋分表（.xlsx 或 .docx）一起交；写在这里的，请写成“学历：15分、业绩：85分，合计100分”。"
    return read(entry) or Ambiguous("写了分值，看不出是不是完整的赋分表", hint)


def _by_dimension(table: FilledScoringTable) -> dict[str, Fraction]:
    """The points of each dimension, without extra points and deductions."""
    found: dict[str, Fraction] = {}
    for item in table.value["items"]:
        if not (item.get("bonus") or item.get("deduction")):
            name = item.get("dimension") or item["item"]
            found[name] = found.get(name, Fraction(0)) + Fraction(str(item["points"]))
    return found


def read(entry: FilledField) -> FilledScoringTable | None:
    """The table that a text of one line states; None where the text stands in no cell, or is not made up of items that add up to a stated
    total.
    """
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
