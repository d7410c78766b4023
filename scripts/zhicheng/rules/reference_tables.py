"""A rule on tables of reference that say two things of one: divisions, their units, series and their tracks (X022)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.registry.paths import kind_of
from zhicheng.rules.rule import Context, rule
from zhicheng.text import show

_LEVELS = ("region", "prefecture", "county")  # of divisions, from the widest
_ONCE = "一个代码只写一次：请删去一项，或者改正代码。"


@rule("X022", on="document")
def reference_table_contradicts_itself(document: Document, context: Context) -> Iterator[Problem]:
    """区划表、系列表里一个代码写了两次，或者上下级对不上。

    同一个代码写了两次的，只有后一个算数；上级写错的，经哪里审核、受理哪些地方都会错。

    不合格：

        # registry/reference/areas.yaml
        areas:
          - {code: "650000", name: 某省, level: region, kind: 省, parent: null}
          - {code: "653100", name: 某市, level: prefecture, kind: 地级市, parent: "653100"}

    合格：

        # registry/reference/areas.yaml
        areas:
          - {code: "650000", name: 某省, level: region, kind: 省, parent: null}
          - {code: "653100", name: 某市, level: prefecture, kind: 地级市, parent: "650000"}
    """
    kind = kind_of(document.path)
    if kind == "areas":
        yield from _areas(document.value)
        yield from _beside_areas(document.value)
    elif kind == "series":
        yield from _series(document.value)


def _areas(table: Value) -> Iterator[Problem]:
    """Divisions of one code, and those that lie in none, in one that is no wider, or that are a second whole."""
    areas = table["areas"]
    levels = {area["code"]: area["level"] for area in reversed(areas)}  # the first of a code that is there twice
    yield from _twice(("areas",), [area["code"] for area in areas], "code", "区划代码")
    wholes = [i for i, area in enumerate(areas) if area["level"] == _LEVELS[0]]
    if len(wholes) != 1:
        said = "没有一个 level 是 region 的区划" if not wholes else f"有 {len(wholes)} 个 level 是 region 的区划"
        yield Problem(("areas", wholes[1]) if wholes else ("areas",), said, "整个地区只有一个，请核对 level。")
    for i, area in enumerate(areas):
        for key in ("parent", "also_under"):
            outer = area.get(key)
            if outer is None:
                if key == "parent" and area["level"] != _LEVELS[0]:
                    yield Problem(("areas", i, key), f"{_named(area)}没有写上级", "请在 parent 里写上级的代码；省直管的写省的代码。")
            elif outer not in levels:
                said = f"{_named(area)}的上级 {show(outer)} 不在表里"
                yield Problem(("areas", i, key), said, "请核对代码；已经停用的，请改写现在的上级。")
            elif key == "parent" and _LEVELS.index(levels[outer]) >= _LEVELS.index(area["level"]):
                said = f"{_named(area)}的上级 {show(outer)} 与它同级，或者比它低"
                yield Problem(("areas", i, key), said, "请核对 parent 和 level：县区的上级是地市或者省，地市的上级是省。")
            elif key == "also_under" and outer == area["code"]:
                yield Problem(("areas", i, key), f"{_named(area)}写着由自己管辖", "请改正 also_under，没有的请删去。")


def _beside_areas(table: Value) -> Iterator[Problem]:
    """Units, former divisions and places on the map that name a division which is not there, or that are there twice."""
    current = {area["code"] for area in table["areas"]}
    known = current | {area["code"] for key in ("pending", "retired") for area in table.get(key, ())}
    for key, label in (("units", "单位的代号"), ("map", "示意图上的区划代码")):
        yield from _twice((key,), [one["code"] for one in table.get(key, ())], "code", label)
    yield from _twice(("systems",), [one["name"] for one in table.get("systems", ())], "name", "系统")
    named: list[tuple[Pointer, str, set[str]]] = []
    for i, unit in enumerate(table.get("units", ())):
        named += [(("units", i, "city"), unit["city"], current)] if "city" in unit else []
        named += [(("units", i, "regiments", k), code, current) for k, code in enumerate(unit.get("regiments", ()))]
    named += [(("map", i, "code"), tile["code"], current) for i, tile in enumerate(table.get("map", ()))]
    for i, area in enumerate(table.get("retired", ())):
        named += [(("retired", i, "successor", k), code, known) for k, code in enumerate(area["successor"])]
        if area["until"] < area["since"]:
            yield Problem(("retired", i, "until"), f"{_named(area)}停用（{area['until']}）早于启用（{area['since']}）", "请核对两个年份。")
    for pointer, code, codes in named:
        if code not in codes:
            yield Problem(pointer, f"区划代码 {show(code)} 不在表里", "请核对代码；已经停用的，请改写现在的代码。")


def _series(table: Value) -> Iterator[Problem]:
    """Series, their numbers and their tracks that are there twice."""
    series = table["series"]
    yield from _twice(("series",), [one["id"] for one in series], "id", "系列代号")
    numbered = [(i, one["number"]) for i, one in enumerate(series) if "number" in one]
    for i, number in numbered:
        if any(number == other and k < i for k, other in numbered):
            yield Problem(("series", i, "number"), f"国家序号 {number} 写了两次", "请核对序号；本地的系列不写 number。")
    for i, one in enumerate(series):
        ids = [track.get("id") for track in one["tracks"]]
        yield from _twice(("series", i, "tracks"), ids, "id", f"“{show(one['name'])}”的类别代号")


def _twice(place: Pointer, values: Iterable[str | None], key: str, label: str) -> Iterator[Problem]:
    """A problem for each value that was there before."""
    seen: set[str] = set()
    for i, value in enumerate(values):
        if value is not None and value in seen:
            yield Problem((*place, i, key), f"{label} {show(value)} 写了两次", _ONCE)
        seen |= {value} if value is not None else set()


def _named(area: Value) -> str:
    return f"“{show(area['name'])}”（{area['code']}）"
