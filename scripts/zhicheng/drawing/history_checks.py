"""Whether a draw was published when and as it should have been: what Git's history of its file tells, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.drawing import past
from zhicheng.drawing.past import Version
from zhicheng.draws import files
from zhicheng.draws.public_checks import finding
from zhicheng.registry.registry import Entry, Registry

_LASTING = ("result", "cancelled", "published", "stamp")  # what is not changed any more once it stands in the file


def findings(registry: Registry, entry: Entry[Value]) -> list[Finding]:
    """The findings on the history of a draw (D201, D202, D205, D206, D209)."""
    known = [one for one in past.versions(registry.root, entry.path) if one.value is not None]
    value, document = entry.record, entry.document
    if not known:
        said = "没有 Git 的历史，没有核对方案是不是在随机数产生以前公布的"
        return [finding(document, "D202", ("plan", "planned_at"), said, "请在登记册的仓库里核对，或者核对当场签字的短码。", "warning")]
    return [*_in_time(known, value, document), *_changed(known, value, document), *_rosters(registry, known[0], value, document)]


def first_published(registry: Registry, value: Value) -> Version | None:
    """The first version of a draw's file with the plan that it has now; None where Git knows none."""
    known = past.versions(registry.root, files.public_path(value))
    return next((one for one in known if one.value is not None and one.value["plan"] == value["plan"]), None)


def _in_time(known: Sequence[Version], value: Value, document: Document) -> Iterator[Finding]:
    """Whether the plan was committed before its randomness came to be (D202)."""
    due = datetime.fromisoformat(value["plan"]["randomness"]["at"])
    first = known[0]
    at = ("plan", "randomness", "at")
    if first.at >= due:
        said = f"方案 {first.at:%Y-%m-%d %H:%M} 才提交，随机数 {due:%Y-%m-%d %H:%M} 就产生了"
        yield finding(document, "D202", at, said, "方案要先公布。有当场签字的短码的，请拿来核对；没有的，这次抽取不算数。")
    if first.value is not None and "result" in first.value:
        said = "方案和结果是同一次提交的，看不出方案在先"
        yield finding(document, "D202", ("result",), said, "方案要先公布。有当场签字的短码的，请拿来核对；没有的，这次抽取不算数。")


def _changed(known: Sequence[Version], value: Value, document: Document) -> Iterator[Finding]:
    """Whether anything was changed that may only be added to: plan and code (D201), result (D205), calls (D206), the rest (D203)."""
    for before, after in pairwise([*(one.value for one in known), value]):
        if before is None or after is None:
            continue
        for name in ("plan", "code", "committee", "number"):
            if before[name] != after[name]:
                said = f"“{name}”公布以后改过"
                yield finding(document, "D201", (name,), said, "方案公布以后不能改。请从历史里找回原来的，查明是谁改的。")
        for name in _LASTING:
            if name in before and before[name] != after.get(name):
                code = "D205" if name == "result" else "D203"
                at = (name,) if name in value else ()
                yield finding(document, code, at, f"“{name}”写明以后改过或者删去了", "请从历史里找回原来的，查明是谁改的。")
        chain = before.get("calls", {}).get("chain", [])
        if after.get("calls", {}).get("chain", [])[: len(chain)] != chain:
            said = "电话的链公布以后改过：只能往后加"
            yield finding(document, "D206", ("calls",) if "calls" in value else (), said, "请从历史里找回原来的，查明是谁改的。")
        closed = before.get("calls", {}).get("closed")
        if closed is not None and after.get("calls", {}).get("closed") != closed:
            said = "封存以后改过"
            yield finding(document, "D206", ("calls",) if "calls" in value else (), said, "请从历史里找回原来的，查明是谁改的。")


def _rosters(registry: Registry, first: Version, value: Value, document: Document) -> Iterator[Finding]:
    """Whether the rosters of the plan, and the commitments to their draw keys, were published when the plan was (D209)."""
    for i, used in enumerate(value["plan"]["rosters"]):
        known = past.versions(registry.root, f"registry/rosters/{used['key']}.yaml")
        there = [one for one in known if one.value is not None and one.at <= first.at]
        keyed = any(one.value is not None and one.value.get("draw_key") == used["draw_key"] for one in there)
        at = ("plan", "rosters", i)
        if not keyed:
            said = f"花名册 {used['key']} 的抽取密钥在方案以前没有公布"
            yield finding(document, "D209", (*at, "draw_key"), said, "抽取密钥要先公布，抽取的人才不能挑盐。请取消，重新制定方案。")
        if not any(one.value is not None and one.value.get("sealed", {}).get("sha256") == used["sealed"] for one in there):
            said = f"方案用的花名册 {used['key']} 没有公布过这个校验值"
            yield finding(document, "D209", (*at, "sealed"), said, "请查明方案用的是哪一份花名册。")
        elif there and there[-1].value is not None and there[-1].value.get("sealed", {}).get("sha256") != used["sealed"]:
            said = f"制定方案的时候，花名册 {used['key']} 已经有更新的一份"
            yield finding(document, "D209", (*at, "sealed"), said, "请查明为什么没有用那天的花名册。")


def relied_on(registry: Registry, value: Value) -> list[str]:
    """On what it rests that the plan was published before the randomness, one sentence each, the strongest last."""
    due = value["plan"]["randomness"]["at"]
    said = []
    first = first_published(registry, value)
    if first is not None:
        said.append(f"Git 的提交时间 {first.at:%Y-%m-%d %H:%M}（提交人的电脑的钟，可以拨；别人早先取走的副本里有它，就改不了）")
    reviewed = sorted(
        (one.date.isoformat(), one.account)
        for entry in registry.decisions
        for one in entry.record
        if one.outcome == "approved" and first is not None and _has_plan(registry, one.commit, value)
    )
    if reviewed:
        said.append(f"审核记录：{reviewed[0][1]} {reviewed[0][0]} 在代码平台上审核过含有这个方案的提交")
    for one in value.get("signed", ()):
        if one["what"] == "plan":
            said.append(f"当场签字的短码：{one['by']}，{one['date']}（请与签字的纸核对：{value['code']}）")
    return [f"随机数产生的时间：{due}", *said]


def _has_plan(registry: Registry, commit: str, value: Value) -> bool:
    path = files.public_path(value)
    there = past.value_at(registry.root, commit, path)
    return there is not None and there["plan"] == value["plan"]
