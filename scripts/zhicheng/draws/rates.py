"""How many of those called did not come into question: a share far above that of the other draws is worth a question to the supervisor.

Who records the calls could call somebody unreachable whom nobody called. The steps are sealed, so the public sees shares alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import seating
from zhicheng.draws.public_file import called, counts

LEAST_CALLS = 10  # in the draw and in the others together: fewer say nothing
STANDARD_ERRORS = 3  # of so many, chance alone passes about one draw in a thousand


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
    """Several draws as one."""
    listed = list(rates)
    return Rate(sum(one.unavailable for one in listed), sum(one.called for one in listed))


def far_above(one: Rate, others: Rate) -> bool:
    """Whether the share of a draw is far above that of the others together.

    Both have LEAST_CALLS calls or more, and the shares differ by more than STANDARD_ERRORS standard errors of the difference of two
    binomial shares, √(p(1−p)(1/n + 1/m)), p being the share of all calls together. Reckoned in whole numbers, so that every program that
    does it again says the same.
    """
    if min(one.called, others.called) < LEAST_CALLS:
        return False
    unavailable, calls = together((one, others))
    difference = one.unavailable * others.called - others.unavailable * one.called
    return difference > 0 and difference**2 * calls > STANDARD_ERRORS**2 * unavailable * (calls - unavailable) * one.called * others.called
