"""Values as YAML, the only way there is: written as people write them, and changed without touching what does not change, comments least
of all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Pointer
from zhicheng.documents.yaml_reading import Value

_BLOCK_FIELDS = ("scope", "expert_pool", "catalog")
_BARE = re.compile(
    r"(?!(?:null|true|false|yes|no|on|off|~)$)[A-Za-z\u3400-\u9fff《（〔“][^\x00-\x1f\x7f-\x9f:#,\[\]{}\"'&*!|>%@`\\]*", re.IGNORECASE
)
_SPACED = re.compile(r"\s$|\s{2}|[\u00a0\u2028\u2029\ufeff]")
_LINE_END = re.compile("\r\n|\r|\n")


class CannotAmend(Exception):  # noqa: N818 - what cannot be done
    """A text is written in a way that cannot be changed without harm."""


def is_plain(text: str) -> bool:
    """Whether a text without quotes is the same text in YAML."""
    return bool(_BARE.fullmatch(text)) and not _SPACED.search(text)


@dataclass(frozen=True, slots=True)
class Style:
    """How values are written: which texts stand without quotes, how many characters a mapping on one line may have (longer ones go over
    several lines), and the comment lines above a field, without #."""

    bare: Callable[[str], bool] = is_plain
    width: float = 150
    explain: Callable[[Pointer], Sequence[str]] = lambda pointer: ()


_USUAL = Style()


def scalar(value: Any, style: Style = _USUAL) -> str:
    """A value as YAML: text bare where that is the same text, else in double quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    text = str(value)
    return text if style.bare(text) else json.dumps(text, ensure_ascii=False)


def flow(value: Any, style: Style = _USUAL) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key, style)}: {flow(item, style)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item, style) for item in value) + "]"
    return scalar(value, style)


def entry(key: str, value: Any, indent: int = 0, pointer: Pointer = (), style: Style = _USUAL) -> list[str]:
    """The lines of `key: value`, the first without its indent. `pointer` is the field's own, for its comment and for the shape it takes."""
    name = _key(key, style)
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        line = flow(value, style)
        if not value or (key not in _BLOCK_FIELDS and _is_flat(value) and len(line) <= style.width):
            return [f"{name}: {line}"]
        return [f"{name}:", *(inner + line if line else line for line in _mapping(value, indent + 2, pointer, style))]
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [f"{name}:", *(line for at, one in enumerate(value) for line in item(one, indent + 2, (*pointer, at), style))]
    return [f"{name}: {flow(value, style)}"]


def item(value: Value, indent: int = 0, pointer: Pointer = (), style: Style = _USUAL) -> list[str]:
    """The lines of one item of a list of mappings, in full."""
    line = flow(value, style)
    space = " " * indent
    if _is_flat(value) and len(line) <= style.width and not any(style.explain((*pointer, key)) for key in value):
        return [f"{space}- {line}"]
    first, *rest = _mapping(value, indent + 2, pointer, style)
    above = []
    while first.startswith("#"):  # the comment of the first field stands above the dash
        above.append(f"{space}{first}")
        first, *rest = rest
    return [*above, f"{space}- {first}", *(f"{space}  {line}" for line in rest)]


def _mapping(value: Value, indent: int, pointer: Pointer, style: Style) -> list[str]:
    """The lines of a mapping's entries, relative to its own indent."""
    found: list[str] = []
    for key, one in value.items():
        here = (*pointer, key)
        found += [f"# {line}" for line in style.explain(here)]
        first, *rest = entry(key, one, indent, here, style)
        found += [first, *(line[indent:] for line in rest)]
    return found


def _key(key: str, style: Style) -> str:
    """The name of a field as it is; any other key as a text."""
    return key if re.fullmatch(r"[a-z_]+", key) and is_plain(key) else scalar(key, style)


def _is_flat(value: Value) -> bool:
    return all(not isinstance(one, (dict, list)) for one in value.values())


# --- changed -------------------------------------------------------------------------------------------------------------


def appended(text: str, key: str, lines: Sequence[str]) -> str:
    """A text with the lines of more items at the end of the list `key` of the first level, indented like those that are there; every
    other line stays as it is. That the list is written an item a line is for the caller to check."""
    end = "\r\n" if "\r\n" in text else "\n"
    listed = re.compile(rf"{key}:[ \t]*(?:\[[ \t]*\][ \t]*)?(?=#|\r?$)", re.MULTILINE)
    before = text.splitlines(keepends=True)
    start = next((i for i, line in enumerate(before) if listed.match(line)), len(before) - 1)
    before[start] = re.sub(r"\[[ \t]*\]", "", before[start]).rstrip() + end
    last, indent = start, "  "
    for i in range(start + 1, len(before)):
        if before[i].strip() and not before[i].startswith((" ", "-", "#")):
            break
        if found := re.match(r"( *)- ", before[i]):
            indent = found[1] if last == start else indent
        if before[i].strip() and not before[i].lstrip().startswith("#"):
            last = i
    if not before[last].endswith(("\n", "\r")):
        before[last] += end
    return "".join([*before[: last + 1], *(f"{indent}{line}{end}" for line in lines), *before[last + 1 :]])


def amended(document: yaml_reading.Document, value: Value, order: Sequence[str]) -> str:
    """The text of a document changed so that it holds `value`; lines of fields that stay the same are not touched.

    `order` is that of the fields of the record, for those that are new. Raises CannotAmend.
    """
    if document.value == value:
        return document.text
    editor = _Editor(document.text, order)
    node = document.node
    if not isinstance(node, MappingNode) or node.flow_style:
        raise CannotAmend
    editor.mapping(node, document.value, value, ())
    text = editor.text()
    try:
        good = yaml_reading.parse(document.path, text.encode()).value == value
    except yaml_reading.Unreadable:
        good = False
    if not good:
        raise CannotAmend
    return text


