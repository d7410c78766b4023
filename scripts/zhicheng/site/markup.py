"""HTML made in Python instead of a template, for parts that repeat so often that templates would take most of the build time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from zhicheng.registry.records.scoring import SCORED_BY, ScoringItem, SubItem
from zhicheng.site.language import N_, Language, here, t
from zhicheng.site.pages.overview import Row, in_force
from zhicheng.site.pages.words import listed, points, share

_CHIPS = {
    "mixed": N_("部分限内部人员"),
    "unit": N_("限本单位"),
    "system": N_("限本系统"),
}


def _chip(text: str) -> str:
    return f' <span class="chip off">{escaped(text)}</span>'


_SAFE_TYPES = (int, date)  # their text never needs escaping


def escaped(value: Any) -> str:
    """A value as HTML text, with the same characters as `markupsafe.escape` gives; faster, since most texts come back as they are."""
    if type(value) is str:
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        return value
    if type(value) is Markup:
        return value
    return str(value) if type(value) in _SAFE_TYPES else escape(value)


def scoring_rows(items: Iterable[ScoringItem], scored: bool, largest: float) -> Markup:
    """The rows of a scoring table. `scored`: with a column of who scores. `largest`: the points that fill a bar."""
    rows = []
    for item in items:
        tone, outside_chip, sign = ("", "", "")
        if item.deduction:
            tone, outside_chip, sign = ' class="bonus"', _chip(t("扣分，不计入合计")), "−"
        elif item.bonus:
            tone, outside_chip, sign = ' class="bonus"', _chip(t("加分，不计入合计")), "+"
        limits = t("；").join(_limits(item)) if item.cap is not None or item.weight is not None or item.specialties else ""
        note = f'<p class="why">{escaped(limits)}</p>' if limits else ""
        note += f'<p class="why">{escaped(item.note)}</p>' if item.note else ""
        grades = "".join([f"<li>{escaped(step.when)} <b>{points(step.points)}</b></li>" for step in item.steps])
        if grades:
            grades = f'<ul class="grades">{grades}</ul>'
        if item.items:
            grades += '<ul class="below">' + "".join(map(_below, item.items)) + "</ul>"
        who = (
            f'<td class="who" data-label="{escaped(t("评分"))}">{escaped(t(SCORED_BY[item.scored_by])) if item.scored_by else ""}</td>'
            if scored
            else ""
        )
        most = escaped(t("不设上限")) if item.open_ended else f"{sign}{points(item.points)}"
        rows.append(
            f'<tr{tone}><th scope="row">{escaped(item.dimension)}</th><td>{escaped(item.item)}{outside_chip}{note}{grades}</td>{who}'
            f'<td class="bar-cell">{bar(item.points, largest)}</td>'
            f'<td class="num">{most}</td></tr>\n'
        )
    return Markup("".join(rows))  # noqa: S704 (every text in it is escaped)


def bar(part: float, whole: float, tone: str = "") -> Markup:
    """A bar whose length is `part` of `whole`, as an attribute: pages hold no styles. What it shows stands beside it as a number."""
    kind = f"bar {tone}" if tone else "bar"
    width = share(part, whole)
    return Markup(f'<svg class="{kind}" width="{width}" height="8" aria-hidden="true"><rect width="100%" height="8"/></svg>')  # noqa: S704


def validity_bar(start: date, until: date, day: date) -> Markup:
    """How much of a validity is over on a day, with the day marked. The days stand beside it in words."""
    whole = (until - start).days + 1
    over = min(max((day - start).days, 0), whole)
    past, mark = share(over, whole), share(min(over, whole - 1), whole)
    parts = f'<rect class="all" width="100%" height="6" y="3"/><rect class="past" width="{past}" height="6" y="3"/>'
    parts += f'<rect class="day" x="{mark}" width="2" height="12"/>'
    kind = "validity over" if day > until else "validity"
    return Markup(f'<svg class="{kind}" data-until="{until}" width="100%" height="12" aria-hidden="true">{parts}</svg>')  # noqa: S704


def _limits(item: ScoringItem) -> Iterator[str]:
    """What limits the points of a row: its cap, its weight, and the specialties that it is for."""
    if item.cap is not None:
        yield t("各小项合计最多 %(points)s 分", points=points(item.cap))
    if item.weight is not None:
        yield t("权重 %(share)s%%", share=points(item.weight))
    if item.specialties:
        yield t("只用于：%(specialties)s", specialties=listed(item.specialties))


def _below(item: SubItem) -> str:
    """A row below a row of a scoring table, as an item of a list."""
    note = f" <span>{escaped(item.note)}</span>" if item.note else ""
    return f"<li>{escaped(item.item)} <b>{points(item.points)}</b>{note}</li>"


def row_lines(rows: Iterable[Row], root: str, series: bool = True) -> Markup:
    """The table rows of a list of committees. `root` is the path to the site's root; `series`: with a column of the series."""
    labels = _labels(here())
    return Markup("".join([_row_line(row, root, series, labels) for row in rows]))  # noqa: S704 (every text in it is escaped)


@lru_cache(maxsize=4)
def _labels(language: Language) -> tuple[str, str, str]:
    """The labels of the cells, as HTML in a language: the series, the levels, the end of the validity."""
    return escaped(t("系列")), escaped(t("层级")), escaped(t("有效期至"))


@lru_cache(maxsize=20_000)  # a committee is listed on the pages of its series and of several areas
def _row_line(row: Row, root: str, series: bool, labels: tuple[str, str, str]) -> str:
    of_series = f'<td data-label="{labels[0]}">{escaped(row.series)}</td>' if series else ""
    chip = _chip(t(_CHIPS[row.open_to])) if row.open_to in _CHIPS else ""
    tone = f" {row.standing.kind}" if row.standing.kind in ("over", "soon") else ""
    return (
        f'<tr><td><a href="{root}{escaped(row.url)}">{escaped(row.committee.name)}</a>{chip}</td>{of_series}'
        f'<td data-label="{labels[1]}">{escaped(row.levels)}</td>'
        f'<td data-label="{labels[2]}" class="date{tone}">{escaped(row.standing.short)}</td></tr>\n'
    )


def counted(seconds: Mapping[str, Iterable[Row]]) -> Markup:
    """The items of a list of specialties, each with the number of committees that review it now."""
    items = [f'<li>{escaped(second)} <span class="count">{in_force(rows)}</span></li>' for second, rows in seconds.items()]
    return Markup("".join(items))  # noqa: S704 (every text in it is escaped)
