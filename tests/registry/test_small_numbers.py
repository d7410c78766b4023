"""Numbers under five are not published, and nobody can work them out: not from one file, not from two rounds, not from sums of all pools.

A reader knows everything that is published, and how this program decides what is hidden. Two values must be left at least for each number
that is not published. For small groups all tables are tried; for whole rosters the bounds are narrowed until nothing moves any more.
"""

from __future__ import annotations

import itertools
import math
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from helpers import people, registries
from helpers.deep import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from zhicheng.registry import public_counts, registry
from zhicheng.registry.records import sealed_roster, small_numbers
from zhicheng.registry.records.roster_counts import roster_counts
from zhicheng.registry.records.small_numbers import SMALL, bounds, divided, of_round, published
from zhicheng.registry.vault_listing import ROSTER
from zhicheng.vault import store

Value = dict[str, Any]
Interval = tuple[float, float]
LEVELS = ("full-senior", "associate-senior", "intermediate", "junior")
LEAST_VALUES = 2  # that a reader must be left with


# --- one group, all tables: the reader knows the program ---------------------------------------------------------------


@pytest.mark.parametrize(("parts", "most"), [(2, 40), (3, 30), (4, 22)])
def test_every_hidden_part_of_every_small_table_has_two_values(parts: int, most: int) -> None:
    """All tables that would be published alike are collected: in each collection a hidden part takes two values at least."""
    alike: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for table in itertools.product(range(1, most + 1), repeat=parts):
        if SMALL <= sum(table) <= most and table.count(1) != parts:  # no part of a group that is not divided is named
            part = divided(sum(table), {str(i): number for i, number in enumerate(table)})
            alike[sum(table), tuple(part.shown.items()), part.under_five, part.withheld].append(table)
    for (_, shown, *_rest), tables in alike.items():
        for i in range(parts):
            if str(i) not in dict(shown):
                assert len({table[i] for table in tables}) >= LEAST_VALUES, tables


@pytest.mark.parametrize(
    ("total", "numbers", "shown", "under_five", "withheld"),
    [
        (12, (5, 7), (5, 7), "", ""),
        (11, (4, 7), (), "a", "b"),
        (10, (4, 6), (), "a", "b"),
        (9, (4, 5), (), "", ""),  # under twice five: not divided
        (9, (9,), (9,), "", ""),
        (20, (2, 3, 15), (15,), "ab", ""),
        (18, (1, 2, 15), (), "ab", "c"),  # three in two parts say too much
        (33, (4, 4, 10, 15), (15,), "ab", "c"),
        (31, (10, 1, 20), (10,), "b", "c"),
        (31, (10, 20, 1), (20,), "c", "a"),  # the part after the last one is the first
        (12, (4, 4, 4), (), "", ""),
        (11, (1, 5, 5), (), "", ""),
        (12, (1, 6, 5), (5,), "a", "b"),
        (6, (6, 0), (6,), "", ""),
    ],
)
def test_what_is_hidden(total: int, numbers: tuple[int, ...], shown: tuple[int, ...], under_five: str, withheld: str) -> None:
    part = divided(total, dict(zip("abcd", numbers, strict=False)))
    assert (tuple(part.shown.values()), "".join(part.under_five), "".join(part.withheld)) == (shown, under_five, withheld)


@pytest.mark.parametrize(
    ("active", "removed", "before", "expected"),
    [
        (5, 5, [], {"active": 5, "removed": 5}),
        (5, 4, [], {"active": 5, "under_five": ["removed"]}),
        (5, 0, [], {"active": 5, "under_five": ["removed"]}),
        (4, 9, [], {"under_five": ["active"], "withheld": ["removed"]}),
        (58, 4, [{"active": 60}], {"active": 58, "under_five": ["removed"]}),
        (57, 4, [{"active": 60}], {"active": 57, "withheld": ["removed"]}),  # three went: the number of before would be 0 or 1
        (53, 8, [{"active": 60}], {"active": 53, "withheld": ["removed"]}),  # seven went
        (53, 9, [{"active": 60}], {"active": 53, "removed": 9}),
        (53, 9, [{"under_five": ["active"]}], {"active": 53, "withheld": ["removed"]}),
        (53, 8, [{"active": 60, "removed": 5}], {"active": 53, "removed": 8}),
    ],
)
def test_what_is_hidden_of_a_round(active: int, removed: int, before: list[Value], expected: Value) -> None:
    assert of_round(active, removed, before) == expected


