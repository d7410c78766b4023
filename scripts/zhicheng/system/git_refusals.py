"""Why Git does not read a repository that is there: another account owns it, its settings are broken, or the copy is not whole.

To its callers a Git that fails means that something is not there. These failures mean that nobody knows.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

from zhicheng.errors import GitError, NotFetched
from zhicheng.text import show

_FAILED = 128  # the exit code of Git where it cannot go on
_OWNER = re.compile(rb"(?:dubious ownership in repository at|unsafe repository) \(?'([^\n]{1,4096}?)'")
_SETTINGS = re.compile(rb"fatal: (bad [^\n]{0,100}config[^\n]{0,4096}|unable to access '[^\n]{1,4096}': Permission denied)")
_NEWER = re.compile(rb"Expected git repo version|unknown repository extension")
_MOVED = re.compile(rb"not a git repository: ([^\n]{1,4096})")
_DAMAGED = re.compile(
    rb"fatal: (?:loose object [0-9a-f]{40,64}|bad object HEAD|unable to read (?:tree|[0-9a-f]{40})|not a tree object|packfile|"
    rb"could not parse HEAD)"
)
_NONE = re.compile(rb"not a git repository \(or any |invalid gitfile format")


def check(root: Path, code: int, said: bytes, refuse_partial: Callable[[Path], None]) -> None:
    """Raises GitError where Git, run in `root`, ended with `code` and the words `said`, and has not read the repository that is there;
    NotFetched where parts of it are lost, or, as `refuse_partial` says, were left out when it was cloned.
    """
    if code != _FAILED:
        return
    if refused := _why(root, said):
        raise GitError(refused)
    if _DAMAGED.search(said):
        refuse_partial(root)
        raise NotFetched(damaged(root))


def damaged(root: Path) -> str:
    """What is said of a repository parts of which are lost."""
    return (
        f"{root} 的 Git 仓库坏了，有的内容读不出来：多半是断过电、磁盘满过，或者它借用的另一份副本（alternates）不在了。"
        "请先把没有推送的修改另存，再重新取一份（git clone）；坏在哪里，git fsck 会写明。"
    )


def _why(root: Path, said: bytes) -> str | None:
    """What Git has not read, and the remedy; None where it failed for another reason, or there is no repository."""
    if found := _OWNER.search(said):
        folder = os.fsdecode(found[1])
        trusted = f"git config --global --add safe.directory {shlex.quote(folder)}"
        return f"Git 不肯读 {folder}：它属于别的账号。请用那个账号运行；里面的内容可信的，先运行 {trusted}，再试一次。"
    if found := _SETTINGS.search(said):
        return f"Git 的设置读不了，什么都没有读（{show(os.fsdecode(found[1]), 200)}）。请改好这个设置，或者改好权限，再试一次。"
    if _NEWER.search(said):
        return f"{root} 的仓库是用更新的 Git 建的，这里的 Git 读不了。请换新的 Git，再试一次。"
    if found := _MOVED.search(said):
        there = f"{root} 是另一份副本的工作区，Git 在 {show(os.fsdecode(found[1]), 200)} 找不到那一份了"
        return f"{there}。请在那份副本里运行 git worktree repair，或者重新取一份（git clone）。"
    if _NONE.search(said) and (there := _dot_git(root)):
        return f"有 {there}，Git 却不认：这份副本不完整，或者读不了。请重新取一份（git clone）；不用 Git 的，请把它移走。"
    return None


def _dot_git(root: Path) -> str:
    """The path of the .git in a folder or above it, on the same disk as Git looks for it; "" where there is none, or it never was one."""
    here = root.resolve()
    disk = here.stat().st_dev
    above = (one / ".git" for one in takewhile(lambda one: one.stat().st_dev == disk, (here, *here.parents)))
    return next((str(one) for one in above if one.is_file() or any((one / part).exists() for part in ("config", "objects", "HEAD"))), "")
