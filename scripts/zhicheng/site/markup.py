"""HTML put together in Python: what stands on a page so often that a template would take most of the time of all pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from zhicheng.records import SCORED_BY, ScoringItem
from zhicheng.site.pages.words import points, share


def escaped(value: Any) -> str:
    """What stands in a page for a value: what `markupsafe.escape` gives, without its class and, for most text, without the search."""
    if type(value) is str:
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        return value
    return str(value) if type(value) is int else escape(value)


def scoring_rows(items: Iterable[ScoringItem], scored: bool, largest: float) -> Markup:
    """The rows of a scoring table, a dozen with as many grades on the page of each committee. `scored`: with a column of who scores."""
    rows = []
    for item in items:
        tone, said, plus = (' class="bonus"', ' <span class="chip off">加分，不计入合计</span>', "+") if item.bonus else ("", "", "")
        note = f'<p class="why">{escaped(item.note)}</p>' if item.note else ""
        grades = "".join([f"<li>{escaped(step.when)} <b>{points(step.points)}</b></li>" for step in item.steps])
        if grades:
            grades = f'<ul class="grades">{grades}</ul>'
        who = f'<td class="who">{SCORED_BY[item.scored_by] if item.scored_by else ""}</td>' if scored else ""
        rows.append(
            f'<tr{tone}><th scope="row">{escaped(item.dimension)}</th><td>{escaped(item.item)}{said}{note}{grades}</td>{who}'
            f'<td class="bar-cell"><span class="bar" style="width:{share(item.points, largest)}"></span></td>'
            f'<td class="num">{plus}{points(item.points)}</td></tr>\n'
        )
    return Markup("".join(rows))  # noqa: S704 (every text in it is escaped)
