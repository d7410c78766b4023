"""Opened rosters beside the catalogs of committees. All people are invented (人物均为虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, rosters
from helpers.rosters import IDENTITY

from zhicheng.registry import registry
from zhicheng.rules.engine import check
from zhicheng.vault import store, verify

ARCHIVIST = "series: archives, specialty: [档案, 档案管理], title: 副研究馆员"
ODD = "specialty: [建筑工程, 随便写的]"


@pytest.mark.parametrize(
    ("row", "catalog", "found"),
    [
        ("", True, []),
        (ODD, True, [2]),
        (ODD, False, []),
        (ARCHIVIST, True, []),
    ],
    ids=["of-the-catalog", "of-none", "where-it-is-not-asked", "of-another-series"],
)
def test_specialties_that_no_committee_has(empty: Path, row: str, catalog: bool, found: list[int]) -> None:
    """Of experts of another series than the committee's R109 tells."""
    rosters.judged(empty, rosters.rows("", row))
    loaded = registry.load(empty)
    faults = verify.open_rosters(loaded, store.keyring(IDENTITY), registries.TODAY, catalog=catalog)
    assert faults == []
    told = [(f.file, f.line) for f in check(loaded, registries.TODAY).findings if "不在登记的专业目录里" in f.message]
    assert told == [("registry/vault/example-one.roster.age", line) for line in found]
