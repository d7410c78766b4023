"""Fields that were filled in on a page instead of in forms: cleaned, read by the readers of cells where there are any, and checked against
the schema.

The page knows the kinds of values but no rule: whatever is wrong becomes a finding with the pointer of the field on the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding, Pointer, pointer_text
from zhicheng.documents.loading import shape_findings
from zhicheng.documents.schemas import field_label, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.intake import merged_reviews
from zhicheng.forms.intake.fields_to_fill import PEOPLE, fields, spoken
from zhicheng.forms.reading import contacts as contact_cells
from zhicheng.forms.reading.cells import documents, office_phones
from zhicheng.forms.reading.faults import NotUnderstood, ValueFault
from zhicheng.forms.reading.grids import MAX_CELL
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.registry import Registry
from zhicheng.registry.required_fields import faults as lacking_by_books
from zhicheng.text import plain

FILE = "网页上填的表"
_KEY = re.compile(r"（([a-z][a-z0-9_]*)）")  # the key of a field behind its label


@dataclass(slots=True)
class Filling:
    """What is cleaned: the pointers of the page by those of the record (an empty item of a list is left out), and faults by pointers."""

    places: dict[str, str] = dataclass_field(default_factory=dict)
    faults: list[tuple[Pointer, ValueFault]] = dataclass_field(default_factory=list)

    def at(self, pointer: str) -> str:
        """The pointer on the page of a field of the record, or of the nearest one above it that the page has."""
        above = pointer
        while above and above not in self.places:
            above = above.rpartition("/")[0]
        return self.places.get(above, "") + pointer[len(above) :]


def into(read: FilledForms, registry: Registry, committee: str | None, given: Value, people: bool) -> Filling:
    """Puts the fields of `given` (`record`, `contacts`) into what was read of forms, which may hold a roster. Returns where they stand.

    `people`: contacts are required. Findings are added to those of the forms. What is registered of the committee (`committee`) and blank
    here is told in `kept`.
    """
    nodes, filling = fields(registry), Filling()
    made: Value = {}
    for node in nodes["record"]:
        key = node["key"]
        value = _cleaned(node, given.get("record", {}).get(key), (key,), (key,), filling)
        if value is not None:
            made[key] = value
    _read_cells(made, filling)
    known = registry.by_id.get(committee or "")
    for inside, where in [*((one, ("reviews", i)) for i, one in enumerate(made.get("reviews", []))), (made.get("scope", {}), ("scope",))]:
        for part in _parts_of(nodes["record"], str(where[0])) if inside else ():
            if not part["required"] and part["key"] not in inside:
                inside[part["key"]] = None
                read.left_blank[*where, part["key"]] = filling.at(pointer_text((*where, part["key"])))
    read.record |= made
    read.stated |= {key: made[key] for key in ("authority", "area") if key in made}
    _contacts(read, given.get("contacts", {}), filling, people and (known is None or known.contacts is None))
    read.findings += [_finding(fault, pointer) for pointer, fault in filling.faults]
    read.kinds.append((FILE, "附件1"))
    return filling


def _registered(registry: Registry, identifier: str) -> Value:
    """What is registered of a committee, empty where it is a new one."""
    return next((one.document.value for one in registry.committees if one.record.id == identifier), {})


def _parts_of(nodes: list[Value], key: str) -> list[Value]:
    node = next(one for one in nodes if one["key"] == key)
    parts: list[Value] = (node.get("of") or node)["fields"]
    return parts


def _finding(fault: ValueFault, pointer: Pointer) -> Finding:
    return Finding(fault.code, "error", FILE, 1, 1, pointer_text(pointer), fault.message, fault.hint, "")


def _label(pointer: Pointer) -> str:
    return field_label(schema("committee"), pointer)


# --- values ------------------------------------------------------------------------------------------------------------------


def _cleaned(node: Value, value: Any, here: Pointer, there: Pointer, filling: Filling) -> Any:
    """A value without its blank parts; None where nothing is left. `here` is its pointer in the record, `there` the one on the page."""
    filling.places[pointer_text(here)] = pointer_text(there)
    kind = node["kind"]
    if kind == "group":
        parts = ((part, value.get(part["key"])) for part in node["fields"]) if isinstance(value, dict) else ()
        found = {part["key"]: _cleaned(part, one, (*here, part["key"]), (*there, part["key"]), filling) for part, one in parts}
        return {key: one for key, one in found.items() if one is not None} or None
    if kind in ("list", "choices"):
        items: list[Any] = []
        inner = node.get("of", {"kind": "choice"})
        for i, one in enumerate(value if isinstance(value, list) else ()):
            made = _cleaned(inner, one, (*here, len(items)), (*there, i), filling)
            items += [] if made is None else [made]
        return items or None
    if kind == "catalog":
        return _catalog(value, here, there, filling)
    if isinstance(value, bool):
        return value
    text = _text(value, there, filling)
    if kind == "number" and re.fullmatch(r"-?\d{1,9}(\.\d{1,4})?", text):
        return float(text) if "." in text else int(text)
    return text or None


def _text(value: Any, there: Pointer, filling: Filling) -> str:
    """What was typed or pasted; "" for what no file could hold, with a fault at its field. Word's breaks within a line are line breaks."""
    text = plain(re.sub("\r\n|[\v\f]", "\n", str(value))) if value is not None else ""
    if unseen := yaml_reading.FORBIDDEN.search(text) or re.search("[\ud800-\udfff]", text):
        said = f"含有不可见的控制字符 U+{ord(unseen[0]):04X}"
        filling.faults.append((there, NotUnderstood(said, "多半是复制粘贴带来的：请删去这一格，重新输入。")))
    elif len(text) > MAX_CELL:
        filling.faults.append((there, NotUnderstood(f"超过 {MAX_CELL:,} 字", "请核对是不是把别的内容贴了进来。")))
    else:
        return text
    return ""


