"""How the people of a draw are made up: gender, age, ethnic group and employers, of the list, the members and the alternates.

All numbers go into the sealed papers. `Balance.public` gives those that may be published: only characteristics in which nobody can be
picked out. In these, of every value, both the members and the other people on the list number SMALL or more, so that no difference of
published numbers is smaller either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing import sealed_checks, steps
from zhicheng.draws.seating import ALTERNATE, MEMBER
from zhicheng.errors import UserError
from zhicheng.registry.records.sealed_roster import GENDERS, month_number, month_of
from zhicheng.registry.records.small_numbers import SMALL
from zhicheng.registry.registry import Entry, Registry
from zhicheng.text import folded
from zhicheng.vault.store import Keyring

_YEAR, _DECADE = 12, 10
_YOUNGEST, _OLDEST = 40, 60  # age bands: under 40, 40–49, 50–59, 60 and over. No band ends at the age up to which rosters count the young.
_UNKNOWN = "不详"
GENDER, AGE, ETHNIC_GROUP = "性别", "年龄", "族别"


class Numbers(NamedTuple):
    """How many people there are on the list, among its members, and among its alternates."""

    listed: int
    members: int
    alternates: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Numbers of people: all, by characteristic and value; of employers; and of the employer with the most people (`largest`)."""

    people: Numbers
    by: dict[str, dict[str, Numbers]]
    employers: Numbers
    largest: Numbers

    def public(self) -> dict[str, dict[str, tuple[int, int]]]:
        """By characteristic and value: how many members there are, and how many other people on the list.

        A characteristic with a number under SMALL is left out as a whole; so is one with a single value, which everybody would have.
        """
        found = {name: {key: (one.members, one.listed - one.members) for key, one in values.items()} for name, values in self.by.items()}
        return {name: rows for name, rows in found.items() if len(rows) > 1 and min(min(pair) for pair in rows.values()) >= SMALL}


def balance(registry: Registry, keys: Keyring, entry: Entry[Value], known: steps.Calls) -> Balance:
    """The balance of a draw, as of the day of its plan. Raises UserError where the rosters of that day cannot be opened."""
    value = entry.record
    rosters, faults = sealed_checks.rosters_then(registry, keys, value, entry.document)
    if rosters is None or faults:
        raise UserError(f"没有写性别、年龄等的汇总：{faults[0].message}。{faults[0].hint}")
    rows = {(key, one["id"]): one for key, roster in rosters.items() for one in roster["experts"]}
    month = month_of(date.fromisoformat(value["plan"]["as_of"]))
    states = [
        (person, state)
        for group, people in steps.ranked(value, known.sealed).items()
        for person, state in zip(people, known.state.states[group], strict=True)
    ]
    if lost := sum((person["roster"], person["expert"]) not in rows for person, _ in states):
        raise UserError(f"没有写性别、年龄等的汇总：名单里有 {lost} 名不在那天的花名册里。请先用 zhicheng draw verify 查明原因。")
    everybody = [(rows[person["roster"], person["expert"]], person, state) for person, state in states]

    def numbers(of: Callable[[Value, Value], str]) -> dict[str, Numbers]:
        every = [(of(row, person), state) for row, person, state in everybody]
        counted = {key: Counter(state for own, state in every if own == key) for key in sorted({key for key, _ in every})}
        return {key: Numbers(count.total(), count[MEMBER], count[ALTERNATE]) for key, count in counted.items()}

    by = {
        GENDER: numbers(lambda row, person: GENDERS.get(row.get("gender", ""), _UNKNOWN)),
        AGE: numbers(lambda row, person: age_band((month - month_number(person["born"])) // _YEAR)),
        ETHNIC_GROUP: _largest_first(numbers(lambda row, person: row.get("ethnic_group", _UNKNOWN))),
    }
    employers = list(numbers(lambda row, person: folded(person["employer"])).values())
    counted = Counter(state for _, _, state in everybody)
    people = Numbers(len(everybody), counted[MEMBER], counted[ALTERNATE])
    return Balance(people, by, _columns(employers, lambda own: sum(map(bool, own))), _columns(employers, lambda own: max(own, default=0)))


def age_band(age: int) -> str:
    """The band of an age in whole years, so named that the names sort by age: 39 岁以下, 40—49 岁."""
    if age < _YOUNGEST:
        return f"{_YOUNGEST - 1} 岁以下"
    if age >= _OLDEST:
        return f"{_OLDEST} 岁以上"
    return f"{age // _DECADE * _DECADE}—{age // _DECADE * _DECADE + _DECADE - 1} 岁"


def _largest_first(numbers: dict[str, Numbers]) -> dict[str, Numbers]:
    return dict(sorted(numbers.items(), key=lambda item: -item[1].listed))


def _columns(rows: Sequence[Numbers], of: Callable[[list[int]], int]) -> Numbers:
    return Numbers(*(of([row[i] for row in rows]) for i in range(len(Numbers._fields))))
