"""From the tables of a submission to the fields of a record and contacts. Nothing is guessed: what is unclear becomes a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zhicheng.documents.finding import Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import ROWS
from zhicheng.forms.reading import added_rows, annex1, annex2, contacts, cross_checks, name_checks, scoring, scoring_line, scoring_tables
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.catalog import Reviews
from zhicheng.forms.reading.cells import answers, areas, lists, office_phones, values
from zhicheng.forms.reading.cells import documents as document_cells
from zhicheng.forms.reading.cells.nothing import is_none, is_nothing, without_seal
from zhicheng.forms.reading.cells.procedure import procedure
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.foreign_labels import shown_label
from zhicheng.forms.reading.grids import TableInText
from zhicheng.forms.reading.result import CLAUSE, CLAUSE_2, NO_CONTACTS, FilledForms, ReferenceTables, add_finding
from zhicheng.text import listed, show

_REQUIRED = ("name", "address", "phones", "scope", "basis", "procedure", "defence", "expert_pool")  # required
_CHOSEN = ("defence", "expert_pool")  # fields with an answer to choose
_NEVER_NONE = ("address", "basis")  # words of any kind, in which 无 would be taken for one; the others are not understood
_NO_TABLE = ("address", "basis", "approval_authority", "defence", "expert_pool")
_FREE = ("nature", "valid")  # forms of many offices have such a cell, in words of their own: what is not understood is not read, and said
_ANSWER = re.compile("^(?:是|否|有|无|需要?|不需要?)[，,、：:。；;]?")  # before what only refers: 是，详见方案


@dataclass(slots=True)
class FormTables:
    """The tables of a submission sorted by form, each with its file; of an Annex 2 also the committee in its title."""

    annex1: list[tuple[str, list[TableInText]]] = field(default_factory=list)
    directories: list[tuple[str, annex2.Directory, str | None]] = field(default_factory=list)
    scoring: list[tuple[str, scoring.FilledScoringTable]] = field(default_factory=list)
    like_scoring: list[str] = field(default_factory=list)  # the places of tables that have the title of one, and are none


class Assembly:
    """Fills a FilledForms from the tables of a submission. `authority` and `area` are the user's, else None."""

    def __init__(self, result: FilledForms, forms: FormTables, tables: ReferenceTables, authority: str | None, area: str | None) -> None:
        self.result = result
        self.forms = forms
        self.tables = tables
        self.authority = authority
        self.area = area
        self.file = ""
        self.filled = Filled()

    def read(self) -> None:
        """Reads all tables into `result`: the first Annex 1, then reviews, scoring tables and contacts."""
        forms = self.forms.annex1
        if forms:
            self.file, parts = forms[0]
            self.filled = annex1.read(parts)
            contacts.answer_lines(self.result, self.file, self.filled)
            for other, more in forms[1:]:
                cross_checks.same_annex1(self.result, self.file, self.filled, other, annex1.read(more))
            self._annex1()
            cross_checks.title_of_annex1(self.result, self.file, parts[0], self.tables.places)
            for box, message, hint in self.filled.asked:
                add_finding(self.result, "F004", self.file, box, message, hint)
            if self.filled.ignored:
                labels = listed(dict.fromkeys(shown_label(label) for label in self.filled.ignored))
                add_finding(self.result, "F002", self.file, None, f"{annex1.NOT_READ}{labels}", "不要紧的可以不管。", "warning")
        self._reviews()
        self._added()
        if (name := self.filled.entries.get("name")) is not None:
            for message, hint in name_checks.faults(self.result.record, self.tables.places, self.tables.names, self.tables.levels):
                add_finding(self.result, "F006", self.file, name.box, f"{name.place}：{message}", hint)
        asked = self._scoring_in_its_cell()
        scoring_tables.read(self.result, self.forms.scoring, self.tables, self.authority, self.file if forms and not asked else None)
        if forms:
            self._contacts()

    def _add_fault(self, entry: FilledField, fault: ValueFault, pointer: str = "", severity: Severity = "error") -> None:
        message = f"{entry.place}：{fault.message}"
        add_finding(self.result, fault.code, self.file, entry.box, message, fault.hint, severity, pointer=pointer, choices=fault.choices)

    def _add_missing(self, name: str, pointer: str = "") -> None:
        """Adds a finding for a required field that is blank, or has no cell."""
        entry = self.filled.entries.get(name)
        if entry is not None:
            self._add_fault(entry, NotUnderstood("没有填写", "这一格必填，请填好再交。"), pointer)
        else:
            message = f"没有找到“{annex1.label(name)}”这一格"
            add_finding(self.result, "F002", self.file, None, message, "请照附件1保留这一格，名称不要改动。", pointer=pointer)

    def _annex1(self) -> None:
        record = self.result.record
        self._names()
        own_area = self.area
        if own_area is None and (entry := self.filled.entries.get("area")) and not lists.is_blank(entry.text):
            own_area = self._stated_area(entry)
        scope_entry = self.filled.entries.get("scope")
        scope = None
        if scope_entry is not None and self.filled.text("scope"):
            try:
                seat, below = own_area or self._area_of_unit(record.get("organiser", "")), added_rows.outside_divisions(self.filled.text)
                scope = areas.scope(scope_entry.text, self.tables.places, seat, below)
                record["scope"] = scope
            except ValueFault as fault:
                self._add_fault(scope_entry, fault)
        self._level_and_area(own_area, scope)
        approval: Value = {}
        for key, field_name, read_one in (
            ("date", "approval_date", lambda entry: document_cells.day(entry.value if entry.value is not None else entry.text)),
            ("authority", "approval_authority", lambda entry: answers.approval_authority(entry.text)),
            ("document", "approval_document", lambda entry: document_cells.number(entry.text)),
        ):
            if (said := self._value_of(field_name, read_one)) is not None or is_none(self.filled.text(field_name)):
                approval[key] = said
        if approval:
            record["approval"] = approval
            if "approval_date" in self.filled.entries:
                cross_checks.years_of_approval(self.result, self.file, self.filled.entries["approval_date"], approval)
        for name, how in (
            ("address", lambda entry: answers.address(entry.text)),
            ("phones", lambda entry: office_phones.office_phones(entry.text)),
            ("basis", lambda entry: document_cells.basis(entry.text)),
            ("procedure", lambda entry: procedure(entry.text)),
            ("defence", lambda entry: answers.defence(entry.text, self.filled.text("defence_scope"))),
            ("expert_pool", lambda entry: answers.expert_pool(entry.text, self.filled.text("pool_source"), self.filled.text("pool_draw"))),
        ):
            if (value := self._value_of(name, how)) is not None:
                record[name] = value
        for name in _REQUIRED:
            if not self.filled.text(name):
                self._add_missing(name)

    def _value_of(self, name: str, how: Callable[[FilledField], Any]) -> Any:
        """The value of a field by `how`; None where it is blank, or not understood, which becomes a finding."""
        entry = self.filled.entries.get(name)
        if entry is None or (lists.is_blank(entry.text) and entry.value is None):
            return None
        if is_nothing(_ANSWER.sub("", values.without_spaces(entry.text), count=1)):
            fault = NotUnderstood("只写了见附件、见图、待定一类的话，没有写内容", "请把内容写在这一格里；没有的请留空。")
            self._add_fault(entry, fault, severity="warning" if name.startswith("approval_") else "error")
            return None
        if name in _NO_TABLE and entry.box is not None and entry.box.grids:
            self._add_fault(entry, Ambiguous("格子里套着一张表，看不出读哪些字", "请把内容直接写在格子里。"))
            return None
        if name in _CHOSEN and entry.box is not None and entry.box.drawn:
            self._add_fault(entry, Ambiguous("格子里画了图形，看不出选的是哪一个", "请只留选的，或者在方框里打勾，再删去图形。"))
            return None
        entry = replace(entry, text=without_seal(entry.text))
        if name.startswith("approval_") and (is_none(entry.text) or values.without_spaces(entry.text) == "不详"):
            return None
        if name in _NEVER_NONE and is_none(entry.text):
            self._add_fault(entry, NotUnderstood(f"只写了“{show(entry.text, 20)}”", "这一格必填，请写内容。"))
            return None
        try:
            return how(entry)
        except ValueFault as fault:
            self._add_fault(entry, fault)
            return None

    def _names(self) -> None:
        """Reads the names of the committee and of its unit."""
        record = self.result.record
        entry = self.filled.entries.get("name")
        organiser = without_seal(values.cell_text(self.filled.text("organiser")))
        if entry is not None and self.filled.text("name"):
            by_label, names = answers.name_lines(without_seal(entry.text))
            if len(names) > 2:
                hint = "请写两行：第一行评审委员会名称，第二行组建单位；几个单位合建的，写牵头的一个。"
                self._add_fault(entry, NotUnderstood(f"写了 {len(names)} 行，看不出哪一行是组建单位", hint))
            record["name"], organiser = answers.name_and_unit(by_label, names, organiser)
            try:
                answers.ask_about_names(record["name"], organiser)
            except ValueFault as fault:
                self._add_fault(entry, fault)
        if organiser:
            record["organiser"] = organiser
        elif entry is not None and record.get("name"):
            hint = f"请在名称下面另写一行单位名称，如“组建单位：{self.tables.words.example_prefecture}住房和城乡建设局”。"
            self._add_fault(entry, NotUnderstood("没有写组建单位的名称", hint))

    def _area_of_unit(self, organiser: str) -> str | None:
        """The area that the name of the unit makes certain, else None."""
        return guess[1] if (guess := areas.inferred(organiser, [], self.tables.places)) else None

    def _stated_area(self, entry: FilledField) -> str | None:
        code = re.search(r"[(（]\s*(\d{6})\s*[)）]", entry.text)
        name = values.without_spaces(entry.text.replace(code[0], "") if code else entry.text)
        if code and not name:
            return code[1]
        try:
            named = self.tables.places.code(name)
            if named is None:
                raise NotUnderstood(f"没有叫“{show(name, 40)}”的地区", self.tables.places.how)
            if code and named != code[1] and named not in {area.code for area in self.tables.areas.successors(code[1])}:
                raise Ambiguous(f"区划代码 {code[1]} 不是“{show(name, 40)}”的", "请核对名称和代码，写错的请改正。")
            return named
        except ValueFault as fault:
            self._add_fault(entry, fault)
            return None

    def _level_and_area(self, own_area: str | None, scope: Value | None) -> None:
        """Sets level and area of the unit: stated ones first, else where its name and the scope make them certain."""
        record = self.result.record
        entry = self.filled.entries.get("authority")
        level = self.authority
        if level is None and entry is not None:
            try:
                level = self.tables.places.authority_of(lists.chosen(entry.text))
            except ValueFault as fault:
                self._add_fault(entry, fault)
        self.result.stated = {key: value for key, value in (("authority", level), ("area", own_area)) if value is not None}
        guess = areas.inferred(record.get("organiser", ""), (scope or {}).get("areas", []), self.tables.places)
        if level is None and guess is not None and own_area in (None, guess[1]):
            level, own_area = guess
        if level is not None:
            record["authority"] = level
            if own_area is None and level == "region" and self.tables.areas.region:
                own_area = self.tables.areas.region.code
            if own_area is None and guess is not None and guess[0] == level:
                own_area = guess[1]
        if own_area is not None:
            record["area"] = own_area
        self.authority = level

    # --- series, levels and directory ---

    def _reviews(self) -> None:
        reviews = Reviews(self.filled, self.forms.directories, self.tables.names, self.authority, self.tables.levels, self.tables.titles)
        read = reviews.read(bool(self.forms.annex1))
        for one in reviews.faults:
            clause = CLAUSE_2 if one.file else CLAUSE
            file = one.file or self.file
            add_finding(self.result, one.code, file, one.box, one.message, one.hint, one.severity, clause, choices=one.choices)
        if read:
            self.result.record["reviews"] = added_rows.with_tracks(read, self.filled.text("series"), self.tables)
        cross_checks.titles_of_annex2(self.result, self.forms.directories, self.tables.places)
        cross_checks.tables_in_force(self.result, self.forms.directories)

    def _added(self) -> None:
        """Reads the rows below those of the letter, once the reviews that some of them are about are known."""
        record, reviews = self.result.record, self.result.record.get("reviews", [])
        for key in (key for key in ROWS if self.filled.text(key)):
            entry = self.filled.entries[key]
            if not reviews and (key.startswith("reviews.") or key == "excludes"):
                continue  # the reviews have faults of their own
            try:
                where, _, name = key.rpartition(".")
                none = is_none(entry.text)
                if where == "reviews":
                    self._set_in_reviews(name, {} if none else added_rows.of_reviews(key, entry.text, reviews, self.tables))
                elif key == "excludes":
                    whole, by_review = ([], {}) if none else added_rows.exclusions(entry.text, reviews, self.tables)
                    record.setdefault("scope", {})["excludes"] = whole or None  # None: the form says that there are none for the whole
                    self._set_in_reviews(key, by_review)
                else:
                    inside = record.setdefault("scope", {}) if where == "scope" else record
                    inside[name] = None if none else added_rows.field(key, entry.text, self.tables)
            except ValueFault as fault:
                self._add_fault(entry, fault, severity="warning" if key in _FREE and fault.code == "F003" else "error")

    def _scoring_in_its_cell(self) -> bool:
        """Takes a scoring table that Annex 1 has in one line, where no other was handed in. True where its points are asked about."""
        entry = self.filled.entries.get("scoring")
        found = None if entry is None else scoring_line.of_cell(entry, [table for _, table in self.forms.scoring])
        if entry is not None and isinstance(found, Ambiguous):
            self._add_fault(entry, found)
            return True
        self.forms.scoring += [(self.file, found)] if isinstance(found, scoring.FilledScoringTable) else []
        return False

    def _set_in_reviews(self, name: str, values: Mapping[int, Any]) -> None:
        """Sets a field of reviews by their place; None where the form has its row, and no line for the review."""
        for place, review in enumerate(self.result.record["reviews"]):
            review[name] = values.get(place)

    def _contacts(self) -> None:
        """Reads the contacts: findings for what is missing where they are required, or where some are there."""
        if not any(self.filled.text(name) for name in annex1.PEOPLE):
            for name in ("leader", "clerks") if self.tables.contacts_required else ():
                self._add_missing(name, NO_CONTACTS)
            return
        forms, faults = contacts.read(self.filled, self.tables.contacts_required)
        for name, fault in faults:
            entry = self.filled.entries.get(name)
            if entry is None:
                self._add_missing(name)
            else:
                self._add_fault(entry, fault)
        self.result.contacts = forms or None
