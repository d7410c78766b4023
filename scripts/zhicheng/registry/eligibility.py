"""Whether a change of a committee's record lets more or fewer people apply: by which of its fields for certain, and in which fields a
person has to judge.

A record is first taken apart: for each series, level, specialty and track, on what terms one may apply. So it makes no difference how a
record divides this into reviews, in which order, or in which of two fields it is written: two records that say the same never differ.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from zhicheng.documents.schemas import field_label, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.text import listed

Covers = Callable[[str, str], bool]
Tracks = Callable[[str], frozenset[str]]
Specialty = tuple[str, ...] | None  # first, second and third level; None: every one of the series
Exclusions = frozenset[tuple[str, str, str]]  # the key of the exclusion (areas, where, words …), its value, and the words beside it
LEVELS, SPECIALTIES = "评审系列和层级", "专业"
_EVERY_TRACK = ""  # stands for all tracks, where the review names none and those of the series are not known
_OPEN = {"unit": 0, "system": 1, "public": 2}
_WAYS = {"exam": 0, "exam-and-review": 1, "review": 2, "recognition": 2}  # the higher, the more people may apply
_OF_REVIEW = frozenset({"series", "levels", "catalog", "tracks", "method", "open_to", "excludes"})


class Terms(NamedTuple):
    """Who may apply for something, and how it is obtained. `others` are the other fields of the review, whose effect a person has to
    judge.
    """

    way: str
    open_to: str
    excludes: Exclusions
    others: frozenset[tuple[str, str]]


Held = dict[Specialty, dict[str, set[Terms]]]  # at one level: by specialty and track, the terms of each review that has them
Reviewed = dict[tuple[str, str], Held]  # by series and level


@dataclass(frozen=True, slots=True)
class Effect:
    """The labels of the fields by which more people may apply (`more`), fewer (`fewer`), or where a person has to judge (`either`)."""

    more: tuple[str, ...] = ()
    fewer: tuple[str, ...] = ()
    either: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The change in words, a sentence for each direction."""
        said = (("可以申报的人增加", self.more), ("可以申报的人减少", self.fewer), ("可以申报的人有没有变，需要判断", self.either))
        return tuple(f"{what}（{listed(labels)}）" for what, labels in said if labels)


@dataclass(slots=True)
class _Found:
    """The labels found so far, in order."""

    more: dict[str, None] = field(default_factory=dict)
    fewer: dict[str, None] = field(default_factory=dict)
    either: dict[str, None] = field(default_factory=dict)

    def add(self, label: str, more: bool, fewer: bool, differs: bool = False) -> None:
        """Notes a field by which more or fewer people may apply; one that `differs` without either being known has to be judged."""
        for side, holds in ((self.more, more), (self.fewer, fewer), (self.either, differs and not (more or fewer))):
            if holds:
                side[label] = None

    def effect(self) -> Effect:
        return Effect(tuple(self.more), tuple(self.fewer), tuple(one for one in self.either if one not in {**self.more, **self.fewer}))


def unknown_tracks(series: str) -> frozenset[str]:
    """No tracks: stands in for the table of series where there is none."""
    return frozenset()


def change(old: Value, new: Value, covers: Covers = operator.eq, tracks: Tracks = unknown_tracks) -> Effect:
    """How the change of a record from `old` to `new`, both fitting the schema, changes who may apply.

    `covers` says whether its first area contains the second. `tracks` gives the ids of all tracks of a series; none where they are not
    known.
    """
    found = _Found()
    _compare_scopes(old["scope"], new["scope"], covers, found)
    was, now = (reviewed(record, covers, tracks) for record in (old, new))
    found.add(LEVELS, bool(now.keys() - was.keys()), bool(was.keys() - now.keys()))
    for key in was:
        if key in now and was[key] != now[key]:
            _compare_held(was[key], now[key], covers, found)
    found.add(field_label(schema("committee"), ("entrusts",)), False, False, entrusted(old, tracks) != entrusted(new, tracks))
    return found.effect()


# --- what a record says --------------------------------------------------------------------------------------------------


