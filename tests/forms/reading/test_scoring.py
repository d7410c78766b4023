"""Scoring tables as offices write them: several in one, headers repeated, steps in rows of their own, columns of later years."""

from __future__ import annotations

import re
from typing import Any

import pytest

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import scoring, scoring_heading
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.scoring import FilledScoringTable
from zhicheng.forms.reading.scoring_heading import Heading

HEAD = ["维度", "内容", "满分", "分档", "备注"]


def read(*rows: list[str], above: tuple[str, ...] = ("赋分表",)) -> list[FilledScoringTable]:
    cells = [[Box([text] if text else [], at, column) for column, text in enumerate(row, 1)] for at, row in enumerate(rows, 1)]
    return scoring.read(Grid("第 1 个表格", cells), above)


def faults(table: FilledScoringTable) -> list[tuple[int, int, str]]:
    return [(box.row, box.column, f"{column}：{fault.message}") for box, column, fault in table.faults]


def item(dimension: str, name: str, points: float, **more: Any) -> Value:
    return {"dimension": dimension, "item": name, "points": points, **more}


def test_several_tables_in_one() -> None:
    """Each with its title; a header without a title is that of the table above it, repeated on a new page."""
    first, second = read(
        ["甲赋分表"],
        HEAD,
        ["学历", "学历", "40", "", ""],
        ["乙赋分表"],
        HEAD,
        ["业绩", "项目", "60", "", ""],
        HEAD,
        ["论文", "论文", "十", "", ""],
        ["合计", "", "70", "", ""],
        above=(),
    )
    assert first.value == {"title": "甲赋分表", "total": 40, "items": [item("学历", "学历", 40)]}
    assert (first.guessed_total, faults(first), first.box.row) == (True, [], 2)
    assert second.value == {"title": "乙赋分表", "total": 70, "items": [item("业绩", "项目", 60), item("论文", "论文", 0)]}
    assert (second.guessed_total, faults(second), second.box.row) == (False, [(8, 3, "满分：“十”不是分值")], 5)


@pytest.mark.parametrize(
    ("one", "other", "total", "guessed"),
    [
        ([], [], 100, True),
        ([], [["合计", "", "90", "", ""]], 90, False),
        ([["合计", "", "40", "", ""]], [], 40, False),
        ([["合计", "", "40", "", ""]], [["合计", "", "100", "", ""]], 100, False),
    ],
)
def test_total_of_a_table_cut_in_two(one: list[list[str]], other: list[list[str]], total: float, guessed: bool) -> None:
    """The last one that is stated; where none is, the sum of the items of both."""
    (table,) = read(HEAD, ["学历", "学历", "40", "", ""], *one, HEAD, ["业绩", "项目", "60", "", ""], *other)
    assert (table.value["total"], table.guessed_total) == (total, guessed)
    assert [one["points"] for one in table.value["items"]] == [40, 60]


def test_extra_points_marked_in_the_remarks() -> None:
    """By a remark that says nothing else; one that says more is a remark."""
    rows = [["学历", "学历", "100", ""], ["基层", "援助", "5", "加分项"], ["奖励", "奖励", "3", "加分，凭证书"]]
    (table,) = read(["项目", "内容", "满分", "备注"], *rows)
    assert table.value["items"] == [
        item("学历", "学历", 100),
        item("基层", "援助", 5, bonus=True),
        item("奖励", "奖励", 3, note="加分，凭证书"),
    ]


def sectioned(*rows: list[str]) -> list[FilledScoringTable]:
    """Tables without a column of dimensions; a row of one text is a cell merged over all columns."""
    cells = [[Box([text] if text else [], at, column) for column, text in enumerate(row, 1)] for at, row in enumerate(rows, 1)]
    for one in (row[0] for row in cells if len(row) == 1):
        one.across = 3
    return scoring.read(Grid("第 1 个表格", cells), ("赋分表",))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["一、基本条件（20分）"], ["二、业绩成果（80分）"]),
        (["基本条件"], ["业绩成果"]),
        (["一、基本条件", "", ""], ["二、业绩成果", "", ""]),
        (["基本条件（满分20分）", "", ""], ["业绩成果（80）", "", ""]),
        (["第一部分：基本条件 20分"], ["第二部分：业绩成果"]),
    ],
)
def test_rows_that_head_those_below_them(first: list[str], second: list[str]) -> None:
    rows = [["学历", "8", ""], ["年限", "12", ""]], [["项目", "50", ""], ["论文", "30", ""]]
    (table,) = sectioned(["内容", "满分", "备注"], first, *rows[0], second, *rows[1], ["合计", "100", ""])
    assert faults(table) == []
    assert table.value["items"] == [
        item("基本条件", "学历", 8),
        item("基本条件", "年限", 12),
        item("业绩成果", "项目", 50),
        item("业绩成果", "论文", 30),
    ]


