"""The home page: the search box, figures, a map of tiles, and the latest changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from zhicheng.registry.history import KINDS
from zhicheng.registry.records.areas import Area
from zhicheng.site.language import t, tn
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.experts import counts
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.words import authority_label

_SHOWN_CHANGES = 8
_ONE_LINE_FROM = 5  # committees registered by one commit
_DARKEST = 36  # per cent of the brand colour on a tile, so that its text stays readable


def pages(overview: Overview) -> Iterator[Page]:
    """The one page of this section."""
    yield Page(
        url="",
        title=t("谁来评我的职称？"),
        description=t("输入专业、层级或地区，查到由哪个职称评审委员会评审、哪些要参加全国考试，以及评审依据、流程和咨询电话。"),
        section="home",
        template="home.html",
        context=partial(_home, overview),
    )


@dataclass(frozen=True, slots=True)
class Tile:
    """A division on the home page; `column` and `row` are None where it has no place on the map, `share` is its shade in per cent."""

    area: Area
    name: str
    count: int
    column: int | None
    row: int | None
    share: int
    most: bool


def _home(overview: Overview) -> Context:
    top = overview.top_areas()
    mapped = all(area.code in overview.areas.tiles for area in top if area.level == "prefecture")
    largest = max((len(overview.seated(area.code)) for area in top), default=0)
    tiles = [_tile(overview, area, largest, mapped) for area in top]
    return {
        "figures": figures(overview),
        "mapped": mapped and bool(tiles),
        "tiles": [tile for tile in tiles if tile.area.level == "prefecture"],
        "small": [tile for tile in tiles if tile.area.level != "prefecture"],
        "others": [(name, authority_label(overview.registry, name), number) for name, number in overview.of_whole.items()],
        "changes": _changes(overview),
        "filed": _lately_filed(overview),
        **choices(overview),
    }


def figures(overview: Overview) -> list[tuple[str, int, str]]:
    """The figures of the home page: name, number, and the URL it links to."""
    experts = sum(roster.active or 0 for roster in counts(overview))
    found = [
        (t("在册评审委员会"), len(overview.active), "committees/"),
        (t("职称系列"), sum(bool(rows) for rows in overview.by_series.values()), "series/"),
        (t("二级专业"), overview.specialty_count, "catalog/"),
    ]
    if experts:
        found.append((t("入库专家（仅公布数量）"), experts, "experts/"))
    found.append((tn("%(n)s 天内到期", overview.soon), sum(row.standing.kind == "soon" for row in overview.active), "committees/"))
    return found if overview.soon else found[:-1]


def _tile(overview: Overview, area: Area, largest: int, mapped: bool) -> Tile:
    count = len(overview.seated(area.code))
    place = overview.areas.tiles.get(area.code)
    column, row = (place.column, place.row) if mapped and place is not None else (None, None)
    share = round(8 + (_DARKEST - 8) * count / largest) if largest else 8
    return Tile(area, place.name if place is not None and place.name else area.short, count, column, row, share, count == largest > 1)


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A line of the latest changes: one committee, or many that one commit registered."""

    date: str
    rows: tuple[Row, ...]
    what: str


def _changes(overview: Overview) -> list[NewsItem]:
    """The latest changes, newest first. Many committees registered by one commit make one line."""
    found: list[NewsItem] = []
    known = (v for v in overview.view.history.versions if v.committee in overview.row and v.kind != "moved")
    for (_, day, kind), group in groupby(known, key=lambda version: (version.commit, version.date, version.kind)):
        versions = list(group)
        if kind == "added" and len(versions) >= _ONE_LINE_FROM:
            found.append(NewsItem(day, tuple(overview.row[v.committee] for v in versions), t(KINDS[kind])))
        else:
            found += [NewsItem(day, (overview.row[v.committee],), t("；").join(v.notes) or t(KINDS[kind])) for v in versions]
        if len(found) >= _SHOWN_CHANGES:
            break
    return found[:_SHOWN_CHANGES]


def _lately_filed(overview: Overview) -> list[tuple[Row, str]]:
    """The latest filings, shown where Git's history has few changes."""
    filed = [(filing.date.isoformat(), row) for row in overview.active for filing in row.committee.filings[-1:]]
    filed.sort(key=lambda item: (item[0], item[1].committee.id), reverse=True)
    return [(row, day) for day, row in filed[:_SHOWN_CHANGES]]


def choices(overview: Overview) -> dict[str, Any]:
    """The values of the picks under the search box: series that have committees, levels, and divisions with those below them."""
    return {
        "series_choices": [series for series in overview.series() if overview.by_series[series.id]],
        "level_choices": [(level, t(name)) for level, name in overview.registry.levels.items()],
        "area_choices": [(area, overview.below.get(area.code, ())) for area in overview.top_areas()],
        "whole": overview.registry.words.whole,
        "example": next(iter(examples(overview)), "副高 建筑施工"),
    }


def examples(overview: Overview) -> list[str]:
    """Example questions that have an answer in this registry: area, level and a specialty, one for each authority."""
    words = overview.registry.levels | {"associate-senior": "副高", "full-senior": "正高"}
    open_now = [row for row in overview.active if row.open_to in ("public", "mixed") and not row.past]
    found: list[str] = []
    for authority in ("prefecture", "region", "county"):
        row = next((row for row in open_now if row.committee.authority == authority), None)
        if row is not None:
            review = row.committee.reviews[0]
            second = next((second for first in review.catalog for second in first.seconds), "")
            area = next(map(overview.areas.known, row.committee.scope.areas), None)
            place = "" if area is None or area.level == "region" else re.sub("(?<=..)(地区|市|县|区)$", "", area.name)
            found.append(f"{place} {words[review.levels[-1]]} {second}".strip())
    return found
