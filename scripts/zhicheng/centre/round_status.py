"""The state of a filing round on a day: who is expected, has filed, is late, and whose roster is sealed. For pages and reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from zhicheng.errors import UserError
from zhicheng.registry.places import Place, place
from zhicheng.registry.records.committee import RECEIPTS, Committee
from zhicheng.registry.records.decision import suspension
from zhicheng.registry.records.round import Round
from zhicheng.registry.registry import Registry
from zhicheng.text import listed, nearest, show

State = Literal["in-time", "late", "waiting", "overdue"]
_STATES: tuple[State, ...] = ("in-time", "late", "waiting", "overdue")
RosterState = Literal["sealed", "waiting", "overdue"]


@dataclass(frozen=True, slots=True)
class Duty:
    """A committee in a round. `expected`: it is on the round's list of committees that have to file.

    `filed` is the day of its filing, None where it has not filed. `days_late` counts from the deadline to that day, or to the day of the
    report, and is 0 in time. `roster` is None where no roster is due. `platform` and `paper` are the days on which, as the centre wrote
    down, the platform was filled in and the signed paper came; None where it did not. `suspended` is the day on which the centre withdrew
    the account on the platform, None where it is not withdrawn.
    """

    committee: Committee
    place: Place
    expected: bool
    filed: date | None
    days_late: int
    roster: RosterState | None
    platform: date | None = None
    paper: date | None = None
    suspended: date | None = None

    @property
    def state(self) -> State:
        """Whether the form was filed in time or late, or is waited for or overdue."""
        if self.filed is None:
            return "overdue" if self.days_late else "waiting"
        return "late" if self.days_late else "in-time"


@dataclass(frozen=True, slots=True)
class Progress:
    """A round on a day: all committees that have filed or have to, by place.

    `unknown` are the expected ids whose record cannot be read or does not exist; `released` the expected committees that were withdrawn
    before they filed, and so need not file any more.
    """

    round: Round
    day: date
    duties: tuple[Duty, ...]
    unknown: tuple[str, ...] = ()
    released: tuple[Committee, ...] = ()

    @property
    def filed(self) -> tuple[Duty, ...]:
        """The duties that were filed, in time or late."""
        return tuple(duty for duty in self.duties if duty.filed is not None)

    @property
    def in_time(self) -> int:
        """How many filed in time."""
        return sum(duty.state == "in-time" for duty in self.duties)

    @property
    def late(self) -> tuple[Duty, ...]:
        """Those that filed after the deadline."""
        return tuple(duty for duty in self.duties if duty.state == "late")

    @property
    def missing(self) -> tuple[Duty, ...]:
        """Those that have to file and have not, in time or not."""
        return tuple(duty for duty in self.duties if duty.filed is None)

    @property
    def rosters_due(self) -> tuple[Duty, ...]:
        """The duties with a roster, sealed or missing."""
        return tuple(duty for duty in self.duties if duty.roster is not None)

    @property
    def rosters_missing(self) -> tuple[Duty, ...]:
        """The duties whose roster is missing, before or after its deadline."""
        return tuple(duty for duty in self.duties if duty.roster in ("waiting", "overdue"))

    @property
    def receipts(self) -> dict[str, int]:
        """Of those that filed: how many filled in the platform, and how many sent the paper. Only what was written down for at least
        one.
        """
        found = {what: sum(getattr(duty, what) is not None for duty in self.filed) for what in RECEIPTS}
        return {what: number for what, number in found.items() if number}

    @property
    def suspended(self) -> tuple[Duty, ...]:
        """Those whose account on the platform is withdrawn."""
        return tuple(duty for duty in self.duties if duty.suspended is not None)

    @property
    def others(self) -> int:
        """How many filed without being on the list."""
        return sum(not duty.expected for duty in self.duties)

    @property
    def total(self) -> int:
        return len(self.duties)

    @property
    def overdue(self) -> bool:
        """Whether anything is missing after its deadline."""
        return any(duty.state == "overdue" or duty.roster == "overdue" for duty in self.duties)

    def by_place(self) -> list[tuple[Place, tuple[Duty, ...]]]:
        """The duties of each place, places in their order."""
        return [(place, tuple(duties)) for place, duties in groupby(self.duties, key=lambda duty: duty.place)]

    def within(self, area: str, registry: Registry) -> Progress:
        """The progress of one division: a prefecture with its counties, a county, or a city; for the region's code that of the committees
        of the region and the central ones.
        """
        within = tuple(duty for duty in self.duties if _is_within(duty.place, duty.committee, area, registry))
        released = tuple(one for one in self.released if _is_within(place(registry, one), one, area, registry))
        return Progress(self.round, self.day, within, self.unknown, released)


def _is_within(where: Place, committee: Committee, area: str, registry: Registry) -> bool:
    if where.kind in ("region", "central"):
        region = registry.areas.region
        return region is not None and area == region.code
    return area == where.code or area in registry.areas.holding(committee.area) - {registry.settings.region}


def progress(registry: Registry, filing_round: Round, day: date) -> Progress:
    """The progress of a round on `day`. Withdrawn committees are expected no longer; filings dated after `day` do not count."""
    expected = set(filing_round.expected)
    duties, released = [], []
    for committee in registry.by_id.values():
        filing = next((f for f in committee.filings if f.round == filing_round.id and f.date <= day), None)
        filed = None if filing is None else filing.date
        if filed is None and not (committee.id in expected and committee.active):
            if committee.id in expected:
                released.append(committee)
            continue
        late = filing_round.days_late(day if filed is None else filed, committee)
        roster = _roster_state(registry, committee, filing_round, day)
        receipts = (None, None) if filing is None else (filing.platform, filing.paper)
        platform, paper = (None if receipt is None or receipt.date > day else receipt.date for receipt in receipts)
        withdrawn = suspension(registry.decisions_on.get(committee.id, ()), day)
        suspended = None if withdrawn is None else withdrawn.date
        expects = committee.id in expected
        duties.append(Duty(committee, place(registry, committee), expects, filed, late, roster, platform, paper, suspended))
    duties.sort(key=lambda duty: (duty.place.order, duty.committee.authority == "county", duty.committee.name, duty.committee.id))
    released.sort(key=lambda committee: (place(registry, committee).order, committee.name, committee.id))
    return Progress(filing_round, day, tuple(duties), tuple(sorted(expected - registry.by_id.keys())), tuple(released))


def why_suspended(registry: Registry, filing_round: Round, committee: str, day: date) -> str:
    """The deadline of a round that a committee has missed on `day` (form, or entry on the platform), in Chinese; "" where none. By the
    letter, 一（五）2, that is the reason to withdraw its account.
    """
    state = progress(registry, filing_round, day)
    duty = next((duty for duty in state.duties if duty.committee.id == committee), None)
    if duty is None:
        return ""
    if duty.days_late:
        said = "还没有报送" if duty.filed is None else f"{duty.filed} 才报送"
        return f"登记表 {filing_round.form_deadline} 截止，{said}，晚 {duty.days_late} 天"
    due = filing_round.platform_deadline
    if due is None or "platform" not in state.receipts:  # where no entry is written down, a missing one says nothing
        return ""
    late = ((duty.platform or day) - due).days
    said = "没有登记录入" if duty.platform is None else f"{duty.platform} 才录入"
    return f"平台录入 {due} 截止，{said}，晚 {late} 天" if late > 0 else ""


def _roster_state(registry: Registry, committee: Committee, filing_round: Round, day: date) -> RosterState | None:
    """The state of the committee's roster in a round: sealed, or missing; None where none is due.

    Rosters are due from active committees that keep a pool of experts, of the authorities that the round's rulebooks name.
    """
    counts = registry.roster_of.get(committee.id)
    if counts is not None and filing_round.id in (counts.round, *(past.round for past in counts.history)):
        return "sealed"
    due = committee.authority in registry.roster_authorities(filing_round.id)
    if not due or not committee.active or not committee.expert_pool.exists:
        return None
    return "overdue" if day > filing_round.roster_deadline else "waiting"


def round_of_year(registry: Registry, year: str | None) -> Round:
    """The round of a year, or the current one. Raises UserError where there is none or it cannot be read."""
    wanted = year or registry.settings.current_round
    entry = registry.rounds.get(wanted)
    if entry is None:
        known = listed(sorted(registry.rounds)) or "无"
        if registry.knows("round", wanted):
            raise UserError(f"registry/rounds/{show(wanted)}.yaml 读不出来。请先运行 zhicheng validate，改好以后再试。")
        raise UserError(f"没有 {show(wanted)} 这个备案年度。已有的年度：{known}。")
    return entry.record


def known_area(registry: Registry, code: str) -> str:
    """`code` itself. Raises UserError, naming the nearest code, where it is no division in force."""
    areas = registry.areas
    if code not in areas.current:
        near = nearest(code, areas.current)
        hint = f"是否想写 {near}（{areas.name(near)}）？" if near else ""
        raise UserError(f"没有这个区划代码：{show(code)}。{hint}六位区划代码见 registry/reference/areas.yaml。")
    return code


def count(duties: Iterable[Duty]) -> dict[str, int]:
    """Totals of the duties: expected, filed, each state (with _ for -), the rosters due and sealed, and the receipts written down."""
    every = list(duties)
    found = {"expected": sum(duty.expected for duty in every), "filed": sum(duty.filed is not None for duty in every)}
    found |= {name.replace("-", "_"): sum(duty.state == name for duty in every) for name in _STATES}
    due = [duty.roster for duty in every if duty.roster is not None]
    found |= {"rosters_due": len(due), "rosters_sealed": due.count("sealed")}
    return found | {what: sum(getattr(duty, what) is not None for duty in every) for what in RECEIPTS}
