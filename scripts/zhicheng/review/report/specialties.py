"""The differences in what a committee reviews, by series: levels, specialties, and specialties whose levels changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from zhicheng.documents.sentences import Quote, Words, few, joined, plain, quote
from zhicheng.registry.eligibility import Specialty, specialties

Note = tuple[Words, Words, str | None, str | None]  # label, change, before, after
Pair = tuple[str, str]  # first and second level
Side = dict[Pair, frozenset[str]]  # the levels of each specialty
ALL = "全部专业"
EVERY: Pair = ("", ALL)  # every specialty of the series; no first level has such a name
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
            where: Words = ("（", called(series), "）") if several else ()
            yield from _series_notes(before, after, where, worded)
            yield from _third_notes(_thirds(old, series), _thirds(new, series), where, worded)
        else:
            side = before or after
            verb = "" if whole else "新增 " if after else "删去 "
            many = "" if EVERY in side else f"，{len(side)} 个二级专业"
            said: Words = (verb, called(series), f"（{worded(_levels(side))}{many}）：", *_by_branch(side))
            yield ("评审系列",), said, plain(said) if before else None, plain(said) if after else None


def _series_notes(before: Side, after: Side, where: Words, worded: Callable[[Iterable[str]], str]) -> Iterator[Note]:
    """The differences within one series."""
    was, now = worded(_levels(before)), worded(_levels(after))
    if was != now:
        yield ("评审层级", *where), (f"{was} → {now}",), was, now
    everywhere = [side.get(EVERY, frozenset()) for side in (before, after)]
    if any(everywhere):
        yield from _notes_by_level(before, after, where, worded)
        before, after = ({pair: at - everywhere[0] - everywhere[1] for pair, at in side.items()} for side in (before, after))
        before, after = ({pair: at for pair, at in side.items() if at} for side in (before, after))
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


def _notes_by_level(before: Side, after: Side, where: Words, worded: Callable[[Iterable[str]], str]) -> Iterator[Note]:
    """The levels that have every specialty of the series on one side, and not the same on the other."""
    grouped: dict[tuple[tuple[Pair, ...], tuple[Pair, ...]], list[str]] = {}
    for level in sorted(_levels(before) | _levels(after)):
        held = tuple(tuple(pair for pair, at in side.items() if level in at) for side in (before, after))
        was, now = ((EVERY,) if EVERY in pairs else pairs for pairs in held)
        if was != now and EVERY in (*was, *now):
            grouped.setdefault((was, now), []).append(level)
    for (was, now), levels in grouped.items():
        old, new = (plain(joined([_specialty_name(pair) for pair in pairs])) or None for pairs in (was, now))
        yield ("专业范围", *where), (f"{worded(levels)}：", *_extent(was), " → ", *_extent(now)), old, new


def _extent(pairs: tuple[Pair, ...]) -> Words:
    if not pairs:
        return ("不评",)
    return (ALL,) if EVERY in pairs else (f"列明 {len(pairs)} 个专业（", *few([_specialty_name(pair) for pair in pairs], _NAMED), "）")


def _third_notes(
    before: dict[str, frozenset[str]], after: dict[str, frozenset[str]], where: Words, worded: Callable[[Iterable[str]], str]
) -> Iterator[Note]:
    """The third levels that came or went, and those at other levels than before."""
    sides = (("新增", [one for one in after if one not in before]), ("删去", [one for one in before if one not in after]))
    changes: list[Words] = [(verb, " ", *few([(quote(one),) for one in names], _NAMED)) for verb, names in sides if names]
    changes += [(quote(one), f"：{worded(at)} → {worded(after[one])}") for one, at in before.items() if one in after and after[one] != at]
    if changes:
        yield ("三级专业", *where), few(changes, _NAMED, "；"), "、".join(before), "、".join(after)


def _thirds(reviews: list[dict[str, Any]], series: str) -> dict[str, frozenset[str]]:
    """The levels of each third level of a series, which is named with those above it."""
    found: dict[str, frozenset[str]] = {}
    for review in reviews:
        for names in specialties(review["catalog"]) if review["series"] == series else ():
            if names is not None and len(names) == 3:
                found["/".join(names)] = found.get("/".join(names), frozenset()) | set(review["levels"])
    return found


def _competence(reviews: list[dict[str, Any]]) -> dict[str, Side]:
    found: dict[str, Side] = {}
    for review in reviews:
        side = found.setdefault(review["series"], {})
        for pair in map(pair_of, specialties(review["catalog"])):
            side[pair] = side.get(pair, frozenset()) | set(review["levels"])
    return found


def pair_of(names: Specialty) -> Pair:
    """The first and second level of a specialty."""
    first, second, *_ = EVERY if names is None else (*names, "", "")
    return first, second


def _levels(side: Side) -> frozenset[str]:
    return frozenset().union(*side.values())


def _by_branch(side: Side) -> Words:
    """The specialties by first level, as in 建筑工程（城市规划、建筑勘察设计）、市政工程（给水排水）."""
    branches: dict[Pair, list[Words]] = {}
    for first, second in side:
        key = EVERY if (first, second) == EVERY else (first, "")
        branches.setdefault(key, []).append((quote(second or "未列专业"),))
    named: list[Words] = [
        (quote(ALL),) if key == EVERY else (quote(key[0] or "未列目录"), "（", *few(seconds, _NAMED), "）")
        for key, seconds in branches.items()
    ]
    return few(named, _NAMED)


def _specialty_name(pair: Pair) -> Words:
    if pair == EVERY:
        return (ALL,)
    return (quote(f"{pair[0]}/{pair[1]}" if pair[1] else pair[0] or "（未列专业）"),)
