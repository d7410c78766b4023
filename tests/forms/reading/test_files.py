"""From files to cells: archives and their names, encodings of text, the marks of Word and Excel, merged cells, bounds of what is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from zhicheng.forms.reading import continued, excel_marks, grids, open_sheets, sheets, word_text, zip_files
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.grids import Box, Grid, TableInText
from zhicheng.forms.reading.set_aside import SetAside
from zhicheng.forms.reading.sheets import Sheet

# --- archives ------------------------------------------------------------------------------------------------------------


def archive(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as stream:
        for name, content in files.items():
            stream.writestr(name, content)
    return made.getvalue()


def unpacked(name: str, content: bytes) -> tuple[list[tuple[str, Any]], list[str]]:
    passed: list[str] = []
    found = list(zip_files.unpacked([(name, content)], passed))
    return [(one, got.message if isinstance(got, FileFault) else got) for one, got in found], passed


def test_archive_in_an_archive() -> None:
    """One deep, not deeper; what is no form is told, what a program left is not."""
    inner = archive({"甲.xlsx": b"1", "乙.zip": archive({"丙.xlsx": b"2"})})
    files = {"b.docx": b"3", "a/c.csv": b"4", "说明.txt": b"5", "~$b.docx": b"6", ".DS_Store": b"7", "a/Thumbs.db": b"8", "d.zip": inner}
    found, passed = unpacked("全部.zip", archive(files))
    assert found == [("全部.zip/a/c.csv", b"4"), ("全部.zip/b.docx", b"3"), ("全部.zip/d.zip/甲.xlsx", b"1")]
    assert passed == ["全部.zip/说明.txt", "全部.zip/d.zip/乙.zip"]


def test_archives_in_that_of_many_committees_stay_packed() -> None:
    """Each is that of one committee: what is wrong with it is told of that one alone."""
    passed: list[str] = []
    content = archive({"甲/附件1.docx": b"1", "乙.zip": b"not an archive", "说明.txt": b"2"})
    assert zip_files.members("全部.zip", content, passed) == [("全部.zip/乙.zip", b"not an archive"), ("全部.zip/甲/附件1.docx", b"1")]
    assert passed == ["全部.zip/说明.txt"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.docx", archive({"b.docx": b"1"}), id="a-document"),
        pytest.param("a.zip", archive({"[Content_Types].xml": b"", "word/document.xml": b""}), id="a-document-called-zip"),
        pytest.param("a.zip", b"not an archive", id="no-archive"),
    ],
)
def test_files_that_are_left_as_they_are(name: str, content: bytes) -> None:
    assert unpacked(name, content) == ([(name, content)], [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(archive({f"{number}.xlsx": b"1" for number in range(200)}), None, id="as-many-as-are-read"),
        pytest.param(archive({f"{number}.xlsx": b"1" for number in range(201)}), "压缩文件里超过 200 个文件", id="one-more"),
        pytest.param(archive({"说明.txt": b"1"}), "压缩文件里没有能读的表", id="no-form-in-it"),
        pytest.param(archive({"a/b.xlsx": b"1", "a\\b.xlsx": b"2"}), "压缩文件里有两个同名的文件，分不清", id="two-of-a-name"),
        pytest.param(archive({"a.xlsx": b"1"})[:-30], "文件打不开，可能已经损坏，或者没有复制完整", id="cut-off"),
    ],
)
def test_archives_that_are_refused(content: bytes, said: str | None) -> None:
    found, _ = unpacked("全部.zip", content)
    assert (len(found) == 200) if said is None else (found == [("全部.zip", said)])


@pytest.mark.parametrize(
    ("inside", "beside", "refused"),
    [
        ({"扫描.pdf": b"1"}, "附件1.docx", False),
        ({"扫描.pdf": b"1"}, "附件1.pdf", True),
        ({}, "附件1.docx", True),
    ],
)
def test_an_archive_of_scans_beside_forms(inside: dict[str, bytes], beside: str, refused: bool) -> None:
    passed: list[str] = []
    found = list(zip_files.unpacked([("扫描.zip", archive(inside)), (beside, b"1")], passed))
    assert ([name for name, _ in found], passed) == ((["扫描.zip", beside], []) if refused else ([beside], ["扫描.zip/扫描.pdf"]))


@pytest.mark.parametrize(("allowed", "refused"), [(3, False), (2, True)])
def test_size_of_an_archive(monkeypatch: pytest.MonkeyPatch, allowed: int, refused: bool) -> None:
    """What an archive inside holds counts too."""
    monkeypatch.setattr(zip_files, "MAX_BYTES", allowed)
    found, _ = unpacked("全部.zip", archive({"a.xlsx": b"1", "b.xlsx": b"23"}))
    assert (len(found) == 1) is refused
    assert ("压缩文件展开后超过" in str(found[0][1])) is refused


def test_bounds_are_as_documented() -> None:
    assert (zip_files.MAX_FILES, zip_files.MAX_BYTES, open_sheets.MAX_BYTES, open_sheets.MAX_UNPACKED) == (
        200,
        64 << 20,
        20 << 20,
        32 << 20,
    )
    assert (sheets.MAX_ROWS, sheets.MAX_COLUMNS, grids.MAX_CELL) == (20_000, 64, 10_000)


@pytest.mark.parametrize(
    ("raw", "flag", "name"),
    [
        ("附件1.docx".encode("gb18030"), 0, "附件1.docx"),
        ("附件1.docx".encode(), 0, "附件1.docx"),
        ("附件1.docx".encode(), 0x800, "附件1.docx"),
        (b"form.docx", 0, "form.docx"),
        ("表\\附件1.docx".encode("gb18030"), 0, "表/附件1.docx"),
        ("附\u200b件1.docx".encode(), 0x800, "附件1.docx"),
    ],
)
def test_names_in_archives(raw: bytes, flag: int, name: str) -> None:
    entry = zipfile.ZipInfo(raw.decode() if flag else raw.decode("cp437"))
    entry.flag_bits = flag
    assert zip_files._member_name(entry) == name


# --- text and its encodings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    assert open_sheets._decoded("姓名,性别\n甲a,男".encode(encoding)).removeprefix("\ufeff") == "姓名,性别\n甲a,男"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\nc,d", [("a", "b"), ("c", "d")]),
        ("a\tb,c\tg\nd\te\tf", [("a", "b,c", "g"), ("d", "e", "f")]),
        ("a;b;e\nc;d,;f", [("a", "b", "e"), ("c", "d,", "f")]),
        ('"a;b;c;d",e\n,="007"', [("a;b;c;d", "e"), (None, "007")]),
        ("sep=;\na;b,c,d", [(), ("a", "b,c,d")]),
        ("sep=;", [("sep=", None)]),
    ],
)
def test_rows_of_text(text: str, rows: list[tuple[str | None, ...]]) -> None:
    """The character that separates is the most frequent outside of quotes; ="007" is how Excel keeps zeros."""
    assert list(open_sheets._text_rows(text.encode())) == rows


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.4", "PDF 文件"),
        (b"{\\rtf1", "RTF 文档"),
        (b"\x89PNG\r\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"PK\x05\x06" + b"\x00" * 18, "空的压缩文件"),
        (b"Rar!\x1a", "压缩文件"),
        (b"7z\xbc\xaf\x27", "压缩文件"),
        (b"MIME-Version: 1.0", "网页归档（.mht）"),
        (b"<html><table>", "网页（HTML）"),
        (b"\xef\xbb\xbf <!-- x -->\n<TABLE>", "网页（HTML）"),
        ("<html>".encode("utf-16"), "网页（HTML）"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel 2003 的 XML 表格"),
        (archive({"xl/workbook.bin": b""}), "二进制 Excel 表格（.xlsb）"),
        (archive({"a.txt": b""}), "压缩文件"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument 表格（.ods）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "别的程序的文件"),
    ],
)
def test_files_of_other_kinds(content: bytes, what: str) -> None:
    with pytest.raises(FileFault, match=re.escape(f"这是{' ' if what[0].isascii() else ''}{what}，不是能读的表格")):
        open_sheets.kind_of("文件", content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (archive({"word/document.xml": b""}), "docx"),
        (archive({"xl/workbook.xml": b""}), "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Book".encode("utf-16-le"), "xls"),
        ("姓名,性别".encode(), "csv"),
    ],
)
def test_kinds_of_files(content: bytes, kind: str) -> None:
    assert open_sheets.kind_of("文件", content) == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive({"xl/workbook.xml": b"", "xl/vbaProject.bin": b""}), "表格里带有宏"),
        (archive({"word/document.xml": b"a", "Word/document.xml": b"b"}), "文件里有两个同名的部分"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "文件加了密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "旧式 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook_VBA_PROJECT_CUR".encode("utf-16-le"), "表格里带有宏"),
        (b"\x00\r\n\t ", "文件是空的"),
    ],
)
def test_files_that_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileFault, match=said):
        open_sheets.kind_of("文件", content)


# --- sheets --------------------------------------------------------------------------------------------------------------


def test_blank_rows_are_left_out() -> None:
    """The others keep their numbers, and have no more than 64 columns."""
    assert sheets.numbered_rows([("a",), (None, " "), (), (0,), ("b", *[None] * 70)]) == [(1, ("a",)), (4, (0,)), (5, ("b", *[None] * 63))]


def test_merged_cells() -> None:
    """Filled down, not to the right: there the value is kept aside. What is blank, or not in the table, is not filled."""
    rows = [("a", "b", None), (None, "x", None), ("", None, None), (None, None, "c")]
    found = sheets.sheet("表", rows, [(1, 1, 9, 1), (1, 2, 1, 3), (2, 3, 4, 3), (7, 1, 8, 1)], False, False)
    assert found.rows == [(1, ("a", "b", None)), (2, ("a", "x", None)), (4, ("a", None, "c"))]
    assert (found.filled, found.across) == ({(2, 1), (4, 1)}, {(1, 3): "b"})
    assert (found.where, found.hidden, found.in_document) == ("工作表“表”", False, False)


def test_merged_cells_at_the_edge() -> None:
    """Up to column 64."""
    rows = [(*[None] * 63, "last"), ("below",)]
    found = sheets.sheet("表", rows, [(1, 64, 2, 66)], False, False)
    assert (found.rows[1][1][63], found.across) == ("last", {})
    assert sheets.sheet("表", [("a",) * 66, ("b",)], [(1, 65, 2, 65)], False, False).filled == set()


@pytest.mark.parametrize(("allowed", "refused"), [(4, False), (3, True)])
def test_number_of_merged_cells(monkeypatch: pytest.MonkeyPatch, allowed: int, refused: bool) -> None:
    monkeypatch.setattr(sheets, "_MAX_MERGED", allowed)

    def made() -> Sheet:
        return sheets.sheet("表", [("a", "b"), ("c", "d"), ("e", "f")], [(1, 1, 3, 2)], False, False)

    if refused:
        with pytest.raises(FileFault, match="合并的单元格太多"):
            made()
    else:
        assert made().across == {(1, 2): "a"}


def test_names_of_columns() -> None:
    names = {1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA"}
    assert {number: sheets.column_name(number) for number in names} == names
    assert {sheets.column_number(name): name for name in names.values()} == names


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
        (15.0, ["15"]),
        (12.5, ["12.5"]),
        (3, ["3"]),
        (date(2018, 3, 12), ["2018-03-12"]),
        (datetime(2018, 3, 12, 8, 30), ["2018-03-12"]),
    ],
)
def test_lines_of_a_value(value: Any, lines: list[str]) -> None:
    assert grids.lines_of(value) == lines


def test_length_of_a_cell() -> None:
    assert grids.checked_length("字" * 10_000) == "字" * 10_000
    with pytest.raises(FileFault, match="有一格里的文字超过 10,000 字"):
        grids.checked_length("字" * 10_001)


def test_grid_of_a_sheet() -> None:
    """A merged cell becomes one that spans rows or columns."""
    rows = [("a", None, "b"), (None, "c", 5), (None, None, None), (None, "d", "e")]
    grid = grids.of_sheet(sheets.sheet("表", rows, [(1, 1, 2, 1), (1, 1, 1, 2)], True, False))
    assert [[(box.text, box.row, box.column, box.across, box.down, box.value) for box in row] for row in grid.rows] == [
        [("a", 1, 1, 2, 2, None), ("b", 1, 3, 1, 1, None)],
        [("c", 2, 2, 1, 1, None), ("5", 2, 3, 1, 1, 5)],
        [("", 4, 1, 1, 1, None), ("d", 4, 2, 1, 1, None), ("e", 4, 3, 1, 1, None)],
    ]
    assert (grid.where, grid.in_sheet, grid.hidden) == ("工作表“表”", True, True)
    assert grid.place(grid.rows[1][1], "满分") == "工作表“表”第 2 行“满分”（C2）"
    assert Grid("第 1 个表格", []).place(Box([], 2, 3)) == "第 1 个表格第 2 行"


# --- tables that go on ---------------------------------------------------------------------------------------------------


def table(*rows: int, where: str = "第 1 个表格", in_sheet: bool = False, above: tuple[str, ...] = ()) -> TableInText:
    """A table with rows of so many columns."""
    cells = [[Box(["字"], at, column) for column in range(1, width + 1)] for at, width in enumerate(rows, 1)]
    return TableInText(Grid(where, cells, in_sheet), list(above))


@pytest.mark.parametrize(
    ("part", "follows", "may_follow"),
    [
        (table(3), True, True),
        (table(2, 3), True, True),
        (table(2), False, True),
        (table(3, above=("续表",)), True, True),
        (table(3, above=("第 2 页", "共 3 页")), False, True),
        (table(3, above=("第 2 页 共 3 页",)), True, True),
        (table(3, above=("另有以下专业",)), False, True),
        (table(3, where="工作表“Sheet2”", in_sheet=True), True, True),
        (table(3, where="工作表“目录续”", in_sheet=True), True, True),
        (table(3, where="工作表“选项”", in_sheet=True), False, True),
        (table(2, where="工作表“Sheet2”", in_sheet=True), False, False),
    ],
)
def test_what_follows(part: TableInText, follows: bool, may_follow: bool) -> None:
    assert (continued.follows(table(3), part), continued.may_follow(table(3), part)) == (follows, may_follow)


def test_rows_are_counted_on() -> None:
    before, part = table(3, 3), table(3)
    before.grid.rows[1][0].down = 2
    continued.join(before.grid, part.grid)
    assert [row[0].row for row in before.grid.rows] == [1, 2, 4]


@pytest.mark.parametrize(
    ("texts", "counted"),
    [
        (["1", "2", "3"], True),
        (["（1）", "（2）", "（3）", "（4）"], True),
        (["①", "②", "③"], True),
        (["一", "二", "三"], True),
        (["1.0", "2.0", "3.0"], True),
        (["1", "2"], False),
        (["1", "2", "4"], False),
        (["2", "3", "4"], False),
        (["1", "二", "3"], False),
        (["1", "2", "水文"], False),
        ([], False),
    ],
)
def test_rows_that_count_columns(texts: list[str], counted: bool) -> None:
    assert continued.counts_columns(texts) is counted


@pytest.mark.parametrize(
    ("texts", "signed"),
    [
        (["填表人：甲示例", "2026年6月1日"], True),
        (["单位负责人（签字）："], True),
        (["推荐单位盖章"], True),
        (["填表人：甲示例", "城市规划"], False),
        (["城市规划", "填表人：甲示例"], False),
        ([], True),
    ],
)
def test_signatures(texts: list[str], signed: bool) -> None:
    assert continued.is_signature(texts) is signed
    assert continued.signed(Grid("表", [[Box([text], 1, at) for at, text in enumerate(texts, 1)]])) is signed


# --- what is hidden or struck out ------------------------------------------------------------------------------------------

FILLED = {(row, column) for row in range(1, 13) for column in (1, 2)}


@pytest.mark.parametrize(("wide", "more", "asks"), [(8, set(), False), (8, {(3, 8)}, True), (7, set(), True)])
def test_a_hidden_column_of_a_roster_with_nothing_but_a_name(wide: int, more: set[tuple[int, int]], asks: bool) -> None:
    filled = {(1, column) for column in range(1, wide + 1)} | {(2, 1), (2, 2)} | more
    assert bool(list(SetAside(columns={wide}).questions(filled))) == asks


@pytest.mark.parametrize(
    ("aside", "said"),
    [
        (SetAside(), []),
        (SetAside(rows={3, 2, 99}), [(2, "有 2 行隐藏着（第 2、3 行），分不清算不算")]),
        (SetAside(rows=set(range(1, 9))), [(1, "有 8 行隐藏着（第 1、2、3、4、5、6、7、8 行），分不清算不算")]),
        (SetAside(rows=set(range(1, 10))), [(1, "有 9 行隐藏着（第 1、2、3、4、5、6、7、8等 行），分不清算不算")]),
        (SetAside(columns={2, 9}), [(1, "有 1 列隐藏着（第 2 列），分不清算不算")]),
        (SetAside(struck={(4, 1), (4, 2)}), [(4, "有 1 行的字划掉了或者看不见（第 4 行），分不清算不算")]),
        (SetAside(struck={(5, 1)}), [(5, "第 5 行有划掉或者看不见的字，分不清要不要")]),
        (
            SetAside(struck={(4, 1), (4, 2), (5, 1)}),
            [(4, "有 1 行的字划掉了或者看不见（第 4 行），分不清算不算"), (5, "第 5 行有划掉或者看不见的字，分不清要不要")],
        ),
        (SetAside(rows={4}, struck={(4, 1), (4, 2)}), [(4, "有 1 行隐藏着（第 4 行），分不清算不算")]),
    ],
)
def test_questions(aside: SetAside, said: list[tuple[int, str]]) -> None:
    assert [(row, message) for row, message, _ in aside.questions(FILLED)] == said


def test_marks_of_excel() -> None:
    """Hidden rows and columns; cells struck by their style, by a part of a shared text, or by a part of their own text."""
    styles = b'<fonts count="2"><font><sz val="11"/></font><font><strike/><sz val="11"/></font><font><strike val="0"/></font></fonts>'
    styles += b'<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs>'
    strings = b"<sst><si><t>a</t></si><si><r><rPr><strike/></rPr><t>b</t></r></si></sst>"
    sheet = b'<cols><col min="2" max="3" hidden="1"/><col min="60" max="99" hidden="true"/><col min="5" max="5"/></cols>'
    sheet += b'<row r="4" hidden="1"/><row r="5" hidden="0"/><row r="1"><c r="A1" s="1"/><c r="B1" s="2"/><c r="C1" t="s"><v>1</v></c>'
    sheet += b'<c r="D1" t="s"><v>0</v></c><c r="AA7" t="inlineStr"><is><r><rPr><strike/></rPr><t>c</t></r></is></c>'
    sheet += b'<c r="F1"><v>1</v></c></row>'
    with zipfile.ZipFile(io.BytesIO(archive({"xl/styles.xml": styles, "xl/sharedStrings.xml": strings}))) as stream:
        found = excel_marks.set_aside(stream, sheet)
    assert (found.rows, found.columns, found.struck) == ({4}, {2, 3, 60, 61, 62, 63, 64}, {(1, 1), (1, 3), (7, 27)})


def test_a_sheet_without_places() -> None:
    """Programs may leave out the places of rows and cells: what is hidden and what was never computed is seen all the same."""
    book = openpyxl.Workbook()
    for line in (["甲", "乙"], ["丙", "丁"], ["戊", "=A1"]):
        book.active.append(line)
    book.active.row_dimensions[2].hidden = True
    made = io.BytesIO()
    book.save(made)
    parts = zipfile.ZipFile(made)
    files = {name: parts.read(name) for name in parts.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"]
    files["xl/worksheets/sheet1.xml"] = re.sub(rb' r="[A-C]?\d+"', b"", sheet)
    assert files["xl/worksheets/sheet1.xml"].count(b" r=") < sheet.count(b" r=")
    (found,) = open_sheets.open_tables("无位置.xlsx", archive(files))
    assert [row[1] for row in found.rows] == [("甲", "乙"), ("丙", "丁"), ("戊", None)]
    assert (found.set_aside.rows, found.uncalculated) == ({2}, {(3, 2)})


def test_line_ends_that_excel_escapes() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲_x000D_\n乙", "丙_x0009_丁", "_x0007_"])
    made = io.BytesIO()
    book.save(made)
    (found,) = open_sheets.open_tables("换行.xlsx", made.getvalue())
    assert found.rows == [(1, ("甲\r\n乙", "丙\t丁", "_x0007_"))]


def test_strict_excel() -> None:
    """“Strict Open XML 电子表格” of Excel has other names for the same."""
    book = openpyxl.Workbook()
    book.active.append(["甲", 12, date(2018, 3, 12)])
    book.active.merge_cells("A1:A2")
    book.active.append([None, 13])
    made = io.BytesIO()
    book.save(made)
    usual, strict = made.getvalue(), {}
    with zipfile.ZipFile(io.BytesIO(usual)) as parts:
        for name in parts.namelist():
            raw = re.sub(
                rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                parts.read(name),
            )
            strict[name] = raw
    assert b"purl.oclc.org" in strict["xl/workbook.xml"]
    (found,), (same,) = open_sheets.open_tables("严格.xlsx", archive(strict)), open_sheets.open_tables("常用.xlsx", usual)
    assert (found.name, found.rows, found.filled) == (same.name, same.rows, same.filled)
    assert found.rows[0][1][:2] == ("甲", 12)


@pytest.mark.parametrize(("program", "refused"), [("Word.Document.12", True), ("ET.Xlsx.6", True), ("Equation.3", False)])
def test_what_another_file_holds_in_a_sheet_is_not_passed_over(program: str, refused: bool) -> None:
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    shown = f'<oleObjects><oleObject progId="{program}" shapeId="1025"/></oleObjects></worksheet>'.encode()
    files["xl/worksheets/sheet1.xml"] = files["xl/worksheets/sheet1.xml"].replace(b"</worksheet>", shown)
    if not refused:
        assert len(open_sheets.open_tables("公式.xlsx", archive(files))) == 1
        return
    with pytest.raises(FileFault) as found:
        open_sheets.open_tables("对象.xlsx", archive(files))
    assert (found.value.code, found.value.message) == ("F001", "工作表里嵌着一张表（Excel 或 Word 对象），这里读不到")


# --- text of Word --------------------------------------------------------------------------------------------------------

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def lines(inside: str) -> list[str]:
    """The lines of a body."""
    body = ElementTree.fromstring(f'<w:body xmlns:w="{W}">{inside}</w:body>')  # noqa: S314 - made here
    return [line for block in word_text.blocks(body) for line in (block.lines if block.table is None else ["(table)"])]


def run(text: str, settings: str = "") -> str:
    return f"<w:r><w:rPr>{settings}</w:rPr>{text}</w:r>"


BOX = "<w:fldChar><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar>"
LIST = '<w:fldChar><w:ffData><w:ddList>{}<w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList></w:ffData></w:fldChar>'


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:ptab/>"), "甲\t乙-\t"),
        (run("<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/>"), "甲\v乙\v"),
        (run("<w:t>甲</w:t>", "<w:strike/>") + run("<w:t>乙</w:t>", '<w:strike w:val="0"/>'), "乙"),
        (run("<w:t>甲</w:t>", "<w:vanish/>") + run("<w:t>乙</w:t>", "<w:dstrike/>") + run("<w:t>丙</w:t>"), "丙"),
        (run("<w:t>\uf0fe甲\uf0a8乙\uf0e0\uf0ff</w:t>"), "☑甲☐乙→\uf0ff"),
        (run("<w:t>\u00fe甲</w:t>", '<w:rFonts w:ascii="Wingdings"/>'), "☑甲"),
        (run("<w:t>\u00fe</w:t>", '<w:rFonts w:ascii="Arial"/>'), "\u00fe"),
        (run('<w:sym w:char="F0FE"/><w:sym w:char="00A8"/><w:sym w:char="F0FF"/><w:sym w:char="4E00"/><w:sym w:char="x"/>'), "☑☐\uf0ff一"),
        (run(BOX.format("<w:checked/>")), "☑"),
        (run(BOX.format('<w:checked w:val="0"/>')), "☐"),
        (run(BOX.format('<w:default w:val="1"/>')), "☑"),
        (run(BOX.format('<w:default w:val="1"/><w:checked w:val="0"/>')), "☐"),
        (run(BOX.format("")), "☐"),
        (run(LIST.format("")), "甲"),
        (run(LIST.format('<w:result w:val="1"/>')), "乙"),
        (run(LIST.format('<w:result w:val="2"/>')), ""),
        (run(LIST.format('<w:result w:val="-1"/>')), ""),
        (run("<w:fldChar/>"), ""),
        ("<w:sdt><w:sdtPr><w:checkbox><w:checked/></w:checkbox></w:sdtPr><w:sdtContent/></w:sdt>", "☑"),
        ("<w:sdt><w:sdtPr><w:checkbox/></w:sdtPr><w:sdtContent/></w:sdt>", "☐"),
        ("<w:sdt><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt>", "甲"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>请填</w:t></w:r></w:sdtContent></w:sdt>", ""),
        ("<w:ins><w:r><w:t>甲</w:t></w:r></w:ins><w:del><w:r><w:t>乙</w:t></w:r></w:del>", "甲"),
        ("<w:moveTo><w:r><w:t>甲</w:t></w:r></w:moveTo>", "甲"),
        ("<w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink><w:moveFrom><w:r><w:t>乙</w:t></w:r></w:moveFrom>", "甲"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>jiǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>", "甲"),
        ("<w:r><w:ruby/></w:r>", ""),
        (
            "<w:AlternateContent><w:Choice><w:r><w:t>甲</w:t></w:r></w:Choice><w:Fallback><w:r><w:t>乙</w:t></w:r></w:Fallback></w:AlternateContent>",
            "甲",
        ),
    ],
)  # fmt: skip
def test_text_of_a_paragraph(inside: str, text: str) -> None:
    assert lines(f"<w:p>{inside}</w:p>") == [text]


DELETED = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:tbl/><w:p/>", ["甲", "(table)", ""]),
        (DELETED.format("甲") + "<w:p><w:r><w:t>乙</w:t></w:r></w:p>", ["甲乙"]),
        (DELETED.format("甲") + DELETED.format("乙"), ["甲乙"]),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["甲"]),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            [],
        ),
        ("<w:customXml><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:customXml><w:del><w:p/></w:del>", ["甲"]),
    ],
)
def test_paragraphs(inside: str, found: list[str]) -> None:
    """Where the mark of a paragraph was deleted, the next one goes on in its line."""
    assert lines(inside) == found


def cell(inside: str) -> ElementTree.Element:
    return ElementTree.fromstring(f'<w:tc xmlns:w="{W}"><w:p>{inside}</w:p></w:tc>')  # noqa: S314 - made here


@pytest.mark.parametrize(
    ("inside", "aside"),
    [
        (run("<w:t>甲</w:t>"), False),
        (run("<w:t>甲</w:t>", "<w:strike/>"), True),
        (run("<w:t>甲</w:t>", "<w:vanish/>"), True),
        (run("<w:t> </w:t>", "<w:strike/>"), False),
        (f"<w:hyperlink>{run('<w:t>甲</w:t>', '<w:dstrike/>')}</w:hyperlink>", True),
    ],
)
def test_text_that_is_set_aside(inside: str, aside: bool) -> None:
    assert word_text.sets_text_aside(cell(inside)) is aside
