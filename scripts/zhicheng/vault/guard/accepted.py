"""What a repository accepts although it bears the marks of private material: the file guard.yaml at its top, path and reason.

`accepted` names files by patterns of paths (`*` within a folder, `**` across folders): those that are there and those to come. `history`
names versions that earlier commits hold, each by its hash, so that nothing else can pass in their place. A plain identity is accepted only
where its own SHA-256 is listed. A registry of data alone has no such file, and nothing of the kind is accepted in it.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from zhicheng.documents import yaml_reading
from zhicheng.errors import UserError
from zhicheng.system import git
from zhicheng.system.packaged import resource
from zhicheng.vault.guard.refusal import KINDS

LIST, SETTINGS = "guard.yaml", "registry/registry.yaml"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Files whose marks of some kinds are accepted; where `says` is not empty, only if the file contains these words."""

    paths: re.Pattern[str]
    kinds: frozenset[str]
    says: str
    sha256: frozenset[str]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The content of guard.yaml: patterns of files, and kinds by the hash of a version, commit or tag.

    `is_without_vault`: the vault lies in another repository, so that no sealed file belongs here.
    """

    patterns: tuple[Pattern, ...] = ()
    history: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_without_vault: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words by which files say that they may be accepted."""
        return frozenset(pattern.says for pattern in self.patterns if pattern.says)

    def has(self, path: str, kind: str, said: Collection[str] = (), secrets: Iterable[str] = (), version: str = "") -> bool:
        """Whether a kind of private material is accepted in a file, or in the blob, commit or tag with the hash `version`.

        `said` are those of `words` that stand in the file, `secrets` the plain identities in it.
        """
        if kind in self.history.get(version, ()):
            return True
        return any(
            kind in pattern.kinds
            and pattern.paths.fullmatch(path) is not None
            and (not pattern.says or pattern.says in said)
            and (kind != "identity" or all(hashlib.sha256(secret.encode()).hexdigest() in pattern.sha256 for secret in secrets))
            for pattern in self.patterns
        )


@cache
def of_the_program() -> Accepted:
    """The list of the program's own repository, by which what stands in its wheel is judged."""
    path = resource(LIST)
    return read(path.read_bytes()) if path.is_file() else Accepted()


def read(content: bytes | None, settings: bytes | None = None) -> Accepted:
    """The list in the bytes of guard.yaml; an empty one where there is none. `settings` are those of registry.yaml, which says where the
    vault lies. Raises UserError where the list cannot be used.
    """
    is_without_vault = settings is not None and _has_vault_elsewhere(settings)
    if content is None or not content.strip():
        return Accepted(is_without_vault=is_without_vault)
    try:
        value = yaml_reading.parse(LIST, content).value
    except yaml_reading.Unreadable as error:
        raise UserError(f"{LIST} 读不出来：{error.findings[0].message}。请改好再试。") from None
    if unknown := set(value) - {"accepted", "history"}:
        raise UserError(f"{LIST} 里不能有 {min(unknown)[:40]}：只有 accepted 和 history 两项。")
    patterns = tuple(_pattern(entry, number) for number, entry in enumerate(_entries(value, "accepted"), 1))
    history: dict[str, frozenset[str]] = {}
    for number, entry in enumerate(_entries(value, "history"), 1):
        kinds = _kinds("history", entry, number, {"hash", "kinds", "reason"})
        if not git.HASH.fullmatch(str(entry.get("hash"))):
            raise _fault("history", number, "hash 要写完整的校验值（40 位，SHA-256 的仓库 64 位）")
        history[entry["hash"]] = history.get(entry["hash"], frozenset()) | kinds
    return Accepted(patterns, history, is_without_vault)


def _has_vault_elsewhere(settings: bytes) -> bool:
    """Whether the vault of a registry lies outside its repository. False where the settings cannot be read: other checks say so."""
    try:
        vault = yaml_reading.parse(SETTINGS, settings).value.get("vault")
    except yaml_reading.Unreadable:
        return False
    return isinstance(vault, str) and posixpath.normpath(posixpath.join("registry", vault)).startswith(("../", "/"))


def _entries(value: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    entries = value.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UserError(f"{LIST} 的 {key} 要是一列，每项有 kinds 和 reason。")
    return entries


def _pattern(entry: Mapping[str, Any], number: int) -> Pattern:
    kinds = _kinds("accepted", entry, number, {"paths", "kinds", "reason", "says", "sha256"})
    paths, known, says = entry.get("paths"), entry.get("sha256", []), entry.get("says", "")
    if not _texts(paths) or not paths or not _texts(known) or not isinstance(says, str):
        raise _fault("accepted", number, "paths、sha256 要是一列文字，says 要是文字")
    if "identity" in kinds and not known:
        raise _fault("accepted", number, "接受私钥的，要用 sha256 写明是哪一把")
    return Pattern(re.compile("|".join(map(_expression, paths))), kinds, says, frozenset(known))


def _kinds(part: str, entry: Mapping[str, Any], number: int, allowed: Iterable[str]) -> frozenset[str]:
    if not isinstance(entry.get("reason"), str) or not entry["reason"].strip():
        raise _fault(part, number, "要写 reason（为什么可以）")
    if not _texts(entry.get("kinds")) or not entry["kinds"] or not KINDS.keys() >= set(entry["kinds"]):
        raise _fault(part, number, f"要写 kinds，一列 {'、'.join(KINDS)} 里的")
    if unknown := set(entry) - set(allowed):
        raise _fault(part, number, f"不能有 {min(unknown)[:40]}")
    return frozenset(entry["kinds"])


def _fault(part: str, number: int, words: str) -> UserError:
    return UserError(f"{LIST} 的 {part} 第 {number} 项：{words}。请改好再试。")


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _expression(pattern: str) -> str:
    """The regular expression of a pattern of paths."""
    parts = re.split(r"(\*\*/|\*\*|\*)", pattern)
    return "".join({"**/": "(?:.+/)?", "**": ".*", "*": "[^/]*"}.get(part) or re.escape(part) for part in parts)
