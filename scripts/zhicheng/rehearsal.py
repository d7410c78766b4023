"""What the checks would say of a registry with some files in it, without putting them there: on a copy, thrown away afterwards."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from zhicheng import branches, registry, vault
from zhicheng.branches import Repository
from zhicheng.findings import check
from zhicheng.problem import Finding
from zhicheng.sealed import SealedFile, Vault

Same = tuple[str, str, str]


@dataclass(slots=True)
class Stage:
    """Where to rehearse: the registry's repository, and the vault's folder in it; or, where that is None, what lies in a vault elsewhere.

    `scratch` is an empty folder. What was written of a commit, and what was found in it, is kept for the next time.
    """

    repository: Repository
    vault_folder: str | None
    vault: Vault | None
    today: date
    scratch: Path
    copies: dict[str, Path] = field(default_factory=dict)
    before: dict[str, set[Same]] = field(default_factory=dict)


def findings(stage: Stage, commit: str, files: Mapping[str, bytes], sealed: Mapping[str, bytes]) -> list[Finding]:
    """What is to be said of a commit's registry with files (by path from the top) laid over it: all that is about these files, and
    elsewhere what was not there before.

    `sealed` are files of a vault that lies elsewhere, by name. Raises BrokenSettings or UserError where the registry cannot be read.
    """
    if commit not in stage.copies:
        stage.copies[commit] = _copy(stage, commit)
    folder = stage.copies[commit]
    if commit not in stage.before:
        stage.before[commit] = {_same(finding) for finding in _found(stage, folder, {})}
    with _laid_over(folder, files):
        found = _found(stage, folder, sealed)
    own = {path.removeprefix(stage.repository.prefix) for path in files}
    return [finding for finding in found if finding.file in own or _same(finding) not in stage.before[commit]]


def _same(finding: Finding) -> Same:
    return finding.file, finding.code, finding.message


def _copy(stage: Stage, commit: str) -> Path:
    """Writes the registry of a commit out, byte for byte."""
    folder = stage.scratch / commit / "a" / "b" / "c"  # deep, so that a vault at ../../.. leads nowhere
    wanted = [f"{stage.repository.prefix}registry", *([] if stage.vault_folder is None else [stage.vault_folder.rstrip("/")])]
    for path, content in branches.read(stage.repository, commit, wanted).items():
        _put(folder / path, content)
    return folder


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@contextlib.contextmanager
def _laid_over(folder: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """The files in a folder, for the time of it."""
    old = {path: (folder / path).read_bytes() if (folder / path).is_file() else None for path in files}
    try:
        for path, content in files.items():
            _put(folder / path, content)
        yield
    finally:
        for path, before in old.items():
            if before is None:
                (folder / path).unlink(missing_ok=True)
            else:
                (folder / path).write_bytes(before)


def _found(stage: Stage, folder: Path, sealed: Mapping[str, bytes]) -> list[Finding]:
    loaded = registry.load(folder / stage.repository.prefix)
    if stage.vault_folder is None:
        loaded.vault = stage.vault
        if loaded.vault is not None:
            said = {name: vault.fingerprint(content) for name, content in sealed.items()}
            more = {name: SealedFile(one["sha256"], one["size"], whole=True) for name, one in said.items()}
            loaded.vault = replace(loaded.vault, files={**loaded.vault.files, **more})
    return check(loaded, stage.today).findings
