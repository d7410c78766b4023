"""Which commit a revision names: a hash, a branch, a tag, or a day."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.registry import at_commit
from zhicheng.registry.files import Disk
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.registry.registry import settings as settings_of
from zhicheng.system import git
from zhicheng.text import show


def day_of(revision: str) -> date | None:
    """The day that a revision is where it is written as one (2026-06-30), else None."""
    try:
        return date.fromisoformat(revision) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", revision) else None
    except ValueError:
        return None


def snapshot_day(revision: str) -> date | None:
    """The day of a snapshot by its tag (v2026.06.30), else None."""
    return day_of(revision[1:].replace(".", "-")) if re.fullmatch(r"v[0-9]{4}\.[0-9]{2}\.[0-9]{2}", revision) else None


def resolve_revision(root: Path, revision: str) -> git.Commit | None:
    """The commit that a revision names; None if the registry is not tracked by Git, so that the revision can only be a label.

    A day (2026-06-30) names the snapshot of that day (the tag v2026.06.30), or else the last commit of the main branch until its end in
    China. Raises UserError if the revision is malformed or Git does not know it.
    """
    if revision.startswith("-") or not revision.strip():
        raise UserError(f"--revision 后面写提交号、标签或者日期，不能是“{show(revision)}”。")
    if not git.ask(root, "ls-files", "--", "registry/registry.yaml"):
        return None
    if (day := day_of(revision)) is not None:
        return git.commit(root, f"refs/tags/v{day:%Y.%m.%d}") or last_of_day(root, day)
    commit = git.commit(root, revision)
    if commit is None:
        raise UserError(f"Git 里没有“{show(revision)}”这个版本。请核对写法，或先取来（git fetch --tags），再试一次。")
    return commit


def on_day(root: Path, day: date, revision: str = "HEAD") -> Registry | None:
    """The registry as it was at the end of a day, by the first parents of a revision; None where Git does not know or it cannot be loaded.

    A merged change counts from the day of the merge.
    """
    commit = _last_until(root, day, revision)
    try:
        return at_commit.load(root, commit) if commit else None
    except (BrokenSettings, UserError):
        return None


def last_of_day(root: Path, day: date) -> git.Commit:
    """The last commit of the main branch until the end of a day in China. Raises UserError where there is none, or no main branch."""
    name, main = _main_name(root), main_branch(root)
    if main is None:
        raise UserError(
            f"Git 里没有主分支 {show(name)}，不知道 {day} 的登记是哪一个版本。请先取来（git fetch origin {show(name)}），再试一次；"
            "主分支叫别的名字的，请写在 registry.yaml 的 forge 的 branch 里。"
        )
    found = git.commit(root, commit) if (commit := _last_until(root, day, main)) else None
    if found is None:
        remedy = "这份副本的历史不完整，请先运行 git fetch --unshallow。" if git.is_shallow(root) else "请核对日期。"
        raise UserError(f"主分支在 {day} 还没有登记。{remedy}")
    return found


def main_branch(root: Path) -> str | None:
    """The main branch as it is known here: that of this copy or of `origin`, the one that has all of the other; None where there is none.

    Raises UserError where each has commits of its own.
    """
    name = _main_name(root)
    known = [ref for ref in (f"refs/heads/{name}", f"refs/remotes/origin/{name}") if git.resolve(root, ref)]
    main = next((ref for ref in known if all(git.contains(root, ref, other) for other in known)), None)
    if main is None and known:
        raise UserError(f"本机的 {show(name)} 和 origin/{show(name)} 各有各的提交，不知道主分支是哪一个。请先合并，再试一次。")
    return main


def _main_name(root: Path) -> str:
    stated = settings_of(Disk(root))
    return ("" if stated is None or stated.forge is None else stated.forge.get("branch", "")) or "main"


def _last_until(root: Path, day: date, revision: str) -> str:
    """The hash of the last commit until the end of a day in China, by the first parents of a revision; empty where there is none."""
    until = f"--before={day}T23:59:59+08:00"
    answer = git.ask(root, "log", "-1", "--first-parent", until, "--no-show-signature", "--no-color", "--format=%H", revision, "--")
    return (answer or b"").decode().strip()
