"""Corrections to the pages of a builder, which lack some of what makes HTML valid and pages usable without a mouse or without eyesight.

Each entry says what it corrects. Where a later version of the builder has it right, the entry finds nothing and does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from zhicheng.site.language import t
from zhicheng.site.markup import escaped

_Change = str | Callable[[re.Match[str]], str]


def _changes() -> list[tuple[re.Pattern[str], _Change]]:
    found = escaped(t("搜索"))
    return [
        # a checkbox has no autocomplete; zhicheng.js sets it back where a browser keeps it
        (re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off"'), r"\1"),
        # a dialog and a place to search in have names
        (re.compile(r'(<div class="md-search"[^>]* role="dialog")(?=>)'), rf'\1 aria-label="{found}"'),
        (re.compile(r'(<div class="md-search__inner"[^>]* role="search")(?=>)'), rf'\1 aria-label="{found}"'),
        # the head of a column without words is no heading
        (re.compile(r"<th((?:\s[^>]*)?)>\s*</th>"), r"<td\1></td>"),
    ]


def mended(text: str) -> str:
    """The HTML of a page with the corrections; texts are in the language in use."""
    for pattern, change in _changes():
        text = pattern.sub(change, text)
    return text
