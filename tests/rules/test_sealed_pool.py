"""R105, R106, R109–R112, R115, R119: a pool as a whole, and beside the reference tables. All people are invented (人物均为虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpers import registries, rosters
from helpers.rosters import NAMES, judged, rows

from zhicheng.registry.records.series import series_table

ONE = "“示例自治区工程系列建筑工程专业高级职称评审委员会”"
TWO = f"“{NAMES['example-two']}”"
SERIES = series_table(yaml.safe_load((registries.SMALL / "registry/reference/series.yaml").read_text(encoding="utf-8")))
J, M, A, F = "junior", "intermediate", "associate-senior", "full-senior"

# --- R105 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "title", "level"),
    [
        ("engineering", "正高级工程师", F),
        ("engineering", "教授级高级工程师", F),
        ("engineering", "研究员级高级工程师", F),
        ("engineering", "高级工程师", A),
        ("engineering", "高级工程师（副高级）", A),
        ("engineering", "高 级 工 程 师", A),
        ("engineering", "高级工程师(水利)", A),
        ("engineering", "助理工程师", J),
        ("engineering", "技术员", J),
        ("health", "主治医师", M),
        ("health", "主管医师", M),
        ("health", "主治（主管）医师", M),
        ("health", "主管护师", M),
        ("health", "副主任药师", A),
        ("higher-education-teacher", "讲师", M),
        ("library", "研究馆员", F),
        ("translation", "译审", F),
        ("translation", "资深翻译", F),
        ("translation", "副译审", A),
        ("translation", "一级翻译", A),
        ("translation", "翻译", M),
        ("broadcasting", "主任播音员", A),
        ("broadcasting", "三级播音员", J),
        ("accounting", "会计员", J),
        ("journalism", "高级编辑", F),
        ("journalism", "主任记者", A),
        ("agriculture", "农业技术推广研究员", F),
        ("agriculture", "高级兽医师", A),
        ("school-teacher", "中学高级教师", A),
        ("school-teacher", "小学高级教师（副高级）", A),
        ("school-teacher", "小学高级教师(副高级)", A),
        ("school-teacher", "小学高级教师", M),
        ("school-teacher", "中学一级教师", M),
        ("school-teacher", "小学一级教师", J),
        ("arts", "一级导演", F),
        ("arts", "一级编导", F),
        ("arts", "二级演员", A),
        ("ship", "高级船长", A),
    ],
)
def test_r105_titles_of_a_level(empty: Path, series: str, title: str, level: str) -> None:
    """The titles of the table and the former ones, in the ways they are written."""
    assert [f for f in judged(empty, others={"employer-653100": person(series, title, level)}) if f[0] == "R105"] == []


@pytest.mark.parametrize(
    ("series", "title", "level", "severity", "said"),
    [
        ("engineering", "工程师", A, "error", "是中级的职称，与职称层级“副高级”不符"),
        ("engineering", "正高级工程师", A, "error", "是正高级的职称，与职称层级“副高级”不符"),
        ("engineering", "教授级高级工程师", A, "error", "是正高级的职称，与职称层级“副高级”不符"),
        ("engineering", "高级工程师（正高级）", F, "error", "是副高级的职称，与职称层级“正高级”不符"),
        ("health", "主治医师", A, "error", "是中级的职称，与职称层级“副高级”不符"),
        ("translation", "翻译", A, "error", "是中级的职称，与职称层级“副高级”不符"),
        ("journalism", "高级记者", A, "error", "是正高级的职称，与职称层级“副高级”不符"),
        ("engineering", "高工", A, "warning", "“工程技术人员”的职称名称表里没有这个职称"),
        ("engineering", "研究员", F, "warning", "“工程技术人员”的职称名称表里没有这个职称"),
        ("engineering", "（正高级）", F, "warning", "“工程技术人员”的职称名称表里没有这个职称"),
        ("school-teacher", "中学高级教师", F, "warning", "是副高级的职称，与职称层级“正高级”不符"),
        ("school-teacher", "小学高级教师", A, "warning", "是中级的职称，与职称层级“副高级”不符"),
        ("school-teacher", "特级教师", F, "warning", "“中小学教师”的职称名称表里没有这个职称"),
        ("arts", "一级演员", A, "warning", "是正高级的职称，与职称层级“副高级”不符"),
        ("civil-aviation-flight", "一级飞行员", F, "warning", "是副高级的职称，与职称层级“正高级”不符"),
    ],
)
def test_r105_title_and_level_disagree(empty: Path, series: str, title: str, level: str, severity: str, said: str) -> None:
    """An error where the series' titles are confirmed, else a reminder; what the title is, is not repeated."""
    found = [f for f in judged(empty, others={"employer-653100": person(series, title, level)}) if f[0] == "R105"]
    assert found == [("R105", severity, 1, 8, f"第 1 行“现专业职称”：{said}")]


