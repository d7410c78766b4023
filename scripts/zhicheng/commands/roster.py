"""The command on the people in sealed rosters: roster add, remove, update, purge, find, move, bans, namesake."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from zhicheng.commands.arguments import Takes, UsageError, check_taken, day, words
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_also, add_identity, loaded
from zhicheng.commands.vault import report_bans, report_sealing, write_sealed
from zhicheng.documents import yaml_reading
from zhicheng.documents.finding_reports import text_report
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import listed, name_key, show
from zhicheng.vault import bans, roster_changes, seal, store
from zhicheng.vault.store import Keyring

_ACTIONS = {
    "add": Takes(("id", "file")),
    "remove": Takes(("id", "expert", "reason", "date"), ("note",)),
    "update": Takes(("id", "file")),
    "purge": Takes((), ("id", "before", "expert")),
    "find": Takes(("name",), ("id",)),
    "move": Takes(("id", "to", "date"), ("expert", "all", "note")),
    "bans": Takes(),
    "namesake": Takes(("id",), ("file", "expert")),
}
_GIVEN = ("id", "file", "expert", "reason", "date", "note", "before", "name", "to", "all")
_Change = tuple[str, Value, Value]  # the key of a roster, as it was, as it will be


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("roster", _roster, "花名册的动态管理：增加、调出、更新、遗忘、查找、转库、违规记录、同名的人")
    added.add_argument("action", metavar="|".join(_ACTIONS), choices=tuple(_ACTIONS), help="做什么")
    added.add_argument("id", metavar="编号", nargs="?", help="评审委员会的编号，或 employer-区划代码（purge、find 可以不写：全部）")
    added.add_argument(
        "file", metavar="文件", type=Path, nargs="?", help="add、update、namesake：写有 experts 的文件；update 的每一项写 id 和要改的字段"
    )
    add_identity(added, "私钥文件；因违纪调出的和 bans、namesake 要用中心的")
    add_also(added)
    added.add_argument("--expert", metavar="评委编号", action="append", help="remove、move、purge、namesake：哪一名；几名的写几次，一起办")
    added.add_argument("--all", action="store_const", const=True, help="move：在库的全部专家（不写 --expert）")
    added.add_argument(
        "--reason",
        choices=tuple(sealed_roster.REASONS),
        help="remove：" + "、".join(f"{k} {v}" for k, v in sealed_roster.REASONS.items()) + "；discipline 的同时记入违规记录",
    )
    added.add_argument("--date", metavar="日期", type=day, help="remove、move：哪天调出")
    added.add_argument("--note", metavar="说明", type=words, help="remove、move：补充说明，只写在密封文件里；可以写 @文件")
    added.add_argument(
        "--before",
        metavar="日期",
        type=day,
        help="purge：忘掉这一天以前调出的评委的个人信息（只忘掉几名的，写 --expert）；没有满期的违规记录留着",
    )
    added.add_argument("--name", metavar="姓名", type=words, help="find：在全部花名册里找谁；可以写 @文件")
    added.add_argument("--to", metavar="编号", help="move：转到哪个花名册")


def _roster(arguments: argparse.Namespace, console: Console) -> int:
    action: str = arguments.action
    check_taken(arguments, f"roster {action}", _ACTIONS[action], _GIVEN)
    if action == "purge":
        return _purge(arguments, console)
    if action == "find":
        return _find(arguments, console)
    console.lock(arguments)
    registry = loaded(arguments, console)
    keys = store.keyring(arguments.identity)
    if action == "bans":
        return _bans(arguments, console, registry, keys)
    if action == "namesake":
        return _namesake(arguments, console, registry, keys)
    value = before = roster_changes.open_roster(registry, arguments.id, keys)
    if action == "move":
        return _move(arguments, console, registry, keys, value)
    if action == "remove":
        for expert in dict.fromkeys(arguments.expert):
            value = roster_changes.remove(value, expert, arguments.reason, arguments.date, arguments.note)
        return _sealed(registry, arguments, console, keys, [(arguments.id, before, value)])
    rows = _rows(arguments.file, console)
    if rows is None:
        return FINDINGS
    changed = roster_changes.add(value, rows) if action == "add" else roster_changes.update(value, rows)
    return _sealed(registry, arguments, console, keys, [(arguments.id, before, changed)])


def _rows(path: Path, console: Console) -> list[Value] | None:
    """The experts of a plain file outside of the repository; None where it cannot be read, after its findings were printed."""
    store.refuse_inside(path, "没有密封的文件")
    try:
        rows = seal.read_plain(path).get("experts")
    except yaml_reading.Unreadable as error:
        console.write(text_report(error.findings))
        return None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(f"{path.name} 里没有 experts。")
    return rows


def _sealed(
    registry: Registry, arguments: argparse.Namespace, console: Console, keys: Keyring, changes: Sequence[_Change], refused: str = ""
) -> int:
    """Seals the changed rosters, together with the list of bans, all or none. `refused` is the sentence for the user where there are
    errors.
    """
    today = console.today(arguments)
    banned = bans.brought_up_to_date(registry, keys, changes, today)
    outcomes = [seal.prepared(registry, key, after, today, arguments.also, before) for key, before, after in changes]
    if any(outcome.refused for outcome in outcomes) and refused:
        for outcome in outcomes:
            console.write(text_report(outcome.findings))
        console.say(refused)
        return FINDINGS
    return write_sealed(registry, console, outcomes, banned, entering=arguments.action != "remove")


def _purge(arguments: argparse.Namespace, console: Console) -> int:
    if (arguments.before is None) == (arguments.expert is None):
        raise UsageError("用法有误：roster purge 要写 --before，或者编号和 --expert，只写一样。\n用 zhicheng roster --help 查看说明。")
    if arguments.expert is not None and arguments.id is None:
        raise UsageError("用法有误：roster purge --expert 要写编号。\n用 zhicheng roster --help 查看说明。")
    if arguments.also and arguments.id is None:
        raise UserError("没有改动：--also 的公钥会打开全部花名册，而评审委员会自己的公钥只该打开它自己的。请写明编号。")
    console.lock(arguments)
    registry, today = loaded(arguments, console), console.today(arguments)
    keys = store.keyring(arguments.identity)
    purged: list[tuple[int, _Change]] = []
    wanted = [arguments.id] if arguments.id else sorted(entry.record.key for entry in registry.rosters if entry.record.sealed)
    for key in wanted:
        before = roster_changes.open_roster(registry, key, keys)
        if arguments.expert is None:
            value, number = roster_changes.purge(before, arguments.before)
        else:
            value, number = roster_changes.forget(before, arguments.expert)
        if number:
            purged.append((number, (key, before, value)))
    banned = bans.brought_up_to_date(registry, keys, [change for _, change in purged], today)
    outcomes = [seal.prepared(registry, key, value, today, arguments.also, before) for _, (key, before, value) in purged]
    replace_files(registry.root, [*banned.files, *(file for outcome in outcomes for file in outcome.files)])
    code = OK
    for (number, (key, _, _)), outcome in zip(purged, outcomes, strict=True):
        console.say(f"{key}：忘掉 {number} 名已调出评委的个人信息。")
        code = max(code, report_sealing(registry, console, outcome))
    report_bans(registry, console, banned)
    console.say("密封库的 Git 历史里还有旧的密封文件：要彻底删除，请按“威胁模型”一页改写密封库的历史。")
    return code


def _find(arguments: argparse.Namespace, console: Console) -> int:
    """Lists the pools that somebody is in, of those that can be opened. It shows nothing beyond what the holder of the key has to know."""
    registry = loaded(arguments, console)
    keys = store.keyring(arguments.identity)
    sealed = sorted(entry.record.key for entry in registry.rosters if entry.record.sealed)
    if arguments.id is not None and arguments.id not in sealed:
        raise UserError(f"没有 {show(arguments.id)} 的密封花名册。请核对编号。")
    wanted, found, closed = name_key(arguments.name), 0, list[str]()
    for key, value in roster_changes.each_opened(registry, [arguments.id] if arguments.id else sealed, keys, closed):
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
    if (arguments.expert is None) == (arguments.all is None):
        raise UsageError("用法有误：roster move 要写 --expert，或者 --all，只写一样。\n用 zhicheng roster --help 查看说明。")
    target = roster_changes.open_roster(registry, arguments.to, keys)
    moved = dict.fromkeys(arguments.expert or [one["id"] for one in value["experts"] if one["state"] == "active"])
    if not moved:
        raise UserError(f"{show(arguments.id)} 里没有在库的专家，没有改动。")
    rows = [roster_changes.active(value, expert) for expert in moved]
    left = value
    for expert in moved:
        note = f"转到 {arguments.to}" + (f"：{arguments.note}" if arguments.note else "")
        left = roster_changes.remove(left, expert, "other", arguments.date, note)
    taken = roster_changes.add(target, [{name: item for name, item in row.items() if name != "id"} for row in rows])
    refused = "有错误，两份花名册都没有改动。转去的地方没有这个专业的，请先用 roster update 改专业，或者在那里用 roster add。"
    return _sealed(registry, arguments, console, keys, [(arguments.id, value, left), (arguments.to, target, taken)], refused)


def _bans(arguments: argparse.Namespace, console: Console, registry: Registry, keys: Keyring) -> int:
    """Adds whoever was removed for breaking the rules and is not on the list yet, removes bans that have ended, and lists those running."""
    today = console.today(arguments)
    if closed := bans.opened(registry, keys, today):
        raise UserError(f"违规记录打不开：{closed}。请用中心的私钥。")
    found: list[_Change] = []
    shut = []
    for key in sorted(entry.record.key for entry in registry.rosters if entry.record.sealed):
        try:
            found.append((key, {}, roster_changes.open_roster(registry, key, keys)))
        except UserError:
            shut.append(key)
    banned = bans.brought_up_to_date(registry, keys, found, today, begin=True)
    replace_files(registry.root, banned.files)
    running = () if registry.bans is None else registry.bans.bans
    console.write("".join(f"{ban.pool}  {ban.expert}  {ban.since} 至 {ban.until}  {ban.clause}\n" for ban in running))
    report_bans(registry, console, banned, paths=False)
    if shut:
        console.say(f"{len(shut)} 份花名册打不开或者不在这里，没有查：{listed(shut[:5])}{'等' if len(shut) > 5 else ''}。")
    changed = f"已写好 {store.shown(banned.files[0][0], registry)}，请提交到密封库。" if banned.files else "没有要改的。"
    console.say(f"没有满期的违规记录 {len(running)} 项。{changed}")
    return FINDINGS if shut else OK


def _namesake(arguments: argparse.Namespace, console: Console, registry: Registry, keys: Keyring) -> int:
    """Records that people of a roster, or of a file to be added to it, only share name and month of birth with somebody banned."""
    if (arguments.file is None) == (arguments.expert is None):
        raise UsageError("用法有误：roster namesake 要写文件，或者 --expert，只写一样。\n用 zhicheng roster --help 查看说明。")
    today = console.today(arguments)
    if arguments.file is not None:
        rows = _rows(arguments.file, console)
        if rows is None:
            return FINDINGS
    else:
        value = roster_changes.open_roster(registry, arguments.id, keys)
        rows = [roster_changes.active(value, expert) for expert in dict.fromkeys(arguments.expert)]
    closed = bans.opened(registry, keys, today)
    if registry.bans is None:
        raise UserError(f"违规记录打不开：{closed}。请用中心的私钥。")
    changed, added = bans.with_namesakes(registry, registry.bans, rows, today)
    if not added:
        console.say("没有改动：没有与未满期的违规记录同名、同年同月出生的人（要有姓名、出生年月和取得职称时间）。")
        return OK
    replace_files(registry.root, changed.files)
    which = "、".join(map(str, added)) if arguments.expert is None else ""
    who = f"文件里第 {which} 名" if which else listed([rows[number - 1]["id"] for number in added])
    console.say(f"{who}已登记为同名的另一个人，不再报 R118。已写好 {store.shown(changed.files[0][0], registry)}，请提交到密封库。")
    return OK