@pytest.mark.parametrize(
    ("active", "young", "expected"),
    [
        (12, 5, 5), (12, 7, 7), (12, 4, "under_five"), (12, 0, "under_five"), (12, 8, "withheld"), (12, 12, "withheld"),
        (9, 4, "withheld"), (9, 5, "withheld"), (5, 0, "withheld"),
    ],
)  # fmt: skip
def test_the_young(active: int, young: int, expected: int | str) -> None:
    counts = published({"active": active, "removed": 9, "by_level": {}, "by_specialty": {}, "young": young})
    found = counts.get("young") or next(name for name in ("under_five", "withheld") if "young" in counts.get(name, {}).get("totals", ()))
    assert found == expected


# --- whole rosters: what can be worked back ----------------------------------------------------------------------------


class Reader:
    """Somebody who has all files of a pool's rounds, and works out bounds: sums with signs that are equal, or at most, a known number.

    A variable is a path such as ("2026", "by_level", "full-senior").
    """

    def __init__(self) -> None:
        self.bounds: dict[tuple[str, ...], Interval] = {}
        self.at_most: list[tuple[list[tuple[int, tuple[str, ...]]], float]] = []  # Σ sign·variable ≤ number

    def equal(self, terms: list[tuple[int, tuple[str, ...]]], number: float = 0) -> None:
        self.at_most.append((terms, number))
        self.at_most.append(([(-sign, name) for sign, name in terms], -number))

    def less(self, terms: list[tuple[int, tuple[str, ...]]], number: float = 0) -> None:
        self.at_most.append((terms, number))

    def work_out(self) -> None:
        """Narrows the bounds until nothing moves. For sums of parts of one whole, interval arithmetic gives the exact bounds."""
        moved = True
        while moved:
            moved = False
            for terms, number in self.at_most:
                least = [sign * self.bounds[name][0 if sign > 0 else 1] for sign, name in terms]
                for i, (sign, name) in enumerate(terms):
                    room = number - sum(least[:i]) - sum(least[i + 1 :])
                    low, high = self.bounds[name]
                    new = (low, min(high, room)) if sign > 0 else (max(low, -room), high)
                    if new != (low, high):
                        self.bounds[name], moved = new, True
                        least[i] = sign * new[0 if sign > 0 else 1]


def read(rounds: list[Value]) -> Reader:
    """A reader of the public files of a pool, oldest first; each file has its history, which says nothing else than the files did."""
    reader = Reader()
    for i, value in enumerate(rounds):
        at, counts = value["round"], value["counts"]
        for name in ("active", "removed", "young"):
            reader.bounds[at, name] = known(counts, name)
        reader.bounds[at, "old"] = (0, math.inf)
        reader.equal([(1, (at, "young")), (1, (at, "old")), (-1, (at, "active"))])
        groups = [("by_level", (at, "active"), level_paths(at, counts))]
        groups += [("by_first", (at, "active"), first_paths(at, counts))]
        groups += [("by_specialty", (at, "by_first", *path), second_paths(at, counts, path)) for path in all_firsts(counts)]
        for _, whole, parts in groups:
            reader.bounds.update(parts)
            if parts:
                reader.equal([*((1, part) for part in parts), (-1, whole)])
        for j in range(i):  # who leaves stays as removed, and others may come
            before = rounds[j]["round"]
            reader.less([(1, (before, "removed")), (-1, (at, "removed"))])
            reader.less([(1, (before, "removed")), (1, (before, "active")), (-1, (at, "removed")), (-1, (at, "active"))])
    reader.work_out()
    return reader


def known(counts: Value, name: str) -> Interval:
    if name in counts:
        return counts[name], counts[name]
    return (0, SMALL - 1) if name in counts.get("under_five", {}).get("totals", ()) else (0, math.inf)


def named(counts: Value, *path: str) -> Iterator[tuple[str, Interval]]:
    """The parts of a group with what is said of them: a number, 1 to 4, or five and more."""
    for place, interval in ((None, None), ("under_five", (1, SMALL - 1)), ("withheld", (SMALL, math.inf))):
        inside: Any = counts if place is None else counts.get(place, {})
        for step in path:
            inside = inside.get(step, {})
        for key in inside or ():
            yield key, interval or (inside[key], inside[key])


