"""Which files are searched for personal numbers and mail addresses, and where these stand: the marks of rules P001–P003.

Files of the registry are searched as the rules do. Of other files those are searched that people write for people (texts, tables, web
pages, letters, Office files), and every message and name. Source, lock files, fonts and the like are not: their long digits belong to
nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from zhicheng.documents import yaml_reading
from zhicheng.text import may_hold_private_values, private_values

KINDS_OF_RULES = {"P001": "mobile", "P002": "id-number", "P003": "mail"}
_TEXTS = ".txt .md .markdown .rst .csv .tsv .log .htm .html .rtf .ics .sql .db .sqlite .sqlite3 .eml .mht .mhtml .msg .vcf .bak .old .tmp"
_EXPORTED = ".xml .ini .ldif .jsonl .ndjson .tex .plist"
_OFFICE = ".doc .docx .docm .xls .xlsx .xlsm .ppt .pptx .odt .ods .odp .wps .et .dps .pdf"
_RARER = ".xlsb .xlt .xltx .dot .dotx .fodt .fods .wpt .ett .ofd .uof .uot .uos .dbf .mdb .accdb"  # and databases
_WRITTEN = frozenset(("", *_TEXTS.split(), *_EXPORTED.split(), *_OFFICE.split(), *_RARER.split()))
_DATA = frozenset((".yaml", ".yml", ".json"))  # searched in registry/ and docs/ only
_VALUE = re.compile(r"""["'>:]\s{0,4}(?:\+?86[- ]?)?1[3-9][0-9]{9}(?=["'<,}\]\s]|$)""")  # a mobile number that is a whole value
_LINE = re.compile(r"[^\n]{6,}")
_SHORTEST = 11  # characters of a number
_PIECE, _OVERLAP = 10_000, 200  # characters: long lines are searched in pieces
_SIGNATURE = re.compile(r"-----BEGIN [A-Z ]{0,40}SIGNATURE-----[^-]*-----END [A-Z ]{0,40}SIGNATURE-----")
_TRAILER = re.compile(r"[A-Za-z][A-Za-z-]*-[Bb]y: [^<>]*<[^<> ]+>\s*")


def is_searched(path: str, inner: tuple[str, ...] = ()) -> bool:
    """Whether a file at a path, or a member of an archive there, is of a kind in which personal numbers are looked for."""
    if inner and inner[-1].startswith("docProps/"):
        return False  # title and times of an Office file run together there, and nobody types them
    if path.startswith("registry/"):
        return True
    kinds = _WRITTEN | _DATA if path.startswith("docs/") else _WRITTEN
    return any(PurePosixPath(name).suffix.lower() in kinds for name in (path, *inner))


def numbers_in_data(path: str, text: str) -> Iterator[tuple[str, int]]:
    """As `numbers_in`, for other YAML and JSON files: finds a mobile number only where it is a whole value. Not in tests."""
    if PurePosixPath(path).suffix.lower() in _DATA and not path.startswith("tests/"):
        yield from (("mobile", text.count("\n", 0, found.start()) + 1) for found in list(_VALUE.finditer(text))[:1])


def numbers_in(text: str) -> Iterator[tuple[str, int]]:
    """The kinds of personal numbers and addresses in a text, each with its line (from 1), in order."""
    if not may_hold_private_values(text):
        return
    number, counted = 1, 0
    for found in _LINE.finditer(text):  # one after the other: a file may have millions of lines
        line = found[0]
        if len(line) < _SHORTEST and "@" not in line:
            continue
        number += text.count("\n", counted, found.start())
        counted = found.start()
        for start in range(0, len(line), _PIECE - _OVERLAP):
            for code, _ in private_values(line[start : start + _PIECE]):
                yield KINDS_OF_RULES[code], number


def numbers_in_record(path: str, content: bytes, text: str) -> Iterator[tuple[str, int]]:
    """As `numbers_in`, for a YAML file of the registry as the rules see it: escapes and folded lines count, hashes and keys do not."""
    if not may_hold_private_values(text):
        return
    from zhicheng.rules.privacy import private_lines  # loads the rules

    try:
        document = yaml_reading.parse(path, content)
    except yaml_reading.Unreadable:
        yield from numbers_in(text)
        return
    for code, line in private_lines(document):
        yield KINDS_OF_RULES[code], line


def numbers_in_message(text: str) -> Iterator[tuple[str, int]]:
    """As `numbers_in`, for the message of a commit or tag. Signatures do not count, nor do addresses in trailers such as Signed-off-by."""
    lines = _SIGNATURE.sub("", text).splitlines()
    for number, line in enumerate(lines, 1):
        found = [kind for kind, _ in numbers_in(line)]
        is_trailer = "mail" in found and _TRAILER.fullmatch(line) is not None
        yield from ((kind, number) for kind in found if kind != "mail" or not is_trailer)


def numbers_in_name(name: str) -> set[str]:
    """The kinds of numbers and addresses in a path or the name of a branch or tag; its parts are looked at one by one."""
    return {kind for part in name.split("/") for kind, _ in numbers_in(part)}
