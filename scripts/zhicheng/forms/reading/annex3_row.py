"""From one row of Annex 3 to one expert, with every fault of the row and its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.annex3_columns import Column, Header
from zhicheng.forms.reading.cells import remarks, values
from zhicheng.forms.reading.cells.nothing import is_ditto, is_none, is_nothing, keeps_place
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.sheets import CellValue
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.series import Series
from zhicheng.text import narrow, private_values


class FaultyCell:
    """The value of a cell that already has a finding."""


UNREADABLE: Any = FaultyCell()
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)|身份证(?:号码?)?[:：]?\d{15}"
)
_OF_ANOTHER = re.compile(
    "停用|已停|不通|配偶|秘书|家属|爱人|丈夫|妻子|儿子|女儿|父亲|母亲|转告|代[接收]|同事|空号|停机|已换|作废|旧号|原号|不用"
)
_NAMES_OF_ONE_PART = ("汉族", "回族", "满族")
_SHORT_NAMES = ("汉族", "回族")  # of four characters at most
_WITH_LEVEL = re.compile(r"(.{2,}?)(?:[(（]([^()（）]{1,6})[)）]|[/／、，,；;]+([正副高中初]高?级?)|([正副]高级?))")
_NO_DUTY = re.compile(r"[无/\\\-—－]+|没有|暂无")
_SAYS_SOMETHING = re.compile(r"(?![丨ˊˋˮ〇])[^\W_]")  # a letter, a character or a digit, and not only marks
_DITTO_AND_MORE = re.compile(r"\s*(?:[〃″＂々]|[\"'”’]{1,2}(?=\s))")  # ″ 副总工程师
_OWN_UNIT = re.compile("[本我该]单位")
_MAY_SAY = ("unit", "duty", "post", "title", "phones")  # fields in which a remark would be taken for a part of the value
_YOUNGEST = 16  # years at which somebody may have a title
_A_NUMBER = re.compile(r"(?<![\d第])(?:\d{3,4}[-－—]?\d{7,8}|\d{7,8}|1\d{10})(?!\d)")  # of a telephone
_UNIT, _POST, _NOTE, _SPECIALTY = 200, 100, 500, 100  # characters, as the schema allows
_IDENTITY_HOW = "花名册不收身份证号，请删去。"


def _as_above() -> Ambiguous:
    return Ambiguous("写的是“同上”一类的记号，没有写内容", "请照上一行把内容写全，每一行都要完整。")


class RowReader:
    """Reads rows, with the names of series, titles, levels and ethnic groups, and the current year for checking dates."""

    def __init__(self, series: Mapping[str, Series], groups: Value, as_of_year: int, levels: Mapping[str, str] = LEVELS) -> None:
        self.year = as_of_year
        self.levels = levels
        self.titles = values.levels_of_titles(series)
        self.series = values.series_names(series)
        self.groups = values.group_table(groups)

    def expert(
        self, cells: Mapping[int, CellValue], header: Header, date1904: bool = False
    ) -> tuple[Value | None, list[tuple[Column, ValueFault]]]:
        """The expert of a row, without an id, and the faults; None instead of the expert where there is a fault or an unreadable cell.

        `cells` are by column number; `date1904` is the date system of the workbook.
        """
        row = _Row(cells, header)
        month = partial(values.month, as_of_year=self.year, date1904=date1904)
        row.take("name", values.person_name)
        row.take("gender", values.gender)
        row.take("ethnic_group", partial(values.ethnic_group, groups=self.groups))
        self._one_name(row)
        row.take("born", month)
        row.take("unit", partial(values.free_text, limit=_UNIT))
        self._position(row)
        row.take("post", partial(values.free_text, limit=_POST))
        row.take("title", values.title)
        row.take("level", partial(values.level, of_title=row.found.get("title"), titles=self.titles, labels=self.levels))
        self._level_in_brackets(row)
        row.take("title_since", month)
        self._phones(row)
        self._specialty(row)
        self._note(row)
        self._remarks_elsewhere(row)
        found = row.found
        if "born" in found and "title_since" in found and found["title_since"] <= found["born"]:
            row.fault("title_since", NotUnderstood("不晚于出生年月", "请核对出生年月和取得职称时间。"))
        elif "born" in found and "title_since" in found and int(found["title_since"][:4]) - int(found["born"][:4]) < _YOUNGEST:
            row.fault("title_since", Ambiguous(f"离出生年月不到 {_YOUNGEST} 年", "请核对出生年月和取得职称时间的年份。"))
        if row.faults or row.unreadable:
            return None, row.faults
        return {**found, "entry": "recommended", "state": "active"}, []

    def _one_name(self, row: _Row) -> None:
        """A fault where two Chinese words stand as the name of somebody whose people's names have no parts: 张三 李四, 张三及李四."""
        hint = "一行只写一个人；一个人的姓名中间请写间隔号“·”。"
        if row.found.get("ethnic_group") in _SHORT_NAMES and re.fullmatch("[\u3400-\u9fff]{5,}", row.found.get("name", "")):
            row.fault("name", Ambiguous("看不出是一个人还是两个人", hint))
        if row.found.get("ethnic_group") in _NAMES_OF_ONE_PART and "·" in row.found.get("name", ""):
            written = str(row.cell("name"))
            if not re.search(r"[^\s\u3400-\u9fff]", written):
                row.fault("name", Ambiguous("看不出是一个人还是两个人", hint))

    def _level_in_brackets(self, row: _Row) -> None:
        """Takes the level off a title that says it too: 高级工程师（副高级）, …/副高级; a fault where the level of the row is another."""
        found = _WITH_LEVEL.fullmatch(row.found.get("title", ""))
        if found is None or "level" not in row.found:
            return
        try:
            said = values.level(found[2] or found[3] or found[4], found[1], self.titles, self.levels)
        except ValueFault:
            return
        if said == row.found["level"]:
            if said in self.titles.get(found[1], ()):  # not of 高级工程师（正高级）, where the brackets say more
                row.found["title"] = found[1]
            elif found[2] is None and self.titles.get(found[1]):  # 正高级工程师/副高级
                row.fault("title", Ambiguous("职称后面的层级与职称不同", "请核对，只在职称层级一格写层级。"))
        else:
            where = "括号里" if found[2] else "职称后面"
            row.fault("title", Ambiguous(f"{where}的层级与职称层级一格不同", "请核对，只在职称层级一格写层级。"))

    def _position(self, row: _Row) -> None:
        """Sets the employer; appends the position to the unit where it has a column of its own."""
        unit = row.found.get("unit")
        if unit is None:
            return
        if _OWN_UNIT.match(unit) or values.is_position(unit):
            row.fault("unit", NotUnderstood("没有写是哪个单位", "请写单位的全称。"))
        duty = values.cell_text(row.cell("duty"))
        duty = "" if _NO_DUTY.fullmatch(duty) else duty
        if row.header.known("duty"):
            row.found["employer"] = values.without_spaces(unit)
            if duty and len(unit) + len(duty) < _UNIT:
                row.found["unit"] = f"{unit} {duty}"
            elif duty:
                row.fault("duty", NotUnderstood(f"与工作单位合起来超过 {_UNIT} 个字", "请缩短。"))
        else:
            row.found["employer"] = values.employer(unit)

    def _phones(self, row: _Row) -> None:
        columns = row.header.known("phones")
        numbers: list[str] = []
        for column in columns:
            if not row.blank(column) or len(columns) == 1:
                numbers += [number for number in row.read(column, values.phones) or () if number not in numbers]
        if columns and all(row.blank(column) for column in columns) and len(columns) > 1:
            row.fault("phones", NotUnderstood("没有填写", "请至少填一个电话号码。"))
        if numbers:
            row.found["phones"] = numbers[: values.MAX_PHONES]

    def _specialty(self, row: _Row) -> None:
        """Sets series and specialty where the form has columns for them, which Annex 3 itself lacks."""
        row.take("series", partial(values.series_id, names=self.series))
        if row.header.known("first") and row.header.known("second"):
            read = partial(values.free_text, limit=_SPECIALTY)
            first = row.read(row.header.known("first")[0], read)
            second = row.read(row.header.known("second")[0], read)
            if first and second:
                row.found["specialty"] = [first, second]
        elif row.header.known("second") and "post" not in row.found:
            second = row.read(row.header.known("second")[0], partial(values.free_text, limit=_POST))
            if second:
                row.found["post"] = second

    def _remarks_elsewhere(self, row: _Row) -> None:
        """Asks about what belongs into the remarks and stands in another column."""
        at_fault = {column.number for column, _ in row.faults}
        for column in row.header.columns:
            cell = row.cells.get(column.number)
            if column.field not in _MAY_SAY or column.number in at_fault or not isinstance(cell, str):
                continue
            try:
                if column.field == "phones" and _OF_ANOTHER.search(cell):
                    raise Ambiguous("像是别人的或者不再用的号码", "请只写本人现在用的号码。")
                if column.field != "phones" and _has_identity(cell):
                    raise NotUnderstood("像是写了身份证号", _IDENTITY_HOW)
                if column.field != "phones" and _A_NUMBER.search(narrow(cell)):
                    raise NotUnderstood("像是写了电话号码", "电话请写进电话一格。")
                remarks.elsewhere(cell)
            except ValueFault as fault:
                row.faults.append((column, fault))
        try:
            remarks.party_office(row.found.get("unit", ""), row.found.get("note", ""))
        except ValueFault as fault:
            row.fault("duty" if row.header.known("duty") else "unit", fault)

    def _note(self, row: _Row) -> None:
        row.found["in_service"] = "serving"
        columns = [column for column in row.header.known("note") if not row.blank(column)]
        if not columns:
            return
        note = "；".join(values.cell_text(row.cells.get(column.number)) for column in columns if not row.is_unreadable(column))
        try:
            if not note or is_none(note) or _NO_DUTY.fullmatch(note):
                return
            if len(note) > _NOTE:
                raise NotUnderstood(f"超过 {_NOTE} 个字", "请缩短。")
            if _has_identity(note):
                raise NotUnderstood("像是写了身份证号", _IDENTITY_HOW)
            if not _SAYS_SOMETHING.search(note):
                raise Ambiguous("只有符号，没有写内容", "与上一行相同的请把内容写全，没有的请空着。")
            if is_ditto(note):
                raise _as_above()
            values.second_specialty(note)
            values.in_office(note)
            remarks.other_value(note)
            row.found["note"] = note
            row.found["in_service"] = values.in_service(note, self.year)
            if honours := values.honours(note):
                row.found["honours"] = honours
            if values.is_leader(note):
                row.found["leader"] = True
            values.leaving(note)  # last: what the others ask about says more
        except ValueFault as fault:
            row.faults.append((columns[0], fault))


