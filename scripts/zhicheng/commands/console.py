"""What every command gets from the command line: the registry's folder, today, input and output; and the exit codes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.errors import UserError
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.text import cells, narrow, padded

OK, FINDINGS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


@dataclass(frozen=True, slots=True)
class Console:
    """The functions of the command line that commands use. The first six take the parsed arguments.

    `root` returns the folder that holds registry/, `rules` a registry with nothing but settings, words, rulebooks and rounds, None
    where there is none or it cannot be read, `load` the registry, or None after its faults were printed. `lock` keeps other commands
    from writing in the registry until this one ends. `today` returns the day (--as-of, else today in China), `now` the time in China (for
    --as-of the beginning of that day). `stdin` returns all of standard input. `write` prints to stdout, `say` to stderr. `ask` returns an
    answer typed in, or None where there is no input; `terminal` says whether somebody sits there. `progress` shows one line on a terminal
    that the next one replaces.
    """

    root: Callable[[argparse.Namespace], Path]
    rules: Callable[[argparse.Namespace], Registry | None]
    load: Callable[[argparse.Namespace], Registry | None]
    lock: Callable[[argparse.Namespace], None]
    today: Callable[[argparse.Namespace], date]
    now: Callable[[argparse.Namespace], datetime]
    stdin: Callable[[], bytes]
    write: Callable[[str], None]
    say: Callable[[str], None]
    ask: Callable[[str], str | None]
    terminal: Callable[[], bool]
    progress: Callable[[str], None]


Run = Callable[[argparse.Namespace, Console], int]


class AddCommand(Protocol):
    """Adds a command to the parser and returns the parser of its arguments.

    `run` runs the command and returns the exit code; `words` are its help; `dated` says whether it takes --as-of.
    """

    def __call__(self, name: str, run: Run, words: str, dated: bool = True) -> argparse.ArgumentParser: ...


def add_vault(added: argparse.ArgumentParser) -> None:
    """Adds the option --vault."""
    words = "完整的密封库在这里（文件夹，或者裸仓库）：登记了而没有送到的密封文件算错误"
    added.add_argument("--vault", metavar="密封库", type=lambda said: Path(said) if said else None, help=words)  # "" in a workflow: none


def add_identity(added: argparse.ArgumentParser, words: str, required: bool = True) -> None:
    """Adds the option --identity, described by `words`."""
    added.add_argument("--identity", metavar="文件", type=Path, required=required, help=words)


def add_also(added: argparse.ArgumentParser) -> None:
    """Adds the option --also."""
    added.add_argument("--also", metavar="公钥", action="append", default=[], help="同时密封给这把公钥（例如评审委员会自己的），可以写几次")


def agreed(answer: str) -> bool:
    """Whether the answer to a question that ends in [y/N] is yes."""
    return narrow(answer).strip().lower() in ("y", "yes", "是", "好")


def loaded(arguments: argparse.Namespace, console: Console) -> Registry:
    """The registry. Raises UserError, after the findings were printed, where its basic settings cannot be read."""
    registry = console.load(arguments)
    if registry is None:
        raise UserError("登记库的基本设置有误。请先运行 zhicheng validate，改好以后再试。")
    return registry


def broken_settings(console: Console, error: BrokenSettings) -> tuple[list[Finding], list[str]]:
    """Says that only the basic settings were checked. Returns the findings on them, and the files that were read."""
    console.say("登记库的基本设置有误，先改好下面的问题，才能检查其他内容。")
    return error.findings, error.files


def print_errors(console: Console, findings: list[Finding], files: list[str]) -> bool:
    """Prints the errors among the findings and how many files were checked. Returns whether there are no errors."""
    console.write(text_report(finding for finding in findings if finding.severity == "error"))
    totals = count(findings)
    console.say(f"检查了 {len(files)} 个文件：{totals['errors']} 个错误，{totals['warnings']} 个提醒。")
    return not totals["errors"]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as text for a terminal, a line each, in aligned columns; a Chinese character is two columns wide."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(padded, row, widths)) for row in rows]
    return "".join(line.rstrip() + "\n" for line in lines)
