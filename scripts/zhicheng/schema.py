"""Shape: whether a value fits the JSON Schema of its kind, and in Chinese where it does not (S001–S007).

jsonschema-rs, where installed, only says whether a value is valid; jsonschema finds all the faults of those that are not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from zhicheng.problem import Pointer, Problem
from zhicheng.resources import resource
from zhicheng.text import listed, nearest, show

try:
    import jsonschema_rs
except ImportError:  # optional: the same findings, more slowly
    jsonschema_rs = None  # type: ignore[assignment]

KINDS = (
    "committee", "registry", "roster", "round", "rulebook", "series", "areas", "ethnic-groups", "reviewers", "waivers", "decisions",
)  # fmt: skip
_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "“字段: 值”的形式",
    "null": "空",
}
_MAX_SUGGESTIONS = 20  # comparing names costs time; a file with more faults than this needs another kind of help


def _is_partial_date(value: object) -> bool:
    """A date as `date.fromisoformat` reads it, or a year, or a year and month that exist."""
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
    return not isinstance(value, str) or (len(value) == 10 and _is_partial_date(value))


_FORMATS: dict[str, Callable[[object], bool]] = {"date": _is_full_date, "partial-date": _is_partial_date}
_FORMAT_CHECKER = FormatChecker(())
for _name, _check in _FORMATS.items():
    _FORMAT_CHECKER.checkers[_name] = (_check, ())


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    # As ECMAScript has it: `$` is the end of the text, not also the place before a last line break.
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError("pattern")


_Validator = extend(Draft202012Validator, {"pattern": _pattern})


@cache
def schema_text(kind: str) -> str:
    """The schema of a kind of file, as published."""
    return (resource("schemas") / f"{kind}.schema.json").read_text(encoding="utf-8")


@cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of a kind of file."""
    loaded: dict[str, Any] = json.loads(schema_text(kind))
    return loaded


@cache
def _gate(kind: str) -> Callable[[Any], bool]:
    if jsonschema_rs is None:
        return _validator(kind).is_valid  # type: ignore[no-any-return]
    return jsonschema_rs.Draft202012Validator(schema(kind), validate_formats=True, formats=_FORMATS).is_valid


@cache
def _validator(kind: str) -> Any:
    return _Validator(schema(kind), format_checker=_FORMAT_CHECKER)


def fits(kind: str, value: Any) -> bool:
    """Whether `value` has the shape of its kind. Fast."""
    return _gate(kind)(value)


def problems(kind: str, value: Any) -> list[tuple[str, Problem]]:
    """Every fault of shape in `value`, each with its code, in the order of the schema."""
    root = schema(kind)
    found: list[tuple[str, Problem]] = []
    suggest = _Suggest()
    worded: set[Pointer] = set()
    for error in _validator(kind).iter_errors(value):
        if error.validator in ("pattern", "format", "minLength", "maxLength"):
            pointer = tuple(error.absolute_path)
            if pointer in worded:  # one slip in one text, one finding
                continue
            worded.add(pointer)
        found.extend(_worded(error, root, suggest))
    return found


class _Suggest:
    """Counts its own answers: after the first few it stays silent."""

    def __init__(self) -> None:
        self.left = _MAX_SUGGESTIONS

    def __call__(self, value: str, choices: Iterable[str], labels: dict[str, str] | None = None) -> str:
        if self.left <= 0:
            return ""
        self.left -= 1
        labels = labels or {}
        named = {label: choice for choice, label in labels.items()}
        found = nearest(value, choices)
        if found is None:
            label = nearest(value, named)
            found = None if label is None else named[label]
        if found is None:
            return ""
        return f"是否想写 {found}{f'（{labels[found]}）' if found in labels else ''}？"


