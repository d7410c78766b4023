"""The rows below those of Annex 1: the fields of a record for which the letter has no cell, each where the record has it."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import APPLIES, CONTINUED, OF_TODAY, ROWS, enum_names, kind_of, node_of, part
from zhicheng.registry import public_record
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry


def lines_of(registry: Registry, committee: Committee) -> dict[str, list[str]]:
    """The lines of each field that a record has, by its key."""
    value = public_record.committee(replace(committee, scoring=()))  # most of a record, and no row is about it
    given = {"excludes", *value, *(f"scope.{key}" for key in value["scope"])}
    given |= {f"reviews.{key}" for review in value["reviews"] for key in review}
    found = {key: [line for text in _lines(registry, key, value) for line in _broken(text)] for key in ROWS if key in given}
    return {key: lines for key, lines in found.items() if lines}


def rows(lines_of_fields: Mapping[str, list[str]], own: Container[str] = (), required: Collection[str] = ()) -> list[tuple[str, list[str]]]:
    """The label and the lines of each row, of what `lines_of` gives; none for a record that has only what there was before there were such
    rows, unless it is `required` by a rulebook. Fields among `own` have a row of the annex itself.
    """
    filled = [(key, lines) for key, lines in lines_of_fields.items() if key not in own]
    return [(ROWS[key], lines) for key, lines in filled] if {key for key, _ in filled} - (OF_TODAY - {*required}) else []


def blank_rows(required: Collection[str], own: Container[str] = ()) -> list[tuple[str, list[str]]]:
    """The rows of a blank form for fields that a rulebook requires: the label of each, and those of its parts that hold one value."""
    return [(label, list(_blank(node_of(key)))) for key, label in ROWS.items() if key in required and key not in own]


def _blank(node: Value) -> Iterator[str]:
    parts = (part(inner) for inner in node.get("properties", {}).values())
    yield from [f"{inner['title']}：" for inner in parts if inner.get("type") != "array"] or [""]


def _broken(text: str) -> list[str]:
    """The lines of a text; those after the first begin with …, so that they are not read as parts of their own."""
    first, *others = (line for line in text.split("\n") if line.strip())
    return [first, *(f"{CONTINUED}{line}" for line in others)]


def _lines(registry: Registry, key: str, value: Value) -> Iterator[str]:
    """The lines of the cell of a row."""
    node = node_of(key)
    if key == "excludes":
        yield from _blocks(registry, node, _exclusions(value))
    elif key.startswith("reviews."):
        yield from _of_reviews(registry, key.removeprefix("reviews."), node, value["reviews"])
    elif key.startswith("scope."):
        name = key.removeprefix("scope.")
        yield from (_said(registry, name, node, one) for one in value["scope"].get(name, ()))
    elif isinstance(found := value.get(key), dict):
        yield from _object(registry, node, found)
    elif isinstance(found, list) and node.get("type") == "object":
        yield from _blocks(registry, node, found)
    elif found is not None:
        yield from (_said(registry, key, node, one) for one in (found if isinstance(found, list) else [found]))


def _exclusions(value: Value) -> list[Value]:
    """Those of the record, then those of each review with its number."""
    found = list(value["scope"].get("excludes", ()))
    for number, review in enumerate(value["reviews"], 1):
        found += [{APPLIES: number, **one} for one in review.get("excludes", ())]
    return found


def _of_reviews(registry: Registry, name: str, node: Value, reviews: list[Value]) -> Iterator[str]:
    """A line for each review that states it, numbered where there are several."""
    for number, review in enumerate(reviews, 1):
        if name not in review:
            continue
        if name == "tracks":
            said = "、".join(_track(registry, review["series"], one) for one in review[name])
        else:
            said = _said(registry, name, node, review[name])
        yield f"（{number}）{said}" if len(reviews) > 1 else said


def _track(registry: Registry, series: str, identifier: str) -> str:
    """A track of a series in words, with its id."""
    tracks = registry.series[series].tracks if series in registry.series else ()
    return next((f"{track.name}（{identifier}）" for track in tracks if track.id == identifier), identifier)


def _blocks(registry: Registry, node: Value, items: list[Value]) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        if len(items) > 1:
            yield f"（{number}）"
        yield from _object(registry, node, item)


def _object(registry: Registry, node: Value, value: Value) -> Iterator[str]:
    """A line for each part of an object, with its label."""
    if APPLIES in value:
        yield f"{APPLIES}：第 {value[APPLIES]} 项"
    for key, item in value.items():
        if key == APPLIES:
            continue
        inner = part(node["properties"][key])
        if key == "tracks":
            yield from (f"{inner['title']}：{_track(registry, value['series'], one)}" for one in item)
        elif key == "subgroups":
            yield from (f"{inner['title']}：{group['name']}（{group['members']} 人）" for group in item)
        elif isinstance(item, list) and key != "levels":
            each = part(inner["items"])
            yield from (f"{inner['title']}：{_said(registry, key, each, one)}" for one in item)
        else:
            yield f"{inner['title']}：{_said(registry, key, inner, item)}"


def _said(registry: Registry, key: str, node: Value, value: Any) -> str:
    """A value in words; a code after the name that it stands for."""
    kind = kind_of(key, node)
    if kind == "levels":
        return "、".join(registry.levels[level] for level in value)
    if kind == "level":
        return registry.levels[value]
    if kind == "enum":
        return enum_names(node).get(value, str(value))
    name = ""
    if kind == "area":
        name = registry.areas.name(value)
    elif kind == "unit" and value in registry.areas.units:
        name = registry.areas.units[value].name
    elif kind == "series" and value in registry.series:
        name = registry.series[value].name
    elif kind == "committee" and value in registry.by_id:
        name = registry.by_id[value].name
    return f"{name}（{value}）" if name and name != value else str(value)
