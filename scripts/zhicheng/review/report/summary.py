"""The summary of a report, and the points that its reviewer has to decide, by weight."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from zhicheng.documents.finding import Finding
from zhicheng.documents.sentences import Words, few, joined, prose, quote, shortened
from zhicheng.review.report.difference import DECISIVE, Difference
from zhicheng.review.report.findings import FindingChanges
from zhicheng.review.report.parts import ELIGIBILITY, KINDS, PROGRAM, STATES, Chapter, OtherFiles, State
from zhicheng.review.route import Station

_VERBS = {
    "added": "新增",
    "changed": "修改",
    "withdrawn": "撤销",
    "restored": "恢复",
    "moved": "移动",
    "deleted": "删除",
}
_CHECK_PAPERS = ("name", "organiser", "authority", "area", "valid", "approval")
_WHO_MAY_APPLY = ("reviews", "scope", "entrusts")
_SETTLED = ("committee", "number", "plan", "code")  # of a draw, once published
_FEW = 5
# What a reviewer has to check outside of the report, by the state of a committee.
_PAPERS: dict[tuple[str, State], str] = {
    ("committee", "added"): "是新登记的：请核对批准文件、评审依据和专业目录，编号以后不能再改",
    ("committee", "withdrawn"): "要撤销登记：请核对撤销的依据和承接的评审委员会",
    ("committee", "restored"): "要恢复登记：请核对恢复的依据",
    ("committee", "readable"): "改动前的登记读不出来，没有可以对照的：请像新登记的一样核对全部内容",
}


def summary(
    parts: Sequence[Chapter],
    others: Sequence[OtherFiles],
    outcome: FindingChanges,
    stations: Sequence[Station] | None,
    broken: bool,
    resealed: int = 0,
    private: int = 0,
) -> Words:
    """One sentence on the whole change; `resealed` is the number of sealed files that are only sealed anew, `private` that of places of
    its commits with what must not be in Git.
    """
    if private:
        rest = summary(parts, others, outcome, stations, broken, resealed)
        return (f"提交里有 {private} 处不能公开的内容，先请报送单位改掉，不要合并。", *rest)
    if broken:
        return ("登记库的基本设置改得读不出来，其他内容都没有检查：先请报送单位改好。",)
    if not parts and not others and not resealed:
        return ("与基础版本相比没有改动。",)
    said = [_single_record(parts[0])] if len(parts) == 1 else [_record_counts(parts)] if parts else []
    if resealed:
        said.append((f"{resealed} 份密封文件重新密封",))
    if others:
        counted = "、".join(f"{other.sort} {len(other.files)} 个" for other in others)
        said.append((f"{'另外' if said else ''}改动文件：{counted}",))
    said.append(_finding_counts(outcome))
    if stations:
        said.append(("要经", *joined([(quote(station.office),) for station in stations], " → "), "审核"))
    return (*joined(said, "；"), "。")


def _single_record(part: Chapter) -> Words:
    """A change of a single record, with its weightiest differences."""
    subject = ("“", *part.title, "”") if part.title else ()
    if part.state in ("unreadable", "readable", "rewritten"):
        return (KINDS[part.kind], *subject, STATES[part.state])
    head: Words = (_verb(part), KINDS[part.kind], *subject)
    if part.state in ("added", "moved", "deleted"):
        return head
    ordered = sorted(part.differences, key=lambda difference: difference.weight)
    first = [difference for difference in ordered if difference.weight == DECISIVE][:3] or ordered[:2]
    more = f"（共改 {len(ordered)} 处）" if len(ordered) > len(first) else ""
    return (*head, "：", *joined([shortened(difference.words, 120) for difference in first], "；"), more) if first else head


def _verb(part: Chapter) -> str:
    return "新登记" if (part.kind, part.state) == ("committee", "added") else _VERBS[part.state]


def _record_counts(parts: Sequence[Chapter]) -> Words:
    counts: dict[tuple[str, State], list[Chapter]] = {}
    for part in parts:
        counts.setdefault((part.kind, part.state), []).append(part)
    said: list[Words] = []
    for (kind, state), found in counts.items():
        measure = "个" if kind in ("committee", "round") else "份"
        named = few([part.title for part in found if part.title], 3)
        counted = f"{len(found)} {measure}{KINDS[kind]}"
        if state in ("unreadable", "readable", "rewritten"):
            said.append((counted, STATES[state], *(("（", *named, "）") if named else ())))
        else:
            said.append((f"{_verb(found[0])} {counted}", *(("（", *named, "）") if named else ())))
    return joined(said, "，")


def _finding_counts(outcome: FindingChanges) -> Words:
    brought = [f"{number} 个{what}" for number, what in ((outcome.errors, "错误"), (outcome.warnings, "提醒")) if number]
    cured = len(outcome.cured)
    said = [f"带来 {'、'.join(brought)}"] if brought else ["没有带来新的错误和提醒"]
    return ("，".join([*said, *([f"消除 {cured} 条"] if cured else [])]),)


def decisions(
    parts: Sequence[Chapter],
    others: Sequence[OtherFiles],
    outcome: FindingChanges,
    lost: Mapping[str, list[Words]],
    changed: Collection[str],
) -> Iterator[Words]:
    """The points that need a decision, the weightiest first."""
    errors = [finding for finding in outcome.brought if finding.severity == "error"]
    if errors:
        yield (f"有 {len(errors)} 个错误：", *_first_findings(errors), "。先退回修改，不要合并")
    grouped = set()
    for (kind, state), words in _PAPERS.items():
        found = [part for part in parts if (part.kind, part.state) == (kind, state)]
        if len(found) > _FEW:
            grouped.add((kind, state))
            yield (f"{len(found)} 个评审委员会{words}。它们是：", *few([part.title for part in found], _FEW))
    for part in parts:
        yield from _decisions_on_record(
            part, lost.get(part.key, []) if part.kind == "committee" else [], (part.kind, part.state) in grouped
        )
    yield from _decisions_on_findings(outcome, changed)
    yield from _decisions_on_other_files(parts, others)


def _decisions_on_findings(outcome: FindingChanges, changed: Collection[str]) -> Iterator[Words]:
    """Points from findings other than new errors; `changed` are the changed paths."""
    old = [finding for finding in outcome.left if finding.severity == "error" and finding.file in changed]
    if old:
        yield (f"改动的文件里还有 {len(old)} 个原来就有的错误：", *_first_findings(old), "。请一起改好")
    warnings = [finding for finding in outcome.brought if finding.severity == "warning"]
    if warnings:
        yield (f"有 {len(warnings)} 条提醒要判断是否合理：", *_first_findings(warnings))
    for waiver, finding in outcome.waived[:_FEW]:
        yield ("按登记的例外放过了 ", finding.code, "：", prose(finding.message), "。请核对例外的批准单位 ", quote(waiver.granted_by))
    if len(outcome.waived) > _FEW:
        yield (f"按登记的例外放过的另有 {len(outcome.waived) - _FEW} 处",)
    elsewhere = [finding for finding in outcome.brought if finding.file not in changed]
    if elsewhere:
        yield (f"没有改动的登记里多出 {len(elsewhere)} 条错误或提醒，见“牵连的其他登记”",)


def _decisions_on_other_files(parts: Sequence[Chapter], others: Sequence[OtherFiles]) -> Iterator[Words]:
    """Points about changes of the program, and about other files submitted together with committees."""
    program = [other for other in others if other.sort in PROGRAM]
    if program:
        sorts = "、".join(other.sort for other in program)
        yield (f"改动了{sorts}：改动前后的检查结果都是用现在的程序算的，看不出它带来的变化，请管理员另看",)
    mixed = any(part.kind not in ("committee", "roster") for part in parts) or any(other.sort != "密封文件" for other in others)
    if mixed and any(part.kind == "committee" for part in parts):
        yield ("评审委员会的报送里还改动了别的文件，请核对是否应当分开报",)


def _decisions_on_record(part: Chapter, lost: list[Words], grouped: bool) -> Iterator[Words]:
    who: Words = ("“", *part.title, "”") if part.title else (KINDS[part.kind],)
    if part.kind == "committee":
        if (part.kind, part.state) in _PAPERS and not grouped:
            yield (*who, _PAPERS[part.kind, part.state])
        if part.state in ("changed", "restored"):
            yield from _scope_decisions(part, who)
        if lost:
            yield (*who, "不再受理以下专业，同一地区也没有别的评审委员会受理：", *few(lost, 8))
    elif part.kind == "waivers":
        yield ("例外有改动：请核对批准单位、事由和期限",)
    elif part.kind == "reviewers":
        yield ("审核人员有改动：请核对账号是不是这些单位的人",)
    elif part.kind == "words":
        yield ("查询用的词有改动：请核对每个词的意思和来源",)
    elif part.kind == "listed" and part.state != "moved":
        yield ("一览表里的", *who, f"{STATES[part.state]}：请与一览表的原件核对")
    elif part.kind == "draw":
        if part.state == "changed" and any(map(_is_settled, part.differences)):
            yield ("评委抽取", *who, "的方案或者随机数的结果公布以后改过：定了的不能改，方案有错的取消、再定一次。先退回修改，不要合并")
        yield ("评委抽取", *who, "有改动：请与当时签字的短码、抽取记录表核对，并请监督人运行 zhicheng draw verify")
    elif part.kind == "randomness":
        yield ("抽取用的随机数来源有改动，决定以后的抽取能不能核对，请逐项核对原文",)
    elif part.kind in ("rulebook", "round", "registry", "series", "areas", "specialties", "wording", "ethnic-groups"):
        yield (KINDS[part.kind], *(who if part.title else ()), "有改动，会影响许多登记，请逐项核对原文")


def _is_settled(difference: Difference) -> bool:
    """Whether a field of a draw was published and may not change any more: all of the plan, and what there was of the result."""
    field = difference.pointer.split("/")[1]
    return field in _SETTLED or (field == "result" and difference.before is not None)


def _scope_decisions(part: Chapter, who: Words) -> Iterator[Words]:
    """Everything that decides who may apply, in which direction it goes, then the fields that a document has to bear out."""
    found = [d for d in part.differences if d.weight == DECISIVE and d.pointer.split("/")[1] in _WHO_MAY_APPLY]
    effect = [d.words for d in found if d.label == ELIGIBILITY]
    others = [shortened(d.words, 160) for d in found if d.label != ELIGIBILITY]
    if found:
        said = effect or [(*ELIGIBILITY, "：按登记的内容，可以申报的人没有变")]
        yield (*who, "的评审范围有变：", *joined(said, "；"), *(("；", *few(others, 6, "；")) if others else ()), "。请核对依据")
    papers = dict.fromkeys(d.pointer.split("/")[1] for d in part.differences if d.pointer.split("/")[1] in _CHECK_PAPERS)
    if papers:
        labels = [d.label for key in papers for d in part.differences if d.pointer.split("/")[1] == key]
        yield (*who, "的", *few(labels, 4), "有变：请对照批准或核准备案的文件")


def _first_findings(found: Sequence[Finding]) -> Words:
    """The first finding of each code, for the first codes."""
    codes: dict[str, list[Finding]] = {}
    for finding in found:
        codes.setdefault(finding.code, []).append(finding)
    said: list[Words] = [
        (code, " ", prose(of[0].message), f"（共 {len(of)} 处）" if len(of) > 1 else "") for code, of in list(codes.items())[:_FEW]
    ]
    return (*joined(said, "；"), f"；另有 {len(codes) - _FEW} 类" if len(codes) > _FEW else "")
