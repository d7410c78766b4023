"""The same private content in other shapes: escapes, encodings, letters, archives of other kinds, databases. People are invented."""

from __future__ import annotations

import base64
import binascii
import email.message
import io
import json
import quopri
import sqlite3
import tarfile
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
import yaml
from helpers import registries

from zhicheng.vault.guard import refusals

SECRET = "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" + "QPZRY9X8GF2TVDW0S3JN54KHCE"  # the shape of one, and nobody's
ROW = "示例甲,女,维吾尔族,1975-04,示例大学,教授,0991-0000123\n"
MOBILE = "13800001234"
EXPERT = {"姓名": "示例甲", "出生年月": "1975-04"}


def kinds(folder: Path, content: str | bytes, path: str = "notes.txt") -> set[str]:
    return {refusal.kind for refusal in refusals(folder, [registries.write(folder, path, content)])}


def letter(text: str, attached: bytes = b"", encoding: str = "base64") -> bytes:
    made = email.message.EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", f"报送 {text[:60]}".strip().replace("\n", " ")
    made.set_content(text, cte=encoding)
    if attached:
        made.add_attachment(attached, maintype="application", subtype="octet-stream", filename="花名册.csv")
    return made.as_bytes()


def tar(files: dict[str, bytes], kind: int = tarfile.GNU_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=kind) as made:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


def database(*rows: tuple[object, ...], encoding: str = "UTF-8", wal: bool = False) -> bytes:
    with sqlite3.connect(":memory:") as made:
        made.execute(f"PRAGMA encoding = '{encoding}'")
        made.execute('CREATE TABLE "a ""b" (x, y, z, u, v)')
        made.executemany('INSERT INTO "a ""b" VALUES (?, ?, ?, ?, ?)', rows)
        made.commit()
        content = bytes(made.serialize())
    return content[:18] + b"\2\2" + content[20:] if wal else content


def card(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""))


