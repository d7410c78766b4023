"""The sheets of Excel files, .xlsx by openpyxl and .xls by xlrd; each library is imported only for such a file."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from zhicheng.forms.reading.excel_marks import percents, set_aside
from zhicheng.forms.reading.excel_notes import beside
from zhicheng.forms.reading.faults import TABLE_OBJECT, FileFault, broken, embedded
from zhicheng.forms.reading.set_aside import Aside, SetAside
from zhicheng.forms.reading.sheets import CellValue, Row, Sheet, column_name, column_number, sheet

# In read-only mode, openpyxl does not report merged cells and formulas without a stored result; both are read from the XML.
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']")
_FORMULA = re.compile(  # an empty text (t="str") is a result
    rb"<(?:\w+:)?c\b(?![^>]*\bt=[\"']str[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CHANGING = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b[^>]*>[^<]*\b(?:TODAY|NOW)\(\)"
)  # in the rest of the cell stands its result of the day on which it was saved
_TAG = re.compile(rb"<((?:\w+:)?(?:row|c))((?:[\s/][^<>]*)?>)")
_PLACE = re.compile(rb"\sr=[\"']([A-Z]{0,3})(\d{1,7})[\"']")
_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?(?:row|c)(?:\s+(?!r=)[\w:]+=[\"'][^\"']*[\"'])*\s*/?>")
_OBJECT = re.compile(rb"<(?:\w+:)?oleObject\b[^>]*\bprogId=[\"']" + TABLE_OBJECT.encode())
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ESCAPED = re.compile("_x000([9ADad])_")  # a tab or the end of a line, as Excel writes them in XML
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = {
    b"spreadsheetml/main": b"spreadsheetml/2006/main",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"drawingml/main": b"drawingml/2006/main",
}
_LOCKED = "请去掉密码再交；花名册收到以后由工具密封，不需要另设密码。"


def new_format(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx file, with the stored results of formulas. Raises FileFault (F001)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about styles and extensions, which are not read
            return list(_new_sheets(_transitional(content)))
    except (FileFault, ImportError):
        raise
    except Exception:  # a damaged file can fail anywhere in the reader, with anything
        raise broken() from None


def _transitional(content: bytes) -> bytes:
    """The file with the names of transitional Office Open XML where Excel saved it as strict, which openpyxl does not know: it finds no
    sheet. All other files as they are.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if not any(_STRICT in archive.read(part) for part in archive.namelist() if part.lower() == "xl/workbook.xml"):
            return content
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w") as copy:
            for part in archive.namelist():
                raw = archive.read(part)
                if part.lower().endswith((".xml", ".rels")):
                    for strict, usual in _NAMES.items():
                        raw = raw.replace(_STRICT + strict, b"http://schemas.openxmlformats.org/" + usual)
                copy.writestr(part, raw)
    return changed.getvalue()


def _new_sheets(content: bytes) -> Iterator[Sheet]:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.lower().endswith((".xml", ".rels")) and re.search(rb"<!(?:DOCTYPE|ENTITY)", archive.read(part)):
                raise broken()
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        date1904 = book.epoch == CALENDAR_MAC_1904
        for one in book.worksheets:
            path = one._worksheet_path.lstrip("/")
            raw = _placed(archive.read(path))
            if _OBJECT.search(raw):
                raise embedded("工作表")
            one.reset_dimensions()  # the dimensions stated in the file may be wrong
            found = sheet(one.title, one.iter_rows(values_only=True), _merges(raw), one.sheet_state != "visible", date1904)
            found.set_aside = set_aside(archive, raw)
            found.set_aside.beside = beside(archive, path, raw)
            found.rows = [(number, tuple(_unescaped(cell) for cell in row)) for number, row in found.rows]
            if places := percents(archive, raw):
                found.rows = [(number, _as_shown(number, row, places)) for number, row in found.rows]
            found.set_aside.struck &= set(found.filled_places) if found.set_aside.struck else set()
            if _HAS_FORMULA.search(raw):
                found.set_aside.changing = {(int(row), column_number(letters.decode())) for letters, row in _CHANGING.findall(raw)}
                found.uncalculated = {(int(row), column_number(letters.decode())) for letters, row in _FORMULA.findall(raw)}
            yield found


