"""The rule on two committees that take the same applications (E111)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Competence
from zhicheng.rules.rule import EVERY, Competent, Context, rule
from zhicheng.text import folded, show


@rule("E111", clause="备案登记的函（2019）一（三）9–11", severity="warning")
def competence_overlaps(committee: Committee, context: Context) -> Iterator[Problem]:
    """两个同级评审委员会受理同一地区、同一专业、同一层级。

    都面向社会、都在册时，申报人不知道该报给谁，评出的结果也可能不一致。请与对方商定分工；确需并存的，保留提醒即可。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        name: 某省工程系列建筑专业甲评审委员会
        # registry/committees/650000/example-two.yaml
        id: example-two
        name: 某省工程系列建筑专业乙评审委员会

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        name: 某省工程系列建筑专业甲评审委员会
        # registry/committees/650000/example-two.yaml
        id: example-two
        name: 某省工程系列建筑专业乙评审委员会
        scope: {areas: ["650000"], open_to: system}
    """
    overlaps: dict[str, list[tuple[Pointer, tuple[str, ...], str]]] = {}
    apart: dict[tuple[int, int], bool] = {}  # by id() of both reviews: the same ones come up at many specialties
    for i, review in enumerate(committee.reviews):
        branch = context.shared.competent.get((committee.authority, review.series), {})
        if (committee, review) not in branch.get(_any_specialty(review), ()):
            continue  # not active, not open to the public, or by an examination
        for place, names, competent in _places(i, review, branch):
            for other, theirs in competent:
                if other is committee:
                    continue
                pair = (i, id(theirs))
                if pair not in apart:
                    apart[pair] = _never_meet((committee, review), (other, theirs), context)
                for level in () if apart[pair] else review.levels:
                    if level in theirs.levels:
                        overlaps.setdefault(other.id, []).append((place, names, level))
    for identifier, found in overlaps.items():
        other = context.registry.by_id[identifier]
        more = f"等 {len(found)} 处" if len(found) > 1 else ""
        where, names, shared_level = found[0]
        specialty = "/".join(map(show, names))
        yield Problem(
            where,
            f"与“{show(other.name)}”（{show(identifier)}）重复受理：{specialty}（{context.levels[shared_level]}）{more}",
            "请两家商定分工后删去一方的专业或层级，或在“评审地域范围”里写明只限本系统、本单位。",
        )


def _any_specialty(review: Competence) -> tuple[str, str]:
    """One specialty (first and second level, folded) under which the index of competent committees has the review."""
    named = ((folded(first.name), folded(first.seconds[0])) for first in review.catalog if first.seconds)
    return EVERY if review.all_specialties else next(named, ("-", "-"))


def _places(
    i: int, review: Competence, branch: dict[tuple[str, str], list[Competent]]
) -> Iterator[tuple[Pointer, tuple[str, ...], list[Competent]]]:
    """The specialties of review `i` for which several committees may be competent: the pointer of each, its names, and these committees."""
    if review.all_specialties:
        each = {id(theirs): (other, theirs) for competent in branch.values() for other, theirs in competent}
        yield ("reviews", i, "catalog"), ("全部专业",), list(each.values())
        return
    everything = branch.get(EVERY, [])
    for first in review.catalog:
        name = folded(first.name)
        for key, second in zip(first.second_keys, first.seconds, strict=True):
            competent = branch[name, folded(second)]
            if everything or len(competent) > 1:
                yield ("reviews", i, "catalog", first.key, key), (first.name, second), [*competent, *everything]


def _never_meet(own: Competent, their: Competent, context: Context) -> bool:
    """Whether nobody can belong to both reviews: their tracks, areas or validities have nothing in common, or one excludes the people of
    the other.
    """
    (one, review), (other, theirs) = own, their
    if review.tracks and theirs.tracks and set(review.tracks).isdisjoint(theirs.tracks):
        return True
    named = {*one.scope.units, *one.scope.places} & {*other.scope.units, *other.scope.places}
    if not named and not context.registry.areas.overlap(one.scope.areas, other.scope.areas):
        return True
    if one.valid is not None and other.valid is not None and (one.valid.until < other.valid.start or other.valid.until < one.valid.start):
        return True
    return any(rule(a, b, context) for rule in (_excludes_all, _gives_way) for a, b in ((own, other), (their, one)))


def _excludes_all(own: Competent, other: Committee, context: Context) -> bool:
    """Whether a review excludes every area of another committee."""
    areas = context.registry.areas
    excluded = [code for one in own[0].excludes(own[1]) for code in one.areas]
    codes = other.scope.areas
    return bool(codes) and all(any(areas.covers(outer, code) for outer in excluded) for code in codes)


def _gives_way(own: Competent, other: Committee, context: Context) -> bool:
    """Whether a review excludes those who have a committee of their own (`where: own-committee`), and the other committee is one for a part
    of its area.
    """
    areas = context.registry.areas
    inside = all(any(outer != code and areas.covers(outer, code) for outer in own[0].scope.areas) for code in other.scope.areas)
    return inside and bool(other.scope.areas) and any(one.where == "own-committee" for one in own[0].excludes(own[1]))
