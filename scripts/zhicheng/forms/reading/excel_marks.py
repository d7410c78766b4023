"""What an .xlsx sheet hides, strikes out or writes white on white, read from its XML: openpyxl does not report it in read-only mode."""

from __future__ import annotations

import re
import zipfile

from zhicheng.forms.reading.set_aside import SetAside
from zhicheng.forms.reading.sheets import MAX_COLUMNS, column_number

_ON = rb"=[\"'](?:1|true)[\"']"
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*(?:\bhidden" + _ON + rb"|\bht=[\"']0(?:\.\d+)?[\"']))[^>]*?\br=[\"'](\d{1,7})[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b(?=[^>]*(?:\bhidden" + _ON + rb"|\bwidth=[\"']0(?:\.\d+)?[\"']))[^>]*>")
_STRIKE = re.compile(rb"<(?:\w+:)?strike\b(?![^>]*\bval=[\"'](?:0|false)[\"'])[^>]*>")
_PERCENT_FORMATS = {9, 10}  # 0% and 0.00%, which a file does not list
_WHITE = re.compile(
    rb"<(?:\w+:)?color\b[^>]*\b(?:rgb=[\"'](?:FF|00)?FFFFFF[\"']|theme=[\"']0[\"']|indexed=[\"']9[\"'])(?![^>]*\btint=)", re.IGNORECASE
)
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_ADDS_WORDS = re.compile(rb"formatCode=[\"'](?:;;;?[\"']|[^\"']*&quot;[^@]*@|[^\"']*@[^\"']*&quot;)")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_IN_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>(?:(?!</(?:\w+:)?c>).)*", re.DOTALL)
_SHARED = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\bt=[\"']s[\"'])([^>]*)>\s*<(?:\w+:)?v>(\d+)<")


def set_aside(archive: zipfile.ZipFile, raw: bytes) -> SetAside:
    """The hidden rows and columns and the struck cells of the sheet whose XML is `raw`."""
    found = SetAside({int(row) for row in _HIDDEN_ROW.findall(raw)})
    for match in _HIDDEN_COLUMN.findall(raw):
        first, last = _number(match, b"min"), _number(match, b"max")
        found.columns |= set(range(first, min(last, MAX_COLUMNS) + 1))
    if styles := _struck_styles(archive):
        found.struck |= {place for cell in _CELL.findall(raw) if _number(cell, b"s") in styles and (place := _place(cell)) is not None}
    if strings := _struck_strings(archive):
        found.struck |= {place for cell, item in _SHARED.findall(raw) if int(item) in strings and (place := _place(cell)) is not None}
    if _STRIKE.search(raw) or _WHITE.search(raw):  # text in the cell itself
        cells = (match for match in _IN_CELL.finditer(raw) if _STRIKE.search(match[0]) or _WHITE.search(match[0]))
        found.struck |= {place for match in cells if (place := _place(match[1])) is not None}
    return found


def percents(archive: zipfile.ZipFile, raw: bytes) -> set[tuple[int, int]]:
    """The places (row, column) of the cells of a sheet that show their number as a percentage."""
    styles = _part(archive, "xl/styles.xml")
    own = {int(number) for number in re.findall(rb"<(?:\w+:)?numFmt\b(?=[^>]*%)[^>]*?\bnumFmtId=[\"'](\d+)", styles)} | _PERCENT_FORMATS
    found = {number for number, style in enumerate(_items(styles, b"cellXfs", b"xf")) if _number(style, b"numFmtId") in own}
    cells = _CELL.findall(raw) if found else ()
    return {place for cell in cells if _number(cell, b"s") in found and (place := _place(cell)) is not None}


def _struck_styles(archive: zipfile.ZipFile) -> set[int]:
    """The numbers of the cell styles whose font is struck through, or white on no ground, so that nobody sees it, or whose format shows
    something else than the cell holds: nothing (;;;), or words around it ("（停）"@).
    """
    raw = _part(archive, "xl/styles.xml")
    fonts = list(enumerate(_items(raw, b"fonts", b"font")))
    struck, white = {number for number, font in fonts if _STRIKE.search(font)}, {number for number, font in fonts if _WHITE.search(font)}
    plain = {number for number, fill in enumerate(_items(raw, b"fills", b"fill")) if b'"solid"' not in fill and b"gradient" not in fill}
    formats = {_number(tag, b"numFmtId") for tag in _FORMAT.findall(raw) if _ADDS_WORDS.search(tag)}
    styles = [
        (number, _number(style, b"fontId"), _number(style, b"fillId"), _number(style, b"numFmtId"))
        for number, style in enumerate(_items(raw, b"cellXfs", b"xf"))
    ]
    return {number for number, font, fill, code in styles if font in struck or (font in white and fill in plain) or code in formats}


def _struck_strings(archive: zipfile.ZipFile) -> set[int]:
    """The numbers of the shared texts of which a part is struck through or white."""
    raw = _part(archive, "xl/sharedStrings.xml")
    if not _STRIKE.search(raw) and not _WHITE.search(raw):
        return set()
    return {number for number, text in enumerate(re.split(rb"<(?:\w+:)?si\b", raw)[1:]) if _STRIKE.search(text) or _WHITE.search(text)}


def _items(raw: bytes, group: bytes, item: bytes) -> list[bytes]:
    """The text of each item of a list such as <fonts>, from the beginning of one to that of the next."""
    found = re.search(rb"<(?:\w+:)?" + group + rb"\b[^>]*>(.*?)</(?:\w+:)?" + group + rb">", raw, re.DOTALL)
    return re.split(rb"<(?:\w+:)?" + item + rb"(?=[\s/>])", found[1])[1:] if found else []


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    actual = next((part for part in archive.namelist() if part.lower().lstrip("/") == name.lower()), None)
    return b"" if actual is None else archive.read(actual)


def _number(tag: bytes, name: bytes) -> int:
    found = re.search(rb"\b" + name + rb"=[\"'](\d{1,7})[\"']", tag)
    return int(found[1]) if found else 0


def _place(tag: bytes) -> tuple[int, int] | None:
    found = re.search(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']", tag)
    return (int(found[2]), column_number(found[1].decode())) if found else None
