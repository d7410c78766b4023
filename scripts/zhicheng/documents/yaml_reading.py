"""Reads strict YAML: bytes into a document, which knows the place of every key and value, or into the findings Y001–Y008."""

from __future__ import annotations

import os
import stat
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from zhicheng.documents.encoding_faults import encoding_problem
from zhicheng.documents.finding import Finding, Pointer
from zhicheng.documents.yaml_values import ACCELERATED as ACCELERATED
from zhicheng.documents.yaml_values import FORBIDDEN as FORBIDDEN
from zhicheng.documents.yaml_values import LINE_BREAK, Parser, fault, value_of
from zhicheng.documents.yaml_values import has_forbidden as has_forbidden
from zhicheng.text import reason

MAX_BYTES = 256 * 1024
MAX_BYTES_OF_LOG = 4 * 1024 * 1024  # where a program writes: decisions, draws, the table of specialties
_MAX_FAULTS = 20  # findings of one code in one file; the rest is only counted


class Unreadable(Exception):  # noqa: N818 - named after the state of the document
    """A file that cannot be read or is not strict YAML. `findings` says why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class Document:
    """A file that was read: its path (relative to the root), content and value. It is parsed again for places only if a finding needs one.

    `content` are its bytes: half the size of its text, which is made of them where it is asked for.
    """

    __slots__ = ("_entries", "_root", "_scalars", "content", "path", "value")

    def __init__(self, path: str, content: str | bytes, value: dict[str, Any]) -> None:
        self.path = path
        self.content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        self.value = value
        self._root: Node | None = None
        self._entries: dict[int, dict[str | int, tuple[Node, Node]]] = {}
        self._scalars: list[tuple[tuple[int, int], tuple[int, int]]] | None = None

    @property
    def text(self) -> str:
        """The text, without the byte order mark that a file may begin with."""
        return self.content.decode("utf-8-sig", "surrogatepass")

    @property
    def node(self) -> Node | None:
        """The tree of YAML nodes, with the place of each in the text."""
        if self._root is None:
            self._root = Parser(self.text).get_single_node()
        return self._root

    def place(self, pointer: Pointer, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at `pointer`, or of its key; if there is none, of the nearest parent."""
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
        """Whether a place (line and column, from 1) is outside every key and value."""
        if self._scalars is None:
            events: Iterator[Any] = iter(Parser(self.text).get_event, None)
            marks: list[Any] = [(event.start_mark, event.end_mark) for event in events if isinstance(event, yaml.ScalarEvent)]
            self._scalars = [((start.line + 1, start.column + 1), (end.line + 1, end.column + 1)) for start, end in marks]
        count = bisect_right(self._scalars, (line, column), key=lambda span: span[0])
        return count == 0 or self._scalars[count - 1][1] <= (line, column)

    def _entries_of(self, node: MappingNode) -> dict[str | int, tuple[Node, Node]]:
        known = self._entries.get(id(node))
        if known is None:
            known = self._entries[id(node)] = {key.value: (key, value) for key, value in node.value}
        return known

    def __getstate__(self) -> tuple[str, bytes, dict[str, Any]]:
        return self.path, self.content, self.value

    def __setstate__(self, state: tuple[str, bytes, dict[str, Any]]) -> None:
        self.path, self.content, self.value = state
        self._root = None
        self._entries = {}
        self._scalars = None


def limit(path: str) -> int:
    """The largest size, in bytes, of the file at `path`."""
    return MAX_BYTES_OF_LOG if path.startswith(("registry/decisions/", "registry/draws/", "registry/reference/specialties.")) else MAX_BYTES


def read(root: Path, path: str) -> Document:
    """The document at `path` (POSIX, relative to `root`). Raises Unreadable."""
    return parse(path, _read_bytes(root, path))


def parse(path: str, content: bytes) -> Document:
    """The document in `content`; `path` is for findings and the size limit. Raises Unreadable."""
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
            raise Unreadable([fault("Y001", path, line, column, message, hint)])
    if has_forbidden(text):
        raise Unreadable(_first_of_each(_forbidden(path, text)))
    value, faults = value_of(path, text)
    if faults:
        raise Unreadable(_first_of_each(faults))
    return Document(path, content, value)


def value_or_none(path: str, content: bytes | None) -> Value | None:
    """The value in `content`; None where there is no content or it is not strict YAML. `path` decides on the size limit."""
    try:
        return None if content is None else parse(path, content).value
    except Unreadable:
        return None


def _first_of_each(findings: Iterable[Finding]) -> list[Finding]:
    """The first _MAX_FAULTS findings of each code; one more, at the place of the next, gives the number of the rest."""
    named: list[Finding] = []
    count: dict[str, int] = {}
    next_ones: dict[str, Finding] = {}
    for finding in findings:
        count[finding.code] = count.get(finding.code, 0) + 1
        if count[finding.code] <= _MAX_FAULTS:
            named.append(finding)
        else:
            next_ones.setdefault(finding.code, finding)
    for code, finding in next_ones.items():
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
            while len(content) <= limit(path) and (
                more := os.read(stream, status.st_size + 1)
            ):  # the file may have grown, or come in parts
                content += more
            return content
        finally:
            os.close(stream)
    except OSError as error:
        raise Unreadable([unreadable(path, error)]) from None


def not_regular(path: str, kind: str) -> Finding:
    """The finding (Y008) for a link, folder or special file; `kind` is its Chinese name."""
    return fault(
        "Y008",
        path,
        1,
        1,
        f"这是{kind}，不是登记库里的普通文件",
        "登记库里只放普通文件：请把内容直接放进来，不要用链接、文件夹或特殊文件代替。",
    )


def other_repository(path: str) -> Finding:
    """The finding (Y008) for a folder that is a Git repository of its own: of it Git keeps the commit alone, and none of its files."""
    message = "这个文件夹是另外一个 Git 仓库，里面的文件提交不进登记册，别人看不到"
    return fault("Y008", path, 1, 1, message, "请删去里面的 .git，再用 git rm --cached 和 git add 把文件重新加进来；不该有的，请移走。")


def unreadable(path: str, error: OSError) -> Finding:
    """The finding (Y008) for a file or folder that cannot be read because of a system error."""
    return fault("Y008", path, 1, 1, f"无法读取：{reason(error)}", "请检查文件权限和磁盘，然后重试。")


def _forbidden(path: str, text: str) -> Iterator[Finding]:
    """A finding (Y007) for each line with control characters, at the first of them."""
    for number, line in enumerate(LINE_BREAK.split(text), 1):
        found = FORBIDDEN.findall(line)
        if found:
            more = f"，这一行共有 {len(found)} 个" if len(found) > 1 else ""
            message = f"含有不可见的控制字符 U+{ord(found[0]):04X}{more}"
            hint = "请把光标移到这里，删去这个看不见的字符（多半是复制粘贴带来的）。"
            yield fault("Y007", path, number, line.index(found[0]) + 1, message, hint)


def _too_large(path: str, size: int) -> Finding:
    message = f"文件有 {size:,} 字节，超过 {limit(path):,} 字节（{limit(path) // 1024} KiB）"
    return fault("Y006", path, 1, 1, message, "请检查是否贴进了不属于登记表的内容。")


Value = dict[str, Any]
