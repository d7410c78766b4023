"""Whether the sealed calls of a draw are right, with the supervisor's or the centre's key: chain, order, and the states they give.

Messages name groups and ranks, never a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.drawing import sealed_files, steps
from zhicheng.draws import files
from zhicheng.draws.public_checks import finding
from zhicheng.draws.seating import NotAllowed, Seating, chained
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import DRAW_CALLS
from zhicheng.vault import roster_changes
from zhicheng.vault.store import Keyring


def findings(registry: Registry, keys: Keyring, value: Value, sealed: Value, document: Document) -> Iterator[Finding]:
    """Whether the sealed steps are those of the chain (D305), followed the rules (D306), and give the published states (D207)."""
    name, chain = files.draw_id(value), value["calls"]["chain"]
    if "result" not in value:
        return
    try:
        recorded = sealed_files.opened(registry, f"{name}{DRAW_CALLS}", "sealed-calls", keys)["steps"]
    except UserError as error:
        yield finding(document, "D304", ("calls",), f"没有核对电话：{error}", "请用监督人或者中心的私钥。")
        return
    if not steps.order_holds(value, sealed):
        said = "没有核对电话：先后或者名单与方案不符，排不出谁在第几位"
        yield finding(document, "D304", ("calls",), said, "请先查明先后和名单。")
        return
    before = value["result"]["seed"]
    for i, step in enumerate(recorded):
        before = chained(before, step)
        if i >= len(chain) or chain[i] != before:
            said = f"密封的电话记录第 {i + 1} 步与公布的链不同"
            yield finding(document, "D305", ("calls", "chain"), said, "记录改过。请监督人查明。")
            return
    if len(recorded) < len(chain):
        said = f"公布了 {len(chain)} 步，密封的电话记录只有 {len(recorded)} 步"
        yield finding(document, "D305", ("calls", "chain"), said, "记录少了。请取来最新的密封库，再核对一次。")
        return
    yield from _order(value, steps.seating(value, sealed), recorded, document)
    yield from _left_before(registry, keys, steps.ranked(value, sealed), recorded, document)


def _left_before(
    registry: Registry, keys: Keyring, people: dict[str, list[Value]], recorded: list[Value], document: Document
) -> Iterator[Finding]:
    """Who said yes, and had left the roster before the day of the call (D306, to be judged); whoever is forgotten cannot be told."""
    last = {(step["group"], step["rank"]): step for step in recorded if "group" in step and "rank" in step}
    gone: dict[str, dict[str, str]] = {}
    for (group, rank), step in last.items():
        one = people[group][rank - 1] if step["kind"] == "confirmed" and 0 < rank <= len(people.get(group, ())) else None
        if one is None:
            continue
        if one["roster"] not in gone:
            gone[one["roster"]] = {}
            try:
                experts = roster_changes.open_roster(registry, one["roster"], keys)["experts"]
            except UserError as error:
                said = f"没有核对答应到会的人是不是已经调出：{error}"
                yield finding(document, "D304", ("calls",), said, "请用监督人或者中心的私钥，在最新的密封库里再核对一次。", "warning")
                continue
            gone[one["roster"]] = {row["id"]: row["removed"]["date"] for row in experts if row["state"] == "removed"}
        day = gone[one["roster"]].get(one["expert"], "9999")
        if day < step["at"][:10]:
            said = f"{group} 组第 {rank} 位 {day} 已经调出花名册，{step['at'][:10]} 记的是答应到会"
            yield finding(document, "D306", ("calls", "chain"), said, "请监督人查明该不该到会，先后不用改。", "warning")


def _order(value: Value, state: Seating, recorded: list[Value], document: Document) -> Iterator[Finding]:
    for step in recorded:
        try:
            state.apply(step)
        except NotAllowed as error:
            said = f"电话记录第 {step['n']} 步不合办法：{error}"
            yield finding(document, "D306", ("calls", "chain"), said, "没有依先后打。请监督人查明。")
            return
    closed = value["calls"].get("closed")
    if closed is not None and closed["ranks"] != state.ranks():
        groups = "、".join(group for group, ranks in state.ranks().items() if closed["ranks"].get(group) != ranks)
        said = f"公布的各位的结果与密封的电话记录不同：{groups} 组"
        yield finding(document, "D207", ("calls", "closed", "ranks"), said, "请从密封的记录重新封存，查明是谁改的。")
    if closed is not None and recorded and closed["at"] != recorded[-1]["at"]:
        yield finding(document, "D207", ("calls", "closed", "at"), "公布的封存时间与密封的电话记录不同", "请监督人查明。")
    if closed is not None and (state.present != closed["present"] or dict(state.relaxed) != closed.get("relaxed", {})):
        said = "公布的到会人数或者放宽的限额与密封的电话记录不同"
        yield finding(document, "D207", ("calls", "closed"), said, "请监督人查明。")
    if closed is None and state.present is not None:
        yield finding(document, "D207", ("calls",), "已经封存，公布的文件里却没有", "请监督人查明。")
