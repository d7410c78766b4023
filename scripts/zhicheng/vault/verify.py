"""Opens the whole vault and judges every roster and every committee's contacts, in as many processes as there are cores.

The content of a roster stays in the process that opened it. Sent back through the pipe and kept are the findings, and who is in the pool,
for the rule across pools (R112).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from zhicheng.documents.codes import Codes
from zhicheng.documents.finding import Finding, finding_values
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Entry, OpenedRoster, Registry
from zhicheng.registry.vault_listing import BANS, CONTACTS, ROSTER, RosterDocument
from zhicheng.rules.engine import check, judging
from zhicheng.system.processes import each
from zhicheng.text import show
from zhicheng.vault import bans, seal, store
from zhicheng.vault.recipients import refuse_unnamed
from zhicheng.vault.store import Keyring

_Values = tuple[Any, ...]  # of a Finding or of Members, in the order of the fields
_members_values = attrgetter(*(field.name for field in fields(sealed_roster.Members)))


def open_rosters(
    registry: Registry, keys: Keyring, today: date, wanted: Sequence[str] | None = None, *, catalog: bool = False
) -> list[Finding]:
    """Opens and judges the sealed rosters (of the keys `wanted`, or all) and adds them to `registry.opened`.

    Returns the findings for rosters that cannot be opened (R203) or do not fit the schema. People are looked up in the list of bans, where
    the keys open it (`registry.bans`). With `catalog` a warning says which experts stand in specialties that no committee has registered.
    """
    folder = registry.vault_folder
    shown = store.shown(folder, registry)
    closed = bans.opened(registry, keys, today) if registry.bans is None else ""
    faults_of_bans = (
        [_finding("R203", f"{shown}/{BANS}", closed, "请核对密钥；文件损坏的，请从密封库的历史里恢复。")]
        if closed and bans.is_of_centre(registry, keys, today)
        else []
    )
    judge, known = judging(registry, today), seal.registered_specialties(registry) if catalog else None

    def judge_key(key: str) -> tuple[list[_Values], _Values | None]:
        result = _opened_roster(f"{folder}/{key}{ROSTER}", f"{shown}/{key}{ROSTER}", keys, registry.ranks.codes)
        if isinstance(result, list):
            return [*map(finding_values, result)], None
        opened = judge(result)
        findings = [(waiver, finding_values(finding)) for waiver, finding in opened.findings]
        if known is not None:
            committee = registry.by_id.get(key)
            series = None if committee is None else committee.series
            findings += [(None, finding_values(finding)) for finding in seal.outside_catalog(known, result.record, series, result.path)]
        return [], (result.path, _members_values(opened.members.record), findings)

    def rebuild(_: str, result: tuple[list[_Values], _Values | None]) -> OpenedRoster | list[Finding]:
        faults, opened = result
        if opened is None:
            return [Finding(*values) for values in faults]
        path, members, findings = opened
        entry = Entry(sealed_roster.Members(*members), RosterDocument(path))
        return OpenedRoster(entry, [(waiver, Finding(*values)) for waiver, values in findings])

    sealed_keys = [counts.record.key for counts in registry.rosters if counts.record.sealed is not None]
    results = each(judge_key, [key for key in sealed_keys if wanted is None or key in wanted], rebuild)
    registry.opened += [result for result in results if isinstance(result, OpenedRoster)]
    return [*faults_of_bans, *(finding for result in results if isinstance(result, list) for finding in result)]


def _opened_roster(path: str, name: str, keys: Keyring, codes: Codes) -> Entry[sealed_roster.Roster] | list[Finding]:
    """The roster in a sealed file, or the findings that say why there is none. `name` is the path in findings."""
    try:
        value = store.opened(path, keys)
    except FileNotFoundError:
        return []  # R202 reports it
    except CannotOpen as error:
        return [_finding("R203", name, str(error), "请核对密钥；文件损坏的，请从密封库的历史里恢复，或请报送单位重新密封。")]
    return store.shape_faults("sealed-roster", value, name, codes) or Entry(sealed_roster.roster(value), RosterDocument(name))


def check_contacts(registry: Registry, keys: Keyring, wanted: Sequence[str] | None = None) -> list[Finding]:
    """Findings for the sealed contacts (of the committees `wanted`, or all) that cannot be opened, belong to another committee, or do not
    fit the schema.
    """
    folder = registry.vault_folder
    shown = store.shown(folder, registry)

    def faults(key: str) -> list[_Values]:
        return [*map(finding_values, _contacts_faults(f"{folder}/{key}{CONTACTS}", f"{shown}/{key}{CONTACTS}", key, keys))]

    sealed_keys = [entry.record.id for entry in registry.committees if entry.record.contacts is not None]
    results = each(
        faults, [key for key in sealed_keys if wanted is None or key in wanted], lambda _, found: [Finding(*values) for values in found]
    )
    return [finding for found in results for finding in found]


def _contacts_faults(path: str, name: str, key: str, keys: Keyring) -> list[Finding]:
    if not os.path.isfile(path):  # noqa: PTH113 - thousands of times
        return []  # R202 reports it
    try:
        value = store.opened(path, keys)
    except CannotOpen as error:
        return [_finding("R203", name, str(error), "请核对密钥；文件损坏的，请报送单位重新密封。")]
    faults = store.shape_faults("contacts", value, name)
    if not faults and value["committee"] != key:
        faults = [_finding("R202", name, f"里面是另一个评审委员会（{show(value['committee'])}）的联系人", "文件放错了，请重新密封。")]
    return faults


def _finding(code: str, name: str, message: str, hint: str) -> Finding:
    return Finding(code, "error", name, 1, 1, "", message, hint, "")


def verified(registry: Registry, identity: Path, today: date, ids: list[str] | None = None, vault_only: bool = False) -> list[Finding]:
    """All findings of a registry whose vault is opened with the identity file.

    `ids`: open only the rosters and contacts of these keys. `vault_only`: see `check`. Raises UserError where the identity file cannot be
    used or there is no vault.
    """
    keys = store.keyring(identity)
    refuse_unnamed(registry, keys, "核对")
    if registry.vault is None:
        raise UserError(f"没有密封库：{registry.vault_folder}。请先取得密封库，或核对 registry.yaml 里的 vault。")
    found = [*open_rosters(registry, keys, today, ids, catalog=True), *check_contacts(registry, keys, ids)]
    return sorted([*found, *check(registry, today, vault_only).findings], key=lambda finding: finding.order)
