"""Sentences put together from fixed words of the program (`str`) and untrusted text (`Quote`).

The two stay apart until a sentence is rendered, so that untrusted text can be escaped for each output: terminal, Markdown, HTML, JSON.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from zhicheng.documents import markdown as escaping
from zhicheng.text import private_values, show

_LIMIT = 120  # characters of a value that are shown
_CONTEXT, _WINDOW = 12, 80  # characters shown before the first difference of two long texts, and in all


@dataclass(frozen=True, slots=True)
class Quote:
    """Untrusted text: one line, cut to a length, private values removed.

    `prose` marks a sentence of the program with untrusted values inside it (a finding's message): only the parts that could act as markup
    are put into code spans.
    """

    text: str
    prose: bool = False


Words = tuple[str | Quote, ...]


def quote(value: object, limit: int = _LIMIT) -> Quote:
    """Any value as untrusted text of at most `limit` characters, without private values."""
    return Quote(show(value, limit))


def prose(text: str) -> Quote:
    """A sentence of the program in which untrusted values are no longer marked, such as a finding's message."""
    return Quote(show(text, 400), prose=True)


def joined(parts: Iterable[Words], between: str = "、") -> Words:
    """Several sentences as one, with `between` between them."""
    found: list[str | Quote] = []
    for part in parts:
        found += [between, *part] if found else part
    return tuple(found)


def few(parts: list[Words], most: int = 6, between: str = "、") -> Words:
    """The first `most` sentences as one; where there are more, their total number follows."""
    more = f"等 {len(parts)} 项" if len(parts) > most else ""
    return (*joined(parts[:most], between), more) if more else joined(parts, between)


def shortened(words: Words, most: int) -> Words:
    """The first `most` characters of a sentence, with an ellipsis where it is cut."""
    found: list[str | Quote] = []
    remaining = most
    for part in words:
        text = part if isinstance(part, str) else part.text
        if len(text) > remaining:
            return (
                *found,
                part[:remaining] if isinstance(part, str) else Quote(text[:remaining] + "…", part.prose),
                "…" if isinstance(part, str) else "",
            )
        found.append(part)
        remaining -= len(text)
    return words


def change(before: str, after: str) -> Words:
    """A change of a text, as "before → after".

    Of long texts only the surroundings of the first difference are shown, so that cutting the texts cannot hide a change.
    """
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


# --- rendering -----------------------------------------------------------------------------------------------------------


def plain(words: Words) -> str:
    """A sentence as plain text, for programs."""
    return "".join(part if isinstance(part, str) else part.text for part in words)


def terminal(words: Words) -> str:
    """A sentence as plain text for a terminal: right-to-left text is isolated."""
    return "".join(part if isinstance(part, str) else _isolated(part.text, part.text) for part in words)


def markdown(words: Words) -> str:
    """A sentence as one line of Markdown.

    Untrusted text stays plain where it is harmless; elsewhere it goes into a code span, in which forges recognise no markup, mention, link
    or reference.
    """
    return "".join(
        escaping.own(part)
        if isinstance(part, str)
        else _isolated(part.text, (escaping.prose if part.prose else escaping.quoted)(part.text))
        for part in words
    )


def markup(words: Words) -> str:
    """A sentence as HTML, for <summary>, in which Markdown is not interpreted."""
    return "".join(
        escaping.own_html(part)
        if isinstance(part, str)
        else _isolated(part.text, (escaping.prose_html if part.prose else escaping.quoted_html)(part.text))
        for part in words
    )


def _isolated(text: str, rendered: str) -> str:
    """`rendered` between Unicode isolates where `text` holds right-to-left characters, which would reorder what surrounds it."""
    return f"\u2068{rendered}\u2069" if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text) else rendered
