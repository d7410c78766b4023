"""否 with people who have to defend after all is asked."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.cells import answers
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood


@pytest.mark.parametrize(
    "text",
    [
        "否，但破格人员需答辩",
        "否，破格人员须答辩",
        "不答辩，但破格人员除外",
        "否（破格人员除外）",
        "否，正高级除外",
        "否。其中破格申报人员需参加面试答辩",
        "□是 ☑否（破格者除外）",
        "不需要，特殊情况除外",
        "否（含破格）",
        "否 范围：副高级",
    ],
)
def test_no_defence_except_for_some_is_asked(text: str) -> None:
    with pytest.raises(Ambiguous, match=r"写了不答辩，又写了“.+”，看不出是不是有人要答辩") as fault:
        answers.defence(text, "")
    assert "请只写“否”" in fault.value.hint


@pytest.mark.parametrize("text", ["否", "不需要答辩", "否（无须答辩）", "否，以技能操作考核代替答辩", "否 范围：各层级均不答辩"])
def test_plain_no_is_read(text: str) -> None:
    assert answers.defence(text, "")["required"] is False


@pytest.mark.parametrize(
    "text",
    [
        "是（视情况）",
        "是，必要时",
        "是（正高级），否（副高级）",
        "是，但疫情期间暂停",
        "是，范围：无",
        "是，答辩范围：同上",
        "是，由评委会决定",
    ],
)
def test_a_defence_of_nobody_knows_whom_is_asked(text: str) -> None:
    with pytest.raises(Ambiguous, match="看不出哪些人答辩") as fault:
        answers.defence(text, "")
    assert "请只写“是”" in fault.value.hint


@pytest.mark.parametrize("text", ["原则上不答辩", "视情况", "一般不答辩", "必要时答辩", "正高级是，副高级否"])
def test_what_is_neither_yes_nor_no_is_asked(text: str) -> None:
    with pytest.raises(NotUnderstood, match="看不出选的是哪一个"):
        answers.defence(text, "")


@pytest.mark.parametrize("text", ["是（初级、中级除外）", "是（抽取10%）", "是，范围：破格人员"])
def test_a_defence_of_some(text: str) -> None:
    assert answers.defence(text, "")["required"] is True
