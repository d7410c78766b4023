"""The bad files: every file or folder in tests/data/bad/<CODE>/ is a registry with one fault, and gives that code and no other.

A file goes where its own id, authority and area belong, or where its first line says (`# path: registry/rounds/2027.yaml`);
a folder is laid over an empty registry as it is, and what it has in the vault as `<key>.roster.opened.yaml` is sealed and opened with the
key (fields that differ from a valid roster: see rosters.py). What a folder has in `published/` was committed before and is gone since.
The report it gives stands in `<name>.expected`, written by `make bless`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from helpers import registries, repositories

BAD = registries.HERE / "data/bad"
CASES = sorted(path for path in BAD.glob("*/*") if path.suffix != ".expected")


def lay(case: Path, root: Path) -> None:
    """Lays a bad file or folder over a registry."""
    if case.is_dir():
        before = case / "published"
        files = {path.relative_to(before).as_posix(): path.read_bytes() for path in sorted(before.rglob("*")) if path.is_file()}
        if files:
            repositories.publish(root, files)
        shutil.copytree(case, root, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns(before.name))
        return
    content = case.read_bytes()
    text = content.decode("utf-8", "replace")
    said = re.match(r"# path: (\S+)\n", text)
    registries.write(root, said[1] if said else registries.home(text, case.stem), content)


def report(case: Path) -> Path:
    """The file with the report that a case gives, as text."""
    return case.with_suffix(".expected")
