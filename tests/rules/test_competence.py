"""E101–E103, E111, E112, E205: what a committee may review, for whom, and beside whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries
from helpers.judging import Judge
from helpers.registries import record

LETTER = "备案登记的函（2019）"
ALONE = "scoring:\n  - {title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}\n"


def reviews(*levels: str, series: str = "engineering", catalog: str = "{建筑工程: [城市规划]}") -> str:
    return f"reviews: [{{series: {series}, levels: [{', '.join(levels)}], catalog: {catalog}}}]\n"


def seat(authority: str, area: str, *scope: str) -> str:
    areas = ", ".join(f'"{code}"' if code[0] != "▶" else f'▶"{code[1:]}"' for code in scope or (area.lstrip("▶"),))
    area = f'▶"{area[1:]}"' if area[0] == "▶" else f'"{area}"'
    return f"authority: {authority}\narea: {area}\nscope: {{areas: [{areas}]}}\n"


# --- E101 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(seat("region", "650000") + reviews("junior", "intermediate", "associate-senior", "full-senior"), id="region-all"),
        pytest.param(seat("prefecture", "653100") + reviews("junior", "intermediate", "associate-senior"), id="prefecture-to-associate"),
        pytest.param(seat("county", "653125") + reviews("junior", "intermediate"), id="county-to-intermediate"),
        pytest.param(seat("county", "659001") + reviews("junior", "intermediate"), id="directly-administered-city-as-county"),
        pytest.param(
            seat("central", "653125") + reviews("junior", "intermediate", "associate-senior", "full-senior"), id="central-no-limit"
        ),
    ],
)
def test_e101_levels_within_the_authority(judge: Judge, fields: str) -> None:
    """The highest level that the letter grants an authority passes; central units have no limit printed."""
    assert judge(fields).findings == []


@pytest.mark.parametrize(
    ("fields", "messages", "may", "clause"),
    [
        pytest.param(
            seat("prefecture", "653100") + reviews("intermediate", "▶full-senior"),
            ["评审层级“正高级”超出地州市级单位的承接范围"],
            "地州市级单位可以承接：初级、中级、副高级。",
            "一（一）2",
            id="prefecture",
        ),
        pytest.param(
            seat("county", "653125") + reviews("junior", "▶associate-senior"),
            ["评审层级“副高级”超出区县级单位的承接范围"],
            "区县级单位可以承接：初级、中级。",
            "一（一）3",
            id="county",
        ),
        pytest.param(
            seat("county", "653125") + reviews("▶associate-senior", "▶full-senior"),
            ["评审层级“副高级”超出区县级单位的承接范围", "评审层级“正高级”超出区县级单位的承接范围"],
            "区县级单位可以承接：初级、中级。",
            "一（一）3",
            id="every-level-by-itself",
        ),
    ],
)
def test_e101_level_beyond_the_authority(judge: Judge, fields: str, messages: list[str], may: str, clause: str) -> None:
    """Each level beyond is placed at itself, and the hint says what is allowed and by which clause."""
    hint = f"{may}请删去这个层级；如果单位级别填错了，请改“单位级别”。"
    judge(fields).says("E101", *messages, hints=[hint] * len(messages), clause=LETTER + clause)


def test_e101_in_the_second_entry(judge: Judge) -> None:
    """Where levels differ by specialty, the entry that goes too far is the one named."""
    second = "  - {series: engineering, levels: [▶full-senior], catalog: {市政工程: [给水排水]}}\n"
    fields = "reviews:\n  - {series: engineering, levels: [junior], catalog: {建筑工程: [城市规划]}}\n" + second
    judge(seat("prefecture", "653100") + fields).says("E101", "评审层级“正高级”超出地州市级单位的承接范围")


# --- E102 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(seat("region", "650000"), id="region"),
        pytest.param(seat("prefecture", "654000"), id="autonomous-prefecture"),
        pytest.param(seat("prefecture", "654200"), id="prefecture-under-another"),
        pytest.param(seat("county", "659001") + reviews("junior"), id="directly-administered-city"),
        pytest.param(seat("prefecture", "659001"), id="city-that-is-one-with-a-unit"),
        pytest.param(seat("central", "650203"), id="central-in-a-county"),
        pytest.param(seat("central", "650000"), id="central-at-the-region"),
    ],
)
def test_e102_area_of_the_authority(judge: Judge, fields: str) -> None:
    assert judge(fields).findings == []


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        pytest.param(
            seat("region", "▶653100"),
            "区划“喀什地区”不是自治区级单位的区划",
            "是否想写 650000（新疆维吾尔自治区）？请把区划改成自治区级单位所在的区划，或把“单位级别”改成与喀什地区相符的级别。",
            id="region-in-prefecture",
        ),
        pytest.param(
            seat("prefecture", "▶653125"),
            "区划“莎车县”不是地州市级单位的区划",
            "是否想写 653100（喀什地区）？请把区划改成地州市级单位所在的区划，或把“单位级别”改成与莎车县相符的级别。",
            id="prefecture-in-county",
        ),
        pytest.param(
            seat("county", "▶653100") + reviews("junior"),
            "区划“喀什地区”不是区县级单位的区划",
            "请把区划改成区县级单位所在的区划，或把“单位级别”改成与喀什地区相符的级别。",
            id="county-in-prefecture",
        ),
    ],
)
def test_e102_area_not_of_the_authority(judge: Judge, fields: str, message: str, hint: str) -> None:
    judge(fields).says("E102", message, hints=[hint], clause=LETTER + "一（一）")


@pytest.mark.parametrize("authority", ["prefecture", "county"])
def test_cities_that_are_one_with_a_division(judge: Judge, authority: str) -> None:
    """The letter is silent on them: level and authority are asked only where a rulebook has a figure for them."""
    assert judge(seat(authority, "659001") + reviews("intermediate", "associate-senior", "full-senior")).findings == []


def test_e102_where_there_are_no_divisions_of_the_authority(judge: Judge, empty: Path) -> None:
    """In a municipality nobody can be told to take the code of a prefecture."""
    region = "{code: '650000', name: 某市, level: region, kind: 直辖市, parent: null}"
    district = "{code: '650102', name: 甲区, level: county, kind: 市辖区, parent: '650000'}"
    registries.write(empty, "registry/reference/areas.yaml", f"areas:\n  - {region}\n  - {district}\n")
    found = [(f.message, f.hint) for f in judge(seat("prefecture", "650102")).findings if f.code == "E102"]
    assert found == [("区划“甲区”不是地市级单位的区划", "这里没有地市级单位的区划，请把“单位级别”改成与甲区相符的级别。")]


def test_e102_is_not_asked_of_an_unknown_area(judge: Judge) -> None:
    """One slip, one finding: a code that does not exist is not also of the wrong level."""
    judge(seat("prefecture", "▶653199", "653100")).says("X003", "没有这个区划代码：653199")


# --- E103 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(seat("region", "650000", "650000"), id="whole-region"),
        pytest.param(seat("region", "650000", "653100", "659001", "650109"), id="parts-of-the-region"),
        pytest.param(seat("prefecture", "653100", "653100"), id="own-prefecture"),
        pytest.param(seat("prefecture", "653100", "653125", "653101"), id="own-counties"),
        pytest.param(seat("prefecture", "654000", "654200", "654300", "654201"), id="prefectures-administered-through-ili"),
        pytest.param(seat("central", "650203", "650200", "652800", "653125"), id="central-anywhere"),
        pytest.param(seat("county", "653125", "653125") + reviews("junior"), id="own-county"),
    ],
)
def test_e103_scope_inside(judge: Judge, fields: str) -> None:
    """Areas inside the organiser's, by parent or by administration; central units are free."""
    assert judge(fields).findings == []


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        pytest.param(
            seat("prefecture", "653100", "653100", "▶653200"), ["评审地域“和田地区”不在组建单位的区域“喀什地区”之内"], id="neighbour"
        ),
        pytest.param(
            seat("prefecture", "653100", "▶650000"), ["评审地域“新疆维吾尔自治区”不在组建单位的区域“喀什地区”之内"], id="whole-region"
        ),
        pytest.param(
            seat("prefecture", "654200", "▶654000"), ["评审地域“伊犁哈萨克自治州”不在组建单位的区域“塔城地区”之内"], id="not-the-other-way"
        ),
        pytest.param(
            seat("county", "653125", "▶653126", "653125", "▶653200") + reviews("junior"),
            ["评审地域“叶城县”不在组建单位的区域“莎车县”之内", "评审地域“和田地区”不在组建单位的区域“莎车县”之内"],
            id="each-by-itself",
        ),
    ],
)
def test_e103_scope_outside(judge: Judge, fields: str, messages: list[str]) -> None:
    hint = "请删去这个地区；确有跨地区授权的，请向中心申请例外。"
    judge(fields).says("E103", *messages, hints=[hint] * len(messages), clause=LETTER + "一（三）11")


