"""The registry as it was at a commit, laid out in a folder of its own: neither the working tree nor the index is touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zhicheng import git
from zhicheng.errors import UserError
from zhicheng.git import Commit
from zhicheng.registry import CODEOWNERS
from zhicheng.text import show

_PARTS = ("registry", CODEOWNERS)  # what the registry is made of, and what is judged with it
_MOST_BYTES = 256 * 1024 * 1024  # of a registry: what a small push may blow up to


@dataclass(frozen=True, slots=True)
class Past:
    """A past registry: the folder it lies in, the repository it came from, and its commit."""

    root: Path
    repository: Path
    commit: Commit


def found(root: Path, revision: str) -> Commit | None:
    """The commit that a revision names. None where the registry lies in no Git repository, so that a revision can only be a label.

    Raises UserError where there is a repository, and the revision is none of it.
    """
    if revision.startswith("-") or not revision.strip():
        raise UserError(f"--revision 后面写提交号或标签，不能是“{show(revision)}”。")
    if not git.ask(root, "ls-files", "--", "registry/registry.yaml"):
        return None
    commit = git.commit(root, revision)
    if commit is None:
        raise UserError(f"Git 里没有“{show(revision)}”这个版本。请核对写法，或先取来（git fetch --tags），再试一次。")
    return commit


@contextmanager
def laid_out(root: Path, commit: Commit) -> Iterator[Past]:
    """The registry under `root` as the commit has it, until the block ends. Raises UserError where the commit has none, or one that
    cannot be laid out safely: the commit may be anybody's."""
    blobs = git.tree(root, commit.revision, *_PARTS)
    for path in blobs:
        if {part.lower() for part in path.split("/")} & {"", ".", "..", ".git"}:
            raise UserError(f"{commit.revision[:12]} 这个版本里有不正常的路径：{show(path, 200)}")
    if _size(root, commit) > _MOST_BYTES:
        raise UserError(f"{commit.revision[:12]} 这个版本的 registry/ 展开以后超过 {_MOST_BYTES // 1024 // 1024} MiB，太大了。")
    if "registry/registry.yaml" not in blobs:
        raise UserError(f"{commit.revision[:12]} 这个版本里没有登记库（registry/registry.yaml）。请换一个版本。")
    texts = git.contents(root, (blob for blob in blobs.values() if blob))
    with tempfile.TemporaryDirectory(prefix="zhicheng-") as folder:
        for path, blob in blobs.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if not blob:  # a link or a submodule: no file of a registry, and judged as one
                target.symlink_to(os.devnull)
            elif blob in texts:
                target.write_bytes(texts[blob])
            else:
                raise UserError(f"Git 里缺少 {show(path, 200)} 的内容。请先取来完整的历史（git fetch --unshallow），再试一次。")
        yield Past(Path(folder), root, commit)


def _size(root: Path, commit: Commit) -> int:
    """How many bytes the files of the registry have at a commit."""
    said = git.ask(root, "ls-tree", "-r", "-l", "-z", commit.revision, "--", *_PARTS) or b""
    sizes = [entry.split(None, 4)[3] for entry in said.split(b"\0")[:-1]]
    return sum(int(size) for size in sizes if size.isdigit())
