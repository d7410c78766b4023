"""Cells of Annexes 1 and 2 with more than their value, as offices write them: read rightly, or asked about.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

from typing import Any

import pytest
from helpers.forms.handed_in import errors, loaded
from helpers.forms.kinds import word

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms

ROWS = {
    "评审委员会名称": "喀什地区工程系列职称评审委员会\n组建单位：喀什地区水利局",
    "批准文件号": "新人社函〔2018〕45号",
    "单位所在地点": "示例路 1 号",
    "评审系列（专业）": "工程系列",
    "评审层级": "中级、副高级",
    "对应二级专业名称": "建筑工程：城市规划",
    "评审地域范围": "喀什地区",
    "评审依据": "《甲办法》",
    "评审流程": "个人申报→评审",
    "是否答辩": "否",
    "有无专家库": "有，专家来源：本地；抽取方式：随机",
}


def read(**changes: str) -> FilledForms:
    content = word([[label, changes.get(label, text)] for label, text in ROWS.items()])
    return reading.read([("附件1.docx", content)], record.tables(loaded()), 2026)


def asked(found: FilledForms, label: str) -> list[str]:
    return [one.message.partition("：")[2] for one in errors(found.findings) if f"“{label}" in one.message.partition("：")[0]]


@pytest.mark.parametrize(
    ("label", "text", "said"),
    [
        ("评审委员会名称", "甲评审委员会（筹）\n组建单位：喀什地区水利局", "名称里写了“（筹）”，看不出是不是名称"),
        ("评审委员会名称", "甲评审委员会（原乙评委会）\n组建单位：喀什地区水利局", "名称里写了“（原乙评委会）”，看不出是不是名称"),
        ("评审委员会名称", "甲评审委员会[1]\n组建单位：喀什地区水利局", "名称里写了“[1]”，看不出是不是名称"),
        ("评审委员会名称", "同上\n组建单位：喀什地区水利局", "名称里写了“同上”，看不出是不是名称"),
        ("评审委员会名称", "甲评审委员会、乙评审委员会\n组建单位：喀什地区水利局", "写了几个评审委员会的名称，看不出是哪一个"),
        ("评审委员会名称", "甲评审委员会\n组建单位：喀什地区水利局（代章）", "组建单位的名称里写了“（代章）”，看不出是不是名称"),
        ("评审委员会名称", "甲评审委员会\n组建单位：甲局、乙局", "“甲局、乙局”看不出是一个单位还是几个"),
        ("批准文件号", "新人社函〔2018〕45号（已废止）", "“新人社函〔2018〕45号（已废止）”后面写着“已废止”，看不出文号是不是仍然有效"),
        ("批准文件号", "新人社发〔2019〕1号、〔2020〕5号", "“新人社发〔2019〕1号、〔2020〕5号”看不出是一个文号还是几个"),
        ("批准文件号", "新人社发〔2019〕1、2号", "“新人社发〔2019〕1、2号”看不出是一个文号还是几个"),
        ("批准文件号", "新人社发〔2019〕1号，5号", "“新人社发〔2019〕1号，5号”看不出是一个文号还是几个"),
        ("批准文件号", "待下发", "“待下发”不像一个文号"),
        ("批准文件号", "口头批准", "“口头批准”不像一个文号"),
        ("单位所在地点", "本单位", "“本单位”不是地址"),
        ("评审依据", "国家和自治区有关职称政策", "“国家和自治区有关职称政策”不是一份文件的名称"),
        (
            "评审委员会名称",
            "关于成立甲评审委员会的批复\n组建单位：喀什地区水利局",
            "名称里写了“关于成立甲评审委员会的批复”，看不出是不是名称",
        ),
        ("对应二级专业名称", "一级：建筑工程\n二级：城市规划", "“一级”不是一个专业的名称"),
        ("是否答辩", "是（视频答辩）", "“视频答辩”没有写哪些人答辩"),
        ("是否答辩", "是，每年7月", "“每年7月”没有写哪些人答辩"),
        ("批准文件号", "新人社函〔2018〕XX号", "“新人社函〔2018〕XX号”不像一个文号"),
        ("批准文件号", "新人社函〔2018〕 号", "“新人社函〔2018〕 号”不像一个文号"),
        ("单位所在地点", "示例路 1 号（已搬迁）", "“示例路 1 号（已搬迁）”看不出是不是现在的地址"),
        ("单位所在地点", "甲路（原址），乙路（新址）", "“甲路（原址），乙路（新址）”看不出是不是现在的地址"),
        ("单位所在地点", "示例路 1 号*", "“示例路 1 号*”看不出是不是现在的地址"),
        ("评审系列（专业）", "工程系列（停评）", "“工程系列（停评）”里写了“（停评）”，看不出评不评这个系列"),
        ("评审系列（专业）", "工程系列（不含水利）", "“工程系列（不含水利）”里写了“（不含水利）”，看不出评不评这个系列"),
        ("评审系列（专业）", "工程系列等", "“工程系列等”里写了“等”，看不出评不评这个系列"),
        ("评审系列（专业）", "工程系列以外", "“工程系列以外”里写了“以外”，看不出评不评这个系列"),
        ("评审系列（专业）", "工程系列 经济系列", "“工程系列经济系列”看不出是一个系列还是几个"),
        ("评审系列（专业）", "工程系列及经济系列", "“工程系列及经济系列”里写了“及经济系列”，看不出评不评这个系列"),
        ("对应二级专业名称", "建筑工程2个专业：城市规划", "“建筑工程2个专业”里写了数目"),
        ("对应二级专业名称", "建筑工程：城市规划（共2个专业）", "“城市规划（共2个专业）”里的括号不像名称"),
        ("对应二级专业名称", "建筑工程：城市规划、给水排水…", "“给水排水…”带着记号"),
        ("对应二级专业名称", "建筑工程：不设二级专业", "“不设二级专业”不是一个专业的名称"),
        ("对应二级专业名称", "建筑工程：城市规划及相近专业", "“城市规划及相近专业”不是一个专业的名称"),
        ("对应二级专业名称", "建筑工程：城市规划\n注：2025年起增加水文", "“注”不是一个专业的名称"),
        ("评审依据", "1.《甲办法》2.《乙办法》", "“甲办法》2.《乙办法”里还有一份文件"),
        (
            "评审依据",
            "《甲办法》新人社发〔2019〕1号、新人社函〔2020〕5号",
            "“《甲办法》新人社发〔2019〕1号、新人社函〔2020〕5号”里还有一个文号，看不出是不是另一份文件",
        ),
        (
            "评审依据",
            "《甲办法》（新人社发〔2019〕1号、〔2020〕5号）",
            "“《甲办法》（新人社发〔2019〕1号、〔2020〕5号）”里还有一个文号，看不出是不是另一份文件",
        ),
        ("评审依据", "《甲办法》★", "“甲办法★”后面带着“★”"),
        ("有无专家库", "有（建设中）", "写了“建设中”，看不出现在有没有专家库、怎样抽取"),
        ("有无专家库", "有，但未启用", "写了“但未启用”，看不出现在有没有专家库、怎样抽取"),
        ("有无专家库", "有（已停用）", "写了“已停用”，看不出现在有没有专家库、怎样抽取"),
        ("有无专家库", "有，专家来源：同上；抽取方式：随机", "写了“同上”，看不出现在有没有专家库、怎样抽取"),
    ],
)
def test_what_is_asked_about(label: str, text: str, said: str) -> None:
    assert asked(read(**{label: text}), label) == [said]


@pytest.mark.parametrize(
    ("label", "text", "key", "value"),
    [
        ("评审委员会名称", "甲评审委员会\n喀什地区水利局（盖章）", "organiser", "喀什地区水利局"),
        ("评审委员会名称", "甲（新区）评审委员会\n组建单位：甲学会（原理分会）", "name", "甲（新区）评审委员会"),
        ("批准文件号", "新人社函(2018)45号", "approval", {"document": "新人社函〔2018〕45号"}),
        ("批准文件号", "新人社发〔2019〕1号\n新人社函(2020) 5号", "approval", {"document": "新人社发〔2019〕1号、新人社函〔2020〕5号"}),
        ("批准文件号", "会议纪要第5期", "approval", {"document": "会议纪要第5期"}),
        ("批准文件号", "2018年3月的批复（新人社函〔2018〕45号文）", "approval", {"document": "2018年3月的批复（新人社函〔2018〕45号文）"}),
        ("批准文件号", "新人社函〔_2018_〕_45_号", "approval", {"document": "新人社函〔2018〕45号"}),
        ("批准文件号", "新人社函[ 2018 ] 45 号", "approval", {"document": "新人社函〔2018〕45号"}),
        ("单位所在地点", "本溪路 1 号", "address", "本溪路 1 号"),
        (
            "评审依据",
            "自治区现行评审条件（新人社发〔2012〕230号）",
            "basis",
            [{"title": "自治区现行评审条件", "document": "新人社发〔2012〕230号"}],
        ),
        ("是否答辩", "是（破格申报的，视频答辩）", "defence", {"required": True, "scope": "破格申报的，视频答辩"}),
        ("有无专家库", "有（自治区专家库）", "expert_pool", {"exists": True, "source": "自治区专家库"}),
        ("单位所在地点", "示例路 1 号（盖章）", "address", "示例路 1 号"),
        ("评审依据", "《甲办法》（2019修订）", "basis", [{"title": "甲办法（2019修订）"}]),
        (
            "评审依据",
            "《关于转发乙发〔2018〕2号的通知》（甲发〔2019〕1号）",
            "basis",
            [{"title": "关于转发乙发〔2018〕2号的通知", "document": "甲发〔2019〕1号"}],
        ),
        ("评审依据", "《关于印发〈甲办法〉的通知》、《乙办法》", "basis", [{"title": "关于印发〈甲办法〉的通知"}, {"title": "乙办法"}]),
        ("有无专家库", "没有，正在建", "expert_pool", {"exists": False, "source": "正在建"}),
        ("有无专家库", "无，会议专家从上级专家库抽取", "expert_pool", {"exists": False, "draw": "会议专家从上级专家库抽取"}),
    ],
)
def test_what_is_read(label: str, text: str, key: str, value: Any) -> None:
    found = read(**{label: text})
    assert (asked(found, label), found.record[key]) == ([], value)


HEAD, FIRST = ["系列（专业）", "一级目录", "二级目录"], ["工程系列", "建筑工程", "城市规划"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["", "新增", "水文"]], "“新增”不是一个专业的名称"),
        ([["停评专业", "", ""], ["工程系列", "水利工程", "水文"]], "“停评专业”后面没有专业"),
        ([["注：城市规划2025年起停评", "", ""]], "“注：城市规划2025年起停评”说的专业，看不出评不评"),
        ([["", "水利工程", "0101 水文"]], "“0101 水文”前面像是序号"),
        ([["", "水利工程", "1-1 水文"]], "“1-1 水文”前面像是序号"),
        ([["", "水利工程", "1.1 水文"]], "“1.1 水文”前面像是序号"),
        ([["", "2", "水文"]], "“2”不是一个专业的名称"),
        ([["注：本表一式三份", "", ""]], None),
        ([["合计", "1个", "1个"]], None),
    ],
)
def test_rows_of_annex_2(rows: list[list[str]], said: str | None) -> None:
    found = reading.read([("附件2.docx", word([HEAD, FIRST, *rows]))], record.tables(loaded()), 2026)
    assert [one.message.partition("：")[2] for one in errors(found.findings)] == ([said] if said else [])


@pytest.mark.parametrize(
    ("series", "levels", "choices"),
    [
        ("高等学校教师系列", "讲师、副教授、教授", ("中级、副高级、正高级",)),
        ("公共法律服务系列（公证员）", "一级公证员，二级公证员", ("副高级、正高级",)),
        ("技工院校教师系列", "高级讲师\n高级实习指导教师", ("副高级",)),
        ("工程系列", "副教授、教授", ()),  # of another series
        ("工程系列、高等学校教师系列", "副教授、教授", ()),
        ("艺术系列", "一级、二级", ()),
    ],
)
def test_titles_in_the_cell_of_the_levels(series: str, levels: str, choices: tuple[str, ...]) -> None:
    """They are asked about, with the levels that the series has them at."""
    found = read(**{"评审系列（专业）": series, "评审层级": levels})
    (question,) = (one for one in found.questions if "“评审层级”" in one.message)
    assert (question.choices, "写的是职称，不是层级" in question.message) == (choices, bool(choices))


@pytest.mark.parametrize("series", ["工程系列、经济系列", "工程、经济", "工程系列\n经济系列", "工程系列及经济系列"])
def test_row_of_several_series_in_annex_2(series: str) -> None:
    """A row is of one series: what is advised is accepted, 顿号 would not be."""
    first = word([[label, "见附件2" if label == "对应二级专业名称" else text] for label, text in ROWS.items()])
    second = word([HEAD, [series, *FIRST[1:]]])
    found = reading.read([("附件1.docx", first), ("附件2.docx", second)], record.tables(loaded()), 2026)
    said = [(one.message.partition("：")[2], one.hint) for one in errors(found.findings) if "看不出这一行的专业" in one.message]
    hint = "附件2一行只写一个系列的专业：几个系列的，请各写各的行。"
    assert said == [(f"“{series.replace(chr(10), '')}”看不出这一行的专业是哪一个系列的", hint)]


def test_parts_between_manual_line_breaks() -> None:
    text = "（1）\n建筑工程：城市规划\n（2）\n工商管理：企业管理"  # in one paragraph
    found = read(**{"评审系列（专业）": "（1）工程系列（2）经济系列", "对应二级专业名称": text})
    assert [one["catalog"] for one in found.record["reviews"]] == [{"建筑工程": ["城市规划"]}, {"工商管理": ["企业管理"]}]
