"""Rules on the public counts of a pool, which need no key: levels and specialties without experts, sums (R116, R117, R206)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, listed, show

_SEAL_ANEW = "请不要手工改人数：用 zhicheng seal 重新密封，人数会随着更新。"
_NAMED = 3  # specialties that a message names


@rule("R116", clause="人社部令第40号第十条", on="roster", severity="warning", needs=("pool_level",))
def senior_level_without_experts(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    """评审的高级层级，专家库里没有这个层级或更高层级的专家。

    评审专家应当具有相应层级的职称。评正高级的评审委员会，专家库里只有副高级的，评不了正高级。按公开的人数核对，不需要密钥。
    例子所用：pool_level=true

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        reviews: [{series: engineering, levels: [associate-senior, full-senior], catalog: {建筑工程: [城市规划]}}]
        panel:
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title: 高级工程师, level: associate-senior}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        reviews: [{series: engineering, levels: [associate-senior, full-senior], catalog: {建筑工程: [城市规划]}}]
        panel:
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title: 正高级工程师, level: full-senior}
    """
    committee = context.registry.by_id.get(roster.committee or "")
    provision = context.figure("pool_level")
    if committee is None or not committee.active or not roster.by_level or not provision.holds:
        return
    reviewed = {level for review in committee.reviews if review.by_experts for level in review.levels} & context.registry.ranks.senior
    ranks = context.level_ranks
    highest = max((ranks[level] for level, number in roster.by_level.items() if number), default=-1)
    missing = listed(label for level, label in context.levels.items() if level in reviewed and ranks[level] > highest)
    if missing:
        hint = "请补充这个层级的专家；不再评审这个层级的，请更正登记。"
        said = f"评审{missing}，专家库里没有这个层级或更高层级的专家"
        yield Problem(("counts", "by_level"), said, hint, context.cite(provision), key=True)


@rule("R117", clause="备案登记的函（2019）二（五）2", on="roster", severity="warning")
def specialty_without_experts(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    """评审的专业，专家库里没有这个专业的专家。

    专家库要兼顾专业分布。一个专家也没有的专业，抽不出同行评审。按公开的人数核对，不需要密钥。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [城市规划, 建筑施工管理]}}]
        panel:
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title_since: "2018-12"}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [城市规划]}}]
        panel:
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title_since: "2018-12"}
    """
    committee = context.registry.by_id.get(roster.committee or "")
    if committee is None or not committee.active or not roster.active or not roster.by_specialty:
        return
    known = {
        (series, folded(first), folded(second))
        for series, firsts in roster.by_specialty.items()
        for first, seconds in firsts.items()
        for second, number in seconds.items()
        if number
    }
    missing = dict.fromkeys(
        f"{first.name}/{second}"
        for review, first, second in committee.specialties
        if review.by_experts and (review.series, folded(first.name), folded(second)) not in known
    )
    if missing:
        named = listed(show(name) for name in [*missing][:_NAMED])
        more = f"等 {len(missing)} 个专业" if len(missing) > _NAMED else ""
        hint = "请补充这些专业的专家，或说明怎样评审。"
        yield Problem(("counts", "by_specialty"), f"专家库里没有这些评审专业的专家：{named}{more}", hint, key=True)


@rule("R206", on="roster")
def counts_do_not_add_up(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    """公开的人数加起来对不上，或者人数改了、密封的花名册没有改。

    在库人数等于各层级人数之和，也等于各专业人数之和；人数由工具统计，不手工填写。不需要密钥就能核对。
    密封的花名册没有变，人数就不会变，变了的是手工改的：与修改以前的版本比较时（zhicheng validate --base 版本）一并核对。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel:
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts: {active: 2, removed: 0, by_level: {associate-senior: 1}, by_specialty: {engineering: {建筑工程: {城市规划: 2}}}}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel:
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts: {active: 1, removed: 0, by_level: {associate-senior: 1}, by_specialty: {engineering: {建筑工程: {城市规划: 1}}}}
    """
    sums = {
        "by_level": sum(roster.by_level.values()),
        "by_specialty": sum(sum(seconds.values()) for firsts in roster.by_specialty.values() for seconds in firsts.values()),
    }
    for key, found, counted in (("by_level", roster.by_level, "各层级"), ("by_specialty", roster.by_specialty, "各专业")):
        if found and sums[key] != roster.active:
            said = f"{counted}人数合计 {sums[key]} 人，在库人数写的是 {roster.active} 人"
            yield Problem(("counts", key), said, _SEAL_ANEW, key=True)
    was = context.registry.published_counts.get(roster.key)
    if was is not None and roster.sealed is not None and was.sealed == roster.sealed and was.counts != roster.counts:
        yield Problem(("counts",), "人数与已经公布的不同，密封的花名册却没有变", _SEAL_ANEW, key=True)
