"""The columns of a scoring table that the form of 2019 does not have: 小项, 封顶, 权重, 适用专业; and 扣分, 不设上限 behind the points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells import lists, points
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import NotUnderstood
from zhicheng.forms.reading.grids import Box
from zhicheng.text import narrow, show

COLUMNS = {"items": "小项 子项 分项", "cap": "封顶 封顶分 封顶分值", "specialties": "适用专业 适用专业范围"}
# The weight of an item where there is a column of points too, else its points.
WEIGHTS = frozenset(map(bare_name, ("权重", "比重", "权数")))
_BONUS = re.compile("^(?:加分|附加)")
_BONUS_NOTE = re.compile("(?:加分|附加分)项?")
_DEDUCTION = re.compile("^(?:减分|扣分|倒扣)")
_MARKS = {"扣分": "deduction", "不设上限": "open_ended", "不封顶": "open_ended"}
_MARK = re.compile(rf"[(（]\s*({'|'.join(_MARKS)})\s*[)）]")
_SIGNED = re.compile(r"\s*(?:(加|[+＋])|扣|减|[-－−])\s*(?=\d)")
_BELOW = re.compile(r"(.+)[:：]\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?")
_NOTE = re.compile(r"注\s*[:：]\s*(.+)")


def marks(text: str) -> tuple[str, Value]:
    """The text of a cell of points without 扣分 and 不设上限, or a sign before the number (加10分, -5), and what these say of the item."""
    signed = _SIGNED.match(text)
    if signed is not None and points.of_text(text[signed.end() :]) is not None:
        return text[signed.end() :], {"bonus" if signed[1] else "deduction": True}
    return _MARK.sub("", text), {_MARKS[name]: True for name in _MARK.findall(text)}


def added(cells: Mapping[str, Box]) -> Iterator[tuple[str, Value | NotUnderstood]]:
    """For each of the columns that is filled in: its field with what it adds to the item, or what is wrong with it."""
    for name in (*COLUMNS, "weight"):
        box = cells.get(name)
        if box is not None and not lists.is_blank(box.text):
            try:
                yield name, {name: _read(name, box)}
            except NotUnderstood as fault:
                yield name, fault


def set_kind(item: Value, bonus: bool) -> None:
    """Marks an item as extra points or as a deduction: by its dimension, or by a note that says nothing else. With `bonus` it is extra
    points.
    """
    noted = _BONUS_NOTE.fullmatch(item.get("note", "")) is not None
    if noted:
        del item["note"]
    if bonus or noted or _BONUS.match(item["dimension"]):
        item["bonus"] = True
    elif _DEDUCTION.match(item["dimension"]):
        item["deduction"] = True


def weight_of_several(columns: Mapping[int, str], rows: Iterable[Sequence[Box]], items: Sequence[Box]) -> Box | None:
    """The first cell with a weight that is merged over the rows of several items, None without one: it is unclear which item it belongs to.
    `items` are the cells of the items.
    """
    weights = (box for row in rows for box in row if columns.get(box.column) == "weight" and not lists.is_blank(box.text))
    return next((box for box in weights if sum(box.row <= one.row < box.row + box.down for one in items) > 1), None)


def _read(name: str, box: Box) -> object:
    if name == "items":
        return _items(box.text)
    if name == "specialties":
        return lists.items(box.text, "、，,；;")
    return _weight(box) if name == "weight" else _points(box)


def _points(box: Box) -> float:
    found = points.of_cell(box)
    if found is None:
        raise NotUnderstood(f"“{show(cell_text(box.text), 40)}”不是分值", "请只填一个数，如 15。")
    return found


def _weight(box: Box) -> float:
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)\s*%?", narrow(cell_text(box.text)))
    if match is None:
        raise NotUnderstood(f"“{show(cell_text(box.text), 40)}”不是权重", "请填百分之几，如 30%。")
    found = float(match[1])
    return points.as_number(str(round(found * 100, 2) if found < 1 and "%" not in box.text else found))


def _items(text: str) -> list[Value]:
    """The rows below an item, one on each line (论文：10), each with the line 注：… that may follow it."""
    found: list[Value] = []
    for line in lists.lines(text):
        note, below = _NOTE.fullmatch(line), _BELOW.fullmatch(line)
        if note and found and "note" not in found[-1]:
            found[-1]["note"] = note[1]
        elif below and len(line) <= points.LONGEST:
            found.append({"item": lists.bare(below[1]), "points": points.as_number(below[2])})
        else:
            raise NotUnderstood(f"“{show(line, 40)}”看不出最高几分", "请一行写一个小项，如“论文：10”；说明另起一行，写“注：…”。")
    return found


def prepare_steps(item: Value) -> None:
    """Prepares an item for steps: what was taken for a note in its first row becomes the first step."""
    if "steps" not in item and item.get("_step"):
        item["steps"] = [{"when": item["_step"], "points": item["points"]}]
        rest = "；".join(part for part in item.pop("note", "").split("；") if part != item["_step"])
        if rest:
            item["note"] = rest
    item.setdefault("steps", [])
