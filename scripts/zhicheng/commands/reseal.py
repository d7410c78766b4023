"""`zhicheng reseal`, which seals the vault again and first says to whom; and `rotate-key`, which replaces one key by another."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from zhicheng.commands.arguments import UsageError, words
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_also, add_identity, agreed, loaded
from zhicheng.documents import yaml_reading
from zhicheng.errors import UserError
from zhicheng.registry import arrival, key_list
from zhicheng.registry.key_holders import LIST, fingerprint, holders, named_keys
from zhicheng.registry.records.recipients import Recipient, recipients
from zhicheng.registry.registry import Entry, Registry
from zhicheng.registry.vault_listing import BANS, DEMONSTRATION_KEYS, DRAW
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import listed
from zhicheng.vault import cipher, resealing, store
from zhicheng.vault.recipients import of_file, refuse_unnamed

_LEAKED = """\
这把私钥泄露了：以前密封的内容，拿到它的人仍然打得开，重新密封改变不了。请马上：
  一、收紧密封库，查谁取过；把密封文件推送以后，改写密封库的历史，让旧密文尽量少（docs/guide/threat-model.md 的“改写密封库的历史”）；
  二、判断拿到私钥的人会不会也拿到了密文：会的，等于内容泄露，由负责人按个人信息保护法第五十七条决定通知和报告；
  三、改写完成、不再需要打开旧文件以后，销毁旧的私钥。"""
_OF_DRAWS = ("centre", "supervisor")  # the roles of the keys to which what belongs to a draw is sealed
_KEPT = "旧的私钥仍能打开仓库历史里的旧文件：请收回、销毁。说不清有没有被人拿走的，按泄露处理，见 docs/guide/threat-model.md。"


def add_commands(command: AddCommand) -> None:
    """Adds the commands to the parser."""
    added = command("reseal", _reseal, "换了公钥以后，把密封文件重新密封")
    added.add_argument("ids", metavar="编号", nargs="*", help="只重新密封这些（默认全部）")
    add_identity(added, "能打开现有文件的私钥文件")
    add_also(added)
    added.add_argument("--yes", action="store_true", help="不问，直接密封给列出的公钥")

    added = command("rotate-key", _rotate, "换一把公钥：停用旧的，登记新的，把旧的能打开的文件重新密封，一次办完")
    added.add_argument("old", metavar="旧公钥", help="要换下的公钥，以 age1 开头（zhicheng keys list 里有）")
    added.add_argument("new", metavar="新公钥", help="换上的公钥，由 zhicheng keys new 生成")
    add_identity(added, "能打开现有文件的私钥文件：旧的那把，或者（旧的丢了）备用的")
    added.add_argument("--holder", metavar="岗位", type=words, help="新的私钥由哪个岗位保管（默认与旧的相同），会公开，不写人名")
    added.add_argument("--leaked", action="store_true", help="旧的私钥泄露了，或者可能泄露：办完以后列出还要做什么")
    added.add_argument("--yes", action="store_true", help="不问，直接换")


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
    _say_to_whom(console, registry, [key for _, key, _ in files], today, arguments.also)
    if files and not _agreed(arguments, console, "重新密封", "确认密封给以上公钥吗？[y/N] "):
        return OK
    made = resealing.prepared(registry, keys, today, files, arguments.also)
    replace_files(registry.root, made.files)
    console.write("".join(f"{name}\n" for name in made.written))
    failed = len(made.failed)
    _say_failed(console, made)
    console.say(
        f"重新密封了 {len(made.written)} 个文件。" + (f"{failed} 个没有改动。" if failed else "旧的密钥仍能打开仓库历史里的旧文件。")
    )
    absent = not arguments.ids and _say_absent(console, registry)
    if not arguments.ids:
        _say_draws(console, registry)
    return FINDINGS if failed or absent else OK


def _rotate(arguments: argparse.Namespace, console: Console) -> int:
    """Ends the old key, adds the new one and reseals what the old one opens; all of it is written together."""
    for given in (arguments.old, arguments.new):
        if given.upper().startswith("AGE-SECRET"):
            raise UserError("这是私钥，不是公钥，没有改动。它已经写在命令里，别人可能看得到：请换一把，公钥以 age1 开头。")
    if cipher.check_public(arguments.new) == arguments.old:
        raise UsageError("用法有误：新旧公钥是同一把。\n用 zhicheng rotate-key --help 查看说明。")
    console.lock(arguments)
    registry, today = loaded(arguments, console), console.today(arguments)
    if arguments.new in DEMONSTRATION_KEYS and not registry.settings.sample:
        raise UserError("新的是演示密钥的公钥，私钥人人都有，没有改动。请用 zhicheng keys new 生成自己的。")
    if registry.vault is None:
        raise UserError(f"没有改动：这里没有密封库（{registry.vault_folder}），不能重新密封。请在取来密封库的电脑上换。")
    keys = store.keyring(arguments.identity)
    refuse_unnamed(registry, keys, "改动")
    holder = None if arguments.holder is None else " ".join(arguments.holder.split())
    text = key_list.rotated(registry, arguments.old, arguments.new, holder, today)
    document = yaml_reading.parse(LIST, text.encode())
    after = replace(registry, recipients=Entry(recipients(document.value), document))
    files = resealing.affected(registry, after, today)
    console.say(f"停用：指纹 {fingerprint(arguments.old)}；启用：指纹 {fingerprint(arguments.new)}。请当面核对新的指纹。")
    _say_to_whom(console, after, [key for _, key, _ in files], today)
    if not _agreed(arguments, console, "改动", "确认这样换吗？[y/N] "):
        return OK
    made = resealing.prepared(after, keys, today, files)
    if files and not made.written:
        _say_failed(console, made)
        raise UserError("没有改动：这把私钥一个文件也打不开。请用旧的私钥，或者备用的。")
    replace_files(registry.root, [(registry.root / LIST, text.encode()), *made.files])
    console.write("".join(f"{name}\n" for name in (LIST, *made.written)))
    _say_failed(console, made)
    absent = _say_absent(console, registry)
    console.say(f"换好了：{LIST} 已改，重新密封了 {len(made.written)} 个文件。")
    console.say("请把改动的文件一起提交：这是一次更换公钥，由中心和管理员一起审核，是一个决定，不用逐个评审委员会审。")
    if not registry.vault_folder.is_relative_to(registry.root):
        console.say("密封文件先推送到密封库，公开的文件再推送到登记册。")
    console.say(_LEAKED if arguments.leaked else _KEPT)
    if any(one.recipient.key == arguments.old and one.recipient.role in _OF_DRAWS for one in named_keys(registry)):
        _say_draws(console, registry)
    return FINDINGS if made.failed or absent else OK


def _agreed(arguments: argparse.Namespace, console: Console, what: str, question: str) -> bool:
    """Whether the user agrees: yes with --yes, else by the answer to a question. `what` names, for messages, what was not done otherwise.
    Raises UserError where nobody can be asked.
    """
    if arguments.yes:
        return True
    answer = console.ask(question)
    if answer is None:
        raise UserError(f"没有{what}，文件没有改动：没有人可以问。核对过以上公钥的，请加 --yes 再运行一次。")
    if not agreed(answer):
        console.say(f"没有{what}，文件没有改动。")
        return False
    return True


def _say_failed(console: Console, made: resealing.Resealed) -> None:
    for line in made.failed:
        console.say(f"没有重新密封 {line}")


def _say_absent(console: Console, registry: Registry) -> bool:
    """Says how many sealed files are not here and so stay sealed to the former keys. Returns whether there are any."""
    absent = arrival.not_here(registry)
    if absent:
        console.say(
            f"{len(absent)} 个密封文件不在这里，没有重新密封，仍是密封给以前的公钥：请取来完整的密封库，再运行一次 zhicheng reseal。"
        )
    return bool(absent)


def _say_draws(console: Console, registry: Registry) -> None:
    """Says which sealed files of draws stay sealed to the keys of their day: they cannot be sealed again, since the plan of a draw
    publishes the hash of its list.
    """
    names = sorted(path.name for path in registry.vault_folder.glob("*.age") if path.name.endswith(DRAW))
    if names:
        shown = listed(names[:3]) + ("等" if len(names) > 3 else "")
        console.say(
            f"抽取的 {len(names)} 个密封文件没有重新密封（{shown}）：公开的方案写着名单的校验值，改了就对不上。"
            "打开它们仍要用抽取那天登记的私钥：抽取还没有办完、还要核对或者证明的，旧的私钥请留到那时再销毁。"
        )


def _say_to_whom(console: Console, registry: Registry, files: Sequence[str], today: date, also: Iterable[str] = ()) -> None:
    """Says to which keys `files` (with their owners' keys) would be sealed: first the keys for all of them, then each that is for some
    only, and for how many.
    """
    owners = dict.fromkeys(key for key in files if key != BANS) or dict.fromkeys(
        files
    )  # the list of bans is sealed to the centre only, whose keys are for all files
    for_each = [of_file(registry, key, today, also) for key in owners]
    counted = Counter[Recipient](one for chosen in for_each for one in chosen)
    console.say(f"{len(files)} 个密封文件，将重新密封给：")
    for one, number in counted.items():
        whose = "全部" if number == len(for_each) else f"{number} 个评审委员会、地区的"
        console.say(f"  {whose}　{holders([one])[0]}")
