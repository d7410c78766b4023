"""Decisions of reviewers 审核决定 (registry/decisions/<year>.yaml) as dataclasses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is the name of a field

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain

ROLES = {"prefecture": "地市", "centre": "中心", "maintainer": "管理员", "title-office": "职称办公室", "supervision": "监督人"}


OUTCOMES = {
    "approved": "通过",
    "returned": "退回修改",
    "refused": "不予备案",
    "upheld": "维持原决定",
    "reversed": "撤销原决定",
    "suspended": "取消平台账号",
    "lifted": "恢复平台账号",
}


KINDS = {
    "registration": "登记",
    "change": "变更",
    "renewal": "续期",
    "withdrawal": "撤销登记",
    "restoration": "恢复登记",
    "split": "分立",
    "merger": "合并",
    "contacts": "联系人",
    "roster": "评委花名册",
    "correction": "更正",
    "waiver": "例外",
    "keys": "密钥",
    "reviewers": "审核人员",
    "rulebook": "审查依据",
    "round": "备案年度",
    "appeal": "对不同意见的答复",
    "account": "平台账号",
    "draw": "评委抽取",
}  # what was decided


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
}  # reasons (事由) of a return or refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision (审核决定) of an account, in a role, on the version at `commit` of a committee's files, of an employer's roster (`area`),
    or of what concerns the registry as a whole (neither).

    `kind` says what was decided, `changed` of what: fields of the record, rules of waivers, areas of reviewers, rulebooks; both are not
    known of old decisions. A return or refusal has a reason (事由), what to correct (`mend`) and how to object (`appeal`). Of an appeal
    `commit` is the version that had been refused, and `appealed` the day of that decision.
    """

    committee: str | None
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
    kind: str | None = None
    changed: tuple[str, ...] = ()
    area: str | None = None
    appealed: Day | None = None

    @property
    def key(self) -> tuple[str | None, ...]:
        """The identity of a decision but for its kind, which old decisions do not have."""
        return self.committee, self.area, self.round, self.role, self.account, self.commit, self.outcome

    def repeats(self, other: Decision) -> bool:
        """Whether another record is of the same decision."""
        return self.key == other.key and (self.kind == other.kind or None in (self.kind, other.kind))


def decisions(value: Value) -> tuple[Decision, ...]:
    """The decisions of a value that fits schemas/decisions.schema.json, in the order of the file."""
    return tuple(
        Decision(
            **{key: d[key] for key in ("round", "role", "account", "commit", "outcome")},
            **{key: d.get(key) for key in ("committee", "area", "kind", "reason_code", "merged")},
            changed=tuple(d.get("changed", ())),
            appealed=Day.fromisoformat(d["appealed"]) if "appealed" in d else None,
            date=Day.fromisoformat(d["date"]),
            **{key: plain(d[key]) for key in ("reason", "mend", "appeal") if key in d},
            published=Day.fromisoformat(d["published"]) if "published" in d else None,
        )
        for d in value["decisions"]
    )


def suspension(decided: Iterable[Decision], day: Day | None = None) -> Decision | None:
    """The decision by which a committee's account on the platform is withdrawn on a `day` (by default after all of them), or None.

    `decided` are the decisions on the committee, in order of day.
    """
    last = None
    for one in decided:
        if one.kind == "account" and (day is None or one.date <= day):
            last = one
    return last if last is not None and last.outcome == "suspended" else None
