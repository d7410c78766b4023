"""The public part of a registry as one .zip, to check submissions where there is no Git: nothing sealed, no account of a reviewer."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.registry import Registry

_REVIEWERS = "registry/reviewers.yaml"
_NOT_NEEDED = ("registry/decisions/",)  # who decided earlier
COMMIT = "commit"  # its file with the hash of the commit, where there is one


def written(registry: Registry, commit: str = "") -> bytes:
    """The snapshot of a registry at a commit. The same documents give the same bytes."""
    files = {one.path: one.text.encode() for one in registry.documents if not one.path.startswith(_NOT_NEEDED)}
    if (reviewers := registry.document(_REVIEWERS)) is not None:
        files[_REVIEWERS] = (json.dumps(_without_accounts(reviewers.value), ensure_ascii=False) + "\n").encode()
    return zipped({**files, **({COMMIT: commit.encode()} if commit else {})})


def _without_accounts(value: Value) -> Value:
    """The reviewers without their accounts: which offices there are, and the route, decide to whom is sealed."""
    kept = {key: _without_accounts(item) if isinstance(item, dict) else item for key, item in value.items() if key != "deputies"}
    return {**kept, "accounts": ["not-shown"]} if "accounts" in kept else kept


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
