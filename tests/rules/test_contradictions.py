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
    """The table of areas with units, one of which has neither a place nor a system, and the names of systems."""
    path = empty / "registry/reference/areas.yaml"
    text = path.read_text(encoding="utf-8")
    units = (
        "units: [{code: bingtuan-08, name: 第八师, system: 兵团, city: '659001', regiments: ['654200']},"
        " {code: bingtuan-11, name: 第十一师, system: 兵团, regiments: ['653100', '650100']}, {code: farm, name: 某农场, regiments: []},"
        " {code: mine, name: 某矿, system: 矿务局, regiments: []}]\n"
    )
    systems = "systems: [{name: 兵团, aliases: [新疆生产建设兵团]}, {name: 铁路, aliases: [铁路局, 铁路段, 铁]}]\n"
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
            HERE + 'scope: {areas: ["653100"]}\nname: ▶和田地区建筑工程职称评审委员会',
            "“评审委员会名称”里写的是和田地区，“单位所属行政区划”是喀什地区",
            "请核对名称和区划代码；确实在别处的，保留提醒即可。",
            HERE + 'scope: {areas: ["653100"]}\nname: 喀什地区莎车县建筑工程职称评审委员会',
            id="name-of-another-place",
        ),
        pytest.param(
            HERE + 'scope: {areas: ["653100"]}\norganiser: ▶和田地区住房和城乡建设局',
            "“组建单位”里写的是和田地区，“单位所属行政区划”是喀什地区",
            "请核对名称和区划代码；确实在别处的，保留提醒即可。",
            HERE + 'scope: {areas: ["653100"]}\norganiser: 和田路街道办事处',
            id="unit-of-another-place",
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


def told(judge: Judge, text: str) -> list[tuple[str, str]]:
    """The place and the message of each E125 finding of a record that has the right shape."""
    findings = judge(text).findings
    assert not [f for f in findings if f.code.startswith(("Y", "S"))]
    return [(f.pointer, f.message) for f in findings if f.code == "E125"]


FOR_PREFECTURE = HERE + 'scope: {areas: ["653100"], '
FOR_TWO = HERE + 'scope: {areas: ["653100", "653200"], excludes: '
OF_REVIEW = "reviews: [{series: engineering, levels: [intermediate], excludes: [%s], catalog: {建筑工程: [城市规划]}}]\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            FOR_TWO + '[{areas: ["654200", "653200"], words: 除外}, {areas: ["653200"], words: 除外}]}',
            [
                ("/scope/excludes/0/areas/1", "和田地区写在评审地域范围里，又写在不受理里"),
                ("/scope/excludes/1/areas/0", "和田地区写在评审地域范围里，又写在不受理里"),
            ],
            id="each-place-of-it",
        ),
        pytest.param(
            HERE + 'scope: {areas: ["653100"], excludes: [{areas: ["653100"], words: 除外}]}', [], id="all-areas-are-told-by-e123"
        ),
        pytest.param(HERE + OF_REVIEW % '{areas: ["653100"], words: 除外}', [], id="an-area-that-one-review-leaves-out"),
        pytest.param(
            'authority: prefecture\narea: "659001"\nscope: {areas: ["659001"], units: [bingtuan-08]}\n'
            + OF_REVIEW % "{systems: [兵团], words: 除外}",
            [("/reviews/0/excludes/0/systems/0", "受理第八师（scope.units），又不受理兵团")],
            id="a-unit-whose-system-one-review-leaves-out",
        ),
        pytest.param('scope: {areas: ["650000"], units: [farm], excludes: [{systems: [兵团], words: 除外}]}', [], id="a-unit-of-no-system"),
        pytest.param(
            'authority: prefecture\narea: "659001"\n'
            'scope: {areas: ["653100", "659001"], units: [bingtuan-08], excludes: [{areas: ["659001"], words: 除外}]}',
            [("/scope/excludes/0/areas/0", "石河子市写在评审地域范围里，又写在不受理里")],
            id="a-city-that-is-taken-too-is-told-once",
        ),
        pytest.param(
            'scope: {areas: ["650000"], units: [bingtuan-11], excludes: [{areas: ["659001"], words: 除外}]}',
            [],
            id="the-city-of-another-unit",
        ),
    ],
)
def test_taken_and_left_out(judge: Judge, text: str, found: list[tuple[str, str]]) -> None:
    assert told(judge, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('scope: {areas: ["653100"], units: [bingtuan-08]}', [], id="of-the-region"),
        pytest.param('authority: central\nscope: {areas: ["653100"], units: [bingtuan-08]}', [], id="of-the-country"),
        pytest.param(FOR_PREFECTURE + "units: [bingtuan-11]}", [], id="its-first-regiment"),
        pytest.param('authority: prefecture\narea: "650100"\nscope: {areas: ["650100"], units: [bingtuan-11]}', [], id="its-last-regiment"),
        pytest.param(
            'authority: county\narea: "653125"\nscope: {areas: ["653125"], units: [bingtuan-11]}', [], id="in-a-county-of-the-prefecture"
        ),
        pytest.param('authority: prefecture\narea: "659001"\nscope: {areas: ["659001"], units: [bingtuan-08]}', [], id="its-city"),
        pytest.param(FOR_PREFECTURE + "units: [farm]}", [], id="of-no-known-place"),
        pytest.param(
            FOR_PREFECTURE + "units: [bingtuan-11, bingtuan-08]}",
            [("/scope/units/1", "第八师在喀什地区没有驻地，也没有团场")],
            id="the-second",
        ),
        pytest.param(HERE + 'scope: {areas: ["654202"], units: [bingtuan-08]}', [], id="where-the-scope-is"),
    ],
)
def test_units_from_elsewhere(judge: Judge, text: str, found: list[tuple[str, str]]) -> None:
    assert told(judge, text) == found


