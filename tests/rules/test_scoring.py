"""E115: a scoring table for each level reviewed; E106 on sub-items, caps and deductions. (The rest of E106: test_content.py.)"""

from __future__ import annotations

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
