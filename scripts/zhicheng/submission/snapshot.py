"""The public part of a registry as one .zip, to check submissions where there is no Git. What is not named here cannot get in."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.paths import kind_of
from zhicheng.registry.registry import Registry
from zhicheng.submission import last_changes

_TOLD = ("returned", "refused", "suspended", "lifted")  # what the report of a change says of earlier decisions
COMMIT = "commit"  # its file with the hash of the commit, where there is one
# Files that a packet has too: word for word, because what a submission does not change stays as it is. They are public, comments and all.
WHOLE = ("committee", "roster")
# Files of which the checker needs what they say, and nobody the comments.
VALUES = (
    *("registry", "series", "areas", "ethnic-groups", "specialties", "wording"),
    *("rulebook", "round", "listed", "waivers", "recipients"),
)
# Of the accounts of reviewers the checker needs which offices have some, and their key and route: these decide to whom is sealed.
_TEAMS = ("centre", "maintainers", "title_office", "supervision")
_OF_TEAMS = ("office", "recipient")


def written(registry: Registry, commit: str = "") -> bytes:
    """The snapshot of a registry at a commit. The same documents and history give the same bytes."""
    files = {last_changes.FILE: last_changes.written(registry.root, commit)}
    for one in registry.documents:
        kind = kind_of(one.path)
        if kind in WHOLE:
            files[one.path] = one.content
        elif kind in VALUES:
            files[one.path] = _as_json(one.value)
        elif kind == "reviewers":
            files[one.path] = _as_json(_without_accounts(one.value))
        elif kind == "decisions":
            files[one.path] = _as_json(_told(one.value))
    return zipped({**files, **({COMMIT: commit.encode()} if commit else {})})


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


def _told(value: Value) -> Value:
    """The decisions of a year that a report tells, as the site publishes them, without the accounts that took them."""
    return {**value, "decisions": [{**one, "account": "not-shown"} for one in value["decisions"] if one["outcome"] in _TOLD]}


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
