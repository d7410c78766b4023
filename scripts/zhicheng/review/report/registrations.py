"""Points that only a reviewer can judge in the records of committees: what became easier, what belongs together, and what was before.

Easier: points given by the office instead of experts, other weights, no defence, a smaller panel, a longer validity. Belongs together:
one document of approval in several records, both sides of a succession, several prefectures in one change. Before: the last refusal, late
filings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from zhicheng.documents.sentences import Words, few, joined, quote
from zhicheng.registry.records.committee import Committee, Panel, Validity
from zhicheng.registry.records.decision import OUTCOMES, Decision, suspension
from zhicheng.registry.records.scoring import ScoringItem, ScoringTable
from zhicheng.registry.registry import Registry
from zhicheng.review.report import periods
from zhicheng.review.report.parts import Chapter
from zhicheng.text import folded

_FEW = 5
_ITEMS = 3  # items of a scoring table, or dimensions, that are named
_Pair = tuple[Committee | None, Committee]  # a record before and after the change


def of_committees(found: Sequence[Chapter], before: Registry | None, after: Registry) -> Iterator[Words]:
    """The points on the committees of a change, by kind and then in order of the report."""
    pairs = _pairs(found, before, after)
    for old, new in pairs:
        said = [] if old is None or not new.active else [*_easier(old, new)]
        if said:
            yield (*_named(new), "比原来放宽或者改了分量：", *joined(said, "；"), "。请核对依据")
    for old, new in pairs:
        yield from [] if old is None else _days(old, new)
    yield from _same_document(pairs, after)
    yield from _successions(pairs, after)
    yield from _several_prefectures(found, before, after)
    for old, new in pairs:
        told = [] if before is None else [*_refusal(before.decisions_on.get(new.id, ())), *_late(old, before), *_suspended(new, before)]
        if told:
            yield (*_named(new), "以往：", *joined(told, "；"))


def of_another(found: Sequence[Chapter], before: Registry | None, after: Registry) -> Iterator[Words]:
    """Records that became those of another committee: name and series are others, or name and unit, which is now elsewhere. An id is not
    given to another one, and what was published of the first would be gone without a withdrawal.
    """
    for old, new in _pairs(found, before, after):
        if old is None or folded(old.name) == folded(new.name):
            continue
        series = set(old.series).isdisjoint(new.series)
        unit = folded(old.organiser) != folded(new.organiser)
        covers = after.areas.covers
        elsewhere = unit and not covers(old.area, new.area) and not covers(new.area, old.area)
        if series or elsewhere:
            others = {"名称": True, "组建单位": unit, "评审系列": series, "所在的地方": elsewhere}
            what = "、".join(label for label, other in others.items() if other)
            yield (
                *_named(new),
                "原来登记的是“",
                quote(old.name),
                f"”，{what}都换了，像是另一个评审委员会用了它的编号：编号不给别的用，旧证书按编号查到的就成了另一个。"
                "确是另一个的，请退回：新的另起编号登记，原来的照旧，不再评审的撤销",
            )


def _pairs(found: Sequence[Chapter], before: Registry | None, after: Registry) -> list[_Pair]:
    keys = [part.key for part in found if part.kind == "committee" and part.state not in ("rewritten", "unreadable", "moved")]
    olds = {} if before is None else before.by_id
    return [(olds.get(key), after.by_id[key]) for key in keys if key in after.by_id]


def _named(one: Committee) -> Words:
    return ("“", quote(f"{one.name}（{one.id}）"), "”")


# --- what became easier --------------------------------------------------------------------------------------------------


def _easier(old: Committee, new: Committee) -> Iterator[Words]:
    yield from _scoring(old, new)
    if old.defence.required and not new.defence.required:
        yield ("取消答辩",)
    yield from _smaller(old.panel, new.panel)
    yield from _longer(old.valid, new.valid, len(new.filings) > len(old.filings))


def _scoring(old: Committee, new: Committee) -> Iterator[Words]:
    """What of the scoring tables weighs differently; a table is the same if its title is, or if it is the only one."""
    olds = {table.title: table for table in old.scoring}
    for table in new.scoring:
        was = olds.get(table.title) or (old.scoring[0] if len(old.scoring) == len(new.scoring) == 1 else None)
        said = [] if was is None else [*_scored_by(was, table), *_weights(was, table)]
        if said:
            yield ("赋分表“", quote(table.title), "”", *joined(said, "，"))
    gone: list[Words] = [(quote(title),) for title in olds if title not in {table.title for table in new.scoring}]
    if len(new.scoring) < len(old.scoring):
        yield ("删去了赋分表", *few(gone, _ITEMS))


def _scored_by(old: ScoringTable, new: ScoringTable) -> Iterator[Words]:
    """Items that somebody else scores now; where these are other items, the points that the office gives."""
    was, now = _items(old), _items(new)
    others = [key for key in now if key in was and was[key].scored_by != now[key].scored_by]
    to_office = [(quote(item),) for dimension, item in others if now[dimension, item].scored_by == "office"]
    to_experts = [(quote(item),) for dimension, item in others if now[dimension, item].scored_by == "experts"]
    for whom, items in (("工作部门核定", to_office), ("专家评定", to_experts)):
        if items:
            yield (f"{len(items)} 项改由{whom}（", *few(list(items), _ITEMS), "）")
    by_office = [sum(item.points for item in _counted(table) if item.scored_by == "office") for table in (old, new)]
    if by_office[0] < by_office[1]:
        yield (f"由工作部门核定的分值 {by_office[0]:g} → {by_office[1]:g}",)


def _weights(old: ScoringTable, new: ScoringTable) -> Iterator[Words]:
    """Other points or weights, by dimension; where a dimension keeps its points, the number of items that differ."""
    if old.total != new.total:
        yield (f"满分 {old.total:g} → {new.total:g}",)
    was, now = _dimensions(old), _dimensions(new)
    differing: list[Words] = [
        (quote(name), f" {was[name]:g} → {now[name]:g}") for name in dict.fromkeys((*was, *now)) if was[name] != now[name]
    ]
    if differing:
        yield ("各维度的分值有变（", *few(differing, _ITEMS), "）")
    of: Callable[[ScoringItem], tuple[object, ...]] = lambda item: (item.points, item.weight, item.cap, item.bonus)  # noqa: E731
    olds, news = _items(old), _items(new)
    items: list[Words] = [(quote(key[1]),) for key in news if key in olds and of(olds[key]) != of(news[key])]
    if items and not differing:
        yield (f"{len(items)} 项的分值、权重或上限有变（", *few(items, _ITEMS), "）")


def _items(table: ScoringTable) -> dict[tuple[str, str], ScoringItem]:
    return {(item.dimension, item.item): item for item in table.items}


def _counted(table: ScoringTable) -> list[ScoringItem]:
    return [item for item in table.items if not item.bonus and not item.deduction]


def _dimensions(table: ScoringTable) -> Counter[str]:
    """The points of each dimension that count towards the total."""
    found: Counter[str] = Counter()
    for item in _counted(table):
        found[item.dimension] += item.points  # type: ignore[assignment]  # points may be halves
    return found


def _smaller(old: Panel | None, new: Panel | None) -> Iterator[Words]:
    if old is not None and new is None:
        yield (f"不再写明组成人数（原来 {old.size} 人）",)
    elif old is not None and new is not None and new.size < old.size:
        yield (f"组成人数由 {old.size} 人减为 {new.size} 人",)


def _longer(old: Validity | None, new: Validity | None, filed: bool) -> Iterator[Words]:
    """A validity that lasts longer than before, ends later without a new filing (`filed`), or has no end any more."""
    if old is None or old == new:
        return
    if new is None:
        yield (f"不再写明有效期（原来到 {old.until} 止）",)
    elif _length(new) > _length(old):
        yield (f"有效期变长：原来 {old.start} 至 {old.until}，现在 {new.start} 至 {new.until}",)
    elif new.until > old.until and not filed:
        yield (f"没有新的报送，有效期就从 {old.until} 延到 {new.until}",)


def _length(valid: Validity) -> int:
    """How long a validity lasts, by years, months and days: a leap year is no longer than another one."""
    from_, until = valid.start, valid.until
    return (until.year - from_.year) * 372 + (until.month - from_.month) * 31 + until.day - from_.day


def _days(old: Committee, new: Committee) -> Iterator[Words]:
    """What became of validities and filings that were registered before."""
    if said := [*periods.of_validities(old, new)]:
        yield (*_named(new), "的有效期：", *joined(said, "；"), "。证书按发证那天的有效期核对，请问清")
    if said := [*periods.of_filings(old, new)]:
        yield (*_named(new), "已有的报送记录：", *joined(said, "；"), "。报送过的一般不改，是否按时由它算，请问清")


# --- what belongs together -----------------------------------------------------------------------------------------------


def _same_document(pairs: Sequence[_Pair], after: Registry) -> Iterator[Words]:
    """Documents of approval that a change brings into a record and that stand in another one, too."""
    bearers: dict[str, list[Committee]] = {}
    for one in after.by_id.values():
        if one.approval is not None and one.approval.document:
            bearers.setdefault(folded(one.approval.document), []).append(one)
    documents: dict[str, str] = {}
    for old, new in pairs:
        document = None if new.approval is None else new.approval.document
        if document and (old is None or old.approval is None or old.approval.document != document):
            documents.setdefault(folded(document), document)
    for key, document in documents.items():
        sharing: list[Words] = [_named(one) for one in bearers.get(key, ())]
        if len(sharing) > 1:
            yield (
                "批准文件“",
                quote(document),
                f"”写在 {len(sharing)} 个评审委员会里：",
                *few(sharing, _FEW),
                "。请核对原件批准的是哪几个",
            )


def _successions(pairs: Sequence[_Pair], after: Registry) -> Iterator[Words]:
    """Both sides of a succession: whether each names the other, and whether what was before is withdrawn and what follows active."""
    of_change = {new.id for _, new in pairs}
    for old, new in pairs:
        successors = () if new.withdrawn is None or (old is not None and not old.active) else new.withdrawn.all_successors
        following = [after.by_id[key] for key in successors if key in after.by_id]
        if following:
            silent = [one for one in following if new.id not in one.predecessors]
            elsewhere = [one for one in following if one.id not in of_change]
            yield (
                *_named(new),
                "分立，由" if len(following) > 1 else "由",
                *few([_named(one) for one in following], _FEW),
                "接续，请放在一起看",
                *_listed("；登记里没有把它写成前身的：", silent),
                *_listed("；不在这次修改里的：", elsewhere),
            )
        for key in new.predecessors if old is None or old.predecessors != new.predecessors else ():
            was = after.by_id.get(key)
            if was is not None and was.active:
                yield (*_named(new), "写明前身是", *_named(was), "，而它还在册：请核对该不该一起撤销，两个评审委员会会不会重复受理")
            elif was is not None and was.withdrawn is not None and new.id not in was.withdrawn.all_successors:
                yield (*_named(new), "写明前身是", *_named(was), "，而它撤销时没有写由它接续：请核对")


def _listed(start: str, of: Sequence[Committee]) -> Words:
    return (start, *few([(quote(one.id),) for one in of], _FEW)) if of else ()


def _several_prefectures(found: Sequence[Chapter], before: Registry | None, after: Registry) -> Iterator[Words]:
    """The prefectures whose committees and rosters are in one change, if there are several. Committees of the region do not count."""
    codes: dict[str, None] = {}
    for part in found:
        known = [one.by_id[part.key] for one in (before, after) if one is not None and part.key in one.by_id]
        if part.kind in ("committee", "roster") and part.state not in ("moved", "rewritten"):
            areas = [(one.authority, one.area) for one in known] or [("prefecture", part.key.removeprefix("employer-"))]
            folders = (after.areas.folder(*one) for one in areas if after.areas.known(one[1]))
            codes |= dict.fromkeys(code for code in folders if after.areas.level(code) == "prefecture")
    if len(codes) > 1:
        called: list[Words] = [(quote(after.areas.name(code)),) for code in sorted(codes)]
        yield (f"一次修改里有 {len(codes)} 个地方的评审委员会：", *few(called, _FEW), "。请核对是谁报的；不是一个单位报的，请分开报")


# --- what was before -----------------------------------------------------------------------------------------------------


def _refusal(decided: Sequence[Decision]) -> Iterator[Words]:
    """The last return or refusal of a committee, unless the centre took it back; and whether something was approved since."""
    against = [(i, one) for i, one in enumerate(decided) if one.outcome in ("returned", "refused")]
    if not against:
        return
    place, last = against[-1]
    later = decided[place + 1 :]
    if any(one.outcome == "reversed" and one.commit == last.commit for one in later):
        return
    why: Words = ("（", quote(last.mend or last.reason or "", 80), "）") if last.mend or last.reason else ()
    since = "，以后通过过" if any(one.outcome == "approved" for one in later) else "，以后还没有通过的"
    yield (f"最近一次{OUTCOMES[last.outcome]}在 {last.date}", *why, since)


def _late(old: Committee | None, before: Registry) -> Iterator[Words]:
    """The filings that were late, with their days."""
    filings = () if old is None else old.filings
    rounds = {filing: before.rounds[filing.round].record for filing in filings if filing.round in before.rounds}
    late = [f"{filing.round} 年度晚 {days} 天" for filing, entry in rounds.items() if old and (days := entry.days_late(filing.date, old))]
    if late:
        yield (f"{len(late)} 次逾期报送（{'、'.join(late)}）",)


def _suspended(new: Committee, before: Registry) -> Iterator[Words]:
    """Since when the committee's account on the platform is withdrawn."""
    if withdrawn := suspension(before.decisions_on.get(new.id, ())):
        yield (f"平台账号于 {withdrawn.date} 取消，还没有恢复",)
