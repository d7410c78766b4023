"""E123: a review that stands twice in a record, and one that nobody can apply to."""

from __future__ import annotations

import pytest
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
    ],
)
def test_e123_different(judge: Judge, second: str) -> None:
    assert [f for f in judge(reviews(second)).findings if f.code == "E123"] == []


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
            "与第 1 项重复：中级、副高级，城市规划",
            id="all-specialties",
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


@pytest.mark.parametrize(
    ("areas", "excluded", "found"),
    [
        ("653100", "653100", True),
        ("653125", "653100", True),
        ("653100", "653125", False),
        ("653100", "653200", False),
    ],
)
def test_e123_for_nobody(judge: Judge, areas: str, excluded: str, found: bool) -> None:
    """Whether the areas left out are all that there are."""
    fields = f'area: "653100"\nauthority: prefecture\nscope: {{areas: ["{areas}"], excludes: [{{areas: ["{excluded}"], words: 除外}}]}}\n'
    told = [f.message for f in judge(fields).findings if f.code == "E123"]
    assert told == (["不受理的地区就是受理的全部地区，没有人能在这里申报"] if found else [])


def test_e123_a_case_that_is_not_of_areas_leaves_somebody(judge: Judge) -> None:
    """Who has a committee of their own is not everybody of the area."""
    one = '{areas: ["650000"], where: own-committee, words: 另有评审委员会的除外}'
    fields = f'scope: {{areas: ["650000"], excludes: [{one}]}}\n'
    assert [f for f in judge(fields).findings if f.code == "E123"] == []
