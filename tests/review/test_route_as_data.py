"""The route where reviewers.yaml states it: by authority and area, through which offices; what X017 says; and what follows it."""

from __future__ import annotations

from functools import cache

import pytest
import yaml
from helpers.deep import examples
from helpers.judging import Judge
from hypothesis import given, settings
from hypothesis import strategies as st

from zhicheng.registry import codeowners
from zhicheng.registry.records import reviewers
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.reviewers import USUAL, Reviewers, Way, offices
from zhicheng.review import route
from zhicheng.review.route import RecordPlace, required_stations

AUTHORITIES = ("region", "prefecture", "county", "central")
ONE_DISTRICT = "[{authority: county, via: []}, {authority: county, area: '440103', via: [county]}]"
DONGGUAN = """
areas:
  - {code: '440000', name: 广东省, level: region, kind: 省, parent: null}
  - {code: '440100', name: 广州市, level: prefecture, kind: 地级市, parent: '440000'}
  - {code: '440103', name: 荔湾区, level: county, kind: 市辖区, parent: '440100'}
  - {code: '440111', name: 白云区, level: county, kind: 市辖区, parent: '440100'}
  - {code: '441900', name: 东莞市, level: prefecture, kind: 地级市, parent: '440000'}
"""
SHANGHAI = """
areas:
  - {code: '310000', name: 上海市, level: region, kind: 直辖市, parent: null}
  - {code: '310101', name: 黄浦区, level: county, kind: 市辖区, parent: '310000'}
  - {code: '310104', name: 徐汇区, level: county, kind: 市辖区, parent: '310000'}
"""


@cache
def areas(text: str) -> Areas:
    return Areas(yaml.safe_load(text))


def team(text: str, ways: str = "[]", without: str = "") -> Reviewers:
    """Reviewers with an office in every division but the region and `without`."""
    value = {"centre": {"accounts": ["centre-a"]}, "maintainers": {"accounts": ["maintainer-a"]}, "route": yaml.safe_load(ways)}
    value["areas"] = {
        area.code: {"office": f"{area.name}人社局", "accounts": [f"a{area.code}"]}
        for area in areas(text)
        if area.level != "region" and area.code != without
    }
    return reviewers.reviewers(value, "省职改中心")


def asked(text: str, ways: str, authority: str, area: str, without: str = "") -> list[str]:
    place = RecordPlace(f"registry/committees/{areas(text).folder(authority, area)}/one.yaml", authority, area)
    stations = required_stations([place.path], {"one": [place]}, team(text, ways, without), areas(text))
    return [station.area or station.kind for station in stations]


@pytest.mark.parametrize(
    ("text", "ways", "authority", "area", "expected"),
    [
        (DONGGUAN, "[]", "prefecture", "441900", ["centre"]),
        (DONGGUAN, "[]", "county", "440103", ["440100", "centre"]),
        (DONGGUAN, "[{authority: prefecture, area: '441900', via: [prefecture]}]", "prefecture", "441900", ["441900", "centre"]),
        (DONGGUAN, "[{authority: prefecture, area: '441900', via: [prefecture]}]", "prefecture", "440100", ["centre"]),
        (DONGGUAN, "[{authority: prefecture, area: '441900', via: [prefecture]}]", "county", "440103", ["440100", "centre"]),
        (DONGGUAN, "[{authority: prefecture, via: [prefecture]}]", "prefecture", "440100", ["440100", "centre"]),
        (DONGGUAN, "[{authority: county, via: []}]", "county", "440103", ["centre"]),
        (DONGGUAN, "[{authority: county, via: [county, prefecture]}]", "county", "440103", ["440103", "440100", "centre"]),
        (
            DONGGUAN,
            ONE_DISTRICT,
            "county",
            "440103",
            ["440103", "centre"],
        ),
        (DONGGUAN, ONE_DISTRICT, "county", "440111", ["centre"]),
        (
            DONGGUAN,
            "[{authority: county, area: '440100', via: []}, {authority: county, area: '440103', via: [county]}]",
            "county",
            "440103",
            ["440103", "centre"],
        ),
        (DONGGUAN, "[{authority: central, via: [prefecture]}]", "central", "440103", ["440100", "centre"]),
        (DONGGUAN, "[{authority: region, via: [prefecture, county]}]", "region", "440000", ["centre"]),
        (SHANGHAI, "[]", "county", "310101", ["centre"]),
        (SHANGHAI, "[{authority: county, via: [county]}]", "county", "310101", ["310101", "centre"]),
        (SHANGHAI, "[{authority: county, via: [prefecture]}]", "county", "310101", ["centre"]),
        (SHANGHAI, "[{authority: county, area: '310104', via: [county]}]", "county", "310101", ["centre"]),
    ],
)
def test_by_authority_and_area(text: str, ways: str, authority: str, area: str, expected: list[str]) -> None:
    assert asked(text, ways, authority, area) == expected


