"""Tables that hold nothing but signatures, and rows of Annex 1 that it does not have."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading import annex1_rows, continued
from zhicheng.forms.reading.grids import Box, Grid


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid("第 1 个表格", [[Box([text], at, column) for column, text in enumerate(row, 1)] for at, row in enumerate(rows, 1)])


@pytest.mark.parametrize(
    ("rows", "signed"),
    [
        ((("填表人：示例", "2026年6月1日"), ("", "")), True),
        ((("填表人：示例",), ("水利", "灌溉")), False),
        ((("水利", "灌溉"), ("填表人：示例",)), False),
        ((("填表人：示例", "灌溉"),), False),
        ((("", ""),), True),
    ],
)
def test_a_table_of_signatures_has_nothing_else(rows: tuple[tuple[str, ...], ...], signed: bool) -> None:
    assert continued.signed(grid(*rows)) is signed


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ((("", ""), ("成立背景", "甲")), ["第 1 个表格第 2 行：附件1没有“"]),
        ((("成立背景", "甲"), ("", ""), ("经费来源", "乙")), ["第 1 个表格第 1 行", "第 1 个表格第 3 行"]),
        ((("成立背景", ""),), []),
        ((("填表人：示例", "2026年6月1日"),), []),
        ((("甲" * 20, "甲"),), ["第 1 个表格第 1 行"]),
        ((("甲" * 21, "甲"),), []),
    ],
)
def test_rows_that_annex_1_does_not_have_are_asked_about(rows: tuple[tuple[str, ...], ...], asked: list[str]) -> None:
    """A short name and what is filled in for it, wherever blank rows stand."""
    found = [message for _, message, _ in annex1_rows.asked(grid(*rows), (), {})]
    assert len(found) == len(asked)
    assert all(message.startswith(said) for message, said in zip(found, asked, strict=True))
