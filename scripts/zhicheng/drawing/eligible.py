"""Who may be drawn: the active experts of the rosters, sorted into the groups of a plan, and who does not take part, with the reason.

Everything is judged as of one day. The order of the reasons is fixed, so that a second reading gives the same (order 40, art. 10, 11, 25).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from zhicheng.documents.finding import Finding, Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.draws.commitments import Person
from zhicheng.draws.seating import OUTSIDE, PER_EMPLOYER, YOUNG, Facts
from zhicheng.errors import UserError
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.sealed_roster import Expert, is_young, month_of
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import ROSTER
from zhicheng.text import folded, listed, show

_ALIKE = 0.8  # of difflib: 喀什地区示例医院 and 喀什示例医院 are alike
_ORDINAL = re.compile("[0-9一二三四五六七八九十百]+")
_MOST_ROWS = 5  # rows that a finding names
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


class _Row(NamedTuple):
    roster: str
    row: int
    value: Value
    expert: Expert


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
    found.findings += [*_unknown(rosters, people), *_nobody_of(plan["groups"], rows)]
    recused = {(one["roster"], one["expert"]): one["reason"] for one in people.get("recused", ())}
    outside = {(one["roster"], one["expert"]) for one in people.get("outside", ())}
    applicants = {folded(name): number for number, name in enumerate(people.get("applicants", ()), 1)}
    ask = _Exclusions(registry, committee, day, recused, applicants, sat)
    young_age = _young_age(registry)
    kept: list[tuple[_Row, Candidate]] = []
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
        place = (row.roster, row.expert.id)
        young = young_age is not None and is_young(row.expert, month_of(day), young_age)
        employer = row.expert.employer or row.expert.unit or ""
        person = Person(row.expert.name or "", row.value["born"], employer, group["id"], row.expert.level)
        facts = Facts(employer, place in outside, young)
        kept.append((row, Candidate(row.roster, row.expert.id, row.row, person, facts, tuple(row.value.get("phones", ())))))
    _leave_out_repeated(found, kept, {(one["roster"], one["expert"]) for one in people.get("different", ())})
    found.findings += _to_ask(plan, people, [row for row, _ in kept], applicants, young_age)
    return found


def _rows(key: str, value: Value) -> Iterator[_Row]:
    roster = sealed_roster.roster(value)
    for number, (given, expert) in enumerate(zip(value["experts"], roster.experts, strict=True), 1):
        yield _Row(key, number, given, expert)


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

    def of(self, row: _Row, group: Value) -> tuple[str, str]:
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
        if (row.roster, expert.id) in self.recused:
            return "recused", self.recused[row.roster, expert.id]
        number = self._applicant(expert)
        if number:
            return "employer", f"申报人单位第 {number} 项"
        if expert.person in self.sat:
            return "drawn-before", ""
        return "", ""

    def _is_senior(self, group: Value) -> bool:
        return not self.registry.ranks.senior.isdisjoint(group["levels"])

    def _waived(self, row: _Row, rule: str) -> bool:
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


def _leave_out_repeated(found: Selection, kept: list[tuple[_Row, Candidate]], different: set[tuple[str, str]]) -> None:
    """Puts the candidates into the result; of one person in several rows the first. With other employers it is asked whether it is one."""
    seen: dict[tuple[str, int], _Row] = {}
    for row, candidate in kept:
        person = row.expert.person
        if person is None:
            continue
        first = seen.setdefault(person, row)
        if first is row or {(first.roster, first.expert.id), (row.roster, row.expert.id)} <= different:
            found.people.append(candidate)
            continue
        one, other = first.expert.employer, row.expert.employer
        if one and other and folded(one) != folded(other):
            said = f"与 {first.roster} 第 {first.row} 行的姓名、出生年月相同，工作单位不同，不知道是不是同一个人"
            hint = "请核实：是的，请用 zhicheng roster 改正单位；不是的，请把两人的评委编号都写进人员文件的 different。"
            found.findings.append(_asked(row, "name", said, hint))
        place = f"{first.roster} 第 {first.row} 行"
        found.excluded.append(Excluded(row.roster, row.expert.id, candidate.person.group, "duplicate", place))


def _asked(row: _Row, column: str, said: str, hint: str, severity: Severity = "error", code: str = "D103") -> Finding:
    return Finding(code, severity, f"{row.roster}{ROSTER}", row.row, sealed_roster.column(column), "", said, hint, "")


def _unknown(rosters: Mapping[str, Value], people: Value) -> Iterator[Finding]:
    """Findings for people in the file who stand in none of the rosters: whoever wrote it meant somebody."""
    known = {(key, one["id"]) for key, value in rosters.items() for one in value["experts"]}
    for name, label in (("recused", "回避"), ("outside", "外地的"), ("different", "同名的两个人")):
        for number, one in enumerate(people.get(name, ()), 1):
            if (one["roster"], one["expert"]) not in known:
                said = f"“{label}”第 {number} 项指明的评委不在用来抽取的花名册里"
                hint = "请用 zhicheng roster find 查出花名册和评委编号，改正以后再制定方案。"
                yield Finding("D103", "error", "人员文件", number, 1, "", said, hint, "")


def _nobody_of(groups: Sequence[Value], rows: Sequence[_Row]) -> Iterator[Finding]:
    """Findings for specialties of the plan in which nobody stands: most likely the name is written in another way."""
    there = {(row.expert.series, row.expert.specialty[:length]) for row in rows if row.expert.active for length in (1, 2)}
    for group in groups:
        for specialty in group["specialties"]:
            if (group["series"], tuple(specialty)) not in there:
                said = f"{group['id']} 组的专业“{'／'.join(map(show, specialty))}”在花名册里一个人也没有"
                known = sorted({first for series, (first, *rest) in there if series == group["series"] and not rest})
                hint = f"请照登记的专业目录写；花名册里的一级目录有：{listed(map(show, known))}。没有人的专业请去掉。"
                yield Finding("D103", "error", "抽取方案", 1, 1, "", said, hint, "")


def _to_ask(plan: Value, people: Value, rows: Sequence[_Row], applicants: Mapping[str, int], young_age: int | None) -> Iterator[Finding]:
    """Findings for what the limits and the applicants' employers need to be known."""
    limits = plan.get("limits", {})
    without = [row for row in rows if not row.expert.employer]
    if PER_EMPLOYER in limits and without:
        said = f"方案限制一个单位的人数，{_several(without)}没有单独写工作单位（employer），看不出是不是同一个单位"
        yield _asked(without[0], "employer", said, "请用 zhicheng roster update 补上 employer，再制定方案。")
    if OUTSIDE in limits and "outside" not in people:
        hint = "请在人员文件的 outside 里写明外地的评委；一个也没有的写 []。"
        yield Finding("D103", "error", "人员文件", 1, 1, "", "方案要求有外地的评委，没有写明谁是外地的", hint, "")
    if YOUNG in limits and young_age is None:
        raise UserError("方案要求有年轻的评委，本年度的审查依据里没有 young_age，不知道多少岁算年轻。请先在审查依据里写明。")
    names: dict[str, _Row] = {}
    for row in rows:
        names.setdefault(folded(row.expert.employer or row.expert.unit or ""), row)
    for name, row in names.items():
        near = next((number for other, number in applicants.items() if _alike(name, other)), None)
        if near is not None:
            said = f"工作单位与人员文件里申报人的第 {near} 个单位相近，没有当作同一个单位"
            yield _asked(row, "employer", said, "是同一个单位的，请改成一样的写法；不是的不必改动。", "warning", "D104")
    if PER_EMPLOYER in limits:
        for name, other in _near_pairs(list(names)):
            said = f"工作单位与 {names[other].roster} 第 {names[other].row} 行的相近，算作两个单位"
            yield _asked(names[name], "employer", said, "是同一个单位的，请改成一样的写法；不是的不必改动。", "warning", "D104")


def _near_pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of employers that are written nearly alike, each name once."""
    for i, name in enumerate(names):
        near = next((other for other in names[:i] if _alike(name, other)), None)
        if near is not None:
            yield name, near


def _alike(one: str, other: str) -> bool:
    if _ORDINAL.sub("#", one) == _ORDINAL.sub("#", other):  # 第一中学 and 第二中学
        return False
    if not one or not other or abs(len(one) - len(other)) > max(len(one), len(other)) * (1 - _ALIKE) * 2:
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _several(rows: Sequence[_Row]) -> str:
    shown = listed(f"{row.roster} 第 {row.row} 行" for row in rows[:_MOST_ROWS])
    return f"{shown}{f'等 {len(rows)} 人' if len(rows) > _MOST_ROWS else ''}"


def _young_age(registry: Registry) -> int | None:
    """Up to which age, in whole years, somebody counts as young by the rulebooks of the current round; None where none says so."""
    books = registry.rulebooks_of(registry.settings.current_round)
    return next((book.numbers["young_age"].number for book in books if "young_age" in book.numbers), None)
