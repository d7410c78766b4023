"""Taking filled forms in: any mixture of Annex 1, 2, 3 and scoring tables becomes a record, sealed contacts and a sealed roster."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, Console, loaded
from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms import reading
from zhicheng.forms.intake import given_files, record, roster
from zhicheng.forms.intake.given_files import Files, named
from zhicheng.forms.reading.result import CLAUSE, NO_CONTACTS, FilledForms
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS, ROSTER
from zhicheng.rules.engine import check
from zhicheng.system.atomic_files import recover, replace_files, write_private
from zhicheng.text import listed, show
from zhicheng.vault import roster_changes, seal, store

_ROSTER_ONLY = {"附件3"}
_NAMED = 10  # of the files that were not read


class _Refused(Exception):  # noqa: N818 - what the forms are
    """What stops an import before anything is written: the findings, and in words what is to be done."""

    def __init__(self, findings: Sequence[Finding], words: str) -> None:
        super().__init__(words)
        self.findings = findings
        self.words = words


def run(arguments: argparse.Namespace, desk: Console) -> int:
    """`zhicheng import`: reads the forms, shows what would change, and writes all of it or nothing. Gives the exit code."""
    if arguments.into is None:
        desk.alone(arguments)
    registry = loaded(arguments, desk)
    _check_arguments(registry, arguments)
    if arguments.into is not None and (recovered := recover(arguments.into)):
        desk.say(recovered)
    today = desk.today(arguments)
    if arguments.committee is not None and arguments.committee.startswith("employer-"):
        return _roster_alone(registry, arguments, desk, today, [(path, given_files.content(path)) for path in arguments.files])
    passed: list[str] = []
    files = list(given_files.expanded(arguments.files, passed))
    read = reading.read(
        [(str(path), content) for path, content in files], record.tables(registry), today.year, arguments.authority, arguments.area
    )
    if arguments.committee is not None and _holds_only_rosters(read, files):
        return _roster_alone(registry, arguments, desk, today, files)
    _say_what_was_read(desk, read, passed + read.passed)
    known = record.match(registry, arguments.committee, read.record)
    kept = known is not None and known.contacts is not None  # contacts that are sealed already stay
    read.findings = [
        replace(named(finding), severity="warning") if kept and finding.pointer == NO_CONTACTS else named(finding)
        for finding in read.findings
    ]
    desk.write(text_report(read.findings))
    errors = count(read.findings)["errors"]
    if errors:
        desk.say(_not_understood(errors))
        return FINDINGS
    try:
        return _record(registry, arguments, desk, today, read)
    except _Refused as refused:
        desk.write(text_report(refused.findings))
        desk.say(refused.words)
        return FINDINGS


def _check_arguments(registry: Registry, arguments: argparse.Namespace) -> None:
    """Raises UsageError or UserError where the arguments do not fit together, or name what there is not."""
    if (arguments.signed_by is None) != (arguments.signed_on is None):
        raise UsageError("用法有误：--signed-by 和 --signed-on 要一起写。\n用 zhicheng import --help 查看说明。")
    if arguments.area is not None and arguments.area not in registry.areas.current:
        raise UserError(f"没有这个区划代码：{show(arguments.area)}。请查 registry/reference/areas.yaml。")
    if arguments.into is not None:
        _check_into(registry, arguments.into)


def _holds_only_rosters(read: FilledForms, files: Files) -> bool:
    """Whether every file is an Annex 3 and nothing else."""
    return {kind for _, kind in read.kinds} == _ROSTER_ONLY and {str(path) for path, _ in files} == {name for name, _ in read.rosters}


def _say_what_was_read(desk: Console, read: FilledForms, passed: Sequence[str]) -> None:
    """Names what was found in each file, and the files that were not read."""
    for file, kind in read.kinds:
        desk.say(f"读到{kind}：{show(given_files.short(file), 60)}")
    if passed:
        more = f" 等 {len(passed)} 个文件" if len(passed) > _NAMED else ""
        names = listed(show(given_files.short(file), 60) for file in passed[:_NAMED])
        desk.say(f"没有读（不是 Word、Excel 或 CSV 文件）：{names}{more}")


# --- the record ---------------------------------------------------------------------------------------------------------


def _record(registry: Registry, arguments: argparse.Namespace, desk: Console, today: date, read: FilledForms) -> int:
    """Makes a record, sealed contacts and a sealed roster of what was read, and writes them once agreed. Raises _Refused."""
    identifier = record.find(registry, arguments.committee, read.record)
    _place(registry, arguments, identifier, read)
    made = record.draft(registry, identifier, read.record, today, arguments.filed_on)
    if made.findings:
        errors = count(made.findings)["errors"]
        raise _Refused(made.findings, f"{errors} 处不合登记文件的格式，没有写任何文件。请在表里改好，再导入一次。")
    record.entered(registry, made)
    _refuse_private(registry, made, today)
    findings: list[Finding] = []
    files = _contacts_files(registry, arguments, made, today, read.contacts, findings)
    files += _roster_files(registry, arguments, identifier, today, read.rosters, findings)
    if made.changed:
        files.insert(0, (registry.root / made.document.path, made.document.text.encode()))
    desk.write(text_report([named(finding) for finding in findings]))
    if not files:
        desk.say(f"表里写的与 {made.document.path} 一样，没有要改的。")
        return OK
    desk.write("".join(f"{line}\n" for line in record.described(registry, made)) if made.changed else "")
    if not _agreed(arguments, desk, made):
        return OK
    return _written(registry, arguments, desk, today, made, files)


def _place(registry: Registry, arguments: argparse.Namespace, identifier: str, read: FilledForms) -> None:
    """The level and area of the unit: a person's word counts before the forms', neither changes a registered one. Raises _Refused."""
    for name, given in (("authority", arguments.authority), ("area", arguments.area)):
        if given is not None:
            read.record[name] = read.stated[name] = given
    known = registry.by_id.get(identifier)
    if known is None:
        return
    found = record.contradictions(registry, known, read.record, read.stated)
    if found:
        raise _Refused(found, "表与登记对不上，没有写任何文件。")
    for name in ("authority", "area"):
        read.record.pop(name, None)


def _refuse_private(registry: Registry, made: record.Draft, today: date) -> None:
    """Raises _Refused where something private stands in the record: what is written may be committed before anybody looks."""
    private = [f for f in check(registry, today).findings if f.file == made.document.path and f.code in ("P001", "P002", "P003")]
    if any(finding.severity == "error" for finding in private):
        raise _refusal(private)


def _written(
    registry: Registry, arguments: argparse.Namespace, desk: Console, today: date, made: record.Draft, files: Sequence[tuple[Path, bytes]]
) -> int:
    """Writes the files, all or none, and says what the rules find in the record."""
    if arguments.into is not None:
        files = [(_moved(path, registry, arguments.into), content) for path, content in files]
    base = arguments.into or registry.root
    replace_files(base, files)
    desk.write("".join(f"{os.path.relpath(path, base) if path.is_relative_to(base) else path}\n" for path, _ in files))
    sealed = {path.name for path, _ in files if path.suffix == ".age"}
    if registry.vault is not None and not sealed:
        ignored: tuple[str, ...] = ()
    else:
        ignored = ("R202", "R204", "R205")  # what was just sealed is not yet known to this registry
    found = [f for f in check(registry, today).findings if f.file == made.document.path and f.code not in ignored]
    desk.write(text_report(found))
    totals = count(found)
    if totals["errors"]:
        desk.say(f"已写好。按规则检查还有 {totals['errors']} 个错误要改：改好登记文件，再运行 zhicheng validate。")
        return FINDINGS
    desk.say("已写好。请运行 zhicheng validate 检查，再把上面的文件一起提交；填好的表请自己保管，不要放进仓库。")
    return OK


def _check_into(registry: Registry, into: Path) -> None:
    """Raises UserError where a folder cannot take what is written, or would be a registry inside of the registry."""
    if into.exists() and not into.is_dir():
        raise UserError(f"--into 指的不是文件夹：{into}。")
    if into.resolve().is_relative_to((registry.root / "registry").resolve()):
        raise UserError(f"--into 指的文件夹在登记库的 registry/ 里面：{into}。不写 --into 就写进登记库，或请换一个外面的文件夹。")


def _moved(path: Path, registry: Registry, into: Path) -> Path:
    """The place of a file below another folder, laid out like a registry."""
    if path.is_relative_to(registry.vault_folder):
        return into.absolute() / "registry" / "vault" / path.name
    return into.absolute() / path.relative_to(registry.root)


def _agreed(arguments: argparse.Namespace, desk: Console, made: record.Draft) -> bool:
    """Whether to write. A new record is written without asking: nothing is lost."""
    if arguments.yes or made.before is None:
        return True
    answer = desk.ask("写入以上改动吗？[y/N] ")
    if answer is None:
        raise UserError("没有写任何文件：没有人可以问。确认改动无误后，请加 --yes 再运行一次。")
    if answer.strip().lower() in ("y", "yes", "是", "好"):
        return True
    desk.say("没有写任何文件。")
    return False


def _refusal(findings: Sequence[Finding]) -> _Refused:
    return _Refused([named(finding) for finding in findings], _not_understood(count(findings)["errors"]))


def _not_understood(errors: int) -> str:
    return f"{errors} 处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。"


def _contacts_files(
    registry: Registry, arguments: argparse.Namespace, made: record.Draft, today: date, contacts: Value | None, findings: list[Finding]
) -> Files:
    """The sealed contacts; the record, in `made`, then names them. Adds to `findings`. Raises _Refused."""
    if contacts is None or _same_contacts(registry, arguments, made.id, contacts):
        return []
    sealed = _sealed_contacts(registry, made.id, contacts, today)
    findings += sealed.findings
    if sealed.refused:
        raise _refusal(findings)
    text = next(content for path, content in sealed.files if not path.name.endswith(CONTACTS))
    made.document = yaml_reading.parse(made.document.path, text)
    record.entered(registry, made)
    return [(path, content) for path, content in sealed.files if path.name.endswith(CONTACTS)]


def _sealed_contacts(registry: Registry, identifier: str, contacts: Value, today: date) -> seal.Sealing:
    whole = {"leader": {}, "clerks": [], **contacts}
    if "preparer" not in whole:
        hint = "请在附件1末行写明填表人和联系电话。"
        said = "附件1没有写填表人和联系电话，联系人没法密封"
        return seal.Sealing(findings=[Finding("F003", "error", "附件1", 1, 1, "", said, hint, CLAUSE)])
    return seal.prepared(registry, identifier, {"committee": identifier, **whole}, today)


def _same_contacts(registry: Registry, arguments: argparse.Namespace, identifier: str, contacts: Value) -> bool:
    """Whether the sealed contacts are known to be these: they can only be opened with an identity."""
    path = registry.vault_folder / f"{identifier}{CONTACTS}"
    if arguments.identity is None or not path.exists():
        return False
    before = store.opened(path, store.keyring(arguments.identity))
    return before == {"committee": identifier, **contacts}


# --- rosters ------------------------------------------------------------------------------------------------------------


def _roster_files(
    registry: Registry, arguments: argparse.Namespace, key: str, today: date, rosters: Sequence[tuple[str, bytes]], findings: list[Finding]
) -> Files:
    """The sealed roster and what goes with it. Adds to `findings`. Raises _Refused."""
    if not rosters:
        return []
    value, said = _roster_value(registry, arguments, key, rosters, today)
    findings += said
    if any(finding.severity == "error" for finding in said):
        raise _refusal(findings)
    outcome = seal.prepared(registry, key, value, today)
    findings += outcome.findings
    if outcome.refused:
        raise _refusal(findings)
    return [*outcome.files]


def _roster_value(
    registry: Registry, arguments: argparse.Namespace, key: str, files: Sequence[tuple[str, bytes]], today: date
) -> tuple[Value, list[Finding]]:
    before = None
    exists = (registry.vault_folder / f"{key}{ROSTER}").exists()
    if arguments.identity is not None and exists:
        before = roster_changes.sealed_roster(registry, key, store.keyring(arguments.identity))
    elif exists and arguments.committee is None:
        raise UserError(f"{key} 已有密封的花名册。请用 --identity 写明私钥文件，让原来的评委保留编号；没有私钥的，请把附件3另交中心。")
    value, findings = roster.roster(registry, key, files, today, before)
    if arguments.signed_by is not None:
        declares = list(sealed_roster.DECLARATIONS)
        value["signed"] = {"by": arguments.signed_by, "date": arguments.signed_on.isoformat(), "declares": declares}
    if arguments.consulted:
        value["consulted"] = arguments.consulted
    return value, findings


def _roster_alone(registry: Registry, arguments: argparse.Namespace, desk: Console, today: date, files: Files) -> int:
    """Annex 3 alone: a plain file outside of the repository, to be looked at and then sealed."""
    key: str = arguments.committee
    into: Path = arguments.into or arguments.files[0].absolute().parent
    path = into / f"{key}.roster.plain.json"
    store.refuse_inside(path, "没有密封的花名册")
    if not into.is_dir():
        raise UserError(f"没有文件夹 {into}。")
    value, findings = _roster_value(registry, arguments, key, [(one.name, content) for one, content in files], today)
    desk.write(text_report(findings))
    totals = count(findings)
    if totals["errors"]:
        desk.say(f"{totals['errors']} 处看不懂或不合要求，没有写任何文件。请在表格里改好，再导入一次。")
        return FINDINGS
    store.refuse_controls(value)
    write_private(path, store.packed(value), replace=arguments.yes)
    desk.say(f"读到 {len(value['experts'])} 名评委，已写入 {path}（没有密封，只有本人能读）。")
    desk.say(f"下一步：zhicheng seal {key} {path}，密封以后请删去这个文件。")
    return OK
