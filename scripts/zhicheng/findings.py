"""The engine: asks every rule that is in force about every record, and makes findings of the problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhicheng.experts import Roster
from zhicheng.office import Rulebook, Waiver
from zhicheng.problem import Finding, Problem, pointer_text
from zhicheng.records import Committee
from zhicheng.registry import Entry, Registry, kind_of
from zhicheng.rules import RULES
from zhicheng.rules.rule import Context, Rule, Shared, Subject
from zhicheng.source import Document

_AFTER_THE_OTHERS = "X007"  # tells which waivers were of no use, so it waits until all others have been asked
_FOR_WITHDRAWN = ("Y", "S", "X", "P")


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


def check(registry: Registry, today: date) -> Result:
    """Every finding of a registry on a day: those of reading it, and those of the rules."""
    shared = Shared(registry, RULES)
    findings = [_with_form_clause(finding, registry) for finding in registry.findings]
    waived: list[tuple[Waiver, Finding]] = []
    ordered = sorted(RULES.values(), key=lambda rule: rule.code == _AFTER_THE_OTHERS)
    checks = [(rule, subject, function) for rule in ordered for subject, function in rule.checks]
    for subject, entries in _subjects(registry).items():
        wanted = [(rule, function) for rule, of, function in checks if of == subject]
        in_force: dict[tuple[Any, ...], list[tuple[Rule, Callable[..., Iterator[Any]]]]] = {}  # the same for most records
        for entry in entries:
            books = _rulebooks(registry, entry)
            context = Context(registry, today, shared, entry, books)
            withdrawn = _withdrawn(registry, entry)
            key = (withdrawn, *(book.id for book in books))
            if key not in in_force:
                in_force[key] = [(rule, function) for rule, function in wanted if _in_force(rule, entry, books, withdrawn)]
            for rule, function in in_force[key]:
                for path, problem in _problems(function(entry.record, context), entry):
                    document = _document(registry, entry, path)
                    finding = _finding(rule, problem, path, document, books)
                    waiver = _waiver(rule, problem, entry, context) if finding.severity == "error" else None
                    if waiver is None:
                        findings.append(finding)
                    else:
                        waived.append((waiver, finding))
    return Result(sorted(findings, key=lambda finding: finding.order), waived)


def _with_form_clause(finding: Finding, registry: Registry) -> Finding:
    """A finding about the shape of a committee's record, with the clause that says what a registration contains."""
    if not finding.code.startswith("S") or kind_of(finding.file) != "committee":
        return finding
    books = registry.rulebooks_of(registry.settings.current_round)
    return replace(finding, clause=next((book.cite(book.form) for book in books if book.form), ""))


def _subjects(registry: Registry) -> dict[Subject, list[Entry[Any]]]:
    """What there is to ask about, in the order of asking; waivers come last, when it is known which were used."""
    single = Document("registry/registry.yaml", "", {})
    return {
        "registry": [Entry(None, single)],
        "document": [Entry(document, document) for document in registry.documents],
        "rulebook": list(registry.rulebooks.values()),
        "round": list(registry.rounds.values()),
        "committee": list(registry.committees),
        "roster": list(registry.rosters),
        "experts": list(registry.opened),
        "decisions": list(registry.decisions),
        "reviewers": [] if registry.reviewers is None else [registry.reviewers],
        "waivers": [] if registry.waivers is None else [registry.waivers],
    }


def _problems(found: Iterator[Any], entry: Entry[Any]) -> Iterator[tuple[str, Problem]]:
    for item in found:
        yield item if isinstance(item, tuple) else (entry.path, item)


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
    committee = registry.by_id.get(record.committee or "") if isinstance(record, Roster) else record
    return isinstance(committee, Committee) and not committee.active


def _in_force(rule: Rule, entry: Entry[Any], books: tuple[Rulebook, ...], withdrawn: bool) -> bool:
    if withdrawn and not isinstance(entry.record, Roster) and not rule.code.startswith(_FOR_WITHDRAWN):
        return False
    if not rule.by_rulebook:
        return True
    return not withdrawn and any(rule.code in book.rules for book in books) and all(any(n in b.numbers for b in books) for n in rule.needs)


def _waiver(rule: Rule, problem: Problem, entry: Entry[Any], context: Context) -> Waiver | None:
    """The waiver that covers a problem: of the committee and the rule, and for an expert's row of that expert alone."""
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
            context.shared.used_waivers.add(i)
            return waiver
    return None
