"""The commits of pull requests and merge queues: fetched from the forge into the clone that a workflow has, and laid out in a folder."""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.review.delivery.forge_api import Forge, Pull
from zhicheng.system import git


def fetch(root: Path, forge: Forge, found: Pull) -> None:
    """Fetches the commits of a pull request into the repository at `root`, without checking anything out. Raises UserError."""
    ref = f"refs/zhicheng/pull/{found.number}"
    if not _fetch(root, forge, f"+refs/pull/{found.number}/head:{ref}"):
        raise UserError(f"取不来合并请求 {found.number} 的提交。请核对令牌的权限，稍后再试。")
    if git.resolve(root, ref) != found.head:
        raise UserError(f"合并请求 {found.number} 刚刚又有新的提交，请等下一次运行。")


def fetch_queue(root: Path, forge: Forge, commit: str) -> str:
    """Fetches the commit of a merge queue and the main branch as it is now; returns the hash of the latter. Raises UserError."""
    main = "refs/zhicheng/main"
    tip = git.resolve(root, main) if _fetch(root, forge, f"+HEAD:{main}", f"+{commit}:refs/zhicheng/queue") else None
    if tip is None:
        raise UserError(f"取不来合并队列的版本 {commit[:12]}。请核对令牌的权限，稍后再试。")
    return tip


def queues_with(root: Path, heads: Iterable[str]) -> list[str]:
    """The commits of merge queues in this clone that merge one of these heads: what GitHub keeps under gh-readonly-queue/."""
    held = [f"--contains={head}" for head in heads]
    found = _git(root, {}, "for-each-ref", "--format=%(objectname)", *held, "refs/remotes/origin/gh-readonly-queue/") if held else None
    return list(dict.fromkeys((found or "").split()))


def _fetch(root: Path, forge: Forge, *refspecs: str) -> bool:
    """Whether Git could fetch from the origin.

    The token is passed in the environment, which a list of processes does not show, and is sent to this remote only.
    """
    asked = _git(root, {}, "remote", "get-url", "origin")
    secret = base64.b64encode(f"x-access-token:{forge.token}".encode()).decode()
    extra = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_VALUE_0": f"Authorization: Basic {secret}", "GIT_TERMINAL_PROMPT": "0"}
    extra["GIT_CONFIG_KEY_0"] = f"http.{(asked or '').strip()}.extraHeader"
    return _git(root, extra, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "origin", *refspecs) is not None


@contextmanager
def checked_out(root: Path, commit: str) -> Iterator[Path]:
    """A temporary Git worktree of a commit, removed at the end of the block; no hook runs. Raises UserError."""
    with tempfile.TemporaryDirectory(prefix="zhicheng-") as folder:
        place = f"{folder}/change"
        # Without these settings, .gitattributes of the change cannot start a filter of this machine.
        plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        alone = ("-c", f"core.hooksPath={os.devnull}", "-c", "safe.directory=*")
        if _git(root, plain, *alone, "worktree", "add", "--quiet", "--detach", place, commit) is None:
            raise UserError(f"版本 {commit[:12]} 的文件取不出来。")
        try:
            yield Path(place)
        finally:
            _git(root, {}, "worktree", "remove", "--force", place)


def _git(root: Path, extra: Mapping[str, str], *arguments: str) -> str | None:
    """Git's output as text, None where it fails. Git gets the workflow's environment, which may hold proxy settings."""
    answer = git.ask(root, *arguments, extra=extra, inherit=True, seconds=600)
    return None if answer is None else answer.decode("utf-8", "replace")
