"""Annex 3 from spreadsheets: what is read, and for everything else a finding with sheet, row and column that repeats no cell.

The files in tests/data/annex3/ are called after the code they give, with the report beside them (`make bless`); the others have no finding.
All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import csv as csv_module
import io
import os
import random
import re
import zipfile
from datetime import datetime
from pathlib import PurePath
from typing import Any

import openpyxl
import pytest
import yaml
from helpers import registries
from helpers.deep import DEEP
from helpers.rule_pages import example

from zhicheng.documents.finding_reports import text_report
from zhicheng.forms.reading import open_sheets
from zhicheng.forms.reading import sheets as sheet_reading
from zhicheng.forms.reading.annex3 import RosterForm, read_roster
from zhicheng.forms.reading.annex3_columns import field_of
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.result import cite
from zhicheng.registry.records.series import series_table
from zhicheng.rules import RULES

REFERENCE = registries.SMALL / "registry/reference"
SERIES = series_table(yaml.safe_load((REFERENCE / "series.yaml").read_text(encoding="utf-8")))
GROUPS = yaml.safe_load((REFERENCE / "ethnic-groups.yaml").read_text(encoding="utf-8"))
CORPUS = registries.HERE / "data/annex3"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix != ".expected")
YEAR = 2026

HEADER = [
    "序号",
    "姓名",
    "性别",
    "族别",
    "出生年月",
    "工作单位及行政职务",
    "现专业岗位",
    "现专业职称",
    "职称层级",
    "取得职称时间",
    "电话",
    "备注",
]
TITLE = "某厅工程系列评审委员会推荐建筑专业评委花名册"
PERSON: dict[str, Any] = dict(
    zip(
        HEADER,
        (1, "张三", "男", "汉", "1975-04", "某设计院", "建筑设计", "高级工程师", "副高", "2014-12", "0991-0000001", None),
        strict=True,
    )
)
EXPERT = {
    "name": "张三",
    "gender": "male",
    "ethnic_group": "汉族",
    "born": "1975-04",
    "unit": "某设计院",
    "employer": "某设计院",
    "post": "建筑设计",
    "title": "高级工程师",
    "level": "associate-senior",
    "title_since": "2014-12",
    "phones": ["0991-0000001"],
    "in_service": "serving",
    "entry": "recommended",
    "state": "active",
}
Rows = list[list[Any]]


def row(**cells: Any) -> list[Any]:
    """A row of a valid person, but for the cells given by the names of their columns."""
    return list({**PERSON, **cells}.values())


def xlsx(rows: Rows, *merges: str, hidden: str | None = None, **more: Rows) -> bytes:
    """An .xlsx file of one sheet 评委, or of more; merged cells of the first."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in {"评委": rows, **more}.items():
        sheet = book.create_sheet(name)
        for cells in content:
            sheet.append(cells)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(rows: Rows) -> bytes:
    return "\n".join(",".join("" if cell is None else str(cell) for cell in cells) for cells in rows).encode("utf-8")


def read(content: bytes, name: str = "花名册.xlsx") -> RosterForm:
    form = read_roster(name, content, SERIES, GROUPS, YEAR)
    form.findings = cite(form.findings, {"annex-3": "备案登记的函（2019）二（一）、附件3"})
    return form


def says(form: RosterForm) -> list[tuple[str, int, int, str]]:
    """Code, row, column and words of each finding."""
    return [(finding.code, finding.line, finding.column, finding.message) for finding in form.findings]


def names(form: RosterForm) -> list[str]:
    return [expert["name"] for expert in form.experts]


# --- what is read -------------------------------------------------------------------------------------------------------


def test_plain_form() -> None:
    form = read(xlsx([[TITLE], HEADER, row()], "A1:L1"))
    assert form == RosterForm("某厅工程系列评审委员会", "建筑", [EXPERT], [("评委", 3)], ["建筑"], [], people=1)


def test_everything_a_row_can_tell() -> None:
    """Dates as cells, several numbers, and what stands in the remarks."""
    form = read(
        xlsx(
            [
                HEADER,
                row(
                    姓名="阿不都•热西提",
                    性别="女",
                    族别="维",
                    出生年月=datetime(1964, 5, 1),
                    工作单位及行政职务="某医院\n院长",
                    现专业职称="主任医师",
                    职称层级="高级",
                    取得职称时间=2010.03,
                    电话="0991-0000001、0000002\n10000000001",
                    备注="享受国务院特殊津贴；行政机关领导；退休返聘",
                ),
            ]
        )
    )
    assert says(form) == []
    assert form.experts == [
        {
            **EXPERT,
            "name": "阿不都·热西提",
            "gender": "female",
            "ethnic_group": "维吾尔族",
            "born": "1964-05",
            "unit": "某医院 院长",
            "employer": "某医院",
            "title": "主任医师",
            "level": "full-senior",
            "title_since": "2010-03",
            "phones": ["0991-0000001", "0991-0000002", "10000000001"],
            "note": "享受国务院特殊津贴；行政机关领导；退休返聘",
            "honours": ["state-allowance"],
            "leader": True,
            "in_service": "rehired",
        }
    ]


@pytest.mark.parametrize("above", [0, 1, 19])
def test_header_wherever_it_stands(above: int) -> None:
    """In the first 20 rows, that is."""
    form = read(xlsx([*([["某某"]] * above), HEADER, row()]))
    assert (names(form), says(form), form.rows) == (["张三"], [], [("评委", above + 2)])


def test_header_below_row_20() -> None:
    form = read(xlsx([*([["某某"]] * 20), HEADER, row()]))
    assert says(form) == [("F002", 1, 1, "工作表“评委”：前 20 行里没有找到花名册的表头，这张工作表没有读")]


@pytest.mark.parametrize(
    ("usual", "variants"),
    [
        ("姓名", ["姓 名", "姓\u3000名", "姓\n名", "姓名*", "姓名（必填）", "姓名【必填】", "评委姓名"]),
        ("族别", ["民族", "民 族", "族别（民族）"]),
        ("出生年月", ["出生日期", "出生年月（如1975-04）", "出生\n年月", "出生年月日"]),
        ("工作单位及行政职务", ["工作单位\n及行政职务", "工作单位及职务", "单位", "工作单位", "所在单位"]),
        ("现专业岗位", ["从事专业", "专业", "现从事专业"]),
        ("现专业职称", ["职称", "专业技术资格", "专业技术职务任职资格", "专业技术职称（全称）"]),
        ("职称层级", ["级别", "层级", "职称级别"]),
        ("取得职称时间", ["取得时间", "任职资格取得时间", "取得职称\n时间", "职称取得时间"]),
        ("电话", ["联系电话", "手机", "联系方式", "手机号码", "电话（手机）"]),
        ("备注", ["备 注", "备注（选填）", "备　注"]),
    ],
)
def test_names_of_columns(usual: str, variants: list[str]) -> None:
    for name in variants:
        form = read(xlsx([[name if column == usual else column for column in HEADER], row(备注="博士")]))
        assert (form.experts, says(form)) == ([{**EXPERT, "note": "博士"}], []), name


def test_columns_in_any_order() -> None:
    form = read(xlsx([HEADER[::-1], row()[::-1]]))
    assert (form.experts, says(form)) == ([EXPERT], [])


TWO_ROWS: Rows = [
    [*HEADER[:7], "职称情况", None, None, "联系方式", "备注"],
    [*[None] * 7, "职称", "层级", "取得时间", None, None],
]


@pytest.mark.parametrize("merges", [(), ("H1:J1", *(f"{column}1:{column}2" for column in "ABCDEFGKL"))], ids=["plain", "merged"])
def test_header_of_two_rows(merges: tuple[str, ...]) -> None:
    form = read(xlsx([*TWO_ROWS, row()], *merges))
    assert (form.experts, says(form), form.rows) == ([EXPERT], [], [("评委", 3)])


def test_header_whose_second_row_only_ends_a_name() -> None:
    form = read(xlsx([[*HEADER[:4], "出生", *HEADER[5:]], [*[None] * 4, "年月", *[None] * 7], row()]))
    assert (form.experts, says(form)) == ([EXPERT], [])


