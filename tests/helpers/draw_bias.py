"""How far an operator gets who makes many plans and publishes the one he likes best. The figures of the guide:

PYTHONPATH=scripts:tests .venv/bin/python tests/helpers/draw_bias.py
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from random import Random

from zhicheng.draws.ranking import ranking, seed

POOL, SEATS = 12, 5
CHANCE = SEATS / POOL  # of one person, in a fair draw


def expected_maximum(plans: float) -> float:
    """The expected largest of so many independent standard normal values."""
    step, total = 0.001, 0.0
    for i in range(-8_000, 16_000):
        at = (i + 0.5) * step
        below = math.exp(plans * math.log1p(-math.erfc(at / math.sqrt(2)) / 2))  # the chance that all of them are below
        total += step * ((at > 0) - below)
    return total


def reached(outcomes: float, plans: float, chance: float = CHANCE) -> float:
    """The chance of one person in the best of so many plans, for somebody who can try every outcome of the source with each of them.

    In one plan the person is a member in a share of the outcomes that is, as if by lot, a little more or less than `chance`.
    """
    return chance + math.sqrt(chance * (1 - chance) / outcomes) * expected_maximum(plans)


def share(digest: str, values: Iterable[str]) -> float:
    """In which share of the values a person, the first of the candidates, is a member: computed as in a real draw."""
    places = [ranking(seed("ks-engineering-3", digest, value), "design", POOL).index(1) for value in values]
    return sum(place < SEATS for place in places) / len(places)


def tried(plans: int, values: list[str], random: Random) -> tuple[str, float]:
    """The best of so many plans (each has another digest) for that person, and the share there."""
    return max(((digest := f"{random.getrandbits(256):064x}", share(digest, values)) for _ in range(plans)), key=lambda one: one[1])


def throws(number: int, random: Random) -> list[str]:
    """So many values of 25 throws of a die."""
    return ["".join(random.choices("123456", k=25)) for _ in range(number)]


def main() -> None:
    print("| outcomes of the source | one plan | best of 2 000 plans | best of 10^12 plans |\n|---|---|---|---|")
    for bits, name in ((math.log2(1000), "1 000"), (24.08, "2^24"), (48.4, "2^48"), (64, "2^64"), (256, "2^256")):
        print(f"| {name} | {CHANCE:.1%} | {reached(2**bits, 2000):.10%} | {reached(2**bits, 1e12):.10%} |")
    random = Random(17)
    _, best = tried(2000, [f"{number:03d}" for number in range(1000)], random)
    print(f"computed with 2 000 plans and all 1 000 outcomes: {best:.1%}")
    digest, best = tried(2000, throws(1000, random), random)
    print(f"computed with 2 000 plans and 1 000 of the 6^25 outcomes of dice: {best:.1%} in those,", end=" ")
    print(f"{share(digest, throws(100_000, random)):.1%} in 100 000 others")
    for times in (1, 2, 3, 5, 10):
        print(f"{times} draws of which one may choose afterwards: {1 - (1 - CHANCE) ** times:.1%}")


if __name__ == "__main__":
    main()
