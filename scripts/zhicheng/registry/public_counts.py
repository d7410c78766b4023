"""What may be published of the numbers of experts: in the public file of a roster, and in the API."""

from __future__ import annotations

from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.public_record import given
from zhicheng.registry.records import sealed_roster, small_numbers
from zhicheng.registry.records.roster_counts import RosterCounts, Unpublished
from zhicheng.registry.records.sealed_roster import Roster
from zhicheng.registry.registry import Registry


def experts(counts: RosterCounts) -> Value:
    """The public counts of one sealed roster. Numbers under five are absent, and those from which they could be worked out."""
    return given(
        committee=counts.committee,
        area=counts.area,
        round=counts.round,
        retired=None if counts.retired is None else counts.retired.isoformat(),
        active=counts.active,
        removed=counts.removed,
        by_level=dict(counts.by_level),
        by_first={series: dict(firsts) for series, firsts in counts.by_first.items()} or None,
        by_specialty={s: {first: dict(seconds) for first, seconds in firsts.items()} for s, firsts in counts.by_specialty.items()},
        young=counts.young,
        under_five=_unpublished(counts.under_five),
        withheld=_unpublished(counts.withheld),
        history=[
            given(round=past.round, active=past.active, removed=past.removed, under_five=list(past.under_five) or None)
            for past in counts.history
        ]
        or None,
    )


def _unpublished(named: Unpublished) -> Value | None:
    """Which parts of the counts are named without a number; None where there is no such part."""
    found = given(
        totals=list(named.totals) or None,
        by_level=list(named.by_level) or None,
        by_first={series: list(firsts) for series, firsts in named.by_first.items()} or None,
        by_specialty={s: {first: list(seconds) for first, seconds in firsts.items()} for s, firsts in named.by_specialty.items()} or None,
    )
    return found or None


def public_counts(registry: Registry, roster: Roster) -> Value | None:
    """The counts that a roster's public file must hold; None if its round is unknown."""
    whole = whole_counts(registry, roster)
    return None if whole is None else small_numbers.published(whole, past_rounds(registry, roster.key, roster.round))


def whole_counts(registry: Registry, roster: Roster) -> Value | None:
    """Every number of a roster, the small ones too, which are not published; None if its round is unknown, whose deadline `young` needs."""
    entry = registry.rounds.get(roster.round)
    if entry is None:
        return None
    ages = [book.numbers["young_age"].number for book in registry.rulebooks_of(roster.round) if "young_age" in book.numbers]
    deadline: date = entry.record.roster_deadline
    return sealed_roster.counts(roster, deadline, next(iter(ages), None), registry.levels)


def past_rounds(registry: Registry, key: str, before: str) -> list[Value]:
    """The totals of the rounds before one, oldest first, as published: those in the history of the public file, and its own."""
    document = registry.document(f"registry/rosters/{key}.yaml")
    if document is None:
        return []
    value = document.value
    past = small_numbers.history(value.get("history", ()))
    last = {"round": value["round"], **small_numbers.totals(value["counts"], past)}
    rounds = {one["round"]: one for one in (*past, last)}
    return [rounds[name] for name in sorted(rounds) if name < before]
