"""Tables and text of a .docx file, with the standard library alone: content controls, ticked boxes, tracked changes, nested tables.

What Word and WPS show is read: hidden, struck and deleted text is not, of tracked changes the new state counts.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from zhicheng.forms.faults import FileFault, broken
from zhicheng.forms.grids import Box, Grid, Part, bounded
from zhicheng.forms.tables import Row, Sheet, sheet

TICKED, UNTICKED = "☑", "☐"
MAX_UNPACKED = 32 * 1024 * 1024
_MAX_TABLES = 200
_MAX_RELATIONS = 20_000  # bytes
_MAX_COLUMNS, _MAX_ROWS = 200, 20_000
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Boxes and arrows as symbol fonts have them (Wingdings, Wingdings 2 and 3): no Unicode text holds these.
_SYMBOLS = {
    **dict.fromkeys((0xF0FE, 0xF0FD, 0xF052, 0xF053, 0xF054, 0xF0FC, 0xF0FB, 0xF050, 0xF04F, 0xF06E), TICKED),
    **dict.fromkeys((0xF0A8, 0xF06F, 0xF0A3, 0xF02A, 0xF071, 0xF072), UNTICKED),
    **dict.fromkeys((0xF0E0, 0xF0E8, 0xF0F0, 0xF0D8, 0xF022, 0xF024), "→"),
}
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_GONE = frozenset({"del", "moveFrom", "delText", "instrText", "rPr", "pPr", "footnoteReference", "endnoteReference", "commentReference"})
_INSIDE = frozenset({"ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "bdo", "dir", "sdtContent", "p"})


@dataclass(slots=True)
class _Block:
    """A paragraph's lines, or a table."""

    lines: list[str]
    table: Element | None = None


@dataclass(slots=True)
class _Reader:
    """Counts the tables of a document, so that each can be named."""

    tables: int = 0
    parts: list[Part] = field(default_factory=list)


def parts(content: bytes) -> list[Part]:
    """The tables of a document in their order, each with the lines of text around it. Raises FileFault (F001).

    A document without any table gives one empty table, so that its text is not lost.
    """
    body = next((node for node in _root(content) if _name(node) == "body"), None)
    if body is None:
        raise broken()
    reader = _Reader()
    lines: list[str] = []
    try:
        for block in _blocks(body):
            if block.table is None:
                lines += block.lines
            else:
                reader.parts.append(Part(_grid(block.table, reader, 0), above=lines))
                lines = []
    except RecursionError:
        raise broken() from None
    if not reader.parts:
        reader.parts.append(Part(Grid("正文", [])))
    for before, after in zip(reader.parts, reader.parts[1:], strict=False):
        before.below = after.above
    reader.parts[-1].below = lines
    return reader.parts


def sheets(content: bytes) -> list[Sheet]:
    """The tables of a document as sheets: Annex 3 is read the same way from Word. The lines above a table stand in rows 0, -1, …"""
    found = []
    for part in parts(content):
        rows: list[Row] = []
        merges = []
        for number, row in enumerate(part.grid.rows, 1):
            cells: list[str | None] = [None] * max((box.column + box.across - 1 for box in row), default=0)
            for box in row:
                cells[box.column - 1] = box.text.replace("\v", "\n") or None
                if box.across > 1 or box.down > 1:
                    merges.append((number, box.column, number + box.down - 1, box.column + box.across - 1))
            rows.append(tuple(cells))
        one = sheet(part.grid.where, rows, merges, False, False)
        one.in_document = True
        above = [line for line in part.above if line.strip()]
        one.rows[:0] = [(number - len(above), (line,)) for number, line in enumerate(above, 1)]
        found.append(one)
    return found


def _root(content: bytes) -> Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            raw = _part(archive, _main(archive))
            if _DECLARES.search(raw.replace(b"\x00", b"")):  # in UTF-16 too
                raise broken()
            return ElementTree.fromstring(raw)  # noqa: S314 - without a declaration there is no entity to expand
    except FileFault:
        raise
    except Exception:  # a damaged file can fail anywhere in the readers, with anything
        raise broken() from None


