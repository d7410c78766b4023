"""What differs in the reviews of a committee: said of what it is true of, and not at all where only the writing differs."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml
from helpers import rewritings
from helpers.deep import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhicheng.documents.sentences import plain
from zhicheng.registry import eligibility
from zhicheng.review.report import fields
from zhicheng.review.report.difference import MINOR, ReportNames

Value = dict[str, Any]
TRACKS = {"nurse": "护", "physician": "医"}
NAMES = ReportNames(
    str,
    {"health": "卫生", "economics": "经济"}.__getitem__,
    str,
    rewritings.covers,
    rewritings.tracks,
    track=lambda key: TRACKS.get(key, key),
)
TWO_LEVELS = "{series: health, levels: [junior, intermediate], catalog: {护理: [内科, 外科]}"
AS_WRITTEN = "评审系列（专业）及层级：写法或次序调整，专业和层级没有变"


def said(old: str, new: str) -> list[str]:
    """The differences of two values of `reviews` in words."""
    records = [{"reviews": yaml.safe_load(f"[{text}]")} for text in (old, new)]
    return [plain(difference.words) for difference in fields.differences("committee", *records, NAMES)]


def one(levels: str, catalog: str = "all", more: str = "") -> str:
    return f"{{series: health, levels: [{levels}], catalog: {catalog}{more and ', '}{more}}}"


LISTED = "{护理: [内科, 外科], 药学: [中药]}"
EXCLUDES = "excludes: [{systems: [铁路], words: 除外}]"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param(
            one("intermediate", LISTED),
            one("intermediate"),
            ["专业范围：中级：列明 3 个专业（护理/内科、护理/外科、药学/中药） → 全部专业"],
            id="to-all",
        ),
        pytest.param(
            one("intermediate"),
            one("intermediate", "{护理: [内科]}"),
            ["专业范围：中级：全部专业 → 列明 1 个专业（护理/内科）"],
            id="to-some",
        ),
        pytest.param(
            one("junior, intermediate", "{护理: [内科]}"),
            f"{one('junior')}, {one('intermediate', '{护理: [内科]}')}",
            ["专业范围：初级：列明 1 个专业（护理/内科） → 全部专业"],
            id="to-all-at-one-level",
        ),
        pytest.param(
            f"{one('junior', '{护理: [内科]}')}, {one('intermediate')}",
            f"{one('junior', '{护理: [外科]}')}, {one('intermediate')}",
            ["二级专业：新增 护理/外科；删去 护理/内科"],
            id="beside-all",
        ),
        pytest.param(
            one("junior"),
            one("junior, intermediate"),
            ["评审层级：初级 → 初级、中级", "专业范围：中级：不评 → 全部专业"],
            id="a-level-with-all",
        ),
        pytest.param(
            one("junior"),
            f"{one('junior')}, {one('intermediate', '{护理: [内科]}')}",
            ["评审层级：初级 → 初级、中级", "二级专业：新增 护理/内科"],
            id="a-level-with-some",
        ),
        pytest.param(one("junior"), f"{one('junior', '{护理: [内科]}')}, {one('junior')}", [AS_WRITTEN], id="one-beside-all"),
        pytest.param(
            one("junior, intermediate", more=EXCLUDES),
            f"{one('intermediate', more=EXCLUDES)}, {one('junior', more=EXCLUDES)}",
            [AS_WRITTEN],
            id="by-level",
        ),
        pytest.param(
            one("junior", "{护理: [内科, 外科]}", EXCLUDES),
            f"{one('junior', '{护理: [外科]}', EXCLUDES)}, {one('junior', '{护理: [内科]}', EXCLUDES)}",
            [AS_WRITTEN],
            id="by-specialty",
        ),
        pytest.param(
            one("junior", more="method: exam"),
            f"{one('junior', more='method: exam, tracks: [physician]')}, {one('junior', more='method: exam, tracks: [nurse]')}",
            [AS_WRITTEN],
            id="by-track",
        ),
        pytest.param(
            one("junior", more="excludes: [{systems: [铁路, 民航], words: 除外}]"),
            one("junior", more="excludes: [{systems: [民航], words: 除外}, {systems: [铁路], words: 除外}]"),
            [AS_WRITTEN],
            id="exclusions-one-by-one",
        ),
        pytest.param(
            one("junior, intermediate", more=EXCLUDES),
            f"{one('junior', more=EXCLUDES)}, {one('intermediate')}",
            ["中级 · 不受理的人员：删去 除外的系统 铁路、原文 除外"],
            id="an-exclusion-less-at-one-level",
        ),
        pytest.param(
            one("junior", LISTED),
            f"{one('junior', '{护理: [内科, 外科]}')}, {one('junior', '{药学: [中药]}', 'valid_in: targeted')}",
            ["药学/中药 · 有效范围：新增 定向评价、定向使用"],
            id="one-specialty-is-for-some-places-only",
        ),
        pytest.param(
            one("junior", "{护理: [内科]}", "open_to: unit"),
            f"{one('junior', '{护理: [内科]}', 'open_to: unit')}, {one('junior', '{护理: [外科]}', 'open_to: system')}",
            ["二级专业：新增 护理/外科", "护理/外科 · 受理对象：新增 本系统"],
            id="a-new-specialty-on-terms-of-its-own",
        ),
        pytest.param(
            one("junior", more="open_to: unit"),
            f"{one('junior', more='open_to: unit')}, {one('junior', more='method: exam')}",
            ["评审条件：新增一项：评价方式 以考代评"],
            id="a-second-review-of-the-same",
        ),
        pytest.param(
            f"{one('junior', more='open_to: unit')}, {one('junior, intermediate')}",
            one("junior, intermediate", more="open_to: unit"),
            ["初级 · 评审条件：删去一项：没有另外的条件", "中级 · 受理对象：新增 本单位"],
            id="without-the-review-that-asks-for-nothing",
        ),
        pytest.param(
            one("junior", more="tracks: [nurse]"),
            one("junior", more="tracks: [physician]"),
            ["职称类别：新增 医；删去 护"],
            id="another-track",
        ),
        pytest.param(
            f"{one('junior', '{护理: {内科: [甲]}}')}, {one('intermediate', '{护理: {内科: [甲]}}')}",
            f"{one('junior', '{护理: {内科: [甲]}}')}, {one('intermediate', '{护理: {内科: [乙]}}')}",
            ["三级专业：新增 护理/内科/乙；护理/内科/甲：初级、中级 → 初级"],
            id="a-third-level-at-one-of-two-levels",
        ),
    ],
)
def test_what_is_said_of_reviews(old: str, new: str, words: list[str]) -> None:
    assert said(old, new) == words


def test_exclusions_of_the_whole_record_that_are_only_written_in_another_way() -> None:
    old, new = (
        {"scope": {"areas": ["650000"], "excludes": yaml.safe_load(text)}}
        for text in ("[{systems: [铁路, 民航], words: 除外}]", "[{systems: [民航], words: 除外}, {systems: [铁路], words: 除外}]")
    )
    (found,) = fields.differences("committee", old, new, NAMES)
    assert plain(found.words) == "评审地域范围 · 不受理的人员：写法或次序调整，不受理的人员没有变"
    assert found.weight == MINOR


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (
            "[{committee: other, series: health, levels: [junior]}, {committee: other, series: health, levels: [intermediate]}]",
            ["委托评审：写法或次序调整，委托的内容没有变"],
        ),
        (
            "[{committee: other, series: health, levels: [junior, intermediate]}, {name: 某大学, series: economics, levels: [junior]}]",
            ["委托评审 · “某大学/经济”：新增 委托的层级 初级"],
        ),
        ("[{committee: other, series: health, levels: [junior]}]", ["委托评审 · “other/卫生” · 委托的层级：初级、中级 → 初级"]),
    ],
)
def test_what_is_said_of_what_is_entrusted(new: str, words: list[str]) -> None:
    old = {"entrusts": [{"committee": "other", "series": "health", "levels": ["junior", "intermediate"]}]}
    found = fields.differences("committee", old, {"entrusts": yaml.safe_load(new)}, NAMES)
    assert [plain(difference.words) for difference in found] == words


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=rewritings.RECORDS, chance=st.randoms(use_true_random=False))
def test_reviews_in_another_way_are_no_difference_to_judge(record: Value, chance: random.Random) -> None:
    found = fields.differences("committee", record, rewritings.rewritten(record, chance), NAMES)
    assert [difference for difference in found if difference.weight != MINOR] == []


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), old=rewritings.RECORDS)
def test_what_has_an_effect_is_also_named(data: st.DataObject, old: Value) -> None:
    """Where more or fewer may apply, some difference says by what."""
    new = data.draw(rewritings.changed(old))
    found = fields.differences("committee", old, new, NAMES)
    if eligibility.change(old, new, rewritings.covers, rewritings.tracks) != eligibility.Effect():
        assert [difference for difference in found if difference.weight != MINOR]


def test_a_division_that_gets_another_code() -> None:
    """Both codes are told, which the names alone would hide."""
    names = ReportNames(
        lambda code: {"653126": "叶城县", "653102": "叶城市"}.get(code, code), str, str, rewritings.covers, rewritings.tracks
    )
    row = {"level": "county", "kind": "县", "parent": "653100"}
    old, new = ({"areas": [{"code": code, **row}]} for code in ("653126", "653102"))
    found = [plain(one.words) for one in fields.differences("areas", old, new, names)]
    assert found == ["现行区划 · “叶城市（653102）” · 区划代码：叶城县（653126） → 叶城市（653102）"]