def test_e103_is_not_asked_of_an_unknown_area(judge: Judge) -> None:
    """One slip, one finding: a code that does not exist is not also outside."""
    judge(seat("prefecture", "653100", "653100", "▶653199")).says("X003", "没有这个区划代码：653199")


def test_e103_waived(judge: Judge) -> None:
    """A committee with an authorisation beyond its area has a waiver, and all its areas pass."""
    waiver = '{committee: example-one, rule: E103, reason: 授权, granted_by: 某厅, date: "2026-01-01", until: "2026-12-31"}'
    others = {"registry/waivers.yaml": f"waivers: [{waiver}]\n"}
    assert judge(seat("prefecture", "653100", "653200", "653125", "650100"), others=others).findings == []


# --- E111 --------------------------------------------------------------------------------------------------------------

TWO = "registry/committees/650000/example-two.yaml"
OTHER = "id: example-two\nname: 另一个评审委员会\n"
HINT = "请两家商定分工后删去一方的专业或层级，或在“评审地域范围”里写明只限本系统、本单位。"


def test_e111_same_area(judge: Judge) -> None:
    """Both records are warned, at the first specialty they share, with how many there are."""
    mine = "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [▶城市规划], 市政工程: [给水排水]}}]\n"
    other = "reviews: [{series: engineering, levels: [junior, intermediate], catalog: {建筑工程: [岩土, ▶城市规划]}}]\n"
    judge(mine, others={TWO: record(OTHER, other)}).says(
        "E111",
        "与“另一个评审委员会”（example-two）重复受理：建筑工程/城市规划（中级）",
        "与“示例自治区工程系列建筑工程专业高级职称评审委员会”（example-one）重复受理：建筑工程/城市规划（中级）",
        hints=[HINT, HINT],
        clause=LETTER + "一（三）9–11",
    )


