"""`zhicheng codes`: codes for the specialties that have none yet."""

from __future__ import annotations

import argparse

from zhicheng.commands.console import OK, AddCommand, Console, loaded
from zhicheng.errors import UserError
from zhicheng.registry import specialty_codes
from zhicheng.system.atomic_files import replace_files


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    command("codes", _codes, "给还没有代码的专业分配代码，添加到专业代码表的末尾")


def _codes(arguments: argparse.Namespace, console: Console) -> int:
    console.lock(arguments)
    registry = loaded(arguments, console)
    path = registry.root / specialty_codes.PATH
    document = registry.document(specialty_codes.PATH)
    if document is None and path.exists():
        raise UserError(f"{specialty_codes.PATH} 有错误，读不出来。请先运行 zhicheng validate，改好以后再试。")
    added = specialty_codes.missing(registry, console.today(arguments))
    if added:
        text = specialty_codes.with_added(None if document is None else document.text, added)
        replace_files(registry.root, [(path, text.encode())])
    console.write("".join(f"{one.code}  {'/'.join(filter(None, (one.first, one.second, one.third)))}\n" for one in added))
    console.say(f"分配了 {len(added)} 个代码，写在 {specialty_codes.PATH}。" if added else "全部专业都有代码，没有改动。")
    return OK
