"""What lies in a .tar, in a letter (.eml, .mht) and in an SQLite database, read so that nothing in them can take much time or memory."""

from __future__ import annotations

import contextlib
import email
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message

TOO_MANY = 5000  # members, and parts of a letter
_BLOCK = 512
_HEADERS = re.compile(rb"(?im)^(?:mime-version|content-type|content-transfer-encoding|message-id|received|from|to|subject|date):")
_BODY = "正文"
_FIRST_LINE = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]{0,60}:)")
_LONG_HEADER, _MANY_HEADERS = 10_000, 1000
_STEPS = 20_000  # times that SQLite may go on for a thousand steps


class TooMuch(Exception):  # noqa: N818 - named after the fault
    """There is more in a file than is looked at."""


def is_tar(content: bytes) -> bool:
    """Whether the bytes are a .tar of today's kinds."""
    return content[257:262] == b"ustar"


def of_tar(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The regular files of a .tar with their names. Raises ValueError where it is damaged, TooMuch where there are too many.

    Not by the standard library, whose search in long headers takes quadratic time in some versions.
    """
    place = count = 0
    long_name = ""
    while content[place : place + _BLOCK].strip(b"\0"):
        head = content[place : place + _BLOCK]
        size, kind = _number(head[124:136]), head[156:157]
        if size < 0 or place + _BLOCK + size > len(content) or (count := count + 1) > TOO_MANY:
            raise TooMuch if count > TOO_MANY else ValueError
        data = content[place + _BLOCK : place + _BLOCK + size]
        place += _BLOCK + (size + _BLOCK - 1) // _BLOCK * _BLOCK
        if kind == b"L":  # the name of the next one
            long_name = data.rstrip(b"\0").decode("utf-8", "replace")
        elif kind in (b"0", b"\0", b"7", b"x", b"g", b"S"):  # what a header of pax says is looked at, too
            name = b"/".join(filter(None, (head[345:500].rstrip(b"\0"), head[:100].rstrip(b"\0"))))
            yield long_name or name.decode("utf-8", "replace"), data
            long_name = ""


def _number(field: bytes) -> int:
    """A number in the head of a .tar: octal digits, or bytes where it is large. Raises ValueError where it is neither."""
    if field[:1] >= b"\x80":
        return int.from_bytes(field[1:], "big")
    return int(field.strip(b"\0 ") or b"0", 8)


def is_letter(content: bytes) -> bool:
    """Whether the bytes begin as a letter does: lines of headers, two known ones among them."""
    head = re.split(rb"\r?\n\r?\n", content[:65536], maxsplit=1)[0]
    return _FIRST_LINE.match(head) is not None and len({found.lower() for found in _HEADERS.findall(head)}) > 1


def of_letter(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The headers and the parts of a letter, decoded, with the names of attachments. Raises TooMuch where there are too many."""
    if content.count(b"\n--") > TOO_MANY:
        raise TooMuch
    for part in email.message_from_bytes(content).walk():
        yield (
            "信头",
            "\n".join(("", *(f"{name}: {_readable(value)}" for name, value in part.items()[:_MANY_HEADERS]))).encode("utf-8", "replace"),
        )
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield _name_of(part), payload


def _name_of(part: Message) -> str:
    with contextlib.suppress(ValueError, LookupError):
        return _readable(part.get_filename() or "") or _BODY
    return _BODY


def _readable(value: object) -> str:
    """A header without its encoding (=?utf-8?B?…?=)."""
    text = str(value)[:_LONG_HEADER]
    with contextlib.suppress(ValueError, LookupError):
        return str(make_header(decode_header(text)))
    return text


def is_database(content: bytes) -> bool:
    """Whether the bytes are an SQLite database."""
    return content.startswith(b"SQLite format 3\0")


def of_database(content: bytes, most: int) -> Iterator[tuple[str, bytes]]:
    """The rows of each table of an SQLite database, cells between commas, at most `most` characters of them.

    Raises ValueError where it is damaged or SQLite is missing, TooMuch where there is more in it. Only ordinary tables are read: no
    view or trigger of the file is run, and no function but those of SQLite itself that change nothing.
    """
    try:
        import sqlite3
    except ImportError:
        raise ValueError from None
    steps = 0

    def go_on() -> int:
        nonlocal steps
        steps += 1
        return steps > _STEPS

    allowed = {sqlite3.SQLITE_SELECT: sqlite3.SQLITE_OK, sqlite3.SQLITE_READ: sqlite3.SQLITE_OK}
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        try:
            database.deserialize(content[:18] + b"\1\1" + content[20:])  # as after its write-ahead log was put in
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(most, 1 << 20))
            database.set_progress_handler(go_on, 1000)
            database.execute("PRAGMA trusted_schema = OFF")
            database.set_authorizer(lambda action, *_: allowed.get(action, sqlite3.SQLITE_DENY))
            tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
            for name, sql in tables:
                if str(sql)[:20].upper().startswith("CREATE VIRTUAL"):
                    continue
                rows = []
                for row in database.execute('SELECT * FROM "{}"'.format(str(name).replace('"', '""'))):  # noqa: S608 - quoted
                    rows.append(",".join(cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in row))
                    most -= len(rows[-1])
                    if most < 0:
                        raise TooMuch
                yield str(name), "\n".join(rows).encode("utf-8", "replace")
        except sqlite3.OperationalError:
            if steps > _STEPS:
                raise TooMuch from None
            raise ValueError from None
        except sqlite3.Error:
            raise ValueError from None