def _main(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the text: what the package's relations say, else the usual one."""
    names = {name.lower(): name for name in archive.namelist()}
    if "_rels/.rels" in names:
        raw = _part(archive, names["_rels/.rels"])[:_MAX_RELATIONS]
        for relation in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", raw):
            if re.search(rb"/officeDocument[\"']", relation) and (target := re.search(rb"\bTarget=[\"']/?([^\"']+)[\"']", relation)):
                found = names.get(target[1].decode("utf-8", "replace").lower())
                if found is not None:
                    return found
    return names["word/document.xml"]


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        raw = stream.read(MAX_UNPACKED + 1)  # what the archive says of the size may be wrong
    if len(raw) > MAX_UNPACKED:
        raise FileFault("F001", f"文件展开后超过 {MAX_UNPACKED // 1024 // 1024} MiB", "请删去多余的内容和图片，只留填好的表。")
    return raw


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _attribute(node: Element, name: str) -> str | None:
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), None)


def _child(node: Element | None, name: str) -> Element | None:
    return None if node is None else next((child for child in node if _name(child) == name), None)


def _on(node: Element | None) -> bool:
    """Whether a switch is there and not switched off."""
    return node is not None and (_attribute(node, "val") or "true").lower() not in ("0", "false", "off", "none")


def _below(node: Element) -> Iterator[Element]:
    """The parts of a body, a cell or a row, with what only wraps them taken away."""
    for child in node:
        name = _name(child)
        if name == "sdt":
            content = _child(child, "sdtContent")
            if content is not None and _child(_child(child, "sdtPr"), "showingPlcHdr") is None:
                yield from _below(content)
            elif content is not None:  # it only shows what to fill in; but a cell keeps its place
                yield from (_emptied(inner) for inner in _below(content) if _name(inner) == "tc")
        elif name in ("customXml", "ins", "moveTo", "smartTag"):
            yield from _below(child)
        elif name == "AlternateContent":
            chosen = _child(child, "Choice")
            yield from _below(chosen if chosen is not None else child)
        elif name not in ("del", "moveFrom"):
            yield child


def _emptied(cell: Element) -> Element:
    empty = Element(cell.tag)
    empty.extend(child for child in cell if _name(child) == "tcPr")
    return empty


def _blocks(node: Element) -> Iterator[_Block]:
    joined = ""
    for child in _below(node):
        if _name(child) == "tbl":
            yield _Block([], child)
        elif _name(child) == "p":
            text = joined + "".join(_texts(child))
            mark = _child(_child(child, "pPr"), "rPr")
            joined = text if _child(mark, "del") is not None else ""  # a deleted end of a paragraph: it goes on in the next
            if not joined:
                yield _Block(text.split("\n"))
    if joined:
        yield _Block(joined.split("\n"))


def _texts(node: Element) -> Iterator[str]:
    for child in node:
        name = _name(child)
        if name == "r":
            settings = _child(child, "rPr")
            if not any(_on(_child(settings, name)) for name in ("vanish", "strike", "dstrike")):
                yield from map(_symbols, _texts(child)) if _is_symbol_font(settings) else _texts(child)
        elif name == "t":
            yield _PRIVATE.sub(lambda found: _SYMBOLS.get(ord(found[0]), found[0]), child.text or "")
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\v"  # a new line in the same paragraph: perhaps only to make it look well
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "sym":
            yield _symbol(child)
        elif name == "fldChar":
            yield _form_field(_child(child, "ffData"))
        elif name == "sdt":
            yield from _control(child)
        elif name == "ruby":
            base = _child(child, "rubyBase")
            yield from () if base is None else _texts(base)
        elif name == "AlternateContent":
            chosen = _child(child, "Choice")
            yield from _texts(chosen if chosen is not None else child)
        elif name in _INSIDE:
            yield from _texts(child)
        # anything else shows no text of its own; text boxes (在此盖章) are no part of what a cell says


def _is_symbol_font(settings: Element | None) -> bool:
    fonts = _child(settings, "rFonts")
    return fonts is not None and any(value.startswith(("Wingdings", "Webdings")) for value in fonts.attrib.values())


