"""Zensical in the place of mkdocs: the same pages, links, search, addresses and API, and its mistakes told as plainly."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from helpers import registries, sites
from helpers.browsers import CONTRAST, OVERFLOW, served
from playwright.sync_api import Browser, Page

from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.site import builders, search_data
from zhicheng.site import site as site_module

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

# What each builder brings of its own: styles and scripts.
OWN = re.compile(r"assets/(javascripts|stylesheets|inline)/")
# Zensical's own place to skip to; ours stands beside it.
_SKIP = ("a", "id", "__skip")


class _Reader(HTMLParser):
    """What a page says and where it leads: its title, the metadata, the sections in the header, and the article's text, links and ids."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.inside: list[str] = []
        self.article = self.nav = False
        self.title = ""
        self.meta: dict[str, str | None] = {}
        self.texts: list[str] = []
        self.links: list[tuple[str, str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: urljoin(self.address, value or "") if name in ("href", "src") else value for name, value in attrs}
        self.inside.append(tag)
        self.article |= tag == "article"
        self.nav |= given.get("class") == "md-tabs"
        if given.get("rel") in ("canonical", "icon"):
            self.meta[str(given["rel"])] = given.get("href")
        if given.get("name") == "description":
            self.meta["description"] = given.get("content")
        if self.article or self.nav:
            self.links += [(tag, name, given[name]) for name in ("href", "src", "id", "aria-current") if name in given]

    def handle_endtag(self, tag: str) -> None:
        self.article &= tag != "article"
        self.nav &= tag != "nav"

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] == "title" and not self.title:
            self.title = data
        if (self.article or self.nav) and data.strip():
            self.texts.append(" ".join(data.split()))


def read(folder: Path, path: str) -> tuple[object, ...]:
    """Of a page: title, metadata, texts and links, these as whole addresses of a site that lies some folders deep."""
    reader = _Reader(f"https://x/a/b/c/{path.removesuffix('index.html')}")
    reader.feed((folder / path).read_text(encoding="utf-8"))
    assert reader.texts or path.endswith("/sheet.html")  # which stands alone, without the frame
    return reader.title, reader.meta, reader.texts, [link for link in reader.links if link != _SKIP]


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample registry, built by Zensical on the day of that of `site`. Only to be read."""
    return sites.build(registries.REAL.parent, tmp_path_factory.mktemp("second") / "site", builder="zensical")


def test_same_files(site: Path, second: Path) -> None:
    """Every address of the site stays; API, downloads, calendars, schemas and sitemap are the same byte for byte."""
    of_first, of_second = sites.contents(site), sites.contents(second)
    assert {path for path in of_first if not OWN.search(path)} == {path for path in of_second if not OWN.search(path)}
    differ = {path for path, content in of_first.items() if path in of_second and of_second[path] != content}
    assert {path for path in differ if not path.endswith(".html")} == {"SHA256SUMS"}


def test_same_pages(site: Path, second: Path) -> None:
    """Every page, of records and written by hand, has the same title, description, address, sections, text, links and places to link to."""
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    assert len(pages) > 300
    for path in pages:
        first, other = (read(folder, path) for folder in (site, second))
        for one, two in zip(first, other, strict=True):
            assert one == two, path


def test_same_frame(site: Path, second: Path) -> None:
    """Banner and footer are the same, and a record's page to the letter."""
    for path in ("index.html", "committees/index.html", "rules/E101/index.html", "404.html"):
        first, other = ((folder / path).read_text(encoding="utf-8") for folder in (site, second))
        for begin, end in (('<footer class="md-footer">', "</footer>"), ('<p class="sample">', "</p>"), ("<h1", "</article>")):
            parts = [re.sub(r"\s+", " ", text.split(begin, 1)[1].split(end)[0].replace('="./', '="')) for text in (first, other)]
            assert parts[0] == parts[1], path


def test_links_of_the_second_lead_somewhere(second: Path) -> None:
    assert sites.bad_links(second) == ([], [])


def test_no_trace_of_placeholders_in_the_second(second: Path) -> None:
    assert [path for path, content in sites.contents(second).items() if b"zhichengslot" in content or "zhichengslot" in path] == []


def test_same_search(site: Path, second: Path) -> None:
    """The same script and data, and the same texts of the guides; their order may be another."""
    for path in ("assets/search.js", search_data.DATA, search_data.LATER):
        assert (site / path).read_bytes() == (second / path).read_bytes(), path
    texts = [(folder / search_data.GUIDES).read_text(encoding="utf-8") for folder in (site, second)]
    first, other = ({tuple(one) for one in json.loads(text[text.index("(") + 1 : text.rindex(")")])["guides"]} for text in texts)
    assert first == other


def test_same_bytes_again(second: Path, tmp_path: Path) -> None:
    again = sites.build(registries.REAL.parent, tmp_path / "site", builder="zensical")
    assert sites.contents(again) == sites.contents(second)


@pytest.fixture
def page(second: Path, browser: Browser) -> Page:
    with served(second) as address:
        page = browser.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(address + "rules/E101/")
        yield page
        page.close()


@pytest.mark.parametrize(
    ("query", "link"), [("喀什 中级 建筑施工", "committees/ks-engineering-construction/"), ("数据与接口", "data/"), ("E203", "rules/E203/")]
)
def test_search_of_the_header(query: str, link: str, page: Page) -> None:
    page.locator(".zc-search__input").fill(query)
    page.wait_for_function("link => [...document.querySelectorAll('.zc-search__panel a')].some(a => a.href.endsWith(link))", arg=link)
    page.keyboard.press("Escape")
    assert not page.locator(".zc-search__panel").is_visible()


