"""What the public file of a draw says: its state, its counts, the numbers that are not there."""

from __future__ import annotations

from collections import Counter

import pytest
from helpers import draws

from zhicheng.documents import schemas
from zhicheng.draws import commitments, files, public_file, ranking


@pytest.mark.parametrize("state", public_file.STATES)
def test_states(state: str) -> None:
    """Each state of a draw is told from its file, which fits the schema."""
    made = draws.draw(state)
    assert public_file.state(made) == state
    assert schemas.fits("draw", made)


def test_a_cancelled_draw_is_cancelled_however_far_it_came() -> None:
    made = draws.draw(public_file.PUBLISHED) | {"cancelled": {"date": "2026-09-30", "reason": "会议改期"}}
    assert public_file.state(made) == public_file.CANCELLED


def test_identity() -> None:
    made = draws.draw(number=3)
    assert files.draw_id(made) == "example-one-3"
    assert public_file.digest(made) == commitments.plan_digest("example-one", 3, made["plan"])
    assert made["code"] == commitments.short_code(public_file.digest(made))
    assert made["result"]["seed"] == ranking.seed("example-one-3", public_file.digest(made), made["result"]["value"])


def test_counts_are_those_of_the_ranks() -> None:
    made = draws.draw()
    counts = public_file.counts(made)
    assert list(counts) == ["design", "building", "budget"]
    for group in draws.THREE:
        count = counts[group.id]
        assert count.total() == group.candidates
        assert (count["member"], count["alternate"]) == (group.members, group.alternates)
        assert public_file.called(count) == group.candidates - count["uncalled"] - count["passed"]
    assert public_file.called(Counter(member=5, alternate=1, declined=2, unreachable=3, absent=1, unanswered=1, passed=4, uncalled=9)) == 13


@pytest.mark.parametrize("state", [public_file.PLANNED, public_file.DRAWN, public_file.CALLING, public_file.CANCELLED])
def test_nothing_is_counted_before_the_calls_are_closed(state: str) -> None:
    made = draws.draw(state)
    assert (public_file.counts(made), public_file.ranks(made)) == ({}, {})


def test_who_does_not_take_part() -> None:
    made = draws.draw(public_file.PLANNED)
    made["plan"]["groups"][1]["excluded"] = {"banned": 1}
    made["plan"]["groups"][2].pop("excluded")
    assert public_file.excluded(made) == {"recused": {"design": 2}, "retired": {"design": 1}, "banned": {"building": 1}}


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [([], {}), ([1], {}), ([2, 1], {}), ([2], {"example-one": [1]}), ([1, 5, 3], {"example-one": [2, 4]})],
)
def test_missing_numbers(numbers: list[int], missing: dict[str, list[int]]) -> None:
    there = [{"committee": "example-one", "number": number} for number in numbers]
    assert public_file.missing_numbers([*there, {"committee": "another", "number": 1}]) == missing


def test_the_words_are_those_of_the_schema() -> None:
    """The schema of the public file is what people read in their editor."""
    rank = schemas.field_at(schemas.schema("draw"), ("calls", "closed", "ranks", "design", 0))
    assert dict(zip(rank["enum"], rank["enumDescriptions"], strict=True)) == dict(public_file.RANKS)
    assert public_file.reasons()["recused"] == "回避"
    assert list(public_file.reasons()) == ["level", "leader", "retired", "banned", "recused", "employer", "drawn-before", "duplicate"]