def test_header_below_names_of_groups() -> None:
    form = read(xlsx([["基本情况", None, None, None, None, "单位情况", None, "职称情况"], HEADER, row()]))
    assert (form.experts, says(form)) == ([EXPERT], [])


def test_header_that_comes_again() -> None:
    """On every printed page, with its title; a second table in another order is read in its own."""
    form = read(xlsx([[TITLE], HEADER, row(), [TITLE], HEADER, row(姓名="李四"), HEADER[::-1], row(姓名="王五")[::-1]]))
    assert (names(form), says(form)) == (["张三", "李四", "王五"], [])
    assert [row for _, row in form.rows] == [3, 6, 8]


@pytest.mark.parametrize(
    "line",
    [
        [],
        [None, " ", "\u3000"],
        [2],
        ["合计", "1人"],
        ["合 计", None, 1, 0],
        ["汇总", None, None, 1],
        list(range(1, 13)),
        ["填表人：", "李四", None, "联系电话：", "0991-0000009"],
        [None, "填表人：李四 联系电话：0991-0000009"],
        ["备注：1. 人物均为虚构"],
        ["说明：某某", None, None],
        ["一、副高级"],
        ["（一）副高级"],
        ["单位（盖章）", None, "年 月 日"],
        ["附件3"],
    ],
    ids=str,
)
def test_lines_that_are_no_person(line: list[Any]) -> None:
    form = read(xlsx([HEADER, line, row(), line]))
    assert (names(form), says(form)) == (["张三"], [])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (["1", "2", "3"], None),
        (["1", "2", "4"], "第 4 行：序号没有接着上一位的"),
        (["1", "2", "2"], "第 4 行：序号没有接着上一位的"),
        (["3", "2", "1"], "第 3 行：序号没有接着上一位的"),
        (["1", "1", "2"], None),
        (["1", "", "3"], None),
        (["1", "", "2"], None),
        (["1", "", "4"], "第 4 行：序号没有接着上一位的"),
        (["1", "5", "9"], "第 3 行：序号没有接着上一位的，还有第 4 行"),
        (["7", "8", "9"], None),
        (["1.", "（2）", "3、"], None),
        ([1, 2.0, 4], "第 4 行：序号没有接着上一位的"),
        (["甲1", "甲2", "甲9"], None),
        (["", "", ""], None),
    ],
    ids=str,
)
def test_numbers_that_do_not_follow_are_said(numbers: list[Any], said: str | None) -> None:
    """A row may be missing, or somebody may be there twice; the roster is taken all the same."""
    people = [row(序号=number, 姓名=name) for number, name in zip(numbers, ["张三", "李四", "王五"], strict=True)]
    form = read(xlsx([HEADER, *people]))
    warnings = [one.message for one in form.findings if one.code == "F006" and one.severity == "warning"]
    assert warnings == ([f"工作表“评委”{said}"] if said else [])
    assert names(form) == ["张三", "李四", "王五"]


def test_merged_cells_are_filled_down() -> None:
    """One unit for three people. A blank cell that is not merged stays blank."""
    people = [row(), row(姓名="李四", 工作单位及行政职务=None), row(姓名="王五", 工作单位及行政职务=None)]
    form = read(xlsx([HEADER, *people], "F2:F3"))
    assert names(form) == ["张三", "李四"]
    assert says(form) == [("F003", 4, 6, "工作表“评委”第 4 行“工作单位及行政职务”（F4）：没有填写")]


def test_person_over_two_rows() -> None:
    """Where the name goes down over several rows they are one person, with all the numbers."""
    further = [None] * 10 + ["0991-0000002", "博士"]
    form = read(xlsx([HEADER, row(), further, row(姓名="李四")], *(f"{column}2:{column}3" for column in "ABCDEFGHIJ")))
    assert says(form) == []
    assert [(expert["name"], expert["phones"], expert.get("note")) for expert in form.experts] == [
        ("张三", ["0991-0000001", "0991-0000002"], "博士"),
        ("李四", ["0991-0000001"], None),
    ]


def test_person_over_two_rows_that_differ() -> None:
    form = read(xlsx([HEADER, row(), [None] * 7 + ["工程师"]], "B2:B3"))
    assert says(form) == [("F004", 3, 8, "工作表“评委”第 3 行“现专业职称”（H3）：姓名合并了几行，这一列各行却不同")]


def test_several_sheets_are_joined() -> None:
    form = read(xlsx([[TITLE], HEADER, row()], 副高=[[TITLE.replace("建筑", "结构")], HEADER, row(姓名="李四")], 空=[]))
    assert (names(form), form.rows, says(form)) == (["张三", "李四"], [("评委", 3), ("副高", 3)], [])
    assert (form.committee_name, form.specialty_title, form.specialty_titles) == ("某厅工程系列评审委员会", None, ["建筑", "结构"])


def test_same_person_twice_is_kept() -> None:
    """A rule judges that (R106)."""
    assert names(read(xlsx([HEADER, row(), row()]))) == ["张三", "张三"]


@pytest.mark.parametrize(
    ("title", "committee", "specialty"),
    [
        (TITLE, "某厅工程系列评审委员会", "建筑"),
        ("某厅工程系列 评审委员会 推荐 建筑 专业评委花名册", "某厅工程系列评审委员会", "建筑"),
        ("附件3：某厅工程系列高级评委会推荐建筑评委花名册", "某厅工程系列高级评委会", "建筑"),
        ("某厅工程系列评审委员会推荐XXXXX专业评委花名册", "某厅工程系列评审委员会", None),
        ("XXXXX评审委员会推荐XXXXX专业评委花名册", None, None),
        ("×××评审委员会推荐____专业评委花名册", None, None),
        ("评委花名册", None, None),
    ],
)
def test_title(title: str, committee: str | None, specialty: str | None) -> None:
    form = read(xlsx([["附件3"], [title], HEADER, row()]))
    assert (form.committee_name, form.specialty_title, says(form)) == (committee, specialty, [])


def test_columns_for_series_and_specialty() -> None:
    """Annex 3 has none; without them they are left to the caller."""
    form = read(xlsx([[*HEADER, "系列", "一级专业", "二级专业"], [*row(), "工程系列", "建筑工程", "城市规划"]]))
    assert form.experts == [{**EXPERT, "series": "engineering", "specialty": ["建筑工程", "城市规划"]}]
    form = read(xlsx([[*HEADER, "系列", "一级专业", "二级专业"], [*row(), "神学", None, "城市规划"]]))
    assert says(form) == [
        ("F003", 2, 13, "工作表“评委”第 2 行“系列”（M2）：没有填写，或者不是职称系列的名称"),
        ("F003", 2, 14, "工作表“评委”第 2 行“一级专业”（N2）：没有填写"),
    ]


def test_unit_and_position_apart() -> None:
    form = read(xlsx([[*HEADER, "职务"], [*row(), "总工程师"]]))
    assert form.experts == [{**EXPERT, "unit": "某设计院 总工程师"}]


@pytest.mark.parametrize(("unit", "duty", "fits"), [(100, 99, True), (100, 100, False), (199, 0, True), (199, 1, False)])
def test_length_of_unit_and_position(unit: int, duty: int, fits: bool) -> None:
    """Together, with the space between, no more than a unit alone may have."""
    form = read(xlsx([[*HEADER, "职务"], [*row(工作单位及行政职务="院" * unit), "长" * duty]]))
    if fits:
        assert [(one["unit"], one["employer"]) for one in form.experts] == [(f"{'院' * unit} {'长' * duty}".strip(), "院" * unit)]
    else:
        assert says(form) == [("F003", 2, 13, "工作表“评委”第 2 行“职务”（M2）：与工作单位合起来超过 200 个字")]


