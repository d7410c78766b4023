"""What is registered of a committee, stands in none of the forms handed in, and therefore stays: the clerk is told so field by field, and
how to remove it.

A blank cell says nothing; only 无 in it says that there is none. What has no cell in the form is asked about, and the answer 去掉 removes
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhicheng.documents.finding import Finding, Pointer, pointer_text
from zhicheng.documents.schemas import field_label, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.added_fields import ROWS
from zhicheng.forms.intake import merged_reviews, read_back, record
from zhicheng.forms.reading.cells.nothing import is_none
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.questions import Answers, Question, cell_id
from zhicheng.forms.reading.result import NO_CONTACTS, FilledForms
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.text import masked, show

GONE, STAYS = "去掉", "照旧保留"
REGISTERED = "登记里的"  # begins the id of a question about what stands in no cell
_FORM = "附件1"
_LONGEST = 60  # characters of a value that is named
_USUAL_ROWS = frozenset({"nature", "valid", "panel"})  # forms that are not ours have them too
_SHARED: dict[Pointer, str] = {  # parts that stand in the cell of the whole, and how they are written there
    ("scope", "open_to"): "受理对象",
    ("scope", "note"): "说明",
    ("defence", "scope"): "答辩范围",
    ("expert_pool", "source"): "会议专家来源",
    ("expert_pool", "draw"): "抽取方式",
}
_OWN_CELLS: dict[Pointer, str] = {
    ("approval", "date"): "approval_date",
    ("approval", "authority"): "approval_authority",
    ("approval", "document"): "approval_document",
    ("defence", "scope"): "defence_scope",
    ("expert_pool", "source"): "pool_source",
    ("expert_pool", "draw"): "pool_draw",
    ("scope", "excludes"): "excludes",
}


def report(registry: Registry, known: Committee, read: FilledForms, answers: Answers, file: str = _FORM) -> None:
    """Adds a warning for each field of a registered committee that stays although the forms do not mention it, and a question where the
    answer can remove it. Where it does, the field becomes None in `read.record`.

    `file` is the file that findings name which concern no cell. Nothing is added while there are errors, which have to be mended first, nor
    for forms without an Annex 1, which are only about parts of a record.
    """
    if "name" not in read.record or any(one.severity == "error" and one.pointer != NO_CONTACTS for one in read.findings):
        return
    before = next(entry.document.value for entry in registry.committees if entry.record is known)
    for pointer, value in _left_blank(before, read):
        _inside(read.record, pointer)[pointer[-1]] = value
        _ask_without_cell(read, pointer, _quoted(read_back.words(registry, pointer, value)), answers, file, read.left_blank[pointer])
    of_cells: dict[str, list[str]] = {}  # registered values in words, by the field in whose cell they would stand
    for pointer, value in list(_kept(before, read.record)):
        key = _row(pointer)
        said = read_back.words(registry, pointer, value)
        if key in read.public_cells and key != "scoring":
            of_cells.setdefault(key, []).append(said)
        elif pointer in _SHARED and (cell := read.public_cells.get(str(pointer[0]))) is not None:
            label = _SHARED[pointer]
            _add(read, cell, f"没有写{label}，登记的{_quoted(said)}照旧保留", f"要去掉的，请在这一格里另起一行写“{label}：无”。")
        elif not read.public_cells or key not in ROWS or _has_our_rows(read):
            _ask_without_cell(read, pointer, _quoted(said), answers, file)
    for key, several in of_cells.items():
        cell, said = read.public_cells[key], _quoted("；".join(several))
        what = "没有读懂" if cell.text else "没有填写"
        message, hint = f"{what}，登记的{said}照旧保留", "要去掉的，请在这一格写“无”；没有变的可以不管。"
        _add(read, cell, message, hint)
        _ask(read, cell, message, hint)


def _left_blank(before: Value, read: FilledForms) -> Iterator[tuple[Pointer, Any]]:
    """The registered values of the parts of reviews and of the scope that were left blank on a page, with their pointers."""
    for pointer in read.left_blank:
        own: Value = before.get("scope", {})
        if pointer[0] == "reviews":
            review = _inside(read.record, pointer)
            try:
                own = merged_reviews.registered(before["reviews"], review) if review.keys() >= {"series", "levels", "catalog"} else {}
            except UserError:  # it is raised again where the record is made
                return
        if pointer[-1] in own:
            yield pointer, own[pointer[-1]]


def _inside(fields: Value, pointer: Pointer) -> Any:
    """The mapping or list in `fields` that holds the value at `pointer`; missing mappings are added."""
    inside: Any = fields
    for key in pointer[:-1]:
        inside = inside[key] if isinstance(key, int) else inside.setdefault(key, {})
    return inside


def _quoted(said: str) -> str:
    return f"“{show(masked(said), _LONGEST)}”"


def _kept(before: Value, said: Value) -> Iterator[tuple[Pointer, Any]]:
    """The values that the record will have although the forms do not state them: fields, parts of fields, third levels of a directory."""
    try:
        after, alone = record.merged_record(before, said), record.merged_record({}, said)
    except UserError:  # it is raised again where the record is made
        return
    for key in record.FROM_FORMS:
        if key not in after:
            continue
        if key not in said and key != "approval":  # each part of the approval has a cell of its own
            if key not in schema("committee")["required"]:  # the absence of a required field is an error already, or no form changes it
                yield (key,), after[key]
        elif key in ("reviews", "scoring"):
            for i, (whole, form) in enumerate(zip(after[key], alone[key], strict=False)):
                yield from (((key, i, part), value) for part, value in whole.items() if part not in form)
                yield from (((key, i, "catalog", first), seconds) for first, seconds in _with_thirds(whole, form))
        elif isinstance(after[key], dict):
            form = alone.get(key, {})  # empty where the form says of each part that there is none
            yield from (((key, part), value) for part, value in after[key].items() if part not in form)


def _with_thirds(whole: Value, form: Value) -> Iterator[tuple[str, Value]]:
    """The first levels with third levels that the form does not have."""
    catalogs = whole.get("catalog"), form.get("catalog")
    if isinstance(catalogs[0], dict) and isinstance(catalogs[1], dict):
        yield from ((first, seconds) for first, seconds in catalogs[0].items() if seconds != catalogs[1].get(first))


def _row(pointer: Pointer) -> str:
    """The field of Annex 1 whose cell holds a value."""
    if pointer[0] == "reviews":
        return "excludes" if pointer[2] == "excludes" else f"reviews.{pointer[2]}"
    return _OWN_CELLS.get(pointer) or ".".join(map(str, pointer))


def _has_our_rows(read: FilledForms) -> bool:
    """Whether the form has the added rows below those of the letter. One without is an older form and says nothing of these fields."""
    return bool(read.public_cells.keys() & (ROWS.keys() - _USUAL_ROWS))


def _add(read: FilledForms, cell: Origin, message: str, hint: str) -> None:
    row, column = (1, 1) if cell.box is None else (max(cell.box.row, 1), cell.box.column)
    read.findings.append(Finding("F003", "warning", cell.file, row, column, "", f"{cell.place}：{message}", hint, ""))


def _ask(read: FilledForms, cell: Origin, message: str, hint: str) -> None:
    if cell.box is not None and cell.grid is not None:
        where, row, column = cell.grid.where, cell.box.row, cell.box.column
        key = cell_id(cell.file, where, row, column)
        read.questions.append(Question(key, cell.file, where, row, column, f"{cell.place}：{message}", hint, ("无",)))


def _ask_without_cell(read: FilledForms, pointer: Pointer, said: str, answers: Answers, file: str, at: str = "") -> None:
    """Adds the warning and the question on a value that has no cell in the form; `at` is its pointer on a page, if that differs."""
    label = _label(pointer)
    key = f"{REGISTERED}{label}"
    answer = answers.get(key, "").strip()
    if answer == GONE or is_none(answer):
        _drop(read.record, pointer)
        return
    if answer == STAYS:
        return
    message, hint = f"没有写“{label}”，登记的{said}照旧保留", f"要去掉的，请回答“{GONE}”；没有变的可以不管。"
    read.findings.append(Finding("F002", "warning", file, 1, 1, at or pointer_text(pointer), message, hint, ""))
    read.questions.append(Question(key, file, "", 1, 1, message, hint, (GONE, STAYS)))


def _label(pointer: Pointer) -> str:
    """What a value is called in Annex 1, or by the schema; of a review or a table with its number."""
    label = ROWS.get(_row(pointer), "").partition("（")[0] or field_label(schema("committee"), pointer)
    if len(pointer) == 4:
        label = f"{show(str(pointer[3]), 40)}的三级目录"
    what = {"reviews": "系列", "scoring": "赋分表"}.get(str(pointer[0]), "") if len(pointer) > 1 else ""
    return f"第 {int(pointer[1]) + 1} 个{what}的{label}" if what else label


def _drop(fields: Value, pointer: Pointer) -> None:
    """Notes in the fields of the forms that there is no value at a pointer."""
    if len(pointer) == 4:
        catalog = fields["reviews"][pointer[1]]["catalog"]
        catalog[pointer[3]] = {second: [] for second in catalog[pointer[3]]}
        return
    _inside(fields, pointer)[pointer[-1]] = None
