"""`zhicheng import --batch`: the forms of many committees, each judged alone, the good ones written together, and one table for all."""

from __future__ import annotations

import argparse
import copy
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhicheng.commands import conversion, import_read_back
from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, Console, agreed, table
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.intake import batch, given_files, lacking, read_back, record
from zhicheng.forms.intake.answering import Answering, settled
from zhicheng.forms.intake.plan import Instructions, Plan, Refused, plan
from zhicheng.forms.reading import bounded
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.result import FilledForms, ReferenceTables
from zhicheng.registry.registry import Registry
from zhicheng.rules.engine import check
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import listed, name_key, show
from zhicheng.vault import store

_OF_ONE = ("committee", "signed_by", "signed_on", "consulted", "answers")  # options that are about one committee
_HEAD = ("评审委员会", "编号", "表", "评委", "错误", "提醒", "要回答", "结果")
_MOST_NAMED = 10
_BY_SEALING = ("R202", "R204", "R205")  # rules that look at sealed files, which are not there before they are written
_WRITTEN, _SAME, _NOT = "已写好", "没有改动", "没有写"


@dataclass(slots=True)
class _One:
    """A committee of the batch: its part, what was read, what would be written (None: nothing), its findings, and what became of it."""

    part: batch.Part
    read: FilledForms
    findings: list[Finding]
    plan: Plan | None = None
    result: str = _NOT
    questions: int = 0
    answers: Answering = field(default_factory=Answering)
    at_cells: list[tuple[Finding, Origin]] = field(default_factory=list)  # the findings of rules for which a cell is known

    @property
    def errors(self) -> int:
        return count(self.findings)["errors"]


def add_option(added: argparse.ArgumentParser) -> None:
    """Adds the option to the parser of the command."""
    added.add_argument(
        "--batch",
        action="store_true",
        help="一个文件夹或 .zip 里有几个评审委员会的表：一个子文件夹一个（可用编号作名字），各查各的，没有错误的一起写",
    )


def refuse(arguments: argparse.Namespace) -> None:
    """Raises UsageError where options do not fit a batch."""
    more = "\n用 zhicheng import --help 查看说明。"
    for folder, what in ((arguments.draft, "草稿"), (arguments.mark, "加了批注的表")):
        if folder is not None:
            store.refuse_inside(folder, what)
    if len(arguments.files) != 1:
        raise UsageError(f"用法有误：--batch 只写一个文件夹或 .zip。{more}")
    for name in _OF_ONE:
        if getattr(arguments, name):
            instead = "，回答请写在 --draft 的文件夹里" if name == "answers" else "，请把这一个单独导入"
            raise UsageError(f"用法有误：--{name.replace('_', '-')} 是对一个评审委员会说的，不能与 --batch 一起写{instead}。{more}")


def run(
    registry: Registry, arguments: argparse.Namespace, console: Console, today: date, below: Callable[[Path, Registry, Path], Path]
) -> int:
    """Takes the batch apart, judges each committee alone, asks, writes the good ones, and shows the table. Returns the exit code.

    `below` gives the path of a file of the registry below the folder of --into.
    """
    passed: list[str] = []
    tables = record.tables(registry)
    parts = batch.taken_apart(
        arguments.files[0], lambda files: bounded.read(files, tables, today.year, arguments.authority, arguments.area), passed
    )
    if passed:
        more = f" 等 {len(passed)} 个文件" if len(passed) > _MOST_NAMED else ""
        console.say(f"没有读（不是 Word、Excel 或 CSV 文件）：{listed(show(name, 60) for name in passed[:_MOST_NAMED])}{more}")
    judged: list[_One] = []
    for number, part in enumerate(parts, 1):
        console.progress(f"读 {number}/{len(parts)} {show(part.label, 60)} …")
        judged.append(_judged(registry, arguments, console, today, part, tables))
    console.progress("")
    _once_each(judged)
    _by_rules(registry, judged, today)
    for one in judged:
        _show(registry, arguments, console, one)
    good = [one for one in judged if one.plan is not None and one.plan.files and not one.errors]
    asked = bool(good) and _confirmed(arguments, console, len(good), len(judged))
    if asked:
        base = arguments.into or registry.root
        plans = [one.plan for one in good if one.plan is not None]
        for made in plans:
            record.refuse_changed(registry, made.made)
        files = [file for made in plans for file in made.files]
        replace_files(base, [(path if arguments.into is None else below(path, registry, base), content) for path, content in files])
        for one in good:
            one.result = _WRITTEN
    console.write(_as_json(registry, judged) if arguments.format == "json" else table([_HEAD, *map(_row, judged)]))
    counts = Counter(one.result for one in judged)
    console.say(f"{len(judged)} 个评审委员会：{'，'.join(f'{number} 个{result}' for result, number in counts.items())}。")
    if any(one.errors for one in judged):
        console.say("有错误的没有写：请照上面的建议改好（或在草稿里回答），再导入一次；已写好的再导入也不会变。")
        return FINDINGS
    if good and not asked and not console.terminal():
        raise UserError("没有写任何文件：没有人可以问。确认无误后，请加 --yes 再运行一次。")
    return OK


