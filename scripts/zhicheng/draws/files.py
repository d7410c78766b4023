"""The files of a draw: the public one in registry/draws/, and the sealed ones in the vault (the list, the calls, the supervisor's code)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhicheng.documents import yaml_reading, yaml_writing
from zhicheng.documents.yaml_reading import Value
from zhicheng.draws.commitments import Person, hashed
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.key_holders import named_keys
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS
from zhicheng.system.packaged import resource
from zhicheng.text import listed, show
from zhicheng.vault import cipher, store
from zhicheng.vault.recipients import recipients
from zhicheng.vault.store import Keyring

LIST, CALLS, NONCE = ".draw.age", ".calls.age", ".nonce.age"
_TABLE = "registry/reference/randomness.yaml"
_STYLE = yaml_writing.Style(width=math.inf)


def draw_id(value: Value) -> str:
    """The id of a draw: the committee's and the number, as in the name of its file."""
    return f"{value['committee']}-{value['number']}"


def person(row: Value) -> Person:
    """What is committed to of somebody in the sealed list."""
    return Person(*(row[name] for name in Person._fields))


def public_path(value: Value) -> str:
    """The path of the public file, from the registry's root."""
    return f"registry/draws/{draw_id(value)}.yaml"


def public_text(value: Value) -> str:
    """The text of the public file of a draw."""
    lines = [line for key, given in value.items() for line in yaml_writing.entry(key, given, 0, (key,), _STYLE)]
    return "\n".join(("# yaml-language-server: $schema=../../schemas/draw.schema.json", *lines, ""))


def public_file(registry: Registry, value: Value) -> tuple[Path, bytes]:
    """The public file of a draw, for writing."""
    return registry.root / public_path(value), public_text(value).encode()


def of_committee(registry: Registry, committee: str) -> list[Value]:
    """The draws of a committee, in the order of their numbers."""
    return sorted((entry.record for entry in registry.draws if entry.record["committee"] == committee), key=lambda one: one["number"])


def draw(registry: Registry, name: str) -> Value:
    """The draw of an id. Raises UserError where there is none, or its file cannot be read."""
    found: Value | None = next((entry.record for entry in registry.draws if draw_id(entry.record) == name), None)
    if found is not None:
        return found
    if registry.knows("draw", name):
        raise UserError(f"registry/draws/{name}.yaml 读不出来。请先运行 zhicheng validate，改好以后再试。")
    known = sorted(draw_id(entry.record) for entry in registry.draws)
    raise UserError(f"没有抽取 {show(name)}。" + (f"已有：{listed(known[-5:])}。" if known else "还没有制定过方案：zhicheng draw plan。"))


def table(registry: Registry) -> Value:
    """The lotteries and beacons that the registry knows; those of the program where it has no file of its own."""
    if registry.randomness is not None:
        return registry.randomness.record
    return yaml_reading.parse(_TABLE, resource(_TABLE).read_bytes()).value


# --- sealed ----------------------------------------------------------------------------------------------------------


def supervisor(registry: Registry, today: date, wanted: str | None) -> Recipient:
    """The key of whoever supervises: the one that recipients.yaml names, or the one `wanted` among several (a key, or a holder's name).

    Raises UserError where there is none, or where it must be said which.
    """
    found = [one for named in named_keys(registry) if (one := named.recipient).role == "supervisor" and one.in_use(today)]
    if wanted is not None:
        found = [one for one in found if wanted in (one.key, one.holder)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(
            "registry/recipients.yaml 里没有监督人的公钥，不能抽取：名单要密封给监督人一份，由他核对。"
            "请监督人用 zhicheng keys new 生成密钥，把公钥登记在里面（role: supervisor）。"
        )
    raise UserError(f"有 {len(found)} 把监督人的公钥，请用 --supervisor 写明是谁：{listed(one.holder for one in found)}。")


def readers(registry: Registry, key: str, today: date) -> list[str]:
    """The public keys that the sealed files of a draw are sealed to: the centre's and the supervisor's `key`."""
    return list(dict.fromkeys((*recipients(registry, BANS, today), key)))


def sealed_file(registry: Registry, name: str, value: Value, keys: Sequence[str]) -> tuple[Path, bytes]:
    """A value sealed to public keys, as a file of the vault, for writing."""
    store.refuse_controls(value)
    return store.place(registry, name), cipher.seal(store.padded(store.packed(value)), list(keys))


def opened(registry: Registry, name: str, kind: str, keys: Keyring) -> Value:
    """The value in a sealed file of a draw. Raises UserError where there is none, it cannot be opened, or holds something else."""
    path = registry.vault_folder / name
    shown = store.shown(path, registry)
    try:
        value = store.opened(path, keys)
    except FileNotFoundError:
        raise UserError(f"密封库里没有 {shown}。请先取来最新的密封库。") from None
    except CannotOpen as error:
        raise UserError(f"打不开 {shown}：{error}。") from None
    if faults := store.shape_faults(kind, value, name, registry.ranks.codes):
        raise UserError(f"{shown} 里的内容不合格式：{faults[0].message}。文件可能被换过，请从密封库的历史里找回。")
    return value


def nonce_hash(nonce: str) -> str:
    """What a plan publishes of the supervisor's code; however it is typed, with or without lines between."""
    return hashed("zhicheng-draw/1 nonce", "".join(nonce.lower().split()).replace("-", ""))
