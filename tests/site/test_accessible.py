"""Everybody can use the pages: without eyes, without a mouse, with large text, with a finger, and whatever reads HTML reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from helpers import page_checks
from helpers.browsers import OVERFLOW, served, started
from helpers.deep import DEEP
from helpers.registries import TODAY
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FINGER: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
COMMITTEE = "committees/xj-engineering-construction/"
# One page of every kind.
KINDS = [
    *("", "find/", "find/?ask=喀什+副高+建筑施工", "find/?ask=飞行器制导", "committees/", COMMITTEE, "committees/ks-health/", "series/"),
    *(
        "series/engineering/",
        "areas/",
        "areas/653125/",
        "areas/650000/",
        "coverage/",
        "coverage/intermediate/",
        "catalog/",
        "experts/",
        "draws/",
        "rounds/",
        "rounds/2026/",
        "rules/",
    ),
    *(
        "rules/E203/",
        "waivers/",
        "compare/?a=xj-engineering-construction&b=ks-engineering-construction",
        f"{COMMITTEE}sheet.html",
        "about/",
        "about/map/",
        "about/accessibility/",
        "check/?digest=000000000000",
        "data/",
        "guide/",
        "guide/public/",
        "guide/tutorial/",
        "developers/architecture/",
    ),
]


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@contextmanager
def tab(browser: Browser, **options: Any) -> Iterator[Page]:
    with browser.new_context(**{"locale": "zh-CN", **options}) as context:
        page = context.new_page()
        page.clock.install(time=TODAY.isoformat())
        yield page


def go(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("!document.querySelector('#understood')?.textContent.includes('正在读取')")
    if "compare/?a=" in address:
        page.wait_for_selector("table.versus")


LOOKS: list[dict[str, Any]] = [{"viewport": WIDE}, {**FINGER, "color_scheme": "dark"}]
if DEEP:
    LOOKS += [{"viewport": WIDE, "color_scheme": "dark"}, FINGER]


@pytest.mark.parametrize("options", LOOKS, ids=["wide light", "phone dark", "wide dark", "phone light"][: len(LOOKS)])
def test_axe_finds_nothing(browser: Browser, address: str, options: dict[str, Any]) -> None:
    """On a page of every kind, of whatever impact; at both widths in both schemes under `make deep`."""
    with tab(browser, **options) as page:
        found = {}
        for path in KINDS:
            go(page, address + path)
            if said := page_checks.violations(page):
                found[path] = said
        assert not found


def test_the_html_is_valid(site: Path) -> None:
    """W3C's checker finds no error in a page of every kind; in every page of the sample under `make deep`."""
    if DEEP:
        paths = sorted(site.rglob("*.html"))
    else:
        named = (path.partition("?")[0] for path in KINDS)
        paths = sorted({site / (path if path.endswith(".html") else f"{path}index.html") for path in named} | {site / "404.html"})
    assert len(paths) > 20
    assert page_checks.html_errors(paths) == []


FOCUS = "document.activeElement === document.body ? 'BODY' : document.activeElement.outerHTML.slice(0, 120)"


def focused(page: Page) -> str:
    """What has the focus, which is never nothing."""
    held = str(page.evaluate(FOCUS))
    assert held != "BODY"
    return held


@pytest.mark.parametrize("options", [{"viewport": WIDE}, {"viewport": PHONE}], ids=["wide", "phone"])
def test_searching_by_keyboard(browser: Browser, address: str, options: dict[str, Any]) -> None:
    """A question, its conditions taken away one after the other, examples: the focus is always somewhere, and axe finds nothing then."""
    with tab(browser, **options) as page:
        go(page, address + "find/")
        page.locator("form.ask input").focus()
        page.keyboard.type("喀什 副高 建筑施工")
        page.keyboard.press("Enter")
        page.wait_for_selector(".hit")
        focused(page)
        assert page_checks.violations(page) == []
        chips = page.locator("#understood button.chip")
        left = chips.count()
        assert left >= 2
        while left:
            chips.first.focus()
            page.keyboard.press("Enter")
            page.wait_for_function("left => document.querySelectorAll('#understood button.chip').length < left", arg=left)
            focused(page)
            left = chips.count()
        example = page.locator("#hints .examples a").first
        if example.is_visible():
            example.focus()
            page.keyboard.press("Enter")
            page.wait_for_selector(".hit")
            focused(page)
        assert page_checks.violations(page) == []


def test_menu_and_search_of_a_phone_by_keyboard(browser: Browser, address: str) -> None:
    """A button opens the menu, Escape closes it and gives the focus back; open, it is accessible. Search is a link to /find/."""
    with tab(browser, viewport=PHONE) as page:
        go(page, address + "guide/public/")
        button = page.get_by_role("button", name="菜单", exact=True)
        assert button.get_attribute("aria-expanded") == "false"
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".md-sidebar--primary").first).to_be_visible()
        page.wait_for_timeout(600)  # it slides in
        assert page_checks.violations(page) == []
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        assert "菜单" in focused(page)
        page.locator(".zc-search__link").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/find/#ask")


