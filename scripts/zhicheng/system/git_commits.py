"""Commits on branches by Git's plumbing: nothing here touches the working tree, the index or the branch somebody stands on."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from zhicheng.errors import GitError
from zhicheng.system import git

_PLAIN_INDEX = ("-c", "core.splitIndex=false", "-c", "core.sparseCheckout=false")  # of a folder that is thrown away


@dataclass(frozen=True, slots=True)
class Repository:
    """A Git repository by its top folder, and the path in it of the folder it was asked for, empty or with a slash at its end.

    All paths of files that the functions here take and give are from the top.
    """

    folder: Path
    prefix: str


@dataclass(frozen=True, slots=True)
class LastCommit:
    """The commit that last changed some files: its hash, when it was written, and its message."""

    commit: str
    time: datetime
    message: str


def repository(folder: Path) -> Repository | None:
    """The repository a folder lies in, or None: without Git, outside of any, or where the folder is ignored by it."""
    if not folder.is_dir():
        return None
    top, prefix = git.ask(folder, "rev-parse", "--show-toplevel"), git.ask(folder, "rev-parse", "--show-prefix")
    ignored = git.ask(folder, "check-ignore", "-q", ".", extra={"GIT_LITERAL_PATHSPECS": "0"})  # which it does not know
    if not top or prefix is None or ignored is not None:
        return None
    return Repository(Path(os.fsdecode(top.removesuffix(b"\n"))), os.fsdecode(prefix.removesuffix(b"\n")))


def head(of: Repository) -> str | None:
    """The commit the repository is at, or None where there is none yet."""
    return git.resolve(of.folder, "HEAD")


def tip(of: Repository, branch: str) -> str | None:
    """The newest commit of a branch, or None where there is no such branch."""
    return git.resolve(of.folder, f"refs/heads/{branch}")


def known(of: Repository, commit: str) -> bool:
    """Whether the repository has a commit."""
    return git.resolve(of.folder, commit) is not None


def contains(of: Repository, commit: str, older: str) -> bool:
    """Whether a commit has `older` in its history, or is it."""
    return git.contains(of.folder, commit, older)


def is_name(of: Repository, branch: str) -> bool:
    """Whether Git takes a name for a branch."""
    return git.ask(of.folder, "check-ref-format", f"refs/heads/{branch}") is not None


def in_use(of: Repository) -> set[str]:
    """The branches that somebody stands on, here or in another working tree."""
    said = git.ask(of.folder, "worktree", "list", "--porcelain") or b""
    return {os.fsdecode(found) for found in re.findall(rb"^branch refs/heads/(.*)$", said, re.MULTILINE)}


def require_identity(of: Repository) -> None:
    """Raises GitError where Git does not know in whose name to commit."""
    for name in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        if git.ask(of.folder, "-c", "user.useConfigOnly=true", "var", name) is None:
            raise GitError(
                "Git 不知道您是谁，不能写提交。请先运行：git config --global user.name 姓名或单位，git config --global user.email 邮箱。"
            )


def last_change(of: Repository, commit: str, paths: Iterable[str]) -> LastCommit | None:
    """The commit that last changed any of some files, as seen from `commit`; None where none did, or where a history that was cut off does
    not tell."""
    said = git.ask(of.folder, "log", "-1", "--no-merges", "--no-show-signature", "--format=%H%n%P%n%at%n%B", commit, "--", *paths)
    if not said:
        return None
    found, parents, seconds, message = said.decode("utf-8", "replace").split("\n", 3)
    if not parents and git.ask(of.folder, "rev-parse", "--is-shallow-repository") != b"false\n":
        return None
    return LastCommit(found, datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds)), message)


def read(of: Repository, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """The ordinary files at or below some paths in a commit, by path. Byte for byte, without any filter."""
    found = {path: blob for path, blob in git.tree(of.folder, commit, *paths).items() if blob}
    texts = git.contents(of.folder, found.values())
    return {path: texts[blob] for path, blob in found.items() if blob in texts}


def commit(of: Repository, branch: str, old: str | None, parent: str, files: Mapping[str, bytes], message: str) -> str:
    """Puts files (by path) on a branch in one commit on top of `parent`; gives the commit.

    `old` is where the branch was seen to be, None where there was none: if it has moved since, nothing is changed. Raises GitError.
    """
    with tempfile.TemporaryDirectory(prefix="zhicheng-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _must(of, *_PLAIN_INDEX, "read-tree", parent, extra=index)
        rows = []
        for path, content in sorted(files.items()):
            blob = _must(of, "hash-object", "-w", "--stdin", "--no-filters", sent=content).strip()
            rows.append(b"100644 " + blob + b"\t" + os.fsencode(path) + b"\0")
        _must(of, *_PLAIN_INDEX, "update-index", "-z", "--index-info", sent=b"".join(rows), extra=index)
        tree = _must(of, *_PLAIN_INDEX, "write-tree", extra=index).decode().strip()
    made = (
        _must(of, "-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree, "-p", parent, "-F", "-", sent=message.encode()).decode().strip()
    )
    title = message.split("\n", 1)[0]
    before = old or "0" * len(made)
    if git.ask(of.folder, "update-ref", "-m", f"zhicheng receive: {title}", f"refs/heads/{branch}", made, before) is None:
        raise GitError(f"写不了分支 {branch}：它刚刚被改动过，或者与别的分支重名。请再收一次。")
    return made


def _must(of: Repository, *arguments: str, sent: bytes = b"", extra: Mapping[str, str] | None = None) -> bytes:
    said = git.ask(of.folder, *arguments, sent=sent, extra=extra)
    if said is None:
        command = next(word for word in arguments if not word.startswith("-") and "=" not in word)
        raise GitError(f"Git 没有写成（git {command}）。请检查磁盘空间和仓库的权限，然后重试。")
    return said
