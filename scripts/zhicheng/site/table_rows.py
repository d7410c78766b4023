"""The rows of the public tables that are more than one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from zhicheng.registry import public, public_counts, public_record
from zhicheng.registry.records.specialties import names_key
from zhicheng.site import api, record_list
from zhicheng.site.page import View

Cell = str | int | bool | None
Row = tuple[Cell, ...]


def committees(view: View) -> Iterator[Row]:
    said = {one["id"]: one for one in record_list.records(view)}
    for one in public.committees(view.registry):
        yield (
            one.id, one.name, one.organiser, one.authority, one.area, one.status, one.address, "、".join(one.phones),
            *((None, None) if one.valid is None else (one.valid.start.isoformat(), one.valid.until.isoformat())),
            one.scope.open_to, one.scope.note, " ".join(one.scope.areas) or None,
            None if one.withdrawn is None else one.withdrawn.date.isoformat(),
            said[one.id].get("updated"), said[one.id]["digest"], said[one.id]["sha256"],
        )  # fmt: skip


def decisions(view: View) -> Iterator[Row]:
    names = ("committee", "area", "kind", "round", "role", "outcome", "date", "commit", "reason_code", "reason", "mend", "published")
    of_committees = (one for _, decided in sorted(view.registry.decisions_on.items()) for one in decided)
    for one in (*of_committees, *public_record.other_decisions(view.registry.decisions)):
        said = public_record.decision(one)
        yield tuple(said.get(name) for name in names)


def titles(view: View) -> Iterator[Row]:
    for series in view.registry.series.values():
        for track in series.tracks:
            for level, names in track.titles.items():
                for name in names:
                    yield series.id, level, track.name if len(series.tracks) > 1 else None, name


def reviews(view: View) -> Iterator[Row]:
    for one in public.committees(view.registry):
        for number, review in enumerate(one.reviews, 1):
            for level in review.levels:
                yield one.id, number, review.series, level, review.method, one.open_to(review), review.all_specialties


def specialties(view: View) -> Iterator[Row]:
    codes = record_list.specialty_codes(view.registry)
    for one in public.committees(view.registry):
        for number, review in enumerate(one.reviews, 1):
            for first in review.catalog:
                for place, second in enumerate(first.seconds):
                    for third in (first.thirds[place] if first.thirds else ()) or (None,):
                        code = codes.get(names_key(review.series, first.name, second, third)) if codes else None
                        yield one.id, number, review.series, first.name, second, third, code


def experts(view: View) -> Iterator[Row]:
    """A row for each number that is published, and for each that is not, without one and with the reason."""
    for counts in api.rosters(view.registry):
        said = public_counts.experts(counts)
        whose = (counts.committee, counts.area, counts.round)
        for name in ("active", "removed", "young"):
            if name in said:
                yield (*whose, "total", None, None, name, said[name], None)
        yield from ((*whose, *part, number, None) for part, number in _parts(said, lambda names: names.items()))
        for key, reason in (("under_five", "少于 5"), ("withheld", "可以推算出少于 5 的数")):
            hidden = said.get(key, {})
            yield from ((*whose, "total", None, None, name, None, reason) for name in hidden.get("totals", ()))
            yield from ((*whose, *part, None, reason) for part, _ in _parts(hidden, lambda names: ((name, None) for name in names)))


def _parts(said: Any, pairs: Callable[[Any], Iterable[tuple[str, Any]]]) -> Iterator[tuple[tuple[str, str | None, str | None, str], Any]]:
    """The parts of counts with what `pairs` gives for the names in them: which part, series, first level, name."""
    for name, value in pairs(said.get("by_level", {})):
        yield ("level", None, None, name), value
    for series, firsts in said.get("by_first", {}).items():
        for name, value in pairs(firsts):
            yield ("first", series, None, name), value
    for series, firsts in said.get("by_specialty", {}).items():
        for first, seconds in firsts.items():
            for name, value in pairs(seconds):
                yield ("second", series, first, name), value
