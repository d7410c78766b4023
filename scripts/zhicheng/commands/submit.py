"""`zhicheng submit`: the way from a folder of filled forms to the forms to sign and the packet, step by step, each step with its result.

The record, the sealed files and the counts are written together (system.atomic_files). Forms and packet are made from what is written, so
that the same command, given again, goes on where it was stopped.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from zhicheng.commands import import_, import_read_back, packet
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, loaded
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.intake import given_files, record, trial
from zhicheng.forms.intake.plan import Plan, Refused, not_understood, plan
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS, ROSTER
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import listed, show
from zhicheng.vault import store

_STEPS = ("读表", "核对", "密封并写入", "导出要签字的表", "打包")


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("submit", _submit, "从填好的表到报送包，一步一步做完：读表、核对、密封、导出要签字的表、打包")
    added.add_argument("files", metavar="文件夹", nargs=1, type=Path, help="装着填好的附件1、附件2、附件3和赋分表的文件夹或 .zip")
    added.add_argument("--committee", metavar="编号", help="评审委员会的编号；新的起一个，例如 ks-health；不写就照名称认出，认不出的会问")
    added.add_argument(
        "--out", metavar="文件夹", type=Path, help="要签字的表、报送包和读到的内容放在哪里，要在仓库以外（默认“填好的表的文件夹-报送”）"
    )
    added.add_argument("--by", metavar="单位", type=packet.unit, help="报送单位，会公开，不要写个人姓名（默认组建单位）")
    import_.add_options(added)
    added.set_defaults(into=None)


def _submit(arguments: argparse.Namespace, console: Console) -> int:
    """Does the steps one after another and stops at the first that cannot be done. Returns the exit code."""
    console.lock(arguments)
    registry = loaded(arguments, console)
    import_.check_arguments(registry, arguments)
    if (arguments.committee or "").startswith("employer-"):
        raise UserError("单位直接报送的花名册没有登记表，不用打包。请用 zhicheng import 导入，再用 zhicheng seal 密封。")
    store.put_out(registry, arguments.sealed)
    given = arguments.files[0].absolute()
    out: Path = arguments.out or given.with_name(f"{given.stem if given.suffix.lower() == '.zip' else given.name}-报送")
    store.refuse_inside(out / "x", "要签字的表和读到的内容")
    out.mkdir(parents=True, exist_ok=True)
    arguments.draft = arguments.draft or out
    if registry.vault is None and registry.sealed_out is None and not registry.vault_folder.is_relative_to(registry.root):
        store.put_out(registry, out)  # beside the packet that they go into
    sealed = registry.sealed_out
    today = console.today(arguments)
    import_read_back.warn_inside(console, arguments.files)

    _say_step(console, 1)
    planned, read, found = _planned(registry, arguments, console, today)
    if planned is None:
        return FINDINGS
    import_read_back.tell(arguments, console, text_report(found))
    totals = count(found)
    if totals["errors"]:
        console.say(f"第 2 步没有通过：{totals['errors']} 个错误，没有写任何文件。请在表里改好，用同样的命令再来一次。")
        return FINDINGS
    console.say(f"核对过了：没有错误，{totals['warnings']} 个提醒。")

    _say_step(console, 3)
    if not _write(registry, arguments, console, planned, read):
        return OK

    _say_step(console, 4)
    registry = loaded(arguments, console)
    _export(registry, arguments, console, out, read.contacts, planned.roster)

    _say_step(console, 5)
    target = out / f"{arguments.committee}-{registry.by_id[arguments.committee].filings[-1].round}.zip"
    wanted = argparse.Namespace(
        id=arguments.committee, out=target, by=arguments.by, paper=[], force=True, sealed=sealed, root=arguments.root, as_of=arguments.as_of
    )
    code = packet.pack(wanted, replace(console, write=lambda text: import_read_back.tell(arguments, console, text)))
    if code != OK:
        console.say("第 5 步没有做完：登记文件和密封文件已经写好，要签字的表也导出了，只差打包。改好以后，用同样的命令再来一次。")
        return code
    console.say(f"都做完了。请打印 {out} 里的表，签字盖章，与报送包一起送出；含个人信息的表用完请删去。")
    return OK


def _say_step(console: Console, number: int) -> None:
    console.say(f"—— 第 {number} 步，共 {len(_STEPS)} 步：{_STEPS[number - 1]}")


def _planned(
    registry: Registry, arguments: argparse.Namespace, console: Console, today: date
) -> tuple[Plan | None, FilledForms, list[Finding]]:
    """Reads the forms, asks, and plans what would be written: None where they are not understood or do not fit the registry. Gives the
    findings on the record as it would be, too.
    """
    answers = import_read_back.given(arguments)
    skipped: list[str] = []
    files = list(given_files.expanded(arguments.files, skipped))
    reader = import_.asking_reader(registry, arguments, given_files.names(files), today)
    read = import_read_back.read_and_ask(console, reader, answers, arguments.draft, import_.name_in)
    import_.say_what_was_read(console, read, skipped + read.passed)
    arguments.committee = arguments.committee or read.committee
    read.findings = record.findings_of(registry, arguments.committee, read)
    planned, stopped = None, ""
    found: list[Finding] = []
    at_cells: list[tuple[Finding, Origin]] = []
    if errors := count(read.findings)["errors"]:
        stopped = not_understood(errors)
    else:
        _say_step(console, 2)
        try:
            arguments.committee = record.find(registry, arguments.committee, read.record)
            for left in trial.leave_unsealed(registry, arguments.committee, arguments.identity, read, today):
                console.say(left.said)
            planned = plan(registry, import_.instructions(arguments, answers.used), read, today)
            found, at_cells = trial.findings_of(registry, planned.made.document.path, read, today, planned.findings)
        except Refused as refused:
            read.findings += refused.findings
            stopped = refused.words
        except UserError:  # what was understood and answered is kept
            import_read_back.keep(arguments, console, registry, read, read.findings, answers, files)
            raise
    import_read_back.tell(arguments, console, text_report(read.findings))
    import_read_back.keep(arguments, console, registry, read, [*read.findings, *found], answers, files, at_cells)
    if stopped:
        console.say(stopped)
    return planned, read, found


def _write(registry: Registry, arguments: argparse.Namespace, console: Console, planned: Plan, read: FilledForms) -> bool:
    """Shows what would change, asks, and writes all of it together. Returns whether to go on."""
    if not planned.files:
        console.say(f"表里写的与 {planned.made.document.path} 一样，没有要改的。")
        return True
    if planned.made.changed:
        import_read_back.tell(arguments, console, "".join(f"{line}\n" for line in record.described(registry, planned.made, read.contacts)))
    if not import_.confirmed(arguments, console, planned.made, read.converted):
        return False
    record.refuse_changed(registry, planned.made)
    replace_files(registry.root, planned.files)
    import_read_back.tell(arguments, console, "".join(f"{store.shown(path, registry)}\n" for path, _ in planned.files))
    names = {path.name for path, _ in planned.files}
    sealed = [word for word, ending in (("联系人", CONTACTS), ("花名册", ROSTER)) if any(name.endswith(ending) for name in names)]
    console.say(f"已写好{'，密封了' + listed(sealed) if sealed else ''}。")
    return True


def _export(
    registry: Registry, arguments: argparse.Namespace, console: Console, out: Path, contacts: Value | None, roster: Value | None
) -> None:
    """Writes the forms to sign: Annex 1 with the contacts of the forms, Annex 2, and Annex 3 where the forms held one."""
    from zhicheng.forms import writing  # slow to load

    key: str = arguments.committee
    numbers = [number for number in registry.annexes(registry.settings.current_round) if number in (1, 2) or roster is not None]
    before = {path.name for path in out.glob(f"{key}.form-*")}
    written: list[str] = []
    for file in writing.of_committee(registry, registry.by_id[key], numbers, ["docx"], contacts, roster):
        content, remark = file.make()
        writing.write(out, file, content)
        written.append(file.name)
        import_read_back.tell(arguments, console, f"{out / file.name}\n")
        if remark:
            console.say(f"提醒：{file.name}：{remark}")
    console.say(f"导出了 {len(written)} 份要签字的表。" + ("" if contacts else "附件1 里的联系人留空，请手写。"))
    _name_old(console, sorted(before - set(written)))


def _name_old(console: Console, names: Sequence[str]) -> None:
    """Says which forms of an earlier record still lie there."""
    if names:
        console.say(f"提醒：文件夹里还有以前导出的 {listed(show(name, 80) for name in names)}，已经过时，请不要签那几份。")