def test_telephones_in_several_columns() -> None:
    """A blank one is none where another is filled; each number once, and no more than may be kept; what is wrong is said of its column."""
    head = [*HEADER, "手机", "办公电话"]
    form = read(xlsx([head, [*row(), "0991-0000001", "0991-0000002"], [*row(电话=None), None, "0991-0000003"]]))
    assert [one["phones"] for one in form.experts] == [["0991-0000001", "0991-0000002"], ["0991-0000003"]]
    assert says(read(xlsx([head, [*row(电话=None), None, " "]]))) == [("F003", 2, 11, "工作表“评委”第 2 行“电话”（K2）：没有填写")]
    assert says(read(xlsx([[*HEADER], row(电话=None)]))) == [("F003", 2, 11, "工作表“评委”第 2 行“电话”（K2）：没有填写")]
    wrong = read(xlsx([head, [*row(), "12", None]]))
    assert [(code, line, column) for code, line, column, _ in says(wrong)] == [("F003", 2, 13)]


def test_specialty_needs_both_of_its_columns() -> None:
    """With the second level alone, it is the post where there is none."""
    without = [name for name in HEADER if name != "现专业岗位"]
    cells = [cell for name, cell in zip(HEADER, row(), strict=True) if name != "现专业岗位"]
    (expert,) = read(xlsx([[*without, "二级专业"], [*cells, "城市规划"]])).experts
    assert (expert["post"], "specialty" in expert) == ("城市规划", False)
    (expert,) = read(xlsx([[*HEADER, "二级专业"], [*row(), "城市规划"]])).experts
    assert (expert["post"], "specialty" in expert) == ("建筑设计", False)
    assert read(xlsx([[*HEADER, "一级专业", "二级专业"], [*row(), "建筑工程", None]])).experts == []


@pytest.mark.parametrize(
    ("title", "level", "found"),
    [
        ("高级工程师（副高级）", "副高级", "高级工程师"),
        ("高级工程师(副高)", "副高", "高级工程师"),
        ("高级工程师任职资格", "副高", "高级工程师"),
        ("高级工程师（正高级）", "正高级", "高级工程师（正高级）"),
        ("高级工程师（建筑）", "副高级", "高级工程师（建筑）"),
        ("高级工程师（中级）", "副高级", None),
        ("高级工程师/副高级", "副高级", "高级工程师"),
        ("正高级工程师/副高级", "副高级", None),
        ("高级工程师 副高", "副高级", "高级工程师"),
    ],
)
def test_level_in_brackets_behind_the_title(title: str, level: str, found: str | None) -> None:
    said = "括号里的层级与职称层级一格不同" if "（" in title else "职称后面的层级与职称不同"
    form = read(xlsx([HEADER, row(现专业职称=title, 职称层级=level)]))
    assert [one["title"] for one in form.experts] == ([found] if found else [])
    assert [message.partition("：")[2] for *_, message in says(form)] == ([] if found else [said])


@pytest.mark.parametrize(
    ("since", "said"),
    [("1975.04", "不晚于出生年月"), ("1975.03", "不晚于出生年月"), ("1990.12", "离出生年月不到 16 年"), ("1991.01", None)],
)
def test_title_before_birth(since: str, said: str | None) -> None:
    form = read(xlsx([HEADER, row(出生年月="1975.04", 取得职称时间=since)]))
    assert [message.partition("：")[2] for *_, message in says(form)] == ([said] if said else [])
    assert len(form.experts) == (said is None)


@pytest.mark.parametrize(
    ("note", "more", "said"),
    [
        (None, {"in_service": "serving"}, None),
        (" ", {"in_service": "serving"}, None),
        ("注" * 500, {"in_service": "serving", "note": "注" * 500}, None),
        ("注" * 501, None, "超过 500 个字"),
        ("退休返聘", {"in_service": "rehired", "note": "退休返聘"}, None),
        ("行政机关领导", {"in_service": "serving", "note": "行政机关领导", "leader": True}, None),
        (
            "享受国务院政府特殊津贴", {"in_service": "serving", "note": "享受国务院政府特殊津贴", "honours": ["state-allowance"]},
            None,
        ),
        *((said, None, "看不出还算不算评委") for said in ("已调离", "已退", "减", "不同意", "任期届满", "与3号重复", "电话有误")),
        *((said, None, "别的格子里的内容已经变了") for said in ("电话已换", "号码改了", "已更名", "现名示例丁")),
        *((said, None, "看不出还算不算评委") for said in ("驻村工作队", "试用期", "专业不对口", "无证书", "不在示例市", "二线")),
        ("减负先进", {"in_service": "serving", "note": "减负先进"}, None),
        ("来自二线城市", {"in_service": "serving", "note": "来自二线城市"}, None),
        ("局长", None, "看不出是不是行政机关领导"),
        ("主持工作", None, "看不出是不是行政机关领导"),
    ],
)  # fmt: skip
def test_remarks(note: str | None, more: dict[str, Any] | None, said: str | None) -> None:
    form = read(xlsx([HEADER, row(备注=note)]))
    assert form.experts == ([] if more is None else [{**EXPERT, **more}])
    assert [said in message for *_, message in says(form) if said] == ([True] if said else [])
    assert [one.severity for one in form.findings if one.severity == "error"] == ["error"] * (said is not None)


def test_remarks_that_are_not_understood_are_said() -> None:
    """All rows of a table in one reminder; what the register knows, or surely needs not, is none."""
    form = read(xlsx([HEADER, *(row(备注=note) for note in ("甲", "退休返聘", None, "博士研究生学历", "无；连任", "连任，身体欠佳"))]))
    assert len(form.experts) == 6
    said = "工作表“评委”：第 2、7 行“备注”里的话照原样留着，没有看懂是不是与能否担任评委有关"
    assert [(one.severity, one.message) for one in form.findings] == [("warning", said)]


LEFT = "提到了调离、退休一类的话，看不出还算不算评委"


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("工作单位及行政职务", "某设计院（已退休）", LEFT),
        ("工作单位及行政职务", "某设计院 退休", LEFT),
        ("工作单位及行政职务", "某设计院（借调住建局）", LEFT),
        ("工作单位及行政职务", "原某设计院", "写着“原”“现”，看不出现在在哪个单位、任什么职务"),
        ("现专业岗位", "建筑设计（已转岗）", LEFT),
        ("现专业职称", "高级工程师（退休返聘）", LEFT),
        ("电话", "0991-0000001（病休）", LEFT),
        ("工作单位及行政职务", "某州离退休干部管理中心", None),
        ("工作单位及行政职务", "某设计院（现在某大学）", "写着“原”“现”，看不出现在在哪个单位、任什么职务"),
        ("工作单位及行政职务", "原平市设计院", None),
        ("工作单位及行政职务", "某设计院 6531 0119 7501 0112 3X", "像是写了身份证号"),
        ("工作单位及行政职务", "某设计院 0998-0000009", "像是写了电话号码"),
        ("现专业岗位", "建筑设计13900000009", "像是写了电话号码"),
        ("工作单位及行政职务", "某部第7232123工程队", None),
        ("工作单位及行政职务", "本单位", "没有写是哪个单位"),
        ("工作单位及行政职务", "副院长、党委书记", "没有写是哪个单位"),
        ("工作单位及行政职务", "某办公室主任", None),
        ("工作单位及行政职务", "本溪某单位", None),
        ("工作单位及行政职务", "某出入境检验中心", None),
    ],
)
def test_remarks_in_other_columns(column: str, text: str, said: str | None) -> None:
    form = read(xlsx([HEADER, row(**{column: text})]))
    assert len(form.experts) == (said is None)
    assert [message.partition("：")[2] for *_, message in says(form)] == ([said] if said else [])


@pytest.mark.parametrize(
    ("unit", "note", "asked"),
    [
        ("某州住建局 党委书记", None, True),
        ("某厅党组成员", None, True),
        ("某州住建局 党委书记", "行政机关领导", False),
        ("某州住建局 党委书记", "非行政机关领导", False),
        ("某州住建局（公务员）", None, True),
        ("某大学党委书记", None, False),
    ],
)
def test_office_of_the_party_in_an_organ(unit: str, note: str | None, asked: bool) -> None:
    form = read(xlsx([HEADER, row(工作单位及行政职务=unit, 备注=note)]))
    said = "是行政机关里的党内职务或者公务员，看不出是不是行政机关领导"
    assert [message.partition("：")[2] for *_, message in says(form)] == ([said] if asked else [])


