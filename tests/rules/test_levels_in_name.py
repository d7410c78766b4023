"""E116: the levels of a committee against its name."""

from __future__ import annotations

import pytest
from helpers.judging import Judge

LETTER = "备案登记的函（2019）"


def named(name: str, levels: str) -> str:
    return f"name: {name}\nreviews: [{{series: engineering, levels: [{levels}], catalog: {{建筑工程: [城市规划]}}}}]\n"


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("某省工程系列高级职称评审委员会", "intermediate, associate-senior, full-senior"),
        ("某省工程系列正高级职称评审委员会", "full-senior"),
        ("某省工程系列正、副高级职称评审委员会", "associate-senior, full-senior"),
        ("某省工程系列副高级职称评审委员会", "junior, intermediate, associate-senior"),
        ("某省工程系列中级专业技术职务任职资格评审委员会", "intermediate"),
        ("某省工程系列中初级评审委员会", "junior, intermediate"),
        ("某省工程系列高级（含正高级）评审委员会", "full-senior"),
        ("某省工程系列中、初级及高级工程师评审委员会", "associate-senior"),
        ("某省高级中学教师职称评审委员会", "full-senior"),
        ("某省中级人民法院工程系列职称评审委员会", "associate-senior"),
        ("某省工程系列职称评审委员会", "full-senior"),
        ("某省工程系列正高职称评审委员会", "full-senior"),
        ("某省工程系列正、副高职称评审委员会", "full-senior"),
        ("某省正高、副高职称评审委员会", "full-senior"),
        ("某省副高压预报工程系列职称评审委员会", "full-senior"),
        ("某省高级　中学教师职称评审委员会", "full-senior"),
        ("某省中级 人民法院工程系列职称评审委员会", "associate-senior"),
    ],
)
def test_e116_within_the_name(judge: Judge, name: str, levels: str) -> None:
    """What is lower than the name says is no finding, and a word that is not about titles says nothing."""
    assert judge(named(name, levels)).findings == []


@pytest.mark.parametrize(
    ("name", "levels", "said"),
    [
        ("某省工程系列副高级职称评审委员会", "associate-senior, ▶full-senior", "名称里写的是“副高级”，登记的“正高级”比它高"),
        ("某省工程系列中级职称评审委员会", "▶associate-senior", "名称里写的是“中级”，登记的“副高级”比它高"),
        ("某省工程系列中级　职称评审委员会", "▶associate-senior", "名称里写的是“中级”，登记的“副高级”比它高"),
        ("某省工程系列 副 高级 评审委员会", "▶full-senior", "名称里写的是“副高级”，登记的“正高级”比它高"),
        ("某省工程系列副高级职称评审　委员会", "▶full-senior", "名称里写的是“副高级”，登记的“正高级”比它高"),
        ("某省工程系列副高级 职称 评审委员会", "▶full-senior", "名称里写的是“副高级”，登记的“正高级”比它高"),
        ("某省工程系列副高级\u2003职称评审委员会", "▶full-senior", "名称里写的是“副高级”，登记的“正高级”比它高"),
        ("某省工程系列副高级【职称】评审委员会", "▶full-senior", "名称里写的是“副高级”，登记的“正高级”比它高"),
        ("某省工程系列副高职称评审委员会", "▶full-senior", "名称里写的是“副高”，登记的“正高级”比它高"),
        ("某省工程系列副高 职称评审委员会", "▶full-senior", "名称里写的是“副高”，登记的“正高级”比它高"),
        ("某省工程系列中初级评审委员会", "intermediate, ▶associate-senior", "名称里写的是“中初级”，登记的“副高级”比它高"),
        ("某省工程系列初级职称评审委员会", "junior, ▶intermediate", "名称里写的是“初级”，登记的“中级”比它高"),
    ],
)
def test_e116_above_the_name(judge: Judge, name: str, levels: str, said: str) -> None:
    hint = "请核对批准文件：改正“评审委员会名称”，或者删去这个层级。"
    judge(named(name, levels)).says("E116", said, hints=[hint], clause=LETTER + "一（三）1、9")
