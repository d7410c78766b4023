"""The public list of waivers: exceptions that were granted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from zhicheng.rules import RULES
from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview


def pages(overview: Overview) -> Iterator[Page]:
    """The one page of this section."""
    yield Page(
        url="waivers/",
        title=t("经批准的例外"),
        description=t("经批准暂不执行某条规则的评审委员会：哪条规则、什么原因、谁批准、到哪天为止。"),
        section="waivers",
        template="waivers.html",
        context=partial(_waivers, overview),
    )


def _waivers(overview: Overview) -> Context:
    entry = overview.registry.waivers
    waivers = () if entry is None else entry.record
    day = overview.view.as_of
    return {
        "waivers": [
            (waiver, overview.row.get(waiver.committee), RULES.get(waiver.rule), waiver.date <= day <= waiver.until, day > waiver.until)
            for waiver in sorted(waivers, key=lambda w: (-w.until.toordinal(), w.committee, w.rule, w.expert or ""))
        ]
    }
