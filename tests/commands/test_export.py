"""The official forms going out: what stands in each cell of Word, Excel and PDF files, and the commands that make and check them."""

from __future__ import annotations

import io
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from helpers import pdfs, registries, sites
from helpers.repositories import Repository
from helpers.rosters import IDENTITY

from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.forms import digest as digests
from zhicheng.forms import writing
from zhicheng.forms.writing import annex1_2, annex3, excel, pdf, word
from zhicheng.forms.writing.footer import check_address, qr_png
from zhicheng.forms.writing.layout import Cell, Form, Line, Table
from zhicheng.registry import registry
from zhicheng.registry.records import committee
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.sealed_roster import COLUMNS
from zhicheng.registry.registry import Registry

pytestmark = pytest.mark.slow

GAP = "　　"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RARE = "阿卜杜热依木·买买提 㑇 𠅤"
HOSTILE = "<b>&amp;]]>\"'</w:t> {{ 7*7 }} {% raw %}"
CONTACTS = {
    "committee": "example-one",
    "leader": {"name": "示例甲", "landline": "0991-0000011", "mobile": "10000000001"},
    "clerks": [
        {"name": "示例乙", "landline": "0991-0000012", "mobile": "10000000002"},
        {"name": RARE, "landline": "0991-0000013", "mobile": "10000000003"},
    ],
    "preparer": {"name": "示例丙", "phone": "0991-0000014"},
}


def person(**changes: Any) -> dict[str, Any]:
    """An invented expert as a roster has it."""
    value = {
        "id": "k7q2m9",
        "name": "示例·甲",
        "gender": "female",
        "ethnic_group": "维吾尔族",
        "born": "1975-04",
        "unit": "示例设计院 副院长",
        "post": "结构设计",
        "series": "engineering",
        "specialty": ["建筑工程", "城市规划"],
        "title": "正高级工程师",
        "level": "full-senior",
        "title_since": "2014-12",
        "phones": ["0991-0000021", "10000000021"],
        "entry": "recommended",
        "in_service": "serving",
        "state": "active",
    }
    return {key: item for key, item in {**value, **changes}.items() if item is not None}


@pytest.fixture(scope="module")
def loaded(small_template: Path) -> Registry:
    return registry.load(small_template)


Make = Callable[..., Committee]


@pytest.fixture(scope="module")
def make(loaded: Registry) -> Make:
    """Makes a committee that differs from `example-one` in the given fields."""
    text = registries.record()

    def make(changes: str = "") -> Committee:
        return committee.committee(yaml_reading.parse("", registries.record(changes).encode() if changes else text.encode()).value)

    return make


def annex(loaded: Registry, c: Committee, contacts: Any = None) -> dict[str, tuple[str, ...]]:
    """The cells of Annex 1 by their labels."""
    found = {}
    for row in annex1_2.annex1(loaded, c, contacts).rows:
        for label, filled in zip(row[::2], row[1::2], strict=True):
            assert (label.kind, filled.kind) == ("label", "text")
            found["".join(label.lines)] = filled.lines
    return found


# --- what stands in each cell --------------------------------------------------------------------------------------------


def test_annex_1_has_the_rows_of_the_letter(loaded: Registry, make: Make) -> None:
    """The labels of the letter, in its order, and nothing else."""
    assert list(annex(loaded, make())) == [
        "评审委员会名称（单位名称）",
        "批准时间",
        "批准单位（部门）",
        "批准文件号",
        "单位所在地点",
        "单位电话（咨询电话）",
        "主管领导",
        "主管领导联系方式（座机、手机）",
        "业务人员及联系方式",
        "评审系列（专业）",
        "评审层级",
        "对应二级专业名称",
        "评审地域范围",
        "评审依据",
        "量化赋分表",
        "评审流程",
        "是否答辩",
        "有无专家库（会议专家来源、抽取方式）",
    ]


TWO = """reviews:
  - {series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 施工]}}
  - {series: health, levels: [associate-senior, full-senior], catalog: {临床医学: [内科]}}
"""


