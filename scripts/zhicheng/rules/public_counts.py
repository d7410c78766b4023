"""Rules on the public counts of a pool: levels and specialties without experts, sums, small numbers (R116, R117, R206, R207)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.registry.records.sealed_roster import Roster
from zhicheng.registry.records.small_numbers import SMALL, bounds, is_whole, small_ones
from zhicheng.rules.rule import Context, Rule, rule
from zhicheng.text import folded, listed, show

_SEAL_ANEW = "请不要手工改人数：用 zhicheng seal 重新密封，人数会随着更新。"
_NAMED = 3  # specialties that a message names
_Place = tuple[str, str, str]  # series, first-level and second-level specialty


def _levels_of_public(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    yield from _missing_levels(context.registry.by_id.get(roster.committee or ""), roster.names_of_levels, context)


def _levels_of_opened(roster: Roster, context: Context) -> Iterator[tuple[str, Problem]]:
    public = context.registry.roster_of.get(roster.committee or "")
    if public is None or not public.names_of_levels:
        for problem in _missing_levels(context.pool.committee, [expert.level for _, expert in context.pool.active], context):
            yield f"registry/rosters/{roster.key}.yaml", problem


def _missing_levels(committee: Committee | None, levels: Iterable[str], context: Context) -> Iterator[Problem]:
    """The problem that a committee reviews a senior level that none of the experts' levels reaches; none where no level is known."""
    provision, ranks = context.figure("pool_level"), context.level_ranks
    highest = max((ranks[level] for level in levels if level in ranks), default=-1)
    if committee is None or not committee.active or highest < 0 or not provision.holds:
        return
    reviewed = {level for review in committee.reviews if review.by_experts for level in review.levels} & context.registry.ranks.senior
    missing = listed(label for level, label in context.levels.items() if level in reviewed and ranks[level] > highest)
    if missing:
        hint = "请补充这个层级的专家；不再评审这个层级的，请更正登记。"
        said = f"评审{missing}，专家库里没有这个层级或更高层级的专家"
        yield Problem(("counts", "by_level"), said, hint, context.cite(provision), key=True)


SENIOR_LEVEL_WITHOUT_EXPERTS = Rule(
    "R116",
    """评审的高级层级，专家库里没有这个层级或更高层级的专家。

评审专家应当具有相应层级的职称。评正高级的评审委员会，专家库里只有副高级的，评不了正高级。按公开的人数核对，不需要密钥；人数太少、没有按层级公布的，打开密封的花名册以后核对。
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
""",
    clause="人社部令第40号第十条",
    severity="warning",
    needs=("pool_level",),
    checks=(("roster", _levels_of_public), ("experts", _levels_of_opened)),
)


