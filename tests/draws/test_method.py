"""The method of a draw: commitments, code, seed, order. Compared with values computed by other means, and by what must hold of each."""

from __future__ import annotations

import hashlib
import hmac
import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.draws.commitments import Person, commitment, hashed, plan_digest, salt, short_code
from zhicheng.draws.ranking import _below, ranking, rfc3797_selection, rfc3797_selection_by_key, seed

PERSON = Person("示例甲", "1975-04", "某市示例设计院", "design", "associate-senior")
KEY = bytes(range(32))
RANGE = 2**48
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def test_what_is_hashed_is_lines() -> None:
    """Each item with a line break after it, as `printf '甲\\n乙\\n' | sha256sum` does."""
    assert hashed("甲", "乙") == hashlib.sha256("甲\n乙\n".encode()).hexdigest()
    assert hashed() == hashlib.sha256(b"").hexdigest()
    assert hashed("甲乙") != hashed("甲", "乙") != hashed("甲\n乙", "")
    assert hashed(1) == hashed("1")


def test_a_commitment_by_hand() -> None:
    lines = "\n".join(PERSON) + "\n"
    made = hmac.new(KEY, f"zhicheng-draw/1 list salt\nexample-one-1\n{lines}".encode(), hashlib.sha256).hexdigest()
    assert salt(KEY, "example-one-1", PERSON, "list") == made
    assert commitment(made, PERSON, "list") == hashlib.sha256(f"zhicheng-draw/1 list\n{made}\n{lines}".encode()).hexdigest()


def test_two_commitments_to_one_person_have_nothing_in_common() -> None:
    """By use, draw, key and each field."""
    people = [PERSON._replace(**{name: f"{value}x"}) for name, value in PERSON._asdict().items()]
    made = [
        commitment(salt(key, draw, one, use), one, use)
        for key in (KEY, bytes(32))
        for draw in ("example-one-1", "example-one-2")
        for use in ("list", "order")
        for one in [PERSON, *people]
    ]
    assert len(set(made)) == len(made) == 48


def test_the_digest_of_a_plan_is_that_of_its_canonical_text() -> None:
    text = '{"committee":"example-one","number":1,"plan":{"a":"示例\\"\\\\","b":[1,true]}}'
    plan = {"b": [1, True], "a": '示例"\\'}
    assert plan_digest("example-one", 1, plan) == hashlib.sha256(f"zhicheng-draw/1 plan\n{text}\n".encode()).hexdigest()


@pytest.mark.parametrize(
    ("digest", "code"),
    [
        ("0" * 64, "0000-0000-0000-0000-0000-0000"),
        ("f" * 64, "zzzz-zzzz-zzzz-zzzz-zzzz-zzzz"),
        ("0" * 29 + "1" + "0" * 34, "0000-0000-0000-0000-0000-0001"),
        ("0" * 30 + "f" * 34, "0000-0000-0000-0000-0000-0000"),  # only the first 120 bits
        ("08" + "0" * 62, "1000-0000-0000-0000-0000-0000"),
    ],
)
def test_codes(digest: str, code: str) -> None:
    assert short_code(digest) == code


@given(st.integers(0, 2**256 - 1))
def test_a_code_is_the_first_120_bits(number: int) -> None:
    code = short_code(f"{number:064x}")
    back = 0
    for character in code.replace("-", ""):
        back = back * 32 + ALPHABET.index(character)
    assert back == number >> 136
    assert [len(part) for part in code.split("-")] == [4] * 6


def test_a_seed_by_hand() -> None:
    text = "zhicheng-draw/1 seed\nexample-one-1\nabc\n316425\n"
    assert seed("example-one-1", "abc", "316425") == hashlib.sha256(text.encode()).hexdigest()
    assert len({seed(*one) for one in (("a", "b", "c"), ("a", "bc", ""), ("ab", "", "c"), ("a", "b", "d"))}) == 4


# --- the order ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bound", [1, 2, 3, 5, 7, 97, 20000])
def test_numbers_of_the_last_round_that_is_not_whole_are_refused(bound: int) -> None:
    """Both sides of the limit: the greatest number that is taken, and the least that is not."""
    limit = RANGE - RANGE % bound
    assert _below(bound, iter([limit - 1, 0])) == bound - 1
    if limit < RANGE:
        assert _below(bound, iter([limit, 5])) == 5 % bound
        assert _below(bound, iter([RANGE - 1, limit, limit - 1])) == bound - 1
    assert _below(bound, iter([bound])) == 0
    assert _below(bound, iter([0])) == 0


def by_hand(seed_: str, group: str, candidates: int) -> list[int]:
    """The order as the page says it, one hash after the other."""
    left, order, i = list(range(1, candidates + 1)), [], 0
    while left:
        number = RANGE
        while number >= RANGE - RANGE % len(left):
            i += 1
            number = int(hashlib.sha256(f"zhicheng-draw/1 order\n{seed_}\n{group}\n{i}\n".encode()).hexdigest()[:12], 16)
        order.append(left.pop(number % len(left)))
    return order


@given(st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(1, 60))
def test_an_order_by_hand(seed_: str, candidates: int) -> None:
    order = ranking(seed_, "design", candidates)
    assert order == by_hand(seed_, "design", candidates)
    assert sorted(order) == list(range(1, candidates + 1))


def test_orders_of_small_groups() -> None:
    assert ranking("0" * 64, "design", 0) == []
    assert ranking("0" * 64, "design", 1) == [1]
    assert ranking("0" * 64, "design", 20) != ranking("0" * 64, "works", 20) != ranking("1" * 64, "works", 20)


def test_every_order_of_four_comes_about_as_often() -> None:
    """4,800 seeds: each of the 24 orders 200 times, give or take five standard deviations."""
    found = Counter(tuple(ranking(f"{n:064x}", "design", 4)) for n in range(4800))
    assert found.keys() == set(itertools.permutations(range(1, 5)))
    assert all(130 <= number <= 270 for number in found.values()), found


def test_the_example_of_rfc_3797() -> None:
    """The selection of ten out of 25 that the RFC shows, from its key and from its numbers in any order."""
    expected = [17, 7, 2, 16, 25, 23, 8, 24, 19, 13]
    assert rfc3797_selection_by_key("9319./2.5.8.10.12./9.18.26.34.41.45./", 25, 10) == expected
    assert rfc3797_selection([[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]], 25, 10) == expected
    assert rfc3797_selection([[45, 9, 18, 26, 34, 41], [9319], [2, 5, 12, 8, 10]], 25, 10) != expected