def _has_identity(text: str) -> bool:
    """Whether an identity number stands in a text, be it mistyped."""
    mistyped = _IDENTITY.search(re.sub(r"[\s./_-]", "", narrow(text)))
    return mistyped is not None or any(code == "P002" for code, _ in private_values(text))


class _Row:
    """The cells of a row, the fields read from them (`found`), and the faults."""

    def __init__(self, cells: Mapping[int, CellValue], header: Header) -> None:
        self.cells = cells
        self.header = header
        self.found: Value = {}
        self.faults: list[tuple[Column, ValueFault]] = []
        self.unreadable = False

    def cell(self, field: str) -> CellValue:
        columns = self.header.known(field)
        return self.cells.get(columns[0].number) if columns else None

    def is_unreadable(self, column: Column) -> bool:
        if self.cells.get(column.number) is UNREADABLE:
            self.unreadable = True
            return True
        return False

    def blank(self, column: Column) -> bool:
        cell = self.cells.get(column.number)
        return cell is None or (isinstance(cell, str) and not values.without_spaces(cell))

    def read(self, column: Column, reader: Callable[[object], Any]) -> Any:
        """The value of a cell by `reader`; None where it is unreadable or has a fault, which is kept."""
        if self.is_unreadable(column):
            return None
        cell = self.cells.get(column.number)
        if isinstance(cell, str) and (is_ditto(cell) or _DITTO_AND_MORE.match(cell)):
            self.faults.append((column, _as_above()))
            return None
        if isinstance(cell, str) and (is_nothing(cell) or (cell.strip() and not _SAYS_SOMETHING.search(cell))):
            self.faults.append((column, NotUnderstood("没有写内容", "请把内容写全。")))
            return None
        try:
            found = reader(cell)
        except ValueFault as fault:
            self.faults.append((column, fault))
            return None
        if isinstance(cell, str) and keeps_place(cell):  # which is read as any words are
            self.faults.append((column, NotUnderstood("没有写内容", "请把内容写全。")))
            return None
        return found

    def take(self, field: str, reader: Callable[[object], Any]) -> None:
        """Reads the first column of a field into `found`, if the table has one."""
        columns = self.header.known(field)
        if columns and (value := self.read(columns[0], reader)) is not None:
            self.found[field] = value

    def fault(self, field: str, fault: ValueFault) -> None:
        self.faults.append((self.header.known(field)[0], fault))
