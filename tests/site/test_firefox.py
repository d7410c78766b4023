"""The main pages in Firefox: the search, the coverage and committees side by side. `make browser` installs it where it may."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from helpers.browsers import CONTRAST, OVERFLOW, served
from helpers.firefox import Tab, firefox, tab
from helpers.public_questions import QUESTIONS, SHOWN, wrong
from helpers.registries import TODAY

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("firefox")]

READY = "!!zhichengSearch.last && !!zhichengSearch.complete && !document.querySelector('#found[aria-busy]')"
# Asks /find/ one question after the other, and gives what it shows.
ASK_ALL = """async (questions) => { const all = [], form = document.querySelector("form.ask"); for (const question of questions) {
  form.elements.ask.value = question; form.requestSubmit();
  while (document.querySelector("#found[aria-busy]")) await new Promise((done) => setTimeout(done, 5));
  all.push((SHOWN)(document.querySelector("#find")));
} return all; }""".replace("SHOWN", SHOWN)


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    program = firefox()
    if program is None:
        said = "There is no Firefox. `make browser` installs Debian's firefox-esr where it may, else says what to do."
        debian = sys.platform == "linux" and platform.freedesktop_os_release().get("ID") == "debian"
        (pytest.fail if os.environ.get("CI") and debian and os.geteuid() == 0 else pytest.skip)(said)
    with tab(tmp_path_factory.mktemp("profile"), program) as found:
        found.on_day(TODAY.isoformat())
        found.resize(1280, 900)
        yield found


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(autouse=True)
def nothing_is_complained_of(fox: Tab) -> Iterator[None]:
    fox.complaints.clear()
    yield
    assert fox.complaints == []


def test_every_question_of_the_public(fox: Tab, address: str) -> None:
    """The whole table on /find/, as in Chromium."""
    fox.open(address + "find/")
    fox.wait(READY)
    asked = [str(question["ask"]) for question in QUESTIONS]
    shown = fox.run(f"({ASK_ALL})({asked!r})")
    told = {ask: wrong(question, one) for ask, question, one in zip(asked, QUESTIONS, shown, strict=True)}
    assert len(shown) > 200
    assert {ask: why for ask, why in told.items() if why} == {}


def test_the_box_of_the_header_answers_while_somebody_types(fox: Tab, address: str) -> None:
    fox.open(address)
    fox.run("document.querySelector('.zc-search__input').focus()")
    fox.press(*"喀什 中级 建筑施工")
    fox.wait("document.querySelector('.zc-search__panel .hit a')")
    assert fox.texts(".zc-search__panel .answer") == ["可以在喀什地区评：有 1 个评审委员会"]
    fox.press("ArrowDown")
    assert fox.run("document.querySelector('.zc-search__panel').contains(document.activeElement)")
    fox.press("ArrowUp", "Enter")
    fox.wait("location.pathname.endsWith('/find/') && document.querySelector('#found .hit')")
    assert fox.texts("#found .answer") == ["可以在喀什地区评：有 1 个评审委员会"]
    assert fox.texts("#found .hit:first-of-type .verdict") == ["登记范围相符 能否申报以下方说明为准"]


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_stay_within_the_window_and_can_be_read(width: int, fox: Tab, address: str) -> None:
    """Firefox is no narrower than some 450 px by itself: the viewport is set."""
    fox.resize(width, 900)
    for path in (
        "",
        f"find/?ask={quote('喀什 中级 建筑施工')}",
        f"find/?ask={quote('喀什 副高 钻井工程')}",
        "committees/xj-engineering-construction/",
        "coverage/intermediate/",
        "compare/?a=xj-health&b=hotan-health",
        "guide/public/",
    ):
        fox.open(address + path)
        if path.startswith("find/"):
            fox.wait(f"document.querySelector('#found .answer') && {READY}")
        assert fox.run("innerWidth") == width
        sideways, *out = fox.run(f"({OVERFLOW})()")
        assert (sideways <= 0, out) == (True, []), path
        assert fox.run(f"({CONTRAST})()") == [], path
    fox.resize(1280, 900)


def test_a_cell_of_the_coverage_is_answered(fox: Tab, address: str) -> None:
    fox.open(address + "coverage/associate-senior/")
    place = "table.coverage a.state.own"
    said = fox.texts(f"{place} .visually-hidden")[0]
    fox.run(f"document.querySelector('{place}').click()")
    fox.wait("location.pathname.endsWith('/find/') && document.querySelector('#found .hit')")
    assert said.split("：")[0] in fox.texts("#found .answer")[0]


def test_committees_side_by_side(fox: Tab, address: str) -> None:
    fox.open(address + "compare/?a=xj-health&b=hotan-health")
    fox.wait("document.querySelector('table.versus tbody tr.differs')")
    rows = fox.run("document.querySelectorAll('table.versus tbody tr.same').length")
    assert rows > 0
    fox.run("document.querySelector('.only-choice input').click()")
    assert fox.run("Array.from(document.querySelectorAll('table.versus tbody tr.same')).every((row) => !row.offsetHeight)")


def test_a_printed_form_is_checked(fox: Tab, address: str) -> None:
    fox.open(address + "check/?digest=k7q2-m9ab-03xz")
    fox.wait("document.querySelector('#answer').textContent.includes('没有找到登记摘要')")
