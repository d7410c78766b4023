"""The usual YAML of a registry, read a line at a time: in a third of the time libyaml and a tree of nodes take.

What people and programs write here is nearly always the same little of YAML: block mappings and lists, scalars on one line, flat flow
collections, comments. A text that is all of that has one meaning, which `read` gives; of any other, faulty ones included, it says
nothing, and the parser is asked. A test holds that both agree.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_MAX_LEVELS = 24  # of nesting; what is deeper, the parser may judge
_QUOTED = r"""\"[^"\\\n]*\"|'[^'\n]*'"""
# How a plain scalar begins and goes on; a colon inside is followed by something that cannot end a key. In flow collections less may follow.
_FIRST = r"""[^\s\-?:,\[\]{}#&*!|>'"%@`<=.]"""
_PLAIN = rf"{_FIRST}[^\n:#]*(?::(?=[\w/])[^\n:#]*)*(?<! )"
_PLAIN_IN_FLOW = rf"""{_FIRST}[^\n:#,?\[\]{{}}'"]{{0,200}}+(?<! )"""
_ATOM = rf"(?:{_QUOTED}|{_PLAIN_IN_FLOW})"
_MAPPING = rf"\{{{_ATOM}: {_ATOM}(?:, {_ATOM}: {_ATOM})*\}}"
_ITEM = rf"(?:{_ATOM}|{_MAPPING})"
_LIST = rf"\[(?:{_ITEM}(?:, {_ITEM})*)?\]"
_PAIR = rf"({_ATOM}): ({_ATOM}|{_LIST})(, |\}}$)"
# indent, dash, key, value; all but the indent empty on a blank line and one with a comment only
_LINE = re.compile(
    rf"^( *+)(- ++)?(?:({_ATOM}):(?: ++|$))?({_QUOTED}|[\[{{][^\n#]*[\]}}]|{_PLAIN})? *+(?:(?<![^ \n])#.*)?$",
    re.MULTILINE,
)
_ITEMS, _PAIRS = re.compile(_ITEM), re.compile(_PAIR)
_NUMBER = re.compile(r"[-+]?(?:(0|[1-9][0-9]*)|(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_RESOLVABLE = frozenset("0123456789+-.~nNtTfF")
_NO_TEXT = _RESOLVABLE | frozenset("'\"[{")  # how a value begins that is not, or may not be, text as it stands


class _Unusual(Exception):  # noqa: N818 - what the text is
    """Something that only the parser can judge."""


@lru_cache(maxsize=4096)  # mostly points and years
def resolve(value: str) -> Any:
    """A plain scalar: null, true, false, a whole or a decimal number; any other is text. A number of 18 digits is text too."""
    if value and value[0] not in _RESOLVABLE:
        return value
    if value in _WORDS:
        return _WORDS[value]
    match = _NUMBER.fullmatch(value)
    if match is None or len(value) > 17:
        return value
    return float(value) if match[1] is None else int(value)


def read(text: str) -> dict[str, Any] | None:
    """The mapping that `text` holds, or None where it is not of the usual kind. `text` has no control characters."""
    text = text.replace("\r\n", "\n")
    if "\r" in text or "\t" in text:
        return None
    lines = _LINE.findall(text)
    if len(lines) != text.count("\n") + 1:
        return None
    try:
        return _block(lines)
    except _Unusual:
        return None


def _block(lines: list[tuple[str, str, str, str]]) -> dict[str, Any] | None:
    """The lines as nested mappings and lists. `open_for` is the entry that the last line left without a value."""
    whole: dict[str, Any] = {"": None}
    open_for: tuple[int, dict[str, Any], str] | None = (-1, whole, "")
    levels: list[tuple[int, Any]] = []  # the collections around a line with the columns of their entries, the inmost last
    at = -1  # the inmost of them
    into: Any = None
    for spaces, dash, key, value in lines:
        if not key and not value:
            if dash:
                raise _Unusual
            continue
        column = len(spaces)
        if open_for is not None:
            above, holder, name = open_for
            open_for = None
            if column > above or (dash and column == above):
                at, into = column, [] if dash else {}
                holder[name] = into
                levels.append((at, into))
        while at > column or (at == column and not dash and type(into) is list):
            levels.pop()
            at, into = levels[-1] if levels else (-1, None)
        if at != column or (type(into) is list) != (dash != ""):
            raise _Unusual
        if dash:
            if not key:
                into.append(value if value[0] not in _NO_TEXT else _value(value))
                continue
            item: dict[str, Any] = {}
            into.append(item)
            at, into = column + len(dash), item
            levels.append((at, item))
        name = _key(key)
        if name in into or len(levels) > _MAX_LEVELS:
            raise _Unusual
        if value:
            into[name] = value if value[0] not in _NO_TEXT else _value(value)
        else:
            into[name] = None
            open_for = (at, into, name)
    return whole[""] if isinstance(whole[""], dict) else None


@lru_cache(maxsize=4096)  # nearly all are names of fields
def _key(written: str) -> str:
    if written[:1] in ("'", '"'):
        return written[1:-1]
    if not written or not isinstance(resolve(written), str):
        raise _Unusual
    return written


def _value(written: str) -> Any:
    first = written[0]
    if first in "'\"":
        return written[1:-1]
    if first == "[":
        items = _ITEMS.findall(written)
        if f"[{', '.join(items)}]" != written:
            raise _Unusual
        return [item if item[0] not in _NO_TEXT else _value(item) for item in items]
    if first == "{":
        return {**_mapping(written)} if "[" not in written else _mapping.__wrapped__(written)
    return resolve(written)


@lru_cache(maxsize=4096)  # the steps of one scoring table are those of the next
def _mapping(written: str) -> dict[str, Any]:
    pairs = _PAIRS.findall(written)
    if len("".join(map("".join, pairs))) + 2 * len(pairs) + 1 != len(written):  # a gap between two, or before the first, or at the end
        raise _Unusual
    found = {_key(key): value if value[0] not in _NO_TEXT else _value(value) for key, value, _ in pairs}
    if len(found) != len(pairs):
        raise _Unusual
    return found
