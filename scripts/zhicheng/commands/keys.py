"""`zhicheng keys`: makes a key, and keeps the registry's list of public keys."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from zhicheng.commands.arguments import UsageError, words
from zhicheng.commands.console import OK, AddCommand, Console, loaded
from zhicheng.errors import UserError
from zhicheng.registry import key_list
from zhicheng.registry.key_holders import LIST, fingerprint, has_list, holders, named_keys
from zhicheng.registry.records.recipients import ROLES, Recipient
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import DEMONSTRATION_KEYS
from zhicheng.system.atomic_files import replace_files, write_private
from zhicheng.system.owner_only import no_core_dumps
from zhicheng.vault import cipher, store

_USAGE = "用法有误：{}\n用 zhicheng keys --help 查看说明。"


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("keys", _keys, "为中心、地市或评审委员会生成一把密钥；登记公钥，列出登记的公钥")
    added.add_argument(
        "action",
        metavar="new|add|list|move",
        choices=("new", "add", "list", "move"),
        help=f"new：生成新的密钥；add：把公钥登记在 {LIST}；list：列出登记的公钥；move：把 recipients.txt 里的移到 {LIST}",
    )
    added.add_argument("key", metavar="公钥", nargs="?", help="add：公钥，以 age1 开头")
    added.add_argument("--out", metavar="文件", type=Path, help="new：私钥写在哪里：要在仓库以外，例如 U 盘")
    added.add_argument("--holder", metavar="岗位", type=words, help="add：私钥由哪个单位的哪个岗位保管，会公开，不写人名")
    added.add_argument("--role", choices=tuple(ROLES), default="centre", help="add：" + "、".join(f"{k} {v}" for k, v in ROLES.items()))
    added.add_argument("--area", metavar="区划代码", help="add：哪个地区的（--role prefecture，或者 supervisor）")
    added.add_argument("--committee", metavar="编号", help="add：哪个评审委员会自己的（--role committee，或者 supervisor）")


def _keys(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.action == "new":
        return _new(arguments, console)
    if arguments.action == "list":
        return _list(loaded(arguments, console), console, console.today(arguments))
    console.lock(arguments)
    registry = loaded(arguments, console)
    today = console.today(arguments)
    return _add(registry, arguments, console, today) if arguments.action == "add" else _move(registry, console, today)


def _new(arguments: argparse.Namespace, console: Console) -> int:
    path: Path | None = arguments.out
    if path is None:
        raise UsageError(_USAGE.format("缺少参数：--out（私钥写在哪里）"))
    store.refuse_inside(path, "私钥")
    no_core_dumps()
    secret, public = cipher.new_identity()
    text = f"# zhicheng 私钥：不要给别人，不要放进仓库，另存一份备用。\n# 公钥：{public}\n{secret}\n"
    write_private(path, text.encode())
    console.write(f"{public}\n")
    console.say(f"私钥已写入 {path}，只有本人能读。上面一行是公钥，指纹 {fingerprint(public)}：请当面核对。")
    console.say(f"请中心登记它：zhicheng keys add {public} --holder 保管岗位")
    return OK


def _add(registry: Registry, arguments: argparse.Namespace, console: Console, today: date) -> int:
    key, role = arguments.key or "", arguments.role
    if key.upper().startswith("AGE-SECRET"):
        raise UserError("这是私钥，不是公钥，没有登记。它已经写在命令里，别人可能看得到：请换一把，公钥以 age1 开头。")
    if not key or arguments.holder is None:
        raise UsageError(_USAGE.format("add 要写公钥和 --holder（由哪个岗位保管）"))
    if (role == "prefecture") > (arguments.area is not None) or (role == "committee") > (arguments.committee is not None):
        raise UsageError(_USAGE.format(f"--role {role} 要写 {'--area' if role == 'prefecture' else '--committee'}"))
    if arguments.area is not None and arguments.area not in registry.areas.current:
        raise UserError("没有 --area 写的区划代码，没有登记。请核对。")
    if arguments.committee is not None and not registry.knows("committee", arguments.committee):
        raise UserError("没有 --committee 写的评审委员会，没有登记。请核对编号。")
    if cipher.check_public(key) in DEMONSTRATION_KEYS and not registry.settings.sample:
        raise UserError("这是演示密钥的公钥，私钥人人都有，没有登记。请用 zhicheng keys new 生成自己的。")
    one = Recipient(key, " ".join(arguments.holder.split()), role, arguments.area, arguments.committee, today)
    _write(registry, [one], console, today)
    console.say(f"登记了“{one.holder}”的公钥，指纹 {fingerprint(key)}。请当面核对，再提交；以后密封的文件它都能打开。")
    console.say("已经密封的文件，要由持钥人运行 zhicheng reseal，它才打得开。")
    return OK


def _move(registry: Registry, console: Console, today: date) -> int:
    if has_list(registry):
        raise UserError(f"已经有 {LIST}，没有改动。")
    if not key_list.earlier(registry):
        raise UserError("密封库的 recipients.txt 里没有公钥，没有可以移的。请用 zhicheng keys add 登记。")
    _write(registry, [], console, today)
    console.say(f"以后只认 {LIST}，密封库里的 recipients.txt 不再读，请删去；请补上每把公钥的保管岗位（holder）。")
    return OK


def _write(registry: Registry, new: list[Recipient], console: Console, today: date) -> None:
    """Writes the list, beginning with the keys of recipients.txt where there was none."""
    text = key_list.with_keys(registry, new, today)
    replace_files(registry.root, [(registry.root / LIST, text.encode())])
    console.write(f"{LIST}\n")


def _list(registry: Registry, console: Console, today: date) -> int:
    for one in (named.recipient for named in named_keys(registry)):
        whose = registry.areas.name(one.area) if one.area else one.committee or "全部"
        state = "" if one.in_use(today) else "（还没有启用）" if one.since and today < one.since else "（已经停用）"
        console.write(f"{ROLES[one.role]}　{whose}　{holders([one])[0]}{state}\n")
    return OK
