"""X022: tables of divisions and of series that say two things of one, or name what is not there. Both sides of each."""

from __future__ import annotations

import pytest
from helpers.judging import Judge

AREAS, SERIES = "registry/reference/areas.yaml", "registry/reference/series.yaml"
CODE = "一个代码只写一次：请删去一项，或者改正代码。"
UPPER = "请核对 parent 和 level：县区的上级是地市或者省，地市的上级是省。"
REGION = '{code: "650000", name: 甲省, level: region, kind: 省, parent: null}'
PREFECTURE = '{code: "653100", name: 乙地区, level: prefecture, kind: 地区, parent: "650000"}'
COUNTY = '{code: "653125", name: 丙县, level: county, kind: 县, parent: "653100"}'
CITY = '{code: "659001", name: 丁市, level: county, kind: 省直辖县级市, parent: "650000"}'


def told(judge: Judge, path: str, text: str) -> list[tuple[str, str, str]]:
    return [(f.pointer, f.message, f.hint) for f in judge(None, others={path: text}).findings if f.code == "X022"]


def table(*areas: str, more: str = "") -> str:
    return "areas:\n" + "".join(f"  - {area}\n" for area in areas) + more


@pytest.mark.parametrize(
    ("areas", "found"),
    [
        pytest.param([REGION, PREFECTURE, COUNTY, CITY], [], id="three-levels-and-one-of-the-region"),
        pytest.param(
            [REGION, PREFECTURE, COUNTY.replace("653125", "653100")],
            [("/areas/2/code", "区划代码 653100 写了两次", CODE)],
            id="code-twice",
        ),
        pytest.param(
            [REGION, PREFECTURE.replace('parent: "650000"', 'parent: "653100"')],
            [("/areas/1/parent", "“乙地区”（653100）的上级 653100 与它同级，或者比它低", UPPER)],
            id="in-itself",
        ),
        pytest.param(
            [REGION, PREFECTURE.replace('parent: "650000"', 'parent: "653125"'), COUNTY],
            [("/areas/1/parent", "“乙地区”（653100）的上级 653125 与它同级，或者比它低", UPPER)],
            id="in-a-circle",
        ),
        pytest.param(
            [REGION, COUNTY],
            [("/areas/1/parent", "“丙县”（653125）的上级 653100 不在表里", "请核对代码；已经停用的，请改写现在的上级。")],
            id="in-none-of-the-table",
        ),
        pytest.param(
            [REGION, CITY.replace('parent: "650000"', "parent: null")],
            [("/areas/1/parent", "“丁市”（659001）没有写上级", "请在 parent 里写上级的代码；省直管的写省的代码。")],
            id="without-one",
        ),
        pytest.param(
            [REGION, PREFECTURE.replace("}", ', also_under: "653100"}')],
            [("/areas/1/also_under", "“乙地区”（653100）写着由自己管辖", "请改正 also_under，没有的请删去。")],
            id="also-under-itself",
        ),
        pytest.param(
            [REGION, CITY.replace("level: county", "level: region")],
            [
                ("/areas/1", "有 2 个 level 是 region 的区划", "整个地区只有一个，请核对 level。"),
                ("/areas/1/parent", "“丁市”（659001）的上级 650000 与它同级，或者比它低", UPPER),
            ],
            id="two-wholes",
        ),
    ],
)
def test_divisions(judge: Judge, areas: list[str], found: list[tuple[str, str, str]]) -> None:
    assert told(judge, AREAS, table(*areas)) == found


GONE = "请核对代码；已经停用的，请改写现在的代码。"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ('units: [{code: gd-one, name: 某局, city: "659001", regiments: ["653100"]}]\n', []),
        (
            'units: [{code: gd-one, name: 某局, city: "659002", regiments: ["653100", "653200"]}]\n',
            [("/units/0/city", "区划代码 659002 不在表里", GONE), ("/units/0/regiments/1", "区划代码 653200 不在表里", GONE)],
        ),
        ("units: [{code: gd-one, name: 某局}, {code: gd-one, name: 某院}]\n", [("/units/1/code", "单位的代号 gd-one 写了两次", CODE)]),
        ('retired: [{code: "653121", name: 旧县, since: 1981, until: 1990, successor: ["653125"]}]\n', []),
        (
            'retired: [{code: "653121", name: 旧县, since: 1990, until: 1981, successor: ["653129"]}]\n',
            [
                ("/retired/0/until", "“旧县”（653121）停用（1981）早于启用（1990）", "请核对两个年份。"),
                ("/retired/0/successor/0", "区划代码 653129 不在表里", GONE),
            ],
        ),
        ('map: [{code: "653200", column: 0, row: 0}]\n', [("/map/0/code", "区划代码 653200 不在表里", GONE)]),
        ("systems: [{name: 铁路, aliases: [国铁]}, {name: 铁路, aliases: [高铁]}]\n", [("/systems/1/name", "系统 铁路 写了两次", CODE)]),
    ],
)
def test_beside_divisions(judge: Judge, more: str, found: list[tuple[str, str, str]]) -> None:
    assert told(judge, AREAS, table(REGION, PREFECTURE, COUNTY, CITY, more=more)) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("id: aaa, number: 1", "id: bbb, number: 2", []),
        ("id: aaa", "id: bbb", []),
        ("id: aaa, number: 1", "id: aaa, number: 2", [("/series/1/id", "系列代号 aaa 写了两次", CODE)]),
        (
            "id: aaa, number: 1",
            "id: bbb, number: 1",
            [("/series/1/number", "国家序号 1 写了两次", "请核对序号；本地的系列不写 number。")],
        ),
    ],
)
def test_series(judge: Judge, one: str, other: str, found: list[tuple[str, str, str]]) -> None:
    text = "".join(f"  - {{{each}, name: 某某系列, certainty: rule, tracks: [{{track: 甲, id: jia}}]}}\n" for each in (one, other))
    assert told(judge, SERIES, f"series:\n{text}") == found


def test_tracks(judge: Judge) -> None:
    text = "series: [{id: aaa, name: 某某, certainty: rule, tracks: [{track: 甲, id: jia}, {track: 乙, id: jia}, {track: 丙, id: bing}]}]\n"
    assert told(judge, SERIES, text) == [("/series/0/tracks/1/id", "“某某”的类别代号 jia 写了两次", CODE)]
