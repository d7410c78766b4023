"""R118: whose ban is not over is in no pool, and who was removed for breaking the rules has one. All people are invented (人物均为虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, rosters

CLAUSE = "某办法第一条"
HINT = "请核对是不是同一个人：是的请调出或者不要加进来；只是姓名、出生年月相同的，请中心核实后用 zhicheng roster namesake 登记。"
REMOVED = 'state: removed, removed: {{date: "{}", reason: {}}}'


@pytest.fixture(autouse=True)
def in_force(empty: Path) -> None:
    registries.bans_in_force(empty)


def told(root: Path, *people: str, bans: tuple[str, ...] = ()) -> list[tuple[str, int, int, str, str, str]]:
    """What R118 says of a roster with these experts."""
    listed = "".join(f"  - {{{one}}}\n" for one in bans)
    registries.write(root, f"{rosters.VAULT}/{rosters.BANNED}", f"bans:\n{listed}" if listed else "bans: []\n")
    registries.write(root, f"{rosters.VAULT}/example-one{rosters.OPENED}", rosters.rows(*people))
    record = registries.record("panel:\n")
    registries.write(root, registries.home(record), record)
    found = [f for f in rosters.all_findings(root) if f.code == "R118"]
    return [(f.severity, f.line, f.column, f.message, f.hint, f.clause) for f in found]


BANNED = 'name: 示例违纪, born: "1985-04", since: "{}", until: "{}"'


@pytest.mark.parametrize(
    ("since", "until", "runs"),
    [
        ("2026-11-23", "2029-11-22", True),
        ("2023-11-24", "2026-11-23", True),
        ("2023-11-23", "2026-11-22", False),
        ("2026-11-24", "2029-11-23", False),
    ],
    ids=["first-day", "last-day", "over", "to-come"],
)
def test_the_days_of_a_ban(empty: Path, since: str, until: str, runs: bool) -> None:
    """On the day of the check, 2026-11-23."""
    found = told(empty, "", "name: 示例·违纪", bans=(BANNED.format(since, until),))
    said = f"第 2 行“姓名”：违规记录还没有满期，{until} 以前（含当天）不得进入专家库"
    assert found == ([("error", 2, 2, said, HINT, CLAUSE)] if runs else [])


@pytest.mark.parametrize(
    ("person", "found"),
    [
        ("name: 示例违纪", True),
        ('name: 示例违纪, born: "1985-05"', False),
        ("name: 示例违己", False),
        (f"name: 示例违纪, {REMOVED.format('2026-09-01', 'retired')}", False),
    ],
    ids=["in-the-pool", "born-in-another-month", "of-another-name", "removed"],
)
def test_who_is_meant(empty: Path, person: str, found: bool) -> None:
    assert bool(told(empty, "", person, bans=(BANNED.format("2026-03-01", "2029-02-28"),))) == found


def test_of_several_bans_the_last_day_counts(empty: Path) -> None:
    bans = (BANNED.format("2025-03-01", "2028-02-28"), BANNED.format("2026-03-01", "2029-02-28"), BANNED.format("2024-03-01", "2027-02-28"))
    (found,) = told(empty, "name: 示例违纪", bans=bans)
    assert "2029-02-28 以前（含当天）" in found[3]


@pytest.mark.parametrize(
    ("day", "reason", "found"),
    [
        ("2026-03-01", "discipline", True),
        ("2026-03-01", "retired", False),
        ("2024-07-25", "discipline", True),
        ("2024-07-24", "discipline", False),
    ],
    ids=["for-breaking-the-rules", "for-another-reason", "since-the-document", "before-the-document"],
)
def test_a_removal_without_a_ban(empty: Path, day: str, reason: str, found: bool) -> None:
    said = "第 2 行“备注”：因违反评审工作纪律调出，没有违规记录"
    told_ = told(empty, "", REMOVED.format(day, reason))
    assert [one[:5] for one in told_] == ([("error", 2, 12, said, "请中心运行 zhicheng roster bans 补记。")] if found else [])
    assert {one[5] for one in told_} <= {"人社部发〔2024〕56号关于评审专家的规定"}


@pytest.mark.parametrize(("day", "found"), [(24, True), (23, False)])
def test_a_removal_whose_period_is_over_needs_none(empty: Path, day: int, found: bool) -> None:
    """Three years by the rulebook, made so that they end today or the day before."""
    path = next((empty / "registry/rulebooks").glob("supervision-*.yaml"))
    path.write_text(path.read_text(encoding="utf-8").replace('in_force: "2024-', 'in_force: "2020-'), encoding="utf-8")
    assert bool(told(empty, "", REMOVED.format(f"2023-11-{day}", "discipline"))) == found


@pytest.mark.parametrize(
    ("pool", "expert", "found"), [("example-one", "0002aa", False), ("example-one", "0001aa", True), ("example-two", "0002aa", True)]
)
def test_a_ban_belongs_to_its_row(empty: Path, pool: str, expert: str, found: bool) -> None:
    ban = f'name: 示例违纪, born: "1985-04", since: "2026-03-01", until: "2029-02-28", pool: {pool}, expert: {expert}'
    assert bool(told(empty, "", REMOVED.format("2026-03-01", "discipline"), bans=(ban,))) == found


def test_where_the_name_is_gone_it_can_only_be_told(empty: Path) -> None:
    """Nothing can be recorded then; other changes of the roster need not wait for it."""
    found = told(empty, "", f"name: , born: , {REMOVED.format('2026-03-01', 'discipline')}")
    hint = "姓名已经删去，补不了：请从密封库的历史里找回 bans.age。"
    assert [one[:5] for one in found] == [("warning", 2, 12, "第 2 行“备注”：因违反评审工作纪律调出，没有违规记录", hint)]
