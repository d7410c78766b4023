"""Whether the public file of a draw is right, without a key: code, commitments, randomness, ranking, numbers, states.

Everything here follows from the file alone and the other draws of the committee; what Git's history tells stands in history_checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from zhicheng.documents.finding import Finding, Pointer, Problem, Severity, pointer_text
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.draws import files, randomness, rates, results
from zhicheng.draws.commitments import ALGORITHM, plan_digest, short_code
from zhicheng.draws.seating import ALTERNATE, MEMBER, PASSED, UNANSWERED, UNCALLED
from zhicheng.errors import UserError
from zhicheng.registry.registry import Entry, Registry
from zhicheng.text import show

_NOT_CALLED = (PASSED, UNCALLED)
Found = tuple[str, Problem]  # a problem with its code


def finding(
    document: Document, code: str, pointer: Pointer, said: str, hint: str, severity: Severity = "error", clause: str = ""
) -> Finding:
    """A finding at a place of the public file of a draw."""
    line, column = document.place(pointer)
    return Finding(code, severity, document.path, line, column, pointer_text(pointer), said, hint, clause)


def of_draw(registry: Registry, entry: Entry[Value]) -> list[Finding]:
    """The findings on one draw."""
    return [
        finding(entry.document, code, problem.pointer, problem.message, problem.hint, problem.severity or "error")
        for code, problem in problems(registry, entry)
    ]


def problems(registry: Registry, entry: Entry[Value]) -> Iterator[Found]:
    """The problems of one draw, as far as its file and the other draws of the committee tell, each with its code."""
    value = entry.record
    yield from _place(registry, value, entry.path)
    if value["plan"]["algorithm"] != ALGORITHM:
        said = f"抽取办法 {value['plan']['algorithm']} 这个版本的程序不认识"
        yield _found("D205", ("plan", "algorithm"), said, "请用认识它的版本核对。")
        return
    yield from _plan(value)
    yield from _source(registry, value)
    yield from _result(registry, value)
    yield from _calls(value)
    yield from _rate(registry, value)


def _found(code: str, pointer: Pointer, said: str, hint: str, severity: Severity | None = None) -> Found:
    return code, Problem(pointer, said, hint, severity=severity)


def _place(registry: Registry, value: Value, path: str) -> Iterator[Found]:
    """Whether the file names its committee and number rightly, and whether a number before it is missing (D203)."""
    name, committee = files.draw_id(value), value["committee"]
    if not registry.knows("committee", committee):
        yield _found("D203", ("committee",), f"没有编号是 {show(committee)} 的评审委员会", "请核对编号。")
    if path != files.public_path(value):
        yield _found("D203", ("number",), f"文件名与编号不同：应是 {name}.yaml", "请改回原来的文件名。")
    taken = {one["number"] for one in files.of_committee(registry, committee)}
    earlier = value["number"] - 1
    if earlier and earlier not in taken and f"{committee}-{earlier}" not in registry.present.get("draw", ()):
        said = f"缺少第 {earlier} 次抽取：次数一次不缺，取消的也留着"
        yield _found("D203", ("number",), said, "请从历史里找回那一次的文件；没有那一次的，请查明为什么跳号。")


def _plan(value: Value) -> Iterator[Found]:
    """The code (D201), and whether the commitments and numbers agree with each other (D208)."""
    plan = value["plan"]
    if value["code"] != short_code(plan_digest(value["committee"], value["number"], plan)):
        said = "短码与方案不符：方案或短码改过"
        yield _found("D201", ("code",), said, "请与当场签字的短码核对；方案公布以后不能改，请从历史里找回原来的。")
    everybody = 0
    for i, group in enumerate(plan["groups"]):
        candidates, at = group["candidates"], ("plan", "groups", i, "candidates")
        everybody += len(candidates)
        if candidates != sorted(candidates):
            yield _found("D208", at, f"{group['id']} 组的指纹没有从小到大排好", "请从历史里找回原来的方案。")
        left = group["pool"] - sum(group.get("excluded", {}).values())
        if left != len(candidates):
            said = f"{group['id']} 组在库 {group['pool']} 名，除去不参加的还有 {left} 名，指纹却有 {len(candidates)} 个"
            yield _found("D208", at, said, "名单与人数对不上，不能抽。请取消，重新制定方案。")
        if len(candidates) < group["members"] + group["alternates"]:
            said = f"{group['id']} 组要 {group['members'] + group['alternates']} 名，指纹只有 {len(candidates)} 个"
            yield _found("D208", at, said, "请取消，重新制定方案。")
    ids = [group["id"] for group in plan["groups"]]
    every = [one for group in plan["groups"] for one in group["candidates"]]
    if len(set(ids)) < len(ids) or len(set(every)) < len(every):
        yield _found("D208", ("plan", "groups"), "组的代号或者指纹有重复的", "请取消，重新制定方案。")
    if plan["planned_at"][:10] != plan["as_of"]:
        said = f"名单按 {plan['as_of']} 的花名册，方案却是 {plan['planned_at'][:10]} 制定的"
        yield _found("D208", ("plan", "as_of"), said, "两样应是同一天。请取消，重新制定方案。")
    if len(plan["list"]) != everybody or plan["list"] != sorted(plan["list"]):
        said = f"名单的指纹有 {len(plan['list'])} 个，各组一共 {everybody} 个；应当一样多，从小到大"
        yield _found("D208", ("plan", "list"), said, "请取消，重新制定方案。")


def _source(registry: Registry, value: Value) -> Iterator[Found]:
    """Whether the source of the plan suffices and lies after the plan (D204), and nothing was cancelled after it was known (D203)."""
    plan = value["plan"]
    source, at = plan["randomness"], ("plan", "randomness")
    try:
        randomness.refuse_too_little(source, files.table(registry))
        if source["source"] == "drand" and randomness.time_of_round(source, files.table(registry)) != source["at"]:
            said = f"第 {source['round']} 轮的时间不是 {source['at']}"
            yield _found("D204", (*at, "at"), said, "请取消，重新制定方案。")
    except UserError as error:
        yield _found("D204", at, str(error).split("。")[0], "请取消，重新制定方案。")
    if datetime.fromisoformat(source["at"]) <= datetime.fromisoformat(plan["planned_at"]):
        said = "随机数产生的时间不晚于制定方案的时间"
        yield _found("D204", (*at, "at"), said, "方案写成的时候随机数可能已经知道了。请取消，重新制定。")
    yield from _cancelled(value)


def _cancelled(value: Value) -> Iterator[Found]:
    """Whether a draw was cancelled after its randomness was known, as far as the file tells (D203)."""
    if "cancelled" not in value:
        return
    day, due = value["cancelled"]["date"], value["plan"]["randomness"]["at"][:10]
    if "closed" in value.get("calls", {}):
        yield _found("D203", ("cancelled",), "已经封存，又写了取消", "封存以后不能取消。请从历史里找回原来的，查明是谁改的。")
    elif "result" in value or day >= due:
        when = "排出先后以后才取消" if "result" in value else f"随机数产生的当天或者以后（{day}）才取消"
        said = f"{when}：抽了不满意再抽，会偏向一个人"
        yield _found("D203", ("cancelled", "date"), said, "请监督人查明取消的原因。", "warning")


def _result(registry: Registry, value: Value) -> Iterator[Found]:
    """Whether the randomness is of the source (D204), and seed and ranking follow from it (D205)."""
    result = value.get("result")
    if result is None:
        return
    plan = value["plan"]
    if datetime.fromisoformat(result["drawn_at"]) < datetime.fromisoformat(plan["randomness"]["at"]):
        yield _found("D204", ("result", "drawn_at"), "排先后的时间早于随机数产生的时间", "请查明随机数从哪里来。")
    try:
        typed = [result["value"]]
        if plan["randomness"]["source"] == "lottery":  # each draw as `name issue numbers`
            typed = [part.split(" ", 2)[-1] for part in result["value"].split("/")]
        canonical = randomness.canonical(plan["randomness"], files.table(registry), typed)
        if canonical != result["value"]:
            said = "随机数的写法不合办法，或者期号与方案不同"
            yield _found("D204", ("result", "value"), said, "请照方案和公布的随机数核对。")
    except UserError as error:
        if "py_ecc" in str(error):
            yield _found("D204", ("result", "value"), "没有核对信标的签名：没有装 py_ecc", str(error), "warning")
        else:
            yield _found("D204", ("result", "value"), str(error).split("。")[0], "请照方案和公布的随机数核对。")
    expected = results.computed(value, result["value"])
    if result["seed"] != expected["seed"]:
        yield _found("D205", ("result", "seed"), "种子与方案和随机数算出的不同", "请从历史里找回原来的结果。")
    if result["ranking"].keys() != expected["ranking"].keys():
        yield _found("D205", ("result", "ranking"), "先后的组与方案的组不同", "请从历史里找回原来的结果。")
    for group, order in expected["ranking"].items():
        given = result["ranking"].get(group, order)
        if given != order:
            first = next((i for i, (one, other) in enumerate(zip(given, order, strict=False), 1) if one != other), len(order))
            said = f"{group} 组的先后与算出的不同，从第 {first} 位起"
            yield _found("D205", ("result", "ranking", group), said, "请从历史里找回原来的结果。")


def _calls(value: Value) -> Iterator[Found]:
    """Whether the published states can be so (D207), and were enough people there (D211)."""
    if "calls" in value and "result" not in value:
        yield _found("D207", ("calls",), "还没有排出先后，却有电话", "请从历史里找回原来的文件。")
    closed = value.get("calls", {}).get("closed")
    if closed is None or "result" not in value:
        return
    at: Pointer = ("calls", "closed", "ranks")
    seated = 0
    for group in value["plan"]["groups"]:
        key, states = group["id"], closed["ranks"].get(group["id"])
        if states is None or len(states) != len(group["candidates"]):
            yield _found("D207", at, f"{key} 组各位的结果与人数不符", "请从密封的记录重新封存。")
            continue
        seated += states.count(MEMBER)
        yield from _states(value, group, states)
    if set(closed["ranks"]) - {group["id"] for group in value["plan"]["groups"]}:
        yield _found("D207", at, "有方案里没有的组", "请从密封的记录重新封存。")
    if closed["present"] > seated:
        said = f"应到的有 {seated} 名，到会却有 {closed['present']} 名"
        yield _found("D207", ("calls", "closed", "present"), said, "请核对签到表。")
    quorum = value["plan"].get("quorum")
    if quorum is not None and closed["present"] < quorum:
        said = f"到会 {closed['present']} 名，不足方案定的 {quorum} 名"
        yield _found("D211", ("calls", "closed", "present"), said, "会不能开，开了的请监督人查明。", "warning")


def _rate(registry: Registry, value: Value) -> Iterator[Found]:
    """Whether far more people than in the other draws declined or could not be reached (D210)."""
    own = rates.rate(value)
    others = rates.together(one for entry in registry.draws if entry.record is not value and (one := rates.rate(entry.record)))
    if own is not None and rates.far_above(own, others):
        elsewhere = f"{others.called} 名里 {others.unavailable} 名"
        said = f"打了 {own.called} 名，不能到会和联系不上的有 {own.unavailable} 名，远高于其他各次（{elsewhere}）"
        yield _found("D210", ("calls", "closed", "ranks"), said, "请监督人抽查电话记录，问问这些人有没有接到电话。", "warning")


def _states(value: Value, group: Value, states: list[str]) -> Iterator[Found]:
    at: Pointer = ("calls", "closed", "ranks", group["id"])
    members, alternates = states.count(MEMBER), states.count(ALTERNATE)
    if members > group["members"] or alternates > group["alternates"]:
        said = f"{group['id']} 组应到 {members} 名、候补 {alternates} 名，多于方案的 {group['members']} 名、{group['alternates']} 名"
        yield _found("D207", at, said, "请监督人查明。")
    called = [i for i, state in enumerate(states) if state not in _NOT_CALLED]
    last = max(called, default=-1)
    if any(state == UNCALLED for state in states[: max(last, 0)]) or any(state == PASSED for state in states[last + 1 :]):
        said = f"{group['id']} 组跳过了排在前面的人"
        yield _found("D207", at, said, "只能依先后打，请监督人查明。")
    if PASSED in states and not value["plan"].get("limits"):
        said = f"{group['id']} 组有被越过的人，方案却没有限额"
        yield _found("D207", at, said, "没有限额的，一个也不能越过，请监督人查明。")
    if members < group["members"] and (UNCALLED in states or UNANSWERED in states):
        said = f"{group['id']} 组应到 {group['members']} 名，只有 {members} 名，还有人没有打就封存了"
        yield _found("D211", at, said, "请监督人查明为什么不打了。", "warning")
