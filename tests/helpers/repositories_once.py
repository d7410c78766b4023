"""The first commit of a repository is made once for the same files, people and day: hundreds of tests begin with the same one.

What Git has made of it is copied, packed into one file. The files of the registry, and all that a test does after it, are its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

_MOST = 100  # repositories that are kept in a process
_HEARD = ("GIT_DEFAULT_HASH", *(f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL", "DATE")))
_seen: set[str] = set()
_kept: dict[str, Path] = {}
_folders: list[tempfile.TemporaryDirectory[str]] = []  # removed at the end of the process


def begin(root: Path, environment: Mapping[str, str], make: Callable[[], object], *said: str) -> None:
    """Makes a folder a repository by `make`, or, from the third time on, copies what that made of the same files; `said` is what else it
    depends on.
    """
    name = made_of(root, environment, *said)
    if name in _kept:
        shutil.copytree(_kept[name], root / ".git", copy_function=shutil.copyfile)
        _git(root, environment, "update-index", "--refresh", "-q")
        return
    make()
    if name not in _seen:  # what is sealed is different each time: to keep it would be for nothing
        _seen.add(name)
    elif len(_kept) < _MOST:
        if not _folders:
            _folders.append(tempfile.TemporaryDirectory())
        kept = Path(_folders[0].name, str(len(_kept)))
        shutil.copytree(root / ".git", kept)
        _git(kept, environment, "repack", "-a", "-d", "-q")
        _kept[name] = kept


def made_of(root: Path, environment: Mapping[str, str], *said: str) -> str:
    """The fingerprint of all that a first commit has: files and whether they can be run, people, day, and `said`."""
    found = hashlib.sha256(repr((said, [environment.get(name) for name in _HEARD])).encode())
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            status = path.lstat()
            content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
            about = f"\0{path.relative_to(root)}\0{status.st_mode}\0{len(content)}\0"
            found.update(about.encode("utf-8", "surrogateescape") + content)
    return found.hexdigest()


def _git(folder: Path, environment: Mapping[str, str], *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)
