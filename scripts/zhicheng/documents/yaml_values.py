"""YAML to plain values in one pass over the parser's events, with the faults Y002–Y007 and their places.

Only the plain forms of YAML are accepted (no anchors, aliases, tags or merge keys), and of plain scalars only null, true,
false, whole and decimal numbers are resolved; `no`, `2019-06-03`, `0991`, `010`, `1_000` and `12:30` stay text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import Any

import yaml
from yaml.composer import ComposerError
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent, StreamEndEvent
from yaml.nodes import Node, ScalarNode

from zhicheng.documents.finding import Finding, Pointer, pointer_text
from zhicheng.documents.syntax_faults import BAD_ESCAPE, explain_syntax
from zhicheng.text import show

MAX_DEPTH = 32
# Control characters, Unicode line separators, bidirectional controls, what takes no room and shapes nothing (U+00AD, U+200B, U+2060, tag
# characters), and letters that nobody sees, such as the fillers of Hangul, with which two names look alike. Tab and line breaks stay, and
# so do U+200C and U+200D, which Arabic script needs.
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff"
    f"\ufffe\uffff\U000e0000-\U000e007f{_UNSEEN}]"
)
LINE_BREAK = re.compile("\r\n|\r|\n")
_ESCAPE = re.compile(r"\\(?:\\|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[-+]?(?:(0|[1-9][0-9]*)|(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_RESOLVABLE = frozenset("0123456789+-.~nNtTfF")  # how a plain scalar begins that may be no text
_UNUSUAL_IN_KEYS = _RESOLVABLE | {"<"}  # the merge key


def has_forbidden(text: str) -> bool:
    """Whether a text has forbidden characters. Printable text, the usual case, has at most letters that nobody sees."""
    printable = text.replace("\n", "").isprintable()
    if printable and (text.isascii() or not any(char in text for char in _UNSEEN)):
        return False
    return FORBIDDEN.search(text) is not None


class _Untagged:
    """Stands in for PyYAML's resolver: tags say nothing of the value, which is not built from nodes."""

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:
        return "scalar" if kind is ScalarNode else "collection"

    def descend_resolver(self, *_: Any) -> None: ...

    def ascend_resolver(self) -> None: ...

    def check_resolver_prefix(self, *_: Any) -> bool:
        return False


try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class Parser(_Untagged, CParser):
        """libyaml, giving events, or nodes where places are looked up."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)

    ACCELERATED = True
except ImportError:  # Pyodide has no libyaml: the pure parser gives the same values and places, slowly
    from yaml.composer import Composer
    from yaml.parser import Parser as _PureParser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class Parser(_Untagged, Reader, Scanner, _PureParser, Composer):  # type: ignore[no-redef]
        """PyYAML's own parser, giving events, or nodes where places are looked up."""

        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            _PureParser.__init__(self)
            Composer.__init__(self)

    ACCELERATED = False


@lru_cache(maxsize=4096)  # mostly points and years
def resolve(value: str) -> Any:
    """A plain scalar: null, true, false, a whole or a decimal number; any other is text. A number of 18 digits is text too."""
    if value in _WORDS:
        return _WORDS[value]
    match = _NUMBER.fullmatch(value)
    if match is None or len(value) > 17:
        return value
    return float(value) if match[1] is None else int(value)


def value_of(path: str, text: str) -> tuple[Any, list[Finding]]:
    """The mapping that `text` holds, and the faults in it; with a fault the value means nothing. `path` only names the file in them."""
    building = _Building(path, text)
    try:
        return building.document(), building.refused or building.faults
    except _TooDeep:
        return None, building.refused
    except yaml.MarkedYAMLError as error:
        code, line, column, message, hint = explain_syntax(text, error)
        return None, [fault(code, path, line, column, message, hint)]
    except (OverflowError, ValueError):  # the pure Python parser raises these for an escape that is no character; libyaml a MarkedYAMLError
        lines = LINE_BREAK.split(text[: _no_character(text)])
        return None, [fault("Y002", path, len(lines), len(lines[-1]) + 1, *BAD_ESCAPE)]


