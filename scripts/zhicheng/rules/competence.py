"""Rules on what a committee may review, for which areas, and where two committees overlap (E101–E103, E111, E112, E205)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.records.areas import Unit
from zhicheng.registry.records.committee import LEVELS, Committee
from zhicheng.registry.records.competence import Competence
from zhicheng.rules.rule import EVERY, Competent, Context, rule
from zhicheng.text import folded, listed, show


@rule(
    "E101",
    clause="备案登记的函（2019）一（一）1–3",
    needs=("levels_region", "levels_prefecture", "levels_county"),
    may_use=("levels_bingtuan",),
)
def level_beyond_authority(committee: Committee, context: Context) -> Iterator[Problem]:
    """评审层级超出单位级别的承接范围。

    自治区级单位承接初、中、高级（副高、正高），地州市级单位承接初、中、高级（副高），区县级单位承接初、中级。
    中央驻疆单位没有印明限制。超出承接范围评出的职称得不到承认，所以登记时就要拦下。
    师市合一的城市、以及只受理本单位各部门（scope.units）的评审委员会，规则文件另有规定的按规定查，没有规定的不查。

    不合格：

        authority: county
        area: "653125"
        scope: {areas: ["653125"]}
        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [建筑施工管理]}}]

    合格：

        authority: county
        area: "653125"
        scope: {areas: ["653125"]}
        reviews: [{series: engineering, levels: [junior, intermediate], catalog: {建筑工程: [建筑施工管理]}}]
    """
    if committee.authority == "central":
        return
    of_units = _of_units(committee, context)
    if of_units and not context.has_figure("levels_bingtuan"):
        return
    provision = context.figure("levels_bingtuan" if of_units else f"levels_{committee.authority}")
    who = f"“{show(committee.organiser)}”" if of_units else f"{authority_label(context.registry, committee.authority)}单位"
    for i, review in enumerate(committee.reviews):
        for j, level in enumerate(review.levels):
            if level not in provision.levels:
                may = listed(LEVELS[allowed] for allowed in provision.levels)
                yield Problem(
                    ("reviews", i, "levels", j),
                    f"评审层级“{LEVELS[level]}”超出{who}的承接范围",
                    f"{who}可以承接：{may}。请删去这个层级；如果单位级别填错了，请改“{context.label('authority')}”。",
                    context.cite(provision),
                )


@rule("E102", clause="备案登记的函（2019）一（一）")
def area_not_of_authority(committee: Committee, context: Context) -> Iterator[Problem]:
    """所在行政区划与单位级别不符。

    自治区级单位填自治区的代码，地州市级单位填地州市的代码，区县级单位（包括自治区直辖县级市）填县、市、区的代码。
    中央驻疆单位填驻地，不受此限；师市合一的城市，和设在县市的这类单位，可以填地州市级。

    不合格：

        authority: prefecture
        area: "653125"
        scope: {areas: ["653125"]}

    合格：

        authority: prefecture
        area: "653100"
        scope: {areas: ["653100"]}
    """
    level = context.registry.areas.level(committee.area)
    if committee.authority == "central" or level is None or level == committee.authority:
        return
    if committee.authority == "prefecture" and _of_units(committee, context):
        return
    who = authority_label(context.registry, committee.authority)
    areas = context.registry.areas
    parent = next((code for code in sorted(areas.ancestors(committee.area)) if areas.level(code) == committee.authority), None)
    hint = f"是否想写 {parent}（{areas.name(parent)}）？" if parent else ""
    name = areas.name(committee.area)
    hint += f"请把区划改成{who}单位所在的区划，或把“{context.label('authority')}”改成与{name}相符的级别。"
    yield Problem(("area",), f"区划“{name}”不是{who}单位的区划", hint)


def _of_units(committee: Committee, context: Context) -> bool:
    """Whether the committee is one of a unit that is one with a city (师市合一), or of one elsewhere that has no division of its own.

    A prefecture that takes the applications of such a unit besides its own stays a prefecture.
    """
    area = context.registry.areas.known(committee.area)
    if area is None or area.bingtuan or committee.authority != "prefecture":
        return area is not None and area.bingtuan
    of_whole_area = area.level == "prefecture" and committee.scope.areas
    return not of_whole_area and any(unit.code in committee.scope.units for unit in _own_units(committee, context))


def _own_units(committee: Committee, context: Context) -> list[Unit]:
    """The units that have their seat or regiments where the committee is."""
    areas = context.registry.areas
    return [
        unit
        for unit in areas.units.values()
        if unit.city == committee.area or any(areas.covers(there, committee.area) for there in unit.regiments)
    ]


@rule("E103", clause="备案登记的函（2019）一（三）11", waivable=True)
def scope_outside_area(committee: Committee, context: Context) -> Iterator[Problem]:
    """评审地域范围超出组建单位的行政区域。

    评审委员会只受理本行政区域内的申报。塔城、阿勒泰地区由伊犁哈萨克自治州管理，可以列入该州的范围。
    中央驻疆单位不受此限；师市合一的单位，可以受理同一个城市。它设在别处的下属单位写在 scope.units 里，不写那里的整个地区。
    确有授权跨地区评审的，由中心在 waivers.yaml 中登记。

    不合格：

        authority: prefecture
        area: "653100"
        scope: {areas: ["653100", "653200"]}

    合格：

        authority: prefecture
        area: "653100"
        scope: {areas: ["653100"]}
    """
    if committee.authority == "central":
        return
    areas = context.registry.areas
    own = [unit for unit in _own_units(committee, context) if unit.city == committee.area or unit.code in committee.scope.units]
    for i, code in enumerate(committee.scope.areas):
        unknown = areas.known(code) is None or areas.known(committee.area) is None
        if unknown or areas.covers(committee.area, code) or any(unit.city and areas.covers(unit.city, code) for unit in own):
            continue
        unit = next((unit for unit in own if any(areas.covers(there, code) for there in unit.regiments)), None)
        remedy = "删去这个地区"
        if unit is not None:
            remedy = f"把{show(unit.name)}设在{areas.name(code)}的单位写在 scope.units 里（units: [{unit.code}]），不写整个地区"
        yield Problem(
            ("scope", "areas", i),
            f"评审地域“{areas.name(code)}”不在组建单位的区域“{areas.name(committee.area)}”之内",
            f"请{remedy}；确有跨地区授权的，请向中心申请例外。",
        )


@rule("E111", clause="备案登记的函（2019）一（三）9–11", severity="warning")
def competence_overlaps(committee: Committee, context: Context) -> Iterator[Problem]:
    """两个同级评审委员会受理同一地区、同一专业、同一层级。

    都面向社会、都在册时，申报人不知道该报给谁，评出的结果也可能不一致。请与对方商定分工；确需并存的，保留提醒即可。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        name: 某自治区工程系列建筑专业甲评审委员会
        # registry/committees/650000/example-two.yaml
        id: example-two
        name: 某自治区工程系列建筑专业乙评审委员会

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        name: 某自治区工程系列建筑专业甲评审委员会
        # registry/committees/650000/example-two.yaml
        id: example-two
        name: 某自治区工程系列建筑专业乙评审委员会
        scope: {areas: ["650000"], open_to: system}
    """
    overlaps: dict[str, list[tuple[tuple[str | int, ...], str, str]]] = {}
    apart: dict[tuple[int, int], bool] = {}  # by id() of both reviews: the same ones come up at many specialties
    for i, review in enumerate(committee.reviews):
        branch = context.shared.competent.get((committee.authority, review.series), {})
        if (committee, review) not in branch.get(_any_specialty(review), ()):
            continue  # not active, not open to the public, or by an examination
        for place, name, competent in _places(i, review, branch):
            for other, theirs in competent:
                if other is committee:
                    continue
                pair = (i, id(theirs))
                if pair not in apart:
                    apart[pair] = _never_meet((committee, review), (other, theirs), context)
                for level in () if apart[pair] else review.levels:
                    if level in theirs.levels:
                        overlaps.setdefault(other.id, []).append((place, name, level))
    for identifier, found in overlaps.items():
        other = context.registry.by_id[identifier]
        more = f"等 {len(found)} 处" if len(found) > 1 else ""
        where, specialty, shared_level = found[0]
        yield Problem(
            where,
            f"与“{show(other.name)}”（{show(identifier)}）重复受理：{specialty}（{LEVELS[shared_level]}）{more}",
            "请两家商定分工后删去一方的专业或层级，或在“评审地域范围”里写明只限本系统、本单位。",
        )


def _any_specialty(review: Competence) -> tuple[str, str]:
    """A specialty under which the index of competent committees holds a review."""
    named = ((folded(first.name), folded(first.seconds[0])) for first in review.catalog if first.seconds)
    return EVERY if review.all_specialties else next(named, ("-", "-"))


def _places(i: int, review: Competence, branch: dict[tuple[str, str], list[Competent]]) -> Iterator[tuple[Pointer, str, list[Competent]]]:
    """For each specialty of review `i`: its place, its name for a message, and the committees competent for it."""
    if review.all_specialties:
        each = {id(theirs): (other, theirs) for competent in branch.values() for other, theirs in competent}
        yield ("reviews", i, "catalog"), "全部专业", list(each.values())
        return
    everything = branch.get(EVERY, [])
    for first in review.catalog:
        for key, second in zip(first.second_keys, first.seconds, strict=True):
            competent = branch[folded(first.name), folded(second)]
            if everything or len(competent) > 1:
                yield ("reviews", i, "catalog", first.key, key), f"{show(first.name)}/{show(second)}", [*competent, *everything]


def _never_meet(own: Competent, their: Competent, context: Context) -> bool:
    """Whether nobody can belong to both reviews: by their tracks, their areas, or by whom one of them excludes."""
    (one, review), (other, theirs) = own, their
    if review.tracks and theirs.tracks and set(review.tracks).isdisjoint(theirs.tracks):
        return True
    named = {*one.scope.units, *one.scope.places} & {*other.scope.units, *other.scope.places}
    if not named and not context.registry.areas.overlap(one.scope.areas, other.scope.areas):
        return True
    return _excludes_all(own, other, context) or _excludes_all(their, one, context)


def _excludes_all(own: Competent, other: Committee, context: Context) -> bool:
    """Whether a review excludes every area of another committee."""
    areas = context.registry.areas
    excluded = [code for one in own[0].excludes(own[1]) for code in one.areas]
    codes = other.scope.areas
    return bool(codes) and all(any(areas.covers(outer, code) for outer in excluded) for code in codes)


@rule("E112", clause="备案登记的函（2019）一（四）", severity="warning")
def series_without_title_at_level(committee: Committee, context: Context) -> Iterator[Problem]:
    """这个系列没有该层级的职称名称。

    可评的职称由系列和层级决定（registry/reference/series.yaml）。系列里没有这个层级的职称时，多半是系列或层级选错了。

    不合格：

        reviews: [{series: example-extension, levels: [junior], catalog: {农业: [农业技术推广]}}]

    合格：

        reviews: [{series: example-extension, levels: [full-senior], catalog: {农业: [农业技术推广]}}]
    """
    for i, review in enumerate(committee.reviews):
        series = context.registry.series.get(review.series)
        for j, level in enumerate(review.levels):
            if series is not None and not series.titles[level]:
                has = listed(LEVELS[other] for other in LEVELS if series.titles[other])
                yield Problem(
                    ("reviews", i, "levels", j),
                    f"“{series.name}”没有{LEVELS[level]}的职称名称",
                    f"这个系列有职称名称的层级是：{has}。请核对系列和层级。",
                )


@rule("E205", clause="人社部令第40号第六条", severity="warning", needs=("series_per_committee",))
def more_than_one_series(committee: Committee, context: Context) -> Iterator[Problem]:
    """一个评审委员会跨了系列。

    评审委员会按职称系列或者专业组建，不得跨系列组建综合性评审委员会。请分开登记，一个系列一个评审委员会。

    不合格：

        reviews:
          - {series: library, levels: [intermediate], catalog: {图书资料: [文献编目]}}
          - {series: archives, levels: [intermediate], catalog: {档案: [档案管理]}}

    合格：

        reviews:
          - {series: library, levels: [intermediate], catalog: {图书资料: [文献编目]}}
    """
    provision = context.figure("series_per_committee")
    if provision.number is not None and len(committee.series) > provision.number:
        names = listed(context.registry.series[s].name if s in context.registry.series else s for s in committee.series)
        yield Problem(
            ("reviews",),
            f"跨 {len(committee.series)} 个系列评审：{names}",
            "请按系列分别登记，一个系列一份文件。",
            context.cite(provision),
        )
