"""Series and levels in lists of every style of numbers, on one line or several."""

from __future__ import annotations

import pytest
from helpers.forms.handed_in import loaded

from zhicheng.forms.intake import record
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.cells.series_levels import SeriesLevels

BOTH = ["intermediate", "associate-senior"]


def reviews(series: str, levels: str) -> list[tuple[str, list[str]]]:
    filled = Filled({"series": FilledField(series, "评审系列", None), "levels": FilledField(levels, "评审层级", None)})
    reader = SeriesLevels(filled, record.tables(loaded()).names, "region")
    found = reader.read()
    assert reader.faults == []
    return [(one["series"], one["levels"]) for one in found]


@pytest.mark.parametrize(
    "levels",
    [
        "１、中级；２、副高级",
        "1、中级；2、副高级",
        "①中级②副高级",
        "⑴中级⑵副高级",
        "⒈中级⒉副高级",
        "(1)中级(2)副高级",
        "（一）中级（二）副高级",
        "一、中级 二、副高级",
        "a)中级 b)副高级",
        "１）中级，2)副高级",
        "1.中级\n２．副高级",
    ],
)
def test_numbered_levels(levels: str) -> None:
    assert reviews("工程系列", levels) == [("engineering", BOTH)]


@pytest.mark.parametrize(
    "series", ["1、工程系列；2、经济系列", "①工程系列②经济系列", "（一）工程系列\n（二）经济系列", "a. 工程系列 b. 经济系列"]
)
def test_numbered_series(series: str) -> None:
    assert reviews(series, "中级、副高级") == [("engineering", BOTH), ("economics", BOTH)]
    assert reviews(series, "1、中级；2、副高级") == [("engineering", ["intermediate"]), ("economics", ["associate-senior"])]
    assert reviews(series, "1、经济：中级；2、工程：副高级") == [("engineering", ["associate-senior"]), ("economics", ["intermediate"])]