def _no_character(text: str) -> int:
    """The offset of the first escape that stands for half of a surrogate pair or a code beyond Unicode; 0 where there is none."""
    found = ((match.start(), int(match[1] or match[2] or "0", 16)) for match in _ESCAPE.finditer(text))
    return next((place for place, code in found if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF), 0)


def fault(code: str, path: str, line: int, column: int, message: str, hint: str, pointer: Pointer = ()) -> Finding:
    """A finding of the source stage: always an error, never with a clause."""
    return Finding(code, "error", path, line, column, pointer_text(pointer), message, hint, "")


class _TooDeep(Exception):  # noqa: N818 - what the text is
    """The text is nested more than MAX_DEPTH levels deep; nothing after that place is read."""


# Equal texts of fewer characters, and equal keys, are stored once for all files (`intern`), and marshal keeps that between processes. So a
# registry takes two thirds of the memory.
_SHARED_UNDER = 40


class _Building:
    """Builds the value of one text from the events of the parser.

    `refused` are findings on anchors, aliases, tags and too deep nesting. Where there are any, `faults`, which may be their consequences,
    are not reported.
    """

    def __init__(self, path: str, text: str) -> None:
        self.refused: list[Finding] = []
        self.faults: list[Finding] = []
        self._path = path
        self._next = Parser(text).get_event
        self._may_refuse = "&" in text or "*" in text or "!" in text
        self._may_escape = "\\" in text

    def document(self) -> Any:
        """The value of the only document there is. Raises _TooDeep, and what the parser raises."""
        self._next()  # the stream begins
        if type(self._next()) is StreamEndEvent:
            self.faults = [fault("Y005", self._path, 1, 1, "文件是空的", "请用 zhicheng new 生成一份带说明的样张，再填写。")]
            return None
        root = self._next()
        value = self._value(root, (), 1)
        if type(root) is not MappingStartEvent:
            self.faults = [self._at(root, "Y005", "文件内容不是“字段: 值”的形式", "请按“字段: 值”逐行填写，可参照样张。")]
        self._next()  # the document ends
        event: Any = self._next()
        if type(event) is not StreamEndEvent and not self.refused:
            raise ComposerError("expected a single document in the stream", None, "but found another document", event.start_mark)
        return value

    def _value(self, event: Any, above: Pointer, depth: int, part: str | int | None = None) -> Any:
        """The value that begins with `event`. It is the item or entry `part` of the collection at the pointer `above`; without `part` the
        root.
        """
        if self._may_refuse:
            self._refuse(event)
        if type(event) is ScalarEvent:
            value = event.value
            if event.implicit[0]:
                return resolve(value) if not value or value[0] in _RESOLVABLE else value
            if self._may_escape:
                self._refuse_escaped(event, above if part is None else (*above, part))
            return value
        pointer = above if part is None else (*above, part)
        if depth > MAX_DEPTH:
            self.refused.append(self._at(event, "Y006", f"嵌套超过 {MAX_DEPTH} 层", "请检查缩进和括号是否写错。", pointer))
            raise _TooDeep
        if type(event) is MappingStartEvent:
            return self._mapping(pointer, depth)
        if type(event) is SequenceStartEvent:
            return self._list(pointer, depth)
        return None  # an alias

    def _list(self, pointer: Pointer, depth: int) -> list[Any]:
        items: list[Any] = []
        read = self._next
        while type(event := read()) is not SequenceEndEvent:
            if type(event) is ScalarEvent and event.implicit[0] and not self._may_refuse:
                text = event.value
                items.append(resolve(text) if not text or text[0] in _RESOLVABLE else intern(text) if len(text) < _SHARED_UNDER else text)
            else:
                items.append(self._value(event, pointer, depth + 1, len(items)))
        return items

    def _mapping(self, pointer: Pointer, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        read = self._next
        key: str | None
        while type(event := read()) is not MappingEndEvent:
            key = event.value if type(event) is ScalarEvent and event.implicit[0] and not self._may_refuse else ""
            if not key or key[0] in _UNUSUAL_IN_KEYS or key in mapping:
                key = self._key(event, mapping, pointer, depth)
                if key is None:
                    self._skip(read(), depth)
                    continue
            key = intern(key)
            event = read()
            if type(event) is ScalarEvent and event.implicit[0] and not self._may_refuse:
                text = event.value
                mapping[key] = resolve(text) if not text or text[0] in _RESOLVABLE else intern(text) if len(text) < _SHARED_UNDER else text
            else:
                mapping[key] = self._value(event, pointer, depth + 1, key)
        return mapping

    def _key(self, event: Any, mapping: dict[str, Any], pointer: Pointer, depth: int) -> str | None:
        """The key that begins with `event`, in the mapping at `pointer`; None, with a fault, where it is no text, a merge key, or
        repeated.
        """
        if type(event) is not ScalarEvent:
            self._skip(event, depth)
            key = None
        else:
            if self._may_refuse:
                self._refuse(event)
            key, plain = event.value, event.implicit[0]
            if plain and (not key or key[0] in _RESOLVABLE):
                key = resolve(key)
        if type(key) is not str:
            hint = '字段名必须是文字；如果就是要用数字作名称，请加英文引号，例如 "123456": …'
            self._fault(event, "Y005", "字段名不是文字", hint, pointer)
        elif plain and key == "<<":
            self._fault(event, "Y004", "不支持合并键 <<", "请把要合并的内容逐项写出来，不要用 <<。", pointer)
        elif key in mapping:
            hint = "同一层里每个字段只能写一次，请删去或合并其中一处。"
            self._fault(event, "Y003", f"字段“{show(key)}”重复", hint, (*pointer, key))
        else:
            if self._may_escape and not plain:
                self._refuse_escaped(event, pointer)
            return key
        return None

    def _skip(self, event: Any, depth: int) -> None:
        """Reads past the value that begins with `event`, whose key was at fault. Of its own faults only those in `refused` are kept."""
        known = len(self.faults)
        self._value(event, (), depth + 1)
        del self.faults[known:]

    def _refuse(self, event: Any) -> None:
        """Notes an anchor, alias or tag."""
        if event.anchor is not None:
            message = f"不支持{'引用 *' if type(event) is AliasEvent else '锚点 &'}{show(event.anchor)}"
            hint = "请把内容直接写出来；如果 & 或 * 是文字的一部分，请给整个值加英文引号。"
            self.refused.append(self._at(event, "Y004", message, hint))
        if getattr(event, "tag", None) is not None:
            written = show(event.tag.replace("tag:yaml.org,2002:", "!!", 1))  # the parser puts YAML's own prefix for `!!`
            hint = "请删去以 ! 开头的标签；如果 ! 是文字的一部分，请给整个值加英文引号。"
            self.refused.append(self._at(event, "Y004", f"不支持标签“{written}”", hint))

    def _refuse_escaped(self, event: Any, pointer: Pointer) -> None:
        match = FORBIDDEN.search(event.value)
        if match is not None and _SURROGATE.match(match[0]):
            raise ValueError("half of a pair")  # only with the pure Python parser: libyaml refuses it before
        if match is not None:
            message = f"含有不可见的控制字符 U+{ord(match[0]):04X}"
            self._fault(event, "Y007", message, "请删去该字符的转义写法。", pointer)

    def _fault(self, event: Any, code: str, message: str, hint: str, pointer: Pointer = ()) -> None:
        self.faults.append(self._at(event, code, message, hint, pointer))

    def _at(self, event: Any, code: str, message: str, hint: str, pointer: Pointer = ()) -> Finding:
        return fault(code, self._path, event.start_mark.line + 1, event.start_mark.column + 1, message, hint, pointer)
