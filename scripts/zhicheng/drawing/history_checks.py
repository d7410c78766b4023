"""Whether a draw was published when and as it should have been: what Git's history of its file tells, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.drawing import past
from zhicheng.drawing.past import Version
from zhicheng.draws import files
from zhicheng.draws.public_checks import finding
from zhicheng.registry.key_holders import LIST
from zhicheng.registry.records.decision import Decision
from zhicheng.registry.records.recipients import recipients
from zhicheng.registry.registry import Entry, Registry
from zhicheng.system import git

_LASTING = ("result", "cancelled", "published", "stamp")  # what is not changed any more once it stands in the file


def findings(registry: Registry, entry: Entry[Value]) -> list[Finding]:
    """The findings on the history of a draw (D201, D202, D203, D205, D206, D209)."""
    versions = past.versions(registry, "draw", entry.path)
    known = [one for one in versions if one.value is not None]
    value, document = entry.record, entry.document
    at = ("plan", "planned_at")
    if not known and past.has_history(registry.root):
        said = "方案还没有提交，没有核对它是不是在随机数产生以前公布的"
        return [finding(document, "D202", at, said, "请提交、推送，再核对一次。", "warning")]
    if not known:
        said = "没有 Git 的历史，没有核对方案是不是在随机数产生以前公布的"
        return [finding(document, "D202", at, said, "请在登记册的仓库里核对，或者核对当场签字的短码。", "warning")]
    found = list(dict.fromkeys(_changed(versions, value, document)))
    if git.is_shallow(registry.root):
        said = "这份副本的历史不完整，没有核对方案是不是在随机数产生以前公布的"
        return [*found, finding(document, "D202", at, said, "请先取来完整的历史：git fetch --unshallow。", "warning")]
    published = [*_rosters(registry, known[0], value, document), *_supervisor(registry, known[0], value, document)]
    return [*_in_time(known, value, document), *found, *published]


def deleted(registry: Registry) -> list[Finding]:
    """The findings on draws whose files were published and are gone (D203)."""
    there = {*registry.files, *(entry.path for entry in registry.draws)}
    hint = "次数一次不缺，取消的也留着。请从历史里找回，查明是谁删的。"
    return [
        Finding("D203", "error", path, 1, 1, "", "抽取的文件公布以后删去了", hint, "")
        for path in past.once_there(registry.root, files.FOLDER)
        if path.endswith(".yaml") and path not in there
    ]


def first_published(registry: Registry, value: Value) -> Version | None:
    """The first version of a draw's file with the plan that it has now; None where Git knows none."""
    known = past.versions(registry, "draw", files.public_path(value))
    return next((one for one in known if one.value is not None and one.value["plan"] == value["plan"]), None)


def _in_time(known: Sequence[Version], value: Value, document: Document) -> Iterator[Finding]:
    """Whether the plan was committed before its randomness came to be (D202), and a cancellation too (D203)."""
    due = datetime.fromisoformat(value["plan"]["randomness"]["at"])
    first = known[0]
    at = ("plan", "randomness", "at")
    if first.at >= due:
        said = f"方案 {first.at:%Y-%m-%d %H:%M} 才提交，随机数 {due:%Y-%m-%d %H:%M} 就产生了"
        yield finding(document, "D202", at, said, "方案要先公布。有当场签字的短码的，请拿来核对；没有的，这次抽取不算数。")
    if first.value is not None and "result" in first.value:
        said = "方案和结果是同一次提交的，看不出方案在先"
        yield finding(document, "D202", ("result",), said, "方案要先公布。有当场签字的短码的，请拿来核对；没有的，这次抽取不算数。")
    cancelling = next((one for one in known if one.value is not None and "cancelled" in one.value), None)
    if cancelling is not None and "cancelled" in value and cancelling.at >= due and value["cancelled"]["date"] < f"{due:%Y-%m-%d}":
        said = f"随机数 {due:%Y-%m-%d %H:%M} 产生，取消 {cancelling.at:%Y-%m-%d %H:%M} 才提交：抽了不满意再抽，会偏向一个人"
        yield finding(document, "D203", ("cancelled", "date"), said, "请监督人查明取消的原因。", "warning")


def _changed(versions: Sequence[Version], value: Value, document: Document) -> Iterator[Finding]:
    """Whether anything was changed that may only be added to: plan and code (D201), result (D205), calls (D206), the rest (D203)."""
    last = versions[-1]
    pairs = [(before, one.value) for one in versions if one.value is not None for before in one.before]
    pairs += [(before, value) for before in ((last.value,) if last.value is not None else last.before)]
    for before, after in pairs:
        for name in ("plan", "code", "committee", "number"):
            if before[name] != after[name]:
                said = f"“{name}”公布以后改过"
                yield finding(document, "D201", (name,), said, "方案公布以后不能改。请从历史里找回原来的，查明是谁改的。")
        lost = [name for name in _LASTING if name in before and before[name] != after.get(name)]
        signed = before.get("signed", [])
        if any(one not in after.get("signed", ()) for one in signed):
            lost.append("signed")
        for name in lost:
            code = "D205" if name == "result" else "D203"
            at = (name,) if name in value else ()
            yield finding(document, code, at, f"“{name}”写明以后改过或者删去了", "请从历史里找回原来的，查明是谁改的。")
        yield from _changed_calls(before.get("calls", {}), after.get("calls", {}), value, document)


