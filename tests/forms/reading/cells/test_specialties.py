"""Names of a directory of specialties: those that are taken, and those that are asked about."""

from __future__ import annotations

import pytest
from helpers.forms.handed_in import errors, loaded
from helpers.forms.kinds import word

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.cells import specialties
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.forms.reading.result import FilledForms

HEAD = ["系列（专业）", "一级目录", "二级目录"]


def directory(*rows: list[str]) -> FilledForms:
    return reading.read([("附件2.docx", word([HEAD, *rows]))], record.tables(loaded()), 2026)


@pytest.mark.parametrize(
    "name",
    [
        "水资源",
        "3D打印",
        "5G通信技术",
        "2型糖尿病防治",
        "给水排水（含消防）",
        "水文（水资源方向）",
        "药学（原料药）",
        "装备（模拟仿真）",
        "工业（创新设计）",
        "养殖(B)",
        "水利 1 号",
        "高等教育",
        "水利类",
        "中医（全科）",
        "“水资源（停评）”",
        "“01灌溉”",
        "“其他”",
    ],
)
def test_names_that_are_taken(name: str) -> None:
    assert specialties.doubt(specialties.seconds(name), name) is None


@pytest.mark.parametrize(
    ("text", "said", "choices"),
    [
        ("水资源管理（停评）", "“水资源管理（停评）”里的括号不像名称", ("水资源管理",)),
        ("水土保持（电力工程暂不评审）", "“水土保持（电力工程暂不评审）”里的括号不像名称", ("水土保持",)),
        ("水土保持（二级）", "“水土保持（二级）”里的括号不像名称", ("水土保持",)),
        ("（水土保持）", "“（水土保持）”里的括号不像名称", ()),
        ("（新增）水土保持", "“（新增）水土保持”里的括号不像名称", ("水土保持",)),
        ("水文\n水土保持[新]", "“水土保持[新]”里的括号不像名称", ("水文\n水土保持",)),
        ("水土保持（原水保）", "“水土保持（原水保）”里的括号不像名称", ("水土保持",)),
        ("水土保持（2025年起）", "“水土保持（2025年起）”里的括号不像名称", ("水土保持",)),
        ("水土保持（拟取消）", "“水土保持（拟取消）”里的括号不像名称", ("水土保持",)),
        ("水土保持[1]", "“水土保持[1]”里的括号不像名称", ("水土保持",)),
        ("水土保持（注2）", "“水土保持（注2）”里的括号不像名称", ("水土保持",)),
        ("灌溉排水 5人", "“灌溉排水 5人”里写了数目", ("灌溉排水",)),
        ("灌溉排水（5人）", "“灌溉排水（5人）”里写了数目", ("灌溉排水",)),
        ("水资源★", "“水资源★”带着记号", ("水资源",)),
        ("水资源*、水文", "“水资源*”带着记号", ("水资源、水文",)),
        ("水资源①", "“水资源①”带着记号", ("水资源",)),
        ("水资源²", "“水资源²”带着记号", ("水资源",)),
        ("水资源 注1", "“水资源 注1”带着记号", ("水资源",)),
        ("★水资源\n水文", "“水资源”带着记号", ()),
        ("★水资源", "“水资源”带着记号", ()),
        ("○水资源", "“○水资源”带着记号", ("水资源",)),
        ("01灌溉排水", "“01灌溉排水”前面像是序号", ("灌溉排水",)),
        ("A01灌溉排水", "“A01灌溉排水”前面像是序号", ("灌溉排水",)),
        ("Ⅱ.灌溉排水", "“Ⅱ.灌溉排水”前面像是序号", ("灌溉排水",)),
        ("IV.灌溉排水", "“IV.灌溉排水”前面像是序号", ("灌溉排水",)),
        ("3灌溉排水", "“3灌溉排水”前面像是序号", ("灌溉排水",)),
        ("301灌溉排水", "“301灌溉排水”前面像是序号", ("灌溉排水",)),
        ("灌溉排水（301）", "“灌溉排水（301）”里的括号不像名称", ("灌溉排水",)),
        ("灌溉排水（C0103）", "“灌溉排水（C0103）”里的括号不像名称", ("灌溉排水",)),
        ("灌溉排水 0301", "“灌溉排水 0301”后面像是代码", ("灌溉排水",)),
        ("水文、水资源、水文", "“水文”写了两遍", ()),
        ("水文（海洋）、水文(海洋)", "“水文(海洋)”写了两遍", ()),
    ],
)
def test_names_that_are_asked_about(text: str, said: str, choices: tuple[str, ...]) -> None:
    fault = specialties.doubt(specialties.seconds(text), text)
    assert isinstance(fault, Ambiguous)
    assert (fault.message, fault.choices) == (said, choices)
    assert "请" in fault.hint