EXCLUDES = 'scope: {areas: ["650000"], excludes: [%s]}\n'


def test_units_that_are_not_in_the_table(judge: Judge) -> None:
    """X003 tells of them, and nothing else is said."""
    excludes = 'excludes: [{areas: ["659001"], words: 石河子市除外}, {systems: [兵团], words: 兵团除外}]'
    found = judge(FOR_PREFECTURE + f"units: [nowhere], {excludes}}}").findings
    assert [(f.code, f.pointer) for f in found] == [("X003", "/scope/units/0")]


@pytest.mark.parametrize("words", ["无", "没有", "暂无", "/", "-", "暂 无"])
def test_exclusions_that_say_nothing(judge: Judge, words: str) -> None:
    one = f'{{systems: [铁路], words: "{words}"}}'
    assert told(judge, EXCLUDES % one) == [("/scope/excludes/0/words", f"不受理的原话写的是“{words}”")]
    two = "{systems: [铁路], words: 铁路除外}, " + one
    assert told(judge, OF_REVIEW % two) == [("/reviews/0/excludes/1/words", f"不受理的原话写的是“{words}”")]


@pytest.mark.parametrize(
    ("one", "found"),
    [
        pytest.param("{words: 铁路、兵团单位除外}", [], id="no-systems-at-all"),
        pytest.param('{areas: ["653100"], words: 铁路单位除外}', [], id="areas-alone"),
        pytest.param("{systems: [兵团医院], words: 兵团医院除外}", [], id="a-part-of-a-name-that-is-listed"),
        pytest.param("{systems: [铁路局], words: 铁路局所属铁路单位除外}", [], id="another-name-of-the-same"),
        pytest.param(
            "{systems: [电力], words: 电力、铁路、兵团除外}",
            ["原话里还有“兵团”，systems 里没有写，公众查询时不会除外"],
            id="the-first-of-two",
        ),
    ],
)
def test_systems_that_only_the_words_name(judge: Judge, one: str, found: list[str]) -> None:
    assert [said for _, said in told(judge, EXCLUDES % one)] == found


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("喀什地区", "scope.areas 里（653100）"),
        ("喀什 地区", "scope.areas 里（653100）"),
        ("石河子", "scope.areas 里（659001）"),
        ("全省", "scope.areas 里（650000）"),
        ("全市", "scope.areas 里（650000）"),
        ("某农场", "scope.units 里（farm）"),
        ("某某农场", None),
    ],
)
def test_places_that_have_a_code(judge: Judge, name: str, meant: str | None) -> None:
    found = [f for f in judge(f'scope: {{areas: ["650000"], places: [自治区本级, {name}]}}').findings if f.code == "E125"]
    assert [(f.pointer, f.hint) for f in found] == ([("/scope/places/1", f"请写在 {meant}，places 只写没有代码的地方。")] if meant else [])


