"""A rule on what one record says in two ways that cannot both be so (E125)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry import named_tracks
from zhicheng.registry.records.added_codes import WIDE
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.committee import Committee, Panel
from zhicheng.registry.records.competence import Exclusion
from zhicheng.registry.records.scoring import ScoringTable
from zhicheng.rules.names import named_otherwise
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, listed, show

_Found = Iterator[Problem]


@rule("E125", clause="备案登记的函（2019）一（三）9–13", severity="warning")
def contradicts_itself(committee: Committee, context: Context) -> _Found:
    """登记的内容自相矛盾，两处不能同时成立。

    例如：受理的地区、单位又写在不受理里，专业组人数之和多于组成人员，一个层级有赋分表又写明不用赋分表，有效期在批准组建以前，
    名称里的地方、系列与登记的不同，地方的单位登记成中央单位、县的机关登记成地市的，暂停评审而有效期没有停，
    专业与登记的职称类别不是一类，自主评审却面向社会。

    公众查到的答复就可能是错的。请按批准文件改正其中一处；两处都对的，请在 note 里说明，保留提醒即可。

    不合格：

        panel: {members: 25, formed_by: series, subgroups: [{name: 结构组, members: 13}, {name: 规划组, members: 13}]}

    合格：

        panel: {members: 25, formed_by: series, subgroups: [{name: 结构组, members: 13}, {name: 规划组, members: 12}]}
    """
    yield from _scope_excluded(committee, context.registry.areas)
    yield from _units_from_elsewhere(committee, context.registry.areas)
    yield from _words_of_exclusions(committee, context.registry.areas)
    yield from _places_with_a_code(committee, context.registry.areas)
    yield from _several_in_one(committee)
    yield from _system_misspelt(committee, context)
    if committee.panel is not None:
        yield from _groups_of(committee.panel)
    for i, table in enumerate(committee.scoring):
        yield from _rows_of(("scoring", i), table)
        yield from _table_twice(i, table, committee)
    yield from _scored_and_not(committee, context.levels)
    yield from _valid_before_approval(committee)
    yield from _suspended_and_valid(committee)
    yield from _tracks_of_others(committee, context)
    yield from _self_review_of_all(committee)
    yield from named_otherwise(committee, context)


def _tracks_of_others(committee: Committee, context: Context) -> _Found:
    """Registered tracks of which a first-level specialty names none, but others (tracks: [nurse] for 临床医学): pages say their titles."""
    for i, review in enumerate(committee.reviews):
        series = context.registry.series.get(review.series)
        if series is None or not review.tracks:
            continue  # X003 tells of an unknown series
        own = [track.name for track in series.tracks if track.id in review.tracks]
        for first in review.catalog if own else ():
            named = [track.name for track in named_tracks.named_by(series, first.name)]
            if named and set(named).isdisjoint(own):
                said = f"“{show(first.name)}”像是{listed(named)}，登记的职称类别是{listed(own)}"
                hint = "请核对 tracks；专业属于几类的，请按类分成几项，或者把几类都写上；确是这样的，保留提醒即可。"
                yield Problem(("reviews", i, "tracks"), said, hint)
                break


def _self_review_of_all(committee: Committee) -> _Found:
    """A unit that reviews by itself, and takes applications from everybody, though 自主评审 is of its own people."""
    self_review = committee.power is not None and committee.power.kind == "self-review"
    if self_review and committee.scope.open_to == "public" and not all(review.open_to for review in committee.reviews):
        hint = "请核对：只评本单位、本系统人员的，请改为 unit 或 system；受委托也评外单位的，请在那一项评审里写 open_to。"
        yield Problem(("scope", "open_to"), "评审权来自单位自主评审，受理对象却是面向社会", hint)


def _exclusions(committee: Committee) -> Iterator[tuple[Pointer, Exclusion]]:
    for i, one in enumerate(committee.scope.excludes):
        yield ("scope", "excludes", i), one
    for k, review in enumerate(committee.reviews):
        for i, one in enumerate(review.excludes):
            yield ("reviews", k, "excludes", i), one


def _scope_excluded(committee: Committee, areas: Areas) -> _Found:
    """An area, a place or a unit that is both taken and left out; a unit is left out with its system."""
    scope, gone = committee.scope, {code for one in committee.scope.excludes for code in one.areas}
    for pointer, one in _exclusions(committee):
        for i, code in enumerate(one.areas):
            if code in scope.areas and pointer[0] == "scope" and not gone.issuperset(scope.areas):  # all of them: E123 tells it
                said = f"{areas.name(code)}写在评审地域范围里，又写在不受理里"
                yield Problem(
                    (*pointer, "areas", i), said, "不受理这个地区的，请从 scope.areas 里删去；只是一部分人的，请用 systems 或 where 写明。"
                )
        for i, system in enumerate(one.systems):
            for code in scope.units:
                unit = areas.units.get(code)
                if unit is not None and unit.system is not None and areas.system(system) == areas.system(unit.system):
                    said = f"受理{show(unit.name)}（scope.units），又不受理{show(system)}"
                    hint = "请核对：只受理这个单位、不受理该系统其他单位的，请在 words 里写明，并把 systems 删去。"
                    yield Problem((*pointer, "systems", i), said, hint)
        for i, code in enumerate(one.areas):
            unit = next((areas.units[of] for of in scope.units if of in areas.units and areas.units[of].city == code), None)
            if unit is not None and code not in scope.areas:
                said = f"受理{show(unit.name)}（scope.units），又不受理它所在的{areas.name(code)}"
                yield Problem(
                    (*pointer, "areas", i),
                    said,
                    "请核对：公众按城市查会得到不受理；只是不受理当地别的单位的，请在 words 里写明，并删去 areas。",
                )


def _units_from_elsewhere(committee: Committee, areas: Areas) -> _Found:
    """A unit that has neither its city nor a regiment where a committee of a part of the region is."""
    if committee.authority in WIDE:
        return
    here = {committee.area, *committee.scope.areas}
    for i, code in enumerate(committee.scope.units):
        unit = areas.units.get(code)
        there = () if unit is None else tuple(filter(None, (unit.city, *unit.regiments)))
        if unit is not None and there and not any(areas.covers(a, b) or areas.covers(b, a) for a in here for b in there):
            said = f"{show(unit.name)}在{areas.name(committee.area)}没有驻地，也没有团场"
            yield Problem(("scope", "units", i), said, "请核对 scope.units；确由这里受理的，请在 note 里写明依据，保留提醒即可。")


def _words_of_exclusions(committee: Committee, areas: Areas) -> _Found:
    """Words that say nothing, or name a system that the exclusion does not."""
    names = {name: system for system, aliases in areas.systems.items() for name in (system, *aliases)}
    for pointer, one in _exclusions(committee):
        if folded(one.words) in ("无", "没有", "暂无", "/", "-"):
            yield Problem((*pointer, "words"), f"不受理的原话写的是“{show(one.words)}”", "没有除外的，请把这一项整个删去。")
        listed_systems = {areas.system(system) for system in one.systems}
        said_too = [name for name, system in names.items() if name in one.words and system not in listed_systems]
        if one.systems and said_too and not any(name in system for system in one.systems for name in said_too):
            said = f"原话里还有“{show(said_too[0])}”，systems 里没有写，公众查询时不会除外"
            yield Problem((*pointer, "systems"), said, f"也不受理的，请在 systems 里加上 {names[said_too[0]]}；不是的，保留提醒即可。")


def _places_with_a_code(committee: Committee, areas: Areas) -> _Found:
    """A division or a unit of the table among the places without a code."""
    codes = {
        folded(name): ("scope.areas", area.code)
        for area in reversed(areas.current.values())
        for name in (area.name, *area.aliases, area.short)
    }
    codes |= {word: ("scope.areas", areas.region.code) for word in ("全区", "全省", "全市") if areas.region is not None}
    codes |= {folded(unit.name): ("scope.units", unit.code) for unit in areas.units.values()}
    for i, place in enumerate(committee.scope.places):
        if folded(place) in codes:
            field, code = codes[folded(place)]
            said = f"“{show(place)}”有代码，公众按地区查询时不会把这里算作它"
            yield Problem(("scope", "places", i), said, f"请写在 {field} 里（{code}），places 只写没有代码的地方。")


def _several_in_one(committee: Committee) -> _Found:
    """Places or systems written as one item with a comma between them: neither is found by its name, and forms split them."""
    given: list[tuple[Pointer, str]] = [(("scope", "places", i), place) for i, place in enumerate(committee.scope.places)]
    given += [((*pointer, "systems", i), name) for pointer, one in _exclusions(committee) for i, name in enumerate(one.systems)]
    for pointer, name in given:
        if re.search("[、，,；;]", name):
            yield Problem(pointer, f"“{show(name)}”像是几个写在一起", "请一项只写一个名称；是一个名称的，请去掉中间的顿号、逗号。")


def _system_misspelt(committee: Committee, context: Context) -> _Found:
    """The name of a system that differs by one character from a known one of the same length."""
    areas = context.registry.areas
    known = {name for system, aliases in areas.systems.items() for name in (system, *aliases)}
    known |= {unit.system for unit in areas.units.values() if unit.system}
    for pointer, one in _exclusions(committee):
        for i, system in enumerate(one.systems):
            if system in known:
                continue
            near = [name for name in sorted(known) if len(name) == len(system) > 1 and _differ(name, system) == 1]
            if near:
                said = f"系统“{show(system)}”不在登记册的名称里，查询时认不出是谁"
                yield Problem((*pointer, "systems", i), said, f"是否想写 {near[0]}？确是另一个系统的，保留提醒即可。")


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _groups_of(panel: Panel) -> _Found:
    """Groups that have more members than the whole, or the same name."""
    for (_, one), (k, other) in combinations(enumerate(panel.subgroups), 2):
        if folded(one.name) == folded(other.name):
            yield Problem(("panel", "subgroups", k, "name"), f"专业组“{show(other.name)}”写了两次", "请把两处并在一起，或者写出区别。")
    together = sum(group.members for group in panel.subgroups)
    if panel.members is not None and together > panel.members:
        said = f"各专业组合计 {together} 人，比组成人员 {panel.members} 人还多"
        yield Problem(("panel", "subgroups"), said, "请核对各组人数；一人参加几个组的，请在 note 里说明，保留提醒即可。")


def _rows_of(place: Pointer, table: ScoringTable) -> _Found:
    """Weights that make more than the whole, and a row that adds and takes away."""
    for j, item in enumerate(table.items):
        if item.bonus and item.deduction:
            said = f"“{show(item.item)}”既是加分项又是扣分项"
            yield Problem((*place, "items", j, "deduction"), said, "请只留一项；有加有扣的，请分成两行。")
    weights = [Decimal(str(item.weight)) for item in table.items if item.weight is not None and not item.specialties]
    counted = [item for item in table.items if not item.bonus and not item.deduction]
    whole = bool(counted) and all(item.weight is not None and not item.specialties for item in counted)
    plain = sum(Decimal(str(item.points)) for item in counted) == Decimal(str(table.total))  # else E106 tells what the weights make
    over = sum(weights) > 100
    if over or (whole and plain and sum(weights) < 100):
        how = "超过" if over else "不足"
        said = f"“{show(table.title)}”各项权重合计 {sum(weights):g}%，{how} 100%"
        yield Problem(("scoring", place[1], "items"), said, "请核对各项的 weight。")


def _table_twice(i: int, table: ScoringTable, committee: Committee) -> _Found:
    """Two tables of one title for the same series, levels and specialties; and a row that stands twice."""
    same = [
        other
        for other in committee.scoring[:i]
        if folded(other.title) == folded(table.title)
        and (set(other.levels), set(other.series), set(other.specialties)) == (set(table.levels), set(table.series), set(table.specialties))
    ]
    if same:
        yield Problem(
            ("scoring", i, "title"), f"“{show(table.title)}”写了两张，适用的都一样", "请只留一张；适用不同的，请写明层级、系列或专业。"
        )
    seen: set[tuple[str, str, frozenset[str]]] = set()
    for j, item in enumerate(table.items):
        key = (folded(item.dimension), folded(item.item), frozenset(item.specialties))
        if key in seen:
            yield Problem(("scoring", i, "items", j, "item"), f"“{show(item.item)}”写了两行", "请删去重复的一行，或者写出区别。")
        seen.add(key)


def _scored_and_not(committee: Committee, labels: Mapping[str, str]) -> _Found:
    """A level without scoring that has a table of its own, or that is named twice."""
    seen: set[str] = set()
    for i, none in enumerate(committee.scoring_none):
        pointer = ("scoring_none", i, "level")
        table = next((table for table in committee.scoring if none.level in table.levels), None)
        if none.level in seen:
            yield Problem(pointer, f"{labels[none.level]}写了两次没有赋分表", "一个层级写一项。")
        elif table is not None:
            said = f"写了{labels[none.level]}没有赋分表，“{show(table.title)}”却适用于这个层级"
            yield Problem(pointer, said, "请删去其中一处；只有一部分专业没有赋分表的，请在赋分表里写明适用专业。")
        seen.add(none.level)


def _valid_before_approval(committee: Committee) -> _Found:
    """A validity that ended before the approval of the committee; approvals may be later than the first day."""
    approval = committee.approval.date if committee.approval is not None else None
    if approval is None:
        return
    periods: list[tuple[Pointer, str]] = [(("past", i, "until"), one.until.isoformat()) for i, one in enumerate(committee.past)]
    if committee.valid is not None:
        periods.append((("valid", "until"), committee.valid.until.isoformat()))
    for pointer, until in periods:
        if until[: len(approval)] < approval:
            said = f"有效期到 {until} 为止，评审委员会 {approval} 才批准组建"
            yield Problem(pointer, said, "请核对批准时间和有效期；以前由别的评审委员会评审的，写在 predecessors 里。")


def _suspended_and_valid(committee: Committee) -> _Found:
    """A notice that reviews are suspended, the last of its kind, of a committee whose validity goes on: pages say that it reviews."""
    told = [(one.date, i, one.kind) for i, one in enumerate(committee.notices) if one.kind != "correction"]
    day, i, kind = max(told, default=(None, 0, ""))
    if day is not None and kind == "suspension" and committee.active and (committee.valid is None or committee.valid.until >= day):
        said = f"{day} 起暂停评审，有效期却" + ("没有写" if committee.valid is None else f"到 {committee.valid.until}")
        hint = "暂停期间请把 valid 的最后一天写成暂停的前一天；已经恢复的，请加一条恢复评审的启事（resumption）。"
        yield Problem(("notices", i, "date"), said, hint)
