"""What an .xlsx sheet says beside its cells: comments and threads, text boxes, the header and footer of its pages, read from its XML."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator

from zhicheng.forms.reading.set_aside import Aside
from zhicheng.forms.reading.sheets import column_number

_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_COMMENT = re.compile(
    rb"<(?:\w+:)?(threadedComment|comment)\b[^>]*?\bref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7})[\"'][^>]*>(.*?)</(?:\w+:)?\1>", re.DOTALL
)
_ANCHOR = re.compile(rb"<(?:\w+:)?(oneCellAnchor|twoCellAnchor|absoluteAnchor)\b.*?</(?:\w+:)?\1>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?(t|text)(?:\s[^>]*)?>([^<]*)</(?:\w+:)?\1>")
_ENDS = re.compile(rb"<(?:\w+:)?((?:odd|even|first)(?:Header|Footer))>([^<]*)</")


def beside(archive: zipfile.ZipFile, path: str, raw: bytes) -> list[Aside]:
    """What is beside the cells of the sheet at a path in the archive, whose XML is `raw`; a comment and its thread are one."""
    found: dict[tuple[object, ...], Aside] = {}
    for kind, part in _related(archive, path):
        if kind in ("comments", "threadedComment"):
            for _, letters, row, body in _COMMENT.findall(part):
                one = Aside("批注", _text(body), int(row), column_number(letters.decode()))
                found.setdefault((one.kind, one.row, one.column), one)
        elif kind == "drawing":
            for anchor in _ANCHOR.finditer(part):
                if text := _text(anchor[0]):
                    found[kind, len(found)] = Aside("文本框", text)
    for _, text in _ENDS.findall(raw):
        found["end", len(found)] = Aside("页眉页脚", html.unescape(text.decode("utf-8", "replace")))
    return list(found.values())


def _related(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[str, bytes]]:
    """The parts that a sheet refers to: what each is, and its XML."""
    folder, name = posixpath.split(path.lstrip("/"))
    names = {part.lower().lstrip("/"): part for part in archive.namelist()}
    relations = names.get(f"{folder}/_rels/{name}.rels".lower())
    for relation in _RELATION.findall(archive.read(relations)) if relations is not None else ():
        kind = re.search(rb"\bType=[\"'][^\"']*/([A-Za-z]+)[\"']", relation)
        target = re.search(rb"\bTarget=[\"']([^\"']+)[\"']", relation)
        if kind is None or target is None:
            continue
        at = posixpath.normpath(posixpath.join("/" + folder, target[1].decode("utf-8", "replace"))).lstrip("/")
        if at.lower() in names:
            yield kind[1].decode(), archive.read(names[at.lower()])


def _text(raw: bytes) -> str:
    return html.unescape(b"".join(text for _, text in _TEXT.findall(raw)).decode("utf-8", "replace")).strip()
