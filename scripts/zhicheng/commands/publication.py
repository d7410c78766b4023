"""Commands on what is published: snapshot names a version for good, correct tells the public of an error or a suspension."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

from zhicheng.commands.arguments import UsageError, day, words
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, loaded, print_errors
from zhicheng.documents import yaml_writing
from zhicheng.errors import UserError
from zhicheng.registry import at_commit, revisions
from zhicheng.registry.amending import amended_record, committee_entry
from zhicheng.registry.records.committee import NOTICES
from zhicheng.registry.registry import BrokenSettings
from zhicheng.rules.engine import check
from zhicheng.system import git
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import private_values, show

_ADDED = {
    "correction": "更正启事。登记里错的地方也请改好",
    "suspension": "暂停评审的启事。有效期（valid）的最后一天也请改成暂停的前一天",
    "resumption": "恢复评审的启事。有效期（valid）也请写恢复后的一段，原来的写进 past",
}
_LONGEST = 1000  # characters of a notice, as the schema has it for notes


def add_commands(command: AddCommand) -> None:
    """Adds the commands to the parser."""
    added = command("snapshot", _snapshot, "给主分支的一个版本打上快照的标签（v2026.06.30），以后随时可以生成那一天的网站")
    added.add_argument("--date", metavar="日期", type=day, help="哪一天的快照：主分支在那一天最后的版本（默认今天）")
    added.add_argument("--replace", action="store_true", help="换掉还没有推送出去的、打错了的同名标签")
    added.add_argument("--remote", metavar="名称", default="origin", help="推送到哪里，用来核对标签有没有公布（默认 origin）")

    added = command("correct", _correct, "公布过的内容有错，或者暂停、恢复评审：在登记里加一条启事，一直显示在页面上")
    added.add_argument("id", metavar="编号", help="评审委员会的编号")
    said = "原来错在哪里、现在是什么，或者暂停的依据，会公布；可以写 @文件"
    added.add_argument("--note", metavar="文字", type=words, required=True, help=said)
    added.add_argument("--date", metavar="日期", type=day, help="更正、暂停、恢复的日期（默认今天）")
    kinds = "，".join(f"{code} {label}" for code, label in NOTICES.items())
    added.add_argument("--kind", choices=tuple(NOTICES), default="correction", help=f"启事的种类：{kinds}（默认 correction）")


# --- snapshot ----------------------------------------------------------------------------------------------------------


def _snapshot(arguments: argparse.Namespace, console: Console) -> int:
    root, today = console.root(arguments), console.today(arguments)
    wanted: date = arguments.date or today
    if wanted > today:
        raise UsageError(f"用法有误：--date {wanted} 还没有到。\n用 zhicheng snapshot --help 查看说明。")
    commit = revisions.last_of_day(root, wanted)
    _refuse_ahead(root, commit, arguments.remote)
    try:
        past = at_commit.load(root, commit.revision)
    except BrokenSettings as error:
        print_errors(console, error.findings, error.files)
        console.say(f"{commit.revision[:12]} 的基本设置有误，没有打标签。")
        return FINDINGS
    if not print_errors(console, check(past, wanted).findings, past.files):
        console.say(f"{commit.revision[:12]} 有错误，没有打标签：快照要能公布。请先改好、合并，再打。")
        return FINDINGS
    name = f"v{wanted:%Y.%m.%d}"
    before = git.resolve(root, f"refs/tags/{name}")
    if before == commit.revision:
        console.say(f"{name} 已经打在 {commit.revision[:12]}（{commit.day}）上，没有改动。")
        return OK
    if before is not None:
        _refuse_published(root, name, arguments.remote)
        if not arguments.replace:
            raise UserError(f"{name} 已经打在另一个版本 {before[:12]} 上，还没有公布。确认打错了的，请加 --replace 再运行一次。")
    if git.ask(root, "tag", *(("--force",) if before else ()), name, commit.revision) is None:
        raise UserError(f"Git 没有打上标签 {name}。请核对仓库能不能写。")
    console.write(f"{name}\n")
    later = "" if commit.day == wanted.isoformat() else f"那一天没有合并，取的是 {commit.day} 的版本。"
    console.say(f"{name} 打在 {commit.revision[:12]} 上。{later}公布：git push {arguments.remote} {name}。推送以后就不能再改了。")
    return OK


def _refuse_ahead(root: Path, commit: git.Commit, remote: str) -> None:
    """Raises UserError where the main branch of this copy has the commit, and that of the server, as it was last fetched, has not."""
    main = revisions.main_branch(root) or ""
    there = f"refs/remotes/{remote}/{main.removeprefix('refs/heads/')}"
    if main.startswith("refs/heads/") and git.resolve(root, there) and not git.contains(root, there, commit.revision):
        raise UserError(
            f"{commit.revision[:12]} 在本机的主分支上，{show(remote)} 上还没有，没有打标签：快照要打在公布的版本上。"
            f"请先推送主分支；刚推送过的，先取来（git fetch {show(remote)}），再试一次。"
        )


def _refuse_published(root: Path, name: str, remote: str) -> None:
    """Raises UserError where a tag was pushed already, or it cannot be found out."""
    if git.ask(root, "remote", "get-url", "--", remote) is None:
        return  # nowhere to publish it
    answer = git.ask(root, "ls-remote", "--tags", "--", remote, f"refs/tags/{name}", inherit=True, seconds=60)
    if answer is None:
        raise UserError(f"连不上 {show(remote)}，不知道 {name} 有没有公布，没有动它。请连上以后再试。")
    if answer.strip():
        raise UserError(
            f"{name} 已经公布，不能改，也不能删：别人已经照它核对过。请改日另打一个；内容有错的，用 zhicheng correct 登记更正。"
        )


# --- correct -----------------------------------------------------------------------------------------------------------


def _correct(arguments: argparse.Namespace, console: Console) -> int:
    console.lock(arguments)
    registry, today = loaded(arguments, console), console.today(arguments)
    entry = committee_entry(registry, arguments.id)
    text, on = re.sub(r"\s+", " ", arguments.note).strip(), arguments.date or today
    if not text or len(text) > _LONGEST:
        raise UserError(f"--note 要写 1 到 {_LONGEST} 个字，现在是 {len(text)} 个。")
    if private_values(text):
        raise UserError("--note 里有手机号码、身份证号码或者邮箱。启事要公布，请改写。")
    if on > today:
        raise UsageError(f"用法有误：--date {on} 还没有到。\n用 zhicheng correct --help 查看说明。")
    value = entry.document.value
    notice = {"date": on.isoformat(), "kind": arguments.kind, "text": text}
    if notice in value.get("notices", ()):
        console.say("这一条启事已经有了，没有改动。")
        return OK
    more = {**value, "notices": [*value.get("notices", ()), notice]}
    changed = amended_record(entry.document, more, f"在 notices 里加上：{yaml_writing.flow(notice)}")
    replace_files(registry.root, [(registry.root / entry.path, changed.encode())])
    console.write(f"{entry.path}\n")
    console.say(f"已加上{_ADDED[arguments.kind]}，与这个文件一起提交；审核以后公布，启事一直留在页面上。")
    return OK
