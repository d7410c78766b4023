"""Two or three committees side by side, in a real browser: what differs, what is the same, and what cannot be compared."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.browsers import OVERFLOW, served
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

# Of every row: the label with its verdict, and the texts of each cell, those that only it has with an asterisk.
ROWS = """() => {
  const item = (node) => (node.querySelector(".only") ? "*" : "") + node.textContent;
  const said = (cell) => [...cell.querySelectorAll("li")].map(item).join("、") || cell.textContent;
  const label = (cell) => [...cell.childNodes].map((node) => node.textContent).join("|");
  const rows = [...document.querySelectorAll("table.versus tbody tr:not(.part)")];
  return Object.fromEntries(rows.map((row) => [label(row.cells[0]), [...row.cells].slice(1).map(said)]));
}"""
THREE = "registry/committees/650000/example-three.yaml"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, small_template: Path) -> Iterator[str]:
    """The address of a site with example-one and example-three, which is the same but for what a row of the table tells."""
    root = tmp_path_factory.mktemp("compare") / "root"
    shutil.copytree(small_template, root)
    changes = (
        "reviews: [{series: engineering, levels: [intermediate],"
        " catalog: {建筑工程: [城市规划, 古建筑], 市政工程: [给水排水, 道路与桥梁]}}]\n"
        'scope: {areas: ["653100"], open_to: public}\n'
        'phones: ["0991-0000077"]\n'
    )
    registries.write(
        root, THREE, registries.record(changes).replace("id: example-one", "id: example-three").replace("name: ", "name: 第三")
    )
    with served(sites.build(root, tmp_path_factory.mktemp("out") / "site")) as found:
        yield found


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def rows(tab: Page) -> dict[str, list[str]]:
    """The rows of the table: the label with its verdict, and the text of each cell."""
    expect(tab.locator("table.versus")).to_be_visible()
    found: dict[str, list[str]] = tab.evaluate(ROWS)
    return found


def test_what_differs_and_what_is_the_same(tab: Page, address: str) -> None:
    """Each part of a record is compared text by text; what only one side has is marked; equal rows are said once."""
    tab.goto(f"{address}compare/?a=example-one&b=example-three")
    found = rows(tab)
    assert found["评审地域|不同"] == ["*新疆维吾尔自治区", "*喀什地区"]
    assert found["建筑工程|不同"] == ["城市规划、*建筑勘察设计、*建筑施工管理", "城市规划、*古建筑"]
    assert found["市政工程|相同"] == ["给水排水；道路与桥梁"]
    assert found["层级和职称|不同"][1] == "中级：工程师"
    assert found["层级和职称|不同"][0].startswith("*副高级：高级工程师、中级：工程师")
    assert found["咨询电话|不同"][1] == "*0991-0000077"
    assert found["组建单位|相同"] == ["示例自治区住房和城乡建设厅"]
    different = sum(label.endswith("|不同") for label in found)
    expect(tab.locator("#answer strong")).to_have_text(f"{different} 项不同，{len(found) - different} 项相同。")
    tab.get_by_label("只看不同的").check()
    assert tab.locator("table.versus tr.same:visible").count() == 0
    assert tab.locator("table.versus tr.differs:visible").count() == different


def test_three_side_by_side(tab: Page, address: str) -> None:
    tab.goto(f"{address}compare/?a=example-one&b=example-three&c=example-two")
    found = rows(tab)
    assert found["职称系列|不同"] == ["*工程技术人员", "*工程技术人员", "*翻译专业人员"]
    assert found["评审地域|不同"] == ["*新疆维吾尔自治区", "*喀什地区", "*新疆维吾尔自治区"]
    assert tab.locator("table.versus thead th").count() == 3


def test_a_choice_by_name_is_kept_in_the_address(tab: Page, address: str) -> None:
    """Names are typed or picked; the address can be shared, and going back shows what was there."""
    tab.goto(f"{address}compare/")
    expect(tab.locator("#answer")).to_have_text("请选两个或三个评审委员会：填名称里的几个字，从列出的里面选。")
    names = {one["id"]: one["name"] for one in json.loads(tab.request.get(f"{address}api/v1/committees.json").text())["committees"]}
    tab.get_by_label("第一个评审委员会").fill(names["example-one"])
    tab.get_by_label("第二个评审委员会").fill(names["example-three"])
    tab.keyboard.press("Enter")
    rows(tab)
    assert "a=" in tab.url
    tab.reload()
    rows(tab)
    tab.go_back()
    expect(tab.locator("#answer")).to_contain_text("请选两个或三个评审委员会")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?a=example-one&b=nobody", "名录里没有：nobody。请从列出的名称里选。"),
        ("?a=example-one&b=example-one", "选的是同一个评审委员会，请另选一个。"),
        ("?a=example-one", "请选两个或三个评审委员会：填名称里的几个字，从列出的里面选。"),
        ("?a=<img src=x onerror=alert(1)>&b=x", "名录里没有：<img src=x onerror=alert(1)>、x。请从列出的名称里选。"),
    ],
)
def test_what_cannot_be_compared_is_said(tab: Page, address: str, query: str, said: str) -> None:
    tab.goto(f"{address}compare/{query}")
    expect(tab.locator("#answer")).to_have_text(said)
    expect(tab.locator("form.compare-choice")).to_be_visible()
    assert tab.locator("table.versus").count() == 0


def test_without_an_answer_of_the_server(tab: Page, address: str) -> None:
    tab.route("**/api/v1/series.json", lambda route: route.abort())
    tab.goto(f"{address}compare/?a=example-one&b=example-three")
    expect(tab.locator("#answer")).to_have_text("没能读取登记的内容。请检查网络，再点一次“比较”。从磁盘上打开的页面读不到，要放在网站上。")
    tab.unroute("**/api/v1/series.json")
    tab.get_by_role("button", name="比较").click()
    rows(tab)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_stands_out_of_the_page(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}compare/?a=example-one&b=example-three&c=example-two")
    rows(page)
    assert page.evaluate(OVERFLOW) == [0]
    page.close()
