"""The tables of a submission put together into a record: each cell understood, contradictions told, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import annex1, annex2, contacts, scoring
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.catalog import Reviews
from zhicheng.forms.reading.cells import answers, areas, entries, lists, values
from zhicheng.forms.reading.faults import NotUnderstood, ValueFault
from zhicheng.forms.reading.grids import TableInText
from zhicheng.forms.reading.result import CLAUSE, CLAUSE_2, CLAUSE_SCORING, NO_CONTACTS, FilledForms, Tables, says
from zhicheng.text import document_number, listed, show

_FIELDS = ("name", "address", "phones", "scope", "basis", "procedure", "defence", "expert_pool")  # required, each a cell of its own
_IN_FULL = ("address", "basis", "procedure", "defence", "expert_pool")  # nothing of these stands elsewhere
_ELSEWHERE = re.compile("(?:详?见)?(?:附件|附表|附后|另附|后附).{0,6}")


@dataclass(slots=True)
class Found:
    """The tables of a submission by what they are, each with its file."""

    annex1: list[tuple[str, list[TableInText]]] = field(default_factory=list)
    directories: list[tuple[str, annex2.Directory, str | None]] = field(default_factory=list)
    tables: list[tuple[str, scoring.FilledScoringTable]] = field(default_factory=list)


class Assembly:
    """The tables of a submission being made into a record."""

    def __init__(self, result: FilledForms, found: Found, tables: Tables, authority: str | None, area: str | None) -> None:
        self.result = result
        self.found = found
        self.tables = tables
        self.authority = authority
        self.area = area
        self.file = ""
        self.filled = Filled()

    def read(self) -> None:
        forms = self.found.annex1
        if forms:
            self.file, parts = forms[0]
            self.filled = annex1.read(parts)
            for other, more in forms[1:]:
                self._compare_forms(other, annex1.read(more))
            self._annex1()
            if self.filled.ignored:
                labels = listed(show(label, 20) for label in dict.fromkeys(self.filled.ignored))
                says(self.result, "F002", self.file, None, f"附件1没有这些项目，没有读：{labels}", "不要紧的可以不管。", "warning")
        self._reviews()
        self._scoring()
        if forms:
            self._contacts()

    # --- findings and cells ---

    def _fault(self, entry: FilledField, fault: ValueFault, pointer: str = "") -> None:
        says(self.result, fault.code, self.file, entry.box, f"{entry.place}：{fault.message}", fault.hint, pointer=pointer)

    def _missing(self, name: str, pointer: str = "") -> None:
        """Says that a cell is blank, or that there is none."""
        entry = self.filled.entries.get(name)
        if entry is not None:
            self._fault(entry, NotUnderstood("没有填写", "这一格必填，请填好再交。"), pointer)
        else:
            said = f"没有找到“{annex1.label(name)}”这一格"
            says(self.result, "F002", self.file, None, said, "请照附件1保留这一格，名称不要改动。", pointer=pointer)

    def _compare_forms(self, file: str, other: Filled) -> None:
        for name in annex1.LABELS:
            mine, yours = self.filled.text(name), other.text(name)
            if mine and yours and values.squeezed(mine) != values.squeezed(yours):
                entry = other.entries[name]
                said = f"{entry.place}：与 {show(self.file)} 写的不同"
                says(self.result, "F006", file, entry.box, said, "一次只导入一个评审委员会的表；同一个的，请留一份附件1。")
                return

    # --- Annex 1 ---

    def _annex1(self) -> None:
        record = self.result.record
        self._names()
        own = self.area
        if own is None and (entry := self.filled.entries.get("area")) and not lists.is_blank(entry.text):
            own = self._area_of(entry)
        scope_entry = self.filled.entries.get("scope")
        plain = None
        if scope_entry is not None and self.filled.text("scope"):
            try:
                plain = areas.scope(scope_entry.text, self.tables.places, own or self._own(record.get("organiser", "")))
                record["scope"] = plain
            except ValueFault as fault:
                self._fault(scope_entry, fault)
        self._authority(own, plain)
        approval = {
            key: said
            for key, name, how in (
                ("date", "approval_date", lambda entry: entries.day(entry.value if entry.value is not None else entry.text)),
                ("authority", "approval_authority", lambda entry: lists.joined(entry.text)),
                ("document", "approval_document", lambda entry: _number(entry.text)),
            )
            if (said := self._take(name, how)) is not None
        }
        if approval:
            record["approval"] = approval
        for name, how in (
            ("address", lambda entry: lists.joined(entry.text)),
            ("phones", lambda entry: entries.office_phones(entry.text)),
            ("basis", lambda entry: entries.basis(entry.text)),
            ("procedure", lambda entry: lists.steps(entry.text)),
            ("defence", lambda entry: answers.defence(entry.text, self.filled.text("defence_scope"))),
            ("expert_pool", self._expert_pool),
        ):
            said = self._take(name, how)
            if said is not None:
                record[name] = said
        for name in _FIELDS:
            if not self.filled.text(name):
                self._missing(name)

    def _take(self, name: str, how: Callable[[FilledField], Any]) -> Any:
        """What a cell says, None where it is blank or not understood."""
        entry = self.filled.entries.get(name)
        if entry is None or (lists.is_blank(entry.text) and entry.value is None):
            return None
        if name in _IN_FULL and _ELSEWHERE.fullmatch(values.squeezed(entry.text)):
            self._fault(entry, NotUnderstood("只写了见附件", "请把内容写在这一格里。"))
            return None
        if name.startswith("approval_") and values.squeezed(entry.text) in ("无", "没有", "不详", "暂无"):
            return None
        try:
            return how(entry)
        except ValueFault as fault:
            self._fault(entry, fault)
            return None

    def _names(self) -> None:
        record = self.result.record
        entry = self.filled.entries.get("name")
        organiser = values.written(self.filled.text("organiser"))
        if entry is not None and self.filled.text("name"):
            said, names = answers.name_lines(entry.text)
            if len(names) > 2:
                hint = "请写两行：第一行评审委员会名称，第二行组建单位；几个单位合建的，写牵头的一个。"
                self._fault(entry, NotUnderstood(f"写了 {len(names)} 行，看不出哪一行是组建单位", hint))
            record["name"], organiser = answers.name_and_unit(said, names, organiser)
        if organiser:
            record["organiser"] = organiser
        elif entry is not None and record.get("name"):
            hint = "请在名称下面另写一行单位名称，如“组建单位：喀什地区住房和城乡建设局”。"
            self._fault(entry, NotUnderstood("没有写组建单位的名称", hint))

    def _own(self, organiser: str) -> str | None:
        guess = areas.inferred(organiser, [], self.tables.places)
        return guess[1] if guess else None

    def _area_of(self, entry: FilledField) -> str | None:
        code = re.search(r"[(（]\s*(\d{6})\s*[)）]", entry.text)
        if code:
            return code[1]
        try:
            return self.tables.places.code(values.squeezed(entry.text))
        except ValueFault as fault:
            self._fault(entry, fault)
            return None

    def _authority(self, own: str | None, scope: Value | None) -> None:
        record = self.result.record
        entry = self.filled.entries.get("authority")
        said = self.authority or (areas.authority_of(entry.text) if entry else None)
        self.result.stated = {key: value for key, value in (("authority", said), ("area", own)) if value is not None}
        guess = areas.inferred(record.get("organiser", ""), (scope or {}).get("areas", []), self.tables.places)
        if said is None and guess is not None and own in (None, guess[1]):
            said, own = guess
        if said is not None:
            record["authority"] = said
            if own is None and said == "region" and self.tables.areas.region:
                own = self.tables.areas.region.code
            if own is None and guess is not None and guess[0] == said:
                own = guess[1]
        if own is not None:
            record["area"] = own
        self.authority = said

    def _expert_pool(self, entry: FilledField) -> Value:
        return answers.expert_pool(entry.text, self.filled.text("pool_source"), self.filled.text("pool_draw"))

    # --- series, levels and directory ---

    def _reviews(self) -> None:
        reviews = Reviews(self.filled, self.found.directories, self.tables.names, self.authority)
        said = reviews.read(bool(self.found.annex1))
        for file, box, code, message, hint, severity in reviews.faults:
            says(self.result, code, file or self.file, box, message, hint, severity, CLAUSE_2 if file else CLAUSE)
        if said:
            self.result.record["reviews"] = said
        names = [(file, title) for file, _, title in self.found.directories if title]
        name = self.result.record.get("name")
        for file, title in names:
            if name and values.squeezed(title) != values.squeezed(name) and not self._same(title, name):
                hint = "请核对有没有拿错表；是同一个的，请把名称写成一样。"
                says(self.result, "F006", file, None, f"标题写的是“{show(title)}”，与附件1的“{show(name)}”不同", hint, clause=CLAUSE_2)

    def _same(self, title: str, name: str) -> bool:
        """Whether a title may mean a committee: titles are shortened names, so that a name holds the characters of its title in order."""
        pattern = "职称|评审委员会|评委会|高级|中级|初级|副高|正高|系列|专业|技术|任职资格|职务|[、（）()]"
        short, whole = (re.sub(pattern, "", self._without_area(text)) for text in (title, name))
        rest = iter(whole)
        return all(char in rest for char in short)

    def _without_area(self, text: str) -> str:
        """A name with the code of the area it begins with in place of its name."""
        try:
            found = self.tables.places.first(values.squeezed(text))
        except ValueFault:
            found = None
        return text if found is None else found[0] + found[1]

    # --- scoring tables ---

    def _scoring(self) -> None:
        tables: list[Value] = []
        for file, table in self.found.tables:
            value = self._scoring_table(file, table)
            if value is None:
                continue
            same = next((one for one in tables if one["title"] == value["title"]), None)
            if same is None:
                tables.append(value)
            elif same != value:
                said = f"{table.grid.place(table.box)}：有两张“{show(value['title'])}”，内容不同"
                says(self.result, "F006", file, table.box, said, "请只留一张，或者写清各自的名称。", clause=CLAUSE_SCORING)
        if tables:
            self.result.record["scoring"] = tables
        elif self.found.annex1 and not self.found.tables:
            said = "没有交量化赋分表"
            says(self.result, "F002", self.file, None, said, "请把赋分表（.xlsx 或 .docx）一起交。", clause=CLAUSE_SCORING)

    def _scoring_table(self, file: str, table: scoring.FilledScoringTable) -> Value | None:
        """A scoring table as a record has it, None where it is empty; findings for what it does not say well."""
        for box, column, message, hint in table.faults:
            says(self.result, "F003", file, box, f"{table.grid.place(box, column)}：{message}", hint, clause=CLAUSE_SCORING)
        where = table.grid.place(table.box)
        if not table.value["items"]:
            says(
                self.result, "F002", file, table.box, f"{where}：赋分表里没有一项内容", "请填好再交；不用的请删去。", clause=CLAUSE_SCORING
            )
            return None
        if table.guessed_total:
            said = f"{where}：没有写总分，按各项满分之和 {table.value['total']:g} 分计"
            says(self.result, "F002", file, table.box, said, "请核对；不对的，请加一行“合计”。", "warning", CLAUSE_SCORING)
        value: Value = {"title": table.value["title"] or "量化赋分表"}
        for key, name, text, read in (
            ("series", "适用系列", table.series, self._series_of),
            ("levels", "适用层级", table.levels, lambda text: list(entries.levels(text, self.authority))),
        ):
            try:
                value |= {key: read(text)} if text else {}
            except ValueFault as fault:
                message = f"{where}上方“{name}”：{fault.message}"
                says(self.result, fault.code, file, table.box, message, fault.hint, clause=CLAUSE_SCORING)
        return {**value, "total": table.value["total"], "items": table.value["items"]}

    def _series_of(self, text: str) -> list[str]:
        return [entries.series(piece, self.tables.names) for piece in lists.split(text, "、，,")]

    # --- contacts ---

    def _contacts(self) -> None:
        if not any(self.filled.text(name) for name in annex1.PEOPLE):
            for name in ("leader", "clerks"):
                self._missing(name, NO_CONTACTS)
            return
        found, faults = contacts.read(self.filled)
        for name, fault in faults:
            entry = self.filled.entries.get(name)
            if entry is None:
                self._missing(name)
            else:
                self._fault(entry, fault)
        self.result.contacts = found or None


def _number(text: str) -> str:
    """A document number without the spaces around its year."""
    return re.sub(r"\s+(?=〔)|(?<=〕)\s+", "", document_number(values.written(text)))
