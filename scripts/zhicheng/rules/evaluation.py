"""Rules on how levels are obtained and what they are scored by: national exams, scoring tables, groups of the panel (E114, E115, E120)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import METHODS, Competence, FirstLevel
from zhicheng.registry.records.scoring import ScoringTable
from zhicheng.registry.required_fields import use
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, show


@rule("E114", clause="备案登记的函（2019）一（三）9", severity="warning")
def reviewed_although_examined(committee: Committee, context: Context) -> Iterator[Problem]:
    """评价方式与全国统一考试对不上。

    有的系列，初、中级由全国考试取得（以考代评），副高级先考试、后评审（考评结合）。登记成评审或考核认定，申报人会白跑一趟；没有全国考试的
    高级登记成以考代评，申报人会等一场没有的考试。
    考试见 registry/reference/series.yaml 的 exams；只限部分专业的考试和途径之一的考试不提醒。确有专业不在考试之内的，保留提醒即可。

    不合格：

        name: 某省会计系列职称评审委员会
        reviews: [{series: accounting, levels: [intermediate], catalog: {会计: [财务会计]}}]
        scoring: [{title: 赋分表, series: [accounting], total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]

    合格：

        name: 某省会计系列职称评审委员会
        reviews: [{series: accounting, levels: [intermediate], method: exam, catalog: {会计: [财务会计]}}]
        scoring: [{title: 赋分表, levels: [intermediate], total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]
    """
    for i, review in enumerate(committee.reviews):
        series = context.registry.series.get(review.series)
        if series is None:
            continue  # X003 tells of it
        for j, level in enumerate(review.levels):
            exam = series.exam_for(level)
            if exam is not None and exam.method != review.way:
                yield Problem(
                    ("reviews", i, "levels", j),
                    f"“{series.name}”的{context.levels[level]}实行全国统一考试（{exam.name}，{exam.held_by}组织），这里登记的是{METHODS[review.way]}",
                    f"请核对；是{METHODS[exam.method]}的，请把这个层级单列一项，写明 method: {exam.method}。",
                )
            elif exam is None and review.way == "exam" and level in context.registry.ranks.senior and not series.examined(level):
                yield Problem(
                    ("reviews", i, "levels", j),
                    f"“{series.name}”的{context.levels[level]}登记的是以考代评，没有见到这样的全国考试",
                    "请核对；由评审取得的，请把这个层级单列一项，不写 method；确有本地区组织的考试的，保留提醒即可。",
                )


@rule("E115", clause="备案登记的函（2019）一（三）13", severity="warning")
def level_without_scoring_table(committee: Committee, context: Context) -> Iterator[Problem]:
    """评审的层级没有量化赋分表，或者赋分表用不到任何一个登记的层级。

    每个评审的系列、层级都要有一张赋分表；确实不用赋分表的层级，写在 scoring_none 里，说明原因。以考代评、考核认定的层级不用赋分表。
    规则文件的 fields 写明不用赋分表的，不查；写明选填的，登记了赋分表才查。

    不合格：

        reviews: [{series: engineering, levels: [intermediate, associate-senior], catalog: {建筑工程: [城市规划]}}]
        scoring: [{title: 赋分表, levels: [intermediate], total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]

    合格：

        reviews: [{series: engineering, levels: [intermediate, associate-senior], catalog: {建筑工程: [城市规划]}}]
        scoring: [{title: 赋分表, levels: [intermediate], total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]
        scoring_none: [{level: associate-senior, words: 由专家直接评议，不赋分}]
    """
    asked_for = use(context.rulebooks, "scoring")[0]
    if asked_for == "unused" or (asked_for == "optional" and not committee.scoring):
        return
    unscored = {none.level for none in committee.scoring_none}
    for i, review in enumerate(committee.reviews):
        for j, level in enumerate(review.levels if review.by_experts else ()):
            tables = [table for table in committee.scoring if _applies(table, review.series, level)]
            without = None if level in unscored else _without_table(review, tables)
            if without is not None:
                hint = "请补上赋分表，或者在赋分表里写明适用的层级；确实不用赋分表的，请写在 scoring_none 里，说明原因。"
                yield Problem(("reviews", i, "levels", j), f"评审层级“{context.levels[level]}”{without}没有量化赋分表", hint)
    for i, table in enumerate(committee.scoring):
        yield from _table_of_nothing(("scoring", i), table, committee)
    for i, none in enumerate(committee.scoring_none):
        if none.level not in committee.levels:
            said = f"没有登记{context.levels[none.level]}，却写了它没有赋分表"
            yield Problem(("scoring_none", i, "level"), said, "请核对层级；没有登记的层级请删去这一项。")


def _applies(table: ScoringTable, series: str, level: str) -> bool:
    return (not table.series or series in table.series) and (not table.levels or level in table.levels)


def _without_table(review: Competence, tables: list[ScoringTable]) -> str | None:
    """What of a review has no scoring table: None where nothing, "" where there is no table at all, else the specialties left out, in
    words.
    """
    if not tables:
        return ""
    if any(not table.specialties for table in tables):
        return None
    named = dict.fromkeys(name for table in tables for name in table.specialties)
    if review.all_specialties:
        return f"登记的是全部专业，赋分表只写了{_counted(list(named))}，其余专业"
    covered = set(map(folded, named))
    left = [name for first in review.catalog if folded(first.name) not in covered for name in _left_out(first, covered)]
    return f"中{_counted(left)}" if left else None


def _left_out(first: FirstLevel, covered: set[str]) -> Iterator[str]:
    """The specialties below a first level that no table covers: names of the second level, or, where some of its third level are covered,
    the others of these.
    """
    for k, second in enumerate(first.seconds):
        thirds = first.thirds[k] if first.thirds else ()
        left = [third for third in thirds if folded(third) not in covered]
        if folded(second) not in covered and (left or not thirds):
            yield from left if len(left) < len(thirds) else [second]


def _counted(names: list[str]) -> str:
    """The first of some names of specialties, for a message, and how many there are."""
    return f"“{show(names[0])}”" + (f"等 {len(names)} 个专业" if len(names) > 1 else "")


def _table_of_nothing(place: Pointer, table: ScoringTable, committee: Committee) -> Iterator[Problem]:
    """The problem that a table applies to no series and level of the record, or names specialties that its catalogs do not have."""
    fitting = [review for review in committee.reviews if any(_applies(table, review.series, level) for level in review.levels)]
    if not fitting:
        key = "series" if table.series and set(table.series).isdisjoint(committee.series) else "levels"
        said = f"“{show(table.title)}”不适用于任何登记的系列和层级"
        yield Problem((*place, key), said, "请核对这张表的适用系列和适用层级，或者补登记漏掉的层级。")
        return
    if any(review.all_specialties for review in fitting):
        return
    names = {
        folded(name) for review in fitting for first in review.catalog for name in (first.name, *first.seconds, *sum(first.thirds, ()))
    }
    rows = [((*place, "items", j), item.specialties) for j, item in enumerate(table.items)]
    for at, specialties in [(place, table.specialties), *rows]:
        unknown = [(k, name) for k, name in enumerate(specialties) if folded(name) not in names]
        for k, name in unknown[:1]:
            more = f"等 {len(unknown)} 个" if len(unknown) > 1 else ""
            said = f"“{show(table.title)}”的适用专业“{show(name)}”{more}不在登记的专业目录里"
            yield Problem((*at, "specialties", k), said, "请写专业目录里的一级、二级或三级名称。")


@rule("E120", clause="人社部令第40号第二十一条", severity="warning", needs=("subgroup_members",))
def subgroup_too_small(committee: Committee, context: Context) -> Iterator[Problem]:
    """专业组的人数少于规定，正副主任委员比组成人员还多，或者组成人员少于写明的下限。

    评审委员会下设专业组的，每组人数有最低要求；每组不少于 {subgroup_members 人}。
    例子所用：subgroup_members=5

    不合格：

        panel: {members: 25, formed_by: series, subgroups: [{name: 结构组, members: 4}]}

    合格：

        panel: {members: 25, formed_by: series, subgroups: [{name: 结构组, members: 5}]}
    """
    panel, provision = committee.panel, context.figure("subgroup_members")
    if panel is None:
        return
    for i, group in enumerate(panel.subgroups):
        if provision.number is not None and group.members < provision.number:
            said = f"专业组“{show(group.name)}”{group.members} 人，少于 {provision.number} 人"
            yield Problem(("panel", "subgroups", i, "members"), said, "请补足人数，或与别的专业组合并。", context.cite(provision))
    if panel.members is not None and panel.at_least is not None and panel.members < panel.at_least:
        yield Problem(("panel", "members"), f"组成人员 {panel.members} 人，少于自己写的下限 {panel.at_least} 人", "请核对两个人数。")
    leading = (panel.chair or 0) + (panel.vice_chairs or 0)
    if panel.members is not None and leading > panel.members:  # a minimum says nothing about the most there may be
        yield Problem(("panel",), f"正副主任委员 {leading} 人，比组成人员 {panel.members} 人还多", "请核对各项人数。")