def level_paths(at: str, counts: Value) -> dict[tuple[str, ...], Interval]:
    return {(at, "by_level", level): interval for level, interval in named(counts, "by_level")}


def all_firsts(counts: Value) -> list[tuple[str, str]]:
    series = dict.fromkeys(
        one for place in (counts, *(counts.get(name, {}) for name in ("under_five", "withheld"))) for one in place.get("by_first", {})
    )
    return [(one, first) for one in series for first, _ in named(counts, "by_first", one)]


def first_paths(at: str, counts: Value) -> dict[tuple[str, ...], Interval]:
    return {(at, "by_first", s, first): dict(named(counts, "by_first", s))[first] for s, first in all_firsts(counts)}


def second_paths(at: str, counts: Value, path: tuple[str, str]) -> dict[tuple[str, ...], Interval]:
    return {(at, "by_specialty", *path, second): interval for second, interval in named(counts, "by_specialty", *path)}


def given_away(rounds: list[Value]) -> list[tuple[tuple[str, ...], Interval]]:
    """The numbers that are not published and that a reader can work out to fewer values than must be left."""
    reader = read(rounds)
    young = {value["round"] for value in rounds if "young" in str(value["counts"])}
    return [
        (path, (low, high))
        for path, (low, high) in reader.bounds.items()
        if not shown(rounds, path) and (path[1] not in ("young", "old") or path[0] in young)
        if high - low + 1 < LEAST_VALUES
    ]


def shown(rounds: list[Value], path: tuple[str, ...]) -> bool:
    inside: Any = next(value["counts"] for value in rounds if value["round"] == path[0])
    for step in ("young",) if path[1] == "old" else path[1:]:
        inside = inside.get(step) if isinstance(inside, dict) else None
    return inside is not None


