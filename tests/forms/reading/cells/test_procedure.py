"""The steps of a procedure: what is read, and what is asked about."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.cells.procedure import procedure
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("个人申报→单位审核", ["个人申报", "单位审核"]),
        ("1、个人申报2、单位审核3、专家评审", ["个人申报", "单位审核", "专家评审"]),
        ("A.个人申报 B.单位审核", ["个人申报", "单位审核"]),
        ("个人申报(3月)——单位审核(4月)", ["个人申报(3月)", "单位审核(4月)"]),
        ("2024年个人申报2025年评审", ["2024年个人申报2025年评审"]),
        ("个人申报，按规定公示，按程序报批", ["个人申报", "按规定公示", "按程序报批"]),
        ("个人申报；公示 5 个工作日；评审", ["个人申报", "公示 5 个工作日", "评审"]),
        ("一、个人申报\n二、单位审核", ["个人申报", "单位审核"]),
        ("评审流程如下：\n1.个人申报\n2.单位审核", ["个人申报", "单位审核"]),
        ("评审流程：个人申报→单位审核", ["个人申报", "单位审核"]),
        ("评审工作程序：1.个人申报；2.单位审核", ["个人申报", "单位审核"]),
        ("公示 2 个工作日", ["公示 2 个工作日"]),
        ("Step1 个人申报\nStep2 单位审核", ["个人申报", "单位审核"]),
        ("1 个人申报\n2 公示 5 个工作日", ["个人申报", "公示 5 个工作日"]),
        ("1 个人申报\n3 单位审核", ["1 个人申报", "3 单位审核"]),
        ("1个人申报\n2单位审核\n3公示 5 天", ["个人申报", "单位审核", "公示 5 天"]),
        ("1个月内申报\n2个月内评审", ["1个月内申报", "2个月内评审"]),
        ("一是个人申报，二是单位审核，三是评审", ["个人申报", "单位审核", "评审"]),
        ("一是个人申报，三是评审", ["一是个人申报", "三是评审"]),
        ("个人申报，3～5 月评审", ["个人申报", "3～5 月评审"]),
        ("评审", ["评审"]),
    ],
)
def test_steps_that_are_read(text: str, steps: list[str]) -> None:
    assert procedure(text) == steps


@pytest.mark.parametrize(
    "text",
    [
        "按照新人社发〔2012〕230号文件执行",
        "按《办法》规定的程序执行",
        "严格按照有关规定组织评审",
        "按规定程序",
        "同往年",
        "与上年相同",
        "无",
        "个人申报，单位审核，（详见流程图）",
        "个人申报、单位审核、按新人社发〔2012〕230号文件执行",
        "1.个人申报\n2.同上",
        "流程图见附件3，具体：个人申报→审核",
        "评审流程如下：",
        "评审程序如图所示",
    ],
)
def test_what_only_refers_is_no_step(text: str) -> None:
    with pytest.raises(NotUnderstood, match="只说照什么办，不是一个步骤") as fault:
        procedure(text)
    assert fault.value.hint == "请把步骤一步一步写出来；不是步骤的话请删去。"


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("1个人申报2单位审核3专家评审", "个人申报→单位审核→专家评审"),
        ("1个人申报 2单位审核 3专家评审", "个人申报→单位审核→专家评审"),
        ("个人申报+单位审核+评审", "个人申报→单位审核→评审"),
        ("个人申报 单位审核 专家评审", "个人申报→单位审核→专家评审"),
        ("个人申报\t单位审核", "个人申报→单位审核"),
        ("个人申报/单位审核", "个人申报→单位审核"),
        ("个人申报|单位审核", "个人申报→单位审核"),
        ("个人申报~单位审核~评审", "个人申报→单位审核→评审"),
        ("个人申报……单位审核", "个人申报→单位审核"),
        ("个人申报·单位审核", "个人申报→单位审核"),
    ],
)
def test_steps_in_one_run_are_asked_about(text: str, choice: str) -> None:
    with pytest.raises(Ambiguous, match="写在一起，看不出有几步") as fault:
        procedure(text)
    assert fault.value.choices == (choice,)
    assert len(procedure(choice)) == choice.count("→") + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.个人申报；2.单位审核；4.评审", "“单位审核；4.评审”里还有序号，序号不连贯，看不出有几步"),
        ("1.个人申报；2.单位审核；2.评审", "“单位审核；2.评审”里还有序号，序号不连贯，看不出有几步"),
        ("一、申报\n1.个人申报\n2.单位审核\n二、评审\n1.评议\n2.表决", "有大项，又有小项，看不出哪些是步骤"),
        ("1.个人申报\n3.单位审核\n4.评审", "序号 1 的后面是 3，看不出有没有漏掉的步骤"),
        ("①个人申报\n②单位审核\n④评审", "序号 2 的后面是 4，看不出有没有漏掉的步骤"),
        *(
            (text, f"“{shown or text}”写在一起，看不出有几步")
            for text, shown in (
                ("Ⅰ个人申报Ⅱ单位审核", ""),
                ("【1】个人申报【2】单位审核", ""),
                ("1 个人申报 2 单位审核 3 评审", ""),
                ("1.个人申报.2.单位审核.3.评审", "个人申报.2.单位审核.3.评审"),
            )
        ),
        ("个人申报→评审。注：2026年取消答辩", "“评审。注：2026年取消答辩”不像一个步骤"),
        ("第一步：个人申报\n第三步：评审", "序号 1 的后面是 3，看不出有没有漏掉的步骤"),
    ],
)
def test_steps_whose_numbers_do_not_fit_are_asked_about(text: str, said: str) -> None:
    with pytest.raises(Ambiguous) as fault:
        procedure(text)
    assert fault.value.message == said


@pytest.mark.parametrize(
    "text", ["1.个人申报\n2.单位审核\n3.评审", "1.个人申报\n1.单位审核", "一、个人申报\n二、评审", "个人申报\n3.评审", "3.个人申报\n5.评审"]
)
def test_steps_whose_numbers_follow_or_begin_elsewhere_are_read(text: str) -> None:
    assert len(procedure(text)) == text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("个人申报、单位审核、公示等", "公示等"),
        ("个人申报→单位审核→公示等环节。", "公示等环节"),
        ("1.个人申报\n2.结果公示、发文等", None),
        ("1.个人申报\n2.公示等", None),
        ("个人申报→人人平等", None),
    ],
)
def test_a_list_of_steps_that_is_open(text: str, asked: str | None) -> None:
    if asked is None:
        assert len(procedure(text)) == 2
    else:
        with pytest.raises(Ambiguous, match=f"^“{asked}”后面写了“等”，看不出还有没有别的步骤$"):
            procedure(text)
