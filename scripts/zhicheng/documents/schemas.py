"""The JSON schemas of the registry's files: whether a value fits the schema of its kind, and the label of a field.

jsonschema-rs, if installed, checks whether a value fits; jsonschema, which is slow to import, is then needed only to list the faults.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from zhicheng.documents.codes import USUAL, Codes, extended
from zhicheng.documents.finding import Pointer
from zhicheng.system.packaged import resource

try:
    import jsonschema_rs
except ImportError:  # optional: the same findings, more slowly
    jsonschema_rs = None  # type: ignore[assignment]

KINDS = (
    "committee", "registry", "roster", "round", "rulebook", "series", "areas", "ethnic-groups", "specialties", "reviewers", "waivers",
    "decisions", "sealed-roster", "contacts", "bans", "packet-manifest", "wording", "listed", "recipients", "words", "randomness",
    "draw", "draw-plan", "draw-people", "sealed-draw", "sealed-calls", "decision-packet",
)  # fmt: skip


def _is_partial_date(value: object) -> bool:
    """Whether a string is an existing day (YYYY-MM-DD), month (YYYY-MM) or year (YYYY); True for other types."""
    if not isinstance(value, str):
        return True
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[: 10 - len(value)] if len(value) < 10 else value)
    except ValueError:
        return False
    return True


def _is_full_date(value: object) -> bool:
    """Whether a string is an existing day (YYYY-MM-DD); True for other types."""
    return not isinstance(value, str) or (len(value) == 10 and _is_partial_date(value))


def _is_time(value: object) -> bool:
    """Whether a string is an existing time with its zone (2026-09-14T18:05:00+08:00); True for other types."""
    if not isinstance(value, str):
        return True
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


FORMATS: dict[str, Callable[[object], bool]] = {"date": _is_full_date, "partial-date": _is_partial_date, "date-time": _is_time}


def matches(pattern: str, text: str) -> bool:
    """Whether `pattern` matches in a text as in ECMAScript: `$` is only the end of the text, and U+FEFF counts as a space."""
    return re.search(re.sub(r"\$$", r"\\Z", pattern).replace(r"\S", "[^\\s\ufeff]"), text) is not None


@cache
def schema_text(kind: str, codes: Codes = USUAL) -> str:
    """The published text of the schema of a kind of file, in a registry with these levels and authorities."""
    return extended((resource("schemas") / f"{kind}.schema.json").read_text(encoding="utf-8"), codes)


@cache
def schema(kind: str, codes: Codes = USUAL) -> dict[str, Any]:
    """The schema of a kind of file, parsed."""
    loaded: dict[str, Any] = json.loads(schema_text(kind, codes))
    return loaded


@cache
def _checker(kind: str, codes: Codes = USUAL) -> Callable[[Any], bool]:
    if jsonschema_rs is None:
        is_valid: Callable[[Any], bool] = validator(kind, codes).is_valid
        return is_valid
    return jsonschema_rs.Draft202012Validator(schema(kind, codes), validate_formats=True, formats=FORMATS).is_valid


@cache
def validator(kind: str, codes: Codes = USUAL) -> Any:
    """The jsonschema validator of a kind of file, which lists every fault."""
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from jsonschema.exceptions import ValidationError

    def pattern(_: Any, wanted: str, instance: Any, __: Any) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not matches(wanted, instance):
            yield ValidationError("pattern")

    def unique_items(_: Any, wanted: bool, instance: Any, __: Any) -> Iterator[ValidationError]:
        # jsonschema compares every pair, which takes minutes for a long list of mappings
        if wanted and isinstance(instance, list) and len(set(map(comparable, instance))) < len(instance):
            yield ValidationError("uniqueItems")

    checker = FormatChecker(())
    checker.checkers.update({name: (check, ()) for name, check in FORMATS.items()})
    made: Any = validators.extend(Draft202012Validator, {"pattern": pattern, "uniqueItems": unique_items})  # type: ignore[no-untyped-call]
    return made(schema(kind, codes), format_checker=checker)


def comparable(value: Any) -> Hashable:
    """A hashable form of a JSON value; two forms are equal if the values are: 1 equals 1.0, but not true."""
    if isinstance(value, dict):
        return frozenset((key, comparable(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(map(comparable, value))
    form: Hashable = (bool, value) if isinstance(value, bool) else value
    return form


def fits(kind: str, value: Any, codes: Codes = USUAL) -> bool:
    """Whether `value` fits the schema of its kind. Fast."""
    return _checker(kind, codes)(value)


def field_at(root: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
    """The schema of the field at `pointer` in the schema `root`, with `$ref` resolved; empty if there is no such field."""
    here: Any = root
    for part in pointer:
        here = resolved(root, here)
        inner = here.get("properties", {})
        here = here.get("items") if isinstance(part, int) else inner.get(part, here.get("additionalProperties"))
        if not isinstance(here, dict):
            return {}
    return {**resolved(root, here), **{key: value for key, value in here.items() if key != "$ref"}}


def resolved(root: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    """The part `here` of the schema `root`, with `$ref` resolved."""
    while "$ref" in here:
        found: Any = root
        for part in here["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        here = found
    return here


def field_label(root: dict[str, Any], pointer: Pointer) -> str:
    """The Chinese label of the field at `pointer`: its `title`, or that of the nearest parent that has one."""
    for end in range(len(pointer), -1, -1):
        found = field_at(root, pointer[:end])
        if "title" in found:
            return str(found["title"])
    return str(pointer[-1]) if pointer else ""
