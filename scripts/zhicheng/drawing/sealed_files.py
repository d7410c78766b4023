"""The sealed files of a draw in the vault: the list, the calls, and the supervisor's code; and to whom they are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.key_holders import named_keys
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS, DRAW_CALLS, DRAW_LIST
from zhicheng.text import listed, show
from zhicheng.vault import cipher, store
from zhicheng.vault.recipients import covers, recipients
from zhicheng.vault.store import Keyring

_KINDS = {DRAW_LIST: "sealed-draw", DRAW_CALLS: "sealed-calls"}


def supervisor(registry: Registry, committee: str, today: date, wanted: str | None) -> Recipient:
    """The key of whoever supervises the draws of a committee.

    It is the one that recipients.yaml names, or the one `wanted` among several (a key, or the name of a holder).

    Raises UserError where there is none, or where it must be said which.
    """
    named = [one.recipient for one in named_keys(registry)]
    found = [one for one in named if one.role == "supervisor" and one.in_use(today) and covers(registry, one, committee)]
    if wanted is not None and found:
        chosen = [one for one in found if wanted in (one.key, one.holder)]
        if not chosen:
            known = listed(one.holder for one in found)
            raise UserError(f"登记的监督人里没有 --supervisor 写的“{show(wanted)}”。登记的有：{known}。")
        found = chosen
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
    """A value sealed to public keys, as a file of the vault, for writing. Raises UserError where it could not be read again."""
    if faults := store.shape_faults(_KINDS[name[name.index(".") :]], value, name, registry.ranks.codes):
        raise UserError(f"没有写 {name}：{faults[0].message}。{faults[0].hint}")
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
