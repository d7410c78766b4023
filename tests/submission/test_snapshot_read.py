"""A registry loaded from its snapshot is what its files say: what came along with them is not believed where a file has become another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.registry import registry
from zhicheng.registry.registry import Registry
from zhicheng.rules.engine import check
from zhicheng.submission import snapshot

ONE = registries.ONE
TWO = "registry/rosters/example-one.yaml"


def said(loaded: Registry) -> object:
    """All that a registry says of its files."""
    documents = [(one.path, one.content, one.value) for one in loaded.documents]
    return documents, loaded.findings, loaded.files, loaded.stray, loaded.present, loaded.ranks, check(loaded, registries.TODAY).findings


def laid(root: Path, folder: Path) -> Path:
    """The snapshot of a registry laid out in a folder."""
    snapshot.unpacked(snapshot.written(registry.load(root)), folder)
    return folder


@pytest.mark.parametrize("root", [registries.REAL.parent, registries.SMALL], ids=["sample", "small"])
def test_what_came_along_is_what_the_files_say(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid(root, tmp_path)
    by_files = said(registry.load(tmp_path))
    parsed: list[str] = []
    monkeypatch.setattr("zhicheng.documents.yaml_reading.read", lambda _, path: parsed.append(path))
    assert said(snapshot.load(tmp_path)) == by_files
    assert parsed == []


OVER = {
    "changed": (ONE, lambda text: text.replace("organiser: ", "organiser: 示例")),
    "no longer fitting": (ONE, lambda text: text + "unknown: 1\n"),
    "no longer YAML": (ONE, lambda text: text + "- [\n"),
    "new": ("registry/committees/650000/example-new.yaml", lambda text: text.replace("example-one", "example-new")),
    "of another kind": (TWO, lambda text: text),  # its bytes are known, at another path
}


@pytest.mark.parametrize(("path", "change"), OVER.values(), ids=OVER.keys())
def test_what_is_laid_over_it_is_read(path: str, change: Callable[[str], str], tmp_path: Path) -> None:
    laid(registries.SMALL, tmp_path)
    before = said(snapshot.load(tmp_path))
    (tmp_path / path).write_text(change((tmp_path / ONE).read_text(encoding="utf-8")), encoding="utf-8")
    assert said(snapshot.load(tmp_path)) == said(registry.load(tmp_path)) != before


def test_with_other_levels_everything_is_read_again(tmp_path: Path) -> None:
    """A rulebook that adds a level changes the schemas, and so what fits them."""
    laid(registries.SMALL, tmp_path)
    book = next((tmp_path / "registry/rulebooks").glob("*.yaml"))
    value = json.loads(book.read_text(encoding="utf-8"))
    book.write_text(json.dumps({**value, "levels": [{"code": "technician", "below": "junior"}]}), encoding="utf-8")
    loaded = snapshot.load(tmp_path)
    assert "technician" in dict(loaded.ranks.codes.levels)
    assert said(loaded) == said(registry.load(tmp_path))
