"""Reads and writes commits with Git's plumbing commands, without touching the working tree, the index or HEAD."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from zhicheng.errors import GitError
from zhicheng.system import git
from zhicheng.text import time_in_china

_PLAIN_INDEX = ("-c", "core.splitIndex=false", "-c", "core.sparseCheckout=false")  # for a temporary index


@dataclass(frozen=True, slots=True)
class Repository:
    """A Git repository. `folder` is its top folder; `prefix` is the path from there to the folder that was asked about, "" or ending in /.

    All file paths in this module are relative to the top folder.
    """

    folder: Path
    prefix: str


@dataclass(frozen=True, slots=True)
class LastCommit:
    """The commit that last changed some files. `commit` is its full hash, `time` its author time in UTC."""

    commit: str
    time: datetime
    message: str


def repository(folder: Path) -> Repository | None:
    """The repository that contains a folder; None without Git, outside any repository, or if the folder is ignored."""
    if not folder.is_dir():
        return None
    top, prefix = git.ask(folder, "rev-parse", "--show-toplevel"), git.ask(folder, "rev-parse", "--show-prefix")
    ignored = git.ask(
        folder, "check-ignore", "-q", ".", extra={"GIT_LITERAL_PATHSPECS": "0"}
    )  # check-ignore does not support literal pathspecs
    if not top or prefix is None or ignored is not None:
        return None
    return Repository(Path(os.fsdecode(top.removesuffix(b"\n"))), os.fsdecode(prefix.removesuffix(b"\n")))


def head(repo: Repository) -> str | None:
    """The hash of the commit at HEAD, or None if there is none yet."""
    return git.resolve(repo.folder, "HEAD")


def tip(repo: Repository, branch: str) -> str | None:
    """The hash of the newest commit of a branch, or None if there is no such branch."""
    return git.resolve(repo.folder, f"refs/heads/{branch}")


def known(repo: Repository, commit: str) -> bool:
    """Whether the repository has this commit."""
    return git.resolve(repo.folder, commit) is not None


def contains(repo: Repository, commit: str, older: str) -> bool:
    """Whether `older` is `commit` or one of its ancestors."""
    return git.contains(repo.folder, commit, older)


def is_name(repo: Repository, branch: str) -> bool:
    """Whether Git accepts this name for a branch."""
    return git.ask(repo.folder, "check-ref-format", f"refs/heads/{branch}") is not None


def in_use(repo: Repository) -> set[str]:
    """The branches that are checked out in any working tree of the repository."""
    output = git.ask(repo.folder, "worktree", "list", "--porcelain") or b""
    return {os.fsdecode(name) for name in re.findall(rb"^branch refs/heads/(.*)$", output, re.MULTILINE)}


def require_identity(repo: Repository) -> None:
    """Raises GitError if the name and e-mail address of the committer are not configured."""
    for name in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        if git.ask(repo.folder, "-c", "user.useConfigOnly=true", "var", name) is None:
            raise GitError(
                "Git 不知道您是谁，不能写提交。请先运行：git config --global user.name 姓名或单位，git config --global user.email 邮箱。"
            )


def last_change(repo: Repository, commit: str, paths: Iterable[str]) -> LastCommit | None:
    """The newest commit in the history of `commit` that changed any of `paths`; None if there is none, or if a shallow clone does not
    have it."""
    output = git.ask(repo.folder, "log", "-1", "--no-merges", "--no-show-signature", "--format=%H%n%P%n%at%n%B", commit, "--", *paths)
    if not output:
        return None
    full_hash, parents, seconds, message = output.decode("utf-8", "replace").split("\n", 3)
    if not parents and git.ask(repo.folder, "rev-parse", "--is-shallow-repository") != b"false\n":
        return None
    return LastCommit(full_hash, time_in_china(int(seconds)).astimezone(UTC), message)


def read(repo: Repository, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """The contents of the regular files at or below `paths` in a commit, by path. No filter or line-end conversion is applied."""
    hashes = {path: blob for path, blob in git.tree(repo.folder, commit, *paths).items() if blob}
    contents = git.contents(repo.folder, hashes.values())
    return {path: contents[blob] for path, blob in hashes.items() if blob in contents}


def commit(repo: Repository, branch: str, old: str | None, parent: str, files: Mapping[str, bytes], message: str) -> str:
    """Commits files (content by path) to a branch, on top of `parent`; returns the hash of the commit.

    `old` is the commit the branch is expected to be at, None if it does not exist yet. Raises GitError if the branch has moved since (it is
    then left as it is) or if Git fails.
    """
    with tempfile.TemporaryDirectory(prefix="zhicheng-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _run(repo, *_PLAIN_INDEX, "read-tree", parent, extra=index)
        rows = []
        for path, content in sorted(files.items()):
            blob = _run(repo, "hash-object", "-w", "--stdin", "--no-filters", sent=content).strip()
            rows.append(b"100644 " + blob + b"\t" + os.fsencode(path) + b"\0")
        _run(repo, *_PLAIN_INDEX, "update-index", "-z", "--index-info", sent=b"".join(rows), extra=index)
        tree = _run(repo, *_PLAIN_INDEX, "write-tree", extra=index).decode().strip()
    new = (
        _run(repo, "-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree, "-p", parent, "-F", "-", sent=message.encode()).decode().strip()
    )
    title = message.split("\n", 1)[0]
    before = old or "0" * len(new)
    if git.ask(repo.folder, "update-ref", "-m", f"zhicheng receive: {title}", f"refs/heads/{branch}", new, before) is None:
        raise GitError(f"写不了分支 {branch}：它刚刚被改动过，或者与别的分支重名。请再收一次。")
    return new


def _run(repo: Repository, *arguments: str, sent: bytes = b"", extra: Mapping[str, str] | None = None) -> bytes:
    """The output of a Git command. Raises GitError if it fails."""
    output = git.ask(repo.folder, *arguments, sent=sent, extra=extra)
    if output is None:
        command = next(word for word in arguments if not word.startswith("-") and "=" not in word)
        raise GitError(f"Git 没有写成（git {command}）。请检查磁盘空间和仓库的权限，然后重试。")
    return output
