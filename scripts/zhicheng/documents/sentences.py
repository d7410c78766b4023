"""Sentences that keep the text of this program and quoted values apart, so that each is escaped correctly in every output format."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from zhicheng.documents import markdown as md
from zhicheng.text import private_values, show

_LIMIT = 120  # how many characters of a value are shown
_CONTEXT, _WINDOW = 12, 80  # characters of a long text that are shown: before the first difference, and in all


@dataclass(frozen=True, slots=True)
class Quote:
    """A value from a file or a user, on one line, shortened and without private values.

    With `prose` it is a sentence of this program with such values in it (the message of a finding); only they are then set off.
    """

    text: str
    prose: bool = False


Words = tuple[str | Quote, ...]


def quote(value: object, limit: int = _LIMIT) -> Quote:
    """A value as a quote of at most `limit` characters."""
    return Quote(show(value, limit))


def prose(text: str) -> Quote:
    """A sentence of this program that contains unmarked values."""
    return Quote(show(text, 400), prose=True)


def joined(parts: Iterable[Words], between: str = "、") -> Words:
    """Several sentences joined into one, with `between` between them."""
    found: list[str | Quote] = []
    for part in parts:
        found += [between, *part] if found else part
    return tuple(found)


def few(parts: list[Words], most: int = 6, between: str = "、") -> Words:
    """The first `most` of several sentences, joined; if there are more, followed by their number."""
    more = f"等 {len(parts)} 项" if len(parts) > most else ""
    return (*joined(parts[:most], between), more) if more else joined(parts, between)


def shortened(words: Words, most: int) -> Words:
    """The first `most` characters of a sentence that is shown in full elsewhere."""
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
    """The change of one text to another. Of a long text, the part around the first difference is shown, so that it is never cut off."""
    if (len(before) <= _LIMIT and len(after) <= _LIMIT) or any(map(private_values, (before, after))):
        first, second = quote(before), quote(after)
        if first != second:
            return (first, " → ", second)
        explanation = "前后都涉及个人信息，已隐去" if private_values(before) else "看起来一样，写法不同"
        return (second, f"（{explanation}）")
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    place = max(0, start - _CONTEXT)
    cut = [
        ("…" if place else "") + text[place : place + _WINDOW] + ("…" if len(text) > place + _WINDOW else "") for text in (before, after)
    ]
    return (f"从第 {start + 1} 字起 ", quote(cut[0]), " → ", quote(cut[1]))


# --- output --------------------------------------------------------------------------------------------------------------


def plain(words: Words) -> str:
    """A sentence as plain text, for programs."""
    return "".join(part if isinstance(part, str) else part.text for part in words)


def terminal(words: Words) -> str:
    """A sentence as text for a terminal; right-to-left quotes are isolated."""
    return "".join(part if isinstance(part, str) else _isolated(part.text, part.text) for part in words)


def markdown(words: Words) -> str:
    """A sentence as one line of Markdown. Quotes that could have an effect go into code spans."""
    return "".join(
        md.own(part) if isinstance(part, str) else _isolated(part.text, (md.prose if part.prose else md.quoted)(part.text))
        for part in words
    )


def markup(words: Words) -> str:
    """A sentence as HTML, for the <summary> of a foldable section, where Markdown is not rendered."""
    return "".join(
        md.own_html(part) if isinstance(part, str) else _isolated(part.text, (md.prose_html if part.prose else md.quoted_html)(part.text))
        for part in words
    )


def _isolated(text: str, output: str) -> str:
    """`output`, in Unicode isolates if `text` has right-to-left characters, which would reverse neighbouring text such as an arrow."""
    return f"\u2068{output}\u2069" if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text) else output
