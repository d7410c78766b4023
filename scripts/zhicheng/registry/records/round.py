"""A filing round (registry/rounds/<year>.yaml) as a typed record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is the name of a field

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain


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
