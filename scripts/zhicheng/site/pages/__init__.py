"""Every record page of the site: registry → list of pages. A module for each section."""

from __future__ import annotations

from zhicheng.site.page import Page, View
from zhicheng.site.pages import areas, catalog, check, committees, experts, find, home, rounds, rules, series, waivers
from zhicheng.site.pages.overview import Overview

_SECTIONS = (home, find, committees, series, areas, catalog, experts, rounds, rules, waivers, check)


def pages(view: View) -> list[Page]:
    """The pages of a registry, cheap to list; what each shows is made when it is stamped."""
    overview = Overview(view)
    overview.prepare()
    return [page for section in _SECTIONS for page in section.pages(overview)]
