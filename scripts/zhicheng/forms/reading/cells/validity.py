"""The days of a validity in one line, as offices write it: 2026年1月1日至2028年12月31日（3年）, 自2026年1月1日起三年."""

from __future__ import annotations

import re
from datetime import date, timedelta

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.documents import day
from zhicheng.forms.reading.cells.months import arabic
from zhicheng.text import narrow

_DATE = r"(?:19|20)\d{2}\s*(?:年|[-./])\s*\d{1,2}\s*(?:月|[-./])\s*\d{1,2}\s*日?"
_SPAN = rf"自?(?P<first>{_DATE})\s*(?:起?至|到|[-—–~～])+\s*(?P<last>{_DATE})止?"
_YEARS = r"(?:共|为期|有效期|期限)?\s*(?P<years>\d{1,2})\s*年"
_LABEL = re.compile(r"^(?:核准备案|评审委员会|评委会)?有效期限?\s*(?:为|是|[:：])\s*")
_WORDS = tuple(
    map(
        re.compile,
        (
            _SPAN,
            rf"{_SPAN}\s*[,，]?\s*[(（]?{_YEARS}[)）]?",
            rf"{_YEARS}\s*[,，]?\s*[(（]\s*{_SPAN}\s*[)）]",
            rf"自?(?P<first>{_DATE})\s*起\s*[,，]?\s*{_YEARS}",
        ),
    )
)


def validity(text: str) -> Value | None:
    """The first and the last day that a text says; None where it says something else, or its years do not make its days."""
    said = _LABEL.sub("", narrow(text).strip(" \t\u3000\n。；;"))
    said = arabic(said) if re.search("[〇○零一二三四五六七八九十]", said) else said
    found = next((match for words in _WORDS if (match := words.fullmatch(said)) is not None), None)
    if found is None:
        return None
    parts = found.groupdict()
    try:
        first, last = day(parts["first"]), day(parts["last"]) if parts.get("last") else None
        if parts.get("years"):
            begin = date.fromisoformat(first)
            end = (begin.replace(year=begin.year + int(parts["years"])) - timedelta(days=1)).isoformat()
            return {"from": first, "until": end} if last in (None, end) else None
    except ValueError:  # a day that its month does not have
        return None
    return {"from": first, "until": last}
