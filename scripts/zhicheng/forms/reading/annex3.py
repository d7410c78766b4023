"""Annex 3 (评委花名册) from a spreadsheet or a Word table: experts as in the sealed roster, and findings with sheet, row and column.

Findings never repeat a value of a person's row. Nothing is guessed: an ambiguous value is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType

from zhicheng.documents.finding import Finding, Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import annex3_columns, annex3_lines, annex3_titles, beside
from zhicheng.forms.reading.annex3_columns import Column, Header
from zhicheng.forms.reading.annex3_row import UNREADABLE, RowReader
from zhicheng.forms.reading.annex3_titles import Title
from zhicheng.forms.reading.cells import remarks
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.foreign_labels import shown_label
from zhicheng.forms.reading.open_sheets import open_tables
from zhicheng.forms.reading.questions import Answers, answer_sheet, of_cell, row_mark
from zhicheng.forms.reading.roster_form import RosterForm, miscount
from zhicheng.forms.reading.set_aside import few
from zhicheng.forms.reading.sheets import MAX_ROWS, CellValue, Sheet, column_name
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.series import Series
from zhicheng.text import show

CLAUSE = "annex-3"  # see `result.cite`
_ERROR_CELL = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|GETTING_DATA)")
_PASTE = "请复制整列，用“选择性粘贴 → 数值”粘回原处，保存后再交。"
_FEW = 2  # filled cells of a row without a name; with more, it is a person whose name is missing


def read_roster(
    name: str,
    content: bytes,
    series: Mapping[str, Series],
    groups: Value,
    as_of_year: int,
    answers: Answers = MappingProxyType({}),
    levels: Mapping[str, str] = LEVELS,
    prepare: Callable[[Sheet], None] = lambda _: None,
) -> RosterForm:
    """Reads a file. `groups` is the value of ethnic-groups.yaml, `levels` are labels by code, `prepare` is done to each sheet first."""
    form = RosterForm()
    try:
        sheets = open_tables(name, content)
    except FileFault as fault:
        form.findings.append(Finding(fault.code, "error", name, 1, 1, "", fault.message, fault.hint, CLAUSE))
        return form
    reader = RowReader(series, groups, as_of_year, levels)
    titles: list[tuple[_SheetReader, Title]] = []
    without_header: list[_SheetReader] = []
    for sheet in (one for one in sheets if one.rows):
        prepare(sheet)
        answer_sheet(name, sheet, answers)
        table = _SheetReader(name, sheet, form, reader)
        found = annex3_columns.header(sheet)
        if sheet.hidden:
            if found is not None:
                table.add_finding(
                    "F004", "隐藏的工作表里也有花名册，分不清算不算", "要算的请取消隐藏，不算的请删去这张工作表。", found.first
                )
        elif found is not None and (remarks.of_list(sheet.name) or remarks.of_note(sheet.name)):
            table.add_finding("F004", "从工作表的名称看，这些人不在库", "不在库的请删去这张工作表；在库的请改工作表的名称。", found.first)
        elif found is None and titles and table.continues(titles[-1][0].header):
            table.read(table.header, titles[-1][1])
        elif found is None:
            without_header += [] if sheet.is_for_choosing else [table]
        else:
            table.header = found
            titles.append((table, annex3_titles.title(sheet, found.first)))
            table.read(found, titles[-1][1])
    for table in without_header:
        severity: Severity = "warning" if titles and not table.holds_people() else "error"
        message = f"前 {annex3_columns.HEADER_WITHIN} 行里没有找到花名册的表头，这张工作表没有读"
        table.add_finding("F002", message, "表头请照附件3，至少要有姓名、性别、族别、出生年月。不是花名册的，可以不管。", severity=severity)
    if not titles and not form.findings:
        form.findings.append(Finding("F002", "error", name, 1, 1, "", "文件里没有花名册", "请确认交的是填好的附件3。", CLAUSE))
    if titles and remarks.of_list(PurePath(name).stem):
        titles[0][0].add_finding("F004", "从文件的名称看，这些人不在库", "不在库的请不要交；在库的请改文件的名称。")
    numbers = [title.people for _, title in titles if title.people is not None]
    if numbers and form.people not in (numbers[0], sum(numbers)):
        message = f"标题写着共 {numbers[0]} 人，一共读到 {form.people} 人"
        titles[0][0].add_finding("F006", message, "请核对有没有漏掉的行；人数写错的请改正。")
    form.committee_name = next((title.committee for _, title in titles if title.committee), None)
    for index, message, hint in annex3_titles.differing([(table.sheet, title) for table, title in titles]):
        titles[index][0].add_finding("F006", message, hint)
    specialties = {title.specialty for _, title in titles}
    form.specialty_title = specialties.pop() if len(specialties) == 1 else None
    return form


class _SheetReader:
    """Reads one sheet into a RosterForm."""

    def __init__(self, file: str, sheet: Sheet, form: RosterForm, reader: RowReader) -> None:
        self.file = file
        self.sheet = sheet
        self.form = form
        self.reader = reader
        self.where = sheet.where
        self.header = Header(0, 0, ())
        self.without_name: set[int] = set()  # columns without a name in which rows of persons have something
        self.groups: list[tuple[int, str]] = []  # headings of levels (一、正高级): row and code of the level
        self.lines: list[tuple[beside.Place, str]] = beside.below(sheet)  # the lines below the table, and rows that are no persons

    def holds_people(self) -> bool:
        """Whether a cell says 男 or 女, as it does for every person."""
        return any(without_spaces(cell) in ("男", "女") for _, row in self.sheet.rows for cell in row if isinstance(cell, str))

    def continues(self, header: Header) -> bool:
        """Whether the sheet or table continues the one before it, whose `header` this is, without a header of its own (续表): 男 and 女
        stand only in its column of the gender, and it has no more columns. If so, sets `header`.
        """
        genders, last = {column.number for column in header.known("gender")}, max(column.number for column in header.columns)
        said = {at for _, row in self.sheet.rows for at, cell in enumerate(row, 1) if without_spaces(cell) in ("男", "女")}
        wide = max((at for _, row in self.sheet.rows for at, cell in enumerate(row, 1) if without_spaces(cell)), default=0)
        if not said or not said <= genders or wide > last:
            return False
        self.header = Header(0, 0, header.columns)
        return True

    def add_finding(
        self, code: str, message: str, hint: str, row: int | None = None, column: Column | None = None, severity: Severity = "error"
    ) -> None:
        """Appends a finding at a row and a column of this sheet; its message begins with the place."""
        position = "" if row is None else f"第 {row} 行"
        if row is not None and column is not None:
            name = show(column.name) if column.field else shown_label(column.name)
            position += f"“{name}”" + ("" if self.sheet.in_document else f"（{column_name(column.number)}{row}）")
        found = Finding(
            code,
            severity,
            self.file,
            max(row or 1, 1),
            column.number if column else 1,
            "",
            f"{self.where}{position}：{message}",
            hint,
            CLAUSE,
        )
        self.form.findings.append(found)
        self.form.questions += of_cell(found, self.sheet.where if column else None, mark=row_mark(self.sheet, row))

    def read(self, header: Header, title: Title) -> None:
        """Reads the rows below the header, under a title."""
        start = len(self.form.findings)
        for row, message, hint in annex3_columns.questions(header, self.sheet):
            self.form.findings.append(Finding("F004", "error", self.file, row, 1, "", f"{self.where}{message}", hint, CLAUSE))
        self._check_columns(header)
        after_header, before = len(self.form.findings), len(self.form.experts)
        people = list(self._people(header))
        self.form.people += len(people)
        unused: list[int] = []
        for number, cells, layout in people:
            expert, faults = self.reader.expert(cells, layout, self.sheet.date1904)
            for column, fault in faults:
                self.add_finding(fault.code, fault.message, fault.hint, number, column)
            group = next((level for row, level in reversed(self.groups) if row < number), None)
            if expert is not None and group not in (None, expert.get("level", group)):
                message = f"职称层级与上面小标题的“{self.reader.levels.get(group or '', '')}”不同"
                self.add_finding("F006", message, "请核对这一行的层级，或者改小标题。", number)
            if expert is not None:
                self.form.experts.append(expert)
                self.form.rows.append((self.sheet.name, number))
                self.form.specialty_titles.append(title.specialty)
                unused += [] if remarks.is_used(expert.get("note", "")) else [number]
        rows = [*self.sheet.rows, *((MAX_ROWS, (line,)) for line in self.sheet.below)]
        if (stated := miscount(rows, header.last, len(people), self.form.people, self.form.experts[before:])) is not None:
            place = stated[0] if stated[0] < MAX_ROWS else None
            self.add_finding("F006", stated[1], "请核对有没有漏掉的行；人数写错的请改正。", place)
        if self.without_name:
            message = f"第 {few(sorted(self.without_name))} 列没有名称，里面的字没有读"
            self.add_finding("F002", message, "要算的请给这一列写上名称，或者写进备注。", header.last, severity="warning")
        if unused:
            message = f"第 {few(unused)} 行“备注”里的话照原样留着，没有看懂是不是与能否担任评委有关"
            hint = "调离、退休、行政职务、荣誉称号请照附件3的说法写明；与这些无关的可以不管。"
            self.add_finding("F003", message, hint, severity="warning")
        for (at, _), text in self.lines:
            other = annex3_titles.of_text(text)
            if other is not None and title.committee and other.committee not in (None, title.committee):
                self.add_finding("F006", "这里的标题写的是另一个评审委员会", "一个文件只交一个评审委员会的花名册，请分成几个文件。", at)
        serial = [(row, without_spaces(cells.get(at.number))) for row, cells, own in people for at in own.known("number")[:1]]
        if jumps := annex3_lines.jumps(serial):
            message = "序号没有接着上一位的" + (f"，还有第 {few(jumps[1:])} 行" if jumps[1:] else "")
            self.add_finding("F006", message, "请核对有没有漏掉或者重复的人；没有的可以不管。", jumps[0], severity="warning")
        self._ask_beside(header, [cells.get(header.known("name")[0].number) for _, cells, header in people])
        if not people and after_header == len(self.form.findings):
            self.add_finding("F002", "表头下面没有评委", "请填好再交；不用的工作表请删去。", header.last)
        self.form.findings[start:] = sorted(self.form.findings[start:], key=lambda finding: finding.order)

    def _ask_beside(self, header: Header, names: list[CellValue]) -> None:
        """Asks about comments and notes, and about lines around the experts that say that one of them has left or is something."""
        for told in beside.of_cells(self.sheet.set_aside, header.last, remarks.of_note):
            self.add_finding("F004", told.message, told.hint, severity=told.severity)
        lines, known = [*beside.above(self.sheet, header.first), *self.lines], [cell_text(name) for name in names]
        for (row, where), said in beside.of_lines(lines, remarks.of_note, remarks.of_line, known, remarks.of_heading):
            hint = "不算的请删去这句话；算的请写进那个人的一行，再删去这句话；不在库的请删去那一行。"
            self.add_finding("F004", f"{where}说明{said}", hint, row)

    def _check_columns(self, header: Header) -> None:
        for code, message, hint, column, severity in annex3_columns.faults(header, self.sheet):
            self.add_finding(code, message, hint, header.last, column, severity)

    def _people(self, header: Header) -> Iterator[tuple[int, dict[int, CellValue], Header]]:
        """Yields the rows of persons: number, cells by column, and the header above. Rows joined by a merged name are one person."""
        rows = [(index, number, row) for index, (number, row) in enumerate(self.sheet.rows) if number > header.last]
        skip_to = 0
        pending: tuple[int, dict[int, CellValue], Header] | None = None
        names = {column.number for column in header.known("name")}
        for index, number, row in rows:
            if number <= skip_to:
                continue
            if any(isinstance(cell, str) and "姓" in cell and annex3_columns.field_of(cell_text(cell)) == "name" for cell in row):
                again = annex3_columns.header_at(self.sheet, index)
                if again is not None:
                    skip_to = again.last
                    if [(c.number, c.field) for c in again.columns] != [(c.number, c.field) for c in header.columns]:
                        header, names = again, {column.number for column in again.known("name")}
                        self._check_columns(again)
                    continue
            cells = dict(enumerate(row, 1))
            if pending and any((number, at) in self.sheet.filled for at in names):
                self._add_row(pending, number, cells)
            elif self._is_person(number, cells, header):
                if pending:
                    yield pending
                pending = number, self._readable_cells(number, cells, header), header
        if pending:
            yield pending

    def _is_person(self, number: int, cells: Mapping[int, CellValue], header: Header) -> bool:
        """Whether a row is a person; adds a finding where that is not certain."""
        texts = {at: text for at, cell in cells.items() if (text := without_spaces(cell))}
        first = texts.get(min(texts, default=0), "")
        numbers = {column.number for column in header.known("number")}
        name = header.known("name")[0]
        if annex3_lines.says_nothing(texts, numbers):
            return (number, name.number) in self.sheet.uncalculated  # else a blank row with a number
        if annex3_lines.is_line(first, texts, header) or (annex3_lines.is_item(texts) and any(at[0] == number - 1 for at, _ in self.lines)):
            self.groups += [(number, level)] if (level := annex3_lines.level_of_group(first)) is not None else []
            self.lines += [((number, "表下的"), text) for text in texts.values()]
            return False
        if name.number in texts or (number, name.number) in self.sheet.uncalculated or len(texts) > _FEW:
            return True
        message = "没有姓名，看不出这一行是不是评委"
        self.add_finding("F003", message, "是评委的请补上姓名；不是的请删去这一行，或者移到表头以上。", number, name)
        return False

    def _readable_cells(self, number: int, cells: dict[int, CellValue], header: Header) -> dict[int, CellValue]:
        """The cells of a row, with UNREADABLE for formulas without a stored result and for error values, each with a finding."""
        named = {column.number: column for column in header.columns if column.name}
        passed = {at for at, column in named.items() if column.field or annex3_columns.of_state(column.name)}
        for at, cell in cells.items():
            if at in passed or annex3_lines.is_number(text := without_spaces(cell)):
                continue
            if (said := remarks.of_note(text)) is not None:
                where = "附件3没有这一列" if at in named else f"第 {at} 格在没有名称的一列里"
                self.add_finding("F004", f"{where}，没有读，{said}", "要算的请写进备注，不算的请删去。", number, named.get(at))
            elif at not in named:
                self.without_name.add(at)
        for column in header.columns:
            cell = cells.get(column.number)
            if column.field == "number" and not annex3_lines.is_number(without_spaces(cell)):
                self.add_finding(
                    "F004", "序号里还有别的字或记号，看不出是什么意思", "与评委有关的请写进备注，无关的请删去。", number, column
                )
            if column.field is None or column.field == "number":
                continue
            if (number, column.number) in self.sheet.uncalculated and (cell is None or cell == ""):
                cells[column.number] = UNREADABLE
                self.add_finding("F003", "是公式，表格里没有存它的结果", _PASTE, number, column)
            elif isinstance(cell, str) and cell.startswith("#") and _ERROR_CELL.fullmatch(cell):
                cells[column.number] = UNREADABLE
                self.add_finding("F003", "公式的结果是错误值", f"请改好公式。{_PASTE}", number, column)
            elif column.field == "born" and (number, column.number) in self.sheet.filled:
                self.add_finding(
                    "F004", "与上一行合并成一格，看不出两个人是不是同年同月出生", "请取消合并，每一行写各人的。", number, column
                )
        return cells

    def _add_row(self, person: tuple[int, dict[int, CellValue], Header], number: int, cells: Mapping[int, CellValue]) -> None:
        """Adds a further row of a person with a merged name: only telephone numbers and remarks may differ between the rows."""
        for column in person[2].columns:
            cell = cells.get(column.number)
            if not without_spaces(cell) or (number, column.number) in self.sheet.filled or column.field in (None, "number"):
                continue
            before = person[1].get(column.number)
            if not without_spaces(before):
                person[1][column.number] = cell
            elif column.field in annex3_columns.SEVERAL:
                person[1][column.number] = f"{cell_text(before)}\n{cell_text(cell)}"
            elif without_spaces(before) != without_spaces(cell):
                self.add_finding("F004", "姓名合并了几行，这一列各行却不同", "请取消合并，一人一行。", number, column)
