"""The plan of an import: the record, sealed contacts and sealed roster that filled forms would change, as files not written yet.

It only reads, existing sealed files among them: `zhicheng import` shows the plan, asks, and writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import CannotOpen, UserError
from zhicheng.forms.intake import former_areas, record, roster
from zhicheng.forms.intake.given_files import Files, named
from zhicheng.forms.intake.read_back import at_cells
from zhicheng.forms.reading.questions import Answers
from zhicheng.forms.reading.result import CLAUSE, FilledForms
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS, CONTACTS, ROSTER
from zhicheng.rules.engine import check
from zhicheng.vault import bans, roster_changes, seal, store

_SEALED = "{} 已有密封的花名册。请用 --identity 写明私钥文件，让原来的评委保留编号；没有私钥的，请把附件3另交中心。"


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the user states on the command line; None or empty where nothing is stated.

    `committee` is its id, `authority` and `area` its level and area code, `filed_on` the day of its filing. `signed_by` and `signed_on`
    belong to the signature on the roster, `declares` is what an employer signs besides, `consulted` are the departments consulted;
    `identity` is the file of the key that opens existing sealed files; it is read only where there are such files. `answers` are those to
    questions about cells.
    """

    committee: str | None = None
    authority: str | None = None
    area: str | None = None
    filed_on: date | None = None
    signed_by: str | None = None
    signed_on: date | None = None
    consulted: Sequence[str] = ()
    identity: Path | None = None
    answers: Answers = field(default_factory=dict)
    declares: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write: the draft of the record, the files that would change (the record first), and findings that allow it.

    `roster` is the roster before sealing, in memory only; None where the forms hold none.
    """

    made: record.Draft
    files: Files
    findings: list[Finding]
    roster: Value | None = None


@dataclass(frozen=True, slots=True)
class JudgedForms:
    """What was read and judged, before anything is sealed: the draft of the record, what has to be sealed (contacts, roster), findings that
    allow it, and the roster in memory only.
    """

    made: record.Draft
    to_seal: list[seal.ToSeal]
    findings: list[Finding]
    roster: Value | None = None


class Refused(Exception):  # noqa: N818 - the forms are refused, the program has no error
    """Stops an import before anything is written: the findings, and a sentence for the user that says what to do."""

    def __init__(self, findings: Sequence[Finding], words: str) -> None:
        super().__init__(words)
        self.findings = findings
        self.words = words


def plan(registry: Registry, given: Instructions, read: FilledForms, today: date) -> Plan:
    """Plans what filled forms change in the registry, sealed with age. Arguments and exceptions are those of `judge`."""
    judged = judge(registry, given, read, today)
    return finish(registry, judged, [seal.ciphertext(one) for one in judged.to_seal])


def judge(registry: Registry, given: Instructions, read: FilledForms, today: date) -> JudgedForms:
    """Judges what filled forms change in the registry; what is private is not sealed yet.

    `read` is what the forms say; its record is completed with what `given` states. Raises Refused where the forms contradict the registry
    or do not make a valid record, and UserError where the committee is unknown or the record cannot be rewritten.
    """
    identifier = record.find(registry, given.committee, read.record)
    _settle_unit(registry, given, identifier, read)
    made = record.draft(registry, identifier, read.record, today, given.filed_on)
    if made.findings:
        errors = count(made.findings)["errors"]
        raise Refused(
            at_cells(made.findings, read, made.document), f"{errors} 处不合登记文件的格式，没有写任何文件。请在表里改好，再导入一次。"
        )
    record.entered(registry, made)
    _refuse_private(registry, made, read, today)
    findings: list[Finding] = []
    to_seal = _judged_contacts(registry, given, made, today, read.contacts, findings)
    roster, ready = _judged_roster(registry, given, identifier, today, read.rosters, findings)
    return JudgedForms(made, [*to_seal, *ready], findings, roster)


def finish(registry: Registry, judged: JudgedForms, ciphertexts: Sequence[bytes]) -> Plan:
    """The plan, with the files that hold the ciphertexts of what had to be sealed, in its order; their checksums stand in the public files.

    The record is among them where it changes, first.
    """
    made = judged.made
    sealed = [file for one, content in zip(judged.to_seal, ciphertexts, strict=True) for file in one.finish(content)]
    own = registry.root / made.document.path
    for path, content in sealed:
        if path == own:  # with the checksum of the contacts
            made.document = yaml_reading.parse(made.document.path, content)
            record.entered(registry, made)
    files = [(path, content) for path, content in sealed if path != own]
    if made.changed:
        files.insert(0, (own, made.document.text.encode()))
    return Plan(made, files, judged.findings, judged.roster)


def _settle_unit(registry: Registry, given: Instructions, identifier: str, read: FilledForms) -> None:
    """Settles the level and area of the unit in `read`: the user's take precedence over the forms'; neither changes a registered committee.

    Raises Refused where the forms contradict the registered committee.
    """
    for name, stated in (("authority", given.authority), ("area", given.area)):
        if stated is not None:
            read.record[name] = read.stated[name] = stated
    known = registry.by_id.get(identifier)
    if known is None:
        return
    former_areas.settle(registry.areas, known, given.filed_on or known.filings[-1].date, read.record, read.stated)
    moved = read.record.get("area") in former_areas.successors(registry.areas, known.area)  # of the day of this filing
    to_compare = {name: code for name, code in read.stated.items() if name != "area" or not moved}
    found = record.contradictions(registry, known, read.record, to_compare)
    if found:
        raise Refused(found, "表与登记对不上，没有写任何文件。")
    for name in ("authority",) if moved else ("authority", "area"):
        read.record.pop(name, None)


def _refuse_private(registry: Registry, made: record.Draft, read: FilledForms, today: date) -> None:
    """Raises Refused where the record holds private data (P001–P003): once written, it may be committed without another check."""
    found = check(registry, today, only={made.document.path}).findings
    private = [f for f in found if f.file == made.document.path and f.code in ("P001", "P002", "P003")]
    if any(finding.severity == "error" for finding in private):
        raise _refusal(at_cells(private, read, made.document))


def _refusal(findings: Sequence[Finding]) -> Refused:
    return Refused([named(finding) for finding in findings], not_understood(count(findings)["errors"]))


def not_understood(errors: int) -> str:
    """The closing message of an import that stops at a number of errors in the forms."""
    return f"{errors} 处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。"


def _judged_contacts(
    registry: Registry, given: Instructions, made: record.Draft, today: date, contacts: Value | None, findings: list[Finding]
) -> list[seal.ToSeal]:
    """The contacts ready to be sealed, none where they are unchanged. Appends to `findings`. Raises Refused where they cannot be sealed."""
    before = _sealed_contacts(registry, given, made.id)
    if contacts is None or before == {"committee": made.id, **contacts}:
        return []
    findings += _fewer_clerks(before, contacts)
    ready = _complete_contacts(registry, made.id, contacts, today)
    findings += ready.findings
    if ready.refused:
        raise _refusal(findings)
    return [ready]


def _complete_contacts(registry: Registry, identifier: str, contacts: Value, today: date) -> seal.ToSeal:
    """Judges the contacts; gives only a finding where the form does not name its preparer (填表人)."""
    complete = {"leader": {}, "clerks": [], **contacts}
    if "preparer" not in complete:
        hint = "请在附件1末行写明填表人和联系电话。"
        message = "附件1没有写填表人和联系电话，联系人没法密封"
        return seal.ToSeal([Finding("F003", "error", "附件1", 1, 1, "", message, hint, registry.form_clauses[CLAUSE])])
    return seal.judge(registry, identifier, {"committee": identifier, **complete}, today)


def _sealed_contacts(registry: Registry, given: Instructions, identifier: str) -> Value:
    """The existing sealed contacts, opened; empty where there are none, or no identity opens them."""
    path = registry.vault_folder / f"{identifier}{CONTACTS}"
    if given.identity is None or not path.exists():
        return {}
    try:
        return store.opened(path, store.keyring(given.identity))
    except CannotOpen as error:
        raise UserError(f"打不开 {store.shown(path, registry)}：{error}。") from None


def _fewer_clerks(before: Value, contacts: Value) -> list[Finding]:
    """A warning where the sealed contacts have more clerks than the form: only those of the form are left."""
    old, new = len(before.get("clerks", ())), len(contacts.get("clerks", ()))
    if new >= old:
        return []
    message, hint = f"业务人员原来密封的有 {old} 人，表里有 {new} 人，密封以后只有表里的", "漏写的请补在附件1里，再导入一次。"
    return [Finding("F003", "warning", "附件1", 1, 1, "", message, hint, "")]


def _judged_roster(
    registry: Registry, given: Instructions, key: str, today: date, rosters: Sequence[tuple[str, bytes]], findings: list[Finding]
) -> tuple[Value | None, list[seal.ToSeal]]:
    """The roster, and what of it is ready to be sealed. Appends to `findings`. Raises Refused where there is an error."""
    if not rosters:
        return None, []
    if given.identity is None and store.is_sealed_already(registry, key):
        raise UserError(_SEALED.format(key))  # else those who are only in the sealed one would be gone
    _open_bans(registry, given, today)
    value, roster_findings, rows = _roster_and_rows(registry, given, key, rosters, today)
    findings += roster_findings
    if any(finding.severity == "error" for finding in roster_findings):
        raise _refusal(findings)
    ready = seal.judge(registry, key, value, today)
    findings += roster.at_rows(ready.findings, rows)
    if ready.refused:
        raise _refusal(findings)
    return value, [ready]


def unsealed_roster(
    registry: Registry, given: Instructions, key: str, files: Sequence[tuple[str, bytes]], today: date
) -> tuple[Value, list[Finding], list[Finding]]:
    """Like `_roster_and_rows`, but at the end what the rules find in it, at the rows of the forms: with an error it cannot be sealed."""
    value, findings, rows = _roster_and_rows(registry, given, key, files, today)
    if any(finding.severity == "error" for finding in findings):
        return value, findings, []
    _open_bans(registry, given, today)
    try:
        return value, findings, roster.at_rows(seal.judge(registry, key, value, today).findings, rows)
    except UserError:  # as where there are too few keys, which is said to the one who seals
        return value, findings, []


def _open_bans(registry: Registry, given: Instructions, today: date) -> None:
    if given.identity is not None and (registry.vault_folder / BANS).is_file():
        bans.opened(registry, store.keyring(given.identity), today)


def _roster_and_rows(
    registry: Registry, given: Instructions, key: str, files: Sequence[tuple[str, bytes]], today: date
) -> tuple[Value, list[Finding], list[roster.RowPlace]]:
    """The roster of a committee before sealing, from Annex 3 files (name and content), the findings, and the rows of its experts.

    With `given.identity`, experts of an existing sealed roster keep their ids. Raises UserError where there is a sealed roster, but no
    identity and no committee was given.
    """
    before = None
    exists = (registry.vault_folder / f"{key}{ROSTER}").exists()
    if given.identity is not None and exists:
        before = roster_changes.open_roster(registry, key, store.keyring(given.identity))
    elif exists and given.committee is None:
        raise UserError(_SEALED.format(key))
    value, findings, rows = roster.roster_and_rows(registry, key, files, today, before, given.answers)
    if given.signed_by is not None and given.signed_on is not None:
        declares = [*sealed_roster.DECLARATIONS, *dict.fromkeys(given.declares)]
        value["signed"] = {"by": given.signed_by, "date": given.signed_on.isoformat(), "declares": declares}
    if given.consulted:
        value["consulted"] = list(given.consulted)
    return value, findings, rows
