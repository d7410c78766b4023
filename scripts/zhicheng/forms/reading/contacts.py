"""The contacts of Annex 1: leader (主管领导), clerks (业务人员) and preparer (填表人). Faults never repeat a value."""

from __future__ import annotations

import re
from collections.abc import Callable

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.annex1 import PEOPLE, Filled, FilledField, label
from zhicheng.forms.reading.cells.lists import bare, is_blank, lines, pieces, split
from zhicheng.forms.reading.cells.office_phones import MARKS, contact_numbers
from zhicheng.forms.reading.cells.values import person_name
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.result import FilledForms

NONE = "不写"  # the answer that leaves out what may be left out
_MARKS = rf"{MARKS}\s*[:：]?"
_FIRST_NUMBER = re.compile(rf"[\s\u3000,，、；;:：(（]*(?:{_MARKS})?\s*[(（+＋]?[0-9０-９]")
_TITLE = re.compile(r"^(?:姓名\s*[:：])\s*")
_DUTY = re.compile(
    r"[\s\u3000]*职务\s*[:：].*$"
    r"|[\s\u3000(（]+(?!原|前任|曾任|拟任)(?:[\u4e00-\u9fff、]{0,20}(?:书记|主任|局长|厅长|处长|科长|院长|校长|科员|干部|主席|部长|经理|调研员|成员))[)）]?$",
    re.DOTALL,
)
_NEXT_PERSON = re.compile(rf"(?<=\d)[\s\u3000、，,]+(?=[\u4e00-\u9fff]{{2}})(?!{_MARKS}|转|分机)")
_SIGNED = re.compile(  # what else is signed in the cell of the preparer: 填表日期：…, 审核人：…
    r"[\s，,；;]+(?:[填制][表报](?:日期|时间)|日期|审[核批]人|(?:单位|部门)?(?:主管|分管)?(?:负责人|领导))\s*(?:[(（]签[字名章][)）])?\s*[:：].*",
    re.DOTALL,
)
_LONGEST = 500  # characters about one person
_AREA = re.compile(r"0\d{2,3}-")
_NOT_REQUIRED = f"联系人可以不报，都不报的写“{NONE}”。"
_HOW = "请写姓名、座机和手机，如“姓名　座机：010-0000001　手机：手机号码”。"

_IN_LINES = ("preparer", "preparer_phone", "authority", "area")  # fields that may stand in lines outside the table, or nowhere


def line_id(file: str, name: str) -> str:
    """The id by which a field that stands in no cell is answered: 附件1.docx “填表人”."""
    return f"{file} “{label(name)}”"


def answer_lines(result: FilledForms, file: str, filled: Filled) -> None:
    """Puts the answers into the fields that stand in no cell of a table."""
    for name in _IN_LINES:
        entry, key = filled.entries.get(name), line_id(file, name)
        if entry is not None and entry.box is not None:
            continue
        result.cells[key] = "" if entry is None else entry.text
        if key in result.answers:
            filled.entries[name] = FilledField(result.answers[key], label(name), None)


def read(filled: Filled, required: bool = True) -> tuple[Value, list[tuple[str, ValueFault]]]:
    """The contacts of a form, and the faults with their field; a person with a fault is left out.

    Where no document requires them, 不写 in one of the cells leaves all of them out, and the faults say so.
    """
    found: Value = {}
    faults: list[tuple[str, ValueFault]] = []
    if not required and any(filled.text(name).strip() == NONE for name in PEOPLE):
        return found, faults

    def attempt(key: str, read_one: Callable[[Filled], object]) -> None:
        try:
            value = read_one(filled)
        except ValueFault as fault:
            hint, choices = (fault.hint, fault.choices) if required else (f"{fault.hint}{_NOT_REQUIRED}", (*fault.choices, NONE))
            faults.append((key, type(fault)(fault.message, hint, choices)))
            return
        if value is not None:
            found[key] = value

    attempt("leader", _leader)
    attempt("clerks", _clerks)
    attempt("preparer", _preparer)
    return found, faults