class _Editor:
    """Collects replacements of pieces of a text."""

    def __init__(self, text: str, order: Sequence[str]) -> None:
        self.before = text
        self.order = list(order)
        self.edits: list[tuple[int, int, str]] = []
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self.line_end = "\r\n" if "\r\n" in text else "\n"

    def text(self) -> str:
        """The text with all replacements made."""
        text = self.before
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new.replace("\n", self.line_end) + text[end:]
        return text

    def mapping(self, node: MappingNode, old: Value, new: Value, pointer: Pointer) -> None:
        """Edits for the entries of a mapping in block style."""
        entries = {key.value: (key, value) for key, value in node.value}
        for key, before in old.items():
            key_node, value_node = entries[key]
            if key not in new:
                self._remove(key_node, value_node)
            elif new[key] != before:
                self._change(key_node, value_node, key, before, new[key], (*pointer, key))
        for key in new:
            if key not in old:
                self._insert(node, entries, key, new, pointer)

    def _change(self, key_node: Node, node: Node, key: str, old: Any, new: Any, pointer: Pointer) -> None:
        if isinstance(node, MappingNode) and not node.flow_style and isinstance(new, dict) and new:
            self.mapping(node, old, new, pointer)
        elif (
            isinstance(node, SequenceNode)
            and not node.flow_style
            and isinstance(new, list)
            and len(new) == len(old)
            and all(isinstance(one, dict) for one in (*old, *new))
        ):
            for at, (inner, before, after) in enumerate(zip(node.value, old, new, strict=True)):
                if before == after:
                    continue
                if isinstance(inner, MappingNode) and not inner.flow_style:
                    self.mapping(inner, before, after, (*pointer, at))
                else:
                    column = inner.start_mark.column
                    lines = item(after, column - 2, (*pointer, at))
                    self._replace(inner, "\n".join(lines)[column:])
        elif isinstance(node, SequenceNode) and not node.flow_style and isinstance(new, list) and old and new:
            self._items(node, old, new, pointer)
        else:
            column = key_node.start_mark.column
            lines = entry(key, new, column, pointer)
            start = self._offset(key_node.start_mark)
            self.edits.append((start, self._end(node), "\n".join(lines)))

    def _items(self, node: SequenceNode, old: list[Any], new: list[Any], pointer: Pointer) -> None:
        """Edits for a list in block style that grows or shrinks: items that stay the same keep their lines and comments."""
        mine, yours = ([json.dumps(one, ensure_ascii=False, sort_keys=True) for one in items] for items in (old, new))
        column = node.start_mark.column
        for kind, first, last, begin, end in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            lines = [line for at in range(begin, end) for line in self._item_lines(new[at], column, (*pointer, at))]
            text = "".join(f"{line}\n" for line in lines)
            if first < last:
                start = self.starts[node.value[first].start_mark.line]
                stop = self._line_start(self._line_of(self._end(node.value[last - 1])) + 1)
            else:
                before = node.value[first - 1] if first else None
                start = self._line_start(self._line_of(self._end(before)) + 1) if before else self.starts[node.start_mark.line]
                stop = start
            if start and self.before[start - 1] not in "\r\n":
                text = "\n" + text.removesuffix("\n")
            self.edits.append((start, stop, text))

    def _item_lines(self, one: Any, column: int, pointer: Pointer) -> list[str]:
        if isinstance(one, dict):
            return item(one, column, pointer)
        return [f"{' ' * column}- {flow(one)}"]

    def _replace(self, node: Node, new: str) -> None:
        self.edits.append((self._offset(node.start_mark), self._end(node), new))

    def _remove(self, key_node: Node, node: Node) -> None:
        first, last = key_node.start_mark.line, self._line_of(self._end(node))
        if self.before[self.starts[first] : self._offset(key_node.start_mark)].strip():
            raise CannotAmend  # something else stands before it on its line: - {…}
        self.edits.append((self.starts[first], self._line_start(last + 1), ""))

    def _insert(self, node: MappingNode, entries: dict[str, tuple[Node, Node]], key: str, new: Value, pointer: Pointer) -> None:
        """Puts a new entry behind the one that comes before it in the order of the record."""
        order = self.order if not pointer else list(new)
        earlier = [name for name in order[: order.index(key)] if name in entries] if key in order else list(entries)
        column = node.value[0][0].start_mark.column
        lines = entry(key, new[key], column, (*pointer, key))
        text = " " * column + "\n".join(lines) + "\n"
        if earlier:
            at = self._line_start(self._line_of(self._end(entries[earlier[-1]][1])) + 1)
            if at and self.before[at - 1] not in "\r\n":
                text = "\n" + text.removesuffix("\n")
        else:
            at = self.starts[node.value[0][0].start_mark.line]
            if pointer and self.before[at : self._offset(node.value[0][0].start_mark)].strip():
                raise CannotAmend
        self.edits.append((at, at, text))

    def _offset(self, mark: Any) -> int:
        at: int = self.starts[mark.line] + mark.column
        return at

    def _line_start(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else len(self.before)

    def _line_of(self, offset: int) -> int:
        return sum(start <= offset for start in self.starts) - 1

    def _end(self, node: Node) -> int:
        """Where a node ends in the text: of what is in block style, where its last scalar ends, not where the next field begins."""
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end = self._offset(node.end_mark)
        return len(self.before[:end].rstrip()) if getattr(node, "style", "") in ("|", ">") else end
