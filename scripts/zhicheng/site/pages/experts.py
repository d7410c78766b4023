"""The page of experts: counts only, never a name; no counts by age for pools under five."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from zhicheng.registry.records.roster_counts import MIN_POOL_FOR_AGE, RosterCounts, RoundCount
from zhicheng.registry.records.rulebook import Provision
from zhicheng.registry.registry import Registry
from zhicheng.rules import RULES
from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages import charts
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.words import listed

_SENDERS_RULE, _YOUNG_RULE = "R101", "R110"
_DRAWN_ROUNDS = 6  # columns that fit on a phone; the table has all rounds

# Series → first level → second level → number of experts.
Specialties = dict[str, dict[str, dict[str, int]]]


def pages(overview: Overview) -> Iterator[Page]:
    """The one page of this section."""
    yield Page(
        url="experts/",
        title=t("评审专家库"),
        description=t("入库评审专家的人数，按层级、专业、年度和评审委员会公布；名册不公开。"),
        section="experts",
        template="experts.html",
        context=partial(_experts, overview),
    )


def counts(overview: Overview) -> list[RosterCounts]:
    """The public counts of every roster."""
    return [entry.record for entry in overview.registry.rosters]


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
    least = _least(figures["young_minimum"][1]) if "young_minimum" in figures else None
    clauses = dict.fromkeys(book.cite(provision.clause) for book, provision in figures.values())
    return Young(age, least, listed(clauses), _YOUNG_RULE if _YOUNG_RULE in RULES else None)


def _least(provision: Provision) -> str | None:
    """How many young experts a pool needs, in words."""
    if provision.share is not None:
        return t("不少于%(share)s", share=provision.share.words)
    return None if provision.number is None else t("至少 %(n)s 人", n=provision.number)


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """The counts of a pool as a page shows them. `said` is the provision on young experts. `young` is None where no age may be shown."""

    counts: RosterCounts
    said: Young | None
    levels: tuple[tuple[str, int], ...]
    level_chart: Markup
    specialty_chart: Markup
    rounds: tuple[tuple[RoundCount, int], ...]
    round_chart: Markup

    @property
    def young(self) -> int | None:
        return None if self.said is None or self.counts.active < MIN_POOL_FOR_AGE else self.counts.young


def pool(overview: Overview, roster: RosterCounts, *, drawn: bool = True) -> PoolCounts:
    """The counts of a pool, with charts; `drawn=False`: without, for a row of a list."""
    levels = _levels(overview, [roster])
    rounds = by_round([roster])
    said = young_of_round(overview.registry, roster.round)
    if not drawn:
        return PoolCounts(roster, said, levels, Markup(), Markup(), rounds, Markup())
    return PoolCounts(
        roster, said, levels, level_chart(levels), _specialty_chart(overview, roster.by_specialty), rounds, round_chart(rounds)
    )


def _experts(overview: Overview) -> Context:
    registry = overview.registry
    rosters = counts(overview)
    levels, rounds, specialties = _levels(overview, rosters), by_round(rosters), _added(overview, rosters)
    shown = [(row, pool(overview, registry.roster_of[row.committee.id], drawn=False)) for row in _with_pool(overview, overview.rows)]
    employers = [
        (pool(overview, roster, drawn=False), overview.areas.name(roster.area), roster.area in overview.areas.current)
        for roster in rosters
        if roster.area is not None and roster.committee is None
    ]
    said = young_of_round(registry, registry.settings.current_round)
    # Only pools counted by the same age, so that the numbers can be added.
    aged = [
        pool for pool in (*(pool for _, pool in shown), *(pool for pool, *_ in employers)) if pool.young is not None and pool.said == said
    ]
    young, young_of = sum(pool.young or 0 for pool in aged), sum(pool.counts.active for pool in aged)
    senders, clause = _senders(overview)
    series = [(name, overview.series_name(name), specialties[name]) for name in specialties]
    return {
        "total": sum(roster.active for roster in rosters),
        "removed": sum(roster.removed for roster in rosters),
        "by_employer": sum(pool.counts.active for pool, *_ in employers),
        "senders": len(senders),
        "sent": len(_with_pool(overview, senders)),
        "senders_clause": clause,
        "sender_names": _sender_names(overview),
        "levels": levels,
        "level_chart": level_chart(levels),
        "shown_levels": [level for level in reversed(registry.levels) if any(roster.by_level.get(level) for roster in rosters)],
        "series": [(name, label, firsts, _total(firsts)) for name, label, firsts in series],
        "series_chart": charts.bars(t("在库专家按系列的人数"), [(label, _total(firsts)) for _, label, firsts in series]),
        "young": young,
        "young_of": young_of,
        "young_pools": len(aged),
        "young_said": said,
        "young_chart": Markup() if said is None else charts.bars(t("在库专家按年龄的人数"), _ages(said, young, young_of)),
        "smallest": MIN_POOL_FOR_AGE,
        "rounds": rounds,
        "round_chart": round_chart(rounds),
        "drawn_rounds": _DRAWN_ROUNDS,
        "pools": shown,
        "employers": employers,
    }


def _with_pool(overview: Overview, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.committee.id in overview.registry.roster_of]


def _senders(overview: Overview) -> tuple[list[Row], str | None]:
    """The committees that may send a roster in the current round, and the clause; all, and None, where no rulebook restricts it."""
    current = overview.registry.settings.current_round
    books = overview.registry.rulebooks_of(current)
    book = next((book for book in books if _SENDERS_RULE in book.rules), None)
    if book is None:
        return list(overview.active), None
    senders = overview.registry.roster_authorities(current)
    return [row for row in overview.active if row.committee.authority in senders], book.cite(book.rules[_SENDERS_RULE])


def _sender_names(overview: Overview) -> str:
    """The authorities whose committees send rosters in the current round: 省级和地市级."""
    registry = overview.registry
    labels = [registry.words.unit(one).removesuffix("单位") for one in registry.roster_authorities(registry.settings.current_round)]
    return t("和").join(filter(None, [listed(labels[:-1]), *labels[-1:]]))


def _levels(overview: Overview, rosters: Iterable[RosterCounts]) -> tuple[tuple[str, int], ...]:
    """How many experts hold each level, high to low, by its Chinese name; levels that nobody holds are left out."""
    labels = overview.registry.levels
    numbers = dict.fromkeys(reversed(labels), 0)
    for roster in rosters:
        for level, number in roster.by_level.items():
            numbers[level] += number
    return tuple((t(labels[level]), number) for level, number in numbers.items() if number)


def level_chart(levels: tuple[tuple[str, int], ...]) -> Markup:
    """A chart of the numbers by level."""
    return charts.bars(t("在库专家按层级的人数"), levels)


def _added(overview: Overview, rosters: Iterable[RosterCounts]) -> Specialties:
    """The specialties of several pools added up; series in the order of the reference table, the specialties of each sorted."""
    found: Specialties = {series.id: {} for series in overview.series()}
    for roster in rosters:
        for series, firsts in roster.by_specialty.items():
            for first, seconds in firsts.items():
                branch = found.setdefault(series, {}).setdefault(first, {})
                for second, number in seconds.items():
                    branch[second] = branch.get(second, 0) + number
    return {
        series: {first: dict(sorted(seconds.items())) for first, seconds in sorted(firsts.items())}
        for series, firsts in found.items()
        if _total(firsts)
    }


def _total(firsts: dict[str, dict[str, int]]) -> int:
    return sum(sum(seconds.values()) for seconds in firsts.values())


def _specialty_chart(overview: Overview, specialties: Specialties) -> Markup:
    """A bar for each first level, labelled with its series too where there are several."""
    several = len(specialties) > 1
    numbers = [
        (f"{overview.series_name(series)} · {first}" if several else first, sum(seconds.values()))
        for series, firsts in specialties.items()
        for first, seconds in firsts.items()
    ]
    return charts.bars(t("在库专家按专业（一级目录）的人数"), numbers)


def _ages(said: Young, young: int, of: int) -> list[tuple[str, int]]:
    return [(said.label, young), (t("%(age)s 岁以上", age=said.age + 1), of - young)] if of else []


def by_round(rosters: Iterable[RosterCounts]) -> tuple[tuple[RoundCount, int], ...]:
    """The experts of each round and how many pools were sent in it, oldest first; empty where only one round is known."""
    found: dict[str, list[RoundCount]] = {}
    for roster in rosters:
        of_round = {past.round: past for past in roster.history}
        of_round[roster.round] = RoundCount(roster.round, roster.active, roster.removed)
        for name, numbers in of_round.items():
            found.setdefault(name, []).append(numbers)
    if len(found) < 2:
        return ()
    return tuple(
        (RoundCount(name, sum(past.active for past in sent), sum(past.removed for past in sent)), len(sent))
        for name, sent in sorted(found.items())
    )


def round_chart(rounds: tuple[tuple[RoundCount, int], ...]) -> Markup:
    """A chart of the numbers in the last _DRAWN_ROUNDS rounds."""
    return charts.columns(t("各年度在库专家人数"), [(numbers.round, numbers.active) for numbers, _ in rounds[-_DRAWN_ROUNDS:]])
