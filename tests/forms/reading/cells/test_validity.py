"""The days of a validity in one line."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.cells.validity import validity

THREE_YEARS = {"from": "2026-01-01", "until": "2028-12-31"}


@pytest.mark.parametrize(
    "text",
    [
        "2026年1月1日至2028年12月31日",
        "自2026.1.1起至2028.12.31止。",
        "2026-01-01～2028-12-31",
        "二〇二六年一月一日至二〇二八年十二月三十一日",
        "有效期：2026年1月1日至2028年12月31日",
        "核准备案有效期为2026年1月1日至2028年12月31日",
        "2026年1月1日至2028年12月31日（3年）",
        "2026年1月1日至2028年12月31日，有效期三年",
        "三年（2026年1月1日至2028年12月31日）",
        "2026年1月1日起三年",
        "自2026年1月1日起，有效期3年",
    ],
)
def test_days_that_are_read(text: str) -> None:
    assert validity(text) == THREE_YEARS


@pytest.mark.parametrize(
    "text",
    [
        "三年",
        "2028年12月31日",
        "2026年1月至2028年12月",
        "2026年1月1日至2028年12月31日（5年）",
        "5年（2026年1月1日至2028年12月31日）",
        "2026年2月30日至2028年12月31日",
        "2028年2月29日起三年",
        "2026年1月1日至2028年12月31日，到期续办",
        "长期",
        "",
    ],
)
def test_other_words_are_none(text: str) -> None:
    """Its years have to make its days."""
    assert validity(text) is None
