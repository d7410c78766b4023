"""The report of a change: a golden file for each kind of change, what may not happen in a comment, and that no field is passed over."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
import registries
import yaml
from cmarkgfm.cmark import Options
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registries import ONE, TODAY
from repositories import ENVIRONMENT, Repository

from zhicheng import git, registry, review
from zhicheng.cli import main
from zhicheng.review import Review, fields, words
from zhicheng.review.written import LIMIT, json_report, markdown_report, text_report
from zhicheng.schema import KINDS, schema
from zhicheng.site.pages import pages

GOLDEN = registries.HERE / "golden" / "report"
TWO = "registry/committees/650000/example-two.yaml"
OLD = "registry/committees/650000/example-old.yaml"
COUNTY = "registry/committees/653100/example-county.yaml"
PREFECTURE = "registry/committees/653100/example-prefecture.yaml"
WITHDRAWN = 'status: withdrawn\nwithdrawn: {date: "2026-11-01", reason: 机构改革，评审工作并入卫生健康委员会, successor: example-one}\n'


class Change:
    """What a change does to the files of a registry."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, *replaced: tuple[str, str]) -> None:
        text = self.text(path)
        for old, new in replaced:
            assert old in text, old
            text = text.replace(old, new)
        registries.write(self.root, path, text)

    def fields(self, *changes: str, base: str = ONE, path: str | None = None) -> None:
        """Writes a record that differs from one of the small registry in some fields."""
        registries.write(self.root, path or base, registries.record(*changes, base=base))

    def delete(self, path: str) -> None:
        (self.root / path).unlink()

    def move(self, path: str, target: str) -> None:
        registries.write(self.root, target, (self.root / path).read_bytes())
        self.delete(path)


