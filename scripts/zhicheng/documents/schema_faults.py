"""Words the schema faults that jsonschema finds as Chinese problems (S001–S007), with field labels and suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Pointer, Problem
from zhicheng.documents.schemas import comparable, field_at, field_label, matches, schema, validator
from zhicheng.text import listed, nearest, show

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": " true 或 false",
    "array": "列表",
    "object": "“字段: 值”的形式",
    "null": "空",
}
_FILL_IN = "请填写；不适用的选填项请整行删去。"
_MAX_FAULTS = 1000  # faults listed of one file
_SECRET = re.compile("AGE-SECRET-KEY", re.IGNORECASE)
_SURELY = 0.75  # similarity (0 to 1) from which on a code is taken for a misspelling of another
_MAX_SUGGESTIONS = 20  # comparing names is slow, and of little use in a file with more faults


def problems(kind: str, value: Any, codes: Codes = USUAL) -> list[tuple[str, Problem]]:
    """The faults of `value` against the schema of `kind`, at most _MAX_FAULTS, each with its code (S001–S007)."""
    root = schema(kind, codes)
    found: list[tuple[str, Problem]] = []
    suggestions = _Suggestions()
    reported: set[Pointer] = set()  # texts that already have a finding
    # Unknown fields first: if one is a misspelling of a missing field, the missing field is not reported as well.
    errors = islice(validator(kind, codes).iter_errors(value), _MAX_FAULTS)
    for error in sorted(errors, key=lambda error: error.validator != "additionalProperties"):
        fault = _Fault(error, root, suggestions)
        of_key = "propertyNames" in error.absolute_schema_path
        if error.validator in ("pattern", "format", "minLength", "maxLength"):
            text = (*fault.pointer, fault.value) if of_key else fault.pointer
            if text in reported:
                continue
            reported.add(text)
        wording = _name_of_key if of_key else _left_blank if fault.blank else _WORDINGS[error.validator]
        found += wording(fault)
    return found


class _Fault:
    """An error of jsonschema, with the Chinese label (`name`) of its field."""

    def __init__(self, error: Any, root: dict[str, Any], suggestions: _Suggestions) -> None:
        self.pointer: Pointer = tuple(error.absolute_path)
        self.name = field_label(root, self.pointer)
        self.limit: Any = error.validator_value
        self.value: Any = error.instance
        self.schema: dict[str, Any] = error.schema
        self.keyword: str = error.validator
        self.message: str = error.message
        self.root = root
        self.suggestions = suggestions

    def description(self, *more: str) -> str:
        """The description, in the schema, of the field, or of the field at `more` inside it."""
        return str(field_at(self.root, (*self.pointer, *more)).get("description", ""))

    @property
    def blank(self) -> bool:
        """Whether the fault is that a text is empty or holds only spaces."""
        return self.keyword in ("pattern", "format", "minLength") and not self.value.replace("\ufeff", "").strip()

    @property
    def inside(self) -> str:
        return f"“{self.name}”里" if self.pointer else ""


class _Suggestions:
    """Suggests valid names for misspelled ones, for the first _MAX_SUGGESTIONS lookups of a file.

    `meant` holds the missing fields that were suggested for an unknown one.
    """

    def __init__(self) -> None:
        self.left = _MAX_SUGGESTIONS
        self.meant: set[tuple[Pointer, str]] = set()

    def nearest(self, value: str, choices: Iterable[str], labels: dict[str, str]) -> str | None:
        """The choice that is, or whose label is, most similar to `value`; None if none is similar or the limit is reached."""
        if self.left <= 0:
            return None
        self.left -= 1
        by_label = {label: choice for choice, label in labels.items()}
        label = None
        found = nearest(value, choices)
        if found is None:
            label = nearest(value, by_label)
        return found if label is None else by_label[label]


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


Problems = Iterator[tuple[str, Problem]]


def _unknown_field(fault: _Fault) -> Problems:
    known = fault.schema.get("properties", {})
    labels = {key: sub["title"] for key, sub in known.items()}
    missing = [key for key in known if key not in fault.value] or list(known)
    everything = f"这里可以填写：{listed(f'{key}（{label}）' for key, label in labels.items())}。"
    for key in fault.value:
        if key not in known:
            near = fault.suggestions.nearest(key, missing, labels) or fault.suggestions.nearest(key, known, labels)
            fault.suggestions.meant.add((fault.pointer, near or ""))
            more = "" if near and SequenceMatcher(None, key.lower(), near).ratio() >= _SURELY else _may_be_added(known)
            hint = (f"是否想写 {near}（{labels[near]}）？" if near else everything) + more
            yield "S001", Problem((*fault.pointer, key), f"{fault.inside}没有“{show(key)}”这个字段", hint, key=True)


def _missing_field(fault: _Fault) -> Problems:
    key = next(key for key in fault.limit if fault.message.startswith(repr(key)))  # jsonschema reports each missing field on its own
    if (fault.pointer, key) in fault.suggestions.meant:
        return
    yield "S002", missing(fault.root, fault.pointer, key)


def missing(root: dict[str, Any], pointer: Pointer, key: str) -> Problem:
    """The problem that the field `key` is missing in the part at `pointer` of a value of the schema `root`."""
    inside = f"“{field_label(root, pointer)}”里" if pointer else ""
    description = str(field_at(root, (*pointer, key)).get("description", ""))
    return Problem(pointer, f"{inside}缺少“{field_label(root, (*pointer, key))}”（{key}）", description)


def _wrong_type(fault: _Fault) -> Problems:
    if fault.value is None:
        hint = fault.description() or _FILL_IN
        yield "S003", Problem(fault.pointer, f"“{fault.name}”还没有填写", hint)
        return
    wanted = listed(_TYPES[name] for name in ([fault.limit] if isinstance(fault.limit, str) else fault.limit))
    message = f"“{fault.name}”应当是{wanted}，现在是{_value_with_type(fault.value)}"
    first = fault.limit if isinstance(fault.limit, str) or fault.limit[0] != "string" else "string"  # what is usually written there
    yield "S003", Problem(fault.pointer, message, _type_hint(first, fault.value))


# Codes to which rulebooks may add: two by which they are known, the field of a rulebook, the word for it.
_ADDABLE = (({"intermediate", "full-senior"}, "levels", "层级"), ({"region", "central"}, "authorities", "单位级别"))


def _may_be_added(choices: Iterable[str]) -> str:
    """How another level or authority is added, where the choices are the codes of these; else nothing."""
    known = {*choices}
    return "".join(
        f"另有规定的{name}，先写进规则文件（registry/rulebooks/）的 {field}。" for codes, field, name in _ADDABLE if codes <= known
    )


def _not_in_list(fault: _Fault) -> Problems:
    choices = [str(choice) for choice in (fault.limit if fault.keyword == "enum" else [fault.limit])]
    labels = dict(zip(choices, fault.schema.get("enumDescriptions", []), strict=False))
    named = {choice: f"{choice}（{labels[choice]}）" if choice in labels else choice for choice in choices}
    senior = fault.value in ("高级", "senior") and "full-senior" in choices  # 高级 means two levels; only the committee knows which
    near = fault.suggestions.nearest(fault.value, choices, labels) if isinstance(fault.value, str) and not senior else None
    hint = (
        f"是否想写 {named[near]}？" if near else "请分清是副高级还是正高级。" if senior else ""
    ) + f"可以填写：{listed(named.values())}。"
    meant = near and (fault.value in labels.values() or SequenceMatcher(None, fault.value.lower(), near).ratio() >= _SURELY)
    hint += "" if meant or senior else _may_be_added(choices)
    yield "S004", Problem(fault.pointer, f"“{fault.name}”不能是“{show(fault.value)}”", hint)


def _left_blank(fault: _Fault) -> Problems:
    code = "S006" if fault.keyword == "minLength" else "S005"
    yield code, Problem(fault.pointer, f"“{fault.name}”还没有填写", fault.description() or _FILL_IN)


def _forbidden_field(fault: _Fault) -> Problems:
    for key in fault.limit["required"]:
        label = field_label(fault.root, (*fault.pointer, key))
        hint = f"已经撤销的，请把 status 改成 withdrawn；没有撤销的，请删去 {key}。"
        yield "S001", Problem((*fault.pointer, key), f"在用的登记不能填写“{label}”（{key}）", hint, key=True)


_ONE_LINE = r"^(?!\s*$)[^\n\r\t]*$"  # of fields that stand in a line of a table, a letter or a page


def _wrong_pattern(fault: _Fault) -> Problems:
    if any(char in fault.value for char in "\n\r\t") and fault.schema.get("pattern") == _ONE_LINE:
        yield "S005", Problem(fault.pointer, f"“{fault.name}”里有换行或制表符", "请写在一行里；两段之间用逗号或空格隔开。")
        return
    looks_like_date = fault.keyword == "format" and matches(fault.schema.get("pattern", ""), fault.value)
    what = "时间" if fault.schema.get("format") == "date-time" else "日期"
    fault_text = f"不是真实存在的{what}" if looks_like_date else "的写法不符合要求"
    if _SECRET.search(fault.value):  # it must not stand in a report too
        said, remedy = f"“{fault.name}”里写的是私钥", "私钥绝不放进登记册：立即删去，换一把新的；曾经提交或发送过的，按泄露处理。"
        yield "S005", Problem(fault.pointer, said, remedy)
        return
    yield "S005", Problem(fault.pointer, f"“{fault.name}”的值“{show(fault.value)}”{fault_text}", _pattern_hint(fault.schema))


def _name_of_key(fault: _Fault) -> Problems:
    place = (*fault.pointer, fault.value)
    subject = f"“{fault.name}”里的名称“{show(fault.value)}”"
    if fault.keyword in ("minLength", "maxLength"):
        bound = f"太长：最多 {fault.limit} 个字" if fault.keyword == "maxLength" else f"太短：至少 {fault.limit} 个字"
        yield "S006", Problem(place, f"{subject}{bound}，现在 {len(fault.value)} 个", _pattern_hint(fault.schema), key=True)
    else:
        yield "S005", Problem(place, f"{subject}不符合要求", _pattern_hint(fault.schema), key=True)


def _out_of_bounds(fault: _Fault) -> Problems:
    size = len(fault.value) if isinstance(fault.value, (str, list, dict)) else fault.value
    message = _BOUNDS[fault.keyword].format(name=fault.name, limit=fault.limit, size=show(size))
    yield "S006", Problem(fault.pointer, message, fault.description())


def _repeated(fault: _Fault) -> Problems:
    seen = set()
    for i, item in enumerate(fault.value):
        form = comparable(item)
        if form in seen:
            which = f"的第 {i + 1} 项与前面的一项" if isinstance(item, (dict, list)) else f"里“{show(item)}”"
            yield "S007", Problem((*fault.pointer, i), f"“{fault.name}”{which}重复", "请删去重复的一项。")
        seen.add(form)


def _value_with_type(value: Any) -> str:
    """A value with the Chinese name of its type before it."""
    if isinstance(value, bool):
        return f" {show(value)}"
    if isinstance(value, str):
        return f"文字“{show(value)}”"
    return f"数字 {show(value)}" if isinstance(value, (int, float)) else _TYPES["array" if isinstance(value, list) else "object"]


def _type_hint(wanted: Any, value: Any) -> str:
    if wanted == "string" and isinstance(value, (int, float)):
        return f'请加英文引号，写成 "{show(value)}"。'
    if wanted == "array" and not isinstance(value, (list, dict)):
        return f"请写成列表，例如 [{show(value)}]。"
    if wanted in ("integer", "number") and isinstance(value, str):
        return "请只写数字，不加引号和单位。"
    if wanted == "integer":
        return "请填整数。"
    if wanted == "string" and isinstance(value, list):
        return "这里只写一段文字，不加方括号。"
    if wanted == "boolean":
        return "请填 true（是）或 false（否），不加引号。"
    return "请参照样张改写。"


def _pattern_hint(schema_here: dict[str, Any]) -> str:
    examples = schema_here.get("examples")
    return str(schema_here.get("description", "")) + (f"例如 {show(examples[0])}。" if examples else "")


# A function for each keyword that the schemas use; a test checks that they use no others.
_WORDINGS = {
    "additionalProperties": _unknown_field,
    "required": _missing_field,
    "type": _wrong_type,
    "enum": _not_in_list,
    "const": _not_in_list,
    "pattern": _wrong_pattern,
    "format": _wrong_pattern,
    "not": _forbidden_field,
    "uniqueItems": _repeated,
    **dict.fromkeys(_BOUNDS, _out_of_bounds),
}
