"""Writes values as YAML in the style of the registry, and changes YAML texts so that unchanged lines and comments stay as they are."""

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


class CannotAmend(Exception):  # noqa: N818 - named after what failed
    """A YAML text cannot be changed without affecting other parts, for example because it uses flow style."""


def is_plain(text: str) -> bool:
    """Whether a text can stand in YAML without quotes."""
    return bool(_BARE.fullmatch(text)) and not _SPACED.search(text)


@dataclass(frozen=True, slots=True)
class Style:
    """How values are written.

    `bare` says whether a text is written without quotes; `width` is the most characters of a mapping on one line, longer ones get a line
    per entry; `explain` gives the comment lines above a field, without #.
    """

    bare: Callable[[str], bool] = is_plain
    width: float = 150
    explain: Callable[[Pointer], Sequence[str]] = lambda pointer: ()


_DEFAULT = Style()


def scalar(value: Any, style: Style = _DEFAULT) -> str:
    """A boolean, number or text as YAML; a text without quotes if the style allows it, else in double quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        short = f"{value:g}"
        return short if "e" not in short and float(short) == value else repr(value)
    text = str(value)
    return text if style.bare(text) else json.dumps(text, ensure_ascii=False)


def flow(value: Any, style: Style = _DEFAULT) -> str:
    """A value as YAML on one line, in flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key, style)}: {flow(item, style)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item, style) for item in value) + "]"
    return scalar(value, style)


def entry(key: str, value: Any, indent: int = 0, pointer: Pointer = (), style: Style = _DEFAULT) -> list[str]:
    """The lines of `key: value`; the first has no indent, the others have. `pointer` leads to the field, for `style.explain`."""
    name = _key(key, style)
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        line = flow(value, style)
        if not value or (key not in _BLOCK_FIELDS and _is_flat(value) and len(line) <= style.width):
            return [f"{name}: {line}"]
        return [f"{name}:", *(inner + line if line else line for line in _mapping(value, indent + 2, pointer, style))]
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [f"{name}:", *(line for i, one in enumerate(value) for line in item(one, indent + 2, (*pointer, i), style))]
    return [f"{name}: {flow(value, style)}"]


def item(value: Value, indent: int = 0, pointer: Pointer = (), style: Style = _DEFAULT) -> list[str]:
    """The lines of one item of a list of mappings, with their indent of `indent` spaces."""
    line = flow(value, style)
    space = " " * indent
    if _is_flat(value) and len(line) <= style.width and not any(style.explain((*pointer, key)) for key in value):
        return [f"{space}- {line}"]
    first, *rest = _mapping(value, indent + 2, pointer, style)
    above = []
    while first.startswith("#"):  # the comment of the first field goes above the dash
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
    """A key as YAML: the name of a field without quotes, any other key like a text."""
    return key if re.fullmatch(r"[a-z_]+", key) and is_plain(key) else scalar(key, style)


def _is_flat(value: Value) -> bool:
    return all(not isinstance(one, (dict, list)) for one in value.values())


# --- changed -------------------------------------------------------------------------------------------------------------


