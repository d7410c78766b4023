"""The texts in a file, whatever its name: plain text in any usual encoding, Office files, archives, letters, databases and their members;
of pictures and PDF what programs write there; and what is encoded in a text.

In memory, with the standard library alone, and bounded: archives that are too large, too deep, damaged or encrypted are reported as such.
"""

from __future__ import annotations

import base64
import html
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from zhicheng.vault.guard import members, pdf, pictures
from zhicheng.vault.guard.decoding import decoded, numbers_in_cells, strings, text_of
from zhicheng.vault.guard.encoded import decoded_in

LIMIT = 32 << 20  # bytes: of one file, and of all that is unpacked from it
DEPTH = 2  # archives inside archives
MEMBERS = 5000

_SEALED = b"age-encryption.org/v1\n"
_ARMOURED = re.compile(rb"-----BEGIN AGE ENCRYPTED FILE-----\r?\n([A-Za-z0-9+/=\r\n]*)-----END AGE ENCRYPTED FILE-----\s*")
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"wOFF", b"wOF2", b"\x00\x01\x00\x00\x00", b"OTTO", b"\x00\x00\x01\x00")
_RARE = (b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"\x1f\x9d", b"\x5d\x00\x00", b"PACK\0\0\0", b"# v2 git bundle\n", b"# v3 git bundle\n")
_CLOSED_FORMATS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF", *_RARE)
_ZLIB = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

