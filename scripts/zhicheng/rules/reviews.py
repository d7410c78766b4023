"""A rule on whether the reviews of one record fit each other and its scope (E123)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.committee import LEVELS, Committee
from zhicheng.registry.records.competence import Competence
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, listed, show

_EVERY = ("", "")  # in place of a specialty: all of the series


@rule("E123", clause="备案登记的函（2019）一（三）9–11", severity="warning")
def review_twice_or_for_nobody(committee: Committee, context: Context) -> Iterator[Problem]:
    """同一评审项目登记了两次，或者除外的地区就是受理的全部地区，没有人能报。

    系列、层级、专业、评价方式、受理对象都相同的，写一次就够；其中有不同的，请写明不同在哪里。

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
    areas = context.registry.areas
    for i, review in enumerate(committee.reviews):
        for k, other in enumerate(committee.reviews[:i]):
            levels = [LEVELS[level] for level in review.levels if level in other.levels]
            shared = _shared(review, other)
            if levels and shared is not None and _for_the_same(committee, review, other):
                said = f"与第 {k + 1} 项重复：{listed(levels)}，{shared}"
                yield Problem(("reviews", i), said, "请删去重复的；受理的人或评价方式不同的，请写明 open_to、excludes 或 method。")
        gone = [code for one in committee.excludes(review) if not one.systems and one.where is None for code in one.areas]
        if committee.scope.areas and all(any(areas.covers(outer, code) for outer in gone) for code in committee.scope.areas):
            yield Problem(("reviews", i), "不受理的地区就是受理的全部地区，没有人能在这里申报", "请核对 scope.areas 和 excludes 的地区。")


def _shared(review: Competence, other: Competence) -> str | None:
    """The first specialty that two reviews have in common, for a message; None where they have none."""
    if review.series != other.series or (review.tracks and other.tracks and set(review.tracks).isdisjoint(other.tracks)):
        return None
    own, theirs = _specialties(review), _specialties(other)
    if _EVERY in own or _EVERY in theirs:
        return (
            "全部专业"
            if _EVERY in own and _EVERY in theirs
            else next((show(name) for one in (own, theirs) for name in one.values() if name), None)
        )
    return next((show(name) for key, name in own.items() if key in theirs), None)


def _specialties(review: Competence) -> dict[tuple[str, str], str]:
    if review.all_specialties:
        return {_EVERY: ""}
    return {(folded(first.name), folded(second)): second for first in review.catalog for second in first.seconds}


def _for_the_same(committee: Committee, review: Competence, other: Competence) -> bool:
    """Whether two reviews are for the same people and titles, in the same way."""
    said = [(one.way, committee.open_to(one) or "public", one.valid_in, set(one.excludes)) for one in (review, other)]
    return said[0] == said[1]
