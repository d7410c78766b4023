"""What `/find/` says of committees that a list names and that have not filed: to be asked about, never counted as an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.browsers import served
from helpers.registries import TODAY
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

LISTED = """
id: 653200-health
name: 和田地区卫生系列中级职称评审委员会
authority: prefecture
area: "653200"
reviews: [{series: health, levels: [intermediate], specialties: [护理]}]
phones: ["0903-0000001"]
source: {title: 和田地区一览表, date: "2025-12-31"}
"""
BARE = """
id: 653100-committee
name: 喀什地区会计职称评审委员会
authority: prefecture
area: "653100"
source: {title: 喀什地区一览表}
"""
SAID = "个评审委员会见于一览表，尚未备案登记"


@pytest.fixture(scope="module")
def page(small_template: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("unfiled")
    root = registries.small(folder / "root")
    registries.write(root, "registry/listed/653200/653200-health.yaml", LISTED)
    registries.write(root, "registry/listed/653100/653100-committee.yaml", BARE)
    with served(sites.build(root, folder / "site")) as address:
        tab = browser.new_page()
        tab.clock.install(time=TODAY.isoformat())
        tab.goto(address + "find/")
        tab.wait_for_function("!document.querySelector('#understood').textContent.includes('正在读取')")
        yield tab
        tab.close()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("和田 护士 中级", ["和田地区卫生系列中级职称评审委员会"]),
        ("和田 主管护师", ["和田地区卫生系列中级职称评审委员会"]),
        ("和田市 护理", ["和田地区卫生系列中级职称评审委员会"]),  # a part of the division
        ("和田 副高 护理", []),  # the list says which level
        ("和田 中学教师", []),  # another series
        ("吐鲁番 护理 中级", []),  # elsewhere
        ("喀什 会计师", ["喀什地区会计职称评审委员会"]),  # the list says no series: by the name
        ("喀什 护理", []),
    ],
)
def test_told_where_it_may_be_meant(page: Page, question: str, names: list[str]) -> None:
    page.locator("form.ask input[name=ask]").fill(question)
    page.locator("form.ask").evaluate("form => form.requestSubmit()")
    box = page.locator("#found .notice", has_text=SAID)
    assert box.count() == (1 if names else 0)
    if names:
        text = box.inner_text()
        assert [name for name in names if name not in text] == []
        assert f"有 {len(names)} {SAID}。是否还在评审、怎样申报，请先问清。" in text
        assert "见于《" in text
        assert "可以" not in page.locator("#found .answer").inner_text()
        assert (
            box.locator("a")
            .first.get_attribute("href")
            .endswith(f"committees/#listed-{'653200-health' if '卫生' in text else '653100-committee'}")
        )
