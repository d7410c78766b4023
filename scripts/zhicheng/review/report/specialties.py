"""The differences in what a committee reviews, by series: levels, specialties, and specialties whose levels changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from zhicheng.documents.sentences import Quote, Words, few, joined, plain, quote

Note = tuple[Words, Words, str | None, str | None]  # label, change, before, after
Pair = tuple[str, str]  # first and second level
Side = dict[Pair, frozenset[str]]  # the levels of each specialty
ALL = "全部专业"  # in place of a first level, where every specialty of the series is reviewed
_NAMED = 40  # specialties that are named; the rest is counted


def notes(
    old: list[dict[str, Any]], new: list[dict[str, Any]], called: Callable[[str], Quote], levels: Mapping[str, str], whole: bool
) -> Iterator[Note]:
    """The differences between two values of `reviews`; none where they mean the same.

    `called` gives the name of a series, `levels` the names of the levels from low to high. `whole`: there was no value before, so nothing
    is labelled as new.
    """
    olds, news = _competence(old), _competence(new)
    several = len({*olds, *news}) > 1

    def worded(held: Iterable[str]) -> str:
        wanted = set(held)
        return "、".join(name for level, name in levels.items() if level in wanted)

    for series in {**olds, **news}:
        before, after = olds.get(series, {}), news.get(series, {})
        if before and after:
            yield from _series_notes(before, after, ("（", called(series), "）") if several else (), worded)
        else:
            side = before or after
            verb = "" if whole else "新增 " if after else "删去 "
            many = "" if (ALL, "") in side else f"，{len(side)} 个二级专业"
            said: Words = (verb, called(series), f"（{worded(_levels(side))}{many}）：", *_by_branch(side))
            yield ("评审系列",), said, plain(said) if before else None, plain(said) if after else None
    was, now = _thirds(old), _thirds(new)
    sides = (("新增", [one for one in now if one not in was]), ("删去", [one for one in was if one not in now]))
    changes: list[Words] = [(verb, " ", *few([(quote(one),) for one in names], _NAMED)) for verb, names in sides if names]
    if changes and not whole:
        yield ("三级专业",), joined(changes, "；"), "、".join(was), "、".join(now)


def _thirds(reviews: list[dict[str, Any]]) -> list[str]:
    """The third levels, each with those above it."""
    return [
        f"{first}/{second}/{third}"
        for review in reviews
        for first, seconds in _directory(review).items()
        if isinstance(seconds, dict)
        for second, thirds in seconds.items()
        for third in thirds
    ]


def paired(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[tuple[int, str, dict[str, Any], dict[str, Any]]]:
    """What two values of `reviews` say besides series, levels and directory: place and series of a review, and this before and after.

    Reviews of the same series and levels belong together, then those of the same series in their order.
    """
    left, waiting = list(enumerate(old)), dict(enumerate(new))
    for keys in (("series", "levels"), ("series",)):
        for place, review in list(waiting.items()):
            same = next((one for one in left if all(one[1][key] == review[key] for key in keys)), None)
            if same is not None:
                left.remove(same)
                yield place, review["series"], _besides(same[1]), _besides(waiting.pop(place))
    yield from ((place, review["series"], {}, _besides(review)) for place, review in waiting.items())
    yield from ((place, review["series"], _besides(review), {}) for place, review in left)


def _besides(review: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in review.items() if key not in ("series", "levels", "catalog")}


def _directory(review: dict[str, Any]) -> dict[str, Any]:
    return {ALL: []} if review["catalog"] == "all" else review["catalog"]


def _series_notes(before: Side, after: Side, where: Words, worded: Callable[[Iterable[str]], str]) -> Iterator[Note]:
    """The differences within one series."""
    was, now = worded(_levels(before)), worded(_levels(after))
    if was != now:
        yield ("评审层级", *where), (f"{was} → {now}",), was, now
    came, went = ([_specialty_name(pair) for pair in one if pair not in other] for one, other in ((after, before), (before, after)))
    changes: list[Words] = [(verb, " ", *few(pairs, _NAMED)) for verb, pairs in (("新增", came), ("删去", went)) if pairs]
    if changes:
        old, new = (plain(joined([_specialty_name(pair) for pair in side])) for side in (before, after))
        yield ("二级专业", *where), joined(changes, "；"), old, new
    shared = [pair for pair in before if pair in after and before[pair] != after[pair]]
    if was != now and all(before[pair] == _levels(before) and after[pair] == _levels(after) for pair in shared):
        return  # the change of the levels says it already
    moved: dict[tuple[str, str], list[Words]] = {}
    for pair in shared:
        moved.setdefault((worded(before[pair]), worded(after[pair])), []).append(_specialty_name(pair))
    for (first, then), pairs in moved.items():
        yield ("部分专业的层级", *where), (*few(pairs, _NAMED), f"：{first} → {then}"), first, then


def _competence(reviews: list[dict[str, Any]]) -> dict[str, Side]:
    found: dict[str, Side] = {}
    for review in reviews:
        side = found.setdefault(review["series"], {})
        named = [(first, second) for first, seconds in _directory(review).items() for second in seconds or [""]]
        for pair in named or [("", "")]:
            side[pair] = side.get(pair, frozenset()) | set(review["levels"])
    return found


def _levels(side: Side) -> frozenset[str]:
    return frozenset().union(*side.values())


def _by_branch(side: Side) -> Words:
    """The specialties by first level, as in 建筑工程（城市规划、建筑勘察设计）、市政工程（给水排水）."""
    branches: dict[str, list[Words]] = {}
    for first, second in side:
        branches.setdefault(first, []).append((quote(second or "未列专业"),))
    named: list[Words] = [
        (quote(ALL),) if first == ALL else (quote(first or "未列目录"), "（", *few(seconds, _NAMED), "）")
        for first, seconds in branches.items()
    ]
    return few(named, _NAMED)


def _specialty_name(pair: Pair) -> Words:
    return (quote(f"{pair[0]}/{pair[1]}" if pair[1] else pair[0] or "（未列专业）"),)
