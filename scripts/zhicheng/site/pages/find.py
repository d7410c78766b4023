"""The page that answers: which committee reviews my specialty, at my level, in my area. Its script asks the API."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from zhicheng.site.page import Context, Page
from zhicheng.site.pages.home import choices
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.words import authority_name


def pages(overview: Overview) -> Iterator[Page]:
    yield Page(
        url="find/",
        title="查找评审委员会",
        description="按专业、层级和地区查找有权评审的职称评审委员会。",
        section="find",
        template="find.html",
        context=partial(_find, overview),
    )


def _find(overview: Overview) -> Context:
    settings = overview.registry.settings
    return {
        "as_of": overview.view.as_of.isoformat(),
        "region": settings.region,
        "authorities": {name: authority_name(overview.registry, name) for name in ("region", "central", "prefecture", "county")},
        "examples": _examples(overview),
        "centre": settings.centre_name,
        "centre_phones": settings.centre_phones,
        **choices(overview),
    }


def _examples(overview: Overview) -> list[str]:
    """Questions that have an answer here: area, level and a specialty of three different committees."""
    words = {"junior": "初级", "intermediate": "中级", "associate-senior": "副高", "full-senior": "正高"}
    found: list[str] = []
    for authority in ("prefecture", "region", "county"):
        row = next(
            (r for r in overview.active if r.committee.authority == authority and not r.standing.past and r.open_to == "public"), None
        )
        if row is None:
            continue
        review = row.committee.reviews[0]
        second = next((second for first in review.catalog for second in first.seconds), "")
        area = overview.areas.known(row.committee.scope.areas[0])
        place = "" if area is None or area.level == "region" else area.name + " "
        found.append(f"{place}{words[review.levels[-1]]} {second}".strip())
    return found
