"""Asks for what a record needs and the forms do not say: id, level and division of the unit, validity, panel, who may apply.

The id of a question is the name of what it asks for (“编号”, “有效期”); the answer is written as the row of the form would have it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhicheng.documents.finding import Finding, Pointer
from zhicheng.documents.schemas import field_label, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.added_fields import ROWS
from zhicheng.forms.intake import kept, record
from zhicheng.forms.reading import added_rows
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.contacts import NONE
from zhicheng.forms.reading.faults import NotUnderstood, ValueFault
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.questions import Answers, Question
from zhicheng.forms.reading.result import FilledForms, ReferenceTables
from zhicheng.registry.new_record import ID, check_identity
from zhicheng.registry.records.competence import OPEN_TO
from zhicheng.registry.registry import Registry
from zhicheng.registry.required_fields import use
from zhicheng.text import listed, show

FORM = "附件1"
IDENTIFIER = "编号"
_OFFERED = ("valid", "panel", "scope.open_to")  # asked for a new record also where no rulebook requires them


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field that is asked for: the name of the question, how an answer is read, an example for the hint, and what may be answered."""

    key: str
    name: str
    read: Callable[[str], Any]
    example: str
    choices: tuple[str, ...] = ()


def completed(
    registry: Registry, committee: str | None, read: FilledForms, tables: ReferenceTables, answers: Answers, form: str = FORM
) -> FilledForms:
    """The forms with what the answers say of fields that they lack; questions about the others are added to it.

    `committee` is the id that the user states. Forms without Annex 1 lack nothing, nor do those of a registered committee: of what they
    leave as it is, that is told. `form` is what is named of them where no cell is.
    """
    if "name" not in read.record:
        return read
    known = record.match(registry, committee, read.record)
    if known is not None:
        kept.report(registry, known, read, answers, form)
        return read
    for one in _needed(registry, read, tables):
        _take(read, one, answers, needed=True)
    read.committee = committee or record.of_list(registry, read.record["name"])
    if read.committee is None:
        _take_id(registry, read, answers)
    for one in _optional(registry, read, tables):
        _take(read, one, answers, needed=False)
    return read


def _needed(registry: Registry, read: FilledForms, tables: ReferenceTables) -> list[_Asked]:
    """What a new record cannot do without, and the forms lack: level and area of the unit, rows that the rulebooks require."""
    words = registry.words
    units = {words.unit(code): code for code in words.authorities}
    found = [
        _Asked("authority", _label("authority"), lambda text: _unit(text, units, tables), f"如“{next(iter(units))}”", tuple(units)),
        _Asked("area", _label("area"), lambda text: _area(text, tables), f"如“{words.example_prefecture}”，或者六位代码"),
    ]
    books = registry.rulebooks_of(registry.settings.current_round)
    required = [_row(key, tables) for key in ROWS if "." not in key and key != "excludes" and use(books, key)[0] == "required"]
    return [one for one in (*found, *required) if _inside(read.record, one.key) is None]


def _optional(registry: Registry, read: FilledForms, tables: ReferenceTables) -> list[_Asked]:
    """What a record should say, and the forms lack; nothing that the rulebooks do not use."""
    books = registry.rulebooks_of(registry.settings.current_round)
    keys = [key for key in _OFFERED if use(books, key)[0] == "optional" and ("." not in key or "scope" in read.record)]
    asked = (_open_to() if key == "scope.open_to" else _row(key, tables) for key in keys)
    return [one for one in asked if _inside(read.record, one.key) is None]


def _row(key: str, tables: ReferenceTables) -> _Asked:
    """A row below those of the letter; of two of them there is a short way to write it."""
    short = {"valid": "如“2026-01-01 至 2028-12-31”", "panel": "如“25 人，按专业组建”"}
    return _Asked(key, ROWS[key], lambda text: added_rows.field(key, text, tables), short.get(key, "照空白表上这一行的写法"))


def _open_to() -> _Asked:
    labels = {label: code for code, label in OPEN_TO.items()}
    return _Asked("scope.open_to", "受理对象", lambda text: _one_of(text, labels), "如“面向社会”", tuple(labels))


