"""`zhicheng init`: an empty registry for another region."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhicheng.commands.console import OK, AddCommand, Console
from zhicheng.registry.new_region import init_region
from zhicheng.registry.shipped_files import FORGES, SOURCE, installed_from


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("init", _init, "为另一个地区建立空的登记库")
    added.add_argument("directory", metavar="文件夹", type=Path, help="新的或空的文件夹")
    added.add_argument("--region", metavar="代码", required=True, help="省级行政区的区划代码，例如 440000")
    added.add_argument(
        "--forge",
        metavar="平台",
        choices=(*FORGES, "none"),
        default="none",
        help="放在哪种代码平台上：github、gitea（Forgejo 也填它）或 none",
    )
    added.add_argument("--name", metavar="名称", help="地区名称（默认按区划代码）")


def _init(arguments: argparse.Namespace, console: Console) -> int:
    written = init_region(arguments.directory.absolute(), arguments.region, arguments.name, console.today(arguments), arguments.forge)
    console.write("".join(f"{path}\n" for path in written))
    console.say(
        f"已建立空的登记库：{arguments.directory}。"
        "请先改好 registry/registry.yaml 里的名称和咨询电话，再用 zhicheng import 或 zhicheng new 写登记。"
    )
    if arguments.forge != "none" and installed_from() is None:
        console.say(
            f"提醒：{SOURCE} 里没有写明装的是哪一份工具（安装包移走了，或者不是从安装包、提交装的），平台上的检查装不起来。"
            "请照文件里的说明写一行。"
        )
    return OK
