"""Whether a committee is in force on a day: valid, running out, over, withdrawn; by which validity a certificate is judged; its filings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.site.language import t

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
        return InForce("withdrawn", t("已撤销登记 · %(day)s", day=committee.withdrawn.date), t("已撤销"))
    if not committee.active:
        return InForce("withdrawn", t("已撤销登记"), t("已撤销"))
    valid = committee.valid
    if valid is None:
        return InForce("open", t("在册 · 未登记有效期"), t("未登记"))
    if day < valid.start:
        return InForce("early", t("在册 · 自 %(day)s 起有效", day=valid.start), t("自 %(day)s", day=valid.start))
    if day > valid.until:
        return InForce("over", t("有效期已满 · %(day)s", day=valid.until), t("%(day)s 已满", day=valid.until))
    if (valid.until - day).days <= soon:
        return InForce("soon", t("在册 · 有效期将满 %(day)s", day=valid.until), t("%(day)s 将满", day=valid.until))
    return InForce("valid", t("在册 · 有效期至 %(day)s", day=valid.until), str(valid.until))


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
        late = 0 if entry is None else entry.record.days_late(filing.date, committee)
        title = t("%(year)s 年度", year=filing.round) if entry is None else entry.record.title
        found.append(Filed(filing.round, title, filing.date, late, entry is not None))
    return found[::-1]


@dataclass(frozen=True, slots=True)
class CertificateSpan:
    """Certificates of a span of days, and by which validity they are judged. `start` is None in the earliest span, `until` in the latest.

    `kind`: now (the validity of today's record), past (an earlier one), none (no validity is registered), withdrawn.
    """

    start: date | None
    until: date | None
    kind: Literal["now", "past", "none", "withdrawn"]
    document: str | None = None


def judged(committee: Committee, day: date) -> list[CertificateSpan]:
    """The spans of days up to `day` with the validity by which certificates of each are judged, newest first; empty if no validity is
    registered.

    A certificate is judged by the validity of the day on which it was issued, never by a later one. The spans leave no day out: days
    between validities, before the first, and after a withdrawal have none. Where validities overlap (E121), both are listed.
    """
    ended = None if committee.withdrawn is None else committee.withdrawn.date
    periods: list[tuple[date, date, Literal["now", "past"], str | None]]
    periods = [(past.start, past.until, "past", past.document) for past in committee.past]
    periods += [] if committee.valid is None else [(committee.valid.start, committee.valid.until, "now", None)]
    found: list[CertificateSpan] = []
    free = date.min  # the first day that none of them covers
    for start, last, kind, document in sorted(periods, key=lambda period: period[:2]):
        until = last if ended is None else min(last, ended)
        if until < start:
            continue
        if free < start:
            found.append(CertificateSpan(_known(free), start - timedelta(days=1), "none"))
        found.append(CertificateSpan(start, until, kind, document))
        free = max(free, _after(until))
    if ended is not None and free <= ended:
        found.append(CertificateSpan(_known(free), ended, "none"))
    rest = CertificateSpan(free, None, "none") if ended is None else CertificateSpan(_after(ended), None, "withdrawn")
    return [*([rest] if rest.start is not None and rest.start <= day else []), *reversed(found)] if periods else []


def _known(day: date) -> date | None:
    return None if day == date.min else day


def _after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
