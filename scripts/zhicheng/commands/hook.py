"""`zhicheng hook`: the pre-receive hook of a bare Git server."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path

from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console
from zhicheng.errors import UserError
from zhicheng.review.delivery import push
from zhicheng.system import git


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("hook", _hook, "在没有代码平台的 Git 服务器上，收到推送时检查（pre-receive）")
    added.add_argument("action", metavar="pre-receive", choices=("pre-receive",), help="pre-receive：由 Git 在收到推送时运行")
    added.add_argument("--install", metavar="裸仓库", type=Path, help="不检查，只把钩子装进服务器上的这个裸仓库")


def _hook(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.install is not None:
        return _install(arguments.install, console)
    repository = Path(os.environ.get("GIT_DIR") or ".").absolute()
    quarantine = os.environ.get("GIT_QUARANTINE_PATH")
    for name in [name for name in os.environ if name.startswith("GIT_") and not name.startswith("GIT_CONFIG_")]:
        del os.environ[name]  # they name this repository, but Git is run on others from here on
    found = push.updates(console.stdin())
    refused = push.is_refused(repository, None if quarantine is None else Path(quarantine), found, console.today(arguments), console.say)
    return FINDINGS if refused else OK


def _install(repository: Path, console: Console) -> int:
    """Writes hooks/pre-receive into a bare repository. The hook runs the program that is running now, not a pushed one."""
    if git.ask(repository, "rev-parse", "--is-bare-repository") != b"true\n" or not (repository / "objects").is_dir():
        raise UserError(f"{repository} 不是裸仓库。请先运行 git init --bare。")
    path = repository / "hooks/pre-receive"
    script = (
        f"#!/bin/sh\n# 由 zhicheng hook pre-receive --install 写好\nexec {shlex.quote(sys.executable)} -P -m zhicheng hook pre-receive\n"
    )
    if path.exists() and path.read_text(encoding="utf-8", errors="replace") != script:
        raise UserError(f"{path} 已经有了，没有覆盖。请先移走它，或者在里面加上 zhicheng hook pre-receive。")
    path.parent.mkdir(exist_ok=True)
    path.write_text(script, encoding="utf-8", newline="\n")
    path.chmod(0o755)
    console.write(f"{path}\n")
    console.say(f"已装好。审核记录放在仓库以外，用 git config {push.REVIEWS} 指明；办法见 docs/guide/centre.md。")
    return OK
