"""The search on a registry of ten thousand committees: small enough to load, and quick on a phone of six years ago."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import sites
from helpers.browsers import served
from helpers.deep import DEEP
from helpers.registries import TODAY
from helpers.synthetic import generate
from playwright.sync_api import Browser, CDPSession, Page

from zhicheng.site import search_data

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("pages"),
    pytest.mark.skipif(not DEEP, reason="makes ten thousand committees: `make deep`"),
]

SLOWER, MOST, MOST_OF_BROAD = 6, 50, 90  # times slower than this machine; milliseconds
ASK = """async ([words, page]) => {
  const of = await zhichengSearch.site();
  of.directory._texts.clear();
  if (page) { document.querySelector("form.ask").elements.ask.value = words; document.querySelector("form.ask").requestSubmit(); }
  else zhichengSearch.ask(of.directory, words, { series: "", level: "", area: "" }, of.today());
}"""
# With and without a match, misspelt, in pinyin, a sentence.
QUESTIONS = (
    *("喀什 中级 建筑施工", "水利规划", "水利 高级工程师 喀什", "护士 副高 和田", "飞行器制导", "飞行器制导 喀什 副高", "高级工程师"),
    *("乌鲁木奇 水利规划技术 高工", "建筑监理工程 莎车 工程师", "kashi shuili gaogong", "xyz", "八师 水利规划技术 中级", "律师"),
    *("我在喀什一家民营企业做水利规划技术，想申报工程师", "喀什 正高 电力规划基础 煤矿"),
)
BROAD = ("喀什", "中级", "副高", "喀什 中级", "工程", "教师")  # of which thousands of committees are the answer


@pytest.fixture(scope="module")
def large(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's site with the data of ten thousand committees."""
    folder = tmp_path_factory.mktemp("large")
    generate(folder / "root", 10_000)
    view = sites.view(folder / "root")
    shutil.copytree(site, folder / "site")
    (folder / "site" / search_data.DATA).write_bytes(search_data.data(view, []))
    (folder / "site" / search_data.LATER).write_bytes(search_data.later(view))
    return folder / "site"


@pytest.fixture(scope="module")
def slow(large: Path, browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """The page of the search in a browser six times slower, when all is read."""
    with served(large) as address:
        page = browser.new_page()
        page.clock.set_fixed_time(TODAY.isoformat())
        page.goto(address + "find/")
        page.wait_for_function("!!(window.zhichengSearch && zhichengSearch.read && zhichengSearch.last)", timeout=120_000)
        page.evaluate("zhichengSearch.site().then(({ directory }) => { while (directory._spelling && directory._spelling.prepare(400)); })")
        page.wait_for_timeout(2000)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, session
        page.close()


def busy(session: CDPSession) -> float:
    """How long the page's own thread has worked, in milliseconds: what else the machine does is not in it."""
    found = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in found if one["name"] == "TaskDuration")


def test_the_data_is_small(large: Path) -> None:
    assert len(gzip.compress((large / search_data.DATA).read_bytes(), 9)) <= 300_000


@pytest.mark.parametrize("words", [*QUESTIONS, *BROAD])
def test_an_answer_comes_at_once(words: str, slow: tuple[Page, CDPSession]) -> None:
    page, session = slow
    times = []
    for _ in range(5):
        before = busy(session)
        page.evaluate(ASK, [words, False])
        times.append(busy(session) - before)
    assert min(times) < (MOST_OF_BROAD if words in BROAD else MOST), times