def test_search_of_the_header_by_keyboard(browser: Browser, address: str) -> None:
    """While somebody types, with the answer open, nothing is found; arrow keys lead into it, Escape back."""
    with tab(browser, viewport=WIDE) as page:
        go(page, address + "rules/")
        page.locator(".zc-search__input").focus()
        page.keyboard.type("喀什 副高 建筑施工", delay=20)
        page.clock.run_for(500)
        page.wait_for_selector(".zc-search__panel .hit a")
        assert page_checks.violations(page) == []
        page.keyboard.press("ArrowDown")
        assert "href" in focused(page)
        page.keyboard.press("Escape")
        assert "zc-search__input" in focused(page)


# Links within a sentence keep its line; what stands alone is as large as a finger.
SMALL = """() => {
  const found = [], size = 43.5;
  for (const node of document.querySelectorAll("a[href], button, input, select, summary, label[for]")) {
    if (!node.checkVisibility({opacityProperty: true, visibilityProperty: true}) || node.closest(".md-skip, .visually-hidden")) continue;
    let box = node.getBoundingClientRect();
    const first = node.firstElementChild;
    if (node.matches("p > a") && first && first.matches("img")) box = first.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (getComputedStyle(node).display === "inline") {
      let block = node.parentElement;
      while (getComputedStyle(block).display === "inline") block = block.parentElement;
      if (block.textContent.replace(node.textContent.trim(), "").replace(/[\\s·›、，。：×（）()0-9]/g, "")) continue;
    }
    if (box.height < size || box.width < size) found.push(`${box.width}x${box.height} ${node.outerHTML.slice(0, 150)}`);
  }
  return found;
}"""


def test_a_finger_hits_everything(browser: Browser, address: str) -> None:
    """44 px both ways, for whatever stands alone on a page of every kind."""
    with tab(browser, **FINGER) as page:
        small = {}
        for path in KINDS:
            go(page, address + path)
            if found := page.evaluate(SMALL):
                small[path] = found
        assert not small


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_text_of_twice_the_size(browser: Browser, address: str, viewport: dict[str, int]) -> None:
    """Where the browser's text is twice as large, nothing scrolls sideways but what has to (tables of guides, code)."""
    large = started(browser.browser_type, "--blink-settings=defaultFontSize=32")
    with large, large.new_context(viewport=viewport, locale="zh-CN") as context:  # type: ignore[arg-type]
        page = context.new_page()
        wide = {}
        for path in KINDS:
            go(page, address + path)
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
            if (found := page.evaluate(OVERFLOW)) != [0]:
                wide[path] = found
        assert not wide


# The words of a page: what is shown, whether or not it stands in a table; not what is only read out, or stands for the width alone.
WORDS = """() => {
  for (const fold of document.querySelectorAll("article details")) fold.open = true;
  const words = new Set(), walker = document.createTreeWalker(document.querySelector("article, main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), node = walker.currentNode.parentElement;
    if (!text || node.closest("thead, .visually-hidden, .toc-on-phone")) continue;
    if (node.checkVisibility({visibilityProperty: true})) words.add(text);
  }
  return [...words];
}"""


def test_on_a_phone_nothing_is_lost(browser: Browser, address: str) -> None:
    """Every word of every kind of page at 1280 px stands there at 390 px too; so do the bars, and every section of the menu."""
    with tab(browser, viewport=WIDE) as wide, tab(browser, **FINGER) as phone:
        for path in KINDS:
            go(wide, address + path)
            go(phone, address + path)
            assert set(wide.evaluate(WORDS)) - set(phone.evaluate(WORDS)) == set(), path
            bars = "(all) => all.filter((bar) => bar.getBoundingClientRect().width > 0).length"
            assert phone.locator("article .bar").evaluate_all(bars) == wide.locator("article .bar").evaluate_all(bars), path
            sections = phone.locator(".md-tabs__link").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")
            assert max(sections, default=0) <= PHONE["width"], path  # a sheet stands alone, without a menu
            assert sections or path.endswith("sheet.html"), path
        go(phone, address + COMMITTEE)
        assert "评分 专家评定" in phone.locator("table.scoring .who").evaluate_all(
            "(all) => all.map((one) => getComputedStyle(one, '::before').content.slice(1, -1) + one.textContent)"
        )


def test_long_pages_have_contents_on_a_phone(browser: Browser, address: str) -> None:
    """On a page longer than five screens there are links to its parts within the first two, or it is a list of links itself."""
    with tab(browser, **FINGER) as page:
        for path in KINDS:
            go(page, address + path)
            if page.evaluate("document.documentElement.scrollHeight") <= 5 * PHONE["height"]:
                continue
            if not page.locator("article h2").count():
                continue  # one list, which has no parts
            fold = page.locator("details.toc-on-phone")
            if fold.count():
                fold.locator("summary").click()
            links = page.locator("article nav a[href^='#'], details.toc-on-phone a[href^='#']")
            assert links.count() >= 2, path
            box = links.first.bounding_box()
            assert box is not None, path
            assert box["y"] < 2 * PHONE["height"] or page.locator(".sheet").count(), path  # a committee's answer comes first
            missing = "(all) => all.filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1)))).length"
            assert links.evaluate_all(missing) == 0, path
