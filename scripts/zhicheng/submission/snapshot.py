"""The public part of a registry as one .zip, for checking submissions where there is no Git: all that is read of it, nothing sealed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from zhicheng.registry.registry import Registry

COMMIT = "commit"  # its file with the hash of the commit, where there is one


def written(registry: Registry, commit: str = "") -> bytes:
    """The snapshot of a registry at a commit. The same documents give the same bytes."""
    files = {document.path: document.text.encode() for document in registry.documents}
    return zipped({**files, **({COMMIT: commit.encode()} if commit else {})})


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip of files in the order of their paths, dated 1 January 1980: the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o100644 << 16, method
            archive.writestr(entry, content, compresslevel=9)
    return stream.getvalue()


def unpacked(snapshot: bytes, folder: Path) -> str:
    """Lays a snapshot out in a folder and returns its commit, "" where it has none. It is one that we made ourselves."""
    with zipfile.ZipFile(io.BytesIO(snapshot)) as archive:
        archive.extractall(folder)
    commit = folder / COMMIT
    return commit.read_text(encoding="ascii") if commit.exists() else ""
