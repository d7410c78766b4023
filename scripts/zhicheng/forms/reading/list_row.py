"""One committee of a list (一览表): its cells to what a record may say of it. What is unclear is asked about; people are counted only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from zhicheng.documents.finding import Finding, Pointer
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import list_cells, list_reviews, name_checks
from zhicheng.forms.reading.cells import areas as area_cells
from zhicheng.forms.reading.cells import documents as document_cells
from zhicheng.forms.reading.cells import lists, office_phones
from zhicheng.forms.reading.cells.nothing import is_ditto, is_none, is_nothing
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.faults import Ambiguous, ValueFault
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.list_table import Lines, ListTable
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.questions import Question
from zhicheng.forms.reading.result import FilledForms, ReferenceTables, add_finding
from zhicheng.text import folded, private_values, show

_DAY = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_PERSON = re.compile("联系人|经办人|负责人|主任委员|秘书")
_NUMBERED = re.compile(r"^\d{1,3}[.．、](?!\d)\s*")
_COMMITTEES = re.compile("评审委员会|评委会|[高中初]评委")
_IN_BRACKETS = re.compile("[(（][^()（）]*[)）]")
_NOTED = {"valid": "有效期", "valid_from": "有效期起", "valid_until": "有效期止", "approval_date": "批准时间"}
_NOTED |= {"method": "评价方式", "applicants": "受理对象"}


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


class ListedRowReader:
    """Reads one committee of a list into a ListedRow; `people` counts the cells with people that were not taken."""

    def __init__(self, forms: FilledForms, file: str, table: ListTable, lines: Lines, reference: ReferenceTables) -> None:
        self.forms, self.file, self.table, self.lines, self.reference = forms, file, table, lines, reference
        self.people = 0
        name_box = lines.boxes[0]["name"]
        self.row = ListedRow({}, file, table.grid, sorted(lines.rows), name_box)
        self.notes: list[str] = []

    def read(self) -> ListedRow:
        value = self.row.value
        value["name"] = _NUMBERED.sub("", lists.joined(self.row.name_box.text))
        for cell, key, message, hint in list_cells.doubts(self.lines):
            add_finding(self.forms, "F004", self.file, cell, f"{self.table.grid.place(cell, self._label(key))}：{message}", hint)
        self._origin(("name",), self.row.name_box)
        if len(_COMMITTEES.findall(_IN_BRACKETS.sub("", value["name"]))) > 1:
            message = f"{self.row.place}：一格里像是写了几个评审委员会"
            add_finding(self.forms, "F004", self.file, self.row.name_box, message, "请一个评审委员会写一行；确实是一个的，请只写它的全称。")
        if (organiser := self._one("organiser")) is not None:
            if is_nothing(organiser.text) or is_ditto(organiser.text):
                message = f"{self.table.grid.place(organiser, self._label('organiser'))}：写的是“同上”一类的话，没有写内容"
                add_finding(self.forms, "F003", self.file, organiser, message, "请写出单位的全称。")
            else:
                value["organiser"] = lists.joined(organiser.text)
        self._place()
        reviews = list_reviews.read(self.lines, self.table.grid, self.reference, value.get("authority"))
        for box, fault, place in reviews.faults:
            add_finding(self.forms, fault.code, self.file, box, f"{place}：{fault.message}", fault.hint, choices=fault.choices)
        if reviews.value:
            value["reviews"] = reviews.value
            for box in [*self.lines.of("series"), *self.lines.of("series_levels")][:1]:
                self._origin(("reviews",), box)
        for message, hint in name_checks.faults(value, self.reference.places, self.reference.names, self.reference.levels):
            add_finding(self.forms, "F006", self.file, self.row.name_box, f"{self.row.place}：{message}", hint, "warning")
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
            add_finding(self.forms, "F004", self.file, boxes[-1], message, "请把这几行写成一样的。", choices=choices[:1])
        self._origin((name,), boxes[0])
        return boxes[0]

    def _place(self) -> None:
        """Sets authority and area: by the column or heading, the unit and the name, where these agree and leave no doubt; else asks."""
        places, value = self.reference.places, self.row.value
        said = self.forms.answers.get(self.row.question_id("区划"))
        if said is not None:
            if (found := self._stated(said)) is not None:
                value["authority"], value["area"] = found
            return
        level = places.authority_of(cell_text(box.text)) if (box := self._one("authority")) is not None else None
        column = self._column_area()
        guesses = {self._guess(value.get("organiser", "")), self._of_name()} - {None}
        units = {guess for guess in guesses if guess is not None}
        fitting = [guess for guess in units if level in (None, guess[0]) and (column is None or places.areas.covers(column, guess[1]))]
        if column is not None and level in dict(self.reference.codes.added_authorities):
            value["authority"], value["area"] = str(level), column
        elif len(fitting) == 1 and len(units) == 1:
            value["authority"], value["area"] = fitting[0]
        elif not units and column is not None and level == places.areas.level(column):
            value["authority"], value["area"] = str(level), column
        else:
            self._ask_place(column, units)

    def _column_area(self) -> str | None:
        """The area in the columns of prefectures and of counties, or in the heading above."""
        boxes = [box for name in ("area", "county") if (box := self._one(name)) is not None]
        if not boxes:
            return self._code(lists.bare(self.lines.section))
        self._origin(("area",), boxes[-1])
        try:
            both = self.reference.places.leading_area("".join(without_spaces(box.text) for box in boxes))
        except Ambiguous:
            both = None
        if both is not None and not both[1]:
            return both[0]
        outer, inner = self._code(boxes[0].text), self._code(boxes[-1].text)
        return inner if outer is None or self.reference.places.areas.covers(outer, inner or "") else None

    def _code(self, text: str) -> str | None:
        try:
            return self.reference.places.code(without_spaces(text))
        except Ambiguous:
            return None

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
        ask(self.forms, self.row, "区划", message, hint, tuple(filter(None, choices)))

    def _stated(self, said: str) -> tuple[str, str] | None:
        """Level and area by an answer; None, with a finding, where it names none."""
        places = self.reference.places
        central = places.authority_of(said) == "central"
        text = re.sub("[，,、]", "", said.replace(places.words.authorities["central"], "")) if central else said
        code = text.strip() if text.strip() in places.areas.current else self._code(text)
        level = "central" if central else places.areas.level(code or "")
        if code is None or level is None:
            message = f"{self.row.place}：回答的“{show(said)}”不是行政区划的名称"
            ask(self.forms, self.row, "区划", message, f"请写全称，如“{places.words.example_prefecture}”，或者六位代码。", ())
            return None
        return level, code

    def _approval(self) -> None:
        found: Value = {}
        if (box := self._one("approval_date")) is not None:
            try:
                found["date"] = document_cells.day(box.value if box.value is not None else box.text)
            except ValueFault:
                self._keep("approval_date", box)
        if (box := self._one("approval_authority")) is not None:
            found["authority"] = lists.joined(box.text)
        if (box := self._one("approval_document")) is not None and not is_none(box.text):
            try:
                found["document"] = document_cells.number(box.text)
            except ValueFault as fault:
                place = self.table.grid.place(box, self._label("approval_document"))
                add_finding(self.forms, fault.code, self.file, box, f"{place}：{fault.message}", fault.hint)
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
        if found.get("from", "") > found.get("until", "9"):
            box = self._one("valid") or self._one("valid_until") or self.row.name_box
            message = f"{self.table.grid.place(box, '有效期')}：最后一天早于起始日"
            add_finding(self.forms, "F006", self.file, box, message, "请核对有效期的两个日期。")
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
            self.people += len(kept) < max(len(numbers), 1)
            found += [one for one in kept if one not in found]
            self._origin(("phones",), box)
        if found:
            self.row.value["phones"] = found

    def _note(self) -> None:
        for name in ("method", "applicants"):
            if (box := self._one(name)) is not None:
                self._keep(name, box)
        for box in self.lines.of("note"):
            text = lists.joined(box.text)
            if private_values(text) or _PERSON.search(text):
                self.people += 1
                message = f"{self.table.grid.place(box, self._label('note'))}：像是写着联系人或手机，没有写进登记"
                add_finding(self.forms, "F003", self.file, box, message, "其余的话要留的，请在登记文件里补上。", "warning")
            else:
                self.notes.append(text)
        if self.notes:
            self.row.value["note"] = "；".join(dict.fromkeys(self.notes))


def ask(forms: FilledForms, row: ListedRow, about: str, message: str, hint: str, choices: tuple[str, ...]) -> None:
    """Asks about the whole of a committee: a finding at the cell of its name, and the question."""
    box = row.name_box
    forms.findings.append(Finding("F004", "error", row.file, max(box.row, 1), box.column, "", message, hint, ""))
    forms.questions.append(Question(row.question_id(about), row.file, row.grid.where, box.row, box.column, message, hint, choices))


def _day(text: str) -> str | None:
    match = _DAY.search(text)
    return None if match is None else _iso(match)


def _iso(match: re.Match[str]) -> str | None:
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None
