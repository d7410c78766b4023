"""The order of a group: from the seed by SHA-256 in counter mode with rejection, and for comparison the selection of RFC 3797.

The method is that of docs/guide/draw-rules.md: what is hashed is plain text, so that `sha256sum` and paper give the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from zhicheng.draws.commitments import ALGORITHM, hashed

_DIGITS = 12  # hexadecimal digits of a hash that are taken: 48 bits, which a browser's numbers hold exactly
_RANGE = 16**_DIGITS


def seed(draw: str, digest: str, value: str) -> str:
    """The seed of a draw: its id, the digest of the plan, the canonical randomness. In hexadecimal."""
    return hashed(f"{ALGORITHM} seed", draw, digest, value)


def ranking(seed_: str, group: str, candidates: int) -> list[int]:
    """The numbers 1 to `candidates` of a group in the order in which they are drawn; who comes after the members are the alternates."""
    numbers = _numbers(f"{ALGORITHM} order\n{seed_}\n{group}\n")
    left, order = list(range(1, candidates + 1)), []
    while left:
        order.append(left.pop(_below(len(left), numbers)))
    return order


def _numbers(head: str) -> Iterator[int]:
    begun = hashlib.sha256(head.encode())
    count = 0
    while True:
        count += 1
        block = begun.copy()
        block.update(b"%d\n" % count)
        yield int(block.hexdigest()[:_DIGITS], 16)


def _below(bound: int, numbers: Iterator[int]) -> int:
    """A number from 0 to `bound` − 1, each equally likely. Numbers at or above the largest multiple of `bound` are skipped, since they
    would favour small results.
    """
    limit = _RANGE - _RANGE % bound
    return next(number for number in numbers if number < limit) % bound


def rfc3797_selection(values: Iterable[Iterable[int]], pool: int, count: int) -> list[int]:
    """The selection of RFC 3797, chapter 4 and 5, for reference: it shows that a draw of this kind is an established one.

    `values` are the sources of randomness, the numbers of each sorted in the key; `pool` is the number of people, `count` how many are
    selected, in order. Returns their numbers from 1. The draws of this registry use `ranking`.
    """
    return rfc3797_selection_by_key("".join(".".join(map(str, sorted(one))) + "./" for one in values), pool, count)


def rfc3797_selection_by_key(key: str, pool: int, count: int) -> list[int]:
    """As `rfc3797_selection`, from the key string of the RFC, such as `9319./2.5.8.10.12./9.18.26.34.41.45./`."""
    left, chosen = list(range(1, pool + 1)), []
    for turn in range(count):
        two = turn.to_bytes(2, "big")
        number = int.from_bytes(hashlib.md5(two + key.encode() + two, usedforsecurity=False).digest(), "big")
        chosen.append(left.pop(number % len(left)))
    return chosen
