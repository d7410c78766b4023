"""Rows of committees in lists: levels that an examination gives are told apart, and so is who may apply."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, sites

from zhicheng.site.pages.overview import Overview, Row

PUBLISHING = "{series: publishing, levels: [%s], %scatalog: {出版: [编辑]}}"


def row(root: Path, *reviews: str, scope: str = "public") -> Row:
    fields = f"reviews: [{', '.join(reviews)}]\nscope: {{areas: ['650000'], open_to: {scope}}}\n"
    registries.write(root, registries.ONE, registries.record(fields))
    return next(one for one in Overview(sites.view(root)).rows if one.committee.id == "example-one")


@pytest.mark.parametrize(
    ("reviews", "levels"),
    [
        ([PUBLISHING % ("associate-senior, full-senior", "")], "副高、正高"),
        ([PUBLISHING % ("junior, intermediate, associate-senior", "")], "副高（初、中由考试取得）"),
        ([PUBLISHING % ("junior, intermediate", "method: exam, ")], "初、中（由考试取得）"),
        (["{series: engineering, levels: [junior, intermediate], catalog: {建筑工程: [城市规划]}}"], "初、中"),
        (
            [PUBLISHING % ("intermediate", ""), "{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}"],
            "中",
        ),
        (["{series: engineering, levels: [junior], method: recognition, catalog: {建筑工程: [城市规划]}}"], "初"),
    ],
)
def test_levels_by_examination_are_told_apart(empty: Path, reviews: list[str], levels: str) -> None:
    """Where one review of the level is reviewed by experts, it is not; the junior and intermediate levels of publishing are examined."""
    assert row(empty, *reviews).levels == levels


@pytest.mark.parametrize(
    ("second", "scope", "open_to"),
    [("", "public", "public"), ("", "unit", "unit"), ("open_to: public, ", "unit", "mixed"), ("open_to: system, ", "unit", "system")],
)
def test_who_may_apply(empty: Path, second: str, scope: str, open_to: str) -> None:
    assert row(empty, PUBLISHING % ("full-senior", ""), PUBLISHING % ("associate-senior", second), scope=scope).open_to == open_to
