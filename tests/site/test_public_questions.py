"""What people type, in their own words, and the right answer: the table of tests/data/search, held in the browser in both places to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.browsers import served
from helpers.deep import sample
from helpers.public_questions import QUESTIONS, SHOWN, wrong
from helpers.registries import TODAY
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

# Asks the page one question after the other, each when the answer to the one before is whole; in one call, since hundreds take long.
EACH = f"""async (asked) => {{
  const shown = {SHOWN}, form = document.querySelector("form.ask"), found = document.querySelector("#found"), answers = [];
  for (const words of asked) {{
    form.elements.ask.value = words;
    form.requestSubmit();
    while (found.hasAttribute("aria-busy")) await new Promise((done) => setTimeout(done));
    answers.push(shown(document.querySelector("#find")));
  }}
  return answers;
}}"""
ASKED = "words => [...document.querySelectorAll('.zc-search__panel a')].some(a => new URL(a.href).searchParams.get('ask') === words)"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def page(address: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.clock.install(time=TODAY.isoformat())
    yield page
    page.close()


def faults(answer: Callable[[str], dict[str, Any]], every: int = 1) -> str:
    """The questions, or every so-manieth, that are answered wrongly, a line each."""
    found = {question["ask"]: wrong(question, answer(question["ask"])) for question in sample(QUESTIONS, every)}
    return "\n".join(f"{ask}: {'; '.join(why)}" for ask, why in found.items() if why)


def test_the_table_has_every_kind_of_question() -> None:
    assert len(QUESTIONS) >= 200
    assert len({question["ask"] for question in QUESTIONS}) == len(QUESTIONS)
    kinds = Counter(question["kind"] for question in QUESTIONS)
    few = {kind: number for kind, number in kinds.items() if number < 4}
    assert not few
    assert all(len(question) > 2 for question in QUESTIONS), "a question without an answer"


def test_the_answers_of_the_page(page: Page, address: str) -> None:
    page.goto(address + "find/")
    page.wait_for_function("!document.querySelector('#understood').textContent.includes('正在读取')")
    page.wait_for_function("zhichengSearch.complete && zhichengSearch.last")
    asked = [question["ask"] for question in QUESTIONS]
    answers = dict(zip(asked, page.evaluate(EACH, asked), strict=True))
    assert not (found := faults(answers.__getitem__)), found


def test_the_answers_of_the_header(page: Page, address: str) -> None:
    """While somebody types, on a page of something else; the script that answers is the same, so of every third question."""
    page.goto(address + "areas/")
    page.locator(".zc-search__input").fill("喀什")
    page.wait_for_selector(".zc-search__panel a")
    page.wait_for_function("zhichengSearch.complete && zhichengSearch.last")

    def answer(words: str) -> dict[str, Any]:
        page.locator(".zc-search__input").fill(words)
        page.clock.run_for(200)
        page.wait_for_function(ASKED, arg=words)
        found: dict[str, Any] = page.locator(".zc-search__panel").evaluate(SHOWN)
        return found

    assert not (found := faults(answer, 3)), found


def test_enter_leads_to_the_whole_answer(page: Page, address: str) -> None:
    """Never to a page of the documentation; the question stands in the address and in the box there, and steps can be gone back."""
    page.goto(address + "areas/")
    page.locator(".zc-search__input").fill("喀什 中级 建筑施工")
    page.locator(".zc-search__input").press("Enter")
    page.wait_for_selector("#found .hit.competent")
    assert page.url == address + "find/?ask=%E5%96%80%E4%BB%80+%E4%B8%AD%E7%BA%A7+%E5%BB%BA%E7%AD%91%E6%96%BD%E5%B7%A5"
    assert page.locator("form.ask input").input_value() == "喀什 中级 建筑施工"
    assert "已按以下条件查找：" in page.locator("#understood").inner_text()
    page.locator("#understood .chip", has_text="层级").click()
    assert page.evaluate("document.activeElement.name") == "ask"
    assert page.locator("form.ask input").input_value() == "喀什 建筑施工"
    page.go_back()
    page.wait_for_function("document.querySelector('form.ask input').value === '喀什 中级 建筑施工'")
    page.goto(address + "find/?q=" + "和田 主管护师")
    page.wait_for_selector("#found .answer")
    assert page.locator("#found .answer").inner_text() == "不用评审：考试合格就取得"


def test_a_guide_answers_when_it_has_come(page: Page, address: str) -> None:
    """The texts of the guides come last; a question that they answer is answered then, without being asked once more."""
    page.goto(address + "find/?ask=办事指南")
    page.wait_for_selector("#found .by-name a")
    assert str(page.locator("#found a").first.get_attribute("href")).endswith("guide/public/#apply")


def test_the_panel_is_gone_through_by_keyboard(page: Page, address: str) -> None:
    """Down leads into the answer, up back; Escape closes it and the focus stays in the box; leaving it closes it."""
    page.goto(address)
    for form, panel in ((".zc-search__form", ".zc-search__panel"), ("form.ask", ".ask-panel")):
        page.locator(f"{form} input").fill("喀什 副高 建筑施工")
        page.clock.run_for(200)
        page.wait_for_selector(f"{panel} .hit.competent a")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("panel => document.querySelector(panel).contains(document.activeElement)", panel)
        page.keyboard.press("ArrowUp")
        assert page.evaluate("document.activeElement.name") == "ask"
        page.keyboard.press("Escape")
        assert not page.locator(panel).is_visible()
        assert page.evaluate("document.activeElement.name") == "ask"


def test_without_a_server(site: Path, browser: Browser) -> None:
    """From a folder the data comes as scripts, so the search works there too."""
    page = browser.new_page()
    page.clock.install(time=TODAY.isoformat())
    page.goto((site / "find/index.html").as_uri() + "?ask=喀什 中级 建筑施工")
    page.wait_for_selector("#found .hit.competent")
    page.close()


def test_where_its_script_does_not_run_the_page_says_so(address: str, browser: Browser) -> None:
    """In a browser that is too old for it: after a moment what to do instead; where it runs, nothing of it is left."""
    page = browser.new_page()
    page.route("**/assets/search.js", lambda route: route.fulfill(body="(function () { @ })();", content_type="text/javascript"))
    page.goto(address + "find/")
    page.locator(".search-off").wait_for()
    assert "请换用新一些的浏览器" in page.locator(".search-off").inner_text()
    page.unroute_all()
    page.goto(address + "find/")
    page.wait_for_function("!document.querySelector('#understood').textContent.includes('正在读取')")
    assert page.locator(".search-off").count() == 0
    page.close()
