"""Rules on expert rosters that need only the public counts (R101)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.rules.rule import Context, rule
from zhicheng.text import show


@rule("R101", clause="备案登记的函（2019）二（一）", on="roster")
def roster_from_wrong_unit(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    """不在推荐之列的单位，报送了评审委员会的专家名册。

    推荐评委的是{rosters}单位的评审委员会。其他单位符合条件的专家，可以由本人申请、单位审核后直接报中心。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        authority: central
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2019"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts: {active: 12, removed: 0, by_level: {associate-senior: 12}, by_specialty: {}}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        authority: region
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2019"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts: {active: 12, removed: 0, by_level: {associate-senior: 12}, by_specialty: {}}
    """
    committee = context.registry.by_id.get(roster.committee or "")
    if committee is not None and committee.authority not in context.registry.roster_authorities(roster.round):
        who = authority_label(context.registry, committee.authority)
        yield Problem(
            ("committee",),
            f"“{show(committee.name)}”属于{who.removesuffix('单位')}单位，不在推荐评委的单位之列",
            "请撤下这份名册；符合条件的专家可由用人单位审核后直接报中心（employer-区划代码.yaml）。",
        )
