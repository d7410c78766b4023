"""The share of those called who declined or could not be reached. A share far above that of the other draws calls for a question to the
supervisor.

Whoever records the calls could record people as unreachable without calling them. The steps are sealed, so the public sees the shares only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import seating
from zhicheng.draws.public_file import called, counts

LEAST_CALLS = 10  # at least, in the draw and in the others together: a share of fewer says nothing
STANDARD_ERRORS = 3  # chance alone exceeds so many in about one draw of a thousand


class Rate(NamedTuple):
    """Of `called` people, `unavailable` declined or could not be reached."""

    unavailable: int
    called: int


def rate(draw: Value) -> Rate | None:
    """The rate of a draw from the value of its public file; None until its calls are closed."""
    by_group = counts(draw)
    if not by_group:
        return None
    total = sum(by_group.values(), Counter[str]())
    return Rate(total[seating.DECLINED] + total[seating.UNREACHABLE], called(total))


def together(rates: Iterable[Rate]) -> Rate:
    """The rate of several draws together."""
    listed = list(rates)
    return Rate(sum(one.unavailable for one in listed), sum(one.called for one in listed))


def far_above(one: Rate, others: Rate) -> bool:
    """Whether the share of a draw is far above the share of the others together.

    It is where both have at least LEAST_CALLS calls and the shares differ by more than STANDARD_ERRORS standard errors, each √(p(1−p)(1/n +
    1/m)): n and m are the calls of both sides, p is the share of both together. It is computed in whole numbers, so that every program
    comes to the same result.
    """
    if min(one.called, others.called) < LEAST_CALLS:
        return False
    unavailable, calls = together((one, others))
    difference = one.unavailable * others.called - others.unavailable * one.called
    return difference > 0 and difference**2 * calls > STANDARD_ERRORS**2 * unavailable * (calls - unavailable) * one.called * others.called
