"""The engine: runs every rule that is in force on every record, and makes findings of the problems the rules yield."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhicheng.documents.finding import Finding, Problem, finding_values, pointer_text
from zhicheng.documents.yaml_reading import Document
from zhicheng.registry.paths import kind_of
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.registry.records.sealed_roster import Members, Roster, members
from zhicheng.registry.records.waiver import Waiver
from zhicheng.registry.registry import Entry, OpenedRoster, Registry
from zhicheng.rules import RULES
from zhicheng.rules.references import series_hint
from zhicheng.rules.rule import Context, Rule, Shared, Subject, in_force_by, severity_by
from zhicheng.system.processes import each

OF_VAULT = frozenset({"R202", "R203", "R205"})  # the rules on committees that look at the sealed files
_OF_SERIES, _WRITTEN = re.compile(r"/series(?:/[0-9]+)?$"), re.compile("的值“(.+)”的写法")
_FOR_WITHDRAWN = "X"  # of the rules on records: Y and S are found while reading, P in every document
CoveredFindings = list[tuple[int | None, Finding]]  # each finding with the index of the waiver that covers it, or None


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a check: `findings` in the order of a report, and `waived`, the errors left out because a waiver covers them."""

    findings: list[Finding]
    waived: list[tuple[Waiver, Finding]]

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors


def check(registry: Registry, today: date, vault_only: bool = False, only: Set[str] | None = None) -> Result:
    """All findings of a registry on the day `today`: the faults found while reading it, and the problems that the rules find.

    With `vault_only`, records of committees are judged only by the rules in OF_VAULT and by those that a waiver names, which X007 needs.
    With `only`, the files at these paths and the opened rosters are judged, and not the registry as a whole.
    """
    shared = Shared(registry, RULES)
    waivers = () if registry.waivers is None else registry.waivers.record
    left_out = RULES.keys() - OF_VAULT - {waiver.rule for waiver in waivers} if vault_only else frozenset[str]()
    run_rules = _rule_runner(registry, today, shared, left_out)

    def run_item(item: tuple[Subject, Entry[Any]]) -> list[tuple[int | None, tuple[Any, ...]]]:
        return [(waiver, finding_values(finding)) for waiver, finding in run_rules(*item)]

    covered: CoveredFindings = []
    items = [(subject, entry) for subject, entries in _records_by_subject(registry).items() for entry in entries]
    if vault_only:
        items = [(subject, entry) for subject, entry in items if subject != "document" or kind_of(entry.path) != "committee"]
    if only is not None:
        items = [(subject, entry) for subject, entry in items if entry.path in only and subject != "registry"]
    for answers in each(run_item, items, lambda _, sent: [(waiver, Finding(*values)) for waiver, values in sent]):
        covered += answers
    for opened in registry.opened:
        covered += opened.findings
        covered += run_rules("members", opened.members)
    shared.used_waivers = {waiver for waiver, _ in covered if waiver is not None}
    if registry.waivers is not None and only is None:  # last: X007 needs to know which waivers were used
        covered += run_rules("waivers", registry.waivers)
    findings = [_with_form_clause(finding, registry) for finding in registry.findings]
    findings += [finding for waiver, finding in covered if waiver is None]
    waived = [(waivers[waiver], finding) for waiver, finding in covered if waiver is not None]
    return Result(sorted(findings, key=lambda finding: finding.order), waived)


def judging(registry: Registry, today: date) -> Callable[[Entry[Roster]], OpenedRoster]:
    """A function that runs the rules on an opened roster, next to the public files, and returns what is kept of the roster: its members and
    the findings.
    """
    run_rules = _rule_runner(registry, today, Shared(registry, RULES))
    return lambda entry: OpenedRoster(Entry(members(entry.record), entry.document), run_rules("experts", entry))


def _rule_runner(
    registry: Registry, today: date, shared: Shared, left_out: Set[str] = frozenset()
) -> Callable[[Subject, Entry[Any]], CoveredFindings]:
    """A function that runs every rule in force on one record. Rules on committees that are in `left_out` (codes) are not run."""
    checks: dict[Subject, list[tuple[Rule, Callable[..., Iterator[Any]]]]] = {}
    for rule in RULES.values():
        for subject, function in rule.checks:
            if subject != "committee" or rule.code not in left_out:
                checks.setdefault(subject, []).append((rule, function))
    current = registry.rulebooks_of(registry.settings.current_round)
    in_force: dict[tuple[Any, ...], list[tuple[Rule, Callable[..., Iterator[Any]]]]] = {}  # cached: the same for most records

    def run_rules(subject: Subject, entry: Entry[Any]) -> CoveredFindings:
        books = _rulebooks(registry, entry)
        context = Context(registry, today, shared, entry, books)
        withdrawn = _withdrawn(registry, entry)
        key = (subject, withdrawn, *(book.id for book in books))
        if key not in in_force:
            asked = ((rule, function, current if rule.by_current_round else books) for rule, function in checks.get(subject, ()))
            in_force[key] = [(rule, function) for rule, function, by in asked if _in_force(rule, entry, by, withdrawn)]
        covered: CoveredFindings = []
        for rule, function in in_force[key]:
            for found in function(entry.record, context):
                path, problem = found if isinstance(found, tuple) else (entry.path, found)
                finding = _finding(rule, problem, path, _document(registry, entry, path), books)
                covered.append((_covering_waiver(rule, problem, entry, context) if finding.severity == "error" else None, finding))
        return covered

    return run_rules


