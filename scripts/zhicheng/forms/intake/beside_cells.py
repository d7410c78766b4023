"""What was read, each value beside the cell that it was read from, for a page on which the clerk corrects what a cell says.

A correction is the text that the cell should have; it is read in place of the cell, like the answer to a question about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from zhicheng.documents.finding import Pointer
from zhicheng.documents.schemas import schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.intake import read_back
from zhicheng.forms.reading.annex1 import PEOPLE, label
from zhicheng.forms.reading.contacts import line_id
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.origins import Origin, nearest
from zhicheng.forms.reading.questions import cell_id
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.registry import Registry

# Fields that are written in a cell as in a record: the page begins with what was understood, else with what the cell says.
_AS_WRITTEN: tuple[Pointer, ...] = (
    ("name",),
    ("organiser",),
    ("approval", "date"),
    ("approval", "authority"),
    ("approval", "document"),
    ("address",),
    ("phones",),
)
_OF_UNIT = ("authority", "area")  # may follow from names, and stand in no cell
_FORM = "附件1"
_ROWS = 50  # of a table at a time
_ALONE = ("leader_phones", "clerk_phones", "preparer_phone")  # not shown where the form has no cell of their own


def corrected(
    read: Callable[[dict[str, str]], FilledForms], corrections: Mapping[str, Value]
) -> tuple[FilledForms, dict[str, str], list[str]]:
    """The forms, read by `read` with corrections: by the id of a cell, `text` and what the cell said at the time (`was`). Returns the
    forms, the corrections that were used, and the ids of those that were not because the cell is gone or says something else now.
    """
    used = {key: str(one["text"]) for key, one in corrections.items()}
    forms = read(used)
    stale = [key for key, one in corrections.items() if forms.cells.get(key) != one["was"]]
    if stale:
        used = {key: text for key, text in used.items() if key not in stale}
        forms = read(used)
    return forms, used, stale


def rows(registry: Registry, forms: FilledForms, used: Mapping[str, str]) -> list[Value]:
    """The public fields by the cells that they were read from, in the order of the forms: what was understood, what the cell says, and
    `start`, what an input holds: the correction, or `begin`, what it begins with.

    A row without an `id` stands in no cell; where it has a `table`, its cells are put right there one by one.
    """
    found: dict[str, Value] = {}
    for pointer, value in _parts(forms):
        origin = nearest(forms.origins, pointer)
        inside = _of_table(forms, origin)
        key = "" if inside else _key(forms, pointer, origin)
        said = read_back.field(registry, forms, pointer, value)
        row = found.setdefault(
            f"{origin.file} {inside}" if inside and origin else key or said["pointer"],
            {"id": key, "table": inside, "fields": [], **_cell(forms, origin, key, used)},
        )
        row["fields"].append({name: said[name] for name in ("pointer", "label", "value")})
        alone = len(row["fields"]) == 1 and pointer in (*_AS_WRITTEN, *((one,) for one in _OF_UNIT))
        row["words"] = read_back.words(registry, pointer, value) if alone and _whole(forms, origin, key) else None
    for row in found.values():
        words = row.pop("words")
        row["begin"] = row["was"] if words is None else words
        row["start"] = used.get(row["id"], row["begin"])
        row["order"] = order(forms, row["id"] or f"{row['file']} {row['table']} R0C0")
    return sorted(found.values(), key=lambda row: row["order"])


def _parts(forms: FilledForms) -> Iterator[tuple[Pointer, Any]]:
    """The fields as they are read back; the parts of one apart where they stand in cells of their own."""
    for pointer, value in read_back.fields(forms.record):
        inner = value if isinstance(value, dict) and len(pointer) == 1 else {}
        own = forms.origins.get(pointer)
        apart = [key for key in inner if (at := forms.origins.get((*pointer, key))) is not None and (own is None or at.box is not own.box)]
        if len(apart) < max(len(inner), 1):
            yield pointer, value
        yield from (((*pointer, key), inner[key]) for key in apart)


def _of_table(forms: FilledForms, origin: Origin | None) -> str:
    """The name of the table that a value was read from as a whole: a directory or a scoring table; else ""."""
    grid = None if origin is None else origin.grid
    return next((one.where for _, form, one in forms.grids if one is grid and form != _FORM), "") if grid is not None else ""


def _key(forms: FilledForms, pointer: Pointer, origin: Origin | None) -> str:
    """The id of the cell that a field was read from, "" where it stands in none, or in a table inside of it."""
    if origin is not None and origin.box is not None and origin.grid is not None:
        return "" if origin.box.grids else cell_id(origin.file, origin.grid.where, origin.box.row, origin.box.column)
    file = next((file for file, form, _ in forms.grids if form == _FORM), None)
    return line_id(file, pointer[0]) if file is not None and pointer in {(one,) for one in _OF_UNIT} else ""


def _cell(forms: FilledForms, origin: Origin | None, key: str, used: Mapping[str, str]) -> Value:
    """Of a cell: file and place, its label as printed, and what it says by itself (`was`)."""
    said = {"file": "", "place": "", "printed": ""}
    if origin is not None:
        said = {"file": origin.file, "place": origin.place, "printed": origin.label}
    text = origin.text if origin is not None and key not in used else forms.cells.get(key, "")
    return {**said, "paper": text or forms.cells.get(key, ""), "was": forms.cells.get(key, ""), "corrected": key in used}


def _whole(forms: FilledForms, origin: Origin | None, key: str) -> bool:
    """Whether the text of a field is all that its cell holds: no label beside it, nothing that another cell adds."""
    return origin is None or origin.box is None or origin.text.strip() == forms.cells.get(key, "").strip()


def order(forms: FilledForms, key: str) -> list[int]:
    """Where a cell or a question about it stands among those of the forms: its table, row and column; what stands in none comes last."""
    for number, (file, _, grid) in enumerate(forms.grids):
        head = f"{file} {grid.where} R"
        row, _, column = key.removeprefix(head).partition("C")
        if key.startswith(head) and row.isdecimal() and column.isdecimal():
            return [number, int(row), int(column)]
    return [len(forms.grids), 0, 0]


# --- what is private, in memory only ---------------------------------------------------------------------------------------


def contacts(forms: FilledForms, used: Mapping[str, str]) -> Value:
    """The contacts as understood, with their labels, and the cells that they were read from, to be put right."""
    file = next((file for file, form, _ in forms.grids if form == _FORM), None)
    cells: list[Value] = []
    for name in PEOPLE if file is not None else ():
        origin = forms.contact_cells.get(name)
        if origin is None and name in _ALONE and name != "preparer_phone":
            continue
        key = line_id(file or "", name)
        if origin is not None and origin.box is not None and origin.grid is not None:
            key = "" if origin.box.grids else cell_id(origin.file, origin.grid.where, origin.box.row, origin.box.column)
        if key and any(one["id"] == key for one in cells):
            continue
        cell = _cell(forms, origin, key, used)
        cells.append({"id": key, **cell, "label": label(name), "begin": cell["was"], "start": used.get(key, cell["was"])})
    return {"people": _people(forms.contacts or {}), "cells": cells}


def _people(found: Value) -> list[Value]:
    parts = schema("contacts")["properties"]
    said: list[Value] = []
    for name in ("leader", "clerks", "preparer"):
        part = parts[name]
        several = found.get(name, []) if part["type"] == "array" else [found[name]] if name in found else []
        inner = part.get("items", part)["properties"]
        said += [{"what": part["title"], "parts": [[inner[key]["title"], value] for key, value in one.items()]} for one in several]
    return said


def table(forms: FilledForms, used: Mapping[str, str], file: str, where: str, first: int) -> Value:
    """Rows of a table of the forms as they stand on paper, from row number `first` of its rows; each cell with its id.

    Raises UserError where no table of this name was read.
    """
    grid = next((grid for name, _, grid in forms.grids if (name, grid.where) == (file, where)), None)
    if grid is None:
        raise UserError("没有读过这张表。请重新选表。")
    rows_ = [row for row in grid.rows if row]
    return {
        "file": file,
        "table": where,
        "first": first,
        "total": len(rows_),
        "rows": [[_shown(forms, used, file, grid, box) for box in row] for row in rows_[first : first + _ROWS]],
    }


def _shown(forms: FilledForms, used: Mapping[str, str], file: str, grid: Grid, box: Box) -> Value:
    key = cell_id(file, grid.where, box.row, box.column)
    was = forms.cells.get(key, "")
    at = {"id": key, "row": box.row, "column": box.column, "across": box.across, "down": box.down}
    return {**at, "was": was, "begin": was, "start": used.get(key, was), "corrected": key in used}
