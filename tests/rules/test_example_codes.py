"""The codes of divisions in the examples of rules: those of the registry's own table, each another, or made up and told so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from zhicheng.registry.records.areas import Areas
from zhicheng.rules.example_codes import in_codes_of

TEXT = '自治区 650000，地区 653100，另一个 653200，县 653125，又是 653100。\n不合格：\n\n    area: "653125"\n不合格：\n'
REGION = ("440000", "某省", "region", None)
ONE, TWO = ("440100", "甲市", "prefecture", "440000"), ("440200", "乙市", "prefecture", "440000")
OF_ONE, OF_TWO, ALSO = (
    ("440103", "甲县", "county", "440100"),
    ("440203", "乙县", "county", "440200"),
    ("440105", "丙县", "county", "440100"),
)
Row = tuple[str, str, str, str | None]


def told(*rows: Row, prefecture: str = "", county: str = "") -> str:
    table = [{"code": code, "name": name, "level": level} | ({"parent": parent} if parent else {}) for code, name, level, parent in rows]
    words = SimpleNamespace(example_prefecture=prefecture, example_county=county)
    return in_codes_of(Areas({"areas": table}), words)(TEXT)  # type: ignore[arg-type]


def said(region: str, one: str, two: str, county: str, made_up: str = "") -> str:
    note = f"\n例子里的区划代码 {made_up} 是虚构的，只说明写法。\n" if made_up else ""
    head = f"自治区 {region}，地区 {one}，另一个 {two}，县 {county}，又是 {one}。{note}"
    return f'{head}\n不合格：\n\n    area: "{county}"\n不合格：\n'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param((REGION, ONE, TWO, OF_ONE, OF_TWO), said("440000", "440100", "440200", "440103"), id="the-first-of-each"),
        pytest.param((REGION, TWO, ONE, OF_TWO, ALSO, OF_ONE), said("440000", "440100", "440200", "440105"), id="counties-as-in-the-table"),
        pytest.param((REGION, ONE, TWO, OF_TWO), said("440000", "440200", "440100", "440203"), id="one-with-a-county-first"),
        pytest.param((REGION, ONE, OF_ONE), said("440000", "440100", "440200", "440103", "440200"), id="one-prefecture"),
        pytest.param((REGION, TWO, OF_TWO), said("440000", "440200", "440100", "440203", "440100"), id="the-second-prefecture"),
        pytest.param((REGION, ONE, TWO), said("440000", "440100", "440200", "440121", "440121"), id="no-county"),
        pytest.param((REGION,), said("440000", "440100", "440200", "440121", "440100、440121、440200"), id="no-prefecture"),
    ],
)
def test_codes_of_the_table(rows: tuple[Row, ...], expected: str) -> None:
    """The county lies in the first of two prefectures; of what is made up it is said once, before the examples."""
    assert told(*rows) == expected


@pytest.mark.parametrize(
    ("prefecture", "county", "expected"),
    [
        ("乙市", "", said("440000", "440200", "440100", "440203")),
        ("乙市", "乙县", said("440000", "440200", "440100", "440203")),
        ("甲市", "丙县", said("440000", "440100", "440200", "440105")),
        ("甲市", "乙县", said("440000", "440100", "440200", "440103")),
        ("丁市", "丁县", said("440000", "440100", "440200", "440103")),
    ],
)
def test_codes_that_the_wording_names(prefecture: str, county: str, expected: str) -> None:
    """As far as the table has them, and the county in the prefecture."""
    assert told(REGION, ONE, TWO, OF_ONE, ALSO, OF_TWO, prefecture=prefecture, county=county) == expected


def test_the_region_whose_codes_they_are() -> None:
    assert told(("650000", "自治区", "region", None), ONE) == TEXT
    assert told(ONE) == TEXT, "a table without a region"
