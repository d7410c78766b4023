"""Archives and sitemaps that are the same wherever they are written."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile

import pytest

from zhicheng.forms.writing import same_bytes
from zhicheng.site import search


def test_an_archive_does_not_say_on_which_system_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {"a.xml": "<a/>", "b/c.bin": b"\0\r\n"}
    here = same_bytes.packed(parts)
    monkeypatch.setattr(sys, "platform", "win32")
    assert same_bytes.packed(parts) == here
    assert same_bytes.unpacked(here) == {"a.xml": b"<a/>", "b/c.bin": b"\0\r\n"}
    with zipfile.ZipFile(io.BytesIO(here)) as archive:
        assert {entry.create_system for entry in archive.infolist()} == {3}


def test_a_zipped_sitemap_does_not_either() -> None:
    """Nor by which version of Python, whose gzip have written 3 and 255."""
    made = search.zipped("<urlset/>\n")
    assert made[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    assert gzip.decompress(made) == b"<urlset/>\n"
