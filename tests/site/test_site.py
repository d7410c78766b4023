"""The site as a whole, with the real mkdocs: what is in it, and that the same registry always gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from helpers import registries, sites

from zhicheng.forms import digest
from zhicheng.registry import registry
from zhicheng.registry.history import History, RecordVersion
from zhicheng.registry.registry import Registry
from zhicheng.site import site
from zhicheng.site.builders import BUILDERS
from zhicheng.site.page import SECTIONS, Page
from zhicheng.site.page_frame import running_builder

SEALED = b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IGhvc3RpbGX/\n-----END AGE ENCRYPTED FILE-----\n"
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def exported_form(loaded: Registry) -> str:
    return f"example-one.form-1.{digest.of(loaded.by_id['example-one'])}.docx"


@pytest.fixture(scope="session")
def root(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry, and in it a committee whose texts try to be markup. Only to be read."""
    folder = registries.small(tmp_path_factory.mktemp("registry"))
    changes = f"id: hostile\nname: {json.dumps(sites.HOSTILE)}\norganiser: {json.dumps(sites.HOSTILE)}\n"
    changes += f"procedure: [{json.dumps(sites.HOSTILE)}, {'长' * 200}]\nphones: ['0991-0000001（{sites.HOSTILE[:25]}）']\n"
    changes += f"contacts: {{sha256: {hashlib.sha256(SEALED).hexdigest()}, size: {len(SEALED)}}}\n"
    registries.write(folder, "registry/vault/hostile.contacts.age", SEALED)
    registries.write(folder, "registry/committees/650000/hostile.yaml", registries.record(changes))
    loaded = registry.load(folder)
    assert loaded.findings == []
    registries.write(folder, f"exports/{exported_form(loaded)}", "a form")
    return folder


