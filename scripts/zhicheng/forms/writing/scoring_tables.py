"""The scoring tables below Annex 1: the lines above each, and its cells."""

from __future__ import annotations

from zhicheng.forms.writing.layout import Cell, Line, Row, Table, cell, label
from zhicheng.forms.writing.written_values import answered, level_names, points
from zhicheng.registry.records.annex_layout import GAP
from zhicheng.registry.records.scoring import SCORED_BY, ScoringItem, ScoringTable
from zhicheng.registry.registry import Registry

_WIDTHS = (22.0, 46.0, 18.0, 20.0, 38.0, 26.0)
_BLANK_ROWS = 10
_SCORING_LABELS = ("评价维度", "评价内容", "满分", "评分方式", "分档", "备注")
_SCORING_HEAD: tuple[Row, ...] = (tuple(label(text) for text in _SCORING_LABELS),)
_SCORING_WIDTHS = {  # of all columns, in their order
    **{"评价维度": 22.0, "评价内容": 46.0, "小项": 36.0, "满分": 18.0, "封顶": 14.0, "权重": 14.0},
    **{"评分方式": 20.0, "分档": 38.0, "适用专业": 26.0, "备注": 26.0},
}


def lines(registry: Registry, number: int, made: ScoringTable) -> tuple[Line, ...]:
    """The lines above a scoring table: its title; its series, levels and total; the specialties that it is for, where it names them."""
    series = "、".join(registry.series[key].name if key in registry.series else key for key in made.series) or "全部"
    scope = f"适用系列：{series}{GAP}适用层级：{level_names(registry, made.levels) or '全部'}{GAP}总分：{points(made.total)}"
    specialties = [Line(f"适用专业：{'；'.join(made.specialties)}", "note")] if made.specialties else []
    return (Line(f"附表 {number}　量化赋分表：{made.title}", "heading"), Line(scope, "note"), *specialties)


def table(made: ScoringTable) -> Table:
    """A scoring table with one row for each item. Columns that the form of 2019 does not have are there where an item fills them."""
    rows = [_scoring_row(item) for item in made.items]
    shown = [name for name in _SCORING_WIDTHS if name in _SCORING_LABELS or any(row[name].lines for row in rows)]
    scale = sum(_WIDTHS) / sum(_SCORING_WIDTHS[name] for name in shown)
    widths = tuple(round(_SCORING_WIDTHS[name] * scale, 1) for name in shown)
    return Table(widths, (tuple(label(name) for name in shown),), tuple(tuple(row[name] for name in shown) for row in rows))


def _scoring_row(item: ScoringItem) -> dict[str, Cell]:
    marks = (("加分", item.bonus), ("扣分", item.deduction), ("不设上限", item.open_ended))
    most = points(item.points) + "".join(f"（{name}）" for name, holds in marks if holds)
    below = (line for one in item.items for line in (f"{one.item}：{points(one.points)}", answered("注", one.note)))
    return {
        "评价维度": cell(item.dimension),
        "评价内容": cell(item.item),
        "小项": cell(*below),
        "满分": Cell((most,), "number"),
        "封顶": _number(item.cap),
        "权重": _number(item.weight, "%"),
        "评分方式": cell(SCORED_BY[item.scored_by] if item.scored_by else ""),
        "分档": cell(*(f"{step.when}：{points(step.points)}" for step in item.steps)),
        "适用专业": cell(*(f"{number}. {name}" for number, name in enumerate(item.specialties, 1))),
        "备注": cell(item.note or ""),
    }


def _number(value: float | None, unit: str = "") -> Cell:
    return cell() if value is None else Cell((points(value) + unit,), "number")


def blank() -> tuple[Line | Table, ...]:
    """A blank scoring table with the lines above it."""
    rows = tuple(tuple(cell() for _ in _WIDTHS) for _ in range(_BLANK_ROWS))
    head = (Line("附表 1　量化赋分表：", "heading"), Line(f"适用系列：{GAP * 4}适用层级：{GAP * 4}总分：", "note"))
    return (*head, Table(_WIDTHS, _SCORING_HEAD, rows))
