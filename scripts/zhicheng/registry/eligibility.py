"""Whether a change of a committee's record lets more or fewer people apply, and by which of its fields.

Specialties do not count: that one goes and another comes is more often a new name than other people.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import listed

Key = tuple[str, str, str, str]  # series, level, first and second level of a specialty
Covers = Callable[[str, str], bool]
Tracks = Callable[[str], frozenset[str]]
Excluded = set[tuple[str, str]]
LEVELS = "评审系列和层级"
_ALL = ("", "")  # every specialty of the series
_OPEN = {"unit": 0, "system": 1, "public": 2}
_WAYS = {"exam": 0, "exam-and-review": 1, "review": 2, "recognition": 2}  # the more, the less has to be passed before one may apply


@dataclass(frozen=True, slots=True)
class Effect:
    """The fields by which more people may apply, and those by which fewer may, each by its label."""

    more: tuple[str, ...]
    fewer: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The change in words, a sentence for each direction."""
        said = (("可以申报的人增加", self.more), ("可以申报的人减少", self.fewer))
        return tuple(f"{what}（{listed(labels)}）" for what, labels in said if labels)


def unknown_tracks(series: str) -> frozenset[str]:
    """In place of the tracks of a series where there is no table of series."""
    return frozenset()


def change(old: Value, new: Value, covers: Covers = operator.eq, tracks: Tracks = unknown_tracks) -> Effect:
    """How a change of a record changes who may apply. Both fit the schema.

    `covers` says whether the first area holds the second, `tracks` gives the ids of all tracks of a series, none where they are not known.
    """
    more: dict[str, None] = {}
    fewer: dict[str, None] = {}
    for label, direction in (*_of_scope(old["scope"], new["scope"], covers), *_of_reviews(old, new, covers, tracks)):
        if direction > 0:
            more[label] = None
        elif direction < 0:
            fewer[label] = None
    return Effect(tuple(more), tuple(fewer))


def _of_scope(old: Value, new: Value, covers: Covers) -> Iterator[tuple[str, int]]:
    for codes, others, direction in ((new["areas"], old["areas"], 1), (old["areas"], new["areas"], -1)):
        if any(not any(covers(other, code) for other in others) for code in codes):
            yield "受理地域", direction
    for key, label in (("units", "受理的单位"), ("places", "其他范围")):
        was, now = set(old.get(key, ())), set(new.get(key, ()))
        yield label, 1 if now - was else 0
        yield label, -1 if was - now else 0


def _of_exclusions(was: Excluded, now: Excluded, covers: Covers) -> Iterator[tuple[str, int]]:
    """By who is excluded; an area counts as excluded where one that holds it is."""

    def beyond(some: Excluded, others: Excluded) -> bool:
        left = some - others
        return any(key != "areas" or not any(kind == key and covers(outer, one) for kind, outer in others) for key, one in left)

    yield "不受理的人员", 1 if beyond(was, now) else 0
    yield "不受理的人员", -1 if beyond(now, was) else 0


def _exclusions(value: Value) -> Excluded:
    """Each area, system and other case that is excluded; where a case is only in words, its words."""
    found: Excluded = set()
    for one in value.get("excludes", ()):
        said = [(key, item) for key in ("areas", "systems") for item in one.get(key, ())]
        said += [("where", one["where"])] if "where" in one else []
        found |= set(said or [("words", one["words"])])
    return found


def _of_reviews(old: Value, new: Value, covers: Covers, tracks: Tracks) -> Iterator[tuple[str, int]]:
    """By what is reviewed, and by what differs in the reviews of the same."""
    olds, news = _reviewed(old), _reviewed(new)
    was, now = ({key[:2] for key in side} for side in (olds, news))
    yield LEVELS, 1 if now - was else 0
    yield LEVELS, -1 if was - now else 0
    pairs = [(key[0], one, other) for key, other in news.items() if (one := _of(key, olds)) is not None]
    pairs += [(key[0], one, other) for key, one in olds.items() if (other := _of(key, news)) is not None]
    for series, one, other in pairs:
        yield "评价方式", _WAYS[other.get("method", "review")] - _WAYS[one.get("method", "review")]
        before, after = (
            _OPEN[review.get("open_to") or record["scope"].get("open_to") or "public"] for review, record in ((one, old), (other, new))
        )
        yield "受理对象", after - before
        was_excluded, now_excluded = (_exclusions(record["scope"]) | _exclusions(review) for review, record in ((one, old), (other, new)))
        yield from _of_exclusions(was_excluded, now_excluded, covers)
        yield from _of_tracks(one.get("tracks"), other.get("tracks"), tracks(series))


def _of_tracks(old: list[str] | None, new: list[str] | None, every: frozenset[str]) -> Iterator[tuple[str, int]]:
    """By tracks; where none are registered, none of `every` track of the series is left out."""
    if not every and (old is None) != (new is None):
        yield "职称类别", 1 if new is None else -1
        return
    was, now = (every if tracks is None else frozenset(tracks) for tracks in (old, new))
    yield "职称类别", 1 if now - was else 0
    yield "职称类别", -1 if was - now else 0


def _reviewed(value: Value) -> dict[Key, Value]:
    """The review of each specialty at each level."""
    found: dict[Key, Value] = {}
    for review in value["reviews"]:
        catalog = review["catalog"]
        pairs = [(first, second) for first, seconds in catalog.items() for second in seconds] if isinstance(catalog, dict) else [_ALL]
        for level in review["levels"]:
            found |= {(review["series"], level, *pair): review for pair in pairs}
    return found


def _of(key: Key, reviewed: dict[Key, Value]) -> Value | None:
    """The review of a specialty at a level, by its name or as one of all of the series."""
    return reviewed.get(key) or reviewed.get((*key[:2], *_ALL))
