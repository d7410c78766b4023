"""What the name of a committee or of its unit says, and what is registered otherwise (part of E125)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhicheng.documents.finding import Problem
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.records.added_codes import DIVISIONS
from zhicheng.registry.records.areas import OF_THE_CENTRE
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.series import USUAL_NAMES, short_name
from zhicheng.rules.rule import Context
from zhicheng.text import folded, listed, show

_Found = Iterator[Problem]
_OF_ITS_OWN = re.compile("开发区|园区|示范区|口岸|新区管")  # may rank above the division whose name it has
_LOCAL_OFFICE = re.compile(r"(?:局|厅|委|委员会|办|办公室)(?:\([^()]*\))?$")


def named_otherwise(committee: Committee, context: Context) -> _Found:
    """The problems that a name says another place, series or kind of unit than what is registered."""
    yield from _named_elsewhere(committee, context)
    yield from _of_another_series(committee, context)
    yield from _local_unit_called_central(committee, context)
    yield from _office_of_a_part(committee, context)


def _local_unit_called_central(committee: Committee, context: Context) -> _Found:
    """A unit of the central government whose name is that of an office of the place: its levels are limited, and others review it."""
    if committee.authority != "central":
        return
    unit, areas, kind = folded(committee.organiser), context.registry.areas, context.registry.words.kind
    of_system = any(name in unit for system, aliases in areas.systems.items() for name in (system, *aliases))
    if of_system or OF_THE_CENTRE.search(unit) or not _LOCAL_OFFICE.search(unit):
        return
    if areas.leading(unit) is not None or (kind and unit.startswith(kind)):
        label = authority_label(context.registry, "central")
        said = f"“{context.label('authority')}”写的是{label}，“{show(committee.organiser)}”像是地方的单位"
        yield Problem(("authority",), said, f"请核对单位级别；确是{label}的，保留提醒即可。")


def _office_of_a_part(committee: Committee, context: Context) -> _Found:
    """An office of a county registered as a unit of its prefecture, or one of either as the region's, which may review more levels."""
    unit, areas = folded(committee.organiser), context.registry.areas
    if _OF_ITS_OWN.search(unit) or OF_THE_CENTRE.search(unit) or not _LOCAL_OFFICE.search(unit):
        return
    code, rest = None, unit
    while (inner := areas.leading(rest)) is not None and (code is None or areas.covers(code, inner)):
        code, rest = inner, rest[len(areas.current[inner].name) :]  # 喀什地区莎车县: the last of them
    level = None if code is None else areas.level(code)
    may = context.registry.ranks.areas.get(committee.authority, (committee.authority,))
    if code is None or level is None or code == committee.area or not areas.covers(committee.area, code):
        return
    if all(one in DIVISIONS[: DIVISIONS.index(level)] for one in may):
        label = authority_label(context.registry, committee.authority)
        said = f"“{context.label('authority')}”写的是{label}，“{show(committee.organiser)}”像是{areas.name(code)}的单位"
        yield Problem(("authority",), said, f"请核对单位级别和区划；确是{label}单位的，保留提醒即可。")


def _named_elsewhere(committee: Committee, context: Context) -> _Found:
    """A name, of the committee or of its unit, that begins with an area in which the unit is not."""
    areas = context.registry.areas
    for key, text in (("name", committee.name), ("organiser", committee.organiser)) if committee.authority != "central" else ():
        code = areas.leading(text)
        if code is not None and not areas.covers(code, committee.area) and not areas.covers(committee.area, code):
            said = f"“{context.label(key)}”里写的是{areas.name(code)}，“{context.label('area')}”是{areas.name(committee.area)}"
            yield Problem((key,), said, "请核对名称和区划代码；确实在别处的，保留提醒即可。")


def _of_another_series(committee: Committee, context: Context) -> _Found:
    """A name that says a series (会计系列, 会计专业高级, 高校教师系列), and none of those that are registered."""
    table = context.registry.series
    own = {key: table[key].name for key in committee.series if key in table}
    name = folded(committee.name)
    finder = _saying(tuple([series.name for series in table.values()]))
    said = finder.search(name)
    if said is not None and own and not any(spoken in name for series in own.values() for spoken in _spoken(series)):
        told = f"“{context.label('name')}”里写的是{said[1] or said[2]}，登记的评审系列是{listed(sorted(map(short_name, own.values())))}"
        yield Problem(("name",), told, "请核对名称和评审系列；名称里的不是系列的，保留提醒即可。")


def _spoken(series: str) -> tuple[str, ...]:
    """What a series is called in names: its short name, and the usual ones, which alone say less."""
    return (short_name(series), *(usual for usual, official in USUAL_NAMES.items() if official == series))


@cache  # one for a registry, of which every committee is asked
def _saying(series: tuple[str, ...]) -> re.Pattern[str]:
    """What finds one of some series in the name of a committee, the longest first; a usual name only before 系列 (高校高级 says none)."""
    spoken = [_spoken(one) for one in series]
    short, every = (_longest_first(names) for names in ([one[0] for one in spoken], [name for one in spoken for name in one]))
    return re.compile(rf"({every})(?:专业|技术|研究|教师|人员)*系列|({short})(?:专业|技术|人员)*(?:[正副]?高|[高中初、]+级|职称)")


def _longest_first(names: list[str]) -> str:
    return "|".join(map(re.escape, sorted(set(names), key=len, reverse=True)))
