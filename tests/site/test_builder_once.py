"""The tests let the builder of the site's frame work once for the same: whatever it reads makes it another, but for the day.

That what is kept is what it builds is seen in test_site.py, which compares a site with one by the command line, which keeps nothing.
"""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
from helpers import sites
from helpers.builder_once import made_of
from helpers.registries import write

from zhicheng.site import page_frame

COMMAND = ("python", "-P", "-m", "mkdocs", "build", "--config-file")
ENVIRONMENT = {"SOURCE_DATE_EPOCH": "0", "LANG": "C.UTF-8"}


def work(folder: Path) -> Path:
    """What a builder finds: its settings, which inherit others, a page, and a theme."""
    write(folder, "mkdocs.yml", "theme: material\n")
    write(folder, "work/docs/index.md", "# 首页\n")
    write(folder, "theme/main.html", "<p>")
    settings = {
        "INHERIT": str(folder / "mkdocs.yml"),
        "docs_dir": "docs",
        "theme": {"custom_dir": str(folder / "theme")},
        "extra": {"as_of": "2026-11-23", "data_version": "2026.11.23", "basis": "1"},
    }
    write(folder, "work/mkdocs.json", json.dumps(settings))
    return folder / "work/mkdocs.json"


def said(folder: Path, environment: dict[str, str] = ENVIRONMENT) -> str:
    return made_of((*COMMAND, str(folder / "work/mkdocs.json")), environment)


def test_the_same_in_another_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        work(tmp_path / name)
    assert said(tmp_path / "one") == said(tmp_path / "two", {**ENVIRONMENT, "TMPDIR": "/elsewhere"})


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("mkdocs.yml", "material", "other"),
        ("work/docs/index.md", "首页", "主页"),
        ("theme/main.html", "<p>", "<b>"),
        ("work/mkdocs.json", '"1"', '"2"'),
        ("work/mkdocs.json", "basis", "contact"),
    ],
)
def test_whatever_it_reads_makes_it_another(path: str, old: str, new: str, tmp_path: Path) -> None:
    work(tmp_path)
    before = said(tmp_path)
    text = (tmp_path / path).read_text(encoding="utf-8")
    assert old in text
    write(tmp_path, path, text.replace(old, new))
    assert said(tmp_path) != before


def test_so_do_another_builder_or_name_of_a_page(tmp_path: Path) -> None:
    settings = work(tmp_path)
    before = said(tmp_path)
    assert made_of(("python", "-P", "-m", "zensical", "build", "--config-file", str(settings)), ENVIRONMENT) != before
    (tmp_path / "work/docs/index.md").rename(tmp_path / "work/docs/other.md")
    assert said(tmp_path) != before


def test_the_day_does_so_for_the_other_builder_alone(tmp_path: Path) -> None:
    settings = work(tmp_path)
    other = ("python", "-P", "-m", "zensical", "build", "--config-file", str(settings))
    later = {**ENVIRONMENT, "SOURCE_DATE_EPOCH": "1"}
    before = said(tmp_path)
    assert said(tmp_path, later) == before
    assert made_of(other, later) != made_of(other, ENVIRONMENT)
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("2026-11-23", "2026-11-24").replace("2026.11.23", "2026.11.24"), encoding="utf-8")
    assert said(tmp_path) == before


@pytest.mark.slow
def test_what_was_built_for_one_day_is_for_another_what_the_builder_builds(small: Path, tmp_path: Path) -> None:
    sites.build(small, tmp_path / "first")
    day = date(2026, 11, 24)
    sites.build(small, tmp_path / "kept", day)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_frame, "subprocess", subprocess)
        sites.build(small, tmp_path / "built", day)
    kept, built = sites.contents(tmp_path / "kept"), sites.contents(tmp_path / "built")
    assert [path for path in built if kept.get(path) != built[path]] == []
    assert kept.keys() == built.keys()
    assert "数据版本 2026.11.24".encode() in built["index.html"]
