"""Asks Git about a repository: read-only, with lists of arguments, in any folder, and without what the environment says of another one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zhicheng.errors import UserError
from zhicheng.text import show

# How two trees are compared file by file: as bytes, a renamed file as one that went and one that came.
RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all")
Status = Literal["added", "modified", "deleted"]
_STATUS: dict[str, Status] = {"A": "added", "D": "deleted"}


@dataclass(frozen=True, slots=True)
class Change:
    """A file that differs between two versions: its path from the registry's root, and how; `blob` is what was there before, or ""."""

    path: str
    status: Status
    blob: str = ""


def ask(root: Path, *arguments: str, sent: bytes = b"") -> bytes | None:
    """What Git says about the folder `root`, or None where there is no Git, no repository or no commit."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith("GIT_CONFIG_")}
    environment = {**own, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}  # GIT_DIR and others name another repository
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], input=sent, capture_output=True, env=environment, check=False)
    except OSError:
        return None
    return None if done.returncode else done.stdout


def contents(root: Path, blobs: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs, as far as Git has them."""
    wanted = "".join(f"{blob}\n" for blob in sorted(set(blobs))).encode()
    rest = (ask(root, "cat-file", "--batch", sent=wanted) or b"") if wanted else b""
    found: dict[str, bytes] = {}
    start = 0
    while (end := rest.find(b"\n", start)) >= 0:
        blob, _, size = rest[start:end].decode("ascii", "replace").partition(" blob ")
        start = end + 1
        if size:
            found[blob] = rest[start : start + int(size)]
            start += int(size) + 1
    return found


def fork_point(root: Path, revision: str) -> str:
    """The commit at which the history of HEAD left that of `revision`: what a change is compared with. Raises UserError."""
    if ask(root, "rev-parse", "--git-dir") is None:
        raise UserError("这里不是 Git 仓库，或者没有装 Git，不能与别的版本比较。请在仓库里运行。")
    known = ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if known is None:
        raise UserError(f"Git 里没有“{show(revision)}”这个版本。请核对写法，或先取来（git fetch），再试一次。")
    commit = known.decode("ascii").strip()
    if ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
        raise UserError("这个仓库还没有提交，没有可以比较的版本。")
    point = ask(root, "merge-base", commit, "HEAD")
    if point is None:
        shallow = ask(root, "rev-parse", "--is-shallow-repository") == b"true\n"
        remedy = "这份副本的历史不完整，请先运行 git fetch --unshallow。" if shallow else "请换一个版本。"
        raise UserError(f"“{show(revision)}”和现在的版本没有共同的历史，无法比较。{remedy}")
    return point.decode("ascii").strip()


def tree(root: Path, commit: str, *paths: str) -> dict[str, str]:
    """The files of a commit below `root` (or below `paths` in it): path and blob. Links and submodules have the blob ""."""
    said = ask(root, "ls-tree", "-r", "-z", commit, "--", *paths) or b""
    found = {}
    for entry in said.split(b"\0")[:-1]:
        meta, _, path = entry.partition(b"\t")
        mode, _, blob = meta.decode("ascii").split()
        found[os.fsdecode(path)] = blob if mode.startswith("100") else ""
    return found


def changes(root: Path, commit: str) -> list[Change]:
    """The files that differ between a commit and the working tree, by path; those Git does not know yet are new ones.

    Paths are from `root`; what lies outside it in the same repository begins with `../`. In registry/ files count even where Git is told
    to ignore them, because the registry is read with them.
    """
    prefix = os.fsdecode((ask(root, "rev-parse", "--show-prefix") or b"").rstrip(b"\n"))
    found = {change.path: change for change in _changed(ask(root, "diff", *RAW, commit, "--") or b"", prefix)}
    strangers = (ask(root, "ls-files", "--others", "-z", "--exclude-standard") or b"") + (
        ask(root, "ls-files", "--others", "-z", "--", "registry") or b""
    )
    for name in strangers.split(b"\0")[:-1]:
        path = os.fsdecode(name)
        before = found.get(path)
        if before is None:
            found[path] = Change(path, "added")
        elif before.status == "deleted":  # taken out of the index only: the file is there
            found[path] = Change(path, "modified", before.blob)
    return [found[path] for path in sorted(found)]


def _changed(said: bytes, prefix: str) -> Iterator[Change]:
    """The changes in Git's raw output; `prefix` leads from the top of the repository to the folder they are seen from."""
    words = iter(said.split(b"\0"))
    for word in words:
        fields = word.decode("ascii", "replace").lstrip(":").split()
        name = os.fsdecode(next(words, b""))
        if len(fields) == 5 and name:
            path = name.removeprefix(prefix) if name.startswith(prefix) else "../" * prefix.count("/") + name
            yield Change(path, _STATUS.get(fields[4][0], "modified"), fields[2].strip("0") and fields[2])
