"""The refusal of numbers that would make some people likelier: both sides of its bound, which random cases never reach."""

from __future__ import annotations

import pytest

from zhicheng.draws import ranking

RANGE = 16**12


@pytest.mark.parametrize(
    ("bound", "numbers", "expected"),
    [
        (5, [RANGE - RANGE % 5, 7], 2),  # the first number of the incomplete round is refused, the next is taken
        (5, [RANGE - 1, 7], 2),
        (5, [RANGE - RANGE % 5 - 1, 7], 4),  # the last number before it is taken
        (1, [RANGE - 1], 0),
        (2, [RANGE - 1], 1),  # a bound that divides the range refuses nothing
        (3, [RANGE - 1, RANGE - 1, 5], 2),
    ],
)
def test_numbers_of_the_last_incomplete_round_are_refused(bound: int, numbers: list[int], expected: int) -> None:
    assert ranking._below(bound, iter(numbers)) == expected
