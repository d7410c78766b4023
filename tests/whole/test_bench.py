"""What the bench compares is the same: the peer's pages hold what ours hold."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import bench
import markdown
import pytest
from helpers import registries, sites

from zhicheng.site import environment, site


def words(page: str) -> str:
    """All text of a page, without space and the asterisks that lists are in the cell of a Markdown table."""
    return re.sub(r"[\s*]+", "", html.unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]+>", "", page)))


@pytest.mark.slow
def test_pages_of_the_peer_have_the_text_of_ours() -> None:
    """Of every committee of the sample: what plain Markdown makes of the peer's page reads as our page does, to the letter."""
    view = sites.view(registries.REAL.parent)
    listed = site.pages(view)
    render = environment.renderer(view, listed)
    pages = [page for page in listed if page.section == "committees" and page.depth == 2]
    assert len(pages) > 50
    for page in pages:
        ours = re.sub(r"(?s)<pre>.*?</pre>", "", render(page))  # HTML to be copied is no text of the page
        peers = markdown.markdown(bench.markdown_page(ours), extensions=["tables", "def_list"])
        assert words(peers) == words(ours), page.url
        for tag in ("<h2", "<td", "<a "):
            assert peers.count(tag) >= 0.8 * ours.count(tag), (page.url, tag)


def test_short_pages_are_less(small: Path) -> None:
    view = sites.view(small)
    listed = site.pages(view)
    render = environment.renderer(view, listed)
    for page in listed:
        if page.section == "committees" and page.depth == 2:
            committee = view.registry.by_id[page.url.split("/")[1]]
            assert 200 < len(bench.short_page(committee)) < len(bench.markdown_page(render(page)))


@pytest.mark.slow
def test_pages_for_hugo_are_those_for_mkdocs(small: Path, tmp_path: Path) -> None:
    """Each page once, with what Hugo wants before it, and a home page as it calls it."""
    docs = bench.plain_mkdocs(tmp_path / "plain", small).parent / "docs"
    content = bench.bare_hugo(tmp_path / "hugo", docs) / "content"
    pages = {path.relative_to(docs).as_posix().replace("index.md", "_index.md"): path for path in docs.rglob("*.md")}
    assert {path.relative_to(content).as_posix() for path in content.rglob("*.md")} == set(pages)
    for name, path in pages.items():
        text = (content / name).read_text(encoding="utf-8")
        assert text.startswith("---\n")
        assert text.endswith(path.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_missing_programs_are_named_before_anything_is_measured(tmp_path: Path) -> None:
    """At once, with the way to install them, and not after minutes of measuring."""
    ran = subprocess.run(
        [sys.executable, bench.__file__], env={"PATH": str(tmp_path)}, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "make bench needs age, git and hugo. On Debian or Ubuntu: apt-get install age git hugo; on macOS: brew install age git hugo\n"
    )


@pytest.mark.slow
def test_every_committee_of_the_batch_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The import that is measured finds nothing wrong with the forms that it is given: else the bench would say nothing of a batch."""
    monkeypatch.setattr(bench, "_BATCH", 12)
    (row,) = bench.batch(1, tmp_path)
    assert row.startswith("| 12 committees, three forms each | `zhicheng import --batch` | a minute | ")


def test_a_part_that_fails_takes_nothing_from_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    """Each table is printed when it is there; what failed is returned, and `main` ends with it."""

    def fails(_: Path) -> list[str]:
        bench.run([sys.executable, "-c", "import sys; sys.exit('no')"])
        return []

    assert bench._printed("| head |", lambda _: ["| row |"]) == ""
    assert bench._printed("| other |", fails).endswith(" … ended with 1:\nno\n")
    assert capsys.readouterr().out == "\n| head |\n| row |\n"