@pytest.mark.parametrize(
    ("heading", "kind", "said"),
    [
        ("加分项（不超过10分）", {"bonus": True}, []),
        ("三、扣分项", {"deduction": True}, []),
        ("加分项（不超过9分）", {"bonus": True}, [(4, 1, "满分：“加分项（不超过9分）”与下面各项加起来的 10 分不同")]),
    ],
)
def test_headings_of_what_is_outside_of_the_total(heading: str, kind: dict[str, bool], said: list[tuple[int, int, str]]) -> None:
    (table,) = sectioned(["内容", "满分"], ["学历", "100"], ["合计", "100"], [heading], ["基层", "4"], ["表彰", "6"])
    assert faults(table) == said
    name = re.sub("[（].*|三、", "", heading)
    assert table.value["items"][1:] == [item(name, "基层", 4, **kind), item(name, "表彰", 6, **kind)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["一、基本条件（30分）"], "满分：“一、基本条件（30分）”与下面各项加起来的 20 分不同"),
        (["论文", "", ""], "满分：没有填写分值"),
        (["以下由专家评分"], "满分：“以下由专家评分”不是分值"),
        (["（中级免论文）"], "满分：“（中级免论文）”不是分值"),
        (["学历：博士20分，硕士15分"], "满分：“学历：博士20分，硕士15分”不是分值"),
    ],
)
def test_rows_that_head_nothing(row: list[str], said: str) -> None:
    (table,) = sectioned(["内容", "满分", "备注"], row, ["学历", "8", ""], ["年限", "12", ""], ["合计", "20", ""])
    assert [one[2] for one in faults(table)] == [said]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("40", "60", []),
        ("40", "100", []),
        ("50", "60", ["“小计”写的是 50 分，与上面各项加起来的 40 分不同"]),
        ("", "", []),
    ],
)
def test_subtotals(first: str, second: str, said: list[str]) -> None:
    """Of the rows since the one before, or of all above."""
    rows = [["学历", "15", ""], ["年限", "25", ""], ["小计", first, ""], ["项目", "60", ""], ["小计", second, ""], ["合计", "100", ""]]
    (table,) = sectioned(["内容", "满分", "备注"], *rows)
    assert [fault.message for _, _, fault in table.faults] == said


def test_a_heading_without_rows_below_it() -> None:
    (table,) = sectioned(["内容", "满分"], ["学历", "100"], ["二、业绩成果"], ["合计", "100"])
    assert faults(table) == [(3, 1, "满分：“二、业绩成果”下面没有项目")]


def test_rows_that_are_no_items() -> None:
    (table,) = read(
        HEAD,
        ["学历", "学历", "40", "", ""],
        ["小计", "", "40", "", ""],
        ["（1）", "（2）", "（3）", "（4）", "（5）"],
        ["", "", "", "", ""],
        ["业绩", "业绩", "60", "", ""],
        ["3", "合计", "100", "", ""],
        ["注：略", "", "", "", ""],
        ["说明：加分", "不限", "5", "", ""],
        ["填表人：示例", "", "", "", ""],
    )
    assert table.value["items"] == [item("学历", "学历", 40), item("业绩", "业绩", 60), item("说明：加分", "不限", 5)]
    assert (table.value["total"], table.faults) == (100, [])


