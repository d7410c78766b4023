"""The tests let the builder of the site's frame work once for the same: whatever it reads makes it another.

That what is kept is what it builds is seen in test_site.py, which compares a site with one by the command line, which keeps nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.builder_once import made_of
from helpers.registries import write

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
        "extra": {"as_of": "1"},
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
    ],
)
def test_whatever_it_reads_makes_it_another(path: str, old: str, new: str, tmp_path: Path) -> None:
    work(tmp_path)
    before = said(tmp_path)
    text = (tmp_path / path).read_text(encoding="utf-8")
    assert old in text
    write(tmp_path, path, text.replace(old, new))
    assert said(tmp_path) != before


def test_so_do_another_day_builder_or_name_of_a_page(tmp_path: Path) -> None:
    settings = work(tmp_path)
    before = said(tmp_path)
    assert said(tmp_path, {**ENVIRONMENT, "SOURCE_DATE_EPOCH": "1"}) != before
    assert made_of(("python", "-P", "-m", "zensical", "build", "--config-file", str(settings)), ENVIRONMENT) != before
    (tmp_path / "work/docs/index.md").rename(tmp_path / "work/docs/other.md")
    assert said(tmp_path) != before