def test_e111_counts_what_is_shared(judge: Judge) -> None:
    """The same record twice shares five specialties at two levels."""
    found = judge(others={TWO: record(OTHER)}).findings
    assert [f.message for f in found] == [
        "与“另一个评审委员会”（example-two）重复受理：建筑工程/城市规划（中级）等 10 处",
        "与“示例自治区工程系列建筑工程专业高级职称评审委员会”（example-one）重复受理：建筑工程/城市规划（中级）等 10 处",
    ]


@pytest.mark.parametrize(
    ("levels", "more"),
    [(["junior"], ""), (["junior", "intermediate"], "等 2 处"), (["junior", "intermediate", "associate-senior"], "等 3 处")],
)
def test_e111_says_how_many_from_two_on(judge: Judge, levels: list[str], more: str) -> None:
    """One place is told by itself."""
    found = judge(reviews(*levels), others={TWO: record(OTHER, reviews(*levels))}).findings
    said = "重复受理：建筑工程/城市规划（初级）"
    assert [f.message for f in found] == [
        f"与“另一个评审委员会”（example-two）{said}{more}",
        f"与“示例自治区工程系列建筑工程专业高级职称评审委员会”（example-one）{said}{more}",
    ]


def test_e111_names_each_other_committee(judge: Judge) -> None:
    """A record that overlaps two others has a finding for each."""
    three = "registry/committees/650000/example-three.yaml"
    found = judge(others={TWO: record(OTHER), three: record("id: example-three\nname: 第三个评审委员会\n")}).findings
    assert [f.file.rsplit("/", 1)[1] for f in found] == [f"example-{n}.yaml" for n in ("one", "one", "three", "three", "two", "two")]


PREFECTURE = seat("prefecture", "654000").replace("]}", "], open_to: public}")


