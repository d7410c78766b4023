"""The command on the people in sealed rosters: roster add, remove, update, purge, find, move."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhicheng.commands.arguments import UsageError, day, words
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_also, add_identity, loaded
from zhicheng.commands.vault import report_sealing
from zhicheng.documents import yaml_reading
from zhicheng.documents.finding_reports import text_report
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import listed, name_key, show
from zhicheng.vault import roster_changes, seal, store
from zhicheng.vault.store import Keyring

_ACTIONS = ("add", "remove", "update", "purge", "find", "move")
# The options of each action; the others refuse them.
_OPTIONS = {
    "add": ("id", "file"),
    "update": ("id", "file"),
    "remove": ("id", "expert", "reason", "date", "note"),
    "purge": ("id", "before"),
    "find": ("name", "id"),
    "move": ("id", "expert", "to", "date", "note"),
}
_GIVEN = ("id", "file", "expert", "reason", "date", "note", "before", "name", "to")


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("roster", _roster, "花名册的动态管理：增加、调出、更新、遗忘、查找、转库")
    added.add_argument("action", metavar="|".join(_ACTIONS), choices=_ACTIONS, help="做什么")
    added.add_argument("id", metavar="编号", nargs="?", help="评审委员会的编号，或 employer-区划代码（purge、find 可以不写：全部）")
    added.add_argument(
        "file", metavar="文件", type=Path, nargs="?", help="add、update：写有 experts 的文件；update 的每一项写 id 和要改的字段"
    )
    add_identity(added, "私钥文件")
    add_also(added)
    added.add_argument("--expert", metavar="评委编号", action="append", help="remove、move：哪一名；几名的写几次，一起办")
    added.add_argument(
        "--reason", choices=tuple(sealed_roster.REASONS), help="remove：" + "、".join(f"{k} {v}" for k, v in sealed_roster.REASONS.items())
    )
    added.add_argument("--date", metavar="日期", type=day, help="remove、move：哪天调出")
    added.add_argument("--note", metavar="说明", type=words, help="remove、move：补充说明，只写在密封文件里；可以写 @文件")
    added.add_argument("--before", metavar="日期", type=day, help="purge：忘掉这一天以前调出的评委的个人信息")
    added.add_argument("--name", metavar="姓名", type=words, help="find：在全部花名册里找谁；可以写 @文件")
    added.add_argument("--to", metavar="编号", help="move：转到哪个花名册")


def _roster(arguments: argparse.Namespace, console: Console) -> int:
    action: str = arguments.action
    wrong = [name for name in _GIVEN if getattr(arguments, name) is not None and name not in _OPTIONS[action]]
    if wrong:
        said = listed("文件" if name == "file" else f"--{name}" for name in wrong)
        raise UsageError(f"用法有误：{action} 不用 {said}。\n用 zhicheng roster --help 查看说明。")
    if action == "purge":
        return _purge(arguments, console)
    if action == "find":
        return _find(arguments, console)
    if arguments.id is None:
        raise UsageError("用法有误：缺少编号。\n用 zhicheng roster --help 查看说明。")
    if action == "remove" and None in (arguments.expert, arguments.reason, arguments.date):
        raise UsageError("用法有误：调出要写明 --expert、--reason（四种情形之一）和 --date。\n用 zhicheng roster --help 查看说明。")
    if action == "move" and None in (arguments.expert, arguments.to, arguments.date):
        raise UsageError("用法有误：转库要写明 --expert、--to 和 --date。\n用 zhicheng roster --help 查看说明。")
    console.lock(arguments)
    registry = loaded(arguments, console)
    keys = store.keyring(arguments.identity)
    value = before = roster_changes.open_roster(registry, arguments.id, keys)
    if action == "move":
        return _move(arguments, console, registry, keys, value)
    if action == "remove":
        for expert in dict.fromkeys(arguments.expert):
            value = roster_changes.remove(value, expert, arguments.reason, arguments.date, arguments.note)
        return _sealed(registry, arguments, console, value, before)
    if arguments.file is None:
        raise UsageError(f"用法有误：{action} 要写一个文件，里面是 experts。\n用 zhicheng roster --help 查看说明。")
    store.refuse_inside(arguments.file, "没有密封的文件")
    try:
        rows = seal.read_plain(arguments.file).get("experts")
    except yaml_reading.Unreadable as error:
        console.write(text_report(error.findings))
        return FINDINGS
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(f"{arguments.file.name} 里没有 experts。")
    changed = roster_changes.add(value, rows) if action == "add" else roster_changes.update(value, rows)
    return _sealed(registry, arguments, console, changed, before)


def _sealed(registry: Registry, arguments: argparse.Namespace, console: Console, value: Value, before: Value) -> int:
    outcome = seal.seal(registry, arguments.id, value, console.today(arguments), arguments.also, before)
    return report_sealing(registry, console, outcome)


def _purge(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.before is None:
        raise UsageError("用法有误：purge 要写 --before 日期。\n用 zhicheng roster --help 查看说明。")
    if arguments.also and arguments.id is None:
        raise UserError("没有改动：--also 的公钥会打开全部花名册，而评审委员会自己的公钥只该打开它自己的。请写明编号。")
    console.lock(arguments)
    registry = loaded(arguments, console)
    keys = store.keyring(arguments.identity)
    outcomes: list[tuple[str, int, seal.Sealing]] = []
    wanted = [arguments.id] if arguments.id else sorted(entry.record.key for entry in registry.rosters if entry.record.sealed)
    for key in wanted:
        before = roster_changes.open_roster(registry, key, keys)
        value, purged = roster_changes.purge(before, arguments.before)
        if purged:
            outcomes.append((key, purged, seal.prepared(registry, key, value, console.today(arguments), arguments.also, before)))
    replace_files(registry.root, [file for _, _, outcome in outcomes for file in outcome.files])
    code = OK
    for key, purged, outcome in outcomes:
        console.say(f"{key}：忘掉 {purged} 名已调出评委的个人信息。")
        code = max(code, report_sealing(registry, console, outcome))
    console.say("密封库的 Git 历史里还有旧的密封文件：要彻底删除，请按“威胁模型”一页改写密封库的历史。")
    return code


def _find(arguments: argparse.Namespace, console: Console) -> int:
    """Lists where somebody stands, in every roster that can be opened. Nothing but what the holder of the key has to know is shown."""
    if arguments.name is None:
        raise UsageError("用法有误：查找要写 --name。\n用 zhicheng roster --help 查看说明。")
    registry = loaded(arguments, console)
    keys = store.keyring(arguments.identity)
    sealed = sorted(entry.record.key for entry in registry.rosters if entry.record.sealed)
    if arguments.id is not None and arguments.id not in sealed:
        raise UserError(f"没有 {show(arguments.id)} 的密封花名册。请核对编号。")
    wanted, found, closed = name_key(arguments.name), 0, []
    for key in [arguments.id] if arguments.id else sealed:
        try:
            value = roster_changes.open_roster(registry, key, keys)
        except UserError:
            closed.append(key)
            continue
        for row, expert in enumerate(value["experts"], 1):
            if isinstance(expert.get("name"), str) and name_key(expert["name"]) == wanted:
                found += 1
                console.write(f"{_place(registry, key, row, expert)}\n")
    if closed:
        console.say(f"{len(closed)} 份花名册打不开或者不在这里，没有查：{listed(closed[:5])}{'等' if len(closed) > 5 else ''}。")
    console.say(f"查了 {(1 if arguments.id else len(sealed)) - len(closed)} 份花名册，找到 {found} 处。")
    return OK if not closed else FINDINGS


def _place(registry: Registry, key: str, row: int, expert: Value) -> str:
    """Where an expert stands: pool, id, row, state, specialty, level, born."""
    series = registry.series[expert["series"]].name if expert["series"] in registry.series else expert["series"]
    removed: Value = expert.get("removed", {})
    state = "在库" if expert.get("state") == "active" else f"{removed.get('date', '')} 已调出"
    level = registry.levels.get(expert["level"], expert["level"])
    parts = (key, expert["id"], f"第 {row} 行", state, f"{series} {'／'.join(expert['specialty'])}", level, expert.get("born", ""))
    return "  ".join(part for part in parts if part)


def _move(arguments: argparse.Namespace, console: Console, registry: Registry, keys: Keyring, value: Value) -> int:
    """Removes experts from one roster and adds them to another; both are judged first, and written together or not at all."""
    if arguments.to == arguments.id:
        raise UsageError("用法有误：--to 与原来的是同一个花名册。\n用 zhicheng roster --help 查看说明。")
    target = roster_changes.open_roster(registry, arguments.to, keys)
    today = console.today(arguments)
    moved = dict.fromkeys(arguments.expert)
    rows = [roster_changes.active(value, expert) for expert in moved]
    left = value
    for expert in moved:
        note = f"转到 {arguments.to}" + (f"：{arguments.note}" if arguments.note else "")
        left = roster_changes.remove(left, expert, "other", arguments.date, note)
    taken = roster_changes.add(target, [{name: item for name, item in row.items() if name != "id"} for row in rows])
    outcomes = [
        seal.prepared(registry, key, now, today, arguments.also, then)
        for key, now, then in ((arguments.id, left, value), (arguments.to, taken, target))
    ]
    if any(outcome.refused for outcome in outcomes):
        for outcome in outcomes:
            console.write(text_report(outcome.findings))
        console.say("有错误，两份花名册都没有改动。转去的地方没有这个专业的，请先用 roster update 改专业，或者在那里用 roster add。")
        return FINDINGS
    replace_files(registry.root, [file for outcome in outcomes for file in outcome.files])
    return max(report_sealing(registry, console, outcome) for outcome in outcomes)
