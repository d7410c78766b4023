"""What taking filled forms in would write: a record, sealed contacts and a sealed roster, as files that are not written yet.

Pure but for reading sealed files that are there already: `zhicheng import` says what was planned, asks, and writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.intake import record, roster
from zhicheng.forms.intake.given_files import Files, named
from zhicheng.forms.reading.result import CLAUSE, FilledForms
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS, ROSTER
from zhicheng.rules.engine import check
from zhicheng.vault import roster_changes, seal, store
from zhicheng.vault.store import Keyring


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the forms do not say and a person may: the committee they are of (its id), its authority and area, the day it filed, who
    signed the roster and when, the departments that were consulted, and the keys that open what is sealed already. Each is None or empty
    where nothing was said."""

    committee: str | None = None
    authority: str | None = None
    area: str | None = None
    filed_on: date | None = None
    signed_by: str | None = None
    signed_on: date | None = None
    consulted: Sequence[str] = ()
    keys: Keyring | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written: the record as it would be, the files that differ from what is there (the record's first), and what was
    found that does not stop it."""

    made: record.Draft
    files: Files
    findings: list[Finding]


class Refused(Exception):  # noqa: N818 - what the forms are
    """What stops an import before anything is written: the findings, and in words what is to be done."""

    def __init__(self, findings: Sequence[Finding], words: str) -> None:
        super().__init__(words)
        self.findings = findings
        self.words = words


def plan(registry: Registry, given: Instructions, read: FilledForms, today: date) -> Plan:
    """What the forms would change in the registry. Raises Refused, and UserError where it cannot be told which committee is meant."""
    identifier = record.find(registry, given.committee, read.record)
    _place(registry, given, identifier, read)
    made = record.draft(registry, identifier, read.record, today, given.filed_on)
    if made.findings:
        errors = count(made.findings)["errors"]
        raise Refused(made.findings, f"{errors} 处不合登记文件的格式，没有写任何文件。请在表里改好，再导入一次。")
    record.entered(registry, made)
    _refuse_private(registry, made, today)
    findings: list[Finding] = []
    files = _contacts_files(registry, given, made, today, read.contacts, findings)
    files += _roster_files(registry, given, identifier, today, read.rosters, findings)
    if made.changed:
        files.insert(0, (registry.root / made.document.path, made.document.text.encode()))
    return Plan(made, files, findings)


def _place(registry: Registry, given: Instructions, identifier: str, read: FilledForms) -> None:
    """The level and area of the unit: a person's word counts before the forms', neither changes a registered one. Raises Refused."""
    for name, said in (("authority", given.authority), ("area", given.area)):
        if said is not None:
            read.record[name] = read.stated[name] = said
    known = registry.by_id.get(identifier)
    if known is None:
        return
    found = record.contradictions(registry, known, read.record, read.stated)
    if found:
        raise Refused(found, "表与登记对不上，没有写任何文件。")
    for name in ("authority", "area"):
        read.record.pop(name, None)


def _refuse_private(registry: Registry, made: record.Draft, today: date) -> None:
    """Raises Refused where something private stands in the record: what is written may be committed before anybody looks."""
    private = [f for f in check(registry, today).findings if f.file == made.document.path and f.code in ("P001", "P002", "P003")]
    if any(finding.severity == "error" for finding in private):
        raise _refusal(private)


def _refusal(findings: Sequence[Finding]) -> Refused:
    return Refused([named(finding) for finding in findings], not_understood(count(findings)["errors"]))


def not_understood(errors: int) -> str:
    """What is said to a clerk after so many errors in the forms."""
    return f"{errors} 处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。"


def _contacts_files(
    registry: Registry, given: Instructions, made: record.Draft, today: date, contacts: Value | None, findings: list[Finding]
) -> Files:
    """The sealed contacts; the record, in `made`, then names them. Adds to `findings`. Raises Refused."""
    if contacts is None or _same_contacts(registry, given, made.id, contacts):
        return []
    sealed = _sealed_contacts(registry, made.id, contacts, today)
    findings += sealed.findings
    if sealed.refused:
        raise _refusal(findings)
    text = next(content for path, content in sealed.files if not path.name.endswith(CONTACTS))
    made.document = yaml_reading.parse(made.document.path, text)
    record.entered(registry, made)
    return [(path, content) for path, content in sealed.files if path.name.endswith(CONTACTS)]


def _sealed_contacts(registry: Registry, identifier: str, contacts: Value, today: date) -> seal.Sealing:
    """The contacts sealed; with a finding instead where the form does not name who filled it in."""
    whole = {"leader": {}, "clerks": [], **contacts}
    if "preparer" not in whole:
        hint = "请在附件1末行写明填表人和联系电话。"
        said = "附件1没有写填表人和联系电话，联系人没法密封"
        return seal.Sealing(findings=[Finding("F003", "error", "附件1", 1, 1, "", said, hint, CLAUSE)])
    return seal.prepared(registry, identifier, {"committee": identifier, **whole}, today)


def _same_contacts(registry: Registry, given: Instructions, identifier: str, contacts: Value) -> bool:
    """Whether the sealed contacts are known to be these: they can only be opened with an identity."""
    path = registry.vault_folder / f"{identifier}{CONTACTS}"
    if given.keys is None or not path.exists():
        return False
    before = store.opened(path, given.keys)
    return before == {"committee": identifier, **contacts}


def _roster_files(
    registry: Registry, given: Instructions, key: str, today: date, rosters: Sequence[tuple[str, bytes]], findings: list[Finding]
) -> Files:
    """The sealed roster and what goes with it. Adds to `findings`. Raises Refused."""
    if not rosters:
        return []
    value, said = roster_value(registry, given, key, rosters, today)
    findings += said
    if any(finding.severity == "error" for finding in said):
        raise _refusal(findings)
    outcome = seal.prepared(registry, key, value, today)
    findings += outcome.findings
    if outcome.refused:
        raise _refusal(findings)
    return [*outcome.files]


def roster_value(
    registry: Registry, given: Instructions, key: str, files: Sequence[tuple[str, bytes]], today: date
) -> tuple[Value, list[Finding]]:
    """A roster before it is sealed, from Annex 3 files (name and content), and what was found. Experts sealed already keep their ids."""
    before = None
    exists = (registry.vault_folder / f"{key}{ROSTER}").exists()
    if given.keys is not None and exists:
        before = roster_changes.open_roster(registry, key, given.keys)
    elif exists and given.committee is None:
        raise UserError(f"{key} 已有密封的花名册。请用 --identity 写明私钥文件，让原来的评委保留编号；没有私钥的，请把附件3另交中心。")
    value, findings = roster.roster(registry, key, files, today, before)
    if given.signed_by is not None and given.signed_on is not None:
        declares = list(sealed_roster.DECLARATIONS)
        value["signed"] = {"by": given.signed_by, "date": given.signed_on.isoformat(), "declares": declares}
    if given.consulted:
        value["consulted"] = list(given.consulted)
    return value, findings
