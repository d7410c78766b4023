"""Opens a file as sheets. The content decides whether it is .xlsx, .xls, .csv or .docx. Raises FileFault (F001, F005)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

from zhicheng.forms.reading import open_excel, open_word
from zhicheng.forms.reading.faults import NO_TABLE, SAVE_DOCX, SAVE_WEB, SAVE_XLSX, UNPACK, FileFault, broken
from zhicheng.forms.reading.sheets import Row, Sheet, numbered_rows

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 32 * 1024 * 1024  # bytes of the XML parts

_READS = "能读的有：.xlsx、.xls 表格，.docx 文档，和 .csv（UTF-8、GB18030、UTF-16 编码）。"
_NAMES = {"xlsx": " .xlsx 表格", "xls": "旧式 .xls 表格", "csv": "文本（.csv）", "docx": " Word 文档（.docx）"}
_CLAIMS = {".docx": "docx", ".xlsx": "xlsx", ".xls": "xls", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (  # the first bytes, what it is, the step that helps, and what it could be converted to
    (b"%PDF", "PDF 文件", NO_TABLE, ""),
    (b"{\\rtf", "RTF 文档", SAVE_DOCX, "docx"),
    (b"\x89PNG", "图片", NO_TABLE, ""),
    (b"\xff\xd8\xff", "图片", NO_TABLE, ""),
    (b"PK\x05\x06", "空的压缩文件", UNPACK, ""),
    (b"Rar!", "压缩文件", UNPACK, ""),
    (b"7z\xbc\xaf", "压缩文件", UNPACK, ""),
    (b"MIME-Version:", "网页归档（.mht）", SAVE_WEB, ""),
)
_IN_HEAD = (  # XML of one file, as Office 2003 and later save it
    (b"schemas-microsoft-com:office:spreadsheet", "Excel 2003 的 XML 表格", SAVE_XLSX, "xlsx"),
    (b"schemas.microsoft.com/office/word/2003/wordml", "Word 2003 的 XML 文档", SAVE_DOCX, "docx"),
    (b"schemas.microsoft.com/office/2006/xmlPackage", "Word 的单个 XML 文档", SAVE_DOCX, "docx"),
)
_WEB = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|meta|table|div|style)\b", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


# The last files that were opened, by name and content: each is looked at for its tables, then read for its experts, then judged.
_opened: dict[tuple[str, bytes], list[Sheet]] = {}
_KEPT_FILES, _KEPT_CELLS = 8, 200_000


def open_tables(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a file, or the tables of a Word document as sheets, in order. Raises FileFault."""
    key = (name, content)
    found = _opened.pop(key, None) or _tables(name, content)
    _opened[key] = found
    while len(_opened) > _KEPT_FILES or sum(one.cells for sheets in _opened.values() for one in sheets) > _KEPT_CELLS:
        _opened.pop(next(iter(_opened)))
    return [one.copied() for one in found]


def _tables(name: str, content: bytes) -> list[Sheet]:
    kind = kind_of(name, content)
    if kind == "docx":
        return open_word.sheets(content)
    if kind == "csv":
        return [Sheet(PurePath(name).stem or "表格", numbered_rows(_text_rows(content)))]
    return open_excel.new_format(content) if kind == "xlsx" else open_excel.old_format(content)


def kind_of(name: str, content: bytes) -> str:
    """The type of a file by its content: docx, xlsx, xls or csv.

    Raises FileFault where it is empty, larger than MAX_BYTES, of another type, or of another type than its name claims.
    """
    if not content.strip(b"\x00\r\n\t "):
        raise FileFault("F001", "文件是空的", "请确认交的是填好的花名册。")
    if len(content) > MAX_BYTES:
        raise FileFault("F001", f"文件超过 {MAX_BYTES // 1024 // 1024} MiB", "花名册通常只有几百 KiB；请删去里面的图片和多余的工作表。")
    try:
        kind = _kind(content)
    except FileFault as fault:
        if name.lower().endswith(".wps") and content.startswith(_OLE) and fault.target:
            raise FileFault(fault.code, "这是旧式 WPS 文字文档（.wps），不能读", fault.hint, fault.target) from None
        raise
    claim = next((kind for ending, kind in _CLAIMS.items() if name.lower().endswith(ending)), kind)
    if claim != kind:
        save = SAVE_DOCX if kind == "docx" or claim == "docx" else SAVE_XLSX
        raise FileFault("F001", f"文件名说是{_NAMES[claim]}，内容其实是{_NAMES[kind]}", f"{save}只改文件名不会改变内容。")
    return kind


