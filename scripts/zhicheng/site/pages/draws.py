"""The list of draws, and a page for each: the plan, the steps, the order, counts. Never who."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zhicheng.draws import public_file, rates
from zhicheng.site.draw_list import ListedDraw
from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages import draw
from zhicheng.site.pages.about import guides_folder
from zhicheng.site.pages.overview import Overview

LIST = "draws/"
_RULES = "guide/draw-rules"


def pages(overview: Overview) -> Iterator[Page]:
    """The pages of this section."""
    yield Page(
        url=LIST,
        title=t("评委的抽取"),
        description=t("随机抽取评审会议的评委：各次的方案、随机数、先后和人数，谁都可以重新计算；不公布姓名。"),
        section="draws",
        template="draws.html",
        context=partial(_list, overview),
    )
    for one in overview.draws:
        name = draw.committee_name(overview, one.value["committee"])
        yield Page(
            url=f"{LIST}{one.id}/",
            title=t("%(name)s第 %(number)s 次评委抽取", name=name, number=one.value["number"]),
            description=t(
                "%(name)s第 %(number)s 次随机抽取评委：%(state)s。",
                name=name,
                number=one.value["number"],
                state=t(public_file.STATES[one.state]),
            ),
            section="draws",
            template="draw.html",
            context=partial(_draw, overview, one),
        )


def rules_page(root: Path) -> str | None:
    """The address of the page on the method; None where a registry's own pages have none."""
    return f"{_RULES}/" if (guides_folder(root) / f"{_RULES}.md").is_file() else None


def _list(overview: Overview) -> Context:
    """The committees that drew, the one of the newest draw first; the draws of each, the newest first."""
    by_committee = sorted(
        overview.draws_of.items(), key=lambda item: (max(one.value["plan"]["planned_at"] for one in item[1]), item[0]), reverse=True
    )
    missing = public_file.missing_numbers(one.value for one in overview.draws)
    return {
        "committees": [
            (draw.committee_name(overview, key), overview.row.get(key), missing.get(key, []), [_line(one) for one in draws])
            for key, draws in by_committee
        ],
        "rules_page": rules_page(overview.registry.root),
        "least": rates.LEAST_CALLS,
        "errors": rates.STANDARD_ERRORS,
    }


@dataclass(frozen=True, slots=True)
class DrawLine:
    """A draw as a line of the list; `cancelled` says when and why, "" where it was not."""

    one: ListedDraw
    state: str
    tone: str
    planned: str
    drawn: str
    members: int
    cancelled: str


def _line(one: ListedDraw) -> DrawLine:
    value = one.value
    return DrawLine(
        one,
        t(public_file.STATES[one.state]),
        draw.TONES.get(one.state, ""),
        value["plan"]["planned_at"][:10],
        value["result"]["drawn_at"][:10] if "result" in value else "",
        sum(group["members"] for group in value["plan"]["groups"]),
        "{date} {reason}".format_map(value["cancelled"]) if "cancelled" in value else "",
    )


def _draw(overview: Overview, one: ListedDraw) -> Context:
    return draw.context(overview, one) | {"rules_page": rules_page(overview.registry.root)}
