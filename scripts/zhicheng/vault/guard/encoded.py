"""What is encoded in a text: in base64, base32, hexadecimal digits, uuencode, or a binary patch of Git.

Only content that is text or begins like a known kind of file is given; hashes and keys decode to neither. Time is linear.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

_SHORTEST, _SHORTEST_LINE = 40, 8  # characters of encoded content at least, and of each of its lines
_MARGINS = " \t>\"',+\\"
_LINE = re.compile(rf"[A-Za-z0-9+/_-]{{{_SHORTEST_LINE},}}={{0,2}}")
_BASE64 = re.compile(rf"[A-Za-z0-9+/_-]{{{_SHORTEST},}}={{0,2}}")
_BASE32, _HEX = re.compile(r"[A-Z2-7]{56,}={0,6}"), re.compile(r"(?:[0-9A-Fa-f]{2}){30,}")
_URL_SAFE = str.maketrans("-_", "+/")
_KNOWN = (b"PK\3\4", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3\0", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(range(9)) + b"\x0b" + bytes(range(0x0E, 0x20)) + b"\x7f"
_PATCH, _UU = (
    re.compile(r"(?m)^(?:literal|delta) \d+\n((?:[A-Za-z][!-~]+\n)+)"),
    re.compile(r"(?m)^begin [0-7]{3} [^\n]*\n((?:[!-`]{1,62}\n)+)"),
)


def decoded_in(text: str, most: int) -> Iterator[bytes]:
    """The contents encoded in a text; of compressed ones at most `most` bytes are unpacked."""
    for run in _runs(text):
        yield from _meaningful(_from_base64(run))
    for found in _BASE32.finditer(text):
        bare = found[0].rstrip("=")
        bare = bare[: len(bare) - (len(bare) % 8 in (1, 3, 6))]  # the last characters make no whole byte
        yield from _meaningful(base64.b32decode(bare + "=" * (-len(bare) % 8)))
    for found in _HEX.finditer(text):
        yield from _meaningful(bytes.fromhex(found[0]))
    for found in _PATCH.finditer(text):
        yield from _of_patch(found[1], most)
    for found in _UU.finditer(text):
        yield from _of_lines(found[1])


def _runs(text: str) -> Iterator[str]:
    """The pieces of base64 in a text: consecutive lines that are nothing else, joined, and long words within lines."""
    block: list[str] = []
    for line in text.split("\n"):
        bare = line.strip("\r").strip(_MARGINS)
        if _LINE.fullmatch(bare) or (block and re.fullmatch(r"[A-Za-z0-9+/_-]{1,7}={0,2}", bare)):
            block.append(bare)
            continue
        yield from _whole(block)
        block = []
        if len(line) >= _SHORTEST:
            yield from (found[0] for found in _BASE64.finditer(line))
    yield from _whole(block)


def _whole(block: list[str]) -> Iterator[str]:
    if sum(map(len, block)) >= _SHORTEST:
        yield "".join(block)
    if len(block) > 1:  # several, one a line
        yield from (line for line in block if len(line) >= _SHORTEST)


def _from_base64(run: str) -> bytes:
    bare = run.translate(_URL_SAFE).replace("=", "")
    bare = bare[:-1] if len(bare) % 4 == 1 else bare  # one character alone holds no byte
    return base64.b64decode(bare + "=" * (-len(bare) % 4))


def _meaningful(content: bytes) -> Iterator[bytes]:
    """The bytes, where they are text or a file of a known kind."""
    if content.startswith(_KNOWN):
        yield content
        return
    if len(content.translate(None, _CONTROLS)) != len(content):
        return
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield content
        return


def _of_patch(lines: str, most: int) -> Iterator[bytes]:
    """The content of one part of a binary patch: lines in base85, each after a letter for its length, compressed by zlib."""
    try:
        packed = b"".join(base64.b85decode(line[1:])[: _length(line[0])] for line in lines.splitlines())
        yield zlib.decompressobj().decompress(packed, most)
    except (ValueError, zlib.error):
        return


def _length(letter: str) -> int:
    return ord(letter) - (64 if letter.isupper() else 70)  # A is 1, Z is 26, a is 27, z is 52


def _of_lines(lines: str) -> Iterator[bytes]:
    """The content of a uuencoded file."""
    try:
        yield b"".join(map(binascii.a2b_uu, lines.splitlines()))
    except binascii.Error:
        return
