"""`zhicheng new`: a record to fill in, each field explained."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from zhicheng.commands.arguments import AUTHORITIES, check_authority
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console
from zhicheng.registry.new_record import new_record


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("new", _new, "写一份带说明的登记样张，供填写")
    added.add_argument("id", metavar="编号", help="评审委员会的编号，例如 ks-health")
    added.add_argument("--authority", metavar="级别", default="region", help=f"单位级别：{AUTHORITIES}（默认 region）")
    added.add_argument("--area", metavar="代码", help="组建单位所在区划的六位代码，要与单位级别相符（region 可以不写）")


def _new(arguments: argparse.Namespace, console: Console) -> int:
    loaded = console.load(arguments)
    if loaded is None:
        return FINDINGS
    check_authority(loaded, arguments.authority, "new")
    area = arguments.area or loaded.settings.region
    path = loaded.root / new_record(loaded, arguments.id, arguments.authority, area, console.today(arguments))
    inside = Path.cwd().is_relative_to(loaded.root)  # then the path is shown from the current folder
    shown = Path(os.path.relpath(path) if inside else path).as_posix()
    console.write(f"{shown}\n")
    console.say(f"已写好样张。请逐项填写，然后运行：zhicheng validate {'' if inside else f'--root {loaded.root.as_posix()} '}{shown}")
    return OK