def _take(read: FilledForms, one: _Asked, answers: Answers, needed: bool) -> None:
    """Puts the answer into the record; asks where there is none, or it is not understood."""
    choices = one.choices if needed else (*one.choices, NONE)
    said = answers.get(one.name, "").strip()
    if said == NONE and not needed:
        return
    message, hint = f"表里没有写{one.name}" if needed else f"表里没有写{one.name}，登记里最好有", f"请回答，{one.example}。"
    if said:
        try:
            _set(read, one, one.read(said))
        except ValueFault as fault:
            message, hint, needed = f"回答的{one.name}：{fault.message}", fault.hint or hint, True
        else:
            return
    read.questions.append(Question(one.name, FORM, "", 1, 1, message, hint, choices))
    if needed:
        read.findings.append(Finding("F002", "error", FORM, 1, 1, "", message, hint, ""))


def _take_id(registry: Registry, read: FilledForms, answers: Answers) -> None:
    """Settles the id by the answer, or asks for it with a suggestion. A registered committee may be meant by its own id."""
    said = answers.get(IDENTIFIER, "").strip()
    place = [read.record[key] for key in ("authority", "area") if key in read.record]
    message = f"登记册里没有名称是“{show(read.record['name'], 60)}”的评审委员会，还没有编号"
    if said:
        try:
            if said not in registry.by_id:
                _check_id(registry, said, place)
            read.committee = said
        except UserError as error:
            message = f"回答的编号：{str(error).rstrip('。')}"
        else:
            return
    reviews = read.record.get("reviews") or [{"series": "committee"}]
    base = f"{place[-1]}-{reviews[0]['series']}" if len(place) == 2 else ""
    suggested = () if not base or registry.knows("committee", base) else (base,)
    hint = "新的起一个，小写字母、数字和短横，例如 ks-health，一经登记不再改动；已登记的写原来的编号。"
    read.questions.append(Question(IDENTIFIER, FORM, "", 1, 1, message, hint, suggested))
    more = "也可以用 --committee 写明编号；成批的，把子文件夹起成编号（要带短横）。"
    read.findings.append(Finding("F002", "error", FORM, 1, 1, "", message, hint + more, ""))


def _check_id(registry: Registry, said: str, place: list[str]) -> None:
    """Raises UserError where an id cannot be given to a new committee."""
    if len(place) == 2:
        check_identity(registry, said, *place)
    elif not ID.fullmatch(said):
        raise UserError(f"编号“{show(said)}”只能用小写字母、数字和短横。")


def _inside(value: Value, key: str) -> Any:
    where, _, name = key.rpartition(".")
    return (value.get(where) or {}).get(name) if where else value.get(name)


def _set(read: FilledForms, one: _Asked, value: Any) -> None:
    where, _, name = one.key.rpartition(".")
    inside = read.record[where] if where else read.record
    inside[name] = value
    if one.key in ("authority", "area"):
        read.stated[one.key] = value
    pointer: Pointer = tuple(one.key.split("."))
    read.origins[pointer] = Origin("回答", None, None, f"回答的{one.name}")


def _label(key: str) -> str:
    return field_label(schema("committee"), (key,))


# --- answers ---------------------------------------------------------------------------------------------------------------


def _one_of(text: str, labels: dict[str, str]) -> str:
    found = labels.get(without_spaces(text)) or next((code for code in labels.values() if code == text.strip()), None)
    if found is None:
        raise NotUnderstood(f"“{show(text, 40)}”不在可填的词里", f"可填：{listed(labels)}。")
    return found


def _unit(text: str, units: dict[str, str], tables: ReferenceTables) -> str:
    return tables.places.authority_of(text) or _one_of(text, units)


def _area(text: str, tables: ReferenceTables) -> str:
    code = text.strip() if text.strip() in tables.areas.current else tables.places.code(without_spaces(text))
    if code is None:
        raise NotUnderstood(f"没有叫“{show(text, 40)}”的地区", tables.places.how)
    return code
