"""`zhicheng account`: the centre withdraws a committee's account on the platform for lateness, or gives it back; both are decisions."""

from __future__ import annotations

import argparse

from zhicheng.centre import round_status
from zhicheng.commands.arguments import UsageError, words
from zhicheng.commands.console import OK, AddCommand, Console, loaded
from zhicheng.errors import UserError
from zhicheng.registry.records.decision import OUTCOMES
from zhicheng.review import decisions
from zhicheng.system import git
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import show

_OUTCOME = {"withdraw": "suspended", "restore": "lifted"}


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("account", _account, "没有按时报备的，登记取消平台账号的决定；补报以后登记恢复")
    added.add_argument("action", metavar="withdraw|restore", choices=tuple(_OUTCOME), help="withdraw 取消，restore 恢复")
    added.add_argument("id", metavar="编号", help="评审委员会的编号")
    added.add_argument("--round", metavar="年度", help="因为哪一年度（默认当前年度）")
    added.add_argument("--account", metavar="账号", required=True, help="作出决定的中心审核账号")
    added.add_argument("--note", metavar="文字", type=words, required=True, help="理由，会公布；可以写 @文件")


def _account(arguments: argparse.Namespace, console: Console) -> int:
    outcome, today = _OUTCOME[arguments.action], console.today(arguments)
    console.lock(arguments)
    registry = loaded(arguments, console)
    if arguments.id not in registry.by_id:
        raise UserError(f"没有编号是 {show(arguments.id)} 的评审委员会，或者它的登记文件还有错误。请先用 zhicheng validate 检查。")
    filing_round = round_status.round_of_year(registry, arguments.round)
    late = round_status.why_suspended(registry, filing_round, arguments.id, today)
    if outcome == "suspended" and not late:
        raise UserError(
            f"{arguments.id} 在 {filing_round.title}没有逾期（到 {today}），没有登记。请核对编号、--round，或者先登记平台录入的日期。"
        )
    head = git.commit(registry.root, "HEAD")
    if head is None:
        raise UserError("这里不是 Git 仓库，或者还没有提交，不能记下决定的是哪个版本。请在登记册的仓库里运行。")
    account = arguments.account.removeprefix("@")
    if not account:
        raise UsageError("用法有误：--account 是空的。\n用 zhicheng account --help 查看说明。")
    made = decisions.on_account(registry, arguments.id, filing_round.id, outcome, account, arguments.note, head.revision, today)
    texts, _ = decisions.additions(registry, [made])
    replace_files(registry.root, [(registry.root / path, text.encode()) for path, text in texts.items()])
    console.write("".join(f"{path}\n" for path in texts))
    if late and outcome == "suspended":
        console.say(f"依据：{late}。")
    console.say(f"已登记：{OUTCOMES[outcome]}。请提交上面的文件，并在平台上照办。")
    return OK
