"""Text in one place: how it is normalised, compared, and shown in a message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDE_ALNUM = {code: narrow for code, narrow in _WIDE.items() if chr(narrow).isalnum()}
# The spaces and dashes that people group numbers with.
_AS_TYPED = {
    **_WIDE,
    0xA0: 0x20,
    0x3000: 0x20,
    0x2212: 0x2D,
    **dict.fromkeys(range(0x2002, 0x200B), 0x20),
    **dict.fromkeys(range(0x2010, 0x2016), 0x2D),
}
_BRACKETS = re.compile(r"[\[(（【﹝［「『]\s*((?:19|20)[0-9]{2})\s*[\])）】﹞］」』]")
_DAMAGED = re.compile(r"〔((?:19|20)[0-9]{2})(?=[0-9]+号)")

# Shapes of private values. Mobile numbers may be grouped 3-4-4 and carry +86; an identity number is judged by its checksum.
MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
# A cheap net over a whole file: wherever a private value could stand, full-width and broken over lines included.
_SUSPECT = re.compile(r"[@＠]|[1１][3-9３-９](?:[\s\u2010-\u2015\u2212－-]*[0-9０-９]){9}|[0-9０-９]{17}[0-9０-９XxＸｘ]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plain(value: str) -> str:
    """`value` in Unicode form NFC and trimmed; nothing else changes."""
    value = value.strip()
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def narrow(value: str) -> str:
    """`value` with full-width digits and letters as ASCII, for numbers and codes."""
    return plain(value).translate(_WIDE_ALNUM)


def document_number(value: str) -> str:
    """A document number with 〔〕 around its year: 桂职办【2011】63号 is 桂职办〔2011〕63号, a lost bracket is put back."""
    return _DAMAGED.sub(r"〔\1〕", _BRACKETS.sub(r"〔\1〕", narrow(value)))


def is_identity_number(value: str) -> bool:
    """Whether 18 characters are a resident identity number by the checksum of GB 11643."""
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, value[:17], strict=True))
    return "10X98765432"[total % 11] == value[17].upper()


def private_values(value: str) -> Iterable[tuple[str, int]]:
    """The private values in a text: the rule's code (P001, P002, P003) and where in the text, full-width forms included."""
    if len(value) < 6:
        return
    if not value.isascii():
        value = value.translate(_AS_TYPED)  # one character for one, so positions stay
    identities = [match.start() for match in IDENTITY.finditer(value) if is_identity_number(match[0])]
    yield from (("P002", start) for start in identities)
    yield from (("P001", match.start()) for match in MOBILE.finditer(value))
    if "@" in value:
        yield from (("P003", match.start()) for match in EMAIL.finditer(value))


@lru_cache(maxsize=1)  # three rules ask about the same file in turn
def may_hold_private_values(text: str) -> bool:
    """Whether a file may hold a private value. May be wrong about yes, never about no; escapes could hide anything."""
    return _SUSPECT.search(text) is not None or "\\" in text


def show(value: object, limit: int = 40) -> str:
    """A value as a message may print it: on one line, cut to `limit` characters, and never a private one."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        value = str(value)
    if any(private_values(value)):
        return "（涉及个人信息，已隐去）"
    value = "".join(char if char.isprintable() else " " for char in value)
    return value if len(value) <= limit else value[:limit] + "…"


def nearest(value: str, choices: Iterable[str]) -> str | None:
    """The choice most like `value`, or None where nothing is near. Long values are not compared: no field name is long."""
    if not value or len(value) > 60:
        return None
    matches = get_close_matches(value.lower(), list(choices), n=1, cutoff=0.6)
    return matches[0] if matches else None


def listed(values: Iterable[str]) -> str:
    """Values in a Chinese enumeration: 甲、乙、丙."""
    return "、".join(values)
