"""Checks that the forms of a submission belong to the same committee; contradictions are F006."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.annex1_labels import LABELS
from zhicheng.forms.reading.annex2 import Directory
from zhicheng.forms.reading.cells import answers
from zhicheng.forms.reading.cells.nothing import without_seal
from zhicheng.forms.reading.cells.places import Places
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.faults import ValueFault
from zhicheng.forms.reading.grids import TableInText
from zhicheng.forms.reading.result import CLAUSE_2, FilledForms, add_finding
from zhicheng.forms.reading.sheets import EXAMPLE
from zhicheng.text import show

_GENERIC_WORDS = "职称|评审委员会|评委会|高级|中级|初级|副高|正高|系列|专业|技术|任职资格|职务|[、（）()]"


_TITLE_1 = re.compile(r"(?:附件\d?[:：]?)?(?:20\d\d年度?)?(.{3,60}?(?:评审委员会|评委会))(?:基本)?(?:信息)?(?:备案)?登记表")
_ROWS_OF_TITLE = 3
_LONGEST_TITLE = 100
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年|\D|$)")
_NO_LONGER = re.compile("废止|作废|失效|停用|旧版?|过期|历史|底稿|草稿|备份|不用|征求意见稿|讨论稿|草案")
_IN_NUMBER = re.compile(r"〔(\d{4})〕")
_ONE_ONLY = "一次只导入一个评审委员会的表：几个的，请各放一个子文件夹，加 --batch 导入；同一个的，请留一份附件1。"
_ONE_IN_A_FILE = "一个文件只装一个评审委员会的表：两个的，请分成两个文件；同一个的，请留一份附件1。"


def note_name(result: FilledForms, file: str, filled: Filled) -> None:
    """Notes the committee that an Annex 1 names."""
    name, _ = answers.name_and_unit(*answers.name_lines(without_seal(filled.text("name"))), "")
    result.named += [(file, "附件1", name)] if name else []


def same_annex1(result: FilledForms, file: str, filled: Filled, other_file: str, other: Filled) -> None:
    """Adds a finding at the first field in which another Annex 1 differs from `filled`, the one of `file`."""
    for name in LABELS:
        ours, theirs = filled.text(name), other.text(name)
        if theirs and without_spaces(ours) != without_spaces(theirs):
            entry = other.entries[name]
            message, hint = f"{entry.place}：与 {show(file)} 写的不同", _ONE_ONLY
            if file == other_file:
                message, hint = f"{entry.place}：同一个文件里还有一份附件1，与它写的不同", _ONE_IN_A_FILE
            add_finding(result, "F006", other_file, entry.box, message, hint)
            return


def title_of_annex1(result: FilledForms, file: str, part: TableInText, places: Places) -> None:
    """Adds a finding where the title over an Annex 1, or in its first rows, names another committee or unit than its cells."""
    name, organiser = (without_spaces(result.record.get(key, "")) for key in ("name", "organiser"))
    texts = [*part.above, *(box.text for row in part.grid.rows[:_ROWS_OF_TITLE] for box in row)]
    titles = [found[1] for text in texts if len(text) < _LONGEST_TITLE and (found := _TITLE_1.fullmatch(without_spaces(text)))]
    for title in titles[-1:] if name else ():
        if any(_is_short_for(title, full, places) for full in (name, organiser + name, name + organiser)) or _is_general(
            title, name, places
        ):
            continue
        message = f"标题写的是“{show(title)}”，与表里的“{show(name)}”不同"
        add_finding(result, "F006", file, None, message, "请核对有没有拿错表；是同一个的，请把名称写成一样。")


def titles_of_annex2(result: FilledForms, directories: Iterable[tuple[str, Directory, str | None]], places: Places) -> None:
    """Adds a finding for each Annex 2 whose title names another committee than Annex 1. `directories` have file and title."""
    name = result.record.get("name")
    directories = list(directories)
    titles = {without_spaces(title): (file, title) for file, _, title in directories if title}
    (_, first), *others = titles.values() or [("", "")]
    others = [] if name else [one for one in others if not (_is_short_for(one[1], first, places) or _is_short_for(first, one[1], places))]
    if others:  # nothing says which of them is meant
        file, other = others[0]
        message = f"附件2的标题一处写的是“{show(first)}”，一处写的是“{show(other)}”"
        add_finding(result, "F006", file, None, message, _ONE_ONLY, clause=CLAUSE_2)
    for file, _, title in directories:
        if name and title and without_spaces(title) != without_spaces(name) and not _is_short_for(title, name, places):
            message = f"标题写的是“{show(title)}”，与附件1的“{show(name)}”不同"
            hint = "请核对有没有拿错表；是同一个的，请把名称写成一样。"
            add_finding(result, "F006", file, None, message, hint, clause=CLAUSE_2)


def years_of_approval(result: FilledForms, file: str, entry: FilledField, approval: Value) -> None:
    """Adds a finding where the year of an approval and that in the number of its document are more than a year apart."""
    year = _IN_NUMBER.search(approval.get("document") or "")
    if year is not None and approval.get("date") and abs(int(year[1]) - int(approval["date"][:4])) > 1:
        message = f"{entry.place}：批准时间是 {approval['date'][:4]} 年，文号里是 {year[1]} 年"
        add_finding(result, "F006", file, entry.box, message, "请核对有没有写错。")


def superseded(text: str, others: Iterable[str]) -> bool:
    """Whether a title or the name of a sheet says that the table is no longer in force (已废止), or names a year that the others do not."""
    years = {found[0] for one in others if (found := _YEAR.search(one)) is not None}
    year = _YEAR.search(text)
    return _NO_LONGER.search(text) is not None or (year is not None and any(other > year[0] for other in years))


def tables_in_force(result: FilledForms, directories: Iterable[tuple[str, Directory, str | None]]) -> None:
    """Adds a finding for each Annex 2 on a sheet whose name says that it is of an earlier year or no longer in force."""
    sheets = [(file, directory.grid) for file, directory, _ in directories if directory.grid.in_sheet]
    for file, grid in sheets:
        other = (_YEAR.search(grid.where) or EXAMPLE.search(grid.where)) is not None and len(sheets) > 1
        if _NO_LONGER.search(grid.where) or other:
            message = f"{grid.where}也是专业目录，看名称分不清是不是现在的"
            add_finding(result, "F004", file, None, message, "不是现在的请删去这张工作表；是的请改工作表的名称。", clause=CLAUSE_2)


def _is_short_for(title: str, name: str, places: Places) -> bool:
    """Whether a title may be short for the name of a committee: the name has the characters of the title in order."""
    short, full = (re.sub(_GENERIC_WORDS, "", _with_area_code(text, places)) for text in (title, name))
    rest = iter(full)
    return all(char in rest for char in short)


def _is_general(title: str, name: str, places: Places) -> bool:
    """Whether a title names no committee, only the area of which the form is: 自治区各系列（专业）职称评审委员会."""
    try:
        area, own = places.leading_area(title), places.leading_area(name)
    except ValueFault:
        return False
    rest = re.sub(rf"[(（][^()（）]*[)）]|[XxＸｘ×*＊_＿…]|各|{_GENERIC_WORDS}", "", title if area is None else area[1])
    return not rest and (area is None or own is None or places.areas.covers(area[0], own[0]))


def _with_area_code(text: str, places: Places) -> str:
    """A text with the area at its beginning replaced by its code, so that short and full names of areas are equal."""
    try:
        found = places.leading_area(without_spaces(text))
    except ValueFault:
        found = None
    return text if found is None else found[0] + found[1]
