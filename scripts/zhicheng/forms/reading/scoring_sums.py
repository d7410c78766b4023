"""Whether the items of a scoring table add up to its total, and the rows that only repeat what other rows say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from zhicheng.documents.finding import Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.grids import Box
from zhicheng.forms.reading.scoring import FilledScoringTable

Rows = list[tuple[Value, Box]]  # items with their cells

_USUAL = 100  # points of a whole table
_NUMBERED = re.compile("[(（]?[一二三四五六七八九十]{1,2}[)）、.．]")
_PART_OF = re.compile("^(?:其中|内含|包括)[:：]?")


def settle(table: FilledScoringTable) -> tuple[str, str, str, Severity] | None:
    """What is wrong with the total of a table: code, message, hint and severity; None where the table can be used.

    Where that makes the items add up, rows that only repeat the sum of those below them (一、基本条件 40) are left out, and rows that are
    parts of the row above (其中：项目 25) become its sub-items. A table with faults, with weights, or with rows for some specialties only
    is left to rule E106.
    """
    where = table.grid.place(table.box)
    total = table.value["total"]
    if table.guessed_total:
        message = f"{where}：没有写总分，按各项满分之和 {total:g} 分计"
        hint = "请核对；不对的，请加一行“合计”；表格分成几段的，请并成一张。"
        return "F002", message, hint, "warning" if total == _USUAL else "error"
    if total == 1 and any(0 < item["points"] < 1 for item in table.value["items"]):  # cells that are shown as percentages, without the sign
        return "F006", f"{where}：总分是 {total:g} 分，像是把百分比填成了小数", "请把各项和合计都改成分数，如 20 和 100。", "error"
    rows = list(zip(table.value["items"], table.boxes, strict=True))
    if table.faults or any("weight" in item or "specialties" in item for item, _ in rows):
        return None
    with_parts = _with_parts(rows)
    fitting = (one for one in (rows, with_parts, _without_sections(rows), _without_sections(with_parts)) if _sum(one) == _exact(total))
    found = next(fitting, None)
    if found is None:
        message = f"{where}：各项满分加起来是 {float(_sum(rows)):g} 分，写的总分是 {total:g} 分"
        hint = "请核对分值；小标题一行请不要写分，一项的几档请写在“分档”一列，一项里的小项请写在“小项”一列。"
        return "F006", message, hint, "error"
    extra = sum((_exact(item["points"]) for item, _ in found if item.get("bonus")), Fraction(0))
    if table.headed is not None and _exact(table.headed) not in (_exact(total), _exact(total) + extra):
        message = f"{where}：上面写的总分是 {table.headed:g} 分，表里的合计是 {total:g} 分"
        return "F006", message, "请核对，把两处写成一样。", "error"
    table.value["items"], table.boxes = [item for item, _ in found], [box for _, box in found]
    return None


def _exact(points: float) -> Fraction:
    return Fraction(str(points))


def _sum(rows: Sequence[tuple[Value, Box]]) -> Fraction:
    return sum((_exact(item["points"]) for item, _ in rows if not (item.get("bonus") or item.get("deduction"))), Fraction(0))


def _without_sections(rows: Rows) -> Rows:
    """The rows without those that have no content of their own and as many points as the rows down to the next of them.

    Where some of them are numbered (一、基本条件), only these are looked at.
    """
    bare = [at for at, (item, _) in enumerate(rows) if item["item"] == item["dimension"]]
    heads = [at for at in bare if _NUMBERED.match(rows[at][0]["item"])] or bare
    ends = [*heads, len(rows)][1:]
    parts = [(at, rows[at + 1 : end]) for at, end in zip(heads, ends, strict=True)]
    sections = {at for at, below in parts if below and _exact(rows[at][0]["points"]) == _sum(below)}
    return [row for at, row in enumerate(rows) if at not in sections]


def _with_parts(rows: Rows) -> Rows:
    """The rows with each that begins with 其中, and those after it up to the points of the row before, put below that row."""
    found: Rows = []
    above: Value | None = None  # the row that parts are put below
    missing = Fraction(0)
    for item, box in rows:
        if found and _PART_OF.match(item["item"]):
            above = {**found[-1][0], "items": []}
            found[-1] = (above, found[-1][1])
            missing = _exact(above["points"])
        if above is None or missing <= 0:
            found.append((item, box))
            continue
        missing -= _exact(item["points"])
        above["items"].append({"item": _PART_OF.sub("", item["item"]), "points": item["points"]})
    return found if missing == 0 else rows
