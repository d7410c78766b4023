"""Spaces that set the characters of a text apart so that it fills its cell (喀 什 地 区): they are no part of it."""

from __future__ import annotations

import re
from typing import Any

_HAN = "[\u3400-\u9fff]"
_APART = re.compile(rf"{_HAN}(?:\s+(?:{_HAN}|[0-9（）()《》、，]))*\s+{_HAN}")  # each character alone
_RUN = re.compile(rf"(?<!\S){_HAN}(?:\s+{_HAN}){{3,}}(?!\S)")  # four of them in a longer text

_LINE = ("_", "＿")


def without_padding(text: str) -> str:
    """A text without such spaces, and without the line on which it was typed (__新人社函〔2018〕45号__); another unchanged."""
    text = text.strip("_＿ \u3000") if text[:1] in _LINE or text[-1:] in _LINE else text
    if _APART.fullmatch(text):
        return re.sub(r"\s+", "", text)
    return re.sub(rf"(?<={_HAN})\s+(?={_HAN})", "", text) if _RUN.search(text) else text


def in_values(value: Any) -> Any:
    """A value with the texts in it; not those of a directory, whose own reader knows names in quotes."""
    if isinstance(value, dict):
        return {key: one if key == "catalog" else in_values(one) for key, one in value.items()}
    if isinstance(value, list):
        return [in_values(one) for one in value]
    return without_padding(value) if isinstance(value, str) else value
