"""The telephone numbers in a cell, with area codes, extensions, labels and line breaks."""

from __future__ import annotations

import re

from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.text import narrow

MAX_PHONES = 10
_HOW = "请写成“010-0000001”这样的号码，几个号码之间用顿号隔开。"
_DASHES = re.compile(r"\s*[-－–—−‐‑﹣]+\s*")
_EXTENSION = re.compile(r"\s*[(（]?\s*(?:转|分机号?|(?i:ext)\.?|#)\s*[:：]?\s*(\d{1,6})\s*[)）]?")
_AREA = re.compile(r"[(（\[【]\s*(0\d{2,3})\s*[)）\]】]\s*-?\s*")
_COUNTRY = re.compile(r"(?<![\d-])(?:\+\s?86|0086)[\s-]?")
_RANGE = re.compile(r"\d\s*[~～至]\s*\d|(?<!\d)\d{7,8}\s*[-－–—−]\s*\d(?!\d)")  # 0000201～0000205, 0000201-2
_LETTERS = re.compile(r"[A-Za-z@]")
_BREAK = re.compile(r"[^\d\s转-]+|\n")
_MOBILE = re.compile(r"(?:86-?|0)?(1\d\d)(-?)(\d{4})\2(\d{4})")
_SERVICE = re.compile(r"([48]00)(\d{7})")
_LAND = re.compile(r"(010|02\d|0[3-9]\d\d)-?(\d{7,8})(?:(?:转|-)(\d{1,6}))?")
_LOCAL = re.compile(r"(\d{7,8})(?:(?:转|-)(\d{1,6}))?")
_MAX_GROUPS = 40  # of digits, in a piece


def phones(value: object) -> list[str]:
    """The numbers in a cell, landlines as 0991-0000001 or 0991-0000001转506. A number without an area code gets that of the one before.

    Raises NotUnderstood or Ambiguous.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or isinstance(value, bool):
        raise NotUnderstood("没有填写", _HOW)
    if isinstance(value, int) and re.fullmatch(r"[1-9]\d{9}", str(value)) and not _SERVICE.fullmatch(str(value)):
        raise Ambiguous("像是固定电话丢了开头的 0", _HOW)
    if _RANGE.search(str(value)):
        raise Ambiguous("像是一段号码的头尾，或者几个号码的尾数", _HOW)
    found: list[str] = []
    area = ""
    for piece in _pieces(str(value)):
        for number in _split(piece):
            if whole := _LAND.fullmatch(number):
                area = whole[1]
            whole_number = _canonical(number, area)
            if whole_number not in found:
                found.append(whole_number)
    if not found:
        raise NotUnderstood("没有电话号码", _HOW)
    if len(found) > MAX_PHONES:
        raise NotUnderstood(f"电话号码超过 {MAX_PHONES} 个", _HOW)
    return found


def _pieces(text: str) -> list[str]:
    """The texts between separators and words, with ASCII digits, -, 转 and spaces only. Raises NotUnderstood."""
    if len(text) > 500:
        raise NotUnderstood("内容太长，不像电话号码", _HOW)
    text = narrow(text).replace("\r", "\n")
    text = _EXTENSION.sub(r"转\1、", _DASHES.sub("-", text))
    text = _COUNTRY.sub("", _AREA.sub(r"\1-", text))
    if _LETTERS.search(text):
        raise NotUnderstood("除了号码还有字母", _HOW)
    return [piece for piece in (part.strip(" \t-") for part in _BREAK.split(text)) if piece]


def _split(piece: str) -> list[str]:
    """The numbers of a piece: as few as its spaces allow, since numbers are written with spaces too (8882 8155, 100 0000 0001)."""
    groups = piece.split()
    if len(groups) > _MAX_GROUPS:
        raise NotUnderstood("看不出是什么电话号码", _HOW)
    best: list[list[str] | None] = [[], *([None] * len(groups))]
    for end in range(1, len(groups) + 1):
        for start in range(max(0, end - 6), end):
            before, number = best[start], "".join(groups[start:end])
            if before is not None and _is_number(number) and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = [*before, number]
    numbers = best[-1]
    if numbers is None:
        raise NotUnderstood("看不出是什么电话号码，或者位数不对", _HOW)
    return numbers


def _canonical(number: str, area: str) -> str:
    if whole := _LAND.fullmatch(number):
        return f"{whole[1]}-{whole[2]}" + (f"转{whole[3]}" if whole[3] else "")
    if mobile := _MOBILE.fullmatch(number):
        return mobile[1] + mobile[3] + mobile[4]
    if service := _SERVICE.fullmatch(number.replace("-", "")):
        return f"{service[1]}-{service[2]}"
    local, _, extension = number.replace("-", "转").partition("转")
    return (f"{area}-" if area else "") + local + (f"转{extension}" if extension else "")


def _is_number(number: str) -> bool:
    return any(shape.fullmatch(number) for shape in (_LAND, _MOBILE, _LOCAL)) or _SERVICE.fullmatch(number.replace("-", "")) is not None
