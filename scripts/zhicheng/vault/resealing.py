"""Seals what is in the vault anew, after the keys have changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS, CONTACTS, ROSTER
from zhicheng.text import show
from zhicheng.vault import cipher, store
from zhicheng.vault.public_files import differs, public_document, roster_with_fingerprint, with_contacts
from zhicheng.vault.recipients import recipients
from zhicheng.vault.store import Keyring


def to_reseal(registry: Registry, wanted: Sequence[str] = ()) -> list[tuple[Path, str, str]]:
    """The sealed files of the vault (of the keys `wanted`, or all): the path of each, its key, and ROSTER or CONTACTS; of the list of bans,
    which is among all, both are BANS.

    Raises UserError where a wanted key has no sealed file.
    """
    folder = registry.vault_folder
    for key in wanted:
        if not any((folder / f"{key}{suffix}").is_file() for suffix in (ROSTER, CONTACTS)):
            raise UserError(f"密封库里没有 {show(key)} 的密封文件。请核对编号。")
    found = []
    for path in sorted([*folder.glob(f"*{ROSTER}"), *folder.glob(f"*{CONTACTS}")]):
        suffix = ROSTER if path.name.endswith(ROSTER) else CONTACTS
        key = path.name.removesuffix(suffix)
        if not wanted or key in wanted:
            found.append((path, key, suffix))
    if not wanted and (folder / BANS).is_file():
        found.append((folder / BANS, BANS, BANS))
    return found


@dataclass(frozen=True, slots=True)
class Resealed:
    """Files sealed anew: what to write, the names of the sealed files, and a line for each that failed, with the reason."""

    files: tuple[tuple[Path, bytes], ...]
    written: tuple[str, ...]
    failed: tuple[str, ...]


def prepared(registry: Registry, keys: Keyring, today: date, files: Iterable[tuple[Path, str, str]], also: Sequence[str] = ()) -> Resealed:
    """Some files of the vault, as `to_reseal` gives them, sealed anew to the recipients of the day. Writes nothing."""
    made: list[tuple[Path, bytes]] = []
    written: list[str] = []
    failed: list[str] = []
    for path, key, suffix in files:
        public = public_document(registry, key, suffix)
        if public is None and suffix != BANS:
            failed.append(f"{path.name}：没有对应的公开登记，没有动它")
            continue
        try:
            content = path.read_bytes()
            if public is not None and differs(public, suffix, content):
                failed.append(f"{path.name}：与公开登记的大小或校验值不同，没有动它；请先查明原因，由报送单位用 zhicheng seal 重新密封")
                continue
            plain = cipher.unseal(content, keys.identities)
        except CannotOpen as error:
            failed.append(f"{path.name}：{error}")
            continue
        sealed = cipher.seal(store.padded(plain), recipients(registry, key, today, also))
        made.append((path, sealed))
        if public is not None:
            with_hash = with_contacts if suffix == CONTACTS else roster_with_fingerprint
            made.append((registry.root / public.path, with_hash(public, store.fingerprint(sealed)).encode()))
        written.append(path.name)
    return Resealed(tuple(made), tuple(written), tuple(failed))


def affected(before: Registry, after: Registry, today: date) -> list[tuple[Path, str, str]]:
    """The sealed files that are for other keys by the list of `after` than by that of `before`."""
    changed: dict[str, bool] = {}
    found = to_reseal(before)
    for _, key, _ in found:
        if key not in changed:
            changed[key] = set(recipients(before, key, today)) != set(recipients(after, key, today))
    return [one for one in found if changed[one[1]]]