@pytest.mark.parametrize(
    ("mine", "other", "overlaps"),
    [
        pytest.param("", "", True, id="same"),
        pytest.param('scope: {areas: ["653100"], open_to: public}\n', "", True, id="area-inside-the-other"),
        pytest.param(
            'scope: {areas: ["653100"], open_to: public}\n', 'scope: {areas: ["653200"], open_to: public}\n', False, id="areas-side-by-side"
        ),
        pytest.param(
            'scope: {areas: ["654000"], open_to: public}\n',
            'scope: {areas: ["654200"], open_to: public}\n',
            True,
            id="area-administered-through-the-other",
        ),
        pytest.param("", 'scope: {areas: ["650000"], open_to: system}\n', False, id="other-only-its-system"),
        pytest.param("", 'scope: {areas: ["650000"], open_to: unit}\n', False, id="other-only-its-unit"),
        pytest.param("", 'scope: {areas: ["650000"]}\n', False, id="other-does-not-say-for-whom"),
        pytest.param("", 'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并}\n', False, id="other-withdrawn"),
        pytest.param("", "authority: central\n", False, id="other-authority"),
        pytest.param("", reviews("junior"), False, id="other-level"),
        pytest.param("", reviews("intermediate", series="agriculture"), False, id="other-series"),
        pytest.param("", reviews("intermediate", catalog="{建筑工程: [岩土]}"), False, id="other-second-level"),
        pytest.param("", reviews("intermediate", catalog="{城市建设: [城市规划]}"), False, id="same-name-under-another-first-level"),
        pytest.param("", reviews("intermediate", catalog='{"建筑工程 ": ["城市规划 "]}'), True, id="same-but-for-spaces"),
        pytest.param(
            'valid: {from: "2025-01-01", until: "2027-06-30"}\n',
            'valid: {from: "2027-07-01", until: "2030-06-30"}\n',
            False,
            id="one-after-the-other",
        ),
        pytest.param(
            'valid: {from: "2025-01-01", until: "2027-06-30"}\n',
            'valid: {from: "2027-06-30", until: "2030-06-29"}\n',
            True,
            id="on-one-day",
        ),
        pytest.param(
            'scope: {areas: ["650000", "653100"], open_to: public, excludes: [{where: own-committee, words: 有本级评审委员会的除外}]}\n',
            'scope: {areas: ["650000"], open_to: public}\n',
            True,
            id="gives-way-but-not-to-one-of-the-same",
        ),
        pytest.param(
            'scope: {areas: ["650000"], open_to: public, excludes: [{where: own-committee, words: 有本级评审委员会的除外}]}\n',
            'scope: {areas: ["653100"], open_to: public}\n',
            False,
            id="gives-way-to-one-of-a-part",
        ),
        pytest.param(
            'scope: {areas: ["650000"], open_to: public, excludes: [{where: own-unit-committee, words: 自主评审的除外}]}\n',
            'scope: {areas: ["653100"], open_to: public}\n',
            True,
            id="gives-way-to-units-only",
        ),
    ],
)
def test_e111_when_two_compete(judge: Judge, mine: str, other: str, overlaps: bool) -> None:
    """Same authority, series, specialty and level, areas that meet, both active and open to the public."""
    found = judge(mine, others={TWO: record(OTHER, other)}).findings
    assert [f.code for f in found] == ["E111"] * (2 if overlaps else 0)


# --- E112 --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_extension(empty: Path) -> None:
    """A region's own series, which has titles at the two highest levels only."""
    path = empty / "registry/reference/series.yaml"
    track = "{track: 推广, full-senior: 推广研究员, associate-senior: 高级推广师}"
    own = f"  - {{id: extension, name: 推广人员, certainty: confirmed, tracks: [{track}]}}\n"
    registries.write(empty, "registry/reference/series.yaml", path.read_text(encoding="utf-8") + own)


@pytest.mark.usefixtures("with_extension")
def test_e112_title_at_each_level(judge: Judge) -> None:
    assert judge(reviews("associate-senior", "full-senior", series="extension")).findings == []


@pytest.mark.usefixtures("with_extension")
def test_e112_no_title_at_that_level(judge: Judge) -> None:
    """Each level without a title is warned at itself; the hint lists those that have one."""
    judge(reviews("▶junior", "▶intermediate", "full-senior", series="extension")).says(
        "E112",
        "“推广人员”没有初级的职称名称",
        "“推广人员”没有中级的职称名称",
        hints=["这个系列有职称名称的层级是：副高级、正高级。请核对系列和层级。"] * 2,
        clause=LETTER + "一（四）",
    )


