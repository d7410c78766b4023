"""A filing round 备案年度 (registry/rounds/<year>.yaml) as a dataclass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is the name of a field

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.committee import Committee
from zhicheng.text import plain


@dataclass(frozen=True, slots=True)
class Round:
    """A filing round (备案年度): its dates, the ids of its rulebooks, and the ids of the committees that must file.

    `platform_deadline` is None where nothing is entered on a platform."""

    id: str
    title: str
    opened: Day
    form_deadline: Day
    roster_deadline: Day
    platform_deadline: Day | None
    rulebooks: tuple[str, ...]
    expected: tuple[str, ...]

    def days_late(self, day: Day, committee: Committee) -> int:
        """The number of days from the deadline of the form to `day`; 0 on or before the deadline, and for a committee that files for the
        first time, was set up after it, and so is not among those that the round expects.
        """
        first = committee.filings[0].round == self.id and committee.id not in self.expected
        founded = committee.founded
        return 0 if first and founded is not None and founded > self.form_deadline else max(0, (day - self.form_deadline).days)


def filing_round(value: Value) -> Round:
    """A round from a value that fits schemas/round.schema.json."""
    due = value["deadlines"]
    return Round(
        id=value["id"],
        title=plain(value["title"]),
        opened=Day.fromisoformat(value["opened"]),
        form_deadline=Day.fromisoformat(due["form"]),
        roster_deadline=Day.fromisoformat(due["roster"]),
        platform_deadline=Day.fromisoformat(due["platform"]) if "platform" in due else None,
        rulebooks=tuple(value["rulebooks"]),
        expected=tuple(value["expected"]),
    )
