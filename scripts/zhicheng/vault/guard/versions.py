"""The versions of files that a commit would add, or that a range of commits has added, from Git; or files as they are on disk."""

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
    """The content of a file, its path from the top of the repository, its hash in Git, and the commit that added it (empty: none yet)."""

    path: str
    content: bytes
    commit: str = ""
    blob: str = ""


def top(root: Path) -> Path:
    """The top folder of the Git repository that `root` lies in; `root` itself where there is none."""
    output = _git(root, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(output.removesuffix(b"\n"))) if output else root


def on_disk(folder: Path, files: Sequence[Path]) -> Iterator[BlobVersion]:
    """Files as they are on disk, with paths from `folder` where they lie inside it. Of a symbolic link the content is its target.

    Raises UserError where a file is missing, not a regular file, or cannot be read.
    """
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
    """What `git commit` would add or change, from the index and not from the disk. Raises UserError where there is no Git repository."""
    output = _git(root, "diff", "--cached", *git.RAW, "--")
    if output is None:
        raise UserError("这里不是 Git 仓库，或者没有装 Git。请在仓库里运行，或写明要查的文件。")
    yield from _contents(root, list(_changes(output)))


def span(root: Path, base: str) -> list[str]:
    """What tells Git the commits of HEAD that are not in `base`. A `base` of zeros means all commits: what a forge gives for a new branch.

    Raises UserError where Git does not know `base`, or the history is not complete.
    """
    if set(base) == {"0"}:
        return ["HEAD"]
    known = git.resolve(root, base, inherit=True) if base else None
    if known is None:
        raise UserError(f"Git 里没有 {show(base)} 这个版本。请先取来（git fetch），或换一个。")
    shallow = _git(root, "rev-parse", "--is-shallow-repository") != b"false\n"
    if shallow and _git(root, "merge-base", known, "HEAD") is None:
        raise UserError("这份副本的历史不完整，看不到中间的提交。请先运行 git fetch --unshallow。")
    return ["HEAD", f"^{known}"]


def since(root: Path, wanted: Sequence[str]) -> Iterator[BlobVersion]:
    """Every version that the commits of a span added, even of files that a later commit deleted. Raises UserError where Git cannot tell."""
    output = _git(root, "log", "-c", "--root", "--no-show-signature", "--no-color", "--format=%H", *git.RAW, *wanted, "--")
    if output is None:
        raise UserError("读不了 Git 的提交记录。请核对这里是不是 Git 仓库、有没有提交。")
    yield from _contents(root, list(_changes(output)))


def file_at(root: Path, commit: str, path: str) -> bytes | None:
    """The content of a file of a commit, by its path from the top of the repository; None where there is none."""
    return _git(root, "cat-file", "blob", f"{commit}:{path}")


def _changes(output: bytes) -> Iterator[tuple[str, str, str]]:
    """Path, blob and commit of every file in Git's raw output, each once.

    A line begins with one colon for each parent that the file is compared with, as `::` for a merge of two.
    """
    commit = ""
    seen = set()
    words = iter(output.split(b"\0"))
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
    """The versions, one blob in memory at a time, cut after LIMIT + 1 bytes: larger files are not searched.

    Raises UserError where Git lacks a blob.
    """
    found = git.blobs(root, (blob for _, blob, _ in changes), most=LIMIT + 1, inherit=True)
    for (path, blob, commit), content in zip(changes, found, strict=True):
        if content is None:
            raise UserError(f"Git 里缺少 {show(path, 200)} 的内容。请先取来完整的历史（git fetch）。")
        yield BlobVersion(path, content, commit, blob)


def _git(root: Path, *arguments: str) -> bytes | None:
    """Git's output, or None where it fails. The GIT_ variables stay set: in a hook they name the index that is being committed."""
    return git.ask(root, *arguments, inherit=True)
