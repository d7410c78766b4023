"""Which of the sealed files that the registry names are here, and which have not arrived.

The vault of a registry in real use is a repository of its own. A clone of the public repository may have all of it, a part, or nothing. A
sealed file that is missing is therefore no fault, except where the vault is known to be complete: where it lies in the registry's own
repository, or was given as complete (`--vault`, the Git setting of a server).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.registry import vault_listing
from zhicheng.registry.records.committee import Sealed
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS, ROSTER, SealedFile, Vault
from zhicheng.system import git


@dataclass(frozen=True, slots=True)
class Named:
    """A sealed file that a public file names: the path of the public file (`public`), its own name in the vault, its hash and size."""

    public: str
    name: str
    sealed: Sealed


def named(registry: Registry) -> Iterator[Named]:
    """The sealed files that the registry names: contacts of active committees, and rosters."""
    for entry in registry.committees:
        if entry.record.active and entry.record.contacts is not None:
            yield Named(entry.path, f"{entry.record.id}{CONTACTS}", entry.record.contacts)
    for roster in registry.rosters:
        if roster.record.sealed is not None:
            yield Named(roster.path, f"{roster.stem}{ROSTER}", roster.record.sealed)


def not_here(registry: Registry) -> list[Named]:
    """The named sealed files that are not here; none where the vault is complete, since a file missing there is a fault (R202)."""
    if registry.vault is None:
        return list(named(registry))
    return [] if registry.vault.complete else [one for one in named(registry) if one.name not in registry.vault.files]


def said(registry: Registry) -> str:
    """A sentence on the sealed files that are not here and so were not checked; "" where none is missing."""
    missing = not_here(registry)
    if not missing:
        return ""
    where = vault_listing.shown(registry.vault_folder, registry.root)
    if registry.vault is not None:
        return f"{len(missing)} 个密封文件不在这里（密封库 {where} 只有一部分），没有核对。"
    rosters = sum(one.name.endswith(ROSTER) for one in missing)
    return f"没有密封库（{where}）：{len(missing) - rosters} 份联系人、{rosters} 份花名册的密封文件没有核对。"


def brought(after: Registry, before: Registry | None) -> list[Named]:
    """The sealed files that a change names for the first time, or with another hash or size."""
    known = set() if before is None else {(one.name, one.sealed) for one in named(before)}
    return [one for one in named(after) if (one.name, one.sealed) not in known]


def not_arrived(brought_files: list[Named], vault: Vault) -> list[Named]:
    """The files among `brought_files` that the vault does not have with the named hash and size."""
    return [one for one in brought_files if not _is(vault.files.get(one.name), one.sealed)]


def _is(file: SealedFile | None, sealed: Sealed) -> bool:
    return file is not None and (file.sha256, file.size) == (sealed.sha256, sealed.size)


def complete_vault(path: Path, root: Path) -> Vault:
    """The vault that the user says is complete: in a folder, or on the main branch of a bare repository. Raises UserError where `path` is
    neither.
    """
    if git.ask(path, "rev-parse", "--is-bare-repository") == b"true\n" and (path / "objects").is_dir():
        return _of_repository(path)
    found = vault_listing.list_vault(path, root)
    if found is None:
        raise UserError(f"没有密封库：{path} 不是文件夹，也不是裸仓库。请核对写法。")
    return replace(found, complete=True)


def _of_repository(path: Path) -> Vault:
    blobs = {name: blob for name, blob in git.tree(path, "HEAD").items() if name.endswith(".age") and blob}
    files = {}
    for name, content in zip(blobs, git.blobs(path, blobs.values(), vault_listing.MAX_BYTES + 1), strict=True):
        text = content or b""
        checked = text if len(text) <= vault_listing.MAX_BYTES else b""
        digest = hashlib.sha256(checked).hexdigest()
        files[name.rpartition("/")[2]] = SealedFile(digest, len(text), vault_listing.is_whole(checked))
    return Vault(path, str(path), dict(sorted(files.items())), (), True)
