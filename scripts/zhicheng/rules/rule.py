"""What a rule is, and the context it gets with each record it judges."""

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
from zhicheng.registry.records.added_codes import USUAL_RANKS, Ranks
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Competence
from zhicheng.registry.records.rulebook import Provision, Rulebook
from zhicheng.registry.records.sealed_roster import Expert, Members, Roster
from zhicheng.registry.registry import Entry, Registry
from zhicheng.text import folded

# What a rule judges: records of that kind (`experts`: an opened roster; `members`: what is kept of an opened roster, to compare it with
# other pools), every document of any kind, or the registry as a whole. A rule that finds problems in another file than the one it judges
# yields the path of that file with each problem.
Subject = Literal[
    "committee",
    "roster",
    "experts",
    "members",
    "round",
    "rulebook",
    "decisions",
    "listed",
    "waivers",
    "reviewers",
    "recipients",
    "specialties",
    "words",
    "draw",
    "document",
    "registry",
]


# Among what a rule may use: a figure for each authority, or each level below 副高级, that rulebooks add.
LEVELS_OF_ADDED, MEMBERS_OF_ADDED = "levels_*", "members_*"


def figure_of(kind: str, code: str) -> str:
    """The name of a figure that there is for each code: what units of an authority may review (levels_unit), members (members_junior)."""
    return f"{kind}_{code.replace('-', '_')}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, the functions that check it, each with the subject it judges, and the text of its page.

    `text` is the docstring: a title line that says the fault, why it matters, and a failing and a passing example.
    `needs` names the figures that a rulebook must give for the rule to be in force, `may_use` those that it may give besides.
    `by_current_round`: the rulebooks of the current round say whether it is in force, and not those of the record's round.
    """

    code: str
    text: str
    clause: str = ""
    severity: Severity = "error"
    waivable: bool = False
    needs: tuple[str, ...] = ()
    may_use: tuple[str, ...] = ()
    by_current_round: bool = False
    checks: tuple[tuple[Subject, Callable[..., Iterator[Any]]], ...] = ()

    @property
    def title(self) -> str:
        """The first line of the text, without its full stop."""
        return self.text.split("\n", 1)[0].rstrip("。")

    def figures(self, ranks: Ranks = USUAL_RANKS) -> tuple[str, ...]:
        """The figures that it reads in a registry with these levels and authorities."""
        lower = [code for code, _ in ranks.codes.added_levels if code not in ranks.senior]
        added = {
            LEVELS_OF_ADDED: [figure_of("levels", code) for code in ranks.areas],
            MEMBERS_OF_ADDED: [figure_of("members", code) for code in lower],
        }
        return tuple(figure for name in (*self.needs, *self.may_use) for figure in added.get(name, [name]))

    @property
    def by_rulebook(self) -> bool:
        """Whether the rule is in force only where a rulebook of the record's last filing says so (E, R1xx, R205)."""
        return self.code.startswith(("E", "R1", "R205"))


def in_force_by(rule: Rule, books: tuple[Rulebook, ...]) -> bool:
    """Whether the rulebooks of a round put a rule in force: one of them lists it, and they hold every figure that it needs."""
    return any(rule.code in book.rules for book in books) and all(any(name in book.numbers for book in books) for name in rule.needs)


def severity_by(rule: Rule, books: tuple[Rulebook, ...], own: Severity | None = None) -> Severity:
    """The severity of a finding: what the first of the rulebooks that lists the rule sets, else what the rule says.

    `own` is what the rule says of this one problem. A rulebook makes a warning of any problem; it makes no error of one that the rule
    itself only wants to be looked at.
    """
    said = next((book.severities.get(rule.code) for book in books if rule.code in book.rules), None)
    if said == "warning":
        return "warning"
    return own or said or rule.severity


def rule(
    code: str,
    *,
    clause: str = "",
    severity: Severity = "error",
    waivable: bool = False,
    needs: tuple[str, ...] = (),
    may_use: tuple[str, ...] = (),
    on: Subject = "committee",
    by_current_round: bool = False,
) -> Callable[[Callable[..., Iterator[Any]]], Rule]:
    """A decorator that makes a Rule of a function `(record, context) -> problems`. The function's docstring becomes the rule's page."""

    def make(check: Callable[..., Iterator[Any]]) -> Rule:
        text = inspect.cleandoc(check.__doc__ or "")
        return Rule(code, text, clause, severity, waivable, needs, may_use, by_current_round, ((on, check),))

    return make


@dataclass(frozen=True, slots=True)
class JudgedPool:
    """The pool of an opened roster as the rules on experts need it: the committee, the level needed, the roster deadline, and the experts.

    `committee` and `needed` are None where the committee's record could not be read, and for experts who applied through their employer
    (`direct`): they only need the level they have. `month` is the month of the roster deadline, counted as in `month_of`; `active` are the
    experts in the pool, each with its index in the roster.
    """

    committee: Committee | None
    needed: str | None
    direct: bool
    deadline: date
    month: int
    active: tuple[tuple[int, Expert], ...]

    def level_for(self, expert: Expert) -> str | None:
        """The level an expert must hold; None where the committee's record could not be read."""
        return expert.level if self.direct else self.needed


