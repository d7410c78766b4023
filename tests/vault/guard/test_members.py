"""What lies in archives of Unix, letters and databases: names, kinds and sizes, and where looking into them ends."""

from __future__ import annotations

import io
import sqlite3
import tarfile

import pytest

from zhicheng.vault.guard import members
from zhicheng.vault.guard.members import TooMuch, is_database, is_letter, is_tar, of_database, of_letter, of_tar


def tar(*entries: tuple[str, bytes], kind: int = tarfile.USTAR_FORMAT, types: tuple[bytes, ...] = ()) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=kind) as made:
        for number, (name, content) in enumerate(entries):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            entry.type = types[number] if types else tarfile.REGTYPE
            made.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


TWO = tar(("a.csv", b"x" * 700), ("b/c.txt", b"y"))


def test_files_of_a_tar_in_order() -> None:
    """Of any size up to and beyond a block."""
    assert list(of_tar(TWO)) == [("a.csv", b"x" * 700), ("b/c.txt", b"y")]
    for size in (0, 1, 511, 512, 513, 1024):
        assert list(of_tar(tar(("a", b"x" * size), ("b", b"y")))) == [("a", b"x" * size), ("b", b"y")]


def test_long_names() -> None:
    """In two parts of the head, or in an entry before; that counts for the next file alone."""
    long = "d" * 90 + "/" + "f" * 90
    assert [name for name, _ in of_tar(tar((long, b"x"), ("b", b"y")))] == [long, "b"]
    for length in (100, 101, 300):
        named = "长" * (length // 3) + "a" * (length % 3)
        assert [name for name, _ in of_tar(tar((named, b"x"), ("b", b"y"), kind=tarfile.GNU_FORMAT))] == [named, "b"]


@pytest.mark.parametrize("kind", [b"0", b"\0", b"7", b"x", b"g", b"S"])
def test_kinds_that_hold_content(kind: bytes) -> None:
    content = bytearray(tar(("a", b"x")))
    content[156:157] = kind
    assert [data for _, data in of_tar(bytes(content))] == [b"x"]


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"5", b"6", b"K"])
def test_kinds_that_hold_none(kind: bytes) -> None:
    """Links, devices, folders: what follows them is looked at."""
    content = bytearray(TWO)
    content[156:157] = kind
    assert [data for _, data in of_tar(bytes(content))] == [b"y"]


def test_sizes_in_bytes() -> None:
    """As of files that are too large for octal digits."""
    content = bytearray(tar(("a", b"x" * 300)))
    content[124:136] = b"\x80" + (300).to_bytes(11, "big")
    assert list(of_tar(bytes(content))) == [("a", b"x" * 300)]
    for wrong in (b"\x80" + (1 << 80).to_bytes(11, "big"), b"00000077777\0", b"-0000000001\0", b"zz         \0"):
        content[124:136] = wrong
        with pytest.raises(ValueError):  # noqa: PT011 - the text says nothing
            list(of_tar(bytes(content)))


def test_a_tar_that_is_cut_off() -> None:
    """To its last byte it is whole; one that lacks a byte of a file is not."""
    assert list(of_tar(TWO[: 512 + 1024 + 512 + 1])) == [("a.csv", b"x" * 700), ("b/c.txt", b"y")]
    with pytest.raises(ValueError):  # noqa: PT011 - the text says nothing
        list(of_tar(TWO[: 512 + 699]))


def test_how_many_files_a_tar_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "TOO_MANY", 3)
    assert len(list(of_tar(tar(*[("a", b"")] * 3)))) == 3
    with pytest.raises(TooMuch):
        list(of_tar(tar(*[("a", b"")] * 4)))


@pytest.mark.parametrize(
    ("content", "is_one"),
    [(TWO, True), (TWO[:262], True), (TWO[:261], False), (b"x" * 256 + b"ustar", False), (b"", False)],
    ids=["tar", "its-head", "less", "one-byte-off", "nothing"],
)
def test_what_a_tar_is_known_by(content: bytes, is_one: bool) -> None:
    assert is_tar(content) == is_one


# --- letters -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (b"From: a\nTo: b\n\nx", True),
        (b"From: a\r\nTo: b\r\n\r\nx", True),
        (b"From a@b Mon\nSubject: x\nDate: y\n\nx", True),
        (b"X-Own: 1\nMIME-Version: 1.0\nContent-Type: text/html\n\nx", True),
        (b"From: a\nX: b\n\nTo: c\n", False),
        (b"From: a\nfrom: b\n\nx", False),
        (b"text\nFrom: a\nTo: b\n\nx", False),
        (b"", False),
    ],
    ids=["two", "crlf", "mbox", "saved-page", "one-and-one-in-the-text", "one-twice", "text-first", "nothing"],
)
def test_what_a_letter_is_known_by(content: bytes, is_one: bool) -> None:
    """It begins with headers, and two known ones are among them."""
    assert is_letter(content) == is_one