def person(series: str, title: str, level: str) -> str:
    return rows(f"series: {series}, title: {title}, level: {level}, title_since: '2010-12', entry: employer")


def test_r105_knows_every_title_of_the_table() -> None:
    """Each title stands for its own level, whatever brackets it has."""
    for series in SERIES.values():
        table = series.levels_of_titles()
        for titles in (series.titles, series.former):
            for level, names in titles.items():
                assert all(level in table[name.replace("（", "(").replace("）", ")")] for name in names), series.id


def test_r105_says_which_titles_there_are(empty: Path) -> None:
    judged(empty, rows("title: 主管药师, series: health"))
    hints = {f.code: f.hint for f in rosters.opened(empty).findings}
    assert hints["R105"] == "“卫生技术人员”副高级的职称是：副主任医师、副主任药师、副主任护师、副主任技师。请核对职称和层级。"


def test_r105_series_nobody_knows(empty: Path) -> None:
    """Nothing can be said of its titles; that nobody knows it is said of the public counts (X003), where they name it."""
    assert [f[0] for f in judged(empty, rows(*["series: not-a-series, title: 随便"] * 5))] == ["X003", *["R109"] * 5]


# --- R106 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["示例·甲", "示例•甲", "示例甲", "示例 甲", "示例．甲"])
def test_r106_same_person(empty: Path, again: str) -> None:
    """However the name is separated; the later row is named."""
    message = "第 3 行“姓名”：与第 1 行的姓名、出生年月都相同，是同一个人"
    assert judged(empty, rows("name: 示例·甲", "", f"name: {again}")) == [("R106", "error", 3, 2, message)]


@pytest.mark.parametrize("change", ['name: 示例甲, born: "1985-05"', 'name: 示例乙, born: "1985-04"'])
def test_r106_not_by_the_name_alone(empty: Path, change: str) -> None:
    assert judged(empty, rows('name: 示例甲, born: "1985-04"', change)) == []


@pytest.mark.parametrize(
    ("one", "two", "severity", "ends"),
    [
        ("employer: 某市甲院", "employer: 某市甲院", "error", "是同一个人"),
        ("employer: 某市甲院", "employer: 某市乙院", "warning", "工作单位不同"),
        ("employer: 某市甲院", "employer: ", "error", "是同一个人"),
        ("employer: ", "employer: 某市乙院", "error", "是同一个人"),
        ("employer: ", "employer: ", "error", "是同一个人"),
    ],
    ids=["same-employer", "other-employer", "employer-of-the-first", "employer-of-the-second", "no-employer"],
)
def test_r106_employers(empty: Path, one: str, two: str, severity: str, ends: str) -> None:
    """Two people of one name and month are possible, at different employers; both employers have to be known for that."""
    message = f"第 2 行“姓名”：与第 1 行的姓名、出生年月都相同，{ends}"
    assert judged(empty, rows(f"name: 示例甲, {one}", f"name: 示例甲, {two}")) == [("R106", severity, 2, 2, message)]


def test_r106_three_times_and_removed(empty: Path) -> None:
    """Removed rows count too, as a reminder; forgotten ones (purge) cannot."""
    out = 'state: removed, removed: {date: "2025-03-01", reason: left-post}'
    found = judged(empty, rows("name: 示例甲", "name: 示例甲", f"name: 示例甲, {out}"))
    assert [f[:4] for f in found] == [("R106", "error", 2, 2), ("R106", "warning", 3, 2)]
    assert found[1][4] == "第 3 行“姓名”：与第 1 行的姓名、出生年月都相同，其中有已经调出的"
    forgotten = f"name: , born: , gender: , {out}"
    assert judged(empty, rows("", forgotten, forgotten)) == []


# --- R109 --------------------------------------------------------------------------------------------------------------

ARCHIVIST = "series: archives, specialty: [档案, 档案管理], title: 副研究馆员"


def test_r109_another_series(empty: Path) -> None:
    message = "第 2 行“现专业岗位”：不属于评审委员会的主系列（工程技术人员）"
    assert judged(empty, rows("", ARCHIVIST)) == [("R109", "warning", 2, 7, message)]


