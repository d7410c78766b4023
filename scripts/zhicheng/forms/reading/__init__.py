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

__all__ = ["result", "zip_files"]


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
    kinds: list[str] = []
    top = {id(part.grid) for part in parts}
    first_forms = _annex1_parts(parts)
    for part in every(parts):
        grid = part.grid
        if annex1.is_annex1(grid) or id(grid) in first_forms:
            if not found.annex1 or found.annex1[-1][0] != name or annex1.begins(grid):
                found.annex1.append((name, []))
            found.annex1[-1][1].append(part)
            kinds.append("附件1")
        elif (head := annex2.header(grid)) is not None and head[0] < len(grid.rows):
            above = [*part.above, *(box.text for row in grid.rows[: head[0]] for box in row)]
            found.directories.append((name, annex2.read(grid, head), annex2.title(above)))
            kinds.append("附件2")
        elif heads := scoring.headers(grid):
            found.tables += [(name, one) for one in scoring.read(grid, part.above) if one.value["items"] or heads]
            kinds.append("赋分表")
        elif id(grid) in top and open_any.is_roster(grid):
            kinds.append("附件3")
    if "附件3" in kinds:
        form = annex3.read_roster(name, content, tables.series, tables.groups, year)
        other = {"附件1", "附件2", "赋分表"} & set(kinds)
        result.findings += [one for one in form.findings if not (other and one.code == "F002" and one.severity == "warning")]
        result.rosters.append((name, content))
        result.experts += len(form.experts)
    if not kinds:
        said = "没有找到附件1、附件2、附件3或赋分表"
        says(result, "F002", name, None, said, "请确认交的是填好的表；表里的项目名称请照原表，不要改动。")
    result.kinds += [(name, kind) for kind in dict.fromkeys(kinds)]


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
