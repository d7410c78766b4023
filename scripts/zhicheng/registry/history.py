"""What happened to each committee's file, from one pass over the Git log. Without Git there is simply no history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from zhicheng.documents import yaml_reading
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry import changes_in_words
from zhicheng.registry.registry import Registry
from zhicheng.system import git

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
_LOOKED_INTO, _LOOKED_INTO_EACH = 200, 20  # of how many changes, the newest, the contents are compared: in all, and of each committee


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One change of one committee's file. `date` is the commit's day in its own time zone, `commit` the full hash.

    `notes` say what changed, in Chinese: 新增二级专业：康复医学; empty where it was not looked up.
    """

    committee: str
    date: str
    commit: str
    kind: Kind
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blob:
    """What a committee's file held from a day on, by the name Git has for such a content; `contents` reads it."""

    committee: str
    date: str
    name: str


@dataclass(frozen=True, slots=True)
class History:
    """All versions, newest first, and those of each committee by its id. `complete` is False where Git's history was cut off (a shallow
    clone): the oldest versions are then not known and nothing may be said about when a committee was first registered.
    `blobs` are the contents of files that were ever in force, newest first, unread; `values` those that were read for the notes."""

    versions: tuple[RecordVersion, ...] = ()
    of: dict[str, tuple[RecordVersion, ...]] = field(default_factory=dict)
    complete: bool = True
    blobs: tuple[Blob, ...] = ()
    values: dict[str, Value] = field(default_factory=dict, repr=False)


def head(root: Path) -> git.Commit | None:
    """The commit that registry/ is at, or None without Git or where its files differ from the commit."""
    if not git.ask(root, "ls-files", "--", "registry/registry.yaml"):
        return None
    if git.ask(root, "status", "--porcelain", "--untracked-files=all", "--", "registry") != b"":
        return None
    return git.commit(root, "HEAD")


def read(registry: Registry, revision: str = "HEAD") -> History:
    """The history of registry/committees on the main line up to a revision: what a merge brought in counts as of the day of the merge."""
    root = registry.root
    asked = git.ask(root, "rev-parse", "--is-shallow-repository")
    if asked is None:
        return History()
    shallow = asked.strip() == b"true"
    log = git.ask(
        root, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "-z", "--relative", "--no-show-signature",
        "--no-color", "--no-ext-diff", "--format=%x01%H %cs", revision, "--", _FOLDER,
    )  # fmt: skip
    if log is None:
        return History(complete=not shallow)
    cut_off = _cut_off(root) if shallow else frozenset()
    steps = [step for step in _steps(log) if step.commit not in cut_off]
    values = contents(root, {blob for step in _chosen(steps) for blob in (step.old, step.new)})
    names = changes_in_words.CodeNames(
        lambda key: registry.series[key].name if key in registry.series else "（已不在目录中的系列）", registry.areas.name
    )
    today = {entry.record.id: entry.document.value for entry in registry.committees}
    versions = list(_versions(steps, values, today, names))[::-1]
    of: dict[str, list[RecordVersion]] = {}
    for version in versions:
        of.setdefault(version.committee, []).append(version)
    blobs = tuple(Blob(step.committee, step.date, step.new) for step in steps if step.new)
    return History(tuple(versions), {key: tuple(found) for key, found in of.items()}, complete=not shallow, blobs=blobs, values=values)


def contents(root: Path, names: set[str]) -> dict[str, Value]:
    """The values of blobs, as far as Git has them and they can be read."""
    texts = git.contents(root, names) if names else {}
    return {name: value for name, text in texts.items() if (value := _value(text)) is not None}


def is_blob(name: str, text: str) -> bool:
    """Whether a file with this text, in UTF-8, is the content that Git calls `name`."""
    content = text.encode("utf-8")
    kind = hashlib.sha256 if len(name) == 64 else hashlib.sha1
    return kind(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest() == name


@dataclass(frozen=True, slots=True)
class _Step:
    """What one commit did to one committee's file: blobs before and after, "" where there was no file."""

    committee: str
    commit: str
    date: str
    old: str
    new: str
    moved: bool


def _steps(log: bytes) -> list[_Step]:
    """The steps of a raw log, newest first, those of one commit by id. A file that moved between folders is one step."""
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
        commit, day = title.decode().split()
        files = []
        for change, path in zip(fields[::2], fields[1::2], strict=False):
            old, new = change.decode().split()[2:4]
            files.append((path.decode("utf-8", "surrogateescape"), old.strip("0") and old, new.strip("0") and new))
        yield commit, day, files


def _chosen(steps: list[_Step]) -> Iterator[_Step]:
    """The newest steps whose contents are worth reading: those with a file before and after."""
    each: dict[str, int] = {}
    left = _LOOKED_INTO
    for step in steps:
        if step.old and step.new and left and each.get(step.committee, 0) < _LOOKED_INTO_EACH:
            each[step.committee] = each.get(step.committee, 0) + 1
            left -= 1
            yield step


def _versions(
    steps: list[_Step], values: dict[str, Value], today: dict[str, Value], names: changes_in_words.CodeNames
) -> Iterator[RecordVersion]:
    """The versions of the steps, oldest first; a step that changed nothing public is none."""
    seen: set[str] = set()
    for step in reversed(steps):
        kind: Kind = "moved" if step.moved else "changed"
        notes: tuple[str, ...] = ()
        if not step.new:
            kind = "deleted"
        elif not step.old:
            kind = "restored" if step.committee in seen else "added"
        elif (old := values.get(step.old)) and (new := values.get(step.new)):
            kind = _told(kind, old, new)
            notes = () if kind == "withdrawn" else changes_in_words.describe(old, new, today.get(step.committee, {}), names)
            if kind == "changed" and not notes:
                continue
        seen.add(step.committee)
        yield RecordVersion(step.committee, step.date, step.commit, kind, notes)


def _told(kind: Kind, old: Value, new: Value) -> Kind:
    was, now = old.get("status"), new.get("status")
    if now == "withdrawn" and was != "withdrawn":
        return "withdrawn"
    return "restored" if was == "withdrawn" and now == "active" else kind


def _value(text: bytes) -> Value | None:
    try:
        return yaml_reading.parse("", text).value
    except yaml_reading.Unreadable:
        return None


def _cut_off(root: Path) -> frozenset[str]:
    """The commits at which a shallow clone's history ends: what they changed is not known."""
    said = git.ask(root, "rev-parse", "--git-path", "shallow")
    try:
        return frozenset((root / (said or b"").decode().strip()).read_text(encoding="ascii").split())
    except OSError:
        return frozenset()
