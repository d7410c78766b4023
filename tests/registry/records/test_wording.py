"""What a region's authorities and divisions are called: by its name and table, and by registry/wording.yaml where there is one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.registry import national_divisions
from zhicheng.registry.new_region import init_region
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.wording import Wording, wording
from zhicheng.registry.registry import load

WORDS = "registry/wording.yaml"


def of_region(code: str, **given: object) -> Wording:
    return wording(given or None, Areas({"areas": [one._asdict() for one in national_divisions.of_region(code)]}))


@pytest.mark.parametrize(
    ("code", "region", "prefecture", "on_form", "prefectures", "short", "whole", "itself"),
    [
        ("440000", "省级", "地市级", "地市级单位", "地级市", "广东", "全省", "省本级"),
        ("650000", "自治区级", "地州市级", "地、州、市级单位", "地州市", "新疆", "全区", "自治区本级"),
        ("150000", "自治区级", "盟市级", "盟、市级单位", "盟市", "内蒙古", "全区", "自治区本级"),
        ("450000", "自治区级", "地市级", "地市级单位", "地级市", "广西", "全区", "自治区本级"),
        ("640000", "自治区级", "地市级", "地市级单位", "地级市", "宁夏", "全区", "自治区本级"),
        ("540000", "自治区级", "地市级", "地、市级单位", "地市", "西藏", "全区", "自治区本级"),
        ("530000", "省级", "州市级", "州、市级单位", "州市", "云南", "全省", "省本级"),
        ("310000", "市级", "地市级", "地、市级单位", "地市", "上海", "全市", "市本级"),
    ],
)
def test_by_the_table_of_divisions(
    code: str, region: str, prefecture: str, on_form: str, prefectures: str, short: str, whole: str, itself: str
) -> None:
    words, banner = of_region(code), code == "150000"
    county = "旗县级" if banner else "区县级"
    assert words.authorities == {"region": region, "prefecture": prefecture, "county": county, "central": "中央驻地方单位"}
    assert words.on_forms == {
        "region": f"{region}单位",
        "prefecture": on_form,
        "county": "旗、县级单位" if banner else "区、县级单位",
        "central": "中央驻地方单位",
    }
    assert (words.prefectures, words.short, words.whole, words.itself) == (prefectures, short, whole, itself)
    assert words.counties == ("旗县市区" if banner else "县市区")


@pytest.mark.parametrize("code", sorted(national_divisions.provinces()))
def test_every_region_has_words(code: str) -> None:
    words = of_region(code)
    assert all(words.authorities.values())
    assert words.short
    assert not words.short.endswith(("省", "自治区", "族"))
    assert words.example_prefecture != words.short


def test_examples_are_of_the_table() -> None:
    words = of_region("440000")
    assert (words.example_prefecture, words.example_county) == ("广州市", "始兴县")
    assert (of_region("310000").example_prefecture, of_region("310000").example_county) == ("黄浦区", "黄浦区")
    empty = wording(None, Areas({"areas": [{"code": "990000", "name": "某省", "level": "region", "parent": None}]}))
    assert (empty.example_prefecture, empty.example_county, empty.prefectures) == ("某市", "某县", "地市")


def test_what_is_written_wins() -> None:
    words = of_region(
        "440000", authorities={"central": "中央驻粤单位"}, prefectures="地级以上市", also_whole=["全粤"], example_county="增城区"
    )
    assert words.authorities["central"] == words.on_forms["central"] == words.unit("central") == "中央驻粤单位"
    assert words.unit("region") == "省级单位"
    assert (words.prefectures, words.also_whole, words.example_county) == ("地级以上市", ("全粤",), "增城区")
    assert words.authorities["prefecture"] == "地市级", "no word of single letters"
    assert of_region("440000", authorities={"prefecture": "地市级", "county": "县级"}).on_forms["county"] == "县级单位"


def test_the_sample_keeps_its_words() -> None:
    words = load(registries.HERE.parent).words
    assert words.unit("central") == words.on_forms["central"] == "中央驻疆单位"
    assert words.on_forms["prefecture"] == "地、州、市级单位"
    assert words.also_itself == ("区直", "区直单位", "自治区直属单位")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("prefecturs: 盟市\n", "S001", "prefecturs"),
        ("short: 12\n", "S003", "地区简称"),
        ("authorities: {provincial: 省级}\n", "S001", "provincial"),
    ],
)
def test_a_wrong_table_is_a_finding_and_the_registry_still_has_words(tmp_path: Path, text: str, code: str, said: str) -> None:
    init_region(tmp_path / "r", "440000", None, date(2026, 1, 1))
    (tmp_path / "r" / WORDS).write_text(text, encoding="utf-8")
    registry = load(tmp_path / "r")
    assert [(f.file, f.code) for f in registry.findings] == [(WORDS, code)]
    assert said in registry.findings[0].message
    assert registry.words.authorities["region"] == "省级"
