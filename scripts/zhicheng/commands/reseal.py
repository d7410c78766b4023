"""`zhicheng reseal`: seals the vault anew after the keys have changed, and first says to whom."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_also, add_identity, agreed, loaded
from zhicheng.errors import UserError
from zhicheng.registry import arrival
from zhicheng.registry.key_holders import holders
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.vault_listing import BANS
from zhicheng.vault import resealing, store
from zhicheng.vault.recipients import of_file, refuse_unnamed


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("reseal", _reseal, "换了公钥以后，把密封文件重新密封")
    added.add_argument("ids", metavar="编号", nargs="*", help="只重新密封这些（默认全部）")
    add_identity(added, "能打开现有文件的私钥文件")
    add_also(added)
    added.add_argument("--yes", action="store_true", help="不问，直接密封给列出的公钥")


def _reseal(arguments: argparse.Namespace, console: Console) -> int:
    console.lock(arguments)
    registry = loaded(arguments, console)
    keys, today = store.keyring(arguments.identity), console.today(arguments)
    if remark := refuse_unnamed(registry, keys, "重新密封"):
        console.say(remark)
    if arguments.also and not arguments.ids:
        raise UserError(
            "没有重新密封：--also 的公钥会打开全部文件，而评审委员会自己的公钥只该打开它自己的。"
            "请写明编号；或者登记这把公钥（zhicheng keys add），以后不用再写 --also。"
        )
    files = resealing.to_reseal(registry, arguments.ids)
    owners = dict.fromkeys(key for _, key, _ in files if key != BANS) or {BANS: None}  # the list of bans is the centre's, as all files are
    for_each = [of_file(registry, key, today, arguments.also) for key in owners]
    _say_to_whom(console, len(files), for_each)
    if files and not arguments.yes:
        answer = console.ask("确认密封给以上公钥吗？[y/N] ")
        if answer is None:
            raise UserError("没有重新密封，文件没有改动：没有人可以问。核对过以上公钥的，请加 --yes 再运行一次。")
        if not agreed(answer):
            console.say("没有重新密封，文件没有改动。")
            return OK
    written, failed = resealing.reseal(registry, keys, today, arguments.ids, arguments.also)
    console.write("".join(f"{name}\n" for name in written))
    for line in failed:
        console.say(f"没有重新密封 {line}")
    console.say(
        f"重新密封了 {len(written)} 个文件。" + (f"{len(failed)} 个没有改动。" if failed else "旧的密钥仍能打开仓库历史里的旧文件。")
    )
    absent = [] if arguments.ids else arrival.not_here(registry)
    if absent:
        console.say(f"{len(absent)} 个密封文件不在这里，没有重新密封，仍是密封给以前的公钥：请取来完整的密封库，再运行一次。")
    return FINDINGS if failed or absent else OK


def _say_to_whom(console: Console, files: int, for_each: Sequence[Sequence[Recipient]]) -> None:
    """Says to which keys files would be sealed: those of all files, then each that is only for some, and for how many owners."""
    counted = Counter(one for chosen in for_each for one in chosen)
    console.say(f"{files} 个密封文件，将重新密封给：")
    for one, owners in counted.items():
        whose = "全部" if owners == len(for_each) else f"{owners} 个评审委员会、地区的"
        console.say(f"  {whose}　{holders([one])[0]}")
