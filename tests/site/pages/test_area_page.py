"""An area's page: who is listed for the people there, and who is not because the record leaves them out."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, sites

from zhicheng.site.environment import environment
from zhicheng.site.pages import areas, pages
from zhicheng.site.pages.overview import Overview

ONE = "committees/example-one/"


def listed(root: Path, code: str) -> bool:
    view = sites.view(root)
    page = next(page for page in pages(view) if page.url == f"areas/{code}/")
    return ONE in environment().get_template(page.template).render(**page.context(), page=page, view=view, root=page.root)


@pytest.mark.parametrize(
    ("scope", "kashgar"),
    [
        pytest.param('scope: {areas: ["650000"], open_to: public}', True, id="the-whole-region"),
        pytest.param('scope: {areas: ["650000"], excludes: [{areas: ["653100"], words: 喀什地区除外}]}', False, id="without-it"),
        pytest.param('scope: {areas: ["650000"], excludes: [{areas: ["653125"], words: 莎车县除外}]}', True, id="without-a-part"),
        pytest.param(
            'scope: {areas: ["650000"], excludes: [{areas: ["653100"], where: own-committee, words: 另有评审委员会的除外}]}',
            True,
            id="without-some-people",
        ),
        pytest.param('scope: {areas: ["653200"], open_to: public}', False, id="another-area"),
        pytest.param("scope: {areas: [], places: [自治区本级]}", False, id="a-place-without-a-code"),
    ],
)
def test_who_is_listed(small: Path, scope: str, kashgar: bool) -> None:
    """As the search answers: who excludes the whole area is not competent there."""
    registries.write(small, registries.ONE, registries.record(scope + "\n"))
    assert listed(small, "653100") == kashgar


@pytest.mark.parametrize(("second", "found"), [("", False), (", {series: library, levels: [junior], catalog: {图书: [编目]}}", True)])
def test_a_part_that_is_left_out_leaves_the_rest(small: Path, second: str, found: bool) -> None:
    """Where only one of two reviews excludes the area, the committee stays."""
    first = '{series: engineering, levels: [junior], catalog: {土木: [道路]}, excludes: [{areas: ["653100"], words: 除外}]}'
    registries.write(small, registries.ONE, registries.record(f"reviews: [{first}{second}]\n"))
    assert listed(small, "653100") == found


@pytest.mark.parametrize(("excludes", "found"), [("", True), (', excludes: [{areas: ["654200"], words: 除外}]', False)])
def test_administered_through_another(small: Path, excludes: str, found: bool) -> None:
    """塔城 is administered through 伊犁: listed there, unless the record leaves it out."""
    fields = f'authority: prefecture\narea: "654000"\nscope: {{areas: ["654000"], open_to: public{excludes}}}\n'
    registries.write(small, registries.ONE.replace("650000", "654000"), registries.record(fields))
    (small / registries.ONE).unlink()
    assert listed(small, "654200") == found


@pytest.mark.parametrize(("named", "by_series"), [(3, False), (2, True)])
def test_many_of_the_whole_region_are_counted_by_series(small: Path, monkeypatch: pytest.MonkeyPatch, named: int, by_series: bool) -> None:
    """Named as long as there are few; more than that only as numbers."""
    monkeypatch.setattr(areas, "_NAMED_UP_TO", named)
    overview = Overview(sites.view(small))
    shown = areas._area(overview, overview.areas.current["650200"])
    assert shown["wide_count"] == 3
    assert [row.committee.id for row in shown["wide"]] == ([] if by_series else ["example-one", "example-two", "example-central"])
    counted = [("engineering", "工程技术人员", 2), ("translation", "翻译专业人员", 1)]
    assert shown["wide_by_series"] == (counted if by_series else [])


@pytest.mark.parametrize(("code", "filed", "own"), [("654223", "2021", True), ("654203", "2026", True), ("654200", "2026", False)])
def test_own_committees_of_an_area_that_had_another_code(small: Path, code: str, filed: str, own: bool) -> None:
    """沙湾 filed as a county: its committee is the city's own, and not one of above."""
    fields = f'authority: county\narea: "{code}"\nscope: {{areas: ["{code}"]}}\nfilings: [{{round: "2019", date: "{filed}-06-18"}}]\n'
    registries.write(small, registries.ONE.replace("650000", "654200"), registries.record(fields))
    (small / registries.ONE).unlink()
    overview = Overview(sites.view(small))
    shown = areas._area(overview, overview.areas.current["654203"])
    found = {key: [row.committee.id for row in shown[key]] for key in ("own", "above")}
    assert found == {"own": ["example-one"] if own else [], "above": [] if own else ["example-one"]}


def test_a_committee_stands_in_one_list(small: Path) -> None:
    """One whose scope has both the area and a part of it too."""
    path = "registry/committees/653100/example-two.yaml"
    fields = 'id: example-two\nauthority: prefecture\narea: "653100"\nscope: {areas: ["653100", "653125"]}\n'
    (small / "registry/committees/650000/example-two.yaml").unlink()
    registries.write(small, path, registries.record(fields))
    overview = Overview(sites.view(small))
    shown = areas._area(overview, overview.areas.current["653100"])
    lists = {name: {row.committee.id for row in shown[name]} for name in ("own", "above", "through", "inside", "wide")}
    assert lists["own"] == {"example-two", "example-prefecture"}
    assert lists["inside"] == {"example-county"}
    assert sum(map(len, lists.values())) == len(set().union(*lists.values()))
