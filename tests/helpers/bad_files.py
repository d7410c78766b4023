"""The bad files: every file or folder in tests/data/bad/<CODE>/ is a registry with one fault, which gives that code and no other.

A file is put where its own id, authority and area belong, or at the path in its first line (`# path: registry/rounds/2027.yaml`). A folder
is copied over an empty registry; its `<key>.roster.opened.yaml` in the vault holds the fields that differ from a valid roster (rosters.py),
and is sealed and opened with the key. The files in its `published/` are committed first and then removed. The expected report is in
`<name>.expected`, written by `make bless`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from helpers import registries, repositories

BAD = registries.HERE / "data/bad"
CASES = sorted(path for path in BAD.glob("*/*") if path.suffix != ".expected")


def lay(case: Path, root: Path) -> None:
    """Copies a bad file or folder into the registry at `root`."""
    if case.is_dir():
        before = case / "published"
        files = {path.relative_to(before).as_posix(): path.read_bytes() for path in sorted(before.rglob("*")) if path.is_file()}
        if files:
            repositories.publish(root, files)
        shutil.copytree(case, root, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns(before.name))
        return
    content = case.read_bytes()
    text = content.decode("utf-8", "replace")
    given_path = re.match(r"# path: (\S+)\n", text)
    registries.write(root, given_path[1] if given_path else registries.home(text, case.stem), content)


def report(case: Path) -> Path:
    """The path of the file with the expected report of a case."""
    return case.with_suffix(".expected")
