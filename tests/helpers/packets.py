"""Registries in Git between which packets are sent: that of the receiving office, and that of a committee. All data are invented."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from helpers import repositories_once

from zhicheng.commands.cli import main

Value = dict[str, Any]
PDF = "%PDF-1.7 示例".encode()
ONE = "registry/committees/650000/example-one.yaml"
ROSTER = "registry/rosters/example-one.yaml"
SEALED = ("example-one.contacts.age", "example-one.roster.age")
BRANCH = "submit/example-one-2026"
DAY = "2026-11-23"
GIT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "maintenance.auto",  # a process after each commit
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_OPTIONAL_LOCKS": "0",  # reading the state must not change the index
}


def git(folder: Path, *arguments: str, day: str = "2026-06-01") -> str:
    """The output of Git; commits are dated `day`."""
    dated = {"GIT_AUTHOR_DATE": f"{day}T08:00:00+08:00", "GIT_COMMITTER_DATE": f"{day}T08:00:00+08:00"}
    done = subprocess.run(["git", "-C", str(folder), *arguments], env=GIT | dated, capture_output=True, check=True)
    return done.stdout.decode()


def repository(folder: Path, day: str = "2026-06-01") -> Path:
    """Makes a folder a Git repository with one commit of all its files; the office is the author."""

    def make() -> None:
        git(folder, "init", "-q", "-b", "main")
        git(folder, "config", "user.name", "示例中心")
        git(folder, "config", "user.email", "centre@example.org")
        commit(folder, "registry: Begin", day)

    repositories_once.begin(folder, GIT, make, day)
    return folder


def commit(folder: Path, message: str, day: str = "2026-06-01") -> Path:
    """Commits all files in a folder."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, day=day)
    return folder


def sender(office: Path, folder: Path, address: str = "示例市新路 2 号") -> Path:
    """A committee's copy of a registry, in which example-one has another address."""
    shutil.copytree(office, folder)
    return moved(folder, address)


def moved(root: Path, address: str) -> Path:
    """Gives example-one another address."""
    text = (root / ONE).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("address: "))
    (root / ONE).write_text(text.replace(line, f"address: {address}"), encoding="utf-8")
    return root


def pack(root: Path, out: Path, *arguments: str | Path, key: str = "example-one", day: str = DAY) -> int:
    """Runs `zhicheng pack`."""
    return main(["pack", key, "--root", str(root), "--as-of", day, "--out", str(out), *map(str, arguments)])


def receive(root: Path, *arguments: str | Path, day: str = DAY) -> int:
    """Runs `zhicheng receive`."""
    return main(["receive", "--root", str(root), "--as-of", day, *map(str, arguments)])


def files(root: Path, key: str = "example-one", folder: str = "650000") -> dict[str, bytes]:
    """A committee's files on disk, by their path from the root."""
    names = (
        f"registry/committees/{folder}/{key}.yaml",
        f"registry/rosters/{key}.yaml",
        f"registry/vault/{key}.contacts.age",
        f"registry/vault/{key}.roster.age",
    )
    return {name: (root / name).read_bytes() for name in names if (root / name).exists()}


def tree(root: Path, commit: str) -> dict[str, bytes]:
    """Every file of a commit."""
    names = git(root, "ls-tree", "-r", "-z", "--name-only", commit).split("\0")[:-1]
    read = ["git", "-C", str(root), "cat-file", "blob"]
    return {name: subprocess.run([*read, f"{commit}:{name}"], env=GIT, capture_output=True, check=True).stdout for name in names}


def state(root: Path) -> tuple[object, ...]:
    """Everything that receiving must not change: files, index, HEAD, and all refs except branches for packets."""
    on_disk = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    refs = [line for line in git(root, "for-each-ref").splitlines() if "/submit/" not in line]
    return on_disk, (root / ".git/index").read_bytes(), (root / ".git/HEAD").read_bytes(), refs, git(root, "status", "--porcelain")


def opened(content: bytes) -> dict[str, bytes]:
    """The files of a packet by name, the manifest among them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def closed(entries: Iterable[tuple[str, bytes]], **about: Any) -> bytes:
    """A .zip of these files in this order, also with duplicate or malicious names; `about` are ZipInfo fields of the last file."""
    stream = io.BytesIO()
    given = list(entries)
    with zipfile.ZipFile(stream, "w") as archive:
        for place, (name, content) in enumerate(given):
            info = zipfile.ZipInfo()
            info.filename = info.orig_filename = name
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, (stat.S_IFREG | 0o644) << 16
            for field, value in about.items() if place == len(given) - 1 else ():
                setattr(info, field, value)
            archive.NameToInfo.clear()  # else zipfile warns of duplicate names
            archive.writestr(info, content)
    return stream.getvalue()


def listed(entries: dict[str, bytes], **changes: Any) -> dict[str, bytes]:
    """The files of a packet with a correct manifest, except for the fields in `changes`; a field that is None is left out."""
    said = json.loads(entries["manifest.json"])
    rest = {name: content for name, content in entries.items() if name != "manifest.json"}
    said["files"] = {name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)} for name, content in rest.items()}
    said = {name: value for name, value in {**said, **changes}.items() if value is not None}
    return {"manifest.json": json.dumps(said, ensure_ascii=False).encode(), **rest}
