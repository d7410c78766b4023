"""The site as a whole, with the real mkdocs: what is in it, and that the same registry always gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import registries
import sites
import yaml

from zhicheng import registry, site
from zhicheng.registry import SettingError
from zhicheng.site import stamp
from zhicheng.site.chrome import Chrome
from zhicheng.site.page import SECTIONS, Page

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="session")
def root(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry, and in it a committee whose texts try to be markup. Only to be read."""
    folder = registries.small(tmp_path_factory.mktemp("registry"))
    changes = f"id: hostile\nname: {json.dumps(sites.HOSTILE)}\norganiser: {json.dumps(sites.HOSTILE)}\n"
    changes += f"procedure: [{json.dumps(sites.HOSTILE)}, {'长' * 200}]\nphones: ['0991-0000001（{sites.HOSTILE[:25]}）']\n"
    changes += f"contacts: {{sha256: {'ab' * 32}, size: 4321}}\n"
    registries.write(folder, "registry/committees/650000/hostile.yaml", registries.record(changes))
    assert registry.load(folder).findings == []
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


def test_no_trace_of_placeholders(built: Path) -> None:
    assert [path for path, content in sites.contents(built).items() if b"zhichengslot" in content or "zhichengslot" in path] == []


def test_same_registry_same_bytes(root: Path, built: Path, tmp_path: Path) -> None:
    """Two builds in different folders, one with many processes and one with a single one, give identical sites."""
    copy = tmp_path / "elsewhere"
    registries.small(copy)
    registries.write(copy, "registry/committees/650000/hostile.yaml", (root / "registry/committees/650000/hostile.yaml").read_bytes())
    again = sites.build(copy, tmp_path / "other" / "out")
    assert sites.contents(again) == sites.contents(built)


@pytest.mark.parametrize("processes", [1, 3])
def test_number_of_processes_does_not_matter(processes: int, root: Path, tmp_path: Path) -> None:
    """Whether work is shared out or not, all of it is done, and files are listed in order."""
    work = [stamp.File(f"{n % 7}/{n}.txt", lambda n=n: f"文{n}\n") for n in range(50)]  # type: ignore[misc]
    with stamp.stamping(tmp_path, work, lambda page: "", processes) as stamps:
        written = stamps.finish({})
    assert [w.path for w in written] == sorted(f"{n % 7}/{n}.txt" for n in range(50))
    assert (tmp_path / "3/3.txt").read_text(encoding="utf-8") == "文3\n"


def test_stamped_page_is_what_mkdocs_renders(root: Path, tmp_path: Path) -> None:
    """A page stamped into a frame equals, byte for byte, what mkdocs makes of the same title, description and content."""
    content = "<h1>示例评审委员会</h1>\n<p>正文与<em>标记</em></p>"
    for section, url in (("committees", "committees/some-id/"), ("rules", "rules/")):
        source = tmp_path / section
        front = f"title: 一个标题\ndescription: 一段说明\nsection: {section}\nstamped: true\nhide: [navigation, toc, path]"
        registries.write(source, f"docs/{url}index.md", f"---\n{front}\nsearch: {{exclude: true}}\n---\n{content}\n")
        registries.write(source, "docs/data.md", "# 数据\n")
        settings = registry.load(root).settings
        (tmp_path / f"{section}-work").mkdir()
        with Chrome(tmp_path / f"{section}-work", source, settings, {"data_version": "2026.11.23"}, 0) as chrome:
            frames = chrome.finish(lambda text: None)
            rendered = (chrome.built / url / "index.html").read_text(encoding="utf-8")
        frame = frames.get((section, 1 if url == "rules/" else 2))
        if frame is None:  # a hand-written page of the same address: no placeholder was made
            assert url == "rules/"
            continue
        page = Page(url, "一个标题", "一段说明", section, "", dict)
        assert frame.fill(page, content) == rendered


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


def test_search_index(built: Path, pages: list[Page]) -> None:
    """One entry a page, as HTML that is only text, after mkdocs' own entries of the hand-written pages."""
    index = json.loads((built / "search/search_index.json").read_bytes())
    locations = [entry["location"] for entry in index["docs"]]
    assert set(locations) >= {page.url for page in pages if page.url}
    hostile = next(entry for entry in index["docs"] if entry["location"] == "committees/hostile/")
    assert hostile["title"].startswith("&lt;script&gt;")
    assert all("<" not in entry["title"] + entry["text"] for entry in index["docs"][-len(pages) + 1 :])


