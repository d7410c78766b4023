"""The Jinja environment of the page templates: everything is escaped, a missing value is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from zhicheng.records import FORMED_BY, LEVELS, OPEN_TO, SCORED_BY
from zhicheng.site.pages.overview import level_names
from zhicheng.site.pages.words import phone, points, share


@cache
def environment() -> Environment:
    """The environment for all templates of site/templates, made once a process (before the fork where there is one)."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(phone=phone, points=points, share=share, levels=level_names, thousands=lambda number: f"{number:,}")
    made.globals.update(LEVELS=LEVELS, OPEN_TO=OPEN_TO, SCORED_BY=SCORED_BY, FORMED_BY=FORMED_BY)
    return made
