"""Forms that nobody has filled in, such as the annexes of the notice itself, which lie in the folder beside those that are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhicheng.forms.reading import annex1, annex2, annex2_titles, scoring
from zhicheng.forms.reading.cells.lists import is_blank
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.grids import Grid, TableInText
from zhicheng.forms.reading.scoring_row import TOTAL

_PRINTED = re.compile(  # what the blank form has in its cells
    r"(?:[□☐○◯]|是|否|有|无|座机|手机|姓名|电话|会议专家来源|抽取方式|答辩范围|受理对象|说明|适用|原文|层级|原因|年月日|年|月|日|单位|盖章"
    r"|\d{1,2}[.．、]|[:：/／（）()_＿.．…、,，；;\s])*|\d{1,3}"
)


def is_blank_file(parts: Sequence[TableInText]) -> bool:
    """Whether a file has forms and all of them are blank. One with other tables that are filled is not."""
    forms = [is_blank_table(part) for part in parts]
    return any(blank is not None for blank in forms) and all(blank is not False for blank in forms)


def is_left_blank(part: TableInText, parts: Sequence[TableInText]) -> bool:
    """Whether a table is a blank form in a file with others that are filled (`parts` are all of them): only some pages of it were needed.

    A part of an Annex 1 is none, where it is not a whole one beside another that is filled.
    """
    if is_blank_table(part) is not True or is_blank_file(parts):
        return False
    wholes = [one for one in parts if annex1.is_first_part(one.grid)]
    return not annex1.is_annex1(part.grid) or (part in wholes and any(is_blank_table(one) is False for one in wholes))


def is_blank_table(part: TableInText) -> bool | None:
    """Whether a form is blank; None for a table that is no form and has at most a line of text."""
    grid = part.grid
    if annex1.is_annex1(grid):
        entries = annex1.read([TableInText(grid)]).entries.values()
        return all(_says_nothing(entry.text) and entry.value is None for entry in entries)
    head, tables = annex2.header(grid), scoring.headers(grid)
    below = head[0] + 1 if head is not None else tables[0][0] + 1 if tables else _below_names(grid)
    if head is not None:
        above = [*part.above, *(box.text for row in grid.rows[: head[0]] for box in row)]
        if annex2_titles.is_the_blank_form(grid.rows[head[0] + 1 :], above):
            return True
    if below is not None:
        return all(_says_nothing(box.text) or TOTAL.match(cell_text(box.text)) for row in grid.rows[below:] for box in row)
    filled = [box for box in grid.boxes() if box.text.strip() or box.grids]
    return None if len(filled) < 2 else False


def _below_names(grid: Grid) -> int | None:
    """The index of the row below the header of an Annex 3; None where there is none."""
    heads = (index for index, row in enumerate(grid.rows) if {"姓名", "性别"} <= {without_spaces(box.text) for box in row})
    return next((index + 1 for index in heads), None)


def _says_nothing(text: str) -> bool:
    return is_blank(text) or _PRINTED.fullmatch(cell_text(text)) is not None