@pytest.mark.parametrize(
    ("text", "asked"),
    [("3", False), ("3.", False), ("（三）", False), ("③", False), (3.0, False), (None, False), ("三十一", False), ("A3", False)]
    + [(text, True) for text in ("作废", "×", "3*", "已调离", "3（组长）", "删")],
)
def test_numbers_of_rows(text: object, asked: bool) -> None:
    form = read(xlsx([HEADER, row(序号=text)]))
    said = ["工作表“评委”第 2 行“序号”（A2）：序号里还有别的字或记号，看不出是什么意思"] if asked else []
    assert [one[3] for one in says(form)] == said


@pytest.mark.parametrize(
    ("text", "severity", "said"),
    [
        ("已调离", "error", "第 14 格在没有名称的一列里，没有读，提到了调离、病故、不再担任一类的话，看不出还算不算评委"),
        ("学科组长", "warning", "第 14 列没有名称，里面的字没有读"),
        ("3", None, ""),
    ],
)
def test_words_in_a_column_without_a_name(text: str, severity: str | None, said: str) -> None:
    found = [(one.severity, one.message) for one in read(xlsx([HEADER, [*row(), None, text]])).findings]
    assert [one for one in found if one[0] == severity and one[1].endswith(said)] == found[:1]
    assert bool(found) is (severity is not None)


@pytest.mark.parametrize("text", ["0991-0000001（秘书）", "0991-0000001（已停机）", "家属 0991-0000001"])
def test_telephone_of_somebody_else(text: str) -> None:
    assert [one[3].partition("：")[2] for one in says(read(xlsx([HEADER, row(电话=text)])))] == ["像是别人的或者不再用的号码"]


OTHER = "某厅水利系列评审委员会推荐水利专业评委花名册"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (OTHER, "F006"),
        (TITLE, None),
        ("附件3", None),
        ("调出评委花名册", "F004"),
        ("候补评委名单", "F003"),
        ("某厅工程系列评审委员会推荐退休专家花名册", "F004"),
    ],
)
def test_second_title_in_a_sheet(line: str, code: str | None) -> None:
    """Of another committee, or of those who are no experts."""
    form = read(xlsx([[TITLE], HEADER, row(), [line], HEADER, row(姓名="李四")]))
    assert (names(form), [one[0] for one in says(form)]) == (["张三", "李四"], [code] if code else [])


@pytest.mark.parametrize("title", ["某厅工程系列评审委员会拟调出评委花名册", "某厅工程系列评审委员会退休评委花名册"])
def test_title_of_those_who_are_no_experts(title: str) -> None:
    assert [one[0] for one in says(read(xlsx([[title], HEADER, row()])))] == ["F004"]


@pytest.mark.parametrize(
    ("sheet", "rows", "asked"),
    [
        ("填写示例", [[TITLE], HEADER, row(姓名="李四")], "从工作表的名称看，这里是填写的例子，看不出算不算"),
        ("下拉选项", [["性别", "族别", "职称层级"], ["男", "汉族", "正高级"], ["女", "回族", "副高级"]], None),
        (
            "第二组",
            [["性别", "族别", "职称层级"], ["男", "汉族", "正高级"], ["女", "回族", "副高级"]],
            "前 20 行里没有找到花名册的表头，这张工作表没有读",
        ),
    ],
)
def test_sheets_that_are_no_rosters(sheet: str, rows: list[list[str]], asked: str | None) -> None:
    """An example counts among the others only where it is the one sheet; what may be chosen in the cells is no roster."""
    found = says(read(xlsx([[TITLE], HEADER, row()], **{sheet: rows})))
    assert [message for *_, message in found] == ([] if asked is None else [f"工作表“{sheet}”：{asked}"])


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [("2024年", "2026年", True), ("2026年第一批", "2026年第二批", False), ("建筑", "2026", False)],
)
def test_sheets_of_two_years(first: str, second: str, asked: bool) -> None:
    one, two = [[TITLE], HEADER, row()], [[TITLE], HEADER, row(姓名="李四")]
    renamed = openpyxl.load_workbook(io.BytesIO(xlsx(one, **{second: two})))
    renamed.worksheets[0].title = first
    stream = io.BytesIO()
    renamed.save(stream)
    said = [f"工作表“{second}”：写的年份与前面一张表的不同，看不出是不是同一次报送的"] if asked else []
    assert [message for *_, message in says(read(stream.getvalue()))] == said


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        ("2021年退休，返聘至2023年", True),
        ("退休返聘至2028年", False),
        ("返聘至2026年3月", True),
        ("返聘至2026年12月", False),
        ("享受国务院政府特殊津贴专家工作室成员", True),
        ("国贴专家团队成员", True),
    ],
)
def test_remarks_of_what_is_over_or_of_others(note: str, asked: bool) -> None:
    assert len(says(read(xlsx([HEADER, row(备注=note)])))) == asked


@pytest.mark.parametrize("duty", ["无", "/", "——", "暂无"])
def test_no_position(duty: str) -> None:
    header = [*HEADER[:5], "工作单位", "职务", *HEADER[6:]]
    (expert,) = read(xlsx([header, [*row()[:6], duty, *row()[6:]]])).experts
    assert (expert["unit"], expert["employer"]) == ("某设计院", "某设计院")


@pytest.mark.parametrize("name", ["在职状态", "是否退休", "是否行政领导", "荣誉称号", "变动情况"])
def test_column_that_says_who_may_be_an_expert(name: str) -> None:
    form = read(xlsx([[*HEADER, name], [*row(), "是（见证书）"]]))
    said = f"工作表“评委”第 1 行“{name}”（M1）：附件3没有这一列，里面像是写着能不能担任评委的情况"
    assert [one[3] for one in says(form) if one[0] == "F004"] == [said]


@pytest.mark.parametrize(
    ("name", "cells", "asked"),
    [
        ("是否退休", ["否", "否"], False),
        ("是否退休", ["否", "是"], True),
        ("出库时间", ["", "2025.12"], True),
        ("处分情况", ["无", "警告"], True),
        ("处分情况", ["无", "未受处分"], False),
        ("回避事项", ["无", "本人申报"], True),
        ("是否行政机关领导", ["否", ""], False),
        ("审核意见", ["同意推荐", "同意"], False),
        ("审核意见", ["同意", "不同意"], True),
        ("本人是否同意", ["同意", "否"], True),
        ("在职状态", ["在职", "在岗"], False),
        ("在职状态", ["在职", "返聘"], True),
        ("荣誉称号", ["无", ""], False),
        ("是否同意退休人员入库", ["否", "否"], True),
    ],
)
def test_column_that_says_nothing_of_anybody(name: str, cells: list[str], asked: bool) -> None:
    rows = [[*row(姓名=who), cell] for who, cell in zip(["张三", "李四"], cells, strict=True)]
    found = says(read(xlsx([[*HEADER, name], *rows])))
    assert [one[0] for one in found if one[0] == "F004"] == ["F004"] * asked


@pytest.mark.parametrize(
    ("name", "cells", "asked"),
    [
        ("拟推荐评委会", ["甲评委会", "甲评委会"], 0),
        ("拟推荐评委会", ["甲评委会", "乙评委会"], 1),
        ("申报评审委员会名称", ["甲评委会", "乙评委会"], 1),
        ("评委会职务", ["主任委员", "委员"], 0),
        ("曾任职的评委会", ["甲评委会", "乙评委会"], 0),
    ],
)
def test_column_of_committees(name: str, cells: list[str], asked: int) -> None:
    rows = [[*row(姓名=who), cell] for who, cell in zip(["张三", "李四"], cells, strict=True)]
    said = f"工作表“评委”第 1 行“{name}”（M1）：附件3没有这一列，里面写着几个评审委员会"
    assert [one[3] for one in says(read(xlsx([[*HEADER, name], *rows]))) if one[0] == "F004"] == [said] * asked


