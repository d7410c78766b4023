"""The search worker of the header in a real browser, asked directly: every piece of every name leads to its committee."""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.browsers import served
from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

# Sets the worker up with the given entries (or the site's own index) and gives what it answers to each query.
ASK = """async ([address, docs, queries]) => {
  const worker = new Worker(address + "assets/search-worker.js")
  const answer = (message) => new Promise((done) => {
    worker.onmessage = (event) => done(event.data); worker.postMessage(message)
  })
  docs ??= (await (await fetch(address + "search/search_index.json")).json()).docs
  if ((await answer({type: 0, data: {config: {}, docs, options: {}}})).type !== 1) throw "not ready"
  const found = []
  for (const query of queries) found.push((await answer({type: 2, data: query})).data.items)
  worker.terminate()
  return found
}"""
Entry = dict[str, Any]
Ask = Callable[..., list[list[list[Entry]]]]


@pytest.fixture(scope="module")
def ask(site: Path, browser: Browser) -> Iterator[Ask]:
    """Asks the worker of the sample site a list of queries; with `docs`, of an index of these entries."""
    with served(site) as address:
        page = browser.new_page()
        page.goto(address + "404.html")

        def ask(queries: list[str], docs: list[Entry] | None = None) -> list[list[list[Entry]]]:
            found: list[list[list[Entry]]] = page.evaluate(ASK, [address, docs, queries])
            return found

        yield ask
        page.close()


def one(title: str, text: str = "", location: str = "committees/x/") -> list[Entry]:
    return [{"location": location, "title": html.escape(title), "text": html.escape(text)}]


def test_every_piece_of_every_name(ask: Ask, site: Path) -> None:
    """Pieces of two characters and more, from the beginning, the middle and the end, give every committee that has them in its name."""
    names = {c["id"]: c["name"] for c in json.loads((site / "api/v1/committees.json").read_bytes())["committees"]}
    chance = random.Random(1)
    pieces = []
    for name in names.values():
        starts = {0, len(name) - 2, chance.randrange(len(name) - 1)}
        pieces += [name[start : start + chance.randint(2, 9)].strip() for start in starts]
    for piece, items in zip(pieces, ask(pieces), strict=True):
        found = {
            group[0]["location"].split("/")[1]
            for group in items
            if group[0]["location"].startswith("committees/") and group[0]["location"] != "committees/"
        }
        assert found >= {key for key, name in names.items() if piece in name}, piece


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("建筑工程", True),
        ("工程　建筑", True),
        ("高级、喀什", True),
        ("建工高评委", True),
        ("喀什建筑", True),
        ("ＫＳ－ＣＯＮ", True),
        ("ks-CON", True),
        ("0998-0000001", True),
        ("工建", False),
        ("水利", False),
        ("", False),
        ("   ", False),
        ("+-*~^\\\"'()[]{}|.?$", False),
    ],
)
def test_queries(query: str, found: bool, ask: Ask) -> None:
    """Words in any order, wide forms, ids, abbreviations and words written together; nothing for what is not there."""
    docs = one("喀什地区建筑工程专业高级职称评审委员会", "组建单位：喀什住建局，0998-0000001", "committees/ks-con/")
    assert bool(ask([query], docs)[0]) is found


def test_best_first(ask: Ask) -> None:
    """A title that is the query, then one that begins with it, then one that holds it, then a text that does."""
    titles = ["别的水利评委会", "水利评委会二", "讲水利的一页", "水利"]
    docs = [entry for n, title in enumerate(titles) for entry in one(title, location=f"{n}/")] + one("无关", "水利", "4/")
    assert [group[0]["location"] for group in ask(["水利"], docs)[0]] == ["3/", "1/", "2/", "0/", "4/"]


def test_some_of_the_words(ask: Ask) -> None:
    """Where no entry has all words, those with most of them come, and say which is missing."""
    docs = one("喀什水利", location="1/") + one("和田水利", location="2/") + one("喀什", location="3/")
    items = ask(["喀什 水利 飞行器"], docs)[0]
    assert [(group[0]["location"], group[0]["terms"]) for group in items] == [("1/", {"喀什": True, "水利": True, "飞行器": False})]


def test_sections_come_with_their_page(ask: Ask) -> None:
    """A section found brings its page along, as Material expects, and the page itself is not counted as a hit."""
    docs = one("数据", "总述", "data/") + one("接口", "水利", "data/#api")
    assert [entry["location"] for entry in ask(["水利"], docs)[0][0]] == ["data/#api", "data/"]


@pytest.mark.parametrize("query", ["<", "script", "alert", "&lt;", "粗", 'x"', "amp"])
def test_results_are_text(query: str, ask: Ask) -> None:
    """Titles and texts come back escaped but for the marks, whatever is asked."""
    title = "<script>alert(1)</script> & &lt;b&gt; **粗** x\" onmouseover='1'"
    for group in ask([query], one(title, title + "长" * 500))[0]:
        for shown in (group[0]["title"], group[0]["text"]):
            bare = shown.replace("<mark>", "").replace("</mark>", "")
            assert "<" not in bare
            assert '"' not in bare
            assert html.unescape(bare).rstrip("…") in (title + "长" * 500)
            assert shown.count("<mark>") == shown.count("</mark>")


def test_marks_and_excerpt(ask: Ask) -> None:
    """What was found is marked, and a long text is cut around it."""
    item = ask(["康复"], one("甲", "前" * 200 + "康复医学" + "后" * 300))[0][0][0]
    assert "…" + "前" * 40 + "<mark>康复</mark>医学" in item["text"]
    assert item["text"].endswith("…")
    assert len(item["text"]) < 250


def test_large_index(ask: Ask) -> None:
    """10,000 entries are no trouble."""
    docs = [
        entry
        for n in range(10_000)
        for entry in one(f"第{n}个工程系列专业职称评审委员会", "某某厅，中级、副高级，全区。", f"committees/c{n}/")
    ]
    assert [len(items) for items in ask(["9999", "工程", "第88个工程", "找不到的词"], docs)] == [1, 10_000, 1, 0]
