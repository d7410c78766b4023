"""The page that finds the committees for a specialty, level and area. Its script reads the API."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.home import choices, examples
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.words import authority_label


def pages(overview: Overview) -> Iterator[Page]:
    """The one page of this section."""
    yield Page(
        url="find/",
        title=t("查找评审委员会"),
        description=t("按专业、层级和地区查找职称评审委员会；实行全国考试的，说明是哪种考试。"),
        section="find",
        template="find.html",
        context=partial(_find, overview),
    )


def _find(overview: Overview) -> Context:
    settings = overview.registry.settings
    return {
        "authorities": {name: authority_label(overview.registry, name) for name in overview.registry.ranks.order},
        "examples": examples(overview),
        "unit": next((unit for unit in overview.areas.units.values() if unit.system), None),  # an example of a unit that no division covers
        "centre": settings.centre_name,
        "centre_phones": settings.centre_phones,
        **choices(overview),
    }
