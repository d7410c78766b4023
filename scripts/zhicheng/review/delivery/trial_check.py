"""Checks a registry as if some files were in it: they are laid over a commit in memory, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from zhicheng.documents.finding import Finding
from zhicheng.registry import arrival, at_commit
from zhicheng.registry.at_commit import AtCommit
from zhicheng.registry.registry import Registry, assemble
from zhicheng.registry.vault_listing import SealedFile, Vault
from zhicheng.rules.engine import check
from zhicheng.system.git_commits import Repository
from zhicheng.vault import store

_Identity = tuple[str, str, str]


@dataclass(slots=True)
class Trial:
    """The registry's repository, whether its vault lies in it, and the files of the vault.

    `before` caches, by commit, its registry and the identities of its findings.
    """

    repository: Repository
    vault_inside: bool
    vault: Vault | None
    today: date
    before: dict[str, tuple[Registry, set[_Identity]]] = field(default_factory=dict)


def findings(trial: Trial, commit: str, files: Mapping[str, bytes], sealed: Mapping[str, bytes]) -> list[Finding]:
    """The findings of a commit's registry with `files` (by path from the repository's top) laid over it: all findings in these files, and
    the new ones in others.

    `sealed` are files of a separate vault, by name. Raises BrokenSettings or UserError where the registry cannot be read.
    """
    root = trial.repository.folder / trial.repository.prefix
    if commit not in trial.before:
        loaded = at_commit.load(root, commit)
        if not trial.vault_inside:
            loaded.vault = _known(trial.vault, loaded)
        trial.before[commit] = loaded, {_identity(finding) for finding in check(loaded, trial.today).findings}
    base, known = trial.before[commit]
    overlay = {os.path.relpath(path, trial.repository.prefix or ".").replace(os.sep, "/"): content for path, content in files.items()}
    proposed = assemble(root, AtCommit(root, commit, overlay, base, overlay), base)
    if not trial.vault_inside and trial.vault is not None:
        fingerprints = {name: store.fingerprint(content) for name, content in sealed.items()}
        more = {name: SealedFile(fingerprint["sha256"], fingerprint["size"], whole=True) for name, fingerprint in fingerprints.items()}
        known_vault = _known(trial.vault, base)
        proposed.vault = None if known_vault is None else replace(known_vault, files={**known_vault.files, **more})
    return [finding for finding in check(proposed, trial.today).findings if finding.file in overlay or _identity(finding) not in known]


def _known(vault: Vault | None, registry: Registry) -> Vault | None:
    """The vault as if what a registry names already were in it, where only a part of the vault is here: what comes must come whole."""
    if vault is None or vault.complete:
        return vault
    elsewhere = {one.name: SealedFile(one.sealed.sha256, one.sealed.size, whole=True) for one in arrival.named(registry)}
    return replace(vault, files={**elsewhere, **vault.files}, complete=True)


def _identity(finding: Finding) -> _Identity:
    return finding.file, finding.code, finding.message
