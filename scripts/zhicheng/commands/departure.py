"""`zhicheng departure`: an employer reports that an expert left, sealed for the centre; the centre accepts it with one command."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhicheng.commands.arguments import UsageError, day, words
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_also, add_identity, agreed, loaded
from zhicheng.commands.vault import write_sealed
from zhicheng.documents.finding_reports import text_report
from zhicheng.errors import UserError
from zhicheng.registry.records.sealed_roster import REASONS
from zhicheng.system.atomic_files import replace_file
from zhicheng.text import listed
from zhicheng.vault import bans, departures, seal, store

_NEEDED = {"report": ("name", "born", "unit", "reason", "date", "by", "out"), "accept": ("file", "identity")}
_MAY = {"report": ("note",), "accept": ("yes", "also")}


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("departure", _departure, "评委离库：单位报告谁离开、什么原因（密封给中心），中心一条命令办理调出")
    added.add_argument("action", metavar="report|accept", choices=tuple(_NEEDED), help="report 单位报告，accept 中心办理")
    added.add_argument("file", metavar="文件", type=Path, nargs="?", help="accept：单位送来的离库报告")
    added.add_argument("--name", metavar="姓名", type=words, help="report：谁离开；可以写 @文件")
    added.add_argument("--born", metavar="年月", help="report：出生年月，如 1975-04")
    added.add_argument("--unit", metavar="单位", help="report：工作单位，照花名册上的写")
    added.add_argument(
        "--reason", choices=tuple(REASONS), help="report：" + "、".join(f"{code} {label}" for code, label in REASONS.items())
    )
    added.add_argument("--date", metavar="日期", type=day, help="report：从哪天起")
    added.add_argument("--note", metavar="说明", type=words, help="report：补充说明，只有中心看得到；可以写 @文件")
    added.add_argument("--by", metavar="单位", help="report：由哪个单位报告")
    added.add_argument("--out", metavar="文件", type=Path, help="report：密封的报告写在哪里")
    add_identity(added, "accept：私钥文件", required=False)
    add_also(added)
    added.add_argument("--yes", action="store_true", default=None, help="accept：不问，直接办理")


def _departure(arguments: argparse.Namespace, console: Console) -> int:
    action: str = arguments.action
    given = {name for name in {*_NEEDED["report"], *_NEEDED["accept"], *_MAY["report"], *_MAY["accept"]} if getattr(arguments, name)}
    missing = [name for name in _NEEDED[action] if name not in given]
    wrong = sorted(given - {*_NEEDED[action], *_MAY[action]})
    if missing or wrong:
        what, names = ("还要写", missing) if missing else ("不用", wrong)
        said = listed("文件" if name == "file" else f"--{name}" for name in names)
        raise UsageError(f"用法有误：{action} {what} {said}。\n用 zhicheng departure --help 查看说明。")
    return _report(arguments, console) if action == "report" else _accept(arguments, console)


def _report(arguments: argparse.Namespace, console: Console) -> int:
    today = console.today(arguments)
    fields = (arguments.name, arguments.born, arguments.unit, arguments.reason, arguments.date.isoformat(), arguments.by)
    departure = departures.checked(departures.Departure(*fields, arguments.note or ""), today)
    if arguments.out.exists():
        raise UserError(f"{arguments.out} 已经有了，没有覆盖。请换一个文件名。")
    replace_file(arguments.out, departures.sealed(loaded(arguments, console), departure, today))
    console.write(f"{arguments.out}\n")
    console.say("离库报告已密封，只有中心打得开。请把这个文件送给中心，用 U 盘、办公系统都可以。")
    return OK


def _accept(arguments: argparse.Namespace, console: Console) -> int:
    """Takes the person out of every roster in which they stand: all are judged first, and written together or not at all."""
    console.lock(arguments)
    registry, today = loaded(arguments, console), console.today(arguments)
    keys = store.keyring(arguments.identity)
    departure = departures.opened(arguments.file, keys, today)
    found, closed = departures.find(registry, departure, keys)
    if closed:
        console.say(f"{len(closed)} 份花名册打不开或者不在这里，没有查：{listed(closed[:5])}{'等' if len(closed) > 5 else ''}。")
    console.say(f"报告：{departure.words}。")
    changed = departures.removed(found, departure)
    if not changed:
        said = "这个人已经调出了，没有改动" if found else "花名册里没有这个人（姓名、出生年月都相同的）"
        console.say(f"{said}。请与报告单位核对。")
        return FINDINGS
    for one in found:
        if one.expert.get("state") == "active":
            console.write(f"{one.key}  {one.expert['id']}  第 {one.row} 行{'  工作单位与报告的不同' if one.other_unit else ''}\n")
    if not arguments.yes:
        if not console.terminal():
            raise UserError("没有改动：这里不能问您。核对以后加上 --yes 再运行。")
        if not agreed(console.ask("按这份报告调出上面的评委吗？[y/N] ") or ""):
            console.say("没有改动。")
            return OK
    banned = bans.brought_up_to_date(registry, keys, [(key, before, now) for key, (before, now) in changed.items()], today)
    outcomes = [seal.prepared(registry, key, now, today, arguments.also, before) for key, (before, now) in changed.items()]
    if any(outcome.refused for outcome in outcomes):
        for outcome in outcomes:
            console.write(text_report(outcome.findings))
        console.say("有错误，花名册都没有改动。")
        return FINDINGS
    return write_sealed(registry, console, outcomes, banned)