@pytest.mark.parametrize(
    ("head", "rows", "items", "said"),
    [
        (
            ["项目", "满分", "赋分标准", "得分", "备注"],
            [["学历", "15", "博士", "15", ""], ["", "", "硕士", "13", "全日制"], ["", "", "大专", "", "在职"]],
            [
                item(
                    "学历", "学历", 15, steps=[{"when": "博士", "points": 15}, {"when": "硕士", "points": 13}], note="全日制；在职"
                )
            ],
            [(4, 3, "赋分标准：“大专”看不出计几分")],
        ),
        (
            ["项目", "分值", "赋分标准"],
            [["学历（40分）", "40", "博士"], ["", "35", "硕士"], ["", "30", "本"]],
            [
                item(
                    "学历", "学历", 40, steps=[{"when": "博士", "points": 40}, {"when": "硕士", "points": 35}, {"when": "本", "points": 30}]
                )
            ],
            [],
        ),
        (
            ["项目", "内容", "满分", "赋分标准"],
            [["学历（40分）", "学历", "40", "按学历计"]],
            [item("学历（40分）", "学历", 40, note="按学历计")],
            [],
        ),
        (
            ["项目", "内容", "满分", "赋分标准"],
            [
                ["学历", "学历", "15", "博士"], ["", "", "20", "双博士"], ["", "", "10", "硕士"],
                ["", "", "", "另议"], ["", "", "", "大专：5；中专：3"],
            ],
            [
                item(
                    "学历", "学历", 20,
                    steps=[
                        {"when": "博士", "points": 15}, {"when": "双博士", "points": 20}, {"when": "硕士", "points": 10},
                        {"when": "大专", "points": 5}, {"when": "中专", "points": 3},
                    ],
                )
            ],
            [(5, 4, "赋分标准：“另议”看不出计几分")],
        ),
        (
            ["项目", "内容", "满分", "小项", "封顶", "权重", "适用专业"],
            [
                ["成果", "论文", "15", "专著：10", "12", "30%", "内科、外科"],
                ["", "", "", "论文：5\n注：每篇", "", "", ""],
                ["", "", "", "看情况", "", "", ""],
                ["成果", "专利", "十", "", "几分", "几成", ""],
            ],
            [
                item(
                    "成果", "论文", 15, cap=12, specialties=["内科", "外科"], weight=30,
                    items=[{"item": "专著", "points": 10}, {"item": "论文", "points": 5, "note": "每篇"}],
                ),
                item("成果", "专利", 0),
            ],
            [
                (4, 4, "小项：“看情况”看不出最高几分"), (5, 3, "满分：“十”不是分值"), (5, 5, "封顶：“几分”不是分值"),
                (5, 6, "权重：“几成”不是权重"),
            ],
        ),
        (
            ["项目", "内容", "满分", "评分方式"],
            [
                ["甲", "乙", "5-8分", "部门核定"],
                ["甲", "丙", "3（扣分）", "专家"],
                ["甲", "丁", "3（加分）（不设上限）", "部门和专家"],
                ["加分项", "戊", "2", "看情况"],
                ["", "己", "", "——"],
            ],
            [
                item("甲", "乙", 8, scored_by="office", note="5-8分"),
                item("甲", "丙", 3, scored_by="experts", deduction=True),
                item("甲", "丁", 3, open_ended=True, bonus=True),
                item("加分项", "戊", 2, bonus=True),
                item("加分项", "己", 0, bonus=True),
            ],
            [
                (4, 4, "评分方式：“部门和专家”看不出由谁评分"), (5, 4, "评分方式：“看情况”看不出由谁评分"), (6, 3, "满分：没有填写分值"),
            ],
        ),
    ],
    ids=["points-of-steps", "dimension-with-points", "dimension-beside-items", "steps-below", "added-columns", "marks"],
)  # fmt: skip
def test_items(head: list[str], rows: list[list[str]], items: list[Value], said: list[tuple[int, int, str]]) -> None:
    (table,) = read(head, *rows)
    assert (table.value["items"], faults(table)) == (items, said)
    outside = [one for one in items if one.get("bonus") or one.get("deduction")]
    assert table.value["total"] == sum(one["points"] for one in items if one not in outside)


@pytest.mark.parametrize(
    ("above", "heading"),
    [
        (
            ["附表1 量化赋分表：甲表", "适用系列：工程、会计 适用层级：中级 总分：100", "适用专业：内科；全部；外科"],
            Heading("甲表", "工程、会计", "中级", 100, ["内科", "外科"]),
        ),
        (["适用专业：评分；全部"], Heading("", specialties=["评分"])),
        (["适用系列：全部 适用层级：全部"], Heading()),
        (["说明：按评分办法", "甲评分表（满分120分）", "总分：110分"], Heading("甲评分表", total=110)),
        (["甲评分表（满分120分）"], Heading("甲评分表", total=120)),
        (["甲评分表（总分100）"], Heading("甲评分表", total=100)),
        (["甲评分表（120分）"], Heading("甲评分表", total=120)),
        (["甲评分表（2026）"], Heading("甲评分表（2026）")),  # a year
        (["总分：100"], Heading(total=100)),
        (["满分为 12.5 分"], Heading(total=12.5)),
        (["总分：100分" + "，" * 11 + "甲"], Heading(total=100)),
        (["总分：100分" + "，" * 12 + "甲"], Heading()),
        (["附件3：乙打分表(100分)"], Heading("乙打分表", total=100)),
        (["量化赋分表：丙"], Heading("丙")),
        (["甲评分表", "乙评分表", "其他一行"], Heading("乙评分表")),
        ([], Heading()),
        (["工程副高级评分表", "其他一行"], Heading("工程副高级评分表", levels_of_title="副高级")),
        (["工程评分表", "副高级"], Heading("工程评分表", levels_of_title="副高级")),
        (["中级评分表", "（适用副高级人员）："], Heading("中级评分表", levels_of_title="副高级")),
        (["中级评分表", "适用层级：全部"], Heading("中级评分表")),
        (["中级评分表", "适用系列：工程"], Heading("中级评分表", "工程", levels_of_title="中级")),
        (["初级中学教师评分表"], Heading("初级中学教师评分表")),
    ],
)
def test_lines_above(above: list[str], heading: Heading) -> None:
    assert scoring_heading.read(above) == heading


