"""What a Word document says beside its cells: comments, footnotes, endnotes, text boxes, headers and footers, each with its text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from zhicheng.forms.reading.set_aside import Aside
from zhicheng.forms.reading.word_text import attribute, child_of, name_of

_PARTS = {"comments": "批注", "footnotes": "脚注", "endnotes": "尾注"}
_REFERENCES = {"commentReference": "批注", "footnoteReference": "脚注", "endnoteReference": "尾注"}
_ENDS = re.compile(r"word/(?:header|footer)\d*\.xml", re.IGNORECASE)
_OF_CONVERSION = "HTML: <"  # what LibreOffice makes of the head of a web page
_LONGEST = 4_000_000  # bytes of a part


@dataclass(slots=True)
class Notes:
    """The texts of comments and notes by kind and number, and those of headers and footers."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    ends: list[Aside] = field(default_factory=list)

    def in_node(self, node: Element, row: int = 0, column: int = 0) -> Iterator[Aside]:
        """What is beside the text of a paragraph or a cell, without tables in it and without deleted text."""
        name = name_of(node)
        if name in _REFERENCES:
            kind = _REFERENCES[name]
            text = self.texts.get((kind, attribute(node, "id") or ""), "")
            if not text.startswith(_OF_CONVERSION):
                yield Aside(kind, text, row, column)
        elif name == "txbxContent":
            if text := _text(node):
                yield Aside("文本框", text)  # it floats: its anchor says nothing
        elif name == "AlternateContent":
            chosen = child_of(node, "Choice")
            yield from () if chosen is None else self.in_node(chosen, row, column)
        elif name not in ("tbl", "del", "moveFrom"):
            for child in node:
                yield from self.in_node(child, row, column)


def read(archive: zipfile.ZipFile) -> Notes:
    """The notes of a document. A part that cannot be read has no texts; what refers to it is still seen in the document."""
    found = Notes()
    for name in archive.namelist():
        kind = _PARTS.get(name.lower().removeprefix("word/").removesuffix(".xml"))
        if kind is not None:
            found.texts |= {(kind, attribute(note, "id") or ""): _text(note) for note in part_root(archive, name)}
        elif _ENDS.fullmatch(name) and (text := _text(part_root(archive, name))):
            found.ends.append(Aside("页眉页脚", text))
    return found


def part_root(archive: zipfile.ZipFile, name: str) -> Element:
    """The root of a part of the package; an empty element where it is absent, too large, or not readable as XML."""
    if name not in archive.namelist():
        return Element("none")
    with archive.open(name) as stream:
        raw = stream.read(_LONGEST + 1)
    if len(raw) > _LONGEST or b"<!" in raw.replace(b"\x00", b"").replace(b"<![CDATA[", b"").replace(b"<!--", b""):
        return Element("none")
    try:
        return ElementTree.fromstring(raw)  # noqa: S314 - without a declaration there is no entity to expand
    except ElementTree.ParseError:
        return Element("none")


def _text(node: Element) -> str:
    return "".join(part.text or "" for part in node.iter() if name_of(part) == "t").strip()
