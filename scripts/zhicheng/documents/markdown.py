"""Escapes untrusted text for Markdown and HTML: it makes no markup, element, link, image, mention or reference and breaks no table.

Forges look for mentions and references after rendering the Markdown, so backslashes and character references do not stop them; only code
spans do. Therefore text that is harmless stays plain, and all other text goes into a code span.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

# Text that is never markup and cannot be mistaken for a sentence of the program: Chinese without the punctuation that ends a sentence,
# letters and digits, hyphens between them. It holds no commit hash, issue number (gh-1) or address (_REFERENCE).
_HAN = "\u3400-\u4dbf\u4e00-\u9fff、，（）《》〈〉〔〕【】"
_HARMLESS = re.compile(
    f"(?:[{_HAN}]"  # Chinese characters and punctuation inside sentences
    "|[A-Za-z0-9](?:[-.](?=[0-9])|-(?=[a-z]))?"  # letters and digits; 2019-06-18, 1.5, ks-health
    f"|(?<=[{_HAN}])[ /](?=[{_HAN}A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{_HAN}A-Za-z0-9]))+"  # single spaces and slashes between them
)
_REFERENCE = re.compile(r"(?i)(?<![A-Za-z0-9])(?:[0-9a-f]{7,}(?![A-Za-z0-9])|gh-[0-9]|www|[a-z]+-[0-9])")
_MANY_TICKS = re.compile("(`{40})`+")  # renderers accept no fence of more than 80 backticks
_MARKS = "。；：！？“”‘’…—·→％"
_PIECES = re.compile(f"[{_HAN}{_MARKS} ]+|[^{_HAN}{_MARKS}]+")
_CHINESE = re.compile(f"[{_HAN}{_MARKS} ]+")
Form = Callable[[str], str]  # how a text is rendered: quoted, prose, code, or their HTML counterparts


def own(text: str) -> str:
    """One line of the program's own text with Markdown characters escaped: a version or path in it may look like markup."""
    return re.sub(r"([\\`*_\[\]<>|~#@$])", r"\\\1", text)


def quoted(text: str) -> str:
    """Untrusted text: plain where it is harmless, otherwise in a code span."""
    return _guarded(text, code)


def prose(text: str) -> str:
    """A sentence of the program with unmarked untrusted values in it: only the pieces that are not harmless go into code spans."""
    return _guarded_pieces(text, code)


def code(text: str) -> str:
    """A text in a code span, on one line; （空白） where it is blank."""
    text = _MANY_TICKS.sub(r"\1…", _line(text))
    if not text.strip():
        return "（空白）"
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def in_cell(form: Form, text: str) -> str:
    """A text rendered by `form` (`quoted`, `prose` or `code`) for a table cell: each "|" is escaped, since it ends a cell even in code."""
    return "&#124;".join(form(part) if part.strip() else "" for part in text.split("|"))


def own_html(text: str) -> str:
    """The program's own text as HTML."""
    return escape(text)


def quoted_html(text: str) -> str:
    """Untrusted text as HTML: plain where it is harmless, otherwise in <code>."""
    return _guarded(text, _html_code)


def prose_html(text: str) -> str:
    """A sentence of the program with unmarked untrusted values in it, as HTML; see `prose`."""
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
    """A text on one line: unprintable characters become spaces, and lone surrogates (from file names) become `?`."""
    return "".join(char if char.isprintable() else " " for char in text.encode("utf-8", "replace").decode("utf-8"))
