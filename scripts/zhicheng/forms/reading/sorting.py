"""The files of a submission: their tables sorted by form, and each form read by its reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from zhicheng.forms.reading import (
    annex1,
    annex2,
    annex2_titles,
    annex3,
    beside,
    continued,
    cross_checks,
    leftovers,
    list_table,
    open_any,
    origins,
    scoring,
    scoring_heading,
    scoring_tables,
)
from zhicheng.forms.reading.assembly import Assembly, FormTables
from zhicheng.forms.reading.blank_forms import is_blank_file, is_left_blank
from zhicheng.forms.reading.cells import padding
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.grids import Box, Grid, TableInText, every
from zhicheng.forms.reading.questions import Answers, answer_grid, cell_id
from zhicheng.forms.reading.result import FilledForms, ReferenceTables, TableSeen, add_finding, cite
from zhicheng.forms.reading.scoring_row import TOTAL
from zhicheng.forms.reading.set_aside import SetAside
from zhicheng.forms.reading.sheets import FOR_CHOOSING
from zhicheng.forms.reading.zip_files import unpacked
from zhicheng.text import show

_ROSTER = "附件3"
_BLANK = "是没有填的空表，没有读"
_NOT_IN_FORCE = re.compile("作废|废止|停用|不用|旧[版表]|[(（]旧[)）]|已撤销")  # in the name of a file
_SURELY = 7  # columns of Annex 3 by which a table is one, whatever else it holds: signatures like Annex 1, specialties like Annex 2


def read(
    files: Sequence[tuple[str, bytes]],
    reference: ReferenceTables,
    as_of_year: int,
    authority: str | None,
    area: str | None,
    answers: Answers,
) -> FilledForms:
    """As the package's `read`, which says what goes in and comes out."""
    result = FilledForms(answers=answers)
    forms = FormTables()
    opened = _opened(result, files, reference)
    blank = [is_blank_file(parts) for _, _, parts in opened]
    for (name, content, parts), left_out in zip(opened, blank, strict=True):
        if left_out and not all(blank):
            add_finding(result, "F002", name, None, _BLANK, "要交的请填好；是通知里带的空表，可以不管。", "warning")
        else:
            _sort_tables(result, forms, name, content, parts, reference, as_of_year)
    assembly = Assembly(result, forms, reference, authority, area)
    assembly.read()
    if forms.like_scoring and not forms.scoring:
        hint = f"{forms.like_scoring[0]}像是赋分表，没有认出来：请照空白表写列名“评价维度”“评价内容”“满分”，一项一行，分值只留一列。"
        result.findings = [replace(one, hint=hint) if one.message == scoring_tables.MISSING else one for one in result.findings]
    result.record = padding.in_values(result.record)
    for number, (file, tables) in enumerate(forms.annex1):
        cross_checks.note_name(result, file, annex1.read(tables) if number else assembly.filled)
    result.named += [(file, "附件2", title) for file, _, title in forms.directories if title]
    directories = [(file, directory) for file, directory, _ in forms.directories]
    result.origins = origins.of(result.record, (assembly.file, assembly.filled) if forms.annex1 else None, directories, forms.scoring)
    result.contact_cells = origins.of_contacts(assembly.file, assembly.filled)
    result.public_cells = reference.own.placed(origins.of_public(assembly.file, assembly.filled))
    _ask_about_leftovers(result)
    result.origins = reference.own.placed(result.origins)
    result.questions = reference.own.said(result.questions)
    result.findings = reference.own.said(cite(result.findings, reference.clauses))
    return result


def _opened(
    result: FilledForms, files: Sequence[tuple[str, bytes]], reference: ReferenceTables
) -> list[tuple[str, bytes, list[TableInText]]]:
    """Name, content and tables of each file that can be opened; findings for the others. Of equal files the first counts."""
    known: set[bytes] = set()
    opened: list[tuple[str, bytes, list[TableInText]]] = []
    for name, content in unpacked(files, result.passed):
        if isinstance(content, FileFault):
            add_finding(result, content.code, name, None, content.message, content.hint)
            continue
        digest = hashlib.sha256(content).digest()
        if digest in known:
            continue
        known.add(digest)
        try:
            parts = open_any.open_parts(name, content)
        except FileFault as fault:
            add_finding(result, fault.code, name, None, fault.message, fault.hint)
            continue
        reference.own.read_parts(parts)
        opened.append((name, content, parts))
    return opened


def _ask_about_leftovers(result: FilledForms) -> None:
    """Adds a finding for each value of the record in which something of a blank form or of a program is left."""
    for pointer, said in leftovers.in_values(result.record):
        origin = origins.nearest(result.origins, pointer)
        if origin is not None:
            hint = "请只留填的内容；要选的请只留选中的，空白表上的提示请删去。"
            message = f"{origin.place}：里面还有“{show(said)}”，看不出是不是填的内容"
            add_finding(result, "F004", origin.file, origin.box, message, hint)