def test_a_column_of_the_same_name_again_is_none() -> None:
    """The first one holds the points, whatever stands in the other; a header without any points is none."""
    (table,) = read(["维度", "内容", "满分", "满分"], ["学历", "学历", "40", "60"], ["业绩", "项目", "60", "40"])
    assert [one["points"] for one in table.value["items"]] == [40, 60]
    assert read(["维度", "维度", "备注"], ["学历", "学历", "40"]) == []


@pytest.mark.parametrize(
    ("row", "total", "points"),
    [
        (["合计", "", "100", "", ""], 100, [60, 40]),
        (["合计", "满分", "100", "", ""], 100, [60, 40]),
        (["总分", "各项相加", "100", "", ""], 100, [60, 40]),  # what the rows above make
        (["总分", "论文质量", "20", "", ""], 120, [60, 40, 20]),
        (["合计", "论文质量", "", "", ""], 100, [60, 40]),
    ],
    ids=["total", "total-and-a-word", "total-in-words", "an-item-of-that-name", "no-points"],
)
def test_an_item_whose_dimension_is_called_like_the_total(row: list[str], total: float, points: list[float]) -> None:
    """It has an item of its own, and other points than the rows above make together."""
    (table,) = read(HEAD, ["业绩", "项目", "60", "", ""], ["学历", "学历", "40", "", ""], row)
    assert (table.value["total"], [one["points"] for one in table.value["items"]]) == (total, points)


def test_a_header_of_two_rows() -> None:
    """评价指标 stands over 一级指标 and 二级指标."""
    (table,) = read(
        ["评价指标", "", "满分"], ["一级指标", "二级指标", ""], ["学历", "博士", "40"], ["业绩", "论文", "60"], ["合计", "", "100"]
    )
    assert table.value["items"] == [item("学历", "博士", 40), item("业绩", "论文", 60)]
    assert (table.faults, table.unread) == ([], [])


@pytest.mark.parametrize(("third", "unread"), [("省部级", ["第 3 列（没有名称）"]), ("", []), ("12", []), ("——", [])])
def test_a_column_without_a_name(third: str, unread: list[str]) -> None:
    (table,) = read(["项目", "内容", "", "满分"], ["业绩", "项目", third, "100"], ["合计", "", "", "100"], ["注：略", "", "某", ""])
    assert table.unread == unread


@pytest.mark.parametrize("names", [["评审要素", "评审指标"], ["类别", "评审项目"], ["一级指标", "考核项目"]])
def test_two_columns_of_dimensions_and_none_of_items(names: list[str]) -> None:
    """The second is that of the items."""
    (table,) = read([*names, "分值"], ["业绩", "项目", "60"], ["", "论文", "40"], ["总得分", "", "100"])
    assert table.value["items"] == [item("业绩", "项目", 60), item("业绩", "论文", 40)]
    assert (table.value["total"], table.guessed_total, table.unread) == (100, False, [])


@pytest.mark.parametrize(
    ("dimension", "first", "said"),
    [
        ("业绩（100分）", "项目（60分）", []),
        ("业绩（满分80分）", "项目", [(2, 3, "满分：“业绩（满分80分）”与它的各项加起来的 100 分不同")]),
        ("业绩（１００分）", "项目（５０分）", [(2, 3, "满分：“项目（５０分）”与它的分值 60 分不同")]),
        ("业绩（2篇）", "项目（80%）", []),
    ],
)
def test_points_in_names(dimension: str, first: str, said: list[tuple[int, int, str]]) -> None:
    (table,) = read(HEAD, [dimension, first, "60", "", ""], ["", "论文", "40", "", ""], ["加分项（10分）", "获奖", "5", "", ""])
    assert faults(table) == said


@pytest.mark.parametrize(
    ("text", "kind"),
    [("加10分", {"bonus": True}), ("+10", {"bonus": True}), ("-10", {"deduction": True}), ("扣 10 分", {"deduction": True}), ("10", {})],
)
def test_a_sign_before_the_points(text: str, kind: dict[str, bool]) -> None:
    (table,) = read(HEAD, ["业绩", "项目", "100", "", ""], ["其他", "其他", text, "", ""])
    assert (table.value["items"][1], faults(table)) == (item("其他", "其他", 10, **kind), [])