def _symbols(text: str) -> str:
    """Letters in a symbol font as what they look like."""
    return "".join(_SYMBOLS.get(ord(char) | 0xF000, char) if ord(char) < 0x100 else char for char in text)


def _symbol(node: Element) -> str:
    try:
        code = int(_attribute(node, "char") or "", 16)
    except ValueError:
        return ""
    return _SYMBOLS.get(code) or _SYMBOLS.get(code | 0xF000) or ("" if 0xE000 <= code <= 0xF8FF or not 0 < code < 0xD800 else chr(code))


def _form_field(node: Element | None) -> str:
    """A ticked box or the chosen line of the old form fields."""
    box = _child(node, "checkBox")
    if box is not None:
        state = _child(box, "checked")
        return TICKED if _on(state if state is not None else _child(box, "default")) else UNTICKED
    choices = _child(node, "ddList")
    if choices is not None:
        entries = [_attribute(entry, "val") or "" for entry in choices if _name(entry) == "listEntry"]
        result = _child(choices, "result")
        said = (None if result is None else _attribute(result, "val")) or "0"
        at = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else -1
        return entries[at] if 0 <= at < len(entries) else ""
    return ""


def _control(node: Element) -> Iterator[str]:
    """The text of a content control: a box as a tick, nothing where it only shows what to fill in."""
    settings = _child(node, "sdtPr")
    box = _child(settings, "checkbox")
    content = _child(node, "sdtContent")
    if box is not None:
        yield TICKED if _on(_child(box, "checked")) else UNTICKED
    elif content is not None and _child(settings, "showingPlcHdr") is None:
        yield from _texts(content)


# --- tables -------------------------------------------------------------------------------------------------------------


def _grid(table: Element, reader: _Reader, depth: int) -> Grid:
    reader.tables += 1
    if reader.tables > _MAX_TABLES:
        raise FileFault("F001", f"表格超过 {_MAX_TABLES} 个", "请分成几个文件，只留填好的表。")
    if depth > 5:
        raise FileFault("F001", "表格里套表格，套得太深", "请把里面的表格移到外面。")
    grid = Grid(f"第 {reader.tables} 个表格", [])
    above: dict[int, Box] = {}
    for line in _below(table):
        if _name(line) != "tr" or _child(_child(line, "trPr"), "del") is not None:
            continue
        number = len(grid.rows) + 1
        if number > _MAX_ROWS:
            raise FileFault("F001", f"表格超过 {_MAX_ROWS:,} 行", "请分成几个文件。")
        column = 1 + _count(_child(_child(line, "trPr"), "gridBefore"), 0)
        row: list[Box] = []
        current: dict[int, Box] = {}
        for cell in _below(line):
            if _name(cell) != "tc":
                continue
            settings = _child(cell, "tcPr")
            across = _count(_child(settings, "gridSpan"), 1)
            if column + across > _MAX_COLUMNS:
                raise FileFault("F001", f"表格超过 {_MAX_COLUMNS} 列", "请删去多余的列。")
            goes_down, goes_across = _child(settings, "vMerge"), _child(settings, "hMerge")
            upper = above.get(column)
            if goes_across is not None and _attribute(goes_across, "val") != "restart" and row:
                row[-1].across += across
                _add(row[-1], cell, reader, depth)
            elif goes_down is not None and _attribute(goes_down, "val") != "restart" and upper is not None:
                upper.down = number - upper.row + 1
                _add(upper, cell, reader, depth)
                current[column] = upper
            else:
                box = Box([], number, column, across)
                _add(box, cell, reader, depth)
                row.append(box)
                current[column] = box
            column += across
        above = current
        grid.rows.append(row)
    return grid


def _count(node: Element | None, usual: int) -> int:
    try:
        return max(usual, int((None if node is None else _attribute(node, "val")) or usual))
    except ValueError:
        return usual


def _add(box: Box, cell: Element, reader: _Reader, depth: int) -> None:
    """Adds what a cell shows to a box: of merged cells, the covered ones are usually blank."""
    for block in _blocks(cell):
        if block.table is not None:
            box.grids.append(_grid(block.table, reader, depth + 1))
        elif any(line.strip() for line in block.lines):
            box.lines += block.lines
    bounded(box.text)
