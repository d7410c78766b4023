"""Escapes text for Markdown and HTML, so that nothing in it has an effect: no markup, link, image, mention, reference or table cell.

A forge looks for mentions and references after it has rendered the Markdown, so backslashes and character references do not stop them;
only code spans do. Text without anything that could have an effect therefore stays plain, and other text goes into a code span.

Text comes in three kinds, each with a function for Markdown and one for HTML: `own` is written by this program, `quoted` is a value from a
file or a user, and `prose` is a sentence of this program with such values in it that are not marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

# Text without effect in Markdown at any place, which also cannot pass for a sentence of this program: Chinese without the marks that end a
# sentence, letters and digits with hyphens between them. Commit hashes, issue numbers (gh-1) and addresses are excluded by _REFERENCE.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff、，（）《》〈〉〔〕【】"
_HARMLESS = re.compile(
    f"(?:[{_HAN}]"  # Chinese characters and marks inside a sentence
    "|[A-Za-z0-9](?:[-.](?=[0-9])|-(?=[a-z]))?"  # letters and digits; 2019-06-18, 1.5, ks-health
    f"|(?<=[{_HAN}])[ /](?=[{_HAN}A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{_HAN}A-Za-z0-9]))+"  # single spaces and slashes between them
)
_REFERENCE = re.compile(r"(?i)(?<![A-Za-z0-9])(?:[0-9a-f]{7,}(?![A-Za-z0-9])|gh-[0-9]|www|[a-z]+-[0-9])")
_MANY_TICKS = re.compile("(`{40})`+")  # renderers do not recognise a fence of more than 80 backticks
_MARKS = "。；：！？“”‘’…—·→％"
_PIECES = re.compile(f"[{_HAN}{_MARKS} ]+|[^{_HAN}{_MARKS}]+")
_CHINESE = re.compile(f"[{_HAN}{_MARKS} ]+")
Form = Callable[[str], str]


def own(text: str) -> str:
    """Text of this program as Markdown. It holds no markup on purpose, but a version or path may look like markup and is escaped."""
    return re.sub(r"([\\`*_\[\]<>|~#@$])", r"\\\1", text)


def quoted(text: str) -> str:
    """A value as Markdown: plain if it has no effect, else in a code span."""
    return _guarded(text, code)


def prose(text: str) -> str:
    """A sentence of this program with unmarked values in it, as Markdown: only pieces that could have an effect go into code spans."""
    return _guarded_pieces(text, code)


def code(text: str) -> str:
    """A text in a Markdown code span, on one line."""
    text = _MANY_TICKS.sub(r"\1…", _line(text))
    if not text.strip():
        return "（空白）"
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def in_cell(form: Form, text: str) -> str:
    """`form(text)` (`quoted`, `prose` or `code`) for a table cell: `|`, which would end the cell even in code, becomes a reference."""
    return "&#124;".join(form(part) if part.strip() else "" for part in text.split("|"))


def own_html(text: str) -> str:
    """Text of this program as HTML."""
    return escape(text)


def quoted_html(text: str) -> str:
    """A value as HTML."""
    return _guarded(text, _html_code)


def prose_html(text: str) -> str:
    """A sentence of this program with unmarked values in it, as HTML."""
    return _guarded_pieces(text, _html_code)


def _guarded(text: str, guard: Form) -> str:
    return text if _is_harmless(text) else guard(text)


def _guarded_pieces(text: str, guard: Form) -> str:
    text = _line(text)
    return text if _is_harmless(text) else "".join(_piece(piece, guard) for piece in _PIECES.findall(text))


def _piece(piece: str, guard: Form) -> str:
    inner = piece.strip()
    if inner in ("", "/") or _is_harmless(inner) or _CHINESE.fullmatch(inner):
        return piece
    start = piece.index(inner)
    return piece[:start] + guard(inner) + piece[start + len(inner) :]


def _is_harmless(text: str) -> bool:
    return _HARMLESS.fullmatch(text) is not None and _REFERENCE.search(text) is None


def _html_code(text: str) -> str:
    escaped = "".join(char if char.isalnum() or ord(char) > 127 else f"&#{ord(char)};" for char in _line(text))
    return f"<code>{escaped}</code>"


def _line(text: str) -> str:
    """A text on one line: a space for each unprintable character, `?` for a surrogate, which a file name may hold."""
    return "".join(char if char.isprintable() else " " for char in text.encode("utf-8", "replace").decode("utf-8"))
