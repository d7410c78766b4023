"""The history of each committee's file, from one pass over the Git log. Without Git it is empty."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from zhicheng.documents.yaml_reading import Value, value_or_none
from zhicheng.registry import changes_in_words
from zhicheng.registry.registry import Registry
from zhicheng.system import git
from zhicheng.text import day_in_china

Kind = Literal["added", "changed", "moved", "withdrawn", "restored", "deleted"]
KINDS: dict[Kind, str] = {
    "added": "新登记",
    "changed": "变更",
    "moved": "移动文件",
    "withdrawn": "撤销登记",
    "restored": "恢复登记",
    "deleted": "删除文件",
}
_FOLDER = "registry/committees"
_MAX_COMPARED, _MAX_COMPARED_EACH = 200, 20  # the contents of so many changes are compared, newest first: in all, and per committee


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One change of one committee's file. `date` is the commit's day (YYYY-MM-DD) in China's time zone, `commit` its full hash.

    `notes` describe the change in Chinese, such as 新增二级专业：康复医学; empty if the contents were not compared.
    """

    committee: str
    date: str
    commit: str
    kind: Kind
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blob:
    """The content of a committee's file from a day (YYYY-MM-DD) on. `name` is the hash of the Git blob, which `contents` reads."""

    committee: str
    date: str
    name: str


@dataclass(frozen=True, slots=True)
class History:
    """All versions, newest first; `by_committee` holds those of each committee by its id.

    `complete` is False in a shallow clone: the oldest versions are then missing, and the day of first registration is unknown. `blobs` are
    all contents that the files ever had, newest first, not read; `values` are those that were read for the notes, by blob hash.
    """

    versions: tuple[RecordVersion, ...] = ()
    by_committee: dict[str, tuple[RecordVersion, ...]] = field(default_factory=dict)
    complete: bool = True
    blobs: tuple[Blob, ...] = ()
    values: dict[str, Value] = field(default_factory=dict, repr=False)


def head(root: Path) -> git.Commit | None:
    """The commit at HEAD; None without Git, or if registry/ has changes that are not committed."""
    if not git.ask(root, "ls-files", "--", "registry/registry.yaml"):
        return None
    if git.ask(root, "status", "--porcelain", "--untracked-files=all", "--", "registry") != b"":
        return None
    return git.commit(root, "HEAD")


def read(registry: Registry, revision: str = "HEAD") -> History:
    """The history of registry/committees up to a revision, along first parents: a merged change has the date of the merge."""
    root = registry.root
    answer = git.ask(root, "rev-parse", "--is-shallow-repository")
    if answer is None:
        return History()
    shallow = answer.strip() == b"true"
    log = git.ask(
        root, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "-z", "--relative", "--no-show-signature",
        "--no-color", "--no-ext-diff", "--format=%x01%H %ct", revision, "--", _FOLDER,
    )  # fmt: skip
    if log is None:
        git.refuse_partial(root)
        return History(complete=not shallow)
    boundary = _shallow_boundary(root) if shallow else frozenset()
    steps = [step for step in _steps(log) if step.commit not in boundary]
    values = contents(root, {blob for step in _steps_to_compare(steps) for blob in (step.old, step.new)})
    names = changes_in_words.code_names(registry, lambda key: "（已不在目录中的系列）")
    today = {entry.record.id: entry.document.value for entry in registry.committees}
    versions = list(_versions(steps, values, today, names))[::-1]
    by_committee: dict[str, list[RecordVersion]] = {}
    for version in versions:
        by_committee.setdefault(version.committee, []).append(version)
    blobs = tuple(Blob(step.committee, step.date, step.new) for step in steps if step.new)
    return History(
        tuple(versions), {key: tuple(found) for key, found in by_committee.items()}, complete=not shallow, blobs=blobs, values=values
    )


def contents(root: Path, names: set[str]) -> dict[str, Value]:
    """The values of blobs by hash. Blobs that Git does not have or that cannot be read are left out."""
    texts = git.contents(root, names) if names else {}
    return {name: value for name, text in texts.items() if (value := value_or_none("", text)) is not None}


