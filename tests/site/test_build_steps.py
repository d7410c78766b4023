"""Single steps of a build: checksums, forms to take along, the sitemap, the folder to build in, waiting until files have settled."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from helpers import registries, sites

from zhicheng.errors import UserError
from zhicheng.forms.reading.cells import specialties
from zhicheng.registry import registry
from zhicheng.site import api, checksums, environment, search, serve, site, stamp, swap


def test_checksums_leave_out_their_own_file(tmp_path: Path) -> None:
    """Sorted by path; a sum that is known is not made again; written twice they are the same."""
    for path, text in (("b.html", "b"), ("a/c.html", "c"), ("a.html", "a")):
        registries.write(tmp_path, path, text)
    expected = [f"{hashlib.sha256(b'a').hexdigest()}  a.html", f"{hashlib.sha256(b'c').hexdigest()}  a/c.html", "known  b.html"]
    for _ in range(2):
        checksums.write(tmp_path, {"b.html": "known"})
        assert (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines() == expected


def test_only_forms_of_today_are_copied(small_template: Path, tmp_path: Path) -> None:
    """Not those of an earlier record, of people, or of a committee that is not there."""
    root = registries.small(tmp_path / "root")
    view = sites.view(root)
    digest = view.digests["example-one"]
    kept = {f"example-one.form-1.{digest}.docx", f"example-one.scoring.{digest}.xlsx"}
    others = {f"example-one.form-1.{'0' * 12}.docx", f"example-one.form-3-private.{digest}.docx", f"example-gone.form-1.{digest}.docx"}
    for name in (*kept, *others):
        registries.write(root, f"exports/{name}", name)
    out = tmp_path / "site"
    out.mkdir()
    site._copy_forms(out, replace(view, forms=frozenset(kept | others)))
    assert {path.name: path.read_text(encoding="utf-8") for path in (out / "forms").iterdir()} == {name: name for name in kept}


@pytest.mark.parametrize("content", [None, b"", b"{}\n", "its own"])
def test_whether_a_site_shows_a_record_as_it_is(small_template: Path, tmp_path: Path, content: bytes | str | None) -> None:
    """Not where its file is missing, or says something else."""
    one = sites.view(small_template).registry.by_id["example-one"]
    file = api.record(one)
    (tmp_path / file.path).parent.mkdir(parents=True)
    if content is not None:
        (tmp_path / file.path).write_bytes(content if isinstance(content, bytes) else file.content())
    assert site.shows(tmp_path, one) is (content == "its own")


def test_robots_are_told_where_the_sitemap_is(small_template: Path) -> None:
    """One slash between the address and its name; nothing of it where the site has no address."""
    settings = sites.view(small_template).registry.settings
    for address in ("https://zhicheng.example.org", "https://zhicheng.example.org/"):
        assert search.robots(replace(settings, site_url=address)) == (
            "User-agent: *\nAllow: /\nSitemap: https://zhicheng.example.org/sitemap.xml\n"
        )
    assert search.robots(replace(settings, site_url=None)) == "User-agent: *\nAllow: /\n"


@pytest.mark.parametrize(
    ("written", "kept"), [("https://zhicheng.example.org/data/", 1), ("https://zhicheng.example.org/slot/", 0), ("", 0)]
)
def test_sitemap_keeps_the_pages_written_by_hand(small_template: Path, tmp_path: Path, written: str, kept: int) -> None:
    if written:
        registries.write(tmp_path, "sitemap.xml", f"<urlset><url><loc>{written}</loc></url></urlset>")
    view = sites.view(small_template)
    pages = site.pages(view)
    site._add_to_chrome(tmp_path, view, pages, {"slot"})
    assert (tmp_path / "sitemap.xml").read_text(encoding="utf-8").count("<loc>") == len(pages) + kept


@pytest.mark.parametrize(("most", "files"), [(1000, 1), ("all", 1), ("one less", 2), (50, None)])
def test_sitemap_in_parts(
    small_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int | str, files: int | None
) -> None:
    """More addresses than one file may hold stand in several, which sitemap.xml names; each once, also compressed."""
    view = sites.view(small_template)
    pages = site.pages(view)
    limit = {"all": len(pages), "one less": len(pages) - 1}.get(str(most), most)
    monkeypatch.setattr(search, "_MOST", limit)
    site._add_to_chrome(tmp_path, view, pages, set())
    text = (tmp_path / "sitemap.xml").read_text(encoding="utf-8")
    named = re.findall("<sitemap><loc>https://zhicheng.example.org/(.*?)</loc></sitemap>", text)
    assert len(named or ["sitemap.xml"]) == (files or -(-len(pages) // 50))
    found = []
    for name in named or ["sitemap.xml"]:
        part = (tmp_path / name).read_text(encoding="utf-8")
        assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()).decode() == part
        assert ElementTree.fromstring(part).tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"  # noqa: S314 - our own
        found += re.findall("<url><loc>(.*?)</loc>", part)
    assert sorted(found) == sorted(f"https://zhicheng.example.org/{page.url}" for page in pages)


def test_folder_to_build_in(tmp_path: Path) -> None:
    """Beside the site, whose folder is made; it is gone at the end."""
    target = tmp_path / "some/where/site"
    with swap.workplace(target) as work:
        assert (work.is_dir(), work.parent) == (True, target.parent)
    assert list(target.parent.iterdir()) == []


def test_waiting_until_nothing_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    snapshots = [{"file": (number, 0)} for number in (2, 3, 3, 4)]
    monkeypatch.setattr(serve, "_PAUSE", 0)
    monkeypatch.setattr(serve, "snapshot", lambda _: snapshots.pop(0))
    assert serve._settled(tmp_path, {"file": (1, 0)}) == {"file": (3, 0)}
    assert len(snapshots) == 1


@pytest.mark.parametrize(
    ("address", "contact"),
    [("示例市示例路 1 号", "示例中心 · 0991-0000900、0991-0000901 · 示例市示例路 1 号"), (None, "示例中心 · 0991-0000900、0991-0000901")],
)
def test_whom_to_ask_stands_on_every_page(small_template: Path, address: str | None, contact: str) -> None:
    """The centre's name, telephones and address, as far as they are known."""
    phones = ("0991-0000900", "0991-0000901")
    settings = replace(registry.load(small_template).settings, centre_name="示例中心", centre_phones=phones, centre_address=address)
    assert site._extra(settings, None, registries.TODAY, "2026.11.23", None)["contact"] == contact