_SHARED_STRING = re.compile(r"""<(?:\w+:)?c\b[^<>]{0,200}\bt=["']s["'][^<>]{0,200}>\s*<(?:\w+:)?v>\s*(\d{1,9})\s*</""")
_STRING_ENDS, _NO_STRING = re.compile(r"</(?:\w+:)?si>"), re.compile(r"<(?:\w+:)?si\s*/>")
_CELL_ENDS = re.compile(
    r"</(?:[\w-]+:)?(?:p|h|tc|tr|si|is|v|c|row|td|th|li|div|text|comment|table-cell|table-row)\b[^<>]*>"
    r"|<(?:[\w-]+:)?(?:br|cr|tab)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class TextPart:
    """A text in a file. `inner` are the names of the archive members it lies in, outermost first.

    `trouble` is why it could not be searched: encrypted, closed, deep, large or damaged; empty where it could.
    """

    inner: tuple[str, ...]
    text: str = ""
    trouble: str = ""


@dataclass(slots=True)
class _Budget:
    """How many bytes may still be unpacked."""

    left: int


def parts_of(content: bytes) -> Iterator[TextPart]:
    """Every text in a file, and a part with `trouble` for everything that cannot be searched."""
    if len(content) > LIMIT:
        yield TextPart((), trouble="large")
    else:
        yield from _parts(content, (), _Budget(LIMIT))


def is_sealed(content: bytes) -> bool:
    """Whether the bytes are a file sealed with age: they begin as one does, and nothing in it is text."""
    armoured = _ARMOURED.fullmatch(content)
    try:
        body = content if armoured is None else base64.b64decode(armoured[1])
    except ValueError:
        return False
    return _SEALED.startswith(body[: len(_SEALED)]) and not (len(body) > len(_SEALED) and _is_text(body))


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _parts(content: bytes, inner: tuple[str, ...], budget: _Budget) -> Iterator[TextPart]:
    if is_sealed(content):
        return
    if pdf.is_one(content) or content.startswith(_PICTURES):
        yield from _of_picture(content, inner, budget)
    elif content.startswith(_CLOSED_FORMATS) or content[2:5] == b"-lh":
        yield TextPart(inner, trouble="closed")
    elif content.startswith(_OLE):
        trouble = "encrypted" if _is_encrypted(content) else ""
        for text in strings(content, with_lengths=True):
            yield TextPart(inner, text, trouble)
        if numbers := numbers_in_cells(content):
            yield TextPart(inner, numbers)
    elif content.startswith(b"PK") or b"PK\x05\x06" in content[-66000:]:
        yield from _unpacked(content, inner, budget)
    else:
        whole = text_of(content)
        if inner and inner[-1].endswith(".bin") and (numbers := numbers_in_cells(content)):  # a sheet of .xlsb
            yield TextPart(inner, numbers)
        for text in strings(content) if whole is None else [whole + "\n" + _flat(whole) if "</" in whole else whole]:
            yield TextPart(inner, text)
        if content.startswith(_ZLIB) and (unpacked := pictures.inflated(content, budget.left)):
            yield from _inside(iter((("压缩的内容", unpacked),)), inner, budget)
        if members.is_tar(content):
            yield from _inside(members.of_tar(content), inner, budget)
        elif members.is_database(content):
            yield from _inside(members.of_database(content, budget.left), inner, budget)
        elif members.is_letter(content):
            yield from _inside(members.of_letter(content), inner, budget)
        if whole is not None:
            yield from _inside((("编码的内容", one) for one in decoded_in(whole, budget.left)), inner, budget, optional=True)


def _of_picture(content: bytes, inner: tuple[str, ...], budget: _Budget) -> Iterator[TextPart]:
    """The parts of a picture, a font or a PDF."""
    if b"PK\x05\x06" in content[-66000:]:  # an archive is appended
        yield from _unpacked(content, inner, budget)
    if pictures.is_one(content):
        yield from _inside(pictures.texts_in(content, budget.left), inner, budget, optional=True)
    elif pdf.is_one(content):
        yield from _inside(pdf.texts_in(content, budget.left), inner, budget, optional=True)


def _inside(found: Iterator[tuple[str, bytes]], inner: tuple[str, ...], budget: _Budget, optional: bool = False) -> Iterator[TextPart]:
    """The parts of contents found in a file that was itself searched before. `optional`: they are left out without trouble where they lie
    too deep.
    """
    if len(inner) > DEPTH:
        if not optional:
            yield TextPart(inner, trouble="deep")
        return
    try:
        for name, content in found:
            budget.left -= len(content)
            if budget.left < 0:
                raise members.TooMuch
            yield from _parts(content, (*inner, name), budget)
    except members.TooMuch:
        yield TextPart(inner, trouble="large")
    except _BROKEN:
        yield TextPart(inner, trouble="damaged")


def _unpacked(content: bytes, inner: tuple[str, ...], budget: _Budget) -> Iterator[TextPart]:
    if len(inner) > DEPTH:
        yield TextPart(inner, trouble="deep")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = [member for member in archive.infolist() if not member.is_dir()]
    except _BROKEN:
        yield TextPart(inner, decoded(content) if b"\0" not in content else "", "damaged")
        return
    if len(entries) > MEMBERS:
        yield TextPart(inner, trouble="large")
        return
    shared: list[str] = []
    for member in sorted(entries, key=lambda member: not member.filename.endswith("sharedStrings.xml")):
        here = (*inner, _name(member))
        if member.flag_bits & 1:
            yield TextPart(here, trouble="encrypted")
            continue
        try:
            with archive.open(member) as stream:
                found = stream.read(budget.left + 1)
        except _BROKEN:
            yield TextPart(here, trouble="damaged")
            continue
        budget.left -= len(found)
        if budget.left < 0:
            yield TextPart(here, trouble="large")
            return
        if member.filename.endswith((".xml", ".rels")) and not found.startswith(b"PK"):
            text = decoded(found)
            if member.filename.endswith("sharedStrings.xml"):
                shared = [_flat(string).strip()[:60] for string in _STRING_ENDS.split(_NO_STRING.sub("</si>", text))]
            yield TextPart(here, _flat(_with_strings(text, shared)))
        else:
            yield from _parts(found, here, budget)


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member. Chinese Windows writes it in GBK, which the zip format does not mark."""
    if not member.flag_bits & 0x800:
        try:
            return member.filename.encode("cp437").decode("gb18030")
        except UnicodeError:
            pass
    return member.filename


def _with_strings(text: str, shared: list[str]) -> str:
    """The XML of a sheet with each reference to a shared string replaced by that string."""

    def put(found: re.Match[str]) -> str:
        number = int(found[1])
        return f"<c><v>{shared[number] if number < len(shared) else ''}</"

    return _SHARED_STRING.sub(put, text) if shared else text


def _flat(text: str) -> str:
    """The text of XML or HTML, one line for each cell or paragraph."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    return html.unescape(_TAG.sub("", _CELL_ENDS.sub("\n", text)))


def _is_encrypted(content: bytes) -> bool:
    """Whether an OLE2 file needs a password: an encrypted package, an .xls with a FILEPASS record, or a .doc with the encryption flag."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return True
    for start in range(512, len(content) - 64, 512):
        head = content[start : start + 64]
        if head.startswith(b"\xec\xa5") and head[11] & 1:
            return True
        if head.startswith(b"\x09\x08\x10\x00\x00\x06") and b"\x2f\x00" in (head[20:22], head[24:26], head[26:28]):
            return True
    return False
