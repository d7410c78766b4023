"""The first step of a submission: reads filled forms, or fields filled in on the page, and reports what was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from zhicheng.documents.finding_reports import count
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms import reading
from zhicheng.forms.intake import beside_cells, fates, fields_to_fill, filled_in, given_files, lacking, read_back, record, trial
from zhicheng.forms.intake.answering import Answering, settled
from zhicheng.forms.reading import open_any
from zhicheng.forms.reading.questions import Question
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.vault_listing import MAX_BYTES
from zhicheng.submission.stages import Submission, was_read
from zhicheng.text import show

_PASTED = "粘贴的花名册.csv"


def read(submission: Submission, time: datetime, given: Value, files: Sequence[tuple[str, bytes]]) -> Value:
    """Reads filled forms (name and content): what was read beside each cell, findings, questions, and which committee they are of.

    `given` is what the clerk states beside the forms (`committee`, `authority`, `area`), `answers` to questions by their ids, and `asked`,
    what these were given to; `corrections` are what cells should say, by the ids of their questions: `text`, and `was`, what the cell said
    when it was corrected. `fields` (`record`, `contacts`) were filled in on the page, as `fill` names them, and `pasted` is a roster copied
    out of a spreadsheet; both are judged as forms are. Raises UserError where a file is too large.
    """
    submission.read = submission.answers = submission.judged = submission.filling = None
    for name, content in files:
        if len(content) > MAX_BYTES:
            raise UserError(f"{show(PurePosixPath(name).name, 60)} 超过 {MAX_BYTES // 1024 // 1024} MiB，不像是填好的表。")
    named = given_files.names([(Path(name), content) for name, content in files])
    if pasted := given.get("pasted", "").strip("\n"):
        named.append((_PASTED, f"sep=\t\n{pasted}".encode()))
    reader = _reader(submission, named, given, time.year)
    forms, corrections, stale, answers = _settled(reader, given)
    identifier = given.get("committee") or forms.committee
    forms.findings = record.findings_of(submission.registry, identifier, forms)
    submission.read, submission.answers, submission.corrections = forms, answers, corrections
    back = read_back.read_back(submission.registry, forms, forms.findings, answers.asked)
    known = record.match(submission.registry, identifier, forms.record)
    return {
        **back,
        "findings": [{**said, "pointer": one.pointer} for said, one in zip(back["findings"], forms.findings, strict=True)],
        "rows": beside_cells.rows(submission.registry, forms, corrections),
        "questions": [
            {**_question(one, answers, corrections), "order": beside_cells.order(forms, one.id)} for one in dict.fromkeys(forms.questions)
        ],
        "answered": [_answered(forms, answers, key) for key in answers.used if key in answers.first and key not in corrections],
        "fates": _fates(submission, identifier or (known.id if known is not None else None), forms, time),
        "corrected": [{"id": key, "was": forms.cells[key], "text": text} for key, text in corrections.items()],
        "stale_corrections": stale,
        "unused": answers.unused,
        "stale": answers.stale,
        "committee": identifier or (known.id if known is not None else None),
        "registered": known is not None,
        **count(forms.findings),
    }


def private(submission: Submission) -> Value:
    """The contacts that were read, and their cells: what is sealed later, shown to the clerk alone. Raises UserError before reading."""
    return beside_cells.contacts(was_read(submission), submission.corrections)


def table(submission: Submission, request: Value) -> Value:
    """Rows of a table that was read (`file`, `table`), from the row number `first`. Raises UserError where there is none."""
    return beside_cells.table(was_read(submission), submission.corrections, request["file"], request["table"], request.get("first", 0))


def _fates(submission: Submission, identifier: str | None, forms: FilledForms, time: datetime) -> Value:
    """What becomes of what was read; where the committee is known, with what cannot be sealed on this page among what stays here."""
    taken, left_out = replace(forms), []
    if identifier is not None:
        left_out = trial.leave_unsealed(submission.registry, identifier, None, taken, time.date())
    lacks_keys = any(one.lacks_keys for one in left_out)
    return fates.fates(forms, taken, "没有可用的公钥，不能密封" if lacks_keys else "已有密封的，请另交中心")


def _settled(reader: Callable[[dict[str, str]], FilledForms], given: Value) -> tuple[FilledForms, dict[str, str], list[str], Answering]:
    """The forms read with corrections and answers: the forms, the corrections used, the ids of those that are not, and the answers."""
    answers = Answering()

    def read(corrections: dict[str, str]) -> FilledForms:
        nonlocal answers
        answers = Answering(dict(given.get("answers", {})), dict(given.get("asked", {})), used=dict(corrections))
        return settled(reader, answers)

    return *beside_cells.corrected(read, given.get("corrections", {})), answers


def _reader(submission: Submission, files: Sequence[tuple[str, bytes]], given: Value, year: int) -> Callable[[dict[str, str]], FilledForms]:
    """A function that reads the files with the answers given so far, and asks for what the forms lack."""
    registry, committee = submission.registry, given.get("committee")
    tables = record.tables(registry)
    passed: list[str] = []
    inside = open_any.without_zip(files, passed)

    def forms(answers: dict[str, str]) -> FilledForms:
        made = reading.read(inside, tables, year, given.get("authority"), given.get("area"), answers)
        made.passed += passed
        if "fields" not in given:
            return lacking.completed(registry, committee, made, tables, answers)
        submission.filling = filling = filled_in.into(made, registry, committee, given["fields"], tables.contacts_required)
        known = record.match(registry, committee, made.record) if "name" in made.record else None
        if known is not None:  # with errors nothing of it can be compared with what is registered
            made.findings += filled_in.shape(made, registry, known.id, filling)
        made = lacking.completed(registry, committee, made, tables, answers, filled_in.FILE)
        needed = {one.message for one in made.findings}
        made.questions = [one for one in made.questions if one.message in needed]  # what may be left out has a field
        if known is None:
            made.findings += filled_in.shape(made, registry, committee or made.committee, filling)
        return made

    return forms


def fill(submission: Submission, committee: str) -> Value:
    """The fields to fill in on a page, and what is registered of a committee ("": none), to begin with."""
    known = submission.registry.by_id.get(committee)
    values = {} if known is None else fields_to_fill.values(submission.registry, known)
    return {**fields_to_fill.fields(submission.registry), "values": values}


def _answered(forms: FilledForms, answers: Answering, key: str) -> Value:
    """A question that was answered, as it was asked first."""
    return {**_question(answers.first[key], answers, {}), "order": beside_cells.order(forms, key)}


def _question(one: Question, answers: Answering, corrections: Mapping[str, str]) -> Value:
    first = answers.first.get(one.id)
    return {
        **{key: getattr(one, key) for key in ("id", "file", "where", "row", "column", "message", "hint")},
        "choices": list(one.choices or (first.choices if first is not None else ())),
        "answer": corrections.get(one.id, answers.given.get(one.id, "")),
    }
