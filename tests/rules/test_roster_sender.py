"""R101: who may send a roster."""

from __future__ import annotations

import pytest
from helpers.judging import Judge
from helpers.registries import record

PATH = "registry/rosters/example-one.yaml"
SEALED = f'sealed: {{sha256: "{"0" * 64}", size: 1}}\n'
COUNTS = SEALED + "counts: {active: 9, removed: 0, by_level: {associate-senior: 9}, by_specialty: {}}\n"


def roster(round_: str = "2026", mark: str = "") -> dict[str, str]:
    return {PATH: f'committee: {mark}example-one\nround: "{round_}"\n{COUNTS}'}


def seat(authority: str, area: str) -> str:
    return (
        f'authority: {authority}\narea: "{area}"\nscope: {{areas: ["{area}"]}}\n'
        "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]\n"
    )


@pytest.mark.parametrize(("authority", "area"), [("region", "650000"), ("prefecture", "653100")])
def test_r101_region_and_prefecture(judge: Judge, authority: str, area: str) -> None:
    assert judge(seat(authority, area), others=roster()).findings == []


@pytest.mark.parametrize(
    ("authority", "area", "who"),
    [("county", "653125", "区县级单位"), ("county", "659001", "区县级单位"), ("central", "650203", "中央驻地方单位")],
)
@pytest.mark.parametrize("year", ["2019", "2026"])
def test_r101_county_and_central(judge: Judge, authority: str, area: str, who: str, year: str) -> None:
    """By the letter, in every round in which it is in force."""
    judge(seat(authority, area), others=roster(year, "▶")).says(
        "R101",
        f"“示例自治区工程系列建筑工程专业高级职称评审委员会”属于{who}，不在推荐评委的单位之列",
        hints=["请撤下这份名册；符合条件的专家可由用人单位审核后直接报中心（employer-区划代码.yaml）。"],
        clause="备案登记的函（2019）二（一）",
    )


def test_r101_employers_may(judge: Judge) -> None:
    """Experts of a county who apply through their employer come in a roster of the area."""
    others = {"registry/rosters/employer-653125.yaml": f'area: "653125"\nround: "2026"\n{COUNTS}'}
    assert judge(others=others).findings == []


def test_r101_needs_the_letter(judge: Judge) -> None:
    """In a round without the letter nobody says who may send rosters."""
    text = (
        'id: "2020"\ntitle: 2020 年度\nopened: "2020-06-01"\n'
        'deadlines: {form: "2020-06-30", roster: "2020-06-30", platform: "2020-06-30"}\nrulebooks: [order-40]\nexpected: []\n'
    )
    assert judge(seat("central", "650203"), others={**roster("2020"), "registry/rounds/2020.yaml": text}).findings == []


def test_r101_of_a_record_that_cannot_be_read(judge: Judge) -> None:
    """Whose roster it is is not known while the committee's record is broken: one fault, one finding."""
    broken = {"registry/committees/650000/example-one.yaml": record("authority: central\n") + "id: again\n"}
    assert [f.code for f in judge(None, others={**broken, **roster()}).findings] == ["Y003"]
