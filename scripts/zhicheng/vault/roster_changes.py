"""Changes of a roster that is already sealed: experts added, removed, updated, or their details forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.records import sealed_roster as sealed_rosters
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import ROSTER
from zhicheng.text import show
from zhicheng.vault import store
from zhicheng.vault.seal import KEY, differs, public_document
from zhicheng.vault.store import Keyring

_FORGOTTEN = ("name", "gender", "ethnic_group", "born", "unit", "employer", "post", "title_since", "phones", "note", "honours", "leader")


def sealed_roster(registry: Registry, key: str, keys: Keyring) -> Value:
    """The opened value of a roster that is to be changed. Raises UserError."""
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
    faults = store.shape_faults("sealed-roster", value, path.name)
    if faults:
        raise UserError(f"{store.shown(path, registry)} 里的内容不合花名册的格式：{faults[0].message}。请用 zhicheng seal 重新密封。")
    return value


def add(value: Value, rows: Sequence[Value]) -> Value:
    """A roster with more experts, each with an id of its own."""
    taken = sealed_rosters.ids(value["experts"])
    added = []
    for row in rows:
        made = store.new_id(taken)
        taken.add(made)
        added.append({"state": "active", **row, "id": made})
    return {**value, "experts": [*value["experts"], *added]}


def remove(value: Value, identifier: str, reason: str, day: date, note: str | None) -> Value:
    """A roster in which an expert is removed for one of the four reasons (二（四）1–4); the entry stays. Raises UserError."""
    place = _place(value, identifier)
    if value["experts"][place].get("state") == "removed":
        raise UserError(f"{identifier} 已经调出了，没有改动。")
    removed = {"date": day.isoformat(), "reason": reason, **({"note": note} if note else {})}
    return _replaced(value, place, {**value["experts"][place], "state": "removed", "removed": removed})


def update(value: Value, rows: Sequence[Value]) -> Value:
    """A roster with the given fields of the given experts (each row names its `id`) changed; a field given as null is left out."""
    for row in rows:
        identifier = row.get("id")
        if not isinstance(identifier, str):
            raise UserError("每一项都要写评委编号 id，说明改的是谁。")
        place = _place(value, identifier)
        changed = {name: item for name, item in {**value["experts"][place], **row}.items() if item is not None}
        value = _replaced(value, place, changed)
    return value


def purge(value: Value, before: date) -> tuple[Value, int]:
    """A roster in which private details of those removed before a day are forgotten, and how many they were. Id, specialty, level and the
    reason stay, so that counts and the record hold."""
    kept, forgotten = [], 0
    for expert in value["experts"]:
        removed: Value = expert.get("removed", {})
        if expert.get("state") == "removed" and removed.get("date", "9999") < before.isoformat() and _remembers(expert):
            forgotten += 1
            rest = {name: item for name, item in expert.items() if name not in _FORGOTTEN}
            kept.append({**rest, "removed": {name: item for name, item in removed.items() if name != "note"}})
        else:
            kept.append(expert)
    return {**value, "experts": kept}, forgotten


def _remembers(expert: Value) -> bool:
    return any(name in expert for name in _FORGOTTEN) or "note" in expert.get("removed", {})


def _place(value: Value, identifier: str) -> int:
    places = [i for i, expert in enumerate(value["experts"]) if expert.get("id") == identifier]
    if not places:
        raise UserError(f"花名册里没有编号是 {show(identifier)} 的评委。编号可用 zhicheng open 查看。")
    return places[0]


def _replaced(value: Value, place: int, expert: Any) -> Value:
    return {**value, "experts": [*value["experts"][:place], expert, *value["experts"][place + 1 :]]}
