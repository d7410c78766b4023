"""Whether the name of a committee fits what else its Annex 1 says: its level, its series, and where its unit is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zhicheng.documents.codes import USUAL
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.places import Places
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.faults import ValueFault
from zhicheng.registry.records.added_codes import senior_of
from zhicheng.text import listed, show

_LEVELS = (  # words of a name, each with the levels of which the committee needs one
    (re.compile("正高"), ("full-senior",)),
    (re.compile("副高"), ("associate-senior",)),
    (re.compile("中级(?!人民法院)"), ("intermediate",)),
    (re.compile("初级(?!中学)"), ("junior",)),
)
_SENIOR = re.compile("(?<![正副])高级(?!中学|人民法院|技工|别)|(?<=[中初])高级")
_OF_TITLES = "[、和及与]|专业技术|技术职|任职|资格|职称|职务|评审|评委|$"  # what follows a level in a name
_UNIT = re.compile(r"^.*(?:大学|学院|医院|集团|公司|学校|研究院|研究所|中心|协会|学会|厅|局|委员会|部)(?=.)")
_COMMITTEE = re.compile("(?:职称)?(?:评审委员会|评委会)$")


def faults(record: Value, places: Places, series: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the name of a record contradicts, each as message and hint.

    `series` are ids by the names and stems of series, `labels` those of levels by code. That a name is of a lower level is for rule E116.
    """
    name, reviews = without_spaces(record.get("name", "")), record.get("reviews", [])
    organiser = without_spaces(record.get("organiser", ""))
    if (other := _other_place(name, organiser, places)) is not None:
        yield f"名称里的地方是“{show(other[0])}”，组建单位在“{show(other[1])}”", "请核对有没有写错；没有写错的，请照批准文件写全称。"
    own = {level for review in reviews for level in review.get("levels", ())}
    if own and (missing := _missing_level(name, own, labels)) is not None:
        yield f"名称里写的是“{missing}”，评审层级里没有", f"评审层级写的是{listed(labels[one] for one in labels if one in own)}，请核对。"
    ids = {review["series"] for review in reviews if "series" in review}
    if ids and (named := _other_series(name.replace(organiser, ""), ids, series)) is not None:
        yield f"名称里写的是“{show(named)}”，评审系列里没有", "请核对评审系列有没有写错。"


def _other_place(name: str, organiser: str, places: Places) -> tuple[str, str] | None:
    """The areas at the beginning of the names of a committee and its unit, where neither is in the other."""
    try:
        ours, theirs = places.leading_area(name), places.leading_area(organiser)
    except ValueFault:
        return None
    if ours is None or theirs is None or places.areas.covers(ours[0], theirs[0]) or places.areas.covers(theirs[0], ours[0]):
        return None
    return places.areas.name(ours[0]), places.areas.name(theirs[0])


def _missing_level(name: str, own: set[str], labels: Mapping[str, str]) -> str | None:
    """The level that a name says and the committee does not review; None where it reviews all that the name says. 高级技师, where it is a
    level of its own, is none of 高级.
    """
    added = {without_spaces(label): code for code, label in labels.items() if code not in dict(USUAL.levels)}
    for label in sorted(added, key=len, reverse=True):
        found = re.search(rf"{re.escape(label)}(?={_OF_TITLES})", name)
        if found is not None and added[label] not in own:
            return label
        name = name.replace(label, "、") if found is not None else name
    senior = tuple(code for code in senior_of(labels) if code not in added.values() or labels[code].endswith("高级"))
    for words, levels in (*_LEVELS, (_SENIOR, senior)):
        found = words.search(name)
        if found is not None and not own & set(levels):
            return found[0] if found[0].endswith("级") else f"{found[0]}级"
    return None


def _other_series(name: str, ids: set[str], series: Mapping[str, str]) -> str | None:
    """The series that a name says, without that of a unit before it, where it is none of the committee's and none of these is said."""
    text = _UNIT.sub("", _COMMITTEE.sub("", name))
    spellings = [one for one in sorted(series, key=len, reverse=True) if len(one) > 1 and not one.isascii()]
    said = [one for one in spellings if one in text]
    return None if not said or any(series[one] in ids for one in said) else said[0]