def _worded(error: ValidationError, root: dict[str, Any], suggest: _Suggest) -> Iterator[tuple[str, Problem]]:
    pointer: Pointer = tuple(error.absolute_path)
    name = field_label(root, pointer)
    keyword, limit, value, schema_here = error.validator, error.validator_value, error.instance, error.schema
    if "propertyNames" in error.absolute_schema_path:
        yield "S005", Problem((*pointer, value), f"“{name}”里的名称“{show(value)}”不符合要求", _pattern_hint(schema_here), key=True)
    elif keyword == "additionalProperties" and isinstance(schema_here, dict):
        known = schema_here.get("properties", {})
        labels = {key: sub["title"] for key, sub in known.items() if "title" in sub}
        for key in value:
            if key not in known:
                hint = suggest(key, [k for k in known if k not in value] or known, labels)
                hint = hint or f"这里可以填写：{listed(f'{k}（{labels.get(k, k)}）' for k in known)}。"
                where = f"“{name}”里" if pointer else ""
                yield "S001", Problem((*pointer, key), f"{where}没有“{show(key)}”这个字段", hint, key=True)
    elif keyword == "required":
        for key in limit:
            if key not in value and f"{key!r} is a required property" == error.message:
                label = field_label(root, (*pointer, key))
                where = f"“{name}”里" if pointer else ""
                yield "S002", Problem(pointer, f"{where}缺少“{label}”（{key}）", _about(root, (*pointer, key)))
    elif keyword == "type":
        wanted = _TYPES.get(limit, str(limit)) if isinstance(limit, str) else "、".join(_TYPES[t] for t in limit)
        if value is None:
            yield "S003", Problem(pointer, f"“{name}”还没有填写", _about(root, pointer) or "请填写；不适用的选填项请整行删去。")
        else:
            said = f"“{name}”应当是{wanted}，现在是{_type_of(value)}"
            yield "S003", Problem(pointer, said + (f" {show(value)}" if not isinstance(value, (dict, list)) else ""), _type_hint(limit, value))
    elif keyword in ("enum", "const"):
        choices = [str(c) for c in (limit if keyword == "enum" else [limit])]
        labels = dict(zip(choices, schema_here.get("enumDescriptions", []), strict=False)) if isinstance(schema_here, dict) else {}
        hint = suggest(value, choices, labels) if isinstance(value, str) else ""
        hint += f"可以填写：{listed(f'{c}（{labels[c]}）' if c in labels else c for c in choices)}。"
        yield "S004", Problem(pointer, f"“{name}”不能是“{show(value)}”", hint)
    elif keyword in ("pattern", "format"):
        said = "不是真实存在的日期" if re.search(schema_here.get("pattern", ""), value) else "的写法不符合要求"
        yield "S005", Problem(pointer, f"“{name}”的值“{show(value)}”{said}", _pattern_hint(schema_here))
    elif keyword == "uniqueItems":
        repeated = next(i for i, item in enumerate(value) if item in value[:i])
        yield "S007", Problem((*pointer, repeated), f"“{name}”里“{show(value[repeated])}”重复", "请删去重复的一项。")
    elif keyword in _BOUNDS:
        yield "S006", Problem(pointer, _BOUNDS[keyword].format(name=name, limit=limit, size=_size(value)), _about(root, pointer))
    else:  # a keyword the schemas do not use; the developers' test of the schemas keeps it so
        yield "S003", Problem(pointer, f"“{name}”的内容不符合要求", _about(root, pointer))


_BOUNDS = {
    "minLength": "“{name}”太短：至少 {limit} 个字，现在 {size} 个",
    "maxLength": "“{name}”太长：最多 {limit} 个字，现在 {size} 个",
    "minItems": "“{name}”至少要有 {limit} 项，现在 {size} 项",
    "maxItems": "“{name}”最多 {limit} 项，现在 {size} 项",
    "minProperties": "“{name}”至少要填 {limit} 项，现在 {size} 项",
    "maxProperties": "“{name}”最多 {limit} 项，现在 {size} 项",
    "minimum": "“{name}”太小：不能小于 {limit}，现在是 {size}",
    "maximum": "“{name}”太大：不能大于 {limit}，现在是 {size}",
    "exclusiveMinimum": "“{name}”太小：必须大于 {limit}，现在是 {size}",
}


def _size(value: Any) -> Any:
    return len(value) if isinstance(value, (str, list, dict)) else value


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true/false"
    names = {str: "文字", int: "数字", float: "数字", list: "列表", dict: "“字段: 值”的形式"}
    return names.get(type(value), "别的内容")


def _type_hint(wanted: Any, value: Any) -> str:
    if wanted == "string" and isinstance(value, (int, float)):
        return f"请加英文引号，写成 \"{show(value)}\"。"
    if wanted == "array" and not isinstance(value, (list, dict)):
        return f"请写成列表，例如 [{show(value)}]。"
    if wanted in ("integer", "number") and isinstance(value, str):
        return "请只写数字，不加引号和单位。"
    if wanted == "boolean":
        return "请填 true（是）或 false（否），不加引号。"
    return "请参照样张改写。"


def _pattern_hint(schema_here: Any) -> str:
    if not isinstance(schema_here, dict):
        return ""
    examples = schema_here.get("examples")
    text = schema_here.get("description", "")
    return text + (f"例如 {show(examples[0])}。" if examples else "")


def _about(root: dict[str, Any], pointer: Pointer) -> str:
    found = _schema_at(root, pointer)
    return found.get("description", "") if found else ""


def _schema_at(root: dict[str, Any], pointer: Pointer) -> dict[str, Any] | None:
    here: Any = root
    for part in pointer:
        here = _resolve(root, here)
        if isinstance(part, int):
            here = here.get("items")
        else:
            here = here.get("properties", {}).get(part, here.get("additionalProperties"))
        if not isinstance(here, dict):
            return None
    merged = {**_resolve(root, here), **{k: v for k, v in here.items() if k != "$ref"}}
    return merged


def _resolve(root: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in here:
        found: Any = root
        for part in here["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        here = found
    return here


def field_label(root: dict[str, Any], pointer: Pointer) -> str:
    """The Chinese label of the field at `pointer`: the nearest `title` on the way up; a list's item takes its list's."""
    for end in range(len(pointer), -1, -1):
        found = _schema_at(root, pointer[:end])
        if found and "title" in found:
            return str(found["title"])
    return str(pointer[-1]) if pointer else ""
