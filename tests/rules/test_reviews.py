"""E123: a review that stands twice in a record, and one that nobody can apply to."""

from __future__ import annotations

import pytest
import yaml
from helpers import registries
from helpers.judging import Judge

TABLE = "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]\n"
FIRST = "{series: engineering, levels: [intermediate, associate-senior], catalog: {建筑工程: [城市规划, 建筑设计]}}"


def reviews(second: str, first: str = FIRST) -> str:
    return f"reviews: [{first}, {second}]\n{TABLE}"


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("{series: engineering, levels: [intermediate], catalog: {建筑工程: [建筑结构]}}", id="another-specialty"),
        pytest.param("{series: engineering, levels: [intermediate], catalog: {市政工程: [城市规划]}}", id="another-branch"),
        pytest.param("{series: engineering, levels: [junior], catalog: {建筑工程: [城市规划]}}", id="another-level"),
        pytest.param(
            "{series: engineering, levels: [intermediate], open_to: unit, catalog: {建筑工程: [城市规划]}}", id="for-other-people"
        ),
        pytest.param(
            "{series: engineering, levels: [intermediate], method: recognition, catalog: {建筑工程: [城市规划]}}", id="another-way"
        ),
        pytest.param(
            "{series: engineering, levels: [intermediate], valid_in: grassroots, catalog: {建筑工程: [城市规划]}}", id="valid-elsewhere"
        ),
        pytest.param(
            "{series: engineering, levels: [intermediate], excludes: [{systems: [铁路], words: 除外}], catalog: {建筑工程: [城市规划]}}",
            id="not-for-all",
        ),
        pytest.param("{series: engineering, levels: [intermediate], catalog: {建筑工程: {城市规划: [三级甲]}}}", id="another-third-level"),
    ],
)
def test_e123_different(judge: Judge, second: str) -> None:
    first = FIRST if "三级" not in second else "{series: engineering, levels: [intermediate], catalog: {建筑工程: {城市规划: [三级乙]}}}"
    assert [f for f in judge(reviews(second, first)).findings if f.code == "E123"] == []


@pytest.mark.parametrize(
    ("second", "said"),
    [
        pytest.param(
            "▶{series: engineering, levels: [intermediate], catalog: {建筑工程: [建筑结构, 建筑设计]}}",
            "与第 1 项重复：中级，建筑设计",
            id="one-specialty",
        ),
        pytest.param(
            "▶{series: engineering, levels: [junior, intermediate, associate-senior], catalog: all}",
            "与第 1 项重复：中级、副高级，城市规划等 2 个专业",
            id="all-specialties",
        ),
        pytest.param(
            "▶{series: engineering, levels: [intermediate], catalog: {建筑工程: [建筑设计, 城市规划, 建筑结构]}}",
            "与第 1 项重复：中级，建筑设计等 2 个专业",
            id="several-specialties",
        ),
        pytest.param(
            "▶{series: engineering, levels: [intermediate], catalog: {建筑工程: {城市规划: [控制规划], 建筑结构: []}}}",
            "与第 1 项重复：中级，城市规划",
            id="a-part-of-the-whole",
        ),
        pytest.param(
            "▶{series: engineering, levels: [intermediate], valid_in: everywhere, catalog: {建筑工程: [建筑设计]}}",
            "与第 1 项重复：中级，建筑设计",
            id="valid-everywhere-goes-without-saying",
        ),
        pytest.param(
            "▶{series: engineering, levels: [intermediate], method: review, open_to: public, catalog: {建筑工程: [城市 规划]}}",
            "与第 1 项重复：中级，城市 规划",
            id="said-and-not-said",
        ),
    ],
)
def test_e123_twice(judge: Judge, second: str, said: str) -> None:
    """The same series, level, specialty, way and people, written in any way."""
    hint = "请删去重复的；受理的人或评价方式不同的，请写明 open_to、excludes 或 method。"
    judge(reviews(second)).says("E123", said, hints=[hint], clause="备案登记的函（2019）一（三）9–11")


def test_e123_twice_of_the_third_level(judge: Judge) -> None:
    """Only what both have in common."""
    one = "{series: engineering, levels: [intermediate], catalog: {建筑工程: {道路: [甲路, 乙路]}}}"
    other = one.replace("甲路", "丙路")
    judge(reviews("▶" + other, one)).says("E123", "与第 1 项重复：中级，乙路")


