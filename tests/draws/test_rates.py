"""Shares of those who declined or could not be reached, and when one is far above the others."""

from __future__ import annotations

import math

import pytest
from helpers import draws
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.draws import public_file, rates
from zhicheng.draws.rates import Rate


def test_the_rate_of_a_draw() -> None:
    made = draws.draw(groups=draws.THREE[:1])
    made["calls"]["closed"]["ranks"] = {
        "design": ["member", "declined", "unreachable", "absent", "passed", "unanswered", "alternate", "uncalled", "uncalled"]
    }
    assert rates.rate(made) == Rate(2, 6)  # absent is neither; passed and uncalled were not called


@pytest.mark.parametrize("state", [public_file.PLANNED, public_file.DRAWN, public_file.CALLING, public_file.CANCELLED])
def test_no_rate_before_the_calls_are_closed(state: str) -> None:
    assert rates.rate(draws.draw(state)) is None


def test_several_as_one() -> None:
    assert rates.together([Rate(1, 10), Rate(3, 20)]) == Rate(4, 30)
    assert rates.together([]) == Rate(0, 0)


@pytest.mark.parametrize(
    ("one", "others", "far"),
    [
        pytest.param(Rate(9, 10), Rate(10, 100), True, id="far"),
        pytest.param(Rate(9, 9), Rate(10, 100), False, id="nine calls say nothing"),
        pytest.param(Rate(9, 10), Rate(1, 9), False, id="nothing to compare with"),
        pytest.param(Rate(10, 10), Rate(0, 10), True, id="everybody and nobody"),
        pytest.param(Rate(0, 0), Rate(0, 0), False, id="no calls"),
        pytest.param(Rate(0, 50), Rate(50, 100), False, id="far below is none"),
        pytest.param(Rate(10, 10), Rate(100, 100), False, id="all of all"),
        pytest.param(Rate(0, 10), Rate(0, 100), False, id="none of all"),
        pytest.param(Rate(5, 10), Rate(10, 100), True, id="3.52 standard errors"),
        pytest.param(Rate(4, 10), Rate(10, 100), False, id="2.77 standard errors"),
        pytest.param(Rate(1, 10), Rate(0, 1000), True, id="one where there never was one"),
        pytest.param(Rate(1, 10), Rate(0, 50), False, id="one of few"),
    ],
)
def test_far_above(one: Rate, others: Rate, far: bool) -> None:
    assert rates.far_above(one, others) == far


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 400), st.integers(0, 400))
def test_as_the_rule_is_written(a: int, b: int, c: int, d: int) -> None:
    """The whole numbers give what the formula of the page gives, where that is not too close to tell."""
    one, others = Rate(min(a, b), max(a, b)), Rate(min(c, d), max(c, d))
    if min(one.called, others.called) < rates.LEAST_CALLS:
        assert not rates.far_above(one, others)
        return
    p = (one.unavailable + others.unavailable) / (one.called + others.called)
    error = math.sqrt(p * (1 - p) * (1 / one.called + 1 / others.called))
    margin = one.unavailable / one.called - others.unavailable / others.called - rates.STANDARD_ERRORS * error
    if abs(margin) > 1e-9:
        assert rates.far_above(one, others) == (margin > 0)