def test_an_office_without_reviewers_is_the_centres_task() -> None:
    """As it is for a prefecture, and it is said."""
    place = RecordPlace("registry/committees/310000/one.yaml", "county", "310101")
    ways = "[{authority: county, via: [county]}]"
    [centre] = required_stations([place.path], {"one": [place]}, team(SHANGHAI, ways, "310101"), areas(SHANGHAI))
    assert centre.kind == "centre"
    assert centre.why == ("黄浦区没有登记审核账号，由中心审核", route.BY_CENTRE)


def test_what_a_station_says() -> None:
    place = RecordPlace("registry/committees/310000/one.yaml", "county", "310101")
    stations = required_stations([place.path], {"one": [place]}, team(SHANGHAI, "[{authority: county, via: [county]}]"), areas(SHANGHAI))
    assert [(one.office, one.label, one.why) for one in stations] == [
        ("黄浦区人社局", "区县", (route.BY_ROUTE,)),
        ("省职改中心", "中心", (route.BY_CENTRE,)),
    ]
    place = RecordPlace("registry/committees/440100/one.yaml", "county", "440103")
    usual = required_stations([place.path], {"one": [place]}, team(DONGGUAN), areas(DONGGUAN))
    assert [(one.label, one.why) for one in usual] == [("地级市", (route.VIA_PREFECTURE,)), ("中心", (route.BY_CENTRE,))]


@pytest.mark.parametrize(
    ("ways", "why"),
    [
        ("[{authority: county, area: '440200', via: [county]}]", route.VIA_PREFECTURE),  # of others
        ("[{authority: prefecture, via: [prefecture]}]", route.VIA_PREFECTURE),
        ("[{authority: county, area: '440100', via: [prefecture]}]", route.BY_ROUTE),
        ("[{authority: county, area: '440100', via: [prefecture]}, {authority: county, via: []}]", route.BY_ROUTE),
    ],
)
def test_a_route_is_given_as_the_reason_where_it_is(ways: str, why: str) -> None:
    place = RecordPlace("registry/committees/440100/one.yaml", "county", "440103")
    first, *_ = required_stations([place.path], {"one": [place]}, team(DONGGUAN, ways), areas(DONGGUAN))
    assert (first.label, first.why) == ("地级市", (why,))


# --- for any route -----------------------------------------------------------------------------------------------------

TABLES = (DONGGUAN, SHANGHAI)
LEVELS = st.lists(st.sampled_from(("county", "prefecture")), unique=True)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[Way], list[RecordPlace], Reviewers]:
    """A table of divisions, ways of which no two are for the same, versions of a record, and reviewers in some of the divisions."""
    text = draw(st.sampled_from(TABLES))
    codes = sorted(areas(text).current)
    keys = draw(st.lists(st.tuples(st.sampled_from(AUTHORITIES), st.sampled_from([None, *codes])), unique=True, max_size=6))
    ways = [Way(authority, area, tuple(draw(LEVELS))) for authority, area in keys]
    places = [
        RecordPlace(f"registry/committees/{draw(st.sampled_from(codes))}/one.yaml", authority, area)
        for authority, area in draw(
            st.lists(st.tuples(st.sampled_from([*AUTHORITIES, None]), st.sampled_from(codes)), min_size=1, max_size=3)
        )
    ]
    places = [RecordPlace(p.path, p.authority, p.area if p.authority else None) for p in places]
    known = team(text)
    staffed = draw(st.sets(st.sampled_from(sorted(known.areas))))
    some = {code: one for code, one in known.areas.items() if code in staffed}
    return text, ways, places, Reviewers(known.centre, known.maintainers, some, tuple(ways))


def stations(text: str, places: list[RecordPlace], known: Reviewers) -> list[tuple[str, str | None]]:
    path = "registry/rosters/one.yaml"
    return [(one.kind, one.area) for one in required_stations([path], {"one": places}, known, areas(text))]


@settings(max_examples=examples(300), deadline=None)
@given(cases(), st.randoms())
def test_whatever_the_route(case: tuple[str, list[Way], list[RecordPlace], Reviewers], chance: st.DataObject) -> None:
    """The centre always reviews, last of those that judge the content, each office once; every version's route is needed; the order in
    which ways are written does not matter, nor does it that the usual ways are written out.
    """
    text, ways, places, known = case
    found = stations(text, places, known)
    kinds = [kind for kind, _ in found]
    assert len(set(found)) == len(found)
    assert "centre" in kinds
    assert kinds == sorted(kinds, key=list(route.KINDS).index)
    assert {area for kind, area in found if kind == "prefecture"} <= set(known.areas)
    for place in places:
        assert set(stations(text, [place], known)) <= set(found)
    shuffled = list(ways)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert stations(text, places, Reviewers(known.centre, known.maintainers, known.areas, tuple(shuffled))) == found
    stated = {(way.authority, way.area) for way in ways}
    written_out = (*ways, *(way for way in USUAL if (way.authority, way.area) not in stated))
    assert stations(text, places, Reviewers(known.centre, known.maintainers, known.areas, written_out)) == found


