"""The list of title series, and a page for each: its titles, committees and catalog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.series import Exam, Series
from zhicheng.site.language import N_, t, tn
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.offers import certain_tracks, titles_at
from zhicheng.site.pages.overview import Overview, Row, in_force, level_names
from zhicheng.site.pages.words import authority_label

CERTAINTY = {
    "partial": N_("职称名称只核实了一部分，以正式文件为准"),
    "rule": N_("职称名称按本系列的命名规则列出，方向没有列全，以正式文件为准"),
    "unconfirmed": N_("职称名称尚未核实，以正式文件为准"),
}
_NAMED_UP_TO = 600  # in a larger catalog the committees of each specialty are counted, not named
_SHOWN_TRACKS = 6
_OPEN_UP_TO = 40  # a larger catalog starts folded by first level
_WAYS = {
    ("only", "exam"): N_("只能通过考试取得，不评审"),
    ("main", "exam"): N_("主要通过考试取得"),
    ("one-of", "exam"): N_("也可以通过考试取得"),
    ("only", "exam-and-review"): N_("先通过考试，再申报评审"),
    ("main", "exam-and-review"): N_("一般先通过考试，再申报评审"),
    ("one-of", "exam-and-review"): N_("也可以先通过考试，再申报评审"),
}


def pages(overview: Overview) -> Iterator[Page]:
    """The pages of this section."""
    yield Page(
        url="series/",
        title=t("职称系列"),
        description=t("各职称系列、各层级的职称名称、全国考试和登记的评审委员会。"),
        section="series",
        template="series_list.html",
        context=partial(_list, overview),
    )
    for series in overview.series():
        count = in_force(overview.by_series[series.id])
        yield Page(
            url=f"series/{series.id}/",
            title=series.name,
            description=tn("%(series)s系列：各层级职称名称、专业目录和 %(n)s 个评审委员会。", count, series=series.name),
            section="series",
            template="series.html",
            context=partial(_series, overview, series),
        )


def _list(overview: Overview) -> Context:
    return {
        "items": [(series, in_force(overview.by_series[series.id])) for series in overview.series()],
        "levels": list(reversed(overview.registry.levels)),
    }


def _series(overview: Overview, series: Series) -> Context:
    rows = overview.by_series[series.id]
    catalog = overview.catalogs.get(series.id, {})
    by_authority = groupby(rows, key=lambda row: row.committee.authority)
    size = sum(len(seconds) for seconds in catalog.values())
    return {
        "series": series,
        "titles": _titles(overview, series, rows),
        "exams": [(level_names(overview.registry, exam.levels), exam, t(_WAYS[exam.route, exam.method])) for exam in series.exams],
        "whole": [row for row in rows if any(r.series == series.id and r.all_specialties for r in row.committee.reviews)],
        "folded": size > _OPEN_UP_TO,
        "certainty": t(CERTAINTY.get(series.certainty, "")),
        "count": in_force(rows),
        "listed": len(rows),
        "groups": [(authority_label(overview.registry, authority), list(members)) for authority, members in by_authority],
        "catalog": catalog,
        "named": sum(len(members) for seconds in catalog.values() for members in seconds.values()) <= _NAMED_UP_TO,
    }


@dataclass(frozen=True, slots=True)
class TitleLevel:
    """A level of a series: its titles, and the former ones; the examination it is obtained by; whether a committee in force has registered
    it, and the titles that none of them awards (nothing where a committee does not say which). `by_track` are the titles by track (医, 药)
    where the tracks are few and their names short; else nothing.
    """

    name: str
    titles: tuple[str, ...]
    former: tuple[str, ...]
    exam: Exam | None
    way: str
    registered: bool
    missing: tuple[str, ...]
    by_track: tuple[tuple[str, tuple[str, ...]], ...]


def _titles(overview: Overview, series: Series, rows: tuple[Row, ...]) -> list[TitleLevel]:
    """The levels of a series from high to low; of those that rulebooks add, only those that it has."""
    every = [(level, _level(series, level, label, rows)) for level, label in reversed(overview.registry.levels.items())]
    return [one for level, one in every if level in LEVELS or one.titles or one.former or one.exam or one.registered]


def _level(series: Series, level: str, label: str, rows: tuple[Row, ...]) -> TitleLevel:
    titles, exam = series.titles.get(level, ()), series.exam_for(level)
    reviews = [r for row in rows if not row.past for r in row.committee.reviews if r.series == series.id and level in r.levels]
    unsure = any(certain_tracks(series, review) is None for review in reviews)
    awarded = {title for review in reviews for title in titles_at(series, review, level)[0]}
    missing = () if unsure or not reviews else tuple(title for title in titles if title not in awarded)
    way = "" if exam is None else t(_WAYS[exam.route, exam.method])
    return TitleLevel(t(label), titles, series.former.get(level, ()), exam, way, bool(reviews), missing, _by_track(series, level))


def _by_track(series: Series, level: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not 1 < len(series.tracks) <= _SHOWN_TRACKS:
        return ()
    return tuple((track.name, track.titles[level]) for track in series.tracks if track.titles.get(level))