def test_r109_of_a_committee_whose_series_nobody_knows(empty: Path) -> None:
    """It is named as it is written, beside what is said of it."""
    committee = "panel:\nreviews: [{series: enginering, levels: [associate-senior], catalog: {建筑工程: [城市规划]}}]\n"
    said = [f[4] for f in judged(empty, rows("", ARCHIVIST), committee=committee) if f[0] == "R109"]
    assert said[-1] == "第 2 行“现专业岗位”：不属于评审委员会的主系列（enginering）"


def test_r109_not_for_employers(empty: Path) -> None:
    assert judged(empty, others={"employer-653100": rows("", ARCHIVIST)}) == []


# --- R110 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("round_", "born", "young"),
    [
        pytest.param("2019", "1973-07", True, id="2019-still-45"),
        pytest.param("2019", "1973-06", False, id="2019-month-of-the-46th-birthday"),
        pytest.param("2026", "1980-07", True, id="2026-still-45"),
        pytest.param("2026", "1980-06", False, id="2026-month-of-the-46th-birthday"),
    ],
)
def test_r110_forty_five(empty: Path, round_: str, born: str, young: bool) -> None:
    """Whole years by month at the roster deadline; 45 counts."""
    text = rows(f'born: "{born}", title_since: "2010-12"', 'born: "1970-01", title_since: "2010-12"', round=f'"{round_}"')
    said = f"算到花名册截止的 {round_}-06，45 岁以下（含 45 岁）的评委不足 1 人（备案登记的函（2019）二（五）2）"
    assert judged(empty, text) == ([] if young else [("R110", "warning", 1, 1, said)])


@pytest.mark.parametrize(("number", "found"), [(0, False), (2, False), (3, True)])
def test_r110_figure_of_the_rulebook(empty: Path, number: int, found: bool) -> None:
    """Two young among three: a rulebook may ask for as many as it likes."""
    path = empty / "registry/rulebooks/letter-2019.yaml"
    text = path.read_text(encoding="utf-8").replace("young_minimum: {number: 1", f"young_minimum: {{number: {number}")
    path.write_text(text, encoding="utf-8")
    told = judged(empty, rows("", "", 'born: "1970-01"'))
    assert [f[0] for f in told] == (["R110"] if found else [])
    assert "不足 3 人" in told[0][4] if found else True