@settings(max_examples=examples(200), deadline=None)
@given(cases())
def test_x017_names_just_those_that_no_committee_reaches(case: tuple[str, list[Way], list[RecordPlace], Reviewers]) -> None:
    text, ways, _, _ = case
    table = areas(text)
    reached = {code for authority in AUTHORITIES for area in table.current for code in offices(tuple(ways), authority, area, table)}
    for code in reached:
        assert any(code in asked_of(text, ways, authority, area) for authority in AUTHORITIES for area in table.current)
    assert all(table.level(code) != "region" for code in reached)


def asked_of(text: str, ways: list[Way], authority: str, area: str) -> set[str]:
    known = team(text)
    place = RecordPlace(f"registry/committees/{areas(text).folder(authority, area)}/one.yaml", authority, area)
    full = Reviewers(known.centre, known.maintainers, known.areas, tuple(ways))
    if authority == "county" and areas(text).level(area) != "county":
        return set(offices(tuple(ways), authority, area, areas(text)))  # unreadable places go to everybody
    return {code or "" for _, code in stations(text, [place], full)}


# --- X017 --------------------------------------------------------------------------------------------------------------

REVIEWERS = "centre: {accounts: [centre-a]}\nmaintainers: {accounts: [maintainer-a]}\n"


def entry(code: str, mark: str = "") -> str:
    return f'areas:\n  {mark}"{code}": {{office: 某局, accounts: [some-a]}}\n'


@pytest.mark.parametrize(
    ("code", "route_lines", "said"),
    [
        ("653100", "", ""),
        ("659001", "", 'county, area: "659001", via: [county]'),
        ("653125", "", 'county, area: "653125", via: [county]'),
        ("653125", "route: [{authority: county, via: [county]}]\n", ""),
        ("653125", 'route: [{authority: county, area: "653125", via: [county, prefecture]}]\n', ""),
        ("653125", 'route: [{authority: county, area: "653100", via: [county]}]\n', ""),
        ("653100", "route: [{authority: county, via: []}]\n", 'prefecture, area: "653100", via: [prefecture]'),
        ("653100", "route: [{authority: county, via: []}, {authority: prefecture, via: [prefecture]}]\n", ""),
        ("653100", "route: [{authority: central, via: [prefecture]}, {authority: county, via: []}]\n", ""),
    ],
)
def test_x017_reviewers_out_of_reach(judge: Judge, code: str, route_lines: str, said: str) -> None:
    judged = judge(None, others={"registry/reviewers.yaml": REVIEWERS + route_lines + entry(code, "▶" if said else "")})
    assert [f.code for f in judged.findings] == (["X017"] if said else [])
    for finding in judged.findings:
        assert finding.message.startswith("没有一条审核路线经过“某局”（")
        assert finding.hint == f"要经它审核的，在 route 里写 {{authority: {said}}}；不经它审核的，请整行删去。"
        assert (finding.file, finding.line, finding.column) == judged.marks[0]


def test_x017_the_region_is_the_centres(judge: Judge) -> None:
    judged = judge(None, others={"registry/reviewers.yaml": REVIEWERS + entry("650000")})
    assert [(f.code, f.hint) for f in judged.findings] == [("X017", "全区的报送由中心审核，账号写在 centre 里；这一项请整行删去。")]


def test_x017_written_twice(judge: Judge) -> None:
    """The second has no effect; another area is another way."""
    ways = (
        "route:\n  - {authority: county, via: []}\n  - {authority: county, area: '653100', via: [prefecture]}\n"
        "  - %s{authority: county, via: [county]}\n"
    )
    judge(None, others={"registry/reviewers.yaml": REVIEWERS + ways % "▶"}).says("X017", "第 3 种路线与前面的级别、地区相同，不起作用")


def test_a_way_for_an_unknown_area(judge: Judge) -> None:
    ways = 'route:\n  - {authority: county, area: ▶"653199", via: [county]}\n'
    judged = judge(None, others={"registry/reviewers.yaml": REVIEWERS + ways})
    assert [(f.code, f.message) for f in judged.findings] == [("X003", "没有这个区划代码：653199")]


def test_codeowners_name_folders_that_there_are() -> None:
    """A county's office has no folder of its own in GitHub's file; the route asks for it all the same."""
    value = {"centre": {"accounts": ["c"]}, "maintainers": {"accounts": ["m"]}}
    value["areas"] = {code: {"office": "某局", "accounts": [f"a{code}"]} for code in ("441900", "440103")}
    text = codeowners.render(value, "440000")
    assert "/registry/committees/441900/ @a441900 @c" in " ".join(text.split())
    assert "440103" not in text
