"""Cells of Annex 1 that contradict others, belong to no label, or hold something else than text: they are asked about.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from docx import Document
from helpers.forms.handed_in import errors, loaded
from helpers.forms.kinds import word

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms

NAME = ["评审委员会名称", "甲系列评审委员会\n组建单位：喀什地区教育局"]
ADDRESS, SCOPE = ["单位所在地点", "甲路 1 号"], ["评审地域范围", "喀什地区"]
STEPS = ["评审流程", "1.个人申报\n2.单位审核"]
AGAIN = "又写了一处，与前面的不同，看不出读哪一处"


def read(content: bytes, name: str = "附件1.docx") -> FilledForms:
    return reading.read([(name, content)], record.tables(loaded()), 2026)


def asked(found: FilledForms) -> list[str]:
    return [one.message for one in errors(found.findings) if one.code == "F004"]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ([[NAME, ADDRESS, SCOPE, STEPS]], []),
        ([[NAME, ADDRESS, SCOPE, STEPS, STEPS]], []),
        ([[["", "备案登记表", ""], *(["", *cells] for cells in (NAME, ADDRESS, SCOPE, STEPS))]], []),
        ([[NAME, ADDRESS, SCOPE, STEPS, ["评审流程", ""]]], []),
        ([[NAME, ADDRESS, SCOPE, STEPS], [["评审流程（续）", "3.专家评审"]]], []),
        ([[NAME, ADDRESS, SCOPE, STEPS, ["评审流程", "3.专家评审"]]], [f"第 1 个表格第 5 行“评审流程”：{AGAIN}"]),
        ([[NAME, ADDRESS, SCOPE, STEPS], [["评审流程", "3.专家评审"]]], [f"第 2 个表格第 1 行“评审流程”：{AGAIN}"]),
        ([[NAME, ADDRESS, SCOPE, ["单位所在地点", "乙路 2 号"]]], [f"第 1 个表格第 4 行“单位所在地点”：{AGAIN}"]),
        (
            [[NAME, ADDRESS, SCOPE, STEPS], [["", "3.专家评审"], ["是否答辩", "否"]]],
            ["第 2 个表格第 1 行：左边没有项目的名称，看不出接着哪一格"],
        ),
        ([[NAME, ADDRESS, SCOPE, STEPS], [["", "（盖章）"], ["是否答辩", "否"]]], []),
    ],
)
def test_a_cell_that_is_there_twice_or_goes_on(tables: list[list[list[str]]], said: list[str]) -> None:
    assert asked(read(word(*(part for table in tables for part in (table, ""))))) == said


def test_a_second_annex_1_with_more_in_it_is_asked_about() -> None:
    tables = [NAME, ["批准文件号", ""], ADDRESS, SCOPE], [NAME, ["批准文件号", "新人社函〔2018〕45号"], ADDRESS, SCOPE]
    found = read(word(tables[0], "", tables[1]))
    assert [one.message for one in errors(found.findings) if one.code == "F006"] == [
        "第 2 个表格第 2 行“批准文件号”：同一个文件里还有一份附件1，与它写的不同"
    ]
    assert not [one for one in read(word(tables[1], "", tables[0])).findings if one.code == "F006"]


@pytest.mark.parametrize(
    ("label", "rows", "value"),
    [
        ("评审流程", [["1", "个人申报"], ["2", "单位审核"]], ["个人申报", "单位审核"]),
        ("评审流程", [["序号", "步骤"], ["1", "个人申报"]], "写成了表格，看不出哪些是步骤"),
        ("评审流程", [["个人申报", "3月"], ["单位审核", "4月"]], "写成了表格，看不出哪些是步骤"),
        ("单位所在地点", [["地址", "甲路 1 号"]], "格子里套着一张表，看不出读哪些字"),
    ],
)
def test_tables_in_a_cell(label: str, rows: Sequence[Sequence[str]], value: Any) -> None:
    document = Document()
    table = document.add_table(rows=0, cols=2)
    for name, text in (NAME, ["评审系列", "工程系列"], SCOPE, [label, ""]):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, text
    inner = table.rows[-1].cells[1].add_table(rows=0, cols=2)
    for row in rows:
        for cell, text in zip(inner.add_row().cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    found = read(stream.getvalue())
    if isinstance(value, str):
        assert asked(found) == [f"第 1 个表格第 4 行“{label}”：{value}"]
    else:
        assert (asked(found), found.record["procedure"]) == ([], value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("#N/A", "有 1 格是公式出错的结果（B2）"),
        ("#REF!", "有 1 格是公式出错的结果（B2）"),
        ('="甲"&"路"', "有 1 格是公式，没有存算好的结果（B2）"),
        ("甲路 #3", None),
    ],
)
def test_errors_and_formulas_of_excel(value: str, said: str | None) -> None:
    book = openpyxl.Workbook()
    for row in (NAME, ["单位所在地点", value], SCOPE):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert asked(read(stream.getvalue(), "附件1.xlsx")) == ([f"工作表“Sheet”{said}"] if said else [])


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("和田地区水利工程评审委员会信息备案登记表", "和田地区水利工程评审委员会"),
        ("喀什地区卫生系列评审委员会信息备案登记表", "喀什地区卫生系列评审委员会"),
        ("附件1：2026年度和田地区职称评审委员会登记表", "和田地区职称评审委员会"),
        ("喀什地区农业局评审委员会信息备案登记表", "喀什地区农业局评审委员会"),
        ("喀什地区水利工程评委会信息备案登记表", None),
        ("喀什地区教育局水利工程评审委员会备案登记表", None),
        ("喀什地区教育局评审委员会备案登记表", None),
        ("新疆维吾尔自治区各系列（专业）职称评审委员会信息备案登记表", None),
        ("喀什地区职称评审委员会信息备案登记表", None),
        ("ＸＸＸＸ评审委员会信息备案登记表", None),
        ("（样表）评审委员会信息备案登记表", None),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_the_title_names_the_committee_of_the_cells(title: str, named: str | None, inside: bool) -> None:
    name = ["评审委员会名称", "喀什地区水利工程专业高级职称评审委员会\n组建单位：喀什地区教育局"]
    rows = [name, ADDRESS, SCOPE]
    found = read(word([[title, ""], *rows]) if inside else word(title, rows))
    said = [one.message for one in errors(found.findings) if one.code == "F006" and one.message.startswith("标题")]
    assert said == [f"标题写的是“{title}”，与表里的“{name[1].split()[0]}”不同" for title in [named] if title]
