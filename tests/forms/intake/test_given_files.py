"""Files that are given to an import: by which name a message calls them."""

from __future__ import annotations

import pytest

from zhicheng.documents.finding import Finding
from zhicheng.forms.intake import given_files


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("甲/乙/附件1.docx", "附件1.docx"),
        ("甲/全部.zip/乙/附件1.docx", "全部.zip/乙/附件1.docx"),
        ("一" * 120, "一" * 120),
        ("一" * 121, "一" * 120 + "…"),
    ],
)
def test_name_in_a_message(file: str, name: str) -> None:
    """Without the folder on the clerk's machine, within an archive with it, and no longer than a line."""
    finding = Finding("F001", "error", file, 1, 1, "", "打不开", "", "")
    assert given_files.named(finding).file == name
