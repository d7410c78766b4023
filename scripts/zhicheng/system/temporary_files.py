"""The temporary files that writing makes beside its targets, how they are named, and which ones a killed command left behind."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

ENDING = ".zhicheng"
# `.name.zhicheng`, `.ab12cd34.zhicheng`, and as earlier versions named them `.name.ab12cd34`: those only for the kinds of files they wrote.
_NAMED = re.compile(r"\..+\.zhicheng|\..+\.(?:age|ya?ml|json|md|txt|html|pem)\.[a-z0-9_]{8}")
_NOT_OURS = {
    ".git",
    ".venv",
    "node_modules",
    "__pycache__",
    "site",
    "build",
    "dist",
}  # others write there; a site is swapped in


def staging_path(path: Path) -> Path:
    """Where the content of one of several files is written before it is put in its place."""
    return path.with_name(f".{path.name}{ENDING}")


def left_behind(folder: Path) -> Iterator[Path]:
    """The temporary files below a folder, in the order of their names. Only where no other command is writing are they leftovers."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _NOT_OURS)
        yield from (Path(here, name) for name in sorted(names) if _NAMED.fullmatch(name))
