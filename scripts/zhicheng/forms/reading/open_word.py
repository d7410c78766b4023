"""The tables of a .docx file, nested ones too, each with the text around it. Needs the standard library only."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from zhicheng.forms.reading import word_notes, word_styles
from zhicheng.forms.reading.faults import SAVE_DOCX, TABLE_OBJECT, FileFault, broken, embedded
from zhicheng.forms.reading.grids import Box, Grid, TableInText, checked_length
from zhicheng.forms.reading.set_aside import TEXT_BOX
from zhicheng.forms.reading.sheets import Row, Sheet, sheet
from zhicheng.forms.reading.word_text import (
    attribute,
    below,
    blocks,
    child_of,
    drop_codes,
    has_changes,
    is_hidden,
    name_of,
    sets_text_aside,
)

MAX_UNPACKED = 32 * 1024 * 1024  # bytes
_MAX_TABLES = 200
_MAX_RELATIONS = 20_000  # bytes
_MAX_COLUMNS, _MAX_ROWS = 200, 20_000
_MAX_DEPTH = 5  # of nested tables; the outermost has depth 0
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(slots=True)
class _Reader:
    """The tables of a document read so far; `tables` counts nested ones too, for their names in messages."""

    notes: word_notes.Notes
    tables: int = 0
    parts: list[TableInText] = field(default_factory=list)


def parts(content: bytes) -> list[TableInText]:
    """The tables of a document in their order, each with the lines of text around it. Raises FileFault (F001).

    A document without tables gives one empty table, which keeps its text.
    """
    root, notes = _root(content)
    body = next((node for node in root if name_of(node) == "body"), None)
    if body is None:
        raise broken()
    reader = _Reader(notes)
    lines: list[str] = []
    try:
        for block in blocks(body):
            if block.table is None:
                lines += block.lines
            else:
                reader.parts.append(TableInText(_grid(block.table, reader, 0), above=lines))
                lines = []
    except RecursionError:
        raise broken() from None
    if not reader.parts:
        reader.parts.append(TableInText(Grid("正文", [])))
    for before, after in zip(reader.parts, reader.parts[1:], strict=False):
        before.below = after.above
    reader.parts[-1].below = lines
    _put_beside(body, reader)
    return reader.parts


def _put_beside(body: Element, reader: _Reader) -> None:
    """Puts what is beside the text between the tables to the table that follows, or the last; headers and footers to the first."""
    at = 0
    for node in below(body):
        if name_of(node) == "tbl":
            at += 1
        elif name_of(node) == "p":
            reader.parts[min(at, len(reader.parts) - 1)].grid.set_aside.beside += reader.notes.in_node(node)
    reader.parts[0].grid.set_aside.beside += reader.notes.ends


def sheets(content: bytes) -> list[Sheet]:
    """The tables of a document as sheets, for Annex 3. The lines above a table are rows …, -1, 0. Raises FileFault (F001)."""
    found = []
    for part in parts(content):
        rows: list[Row] = []
        merges = []
        for number, row in enumerate(part.grid.rows, 1):
            cells: list[str | None] = [None] * max((box.column + box.across - 1 for box in row), default=0)
            for box in row:
                cells[box.column - 1] = _whole_text(box).replace("\v", "\n") or None
                if box.across > 1 or box.down > 1:
                    merges.append((number, box.column, number + box.down - 1, box.column + box.across - 1))
            rows.append(tuple(cells))
        one = sheet(part.grid.where, rows, merges, False, False)
        one.in_document = True
        one.set_aside, one.below = part.grid.set_aside, part.below
        above = [line for line in part.above if line.strip()]
        one.rows[:0] = [(number - len(above), (line,)) for number, line in enumerate(above, 1)]
        found.append(one)
    return found


def _whole_text(box: Box) -> str:
    """The text of a cell and of the tables in it."""
    inside = [text for grid in box.grids for row in grid.rows if (text := " ".join(filter(None, map(_whole_text, row))))]
    return "\n".join(([box.text] if box.text else []) + inside) if inside else box.text


def _root(content: bytes) -> tuple[Element, word_notes.Notes]:
    """The document, and its notes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            raw = _part(archive, _main_part(archive))
            if _DECLARES.search(raw.replace(b"\x00", b"")):  # also in UTF-16
                raise broken()
            root = ElementTree.fromstring(raw)  # noqa: S314 - without a declaration there is no entity to expand
            _refuse_embedded(root)
            drop_codes(root)
            word_styles.put_on_runs(root, word_notes.part_root(archive, "word/styles.xml"))
            return root, word_notes.read(archive)
    except FileFault:
        raise
    except Exception:  # a damaged file can fail anywhere in the readers, with anything
        raise broken() from None


