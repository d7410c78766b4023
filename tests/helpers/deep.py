"""How far tests go that could go on for ever: `make deep` goes all the way each night, every other run takes the same sample each time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")

DEEP = bool(os.environ.get("ZHICHENG_DEEP"))


def examples(number: int) -> int:
    """How many examples Hypothesis tries, of so many that it tries in the night."""
    return number if DEEP else max(25, number // 4)


def sample(cases: Sequence[Case], every: int) -> list[Case]:
    """Of many cases of a kind every so-manieth, beginning with the first; all of them in the night."""
    return list(cases[:: 1 if DEEP else every])
