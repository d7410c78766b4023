"""A registry loaded into memory: its records with their documents, and the findings of files that cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry import own_codes, required_fields
from zhicheng.registry.files import Disk, Files, Reader, on_disk
from zhicheng.registry.files import Entry as Entry  # re-exported for other packages
from zhicheng.registry.paths import CODEOWNERS, ENTRIES, FOLDERS, NEEDED, SINGLE
from zhicheng.registry.record_makers import SINGLE_RECORDS, in_order_of_precedence, maker, single
from zhicheng.registry.records.added_codes import USUAL_RANKS, Ranks
from zhicheng.registry.records.annex_layout import LETTER, AnnexLayout
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.bans import Bans
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.decision import Decision
from zhicheng.registry.records.listed import Listed
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.registry.records.round import Round
from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.registry.records.sealed_roster import Members
from zhicheng.registry.records.series import Series, series_table
from zhicheng.registry.records.settings import Settings, settings_record
from zhicheng.registry.records.specialties import Specialty
from zhicheng.registry.records.vocabulary import Vocabulary
from zhicheng.registry.records.waiver import Waiver
from zhicheng.registry.records.wording import Wording, wording
from zhicheng.registry.vault_listing import Vault
from zhicheng.text import folded

_ROSTER_AUTHORITIES = ("region", "prefecture")
_DECLARATION = "以上人员拥护中国共产党，政治思想素质和职业道德符合要求，清正廉洁，能公正履行评审职责。"
_ANNEXES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class OpenedRoster:
    """What is kept of an opened roster: its members, and the findings, each with the index of the waiver that covers it, or None."""

    members: Entry[Members]
    findings: list[tuple[int | None, Finding]]


@dataclass
class Registry:
    """The readable records of a registry, and the findings of the others.

    `files` are the paths of all files read; `stray` are those of files that do not belong in their folder. `present` holds, by kind,
    the ids of all records, readable or not, so that references to unreadable ones are not reported. `vault` lists the sealed files as
    far as known without a key, None if there is no vault; `sealed_out` is the folder where a command puts new ones instead. In memory
    only: `opened`, the results of opened rosters, and `bans`, the opened list of bans. Of the time before a change, if known: `published`,
    the paths of the files by `committees/<id>`, `rosters/<key>` and `draws/<id>`, and the specialty of each code by `specialties/<code>`;
    `published_counts`, the public counts by the key of the roster; `recorded`, the decisions and waivers by file. `codeowners` is the text
    of .github/CODEOWNERS, if it exists.
    """

    root: Path
    settings: Settings
    series: dict[str, Series]
    areas: Areas
    rulebooks: dict[str, Entry[Rulebook]] = field(default_factory=dict)
    rounds: dict[str, Entry[Round]] = field(default_factory=dict)
    committees: list[Entry[Committee]] = field(default_factory=list)
    rosters: list[Entry[RosterCounts]] = field(default_factory=list)
    decisions: list[Entry[tuple[Decision, ...]]] = field(default_factory=list)
    listed: list[Entry[Listed]] = field(default_factory=list)
    draws: list[Entry[Value]] = field(default_factory=list)
    waivers: Entry[tuple[Waiver, ...]] | None = None
    reviewers: Entry[Value] | None = None
    recipients: Entry[tuple[Recipient, ...]] | None = None
    specialties: Entry[tuple[Specialty, ...]] | None = None
    wording: Entry[Value] | None = None
    vocabulary: Entry[Vocabulary] | None = None
    randomness: Entry[Value] | None = None
    documents: list[yaml_reading.Document] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    present: dict[str, set[str]] = field(default_factory=dict)
    vault: Vault | None = None
    sealed_out: Path | None = None
    opened: list[OpenedRoster] = field(default_factory=list)
    bans: Bans | None = None
    published: dict[str, str] = field(default_factory=dict)
    published_counts: dict[str, RosterCounts] = field(default_factory=dict)
    recorded: dict[str, list[Value]] = field(default_factory=dict)
    codeowners: str | None = None
    ranks: Ranks = USUAL_RANKS

    @cached_property
    def levels(self) -> dict[str, str]:
        """The labels of the levels by code, from low to high, those that rulebooks add among them."""
        return self.ranks.levels

    @cached_property
    def by_id(self) -> dict[str, Committee]:
        """Committees by id; if an id is repeated, the first."""
        found: dict[str, Committee] = {}
        for entry in self.committees:
            found.setdefault(entry.record.id, entry.record)
        return found

    @property
    def unfiled(self) -> list[Listed]:
        """The committees of lists that have not filed, in order of id: those without a record of the same id or name."""
        names, filed = {folded(entry.record.name) for entry in self.committees}, self.present.get("committee", ())
        left = [entry.record for entry in self.listed if entry.record.id not in filed and folded(entry.record.name) not in names]
        return sorted(left, key=lambda one: one.id)

    @cached_property
    def roster_of(self) -> dict[str, RosterCounts]:
        """Public expert counts by the id of the committee."""
        return {entry.record.committee: entry.record for entry in self.rosters if entry.record.committee}

    @cached_property
    def decisions_on(self) -> dict[str, tuple[Decision, ...]]:
        """The decisions on each committee, by its id, in order of day; on one day in the order of the file."""
        found: dict[str, list[Decision]] = {}
        for decision in sorted((d for entry in self.decisions for d in entry.record), key=lambda decision: decision.date):
            if decision.committee is not None:
                found.setdefault(decision.committee, []).append(decision)
        return {committee: tuple(decisions) for committee, decisions in found.items()}

    @cached_property
    def words(self) -> Wording:
        """What the region's authorities and divisions are called; where wording.yaml is absent or unreadable, by the table of divisions."""
        return wording(None if self.wording is None else self.wording.record, self.areas, self.ranks.codes)

    def rulebooks_of(self, round_: str) -> tuple[Rulebook, ...]:
        """The rulebooks in force in a round, in its order. Unreadable ones are left out; empty if the round is unreadable."""
        filed = self.rounds.get(round_)
        names = () if filed is None else filed.record.rulebooks
        return tuple(self.rulebooks[name].record for name in names if name in self.rulebooks)

    def roster_authorities(self, round_: str) -> tuple[str, ...]:
        """Whose committees send rosters in a round, by authority, as its first rulebook that says so has them, or the usual."""
        return next((book.rosters for book in self.rulebooks_of(round_) if book.rosters is not None), _ROSTER_AUTHORITIES)

    @cached_property
    def form_clauses(self) -> dict[str, str]:
        """What the rulebooks of the current round say about each form (annex-1, annex-2, annex-3, scoring), as findings cite it, or ""."""
        books = self.rulebooks_of(self.settings.current_round)
        said = {
            form: [book.cite(clause) for book in books if (clause := book.form_clauses.get(form) or book.form)]
            for form in ("annex-1", "annex-2", "annex-3", "scoring")
        }
        return {form: cited[0] if cited else "" for form, cited in said.items()}

    def declaration(self, round_: str) -> str:
        """The sentence that a unit signs below its roster in a round, as its first rulebook that says so has it, or the usual one."""
        return next((book.declaration for book in self.rulebooks_of(round_) if book.declaration is not None), _DECLARATION)

    def annexes(self, round_: str) -> tuple[int, ...]:
        """The forms that there are in a round, by their numbers: as its first rulebook that says so has them, or all three."""
        return next((book.annexes for book in self.rulebooks_of(round_) if book.annexes is not None), _ANNEXES)

    def layout(self, annex: int) -> AnnexLayout:
        """How an annex is laid out: as the first rulebook of the current round that says so has it, or as by the letter of 2019."""
        books = self.rulebooks_of(self.settings.current_round)
        return next((book.layouts[annex] for book in books if annex in book.layouts), LETTER[annex])

    @property
    def vault_folder(self) -> Path:
        """The folder of the sealed files, which may not exist."""
        return Path(os.path.normpath(self.root / "registry" / self.settings.vault))

    def document(self, path: str) -> yaml_reading.Document | None:
        """The document at a path (POSIX, relative to the root), or None if it was not readable."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, yaml_reading.Document]:
        return {document.path: document for document in self.documents}

    def knows(self, kind: str, identifier: str) -> bool:
        """Whether a record of this kind and id exists, readable or not."""
        return identifier in self.present.get(kind, ())


def settings(files: Files) -> Settings | None:
    """The settings alone, without loading the registry; None if registry.yaml is missing or broken (`load` then says why)."""
    document = Reader(files).one("registry", f"registry/{SINGLE['registry']}")
    return None if document is None else settings_record(document.value)


def load_rules(root: Path) -> Registry | None:
    """A registry with settings, divisions, words, rulebooks and rounds only, quick to read; None if registry.yaml cannot be read."""
    reader = Reader(Disk(root), (ranks := own_codes.ranks_of(Disk(root))).codes)
    found, areas, words = (reader.one(kind, f"registry/{SINGLE[kind]}") for kind in ("registry", "areas", "wording"))
    if found is None:
        return None
    registry = Registry(root, settings_record(found.value), {}, Areas(areas.value if areas else {"areas": []}), ranks=ranks)
    registry.wording = single(words, SINGLE_RECORDS["wording"][1])
    for kind, into in (("rulebook", registry.rulebooks), ("round", registry.rounds)):
        entries = reader.folder(kind, f"registry/{FOLDERS[kind]}", maker(kind, ranks)).entries
        into |= {entry.record.id: entry for entry in in_order_of_precedence(entries)}
    return registry


def load(root: Path) -> Registry:
    """The registry in `root`/registry.

    Raises UserError if registry.yaml, series.yaml or areas.yaml is missing, or as `files.on_disk`; BrokenSettings if one of them is unfit.
    """
    base = root / "registry"
    if not base.is_dir():
        raise UserError(f"找不到登记库：{base} 不存在。请在登记库所在的文件夹里运行，或用 --root 指明。")
    reference = base / "reference"
    if reference.is_dir() and not os.access(reference, os.R_OK | os.X_OK):
        raise UserError("没有权限读取 registry/reference/。请改好这个文件夹的权限，然后重试。")
    return assemble(root, on_disk(root))


def assemble(root: Path, files: Files, reuse_from: Registry | None = None) -> Registry:
    """The registry made of `files`. Raises as `load`.

    If `files` return documents of the registry `reuse_from`, its committees and roster counts are taken from there.
    """
    ranks = own_codes.ranks_of(files)
    if reuse_from is not None and reuse_from.ranks.codes != ranks.codes:  # documents were read by other schemas
        files, reuse_from = files.anew(), None
    reader = Reader(files, ranks.codes)
    earlier: list[Entry[Any]] = [] if reuse_from is None else [*reuse_from.committees, *reuse_from.rosters]
    known = {id(entry.document): entry for entry in earlier}

    def made(kind: str) -> Callable[[yaml_reading.Document], Entry[Any]]:
        make = maker(kind, ranks)
        return lambda document: known.get(id(document)) or make(document)

    documents = {kind: reader.one(kind, f"registry/{name}") for kind, name in SINGLE.items()}
    for kind in NEEDED:
        if f"registry/{SINGLE[kind]}" not in reader.files:
            raise UserError(f"缺少 registry/{SINGLE[kind]}。请从登记库的历史中恢复，或用 zhicheng init 生成一份。")
    settings, series, areas = (documents[kind] for kind in NEEDED)
    if settings is None or series is None or areas is None:
        raise BrokenSettings(reader.findings, reader.files)
    registry = Registry(root, settings_record(settings.value), series_table(series.value, ranks.levels), Areas(areas.value), ranks=ranks)
    for kind, folder in FOLDERS.items():
        found = reader.folder(kind, f"registry/{folder}", made(kind))
        registry.present[kind] = found.stems
        registry.stray += found.stray
        if kind == "rulebook":
            registry.rulebooks = {entry.record.id: entry for entry in in_order_of_precedence(found.entries)}
            registry.present[kind] |= registry.rulebooks.keys()
        elif kind == "round":
            registry.rounds = {entry.record.id: entry for entry in in_order_of_precedence(found.entries)}
            registry.present[kind] |= registry.rounds.keys()
        elif kind == "committee":
            registry.committees = found.entries
            registry.present[kind] |= {entry.record.id for entry in registry.committees}
        elif kind == "decisions":
            registry.decisions = found.entries
        elif kind in ("roster", "listed", "draw"):
            setattr(registry, {"roster": "rosters", "draw": "draws"}.get(kind, kind), found.entries)
    _leave_out_incomplete(registry, reader)
    for name, (kind, make) in SINGLE_RECORDS.items():
        setattr(registry, name, single(documents[kind], make))
    registry.documents = reader.documents
    registry.findings = reader.findings
    registry.files = sorted(reader.files)
    registry.stray += files.unknown_files(ENTRIES, {name.split("/")[1] for name in SINGLE.values() if name.startswith("reference/")})
    registry.vault = files.vault(registry.vault_folder)
    registry.codeowners = files.sibling_text(CODEOWNERS)
    return registry


def _leave_out_incomplete(registry: Registry, reader: Reader) -> None:
    """Leaves out the rounds and committees that lack what the rulebooks of their round require, with a finding for each field (S002)."""
    lacking: dict[str, list[Finding]] = {}
    for name, entry in registry.rounds.items():
        lacking[entry.path] = required_fields.faults("round", entry.document, registry.rulebooks_of(name))
    for committee in registry.committees:
        books = registry.rulebooks_of(committee.record.filings[-1].round)
        lacking[committee.path] = required_fields.faults("committee", committee.document, books)
    lacking = {path: found for path, found in lacking.items() if found}
    if lacking:
        registry.rounds = {name: entry for name, entry in registry.rounds.items() if entry.path not in lacking}
        registry.committees = [entry for entry in registry.committees if entry.path not in lacking]
        reader.documents = [document for document in reader.documents if document.path not in lacking]
        reader.findings += [finding for found in lacking.values() for finding in found]


class BrokenSettings(Exception):  # noqa: N818 - named after the fault
    """registry.yaml, series.yaml or areas.yaml cannot be read, so nothing else can be checked. Carries the findings and the paths read."""

    def __init__(self, findings: list[Finding], files: list[str]) -> None:
        super().__init__("broken settings")
        self.findings = findings
        self.files = files
