"""Pages under a strict policy: what a builder puts inside of a page moves into files, and the pages do all that they did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from helpers import sites
from helpers.browsers import served
from helpers.registries import TODAY
from playwright.sync_api import Browser, Page

from zhicheng.site import strict

META = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; object-src 'none'; base-uri 'self'\">"


@pytest.mark.parametrize(
    ("before", "after", "files"),
    [
        ("<script>run()</script>", '<script src="../assets/inline/#.js"></script>', ["run()"]),
        ('<script type="module">run()</script>', '<script type="module" src="../assets/inline/#.js"></script>', ["run()"]),
        ('<script src="x.js"></script>', '<script src="x.js"></script>', []),
        ('<script id="a" type="application/json">{"b": 1}</script>', '<script id="a" type="application/json">{"b": 1}</script>', []),
        ('<script type="application/ld+json">{}</script>', '<script type="application/ld+json">{}</script>', []),
        ("<style>p { margin: 0 }</style>", '<link rel="stylesheet" href="../assets/inline/#.css">', ["p { margin: 0 }"]),
        ('<code>&lt;p style="x"&gt; style="y"</code>', '<code>&lt;p style="x"&gt; style="y"</code>', []),
    ],
)
def test_what_is_inside_of_a_page(tmp_path: Path, before: str, after: str, files: list[str]) -> None:
    """Scripts that run and styles become files, with the path from the page; data and examples stay."""
    head = '<link rel="icon" href="../assets/logo.svg"></head>'
    assert re.sub("[0-9a-f]{12}", "#", strict.page(tmp_path, head + before)) == head + after
    assert [path.read_text(encoding="utf-8") for path in sorted(tmp_path.rglob("*.*"))] == files


def test_styles_become_classes(tmp_path: Path) -> None:
    """The same style the same class, beside those that a tag has; the sheet is linked where it is needed."""
    page = '<head></head><td style="text-align: right;">1</td><a class="b" style="text-align: right;" title="a > b">2</a><p>3</p>'
    made = re.sub("[0-9a-f]{12}", "#", strict.page(tmp_path, page))
    assert made == (
        '<head><link rel="stylesheet" href="assets/inline/#.css"></head><td class="s-#">1</td><a class="b s-#" title="a > b">2</a><p>3</p>'
    )
    (sheet,) = tmp_path.rglob("*.css")
    (rule,) = sheet.read_text(encoding="utf-8").splitlines()
    assert re.sub("s-[0-9a-f]{12}", "s", rule) == ".s.s.s { text-align: right; }"


def test_the_policy_stands_in_the_head(tmp_path: Path) -> None:
    assert strict.page(tmp_path, '<meta charset="utf-8"><p>') == f'<meta charset="utf-8">{META}<p>'


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<p onclick="run()">', ["x/index.html 里有 onclick=，网页的内容安全策略不让它运行。请改用脚本文件。"]),
        ('<a href="javascript:run()">', ["x/index.html 里有 javascript:，网页的内容安全策略不让它运行。请改用脚本文件。"]),
        ('<p title="onclick=1">onclick="1"</p>', []),
    ],
)
def test_what_stops_working_is_said(tmp_path: Path, page: str, said: list[str]) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/index.html").write_text(page, encoding="utf-8")
    heard: list[str] = []
    strict.tidy(tmp_path, heard.append)
    assert heard == said


def test_pictures_inside_of_style_sheets(tmp_path: Path) -> None:
    """Each becomes a file beside the others, in whichever quotes and encoding it stands."""
    sheet = tmp_path / "assets/stylesheets/main.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(
        "a{b:url('data:image/svg+xml;charset=utf-8,<svg a=\"(1)\"/>')}c{d:url(data:image/png;base64,AAEC)}"
        'e{f:url("data:image/svg+xml,%3Csvg/%3E")}g{h:url(x.png)}',
        encoding="utf-8",
    )
    strict.tidy(tmp_path, pytest.fail)
    made = sheet.read_text(encoding="utf-8")
    names = re.findall(r"url\(([^)]*)\)", made)
    assert [re.sub("[0-9a-f]{12}", "#", name) for name in names] == [
        *("../../assets/inline/#.svg", "../../assets/inline/#.png", "../../assets/inline/#.svg", "x.png")
    ]
    assert [(sheet.parent / name).read_bytes() for name in names[:3]] == [b'<svg a="(1)"/>', b"\x00\x01\x02", b"<svg/>"]


@pytest.mark.slow
def test_servers_can_be_told_the_policy(site: Path) -> None:
    """In the language of each; every one says the same as the pages."""
    policy = strict.POLICY
    assert f"\n  Content-Security-Policy: {policy}\n" in (site / "_headers").read_text(encoding="utf-8")
    assert f'\nadd_header Content-Security-Policy "{policy}" always;\n' in (site / "headers/nginx.conf").read_text(encoding="utf-8")
    assert f'\nHeader always set Content-Security-Policy "{policy}"\n' in (site / "headers/apache.conf").read_text(encoding="utf-8")
    assert f'\tContent-Security-Policy "{policy}"\n' in (site / "headers/Caddyfile").read_text(encoding="utf-8")


def test_a_page_with_its_own_policy_gets_no_other() -> None:
    """Two policies hold together: the one of the site would forbid what that page is made of. All other headers stay."""
    csp = "Content-Security-Policy"
    files = strict.header_files(["submit"], ["/find/*", "/index.html"])
    rules = dict(re.findall(r"(?m)^(/\S*)\n((?:  .*\n)+)", files["_headers"]))
    assert {place: csp in lines for place, lines in rules.items()} == {"/*": False, "/": True, "/find/*": True, "/index.html": True}
    assert all(name in rules["/*"] for name in strict.HEADERS if name != csp)
    before, _, within = files["headers/nginx.conf"].partition("location ~ /submit/ {")
    assert (csp in before, csp in within, "nosniff" in within) == (True, False, True)  # add_header there takes the place of those above
    assert '<If "%{REQUEST_URI} =~ m#/submit/#">\nHeader always unset Content-Security-Policy\n</If>' in files["headers/apache.conf"]
    everywhere, _, others = files["headers/Caddyfile"].partition("@others not path */submit/*\nheader @others {")
    assert (csp in everywhere, csp in others, "nosniff" in everywhere) == (False, True, True)


@pytest.mark.slow
def test_no_page_holds_a_script_or_a_style(site: Path) -> None:
    """Every page of the sample says the policy, and holds nothing that it forbids."""
    pages = {path: text.decode() for path, text in sites.contents(site).items() if path.endswith(".html")}
    assert len(pages) > 300
    for path, page in pages.items():
        assert page.count(META) == 1, path
        assert not re.search(r"<style|<[a-z][^<>]*\s(?:style|on[a-z]+)=", page), path
        kinds = re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>", page)
        assert all('type="application/json"' in kind or 'type="application/ld+json"' in kind for kind in kinds), path
    assert not any("data:" in text.decode() for path, text in sites.contents(site).items() if path.endswith(".css"))


WATCH = """window.violations = []; addEventListener("securitypolicyviolation", (event) => violations.push(
  `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));"""
KINDS = [
    *("", "find/", "find/?ask=喀什+副高+建筑施工", "committees/", "committees/xj-engineering-construction/", "series/", "series/health/"),
    *("areas/", "areas/653125/", "catalog/", "experts/", "draws/", "rounds/", "rounds/2026/", "rules/", "rules/E203/", "waivers/"),
    *(
        "check/?digest=000000000000",
        "about/",
        "about/map/",
        "data/",
        "guide/",
        "guide/public/",
        "guide/tutorial/",
        "guide/adopt/",
        "developers/architecture/",
    ),
]
LENGTHS = """(all) => all.map((bar) => [Number(bar.getAttribute("width").replace("%", "")) / 100,
  bar.getBoundingClientRect().width / bar.parentElement.clientWidth, getComputedStyle(bar.querySelector("rect")).width])"""


@pytest.fixture(scope="module")
def strictly(site: Path) -> Iterator[str]:
    """The sample's site below a sub-path of a server that sends the headers."""
    with served(site, strict.HEADERS) as address:
        yield address


@contextmanager
def watched(browser: Browser, address: str, width: int, height: int) -> Iterator[Page]:
    """A tab that fails the test if a page breaks the policy, writes to the console, or misses a file."""
    complaints: list[str] = []
    with browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", bypass_csp=False) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.clock.install(time=TODAY.isoformat())
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: None if request.failure == "net::ERR_ABORTED" else complaints.append(request.url))
        page.on("response", lambda response: None if response.status < 400 else complaints.append(response.url))
        page.goto(address)
        yield page
        assert complaints == []


def go(page: Page, address: str, until: Literal["load", "networkidle"] = "networkidle") -> None:
    page.goto(address, wait_until=until)


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_pages_under_the_policy(browser: Browser, strictly: str, width: int, height: int) -> None:
    """Every kind of page, and what can be done on one: search, colours, menu, copying."""
    with watched(browser, strictly, width, height) as page:
        for path in KINDS:
            go(page, strictly + path, "networkidle" if width > 1000 else "load")  # what comes later is the same on a phone
            assert page.evaluate("violations") == [], path
        go(page, strictly + "guide/tutorial/")
        page.locator(".md-clipboard, .md-code__button").first.click(force=True)
        if width > 1000:
            page.locator(".zc-search__input").fill("喀什 副高 建筑施工")
            page.clock.run_for(500)
            page.wait_for_selector(".zc-search__panel .hit a")
            page.keyboard.press("Escape")
        else:
            page.locator(".zc-search__link").click()
            page.wait_for_url("**/find/#ask")
        page.get_by_title("换成深色").click()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 24, 31)"
        assert page.evaluate("violations") == []


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
def test_lengths_under_the_policy(browser: Browser, strictly: str) -> None:
    """Bars are as long as they say, tiles lie where they should, charts keep their proportions."""
    with watched(browser, strictly, 1280, 900) as page:
        for path, least in (("committees/xj-engineering-construction/", 15), ("rounds/", 3), ("rounds/2026/", 10)):
            go(page, strictly + path)
            lengths = page.locator(".bar").evaluate_all(LENGTHS)
            assert len(lengths) >= least, path
            if path.startswith("committees"):  # the cell has padding; the longest bar fills what it leaves
                most = max(shown for _, shown, _ in lengths)
                assert [shown / most for _, shown, _ in lengths] == pytest.approx([said for said, _, _ in lengths], abs=0.01)
            else:
                assert [shown for said, shown, _ in lengths if said] == pytest.approx([said for said, _, _ in lengths if said], abs=0.02)
        go(page, strictly)
        place = "(node) => { const style = getComputedStyle(node); return [style.gridColumnStart, style.gridRowStart]; }"
        kashgar = page.locator("ul.tiles li", has_text="喀什")
        assert kashgar.evaluate(place) == ["1", "5"]
        shades = page.locator("ul.tiles:not(.small) a").evaluate_all("(all) => all.map((one) => getComputedStyle(one).backgroundColor)")
        assert len(set(shades)) > 3


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
def test_pages_read_from_a_disk(browser: Browser, site: Path) -> None:
    """They look as they do on a server, links lead to pages, the search answers, and what cannot be done says so."""
    page = browser.new_page(bypass_csp=False)
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "30px"
    page.locator("form.ask input").fill("喀什 副高 建筑施工")
    page.keyboard.press("Enter")
    page.locator("#found .hit.competent").first.wait_for()
    assert "/find/index.html?ask=" in page.url
    for path in ("check", "compare"):
        page.goto((site / path / "index.html").as_uri())
        note = "本页是从磁盘上打开的，核对和比较要用浏览器访问网站才能用；别的页面可以直接看。"
        assert page.locator("article .notice.warn").first.inner_text() == note
        assert page.locator("article form input").first.is_disabled()
    page.goto((site / "index.html").as_uri())
    for name, heading in (("名录", "评审委员会名录"), ("地区", "地区"), ("喀什地区", "喀什地区")):
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_url("**/index.html")
        assert heading in page.locator("h1").inner_text()
    page.close()