@pytest.mark.parametrize(
    ("changes", "label", "lines"),
    [
        ("", "评审委员会名称（单位名称）", ("示例自治区工程系列建筑工程专业高级职称评审委员会", "组建单位：示例自治区住房和城乡建设厅")),
        ("", "批准时间", ("2018年3月12日",)),
        ('approval: {date: "2018-03"}', "批准时间", ("2018年3月",)),
        ('approval: {date: "2018"}', "批准时间", ("2018年",)),
        ("approval:", "批准时间", ()),
        ("approval:", "批准单位（部门）", ()),
        ("", "批准文件号", ("新人社函〔2018〕45号",)),
        ("", "单位电话（咨询电话）", ("0991-0000001", "0991-0000002转506", "0991-0000003（电话兼传真）")),
        ("", "评审系列（专业）", ("工程技术人员",)),
        ("", "评审层级", ("中级、副高级",)),
        ("", "对应二级专业名称", ("建筑工程：城市规划、建筑勘察设计、建筑施工管理", "市政工程：给水排水、道路与桥梁")),
        (TWO, "评审系列（专业）", ("（1）工程技术人员", "（2）卫生技术人员")),
        (TWO, "评审层级", ("（1）中级", "（2）副高级、正高级")),
        (TWO, "对应二级专业名称", ("（1）", "建筑工程：城市规划、施工", "（2）", "临床医学：内科")),
        ('scope: {areas: ["653100", "653200"]}', "评审地域范围", ("喀什地区、和田地区",)),
        (
            'scope: {areas: ["653100"], open_to: unit, note: 只收本院。}',
            "评审地域范围",
            ("喀什地区", "受理对象：限本单位", "说明：只收本院。"),
        ),
        (
            "basis: [{title: 办法, document: 新人社发〔2012〕230号}, {title: 《条例》细则}]",
            "评审依据",
            ("1. 《办法》（新人社发〔2012〕230号）", "2. 《《条例》细则》"),
        ),
        ("procedure: [个人申报, 表决]", "评审流程", ("1. 个人申报", "2. 表决")),
        ("defence: {required: true, scope: 副高级}", "是否答辩", ("☑ 是　☐ 否", "答辩范围：副高级")),
        ("defence: {required: false}", "是否答辩", ("☐ 是　☑ 否",)),
        (
            "expert_pool: {exists: true, source: 库, draw: 抽}",
            "有无专家库（会议专家来源、抽取方式）",
            ("☑ 有　☐ 无", "会议专家来源：库", "抽取方式：抽"),
        ),
        ("expert_pool: {exists: false}", "有无专家库（会议专家来源、抽取方式）", ("☐ 有　☑ 无",)),
        ("", "主管领导", ()),
        ("", "主管领导联系方式（座机、手机）", ("座机：", "手机：")),
    ],
)  # fmt: skip
def test_cells_of_annex_1(loaded: Registry, make: Make, changes: str, label: str, lines: tuple[str, ...]) -> None:
    assert annex(loaded, make(changes))[label] == lines


def test_contacts_stand_in_annex_1_only_when_opened(loaded: Registry, make: Make) -> None:
    found = annex(loaded, make(), CONTACTS)
    assert found["主管领导"] == ("示例甲",)
    assert found["主管领导联系方式（座机、手机）"] == ("座机：0991-0000011", "手机：10000000001")
    assert found["业务人员及联系方式"] == (
        "示例乙　座机：0991-0000012　手机：10000000002",
        f"{RARE}　座机：0991-0000013　手机：10000000003",
    )
    form = annex1_2.form1(loaded, make(), "0" * 12, "", CONTACTS)
    assert Line("填表人：示例丙　　联系电话：0991-0000014", "note") in form.blocks
    assert form.private
    assert not annex1_2.form1(loaded, make(), "0" * 12, "").private


@pytest.mark.parametrize(
    ("authority", "area", "line"),
    [
        ("region", "650000", "单位级别：自治区级单位　　所在区划：新疆维吾尔自治区（650000）"),
        ("prefecture", "653100", "单位级别：地、州、市级单位　　所在区划：喀什地区（653100）"),
        ("county", "653125", "单位级别：区、县级单位　　所在区划：莎车县（653125）"),
        ("central", "650000", "单位级别：中央驻疆单位　　所在区划：新疆维吾尔自治区（650000）"),
    ],
)
def test_line_under_the_title(loaded: Registry, make: Make, authority: str, area: str, line: str) -> None:
    form = annex1_2.form1(loaded, make(f'authority: {authority}\narea: "{area}"\n'), "0" * 12, "")
    assert [block.text for block in form.blocks if isinstance(block, Line)][:3] == ["附件 1", "评审委员会信息备案登记表", line]


SCORING = """scoring:
  - title: 甲表
    series: [engineering]
    levels: [associate-senior]
    total: 15
    items:
      - dimension: 学历
        item: 学历
        points: 12.5
        scored_by: office
        steps: [{when: 博士, points: 12.5}, {when: 硕士, points: 8}]
        note: 取高
      - {dimension: 业绩, item: 项目, points: 2.5, scored_by: experts}
      - {dimension: 加分, item: 基层, points: 3, bonus: true}
  - {title: 乙表, total: 10, items: [{dimension: 学历, item: 学历, points: 10}]}
"""