@pytest.mark.parametrize(
    ("name", "figure", "value", "words"),
    [
        ("young_age", "number: 45", "holds: true", "数字（number）"),
        ("young_age", "number: 45", "share: 1/3", "数字（number）"),
        ("young_minimum", "number: 1", "holds: true", "数字（number）或比例（share）"),
    ],
)
def test_r110_is_silent_where_a_figure_is_none(empty: Path, name: str, figure: str, value: str, words: str) -> None:
    """The rulebook is told of; of the experts nothing is said, least of all that nobody is younger than an age that is not given."""
    path = empty / "registry/rulebooks/letter-2019.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(f"{name}: {{{figure}", f"{name}: {{{value}"), encoding="utf-8")
    told = judged(empty, rows('born: "1970-01"'))
    assert [(code, message) for code, _, _, _, message in told] == [("X003", f"规则 R110 需要的 {name} 没有写{words}")]


@pytest.mark.parametrize(
    ("share", "words", "young", "old", "least"),
    [
        ("1/3", "三分之一", 1, 2, None),
        ("1/3", "三分之一", 1, 3, 2),
        ("1/3", "三分之一", 2, 4, None),
        ("2/3", "三分之二", 2, 1, None),
        ("2/3", "三分之二", 2, 2, 3),
        ("1/2", "二分之一", 1, 1, None),
        ("1/2", "二分之一", 1, 2, 2),
        ("30%", "30%", 3, 7, None),
        ("30%", "30%", 3, 8, 4),
        ("33.3%", "33.3%", 1, 2, None),
        ("33.4%", "33.4%", 1, 2, 2),
    ],
)
def test_r110_share_of_the_rulebook(empty: Path, share: str, words: str, young: int, old: int, least: int | None) -> None:
    """Exactly the share is enough, and one less is not; nothing is rounded."""
    path = empty / "registry/rulebooks/letter-2019.yaml"
    text = path.read_text(encoding="utf-8").replace("young_minimum: {number: 1", f"young_minimum: {{share: {share}")
    path.write_text(text, encoding="utf-8")
    told = judged(empty, rows(*[""] * young, *['born: "1970-01"'] * old))
    there = f" {young + old} 人" if young + old >= 5 else "少于 5 人"
    said = f"的评委不足{words}：在库{there}，应当至少 {least} 人（备案登记的函（2019）二（五）2）"
    assert [f[0] for f in told] == ([] if least is None else ["R110"])
    assert least is None or told[0][4].endswith(said)


def test_r110_counts_who_is_active(empty: Path) -> None:
    out = 'state: removed, removed: {date: "2025-03-01", reason: left-post}'
    assert [f[0] for f in judged(empty, rows('born: "1970-01"', out))] == ["R110"]


def test_r110_not_for_employers_nor_for_nobody(empty: Path) -> None:
    assert judged(empty, others={"employer-653100": rows('born: "1970-01"')}) == []
    assert judged(empty, "experts: []\n") == []


# --- R111 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "found"), [(10, True), (11, False), (12, False)])
def test_r111_panel(empty: Path, people: int, found: bool) -> None:
    """As many as the panel will do; those removed do not count."""
    out = 'state: removed, removed: {date: "2025-03-01", reason: left-post}'
    text = rows(*[""] * people, out)
    expected = [("R111", "warning", 1, 1, "在库 10 人，少于评审委员会的组成人数 11 人")] if found else []
    assert judged(empty, text, committee="panel: {members: 11, formed_by: specialty}\n") == expected


def test_r111_empty_roster(empty: Path) -> None:
    found = judged(empty, "experts: []\n", committee="")
    assert [f[4] for f in found] == ["在库少于 5 人，少于评审委员会的组成人数 25 人"]


# --- R112 --------------------------------------------------------------------------------------------------------------


def test_r112_in_two_pools(empty: Path) -> None:
    """Each is told the other's name and nothing of the person."""
    found = judged(empty, rows("", "name: 示例·甲"), rows("name: 示例•甲"))
    said = "的花名册里也有姓名、出生年月相同的人"
    assert found == [("R112", "warning", 2, 2, f"第 2 行“姓名”：{TWO}{said}"), ("R112", "warning", 1, 2, f"第 1 行“姓名”：{ONE}{said}")]


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("employer: 某市甲院", "employer: 某市乙院", "，工作单位不同"),
        ("employer: 某市甲院", "employer: 某市甲院", ""),
        ("employer: 某市甲院", "employer: ", ""),
        ("employer: ", "employer: 某市乙院", ""),
    ],
    ids=["other-employer", "same-employer", "employer-of-the-first", "employer-of-the-second"],
)
def test_r112_employers(empty: Path, one: str, two: str, differ: str) -> None:
    """That employers differ is only said where both are known."""
    found = judged(empty, rows(f"name: 示例甲, {one}"), rows(f"name: 示例甲, {two}"))
    said = f"的花名册里也有姓名、出生年月相同的人{differ}"
    assert [f[4] for f in found] == [f"第 1 行“姓名”：{whose}{said}" for whose in (TWO, ONE)]


def test_r112_pool_and_employers(empty: Path) -> None:
    """Several at once are named in one finding."""
    others = {"employer-653100": rows("name: 示例甲")}
    found = judged(empty, rows("name: 示例甲"), rows("name: 示例甲"), others=others)
    assert [f[0] for f in found] == ["R112"] * 3
    assert found[1][4] == f"第 1 行“姓名”：喀什地区（由单位直接报送）、{TWO}的花名册里也有姓名、出生年月相同的人"
    assert found[0][4] == f"第 1 行“姓名”：{ONE}、{TWO}的花名册里也有姓名、出生年月相同的人"


def test_r112_needs_both_opened_and_both_active(empty: Path) -> None:
    """What was not opened cannot be known; who has left a pool may be in another."""
    out = 'state: removed, removed: {date: "2025-03-01", reason: left-post}'
    assert judged(empty, rows("", f"name: 示例甲, {out}"), rows("name: 示例甲")) == []
    assert [f[0] for f in judged(empty, rows("name: 示例甲"), rows("name: 示例甲"))] == ["R112", "R112"]
    assert rosters.opened(empty, wanted=["example-one"]).findings == []


def test_r112_twice_in_one_pool_is_r106(empty: Path) -> None:
    assert [f[0] for f in judged(empty, rows("name: 示例甲", "name: 示例甲"), rows(""))] == ["R106"]


# --- R115 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declares", "missing"),
    [
        ("declares: [integrity, conduct]", ""),
        ("declares: [conduct]", "“清正廉洁”"),
        ("declares: [integrity]", "“政治思想素质和职业道德”"),
        ("declares: []", "“政治思想素质和职业道德”和“清正廉洁”"),
    ],
)
def test_r115_declarations(empty: Path, declares: str, missing: str) -> None:
    text = rows("", signed=f'{{by: 示例甲, date: "2026-06-20", {declares}}}')
    assert judged(empty, text) == ([("R115", "warning", 1, 1, f"没有对{missing}的声明")] if missing else [])


def test_r115_not_signed(empty: Path) -> None:
    """Nobody has signed: nothing is declared. For employers' experts too."""
    assert [f[0] for f in judged(empty, rows("", signed=""))] == ["R115"]
    found = judged(empty, rows(""), others={"employer-653100": rows("", signed="")})
    assert [f[0] for f in found] == ["R115", "R119"]


# --- R119 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declares", "missing"),
    [
        ("conduct, integrity, own-application, no-department", ""),
        ("conduct, integrity, own-application", "“所在单位没有行业主管部门”"),
        ("conduct, integrity, no-department", "“本人自愿申请”"),
        ("conduct, integrity", "“本人自愿申请”和“所在单位没有行业主管部门”"),
    ],
)
def test_r119_what_an_employer_declares(empty: Path, declares: str, missing: str) -> None:
    text = rows("", signed=f'{{by: 示例甲, date: "2026-06-20", declares: [{declares}]}}')
    said = [("R119", "warning", 1, 1, f"没有对{missing}的声明")] if missing else []
    assert judged(empty, rows(""), others={"employer-653100": text}) == said
    assert {f.pointer for f in rosters.opened(empty).findings} == ({"/signed/declares"} if missing else set())


