"""What is shown of forms before anything is written, golden: fields beside their cells, questions, what becomes of it. `make bless` accepts
a change.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.forms import maker

from zhicheng.documents.finding import Pointer
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms import reading
from zhicheng.forms.intake import beside_cells, fates, lacking, read_back, record
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry import registry

GOLDEN = registries.HERE / "data/golden/read-back"
LOADED, SAMPLE = registry.load(registries.SMALL), registry.load(registries.HERE.parent)
TABLES = replace(record.tables(LOADED), contacts_required=True)
ANSWERS = {"编号": "ks-new", "有效期": "2026-01-01 至 2028-12-31", "评委会组成": "不少于25人，按专业组建", "受理对象": "public"}
CASES = {
    "003-word-noise": {},
    "006-nested-tables": {"受理对象": "限本系统", "编号": "ks-Neu"},
    "023-no-tick-or-both": ANSWERS,
    "044-blank": {},
    "056-levels-bare-senior-region": {"评委会组成": "25 人、按专业组建", "有效期": "2026年1月1日到2028年12月31日"},
    "071-central": {"单位级别": "地州市级单位", "单位所属行政区划": "653100", "编号": "653100-x"},
    "078-annex2-xlsx-first-row-only": {},
    "086-scoring-two-in-one-sheet": {},
    "103-packet-from-windows": {"所在行政区划": "火星", "编号": "example-one"},
    "107-every-quirk": {},
    "111-unit-first": {"受理对象": "不写"},
    "112-committee-only": {"单位级别": "地（州、市）", "单位所属行政区划": "火星", "编号": "example-one"},
    "121-two-committees-in-one-file": {"有效期": "明年"},
    "163-last-rows-in-a-table-of-their-own": {},
}


def files_of(slug: str) -> list[tuple[str, bytes]]:
    folder = registries.HERE / "data/forms" / slug
    if yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8")).get("made"):
        return sorted(maker.files_of(slug).items())
    return [(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.name != "expected.yaml"]


def completed(slug: str, answers: Mapping[str, str]) -> FilledForms:
    """The forms of a case with answers to what they lack."""
    return lacking.completed(LOADED, None, reading.read(files_of(slug), TABLES, 2026), TABLES, answers)


def row(one: Value) -> str:
    """A row beside its cell; what an input begins with where the cell says something else."""
    at = f"{one['id'] or '-'} {one['order']} {one['printed']!r} {one['table']} {' '.join(field['pointer'] for field in one['fields'])}"
    said = {key: one[key] for key in ("paper", "begin", "start") if one[key] != one["was"]}
    return f"{at} was {len(one['was'])} {json.dumps(said, ensure_ascii=False)} {one['corrected']}"


def told(slug: str, answers: Mapping[str, str]) -> str:
    """All that is shown of the forms of a case; of people only where they stand."""
    read = completed(slug, answers)
    back = read_back.read_back(LOADED, read, read.findings)
    parts = [
        f"人物均为虚构\n{slug} {read.committee}",
        read_back.as_text(back),
        *(json.dumps(one, ensure_ascii=False) for one in back["findings"]),
        *(f"? {one.id} {one.row}:{one.column} {one.message} {one.hint} {one.choices}" for one in read.questions),
        *map(row, beside_cells.rows(LOADED, read, {})),
        *(f"{one['id'] or '-'} {one['place']} {one['label']}" for one in beside_cells.contacts(read, {})["cells"]),
        json.dumps(fates.fates(read, read), ensure_ascii=False),
    ]
    return "".join(f"{one}\n" for one in parts)


@pytest.mark.parametrize("slug", CASES)
def test_what_was_read_is_shown_as_before(slug: str) -> None:
    said = told(slug, CASES[slug])
    if os.environ.get("ZHICHENG_BLESS"):
        (GOLDEN / f"{slug}.txt").write_text(said, encoding="utf-8", newline="\n")
    assert said == (GOLDEN / f"{slug}.txt").read_text(encoding="utf-8"), "if this is better, run `make bless`"


@pytest.mark.parametrize(
    ("pointer", "value", "said"),
    [
        (("authority",), "prefecture", "地州市级单位"),
        (("reviews", 0, "tracks"), ["physician", "nurse"], "医、护"),
        (("reviews", 0, "tracks"), ["practice-instructor"], "实习指导"),  # of two series
        (("reviews", 0, "tracks"), ["unknown"], "unknown"),
        (
            ("entrusts", 0),
            {"name": "甲", "series": "health", "tracks": ["nurse"]},
            "受托单位名称：甲，委托的系列：卫生技术人员，职称类别：护",
        ),
        (("reviews", 0, "catalog"), "all", "全部专业"),
        (("scope",), {"areas": [], "units": ["bingtuan-08"]}, "受理地域：无，受理的单位：第八师"),
    ],
)
def test_values_are_shown_in_words(pointer: Pointer, value: Any, said: str) -> None:
    assert read_back.words(SAMPLE, pointer, value) == said


@pytest.mark.parametrize(("slug", "names"), [("003-word-noise", ["喀什地区工程系列职称评审委员会"]), ("044-blank", [])])
def test_the_committee_that_a_form_names(slug: str, names: list[str]) -> None:
    assert [name for _, form, name in completed(slug, {}).named if form == "附件1"] == names


def test_a_table_is_shown_from_a_row_on() -> None:
    """Each cell with what it says and what it is corrected to; a table that was not read cannot be shown."""
    read = completed("003-word-noise", {})
    whole = beside_cells.table(read, {}, "附件1.docx", "第 1 个表格", 0)
    rest = beside_cells.table(read, {"附件1.docx 第 1 个表格 R3C2": "新址"}, "附件1.docx", "第 1 个表格", 2)
    assert (whole["total"], len(whole["rows"]), len(rest["rows"])) == (13, 13, 11)
    assert whole["rows"][2:] == [[{**cell, "start": cell["was"], "corrected": False} for cell in cells] for cells in rest["rows"]]
    assert [(cell["id"], cell["start"], cell["corrected"]) for cell in rest["rows"][0]][1:3] == [
        ("附件1.docx 第 1 个表格 R3C2", "新址", True),
        ("附件1.docx 第 1 个表格 R3C3", rest["rows"][0][2]["was"], False),
    ]
    for file, where in (("附件2.docx", "第 1 个表格"), ("附件1.docx", "第 9 个表格")):
        with pytest.raises(UserError, match=r"^没有读过这张表。请重新选表。$"):
            beside_cells.table(read, {}, file, where, 0)


@pytest.mark.parametrize(("was", "used"), [("喀什市示例路1号三楼", True), ("喀什市示例路2号", False)])
def test_a_correction_counts_as_long_as_its_cell_says_the_same(was: str, used: bool) -> None:
    key = "附件1.docx 第 1 个表格 R3C2"

    def read(said: dict[str, str]) -> FilledForms:
        return reading.read(files_of("003-word-noise"), TABLES, 2026, answers=said)

    forms, corrections, stale = beside_cells.corrected(read, {key: {"text": "喀什市新路2号", "was": was}})
    assert (forms.record["address"], corrections, stale) == (
        ("喀什市新路2号", {key: "喀什市新路2号"}, []) if used else ("喀什市示例路1号三楼", {}, [key])
    )
    (shown,) = [one for one in beside_cells.rows(LOADED, forms, corrections) if one["id"] == key]
    assert (shown["was"], shown["start"], shown["corrected"]) == ("喀什市示例路1号三楼", forms.record["address"], used)
