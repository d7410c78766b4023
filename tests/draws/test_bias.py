"""What it helps an operator to make many plans and publish the one that suits him: something with few outcomes, nothing with many."""

from __future__ import annotations

from random import Random

import pytest
from helpers.draw_bias import CHANCE, expected_maximum, reached, share, throws, tried


@pytest.mark.parametrize(("plans", "expected"), [(1, 0), (2, 0.5642), (10, 1.5388), (100, 2.5076), (1000, 3.2414)])
def test_the_largest_of_many_is_that_of_the_tables(plans: int, expected: float) -> None:
    assert expected_maximum(plans) == pytest.approx(expected, abs=5e-4)


def test_few_outcomes_can_be_tried_and_many_cannot() -> None:
    """The figures of the guide: 41.7 % becomes 47 % with 1,000 outcomes, and stays 41.7 % with 64 bits, however many plans are made."""
    assert f"{CHANCE:.1%}" == "41.7%"
    assert f"{reached(1000, 2000):.1%}" == "47.0%"
    assert reached(2**64, 1e12) - CHANCE < 1e-8


def test_the_best_of_many_plans_is_better_where_all_outcomes_are_known() -> None:
    """In draws that are really computed, 60 plans with 100 outcomes: 53 % by the formula."""
    _, best = tried(60, [f"{number:02d}" for number in range(100)], Random(17))
    assert best == pytest.approx(reached(100, 60), abs=0.05)
    assert best > CHANCE + 0.06


def test_the_best_of_many_plans_is_like_any_other_where_outcomes_are_not_known() -> None:
    """Tried with 100 of the 6^25 outcomes it looks as good as before; with 2,000 others, one of which it will be, it is not."""
    random = Random(17)
    digest, best = tried(60, throws(100, random), random)
    assert best > CHANCE + 0.06
    assert share(digest, throws(2000, random)) == pytest.approx(CHANCE, abs=0.033)  # three standard deviations