@pytest.mark.parametrize(
    "cells",
    [{1: "单位负责人（签字）：", 5: "填报人：王五", 9: "填报时间：2026年6月8日"}, {1: "单位（盖章）", 3: "审核：李四", 5: "2026年6月8日"}],
)
def test_signatures_in_the_columns_of_persons(cells: dict[int, str]) -> None:
    form = read(xlsx([HEADER, row(), [cells.get(at) for at in range(1, 13)]]))
    assert (len(form.experts), says(form)) == (1, [])


@pytest.mark.parametrize(("cell", "asked"), [("备选", True), ("已调离", True), ("常任", False), ("本科", False)])
def test_column_whose_cells_say_who_may_be_an_expert(cell: str, asked: bool) -> None:
    form = read(xlsx([[*HEADER, "类别"], [*row(), cell]]))
    said = "工作表“评委”第 2 行“类别”（M2）：附件3没有这一列，没有读，提到了调离、病故、不再担任一类的话，看不出还算不算评委"
    assert [one[3] for one in says(form) if one[0] == "F004"] == [said] * asked


@pytest.mark.parametrize("mark", ["- -", "--", "ditto", "仝上", "如上", "与上同", "々々", "……", "：", "ˊˊ", "丨", "√"])
@pytest.mark.parametrize("column", ["姓名", "工作单位及行政职务", "现专业岗位", "现专业职称", "备注"])
def test_marks_are_no_value(column: str, mark: str) -> None:
    form = read(xlsx([HEADER, row(), row(**{column: mark})]))
    none = column == "备注" and mark == "--"  # as people write that there is nothing
    assert (len(form.experts), len(says(form))) == ((2, 0) if none else (1, 1))


def test_merged_cells_of_what_is_each_person_s_own() -> None:
    rows = [HEADER, row(姓名="张三"), row(姓名="李四", 出生年月=None, 工作单位及行政职务=None)]
    assert names(read(xlsx(rows, "F2:F3"))) == ["张三"]
    said = "工作表“评委”第 3 行“出生年月”（E3）：与上一行合并成一格，看不出两个人是不是同年同月出生"
    form = read(xlsx(rows, "E2:E3", "F2:F3"))
    assert [one[3] for one in says(form)] == [said]


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("一、建筑工程", 0),
        ("（二）水利工程专业（3人）", 0),
        ("二、续聘", 0),
        ("二、拟退出人员", 1),
        ("（三）退休返聘专家", 1),
        ("三、候补", 1),
        ("二、出库人员", 1),
        ("（二）减少人员", 1),
        ("二、入库人员", 0),
        ("（一）行政领导", 1),
    ],
)
def test_heading_that_says_something_of_those_below(heading: str, asked: int) -> None:
    form = read(xlsx([HEADER, row(), [heading], row(姓名="李四")]))
    assert ([one[0:2] for one in says(form)], len(form.experts)) == ([("F004", 3)] * asked, 2)


@pytest.mark.parametrize(
    ("note", "asked"), [("□在职 ☑退休", True), ("☑在职 □退休", True), ("在职/退休", True), ("在职，未退休", False), ("在职", False)]
)
def test_retirement_in_boxes(note: str, asked: bool) -> None:
    assert len([one for one in says(read(xlsx([HEADER, row(备注=note)]))) if one[0] == "F004"]) == asked


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("退休", True),
        ("行政领导", True),
        ("候补", True),
        ("未通过", True),
        ("拟退出", True),
        ("出库", True),
        ("在库", False),
        ("建筑工程", False),
    ],
)
def test_sheet_of_those_who_are_no_experts(name: str, asked: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx([HEADER, row()])))
    book.worksheets[0].title = name
    stream = io.BytesIO()
    book.save(stream)
    said = [f"工作表“{name}”第 1 行：从工作表的名称看，这些人不在库"] if asked else []
    assert [message for *_, message in says(read(stream.getvalue()))] == said


@pytest.mark.parametrize(("name", "asked"), [("调出人员花名册.xlsx", True), ("附件3（旧）.xlsx", True), ("附件3.xlsx", False)])
def test_file_of_those_who_are_no_experts(name: str, asked: bool) -> None:
    assert [one[3].partition("：")[2] for one in says(read(xlsx([HEADER, row()]), name))] == ["从文件的名称看，这些人不在库"] * asked


@pytest.mark.parametrize(("stated", "asked"), [("（1人）", False), ("（共5人）", True), ("（5名）", True), ("", False)])
def test_number_of_people_in_the_title(stated: str, asked: bool) -> None:
    said = ["工作表“评委”：标题写着共 5 人，一共读到 1 人"] if asked else []
    assert [message for *_, message in says(read(xlsx([[TITLE + stated], HEADER, row()])))] == said
    both = xlsx([[TITLE + "（2人）"], HEADER, row()], 续=[HEADER, row(姓名="李四")])
    assert says(read(both)) == []


def test_remarks_in_two_columns() -> None:
    form = read(xlsx([[*HEADER, "说明"], [*row(备注="甲"), "乙"], [*row(备注=None), "乙"]]))
    assert [one["note"] for one in form.experts] == ["甲；乙", "乙"]


@pytest.mark.parametrize(("columns", "found"), [(3, False), (4, True), (5, True)])
def test_fewest_columns_of_a_header(columns: int, found: bool) -> None:
    """The name and three more."""
    form = read(xlsx([HEADER[1 : 1 + columns], row()[1 : 1 + columns]]))
    assert any("没有找到花名册的表头" in message for *_, message in says(form)) is not found


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({1: "5"}, []),
        ({}, []),
        ({1: "5", 6: "某设计院"}, ["没有姓名，看不出这一行是不是评委"]),
        ({6: "某设计院", 7: "建筑设计"}, ["没有姓名，看不出这一行是不是评委"]),
        ({3: "男", 6: "某设计院", 7: "建筑设计"}, None),
        ({2: "李四"}, None),
        ({1: "填表人：李示例"}, []),
        ({1: "合计", 2: "1人"}, []),
        ({1: "合计", 2: "3人"}, ["写着共 3 人，这张表读到 1 人"]),
        ({1: "合计", 2: "1人", 3: "男2人，女1人"}, ["写着男 2 人，这张表读到 1 人"]),
        ({1: "合计", 2: "1人", 3: "男1人"}, []),
        ({1: "合计", 2: "1", 3: "3", 4: "4"}, []),
        ({1: "以上共 2 名"}, ["写着共 2 人，这张表读到 1 人"]),
    ],
)
def test_rows_without_a_name(cells: dict[int, str], said: list[str] | None) -> None:
    """Up to two cells may be anything; with three it is a person, of whom things are missing (None: these are said)."""
    form = read(xlsx([HEADER, row(), [cells.get(at) for at in range(1, 13)]]))
    messages = [message.partition("：")[2] for *_, message in says(form)]
    assert (len(messages) > 1) if said is None else (messages == said)
    assert len(form.experts) == 1


