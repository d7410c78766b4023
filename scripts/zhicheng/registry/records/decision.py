"""Decisions of reviewers 审核决定 (registry/decisions/<year>.yaml) as dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is the name of a field

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain

ROLES = {"prefecture": "地市", "centre": "中心", "maintainer": "管理员"}


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
}  # reasons (事由) of a return or refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision (审核决定) of an account, in a role, on the version of a committee's files at `commit`.

    A return or refusal has a reason (事由), what to correct (`mend`) and how to object (`appeal`).
    """

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
        """The identity of a decision: two records with the same key are the same decision."""
        return self.committee, self.round, self.role, self.account, self.commit, self.outcome


def decisions(value: Value) -> tuple[Decision, ...]:
    """The decisions of a value that fits schemas/decisions.schema.json, in the order of the file."""
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