def is_blob(name: str, text: str) -> bool:
    """Whether `name` is the Git blob hash (SHA-1 or SHA-256) of this text in UTF-8."""
    content = text.encode("utf-8")
    kind = hashlib.sha256 if len(name) == 64 else hashlib.sha1
    return kind(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest() == name


@dataclass(frozen=True, slots=True)
class _Step:
    """The change of one committee's file in one commit: the blob hashes before and after, "" if there was no file."""

    committee: str
    commit: str
    date: str
    old: str
    new: str
    moved: bool


def _steps(log: bytes) -> list[_Step]:
    """The steps in a raw log, newest first; those of one commit in order of id. A move between folders is one step."""
    steps: list[_Step] = []
    for commit, day, files in _commits(log):
        found: dict[str, list[tuple[str, str]]] = {}
        for path, old, new in files:
            if path.endswith(".yaml"):
                found.setdefault(PurePosixPath(path).stem, []).append((old, new))
        for key in sorted(found):
            old = next((old for old, _ in found[key] if old), "")
            new = next((new for _, new in reversed(found[key]) if new), "")
            steps.append(_Step(key, commit, day, old, new, moved=len(found[key]) > 1))
    return steps


def _commits(log: bytes) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """Hash, day and files (path, blob before, blob after) of each commit in the output of `git log --raw -z`."""
    for part in log.split(b"\x01")[1:]:
        title, *fields = part.split(b"\0")
        commit, time = title.decode().split()
        day = day_in_china(int(time)).isoformat()
        files = []
        for change, path in zip(fields[::2], fields[1::2], strict=False):
            old, new = change.decode().split()[2:4]
            files.append((path.decode("utf-8", "surrogateescape"), old.strip("0") and old, new.strip("0") and new))
        yield commit, day, files


def _steps_to_compare(steps: list[_Step]) -> Iterator[_Step]:
    """The newest steps with a file before and after, up to the limits; their contents are compared."""
    each: dict[str, int] = {}
    left = _MAX_COMPARED
    for step in steps:
        if step.old and step.new and left and each.get(step.committee, 0) < _MAX_COMPARED_EACH:
            each[step.committee] = each.get(step.committee, 0) + 1
            left -= 1
            yield step


def _versions(
    steps: list[_Step], values: dict[str, Value], today: dict[str, Value], names: changes_in_words.CodeNames
) -> Iterator[RecordVersion]:
    """The versions for the steps, oldest first. Steps without a public change are left out."""
    seen: set[str] = set()
    for step in reversed(steps):
        kind: Kind = "moved" if step.moved else "changed"
        notes: tuple[str, ...] = ()
        if not step.new:
            kind = "deleted"
        elif not step.old:
            kind = "restored" if step.committee in seen else "added"
        elif (old := values.get(step.old)) and (new := values.get(step.new)):
            kind = _kind_by_status(kind, old, new)
            notes = () if kind == "withdrawn" else changes_in_words.describe(old, new, today.get(step.committee, {}), names)
            if kind == "changed" and not notes:
                continue
        seen.add(step.committee)
        yield RecordVersion(step.committee, step.date, step.commit, kind, notes)


def _kind_by_status(kind: Kind, old: Value, new: Value) -> Kind:
    """`withdrawn` or `restored` if the status changed so, else `kind`."""
    was, now = old.get("status"), new.get("status")
    if now == "withdrawn" and was != "withdrawn":
        return "withdrawn"
    return "restored" if was == "withdrawn" and now == "active" else kind


def _shallow_boundary(root: Path) -> frozenset[str]:
    """The oldest commits of a shallow clone, whose own changes are unknown."""
    path = git.ask(root, "rev-parse", "--git-path", "shallow")
    try:
        return frozenset((root / (path or b"").decode().strip()).read_text(encoding="ascii").split())
    except OSError:
        return frozenset()