def test_landline_and_mobile_apart() -> None:
    form = read(xlsx([[*HEADER, "手机"], [*row(), 10000000001], [*row(电话=None), 10000000001]]))
    assert [expert["phones"] for expert in form.experts] == [["0991-0000001", "10000000001"], ["10000000001"]]
    form = read(xlsx([[*HEADER, "手机"], row(电话=None)]))
    assert says(form) == [("F003", 2, 11, "工作表“评委”第 2 行“电话”（K2）：没有填写")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text(encoding: str, delimiter: str) -> None:
    text = csv([HEADER, row()]).decode("utf-8").replace(",", delimiter)
    form = read(text.encode(encoding), "名册.csv")
    assert (form.experts, says(form), form.rows) == ([EXPERT], [], [("名册", 2)])


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_text_with_tabs_that_keep_numbers_as_text(delimiter: str) -> None:
    """Systems put a tab behind or before each cell that they export."""
    for text in (f"\t{delimiter}", f"{delimiter}\t"):
        form = read(csv([HEADER, row()]).decode("utf-8").replace(",", text).encode(), "名册.csv")
        assert (form.experts, says(form)) == ([EXPERT], [])


def test_text_as_excel_writes_it() -> None:
    """A line that names the separator, numbers kept as text, line breaks inside cells."""
    text = 'sep=;\n{}\n1;"张\n三";男;汉;="1980.10";某设计院;建筑设计;高级工程师;副高;2014-12;"0991-0000001\n0000002";\n'
    form = read(text.format(";".join(HEADER)).encode(), "名册.csv")
    assert says(form) == []
    assert form.experts == [{**EXPERT, "born": "1980-10", "phones": ["0991-0000001", "0991-0000002"]}]
    assert form.rows == [("名册", 3)]


# --- what is found ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "code", "at", "words"),
    [
        ({"姓名": "张3"}, "F003", "“姓名”（B2）", "姓名里有数字、括号或者别的符号"),
        ({"性别": "未知"}, "F003", "“性别”（C2）", "没有填写，或者不是“男”“女”"),
        ({"族别": "外星族"}, "F003", "“族别”（D2）", "不是 56 个民族里的名称"),
        ({"出生年月": 1980.1}, "F004", "“出生年月”（E2）", "小数点后只有一个 1，分不清是 1 月，还是 10 月丢了末尾的 0"),
        ({"出生年月": "2027-01"}, "F003", "“出生年月”（E2）", "年份晚于 2026 年"),
        ({"工作单位及行政职务": "某" * 201}, "F003", "“工作单位及行政职务”（F2）", "超过 200 个字"),
        ({"现专业岗位": None}, "F003", "“现专业岗位”（G2）", "没有填写"),
        ({"现专业岗位": "某" * 101}, "F003", "“现专业岗位”（G2）", "超过 100 个字"),
        ({"现专业职称": "无"}, "F003", "“现专业职称”（H2）", "不是职称名称"),
        ({"职称层级": "高级", "现专业职称": "工艺大师"}, "F004", "“职称层级”（I2）", "只写了“高级”，分不清是正高级还是副高级"),
        ({"职称层级": "特级"}, "F003", "“职称层级”（I2）", "不是职称层级"),
        ({"取得职称时间": "1975-04"}, "F003", "“取得职称时间”（J2）", "不晚于出生年月"),
        ({"电话": "12345"}, "F003", "“电话”（K2）", "看不出是什么电话号码，或者位数不对"),
        ({"电话": 9910000001}, "F004", "“电话”（K2）", "像是固定电话丢了开头的 0"),
        ({"备注": "即将退休"}, "F004", "“备注”（L2）", "提到了退休，但看不出现在是在职、返聘还是已退休"),
        ({"备注": "连任，兼评暖通"}, "F004", "“备注”（L2）", "提到了另一个专业"),
        ({"备注": "某" * 501}, "F003", "“备注”（L2）", "超过 500 个字"),
        ({"备注": "110101199003070310"}, "F003", "“备注”（L2）", "像是写了身份证号"),
        ({"工作单位及行政职务": "#REF!"}, "F003", "“工作单位及行政职务”（F2）", "公式的结果是错误值"),
    ],
    ids=str,
)
def test_cell_that_cannot_be_read(cells: dict[str, Any], code: str, at: str, words: str) -> None:
    """The place as people name it and as machines do; what to do; and the person is not half read."""
    form = read(xlsx([HEADER, row(**cells), row(姓名="李四")]))
    column = HEADER.index(next(iter(cells))) + 1
    assert says(form) == [(code, 2, column, f"工作表“评委”第 2 行{at}：{words}")]
    assert form.findings[0].hint
    assert form.findings[0].file == "花名册.xlsx"
    assert names(form) == ["李四"]


@pytest.mark.parametrize(
    ("cells", "length"), [({"工作单位及行政职务": "某" * 200}, 200), ({"备注": "某" * 500}, 500), ({"现专业岗位": "某" * 100}, 100)]
)
def test_text_of_just_the_length(cells: dict[str, str], length: int) -> None:
    form = read(xlsx([HEADER, row(**cells)]))
    assert (len(form.experts), [one for one in form.findings if one.severity == "error"]) == (1, [])
    assert length in map(len, filter(lambda value: isinstance(value, str), form.experts[0].values()))


def test_row_without_a_name() -> None:
    """A person whose name is missing, and a line of which nothing can be told."""
    form = read(xlsx([HEADER, row(姓名=None), [2, None, None, None, None, "某设计院"]]))
    assert says(form) == [
        ("F003", 2, 2, "工作表“评委”第 2 行“姓名”（B2）：没有填写"),
        ("F003", 3, 2, "工作表“评委”第 3 行“姓名”（B3）：没有姓名，看不出这一行是不是评委"),
    ]


@pytest.mark.parametrize("missing", ["姓名", *HEADER[2:11]])
def test_missing_column(missing: str) -> None:
    """Without a name it is no roster at all."""
    at = HEADER.index(missing)
    rows = [[*cells[:at], *cells[at + 1 :]] for cells in (HEADER, row())]
    said = f"第 1 行：没有找到“{missing}”这一列" if missing != "姓名" else "：前 20 行里没有找到花名册的表头，这张工作表没有读"
    assert says(read(xlsx(rows))) == [("F002", 1, 1, f"工作表“评委”{said}")]


@pytest.mark.parametrize("missing", ["序号", "备注"])
def test_columns_that_may_be_missing(missing: str) -> None:
    at = HEADER.index(missing)
    form = read(xlsx([[*cells[:at], *cells[at + 1 :]] for cells in (HEADER, row())]))
    assert (form.experts, says(form)) == ([EXPERT], [])


def test_column_that_annex_3_has_not() -> None:
    """Nothing of it is read, and nothing of it is repeated but its name: a warning."""
    form = read(xlsx([[*HEADER, "身份证号"], [*row(), "110101199003070310"]]))
    assert says(form) == [("F002", 1, 13, "工作表“评委”第 1 行“身份证号”（M1）：附件3没有这些列，没有读：身份证号")]
    assert [finding.severity for finding in form.findings] == ["warning"]
    assert form.experts == [EXPERT]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *((name, "（像是姓名，不显示）") for name in ("示例甲", "示例", "示 例", "阿不都·热西提")),
        *((name, name) for name in ("政治面貌", "附加说明栏", "身份证号", "QQ")),
    ],
)
def test_a_name_among_the_columns_is_not_repeated(typed: str, shown: str) -> None:
    """A person's cell may have come into the header."""
    form = read(xlsx([[*HEADER, typed], [*row(), "x"]]))
    assert says(form) == [("F002", 1, 13, f"工作表“评委”第 1 行“{shown}”（M1）：附件3没有这些列，没有读：{shown}")]


def test_two_columns_for_the_same() -> None:
    form = read(xlsx([[*HEADER, "民族"], [*row(), "汉"]]))
    assert says(form) == [("F004", 1, 13, "工作表“评委”第 1 行“民族”（M1）：有 2 列都像“族别”，分不清读哪一列")]


def test_a_column_that_is_merged_with_the_next_in_all_rows() -> None:
    wide = [[*HEADER[:6], None, *HEADER[6:]], [*row()[:6], None, *row()[6:]]]
    form = read(xlsx(wide, "F1:G1", "F2:G2"))
    assert (form.experts, says(form)) == ([EXPERT], [])
    wide[1][6] = "主任"
    assert [message for *_, message in says(read(xlsx(wide, "F1:G1")))] == [
        "工作表“评委”第 1 行“工作单位及行政职务”（G1）：有 2 列都像“工作单位及行政职务”，分不清读哪一列"
    ]


@pytest.mark.parametrize("again", ["桥梁工程", None])
def test_two_columns_of_the_second_level(again: str | None) -> None:
    """That is all that is told: what the second of them holds, or lacks, is no fault of the row."""
    form = read(xlsx([[*HEADER, "系列", "一级专业", "二级专业", "二级目录"], [*row(), "工程系列", "建筑工程", "城市规划", again]]))
    assert says(form) == [("F004", 1, 16, "工作表“评委”第 1 行“二级目录”（P1）：有 2 列都像“二级专业”，分不清读哪一列")]


