"""Lists of committees as offices keep them: what is read, what is asked, what is left out and why, and that no person is taken."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from typing import Any

import openpyxl
import pytest
from helpers import registries
from helpers.forms.committee_lists import CASES, HEALTH, WORKS, Case, book, document
from openpyxl.comments import Comment

from zhicheng.documents.finding_reports import text_report
from zhicheng.forms import reading
from zhicheng.forms.intake import listed, record
from zhicheng.forms.reading import committee_list
from zhicheng.registry import registry

PEOPLE = ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "13999812345", "13999812346", "0998-2844444")
LOADED = registry.load(registries.HERE.parent)
TABLES = record.tables(LOADED)
GOLDEN = registries.HERE / "data/golden/lists.txt"


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


def test_a_cell_over_several_lines_is_asked_about_once() -> None:
    rows = [["名称", "组建单位", "系列", "级别", "备注"], [HEALTH, HEALTH_UNIT, "卫生", "中级", "同上"], ["", "", "工程", "中级", ""]]
    found = committee_list.read([("a.xlsx", book(rows, ["A2:A3", "B2:B3", "E2:E3"]))], TABLES)
    assert [one.message for one in found.forms.findings if "同上" in one.message] == [f"工作表“一览表”第 2 行“备注”（E2）：{MARK}"]


@pytest.mark.parametrize("mark", ["同上", "〃"])
def test_ditto_mark_is_no_unit(mark: str) -> None:
    """A mark for 同上 is asked about, and is not the name of a unit."""
    rows = [["名称", "组建单位", "系列"], [HEALTH, "喀什地区卫生健康委员会", "卫生"], [WORKS, mark, "工程"]]
    found = committee_list.read([("a.xlsx", book(rows))], TABLES)
    assert [one.message for one in found.forms.findings] == ["工作表“一览表”第 3 行“组建单位”（B3）：写的是“同上”一类的话，没有写内容"]
    assert "organiser" not in found.committees[1].value


@pytest.mark.parametrize(
    ("name", "specialties", "choices"),
    [
        ("喀什地区工程系列中级职称评审委员会", "", ("工程技术人员：中、初级",)),
        ("喀什地区中小学教师职称评审委员会", "语文、数学", ("中小学教师：中、初级",)),
        ("喀什地区水利专业职称评审委员会", "工程（水利、测绘）", ("工程技术人员：中、初级",)),
        ("喀什地区卫生系列工程系列职称评审委员会", "", ()),
        ("喀什地区水利专业职称评审委员会", "水利", ()),
    ],
)
def test_levels_without_a_series(name: str, specialties: str, choices: tuple[str, ...]) -> None:
    """In a list without a column for it the answer stands before the levels; the one that the row suggests is offered."""
    content = book([["名称", "组建单位", "层级", "评审专业"], [name, "喀什地区示例局", "中、初级", specialties]])
    asked = committee_list.read([("a.xlsx", content)], TABLES)
    question = next(one for one in asked.forms.questions if "没有写系列" in one.message)
    assert question.choices == choices
    said = choices[0] if choices else "农业技术人员：中级"
    found = committee_list.read([("a.xlsx", content)], TABLES, {question.id: said})
    (review,) = found.committees[0].value["reviews"]
    wanted = {"工程": "engineering", "中小": "school-teacher", "农业": "agriculture"}[said[:2]]
    assert (review["series"], review["levels"]) == (wanted, ["junior", M] if choices else [M])


HEALTH_UNIT, WORKS_UNIT = "喀什地区卫生健康委员会", "喀什地区工业和信息化局"
TWO = [["名称", "组建单位", "系列", "层级"], [HEALTH, HEALTH_UNIT, "卫生", "中级"], [WORKS, WORKS_UNIT, "工程", "中级"]]
M, A = "intermediate", "associate-senior"


def asked(name: str, content: bytes) -> list[str]:
    found = committee_list.read([(name, content)], TABLES)
    return [f"{one.code} {one.message.partition('：')[2]}" for one in found.forms.findings if one.severity == "error"]


@pytest.mark.parametrize(
    ("head", "cells", "levels", "questions"),
    [
        (["正高级", "副高级", "中级"], ["", "√", "√"], [M, A], 0),
        (["副高级", "中级", "初级"], ["×", "是", "/"], [M], 0),
        (["副高级", "中级", "初级"], ["☐", "☑", "☐"], [M], 0),
        (["高级", "中级"], ["√", "√"], [M, A], 0),  # of a prefecture, as in a cell
        (["副高级", "中级"], ["暂停", "√"], [], 1),
        (["副高级", "中级"], ["", ""], None, 0),
    ],
)
@pytest.mark.parametrize("above", [None, "评审层级"])
def test_columns_of_levels_with_ticks(
    head: list[str], cells: list[str], levels: list[str] | None, questions: int, above: str | None
) -> None:
    width = len(head)
    rows = [["名称", "组建单位", "系列", *head], [HEALTH, HEALTH_UNIT, "卫生", *cells]]
    merged: list[str] = []
    if above is not None:
        rows.insert(0, ["名称", "组建单位", "系列", above, *[""] * (width - 1)])
        rows[1][:3] = ["", "", ""]
        merged = ["A1:A2", "B1:B2", "C1:C2", f"D1:{'CDEFG'[width]}1"]
    found = committee_list.read([("a.xlsx", book(rows, merged))], TABLES)
    assert len([one for one in found.forms.findings if one.severity == "error"]) == questions
    assert [name for *_, name in found.columns if name is None] == []
    if not questions:
        assert found.committees[0].value["reviews"] == [{"series": "health", **({"levels": levels} if levels else {})}]


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        (f"{HEALTH}、{WORKS}", 1),
        (f"{HEALTH}\n{WORKS}", 1),
        (f"{HEALTH}（原喀什地区卫生中评委）", 0),
        ("喀什地区卫生系列\n中级职称评审委员会", 0),
    ],
)
def test_two_committees_in_a_cell(name: str, questions: int) -> None:
    rows = [TWO[0], [name, HEALTH_UNIT, "卫生", "中级"]]
    assert asked("a.xlsx", book(rows)) == ["F004 一格里像是写了几个评审委员会"] * questions


@pytest.mark.parametrize(
    ("title", "last", "stated"),
    [
        (None, ["合计", "2个"], None),
        (None, ["合计", "3个"], 3),
        (None, ["共5个评委会"], 5),
        (None, ["小计", "1个"], 1),
        ("喀什地区评审委员会一览表（共8个）", None, 8),
        ("喀什地区评审委员会一览表（2个）", None, None),
        (None, ["合计", "", "", "50"], None),
        (None, ["共3个系列"], None),
    ],
)
def test_stated_number_of_committees(title: str | None, last: list[str] | None, stated: int | None) -> None:
    said = [f"F006 写着共 {stated} 个，这张表读到 2 个评审委员会"] if stated else []
    assert asked("a.xlsx", book([*([[title]] if title else []), *TWO, *([last] if last else [])])) == said
    lines = [title] if title else ["一览表"]
    if last is None or len(last) == 1:
        assert asked("a.docx", document(lines, TWO, below=last or ())) == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("喀什地区职称评审委员会一览表", []),
        ("新疆维吾尔自治区职称评审委员会一览表", []),
        ("职称评审委员会一览表", []),
        ("附件2：2025年和田地区职称评审委员会一览表", ["F006 标题写的是“和田地区”，第 3 行的评审委员会不在那里（一共 2 行）"]),
        ("疏勒县职称评审委员会名单", ["F006 标题写的是“疏勒县”，第 3 行的评审委员会不在那里（一共 2 行）"]),
    ],
)
def test_title_of_another_place(title: str, said: list[str]) -> None:
    assert asked("a.xlsx", book([[title], *TWO])) == said


NOTE = "F004 表下的说明提到了“撤销”，看不出说的是哪一个评审委员会"


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("注：第2项已撤销", True),
        ("※2号已撤销", True),
        ("二、已撤销的", True),
        ("注：如有撤销请注明", False),
        ("注：本表一式三份", False),
        ("填表人：示例", False),
    ],
)
def test_note_that_a_committee_is_no_more(line: str, asks: bool) -> None:
    assert asked("a.xlsx", book([*TWO, [line]])) == ([NOTE] if asks else [])
    assert asked("a.docx", document(["一览表"], TWO, below=[line])) == ([NOTE.replace("表下的", "表下第 1 行文字的")] if asks else [])


@pytest.mark.parametrize(
    ("label", "text", "found"),
    [
        ("评价方式", "以考代评", {"note": "评价方式：以考代评"}),  # 代评 alone would be somebody else's
        ("评审对象", "基层医疗机构人员", {"note": "受理对象：基层医疗机构人员"}),
        ("届满时间", "2027-12-31", {"valid": {"until": "2027-12-31"}}),
        ("备案有效期至", "2027-12-31", {"valid": {"until": "2027-12-31"}}),
        ("备案期限", "2025-01-01至2027-12-31", {"valid": {"from": "2025-01-01", "until": "2027-12-31"}}),
        ("核准文号", "新人社函〔2025〕3号", {"approval": {"document": "新人社函〔2025〕3号"}}),
        ("系列（专业）及级别", "农业系列（农艺、畜牧）副高级、中级", {"reviews": [{"series": "agriculture", "levels": [M, A]}]}),
        ("系列（专业）及级别", "农业系列 副高级、中级", {"reviews": [{"series": "agriculture", "levels": [M, A]}]}),
    ],
)
def test_columns_as_offices_call_them(label: str, text: str, found: dict[str, Any]) -> None:
    rows = [["单位", "名称", "电话", label], [HEALTH_UNIT, HEALTH, "0998-0000001", text]]
    read = committee_list.read([("a.xlsx", book(rows))], TABLES)
    assert [one.message for one in read.forms.findings if one.severity == "error"] == []
    assert {key: read.committees[0].value.get(key) for key in found} == found


ROWS_SAID = "F004 说的是上面或者下面几行的事，没有读，看不出那几行要不要照它改"


@pytest.mark.parametrize(
    ("line", "between", "below"),
    [
        ("以上各项均延长至2027年12月31日", True, True),
        ("以上有效期均至2027年12月31日", True, True),
        ("下列评委会由地区代管", True, False),  # no committee, though it has the word
        ("以下为兵团各师", True, False),
        ("有效期至2027年12月31日", True, False),
        ("二、新组建", True, False),
        ("以上数据截至2025年12月31日", True, False),
        ("以上合计1个", False, False),
        ("以下空白", False, False),
        ("一、自治区级高级评审委员会", False, False),
        ("二、工程系列评审委员会（1个）", False, False),
        ("一、地区级", False, False),
        ("工程系列", False, False),
    ],
)
def test_line_that_says_something_of_the_rows(line: str, between: bool, below: bool) -> None:
    """A line between rows is a heading, or is asked about; it is never a committee."""
    assert asked("a.xlsx", book([*TWO[:2], [line], TWO[2]])) == [ROWS_SAID] * between
    assert asked("a.xlsx", book([*TWO, [line]])) == [ROWS_SAID] * below
    where = ROWS_SAID.replace("说的是", "表下第 1 行文字说的是")
    assert asked("a.docx", document(["一览表"], TWO, below=[line])) == [where] * below


def test_name_with_a_number_is_no_heading() -> None:
    """It is asked about, as it has nothing else in its row."""
    found = committee_list.read([("a.xlsx", book([*TWO[:2], ["一、示例集团高级职称评审委员会"], TWO[2]]))], TABLES)
    assert [text for *_, text, _ in found.left_out] == []
    assert any("看不准单位级别和区划" in one.message for one in found.forms.findings)


def test_line_that_looks_like_a_name() -> None:
    """A sentence in the column of the names is taken for one, and asked about."""
    assert asked("a.xlsx", book([*TWO, [f"{WORKS}已撤销"]])) == ["F004 名称里有撤销、停止一类的字，看不出还要不要列入"]


def test_column_that_is_not_read_and_says_that_one_is_no_more() -> None:
    rows = [[*TWO[0], "备案状态"], [*TWO[1], "有效"], [*TWO[2], "已注销"]]
    assert asked("a.xlsx", book(rows)) == ["F004 这一列没有读，里面像是写着已经撤销或者停止"]
    assert asked("a.xlsx", book([*rows[:2], [*TWO[2], "有效"]])) == []


MARK = "写的是“同上”一类的记号，没有写内容"
BESIDES = "名称以外还写着别的话或记号"
NO_MORE = "写着撤销、停止、筹建一类的话，看不出还评不评"


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        *(
            (column, mark, MARK)
            for column in ("备注", "地区", "办公电话", "有效期", "批准文号", "专业", "地址", "受理范围")
            for mark in ("同上", "〃")
        ),
        ("序号", "×", "序号里还有别的字或记号，看不出是什么意思"),
        ("组建单位", f"{HEALTH_UNIT}&nbsp;", "里面还有“&nbsp;”，看不出是不是填的内容"),
        ("批准文号", "null", "里面还有“null”，看不出是不是填的内容"),
        ("批准文号", "新人社函〔2025〕3号、4号", "“新人社函〔2025〕3号、4号”看不出是一个文号还是几个"),
        ("批准文号", "91号", "“91号”不像一个文号"),
        ("批准文号", "新人社函（2025）3号", None),
        ("批准文号", "无", None),
        ("序号", "（二）", None),
        ("名称", f"*{HEALTH}", BESIDES),
        ("名称", f"原{HEALTH}", BESIDES),
        ("名称", f"{HEALTH}（新增）", BESIDES),
        ("组建单位", f"原{HEALTH_UNIT}", BESIDES),
        ("组建单位", f"{HEALTH_UNIT} 0998-2822222", BESIDES),
        ("组建单位", f"{HEALTH_UNIT}（已并入医保局）", NO_MORE),
        ("系列", "卫生（已移交）", NO_MORE),
        ("批准文号", "无文号（待批）", NO_MORE),
        ("系列", "卫生（不含中医）", "写着“不含”“除外”一类的话，登记里写不下"),
        ("有效期起", "45292", "像是电子表格里日期的序号，看不出是哪一天"),
        ("办公电话", "0998-2822222", None),
    ],
)
def test_cells_that_say_something_besides(column: str, text: str, said: str | None) -> None:
    cells = {"序号": "1", "名称": HEALTH, "组建单位": HEALTH_UNIT, "系列": "卫生", "层级": "中级"} | {column: text}
    found = asked("a.xlsx", book([list(cells), list(cells.values())]))
    assert [one for one in found if one == f"F004 {said}"] == ([f"F004 {said}"] if said else found)


@pytest.mark.parametrize(
    "note", ["2025年停评", "今年不评", "已移交自治区", "筹建中", "评审权限已收回", "委托自治区代评", "仅评中医", "尚未批准"]
)
def test_more_remarks_that_are_asked_about(note: str) -> None:
    assert len(asked("a.xlsx", book([[*TWO[0], "备注"], [*TWO[1], note]]))) == 1


def test_numbers_before_names_are_no_part_of_them() -> None:
    rows = [TWO[0], [f"1.{HEALTH}", *TWO[1][1:]], [f"2、{WORKS}", *TWO[2][1:]]]
    found = committee_list.read([("a.xlsx", book(rows))], TABLES)
    assert [one.value["name"] for one in found.committees] == [HEALTH, WORKS]
    assert found.forms.findings == []


def test_sheet_of_those_that_are_no_more() -> None:
    content = book(TWO[:2], sheets=[("已撤销", [TWO[0], TWO[2]])])
    assert asked("a.xlsx", content) == ["F004 工作表的名称里有“撤销”，看不出这些还要不要列入"]


def test_comment_in_a_list() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book([["一览表"], *TWO])))
    made.active["B2"].comment = Comment("示例", "示例")
    made.active["A4"].comment = Comment("示例", "示例")
    stream = io.BytesIO()
    made.save(stream)
    found = committee_list.read([("a.xlsx", stream.getvalue())], TABLES)
    assert [(one.severity, one.message.partition("：")[2]) for one in found.forms.findings] == [
        ("error", "第 4 行第 1 格有批注，没有读，看不出要不要算"),
        ("warning", "表头或表格以外有 1 处批注，没有读"),
    ]


@pytest.mark.parametrize(
    ("head", "cells", "questions"),
    [
        (["有效期"], ["2026年12月31日至2024年1月1日"], 1),
        (["有效期"], ["2024年1月1日至2026年12月31日"], 0),
        (["有效期起", "有效期止"], ["2024-01-01", "2023-12-31"], 1),
        (["有效期起", "有效期止"], ["2024-01-01", "2024-01-01"], 0),
        (["有效期起", "有效期止"], ["2024-01-01", ""], 0),
        (["有效期起", "有效期止"], ["", "2024-01-01"], 0),
    ],
)
def test_validity_that_ends_before_it_begins(head: list[str], cells: list[str], questions: int) -> None:
    rows = [[*TWO[0], *head], [*TWO[1], *cells]]
    assert asked("a.xlsx", book(rows)) == ["F006 最后一天早于起始日"] * questions


def test_same_committee_in_another_spelling() -> None:
    """评委会 for 评审委员会, or without 职称: in the list, and in the registry."""
    other = [HEALTH.replace("评审委员会", "评委会"), *TWO[1][1:]]
    assert len(asked("a.xlsx", book([*TWO, other]))) == 1
    filed = LOADED.committees[0].record.name
    found = committee_list.read([("a.xlsx", book([TWO[0], [filed.replace("职称", ""), *TWO[1][1:]]]))], TABLES)
    said = [
        one.message for one in listed.plan(LOADED, found, {}, date(2026, 6, 10)).findings if one.code == "F006" and one.severity == "error"
    ]
    assert [message.partition("：")[2] for message in said] == [f"与登记库里的“{filed}”只差写法，看不出是不是同一个"]


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


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("喀什地区工程系列职称评审委员会", ("prefecture", "653100")),
        ("喀什大学工程系列职称评审委员会", None),
        ("喀什地区第一人民医院卫生系列职称评审委员会", None),
        ("喀什地区实验学校教师系列职称评审委员会", None),
        ("喀什地区农业科学研究所农业系列职称评审委员会", None),
    ],
)
def test_a_name_may_be_that_of_somebody_elses_unit(name: str, place: tuple[str, str] | None) -> None:
    """A university or a hospital that is called by a place may belong to the region or the state: without its unit it is asked about."""
    found = committee_list.read([("a.xlsx", book([["名称", "系列", "层级"], [name, "工程", "中级"]]))], TABLES)
    (value,) = (one.value for one in found.committees)
    assert (value.get("authority"), value.get("area")) == (place or (None, None))
    asked = "工作表“一览表”第 2 行（A2）：从组建单位和名称看不准单位级别和区划"
    assert [one.message for one in found.forms.findings if one.severity == "error"] == ([] if place else [asked])


@pytest.mark.parametrize(
    ("head", "cells", "place"),
    [
        (["设区市", "县（市、区）"], ["喀什地区", "疏勒县"], ("county", "653122")),
        (["所属盟市", "旗县区"], ["喀什地区", ""], ("prefecture", "653100")),
        (["地州市", "县市"], ["", "疏勒县"], ("county", "653122")),
        (["地州市", "县市"], ["和田地区", "疏勒县"], None),  # which lies in another
        (["县市区"], ["疏勒县"], ("county", "653122")),
    ],
)
def test_columns_of_prefectures_and_of_counties(head: list[str], cells: list[str], place: tuple[str, str] | None) -> None:
    level = "县级" if "疏勒县" in cells else "地区级"
    rows = [["名称", "组建单位", "级别", "系列", "中级", *head], ["示例集团评审委员会", "示例集团有限公司", level, "工程", "√", *cells]]
    found = committee_list.read([("a.xlsx", book(rows))], TABLES)
    (value,) = (one.value for one in found.committees)
    assert (value.get("authority"), value.get("area")) == (place or (None, None))
    assert value["reviews"] == [{"series": "engineering", "levels": [M]}]
    assert {name for *_, name in found.columns} >= {"authority", *(["area", "county"] if len(head) > 1 else ["county"])}


ODD: list[tuple[str, list[list[object]]]] = [
    (
        "places",
        [
            ["名称", "组建单位", "地区", "系列"],
            ["示例集团评审委员会", "示例集团有限公司", "喀什地区", "工程"],
            ["喀什地区示例评审委员会", "和田地区教育局", "", "工程"],
            [HEALTH, HEALTH_UNIT, "和田地区", "卫生"],
            ["喀什地区农业系列评审委员会", "", "疏勒县", "农业"],
            ["示例公司评审委员会", "", "示例州", "工程"],
        ],
    ),
    (
        "levels-of-units",
        [
            ["名称", "组建单位", "单位级别", "地区", "系列"],
            ["示例集团评审委员会", "示例集团有限公司", "地（州、市）", "喀什地区", "工程"],
            ["示例中心评审委员会", "示例中心", "县（市、区）", "喀什地区", "工程"],
            [HEALTH, HEALTH_UNIT, "自治区", "", "卫生"],
        ],
    ),
    (
        "reviews",
        [
            ["名称", "系列", "层级", "专业"],
            [f"{HEALTH}一", "卫生", "", "护理"],
            [f"{HEALTH}二", "", "中级", ""],
            [f"{HEALTH}三", "", "", "护理"],
            [f"{HEALTH}四", "卫生、工程", "中级", "护理"],
            [f"{HEALTH}五", "工程（水利、电力专业）", "中级", ""],
            [f"{HEALTH}六", "工程（水利）、农业", "中级", ""],
            [f"{HEALTH}七", "工程（水利）", "中级", "电力"],
            [f"{HEALTH}八", "工程（不含水利）", "中级", ""],
            [f"{HEALTH}九", "工程", "水利工程：初级；电力工程：中级", "水利工程"],
            [f"{HEALTH}十", "工程", "水利工程：初级；电力工程：中级", "电力工程\n水利工程"],
            [f"{HEALTH}十一", "工程", "中级", "水利、水利、软、硬件"],
        ],
    ),
    (
        "approvals",
        [
            ["名称", "批准时间", "批准单位", "批准文号", "受理范围", "地址", "有效期", "系列"],
            [
                f"{HEALTH}一",
                "2020年3月1日",
                "喀什地区\n人社局",
                "喀人社〔2020〕1号",
                "喀什地区",
                "示例路1号",
                "2020年3月1日至2023年2月28日",
                "卫生",
            ],
            [f"{HEALTH}二", "2020年", "", "", "", "", "2020年3月1日起", "卫生"],
            [f"{HEALTH}三", "", "", "", "", "", "2023年2月30日至2023年3月1日", "卫生"],
            [f"{HEALTH}四", date(2020, 3, 1), "", "", "", "", date(2023, 2, 28), "卫生"],
        ],
    ),
    (
        "dates",
        [
            ["名称", "有效期起", "有效期止", "系列"],
            [f"{HEALTH}一", date(2020, 3, 1), date(2020, 2, 29), "卫生"],
            [f"{HEALTH}二", "2020.3.1", "2023年2月28日止", "卫生"],
            [f"{HEALTH}三", "2020/3/1", "2023.2.30", "卫生"],
            [f"{HEALTH}四", " 1999-3-1 ", "长期", "卫生"],
        ],
    ),
    (
        "phones-and-notes",
        [
            ["名称", "办公电话", "备注", "系列"],
            [f"{HEALTH}一", "0998-0002222、0998-0003333\n0998-0002222", "每年9月评审", "卫生"],
            [f"{HEALTH}二", "0998-0002222（某甲）", "联系人某乙", "卫生"],
            [f"{HEALTH}三", "某丙 0998-0002222", "有效期另定", "卫生"],
            [f"{HEALTH}四", "见通知", "", "卫生"],
        ],
    ),
    (
        "several-rows",
        [
            ["名称", "组建单位", "系列", "备注"],
            [HEALTH, HEALTH_UNIT, "卫生", "一"],
            ["同上", WORKS_UNIT, "工程", "二"],
            ["", "", "农业", "二"],
            [WORKS, WORKS_UNIT, "工程", ""],
            [WORKS, WORKS_UNIT, "工程", ""],
            [WORKS, WORKS_UNIT, "农业", ""],
        ],
    ),
    (
        "between-rows",
        [
            ["2025年喀什地区评审委员会一览表"],
            ["报送单位：示例单位", "", "2025年"],
            ["序号", "名称", "系列", "层级"],
            ["喀什地区"],
            [1, HEALTH, "卫生", "中级"],
            ["", "2025年9月1日", "填表：示例", ""],
            [2, WORKS, "工程", "中级"],
            ["序号", "名称", "系列", "层级"],
            ["小计", "", "", "3个"],
            ["以上各项均延长至2026年12月31日"],
            ["", "", "", "其中一项" + "甲" * 40],
            ["累计", "2个", "", ""],
        ],
    ),
]


def told(name: str, content: bytes, answers: dict[str, str] | None = None) -> str:
    """All that is read of a list and all that is said and asked, as text."""
    found = committee_list.read([(name, content)], TABLES, answers or {})
    lines = [f"{label} = {field}" for _, _, label, field in found.columns]
    lines += [f"left out: {where} {row} {text!r}: {reason}" for _, where, row, text, reason in found.left_out]
    lines += [f"people: {found.people}", f"tables: {[(one.where, one.rows, one.form) for one in found.forms.tables]}"]
    for one in found.committees:
        lines += [f"{one.place} {one.rows} {json.dumps(one.value, ensure_ascii=False)}"]
        lines += [f"    {'/'.join(map(str, pointer))}: {origin.place}" for pointer, origin in one.cells.items()]
    asked = [f"? {one.id} {one.row}:{one.column} {one.message} {one.choices}" for one in found.questions]
    return "\n".join([*lines, text_report(found.forms.findings), *asked, ""])


LISTS = [(case.file, case.content, case.answers) for case in CASES] + [(f"{name}.xlsx", book(rows), {}) for name, rows in ODD]


def test_lists_are_told_as_before() -> None:
    """Golden: whatever is read and asked, word for word, with what is advised and may be answered. `make bless` accepts a change."""
    said = "人物均为虚构\n" + "\n".join(f"# {name}\n{told(name, content, answers)}" for name, content, answers in LISTS)
    if os.environ.get("ZHICHENG_BLESS"):
        GOLDEN.write_text(said, encoding="utf-8", newline="\n")
    assert said == GOLDEN.read_text(encoding="utf-8"), "if this is better, run `make bless`"
