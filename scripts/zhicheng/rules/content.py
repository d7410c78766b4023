"""Rules on the content of a registration: catalog, scoring, defence, meeting experts, panel (E104–E108, E202, E203)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry.records.committee import FORMED_BY, Committee
from zhicheng.registry.records.scoring import ScoringItem, ScoringTable
from zhicheng.rules.rule import MEMBERS_OF_ADDED, Context, figure_of, rule
from zhicheng.text import folded, show


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
    """同一个一级目录下，二级目录写了两次；或者同一个一级目录、同一个三级目录写了两次。

    名称只差空格、括号全角半角的也算相同：读的人分不清。

    不合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 建筑设计, 城市规划]}}]

    合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 建筑设计]}}]
    """
    for i, review in enumerate(committee.reviews):
        firsts: set[str] = set()
        for first in review.catalog:
            if folded(first.name) in firsts:
                said, hint = f"一级目录“{show(first.name)}”重复", "请把两处的二级目录并在一起，删去重复的一行。"
                yield Problem(("reviews", i, "catalog", first.key), said, hint, key=True)
            firsts.add(folded(first.name))
            if not first.thirds and len(set(map(folded, first.seconds))) == len(first.seconds):
                continue  # nearly all
            seen: set[str] = set()
            for n, (key, second) in enumerate(zip(first.second_keys, first.seconds, strict=True)):
                place = ("reviews", i, "catalog", first.key, key)
                if folded(second) in seen:
                    said = f"二级目录“{show(second)}”在“{show(first.name)}”下重复"
                    yield Problem(place, said, "请删去重复的一项。", key=isinstance(key, str))
                seen.add(folded(second))
                thirds: set[str] = set()
                for k, third in enumerate(first.thirds[n] if first.thirds else ()):
                    if folded(third) in thirds:
                        said = f"三级目录“{show(third)}”在“{show(second)}”下重复"
                        yield Problem((*place, k), said, "请删去重复的一项。", severity="warning")
                    thirds.add(folded(third))


@rule("E106", clause="备案登记的函（2019）一（三）13")
def scoring_does_not_add_up(committee: Committee, context: Context) -> Iterator[Problem]:
    """量化赋分表各项满分之和不等于总分，或者某一档的分值超过本项满分。

    加分项（bonus: true）和扣分项（deduction: true）在总分之外，不计入合计。一项下面分小项的，各小项之和等于本项满分；
    小项之和超过满分、合计封顶的，写明封顶分 cap，它等于本项满分。小项对不上的只作提醒。

    不合格：

        scoring:
          - {title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 60}, {dimension: 学历, item: 学历, points: 30}]}

    合格：

        scoring:
          - {title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 60}, {dimension: 学历, item: 学历, points: 40}]}
    """
    for i, table in enumerate(committee.scoring):
        total = _total(table)
        if total != _exact(table.total):
            difference = total - _exact(table.total)
            more = "多" if difference > 0 else "少"
            yield Problem(
                ("scoring", i, "total"),
                f"“{show(table.title)}”各项满分合计 {total:g} 分，总分写的是 {table.total:g} 分",
                f"合计比总分{more} {abs(difference):g} 分，请核对各项满分；加分项请标 bonus: true。",
            )
        else:
            yield from _others_fall_short(("scoring", i, "total"), table, committee)
        for j, item in enumerate(table.items):
            place = ("scoring", i, "items", j)
            for k, step in enumerate(item.steps):
                if step.points > item.points:
                    yield Problem(
                        (*place, "steps", k, "points"),
                        f"“{show(item.item)}”中“{show(step.when)}”一档 {step.points:g} 分，超过本项满分 {item.points:g} 分",
                        "请核对这一档的分值和本项满分。",
                    )
            yield from _sub_items_do_not_add_up(place, item)


def _others_fall_short(place: Pointer, table: ScoringTable, committee: Committee) -> Iterator[Problem]:
    """The problem that the total is only reached with rows for some specialties, and that the catalog has specialties for which there is no
    such row.
    """
    counted = [item for item in table.items if not item.bonus and not item.deduction]
    named = {folded(name) for item in counted for name in item.specialties}
    rest = _sum(item.points for item in counted if not item.specialties)
    if not named or rest == _exact(table.total):
        return
    meant = set(map(folded, table.specialties))
    for _, first, second in committee.specialties:
        names = {folded(first.name), folded(second)}
        if (
            names.isdisjoint(named)
            and (not meant or not names.isdisjoint(meant))
            and not any(named & set(map(folded, t)) for t in first.thirds)
        ):
            said = f"“{show(table.title)}”对“{show(second)}”等没有单列的专业合计 {rest:g} 分，总分写的是 {table.total:g} 分"
            yield Problem(place, said, "请补上这些专业的项目，或者核对各项的适用专业。", severity="warning")
            return


def _sub_items_do_not_add_up(place: Pointer, item: ScoringItem) -> Iterator[Problem]:
    """The problems of the sub-items of a row. Their points must add up to those of the item, or to more where a cap, equal to the points of
    the item, says so. An open-ended item has no maximum.
    """
    if item.cap is not None and _exact(item.cap) != _exact(item.points):
        said = f"“{show(item.item)}”封顶 {item.cap:g} 分，本项满分写的是 {item.points:g} 分"
        yield Problem((*place, "cap"), said, "封顶分就是本项满分，请把两处改成一样。", severity="warning")
    if not item.items or item.open_ended:
        return
    below = _sum(one.points for one in item.items)
    if below < _exact(item.points) or (below > _exact(item.points) and item.cap is None):
        said = f"“{show(item.item)}”各小项合计 {below:g} 分，本项满分写的是 {item.points:g} 分"
        yield Problem(
            (*place, "points"), said, "请核对各小项的分值；合计超过满分、以满分封顶的，请写明 cap（封顶分）。", severity="warning"
        )
    for k, one in enumerate(item.items):
        if _exact(one.points) > _exact(item.points):
            said = f"小项“{show(one.item)}” {one.points:g} 分，超过本项满分 {item.points:g} 分"
            yield Problem((*place, "items", k, "points"), said, "请核对这个小项的分值和本项满分。", severity="warning")


def _total(table: ScoringTable) -> Decimal:
    """The points that somebody of one specialty can reach: rows without specialties, and those that name it.

    If the specialties reach different sums, the first that is not the stated total. If that differs from the total and every row has a
    weight, the weighted sum.
    """
    counted = [item for item in table.items if not item.bonus and not item.deduction]
    kinds = dict.fromkeys(name for item in counted for name in item.specialties) or {"": None}
    sums = [_sum(item.points for item in counted if not item.specialties or name in item.specialties) for name in kinds]
    found = next((one for one in sums if one != _exact(table.total)), _exact(table.total))
    if found != _exact(table.total) and all(item.weight is not None for item in counted):
        weighed = sum(((_exact(item.points) * _exact(item.weight or 0)).scaleb(-2) for item in counted), Decimal())
        return Decimal(f"{float(weighed):g}")  # without zeros at its end
    return found


def _exact(points: float) -> Decimal:
    """A number as it is written, not as a binary fraction."""
    return Decimal(points if isinstance(points, int) else str(points))


def _sum(points: Iterable[float]) -> Decimal:
    given = list(points)
    return Decimal(sum(given)) if set(map(type, given)) <= {int} else sum(map(_exact, given), Decimal())


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
    例子所用：members_odd=true

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
    may_use=("members_senior_merged", "members_intermediate", "members_junior", MEMBERS_OF_ADDED),
)
def too_few_members(committee: Committee, context: Context) -> Iterator[Problem]:
    """评审委员会的组成人数少于规定。

    按系列组建的高级评审委员会不少于 {members_senior_series 人}，按专业组建的不少于 {members_senior_specialty 人}。
    省级人社部门可以适当调整：经批准的，由中心登记例外。
    只评初、中级的、几个系列或专业合并组建的，规定没有印明人数：规则文件写了 members_intermediate（最高评到中级）、members_junior
    （只评初级）、members_senior_merged 的，按它审查，没有写的不查。
    例子所用：members_senior_specialty=11

    不合格：

        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [建筑施工管理]}}]
        panel: {members: 9, formed_by: specialty}

    合格：

        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [建筑施工管理]}}]
        panel: {members: 11, formed_by: specialty}
    """
    panel = committee.panel
    if panel is None:
        return
    senior = not context.registry.ranks.senior.isdisjoint(committee.levels)
    highest = "高级" if senior else context.levels[committee.levels[-1]]
    name = f"members_senior_{panel.formed_by}" if senior else figure_of("members", committee.levels[-1])
    provision = context.figure(name) if context.has_figure(name) else None
    if provision is not None and provision.number is not None and panel.size < provision.number:
        yield Problem(
            ("panel", "members" if panel.members is not None else "at_least"),
            f"组成人数 {panel.size} 人，{FORMED_BY[panel.formed_by]}的{highest}评审委员会不少于 {provision.number} 人",
            "请补足人数；经省级人社部门同意调整的，请向中心申请例外。",
            context.cite(provision),
        )
