"""Rules on what a committee may review and for which areas (E101–E103, E112, E205)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.records.areas import Unit
from zhicheng.registry.records.committee import Committee
from zhicheng.rules.rule import LEVELS_OF_ADDED, Context, figure_of, rule
from zhicheng.text import listed, show


@rule(
    "E101",
    clause="备案登记的函（2019）一（一）1–3",
    needs=("levels_region", "levels_prefecture", "levels_county"),
    may_use=("levels_bingtuan", LEVELS_OF_ADDED),
)
def level_beyond_authority(committee: Committee, context: Context) -> Iterator[Problem]:
    """评审层级超出单位级别的承接范围。

    省级单位承接{levels_region}，地市级单位承接{levels_prefecture}，区县级单位承接{levels_county}{levels_added}。
    中央驻地方单位没有印明限制。超出承接范围评出的职称得不到承认，所以登记时就要拦下。
    与单位合一管理的城市、以及只受理本单位各部门（scope.units）的评审委员会，规则文件另有规定的按规定查，没有规定的不查。
    例子所用：levels_county=junior+intermediate

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
    figure = "levels_bingtuan" if of_units else figure_of("levels", committee.authority)
    if committee.authority in context.registry.ranks.areas and not context.has_figure(figure):
        return
    provision = context.figure(figure)
    who = f"“{show(committee.organiser)}”" if of_units else f"{authority_label(context.registry, committee.authority)}单位"
    for i, review in enumerate(committee.reviews):
        for j, level in enumerate(review.levels):
            if level not in provision.levels:
                may = listed(context.levels[allowed] for allowed in provision.levels)
                yield Problem(
                    ("reviews", i, "levels", j),
                    f"评审层级“{context.levels[level]}”超出{who}的承接范围",
                    f"{who}可以承接：{may}。请删去这个层级；如果单位级别填错了，请改“{context.label('authority')}”。",
                    context.cite(provision),
                )


@rule("E102", clause="备案登记的函（2019）一（一）")
def area_not_of_authority(committee: Committee, context: Context) -> Iterator[Problem]:
    """所在行政区划与单位级别不符。

    省级单位填本省、本市自身的代码，地市级单位填地市的代码，区县级单位（包括省直辖的县市）填县、市、区的代码。
    中央驻地方单位填驻地，不受此限；与单位合一管理的城市，和设在县市的这类单位，可以填地市级。

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
    may = context.registry.ranks.areas.get(committee.authority, (committee.authority,))
    if committee.authority == "central" or level is None or level in may:
        return
    if committee.authority == "prefecture" and _of_units(committee, context):
        return
    who = authority_label(context.registry, committee.authority)
    areas = context.registry.areas
    parent = next((code for code in sorted(areas.ancestors(committee.area)) if areas.level(code) in may), None)
    hint = f"是否想写 {parent}（{areas.name(parent)}）？" if parent else ""
    name = areas.name(committee.area)
    remedy = f"把“{context.label('authority')}”改成与{name}相符的级别。"
    there = any(area.level in may for area in areas)  # a municipality has no prefectures
    hint += f"请把区划改成{who}单位所在的区划，或{remedy}" if there else f"这里没有{who}单位的区划，请{remedy}"
    yield Problem(("area",), f"区划“{name}”不是{who}单位的区划", hint)


def _of_units(committee: Committee, context: Context) -> bool:
    """Whether the committee belongs to a unit without a division of its own: one that is one with a city, or one in somebody else's
    division.

    A prefecture that also takes the applications of such a unit does not become one.
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

    评审委员会只受理本行政区域内的申报。另由别的区划管辖的地区（区划表里写着 also_under），可以列入那里的范围。
    中央驻地方单位不受此限；与城市合一管理的单位，可以受理同一个城市。它设在别处的下属单位写在 scope.units 里，不写那里的整个地区。
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
            tracks = () if series is None else [track for track in series.tracks if track.id in review.tracks]
            if series is not None and tracks and series.titles[level] and not any(track.titles.get(level) for track in tracks):
                names = listed(f"“{track.name}”" for track in tracks)
                said = f"“{series.name}”的{names}没有{context.levels[level]}的职称名称"
                yield Problem(("reviews", i, "levels", j), said, "请核对层级和 tracks；这个层级属于别的人员类别的，请单列一项。")
            if series is not None and not series.titles[level]:
                has = listed(label for other, label in context.levels.items() if series.titles[other])
                yield Problem(
                    ("reviews", i, "levels", j),
                    f"“{series.name}”没有{context.levels[level]}的职称名称",
                    f"这个系列有职称名称的层级是：{has}。请核对系列和层级。",
                )


@rule("E205", clause="人社部令第40号第六条", severity="warning", needs=("series_per_committee",))
def more_than_one_series(committee: Committee, context: Context) -> Iterator[Problem]:
    """一个评审委员会跨了系列。

    评审委员会按职称系列或者专业组建，不得跨系列组建综合性评审委员会。请分开登记，一个系列一个评审委员会。
    例子所用：series_per_committee=1

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
