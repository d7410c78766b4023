"""Removes the sealed files of a withdrawn committee from the vault. Its public numbers stay, and so do bans that are running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.amending import committee_entry
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Entry, Registry
from zhicheng.registry.vault_listing import CONTACTS, ROSTER
from zhicheng.vault import bans, roster_changes, store
from zhicheng.vault.public_files import public_document, retired_roster, without_contacts
from zhicheng.vault.store import Keyring


@dataclass(frozen=True, slots=True)
class Retirement:
    """What retiring a committee does: the files to write, the sealed files to remove, the roster that goes (None: there is none), and the
    change of the list of bans, whose files are among those to write.
    """

    committee: Committee
    files: tuple[tuple[Path, bytes], ...]
    gone: tuple[Path, ...]
    roster: Value | None
    banned: bans.BanChange


def retirement(registry: Registry, identifier: str, keys: Keyring | None, today: date) -> Retirement:
    """Works out what retiring a committee does; writes nothing.

    `keys` open the roster: who was removed from it for breaking the rules has to be in the list of bans before it goes. Raises UserError
    where the committee is not withdrawn, a sealed file is not here or cannot be opened, or a public file cannot be changed.
    """
    entry = _withdrawn(registry, identifier, today)
    files: list[tuple[Path, bytes]] = []
    gone: list[Path] = []
    value, banned = None, bans.BanChange()
    public = public_document(registry, identifier, ROSTER)
    if public is not None and "sealed" in public.value:
        if keys is None:
            raise UserError(f"{identifier} 有密封的花名册，要先打开，把没有满期的违规记录留下。请写 --identity 中心的私钥文件。")
        value = roster_changes.open_roster(registry, identifier, keys)
        banned = bans.brought_up_to_date(registry, keys, [(identifier, {}, value)], today)
        files += [(registry.root / public.path, retired_roster(public, today).encode()), *banned.files]
        gone.append(registry.vault_folder / f"{identifier}{ROSTER}")
    if entry.record.contacts is not None:
        files.append((registry.root / entry.path, without_contacts(entry.document).encode()))
        gone.append(registry.vault_folder / f"{identifier}{CONTACTS}")
    absent = [path for path in gone if not path.is_file()]
    if absent and (registry.vault is None or not registry.vault.complete):
        raise UserError(f"没有改动：{store.shown(absent[0], registry)} 不在这里。请取来完整的密封库，再运行一次。")
    return Retirement(entry.record, tuple(files), tuple(gone), value, banned)


def _withdrawn(registry: Registry, identifier: str, today: date) -> Entry[Committee]:
    entry = committee_entry(registry, identifier)
    withdrawn = entry.record.withdrawn
    if entry.record.active or withdrawn is None:
        raise UserError(f"{identifier} 没有撤销登记，密封文件还要用，没有删去。撤销的写法见 docs/guide/committee.md。")
    if withdrawn.date > today:
        raise UserError(f"{identifier} 到 {withdrawn.date} 才撤销登记，没有删去。请到那一天以后再办。")
    return entry
