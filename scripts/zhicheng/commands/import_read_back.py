"""What `zhicheng import` shows and asks before it writes: the read-back, questions about cells and their answers, the marked forms."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from zhicheng.commands.console import Console, agreed
from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.intake import answer_file, kept, read_back
from zhicheng.forms.intake.answering import Answering, Read, settled
from zhicheng.forms.intake.given_files import Files, names
from zhicheng.forms.intake.plan import Plan
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.questions import Answers, Question
from zhicheng.forms.reading.result import FilledForms
from zhicheng.forms.writing.marked import Mark, marked, of_questions, said
from zhicheng.registry.registry import Registry
from zhicheng.rules.engine import check
from zhicheng.system.atomic_files import write_private
from zhicheng.text import listed, name_key, narrow, show
from zhicheng.vault import store

ANSWERS, PAGE, JSON = "answers.yaml", "read-back.html", "read-back.json"


def add_options(added: argparse.ArgumentParser) -> None:
    """Adds the options to the parser of the command."""
    added.add_argument("--answers", metavar="文件", type=Path, help="看不懂的格子的回答（YAML）：问题编号，和这一格应当写的内容")
    added.add_argument(
        "--draft", metavar="文件夹", type=Path, help=f"在仓库以外记下读到的内容（{PAGE}、{JSON}）和要回答的问题（{ANSWERS}），下次接着用"
    )
    added.add_argument("--mark", metavar="文件夹", type=Path, help="另存一份填好的表，把问题写成批注（.docx、.xlsx），放在这个文件夹")
    added.add_argument("--format", choices=("text", "json"), default="text", help="显示读到的内容的格式，默认 text")


def warn_inside(console: Console, paths: Sequence[Path]) -> None:
    """Says which of the filled forms lie in a repository: they name people, and a commit would take them along."""
    if inside := [path.name for path in paths if store.is_inside(path)]:
        names = listed(show(name, 60) for name in inside)
        console.say(f"提醒：{names}在仓库里。填好的表有姓名、电话，请移到仓库以外再导入，不要提交。")


def given(arguments: argparse.Namespace) -> Answering:
    """The answers given so far: those of the draft, then those of --answers. Raises UserError."""
    for folder, what in ((arguments.draft, "草稿"), (arguments.mark, "加了批注的表")):
        if folder is not None:
            store.refuse_inside(folder, what)
            folder.mkdir(parents=True, exist_ok=True)
    found = answers_of(arguments.draft)
    if arguments.answers is not None:
        now = answer_file.load(arguments.answers)
        found.given |= now
        found.before = {key: said for key, said in found.before.items() if key not in now}
    return found


def answers_of(draft: Path | None) -> Answering:
    """The answers in the folder of a draft, and what they were given to: none where there is no such folder. Raises UserError."""
    if draft is None or not (draft / ANSWERS).exists():
        return Answering()
    answers = answer_file.load(draft / ANSWERS)
    try:
        back = json.loads((draft / JSON).read_bytes())
        asked = {str(key): str(said) for key, said in back.get("asked", {}).items()}
        name = next((str(one["value"]) for one in back["fields"] if one["pointer"] == "/name"), "")
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # written by hand, by an earlier version, or half
        return Answering(answers)
    return Answering(answers, asked, name)


def read_and_ask(
    console: Console,
    read: Callable[[dict[str, str]], Read],
    answers: Answering,
    draft: Path | None = None,
    named: Callable[[Read], object] = lambda _: None,
) -> Read:
    """Reads the forms, and on a terminal asks about each cell that was not understood until all are, or the user leaves one open.

    `answers` grows by what is answered; each is kept in the folder `draft` at once, so that an interruption loses none. `named` gives the
    committee that the forms name. Raises UserError where the draft is that of another one.
    """
    _refuse_other(console, answers, draft, named(read({})) if answers.name else None)
    left: set[str] = set()  # asked, and not answered
    while True:
        forms = settled(read, answers)
        asked = [one for one in dict.fromkeys(forms.questions) if one.id not in left]
        new = _asked(console, asked, answers, draft) if console.terminal() else set()
        if not new:
            return forms
        left |= {one.id for one in asked} - new


def _refuse_other(console: Console, answers: Answering, draft: Path | None, name: object) -> None:
    """Raises UserError where a draft has the answers for another committee, unless the user says that it was renamed."""
    if not answers.given or not name or name_key(str(name)) == name_key(answers.name):
        return
    said = f"草稿里是“{show(answers.name, 60)}”的回答，这次的表是“{show(name, 60)}”的"
    if console.terminal() and agreed(console.ask(f"{said}。是同一个评审委员会改了名称，接着用这些回答吗？[y/N] ") or ""):
        return
    how = f"请另用一个草稿文件夹；同一个评审委员会改了名称的，请删去 {draft}/{JSON}，再导入一次。"
    raise UserError(f"{said}，没有用，也没有写任何文件。{how}")


def _asked(console: Console, questions: Sequence[Question], answers: Answering, draft: Path | None) -> set[str]:
    """Takes the answers typed in and returns their ids; a blank one leaves the question open, the end of the input all others."""
    found: set[str] = set()
    for number, one in enumerate(questions, 1):
        said = _answer(console, number, one, answers)
        if said is None:
            break
        if said and said != answers.used.get(one.id):  # the same again, which was not understood, leaves it open
            answers.take({one.id: said})
            found.add(one.id)
            if draft is not None:
                open_ones = [other for other in questions if other.id not in found]
                write_private(draft / ANSWERS, answer_file.written(open_ones, answers).encode(), replace=True)
    return found


def _answer(console: Console, number: int, one: Question, answers: Answering) -> str | None:
    """Asks a question until the number typed is that of a choice: the answer, "" where it is left open, None at the end of the input."""
    console.say(f"问题 {number}：{show(one.file, 60)} {show(one.message, 300)}")
    if one.hint:
        console.say(f"    建议：{show(one.hint, 300)}")
    choices = one.choices or (answers.first[one.id].choices if one.id in answers.first else ())
    for at, choice in enumerate(choices, 1):
        console.say(f"    {at}  {show(choice, 60)}")
    what = "这一格应当写" if one.where else "这个文件怎么办" if one.id == one.file else "请回答"
    while True:
        said = console.ask(f"{what}（" + ("序号或内容，" if choices else "") + "直接回车先不答）：")
        if said is None or not said.strip():
            return None if said is None else ""
        typed = said.strip()
        if not choices or typed in choices or not narrow(typed).isdecimal():
            return typed
        if 1 <= int(narrow(typed)) <= len(choices):
            return choices[int(narrow(typed)) - 1]
        console.say(f"没有第 {show(typed)} 个，请写 1 到 {len(choices)}，或者写内容。")


def say_unused(console: Console, answers: Answering) -> None:
    """Names the answers that were not used: to what the forms no longer ask, or now ask in another way."""
    if answers.stale:
        console.say(f"表改过，以前的回答没有用上，请重新回答：{_ids(answers.stale)}。")
    if answers.unused:
        console.say(f"有 {len(answers.unused)} 个回答没有用上，以表和登记里写的为准（要改请改表）：{_ids(answers.unused)}。")


def _ids(keys: Iterable[str]) -> str:
    return listed(show(key, 80) for key in keys)


def keep(
    arguments: argparse.Namespace,
    console: Console,
    registry: Registry,
    forms: FilledForms,
    findings: Sequence[Finding],
    answers: Answering,
    files: Files,
    at_cells: Sequence[tuple[Finding, Origin]] = (),
) -> None:
    """Shows what was read where JSON is asked for, and writes the draft; the marked forms where there are open questions, or findings of
    rules `at_cells`.
    """
    back = read_back.read_back(registry, forms, findings, answers.asked)
    say_unused(console, answers)
    if arguments.format == "json":
        console.write(read_back.as_json(back))
    elif console.terminal():
        console.write(read_back.as_text(back))
    if arguments.draft is not None:
        write_draft(arguments.draft, back, forms, answers)
        console.say(f"读到的内容写在 {arguments.draft / PAGE}，请打开对照；要回答的写在 {arguments.draft / ANSWERS}。")
    else:
        stopping = {one.message for one in findings if one.severity == "error"}
        number = len({one.id for one in forms.questions if one.message in stopping})
        if number:
            console.say(f"其中 {number} 处也可以不改表、直接回答：加上 --draft 文件夹（仓库以外），在里面的 {ANSWERS} 写好，再导入一次。")
        if not console.terminal() and (open_ones := _left_open(forms, answers.given, stopping)):
            console.say(f"表里没有写{listed(open_ones)}：可以加上 --draft 文件夹，在里面的 {ANSWERS} 回答，也可以以后在登记文件里补。")
    if arguments.mark is not None and (forms.questions or at_cells):
        mark(arguments.mark, console, forms, files, at_cells)


def tell(arguments: argparse.Namespace, console: Console, text: str) -> None:
    """Prints text: to stdout, or where that is JSON to stderr."""
    if arguments.format == "text":
        console.write(text)
    elif text:
        console.say(text.rstrip("\n"))


def _left_open(forms: FilledForms, answers: Answers, stopping: set[str]) -> list[str]:
    """The fields that the forms lack and a new record can do without, as far as they are not answered."""
    asked = (one for one in forms.questions if not one.where and one.id != one.file and not one.id.startswith(kept.REGISTERED))
    return [one.id for one in asked if one.message not in stopping and one.id not in answers]


def write_draft(folder: Path, back: Value, forms: FilledForms, answers: Answering) -> None:
    """Writes the draft: the read-back as a page and as JSON, and the questions with their answers."""
    for name, text in (
        (ANSWERS, answer_file.written(forms.questions, answers)),
        (PAGE, read_back.as_html(back)),
        (JSON, read_back.as_json(back)),
    ):
        write_private(folder / name, text.encode(), replace=True)


def mark(folder: Path, console: Console, forms: FilledForms, files: Files, at_cells: Sequence[tuple[Finding, Origin]]) -> None:
    """Writes a copy of each form that has findings at cells, with comments: questions, and findings of rules each with its cell.

    Raises UserError where a copy would lie over the form itself.
    """
    by_file = of_questions(forms.questions)
    for finding, origin in at_cells:
        if origin.box is not None and origin.grid is not None:
            text = said(finding.message, finding.hint, finding.code)
            by_file.setdefault(origin.file, []).append(Mark(origin.grid.where, origin.box.row, origin.box.column, text))
    named = names(files)
    left = [file for file in by_file if file not in dict(named)]
    for (name, content), (path, _) in zip(named, files, strict=True):
        if name not in by_file:
            continue
        target = folder / name
        if target.resolve() == path.resolve():
            raise UserError(f"--mark 的文件夹里放着填好的表 {path.name} 本身，没有写。请换一个文件夹。")
        written = marked(path.name, content, by_file[name])
        if written is None:
            left.append(name)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_private(target, written, replace=True)
            console.say(f"批注写在 {target}（{len(by_file[name])} 处）。")
    if left:
        console.say(f"没法加批注（只能写进 .docx 和 .xlsx）：{listed(show(name, 60) for name in left)}")


def of_rules(registry: Registry, today: date, planned: Plan) -> list[Finding]:
    """The findings of the rules on the record as it would be; it is in `registry` already, the sealed files are not."""
    sealed = any(path.suffix == ".age" for path, _ in planned.files)
    ignored = ("R202", "R204", "R205") if registry.vault is None or sealed else ()
    return [one for one in check(registry, today).findings if one.file == planned.made.document.path and one.code not in ignored]
