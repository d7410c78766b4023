"""Whether the sealed part of a draw is right, with the supervisor's or the centre's key: list, exclusions, order of the calls.

Messages name rosters, rows, groups and ranks, never a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhicheng.documents.finding import Finding, Severity
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.drawing import call_checks, history_checks, past, planning
from zhicheng.drawing.eligible import selected
from zhicheng.draws import files
from zhicheng.draws.public_checks import finding
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry import at_commit
from zhicheng.registry.records.sealed_roster import draw_key_commitment
from zhicheng.registry.registry import BrokenSettings, Entry, Registry
from zhicheng.registry.vault_listing import DRAW_CALLS, DRAW_LIST, DRAW_NONCE, ROSTER
from zhicheng.vault import bans, cipher, store
from zhicheng.vault.store import Keyring

_MOST = 5  # places that a finding names


@dataclass(slots=True)
class Checked:
    """The result: findings, and the code of the supervisor, which only the supervisor's key opens ("" where it was not opened)."""

    findings: list[Finding] = field(default_factory=list)
    nonce: str = ""


def checked(registry: Registry, keys: Keyring, entry: Entry[Value], today: date) -> Checked:
    """Checks the sealed list of a draw against its plan and the rosters of its day, and the calls against the rules."""
    value, document = entry.record, entry.document
    name, found = files.draw_id(value), Checked()
    path = registry.vault_folder / f"{name}{DRAW_LIST}"
    content = past.sealed_version(registry.vault_folder, f"{name}{DRAW_LIST}", value["plan"]["sealed"]["sha256"])
    if content is None:
        said = "密封的名单与方案里的校验值不同" if path.exists() else "密封库里没有名单"
        found.findings.append(finding(document, "D301", ("plan", "sealed"), said, "请从密封库的历史里找回原来的，查明是谁换的。"))
        return found
    sealed = _opened(content, keys, registry, document, found)
    if sealed is None:
        return found
    found.findings += _kept(keys, path, sealed, document)
    found.findings += [*_commitments(value, sealed, document), *_list(registry, keys, entry, sealed, today)]
    if "calls" in value:
        found.findings += call_checks.findings(registry, keys, value, sealed, document)
    elif (registry.vault_folder / f"{name}{DRAW_CALLS}").exists():
        said = "密封库里有电话记录，公布的文件里却没有"
        found.findings.append(finding(document, "D305", (), said, "请取来最新的登记册，或者查明公布的链为什么删去了。"))
    found.nonce = _nonce(registry, keys, value, found, document)
    return found


def _kept(keys: Keyring, path: Path, sealed: Value, document: Document) -> Iterator[Finding]:
    """Whether the list in the vault is still the one of the plan, which may have been found in the vault's history alone (D301)."""
    hint = "请从密封库的历史里找回原来的，查明是谁换的。"
    try:
        now = store.opened(path, keys)
    except (FileNotFoundError, CannotOpen):
        now = {}
    if now != sealed:
        yield finding(document, "D301", ("plan", "sealed"), "密封库里现在的名单不是方案的那一份，或者打不开", hint)


def _opened(content: bytes, keys: Keyring, registry: Registry, document: Document, found: Checked) -> Value | None:
    hint = "请用监督人或者中心的私钥。"
    try:
        value = store.decoded(cipher.unseal(content, keys.identities))
    except CannotOpen as error:
        found.findings.append(finding(document, "D304", ("plan", "sealed"), f"名单打不开：{error}", hint))
        return None
    except (ValueError, RecursionError):
        value = {}
    if store.shape_faults("sealed-draw", value, document.path, registry.ranks.codes):
        found.findings.append(finding(document, "D301", ("plan", "sealed"), "名单不合格式", "请查明名单是怎么写的。"))
        return None
    return value


def _commitments(value: Value, sealed: Value, document: Document) -> Iterator[Finding]:
    """Whether the commitments are those of the sealed list (D301)."""
    hint = "公布的指纹不是这份名单的，抽取不算数。请监督人查明。"
    if (sealed["committee"], sealed["number"]) != (value["committee"], value["number"]):
        yield finding(document, "D301", ("plan", "sealed"), "名单是另一次抽取的", hint)
    for i, group in enumerate(value["plan"]["groups"]):
        own = [one for one in sealed["people"] if one["group"] == group["id"]]
        if [files.committed(one, "order") for one in own] != group["candidates"]:
            said = f"{group['id']} 组公布的指纹与密封的名单不同"
            yield finding(document, "D301", ("plan", "groups", i, "candidates"), said, hint)
    if sorted(files.committed(one, "list") for one in sealed["people"]) != value["plan"]["list"]:
        yield finding(document, "D301", ("plan", "list"), "公布的名单的指纹与密封的名单不同", hint)


