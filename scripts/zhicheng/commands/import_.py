"""`zhicheng import`: filled forms, in any mixture of Annex 1, 2, 3 and scoring tables, become a record, sealed contacts and a roster."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from zhicheng.commands import conversion, import_batch, import_list, import_read_back
from zhicheng.commands.arguments import AUTHORITIES, UsageError, check_authority, day, words
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_identity, agreed, loaded
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.errors import UserError
from zhicheng.forms.intake import given_files, lacking, record
from zhicheng.forms.intake.answering import Answering
from zhicheng.forms.intake.given_files import Files, named
from zhicheng.forms.intake.plan import Instructions, Plan, Refused, not_understood, plan, unsealed_roster
from zhicheng.forms.intake.read_back import at_cells, cells
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.records.sealed_roster import EMPLOYER_DECLARATIONS
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS
from zhicheng.system.atomic_files import recover, replace_files, write_private
from zhicheng.text import listed, show
from zhicheng.vault import bans, store

_ROSTER_ONLY = {"附件3"}
_MOST_NAMED = 10  # files that were not read


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("import", _import, "读填好的附件1、附件2、附件3和量化赋分表（Word、Excel），写成登记文件、密封的联系人和花名册")
    added.add_argument(
        "files", metavar="文件", nargs="+", type=Path, help="填好的表：.docx、.xlsx、.xls、.csv，或者装着它们的文件夹、.zip；可以一起交"
    )
    added.add_argument(
        "--committee", metavar="编号", help="评审委员会的编号（已登记的可以按名称认出）；单位直接报送的花名册写 employer-区划代码"
    )
    added.add_argument(
        "--into", metavar="文件夹", type=Path, help="写在哪里：登记文件默认写进登记库；只有附件3时写没有密封的花名册，要在仓库以外"
    )
    labels = "、".join(f"{code} {label}" for code, label in EMPLOYER_DECLARATIONS.items())
    added.add_argument("--declares", choices=tuple(EMPLOYER_DECLARATIONS), action="append", help=f"单位直接报送的，还声明了：{labels}")
    add_options(added)
    import_batch.add_option(added)
    import_list.add_option(added)


def add_options(added: argparse.ArgumentParser) -> None:
    """Adds the options that `import` and `submit` have in common."""
    added.add_argument("--authority", metavar="级别", help=f"单位级别，从单位名称看不准时写明：{AUTHORITIES}")
    added.add_argument("--area", metavar="代码", help="单位所属行政区划的六位代码，从单位名称看不准时写明")
    added.add_argument("--filed-on", metavar="日期", type=day, help="在登记文件里记上本年度的备案日期（新登记的默认是今天）")
    added.add_argument(
        "--signed-by",
        metavar="姓名",
        type=words,
        help="推荐单位签字的负责人：签字即声明评委的品行和廉洁，与 --signed-on 一起写；写 @文件 就从文件里读",
    )
    added.add_argument("--signed-on", metavar="日期", type=day, help="签字的日期")
    added.add_argument("--consulted", metavar="部门", action="append", default=[], help="征求过意见的行业主管部门，可以写几次")
    add_identity(added, "已有密封花名册时用来打开它，让同一个人保留原来的编号；也用来核对联系人有没有变", required=False)
    added.add_argument("--sealed", metavar="文件夹", type=Path, help="没有密封库的：密封文件放在哪里，要在登记册以外，例如 U 盘")
    import_read_back.add_options(added)
    added.add_argument("--yes", action="store_true", help="不问，直接写")


def _import(arguments: argparse.Namespace, console: Console) -> int:
    """Reads the forms, shows what would change, and writes all of it or nothing. Returns the exit code."""
    if arguments.batch:
        import_batch.refuse(arguments)
    if arguments.into is None:
        console.lock(arguments)
    registry = loaded(arguments, console)
    check_arguments(registry, arguments)
    if arguments.into is None:
        store.put_out(registry, arguments.sealed)
    else:
        registry.sealed_out = registry.vault_folder  # its files are put below --into
    if arguments.into is not None and (recovered := recover(arguments.into)):
        console.say(recovered)
    today = console.today(arguments)
    import_read_back.warn_inside(console, arguments.files)
    if arguments.list:
        return import_list.run(registry, arguments, console, today, _path_below)
    if arguments.batch:
        return import_batch.run(registry, arguments, console, today, _path_below)
    answers = import_read_back.given(arguments)
    skipped: list[str] = []
    files = list(given_files.expanded(arguments.files, skipped))
    named_files = given_files.names(files)
    reader = asking_reader(registry, arguments, named_files, today)
    read = import_read_back.read_and_ask(console, reader, answers, arguments.draft, name_in)
    given = instructions(arguments, answers.used)
    employer = arguments.committee is not None and arguments.committee.startswith("employer-")
    only_rosters = {kind for _, kind in read.kinds} == _ROSTER_ONLY and {name for name, _ in read.rosters} == {
        name for name, _ in named_files
    }
    if employer or (arguments.committee is not None and only_rosters):
        return _import_roster(registry, arguments, given, console, today, files, read, answers)
    say_what_was_read(console, read, skipped + read.passed)
    given = replace(given, committee=arguments.committee or read.committee)
    read.findings = record.findings_of(registry, given.committee, read)
    if arguments.format == "text":
        console.write(text_report(read.findings))
    planned, stopped = None, ""
    refused: list[Finding] = []
    if errors := count(read.findings)["errors"]:
        stopped = not_understood(errors)
    else:
        try:
            planned = plan(registry, given, read, today)
        except Refused as refusal:
            stopped, refused = refusal.words, list(refusal.findings)
        except UserError:  # what was understood and answered is kept
            import_read_back.keep(arguments, console, registry, read, read.findings, answers, files)
            raise
    import_read_back.tell(arguments, console, text_report(refused))
    found = [*read.findings, *refused, *(planned.findings if planned is not None else ())]
    import_read_back.keep(arguments, console, registry, read, found, answers, files)
    if planned is None:
        console.say(stopped)
        return FINDINGS
    return _confirm_and_write(registry, arguments, console, today, planned, read, files)


def name_in(read: FilledForms) -> object:
    """The name of the committee in forms; None where they have none."""
    return read.record.get("name")


def asking_reader(
    registry: Registry, arguments: argparse.Namespace, files: Sequence[tuple[str, bytes]], today: date
) -> Callable[[dict[str, str]], FilledForms]:
    """A function that reads the files with the answers given so far, and asks for what the forms lack."""
    tables = record.tables(registry)
    read = conversion.reader(files, tables, today.year, arguments)
    return lambda answers: lacking.completed(registry, arguments.committee, read(answers), tables, answers)


def instructions(arguments: argparse.Namespace, answers: dict[str, str]) -> Instructions:
    """What the arguments state, with the answers given so far."""
    return Instructions(
        arguments.committee,
        arguments.authority,
        arguments.area,
        arguments.filed_on,
        arguments.signed_by,
        arguments.signed_on,
        arguments.consulted,
        arguments.identity,
        answers,
        getattr(arguments, "declares", None) or (),
    )


def check_arguments(registry: Registry, arguments: argparse.Namespace) -> None:
    """Raises UsageError where the arguments do not fit together, and UserError where they name something that does not exist."""
    if (arguments.signed_by is None) != (arguments.signed_on is None):
        raise UsageError("用法有误：--signed-by 和 --signed-on 要一起写。\n用 zhicheng import --help 查看说明。")
    if getattr(arguments, "declares", None) and (arguments.signed_by is None or not (arguments.committee or "").startswith("employer-")):
        said = "--declares 只用于单位直接报送的（--committee employer-区划代码），与 --signed-by 一起写。"
        raise UsageError(f"用法有误：{said}\n用 zhicheng import --help 查看说明。")
    if arguments.authority is not None:
        check_authority(registry, arguments.authority, "import")
    if arguments.area is not None and arguments.area not in registry.areas.current:
        raise UserError(f"没有这个区划代码：{show(arguments.area)}。请查 registry/reference/areas.yaml。")
    if arguments.into is not None:
        _check_into(registry, arguments.into)


def say_what_was_read(console: Console, read: FilledForms, skipped: Sequence[str]) -> None:
    """Names what was found in each file, and the files that were not read."""
    for file, kind in read.kinds:
        console.say(f"读到{kind}：{show(file, 60)}")
    if skipped:
        more = f" 等 {len(skipped)} 个文件" if len(skipped) > _MOST_NAMED else ""
        names = listed(show(file, 60) for file in skipped[:_MOST_NAMED])
        console.say(f"没有读（不是 Word、Excel 或 CSV 文件）：{names}{more}")


# --- what is written ------------------------------------------------------------------------------------------------------


def _confirm_and_write(
    registry: Registry, arguments: argparse.Namespace, console: Console, today: date, planned: Plan, read: FilledForms, given: Files
) -> int:
    """Shows what the rules find in it and what would change, asks where an existing record would change, and writes it.

    Returns the exit code.
    """
    made = planned.made
    import_read_back.tell(arguments, console, text_report([named(finding) for finding in planned.findings]))
    if planned.roster is not None and arguments.identity is not None and (registry.vault_folder / BANS).is_file() and registry.bans is None:
        console.say(bans.unlooked(registry))
    if not planned.files:
        console.say(f"表里写的与 {made.document.path} 一样，没有要改的。")
        return OK
    found = import_read_back.of_rules(registry, today, planned)
    import_read_back.tell(arguments, console, text_report(at_cells(found, read, made.document)))
    if arguments.mark is not None:
        import_read_back.mark(arguments.mark, console, read, given, list(cells(found, read, made.document)))
    errors = count(found)["errors"]
    if errors:
        console.say(f"按规则检查有 {errors} 个错误，写进去以后要改好才能公布。")
    if made.changed:
        import_read_back.tell(arguments, console, "".join(f"{line}\n" for line in record.described(registry, made, read.contacts)))
    if not confirmed(arguments, console, made, read.converted):
        return OK
    _write(registry, arguments, console, made, planned.files)
    if errors:
        console.say(f"已写好。按规则检查还有 {errors} 个错误要改：改好登记文件，再运行 zhicheng validate。")
        return FINDINGS
    console.say("已写好。请运行 zhicheng validate 检查，再把上面的文件一起提交；填好的表请自己保管，不要放进仓库。")
    return OK


def _write(
    registry: Registry, arguments: argparse.Namespace, console: Console, made: record.Draft, files: Sequence[tuple[Path, bytes]]
) -> None:
    """Writes the files, all or none, and names them."""
    if arguments.into is not None:
        files = [(_path_below(path, registry, arguments.into), content) for path, content in files]
    base = arguments.into or registry.root
    record.refuse_changed(registry, made)
    replace_files(base, files)
    names = (os.path.relpath(path, base) if path.is_relative_to(base) else path for path, _ in files)
    import_read_back.tell(arguments, console, "".join(f"{name}\n" for name in names))


def _check_into(registry: Registry, into: Path) -> None:
    """Raises UserError where --into is no folder, or lies inside registry/."""
    if into.exists() and not into.is_dir():
        raise UserError(f"--into 指的不是文件夹：{into}。")
    if into.resolve().is_relative_to((registry.root / "registry").resolve()):
        raise UserError(f"--into 指的文件夹在登记库的 registry/ 里面：{into}。不写 --into 就写进登记库，或请换一个外面的文件夹。")


def _path_below(path: Path, registry: Registry, into: Path) -> Path:
    """The path of a file of the registry or the vault below the folder `into`, which is laid out like a registry."""
    if path.is_relative_to(registry.vault_folder):
        return into.absolute() / "registry" / "vault" / path.name
    return into.absolute() / path.relative_to(registry.root)


def confirmed(arguments: argparse.Namespace, console: Console, made: record.Draft, converted: Sequence[str]) -> bool:
    """Whether to write: yes with --yes, else by the answer to a question. Without a terminal a new record is written unasked, because
    nothing is lost, unless it comes from `converted` files. Raises UserError where the question gets no input.
    """
    if arguments.yes or (made.before is None and not converted and not console.terminal()):
        return True
    answer = console.ask("写入以上改动吗？[y/N] " if made.before is not None else "写成新的登记吗？[y/N] ")
    if answer is None:
        raise UserError("没有写任何文件：没有人可以问。确认改动无误后，请加 --yes 再运行一次。")
    if agreed(answer):
        return True
    console.say("没有写任何文件。")
    return False


def _import_roster(
    registry: Registry,
    arguments: argparse.Namespace,
    given: Instructions,
    console: Console,
    today: date,
    files: Files,
    read: FilledForms,
    answers: Answering,
) -> int:
    """Imports Annex 3 alone: writes a roster that is not sealed, outside the repository, and says what the rules find in it. Returns the
    exit code: 1 where the form could not be read.
    """
    key: str = arguments.committee
    into: Path = arguments.into or arguments.files[0].absolute().parent
    path = into / f"{key}.roster.plain.json"
    store.refuse_inside(path, "没有密封的花名册")
    if not into.is_dir():
        raise UserError(f"没有文件夹 {into}。")
    value, findings, ruled = unsealed_roster(registry, given, key, given_files.names(files), today)
    import_read_back.tell(arguments, console, text_report([*findings, *ruled]))
    import_read_back.keep(arguments, console, registry, read, findings, answers, files)
    if errors := count(findings)["errors"]:
        console.say(f"{errors} 处看不懂或不合要求，没有写任何文件。请在表格里改好，再导入一次。")
        return FINDINGS
    store.refuse_controls(value)
    write_private(path, store.packed(value), replace=arguments.yes)
    console.say(f"读到 {len(value['experts'])} 名评委，已写入 {path}（没有密封，只有本人能读）。")
    if errors := count(ruled)["errors"]:  # the form was read, and `seal` refuses the roster
        console.say(f"按规则检查有 {errors} 个错误，不改好不能密封：请在表格里改好，再导入一次（加 --yes 换掉这个文件）。")
        return OK
    console.say(f"下一步：zhicheng seal {key} {path}，密封以后请删去这个文件。")
    return OK
