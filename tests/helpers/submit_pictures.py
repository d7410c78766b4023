"""Makes the pictures of docs/guide/submit.md, docs/assets/guide/submit-*.png: a part of `make pictures`, or alone
`PYTHONPATH=tests python tests/helpers/submit_pictures.py`.

A clerk of the sample registry submits in the page for submissions, as `zhicheng build --submit` makes it, so that the pictures show the
current program. They have a fixed day. All people are invented (人物均为虚构), and the telephone numbers are unassigned.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from helpers import people, pictures
from helpers.browser_python import FETCHED
from helpers.browsers import chromium, served
from playwright.sync_api import Page, sync_playwright

from zhicheng.commands.cli import main as zhicheng

WIDTH, SCALE = 1080, 1.25  # as wide as a window on the screen of a clerk
# The button of a field for files says what the language of the browser is; this one is that of a clerk.
IN_CHINESE = """() => { for (const field of document.querySelectorAll("input[type=file]:not([hidden])")) {
  const button = Object.assign(document.createElement("button"), { textContent: "选择文件" }), number = field.files.length;
  field.after(button, number ? ` ${number} 个文件` : " 未选择任何文件");
  field.hidden = true;
} }"""
DAY, NOW = "2026-11-23", "2026-11-23T02:30:00Z"
PATIENCE = 240_000


def shot(page: Page, name: str, first: str, last: str, most: int = 640) -> None:
    """A picture of the page from one element to another, given by selectors, of so many pixels of the page at most."""
    page.evaluate("scrollTo(0, 0)")
    at = "(node) => { const { top, bottom } = node.getBoundingClientRect(); return [top + scrollY, bottom + scrollY]; }"
    begin = max(0, page.locator(first).first.evaluate(at)[0] - 12)
    end = page.locator(last).first.evaluate(at)[1] + 12
    clip = {"x": 0, "y": begin, "width": WIDTH, "height": min(most, end - begin)}
    pictures.shot(page, f"submit-{name}", full_page=True, clip=clip)


def status(page: Page, text: str) -> None:
    page.wait_for_function("text => document.getElementById('status').textContent.startsWith(text)", arg=text, timeout=PATIENCE)


def story(page: Page, address: str, forms: list[Path]) -> None:
    """The steps of the guide, a picture each."""
    page.goto(f"{address}about/submit/")
    shot(page, "open", "article h1", "article pre >> nth=-1", 800)
    page.goto(f"{address}submit/")
    page.wait_for_selector("#work:not([hidden])", timeout=PATIENCE)
    page.set_input_files("#files", forms)
    page.wait_for_selector(".ask-box", timeout=PATIENCE)
    shot(page, "question", ".ask-box", ".ask-box")
    field = page.locator("[data-question='编号']")
    field.fill(pictures.COMMITTEE)
    field.press("Tab")
    page.wait_for_selector("#judge:not([disabled])", timeout=PATIENCE)
    page.evaluate(IN_CHINESE)
    shot(page, "read", "#title", ".bench", 900)
    page.click("#judge")
    page.wait_for_selector("#public:not([hidden])", timeout=PATIENCE)
    status(page, "核对过了")
    page.frame_locator("#preview").locator("h1").wait_for()
    shot(page, "judged", "#h3", "#found")
    page.locator("#public").evaluate("(node) => { node.scrollIntoView(); scrollBy(0, -12); }")  # a frame is painted where it is seen
    page.wait_for_timeout(1000)
    pictures.shot(page, "submit-preview")
    page.evaluate(IN_CHINESE)
    shot(page, "keys", "#towhom", "#finish")
    page.click("#finish")
    page.wait_for_selector("#done:not([hidden])", timeout=PATIENCE)
    shot(page, "packed", "#done", "#packet")
    shot(page, "progress", "[aria-labelledby=h7]", "#discard")


def main() -> None:
    if not (FETCHED / ".fetched").exists():
        sys.exit("There is no Python for browsers: `make submit` fetches it.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        clerk = pictures.Clerk(Path(folder), browser)
        clerk.run("zhicheng export --blank --out ~/空白表格", DAY)
        forms = [clerk.home / "登记表" / name for name in ("附件1.docx", "附件2.xlsx", "附件3.xlsx")]
        pictures.fill_annex_1(clerk.home / "空白表格/blank.form-1.docx", forms[0], pictures.CELLS)
        pictures.fill_annex_2(clerk.home / "空白表格/blank.form-2.xlsx", forms[1])
        people.annex3_xlsx([{**one, "post": "灌溉排水"} for one in people.bench_experts(21)], forms[2])
        (clerk.root / "build").mkdir()
        (clerk.root / "build/submit").symlink_to(FETCHED)
        if zhicheng(["build", "--submit", "--quiet", "--root", str(clerk.root), "--out", str(clerk.home / "site"), "--as-of", DAY]):
            sys.exit("The site was not built.")
        context = browser.new_context(viewport={"width": WIDTH, "height": 700}, device_scale_factor=SCALE, locale="zh-CN")
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        with served(clerk.home / "site") as address:
            story(page, address, forms)
        browser.close()


if __name__ == "__main__":
    main()
