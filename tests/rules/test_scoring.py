"""E115: a scoring table for each level reviewed; E106 on sub-items, caps and deductions. (The rest of E106: test_content.py.)"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.judging import Judge

LETTER = "备案登记的函（2019）"
ITEMS = "total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]"
HINT = "请补上赋分表，或者在赋分表里写明适用的层级；确实不用赋分表的，请写在 scoring_none 里，说明原因。"


def table(applies: str = "") -> str:
    return f"scoring: [{{title: 赋分表, {applies}{ITEMS}}}]\n"


def reviews(levels: str = "intermediate, associate-senior", more: str = "", catalog: str = "{建筑工程: [城市规划, 建筑设计]}") -> str:
    return f"reviews: [{{series: engineering, levels: [{levels}], {more}catalog: {catalog}}}]\n"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(reviews() + table(), id="of-everything"),
        pytest.param(reviews() + table("series: [engineering], levels: [intermediate, associate-senior], "), id="of-both-levels"),
        pytest.param(
            reviews() + table("levels: [intermediate], ") + "scoring_none: [{level: associate-senior, words: 由专家评议}]\n",
            id="said-which-has-none",
        ),
        pytest.param(reviews("intermediate", "method: exam, ") + table("levels: [intermediate], "), id="exam-with-a-table"),
        pytest.param(
            "reviews:\n"
            "  - {series: engineering, levels: [junior], method: recognition, catalog: {建筑工程: [城市规划]}}\n"
            "  - {series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}\n" + table("levels: [intermediate], "),
            id="recognition-needs-none",
        ),
        pytest.param(reviews() + table("specialties: [建筑工程], "), id="first-level"),
        pytest.param(reviews() + table("specialties: [城市规划, 建筑设计], "), id="each-second-level"),
        pytest.param(reviews(catalog="all") + table(), id="all-specialties"),
        pytest.param(
            reviews("junior", "method: recognition, ", "all") + table("levels: [junior], specialties: [城市规划], "), id="all-recognised"
        ),
        pytest.param(
            reviews(catalog="{建筑工程: {道路: [路基, 路面], 桥梁: [桥墩]}}") + table("specialties: [道路, 桥墩], "),
            id="second-and-third-levels",
        ),
        pytest.param(
            reviews("intermediate", catalog="all")
            + table("specialties: [城市规划], ").replace("]}]\n", f"]}}, {{title: 其余专业, {ITEMS}}}]\n"),
            id="all-specialties-with-a-table-for-the-others",
        ),
        pytest.param(reviews(catalog="{建筑工程: {道路: [路基, 路面]}}") + table("specialties: [路基, 路面], "), id="each-third-level"),
        pytest.param(reviews(catalog="{建筑工程: [道路（桥梁）]}") + table('specialties: ["道路 (桥梁)"], '), id="but-for-brackets"),
    ],
)
def test_e115_every_level_has_one(judge: Judge, fields: str) -> None:
    assert judge(fields).findings == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(
            reviews("intermediate, ▶associate-senior") + table("levels: [intermediate], "), "评审层级“副高级”没有量化赋分表", id="one-level"
        ),
        pytest.param(
            reviews("▶intermediate", catalog="{建筑工程: [城市规划, 建筑设计]}") + table("specialties: [城市规划], "),
            "评审层级“中级”中“建筑设计”没有量化赋分表",
            id="one-specialty",
        ),
        pytest.param(
            reviews("▶intermediate", catalog="{建筑工程: [城市规划, 建筑设计, 建筑结构]}") + table("specialties: [城市规划], "),
            "评审层级“中级”中“建筑设计”等 2 个专业没有量化赋分表",
            id="two-specialties",
        ),
        pytest.param(
            reviews("▶intermediate", catalog="all") + table("specialties: [城市规划], "),
            "评审层级“中级”登记的是全部专业，赋分表只写了“城市规划”，其余专业没有量化赋分表",
            id="all-specialties-and-a-table-for-one",
        ),
        pytest.param(
            reviews("▶intermediate", catalog="{建筑工程: {道路: [路基, 路面]}}") + table("specialties: [路基], "),
            "评审层级“中级”中“路面”没有量化赋分表",
            id="one-of-two-third-levels",
        ),
        pytest.param(
            reviews("▶intermediate", catalog="{建筑工程: {道路: [路基, 路面, 路肩], 桥梁: [桥墩], 隧道: []}}")
            + table("specialties: [路基], "),
            "评审层级“中级”中“路面”等 4 个专业没有量化赋分表",
            id="third-levels-and-whole-second-levels",
        ),
        pytest.param(
            reviews("▶intermediate", catalog="{建筑工程: {道路: [路基, 路面], 桥梁: [桥墩]}}") + table("specialties: [道路], "),
            "评审层级“中级”中“桥梁”没有量化赋分表",
            id="second-level-with-its-third-levels",
        ),
        pytest.param(
            reviews("▶intermediate", catalog="all") + table("specialties: [城市规划, 建筑设计], "),
            "评审层级“中级”登记的是全部专业，赋分表只写了“城市规划”等 2 个专业，其余专业没有量化赋分表",
            id="all-specialties-and-a-table-for-two",
        ),
    ],
)
def test_e115_without(judge: Judge, fields: str, message: str) -> None:
    judge(fields).says("E115", message, hints=[HINT], clause=LETTER + "一（三）13")


def test_e115_table_of_nothing(judge: Judge) -> None:
    """A table of a level or series that is not registered; the level beside it has its own."""
    other = f"{{title: 另一张, levels: ▶[junior], {ITEMS}}}, {{title: 第三张, series: ▶[library], {ITEMS}}}"
    judge(reviews() + table().replace("]}]\n", "]}, ") + other + "]\n").says(
        "E115", "“另一张”不适用于任何登记的系列和层级", "“第三张”不适用于任何登记的系列和层级"
    )


def test_e115_table_of_unknown_specialties(judge: Judge) -> None:
    judge(reviews() + table("specialties: [建筑工程, ▶城市规化, 建筑射计], ")).says(
        "E115", "“赋分表”的适用专业“城市规化”等 2 个不在登记的专业目录里"
    )


def test_e115_none_of_a_level_that_is_not_registered(judge: Judge) -> None:
    judge(reviews() + table() + "scoring_none: [{level: ▶junior, words: 不赋分}]\n").says("E115", "没有登记初级，却写了它没有赋分表")


@pytest.mark.parametrize(
    ("used", "fields", "found"),
    [
        ("required", table("levels: [intermediate], "), ["/reviews/0/levels/1"]),
        ("optional", table("levels: [intermediate], "), ["/reviews/0/levels/1"]),
        ("optional", "scoring:\n", []),
        ("unused", table("levels: [intermediate], "), []),
        ("unused", "scoring:\n", []),
    ],
)
def test_e115_by_the_rulebook(judge: Judge, empty: Path, used: str, fields: str, found: list[str]) -> None:
    """Where tables are optional, those that are registered have to be whole; where they are not used, nothing is asked."""
    path = empty / "registry/rulebooks/letter-2019.yaml"
    text = re.sub(r"(?m)^fields: .*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(text.replace("rules:\n", f"fields: {{scoring: {used}}}\nrules:\n", 1), encoding="utf-8")
    assert [f.pointer for f in judge(reviews() + fields).findings if f.code == "E115"] == found


def told(judge: Judge, fields: str) -> list[tuple[str, str]]:
    findings = judge(fields).findings
    assert not [f for f in findings if f.code.startswith(("Y", "S"))]
    return [(f.pointer, f.message) for f in findings if f.code == "E115"]


TWO = (
    "reviews:\n"
    "  - {series: engineering, levels: [junior, intermediate], catalog: {建筑工程: [城市规划]}}\n"
    "  - {series: engineering, levels: [associate-senior], catalog: %s}\n"
)


@pytest.mark.parametrize(
    ("catalog", "applies", "found"),
    [
        pytest.param("{市政工程: [道路]}", "specialties: [城市规划, 道路], ", [], id="one-specialty-each"),
        pytest.param(
            "{市政工程: [道路]}",
            "specialties: [城市规划, 市政工程, 路], ",
            [("/scoring/0/specialties/2", "“赋分表”的适用专业“路”不在登记的专业目录里")],
            id="a-name-that-neither-has",
        ),
        pytest.param(
            "{市政工程: {道路: [路基]}}",
            "specialties: [城市规划, 路基, 路面, 路肩], ",
            [("/scoring/0/specialties/2", "“赋分表”的适用专业“路面”等 2 个不在登记的专业目录里")],
            id="two-that-neither-has",
        ),
        pytest.param(
            "all",
            "specialties: [城市规划, 路面], ",
            [("/reviews/1/levels/0", "评审层级“副高级”登记的是全部专业，赋分表只写了“城市规划”等 2 个专业，其余专业没有量化赋分表")],
            id="one-of-all-specialties",
        ),
    ],
)
def test_e115_names_of_several_reviews(judge: Judge, catalog: str, applies: str, found: list[tuple[str, str]]) -> None:
    """A table may name what any of the reviews has that it applies to; where one is of all specialties, any name may be one of them."""
    assert told(judge, TWO % catalog + table(applies)) == found


def test_e115_names_of_a_review_of_another_level_do_not_count(judge: Judge) -> None:
    tables = f"scoring: [{{title: 甲表, levels: [associate-senior], specialties: [道路, 城市规划], {ITEMS}}}, {{title: 乙表, {ITEMS}}}]\n"
    found = told(judge, TWO % "{市政工程: [道路]}" + tables)
    assert found == [("/scoring/0/specialties/1", "“甲表”的适用专业“城市规划”不在登记的专业目录里")]


def test_e115_specialties_of_rows(judge: Judge) -> None:
    """Told at the row, the first of each."""
    rows = "{dimension: 甲, item: 甲, points: 60}, {dimension: 乙, item: 乙, points: 40, specialties: [城市规划, 路, 桥, 涵]}"
    found = told(judge, reviews() + f"scoring: [{{title: 赋分表, total: 100, items: [{rows}]}}]\n")
    assert found == [("/scoring/0/items/1/specialties/1", "“赋分表”的适用专业“路”等 3 个不在登记的专业目录里")]


@pytest.mark.parametrize(
    ("applies", "key"),
    [
        ("levels: [junior], ", "levels"),
        ("series: [library], ", "series"),
        ("series: [library], levels: [intermediate], ", "series"),
        ("series: [library, engineering], levels: [junior], ", "levels"),
    ],
)
def test_e115_where_a_table_of_nothing_is_wrong(judge: Judge, applies: str, key: str) -> None:
    """At the series where none of them is registered, else at the levels."""
    tables = f"scoring: [{{title: 甲表, {ITEMS}}}, {{title: 乙表, {applies}{ITEMS}}}]\n"
    assert told(judge, reviews() + tables) == [(f"/scoring/1/{key}", "“乙表”不适用于任何登记的系列和层级")]


@pytest.mark.parametrize(
    ("applies", "found"),
    [
        ("series: [engineering, library], ", []),
        ("series: [library], ", ["/reviews/0/levels/0", "/reviews/0/levels/1"]),
        ("series: [engineering], levels: [associate-senior], ", ["/reviews/0/levels/0"]),
    ],
)
def test_e115_a_table_is_for_its_series_and_levels(judge: Judge, applies: str, found: list[str]) -> None:
    assert [pointer for pointer, said in told(judge, reviews() + table(applies)) if said.startswith("评审层级")] == found


def test_e115_none_of_several_levels(judge: Judge) -> None:
    none = "scoring_none: [{level: intermediate, words: 不赋分}, {level: junior, words: 不赋分}]\n"
    assert told(judge, reviews() + table("levels: [associate-senior], ") + none) == [
        ("/scoring_none/1/level", "没有登记初级，却写了它没有赋分表")
    ]


# --- E106 --------------------------------------------------------------------------------------------------------------


def item(points: str, rest: str) -> str:
    return f"scoring: [{{title: 赋分表, total: 100, items: [{{dimension: 业绩, item: 成果, points: {points}, {rest}}}]}}]\n"


def sub(*points: str) -> str:
    return "items: [" + ", ".join(f"{{item: 第{i}小项, points: {p}}}" for i, p in enumerate(points, 1)) + "]"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(item("100", sub("60", "40")), id="add-up"),
        pytest.param(item("100", sub("33.3", "33.3", "33.4")), id="decimals"),
        pytest.param(item("100", "cap: 100, " + sub("80", "70")), id="capped"),
        pytest.param(item("100", "open_ended: true, " + sub("80", "70")), id="open-ended"),
        pytest.param(
            table().replace("points: 100}]", "points: 100}, {dimension: 扣分, item: 学术不端, points: 20, deduction: true}]"),
            id="deduction-is-apart",
        ),
    ],
)
def test_e106_sub_items(judge: Judge, fields: str) -> None:
    assert judge(fields).findings == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(item("▶100", sub("60", "41")), "“成果”各小项合计 101 分，本项满分写的是 100 分", id="above-without-a-cap"),
        pytest.param(item("▶100", sub("60", "39")), "“成果”各小项合计 99 分，本项满分写的是 100 分", id="below"),
        pytest.param(item("▶100", "cap: 100, " + sub("60", "39")), "“成果”各小项合计 99 分，本项满分写的是 100 分", id="below-with-a-cap"),
        pytest.param(item("100", "cap: ▶90"), "“成果”封顶 90 分，本项满分写的是 100 分", id="cap-is-not-the-maximum"),
        pytest.param(item("100", "cap: 100, " + sub("▶101", "40")), "小项“第1小项” 101 分，超过本项满分 100 分", id="one-above-its-item"),
    ],
)
def test_e106_sub_items_do_not_add_up(judge: Judge, fields: str, message: str) -> None:
    """Reminders: records of before this field have none."""
    assert {f.severity for f in judge(fields).findings} == {"warning"}
    judge(fields).says("E106", message, clause=LETTER + "一（三）13")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param(
            "{dimension: 共, item: 甲, points: 60}, {dimension: 农, item: 乙, points: 40, specialties: [城市规划]}, "
            "{dimension: 园, item: 丙, points: 40, specialties: [建筑设计]}",
            None,
            id="by-specialty",
        ),
        pytest.param(
            "{dimension: 共, item: 甲, points: 60}, {dimension: 农, item: 乙, points: 40, specialties: [城市规划]}, "
            "{dimension: 园, item: 丙, points: 30, specialties: [建筑设计]}",
            "合计 90 分",
            id="one-specialty-is-short",
        ),
        pytest.param(
            "{dimension: 甲, item: 甲, points: 100, weight: 60}, {dimension: 乙, item: 乙, points: 100, weight: 40}", None, id="weights"
        ),
        pytest.param(
            "{dimension: 甲, item: 甲, points: 100, weight: 60}, {dimension: 乙, item: 乙, points: 100, weight: 30}",
            "合计 90 分",
            id="weights-short",
        ),
        pytest.param(
            "{dimension: 甲, item: 甲, points: 60, weight: 60}, {dimension: 乙, item: 乙, points: 40, weight: 40}", None, id="points-add-up"
        ),
    ],
)
def test_e106_rows_for_some_specialties_and_weights(judge: Judge, rows: str, message: str | None) -> None:
    found = judge(reviews("intermediate") + f"scoring: [{{title: 赋分表, total: 100, items: [{rows}]}}]\n").findings
    assert [f.code for f in found] == (["E106"] if message else [])
    assert all(message is None or message in f.message for f in found)
