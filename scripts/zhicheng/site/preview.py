"""A committee's page as the site will show it, for a look at it before anything is published. Its history is not there: it takes Git."""

from __future__ import annotations

from datetime import date

from zhicheng.forms import digest, writing
from zhicheng.registry.history import History
from zhicheng.registry.registry import Registry
from zhicheng.site.environment import renderer
from zhicheng.site.page import View
from zhicheng.site.pages import committees
from zhicheng.site.pages.overview import Overview


def article(registry: Registry, identifier: str, today: date) -> tuple[str, str]:
    """The title of a committee's page and its article as HTML, on a day. The committee is one of the registry."""
    committee = registry.by_id[identifier]
    blanks = frozenset(file.name for file in writing.blanks(registry, with_pdf=False))
    day = today.isoformat().replace("-", ".")
    view = View(registry, today, None, day, History(), {identifier: digest.of(committee)}, blanks)
    page = next(one for one in committees.pages(Overview(view)) if one.url == f"committees/{identifier}/")
    return page.title, renderer(view, [page])(page)