def _leader(filled: Filled) -> Value | None:
    name, numbers = _name_and_numbers(filled.text("leader"))
    numbers = f"{numbers}\n{filled.text('leader_phones')}"
    if not name and not numbers.strip():
        raise NotUnderstood("没有填写", "请写主管领导的姓名。")
    if not name:
        name, more = _name_and_numbers(filled.text("leader_phones"))
        numbers = more
    return person(name, numbers)


def _clerks(filled: Filled) -> list[Value] | None:
    text = filled.text("clerks")
    people: list[list[str]] = []
    people_lines = [
        one
        for line in lines(text.replace("\t", "\u3000"))
        for part in pieces(line)
        for whole in split(part, "；;")
        for one in _NEXT_PERSON.split(whole)
    ]
    for line in people_lines:
        name, numbers = _name_and_numbers(bare(line))
        if name:
            people.append([name, numbers])
        elif people:
            people[-1][1] += f"\n{numbers}"
    if not people:
        raise NotUnderstood("没有填写", _HOW)
    phones = lines(filled.text("clerk_phones"))
    if phones and len(people) == 1:
        people[0][1] += "\n" + "\n".join(phones)
    elif len(phones) == len(people):
        for one, more in zip(people, phones, strict=True):
            one[1] += f"\n{more}"
    found: list[Value] = []
    for name, numbers in people:
        clerk = person(name, numbers)
        area = _AREA.match(found[-1]["landline"]) if found else None
        if area and re.fullmatch(r"\d{7,8}(?:转\d+)?", clerk["landline"]):  # a number without an area code has that of the person before
            clerk["landline"] = area[0] + clerk["landline"]
        found.append(clerk)
    return found


def _preparer(filled: Filled) -> Value | None:
    entry: FilledField | None = filled.entries.get("preparer")
    if entry is None or is_blank(entry.text):
        return None
    name, numbers = _name_and_numbers(_SIGNED.sub("", entry.text))
    numbers = f"{numbers}\n{filled.text('preparer_phone')}"
    return preparer(name, numbers)


def preparer(name: str, numbers: str) -> Value:
    """Who filled the form in, from a name and the text with the numbers. Raises a ValueFault."""
    if not numbers.strip():
        raise NotUnderstood("没有写联系电话", "请在填表人后面写联系电话。")
    landlines, mobiles = contact_numbers(numbers)
    return {"name": person_name(name), "phone": "、".join([*landlines, *mobiles])}


def person(name: str, numbers: str) -> Value:
    """A person from a name and the text with the numbers. Raises a ValueFault."""
    if not numbers.strip():
        raise NotUnderstood("没有写座机和手机", _HOW)
    landlines, mobiles = contact_numbers(numbers)
    if not landlines:
        raise NotUnderstood("没有写座机", _HOW)
    if not mobiles:
        raise NotUnderstood("没有写手机", _HOW)
    if len(mobiles) > 1 and re.search(r"\S\s+\S", name):
        raise Ambiguous("一行里像有几个人，分不清号码是谁的", "请一人一行，写姓名、座机和手机。")
    return {"name": person_name(name), "landline": "、".join(landlines), "mobile": "、".join(mobiles)}


def _name_and_numbers(text: str) -> tuple[str, str]:
    """Splits a text into the name at its beginning and the numbers after it. Raises NotUnderstood where it is too long."""
    text = "\n".join(lines(text))
    if len(text) > _LONGEST:
        raise NotUnderstood("内容太长，不像姓名和电话", _HOW)
    found = _FIRST_NUMBER.search(text)
    name, rest = (text, "") if found is None else (text[: found.start()], text[found.start() :])
    name = _TITLE.sub("", name.strip(" \t\u3000\n:：,，、；;(（"))
    return re.sub(rf"{_MARKS}$", "", _DUTY.sub("", name)).strip(" \t\u3000\n:：,，、；;(（"), rest
