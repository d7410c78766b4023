"""What the pages say: words and links of a page of every kind, golden, so that nothing changes unseen. `make bless` accepts a change.

They are those of the small registry and a committee with every field, with a history of a few changes.
"""

from __future__ import annotations

import os
import re
from html import unescape

import pytest
from helpers import registries, sites

from zhicheng.registry.history import History, Kind, RecordVersion
from zhicheng.site import site
from zhicheng.site.page import Page

GOLDEN = registries.HERE / "data/golden/pages"
AREAS = ("", "650000/", "650200/", "650203/", "653100/", "653125/", "659001/")
SERIES = ("", "accounting/", "arts/", "engineering/", "health/", "publishing/", "translation/")
SHOWN = {*(f"areas/{area}" for area in AREAS), *(f"series/{series}" for series in SERIES), "rules/", "rules/R101/"}
SECTIONS_OF_MANY = ("areas/", "series/", "rules/")  # of these, the pages in SHOWN
VERSIONS: list[tuple[str, str, str, Kind, tuple[str, ...]]] = [
    ("example-one", "2026-06-02", "1", "changed", ("新增二级专业：康复医学", "电话改了")),
    ("example-two", "2026-05-02", "2", "moved", ()),
    ("example-county", "2026-04-02", "3", "changed", ()),
    ("example-gone", "2026-03-05", "4", "changed", ()),
    ("example-one", "2026-03-02", "5", "added", ()),
    ("example-two", "2026-03-02", "5", "added", ()),
    ("example-county", "2026-03-02", "5", "added", ()),
    ("example-full", "2026-03-02", "5", "added", ()),
    ("example-prefecture", "2026-03-02", "5", "added", ()),
    ("example-one", "2026-03-01", "6", "restored", ()),
    ("example-old", "2026-03-01", "7", "added", ()),
    ("example-central", "2026-03-01", "7", "added", ()),
    ("example-two", "2026-03-01", "7", "added", ()),
    ("example-full", "2026-03-01", "7", "added", ()),
    ("example-county", "2026-02-01", "8", "added", ()),
]
Made = list[tuple[Page, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Every page, with the HTML between its head and foot."""
    root = sites.with_every_field(registries.small(tmp_path_factory.mktemp("every-field")))
    versions = tuple(RecordVersion(name, day, commit * 40, kind, notes) for name, day, commit, kind, notes in VERSIONS)
    by_committee = {one.committee: tuple(other for other in versions if other.committee == one.committee) for one in versions}
    view = sites.view(root, History(versions, by_committee))
    pages = site.pages(view)
    render = site.renderer(view, pages)
    return [(page, render(page)) for page in pages]


def words(html: str) -> str:
    """The words of a page, a line for each block, with the addresses of links and where things are placed."""
    text = re.sub(r"<(?:script|style)\b.*?</(?:script|style)>", "", html, flags=re.DOTALL)
    text = re.sub(r'<(?:svg class="bar|rect)[^>]*? (width="[^"]*")[^>]*>|<li class="(column-[^"]*)">', r"[\1\2]", text)
    text = re.sub(r'<[^>]*?\b(?:href|content|data-foot)="([^"]*)"[^>]*>', r"[\1]", text)
    text = re.sub(r"</(?:p|h\d|li|tr|div|summary|dt|dd|option|label|caption|text)>|<br>", "\n", text)
    lines = (" ".join(unescape(re.sub("<[^>]+>", " ", line)).split()) for line in text.split("\n"))
    return "".join(f"{line}\n" for line in lines if line)


def test_words_are_the_golden_ones(made: Made) -> None:
    found = {
        f"{page.url.strip('/').replace('/', '.') or 'home'}.txt": f"{page.title}\n{page.description}\n\n{words(html)}"
        for page, html in made
        if page.url in SHOWN or not page.url.startswith(SECTIONS_OF_MANY)
    }
    if os.environ.get("ZHICHENG_BLESS"):
        for path in GOLDEN.glob("*.txt"):
            path.unlink()
        for name, text in found.items():
            (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")
    golden = {path.name: path.read_text(encoding="utf-8") for path in sorted(GOLDEN.iterdir())}
    assert sorted(found) == sorted(golden), "the list of pages has changed; if so it should be, run `make bless`"
    changed = [name for name in found if found[name] != golden[name]]
    assert not changed, f"{changed} differ from tests/data/golden/pages; if so they should, run `make bless`"


def test_there_is_a_page_for_each(made: Made) -> None:
    """Also of the sections of which only some are golden."""
    found = [page.url for page, _ in made]
    assert len(found) == len(set(found))
    assert {url for url in SHOWN if url not in found} == set()
    assert all(page.title and page.description for page, _ in made)
