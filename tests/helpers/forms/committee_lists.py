"""Lists of committees (一览表) as offices keep them: each with what is odd about it and what must come of it. All people are invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from helpers.forms import empty_word

Cells = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """A list: name of its file, what is odd, its content, the records that it gives (without source; of each only the fields named), what
    is asked (a part of each message), the reasons of rows left out, and the columns not read. `answers` are given beforehand.
    """

    file: str
    odd: str
    content: bytes
    records: list[dict[str, Any]]
    asked: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    people: int = 0
    answers: dict[str, str] = field(default_factory=dict)


def book(rows: Cells, merged: Sequence[str] = (), hidden: Sequence[int] = (), sheets: Sequence[tuple[str, Cells]] = ()) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "一览表"
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for name, more in sheets:
        other = made.create_sheet(name)
        for row in more:
            other.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def document(lines: Sequence[str], rows: Cells, merged: Sequence[tuple[int, int, int, int]] = (), below: Sequence[str] = ()) -> bytes:
    """A Word document with lines, a table and lines; `merged` are (row, column, row, column), from 0."""
    made = empty_word.document()
    for line in lines:
        made.add_paragraph(line)
    table = made.add_table(rows=len(rows), cols=max(map(len, rows)))
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = "" if text is None else str(text)
    for top, left, bottom, right in merged:
        table.cell(top, left).merge(table.cell(bottom, right))
    for line in below:
        made.add_paragraph(line)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


HEALTH = "喀什地区卫生系列中级职称评审委员会"
TEACHER = "喀什地区中小学教师系列中级职称评审委员会"
WORKS = "喀什地区工程系列中级职称评审委员会"
J, M, A, F = "junior", "intermediate", "associate-senior", "full-senior"
KS: dict[str, Any] = {"authority": "prefecture", "area": "653100"}


def review(series: str, levels: Sequence[str] = (), *specialties: str) -> dict[str, Any]:
    found: dict[str, Any] = {"series": series}
    if levels:
        found["levels"] = list(levels)
    return {**found, **({"specialties": list(specialties)} if specialties else {})}


CASES = [
    Case(
        "plain.xlsx",
        "标题一行、表头一行，一个评委会一行，备注原样",
        book(
            [
                ["喀什地区职称评审委员会一览表（截至2025年12月31日）"],
                ["序号", "评审委员会名称", "组建单位", "评审系列", "评审层级", "办公电话", "备注"],
                [1, HEALTH, "喀什地区卫生健康委员会", "卫生", "初级、中级", "0998-2822222", ""],
                [2, TEACHER, "喀什地区教育局", "中小学教师", "中级", "0998-2833333", "每年9月评审"],
            ],
            ["A1:G1"],
        ),
        [
            {
                **KS,
                "name": HEALTH,
                "organiser": "喀什地区卫生健康委员会",
                "reviews": [review("health", [J, M])],
                "phones": ["0998-2822222"],
            },
            {**KS, "name": TEACHER, "reviews": [review("school-teacher", [M])], "note": "每年9月评审"},
        ],
    ),
    Case(
        "two-lines.xlsx",
        "表头两行、合并单元格，有效期分起止，联系方式分联系人、电话，合计和填表人在表下",
        book(
            [
                ["喀什地区职称评审委员会一览表"],
                ["序号", "评委会名称", "组建单位", "评审范围", None, "有效期", None, "联系方式", None],
                [None, None, None, "系列", "级别", "起", "止", "联系人", "电话"],
                [1, HEALTH, "喀什地区卫生健康委员会", "卫生系列", "中级", "2024-01-01", "2026-12-31", "张三", "13999812345"],
                [2, WORKS, "喀什地区工业和信息化局", "工程系列", "初级", "2024.1.1", "2026.12", "李四", "0998-2844444"],
                ["合计", "2个"],
                ["填表人：王五　　联系电话：0998-2855555"],
            ],
            ["A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2", "H2:I2", "A7:I7"],
        ),
        [
            {**KS, "name": HEALTH, "reviews": [review("health", [M])], "valid": {"from": "2024-01-01", "until": "2026-12-31"}},
            {**KS, "name": WORKS, "reviews": [review("engineering", [J])], "valid": {"from": "2024-01-01"}, "note": "有效期止：2026.12"},
        ],
        left_out=["合计", "表下的说明、签字"],
        people=4,
    ),
    Case(
        "several-in-a-row.xlsx",
        "一格里几个系列，层级共用；另一行各写各的层级",
        book(
            [
                ["序号", "名称", "单位", "系列", "层级"],
                [1, "喀什地区综合中级职称评审委员会", "喀什地区人力资源和社会保障局", "经济、会计、统计", "初级、中级"],
                [2, WORKS, "喀什地区工业和信息化局", "工程系列\n农业系列", "工程系列：初级\n农业系列：中级"],
            ]
        ),
        [
            {**KS, "reviews": [review("economics", [J, M]), review("accounting", [J, M]), review("statistics", [J, M])]},
            {**KS, "name": WORKS, "reviews": [review("engineering", [J]), review("agriculture", [M])]},
        ],
    ),
    Case(
        "one-over-rows.xlsx",
        "评委会名称竖着合并，下面几行各是一个系列",
        book(
            [
                ["序号", "评审委员会名称", "组建单位", "系列", "层级", "专业"],
                [1, WORKS, "喀什地区工业和信息化局", "工程系列", "中级", "水利、电力"],
                [None, None, None, "农业系列", "初级、中级", "农学"],
                [2, HEALTH, "喀什地区卫生健康委员会", "卫生系列", "中级", "护理"],
            ],
            ["A2:A3", "B2:B3", "C2:C3"],
        ),
        [
            {**KS, "name": WORKS, "reviews": [review("engineering", [M], "水利", "电力"), review("agriculture", [J, M], "农学")]},
            {**KS, "name": HEALTH, "reviews": [review("health", [M], "护理")]},
        ],
    ),
    Case(
        "blank-name.xlsx",
        "名称空着，没有合并：是不是上一行的，要问",
        book(
            [
                ["评审委员会名称", "组建单位", "系列", "层级"],
                [WORKS, "喀什地区工业和信息化局", "工程系列", "中级"],
                [None, None, "农业系列", "中级"],
            ]
        ),
        [{**KS, "name": WORKS, "reviews": [review("engineering", [M])]}],
        asked=["第 3 行“评审委员会名称”（A3）：没有写评审委员会的名称，看不出是不是上一行的"],
    ),
    Case(
        "blank-name-answered.xlsx",
        "名称空着，回答了“同上”",
        book(
            [
                ["评审委员会名称", "组建单位", "系列", "层级"],
                [WORKS, "喀什地区工业和信息化局", "工程系列", "中级"],
                [None, None, "农业系列", "中级"],
            ]
        ),
        [{**KS, "name": WORKS, "reviews": [review("engineering", [M]), review("agriculture", [M])]}],
        answers={"blank-name-answered.xlsx 工作表“一览表” R3C1": "同上"},
    ),
    Case(
        "hidden.xlsx",
        "有一行隐藏着（筛选过）",
        book(
            [
                ["序号", "评审委员会名称", "系列", "层级"],
                [1, HEALTH, "卫生", "中级"],
                [2, TEACHER, "中小学教师", "中级"],
            ],
            hidden=[3],
        ),
        [{**KS, "name": HEALTH}, {**KS, "name": TEACHER}],
        asked=["工作表“一览表”有 1 行隐藏着（第 3 行），分不清算不算"],
    ),
    Case(
        "twice.xlsx",
        "同一个评委会两行：一次一模一样，一次层级不同",
        book(
            [
                ["序号", "评审委员会名称", "系列", "层级"],
                [1, HEALTH, "卫生", "中级"],
                [2, HEALTH, "卫生", "中级"],
                [3, TEACHER, "中小学教师", "中级"],
                [4, TEACHER, "中小学教师", "初级"],
            ]
        ),
        [{**KS, "name": HEALTH}, {**KS, "name": TEACHER}, {**KS, "name": TEACHER}],
        asked=[f"“{TEACHER}”在工作表“一览表”第 4 行（B4）已经有了，内容不同"],
        left_out=["与第 2 行相同"],
    ),
    Case(
        "twice-answered.xlsx",
        "同一个评委会两行，回答了并在一起",
        book(
            [
                ["序号", "评审委员会名称", "系列", "层级"],
                [1, TEACHER, "中小学教师", "中级"],
                [2, TEACHER, "技工院校教师", "初级"],
            ]
        ),
        [{**KS, "name": TEACHER, "reviews": [review("school-teacher", [M]), review("technical-college-teacher", [J])]}],
        answers={"twice-answered.xlsx 工作表“一览表” R3C2": "同第 2 行"},
    ),
    Case(
        "unclear.xlsx",
        "“高级”分不清正副，系列写成了专业，公司看不出是哪里的",
        book(
            [
                ["序号", "评审委员会名称", "组建单位", "系列", "级别"],
                [1, "新疆维吾尔自治区卫生系列高级职称评审委员会", "新疆维吾尔自治区卫生健康委员会", "卫生", "高级"],
                [2, "喀什地区水利中级职称评审委员会", "喀什地区水利局", "水利", "中级"],
                [3, "天山示例集团职称评审委员会", "天山示例集团有限公司", "工程", "中级"],
            ]
        ),
        [{"authority": "region", "area": "650000"}, {**KS}, {"name": "天山示例集团职称评审委员会"}],
        asked=["“高级”里只写了“高级”", "“水利”不是职称系列的名称", "看不准单位级别和区划"],
    ),
    Case(
        "headings.xlsx",
        "按地区分段的小标题，表头在中间又印了一遍",
        book(
            [
                ["全区职称评审委员会名单", None, None, None],
                ["序号", "评委会名称", "系列", "层级"],
                ["一、喀什地区", None, None, None],
                [1, HEALTH, "卫生", "中级"],
                ["序号", "评委会名称", "系列", "层级"],
                ["二、和田地区", None, None, None],
                [2, "和田地区卫生系列中级职称评审委员会", "卫生", "中级"],
                ["小计", None, "2个", None],
            ],
            ["A1:D1", "A3:D3", "A6:D6"],
        ),
        [{**KS, "name": HEALTH}, {"authority": "prefecture", "area": "653200"}],
        left_out=["小标题", "表头又印了一遍", "小标题", "合计"],
    ),
    Case(
        "unknown-columns.xlsx",
        "有登记没有的列：没有读，说出来；“联系电话”挨着“联系人”，当作个人的",
        book(
            [
                ["序号", "评审委员会名称", "系列", "层级", "主任委员", "委员人数", "归档编号", "联系人", "联系电话"],
                [1, HEALTH, "卫生", "中级", "赵六", 25, "喀人社函〔2024〕3号", "钱七", "0998-2822222"],
            ]
        ),
        [{**KS, "name": HEALTH, "reviews": [review("health", [M])]}],
        unread=["委员人数", "归档编号"],
        people=3,
    ),
    Case(
        "word.docx",
        "Word 表格，标题在表的上面，名称竖着合并，表下有说明和落款",
        document(
            ["附件", "喀什地区各系列职称评审委员会一览表"],
            [
                ["序号", "评审委员会名称", "组建单位", "评审系列及层级", "有效期"],
                ["1", WORKS, "喀什地区工业和信息化局", "工程系列：中级", "2024年1月1日至2026年12月31日"],
                ["", "", "", "农业系列：初级、中级", ""],
                ["2", HEALTH, "喀什地区卫生健康委员会", "卫生系列：中级", "三年"],
            ],
            [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 4, 2, 4)],
            ["注：本表由地区职改办填写。", "填表人：孙八　联系电话：0998-2866666"],
        ),
        [
            {
                **KS,
                "name": WORKS,
                "reviews": [review("engineering", [M]), review("agriculture", [J, M])],
                "valid": {"from": "2024-01-01", "until": "2026-12-31"},
            },
            {**KS, "name": HEALTH, "note": "有效期：三年"},
        ],
    ),
    Case(
        "word-two-lines.docx",
        "Word 表格，表头两行，末行是合计，备注里写着联系人",
        document(
            ["职称评审委员会名单"],
            [
                ["序号", "评委会", "组建单位", "评审", "", "备注"],
                ["", "", "", "系列", "层级", ""],
                ["1", TEACHER, "喀什地区教育局", "中小学教师", "中级", "联系人周九，13999812346"],
                ["", "共 1 个", "", "", "", ""],
            ],
            [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 1, 5)],
        ),
        [{**KS, "name": TEACHER, "reviews": [review("school-teacher", [M])]}],
        left_out=["合计"],
        people=1,
    ),
    Case(
        "specialties.xlsx",
        "层级按专业写；顿号可能在名称里的专业不拆",
        book(
            [
                ["评审委员会名称", "组建单位", "系列", "层级", "专业"],
                [WORKS, "喀什地区工业和信息化局", "工程系列", "水利工程：初级、中级；电力工程：初级", None],
                ["和田地区工程系列中级职称评审委员会", "和田地区工业和信息化局", "工程系列", "中级", "农、林、牧机械\n计算机软、硬件"],
            ]
        ),
        [
            {**KS, "reviews": [review("engineering", [J, M], "水利工程"), review("engineering", [J], "电力工程")]},
            {"area": "653200", "reviews": [review("engineering", [M], "农、林、牧机械", "计算机软、硬件")]},
        ],
    ),
    Case(
        "two-sheets.xlsx",
        "两张工作表各是一份，第三张是说明",
        book(
            [["名称", "系列", "层级"], [HEALTH, "卫生", "中级"]],
            sheets=[
                ("和田", [["名称", "系列", "层级"], ["和田地区卫生系列中级职称评审委员会", "卫生", "中级"]]),
                ("说明", [["请按时报送"]]),
            ],
        ),
        [{**KS, "name": HEALTH}, {"area": "653200"}],
    ),
]
