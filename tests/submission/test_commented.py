"""Copies of the workbooks with what is asked as comments at their cells; the files themselves stay as they were.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.filled_forms import filled
from helpers.submit_page import ready, saved, status
from playwright.sync_api import Browser

from zhicheng.registry import registry
from zhicheng.submission import snapshot
from zhicheng.submission.calls import Visit, answered

Value = dict[str, Any]
TIME = "2026-11-23T10:30:00+08:00"
WRONG = "某年某月"


def call(visit: Visit, do: str, attached: Sequence[bytes] = (), **said: Any) -> tuple[Value, list[bytes]]:
    answer, more = answered(visit, json.dumps({"do": do, "time": TIME, **said}), attached)
    return dict(json.loads(answer)), more


def asked(office: Path, folder: Path) -> tuple[list[tuple[str, bytes]], str]:
    """Forms with a month of birth in Annex 3 that nobody understands, and its cell."""
    forms = dict(filled(office, folder, 3))
    book = openpyxl.load_workbook(io.BytesIO(forms["附件3.xlsx"]))
    sheet: Any = book.active
    (head,) = (cell for row in sheet.iter_rows() for cell in row if cell.value and str(cell.value).startswith("出生"))
    place = f"{head.column_letter}{head.row + 2}"
    sheet[place] = WRONG
    written = io.BytesIO()
    book.save(written)
    return list({**forms, "附件3.xlsx": written.getvalue()}.items()), place


def comments(content: bytes) -> dict[str, str]:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def test_a_question_becomes_a_comment_at_its_cell(office: Path, tmp_path: Path) -> None:
    forms, place = asked(office, tmp_path)
    names, contents = [name for name, _ in forms], [content for _, content in forms]
    visit = Visit()
    call(visit, "open", [snapshot.written(registry.load(office))])
    read, _ = call(visit, "read", contents, files=names)
    (question,) = (one for one in read["questions"] if one["file"] == "附件3.xlsx")
    said, (made,) = call(visit, "comments", contents, files=names)
    assert said == {
        "ok": True,
        "files": ["附件3.xlsx"],
        "left": [one["file"] for one in read["questions"] if one["file"].endswith("docx") and one["where"]],
    }
    assert list(comments(made)) == [place]
    assert comments(made)[place].startswith(question["message"])
    assert "建议：" in comments(made)[place]
    assert WRONG not in comments(made)[place]  # what is private is not said once more


def test_before_anything_is_read_there_are_none(office: Path) -> None:
    visit = Visit()
    call(visit, "open", [snapshot.written(registry.load(office))])
    said, _ = call(visit, "comments", files=[])
    assert said == {"ok": False, "error": "还没有读表。请先选填好的表。"}


@pytest.mark.slow
@pytest.mark.xdist_group("browser-python")
def test_the_page_gives_the_copy(office: Path, browser: Browser, tmp_path: Path) -> None:
    forms, place = asked(office, tmp_path)
    for name, content in forms:
        (tmp_path / name).write_bytes(content)
    page = browser.new_page()
    ready(page, saved(office, tmp_path / "submit.html"))
    page.set_input_files("#files", [tmp_path / name for name, _ in forms])
    status(page, "读完了")
    page.click("#comment")
    status(page, "批注写好了，请保存。原来的表没有改。")
    with page.expect_download() as download:
        page.click("#commented a")
    assert download.value.suggested_filename == "批注-附件3.xlsx"
    download.value.save_as(tmp_path / "copy.xlsx")
    assert list(comments((tmp_path / "copy.xlsx").read_bytes())) == [place]
    page.set_input_files("#files", tmp_path / "附件1.docx")
    status(page, "读完了")
    assert page.is_hidden("#commenting")
    page.close()
