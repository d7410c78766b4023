"""E114: the way of evaluation against national examinations; E120: the smallest group of a committee, chairs and members."""

from __future__ import annotations

import pytest
from helpers import registries
from helpers.judging import Judge

GROUPS = "panel: {{members: 31, formed_by: series, subgroups: [{{name: 建筑组, members: 5}}, {{name: 结构组, members: {}}}]}}"


@pytest.mark.parametrize(("members", "found"), [(1, True), (3, True), (4, True), (5, False), (25, False)])
def test_smallest_group(judge: Judge, members: int, found: bool) -> None:
    """Five, as the public documents of provinces ask; the finding cites the order's article on groups."""
    if found:
        judge(GROUPS.format(f"▶{members}")).says("E120", f"专业组“结构组”{members} 人，少于 5 人", clause="人社部令第40号第二十一条")
    else:
        assert judge(GROUPS.format(members)).findings == []


def test_without_a_panel_nothing_is_asked_of_it(judge: Judge) -> None:
    assert judge("panel:\n").findings == []


@pytest.mark.parametrize(
    ("size", "vice_chairs", "found"), [("members: 25", 24, False), ("members: 25", 25, True), ("at_least: 25", 25, False)]
)
def test_no_more_chairs_than_members(judge: Judge, size: str, vice_chairs: int, found: bool) -> None:
    """A number of members that is only the least says nothing of how many there are."""
    panel = f"panel: {registries.MARK if found else ''}{{{size}, formed_by: series, chair: 1, vice_chairs: {vice_chairs}}}"
    told = judge(panel).findings
    assert [(f.code, f.message) for f in told] == ([("E120", "正副主任委员 26 人，比组成人员 25 人还多")] if found else [])


@pytest.mark.parametrize(("vice_chairs", "found"), [(25, False), (26, True)])
def test_vice_chairs_alone(judge: Judge, vice_chairs: int, found: bool) -> None:
    """A chair that is not registered is not counted."""
    panel = f"panel: {registries.MARK if found else ''}{{members: 25, formed_by: series, vice_chairs: {vice_chairs}}}"
    told = judge(panel).findings
    assert [(f.code, f.message) for f in told] == ([("E120", "正副主任委员 26 人，比组成人员 25 人还多")] if found else [])


@pytest.mark.parametrize(("members", "found"), [(25, True), (27, False), (29, False)])
def test_no_fewer_members_than_the_least(judge: Judge, members: int, found: bool) -> None:
    mark = registries.MARK if found else ""
    told = judge(f"panel: {{members: {mark}{members}, at_least: 27, formed_by: series}}")
    if found:
        told.says("E120", "组成人员 25 人，少于自己写的下限 27 人", hints=["请核对两个人数。"])
    else:
        assert "E120" not in {f.code for f in told.findings}


EXAM = "“会计人员”的{}实行全国统一考试（{}，财政部、人力资源社会保障部组织），这里登记的是{}"


@pytest.mark.parametrize(
    ("level", "method", "said"),
    [
        ("intermediate", "review", EXAM.format("中级", "会计专业技术资格考试", "评审")),
        ("intermediate", "recognition", EXAM.format("中级", "会计专业技术资格考试", "考核认定")),
        ("intermediate", "exam-and-review", EXAM.format("中级", "会计专业技术资格考试", "考评结合")),
        ("intermediate", "exam", None),
        ("associate-senior", "exam", EXAM.format("副高级", "高级会计专业技术资格考试", "以考代评")),
        ("associate-senior", "exam-and-review", None),
        ("full-senior", "review", None),
        ("full-senior", "exam-and-review", None),  # of a province
        ("full-senior", "exam", "“会计人员”的正高级登记的是以考代评，没有见到这样的全国考试"),
    ],
)
def test_e114_by_the_way_of_evaluation(judge: Judge, level: str, method: str, said: str | None) -> None:
    """Any other way than that of the examination of the whole series is told."""
    mark = registries.MARK if said else ""
    told = judge(f"reviews: [{{series: accounting, levels: [{mark}{level}], method: {method}, catalog: {{会计: [财务会计]}}}}]\n").findings
    assert [f.message for f in told if f.code == "E114"] == ([said] if said else [])


@pytest.mark.parametrize(
    ("series", "level", "told"),
    [
        ("publishing", "intermediate", True),  # the only way, of the whole series
        ("publishing", "associate-senior", False),
        ("economics", "intermediate", True),  # the main way, with one for some specialties beside it
        ("engineering", "intermediate", False),  # the only way, of some specialties
        ("translation", "associate-senior", False),  # with a review, of some languages
        ("agriculture", "junior", False),  # one way among others
    ],
)
@pytest.mark.parametrize(("method", "way"), [("review", "评审"), ("recognition", "考核认定"), ("exam-and-review", "考评结合")])
def test_e114_where_the_examination_is_that_of_the_series(judge: Judge, series: str, level: str, told: bool, method: str, way: str) -> None:
    """What is only for some specialties, or one way among others, says nothing of any other way."""
    found = judge(f"reviews: [{{series: {series}, levels: [{level}], method: {method}, catalog: {{甲类: [甲专业]}}}}]\n").findings
    said = [f.message.partition("，这里登记的是")[2] for f in found if f.code == "E114"]
    assert said == ([way] if told else [])


@pytest.mark.parametrize(
    ("series", "level", "told"),
    [
        ("arts", "associate-senior", True),
        ("translation", "associate-senior", True),  # its examination comes before a review
        ("engineering", "associate-senior", False),  # of some specialties
        ("engineering", "full-senior", True),
        ("engineering", "junior", False),
        ("arts", "intermediate", False),  # a province may examine itself
    ],
)
def test_e114_of_a_senior_level_that_nobody_examines(judge: Judge, series: str, level: str, told: bool) -> None:
    found = judge(f"reviews: [{{series: {series}, levels: [{level}], method: exam, catalog: {{甲类: [甲专业]}}}}]\n").findings
    assert [f.message.partition("，")[2] for f in found if f.code == "E114"] == (["没有见到这样的全国考试"] if told else [])


def test_e114_of_each_review_and_level(judge: Judge) -> None:
    """Told at the level that is registered otherwise, with the way that the others have."""
    fields = (
        "reviews: [{series: engineering, levels: [junior], catalog: {建筑工程: [城市规划]}},"
        " {series: accounting, levels: [junior, associate-senior], method: exam-and-review, catalog: {会计: [财务会计]}}]\n"
    )
    found = [(f.pointer, f.hint) for f in judge(fields).findings if f.code == "E114"]
    hint = "请核对；是以考代评的，请把这个层级单列一项，写明 method: exam。"
    assert found == [("/reviews/1/levels/0", hint)]


def test_e114_of_a_series_that_is_not_there(judge: Judge) -> None:
    """X003 tells of it; what follows it is looked at."""
    fields = (
        "reviews: [{series: acounting, levels: [junior], catalog: {会计: [财务会计]}},"
        " {series: accounting, levels: [junior], catalog: {会计: [财务会计]}}]\n"
    )
    found = [(f.code, f.pointer) for f in judge(fields).findings if f.code in ("X003", "E114")]
    assert found == [("X003", "/reviews/0/series"), ("E114", "/reviews/1/levels/0")]
