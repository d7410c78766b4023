"""From a list of committees (一览表) to records of committees that have not filed: planned, all of them, before anything is written."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count
from zhicheng.documents.loading import shape_findings
from zhicheng.documents.schemas import field_label, fits, schema
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.documents.yaml_writing import entry
from zhicheng.errors import UserError
from zhicheng.forms.intake.given_files import Files, named
from zhicheng.forms.reading.committee_list import CommitteeList, spelling
from zhicheng.forms.reading.list_row import ListedRow, ask
from zhicheng.forms.reading.questions import Answers, Question
from zhicheng.registry.new_record import check_identity
from zhicheng.registry.paths import LISTED
from zhicheng.registry.records import listed as listed_records
from zhicheng.registry.registry import Entry, Registry
from zhicheng.rules.engine import check
from zhicheng.text import folded, show

NEW, CHANGED, SAME, FILED, OPEN = "新列入", "有改动", "没有改动", "已经备案登记，不用列", "没有读完"
SUGGESTED, EACH = "都用建议的", "逐个写"  # the answers about all ids: the suggested ones are taken, or each is asked
_HEAD = "# yaml-language-server: $schema=../../../schemas/listed.schema.json\n# 尚未备案登记，只照一览表写。登记以后请删去这个文件。\n"


@dataclass(slots=True)
class JudgedRow:
    """A committee of the list: its row, its id ("" where not settled), its document (None: not written), and what becomes of it."""

    row: ListedRow
    id: str = ""
    document: Document | None = None
    result: str = OPEN
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class ListPlan:
    """What a list would write: each committee, the files that would change, and all findings, of the list first."""

    judged: list[JudgedRow]
    files: Files
    findings: list[Finding]


def plan(registry: Registry, found: CommitteeList, answers: Answers, today: date) -> ListPlan:
    """Plans the records of a list. Ids come from `answers`, or from records of the same name; else they are asked, with a suggestion."""
    judged = [_judged(registry, row) for row in found.committees]
    _ask_spelling(registry, found, judged)
    for one in judged:
        if one.result == FILED:
            _ask_nothing(found, one.row)
    _settle_ids(registry, found, judged, answers)
    _write(registry, judged)
    _check(registry, judged, today)
    findings = [named(finding) for finding in found.forms.findings] + [finding for one in judged for finding in one.findings]
    changed = [one.document for one in judged if one.document is not None and one.result in (NEW, CHANGED)]
    errors = count(findings)["errors"]
    files: Files = [] if errors else [(registry.root / document.path, document.text.encode()) for document in changed]
    return ListPlan(judged, files, findings)


def _judged(registry: Registry, row: ListedRow) -> JudgedRow:
    """A row with the id of a committee of the same name, where one is registered or listed."""
    key = folded(row.value["name"])
    filed = next((entry.record.id for entry in registry.committees if folded(entry.record.name) == key), None)
    if filed is not None:
        return JudgedRow(row, filed, result=FILED)
    known = next((entry.record.id for entry in registry.listed if folded(entry.record.name) == key), "")
    return JudgedRow(row, known)


def _ask_spelling(registry: Registry, found: CommitteeList, judged: Sequence[JudgedRow]) -> None:
    """Asks where a name that is not known differs from a registered or listed one in its spelling alone."""
    names = [*(entry.record.name for entry in registry.listed), *(entry.record.name for entry in registry.committees)]
    known = {spelling(name): name for name in names}
    for row in (one.row for one in judged if not one.id):
        name = known.get(spelling(row.value["name"]))
        if name is not None:
            message = f"{row.place}：与登记库里的“{show(name, 60)}”只差写法，看不出是不是同一个"
            found.forms.findings.append(
                Finding(
                    "F006",
                    "error",
                    row.file,
                    row.rows[0],
                    row.name_box.column,
                    "",
                    message,
                    "是同一个的请写成一样的名称，不是的请写出区别。",
                    "",
                )
            )


def _ask_nothing(found: CommitteeList, row: ListedRow) -> None:
    """Takes back what was found in the cells of a committee that need not be listed."""
    forms, where = found.forms, row.grid.where
    here = {(finding.file, finding.line) for finding in forms.findings if finding.line in row.rows and finding.message.startswith(where)}
    here &= {(row.file, number) for number in row.rows}
    forms.findings = [one for one in forms.findings if (one.file, one.line) not in here or not one.message.startswith(where)]
    forms.questions = [one for one in forms.questions if (one.file, one.row) not in here or one.where != where]


def _settle_ids(registry: Registry, found: CommitteeList, judged: Sequence[JudgedRow], answers: Answers) -> None:
    """Gives each committee its id, and asks where there is none; the suggested ones can be taken together."""
    taken = {one.id for one in judged if one.id}
    open_ones: list[tuple[JudgedRow, str]] = []
    for one in judged:
        if one.id or "area" not in one.row.value:
            continue
        said = answers.get(one.row.question_id("编号"), "").strip()
        suggested = _suggested(registry, one.row.value, taken)
        if not said and answers.get(all_ids(one.row.file)) == SUGGESTED:
            said = suggested
        if not said:
            open_ones.append((one, suggested))
            taken.add(suggested)
            continue
        try:
            if said in taken:
                raise UserError(f"编号 {said} 用了两次，请另起一个。")
            check_identity(registry, said, one.row.value["authority"], one.row.value["area"])
        except UserError as error:
            message = f"{one.row.place}：{str(error).rstrip('。')}"
            ask(found.forms, one.row, "编号", message, "编号一经登记不再改动。", (suggested,))
            continue
        one.id = said
        taken.add(said)
    for file in dict.fromkeys(one.row.file for one, _ in open_ones):
        here = [(one, suggested) for one, suggested in open_ones if one.row.file == file]
        listed_ids = "、".join(suggested for _, suggested in here[:3]) + ("等" if len(here) > 3 else "")
        message = f"{len(here)} 个评审委员会还没有编号，建议用 {listed_ids}"
        hint = f"编号一经登记不再改动。都用建议的请回答“{SUGGESTED}”，要自己起的请回答“{EACH}”。"
        if answers.get(all_ids(file)) != EACH:
            found.forms.findings.append(Finding("F004", "error", file, 1, 1, "", message, hint, ""))
            found.forms.questions.append(Question(all_ids(file), file, "", 1, 1, message, hint, (SUGGESTED, EACH)))
            continue
        for one, suggested in here:
            said = f"{one.row.place}：{show(one.row.value['name'], 60)}还没有编号"
            ask(found.forms, one.row, "编号", said, "小写字母、数字和短横；一经登记不再改动。", (suggested,))


def all_ids(file: str) -> str:
    """The id of the question whether all suggested ids of a list are taken."""
    return f"{file} 编号"


def _suggested(registry: Registry, value: Value, taken: set[str]) -> str:
    """An id that is free: the code of the area and the first series, with a number where that is taken."""
    base = f"{value['area']}-{value['reviews'][0]['series'] if value.get('reviews') else 'committee'}"
    used = taken | registry.present.get("committee", set()) | registry.present.get("listed", set())
    return next(name for name in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if name not in used)


def _write(registry: Registry, judged: Sequence[JudgedRow]) -> None:
    """Makes the documents of the committees that have an id."""
    for one in judged:
        if not one.id or one.result == FILED or "area" not in one.row.value:
            continue
        value = {"id": one.id, **one.row.value}
        before = next((entry for entry in registry.listed if entry.record.id == one.id), None)
        if before is not None and before.document.value == value:
            one.result = SAME
            continue
        path = f"{LISTED}{registry.areas.folder(value['authority'], value['area'])}/{one.id}.yaml"
        if before is not None and before.path != path:
            said = f"{one.row.place}：一览表里原来的区划与这次的不同（{before.path}）"
            one.findings.append(
                Finding("F006", "error", one.row.file, one.row.rows[0], 1, "", said, "请核对；确实变了的，请先删去原来的文件。", "")
            )
        text = _HEAD + "".join(f"{line}\n" for key in value for line in entry(key, value[key], 0, (key,)))
        document = yaml_reading.parse(path, text.encode())
        one.document, one.result = document, NEW if before is None else CHANGED
        if not fits("listed", document.value, registry.ranks.codes):
            one.findings += _at_cells(one, shape_findings("listed", document, registry.ranks.codes))


def _check(registry: Registry, judged: Sequence[JudgedRow], today: date) -> None:
    """Adds what the rules say of the records as they would be; that they have not filed is known."""
    together = copy.copy(registry)
    made = {one.document.path: one for one in judged if one.document is not None and not one.findings}
    new = [Entry(listed_records.listed(one.document.value), one.document) for one in made.values() if one.document is not None]
    together.listed = [*(one for one in registry.listed if one.path not in made), *new]
    together.documents = [*(one for one in registry.documents if one.path not in made), *(one.document for one in new)]
    together.__dict__.pop("_by_path", None)
    found = check(together, today, only=set(made)).findings if made else []
    for path, one in made.items():
        one.findings += _at_cells(one, [finding for finding in found if finding.file == path and finding.code != "X018"])


def _at_cells(one: JudgedRow, findings: Sequence[Finding]) -> list[Finding]:
    """Findings on the record of a row, placed at the cells it was read from."""
    placed = []
    for finding in findings:
        key = finding.pointer.split("/")[1:2]
        origin = one.row.cells.get(tuple(key), one.row.cells["name",])
        row, column = (1, 1) if origin.box is None else (origin.box.row, origin.box.column)
        placed.append(replace(finding, file=one.row.file, line=row, column=column, message=f"{origin.place}：{finding.message}"))
    return placed


def label(key: str) -> str:
    """The label of a field of such a record."""
    return field_label(schema("listed"), (key,))
