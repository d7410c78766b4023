"""What a round's page says has changed in it, by real Git history."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.repositories import Repository

from zhicheng.registry import history, registry
from zhicheng.site.pages import rounds
from zhicheng.site.pages.overview import Overview

TWO = "registry/committees/650000/example-two.yaml"


def changed(root: Path, year: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Id, kind and notes of what the page of a round lists."""
    overview = Overview(sites.view(root, history.read(registry.load(root))))
    found = rounds.changes(overview, overview.registry.rounds[year].record)
    return [(one.row.committee.id, one.kind, one.notes) for one in found]


@pytest.fixture
def opened(small: Path) -> Path:
    """The small registry, whose round of 2026 opens on the day after the first commit (2026-03-01)."""
    path = small / "registry/rounds/2026.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-05-11", "2026-03-02"), encoding="utf-8")
    return small


def test_what_changed_in_which_round(opened: Path) -> None:
    """From the day a round opens to the day before the next: what is new, what was withdrawn, then what changed, each committee once."""
    late = opened / "registry/committees/653100/example-prefecture.yaml"
    text = late.read_text(encoding="utf-8")
    late.unlink()
    repository = Repository(opened)
    assert [kind for _, kind, _ in changed(opened, "2019")] == ["新登记"] * 5
    assert changed(opened, "2026") == []
    late.write_text(text, encoding="utf-8")
    repository.commit()
    for phone in ("0991-0000091", "0991-0000092"):
        registries.write(opened, registries.ONE, registries.record(f'phones: ["{phone}"]\n'))
        repository.commit()
    withdrawn = 'status: withdrawn\nwithdrawn: {date: "2026-03-05", reason: 机构改革, successor: example-one}\n'
    registries.write(opened, TWO, registries.record(withdrawn, base=TWO))
    repository.commit()
    found = changed(opened, "2026")
    assert [(identifier, kind) for identifier, kind, _ in found] == [
        ("example-prefecture", "新登记"),
        ("example-two", "撤销登记"),
        ("example-one", ""),
    ]
    assert found[2][2] == ("咨询电话变更",)
    assert len(changed(opened, "2019")) == 5


def test_a_change_without_notes_is_one_all_the_same(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the contents were not compared (there are too many), the committee is named."""
    repository = Repository(opened)
    monkeypatch.setattr(history, "_MAX_COMPARED", 0)
    repository.change(("0991-0000001", "0991-0000091"))
    assert changed(opened, "2026") == [("example-one", "", ("变更",))]