def _list(registry: Registry, keys: Keyring, entry: Entry[Value], sealed: Value, today: date) -> Iterator[Finding]:
    """Whether the list is what the rosters of that day give: nobody missing, nobody added, each exclusion as it should be (D302–D304)."""
    value, document = entry.record, entry.document
    rosters, faults = rosters_then(registry, keys, value, document)
    yield from faults
    if rosters is None:
        return
    if (then := _registry_then(registry, value)) is None:
        said = "没有核对名单：制定方案时的登记库（规则、豁免）读不出来"
        yield finding(document, "D304", ("plan",), said, "请在历史完整、没有改写过的仓库里，用读得懂那时文件的版本再核对一次。")
        return
    day = date.fromisoformat(value["plan"]["as_of"])
    closed = bans.opened(then, keys, today) if then.bans is None else ""
    try:
        sat = planning.sat_since(then, keys, value["committee"], value["plan"].get("rest"))
        again = selected(then, value["committee"], rosters, value["plan"], sealed["given"], day, sat)
    except UserError as error:
        yield finding(document, "D304", ("plan",), f"没有核对名单：{error}", "请查明原因，再核对一次。")
        return
    expected = planning.sealed_list(
        files.draw_id(value), value["committee"], value["number"], rosters, value["plan"], again, sealed["given"]
    )
    banned = {(one["roster"], one["expert"]) for one in sealed["excluded"] if one["reason"] == "banned"} if closed else set()
    if banned:
        said = f"有 {len(banned)} 人因违规记录没有参加，这把私钥打不开违规记录，没有核对"
        yield finding(document, "D304", ("plan", "groups"), said, "请中心的另一个人用中心的私钥再核对一次。", "warning")
    yield from _people(expected, sealed, banned, rosters, document)
    yield from _excluded(expected, sealed, banned, rosters, document)
    yield from _pools(value, again.pool, document)
    for one in again.findings:
        if one.severity == "error":
            said = f"没有问清楚就制定了方案：{one.file} 第 {one.line} 项，{one.message}"
            yield finding(document, "D303", ("plan", "list"), said, "照制定方案的办法，要先问清楚。请监督人查明。")
    record = then.by_id.get(value["committee"])
    for one in () if record is None else planning.number_findings(then, record, value["plan"], again):
        yield finding(document, one.code, ("plan", "groups"), one.message, "这样的方案不能制定。请监督人查明。", clause=one.clause)


def rosters_then(registry: Registry, keys: Keyring, value: Value, document: Document) -> tuple[dict[str, Value] | None, list[Finding]]:
    """The rosters of the plan, as they were sealed then; None, with findings, where one is not there or cannot be opened."""
    found: dict[str, Value] = {}
    faults = []
    for i, used in enumerate(value["plan"]["rosters"]):
        at = ("plan", "rosters", i)
        content = past.sealed_version(registry.vault_folder, f"{used['key']}{ROSTER}", used["sealed"])
        try:
            if content is None:
                raise CannotOpen("密封库和它的历史里没有这一份")
            roster = store.decoded(cipher.unseal(content, keys.identities))
        except (CannotOpen, ValueError, RecursionError) as error:
            why = str(error) if isinstance(error, CannotOpen) else "内容不合格式"
            said = f"没有核对名单：花名册 {used['key']} 那天的一份打不开（{why}）"
            faults.append(finding(document, "D304", at, said, "请在有历史的密封库里，用监督人或者中心的私钥核对。"))
            continue
        if draw_key_commitment(roster.get("draw_key", "")) != used["draw_key"]:
            said = f"花名册 {used['key']} 里的抽取密钥与方案的校验值不同"
            faults.append(finding(document, "D302", (*at, "draw_key"), said, "盐不是用公布过的密钥算的，抽取不算数。"))
        found[used["key"]] = roster
    return (found if len(found) == len(value["plan"]["rosters"]) else None), faults


def _registry_then(registry: Registry, value: Value) -> Registry | None:
    """The registry when the plan was published, with its waivers and rulebooks: that of now where Git does not know, None if unreadable."""
    first = history_checks.first_published(registry, value)
    if first is None:
        return registry
    try:
        return at_commit.load(registry.root, first.commit)
    except (BrokenSettings, UserError):
        return None


