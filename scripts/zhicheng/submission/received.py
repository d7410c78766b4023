"""Packets as the receiving office sees them: compared with the public part of the registry, where there is no Git and no key."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count
from zhicheng.documents.sentences import Words, plain
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry import arrival
from zhicheng.registry.overlaid import overlaid
from zhicheng.registry.records.decision import GROUNDS
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.registry.vault_listing import SealedFile, Vault
from zhicheng.review import report
from zhicheng.review.delivery import packet, packet_checks, packet_making
from zhicheng.review.delivery.packet import Packet
from zhicheng.review.delivery.packet_zip import PacketRefused
from zhicheng.review.report import ChangeReport, formats, sections
from zhicheng.review.route import Station, record_place
from zhicheng.rules.engine import Result, check
from zhicheng.submission.last_changes import Times
from zhicheng.system.git import Status
from zhicheng.vault import store

_FINDING = ("code", "severity", "file", "line", "column", "pointer", "message", "hint", "clause")
# How a packet compares with what is registered.
NEW, CHANGED, SAME, OLDER = "new", "changed", "same", "older"


@dataclass(slots=True)
class Published:
    """The registry that packets are compared with, at a commit, and when its files last changed. `was` holds its findings, by day. Its
    vault is not here: every sealed file that it names counts as present.
    """

    registry: Registry
    commit: str
    times: Times
    was: dict[date, Result] = field(default_factory=dict)


def published(registry: Registry, commit: str, times: Times) -> Published:
    """The registry at a commit, as packets are compared with it."""
    return Published(replace(registry, vault=_vault(registry, {})), commit, times)


def _vault(registry: Registry, sealed: dict[str, SealedFile]) -> Vault:
    """The vault as if it held every sealed file that the registry names, and these files."""
    named = {one.name: SealedFile(one.sealed.sha256, one.sealed.size, whole=True) for one in arrival.named(registry)}
    return Vault(registry.vault_folder, "registry/vault", named | sealed, ())


@dataclass(frozen=True, slots=True)
class Looked:
    """A packet that was examined: its findings, how it compares with what is registered, the report. The findings are all those on its own
    files; where there is a report, also those on other files that the packet causes.
    """

    packet: Packet
    findings: list[Finding]
    state: str
    report: ChangeReport


def glanced(published: Published, content: bytes, time: datetime) -> tuple[Packet, list[Finding], str]:
    """A quick look at a packet: only the findings on its own files, and how it compares with what is registered. In a large registry it
    takes a small part of the time of `looked`. Raises as `looked`.
    """
    given, after, changed = _taken(published, content, time)
    files = given.below("registry/")
    return given, check(after, time.date(), only=files.keys()).findings, _state(published, given, changed)


def looked(published: Published, content: bytes, time: datetime) -> Looked:
    """Examines a packet. Raises PacketRefused where it is no packet, or not one that this registry can take."""
    given, after, changed = _taken(published, content, time)
    files, today = given.below("registry/"), time.date()
    if today not in published.was:
        published.was[today] = check(published.registry, today)
    place = record_place(f"registry/committees/{given.folder}/{given.key}.yaml", given.record)
    made = report.between(published.registry, after, published.was[today], changed, [place], published.commit, today)
    made = replace(made, stations=None if made.stations is None else _without_accounts(made.stations), turn=_without_accounts(made.turn))
    own = [one for one in (*made.outcome.brought, *made.outcome.left) if one.file in files]
    others = [one for one in made.outcome.brought if one.file not in files]
    return Looked(given, sorted((*own, *others), key=lambda one: one.order), _state(published, given, changed), made)


def _taken(published: Published, content: bytes, time: datetime) -> tuple[Packet, Registry, dict[str, Status]]:
    """A packet, the registry with its files in it, and those of its files that differ from what is registered. Raises PacketRefused."""
    registry = published.registry
    given = packet.read(content, registry.ranks.codes)
    packet_checks.check_place(registry, given, time)
    files = given.below("registry/")
    known = set(registry.files)
    before = {path: one.content for path in files if (one := registry.document(path)) is not None}
    changed: dict[str, Status] = {
        path: "modified" if path in known else "added" for path, text in files.items() if before.get(path) != text
    }
    sealed = {path.removeprefix(packet.VAULT): store.fingerprint(text) for path, text in given.below(packet.VAULT).items()}
    vault = _vault(registry, {name: SealedFile(one["sha256"], one["size"], whole=True) for name, one in sealed.items()})
    try:
        return given, overlaid(registry, files, vault), changed
    except BrokenSettings:
        raise PacketRefused("登记库的基本设置有误，这里不能检查", "请告诉中心。", to_do="告诉中心") from None


def _without_accounts(stations: tuple[Station, ...]) -> tuple[Station, ...]:
    """The offices without their accounts, which a snapshot does not hold."""
    return tuple(replace(one, accounts=(), deputies=()) for one in stations)


def _state(published: Published, given: Packet, changed: Collection[str]) -> str:
    if not published.registry.knows("committee", given.key):
        return NEW
    last = published.times.changed(given.key)
    return SAME if not changed else OLDER if last is not None and given.made < last else CHANGED


def shown(published: Published, given: Packet, findings: list[Finding], state: str) -> Value:
    """What a page shows of a packet in one row: the committee, its round, who sent it and when, how it compares, and what was found."""
    last = published.times.changed(given.key)
    return {
        "committee": given.key,
        "name": given.name,
        **{name: given.manifest[name] for name in ("round", "made", "by")},
        "digest": given.manifest.get("digest", ""),
        "state": state,
        "registered": "" if last is None else last.isoformat(),
        **_base(published, given),
        "papers": [path.removeprefix(packet.PAPERS) for path in sorted(given.below(packet.PAPERS))],
        "sealed": [path.removeprefix(packet.VAULT) for path in sorted(given.below(packet.VAULT))],
        "contents": packet_making.contents(given.files, given.key),
        "unsearched": packet_making.cannot_be_searched(given.below(packet.PAPERS)),
        "findings": [finding_shown(one) for one in findings],
        **count(findings),
    }


def _base(published: Published, given: Packet) -> Value:
    """The version of the registry that a packet was made with: `base`, and whether it is that of this page, an earlier one of a day, or
    not known here (`basis`: this, earlier, other, "").
    """
    base = given.manifest.get("base", "")
    day = published.times.day(base)
    basis = "" if not base or not published.commit else "this" if base == published.commit else "earlier" if day else "other"
    return {"base": base[:12], "basis": basis, "base_day": day}


def report_shown(found: Looked) -> Value:
    """The report on a packet as a page shows it, in the same words as in a pull request: `summary`, `sections`, and the offices that must
    approve it in their order, with those that come first (`turn`); and the `grounds` of a return.
    """
    made = found.report
    return {
        "summary": plain(made.summary),
        "sections": [
            {
                "title": section.title,
                "numbered": section.numbered,
                "blocks": [
                    {
                        "heading": plain(block.heading),
                        "lines": _lines(block.lines),
                        "fold": plain(block.fold),
                        "folded": _lines(block.folded),
                    }
                    for block in section.blocks
                ],
            }
            for section in sections.sections(made)
        ],
        "offices": [
            {"role": one.kind, "area": one.area or "", "office": one.office, "turn": one in made.turn} for one in made.stations or ()
        ],
        "grounds": [{"code": code, "name": name} for code, name in GROUNDS.items()],
    }


def _lines(given: Collection[Words]) -> list[str]:
    return [plain(words) for words in given]


def paper(published: Published, content: bytes, name: str) -> bytes:
    """A printed form of a packet by its name. Raises PacketRefused where it is no packet, UserError where it has none of this name."""
    found = packet.read(content, published.registry.ranks.codes).files.get(packet.PAPERS + name)
    if found is None:
        raise UserError("报送包里没有这份打印的表。")
    return found


def report_text(found: Looked) -> str:
    """The report on a packet as text."""
    return formats.text_report(found.report)


def finding_shown(one: Finding) -> Value:
    """A finding for a page."""
    return {name: getattr(one, name) for name in _FINDING}