def _changed_calls(before: Value, after: Value, value: Value, document: Document) -> Iterator[Finding]:
    """Whether calls that were published stayed, and nothing was added after the sign-off (D206)."""
    chain, now = before.get("chain", []), after.get("chain", [])
    closed = before.get("closed")
    said = []
    if now[: len(chain)] != chain:
        said.append("电话的链公布以后改过：只能往后加")
    elif closed is not None and len(now) > len(chain):
        said.append("封存以后又加了步骤")
    if closed is not None and after.get("closed") != closed:
        said.append("封存以后改过")
    for one in said:
        yield finding(document, "D206", ("calls",) if "calls" in value else (), one, "请从历史里找回原来的，查明是谁改的。")


def _rosters(registry: Registry, first: Version, value: Value, document: Document) -> Iterator[Finding]:
    """Whether the rosters of the plan, and the commitments to their draw keys, were published when the plan was (D209)."""
    for i, used in enumerate(value["plan"]["rosters"]):
        known = past.versions(registry, "roster", f"registry/rosters/{used['key']}.yaml")
        there = [(one, one.value) for one in known if one.value is not None and one.at <= first.at]
        keyed = [roster["draw_key"] for one, roster in there if "draw_key" in roster and one.commit != first.commit]
        at = ("plan", "rosters", i)
        if used["draw_key"] not in keyed:
            said = f"花名册 {used['key']} 的抽取密钥在方案以前没有公布"
            yield finding(document, "D209", (*at, "draw_key"), said, "抽取密钥要先公布，抽取的人才不能挑盐。请取消，重新制定方案。")
        elif len(set(keyed)) > 1:
            said = f"花名册 {used['key']} 的抽取密钥公布以后换过"
            yield finding(document, "D209", (*at, "draw_key"), said, "再密封的时候密钥不变。请查明为什么换了。", "warning")
        sealed = [roster.get("sealed", {}).get("sha256") for _, roster in there]
        if used["sealed"] not in sealed:
            said = f"方案用的花名册 {used['key']} 没有公布过这个校验值"
            yield finding(document, "D209", (*at, "sealed"), said, "请查明方案用的是哪一份花名册。")
        elif sealed[-1] != used["sealed"]:
            said = f"制定方案的时候，花名册 {used['key']} 已经有更新的一份"
            yield finding(document, "D209", (*at, "sealed"), said, "请查明为什么没有用那天的花名册。")


def _supervisor(registry: Registry, first: Version, value: Value, document: Document) -> Iterator[Finding]:
    """Whether the key of the plan's supervisor was registered as one before (D209): else whoever plans could name a key of their own."""
    known = past.versions(registry, "recipients", LIST)
    before = [one.value for one in known if one.value is not None and one.at <= first.at and one.commit != first.commit]
    lists = [recipients(one) for one in before[-1:]]
    named = value["plan"]["supervisor"]["key"]
    day, committee = date.fromisoformat(value["plan"]["as_of"]), value["committee"]
    right = [one for keys in lists for one in keys if one.key == named and one.role == "supervisor" and one.in_use(day)]
    if not any(one.committee in (None, committee) for one in right):
        said = "方案的监督人的公钥，制定方案的时候没有登记给监督人用"
        hint = "监督人要先登记在 registry/recipients.yaml（role: supervisor），大家才知道是谁。请取消，重新制定方案。"
        yield finding(document, "D209", ("plan", "supervisor", "key"), said, hint)


def relied_on(registry: Registry, value: Value) -> list[str]:
    """The reasons to believe that the plan was published before the randomness existed: a sentence each, the strongest last."""
    due = value["plan"]["randomness"]["at"]
    said = []
    first = first_published(registry, value)
    if first is not None:
        said.append(f"Git 的提交时间 {first.at:%Y-%m-%d %H:%M}（提交人的电脑的钟，可以拨；别人早先取走的副本里有它，就改不了）")
    reviewed = sorted(
        (one.date.isoformat(), one.account)
        for entry in registry.decisions
        for one in entry.record
        if first is not None and _is_approval(one, value) and _has_plan(registry, one.commit, value)
    )
    if reviewed:
        said.append(f"审核记录：{reviewed[0][1]} {reviewed[0][0]} 在代码平台上审核过含有这个方案的提交")
    for one in value.get("signed", ()):
        if one["what"] == "plan":
            said.append(f"当场签字的短码：{one['by']}，{one['date']}（请与签字的纸核对：{value['code']}）")
    return [f"随机数产生的时间：{due}", *said]


def _is_approval(decision: Decision, value: Value) -> bool:
    """Whether a decision approves a draw of the committee not later than on the day of the randomness."""
    about = decision.kind == "draw" and decision.committee == value["committee"]
    return about and decision.outcome == "approved" and decision.date.isoformat() <= value["plan"]["randomness"]["at"][:10]


def _has_plan(registry: Registry, commit: str, value: Value) -> bool:
    there = past.value_at(registry, "draw", commit, files.public_path(value))
    return there is not None and there["plan"] == value["plan"]
