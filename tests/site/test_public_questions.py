"""What people type, in their own words, and the right answer: the table of tests/data/search, held in the browser on /find/."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.browsers import served
from helpers.public_questions import QUESTIONS, SHOWN, wrong
from helpers.registries import TODAY
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

RIGHT = 130  # of the table, at least


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def find(address: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.clock.install(time=TODAY.isoformat())
    page.goto(address + "find/")
    page.wait_for_function("!document.querySelector('#understood').textContent.includes('正在读取')")
    yield page
    page.close()


def test_the_table_has_every_kind_of_question() -> None:
    assert len(QUESTIONS) >= 200
    assert len({question["ask"] for question in QUESTIONS}) == len(QUESTIONS)
    kinds = Counter(question["kind"] for question in QUESTIONS)
    few = {kind: number for kind, number in kinds.items() if number < 4}
    assert not few
    assert all(len(question) > 2 for question in QUESTIONS), "a question without an answer"


def test_the_answers_of_the_page(find: Page) -> None:
    faults = []
    for question in QUESTIONS:
        find.locator("form.ask input").fill(question["ask"])
        find.locator("form.ask button").click()
        found = wrong(question, find.locator("#find").evaluate(SHOWN))
        faults += [f"{question['ask']}: {'; '.join(found)}"] if found else []
    assert len(QUESTIONS) - len(faults) >= RIGHT, "\n".join(faults)