@pytest.mark.parametrize(("tracks", "found"), [("[pilotage]", ["E112"]), ("[navigation]", []), ("[navigation, pilotage]", []), ("", [])])
def test_e112_title_of_the_registered_tracks(judge: Judge, empty: Path, tracks: str, found: list[str]) -> None:
    """A level that only other tracks of the series have titles at."""
    path = empty / "registry/reference/series.yaml"
    own = (
        "  - id: port\n    name: 港口人员\n    certainty: confirmed\n    tracks:\n"
        "      - {track: 驾驶, id: navigation, associate-senior: 高级船长, intermediate: 一级船长}\n"
        "      - {track: 引航, id: pilotage, associate-senior: 高级引航员}\n"
    )
    registries.write(empty, "registry/reference/series.yaml", path.read_text(encoding="utf-8") + own)
    registered = f", tracks: {tracks}" if tracks else ""
    mark = "▶" if found else ""
    told = judge(
        f"reviews: [{{series: port, levels: [{mark}intermediate, associate-senior]{registered}, catalog: {{港口: [驾驶]}}}}]\n"
        "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]\n"
    )
    if found:
        hint = "请核对层级和 tracks；这个层级属于别的人员类别的，请单列一项。"
        told.says("E112", "“港口人员”的“引航”没有中级的职称名称", hints=[hint])
    else:
        assert told.findings == []


# --- E205 --------------------------------------------------------------------------------------------------------------


def test_e205_one_series_in_two_entries(judge: Judge) -> None:
    """Two entries of the same series are one series."""
    one = "{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}"
    two = "{series: engineering, levels: [junior], catalog: {市政工程: [给水排水]}}"
    assert judge(f"reviews: [{one}, {two}]\n").findings == []


def test_e205_two_series(judge: Judge) -> None:
    library = "{series: library, levels: [intermediate], catalog: {图书资料: [文献编目]}}"
    archives = "{series: archives, levels: [intermediate], catalog: {档案: [档案管理]}}"
    judge(f"reviews:\n  ▶- {library}\n  - {archives}\n").says(
        "E205",
        "跨 2 个系列评审：图书资料专业人员、档案专业人员",
        hints=["请按系列分别登记，一个系列一份文件。"],
        clause="人社部令第40号第六条",
    )


# --- which rulebook is in force ----------------------------------------------------------------------------------------

FILED_2019 = 'filings: [{round: "2019", date: "2019-06-18"}]\n'


def test_e205_is_silent_for_a_filing_of_2019(judge: Judge) -> None:
    """Order 40 was not in force in 2019."""
    library = "{series: library, levels: [intermediate], catalog: {图书资料: [文献编目]}}"
    archives = "{series: archives, levels: [intermediate], catalog: {档案: [档案管理]}}"
    assert judge(f"{FILED_2019}reviews: [{library}, {archives}]\n").findings == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param(seat("county", "653125") + reviews("full-senior"), "E101", id="E101"),
        pytest.param(seat("prefecture", "653125"), "E102", id="E102"),
        pytest.param(seat("prefecture", "653100", "653200"), "E103", id="E103"),
    ],
)
def test_the_letter_is_in_force_in_2019_too(judge: Judge, fields: str, code: str) -> None:
    assert [f.code for f in judge(FILED_2019 + fields).findings] == [code]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(seat("county", "653125") + reviews("full-senior"), id="E101"),
        pytest.param(seat("prefecture", "653125"), id="E102"),
        pytest.param(seat("prefecture", "653100", "653200"), id="E103"),
    ],
)
def test_a_round_without_the_letter(judge: Judge, fields: str) -> None:
    """A rule is in force only where a rulebook of the round of the last filing says so."""
    round_2020 = (
        'id: "2020"\ntitle: 2020 年度\nopened: "2020-06-01"\n'
        'deadlines: {form: "2020-06-30", roster: "2020-06-30", platform: "2020-06-30"}\nrulebooks: [order-40]\nexpected: []\n'
    )
    filed = 'filings: [{round: "2019", date: "2019-06-18"}, {round: "2020", date: "2020-06-18"}]\n'
    assert judge(fields + filed, others={"registry/rounds/2020.yaml": round_2020}).findings == []


def test_withdrawn_records_are_not_judged(judge: Judge) -> None:
    """A withdrawn record has no fault of eligibility any more."""
    withdrawn = 'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并}\n'
    assert judge(seat("county", "653125", "653200") + reviews("full-senior") + withdrawn).findings == []


# --- units that no division covers -------------------------------------------------------------------------------------

UNITS = (
    "units:\n  - {code: bingtuan-08, name: 第八师, system: 兵团, city: '659001', regiments: ['654200', '652300']}\n"
    "  - {code: bingtuan-11, name: 第十一师, system: 兵团, regiments: ['650100']}\n"
)
LEVELS = "reviews: [{series: engineering, levels: [intermediate, associate-senior], catalog: {建筑工程: [城市规划]}}]\n"


