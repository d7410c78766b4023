"""The data of the committees as the search loads it: what an answer needs, in one file, small enough (ten thousand committees take a third
of a megabyte). theme/assets/search/unpacking.js reads it.

Committees stand in order of area, series and id, so that similar ones stand together. A column is {table, at}: `table` has each value once,
`at` the index into it for each committee (or review), "" where it has no value. The names of specialties in `strings` are ordered so that
those of a catalogue mostly follow each other; a catalogue is written as runs of consecutive indexes, each relative to the end of the last
run of the same first-level specialty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.system.json_bytes import encoded

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_AREA, _SERIES = "\x01", "\x02"  # in the name of a committee: stand for the names of its area and of its first series
# Fields of a committee: texts too long for the first file, and fields that are not written as plain columns.
_LATER = ("organiser", "note", "phones", "office", "applications")
_APART = frozenset({"id", "name", "reviews", "excludes", *_LATER})
_OFFICES = ("局", "厅", "委", "部", "办", "委员会", "办公室", "政府")  # endings of organisers whose names say nothing of specialties


def packed(compact: Any, areas: Mapping[str, str], series: Mapping[str, str]) -> Value:
    """The part of `compact` (see `public.compact`) that an answer needs. `areas` and `series` are names by code and id."""
    committees = _in_order(compact)
    reviews = [review for c in committees for review in c["reviews"]]
    order = _chained(compact["strings"], reviews)
    number = {old: new for new, old in enumerate(order)}
    return {
        "strings": "\n".join(compact["strings"][old] for old in order),
        "ids": _shortened(c["id"] for c in committees),
        "names": "\n".join(_name(c, areas, series) for c in committees),
        "about": _column(c["organiser"] if not c["organiser"].endswith(_OFFICES) else None for c in committees),
        "noted": _column(True if "note" in c else None for c in committees),
        "fields": _columns(committees, _APART),
        "reviews": "".join(f"{len(c['reviews'])}," for c in committees),
        "review_fields": _columns(reviews, frozenset({"catalog", "excludes", "third_level"})),
        "third_level": _column(
            [[number[third] for third in thirds] for thirds in review["third_level"]] if "third_level" in review else None
            for review in reviews
        ),
        "catalogs": _catalogs(reviews, number),
    }


def packed_later(compact: Any, documents: Mapping[str, Sequence[str]]) -> Value:
    """The rest of `compact`: what only the cards of an answer and the search for names need; `documents` are their numbers by id."""
    committees = _in_order(compact)
    return {key: _column(c.get(key) for c in committees) for key in _LATER} | {
        "documents": _column(documents.get(c["id"]) or None for c in committees)
    }


def _in_order(compact: Any) -> list[Any]:
    return sorted(compact["committees"], key=lambda c: (c["area"], c["reviews"][0]["series"], c["id"]))


def _shortened(ids: Iterable[str]) -> str:
    """The ids, one on each line: the number of characters shared with the id before (in base 36), then the rest of the id."""
    lines, before = [], ""
    for one in ids:
        shared = next((at for at, (a, b) in enumerate(zip(one, before, strict=False)) if a != b), min(len(one), len(before)))
        lines.append(_DIGITS[min(shared, 35)] + one[min(shared, 35) :])
        before = one
    return "\n".join(lines)


def _column(values: Iterable[Any]) -> Value:
    table: list[Any] = []
    places: dict[bytes, int] = {}
    at = []
    for value in values:
        if value is None:
            at.append("")
            continue
        key = encoded(value)
        if key not in places:
            places[key] = len(table)
            table.append(value)
        at.append(str(places[key]))
    return {"table": table, "at": "" if not any(at) else ",".join(at)}


def _columns(records: Sequence[Any], apart: frozenset[str]) -> Value:
    keys = sorted({key for record in records for key in record} - apart)
    return {key: _column(record.get(key) for record in records) for key in keys}


def _name(committee: Any, areas: Mapping[str, str], series: Mapping[str, str]) -> str:
    text: str = committee["name"]
    for sign, name in ((_AREA, areas.get(committee["area"])), (_SERIES, series.get(committee["reviews"][0]["series"]))):
        text = text.replace(name, sign) if name else text
    return text


def _chained(strings: Sequence[str], reviews: Sequence[Any]) -> list[int]:
    """The indexes of all strings in a new order: first-level names first; then each name followed, if possible, by the one that follows it
    most often in catalogues.
    """
    follows: defaultdict[int, Counter[int]] = defaultdict(Counter)
    firsts: dict[int, None] = {}
    for review in reviews:
        for first, seconds in review["catalog"]:
            firsts[first] = None
            for one, other in pairwise(seconds):
                follows[one][other] += 1
    after = {one: min(found, key=lambda other: (-found[other], other)) for one, found in follows.items()}
    found = list(firsts)
    seen = set(found)
    inner = set(after.values())
    for start in (*(one for one in range(len(strings)) if one not in inner), *range(len(strings))):
        here: int | None = start
        while here is not None and here not in seen:
            seen.add(here)
            found.append(here)
            here = after.get(here)
    return found


def _catalogs(reviews: Sequence[Any], number: Mapping[int, int]) -> str:
    """A line for each review: `first:step*length,step*length;…`. A run begins `step` after the end of the run before; `*length` is left out
    where it is 1.
    """
    ends: dict[int, int] = {}
    lines = []
    for review in reviews:
        branches = []
        for first, seconds in review["catalog"]:
            at, runs, places = ends.get(first, 0), [], [number[second] for second in seconds]
            while places:
                length = 1
                while length < len(places) and places[length] == places[length - 1] + 1:
                    length += 1
                runs.append(f"{places[0] - at}*{length}" if length > 1 else str(places[0] - at))
                at = places[length - 1] + 1
                places = places[length:]
            ends[first] = at
            branches.append(f"{number[first]}:{','.join(runs)}")
        lines.append(";".join(branches))
    return "\n".join(lines)
