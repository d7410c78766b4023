"""Text in Markdown and HTML, so that nothing of it acts: no markup, element, link, image, mention, reference, or break of a table.

A forge reads more into text than Markdown does, after the Markdown is read: character references and backslashes do not keep it from
mentions. Only in code spans it looks for nothing. So text stays plain where nothing in it could act, and goes into a code span elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

# What no Markdown acts on, wherever it stands, and what cannot be taken for words of ours: Chinese without the marks that end a sentence,
# letters and digits, hyphens between them. No commit, no issue number (gh-1), no address.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff、，（）《》〈〉〔〕【】"
_HARMLESS = re.compile(
    f"(?:[{_HAN}]"  # what is written in Chinese
    "|[A-Za-z0-9](?:[-.](?=[0-9])|-(?=[a-z]))?"  # letters and digits; 2019-06-18, 1.5, ks-health
    f"|(?<=[{_HAN}])[ /](?=[{_HAN}A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{_HAN}A-Za-z0-9]))+"  # single spaces and strokes between
)
_REFERENCE = re.compile(r"(?i)(?<![A-Za-z0-9])(?:[0-9a-f]{7,}(?![A-Za-z0-9])|gh-[0-9]|www|[a-z]+-[0-9])")
_MANY_TICKS = re.compile("(`{40})`+")  # renderers know no fence of more than 80
_MARKS = "。；：！？“”‘’…—·→％"
_PIECES = re.compile(f"[{_HAN}{_MARKS} ]+|[^{_HAN}{_MARKS}]+")
_CHINESE = re.compile(f"[{_HAN}{_MARKS} ]+")
Form = Callable[[str], str]


def own(text: str) -> str:
    """Words of ours on one line: they hold no markup, but a version or a path of ours may look like it."""
    return re.sub(r"([\\`*_\[\]<>|~#@$])", r"\\\1", text)


def quoted(text: str) -> str:
    """What somebody wrote: plain where it cannot act, else in a code span."""
    return _guarded(text, code)


def prose(text: str) -> str:
    """A sentence of ours with values in it, from which they can no longer be told: only the pieces that could act are in code spans."""
    return _guarded_pieces(text, code)


def code(text: str) -> str:
    """A text in a code span, on one line."""
    text = _MANY_TICKS.sub(r"\1…", _line(text))
    if not text.strip():
        return "（空白）"
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def in_cell(form: Form, text: str) -> str:
    """What `form` (`quoted`, `prose`, `code`) makes of a text, in a cell of a table, which every upright stroke would end, in code too."""
    return "&#124;".join(form(part) if part.strip() else "" for part in text.split("|"))


def own_html(text: str) -> str:
    """Words of ours as HTML."""
    return escape(text)


def quoted_html(text: str) -> str:
    """What somebody wrote, as HTML."""
    return _guarded(text, _html_code)


def prose_html(text: str) -> str:
    """A sentence of ours with values in it, as HTML."""
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
    said = "".join(char if char.isalnum() or ord(char) > 127 else f"&#{ord(char)};" for char in _line(text))
    return f"<code>{said}</code>"


def _line(text: str) -> str:
    """A text on one line, without what cannot be seen; `?` for what is no text, as a file name may hold."""
    return "".join(char if char.isprintable() else " " for char in text.encode("utf-8", "replace").decode("utf-8"))
