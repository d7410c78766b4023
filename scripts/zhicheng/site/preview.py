"""A committee's page as the site will show it, to look at before it is published. It has no history, which needs Git."""

from __future__ import annotations

import re
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from zhicheng.forms import digest, writing
from zhicheng.registry.history import History
from zhicheng.registry.registry import Registry
from zhicheng.site.environment import renderer
from zhicheng.site.page import View
from zhicheng.site.pages import committees
from zhicheng.site.pages.overview import Overview

_OWN = ("chrome", "zhicheng", "print")  # style sheets in theme/assets
_FETCHED = re.compile(r"""url\((?:"[^"]*"|'[^']*'|[^)"']*)\)""")


def article(registry: Registry, identifier: str, today: date) -> tuple[str, str]:
    """The title of a committee's page and its article as HTML, on a day. The committee is one of the registry."""
    committee = registry.by_id[identifier]
    blanks = frozenset(file.name for file in writing.blanks(registry, with_pdf=False))
    day = today.isoformat().replace("-", ".")
    view = View(registry, today, None, day, History(), {identifier: digest.of(committee)}, blanks)
    page = next(one for one in committees.pages(Overview(view)) if one.url == f"committees/{identifier}/")
    return page.title, renderer(view, [page])(page)


def style() -> str:
    """The styles of the site's pages as one style sheet that fetches nothing: Material's, where it is installed, and our own."""
    theme = find_spec("material")
    folder = Path((theme.submodule_search_locations or [""])[0] if theme else "", "templates/assets/stylesheets")
    of_material = sorted((*folder.glob("main.*.min.css"), *folder.glob("palette.*.min.css"))) if theme else []
    own = [Path(__file__).parent / f"theme/assets/{name}.css" for name in _OWN]
    whole = "\n".join(path.read_text(encoding="utf-8").partition("/*# sourceMappingURL")[0] for path in (*of_material, *own))
    return _FETCHED.sub("none", whole)
