"""The page of experts: counts only, never a name; no number under five, and none from which one could be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from markupsafe import Markup

from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.registry.records.small_numbers import SMALL
from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages import charts
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.pool import DRAWN_ROUNDS, Number, Specialties, Young, by_round, level_chart, pool, round_chart, young_of_round
from zhicheng.site.pages.words import listed

_SENDERS_RULE = "R101"


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
    """The public counts of every roster that there is; not of those that were deleted, which only count in the rounds that were."""
    return [entry.record for entry in overview.registry.rosters if entry.record.retired is None]


def _experts(overview: Overview) -> Context:
    registry = overview.registry
    rosters = counts(overview)
    every = [entry.record for entry in registry.rosters]
    levels, rounds, specialties = _levels(overview, rosters), by_round(every), _added(overview, rosters)
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
    young, young_of = sum(pool.young or 0 for pool in aged), sum(pool.counts.active or 0 for pool in aged)
    senders, clause = _senders(overview)
    series = [(name, overview.series_name(name), specialties[name]) for name in specialties]
    return {
        "total": sum(roster.active or 0 for roster in rosters),
        "removed": sum(roster.removed or 0 for roster in rosters),
        "by_employer": sum(pool.counts.active or 0 for pool, *_ in employers),
        "senders": len(senders),
        "sent": len(_with_pool(overview, senders)),
        "senders_clause": clause,
        "sender_names": _sender_names(overview),
        "levels": levels,
        "level_chart": level_chart(levels),
        "shown_levels": [level for level in reversed(registry.levels) if any(level in roster.names_of_levels for roster in rosters)],
        "series": [(name, label, firsts, _total(firsts)) for name, label, firsts in series],
        "series_chart": charts.bars(t("在库专家按系列的人数"), [(label, _total(firsts)) for _, label, firsts in series]),
        "young": young,
        "young_of": young_of,
        "young_pools": len(aged),
        "young_said": said,
        "young_chart": Markup() if said is None else charts.bars(t("在库专家按年龄的人数"), _ages(said, young, young_of)),
        "smallest": SMALL,
        "rounds": rounds,
        "round_chart": round_chart(rounds),
        "drawn_rounds": DRAWN_ROUNDS,
        "pools": shown,
        "employers": employers,
    }


def _with_pool(overview: Overview, rows: Iterable[Row]) -> list[Row]:
    rosters = overview.registry.roster_of
    return [row for row in rows if row.committee.id in rosters and rosters[row.committee.id].retired is None]


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
    """How many experts hold each level, high to low, by its Chinese name, as far as published; levels without a number are left out."""
    labels = overview.registry.levels
    numbers = dict.fromkeys(reversed(labels), 0)
    for roster in rosters:
        for level, number in roster.by_level.items():
            numbers[level] += number
    return tuple((t(labels[level]), number) for level, number in numbers.items() if number)


def _added(overview: Overview, rosters: Iterable[RosterCounts]) -> Specialties:
    """The published numbers of several pools added up; series in the order of the reference table, the specialties of each sorted.

    What one pool does not publish is not in the sum, so that no sum tells it.
    """
    sums: dict[str, dict[str, int]] = {series.id: {} for series in overview.series()}
    found: dict[tuple[str, str], dict[str, Number]] = {}
    for roster in rosters:
        for series, firsts in roster.by_first.items():
            for first, number in firsts.items():
                branch = sums.setdefault(series, {})
                branch[first] = branch.get(first, 0) + number
        for series, divided in roster.by_specialty.items():
            for first, seconds in divided.items():
                added = found.setdefault((series, first), {})
                for second, number in seconds.items():
                    before = added.get(second, 0)
                    added[second] = number + (before if isinstance(before, int) else 0)
    return {
        series: {first: (number, dict(sorted(found.get((series, first), {}).items()))) for first, number in sorted(firsts.items())}
        for series, firsts in sums.items()
        if firsts
    }


def _total(firsts: dict[str, tuple[Number, dict[str, Number]]]) -> int:
    return sum(number for number, _ in firsts.values() if isinstance(number, int))


def _ages(said: Young, young: int, of: int) -> list[tuple[str, int]]:
    return [(said.label, young), (t("%(age)s 岁以上", age=said.age + 1), of - young)] if of else []
