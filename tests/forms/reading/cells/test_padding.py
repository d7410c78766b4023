"""Texts whose characters are set apart by spaces."""

from __future__ import annotations

import pytest
from helpers.forms.handed_in import loaded
from helpers.forms.kinds import annex_1

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.cells.padding import in_values, without_padding


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("评 审", "评审"),
        ("住　建　局", "住建局"),
        ("喀 什 市 示 例 路 1 号", "喀什市示例路1号"),
        ("喀 什 地 区 住 房 和 城乡 建 设 局", "喀什地区住房和城乡建设局"),
        ("示例路 1 号", "示例路 1 号"),
        ("第一中学 高中部", "第一中学 高中部"),
        ("甲 乙 丙 有限公司 新疆 分公司", "甲 乙 丙 有限公司 新疆 分公司"),
        ("A B C", "A B C"),
        ("__新人社函〔2018〕45号__", "新人社函〔2018〕45号"),
        ("＿＿示例路 1 号", "示例路 1 号"),
        ("A_B", "A_B"),
        ("评", "评"),
        ("", ""),
    ],
)
def test_padding(text: str, without: str) -> None:
    assert without_padding(text) == without


def test_a_directory_is_left_to_its_reader() -> None:
    value = {
        "name": "甲 乙",
        "reviews": [{"levels": ["junior"], "catalog": {"甲 乙": ["丙 丁"]}}],
        "defence": {"required": True, "scope": None},
    }
    assert in_values(value) == {**value, "name": "甲乙"}


def test_a_form_with_padding() -> None:
    cells = {
        "name": "和 田 地 区 水 利 工 程 专 业 副 高 级 职 称 评 审 委 员 会\n和 田 地 区 水 利 局",
        "address": "和 田 市 示 例 路 26 号",
        "procedure": "个 人 申 报→评 审→公 示",
        "basis": "《暂 行 办 法》（新人社发〔2012〕230号）",
    }
    found = reading.read([("附件1.docx", annex_1(**cells))], record.tables(loaded()), 2026, "prefecture", "653200").record
    assert (found["name"], found["organiser"]) == ("和田地区水利工程专业副高级职称评审委员会", "和田地区水利局")
    assert found["procedure"] == ["个人申报", "评审", "公示"]
    assert found["basis"] == [{"title": "暂行办法", "document": "新人社发〔2012〕230号"}]
    assert found["address"] == "和田市示例路 26 号"
