"""Strict YAML: bytes in, a value with the place of every key and value out, or the findings Y001–Y008.

Only the plain forms of YAML are accepted (no anchors, aliases, tags or merge keys), and of plain scalars only null, true,
false, whole and decimal numbers are resolved; `no`, `2019-06-03`, `0991`, `010`, `1_000` and `12:30` stay text.
"""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from zhicheng.encoding import encoding_problem
from zhicheng.problem import Finding, Pointer, pointer_text
from zhicheng.syntax import BAD_ESCAPE, explain_syntax
from zhicheng.text import reason, show
from zhicheng.usual import read as read_usual
from zhicheng.usual import resolve

MAX_BYTES = 256 * 1024
MAX_BYTES_OF_LOG = 4 * 1024 * 1024  # of what a program adds to all year: registry/decisions/
MAX_DEPTH = 32
_MAX_FAULTS = 20  # of one code in one file that are named; the rest is counted
# Control characters, Unicode line separators, bidirectional controls, and what takes no room and shapes nothing: U+00AD, U+200B, U+2060,
# tag characters. Tab and line breaks stay, and so do U+200C and U+200D, which Arabic script needs.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
_LINE_BREAK = re.compile("\r\n|\r|\n")
_MANY_BRACKETS = 320  # what the composer, which calls itself for each level, bears in any Python
_LONG_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")
_DEEP_BLOCK = re.compile(r"^[ \t?:-]{64}", re.MULTILINE)
_PLAIN, _QUOTED = "plain", "quoted"


class _Untagged:
    """Stands in for PyYAML's resolver: says only whether a node was plain, so that any other tag was written out."""

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:
        if kind is ScalarNode:
            return _PLAIN if implicit[0] else _QUOTED
        return _PLAIN if implicit else _QUOTED

    def descend_resolver(self, *_: Any) -> None: ...

    def ascend_resolver(self) -> None: ...

    def check_resolver_prefix(self, *_: Any) -> bool:
        return False


try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class _Parser(_Untagged, CParser):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)

    ACCELERATED = True
except ImportError:  # Pyodide has no libyaml: the pure parser gives the same values and places, slowly
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class _Parser(_Untagged, Reader, Scanner, Parser, Composer):  # type: ignore[no-redef]
        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)

    ACCELERATED = False


class Unreadable(Exception):  # noqa: N818 - what the document is
    """A document that is not strict YAML. Carries the findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class Document:
    """One file: its path relative to the root, its text and its value. Places are looked up only when a finding needs one."""

    __slots__ = ("_entries", "_root", "_scalars", "path", "text", "value")

    def __init__(self, path: str, text: str, value: dict[str, Any]) -> None:
        self.path = path
        self.text = text
        self.value = value
        self._root: Node | None = None
        self._entries: dict[int, dict[str | int, tuple[Node, Node]]] = {}
        self._scalars: list[tuple[tuple[int, int], tuple[int, int]]] | None = None

    @property
    def node(self) -> Node | None:
        """The tree of nodes, with the place of each in the text."""
        if self._root is None:
            self._root = _Parser(self.text).get_single_node()
        return self._root

    def place(self, pointer: Pointer, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at `pointer` or of its key; where it is missing, of the nearest parent."""
        node: Any = self.node
        found = node
        for part in pointer:
            key_node = None
            if isinstance(node, MappingNode):
                key_node, node = self._entries_of(node).get(part) or (None, None)
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
            else:
                node = None
            if node is None:
                break
            found = key_node if key and key_node is not None else node
        return found.start_mark.line + 1, found.start_mark.column + 1

    def is_comment(self, line: int, column: int) -> bool:
        """Whether a place, from 1, lies outside every key and value."""
        if self._scalars is None:
            events: Iterator[Any] = iter(_Parser(self.text).get_event, None)
            marks: list[Any] = [(event.start_mark, event.end_mark) for event in events if isinstance(event, yaml.ScalarEvent)]
            self._scalars = [((start.line + 1, start.column + 1), (end.line + 1, end.column + 1)) for start, end in marks]
        at = bisect_right(self._scalars, (line, column), key=lambda span: span[0])
        return at == 0 or self._scalars[at - 1][1] <= (line, column)

    def _entries_of(self, node: MappingNode) -> dict[str | int, tuple[Node, Node]]:
        known = self._entries.get(id(node))
        if known is None:
            known = self._entries[id(node)] = {key.value: (key, value) for key, value in node.value}
        return known

    def __getstate__(self) -> tuple[str, str, dict[str, Any]]:
        return self.path, self.text, self.value

    def __setstate__(self, state: tuple[str, str, dict[str, Any]]) -> None:
        self.path, self.text, self.value = state
        self._root = None
        self._entries = {}
        self._scalars = None


def limit(path: str) -> int:
    """How many bytes the file at `path` may have."""
    return MAX_BYTES_OF_LOG if path.startswith("registry/decisions/") else MAX_BYTES


