"""Who may be drawn: the active experts of the rosters, sorted into the groups of a plan, and who does not take part, with the reason.

Everything is judged as of one day. The order of the reasons is fixed, so that a second reading gives the same (order 40, art. 10, 11, 25).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing.questions import PoolRow, about_limits, asked, excluded_elsewhere, nobody_of, unknown
from zhicheng.draws.commitments import Person
from zhicheng.draws.seating import Facts
from zhicheng.errors import UserError
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.sealed_roster import Expert, is_young, month_of
from zhicheng.registry.registry import Registry
from zhicheng.text import folded

_LEADER, _RETIRED = "R103", "R104"  # the rules that a waiver lets somebody off


class Candidate(NamedTuple):
    """Somebody who may be drawn: where the row stands (roster, id of the expert, row from 1), and what a draw looks at."""

    roster: str
    expert: str
    row: int
    person: Person
    facts: Facts
    phones: tuple[str, ...]


class Excluded(NamedTuple):
    """Somebody of the specialties of a group who does not take part, and why: a reason of schemas/draw.schema.json, with a note."""

    roster: str
    expert: str
    group: str
    reason: str
    note: str = ""


@dataclass(slots=True)
class Selection:
    """The result: who may be drawn, who not, how many there are of each group's specialties and of
    none of them (`elsewhere`), and what has to be asked first.
    """

    people: list[Candidate] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    pool: dict[str, int] = field(default_factory=dict)
    elsewhere: int = 0
    findings: list[Finding] = field(default_factory=list)


def selected(
    registry: Registry, committee: str, rosters: Mapping[str, Value], plan: Value, people: Value, day: date, sat: frozenset[tuple[str, int]]
) -> Selection:
    """Who may be drawn on a day. `rosters` are opened rosters by key, the committee's first; `plan` has groups, limits and rest; `people`
    fits schemas/draw-people.schema.json; `sat` are the people who may not be drawn again yet (`Expert.person`).

    People are looked up in `registry.bans` where it is open. Raises UserError where groups overlap.
    """
    _refuse_overlapping(plan["groups"])
    found = Selection(pool={group["id"]: 0 for group in plan["groups"]})
    rows = [row for key, value in rosters.items() for row in _rows(key, value)]
    found.findings += [*unknown(rosters, people), *nobody_of(plan["groups"], rows)]
    different = {(one["roster"], one["expert"]) for one in people.get("different", ())}
    recused = _recused(rows, people, different)
    outside = {(one["roster"], one["expert"]) for one in people.get("outside", ())}
    applicants = {folded(name): number for number, name in enumerate(people.get("applicants", ()), 1)}
    ask = _Exclusions(registry, committee, day, recused, applicants, sat)
    young_age = _young_age(registry)
    kept: list[tuple[PoolRow, Candidate]] = []
    for row in rows:
        groups = [group for group in plan["groups"] if _of_specialty(row.expert, group)]
        if not row.expert.active or not groups:
            found.elsewhere += row.expert.active
            continue
        group = next((one for one in groups if row.expert.level in one["levels"]), groups[0])
        found.pool[group["id"]] += 1
        reason, note = ask.of(row, group)
        if reason:
            found.excluded.append(Excluded(row.roster, row.expert.id, group["id"], reason, note))
            continue
        young = young_age is not None and is_young(row.expert, month_of(day), young_age)
        employer = row.expert.employer or row.expert.unit or ""
        person = Person(row.expert.name or "", row.value["born"], employer, group["id"], row.expert.level)
        facts = Facts(employer, row.place in outside, young)
        kept.append((row, Candidate(row.roster, row.expert.id, row.row, person, facts, tuple(row.value.get("phones", ())))))
    _leave_out_repeated(found, kept, different)
    out = [(one.roster, one.expert) for one in found.excluded if one.reason != "duplicate"]
    found.findings += excluded_elsewhere(out, rows, [row for row, _ in kept], different)
    found.findings += about_limits(plan, people, [row for row, _ in kept], applicants, young_age)
    return found


def _rows(key: str, value: Value) -> Iterator[PoolRow]:
    roster = sealed_roster.roster(value)
    for number, (given, expert) in enumerate(zip(value["experts"], roster.experts, strict=True), 1):
        yield PoolRow(key, number, given, expert)


def _recused(rows: Sequence[PoolRow], people: Value, different: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Why a row is recused: who is recused in one row is in every row, unless it is said that these are different people."""
    found = {(one["roster"], one["expert"]): one["reason"] for one in people.get("recused", ())}
    persons = {row.expert.person: row.place for row in rows if row.place in found}
    for row in rows:
        place = None if row.expert.person is None else persons.get(row.expert.person)
        if place is not None and not {place, row.place} <= different:
            found.setdefault(row.place, found[place])
    return found


