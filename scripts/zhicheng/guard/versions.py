"""The versions of files that a commit would add, or that a range of commits has added, from Git; or files as they lie on disk."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.guard.parts import LIMIT
from zhicheng.text import reason, show

_FILE_MODES = ("100644", "100755", "120000")
_RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-relative", "--ignore-submodules=all")


@dataclass(frozen=True, slots=True)
class Version:
    """A file's content under a path from the top of the repository, and the commit that brought it, "" where none has yet."""

    path: str
    content: bytes
    commit: str = ""


def top(root: Path) -> Path:
    """The top of the Git repository that `root` lies in; `root` itself where there is none."""
    said = _git(root, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(said.removesuffix(b"\n"))) if said else root


def on_disk(folder: Path, files: Sequence[Path]) -> Iterator[Version]:
    """Files as they lie on disk, with paths from `folder` where they lie inside it."""
    for file in files:
        full = file.absolute()
        full = full.parent.resolve() / full.name
        path = full.relative_to(folder).as_posix() if full.is_relative_to(folder) else full.as_posix()
        try:
            if full.is_symlink():
                yield Version(path, os.fsencode(full.readlink()))
            elif full.is_file():
                with full.open("rb") as stream:
                    yield Version(path, stream.read(LIMIT + 1))
            else:
                raise UserError(f"没有这个文件，或者它不是普通文件：{show(path, 200)}")
        except OSError as error:
            raise UserError(f"读不了 {show(path, 200)}：{reason(error)}") from None


def staged(root: Path) -> Iterator[Version]:
    """What `git commit` would add or change, from the index and not from the disk."""
    said = _git(root, "diff", "--cached", *_RAW, "--")
    if said is None:
        raise UserError("这里不是 Git 仓库，或者没有装 Git。请在仓库里运行，或写明要查的文件。")
    yield from _contents(root, list(_changes(said)))


def since(root: Path, base: str) -> Iterator[Version]:
    """Every version that commits after `base` brought, also of files that a later commit took away again."""
    span = "HEAD"
    if set(base) != {"0"}:  # what a forge says of a branch that is new
        known = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
        if known is None:
            raise UserError(f"Git 里没有 {show(base)} 这个版本。请先取来（git fetch），或换一个。")
        span = f"{known.decode().strip()}..HEAD"
        shallow = _git(root, "rev-parse", "--is-shallow-repository") != b"false\n"
        if shallow and _git(root, "merge-base", *span.split("..")) is None:
            raise UserError("这份副本的历史不完整，看不到中间的提交。请先运行 git fetch --unshallow。")
    said = _git(root, "log", "-c", "--root", "--no-show-signature", "--no-color", "--format=%H", *_RAW, span, "--")
    if said is None:
        raise UserError("读不了 Git 的提交记录。请核对这里是不是 Git 仓库、有没有提交。")
    yield from _contents(root, list(_changes(said)))


def _changes(said: bytes) -> Iterator[tuple[str, str, str]]:
    """Path, blob and commit of every file that Git's raw output names, each once. `::` introduces a change against two parents."""
    commit = ""
    seen = set()
    words = iter(said.split(b"\0"))
    for word in map(bytes.strip, words):
        if not word.startswith(b":"):
            commit = word.decode("ascii", "replace") or commit
            continue
        parents = len(word) - len(word.lstrip(b":"))
        fields = word.lstrip(b":").decode("ascii").split()
        mode, blob = fields[parents], fields[2 * parents + 1]
        path = os.fsdecode(next(words, b""))
        if mode in _FILE_MODES and (path, blob) not in seen:
            seen.add((path, blob))
            yield path, blob, commit


def _contents(root: Path, changes: Sequence[tuple[str, str, str]]) -> Iterator[Version]:
    """The versions, one blob in memory at a time; of what is too large to be looked into, the beginning."""
    if not changes:
        return
    command = ["git", "-C", str(root), "cat-file", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as git:
        if git.stdin is None or git.stdout is None:
            raise UserError("读不了 Git 里的文件。")
        for path, blob, commit in changes:
            git.stdin.write(f"{blob}\n".encode("ascii"))
            git.stdin.flush()
            answer = git.stdout.readline().split()
            if len(answer) != 3:
                raise UserError(f"Git 里缺少 {show(path, 200)} 的内容。请先取来完整的历史（git fetch）。")
            left = int(answer[2]) + 1
            content = git.stdout.read(min(left, LIMIT + 2))
            left -= len(content)
            while left > 0 and (rest := git.stdout.read(min(left, 1 << 20))):
                left -= len(rest)
            yield Version(path, content[:-1], commit)


def _git(root: Path, *arguments: str) -> bytes | None:
    """What Git says, or None. Its environment stays: in a hook it names the index that is being committed."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return None
    return None if done.returncode else done.stdout
