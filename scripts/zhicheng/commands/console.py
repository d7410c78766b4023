"""What every command may use of the command line: where the registry is, today, input and output, exit codes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry

OK, FINDINGS = 0, 1


Command = Callable[..., argparse.ArgumentParser]


@dataclass(frozen=True, slots=True)
class Console:
    """What a command may use of the command line: the registry it is about and its folder, today, stdin, stdout, stderr, somebody to
    ask (None: nobody), and that no other command writes in the registry until this one ends: to be asked for before it is loaded."""

    root: Callable[[argparse.Namespace], Path]
    load: Callable[[argparse.Namespace], Registry | None]
    today: Callable[[argparse.Namespace], date]
    stdin: Callable[[], bytes]
    write: Callable[[str], None]
    say: Callable[[str], None]
    ask: Callable[[str], str | None] = lambda question: None
    alone: Callable[[argparse.Namespace], None] = lambda arguments: None


def add_identity(added: argparse.ArgumentParser, words: str, required: bool = True) -> None:
    added.add_argument("--identity", metavar="文件", type=Path, required=required, help=words)


def loaded(arguments: argparse.Namespace, desk: Console) -> Registry:
    registry = desk.load(arguments)
    if registry is None:
        raise UserError("登记库的基本设置有误。请先运行 zhicheng validate，改好以后再试。")
    return registry