def reviewed(record: Value, covers: Covers = operator.eq, tracks: Tracks = unknown_tracks) -> Reviewed:
    """What a record reviews, and on what terms, by series and level."""
    found: Reviewed = {}
    for review in record["reviews"]:
        terms = terms_of(review, record["scope"], covers)
        for level in review["levels"]:
            held = found.setdefault((review["series"], level), {})
            for specialty in specialties(review["catalog"]):
                for track in review.get("tracks") or tracks(review["series"]) or (_EVERY_TRACK,):
                    held.setdefault(specialty, {}).setdefault(track, set()).add(terms)
    return found


def terms_of(review: Value, scope: Value, covers: Covers = operator.eq) -> Terms:
    """The terms of a review in a record with a scope."""
    others = frozenset(
        (key, _text(item)) for key, item in review.items() if key not in _OF_REVIEW and (key, item) != ("valid_in", "everywhere")
    )
    excludes = _widest((*scope.get("excludes", ()), *review.get("excludes", ())), covers)
    return Terms(review.get("method", "review"), review.get("open_to") or scope.get("open_to") or "public", excludes, others)


def specialties(catalog: str | dict[str, Any]) -> list[Specialty]:
    """Each specialty of a directory as a tuple of its names, first level first; [None] for a directory of every specialty of the series."""
    if isinstance(catalog, str):
        return [None]
    found: list[Specialty] = [(first, *below) for first, seconds in catalog.items() for below in _below(seconds) or [()]]
    return found or [()]


def _below(seconds: list[str] | dict[str, Any]) -> list[tuple[str, ...]]:
    if isinstance(seconds, list):
        return [(second,) for second in seconds]
    return [(second, *third) for second, thirds in seconds.items() for third in _below(thirds) or [()]]


def _widest(excludes: tuple[Value, ...], covers: Covers) -> Exclusions:
    """The exclusions one by one, without those that are part of another."""
    found = {(key, item, one["words"]) for one in excludes for key in one.keys() - {"words"} for item in _listed(one[key])}
    found |= {("words", one["words"], "") for one in excludes if one.keys() == {"words"}}
    return frozenset(one for one in found if not any(_holds(other, one, covers) and not _holds(one, other, covers) for other in found))


def _listed(item: Any) -> list[str]:
    return [item] if isinstance(item, str) else list(item)


def _holds(one: tuple[str, str, str], other: tuple[str, str, str], covers: Covers) -> bool:
    """Whether the exclusion `one` also excludes everybody whom `other` excludes."""
    if one[0] == other[0] == "areas":
        return covers(one[1], other[1])
    return one[:2] == other[:2] or (one[0] == other[0] == "where" and (one[1], other[1]) == ("own-committee", "own-unit-committee"))


def entrusted(record: Value, tracks: Tracks = unknown_tracks) -> frozenset[tuple[str, ...]]:
    """What a record entrusts to others, one by one: series, level, specialty, track, and the other fields."""
    return frozenset(
        (
            one["series"],
            level,
            _text(specialty),
            track,
            _text({key: item for key, item in one.items() if key not in {*_OF_REVIEW, "specialties"}}),
        )
        for one in record.get("entrusts", ())
        for level in one["levels"]
        for specialty in one.get("specialties") or (None,)
        for track in one.get("tracks") or tracks(one["series"]) or (_EVERY_TRACK,)
    )


def _text(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)


# --- how two differ ------------------------------------------------------------------------------------------------------


def _compare_scopes(old: Value, new: Value, covers: Covers, found: _Found) -> None:
    label = partial(field_label, schema("committee"))
    more, fewer = (
        any(not any(covers(outer, code) for outer in outers) for code in codes)
        for codes, outers in ((new["areas"], old["areas"]), (old["areas"], new["areas"]))
    )
    found.add(label(("scope", "areas")), more, fewer)
    for key in dict.fromkeys((*old, *new)):
        if key in ("units", "places"):
            was, now = set(old.get(key, ())), set(new.get(key, ()))
            found.add(label(("scope", key)), bool(now - was), bool(was - now))
        elif key not in ("areas", "open_to", "excludes"):  # the last two are terms of the reviews
            found.add(label(("scope", key)), False, False, old.get(key) != new.get(key))


