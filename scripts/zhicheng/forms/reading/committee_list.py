"""Reads a list with a row for each committee (一览表, Excel or a Word table): what each is called, reviews, and where it is.

Only what the list says is taken. What a record must have and a cell says unclearly is asked (F003, F004); what it need not have and a cell
says in another way stands in the note, in the words of the list. People and their telephones are never taken, only counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from types import MappingProxyType

from zhicheng.documents.finding import Finding, Pointer
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import list_reviews, list_table, open_any
from zhicheng.forms.reading.cells import areas as area_cells
from zhicheng.forms.reading.cells import documents as document_cells
from zhicheng.forms.reading.cells import lists, office_phones
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.faults import Ambiguous, FileFault, ValueFault
from zhicheng.forms.reading.grids import Box, Grid, every
from zhicheng.forms.reading.list_table import DITTO, SAME_AS, Lines, ListTable
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.questions import Answers, Question, answer_grid, cell_id
from zhicheng.forms.reading.result import FilledForms, ReferenceTables, TableSeen, add_finding, cite
from zhicheng.forms.reading.zip_files import unpacked
from zhicheng.text import folded, private_values, show

FORM = "一览表"
_DAY = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_PERSON = re.compile("联系人|经办人|负责人|主任委员|秘书")
_NOTED = {"valid": "有效期", "valid_from": "有效期起", "valid_until": "有效期止", "approval_date": "批准时间"}


@dataclass(slots=True)
class ListedRow:
    """A committee of a list: what is read of it as in a record (without id), its file, table and first row, and the cells of its fields.

    `name_box` is the cell of its name, at which what is asked about the whole of it stands.
    """

    value: Value
    file: str
    grid: Grid
    rows: list[int]
    name_box: Box
    cells: dict[Pointer, Origin] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return self.grid.place(self.name_box)

    def question_id(self, about: str) -> str:
        """The id of a question about the whole committee: list.xlsx 工作表“x” R5 编号."""
        return f"{self.file} {self.grid.where} R{self.rows[0]} {about}"


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
                _read_table(result, name, table, reference)
            elif rows > 2 and len(result.committees) > before and len(part.grid.rows[0]) > 2:
                message = f"{part.grid.where}没有表头，看不出是不是前一张表的续表"
                add_finding(result.forms, "F004", name, None, message, "是续表的请加上同样的表头，不是的请删去，再导入。")
        if len(result.committees) == before:
            hint = "表头要有“评审委员会名称”一类的列，和系列、层级、组建单位等至少两列，一个评审委员会一行。"
            add_finding(result.forms, "F002", name, None, "没有找到一览表", hint)
    _twice(result)
    result.forms.findings = cite(result.forms.findings, {})
    return result


def _read_table(result: CommitteeList, file: str, table: ListTable, reference: ReferenceTables) -> None:
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
    columns = {column.number for column in table.columns if column.field in list_table.PRIVATE}
    people = {
        id(box)
        for lines in table.lines
        for boxes in lines.boxes
        for key, box in boxes.items()
        if key in list_table.PRIVATE and not lists.is_blank(box.text)
    }
    result.people += len(people) if columns else 0
    for lines in _joined(result, file, table):
        result.committees.append(_Row(result, file, table, lines, reference).read())


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


class _Row:
    """Reads one committee of a list into a ListedRow."""

    def __init__(self, result: CommitteeList, file: str, table: ListTable, lines: Lines, reference: ReferenceTables) -> None:
        self.result, self.file, self.table, self.lines, self.reference = result, file, table, lines, reference
        name_box = lines.boxes[0]["name"]
        self.row = ListedRow({}, file, table.grid, sorted(lines.rows), name_box)
        self.notes: list[str] = []

    def read(self) -> ListedRow:
        value = self.row.value
        value["name"] = lists.joined(self.row.name_box.text)
        self._origin(("name",), self.row.name_box)
        if (organiser := self._one("organiser")) is not None:
            value["organiser"] = lists.joined(organiser.text)
        self._place()
        reviews = list_reviews.read(self.lines, self.table.grid, self.reference.names, value.get("authority"))
        for box, fault, place in reviews.faults:
            add_finding(self.result.forms, fault.code, self.file, box, f"{place}：{fault.message}", fault.hint, choices=fault.choices)
        if reviews.value:
            value["reviews"] = reviews.value
            for box in [*self.lines.of("series"), *self.lines.of("series_levels")][:1]:
                self._origin(("reviews",), box)
        for name in ("scope", "address"):
            if (box := self._one(name)) is not None:
                value[name] = lists.joined(box.text)
        self._approval()
        self._valid()
        self._phones()
        self._note()
        title = self.table.title or PurePosixPath(self.file).stem
        dated = _day(title)
        value["source"] = {"title": title, **({"date": dated} if dated else {})}
        order = ("name", "organiser", "authority", "area", "reviews", "scope", "approval", "valid", "address", "phones", "note", "source")
        self.row.value = {key: value[key] for key in order if key in value}
        return self.row

    def _origin(self, pointer: Pointer, box: Box) -> None:
        self.row.cells[pointer] = Origin(self.file, box, self.table.grid, self.table.grid.place(box))

    def _label(self, name: str) -> str:
        return next((column.label for column in self.table.columns if column.field == name), name)

    def _one(self, name: str) -> Box | None:
        """The cell of a field; None where there is none. Several that differ are asked about."""
        boxes = self.lines.of(name)
        if not boxes:
            return None
        if len({folded(cell_text(box.text)) for box in boxes}) > 1:
            message = f"{self.table.grid.place(boxes[-1], self._label(name))}：与上面第 {boxes[0].row} 行的不同，分不清以哪一个为准"
            choices = tuple(dict.fromkeys(cell_text(box.text) for box in boxes))
            add_finding(self.result.forms, "F004", self.file, boxes[-1], message, "请把这几行写成一样的。", choices=choices[:1])
        self._origin((name,), boxes[0])
        return boxes[0]

    def _place(self) -> None:
        """Sets authority and area: by the column or heading, the unit and the name, where these agree and leave no doubt; else asks."""
        places, value = self.reference.places, self.row.value
        said = self.result.forms.answers.get(self.row.question_id("区划"))
        if said is not None and (found := self._stated(said)) is not None:
            value["authority"], value["area"] = found
            return
        level = places.authority_of(cell_text(box.text)) if (box := self._one("authority")) is not None else None
        column = self._area_of(box) if (box := self._one("area")) is not None else None
        guesses = {self._guess(value.get("organiser", "")), self._of_name()} - {None}
        units = {guess for guess in guesses if guess is not None}
        fitting = [guess for guess in units if level in (None, guess[0]) and (column is None or places.areas.covers(column, guess[1]))]
        if len(fitting) == 1 and len(units) == 1:
            value["authority"], value["area"] = fitting[0]
        elif not units and column is not None and level == places.areas.level(column):
            value["authority"], value["area"] = str(level), column
        else:
            self._ask_place(column, units)

    def _area_of(self, box: Box) -> str | None:
        try:
            code = self.reference.places.code(without_spaces(box.text))
        except Ambiguous:
            code = None
        if code is not None:
            self._origin(("area",), box)
        return code

    def _guess(self, unit: str) -> tuple[str, str] | None:
        return area_cells.inferred(unit, [], self.reference.places)

    def _of_name(self) -> tuple[str, str] | None:
        """Level and area by the name of the committee, where it begins with a place and names no unit that may be somebody else's."""
        text, places = without_spaces(self.row.value["name"]), self.reference.places
        if places.is_senior(text) or re.search("大学|学院|医院|学校|研究", text):
            return None
        try:
            found = places.leading_area(text)
        except Ambiguous:
            return None
        level = None if found is None else places.areas.level(found[0])
        return None if found is None or level is None else (level, found[0])

    def _ask_place(self, column: str | None, units: set[tuple[str, str]]) -> None:
        places = self.reference.places
        names = [places.areas.name(code) for _, code in sorted(units)] + ([places.areas.name(column)] if column else [])
        central = places.words.authorities["central"]
        message = f"{self.row.place}：从组建单位和名称看不准单位级别和区划"
        hint = f"请写单位所属行政区划的名称，如“{places.words.example_prefecture}”；{central}写成“{central}，”加驻地的名称。"
        choices = tuple(dict.fromkeys([*names, places.areas.region.name if places.areas.region else ""]))
        ask(self.result.forms, self.row, "区划", message, hint, tuple(filter(None, choices)))

    def _stated(self, said: str) -> tuple[str, str] | None:
        """Level and area by an answer; None, with a finding, where it names none."""
        places = self.reference.places
        central = places.authority_of(said) == "central"
        text = re.sub("[，,、]", "", said.replace(places.words.authorities["central"], "")) if central else said
        try:
            code = text.strip() if text.strip() in places.areas.current else places.code(without_spaces(text))
        except Ambiguous:
            code = None
        level = "central" if central else places.areas.level(code or "")
        if code is None or level is None:
            message = f"{self.row.place}：回答的“{show(said)}”不是行政区划的名称"
            ask(self.result.forms, self.row, "区划", message, f"请写全称，如“{places.words.example_prefecture}”，或者六位代码。", ())
            return None
        return level, code

    def _approval(self) -> None:
        found: Value = {}
        if (box := self._one("approval_date")) is not None:
            try:
                found["date"] = document_cells.day(box.value if box.value is not None else box.text)
            except ValueFault:
                self._keep("approval_date", box)
        for key, name in (("authority", "approval_authority"), ("document", "approval_document")):
            if (box := self._one(name)) is not None:
                found[key] = lists.joined(box.text)
        if found:
            self.row.value["approval"] = found

    def _valid(self) -> None:
        """The validity where both, or one of, its days are written in full; else its words, in the note."""
        found: Value = {}
        if (box := self._one("valid")) is not None:
            days = [_iso(match) for match in _DAY.finditer(box.text)]
            if len(days) == 2 and all(days):
                found = {"from": days[0], "until": days[1]}
            else:
                self._keep("valid", box)
        for key, name in (("from", "valid_from"), ("until", "valid_until")):
            if (box := self._one(name)) is None:
                continue
            text = box.value.isoformat()[:10] if isinstance(box.value, date) else box.text
            if (day := _day(text)) is not None and _DAY.fullmatch(text.strip()):
                found[key] = day
            else:
                self._keep(name, box)
        if found:
            self.row.value["valid"] = found

    def _keep(self, name: str, box: Box) -> None:
        """Puts what a cell says into the note, in its own words."""
        self.notes.append(f"{_NOTED[name]}：{lists.joined(box.text)}")

    def _phones(self) -> None:
        """Office lines; a mobile number, or one with other words, is a person's, and is counted only."""
        found: list[str] = []
        for box in self.lines.of("phones"):
            try:
                numbers = office_phones.office_phones(box.text)
            except ValueFault:
                numbers = []
            kept = [one for one in numbers if not re.match(r"1\d{10}", one) and not private_values(one)]
            self.result.people += len(kept) < max(len(numbers), 1)
            found += [one for one in kept if one not in found]
            self._origin(("phones",), box)
        if found:
            self.row.value["phones"] = found

    def _note(self) -> None:
        for box in self.lines.of("note"):
            text = lists.joined(box.text)
            if private_values(text) or _PERSON.search(text):
                self.result.people += 1
                message = f"{self.table.grid.place(box, self._label('note'))}：像是写着联系人或手机，没有写进登记"
                add_finding(self.result.forms, "F003", self.file, box, message, "其余的话要留的，请在登记文件里补上。", "warning")
            else:
                self.notes.append(text)
        if self.notes:
            self.row.value["note"] = "；".join(dict.fromkeys(self.notes))


def ask(forms: FilledForms, row: ListedRow, about: str, message: str, hint: str, choices: tuple[str, ...]) -> None:
    """Asks about the whole of a committee: a finding at the cell of its name, and the question."""
    box = row.name_box
    forms.findings.append(Finding("F004", "error", row.file, max(box.row, 1), box.column, "", message, hint, ""))
    forms.questions.append(Question(row.question_id(about), row.file, row.grid.where, box.row, box.column, message, hint, choices))


def _twice(result: CommitteeList) -> None:
    """Leaves out a row that says the same as one before; asks where the same committee is listed with something else."""
    first: dict[str, ListedRow] = {}
    kept: list[ListedRow] = []
    for row in result.committees:
        known = first.setdefault(folded(row.value["name"]), row)
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


def _day(text: str) -> str | None:
    match = _DAY.search(text)
    return None if match is None else _iso(match)


def _iso(match: re.Match[str]) -> str | None:
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None