def in_lines(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def png(kind: bytes, data: bytes, behind: bytes = b"") -> bytes:
    chunks = ((b"IHDR", b"\0" * 13), (kind, data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(len(part).to_bytes(4, "big") + name + part + b"\0" * 4 for name, part in chunks) + behind


def jpeg(data: bytes, behind: bytes = b"", kind: int = 0xE1) -> bytes:
    segment = b"\xff" + bytes([kind]) + (len(data) + 2).to_bytes(2, "big") + data
    return b"\xff\xd8\xff\xe0\0\4ab" + segment + b"\xff\xda\0\2" + b"\xa0" * 20 + b"\xff\xd9" + behind


def pdf(*streams: bytes, more: bytes = b"", head: bytes = b"") -> bytes:
    """A PDF whose streams are the objects 10, 11 … ; `more` stands outside of them."""
    made = b"%PDF-1.4\n" + more + b"\n"
    for number, stream in enumerate(streams, 10):
        packed = zlib.compress(stream)
        made += b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, head, len(packed), packed)
    return made + b"%%EOF\n"


def with_font(text: str, start: int = 1) -> tuple[bytes, bytes, bytes]:
    """A page in a font of its own signs, two bytes each, what these mean, and the font: a line for each cell, digits one by one."""
    signs = {char: code for code, char in enumerate(dict.fromkeys(text), start)}
    table = b"".join(b"<%04X> <%s>\n" % (code, char.encode("utf-16-be").hex().encode()) for char, code in signs.items())
    cells = []
    for cell in text.split(","):
        shown = [b"<%04X> Tj" % signs[char] for char in cell]
        cells.append(b"BT /F1 9 Tf 1 0 0 1 9 9 Tm " + b" 5 0 Td ".join(shown) + b" ET")
    return (
        b"\n".join(cells),
        b"%d beginbfchar\n" % len(signs) + table + b"endbfchar",
        b"5 0 obj <</Font<</F1 6 0 R>>>> 6 0 obj <</ToUnicode 11 0 R>>",
    )


PAGE, TABLE, FONT = with_font(ROW.strip())
PATCH = "literal 9\n" + "".join(
    chr((64 if len(line) <= 26 else 70) + len(line)) + base64.b85encode(line + b"\0" * (-len(line) % 4)).decode() + "\n"
    for line in (lambda packed: [packed[at : at + 52] for at in range(0, len(packed), 52)])(zlib.compress(ROW.encode() * 2))
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(png(b"tEXt", b"Comment\0" + SECRET.encode()), {"identity"}, id="png"),
        pytest.param(png(b"iTXt", b"Comment\0\0\0\0\0" + ROW.encode()), {"person"}, id="png-utf-8"),
        pytest.param(png(b"zTXt", b"Comment\0\0" + zlib.compress(ROW.encode())), {"person"}, id="png-compressed"),
        pytest.param(png(b"eXIf", b"MM\0*" + ROW.encode()), {"person"}, id="png-of-a-camera"),
        pytest.param(png(b"tEXt", b"a\0b", ROW.encode()), {"person"}, id="behind-a-png"),
        pytest.param(png(b"tEXt", b"a\0b", tar({"a.csv": ROW.encode()})), {"person"}, id="tar-behind-a-png"),
        pytest.param(jpeg(b"Exif\0\0" + ROW.encode("utf-16-le")), {"person"}, id="jpeg"),
        pytest.param(jpeg(MOBILE.encode(), kind=0xFE), {"mobile"}, id="jpeg-comment"),
        pytest.param(jpeg(b"", ROW.encode()), {"person"}, id="behind-a-jpeg"),
        pytest.param(pdf(b"BT (" + ROW.encode() + b") Tj ET"), {"person"}, id="pdf"),
        pytest.param(pdf(b"BT (138\\0600001234) Tj ET"), {"mobile"}, id="pdf-escapes"),
        pytest.param(pdf(b"BT <FEFF" + ROW.encode("utf-16-be").hex().encode() + b"> Tj ET"), {"person"}, id="pdf-utf-16"),
        pytest.param(
            pdf(more=b"1 0 obj <</Title (\xfe\xff" + ROW.encode("utf-16-be").replace(b"\\", b"\\\\") + b")>>"), {"person"}, id="pdf-title"
        ),
        pytest.param(pdf(PAGE, TABLE, more=FONT), {"person"}, id="pdf-with-signs-of-its-font"),
        pytest.param(
            pdf(PAGE, TABLE, b"5 0 6 22 " + FONT.replace(b"5 0 obj ", b"").replace(b" 6 0 obj", b""), head=b"/Type/ObjStm/First 9"),
            {"person"},
            id="pdf-with-packed-objects",
        ),
        pytest.param(pdf(b"BT (" + ROW.encode() + b") Tj ET", more=FONT), {"person"}, id="pdf-without-the-signs-of-its-font"),
        pytest.param(b"%PDF-1.4\n" + ROW.encode(), {"person"}, id="called-a-pdf"),
        pytest.param(base64.b64encode(ROW.encode()), {"person"}, id="base64"),
        pytest.param(in_lines(base64.b64encode(ROW.encode()).decode(), 20), {"person"}, id="base64-in-lines"),
        pytest.param(f"<img src='data:text/csv;base64,{base64.b64encode(ROW.encode('gb18030')).decode()}'>", {"person"}, id="data-address"),
        pytest.param(f"a: !!binary {base64.b64encode(json.dumps(EXPERT).encode()).decode()}", {"roster"}, id="base64-in-yaml"),
        pytest.param(base64.b32encode(ROW.encode()), {"person"}, id="base32"),
        pytest.param(ROW.encode().hex(), {"person"}, id="hexadecimal"),
        pytest.param(f"diff --git a/x b/x\nGIT binary patch\n{PATCH}\n", {"person"}, id="binary-patch"),
        pytest.param(
            "begin 644 a\n" + "".join(binascii.b2a_uu(ROW.encode()[at : at + 45]).decode() for at in (0, 45)) + "`\nend\n",
            {"person"},
            id="uuencode",
        ),
        pytest.param(zlib.compress(b"blob 9\0" + ROW.encode()), {"person"}, id="object-of-git"),
        *(
            pytest.param(between.join((SECRET[:31], SECRET[31:])), {"identity"}, id=f"identity-with-{name}")
            for name, between in {"line": "\n", "fold": "\\\n  ", "nothing-seen": "\u200b"}.items()
        ),
        pytest.param(" ".join(SECRET), {"identity"}, id="identity-set-apart"),
        pytest.param("".join(chr(ord(char) + 0xFEE0) for char in SECRET), {"identity"}, id="identity-of-full-width"),
        pytest.param(json.dumps(EXPERT), {"roster"}, id="json-escapes"),
        pytest.param(json.dumps([ROW]), {"person"}, id="json-escapes-of-a-row"),
        pytest.param('{"a": "\\u0031\\u0033\\u0038' + MOBILE[3:] + '"}', {"mobile"}, id="json-escapes-of-digits"),
        pytest.param(yaml.dump(EXPERT, default_style='"'), {"roster"}, id="yaml-escapes"),
        pytest.param(repr(ROW.encode()), {"person"}, id="escapes-of-bytes"),
        pytest.param("".join(f"\\{byte:03o}" for byte in ROW.encode()), {"person"}, id="octal-escapes"),
        pytest.param("".join(f"\\x{byte:02x}" for byte in SECRET.encode()), {"identity"}, id="identity-as-escapes"),
        pytest.param("&#31034;&#20363;甲,&#22899;,&#x7ef4;&#x543e;&#x5c14;&#x65cf;,1975-04", {"person"}, id="character-references"),
        pytest.param("a?q=" + "".join(f"%{byte:02X}" for byte in ROW.encode()), {"person"}, id="percent-signs"),
        pytest.param(quopri.encodestring(ROW.encode()), {"person"}, id="quoted-printable"),
        pytest.param(quopri.encodestring(ROW.encode("gb18030")), {"person"}, id="quoted-printable-gb18030"),
        pytest.param("{\\rtf1 " + "".join(f"\\'{byte:02x}" for byte in ROW.encode("gb18030")) + "}", {"person"}, id="rtf-bytes"),
        pytest.param("{\\rtf1 " + "".join(f"\\u{ord(char)}?" for char in ROW) + "}", {"person"}, id="rtf-characters"),
        *(
            pytest.param(ROW.encode(encoding), {"person"}, id=encoding)
            for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
        ),
        pytest.param(b"\0\0\xfe\xff" + ROW.encode("utf-32-be"), {"person"}, id="utf-32-be-with-mark"),
        pytest.param(b"\0\1\2" + ROW.encode(), {"person"}, id="utf-8-in-a-binary"),
        pytest.param(b"\0\1\2" + ROW.encode("utf-16-be"), {"person"}, id="utf-16-be-in-a-binary"),
        pytest.param(b"\0" * (1 << 20) + ROW.encode() + b"\0" * 99, {"person"}, id="behind-a-mebibyte"),
        pytest.param(b"\0" * ((1 << 20) - 30) + ROW.encode() + b"\0" * 99, {"person"}, id="across-a-mebibyte"),
        pytest.param(tar({"a.csv": ROW.encode()}), {"person"}, id="tar"),
        pytest.param(tar({"长" * 80 + ".csv": ROW.encode()}), {"person"}, id="tar-with-a-long-name"),
        pytest.param(tar({"a.csv": ROW.encode("utf-16-le")}, tarfile.PAX_FORMAT), {"person"}, id="tar-pax"),
        pytest.param(tar({"a.rar": b"Rar!\x1a\x07\x01\x00"}), {"closed"}, id="tar-with-a-closed-file"),
        pytest.param(tar({"a": b"x" * 2000})[:600], {"damaged"}, id="tar-cut-off"),
        pytest.param(database(("示例甲", "女", "维吾尔族", "1975-04", 1)), {"person"}, id="sqlite"),
        pytest.param(database(("示例甲", "女", "维吾尔族", "1975-04", 1), encoding="UTF-16be"), {"person"}, id="sqlite-utf-16"),
        pytest.param(database(("示例甲", "女", "维吾尔族", "1975-04", 1), wal=True), {"person"}, id="sqlite-with-a-log"),
        pytest.param(database((ROW.encode(), 1, 2, 3, 4)), {"person"}, id="sqlite-bytes"),
        pytest.param(database((SECRET, 1, 2, 3, 4)), {"identity"}, id="sqlite-identity"),
        pytest.param(b"SQLite format 3\0" + b"\1" * 99, {"damaged"}, id="sqlite-damaged"),
        pytest.param(letter(ROW), {"person"}, id="letter-base64"),
        pytest.param(letter(ROW, encoding="quoted-printable"), {"person"}, id="letter-quoted-printable"),
        pytest.param(letter("见附件", ROW.encode("gb18030")), {"person"}, id="letter-with-an-attachment"),
        pytest.param(letter(f"请打 {MOBILE}"), {"mobile"}, id="letter-with-a-number"),
        pytest.param(b"From: a\nMIME-Version: 1.0\n\n" + ROW.encode(), {"person"}, id="saved-page"),
        pytest.param(letter("见附件", letter("见附件", tar({"a.csv": ROW.encode()}))), {"person"}, id="letter-in-a-letter"),
        pytest.param(card("FN:示例甲", "BDAY:1975-04-01"), {"roster"}, id="card"),
        pytest.param(card("FN:示例甲", f"TEL;TYPE=CELL:{MOBILE}"), {"mobile"}, id="card-with-a-mobile"),
        pytest.param(card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=A4=BA=E4=BE=8B", f"TEL:{MOBILE}"), {"mobile"}, id="card-2.1"),
    ],
)
def test_found(tmp_path: Path, content: str | bytes, expected: set[str]) -> None:
    assert kinds(tmp_path, content) == expected


@pytest.mark.parametrize("before", ["", "x", "xy", "key: ", "一"])
@pytest.mark.parametrize("secret", [SECRET, SECRET.lower()])
def test_an_identity_in_base64(tmp_path: Path, before: str, secret: str) -> None:
    """Wherever in its group of three bytes it begins, by itself, in lines, quoted, and for addresses."""
    encoded = base64.b64encode((before + secret + "\n").encode()).decode()
    for text in (
        encoded,
        f'{{"key":"{encoded}"}}',
        in_lines(encoded, 76),
        in_lines(encoded, 10).replace("\n", "\r\n    "),
        f"> {in_lines(encoded, 64)}".replace("\n", "\n> "),
        base64.urlsafe_b64encode((before + secret).encode()).decode(),
        (cut := encoded.rstrip("=")) + "A" * ((1 - len(cut)) % 4),  # the last character holds no byte
    ):
        assert kinds(tmp_path, text, "a.json") == {"identity"}, text


def test_what_only_looks_like_one(tmp_path: Path) -> None:
    """The words of the documentation in base64, and its beginning without the rest."""
    assert kinds(tmp_path, base64.b64encode("私钥以 AGE-SECRET-KEY-1… 开头".encode())) == set()
    assert kinds(tmp_path, base64.b64encode(SECRET.encode())[:60]) == set()
    assert kinds(tmp_path, "QUdFLVNFQ1JFVC1LRVktMQ== " * 50) == set()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(tar({"a.txt": b"x", "b/c.txt": b"y" * 2000}), id="tar"),
        pytest.param(database((1, 2, 3, "0991-0000001", None)), id="sqlite"),
        pytest.param(letter("您好，请打 0991-0000001。"), id="letter"),
        pytest.param(card("FN:某办公室", "TEL:0991-0000001"), id="card"),
        pytest.param("title: a\ndate: 2026-01-01\nsubject: b\n\ntext\n", id="front-matter"),
        pytest.param(b"\0\0\0\0" * 100, id="zeros"),
        pytest.param(b"\0\0\0\1" * 100, id="numbers"),
        pytest.param(png(b"tEXt", b"Software\0ImageMagick"), id="png"),
        pytest.param(jpeg(b"Exif\0\0MM\0*" + bytes(range(200))), id="jpeg"),
        pytest.param(pdf(b"BT (0991-0000001) Tj ET", more=b"1 0 obj <</CreationDate (D:20261130113211+08'00')>>"), id="pdf"),
        pytest.param(
            pdf(b"0 0 1 rg 153.25 700.45 9 re f", more=b"1 0 obj <</Rect [153.25 700.45 9 1] /W [138 0000 1234]>>"), id="pdf-places"
        ),
        pytest.param(jpeg(b"<rdf xmp.did:a1c4b138-0000-1234-9f00-13800001234a crs='138, 0, 0, 1234'>"), id="jpeg-ids"),
        pytest.param(f"{'ab' * 32}\nsha256-{base64.b64encode(bytes(range(128, 160))).decode()}\n", id="hashes"),
        pytest.param(
            "age-secret-key-1 is how a key begins, then fifty-eight characters that nobody should ever show to anybody else", id="prose"
        ),
        pytest.param("C:\\users\\u1 100%25 x=3D y \\u00e9 &#233;", id="escapes"),
    ],
)
def test_harmless(tmp_path: Path, content: str | bytes) -> None:
    assert kinds(tmp_path, content) == set()


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("contacts.xml", f"<a>{MOBILE}</a>", True),
        ("contacts.ini", f"tel={MOBILE}", True),
        ("contacts.json", f'{{"tel": "{MOBILE}"}}', True),
        ("contacts.yaml", f"tel: {MOBILE}\n", True),
        ("contacts.yaml", f"tel: '+86 {MOBILE}'\n", True),
        ("data.json", f'{{"a": [1, {MOBILE}], "b": "x{MOBILE}"}}', False),
        ("tests/a.json", f'{{"tel": "{MOBILE}"}}', False),
        ("a.py", f"TEL = '{MOBILE}'", False),
    ],
)
def test_numbers_in_data(tmp_path: Path, path: str, text: str, found: bool) -> None:
    """In data that nobody is known to write for people a mobile number counts where it is a whole value."""
    assert kinds(tmp_path, text, path) == ({"mobile"} if found else set())


