"""`zhicheng handover`: somebody who reviews hands over to another account, or to a deputy; and what is left to do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhicheng.commands.arguments import UsageError, day
from zhicheng.commands.console import OK, AddCommand, Console, loaded
from zhicheng.documents import yaml_reading
from zhicheng.errors import UserError
from zhicheng.registry.key_holders import holders
from zhicheng.registry.registry import Registry
from zhicheng.review import forge_lists, handover
from zhicheng.review.delivery import server_reviews
from zhicheng.review.forge_lists import ForgeReview, NotAList, account_key
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import reason, show
from zhicheng.vault import store


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("handover", _handover, "审核人员交接：把账号换成接手的人（或由代理账号接替），并列出还要办什么")
    added.add_argument("--from", dest="old", metavar="账号", required=True, help="离开的账号")
    added.add_argument("--to", dest="new", metavar="账号", required=True, help="接手的账号；已经是代理账号的，接替为审核账号")
    added.add_argument("--area", metavar="区划代码", help="只交接这个地区的（默认他在的各处都交接）")
    added.add_argument("--on", metavar="日期", type=day, help="从哪天起交接（默认今天）：那天以后他还审过的会列出来")
    added.add_argument("--reviews", metavar="文件", type=Path, help="代码平台列出的审核记录（JSON）：列出他的哪些同意不再算数")
    added.add_argument("--repository", metavar="裸仓库", type=Path, help="没有代码平台的：服务器上的裸仓库，读它的审核记录")


def _handover(arguments: argparse.Namespace, console: Console) -> int:
    old, new = (given.removeprefix("@") for given in (arguments.old, arguments.new))
    today = console.today(arguments)
    on: date = arguments.on or today
    if account_key(old) == account_key(new):
        raise UsageError("用法有误：--from 和 --to 是同一个账号。\n用 zhicheng handover --help 查看说明。")
    if on > today:
        raise UsageError(f"用法有误：--on {on} 还没有到，请到那一天再办。\n用 zhicheng handover --help 查看说明。")
    reviews = _reviews(arguments)
    console.lock(arguments)
    registry = loaded(arguments, console)
    made = handover.handover(registry, old, new, arguments.area)
    replace_files(registry.root, made.files)
    console.write("".join(f"{store.shown(path, registry)}\n" for path, _ in made.files))
    for team in made.teams:
        console.say(f"{team.office}：{team.how}。")
    if handover.twice_on_the_way(yaml_reading.parse("reviewers.yaml", made.files[0][1]).value, new):
        console.say(f"注意：{new} 既替地区审核，又替中心审核。同一次修改里他只算一次，中心要由另一个账号审核。")
    _say_open(registry, console, old, on, reviews)
    _say_left(registry, console, made.teams, today)
    return OK


def _reviews(arguments: argparse.Namespace) -> list[ForgeReview] | None:
    """The reviews in the given lists; None where none was given. Raises UserError where one cannot be read."""
    if arguments.reviews is None and arguments.repository is None:
        return None
    found = [] if arguments.repository is None else server_reviews.listed_reviews(arguments.repository)
    if arguments.reviews is not None:
        try:
            found += forge_lists.read(arguments.reviews.read_bytes())
        except NotAList as error:
            raise UserError(f"审核记录（{show(arguments.reviews, 200)}）用不了：{error}。没有改动，请重新从代码平台取一份。") from None
        except OSError as error:
            raise UserError(f"读不了审核记录（{show(arguments.reviews, 200)}）：{reason(error)}。没有改动。") from None
    return found


def _say_open(registry: Registry, console: Console, old: str, on: date, reviews: Sequence[ForgeReview] | None) -> None:
    """Says which approvals of the one who leaves count no more, and what they decided after the day."""
    if reviews is None:
        console.say(
            f"合并以后，{old} 对还没有合并的修改的同意都不再算数，要由别的账号再审。"
            "有哪些没有查：没有给审核记录（--reviews 或 --repository）。"
        )
    else:
        still_open = handover.open_approvals(registry, reviews, old)
        console.say(f"合并以后，{old} 的同意不再算数的有 {len(still_open)} 项{'，要由别的账号再审：' if still_open else '。'}")
        for review in still_open:
            console.say(f"  {review.submitted}  {review.commit}")
    later = handover.decided_since(registry, old, on)
    if later:
        console.say(f"{on} 以后登记的审核里还有 {old} 的 {len(later)} 项，请核对是否有效：")
        for one in later:
            console.say(f"  {one.date}  {one.committee or one.area or '登记册'}  {one.commit[:12]}")


def _say_left(registry: Registry, console: Console, teams: Sequence[handover.TeamChange], today: date) -> None:
    """Says what is left to do: keys, access, what the one who leaves still has."""
    console.say("还要办：")
    console.say("  一、把上面的文件提交，由中心和管理员审核合并；合并以前仍按原来的账号算。")
    keys = handover.keys_of(registry, teams, today)
    if keys:
        console.say("  二、这些单位登记的公钥，私钥由他保管的，由接手的人另生成一把（zhicheng keys new），一把一把换下：")
        for line, one in zip(holders(keys), keys, strict=True):
            console.say(f"    {line}")
            console.say(f"      zhicheng rotate-key {one.key} 新公钥 --identity 旧的或备用的私钥文件")
    else:
        console.say("  二、这些单位没有登记公钥；他另外保管私钥的，用 zhicheng rotate-key 换下。")
    console.say("  三、收回他在代码平台和密封库的权限；私钥、介质、打开过的文件当面交出或销毁（docs/guide/threat-model.md 的“人员交接”）。")
