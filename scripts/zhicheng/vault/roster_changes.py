"""Changes to an opened roster: experts added, removed or updated, private details deleted. Each function returns a new value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.records import sealed_roster as sealed_rosters
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import ROSTER
from zhicheng.text import show
from zhicheng.vault import store
from zhicheng.vault.public_files import differs, public_document
from zhicheng.vault.seal import KEY
from zhicheng.vault.store import Keyring

_PRIVATE_FIELDS = (
    "name",
    "gender",
    "ethnic_group",
    "born",
    "unit",
    "employer",
    "post",
    "title_since",
    "phones",
    "note",
    "honours",
    "leader",
)


def open_roster(registry: Registry, key: str, keys: Keyring) -> Value:
    """The opened roster of `key` (a committee's id or employer-<area>).

    Raises UserError where the sealed file is missing, cannot be opened, differs from the public file, or does not fit the schema.
    """
    if not KEY.fullmatch(key):
        raise UserError(f"编号的写法不对：{show(key)}。")
    path = registry.vault_folder / f"{key}{ROSTER}"
    public = public_document(registry, key, ROSTER)
    try:
        if public is not None and differs(public, ROSTER, path.read_bytes()):
            raise UserError(f"{store.shown(path, registry)} 与公开登记的大小或校验值不同，没有动它。请先用 zhicheng verify 查明原因。")
        value = store.opened(path, keys)
    except FileNotFoundError:
        raise UserError(f"密封库里没有 {store.shown(path, registry)}。请先用 zhicheng seal 密封花名册。") from None
    except CannotOpen as error:
        raise UserError(f"打不开 {store.shown(path, registry)}：{error}。") from None
    faults = store.shape_faults("sealed-roster", value, path.name, registry.ranks.codes)
    if faults:
        raise UserError(f"{store.shown(path, registry)} 里的内容不合花名册的格式：{faults[0].message}。请用 zhicheng seal 重新密封。")
    return value


def each_opened(registry: Registry, rosters: Iterable[str], keys: Keyring, closed: list[str]) -> Iterator[tuple[str, Value]]:
    """The sealed rosters with these keys, opened one by one: key and value; the keys of those that do not open go to `closed`."""
    for key in rosters:
        try:
            value = open_roster(registry, key, keys)
        except UserError:
            closed.append(key)
        else:
            yield key, value


def add(value: Value, rows: Sequence[Value]) -> Value:
    """A roster with the experts `rows` added, each with a new random id."""
    taken = sealed_rosters.ids(value["experts"])
    added = []
    for row in rows:
        made = store.new_id(taken)
        taken.add(made)
        added.append({"state": "active", **row, "id": made})
    return {**value, "experts": [*value["experts"], *added]}


def remove(value: Value, identifier: str, reason: str, day: date, note: str | None) -> Value:
    """A roster in which an expert is marked as removed for one of the four reasons (二（四）1–4); the entry stays.

    Raises UserError where there is no such expert, or the expert is removed already.
    """
    index = _index_of(value, identifier)
    if value["experts"][index].get("state") == "removed":
        raise UserError(f"{identifier} 已经调出了，没有改动。")
    removed = {"date": day.isoformat(), "reason": reason, **({"note": note} if note else {})}
    return _with_expert(value, index, {**value["experts"][index], "state": "removed", "removed": removed})


def active(value: Value, identifier: str) -> Value:
    """An expert who is in the pool. Raises UserError where there is no such expert, or the expert is removed."""
    expert: Value = value["experts"][_index_of(value, identifier)]
    if expert.get("state") == "removed":
        raise UserError(f"{identifier} 已经调出了，没有改动。")
    return expert


def update(value: Value, rows: Sequence[Value]) -> Value:
    """A roster with some fields of some experts changed. Each row holds the `id` of an expert and the new values; null deletes a field.

    Raises UserError where a row has no id or there is no such expert.
    """
    for row in rows:
        identifier = row.get("id")
        if not isinstance(identifier, str):
            raise UserError("每一项都要写评委编号 id，说明改的是谁。")
        index = _index_of(value, identifier)
        changed = {name: item for name, item in {**value["experts"][index], **row}.items() if item is not None}
        value = _with_expert(value, index, changed)
    return value


def purge(value: Value, before: date) -> tuple[Value, int]:
    """A roster without the private details of experts who were removed before a day, and how many experts these are.

    Id, specialty, level and the reason of removal stay, so that the counts stay right.
    """
    return _without_details(value, lambda expert: expert.get("removed", {}).get("date", "9999") < before.isoformat())


def forget(value: Value, identifiers: Collection[str]) -> tuple[Value, int]:
    """The same for some experts, who may have been removed at any time. Raises UserError where one is not there, or still in the pool."""
    for identifier in identifiers:
        if value["experts"][_index_of(value, identifier)].get("state") != "removed":
            raise UserError(f"{identifier} 还在库，没有改动。要忘掉的，请先用 roster remove 调出。")
    return _without_details(value, lambda expert: expert["id"] in identifiers)


def _without_details(value: Value, wanted: Callable[[Value], bool]) -> tuple[Value, int]:
    experts, purged = [], 0
    for expert in value["experts"]:
        if expert.get("state") == "removed" and wanted(expert) and _has_private_fields(expert):
            purged += 1
            rest = {name: item for name, item in expert.items() if name not in _PRIVATE_FIELDS}
            experts.append({**rest, "removed": {name: item for name, item in expert.get("removed", {}).items() if name != "note"}})
        else:
            experts.append(expert)
    return {**value, "experts": experts}, purged


def _has_private_fields(expert: Value) -> bool:
    return any(name in expert for name in _PRIVATE_FIELDS) or "note" in expert.get("removed", {})


def _index_of(value: Value, identifier: str) -> int:
    """The index of an expert in the roster. Raises UserError where there is no such expert."""
    places = [i for i, expert in enumerate(value["experts"]) if expert.get("id") == identifier]
    if not places:
        raise UserError(f"花名册里没有编号是 {show(identifier)} 的评委。编号可用 zhicheng open 查看。")
    return places[0]


def _with_expert(value: Value, index: int, expert: Any) -> Value:
    return {**value, "experts": [*value["experts"][:index], expert, *value["experts"][index + 1 :]]}
