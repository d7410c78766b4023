"""The snapshots of a registry (tags like v2026.06.30), each with the hash of every public file of the registry at that commit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.registry.revisions import snapshot_day
from zhicheng.system import git


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot: its tag, the day it is of, its commit, and the SHA-256 of each public file by path, sorted by path."""

    tag: str
    day: date
    commit: str
    sums: dict[str, str]

    @property
    def text(self) -> str:
        """The hashes as `sha256sum --check` reads them."""
        return "".join(f"{value}  {path}\n" for path, value in self.sums.items())


def until(root: Path, revision: str, day: date, vault: str) -> list[Snapshot]:
    """The snapshots that a revision comes from, up to a day, newest first; none without Git.

    `vault` is the folder of sealed files, relative to registry/, whose names are nobody's business. A site built again from an old snapshot
    names the same ones as when it was new, whatever was tagged since.
    """
    shown = "--format=%(refname:strip=2) %(objectname) %(*objectname)"  # the last is the commit of an annotated tag
    answer = git.ask(root, "for-each-ref", f"--merged={revision}", shown, "refs/tags/v*")
    named = (line.split() for line in (answer or b"").decode("utf-8", "replace").splitlines())
    tags = {day_of: (tag, hashes[-1]) for tag, *hashes in named if (day_of := snapshot_day(tag)) is not None and day_of <= day}
    trees = {day_of: _public(git.tree(root, commit, "registry"), vault) for day_of, (_, commit) in tags.items()}
    hashed = _hashed(root, {blob for files in trees.values() for blob in files.values()})
    return [
        Snapshot(tag, day_of, commit, {path: hashed[blob] for path, blob in sorted(trees[day_of].items()) if blob in hashed})
        for day_of, (tag, commit) in sorted(tags.items(), reverse=True)
    ]


def _public(files: dict[str, str], vault: str) -> dict[str, str]:
    """Of the files of a commit those that are public: no links, and nothing from the folder of sealed files."""
    sealed = f"registry/{vault.strip('/')}/"
    return {path: blob for path, blob in files.items() if blob and not path.startswith((sealed, "registry/vault/"))}


def _hashed(root: Path, names: set[str]) -> dict[str, str]:
    """The SHA-256 of the content of each blob, read one after the other; of those that Git has."""
    wanted = sorted(names)
    contents = zip(wanted, git.blobs(root, wanted), strict=True)
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents if content is not None}
