"""`zhicheng report`: what a change does, for its reviewer."""

from __future__ import annotations

import argparse
import os

from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_identity
from zhicheng.errors import UserError
from zhicheng.review import report
from zhicheng.review.report import formats
from zhicheng.system.processes import gc_paused
from zhicheng.vault import store

_FORMS = {"markdown": formats.markdown_report, "json": formats.json_report, "text": formats.text_report}


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("report", _report, "一次修改改了什么、带来什么、要由谁审核，供审核人员看")
    added.add_argument("--base", metavar="版本", required=True, help="与哪个版本比较，例如 origin/main；从两者分开的地方算起")
    added.add_argument("--format", choices=tuple(_FORMS), default="text", help="报告的格式（默认 text）")
    add_identity(added, "私钥文件：打开改动的花名册，列出进、出、有变的人；只用于 text，只供持钥人看", required=False)


def _report(arguments: argparse.Namespace, console: Console) -> int:
    keys = None
    if arguments.identity is not None:
        if arguments.format != "text":
            raise UsageError("用法有误：--identity 只和 --format text 一起用，名单不能进评论和文件。\n用 zhicheng report --help 查看说明。")
        if os.environ.get("CI"):
            raise UserError("这里是代码平台的任务（环境变量 CI），它的日志别人看得到，不能列出花名册里的人。请在持钥人自己的电脑上运行。")
        keys = store.keyring(arguments.identity)
    with gc_paused():
        found = report.make(console.root(arguments), arguments.base, console.today(arguments), keys)
    console.write(_FORMS[arguments.format](found))
    if not found.files:
        console.say("没有改动。")
    return OK if found.passes else FINDINGS
