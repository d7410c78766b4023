"""The texts that programs write into a PNG or a JPEG: comments, data of cameras and editors, and what stands behind the end.

What a picture shows is not read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_TEXT_CHUNKS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
_ID = re.compile(
    rb"(?<![0-9A-Fa-f-])(?=[0-9-]*[A-Fa-f])[0-9A-Fa-f-]{20,}(?![0-9A-Fa-f-])"
)  # of a picture or an editor; any digits stand in it
_SCAN, _COMMENT, _COLOURS = 0xDA, 0xFE, 0xE2  # kinds of the segments of a JPEG


def is_one(content: bytes) -> bool:
    """Whether the bytes begin as a PNG or a JPEG does."""
    return content.startswith((_PNG, _JPEG))


def texts_in(content: bytes, most: int) -> Iterator[tuple[str, bytes]]:
    """The texts in a picture, each with where it stands; of what is compressed at most `most` bytes."""
    yield from _of_png(content, most) if content.startswith(_PNG) else _of_jpeg(content)


def _of_png(content: bytes, most: int) -> Iterator[tuple[str, bytes]]:
    place, kind = len(_PNG), b""
    while place + 12 <= len(content) and kind != b"IEND":
        size, kind = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        data = content[place + 8 : place + 8 + size]
        place += 12 + size
        if kind in _TEXT_CHUNKS:
            yield "图片的说明", _ID.sub(b"#", data)
            for found in list(_ZLIB.finditer(data, 0, 300))[:4]:  # behind a keyword and a language
                yield "图片的说明", inflated(data[found.start() :], most)
    if content[place:].strip(b"\0"):
        yield "图片后面", content[place:]


def _of_jpeg(content: bytes) -> Iterator[tuple[str, bytes]]:
    place = 2
    while content[place : place + 1] == b"\xff" and place + 4 <= len(content):
        kind, size = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if kind == _SCAN or size < 2:
            break
        if kind == _COMMENT or (kind > 0xE0 and kind & 0xF0 == 0xE0 and kind != _COLOURS):
            yield "图片的说明", _ID.sub(b"#", content[place + 4 : place + 2 + size])
        place += 2 + size
    end = content.rfind(b"\xff\xd9")
    if end >= 0 and content[end + 2 :].strip(b"\0"):
        yield "图片后面", content[end + 2 :]


def inflated(packed: bytes, most: int) -> bytes:
    """What zlib unpacks of some bytes, at most `most`; nothing where they are not packed so."""
    try:
        return zlib.decompressobj().decompress(packed, max(1, most))
    except zlib.error:
        return b""
