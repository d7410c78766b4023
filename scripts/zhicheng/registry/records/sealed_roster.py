"""The sealed roster (Annex 3), made from a value that fits its schema, and the public counts of it. Only the counts are ever published."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - a removal has a field `date`
from functools import lru_cache
from typing import Any, NamedTuple

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.added_codes import senior_of
from zhicheng.registry.records.committee import LEVELS, Committee
from zhicheng.registry.records.roster_counts import roster_key
from zhicheng.text import name_key

YEAR = 12  # months
DRAW_KEY = 32  # bytes of the random key from which the salts of draws come
GENDERS = {"male": "男", "female": "女"}
HONOURS = {
    "outstanding-contribution": "国家、省级有突出贡献的中青年专家",
    "state-allowance": "享受国务院政府特殊津贴专家",
    "hundred-thousand-million": "国家级“新世纪百千万人才工程”人选",
    "other": "其他可直接入库的专家",
}
IN_SERVICE = {"serving": "在职", "rehired": "退休返聘", "retired": "已退休"}
DISCIPLINE = "discipline"
REASONS = {DISCIPLINE: "违反评审工作纪律", "left-post": "调离原专业技术岗位", "retired": "退休", "other": "其他不能履行职责的情形"}
DECLARATIONS = {"conduct": "政治思想素质和职业道德", "integrity": "清正廉洁"}
EMPLOYER_DECLARATIONS = {"own-application": "本人自愿申请", "no-department": "所在单位没有行业主管部门"}  # 二（三）2

# The columns of Annex 3 and the fields in them. A finding about a roster gives the row and column (from 1), never a name.
COLUMNS = (
    "序号",
    "姓名",
    "性别",
    "族别",
    "出生年月",
    "工作单位及行政职务",
    "现专业岗位",
    "现专业职称",
    "职称层级",
    "取得职称时间",
    "电话",
    "备注",
)
_COLUMN_OF = {
    "id": 1, "name": 2, "gender": 3, "ethnic_group": 4, "born": 5, "unit": 6, "employer": 6, "leader": 6, "post": 7, "series": 7,
    "specialty": 7, "title": 8, "level": 9, "title_since": 10, "phones": 11,
}  # fmt: skip


def column(field: str | None) -> int:
    """The column of Annex 3 (from 1) of a field of an expert: 序号 for None, 备注 for a field without a column of its own."""
    return 1 if field is None else _COLUMN_OF.get(field, len(COLUMNS))


@dataclass(frozen=True, slots=True)
class Removal:
    """The removal of an expert from the pool (调出): date, one of the four reasons of clause 二（四）1–4, and a note."""

    date: Day | None
    reason: str | None
    note: str | None


class Expert(NamedTuple):
    """An expert: a row of a roster (花名册). `born` and `title_since` are in months since year 0, None if purged.

    It is a named tuple because there are many: making one takes a third of the time of a dataclass.
    """

    id: str
    name: str | None
    gender: str | None
    ethnic_group: str | None
    born: int | None
    unit: str | None
    employer: str | None
    post: str | None
    series: str
    specialty: tuple[str, str]
    title: str
    level: str
    title_since: int | None
    entry: str
    honours: tuple[str, ...]
    leader: bool
    in_service: str
    state: str
    removed: Removal | None
    person: tuple[str, int] | None  # `name_key` and month of birth: two rows with the same value are the same person

    @property
    def active(self) -> bool:
        return self.state == "active"


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster (花名册, Annex 3) of a committee, or of the experts whom employers in an area nominate directly (clause 二（三）2)."""

    committee: str | None
    area: str | None
    round: str
    consulted: tuple[str, ...]
    declares: tuple[str, ...]
    signed: Day | None
    experts: tuple[Expert, ...]
    draw_key: str | None = None

    @property
    def key(self) -> str:
        return roster_key(self.committee, self.area)


@dataclass(frozen=True, slots=True)
class Members:
    """The part of a checked roster that is kept in memory, for rule R112, which compares rosters.

    `rows` is the number of rows; `persons` maps each active person to the index (from 0) and employer of each row.
    """

    committee: str | None
    area: str | None
    round: str
    rows: int
    persons: dict[tuple[str, int], list[tuple[int, str | None]]]


