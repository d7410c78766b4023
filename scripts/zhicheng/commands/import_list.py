"""`zhicheng import --list`: a list with a row for each committee becomes records of committees that have not filed, all or none."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from zhicheng.commands import import_read_back
from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, Console, agreed, table
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.errors import UserError
from zhicheng.forms.intake import answer_file, given_files, listed, listed_read_back, read_back, record
from zhicheng.forms.reading import committee_list
from zhicheng.forms.reading.committee_list import CommitteeList
from zhicheng.registry.registry import Registry
from zhicheng.system.atomic_files import replace_files, write_private
from zhicheng.text import listed as in_words
from zhicheng.text import show

_HEAD = ("评审委员会", "编号", "区划", "系列和层级", "结果")
_OF_FORMS = ("committee", "authority", "area", "filed_on", "signed_by", "signed_on", "consulted", "identity", "batch", "mark")


def add_option(added: argparse.ArgumentParser) -> None:
    """Adds the option to the parser of the command."""
    added.add_argument(
        "--list",
        action="store_true",
        help="文件是一览表：一行一个评审委员会，写成“尚未备案”的登记（registry/listed/），等报来附件1、附件2 再正式登记",
    )


def run(
    registry: Registry, arguments: argparse.Namespace, console: Console, today: date, below: Callable[[Path, Registry, Path], Path]
) -> int:
    """Reads the list, asks, shows one table of all committees, and writes all of them or none. Returns the exit code.

    `below` gives the path of a file of the registry below the folder of --into.
    """
    for name in _OF_FORMS:
        if getattr(arguments, name):
            raise UsageError(f"用法有误：--{name.replace('_', '-')} 不能与 --list 一起写。\n用 zhicheng import --help 查看说明。")
    answers = import_read_back.given(arguments)
    # Ids may be answered one by one before they are asked; what a draft was asked before is used where it is asked again.
    answers.used |= {key: said for key, said in answers.given.items() if key.endswith(" 编号") and key not in answers.before}
    skipped: list[str] = []
    files = given_files.names(list(given_files.expanded(arguments.files, skipped)))
    tables = record.tables(registry)
    plans: list[listed.ListPlan] = []

    def read(given: dict[str, str]) -> CommitteeList:
        found = committee_list.read(files, tables, given)
        plans.append(listed.plan(registry, found, given, today))
        return found

    found = import_read_back.read_and_ask(console, read, answers, arguments.draft)
    planned = plans[-1]
    back = listed_read_back.read_back(registry, found, planned)
    _show(registry, arguments, console, planned, back)
    if skipped or found.forms.passed:
        console.say(f"没有读（不是 Word、Excel 或 CSV 文件）：{in_words(show(name, 60) for name in [*skipped, *found.forms.passed])}")
    if arguments.draft is not None:
        for name, text in (
            (import_read_back.ANSWERS, answer_file.written(found.forms.questions, answers)),
            (import_read_back.PAGE, listed_read_back.as_html(back)),
            (import_read_back.JSON, read_back.as_json(back)),
        ):
            write_private(arguments.draft / name, text.encode(), replace=True)
        answered = arguments.draft / import_read_back.ANSWERS
        console.say(f"读到的内容写在 {arguments.draft / import_read_back.PAGE}，请打开对照；要回答的写在 {answered}。")
    errors = count(planned.findings)["errors"]
    if errors:
        open_ones = len({one.id for one in found.forms.questions if one.id not in answers.given})
        more = "" if arguments.draft is not None or not open_ones else "可以加上 --draft 文件夹（仓库以外），在里面回答。"
        console.say(f"{errors} 处要先弄清楚，没有写任何文件。请在一览表里改好或者回答，再导入一次。{more}")
        return FINDINGS
    if not planned.files:
        console.say("没有要写的：都已经列入或者已经备案登记。")
        return OK
    if not _confirmed(arguments, console, len(planned.files)):
        console.say("没有写任何文件。")
        return OK
    base = arguments.into or registry.root
    replace_files(base, [(path if arguments.into is None else below(path, registry, base), content) for path, content in planned.files])
    then = "请运行 zhicheng validate 检查，再一起提交；一览表请自己保管，不要放进仓库。"
    console.say(f"已写好 {len(planned.files)} 份，都注明尚未备案。{then}")
    return OK


def _show(registry: Registry, arguments: argparse.Namespace, console: Console, planned: listed.ListPlan, back: dict[str, object]) -> None:
    if arguments.format == "json":
        console.write(read_back.as_json(back))
        return
    console.write(text_report(planned.findings))
    rows = [
        (
            show(one.row.value["name"], 60),
            one.id,
            registry.areas.name(one.row.value["area"]) if "area" in one.row.value else "",
            show(listed_read_back.words(registry, "reviews", one.row.value.get("reviews", [])), 60),
            one.result,
        )
        for one in planned.judged
    ]
    console.write(table([_HEAD, *rows]) if rows else "")
    for line in listed_read_back.lines(back):
        console.say(show(line, 300))
    counts = Counter(one.result for one in planned.judged)
    console.say(f"{len(rows)} 个评审委员会：{'，'.join(f'{number} 个{result}' for result, number in counts.items())}。")


def _confirmed(arguments: argparse.Namespace, console: Console, number: int) -> bool:
    """Whether to write: yes with --yes, else by the answer to a question. Raises UserError where nobody can be asked."""
    if arguments.yes:
        return True
    answer = console.ask(f"写入以上 {number} 个尚未备案的评审委员会吗？[y/N] ") if console.terminal() else None
    if answer is None:
        raise UserError("没有写任何文件：没有人可以问。确认无误后，请加 --yes 再运行一次。")
    return agreed(answer)
