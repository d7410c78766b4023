"""What a rule is, and what it may ask about the record it judges."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from zhicheng.documents.finding import Problem, Severity
from zhicheng.documents.schemas import field_label, schema
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.rulebook import Provision, Rulebook
from zhicheng.registry.records.sealed_roster import Expert, Members, Roster
from zhicheng.registry.registry import Entry, Registry

# What a rule is asked about: a record of that kind (`experts`: an opened roster; `members`: what is kept of one, beside the others), any
# document of any kind, or the registry as a whole (then it yields the path of the file with each problem).
Subject = Literal[
    "committee", "roster", "experts", "members", "round", "rulebook", "decisions", "waivers", "reviewers", "document", "registry"
]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, the function that checks it, and its page. `needs` names the figures a rulebook must give for it.

    `text` is the docstring: a title line that says the fault, why it matters, and a failing and a passing example.
    """

    code: str
    text: str
    clause: str = ""
    severity: Severity = "error"
    waivable: bool = False
    needs: tuple[str, ...] = ()
    checks: tuple[tuple[Subject, Callable[..., Iterator[Any]]], ...] = ()

    @property
    def title(self) -> str:
        return self.text.split("\n", 1)[0].rstrip("。")

    @property
    def by_rulebook(self) -> bool:
        """Whether the rule is in force only where a rulebook of the record's last filing says so (E and R1xx)."""
        return self.code.startswith(("E", "R1"))


def rule(
    code: str,
    *,
    clause: str = "",
    severity: Severity = "error",
    waivable: bool = False,
    needs: tuple[str, ...] = (),
    on: Subject = "committee",
) -> Callable[[Callable[..., Iterator[Any]]], Rule]:
    """Makes a rule of a function `(record, context) -> problems`; its docstring becomes the rule's page."""

    def make(check: Callable[..., Iterator[Any]]) -> Rule:
        return Rule(code, inspect.cleandoc(check.__doc__ or ""), clause, severity, waivable, needs, ((on, check),))

    return make


@dataclass(frozen=True, slots=True)
class JudgedPool:
    """What the rules on an opened roster ask in turn: whose it is, the level its experts must hold, its month, and who is in it.

    `committee` and `needed` are None where the record of the committee could not be read, and for experts who came through their employer
    (`direct`), of whom nobody's level is needed but their own. `month` is the month of the roster deadline; `active` are the experts in
    it, with their index.
    """

    committee: Committee | None
    needed: str | None
    direct: bool
    deadline: date
    month: int
    active: tuple[tuple[int, Expert], ...]

    def level_for(self, expert: Expert) -> str | None:
        """The level an expert must hold; None where that cannot be told."""
        return expert.level if self.direct else self.needed


@dataclass(slots=True)
class Context:
    """What a rule may know besides its record: the day, the whole registry, and the rulebooks in force for this record."""

    registry: Registry
    today: date
    shared: Shared
    entry: Entry[Any]
    rulebooks: tuple[Rulebook, ...] = ()
    _pool: JudgedPool | None = None

    @property
    def pool(self) -> JudgedPool:
        """The pool of the opened roster that is judged."""
        if self._pool is None:
            roster: Roster = self.entry.record
            committee = self.registry.by_id.get(roster.committee or "")
            needed = None if committee is None else sealed_roster.level_needed(committee)
            deadline = self.registry.rounds[roster.round].record.roster_deadline
            active = tuple([(i, expert) for i, expert in enumerate(roster.experts) if expert.state == "active"])
            self._pool = JudgedPool(committee, needed, roster.committee is None, deadline, sealed_roster.month_of(deadline), active)
        return self._pool

    def figure(self, name: str) -> Provision:
        """A figure of the rulebooks in force. Rules name theirs in `needs`, so that it is there."""
        return next(book.numbers[name] for book in self.rulebooks if name in book.numbers)

    def cite(self, provision: Provision) -> str:
        """The clause of a figure with its document: 备案登记的函（2019）一（一）2."""
        return next(book.cite(provision.clause) for book in self.rulebooks if provision in book.numbers.values())

    def label(self, *pointer: str | int) -> str:
        """The Chinese label of a field of a committee's record."""
        return field_label(schema("committee"), pointer)


@dataclass
class Shared:
    """Indexes over the whole registry that several records' checks use; each is made once, when first asked for."""

    registry: Registry
    rules: dict[str, Rule]
    used_waivers: set[int] = field(default_factory=set)

    @cached_property
    def paths_of_id(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entry in self.registry.committees:
            found.setdefault(entry.record.id, []).append(entry.path)
        return found

    @cached_property
    def same_name(self) -> dict[tuple[str, str], list[str]]:
        """Paths of active committees by name and organiser."""
        found: dict[tuple[str, str], list[str]] = {}
        for entry in self.registry.committees:
            if entry.record.active:
                found.setdefault((entry.record.name, entry.record.organiser), []).append(entry.path)
        return found

    @cached_property
    def in_several_pools(self) -> dict[tuple[str, int], list[Members]]:
        """The pools of who is in more than one. Withdrawn committees do not count."""
        first: dict[tuple[str, int], Members] = {}
        several: dict[tuple[str, int], list[Members]] = {}
        for opened in self.registry.opened:
            pool = opened.members.record
            committee = self.registry.by_id.get(pool.committee or "")
            if committee is not None and not committee.active:
                continue
            for person in pool.persons:
                known = first.setdefault(person, pool)
                if known is not pool:
                    several.setdefault(person, [known]).append(pool)
        return several

    @cached_property
    def levels_of_titles(self) -> dict[str, dict[str, frozenset[str]]]:
        """The levels each title stands for, by series."""
        return {identifier: series.levels_of_titles() for identifier, series in self.registry.series.items()}

    @cached_property
    def competent(self) -> dict[tuple[str, str, str], dict[str, list[tuple[Committee, tuple[str, ...]]]]]:
        """Active committees open to the public with the levels, by authority, series and first level, then by second level."""
        found: dict[tuple[str, str, str], dict[str, list[tuple[Committee, tuple[str, ...]]]]] = {}
        for entry in self.registry.committees:
            record = entry.record
            if not record.active or record.scope.open_to != "public":
                continue
            for review in record.reviews:
                reviewed = (record, review.levels)
                for first in review.catalog:
                    branch = found.setdefault((record.authority, review.series, first.name), {})
                    for second in first.seconds:
                        branch.setdefault(second, []).append(reviewed)
        return found


def row_problem(i: int, field: str, message: str, hint: str, *, severity: Severity | None = None, clause: str | None = None) -> Problem:
    """A problem with a field of the expert in row i + 1 of an opened roster."""
    return Problem(("experts", i, field), f"{sealed_roster.row_words(i + 1, field)}：{message}", hint, clause, severity=severity)
