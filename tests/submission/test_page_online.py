"""The links to the forge on the page for submissions: they are there, and nobody is asked before one is followed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from helpers import submit_page
from helpers.filled_forms import filled
from helpers.page_checks import violations
from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]


def test_who_has_an_account_is_led_to_the_forge(small: Path, browser: Browser, tmp_path: Path) -> None:
    """The small registry has a forge. The counts of the roster are new and fit into a link; the record is there already."""
    office = submit_page.office(small)
    address = submit_page.saved(office, tmp_path / "submit.html")
    for name, content in filled(office, tmp_path, 30, address="示例市示例路 9 号"):
        (tmp_path / name).write_bytes(content)
    context = browser.new_context()
    context.route("https://**/*", lambda route: route.fulfill(body="forge"))
    page = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.clock.set_fixed_time(submit_page.NOW)
    submit_page.ready(page, address)
    page.set_input_files("#files", [tmp_path / name for name in ("附件1.docx", "附件2.xlsx", "附件3.xlsx")])
    submit_page.status(page, "读完了")
    page.click("#judge")
    submit_page.status(page, "核对过了。")
    page.click("#finish")
    submit_page.status(page, "打包好了")
    page.click("#online summary")
    items = page.locator("#online li")
    record, counts = items.nth(0), items.nth(1)
    assert "registry/committees/650000/example-one.yaml：平台上已有这个文件" in record.inner_text()
    assert "浏览器才会打开 forge.example.org" in page.inner_text("#online")
    with page.expect_download() as download:
        record.locator("a").nth(0).click()
    assert download.value.suggested_filename == "example-one.yaml"
    kept = tmp_path / "kept.yaml"
    download.value.save_as(kept)
    assert "address: 示例市示例路 9 号" in kept.read_text(encoding="utf-8")
    upload = record.locator("a").nth(1)
    assert upload.get_attribute("href") == "https://forge.example.org/example/zhicheng/_upload/main/registry/committees/650000"
    link = counts.locator("a")
    assert link.get_attribute("rel") == "noreferrer noopener"
    href = link.get_attribute("href")
    assert href is not None
    assert parse_qs(urlsplit(href).query)["filename"] == ["example-one.yaml"]
    assert violations(page) == []
    assert [one for one in asked if not one.startswith(("file:", "blob:"))] == []
    with context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    assert [one for one in asked if one.startswith("https:")] == [href]
    assert opened.value.evaluate("document.referrer") == ""
    context.close()
