"""The series of a committee of a list, with the levels and specialties that the list gives each: in one row or several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.cells import levels as level_cells
from zhicheng.forms.reading.cells import lists
from zhicheng.forms.reading.cells.series_levels import SeriesLevels
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import Ambiguous, ValueFault
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.list_table import Lines
from zhicheng.forms.reading.result import ReferenceTables

_INSIDE = re.compile(r"[(（](?!系列)([^()（）]+)[)）]\s*(?:系列)?$")
_NO_SPECIALTIES = re.compile("[仅只除含限]|[初中副正高]级|其中|方向|等|不|原|新|停|试点|以外|人员|系列")


@dataclass(slots=True)
class ListedReviews:
    """The reviews as in a record, and the faults, each with its cell and the place in words."""

    value: list[Value] = field(default_factory=list)
    faults: list[tuple[Box | None, ValueFault, str]] = field(default_factory=list)


def read(lines: Lines, grid: Grid, reference: ReferenceTables, authority: str | None) -> ListedReviews:
    """The reviews of a committee. `authority` is the level of its unit, None where unknown."""
    found = ListedReviews()
    seen: set[tuple[int, ...]] = set()
    for boxes in lines.boxes:
        own = {
            key: box
            for key in ("series", "levels", "series_levels", "specialties")
            if (box := boxes.get(key)) is not None and not lists.is_blank(box.text)
        }
        key = tuple(id(box) for box in own.values())
        if key and key not in seen:
            seen.add(key)
            found.value += _of_row(own, grid, reference, authority, found, _by_name(lines, own, reference))
    found.value = _together(found.value)
    return found


def _of_row(
    own: dict[str, Box], grid: Grid, reference: ReferenceTables, authority: str | None, found: ListedReviews, choices: tuple[str, ...]
) -> list[Value]:
    """The reviews of one row."""
    specialties = _specialties(own["specialties"]) if "specialties" in own else []
    made, of_specialties = _series_and_levels(own, grid, reference, authority, found, choices)
    bracketed = _bracketed(own, len(made)) if made else []
    if bracketed is None or (specialties and any(bracketed)):
        fault = Ambiguous("系列后面的括号里还写着别的话，登记里没有它的位置", "请只写系列的名称；专业请写在专业一列，层级请写在层级一列。")
        found.faults.append((own["series"], fault, grid.place(own["series"], "评审系列")))
    elif any(bracketed):
        return [{**one, **({"specialties": its} if its else {})} for one, its in zip(made, bracketed, strict=True)]
    if of_specialties and len(made) == 1:  # levels by specialty: each stands for itself
        named = [head for head, _ in of_specialties]
        if specialties and sorted(named) != sorted(specialties):
            fault = Ambiguous("各专业的层级不同，与专业一列对不上", "请把两格里的专业写成一样的。")
            found.faults.append((own["levels"], fault, grid.place(own["levels"], "评审层级")))
        return [{"series": made[0]["series"], "levels": its, "specialties": [head]} for head, its in of_specialties]
    if specialties and len(made) > 1:
        fault = Ambiguous(f"这一行有 {len(made)} 个系列，看不出专业各属哪一个", "请一个系列写一行，或者删去这一格的专业。")
        found.faults.append((own["specialties"], fault, grid.place(own["specialties"], "专业")))
    elif specialties and not made and not found.faults:
        fault = Ambiguous("写了专业，没有写系列", "请在系列一格写明系列的名称，如“工程技术人员”。")
        found.faults.append((own["specialties"], fault, grid.place(own["specialties"], "专业")))
    return [{**one, **({"specialties": specialties} if specialties else {})} for one in made]


def _series_and_levels(
    own: dict[str, Box], grid: Grid, reference: ReferenceTables, authority: str | None, found: ListedReviews, choices: tuple[str, ...]
) -> tuple[list[Value], list[tuple[str, list[str]]]]:
    """The series of a row with their levels, and the levels of each specialty where the cell of the levels names specialties.

    `choices` are what a cell of levels alone may say.
    """
    if "series" in own and "levels" not in own:
        return [{"series": one} for one in _series(own["series"], grid, reference.names, found)], []
    if "series_levels" not in own and "series" not in own:
        if "levels" not in own:
            return [], []
        reader = _reader({"series_levels": own["levels"]}, grid, reference, authority)
        if (made := reader.read()) and not reader.faults:  # 工程技术人员：副高级
            return made, reader.of_specialties
        hint = "请在系列一格写明系列的名称，如“工程技术人员”；表里没有这一格的，写在层级前面，如“工程技术人员：副高级”。"
        fault = Ambiguous("写了层级，没有写系列", hint, choices)
        found.faults.append((own["levels"], fault, grid.place(own["levels"], "评审层级")))
        return [], []
    kinds = ("series", "levels") if "series" in own else ("series_levels",)
    reader = _reader({key: own[key] for key in kinds}, grid, reference, authority)
    made = reader.read()
    for one in reader.faults:
        place, _, message = one.message.partition("：")
        kind = Ambiguous if one.code == "F004" else ValueFault
        found.faults.append((one.box or own[kinds[0]], kind(message, one.hint, one.choices), place))
    return made, reader.of_specialties


def _reader(boxes: Mapping[str, Box], grid: Grid, reference: ReferenceTables, authority: str | None) -> SeriesLevels:
    labels = {"series": "评审系列", "levels": "评审层级", "series_levels": "评审系列及层级"}
    filled = Filled({key: FilledField(box.text, labels[key], box, grid) for key, box in boxes.items()})
    return SeriesLevels(filled, reference.names, authority, reference.levels, reference.titles)


def _by_name(lines: Lines, own: Mapping[str, Box], reference: ReferenceTables) -> tuple[str, ...]:
    """What the cell of the levels may say with the one series that the row names, to be confirmed; none where it names none, or several.

    The name of the committee may have it (工程系列, 中小学教师), or the cell of the specialties before a bracket (工程（测绘、地质）).
    """
    if "levels" not in own:
        return ()
    name = "".join(cell_text(box.text) for box in lines.of("name")[:1])
    head = re.split("[(（]", cell_text(own["specialties"].text), maxsplit=1)[0] if "specialties" in own else ""
    ids = {one for word, one in reference.names.items() if f"{word}系列" in name or (len(word) > 3 and word in name) or word == head}
    return tuple(f"{reference.series[one].name}：{cell_text(own['levels'].text)}" for one in ids) if len(ids) == 1 else ()


def _bracketed(own: Mapping[str, Box], count: int) -> list[list[str]] | None:
    """The specialties that the cell of the series names in brackets behind each of `count` series: 工程（水利、电力）, 农业.

    None where what the brackets say is no list of specialties, or it cannot be told of which series it is.
    """
    box = own.get("series")
    text = "" if box is None else box.text
    pieces = [piece for line in lists.lines(text) for piece in lists.split(lists.bare(line), "、，,；;/")]
    inside = [_INSIDE.search(piece) for piece in pieces]
    if not any(inside):
        return [[] for _ in range(count)]
    if len(pieces) != count or any(one is not None and _NO_SPECIALTIES.search(one[1]) for one in inside):
        return None
    return [_specialties(Box([re.sub("专业(?=$|[、，,])", "", one[1])], 0, 0)) if one is not None else [] for one in inside]


def _series(box: Box, grid: Grid, names: Mapping[str, str], found: ListedReviews) -> list[str]:
    """The ids of the series in a cell that stands alone."""
    ids: list[str] = []
    for line in lists.lines(box.text):
        for piece in lists.split(lists.bare(line), "、，,；;/"):
            try:
                ids.append(level_cells.series(piece, names))
            except ValueFault as fault:
                found.faults.append((box, fault, grid.place(box, "评审系列")))
                return []
    return list(dict.fromkeys(ids))


def _specialties(box: Box) -> list[str]:
    """The specialties in a cell, in its own words: each line or item; a list that may be one name (农、林、牧机械) stays together."""
    found: list[str] = []
    for line in lists.lines(box.text):
        pieces = lists.split(lists.bare(line), "、，,；;/")
        together = len(pieces) > 1 and any(len(cell_text(piece)) < 2 or re.fullmatch("软件?|硬件?", piece) for piece in pieces)
        found += [lists.bare(line)] if together else [lists.bare(piece) for piece in pieces]
    return list(dict.fromkeys(one for one in found if one))


def _together(reviews: list[Value]) -> list[Value]:
    """The reviews, those of the same series and levels with their specialties together."""
    found: list[Value] = []
    for one in reviews:
        alike = (other for other in found if "specialties" in other and other["series"] == one["series"])
        same = next((other for other in alike if other.get("levels") == one.get("levels")), None)
        if same is not None and "specialties" in one and "specialties" in same:
            same["specialties"] = list(dict.fromkeys([*same["specialties"], *one["specialties"]]))
        elif one not in found:
            found.append(one)
    return found