def test_scoring_tables_follow_annex_1(loaded: Registry, make: Make) -> None:
    c = make(SCORING)
    assert annex(loaded, c)["量化赋分表"] == ("见附表 1《甲表》，满分 15 分", "见附表 2《乙表》，满分 10 分")
    blocks = annex1_2.form1(loaded, c, "0" * 12, "").blocks
    lines = [block.text for block in blocks if isinstance(block, Line)][5:]
    assert lines == [
        "附表 1　量化赋分表：甲表",
        "适用系列：工程技术人员　　适用层级：副高级　　总分：15",
        "附表 2　量化赋分表：乙表",
        "适用系列：全部　　适用层级：全部　　总分：10",
    ]
    table = [block for block in blocks if isinstance(block, Table)][1]
    assert [[cell.lines for cell in row] for row in (*table.head, *table.rows)] == [
        [("评价维度",), ("评价内容",), ("满分",), ("评分方式",), ("分档",), ("备注",)],
        [("学历",), ("学历",), ("12.5",), ("工作部门核定",), ("博士：12.5", "硕士：8"), ("取高",)],
        [("业绩",), ("项目",), ("2.5",), ("专家评定",), (), ()],
        [("加分",), ("基层",), ("3（加分）",), (), (), ()],
    ]


def test_annex_2_merges_series_and_first_levels(loaded: Registry, make: Make) -> None:
    """One second level a row; the levels stand under the series where there are several."""
    form = annex1_2.form2(loaded, make(TWO), "0" * 12, "")
    (table,) = form.tables
    assert form.title == "示例自治区工程系列建筑工程专业高级职称评审委员会专业目录登记表"
    assert table.rows == (
        (Cell(("工程技术人员", "层级：中级"), down=2), Cell(("建筑工程",), down=2), Cell(("1. 城市规划",))),
        (Cell(("2. 施工",)),),
        (Cell(("卫生技术人员", "层级：副高级、正高级")), Cell(("临床医学",)), Cell(("1. 内科",))),
    )
    assert annex1_2.form2(loaded, make(), "0" * 12, "").tables[0].rows[0][0] == Cell(("工程技术人员",), down=5)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, ""),
        ({"note": "博士生导师"}, "博士生导师"),
        ({"honours": ["state-allowance"]}, "享受国务院政府特殊津贴专家"),
        ({"note": "享受国务院政府特殊津贴", "honours": ["state-allowance"]}, "享受国务院政府特殊津贴"),
        ({"in_service": "rehired"}, "退休返聘"),
        ({"note": "2020年退休返聘", "in_service": "rehired"}, "2020年退休返聘"),
        ({"in_service": "retired", "leader": True}, "已退休；行政机关领导"),
    ],
)
def test_remarks_of_annex_3_tell_what_has_no_column(loaded: Registry, make: Make, changes: dict[str, Any], note: str) -> None:
    """What the record knows besides is added to the remarks, once, in the words that are read back."""
    form = annex3.form3(loaded, make(), {"experts": [person(**changes)]}, "0" * 12, "")
    assert "；".join(form.tables[0].rows[0][11].lines) == note


def test_annex_3_has_active_experts_only(loaded: Registry, make: Make) -> None:
    people = [person(), person(name="示例·乙", state="removed"), person(name="示例·丙", born=None, specialty=["建筑工程", "施工"])]
    form = annex3.form3(loaded, make(), {"experts": people}, "0" * 12, "", with_specialties=True)
    rows = form.tables[0].rows
    assert [row[1].lines for row in rows] == [("示例·甲",), ("示例·丙",)]
    assert [cell.lines for cell in rows[0]] == [
        ("1",), ("示例·甲",), ("女",), ("维吾尔族",), ("1975年4月",), ("示例设计院 副院长",), ("结构设计",), ("正高级工程师",),
        ("正高级",), ("2014年12月",), ("0991-0000021", "10000000021"), (), ("工程技术人员",), ("建筑工程",), ("城市规划",),
    ]  # fmt: skip
    assert rows[1][4].lines == ()
    assert form.title == f"{make().name}推荐建筑工程专业评委花名册"
    assert (form.private, form.landscape) == (True, True)


@pytest.mark.parametrize(("asked", "more"), [(False, []), (True, ["系列", "一级专业", "二级专业"])])
def test_annex_3_has_columns_that_the_letter_lacks_only_if_asked_for(loaded: Registry, make: Make, asked: bool, more: list[str]) -> None:
    """Filled and blank; each column has its width."""
    for form in (annex3.form3(loaded, make(), {"experts": [person()]}, "0" * 12, "", asked), annex3.blank3("示例", asked)):
        (table,) = form.tables
        labels = [cell.lines[0] for cell in table.head[0]]
        assert labels == [*COLUMNS, *more]
        assert {len(row) for row in table.rows} == {len(labels)} == {len(table.widths)}
        assert sum(table.widths) == 275


# --- Word ----------------------------------------------------------------------------------------------------------------


