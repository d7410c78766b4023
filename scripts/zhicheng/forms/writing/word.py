"""Forms as Word documents (.docx), with python-docx: A4, Chinese fonts by name, and the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhicheng.forms.writing.footer import ADVICE, PAGES, marks, qr_png
from zhicheng.forms.writing.layout import DENSITIES, Cell, Form, Line, Row, Table
from zhicheng.forms.writing.same_bytes import packed, unpacked

_LINE = 1.3  # height of a line as a share of the size of its text
_TWIPS = 56.7  # in a millimetre
_SONG, _FANG, _HEI, _FIXED = "宋体", "仿宋", "黑体", "Courier New"
# Substitutes on a machine without these fonts.
_INSTEAD = {
    _SONG: "SimSun;Noto Serif CJK SC;Source Han Serif SC;STSong",
    _FANG: "FangSong;仿宋_GB2312;STFangsong;宋体;Noto Serif CJK SC",
    _HEI: "SimHei;Noto Sans CJK SC;Source Han Sans SC;STHeiti",
}
_LINES: dict[str, dict[str, Any]] = {
    "annex": {"font": _HEI, "size": 14, "after": 4},
    "title": {"font": _SONG, "size": 18, "bold": True, "align": "center", "after": 8},
    "note": {"font": _FANG, "size": 11, "before": 3, "after": 4, "keep_next": True},
    "heading": {"font": _SONG, "size": 14, "bold": True, "new_page": True, "after": 4},
    "sign": {"font": _FANG, "size": 12, "before": 26, "after": 30, "keep": True},
    "part": {"font": _HEI, "size": 12, "before": 8, "after": 3, "keep_next": True},
    "plain": {"font": _FANG, "size": 11, "before": 2, "after": 3},
    "code": {"font": _FIXED, "size": 22, "bold": True, "align": "center", "before": 4, "after": 6, "keep": True},
}
_CELLS: dict[str, dict[str, Any]] = {
    "label": {"font": _SONG, "align": "center"},
    "text": {"font": _FANG},
    "number": {"font": _FANG, "align": "center"},
}


def written(form: Form) -> bytes:
    """The bytes of the form as a .docx file."""
    document = docx.Document()
    _prepare(document, form)
    body = document.element.body
    end = body.sectPr
    for block in form.blocks:
        end.addprevious(_paragraph(block.text, **_LINES[block.kind]) if isinstance(block, Line) else _table(block, form.landscape))
    if isinstance(form.blocks[-1], Table):
        end.addprevious(_paragraph("", font=_FANG, size=2))  # Word wants a paragraph after a table
    _footer(document, form)
    made = io.BytesIO()
    document.save(made)
    return packed(unpacked(made.getvalue()))


def _prepare(document: Any, form: Form) -> None:
    section = document.sections[0]
    width, height = (Mm(297), Mm(210)) if form.landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if form.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Mm(11 if form.landscape else 20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(28)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FANG, Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FANG)
    _child(normal.element.rPr, "w:lang", val="en-US", eastAsia="zh-CN")
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = form.title, "", "", ""
    about.keywords = " ".join(part for part in (form.owner, form.digest) if part)
    about.created = about.modified = datetime(2019, 6, 3)  # the day of the letter, so that the bytes do not change
    about.revision, about.language = 1, "zh-CN"
    fonts = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    fonts._blob = _font_table().encode("utf-8")


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'


def _child(parent: Any, name: str, **values: object) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    parent.append(made)
    return made


def _paragraph(
    text: str,
    font: str,
    size: float,
    align: str = "",
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    new_page: bool = False,
    keep: bool = False,
    keep_next: bool = False,
    line: float = _LINE,
    exact: bool = False,
) -> Any:
    """A paragraph with one run. `size`, `before` and `after` are in points. `exact`: lines are no higher, whatever font is there."""
    made = OxmlElement("w:p")
    how = _child(made, "w:pPr")
    if keep_next or new_page:
        _child(how, "w:keepNext")
    if keep:
        _child(how, "w:keepLines")
    if new_page:
        _child(how, "w:pageBreakBefore")
    _child(
        how,
        "w:spacing",
        before=int(before * 20),
        after=int(after * 20),
        line=int(size * 20 * line),
        lineRule="exact" if exact else "atLeast",
    )
    if align:
        _child(how, "w:jc", val=align)
    if text:
        _run(made, text, font, size, bold)
    return made


def _run(paragraph: Any, text: str, font: str, size: float, bold: bool = False) -> Any:
    run = _child(paragraph, "w:r")
    how = _child(run, "w:rPr")
    _child(how, "w:rFonts", ascii=font, hAnsi=font, eastAsia=font, hint="eastAsia")
    if bold:
        _child(how, "w:b")
    _child(how, "w:sz", val=int(size * 2))
    _child(how, "w:szCs", val=int(size * 2))
    if text:
        written = _child(run, "w:t")
        written.set(qn("xml:space"), "preserve")
        written.text = text
    return run


# --- tables ------------------------------------------------------------------------------------------------------------


def _table(table: Table, small: bool) -> Any:
    made = OxmlElement("w:tbl")
    how = _child(made, "w:tblPr")
    _child(how, "w:tblW", w=round(sum(table.widths) * _TWIPS), type="dxa")
    _child(how, "w:jc", val="center")
    borders = _child(how, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(borders, f"w:{side}", val="single", sz=4, space=0, color="000000")
    _child(how, "w:tblLayout", type="fixed")
    margins = _child(how, "w:tblCellMar")
    for side, gap in (("top", 28), ("left", 57 if small else 85), ("bottom", 28), ("right", 57 if small else 85)):
        _child(margins, f"w:{side}", w=gap, type="dxa")
    grid = _child(made, "w:tblGrid")
    for width in table.widths:
        _child(grid, "w:gridCol", w=round(width * _TWIPS))
    rows = (*table.head, *table.rows)
    spans: dict[int, tuple[int, int]] = {}  # column → number of rows that a cell from above still covers, and of columns
    for number, row in enumerate(rows):
        made.append(_row(row, table, spans, number < len(table.head), small))
    return made


def _row(row: Row, table: Table, spans: dict[int, tuple[int, int]], is_head: bool, small: bool) -> Any:
    made = OxmlElement("w:tr")
    how = _child(made, "w:trPr")
    if not table.may_break(row):
        _child(how, "w:cantSplit")
    _child(how, "w:trHeight", val=round(table.least * _TWIPS), hRule="atLeast")
    if is_head:
        _child(how, "w:tblHeader")
    size, line = (8, _LINE) if small else (table.density.size, min(_LINE, table.density.line))
    exact = table.density is not DENSITIES[0]  # a table that was set closer, to fit on a page
    waiting = iter(row)
    column = 0
    while column < len(table.widths):
        if column in spans:
            down, across = spans.pop(column)
            made.append(_cell(Cell(()), table.widths[column : column + across], size, line, exact, "continue"))
            if down > 1:
                spans[column] = (down - 1, across)
        else:
            cell = next(waiting)
            across = cell.across
            made.append(_cell(cell, table.widths[column : column + across], size, line, exact, "restart" if cell.down > 1 else ""))
            if cell.down > 1:
                spans[column] = (cell.down - 1, across)
        column += across
    return made


def _cell(cell: Cell, widths: Iterable[float], size: float, line: float, exact: bool, merged: str) -> Any:
    widths = tuple(widths)
    made = OxmlElement("w:tc")
    how = _child(made, "w:tcPr")
    _child(how, "w:tcW", w=round(sum(widths) * _TWIPS), type="dxa")
    if len(widths) > 1:
        _child(how, "w:gridSpan", val=len(widths))
    if merged:
        _child(how, "w:vMerge", val=merged)
    _child(how, "w:vAlign", val="top" if merged else "center")
    for text in cell.lines or ("",):
        made.append(_paragraph(text, **_CELLS[cell.kind], size=size, line=line, exact=exact))
    return made


# --- footer ------------------------------------------------------------------------------------------------------------


def _footer(document: Any, form: Form) -> None:
    """The footer of every page: id and digest, page number, and the QR code."""
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    width = 275 if form.landscape else 170
    table = footer.add_table(1, 2, Mm(width))
    table.autofit = False
    for column, share in zip(table.columns, (width - 22, 22), strict=True):
        column.width = Mm(share)
    left, right = table.rows[0].cells
    for cell in (left, right):
        cell.vertical_alignment = 1
    first = left.paragraphs[0]._p
    for text in (*marks(form), *((ADVICE,) if form.address else ())):
        first.addprevious(_paragraph(text, _FANG, 9))
    first.addprevious(_pages())
    first.getparent().remove(first)
    if form.address:
        right.paragraphs[0].alignment = 2
        right.paragraphs[0].add_run().add_picture(io.BytesIO(qr_png(form.address)), width=Mm(16))
    empty = footer.paragraphs[0]._p
    footer._element.remove(empty)
    footer._element.append(empty)  # Word wants a paragraph after a table
    empty.append(_paragraph("", _FANG, 2).pPr)


def _pages() -> Any:
    """A paragraph with page fields: 第 1 页，共 3 页."""
    made = _paragraph("", _FANG, 9)
    for text, field in zip(PAGES, ("PAGE", "NUMPAGES", ""), strict=True):
        _run(made, text, _FANG, 9)
        if field:
            number = _child(made, "w:fldSimple", instr=field)
            _run(number, "1", _FANG, 9)
    return made
