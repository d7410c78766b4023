"""The public keys that a registry names, wherever it does, and who holds their private halves.

They stand in registry/recipients.yaml. Where a registry has no such file, the centre's stand in recipients.txt in its vault, one a line,
with the holder as a comment. The one key of a division's office may also stand in reviewers.yaml.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhicheng.documents.finding import Pointer
from zhicheng.registry.paths import SINGLE
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import RECIPIENTS

LIST = f"registry/{SINGLE['recipients']}"


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A key and where it stands: the file, and in it the pointer, or in recipients.txt the line (0 elsewhere)."""

    recipient: Recipient
    path: str
    pointer: Pointer = ()
    line: int = 0


def has_list(registry: Registry) -> bool:
    """Whether there is a recipients.yaml, readable or not: then recipients.txt does not count."""
    return LIST in registry.files


def named_keys(registry: Registry) -> tuple[NamedKey, ...]:
    """Every key that the registry names, also those that are not in use yet or any more. None of a recipients.yaml that cannot be read."""
    return (*_centre(registry), *_divisions(registry))


def _centre(registry: Registry) -> Iterator[NamedKey]:
    if registry.recipients is not None:
        for i, one in enumerate(registry.recipients.record):
            yield NamedKey(one, registry.recipients.path, ("recipients", i, "key"))
    elif not has_list(registry) and registry.vault is not None:
        for key, line, holder in registry.vault.recipients:
            yield NamedKey(Recipient(key, holder or "中心（没有写明岗位）", "centre"), f"{registry.vault.name}/{RECIPIENTS}", (), line)


def _divisions(registry: Registry) -> Iterator[NamedKey]:
    if registry.reviewers is not None:
        for code, team in registry.reviewers.record.get("areas", {}).items():
            if "recipient" in team:
                key = Recipient(team["recipient"], team["office"], "prefecture", area=code)
                yield NamedKey(key, registry.reviewers.path, ("areas", code, "recipient"))


def fingerprint(key: str) -> str:
    """Sixteen characters by which two people compare a public key on the telephone, in groups of four."""
    made = hashlib.sha256(key.encode()).hexdigest()[:16]
    return " ".join(made[i : i + 4] for i in range(0, 16, 4))


def holders(recipients: Iterable[Recipient]) -> list[str]:
    """A line for each key: its holder and fingerprint, and the key itself."""
    return [f"{one.holder}　指纹 {fingerprint(one.key)}　{one.key}" for one in recipients]
