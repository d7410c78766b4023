"""Lists of committees as offices keep them: what is read, what is asked, what is left out and why, and that no person is taken."""

from __future__ import annotations

import json

import pytest
from helpers import registries
from helpers.forms.committee_lists import CASES, HEALTH, WORKS, Case, book

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading import committee_list
from zhicheng.registry import registry

PEOPLE = ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "13999812345", "13999812346", "0998-2844444")
LOADED = registry.load(registries.HERE.parent)
TABLES = record.tables(LOADED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_list(case: Case) -> None:
    """The committees in order, each with the fields named; exactly what is asked and left out."""
    found = committee_list.read([(case.file, case.content)], TABLES, case.answers)
    values = [one.value for one in found.committees]
    assert [{key: value.get(key) for key in wanted} for value, wanted in zip(values, case.records, strict=True)] == case.records
    errors = [one.message for one in found.forms.findings if one.severity == "error"]
    assert len(errors) == len(case.asked), errors
    assert all(any(part in message for message in errors) for part in case.asked), errors
    assert [reason for *_, reason in found.left_out] == case.left_out
    assert [label for _, _, label, name in found.columns if name is None] == case.unread
    assert found.people == case.people
    said = json.dumps(values, ensure_ascii=False) + str(found.left_out) + "".join(errors)
    assert [name for name in PEOPLE if name in said] == []


def test_title_and_day_of_the_list() -> None:
    """The title above the header and the day in it; without one the name of the file."""
    plain = committee_list.read([(CASES[0].file, CASES[0].content)], TABLES)
    title = "喀什地区职称评审委员会一览表（截至2025年12月31日）"
    assert plain.committees[0].value["source"] == {"title": title, "date": "2025-12-31"}
    bare = committee_list.read([("我们的表.xlsx", book([["名称", "系列", "层级"], [HEALTH, "卫生", "中级"]]))], TABLES)
    assert bare.committees[0].value["source"] == {"title": "我们的表"}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("喀什地区", ("prefecture", "653100")), ("650000", ("region", "650000")), ("中央驻疆单位，乌鲁木齐市", ("central", "650100"))],
)
def test_place_answered(said: str, wanted: tuple[str, str]) -> None:
    """The level and division of a unit that its name does not tell are taken from the answer."""
    content = book([["名称", "组建单位", "系列"], ["天山示例集团评审委员会", "天山示例集团有限公司", "工程"]])
    found = committee_list.read([("a.xlsx", content)], TABLES, {"a.xlsx 工作表“一览表” R2 区划": said})
    assert found.forms.findings == []
    assert (found.committees[0].value["authority"], found.committees[0].value["area"]) == wanted


def test_place_answered_wrongly() -> None:
    content = book([["名称", "组建单位", "系列"], ["天山示例集团评审委员会", "天山示例集团有限公司", "工程"]])
    found = committee_list.read([("a.xlsx", content)], TABLES, {"a.xlsx 工作表“一览表” R2 区划": "火星"})
    assert [one.message for one in found.forms.findings] == ["工作表“一览表”第 2 行（A2）：回答的“火星”不是行政区划的名称"]


@pytest.mark.parametrize("mark", ["同上", "〃"])
def test_ditto_mark_is_no_unit(mark: str) -> None:
    """A mark for 同上 is asked about, and is not the name of a unit."""
    rows = [["名称", "组建单位", "系列"], [HEALTH, "喀什地区卫生健康委员会", "卫生"], [WORKS, mark, "工程"]]
    found = committee_list.read([("a.xlsx", book(rows))], TABLES)
    assert [one.message for one in found.forms.findings] == ["工作表“一览表”第 3 行“组建单位”（B3）：写的是“同上”一类的话，没有写内容"]
    assert "organiser" not in found.committees[1].value


def test_no_list() -> None:
    """A file without such a header, and one with too few known columns."""
    for rows in ([["姓名", "性别", "职称", "单位"], ["某甲", "男", "教授", "某厅"]], [["名称", "数量"], ["椅子", 3]]):
        found = committee_list.read([("a.xlsx", book(rows))], TABLES)
        assert [(one.code, one.message) for one in found.forms.findings] == [("F002", "没有找到一览表")]


def test_list_is_no_form() -> None:
    """`import` without --list says what the file is, and takes nothing from it."""
    read = reading.read([(CASES[0].file, CASES[0].content)], TABLES, 2026)
    assert read.record == {}
    assert [one.message for one in read.findings] == ["工作表“一览表”是一览表，一行一个评审委员会，不是填好的登记表"]
    assert "zhicheng import --list" in read.findings[0].hint


@pytest.mark.parametrize(
    ("note", "answer", "read", "asked"),
    [
        ("已撤销", "", 1, 1),
        ("2025年12月到期", "", 1, 1),
        ("并入喀什地区农业系列", "", 1, 1),
        ("已撤销", "列入", 1, 0),
        ("已撤销", "不列入", 0, 0),
        ("已撤销", "再说", 1, 1),
        ("每年6月评审", "", 1, 0),
        ("", "", 1, 0),
    ],
)
def test_remarks_that_a_committee_is_no_more_are_asked_about(note: str, answer: str, read: int, asked: int) -> None:
    """A list keeps rows of committees that have ended; listed without a word they would be taken for committees that review."""
    content = book([["名称", "组建单位", "系列", "层级", "备注"], [HEALTH, "喀什地区卫生健康委员会", "卫生", "中级", note]])
    found = committee_list.read([("a.xlsx", content)], TABLES, {"a.xlsx 工作表“一览表” R2 备注": answer} if answer else {})
    assert ([one.value.get("note", "") for one in found.committees], len(found.forms.questions)) == ([note][:read], asked)
    if asked:
        assert found.forms.findings[0].message == f"工作表“一览表”第 2 行（A2）：备注写着“{note}”，看不出还要不要列入"
    assert [reason for *_, reason in found.left_out] == (["备注写着“撤销”"] if not read else [])


@pytest.mark.parametrize(
    ("upper", "lower", "fields"),
    [
        (("组建单位", None), ("名称", "地址"), ["organiser", "address"]),
        (("批准", None), ("时间", "文号"), ["approval_date", "approval_document"]),
        (("有效期", None), ("起", "止"), ["valid_from", "valid_until"]),
        (("联系人", None), ("姓名", "电话"), ["contact", "contact_phone"]),
        (("其他", None), ("系列", "层级"), ["series", "levels"]),
    ],
)
def test_labels_one_below_the_other(upper: tuple[str, None], lower: tuple[str, str], fields: list[str]) -> None:
    """Together they say what a column holds: 名称 below 组建单位 is not the committee's. What they do not say together, the lower says."""
    head = [["序号", "评委会名称", *upper, "咨询电话"], [None, None, *lower, None]]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]
    found = committee_list.read([("a.xlsx", book([*head, [1, HEALTH, "甲", "乙", "0998-0000001"]], merged))], TABLES)
    assert [name for *_, name in found.columns] == ["number", "name", *fields, "phones"]
