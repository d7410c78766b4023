"""The papers of a draw that anybody may see, golden: their words, and how wide each column is. `make bless` accepts a change."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

import pytest
from helpers import draws, registries

from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing.balance import Balance, Numbers
from zhicheng.draws import public_file
from zhicheng.forms.writing import draw_papers, draw_tables, html
from zhicheng.forms.writing.layout import Form, Line, Table
from zhicheng.registry import registry

GOLDEN = registries.HERE / "data/golden/draw-papers"
LOADED = registry.load(registries.SMALL)
LIMITS = {"limits": {"per_employer": 2}, "rest": "2025-09-14", "quorum": 5, "meeting": "2026-09-20"}
NUMBERS = Balance(
    people=Numbers(40, 13, 1),
    employers=Numbers(9, 6, 1),
    largest=Numbers(6, 3, 1),
    by={
        "性别": {"女": Numbers(14, 5, 0), "男": Numbers(26, 8, 1)},
        "年龄": {"40 岁以下": Numbers(4, 1, 0), "40 至 49 岁": Numbers(36, 12, 1)},
    },
)


def shown(blocks: Iterable[Line | Table]) -> str:
    """Paragraphs and tables as they go into a PDF."""
    return "".join(f"{one.kind}: {one.text}\n" if isinstance(one, Line) else f"{html.table(one, True)}\n" for one in blocks)


def whole(form: Form) -> str:
    return f"{form.title} {form.owner} private={form.private} {form.foot}\n{shown(form.blocks)}"


@cache
def papers() -> dict[str, str]:
    plan = draws.draw(public_file.PLANNED, **LIMITS)
    closed: Value = draws.draw(public_file.CLOSED, number=2, **LIMITS)
    closed["calls"]["closed"]["relaxed"] = {"per_employer": 3}
    cancelled = draws.draw(public_file.CANCELLED, number=3)
    return {
        "plan": whole(draw_papers.plan(LOADED, plan)),
        "plan-short": whole(draw_papers.plan(LOADED, draws.draw(public_file.PLANNED, committee="nobody-knows"))),
        "cancelled": whole(draw_papers.plan(LOADED, cancelled)),
        "drawn": whole(draw_papers.record(LOADED, draws.draw(public_file.DRAWN), "示例会议室")),
        "closed": whole(draw_papers.record(LOADED, closed, balance=NUMBERS)),
        "balance": shown(draw_tables.whole_balance(NUMBERS)),
    }


@pytest.mark.parametrize("name", ["plan", "plan-short", "cancelled", "drawn", "closed", "balance"])
def test_papers_are_the_golden_ones(name: str) -> None:
    said = papers()[name]
    if os.environ.get("ZHICHENG_BLESS"):
        (GOLDEN / f"{name}.txt").write_text(said, encoding="utf-8", newline="\n")
    assert said == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8"), "if so it should be, run `make bless`"
