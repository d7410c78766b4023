"""Who may apply more or less after a change of a record: each field in both directions, and what is no change of it."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml
from helpers import registries, rewritings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhicheng.documents.schemas import field_label, schema
from zhicheng.registry import eligibility
from zhicheng.registry.records.series import series_table, track_ids

Value = dict[str, Any]
INNER = {("650000", "653100"), ("650000", "650200"), ("653100", "653101")}  # an area, and one inside it
TRACKS = {"health": frozenset({"physician", "nurse"}), "economics": frozenset({"economist"})}
ALL = "{series: health, levels: [junior], catalog: all"
NAMED = "{series: health, levels: [junior], catalog: {护理: [内科护理]}"
ECONOMICS = "{series: economics, levels: [junior], catalog: all"


def covers(outer: str, inner: str) -> bool:
    return outer == inner or (outer, inner) in INNER


def value(text: str) -> Value:
    """The parts of a record that count; what the text does not say is as in all others."""
    return {"reviews": [yaml.safe_load(NAMED + "}")], "scope": {"areas": ["653100"]}, **yaml.safe_load(f"{{{text}}}")}


def change(old: str, new: str) -> eligibility.Effect:
    return eligibility.change(value(old), value(new), covers, lambda series: TRACKS.get(series, frozenset()))


WIDER = [  # a record, one by which more people may apply, and by what
    pytest.param('scope: {areas: ["653100"]}', 'scope: {areas: ["650000"]}', "受理地域", id="area-around"),
    pytest.param('scope: {areas: ["653100"]}', 'scope: {areas: ["653100", "650200"]}', "受理地域", id="one-area-more"),
    pytest.param('scope: {areas: ["653101"]}', 'scope: {areas: ["653100", "653101"]}', "受理地域", id="area-around-beside"),
    pytest.param('scope: {areas: ["653100"]}', 'scope: {areas: ["653100"], units: [unit-08]}', "受理的单位", id="first-unit"),
    pytest.param('scope: {areas: ["653100"], units: [a-1]}', 'scope: {areas: ["653100"], units: [a-1, a-2]}', "受理的单位", id="unit"),
    pytest.param('scope: {areas: ["653100"]}', 'scope: {areas: ["653100"], places: [自治区本级]}', "其他范围", id="place"),
    pytest.param(
        'scope: {areas: ["653100"], excludes: [{systems: [铁路], words: 除外}]}', 'scope: {areas: ["653100"]}', "不受理的人员", id="system"
    ),
    pytest.param(
        'scope: {areas: ["653100"], excludes: [{areas: ["653101"], words: 除外}]}', 'scope: {areas: ["653100"]}', "不受理的人员", id="area"
    ),
    pytest.param(
        'scope: {areas: ["650000"], excludes: [{areas: ["653100"], words: 除外}]}',
        'scope: {areas: ["650000"], excludes: [{areas: ["653101"], words: 除外}]}',
        "不受理的人员",
        id="smaller-area-excluded",
    ),
    pytest.param(
        'scope: {areas: ["653100"], excludes: [{words: 除外}]}', 'scope: {areas: ["653100"]}', "不受理的人员", id="excluded-in-words"
    ),
    pytest.param(
        f"reviews: [{NAMED}, excludes: [{{where: own-committee, words: 除外}}]}}]",
        f"reviews: [{NAMED}}}]",
        "不受理的人员",
        id="own-committee",
    ),
    pytest.param('scope: {areas: ["653100"], open_to: unit}', 'scope: {areas: ["653100"], open_to: system}', "受理对象", id="system-wide"),
    pytest.param('scope: {areas: ["653100"], open_to: system}', 'scope: {areas: ["653100"], open_to: public}', "受理对象", id="public"),
    pytest.param('scope: {areas: ["653100"], open_to: unit}', 'scope: {areas: ["653100"]}', "受理对象", id="no-limit"),
    pytest.param(f"reviews: [{NAMED}, open_to: unit}}]", f"reviews: [{NAMED}, open_to: system}}]", "受理对象", id="review-open-to"),
    pytest.param(f"reviews: [{NAMED}, open_to: system}}]", f"reviews: [{NAMED}}}]", "受理对象", id="review-open-to-as-the-record"),
    pytest.param(f"reviews: [{NAMED}, method: exam}}]", f"reviews: [{NAMED}, method: exam-and-review}}]", "评价方式", id="exam-and-review"),
    pytest.param(f"reviews: [{NAMED}, method: exam-and-review}}]", f"reviews: [{NAMED}}}]", "评价方式", id="review"),
    pytest.param(f"reviews: [{NAMED}, method: exam}}]", f"reviews: [{NAMED}, method: recognition}}]", "评价方式", id="recognition"),
    pytest.param(f"reviews: [{NAMED}, tracks: [nurse]}}]", f"reviews: [{NAMED}, tracks: [nurse, physician]}}]", "职称类别", id="track"),
    pytest.param(f"reviews: [{NAMED}, tracks: [nurse]}}]", f"reviews: [{NAMED}}}]", "职称类别", id="every-track"),
    pytest.param(f"reviews: [{NAMED}}}]", f"reviews: [{ALL}}}]", "专业", id="all-specialties"),
    pytest.param(
        f"reviews: [{NAMED}}}]",
        "reviews: [{series: health, levels: [junior], catalog: {护理: [内科护理, 外科护理]}}]",
        "专业",
        id="one-more",
    ),
    pytest.param(
        "reviews: [{series: health, levels: [junior], catalog: {护理: {内科护理: [甲]}}}]",
        "reviews: [{series: health, levels: [junior], catalog: {护理: {内科护理: [甲, 乙]}}}]",
        "专业",
        id="third-level",
    ),
    pytest.param(
        f"reviews: [{NAMED}}}, {{series: health, levels: [intermediate], catalog: all}}]",
        f"reviews: [{ALL}}}, {{series: health, levels: [intermediate], catalog: all}}]",
        "专业",
        id="all-specialties-at-one-of-two-levels",
    ),
    pytest.param(
        f"reviews: [{NAMED}, excludes: [{{where: own-committee, words: 除外}}]}}]",
        f"reviews: [{NAMED}, excludes: [{{where: own-unit-committee, words: 除外}}]}}]",
        "不受理的人员",
        id="own-unit-committee-only",
    ),
    pytest.param(
        f"reviews: [{NAMED}, open_to: unit}}]",
        f"reviews: [{NAMED}, open_to: unit}}, {{series: health, levels: [junior], catalog: {{护理: [内科护理]}}, open_to: system}}]",
        "受理对象",
        id="a-second-review-of-the-same",
    ),
    pytest.param(
        "reviews: [{series: other, levels: [junior], tracks: [one], catalog: all}]",
        "reviews: [{series: other, levels: [junior], catalog: all}]",
        "职称类别",
        id="tracks-of-an-unknown-series",
    ),
    pytest.param(
        f"reviews: [{NAMED}}}]", f"reviews: [{NAMED}}}, {{series: economics, levels: [junior], catalog: all}}]", None, id="series"
    ),
    pytest.param(
        f"reviews: [{NAMED}}}]",
        "reviews: [{series: health, levels: [junior, intermediate], catalog: {护理: [内科护理]}}]",
        None,
        id="level",
    ),
]


@pytest.mark.parametrize(("narrow", "wide", "label"), WIDER)
def test_more_and_fewer(narrow: str, wide: str, label: str | None) -> None:
    """The wider after the narrower lets more apply, the narrower after the wider fewer, and neither after itself does anything."""
    labels = (label or eligibility.LEVELS,)
    assert change(narrow, wide) == eligibility.Effect(labels, ())
    assert change(wide, narrow) == eligibility.Effect((), labels)
    assert change(narrow, narrow) == change(wide, wide) == eligibility.Effect((), ())


SAME = [
    pytest.param(f"reviews: [{ECONOMICS}}}]", f"reviews: [{ECONOMICS}, tracks: [economist]}}]", id="the-only-track"),
    pytest.param(f"reviews: [{NAMED}}}]", f"reviews: [{NAMED}, tracks: [nurse, physician]}}]", id="all-tracks"),
    pytest.param(f"reviews: [{NAMED}}}]", f"reviews: [{NAMED}, method: review}}]", id="review-is-what-is-meant"),
    pytest.param(f"reviews: [{NAMED}}}]", f"reviews: [{NAMED}, valid_in: everywhere}}]", id="everywhere-is-what-is-meant"),
    pytest.param(f"reviews: [{ALL}}}]", f"reviews: [{NAMED}}}, {ALL}}}]", id="one-beside-all"),
    pytest.param(
        "reviews: [{series: health, levels: [junior, intermediate], catalog: all, open_to: unit}]",
        f"reviews: [{{series: health, levels: [intermediate], catalog: all, open_to: unit}}, {ALL}, open_to: unit}}]",
        id="one-review-for-each-level",
    ),
    pytest.param(
        f"reviews: [{NAMED}, tracks: [nurse, physician], method: exam}}]",
        f"reviews: [{NAMED}, tracks: [physician], method: exam}}, {NAMED}, tracks: [nurse], method: exam}}]",
        id="one-review-for-each-track",
    ),
    pytest.param(
        f"reviews: [{NAMED}, excludes: [{{areas: ['653101'], systems: [铁路], words: 除外}}]}}]",
        f"reviews: [{NAMED}, excludes: [{{systems: [铁路], words: 除外}}, {{areas: ['653101'], words: 除外}}]}}]",
        id="one-item-for-each-exclusion",
    ),
    pytest.param(
        "entrusts: [{committee: other, series: health, levels: [junior, intermediate]}]",
        "entrusts: [{series: health, committee: other, levels: [intermediate]}, {committee: other, series: health, levels: [junior]}]",
        id="one-item-for-each-level-entrusted",
    ),
    pytest.param(
        "entrusts: [{name: 某校, series: health, levels: [junior], specialties: [护理, 药学]}]",
        "entrusts: [{name: 某校, series: health, levels: [junior], tracks: [nurse, physician], specialties: [药学]},"
        " {name: 某校, series: health, levels: [junior], specialties: [护理]}]",
        id="one-item-for-each-specialty-entrusted",
    ),
    pytest.param('scope: {areas: ["653100"]}', 'scope: {areas: ["653100"], open_to: public}', id="public-is-what-is-meant"),
    pytest.param('scope: {areas: ["653100"]}', 'scope: {areas: ["653100", "653101"]}', id="an-area-inside"),
    pytest.param(
        f'scope: {{areas: ["653100"], open_to: unit}}, reviews: [{NAMED}}}]',
        f'scope: {{areas: ["653100"]}}, reviews: [{NAMED}, open_to: unit}}]',
        id="limit-moves-to-the-review",
    ),
    pytest.param(
        f'scope: {{areas: ["653100"], excludes: [{{systems: [铁路], words: 除外}}]}}, reviews: [{NAMED}}}]',
        f"reviews: [{NAMED}, excludes: [{{systems: [铁路], words: 除外}}]}}]",
        id="exclusion-moves-to-the-review",
    ),
    pytest.param(
        'scope: {areas: ["650000"], excludes: [{areas: ["653100"], words: 除外}]}',
        'scope: {areas: ["650000"], excludes: [{areas: ["653100", "653101"], words: 除外}]}',
        id="an-area-inside-the-excluded",
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_no_change(one: str, other: str) -> None:
    assert change(one, other) == change(other, one) == eligibility.Effect((), ())


EITHER = [  # two records of which only a person can say whether more or fewer may apply
    pytest.param('scope: {areas: ["653100"]}', 'scope: {areas: ["653100"], note: 说明}', "地域范围说明", id="note"),
    pytest.param(f"reviews: [{NAMED}}}]", f"reviews: [{NAMED}, valid_in: grassroots}}]", "有效范围", id="where-the-title-counts"),
    pytest.param(f"reviews: [{NAMED}}}]", f"reviews: [{NAMED}, valid_in: targeted}}]", "有效范围", id="for-whom-the-title-is-meant"),
    pytest.param(
        f"reviews: [{NAMED}}}]", "reviews: [{series: health, levels: [junior], catalog: {护理: [外科护理]}}]", "专业", id="another-name"
    ),
    pytest.param(f"reviews: [{NAMED}, method: recognition}}]", f"reviews: [{NAMED}}}]", "评价方式", id="recognition"),
    pytest.param(
        'scope: {areas: ["653100"], excludes: [{where: own-committee, words: 除外}]}',
        'scope: {areas: ["653100"], excludes: [{where: own-committee, words: 另有评委会的除外}]}',
        "不受理的人员",
        id="exclusion-in-other-words",
    ),
    pytest.param(
        'scope: {areas: ["653100"], excludes: [{words: 除外}]}',
        'scope: {areas: ["653100"], excludes: [{words: 另有评委会的除外}]}',
        "不受理的人员",
        id="only-words-that-differ",
    ),
    pytest.param(
        f"reviews: [{NAMED}}}]",
        f"reviews: [{NAMED}}}, {NAMED}, open_to: unit}}]",
        "受理对象",
        id="a-stricter-review-beside-that-which-stays",
    ),
    pytest.param("", "entrusts: [{committee: other, series: health, levels: [junior]}]", "委托评审", id="first-entrustment"),
    pytest.param(
        "entrusts: [{committee: other, series: health, levels: [junior]}]",
        "entrusts: [{committee: another, series: health, levels: [junior]}]",
        "委托评审",
        id="entrusted-to-another",
    ),
    pytest.param(
        "entrusts: [{committee: other, series: health, levels: [junior]}]",
        "entrusts: [{committee: other, series: health, levels: [junior], specialties: [护理]}]",
        "委托评审",
        id="only-a-specialty-entrusted",
    ),
    pytest.param(
        "entrusts: [{committee: other, series: health, levels: [junior]}]",
        "entrusts: [{committee: other, series: health, levels: [junior], tracks: [nurse]}]",
        "委托评审",
        id="only-a-track-entrusted",
    ),
    pytest.param(
        "entrusts: [{committee: other, series: health, levels: [junior]}]",
        "entrusts: [{committee: other, series: health, levels: [junior], words: 其余自评}]",
        "委托评审",
        id="words-of-an-entrustment",
    ),
]


@pytest.mark.parametrize(("one", "other", "label"), EITHER)
def test_what_a_person_has_to_judge(one: str, other: str, label: str) -> None:
    effect = change(one, other)
    assert effect == change(other, one) == eligibility.Effect(either=(label,))
    assert effect.words == (f"可以申报的人有没有变，需要判断（{label}）",)


def test_field_that_is_known_to_both_sides_only_once_said() -> None:
    """What is known to be wider is not named again among what has to be judged."""
    effect = change(f"reviews: [{NAMED}, tracks: [nurse]}}]", f"reviews: [{ALL}, valid_in: targeted}}]")
    assert effect == eligibility.Effect(("专业", "职称类别"), (), ("有效范围",))


@pytest.mark.parametrize("key", schema("committee")["properties"]["reviews"]["items"]["properties"])
def test_no_field_of_a_review_is_passed_over(key: str) -> None:
    """Each of them, those that come later too, is told of by its label."""
    other = {
        "series": "economics",
        "levels": ["intermediate"],
        "catalog": "all",
        "tracks": ["nurse"],
        "method": "exam",
        "open_to": "unit",
        "excludes": [{"words": "除外"}],
    }.get(key, "targeted")
    old = value("")
    new = {**old, "reviews": [{**old["reviews"][0], key: other}]}
    effect = eligibility.change(old, new, covers, lambda series: TRACKS.get(series, frozenset()))
    label = {"series": "评审系列和层级", "levels": "评审系列和层级", "catalog": "专业"}.get(
        key, field_label(schema("committee"), ("reviews", 0, key))
    )
    assert {*effect.more, *effect.fewer, *effect.either} == {label}


BOTH = [  # some more, others fewer
    pytest.param('scope: {areas: ["653100"]}', 'scope: {areas: ["650200"]}', "受理地域", id="areas"),
    pytest.param(f"reviews: [{NAMED}, tracks: [nurse]}}]", f"reviews: [{NAMED}, tracks: [physician]}}]", "职称类别", id="tracks"),
    pytest.param(f"reviews: [{NAMED}}}]", f"reviews: [{ECONOMICS}}}]", eligibility.LEVELS, id="series"),
    pytest.param(
        f"reviews: [{NAMED}, excludes: [{{systems: [铁路], words: 除外}}]}}]",
        f"reviews: [{NAMED}, excludes: [{{systems: [民航], words: 除外}}]}}]",
        "不受理的人员",
        id="exclusions",
    ),
    pytest.param(
        "reviews: [{series: other, levels: [junior], tracks: [one], catalog: all}]",
        "reviews: [{series: other, levels: [junior], tracks: [two], catalog: all}]",
        "职称类别",
        id="tracks-of-an-unknown-series",
    ),
]


@pytest.mark.parametrize(("one", "other", "label"), BOTH)
def test_more_and_fewer_at_once(one: str, other: str, label: str) -> None:
    effect = change(one, other)
    assert effect == change(other, one) == eligibility.Effect((label,), (label,))
    assert effect.words == (f"可以申报的人增加（{label}）", f"可以申报的人减少（{label}）")


def test_without_tables_only_the_record_counts() -> None:
    """An area holds itself alone, and a track that is registered leaves others out."""
    wide, narrow = value('scope: {areas: ["650000"]}'), value(f'scope: {{areas: ["653100"]}}, reviews: [{NAMED}, tracks: [nurse]}}]')
    assert eligibility.change(wide, narrow) == eligibility.Effect(("受理地域",), ("受理地域", "职称类别"))


def test_words_of_no_change() -> None:
    assert eligibility.Effect((), ()).words == ()


def test_tracks_of_a_series() -> None:
    """All ids or none, as in a table of before there were ids."""
    table = series_table(yaml.safe_load((registries.HERE.parent / "registry/reference/series.yaml").read_text(encoding="utf-8")))
    assert {"physician", "nurse"} < track_ids(table, "health")
    assert len(track_ids(table, "social-science-research")) == 1
    assert track_ids(table, "nothing") == frozenset()
    old = {"series": [{"id": "one", "name": "某系列", "certainty": "partial", "tracks": [{"track": "甲", "id": "a"}, {"track": "乙"}]}]}
    assert track_ids(series_table(old), "one") == frozenset()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=rewritings.RECORDS, chance=st.randoms(use_true_random=False))
@pytest.mark.slow
def test_what_is_written_in_another_way_is_no_change(record: Value, chance: random.Random) -> None:
    """Reviews divided by level, specialty or track, put together or reordered; what is said of all of them written in each."""
    other = rewritings.rewritten(record, chance)
    assert rewritings.ways(record) == rewritings.ways(other)
    for again in (other, rewritings.moved(record), rewritings.rewritten(rewritings.moved(other), chance)):
        for old, new in ((record, again), (again, record)):
            assert eligibility.change(old, new, rewritings.covers, rewritings.tracks) == eligibility.Effect()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), old=rewritings.RECORDS)
@pytest.mark.slow
def test_real_change_is_always_told(data: st.DataObject, old: Value) -> None:
    """Where somebody may apply who could not, it is said that more may or that it has to be judged; so of fewer; and of another way."""
    new = data.draw(st.one_of(rewritings.RECORDS, rewritings.changed(old)))
    effect = eligibility.change(old, new, rewritings.covers, rewritings.tracks)
    pairs = list(zip(rewritings.ways(old), rewritings.ways(new), strict=True))
    assert effect.more or effect.either or not any(now and not was for was, now in pairs)
    assert effect.fewer or effect.either or not any(was and not now for was, now in pairs)
    assert effect != eligibility.Effect() or all(was == now for was, now in pairs)
