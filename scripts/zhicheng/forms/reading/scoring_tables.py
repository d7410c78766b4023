"""The scoring tables of a submission into the record: what each applies to, equal copies, and what is asked about them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import scoring_sums
from zhicheng.forms.reading.cells import levels as level_cells
from zhicheng.forms.reading.cells import lists
from zhicheng.forms.reading.cross_checks import superseded
from zhicheng.forms.reading.faults import Ambiguous, ValueFault
from zhicheng.forms.reading.foreign_labels import shown_label
from zhicheng.forms.reading.result import CLAUSE_SCORING, FilledForms, ReferenceTables, add_finding
from zhicheng.forms.reading.scoring import FilledScoringTable
from zhicheng.registry.records.added_codes import senior_of
from zhicheng.registry.required_fields import scores
from zhicheng.text import listed, show

MISSING = "没有交量化赋分表"
_NO_TITLE = "量化赋分表"
_TITLE = 3  # characters; shorter ones (教授) are in other words too


def read(
    result: FilledForms,
    filled: Sequence[tuple[str, FilledScoringTable]],
    reference: ReferenceTables,
    authority: str | None,
    annex1_file: str | None,
) -> None:
    """Sets the scoring tables of the record, each given with its file; equal copies count once, different ones of the same title are a
    finding. `annex1_file` is the file with the Annex 1, None where there is none.
    """
    tables: list[Value] = []
    names = [f"{table.grid.where if table.grid.in_sheet else ''}{table.printed}" for _, table in filled]
    for (file, table), name in zip(filled, names, strict=True):
        value = _table(result, file, table, reference, authority)
        if value is None:
            continue
        undated = re.search(r"20\d\d年", name) is not None and any(not re.search(r"20\d\d", other) for other in names)
        if superseded(name, names) or undated or re.search("示例|举例|范例", name):
            message = f"{table.grid.place(table.box)}：看标题或者工作表的名称，分不清这张赋分表是不是现在用的"
            add_finding(result, "F004", file, table.box, message, "不用的请删去，用的请改标题。", clause=CLAUSE_SCORING)
        same = next((one for one in tables if one["title"] == value["title"]), None)
        if same is None:
            if tables and value["title"] == _NO_TITLE and not value.get("series") and not value.get("levels"):
                message = f"{table.grid.place(table.box)}：有几张赋分表，这一张没有标题，看不出用于哪些系列、层级"
                hint = "请在表的上面写标题，如“工程系列副高级量化赋分表”；是上一张的续表的，请并成一张。"
                add_finding(result, "F004", file, table.box, message, hint, clause=CLAUSE_SCORING)
            tables.append(value)
        elif same != value:
            message = f"{table.grid.place(table.box)}：有两张“{show(value['title'])}”，内容不同"
            add_finding(result, "F006", file, table.box, message, "请只留一张，或者写清各自的名称。", clause=CLAUSE_SCORING)
    if tables:
        result.record["scoring"] = tables
        if not any(table.stated for _, table in filled):
            _ask_about_overlaps(result, filled[0][0], tables)
    elif annex1_file is not None and not filled and reference.scoring_required and scores(result.record):
        add_finding(result, "F002", annex1_file, None, MISSING, "请把赋分表（.xlsx 或 .docx）一起交。", clause=CLAUSE_SCORING)


def _ask_about_overlaps(result: FilledForms, file: str, tables: Sequence[Value]) -> None:
    """Adds a finding where a table for some levels only stands beside one of the same series for all of them."""
    if any("series" in one or "specialties" in one for one in tables):
        return
    whole = next((one for one in tables if "levels" not in one), None)
    part = next((one for one in tables if "levels" in one), None)
    if whole is not None and part is not None:
        message = f"“{show(whole['title'])}”没有写适用哪些层级，“{show(part['title'])}”只用于一部分，看不出有没有重复"
        hint = "请在每张表的上面写“适用层级：…”。"
        add_finding(result, "F004", file, None, message, hint, clause=CLAUSE_SCORING)


def _table(result: FilledForms, file: str, table: FilledScoringTable, reference: ReferenceTables, authority: str | None) -> Value | None:
    """A scoring table as in a record, None where it is empty. Adds findings for its faults."""
    for box, column, fault in table.faults:
        message = f"{table.grid.place(box, column or None)}：{fault.message}"
        add_finding(result, fault.code, file, box, message, fault.hint, clause=CLAUSE_SCORING, choices=fault.choices)
    where = table.grid.place(table.box)
    if table.unread:
        message = f"{where}：赋分表没有这些列，没有读：{listed(dict.fromkeys(map(shown_label, table.unread)))}"
        hint = "影响分值的，请写进“分档”或者“备注”一列；不要紧的可以不管。"
        add_finding(result, "F002", file, table.box, message, hint, "warning", CLAUSE_SCORING)
    if not table.value["items"]:
        message, hint = f"{where}：赋分表里没有一项内容", "请填好再交；不用的请删去。"
        add_finding(result, "F002", file, table.box, message, hint, clause=CLAUSE_SCORING)
        return None
    if (asked := scoring_sums.settle(table)) is not None:
        code, message, hint, severity = asked
        add_finding(result, code, file, table.box, message, hint, severity, CLAUSE_SCORING)
    value: Value = {"title": table.value["title"] or _NO_TITLE}
    try:
        value |= (
            {"series": [level_cells.series(one, reference.names) for one in lists.split(table.series, "、，,")]} if table.series else {}
        )
    except ValueFault as fault:
        _add(result, file, table, f"{where}上方“适用系列”：{fault.message}", fault)
    try:
        value |= {"levels": list(level_cells.levels(table.levels, authority, reference.levels))} if table.levels else {}
    except ValueFault as fault:
        _add(result, file, table, f"{where}上方“适用层级”：{fault.message}", fault)
    own = {one["series"] for one in result.record.get("reviews", ())}
    of_title = level_cells.series_of_title(value["title"], reference.names)
    if own and not table.series and (of_title not in {None, *own} or _of_other_titles(value["title"], own, reference)):
        message = f"{where}：标题写的是另一个系列，照登记的系列读了"
        hint = "不是这个评审委员会的请删去；是的请改标题，或者在表的上面另写一行“适用系列：…”。"
        add_finding(result, "F006", file, table.box, message, hint, "warning", CLAUSE_SCORING)
    if table.levels_of_title and "levels" not in value:
        other = _set_levels_of_title(value, table, result, reference, authority)
        if other is not None:
            _add(result, file, table, f"{where}：{other.message}", other)
    value |= {"specialties": table.specialties} if table.specialties else {}
    return {**value, "total": table.value["total"], "items": table.value["items"]}


def _of_other_titles(text: str, own: Collection[str], reference: ReferenceTables) -> bool:
    """Whether a text names a title (高级工程师) that only other series have than those in `own`."""
    named = {title for titles in reference.titles.values() for title in titles if len(title) >= _TITLE and title in text}
    longest = max(named, key=len, default="")
    return bool(longest) and not any(longest in reference.titles.get(key, ()) for key in own)


def _add(result: FilledForms, file: str, table: FilledScoringTable, message: str, fault: ValueFault) -> None:
    add_finding(result, fault.code, file, table.box, message, fault.hint, clause=CLAUSE_SCORING)


def _set_levels_of_title(
    value: Value, table: FilledScoringTable, result: FilledForms, reference: ReferenceTables, authority: str | None
) -> ValueFault | None:
    """Sets the levels that the title of a table names, where these are not all of the committee; what is asked about them, if anything."""
    own = [level for level in reference.levels if any(level in one.get("levels", ()) for one in result.record.get("reviews", ()))]
    if not own:
        return None
    try:
        found = list(level_cells.levels(table.levels_of_title, authority, reference.levels))
    except Ambiguous:  # 高级: those of the committee
        found = [level for level in own if level in senior_of(reference.levels)]
    except ValueFault:
        return None
    if not found or not set(found) <= set(own):
        named = listed(f"“{reference.levels[level]}”" for level in found) or f"“{table.levels_of_title}”"
        return Ambiguous(f"标题写的是{named}，评审层级里没有", "请核对标题和评审层级；适用哪些层级，请在表的上面另写一行“适用层级：…”。")
    if found != own:
        value["levels"] = found
    return None