def read(root: Path, path: str) -> Document:
    """The document at `path` (POSIX, relative to `root`). Raises Unreadable with the findings."""
    return parse(path, _read_bytes(root, path))


def parse(path: str, content: bytes) -> Document:
    """The document in `content`; `path` only names it in findings. Raises Unreadable with the findings."""
    if len(content) > limit(path):
        raise Unreadable([_too_large(path, len(content))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if (not text and content) or "\x00" in text:
        problem = encoding_problem(content)
        if problem is not None:
            line, column, message, hint = problem
            raise Unreadable([_finding("Y001", path, line, column, message, hint)])
    # Printable text, the usual case, has none of them; only the rest is searched.
    if not text.replace("\n", "").isprintable() and FORBIDDEN.search(text):
        raise Unreadable(_first_of_each(_forbidden(path, text)))
    usual = read_usual(text)
    if usual is not None:
        return Document(path, text, usual)
    try:
        if "&" in text or "*" in text or "!" in text or _may_be_deep(text):
            faults = _first_of_each(_event_faults(path, text))
            if faults:
                raise Unreadable(faults)
        node = _Parser(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise Unreadable([_syntax(path, text, error)]) from None
    except (OverflowError, ValueError):  # the pure parser, of an escape beyond Unicode; libyaml words it
        raise Unreadable([_bad_escape(path, text)]) from None
    if node is None:
        message = "文件是空的"
        raise Unreadable([_finding("Y005", path, 1, 1, message, "请用 zhicheng new 生成一份带说明的样张，再填写。")])
    faults = []
    value = _build(node, 1, path, faults, ())
    if not isinstance(node, MappingNode):
        faults = [_at(node, "Y005", path, "文件内容不是“字段: 值”的形式", "请按“字段: 值”逐行填写，可参照样张。")]
    if faults:
        raise Unreadable(_first_of_each(faults))
    return Document(path, text, value)


def _first_of_each(found: Iterable[Finding]) -> list[Finding]:
    """The first findings of each code; a last one says how many more there are, at the place of the next."""
    named: list[Finding] = []
    count: dict[str, int] = {}
    following: dict[str, Finding] = {}
    for finding in found:
        count[finding.code] = count.get(finding.code, 0) + 1
        if count[finding.code] <= _MAX_FAULTS:
            named.append(finding)
        else:
            following.setdefault(finding.code, finding)
    for code, finding in following.items():
        message = f"从这里起还有 {count[code] - _MAX_FAULTS} 处同类的问题，不再逐一列出"
        named.append(replace(finding, message=message, hint="请先改正前面列出的，再检查一次。"))
    return named


def _read_bytes(root: Path, path: str) -> bytes:
    full = f"{root}/{path}"
    try:
        status = os.lstat(full)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable([not_regular(path, "符号链接" if stat.S_ISLNK(status.st_mode) else "特殊文件")])
        if status.st_size > limit(path):
            raise Unreadable([_too_large(path, status.st_size)])
        stream = os.open(full, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        try:
            content = b""
            while len(content) <= limit(path) and (more := os.read(stream, status.st_size + 1)):  # it may have grown, or come in parts
                content += more
            return content
        finally:
            os.close(stream)
    except OSError as error:
        raise Unreadable([unreadable(path, error)]) from None


def not_regular(path: str, kind: str) -> Finding:
    """The finding for what is no regular file of the registry."""
    return _finding(
        "Y008",
        path,
        1,
        1,
        f"这是{kind}，不是登记库里的普通文件",
        "登记库里只放普通文件：请把内容直接放进来，不要用链接、文件夹或特殊文件代替。",
    )


def unreadable(path: str, error: OSError) -> Finding:
    """The finding for a file or folder that the system does not let us read."""
    return _finding("Y008", path, 1, 1, f"无法读取：{reason(error)}", "请检查文件权限和磁盘，然后重试。")


def _build(node: Node, depth: int, path: str, faults: list[Finding], pointer: Pointer) -> Any:
    tag = node.tag
    if tag is not _PLAIN and tag is not _QUOTED:
        faults.append(_at(node, "Y004", path, f"不支持标签“{_written(tag)}”", "请删去以 ! 开头的标签，只写值。", pointer))
        return None
    if isinstance(node, ScalarNode):
        value: str = node.value
        if tag is _PLAIN:
            return resolve(value)
        _refuse_escaped(node, path, faults, pointer)
        return value
    if depth > MAX_DEPTH:
        faults.append(_at(node, "Y006", path, f"嵌套超过 {MAX_DEPTH} 层", "请检查缩进和括号是否写错。", pointer))
        return None
    if isinstance(node, SequenceNode):
        return [_build(item, depth + 1, path, faults, (*pointer, i)) for i, item in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key_node, ScalarNode) or (key_node.tag is _PLAIN and not isinstance(resolve(key), str)):
            hint = '字段名必须是文字；如果就是要用数字作名称，请加英文引号，例如 "653100": …'
            faults.append(_at(key_node, "Y005", path, "字段名不是文字", hint, pointer))
        elif key_node.tag is not _PLAIN and key_node.tag is not _QUOTED:
            faults.append(_at(key_node, "Y004", path, f"不支持标签“{_written(key_node.tag)}”", "请删去以 ! 开头的标签。", pointer))
        elif key == "<<" and key_node.tag is _PLAIN:
            hint = "请把要合并的内容逐项写出来，不要用 <<。"
            faults.append(_at(key_node, "Y004", path, "不支持合并键 <<", hint, pointer))
        elif key in mapping:
            hint = "同一层里每个字段只能写一次，请删去或合并其中一处。"
            faults.append(_at(key_node, "Y003", path, f"字段“{show(key)}”重复", hint, (*pointer, key)))
        else:
            if key_node.tag is _QUOTED:
                _refuse_escaped(key_node, path, faults, pointer)
            mapping[key] = _build(value_node, depth + 1, path, faults, (*pointer, key))
    return mapping


def _written(tag: str) -> str:
    """A tag as it was written: the parser puts YAML's own prefix for `!!`."""
    return show(tag.replace("tag:yaml.org,2002:", "!!", 1))


def _refuse_escaped(node: ScalarNode, path: str, faults: list[Finding], pointer: Pointer) -> None:
    match = FORBIDDEN.search(node.value)
    if match is not None:
        code = f"U+{ord(match[0]):04X}"
        faults.append(_at(node, "Y007", path, f"含有不可见的控制字符 {code}", "请删去该字符的转义写法。", pointer))


def _may_be_deep(text: str) -> bool:
    """Whether nesting might be deep enough to hurt the composer: a cheap upper bound, so that only odd files pay for more."""
    return text.count("[") + text.count("{") > _MANY_BRACKETS or _DEEP_BLOCK.search(text) is not None


def _event_faults(path: str, text: str) -> Iterator[Finding]:
    """Anchors, aliases and tags, which the composer resolves silently; stops at the first nesting that is too deep."""
    parser = _Parser(text)
    depth = 0
    while parser.check_event():
        event: Any = parser.get_event()
        start = event.start_mark
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            alias = isinstance(event, yaml.AliasEvent)
            message = f"不支持{'引用 *' if alias else '锚点 &'}{show(anchor)}"
            hint = "请把内容直接写出来；如果 & 或 * 是文字的一部分，请给整个值加英文引号。"
            yield _finding("Y004", path, start.line + 1, start.column + 1, message, hint)
        tag = getattr(event, "tag", None)
        if tag is not None:
            hint = "请删去以 ! 开头的标签；如果 ! 是文字的一部分，请给整个值加英文引号。"
            line, column = start.line + 1, start.column + 1
            yield _finding("Y004", path, line, column, f"不支持标签“{_written(tag)}”", hint)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                line, column = start.line + 1, start.column + 1
                yield _finding("Y006", path, line, column, f"嵌套超过 {MAX_DEPTH} 层", "请检查缩进和括号是否写错。")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _syntax(path: str, text: str, error: yaml.MarkedYAMLError) -> Finding:
    code, line, column, message, hint = explain_syntax(text, error)
    return _finding(code, path, line, column, message, hint)


def _bad_escape(path: str, text: str) -> Finding:
    """The finding for the first escape of a character that does not exist."""
    before = text[: next((match.start() for match in _LONG_ESCAPE.finditer(text) if int(match[1], 16) > 0x10FFFF), 0)]
    lines = _LINE_BREAK.split(before)
    return _finding("Y002", path, len(lines), len(lines[-1]) + 1, *BAD_ESCAPE)


def _forbidden(path: str, text: str) -> Iterator[Finding]:
    """A finding for each line with control characters, at the first of them."""
    for number, line in enumerate(_LINE_BREAK.split(text), 1):
        found = FORBIDDEN.findall(line)
        if found:
            more = f"，这一行共有 {len(found)} 个" if len(found) > 1 else ""
            message = f"含有不可见的控制字符 U+{ord(found[0]):04X}{more}"
            hint = "请把光标移到这里，删去这个看不见的字符（多半是复制粘贴带来的）。"
            yield _finding("Y007", path, number, line.index(found[0]) + 1, message, hint)


def _too_large(path: str, size: int) -> Finding:
    message = f"文件有 {size:,} 字节，超过 {limit(path):,} 字节（{limit(path) // 1024} KiB）"
    return _finding("Y006", path, 1, 1, message, "请检查是否贴进了不属于登记表的内容。")


def _at(node: Any, code: str, path: str, message: str, hint: str, pointer: Pointer = ()) -> Finding:
    mark = node.start_mark
    return _finding(code, path, mark.line + 1, mark.column + 1, message, hint, pointer)


def _finding(code: str, path: str, line: int, column: int, message: str, hint: str, pointer: Pointer = ()) -> Finding:
    return Finding(code, "error", path, line, column, pointer_text(pointer), message, hint, "")
