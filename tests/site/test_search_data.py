"""What the search has read of the committees is what the API says of them, whatever way it was packed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.browsers import served
from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

READ = """async () => {
  const { directory } = await zhichengSearch.site(), { strings } = directory, name = (place) => strings[place];
  return directory.committees.map((one) => {
    const { covers, packed, number, near, about, noted, gives, reviews, ...rest } = one;
    return { ...rest, reviews: reviews.map((review) => ({ ...review,
      catalog: review.catalog.map(([first, seconds]) => [name(first), seconds.map(name)]),
      ...(review.third_level && { third_level: review.third_level.map((thirds) => thirds.map(name)) }) })) };
  });
}"""


def named(compact: dict[str, Any]) -> list[dict[str, Any]]:
    """The committees of the API with names in the place of numbers, without what the search does not read."""
    name = compact["strings"].__getitem__
    found = []
    for committee in compact["committees"]:
        reviews = []
        for review in committee["reviews"]:
            own = {key: value for key, value in review.items() if key != "excludes"}
            own["catalog"] = [[name(first), [name(second) for second in seconds]] for first, seconds in review["catalog"]]
            if "third_level" in review:
                own["third_level"] = [[name(third) for third in thirds] for thirds in review["third_level"]]
            reviews.append(own)
        found.append({key: value for key, value in committee.items() if key != "excludes"} | {"reviews": reviews})
    return sorted(found, key=lambda one: str(one["id"]))


def test_the_committees_are_those_of_the_api(site: Path, browser: Browser) -> None:
    with served(site) as address:
        page = browser.new_page()
        page.goto(address + "find/")
        page.wait_for_function("zhichengSearch.last && zhichengSearch.site().then(({ directory }) => directory.complete)")
        read = page.evaluate(READ)
        page.close()
    wanted = named(json.loads((site / "api/v1/committees.json").read_bytes()))
    assert [one["id"] for one in read] == [one["id"] for one in wanted]
    for one, other in zip(read, wanted, strict=True):
        whole = json.loads((site / f"api/v1/committees/{other['id']}.json").read_bytes())
        parts = (whole.get("approval", {}), whole.get("power", {}), *whole.get("past", ()))
        assert one.pop("documents", []) == [part["document"] for part in parts if "document" in part], other["id"]
        assert one == other, other["id"]


def test_series_have_what_the_search_asks_for(site: Path) -> None:
    """Names, titles of each track, and the examinations that may decide; nothing that the API does not say."""
    script = (site / "search/data.js").read_text(encoding="utf-8")
    read = {one["id"]: one for one in json.loads(script[script.index("(") + 1 : script.rindex(")")])["series"]}
    series = {one["id"]: one for one in json.loads((site / "api/v1/series.json").read_bytes())["series"]}
    assert list(read) == list(series)
    exams = 0
    for code, one in series.items():
        shared = {key: value for key, value in one.items() if key not in ("number", "exams") and not (key == "titles" and "tracks" in one)}
        assert {key: value for key, value in read[code].items() if key != "exams"} == shared
        binding = [exam for exam in one.get("exams", ()) if exam["route"] != "one-of" and exam["certainty"] > 0]
        assert read[code].get("exams", []) == [{key: value for key, value in exam.items() if key != "document"} for exam in binding]
        exams += len(binding)
    assert exams > 10
