"""What the office keeps: rounds, rulebooks, waivers, and the public counts of rosters, from values that passed their schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - a waiver has a field `date`

from zhicheng.records import Sealed, Value, sealed
from zhicheng.text import plain


@dataclass(frozen=True, slots=True)
class RoundCount:
    """一个年度报送的专家人数。"""

    round: str
    active: int
    removed: int


MIN_POOL_FOR_AGE = 5  # a count by age of a smaller pool could point at a person


def roster_key(committee: str | None, area: str | None) -> str:
    """The name the files of a roster go by: the committee's id, or employer-<area>."""
    return committee or f"employer-{area}"


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """一份专家名册的公开人数，没有姓名。"""

    committee: str | None
    area: str | None
    round: str
    sealed: Sealed | None
    active: int
    removed: int
    by_level: dict[str, int]
    by_specialty: dict[str, dict[str, dict[str, int]]]
    young: int | None
    history: tuple[RoundCount, ...] = ()

    @property
    def key(self) -> str:
        return roster_key(self.committee, self.area)


def roster_counts(value: Value) -> RosterCounts:
    """Counts from a value that fits schemas/roster.schema.json."""
    counts = value["counts"]
    return RosterCounts(
        committee=value.get("committee"),
        area=value.get("area"),
        round=value["round"],
        sealed=sealed(value.get("sealed")),
        active=counts["active"],
        removed=counts.get("removed", 0),
        by_level=counts.get("by_level", {}),
        by_specialty=counts.get("by_specialty", {}),
        young=counts.get("young"),
        history=tuple(RoundCount(past["round"], past["active"], past["removed"]) for past in value.get("history", ())),
    )


@dataclass(frozen=True, slots=True)
class Round:
    """一个备案年度：何时开始，何时截止，适用哪些规则，哪些评委会应当备案。"""

    id: str
    title: str
    opened: Day
    form_deadline: Day
    roster_deadline: Day
    platform_deadline: Day
    rulebooks: tuple[str, ...]
    expected: tuple[str, ...]

    def days_late(self, day: Day) -> int:
        """How many days after the deadline of the form `day` is; on the deadline itself and before it 0."""
        return max(0, (day - self.form_deadline).days)


def filing_round(value: Value) -> Round:
    """A round from a value that fits schemas/round.schema.json."""
    due = value["deadlines"]
    return Round(
        id=value["id"],
        title=plain(value["title"]),
        opened=Day.fromisoformat(value["opened"]),
        form_deadline=Day.fromisoformat(due["form"]),
        roster_deadline=Day.fromisoformat(due["roster"]),
        platform_deadline=Day.fromisoformat(due["platform"]),
        rulebooks=tuple(value["rulebooks"]),
        expected=tuple(value["expected"]),
    )


@dataclass(frozen=True, slots=True)
class Provision:
    """A figure of a document (a number, a list of levels, or whether something holds: the others are empty) with its clause."""

    number: int | None
    levels: tuple[str, ...]
    holds: bool | None
    clause: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A document's rules and numbers. `rules` maps each rule it brings into force to the clause the rule rests on.

    `form` is the clause that says what a registration contains, which every finding of shape (S) rests on.
    """

    id: str
    title: str
    short: str
    rules: dict[str, str]
    numbers: dict[str, Provision]
    form: str | None

    def cite(self, clause: str) -> str:
        return self.short + clause


def rulebook(value: Value) -> Rulebook:
    """A rulebook from a value that fits schemas/rulebook.schema.json."""
    numbers = {
        key: Provision(item.get("number"), tuple(item.get("levels", ())), item.get("holds"), item["clause"])
        for key, item in value["numbers"].items()
    }
    return Rulebook(value["id"], plain(value["title"]), plain(value["short"]), dict(value["rules"]), numbers, value.get("form"))


@dataclass(frozen=True, slots=True)
class Waiver:
    """一项获准的例外：哪个评委会、哪条规则、谁准的、到哪天。"""

    committee: str
    rule: str
    expert: str | None
    reason: str | None
    granted_by: str
    date: Day
    until: Day


def waivers(value: Value) -> tuple[Waiver, ...]:
    """The waivers of a value that fits schemas/waivers.schema.json."""
    return tuple(
        Waiver(
            w["committee"],
            w["rule"],
            w.get("expert"),
            None if w.get("reason") is None else plain(w["reason"]),
            plain(w["granted_by"]),
            Day.fromisoformat(w["date"]),
            Day.fromisoformat(w["until"]),
        )
        for w in value["waivers"]
    )