def test_headers_behind_64_kib_do_not_make_a_letter() -> None:
    start = b"From: a\nX: " + b"x" * (65536 - 11 - 3)
    assert not is_letter(start + b"\nTo: b\n\nx")
    assert is_letter(start[:-1] + b"\nTo: b\n\nx")


def parts(content: bytes) -> list[tuple[str, str]]:
    return [(name, data.decode()) for name, data in of_letter(content)]


def test_headers_and_text() -> None:
    """Headers are told as people read them, each on its line."""
    found = parts("Subject: =?utf-8?B?5oql6YCB?=\nTo: b\n\n正文\n".encode())
    assert found == [("信头", "\nSubject: 报送\nTo: b"), ("正文", "正文\n")]


def test_a_header_that_cannot_be_read_is_told_as_it_stands() -> None:
    assert parts(b"Subject: =?nothing?B?5oql?=\nTo: b\n\nx")[0] == ("信头", "\nSubject: =?nothing?B?5oql?=\nTo: b")


ATTACHED = (
    b'From: a\nTo: b\nContent-Type: multipart/mixed; boundary="--x"\n\n----x\nContent-Type: text/plain\n\none\n'
    b'----x\nContent-Type: text/csv\nContent-Disposition: attachment; filename="a.csv"\n\ntwo\n----x--\n'
)


def test_parts_of_a_letter() -> None:
    """The whole has headers and no text of its own; an attachment is called by its name."""
    assert [(name, data) for name, data in parts(ATTACHED) if name != "信头"] == [("正文", "one"), ("a.csv", "two")]
    assert [data.split(":")[0].strip() for name, data in parts(ATTACHED) if name == "信头"] == ["From", "Content-Type", "Content-Type"]


def test_how_many_parts_a_letter_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "TOO_MANY", 3)
    assert len(parts(ATTACHED)) == 5
    with pytest.raises(TooMuch):
        list(of_letter(ATTACHED + b"\n--"))


def test_how_much_of_the_headers_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "_MANY_HEADERS", 2)
    monkeypatch.setattr(members, "_LONG_HEADER", 5)
    assert parts(b"To: 123456\nSubject: 12345\nDate: 1\n\nx")[0] == ("信头", "\nTo: 12345\nSubject: 12345")


# --- databases -----------------------------------------------------------------------------------------------------------


def database(*statements: str) -> bytes:
    with sqlite3.connect(":memory:") as made:
        for statement in statements:
            made.execute(statement)
        made.commit()
        return bytes(made.serialize())


ROWS = database(
    "CREATE TABLE a (x, y)", "INSERT INTO a VALUES (1, '甲'), (NULL, x'e4b999')", "CREATE TABLE b (z)", "INSERT INTO b VALUES (2.5)"
)


def test_rows_of_each_table() -> None:
    """Cells between commas, bytes as the text that they are."""
    assert is_database(ROWS)
    assert not is_database(ROWS[1:])
    assert [(name, data.decode()) for name, data in of_database(ROWS, 1000)] == [("a", "1,甲\nNone,乙"), ("b", "2.5")]


@pytest.mark.parametrize(("most", "whole"), [(12, True), (11, False)])
def test_how_much_of_a_database_is_read(most: int, whole: bool) -> None:
    """So many characters of all tables together: 3 and 6 in the one, 3 in the other."""
    if whole:
        assert len(list(of_database(ROWS, most))) == 2
    else:
        with pytest.raises(TooMuch):
            list(of_database(ROWS, most))


def test_virtual_tables_are_passed_over() -> None:
    """And the tables that follow are not."""
    content = database("CREATE VIRTUAL TABLE v USING fts5(x)", "CREATE TABLE w (x)", "INSERT INTO w VALUES ('甲')")
    found = dict(of_database(content, 10_000))
    assert found["w"].decode() == "甲"
    assert "v" not in found


def test_columns_that_are_worked_out() -> None:
    """By functions of SQLite that change nothing; where another one is asked for the database is not read."""
    content = database("CREATE TABLE a (x, y AS (upper(x)))", "INSERT INTO a VALUES ('b')")
    assert list(of_database(content, 1000)) == [("a", b"b,B")]
    with pytest.raises(ValueError):  # noqa: PT011 - the text says nothing
        list(of_database(content.replace(b"upper(x)", b"other(x)"), 1000))


def test_how_long_a_database_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n"
    content = database("CREATE TABLE a (x)", f"INSERT INTO a {numbers}")
    assert len(list(of_database(content, 1 << 20))) == 1
    monkeypatch.setattr(members, "_STEPS", 3)
    with pytest.raises(TooMuch):
        list(of_database(content, 1 << 20))


def test_a_damaged_database() -> None:
    for content in (ROWS[:1000], ROWS[:100] + b"\xff" * 4000, b"SQLite format 3\0"):
        with pytest.raises(ValueError):  # noqa: PT011 - the text says nothing
            list(of_database(content, 1000))