@pytest.mark.parametrize("between", ["、", "，", ",", "；", ";"])
def test_several_places_or_systems_in_one(judge: Judge, between: str) -> None:
    name = f"石油{between}电力"
    said = f"“{name}”像是几个写在一起"
    text = f'scope: {{areas: ["650000"], places: [某园区, "{name}"], excludes: [{{systems: [铁路], words: 除外}}]}}\n'
    assert told(judge, text + OF_REVIEW % f'{{systems: [铁路, "{name}"], words: 除外}}') == [
        ("/reviews/0/excludes/0/systems/1", said),
        ("/scope/places/1", said),
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("兵国", "兵团"),
        ("铁路部", "铁路局"),
        ("铁陆", "铁路"),
        ("铁陆局", "铁路局"),
        ("铁", None),
        ("电", None),
        ("铁路段", None),
        ("铁路总局", None),
        ("电网", None),
        ("矿务居", "矿务局"),
        ("矿务局", None),
    ],
)
def test_systems_of_nearly_the_same_name(judge: Judge, name: str, near: str | None) -> None:
    """One letter differs, and the name is not one that is known; what is known before it in the list is passed over."""
    found = [f for f in judge(EXCLUDES % f"{{systems: [铁路, {name}], words: 另办}}").findings if f.code == "E125"]
    hint = f"是否想写 {near}？确是另一个系统的，保留提醒即可。"
    assert [(f.pointer, f.hint) for f in found] == ([("/scope/excludes/0/systems/1", hint)] if near else [])


ROW = "{dimension: %s, item: %s, points: %s%s}"


def rows(*given: tuple[str, str, int, str], more: str = "") -> str:
    return f"{{title: 赋分表, {more}total: 100, items: [{', '.join(ROW % one for one in given)}]}}"


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        pytest.param([rows(("业绩", "项目", 100, ""), ("奖惩", "奖", 5, ", bonus: true"))], [], id="a-bonus-alone"),
        pytest.param([rows(("业绩", "项目", 100, ""), ("奖惩", "惩", 5, ", deduction: true"))], [], id="a-deduction-alone"),
        pytest.param(
            [rows(("业绩", "项目", 70, ", weight: 60"), ("论文", "论文", 30, ", weight: 40"), ("奖惩", "奖", 5, ", bonus: true"))],
            [],
            id="weights-beside-a-bonus",
        ),
        pytest.param(
            [rows(("业绩", "项目", 70, ", weight: 60"), ("论文", "论文", 30, ", weight: 30"), ("奖惩", "奖", 5, ", bonus: true"))],
            ["“赋分表”各项权重合计 90%，不足 100%"],
            id="too-little-beside-a-bonus",
        ),
        pytest.param(
            [rows(("业绩", "项目", 70, ", weight: 60.5"), ("论文", "论文", 30, ", weight: 50, specialties: [城市规划]"))],
            [],
            id="weights-of-some-specialties-do-not-count",
        ),
        pytest.param(
            [rows(("业绩", "项目", 70, ", weight: 33.3"), ("论文", "论文", 30, ", weight: 66.8"))],
            ["“赋分表”各项权重合计 100.1%，超过 100%"],
            id="a-tenth-too-much",
        ),
        pytest.param(
            [rows(("业绩", "项目", 70, ", weight: 33.3"), ("论文", "论文", 30, ", weight: 66.6"))],
            ["“赋分表”各项权重合计 99.9%，不足 100%"],
            id="a-tenth-too-little",
        ),
        pytest.param([rows(("业绩", "项目", 50, ""), ("论文", "项目", 50, ""))], [], id="one-name-of-two-dimensions"),
        pytest.param(
            [
                rows(
                    ("业绩", "项目", 60, ""),
                    ("论文", "论文", 40, ", specialties: [城市规划]"),
                    ("论文", "论文", 40, ", specialties: [建筑设计]"),
                )
            ],
            [],
            id="one-row-for-each-specialty",
        ),
        pytest.param([rows(("业绩", "项目", 50, ""), ("业 绩", "项 目", 50, ""))], ["“项 目”写了两行"], id="but-for-spaces"),
    ],
)
def test_rows_and_weights(judge: Judge, tables: list[str], found: list[str]) -> None:
    assert [said for _, said in told(judge, f"scoring: [{', '.join(tables)}]")] == found


