"""The page that puts two or three committees side by side. Its script reads their records from the API."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from zhicheng.registry.records.competence import METHODS, OPEN_TO
from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.words import authority_label


def pages(overview: Overview) -> Iterator[Page]:
    """The one page of this section."""
    yield Page(
        url="compare/",
        title=t("并排比较"),
        description=t("两个或三个职称评审委员会并排比较：评审地域、层级、专业、评分、答辩、申报时间有什么不同。"),
        section="committees",
        template="compare.html",
        context=partial(_compare, overview),
    )


def _compare(overview: Overview) -> Context:
    registry = overview.registry
    return {
        "labels": {
            "levels": [(level, t(name)) for level, name in reversed(registry.levels.items())],
            "methods": {code: t(name) for code, name in METHODS.items()},
            "openTo": {code: t(name) for code, name in OPEN_TO.items()},
            "authorities": {name: authority_label(registry, name) for name in registry.ranks.order},
        }
    }
