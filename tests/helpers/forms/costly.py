"""Small files that ask for much work when they are read, by the number of their rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import openpyxl

from zhicheng.registry.records.annex_layout import LETTER

HEAD = list(LETTER[3].labels.values())
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org"
_TYPES = f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
_RELATION = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'


def word(rows: Sequence[Sequence[str]], above: str = "") -> bytes:
    """A Word document with a line and a table, written by hand: a library would take longer than reading it."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    table = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{_RELATION}</Relationships>')
        body = f"<w:p><w:r><w:t>{above}</w:t></w:r></w:p><w:tbl>{table}</w:tbl>"
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
    return stream.getvalue()


def excel(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("a")
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


DIRECTORY, ITEMS = ["系列（专业）", "一级目录", "二级目录"], ["项目", "内容", "分值", "赋分标准"]
COSTLY = {
    "names that share their cell": lambda n: (
        "附件2.docx",
        word([DIRECTORY, *(["工程系列", f"一级{i}", f"1. 二级{i}2. 别的"] for i in range(n))], "某评审委员会专业目录登记表"),
    ),
    "a column for everything": lambda n: ("附件3.xlsx", excel([HEAD, *([i % 12 for i in range(60)] for _ in range(n))])),
    "every cell is wrong": lambda n: ("附件3.xlsx", excel([HEAD, *([f"示例甲乙{i * j % 97}" for j in range(12)] for i in range(n))])),
    "rows that say nothing": lambda n: ("附件3.docx", word([HEAD, *(["示例"] * 12 for _ in range(n))])),
    "many items of scoring": lambda n: (
        "赋分表.docx",
        word([ITEMS, *(["学历", f"第{i}项", "5", "博士 5 分"] for i in range(n))], "量化赋分表"),
    ),
    "merged cells": lambda n: ("附件3.xlsx", merged(n)),
}


def merged(count: int) -> bytes:
    """A sheet with many merged cells."""
    content = excel([HEAD])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                cells = "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(2, count * 4)).encode()
                data = data.replace(b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>")
            new.writestr(info, data)
    return stream.getvalue()