def _unescaped(cell: CellValue) -> CellValue:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) if isinstance(cell, str) and "_x000" in cell else cell


def _placed(raw: bytes) -> bytes:
    """The XML of a sheet with the place of every row and cell, which a program may leave out where they follow each other."""
    if not _WITHOUT_PLACE.search(raw):
        return raw
    row = column = 0

    def named(match: re.Match[bytes]) -> bytes:
        nonlocal row, column
        tag, rest = match[1], match[2]
        stated = _PLACE.search(rest)
        if tag.endswith(b"row"):
            row, column = int(stated[2]) if stated else row + 1, 0
            return match[0] if stated else b'<%s r="%d"%s' % (tag, row, rest)
        column = column_number(stated[1].decode()) if stated else column + 1
        return match[0] if stated else b'<%s r="%s%d"%s' % (tag, column_name(column).encode(), row, rest)

    return _TAG.sub(named, raw)


def _as_shown(number: int, row: Row, places: set[tuple[int, int]]) -> Row:
    """A row with the numbers of percent cells as they are shown: 0.15 as 15%."""
    return tuple(
        f"{value * 100:.10g}%" if isinstance(value, (int, float)) and (number, column) in places else value
        for column, value in enumerate(row, 1)
    )


def _merges(raw: bytes) -> Iterator[tuple[int, int, int, int]]:
    for left, top, right, bottom in _MERGE.findall(raw):
        yield int(top), column_number(left.decode()), int(bottom), column_number(right.decode())


def old_format(content: bytes) -> list[Sheet]:
    """The sheets of an .xls file. Raises FileFault (F001; F005 where it is encrypted)."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True, logfile=io.StringIO())
        return [_old_sheet(book, number) for number in range(book.nsheets)]
    except FileFault:
        raise
    except xlrd.XLRDError as error:
        if "ncrypt" in str(error) or "password" in str(error):
            raise FileFault("F005", "文件加了密码", _LOCKED) from None
        raise broken() from None
    except Exception:  # a damaged file can fail anywhere in the reader, with anything
        raise broken() from None


def _old_sheet(book: Any, number: int) -> Sheet:
    found = book.sheet_by_index(number)
    merges = ((top + 1, left + 1, bottom, right) for top, bottom, left, right in found.merged_cells)
    rows = (tuple(_old_cell(cell, book.datemode) for cell in found.row(index)) for index in range(found.nrows))
    made = sheet(found.name, rows, merges, found.visibility != 0, book.datemode == 1)
    made.set_aside = SetAside(
        {row + 1 for row, info in found.rowinfo_map.items() if info.hidden or info.height == 0},
        {column + 1 for column, info in found.colinfo_map.items() if info.hidden},
        {
            (row + 1, column + 1)
            for row in range(found.nrows)
            for column in range(found.row_len(row))
            if _is_struck(book, found, row, column)
        },
        beside=[Aside("批注", note.text, row + 1, column + 1) for (row, column), note in found.cell_note_map.items()],
    )
    return made


def _is_struck(book: Any, found: Any, row: int, column: int) -> bool:
    cell = found.cell(row, column)
    fonts = [book.xf_list[cell.xf_index].font_index, *(font for _, font in found.rich_text_runlist_map.get((row, column), ()))]
    return cell.value != "" and any(book.font_list[font].struck_out for font in fonts)


def _old_cell(cell: Any, datemode: int) -> Any:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return None
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError, xlrd.xldate.XLDateError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_NUMBER and cell.value == cell.value // 1:
        return int(cell.value)
    return cell.value
