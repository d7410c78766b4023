"""An empty Word document to begin with.

That of python-docx brings 98 styles of tables that no form has, twice: 780 KB of XML that every form of the tests would be written and read
with, which takes four fifths of the time.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import docx
from docx.oxml.ns import qn

_USED = ("TableNormal", "TableGrid")


def document() -> Any:
    """A new document of python-docx, with the styles of paragraphs and signs that it brings and those of tables that are used."""
    return docx.Document(io.BytesIO(_empty()))


@cache
def _empty() -> bytes:
    made = docx.Document()
    styles: Any = made.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _USED:
            styles.remove(style)
    rels = made.part.rels
    for name in [name for name, rel in rels.items() if rel.reltype.endswith("/stylesWithEffects")]:
        del rels[name]
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