def test_where_it_lies_in_a_letter(tmp_path: Path) -> None:
    (found,) = refusals(tmp_path, [registries.write(tmp_path, "a.eml", letter("见附件", ROW.encode("utf-16")))])
    assert str(found).startswith("a.eml（其中的 花名册.csv）: 一行个人信息")


def test_nothing_of_a_database_is_run(tmp_path: Path) -> None:
    """Neither views nor functions in it; rows without an end are not made."""
    with sqlite3.connect(":memory:") as made:
        made.execute("CREATE TABLE a (x, y AS (hex(zeroblob(99999999))))")
        made.execute("CREATE VIEW b AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c")
        made.execute("INSERT INTO a VALUES (1)")
        made.commit()
        content = bytes(made.serialize())
    start = time.process_time()
    assert kinds(tmp_path, content) == {"damaged"}  # a column that is computed cannot be looked into
    assert time.process_time() - start < 5


HOSTILE = {
    "spaces": b" ",
    "tabs-and-marks": b"\t>",
    "lines-of-spaces": b"\n" + b" " * 5000,
    "ligatures": "\ufdfa男".encode(),
    "half-escapes": b"\\u753",
    "escapes": b"\\u7537",
    "quoted": b"=E7=94=B7",
    "base64": b"QUdFLVNFQ1JFVC1LRVkt",
    "references": b"&#3",
    "headers": b"A: =?utf-8?q?=E7?=\n",
    "boundaries": b"--b\n\n",
    "bytes": bytes(range(256)),
    "tar": tar({"a": b""})[:512],
    "cells": "男 ".encode(),
    "digits": b"1 ",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.slow
def test_time_grows_with_the_size_and_memory_is_bounded(tmp_path: Path, name: str) -> None:
    """Four times as much takes about four times as long; memory a few times the size. The search in 32 MB once took 3.9 GB."""
    start = {"headers": b"From: a\nTo: b\n", "boundaries": b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n"}.get(name, b"")
    spent = []
    for size in (1 << 16, 1 << 18):
        file = registries.write(tmp_path, "notes.txt", start + HOSTILE[name] * (size // len(HOSTILE[name])))
        begun = time.process_time()
        refusals(tmp_path, [file])
        spent.append(time.process_time() - begun)
    assert spent[1] < 10 * spent[0] + 1, spent
    tracemalloc.start()
    refusals(tmp_path, [file])
    assert tracemalloc.get_traced_memory()[1] < 52 << 20  # 32 of them to read the file
    tracemalloc.stop()
