"""The fields of a record and its contacts to be filled in on a page, from the schemas: label, help, kind of value, what may be chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zhicheng.documents.schemas import resolved, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.intake.record import FROM_FORMS
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.registry.required_fields import fields_of

PEOPLE = ("leader", "clerks", "preparer")
_LONG = 500  # characters from which a text may have several lines
_REFERENCES = {  # fields whose values are those of a table of the registry
    "area": "areas",
    "areas": "areas",
    "seat": "areas",
    "series": "series",
    "units": "units",
    "tracks": "tracks",
    "committee": "committees",
    "predecessors": "committees",
}
_OF_FILES = re.compile(r"，?加引号(?=[，。；、]|$)|[，。；]?代[号码]见 registry/[^。；]*")  # what concerns who writes the file by hand
_CODES = re.compile(r'\[?"([^"\]]*)"\]?|\[([^\]"]*)\]')  # values as in a file: ["020-0000004"], [nurse, doctor]
_CATALOG = (
    "一级目录一块，它的二级目录一行写一个；二级目录下面还有三级的，写在它的下面，一行一个，前面加“-”。不写序号，也不写“等”和省略号。"
    "评审这个系列全部专业的，勾选“全部专业”。"
)


def spoken(text: str) -> str:
    """The help of a schema, or a hint made of it, for who fills in a page and not a file."""
    without = _OF_FILES.sub("", text)
    return _CODES.sub(lambda match: f"“{match[1] or match[2] or ''}”", without)


def fields(registry: Registry) -> Value:
    """The fields: `record` and `contacts`, each a list of nodes, and `choices`, the tables of the registry that they choose from.

    A node has `key`, `title`, `help`, `kind`, `required`; one of several values `of`, one with parts `fields`, a choice `choices`, either
    as pairs of value and label or by the name of a table.
    """
    root = schema("committee", registry.ranks.codes)
    books = registry.rulebooks_of(registry.settings.current_round)
    needed, unused = {*root["required"], *fields_of(books, "required")}, set(fields_of(books, "unused"))
    keys = [key for key in root["properties"] if key in FROM_FORMS and key not in unused]
    people = schema("contacts")
    record = [node(root, key, root["properties"][key], key in needed) for key in keys]
    for one in record:
        if one["key"] == "authority":
            one["choices"] = "authorities"  # as the region calls them
    return {
        "record": record,
        "contacts": [node(people, key, people["properties"][key], True) for key in PEOPLE],
        "choices": _choices(registry),
    }


def _choices(registry: Registry) -> Value:
    tracks = {(track.id, f"{one.name}：{track.name}") for one in registry.series.values() for track in one.tracks if track.id}
    return {
        "authorities": [[code, registry.words.unit(code)] for code in registry.words.authorities],
        "areas": [[code, f"{one.name}（{code}）"] for code, one in sorted(registry.areas.current.items())],
        "series": [[code, one.name] for code, one in registry.series.items()],
        "units": [[code, one.name] for code, one in sorted(registry.areas.units.items())],
        "tracks": [list(one) for one in sorted(tracks)],
        "committees": [[one.record.id, f"{one.record.name}（{one.record.id}）"] for one in registry.committees],
    }


def node(root: Value, key: str, given: Value, required: bool) -> Value:
    """A field as a page needs to know it. What its values have to be is said by the checker, and nowhere else."""
    part: Value = {**resolved(root, given), **{name: value for name, value in given.items() if name != "$ref"}}
    made: Value = {"key": key, "title": part.get("title", key), "required": required}
    made["kind"] = kind = _kind(key, part)
    chosen = kind in ("choice", "choices")  # by labels, which say enough
    made["help"] = _CATALOG if kind == "catalog" else "" if chosen else spoken(part.get("description", ""))
    if kind == "group":
        made["fields"] = [node(root, name, inner, name in part.get("required", ())) for name, inner in part["properties"].items()]
    elif kind in ("list", "choices"):
        made["of"] = node(root, key, part["items"], True)
        if kind == "choices":
            made["choices"] = made.pop("of")["choices"]
    elif kind == "choice":
        made["choices"] = _REFERENCES.get(key) or [list(pair) for pair in zip(part["enum"], part["enumDescriptions"], strict=True)]
    return made


def _kind(key: str, part: Mapping[str, Any]) -> str:
    """group, list, choice, choices (several of a short list), yes-no, number, date, partial-date, catalog, long or text."""
    if key == "catalog":
        return "catalog"
    kind = part.get("type")
    if kind == "object":
        return "group"
    if kind == "array":
        return "choices" if "enum" in part["items"] or key == "levels" else "list"
    if key in _REFERENCES or "enum" in part:
        return "choice"
    if kind in ("boolean", "integer", "number"):
        return "yes-no" if kind == "boolean" else "number"
    if str(part.get("format", "")).endswith("date"):
        return str(part["format"])
    return "long" if part.get("maxLength", 0) >= _LONG else "text"


def values(registry: Registry, committee: Committee) -> Value:
    """What is registered of a committee, to begin with: the values of the fields."""
    entry = next(one for one in registry.committees if one.record is committee)
    nodes = fields(registry)["record"]
    return {one["key"]: to_fill(one, entry.document.value[one["key"]]) for one in nodes if one["key"] in entry.document.value}


def to_fill(one: Value, value: Any) -> Any:
    """A value of a record as a page has it: all texts, and a directory in lines."""
    if one["kind"] == "group":
        return {part["key"]: to_fill(part, value[part["key"]]) for part in one["fields"] if part["key"] in value}
    if one["kind"] == "list":
        return [to_fill(one["of"], item) for item in value]
    if one["kind"] == "catalog":
        return "all" if value == "all" else [{"first": first, "seconds": _lines(seconds)} for first, seconds in value.items()]
    return f"{value:g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _lines(seconds: Any) -> str:
    """The second levels of a directory one a line, the third ones below theirs after a dash."""
    if isinstance(seconds, dict):
        return "\n".join(line for second, thirds in seconds.items() for line in (second, *(f"- {third}" for third in thirds)))
    return "\n".join(seconds)