def test_sitemap(built: Path, pages: list[Page]) -> None:
    """All pages in order under the address of the site, and the same again compressed without a time stamp."""
    text = (built / "sitemap.xml").read_text(encoding="utf-8")
    found = re.findall(r"<loc>https://zhicheng\.example\.org/(.*?)</loc>", text)
    assert found == sorted(found)
    assert set(found) >= {page.url for page in pages}
    packed = (built / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == text
    assert packed[4:8] == b"\0\0\0\0"


def test_canonical_link(built: Path) -> None:
    page = (built / "committees/example-one/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://zhicheng.example.org/committees/example-one/">' in page


def test_links_lead_somewhere(built: Path) -> None:
    """Every relative link and asset of every page leads to a file of the site; no page asks another origin for anything."""
    missing, foreign = set(), set()
    for path in sites.contents(built):
        if not path.endswith(".html") or path == "404.html":
            continue
        text = (built / path).read_text(encoding="utf-8")
        for attribute, link in re.findall(r'\s(href|src)="([^"]*)"', text):
            target = link.split("#")[0].split("?")[0]
            if re.match(r"[a-z]+:|//", link):
                if attribute == "src" or "stylesheet" in text[max(0, text.find(link) - 60) : text.find(link)]:
                    foreign.add(link)
            elif target:
                full = ((built / path).parent / target).resolve()
                if not (full.is_file() or (full / "index.html").is_file()):
                    missing.add((path.split("/")[0], link))
    assert (sorted(missing), sorted(foreign)) == ([], [])


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
    assert index["source"] == {"revision": None, "data_version": "2026.11.23"}
    assert (index["counts"]["committees"], index["counts"]["withdrawn"]) == (7, 1)


def test_json_is_plain(built: Path) -> None:
    """UTF-8 as it is, without spaces, with one line break at the end, and nothing null."""
    for path, content in sites.contents(built / "api").items():
        assert content.endswith(b"\n"), path
        assert content.count(b"\n") == 1, path
        assert b"\\u" not in content, path
        assert b":null" not in content.replace(b'"revision":null', b""), path


def test_public_record_is_the_file_without_what_is_sealed(root: Path, built: Path) -> None:
    """A record comes out with the keys, the order and the values of its file; the sealed part leaves no trace anywhere."""
    for path in sorted((root / "registry/committees").rglob("*.yaml")):
        own = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
        own.pop("contacts", None)
        published = json.loads((built / f"api/v1/committees/{path.stem}.json").read_bytes(), parse_int=str, parse_float=str)
        assert _as_text(published) == own
        if not path.stem.startswith("hostile"):
            assert list(published) == list(own)
    assert [path for path, content in sites.contents(built).items() if b"ab" * 32 in content] == []


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


def test_no_count_by_age_for_small_pools(tmp_path: Path, small: Path) -> None:
    """A roster of four people says nothing about age, whatever its file says."""
    path = small / "registry/rosters/example-one.yaml"
    text = path.read_text(encoding="utf-8")
    roster = yaml.safe_load(text)
    assert "young" in roster["counts"]
    roster["counts"]["active"] = 4
    path.write_text(yaml.safe_dump(roster, allow_unicode=True), encoding="utf-8")
    from zhicheng import public

    counts = {entry.record.committee: public.experts(entry.record) for entry in registry.load(small).rosters}
    assert "young" not in counts["example-one"]


# --- other registries, other settings --------------------------------------------------------------------------------------


def test_without_an_address_and_without_records(empty: Path, tmp_path: Path) -> None:
    """A new registry builds: no site address means no canonical links and an empty sitemap; no sample, no banner."""
    path = empty / "registry/registry.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^(site_url|forge|sample):.*\n", "", text), encoding="utf-8")
    out = sites.build(empty, tmp_path / "site")
    home = (out / "index.html").read_text(encoding="utf-8")
    assert "canonical" not in home
    assert "示例数据" not in home
    assert "<loc>" not in (out / "sitemap.xml").read_text(encoding="utf-8")
    assert json.loads((out / "api/v1/committees.json").read_bytes()) == {"version": 1, "strings": [], "committees": []}


def test_sample_banner_is_on_every_page(built: Path) -> None:
    pages = {path: content for path, content in sites.contents(built).items() if path.endswith(".html")}
    assert len(pages) > 100
    assert [path for path, content in pages.items() if "示例数据".encode() not in content] == []


def test_name_of_the_registry_is_text(empty: Path, tmp_path: Path) -> None:
    """Even the centre's own settings cannot put markup on a page."""
    path = empty / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: 示例", f"name: {json.dumps('<i>示例')[1:-1]}"), encoding="utf-8")
    out = sites.build(empty, tmp_path / "site")
    for content in sites.contents(out).values():
        assert b"<i>" not in content


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"docs/rules/E101/index.md": "# 我的\n"}, "docs/ 里有一页的网址是 rules/E101/，与自动生成的“E101 "),
        ({"mkdocs.yml": "site_name: x\ntheme: {name: nothing-like-this}\n"}, "mkdocs 没有生成网页，请检查 mkdocs.yml 和 docs/"),
        ({"mkdocs.yml": "site_name: [\n"}, "mkdocs 没有生成网页，请检查 mkdocs.yml 和 docs/"),
    ],
)
def test_settings_that_cannot_work_are_said(files: dict[str, str], message: str, small: Path, tmp_path: Path) -> None:
    """What stands in the way of a build is said in Chinese, and no half site stays."""
    for path, text in files.items():
        registries.write(small, path, text)
    with pytest.raises(SettingError, match=re.escape(message)):
        sites.build(small, tmp_path / "site")
    assert not (tmp_path / "site").exists()
    assert sites.beside(tmp_path / "site") == []


def test_warnings_of_mkdocs_are_passed_on(small: Path, tmp_path: Path) -> None:
    registries.write(small, "docs/guide/broken.md", "# 坏链接\n\n[去哪里](nowhere.md)\n")
    said: list[str] = []
    loaded, result = sites.load(small)
    site.build(loaded, result, registries.TODAY, tmp_path / "site", announce=said.append)
    assert [text for text in said if "nowhere.md" in text]


def test_revision_can_be_given(small: Path, tmp_path: Path) -> None:
    loaded, result = sites.load(small)
    site.build(loaded, result, registries.TODAY, tmp_path / "site", revision="abc123")
    assert json.loads((tmp_path / "site/api/v1/index.json").read_bytes())["source"]["revision"] == "abc123"


def test_failing_page_names_itself(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in one page of many, met in a worker, comes out with the address of the page."""

    def broken() -> dict[str, object]:
        raise ZeroDivisionError

    whole: Callable[..., list[Page]] = site.pages
    monkeypatch.setattr(site, "pages", lambda view: [*whole(view), Page("find/x/", "", "", "find", "find.html", broken)])
    with pytest.raises(RuntimeError, match=r"find/x/.*ZeroDivisionError") as caught:
        sites.build(small, tmp_path / "site")
    assert "Traceback" in str(caught.value)
