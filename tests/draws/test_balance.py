"""How the people of a draw are made up: the numbers of the sealed record, and what of them may be published."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import drawn
from helpers.drawn import Drawn, all_come

from zhicheng.drawing.balance import AGE, ETHNIC_GROUP, GENDER, Balance, Numbers, age_band, balance
from zhicheng.errors import UserError


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (25, "39 岁以下"), (39, "39 岁以下"), (40, "40—49 岁"), (49, "40—49 岁"), (50, "50—59 岁"), (59, "50—59 岁"), (60, "60 岁以上"),
        (75, "60 岁以上"),
    ],
)  # fmt: skip
def test_ages_have_bands_whose_names_sort_by_age(age: int, band: str) -> None:
    assert age_band(age) == band
    assert age_band(age - 20) <= band


def of(listed: list[int], members: list[int], name: str = GENDER) -> Balance:
    """A balance with one characteristic."""
    values = {f"值{i}": Numbers(every, sitting, 0) for i, (every, sitting) in enumerate(zip(listed, members, strict=True))}
    total = Numbers(sum(listed), sum(members), 0)
    return Balance(total, {name: values}, Numbers(0, 0, 0), Numbers(0, 0, 0))


@pytest.mark.parametrize(
    ("listed", "members", "shown"),
    [
        ([10, 10], [5, 5], True),
        ([10, 10], [5, 4], False),  # four members
        ([10, 9], [5, 5], False),  # four others, which the list and the members tell
        ([11, 9], [6, 4], False),
        ([20, 10, 10], [5, 5, 5], True),
        ([20, 10, 10], [5, 5, 0], False),  # nobody: that says something of everybody
        ([40], [20], False),  # one value: everybody has it
    ],
)
def test_a_characteristic_is_published_only_with_five_members_and_five_others_of_each_value(
    listed: list[int], members: list[int], shown: bool
) -> None:
    made = of(listed, members).public()
    pairs = [(sitting, every - sitting) for every, sitting in zip(listed, members, strict=True)]
    assert made == ({GENDER: {f"值{i}": pair for i, pair in enumerate(pairs)}} if shown else {})


@pytest.fixture(scope="module")
def draw(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    plan = drawn.wanted()
    plan["groups"][0].update(members=13, alternates=2)
    return Drawn(tmp_path_factory.mktemp("draw") / "r", drawn.people(40), plan).ranked().called(all_come)


def made(draw: Drawn) -> Balance:
    loaded = draw.loaded
    return balance(loaded, draw.keys, loaded.draws[0], draw.known())


@pytest.mark.slow
def test_every_person_is_counted_once_in_each_characteristic(draw: Drawn) -> None:
    found = made(draw)
    assert found.people == (40, 13, 2)
    assert list(found.by) == [GENDER, AGE, ETHNIC_GROUP]
    for values in found.by.values():
        assert tuple(map(sum, zip(*values.values(), strict=True))) == found.people


@pytest.mark.slow
def test_the_numbers_are_those_of_the_rosters_on_the_day_of_the_plan(draw: Drawn) -> None:
    rows = {one["id"]: one for one in drawn.people(40)}
    found = made(draw)
    assert {key: one.listed for key, one in found.by[GENDER].items()} == {"女": 14, "男": 26}
    assert {key: one.listed for key, one in found.by[ETHNIC_GROUP].items()} == {"汉族": 20, "维吾尔族": 20}
    born_1987_or_later = sum(one["born"] > "1986-09" for one in rows.values())  # 39 in September 2026
    assert found.by[AGE]["39 岁以下"].listed == born_1987_or_later
    known = draw.known()
    order = draw.value["result"]["ranking"]["design"]
    members = [
        rows[known.sealed["people"][number - 1]["expert"]]
        for number, state in zip(order, known.state.states["design"], strict=True)
        if state == "member"
    ]
    assert found.by[GENDER]["女"].members == sum(one["gender"] == "female" for one in members)
    employers = [one["employer"] for one in members]
    assert found.employers.members == len(set(employers))
    assert found.largest.members == max(map(employers.count, employers))
    assert found.employers.listed == 7
    assert found.largest.listed == 6  # 40 people of 7 employers, in turn


@pytest.mark.slow
def test_a_roster_that_is_not_there_any_more_gives_no_numbers(draw: Drawn) -> None:
    path = draw.root / "registry/vault/example-one.roster.age"
    before = path.read_bytes()
    path.write_bytes(before[:-1])
    try:
        with pytest.raises(UserError, match="没有写性别、年龄等的汇总：没有核对名单：花名册 example-one 那天的一份打不开"):
            made(draw)
    finally:
        path.write_bytes(before)


def test_somebody_who_is_in_no_roster_gives_no_numbers(draw: Drawn) -> None:
    known = draw.known()
    known.sealed["people"][0]["expert"] = "nobody"
    loaded = draw.loaded
    with pytest.raises(UserError, match="名单里有 1 名不在那天的花名册里"):
        balance(loaded, draw.keys, loaded.draws[0], known)


@pytest.mark.slow
def test_of_five_people_nothing_may_be_published(tmp_path: Path) -> None:
    small = Drawn(tmp_path / "r", drawn.people(5)).ranked().called(all_come)
    assert made(small).public() == {}