@dataclass(slots=True)
class Context:
    """What a rule may use besides the record: the registry, today, indexes over the registry, the entry of the record, and the rulebooks in
    force for it.
    """

    registry: Registry
    today: date
    shared: Shared
    entry: Entry[Any]
    rulebooks: tuple[Rulebook, ...] = ()
    _pool: JudgedPool | None = None

    @property
    def pool(self) -> JudgedPool:
        """The pool of the opened roster being judged; for rules on `experts` only."""
        if self._pool is None:
            roster: Roster = self.entry.record
            committee = self.registry.by_id.get(roster.committee or "")
            needed = None if committee is None else sealed_roster.level_needed(committee)
            deadline = self.registry.rounds[roster.round].record.roster_deadline
            active = tuple([(i, expert) for i, expert in enumerate(roster.experts) if expert.state == "active"])
            self._pool = JudgedPool(committee, needed, roster.committee is None, deadline, sealed_roster.month_of(deadline), active)
        return self._pool

    def figure(self, name: str) -> Provision:
        """A figure of the rulebooks in force. A rule names its figures in `needs`, so that one of the rulebooks has it."""
        return next(book.numbers[name] for book in self.rulebooks if name in book.numbers)

    def has_figure(self, name: str) -> bool:
        """Whether a rulebook in force has a figure that a rule can do without."""
        return any(name in book.numbers for book in self.rulebooks)

    def cite(self, provision: Provision) -> str:
        """The clause of a figure, with the name of its document: 备案登记的函（2019）一（一）2."""
        return next(book.cite(provision.clause) for book in self.rulebooks if any(one is provision for one in book.numbers.values()))

    @property
    def levels(self) -> dict[str, str]:
        """The labels of the registry's levels by code, from low to high."""
        return self.registry.levels

    @property
    def level_ranks(self) -> dict[str, int]:
        """The rank of each level, the lowest 0."""
        return {level: rank for rank, level in enumerate(self.registry.levels)}

    def label(self, *pointer: str | int) -> str:
        """The Chinese label of a field of a committee's record."""
        return field_label(schema("committee"), pointer)


EVERY = ("", "")  # in place of a specialty: all of the series
Competent = tuple[Committee, Competence]  # a committee and one of its reviews


@dataclass
class Shared:
    """Indexes over the whole registry, each computed when it is first used. `used_waivers` are indexes into the waivers."""

    registry: Registry
    rules: dict[str, Rule]
    used_waivers: set[int] = field(default_factory=set)
    draw_problems: dict[str, list[tuple[str, Problem]]] = field(default_factory=dict)  # by the path of the draw, as they are found

    @cached_property
    def paths_of_id(self) -> dict[str, list[str]]:
        """Paths of the committees' files by id."""
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
                found.setdefault((folded(entry.record.name), folded(entry.record.organiser)), []).append(entry.path)
        return found

    @cached_property
    def after(self) -> dict[str, set[str]]:
        """The ids of the committees that come after each, by its own record or by theirs."""
        found: dict[str, set[str]] = {}
        for committee in self.registry.by_id.values():
            for before in committee.predecessors:
                found.setdefault(before, set()).add(committee.id)
            if committee.withdrawn is not None:
                found.setdefault(committee.id, set()).update(committee.withdrawn.all_successors)
        return found

    @cached_property
    def in_several_pools(self) -> dict[tuple[str, int], list[Members]]:
        """For each person who is in more than one pool, those pools; pools of withdrawn committees are left out."""
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
        """The levels that a title may stand for, by series, then by title."""
        return {identifier: series.levels_of_titles() for identifier, series in self.registry.series.items()}

    @cached_property
    def competent(self) -> dict[tuple[str, str], dict[tuple[str, str], list[Competent]]]:
        """Active committees open to the public that review applications, each with its review.

        By (authority, series), then by first and second level, both folded; reviews of all specialties are under EVERY.
        """
        found: dict[tuple[str, str], dict[tuple[str, str], list[Competent]]] = {}
        for entry in self.registry.committees:
            for review in entry.record.reviews if entry.record.active else ():
                if entry.record.open_to(review) != "public" or review.way == "exam":
                    continue
                branch = found.setdefault((entry.record.authority, review.series), {})
                one = (entry.record, review)
                names = ((name, folded(second)) for first in review.catalog for name in (folded(first.name),) for second in first.seconds)
                for name in {EVERY} if review.all_specialties else set(names):
                    branch.setdefault(name, []).append(one)
        return found


def row_problem(i: int, field: str, message: str, hint: str, *, severity: Severity | None = None, clause: str | None = None) -> Problem:
    """A problem with a field of the expert in row i + 1 of an opened roster."""
    return Problem(("experts", i, field), f"{sealed_roster.row_words(i + 1, field)}：{message}", hint, clause, severity=severity)
