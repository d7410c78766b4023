"""The home page: the search box, figures, a map of tiles, and the latest changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import ceil
from typing import Any

from markupsafe import Markup

from zhicheng.registry.history import KINDS
from zhicheng.registry.records.areas import Area
from zhicheng.site.language import t, tn
from zhicheng.site.page import Context, Page
from zhicheng.site.pages import charts
from zhicheng.site.pages.experts import counts
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.words import authority_label

_SHOWN_CHANGES = 8
_ONE_LINE_FROM = 5  # committees registered by one commit
_SHADES = 5  # of tiles: few enough to be told apart


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
    """A division on the home page; `column` and `row` are None where it has no place on the map. `shade` is from 1 to 5, the most
    of all; 0 where there is none.
    """

    area: Area
    name: str
    count: int
    column: int | None
    row: int | None
    shade: int


def _home(overview: Overview) -> Context:
    top = overview.top_areas()
    prefectures = [area for area in top if area.level == "prefecture"]
    mapped = bool(prefectures) and all(area.code in overview.areas.tiles for area in prefectures)
    largest = max((len(overview.seated(area.code)) for area in top), default=0)
    tiles = [_tile(overview, area, largest, mapped) for area in top]
    return {
        "figures": figures(overview),
        "mapped": mapped,
        "direct_name": overview.direct_name(),
        "tiles": [tile for tile in tiles if tile.area.level == "prefecture"],
        "small": [tile for tile in tiles if tile.area.level != "prefecture"],
        "others": [(name, authority_label(overview.registry, name), number) for name, number in overview.of_whole.items()],
        "changes": _changes(overview),
        "filed": _lately_filed(overview),
        "breakdowns": breakdowns(overview),
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


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The registered committees by one of their traits: a chart, a line on how the numbers add up, and the rows of a table: label, number,
    and a URL or "".
    """

    title: str
    head: str
    chart: Markup
    said: str
    rows: tuple[tuple[str, int, str], ...]


def breakdowns(overview: Overview) -> list[Breakdown]:
    """The registered committees by authority, level, end of validity, and series; none where there are no committees."""
    total = len(overview.active)
    once, several = tn("合计 %(n)s 个。", total), tn("一个评审委员会可以评几个，所以加起来多于 %(n)s 个。", total)
    registry = overview.registry
    by_authority = [
        (authority_label(registry, name), sum(row.committee.authority == name for row in overview.active), f"committees/#{name}")
        for name in registry.ranks.order
    ]
    by_level = [
        (t(label), sum(level in row.committee.levels for row in overview.active), f"coverage/{level}/")
        for level, label in reversed(registry.levels.items())
    ]
    ends = Counter(map(_end, overview.active))
    by_end = [(label, ends[label], "") for label in sorted(ends, key=lambda label: (not label[:4].isdigit(), label))]
    by_series = [(one.name, len(overview.by_series[one.id]), f"series/{one.id}/") for one in overview.series()]
    by_series.sort(key=lambda row: -row[1])
    parts = (
        (t("按单位级别"), t("单位级别"), by_authority, once),
        (t("按层级"), t("层级"), by_level, several),
        (t("按有效期满的年份"), t("有效期满"), by_end, once),
        (t("按系列"), t("系列"), by_series, several if any(len(row.committee.series) > 1 for row in overview.active) else once),
    )
    found = []
    for title, head, rows, said in parts if total else ():
        shown = tuple(row for row in rows if row[1])
        found.append(Breakdown(title, head, charts.bars(title, [(label, number) for label, number, _ in shown]), said, shown))
    return found


def _end(row: Row) -> str:
    """The year in which the validity of a committee ends, as a label; what has ended already, and what has no end, by words."""
    valid = row.committee.valid
    if valid is None:
        return t("没有登记有效期")
    return t("已经满期") if row.past else t("%(year)s 年", year=valid.until.year)


def _tile(overview: Overview, area: Area, largest: int, mapped: bool) -> Tile:
    count = len(overview.seated(area.code))
    place = overview.areas.tiles.get(area.code)
    column, row = (place.column, place.row) if mapped and place is not None else (None, None)
    shade = ceil(_SHADES * count / largest) if largest else 0
    return Tile(area, place.name if place is not None and place.name else area.short, count, column, row, shade)


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