@pytest.mark.parametrize(
    "options",
    [{"viewport": {"width": 390, "height": 844}}, {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}, {}],
    ids=["phone", "narrow dark", "wide"],
)
def test_pages_can_be_read(options: dict[str, Any], second: Path, browser: Browser) -> None:
    """No page scrolls sideways, and every text stands out from what is behind it, the search panel's too."""
    with served(second) as address:
        page = browser.new_context(**options).new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        for path in ("", "find/", "committees/", "catalog/", "areas/653100/", "rules/E101/", "guide/committee/", "guide/", "404.html"):
            page.goto(address + path)
            beyond, *standing_out = page.evaluate(OVERFLOW)  # below nothing where room is kept for the bar that scrolls
            assert (beyond <= 0, standing_out) == (True, []), path
            assert page.evaluate(CONTRAST) == [], path
        page.goto(address + "rules/E101/")
        if page.locator(".zc-search__input").is_visible():  # on a small screen it is a link to /find/
            page.locator(".zc-search__input").fill("副高")
            page.wait_for_selector(".zc-search__panel a")
        assert page.evaluate(CONTRAST) == []
        page.context.close()


def test_hostile_texts_stay_text(small: Path, browser: Browser, tmp_path: Path) -> None:
    """In the frame, which the other engine renders, and in the results of the search."""
    name = f"name: {json.dumps(sites.HOSTILE)}\n"
    path = small / "registry/registry.yaml"
    path.write_text(re.sub("^name: .*\n", lambda _: name, path.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")
    registries.write(small, "registry/committees/650000/hostile.yaml", registries.record(f"id: hostile\n{name}"))
    out = sites.build(small, tmp_path / "site", builder="zensical")
    with served(out) as address:
        page = browser.new_page()
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(address + "committees/hostile/")
        assert sites.HOSTILE in page.title()
        assert page.locator(".md-header .md-ellipsis").first.inner_text() == sites.HOSTILE
        assert page.locator("a.md-logo").first.get_attribute("title") == sites.HOSTILE
        page.locator(".zc-search__input").fill("<script>alert")
        page.wait_for_selector(".zc-search__panel .by-name a")
        assert "<script>alert(1)" in page.locator(".zc-search__panel").inner_text()
        assert page.locator("img[src=x]").count() == 0
        page.close()


# --- how it is chosen, and what it says -----------------------------------------------------------------------------------


def test_setting_chooses_the_builder(small: Path, tmp_path: Path) -> None:
    """`builder` in registry.yaml; --builder goes before it."""
    with (small / "registry/registry.yaml").open("a", encoding="utf-8") as file:
        file.write("builder: zensical\n")
    for given, made_by in ((None, "zensical"), ("mkdocs", "mkdocs"), ("zensical", "zensical")):
        out = sites.build(small, tmp_path / f"{given}", builder=given)
        assert f'<meta name="generator" content="{made_by}-' in (out / "404.html").read_text(encoding="utf-8")


def test_same_pages_in_english(small: Path, tmp_path: Path) -> None:
    """In another language too, with the words of the header, its search panel and the page that is not there."""
    with (small / "registry/registry.yaml").open("a", encoding="utf-8") as file:
        file.write("language: en\n")
    first, other = (sites.build(small, tmp_path / name, builder=name) for name in builders.BUILDERS)
    for path in ("index.html", "find/index.html", "committees/example-one/index.html", "404.html"):
        assert read(first, path) == read(other, path)
    frame = (other / "404.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in frame
    panel = frame[frame.index('<div class="zc-search">') : frame.index("</form>")]
    assert re.findall("[\u4e00-\u9fff]+", panel) == []


def test_broken_links_are_told(small: Path, tmp_path: Path) -> None:
    """A page and a place that are not there, with file, line and column; the site is built all the same, as with mkdocs."""
    registries.write(small, "docs/index.md", "# 首页\n")
    registries.write(small, "docs/guide/broken.md", "# 坏链接\n\n[去哪里](nowhere.md)\n\n[哪一节](../index.md#none)\n")
    said: list[str] = []
    assert site_module.build(
        small, registries.TODAY, tmp_path / "site", lambda: registry.load(small), announce=said.append, builder="zensical"
    )
    assert said == [
        "Zensical：链接的页面不存在（docs/guide/broken.md:3:7）",
        "Zensical：链接的位置不存在（docs/guide/broken.md:5:19）",
    ]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"docs/only.md": "---\ntitle: [x\n---\n# a\n"}, "Zensical 没有生成网页，请检查 mkdocs.yml 和 docs/ 里的文件。Zensical 的说明：\n"),
        ({"mkdocs.yml": "site_name: [\n"}, "Zensical 没有生成网页，请检查 mkdocs.yml 和 docs/"),
        ({"docs/find/x.md": "# x\n", "docs/rules/E101.md": "# x\n"}, "docs/ 里有一页的网址是 rules/E101/，与自动生成的"),
    ],
)
def test_what_cannot_work_is_said(files: dict[str, str], message: str, small: Path, tmp_path: Path) -> None:
    for path, text in files.items():
        registries.write(small, path, text)
    with pytest.raises(UserError, match=re.escape(message)) as caught:
        sites.build(small, tmp_path / "site", builder="zensical")
    assert "Traceback" not in str(caught.value)
    assert sites.leftovers(tmp_path / "site") == []


def test_page_in_another_encoding_is_named(small: Path, tmp_path: Path) -> None:
    registries.write(small, "docs/old.md", "")
    (small / "docs/old.md").write_bytes("# 指南\n".encode("gbk"))
    with pytest.raises(UserError, match=r"^docs/old\.md 不是 UTF-8 编码。请用编辑器另存为 UTF-8 再试。$"):
        sites.build(small, tmp_path / "site", builder="zensical")
