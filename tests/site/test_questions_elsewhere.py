"""What people ask in another province, in their own words, and the right answer on /find/: tests/data/search/elsewhere.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import elsewhere, sites
from helpers.browsers import WHOLE, served
from helpers.public_questions import SHOWN, wrong
from helpers.registries import TODAY
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

# The committees listed as those of the organisation that was named.
OWN = """found => {
  const shown = [...found.children], at = shown.findIndex((one) => one.matches("h2") && /^您写的单位自己的/.test(one.textContent));
  const after = at < 0 ? [] : shown.slice(at + 1), end = after.findIndex((one) => !one.matches(".hit.closed"));
  return after.slice(0, end < 0 ? after.length : end).map((one) => one.querySelector("h3 a").getAttribute("href"));
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    elsewhere.lay(folder / "root")
    return sites.build(folder / "root", folder / "site")


@pytest.fixture(scope="module")
def page(built: Path, browser: Browser) -> Iterator[Page]:
    with served(built) as address:
        page = browser.new_page()
        page.clock.install(time=TODAY.isoformat())
        page.goto(address + "find/")
        page.wait_for_function("zhichengSearch.complete && zhichengSearch.last")
        yield page
        page.close()


@pytest.mark.parametrize("question", elsewhere.TABLE["questions"], ids=lambda question: question["ask"])
def test_the_answer(page: Page, question: dict[str, Any]) -> None:
    page.locator("form.ask input").fill(question["ask"])
    page.locator("form.ask button").click()
    page.wait_for_function(WHOLE)
    shown = page.locator("#find").evaluate(SHOWN)
    said, answer = page.locator("#understood").inner_text(), page.locator("#found").inner_text()
    shown["said"] = said
    assert not wrong(question, shown)
    assert question.get("chips", "") in said
    assert not [word for word in question.get("not_said", ()) if f"“{word}”" in said]
    own = page.locator("#found").evaluate(OWN)
    assert own == ([f"../committees/{question['own']}/"] if "own" in question else [])
    assert ("您写的单位自己有评审委员会" in answer) == ("own" in question)


def test_an_area_page_says_which_of_two_it_is(built: Path) -> None:
    """In its title and heading; the names of others are as they are."""
    assert "<h1>乐山市市中区</h1>" in (built / "areas/511102/index.html").read_text(encoding="utf-8")
    assert "<h1>锦江区</h1>" in (built / "areas/510104/index.html").read_text(encoding="utf-8")
    assert "所在区划：乐山市市中区（511102）" in (built / "committees/lssz-teacher/index.html").read_text(encoding="utf-8")
