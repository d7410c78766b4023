"""The words of a PDF: of its pages, titles and notes. Text on a page is a sequence of codes, which the tables of its fonts (ToUnicode) map
to characters.

Not read are pages that are pictures, and codes of fonts without such a table. Time and memory are linear and bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhicheng.vault.guard.decoding import decoded
from zhicheng.vault.guard.pictures import inflated

_MOST_STREAMS, _MOST_PACKED = 5000, 8 << 20  # streams of a file; bytes of one of them, compressed
_MOST_CODES, _MOST_MAPS = 500_000, 8  # codes of all fonts together; fonts that are tried where several have the same name
_HEAD = 2000  # bytes before a stream that are searched for its kind
_OBJECT, _STREAM = re.compile(rb"\b(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b"), re.compile(rb"\bstream\r?\n")
_TO_UNICODE = re.compile(rb"/ToUnicode\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R")
_NAMED = re.compile(rb"/([\w+.-]{1,60})\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R")
_CHAR = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s{0,9}<([0-9A-Fa-f]{2,64})>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s{0,9}<([0-9A-Fa-f]{2,8})>\s{0,9}(?:<([0-9A-Fa-f]{4,64})>|\[([^\[\]]{0,20000})\])")
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_SIGNS = re.compile(rb"<([0-9A-Fa-f]{4,64})>")
_TOKEN = re.compile(
    rb"\(((?:[^()\\]|\\.){0,20000})\)?|<([0-9A-Fa-f\s]{2,40000})>?|/([\w+.-]{1,60})\s{1,9}-?[\d.]{1,20}\s{1,9}Tf\b"
    rb"|(?<![\d.])([0-9]{1,2})(?:\.\d{0,9})?\s{1,9}0\s{1,9}T[dD]\b|\b(?:T[dDm*]|ET)(?![\w*])|'",
    re.DOTALL,
)
_ACTUAL = re.compile(rb"/ActualText\s{0,9}(?:<[0-9A-Fa-f]{0,400}>|\([^()\\]{0,400}\))")  # repeats text that the page shows by codes
_NEXT = 30  # after a step to the right of less than this, text still belongs to the same word
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


@dataclass(frozen=True, slots=True)
class CodeMap:
    """The characters (`signs`) of a font by code. A code is `width` bytes long: 1 or 2."""

    width: int
    signs: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Stream:
    """An unpacked stream: the number of its object, the bytes before it (`head`), its content."""

    number: int
    head: bytes
    data: bytes


def is_one(content: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return content.startswith(b"%PDF-")


def texts_in(content: bytes, most: int) -> Iterator[tuple[str, bytes]]:
    """The words of a PDF, each with "PDF" as its place: of each page a line for each position at which text is shown. Of compressed streams
    at most `most` bytes are unpacked.

    The commands of the PDF itself, whose numbers mean nothing, are left out, except for lines that cannot be commands.
    """
    streams, plain = _streams(content, most)
    objects = dict(_objects(plain)) | {number: data for one in streams for number, data in _packed_objects(one)}
    maps: dict[int, CodeMap] = {}
    left = _MOST_CODES
    for one in (one for one in streams if b"beginbf" in one.data):
        maps[one.number] = _code_map(one.data, left)
        left -= len(maps[one.number].signs)
    fonts: dict[bytes, list[CodeMap]] = {}
    for body in objects.values():
        for name, number in _NAMED.findall(body):
            told = _TO_UNICODE.search(objects.get(int(number), b""))
            known = fonts.setdefault(name, [])
            if told is not None and int(told[1]) in maps and len(known) < _MOST_MAPS and maps[int(told[1])] not in known:
                known.append(maps[int(told[1])])
    yield "PDF", b"\n".join(line for line in plain[5:].splitlines() if not line.isascii() or b"SECRET" in line.upper())
    yield "PDF", "\n".join(_said(plain, {})).encode("utf-8", "replace")
    for one in streams:
        if b"beginbf" not in one.data:
            yield "PDF", "\n".join(_said(one.data, fonts)).encode("utf-8", "replace")


def _streams(content: bytes, most: int) -> tuple[list[_Stream], bytes]:
    """The unpacked streams of a PDF, without pictures and fonts, and the bytes outside of all streams."""
    found: list[_Stream] = []
    outside: list[bytes] = []
    place = 0
    while (start := _STREAM.search(content, place)) is not None and len(found) < _MOST_STREAMS and most > 0:
        outside.append(content[place : start.start()])
        head = outside[-1][-_HEAD:]
        numbers = _OBJECT.findall(head)
        end = content.find(b"endstream", start.end())
        end = len(content) if end < 0 else end
        place = end + 9
        head = head[head.rfind(b" obj") :]
        if any(kind in head for kind in (b"/Image", b"/Length1", b"/FontFile")):
            continue
        raw = content[start.end() : min(end, start.end() + _MOST_PACKED)]
        data = inflated(raw, most) if b"FlateDecode" in head or b"/Fl" in head else raw
        most -= len(data)
        found.append(_Stream(int(numbers[-1]) if numbers else -1, head, data))
    return found, b"".join((*outside, content[place:]))


def _objects(plain: bytes) -> Iterator[tuple[int, bytes]]:
    starts = [(found.end(), int(found[1])) for found in _OBJECT.finditer(plain)]
    for (start, number), (end, _) in zip(starts, [*starts[1:], (len(plain), 0)], strict=False):
        yield number, plain[start:end]


def _packed_objects(stream: _Stream) -> Iterator[tuple[int, bytes]]:
    """The objects in an object stream, by number: it begins with pairs of number and offset, then the objects follow."""
    first = re.search(rb"/First\s{1,9}(\d{1,9})", stream.head)
    if first is None or b"/ObjStm" not in stream.head:
        return
    pairs = list(map(int, re.findall(rb"\d{1,9}", stream.data[: int(first[1])])))
    body = stream.data[int(first[1]) :]
    for number, start, end in zip(pairs[::2], pairs[1::2], [*pairs[3::2], len(body)], strict=False):
        yield number, body[start:end]


def _code_map(data: bytes, most: int) -> CodeMap:
    """The characters of a font by code, at most `most` of them."""
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(data):
        if kind == b"char":
            pairs = ((int(code, 16), signs) for code, signs in _CHAR.findall(block))
            found |= {code: _characters(signs) for code, signs in pairs if len(found) < most}
            continue
        for first, last, signs, several in _RANGE.findall(block):
            code, left = int(first, 16), max(0, most - len(found))
            if several:
                found |= {code + i: _characters(one) for i, one in enumerate(_SIGNS.findall(several)[:left])}
                continue
            start = _characters(signs)
            for i in range(min(int(last, 16) - code + 1, left)):
                found[code + i] = start[:-1] + chr(min(ord(start[-1:]) + i, 0x10FFFF))
    return CodeMap(1 if max(found, default=0) < 256 else 2, found)


def _characters(signs: bytes) -> str:
    return bytes.fromhex(signs.decode() if len(signs) % 2 == 0 else f"0{signs.decode()}").decode("utf-16-be", "replace")


def _said(data: bytes, fonts: Mapping[bytes, Sequence[CodeMap]]) -> Iterator[str]:
    """The strings shown by a page, or standing outside of pages; strings at the same position are joined."""
    now: Sequence[CodeMap] = ()
    here: list[str] = []
    for found in _TOKEN.finditer(_ACTUAL.sub(b"", data)):
        literal, signs, font, step = found.groups()
        if font is not None:
            now = fonts.get(font, ())
        elif literal is not None or signs is not None:
            raw = _unescaped(literal) if literal is not None else _bytes(signs)
            here.append(_read(raw, now))
        elif here and not (step is not None and int(step) < _NEXT):
            yield "".join(here)
            here = []
        if not fonts and here:
            yield here.pop()
    yield "".join(here)


def _unescaped(literal: bytes) -> bytes:
    def put(found: re.Match[bytes]) -> bytes:
        return bytes([int(found[1], 8) & 255]) if found[1].isdigit() else _ESCAPED.get(found[1], found[1])

    return _ESCAPE.sub(put, literal) if b"\\" in literal else literal


def _bytes(signs: bytes) -> bytes:
    digits = b"".join(signs.split()).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _read(raw: bytes, maps: Sequence[CodeMap]) -> str:
    """The text of a string: by the table of its font that knows most of its codes; without one, decoded as plain text."""
    best, most = "", 0
    for known in maps:
        width = 2 if len(raw) % 2 == 0 and not raw[::2].strip(b"\0") else known.width
        read = [known.signs.get(int.from_bytes(raw[i : i + width], "big"), "") for i in range(0, len(raw), width)]
        if sum(map(bool, read)) > most:
            best, most = "".join(read), sum(map(bool, read))
    if best:
        return best
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else decoded(raw)
