"""The sealed list of bans: opening it, and bringing it up to date with the removals in rosters.

It is sealed to the centre's keys alone. No public file holds its hash: a hash that changes whenever somebody is removed for breaking the
rules would tell everybody when that was. Rule R118 ties the list to the rosters, whose hashes are public: whoever opens both gets a finding
for each such removal without a ban.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.key_holders import named_keys
from zhicheng.registry.periods import ban_period, knows_bans
from zhicheng.registry.records import bans as ban_records
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.bans import Ban, Bans
from zhicheng.registry.records.sealed_roster import DISCIPLINE
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS
from zhicheng.text import name_key
from zhicheng.vault import cipher, store
from zhicheng.vault.recipients import recipients
from zhicheng.vault.store import Keyring

_SECRET = 32  # bytes


_CLOSED = f"违规记录（{BANS}）用这把私钥打不开，没有核对有没有记录未满期的人。它只密封给中心，请中心核对。"


@dataclass(frozen=True, slots=True)
class BanChange:
    """A change of the list of bans: the files to write (none where it stays as it is), and remarks for the user."""

    files: tuple[tuple[Path, bytes], ...] = ()
    remarks: tuple[str, ...] = ()


def unlooked(registry: Registry) -> str:
    """A sentence that nobody was looked up in the list of bans because the keys do not open it; "" where it is open, or where there is no
    list and no rulebook bans anybody.
    """
    there = (registry.vault_folder / BANS).exists() or knows_bans(registry)
    return _CLOSED if registry.bans is None and there else ""


def opened(registry: Registry, keys: Keyring, today: date) -> str:
    """Opens the list of bans into `registry.bans`; an empty one where there is none and the keys are the centre's.

    Returns why it stays closed, "" where it is open. Raises UserError where it can be opened, but holds something else.
    """
    path = registry.vault_folder / BANS
    try:
        value = store.opened(path, keys)
    except FileNotFoundError:
        if not is_of_centre(registry, keys, today):
            return "它只密封给中心"
        registry.bans = Bans(secrets.token_hex(_SECRET))
        return ""
    except CannotOpen as error:
        return str(error)
    if store.shape_faults("bans", value, BANS):
        raise UserError(f"{store.shown(path, registry)} 里的内容不合违规记录的格式。请从密封库的历史里找回以前的一份。")
    registry.bans = ban_records.bans(value)
    return ""


def is_of_centre(registry: Registry, keys: Keyring, today: date) -> bool:
    """Whether one of the keys is the centre's, to which the list is sealed."""
    centre = {one.key for named in named_keys(registry) if (one := named.recipient).role == "centre" and one.in_use(today)}
    return bool(centre & set(keys.public))


def brought_up_to_date(
    registry: Registry, keys: Keyring, rosters: Iterable[tuple[str, Value, Value]], today: date, begin: bool = False
) -> BanChange:
    """The list of bans after a change of rosters: the key of each, its value before ({} where there was none) and after.

    Whoever was removed for breaking the rules is in the list until the ban ends; whose removal this change takes back is not. With `begin`
    an empty list is written where there is none, so that the existence of the file tells nothing. The new list is set as `registry.bans`,
    so that the rules judge by it; no file is written. Raises UserError where such removals change and the list cannot be opened.
    """
    changed = [(key, _removals(before), _removals(after), after) for key, before, after in rosters]
    closed = "" if registry.bans is not None else opened(registry, keys, today)
    if registry.bans is None:
        if any(was != now for _, was, now, _ in changed):
            raise UserError(
                f"没有改动：有人因违反评审工作纪律调出（或者撤销、更正、忘掉这样的调出），违规记录（{BANS}）要一起改，而它打不开：{closed}。"
                "请交给中心，用中心的私钥办。"
            )
        return BanChange()
    known, remarks = registry.bans, []
    kept = {(ban.pool, ban.expert): ban for ban in known.bans}
    for key, was, now, after in changed:
        left = {row.get("id") for row in _rows(after)}
        for identifier in was.keys() - now.keys():
            if identifier in left and kept.pop((key, identifier), None) is not None:
                remarks.append(f"{key} 的 {identifier} 不再是因违纪调出，违规记录里删去了这一项。")
        for identifier, removal in now.items():
            person = removal.person or was.get(identifier, removal).person
            ban, remark = _ban(registry, known, key, identifier, removal.day, person)
            if ban is not None:
                kept[key, identifier] = ban
            elif remark and was.get(identifier) != removal and not _is_over(registry, removal.day, today):
                remarks.append(f"{key} 的 {identifier} {remark}")
    running = tuple(kept[place] for place in sorted(kept) if today <= kept[place].until)
    registry.bans = replace(known, bans=running, namesakes=_of_running(known.namesakes, running))
    if registry.bans == known and not (begin and not (registry.vault_folder / BANS).exists()):
        return BanChange(remarks=tuple(remarks))
    return BanChange(((store.place(registry, BANS), sealed(registry, registry.bans, today)),), tuple(remarks))


