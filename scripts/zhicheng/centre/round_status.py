"""A filing round on a day: who is expected, has filed, is late, whose roster is there: the one answer for page, terminal and reminder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from zhicheng.errors import UserError
from zhicheng.registry.names import authority_name
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.round import Round
from zhicheng.registry.registry import Registry
from zhicheng.text import listed, nearest, show

State = Literal["in-time", "late", "waiting", "overdue"]
_STATES: tuple[State, ...] = ("in-time", "late", "waiting", "overdue")
RosterState = Literal["sealed", "waiting", "overdue"]
_WITH_ROSTER = ("region", "prefecture")  # the letter, 二（一）


@dataclass(frozen=True, slots=True)
class Place:
    """Where a committee is counted: those of the region and central units apart, a prefecture with its counties, or a city that reports
    to the centre directly. `code` is "region", "central" or the division's; `kind` says which of these it is."""

    code: str
    name: str
    kind: Literal["region", "central", "prefecture", "city"]

    @property
    def order(self) -> tuple[int, str]:
        return ("region", "central", "prefecture", "city").index(self.kind), self.code


@dataclass(frozen=True, slots=True)
class Duty:
    """A committee in a round. `filed` is the day it filed on, None where it has not; `days_late` counts from the deadline to that day, or
    to the day asked about, and is 0 in time. `roster` is None where none is due. `expected`: whether it has to file."""

    committee: Committee
    place: Place
    expected: bool
    filed: date | None
    days_late: int
    roster: RosterState | None

    @property
    def state(self) -> State:
        if self.filed is None:
            return "overdue" if self.days_late else "waiting"
        return "late" if self.days_late else "in-time"


@dataclass(frozen=True, slots=True)
class Progress:
    """A round on a day: every committee that has filed or has to, by place. `unknown` are expected ids of which no record can be read."""

    round: Round
    day: date
    duties: tuple[Duty, ...]
    unknown: tuple[str, ...] = ()

    @property
    def filed(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.filed is not None)

    @property
    def in_time(self) -> int:
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
        return tuple(duty for duty in self.duties if duty.roster is not None)

    @property
    def rosters_missing(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.roster in ("waiting", "overdue"))

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
        return [(place, tuple(duties)) for place, duties in groupby(self.duties, key=lambda duty: duty.place)]

    def within(self, area: str, registry: Registry) -> Progress:
        """The same of one division: a prefecture with its counties, a county, a city; of the region's code, region and central units."""
        chosen = tuple(duty for duty in self.duties if _lies_in(duty, area, registry))
        return Progress(self.round, self.day, chosen, self.unknown)


def _lies_in(duty: Duty, area: str, registry: Registry) -> bool:
    if duty.place.kind in ("region", "central"):
        region = registry.areas.region
        return region is not None and area == region.code
    return area == duty.place.code or area in registry.areas.within(duty.committee.area) - {registry.settings.region}


def progress(registry: Registry, filing_round: Round, day: date) -> Progress:
    """Who has filed in a round by a day, and who of those expected has not; the withdrawn are no longer expected.

    A filing dated later than the day asked about has not happened yet.
    """
    expected = set(filing_round.expected)
    duties = []
    for committee in registry.by_id.values():
        filed = next((f.date for f in committee.filings if f.round == filing_round.id and f.date <= day), None)
        if filed is None and not (committee.id in expected and committee.active):
            continue
        late = filing_round.days_late(day if filed is None else filed)
        roster = _roster(registry, committee, filing_round, day)
        duties.append(Duty(committee, place(registry, committee), committee.id in expected, filed, late, roster))
    duties.sort(key=lambda duty: (duty.place.order, duty.committee.authority == "county", duty.committee.name, duty.committee.id))
    return Progress(filing_round, day, tuple(duties), tuple(sorted(expected - registry.by_id.keys())))


def _roster(registry: Registry, committee: Committee, filing_round: Round, day: date) -> RosterState | None:
    """Whether the committee's roster of the round is there. Due from regional and prefecture committees that keep a pool of experts."""
    counts = registry.roster_of.get(committee.id)
    if counts is not None and filing_round.id in (counts.round, *(past.round for past in counts.history)):
        return "sealed"
    if committee.authority not in _WITH_ROSTER or not committee.active or not committee.expert_pool.exists:
        return None
    return "overdue" if day > filing_round.roster_deadline else "waiting"


def place(registry: Registry, committee: Committee) -> Place:
    """Where a committee is counted."""
    authority, areas = committee.authority, registry.areas
    if authority == "region":
        return Place("region", authority_name(registry, authority), "region")
    if authority == "central":
        return Place("central", authority_name(registry, authority), "central")
    folder = areas.folder(authority, committee.area)
    if areas.level(folder) == "region":
        return Place(committee.area, areas.name(committee.area), "city")
    return Place(folder, areas.name(folder), "prefecture")


def chosen(registry: Registry, year: str | None) -> Round:
    """The round of a year, or the current one. Raises UserError where there is none."""
    wanted = year or registry.settings.current_round
    entry = registry.rounds.get(wanted)
    if entry is None:
        known = listed(sorted(registry.rounds)) or "无"
        if registry.knows("round", wanted):
            raise UserError(f"registry/rounds/{show(wanted)}.yaml 读不出来。请先运行 zhicheng validate，改好以后再试。")
        raise UserError(f"没有 {show(wanted)} 这个备案年度。已有的年度：{known}。")
    return entry.record


def known_area(registry: Registry, code: str) -> str:
    """The code, where it is a division in force. Raises UserError with the nearest one."""
    areas = registry.areas
    if code not in areas.current:
        near = nearest(code, areas.current)
        hint = f"是否想写 {near}（{areas.name(near)}）？" if near else ""
        raise UserError(f"没有这个区划代码：{show(code)}。{hint}六位区划代码见 registry/reference/areas.yaml。")
    return code


def count(duties: Iterable[Duty]) -> dict[str, int]:
    """How many are expected, have filed, and so on."""
    every = list(duties)
    found = {"expected": sum(duty.expected for duty in every), "filed": sum(duty.filed is not None for duty in every)}
    found |= {name.replace("-", "_"): sum(duty.state == name for duty in every) for name in _STATES}
    due = [duty.roster for duty in every if duty.roster is not None]
    return found | {"rosters_due": len(due), "rosters_sealed": due.count("sealed")}
