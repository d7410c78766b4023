"""The versions of files that a commit would add, or that a range of commits has added, from Git; or files as they lie on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.system import git
from zhicheng.text import reason, show
from zhicheng.vault.guard.parts import LIMIT

_FILE_MODES = ("100644", "100755", "120000")


@dataclass(frozen=True, slots=True)
class BlobVersion:
    """A file's content under a path from the top of the repository, and the commit that brought it, "" where none has yet."""

    path: str
    content: bytes
    commit: str = ""


def top(root: Path) -> Path:
    """The top of the Git repository that `root` lies in; `root` itself where there is none."""
    said = _git(root, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(said.removesuffix(b"\n"))) if said else root


def on_disk(folder: Path, files: Sequence[Path]) -> Iterator[BlobVersion]:
    """Files as they lie on disk, with paths from `folder` where they lie inside it."""
    for file in files:
        full = file.absolute()
        full = full.parent.resolve() / full.name
        path = full.relative_to(folder).as_posix() if full.is_relative_to(folder) else full.as_posix()
        try:
            if full.is_symlink():
                yield BlobVersion(path, os.fsencode(full.readlink()))
            elif full.is_file():
                with full.open("rb") as stream:
                    yield BlobVersion(path, stream.read(LIMIT + 1))
            else:
                raise UserError(f"没有这个文件，或者它不是普通文件：{show(path, 200)}")
        except OSError as error:
            raise UserError(f"读不了 {show(path, 200)}：{reason(error)}") from None


def staged(root: Path) -> Iterator[BlobVersion]:
    """What `git commit` would add or change, from the index and not from the disk."""
    said = _git(root, "diff", "--cached", *git.RAW, "--")
    if said is None:
        raise UserError("这里不是 Git 仓库，或者没有装 Git。请在仓库里运行，或写明要查的文件。")
    yield from _contents(root, list(_changes(said)))


def since(root: Path, base: str) -> Iterator[BlobVersion]:
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
    said = _git(root, "log", "-c", "--root", "--no-show-signature", "--no-color", "--format=%H", *git.RAW, span, "--")
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


def _contents(root: Path, changes: Sequence[tuple[str, str, str]]) -> Iterator[BlobVersion]:
    """The versions, one blob in memory at a time; of what is too large to be looked into, the beginning."""
    found = git.blobs(root, (blob for _, blob, _ in changes), most=LIMIT + 1, inherit=True)
    for (path, _, commit), content in zip(changes, found, strict=True):
        if content is None:
            raise UserError(f"Git 里缺少 {show(path, 200)} 的内容。请先取来完整的历史（git fetch）。")
        yield BlobVersion(path, content, commit)


def _git(root: Path, *arguments: str) -> bytes | None:
    """What Git says, or None. Its environment stays: in a hook it names the index that is being committed."""
    return git.ask(root, *arguments, inherit=True)
