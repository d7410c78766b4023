"""The pages lead to the page for submissions where the site has it, print its SHA-256, and know nothing of it elsewhere."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.browsers import CONTRAST, OVERFLOW, served
from helpers.page_checks import html_errors, violations
from playwright.sync_api import Browser

from zhicheng.registry import registry
from zhicheng.site import site
from zhicheng.site.environment import environment
from zhicheng.site.pages import pages

CONTENT = b"<!doctype html>" + b"x" * 12_000_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
LEADS = ("", "rounds/", "rounds/2026/", "about/map/", "about/submit/", "committees/example-one/")


def bodies(root: Path, submit: tuple[int, str] | None) -> dict[str, str]:
    """The contents of all pages, by address."""
    view = replace(sites.view(root), submit=submit)
    make = environment().get_template
    return {page.url: make(page.template).render(**page.context(), page=page, view=view, root=page.root) for page in pages(view)}


def test_pages_lead_there_where_there_is_one_and_are_the_same_elsewhere(small: Path) -> None:
    without, with_it = bodies(small, None), bodies(small, (len(CONTENT), SHA256))
    assert set(with_it) - set(without) == {"about/submit/"}
    assert not [
        url for url, body in without.items() if "about/submit/" in body or re.search(r"[./]submit/", body.replace("guide/submit/", ""))
    ]
    changed = {url for url, body in with_it.items() if without.get(url) != body}
    assert changed >= set(LEADS)
    for url in LEADS:
        assert re.search(r'href="[./]*(about/)?submit/', with_it[url]), url
    assert 'href="../../submit/#example-one"' in with_it["committees/example-one/"]
    assert changed <= {*LEADS, *(url for url in without if url.startswith(("committees/", "rounds/")))}


def test_a_withdrawn_committee_is_not_brought_up_to_date(small: Path) -> None:
    path = small / registries.ONE
    text = path.read_text(encoding="utf-8").replace("status: active", "status: withdrawn\nwithdrawn: {date: '2026-06-01', reason: 撤销}")
    path.write_text(text, encoding="utf-8")
    assert "submit/" not in bodies(small, (1, SHA256))["committees/example-one/"]


def test_the_page_about_it_says_how_to_check_the_file(small: Path) -> None:
    body = bodies(small, (len(CONTENT), SHA256))["about/submit/"]
    assert f"<code>{SHA256}</code>" in body
    assert 'certutil -hashfile "%USERPROFILE%\\Downloads\\zhicheng-submit.html" SHA256' in body
    assert 'href="../../submit/index.html" download="zhicheng-submit.html"' in body
    assert "存下来，断网也能用（11 MB）" in body
    assert "guide/submit/" in body
    (small / "docs/guide").mkdir(parents=True)
    assert "guide/submit/" not in bodies(small, (1, SHA256))["about/submit/"]


@pytest.mark.slow
def test_the_site_has_the_file_with_this_hash(small: Path, browser: Browser, tmp_path: Path) -> None:
    """And the page about it can be read by everybody."""

    def more(loaded: registry.Registry, commit: str) -> list[tuple[str, bytes]]:
        return [("submit/index.html", CONTENT)]

    out = tmp_path / "site"
    assert site.build(small, sites.TODAY, out, lambda: registry.load(small), more=more)
    assert hashlib.sha256((out / "submit/index.html").read_bytes()).hexdigest() == SHA256
    assert SHA256 in (out / "about/submit/index.html").read_text(encoding="utf-8")
    assert f"{SHA256}  submit/index.html" in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert "about/submit/" in (out / "sitemap.xml").read_text(encoding="utf-8")
    assert html_errors([out / "about/submit/index.html"]) == []
    with served(out) as address:
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740}, bypass_csp=True)
            page = context.new_page()
            page.goto(f"{address}about/submit/")
            assert violations(page) == []
            assert page.evaluate(CONTRAST) == []
            assert page.evaluate(OVERFLOW) == [0]
            context.close()
