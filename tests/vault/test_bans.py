"""The list of bans beside changes of rosters, without a command: who comes into it, who leaves it, and what is said of both.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import registries
from helpers.rosters import IDENTITY, SECRET

from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.bans import Ban, Bans
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS
from zhicheng.text import name_key
from zhicheng.vault import bans, cipher, store

DAY = date(2026, 11, 23)
KEYS = store.keyring(IDENTITY)
Value = dict[str, Any]


@pytest.fixture
def loaded(small: Path) -> Registry:
    """The small registry with the rulebook on bans and an empty list."""
    registries.bans_in_force(small)
    found = registry.load(small)
    found.bans = Bans(SECRET)
    return found


def row(identifier: str = "aaaaaa", day: str | None = "2026-03-01", reason: str = "discipline", **changes: Any) -> Value:
    """An expert, removed on a day (None: not removed)."""
    expert: Value = {"id": identifier, "name": "示例甲", "born": "1980-05", "title_since": "2014-12", "state": "active"}
    if day is not None:
        expert |= {"state": "removed", "removed": {"date": day, "reason": reason}}
    return {name: item for name, item in {**expert, **changes}.items() if item is not None}


def roster(*rows: Any) -> Value:
    return {"experts": list(rows)}


def after(
    loaded: Registry, before: Value, now: Value, key: str = "example-one", today: date = DAY
) -> tuple[list[tuple[str, str]], list[str]]:
    """The row and the last day of each ban after a change of a roster, and what was said; the files are those of the list."""
    known = loaded.bans
    change = bans.brought_up_to_date(loaded, KEYS, [(key, before, now)], today)
    assert loaded.bans is not None
    assert [path.name for path, _ in change.files] == ([] if loaded.bans == known else [BANS])
    return [(ban.expert, ban.until.isoformat()) for ban in loaded.bans.bans], list(change.remarks)


@pytest.mark.parametrize(
    ("removed", "found"),
    [
        pytest.param(row(), [("aaaaaa", "2029-02-28")], id="for-breaking-the-rules"),
        pytest.param(row(reason="retired"), [], id="for-another-reason"),
        pytest.param(row(day=None), [], id="in-the-pool"),
        pytest.param(row(state="active"), [], id="active-though-a-removal-stands-there"),
        pytest.param(row(removed={"reason": "discipline"}), [], id="without-a-day"),
        pytest.param(row(removed={"reason": "discipline", "date": "1.3.2026"}), [], id="with-a-day-that-is-none"),
        pytest.param(row(removed={"reason": "discipline", "date": 7}), [], id="with-a-number"),
        pytest.param(row(removed="discipline"), [], id="with-a-text"),
        pytest.param(row(identifier=7), [], id="without-an-id"),
        pytest.param(row(day="2024-07-25"), [("aaaaaa", "2027-07-24")], id="since-the-rulebook"),
    ],
)
def test_who_comes_into_the_list(loaded: Registry, removed: Value, found: list[tuple[str, str]]) -> None:
    """What does not fit the schema is left out, and what stands beside it is not."""
    other = row("bbbbbb", name="示例乙")
    said = [*found, ("bbbbbb", "2029-02-28")]
    assert after(loaded, roster(), roster("x", removed, other)) == (sorted(said), [])


def test_whom_a_ban_means(loaded: Registry) -> None:
    after(loaded, roster(), roster(row(name="示例 · 甲")))
    assert loaded.bans is not None
    (ban,) = loaded.bans.bans
    assert (ban.pool, ban.reason, ban.since) == ("example-one", "discipline", date(2026, 3, 1))
    assert ban.person == loaded.bans.hashed((name_key("示例甲"), sealed_roster.month_number("1980-05")))
    assert ban.clause.startswith("人社部发〔2024〕56号")


NO_RULEBOOK = "没有记入违规记录：本年度的规则文件没有写记录几年（ban_years），或者调出那天它还没有施行。"
NO_NAME = "没有记入违规记录：没有姓名或者出生年月。"


@pytest.mark.parametrize(
    ("removed", "said"),
    [
        (row(name=None), NO_NAME),
        (row(born=None), NO_NAME),
        (row(born="1980"), NO_NAME),
        (row(name=7), NO_NAME),
        (row(day="2024-07-24"), NO_RULEBOOK),
    ],
)
def test_who_cannot_be_recorded_is_told(loaded: Registry, removed: Value, said: str) -> None:
    assert after(loaded, roster(), roster(removed)) == ([], [f"example-one 的 aaaaaa {said}"])
    assert after(loaded, roster(removed), roster(removed)) == ([], []), "once, when it changes"


def test_who_cannot_be_recorded_and_is_over_is_not_told(loaded: Registry) -> None:
    """Three years before the day of the check, to the day."""
    path = next((loaded.root / "registry/rulebooks").glob("supervision-*.yaml"))
    path.write_text(path.read_text(encoding="utf-8").replace('in_force: "2024-', 'in_force: "2020-'), encoding="utf-8")
    again = registry.load(loaded.root)
    again.bans = Bans(SECRET)
    assert after(again, roster(), roster(row(day="2023-11-23", name=None))) == ([], [])
    assert after(again, roster(), roster(row(day="2023-11-24", name=None))) == ([], [f"example-one 的 aaaaaa {NO_NAME}"])
    assert after(again, roster(), roster(row(day="2023-11-23"))) == ([], [])
    assert after(again, roster(), roster(row(day="2023-11-24"))) == ([("aaaaaa", "2026-11-23")], [])


@pytest.mark.parametrize(
    ("now", "left", "said"),
    [
        pytest.param([row()], ["aaaaaa"], [], id="as-before"),
        pytest.param([row(day=None)], [], ["example-one 的 aaaaaa 不再是因违纪调出，违规记录里删去了这一项。"], id="in-the-pool-again"),
        pytest.param(
            [row(reason="retired")], [], ["example-one 的 aaaaaa 不再是因违纪调出，违规记录里删去了这一项。"], id="for-another-reason"
        ),
        pytest.param([], ["aaaaaa"], [], id="the-row-is-gone"),
        pytest.param([row(name=None, born=None)], ["aaaaaa"], [], id="the-name-is-gone"),
        pytest.param([row(), row("bbbbbb", name="示例乙")], ["aaaaaa", "bbbbbb"], [], id="one-more"),
    ],
)
def test_who_leaves_the_list(loaded: Registry, now: list[Value], left: list[str], said: list[str]) -> None:
    """A removal that is taken back; not one of which only the row or the name is gone."""
    before = roster(row())
    after(loaded, roster(), before)
    found, told = after(loaded, before, roster(*now))
    assert ([one for one, _ in found], told) == (left, said)


def test_a_removal_on_another_day(loaded: Registry) -> None:
    before = roster(row())
    after(loaded, roster(), before)
    assert after(loaded, before, roster(row(day="2026-04-01"))) == ([("aaaaaa", "2029-03-31")], [])


def test_bans_of_other_rosters_stay(loaded: Registry) -> None:
    after(loaded, roster(), roster(row()))
    after(loaded, roster(), roster(row("cccccc")), key="example-prefecture")
    assert loaded.bans is not None
    assert [(ban.pool, ban.expert) for ban in loaded.bans.bans] == [("example-one", "aaaaaa"), ("example-prefecture", "cccccc")]
    assert after(loaded, roster(row("aaaaaa")), roster(row("aaaaaa", day=None)), key="example-prefecture") == (
        [("aaaaaa", "2029-02-28"), ("cccccc", "2029-02-28")],
        [],
    ), "of another roster with the same id"


@pytest.mark.parametrize(("day", "left"), [(date(2029, 2, 28), 1), (date(2029, 3, 1), 0)])
def test_a_ban_that_is_over_is_left_out(loaded: Registry, day: date, left: int) -> None:
    after(loaded, roster(), roster(row()))
    assert len(after(loaded, roster(), roster(), key="example-two", today=day)[0]) == left


# --- namesakes -----------------------------------------------------------------------------------------------------------


def test_namesakes(loaded: Registry) -> None:
    """Those of whom the list knows somebody; they are gone with the ban."""
    before = roster(row())
    after(loaded, roster(), before)
    assert loaded.bans is not None
    plain = [
        {"name": "示例乙", "born": "1980-05", "title_since": "2016-12"},
        {"name": "示例甲", "born": "1980-05", "title_since": "2016-12"},
        {"name": "示例甲", "born": "1980-05"},
        {"name": "示例甲", "title_since": "2016-12"},
        {"name": "示例甲", "born": "1980-05", "title_since": "2018-01"},
        {"name": "示例甲", "born": "1980-05", "title_since": "2016-12"},
    ]
    change, added = bans.with_namesakes(loaded, loaded.bans, plain, DAY)
    assert (added, [path.name for path, _ in change.files], len(loaded.bans.namesakes)) == ([2, 5, 6], [BANS], 2)
    person = (name_key("示例甲"), sealed_roster.month_number("1980-05"))
    assert loaded.bans.on(person, sealed_roster.month_number("2016-12"), DAY) is None
    assert loaded.bans.on(person, sealed_roster.month_number("2014-12"), DAY) is not None
    assert bans.with_namesakes(loaded, loaded.bans, plain[:1], DAY) == (bans.BanChange(), [])
    after(loaded, before, roster(row(day=None)))
    assert loaded.bans.namesakes == frozenset()


# --- the sealed list -----------------------------------------------------------------------------------------------------


def test_the_list_is_opened_where_it_is_needed(loaded: Registry) -> None:
    """Sealed as it is, it is read again; the keys of nobody open nothing."""
    listed = Bans(SECRET, (Ban("0" * 64, "discipline", DAY, date(2029, 11, 22), "某办法第一条", "example-one", "aaaaaa"),))
    path = loaded.vault_folder / BANS
    path.write_bytes(bans.sealed(loaded, listed, DAY))
    loaded.bans = None
    assert bans.opened(loaded, KEYS, DAY) == ""
    assert loaded.bans == listed
    assert bans.unlooked(loaded) == ""
    loaded.bans = None
    secret, public = cipher.new_identity()
    nobody = store.Keyring((cipher.identity(secret),), (public,))
    assert bans.opened(loaded, nobody, DAY) == "这把密钥打不开它：它不是密封给这把密钥的"
    assert bans.unlooked(loaded).startswith("违规记录（bans.age）用这把私钥打不开")
    path.unlink()
    assert bans.opened(loaded, nobody, DAY) == "它只密封给中心"
    assert bans.opened(loaded, KEYS, DAY) == ""
    assert loaded.bans is not None
    assert (loaded.bans.bans, len(bytes.fromhex(loaded.bans.secret))) == ((), 32)


@pytest.mark.parametrize(("there", "known", "told"), [(True, False, True), (False, True, True), (False, False, False), (True, True, True)])
def test_where_nobody_was_looked_up_it_is_said(small: Path, there: bool, known: bool, told: bool) -> None:
    """Where there is a list, or a rulebook that speaks of bans; not in a registry that knows neither."""
    if known:
        registries.bans_in_force(small)
    if there:
        (small / "registry/vault" / BANS).write_bytes(b"x")
    assert bool(bans.unlooked(registry.load(small))) == told


def test_where_the_list_cannot_be_opened(loaded: Registry) -> None:
    """What would change it is refused; anything else goes on without it."""
    loaded.bans = None
    secret, public = cipher.new_identity()
    nobody = store.Keyring((cipher.identity(secret),), (public,))
    unchanged = ("example-one", roster(row()), roster(row(), row("bbbbbb", day=None)))
    assert bans.brought_up_to_date(loaded, nobody, [unchanged], DAY) == bans.BanChange()
    with pytest.raises(
        UserError, match=r"^没有改动：有人因违反评审工作纪律调出.*而它打不开：它只密封给中心。请交给中心，用中心的私钥办。$"
    ):
        bans.brought_up_to_date(loaded, nobody, [unchanged, ("example-two", roster(), roster(row()))], DAY)


@pytest.mark.parametrize(("begin", "there", "written"), [(True, False, True), (True, True, False), (False, False, False)])
def test_an_empty_list_is_begun(loaded: Registry, begin: bool, there: bool, written: bool) -> None:
    """So that there being one tells nothing; and only once."""
    if there:
        (loaded.vault_folder / BANS).write_bytes(b"x")
    change = bans.brought_up_to_date(loaded, KEYS, [], DAY, begin)
    assert bool(change.files) == written
