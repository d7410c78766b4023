"""The fields of a record for which Annex 1 of the letter has no cell: the rows below its own that they are written in and read from.

A row is there where a record has its field. Its cell holds one line for each part, “办理地点：…”, with the labels of the schema; several
items of a list have a line （1）, （2） … above each.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from zhicheng.documents.schemas import resolved, schema

# The label of the row of each field, in the order of the rows. `reviews.…` have a line for each review, `excludes` are those of `scope`
# and of the reviews together.
ROWS = {
    "nature": "单位性质",
    "power": "评审权来源",
    "seat": "单位驻地",
    "office": "办事机构",
    "applications": "申报时间（以网站为准）",
    "reviews.method": "评价方式",
    "reviews.tracks": "职称类别",
    "reviews.open_to": "分项受理对象",
    "reviews.valid_in": "有效范围",
    "scope.units": "受理的单位",
    "scope.places": "其他范围",
    "excludes": "不受理的人员",
    "entrusts": "委托评审",
    "scoring_none": "没有赋分表的层级",
    "panel": "评委会组成",
    "valid": "有效期",
    "past": "以往的有效期（以网站为准）",
    "predecessors": "前身",
    "notices": "更正启事（以网站为准）",
}
OF_TODAY = frozenset({"panel", "valid"})  # fields that records had before there were such rows; alone they give none
ALL_SPECIALTIES = "全部专业"  # in place of a directory
APPLIES = "适用"  # the line of an exclusion that is about one review: 适用：第 2 项
CONTINUED = "…"  # begins a line that continues the one above
_AREAS = ("areas", "seat")


@cache  # the schema does not change
def node_of(key: str) -> dict[str, Any]:
    """The schema of the field in a row; of one item where the field is a list of items."""
    root = schema("committee")
    properties = root["properties"]
    if key.startswith("scope."):
        node = properties["scope"]["properties"][key.removeprefix("scope.")]
    elif key == "excludes" or key.startswith("reviews."):
        node = properties["reviews"]["items"]["properties"][key.removeprefix("reviews.")]
    else:
        node = properties[key]
    return part(node["items"]) if node.get("type") == "array" else part(node)


def part(node: dict[str, Any]) -> dict[str, Any]:
    """A part of the schema, with what it refers to and its own title."""
    return {**resolved(schema("committee"), node), **{key: item for key, item in node.items() if key != "$ref"}}


def enum_names(node: dict[str, Any]) -> dict[str, str]:
    """The Chinese names of the values of a closed list, by value."""
    return dict(zip(node["enum"], node["enumDescriptions"], strict=True)) if "enumDescriptions" in node else {}


def kind_of(key: str, node: dict[str, Any]) -> str:
    """How a value is written: as an area, unit, series, committee, levels, level, enum, date, number or text."""
    kinds = {
        "units": "unit",
        "series": "series",
        "committee": "committee",
        "predecessors": "committee",
        "levels": "levels",
        "level": "level",
    }
    if key in _AREAS:
        return "area"
    if key in kinds:
        return kinds[key]
    if node.get("enum"):
        return "enum"
    if node.get("format") == "date":
        return "date"
    return "number" if node.get("type") in ("integer", "number") else "text"
