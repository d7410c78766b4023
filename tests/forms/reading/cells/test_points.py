"""Points and steps in the cells of a scoring table: each way to write them, and what is none."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.cells import points
from zhicheng.forms.reading.grids import Box


@pytest.mark.parametrize(
    ("text", "number", "highest"),
    [
        ("15", 15, (15, False)),
        ("１５．５分", 15.5, (15.5, False)),
        ("15.0", 15, (15, False)),
        ("15.25", 15.25, (15.25, False)),
        ("15.255", None, None),
        ("1234", 1234, (1234, False)),
        ("12345", None, None),
        ("最高15分", 15, (15, False)),
        ("≤15", 15, (15, False)),
        ("15分以内", 15, (15, False)),
        ("15（封顶）", 15, (15, False)),
        ("3（加分）", 3, (3, True)),
        ("3分附加分", 3, (3, True)),
        ("3（不计入总分）", 3, (3, True)),
        ("5-8分", None, (8, False)),
        ("8～5", None, (8, False)),
        ("0.5至1.5分", None, (1.5, False)),
        ("999到998", None, (999, False)),
        ("1000-2000", None, None),
        ("十分", None, None),
        ("不限", None, None),
        ("", None, None),
    ],
)
def test_points_in_a_text(text: str, number: float | None, highest: tuple[float, bool] | None) -> None:
    assert (points.of_text(text), points.highest(text)) == (number, highest)


@pytest.mark.parametrize(
    ("value", "text", "number"), [(15.0, "别的", 15), (2.5, "别的", 2.5), (0, "别的", 0), (True, "别的", None), (None, "20分", 20)]
)
def test_points_of_a_cell(value: object, text: str, number: float | None) -> None:
    """The number that the cell holds, else what its text says."""
    box = Box([text], 1, 1)
    box.value = value
    assert points.of_cell(box) == number


def test_numbers_in_a_text() -> None:
    assert points.all_numbers("合计１００，其中 12.5 和 7.0") == [100, 12.5, 7]
    assert [type(number) for number in points.all_numbers("7.0 7.5")] == [int, float]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("博士：15", [("博士", 15)]),
        ("博士15分", [("博士", 15)]),
        ("博士得15", [("博士", 15)]),
        ("硕士（10分）", [("硕士", 10)]),
        ("博士：15。", [("博士", 15)]),
        ("博士：15；硕士：10", [("博士", 15), ("硕士", 10)]),
        ("博士15分，硕士10分", [("博士", 15), ("硕士", 10)]),
        ("博士：15\n硕士：10.5", [("博士", 15), ("硕士", 10.5)]),
        ("1. 博士：15", [("1. 博士", 15)]),
        ("博士15", []),
        ("博士：15\n看情况", []),
        ("每篇3分", []),
        ("每篇：3", []),
        ("最高10分", []),
        ("累计不超过10分", []),
        ("5-8分", []),
        ("全日制（2）15分", []),
        ("", []),
        ("字" * 297 + "：15", [("字" * 297, 15)]),
        ("字" * 298 + "：15", []),
    ],
)
def test_steps_in_a_cell(text: str, steps: list[tuple[str, float]]) -> None:
    """All of a cell is steps, or none of it: a way to count is no step."""
    assert [(one["when"], one["points"]) for one in points.steps(text)] == steps