def _with_form_clause(finding: Finding, registry: Registry) -> Finding:
    """The finding; where it is about the shape of a committee's record, with the clause that lists what a registration contains, and
    with the id that is meant where a Chinese name of a series was written.
    """
    if not finding.code.startswith("S") or kind_of(finding.file) != "committee":
        return finding
    books = registry.rulebooks_of(registry.settings.current_round)
    written = _WRITTEN.search(finding.message) if finding.code == "S005" and _OF_SERIES.search(finding.pointer) else None
    meant = series_hint(written[1], registry.series) if written else ""
    return replace(
        finding, hint=meant + finding.hint, clause=finding.clause or next((book.cite(book.form) for book in books if book.form), "")
    )


def _records_by_subject(registry: Registry) -> dict[Subject, list[Entry[Any]]]:
    """The records to judge, by subject. Not the waivers, which come last, nor the opened rosters, which are judged as they are opened."""
    single = Document("registry/registry.yaml", "", {})
    return {
        "registry": [Entry(None, single)],
        "document": [Entry(document, document) for document in registry.documents],
        "rulebook": list(registry.rulebooks.values()),
        "round": list(registry.rounds.values()),
        "committee": list(registry.committees),
        "roster": list(registry.rosters),
        "decisions": list(registry.decisions),
        "listed": list(registry.listed),
        "draw": list(registry.draws),
        "reviewers": [] if registry.reviewers is None else [registry.reviewers],
        "recipients": [] if registry.recipients is None else [registry.recipients],
        "specialties": [] if registry.specialties is None else [registry.specialties],
        "words": [] if registry.vocabulary is None else [registry.vocabulary],
    }


def _document(registry: Registry, entry: Entry[Any], path: str) -> Document | None:
    """The document that a problem of `entry` lies in: its own, or the public file at `path`. None where that file could not be read."""
    return entry.document if path == entry.path and entry.record is not None else registry.document(path)


def _finding(rule: Rule, problem: Problem, path: str, document: Document | None, books: tuple[Rulebook, ...]) -> Finding:
    """The finding for a problem: with the rule's code and severity, line and column (from 1) and the clause."""
    if problem.at is not None:
        line, column = problem.at
    else:
        line, column = (1, 1) if document is None else document.place(problem.pointer, problem.key)
    clause = problem.clause
    if clause is None:
        clause = next((book.cite(book.rules[rule.code]) for book in books if rule.code in book.rules), rule.clause)
    return Finding(
        rule.code,
        severity_by(rule, books, problem.severity),
        path,
        line,
        column,
        pointer_text(problem.pointer),
        problem.message,
        problem.hint,
        clause,
    )


def _rulebooks(registry: Registry, entry: Entry[Any]) -> tuple[Rulebook, ...]:
    """The rulebooks in force for a record: those of the round of its last filing."""
    record = entry.record
    name = record.filings[-1].round if isinstance(record, Committee) else getattr(record, "round", None)
    return registry.rulebooks_of(name) if isinstance(name, str) else ()


def _withdrawn(registry: Registry, entry: Entry[Any]) -> bool:
    """Whether a record is a withdrawn committee's, or the opened roster of one."""
    record = entry.record
    committee = registry.by_id.get(record.committee or "") if isinstance(record, Roster | Members) else record
    return isinstance(committee, Committee) and not committee.active


def _in_force(rule: Rule, entry: Entry[Any], books: tuple[Rulebook, ...], withdrawn: bool) -> bool:
    """Whether a rule applies to a record, by the rulebooks of its last filing and by whether its committee is withdrawn."""
    if withdrawn and not isinstance(entry.record, Roster | Members) and not rule.code.startswith(_FOR_WITHDRAWN):
        return False
    if not rule.by_rulebook:
        return True
    return not withdrawn and in_force_by(rule, books)


def _covering_waiver(rule: Rule, problem: Problem, entry: Entry[Any], context: Context) -> int | None:
    """The index of the waiver, in force today, that covers a problem, or None.

    A waiver matches by committee and rule; for a problem in an expert's row of a roster, by the expert's id as well.
    """
    registry, record, expert = context.registry, entry.record, None
    if not rule.waivable or registry.waivers is None:
        return None
    if isinstance(record, Roster):
        identifier = record.committee
        expert = record.experts[int(problem.pointer[1])].id if len(problem.pointer) > 1 else None
    else:
        identifier = record.id if isinstance(record, Committee) else None
    for i, waiver in enumerate(registry.waivers.record):
        if (waiver.committee, waiver.rule, waiver.expert) == (
            identifier,
            rule.code,
            expert,
        ) and waiver.date <= context.today <= waiver.until:
            return i
    return None
