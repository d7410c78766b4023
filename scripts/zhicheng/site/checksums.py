"""SHA256SUMS: the hash of every file of the site, as `sha256sum --check` reads it."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

NAME = "SHA256SUMS"


def write(site: Path) -> None:
    """Writes the sums of all files below the folder `site` into it, by path; the list itself is not in it."""
    start = len(str(site)) + 1
    files = (f"{folder}{os.sep}{name}" for folder, _, names in os.walk(site) for name in names)
    paths = sorted((file[start:].replace(os.sep, "/"), file) for file in files if file[start:] != NAME)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # they truly run beside each other: hashing does not hold the interpreter
        sums = threads.map(_sum, (file for _, file in paths), chunksize=64)
        text = "".join(f"{found}  {path}\n" for found, (path, _) in zip(sums, paths, strict=True))
    (site / NAME).write_text(text, encoding="utf-8", newline="\n")


def _sum(path: str) -> str:
    with open(path, "rb") as stream:
        return hashlib.sha256(stream.read()).hexdigest()
