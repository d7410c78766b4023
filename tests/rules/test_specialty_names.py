"""E118: names in a catalog that are no names of specialties."""

from __future__ import annotations

import pytest
from helpers.judging import Judge

ETC, NUMBER, OTHERS, SHORT = "以“等”结尾", "里有序号", "里有“其他”，说不清是哪些专业", "只有一个字"
SEVERAL = "里有“/”一类的符号，像是几个专业写在一起"
ETC_INSIDE = "里有“等”，说不清包括哪些专业"


def catalog(name: str, mark: str = "") -> str:
    return f'reviews: [{{series: engineering, levels: [intermediate], catalog: {{建筑工程: [{mark}"{name}", 建筑设计]}}}}]\n'


@pytest.mark.parametrize(
    "name",
    [
        "2.5G通信技术",
        "3D打印",
        "5G网络",
        "110千伏变电",
        "2型糖尿病防治",
        "高等教育",
        "语文（初等）",
        "学前高等",
        "道路、桥梁",
        "内科（三级）",
        "C4.5算法",
        "一体化设计",
        "Web2.0技术",
        "等离子体",
        "等离子工程",
        "等级评定技术",
        "高等技术",
        "高等、中等教育",
        "初等和中等教育",
        "对等网络技术",
        "同等学力教育",
        "一等水准测量",
        "Ⅱ型糖尿病防治",
        "Ⅰ期临床试验",
        "５轴加工",
        "1农学",
        "农、林机械",
        "VI 设计",
        "IP网络",
        "农学Ⅱ",
        "一农学",
        "一 体",
        "维吾尔语/汉语",
        "汉文/维吾尔文",
        "I/O设计",
        "C/S架构",
        "TCP/IP协议",
        "其实",
        "AI",
    ],
)
def test_e118_names(judge: Judge, name: str) -> None:
    assert judge(catalog(name)).findings == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("城市规划等", ETC),
        ("城市规划等专业", ETC_INSIDE),
        ("农机（含维修等）", ETC_INSIDE),
        ("水利等工程", ETC_INSIDE),
        ("水利等相关专业", ETC_INSIDE),
        ("水利等专业技术", ETC_INSIDE),
        ("水利等各专业", ETC_INSIDE),
        ("水利等有关行业工程", ETC_INSIDE),
        ("水利等（含水保）", ETC_INSIDE),
        ("农机等、维修", ETC_INSIDE),
        ("农机（维修等）服务", ETC_INSIDE),
        ("水利等等", ETC),
        ("安全等专业", ETC_INSIDE),
        ("码头等工程", ETC_INSIDE),
        ("校对等专业", ETC_INSIDE),
        ("合同等专业", ETC_INSIDE),
        ("水平等工程", ETC_INSIDE),
        ("Ⅰ农学", NUMBER),
        ("（Ⅰ）农学", NUMBER),
        ("Ⅲ、农学", NUMBER),
        ("农学Ⅱ、园艺", NUMBER),
        ("II、农学", NUMBER),
        ("iv.农学", NUMBER),
        ("II 农学", NUMBER),
        ("１、农学", NUMBER),
        ("１．农学", NUMBER),
        ("（１）农学", NUMBER),
        ("１农学", NUMBER),
        ("【1】农学", NUMBER),
        ("[1]农学", NUMBER),
        ("第1 农学", NUMBER),
        ("第一、农学", NUMBER),
        ("一 农学", NUMBER),
        ("⒈农学", NUMBER),
        ("㈠农学", NUMBER),
        ("㉑农学", NUMBER),
        ("❶农学", NUMBER),
        ("ⅱ 农学", NUMBER),
        ("农艺其他", OTHERS),
        ("农艺（其他）", OTHERS),
        ("水利其他工程", OTHERS),
        ("农机其它类", OTHERS),
        ("其他", OTHERS),
        ("其余专业", OTHERS),
        ("农学/园艺", SEVERAL),
        ("农学／园艺", SEVERAL),
        ("农学 / 园艺", SEVERAL),
        ("农学//园艺", SEVERAL),
        ("农学丨园艺", SEVERAL),  # a Chinese character, used as a sign
        ("农学⁄园艺", SEVERAL),
        ("农学＼园艺", SEVERAL),
        ("农学|园艺", SEVERAL),
        ("农学（旱作）/园艺", SEVERAL),
        ("信息/IT", SEVERAL),
        ("AI/大数据", SEVERAL),
        ("语文/数学", SEVERAL),
        ("英语/文学", SEVERAL),
        ("一、城市规划", NUMBER),
        ("（二）城市规划", NUMBER),
        ("A、城市规划", NUMBER),
        ("1 城市规划", NUMBER),
        ("1-城市规划", NUMBER),
        ("①城市规划", NUMBER),
        ("城市规划②建筑", NUMBER),
        ("⑴城市规划", NUMBER),
        ("城市规划2、建筑结构", NUMBER),
        ("城市规划2.建筑结构", NUMBER),
        ("城市规划及其他", OTHERS),
        ("其他专业", OTHERS),
        ("桥", SHORT),
    ],
)
def test_e118_no_names(judge: Judge, name: str, said: str) -> None:
    judge(catalog(name, "▶")).says("E118", f"专业名称“{name}”{said}", clause="备案登记的函（2019）一（四）")


def test_e118_of_every_level(judge: Judge) -> None:
    """First, second and third level, each at its own name."""
    found = "{▶建筑等: [城市规划], 市政工程: {▶桥: [结构, ▶暖通等], 道路: []}}"
    judge(f"reviews: [{{series: engineering, levels: [intermediate], catalog: {found}}}]\n").says(
        "E118", "专业名称“建筑等”以“等”结尾", "专业名称“桥”只有一个字", "专业名称“暖通等”以“等”结尾"
    )


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["1农学", "2园艺"], ["1农学", "2园艺"]),
        (["2园艺", "01农学", "植保"], ["2园艺", "01农学"]),
        (["1农学", "园艺"], []),
        (["2农学", "3园艺"], []),  # a list begins with 1
        (["1型糖尿病防治", "2型糖尿病防治"], []),
        (["1农学", "2农学"], []),  # the same with a measure of its own, perhaps
    ],
)
def test_e118_a_list_numbered_without_a_mark(judge: Judge, names: list[str], found: list[str]) -> None:
    """Told where the names of one list begin with 1, 2 and further, before different words."""
    written = ", ".join(f'"{name}"' for name in names)
    told = judge(f"reviews: [{{series: engineering, levels: [intermediate], catalog: {{建筑工程: [{written}]}}}}]\n").findings
    assert [f.message for f in told if f.code == "E118"] == [f"专业名称“{name}”{NUMBER}" for name in found]
