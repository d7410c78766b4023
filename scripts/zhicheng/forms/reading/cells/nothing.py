"""Content of a cell that is no value: （盖章）, 详见流程图, 同上, 〃, 待定. It is asked about, never taken as a value. 无 is different: it
says that there is none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from zhicheng.forms.reading.cells.not_yet import NOT_YET
from zhicheng.forms.reading.cells.values import without_spaces

_SEALS = "(?:此处)?(?:(?:单位|加)?盖(?:单位)?公?[章印](?:处)?|(?:单位)?公章处?|签章|印章|签字盖章)"
_IN_BRACKETS = re.compile(r"[\s\u3000]*[(（]([^()（）\n\v]{1,12})[)）][\s\u3000]*$")
_SEAL = re.compile(rf"{_SEALS}|印|章")
_SEAL_BARE = re.compile(rf"[\s\u3000]+{_SEALS}$")
_LINE_BREAK = re.compile("([\n\v])")
_LONGEST = 30
_LONGEST_DITTO = 20  # characters, with spaces
_DITTO = re.compile(
    "同上.*|仝上?|[与如见]上同?|ditto|々+|同前|同左|同右|上同|同|同第?[0-9一二三四五六七八九十]+(?:行|号)?|[↑↓]{1,3}|[〃″＂\"“”'’‘]{1,4}|-?〃-?|々"
)
_NOTHING = re.compile(
    rf"[(（]?(?:{_SEALS}|同上.{{0,8}}|同前|同左|[〃″↑]|待定|待补充?|待核实|暂缺|略|某某"
    r"|(?:详?见|参见|参照|参阅).{1,20}|(?:按照?|根据|依照|依据)(?:有关|相关|上级|国家|自治区|省|现行)[^《]{0,14}"
    rf"|{NOT_YET}"
    r"|.{0,6}(?:附件|附表)\d?|.{0,8}(?:附后|另附|后附))[)）]?[。.]?"
)

_NONE = re.compile(r"[(（]?(?:无|没有|暂无|均无|全无|不适用|(?:本项)?(?:无|没有)(?:此|该|这一?|本)?(?:项|项内容|类情况))[)）]?[。.]?")

_KEEPS = "无|没有|暂无|暂缺|空缺|待定|待补充?|待核实|不详|未定|未知"
_PLACE = re.compile(rf"[(（]?(?:{_KEEPS}|略|[/／—－-]{{1,4}})[)）]?[。.]?")
_BEHIND = re.compile(rf"[(（](?:{_KEEPS}|[/／—－-]{{1,4}})[)）]+$")


@lru_cache(maxsize=4096)  # the cells of one column are much alike
def is_nothing(text: str) -> bool:
    """Whether a cell only refers to something else (详见附件), or only holds its place (待定)."""
    bare = without_spaces(text)
    return 0 < len(bare) <= _LONGEST and _NOTHING.fullmatch(bare) is not None


def keeps_place(text: str) -> bool:
    """Whether a text is no value because it says that there is none, or none yet: 无, 暂缺, 不详, /; also in brackets behind one:
    甲办法（无）.
    """
    bare = without_spaces(text)
    return is_none(bare) or _PLACE.fullmatch(bare) is not None or _BEHIND.search(bare) is not None


def is_none(text: str) -> bool:
    """Whether a cell says that there is none: 无, 没有, 不适用. A mere mark (/, —) says nothing."""
    return len(text) < _LONGEST and _NONE.fullmatch(without_spaces(text)) is not None


def is_ditto(text: str) -> bool:
    """Whether a cell holds nothing but a mark for what stands above it: 同上, 〃."""
    return len(text) < _LONGEST_DITTO and _DITTO.fullmatch(without_spaces(text)) is not None


def without_seal(text: str) -> str:
    """A text without the word for a seal behind each of its lines: 某某局（公章）, 某某局（公 章）."""
    return "".join(_SEAL_BARE.sub("", _IN_BRACKETS.sub(_without, part)) for part in _LINE_BREAK.split(text))


def _without(found: re.Match[str]) -> str:
    return "" if _SEAL.fullmatch(without_spaces(found[1])) else found[0]