@pytest.mark.parametrize(
    ("one", "two", "twice"),
    [
        ("", "", True),
        ("levels: [intermediate, associate-senior], ", "levels: [associate-senior, intermediate], ", True),
        ("levels: [intermediate], ", "levels: [associate-senior], ", False),
        ("series: [engineering], ", "", False),
        ("specialties: [城市规划], ", "specialties: [建筑设计], ", False),
        ("specialties: [城市规划], ", "specialties: [城市规划], ", True),
    ],
)
def test_tables_of_one_title(judge: Judge, one: str, two: str, twice: bool) -> None:
    """The same in all that says to whom they apply, in whatever order; a third one is told where it stands."""
    row = ("业绩", "项目", 100, "")
    third = rows(row).replace("赋分表", "另一张")
    text = f"scoring: [{rows(row, more=one)}, {third}, {rows(row, more=two).replace('赋分表', '赋 分表')}]"
    assert told(judge, text) == ([("/scoring/2/title", "“赋 分表”写了两张，适用的都一样")] if twice else [])


def test_a_level_without_scoring_that_is_told_twice_is_told_so_alone(judge: Judge) -> None:
    """Beside it the table of that level is told once; a level without a table of its own is none."""
    none = (
        "scoring_none: [{level: intermediate, words: 不赋分}, {level: associate-senior, words: 不赋分}, {level: intermediate, words: 评议}]"
    )
    tables = f"scoring: [{rows(('业绩', '项目', 100, ''), more='levels: [intermediate], ')}]\n"
    assert told(judge, tables + none) == [
        ("/scoring_none/0/level", "写了中级没有赋分表，“赋分表”却适用于这个层级"),
        ("/scoring_none/2/level", "中级写了两次没有赋分表"),
    ]


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        ("{name: 甲组, members: 25}", []),
        ("{name: 甲组, members: 26}", [("/panel/subgroups", "各专业组合计 26 人，比组成人员 25 人还多")]),
        (
            "{name: 甲组, members: 5}, {name: 乙组, members: 5}, {name: 甲组, members: 5}",
            [("/panel/subgroups/2/name", "专业组“甲组”写了两次")],
        ),
    ],
)
def test_groups(judge: Judge, groups: str, found: list[tuple[str, str]]) -> None:
    assert told(judge, f"panel: {{members: 25, formed_by: series, subgroups: [{groups}]}}") == found


VALID = 'valid: {from: "2026-01-01", until: "2028-12-31"}\n'
PAST = 'past: [{from: "2018-01-01", until: "2020-12-31"}, {from: "2021-01-01", until: "2022-06-30"}]\n'


