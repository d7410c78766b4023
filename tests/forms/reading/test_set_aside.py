"""Hidden, filtered and struck-out rows, columns, sheets and text: asked about, in Word and Excel alike, never taken and never dropped."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from helpers.forms import empty_word
from helpers.forms.handed_in import HEAD, errors, read
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill

from zhicheng.forms.reading.result import FilledForms

DIRECTORY = [
    ("系列（专业）", "一级目录", "二级目录"),
    ("工程", "水利工程", "灌溉排水"),
    ("工程", "水利工程", "水资源管理"),
    ("工程", "电力工程", "输变电"),
]
ROSTER = [
    HEAD,
    ("1", "乙建国", "男", "汉族", "1975.02", "示例院 总工程师", "城市规划", "高级工程师", "副高级", "2014.12", "0998-0000101", ""),
    ("2", "丙建国", "女", "汉族", "1975.03", "示例院 总工程师", "城市规划", "高级工程师", "副高级", "2014.12", "0998-0000102", ""),
    ("3", "丁建国", "男", "汉族", "1975.04", "示例院 总工程师", "城市规划", "高级工程师", "副高级", "2014.12", "0998-0000103", ""),
]
Change = Callable[[Any], object]


def workbook(rows: list[tuple[str, ...]], change: Change) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "表"
    for row in rows:
        book.active.append(row)
    change(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def document(rows: list[tuple[str, ...]], change: Change) -> bytes:
    made = empty_word.document()
    table = made.add_table(len(rows), len(rows[0]))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    change(table)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def strike_row(row: int) -> Change:
    def strike(sheet: Any) -> None:
        for cell in sheet[row]:
            cell.font = Font(strike=True)

    return strike


def strike_words(sheet: Any) -> None:
    sheet["C3"] = CellRichText(TextBlock(InlineFont(strike=True), "水资源"), "水文管理")


def hide_row(row: int) -> Change:
    return lambda sheet: sheet.row_dimensions.__getitem__(row).__setattr__("hidden", True)


def hide_column(letter: str) -> Change:
    return lambda sheet: sheet.column_dimensions.__getitem__(letter).__setattr__("hidden", True)


def strike_in_word(*rows: int, whole: bool = True) -> Change:
    def strike(table: Any) -> None:
        for row in rows:
            for cell in table.rows[row].cells[0 if whole else -1 :]:
                for run in cell.paragraphs[0].runs:
                    run.font.strike = True

    return strike


def hide_in_word(row: int) -> Change:
    def hide(table: Any) -> None:
        properties = table.rows[row]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:hidden"))

    return hide


def asked(read_forms: FilledForms) -> list[str]:
    return [finding.message for finding in errors(read_forms.findings) if finding.code == "F004"]


@pytest.mark.parametrize("rows", [DIRECTORY, ROSTER], ids=["directory", "roster"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(hide_row(3), "工作表“表”有 1 行隐藏着（第 3 行），分不清算不算", id="hidden-row"),
        pytest.param(hide_column("C"), "工作表“表”有 1 列隐藏着（第 3 列），分不清算不算", id="hidden-column"),
        pytest.param(strike_row(3), "工作表“表”有 1 行的字划掉了或者看不见（第 3 行），分不清算不算", id="struck-row"),
        pytest.param(lambda sheet: sheet["C3"].__setattr__("font", Font(strike=True)), "第 3 行有划掉或者看不见的字", id="struck-cell"),
        pytest.param(strike_words, "第 3 行有划掉或者看不见的字", id="struck-words"),
    ],
)
def test_excel(rows: list[tuple[str, ...]], change: Change, said: str) -> None:
    found = asked(read("表.xlsx", workbook(rows, change)))
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(("ground", "asks"), [(None, True), ("FF4472C4", False)])
@pytest.mark.parametrize("colour", ["FFFFFFFF", Color(theme=0), Color(indexed=9)])
def test_white_text(colour: Any, ground: str | None, asks: bool) -> None:
    """On no ground nobody sees it; on a dark one, as headers have, it is as any other."""

    def paint(sheet: Any) -> None:
        for cell in sheet[3]:
            cell.font = Font(color=colour)
            if ground:
                cell.fill = PatternFill("solid", fgColor=ground)

    assert asked(read("表.xlsx", workbook(ROSTER, paint))) == ["工作表“表”有 1 行的字划掉了或者看不见（第 3 行），分不清算不算"] * asks


@pytest.mark.parametrize("rows", [DIRECTORY, ROSTER], ids=["directory", "roster"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(hide_in_word(2), "第 1 个表格有 1 行隐藏着（第 3 行），分不清算不算", id="hidden-row"),
        pytest.param(strike_in_word(2, 3), "第 1 个表格有 2 行的字划掉了或者看不见（第 3、4 行），分不清算不算", id="struck-rows"),
        pytest.param(strike_in_word(1, whole=False), "第 2 行有划掉或者看不见的字", id="struck-cell"),
    ],
)
def test_word(rows: list[tuple[str, ...]], change: Change, said: str) -> None:
    rows = [(*row[:-1], row[-1] or "无") for row in rows]
    found = asked(read("表.docx", document(rows, change)))
    assert len(found) == 1
    assert said in found[0]


def white_in_word(ground: str | None, where: str, colour: str = "FFFFFF") -> Change:
    def paint(table: Any) -> None:
        for cell in table.rows[2].cells:
            run = cell.paragraphs[0].runs[0] if cell.paragraphs[0].runs else cell.paragraphs[0].add_run()
            run.font.color.rgb = RGBColor.from_string(colour)
            shading = OxmlElement("w:shd")
            shading.set(qn("w:val"), "clear")
            shading.set(qn("w:fill"), ground or "auto")
            of = {"cell": cell._tc.get_or_add_tcPr, "paragraph": cell.paragraphs[0]._p.get_or_add_pPr, "run": run._r.get_or_add_rPr}
            of[where]().append(shading)

    return paint


@pytest.mark.parametrize(("ground", "asks"), [(None, True), ("FFFFFF", True), ("1F4E79", False)])
@pytest.mark.parametrize("where", ["cell", "paragraph", "run"])
def test_white_text_in_word(where: str, ground: str | None, asks: bool) -> None:
    found = asked(read("表.docx", document(DIRECTORY, white_in_word(ground, where))))
    assert found == ["第 1 个表格有 1 行的字划掉了或者看不见（第 3 行），分不清算不算"] * asks
    assert asked(read("表.docx", document(DIRECTORY, white_in_word(ground, where, "FFFFFE")))) == []


def styled(kind: str, settings: Callable[[Any], None], based: bool = False, off: bool = False) -> Change:
    """The last cell of row 3 in a style of its own, or in one based on it; with `off` its runs say that they are not struck."""

    def style(table: Any) -> None:
        styles = table.part.document.styles
        types = {"paragraph": WD_STYLE_TYPE.PARAGRAPH, "run": WD_STYLE_TYPE.CHARACTER}
        made = styles.add_style("作废", types[kind])
        settings(made.font)
        if based:
            other = styles.add_style("已作废", types[kind])
            other.base_style = made
            made = other
        paragraph = table.rows[2].cells[-1].paragraphs[0]
        target = paragraph if kind == "paragraph" else paragraph.runs[0]
        target.style = made
        if off:
            paragraph.runs[0].font.strike = False

    return style


@pytest.mark.parametrize("kind", ["paragraph", "run"])
@pytest.mark.parametrize("based", [False, True])
@pytest.mark.parametrize("setting", ["strike", "double_strike", "hidden"])
def test_struck_by_a_style(kind: str, based: bool, setting: str) -> None:
    change = styled(kind, lambda font: setattr(font, setting, True), based)
    assert asked(read("表.docx", document(DIRECTORY, change))) == ["第 1 个表格第 3 行有划掉或者看不见的字，分不清要不要"]


def test_a_style_that_the_text_overrules() -> None:
    change = styled("paragraph", lambda font: setattr(font, "strike", True), off=True)
    assert asked(read("表.docx", document(DIRECTORY, change))) == []


@pytest.mark.parametrize(("rows", "kind"), [(DIRECTORY, "附件2"), (ROSTER, "附件3")], ids=["directory", "roster"])
def test_hidden_sheet(rows: list[tuple[str, ...]], kind: str) -> None:
    """With a form it is asked about; with a list for drop-downs it is nothing."""

    def hide(sheet: Any) -> None:
        sheet.parent.create_sheet("首页").append(("说明",))
        sheet.sheet_state = "hidden"

    assert asked(read("表.xlsx", workbook(rows, hide))) == [f"工作表“表”隐藏着，里面是{kind}，分不清算不算"]

    def with_list(sheet: Any) -> None:
        other = sheet.parent.create_sheet("选项")
        other.append(("男", "女"))
        other.sheet_state = "hidden"

    assert asked(read("表.xlsx", workbook(rows, with_list))) == []


@pytest.mark.parametrize("change", [hide_row(9), hide_column("Z"), strike_row(9), lambda sheet: None])
def test_nothing_is_set_aside(change: Change) -> None:
    """Blank rows and columns may be hidden."""
    assert asked(read("表.xlsx", workbook(ROSTER, change))) == []