@pytest.mark.parametrize("cells", [[], [[1], [2]], [["合计", "0人"]]])
def test_roster_without_people(cells: Rows) -> None:
    assert says(read(xlsx([[TITLE], HEADER, *cells]))) == [("F002", 2, 1, "工作表“评委”第 2 行：表头下面没有评委")]


def test_workbook_without_cells() -> None:
    assert says(read(xlsx([]))) == [("F002", 1, 1, "文件里没有花名册")]


def test_sheet_that_is_no_roster() -> None:
    """Beside a roster a reminder; alone an error."""
    form = read(xlsx([HEADER, row()], 说明=[["怎样填表"]]))
    assert says(form) == [("F002", 1, 1, "工作表“说明”：前 20 行里没有找到花名册的表头，这张工作表没有读")]
    assert [finding.severity for finding in form.findings] == ["warning"]
    assert [finding.severity for finding in read(xlsx([["怎样填表"]])).findings] == ["error"]


def test_hidden_sheets() -> None:
    """One with a roster is asked about and not read; others are passed over."""
    form = read(xlsx([HEADER, row()], 旧表=[HEADER, row(姓名="李四")], hidden="旧表"))
    assert (names(form), says(form)) == (["张三"], [("F004", 1, 1, "工作表“旧表”第 1 行：隐藏的工作表里也有花名册，分不清算不算")])
    form = read(xlsx([HEADER, row()], 选项=[["男"], ["女"]], hidden="选项"))
    assert (names(form), says(form)) == (["张三"], [])


def test_sheets_of_two_committees() -> None:
    form = read(xlsx([[TITLE], HEADER, row()], 乙=[[TITLE.replace("工程", "卫生")], HEADER, row(姓名="李四")]))
    assert says(form) == [("F006", 1, 1, "工作表“乙”：标题里的评审委员会与工作表“评委”的不同")]


def with_results(content: bytes, results: dict[str, str]) -> bytes:
    """An .xlsx file with the results of its formulas stored, as Excel does: openpyxl stores none."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(found, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                for cell, result in results.items():
                    text = re.sub(rf'(<c r="{cell}")(>.*?</f>)(?:<v ?/>|<v></v>)'.encode(), rf'\1 t="str"\2<v>{result}</v>'.encode(), text)
            new.writestr(part, text)
    return found.getvalue()


def test_formulas() -> None:
    """The stored result is read; where there is none it is asked for. An empty result is just empty."""
    content = xlsx([HEADER, row(现专业岗位='="建筑"&"设计"')])
    assert says(read(content)) == [("F003", 2, 7, "工作表“评委”第 2 行“现专业岗位”（G2）：是公式，表格里没有存它的结果")]
    assert "选择性粘贴 → 数值" in read(content).findings[0].hint
    assert read(with_results(content, {"G2": "建筑设计"})).experts == [EXPERT]
    assert says(read(with_results(content, {"G2": ""}))) == [("F003", 2, 7, "工作表“评委”第 2 行“现专业岗位”（G2）：没有填写")]


def test_names_that_are_formulas() -> None:
    form = read(xlsx([HEADER, row(姓名='="张"&"三"'), [2, '="李"&"四"']]))
    assert ("F003", 2, 2, "工作表“评委”第 2 行“姓名”（B2）：是公式，表格里没有存它的结果") in says(form)
    assert ("F003", 3, 2, "工作表“评委”第 3 行“姓名”（B3）：是公式，表格里没有存它的结果") in says(form)
    assert form.experts == []


# --- files that are not what they seem ----------------------------------------------------------------------------------


def archive(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            out.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


def added(content: bytes, name: str, text: str) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as out:
        out.writestr(name, text)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
VALID = xlsx([HEADER, row()])


def with_row(number: int) -> bytes:
    """A roster with one more row, which says that it is the `number`th."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(VALID)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in archive.namelist():
            more = f'<row r="{number}"><c r="A{number}"><v>1</v></c></row></sheetData>'.encode()
            out.writestr(name, archive.read(name).replace(b"</sheetData>", more) if "sheet1" in name else archive.read(name))
    return made.getvalue()