@pytest.mark.parametrize(
    ("approved", "places"),
    [
        (None, []),
        ("2020", []),
        ("2020-12", []),
        ("2020-12-31", []),
        ("2021", ["/past/0/until"]),
        ("2021-01", ["/past/0/until"]),
        ("2021-01-01", ["/past/0/until"]),
        ("2022-06-30", ["/past/0/until"]),
        ("2022-07-01", ["/past/0/until", "/past/1/until"]),
    ],
)
def test_valid_before_it_was_approved(judge: Judge, approved: str | None, places: list[str]) -> None:
    """By as much of the day as is known; on the day itself it may be."""
    approval = f'approval: {{date: "{approved}"}}\n' if approved else "approval: {authority: 某厅}\n"
    assert [place for place, _ in told(judge, approval + VALID + PAST)] == places
    assert told(judge, "approval:\n" + VALID + PAST) == []


@pytest.mark.parametrize(("until", "found"), [("2026-03-11", True), ("2026-03-12", False)])
def test_valid_no_more_when_it_was_approved(judge: Judge, until: str, found: bool) -> None:
    text = f'approval: {{date: "2026-03-12"}}\nvalid: {{from: "2026-01-01", until: "{until}"}}\n'
    said = f"有效期到 {until} 为止，评审委员会 2026-03-12 才批准组建"
    assert told(judge, text) == ([("/valid/until", said)] if found else [])


def test_unit_of_the_central_government_may_be_called_by_another_place(judge: Judge) -> None:
    assert "E125" not in codes(judge, 'authority: central\narea: "653100"\nscope: {areas: ["653100"]}\norganiser: 和田地区某总公司')


@pytest.mark.parametrize(
    ("name", "series", "told"),
    [
        ("自治区会计系列高级职称评审委员会", "engineering", "会计"),
        ("自治区会计专业高级职称评审委员会", "engineering", "会计"),
        ("自治区会计 专业技术职称评审委员会", "engineering", "会计"),
        ("喀什地区农业中初级评委会", "health", "农业"),
        ("自治区工艺美术系列高级职称评审委员会", "engineering", "工艺美术"),
        ("自治区会计系列高级职称评审委员会", "accounting", None),
        ("自治区工程系列会计专业高级职称评审委员会", "engineering", None),
        ("自治区农业系列水利工程专业高级职称评审委员会", "engineering", None),
        ("自治区图书资料、档案系列高级职称评审委员会", "library", None),
        ("某体育学院高级职称评审委员会", "higher-education-teacher", None),
        ("自治区社科系列高级职称评审委员会", "social-science-research", None),
        ("自治区卫生健康委员会中级职称评审委员会", "engineering", None),
        ("自治区会计系列高级职称评审委员会", "acounting", None),  # X003 tells of it
        ("自治区卫生技术系列高级职称评审委员会", "engineering", "卫生"),
        ("自治区高校教师系列高级职称评审委员会", "school-teacher", "高校教师"),
        ("自治区社会科学研究系列高级职称评审委员会", "library", "社会科学研究"),
        ("自治区体育教练员系列高级职称评审委员会", "school-teacher", "体育教练员"),
        ("自治区文博系列高级职称评审委员会", "library", "文博"),
        ("自治区文博系列高级职称评审委员会", "cultural-relics-museum", None),
        ("自治区高校实验技术系列高级职称评审委员会", "laboratory", None),
        ("自治区高校高级职称评审委员会", "library", None),  # who is reviewed, not which series
        ("自治区卫生职业学校教师高级职称评审委员会", "secondary-vocational-teacher", None),
        ("自治区农业工程系列高级职称评审委员会", "engineering", None),
        ("自治区经济技术开发区中级职称评审委员会", "library", None),
    ],
)
def test_the_series_of_a_name(judge: Judge, name: str, series: str, told: str | None) -> None:
    """Told only where a name says the series of others and none of its own."""
    found = judge(f"name: {name}\nreviews: [{{series: {series}, levels: [intermediate], catalog: {{甲类: [甲专业]}}}}]").findings
    said = [f.message for f in found if f.code == "E125"]
    assert [text.partition("里写的是")[2].partition("，")[0] for text in said] == ([told] if told else [])


