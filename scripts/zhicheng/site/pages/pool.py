"""What the pages show of an expert pool: numbers, and what is said in place of those that are not published."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from zhicheng.registry.records.roster_counts import RosterCounts, RoundCount
from zhicheng.registry.records.rulebook import Provision
from zhicheng.registry.records.small_numbers import SMALL
from zhicheng.registry.registry import Registry
from zhicheng.rules import RULES
from zhicheng.site.language import t
from zhicheng.site.pages import charts
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.words import listed

_YOUNG_RULE = "R110"
DRAWN_ROUNDS = 6  # columns that fit on a phone; the table has all rounds

Number = charts.Number
# Series → first level → its number of experts, and second level → number. A text stands for a number that is not published.
Specialties = dict[str, dict[str, tuple[Number, dict[str, Number]]]]


@dataclass(frozen=True, slots=True)
class Young:
    """The rulebooks' provision on young experts: up to which age, how many at least in words (None: no figure), by which clause, and the
    code of the rule that checks it (None: there is no page for it).
    """

    age: int
    least: str | None
    clause: str
    rule: str | None

    @property
    def label(self) -> str:
        return t("%(age)s 岁以下", age=self.age)


def young_of_round(registry: Registry, round_: str) -> Young | None:
    """The provision on young experts in a round, or None where no rulebook of the round has one."""
    books = registry.rulebooks_of(round_)
    figures = {name: (book, book.numbers[name]) for name in ("young_minimum", "young_age") for book in books[::-1] if name in book.numbers}
    age = figures["young_age"][1].number if "young_age" in figures else None
    if age is None:
        return None
    least = _least(figures["young_minimum"][1], t("%(age)s 岁以下", age=age)) if "young_minimum" in figures else None
    clauses = dict.fromkeys(book.cite(provision.clause) for book, provision in figures.values())
    return Young(age, least, listed(clauses), _YOUNG_RULE if _YOUNG_RULE in RULES else None)


def _least(provision: Provision, ages: str) -> str | None:
    """How many young experts a pool needs, in words."""
    if provision.share is not None:
        return t("每个专家库 %(ages)s的专家不少于%(share)s", ages=ages, share=provision.share.words)
    return None if provision.number is None else t("每个专家库至少有 %(n)s 名 %(ages)s专家", n=provision.number, ages=ages)


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """The counts of a pool as a page shows them. `said` is the provision on young experts. `young` is None where no age may be shown.

    `levels` is empty where the pool is not divided by level, `specialties` where it is not divided by specialty.
    """

    counts: RosterCounts
    said: Young | None
    levels: tuple[tuple[str, Number], ...]
    level_chart: Markup
    specialties: Specialties
    specialty_chart: Markup
    rounds: tuple[tuple[RoundSum, int], ...]
    round_chart: Markup

    @property
    def young(self) -> int | None:
        return None if self.said is None else self.counts.young

    @property
    def active(self) -> Number:
        """How many experts are in the pool, or what is said in place of a small number."""
        return _shown(self.counts.active, "active" in self.counts.under_five.totals)

    @property
    def removed(self) -> Number:
        """How many have left, or what is said in place of the number."""
        return _shown(self.counts.removed, "removed" in self.counts.under_five.totals)

    @property
    def young_under_five(self) -> bool:
        """Whether the number of the young is known to be small; else it is not told why it is not published."""
        return self.said is not None and "young" in self.counts.under_five.totals

    def of_level(self, level: str) -> Number:
        """How many hold a level; a dash where the pool is not divided by level."""
        counts = self.counts
        if level in counts.by_level or not counts.names_of_levels:
            return counts.by_level.get(level, "—")
        if level not in counts.names_of_levels:
            return 0
        return _shown(None, level in counts.under_five.by_level)


def _shown(number: int | None, under_five: bool) -> Number:
    """A number, or what is said in its place."""
    if number is not None:
        return number
    return t("少于 %(n)s 人", n=SMALL) if under_five else t("不公布")


def pool(overview: Overview, roster: RosterCounts, *, drawn: bool = True) -> PoolCounts:
    """The counts of a pool, with charts; `drawn=False`: without, for a row of a list."""
    said = young_of_round(overview.registry, roster.round)
    if not drawn:
        return PoolCounts(roster, said, (), Markup(), {}, Markup(), (), Markup())
    rounds = by_round([roster])
    levels, specialties = _levels_of(overview, roster), _specialties_of(roster)
    chart = specialty_chart(overview, specialties)
    return PoolCounts(roster, said, levels, level_chart(levels), specialties, chart, rounds, round_chart(rounds))


def _levels_of(overview: Overview, roster: RosterCounts) -> tuple[tuple[str, Number], ...]:
    """How many experts of a pool hold each level, high to low, by its Chinese name; levels that nobody holds are left out."""
    labels = overview.registry.levels
    under = roster.under_five.by_level
    return tuple(
        (t(labels[level]), _shown(roster.by_level.get(level), level in under))
        for level in reversed(labels)
        if level in roster.names_of_levels
    )


def _specialties_of(roster: RosterCounts) -> Specialties:
    """The specialties of a pool, as far as it is divided; in a series the largest first, those without a number last."""
    found: Specialties = {}
    for series, first in roster.names_of_firsts:
        shown = roster.by_specialty.get(series, {}).get(first, {})
        under = roster.under_five.by_specialty.get(series, {}).get(first, ())
        seconds = {name: _shown(shown.get(name), name in under) for name in sorted(roster.names_of_seconds(series, first))}
        number = _shown(roster.by_first.get(series, {}).get(first), first in roster.under_five.by_first.get(series, ()))
        found.setdefault(series, {})[first] = (number, seconds)
    return {series: dict(sorted(firsts.items(), key=_largest_first)) for series, firsts in found.items()}


def _largest_first(first: tuple[str, tuple[Number, dict[str, Number]]]) -> tuple[float, str]:
    """What sorts the first levels of a series: their number, then their name."""
    name, (number, _) = first
    return (-number if isinstance(number, int) else math.inf), name


def level_chart(levels: tuple[tuple[str, Number], ...]) -> Markup:
    """A chart of the numbers by level."""
    return charts.bars(t("在库专家按层级的人数"), levels)


def specialty_chart(overview: Overview, specialties: Specialties) -> Markup:
    """A bar for each first level, labelled with its series too where there are several."""
    several = len(specialties) > 1
    numbers = [
        (f"{overview.series_name(series)} · {first}" if several else first, number)
        for series, firsts in specialties.items()
        for first, (number, _) in firsts.items()
    ]
    return charts.bars(t("在库专家按专业（一级目录）的人数"), numbers)


@dataclass(frozen=True, slots=True)
class RoundSum:
    """The numbers of a round as a page shows them."""

    round: str
    active: Number
    removed: Number


def by_round(rosters: Iterable[RosterCounts]) -> tuple[tuple[RoundSum, int], ...]:
    """The experts of each round and how many pools were sent in it, oldest first; empty where only one round is known."""
    found: dict[str, list[RoundCount]] = {}
    for roster in rosters:
        of_round = {past.round: past for past in roster.history}
        of_round[roster.round] = RoundCount(roster.round, roster.active, roster.removed, roster.under_five.totals)
        for name, numbers in of_round.items():
            found.setdefault(name, []).append(numbers)
    if len(found) < 2:
        return ()
    return tuple((_round_sum(name, sent), len(sent)) for name, sent in sorted(found.items()))


def _round_sum(name: str, sent: list[RoundCount]) -> RoundSum:
    """The published numbers of a round added up; what is said in their place where none is published."""

    def added(field: str, numbers: list[int | None]) -> Number:
        known = [number for number in numbers if number is not None]
        return sum(known) if known else _shown(None, len(sent) == 1 and field in sent[0].under_five)

    return RoundSum(name, added("active", [past.active for past in sent]), added("removed", [past.removed for past in sent]))


def round_chart(rounds: tuple[tuple[RoundSum, int], ...]) -> Markup:
    """A chart of the numbers in the last DRAWN_ROUNDS rounds."""
    return charts.columns(t("各年度在库专家人数"), [(numbers.round, numbers.active) for numbers, _ in rounds[-DRAWN_ROUNDS:]])
