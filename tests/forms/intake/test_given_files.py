"""Files that are given to an import: by which name a message calls them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zhicheng.documents.finding import Finding
from zhicheng.forms.intake import given_files


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("全部.zip/乙/附件1.docx", "全部.zip/乙/附件1.docx"),
        ("一" * 120, "一" * 120),
        ("一" * 121, "一" * 120 + "…"),
    ],
)
def test_name_in_a_message(file: str, name: str) -> None:
    """Within an archive with its folder there, and no longer than a line."""
    finding = Finding("F001", "error", file, 1, 1, "", "打不开", "", "")
    assert given_files.named(finding).file == name


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["/甲/附件1.docx", "/甲/附件2.docx"], ["附件1.docx", "附件2.docx"]),
        (["/甲/附件3.xlsx", "/乙/附件3.xlsx", "/乙/附件1.docx"], ["甲/附件3.xlsx", "乙/附件3.xlsx", "附件1.docx"]),
        (["/a/甲/附件3.xlsx", "/b/甲/附件3.xlsx", "/甲/附件3.xlsx"], ["a/甲/附件3.xlsx", "b/甲/附件3.xlsx", "//甲/附件3.xlsx"]),
        (["/甲/x/附件3.xlsx", "/x/附件3.xlsx"], ["甲/x/附件3.xlsx", "//x/附件3.xlsx"]),
        ([], []),
    ],
)
def test_names_tell_files_of_one_name_apart(paths: list[str], names: list[str]) -> None:
    """Without the folder on the clerk's machine, but for what tells files of one name apart: questions and answers go by these names."""
    files = [(Path(path), path.encode()) for path in paths]
    assert given_files.names(files) == [(name, path.encode()) for name, path in zip(names, paths, strict=True)]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "附件1.docx"
    path.write_bytes(b"x")
    assert list(given_files.expanded([path, tmp_path, path], [])) == [(path, b"x")]


def test_names_that_are_not_utf8() -> None:
    """As Windows in China wrote them (附件1.docx), or with marks; they stay apart and can be written in UTF-8."""
    files = [(Path(os.fsdecode(name)), b"") for name in (b"/x/\xb8\xbd\xbc\xfe1.docx", b"/x/\xff\xff.docx", b"/y/\xff\xff.docx")]
    names = [name for name, _ in given_files.names(files)]
    assert names == ["附件1.docx", "x/\ufffd\ufffd.docx", "y/\ufffd\ufffd.docx"]
