"""A rule on what a committee entrusts to another: to whom, and whether the registry bears it out (X014)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Competence, Entrusted
from zhicheng.registry.records.series import Series
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, listed, show

_WHOM = "登记册里有的只写编号（committee），没有的只写名称（name）。"
_OTHER = "请核对编号、系列、层级、类别和专业；由没有登记的单位评审的，不写编号，写名称（name）。"


@rule("X014")
def entrusting_that_does_not_fit(committee: Committee, context: Context) -> Iterator[Problem]:
    """委托评审写得对不上：没有写清委托给谁、对方不评审所委托的，或者自己也评审。

    申报人照着委托去找受托的评审委员会；对方已经撤销、不评审这个系列、层级、类别或专业的，就白跑一趟。编号和名称只写一样：都不写、写的是两家，
    是错误；写明 tracks 或 specialties，自己又评审其中同样的，也是错误。与别家的登记对不上的是提醒：别家撤销或改动登记，不因本家没有跟着改
    而停下。

    不合格：

        entrusts: [{series: library, levels: [full-senior], words: 正高级委托评审}]

    合格：

        entrusts: [{name: 某某大学, series: library, levels: [full-senior], words: 正高级委托评审}]
    """
    if not committee.active:
        return
    for i, one in enumerate(committee.entrusts):
        other = None if one.committee in (None, committee.id) else context.registry.by_id.get(one.committee or "")
        yield from _to_whom(("entrusts", i), one, other, context)
        if one in committee.entrusts[:i]:
            yield Problem(("entrusts", i), "同一项委托写了两次", "请删去重复的一项。", severity="warning")
        if other is not None:
            yield from _not_reviewed(("entrusts", i), one, other, context)
        yield from _own(("entrusts", i), one, committee, context)


def _to_whom(pointer: Pointer, one: Entrusted, other: Committee | None, context: Context) -> Iterator[Problem]:
    """The problem that neither id nor name is given, or both, or the name of a registered committee."""
    if one.committee is None and one.name is None:
        yield Problem(pointer, "没有写委托给谁", _WHOM)
    elif one.name is not None and other is not None:
        if folded(one.name) == folded(other.name):
            yield Problem((*pointer, "name"), f"写了编号，又写了名称“{show(one.name)}”", "请删去名称。", severity="warning")
        else:
            said = f"编号 {show(other.id)} 是“{show(other.name)}”，名称写的是“{show(one.name)}”，不是一家"
            yield Problem((*pointer, "name"), said, _WHOM)
    elif one.name is not None:
        known = next((entry.record for entry in context.registry.committees if folded(entry.record.name) == folded(one.name)), None)
        if known is not None and one.committee is None:
            said = f"“{show(one.name)}”已经登记（{show(known.id)}），公众会查到两家"
            yield Problem((*pointer, "name"), said, f"请删去名称，写编号 committee: {known.id}。", severity="warning")


def _not_reviewed(pointer: Pointer, one: Entrusted, other: Committee, context: Context) -> Iterator[Problem]:
    """The problem that the committee entrusted is withdrawn or expired, or, by its own record, does not review what is entrusted: the
    series, else a level, track or specialty of it.
    """
    whom = f"“{show(other.name)}”（{show(other.id)}）"
    if not other.active:
        after = () if other.withdrawn is None else other.withdrawn.all_successors
        names = [f"“{show(context.registry.by_id[key].name)}”（{show(key)}）" for key in after if key in context.registry.by_id]
        hint = f"它由{listed(names)}承接，请核对现在委托给谁。" if names else "请核对现在委托给谁。"
        yield Problem((*pointer, "committee"), f"受托的{whom}已经撤销登记", hint, severity="warning")
        return
    if other.valid is not None and other.valid.until < context.today:
        said = f"受托的{whom}有效期已于 {other.valid.until} 届满"
        yield Problem((*pointer, "committee"), said, "请核对现在委托给谁；重新核准备案的，请对方更新有效期。", severity="warning")
        return
    reviews = [review for review in other.reviews if review.series == one.series]
    series = context.registry.series.get(one.series)
    if not reviews:
        if series is not None:  # else X003 tells of it
            yield Problem((*pointer, "series"), f"受托的{whom}不评审“{series.name}”", _OTHER, severity="warning")
        return
    for k, level in enumerate(one.levels):
        at = [review for review in reviews if level in review.levels]
        if not at:
            yield Problem((*pointer, "levels", k), f"受托的{whom}不评审这个系列的{context.levels[level]}", _OTHER, severity="warning")
    some = [review for review in reviews if not set(one.levels).isdisjoint(review.levels)]
    for k, track in enumerate(one.tracks if some else ()):
        if all(review.tracks and track not in review.tracks for review in some):
            name = next((known.name for known in (() if series is None else series.tracks) if known.id == track), track)
            yield Problem((*pointer, "tracks", k), f"受托的{whom}不评审这个层级的“{show(name)}”类", _OTHER, severity="warning")
    for k, specialty in enumerate(one.specialties if some else ()):
        if not any(_has(review, specialty) for review in some):
            said = f"受托的{whom}这个层级的专业目录里没有“{show(specialty)}”"
            yield Problem((*pointer, "specialties", k), said, _OTHER, severity="warning")


def _own(pointer: Pointer, one: Entrusted, committee: Committee, context: Context) -> Iterator[Problem]:
    """The problem that the committee itself reviews, for the same people, what it entrusts. It is an error only where fields show that it
    is the same part.
    """
    series = context.registry.series.get(one.series)
    if series is None:
        return  # X003 tells of it
    for k, level in enumerate(one.levels):
        said = f"自己也评审“{series.name}”{context.levels[level]}"
        reviews = [review for review in committee.reviews if (review.series, level in review.levels) == (one.series, True)]
        parts = [
            part for review in reviews if _for_the_same(committee, review) for part in [_shared(one, review, series)] if part is not None
        ]
        certain = next((names for names in parts if names), None)
        if certain:
            hint = "请删去一处；只委托其中一部分的，请核对类别和专业。"
            yield Problem((*pointer, "levels", k), f"{said}（{show(certain)}），又委托出去", hint)
        elif parts:
            hint = "只委托其中几类职称、几个专业的，请写 tracks、specialties，自己评审的也写清；全部委托的，请从 reviews 里删去这个层级。"
            yield Problem((*pointer, "levels", k), f"{said}，看不出委托的是哪一部分", hint, severity="warning")


def _shared(one: Entrusted, review: Competence, series: Series) -> str | None:
    """The tracks and specialties that are both entrusted and reviewed, in words: "" where fields do not tell, None where there are none."""
    tracks = [track.name for track in series.tracks if track.id in one.tracks and track.id in review.tracks]
    names = [name for name in one.specialties if _has(review, name)]
    if (one.tracks and review.tracks and not tracks) or (one.specialties and not names):
        return None
    same_tracks = bool(tracks) or not (one.tracks or review.tracks)
    same_names = bool(names) or (bool(one.tracks) and review.all_specialties)
    return listed((*tracks, *names)) if same_tracks and same_names else ""


def _for_the_same(committee: Committee, review: Competence) -> bool:
    """Whether a review is by experts and for everybody for whom the committee is: what it reviews otherwise, or only for others, it may
    also entrust.
    """
    return review.by_experts and not review.excludes and (review.open_to or committee.scope.open_to) == committee.scope.open_to


def _has(review: Competence, specialty: str) -> bool:
    """Whether a review has a specialty of the first or second level."""
    names = (name for first in review.catalog for name in (first.name, *first.seconds))
    return review.all_specialties or folded(specialty) in map(folded, names)
