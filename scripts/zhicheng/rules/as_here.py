"""Rules as they apply in one registry: by which documents, with which figures, in which rounds; and their texts with these figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from zhicheng.documents.codes import USUAL
from zhicheng.documents.finding import Severity
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.rulebook import Provision, Rulebook
from zhicheng.registry.registry import Registry
from zhicheng.rules import RULES
from zhicheng.rules.example_codes import in_codes_of
from zhicheng.rules.rule import Rule, figure_of, in_force_by, severity_by

# What stands in a text where no rulebook gives the figure, by the unit after its name: {members_odd 人} → 规定的人数.
# What the texts call the units of each level, by authority.
_UNITS = {label: code for code, label in USUAL.authorities}
_LEVELS_OF_UNITS = {"省级": "region", "地市级": "prefecture", "区县级": "county"}
_UNKNOWN = {"人": "规定的人数", "年": "规定的年数", "天": "规定的天数", "岁": "规定的年龄", "周岁": "规定的年龄", "个月": "规定的月数"}
_PLACE = re.compile(r"( ?)\{([a-z_]+)(?: ([一-龥]+))?\}")
_ADDED = "levels_added"  # stands in a text for what units of the authorities that the rulebooks add may review
_ROSTERS = "rosters"  # stands in a text for the authorities whose committees send rosters
_EXAMPLES = re.compile(r"\n例子所用：(.+)\n")


@dataclass(frozen=True, slots=True)
class ByDocument:
    """A document that puts a rule in force: its clause for the rule, the severity it sets (None: the rule's own), and the rounds."""

    book: Rulebook
    clause: str
    severity: Severity | None
    rounds: tuple[str, ...]

    @property
    def cited(self) -> str:
        """The short title of the document and the clause."""
        return self.book.cite(self.clause)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a rule reads, and the document it is taken from; `levels` are the labels of the registry's levels."""

    name: str
    book: Rulebook
    provision: Provision
    levels: Mapping[str, str]

    @property
    def cited(self) -> str:
        """The short title of the document and the clause."""
        return self.book.cite(self.provision.clause)

    @property
    def words(self) -> str:
        """The value in words."""
        return self.provision.words(labels=self.levels)


@dataclass(frozen=True)
class RuleHere:
    """A rule as it applies in a registry; without a registry, as it stands in the program.

    `documents` are the documents that put it in force, in the order of the rounds; empty for a rule that holds always and for one that no
    round adopts. `rounds` are those in which it is in force, oldest first. `figures` are those of the current round where it is in force
    there, else of the latest round where it is; `books` the rulebooks of that round. `registry` is None outside of any.
    """

    rule: Rule
    registry: Registry | None
    rounds: tuple[str, ...] = ()
    documents: tuple[ByDocument, ...] = ()
    figures: tuple[Figure, ...] = ()
    books: tuple[Rulebook, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether the registry judges any record by the rule; outside of a registry every rule counts as in force."""
        return self.registry is None or not self.rule.by_rulebook or bool(self.rounds)

    @property
    def in_force_now(self) -> bool:
        """Whether records filed in the current round are judged by it."""
        return self.in_force and (self.registry is None or not self.rule.by_rulebook or self.registry.settings.current_round in self.rounds)

    @property
    def severity(self) -> Severity:
        """The severity that the rulebooks set, else the rule's own."""
        return severity_by(self.rule, self.books)

    @property
    def clause(self) -> str:
        """The documents and clauses it rests on, as the findings cite them; empty where there are none."""
        if self.rule.by_rulebook:
            return "；".join(dict.fromkeys(document.cited for document in self.documents))
        if self.rule.code.startswith(("F", "S")):
            books = () if self.registry is None else self.registry.rulebooks_of(self.registry.settings.current_round)
            return next((book.cite(book.form) for book in books if book.form), "")
        return self.rule.clause

    @cached_property
    def text(self) -> str:
        """The text of the rule's page with the figures of this registry, units of each level as called there, and its divisions."""
        known = {figure.name: figure.provision for figure in self.figures}
        names = {*self.rule.figures(), _ROSTERS, _ADDED}

        def filled(found: re.Match[str]) -> str:
            space, name, unit = found[1], found[2], found[3] or ""
            if name not in names:
                return found[0]
            if name in (_ROSTERS, _ADDED):
                return self._senders if name == _ROSTERS else self._added
            return (
                space + known[name].words(unit, LEVELS if self.registry is None else self.registry.levels)
                if name in known
                else _UNKNOWN.get(unit, "规定的层级")
            )

        text = _PLACE.sub(filled, _EXAMPLES.sub(self._of_the_examples, self.rule.text))
        if self.registry is not None:
            words = self.registry.words
            here = {**{word: words.unit(authority) for word, authority in _UNITS.items()}, "地市": words.prefectures}
            here |= {word: words.authorities[authority] for word, authority in _LEVELS_OF_UNITS.items()}
            text = re.sub("|".join(sorted(here, key=len, reverse=True)) + "(?!人社)", lambda found: here[found[0]], text)
            return in_codes_of(self.registry.areas, words)(text)
        return text

    @property
    def _senders(self) -> str:
        """The authorities whose committees send rosters of experts, in words: 省级、地市级."""
        if self.registry is None:
            return "规则文件写明的"
        listed = (authority_label(self.registry, one) for one in self.registry.roster_authorities(self.registry.settings.current_round))
        return "、".join(one.removesuffix("单位") for one in listed) or "（没有一个级别的）"

    @property
    def _added(self) -> str:
        """Which levels units of the authorities that the rulebooks add may review, in words; "" where they add none."""
        if self.registry is None:
            return ""
        known = {figure.name: figure.words for figure in self.figures}
        said = ((self.registry.words.unit(one), known.get(figure_of("levels", one))) for one in self.registry.ranks.areas)
        return "".join(f"，{unit}承接{levels}" if levels else f"，{unit}承接的层级没有限定" for unit, levels in said)

    def _of_the_examples(self, found: re.Match[str]) -> str:
        """A paragraph before the examples where they were written with other figures than those in force here; else nothing."""
        written = dict(item.split("=") for item in found[1].split("、"))
        used = {figure.name: figure.provision.written for figure in self.figures}
        other = [f"{name} 为 {value}" for name, value in written.items() if name in used and used[name] != value]
        return f"\n\n下面的例子是按{'、'.join(other)}写的，与本登记册的不同，只说明写法。\n" if other else "\n"


def all_here(registry: Registry | None) -> dict[str, RuleHere]:
    """Every rule by its code, as it applies in a registry."""
    return {code: _here(rule, registry) for code, rule in RULES.items()}


def _here(rule: Rule, registry: Registry | None) -> RuleHere:
    if registry is None or not rule.by_rulebook:
        return RuleHere(rule, registry)
    opened = sorted((entry.record for entry in registry.rounds.values()), key=lambda one: (one.opened, one.id))
    rounds = {one.id: registry.rulebooks_of(one.id) for one in opened}
    rounds = {name: books for name, books in rounds.items() if in_force_by(rule, books)}
    if not rounds:
        return RuleHere(rule, registry)
    listed = {book.id: book for books in rounds.values() for book in books if rule.code in book.rules}
    documents = [
        ByDocument(
            book, book.rules[rule.code], book.severities.get(rule.code), tuple(name for name, books in rounds.items() if book in books)
        )
        for book in listed.values()
    ]
    current = registry.settings.current_round
    books = rounds[current if current in rounds else list(rounds)[-1]]
    figures = [
        Figure(name, book, book.numbers[name], registry.levels)
        for name in rule.figures(registry.ranks)
        for book in [next((book for book in books if name in book.numbers), None)]
        if book is not None
    ]
    return RuleHere(rule, registry, tuple(rounds), tuple(documents), tuple(figures), books)