def members(roster: Roster) -> Members:
    """The members of a roster."""
    persons: dict[tuple[str, int], list[tuple[int, str | None]]] = {}
    for i, expert in enumerate(roster.experts):
        if expert.state == "active" and expert.person is not None:
            persons.setdefault(expert.person, []).append((i, expert.employer))
    return Members(roster.committee, roster.area, roster.round, len(roster.experts), persons)


@lru_cache(maxsize=2000)
def month_number(text: str) -> int:
    """A month (YYYY-MM) as the number of months since year 0."""
    return int(text[:4]) * YEAR + int(text[5:7]) - 1


def roster(value: Value) -> Roster:
    """A roster from a value that fits schemas/sealed-roster.schema.json."""
    signed = value.get("signed", {})
    return Roster(
        committee=value.get("committee"),
        area=value.get("area"),
        round=value["round"],
        consulted=tuple(value.get("consulted", ())),
        declares=tuple(signed.get("declares", ())),
        signed=_day(signed.get("date")),
        experts=tuple(map(_expert, value["experts"])),
        draw_key=value.get("draw_key"),
    )


def draw_key_commitment(key: str) -> str:
    """What the public file holds of a draw key (hexadecimal): the SHA-256 of its bytes. The key is random, so this tells nothing."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()


def _expert(value: Value) -> Expert:
    get = value.get
    name, removed, since = get("name"), get("removed"), get("title_since")
    born = None if "born" not in value else month_number(value["born"])
    first, second = value["specialty"]
    return Expert(
        value["id"],
        name,
        get("gender"),
        get("ethnic_group"),
        born,
        get("unit"),
        get("employer"),
        get("post"),
        value["series"],
        (first, second),
        value["title"],
        value["level"],
        None if since is None else month_number(since),
        value["entry"],
        tuple(get("honours", ())),
        get("leader", False),
        value["in_service"],
        value["state"],
        None if removed is None else Removal(_day(removed.get("date")), removed.get("reason"), removed.get("note")),
        None if name is None or born is None else (name_key(name), born),
    )


def _day(text: str | None) -> Day | None:
    return None if text is None else Day.fromisoformat(text)


def level_needed(committee: Committee) -> str:
    """The level that an expert of the committee's pool must have: its lowest senior level, or its lowest level if none is senior."""
    levels, senior = committee.levels, senior_of(committee.ladder)
    return next((level for level in levels if level in senior), levels[0])


def month_of(day: Day) -> int:
    """The month of a day, as the number of months since year 0."""
    return day.year * YEAR + day.month - 1


def is_young(expert: Expert, month: int, age: int) -> bool:
    """Whether an expert is at most `age` whole years old in `month` (since year 0): born 1973-07 is 45 in 2019-06, born 1973-06 is 46."""
    return expert.born is not None and (month - expert.born) // YEAR <= age


def counts(roster: Roster, deadline: Day, young_age: int | None, ladder: Iterable[str] = LEVELS) -> Value:
    """Every number of a roster, before the small ones are hidden (`small_numbers.published`).

    `young` is the number of experts aged at most `young_age` in the month of `deadline`; left out if `young_age` is None.
    `ladder` are the levels of the registry, from low to high.
    """
    active = [expert for expert in roster.experts if expert.state == "active"]
    by_specialty: dict[str, dict[str, dict[str, int]]] = {}
    for (series, (first, second)), number in sorted(Counter((expert.series, expert.specialty) for expert in active).items()):
        by_specialty.setdefault(series, {}).setdefault(first, {})[second] = number
    levels = Counter(expert.level for expert in active)
    by_level = {level: levels[level] for level in reversed(tuple(ladder))}
    result: dict[str, Any] = {
        "active": len(active),
        "removed": len(roster.experts) - len(active),
        "by_level": {level: number for level, number in by_level.items() if number},
        "by_specialty": by_specialty,
    }
    if young_age is not None:
        month = month_of(deadline)
        result["young"] = sum(is_young(expert, month, young_age) for expert in active)
    return result


def row_words(row: int, field: str | None = None) -> str:
    """A place in a roster in Chinese, for findings: 第 12 行“取得职称时间”. `row` counts from 1."""
    return f"第 {row} 行" + ("" if field is None else f"“{COLUMNS[column(field) - 1]}”")


def ids(values: Iterable[Value]) -> set[str]:
    """The random ids of the experts in `values`, a list from a sealed file that may not fit its schema."""
    return {value["id"] for value in values if isinstance(value, dict) and isinstance(value.get("id"), str)}
