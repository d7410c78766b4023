"""SHA256SUMS: the hash of every file of the site, as `sha256sum --check` reads it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

NAME = "SHA256SUMS"


def write(site: Path, known: Mapping[str, str]) -> None:
    """Writes SHA256SUMS into the folder `site`: a line for every other file below it, sorted by path.

    `known` are sums by path of files that were hashed while they were written.
    """
    start = len(str(site)) + 1
    files = (f"{folder}{os.sep}{name}" for folder, _, names in os.walk(site) for name in names)
    paths = sorted(file[start:].replace(os.sep, "/") for file in files if file[start:] != NAME)
    text = "".join([f"{known.get(path) or _sum(site / path)}  {path}\n" for path in paths])
    (site / NAME).write_text(text, encoding="utf-8", newline="\n")


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