def test_a_mark_before_each_name_is_a_bullet() -> None:
    text = "★水资源\n★水文"
    assert (specialties.seconds(text), specialties.doubt(["水资源", "水文"], text)) == (["水资源", "水文"], None)


@pytest.mark.parametrize(
    "name",
    [
        "各专业",
        "所有专业",
        "全部",
        "不分专业",
        "不限",
        "水利类所有专业",
        "水资源及相关专业",
        "其他专业",
        "其它",
        "水资源等",
        "同上",
        "IV",
        "Ⅱ",
    ],
)
def test_words_in_place_of_names(name: str) -> None:
    fault = specialties.doubt([name], name)
    assert isinstance(fault, NotUnderstood)
    assert fault.message == f"“{name}”不是一个专业的名称"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("各专业", True),
        ("所有专业", True),
        ("工程系列全部专业", True),
        ("不限", True),
        ("全部专业", False),
        ("水利类", False),
        ("其他", False),
    ],
)
def test_words_for_every_specialty_are_asked_about(text: str, asked: bool) -> None:
    """全部专业 alone is what this program writes for them."""
    fault = specialties.stands_for_all(text)
    assert (fault is not None) == asked
    if fault is not None:
        assert fault.message == f"写了“{text}”，看不出是不是这个系列的全部专业"
        assert fault.choices == ("全部专业",)


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ([["工程", "水利工程", "水文"], ["", "", "水资源"]], []),
        ([["工程", "水利工程", "水文"], ["", "电力工程", "水文"]], []),
        ([["工程", "全部专业", ""]], []),
        ([["工程", "水利工程", "水文"], ["", "水利工程", "水文"]], ["第 1 个表格第 3 行：“水文”写了两遍"]),
        ([["工程", "（新增）水利工程", "水文"]], ["第 1 个表格第 2 行：“（新增）水利工程”里的括号不像名称"]),
        ([["工程", "“水利工程（新增）”", "水文"]], []),
        ([["工程", "各专业", ""]], ["第 1 个表格第 2 行：写了“各专业”，看不出是不是这个系列的全部专业"]),
    ],
)
def test_names_of_annex_2(rows: list[list[str]], messages: list[str]) -> None:
    found = directory(*rows)
    assert [one.message for one in errors(found.findings) if one.code == "F004"] == messages
    assert [question.message for question in found.questions if "“各专业”" in question.message] == [
        one for one in messages if "各专业" in one
    ]


def test_a_question_about_a_name_is_answered() -> None:
    rows = [["工程", "水利工程", "水文（停评）"]]
    asked = directory(*rows).questions[0]
    content = word([HEAD, *rows])
    for answer, seconds in ((asked.choices[0], ["水文"]), ("“水文（停评）”", ["水文（停评）"])):
        read = reading.read([("附件2.docx", content)], record.tables(loaded()), 2026, answers={asked.id: answer})
        assert read.record["reviews"] == [{"series": "engineering", "catalog": {"水利工程": seconds}}]


_COMES_BACK = ["水文", "软件", "水文丨水资源", "等离子体物理"]
_ASKED_ABOUT = ["水文（停评）", "其他", "同上", "全部专业", "水利类所有专业", "水文等专业", "详见附件", "水文2个", "（新增）水文"]


@pytest.mark.parametrize(("name", "text"), [*((name, name) for name in _COMES_BACK), *((name, f"“{name}”") for name in _ASKED_ABOUT)])
def test_names_are_written_so_that_they_come_back(name: str, text: str) -> None:
    assert specialties.written(name) == text
    assert (specialties.seconds(text), specialties.doubt([name], text)) == ([name], None)


def test_letters_behind_a_number_are_part_of_the_name() -> None:
    assert specialties.seconds("1. 水文(B)\n2. 水资源（A）") == ["水文(B)", "水资源（A）"]


@pytest.mark.parametrize(
    "text",
    [
        "a)水文 b)水资源",
        "A．水文 B．水资源",
        "(a) 水文\n(b) 水资源",
        "a、水文\nb、水资源",
        "１．水文 ２．水资源",
        "①水文②水资源",
        "1）水文；２)水资源",
    ],
)
def test_styles_of_list_numbers(text: str) -> None:
    assert specialties.seconds(text) == ["水文", "水资源"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("城 市 规 划", ["城市规划"]),
        ("城　市　规　划\n建 筑 施 工", ["城市规划", "建筑施工"]),
        ("“城 市”", ["城 市"]),
        ("A 类 机械", ["A 类 机械"]),
        ("城市 规划", ["城市", "规划"]),
    ],
)
def test_spaces_that_set_characters_apart(text: str, names: list[str]) -> None:
    """They are no part of a name, unless it stands in quotes, in which one that has them is written."""
    assert specialties.seconds(text) == names
    assert specialties.first_level("建 筑 工 程") == "建筑工程"
    assert specialties.written("城 市") == "“城 市”"
