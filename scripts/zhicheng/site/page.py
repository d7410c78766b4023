"""What a page is, and what every page may show: the interface between site/pages and the engine that stamps the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from zhicheng.registry.history import History
from zhicheng.registry.registry import Registry
from zhicheng.rules.comparison import Overdue

# The sections a page can belong to; home is depth 0. Each has a placeholder at depth 1 (`rules/`), and those with pages below it one at
# depth 2 (`rules/X/`). A placeholder takes mkdocs as long as
# we need to stamp 30 pages.
HOME = "home"
SECTIONS = ("find", "committees", "series", "areas", "catalog", "experts", "draws", "rounds", "rules", "waivers", "check", "data", "about")
WITH_PAGES_BELOW = frozenset({"committees", "series", "areas", "draws", "rounds", "rules", "about"})

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be stamped. `context` is called later, in the process that stamps the page, so that listing all pages is cheap.

    `url` is relative to the site's root: "" for home, else it ends in "/"; it is at most two steps deep.
    `title` and `description` are text, not HTML. `section` is "home" or one of SECTIONS: the part of the site whose
    frame and tab the page has.
    `template` is the name of a file in site/templates; it renders with the context and `root`, `page` and `view`.
    """

    url: str
    title: str
    description: str
    section: str
    template: str
    context: Callable[[], Context]

    @property
    def depth(self) -> int:
        """How many folders deep the page lies: 0, 1 or 2."""
        return self.url.count("/")

    @property
    def root(self) -> str:
        """The relative path from the page to the site's root: "./", "../" or "../../". Every link starts with it."""
        return "../" * self.depth or "./"


@dataclass(frozen=True, slots=True)
class View:
    """Everything the pages may show. There are no findings: pages are rendered while the rules are still running.
    Only `overdue` is known by then: the errors that are there because a waiver ended, in spite of which the site is published.

    `revision` is the commit the registry was read from, or None without Git. `data_version` is the day of that commit as 2026.11.23, or
    `as_of` without Git. `digests` are those of the committees' records, by id. `forms` are the names of the files that will be in forms/:
    blank ones, and those exported of committees. `submit` is the size and the SHA-256 of the page for submissions, where there will be one.
    """

    registry: Registry
    as_of: date
    revision: str | None
    data_version: str
    history: History
    digests: Mapping[str, str]
    forms: frozenset[str] = frozenset()
    overdue: tuple[Overdue, ...] = ()
    submit: tuple[int, str] | None = None
