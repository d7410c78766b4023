"""Taking filled forms in: any mixture of Annex 1, 2, 3 and scoring tables becomes a record, sealed contacts and a sealed roster."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Iterator, Sequence
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
from zhicheng.forms.intake import record, roster
from zhicheng.forms.reading.result import CLAUSE, NO_CONTACTS, FilledForms
from zhicheng.forms.reading.zip_files import hidden, is_form
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS, MAX_BYTES, ROSTER
from zhicheng.rules.engine import check
from zhicheng.system.atomic_files import recover, replace_files, write_private
from zhicheng.text import listed, reason, show
from zhicheng.vault import roster_changes, seal, store

_ROSTER_ONLY = {"附件3"}
_NAMED = 10  # of the files that were not read
Files = list[tuple[Path, bytes]]


def run(arguments: argparse.Namespace, console: Console) -> int:
    """`zhicheng import`: reads the forms, shows what would change, and writes all of it or nothing. Gives the exit code."""
    if arguments.into is None:
        console.lock(arguments)
    registry = loaded(arguments, console)
    if (arguments.signed_by is None) != (arguments.signed_on is None):
        raise UsageError("用法有误：--signed-by 和 --signed-on 要一起写。\n用 zhicheng import --help 查看说明。")
    if arguments.area is not None and arguments.area not in registry.areas.current:
        raise UserError(f"没有这个区划代码：{show(arguments.area)}。请查 registry/reference/areas.yaml。")
    if arguments.into is not None:
        _check_into(registry, arguments.into)
        if recovered := recover(arguments.into):
            console.say(recovered)
    today = console.today(arguments)
    if arguments.committee is not None and arguments.committee.startswith("employer-"):
        return _roster_alone(registry, arguments, console, today, [(path, _content(path)) for path in arguments.files])
    passed: list[str] = []
    files = list(_expanded(arguments.files, passed))
    read = reading.read(
        [(str(path), content) for path, content in files], record.tables(registry), today.year, arguments.authority, arguments.area
    )
    kinds = {kind for _, kind in read.kinds}
    if kinds == _ROSTER_ONLY and arguments.committee is not None:
        rosters = {name for name, _ in read.rosters}
        if {str(path) for path, _ in files} == rosters:
            return _roster_alone(registry, arguments, console, today, files)
    for file, kind in read.kinds:
        console.say(f"读到{kind}：{show(_short(file), 60)}")
    passed += read.passed
    if passed:
        more = f" 等 {len(passed)} 个文件" if len(passed) > _NAMED else ""
        console.say(f"没有读（不是 Word、Excel 或 CSV 文件）：{listed(show(_short(file), 60) for file in passed[:_NAMED])}{more}")
    known = record.match(registry, arguments.committee, read.record)
    kept = known is not None and known.contacts is not None  # contacts that are sealed already stay
    read.findings = [
        replace(_named(finding), severity="warning") if kept and finding.pointer == NO_CONTACTS else _named(finding)
        for finding in read.findings
    ]
    console.write(text_report(read.findings))
    errors = count(read.findings)["errors"]
    if errors:
        console.say(f"{errors} 处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。")
        return FINDINGS
    return _record(registry, arguments, console, today, read)


# --- the record ---------------------------------------------------------------------------------------------------------


def _record(registry: Registry, arguments: argparse.Namespace, console: Console, today: date, read: FilledForms) -> int:
    identifier = record.find(registry, arguments.committee, read.record)
    known = registry.by_id.get(identifier)
    for name, given in (("authority", arguments.authority), ("area", arguments.area)):
        if given is not None:
            read.record[name] = read.stated[name] = given
    if known is not None:
        found = record.contradictions(registry, known, read.record, read.stated)
        if found:
            console.write(text_report(found))
            console.say("表与登记对不上，没有写任何文件。")
            return FINDINGS
        for name in ("authority", "area"):  # how a unit is placed is not for a form to change
            read.record.pop(name, None)
    made = record.draft(registry, identifier, read.record, today, arguments.filed_on)
    if made.findings:
        console.write(text_report(made.findings))
        console.say(f"{count(made.findings)['errors']} 处不合登记文件的格式，没有写任何文件。请在表里改好，再导入一次。")
        return FINDINGS
    record.entered(registry, made)
    private = [f for f in check(registry, today).findings if f.file == made.document.path and f.code in ("P001", "P002", "P003")]
    if any(finding.severity == "error" for finding in private):  # what is written may be committed before anybody looks
        return _refused(console, private)
    files: list[tuple[Path, bytes]] = []
    findings: list[Finding] = []
    if read.contacts is not None and not _same_contacts(registry, arguments, identifier, read.contacts):
        sealed = _sealed_contacts(registry, identifier, read.contacts, today)
        findings += sealed.findings
        if sealed.refused:
            return _refused(console, findings)
        files += [(path, content) for path, content in sealed.files if path.name.endswith(CONTACTS)]
        text = next(content for path, content in sealed.files if not path.name.endswith(CONTACTS))
        made.document = yaml_reading.parse(made.document.path, text)
        record.entered(registry, made)
    if read.rosters:
        value, said = _roster_value(registry, arguments, identifier, read.rosters, today)
        findings += said
        if any(finding.severity == "error" for finding in said):
            return _refused(console, findings)
        outcome = seal.prepared(registry, identifier, value, today)
        findings += outcome.findings
        if outcome.refused:
            return _refused(console, findings)
        files += outcome.files
    if made.changed:
        files.insert(0, (registry.root / made.document.path, made.document.text.encode()))
    console.write(text_report([_named(finding) for finding in findings]))
    if not files:
        console.say(f"表里写的与 {made.document.path} 一样，没有要改的。")
        return OK
    console.write("".join(f"{line}\n" for line in record.described(registry, made)) if made.changed else "")
    if not _agreed(arguments, console, made):
        return OK
    return _written(registry, arguments, console, today, made, files)


def _written(
    registry: Registry,
    arguments: argparse.Namespace,
    console: Console,
    today: date,
    made: record.Draft,
    files: Sequence[tuple[Path, bytes]],
) -> int:
    """Writes the files, all or none, and says what the rules find in the record."""
    if arguments.into is not None:
        files = [(_moved(path, registry, arguments.into), content) for path, content in files]
    base = arguments.into or registry.root
    replace_files(base, files)
    console.write("".join(f"{os.path.relpath(path, base) if path.is_relative_to(base) else path}\n" for path, _ in files))
    sealed = {path.name for path, _ in files if path.suffix == ".age"}
    if registry.vault is not None and not sealed:
        ignored: tuple[str, ...] = ()
    else:
        ignored = ("R202", "R204", "R205")  # what was just sealed is not yet known to this registry
    found = [f for f in check(registry, today).findings if f.file == made.document.path and f.code not in ignored]
    console.write(text_report(found))
    totals = count(found)
    if totals["errors"]:
        console.say(f"已写好。按规则检查还有 {totals['errors']} 个错误要改：改好登记文件，再运行 zhicheng validate。")
        return FINDINGS
    console.say("已写好。请运行 zhicheng validate 检查，再把上面的文件一起提交；填好的表请自己保管，不要放进仓库。")
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


def _agreed(arguments: argparse.Namespace, console: Console, made: record.Draft) -> bool:
    """Whether to write. A new record is written without asking: nothing is lost."""
    if arguments.yes or made.before is None:
        return True
    answer = console.ask("写入以上改动吗？[y/N] ")
    if answer is None:
        raise UserError("没有写任何文件：没有人可以问。确认改动无误后，请加 --yes 再运行一次。")
    if answer.strip().lower() in ("y", "yes", "是", "好"):
        return True
    console.say("没有写任何文件。")
    return False


def _refused(console: Console, findings: list[Finding]) -> int:
    console.write(text_report([_named(finding) for finding in findings]))
    console.say(f"{count(findings)['errors']} 处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。")
    return FINDINGS


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


def _roster_alone(registry: Registry, arguments: argparse.Namespace, console: Console, today: date, files: Files) -> int:
    """Annex 3 alone: a plain file outside of the repository, to be looked at and then sealed."""
    key: str = arguments.committee
    into: Path = arguments.into or arguments.files[0].absolute().parent
    path = into / f"{key}.roster.plain.json"
    store.refuse_inside(path, "没有密封的花名册")
    if not into.is_dir():
        raise UserError(f"没有文件夹 {into}。")
    value, findings = _roster_value(registry, arguments, key, [(one.name, content) for one, content in files], today)
    console.write(text_report(findings))
    totals = count(findings)
    if totals["errors"]:
        console.say(f"{totals['errors']} 处看不懂或不合要求，没有写任何文件。请在表格里改好，再导入一次。")
        return FINDINGS
    store.refuse_controls(value)
    write_private(path, store.packed(value), replace=arguments.yes)
    console.say(f"读到 {len(value['experts'])} 名评委，已写入 {path}（没有密封，只有本人能读）。")
    console.say(f"下一步：zhicheng seal {key} {path}，密封以后请删去这个文件。")
    return OK


# --- files --------------------------------------------------------------------------------------------------------------


def _expanded(paths: Sequence[Path], passed: list[str]) -> Iterator[tuple[Path, bytes]]:
    """The files given, and the forms in the folders given; other files there are named in `passed`."""
    for path in paths:
        if not path.is_dir():
            yield path, _content(path)
            continue
        found = sorted(one for one in path.rglob("*") if one.is_file() and not hidden(one.relative_to(path).as_posix()))
        inside: list[Path] = []
        for one in found:
            if is_form(one.name) or one.suffix.lower() == ".zip":
                inside.append(one)
            else:
                passed.append(str(one))
        if not inside:
            raise UserError(f"文件夹 {path} 里没有能读的表（.docx、.xlsx、.xls、.csv、.zip）。")
        yield from ((one, _content(one)) for one in inside)


def _content(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UserError(f"{path} 不是文件。请写填好的表，或者装着它们的文件夹。")
        if status.st_size > MAX_BYTES:
            raise UserError(f"{path.name} 超过 {MAX_BYTES // 1024 // 1024} MiB，不像是填好的表。")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"读不到 {path}：{reason(error)}。请核对路径和权限。") from None


def _short(file: str) -> str:
    """A file as messages name it: without the folder it came from, but with the .zip."""
    head, dot, rest = file.partition(".zip/")
    return f"{Path(head).name}{dot}{rest}" if dot else Path(file).name


def _named(finding: Finding) -> Finding:
    return replace(finding, file=show(_short(finding.file), 120))