def _refuse_embedded(root: Element) -> None:
    """Raises FileFault where Word shows what another file holds: a web page put in (altChunk), a part of a master document, a sheet."""
    for node in root.iter():
        name = name_of(node)
        if name in ("altChunk", "subDoc"):
            raise FileFault("F001", "文档里嵌着别的文件的内容，这里读不到", SAVE_DOCX)
        if name == "OLEObject" and re.match(TABLE_OBJECT, attribute(node, "ProgID") or ""):
            raise embedded("文档")


def _main_part(archive: zipfile.ZipFile) -> str:
    """The name of the main document part: by the relations of the package, else the usual name."""
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
        raw = stream.read(MAX_UNPACKED + 1)  # the size stated in the archive may be wrong
    if len(raw) > MAX_UNPACKED:
        raise FileFault("F001", f"文件展开后超过 {MAX_UNPACKED // 1024 // 1024} MiB", "请删去多余的内容和图片，只留填好的表。")
    return raw


# --- tables -------------------------------------------------------------------------------------------------------------


def _grid(table: Element, reader: _Reader, depth: int) -> Grid:
    reader.tables += 1
    if reader.tables > _MAX_TABLES:
        raise FileFault("F001", f"表格超过 {_MAX_TABLES} 个", "请分成几个文件，只留填好的表。")
    if depth > _MAX_DEPTH:
        raise FileFault("F001", "表格里套表格，套得太深", "请把里面的表格移到外面。")
    grid = Grid(f"第 {reader.tables} 个表格", [])
    above: dict[int, Box] = {}
    for line in below(table):
        if name_of(line) != "tr" or child_of(child_of(line, "trPr"), "del") is not None:
            if name_of(line) == "tr":
                grid.set_aside.changed.add(len(grid.rows) + 1)
            continue
        if len(grid.rows) == _MAX_ROWS:
            raise FileFault("F001", f"表格超过 {_MAX_ROWS:,} 行", "请分成几个文件。")
        row, above = _row(line, len(grid.rows) + 1, above, reader, depth)
        grid.rows.append(row)
        if is_hidden(line):
            grid.set_aside.rows.add(len(grid.rows))
        if has_changes(line) or child_of(child_of(line, "trPr"), "ins") is not None:
            grid.set_aside.changed.add(len(grid.rows))
        if any(one.kind == TEXT_BOX and not one.is_quiet for box in row for one in box.beside):
            grid.set_aside.boxed.add(len(grid.rows))
    grid.set_aside.struck |= {(box.row, box.column) for box in grid.boxes() if box.struck}
    grid.set_aside.changing |= {(box.row, box.column) for box in grid.boxes() if box.changing}
    grid.set_aside.beside = [one for box in grid.boxes() for one in box.beside]
    return grid


def _row(line: Element, number: int, above: dict[int, Box], reader: _Reader, depth: int) -> tuple[list[Box], dict[int, Box]]:
    """The cells that begin in a row, and all its cells by column; `above` are those of the row before, which may span this row too."""
    row: list[Box] = []
    current: dict[int, Box] = {}
    column = 1 + _number_in(child_of(child_of(line, "trPr"), "gridBefore"), 0)
    for cell in (node for node in below(line) if name_of(node) == "tc"):
        settings = child_of(cell, "tcPr")
        across = _number_in(child_of(settings, "gridSpan"), 1)
        if column + across > _MAX_COLUMNS:
            raise FileFault("F001", f"表格超过 {_MAX_COLUMNS} 列", "请删去多余的列。")
        if _is_merged(settings, "hMerge") and row:
            row[-1].across += across
            _add(row[-1], cell, reader, depth)
        else:
            box = above.get(column) if _is_merged(settings, "vMerge") else None
            if box is None:
                box = Box([], number, column, across)
                row.append(box)
            box.down = number - box.row + 1
            current[column] = box
            _add(box, cell, reader, depth)
        column += across
    return row, current


def _is_merged(settings: Element | None, merge: str) -> bool:
    """Whether a cell is merged into the one to the left (hMerge) or above (vMerge)."""
    found = child_of(settings, merge)
    return found is not None and attribute(found, "val") != "restart"


def _number_in(node: Element | None, default: int) -> int:
    try:
        return max(default, int((None if node is None else attribute(node, "val")) or default))
    except ValueError:
        return default


def _add(box: Box, cell: Element, reader: _Reader, depth: int) -> None:
    """Adds the content of a cell to a box. Cells covered by a merge are usually blank, but need not be."""
    for block in blocks(cell):
        if block.table is not None:
            box.grids.append(_grid(block.table, reader, depth + 1))
        elif any(line.strip() for line in block.lines):
            box.lines += block.lines
    box.struck = box.struck or sets_text_aside(cell)
    box.changing = box.changing or word_styles.has_changing_date(cell)
    box.set_off = box.set_off or word_styles.sets_some_off(cell)
    box.drawn = box.drawn or word_styles.is_drawn_on(cell)
    box.beside += (one for child in cell for one in reader.notes.in_node(child, box.row, box.column))
    checked_length(box.text)
