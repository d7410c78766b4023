"""Annex 2, Annex 3 and scoring tables as workbooks (.xlsx), written directly as XML.

openpyxl is not used because it writes sheets to temporary files, and Annex 3 holds personal data. Cells are text, except points and row
numbers; no text becomes a formula, whatever its first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from zhicheng.forms.writing.footer import marks
from zhicheng.forms.writing.layout import Cell, Form, Line, Table
from zhicheng.forms.writing.same_bytes import packed

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_CHARACTERS = 0.52  # column width units for a millimetre
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Font, border, horizontal and vertical alignment of each style. All are repeated with quotePrefix, for text that looks like a formula.
_STYLES = {
    "title": (2, 0, "center", "center"),
    "note": (0, 0, "left", "center"),
    "label": (1, 1, "center", "center"),
    "text": (0, 1, "left", "center"),
    "over": (0, 1, "left", "top"),  # text that spans several rows
    "number": (0, 1, "center", "center"),
}


def written(form: Form) -> bytes:
    """The bytes of a workbook with the tables of a form, one sheet each, with the lines above and below it."""
    parts = _parts(form)
    names = _names([above[0].text for above, _, _ in parts])
    sheets = [_sheet(above, table, below, form) for above, table, below in parts]
    heads = [f"{len(above) + 1}:${len(above) + len(table.head)}" for above, table, _ in parts]
    return packed(
        {
            "[Content_Types].xml": _content_types(len(sheets)),
            "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml"), ("core", "docProps/core.xml")]),
            "docProps/core.xml": _core_properties(form),
            "xl/workbook.xml": _workbook(names, heads),
            "xl/_rels/workbook.xml.rels": _relations(
                [*(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)), ("styles", "styles.xml")]
            ),
            "xl/styles.xml": _styles(),
            **{f"xl/worksheets/sheet{number}.xml": text for number, text in enumerate(sheets, 1)},
        }
    )


def _parts(form: Form) -> list[tuple[Sequence[Line], Table, Sequence[Line]]]:
    """Each table with a header row, with the title and notes before it, and what is declared and signed below it."""
    found: list[tuple[Sequence[Line], Table, Sequence[Line]]] = []
    lines: list[Line] = []
    below: list[Line] = []
    for block in form.blocks:
        if isinstance(block, Table):
            below = []
            if block.head:
                found.append((tuple(lines), block, below))
            lines = []
        elif block.kind in ("title", "heading"):
            lines = [block]
        elif block.kind in ("note", "sign"):
            (lines or below).append(block)
    return found


def _names(titles: Sequence[str]) -> list[str]:
    """Names of sheets from titles: at most 31 characters, without those Excel forbids, and unique."""
    found: list[str] = []
    for title in titles:
        base = _NOT_IN_A_NAME.sub("", title.split("　")[0])[:28].strip() or "表"
        found.append(next(name for name in (base, *(f"{base}{number}" for number in range(2, 1000))) if name not in found))
    return found


# --- a sheet -----------------------------------------------------------------------------------------------------------


def _sheet(above: Sequence[Line], table: Table, below: Sequence[Line], form: Form) -> str:
    columns, start = len(table.widths), len(above) + 1
    top = start + len(table.head)
    end = top + len(table.rows)
    last = _column(columns)
    merged = [f"A{row}:{last}{row}" for row in (*range(1, start), *range(end, end + len(below)))]
    rows = [_line(number, line) for number, line in enumerate(above, 1)]
    rows += _rows(table, start, merged)
    rows += [_line(number, line) for number, line in enumerate(below, end)]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width * _CHARACTERS:.2f}" customWidth="1"/>' for n, width in enumerate(table.widths, 1)
    )
    places = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    foot = escape(f"&L{'　'.join(marks(form))}&R第 &P 页，共 &N 页", quote=False)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{top - 1}" topLeftCell="A{top}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="18"/><cols>{widths}</cols><sheetData>{"".join(rows)}</sheetData>'
        f'<mergeCells count="{len(merged)}">{places}</mergeCells>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.8" header="0.3" footer="0.4"/>'
        f'<pageSetup paperSize="9" orientation="{"landscape" if form.landscape else "portrait"}" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{foot}</oddFooter></headerFooter></worksheet>"
    )


def _line(number: int, line: Line) -> str:
    is_title = line.kind in ("title", "heading")
    height = {"note": "", "sign": ' ht="30" customHeight="1"'}.get(line.kind, ' ht="40" customHeight="1"')
    return f'<row r="{number}"{height}>{_text(f"A{number}", line.text, "title" if is_title else "note")}</row>'


def _rows(table: Table, start: int, merged: list[str]) -> Iterator[str]:
    """The XML rows of a table from row `start`. Appends ranges of cells that span rows to `merged`; covered cells keep borders."""
    columns = len(table.widths)
    covered_to = [0] * (columns + 1)  # for each column, the last row covered by a cell from above
    for row, cells in enumerate((*table.head, *table.rows), start):
        waiting = iter(cells)
        found = []
        for column in range(1, columns + 1):
            place = f"{_column(column)}{row}"
            if covered_to[column] >= row:
                found.append(f'<c r="{place}" s="{_style("over")}"/>')
                continue
            cell = next(waiting)
            covered_to[column] = row + cell.down - 1
            found.append(_cell(place, cell))
            if cell.down > 1:
                merged.append(f"{place}:{_column(column)}{covered_to[column]}")
        yield f'<row r="{row}" ht="{max(18, 4 + 15 * table.lines(cells))}" customHeight="1">{"".join(found)}</row>'


def _cell(place: str, cell: Cell) -> str:
    text = "\n".join(cell.lines)
    if cell.kind == "number" and _NUMBER.fullmatch(text):
        return f'<c r="{place}" s="{_style("number")}"><v>{text}</v></c>'
    style = "over" if cell.down > 1 else cell.kind
    return _text(place, text, style) if text else f'<c r="{place}" s="{_style(style)}"/>'


def _text(place: str, text: str, style: str) -> str:
    number = _style(style) + (len(_STYLES) if text[0] in "=+-@" else 0)
    return f'<c r="{place}" s="{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text, quote=False)}</t></is></c>'


def _style(name: str) -> int:
    return list(_STYLES).index(name) + 1


def _column(number: int) -> str:
    return chr(64 + number)  # no form has more than 26


# --- the other parts ---------------------------------------------------------------------------------------------------


def _content_types(sheets: int) -> str:
    parts = [("xl/workbook.xml", f"{_TYPE}.sheet.main+xml"), ("xl/styles.xml", f"{_TYPE}.styles+xml")]
    parts += [(f"xl/worksheets/sheet{number}.xml", f"{_TYPE}.worksheet+xml") for number in range(1, sheets + 1)]
    parts.append(("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    kinds = {"core": f"{_PACKAGE}/relationships/metadata/core-properties"}
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds.get(kind, f"{_RELATED}/{kind}")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _core_properties(form: Form) -> str:
    title = escape(form.title, quote=False)
    keywords = escape(" ".join(part for part in (form.owner, form.digest) if part), quote=False)
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><cp:keywords>{keywords}</cp:keywords></cp:coreProperties>"
    )


def _workbook(names: Sequence[str], heads: Sequence[str]) -> str:
    sheets = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    places = [escape(f"'{name}'!${head}", quote=False) for name, head in zip(names, heads, strict=True)]
    titles = "".join(f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{place}</definedName>' for n, place in enumerate(places))
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{titles}</definedNames></workbook>"
    )


def _styles() -> str:
    fonts = "".join(
        f'<font>{"<b/>" if bold else ""}<sz val="{size}"/><name val="{name}"/><charset val="134"/></font>'
        for name, size, bold in (("仿宋", 11, False), ("黑体", 11, False), ("宋体", 16, True))
    )
    thin = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    formats = "".join(
        f'<xf numFmtId="0" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyFont="1" applyBorder="1" '
        f'applyAlignment="1"{quoted}><alignment horizontal="{across}" vertical="{down}" wrapText="1"/></xf>'
        for quoted in ("", ' quotePrefix="1"')
        for font, border, across, down in _STYLES.values()
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="3">{fonts}</fonts><fills count="2">'
        '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border/><border>{thin}</border></borders>'
        f'<cellStyleXfs count="1">{plain}/></cellStyleXfs><cellXfs count="{2 * len(_STYLES) + 1}">{plain} xfId="0"/>{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
