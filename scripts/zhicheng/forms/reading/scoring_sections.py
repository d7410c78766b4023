"""Rows of a scoring table that head those below them and are alone in their row: 一、基本条件（20分）, 加分项（不超过10分）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import scoring_row
from zhicheng.forms.reading.cells import points
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.forms.reading.grids import Box
from zhicheng.forms.reading.scoring_row import ScoringRow
from zhicheng.text import show

_NUMBER = r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]\s*|第[一二三四五六七八九十]部分\s*[:：、]?\s*"
_POINTS = r"(?:满分|共计?|合计|计|占|最高|不超过|上限)*\s*(\d{1,3}(?:\.\d{1,2})?)\s*分?"
_HEADING = re.compile(rf"({_NUMBER})?([\u3400-\u9fff]{{2,16}}?)\s*(?:[(（]\s*{_POINTS}\s*[)）]|[:：]?\s*{_POINTS})?")
_IN_NAME = re.compile(r"[(（]\s*(?:满分|共计?|合计|计|占)?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分\s*[)）]$")
_EXTRA = re.compile("(?:加分|附加|奖励|减分|扣分|倒扣)")


@dataclass(frozen=True, slots=True)
class ScoringSection:
    """A heading: its name without number and points, its points (None where it states none), its cell, and the number of items above it."""

    name: str
    points: float | None
    box: Box
    first: int

    @property
    def is_extra(self) -> bool:
        """Whether what stands below is outside of the total: 加分项, 扣分项."""
        return _EXTRA.match(self.name) is not None


def of_row(row: ScoringRow, first: int) -> ScoringSection | None:
    """The heading that a row is, `first` items below the header; None where it is something else, such as an item without points.

    Its cell covers the column of the points too, or it is numbered, has points in brackets or names what is outside of the total.
    """
    filled = [box for box in row.boxes if box.text.strip()]
    if len(filled) != 1 or len(filled[0].text) > points.LONGEST:
        return None
    text = points.ascii_digits(cell_text(filled[0].text))
    found = _HEADING.fullmatch(text)
    if found is None or scoring_row.limits(found[2], None):
        return None
    number, name, in_brackets, behind = found.groups()
    stated = in_brackets or behind
    covers = row.cells.get("points") is filled[0]
    if not (covers or number or in_brackets or _EXTRA.match(name)) or re.match("以[上下]|其中|本|另|注", name):
        return None
    return ScoringSection(name, points.as_number(stated) if stated else None, filled[0], first)


def asked(
    sections: Sequence[ScoringSection], subtotals: Sequence[tuple[Box, float, int]], items: Sequence[Value], boxes: Sequence[Box]
) -> list[tuple[Box, Ambiguous]]:
    """The questions about headings, rows 小计 (each with its cell, number, and the number of items above it), and points in names.

    The items from a heading down to another heading or the end must add up to its points; those outside of the total may add up to less. A
    subtotal must be the sum of the items down from a heading, another subtotal or the header. `boxes` are the cells of the items.
    """
    found = []
    for at, section in enumerate(sections):
        ends = [*(one.first for one in sections[at + 1 :] if one.first > section.first), len(items)]
        sums = [sum(one["points"] for one in items[section.first : end] if section.is_extra or not _extra(one)) for end in ends]
        place = f"“{show(cell_text(section.box.text), 40)}”"
        if ends[-1] <= section.first:
            found.append((section.box, Ambiguous(f"{place}下面没有项目", "请填好下面的项目和分值；不是小标题的，请填分值。")))
        elif section.points is None or section.points in sums or (section.is_extra and sums[0] <= section.points):
            continue
        else:
            hint = "请核对分值；一项的几档请写在“分档”一列。"
            found.append((section.box, Ambiguous(f"{place}与下面各项加起来的 {sums[0]:g} 分不同", hint)))
    starts = sorted({0, *(one.first for one in sections), *(end for _, _, end in subtotals)})
    for box, number, end in subtotals:
        parts = [items[start:end] for start in starts if start < end]
        sums = [sum(one["points"] for one in part if all_ or not _extra(one)) for all_ in (False, True) for part in parts]
        if sums and number not in sums:
            message = f"“{show(cell_text(box.text), 40)}”写的是 {number:g} 分，与上面各项加起来的 {sums[-1]:g} 分不同"
            found.append((box, Ambiguous(message, "请核对分值。")))
    return [*found, *_of_names(items, boxes)]


def _of_names(items: Sequence[Value], boxes: Sequence[Box]) -> Iterator[tuple[Box, Ambiguous]]:
    """The questions about dimensions and items whose names state other points than theirs: 学历资历（30分） over 10 and 10. `boxes` are the
    cells of the items. Weights are left to their own rule.
    """
    if any("weight" in one for one in items):
        return
    for name in dict.fromkeys(one["dimension"] for one in items):
        own = [(one, box) for one, box in zip(items, boxes, strict=True) if one["dimension"] == name]
        sums = {sum(one["points"] for one, _ in own if all_ or not _extra(one)) for all_ in (False, True)}
        if (stated := _stated(name)) is not None and stated not in sums and not all(_extra(one) for one, _ in own):
            said = f"“{show(name, 40)}”与它的各项加起来的 {min(sums):g} 分不同"
            yield own[0][1], Ambiguous(said, "请核对分值。")
    for one, box in zip(items, boxes, strict=True):
        if one["item"] != one["dimension"] and _stated(one["item"]) not in (None, one["points"]):
            yield box, Ambiguous(f"“{show(one['item'], 40)}”与它的分值 {one['points']:g} 分不同", "请核对分值。")


def _stated(name: str) -> float | None:
    """The points that a name has in brackets behind it, None for none."""
    found = _IN_NAME.search(points.ascii_digits(name[-points.LONGEST :]))
    return None if found is None else points.as_number(found[1])


def mark(section: ScoringSection, item: Value) -> None:
    """Marks an item below a heading of what is outside of the total."""
    if section.is_extra and not _extra(item):
        item["bonus" if re.match("加分|附加|奖励", section.name) else "deduction"] = True


def _extra(item: Value) -> bool:
    return bool(item.get("bonus") or item.get("deduction"))
