"""否 with people who have to defend after all is asked."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.cells import answers
from zhicheng.forms.reading.faults import Ambiguous


@pytest.mark.parametrize("text", ["否，但破格人员需答辩", "否，破格人员须答辩", "不答辩，但破格人员除外"])
def test_no_defence_except_for_some_is_asked(text: str) -> None:
    with pytest.raises(Ambiguous, match=r"写了不答辩，又写了“.+”，看不出是不是有人要答辩") as fault:
        answers.defence(text, "")
    assert "请只写“否”" in fault.value.hint


@pytest.mark.parametrize("text", ["否", "不需要答辩", "否（无须答辩）"])
def test_plain_no_is_read(text: str) -> None:
    assert answers.defence(text, "")["required"] is False
