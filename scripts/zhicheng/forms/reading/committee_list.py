"""Reads a list with a row for each committee (一览表, Excel or a Word table): what each is called, reviews, and where it is.

Only what the list says is taken. What a record must have and a cell says unclearly is asked (F003, F004); what it need not have and a cell
says in another way stands in the note, in the words of the list. People and their telephones are never taken, only counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from zhicheng.forms.reading import list_beside, list_table, open_any
from zhicheng.forms.reading.cells import lists
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.grids import TableInText, every
from zhicheng.forms.reading.list_cells import CLOSED
from zhicheng.forms.reading.list_row import ListedRow, ListedRowReader, ask
from zhicheng.forms.reading.list_table import DITTO, SAME_AS, Lines, ListTable
from zhicheng.forms.reading.questions import Answers, Question, answer_grid, cell_id
from zhicheng.forms.reading.result import FilledForms, ReferenceTables, TableSeen, add_finding, cite
from zhicheng.forms.reading.zip_files import unpacked
from zhicheng.text import folded, show

FORM = "一览表"
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
TO_LIST, NOT_TO_LIST = "列入", "不列入"


@dataclass(slots=True)
class CommitteeList:
    """What was read of a list: its committees, the columns of each table, and the rows left out, each with its text and the reason.

    `forms` holds findings, questions and the tables seen; `people` is the number of cells with people and their telephones, not taken.
    """

    forms: FilledForms
    committees: list[ListedRow] = field(default_factory=list)
    columns: list[tuple[str, str, str, str | None]] = field(default_factory=list)  # file, table, label, field
    left_out: list[tuple[str, str, int, str, str]] = field(default_factory=list)  # file, table, row, text, reason
    people: int = 0

    @property
    def questions(self) -> list[Question]:
        """The questions about it."""
        return self.forms.questions


def read(files: Sequence[tuple[str, bytes]], reference: ReferenceTables, answers: Answers = MappingProxyType({})) -> CommitteeList:
    """Reads the files (name and content) of lists. Unusable files become findings; nothing is raised."""
    result = CommitteeList(FilledForms(answers=answers))
    for name, content in unpacked(files, result.forms.passed):
        fault = content if isinstance(content, FileFault) else None
        try:
            parts = [] if isinstance(content, FileFault) else open_any.open_parts(name, content)
        except FileFault as one:
            fault, parts = one, []
        if fault is not None:
            add_finding(result.forms, fault.code, name, None, fault.message, fault.hint)
            continue
        before = len(result.committees)
        for part in every(parts):
            answer_grid(name, part.grid, answers)
            table = list_table.read(part.grid, part.above)
            rows = sum(any(box.text.strip() for box in row) for row in part.grid.rows)
            if rows:
                result.forms.tables.append(TableSeen(name, part.grid.where, rows, FORM if table is not None else None))
            if table is not None:
                _read_table(result, name, table, reference, part)
            elif rows > 2 and len(result.committees) > before and len(part.grid.rows[0]) > 2:
                message = f"{part.grid.where}没有表头，看不出是不是前一张表的续表"
                add_finding(result.forms, "F004", name, None, message, "是续表的请加上同样的表头，不是的请删去，再导入。")
        if len(result.committees) == before:
            hint = "表头要有“评审委员会名称”一类的列，和系列、层级、组建单位等至少两列，一个评审委员会一行。"
            add_finding(result.forms, "F002", name, None, "没有找到一览表", hint)
    _ask_about_years(result)
    _twice(result)
    _closed(result)
    result.forms.findings = cite(result.forms.findings, {})
    return result


def _read_table(result: CommitteeList, file: str, table: ListTable, reference: ReferenceTables, part: TableInText) -> None:
    grid, forms = table.grid, result.forms
    if grid.hidden:
        message, hint = f"{grid.where}隐藏着，里面是一览表，分不清算不算", "要算的请取消隐藏，不算的请删去这张工作表，再导入。"
        add_finding(forms, "F004", file, None, message, hint)
        return
    forms.kinds += [] if (file, FORM) in forms.kinds else [(file, FORM)]
    forms.tables_of |= {id(box): grid.where for box in grid.boxes()}
    for _, message, hint in grid.questions():
        add_finding(forms, "F004", file, None, message, hint)
    result.columns += [(file, grid.where, column.label, column.field) for column in table.columns]
    result.left_out += [(file, grid.where, *one) for one in table.left_out]
    cells = (cell for lines in table.lines for boxes in lines.boxes for cell in boxes.items())
    result.people += len({id(box) for key, box in cells if key.split()[0] in list_table.PRIVATE and not lists.is_blank(box.text)})
    here: list[ListedRow] = []
    for lines in _joined(result, file, table):
        reader = ListedRowReader(forms, file, table, lines, reference)
        here.append(reader.read())
        result.people += reader.people
    result.committees += here
    for code, severity, message, hint in list_beside.said(table, part, here, len(result.committees), reference):
        add_finding(forms, code, file, None, f"{grid.where}{message}", hint, severity)


def _joined(result: CommitteeList, file: str, table: ListTable) -> list[Lines]:
    """The lines of each committee: a row without a name is asked about, and belongs to the one above where the answer says so."""
    found: list[Lines] = []
    by_row: dict[int, Lines] = {}
    for index, lines in enumerate(table.lines):
        box = lines.boxes[0].get("name")
        text = "" if box is None else cell_text(box.text)
        given = box is not None and cell_id(file, table.grid.where, box.row, box.column) in result.forms.answers
        same, above = SAME_AS.fullmatch(text), (found[-1] if found else None)
        if given and same is not None:
            above = by_row.get(int(same[1]))
        if given and (same is not None or DITTO.fullmatch(text)) and above is not None:
            above.rows += lines.rows
            above.boxes += lines.boxes
        elif index in table.unnamed:
            place = table.grid.place(box, "评审委员会名称") if box is not None else f"{table.grid.where}第 {lines.rows[0]} 行"
            message = f"{place}：没有写评审委员会的名称，看不出是不是上一行的"
            hint = "是上一行的请写“同上”，不是的请写名称。"
            add_finding(result.forms, "F004", file, box, message, hint, choices=("同上",) if found else ())
            continue
        else:
            found.append(lines)
        by_row |= dict.fromkeys(lines.rows, found[-1] if above is None or not given else above)
    return found


def _ask_about_years(result: CommitteeList) -> None:
    """Asks about sheets whose names say that they are of an earlier year than another."""
    years = {
        (row.file, row.grid.where): found[0] for row in result.committees if row.grid.in_sheet and (found := _YEAR.search(row.grid.where))
    }
    latest = max(years.values(), default="")
    for (file, where), year in years.items():
        if year < latest:
            message = f"{where}是 {year} 年的，另有 {latest} 年的，看不出还算不算"
            add_finding(result.forms, "F004", file, None, message, "不算的请删去这张工作表；算的请从工作表的名称里去掉年份。")


def _twice(result: CommitteeList) -> None:
    """Leaves out a row that says the same as one before; asks where the same committee is listed with something else."""
    first: dict[str, ListedRow] = {}
    kept: list[ListedRow] = []
    for row in result.committees:
        known = first.setdefault(spelling(row.value["name"]), row)
        if known is row:
            kept.append(row)
        elif {**known.value, "source": 0} == {**row.value, "source": 0}:
            reason = f"与第 {known.rows[0]} 行相同" if known.grid is row.grid else f"与{known.place}相同"
            result.left_out.append((row.file, row.grid.where, row.rows[0], row.value["name"], reason))
        else:
            message = f"{row.place}：“{show(row.value['name'], 60)}”在{known.place}已经有了，内容不同"
            here = known.grid is row.grid
            hint = f"是同一个、要并在一起的请写“同第 {known.rows[0]} 行”，" if here else "是同一个的请在一处写全，"
            choices = (f"同第 {known.rows[0]} 行",) if here else ()
            add_finding(result.forms, "F004", row.file, row.name_box, message, f"{hint}不是的请写出区别。", choices=choices)
            kept.append(row)
    result.committees = kept


def spelling(name: str) -> str:
    """The name of a committee without what differs from one spelling of it to another: 职称, 评委会 for 评审委员会."""
    return folded(name.replace("职称", "").replace("评审委员会", "评委会"))


def _closed(result: CommitteeList) -> None:
    """Asks whether a committee is listed whose remarks or name say that it is no more, or not now; left out where the answer says so."""
    kept: list[ListedRow] = []
    for row in result.committees:
        note = row.value.get("note", "")
        found, at = CLOSED.search(note), f"备注写着“{show(note, 60)}”"
        if found is None:
            found, at = CLOSED.search(row.value["name"]), "名称里有撤销、停止一类的字"
        said = result.forms.answers.get(row.question_id("备注"), "").strip()
        if found is None or said == TO_LIST:
            kept.append(row)
        elif said == NOT_TO_LIST:
            reason = "备注" if found.string == note else "名称"
            result.left_out.append((row.file, row.grid.where, row.rows[0], row.value["name"], f"{reason}写着“{found[0]}”"))
        else:
            message = f"{row.place}：{at}，看不出还要不要列入"
            hint = f"还在评审的请回答“{TO_LIST}”，备注照写；不评审了的请回答“{NOT_TO_LIST}”，或者删去这一行。"
            ask(result.forms, row, "备注", message, hint, (TO_LIST, NOT_TO_LIST))
            kept.append(row)
    result.committees = kept