def form(loaded: Registry, c: Committee, number: int = 1) -> Form:
    digest = digests.of(c)
    return (annex1_2.form1 if number == 1 else annex1_2.form2)(loaded, c, digest, check_address("https://a.example/b", c.id, digest))


def texts(content: bytes) -> list[list[list[str]]]:
    """Every table of a .docx file as rows of cells, read by python-docx; a merged cell is there once for each place."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(content)).tables]


def test_word_has_every_cell(loaded: Registry, make: Make) -> None:
    """python-docx opens the file, and finds in each cell one paragraph a line."""
    c = make()
    tables = texts(word.written(form(loaded, c)))
    assert tables[0][0] == [
        "评审委员会名称\n（单位名称）", f"{c.name}\n组建单位：{c.organiser}", "批准时间", "2018年3月12日"
    ]  # fmt: skip
    assert tables[0][6][1:] == [tables[0][6][1]] * 3
    assert tables[0][6][1].startswith("建筑工程：城市规划")
    assert len(tables[0]) == 13
    assert tables[1][0] == ["评价维度", "评价内容", "满分", "评分方式", "分档", "备注"]
    second = texts(word.written(form(loaded, c, 2)))[0]
    assert second[:3] == [
        ["系列（专业）", "一级目录", "二级目录"],
        ["工程技术人员", "建筑工程", "1. 城市规划"],
        ["工程技术人员", "建筑工程", "2. 建筑勘察设计"],
    ]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_word_is_well_formed_and_names_chinese_fonts(loaded: Registry, make: Make) -> None:
    """By plain ZIP and XML: A4, fonts by their Chinese names for East Asian text, headers that repeat, a page break before each table."""
    found = parts(word.written(form(loaded, make())))
    for name, text in found.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(text)  # noqa: S314 - made by us
    document = found["word/document.xml"]
    assert 'w:w="11906" w:h="16838"' in document
    assert set(re.findall(r'w:eastAsia="([^"]+)"', document)) == {"宋体", "仿宋", "黑体"}
    assert "FangSong" in found["word/fontTable.xml"]
    assert document.count("<w:tblHeader/>") == document.count("<w:pageBreakBefore/>") == len(make().scoring)
    assert "单位负责人（签字）" in document


def test_word_footer_shows_record_and_page(loaded: Registry, make: Make) -> None:
    c = make()
    found = parts(word.written(form(loaded, c)))
    footer = next(text for name, text in found.items() if name.startswith("word/footer"))
    assert f"编号 example-one　　登记摘要 {digests.shown(digests.of(c))}" in footer
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer
    assert any(name.startswith("word/media/") for name in found)


@pytest.mark.parametrize("writer", [word.written, excel.written], ids=["word", "excel"])
@pytest.mark.parametrize("number", [1, 2])
def test_office_files_are_the_same_every_time(loaded: Registry, make: Make, writer: Callable[[Form], bytes], number: int) -> None:
    """No moment is in them: not of the parts of the archive, not in what it says of itself."""
    made = writer(form(loaded, make(), number))
    assert writer(form(loaded, make(), number)) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(r">(\d{4}-[^<]*)<", archive.read("docProps/core.xml").decode())) <= {"2019-06-03T00:00:00Z"}


@pytest.mark.parametrize("text", [HOSTILE, RARE, "=1+1", "@SUM(A1)", "+86", "-1", "'=1", "字" * 200], ids=range(8))
def test_hostile_text_stays_text(loaded: Registry, make: Make, text: str) -> None:
    """Whatever somebody writes into a field stands in the form as it was written, and does nothing."""
    c = make()
    (first, *_), *_ = ((r.catalog) for r in c.reviews)
    review = replace(c.reviews[0], catalog=(replace(first, name=text, seconds=(text,)),))
    item = replace(c.scoring[0].items[0], dimension=text, item=text, note=text)
    c = replace(c, organiser=text, reviews=(review,), scoring=(replace(c.scoring[0], title=text, items=(item,)),), procedure=(text,))
    tables = texts(word.written(form(loaded, c)))
    assert tables[0][0][1] == f"{c.name}\n组建单位：{text}"
    assert tables[1][1][:2] == [text, text]
    book = openpyxl.load_workbook(io.BytesIO(excel.written(form(loaded, c))))
    row = list(book.worksheets[0])[-1]
    assert [(cell.value, cell.data_type) for cell in row[:2]] == [(text, "s"), (text, "s")]
    second = openpyxl.load_workbook(io.BytesIO(excel.written(annex1_2.form2(loaded, c, "0" * 12, "", numbered=False))))
    last = list(second.worksheets[0])[-1]
    assert [(cell.value, cell.data_type) for cell in last[1:]] == [(text, "s"), (text, "s")]
    assert last[2].quotePrefix is (text[0] in "=+-@")


# --- Excel ---------------------------------------------------------------------------------------------------------------


def test_excel_of_annex_2(loaded: Registry, make: Make) -> None:
    """Title, header, one second level a row without numbers, series and first level merged down."""
    book = openpyxl.load_workbook(io.BytesIO(excel.written(annex1_2.form2(loaded, make(), "0" * 12, "", numbered=False))))
    (sheet,) = book.worksheets
    rows = [[cell.value for cell in row] for row in sheet]
    assert rows[0][0] == f"{make().name}专业目录登记表"
    assert rows[1] == ["系列（专业）", "一级目录", "二级目录"]
    assert rows[2:4] == [["工程技术人员", "建筑工程", "城市规划"], [None, None, "建筑勘察设计"]]
    assert {"A3:A7", "B3:B5", "B6:B7"} <= {str(merged) for merged in sheet.merged_cells.ranges}
    assert (sheet.page_setup.paperSize, sheet.print_title_rows) == (9, "$2:$2")


def test_excel_of_scoring_tables(loaded: Registry, make: Make) -> None:
    """A sheet for each table; points are numbers, all else is text."""
    book = openpyxl.load_workbook(io.BytesIO(excel.written(form(loaded, make(SCORING)))))
    assert book.sheetnames == ["附表 1", "附表 2"]
    rows = [[cell.value for cell in row] for row in book["附表 1"]]
    assert [row[0] for row in rows[:2]] == ["附表 1　量化赋分表：甲表", "适用系列：工程技术人员　　适用层级：副高级　　总分：15"]
    assert rows[2] == ["评价维度", "评价内容", "满分", "评分方式", "分档", "备注"]
    assert rows[3:] == [
        ["学历", "学历", 12.5, "工作部门核定", "博士：12.5\n硕士：8", "取高"],
        ["业绩", "项目", 2.5, "专家评定", None, None],
        ["加分", "基层", "3（加分）", None, None, None],
    ]


def test_excel_of_annex_3(loaded: Registry, make: Make) -> None:
    """Telephone numbers and months are text: no zero is lost."""
    content = excel.written(annex3.form3(loaded, make(), {"experts": [person()]}, "0" * 12, ""))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    values = [cell.value for cell in list(sheet)[2]]
    assert values[:5] == [1, "示例·甲", "女", "维吾尔族", "1975年4月"]
    assert values[10] == "0991-0000021\n10000000021"
    assert sheet.page_setup.orientation == "landscape"


# --- PDF -----------------------------------------------------------------------------------------------------------------


def test_pdf_has_the_cells_and_breaks_tables(loaded: Registry, make: Make) -> None:
    """Long catalogs go over several A4 pages with their header on each, and each page says which record, which page."""
    c = make()
    first = replace(c.reviews[0].catalog[0], seconds=tuple(f"专业{number}" for number in range(1, 91)))
    c = replace(c, reviews=(replace(c.reviews[0], catalog=(first,)),))
    made = pdf.written(form(loaded, c, 2))
    found = pdfs.texts(made.content)
    assert len(found) >= 3
    for number, text in enumerate(found, 1):
        bare = re.sub(r"\s", "", text)
        assert "系列（专业）一级目录二级目录" in bare
        assert f"第{number}页，共{len(found)}页" in bare
        assert f"登记摘要{digests.shown(digests.of(c))}" in bare
    every = re.sub(r"\s", "", "".join(found))
    assert all(f"{number}.专业{number}" in every for number in range(1, 91))
    width, height = pdfs.opened(made.content)[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    assert made.in_its_font
    assert pdf.written(form(loaded, c, 2)) == made


def test_pdf_stays_on_the_paper(loaded: Registry, make: Make) -> None:
    """Seen as a picture: nothing but white outside of the margins, however long a word is."""
    c = replace(make(), organiser="W" * 150, address=f"{RARE} {HOSTILE}", name="字" * 100)
    content = pdf.written(form(loaded, c)).content
    for picture in pdfs.pictures(content):
        width, height = picture.size
        for edge in ((0, 0, 50, height), (width - 50, 0, width, height), (0, height - 18, width, height)):
            assert picture.crop(edge).getextrema() == (255, 255)
    assert "{{7*7}}" in "".join("".join(pdfs.texts(content)).split())


def test_pdf_says_which_characters_no_font_has(loaded: Registry, make: Make) -> None:
    """Rare characters of names are in Debian's fonts; one that is in none is named."""
    assert pdf.written(form(loaded, replace(make(), address=RARE))).missing == ""
    assert pdf.written(form(loaded, replace(make(), address="甲\U0010fffd乙"))).missing == "\U0010fffd"