def test_pages_compile_no_patterns_of_their_own(small_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No regular expression is made of what a record says: one for each name takes longer than all the rest of a page."""
    view = sites.view(small_template)
    listed = site.pages(view)
    render = environment.renderer(view, listed)
    names = {second for one in view.registry.by_id.values() for _, _, second in one.specialties}
    specialties.written.cache_clear()
    re.purge()
    made: list[str] = []
    compiled = re._compiler.compile  # type: ignore[attr-defined]

    def noted(pattern: str, flags: int) -> object:
        made.append(pattern)
        return compiled(pattern, flags)

    monkeypatch.setattr(re._compiler, "compile", noted)  # type: ignore[attr-defined]
    for page in listed:
        render(page)
    re.compile(f"x{min(names)}")
    assert [name for name in names for pattern in made if name in pattern] == [min(names)], "only the one that is made here"


@pytest.mark.parametrize(
    ("status", "error", "said"), [(-9, UserError, "被系统结束了（信号 9）"), (3, RuntimeError, "a worker ended with status 3")]
)
def test_a_worker_that_is_gone(status: int, error: type[Exception], said: str) -> None:
    """How it ended is asked once it has: its connection is closed a moment before."""
    worker = SimpleNamespace(exitcode=None)
    worker.join = lambda: setattr(worker, "exitcode", status)

    class Closed:
        def send(self, message: object) -> None:
            raise BrokenPipeError

        def recv(self) -> object:
            raise EOFError

    writer: Any = SimpleNamespace(share=lambda frames: [])
    with pytest.raises(error, match=re.escape(said)):
        stamp.Stamping(writer, {Closed(): worker}).finish({})
