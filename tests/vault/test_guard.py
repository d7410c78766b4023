"""`zhicheng guard`: private material does not enter Git, whatever the file is called; everything else does. People are invented."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import openpyxl
import pytest
from helpers import registries
from helpers.forms.ooxml import INVENTED

from zhicheng.commands.cli import main
from zhicheng.errors import UserError
from zhicheng.registry.new_region import ATTRIBUTES, PRIVATE
from zhicheng.vault.guard import KINDS, refusals
from zhicheng.vault.guard import parts as guard_parts

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
Commit = Callable[..., None]
REPOSITORY = registries.HERE.parent
DEMONSTRATION = "tests/demonstration.identity"
SECRET = "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" + "QPZRY9X8GF2TVDW0S3JN54KHCE"  # the shape of one, and nobody's
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
ROW = ["1", "示例甲", "女", "维吾尔族", "1975-04", "示例大学教授", "教师", "教授", "正高级", "2014-12", "0991-0000123", ""]
TITLE = "XXXXX评审委员会推荐XXXXX专业评委花名册"
EXPERT = {"id": "k7q2m9", "name": "示例甲", "gender": "female", "ethnic_group": "维吾尔族", "born": "1975-04", "phones": ["0991-0000123"]}
ROSTER = {"committee": "example-one", "round": "2026", "experts": [EXPERT]}
CONTACTS = {"committee": "example-one", "leader": {"name": "示例乙", "landline": "0991-0000123", "mobile": "10000000123"}, "clerks": []}
SEALED = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"
GIT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org",
    "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.org",
}  # fmt: skip


def kinds(folder: Path, path: str, content: str | bytes) -> set[str]:
    """The kinds of private material that one file is refused for in a repository that accepts what this one does."""
    registries.write(folder, "guard.yaml", (REPOSITORY / "guard.yaml").read_bytes())
    registries.write(folder, path, content)
    return {refusal.kind for refusal in refusals(folder, [folder / path])}


def lines(rows: Iterable[Sequence[str]], between: str = ",") -> str:
    return "".join(between.join(row) + "\n" for row in rows)


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def document(rows: Iterable[Sequence[str]], split: bool = False) -> bytes:
    """A Word document with a table; `split` breaks every cell's text into runs, as Word does after corrections."""
    runs: Callable[[str], Iterable[str]] = (lambda text: text) if split else (lambda text: [text])
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    table = "".join(
        "<w:tr>" + "".join(cell.format("".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs(text))) for text in row) + "</w:tr>"
        for row in rows
    )
    xml = f'<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def binary_workbook(cells: Iterable[str], start: bytes = b"") -> bytes:
    """The strings of an .xls as they lie in its shared string table."""
    table = b"".join(
        len(cell).to_bytes(2, "little") + (b"\0" + cell.encode() if cell.isascii() else b"\1" + cell.encode("utf-16-le")) for cell in cells
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + (start + b"\xfc\x00\x40\x00" + table).ljust(2048, b"\0")


# --- what is refused, in any file --------------------------------------------------------------------------------------

REFUSED = [
    pytest.param("key.txt", f"# created\n{SECRET}\n", {"identity"}, id="identity"),
    pytest.param("docs/how.md", f"`{SECRET.lower()}`\n", {"identity"}, id="identity-in-docs"),
    pytest.param("tests/test_keys.py", f"KEY = '{SECRET}'\n", {"identity"}, id="identity-in-tests"),
    pytest.param("tests/demonstration.identity", SECRET, {"identity"}, id="another-identity-in-the-place-of-the-demonstration"),
    pytest.param("key", SECRET.encode("utf-16"), {"identity"}, id="identity-in-utf-16"),
    pytest.param("roster.txt", json.dumps(ROSTER, ensure_ascii=False), {"roster"}, id="roster-json"),
    pytest.param("roster", json.dumps(ROSTER), {"roster"}, id="roster-escaped"),
    pytest.param("registry/vault/a.roster.age", json.dumps(ROSTER), {"roster", "unsealed"}, id="roster-called-sealed"),
    pytest.param("add.yaml", "name: 示例甲\ngender: female\nborn: '1975-04'\n", {"roster"}, id="expert-yaml"),
    pytest.param("docs/add.md", "experts:\n  - {born: 1975-04, name: 示例甲}\n", {"roster"}, id="expert-in-docs"),
    pytest.param("a.yaml", "姓名: 示例甲\n出生年月: 1975.04\n", {"roster"}, id="chinese-fields"),
    pytest.param("c.json", json.dumps(CONTACTS, ensure_ascii=False, indent=1), {"contacts"}, id="contacts-json"),
    pytest.param("c.yaml", "preparer:\n  name: 示例乙\n  phone: '0991-0000123'\n", {"contacts"}, id="contacts-yaml"),
    pytest.param("a.csv", lines([HEADER]), {"header"}, id="header"),
    pytest.param("a.csv", lines([HEADER]).encode("gb18030"), {"header"}, id="header-gb18030"),
    pytest.param("a.txt", lines([HEADER], "\t").encode("utf-16"), {"header"}, id="header-utf-16"),
    pytest.param("a.tsv", lines([["姓　名", "性　别", "民　族", "出 生\n年 月", "电　话"]], "\t"), {"header"}, id="header-padded"),
    pytest.param("a.csv", lines([HEADER, ROW]), {"person"}, id="header-and-person"),
    pytest.param("a.csv", lines([ROW]), {"person"}, id="person"),
    pytest.param("a.csv", lines([ROW]).encode("gb18030"), {"person"}, id="person-gb18030"),
    pytest.param("a.csv", lines([[f'"{cell}"' for cell in ROW]]), {"person"}, id="person-quoted"),
    pytest.param("docs/a.md", lines([HEADER, ROW], " | "), {"person"}, id="person-in-docs"),
    pytest.param("a.txt", "\n".join(ROW), {"person"}, id="one-cell-a-line"),
    pytest.param("a.txt", "示例甲，女，维吾尔族，1975 年 4 月生，教授。", {"person"}, id="person-in-a-sentence"),
    pytest.param("a.txt", "姓名：示例甲　性别：男　民族：汉　出生年月：６５．０９", {"person"}, id="person-full-width"),
    pytest.param("a.tsv", "示例·甲乙\t男\t哈\t6405", {"person"}, id="person-in-short"),
    pytest.param("a.tsv", "示例甲\t男\t汉族\t\t教授\t副高级\t0991-0000123", {"person"}, id="telephone-and-no-month"),
    pytest.param("a.csv", "示例甲,男,1975-04,教授,10000000123\n", {"person"}, id="no-ethnic-group"),
    pytest.param("a.json", json.dumps([HEADER, ROW], ensure_ascii=False), {"person"}, id="rows-as-json"),
    pytest.param("a.xls", f"<table><tr><td>{'</td><td>'.join(ROW)}</td></tr></table>", {"person"}, id="html-called-xls"),
    pytest.param("tests/a.csv", lines([ROW]), {"person"}, id="people-in-tests-without-the-words"),
    pytest.param("scripts/a.py", lines([ROW]), {"person"}, id="people-in-source"),
    pytest.param("a.rar", b"Rar!\x1a\x07\x01\x00", {"closed"}, id="rar"),
    pytest.param("a.age", "plain\n", {"unsealed"}, id="age-that-is-not-sealed"),
]


@pytest.mark.parametrize(("path", "content", "expected"), REFUSED)
def test_refused(tmp_path: Path, path: str, content: str | bytes, expected: set[str]) -> None:
    assert kinds(tmp_path, path, content) == expected


ANYWHERE = [case for case in REFUSED if not str(case.values[0]).startswith("tests/")]


@pytest.mark.parametrize(("path", "content", "expected"), ANYWHERE)
def test_refused_in_an_archive(tmp_path: Path, path: str, content: str | bytes, expected: set[str]) -> None:
    """The name of a file in an archive decides as little as that of the archive; only .age has to be sealed where it lies."""
    assert kinds(tmp_path, "packet.bin", archive({"文件夹/" + path: content})) == expected - {"unsealed"}


# --- what passes -------------------------------------------------------------------------------------------------------

PASSES = [
    pytest.param("docs/a.md", lines([HEADER]), id="header-in-docs"),
    pytest.param("README.zh.md", "花名册各栏：" + "、".join(HEADER), id="header-in-prose"),
    pytest.param("docs/assets/annex-3.xlsx", workbook([[TITLE], HEADER]), id="blank-form-in-docs"),
    pytest.param("scripts/zhicheng/experts.py", f"COLUMNS = {HEADER}\n", id="header-in-source"),
    pytest.param("tests/test_a.py", f"ROW = {ROW}\nEXPERT = {EXPERT}\nCONTACTS = {CONTACTS}\n", id="people-in-python-tests"),
    pytest.param("tests/bad/R102/a.yaml", f"# {INVENTED}\nname: 示例甲\nborn: '1975-04'\n", id="people-in-tests-with-the-words"),
    pytest.param("tests/a.xlsx", workbook([[TITLE, INVENTED], HEADER, ROW]), id="workbook-in-tests-with-the-words"),
    pytest.param("tests/data/bad/R203/a.roster.age", "not sealed\n", id="unsealed-in-tests"),
    pytest.param("registry/vault/a.roster.age", SEALED, id="sealed"),
    pytest.param("registry/vault/b.roster.age", b"age-encryption.org/v1\n-> X25519 \x00\xff", id="sealed-without-armour"),
    pytest.param(
        "a.md", "私钥以 AGE-SECRET-KEY-1… 开头。性别填“男”“女”，族别填全称，例如汉族、维吾尔族，出生年月写成 1975-04。", id="documentation"
    ),
    pytest.param("a.txt", "性别：男、女；族别填全称：汉族、维吾尔族；出生年月：1975-04", id="choices"),
    pytest.param(
        "a.json", '{"name": {"type": "string"}, "born": {"pattern": "^19"}, "mobile": {"title": "手机"}, "leader": {}}', id="schema"
    ),
    pytest.param("a.yaml", registries.record("phones: ['0991-0000001', '0991-0000002转506']"), id="public-record"),
    pytest.param("a.yaml", "name: 示例\nleader: true\ncounts: {young: 20, by_level: {full-senior: 40}}\n", id="counts"),
    pytest.param("a.csv", "示例大学,男,1234\n示例中学,女,5678\n示例小学,男,2019-06\n", id="table-of-figures"),
    pytest.param("a.csv", "喀什,汉族,男,2012\n和田,维吾尔族,女,2013\n", id="table-of-years"),
    pytest.param("a.csv", "姓名,电话,备注\n", id="other-table"),
    pytest.param("a.xlsx", workbook([["系列（专业）", "一级目录", "二级目录"], ["工程系列", "建筑工程", "城市规划"]]), id="annex-2"),
    pytest.param("a.docx", document([["评审委员会名称", "示例评审委员会", "主管领导", "必填"]]), id="annex-1"),
    pytest.param("a.zip", archive({"a.age": SEALED, "counts.yaml": "young: 3\n"}), id="packet"),
    pytest.param("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, id="picture"),
    pytest.param("empty", b"", id="empty"),
]


@pytest.mark.parametrize(("path", "content"), PASSES)
def test_passes(tmp_path: Path, path: str, content: str | bytes) -> None:
    assert kinds(tmp_path, path, content) == set()


def test_the_demonstration_identity_passes_in_its_place_only(tmp_path: Path) -> None:
    content = (REPOSITORY / DEMONSTRATION).read_text(encoding="utf-8")
    assert kinds(tmp_path, DEMONSTRATION, content) == set()
    assert kinds(tmp_path, DEMONSTRATION, content + SECRET) == {"identity"}
    assert kinds(tmp_path, "demonstration.identity", content) == {"identity"}


def test_this_repository_passes() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, env=GIT, capture_output=True)
    if listed.returncode:
        pytest.skip("not a Git repository")
    files = [REPOSITORY / name for name in os.fsdecode(listed.stdout).split("\0") if name]
    assert [str(refusal) for refusal in refusals(REPOSITORY, [file for file in files if os.path.lexists(file)])] == []


# --- Office files and archives -----------------------------------------------------------------------------------------


def test_workbooks(tmp_path: Path) -> None:
    """Whatever sheet they stand in, whatever the file is called, with numbers and dates as cells."""
    assert kinds(tmp_path, "附件3.xlsx", workbook([["目录"]], [[TITLE], HEADER, ROW])) == {"person"}
    assert kinds(tmp_path, "附件3.xlsx", workbook([[TITLE], HEADER])) == {"header"}
    assert kinds(tmp_path, "notes.bin", workbook([["示例甲", "男", "汉族", 27485, "教授"]])) == {"person"}
    assert kinds(tmp_path, "a.xlsx", workbook([["示例甲", None, "男", None, "汉", 1980.1]])) == {"person"}
    assert kinds(tmp_path, "a.xlsx", workbook([["备注", SECRET]])) == {"identity"}


def test_inline_strings_and_prefixes(tmp_path: Path) -> None:
    """As other programs write workbooks."""
    cells = "".join(
        f'<x:c t="inlineStr"><x:is><x:r><x:t>{cell[:1]}</x:t></x:r><x:r><x:t>{cell[1:]}</x:t></x:r></x:is></x:c>' for cell in ROW
    )
    sheet = f'<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row>{cells}</x:row></x:sheetData></x:worksheet>'
    assert kinds(tmp_path, "a.xlsx", archive({"xl/worksheets/sheet1.xml": sheet})) == {"person"}
    cells = "".join(f'<x:c r="A1" t="s"><x:v>{number}</x:v></x:c>' for number in (3, 1, 0, 2))
    strings = "<x:sst>" + "".join(f"<x:si><x:t>{cell}</x:t></x:si>" for cell in ("汉&#26063;", "男", "1975-04", "示例甲")) + "</x:sst>"
    sheet = f"<x:row>{cells}</x:row>"
    assert kinds(tmp_path, "a.xlsx", archive({"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings})) == {"person"}


@pytest.mark.parametrize("split", [False, True])
def test_documents(tmp_path: Path, split: bool) -> None:
    assert kinds(tmp_path, "a.docx", document([HEADER, ROW], split)) == {"person"}
    assert kinds(tmp_path, "a.docx", document([HEADER], split)) == {"header"}
    assert kinds(tmp_path, "a.docx", document([[SECRET]], split)) == {"identity"}


def test_old_office_files(tmp_path: Path) -> None:
    assert kinds(tmp_path, "a.xls", binary_workbook(HEADER)) == {"header"}
    assert kinds(tmp_path, "a.xls", binary_workbook(["x", *HEADER])) == {"header"}  # at odd places
    assert kinds(tmp_path, "a.xls", binary_workbook(ROW)) == {"person"}
    assert kinds(tmp_path, "a.xls", binary_workbook(["工程系列", "建筑工程"])) == set()
    for number, found in ((13000000009, {"mobile"}), (13000000009.5, set()), (991000009.0, set()), (45_000.0, set())):
        cell = b"\x03\x02\x0e\x00" + b"\1\0\2\0\x0f\0" + struct.pack("<d", number)
        assert kinds(tmp_path, "a.xls", binary_workbook(["电话"]) + cell) == found, number
        cell = b"\5\x10" + b"\2\0\0\0\0\0\0\0" + struct.pack("<d", number)
        assert kinds(tmp_path, "a.xlsb", archive({"xl/worksheets/sheet1.bin": b"\x81\1\0\xff\xfe\xff" + cell})) == found, number
    word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0")
    assert kinds(tmp_path, "a.doc", word + "\x07".join(ROW).encode("utf-16-le")) == {"person"}
    assert kinds(tmp_path, "a.doc", word + "\x07".join(HEADER).encode("gb18030")) == {"header"}


def test_locked_files(tmp_path: Path) -> None:
    """What wants a password cannot be looked into."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    assert kinds(tmp_path, "a.xlsx", ole + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0")) == {"encrypted"}
    start = b"\x09\x08\x10\x00\x00\x06\x05\x00".ljust(20, b"\0") + b"\x2f\x00\x36\x00".ljust(64, b"\1")
    assert kinds(tmp_path, "a.xls", binary_workbook([], start)) == {"encrypted"}
    assert kinds(tmp_path, "a.doc", ole + (b"\xec\xa5" + b"\0" * 9 + b"\x13").ljust(512, b"\0")) == {"encrypted"}
    locked = bytearray(archive({"a.txt": "x"}))
    for place, ahead in ((locked.index(b"PK\x03\x04"), 6), (locked.index(b"PK\x01\x02"), 8)):
        locked[place + ahead] |= 1
    assert kinds(tmp_path, "a.zip", bytes(locked)) == {"encrypted"}


def test_archives_in_archives(tmp_path: Path) -> None:
    """Two deep, and no deeper. The finding names the way in."""
    content = lines([ROW]).encode()
    for name, inner, kind in (
        ("a.zip", ("r.csv",), "person"),
        ("b.zip", ("a.zip", "r.csv"), "person"),
        ("c.zip", ("b.zip", "a.zip", "r.csv"), "person"),
        ("d.zip", ("c.zip", "b.zip", "a.zip"), "deep"),
    ):
        content = archive({inner[0]: content})
        (refusal,) = refusals(tmp_path, [registries.write(tmp_path, name, content)])
        assert (refusal.inner, refusal.kind) == (inner, kind)
    registries.write(tmp_path, "b.zip", archive({"附件3.xlsx": workbook([HEADER, ROW])}))
    (refusal,) = refusals(tmp_path, [tmp_path / "b.zip"])
    assert str(refusal).startswith("b.zip（其中的 附件3.xlsx › xl/worksheets/sheet1.xml）: 一行个人信息")


EXAMPLE = '"""不合格：\n\n    experts: [{name: 示例甲, born: "1975-04"}]\n"""\n'


@pytest.mark.parametrize(
    ("path", "member", "content", "expected"),
    [
        ("requirements/zhicheng-0.1.0-py3-none-any.whl", "zhicheng/rules/sealed_pool.py", EXAMPLE, set()),
        ("requirements/zhicheng-0.1.0-py3-none-any.whl", "zhicheng/resources/docs/forms/blank.csv", lines([HEADER]), set()),
        ("requirements/zhicheng-0.1.0-py3-none-any.whl", "zhicheng/resources/docs/forms/filled.csv", lines([HEADER, ROW]), {"person"}),
        ("requirements/zhicheng-0.1.0-py3-none-any.whl", "zhicheng/forms/a.py", EXAMPLE, {"roster"}),
        ("requirements/zhicheng-0.1.0-py3-none-any.whl", "rules/sealed_pool.py", EXAMPLE, {"roster"}),
        ("requirements/other-0.1.0-py3-none-any.whl", "zhicheng/rules/sealed_pool.py", EXAMPLE, {"roster"}),
        ("zhicheng-0.1.0-py3-none-any.whl", "zhicheng/rules/sealed_pool.py", EXAMPLE, {"roster"}),
    ],
)
def test_the_wheel_of_the_program(tmp_path: Path, path: str, member: str, content: str, expected: set[str]) -> None:
    """`init` puts it into requirements/: what the program's repository may hold passes in it, and nothing else."""
    assert kinds(tmp_path, path, archive({member: content})) == expected


@pytest.mark.parametrize(
    ("phones", "expected"), [("座机：0991-0000011", {"contacts"}), ("手机：13000000001", {"contacts", "mobile"}), ("座机：　手机：", set())]
)
def test_a_filled_annex_1_is_refused_and_a_blank_one_passes(tmp_path: Path, phones: str, expected: set[str]) -> None:
    rows = [["主管领导", "示例甲", "主管领导联系方式（座机、手机）", phones], ["业务人员及联系方式", "示例乙", "", ""]]
    assert kinds(tmp_path, "附件1.docx", document(rows)) == expected


def test_names_in_gbk(tmp_path: Path) -> None:
    """As the archives of Chinese Windows have them."""
    packed = archive({"fj3.csv": lines([ROW])}).replace(b"fj3.csv", "花名.c".encode("gbk") + b"s")
    assert refusals(tmp_path, [registries.write(tmp_path, "a.zip", packed)])[0].inner == ("花名.cs",)


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that grows too large is not unpacked to its end; nor one of very many files, nor a string repeated without end."""
    monkeypatch.setattr(guard_parts, "MEMBERS", 50)
    monkeypatch.setattr(guard_parts, "LIMIT", limit := 1 << 20)
    assert kinds(tmp_path, "a.zip", archive({"a.txt": b"\x20" * (limit + 1)})) == {"large"}
    inner = archive({"a": b"\x20" * (limit // 2)})
    assert kinds(tmp_path, "a.zip", archive({f"{n}.zip": inner for n in range(3)})) == {"large"}
    assert kinds(tmp_path, "a.zip", archive({f"{n}.txt": b"" for n in range(51)})) == {"large"}
    sheet = '<c t="s"><v>0</v></c>' * 20_000
    bomb = archive({"xl/sharedStrings.xml": f"<sst><si><t>{'字' * 100_000}</t></si></sst>", "xl/worksheets/sheet1.xml": sheet})
    assert kinds(tmp_path, "a.xlsx", bomb) == set()
    assert kinds(tmp_path, "a.bin", b"\x20" * (limit + 1)) == {"large"}


def test_damaged_archives(tmp_path: Path) -> None:
    """What is in them could be put together again by somebody."""
    whole = archive({"a.csv": lines([ROW] * 50)})
    assert kinds(tmp_path, "a.zip", whole[: len(whole) // 2]) == {"damaged"}
    broken = bytearray(whole)
    broken[45:60] = b"\xff" * 15
    assert kinds(tmp_path, "a.zip", bytes(broken)) == {"damaged"}
    assert kinds(tmp_path, "tests/bad/Y001/a.yaml", whole[: len(whole) // 2]) == set()
    assert kinds(tmp_path, "a.exe", b"MZ" + whole) == {"person"}  # it unpacks itself


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<si>" * 200_000, id="unclosed-strings"),
        pytest.param("<c " + 't="s" ' * 100_000, id="one-long-tag"),
        pytest.param("born: 1975\n" * 60_000, id="fields-without-end"),
        pytest.param("姓" + " \n" * 400_000, id="padding-without-end"),
        pytest.param("男,1," * 200_000, id="half-persons"),
        pytest.param("1 " * 300_000 + "男", id="digits"),
    ],
)
def test_hostile_texts_take_no_time(tmp_path: Path, content: str) -> None:
    """No pattern goes back over what it has read: these would take hours."""
    assert kinds(tmp_path, "a.txt", content) == set()
    assert kinds(tmp_path, "a.xlsx", archive({"xl/sharedStrings.xml": content, "xl/worksheets/sheet1.xml": content})) == set()


# --- Git ---------------------------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, env=GIT, check=True, capture_output=True, text=True, encoding="utf-8").stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "库"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


def committed(folder: Path, path: str, content: str | bytes | None) -> str:
    """Commits one file, or that it is gone; returns the commit."""
    if content is None:
        git(folder, "rm", "-q", "--", path)
    else:
        registries.write(folder, path, content)
        git(folder, "add", "-f", "--", path)
    git(folder, "commit", "-q", "-m", "x")
    return git(folder, "rev-parse", "HEAD").strip()


def found(folder: Path, base: str | None = None) -> list[tuple[str, str]]:
    return [(refusal.path, refusal.kind) for refusal in refusals(folder, None, base)]


def test_staged_before_the_first_commit(repository: Path) -> None:
    registries.write(repository, "名单 1.csv", lines([ROW]))
    assert found(repository) == []
    git(repository, "add", "-A")
    assert found(repository) == [("名单 1.csv", "person")]


def test_staged_is_what_the_index_holds(repository: Path) -> None:
    """Not what lies on disk, not what was there before; from a folder below, too."""
    committed(repository, "old.csv", lines([HEADER]))
    registries.write(repository, "a.csv", lines([ROW]))
    git(repository, "add", "a.csv")
    registries.write(repository, "a.csv", "harmless\n")
    registries.write(repository, "docs/new.csv", lines([ROW]))
    assert found(repository) == [("a.csv", "person")]
    assert found(repository / "docs") == [("a.csv", "person")]
    git(repository, "add", "a.csv")
    assert found(repository) == []
    git(repository, "mv", "old.csv", "renamed.csv")
    assert found(repository) == [("renamed.csv", "header")]


def test_links_modules_and_deletions(repository: Path) -> None:
    """A link is the path it leads to; another repository's commit is no file; what is deleted does no harm."""
    committed(repository, "old.csv", lines([ROW]))
    git(repository, "rm", "-q", "old.csv")
    (repository / "link").symlink_to("/nowhere/名册.csv")
    git(repository, "add", "link")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    assert found(repository) == []
    assert refusals(repository, [repository / "link"]) == []


def test_base_finds_what_was_taken_away_again(repository: Path) -> None:
    """A later commit does not take anything out of history."""
    base = committed(repository, "a.csv", lines([ROW]))
    assert found(repository, base) == []
    bad = committed(repository, "b.csv", lines([ROW]))
    committed(repository, "b.csv", "harmless\n")
    committed(repository, "b.csv", None)
    (refusal,) = refusals(repository, None, base)
    assert (refusal.path, refusal.commit) == ("b.csv", bad)
    assert f"（提交 {bad[:10]}）" in str(refusal)
    assert "不能从历史里抹掉" in str(refusal)
    assert found(repository, "0" * 40) == [("b.csv", "person"), ("a.csv", "person")]


def test_base_looks_into_merges(repository: Path) -> None:
    """What a merge itself brings in counts, and what it only joins does not."""
    base = committed(repository, "a.txt", "1\n")
    git(repository, "checkout", "-q", "-b", "side")
    committed(repository, "b.txt", "2\n")
    git(repository, "checkout", "-q", "main")
    committed(repository, "c.csv", lines([ROW]))
    main_line = git(repository, "rev-parse", "HEAD").strip()
    git(repository, "checkout", "-q", "side")
    git(repository, "merge", "-q", "--no-commit", "main")
    registries.write(repository, "evil.csv", lines([HEADER]))
    git(repository, "add", "evil.csv")
    git(repository, "commit", "-q", "-m", "merge")
    assert found(repository, main_line) == [("evil.csv", "header")]
    assert sorted(found(repository, base)) == [("c.csv", "person"), ("evil.csv", "header")]


@pytest.mark.parametrize(
    ("settings", "is_refused"),
    [
        ("vault: ../../vault", True),
        ("vault: ../.././vault/", True),
        ("vault: vault", False),
        ("vault: ../vault", False),  # beside registry/, in the same repository
        ("name: 甲", False),
        ("vault: [", False),  # other checks say what is wrong with it
    ],
)
def test_sealed_files_where_the_vault_lies_in_another_repository(repository: Path, settings: str, is_refused: bool) -> None:
    """That one is not public, this one is. What counts is where the vault lay before the change."""
    base = committed(repository, "registry/registry.yaml", f"{settings}\n")
    for path in ("registry/vault/a.roster.age", "a.bin"):
        registries.write(repository, path, SEALED)
    for path, text in (("registry/vault/recipients.txt", "# nobody\n"), ("registry/draws/.gitkeep", ""), ("a.txt", "a")):
        registries.write(repository, path, text)
    git(repository, "add", "-A")
    expected = [("a.bin", "sealed"), ("registry/vault/a.roster.age", "sealed")] if is_refused else []
    assert found(repository) == expected
    registries.write(repository, "registry/registry.yaml", "vault: vault\n" if is_refused else "vault: ../../vault\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "x")
    assert found(repository, base) == expected
    for refused in refusals(repository, None, base):
        assert str(refused).startswith(f"{refused.path}: 密封的文件；登记册写明密封库在另外的仓库，这里是公开的（提交 ")
        assert str(refused).endswith("密封的文件只提交到密封库的仓库（registry.yaml 的 vault）。")


@pytest.mark.parametrize("base", ["nowhere", "--all", "HEAD~9", ""])
def test_base_that_is_not_there(repository: Path, base: str) -> None:
    committed(repository, "a.txt", "1\n")
    with pytest.raises(UserError, match="这个版本"):
        refusals(repository, None, base)


def test_base_that_a_shallow_copy_does_not_reach(repository: Path, tmp_path: Path) -> None:
    """What lies between is not there to be looked at, and that is not "nothing found"."""
    base = committed(repository, "a.txt", "1\n")
    committed(repository, "a.txt", "2\n")
    committed(repository, "a.txt", "3\n")
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "copy")
    git(tmp_path / "copy", "fetch", "-q", "--depth", "1", "origin", base)
    with pytest.raises(UserError, match="unshallow"):
        refusals(tmp_path / "copy", None, base)


@pytest.mark.parametrize("arguments", [("-a",), ("-i", "a.csv"), ("-o", "a.csv")])
def test_as_a_hook_of_git(repository: Path, arguments: tuple[str, ...]) -> None:
    """It looks at the index that is being committed, which is not always the usual one."""
    committed(repository, "a.csv", "harmless\n")
    hook = f"#!/bin/sh\nPYTHONPATH='{REPOSITORY / 'scripts'}' exec '{sys.executable}' -m zhicheng guard\n"
    registries.write(repository, ".git/hooks/pre-commit", hook).chmod(0o755)
    registries.write(repository, "a.csv", lines([ROW]))
    done = subprocess.run(["git", "commit", "-m", "x", *arguments], cwd=repository, env=GIT, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "a.csv: 一行个人信息" in done.stdout + done.stderr
    registries.write(repository, "a.csv", "still harmless\n")
    git(repository, "commit", "-q", "-m", "x", *arguments)


# --- the command -------------------------------------------------------------------------------------------------------


def test_0_nothing_found(repository: Path, capsys: Capture) -> None:
    assert main(["guard", "--root", str(repository)]) == 0
    assert capsys.readouterr() == ("", "")


def test_1_refused(repository: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where, what and what to do, and nothing of what it holds."""
    monkeypatch.chdir(repository)
    registries.write(repository, "a.csv", lines([HEADER, ROW]))
    registries.write(repository, "key.txt", SECRET)
    assert main(["guard", "a.csv", "key.txt"]) == 1
    out, talk = capsys.readouterr()
    assert out == (
        "a.csv: 一行个人信息（姓名、性别，以及族别、年月、电话中的两项）\n"
        "    处理：请运行 git rm --cached -- 'a.csv'，它就不会被提交。把它移到仓库以外，用 zhicheng seal 密封后只提交 .age 文件。\n"
        "key.txt: 没有加密的私钥（age 密钥）\n"
        "    处理：请运行 git rm --cached -- 'key.txt'，它就不会被提交。私钥只放在仓库以外。"
        "曾经提交或发送过的，当作已经泄露：换一把新的（zhicheng keys new），再重新密封（zhicheng reseal）。\n"
    )
    assert talk == "发现 2 处不能进入仓库的内容。说明见 docs/guide/threat-model.md。\n"
    assert not any(cell in out + talk for cell in ROW if len(cell) > 2)
    assert "SECRET" not in out


def test_paths_are_those_from_the_top_of_the_repository(repository: Path, tmp_path: Path) -> None:
    """Wherever the command runs: what the list accepts in tests/ passes there and nowhere else. Outside a repository, from the folder."""
    accepts = (REPOSITORY / "guard.yaml").read_bytes()
    registries.write(repository, "guard.yaml", accepts)
    registries.write(repository, "tests/a.py", EXAMPLE)
    registries.write(repository, "docs/tests/a.py", EXAMPLE)
    for folder in (repository, repository / "tests", repository / "docs"):
        told = refusals(folder, [repository / "tests/a.py", repository / "docs/tests/a.py"])
        assert [(refusal.path, refusal.kind) for refusal in told] == [("docs/tests/a.py", "roster")]
    registries.write(tmp_path / "plain", "tests/a.py", EXAMPLE)
    assert [refusal.path for refusal in refusals(tmp_path / "plain", [tmp_path / "plain/tests/a.py"])] == ["tests/a.py"]
    registries.write(tmp_path / "plain", "guard.yaml", accepts)
    assert refusals(tmp_path / "plain", [tmp_path / "plain/tests/a.py"]) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["nothing.csv"], "没有这个文件", id="no-such-file"),
        pytest.param(["."], "不是普通文件", id="folder"),
        pytest.param(["--base", "nowhere"], "没有nowhere这个版本", id="no-such-base"),
        pytest.param(["a", "--base", "HEAD"], "只能用一样", id="both"),
    ],
)
def test_2_cannot_be_read(repository: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str) -> None:
    monkeypatch.chdir(repository)
    assert main(["guard", *arguments]) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert words in talk.replace(" ", "")


def test_2_outside_git(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["guard", "--root", str(tmp_path)]) == 2
    assert "不是 Git 仓库" in capsys.readouterr().err


def test_every_kind_has_words() -> None:
    assert all(words and "AGE-SECRET-KEY-1" not in words for words in KINDS.values())


# --- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "k.roster.plain.json",
        "a/k.plain.yaml",
        "centre.identity",
        "2026花名册.xlsx",
        "评委名册.csv",
        "附件3（修改）.xls",
        "k.contacts.json",
        "~$a.xlsx",
    ],
)
def test_ignored_by_name(repository: Path, name: str) -> None:
    """By this repository, and by those `init` makes."""
    for text in (PRIVATE, (REPOSITORY / ".gitignore").read_text(encoding="utf-8")):
        registries.write(repository, ".gitignore", text)
        assert git(repository, "check-ignore", "--no-index", "--", name)


def test_demonstration_identity_is_not_ignored(repository: Path) -> None:
    registries.write(repository, ".gitignore", (REPOSITORY / ".gitignore").read_text(encoding="utf-8"))
    registries.write(repository, DEMONSTRATION, "x")
    registries.write(repository, "tests/data/small/demonstration.identity", "x")
    git(repository, "add", "-A")
    assert git(repository, "ls-files").split() == [".gitignore", DEMONSTRATION]


def test_sealed_files_are_stored_byte_for_byte(repository: Path) -> None:
    """Their hash is published: no line ending may change on the way. And key holders may have Git show them."""
    for text in (ATTRIBUTES, (REPOSITORY / ".gitattributes").read_text(encoding="utf-8")):
        registries.write(repository, ".gitattributes", text)
        said = git(repository, "check-attr", "text", "diff", "--", "registry/vault/k.roster.age")
        assert [line.rpartition(" ")[2] for line in said.splitlines()] == ["unset", "zhicheng-age"]
