"""Administrative divisions with their history, and the titles of the series."""

from __future__ import annotations

from datetime import date

import pytest
from helpers import registries

from zhicheng.registry import national_divisions, registry
from zhicheng.registry.records.areas import Areas


@pytest.fixture(scope="module")
def areas() -> Areas:
    return registry.load(registries.SMALL).areas


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("652923", 2018, "库车县"),
        ("652923", 2019, "库车县"),
        ("652923", 2020, None),
        ("652902", 2018, None),
        ("652902", 2019, "库车市"),
        ("650107", 2026, "达坂城区"),
        ("650107", 2000, "南泉区"),
        ("650107", 1990, "南山矿区"),
        ("653132", 2026, None),
        ("999999", 2026, None),
    ],
)
def test_what_a_code_means_on_a_day(areas: Areas, code: str, year: int, name: str | None) -> None:
    """In its first and its last year a code counts as in force; one that was announced only does not yet."""
    area = areas.on(code, date(year, 6, 18))
    assert (None if area is None else area.name) == name


@pytest.mark.parametrize(
    ("code", "now"),
    [
        ("652923", ["652902"]),
        ("650108", ["650105", "650109"]),
        ("652322", ["650109"]),
        ("652421", ["654021"]),
        ("652100", []),
        ("653100", []),
        ("999999", []),
    ],
)
def test_what_became_of_a_code(areas: Areas, code: str, now: list[str]) -> None:
    """Through chains of changes, to the codes in force."""
    assert [area.code for area in areas.successors(code)] == now


@pytest.mark.parametrize(
    ("outer", "inner", "inside"),
    [
        ("650000", "653125", True),
        ("653100", "653125", True),
        ("653125", "653125", True),
        ("653125", "653100", False),
        ("653200", "653125", False),
        ("654000", "654200", True),
        ("654000", "654201", True),
        ("654200", "654000", False),
        ("650000", "659001", True),
        ("652900", "652923", True),
        ("652902", "652923", True),
        ("652923", "652902", True),
        ("652923", "652901", False),
        ("650108", "650105", True),  # one of those that it was divided into
        ("650108", "650100", False),
        ("653100", "999999", False),
    ],
)
def test_what_lies_in_what(areas: Areas, outer: str, inner: str, inside: bool) -> None:
    """By parent, by administration (Tacheng and Altay through Ili), and a retired code where its successor lies, and what it became."""
    assert areas.covers(outer, inner) is inside


@pytest.mark.parametrize(
    ("authority", "code", "folder"),
    [
        ("region", "650000", "650000"),
        ("prefecture", "653100", "653100"),
        ("county", "653125", "653100"),
        ("county", "659001", "650000"),
        ("central", "653125", "650000"),
        ("county", "652923", "652900"),
        ("county", "999999", "650000"),
    ],
)
def test_folders(areas: Areas, authority: str, code: str, folder: str) -> None:
    assert areas.folder(authority, code) == folder


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("650100", "乌市"),
        ("653100", "喀什"),
        ("653101", "喀什"),
        ("653125", "莎车"),
        ("650102", "天山"),
        ("652800", "巴州"),
        ("650000", "新疆维吾尔自治区"),
    ],
)
def test_short_names(areas: Areas, code: str, short: str) -> None:
    """The shortest of the usual names, or the name without its kind."""
    assert areas.known(code).short == short  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("511102", "乐山市市中区"),
        ("511002", "内江市市中区"),
        ("511111", "沙湾区"),
        ("511100", "乐山市"),
        ("510000", "四川省"),
        ("999999", "999999"),
    ],
)
def test_names(code: str, name: str) -> None:
    """Behind the parent's name where two of a level are called so."""
    assert Areas({"areas": [one._asdict() for one in national_divisions.of_region("510000")]}).name(code) == name


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ("653125", {"653125", "653100", "650000"}),
        ("654223", {"654223", "654203", "654200", "650000"}),  # a county that became a city
        ("652322", {"652322", "650109", "650100", "650000"}),  # that went to another prefecture
        ("650108", {"650108", "650100", "650000"}),  # that was divided
        ("652100", {"652100", "650000"}),
        ("999999", set()),
    ],
)
def test_what_holds_a_code(areas: Areas, code: str, held: set[str]) -> None:
    assert areas.holding(code) == held


def test_every_area_but_the_region_lies_in_one() -> None:
    """Of the table that the package carries."""
    areas = registry.load(registries.REAL.parent).areas
    for area in areas:
        assert areas.covers("650000", area.code)
        assert (area.parent is None) == (area.code == "650000")
        assert area.parent is None or area.parent in areas.current


def test_every_series_has_titles() -> None:
    """Of the table that the package carries: 27 national series, numbered without a gap; every level of each has a title."""
    series = registry.load(registries.REAL.parent).series
    national = [entry for entry in series.values() if entry.number is not None]
    assert sorted(entry.number for entry in national if entry.number) == list(range(1, 28))
    assert all(entry.titles[level] for entry in national for level in entry.titles)
    assert series["engineering"].titles["junior"] == ("助理工程师", "技术员")
    assert series["health"].titles["full-senior"] == ("主任医师", "主任药师", "主任护师", "主任技师")
