"""The levels and authorities that rulebooks add to those of every registry: what each adds, and the order of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.yaml_reading import Value

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
USUAL_SENIOR = "associate-senior"  # it and all above it are senior
WIDE = ("region", "central")  # authorities of the whole region, whatever area they name
DIVISIONS = ("region", "prefecture", "county")
_ORDER = ("region", "central", "prefecture", "county")  # in which pages show authorities


class AddedCode(NamedTuple):
    """A level or an authority that a rulebook adds.

    `beside` is the code next to which it stands: a level just below it, or above it where `above`; an authority behind it. `areas` are the
    levels of the divisions in which a unit of an added authority is.
    """

    code: str
    beside: str
    above: bool = False
    areas: tuple[str, ...] = DIVISIONS


@dataclass(frozen=True, slots=True)
class Ranks:
    """The levels and authorities of a registry.

    `codes` are all of them with their labels, `order` the authorities as pages list them, `areas` the levels of the divisions of each added
    authority; `senior` the levels from 副高级 on.
    """

    codes: Codes
    order: tuple[str, ...]
    areas: Mapping[str, tuple[str, ...]]

    @property
    def levels(self) -> dict[str, str]:
        """The labels of the levels by code, from low to high."""
        return dict(self.codes.levels)

    @property
    def senior(self) -> frozenset[str]:
        """The levels from 副高级 on."""
        return senior_of(self.levels)


def senior_of(levels: Iterable[str]) -> frozenset[str]:
    """Of levels from low to high those from 副高级 on."""
    found = list(levels)
    return frozenset(found[found.index(USUAL_SENIOR) :])


def added(value: Any, field: str) -> tuple[AddedCode, ...]:
    """What a rulebook adds in `levels` or `authorities`. Of a value that does not fit the schema, the part that can be used."""
    items = value.get(field) if isinstance(value, dict) else None
    return tuple(_added(items if isinstance(items, list) else (), field))


def _added(items: Iterable[Any], field: str) -> Iterator[AddedCode]:
    for item in items:
        code = item.get("code") if isinstance(item, dict) else None
        if not isinstance(code, str) or not CODE.fullmatch(code):
            continue
        if field == "levels":
            yield AddedCode(code, str(item.get("below") or item.get("above")), "below" not in item)
        else:
            areas = item.get("areas")
            told = tuple(one for one in DIVISIONS if one in areas) if isinstance(areas, list) else ()
            yield AddedCode(code, str(item.get("after")), areas=told or DIVISIONS)


def ranks(books: Iterable[Value], words: Value | None) -> Ranks:
    """The levels and authorities of a registry: `books` are the values of its rulebooks, `words` that of wording.yaml.

    What is wrong in them is left out here, and told by a rule (X019): a code of every registry, one that stands next to an unknown one, and
    all but the first place of a code. A code without a label is its own label.
    """
    labels = words if isinstance(words, dict) else {}
    values = list(books)
    levels = _placed([one for book in values for one in added(book, "levels")], [code for code, _ in USUAL.levels])
    found = [one for book in values for one in added(book, "authorities")]
    order = _placed([one._replace(above=True) for one in found], list(_ORDER))
    areas: dict[str, tuple[str, ...]] = {}
    for one in found:
        if one.code in order and one.code not in _ORDER:
            areas.setdefault(one.code, one.areas)
    codes = Codes(
        tuple((code, dict(USUAL.levels).get(code) or _label(labels, "levels", code)) for code in levels),
        (*USUAL.authorities, *((code, _label(labels, "authorities", code)) for code in order if code not in _ORDER)),
    )
    return Ranks(codes, tuple(order), areas)


def _label(labels: Value, field: str, code: str) -> str:
    """The label of an added code in wording.yaml; the code itself where there is none."""
    given = labels.get(field)
    label = given.get(code) if isinstance(given, dict) else None
    return label if isinstance(label, str) and label.strip() else code


def _placed(wanted: list[AddedCode], known: list[str]) -> list[str]:
    """The known codes with the wanted ones in their places; of several for a code the first counts."""
    first: dict[str, AddedCode] = {}
    for one in wanted:
        first.setdefault(one.code, one)
    left = [one for one in first.values() if one.code not in known]
    while ready := [one for one in left if one.beside in known]:
        for one in ready:
            at = known.index(one.beside)
            known.insert(at + 1 if one.above else at, one.code)
        left = [one for one in left if one not in ready]
    return known


USUAL_RANKS = ranks((), None)
