"""Who is called next and who sits: the walk down the ranking of each group, with quotas and limits, from the steps recorded so far.

The method is that of docs/guide/draw-rules.md, chapter 5. Everything follows from the plan, the ranking and the steps, so that it can be
done again by hand. Nothing here reads files or the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws.commitments import ALGORITHM, hashed
from zhicheng.system.json_bytes import encoded

MEMBER, ALTERNATE, DECLINED, UNREACHABLE, ABSENT = "member", "alternate", "declined", "unreachable", "absent"
PASSED, UNANSWERED, UNCALLED = "passed", "unanswered", "uncalled"
OUTSIDE, YOUNG, PER_EMPLOYER = "outside", "young", "per_employer"
_SEATED = (MEMBER, ALTERNATE)
RESULTS = {
    "confirmed": "答应到会",
    "declined": "不能到会",
    "no-answer": "没有打通",
    "absent": "缺席",
    "relaxed": "放宽限额",
    "closed": "封存",
}
REASONS = {"duty": "公务冲突", "leave": "休假或出差", "illness": "身体原因", "recusal": "临时回避", "other": "其他"}
LIMITS = {PER_EMPLOYER: "一个单位至多几名", OUTSIDE: "外地的至少几名", YOUNG: "年轻的至少几名"}
# What a step of each kind says besides n, at, caller, witness, salt and a note.
STEP_FIELDS = {
    "confirmed": ("group", "rank"),
    "declined": ("group", "rank", "reason"),
    "no-answer": ("group", "rank"),
    "absent": ("group", "rank", "reason"),
    "relaxed": ("limit", "note"),
    "closed": ("present",),
}


class NotAllowed(Exception):  # noqa: N818 - named after what was found
    """A step that the rules do not allow now; the text says why, in Chinese, and names groups and ranks only."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the limits of a plan ask about a person: the employer, whether the person is from outside the area, whether young."""

    employer: str
    outside: bool
    young: bool


class Kinds(NamedTuple):
    """Numbers of people by what the minima count: from outside but not young, young but not from outside, both."""

    outside: int = 0
    young: int = 0
    both: int = 0

    def plus(self, person: Facts, number: int = 1) -> Kinds:
        """The numbers with `number` people like `person` more. Somebody neither young nor from outside is in none of them."""
        if person.outside and person.young:
            return self._replace(both=self.both + number)
        if person.outside:
            return self._replace(outside=self.outside + number)
        return self._replace(young=self.young + number) if person.young else self


