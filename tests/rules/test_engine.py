"""What the engine makes of what rules say: numbers, places, clauses, and which records and rules it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries

from zhicheng.registry import registry
from zhicheng.rules import RULES
from zhicheng.rules.engine import OF_VAULT, Result, check

FEW = "panel: {members: 24, formed_by: series}\n"  # too few, and even
LATE = 'filings: [{round: "2026", date: "2026-06-20"}]\n'
GONE = 'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并}\n'


def result(root: Path, fields: str, **more: object) -> Result:
    text = registries.record(fields)
    registries.write(root, registries.home(text), text)
    return check(registry.load(root), registries.TODAY, **more)  # type: ignore[arg-type]


def codes(found: Result) -> list[str]:
    return [one.code for one in found.findings]


@pytest.mark.parametrize(
    ("fields", "errors", "warnings"), [("", 0, 0), (LATE, 0, 1), (FEW, 2, 0), (FEW + LATE, 2, 1), (LATE + "valid:\n", 0, 2)]
)
def test_how_many(empty: Path, fields: str, errors: int, warnings: int) -> None:
    found = result(empty, fields)
    assert (found.errors, found.warnings, len(found.findings)) == (errors, warnings, errors + warnings)


def test_in_the_order_of_files_and_lines(empty: Path) -> None:
    registries.write(
        empty, "registry/committees/650000/example-aaa.yaml", registries.record("id: example-aaa\nname: 某评审委员会\npanel:\ncontacts:\n")
    )
    found = result(empty, FEW + LATE + 'scope: {areas: ["650000"]}\n').findings
    assert [(one.file.rsplit("/", 1)[1], one.code) for one in found] == [
        ("example-aaa.yaml", "R205"),
        ("example-one.yaml", "E202"),
        ("example-one.yaml", "E203"),
        ("example-one.yaml", "E109"),
    ]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (FEW + LATE + "contacts:\n", []),
        (FEW + "address: 请打 13800001234\n", ["P001"]),
        (FEW + "reviews: [{series: enginering, levels: [junior], catalog: {建筑工程: [城市规划]}}]\n", ["X003"]),
    ],
)
def test_what_is_still_asked_of_a_withdrawn_record(empty: Path, fields: str, found: list[str]) -> None:
    """Private values, references and shape; nothing of what it would be fit for."""
    assert codes(result(empty, fields + GONE)) == found
    assert set(codes(result(empty, fields))) > set(found)


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (None, ["E202", "E203", "X001"]),
        ({registries.ONE}, ["E202", "E203"]),
        ({"registry/committees/650000/other.yaml"}, []),
        (set(), []),
    ],
)
def test_some_files_only(empty: Path, only: set[str] | None, found: list[str]) -> None:
    """The registry as a whole is not judged then, nor are its waivers."""
    registries.write(empty, "registry/rounds/notes.txt", "x")
    waiver = '{committee: example-one, rule: E101, reason: 试点, granted_by: 某厅, date: "2026-01-20", until: "2027-01-20"}'
    registries.write(empty, "registry/waivers.yaml", f"waivers: [{waiver}]\n")
    assert sorted(codes(result(empty, FEW, only=only))) == (sorted([*found, "X007"]) if only is None else found)


@pytest.mark.parametrize(("rule", "waived"), [("E203", 1), ("E104", 0)])
def test_of_the_vault_only(empty: Path, rule: str, waived: int) -> None:
    """Of a committee's record only what the sealed files need, and the rules that a waiver names, which X007 has to know of."""
    waiver = f'{{committee: example-one, rule: {rule}, reason: 试点, granted_by: 某厅, date: "2026-01-20", until: "2027-01-20"}}'
    registries.write(empty, "registry/waivers.yaml", f"waivers: [{waiver}]\n")
    private = "address: 请打 13800001234\n"
    found = result(empty, FEW + LATE + private + "contacts:\n", vault_only=True)
    assert codes(found) == (["R205"] if waived else ["R205", "X007"])
    assert len(found.waived) == waived
    assert {"E202", "E109", "P001", "R205"} <= set(codes(result(empty, FEW + LATE + private + "contacts:\n")))
    assert RULES.keys() >= OF_VAULT


@pytest.mark.parametrize(
    ("series", "hint"),
    [("工程", "是否想写 engineering（工程技术人员）？"), ("会计人员", "是否想写 accounting（会计人员）？"), ("什么", "")],
)
def test_a_name_in_the_place_of_an_id(empty: Path, series: str, hint: str) -> None:
    """Which id is meant comes before what the schema says, at each place where a series stands; the clause is that of Annex 1."""
    fields = (
        f"reviews: [{{series: {series}, levels: [junior], catalog: {{建筑: [设计]}}}}]\n"
        f"scoring: [{{title: 表, series: [{series}], total: 100, items: [{{dimension: 学历, item: 学历, points: 100}}]}}]\n"
    )
    found = result(empty, fields).findings
    assert [one.pointer for one in found] == ["/reviews/0/series", "/scoring/0/series/0"]
    assert {(one.code, one.clause) for one in found} == {("S005", "备案登记的函（2019）一（三）、附件1")}
    assert all(one.hint.startswith(hint or "职称系列") or not hint for one in found)
    assert all(("是否想写" in one.hint) == bool(hint) for one in found)


@pytest.mark.parametrize(("fields", "code"), [("name: [\n", "Y002"), ("address: 7\n", "S003")])
def test_of_what_is_no_yaml_no_clause_is_cited(empty: Path, fields: str, code: str) -> None:
    """Annex 1 says what a record contains, and not how a file is written."""
    (found,) = result(empty, fields).findings
    assert (found.code, found.clause) == (code, "备案登记的函（2019）一（三）、附件1" if code == "S003" else "")


def test_a_name_in_the_place_of_another_field_has_no_hint_of_a_series(empty: Path) -> None:
    (found,) = result(empty, "predecessors: [工程]\n").findings
    assert (found.code, found.pointer) == ("S005", "/predecessors/0")
    assert "engineering" not in found.hint


def test_only_records_of_committees_are_judged_by_annex_1(empty: Path) -> None:
    registries.write(empty, "registry/rounds/2027.yaml", 'id: "2027"\n')
    found = result(empty, "")
    assert {one.code for one in found.findings} == {"S002"}
    assert {one.clause for one in found.findings} == {""}
