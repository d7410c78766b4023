"""Rules on who sends a roster, and on what an employer has to declare where it sends one itself (R101, R119)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.registry.records.sealed_roster import EMPLOYER_DECLARATIONS, Roster
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


@rule("R119", clause="备案登记的函（2019）二（三）2", severity="warning", on="experts")
def way_of_employers_not_declared(roster: Roster, context: Context) -> Iterator[Problem]:
    """单位直接报送的花名册，没有声明出于本人意愿、所在单位没有行业主管部门。

    专家入库采取自愿申请、组织推荐的形式，一般由评审委员会征求行业主管部门的意见以后推荐。没有行业部门的企事业单位，才由本人申请、
    所在单位审核后直接报送。这两点由报送单位负责，登记册只看有没有声明（signed.declares）。

    不合格：

        # registry/vault/employer-653100.roster.age
        # 打开以后
        signed: {by: 示例甲, date: "2026-06-20", declares: [conduct, integrity, own-application]}

    合格：

        # registry/vault/employer-653100.roster.age
        # 打开以后
        signed: {by: 示例甲, date: "2026-06-20", declares: [conduct, integrity, own-application, no-department]}
    """
    missing = [label for code, label in EMPLOYER_DECLARATIONS.items() if code not in roster.declares]
    if roster.area is not None and missing:
        said = f"没有对{'和'.join(f'“{label}”' for label in missing)}的声明"
        hint = "请向报送单位核实，声明了的填在 signed 的 declares 里（own-application、no-department）。"
        yield Problem(("signed", "declares"), said, f"{hint}有行业主管部门的，请改由评审委员会推荐。")