def _of_specialty(expert: Expert, group: Value) -> bool:
    return expert.series == group["series"] and any(tuple(one) == expert.specialty[: len(one)] for one in group["specialties"])


def somebody_fits(roster: Value, groups: Sequence[Value]) -> bool:
    """Whether an active expert of an opened roster is of the specialties of one of the groups."""
    experts = sealed_roster.roster(roster).experts
    return any(expert.active and _of_specialty(expert, group) for expert in experts for group in groups)


def _refuse_overlapping(groups: Sequence[Value]) -> None:
    """Raises UserError where somebody could be in two groups."""
    for i, one in enumerate(groups):
        for other in groups[:i]:
            if one["id"] == other["id"]:
                raise UserError(f"方案里有两个组的代号都是 {one['id']}。请改掉一个。")
            if one["series"] != other["series"] or not {*one["levels"]} & {*other["levels"]}:
                continue
            if any(a[: len(b)] == b or b[: len(a)] == a for a in one["specialties"] for b in other["specialties"]):
                raise UserError(f"{other['id']} 组和 {one['id']} 组有相同的专业和层级：一个人会在两个组里。请把专业或者层级分开。")


@dataclass(frozen=True, slots=True)
class _Exclusions:
    """What keeps somebody out, as of a day; the first that holds is the reason."""

    registry: Registry
    committee: str
    day: date
    recused: Mapping[tuple[str, str], str]
    applicants: Mapping[str, int]
    sat: frozenset[tuple[str, int]]

    def of(self, row: PoolRow, group: Value) -> tuple[str, str]:
        """The reason and a note; "" where nothing keeps the expert out."""
        expert = row.expert
        if expert.level not in group["levels"]:
            return "level", ""
        if expert.leader and self._is_senior(group) and not self._waived(row, _LEADER):
            return "leader", ""
        if expert.in_service == "retired" and not self._waived(row, _RETIRED):
            return "retired", ""
        ban = None
        if self.registry.bans is not None and expert.person is not None:
            ban = self.registry.bans.on(expert.person, expert.title_since, self.day)
        if ban is not None:
            return "banned", f"{ban.pool} {ban.expert}，至 {ban.until}"
        if row.place in self.recused:
            return "recused", self.recused[row.place]
        number = self._applicant(expert)
        if number:
            return "employer", f"申报人单位第 {number} 项"
        if expert.person in self.sat:
            return "drawn-before", ""
        return "", ""

    def _is_senior(self, group: Value) -> bool:
        return not self.registry.ranks.senior.isdisjoint(group["levels"])

    def _waived(self, row: PoolRow, rule: str) -> bool:
        waivers = () if self.registry.waivers is None else self.registry.waivers.record
        return any(
            one.rule == rule and one.committee == row.roster and one.expert in (None, row.expert.id) and one.date <= self.day <= one.until
            for one in waivers
        )

    def _applicant(self, expert: Expert) -> int:
        """The number (from 1) of the applicants' employer that is the expert's; 0 where none is. Of experts without an employer of their
        own the text of the unit, which may go on with a post, counts.
        """
        if expert.employer:
            return self.applicants.get(folded(expert.employer), 0)
        unit = folded(expert.unit or "")
        return next((number for name, number in self.applicants.items() if unit.startswith(name)), 0)


def _leave_out_repeated(found: Selection, kept: list[tuple[PoolRow, Candidate]], different: set[tuple[str, str]]) -> None:
    """Puts the candidates into the result; of one person in several rows the first. With other employers it is asked whether it is one."""
    seen: dict[tuple[str, int], PoolRow] = {}
    for row, candidate in kept:
        person = row.expert.person
        if person is None:
            continue
        first = seen.setdefault(person, row)
        if first is row or {first.place, row.place} <= different:
            found.people.append(candidate)
            continue
        one, other = first.expert.employer, row.expert.employer
        if one and other and folded(one) != folded(other):
            said = f"与 {first.roster} 第 {first.row} 行的姓名、出生年月相同，工作单位不同，不知道是不是同一个人"
            hint = "请核实：是的，请用 zhicheng roster 改正单位；不是的，请把两人的评委编号都写进人员文件的 different。"
            found.findings.append(asked(row, "name", said, hint))
        place = f"{first.roster} 第 {first.row} 行"
        found.excluded.append(Excluded(row.roster, row.expert.id, candidate.person.group, "duplicate", place))


def _young_age(registry: Registry) -> int | None:
    """Up to which age, in whole years, somebody counts as young by the rulebooks of the current round; None where none says so."""
    books = registry.rulebooks_of(registry.settings.current_round)
    return next((book.numbers["young_age"].number for book in books if "young_age" in book.numbers), None)
