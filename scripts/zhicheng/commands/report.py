"""`zhicheng report`: what a change does, for its reviewer."""

from __future__ import annotations

import argparse

from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console
from zhicheng.review import report
from zhicheng.review.report import formats
from zhicheng.system.processes import gc_paused

_FORMS = {"markdown": formats.markdown_report, "json": formats.json_report, "text": formats.text_report}


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("report", _report, "一次修改改了什么、带来什么、要由谁审核，供审核人员看")
    added.add_argument("--base", metavar="版本", required=True, help="与哪个版本比较，例如 origin/main；从两者分开的地方算起")
    added.add_argument("--format", choices=tuple(_FORMS), default="text", help="报告的格式（默认 text）")


def _report(arguments: argparse.Namespace, console: Console) -> int:
    with gc_paused():
        found = report.make(console.root(arguments), arguments.base, console.today(arguments))
    console.write(_FORMS[arguments.format](found))
    if not found.files:
        console.say("没有改动。")
    return FINDINGS if found.outcome.errors else OK
