"""The differences between reviews in their other fields than series, levels and specialties: how people are evaluated, for which tracks,
and who may apply. These fields are called conditions here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from zhicheng.documents.finding import Pointer
from zhicheng.documents.sentences import Quote, Words, few, quote
from zhicheng.registry.eligibility import Terms, Tracks, entrusted, specialties, terms_of
from zhicheng.review.report.specialties import EVERY, pair_of

_Said = tuple[Terms, frozenset[str]]  # the conditions of a review, and the tracks that they are for (none: all)
_Saying = dict[_Said, tuple[int, dict[str, Any]]]  # by conditions: the index of a review with them, and its fields
_Cell = tuple[str, str, tuple[str, str]]  # series, level, first and second level of the specialty
Condition = tuple[
    int, tuple[Words, ...], dict[str, Any] | None, dict[str, Any] | None
]  # index of the review, label, fields before, fields after
_UNSTATED = {"open_to": "unstated"}  # in place of the scope: what it says for all reviews is compared elsewhere
_NAMED = 3  # specialties named in a label


def conditions(
    old: list[dict[str, Any]], new: list[dict[str, Any]], called: Callable[[str], Quote], levels: Mapping[str, str], tracks: Tracks
) -> Iterator[Condition]:
    """The differences in conditions, each once for all specialties and levels that share it.

    There is none where reviews were only divided, joined or reordered. Before or after is None where one of several reviews of the same
    specialty was added or removed. `called` gives the name of a series, `levels` the names of the levels from low to high, `tracks` the ids
    of all tracks of a series.
    """
    olds, news = _cells(old, tracks), _cells(new, tracks)
    grouped: dict[tuple[str, tuple[_Said, ...], tuple[_Said, ...]], list[_Cell]] = {}
    known: dict[bool, dict[str, set[_Said]]] = {True: {}, False: {}}
    for side, cells in ((False, olds), (True, news)):
        for (series, *_), said in cells.items():
            known[side].setdefault(series, set()).update(said)
    left = {(series, level) for series, level, _ in news}
    for cell in {**olds, **news}:
        series, level, _ = cell
        was, now = (_of(cell, cells) for cells in (olds, news))
        if not was:  # a new specialty with the conditions of others makes no new condition
            now = {key: item for key, item in now.items() if key not in known[False].get(series, ())}
        elif not now:
            was = {key: item for key, item in was.items() if (series, level) in left and key not in known[True].get(series, ())}
        gone, came = (tuple(key for key in one if key not in other) for one, other in ((was, now), (now, was)))
        if gone or came:
            grouped.setdefault((series, gone, came), []).append(cell)
    for (series, gone, came), of in grouped.items():
        label = _label(series, of, {**olds, **news}, called, levels)
        were, are = (_of(of[0], cells) for cells in (olds, news))
        for before, after in zip_longest([were[key] for key in gone] if were else [], [are[key] for key in came] if are else []):
            place, _ = after or before
            yield place, label, before[1] if before else None if were else {}, after[1] if after else None if are else {}


def _of(cell: _Cell, cells: Mapping[_Cell, _Saying]) -> _Saying:
    """The conditions of a specialty at a level: those of reviews that name it, and those of reviews of all specialties."""
    return {**cells.get((*cell[:2], EVERY), {}), **cells.get(cell, {})}


def _cells(reviews: list[dict[str, Any]], tracks: Tracks) -> dict[_Cell, _Saying]:
    """The conditions of each specialty at each level."""
    found: dict[_Cell, dict[Terms, list[tuple[int, dict[str, Any]]]]] = {}
    for place, review in enumerate(reviews):
        terms = terms_of(review, _UNSTATED)
        for level in review["levels"]:
            for pair in dict.fromkeys(map(pair_of, specialties(review["catalog"]))):
                found.setdefault((review["series"], level, pair), {}).setdefault(terms, []).append((place, review))
    return {cell: dict(_merged(cell[0], terms, of, tracks) for terms, of in by_terms.items()) for cell, by_terms in found.items()}


def _merged(series: str, terms: Terms, of: list[tuple[int, dict[str, Any]]], tracks: Tracks) -> tuple[_Said, tuple[int, dict[str, Any]]]:
    """The conditions of reviews that differ in nothing but their tracks, as one."""
    place, review = of[0]
    said = {key: item for key, item in review.items() if key not in ("series", "levels", "catalog", "tracks")}
    stated = list(dict.fromkeys(track for _, one in of for track in one.get("tracks", ())))
    if all("tracks" in one for _, one in of) and set(stated) != tracks(series):
        return (terms, frozenset(stated)), (place, {**said, "tracks": stated})
    return (terms, frozenset()), (place, said)


def _label(
    series: str, of: list[_Cell], every: Mapping[_Cell, Any], called: Callable[[str], Quote], levels: Mapping[str, str]
) -> tuple[Words, ...]:
    """What a difference is about: the series where there are several, the levels and the specialties where it does not concern all of
    them.
    """
    at, pairs = {level for _, level, _ in of}, {pair: None for _, _, pair in of}
    there = [cell for cell in every if cell[0] == series]
    found: list[Words] = [(called(series),)] if len({cell[0] for cell in every}) > 1 else []
    if at != {level for _, level, _ in there}:
        found.append(("、".join(name for level, name in levels.items() if level in at),))
    if len(of) < sum(level in at for _, level, _ in there):
        found.append(few([(quote("/".join(filter(None, pair))),) for pair in pairs], _NAMED))
    return tuple(found)


def rewritten(pointer: Pointer, old: Any, new: Any) -> str:
    """A sentence where exclusions, or what is entrusted, are only written in another way with the same meaning; "" for any other difference
    or field.
    """
    if not (isinstance(old, list) and isinstance(new, list)):
        return ""
    if pointer == ("entrusts",) and entrusted({"entrusts": old}) == entrusted({"entrusts": new}):
        return "写法或次序调整，委托的内容没有变"
    if pointer[-1:] == ("excludes",) and len({terms_of({}, {"excludes": one}) for one in (old, new)}) == 1:
        return "写法或次序调整，不受理的人员没有变"
    return ""
