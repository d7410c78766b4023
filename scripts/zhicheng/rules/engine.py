"""The engine: asks every rule that is in force about every record, and makes findings of the problems."""

from __future__ import annotations

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
from zhicheng.rules.rule import Context, Rule, Shared, Subject
from zhicheng.system.processes import each

OF_VAULT = frozenset({"R202", "R203", "R205"})  # the rules on committees that are about their sealed files
_FOR_WITHDRAWN = ("Y", "S", "X", "P")
Said = list[tuple[int | None, Finding]]  # each finding with the number of the waiver that covers it


@dataclass(frozen=True, slots=True)
class Result:
    """The findings in the order of a report, and those a waiver took away."""

    findings: list[Finding]
    waived: list[tuple[Waiver, Finding]]

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors


def check(registry: Registry, today: date, vault_only: bool = False) -> Result:
    """Every finding of a registry on a day: those of reading it, and those of the rules.

    `vault_only` leaves out what the rules say of committees' records, but for OF_VAULT and what a waiver is about.
    """
    shared = Shared(registry, RULES)
    waivers = () if registry.waivers is None else registry.waivers.record
    left_out = RULES.keys() - OF_VAULT - {waiver.rule for waiver in waivers} if vault_only else frozenset[str]()
    ask = _asking(registry, today, shared, left_out)

    def asked(item: tuple[Subject, Entry[Any]]) -> list[tuple[int | None, tuple[Any, ...]]]:
        return [(waiver, finding_values(finding)) for waiver, finding in ask(*item)]

    said: Said = []
    items = [(subject, entry) for subject, entries in _by_themselves(registry).items() for entry in entries]
    if vault_only:
        items = [(subject, entry) for subject, entry in items if subject != "document" or kind_of(entry.path) != "committee"]
    for answers in each(asked, items, lambda _, told: [(waiver, Finding(*values)) for waiver, values in told]):
        said += answers
    for opened in registry.opened:
        said += opened.findings
        said += ask("members", opened.members)
    shared.used_waivers = {waiver for waiver, _ in said if waiver is not None}
    if registry.waivers is not None:  # last, when it is known which of them were used
        said += ask("waivers", registry.waivers)
    findings = [_with_form_clause(finding, registry) for finding in registry.findings]
    findings += [finding for waiver, finding in said if waiver is None]
    waived = [(waivers[waiver], finding) for waiver, finding in said if waiver is not None]
    return Result(sorted(findings, key=lambda finding: finding.order), waived)


def judging(registry: Registry, today: date) -> Callable[[Entry[Roster]], OpenedRoster]:
    """A function that judges a roster that was opened, beside the public files, and gives what is kept of it."""
    ask = _asking(registry, today, Shared(registry, RULES))
    return lambda entry: OpenedRoster(Entry(members(entry.record), entry.document), ask("experts", entry))


def _asking(registry: Registry, today: date, shared: Shared, left_out: Set[str] = frozenset()) -> Callable[[Subject, Entry[Any]], Said]:
    """A function that asks every rule that is in force about one record; about committees not those `left_out`."""
    checks: dict[Subject, list[tuple[Rule, Callable[..., Iterator[Any]]]]] = {}
    for rule in RULES.values():
        for subject, function in rule.checks:
            if subject != "committee" or rule.code not in left_out:
                checks.setdefault(subject, []).append((rule, function))
    in_force: dict[tuple[Any, ...], list[tuple[Rule, Callable[..., Iterator[Any]]]]] = {}  # the same for most records

    def ask(subject: Subject, entry: Entry[Any]) -> Said:
        books = _rulebooks(registry, entry)
        context = Context(registry, today, shared, entry, books)
        withdrawn = _withdrawn(registry, entry)
        key = (subject, withdrawn, *(book.id for book in books))
        if key not in in_force:
            in_force[key] = [(rule, function) for rule, function in checks.get(subject, ()) if _in_force(rule, entry, books, withdrawn)]
        said: Said = []
        for rule, function in in_force[key]:
            for found in function(entry.record, context):
                path, problem = found if isinstance(found, tuple) else (entry.path, found)
                finding = _finding(rule, problem, path, _document(registry, entry, path), books)
                said.append((_waiver(rule, problem, entry, context) if finding.severity == "error" else None, finding))
        return said

    return ask


def _with_form_clause(finding: Finding, registry: Registry) -> Finding:
    """A finding about the shape of a committee's record, with the clause that says what a registration contains."""
    if not finding.code.startswith("S") or kind_of(finding.file) != "committee":
        return finding
    books = registry.rulebooks_of(registry.settings.current_round)
    return replace(finding, clause=next((book.cite(book.form) for book in books if book.form), ""))


def _by_themselves(registry: Registry) -> dict[Subject, list[Entry[Any]]]:
    """What there is to ask about in any order."""
    single = Document("registry/registry.yaml", "", {})
    return {
        "registry": [Entry(None, single)],
        "document": [Entry(document, document) for document in registry.documents],
        "rulebook": list(registry.rulebooks.values()),
        "round": list(registry.rounds.values()),
        "committee": list(registry.committees),
        "roster": list(registry.rosters),
        "decisions": list(registry.decisions),
        "reviewers": [] if registry.reviewers is None else [registry.reviewers],
    }


def _document(registry: Registry, entry: Entry[Any], path: str) -> Document | None:
    return entry.document if path == entry.path and entry.record is not None else registry.document(path)


def _finding(rule: Rule, problem: Problem, path: str, document: Document | None, books: tuple[Rulebook, ...]) -> Finding:
    if problem.at is not None:
        line, column = problem.at
    else:
        line, column = (1, 1) if document is None else document.place(problem.pointer, problem.key)
    clause = problem.clause
    if clause is None:
        clause = next((book.cite(book.rules[rule.code]) for book in books if rule.code in book.rules), rule.clause)
    return Finding(
        rule.code,
        problem.severity or rule.severity,
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
    if withdrawn and not isinstance(entry.record, Roster | Members) and not rule.code.startswith(_FOR_WITHDRAWN):
        return False
    if not rule.by_rulebook:
        return True
    return not withdrawn and any(rule.code in book.rules for book in books) and all(any(n in b.numbers for b in books) for n in rule.needs)


def _waiver(rule: Rule, problem: Problem, entry: Entry[Any], context: Context) -> int | None:
    """The number of the waiver that covers a problem: of the committee and the rule, and for an expert's row of that expert alone."""
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
