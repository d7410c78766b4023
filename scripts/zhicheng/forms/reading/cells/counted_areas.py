"""An area that is named by its parts: 和田地区七县一市, 地直单位及各县市, 州直和八县市."""

from __future__ import annotations

import re
from collections import Counter

from zhicheng.forms.reading.cells.places import Places
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.text import narrow, show

_LONGEST = 60  # characters of a line
_DIRECT = r"(?:(?:地区?|自治州|州|市|盟)?(?:直属?|本级)各?(?:企事业单位|单位|部门|机关)?)"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两])"
_KINDS = "(?:旗县市区|旗县区|旗县市|旗县|县市区|市县区|县市|市县|县区|区县)"
_COUNTED = rf"(?:{_NUMBER}个?(?:{_KINDS}|[县市区旗]))"
_PARTS = rf"(?:(?:所辖|所属|下辖|辖)?的?(?P<counted>{_COUNTED}{{1,3}})|(?:各|所辖各?|所属各?|下辖各?){_KINDS})"
_AND = "(?:以及|[和及与、，,])?"
_WHOLE = re.compile(rf"{_AND}(?P<direct>{_DIRECT})?{_AND}{_PARTS}(?:{_AND}(?P<behind>{_DIRECT}))?(?:范围)?内?")
_OWN = re.compile("(?:全|本)(?:地区|自治州|州|市|盟)(?=.)")
_KIND = {"区": "地", "州": "州", "市": "市", "盟": "盟"}
_DIGITS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)} | {"两": 2}


def whole(line: str, places: Places, own_area: str | None) -> str | None:
    """The name of the prefecture all of which a line means by its parts; None where it says something else.

    `own_area` is the area of the committee, which is meant where the line names none. Raises Ambiguous where the line has another number
    of parts than the prefecture.
    """
    text = narrow(without_spaces(line)).rstrip("。；;")
    if len(text) > _LONGEST or re.search("[县市区旗]", text) is None:
        return None
    named = places.leading_area(text)
    code, rest = named or (own_area, _OWN.sub("", text))
    found = _WHOLE.fullmatch(rest)
    if code is None or found is None or places.areas.level(code) != "prefecture":
        return None
    own = "".join(filter(None, (text[: len(text) - len(rest)] if named is None else "", found["direct"], found["behind"])))
    if (kind := re.search("[地州市盟]", own)) is not None and kind[0] != _KIND.get(places.areas.name(code)[-1]):
        return None  # 全州, of a prefecture that is none
    counted = found["counted"]
    if named is None and not counted and not (found["direct"] or found["behind"]):
        return None  # 各县市, perhaps without what belongs to the prefecture itself
    if counted and not _fits(counted, places, code):
        hint = f"受理全部的请只写“{places.areas.name(code)}”；不是的，请把受理的县市一个一个写全称，用顿号隔开。"
        raise Ambiguous(f"“{show(text, 40)}”的县市数目与现在的区划不同，看不出受理哪些", hint)
    return places.areas.name(code)


def _fits(counted: str, places: Places, code: str) -> bool:
    """Whether as many counties are counted as a prefecture has: 七县一市, 八县市."""
    own = Counter(area.name[-1] for area in places.areas if area.parent == code)
    said = [(_value(number), kinds) for number, kinds in re.findall(rf"({_NUMBER})个?({_KINDS}|[县市区旗])", counted)]
    total = sum(number for number, _ in said) == own.total()
    return total and all(len(kinds) > 1 or number == own[kinds] for number, kinds in said)


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
