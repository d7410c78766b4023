"""Changes of an opened roster: what is forgotten and from which day, what an update leaves out, which ids are taken."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhicheng.errors import UserError
from zhicheng.vault.roster_changes import active, add, forget, purge, remove, update

PRIVATE = {
    "name": "示例甲",
    "gender": "female",
    "ethnic_group": "汉族",
    "born": "1975-04",
    "unit": "示例大学",
    "employer": "示例大学",
    "post": "教师",
    "title_since": "2014-12",
    "phones": ["0991-0000123"],
    "note": "示例",
    "honours": "示例",
    "leader": True,
}
KEPT = {"id": "aaaaaa", "state": "removed", "level": "full-senior", "specialty": ["甲", "乙"]}


def removed(day: str, note: str | None = None, **more: object) -> dict[str, Any]:
    return {**KEPT, **more, "removed": {"date": day, "reason": "other", **({"note": note} if note else {})}}


def test_what_is_forgotten_and_what_stays() -> None:
    """Each private field alone makes an entry one that remembers, and so does a note on the removal."""
    before = date(2020, 1, 1)
    for name, value in PRIVATE.items():
        assert purge({"experts": [removed("2019-12-31", **{name: value})]}, before) == ({"experts": [removed("2019-12-31")]}, 1), name
    assert purge({"experts": [removed("2019-12-31", "示例")]}, before) == ({"experts": [removed("2019-12-31")]}, 1)
    assert purge({"experts": [removed("2019-12-31")]}, before) == ({"experts": [removed("2019-12-31")]}, 0)


def test_from_which_day_on_it_is_kept() -> None:
    """Those removed on the day itself, those without a date and those not removed stay as they are; each of the others counts."""
    old, day = removed("2019-12-31", **PRIVATE), removed("2020-01-01", **PRIVATE)
    undated = {**KEPT, **PRIVATE, "removed": {"reason": "other"}}
    active = {**old, "state": "active"}
    experts = [old, day, undated, active, old]
    assert purge({"experts": experts}, date(2020, 1, 1)) == (
        {"experts": [removed("2019-12-31"), day, undated, active, removed("2019-12-31")]},
        2,
    )


def test_some_are_forgotten_at_once() -> None:
    """Those named and nobody else, whenever they were removed; nobody who is still in the pool."""
    one, other = ({**removed(day), **PRIVATE, "id": key} for day, key in (("2026-11-22", "aaaaaa"), ("2019-12-31", "bbbbbb")))
    value = {"experts": [one, other, {**one, "id": "cccccc", "state": "active"}]}
    forgotten = {"experts": [removed("2026-11-22"), *value["experts"][1:]]}
    assert forget(value, ["aaaaaa"]) == (forgotten, 1)
    assert forget(forgotten, ["aaaaaa"]) == (forgotten, 0)
    with pytest.raises(UserError, match="cccccc 还在库，没有改动。要忘掉的，请先用 roster remove 调出。"):
        forget(value, ["aaaaaa", "cccccc"])
    with pytest.raises(UserError, match="dddddd"):
        forget(value, ["dddddd"])


VALUE = {"experts": [{"id": "aaaaaa", "state": "active", "note": "一"}, {"id": "bbbbbb", "state": "active"}]}


def test_removal() -> None:
    day = date(2026, 11, 23)
    assert remove(VALUE, "bbbbbb", "died", day, None)["experts"] == [
        VALUE["experts"][0],
        {"id": "bbbbbb", "state": "removed", "removed": {"date": "2026-11-23", "reason": "died"}},
    ]
    gone = remove(VALUE, "aaaaaa", "other", day, "示例")
    assert gone["experts"][0]["removed"] == {"date": "2026-11-23", "reason": "other", "note": "示例"}
    assert gone["experts"][1] == VALUE["experts"][1]
    with pytest.raises(UserError, match=r"^aaaaaa 已经调出了，没有改动。$"):
        remove(gone, "aaaaaa", "other", day, None)
    with pytest.raises(UserError, match=r"^花名册里没有编号是 cccccc 的评委。编号可用 zhicheng open 查看。$"):
        remove(VALUE, "cccccc", "other", day, None)


def test_who_is_in_the_pool() -> None:
    """Of who has left, and of who was never there, nothing can be changed."""
    assert active(VALUE, "bbbbbb") == VALUE["experts"][1]
    gone = remove(VALUE, "aaaaaa", "other", date(2026, 11, 23), None)
    with pytest.raises(UserError, match=r"^aaaaaa 已经调出了，没有改动。$"):
        active(gone, "aaaaaa")
    with pytest.raises(UserError, match=r"^花名册里没有编号是 cccccc 的评委。"):
        active(gone, "cccccc")


def test_update_changes_the_rows_named_and_leaves_out_what_is_null() -> None:
    changed = update(VALUE, [{"id": "bbbbbb", "note": "二"}, {"id": "aaaaaa", "note": None, "post": "教师"}])
    assert changed["experts"] == [{"id": "aaaaaa", "state": "active", "post": "教师"}, {"id": "bbbbbb", "state": "active", "note": "二"}]
    with pytest.raises(UserError, match=r"^每一项都要写评委编号 id，说明改的是谁。$"):
        update(VALUE, [{"note": "二"}])


def test_added_rows_get_ids_of_their_own_and_are_active(monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that is taken, by a row added just before too, is not given again."""
    letters = iter("aaaaaaccccccccccccdddddd")
    monkeypatch.setattr("zhicheng.vault.store.secrets.choice", lambda _: next(letters))
    added = add(VALUE, [{"id": "bbbbbb", "note": "三"}, {"state": "removed"}])
    assert added["experts"] == [
        *VALUE["experts"],
        {"id": "cccccc", "state": "active", "note": "三"},
        {"id": "dddddd", "state": "removed"},
    ]
