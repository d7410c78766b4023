"""What the API and the table say of draws: the public file and counts, in each state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import draws, sites

from zhicheng.draws import public_file
from zhicheng.registry import registry
from zhicheng.site import api, draw_list, tables


@pytest.fixture
def laid(small: Path) -> Path:
    return draws.lay(small)


def read(root: Path, path: str) -> Any:
    (file,) = (file for file in api.files(sites.view(root)) if file.path == f"api/v1/{path}")
    return json.loads(file.content())


def test_the_list(laid: Path) -> None:
    """Each state, what has come to pass of each, and the number that is missing."""
    said = read(laid, "draws.json")
    assert [one["id"] for one in said["draws"]] == [f"example-one-{number}" for number in (1, 2, 3, 4, 5, 6, 8)]
    assert [one["state"] for one in said["draws"]] == [*public_file.STATES, "closed"]
    assert said["missing"] == [{"committee": "example-one", "numbers": [7]}]
    planned, drawn, calling, closed, published, cancelled, _ = said["draws"]
    assert planned.keys() == {"id", "committee", "number", "state", "code", "planned_at", "random_at", "groups"}
    assert drawn.keys() - planned.keys() == {"drawn_at"} == calling.keys() - planned.keys()
    assert closed.keys() - drawn.keys() == {"closed_at", "present", "rate"}
    assert published["published"] == "2026-10-10"
    assert cancelled["cancelled"] == {"date": "2026-09-15", "reason": "会议改期"}
    assert closed["groups"][0].items() >= {"id": "design", "members": 5, "alternates": 1, "pool": 19, "candidates": 16}.items()
    assert sum(closed["groups"][0]["counts"].values()) == 16
    assert "counts" not in calling["groups"][0]
    unavailable = [group["counts"].get("declined", 0) + group["counts"].get("unreachable", 0) for group in closed["groups"]]
    assert sum(unavailable) == closed["rate"]["unavailable"] > 0


def test_a_rate_far_above_the_others_is_told(laid: Path) -> None:
    assert {one["id"]: one["rate"]["far_above"] for one in read(laid, "draws.json")["draws"] if "rate" in one} == {
        "example-one-4": False,
        "example-one-5": False,
        "example-one-8": True,
    }


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 8])
def test_the_file_of_a_draw_is_its_public_file(laid: Path, number: int) -> None:
    (made,) = (one for one in draws.of_every_state() if one["number"] == number)
    said = read(laid, f"draws/example-one-{number}.json")
    assert said == {"id": f"example-one-{number}", "digest": public_file.digest(made), **made}


def test_a_repeated_id_is_there_once(laid: Path) -> None:
    """While the rules say so, nothing else breaks."""
    path = draws.write(laid, draws.draw(number=1))
    path.rename(path.with_name("example-one-01.yaml"))
    draws.write(laid, draws.draw(public_file.PLANNED))
    assert len(draw_list.listed_draws(registry.load(laid))) == 7


def test_the_table(laid: Path) -> None:
    """One row for each group, with numbers for each state of a rank once the calls are closed."""
    (table,) = (table for table in tables.tables(sites.view(laid)) if table.name == "draws")
    rows = list(table.rows())
    assert len(rows) == 6 * 3 + 1
    names = [column.name for column in table.columns]
    assert names[-len(public_file.RANKS) :] == list(public_file.RANKS)
    by_key = {(row[0], row[4]): dict(zip(names, row, strict=True)) for row in rows}
    assert by_key["example-one-3", "design"]["member"] is None
    closed = by_key["example-one-4", "design"]
    assert (closed["state"], closed["members"], closed["member"], closed["candidates"]) == ("closed", 5, 5, 16)
    assert sum(int(closed[state] or 0) for state in public_file.RANKS) == 16


def test_a_registry_without_draws(small: Path) -> None:
    assert read(small, "draws.json") == {"version": 1, "draws": [], "missing": []}