@pytest.mark.parametrize(
    ("authority", "organiser", "told"),
    [
        ("central", "莎车县教育局", True),
        ("central", "喀什地区农业农村局（林业和草原局）", True),
        ("central", "新疆维吾尔自治区水利厅", True),
        ("central", "自治区水利厅", True),
        ("central", "喀什地区卫生健康委员会", True),
        ("central", "新疆维吾尔自治区气象局", False),
        ("central", "国家税务总局喀什地区税务局", False),
        ("central", "喀什地区邮政管理局", False),
        ("central", "新疆兵团农业局", False),
        ("central", "喀什地区某勘察设计院", False),
        ("central", "中国科学院某研究所", False),
        ("region", "新疆维吾尔自治区水利厅", False),
    ],
)
def test_an_office_of_the_place_registered_as_of_the_centre(judge: Judge, authority: str, organiser: str, told: bool) -> None:
    """It would be bound to no level."""
    found = judge(f"authority: {authority}\norganiser: {organiser}\n").findings
    said = [(f.pointer, f.message, f.hint) for f in found if f.code == "E125"]
    message = f"“单位级别”写的是中央驻疆单位，“{organiser}”像是地方的单位"
    assert said == ([("/authority", message, "请核对单位级别；确是中央驻疆单位的，保留提醒即可。")] if told else [])


@pytest.mark.parametrize(
    ("authority", "area", "organiser", "told"),
    [
        ("prefecture", "653100", "莎车县教育局", "莎车县"),
        ("prefecture", "653100", "喀什地区莎车县卫生健康委员会", "莎车县"),
        ("prefecture", "653100", "喀什市人力资源和社会保障局", "喀什市"),
        ("region", "650000", "莎车县教育局", "莎车县"),
        ("region", "650000", "喀什地区农业农村局（林业和草原局）", "喀什地区"),
        ("region", "650000", "新疆维吾尔自治区喀什地区教育局", "喀什地区"),
        ("prefecture", "653100", "喀什地区教育局", None),
        ("county", "653125", "莎车县教育局", None),
        ("county", "653125", "喀什地区莎车县教育局", None),
        ("region", "650000", "新疆维吾尔自治区水利厅", None),
        ("region", "650000", "自治区教育厅", None),
        ("prefecture", "653100", "莎车县某示例医院", None),  # may belong to the prefecture
        ("prefecture", "652800", "库尔勒市经济技术开发区管理委员会", None),
        ("prefecture", "653100", "喀什地区气象局", None),
        ("prefecture", "653100", "莎车县税务局", None),
        ("central", "653100", "莎车县邮政管理局", None),
        ("prefecture", "653125", "莎车县教育局", None),  # E102 tells of it
    ],
)
def test_an_office_registered_above_its_level(judge: Judge, authority: str, area: str, organiser: str, told: str | None) -> None:
    """It would award what an office of its level may not."""
    found = judge(f'authority: {authority}\narea: "{area}"\nscope: {{areas: ["{area}"]}}\norganiser: {organiser}\n').findings
    said = [(f.pointer, f.message, f.hint) for f in found if f.code == "E125"]
    label = {"region": "自治区级", "prefecture": "地州市级"}.get(authority, "")
    message = f"“单位级别”写的是{label}，“{organiser}”像是{told}的单位"
    assert said == ([("/authority", message, f"请核对单位级别和区划；确是{label}单位的，保留提醒即可。")] if told else [])