FULL = LEVELS.replace("associate-senior", "full-senior")


@pytest.fixture
def with_units(judge: Judge, empty: Path) -> Judge:
    """`judge`, with a unit that is one with the city 659001 and has regiments in two prefectures."""
    path = empty / "registry/reference/areas.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\nunits:" not in text
    path.write_text(text.replace("retired:\n", UNITS + "retired:\n", 1), encoding="utf-8")
    return judge


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(seat("county", "659001") + LEVELS, id="city-as-a-county"),
        pytest.param(seat("prefecture", "659001") + LEVELS, id="city-as-a-prefecture"),
        pytest.param(
            'authority: prefecture\narea: "659001"\nscope: {areas: ["659001"], units: [bingtuan-08]}\n' + LEVELS, id="the-unit-itself"
        ),
        pytest.param(
            'authority: prefecture\narea: "654202"\nscope: {areas: ["654202"], units: [bingtuan-08]}\n' + LEVELS, id="seat-in-a-county"
        ),
        pytest.param('authority: prefecture\narea: "650100"\nscope: {areas: [], units: [bingtuan-11]}\n' + FULL, id="no-city"),
        pytest.param('authority: prefecture\narea: "654202"\nscope: {areas: ["659001"], units: [bingtuan-08]}\n' + FULL, id="its-city"),
        pytest.param('authority: prefecture\narea: "653100"\nscope: {areas: [], units: [bingtuan-08]}\n' + LEVELS, id="of-another"),
    ],
)
def test_committee_of_a_unit(with_units: Judge, fields: str) -> None:
    """Where the rulebooks are silent on what a unit may review nothing is found."""
    assert [f for f in with_units(fields).findings if f.code != "E125"] == []  # which asks whether the unit is there at all


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param(seat("county", "659001", "659001", "653100") + reviews("junior"), "E103", id="no-regiments-there"),
        pytest.param(seat("county", "659001", "659001", "654200") + reviews("junior"), "E103", id="regiments-there"),
        pytest.param(
            'authority: county\narea: "654202"\nscope: {areas: ["654202"], units: [bingtuan-08]}\n' + LEVELS,
            "E101",
            id="county-with-a-unit",
        ),
        pytest.param(
            'authority: prefecture\narea: "654200"\nscope: {areas: ["654200"], units: [bingtuan-08]}\n' + FULL,
            "E101",
            id="prefecture-with-a-unit",
        ),
        pytest.param(
            'authority: prefecture\narea: "653100"\nscope: {areas: [], units: [bingtuan-08]}\n' + FULL, "E101", id="only-a-foreign-unit"
        ),
        pytest.param(
            'authority: prefecture\narea: "653125"\nscope: {areas: ["653125"], units: [bingtuan-08]}\n' + reviews("junior"),
            "E102",
            id="county-without-the-unit",
        ),
        pytest.param(
            'authority: prefecture\narea: "653100"\nscope: {areas: ["653100", "659001"], units: [bingtuan-08]}\n' + reviews("junior"),
            "E103",
            id="city-of-a-foreign-unit",
        ),
        pytest.param(seat("county", "653125") + LEVELS, "E101", id="another-county"),
        pytest.param(seat("region", "659001", "659001") + LEVELS, "E102", id="city-as-the-region"),
    ],
)
def test_units_excuse_nobody_else(with_units: Judge, fields: str, code: str) -> None:
    assert [f.code for f in with_units(fields).findings if f.code != "E125"] == [code]


def test_e103_says_how_to_write_regiments(with_units: Judge) -> None:
    """A unit has regiments in a prefecture, not the prefecture."""
    fields = 'authority: prefecture\narea: "659001"\nscope: {areas: ["659001", ▶"654200"], units: [bingtuan-08]}\n'
    with_units(fields + LEVELS).says(
        "E103",
        "评审地域“塔城地区”不在组建单位的区域“石河子市”之内",
        hints=[
            "请把第八师设在塔城地区的单位写在 scope.units 里（units: [bingtuan-08]），不写整个地区；确有跨地区授权的，请向中心申请例外。"
        ],
    )