def _compare_held(was: Held, now: Held, covers: Covers, found: _Found) -> None:
    """Compares what is reviewed at one level, and on what terms."""
    if None in was or None in now:
        more, fewer = None not in was, None not in now
    else:
        more, fewer = bool(now.keys() - was.keys()), bool(was.keys() - now.keys())
    found.add(SPECIALTIES, more and not fewer, fewer and not more, more and fewer)  # both: often one was renamed
    whole_was, whole_now = (_merged(held.values()) for held in (was, now))
    done = list[tuple[Any, ...]]()
    for specialty in {**was, **now}:
        before, after = (_merged(held[one] for one in {specialty, None} if one in held) for held in (was, now))
        # A new specialty is compared with everything that there was at the level, a removed one with everything that there is.
        pair = before or whole_was, after or whole_now, bool(after), bool(before)
        if pair not in done:
            done.append(pair)
            _compare_tracks(*pair, covers, found)


def _merged(several: Any) -> dict[str, set[Terms]]:
    found: dict[str, set[Terms]] = {}
    for by_track in several:
        for track, terms in by_track.items():
            found.setdefault(track, set()).update(terms)
    return found


def _compare_tracks(
    was: Mapping[str, set[Terms]], now: Mapping[str, set[Terms]], is_there: bool, was_there: bool, covers: Covers, found: _Found
) -> None:
    """Compares the tracks of a specialty and the terms of each. `is_there`: the specialty is reviewed now; `was_there`: it was before."""
    every_was, every_now = was.get(_EVERY_TRACK), now.get(_EVERY_TRACK)
    more = bool(every_now or now.keys() - was.keys()) and not every_was
    fewer = bool(every_was or was.keys() - now.keys()) and not every_now
    found.add(field_label(schema("committee"), ("reviews", 0, "tracks")), more and is_there, fewer and was_there)
    for track in {**was, **now}:
        olds, news = (side.get(track, set()) | (side.get(_EVERY_TRACK) or set()) for side in (was, now))
        if olds and news and olds != news:
            _compare_terms(olds, news, is_there, was_there, covers, found)


def _compare_terms(olds: Set[Terms], news: Set[Terms], is_there: bool, was_there: bool, covers: Covers, found: _Found) -> None:
    """Compares the terms of one specialty and track, each with the most similar of the other side: there may be several reviews of it."""
    said = []
    for new in sorted(news - olds) if is_there else ():
        near = min((list(_between(old, new, covers)) for old in sorted(olds)), key=len)
        said += [(label, more, False, not fewer) for label, more, fewer in near]
    for old in sorted(olds - news) if was_there else ():
        near = min((list(_between(old, new, covers)) for new in sorted(news)), key=len)
        said += [(label, False, fewer, not more) for label, more, fewer in near]
    if is_there and was_there and not any(any(directions) for _, *directions in said):  # a stricter review beside one that stays
        said = [(label, False, False, True) for label, *_ in said]
    for label, more, fewer, differs in said:
        found.add(label, more, fewer, differs)


def _between(old: Terms, new: Terms, covers: Covers) -> Iterator[tuple[str, bool, bool]]:
    """The fields in which two terms differ: the label, whether more people may apply by it, and whether fewer."""
    label = partial(field_label, schema("committee"))
    for key, ranks, one, other in (("method", _WAYS, old.way, new.way), ("open_to", _OPEN, old.open_to, new.open_to)):
        if one != other:
            yield label(("reviews", 0, key)), ranks[other] > ranks[one], ranks[other] < ranks[one]
    if old.excludes != new.excludes:
        more, fewer = (
            [one for one in some if not any(_holds(other, one, covers) for other in others)]
            for some, others in ((old.excludes, new.excludes), (new.excludes, old.excludes))
        )
        reworded = more and fewer and all(kind == "words" for kind, *_ in (*more, *fewer))
        yield label(("reviews", 0, "excludes")), bool(more) and not reworded, bool(fewer) and not reworded
    for key in dict.fromkeys(key for key, _ in sorted(old.others ^ new.others)):
        yield label(("reviews", 0, key)), False, False