def _sort_tables(
    result: FilledForms, forms: FormTables, name: str, content: bytes, parts: list[TableInText], reference: ReferenceTables, year: int
) -> None:
    """Sorts the tables of a file by form into `forms`. A file with a roster is read once more as a whole."""
    parts = _joined(result, name, [one for part in parts for one in _apart(part)])
    top = {id(part.grid) for part in parts}
    first_forms = _annex1_parts(parts)
    kinds: dict[str, None] = {}
    hidden = of_list = False
    for part in every(parts):
        kind = _kind(part, is_annex1=id(part.grid) in first_forms, is_top=id(part.grid) in top)
        offers = part.grid.in_sheet and FOR_CHOOSING.search(part.grid.where) is not None and not annex1.is_first_part(part.grid)
        kind = None if kind == "附件1" and offers else kind  # what may be chosen in the cells of a form
        if kind in (None, "附件1") and id(part.grid) in top and list_table.is_list(part.grid):
            of_list = True
            hint = "一览表请用 zhicheng import --list 导入，写成“尚未备案”的登记；这里只收附件1、附件2、附件3和赋分表。"
            add_finding(result, "F002", name, None, f"{part.grid.where}是一览表，一行一个评审委员会，不是填好的登记表", hint)
            continue
        rows = sum(any(box.text.strip() for box in row) for row in part.grid.rows)
        if rows:
            result.tables.append(TableSeen(name, part.grid.where, rows, None if part.grid.hidden else kind))
        if kind is None:
            forms.like_scoring += [part.grid.where] if scoring_heading.read(part.above).title else []
            continue
        if part.grid.hidden:
            hidden = True
            message, hint = f"{part.grid.where}隐藏着，里面是{kind}，分不清算不算", "要算的请取消隐藏，不算的请删去这张工作表，再交。"
            add_finding(result, "F004", name, None, message, hint)
            continue
        if is_left_blank(part, parts):
            add_finding(result, "F002", name, None, f"{part.grid.where}{_BLANK}", "要交的请填好；不用交的可以不管。", "warning")
            continue
        kinds[kind] = None
        result.grids.append((name, kind, part.grid))
        result.cells |= {cell_id(name, part.grid.where, box.row, box.column): box.text for box in part.grid.boxes()}
        if kind != _ROSTER:  # the reader of rosters asks about them
            answer_grid(name, part.grid, result.answers)
            result.tables_of |= {id(box): part.grid.where for box in part.grid.boxes()}
            _ask_about_table(result, name, part)
            _add_table(forms, name, part, kind)
    if kinds.keys() - {_ROSTER} and _NOT_IN_FORCE.search(PurePath(name).stem):
        add_finding(result, "F004", name, None, "从文件的名称看，这份表已经不用", "不用的请不要交；还用的请改文件的名称。")
    if _ROSTER in kinds:
        _read_roster(result, name, content, reference, year, has_other_forms=len(kinds) > 1)
    if not kinds and not hidden and not of_list:
        message = "没有找到附件1、附件2、附件3或赋分表"
        add_finding(result, "F002", name, None, message, "请确认交的是填好的表；表里的项目名称请照原表，不要改动。")
    result.kinds += [(name, kind) for kind in kinds]


def _ask_about_table(result: FilledForms, name: str, part: TableInText) -> None:
    """Adds findings for what a table with one cell for each value hides, or says beside its cells or below."""
    grid = part.grid
    for _, message, hint in grid.questions():
        add_finding(result, "F004", name, None, message, hint)
    for said in filter(None, map(beside.limits, part.below)):
        add_finding(result, "F004", name, None, f"{grid.where}下面的{said}", "与填的内容有关的，请写进表里；无关的请删去。")
    for remark in beside.unread(grid.set_aside):
        add_finding(result, "F004", name, None, f"{grid.where}{remark.message}", remark.hint, remark.severity)
    if (notice := grid.set_aside.notice()) is not None:
        add_finding(result, "F004", name, None, f"{grid.where}{notice[0]}", notice[1], "warning")


def _read_roster(result: FilledForms, name: str, content: bytes, reference: ReferenceTables, year: int, has_other_forms: bool) -> None:
    """Reads the roster in a file. Where it has other forms too, sheets without a header of a roster are no reason for a warning."""
    form = annex3.read_roster(
        name, content, reference.series, reference.groups, year, result.answers, reference.levels, reference.own.read_sheet
    )
    result.findings += [one for one in form.findings if not (has_other_forms and one.code == "F002" and one.severity == "warning")]
    result.rosters.append((name, content))
    result.experts += len(form.experts)
    result.named += [(name, _ROSTER, form.committee_name)] if form.committee_name else []
    result.questions += form.questions