def test_r119_of_a_committee_nothing_of_it_is_asked(empty: Path) -> None:
    """It recommends experts, and asks the departments of the industry."""
    assert judged(empty, rows("", signed='{by: 示例甲, date: "2026-06-20", declares: [conduct, integrity]}')) == []


# --- all ---------------------------------------------------------------------------------------------------------------

EVERYTHING = rows(
    'title_since: "2026-01", leader: true, in_service: retired, name: 示例甲',
    "title: 工程师, level: intermediate, name: 示例甲",
    "state: removed",
    f"{ARCHIVIST}, unit: 某市水利局局长",
    'born: "2030-01", title: 正高级工程师',
    signed='{by: 示例甲, date: "2026-06-20"}',
)


def test_withdrawn_committees_pools_are_not_judged(empty: Path) -> None:
    """Nor do their experts count as in several pools."""
    withdrawn = 'status: withdrawn\nwithdrawn: {date: "2026-09-01", reason: 机构改革}\n'
    found = judged(empty, EVERYTHING, committee=withdrawn)
    assert found == []
    record = registries.record("panel:\n", f"id: example-two\nname: {NAMES['example-two']}\n")
    registries.write(empty, registries.home(record), record)
    registries.write(empty, f"{rosters.VAULT}/example-two{rosters.OPENED}", rows("name: 示例甲"))
    assert rosters.seal(empty)
    assert rosters.opened(empty).findings == []


def test_rules_are_in_force_by_the_rosters_round(empty: Path) -> None:
    """In a round without the letter only what order 40 says of pools holds."""
    text = (
        'id: "2020"\ntitle: 2020 年度\nopened: "2020-06-01"\n'
        'deadlines: {form: "2020-06-30", roster: "2020-06-30", platform: "2020-06-30"}\nrulebooks: [order-40]\nexpected: []\n'
    )
    registries.write(empty, "registry/rounds/2020.yaml", text)
    assert [f[0] for f in judged(empty, EVERYTHING.replace("signed:", 'round: "2020"\nsigned:'))] == ["R108"]


def test_committee_that_cannot_be_read(empty: Path) -> None:
    """What depends on the committee is not judged while its record is broken."""
    judged(empty, rows('in_service: retired, title_since: "2026-01", leader: true', ARCHIVIST, "title: 工程师"))
    path = empty / registries.ONE
    path.write_text(path.read_text(encoding="utf-8") + "id: again\n", encoding="utf-8")
    assert [f.code for f in rosters.opened(empty).findings] == ["Y003", "R105"]


def test_no_finding_repeats_what_is_said_of_a_person(empty: Path) -> None:
    """Names, units, months and titles stay in the vault."""
    judged(empty, EVERYTHING, rows("name: 示例甲"), committee="")
    found = rosters.opened(empty).findings
    assert {f.code for f in found} >= {f"R{n}" for n in (*range(102, 110), *range(111, 116))}
    told = "".join(f.message + f.hint + f.pointer for f in found)
    for private in ("示例甲", "水利局", "设计院", "2026-01", "2030", "1985", "2018-12", "0000123", "副研究馆员", "档案管理"):
        assert private not in told, private