def _judged(
    registry: Registry,
    arguments: argparse.Namespace,
    console: Console,
    today: date,
    part: batch.Part,
    tables: ReferenceTables,
) -> _One:
    """One committee, read, asked about and judged against the registry as it is, whatever the others change in it."""
    draft = _folder_of(arguments.draft, part)
    answers = import_read_back.answers_of(draft)
    reader = conversion.reader(given_files.names(part.files), tables, today.year, arguments, bounded.read)

    def completed(said: dict[str, str]) -> FilledForms:
        read = reader(said)
        if part.findings:
            return read
        return lacking.completed(registry, batch.identifier(registry, part.label, read.record), read, tables, said)

    if answers.name and (name := completed({}).record.get("name")) and name_key(name) != name_key(answers.name):
        answers = Answering(stale=answers.given)
    read = settled(completed, answers)
    if read.questions and not part.findings and _asked_now(console, part, len({one.id for one in read.questions})):
        if draft is not None:
            draft.mkdir(parents=True, exist_ok=True)
        read = import_read_back.read_and_ask(console, completed, answers, draft)
    identifier = batch.identifier(registry, part.label, read.record) or read.committee
    one = _One(part, read, [*part.findings, *record.findings_of(registry, identifier, read)], answers=answers)
    if not one.errors:
        alone = copy.copy(registry)
        alone.present = {kind: set(names) for kind, names in registry.present.items()}
        given = Instructions(
            identifier, arguments.authority, arguments.area, arguments.filed_on, identity=arguments.identity, answers=answers.used
        )
        try:
            one.plan = plan(alone, given, read, today)
            one.findings += one.plan.findings
        except Refused as refused:
            one.findings += refused.findings
        except UserError as error:
            one.findings.append(Finding("F006", "error", part.label, 1, 1, "", str(error).rstrip("。"), "", ""))
    one.questions = len({question.id for question in read.questions})
    return one


def _asked_now(console: Console, part: batch.Part, questions: int) -> bool:
    """Whether the questions about a committee are asked now: on a terminal, if the user says so; else they are left for later."""
    if not console.terminal():
        return False
    console.progress("")
    answer = console.ask(f"—— {show(part.label, 60)}：有 {questions} 处要回答。现在回答吗？[y/N，直接回车留到以后] ")
    return answer is not None and agreed(answer)


def _folder_of(folder: Path | None, part: batch.Part) -> Path | None:
    """The folder of a part in the folder of drafts or of marked forms."""
    return None if folder is None else folder.joinpath(*batch.folder_names(part.label))


