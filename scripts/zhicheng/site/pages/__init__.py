"""The record pages of the site, made from the registry. One module for each section."""

from __future__ import annotations

from zhicheng.site.page import Page, View
from zhicheng.site.pages import (
    about,
    areas,
    catalog,
    check,
    committees,
    compare,
    coverage,
    draws,
    experts,
    find,
    home,
    rounds,
    rules,
    series,
    waivers,
)
from zhicheng.site.pages.overview import Overview

_SECTIONS = (home, find, committees, compare, series, areas, coverage, catalog, experts, draws, rounds, rules, waivers, check, about)


def pages(view: View, overview: Overview | None = None) -> list[Page]:
    """All pages of a registry. Listing them is cheap; their contexts are made when they are stamped.

    `overview` is that of the view, where there is one already.
    """
    overview = overview or Overview(view)
    overview.prepare()
    return [page for section in _SECTIONS for page in section.pages(overview)]
