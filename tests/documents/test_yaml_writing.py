"""Numbers that are written as YAML are read again as the same numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.documents import yaml_reading, yaml_writing


def read(text: str) -> object:
    return yaml_reading.parse("x", f"number: {text}\n".encode()).value["number"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (-1, "-1"), (999_999, "999999"), (1_000_000, "1000000"), (30_000_000, "30000000"), (34_567_891, "34567891"), (0.5, "0.5"),
     (30.0, "30"), (1.25e6, "1250000.0"), (True, "true")],
)  # fmt: skip
def test_how_a_number_is_written(number: float, text: str) -> None:
    assert yaml_writing.scalar(number) == text
    assert read(text) == number


@given(st.integers(-(10**15), 10**15))
def test_every_integer_comes_back(number: int) -> None:
    found = read(yaml_writing.scalar(number))
    assert (found, type(found)) == (number, int)
