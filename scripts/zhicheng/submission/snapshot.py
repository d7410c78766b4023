"""The public part of a registry as one .zip, by which submissions are checked where there is no Git. Only what is named here gets into
it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Finding
from zhicheng.documents.loading import read_documents
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.registry.files import Disk, Made
from zhicheng.registry.key_holders import LIST, has_list, named_keys
from zhicheng.registry.paths import kind_of
from zhicheng.registry.registry import Registry, assemble
from zhicheng.submission import last_changes

_REPORTED = ("returned", "refused", "suspended", "lifted")  # outcomes of earlier decisions that the report of a change mentions
_LONG_AGO = "2000-01-01"  # the day from which a key counts for which none is given
COMMIT = "commit"  # the file with the hash of the commit, where there is one
_READ = "read.json"  # the file with the values of the others, each with its hash: so no YAML has to be parsed and checked again
# Kinds of files that a packet has as well: copied word for word, since what a submission does not change must stay as it is.
WHOLE = ("committee", "roster")
# Kinds of files of which only the values are needed, not the comments.
VALUES = (
    *("registry", "series", "areas", "ethnic-groups", "specialties", "wording"),
    *("rulebook", "round", "listed", "waivers", "recipients"),
)
# Of reviewers the checker needs to know which offices have accounts, their keys and the route: these decide to whom files are sealed.
_TEAMS = ("centre", "maintainers", "title_office", "supervision")
_OF_TEAMS = ("office", "recipient")


def written(registry: Registry, commit: str = "") -> bytes:
    """The snapshot of a registry at a commit. The same documents and history give the same bytes."""
    files = {last_changes.FILE: last_changes.written(registry.root, commit)}
    read: dict[str, tuple[str, Value | None]] = {}  # hash and value by path; no value where the file is JSON
    for one in registry.documents:
        kind = kind_of(one.path)
        if kind in WHOLE:
            files[one.path] = one.content
        elif kind in VALUES:
            files[one.path] = _as_json(one.value)
        elif kind == "reviewers":
            files[one.path] = _as_json(_without_accounts(one.value))
        elif kind == "decisions":
            files[one.path] = _as_json(_reported_decisions(one.value))
        if one.path in files:
            read[one.path] = _digest(files[one.path]), one.value if kind in WHOLE else None
    if not has_list(registry) and (keys := _keys_of_vault(registry)):
        files[LIST] = _as_json({"recipients": keys})
        read[LIST] = _digest(files[LIST]), None
    files[_READ] = _as_json({"codes": registry.ranks.codes, "files": read})
    return zipped({**files, **({COMMIT: commit.encode()} if commit else {})})


def _keys_of_vault(registry: Registry) -> list[Value]:
    """The public keys of a registry that has them in its vault alone, as in a list of keys: without them nothing could be sealed."""
    centre = [one.recipient for one in named_keys(registry) if one.recipient.role == "centre"]
    return [{"key": one.key, "holder": one.holder, "role": one.role, "since": _LONG_AGO} for one in centre]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _as_json(value: Value) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def _without_accounts(reviewers: Value) -> Value:
    """The reviewers with the same offices, and one account that is none in the place of theirs."""
    kept: Value = {name: _team(reviewers[name]) for name in _TEAMS if name in reviewers}
    if "route" in reviewers:
        kept["route"] = reviewers["route"]
    if "areas" in reviewers:
        kept["areas"] = {code: _team(team) for code, team in reviewers["areas"].items()}
    return kept


def _team(team: Value) -> Value:
    return {**{name: team[name] for name in _OF_TEAMS if name in team}, "accounts": ["not-shown"]}


def _reported_decisions(value: Value) -> Value:
    """The decisions of a year that reports mention, as the site publishes them: without the accounts that took them."""
    return {**value, "decisions": [{**one, "account": "not-shown"} for one in value["decisions"] if one["outcome"] in _REPORTED]}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip of files in the order of their paths, dated 1 January 1980: the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o100644 << 16, method
            archive.writestr(entry, content, compresslevel=9)
    return stream.getvalue()


def times(folder: Path) -> last_changes.Times:
    """When the files of a snapshot in a folder last changed."""
    return last_changes.Times((folder / last_changes.FILE).read_bytes())


def unpacked(snapshot: bytes, folder: Path) -> str:
    """Lays a snapshot out in a folder and returns its commit, "" where it has none. It is one that we made ourselves."""
    with zipfile.ZipFile(io.BytesIO(snapshot)) as archive:
        archive.extractall(folder)
    commit = folder / COMMIT
    return commit.read_text(encoding="ascii") if commit.exists() else ""


def load(root: Path) -> Registry:
    """The registry of a snapshot that lies in a folder, with whatever was laid over it. Raises as `registry.load`."""
    read = json.loads((root / _READ).read_bytes())
    codes = Codes(*(tuple((code, label) for code, label in labels) for labels in read["codes"]))
    return assemble(root, _Laid(root, codes, read["files"]))


@dataclass(frozen=True, slots=True)
class _Laid(Disk):
    """The files of a snapshot on disk. Files that are unchanged are not parsed again: `before` has hash and value of each by path (no value
    for JSON). `codes` are the levels and authorities by which they were checked against their schemas.
    """

    codes: Codes
    before: Mapping[str, tuple[str, Value | None]]

    def read(
        self, kind: str, paths: Sequence[str], make: Callable[[Document], Made], codes: Codes | None = USUAL
    ) -> list[Made | list[Finding]]:
        found: dict[str, Made] = {}
        for path in (one for one in paths if one in self.before and codes in (None, self.codes)):
            content, (digest, value) = (self.root / path).read_bytes(), self.before[path]
            if _digest(content) == digest:
                found[path] = make(Document(path, content, json.loads(content) if value is None else value))
        others = [path for path in paths if path not in found]
        rest = read_documents(partial(yaml_reading.read, self.root), kind, others, make, codes) if others else []
        return [found[path] if path in found else rest[others.index(path)] for path in paths]
