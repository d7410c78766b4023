"""A submission: any mixture of filled Annex 1, 2, 3 and scoring tables, as the fields of a record, contacts and rosters, or findings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise

from zhicheng.forms.reading import annex1, annex2, annex3, open_any, scoring
from zhicheng.forms.reading.assembly import Assembly, Found
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.grids import TableInText, every
from zhicheng.forms.reading.result import FilledForms, Tables, says
from zhicheng.forms.reading.zip_files import unpacked

__all__ = ["result"]


def read(
    files: Sequence[tuple[str, bytes]], tables: Tables, as_of_year: int, authority: str | None = None, area: str | None = None
) -> FilledForms:
    """What the files of one committee say. `authority` and `area` are said by a person, where the forms do not make them certain."""
    result = FilledForms()
    found = Found()
    known: set[bytes | str] = set()
    for name, content in unpacked(files, result.passed):
        if isinstance(content, bytes) and (mark := hashlib.sha256(content).digest()) in known:
            continue  # the same file once more
        if isinstance(content, bytes):
            known.add(mark)
        if isinstance(content, FileFault):
            says(result, content.code, name, None, content.message, content.hint)
            continue
        try:
            parts = open_any.open_parts(name, content)
        except FileFault as fault:
            says(result, fault.code, name, None, fault.message, fault.hint)
            continue
        _sort(result, found, name, content, parts, tables, as_of_year)
    Assembly(result, found, tables, authority, area).read()
    return result


def _sort(result: FilledForms, found: Found, name: str, content: bytes, parts: list[TableInText], tables: Tables, year: int) -> None:
    """Puts the tables of a file where they belong. A roster is read as a whole file."""
    top = {id(part.grid) for part in parts}
    first_forms = _annex1_parts(parts)
    kinds = dict.fromkeys(
        kind
        for part in every(parts)
        if (kind := _put(found, name, part, is_annex1=id(part.grid) in first_forms, is_top=id(part.grid) in top)) is not None
    )
    if "附件3" in kinds:
        form = annex3.read_roster(name, content, tables.series, tables.groups, year)
        other = kinds.keys() & {"附件1", "附件2", "赋分表"}
        result.findings += [one for one in form.findings if not (other and one.code == "F002" and one.severity == "warning")]
        result.rosters.append((name, content))
        result.experts += len(form.experts)
    if not kinds:
        said = "没有找到附件1、附件2、附件3或赋分表"
        says(result, "F002", name, None, said, "请确认交的是填好的表；表里的项目名称请照原表，不要改动。")
    result.kinds += [(name, kind) for kind in kinds]


def _put(found: Found, name: str, part: TableInText, *, is_annex1: bool, is_top: bool) -> str | None:
    """Puts a table where it belongs and gives what it is; None where it is none of the forms.

    `is_annex1` says that it goes on what stands beside it, `is_top` that it stands in no cell of another table.
    """
    grid = part.grid
    if is_annex1 or annex1.is_annex1(grid):
        if not found.annex1 or found.annex1[-1][0] != name or annex1.begins(grid):
            found.annex1.append((name, []))
        found.annex1[-1][1].append(part)
        return "附件1"
    if (head := annex2.header(grid)) is not None:
        above = [*part.above, *(box.text for row in grid.rows[: head[0]] for box in row)]
        found.directories.append((name, annex2.read(grid, head), annex2.title(above)))
        return "附件2"
    if scoring.headers(grid):
        found.tables += [(name, one) for one in scoring.read(grid, part.above)]
        return "赋分表"
    return "附件3" if is_top and open_any.is_roster(grid) else None


def _annex1_parts(parts: list[TableInText]) -> set[int]:
    """The tables that belong to an Annex 1 which a page break cut: next to one, with labels of it, and nothing else by themselves."""
    found: set[int] = set()
    for order in (parts, parts[::-1]):
        for before, part in pairwise(order):
            grid = part.grid
            known = annex1.is_annex1(before.grid) or id(before.grid) in found
            if known and annex1.labels(grid) and annex2.header(grid) is None and not scoring.headers(grid):
                found.add(id(grid))
    return found
