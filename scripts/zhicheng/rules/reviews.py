"""A rule on whether the reviews of one record fit each other and its scope (E123)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Competence, Exclusion, Scope
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, listed, show


@rule("E123", clause="备案登记的函（2019）一（三）9–11", severity="warning")
def review_twice_or_for_nobody(committee: Committee, context: Context) -> Iterator[Problem]:
    """同一评审项目登记了两次，或者除外的地区就是受理的全部地区，没有人能报。

    系列、层级、专业、评价方式、受理对象都相同的，写一次就够；其中有不同的，请写明不同在哪里。写在 excludes.areas 里的地区，网站一律答复
    不受理；只是其中一部分人不受理的，用 systems、where 和文件的原话写明。

    不合格：

        reviews:
          - {series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}
          - {series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}
        scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]

    合格：

        reviews:
          - {series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}
          - {series: engineering, levels: [intermediate], catalog: {建筑工程: [建筑施工管理]}}
        scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]
    """
    for i, review in enumerate(committee.reviews):
        for k, other in enumerate(committee.reviews[:i]):
            levels = [context.levels[level] for level in review.levels if level in other.levels]
            shared = _shared(review, other)
            if levels and shared and _for_the_same(committee, review, other):
                more = f"等 {len(shared)} 个专业" if len(shared) > 1 else ""
                said = f"与第 {k + 1} 项重复：{listed(levels)}，{show(shared[0])}{more}"
                yield Problem(("reviews", i), said, "请删去重复的；受理的人或评价方式不同的，请写明 open_to、excludes 或 method。")
    said = "不受理的地区就是受理的全部地区，没有人能在这里申报"
    hint = "请核对 scope.areas 和 excludes 的地区；只是其中一部分人不受理的，不写 areas，用 systems、where 和文件的原话写明。"
    if _nobody_is_left(committee.scope, committee.scope.excludes, context):
        yield Problem(("scope", "excludes"), said, hint)
        return
    for i, review in enumerate(committee.reviews):
        if review.excludes and _nobody_is_left(committee.scope, committee.excludes(review), context):
            yield Problem(("reviews", i, "excludes"), said, hint)


def _nobody_is_left(scope: Scope, excludes: tuple[Exclusion, ...], context: Context) -> bool:
    """Whether the areas that are left out are all there are. Who else of them is meant is not asked, as the public's search does not."""
    gone = context.registry.areas.widened(code for one in excludes for code in one.areas)
    if not scope.areas or scope.units or scope.places:
        return False
    return all(not gone.isdisjoint(context.registry.areas.within(code)) for code in context.registry.areas.widened(scope.areas))


def _shared(review: Competence, other: Competence) -> list[str]:
    """The names of the specialties that two reviews have in common."""
    if review.series != other.series or (review.tracks and other.tracks and set(review.tracks).isdisjoint(other.tracks)):
        return []
    if review.all_specialties and other.all_specialties:
        return ["全部专业"]
    if review.all_specialties or other.all_specialties:
        return [second for one in (review, other) for first in one.catalog for second in first.seconds]
    theirs = {key: {folded(third) for third in thirds} for key, _, thirds in _specialties(other)}
    found = []
    for key, second, thirds in _specialties(review):
        if key in theirs and thirds and theirs[key]:
            found += [third for third in thirds if folded(third) in theirs[key]]
        elif key in theirs:  # without a third level it is the whole of the second
            found.append(second)
    return found


def _specialties(review: Competence) -> Iterator[tuple[tuple[str, str], str, tuple[str, ...]]]:
    """Each name of the second level: its key with that of the first, the name, and the names of the third level below it."""
    for first in review.catalog:
        for k, second in enumerate(first.seconds):
            yield (folded(first.name), folded(second)), second, first.thirds[k] if first.thirds else ()


def _for_the_same(committee: Committee, review: Competence, other: Competence) -> bool:
    """Whether two reviews are for the same people and titles, in the same way, whether that is written or goes without saying."""
    said = [
        (one.way, committee.open_to(one) or "public", one.valid_in or "everywhere", set(map(_who, one.excludes))) for one in (review, other)
    ]
    return said[0] == said[1]


def _who(one: Exclusion) -> tuple[object, ...]:
    """Who is meant by an exclusion: its words only where nothing else says so."""
    meant = (frozenset(one.areas), frozenset(map(folded, one.systems)), one.where)
    return meant if any(meant) else (folded(one.words),)