def _specialties_of_public(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    in_public = _in_public(roster)
    yield from _missing_specialties(context.registry.by_id.get(roster.committee or ""), lambda place: in_public(place) is False)


def _specialties_of_opened(roster: Roster, context: Context) -> Iterator[tuple[str, Problem]]:
    public = context.registry.roster_of.get(roster.committee or "")
    known = {(expert.series, *map(folded, expert.specialty)) for _, expert in context.pool.active}
    if public is None or not known:
        return
    in_public = _in_public(public)
    for problem in _missing_specialties(context.pool.committee, lambda place: in_public(place) is None and place not in known):
        yield f"registry/rosters/{roster.key}.yaml", problem


def _in_public(roster: RosterCounts) -> Callable[[_Place], bool | None]:
    """Whether the public counts say that a specialty has experts; None where they are not divided so far. Places are folded."""
    firsts = {(series, folded(first)): (series, first) for series, first in roster.names_of_firsts}
    seconds = {key: {folded(second) for second in roster.names_of_seconds(*named)} for key, named in firsts.items()}

    def known(place: _Place) -> bool | None:
        first = place[:2]
        if not firsts or (first in firsts and not seconds[first]):
            return None
        return first in firsts and place[2] in seconds[first]

    return known


def _missing_specialties(committee: Committee | None, is_missing: Callable[[_Place], bool]) -> Iterator[Problem]:
    if committee is None or not committee.active:
        return
    missing = dict.fromkeys(
        f"{first.name}/{second}"
        for review, first, second in committee.specialties
        if review.by_experts and is_missing((review.series, folded(first.name), folded(second)))
    )
    if missing:
        named = listed(show(name) for name in [*missing][:_NAMED])
        more = f"等 {len(missing)} 个专业" if len(missing) > _NAMED else ""
        hint = "请补充这些专业的专家，或说明怎样评审。"
        yield Problem(("counts", "by_specialty"), f"专家库里没有这些评审专业的专家：{named}{more}", hint, key=True)


SPECIALTY_WITHOUT_EXPERTS = Rule(
    "R117",
    """评审的专业，专家库里没有这个专业的专家。

专家库要兼顾专业分布。一个专家也没有的专业，抽不出同行评审。按公开的人数核对，不需要密钥；人数太少、没有按专业公布的，打开密封的花名册以后核对。

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
""",
    clause="备案登记的函（2019）二（五）2",
    severity="warning",
    checks=(("roster", _specialties_of_public), ("experts", _specialties_of_opened)),
)


@rule("R206", on="roster")
def counts_do_not_add_up(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    """公开的人数加起来对不上，或者人数改了、密封的花名册没有改。

    在库人数等于各层级人数之和，也等于各专业人数之和；人数由工具统计，不手工填写。不需要密钥就能核对。
    不公布的人数，按少于 5 人、至少 5 人的范围核对：公布的加起来，不能比在库人数多，也不能差得太多。
    密封的花名册没有变，人数就不会变，变了的是手工改的：与修改以前的版本比较时（zhicheng validate --base 版本）一并核对。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel:
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts: {active: 12, removed: 0, by_level: {associate-senior: 11}, by_specialty: {engineering: {建筑工程: {城市规划: 12}}}}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel:
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts: {active: 12, removed: 0, by_level: {associate-senior: 12}, by_specialty: {engineering: {建筑工程: {城市规划: 12}}}}
    """
    for pointer, counted, given, whole, (least, most) in _groups(roster):
        if most == 0:
            continue
        if least == most != given:
            yield Problem(pointer, f"{counted}人数合计 {least} 人，{whole}写的是 {given} 人", _SEAL_ANEW, key=True)
        elif not least <= given <= most:
            words = f"至少 {least} 人" if given < least else f"至多 {most:.0f} 人"
            yield Problem(pointer, f"{counted}人数合计{words}，{whole}写的是 {given} 人", _SEAL_ANEW, key=True)
    for pointer, said in _contradictions(roster):
        yield Problem(pointer, said, _SEAL_ANEW, key=True)
    was = context.registry.published_counts.get(roster.key)
    if was is not None and roster.sealed is not None and was.sealed == roster.sealed and _changed(was, roster):
        yield Problem(("counts",), "人数与已经公布的不同，密封的花名册却没有变", _SEAL_ANEW, key=True)


def _changed(was: RosterCounts, now: RosterCounts) -> bool:
    """Whether the counts of two versions differ otherwise than by small numbers being hidden in the later one."""
    both_whole = is_whole(was.written) and is_whole(now.written)
    return was.written != now.written if both_whole else was.counts != now.counts


_Group = tuple[tuple[str, ...], str, int, str, tuple[float, float]]


def _groups(roster: RosterCounts) -> Iterator[_Group]:
    """Numbers that must agree: where, the parts, the written sum, what it is called, and what the parts may add up to."""
    counts, active, under, more = roster.written, roster.written.get("active"), roster.under_five, roster.withheld
    by_specialty = [number for firsts in counts["by_specialty"].values() for seconds in firsts.values() for number in seconds.values()]
    by_first = [number for firsts in counts.get("by_first", {}).values() for number in firsts.values()]
    hidden = (_number(under.by_first), _number(more.by_first))
    if active is not None and is_whole(counts):
        yield ("counts", "by_level"), "各层级", active, "在库人数", bounds(counts["by_level"].values())
        yield ("counts", "by_specialty"), "各专业", active, "在库人数", bounds(by_specialty)
    elif active is not None:
        levels = bounds(counts["by_level"].values(), len(under.by_level), len(more.by_level))
        yield ("counts", "by_level"), "各层级", active, "在库人数", levels
        yield ("counts", "by_first"), "各一级目录", active, "在库人数", bounds(by_first, *hidden)
    for series, firsts in counts.get("by_first", {}).items():
        for first, number in firsts.items():
            parts = counts["by_specialty"].get(series, {}).get(first, {}).values()
            names = [len(one.by_specialty.get(series, {}).get(first, ())) for one in (under, more)]
            where = ("counts", "by_first", series, first)
            yield where, "各二级目录", number, f"一级目录“{show(first)}”", bounds(parts, *names)


def _number(named: dict[str, list[str]]) -> int:
    return sum(map(len, named.values()))


def _contradictions(roster: RosterCounts) -> Iterator[tuple[tuple[str, ...], str]]:
    """Parts that are published although what they belong to is not, and numbers of parts over the whole."""
    counts = roster.written
    active = counts.get("active")
    if active is None and any(counts.get(name) for name in ("by_level", "by_first", "by_specialty", "young")):
        yield ("counts",), "在库人数不公布，却写了其中一部分的人数"
    if active is not None and counts.get("young", 0) > active:
        yield ("counts", "young"), f"年轻评委人数比在库人数（{active} 人）多"
    if not is_whole(counts):
        known = {(series, first) for series, firsts in counts["by_first"].items() for first in firsts}
        if any((series, first) not in known for series, firsts in counts["by_specialty"].items() for first in firsts):
            yield ("counts", "by_specialty"), "一级目录的人数不公布，却写了其中二级目录的人数"


@rule("R207", on="roster", severity="warning")
def small_number_published(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    """公开的文件里写着少于 5 人的人数。

    人数很少时，认识这个圈子的人猜得出是谁，所以少于 5 人的数不公布，能推算出它们的数也不公布，由工具在密封时隐去。
    以前写的文件照样能读，网站和接口也不显示这些数；文件里的，要重新密封才会去掉。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel:
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts:
          active: 12
          removed: 0
          by_level: {full-senior: 3, associate-senior: 9}
          by_specialty: {engineering: {建筑工程: {城市规划: 12}}}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel:
        # registry/rosters/example-one.yaml
        committee: example-one
        round: "2026"
        sealed: {sha256: "0000000000000000000000000000000000000000000000000000000000000000", size: 1}
        counts:
          active: 12
          by_level: {}
          by_first: {engineering: {建筑工程: 12}}
          by_specialty: {engineering: {建筑工程: {城市规划: 12}}}
          under_five: {totals: [removed], by_level: [full-senior]}
          withheld: {by_level: [associate-senior]}
    """
    if small_ones(roster.written):
        said = f"公开的文件里有少于 {SMALL} 人的人数，认识的人可能猜得出是谁"
        hint = "请用 zhicheng reseal 或 zhicheng seal 重新密封，这些人数会自动隐去；历史里的旧版本仍然看得到。"
        yield Problem(("counts",), said, hint, key=True)
