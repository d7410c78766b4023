"""The registries that the tests are built on."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, synthetic

from zhicheng.registry import registry

pytestmark = pytest.mark.slow


def test_small_registry_has_no_finding(small: Path) -> None:
    """The small registry is valid and has every kind of record."""
    assert registries.findings(small) == []
    loaded = registry.load(small)
    assert {entry.record.authority for entry in loaded.committees} == {"region", "prefecture", "county", "central"}
    assert [entry.record.id for entry in loaded.committees if not entry.record.active] == ["example-old"]
    assert len(loaded.rosters) == 3
    assert loaded.waivers is not None
    assert len(loaded.waivers.record) == 1


def test_empty_registry_has_no_finding(empty: Path) -> None:
    assert registries.findings(empty) == []


def test_a_record_without_changes_is_the_valid_one() -> None:
    assert registries.record() == (registries.SMALL / registries.ONE).read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", [1, 2])
def test_synthetic_registry_is_valid(tmp_path: Path, seed: int) -> None:
    """Generated registries have no error and hardly a warning, so that benches measure the usual case."""
    paths = synthetic.generate(tmp_path, 120, seed)
    found = registries.findings(tmp_path)
    assert [f for f in found if f.severity == "error"] == []
    assert len(found) <= 6
    assert [path.stem for path in paths] == [f"syn-{number:06d}" for number in range(1, 121)]
    assert {entry.record.authority for entry in registry.load(tmp_path).committees} == {"region", "prefecture", "county", "central"}


def test_synthetic_registry_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = (synthetic.generate(tmp_path / name, 30) for name in "ab")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
