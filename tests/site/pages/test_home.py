"""The figures of the home page: they add up, and tones of tiles are told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import registries, sites

from zhicheng.registry.history import History, Kind, RecordVersion
from zhicheng.site.pages import home
from zhicheng.site.pages.overview import Overview


def numbers(root: Path) -> dict[str, dict[str, int]]:
    """Each breakdown by its title: the number of each label."""
    return {one.title: {label: number for label, number, _ in one.rows} for one in home.breakdowns(Overview(sites.view(root)))}


def test_breakdowns_add_up(small: Path) -> None:
    """Each committee once by authority and by end of validity; by level and series as often as it has some."""
    found = numbers(small)
    assert found["按单位级别"] == {"自治区级": 2, "中央驻疆单位": 1, "地州市级": 1, "区县级": 1}
    assert found["按层级"] == {"正高级": 2, "副高级": 4, "中级": 5, "初级": 3}
    assert found["按有效期满的年份"] == {"2028 年": 3, "2029 年": 2}
    assert sum(found["按系列"].values()) == 5
    assert next(iter(found["按系列"])) == "工程技术人员"


@pytest.mark.parametrize(
    ("valid", "label"),
    [
        ('valid: {from: "2023-01-01", until: "2026-11-22"}\n', "已经满期"),
        ('valid: {from: "2023-01-01", until: "2026-11-23"}\n', "2026 年"),
        ("valid:\n", "没有登记有效期"),
    ],
)
def test_the_end_of_a_validity(small: Path, valid: str, label: str) -> None:
    registries.write(small, registries.ONE, registries.record(valid))
    found = numbers(small)["按有效期满的年份"]
    assert (found[label], sum(found.values())) == (1, 5)
    assert list(found)[-1] == label or label == "2026 年"


def test_without_committees_there_are_none(empty: Path) -> None:
    assert home.breakdowns(Overview(sites.view(empty))) == []


def test_what_is_said_of_sums(small: Path) -> None:
    said = {one.title: one.said for one in home.breakdowns(Overview(sites.view(small)))}
    assert said["按单位级别"] == said["按系列"] == "合计 5 个。"
    assert said["按层级"] == "一个评审委员会可以评几个，所以加起来多于 5 个。"


@pytest.mark.parametrize(
    ("open_to", "until", "found"),
    [
        ("system", "2028-12-31", False),
        ("public", "2028-12-31", True),
        ("public", "2026-11-23", True),
        ("public", "2026-11-22", False),
    ],
)
def test_examples_have_an_answer(small: Path, open_to: str, until: str, found: bool) -> None:
    """One for each authority that has a committee for everybody, in force: prefecture, region, county."""
    path = small / "registry/committees/653125/example-county.yaml"
    path = path if path.exists() else small / "registry/committees/653100/example-county.yaml"
    text = re.sub(r"open_to: \w+", f"open_to: {open_to}", path.read_text(encoding="utf-8"))
    path.write_text(re.sub(r'until: "[0-9-]+"', f'until: "{until}"', text), encoding="utf-8")
    assert home.examples(Overview(sites.view(small))) == ["喀什 副高 内科", "副高 城市规划", *(["莎车 中级 语文"] if found else [])]


@pytest.mark.parametrize(("most", "shades"), [(1, [0, 5]), (5, [0, 1, 2, 3, 4, 5]), (8, [0, 1, 2, 2, 3, 4, 4, 5, 5])])
def test_shades_of_tiles(small: Path, most: int, shades: list[int]) -> None:
    """From none to the most in five tones: with at most five committees every number has its own, 4 and 5 of eight too."""
    overview = Overview(sites.view(small))
    area = overview.top_areas()[0]
    overview.__dict__["by_seat"] = {area.code: ()}
    found = []
    for count in range(most + 1):
        overview.by_seat[area.code] = overview.active[:1] * count
        found.append(home._tile(overview, area, most, False).shade)
    assert found == shades


def test_each_shade_has_a_colour_in_both_schemes() -> None:
    chrome = (Path(home.__file__).parents[1] / "theme/assets/chrome.css").read_text(encoding="utf-8")
    colours = re.findall(r"--shade-([1-4]): (#[0-9a-f]{6})", chrome)
    assert [number for number, _ in colours] == ["1", "2", "3", "4"] * 2
    assert len({colour for _, colour in colours}) == 8


@pytest.mark.parametrize(
    ("until", "number"),
    [("2026-11-22", 0), ("2026-11-23", 1), ("2027-02-21", 1), ("2027-02-22", 0)],
    ids=["over", "today", "last", "later"],
)
def test_how_many_validities_end_soon(small: Path, until: str, number: int) -> None:
    registries.write(small, registries.ONE, registries.record(f'valid: {{from: "2025-01-01", until: "{until}"}}\n'))
    assert home.figures(Overview(sites.view(small)))[-1] == ("90 天内到期", number, "committees/")


def test_the_latest_changes(small: Path) -> None:
    """What moved, or is not here any more, is no news; many that came together are one line."""
    given: list[tuple[str, str, Kind, tuple[str, ...]]] = [
        ("example-one", "4", "moved", ()),
        ("example-one", "3", "changed", ("地址变更", "电话变更")),
        ("example-never", "2", "deleted", ()),
        *((name, "1", "added", ()) for name in ("example-one", "example-two", "example-county", "example-prefecture", "example-central")),
    ]
    versions = tuple(RecordVersion(name, f"2026-03-0{commit}", commit * 40, kind, notes) for name, commit, kind, notes in given)
    found = home._changes(Overview(sites.view(small, History(versions, {}))))
    assert [(one.date, len(one.rows), one.what) for one in found] == [("2026-03-03", 1, "地址变更；电话变更"), ("2026-03-01", 5, "新登记")]
