"""The sheet of a committee, to print and to embed, and its badge."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from helpers import pdfs, registries, sites
from helpers.browsers import OVERFLOW, served
from PIL import Image
from playwright.sync_api import Browser, expect

from zhicheng.site import sheets
from zhicheng.site.pages.overview import Overview

ADDRESS = "https://zhicheng.example.org/committees/example-one/"


def asked_for(root: Path) -> Path:
    """The registry with sheets and an address."""
    path = root / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "sheets: true\n", encoding="utf-8")
    return root


def made(root: Path, name: str, identifier: str = "example-one") -> str:
    return {file.path: file for file in sheets.files(Overview(sites.view(root)))}[f"committees/{identifier}/{name}"].content().decode()


def test_only_where_they_are_asked_for(small: Path) -> None:
    assert sheets.files(Overview(sites.view(small))) == []
    paths = [file.path for file in sheets.files(Overview(sites.view(asked_for(small))))]
    assert {"committees/example-one/sheet.html", "committees/example-one/badge.svg"} <= set(paths)
    assert len(paths) == 2 * len(Overview(sites.view(small)).rows)


@pytest.mark.parametrize(
    ("identifier", "said", "colour"),
    [
        ("example-one", "在册 · 有效期至 2028-12-31", "#1b6b45"),
        ("example-old", "已撤销登记 · 2024-12-31", "#9b2226"),
    ],
)
def test_badge(small: Path, identifier: str, said: str, colour: str) -> None:
    """The state in words and colour, and as text for those who do not see it; the picture is as wide as its two fields."""
    text = made(asked_for(small), "badge.svg", identifier)
    root = ET.fromstring(text)  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    assert [node.text for node in root.iter(f"{space}text")] == ["职称评审委员会", said]
    assert root.get("aria-label") == root.findtext(f"{space}title")
    assert root.get("aria-label", "").endswith(f"：{said}")
    assert f'fill="{colour}"' in text
    first, second = (float(node.get("x", "")) for node in root.iter(f"{space}text"))
    assert float(root.get("width", "")) == 2 * first + 2 * (second - 2 * first)


def test_hostile_names(small: Path) -> None:
    """Text of a record is text: in the sheet, in the badge, and in the lines to copy."""
    name = "<script>alert(1)</script>\"'&职称评审委员会"
    registries.write(asked_for(small), registries.ONE, registries.record(f"name: '{name.replace(chr(39), chr(39) * 2)}'\n"))
    sheet, badge = made(small, "sheet.html"), made(small, "badge.svg")
    assert "<script" not in sheet
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in sheet
    assert ET.fromstring(badge).get("aria-label", "").startswith(name)  # noqa: S314


def test_what_the_sheet_says(small: Path) -> None:
    text = made(asked_for(small), "sheet.html")
    for said in (
        '<p class="state ok">在册 · 有效期至 2028-12-31</p>',
        "<p>副高级（可评）：高级工程师</p>",
        "<p>2026 年度备案登记：",
        f'<a href="./" target="_blank" rel="noopener">{ADDRESS}</a>',
        "公示单只供查阅，不是备案登记表；内容以网站现在公布的为准。",
    ):
        assert said in text
    assert "style=" not in text
    assert "<script" not in text


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, small_template: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("sheets")
    registries.small(folder / "root")
    with served(sites.build(asked_for(folder / "root"), folder / "site")) as found:
        yield found


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
def test_the_printed_sheet_leads_to_the_page(browser: Browser, address: str) -> None:
    """One page of A4, whose QR code, read from the picture of the print, is the address of the committee's page."""
    page = browser.new_page()
    page.goto(f"{address}committees/example-one/sheet.html")
    (picture,) = pdfs.pictures(page.pdf(prefer_css_page_size=True), scale=3)
    page.close()
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [ADDRESS]


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
@pytest.mark.parametrize("width", [320, 480, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sheet_on_screens(browser: Browser, address: str, width: int, scheme: str) -> None:
    """Nothing stands out of it, it breaks no rule of its policy, and the code can be read in both colours."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}committees/example-one/sheet.html")
    assert page.evaluate(OVERFLOW.replace("article *", "body *")) == [0]
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True, scale="device")))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [ADDRESS]
    assert [text for text in said if "favicon" not in text and "404" not in text] == []
    context.close()


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
def test_the_page_gives_the_lines_to_embed(browser: Browser, address: str) -> None:
    """What the committee's page offers to copy shows the badge and the sheet in another page."""
    page = browser.new_page()
    page.goto(f"{address}committees/example-one/")
    lines = page.locator("#share ~ details code").all_text_contents()
    expect(page.locator("p.cite")).to_contain_text(f"，{ADDRESS}，数据版本 ")
    assert len(lines) == 2
    page.route(
        "https://zhicheng.example.org/**",
        lambda route: route.fulfill(response=page.request.get(route.request.url.replace("https://zhicheng.example.org/", address))),
    )
    page.set_content("".join(lines))
    expect(page.frame_locator("iframe").locator("p.state")).to_have_text("在册 · 有效期至 2028-12-31")
    assert page.locator("img").evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 200
    page.close()
