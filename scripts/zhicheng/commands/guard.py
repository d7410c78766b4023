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
    added.add_argument("--base", metavar="版本", help="查这个版本以后各次提交带来的全部文件，包括后来又删去的")


def _guard(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.files and arguments.base:
        raise UsageError("文件和 --base 只能用一样。")
    found = refusals((arguments.root or Path.cwd()).resolve(), arguments.files or None, arguments.base)
    console.write("".join(f"{refusal}\n" for refusal in found))
    if found:
        console.say(f"发现 {len(found)} 处不能进入仓库的内容。说明见 docs/guide/threat-model.md。")
    return FINDINGS if found else OK
