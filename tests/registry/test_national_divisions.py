"""The divisions of all provinces that are shipped: whole, one above the other, the same as what the first registry has from elsewhere."""

from __future__ import annotations

import pytest
import yaml
from helpers import registries

from zhicheng.registry.national_divisions import Division, of_region, provinces, usual_name


def test_provinces() -> None:
    """The 31 of the mainland, where titles are reviewed by its rules."""
    assert len(provinces()) == 31
    assert (provinces()["110000"], provinces()["440000"], provinces()["650000"]) == ("北京市", "广东省", "新疆维吾尔自治区")


@pytest.mark.parametrize("code", sorted(provinces()))
def test_every_division_has_one_above_it(code: str) -> None:
    found = of_region(code)
    levels = {one.code: one.level for one in found}
    assert (found[0].code, found[0].level, found[0].parent) == (code, "region", None)
    assert len(levels) == len(found)
    for one in found[1:]:
        assert levels[one.parent or ""] in ({"region"} if one.level == "prefecture" else {"region", "prefecture"}), one
        assert one.name
        assert one.kind


@pytest.mark.parametrize(
    ("region", "division"),
    [
        ("110000", Division("110101", "东城区", "county", "市辖区", "110000")),
        ("310000", Division("310151", "崇明区", "county", "市辖区", "310000")),
        ("420000", Division("429021", "神农架林区", "county", "林区", "420000")),
        ("440000", Division("441900", "东莞市", "prefecture", "地级市", "440000")),
        ("460000", Division("469001", "五指山市", "county", "县级市", "460000")),
        ("150000", Division("152200", "兴安盟", "prefecture", "盟", "150000")),
        ("510000", Division("513200", "阿坝藏族羌族自治州", "prefecture", "自治州", "510000")),
        ("520000", Division("520203", "六枝特区", "county", "特区", "520200")),
        ("500000", Division("500240", "石柱土家族自治县", "county", "自治县", "500000")),
    ],
)
def test_kinds(region: str, division: Division) -> None:
    """A city right below the province, a municipality's districts, and each kind that a division's name says."""
    assert division in of_region(region)


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("恩施土家族苗族自治州", "恩施州"),
        ("巴音郭楞蒙古自治州", "巴音郭楞州"),
        ("积石山保安族东乡族撒拉族自治县", "积石山县"),
        ("隆林各族自治县", "隆林县"),
        ("莫力达瓦达斡尔族自治旗", "莫力达瓦旗"),
        ("鄂温克族自治旗", "鄂温克旗"),
        ("东乡族自治县", "东乡县"),
        ("广西壮族自治区", None),
        ("土默特左旗", None),
        ("甘孜县", None),
    ],
)
def test_what_autonomous_divisions_are_usually_called(name: str, usual: str | None) -> None:
    assert usual_name(name) == usual


def test_not_a_region() -> None:
    assert of_region("440100") == []
    assert of_region("710000") == []


def test_the_same_as_from_another_source() -> None:
    """The first registry's table: the same codes, names and levels, but for two counties of 2024; parents too."""
    table = yaml.safe_load((registries.REAL / "reference/areas.yaml").read_text(encoding="utf-8"))["areas"]
    own = {(area["code"], area["name"], area["level"], area["parent"]) for area in table}
    shipped = {(one.code, one.name, one.level, one.parent) for one in of_region("650000")}
    assert shipped - own == set()
    assert sorted(name for _, name, _, _ in own - shipped) == ["和安县", "和康县"]