def _catalog(value: Any, here: Pointer, there: Pointer, filling: Filling) -> Any:
    """A directory from first levels with lines: second levels, and third ones below theirs after a dash. "all" is all of the series."""
    if value == "all":
        return "all"
    found: Value = {}
    for i, given in enumerate(value if isinstance(value, list) else ()):
        one = given if isinstance(given, dict) else {}
        first, seconds = (_text(one.get(part, ""), (*there, i), filling) for part in ("first", "seconds"))
        lines = [plain(line) for line in seconds.split("\n") if plain(line)]
        if not first and not lines:
            continue
        filling.places[pointer_text((*here, first))] = pointer_text((*there, i))
        if first in found:
            filling.faults.append(((*there, i), NotUnderstood(f"一级目录“{first}”写了两遍", "请并成一个。")))
            continue
        thirds: dict[str, list[str]] = {}
        for line in lines:
            if line.startswith("-") and thirds:
                thirds[next(reversed(thirds))].append(plain(line[1:]))
            elif line in thirds:
                filling.faults.append(((*there, i), NotUnderstood(f"“{line}”写了两遍", "请只留一个。")))
            else:
                thirds[line] = []
        found[first] = thirds if any(thirds.values()) else list(thirds)
    return found or None


_CELLS: dict[Pointer, Callable[[Any], Any]] = {
    ("approval", "date"): documents.day,
    ("approval", "document"): documents.number,
    ("phones",): lambda phones: office_phones.office_phones("\n".join(map(str, phones))),
}


def _read_cells(made: Value, filling: Filling) -> None:
    """What is written on the page as in a form is read by the readers of its cells."""
    for pointer, reader in _CELLS.items():
        inside = made
        for key in map(str, pointer[:-1]):
            inside = inside.get(key, {})
        if pointer[-1] in inside:
            try:
                inside[pointer[-1]] = reader(inside[pointer[-1]])
            except ValueFault as fault:
                filling.faults.append((pointer, fault))


# --- contacts ----------------------------------------------------------------------------------------------------------------


def _contacts(read: FilledForms, given: Value, filling: Filling, required: bool) -> None:
    """Reads the contacts as those of a form are read. Where none are given at all, and none are `required`, those that are sealed stay."""
    people: Value = {}
    wanted = required or any(any(one.values()) for key in PEOPLE for one in _several(given.get(key)))
    for key in PEOPLE:
        for i, one in enumerate(_several(given.get(key))):
            name, numbers = plain(str(one.get("name", ""))), "\n".join(str(one.get(part, "")) for part in ("landline", "mobile", "phone"))
            if not name and not numbers.strip():
                continue
            try:
                person = contact_cells.preparer(name, numbers) if key == "preparer" else contact_cells.person(name, numbers)
            except ValueFault as fault:
                filling.faults.append((("contacts", key, i) if key == "clerks" else ("contacts", key), fault))
                continue
            if key == "clerks":
                people.setdefault(key, []).append(person)
            else:
                people[key] = person
        if wanted and key not in people and not any(pointer[:2] == ("contacts", key) for pointer, _ in filling.faults):
            label = schema("contacts")["properties"][key]["title"]
            filling.faults.append((("contacts", key), NotUnderstood(f"没有填写{label}", "请写姓名和电话。联系人密封报送，不公开。")))
    read.contacts = people or None


def _several(given: Any) -> list[Value]:
    """The people given for a field: none, one, or several."""
    return given if isinstance(given, list) else [given] if given else []


# --- shape -------------------------------------------------------------------------------------------------------------------


def shape(read: FilledForms, registry: Registry, committee: str | None, filling: Filling) -> list[Finding]:
    """The findings of the schema on the record as it would be, at the pointers of the page; not those on what is asked for."""
    rounds = [{"round": registry.settings.current_round, "date": "2000-01-01"}]
    own = {"id": committee or "new-committee", "filings": rounds, "status": "active"}
    stated: Value = {key: merged_reviews.stated(one) if isinstance(one, dict) else one for key, one in read.record.items()}
    if "reviews" in stated:
        stated["reviews"] = [merged_reviews.stated(one) for one in stated["reviews"]]
    needed = schema("committee")["required"]  # what is blank of these is missing: it does not stay as registered without a word
    registered = {key: one for key, one in _registered(registry, committee or "").items() if key not in needed}
    value = {key: one for key, one in {**registered, **own, **stated}.items() if one not in (None, {})}
    try:
        document = yaml_reading.parse(FILE, json.dumps(value, ensure_ascii=False).encode())
    except yaml_reading.Unreadable as error:  # too large
        return [replace(one, line=1, column=1) for one in error.findings]
    asked = {f"“{one.id}”" for one in read.questions}
    told = tuple(f"{pointer_text(pointer)}/" for pointer, _ in filling.faults)
    found = shape_findings("committee", document, registry.ranks.codes)
    found += lacking_by_books("committee", document, registry.rulebooks_of(registry.settings.current_round))
    wanted = (one for one in found if one.code != "S002" or not any(name in one.message for name in asked))
    return [one for one in (_on_page(one, filling) for one in wanted) if not f"{one.pointer}/".startswith(told)]


def _on_page(one: Finding, filling: Filling) -> Finding:
    """A finding of the schema at its field on the page; of a missing one, at that, which is not there."""
    pointer, missing = filling.at(one.pointer), _KEY.search(one.message)
    if one.code == "S002" and missing is not None:
        pointer += f"/{missing[1]}"
    return replace(one, file=FILE, line=1, column=1, pointer=pointer, message=_KEY.sub("", one.message), hint=spoken(one.hint))