def test_pdf_loads_nothing(loaded: Registry, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """No request leaves the machine, whatever stands in a record."""
    import socket

    asked: list[object] = []  # WeasyPrint goes on without what it could not fetch: an error would not be seen
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    pdf.written(form(loaded, replace(make(), address='<img src="http://127.0.0.1:9/x">')))
    assert asked == []


def test_qr_code_is_a_picture_of_the_address() -> None:
    """It leads to /check/ with digest and id; where there is no site there is none."""
    assert (
        check_address("https://a.example/b/", "ks-health", "k7q2m9ab03xz")
        == "https://a.example/b/check/?digest=k7q2-m9ab-03xz&id=ks-health"
    )
    assert check_address(None, "ks-health", "k7q2m9ab03xz") == ""
    assert qr_png("https://a.example/").startswith(b"\x89PNG")


# --- the commands --------------------------------------------------------------------------------------------------------


def run(root: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(root), *([] if arguments[0] == "check-paper" else ["--as-of", "2026-11-23"])])


def digest_of(root: Path, key: str = "example-one") -> str:
    return digests.of(registry.load(root).by_id[key])


def test_export_writes_annexes_1_and_2(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(small, "export", "example-one") == 0
    code = digest_of(small)
    out, said = capsys.readouterr()
    assert out.splitlines() == [f"exports/example-one.form-{number}.{code}.docx" for number in (1, 2)]
    assert said == "导出了 2 个文件。\n"
    assert sorted(path.name for path in (small / "exports").iterdir()) == [f"example-one.form-{number}.{code}.docx" for number in (1, 2)]
    assert "座机：\n手机：" in texts((small / f"exports/example-one.form-1.{code}.docx").read_bytes())[0][3][3]


def test_export_as_excel(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(small, "export", "example-one", "--format", "xlsx", "--out", str(small)) == 0
    code = digest_of(small)
    assert capsys.readouterr().out.splitlines() == [f"example-one.scoring.{code}.xlsx", f"example-one.form-2.{code}.xlsx"]


def test_export_all(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Word and PDF of both annexes of every committee in office, and of no other."""
    assert run(small, "export", "--all") == 0
    names = sorted(path.name for path in (small / "exports").iterdir())
    active = [c for c in registry.load(small).by_id.values() if c.active]
    assert len(names) == 4 * len(active)
    assert not any(name.startswith("example-old") for name in names)
    assert capsys.readouterr().err == f"导出了 {len(names)} 个文件。\n"


def test_export_shows_how_far_it_is_on_a_terminal(small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that is replaced for each committee, and is gone at the end; nothing of it where nobody looks."""
    monkeypatch.setattr(writing, "of_committee", lambda *_: iter(()))
    assert run(small, "export", "--all") == 0
    assert capsys.readouterr().err == "导出了 0 个文件。\n"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run(small, "export", "--all") == 0
    said = capsys.readouterr().err
    assert said.startswith("\r\033[K导出 1/5 example-central …\r\033[K导出 2/5 ")
    assert said.endswith("\r\033[K导出了 0 个文件。\n")


def test_form_with_people_is_never_offered(loaded: Registry, make: Make) -> None:
    """Should one stray into exports/, its name says that it is not the public one."""
    code = digests.of(make())
    private = {
        file.name
        for file in writing.of_committee(loaded, make(), [1, 2, 3], ["docx", "pdf"], CONTACTS, {"experts": [person()]})
        if file.private
    }
    assert private == {f"example-one.form-{number}-private.{code}.{suffix}" for number in (1, 3) for suffix in ("docx", "pdf")}
    assert writing.exported(private, "example-one", code) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "用法有误：请写一个编号，或 --all，或 --blank，三样里只写一样。"),
        (["example-one", "--all"], "用法有误：请写一个编号，或 --all，或 --blank，三样里只写一样。"),
        (["--all", "--form", "1"], "用法有误：--form 和 --identity 只能与编号一起用，含个人信息的表格一次只导出一个评审委员会的。"),
        (["example-one", "--form", "3"], "用法有误：附件3 是密封的，导出要写 --identity 私钥文件。"),
        (["example-one", "--identity", str(IDENTITY)], "用法有误：含个人信息的表格不能放在仓库里，请用 --out 写明仓库以外的文件夹。"),
        (["example-one", "--with-specialties"], "用法有误：--with-specialties 是说附件3的，请加上 --form 3，或与 --blank 一起写。"),
        (["example-onf"], "错误：没有编号为 example-onf 的评审委员会，或者它的登记文件有错误。是否想写 example-one？"),
        (["example-one", "--out", "/nowhere/at/all"], "错误：没有文件夹 /nowhere/at/all。请先建立，或换一个。"),
        (["example-one", "--form", "4"], "用法有误：--form 不能是"),
    ],
)
def test_wrong_usage_of_export(small: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert run(small, "export", *arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith(said)) == ("", True), err
    assert not (small / "exports").exists()


def test_private_forms_leave_the_repository_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Annex 3 and the contacts need the identity, go outside the repository, and are for their owner's eyes."""
    sample = registries.REAL.parent
    inside = ["export", "ks-health", "--form", "3", "--identity", str(IDENTITY), "--out", str(sample / "docs")]
    assert run(sample, *inside) == 2
    assert capsys.readouterr().err.startswith("错误：含个人信息的表格不能放在仓库里")
    arguments = ["export", "ks-health", "--form", "1", "--form", "3", "--identity", str(IDENTITY), "--out", str(tmp_path)]
    assert run(sample, *arguments) == 0
    made = sorted(tmp_path.iterdir())
    assert [path.name.split(".")[1] for path in made] == ["form-1-private", "form-3-private"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}
    assert texts(made[0].read_bytes())[0][3][1] != ""
    assert len(texts(made[1].read_bytes())[0]) > 10
    said = capsys.readouterr()
    assert "含个人信息的只有本人能读，用完请删去。" in said.err
    names = {row[1] for row in texts(made[1].read_bytes())[0][1:]}
    assert not any(name in said.out + said.err for name in names)


def test_export_replaces_whole_files(small: Path, tmp_path: Path) -> None:
    """What was there is replaced at once, a private file that others could read is closed, and nothing is left beside it."""
    out = tmp_path / "out"
    out.mkdir()
    made = writing.FormFile("a.docx", True, lambda: (b"new", ""))
    (out / "a.docx").write_bytes(b"old")
    (out / ".a.docx.new").write_bytes(b"left by a killed one")
    assert writing.write(out, made, b"new").read_bytes() == b"new"
    assert stat.S_IMODE((out / "a.docx").stat().st_mode) == 0o600
    assert [path.name for path in out.iterdir()] == ["a.docx"]


def test_check_paper_without_packages(small: Path) -> None:
    """Checking needs none of them, nor do the other commands."""
    code = "import sys; sys.modules.update(dict.fromkeys(['docx', 'weasyprint', 'segno', 'jinja2', 'openpyxl']))\n"
    code += "from zhicheng.commands.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "check-paper", digest_of(small), "--root", str(small)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def inside(path: Path) -> Any:
    """What a Word or Excel file says, without how it is packed."""
    if path.suffix == ".docx":
        found = docx.Document(str(path))
        return [[p.text for p in found.paragraphs], texts(path.read_bytes())]
    return [[[cell.value for cell in row] for row in sheet] for sheet in openpyxl.load_workbook(path)]


def test_blank_forms_in_docs_are_up_to_date(small: Path, tmp_path: Path) -> None:
    """docs/forms/ holds what `zhicheng export --blank --out docs/forms` makes."""
    kept, made = registries.REAL.parent / "docs/forms", tmp_path / "made"
    made.mkdir()
    assert run(small, "export", "--blank", "--out", str(made)) == 0
    assert sorted(path.name for path in kept.iterdir()) == sorted(path.name for path in made.iterdir())
    for path in kept.iterdir():
        run_this = f"{path.name}: run `zhicheng export --blank --out docs/forms`"
        assert inside(path) == inside(made / path.name), run_this
        before, after = parts(path.read_bytes()), parts((made / path.name).read_bytes())
        assert list(before) == list(after), run_this
        assert [name for name in before if before[name] != after[name]] == [], run_this  # fonts, spacing, breaks: what a reader sees first


def test_example_is_a_valid_record(empty: Path) -> None:
    text = writing.example_text(registry.load(empty))
    registries.write(empty, "registry/committees/653100/ks-example.yaml", text)
    found = registries.findings(empty)
    assert [f"{f.code} {f.message}" for f in found if f.severity == "error" and f.code != "R205"] == []


# --- check-paper ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(small: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Repository(small)


def test_check_paper_that_still_holds(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    code = digest_of(repository.root)
    assert run(repository.root, "check-paper", digests.shown(code).upper()) == 0
    name = registry.load(repository.root).by_id["example-one"].name
    assert capsys.readouterr().out == f"一致：{digests.shown(code)} 是 {name}（example-one）现在的登记内容（2026-03-01 起）。\n"
    assert run(repository.root, "check-paper", code, "--id", "example-one") == 0


def test_check_paper_names_what_has_changed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    old = digest_of(repository.root)
    repository.change(("0991-0000001", "0991-0000099"), ("示例路 1 号", "示例路 2 号"))
    now = digest_of(repository.root)
    assert run(repository.root, "check-paper", old) == 1
    out, err = capsys.readouterr()
    name = registry.load(repository.root).by_id["example-one"].name
    assert out == (
        f"不一致：{digests.shown(old)} 是 {name}（example-one）以前的登记内容（2026-03-01 起），现在是 {digests.shown(now)}。\n"
        "从那以后改过的内容：\n  单位所在地址\n  咨询电话\n"
    )
    assert err == "要一份新的，请运行：zhicheng export example-one\n"


def test_check_paper_says_where_the_form_shows_no_change(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Validity and panel are covered, though Annex 1 has no cell for them."""
    old = digest_of(repository.root)
    text = (repository.root / registries.ONE).read_text(encoding="utf-8")
    (repository.root / registries.ONE).write_text(re.sub(r"(?m)^panel:.*\n", "", text), encoding="utf-8")
    repository.commit()
    assert run(repository.root, "check-paper", old) == 1
    out, err = capsys.readouterr()
    assert out.endswith("从那以后改过的内容：\n  评委会组成（表上不一定印）\n")
    assert err.startswith("这几项有的表格不印：表上没有印的，表上的内容就没有变。\n")


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        ("nature: hospital", "nature: university", "单位性质"),
        ("kind: self-review", "kind: delegated", "评审权的来源"),
        ('seat: "650200"', 'seat: "653100"', "单位驻地"),
        ("12 号窗口", "14 号窗口", "办事机构"),
        ("method: exam\n", "method: exam-and-review\n", "评审系列（专业）及层级"),
        ("tracks: [nurse]", "tracks: [pharmacist]", "评审系列（专业）及层级"),
        ("护理学: [内科护理, 外科护理]", "护理学: [内科护理]", "评审系列（专业）及层级"),
        ("不含新疆生产建设兵团所属单位", "兵团所属单位除外", "评审地域范围"),
        ("places: [自治区本级]", "places: [克拉玛依市本级]", "评审地域范围"),
        ("name: 某某大学,", "name: 另一大学,", "委托评审"),
        ("cap: 15", "cap: 10", "量化赋分表"),
        ("以考代评，不赋分", "考试合格即取得", "没有赋分表的层级"),
        ("vice_chairs: 2", "vice_chairs: 3", "评委会组成（表上不一定印）"),
        ("predecessors: [example-old]", "predecessors: [example-old, example-two]", "前身"),
        ("fee: 不收费", "fee: 每人 100 元", ""),
        ("新人社函〔2022〕88号", "新人社函〔2022〕89号", ""),
        ("应为 0990-0000021", "应为 0990-0000022", ""),
    ],
)
def test_check_paper_of_the_added_fields(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], old: str, new: str, label: str
) -> None:
    """A field for which the letter has no cell is named; a form stays correct where only what is of the day of printing has changed."""
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    repository = Repository(sites.with_every_field(small))
    printed = digest_of(small, "example-full")
    repository.change((old, new), path=sites.FULL)
    assert run(small, "check-paper", printed) == (1 if label else 0)
    out = capsys.readouterr().out
    assert out.startswith(f"不一致：{digests.shown(printed)} 是 " if label else f"一致：{digests.shown(printed)} 是 ")
    assert out.splitlines()[1:] == (["从那以后改过的内容：", f"  {label}"] if label else [])


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (
            "0000-0000-0000",
            1,
            "登记册里没有公布过这样的内容。请对照页脚核对每个字符；也可能表格来自还没有合并的改动，或者来自别的登记册。\n",
        ),
        (
            "u7q2-m9ab-03xz",
            2,
            "错误：“u7q2-m9ab-03xz”不是登记摘要：应当是 12 个字符，例如 k7q2-m9ab-03xz，没有字母 u。请对照表格的页脚再写一次。\n",
        ),
        ("k7q2", 2, "错误：“k7q2”不是登记摘要："),
    ],
)
def test_check_paper_that_is_not_known(
    repository: Repository, capsys: pytest.CaptureFixture[str], typed: str, code: int, said: str
) -> None:
    assert run(repository.root, "check-paper", typed) == code
    assert capsys.readouterr().err.startswith(said)


def test_check_paper_of_another_committee(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    code = digest_of(repository.root, "example-two")
    assert run(repository.root, "check-paper", code, "--id", "example-one") == 1
    out, err = capsys.readouterr()
    assert out == f"没有找到：{digests.shown(code)}\n"
    assert "（example-two）的登记摘要。请核对编号。" in err
    assert run(repository.root, "check-paper", code, "--id", "example-0ne") == 2


def test_check_paper_without_git_says_so(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(small, "check-paper", "0000-0000-0000") == 1
    assert "这里只有部分历史，或者没有用 Git" in capsys.readouterr().err


def test_check_paper_of_a_withdrawn_committee(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(small, "check-paper", digest_of(small, "example-old")) == 0
    assert capsys.readouterr().err == "但这个评审委员会已撤销登记，不再受理申报。\n"
