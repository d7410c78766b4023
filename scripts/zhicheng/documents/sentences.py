"""Sentences made of our words and of what other people wrote, which is kept apart to the end: nothing of it may act where it is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from zhicheng.documents import markdown as shown
from zhicheng.text import private_values, show

_LIMIT = 120  # characters of a value that are shown
_CONTEXT, _WINDOW = 12, 80  # of a long text only the place that differs


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, on one line, cut, and without private values. In `prose` of ours that holds such values (a finding's message)
    only they are set off."""

    text: str
    prose: bool = False


Words = tuple[str | Quote, ...]


def quote(value: object, limit: int = _LIMIT) -> Quote:
    """A value as it may be shown."""
    return Quote(show(value, limit))


def prose(text: str) -> Quote:
    """A sentence of ours with values in it, from which they can no longer be told."""
    return Quote(show(text, 400), prose=True)


def joined(parts: Iterable[Words], between: str = "、") -> Words:
    """Several sentences as one."""
    found: list[str | Quote] = []
    for part in parts:
        found += [between, *part] if found else part
    return tuple(found)


def few(parts: list[Words], most: int = 6, between: str = "、") -> Words:
    """The first of many, and how many there are."""
    more = f"等 {len(parts)} 项" if len(parts) > most else ""
    return (*joined(parts[:most], between), more) if more else joined(parts, between)


def shortened(words: Words, most: int) -> Words:
    """The beginning of a sentence that is said in full elsewhere."""
    found: list[str | Quote] = []
    left = most
    for part in words:
        text = part if isinstance(part, str) else part.text
        if len(text) > left:
            return (
                *found,
                part[:left] if isinstance(part, str) else Quote(text[:left] + "…", part.prose),
                "…" if isinstance(part, str) else "",
            )
        found.append(part)
        left -= len(text)
    return words


def change(before: str, after: str) -> Words:
    """From one text to another; of long ones the place where they part, so that no change hides behind what was cut off."""
    if (len(before) <= _LIMIT and len(after) <= _LIMIT) or any(map(private_values, (before, after))):
        first, second = quote(before), quote(after)
        if first != second:
            return (first, " → ", second)
        why = "前后都涉及个人信息，已隐去" if private_values(before) else "看起来一样，写法不同"
        return (second, f"（{why}）")
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    place = max(0, start - _CONTEXT)
    cut = [
        ("…" if place else "") + text[place : place + _WINDOW] + ("…" if len(text) > place + _WINDOW else "") for text in (before, after)
    ]
    return (f"从第 {start + 1} 字起 ", quote(cut[0]), " → ", quote(cut[1]))


# --- shown ---------------------------------------------------------------------------------------------------------------


def plain(words: Words) -> str:
    """As text, for programs."""
    return "".join(part if isinstance(part, str) else part.text for part in words)


def terminal(words: Words) -> str:
    """As text, for people."""
    return "".join(part if isinstance(part, str) else _isolated(part.text, part.text) for part in words)


def markdown(words: Words) -> str:
    """As Markdown of one line. What people wrote is plain where it cannot act, else in a code span, where neither markup nor mentions,
    links and references are looked for."""
    return "".join(
        shown.own(part) if isinstance(part, str) else _isolated(part.text, (shown.prose if part.prose else shown.quoted)(part.text))
        for part in words
    )


def markup(words: Words) -> str:
    """As HTML, for a heading that folds: no Markdown is read there."""
    return "".join(
        shown.own_html(part)
        if isinstance(part, str)
        else _isolated(part.text, (shown.prose_html if part.prose else shown.quoted_html)(part.text))
        for part in words
    )


def _isolated(text: str, said: str) -> str:
    """Text that runs from right to left, kept from turning round what stands beside it, as the arrow between two values."""
    return f"\u2068{said}\u2069" if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text) else said
