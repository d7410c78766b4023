"""A rulebook (registry/rulebooks/<name>.yaml): the rules and numbers that one official document sets, each with its clause."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from zhicheng.documents.finding import Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.added_codes import AddedCode, added
from zhicheng.registry.records.annex_layout import AnnexLayout, layouts
from zhicheng.registry.records.committee import LEVELS
from zhicheng.text import plain

Use = Literal["required", "optional", "unused"]
TO_FILL_IN = re.compile("请改为实际|请填写")  # what `init` writes where something has to be filled in
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole (比例), exactly, and in the words of a document: 三分之二, 30%."""

    value: Fraction
    words: str

    def least(self, whole: int) -> int:
        """The smallest number that is no less than this part of a number of people: 4 for a third of 10."""
        return math.ceil(self.value * whole)


@dataclass(frozen=True, slots=True)
class Provision:
    """A value that a document sets, with its clause: a number, a list of levels, a yes/no (`holds`) or a share; others None or empty."""

    number: int | None
    levels: tuple[str, ...]
    holds: bool | None
    clause: str
    share: Share | None = None
    note: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """The keys that are given of `number`, `levels`, `holds` and `share`: one, if the rulebook is as it should be."""
        return tuple(key for key in ("number", "levels", "holds", "share") if getattr(self, key) not in (None, ()))

    def words(self, unit: str = "", labels: Mapping[str, str] = LEVELS) -> str:
        """The value in words, levels by `labels`, a number with its unit: 25 人, 3 年（36 个月）, 初级、中级, 三分之一, 不要求."""
        if self.levels:
            return "、".join(labels.get(level, level) for level in self.levels)
        if self.share is not None:
            return self.share.words
        if self.holds is not None:
            return "要求" if self.holds else "不要求"
        years, months = divmod(self.number or 0, 12)
        if unit == "个月" and years and not months:
            return f"{years} 年（{self.number} 个月）"
        return f"{self.number} {unit}".rstrip()

    @property
    def written(self) -> str:
        """The value in one word, to compare two by: 25, true, junior+intermediate, 三分之一."""
        return "+".join(self.levels) or (self.words() if self.holds is None else str(self.holds).lower())


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules and numbers of a document. `rules` maps the code of each rule in force to its clause, `severities` to the severity that
    the document sets, where it sets one. `rosters` are the authorities whose committees send rosters of experts; None: it says nothing.
    `fields` says of fields of a committee's record (`platform`: of a round) whether they are required, optional or not used.
    `levels` and `authorities` are those that it adds to what every registry has.
    `declaration` is the sentence that a unit signs below its roster, `annexes` the forms that there are; None: it says nothing.
    `layouts` are those of the annexes, by their numbers, that it lays out in its own way.

    `form` is the clause on the content of a registration, which the schema findings (S001–S007) cite, and those on forms where
    `form_clauses` has none for that form.
    """

    id: str
    title: str
    short: str
    rules: dict[str, str]
    numbers: dict[str, Provision]
    form: str | None
    severities: dict[str, Severity] = field(default_factory=dict)
    rosters: tuple[str, ...] | None = None
    fields: dict[str, Use] = field(default_factory=dict)
    declaration: str | None = None
    annexes: tuple[int, ...] | None = None
    form_clauses: dict[str, str] = field(default_factory=dict)
    layouts: dict[int, AnnexLayout] = field(default_factory=dict)
    levels: tuple[AddedCode, ...] = ()
    authorities: tuple[AddedCode, ...] = ()

    def cite(self, clause: str) -> str:
        """A citation: the short title of the document and the clause; that the clause is missing where it is still to be filled in."""
        return self.short + ("（条款还没有填写）" if TO_FILL_IN.search(clause) else clause)


def rulebook(value: Value) -> Rulebook:
    """A rulebook from a value that fits schemas/rulebook.schema.json."""
    numbers = {
        key: Provision(
            item.get("number"),
            tuple(item.get("levels", ())),
            item.get("holds"),
            item["clause"],
            share(item["share"]) if "share" in item else None,
            plain(item.get("note", "")),
        )
        for key, item in value["numbers"].items()
    }
    listed: dict[str, Value] = {code: {"clause": one} if isinstance(one, str) else one for code, one in value["rules"].items()}
    return Rulebook(
        value["id"],
        plain(value["title"]),
        plain(value["short"]),
        {code: one["clause"] for code, one in listed.items()},
        numbers,
        value.get("form"),
        {code: one["severity"] for code, one in listed.items() if "severity" in one},
        tuple(value["rosters"]) if "rosters" in value else None,
        dict(value.get("fields", {})),
        plain(value["declaration"]) if "declaration" in value else None,
        tuple(sorted(value["annexes"])) if "annexes" in value else None,
        dict(value.get("form_clauses", {})),
        layouts(value.get("layout", {})),
        added(value, "levels"),
        added(value, "authorities"),
    )


def share(text: str) -> Share:
    """A share as a rulebook writes it, 2/3 or 30%."""
    if text.endswith("%"):
        return Share(Fraction(text[:-1]) / 100, text)
    part, whole = text.split("/")
    return Share(Fraction(int(part), int(whole)), f"{_in_chinese(int(whole))}分之{_in_chinese(int(part))}")


def _in_chinese(number: int) -> str:
    """A number from 1 to 99: 三, 十二, 二十五."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
