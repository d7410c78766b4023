"""E118: names in a catalog that are no names of specialties."""

from __future__ import annotations

import pytest
from helpers.judging import Judge

ETC, NUMBER, OTHERS, SHORT = "以“等”结尾", "里有序号", "里有“其他”，说不清是哪些专业", "只有一个字"
SEVERAL = "里有“/”，像是几个专业写在一起"


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
        "高等技术",
        "维吾尔语/汉语",
        "I/O设计",
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
        ("城市规划等专业", ETC),
        ("农机（含维修等）", ETC),
        ("水利等工程", ETC),
        ("水利等相关专业", ETC),
        ("Ⅰ农学", NUMBER),
        ("ⅱ 农学", NUMBER),
        ("农艺其他", OTHERS),
        ("农艺（其他）", OTHERS),
        ("农学/园艺", SEVERAL),
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
