"""`zhicheng guard`: refuses private material on its way into Git."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console
from zhicheng.vault.guard import refusals


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("guard", _guard, "拦住要进入 Git 的私密内容：私钥、没有密封的名册和联系人", dated=False)
    added.add_argument("files", metavar="文件", nargs="*", type=Path, help="要查的文件（默认查已经暂存、将要提交的）")
    words = "查这个版本以后的各次提交：全部文件（包括后来又删去的）、提交说明、作者、文件名、分支和标签的名字"
    added.add_argument("--base", metavar="版本", help=words)
    added.add_argument("--branch", metavar="分支", action="append", default=[], help="也查这个分支名，例如合并请求的；可以写几次")


def _guard(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.files and arguments.base:
        raise UsageError("文件和 --base 只能用一样。")
    found = refusals((arguments.root or Path.cwd()).resolve(), arguments.files or None, arguments.base, arguments.branch)
    console.write("".join(f"{refusal}\n" for refusal in found))
    refused = sum(not refusal.is_reminder for refusal in found)
    if refused:
        console.say(f"发现 {refused} 处不能进入仓库的内容。说明见 docs/guide/threat-model.md。")
    if refused < len(found):
        console.say(f"{len(found) - refused} 处提醒，请看一眼，不影响提交。")
    return FINDINGS if refused else OK