def appended(text: str, key: str, lines: Sequence[str]) -> str:
    """The YAML `text` with `lines` (items without indent) added at the end of its top-level list `key`; other lines stay as they are.

    New lines get the indent of the existing items. The list must be empty or in block style; the caller checks this.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    list_start = re.compile(rf"{key}:[ \t]*(?:\[[ \t]*\][ \t]*)?(?=#|\r?$)", re.MULTILINE)
    before = text.splitlines(keepends=True)
    start = next((i for i, line in enumerate(before) if list_start.match(line)), len(before) - 1)
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


def amended(document: yaml_reading.Document, value: Value, order: Sequence[str], style: Style = _DEFAULT) -> str:
    """The text of a document changed so that it holds `value`; the lines of unchanged fields stay as they are.

    `order` is the order of the record's fields, by which new fields are placed; `style` is that of what is new. Raises CannotAmend.
    """
    if document.value == value:
        return document.text
    editor = _Editor(document.text, order, style)
    node = document.node
    if not isinstance(node, MappingNode) or node.flow_style:
        raise CannotAmend
    editor.mapping(node, document.value, value, ())
    text = editor.text()
    try:
        is_right = yaml_reading.parse(document.path, text.encode()).value == value
    except yaml_reading.Unreadable:
        is_right = False
    if not is_right:
        raise CannotAmend
    return text


class _Editor:
    """Collects replacements in a text. An edit is a start offset, an end offset and the new text."""

    def __init__(self, text: str, order: Sequence[str], style: Style) -> None:
        self.before = text
        self.style = style
        self.order = list(order)
        self.edits: list[tuple[int, int, str]] = []
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self.line_end = "\r\n" if "\r\n" in text else "\n"

    def text(self) -> str:
        """The text with all edits applied."""
        text = self.before
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new.replace("\n", self.line_end) + text[end:]
        return text

    def mapping(self, node: MappingNode, old: Value, new: Value, pointer: Pointer) -> None:
        """Adds the edits that turn the entries of a mapping in block style from `old` into `new`. Raises CannotAmend."""
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
            for i, (inner, before, after) in enumerate(zip(node.value, old, new, strict=True)):
                if before == after:
                    continue
                if isinstance(inner, MappingNode) and not inner.flow_style:
                    self.mapping(inner, before, after, (*pointer, i))
                else:
                    column = inner.start_mark.column
                    lines = item(after, column - 2, (*pointer, i), self.style)
                    self._replace(inner, "\n".join(lines)[column:])
        elif isinstance(node, SequenceNode) and not node.flow_style and isinstance(new, list) and old and new:
            self._items(node, old, new, pointer)
        else:
            column = key_node.start_mark.column
            lines = entry(key, new, column, pointer, self.style)
            start = self._offset(key_node.start_mark)
            self.edits.append((start, self._end(node), "\n".join(lines)))

    def _items(self, node: SequenceNode, old: list[Any], new: list[Any], pointer: Pointer) -> None:
        """Adds the edits for a list in block style that changes its length; unchanged items keep their lines and comments."""
        old_keys, new_keys = ([json.dumps(one, ensure_ascii=False, sort_keys=True) for one in items] for items in (old, new))
        column = node.start_mark.column
        for kind, first, last, begin, end in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            lines = [line for i in range(begin, end) for line in self._item_lines(new[i], column, (*pointer, i))]
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
            return item(one, column, pointer, self.style)
        return [f"{' ' * column}- {flow(one)}"]

    def _replace(self, node: Node, new: str) -> None:
        self.edits.append((self._offset(node.start_mark), self._end(node), new))

    def _remove(self, key_node: Node, node: Node) -> None:
        first, last = key_node.start_mark.line, self._line_of(self._end(node))
        if self.before[self.starts[first] : self._offset(key_node.start_mark)].strip():
            raise CannotAmend  # other text precedes it on its line, such as the dash of a list item
        self.edits.append((self.starts[first], self._line_start(last + 1), ""))

    def _insert(self, node: MappingNode, entries: dict[str, tuple[Node, Node]], key: str, new: Value, pointer: Pointer) -> None:
        """Adds a new entry after the existing entry that precedes it in the order of the record."""
        order = self.order if not pointer else list(new)
        earlier = [name for name in order[: order.index(key)] if name in entries] if key in order else list(entries)
        column = node.value[0][0].start_mark.column
        lines = entry(key, new[key], column, (*pointer, key), self.style)
        text = " " * column + "\n".join(lines) + "\n"
        if earlier:
            offset = self._line_start(self._line_of(self._end(entries[earlier[-1]][1])) + 1)
            if offset and self.before[offset - 1] not in "\r\n":
                text = "\n" + text.removesuffix("\n")
        else:
            offset = self.starts[node.value[0][0].start_mark.line]
            if pointer and self.before[offset : self._offset(node.value[0][0].start_mark)].strip():
                raise CannotAmend
        self.edits.append((offset, offset, text))

    def _offset(self, mark: Any) -> int:
        offset: int = self.starts[mark.line] + mark.column
        return offset

    def _line_start(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else len(self.before)

    def _line_of(self, offset: int) -> int:
        return sum(start <= offset for start in self.starts) - 1

    def _end(self, node: Node) -> int:
        """The offset of the end of a node. In block style this is the end of its last scalar, not the start of the next field."""
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end = self._offset(node.end_mark)
        return len(self.before[:end].rstrip()) if getattr(node, "style", "") in ("|", ">") else end
