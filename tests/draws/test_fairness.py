"""Whether a draw is fair: who sits how often in 100,000 draws, against what it should be; with limits and refusals, all orders are walked.

Each comparison prints its chi-square (`pytest -rP`). The draws come from a fixed seed, so the figures are the same every time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from itertools import permutations, product
from random import Random
from typing import Any, NamedTuple

import pytest
from helpers.draw_cases import Second

from zhicheng.draws.ranking import ranking, seed
from zhicheng.draws.seating import Facts, Seating

DRAWS = 100_000
LEAST = 0.001  # a fair draw is below this once in a thousand seeds


def tail(statistic: float, freedom: int) -> float:
    """The chance of a chi-square at least so large: the regularised gamma function Q(freedom/2, statistic/2), by its recurrence."""
    half = statistic / 2
    at, chance = (1.0, math.exp(-half)) if freedom % 2 == 0 else (0.5, math.erfc(math.sqrt(half)))
    while at < freedom / 2:
        chance += math.exp(at * math.log(half) - half - math.lgamma(at + 1))
        at += 1
    return chance


def fit(what: str, seen: Mapping[Any, int], expected: Mapping[Any, float]) -> float:
    """The chance that so large a difference comes by itself. `expected` are the chances of all that may be seen, and add up to 1."""
    assert seen.keys() <= expected.keys()
    assert math.isclose(sum(expected.values()), 1)
    draws = sum(seen.values())
    assert min(expected.values()) * draws >= 5, "too few draws for this comparison"
    return said(what, sum((seen.get(key, 0) - draws * p) ** 2 / (draws * p) for key, p in expected.items()), len(expected) - 1)


def said(what: str, statistic: float, freedom: int) -> float:
    chance = tail(statistic, freedom)
    print(f"{what}: chi-square {statistic:.1f}, {freedom} degrees of freedom, p = {chance:.3f}")
    return chance


def alike(keys: Iterable[Any]) -> dict[Any, float]:
    all_ = list(keys)
    return dict.fromkeys(all_, 1 / len(all_))


@pytest.mark.parametrize(
    ("statistic", "freedom", "chance"),
    [
        (3.841, 1, 0.05),
        (10.828, 1, 0.001),
        (5.991, 2, 0.05),
        (18.307, 10, 0.05),
        (124.342, 100, 0.05),
        (149.449, 100, 0.001),
        (99.334, 100, 0.5),
    ],
)
def test_the_tail_is_that_of_the_tables(statistic: float, freedom: int, chance: float) -> None:
    assert tail(statistic, freedom) == pytest.approx(chance, rel=2e-3)


# --- the ranking ----------------------------------------------------------------------------------------------------------

POOL, SEATS = 12, 5


@cache
def draws() -> list[tuple[list[int], list[int]]]:
    """The rankings of two groups, of 12 and of 7, in 100,000 draws of 25 throws of a die each."""
    random = Random(17)
    found = []
    for _ in range(DRAWS):
        start = seed("ks-engineering-3", "5c" * 32, "".join(random.choices("123456", k=25)))
        found.append((ranking(start, "design", POOL), ranking(start, "survey", 7)))
    return found


@pytest.mark.slow
def test_each_person_is_a_member_as_often_as_another() -> None:
    """5 of 12: each person 41.7 %. Members of one draw exclude each other, hence the scale by 11/12 and 11 degrees of freedom."""
    chance = SEATS / POOL
    seen = Counter(person for design, _ in draws() for person in design[:SEATS])
    statistic = sum((seen[person] - DRAWS * chance) ** 2 for person in range(1, POOL + 1)) / (DRAWS * chance * (1 - chance))
    assert said("members", statistic * (POOL - 1) / POOL, POOL - 1) >= LEAST
    assert all(abs(seen[person] / DRAWS - chance) < 0.006 for person in range(1, POOL + 1))


@pytest.mark.slow
def test_each_set_of_members_comes_as_often_as_another() -> None:
    """All 792 sets of 5 of 12, so pairs and triples too; and all 66 pairs by themselves, and all ordered pairs."""
    sets, pairs, in_order = Counter[Any](), Counter[Any](), Counter[Any]()
    for design, _ in draws():
        sets[frozenset(design[:SEATS])] += 1
        pairs[frozenset(design[:2])] += 1
        in_order[tuple(design[:2])] += 1
    numbers = range(1, POOL + 1)
    assert fit("sets of members", sets, alike({frozenset(one[:SEATS]) for one in permutations(numbers, SEATS)})) >= LEAST
    assert fit("pairs", pairs, alike({frozenset(one) for one in permutations(numbers, 2)})) >= LEAST
    assert fit("first and second", in_order, alike(permutations(numbers, 2))) >= LEAST


@pytest.mark.slow
def test_each_place_of_the_ranking_is_anybodys() -> None:
    """The first, the last of the members, the first two of the alternates, the very last."""
    for place in (0, SEATS - 1, SEATS, SEATS + 1, POOL - 1):
        seen = Counter(design[place] for design, _ in draws())
        assert fit(f"place {place + 1}", seen, alike(range(1, POOL + 1))) >= LEAST


@pytest.mark.slow
def test_groups_of_one_draw_know_nothing_of_each_other() -> None:
    first = Counter((design[0], survey[0]) for design, survey in draws())
    assert fit("first of both groups", first, alike(product(range(1, POOL + 1), range(1, 8)))) >= LEAST
    last = Counter((design[-1], survey[-1]) for design, survey in draws())
    assert fit("last of both groups", last, alike(product(range(1, POOL + 1), range(1, 8)))) >= LEAST


@pytest.mark.slow
def test_an_unfair_shuffle_is_found_out() -> None:
    """The well-known wrong one, each place swapped with any place: else the comparisons above would say nothing."""
    random, firsts, pairs = Random(17), Counter[int](), Counter[Any]()
    for _ in range(DRAWS):
        order = list(range(1, POOL + 1))
        for i in range(POOL):
            j = random.randrange(POOL)
            order[i], order[j] = order[j], order[i]
        firsts[order[SEATS]] += 1
        pairs[frozenset(order[:2])] += 1
    assert fit("unfair: sixth place", firsts, alike(range(1, POOL + 1))) < 1e-9
    assert fit("unfair: pairs", pairs, alike({frozenset(one) for one in permutations(range(1, POOL + 1), 2)})) < 1e-9


# --- with calls and limits: all orders of small pools -----------------------------------------------------------------------


class Pool(NamedTuple):
    """A plan for small groups; of each person employer, outside, young; and what people say who do not simply come."""

    groups: dict[str, tuple[int, int]]  # members and alternates
    people: dict[str, list[tuple[str, bool, bool]]]
    limits: dict[str, int]
    answers: dict[tuple[str, int], str]

    @property
    def plan(self) -> dict[str, Any]:
        groups = [{"id": name, "members": members, "alternates": alternates} for name, (members, alternates) in self.groups.items()]
        plan: dict[str, Any] = {"groups": groups, "calls": {"attempts": 1, "minutes": 30}}
        return plan | ({"limits": self.limits} if self.limits else {})


Orders = tuple[tuple[int, ...], ...]
Outcome = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]  # of each group the members and the alternates, by number

PLAIN = [
    ("甲院", False, False),
    ("乙院", False, False),
    ("丙院", False, False),
    ("丁院", False, False),
    ("戊院", False, False),
    ("己院", False, False),
]
MIXED = [
    ("甲院", False, False),
    ("甲院", True, False),
    ("甲院", False, True),
    ("乙院", False, False),
    ("乙院", True, True),
    ("丙院", False, True),
]
POOLS = {
    "alternates": Pool({"design": (3, 2)}, {"design": PLAIN}, {}, {}),
    "refusals": Pool({"design": (3, 1)}, {"design": PLAIN}, {}, {("design", 1): "declined", ("design", 2): "no-answer"}),
    "absences": Pool({"design": (3, 1)}, {"design": PLAIN}, {}, {("design", 1): "absent", ("design", 4): "declined"}),
    "per employer": Pool({"design": (3, 1)}, {"design": MIXED}, {"per_employer": 1}, {}),
    "outside": Pool({"design": (3, 1)}, {"design": MIXED}, {"outside": 2}, {("design", 6): "absent"}),
    "outside and young": Pool({"design": (3, 2)}, {"design": MIXED}, {"outside": 1, "young": 2}, {("design", 3): "declined"}),
    "all limits": Pool({"design": (3, 1)}, {"design": MIXED}, {"per_employer": 2, "outside": 1, "young": 1}, {("design", 5): "absent"}),
    "limits of two groups": Pool(
        {"design": (2, 1), "survey": (1, 1)},
        {"design": [MIXED[0], MIXED[1], MIXED[2], MIXED[3]], "survey": [MIXED[3], MIXED[4], MIXED[0]]},
        {"per_employer": 2, "outside": 1, "young": 1},
        {("design", 4): "declined", ("survey", 3): "absent"},
    ),
}


People = dict[str, list[dict[str, Any]]]  # of each group by rank
Step = dict[str, Any]
State = tuple[list[Any], dict[str, list[str]]]  # who may be called (group, rank from 1), and the state of each rank


Calls = Callable[[list[Step]], State]  # what follows from the steps; asked with none, then with one more each time


def by_the_program(plan: dict[str, Any], people: People) -> Calls:
    seating = Seating(plan, {group: [Facts(**one) for one in all_] for group, all_ in people.items()})

    def state(steps: list[Step]) -> State:
        for step in steps[-1:]:
            seating.apply(step)
        return [(group, index + 1) for group, index in seating.may_be_called()], seating.ranks()

    return state


def by_the_second(second: Second, plan: dict[str, Any], people: People) -> Calls:
    def state(steps: list[Step]) -> State:
        answer = second.ask({"op": "calls", "seed": "0" * 64, "plan": plan, "people": people, "steps": steps})
        assert answer["refused"] is None
        return answer["next"], answer["states"]

    return state


def walked(pool: Pool, orders: Orders, begun: Callable[[dict[str, Any], People], Calls]) -> Outcome:
    """The end of the calls, of people who say what the pool says: calls, as long as somebody may be called; then those who do not come are
    absent, which may lead to further calls.
    """
    order = dict(zip(pool.groups, orders, strict=True))
    names = ("employer", "outside", "young")
    people = {group: [dict(zip(names, pool.people[group][number - 1], strict=True)) for number in order[group]] for group in order}
    answers = {group: [pool.answers.get((group, number), "confirmed") for number in order[group]] for group in order}
    state, steps = begun(pool.plan, people), list[Step]()
    while True:
        next_, states = state(steps)
        seats = [(group, i + 1) for group, ranks in states.items() for i, word in enumerate(ranks) if word in ("member", "alternate")]
        gone = [(group, rank) for group, rank in seats if answers[group][rank - 1] == "absent"]
        if not (next_ or gone):
            break
        group, rank = next_[0] if next_ else gone[0]
        kind = answers[group][rank - 1]
        if next_ and kind == "absent":
            kind = "confirmed"
        step = {"n": len(steps) + 1, "at": "2026-09-16T10:00:00+08:00", "kind": kind, "group": group, "rank": rank}
        reason = {"reason": "other"} if kind in ("declined", "absent") else {}
        steps.append(step | reason | {"caller": "甲", "witness": "乙", "salt": "0" * 64})

    def numbers(group: str, word: str) -> tuple[int, ...]:
        return tuple(sorted(order[group][i] for i, state_ in enumerate(states[group]) if state_ == word))

    return tuple((numbers(group, "member"), numbers(group, "alternate")) for group in pool.groups)


@pytest.mark.slow
@pytest.mark.parametrize("name", POOLS)
def test_who_sits_in_the_end_is_as_likely_as_all_orders_say(name: str) -> None:
    """The chances come from all orders, each as likely, walked by the second implementation; the frequencies from draws of the program."""
    pool = POOLS[name]
    orders = list(product(*(permutations(range(1, len(people) + 1)) for people in pool.people.values())))
    with Second() as second:
        ends = {order: walked(pool, order, partial(by_the_second, second)) for order in orders}
    assert {order: walked(pool, order, by_the_program) for order in orders} == ends
    expected = {end: count / len(orders) for end, count in Counter(ends.values()).items()}
    random, seen = Random(name), Counter[Outcome]()
    for _ in range(DRAWS):
        start = seed("ks-engineering-3", "5c" * 32, "".join(random.choices("123456", k=25)))
        seen[ends[tuple(tuple(ranking(start, group, len(people))) for group, people in pool.people.items())]] += 1
    assert fit(name, seen, expected) >= LEAST
    for group, number in ((group, number) for group, people in pool.people.items() for number in range(1, len(people) + 1)):
        place = list(pool.groups).index(group)
        chance = sum(p for end, p in expected.items() if number in end[place][0])
        often = sum(count for end, count in seen.items() if number in end[place][0]) / DRAWS
        print(f"  {group} {number} {pool.people[group][number - 1]}: member in {chance:.1%} of all orders, in {often:.1%} of the draws")
        assert abs(often - chance) < 0.008
