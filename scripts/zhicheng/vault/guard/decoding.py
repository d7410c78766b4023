"""Bytes to text, whatever the encoding, and text to the text that its escapes stand for. In linear time and in a few times the memory."""

from __future__ import annotations

import html
import quopri
import re
import struct
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

_BOMS = (
    *((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32")),  # before those of UTF-16, which begin alike
    *((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")),
)
# Text in a binary file: runs of UTF-16 at even or odd places, of UTF-8, of GB18030, and in an .xls strings after their length.
# One character alone is chance, unless it is a gender (in a cell of its own).
_WIDE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\x20-\x7e\xb7]{2,}|[男女]")
_WORD = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\x20-\x7e\xb7]+")
_NARROW = re.compile(rb"(?:[\x81-\xfe][\x40-\xfe]|[\x20-\x7e]){2,}|\xc4\xd0|\xc5\xae")
_UTF_8 = re.compile(rb"(?:[\x20-\x7e\t]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){2,}")
_LENGTH_PREFIX = re.compile(rb"[\x01-\xff]\x00[\x00\x01]")
_CHUNK, _OVERLAP = 1 << 20, 1 << 12  # bytes of a binary file that are looked at together; what two of them share

_JSON = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_CHAR = re.compile(r"\\U([0-9a-fA-F]{8})|\\u\{([0-9a-fA-F]{1,6})\}|(?<!\\)\\x([0-9a-fA-F]{2})(?!\\x)")
_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2}){2,}|(?:\\[0-3][0-7]{2}){2,}")
_RTF_BYTES, _RTF_CHAR = re.compile(r"(?:\\'[0-9a-fA-F]{2})+"), re.compile(r"\\u(-?[0-9]{1,5})\s?\??")
_QUOTED, _PERCENT = re.compile(r"(?:=[0-9a-fA-F]{2}){3}"), re.compile(r"(?:%[0-9a-fA-F]{2}){3}")


def text_of(content: bytes) -> str | None:
    """The text of a text file in UTF-8, UTF-16, UTF-32 or GB18030; None for a binary file."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return "\n".join((content.decode(encoding, "replace"), *_narrow(content[len(mark) :])))  # of something else
    if b"\0" in content[:8192]:
        encoding = _four_bytes(content)
        return content.decode(encoding, "replace") if encoding else None
    return decoded(content)


def decoded(content: bytes) -> str:
    """Bytes as UTF-8; where they are none, as GB18030 and as the UTF-8 that can be read of them."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace") + "\n" + content.decode("utf-8", "replace")


def _four_bytes(content: bytes) -> str:
    """The kind of UTF-32 that all of a file seems to be, without a byte order mark; "" where it is none."""
    whole = content[: len(content) // 4 * 4]
    for encoding, high, next_ in (("utf-32-le", 3, 2), ("utf-32-be", 0, 1)):
        if whole and not whole[high::4].strip(b"\0") and not whole[next_::4].translate(None, bytes(range(0x11))):
            return encoding
    return ""


def strings(content: bytes, with_lengths: bool = False) -> Iterator[str]:
    """What may be text in a binary file, piece by piece. `with_lengths`: also strings that follow their length, as in an .xls."""
    for start in range(0, max(1, len(content)), _CHUNK):
        piece = content[start : start + _CHUNK + _OVERLAP]
        yield "\n".join((_strings_of(piece), *(_length_prefixed(piece) if with_lengths else ())))


def _strings_of(content: bytes) -> str:
    wide = (content[start:].decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be") for start in (0, 1))
    return "\n".join((*("\n".join(_WIDE.findall(text)) for text in wide), *_narrow(content)))


def _narrow(content: bytes) -> Iterator[str]:
    """What may be text in GB18030 and in UTF-8 among other bytes."""
    yield "\n".join(run.decode("gb18030", "replace") for run in _NARROW.findall(content))
    yield "\n".join(run.decode("utf-8", "replace") for run in _UTF_8.findall(content) if not run.isascii())


def _length_prefixed(content: bytes) -> Iterator[str]:
    """Strings that follow their length and a flag for UTF-16, as in the string table of an .xls."""
    start = 0
    while head := _LENGTH_PREFIX.search(content, start):
        start = head.start() + 1
        length = content[head.start()] * (1 + content[head.end() - 1])
        text = content[head.end() : head.end() + length]
        word = text.decode("utf-16-le" if content[head.end() - 1] else "latin-1", "replace")
        if len(text) == length and _WORD.fullmatch(word):
            yield word
            start = head.end() + length


def variants(text: str) -> Iterator[str]:
    r"""A text, and, where it has escapes, what they stand for: \uXXXX of JSON, others of YAML and of programs (\UXXXXXXXX, \u{X}, bytes as
    \xXX or \ooo), RTF, quoted-printable, %XX, character references.
    """
    yield text
    plain = text
    if plain.startswith("{\\rtf"):
        plain = _RTF_BYTES.sub(lambda found: decoded(bytes.fromhex(found[0].replace("\\'", ""))), plain)
        plain = _RTF_CHAR.sub(lambda found: chr(int(found[1]) % 0x10000), plain)
    elif "\\u" in plain:
        plain = _JSON.sub(lambda found: bytes.fromhex(found[0].replace("\\u", "")).decode("utf-16-be", "replace"), plain)
    if "\\" in plain and plain[:5] != "{\\rtf":
        plain = _CHAR.sub(_char, _BYTES.sub(lambda found: decoded(bytes(_bytes(found[0]))), plain))
    if _QUOTED.search(plain):
        plain = decoded(quopri.decodestring(plain.encode("utf-8", "replace")))
    if _PERCENT.search(plain):
        plain = decoded(unquote_to_bytes(plain.encode("utf-8", "replace")))
    if "&#" in plain:
        plain = html.unescape(plain)
    if plain != text:
        yield plain


def _bytes(escapes: str) -> Iterator[int]:
    """The bytes of escapes that are alike, \\xe5\\xbc or \\345\\274."""
    for digits in escapes.split("\\")[1:]:
        yield int(digits[1:], 16) if digits[0] == "x" else int(digits, 8)


def _char(found: re.Match[str]) -> str:
    number = int(found[1] or found[2] or found[3], 16)
    return chr(number) if number < 0x110000 else found[0]


# Numbers in the cells of .xls (NUMBER, and FORMULA with its last result) and of .xlsb (BrtCellReal): eight bytes behind row, column, style.
# The last two bytes are those of numbers from 10 to the 10th up to 10 to the 11th.
_CELL = re.compile(rb"(?s)(?=(?:\x03\x02\x0e\0.{6}|\x06\0.\0.{6}|\x05\x10.{8})(.{6}[\x02-\x37]\x42))")


def numbers_in_cells(content: bytes) -> str:
    """The numbers of eleven digits in the cells of a binary sheet, one a line: a telephone number that was typed as a number is no text."""
    found = (struct.unpack("<d", one[1])[0] for one in _CELL.finditer(content))
    return "\n".join(str(int(one)) for one in found if 1e10 <= one < 1e11 and one == int(one))
