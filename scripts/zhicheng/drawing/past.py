"""What Git tells of the file of a draw: its versions, and when each was committed. Where there is no Git nothing is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.yaml_reading import Value
from zhicheng.system import git
from zhicheng.text import CHINA


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a file: the commit, its time in China as the committer's clock had it, and the value; None where it cannot be read."""

    commit: str
    at: datetime
    value: Value | None


def versions(root: Path, path: str) -> list[Version]:
    """The versions of a YAML file up to HEAD, the oldest first; none where Git does not know it. A deletion has no value."""
    log = git.ask(root, "log", "--format=%H %ct", "--reverse", "--", path)
    return [Version(commit, at, value_at(root, commit, path)) for commit, at in _commits(log)]


def _commits(log: bytes | None) -> Iterator[tuple[str, datetime]]:
    for line in (log or b"").decode().splitlines():
        commit, seconds = line.split()
        yield commit, (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))).astimezone(CHINA)


def value_at(root: Path, commit: str, path: str) -> Value | None:
    """The value of a YAML file in a commit; None where it is not there or cannot be read."""
    content = git.ask(root, "show", f"{commit}:./{path}")
    if content is None:
        return None
    try:
        return yaml_reading.parse(path, content).value
    except yaml_reading.Unreadable:
        return None


def sealed_version(folder: Path, name: str, sha256: str) -> bytes | None:
    """The sealed file of a vault that has a hash: the one there now, or one in the vault's history; None where there is none."""
    try:
        content = (folder / name).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() == sha256:
        return content
    log = git.ask(folder, "log", "--format=%H %ct", "--", name)
    for commit, _ in _commits(log):
        before = git.ask(folder, "show", f"{commit}:./{name}")
        if before is not None and hashlib.sha256(before).hexdigest() == sha256:
            return before
    return None