def _of_running(namesakes: frozenset[tuple[str, str]], running: Iterable[Ban]) -> frozenset[tuple[str, str]]:
    """The namesakes of people whose ban is still running."""
    persons = {ban.person for ban in running}
    return frozenset(pair for pair in namesakes if pair[0] in persons)


def with_namesakes(registry: Registry, known: Bans, rows: Sequence[Value], today: date) -> tuple[BanChange, list[int]]:
    """The list `known` with those among the rows of plain experts who share name and month of birth with somebody banned, as other people.

    Returns what to write (nothing where nobody was added), and which rows were added, from 1. Rows without name,
    month of birth or month of the title are left out: nothing tells them apart.
    """
    found, added = set(known.namesakes), []
    for number, row in enumerate(rows, 1):
        person, since = _person(row), _month(row.get("title_since"))
        if person is None or since is None or known.on(person, since, today) is None:
            continue
        found.add((known.hashed(person), known.hashed_apart(person, since)))
        added.append(number)
    if not added:
        return BanChange(), added
    registry.bans = replace(known, namesakes=frozenset(found))
    return BanChange(((store.place(registry, BANS), sealed(registry, registry.bans, today)),)), added


def sealed(registry: Registry, listed: Bans, today: date) -> bytes:
    """The list as it is written into the vault. Raises UserError where the centre has too few keys."""
    return cipher.seal(store.padded(store.packed(ban_records.value_of(listed))), recipients(registry, BANS, today))


def _is_over(registry: Registry, removed: date, today: date) -> bool:
    period = ban_period(registry, removed)
    return period is not None and period.until < today


def _ban(registry: Registry, known: Bans, key: str, identifier: str, day: date, person: tuple[str, int] | None) -> tuple[Ban | None, str]:
    """The ban that follows from a removal, and where there is none, why. A person whose details are gone is taken from an earlier ban."""
    before, period = known.of_row(key, identifier), ban_period(registry, day)
    if period is None:
        return before, "没有记入违规记录：本年度的规则文件没有写记录几年（ban_years），或者调出那天它还没有施行。"
    hashed = known.hashed(person) if person is not None else before.person if before is not None else None
    if hashed is None:
        return None, "没有记入违规记录：没有姓名或者出生年月。"
    return Ban(hashed, DISCIPLINE, day, period.until, period.clause, key, identifier), ""


@dataclass(frozen=True, slots=True)
class _Removal:
    """A removal for breaking the rules: the day, and who it is, None where that is not known any more."""

    day: date
    person: tuple[str, int] | None


def _removals(value: Value) -> dict[str, _Removal]:
    """Those of a roster who were removed for breaking the rules, by id. What does not fit the schema is left out: it is not sealed."""
    found = {}
    for row in _rows(value):
        removed, identifier = row.get("removed"), row.get("id")
        if row.get("state") != "removed" or not isinstance(removed, dict) or removed.get("reason") != DISCIPLINE:
            continue
        try:
            day = date.fromisoformat(removed["date"])
            person = _person(row)
        except (KeyError, TypeError, ValueError):
            continue
        if isinstance(identifier, str):
            found[identifier] = _Removal(day, person)
    return found


def _person(row: Value) -> tuple[str, int] | None:
    """Who a row is, as `Expert.person`; None where it does not say."""
    month = _month(row.get("born"))
    return None if month is None or not isinstance(row.get("name"), str) else (name_key(row["name"]), month)


def _month(said: object) -> int | None:
    """A month such as 1980-05 as a number; None where it is none."""
    try:
        return sealed_roster.month_number(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _rows(value: Value) -> list[Value]:
    rows = value.get("experts")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
