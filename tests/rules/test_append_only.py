"""Decisions and waivers are only added to (X021); a waiver that has ended is named only where its rule finds an error again (X007)."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries
from helpers.repositories import Repository

from zhicheng.registry import at_commit, registry
from zhicheng.rules.engine import check

pytestmark = pytest.mark.slow

WAIVERS, DECISIONS = "registry/waivers.yaml", "registry/decisions/2026.yaml"
GONE = "已有的审核记录被删去或者改动：example-one，centre，centre-a，approved，"
SMALL_PANEL = "panel: {members: 9, formed_by: series}"


def waiver(until: str = "2026-12-31", rule: str = "E203", granted_by: str = "某省人社厅") -> str:
    return f'{{committee: example-one, rule: {rule}, reason: 试点, granted_by: {granted_by}, date: "2026-01-20", until: "{until}"}}'


def decision(day: str, account: str = "centre-a", outcome: str = "approved") -> str:
    what = f'committee: example-one, round: "2026", role: centre, account: {account}, commit: "{"a" * 40}"'
    return f'{{{what}, outcome: {outcome}, date: "{day}"}}'


A, B, C = (decision(day) for day in ("2026-03-01", "2026-03-02", "2026-03-03"))


def items(field: str, *given: str) -> str:
    head = 'year: "2026"\n' if field == "decisions" else ""
    return f"{head}{field}:\n" + "".join(f"  - {one}\n" for one in given) if given else f"{head}{field}: []\n"


def found(root: Path, path: str, field: str, before: tuple[str, ...], after: tuple[str, ...] | None) -> list[str]:
    """The X021 findings of a change of a file."""
    registries.write(root, path, items(field, *before))
    Repository(root)
    (root / path).unlink()
    if after is not None:
        registries.write(root, path, items(field, *after))
    loaded = registry.load(root)
    at_commit.put_published(loaded, "HEAD", at_commit.load(root, "HEAD"))
    return [finding.message for finding in check(loaded, registries.TODAY).findings if finding.code == "X021"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((A, B), (A, B), []),
        ((A, B), (A, B, C), []),
        ((A, B), (A, C, B), []),
        ((), (A,), []),
        ((A, B), (A,), [f"{GONE}2026-03-02"]),
        ((A, B), (B, A), [f"{GONE}2026-03-02"]),
        ((A,), (decision("2026-02-01"),), [f"{GONE}2026-03-01"]),
        (
            (A,),
            (decision("2026-03-01", "centre-b"),),
            [f"{GONE}2026-03-01"],
        ),
        ((A,), (), [f"{GONE}2026-03-01"]),
        ((A, B), None, ["已有的审核记录（2 条）连同文件被删除"]),
    ],
)
def test_decisions(small: Path, before: tuple[str, ...], after: tuple[str, ...] | None, said: list[str]) -> None:
    """One more anywhere is fine, as two branches that are merged make it; none may go, change or trade places."""
    assert found(small, DECISIONS, "decisions", before, after) == said


OLD = decision("2025-12-31")


@pytest.mark.parametrize(
    ("moved", "left", "said"),
    [
        ((OLD,), (A,), []),
        ((OLD, decision("2025-12-30")), (A,), []),
        ((), (A,), [f"{GONE}2025-12-31"]),
        ((decision("2025-12-30"),), (A,), [f"{GONE}2025-12-31"]),
        ((A, OLD), (), []),
        ((OLD,), (), [f"{GONE}2026-03-01"]),
    ],
)
def test_decisions_in_the_file_of_another_year(small: Path, moved: tuple[str, ...], left: tuple[str, ...], said: list[str]) -> None:
    """A decision may be moved into the file of its year, as X001 asks; whether that is the right year is for X001."""
    registries.write(small, "registry/decisions/2025.yaml", items("decisions", *moved).replace('year: "2026"', 'year: "2025"'))
    assert found(small, DECISIONS, "decisions", (OLD, A), left) == said


def test_a_file_that_cannot_be_read_hides_no_other(small: Path) -> None:
    """What is wrong with it is said; whether something of it is gone is not known. Nor does one that is gone."""
    registries.write(small, "registry/decisions/2024.yaml", items("decisions", OLD).replace('year: "2026"', 'year: "2024"'))
    registries.write(small, "registry/decisions/2025.yaml", items("decisions", OLD).replace('year: "2026"', 'year: "2025"'))
    registries.write(small, DECISIONS, items("decisions", A))
    Repository(small)
    (small / "registry/decisions/2024.yaml").unlink()
    registries.write(small, "registry/decisions/2025.yaml", "year: [\n")
    registries.write(small, DECISIONS, items("decisions"))
    loaded = registry.load(small)
    at_commit.put_published(loaded, "HEAD", at_commit.load(small, "HEAD"))
    told = [(f.code, f.file) for f in check(loaded, registries.TODAY).findings if "decisions" in f.file]
    assert told == [("X021", "registry/decisions/2024.yaml"), ("Y002", "registry/decisions/2025.yaml"), ("X021", DECISIONS)]


@pytest.mark.parametrize(
    ("before", "after", "faults"),
    [
        ((waiver(),), (waiver(),), 0),
        ((waiver(),), (waiver(), waiver(rule="E104")), 0),
        ((waiver(),), (waiver(until="2026-11-20"),), 0),
        ((waiver(until="2026-11-20"),), (waiver(until="2026-11-20"), waiver()), 0),
        ((waiver(until="2026-11-20"),), (waiver(),), 1),
        ((waiver(),), (waiver(granted_by="另一个厅"),), 1),
        ((waiver(),), (), 1),
        ((waiver(until="2026-11-23"),), (), 1),
        ((waiver(until="2026-11-22"),), (), 0),
        ((waiver(until="2026-11-22"),), (waiver(until="2026-11-22", granted_by="另一个厅"),), 1),
        ((waiver(until="2026-11-22"), waiver(rule="E104")), (waiver(rule="E104"),), 0),
        ((waiver(),), None, 1),
    ],
)
def test_waivers(small: Path, before: tuple[str, ...], after: tuple[str, ...] | None, faults: int) -> None:
    """They may end earlier, not later. One that has ended may be taken away, as X007 asks, but not replaced."""
    told = found(small, WAIVERS, "waivers", before, after)
    assert len(told) == faults
    assert all(one.startswith("已有的例外") for one in told)