def _apart(part: TableInText) -> list[TableInText]:
    """An Annex 1 of a sheet, and apart from it the directory or the scoring tables with a header of their own that stand below it."""
    grid = part.grid
    if not grid.in_sheet or not annex1.is_first_part(grid):
        return [part]
    heads = [index for index, row in enumerate(grid.rows) if annex2.header(replace(grid, rows=[row]))]
    heads += [index for index, _, _ in scoring.headers(grid)]
    first = min(heads, default=0)
    at = first - len(list(scoring_heading.title_rows(grid.rows[:first])))
    above, below = (_rows_of(grid, rows) for rows in (grid.rows[:at], grid.rows[at:]))
    if not annex1.is_first_part(above) or annex1.is_annex1(below):
        return [part]
    return [TableInText(above, part.above), TableInText(below, [], part.below)]


def _rows_of(grid: Grid, rows: list[list[Box]]) -> Grid:
    """Some rows of a grid, with what is set aside in them."""
    numbers = {box.row for row in rows for box in row}
    aside = grid.set_aside
    own = SetAside(
        aside.rows & numbers,
        aside.columns,
        {place for place in aside.struck if place[0] in numbers},
        {place for place in aside.changing if place[0] in numbers},
        [one for one in aside.beside if one.row in numbers or not one.row],
        aside.boxed & numbers,
        aside.changed & numbers,
    )
    return replace(grid, rows=rows, set_aside=own, uncalculated={place for place in grid.uncalculated if place[0] in numbers})


def _joined(result: FilledForms, name: str, parts: list[TableInText]) -> list[TableInText]:
    """The top tables of a file, those that go on without a header put to the one before; a finding where that is not certain."""
    found: list[TableInText] = []
    for part in parts:
        before = found[-1] if found else None
        listed = before is not None and _kind(before, is_annex1=False, is_top=False) in ("附件2", "赋分表")
        if before is not None and _head_again(before.grid, part.grid) and continued.follows(before, part):
            continued.join(before.grid, part.grid)
            before.below = part.below
            continue
        other = annex1.labels(part.grid) or part.grid.hidden or _kind(part, is_annex1=False, is_top=True)
        if before is None or not listed or other or continued.signed(part.grid):
            found.append(part)
        elif continued.follows(before, part):
            continued.join(before.grid, part.grid)
            before.below = part.below
        else:
            if continued.may_follow(before, part):
                message = f"{part.grid.where}没有表头，看不出是不是{before.grid.where}的续表"
                add_finding(result, "F004", name, None, message, "是续表的请加上同样的表头，或者并成一张表；不是的请删去，再交。")
            found.append(part)
    return found


def _head_again(before: Grid, grid: Grid) -> bool:
    """Whether a grid begins with the header of a scoring table that the one before it has, without its total: the table goes on."""
    last, first = scoring.headers(before)[-1:], scoring.headers(grid)[:1]
    if not last or not first or first[0][0] != 0 or any(TOTAL.match(cell_text(box.text)) for row in before.rows for box in row[:1]):
        return False
    above, here = ([cell_text(box.text) for box in rows[head[0]]] for rows, head in ((before.rows, last[0]), (grid.rows, first[0])))
    return above == here


def _kind(part: TableInText, *, is_annex1: bool, is_top: bool) -> str | None:
    """The name of the form that a table belongs to; None where it belongs to none.

    `is_annex1`: the table continues the Annex 1 next to it. `is_top`: it is not inside a cell of another table.
    """
    grid = part.grid
    if is_top and open_any.is_roster(grid, _SURELY):
        return _ROSTER
    if is_annex1 or annex1.is_annex1(grid):
        return "附件1"
    if annex2.header(grid) is not None:
        return "附件2"
    if scoring.headers(grid):
        return "赋分表"
    return _ROSTER if is_top and open_any.is_roster(grid) else None


def _add_table(forms: FormTables, name: str, part: TableInText, kind: str) -> None:
    """Adds a table to the tables of its form."""
    grid = part.grid
    if kind == "附件1":
        if not forms.annex1 or forms.annex1[-1][0] != name or annex1.is_first_part(grid):
            forms.annex1.append((name, []))
        forms.annex1[-1][1].append(part)
    elif (head := annex2.header(grid)) is not None and kind == "附件2":
        above = [*part.above, *(box.text for row in grid.rows[: head[0]] for box in row)]
        forms.directories.append((name, annex2.read(grid, head, above), annex2_titles.title(above)))
    else:
        forms.scoring += [(name, one) for one in scoring.read(grid, part.above, part.below)]


def _annex1_parts(parts: list[TableInText]) -> set[int]:
    """The ids of grids that continue an Annex 1 split into several tables: next to a part of it, with labels of it, and no other form."""
    continued: set[int] = set()
    for order in (parts, parts[::-1]):
        for before, part in pairwise(order):
            grid = part.grid
            known = annex1.is_annex1(before.grid) or id(before.grid) in continued
            if known and annex1.labels(grid) and annex2.header(grid) is None and not scoring.headers(grid):
                continued.add(id(grid))
    return continued