@dataclass(slots=True)
class Seating:
    """How far the calls have come. `facts` are those of each group's people in the order of their ranks, `states` their states ("": no
    result yet).

    `apply` records a step, or raises NotAllowed.
    """

    plan: Value
    facts: Mapping[str, Sequence[Facts]]
    states: dict[str, list[str]] = field(default_factory=dict)
    attempts: dict[tuple[str, int], tuple[int, datetime]] = field(
        default_factory=dict
    )  # by group and index: calls without an answer, and the time of the last
    relaxed: dict[str, int] = field(default_factory=dict)  # the present numbers of the limits that were relaxed
    steps: int = 0
    last: datetime | None = None
    present: int | None = None
    _employers: Counter[str] = field(default_factory=Counter, compare=False, repr=False)  # members of each employer
    _seated: Kinds = field(default_factory=Kinds, compare=False, repr=False)
    _left: dict[str, Kinds] = field(default_factory=dict, compare=False, repr=False)  # who could still sit, by group

    def __post_init__(self) -> None:
        self.states = self.states or {group["id"]: [""] * len(self.facts[group["id"]]) for group in self.plan["groups"]}
        for group, states in self.states.items():
            self._left[group] = Kinds()
            for index in range(len(states)):
                self._count(group, index, 1)

    # --- what follows from the state ----------------------------------------------------------------------------------

    @property
    def limits(self) -> dict[str, int]:
        """The limits in force: those of the plan, with the present numbers of those that were relaxed."""
        return {**self.plan.get("limits", {}), **self.relaxed}

    def vacancies(self, group: Value) -> int:
        """How many seats of a group are open."""
        return int(group["members"]) - self.states[group["id"]].count(MEMBER)

    def _reserve_vacancies(self, group: Value) -> int:
        return int(group["alternates"]) - self.states[group["id"]].count(ALTERNATE)

    def _count(self, group: str, index: int, number: int) -> None:
        """Counts a person in the numbers by state; with number -1 takes the person out of them. These numbers are kept because lists are
        long and limits ask about many people between two steps.
        """
        state, facts = self.states[group][index], self.facts[group][index]
        if state == MEMBER:
            self._employers[facts.employer] += number
            self._seated = self._seated.plus(facts, number)
        elif state in ("", ALTERNATE):
            self._left[group] = self._left[group].plus(facts, number)

    def _set(self, group: str, index: int, state: str) -> None:
        self._count(group, index, -1)
        self.states[group][index] = state
        self._count(group, index, 1)

    def employer_is_full(self, person: Facts) -> bool:
        """Whether so many of the person's employer sit already that one more would break the limit."""
        most = self.limits.get(PER_EMPLOYER)
        return most is not None and self._employers[person.employer] >= most

    def lacks(self, seat: tuple[str, int] | None = None) -> set[str]:
        """The minima (`outside`, `young`) that can no longer be met: as things are, or if the person at `seat` (group, index) were
        seated.
        """
        limits = self.limits
        if not limits.keys() & {OUTSIDE, YOUNG}:
            return set()
        chosen = None if seat is None else self.facts[seat[0]][seat[1]]
        can_outside = can_young = can_both = 0
        for group in self.plan["groups"]:
            key = group["id"]
            left = max(0, self.vacancies(group) - (seat is not None and seat[0] == key))
            others = self._left[key]
            if chosen is not None and seat is not None and seat[0] == key:
                others = others.plus(chosen, -1)
            can_outside += min(left, others.outside + others.both)
            can_young += min(left, others.young + others.both)
            can_both += 2 * min(left, others.both) + min(left - min(left, others.both), others.outside + others.young)
        members = self._seated if chosen is None else self._seated.plus(chosen)
        need_outside = max(0, limits.get(OUTSIDE, 0) - members.outside - members.both)
        need_young = max(0, limits.get(YOUNG, 0) - members.young - members.both)
        found = {name for name, need, can in ((OUTSIDE, need_outside, can_outside), (YOUNG, need_young, can_young)) if need > can}
        if found or need_outside + need_young <= can_both:
            return found
        return {name for name, need in ((OUTSIDE, need_outside), (YOUNG, need_young)) if need}

    def may_sit(self, group: str, index: int) -> bool:
        """Whether a person (index from 0) may be seated now without breaking a limit."""
        return not self.employer_is_full(self.facts[group][index]) and not self.lacks((group, index))

    def next_of(self, group: Value) -> int | None:
        """The index of the next person of a group to be called; None where the group is full, or has nobody left who may be called."""
        key = group["id"]
        waiting = (i for i, state in enumerate(self.states[key]) if not state)
        if self.vacancies(group) > 0:
            return next((i for i in waiting if self.may_sit(key, i)), None)
        if self._reserve_vacancies(group) > 0:
            return next((i for i in waiting if not self.employer_is_full(self.facts[key][i])), None)
        return None

    def may_be_called(self) -> list[tuple[str, int]]:
        """Who may be called now, as group and index: the next of each group, or, where the plan has limits, of one group."""
        if self.present is not None:
            return []
        found = [(group, index) for group in self.plan["groups"] if (index := self.next_of(group)) is not None]
        if self.plan.get("limits"):
            found = ([one for one in found if self.vacancies(one[0]) > 0] or found)[:1]
        return [(group["id"], index) for group, index in found]

    # --- a step -------------------------------------------------------------------------------------------------------

    def apply(self, step: Value) -> None:
        """Records a step (schemas/sealed-calls.schema.json). Raises NotAllowed, and changes nothing, where the rules do not allow it."""
        at = datetime.fromisoformat(step["at"])
        if self.present is not None:
            raise NotAllowed("电话已经封存，不能再记")
        if step["n"] != self.steps + 1:
            raise NotAllowed(f"步骤的次序不对：应是第 {self.steps + 1} 步，写的是第 {step['n']} 步")
        if self.last is not None and at < self.last:
            raise NotAllowed("时间早于上一步")
        missing = [name for name in STEP_FIELDS[step["kind"]] if name not in step]
        if missing:
            raise NotAllowed(f"缺少 {'、'.join(missing)}")
        {
            "relaxed": self._relax,
            "closed": self._close,
            "absent": self._absent,
        }.get(step["kind"], self._answer)(step, at)
        self.steps, self.last = step["n"], at
        self._promote()

    def _place(self, step: Value) -> tuple[str, int]:
        group, index = step["group"], step["rank"] - 1
        if group not in self.states or not 0 <= index < len(self.states[group]):
            raise NotAllowed(f"没有这一位：{group} 组第 {step['rank']} 位")
        return group, index

    def _answer(self, step: Value, at: datetime) -> None:
        group, index = place = self._place(step)
        callable_ = self.may_be_called()
        if place not in callable_:
            wanted = "、".join(f"{key} 组第 {i + 1} 位" for key, i in callable_) or "没有人要打了"
            raise NotAllowed(f"没有轮到 {group} 组第 {index + 1} 位。现在该打的：{wanted}")
        tried, since = self.attempts.get(place, (0, at))
        if step["kind"] == "no-answer" and tried and at < since + timedelta(minutes=self.plan["calls"]["minutes"]):
            due = since + timedelta(minutes=self.plan["calls"]["minutes"])
            raise NotAllowed(f"{group} 组第 {index + 1} 位上次没有打通，要到 {due:%H:%M} 再打")
        if step["kind"] == "no-answer":
            self.attempts[place] = (tried + 1, at)
            if tried + 1 >= self.plan["calls"]["attempts"]:
                self._set(group, index, UNREACHABLE)
        elif step["kind"] == "declined":
            self._set(group, index, DECLINED)
        else:
            vacant = self.vacancies(next(one for one in self.plan["groups"] if one["id"] == group)) > 0
            self._set(group, index, MEMBER if vacant else ALTERNATE)

    def _absent(self, step: Value, at: datetime) -> None:
        group, index = self._place(step)
        if self.states[group][index] not in _SEATED:
            raise NotAllowed(f"{group} 组第 {index + 1} 位没有答应过到会，不能记缺席")
        self._set(group, index, ABSENT)

    def _relax(self, step: Value, at: datetime) -> None:
        name = step["limit"]
        if not self.limits.get(name):
            raise NotAllowed("方案没有这项限额，或者已经放宽到 0")
        stuck = any(
            self.vacancies(group) > 0 and self.next_of(group) is None and self._kept_out_by_employer(group["id"])
            for group in self.plan["groups"]
        )
        if not (stuck if name == PER_EMPLOYER else name in self.lacks()):
            raise NotAllowed("这项限额还做得到，不能放宽")
        self.relaxed[name] = self.limits[name] + (1 if name == PER_EMPLOYER else -1)

    def _kept_out_by_employer(self, key: str) -> bool:
        free = zip(self.facts[key], self.states[key], strict=True)
        return any(state in ("", ALTERNATE) and self.employer_is_full(facts) for facts, state in free)

    def _close(self, step: Value, at: datetime) -> None:
        seated = sum(states.count(MEMBER) for states in self.states.values())
        if step["present"] > seated:
            raise NotAllowed(f"应到的只有 {seated} 名，到会不会有 {step['present']} 名")
        if self.may_be_called() and "note" not in step:
            key, index = self.may_be_called()[0]
            raise NotAllowed(f"还有人没有打（{key} 组第 {index + 1} 位）。不打了的，请写明原因")
        self.present = step["present"]

    def _promote(self) -> None:
        """Alternates take open seats, in the order of the plan and of the ranking, as far as the limits let them."""
        for group in self.plan["groups"]:
            key = group["id"]
            while self.vacancies(group) > 0:
                free = (i for i, state in enumerate(self.states[key]) if state == ALTERNATE and self.may_sit(key, i))
                index = next(free, None)
                if index is None:
                    break
                self._set(key, index, MEMBER)

    def ranks(self) -> dict[str, list[str]]:
        """What is published of each group at the end: the state of each rank, with what became of those without a result."""
        return {key: self._ranks(key) for key in self.states}

    def _ranks(self, key: str) -> list[str]:
        states = self.states[key]
        last = max((i for i, state in enumerate(states) if state or (key, i) in self.attempts), default=-1)
        return [state or (UNANSWERED if (key, i) in self.attempts else PASSED if i < last else UNCALLED) for i, state in enumerate(states)]


def chained(before: str, step: Value) -> str:
    """The hash of a step in the chain, after the hash `before` (of the first step: the seed)."""
    return hashed(f"{ALGORITHM} call", before, encoded(step, sort_keys=True).decode())


def chain(seed: str, steps: Sequence[Value]) -> list[str]:
    """The chain of the steps of a draw, without the seed that it begins with."""
    found: list[str] = []
    for step in steps:
        found.append(chained(found[-1] if found else seed, step))
    return found