def _place(rosters: Mapping[str, Value], key: tuple[str, str]) -> str:
    roster, expert = key
    rows = rosters.get(roster, {}).get("experts", ())
    row = next((i for i, one in enumerate(rows, 1) if one["id"] == expert), None)
    return f"{roster} 第 {row} 行" if row else f"{roster} 里没有的一人"


def _several(rosters: Mapping[str, Value], keys: set[tuple[str, str]]) -> str:
    shown = sorted(_place(rosters, key) for key in keys)
    return "、".join(shown[:_MOST]) + (f"等 {len(shown)} 人" if len(shown) > _MOST else "")


def _people(
    expected: Value, sealed: Value, banned: set[tuple[str, str]], rosters: Mapping[str, Value], document: Document
) -> Iterator[Finding]:
    """Whether everybody who may be drawn is in the list, and nobody else, with the facts of the roster (D302)."""
    right = {(one["roster"], one["expert"]): one for one in expected["people"]}
    given = {(one["roster"], one["expert"]): one for one in sealed["people"]}
    if len(given) < len(sealed["people"]):
        yield finding(document, "D302", ("plan", "list"), "名单里有人出现了几次", "名单不是那天的花名册，抽取不算数。")
    for keys, said in (
        (right.keys() - given.keys() - banned, "名单里少了应当参加的人"),
        (given.keys() - right.keys(), "名单里多了不应参加的人"),
    ):
        if keys:
            hint = "名单不是那天的花名册，抽取不算数。请监督人查明。"
            yield finding(document, "D302", ("plan", "list"), f"{said}：{_several(rosters, keys)}", hint)
    differ = {key for key in right.keys() & given.keys() if _facts(right[key]) != _facts(given[key])}
    if differ:
        said = f"名单与花名册不一致：{_several(rosters, differ)}"
        yield finding(document, "D302", ("plan", "list"), said, "姓名、单位、组、层级、外地、年轻或盐改过，抽取不算数。")


def _facts(one: Value) -> Value:
    return {name: given for name, given in one.items() if name != "phones"}


def _excluded(
    expected: Value, sealed: Value, banned: set[tuple[str, str]], rosters: Mapping[str, Value], document: Document
) -> Iterator[Finding]:
    """Whether each exclusion holds, with its reason (D303)."""

    def reasons(value: Value) -> dict[tuple[str, str], tuple[str, str]]:
        return {(one["roster"], one["expert"]): (one["group"], one["reason"]) for one in value["excluded"]}

    right, given = reasons(expected), reasons(sealed)
    if len(given) < len(sealed["excluded"]):
        yield finding(document, "D303", ("plan", "groups"), "不参加的里有人出现了几次", "请监督人查明。")
    wrong = {key for key in given.keys() - banned if right.get(key) != given[key]}
    if wrong:
        said = f"不参加的原因不成立：{_several(rosters, wrong)}"
        yield finding(document, "D303", ("plan", "groups"), said, "请监督人查明：照那天的花名册和交来的回避名单，不是这个原因。")
    missing = right.keys() - given.keys() - {(one["roster"], one["expert"]) for one in sealed["people"]}
    if missing:
        said = f"不参加而没有写原因：{_several(rosters, missing)}"
        yield finding(document, "D303", ("plan", "groups"), said, "请监督人查明。")


def _pools(value: Value, pools: Mapping[str, int], document: Document) -> Iterator[Finding]:
    """Whether the published numbers of each group are those of the rosters (D302)."""
    for i, group in enumerate(value["plan"]["groups"]):
        if group["pool"] != pools[group["id"]]:
            said = f"{group['id']} 组公布在库 {group['pool']} 名，那天的花名册里有 {pools[group['id']]} 名"
            yield finding(document, "D302", ("plan", "groups", i, "pool"), said, "请监督人查明。")


def _nonce(registry: Registry, keys: Keyring, value: Value, found: Checked, document: Document) -> str:
    """The supervisor's code; "" where the key does not open it."""
    path = registry.vault_folder / f"{files.draw_id(value)}{DRAW_NONCE}"
    if value["plan"]["supervisor"]["key"] not in keys.public:
        return ""
    hint = "请重新制定方案。"
    severity: Severity = "error"
    try:
        made = cipher.unseal(path.read_bytes(), keys.identities).decode("utf-8", "replace").strip()
    except (OSError, CannotOpen):
        found.findings.append(finding(document, "D304", ("plan", "supervisor"), "核对码打不开", hint, severity))
        return ""
    if files.nonce_hash(made) != value["plan"]["supervisor"]["nonce"]:
        found.findings.append(finding(document, "D301", ("plan", "supervisor"), "核对码与方案的校验值不同", hint, severity))
        return ""
    return made
