"""Cases of Annex 3: what a roster is, rosters that go on, hidden and struck rows, signatures, ditto marks, remarks, several committees.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
from helpers.forms.kinds import (
    ASK,
    BREAK,
    HEAD_3,
    LEFT,
    TITLE_3,
    UP,
    Row,
    Rows,
    Sheet,
    excel,
    expert,
    experts,
    hide_columns,
    hide_rows,
    people,
    person,
    roster,
    roster_excel,
    roster_word,
    state,
    tracked,
    word,
)
from helpers.registries import HERE

BLANKS = HERE.parent / "docs/forms"
ALL = experts()
FIVE = experts(1, 2, 3, 4, 5)
_FIRST = {"建筑结构": "建筑工程", "工程质量检测": "工程勘察", "给水排水": "市政工程"}


def pair(name: str, note: str, wants: Sequence[Any], *rows: Row, head: Row = HEAD_3, title: str = TITLE_3) -> None:
    """A case in Excel and, named with a w, in Word."""
    roster(name, f"{note}, in Excel", wants, lambda: roster_excel(*rows, head=head, title=title))
    roster(f"{name}w", f"{note}, in Word", wants, lambda: roster_word(*rows, head=head, title=title), "附件3.docx")


# --- F: what a form is ----------------------------------------------------------------------------------------------------


def _placed(number: int) -> list[Any]:
    row = person(number)
    return [*row, "工程系列", _FIRST[str(row[6])], row[6]]


_PLACED = [_placed(number) for number in (1, 2, 3)]
pair("E01", "columns 系列, 一级专业, 二级专业 at the end", [ALL], *_PLACED, head=(*HEAD_3, "系列", "一级专业", "二级专业"))
pair(
    "E02",
    "columns 一级目录, 二级目录 in the middle",
    [ALL, ASK],
    *[[*row[:6], row[13], row[14], *row[6:12]] for row in _PLACED],
    head=(*HEAD_3[:6], "一级目录", "二级目录", *HEAD_3[6:]),
)
roster(
    "E03", "a roster in a file and a sheet named 专业目录", [ALL], lambda: excel(Sheet("专业目录", [HEAD_3, *people()])), "专业目录.xlsx"
)
_OTHER_HEAD = (
    "编号",
    "姓  名",
    "性别",
    "民族",
    "出生日期",
    "单位及职务",
    "从事专业",
    "专业技术职务",
    "职称级别",
    "任职资格时间",
    "手机号码",
    "说明",
)
pair("E04", "reworded heads", [ALL, ASK], *people(), head=_OTHER_HEAD)


def _blank_3() -> bytes:
    book = openpyxl.load_workbook(BLANKS / "blank.form-3.xlsx")
    sheet = book.worksheets[0]
    sheet["A1"] = TITLE_3
    for y, row in enumerate(_PLACED, 3):
        for x, value in enumerate(row, 1):
            sheet.cell(y, x).value = value or None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


roster("E05", "the blank Annex 3 of the program, filled; nine numbered rows left empty", [ALL], _blank_3, "blank.form-3.xlsx")
pair("E06", "a column 一级专业 alone", [ALL, ASK], *[[*row[:12], row[13]] for row in _PLACED], head=(*HEAD_3, "一级专业"))

# --- T: that go on --------------------------------------------------------------------------------------------------------

_A, _B = people(1, 2, 3), people(4, 5)
roster("E10", "goes on, head repeated", [FIVE], lambda: word(TITLE_3, [HEAD_3, *_A], BREAK, [HEAD_3, *_B]), "附件3.docx")
roster("E11", "goes on under 续表", [FIVE, ASK], lambda: word(TITLE_3, [HEAD_3, *_A], BREAK, "续表", _B), "附件3.docx")
roster(
    "E12",
    "goes on without 备注",
    [FIVE, ASK],
    lambda: word(TITLE_3, [HEAD_3, *_A], BREAK, [row[:-1] for row in _B]),
    "附件3.docx",
)
roster(
    "E13", "goes on without numbers", [FIVE, ASK], lambda: word(TITLE_3, [HEAD_3, *_A], BREAK, [["", *row[1:]] for row in _B]), "附件3.docx"
)
roster(
    "E14",
    "goes on, without the column of numbers",
    [FIVE, ASK],
    lambda: word(TITLE_3, [HEAD_3, *_A], BREAK, [row[1:] for row in _B]),
    "附件3.docx",
)
roster("E15", "a second sheet without head", [FIVE, ASK], lambda: excel(Sheet("1", [(TITLE_3,), HEAD_3, *_A]), Sheet("2", _B)))
roster(
    "E16",
    "a second sheet 续表 with title and head",
    [FIVE],
    lambda: excel(Sheet("1", [(TITLE_3,), HEAD_3, *_A]), Sheet("2", [(f"{TITLE_3}（续表）",), HEAD_3, *_B])),
)
roster(
    "E17",
    "rows 第1页 and 续表 within the table",
    [FIVE, ASK],
    lambda: roster_word(*_A, ["第1页 共2页", *[LEFT] * 11], ["续表", *[LEFT] * 11], HEAD_3, *_B),
    "附件3.docx",
)
_TORN = [*person(3)]
_TORN[5] = "疏勒县示例市政工程公司"
roster(
    "E18",
    "the unit of one goes on in a row of its own",
    [ALL, ASK],
    lambda: roster_word(*_A[:2], _TORN, ["", "", "", "", "", "副总工程师", *[""] * 6]),
    "附件3.docx",
)
roster(
    "E19", "goes on under a signature line", [FIVE, ASK], lambda: word(TITLE_3, [HEAD_3, *_A], "填表人：周立新", BREAK, _B), "附件3.docx"
)
roster(
    "E20",
    "the head in two rows, repeated on the second sheet in one",
    [FIVE, ASK],
    lambda: excel(Sheet("1", [(TITLE_3,), HEAD_3, [""] * 12, *_A]), Sheet("2", [("（接第1页）",), HEAD_3, *_B]), Sheet("Sheet3", [("",)])),
)
roster("E21", "goes on to the right of the first list", [FIVE, ASK], lambda: excel(Sheet("1", [[*HEAD_3, "", *HEAD_3], *_beside()])))


def _beside() -> Rows:
    right = [*_B, [""] * 12]
    return [[*one, "", *other] for one, other in zip(_A, right, strict=True)]


# --- H: hidden and struck -------------------------------------------------------------------------------------------------


def hidden(name: str, note: str, after: Callable[[Any], None], *wants: Any) -> None:
    """A roster in Excel of which something is hidden."""
    roster(name, note, wants or [ASK], lambda: roster_excel(*people(), after=after))


def _by_filter(sheet: Any) -> None:
    sheet.auto_filter.ref = "A3:L6"
    sheet.auto_filter.add_filter_column(6, ["建筑结构", "给水排水"])
    hide_rows(5)(sheet)


def _flat(sheet: Any) -> None:
    sheet.row_dimensions[5].height = 0.01  # points; openpyxl writes no height of 0


def _narrow(sheet: Any) -> None:
    sheet.column_dimensions["I"].width = 0


def _collapsed(sheet: Any) -> None:
    sheet.row_dimensions.group(5, 6, outline_level=1, hidden=True)


hidden("E30", "a hidden row", hide_rows(5))
hidden("E31", "a filtered row", _by_filter)
hidden("E32", "a row of height 0", _flat)
hidden("E33", "the column 电话 hidden", hide_columns("K"), ALL, ASK)
hidden("E34", "the column 备注 hidden and empty", hide_columns("L"), ALL, ASK)
hidden("E35", "the column 职称层级 of width 0", _narrow, ALL, ASK)
hidden("E36", "a collapsed group", _collapsed)
roster(
    "E37",
    "the hidden column 备注 says 退休返聘 of one",
    [ASK],
    lambda: roster_excel(person(1), person(2, "已调离"), person(3), after=hide_columns("L")),
)


def _marked(mark: str) -> Rows:
    return [person(1), [f"{mark}{cell}{mark}" if cell else "" for cell in person(2)], person(3)]


roster("E38", "a row struck out, in Word", [ASK], lambda: roster_word(*_marked("~~")), "附件3.docx")
roster("E39", "a row struck out twice, in Word", [ASK], lambda: roster_word(*_marked("==")), "附件3.docx")
roster("E40", "a row of hidden text, in Word", [ASK], lambda: roster_word(*_marked("^^")), "附件3.docx")
roster("E41", "a row struck out, in Excel", [ASK], lambda: roster_excel(*_marked("~~")))
pair("E42", "only a name struck out", [ASK], person(1), person(2, 姓名="~~古丽娜尔·艾山~~"), person(3))
pair("E43", "a telephone number struck and a new one behind it", [ALL, ASK], person(1, 电话="~~0998-0000399~~0998-0000301"), *people(2, 3))


def _change(what: str) -> Callable[[Any], None]:
    return lambda document: tracked(document.tables[0].rows[2], what)


roster("E44", "a row deleted by a tracked change", [experts(1, 3), ASK], lambda: roster_word(*people(), after=_change("del")), "附件3.docx")
roster("E45", "a row inserted by a tracked change", [ALL, ASK], lambda: roster_word(*people(), after=_change("ins")), "附件3.docx")


def _with_sheet(how: str) -> bytes:
    return excel(Sheet("花名册", [(TITLE_3,), HEAD_3, *people()]), Sheet("候补", [HEAD_3, person(4)], state(how)))


roster("E46", "a hidden sheet with one more", [ASK], lambda: _with_sheet("hidden"))
roster("E47", "a very hidden sheet with one more", [ASK], lambda: _with_sheet("veryHidden"))

# --- S: lines under and over ----------------------------------------------------------------------------------------------


def under(name: str, note: str, *rows: Sequence[str]) -> None:
    """Rows below the experts, in Excel and in Word."""
    whole: Rows = [[*row, *[LEFT] * 11] if len(row) == 1 else [*row, *[""] * (12 - len(row))] for row in rows]
    pair(name, f"below the roster: {note}", [ALL], *people(), *whole)


under("E50", "signature, stamp and date in one cell", ("单位负责人（签字）：        单位（盖章）：        2026年6月8日",))
under("E51", "the same in many cells", ("负责人签字：", "", "", "", "填表人：", "周立新", "", "审核人：", "", "", "2026年6月8日"))
under("E52", "a label and a name in cells of their own", ("填表人", "周立新", "", "", "", "", "联系电话", "0998-0000203"))
under("E53", "a note", ("注：1.本表一式三份；2.职称层级填写正高级或副高级。",))
under("E54", "an opinion", ("推荐单位意见：以上同志符合推荐条件，同意推荐。", "", "", "", ""), ("", "", "", "", "", "", "", "", "（盖章）"))
under("E55", "the number of people", ("合计", "3人"))
under("E56", "the number of people in one cell", ("共计3人，其中45岁以下0人，女性2人",))
under("E57", "a declaration and a seal", ("推荐单位声明：以上人员清正廉洁，能公正履行评审职责。",), ("（公章）",))
under("E58", "a name under 单位负责人", ("", "", "", "", "", "单位负责人：艾力·买买提", "", "", "", "", "2026.6.8"))
under("E59", "制表 and 审核", ("制表：周立新", "", "", "", "审核：艾力·买买提", "", "", "", "", "日期：2026.6.8"))
under("E60", "纪检部门意见", ("纪检监察部门意见", "无异议", "", "", "", "", "（盖章）"))
roster(
    "E61",
    "填报单位 and 填报日期 over the roster",
    [ALL],
    lambda: excel(
        Sheet("1", [(TITLE_3,), ("填报单位（盖章）：喀什地区住房和城乡建设局", *[""] * 8, "填报日期：2026年6月8日"), HEAD_3, *people()])
    ),
)
roster(
    "E62",
    "a paragraph for seal and date over and under the table in Word",
    [ALL],
    lambda: word(
        "附件3",
        TITLE_3,
        "推荐单位（盖章）：      2026年6月8日",
        [HEAD_3, *people()],
        "单位负责人（签字）：      联系人：周立新 0998-0000203",
    ),
    "附件3.docx",
)
pair("E63", "the last rows are numbered and empty", [ALL], *people(), *[[number, *[""] * 11] for number in (4, 5, 6)])
pair("E64", "a line 以下空白", [ALL], *people(), ["", "以下空白", *[""] * 10])
pair(
    "E65",
    "rows that head groups",
    [ALL],
    ["一、建筑工程（2人）", *[LEFT] * 11],
    *people(1, 2),
    ["二、市政工程（1人）", *[LEFT] * 11],
    person(3),
)

# --- 7: remarks -----------------------------------------------------------------------------------------------------------


def remarked(name: str, remark: str, *wants: Any) -> None:
    """A case of what is written in 备注 of the second person."""
    roster(name, f"remark: {remark}", wants, lambda: roster_excel(person(1), person(2, remark), person(3)))


for _n, _remark in enumerate(
    (
        "调离",
        "已调至自治区住建厅",
        "病故",
        "2026年3月去世",
        "不再担任评委",
        "不再聘任",
        "现任局长",
        "任副县长，分管城建",
        "行政领导",
        "已提拔为住建局副局长",
        "拟退出专家库",
        "受党纪处分",
        "停职",
        "长期病休",
        "出国",
        "待核实",
        "替换原评委王某某",
        "第二专业：给水排水",
        "兼评市政工程",
        "也可评工程造价",
        "辞职",
        "取消资格",
        "援疆期满返回",
        "挂职副区长",
        "本人不愿担任",
        "已转公务员",
        "涉嫌违纪，正在核查",
        "离岗创业",
    ),
    1,
):
    remarked(f"R{_n:02}", _remark, ASK)
for _n, _remark in enumerate(("退休", "退休返聘", "已于2026年1月退休"), 41):
    remarked(f"R{_n:02}", _remark, [expert(1), expert(2, in_service="rehired" if "返聘" in _remark else "retired"), expert(3)], ASK)
for _n, _remark in enumerate(("博士研究生学历", "2026年12月到龄", "45岁以下", "一级注册结构工程师", "新增", "连任", "无"), 51):
    remarked(f"R{_n:02}", _remark, ALL, ASK)

_HONOURED = (person(1, "享受国务院政府特殊津贴"), person(2, "同上"), person(3))
roster("R61", "remark: 同上, below an honour", [ASK], lambda: roster_excel(*_HONOURED))

# --- 7: ditto marks -------------------------------------------------------------------------------------------------------

for _n, (_column, _mark) in enumerate(
    (
        ("工作单位及行政职务", "同上"),
        ("工作单位及行政职务", "〃"),
        ("工作单位及行政职务", "同  上"),
        ("工作单位及行政职务", "″"),
        ("工作单位及行政职务", "''"),
        ("工作单位及行政职务", "-〃-"),
        ("工作单位及行政职务", "同前"),
        ("工作单位及行政职务", "↑"),
        ("工作单位及行政职务", "同上 副总工程师"),
        ("工作单位及行政职务", "同第1行"),
        ("现专业岗位", "同上"),
        ("现专业岗位", "〃"),
        ("现专业职称", "〃"),
        ("职称层级", "同上"),
        ("职称层级", "〃"),
        ("取得职称时间", "同上"),
        ("族别", "〃"),
        ("性别", "″"),
        ("电话", "同上"),
        ("出生年月", "同上"),
        ("工作单位及行政职务", "同"),
        ("现专业岗位", "……"),
    ),
    1,
):
    _row = person(2, **{_column: _mark})
    pair(f"M{_n:02}", f"{_column}: {_mark}", [ASK], person(1), _row, person(3))
_MERGED: Rows = [person(1), person(2), person(3)]
_MERGED[1][6] = UP  # type: ignore[index]
_UNDER = expert(2, post="建筑结构", specialty=["建筑工程", "建筑结构"])
pair("M40", "the post merged down over two people", [[expert(1), _UNDER, expert(3)], ASK], *_MERGED)

# --- 7: second specialties, posts, several committees ---------------------------------------------------------------------

for _n, _post in enumerate(
    (
        "建筑结构、工程造价",
        "建筑结构/工程造价",
        "建筑结构（兼工程造价）",
        "建筑结构，工程监理",
        "建筑结构\n工程造价",
        "建筑结构及给水排水",
        "建筑结构 工程造价",
        "主：建筑结构；辅：工程造价",
        "建筑设计",
        "教学管理",
        "无",
    ),
    1,
):
    pair(f"B{_n:02}", f"post: {_post!r}", [ASK], person(1, 现专业岗位=_post), *people(2, 3))
_AND_MORE = [[expert(1, post=post), *experts(2, 3)] for post in ("建筑结构", "建筑结构等")]
pair("B12", "post: '建筑结构等'", [*_AND_MORE, ASK], person(1, 现专业岗位="建筑结构等"), *people(2, 3))
pair(
    "B20", "a column 第二专业", [ASK], *[[*row, "工程造价" if n == 0 else ""] for n, row in enumerate(people())], head=(*HEAD_3, "第二专业")
)
pair(
    "B21", "a column 兼评专业", [ASK], *[[*row, "工程造价" if n == 0 else ""] for n, row in enumerate(people())], head=(*HEAD_3, "兼评专业")
)
pair(
    "B22",
    "one person in two rows with two specialties; the rules find it",
    [[*ALL, expert(1, post="工程造价", specialty=["建筑工程", "工程造价"])], ASK],
    *people(),
    [4, *person(1, 现专业岗位="工程造价")[1:]],
)
pair("B23", "the same unregistered post in three rows", [ASK], *[person(number, 现专业岗位="教学管理") for number in (1, 2, 3)])
_WATER = "和田地区水利工程专业副高级职称评审委员会推荐水利工程专业评委花名册"
pair("B24", "titled for another committee", [ASK], *people(), title=_WATER)
pair(
    "B25",
    "titled for another committee of the same place",
    [ASK],
    *people(),
    title="喀什地区水利工程专业副高级职称评审委员会推荐建筑工程专业评委花名册",
)
roster(
    "B26",
    "a second sheet titled for another committee",
    [ASK],
    lambda: excel(Sheet("建设", [(TITLE_3,), HEAD_3, *people()]), Sheet("水利", [(_WATER,), HEAD_3, *people(4, 5)])),
)
roster(
    "B27",
    "two rosters of two committees in one Word document",
    [ASK],
    lambda: word(TITLE_3, [HEAD_3, *people()], BREAK, _WATER, [HEAD_3, *people(4, 5)]),
    "附件3.docx",
)
roster(
    "B28",
    "the sheet is named for another committee, without title",
    [ASK],
    lambda: excel(Sheet("和田地区水利工程评审委员会", [HEAD_3, *people()])),
)
pair(
    "B29",
    "titled for the committee with its name shortened",
    [ALL, ASK],
    *people(),
    title="喀什地区建设工程评审委员会推荐建筑工程专业评委花名册",
)
pair("B30", "titled with XXXXX still in it", [ALL, ASK], *people(), title="XXXXX评审委员会推荐XXXXX专业评委花名册")
pair(
    "B31",
    "a section row that names another committee",
    [ASK],
    *people(1, 2),
    ["和田地区水利工程专业副高级职称评审委员会", *[LEFT] * 11],
    person(3),
)
pair("B32", "a section row 候补评委", [ASK], *people(1, 2), ["候补评委", *[LEFT] * 11], person(3))
pair("B33", "a section row 拟调出人员", [ASK], *people(1, 2), ["拟调出人员", *[LEFT] * 11], person(3))
roster(
    "B34",
    "sheets 在库 and 调出",
    [ASK],
    lambda: excel(Sheet("在库", [(TITLE_3,), HEAD_3, *people(1, 2)]), Sheet("调出", [(TITLE_3,), HEAD_3, person(3)])),
)

# --- 8: content that is no content ----------------------------------------------------------------------------------------

for _n, (_column, _text) in enumerate(
    (
        ("工作单位及行政职务", "（盖章）"),
        ("现专业岗位", "详见附件"),
        ("姓名", "（签字）"),
        ("姓名", "×××"),
        ("取得职称时间", "见证书"),
        ("出生年月", "——"),
        ("电话", "见通讯录"),
        ("职称层级", "高级"),
        ("姓名", "某某"),
        ("现专业职称", "/"),
        ("工作单位及行政职务", "待定"),
        ("电话", "/"),
    ),
    1,
):
    _allowed: Any = [[expert(1), {**expert(2), "phones": None}, expert(3)], ASK] if (_column, _text) == ("电话", "/") else [ASK]
    if _text == "高级":
        _allowed = [ALL, ASK]
    pair(f"C{_n:02}", f"{_column}: {_text}", _allowed, person(1), person(2, **{_column: _text}), person(3))
