"""The scoring tables of a committee (量化赋分表, 一（三）13 of the letter of 2019): `scoring` and `scoring_none` of its record."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.values import each, optional_text
from zhicheng.text import plain

SCORED_BY = {"office": "工作部门核定", "experts": "专家评定"}


@dataclass(frozen=True, slots=True)
class Step:
    """A grade of a scoring item (档次): the condition and its points."""

    when: str
    points: float


@dataclass(frozen=True, slots=True)
class SubItem:
    """A row below a row of a scoring table (小项); `points` is its maximum."""

    item: str
    points: float
    note: str | None


@dataclass(frozen=True, slots=True)
class ScoringItem:
    """A row of a scoring table (赋分项目). `points` is the maximum; bonus items and deductions do not count towards the total.

    `cap` is what the `items` below it count for together at most, `weight` a percentage; an `open_ended` addition has no maximum. Empty
    `specialties` means all.
    """

    dimension: str
    item: str
    points: float
    scored_by: str | None
    steps: tuple[Step, ...]
    note: str | None
    bonus: bool
    cap: float | None = None
    weight: float | None = None
    deduction: bool = False
    open_ended: bool = False
    specialties: tuple[str, ...] = ()
    items: tuple[SubItem, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoringTable:
    """A scoring table (量化赋分表, 一（三）13). Empty `series`, `levels` or `specialties` means all of them."""

    title: str
    series: tuple[str, ...]
    levels: tuple[str, ...]
    total: float
    items: tuple[ScoringItem, ...]
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnscoredLevel:
    """A level that has no scoring table (没有赋分表的层级), and why."""

    level: str
    words: str


def scoring_table(value: Value) -> ScoringTable:
    """A table from an item of `scoring`."""
    items = tuple(
        ScoringItem(
            dimension=plain(item["dimension"]),
            item=plain(item["item"]),
            points=item["points"],
            scored_by=item.get("scored_by"),
            steps=tuple([Step(plain(step["when"]), step["points"]) for step in item["steps"]]) if "steps" in item else (),
            note=optional_text(item.get("note")),
            bonus=item.get("bonus", False),
            cap=item.get("cap"),
            weight=item.get("weight"),
            deduction=item.get("deduction", False),
            open_ended=item.get("open_ended", False),
            specialties=each(item.get("specialties"), plain),
            items=each(item.get("items"), lambda below: SubItem(plain(below["item"]), below["points"], optional_text(below.get("note")))),
        )
        for item in value["items"]
    )
    series, levels = tuple(value.get("series", ())), tuple(value.get("levels", ()))
    return ScoringTable(plain(value["title"]), series, levels, value["total"], items, each(value.get("specialties"), plain))
