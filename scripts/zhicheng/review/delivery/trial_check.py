"""What the checks would say of a registry with some files in it, without putting them there: they are laid over a commit, in memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from zhicheng.documents.finding import Finding
from zhicheng.registry import at_commit
from zhicheng.registry.at_commit import AtCommit
from zhicheng.registry.registry import Registry, assemble
from zhicheng.registry.vault_listing import SealedFile, Vault
from zhicheng.rules.engine import check
from zhicheng.system.git_commits import Repository
from zhicheng.vault import store

Same = tuple[str, str, str]


@dataclass(slots=True)
class Scratch:
    """Where to rehearse: the registry's repository, whether its vault lies in it, and, where not, what lies in the vault elsewhere.

    The registry of a commit, and what was found in it, is kept for the next time.
    """

    repository: Repository
    vault_inside: bool
    vault: Vault | None
    today: date
    before: dict[str, tuple[Registry, set[Same]]] = field(default_factory=dict)


def findings(stage: Scratch, commit: str, files: Mapping[str, bytes], sealed: Mapping[str, bytes]) -> list[Finding]:
    """What is to be said of a commit's registry with files (by path from the top) laid over it: all that is about these files, and
    elsewhere what was not there before.

    `sealed` are files of a vault that lies elsewhere, by name. Raises BrokenSettings or UserError where the registry cannot be read.
    """
    root = stage.repository.folder / stage.repository.prefix
    if commit not in stage.before:
        loaded = at_commit.load(root, commit)
        if not stage.vault_inside:
            loaded.vault = stage.vault
        stage.before[commit] = loaded, {_same(finding) for finding in check(loaded, stage.today).findings}
    base, known = stage.before[commit]
    over = {os.path.relpath(path, stage.repository.prefix or ".").replace(os.sep, "/"): content for path, content in files.items()}
    proposed = assemble(root, AtCommit(root, commit, over, base, over), base)
    if not stage.vault_inside and stage.vault is not None:
        said = {name: store.fingerprint(content) for name, content in sealed.items()}
        more = {name: SealedFile(one["sha256"], one["size"], whole=True) for name, one in said.items()}
        proposed.vault = replace(stage.vault, files={**stage.vault.files, **more})
    return [finding for finding in check(proposed, stage.today).findings if finding.file in over or _same(finding) not in known]


def _same(finding: Finding) -> Same:
    return finding.file, finding.code, finding.message
