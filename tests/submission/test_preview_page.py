"""The public page as it will look, in the page for submissions: in a frame in which nothing runs and from which nothing leads away.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import filled_forms, packets, registries
from helpers.page_checks import hard_to_read
from helpers.submit_page import NOW, ready, saved, status
from playwright.sync_api import Browser, Page, expect

from zhicheng.site import preview

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]


def shown(page: Page, office: Path, folder: Path) -> None:
    page.clock.set_fixed_time(NOW)
    ready(page, saved(office, folder / "submit.html"))
    page.set_input_files("#files", filled_forms.saved(office, folder, 30, address="示例市示例路 9 号"))
    status(page, "读完了")
    page.click("#judge")
    status(page, "核对过了。")
    assert page.is_visible("#preview")


def test_it_looks_as_on_the_site_and_leads_nowhere(office: Path, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    shown(page, office, tmp_path)
    frame = page.frame_locator("#preview")
    assert "示例市示例路 9 号" in frame.locator("article").inner_text()
    assert frame.locator(".paper").first.is_hidden()  # the styles are there: the form is for printing alone
    assert frame.locator("article").evaluate("node => getComputedStyle(node).fontSize") == "16px"
    assert frame.locator("a[href]:not([href^='#'])").count() == 0
    assert frame.locator("a[href^='#']").count() > 5
    assert frame.locator("script, form, button:enabled, input:enabled").count() == 0
    assert page.inner_text("#stays") == "不公开、要密封的：主管领导 1 名，业务人员 1 名，填表人 1 名，评委 30 名。公开的只有评委的人数。"
    assert [one for one in said if "sandboxed" not in one] == []  # what the test itself would run in the frame is blocked
    page.close()


def test_a_roster_that_is_not_sealed_here_is_not_said_to_be_and_all_can_be_read_without_eyes(
    small: Path, browser: Browser, tmp_path: Path
) -> None:
    """Another is registered already, and without a key it cannot be continued.

    On a telephone, in light and in dark colours, which the frame has, too.
    """
    (small / "registry/vault/recipients.txt").unlink()
    registries.write(small, "registry/recipients.yaml", registries.keys_of_centre())
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)  # for axe, a script
    page = context.new_page()
    shown(page, packets.repository(small), tmp_path)
    assert "请把附件3另交中心" in page.inner_text("#left")
    assert "主管领导 1 名" in page.inner_text("#stays")
    assert "评委 30 名" not in page.inner_text("#stays")
    assert hard_to_read(page) == []
    frame = page.frame_locator("#preview").locator("body")
    for scheme, of_page in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        frame.evaluate("node => node.setAttribute('data-before', '')")
        page.click("#judge")
        expect(frame).not_to_have_attribute("data-before", "")  # it is drawn anew
        expect(frame).to_have_attribute("data-md-color-scheme", of_page)
    assert frame.evaluate("node => node.ownerDocument.documentElement.scrollWidth - node.ownerDocument.defaultView.innerWidth") <= 0
    context.close()


def test_its_styles_fetch_nothing() -> None:
    style = preview.style()
    assert ".md-typeset" in style
    assert "url(" not in style
    assert "@import" not in style
