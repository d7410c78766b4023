"""Forms that are large, or many, do not end the tab: what is too large is told before it is read.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import filled_forms
from helpers.submit_page import ready, saved, status
from playwright.sync_api import Browser, Page

from zhicheng.submission import reading_forms, stages
from zhicheng.submission.calls import Visit, answered

MIB = 1024 * 1024


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def with_picture(content: bytes, size: int) -> bytes:
    """A form with a picture of so many bytes in it, which cannot be compressed."""
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG" + random.Random(1).randbytes(size))
    return made.getvalue()


@pytest.mark.slow
@pytest.mark.xdist_group("browser-python")
def test_fifty_megabytes_are_read_and_what_is_too_large_is_told_before(office: Path, page: Page, tmp_path: Path) -> None:
    """Three forms of 15 MiB, and scans of 100 MiB, of which only the beginning is read. Of more, nothing is."""
    word, *_ = filled_forms.saved(office, tmp_path, 1000)
    large = []
    for number in range(3):
        path = tmp_path / f"花名册{number}.xlsx"
        path.write_bytes(with_picture((tmp_path / "附件3.xlsx").read_bytes(), 15 * MIB + number))
        large.append(path)
    scan = tmp_path / "盖章.pdf"
    with scan.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(100 * MIB)
    ready(page, saved(office, tmp_path / "submit.html"))
    page.set_input_files("#files", [word, *large, scan])
    status(page, "读完了")
    assert "评委花名册 3000 人" in page.inner_text("#people")
    assert "PDF 文件，不是能读的表格" in page.inner_text("#findings")
    page.set_input_files("#files", [word])
    status(page, "读完了")
    assert "评委" not in page.inner_text("#people")
    huge, just = tmp_path / "花名册.xlsx", []
    for path, size in ((huge, 16 * MIB + 1), *((tmp_path / f"{number}.xlsx", 13 * MIB) for number in range(5))):
        with path.open("wb") as stream:
            stream.truncate(size)
        just.append(path)
    page.evaluate("() => { Blob.prototype.arrayBuffer = () => { throw new Error('read'); }; }")
    page.set_input_files("#files", huge)
    status(page, "花名册.xlsx 有 17 MiB，超过 16 MiB，不像是填好的表，没有读。")
    page.set_input_files("#files", just[1:])
    status(page, "选的文件一共 65 MiB，超过 64 MiB，没有读。")
    many = [tmp_path / f"空{number}.csv" for number in range(201)]
    for path in many:
        path.write_bytes(b"1")
    page.set_input_files("#files", many)
    status(page, "一次选了 201 个文件，超过 200 个，没有读。")


def test_the_page_and_the_checker_have_one_limit() -> None:
    script = (Path(reading_forms.__file__).parent / "page/limits.js").read_text(encoding="utf-8")
    assert f"FILE = {reading_forms.MAX_BYTES // MIB} * MIB" in script


def test_without_memory_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(stages, "opened", full)
    said, _ = answered(Visit(), json.dumps({"do": "open", "time": "2026-11-23T09:00:00"}), [b""])
    assert json.loads(said)["error"].startswith("内存不够，没有读完。")
