"""A difference between two versions of a file: its pointer, label, change, and weight for a reviewer."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Pointer
from zhicheng.documents.sentences import Words
from zhicheng.registry.eligibility import unknown_tracks

DECISIVE, ORDINARY, MINOR = 0, 1, 2
# The weight of a field at the first or second level; other fields are ordinary.
_WEIGHT = {
    **{
        f"committee/{name}": DECISIVE
        for name in ("id", "name", "organiser", "authority", "area", "reviews", "scope", "entrusts", "valid", "status", "withdrawn")
    },
    **{f"committee/{name}": MINOR for name in ("address", "phones", "office", "applications", "basis", "procedure", "contacts")},
    **dict.fromkeys(("roster/counts/by_specialty", "roster/sealed"), MINOR),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs. `note` says the change in words; `before` or `after` is None where the field is missing on that side."""

    pointer: str
    label: Words
    note: Words
    before: str | None
    after: str | None
    weight: int

    @property
    def words(self) -> Words:
        return (*self.label, "：", *self.note)


@dataclass(frozen=True, slots=True)
class ReportNames:
    """The names of areas, series and committees by code or id; what one area holds, and the ids of all tracks of a series; levels
    and authorities.
    """

    area: Callable[[str], str]
    series: Callable[[str], str]
    committee: Callable[[str], str]
    covers: Callable[[str, str], bool] = operator.eq
    tracks: Callable[[str], frozenset[str]] = unknown_tracks
    unit: Callable[[str], str] | None = None  # of a level of authority; None: as the schema says
    codes: Codes = USUAL
    unit_beside: Callable[[str], str] = str  # of a unit that no division covers
    track: Callable[[str], str] = str


def weight_of(kind: str, pointer: Pointer) -> int:
    """The weight of a difference at a pointer in a file of a kind."""
    places = ("/".join((kind, *map(str, pointer[:depth]))) for depth in (2, 1))
    return next((_WEIGHT[place] for place in places if place in _WEIGHT), ORDINARY)


def reference_kind(pointer: Pointer) -> str:
    """What a text at a pointer refers to: "area", "series", "committee", "unit", "track", or "" where it refers to nothing."""
    names = [part for part in pointer if isinstance(part, str)]
    last = names[-1] if names else ""
    if last in ("area", "seat", "region", "areas", "parent", "also_under") or names[-2:-1] == ["areas"]:
        return "area"
    if last == "series" or names[-2:-1] == ["by_specialty"]:
        return "series"
    if last in ("units", "tracks"):
        return last.removesuffix("s")
    return "committee" if last in ("committee", "successor", "successors", "predecessors", "expected") else ""


# --- items of lists --------------------------------------------------------------------------------------------------------


def places_by_key(items: list[Any], keys: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
    """The position of each item by its identifying fields and a counter, which tells items with the same fields apart."""
    seen: Counter[tuple[Any, ...]] = Counter()
    found: dict[tuple[Any, ...], int] = {}
    for place, item in enumerate(items):
        key = tuple(item.get(name) for name in keys) if keys and isinstance(item, dict) else (place,)
        seen[key] += 1
        found[(*key, seen[key])] = place
    return found


def reordered(old: list[Any], new: list[Any]) -> bool:
    """Whether the items common to both lists are in another order."""
    return [item for item in old if item in new] != [item for item in new if item in old]


def missing_from(shown: list[Words], items: list[Any], others: list[Any]) -> list[Words]:
    """The texts (`shown`) of the items that are not among the others; repeated items are counted."""
    left = Counter(map(repr, others))
    found = []
    for words, item in zip(shown, items, strict=True):
        left[repr(item)] -= 1
        if left[repr(item)] < 0:
            found.append(words)
    return found
