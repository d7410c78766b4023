"""The list of title series, and a page for each: its titles, committees and catalog."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from zhicheng.registry import public
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.series import Series
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview, in_force
from zhicheng.site.pages.words import authority_name

CERTAINTY = {
    "confirmed": "职称名称已核实（两种来源一致）",
    "partial": "职称名称只核实了一部分，以正式文件为准",
    "rule": "职称名称按本系列的命名规则列出，方向没有列全，以正式文件为准",
    "unconfirmed": "职称名称尚未核实，以正式文件为准",
}
_NAMED_UP_TO = 600  # in a larger catalog the committees of each specialty are counted, not named
_HIGH_TO_LOW = tuple(reversed(LEVELS))


def pages(overview: Overview) -> Iterator[Page]:
    """The pages of this section."""
    yield Page(
        url="series/",
        title="职称系列",
        description="各职称系列、各层级的职称名称，以及有权评审的委员会。",
        section="series",
        template="series_list.html",
        context=partial(_list, overview),
    )
    for series in overview.series():
        count = in_force(overview.by_series[series.id])
        yield Page(
            url=f"series/{series.id}/",
            title=series.name,
            description=f"{series.name}系列：各层级职称名称、专业目录和 {count} 个评审委员会。",
            section="series",
            template="series.html",
            context=partial(_series, overview, series),
        )


def _list(overview: Overview) -> Context:
    return {
        "items": [(series, in_force(overview.by_series[series.id])) for series in overview.series()],
        "levels": _HIGH_TO_LOW,
    }


def _series(overview: Overview, series: Series) -> Context:
    rows = overview.by_series[series.id]
    catalog = overview.catalogs.get(series.id, {})
    by_authority = groupby(rows, key=lambda row: row.committee.authority)
    held = {
        title
        for row in rows
        for review in row.committee.reviews
        if review.series == series.id and not row.past
        for level, names in public.titles(series, review).items()
        for title in (level, *names)
    }
    return {
        "series": series,
        "titles": [(level, LEVELS[level], series.titles.get(level, ()), series.former.get(level, ())) for level in _HIGH_TO_LOW],
        "held": held,
        "certainty": CERTAINTY.get(series.certainty, ""),
        "count": in_force(rows),
        "listed": len(rows),
        "groups": [(authority_name(overview.registry, authority), list(members)) for authority, members in by_authority],
        "catalog": catalog,
        "named": sum(len(members) for seconds in catalog.values() for members in seconds.values()) <= _NAMED_UP_TO,
    }