def stream_named(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\x00" * 600


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.xlsx", b"", "F001", "文件是空的"),
        ("a.csv", b"\r\n \x00", "F001", "文件是空的"),
        ("a.xls", VALID, "F001", "文件名说是旧式 .xls 表格，内容其实是 .xlsx 表格"),
        ("a.csv", VALID, "F001", "文件名说是文本（.csv），内容其实是 .xlsx 表格"),
        ("a.XLSX", csv([HEADER, row()]), "F001", "文件名说是 .xlsx 表格，内容其实是文本（.csv）"),
        ("a.xls", b"\xef\xbb\xbf \n<html><table></table></html>", "F001", "这是网页（HTML），不是能读的表格"),
        ("a.xls", "<!DOCTYPE html>".encode("utf-16"), "F001", "这是网页（HTML），不是能读的表格"),
        ("a.xls", b"MIME-Version: 1.0\n", "F001", "这是网页归档（.mht），不是能读的表格"),
        (
            "a.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "F001",
            "这是 Excel 2003 的 XML 表格，不是能读的表格",
        ),
        ("a.docx", archive(word__document_xml="<x/>"), "F001", "文件打不开，可能已经损坏，或者没有复制完整"),
        ("a.doc", stream_named("WordDocument"), "F001", "这是旧式 Word 文档（.doc），不能读"),
        ("a.wps", stream_named("WordDocument"), "F001", "这是旧式 WPS 文字文档（.wps），不能读"),
        ("a.doc", stream_named("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"), "F005", "文档里带有宏（程序），不能接受"),
        ("a.docx", b"{\\rtf1", "F001", "这是 RTF 文档，不是能读的表格"),
        (
            "a.docx",
            b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            "F001",
            "这是 Word 2003 的 XML 文档，不是能读的表格",
        ),
        (
            "a.docx",
            b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
            "F001",
            "这是 Word 的单个 XML 文档，不是能读的表格",
        ),
        ("a.odt", archive(mimetype="application/vnd.oasis.opendocument.text"), "F001", "这是 OpenDocument 文档（.odt），不是能读的表格"),
        ("a.ppt", OLE, "F001", "这是别的程序的文件，不是能读的表格"),
        ("a.xlsx", archive(xl__workbook_bin="x"), "F001", "这是二进制 Excel 表格（.xlsb），不是能读的表格"),
        (
            "a.ods",
            archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "F001",
            "这是 OpenDocument 表格（.ods），不是能读的表格",
        ),
        ("a.zip", archive(a_txt="x"), "F001", "这是压缩文件，不是能读的表格"),
        ("a.pdf", b"%PDF-1.7", "F001", "这是 PDF 文件，不是能读的表格"),
        ("a.csv", b"\x81\x01\xff\x02" * 50, "F001", "这不是能读的表格，也不是 UTF-8、GB18030 或 UTF-16 编码的文本"),
        ("a.csv", b"\xff" * 50, "F001", "这不是能读的表格，也不是 UTF-8、GB18030 或 UTF-16 编码的文本"),
        ("a.csv", b'"' + b"x" * 200_000, "F001", "表格的引号没有配对，读不出来"),
        ("a.xlsx", VALID[: len(VALID) // 2], "F001", "文件打不开，可能已经损坏，或者没有复制完整"),
        ("a.xlsx", archive(xl__workbook_xml="<x/>"), "F001", "文件打不开，可能已经损坏，或者没有复制完整"),
        ("a.xls", stream_named("Workbook"), "F001", "文件打不开，可能已经损坏，或者没有复制完整"),
        ("a.xlsx", stream_named("EncryptedPackage"), "F005", "文件加了密码"),
        ("a.xls", stream_named("_VBA_PROJECT_CUR"), "F005", "表格里带有宏（程序），不能接受"),
        ("a.xlsm", added(VALID, "xl/vbaProject.bin", "x"), "F005", "表格里带有宏（程序），不能接受"),
        ("a.xlsx", added(VALID, "xl/vbaProject.bin", "x"), "F005", "表格里带有宏（程序），不能接受"),
        ("a.xlsx", added(VALID, "xl/x.xml", "<!DOCTYPE x [<!ENTITY y 'z'>]>"), "F001", "文件打不开，可能已经损坏，或者没有复制完整"),
        ("a.xlsx", added(VALID, "xl/x.xml", " " * open_sheets.MAX_UNPACKED), "F001", "文件展开后超过 32 MiB"),
        ("a.xlsx", added(VALID, "xl/x.dat", " " * (open_sheets.MAX_UNPACKED + open_sheets.MAX_BYTES)), "F001", "文件展开后超过 32 MiB"),
        ("a.xlsx", with_row(2_000_000_000), "F001", "有一行的行号超出 Excel 的范围"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) > 8 else "",
)
def test_file_that_is_not_what_it_claims(name: str, content: bytes, code: str, words: str) -> None:
    """One finding that says what it really is and how to save it; nothing is read."""
    form = read(content, name)
    assert says(form) == [(code, 1, 1, words)]
    assert form.findings[0].hint
    assert form.experts == []


def test_quotes_that_are_not_closed_are_found_whatever_limit_csv_has() -> None:
    """Other libraries raise it for the whole process."""
    before = csv_module.field_size_limit(1 << 30)
    try:
        assert says(read(b'"' + b"x" * 200_000, "a.csv")) == [("F001", 1, 1, "表格的引号没有配对，读不出来")]
    finally:
        csv_module.field_size_limit(before)


def test_the_last_row_that_excel_has() -> None:
    """5 kB that say that a row is the two thousand millionth once took minutes."""
    assert "F001" not in [finding.code for finding in read(with_row(1_048_576)).findings]
    assert says(read(with_row(1_048_577))) == [("F001", 1, 1, "有一行的行号超出 Excel 的范围")]


def test_too_large_a_file() -> None:
    assert says(read(b"x" * open_sheets.MAX_BYTES, "a.csv")) != [("F001", 1, 1, "文件超过 20 MiB")]
    assert says(read(b"x" * (open_sheets.MAX_BYTES + 1), "a.csv")) == [("F001", 1, 1, "文件超过 20 MiB")]


def test_a_name_without_an_ending_claims_nothing() -> None:
    for content in (VALID, csv([HEADER, row()])):
        assert names(read(content, "花名册")) == ["张三"]


def test_too_many_rows() -> None:
    """Blank ones do not count."""
    rows = b"x\n\n" * sheet_reading.MAX_ROWS
    assert len(open_sheets.open_tables("a.csv", rows)[0].rows) == sheet_reading.MAX_ROWS
    with pytest.raises(FileFault, match="超过 20,000 行"):
        open_sheets.open_tables("a.csv", rows + b"x\n")


def test_cell_far_out() -> None:
    """One cell at the far end of a sheet costs nothing."""
    book = openpyxl.load_workbook(io.BytesIO(VALID))
    book.active["XFD2000"] = "某"
    stream = io.BytesIO()
    book.save(stream)
    assert names(read(stream.getvalue())) == ["张三"]


@pytest.mark.parametrize("source", ["plain.xls", "xlsx"])
def test_damaged_files_give_findings(source: str) -> None:
    """Whatever byte is wrong, it is a finding and never a crash."""
    content = VALID if source == "xlsx" else (CORPUS / source).read_bytes()
    chance = random.Random(3)
    for _ in range(150 if DEEP else 40):
        damaged = bytearray(content)
        for _ in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        form = read(bytes(damaged), "花名册")
        assert form.findings or form.experts


# --- privacy ------------------------------------------------------------------------------------------------------------


def test_no_finding_repeats_a_cell() -> None:
    """Every cell of a person is given a mark of its own, with faults everywhere; no finding holds any of them."""
    canary = "哥伦布鸟"
    spoilt = [[f"{canary}{column}9" for column in HEADER]]
    spoilt += [row(**{column: f"{canary}（9）#{column}"}) for column in HEADER[1:11]]
    spoilt += [row(备注=f"{canary}可能退休"), row(备注=f"{canary}110101199003070310"), [None, None, None, canary]]
    for content, name in ((xlsx([HEADER, *spoilt]), "a.xlsx"), (csv([HEADER, *spoilt]), "a.csv")):
        form = read(content, name)
        told = "".join(f"{finding.message}{finding.hint}{finding.pointer}" for finding in form.findings)
        assert len(form.findings) > 15
        assert canary not in told
        assert "110101" not in told


# --- the corpus and the pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_corpus(path: PurePath) -> None:
    """A file called after a code gives that code and no other, word for word; every other file gives none."""
    form = read((CORPUS / path).read_bytes(), path.name)
    expected = (CORPUS / path).with_name(f"{path.name}.expected")
    code = re.match("F00[1-6]", path.name)
    assert {finding.code for finding in form.findings} == ({code[0]} if code else set())
    if code is None:
        assert form.experts
        return
    report = text_report(form.findings)
    if os.environ.get("ZHICHENG_BLESS"):
        expected.write_text(report, encoding="utf-8", newline="\n")
    assert report == expected.read_text(encoding="utf-8")


def test_no_report_is_left_over() -> None:
    assert {path.name.removesuffix(".expected") for path in CORPUS.glob("*.expected")} <= {path.name for path in FILES}


def test_old_format() -> None:
    """Excel 97 files, with dates, merged cells, and days counted from 1904."""
    form = read((CORPUS / "plain.xls").read_bytes(), "plain.xls")
    assert [(e["name"], e["born"], e["title_since"], e["in_service"]) for e in form.experts] == [
        ("张三", "1975-04", "2014-12", "serving"),
        ("阿不都·热西提", "1964-05", "1989-05", "rehired"),
        ("李四", "1980-05", "2019-06", "serving"),
    ]
    assert [e["unit"] for e in read((CORPUS / "merged.xls").read_bytes(), "merged.xls").experts] == ["某设计院"] * 3
    assert read((CORPUS / "counted-from-1904.xls").read_bytes(), "a.xls").experts[0]["born"] == "1975-01"


def of_example(text: str) -> tuple[str, bytes]:
    """The file that an example on a rule's page stands for: what differs from a valid row, and lines that say how it is stored."""
    name, content = "花名册.xlsx", {}
    rows: Rows = [[None], list(HEADER), row()]
    for line in text.splitlines():
        said, value = re.split("[：:] ?", line.removeprefix("# "), maxsplit=1) if line != "# 加密" else (line, "")
        if line == "# 加密":
            return name, stream_named("EncryptedPackage")
        if line.startswith("# 文件名"):
            name = value
        elif line.startswith("# 缺少"):
            at = rows[1].index(value)
            rows = [[*cells[:at], *cells[at + 1 :]] if len(cells) > 1 else cells for cells in rows]
        elif line.startswith("# 工作表"):
            rows = content[value] = [[None], list(HEADER), row(姓名=f"张{value}")]
        elif said == "标题":
            rows[0] = [value]
        else:
            at = next(at for at, column in enumerate(rows[1]) if field_of(column) == field_of(said))
            rows[1][at], rows[2][at] = said, value
    if name.endswith(".csv") or "文件名" in text:
        return name, csv(rows)
    return name, xlsx(**content) if "评委" in content else _sheets(content or {"评委": rows})


def _sheets(content: dict[str, Rows]) -> bytes:
    (_, first), *rest = content.items()
    return xlsx(first, **dict(rest))


FORMS = pytest.mark.parametrize("code", [code for code in RULES if code.startswith("F")])


@FORMS
def test_failing_example_fails_for_this_reason_only(code: str) -> None:
    name, content = of_example(example(RULES[code], "不合格"))
    assert {finding.code for finding in read(content, name).findings} == {code}


@FORMS
def test_passing_example_passes(code: str) -> None:
    name, content = of_example(example(RULES[code], "合格"))
    assert says(read(content, name)) == []


@FORMS
def test_every_code_has_a_file_or_a_test(code: str) -> None:
    """Locked files cannot be looked into, so none is kept in a repository: F005 has its test above."""
    assert code == "F005" or any(path.name.startswith(code) for path in FILES)