def _kind(content: bytes) -> str:
    """The type of a file: docx, xlsx, xls or csv. Raises FileFault that names any other type."""
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    for start, what, step, target in _STARTS:
        if content.startswith(start):
            raise _not_a_table(what, step, target)
    for mark, what, step, target in _IN_HEAD:
        if mark in content[:4000]:
            raise _not_a_table(what, step, target)
    if _WEB.match(content.removeprefix(b"\xef\xbb\xbf")) or _WEB.match(content[:4000].replace(b"\x00", b"").lstrip(b"\xff\xfe")):
        raise _not_a_table("网页（HTML）", SAVE_WEB, "xlsx" if b"office:excel" in content[:4000] else "docx")
    return "csv"


def _not_a_table(what: str, step: str = SAVE_XLSX, target: str = "") -> FileFault:
    space = " " if what[0].isascii() else ""  # as everywhere between Chinese and Latin
    return FileFault("F001", f"这是{space}{what}，不是能读的表格", f"{_READS}{step}", target)


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
                if b"opendocument.text" in kind:
                    raise _not_a_table("OpenDocument 文档（.odt）", SAVE_DOCX, "docx")
                if b"opendocument" in kind:
                    raise _not_a_table("OpenDocument 表格（.ods）", SAVE_XLSX, "xlsx")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, FileFault):
            raise
        raise broken() from None
    lower = {part.lower() for part in names}
    if len(lower) < len(parts):  # each program takes another one
        raise FileFault("F001", "文件里有两个同名的部分，不知道哪一个算数", "请用 WPS 或 Word、Excel 打开，另存一份再交。")
    if any(part.endswith("vbaproject.bin") for part in lower):
        raise FileFault("F005", "表格里带有宏（程序），不能接受", SAVE_XLSX)
    if any(part.flag_bits & 1 for part in parts):
        raise FileFault("F005", "文件加了密码", "请去掉密码再交；花名册收到以后由工具密封，不需要另设密码。")
    if any(part.startswith("word/") for part in lower):
        return "docx"
    if "xl/workbook.bin" in lower:
        raise _not_a_table("二进制 Excel 表格（.xlsb）", SAVE_XLSX, "xlsx")
    if "xl/workbook.xml" not in lower:
        raise _not_a_table("压缩文件", UNPACK)
    # Whatever a part is called it may be a sheet; pictures are as large unpacked as in the file.
    texts, all_ = (sum(part.file_size for part in parts if part.filename.lower().endswith(ends)) for ends in ((".xml", ".rels"), ""))
    if texts > MAX_UNPACKED or all_ > MAX_UNPACKED + MAX_BYTES:
        raise FileFault("F001", f"文件展开后超过 {MAX_UNPACKED // 1024 // 1024} MiB", "请删去多余的工作表和空白的格式，只留花名册。")
    return "xlsx"


def _kind_of_ole(content: bytes) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise FileFault("F005", "文件加了密码", "请去掉密码再交：“文件 → 信息 → 保护工作簿 → 用密码进行加密”，把密码清空。")
    if holds("WordDocument"):
        if holds("_VBA_PROJECT"):
            raise FileFault("F005", "文档里带有宏（程序），不能接受", SAVE_DOCX)
        raise FileFault("F001", "这是旧式 Word 文档（.doc），不能读", SAVE_DOCX, "docx")
    if holds("_VBA_PROJECT_CUR"):
        raise FileFault("F005", "表格里带有宏（程序），不能接受", SAVE_XLSX)
    if not holds("Workbook") and not holds("Book"):
        raise _not_a_table("别的程序的文件")
    return "xls"


# --- text ---------------------------------------------------------------------------------------------------------------


_FORCES_TEXT = re.compile("\t+(?=[,;\r\n]|$)|(?<=[,;\r\n])\t+")  # tabs beside separators, by which systems make Excel take digits as text
_LONGEST_CELL = 131_072  # characters; longer than this is what follows a quotation mark that nothing closes


def _text_rows(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    lines = text.splitlines()
    if len(lines) > 1 and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:  # a hint to Excel, not a row of the table
        delimiter, text = lines[0][4], "\n" + text.split("\n", 1)[1]
    else:
        head = re.sub('"[^"]*"', "", "\n".join(lines[:40]))
        delimiter = max(",\t;", key=_FORCES_TEXT.sub("", head).count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(len(cell) > _LONGEST_CELL for cell in row):  # the limit of csv itself is one of the whole process
                raise csv.Error
            yield tuple(cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell or None for cell in row)
    except csv.Error:
        raise FileFault("F001", "表格的引号没有配对，读不出来", SAVE_XLSX) from None


def _decoded(content: bytes) -> str:
    even, odd = content[0:2000:2].count(0), content[1:2000:2].count(0)
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif even or odd:
        encodings = ["utf-16-le" if odd > even else "utf-16-be"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise FileFault("F001", "这不是能读的表格，也不是 UTF-8、GB18030 或 UTF-16 编码的文本", f"{_READS}{SAVE_XLSX}")