Do = Callable[[Change], object]
NEW = """id: ks-water
name: 喀什地区工程系列水利专业副高级职称评审委员会
organiser: 喀什地区水利局
authority: prefecture
area: "653100"
scope: {areas: ["653100"], open_to: public}
reviews: [{series: engineering, levels: [associate-senior], catalog: {水利工程: [水工建筑, 灌溉与排水]}}]
"""
# Kinds of change: what is done before the base, and what the change does.
KINDS_OF_CHANGE: dict[str, tuple[Do | None, Do]] = {
    "levels": (None, lambda c: c.edit(ONE, ("[intermediate, associate-senior]\n    catalog", "[associate-senior, full-senior]\n    catalog"))),
    "specialties": (None, lambda c: c.edit(ONE, ("[给水排水, 道路与桥梁]", "[给水排水, 燃气, 园林]"))),
    "levels-of-some": (None, lambda c: c.edit(TWO, ("levels: [intermediate, associate-senior]", "levels: [intermediate, full-senior]"))),
    "series": (None, lambda c: c.fields("reviews: [{series: economics, levels: [intermediate], catalog: {经济: [工商管理]}}]")),
    "catalog-order": (None, lambda c: c.edit(ONE, ("[给水排水, 道路与桥梁]", "[道路与桥梁, 给水排水]"))),
    "names": (None, lambda c: c.edit(ONE, ("name: 示例", "name: 某"), ("organiser: 示例自治区", "organiser: 某自治区"))),
    "area-and-scope": (
        None,
        lambda c: c.edit(PREFECTURE, ('scope: {areas: ["653100"], open_to: public}', 'scope: {areas: ["653100", "653200"], open_to: system}')),
    ),
    "approval": (None, lambda c: c.fields('approval: {date: "2026-03", document: 新人社函〔2026〕7号}')),
    "validity": (None, lambda c: c.edit(ONE, ('until: "2028-12-31"', 'until: "2027-12-31"'))),
    "validity-removed": (None, lambda c: c.fields("valid:")),
    "phones-and-address": (None, lambda c: c.edit(ONE, ("0991-0000001", "0991-0000009"), ("示例路 1 号三楼", "示例路 1 号五楼"))),
    "basis-and-procedure": (
        None,
        lambda c: c.edit(ONE, ("新人社发〔2012〕230号", "新人社发〔2026〕1号"), ("专业组评议, 答辩", "答辩, 专业组评议, 复核")),
    ),
    "scoring": (
        None,
        lambda c: c.edit(
            ONE, ("points: 13", "points: 12"), ("points: 65", "points: 60"), ("points: 20", "points: 25"), ("bonus: true", "bonus: false")
        ),
    ),
    "defence-and-pool": (
        None,
        lambda c: c.edit(ONE, ("defence: {required: true, scope: 申报副高级的人员}", "defence: {required: false}"), ("会前三日", "会前一日")),
    ),
    "panel": (None, lambda c: c.edit(ONE, ("panel: {members: 25", "panel: {members: 24"))),
    "filing": (None, lambda c: c.edit(ONE, ('date: "2026-06-02"', 'date: "2026-06-25"'))),
    "contacts": (None, lambda c: c.edit(ONE, ("d4c5b8c5", "00c5b8c5"), ("size: 1271", "size: 1300"))),
    "comment-only": (None, lambda c: c.edit(ONE, ("status: active", "status: active  # 在册"))),
    "new": (None, lambda c: c.fields(NEW, base=PREFECTURE, path="registry/committees/653100/ks-water.yaml")),
    "new-overlapping": (
        None,
        lambda c: c.fields(
            "id: example-three\nname: 示例自治区工程系列市政专业高级职称评审委员会\n", path="registry/committees/650000/example-three.yaml"
        ),
    ),
    "withdrawn": (None, lambda c: c.edit(PREFECTURE, ("status: active\n", WITHDRAWN))),
    "withdrawn-while-needed": (None, lambda c: c.edit(ONE, ("status: active\n", WITHDRAWN.replace(", successor: example-one", "")))),
    "restored": (
        None,
        lambda c: c.fields("status: active\n", "withdrawn:\n", 'filings: [{round: "2019", date: "2019-06-20"}]', base=OLD),
    ),
    "deleted": (None, lambda c: c.delete(COUNTY)),
    "renamed": (None, lambda c: (c.edit(TWO, ("id: example-two", "id: example-zwei")), c.move(TWO, TWO.replace("-two", "-zwei")))),
    "moved": (
        lambda c: c.move(COUNTY, COUNTY.replace("653100", "653200")),
        lambda c: c.move(COUNTY.replace("653100", "653200"), COUNTY),
    ),
    "broken": (None, lambda c: c.edit(ONE, ("authority: region", "authority：region"))),
    "mended": (lambda c: c.edit(ONE, ("members: 25", "members: 24")), lambda c: c.edit(ONE, ("members: 24", "members: 25"))),
    "readable-again": (lambda c: c.edit(ONE, ("phones: [", "phones: ")), lambda c: c.edit(ONE, ("phones: ", "phones: ["))),
    "private": (
        lambda c: c.edit(ONE, ("示例路 1 号三楼", "示例路 1 号 13800000000"), ("0991-0000001", "13900000001")),
        lambda c: c.edit(ONE, ("示例路 1 号 13800000000", "示例路 1 号 13800000009"), ("13900000001", "0991-0000001")),
    ),
    "county-and-region": (None, lambda c: (c.edit(COUNTY, ("语文, 数学, 英语", "语文, 数学")), c.edit(ONE, ("members: 25", "members: 27")))),
    "roster": (
        None,
        lambda c: c.edit("registry/rosters/example-one.yaml", ("active: 31", "active: 33"), ("full-senior: 12", "full-senior: 14"), ("城市规划: 8", "城市规划: 10")),
    ),
    "roster-deleted": (None, lambda c: c.delete("registry/rosters/example-one.yaml")),
    "waiver": (
        None,
        lambda c: c.edit(
            "registry/waivers.yaml",
            ("waivers:\n", "waivers:\n  - {committee: example-one, rule: E103, granted_by: 某厅, date: \"2026-11-01\", until: \"2027-12-31\"}\n"),
        ),
    ),
    "waived": (None, lambda c: c.edit(TWO, ("members: 9", "members: 7"))),
    "round": (
        None,
        lambda c: c.edit("registry/rounds/2026.yaml", ('form: "2026-06-19"', 'form: "2026-06-12"'), (", example-county]", ", example-central]")),
    ),
    "rulebook": (
        None,
        lambda c: c.edit("registry/rulebooks/order-40.yaml", ("members_senior_series: {number: 25", "members_senior_series: {number: 27")),
    ),
    "reviewers": (None, lambda c: c.edit("registry/reviewers.yaml", ("[ks-reviewer-a]", "[ks-reviewer-z]"), ("centre-reviewer-a, ", ""))),
    "series-table": (None, lambda c: c.edit("registry/reference/series.yaml", ("name: 工程技术人员", "name: 工程技术"))),
    "areas-table": (None, lambda c: c.edit("registry/reference/areas.yaml", ("name: 莎车县", "name: 莎车市"))),
    "settings": (None, lambda c: c.edit("registry/registry.yaml", ('current_round: "2026"', 'current_round: "2019"'))),
    "settings-broken": (None, lambda c: c.edit("registry/registry.yaml", ("region:", "region："))),
    "program": (
        None,
        lambda c: [
            registries.write(c.root, path, "x\n")
            for path in ("schemas/committee.schema.json", "scripts/zhicheng/text.py", ".github/workflows/check.yml", "docs/index.md", "NEU")
        ],
    ),
    "stray": (None, lambda c: registries.write(c.root, "registry/committees/650000/附件1.docx", b"x")),
    "hostile": (
        None,
        lambda c: c.fields(
            'address: "<!-- @maintainer-a ![x](https://evil.example/a.png) </details> `` | **#1** www.evil.example"',
            'procedure: ["[同意](javascript:alert(1))", "- [x] 已审", "```", "$x$ :smile: 0123456789abcdef"]',
        ),
    ),
    "nothing": (None, lambda c: None),
}


@pytest.fixture
def change(small: Path) -> Iterator[Change]:
    yield Change(small)


def made(root: Path, base: str = "main", today: date = TODAY) -> Review:
    return review.make(root, base, today)


def reported(change: Change, do: Do, first: Do | None = None) -> Review:
    """The review of a change on a branch of its own."""
    if first is not None:
        first(change)
    repository = Repository(change.root)
    repository.git("switch", "--quiet", "--create", "change")
    do(change)
    repository.commit()
    return made(change.root)


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)


@pytest.mark.parametrize("kind", KINDS_OF_CHANGE)
def test_report_of_each_kind_of_change(kind: str, change: Change) -> None:
    """Word for word the golden file, in Markdown; the text form says the same, and so does the JSON."""
    first, do = KINDS_OF_CHANGE[kind]
    found = reported(change, do, first)
    report = markdown_report(found).replace(found.base[:12], "…")
    golden = GOLDEN / f"{kind}.md"
    if os.environ.get("ZHICHENG_BLESS"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(report, encoding="utf-8", newline="\n")
    assert golden.exists(), f"run `make bless` and read {golden}"
    assert report == golden.read_text(encoding="utf-8")
    assert words.plain(found.summary) in text_report(found)
    assert json.loads(json_report(found))["summary"] == words.plain(found.summary)


def test_no_report_is_left_over() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.md")) == sorted(KINDS_OF_CHANGE)
