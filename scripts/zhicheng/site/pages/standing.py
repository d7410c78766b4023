"""Whether a committee is in force on a day: valid, running out, over, withdrawn; and its filings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry

Kind = Literal["valid", "soon", "over", "early", "open", "withdrawn"]
Tone = Literal["ok", "warn", "bad", "off"]

_TONES: dict[Kind, Tone] = {"valid": "ok", "soon": "warn", "over": "bad", "early": "warn", "open": "off", "withdrawn": "bad"}
_EXPIRING_FIGURE = "expiring_days"


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether a committee is in force on a day. `text` says it in full, `short` for a table; `tone` is the colour of its chip."""

    kind: Kind
    text: str
    short: str

    @property
    def tone(self) -> Tone:
        return _TONES[self.kind]

    @property
    def past(self) -> bool:
        """Whether it no longer reviews."""
        return self.kind in ("over", "withdrawn")


def standing(committee: Committee, day: date, soon: int) -> InForce:
    """Whether the committee is in force on `day`. In the last `soon` days of its validity it counts as running out."""
    if committee.withdrawn is not None:
        return InForce("withdrawn", f"已撤销登记 · {committee.withdrawn.date}", "已撤销")
    if not committee.active:
        return InForce("withdrawn", "已撤销登记", "已撤销")
    valid = committee.valid
    if valid is None:
        return InForce("open", "在册 · 未登记有效期", "未登记")
    if day < valid.start:
        return InForce("early", f"在册 · 自 {valid.start} 起有效", f"自 {valid.start}")
    if day > valid.until:
        return InForce("over", f"有效期已满 · {valid.until}", f"{valid.until} 已满")
    if (valid.until - day).days <= soon:
        return InForce("soon", f"在册 · 有效期将满 {valid.until}", f"{valid.until} 将满")
    return InForce("valid", f"在册 · 有效期至 {valid.until}", str(valid.until))


def expiring_days(registry: Registry) -> int:
    """How many days before its end a validity counts as running out: the figure of the current round's rulebooks, else of any, else 0."""
    current = registry.rounds.get(registry.settings.current_round)
    names = [*(current.record.rulebooks if current else ()), *sorted(registry.rulebooks)]
    books = [registry.rulebooks[name].record for name in names if name in registry.rulebooks]
    figures = [book.numbers[_EXPIRING_FIGURE].number for book in books if _EXPIRING_FIGURE in book.numbers]
    return next((figure for figure in figures if figure is not None), 0)


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing for a page: round, its title, day, how many days after the deadline (0: in time), and whether the round is known."""

    round: str
    title: str
    date: date
    days_late: int
    known: bool


def filings(committee: Committee, registry: Registry) -> list[Filed]:
    """The committee's filings, newest first."""
    found = []
    for filing in committee.filings:
        entry = registry.rounds.get(filing.round)
        late = 0 if entry is None else entry.record.days_late(filing.date)
        title = f"{filing.round} 年度" if entry is None else entry.record.title
        found.append(Filed(filing.round, title, filing.date, late, entry is not None))
    return found[::-1]