@pytest.fixture(scope="session")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of that registry. Only to be read."""
    return sites.build(root, tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="session")
def pages(root: Path) -> list[Page]:
    return site.pages(sites.view(root))


def test_every_page_is_there(built: Path, pages: list[Page]) -> None:
    """Each page the list names is written, and nothing of the placeholders is left but what became a page."""
    assert [page.url for page in pages if not (built / page.url / "index.html").is_file()] == []
    documented = {"index.html", "404.html"}
    stamped = {f"{page.url}index.html" for page in pages}
    others = {path for path in sites.contents(built) if path.endswith(".html")} - stamped - documented
    assert [path for path in others if path.split("/")[0] in SECTIONS and path.count("/") > 1] == []


def test_exported_forms_are_offered(root: Path, built: Path) -> None:
    name = exported_form(registry.load(root))
    assert (built / "forms" / name).read_text(encoding="utf-8") == "a form"
    assert f"forms/{name}" in (built / "committees/example-one/index.html").read_text(encoding="utf-8")


def test_no_trace_of_placeholders(built: Path) -> None:
    assert [path for path, content in sites.contents(built).items() if b"zhichengslot" in content or "zhichengslot" in path] == []


def test_same_registry_same_bytes(root: Path, built: Path, tmp_path: Path) -> None:
    """Another build, by the command line, from a copy in another folder, gives an identical site."""
    copy, out = tmp_path / "elsewhere", tmp_path / "other" / "out"
    shutil.copytree(root, copy)
    arguments = ["build", "--root", str(copy), "--out", str(out), "--as-of", registries.TODAY.isoformat()]
    subprocess.run([sys.executable, "-m", "zhicheng", *arguments], check=True, capture_output=True)
    assert sites.contents(out) == sites.contents(built)


@pytest.mark.parametrize("builder", BUILDERS)
def test_stamped_page_is_what_the_builder_renders(builder: str, root: Path, tmp_path: Path) -> None:
    """A page stamped into a frame equals, byte for byte, what mkdocs, or Zensical, makes of the same title, description and content."""
    content = "<h1>示例评审委员会</h1>\n<p>正文与<em>标记</em></p>"
    pages = [Page(url, "一个标题", "一段说明", url.split("/")[0], "", dict) for url in ("committees/some-id/", "areas/653100/", "rules/")]
    for page in pages:
        front = (
            f"title: {page.title}\ndescription: {page.description}\nsection: {page.section}\nstamped: true\nhide: [navigation, toc, path]"
        )
        registries.write(tmp_path / "written", f"docs/{page.url}index.md", f"---\n{front}\n---\n{content}\n")
    (tmp_path / "bare" / "docs").mkdir(parents=True)
    found = {}
    for name in ("written", "bare"):
        work = tmp_path / f"{name}-work"
        work.mkdir()
        settings, extra = registry.load(root).settings, {"data_version": "2026.11.23"}
        with running_builder(BUILDERS[builder], work, tmp_path / name, settings, extra, 0) as chrome:
            found[name] = chrome.finish(lambda text: None), chrome.built
    frames, written = found["bare"][0], found["written"][1]
    for page in pages:
        assert frames[page.section, page.depth].fill(page, content) == (written / page.url / "index.html").read_bytes()


def test_texts_never_become_markup(built: Path) -> None:
    """Markup, Markdown and Jinja in a record stand on the page as they are, and nowhere as markup."""
    for path, content in sites.contents(built).items():
        if path.endswith(".html"):
            text = content.decode()
            assert "<script>alert" not in text, path
            assert "<img src=x" not in text, path
    page = (built / "committees/hostile/index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}{% raw %}**粗**[x](javascript:alert(1))" in page
    assert "<title>&lt;script&gt;" in page
    assert "长" * 200 in page


def test_search_data(built: Path, pages: list[Page]) -> None:
    """Scripts that hand over every committee, every page by its title and the texts of the guides; and no index that nothing reads."""
    data, guides = ((built / f"search/{name}.js").read_text(encoding="utf-8") for name in ("data", "guides"))
    assert (data[:20], guides[:22]) == ("zhichengSearch.data(", "zhichengSearch.guides(")
    found = json.loads(data[20:-3])
    titled = {page.url for page in pages if page.url and page.section != "committees"}
    assert {page[0] for page in found["pages"]} == titled | {"committees/"}
    assert sites.HOSTILE in found["names"]
    assert "guide/public/" in {one[0] for one in json.loads(guides[22:-3])["guides"]}
    assert sorted(path.name for path in (built / "search").iterdir()) == ["data.js", "guides.js", "later.js"]
    assert not (built / "assets/search").exists()


def test_sitemap(built: Path, pages: list[Page]) -> None:
    """All pages in order under the address of the site, and the same again compressed without a time stamp."""
    text = (built / "sitemap.xml").read_text(encoding="utf-8")
    found = re.findall(r"<loc>https://zhicheng\.example\.org/(.*?)</loc>", text)
    assert found == sorted(found)
    assert set(found) >= {page.url for page in pages}
    packed = (built / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == text
    assert packed[4:8] == b"\0\0\0\0"


def test_sitemap_says_when_a_committee_last_changed(root: Path) -> None:
    """The day of its newest version, on its own page; nothing of the others."""
    newest, oldest = (
        RecordVersion("example-one", day, "0" * 40, kind, ()) for day, kind in (("2026-06-02", "changed"), ("2019-06-20", "added"))
    )
    view = sites.view(root, History((newest, oldest), {"example-one": (newest, oldest)}))
    text = site.search.sitemaps("", view, site.pages(view), set())["sitemap.xml"]
    assert "<url><loc>https://zhicheng.example.org/committees/example-one/</loc><lastmod>2026-06-02</lastmod></url>\n" in text
    assert text.count("<lastmod>") == 1


def test_canonical_link(built: Path) -> None:
    page = (built / "committees/example-one/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://zhicheng.example.org/committees/example-one/">' in page


def test_links_lead_somewhere(built: Path) -> None:
    """Every relative link and asset of every page leads to a file of the site; no page asks another origin for anything."""
    assert sites.bad_links(built) == ([], [])


# --- API ----------------------------------------------------------------------------------------------------------------


def test_index_lists_every_file_of_the_api(built: Path) -> None:
    """index.json has size and hash of each other file of the API, and the counts."""
    index = json.loads((built / "api/v1/index.json").read_bytes())
    files = {f"{folder}/{path}": content for folder in ("api", "schemas") for path, content in sites.contents(built / folder).items()}
    del files["api/v1/index.json"]
    assert [f["path"] for f in index["files"]] == sorted(files)
    for file in index["files"]:
        assert (file["size"], file["sha256"]) == (len(files[file["path"]]), hashlib.sha256(files[file["path"]]).hexdigest())
    assert index["version"] == 1
    assert index["source"] == {"data_version": "2026.11.23"}
    assert (index["counts"]["committees"], index["counts"]["withdrawn"]) == (7, 1)


def test_json_is_plain(built: Path) -> None:
    """UTF-8 as it is, without spaces, with one line break at the end, and nothing null."""
    files = {path: content for path, content in sites.contents(built / "api").items() if path.endswith((".json", ".jsonld"))}
    assert len(files) > 10
    for path, content in files.items():
        assert content.decode() == json.dumps(json.loads(content), ensure_ascii=False, separators=(",", ":")) + "\n", path
        assert b":null" not in content, path


def test_public_record_is_the_file_without_what_is_sealed(root: Path, built: Path) -> None:
    """A record comes out with the keys, the order and the values of its file; the sealed part leaves no trace anywhere."""
    hashes = []
    for path in sorted((root / "registry/committees").rglob("*.yaml")):
        own = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
        sealed = own.pop("contacts")
        published = json.loads((built / f"api/v1/committees/{path.stem}.json").read_bytes(), parse_int=str, parse_float=str)
        assert _as_text(published) == own
        if not path.stem.startswith("hostile"):
            assert list(published) == list(own)
        hashes.append(sealed["sha256"].encode())
    assert [path for path, content in sites.contents(built).items() if any(digest in content for digest in hashes)] == []


def _as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else value


def test_compact_entries_say_the_same_as_the_records(built: Path) -> None:
    """The string table of committees.json leads back to the catalogs of the records."""
    compact = json.loads((built / "api/v1/committees.json").read_bytes())
    words = compact["strings"]
    assert len(set(words)) == len(words)
    assert [c["id"] for c in compact["committees"]] == sorted(c["id"] for c in compact["committees"])
    for entry in compact["committees"]:
        record = json.loads((built / f"api/v1/committees/{entry['id']}.json").read_bytes())
        catalogs = [{words[first]: [words[second] for second in seconds] for first, seconds in r["catalog"]} for r in entry["reviews"]]
        assert catalogs == [review["catalog"] for review in record["reviews"]]
        assert entry["name"] == record["name"]


def test_catalog_holds_those_in_office(built: Path) -> None:
    """series → first level → second level → committees; a withdrawn one is in no catalog."""
    catalog = json.loads((built / "api/v1/catalog.json").read_bytes())["series"]
    found = {entry["committee"] for first in catalog.values() for seconds in first.values() for e in seconds.values() for entry in e}
    assert "example-one" in found
    assert "example-old" not in found
    names = list(catalog["engineering"])
    assert names == sorted(names)


def test_sample_banner_is_on_every_page(built: Path) -> None:
    pages = {path: content for path, content in sites.contents(built).items() if path.endswith(".html")}
    assert len(pages) > 100
    assert [path for path, content in pages.items() if "示例数据".encode() not in content] == []
