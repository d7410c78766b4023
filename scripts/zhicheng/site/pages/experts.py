"""Experts: counts only, never a name; nothing by age for pools under five."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from zhicheng.office import RosterCounts
from zhicheng.public import MIN_POOL_FOR_AGE
from zhicheng.records import LEVELS
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview


def pages(overview: Overview) -> Iterator[Page]:
    yield Page(
        url="experts/",
        title="评审专家库",
        description="入库评审专家的人数，按系列、层级和评审委员会公布；名册不公开。",
        section="experts",
        template="experts.html",
        context=partial(_experts, overview),
    )


def counts(overview: Overview) -> list[RosterCounts]:
    return [entry.record for entry in overview.registry.rosters]


def young_known(roster: RosterCounts) -> bool:
    """Whether the number of the young may be shown."""
    return roster.young is not None and roster.active >= MIN_POOL_FOR_AGE


def _experts(overview: Overview) -> Context:
    rosters = counts(overview)
    pools = ((row, overview.registry.roster_of.get(row.committee.id)) for row in overview.active)
    by_level = {level: sum(roster.by_level.get(level, 0) for roster in rosters) for level in LEVELS}
    by_series = {series.id: 0 for series in overview.series()}
    for roster in rosters:
        for series, firsts in roster.by_specialty.items():
            by_series[series] = by_series.get(series, 0) + sum(sum(seconds.values()) for seconds in firsts.values())
    aged = [roster for roster in rosters if young_known(roster)]
    return {
        "total": sum(roster.active for roster in rosters),
        "removed": sum(roster.removed for roster in rosters),
        "pools": [(row, roster, young_known(roster)) for row, roster in pools if roster is not None],
        "employers": [
            (roster, overview.areas.name(roster.area), roster.area in overview.areas.current, young_known(roster))
            for roster in rosters
            if roster.area is not None and roster.committee is None
        ],
        "by_level": [(LEVELS[level], by_level[level]) for level in reversed(LEVELS) if by_level[level]],
        "by_series": [(series, overview.series_name(series), number) for series, number in by_series.items() if number],
        "largest_series": max(by_series.values(), default=0),
        "largest_level": max(by_level.values(), default=0),
        "young": sum(roster.young or 0 for roster in aged),
        "young_of": sum(roster.active for roster in aged),
    }
