"""X018: committees that a list names and that have not filed - what they lack, and which of them have filed after all."""

from __future__ import annotations

import pytest
from helpers.judging import Judge

PATH = "registry/listed/650000/example-three.yaml"
NAME = "示例自治区卫生系列职称评审委员会"
ALWAYS = "评审依据、量化赋分表、评审流程、答辩、专家库"
FIELDS = {
    "organiser": "organiser: 某厅\n",
    "address": "address: 某路 1 号\n",
    "phones": 'phones: ["0991-0000001"]\n',
    "reviews": "reviews: [{series: health, levels: [junior]}]\n",
    "scope": "scope: 全区\n",
}
LABELS = {
    "organiser": "组建单位",
    "address": "单位所在地址",
    "phones": "咨询电话",
    "reviews": "评审系列（专业）及层级",
    "scope": "评审地域范围",
}


def listed(fields: dict[str, str], name: str = NAME, key: str = "example-three", source: str = "{title: 一览表}") -> str:
    return f'id: {key}\nname: {name}\nauthority: region\narea: "650000"\nsource: {source}\n' + "".join(fields.values())


def told(judge: Judge, text: str, path: str = PATH) -> list[tuple[str, str, str, str]]:
    findings = judge(others={path: text}).findings
    assert {f.code for f in findings} <= {"X018"}
    return [(f.severity, f.pointer, f.message, f.hint) for f in findings]


def hint(lacking: str) -> str:
    return f"登记还要有：{lacking}。请报附件1、附件2 等表，用 zhicheng import 导入，编号写 example-three。"


def test_what_no_list_says_is_always_lacking(judge: Judge) -> None:
    assert told(judge, listed(FIELDS)) == [("warning", "", "尚未备案登记，只见于《一览表》", hint(ALWAYS))]


@pytest.mark.parametrize("field", FIELDS)
def test_what_a_list_may_say(judge: Judge, field: str) -> None:
    """A field that is not there is told by its title."""
    ((_, _, _, said),) = told(judge, listed({name: text for name, text in FIELDS.items() if name != field}))
    assert said == hint(f"{LABELS[field]}、{ALWAYS}")


def test_everything_in_the_order_of_a_record(judge: Judge) -> None:
    ((_, _, _, said),) = told(judge, listed({}))
    assert said == hint("、".join((*LABELS.values(), ALWAYS)))


@pytest.mark.parametrize(
    ("reviews", "lacking"),
    [
        ("[{series: health, levels: [junior]}, {series: library, levels: [junior]}]", False),
        ("[{series: health, levels: [junior]}, {series: library}]", True),
        ("[{series: health}]", True),
    ],
)
def test_levels_of_each_series(judge: Judge, reviews: str, lacking: bool) -> None:
    ((_, _, _, said),) = told(judge, listed({**FIELDS, "reviews": f"reviews: {reviews}\n"}))
    assert said == hint(f"各系列的层级、{ALWAYS}" if lacking else ALWAYS)


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ("{title: 一览表}", "《一览表》"),
        ("{title: 《一览表》}", "《一览表》"),
        ('{title: 一览表, date: "2025-12-31"}', "《一览表》（2025-12-31）"),
    ],
)
def test_the_list_is_cited(judge: Judge, source: str, cited: str) -> None:
    ((_, _, said, _),) = told(judge, listed(FIELDS, source=source))
    assert said == f"尚未备案登记，只见于{cited}"


def test_one_that_has_filed_by_its_id(judge: Judge) -> None:
    """Its name may have been changed."""
    found = told(judge, listed(FIELDS, key="example-one"), "registry/listed/650000/example-one.yaml")
    assert found == [("warning", "", "example-one 已经备案登记", "请删去一览表里的这个文件。")]


def test_one_that_has_filed_by_its_name(judge: Judge) -> None:
    found = told(judge, listed(FIELDS, "示例自治区工程系列 建筑工程专业高级职称评审委员会"))
    wanted = "是同一个评审委员会的，请删去一览表里的这个文件；不是的，请在名称里写出区别。"
    assert found == [("warning", "/name", "名称与已经备案登记的 example-one 相同", wanted)]
