"""R101 and R205: who may send a roster, and who has to send contacts, where a rulebook says so."""

from __future__ import annotations

import re
from pathlib import Path

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
    [("county", "653125", "区县级单位"), ("county", "659001", "区县级单位"), ("central", "650203", "中央驻疆单位")],
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


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("", {"region", "prefecture"}),
        ("rosters: [region, prefecture]\n", {"region", "prefecture"}),
        ("rosters: [region, county]\n", {"region", "county"}),
        ("rosters: [central]\n", {"central"}),
        ("rosters: []\n", set()),
    ],
)
@pytest.mark.parametrize(
    ("authority", "area"), [("region", "650000"), ("prefecture", "653100"), ("county", "653125"), ("central", "650203")]
)
def test_r101_by_the_authorities_of_the_rulebook(
    empty: Path, judge: Judge, line: str, allowed: set[str], authority: str, area: str
) -> None:
    """Those that a rulebook names; where none does, region and prefecture."""
    path = empty / "registry/rulebooks/letter-2019.yaml"
    text = re.sub(r"(?m)^rosters: .*\n", "", path.read_text(encoding="utf-8")).replace("rules:\n", f"{line}rules:\n", 1)
    path.write_text(text, encoding="utf-8")
    judged = judge(seat(authority, area), others=roster())
    assert [f.code for f in judged.findings] == ([] if authority in allowed else ["R101"])


def test_r101_by_the_first_rulebook_that_names_authorities(empty: Path, judge: Judge) -> None:
    """Where another names others, X015 says so."""
    for name, line in (("letter-2019", "rosters: [region, county]"), ("order-40", "rosters: [central]")):
        path = empty / f"registry/rulebooks/{name}.yaml"
        text = re.sub(r"(?m)^rosters: .*\n", "", path.read_text(encoding="utf-8")).replace("rules:\n", f"{line}\nrules:\n", 1)
        path.write_text(text, encoding="utf-8")
    assert [(f.code, f.message) for f in judge(seat("county", "653125"), others=roster()).findings] == [
        (
            "X015",
            "报送名册的单位级别（rosters）：“备案登记的函（2019）”是 region、county（rosters），“人社部令第40号”是 central（rosters）",
        )
    ]


# --- R205 --------------------------------------------------------------------------------------------------------------


def test_r205_by_the_rulebook_that_asks_for_contacts(judge: Judge) -> None:
    found = judge("contacts:\n").findings
    assert [(f.code, f.severity, f.clause) for f in found] == [("R205", "error", "备案登记的函（2019）一（三）7、8")]


@pytest.mark.parametrize(("line", "codes"), [("  R205: 第五条\n", ["R205"]), ("", [])])
def test_r205_only_where_a_rulebook_says_so(empty: Path, judge: Judge, line: str, codes: list[str]) -> None:
    path = empty / "registry/rulebooks/letter-2019.yaml"
    text = re.sub(r"(?m)^  R205: .*\n", "", path.read_text(encoding="utf-8")).replace("rules:\n", f"rules:\n{line}", 1)
    path.write_text(text, encoding="utf-8")
    found = judge("contacts:\n").findings
    assert [f.code for f in found] == codes
    assert {f.clause for f in found} <= {"备案登记的函（2019）第五条"}


def test_r205_may_be_a_warning(empty: Path, judge: Judge) -> None:
    path = empty / "registry/rulebooks/letter-2019.yaml"
    text = re.sub(r"(?m)^  R205: .*$", "  R205: {clause: 第五条, severity: warning}", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    assert [(f.code, f.severity) for f in judge("contacts:\n").findings] == [("R205", "warning")]
