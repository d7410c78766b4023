"""E125: what one record says in two ways that cannot both be so, each with the same without the contradiction."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.judging import Judge

HERE = 'authority: prefecture\narea: "653100"\n'
ROWS = "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 50}, {dimension: 业绩, item: %s, points: 50}]}]"
TABLE = "{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}"


@pytest.fixture(autouse=True)
def with_units(empty: Path) -> None:
    """The table of areas with a unit and the names of its system."""
    path = empty / "registry/reference/areas.yaml"
    text = path.read_text(encoding="utf-8")
    units = "units: [{code: bingtuan-08, name: 第八师, system: 兵团, city: '659001', regiments: ['654200']}]\n"
    systems = "systems: [{name: 兵团, aliases: [新疆生产建设兵团]}]\n"
    path.write_text(text.replace("\nretired:", f"\n{units}{systems}retired:"), encoding="utf-8")


def codes(judge: Judge, text: str) -> list[str]:
    return [f.code for f in judge(text).findings]


@pytest.mark.parametrize(
    ("wrong", "said", "hint", "right"),
    [
        pytest.param(
            HERE + 'scope: {areas: ["653100", "653200"], excludes: [{areas: [▶"653200"], words: 除外}]}',
            "和田地区写在评审地域范围里，又写在不受理里",
            "不受理这个地区的，请从 scope.areas 里删去；只是一部分人的，请用 systems 或 where 写明。",
            HERE + 'scope: {areas: ["653100"], excludes: [{areas: ["653125"], words: 莎车县另行评审}]}',
            id="area-in-and-out",
        ),
        pytest.param(
            'authority: prefecture\narea: "659001"\n'
            'scope: {areas: ["659001"], units: [bingtuan-08], excludes: [{systems: [铁路, ▶新疆生产建设兵团], words: 除外}]}',
            "受理第八师（scope.units），又不受理新疆生产建设兵团",
            "请核对：只受理这个单位、不受理该系统其他单位的，请在 words 里写明，并把 systems 删去。",
            'authority: prefecture\narea: "659001"\n'
            'scope: {areas: ["659001"], units: [bingtuan-08], excludes: [{systems: [铁路], words: 除外}]}',
            id="unit-and-its-system",
        ),
        pytest.param(
            'scope: {areas: ["650000"], places: [▶喀什地区]}',
            "“喀什地区”有代码，公众按地区查询时不会把这里算作它",
            "请写在 scope.areas 里（653100），places 只写没有代码的地方。",
            'scope: {areas: ["650000"], places: [喀什综合保税区]}',
            id="place-with-a-code",
        ),
        pytest.param(
            'scope: {areas: ["650000"], places: [▶喀什]}',
            "“喀什”有代码，公众按地区查询时不会把这里算作它",
            "请写在 scope.areas 里（653100），places 只写没有代码的地方。",
            'scope: {areas: ["650000"], places: [喀什经济开发区]}',
            id="place-by-its-short-name",
        ),
        pytest.param(
            'scope: {areas: ["653100"], places: [▶全区]}\nauthority: prefecture\narea: "653100"',
            "“全区”有代码，公众按地区查询时不会把这里算作它",
            "请写在 scope.areas 里（650000），places 只写没有代码的地方。",
            'scope: {areas: ["653100"], places: [自治区本级]}\nauthority: prefecture\narea: "653100"',
            id="the-whole-region-among-places",
        ),
        pytest.param(
            'scope: {areas: ["650000"], places: [▶第八师]}',
            "“第八师”有代码，公众按地区查询时不会把这里算作它",
            "请写在 scope.units 里（bingtuan-08），places 只写没有代码的地方。",
            'scope: {areas: ["650000"], places: [第八师医院]}',
            id="unit-among-places",
        ),
        pytest.param(
            'scope: {areas: ["650000"], excludes: [{systems: [▶兵困], words: 另办}]}',
            "系统“兵困”不在登记册的名称里，查询时认不出是谁",
            "是否想写 兵团？确是另一个系统的，保留提醒即可。",
            'scope: {areas: ["650000"], excludes: [{systems: [塔里木油田, 兵团, 电力], words: 除外}]}',
            id="system-misspelt",
        ),
        pytest.param(
            'scope: {areas: ["650000"], excludes: [{systems: [兵团, ▶石油、铁路], words: 除外}]}',
            "“石油、铁路”像是几个写在一起",
            "请一项只写一个名称；是一个名称的，请去掉中间的顿号、逗号。",
            'scope: {areas: ["650000"], excludes: [{systems: [兵团, 石油, 铁路], words: 除外}]}',
            id="several-systems-in-one",
        ),
        pytest.param(
            'authority: prefecture\narea: "654200"\n'
            'scope: {areas: ["654200"], units: [bingtuan-08], excludes: [{areas: [▶"659001"], words: 石河子市除外}]}',
            "受理第八师（scope.units），又不受理它所在的石河子市",
            "请核对：公众按城市查会得到不受理；只是不受理当地别的单位的，请在 words 里写明，并删去 areas。",
            'authority: prefecture\narea: "654200"\nscope: {areas: ["654200"], excludes: [{areas: ["659001"], words: 石河子市除外}]}',
            id="unit-and-its-city",
        ),
        pytest.param(
            HERE + 'scope: {areas: ["653100"], units: [▶bingtuan-08]}',
            "第八师在喀什地区没有驻地，也没有团场",
            "请核对 scope.units；确由这里受理的，请在 note 里写明依据，保留提醒即可。",
            HERE + 'scope: {areas: ["653100"]}',
            id="unit-from-elsewhere",
        ),
        pytest.param(
            'scope: {areas: ["650000"], excludes: [{systems: [铁路], words: ▶无}]}',
            "不受理的原话写的是“无”",
            "没有除外的，请把这一项整个删去。",
            'scope: {areas: ["650000"], excludes: [{systems: [铁路], words: 铁路系统除外}]}',
            id="exclusion-that-says-nothing",
        ),
        pytest.param(
            'scope: {areas: ["650000"], excludes: [{systems: ▶[铁路], words: 铁路、兵团单位除外}]}',
            "原话里还有“兵团”，systems 里没有写，公众查询时不会除外",
            "也不受理的，请在 systems 里加上 兵团；不是的，保留提醒即可。",
            'scope: {areas: ["650000"], excludes: [{systems: [铁路, 新疆生产建设兵团], words: 铁路、兵团单位除外}]}',
            id="words-say-more-than-systems",
        ),
        pytest.param(
            ROWS % "▶项目",
            "“项目”写了两行",
            "请删去重复的一行，或者写出区别。",
            ROWS % "论文",
            id="row-twice",
        ),
        pytest.param(
            f"scoring: [{TABLE}, {TABLE.replace('赋分表', '▶赋分表')}]",
            "“赋分表”写了两张，适用的都一样",
            "请只留一张；适用不同的，请写明层级、系列或专业。",
            f"scoring: [{TABLE.replace('total', 'levels: [intermediate], total')},"
            f" {TABLE.replace('total', 'levels: [associate-senior, full-senior], total')}]",
            id="table-twice",
        ),
        pytest.param(
            "scoring:\n  - title: 赋分表\n    total: 100\n    items:\n"
            "      ▶- {dimension: 业绩, item: 项目, points: 70, weight: 60}\n"
            "      - {dimension: 论文, item: 论文, points: 30, weight: 30}\n",
            "“赋分表”各项权重合计 90%，不足 100%",
            "请核对各项的 weight。",
            "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 70, weight: 60},"
            " {dimension: 论文, item: 论文, points: 30}]}]",
            id="weights-short-of-the-whole",
        ),
        pytest.param(
            "panel: {members: 25, formed_by: series, subgroups: ▶[{name: 甲组, members: 13}, {name: 乙组, members: 13}]}",
            "各专业组合计 26 人，比组成人员 25 人还多",
            "请核对各组人数；一人参加几个组的，请在 note 里说明，保留提醒即可。",
            "panel: {members: 25, formed_by: series, subgroups: [{name: 甲组, members: 13}, {name: 乙组, members: 12}]}",
            id="groups-of-more-than-all",
        ),
        pytest.param(
            "panel: {members: 25, formed_by: series, subgroups: [{name: 甲组, members: 9}, {name: ▶甲 组, members: 9}]}",
            "专业组“甲 组”写了两次",
            "请把两处并在一起，或者写出区别。",
            "panel: {at_least: 25, formed_by: series, subgroups: [{name: 甲组, members: 19}, {name: 乙组, members: 19}]}",
            id="two-groups-of-one-name",
        ),
        pytest.param(
            "scoring:\n  - title: 赋分表\n    total: 100\n    items:\n"
            "      ▶- {dimension: 业绩, item: 项目, points: 100, weight: 60}\n"
            "      - {dimension: 论文, item: 论文, points: 100, weight: 41}\n",
            "“赋分表”各项权重合计 101%，超过 100%",
            "请核对各项的 weight。",
            "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100, weight: 60},"
            " {dimension: 论文, item: 论文, points: 100, weight: 40}]}]",
            id="weights-over-the-whole",
        ),
        pytest.param(
            "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100},"
            " {dimension: 奖惩, item: 奖惩, points: 5, bonus: true, deduction: ▶true}]}]",
            "“奖惩”既是加分项又是扣分项",
            "请只留一项；有加有扣的，请分成两行。",
            "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100},"
            " {dimension: 奖惩, item: 奖, points: 5, bonus: true}, {dimension: 奖惩, item: 惩, points: 5, deduction: true}]}]",
            id="bonus-and-deduction",
        ),
        pytest.param(
            TABLE.join(["scoring: [", "]\n"]).replace("total", "levels: [associate-senior, intermediate], total")
            + "scoring_none: [{level: ▶intermediate, words: 不赋分}]",
            "写了中级没有赋分表，“赋分表”却适用于这个层级",
            "请删去其中一处；只有一部分专业没有赋分表的，请在赋分表里写明适用专业。",
            TABLE.join(["scoring: [", "]\n"]).replace("total", "levels: [associate-senior], total")
            + "scoring_none: [{level: intermediate, words: 不赋分}]",
            id="scored-and-not",
        ),
        pytest.param(
            TABLE.join(["scoring: [", "]\n"]).replace("total", "levels: [associate-senior], total")
            + "scoring_none: [{level: intermediate, words: 不赋分}, {level: ▶intermediate, words: 由专家评议}]",
            "中级写了两次没有赋分表",
            "一个层级写一项。",
            "",
            id="unscored-twice",
        ),
        pytest.param(
            'approval: {date: "2026-02"}\npast: [{from: "2020-01-01", until: ▶"2022-12-31"}]',
            "有效期到 2022-12-31 为止，评审委员会 2026-02 才批准组建",
            "请核对批准时间和有效期；以前由别的评审委员会评审的，写在 predecessors 里。",
            'approval: {date: "2022-12"}\npast: [{from: "2020-01-01", until: "2022-12-31"}]',
            id="valid-before-it-was",
        ),
    ],
)
def test_e125(judge: Judge, wrong: str, said: str, hint: str, right: str) -> None:
    told = judge(wrong)
    found = [f for f in told.findings if f.code == "E125"]
    assert [(f.message, f.hint, f.severity) for f in found] == [(said, hint, "warning")]
    assert [(f.file, f.line, f.column) for f in found] == told.marks
    assert "E125" not in codes(judge, right)
