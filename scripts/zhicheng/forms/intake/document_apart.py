"""A Word document that holds the forms of several committees, one after the other, as a document for each."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Names = Callable[[bytes], dict[str, str]]  # the committees that a document names: key and name


def apart(content: bytes, names: Names) -> dict[str, tuple[str, bytes]]:
    """A document for each committee, by the key of its name: the name, and the content. Empty where the document cannot be taken apart.

    A new committee begins with the first table that names it, and the text above that table. In each document the tables of the others
    are there and empty, so that what is said of "the second table" is true of the file that the clerk has. `content` has been read before.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {info: archive.read(info) for info in archive.infolist()}
    except (OSError, ValueError, zipfile.BadZipFile):
        return {}
    raw = next((data for info, data in members.items() if info.filename == _DOCUMENT), b"")
    body = _parsed(raw).find(f"{_W}body") if raw else None
    tables = [] if body is None else [i for i, child in enumerate(body) if child.tag == f"{_W}tbl"]
    owner: list[tuple[str, str] | None] = []
    for at in tables:
        named = names(_written(members, raw, {at}))
        if len(named) > 1:
            return {}
        owner.append(next(iter(named.items()), owner[-1] if owner else None))
    keys = dict.fromkeys(one for one in owner if one is not None)
    changes = sum(one != before for one, before in zip(owner[1:], owner, strict=False))
    if None in owner or len(keys) < 2 or changes != len(keys) - 1:  # before the first name, or one committee in two places: unclear whose
        return {}
    return {key: (name, _written(members, raw, _children(tables, owner, (key, name)))) for key, name in keys}


def _children(tables: list[int], owner: list[tuple[str, str] | None], wanted: tuple[str, str]) -> set[int]:
    """The places in the body that belong to a committee: its tables, and the text between them and above the first."""
    own = [i for i, one in enumerate(owner) if one == wanted]
    first, last = own[0], own[-1]
    start = tables[first - 1] + 1 if first else 0
    end = tables[last + 1] if last + 1 < len(tables) else None
    if end is None:
        return {*range(start, tables[last] + 1), -1}
    return set(range(start, tables[last] + 1))


def _written(members: dict[zipfile.ZipInfo, bytes], raw: bytes, kept: set[int]) -> bytes:
    """The document with the children of its body in `kept` (-1: also all after the last of them); other tables are empty."""
    root = _parsed(raw)
    body = root.find(f"{_W}body")
    last = max(kept)
    for at, child in enumerate([] if body is None else list(body)):
        if body is None or at in kept or (-1 in kept and at > last) or child.tag == f"{_W}sectPr":
            continue
        if child.tag == f"{_W}tbl":
            body[list(body).index(child)] = _empty()
        else:
            body.remove(child)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in members.items():
            changed = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True) if info.filename == _DOCUMENT else data
            archive.writestr(copy.copy(info), changed)
    return made.getvalue()


def _empty() -> Element:
    table = Element(f"{_W}tbl")
    row = ElementTree.SubElement(table, f"{_W}tr")
    ElementTree.SubElement(ElementTree.SubElement(row, f"{_W}tc"), f"{_W}p")
    return table


def _parsed(raw: bytes) -> Element:
    """The document's XML; its prefixes are kept when it is written."""
    for _, (prefix, address) in ElementTree.iterparse(io.BytesIO(raw), events=["start-ns"]):  # noqa: S314 - the reader has refused entities
        if prefix and not prefix.startswith("ns"):
            ElementTree.register_namespace(prefix, address)
    return ElementTree.fromstring(raw)  # noqa: S314
