"""E117: numbers that cannot be called. All of them ring nowhere."""

from __future__ import annotations

import pytest
from helpers.judging import Judge

TWO, INNER, CODE, NONE = "一项里写了不止一个号码", "只有内线或分机号，外面拨不通", "没有区号", "不是能拨打的电话号码"


@pytest.mark.parametrize(
    "number",
    [
        "0991-0000001",
        "0991—0000001",
        "（0991）0000001",
        "0991 0000001",
        "09910000001",
        "+86-991-0000001",
        "010-00000001",
        "０９９１－００００００１",
        "0991-0000002转506",
        "0991-0000002-506",
        "0991-0000002转506、507",
        "0991-0000002 至诚楼",
        "0991-0000003（电话兼传真）",
        "0991-0000003（内线 8012）",
        "12333",
        "12333（人社服务热线）",
        "12345",
        "10000",
        "96000",
        "400-000-0001",
        "4000000001",
        "800-0000-001",
    ],
)
def test_e117_can_be_called(judge: Judge, number: str) -> None:
    assert judge(f'phones: ["{number}"]\n').findings == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0000001", CODE),
        ("00000001", CODE),
        ("0000001转506", CODE),
        ("000 0001", NONE),
        ("内线 8012", INNER),
        ("分机00812", INNER),
        ("内线 12333", INNER),
        ("见网站公布", NONE),
        ("0991-00001", NONE),
        ("0991-0000001、0991-0000002", TWO),
        ("0991-0000001/0000002", TWO),
        ("0991-0000001 或 0000002", TWO),
        ("0991-0000001；12333", TWO),
        ("0991-0000001至0003", TWO),
        ("0991-0000001～3", TWO),
        ("0991-0000001/2", TWO),
        ("0991-0000001、02", TWO),
        ("12333、12345", TWO),
        ("400-000-0001、0991-0000001", TWO),
    ],
)
def test_e117_cannot_be_called(judge: Judge, number: str, said: str) -> None:
    judge(f'phones: [▶"{number}"]\n').says("E117", f"“{number}”{said}", clause="备案登记的函（2019）一（三）6")


def test_e117_of_the_office(judge: Judge) -> None:
    """Its lines and those for complaints too."""
    judge('office: {phones: ["0991-0000001", ▶"0000002"], supervision: [▶"0000003"]}\n').says(
        "E117", "“0000002”没有区号", "“0000003”没有区号", hints=["请在前面加上区号，如 0991-0000001。"] * 2
    )


def test_e117_leaves_mobile_numbers_to_their_own_rule(judge: Judge) -> None:
    """And does not repeat them."""
    found = judge('phones: ["13800001234"]\n').findings
    assert [f.code for f in found] == ["P001"]
    assert "13800001234" not in found[0].message + found[0].hint
