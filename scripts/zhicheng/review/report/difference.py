"""A difference between two versions of a file: where it is, what it is called, what changed, and how much it weighs for a reviewer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhicheng.documents.finding import Pointer
from zhicheng.documents.sentences import Words

DECISIVE, ORDINARY, MINOR = 0, 1, 2
# What a reviewer looks at first and last, by the field at the top or the one below; the rest is ordinary.
_WEIGHT = {
    **{
        f"committee/{name}": DECISIVE
        for name in ("id", "name", "organiser", "authority", "area", "reviews", "scope", "valid", "status", "withdrawn")
    },
    **{f"committee/{name}": MINOR for name in ("address", "phones", "basis", "procedure", "contacts")},
    **dict.fromkeys(("roster/counts/by_specialty", "roster/sealed"), MINOR),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: where, what it is called, and from what to what. `before` and `after` are None where there is no such value."""

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
    """How areas, series and committees are called, by code or id."""

    area: Callable[[str], str]
    series: Callable[[str], str]
    committee: Callable[[str], str]


def weight_of(kind: str, pointer: Pointer) -> int:
    """How much a difference at a pointer into a file of a kind weighs."""
    places = ("/".join((kind, *map(str, pointer[:depth]))) for depth in (2, 1))
    return next((_WEIGHT[place] for place in places if place in _WEIGHT), ORDINARY)


def role(pointer: Pointer) -> str:
    """What a text at a pointer names: an area, a series, a committee, or nothing but itself."""
    names = [part for part in pointer if isinstance(part, str)]
    last = names[-1] if names else ""
    if last in ("area", "region", "areas", "parent", "also_under") or names[-2:-1] == ["areas"]:
        return "area"
    if last == "series" or names[-2:-1] == ["by_specialty"]:
        return "series"
    return "committee" if last in ("committee", "successor", "expected") else ""
