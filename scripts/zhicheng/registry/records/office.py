"""What the office keeps: rounds, rulebooks, waivers, and the public counts of rosters, from values that passed their schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - a waiver has a field `date`

from zhicheng.records import Sealed, Value, sealed
from zhicheng.text import plain


@dataclass(frozen=True, slots=True)
class RoundCount:
    """一个年度报送的专家人数。"""

    round: str
    active: int
    removed: int


MIN_POOL_FOR_AGE = 5  # a count by age of a smaller pool could point at a person


def roster_key(committee: str | None, area: str | None) -> str:
    """The name the files of a roster go by: the committee's id, or employer-<area>."""
    return committee or f"employer-{area}"


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """一份专家名册的公开人数，没有姓名。"""

    committee: str | None
    area: str | None
    round: str
    sealed: Sealed | None
    active: int
    removed: int
    by_level: dict[str, int]
    by_specialty: dict[str, dict[str, dict[str, int]]]
    young: int | None
    history: tuple[RoundCount, ...] = ()

    @property
    def key(self) -> str:
        return roster_key(self.committee, self.area)


def roster_counts(value: Value) -> RosterCounts:
    """Counts from a value that fits schemas/roster.schema.json."""
    counts = value["counts"]
    return RosterCounts(
        committee=value.get("committee"),
        area=value.get("area"),
        round=value["round"],
        sealed=sealed(value.get("sealed")),
        active=counts["active"],
        removed=counts.get("removed", 0),
        by_level=counts.get("by_level", {}),
        by_specialty=counts.get("by_specialty", {}),
        young=counts.get("young"),
        history=tuple(RoundCount(past["round"], past["active"], past["removed"]) for past in value.get("history", ())),
    )


@dataclass(frozen=True, slots=True)
class Round:
    """一个备案年度：何时开始，何时截止，适用哪些规则，哪些评委会应当备案。"""

    id: str
    title: str
    opened: Day
    form_deadline: Day
    roster_deadline: Day
    platform_deadline: Day
    rulebooks: tuple[str, ...]
    expected: tuple[str, ...]

    def days_late(self, day: Day) -> int:
        """How many days after the deadline of the form `day` is; on the deadline itself and before it 0."""
        return max(0, (day - self.form_deadline).days)


def filing_round(value: Value) -> Round:
    """A round from a value that fits schemas/round.schema.json."""
    due = value["deadlines"]
    return Round(
        id=value["id"],
        title=plain(value["title"]),
        opened=Day.fromisoformat(value["opened"]),
        form_deadline=Day.fromisoformat(due["form"]),
        roster_deadline=Day.fromisoformat(due["roster"]),
        platform_deadline=Day.fromisoformat(due["platform"]),
        rulebooks=tuple(value["rulebooks"]),
        expected=tuple(value["expected"]),
    )


ROLES = {"prefecture": "地州市", "centre": "中心", "maintainer": "管理员"}
OUTCOMES = {"approved": "通过", "returned": "退回修改", "refused": "不予备案"}
GROUNDS = {
    "incomplete": "必填内容不全，或者填写有误",
    "beyond-authority": "评审层级、评审地域超出承接范围",
    "not-eligible": "不属于备案登记的范围",
    "catalog": "二级专业目录不全，或者名称没有明确",
    "basis": "批准文件、评审依据缺少或者不符",
    "scoring": "量化赋分表缺少或者有误",
    "paper-differs": "纸质表没有签字盖章，或者与电子登记不一致",
    "experts": "评委花名册不符合推荐条件",
    "privacy": "公开内容里有个人信息",
    "duplicate": "与其他评审委员会重复",
    "other": "其他（见审核意见）",
}  # why something is returned or refused


@dataclass(frozen=True, slots=True)
class Decision:
    """一次审核决定：谁以什么身份，对哪个评审委员会的哪个版本，作了什么决定；退回和不予备案的，写明事由、改什么、怎样提出不同意见。"""

    committee: str
    round: str
    role: str
    account: str
    commit: str
    outcome: str
    date: Day
    reason_code: str | None = None
    reason: str | None = None
    mend: str | None = None
    appeal: str | None = None
    merged: str | None = None
    published: Day | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two records the same decision: the same account decided the same of the same version, in the same role."""
        return self.committee, self.round, self.role, self.account, self.commit, self.outcome


def decisions(value: Value) -> tuple[Decision, ...]:
    """The decisions of a value that fits schemas/decisions.schema.json, in its order."""
    return tuple(
        Decision(
            **{key: d[key] for key in ("committee", "round", "role", "account", "commit", "outcome")},
            date=Day.fromisoformat(d["date"]),
            reason_code=d.get("reason_code"),
            **{key: plain(d[key]) for key in ("reason", "mend", "appeal") if key in d},
            merged=d.get("merged"),
            published=Day.fromisoformat(d["published"]) if "published" in d else None,
        )
        for d in value["decisions"]
    )


@dataclass(frozen=True, slots=True)
class Provision:
    """A figure of a document (a number, a list of levels, or whether something holds: the others are empty) with its clause."""

    number: int | None
    levels: tuple[str, ...]
    holds: bool | None
    clause: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A document's rules and numbers. `rules` maps each rule it brings into force to the clause the rule rests on.

    `form` is the clause that says what a registration contains, which every finding of shape (S) rests on.
    """

    id: str
    title: str
    short: str
    rules: dict[str, str]
    numbers: dict[str, Provision]
    form: str | None

    def cite(self, clause: str) -> str:
        return self.short + clause


def rulebook(value: Value) -> Rulebook:
    """A rulebook from a value that fits schemas/rulebook.schema.json."""
    numbers = {
        key: Provision(item.get("number"), tuple(item.get("levels", ())), item.get("holds"), item["clause"])
        for key, item in value["numbers"].items()
    }
    return Rulebook(value["id"], plain(value["title"]), plain(value["short"]), dict(value["rules"]), numbers, value.get("form"))


@dataclass(frozen=True, slots=True)
class Waiver:
    """一项获准的例外：哪个评委会、哪条规则、谁准的、到哪天。"""

    committee: str
    rule: str
    expert: str | None
    reason: str | None
    granted_by: str
    date: Day
    until: Day


def waivers(value: Value) -> tuple[Waiver, ...]:
    """The waivers of a value that fits schemas/waivers.schema.json."""
    return tuple(
        Waiver(
            w["committee"],
            w["rule"],
            w.get("expert"),
            None if w.get("reason") is None else plain(w["reason"]),
            plain(w["granted_by"]),
            Day.fromisoformat(w["date"]),
            Day.fromisoformat(w["until"]),
        )
        for w in value["waivers"]
    )
