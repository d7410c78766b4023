"""Rules on the content of a registration: catalog, scoring, defence, meeting experts, panel (E104–E108, E202, E203)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.committee import FORMED_BY, SENIOR, Committee
from zhicheng.rules.rule import Context, rule
from zhicheng.text import show


@rule("E104", clause="备案登记的函（2019）一（三）10", waivable=True)
def catalog_incomplete(committee: Committee, context: Context) -> Iterator[Problem]:
    """专业目录是空的，或者一级目录下没有二级目录。

    二级专业目录用于规范证书上的专业名称和证书查询，附件 2 要求逐项填写。行业主管部门尚未明确二级目录的，由中心登记例外。

    不合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: []}}]

    合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 建筑施工管理]}}]
    """
    for i, review in enumerate(committee.reviews):
        if not review.catalog and not review.all_specialties:
            yield Problem(("reviews", i, "catalog"), "专业目录是空的", "请按附件 2 填写一级目录和二级目录。")
        for first in review.catalog:
            if not first.seconds:
                yield Problem(
                    ("reviews", i, "catalog", first.key),
                    f"一级目录“{show(first.name)}”下没有二级目录",
                    "请至少填写一个二级目录；不再评审的一级目录请整行删去。",
                    key=True,
                )


@rule("E105", clause="备案登记的函（2019）一（三）10")
def specialty_repeated(committee: Committee, context: Context) -> Iterator[Problem]:
    """同一个一级目录下，二级目录写了两次；或者同一个一级目录写了两次。

    名称只差空格的也算相同：公布时会并成一个。

    不合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 建筑设计, 城市规划]}}]

    合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 建筑设计]}}]
    """
    for i, review in enumerate(committee.reviews):
        firsts: set[str] = set()
        for first in review.catalog:
            if first.name in firsts:
                said, hint = f"一级目录“{show(first.name)}”重复", "请把两处的二级目录并在一起，删去重复的一行。"
                yield Problem(("reviews", i, "catalog", first.key), said, hint, key=True)
            firsts.add(first.name)
            if len(set(first.seconds)) == len(first.seconds):
                continue
            seen: set[str] = set()
            for k, second in enumerate(first.seconds):
                if second in seen:
                    place = ("reviews", i, "catalog", first.key, k)
                    yield Problem(place, f"二级目录“{show(second)}”在“{show(first.name)}”下重复", "请删去重复的一项。")
                seen.add(second)


@rule("E106", clause="备案登记的函（2019）一（三）13")
def scoring_does_not_add_up(committee: Committee, context: Context) -> Iterator[Problem]:
    """量化赋分表各项满分之和不等于总分，或者某一档的分值超过本项满分。

    加分项（bonus: true）在总分之外，不计入合计。

    不合格：

        scoring:
          - {title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 60}, {dimension: 学历, item: 学历, points: 30}]}

    合格：

        scoring:
          - {title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 60}, {dimension: 学历, item: 学历, points: 40}]}
    """
    for i, table in enumerate(committee.scoring):
        total = sum((Decimal(str(item.points)) for item in table.items if not (item.bonus or item.deduction)), Decimal())
        if total != Decimal(str(table.total)):
            difference = total - Decimal(str(table.total))
            more = "多" if difference > 0 else "少"
            yield Problem(
                ("scoring", i, "total"),
                f"“{show(table.title)}”各项满分合计 {total:g} 分，总分写的是 {table.total:g} 分",
                f"合计比总分{more} {abs(difference):g} 分，请核对各项满分；加分项请标 bonus: true。",
            )
        for j, item in enumerate(table.items):
            for k, step in enumerate(item.steps):
                if step.points > item.points:
                    yield Problem(
                        ("scoring", i, "items", j, "steps", k, "points"),
                        f"“{show(item.item)}”中“{show(step.when)}”一档 {step.points:g} 分，超过本项满分 {item.points:g} 分",
                        "请核对这一档的分值和本项满分。",
                    )


@rule("E107", clause="备案登记的函（2019）一（三）15")
def defence_without_scope(committee: Committee, context: Context) -> Iterator[Problem]:
    """要答辩，却没有写答辩范围。

    附件 1 只有“是否答辩”一格，正文要求同时写明答辩范围：哪些层级、哪些人员需要答辩。

    不合格：

        defence: {required: true}

    合格：

        defence: {required: true, scope: 申报副高级的人员}
    """
    if committee.defence.required and not committee.defence.scope:
        yield Problem(("defence",), "需要答辩，但没有写答辩范围", "请补上 scope，写明哪些层级或人员需要答辩。")


@rule("E108", clause="备案登记的函（2019）一（三）16")
def experts_without_source_or_draw(committee: Committee, context: Context) -> Iterator[Problem]:
    """没有写会议专家的来源或者抽取方式。

    无论有没有专家库，都要写明评审会议的专家从哪里来、怎么抽取。

    不合格：

        expert_pool: {exists: true, source: 本委员会专家库}

    合格：

        expert_pool: {exists: true, source: 本委员会专家库, draw: 会前在监督人员在场时随机抽取}
    """
    for key, value in (("source", committee.expert_pool.source), ("draw", committee.expert_pool.draw)):
        if not value:
            label = context.label("expert_pool", key)
            yield Problem(("expert_pool",), f"没有写“{label}”（{key}）", f"请补上 {key}，没有专家库的也要写明。")


@rule("E202", clause="人社部令第40号第九条", needs=("members_odd",))
def even_number_of_members(committee: Committee, context: Context) -> Iterator[Problem]:
    """评审委员会组成人数是偶数。

    评审委员会组成人员应当是单数，避免表决出现平局。

    不合格：

        panel: {members: 26, formed_by: series}

    合格：

        panel: {members: 25, formed_by: series}
    """
    provision = context.figure("members_odd")
    members = None if committee.panel is None else committee.panel.members
    if provision.holds and members is not None and members % 2 == 0:
        hint = f"请改为单数，例如 {members + 1} 人。"
        yield Problem(("panel", "members"), f"组成人数 {members} 是偶数", hint, context.cite(provision))


@rule(
    "E203",
    clause="人社部令第40号第九条",
    waivable=True,
    needs=("members_senior_series", "members_senior_specialty"),
)
def too_few_members(committee: Committee, context: Context) -> Iterator[Problem]:
    """高级评审委员会的组成人数少于规定。

    按系列组建的高级评审委员会不少于 25 人，按专业组建的不少于 11 人。省级人社部门可以适当调整：经批准的，由中心登记例外。
    只评初、中级的评审委员会没有印明人数。

    不合格：

        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [建筑施工管理]}}]
        panel: {members: 9, formed_by: specialty}

    合格：

        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [建筑施工管理]}}]
        panel: {members: 11, formed_by: specialty}
    """
    panel = committee.panel
    if panel is None or SENIOR.isdisjoint(committee.levels) or panel.formed_by == "merged":  # no number is printed for merged ones
        return
    provision = context.figure(f"members_senior_{panel.formed_by}")
    if provision.number is not None and panel.size < provision.number:
        yield Problem(
            ("panel", "members" if panel.members is not None else "at_least"),
            f"组成人数 {panel.size} 人，{FORMED_BY[panel.formed_by]}的高级评审委员会不少于 {provision.number} 人",
            "请补足人数；经省级人社部门同意调整的，请向中心申请例外。",
            context.cite(provision),
        )
