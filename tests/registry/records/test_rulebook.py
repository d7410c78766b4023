"""Figures of rulebooks: a share is what the document prints, exactly, and in its words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import yaml
from helpers import registries

from zhicheng.documents.schemas import fits
from zhicheng.registry.records.rulebook import rulebook, share


def book(**figures: Any) -> dict[str, Any]:
    """The letter's rulebook with other figures."""
    path = registries.REAL / "rulebooks/letter-2019.yaml"
    return {**yaml.safe_load(path.read_text(encoding="utf-8")), "numbers": figures}


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("1/2", Fraction(1, 2), "二分之一"),
        ("1/3", Fraction(1, 3), "三分之一"),
        ("2/3", Fraction(2, 3), "三分之二"),
        ("2/4", Fraction(1, 2), "四分之二"),
        ("1/10", Fraction(1, 10), "十分之一"),
        ("11/20", Fraction(11, 20), "二十分之十一"),
        ("25/99", Fraction(25, 99), "九十九分之二十五"),
        ("30%", Fraction(3, 10), "30%"),
        ("33.3%", Fraction(333, 1000), "33.3%"),
        ("12.55%", Fraction(1255, 10000), "12.55%"),
    ],
)
def test_share(text: str, value: Fraction, words: str) -> None:
    value_of_file = book(young_minimum={"share": text, "clause": "第八条"})
    assert fits("rulebook", value_of_file)
    found = rulebook(value_of_file).numbers["young_minimum"]
    assert found.share == share(text)
    assert (found.share.value, found.share.words) == (value, words)
    assert found.values == ("share",)


@pytest.mark.parametrize(
    "text", ["0/3", "1/0", "1/1", "2", "0.5", "2／3", "三分之二", "-1/3", "1/100", "0%", "100%", "33.333%", "1/3 ", 0.5, 2]
)
def test_what_is_no_share(text: Any) -> None:
    assert not fits("rulebook", book(young_minimum={"share": text, "clause": "第八条"}))


@pytest.mark.parametrize(
    ("text", "whole", "least"),
    [
        ("2/3", 3, 2),
        ("2/3", 4, 3),
        ("2/3", 6, 4),
        ("2/3", 7, 5),
        ("1/3", 1, 1),
        ("1/3", 9, 3),
        ("1/3", 10, 4),
        ("1/3", 0, 0),
        ("30%", 10, 3),
        ("30%", 11, 4),
        ("33.3%", 1000, 333),
        ("33.3%", 1001, 334),
        ("1/49", 49 * 10**15, 10**15),
        ("1/49", 49 * 10**15 + 1, 10**15 + 1),
    ],
)
def test_least(text: str, whole: int, least: int) -> None:
    """No rounding: the smallest number that is the share or more, and one less is not."""
    found = share(text)
    assert found.least(whole) == least
    assert Fraction(least) >= found.value * whole > least - 1


@pytest.mark.parametrize(
    ("figure", "values"),
    [
        ({"number": 0}, ("number",)),
        ({"holds": False}, ("holds",)),
        ({"levels": ["junior"]}, ("levels",)),
        ({"note": "无"}, ()),
        ({"number": 1, "share": "1/3"}, ("number", "share")),
    ],
)
def test_values_that_are_given(figure: dict[str, Any], values: tuple[str, ...]) -> None:
    assert rulebook(book(any={**figure, "clause": "第一条"})).numbers["any"].values == values