def whole(rng: random.Random) -> Value:
    """The numbers of an invented pool, with many small ones and many that lie at a bound."""
    by_specialty: Value = {}
    for series in rng.sample(["engineering", "health", "arts"], rng.choice([1, 1, 2])):
        for first in rng.sample("甲乙丙丁戊", rng.randint(1, 4)):
            seconds = {name: rng.choice([1, 1, 1, 2, 3, 4, 4, 5, 5, 6, 9, 20]) for name in rng.sample("子丑寅卯辰", rng.randint(1, 5))}
            by_specialty.setdefault(series, {})[first] = seconds
    active = sum(n for firsts in by_specialty.values() for seconds in firsts.values() for n in seconds.values())
    cuts = sorted(rng.choices([0, 0, 1, 2, 4, 5, 6, active // 2, active - 5, active - 4, active - 1, active], k=3))
    cuts = [min(active, max(0, cut)) for cut in cuts]
    levels = dict(zip(LEVELS, (b - a for a, b in itertools.pairwise([0, *sorted(cuts), active])), strict=True))
    young = min(active, max(0, rng.choice([0, 1, 4, 5, active // 3, active - 5, active - 4, active])))
    return {"active": active, "removed": 0, "by_level": levels, "by_specialty": by_specialty, "young": young}


def rounds_of(rng: random.Random, number: int) -> tuple[list[Value], list[Value]]:
    """The public files of an invented pool in several rounds, and the true numbers: who goes stays as removed, others come."""
    found: list[Value] = []
    true: list[Value] = []
    history: list[Value] = []
    for i in range(number):
        counts = whole(rng)
        if true:
            counts["removed"] = true[-1]["removed"] + max(0, true[-1]["active"] - counts["active"]) + rng.choice([0, 0, 0, 1, 2])
            if rng.random() < 0.6:  # as good as the same size as before
                gone = min(rng.choice([0, 1, 2, 3, 4, 5, 6, 8]), true[-1]["active"])
                counts = true[-1] | {"active": true[-1]["active"] - gone, "removed": true[-1]["removed"] + gone + rng.choice([0, 0, 1])}
                counts |= {
                    "by_level": {LEVELS[0]: counts["active"]},
                    "by_specialty": {"arts": {"甲": {"子": counts["active"]}}},
                    "young": 0,
                }
        else:
            counts["removed"] = rng.choice([0, 0, 1, 2, 3, 4, 5, 9])
        true.append(counts)
        value = {"round": f"{2020 + i}", "counts": published(counts, history)}
        history.append({"round": value["round"], **small_numbers.totals(value["counts"], history)})
        found.append(value)
    return found, true


@pytest.mark.parametrize("number", [1, 2, 3])
@settings(max_examples=examples(2000), deadline=None)
@given(seed=st.integers(0, 10**9))
def test_no_number_can_be_worked_back(number: int, seed: int) -> None:
    files, true = rounds_of(random.Random(seed), number)
    assert given_away(files) == []
    reader = read(files)
    for value, counts in zip(files, true, strict=True):  # the reader's bounds are no nonsense: they hold what is true
        for name in ("active", "removed", "young"):
            low, high = reader.bounds[value["round"], name]
            assert low <= counts[name] <= high
        assert not small_numbers.small_ones(value["counts"])


def test_the_reader_finds_what_is_given_away() -> None:
    """A file that hides too little is found out, so that the other tests mean something."""
    counts = {"active": 21, "by_level": {"associate-senior": 17}, "by_first": {}, "by_specialty": {}}
    counts["under_five"] = {"totals": ["removed"], "by_level": ["full-senior"]}
    assert [path for path, _ in given_away([{"round": "2026", "counts": counts}])] == [("2026", "by_level", "full-senior")]
    two = [
        {
            "round": year,
            "counts": {"active": active, "by_level": {}, "by_first": {}, "by_specialty": {}, "under_five": {"totals": ["removed"]}},
        }
        for year, active in (("2025", 60), ("2026", 56))
    ]
    assert {path[:2] for path, _ in given_away(two)} == {("2025", "removed"), ("2026", "removed")}


def test_no_number_of_the_sample_can_be_worked_back() -> None:
    """All files of two rounds: as written, and as the API gives them, whose sums come from what is published alone."""
    loaded = registry.load(registries.REAL.parent)
    keys = store.keyring(people.IDENTITY)
    for entry in loaded.rosters:
        roster = sealed_roster.roster(store.opened(loaded.vault_folder / f"{entry.record.key}{ROSTER}", keys))
        true = public_counts.whole_counts(loaded, roster)
        assert true is not None
        of_api = public_counts.experts(entry.record)
        for form in (entry.document.value, {"round": roster.round, "counts": of_api, "history": of_api.get("history", [])}):
            past = [{"round": one["round"], "counts": as_counts(one)} for one in form.get("history", ())]
            assert given_away([*past, {"round": roster.round, "counts": form["counts"]}]) == [], entry.path
            assert not small_numbers.small_ones({name: form["counts"].get(name, {}) for name in ("by_level", "by_first", "by_specialty")})
            assert (form["counts"].get("removed") is None) == (true["removed"] < SMALL)


def as_counts(past: Value) -> Value:
    """The totals of a history as counts of that round."""
    named_there = {name: {"totals": past[name]} for name in ("under_five", "withheld") if name in past}
    return {
        **{name: past[name] for name in ("active", "removed") if name in past},
        "by_level": {},
        "by_first": {},
        "by_specialty": {},
        **named_there,
    }


# --- files from before -------------------------------------------------------------------------------------------------


def test_small_numbers_of_a_file_from_before_are_not_shown() -> None:
    counts = {
        "active": 21,
        "removed": 1,
        "by_level": {"full-senior": 4, "associate-senior": 17},
        "by_specialty": {"arts": {"甲": {"子": 21}}},
    }
    old = roster_counts({"area": "653100", "round": "2026", "counts": counts, "history": [{"round": "2025", "active": 20, "removed": 3}]})
    assert (old.active, old.removed, old.by_level, old.young) == (21, None, {}, None)
    assert (old.under_five.by_level, old.withheld.by_level) == (("full-senior",), ("associate-senior",))
    assert [(past.active, past.removed, past.under_five) for past in old.history] == [(20, None, ("removed",))]
    assert published(published(counts)) == published(counts)


def test_the_order_in_a_file_does_not_matter() -> None:
    """Else the same numbers, published twice, would show two parts of which each was hidden once."""
    parts = {"甲": 1, "乙": 9, "丙": 12, "丁": 20}
    found = {divided(42, dict(order)).withheld for order in itertools.permutations(parts.items())}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("numbers", "under_five", "withheld", "expected"),
    [([9, 5], 0, 0, (14, 14)), ([9], 2, 0, (11, 17)), ([9], 1, 1, (15, math.inf)), ([], 0, 0, (0, 0))],
)
def test_bounds_of_a_sum(numbers: list[int], under_five: int, withheld: int, expected: Interval) -> None:
    assert bounds(numbers, under_five, withheld) == expected
