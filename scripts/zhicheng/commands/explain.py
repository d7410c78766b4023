"""`zhicheng explain`: what a rule demands, why, by which clause, with examples."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from zhicheng.commands.console import OK, AddCommand, Console
from zhicheng.errors import UserError
from zhicheng.rules import RULES
from zhicheng.rules.as_here import RuleHere, all_here
from zhicheng.text import nearest, show


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("explain", _explain, "说明一条规则：是什么、为什么、依据、例子", dated=False)
    added.add_argument("code", metavar="规则", nargs="?", help="规则编号，例如 E101；不写则列出全部")


def _explain(arguments: argparse.Namespace, console: Console) -> int:
    code = None if arguments.code is None else arguments.code.strip().upper()
    if code is not None and code not in RULES:
        near = nearest(code, [known.lower() for known in RULES])
        raise UserError(f"没有规则 {show(code)}。" + (f"是否想查 {near.upper()}？" if near else "") + "用 zhicheng explain 列出全部规则。")
    rules = all_here(console.rules(arguments))
    console.write("".join(_lines(rules)) if code is None else _page(rules[code]))
    return OK


def _lines(rules: dict[str, RuleHere]) -> Iterator[str]:
    """A line for each rule, those that the registry has not adopted last, under a heading."""
    for adopted in (True, False):
        chosen = [here for here in rules.values() if here.in_force == adopted]
        if chosen and not adopted:
            yield "\n本登记册未采用的规则：\n"
        yield from (f"{here.rule.code}  {_kind(here)}  {here.rule.title}\n" for here in chosen)


def _page(here: RuleHere) -> str:
    """The text of a rule: its kind and title, what it rests on in this registry, with which figures, why, and examples."""
    title, _, body = here.text.partition("\n")
    head = [f"{here.rule.code}（{_kind(here)}）{title}"]
    if not here.in_force:
        head.append("本登记册没有采用：没有一个备案年度的规则文件使它生效，不按它审查。")
    elif here.clause:
        head.append(f"依据：{here.clause}")
    elif here.registry is None and here.rule.by_rulebook:
        head.append("依据：由各地登记册的规则文件规定；在登记册里运行，可以看到条款和数字。")
    if here.rounds:
        head.append(f"适用的备案年度：{'、'.join(here.rounds)}")
    head += [f"数字：{figure.name} = {figure.words}（{figure.cited}）" for figure in here.figures]
    return "\n".join(head) + f"\n{body.rstrip()}\n"


def _kind(here: RuleHere) -> str:
    if here.severity == "warning":
        return "提醒"
    return "错误，可申请例外" if here.rule.waivable else "错误"
