"""Long lists start folded, and still longer ones are only counted: where that begins."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from helpers import registries, sites

from zhicheng.registry import places
from zhicheng.registry.history import History
from zhicheng.registry.records.committee import LEVELS
from zhicheng.site import site
from zhicheng.site.pages import areas, catalog, committees, rounds, series


def nothing() -> list[Any]:
    return []


@pytest.mark.parametrize(
    ("specialties", "folded", "brief"),
    [(400, False, False), (401, True, False), (4000, True, False), (4001, True, True)],
)
def test_catalog(specialties: int, folded: bool, brief: bool) -> None:
    overview: Any = SimpleNamespace(catalogs={}, series=nothing, specialty_count=specialties)
    found = catalog._catalog(overview)
    assert (found["folded"], found["brief"]) == (folded, brief)


@pytest.mark.parametrize(
    ("seconds", "members", "folded", "named"),
    [(40, 1, False, True), (41, 1, True, True), (40, 15, False, True), (1, 600, False, True), (1, 601, False, False), (50, 12, True, True)],
)
def test_series(seconds: int, members: int, folded: bool, named: bool) -> None:
    """Folded by the number of specialties; named while there are few committees in all."""
    directory = {"一级": {f"二级{number}": [object()] * members for number in range(seconds)}}
    overview: Any = SimpleNamespace(by_series={"made": ()}, catalogs={"made": directory}, registry=SimpleNamespace(levels=LEVELS))
    one: Any = SimpleNamespace(id="made", exams=(), titles={}, tracks=(), former={}, certainty="", exam_for=lambda _: None)
    found = series._series(overview, one)
    assert (found["folded"], found["named"]) == (folded, named)


@pytest.mark.parametrize(("total", "folded"), [(150, False), (151, True)])
@pytest.mark.parametrize(("day", "forms", "rosters"), [(19, True, True), (20, False, True), (26, False, True), (27, False, False)])
def test_round(monkeypatch: pytest.MonkeyPatch, total: int, folded: bool, day: int, forms: bool, rosters: bool) -> None:
    """On the last day it is still open."""
    monkeypatch.setattr(
        rounds, "_progress", lambda *_: SimpleNamespace(total=total, others=0, by_place=nothing, receipts={}, duties=(), unknown=())
    )
    monkeypatch.setattr(rounds, "deadlines", lambda _: [])
    monkeypatch.setattr(rounds, "changes", lambda *_: [])
    registry = SimpleNamespace(by_id={}, rulebooks={}, roster_authorities=lambda _: (), decisions=[])
    overview: Any = SimpleNamespace(registry=registry, view=SimpleNamespace(as_of=date(2026, 6, day), history=History()), row={})
    one: Any = SimpleNamespace(id="2026", rulebooks=(), expected=(), form_deadline=date(2026, 6, 19), roster_deadline=date(2026, 6, 26))
    found = rounds._round(overview, one)
    assert (found["folded"], found["open"], found["roster_open"]) == (folded, forms, rosters)


@pytest.mark.parametrize(("wide", "named"), [(80, True), (81, False)])
def test_area(monkeypatch: pytest.MonkeyPatch, wide: int, named: bool) -> None:
    """The committees of the whole region are named on the page of an area, or counted by series where there are many."""
    committee = SimpleNamespace(id="made", authority="region", area="650000", series=("made",))
    rows: list[Any] = [SimpleNamespace(committee=committee, past=False, number=number) for number in range(wide)]
    monkeypatch.setattr(areas, "competent", lambda *_: (rows, []))
    monkeypatch.setattr(areas, "inside", lambda *_: [])
    monkeypatch.setattr(areas, "_below", lambda *_: [])
    monkeypatch.setattr(areas, "_by_series", lambda _, found: [("made", "某系列", len(found))])
    for name in ("authority_label", "in_force"):
        monkeypatch.setattr(areas, name, lambda *_: None)
    overview: Any = SimpleNamespace(
        areas=SimpleNamespace(name=str, current={}), by_seat={}, registry=SimpleNamespace(words=SimpleNamespace(whole="全省"))
    )
    area: Any = SimpleNamespace(code="653100", level="prefecture", parent=None)
    found = areas._area(overview, area)
    assert (len(found["wide"]), found["wide_by_series"]) == ((wide, []) if named else (0, [("made", "某系列", wide)]))
    assert found["wide_count"] == wide


def test_every_way_to_a_title_has_words() -> None:
    """Those that the reference table may have."""
    assert set(series._WAYS) == set(product(("only", "main", "one-of"), ("exam", "exam-and-review")))


def test_a_list_too_long_for_a_page_leads_to_the_pages_that_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every committee stands in the list itself or on the page that its fold leads to; up to the limit all stand in the list."""
    view = sites.view(registries.REAL.parent)
    listed = {page.url: page for page in site.pages(view)}
    render = site.renderer(view, list(listed.values()))
    urls = {f"committees/{one.id}/" for one in view.registry.by_id.values() if one.active}

    def linked(url: str) -> set[str]:
        text = render(listed[url])
        return set(re.findall(r'href="(?:\.\./)+([a-z]+/[^"#?]+/)"', text))

    monkeypatch.setattr(committees, "_ON_ONE_PAGE", len(urls))
    assert linked("committees/") >= urls
    monkeypatch.setattr(committees, "_ON_ONE_PAGE", len(urls) - 1)
    monkeypatch.setattr(committees, "_OPEN_UP_TO", 0)
    found = linked("committees/")
    assert len(found & urls) < len(urls) / 4
    found |= {one for url in found - urls if url.startswith(("series/", "areas/")) for one in linked(url)}
    assert urls <= found


def test_a_round_too_long_for_a_page_leads_to_the_pages_of_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it says of each committee stands on the page of its place where there are too many; up to the limit on its own."""
    view = sites.view(registries.REAL.parent)

    def rendered() -> dict[str, str]:
        listed = [page for page in site.pages(view) if page.url.startswith("rounds/2")]
        render = site.renderer(view, listed)
        return {page.url: render(page) for page in listed}

    def rows(text: str) -> set[str]:
        return set(re.findall(r'<tr><td><a href="(?:\.\./)+committees/.*?</tr>', text))

    count = len(view.registry.by_id)
    monkeypatch.setattr(places, "ON_ONE_PAGE", count)
    together = rendered()
    assert sorted(together) == sorted(f"rounds/{name}/" for name in view.registry.rounds)
    monkeypatch.setattr(places, "ON_ONE_PAGE", count - 1)
    apart = rendered()
    for url, text in together.items():
        parts = {other: part for other, part in apart.items() if other.startswith(url.rstrip("/") + "-")}
        assert rows(text)
        late = text.partition('id="late"')[2].partition("</table>")[0]
        assert rows(text) - rows(late) == {row for part in parts.values() for row in rows(part)}
        assert not rows(apart[url])
        assert set(re.findall(r'href="\.\./\.\./(rounds/2[0-9]+-[^"]+)"', apart[url])) == set(parts)
        for part in parts.values():
            assert f'<a href="../../{url}">' in part
