"""Periods of whole years: their last day, and how long somebody who broke the rules is kept out of the pools."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.registry.registry import Registry

YEARS_OF_BAN = "ban_years"  # the figure of a rulebook


@dataclass(frozen=True, slots=True)
class BanPeriod:
    """The last day of a ban, and the clause that says so."""

    until: date
    clause: str


def last_day(start: date, years: int) -> date:
    """The last day of a period of `years` years from `start`: the day before the same date. A period from 29 February ends on 28 February.

    A period that would end after year 9999 ends on the latest date there is.
    """
    if start.year + years > date.max.year:
        return date.max
    try:
        after = start.replace(year=start.year + years)
    except ValueError:
        after = date(start.year + years, 3, 1)
    return after - timedelta(days=1)


def knows_bans(registry: Registry) -> bool:
    """Whether a rulebook of the current round says for how long somebody who broke the rules is kept out."""
    return bool(_with_bans(registry))


def _with_bans(registry: Registry) -> list[Rulebook]:
    return [book for book in registry.rulebooks_of(registry.settings.current_round) if YEARS_OF_BAN in book.numbers]


def ban_period(registry: Registry, removed: date) -> BanPeriod | None:
    """How long somebody who was removed for breaking the rules on a day is banned, by the rulebooks of the current round.

    None where none of them says for how long, or only one that was not in force yet on that day.
    """
    for book in _with_bans(registry):
        provision, document = book.numbers[YEARS_OF_BAN], registry.rulebooks[book.id].document
        if provision.number and date.fromisoformat(document.value["in_force"]) <= removed:
            return BanPeriod(last_day(removed, provision.number), book.cite(provision.clause))
    return None
