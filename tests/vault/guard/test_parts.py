"""The bounds of looking into files, on both sides; what is told of each part; the first bytes by which files are known."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest

from zhicheng.vault.guard import parts, refusals
from zhicheng.vault.guard.parts import parts_of


def archive(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def told(content: bytes) -> list[tuple[tuple[str, ...], str]]:
    """Where, and what the trouble was, of every part."""
    return [(part.inner, part.trouble) for part in parts_of(content)]


@pytest.mark.parametrize(("length", "trouble"), [(1000, ""), (1001, "large")])
def test_how_large_a_file_may_be(monkeypatch: pytest.MonkeyPatch, length: int, trouble: str) -> None:
    monkeypatch.setattr(parts, "LIMIT", 1000)
    assert told(b"x" * length) == [((), trouble)]


@pytest.mark.parametrize(("length", "trouble"), [(400, ""), (401, "large")])
def test_how_large_an_archive_may_be_unpacked(monkeypatch: pytest.MonkeyPatch, length: int, trouble: str) -> None:
    """All its files together."""
    monkeypatch.setattr(parts, "LIMIT", 1000)
    assert told(archive({"a": "x" * 600, "b": "x" * length})) == [(("a",), ""), (("b",), trouble)]


@pytest.mark.parametrize(("members", "trouble"), [(3, [""] * 3), (4, ["large"])])
def test_how_many_files_an_archive_may_hold(monkeypatch: pytest.MonkeyPatch, members: int, trouble: list[str]) -> None:
    """Folders do not count."""
    monkeypatch.setattr(parts, "MEMBERS", 3)
    files: dict[str, str | bytes] = {f"{i}/": "" for i in range(9)} | {f"{i}/a": "x" for i in range(members)}
    assert [part.trouble for part in parts_of(archive(files))] == trouble


def test_how_deep_archives_may_lie() -> None:
    third = archive({"c": "x"})
    assert told(archive({"a": archive({"b": third})})) == [(("a", "b", "c"), "")]
    assert told(archive({"a": archive({"b": archive({"c": third})})})) == [(("a", "b", "c"), "deep")]


def test_a_document_that_lies_too_deep_has_been_searched_as_a_file() -> None:
    """That its words were not unpacked is no fault; an archive hung on it is looked into, where it is not too deep."""
    document = b"%PDF-1.4\n%%EOF\n"
    assert told(archive({"a": archive({"b": archive({"c": document})})})) == []
    assert (("a",), "") in told(document + archive({"a": "x"}))
    assert told(archive({"a": archive({"b": archive({"c": document + archive({"d": "x"})})})}))[0] == (("a", "b", "c"), "deep")


def test_the_bounds_of_one_file() -> None:
    """32 MiB, and 5,000 files in an archive: the tests of both sides take smaller ones."""
    assert told(bytes((32 << 20) + 1)) == [((), "large")]
    assert [part.trouble for part in parts_of(archive(dict.fromkeys(map(str, range(5000)), "x")))] == [""] * 5000
    assert told(archive(dict.fromkeys(map(str, range(5001)), "x"))) == [((), "large")]


def test_cells_hold_the_strings_they_stand_for() -> None:
    """A workbook keeps each string once, in no order of rows: only put where they belong do they make a row of a person."""
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in (3, 1, 0, 2))
    strings = "".join(f"<si><t>{text}</t></si>" for text in ("汉族", "男", "1975-04", "示例甲"))
    workbook = archive({"xl/worksheets/sheet1.xml": f"<row>{cells}</row>", "xl/sharedStrings.xml": f"<sst>{strings}</sst>"})
    texts = {part.inner[0]: part.text.split() for part in parts_of(workbook)}
    assert texts["xl/worksheets/sheet1.xml"] == ["示例甲", "男", "汉族", "1975-04"]


def test_an_archive_is_unpacked_whatever_it_is_called() -> None:
    """Also where it is called as the parts of a workbook are, which are read as they stand."""
    inner = archive({"b": "x"})
    assert told(archive({"a.xml": inner, "_rels/.rels": inner, "c": inner})) == [
        ((name, "b"), "") for name in ("a.xml", "_rels/.rels", "c")
    ]


def test_what_follows_a_broken_or_locked_file_is_looked_at() -> None:
    content = archive({"a": "first file", "b": "x"})
    place = content.index(b"a", 26) + 1
    broken = content[:place] + b"\xff\xff" + content[place + 2 :]
    assert told(broken) == [(("a",), "damaged"), (("b",), "")]
    locked = bytearray(content)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert told(bytes(locked)) == [(("a",), "encrypted"), (("b",), "")]


def test_an_archive_behind_another_beginning() -> None:
    """As programs that unpack themselves have it."""
    assert told(b"MZ" + b"\x90" * 100 + archive({"a": "x"})) == [(("a",), "")]


@pytest.mark.parametrize(
    "start",
    [
        *(b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"),
        *(b"\x1f\x9d", b"\x5d\x00\x00", b"\x21\x55-lh5-", b"PACK\0\0\0\2", b"# v2 git bundle\n", b"# v3 git bundle\n"),
    ],
)
def test_archives_that_cannot_be_opened(start: bytes) -> None:
    assert told(start + b"x" * 9) == [((), "closed")]


@pytest.mark.parametrize(
    "start",
    [
        b"age-encryption.org/v1\n\xff",
        *(b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"wOFF", b"wOF2", b"\x00\x01\x00\x00\x00", b"OTTO", b"\x00\x00\x01\x00"),
    ],
)
def test_sealed_files_pictures_and_fonts_have_no_text(start: bytes) -> None:
    assert told(start + b"x" * 9) == []


ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----\n{}\n-----END AGE ENCRYPTED FILE-----\n"
BINARY = b"age-encryption.org/v1\n-> X25519 a\nb\n--- c\n\xff\xfe\x80"


@pytest.mark.parametrize(
    ("content", "sealed"),
    [
        pytest.param(BINARY, True, id="binary"),
        pytest.param(ARMOUR.format(base64.b64encode(BINARY).decode()).encode(), True, id="in-base64"),
        pytest.param(ARMOUR.replace("\n", "\r\n").format(base64.b64encode(BINARY).decode()).encode(), True, id="in-base64-of-windows"),
        pytest.param(b"age-encryption.org/v1\n" + "姓名".encode(), False, id="only-begins-so"),
        pytest.param(ARMOUR.format("姓名").encode(), False, id="text-between-the-marks"),
        pytest.param(
            ARMOUR.format(base64.b64encode("姓名：示例甲，出生年月：1975-04".encode()).decode()).encode(), False, id="something-else"
        ),
        pytest.param(ARMOUR.format(base64.b64encode(BINARY).decode()).encode() + "姓名".encode(), False, id="and-more-behind-it"),
    ],
)
def test_what_is_sealed(content: bytes, sealed: bool) -> None:
    """Not what only bears the marks of it: a roster behind the first line of a sealed file is a roster."""
    assert parts.is_sealed(content) == sealed


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")


def block(start: bytes, **at: bytes) -> bytes:
    """512 bytes that begin so, with other bytes at these places (`p24`)."""
    made = bytearray(start.ljust(512, b"\0"))
    for place, value in at.items():
        made[int(place[1:]) : int(place[1:]) + len(value)] = value
    return bytes(made)


XLS = b"\x09\x08\x10\x00\x00\x06"


@pytest.mark.parametrize(
    ("content", "locked"),
    [
        pytest.param(block(XLS, p20=b"\x2f\x00"), True, id="xls-at-20"),
        pytest.param(block(XLS, p24=b"\x2f\x00"), True, id="xls-at-24"),
        pytest.param(block(XLS, p26=b"\x2f\x00"), True, id="xls-at-26"),
        pytest.param(block(XLS, p22=b"\x2f\x00"), False, id="xls-elsewhere"),
        pytest.param(block(b"", p24=b"\x2f\x00"), False, id="no-xls"),
        pytest.param(block(b"\xec\xa5", p11=b"\x01"), True, id="doc"),
        pytest.param(block(b"\xec\xa5", p11=b"\x02"), False, id="doc-with-another-flag"),
        pytest.param(block(b"", p11=b"\x01"), False, id="no-doc"),
        pytest.param(block("EncryptedPackage".encode("utf-16-le")), True, id="package"),
    ],
)
def test_what_wants_a_password(content: bytes, locked: bool) -> None:
    """In any block of 512 bytes, the first one after the head included."""
    trouble = [((), "encrypted" if locked else "")]
    assert told(OLE + content + bytes(512)) == told(OLE + bytes(512) + content + bytes(512)) == trouble


@pytest.mark.parametrize(
    ("names", "kind", "shown"),
    [
        (["名册/张三13900000001.txt"], "mobile", "名册/（有个人信息，不显示）"),
        (["a.txt", "李四-13900000001/a.txt"], "mobile", "（有个人信息，不显示）/a.txt"),
        (["110101199003070310.txt"], "id-number", "（有个人信息，不显示）"),
        ([f"AGE-SECRET-KEY-1{'Q' * 58}.txt"], "identity", "（有个人信息，不显示）"),
        (["名册/张三.txt", "0991-0000001.txt", "a@example.org.txt"], None, ""),
    ],
)
def test_what_names_of_members_tell(tmp_path: Path, names: list[str], kind: str | None, shown: str) -> None:
    """Scanned forms are named by those whom they are of; what is private in a name is not shown."""
    path = tmp_path / "forms.zip"
    path.write_bytes(archive({"outer.zip": archive(dict.fromkeys(names, "x"))}))
    found = [(one.kind, one.inner) for one in refusals(tmp_path, [path])]
    assert found == ([] if kind is None else [(kind, ("outer.zip", shown))])
