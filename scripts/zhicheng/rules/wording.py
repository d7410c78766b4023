"""Rules on how names and numbers are written: the name of a committee, telephone numbers, names of specialties (E116–E118)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry.records.committee import LEVELS, Committee
from zhicheng.rules.rule import Context, rule
from zhicheng.text import listed, private_values, show

_SAID = re.compile("(?:(?:正副高|正高|副高|高|中|初)级?[、和及与]?)*(?:正副高|正高|副高|高|中|初)级")  # 中、初级; 高级; 副高级和中级
_WORDS = {
    "正副高": ("associate-senior", "full-senior"),
    "正高": ("full-senior",),
    "副高": ("associate-senior",),
    "高": ("associate-senior", "full-senior"),
    "中": ("intermediate",),
    "初": ("junior",),
}
_SERVICE = re.compile(r"(?:1[02][0-9]{3}|(?:400|800)[- ]?[0-9]{3}[- ]?[0-9]{4}|[48]00[0-9]{7})(?![0-9])")
_WITH_AREA = re.compile(r"(?:\+?86[- ]?)?[（(]?0[0-9]{2,3}[）)]?[-－— ]?[0-9]{7,8}(?![0-9])")
_FULL = re.compile(r"(?<![0-9])(?:[（(]?0[0-9]{2,3}[）)]?[-－— ]?)?[0-9]{7,8}(?![0-9])")
_LIST_NUMBER = re.compile(r"[①-⑳⒈-⒛㈠-㈩]|^[一二三四五六七八九十]+[、.．]|^[（(][一二三四五六七八九十]+[）)]")


def _levels_said(name: str) -> set[str]:
    """The levels that the name of a committee says; empty where it says none."""
    words = (word for run in _SAID.findall(name) for word in re.findall("正副高|正高|副高|高|中|初", run))
    return {level for word in words for level in _WORDS[word]}


@rule("E116", clause="备案登记的函（2019）一（三）1、9", severity="warning")
def name_says_other_levels(committee: Committee, context: Context) -> Iterator[Problem]:
    """登记的层级高过评审委员会名称里写的层级。

    名称写“副高级”的评审委员会登记了正高级，多半是层级填错，或者名称没有跟着批准文件改。名称没有写层级的不查；名称写“高级”、同时评中级的不算错。

    不合格：

        name: 某自治区工程系列建筑专业副高级职称评审委员会
        reviews: [{series: engineering, levels: [associate-senior, full-senior], catalog: {建筑工程: [城市规划]}}]

    合格：

        name: 某自治区工程系列建筑专业高级职称评审委员会
        reviews: [{series: engineering, levels: [associate-senior, full-senior], catalog: {建筑工程: [城市规划]}}]
    """
    said = _levels_said(committee.name)
    order = list(LEVELS)
    highest = max((order.index(level) for level in said), default=len(order))
    for i, review in enumerate(committee.reviews):
        for j, level in enumerate(review.levels):
            if order.index(level) > highest:
                words = listed(LEVELS[one] for one in LEVELS if one in said)
                hint = "请与批准文件核对：层级填错的请更正；名称里没有写全的，请说明情况。"
                yield Problem(("reviews", i, "levels", j), f"名称写的是{words}，登记的层级有“{LEVELS[level]}”", hint)


@rule("E117", clause="备案登记的函（2019）一（三）6", severity="warning")
def phone_incomplete(committee: Committee, context: Context) -> Iterator[Problem]:
    """电话没有区号、只写了内线，或者一项里写了两个号码。

    外地的申报人照着拨不通。座机要带区号；12333、400 开头等全国统一的号码不用区号。一个号码一项。

    不合格：

        phones: ["0000002"]

    合格：

        phones: ["0991-0000002"]
    """
    lines: list[tuple[Pointer, str]] = [(("phones", i), number) for i, number in enumerate(committee.phones)]
    if committee.office is not None:
        lines += [(("office", "phones", i), number) for i, number in enumerate(committee.office.phones)]
        lines += [(("office", "supervision", i), number) for i, number in enumerate(committee.office.supervision)]
    for pointer, number in lines:
        fault = _phone_fault(number)
        if fault is not None and not private_values(number):  # a mobile number: P001 says so, and its digits are not repeated
            yield Problem(pointer, f"“{show(number)}”{fault[0]}", fault[1])


def _phone_fault(number: str) -> tuple[str, str] | None:
    """What is wrong with a telephone number, and the remedy; None where nothing is."""
    bare = re.sub(r"[（(](?!0[0-9]{2,3}[）)])[^）)]*[）)]", "", number)  # remarks such as （电话兼传真）
    if len(_FULL.findall(bare)) > 1 or len(_SERVICE.findall(bare)) > 1:
        return "一项里有两个号码", "请一个号码写一项。"
    if _SERVICE.match(bare) or _WITH_AREA.search(bare):
        return None
    if not _FULL.search(bare):
        return "只有内线或分机，外面打不通", "请写总机号码，带区号，再注明转哪个分机，例如 0991-0000002转506。"
    return "没有区号", "请补上区号，例如 0991-0000002。"


@rule("E118", clause="备案登记的函（2019）一（四）", severity="warning")
def specialty_name_unclear(committee: Committee, context: Context) -> Iterator[Problem]:
    """专业目录里有不成名称的写法。

    专业名称会印在职称证书上：末尾的“等”“及其他”、只有一个字的、带序号的，都不是名称。医、药、护、技等系列里的类别名称不在此列。

    不合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划等]}}]

    合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]
    """
    for i, review in enumerate(committee.reviews):
        series = context.registry.series.get(review.series)
        tracks = set() if series is None else {track.name for track in series.tracks}
        for first in review.catalog:
            place: Pointer = ("reviews", i, "catalog", first.key)
            names: list[tuple[Pointer, str, bool]] = [(place, first.name, True)]
            names += [((*place, key), second, isinstance(key, str)) for key, second in zip(first.second_keys, first.seconds, strict=True)]
            for key, thirds in zip(first.second_keys, first.thirds, strict=False):
                names += [((*place, key, k), third, False) for k, third in enumerate(thirds)]
            for pointer, name, is_key in names:
                fault = None if name in tracks else _name_fault(name)
                if fault is not None:
                    yield Problem(pointer, f"“{show(name)}”{fault[0]}", fault[1], key=is_key)


def _name_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with the name of a specialty, and the remedy; None where nothing is."""
    if re.search("(?:等|及其他|以及其他|其它)$", name) and not re.search("(?:平等|高等|中等|初等|同等)$", name):
        return "不是一个专业的名称：末尾写了“等”或“其他”", "请把专业逐个写出来，写不全的向行业主管部门核对。"
    if len(name) == 1:
        return "只有一个字，可能是从一串名称里拆出来的", "请写完整的名称，如“采矿”“选矿”。"
    if _LIST_NUMBER.search(name):
        return "带着序号", "请只写名称，不写序号。"
    return None