def _once_each(judged: Sequence[_One]) -> None:
    """Adds an error to parts that are about the same committee, by its id, or by name and unit where a new one has no id yet."""
    same: dict[str, list[_One]] = {}
    for one in judged:
        name, unit = (str(one.read.record.get(key) or "") for key in ("name", "organiser"))
        keys = [f" {one.plan.made.id} "] if one.plan is not None else []
        keys += [f"“{show(name, 60)}”（{show(unit, 60)}）"] if name and unit and not one.part.findings else []
        for key in keys:
            same.setdefault(key, []).append(one)
    told: set[int] = set()
    for key, several in same.items():
        for one in several if len(several) > 1 else ():
            if id(one) not in told:
                told.add(id(one))
                others = listed(f"“{show(other.part.label, 60)}”" for other in several if other is not one)
                message = f"与{others}都是{key}的表，分不清以哪一份为准"
                one.findings.append(
                    Finding("F006", "error", one.part.label, 1, 1, "", message, "请放在同一个子文件夹里，或者只留一份。", "")
                )


def _by_rules(registry: Registry, judged: Sequence[_One], today: date) -> None:
    """Adds the findings of the rules on the records as they would be, side by side."""
    together = copy.copy(registry)
    together.present = {kind: set(names) for kind, names in registry.present.items()}
    changed = {}
    for one in judged:
        if one.plan is not None and not one.errors:
            record.entered(together, one.plan.made)
            changed[one.plan.made.document.path] = one, one.plan.made.document
    found: dict[str, list[Finding]] = {}
    for finding in check(together, today).findings if changed else ():
        if finding.file in changed and finding.code not in _BY_SEALING:
            found.setdefault(finding.file, []).append(finding)
    for path, findings in found.items():
        one, document = changed[path]
        one.findings += read_back.at_cells(findings, one.read, document)
        one.at_cells += read_back.cells(findings, one.read, document)


def _show(registry: Registry, arguments: argparse.Namespace, console: Console, one: _One) -> None:
    """Shows the findings of a committee and what would change; writes its draft and its marked forms where they are asked for."""
    if one.plan is not None and not one.plan.files and not one.errors:
        one.result = _SAME
    draft, marks = _folder_of(arguments.draft, one.part), _folder_of(arguments.mark, one.part)
    if draft is not None:
        draft.mkdir(parents=True, exist_ok=True)
        import_read_back.write_draft(draft, read_back.read_back(registry, one.read, one.findings, one.answers.asked), one.read, one.answers)
    if marks is not None and (one.read.questions or one.at_cells):
        marks.mkdir(parents=True, exist_ok=True)
        import_read_back.mark(marks, console, one.read, one.part.files, one.at_cells)
    if arguments.format == "json":
        return
    console.write(f"—— {show(one.part.label, 100)}\n{text_report(one.findings)}")
    import_read_back.say_unused(console, one.answers)
    if one.plan is not None and one.plan.made.changed:
        console.write("".join(f"{line}\n" for line in record.described(registry, one.plan.made, one.read.contacts)))


def _confirmed(arguments: argparse.Namespace, console: Console, good: int, every: int) -> bool:
    """Whether to write the committees without errors: yes with --yes, else by the answer to a question."""
    if arguments.yes:
        return True
    answer = console.ask(f"{every} 个评审委员会里，没有错误的 {good} 个写入吗？[y/N] ") if console.terminal() else None
    return answer is not None and agreed(answer)


def _row(one: _One) -> tuple[str, ...]:
    warnings = count(one.findings)["warnings"]
    forms = len({file for file, _ in one.read.kinds})
    numbers = (str(number) if number else "" for number in (forms, one.read.experts, one.errors, warnings, one.questions))
    return (show(str(one.read.record.get("name") or one.part.label), 60), _id(one), *numbers, one.result)


def _id(one: _One) -> str:
    return "" if one.plan is None else one.plan.made.id


def _as_json(registry: Registry, judged: Sequence[_One]) -> str:
    """All committees as JSON, each with its read-back."""
    found: list[Value] = [
        {
            "label": one.part.label,
            "committee": _id(one) or None,
            "files": len(one.part.files),
            "experts": one.read.experts,
            "errors": one.errors,
            "questions": one.questions,
            "written": one.result == _WRITTEN,
            "read": read_back.read_back(registry, one.read, one.findings, one.answers.asked),
        }
        for one in judged
    ]
    return json.dumps({"version": 1, "committees": found}, ensure_ascii=False, indent=2) + "\n"
