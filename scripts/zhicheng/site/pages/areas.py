"""The list of divisions, and a page for each: the committees that review for people there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from zhicheng.registry.records.added_codes import WIDE
from zhicheng.registry.records.areas import Area
from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview, Row, in_force
from zhicheng.site.pages.words import authority_label

_NAMED_UP_TO = 80  # if there are more committees of the whole region, pages of areas only count them by series


def pages(overview: Overview) -> Iterator[Page]:
    """The pages of this section."""
    words = overview.registry.words
    yield Page(
        url="areas/",
        title=t("地区"),
        description=t(
            "按地区查看职称评审委员会：各%(prefectures)s、%(counties)s，以及受理当地人员的委员会。",
            prefectures=words.prefectures,
            counties=words.counties,
        ),
        section="areas",
        template="areas.html",
        context=partial(_list, overview),
    )
    for area in overview.areas:
        yield Page(
            url=f"areas/{area.code}/",
            title=overview.areas.name(area.code),
            description=t("受理%(where)s专业技术人员的职称评审委员会。", where=overview.areas.name(area.code)),
            section="areas",
            template="area.html",
            context=partial(_area, overview, area),
        )
    for area in _gone(overview):
        yield Page(
            url=f"areas/{area.code}/",
            title=t("%(name)s（%(code)s）", name=area.name, code=area.code),
            description=t("这个区划代码已经不用；现在的地区见本页。"),
            section="areas",
            template="area_gone.html",
            context=partial(_successors, overview, area),
        )


def _gone(overview: Overview) -> list[Area]:
    """The divisions that had a page here once and are no more, the last of each code: those retired since the first round."""
    areas, first = overview.areas, min((entry.record.opened.year for entry in overview.registry.rounds.values()), default=9999)
    found = {area.code: area for area in areas.retired if area.until is not None and area.until >= first}
    return [area for code, area in found.items() if code not in areas.current and areas.successors(code)]


def _successors(overview: Overview, area: Area) -> Context:
    return {"gone": area, "successors": [(one, overview.areas.name(one.code)) for one in overview.areas.successors(area.code)]}


def _list(overview: Overview) -> Context:
    top = overview.top_areas()
    return {
        "region": overview.areas.region,
        "region_count": sum(overview.of_whole.values()),
        "names": [authority_label(overview.registry, name) for name in dict.fromkeys([*WIDE, *overview.of_whole])],
        "prefectures": [(area, len(overview.seated(area.code)), _below(overview, area)) for area in top if area.level == "prefecture"],
        "direct_name": overview.direct_name(),
        "direct": [(area, len(overview.seated(area.code))) for area in top if area.level != "prefecture"],
    }


def _below(overview: Overview, area: Area) -> list[tuple[Area, int]]:
    return [(child, len(overview.seated(child.code))) for child in overview.below.get(area.code, ())]


def _area(overview: Overview, area: Area) -> Context:
    whole, through = competent(overview, area)
    wide = [row for row in whole if row.committee.authority in WIDE]
    local = [row for row in whole if row.committee.authority not in WIDE]
    parts = inside(overview, area)
    seated = overview.by_seat.get(area.code, ())  # also under the code that the area had before
    known = {row.committee.id for row in (*whole, *through)}
    ancestors = [a for code in _ancestors(overview, area) if (a := overview.areas.current.get(code)) is not None]
    return {
        "area": area,
        "name": overview.areas.name(area.code),
        "ancestors": ancestors,
        "children": _below(overview, area),
        "own": [row for row in local if row in seated],
        "above": [row for row in local if row not in seated],
        "through": through,
        "inside": [row for row in parts if row.committee.id not in known],
        "wide": wide if len(wide) <= _NAMED_UP_TO else [],
        "wide_by_series": [] if len(wide) <= _NAMED_UP_TO else _by_series(overview, tuple(wide)),
        "wide_count": len(wide),
        "count": in_force(whole),
        "over": sum(row.past for row in whole),
        "listed": len(whole) + len(through),
        "is_region": area.level == "region",
        "whole": overview.registry.words.whole,
        "region_name": authority_label(overview.registry, "region"),
        "central_name": authority_label(overview.registry, "central"),
    }


def competent(overview: Overview, area: Area) -> tuple[list[Row], list[Row]]:
    """Active committees whose scope covers the whole area, and, as a second list, those whose scope is a division that the area is only
    administered through.
    """
    own = _scoped(overview, overview.areas.within(area.code))
    wider = _scoped(overview, overview.areas.ancestors(area.code)) - own
    excluded = {row for row in overview.excluding if _excludes(overview, row, area)}
    own, wider = own - excluded, wider - excluded
    return ([row for row in overview.active if row in own], [row for row in overview.active if row in wider])


def _excludes(overview: Overview, row: Row, area: Area) -> bool:
    """Whether every review of a committee says that people of the area do not apply there."""
    within = overview.areas.within(area.code)
    excluded = ([one for one in row.committee.excludes(review) if one.where is None] for review in row.committee.reviews)
    return all(any(not within.isdisjoint(one.areas) for one in exclusions) for exclusions in excluded)


def _scoped(overview: Overview, codes: Iterable[str]) -> set[Row]:
    """The active committees that have one of the codes in their scope."""
    return {row for code in codes for row in overview.by_scope.get(code, ())}


def inside(overview: Overview, area: Area) -> list[Row]:
    """Active committees whose scope is a part of the area, those that have a seat there and only units or places without a code too."""
    codes = [code for code in overview.by_scope if area.code in overview.areas.within(code)]
    found = _scoped(overview, codes)
    found |= {row for row in overview.seated(area.code) if not row.committee.scope.areas}
    return [row for row in overview.active if row in found]


def _ancestors(overview: Overview, area: Area) -> list[str]:
    """The codes of the divisions an area lies in, the region first, the area itself left out."""
    chain: list[str] = []
    parent = area.parent
    while parent is not None and parent not in chain:
        chain.insert(0, parent)
        above = overview.areas.current.get(parent)
        parent = None if above is None else above.parent
    return chain


@lru_cache(maxsize=8)  # cached: the same rows for nearly every area
def _by_series(overview: Overview, rows: tuple[Row, ...]) -> list[tuple[str, str, int]]:
    """The id, name and number of committees of each series that `rows` review."""
    counts = Counter(series for row in rows for series in row.committee.series)
    return [(series.id, series.name, counts[series.id]) for series in overview.series() if counts[series.id]]