@pytest.mark.parametrize(
    ("series", "tracks", "catalog", "told"),
    [
        ("health", "[nurse]", "{临床医学: [内科]}", ("临床医学", "医", "护")),
        ("health", "[nurse, pharmacist]", "{护理: [护理], 临床医学: [内科]}", ("临床医学", "医", "药、护")),
        ("technical-college-teacher", "[theory-teacher]", "{实习指导: [焊接]}", ("实习指导", "实习指导", "文化/技术理论课")),
        ("agriculture", "[agronomist]", "{畜牧: [畜禽养殖]}", ("畜牧", "畜牧", "农艺")),
        ("economics", "[economist]", "{人力资源管理: [人力资源管理]}", ("人力资源管理", "人力资源管理", "经济")),
        ("health", "[nurse, physician]", "{临床医学: [内科], 护理: [护理]}", None),
        ("health", "[physician]", "{基层卫生: [社区护理]}", None),  # the first level names nobody
        ("health", "[physician]", "{康复医学: [康复]}", None),
        ("health", "[technologist]", "{医学检验: [临床检验]}", None),
        ("agriculture", "[agronomist]", "{水产: [水产养殖]}", None),
        ("arts", "[actor]", "{作曲: [作曲]}", None),  # the list of titles is incomplete
        ("engineering", "[engineer]", "{建筑工程: [施工]}", None),
    ],
)
def test_tracks_of_others(judge: Judge, series: str, tracks: str, catalog: str, told: tuple[str, str, str] | None) -> None:
    """Titles of registered tracks are said for certain: 内科 would lead to 主任护师."""
    review = f"{{series: {series}, levels: [associate-senior], tracks: {tracks}, catalog: {catalog}}}"
    found = judge(f"name: 自治区某专业高级职称评审委员会\nreviews: [{review}]\n").findings
    said = [(f.pointer, f.message) for f in found if f.code == "E125"]
    wanted = told and f"“{told[0]}”像是{told[1]}，登记的职称类别是{told[2]}"
    assert said == ([("/reviews/0/tracks", wanted)] if told else [])


@pytest.mark.parametrize(
    ("power", "scope", "review", "told"),
    [
        ("self-review", "public", "", True),
        ("self-review", "unit", "", False),
        ("self-review", "system", "", False),
        ("self-review", "unit", "open_to: public, ", False),  # said apart: entrusted
        ("self-review", "public", "open_to: unit, ", False),
        ("delegated", "public", "", False),
        ("entrusted", "public", "", False),
    ],
)
def test_self_review_of_all(judge: Judge, power: str, scope: str, review: str, told: bool) -> None:
    reviews = f"reviews: [{{series: engineering, levels: [intermediate], {review}catalog: {{建筑工程: [施工]}}}}]"
    found = judge(f"power: {{kind: {power}}}\nscope: {{areas: ['650000'], open_to: {scope}}}\n{reviews}\n").findings
    said = [(f.pointer, f.message) for f in found if f.code == "E125"]
    assert said == ([("/scope/open_to", "评审权来自单位自主评审，受理对象却是面向社会")] if told else [])


NOTICE = '{date: "%s", kind: %s, text: 依据某文件。}'
SUSPENDED = "2026-03-02 起暂停评审，有效期却"


@pytest.mark.parametrize(
    ("notices", "until", "said"),
    [
        ([("2026-03-02", "suspension")], "2026-03-02", f"{SUSPENDED}到 2026-03-02"),
        ([("2026-03-02", "suspension")], "2026-03-01", None),
        ([("2026-03-02", "suspension")], None, f"{SUSPENDED}没有写"),
        ([("2026-03-02", "suspension"), ("2026-09-01", "resumption")], "2028-12-31", None),
        ([("2026-03-02", "suspension"), ("2025-09-01", "resumption")], "2028-12-31", f"{SUSPENDED}到 2028-12-31"),
        ([("2026-03-02", "suspension"), ("2026-03-03", "correction")], "2028-12-31", f"{SUSPENDED}到 2028-12-31"),
        ([("2026-03-02", "correction")], "2028-12-31", None),
    ],
)
def test_suspended_and_valid(judge: Judge, notices: list[tuple[str, str]], until: str | None, said: str | None) -> None:
    valid = "" if until is None else f' {{from: "2026-01-01", until: "{until}"}}'
    text = f"notices: [{', '.join(NOTICE % one for one in notices)}]\nvalid:{valid}"
    assert [f.message for f in judge(text).findings if f.code == "E125"] == ([said] if said else [])
    assert judge(f'{text}\nstatus: withdrawn\nwithdrawn: {{date: "2026-11-01", reason: 机构改革}}').findings == []
