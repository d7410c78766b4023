"""Tables that go on without a header after a page break or on a second sheet. They are joined where their columns fit, else asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.grids import Grid, TableInText

_WHO = (  # who signs below a form, and what is filled in there
    "(?:负责人|领导|经办人|填[表报]人|制表人?|统计人|审[核批查]人?|复核人?|联系人|联系电话|办公电话|电话|手机|传真|[填报]?[表报]?[日时][期间]|盖章|公章|签[字名章]|意见|年月日)"
)
_OF_WHOM = "(?:单位|部门|科室|主管|分管|主要|推荐|报送|填报|申报|本|人事|机关|纪检|监察|党委|组织|及|或|和|的){0,6}[(（]?"
_SEALED = "[(（](?:盖章|公章|签章|签[字名])[)）]"
_SIGNATURE = re.compile(
    rf"[(（]?{_OF_WHOM}{_WHO}(?:签[字名章]|盖章)?[)）]?"  # 填表人, 主管领导签字, （单位盖章）: alone in a cell, so that 程控电话 is none
    rf"|[\u4e00-\u9fff、]{{0,8}}?[(（]?{_WHO}(?:签[字名章]|盖章)?[)）]?(?:{_SEALED})?[:：_＿].*"  # 纪检部门意见：…
    rf"|[\u4e00-\u9fff、]{{0,8}}?{_WHO}{_SEALED}.*"
    rf"|.*(?:单位|部门|意见|属实|真实|承诺|声明|公示|负责).*{_SEALED}[:：]?|{_SEALED}[:：]?"
    r"|\d{0,4}年\d{0,2}月\d{0,2}日|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}",
    re.DOTALL,
)
_COLUMN_NUMBER = re.compile(r"[(（\[【]?(?:(\d{1,2})(?:\.0)?|([①-⑳一二三四五六七八九十]))[)）\]】]?[.、]?")
_CIRCLED, _IN_WORDS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "一二三四五六七八九十"
_FEWEST = 3  # columns that are counted
_AGREED = re.compile(
    "(?:经[^，。]{1,12}[，,])?(?:拟?同意(?:报送|上报|备案|登记|推荐)*|情况属实|内容属实|无异议)[。.]?|[\u4e00-\u9fff]{2,10}意见[:：]?"
)
_NAMELESS = re.compile(r"“(?:Sheet|工作表|表)\s*\d*”|续|接上", re.IGNORECASE)
_BETWEEN = re.compile(r"[(（]?(?:续|接)(?:上)?(?:表|页)?\d*[)）]?|第\d*页(?:[,，/]?共\d*页)?|[-—\s]*\d{0,3}[-—\s]*|附件2?续?表?")


def is_signature(texts: Sequence[str]) -> bool:
    """Whether the filled cells of a row, without spaces, are all places for a signature, a seal, a name below a form or a day."""
    return all(map(_SIGNATURE.fullmatch, texts))


def counts_columns(texts: Iterable[str]) -> bool:
    """Whether a row is nothing but the numbers of its columns, as stand below many headers: 1 2 3 4, (1) (2) (3), ① ② ③.

    `texts` are its filled cells without spaces, from left to right.
    """
    found = list(texts)
    numbers = [number[1] or number[2] if (number := _COLUMN_NUMBER.fullmatch(text)) else "" for text in found]
    kinds = ([str(at) for at in range(1, len(found) + 1)], list(_CIRCLED[: len(found)]), list(_IN_WORDS[: len(found)]))
    return len(found) >= _FEWEST and numbers in kinds


def signed(grid: Grid) -> bool:
    """Whether a table holds nothing but signatures and opinions that agree, or nothing."""
    rows = ([text for box in row if (text := without_spaces(box.text)) and not _AGREED.fullmatch(text)] for row in grid.rows)
    return all(is_signature(texts) for texts in rows)


def follows(before: TableInText, part: TableInText) -> bool:
    """Whether a table has as many columns as the one before it, and nothing but a word such as 续表 stands between the two.

    A sheet has to have a name that says nothing, or that it goes on: 续, Sheet2.
    """
    if part.grid.in_sheet and not _NAMELESS.search(part.grid.where):
        return False
    return _width(before.grid) == _width(part.grid) and all(_BETWEEN.fullmatch(without_spaces(line)) for line in part.above)


def may_follow(before: TableInText, part: TableInText) -> bool:
    """Whether a table that does not certainly continue the one before it may do so: it is in a document, or a sheet of the same width."""
    return not part.grid.in_sheet or _width(before.grid) == _width(part.grid)


def join(before: Grid, grid: Grid) -> None:
    """Appends the rows of a table to the one before it, with what is hidden or struck out in them; they are counted on."""
    start = max([0, *before.set_aside.rows, *(box.row + box.down - 1 for box in before.boxes())])
    for box in grid.boxes():
        box.row += start
    before.rows += grid.rows
    before.set_aside.rows |= {row + start for row in grid.set_aside.rows}
    before.set_aside.boxed |= {row + start for row in grid.set_aside.boxed}
    before.set_aside.changed |= {row + start for row in grid.set_aside.changed}
    before.set_aside.columns |= grid.set_aside.columns
    before.set_aside.struck |= {(row + start, column) for row, column in grid.set_aside.struck}
    before.set_aside.changing |= {(row + start, column) for row, column in grid.set_aside.changing}
    before.set_aside.beside += [replace(one, row=one.row and one.row + start) for one in grid.set_aside.beside]


def _width(grid: Grid) -> int:
    return max((box.column + box.across - 1 for box in grid.boxes()), default=0)
