"""What has to be asked before a draw can be planned: people who are not told apart, specialties of nobody, employers written nearly alike.

Findings name rosters and rows, never a person.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zhicheng.documents.finding import Finding, Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.draws.seating import OUTSIDE, PER_EMPLOYER, YOUNG
from zhicheng.errors import UserError
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.sealed_roster import Expert
from zhicheng.registry.vault_listing import ROSTER
from zhicheng.text import folded, listed, show

_ALIKE = 0.8  # of difflib: 喀什地区示例医院 and 喀什示例医院 are alike
_LEAST = 3  # characters of a name that another may begin or end with
_ORDINAL = re.compile("[0-9一二三四五六七八九十百]+")
_MOST_ROWS = 5  # rows that a finding names


class PoolRow(NamedTuple):
    """A row of an opened roster: the key of the roster, the row (from 1), and the expert as it is written and as it is read."""

    roster: str
    row: int
    value: Value
    expert: Expert

    @property
    def place(self) -> tuple[str, str]:
        return self.roster, self.expert.id


def excluded_elsewhere(
    excluded: Iterable[tuple[str, str]], rows: Iterable[PoolRow], kept: Iterable[PoolRow], different: set[tuple[str, str]]
) -> Iterator[Finding]:
    """Findings for people who may be drawn by one of their rows and are excluded by another: they ask which row is right, or whether these
    are different people.
    """
    at = {row.place: row for row in rows}
    out = {row.expert.person: row for row in map(at.__getitem__, excluded)}
    for row in kept:
        other = None if row.expert.person is None else out.get(row.expert.person)
        if other is not None and not {other.place, row.place} <= different:
            said = f"与 {other.roster} 第 {other.row} 行的姓名、出生年月相同，照那一行不能参加，照这一行能"
            hint = "请核实：是同一个人的，请用 zhicheng roster 把两行改成一致；不是的，请把两人的评委编号都写进人员文件的 different。"
            yield asked(row, "name", said, hint)


def asked(row: PoolRow, column: str, said: str, hint: str, severity: Severity = "error", code: str = "D103") -> Finding:
    return Finding(code, severity, f"{row.roster}{ROSTER}", row.row, sealed_roster.column(column), "", said, hint, "")


def unknown(rosters: Mapping[str, Value], people: Value) -> Iterator[Finding]:
    """Findings for people named in the file of people who stand in none of the rosters: the name is probably misspelt."""
    known = {(key, one["id"]) for key, value in rosters.items() for one in value["experts"]}
    for name, label in (("recused", "回避"), ("outside", "外地的"), ("different", "同名的两个人")):
        for number, one in enumerate(people.get(name, ()), 1):
            if (one["roster"], one["expert"]) not in known:
                said = f"“{label}”第 {number} 项指明的评委不在用来抽取的花名册里"
                hint = "请用 zhicheng roster find 查出花名册和评委编号，改正以后再制定方案。"
                yield Finding("D103", "error", "人员文件", number, 1, "", said, hint, "")


def nobody_of(groups: Sequence[Value], rows: Sequence[PoolRow]) -> Iterator[Finding]:
    """Findings for specialties of the plan in which nobody stands: most likely the name is written in another way."""
    there = {(row.expert.series, row.expert.specialty[:length]) for row in rows if row.expert.active for length in (1, 2)}
    for group in groups:
        for specialty in group["specialties"]:
            if (group["series"], tuple(specialty)) not in there:
                said = f"{group['id']} 组的专业“{'／'.join(map(show, specialty))}”在花名册里一个人也没有"
                known = sorted({first for series, (first, *rest) in there if series == group["series"] and not rest})
                hint = f"请照登记的专业目录写；花名册里的一级目录有：{listed(map(show, known))}。没有人的专业请去掉。"
                yield Finding("D103", "error", "抽取方案", 1, 1, "", said, hint, "")


def about_limits(
    plan: Value, people: Value, rows: Sequence[PoolRow], applicants: Mapping[str, int], young_age: int | None
) -> Iterator[Finding]:
    """Findings for what is missing to decide on the limits and on the employers of applicants."""
    limits = plan.get("limits", {})
    without = [row for row in rows if not row.expert.employer]
    if PER_EMPLOYER in limits and without:
        said = f"方案限制一个单位的人数，{_several(without)}没有单独写工作单位（employer），看不出是不是同一个单位"
        yield asked(without[0], "employer", said, "请用 zhicheng roster update 补上 employer，再制定方案。")
    if OUTSIDE in limits and "outside" not in people:
        hint = "请在人员文件的 outside 里写明外地的评委；一个也没有的写 []。"
        yield Finding("D103", "error", "人员文件", 1, 1, "", "方案要求有外地的评委，没有写明谁是外地的", hint, "")
    if YOUNG in limits and young_age is None:
        raise UserError("方案要求有年轻的评委，本年度的审查依据里没有 young_age，不知道多少岁算年轻。请先在审查依据里写明。")
    names: dict[str, PoolRow] = {}
    for row in rows:
        names.setdefault(folded(row.expert.employer or row.expert.unit or ""), row)
    for name, row in names.items():
        near = next((number for other, number in applicants.items() if _alike(name, other)), None)
        if near is not None:
            said = f"工作单位与人员文件里申报人的第 {near} 个单位相近，没有当作同一个单位"
            yield asked(row, "employer", said, "是同一个单位的，请改成一样的写法；不是的不必改动。", "warning", "D104")
    if PER_EMPLOYER in limits:
        for name, other in _near_pairs(list(names)):
            said = f"工作单位与 {names[other].roster} 第 {names[other].row} 行的相近，算作两个单位"
            yield asked(names[name], "employer", said, "是同一个单位的，请改成一样的写法；不是的不必改动。", "warning", "D104")


def _near_pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of employers that are written nearly alike, each name once."""
    for i, name in enumerate(names):
        near = next((other for other in names[:i] if _alike(name, other)), None)
        if near is not None:
            yield name, near


def _alike(one: str, other: str) -> bool:
    if _ORDINAL.sub("#", one) == _ORDINAL.sub("#", other):  # 第一中学 and 第二中学
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= _LEAST and (long.startswith(short) or long.endswith(short)):  # a faculty; a name without the place in front
        return True
    if not one or not other or abs(len(one) - len(other)) > max(len(one), len(other)) * (1 - _ALIKE) * 2:
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _several(rows: Sequence[PoolRow]) -> str:
    shown = listed(f"{row.roster} 第 {row.row} 行" for row in rows[:_MOST_ROWS])
    return f"{shown}{f'等 {len(rows)} 人' if len(rows) > _MOST_ROWS else ''}"
