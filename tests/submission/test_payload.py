"""The payload for a browser: what is in it, that the same sources give the same bytes, and what is said where something is missing."""

from __future__ import annotations

import io
import lzma
import zipfile
from pathlib import Path

import pytest
from helpers.browser_python import FETCHED, made

from zhicheng.errors import UserError
from zhicheng.submission import payload

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]


def names(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(lzma.decompress(content))) as archive:
        return set(archive.namelist())


def test_it_holds_the_checker_compiled_and_nothing_that_a_browser_cannot_have() -> None:
    found = names(made().read_bytes())
    assert {
        "zhicheng/submission/calls.pyc",
        "zhicheng/rules/engine.pyc",
        "zhicheng/registry/committee.yaml",
        "zhicheng/resources/schemas/committee.schema.json",
        "rpds.pyc",
        "yaml/scanner.pyc",
        "jsonschema_specifications/schemas/draft202012/metaschema.json",
        "openpyxl/reader/excel.pyc",
    } <= found
    assert [name for name in found if name.endswith((".py", ".so"))] == []
    left_out = (
        "site/builders",
        "site/site",
        "site/locale",
        "commands",
        "forms/writing/word",
        "forms/writing/pdf",
        "forms/writing/templates",
    )
    assert [name for name in found if name.startswith(tuple(f"zhicheng/{part}" for part in left_out))] == []
    assert len([name for name in found if ".dist-info/" in name]) >= 8  # a licence of each package


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    kept = made()
    (tmp_path / "node_modules").symlink_to(FETCHED / "node_modules")
    (tmp_path / "wheels").symlink_to(FETCHED / "wheels")
    assert payload.payload(tmp_path) == kept.read_bytes()
    assert [path.name for path in tmp_path.glob("payload-*")] == [kept.name]


def test_where_something_is_missing_it_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"里缺少 attr、.*。请先运行 make submit"):
        payload.payload(tmp_path)
    made()
    (tmp_path / "wheels").symlink_to(FETCHED / "wheels")
    with pytest.raises(UserError, match="里没有 Pyodide，或者没有运行它的 Node。请先运行 make submit"):
        payload.payload(tmp_path)
