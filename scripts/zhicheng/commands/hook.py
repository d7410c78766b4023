"""`zhicheng hook`: the pre-receive hook of a bare Git server, and the reviews that its administrator writes down."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from datetime import datetime
from pathlib import Path

from zhicheng.commands.arguments import Takes, UsageError, check_taken, moment
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console
from zhicheng.errors import UserError
from zhicheng.review import forge_lists
from zhicheng.review.delivery import push, server_reviews
from zhicheng.system import git
from zhicheng.system.atomic_files import replace_file

_CHECKED = "receive.fsckObjects"  # a setting of Git: damaged and misleading objects are refused before the hook runs


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("hook", _hook, "在没有代码平台的 Git 服务器上：收到推送时检查（pre-receive），登记审核（review）")
    added.add_argument(
        "action",
        metavar="pre-receive|review",
        choices=("pre-receive", "review"),
        help="pre-receive：由 Git 在收到推送时运行；review：登记、查看审核记录",
    )
    added.add_argument("what", metavar="add|list", nargs="?", choices=("add", "list"), help="review：add 登记一次审核，list 查看")
    added.add_argument("--install", metavar="裸仓库", type=Path, help="pre-receive：不检查，只把钩子装进服务器上的这个裸仓库")
    added.add_argument("--repository", metavar="裸仓库", type=Path, help="review：服务器上的裸仓库")
    added.add_argument("--account", metavar="账号", help="review add：谁审核的，reviewers.yaml 里的账号")
    added.add_argument("--commit", metavar="版本", help="review：审核的是推送上来的哪个版本（提交号或分支）")
    added.add_argument("--state", choices=tuple(server_reviews.STATES), help="review add：approved 同意，changes 要求修改")
    added.add_argument("--at", metavar="时间", type=moment, help="review add：什么时候审核的，如 2026-11-26T10:00（北京时间，默认现在）")


_ACTIONS = {
    "pre-receive": Takes((), ("install",)),
    "review add": Takes(("repository", "account", "commit", "state"), ("at",)),
    "review list": Takes(("repository",), ("commit",)),
}
_GIVEN = ("install", "repository", "account", "commit", "state", "at")


def _hook(arguments: argparse.Namespace, console: Console) -> int:
    action = " ".join(filter(None, (arguments.action, arguments.what)))
    if action not in _ACTIONS:
        fault = "review 后面要写 add 或 list。" if arguments.what is None else f"pre-receive 不用 {arguments.what}。"
        raise UsageError(f"用法有误：hook {fault}\n用 zhicheng hook --help 查看说明。")
    check_taken(arguments, f"hook {action}", _ACTIONS[action], _GIVEN)
    if arguments.action == "review":
        return _review(arguments, console)
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
    """Writes hooks/pre-receive into a bare repository. The hook runs the program that is running now, not a pushed one.

    One that is there is left as it is: an empty one, as a full disk may leave it, would let every push in. Git is told to check the objects
    of every push, unless the administrator has decided otherwise.
    """
    if git.ask(repository, "rev-parse", "--is-bare-repository") != b"true\n" or not (repository / "objects").is_dir():
        raise UserError(f"{repository} 不是裸仓库。请先运行 git init --bare。")
    path = repository / "hooks/pre-receive"
    script = (
        f"#!/bin/sh\n# 由 zhicheng hook pre-receive --install 写好\nexec {shlex.quote(sys.executable)} -P -m zhicheng hook pre-receive\n"
    )
    if not path.exists():
        replace_file(path, script.encode())
    elif path.read_text(encoding="utf-8", errors="replace") != script:
        raise UserError(f"{path} 已经有了，没有覆盖。请先移走它，或者在里面加上 zhicheng hook pre-receive。")
    path.chmod(0o755)
    if git.ask(repository, "config", "--get", _CHECKED) is None:
        git.ask(repository, "config", _CHECKED, "true")
    console.write(f"{path}\n")
    console.say(f"已装好。审核记录放在仓库以外，用 git config {push.REVIEWS} 指明；办法见 docs/guide/centre.md。")
    return OK


def _review(arguments: argparse.Namespace, console: Console) -> int:
    """Adds a review to the server's file, or lists those in it."""
    if arguments.what == "list":
        wanted = None if arguments.commit is None else git.resolve(arguments.repository, arguments.commit) or arguments.commit
        for review in server_reviews.listed_reviews(arguments.repository):
            if wanted is None or review.commit == wanted:
                console.write(f"{review.submitted}  {forge_lists.STATES[review.state]}  {review.account}  {review.commit}\n")
        return OK
    now: datetime = console.now(arguments)
    at: datetime = arguments.at or now
    if at > now:
        raise UsageError(f"用法有误：--at {at:%Y-%m-%dT%H:%M} 还没有到。\n用 zhicheng hook --help 查看说明。")
    path, review = server_reviews.add(arguments.repository, arguments.account.removeprefix("@"), arguments.commit, arguments.state, at)
    console.write(f"{review.commit}\n")
    said = f"{review.account} {forge_lists.STATES[review.state]}，{at:%Y-%m-%d %H:%M}"
    console.say(f"已登记：{said}（{path}）。请与书面的意见核对；“不能审核自己的修改”由您核对。")
    return OK
