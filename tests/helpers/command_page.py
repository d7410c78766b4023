"""Makes docs/guide/commands.md, the reference of commands, from the parser of the command line: `make bless` writes it anew.

What stands here is what the parser does not know: the words around the tables, and what exit code 1 means for each command.
"""

from __future__ import annotations

import argparse

from zhicheng.commands import cli, console

_HEAD = """\
---
title: 命令一览
description: 每一条命令的用法、选项和返回值。
---

# 命令一览

本页由程序生成，与在命令后面加上 `--help` 看到的一样。第一次用的，请看[十分钟入门](tutorial.md)；命令怎样连起来用，见各篇[指南](index.md)。

写法：`文件`、`编号` 这样的词要换成自己的内容；`[ ]` 里的可以不写；`…` 表示可以写几个；`甲|乙` 表示几样里写一样。
选项写在命令后面，先后不限。
"""
_CODES = {
    console.OK: "正常；可以有提醒",
    console.FINDINGS: "有错误，或者没有通过；各命令的意思写在它的选项下面",
    console.USAGE: "用法有误，或者设置、文件、磁盘读写不了；屏幕上说明怎样办",
    console.BUG: "程序自己出错；屏幕上有一段可以转给维护人员的文字，其中没有登记的内容",
    console.INTERRUPTED: "被中断（Ctrl-C）；登记和原有网站没有改动",
}
# What exit code 1 means; a command that is not here never ends with it.
FINDINGS = {
    "validate": "有错误；用 `--strict` 时，有提醒也算。用 `--base` 时，只算这次修改带来的，提交里有不能进入仓库的内容也算",
    "build": "有错误，没有生成网站，原有网站没有改动",
    "new": "登记库的基本设置有误，没有写样张",
    "upgrade": "有本地改过或者删去的文件，没有动它们",
    "guard": "发现不能进入 Git 的内容",
    "doctor": "有要处理的",
    "seal": "有错误，没有密封",
    "verify": "核对出错误；用 `--strict` 时，有提醒也算",
    "reseal": "有的密封文件打不开，这些没有重新密封",
    "rotate-key": "有的密封文件打不开或者不在这里，这些没有重新密封；其余的已经换好",
    "roster": "有错误，没有改动；`find`、`bans`：有花名册打不开",
    "departure": "`accept`：没有找到这个人、已经调出了，或者有错误，没有改动",
    "draw": "`plan`：方案的要求有错误，没有制定；`verify`：核对出错误",
    "import": "有看不懂或不合要求的地方；屏幕上说写了没有",
    "submit": "有看不懂或不合要求的地方，停在那一步；改好以后用同样的命令再来，会接着做",
    "pack": "有错误，没有打包",
    "receive": "有报送包没有收下",
    "check-paper": "与现在的登记不一致，或者没有找到",
    "snapshot": "那个版本有错误，没有打标签",
    "report": "这次修改带来了错误，或者它的提交里有不能进入仓库的内容",
    "round": "`status --strict`：有逾期的；`open`：有登记读不出来，没有开始",
    "record": "审核不齐，或者没有可以登记的，没有写",
    "route": "审核还不齐",
    "codeowners": "`--check`：不是最新的；或者登记库的基本设置有误",
    "hook": "拒绝了推送",
    "forge": "`verify`：核对出错误；`record`：有合并没有登记；或者登记库的基本设置有误",
}


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, in the order of the help."""
    (found,) = (action for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def page() -> str:
    """The whole page."""
    known = commands()
    contents = "".join(f"| [`{name}`](#{name}) | {_cell(one.description or '')} |\n" for name, one in known.items())
    codes = "".join(f"| {code} | {words} |\n" for code, words in _CODES.items())
    return (
        f"{_HEAD}\n| 命令 | 用处 |\n|---|---|\n{contents}\n"
        f"## 返回值 {{#exit-codes}}\n\n供脚本和工作流程判断结果。\n\n| 返回值 | 含义 |\n|---|---|\n{codes}\n"
        "检查结果写到标准输出，其余的话写到标准错误。`zhicheng --version` 显示版本；任何命令加上 `-h` 或 `--help`，显示它的说明。\n"
    ) + "".join(map(_command, known, known.values()))


def _command(name: str, one: argparse.ArgumentParser) -> str:
    positional = [action for action in one._actions if not action.option_strings]
    options = [action for action in one._actions if action.option_strings and action.dest != "help"]
    required = [f"{action.option_strings[0]} {_value(action)}" for action in options if action.required]
    usage = " ".join((f"zhicheng {name}", *map(_value, positional), *required))
    rows = "".join(f"| `{_cell(_value(action))}` | {_help(one, action)} |\n" for action in positional)
    rows += "".join(f"| `{_cell(_option(action))}` | {_help(one, action)} |\n" for action in options)
    meaning = f"\n返回值 1：{FINDINGS[name]}。\n" if name in FINDINGS else ""
    return f"\n## {name} {{#{name}}}\n\n{one.description}。\n\n```\n{usage}\n```\n\n| 参数、选项 | |\n|---|---|\n{rows}{meaning}"


def _option(action: argparse.Action) -> str:
    return " ".join(filter(None, (", ".join(action.option_strings), _value(action))))


def _value(action: argparse.Action) -> str:
    """What is written for an argument: its name in Chinese, or what may be chosen; `[…]` where it may be left out."""
    if action.nargs == 0:
        return ""
    shown = str(action.metavar or "|".join(map(str, action.choices or ())) or action.dest)
    return {"?": f"[{shown}]", "*": f"[{shown} …]", "+": f"{shown} …"}.get(str(action.nargs), shown)


def _help(one: argparse.ArgumentParser, action: argparse.Action) -> str:
    words = one._get_formatter()._expand_help(action)
    choices = [str(choice) for choice in action.choices or ()]
    if unsaid := [choice for choice in choices if choice not in words and choice not in _value(action)]:
        words += f"；可以写 {'、'.join(unsaid)}"
    return ("必须写。" if action.required and action.option_strings else "") + _cell(words)


def _cell(text: str) -> str:
    """Text for a cell of a table."""
    return text.replace("|", r"\|")
