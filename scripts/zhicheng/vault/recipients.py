"""To whom a file is sealed: the public keys that the registry names for it on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.registry.key_holders import LIST, fingerprint, has_list, named_keys
from zhicheng.registry.records.added_codes import WIDE
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.records.reviewers import offices, route_of
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS, DEMONSTRATION_KEYS, RECIPIENTS
from zhicheng.vault import cipher, store


def recipients(registry: Registry, key: str, today: date, also: Iterable[str] = ()) -> list[str]:
    """The public keys that a file is sealed to. Arguments and exceptions are those of `of_file`."""
    return [one.key for one in of_file(registry, key, today, also)]


def of_file(registry: Registry, key: str, today: date, also: Iterable[str] = ()) -> list[Recipient]:
    """The keys that a file is sealed to, each once: the centre's, that of the division nearest to it, its own, and those of `also`.

    `key` is the committee's id or employer-<area>; BANS is the list of bans, which is the centre's alone. Raises UserError where the centre
    has fewer than two keys, a key is not valid, is the demonstration key in a registry that is no sample, or one of `also` is not named in
    recipients.yaml for this file.
    """
    named = [one.recipient for one in named_keys(registry) if one.recipient.in_use(today)]
    _refuse_too_few(registry, named)
    roles = ("centre",) if key == BANS else ("centre", "supervisor", "committee")
    wide = [one for one in named if one.role in roles and covers(registry, one, key)]
    found: dict[str, Recipient] = {}
    for one in wide if key == BANS else (*wide, *_nearest(registry, named, key)):
        found.setdefault(one.key, one)
    for given in dict.fromkeys(also):
        if given not in found:
            found[given] = _added(registry, given, key)
    order = {role: place for place, role in enumerate(("centre", "prefecture", "supervisor", "committee", ""))}
    chosen = sorted(found.values(), key=lambda one: order[one.role])
    for one in chosen:
        cipher.check_public(one.key)
    if not registry.settings.sample and (shown := [one for one in chosen if one.key in DEMONSTRATION_KEYS]):
        raise UserError(
            f"没有密封：“{shown[0].holder}”的公钥是演示密钥（指纹 {fingerprint(shown[0].key)}），它的私钥人人都有，密封给它等于公开。"
            "请用 zhicheng keys new 生成自己的密钥，换掉它。"
        )
    return chosen


def _refuse_too_few(registry: Registry, named: list[Recipient]) -> None:
    """Raises UserError where the centre has fewer than two keys, so that the loss of one would close all files for ever."""
    centre = {one.key for one in named if one.role == "centre" and one.area is None and one.committee is None}
    if len(centre) >= 2:
        return
    if has_list(registry):
        if registry.recipients is None:
            raise UserError(f"{LIST} 读不出来，不知道密封给谁。请先运行 zhicheng validate，改好以后再试。")
        raise UserError(
            f"{LIST} 里中心正在使用的公钥（role: centre）至少要有两把，一把备用，现在是 {len(centre)} 把："
            "只有一把时，它一丢失就谁也打不开了。请中心用 zhicheng keys new 生成，写在里面。"
        )
    if registry.vault is None or not registry.vault.recipients:
        raise UserError(f"没有 {LIST}，不知道密封给谁。请中心先用 zhicheng keys new 生成密钥，把公钥写在里面，至少两把。")
    path = store.shown(registry.vault_folder / RECIPIENTS, registry)
    raise UserError(f"{path} 里至少要有两把公钥，一把备用：只有一把时，它一丢失就谁也打不开了。")


def covers(registry: Registry, one: Recipient, key: str) -> bool:
    """Whether a public key is for the sealed files of `key`: it names this committee, or a division that contains it, or neither committee
    nor division.
    """
    if one.committee is not None:
        return one.committee == key
    return one.area is None or one.area in _places(registry, key)


def _places(registry: Registry, key: str) -> tuple[str, ...]:
    """The divisions that hold a committee or the employers of an area, the widest first."""
    committee = registry.by_id.get(key)
    places = registry.areas.holding(committee.area if committee else key.removeprefix("employer-"))
    return tuple(sorted(places, key=lambda code: (len(registry.areas.within(code)), code)))


def _nearest(registry: Registry, named: list[Recipient], key: str) -> Iterator[Recipient]:
    """The keys of the division nearest to the committee or employer, of those that its route passes."""
    committee = registry.by_id.get(key)
    if committee is not None and committee.authority in registry.ranks.areas:
        value = {} if registry.reviewers is None else registry.reviewers.record
        codes = offices(route_of(value), committee.authority, committee.area, registry.areas)[::-1]
    elif committee is not None and committee.authority in WIDE:
        codes = ()
    else:
        codes = _places(registry, key)
    divisions = [one for one in named if one.role == "prefecture" and one.committee in (None, key)]
    nearest = next((code for code in reversed(codes) if any(one.area == code for one in divisions)), None)
    yield from (one for one in divisions if one.area == nearest)


def _added(registry: Registry, given: str, key: str) -> Recipient:
    """The key of an option --also. Raises UserError where the registry has a list of keys that does not name it for this file."""
    if has_list(registry):
        raise UserError(
            f"没有密封：--also 的公钥（指纹 {fingerprint(given)}）没有在 {LIST} 里登记给 {key} 用，或者已经停用。"
            f"评审委员会自己的，请先登记：role: committee，committee: {key}；登记以后不用再写 --also。"
        )
    return Recipient(given, "--also 写的公钥", "")


def unlike(registry: Registry, files: Iterable[tuple[Path, str]], today: date) -> list[str]:
    """A line for each sealed file (given with its key) that is sealed to more or fewer keys than the registry names for it on the day."""
    wanted: dict[str, int] = {}
    found = []
    for path, key in files:
        if key not in wanted:
            try:
                wanted[key] = len(of_file(registry, key, today))
            except UserError:
                return []  # the keys are not right, and sealing would say why
        number = cipher.stanzas(path.read_bytes()) if path.is_file() else None
        if number not in (None, wanted[key]):
            found.append(f"{path.name}（密封给 {number} 把，按登记是 {wanted[key]} 把）")
    return found


def refuse_unnamed(registry: Registry, keys: store.Keyring, what: str) -> str:
    """Raises UserError where recipients.yaml names none of the identities. `what` says, for the message, what was not done.

    Without recipients.yaml an identity that nothing names may be a committee's own: then returns a remark, else "".
    """
    known = {one.recipient.key for one in named_keys(registry)}
    if known & set(keys.public) or (registry.vault is None and not has_list(registry)):
        return ""
    marks = "、".join(fingerprint(one) for one in keys.public)
    if not has_list(registry):
        return f"提醒：这把私钥的公钥（指纹 {marks}）没有写在登记册里，请核对是谁的。"
    demonstration = "这是演示密钥，人人都有。" if set(keys.public) & DEMONSTRATION_KEYS else ""
    raise UserError(
        f"没有{what}：这把私钥的公钥（指纹 {marks}）没有在 {LIST} 里登记。{demonstration}"
        "请换登记过的私钥；已经换下的，请在登记里写 until，不要删去那一项。"
    )
