"""Seals what is in the vault anew, after the keys have changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS, CONTACTS, ROSTER
from zhicheng.system.atomic_files import replace_files
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


def reseal(
    registry: Registry, keys: Keyring, today: date, wanted: Sequence[str] = (), also: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """Seals every file of the vault (of the keys `wanted`, or all) anew to the recipients of the day, and writes all files together.

    Returns the names of the resealed files, and a line for each file that failed, with the reason. Raises UserError as `to_reseal`.
    """
    files: list[tuple[Path, bytes]] = []
    written: list[str] = []
    failed: list[str] = []
    for path, key, suffix in to_reseal(registry, wanted):
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
        files.append((path, sealed))
        if public is not None:
            with_hash = with_contacts if suffix == CONTACTS else roster_with_fingerprint
            files.append((registry.root / public.path, with_hash(public, store.fingerprint(sealed)).encode()))
        written.append(path.name)
    replace_files(registry.root, files)
    return written, failed