def test_e123_both_of_all_specialties(judge: Judge) -> None:
    one = "{series: engineering, levels: [intermediate], catalog: all}"
    judge(reviews("▶" + one, one)).says("E123", "与第 1 项重复：中级，全部专业")


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("{systems: [铁路], words: 铁路除外}", "{systems: [铁路], words: 铁路系统另办}", True),
        ("{systems: [铁路], words: 除外}", "{systems: [电力], words: 除外}", False),
        ('{areas: ["653100"], words: 除外}', '{areas: ["653200"], words: 除外}', False),
        ("{words: 某校除外}", "{words: 某院除外}", False),
        ("{words: 某校除外}", "{words: 某校 除外}", True),
    ],
)
def test_e123_who_is_left_out_counts_and_not_its_words(judge: Judge, one: str, other: str, found: bool) -> None:
    """Words count only where nothing else says who is meant."""
    first, second = (
        f"{{series: engineering, levels: [intermediate], excludes: [{words}], catalog: {{建筑工程: [城市规划]}}}}" for words in (one, other)
    )
    assert [f.code for f in judge(reviews(second, first)).findings] == (["E123"] if found else [])


LEFT = "不受理的地区就是受理的全部地区，没有人能在这里申报"


@pytest.mark.parametrize(
    ("areas", "excluded", "found"),
    [
        ('"653100"', '"653100"', True),
        ('"653125"', '"653100"', True),
        ('"653100"', '"653125"', False),
        ('"653100"', '"653200"', False),
        ('"653125", "653126"', '"653125"', False),
        ('"653125", "653126"', '"653125", "653126"', True),
        ('"654200"', '"654000"', False),  # what is of the prefecture itself may be meant
    ],
)
def test_e123_for_nobody(judge: Judge, areas: str, excluded: str, found: bool) -> None:
    """Whether the areas left out are all that there are; told once for the record."""
    mark = "▶" if found else ""
    area = "654200" if "654200" in areas else "653100"
    told = judge(
        f'area: "{area}"\nauthority: prefecture\nscope: {{areas: [{areas}], excludes: {mark}[{{areas: [{excluded}], words: 除外}}]}}\n'
    )
    if found:
        told.says("E123", LEFT)
    else:
        assert "E123" not in {f.code for f in told.findings}


def test_e123_all_parts_are_the_whole(judge: Judge) -> None:
    """Every prefecture of a region, one by one, is the region."""
    areas = yaml.safe_load((registries.REAL / "reference/areas.yaml").read_text(encoding="utf-8"))["areas"]
    parts = [area["code"] for area in areas if area.get("parent") == "650000"]
    for count, said in ((len(parts), [LEFT]), (len(parts) - 1, [])):
        listed = ", ".join(f'"{code}"' for code in parts[:count])
        told = judge(f'scope: {{areas: ["650000"], excludes: [{{areas: [{listed}], words: 除外}}]}}\n').findings
        assert [f.message for f in told if f.code == "E123"] == said


def test_e123_one_review_for_nobody(judge: Judge) -> None:
    """At the review, where its own exclusions leave nobody."""
    own = '{series: engineering, levels: [junior], excludes: ▶[{areas: ["650000"], words: 除外}], catalog: {建筑工程: [城市规划]}}'
    judge(reviews(own)).says("E123", LEFT)


@pytest.mark.parametrize("more", ["systems: [铁路], ", "where: own-committee, "])
def test_e123_a_case_that_names_all_areas_is_told_as_the_search_takes_it(judge: Judge, more: str) -> None:
    """The public's search excludes an area wherever it is named: what is meant for some of it belongs in the other fields."""
    hint = "请核对 scope.areas 和 excludes 的地区；只是其中一部分人不受理的，不写 areas，用 systems、where 和文件的原话写明。"
    fields = f'scope: {{areas: ["650000"], excludes: ▶[{{areas: ["650000"], {more}words: 另有评审委员会的除外}}]}}\n'
    judge(fields).says("E123", LEFT, hints=[hint])


@pytest.mark.parametrize(
    "scope",
    [
        '{areas: ["650000"], excludes: [{where: own-committee, words: 另有评审委员会的除外}]}',
        '{areas: ["650000"], excludes: [{systems: [铁路], words: 铁路除外}]}',
        '{areas: ["650000"], places: [自治区本级], excludes: [{areas: ["650000"], words: 各地州市除外}]}',
        '{areas: [], places: [自治区本级], excludes: [{areas: ["650000"], words: 各地州市除外}]}',
    ],
)
def test_e123_somebody_is_left(judge: Judge, scope: str) -> None:
    """Whom no area covers is not left out with one."""
    assert "E123" not in {f.code for f in judge(f"scope: {scope}\n").findings}
