"""Where each value of a record stands in the forms it was read from: file, cell, and the place in words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from zhicheng.documents.finding import Pointer
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import ROWS
from zhicheng.forms.reading.annex1 import PEOPLE, Filled, FilledField
from zhicheng.forms.reading.annex2 import Directory
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.scoring import FilledScoringTable
from zhicheng.text import folded

# The pointers of what a field of Annex 1 says; those of the added rows and of the reviews are made from their keys.
_OF_ANNEX1: dict[str, Pointer] = {
    "name": ("name",),
    "organiser": ("organiser",),
    "authority": ("authority",),
    "area": ("area",),
    "approval_date": ("approval", "date"),
    "approval_authority": ("approval", "authority"),
    "approval_document": ("approval", "document"),
    "address": ("address",),
    "phones": ("phones",),
    "scope": ("scope",),
    "basis": ("basis",),
    "procedure": ("procedure",),
    "defence": ("defence",),
    "defence_scope": ("defence", "scope"),
    "expert_pool": ("expert_pool",),
    "pool_source": ("expert_pool", "source"),
    "pool_draw": ("expert_pool", "draw"),
    "scoring": ("scoring",),
}


_MOST_SEARCHED = 200_000_000  # characters, for names that share their cell with others: as many names as cells would be too much work


@dataclass(frozen=True, slots=True)
class Origin:
    """The cell that a value was read from (`box` None: a line outside the tables), its table, and the place in words.

    In Annex 1 `label` is that of the cell as printed, and `text` what is filled in for it, which may be a part of the cell, or more.
    """

    file: str
    box: Box | None
    grid: Grid | None
    place: str
    label: str = ""
    text: str = ""


Origins = dict[Pointer, Origin]


def of(
    record: Value,
    annex1: tuple[str, Filled] | None,
    directories: Iterable[tuple[str, Directory]],
    tables: Iterable[tuple[str, FilledScoringTable]],
) -> Origins:
    """The origins of the fields of a record as read; a value that nothing names has that of the nearest pointer above it."""
    found: Origins = {}
    if annex1 is not None:
        found |= _of_annex1(*annex1, record)
    found |= _of_directories(list(directories), record)
    found |= _of_scoring(list(tables), record)
    return found


def nearest(origins: Mapping[Pointer, Origin], pointer: Pointer) -> Origin | None:
    """The origin of a value, or of the nearest value that contains it; None where the forms do not say anything of these."""
    return next((origins[pointer[:end]] for end in range(len(pointer), 0, -1) if pointer[:end] in origins), None)


def _origin(file: str, entry: FilledField) -> Origin:
    return Origin(file, entry.box, entry.grid, entry.place, entry.label, entry.text)


def of_contacts(file: str, filled: Filled) -> dict[str, Origin]:
    """Where the contacts of an Annex 1 stand, by their fields there."""
    return {name: _origin(file, filled.entries[name]) for name in PEOPLE if name in filled.entries}


def of_public(file: str, filled: Filled) -> dict[str, Origin]:
    """Where the other fields of an Annex 1 stand; without text where their cell is blank."""
    cells = ((name, entry) for name, entry in filled.entries.items() if name not in PEOPLE)
    return {name: replace(_origin(file, entry), text=filled.text(name)) for name, entry in cells}


def _of_annex1(file: str, filled: Filled, record: Value) -> Origins:
    found: Origins = {}
    reviews = range(len(record.get("reviews", ())))
    for name, entry in filled.entries.items():
        if not filled.text(name):
            continue
        origin = _origin(file, entry)
        if name in _OF_ANNEX1:
            found[_OF_ANNEX1[name]] = origin
        elif name in ("series", "series_levels"):
            found |= {("reviews",): origin} | {("reviews", i, key): origin for i in reviews for key in ("series", "levels")}
        elif name == "catalog":
            found |= {("reviews", i, "catalog"): origin for i in reviews}
        elif name == "excludes":
            found |= {("scope", "excludes"): origin} | {("reviews", i, "excludes"): origin for i in reviews}
        elif name.startswith("reviews."):
            found |= {("reviews", i, name.removeprefix("reviews.")): origin for i in reviews}
        elif name in ROWS:
            found[tuple(name.split("."))] = origin
    if "levels" in filled.entries and filled.text("levels"):
        found |= {("reviews", i, "levels"): _origin(file, filled.entries["levels"]) for i in reviews}
    if ("organiser",) not in found and ("name",) in found:  # both stand in one cell of the letter's form
        found["organiser",] = found["name",]
    return found


def _of_directories(directories: list[tuple[str, Directory]], record: Value) -> Origins:
    """By the names of the specialties: the cells of Annex 2 that hold them, or the one that has them among others."""
    cells = [(file, one.grid, box) for file, one in directories for box in one.grid.boxes() if box.text.strip()]
    exact = {folded(cell_text(box.text)): Origin(file, box, grid, grid.place(box)) for file, grid, box in reversed(cells)}
    texts = [folded(box.text) for _, _, box in cells]
    whole, starts = "\0".join(texts), list(accumulate((len(text) + 1 for text in texts), initial=0))
    searches = _MOST_SEARCHED // (len(whole) + 1)  # one that is not made leaves a name with the origin of the directory
    found: Origins = {}
    for i, review in enumerate(record.get("reviews", ())):
        catalog = review["catalog"] if isinstance(review.get("catalog"), dict) else {}
        if directories:
            file, first = directories[0]
            found["reviews", i, "catalog"] = Origin(file, None, first.grid, first.grid.where)
        for name, seconds in catalog.items():
            for pointer, said in _names(("reviews", i, "catalog", name), name, seconds):
                origin = exact.get(folded(said))
                if origin is None and searches > 0:
                    searches -= 1
                    at = whole.find(folded(said)) if cells else -1
                    if at >= 0:
                        file, grid, box = cells[bisect_right(starts, at) - 1]
                        origin = Origin(file, box, grid, grid.place(box))
                if origin is not None:
                    found[pointer] = origin
    return found


def _names(here: Pointer, first: str, seconds: object) -> Iterator[tuple[Pointer, str]]:
    """Each name of a first level and below, with its pointer."""
    yield here, first
    if isinstance(seconds, dict):
        for second, thirds in seconds.items():
            yield (*here, second), second
            yield from (((*here, second, k), third) for k, third in enumerate(thirds))
    elif isinstance(seconds, list):
        yield from (((*here, k), second) for k, second in enumerate(seconds))


def _of_scoring(tables: list[tuple[str, FilledScoringTable]], record: Value) -> Origins:
    """Of each table its first cell, of each of its rows the cell of its points or its first."""
    found: Origins = {}
    by_title = {table.value["title"] or "量化赋分表": (file, table) for file, table in reversed(tables)}
    for i, value in enumerate(record.get("scoring", ())):
        if value["title"] not in by_title:
            continue
        file, table = by_title[value["title"]]
        found["scoring", i] = Origin(file, table.box, table.grid, table.grid.place(table.box))
        for j, box in enumerate(table.boxes[: len(value["items"])]):
            found["scoring", i, "items", j] = Origin(file, box, table.grid, table.grid.place(box))
    return found
