"""Words in the place of a value that say why there is none yet, or where it is."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.cells.names import person_name
from zhicheng.forms.reading.cells.nothing import is_nothing
from zhicheng.forms.reading.faults import NotUnderstood


@pytest.mark.parametrize(
    "text",
    [
        "报批中",
        "正在办理中",
        "尚未确定",
        "暂未批复",
        "另行通知",
        "已上报",
        "不便填写",
        "待批",
        "待核准",
        "以批文为准",
        "空白",
        "N/A",
        "。",
        "？",
        "（待批）",
    ],
)
def test_words_that_are_no_value(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize(
    "text", ["待批复后公示", "审批", "公示结果", "中", "自治区人社厅", "已报送材料审核", "待业", "组建专家库", "研究员", ""]
)
def test_words_that_are_a_value(text: str) -> None:
    assert not is_nothing(text)


@pytest.mark.parametrize("text", ["待批", "报批中", "已报", "以批文为准", "见电子版", "参见上年", "保密", "未知"])
def test_words_that_are_no_name(text: str) -> None:
    with pytest.raises(NotUnderstood, match="写的像是职务，或者还没有定下来"):
        person_name(text)


def test_a_name_that_begins_so_is_one() -> None:
    assert person_name("已然") == "已然"
