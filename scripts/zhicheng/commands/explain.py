"""`zhicheng explain`: what a rule demands, why, by which clause, with examples."""

from __future__ import annotations

import argparse

from zhicheng.commands.console import OK, AddCommand, Console
from zhicheng.errors import UserError
from zhicheng.rules import RULES
from zhicheng.rules.rule import Rule
from zhicheng.text import nearest, show


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("explain", _explain, "说明一条规则：是什么、为什么、依据、例子", dated=False)
    added.add_argument("code", metavar="规则", nargs="?", help="规则编号，例如 E101；不写则列出全部")


def _explain(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.code is None:
        console.write("".join(f"{rule.code}  {_kind(rule)}  {rule.title}\n" for rule in RULES.values()))
        return OK
    code = arguments.code.strip().upper()
    if code not in RULES:
        near = nearest(code, [known.lower() for known in RULES])
        raise UserError(f"没有规则 {show(code)}。" + (f"是否想查 {near.upper()}？" if near else "") + "用 zhicheng explain 列出全部规则。")
    rule = RULES[code]
    title, _, body = rule.text.partition("\n")
    clause = f"依据：{rule.clause}\n" if rule.clause else ""
    console.write(f"{rule.code}（{_kind(rule)}）{title}\n{clause}{body.rstrip()}\n")
    return OK


def _kind(rule: Rule) -> str:
    if rule.severity == "warning":
        return "提醒"
    return "错误，可申请例外" if rule.waivable else "错误"
