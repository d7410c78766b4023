"""The versions of the file of a draw in Git, and when each was committed. Without Git there are none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zhicheng.documents.schemas import fits
from zhicheng.documents.yaml_reading import Value, value_or_none
from zhicheng.registry.registry import Registry
from zhicheng.system import git
from zhicheng.text import time_in_china


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a file: the commit, its time in China as the committer's clock had it, and the value; None where it is deleted or cannot
    be read. `before` are the values of the versions that it came from: of several after a merge, none of the first.
    """

    commit: str
    at: datetime
    value: Value | None
    before: tuple[Value, ...] = ()


def versions(registry: Registry, kind: str, path: str) -> list[Version]:
    """The versions of a file of a kind up to HEAD, each after those it came from; none where Git does not know it.

    Both sides of a merge are followed: else a version could be hidden by merging a branch that has another one.
    """
    found: dict[str, Version] = {}
    log = git.ask(registry.root, "log", "--simplify-merges", "--topo-order", "--reverse", "--format=%H %ct %P", "--", path)
    for commit, at, parents in _commits(log):
        before: dict[str, Value] = {}
        for parent in (found[one] for one in parents if one in found):
            known = (parent.value,) if parent.value is not None else parent.before
            before |= {json.dumps(one, sort_keys=True): one for one in known}
        found[commit] = Version(commit, at, value_at(registry, kind, commit, path), tuple(before.values()))
    return list(found.values())


def _commits(log: bytes | None) -> Iterator[tuple[str, datetime, list[str]]]:
    for line in (log or b"").decode().splitlines():
        commit, seconds, *parents = line.split()
        yield commit, time_in_china(int(seconds)), parents


def value_at(registry: Registry, kind: str, commit: str, path: str) -> Value | None:
    """The value of a file of a kind in a commit; None where it is not there, cannot be read, or has not the shape of its kind."""
    value = value_or_none(path, git.ask(registry.root, "show", f"{commit}:./{path}"))
    return value if value is not None and fits(kind, value, registry.ranks.codes) else None


def has_history(root: Path) -> bool:
    """Whether there is a Git repository with commits."""
    return git.ask(root, "rev-parse", "--verify", "--quiet", "HEAD") is not None


def once_there(root: Path, folder: str) -> list[str]:
    """The paths of all files that a folder has had in any commit up to HEAD, sorted."""
    log = git.ask(root, "log", "--full-history", "--no-renames", "--relative", "--name-only", "--format=", "-z", "--", folder)
    return sorted({one for one in (log or b"").decode("utf-8", "replace").replace("\n", "").split("\0") if one})


def sealed_version(folder: Path, name: str, sha256: str) -> bytes | None:
    """The sealed file with the hash `sha256`: the present one of this name in the vault, or one from the vault's history; None without
    either.
    """
    try:
        content = (folder / name).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() == sha256:
        return content
    log = git.ask(folder, "log", "--full-history", "--format=%H %ct", "--", name)
    for commit, _, _ in _commits(log):
        before = git.ask(folder, "show", f"{commit}:./{name}")
        if before is not None and hashlib.sha256(before).hexdigest() == sha256:
            return before
    return None
