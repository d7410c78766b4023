"""SHA256SUMS: the hash of every file of the site, as `sha256sum --check` reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"


def write(site: Path) -> None:
    """Writes the sums of all files below the folder `site` into it, by path; the list itself is not in it."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    lines = (f"{_sum(site / path)}  {path}\n" for path in paths if path != NAME)
    (site / NAME).write_text("".join(lines), encoding="utf-8")


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