def test_e103_names_the_unit_that_is_there(with_units: Judge, empty: Path) -> None:
    """Of several units of the committee the one that has regiments in the prefecture."""
    path = empty / "registry/reference/areas.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("['650100']", "['659001', '650100']"), encoding="utf-8")
    fields = 'authority: prefecture\narea: "659001"\nscope: {areas: ["659001", ▶"650100"], units: [bingtuan-08, bingtuan-11]}\n'
    remedy = "把第十一师设在乌鲁木齐市的单位写在 scope.units 里（units: [bingtuan-11]），不写整个地区"
    with_units(fields + LEVELS).says(
        "E103",
        "评审地域“乌鲁木齐市”不在组建单位的区域“石河子市”之内",
        hints=[f"请{remedy}；确有跨地区授权的，请向中心申请例外。"],
    )


def test_e101_by_the_figure_for_units(with_units: Judge, empty: Path) -> None:
    """Where a rulebook says what units may review, that holds, and not the figure of the authority."""
    path = empty / "registry/rulebooks/letter-2019.yaml"
    figure = "numbers:\n  levels_bingtuan: {levels: [intermediate], clause: 附则}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("numbers:\n", figure, 1), encoding="utf-8")
    with_units(seat("county", "659001") + LEVELS.replace("associate-senior", "▶associate-senior")).says(
        "E101",
        "评审层级“副高级”超出“示例自治区住房和城乡建设厅”的承接范围",
        hints=["“示例自治区住房和城乡建设厅”可以承接：中级。请删去这个层级；如果单位级别填错了，请改“单位级别”。"],
        clause=LETTER + "附则",
    )


# --- E111 with what a review may say since ------------------------------------------------------------------------------


def two(mine: str, theirs: str, scope: str = '{areas: ["650000"], open_to: public}') -> tuple[str, dict[str, str]]:
    """The fields of `example-one`, and another committee of the same authority."""
    other = record(
        "id: example-other\nname: 某省工程系列乙评审委员会\n" + f"scope: {scope}\nreviews: [{{series: engineering, {theirs}}}]\n"
    )
    return f"reviews: [{{series: engineering, {mine}}}]\n", {"registry/committees/650000/example-other.yaml": other}


ONE_CATALOG = "levels: [intermediate], catalog: {建筑工程: [道路（桥梁）, 建筑设计]}"


@pytest.mark.parametrize(
    ("theirs", "what"),
    [
        pytest.param("levels: [intermediate], catalog: {建筑工程: [道路 (桥梁)]}", "建筑工程/道路（桥梁）（中级）", id="but-for-brackets"),
        pytest.param("levels: [intermediate], catalog: all", "建筑工程/道路（桥梁）（中级）等 2 处", id="all-of-the-series"),
        pytest.param("levels: [intermediate], catalog: {建筑工程: {建筑设计: [结构]}}", "建筑工程/建筑设计（中级）", id="third-level"),
    ],
)
def test_e111_overlaps(judge: Judge, theirs: str, what: str) -> None:
    fields, others = two(ONE_CATALOG, theirs)
    found = judge(fields, others=others).findings
    assert [f.code for f in found] == ["E111", "E111"]
    assert found[0].message == f"与“某省工程系列乙评审委员会”（example-other）重复受理：{what}"


def test_e111_all_against_all(judge: Judge) -> None:
    fields, others = two("levels: [intermediate], catalog: all", "levels: [intermediate], catalog: all")
    found = judge(fields, others=others).findings
    assert found[0].message == "与“某省工程系列乙评审委员会”（example-other）重复受理：全部专业（中级）"


@pytest.mark.parametrize(
    ("mine", "theirs", "scope"),
    [
        pytest.param(ONE_CATALOG, "levels: [junior], catalog: all", None, id="other-levels"),
        pytest.param(ONE_CATALOG, "levels: [intermediate], open_to: system, catalog: all", None, id="review-of-a-system"),
        pytest.param(ONE_CATALOG, "levels: [intermediate], method: exam, catalog: all", None, id="nobody-reviews"),
        pytest.param(
            ONE_CATALOG + ', excludes: [{areas: ["653100"], words: 喀什除外}]',
            "levels: [intermediate], catalog: all",
            '{areas: ["653101"], open_to: public}',
            id="excluded",
        ),
    ],
)
def test_e111_no_overlap(judge: Judge, mine: str, theirs: str, scope: str | None) -> None:
    fields, others = two(mine, theirs, scope or '{areas: ["650000"], open_to: public}')
    assert [f.code for f in judge(fields, others=others).findings] == []
