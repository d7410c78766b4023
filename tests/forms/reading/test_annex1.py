"""Cells of Annex 1 by their labels: nothing of a person lands in a public field, and what is not read is said."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from helpers import registries
from helpers.forms.base import PREFECTURE, PREFECTURE_RECORD, REGION, REGION_RECORD, form, rows
from helpers.forms.ooxml import Pen

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms, ReferenceTables
from zhicheng.registry import registry

LEADER = "0998-0000011\n13000000001"


@cache
def tables() -> ReferenceTables:
    return record.tables(registry.load(registries.SMALL))


def read(**cells: str) -> FilledForms:
    return reading.read([("附件1.docx", form(Pen("word"), {**PREFECTURE, **cells}))], tables(), 2026)


@pytest.mark.parametrize("prompt", ["联系电话：", "电话：", "手机：", "座机", "联系方式", ""])
def test_the_leaders_numbers_are_no_office_telephones(prompt: str) -> None:
    """A cell that only holds what is to be filled in is blank; the cell below it belongs to somebody else."""
    found = read(phones=prompt, leader_phones=LEADER)
    assert "phones" not in found.record
    assert any("单位电话" in finding.message and finding.severity == "error" for finding in found.findings)


@pytest.mark.parametrize(
    ("series", "tracks"),
    [
        ("卫生系列（医、护）", ["physician", "nurse"]),
        ("卫生系列（护）", ["nurse"]),
        ("卫生系列（医、内科）", None),
        ("卫生系列（内科护理）", None),
        ("卫生系列", None),
        ("工程系列（建筑工程）", None),
    ],
)
def test_tracks_in_brackets_behind_the_series(series: str, tracks: list[str] | None) -> None:
    """Where the brackets say nothing else: what is reviewed is a part of the series."""
    reviews = read(series=series, catalog="内科：内科护理").record["reviews"]
    assert [review.get("tracks") for review in reviews] == [tracks]


@pytest.mark.parametrize(
    ("required", "leader", "asked"), [(False, "不写", []), (False, "张示例", ["主管领导"]), (True, "不写", ["主管领导"])]
)
def test_contacts_that_may_be_left_out(required: bool, leader: str, asked: list[str]) -> None:
    """All of them, by one answer, where no document requires them; a fault of theirs says so then."""
    filled = form(Pen("word"), {**PREFECTURE, "leader": leader, "leader_phones": "0998-0000011"})
    found = reading.read([("附件1.docx", filled)], replace(tables(), contacts_required=required), 2026)
    about = [finding for finding in found.findings if "主管领导" in finding.message]
    assert (["主管领导"] if about else []) == asked
    assert ["联系人可以不报，都不报的写“不写”。" in finding.hint for finding in about] == [not required] * len(about)
    assert [question.choices for question in found.questions] == ([("不写",)] if about and not required else [()] * len(about))
    assert (found.contacts is None) == (leader == "不写" and not required)


@pytest.mark.parametrize(
    ("series", "levels", "found"),
    [
        ("工程系列、会计系列", "会计：副高级\n工程：中级", [("engineering", ["intermediate"]), ("accounting", ["associate-senior"])]),
        ("工程系列\n会计系列", "中级\n副高级", [("engineering", ["intermediate"]), ("accounting", ["associate-senior"])]),
        ("工程系列、会计系列", "中级", [("engineering", ["intermediate"]), ("accounting", ["intermediate"])]),
    ],
)
def test_levels_go_to_the_series_they_name(series: str, levels: str, found: list[tuple[str, list[str]]]) -> None:
    catalog = "（1）\n建筑工程：城市规划\n（2）\n会计：财务会计"
    reviews = read(series=series, levels=levels, catalog=catalog).record["reviews"]
    assert [(review["series"], review["levels"]) for review in reviews] == found


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"series": "工程系列、会计系列", "levels": "会计：副高级\n卫生：中级"}, "评审层级"),
        ({"series": "工程系列、护理专业"}, "评审系列"),
        ({"series": "☐工程系列 ☐会计系列"}, "评审系列"),
        ({"levels": "☐初级 ☐中级"}, "评审层级"),
        ({"procedure": "见附件"}, "评审流程"),
        ({"defence": "是/否"}, "是否答辩"),
        ({"phones": "0998-0000001（张示例）"}, "单位电话"),
        ({"leader_phones": "0998-0000011 秘书王示例13000000001"}, "主管领导"),
    ],
)
def test_what_is_not_certain_is_said(cells: dict[str, str], place: str) -> None:
    errors = [finding.message for finding in read(**cells).findings if finding.severity == "error"]
    assert any(f"“{place}" in message for message in errors)
    assert not any("示例" in message or "13000000001" in message for message in errors)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("是否答辩：是\n答辩范围：申报副高级的人员", {"required": True, "scope": "申报副高级的人员"}),
        ("1.是否需要答辩：是\n2.答辩范围：申报副高级的人员", {"required": True, "scope": "申报副高级的人员"}),
        ("是否答辩: 否", {"required": False}),
        ("是，不论是否破格", {"required": True, "scope": "不论是否破格"}),
        ("是否答辩：", None),
        ("是否答辩", None),
    ],
)
def test_a_question_said_again_is_no_answer(written: str, read_as: dict[str, object] | None) -> None:
    found = read(defence=written)
    assert found.record.get("defence") == read_as
    errors = [finding for finding in found.findings if finding.severity == "error" and "是否答辩" in finding.message]
    assert (errors == []) == (read_as is not None)


def test_a_second_annex_1_in_two_tables_is_one() -> None:
    """What goes on below it is the second's, not a third; where it differs from the first is told once, at the first such place."""
    pen = Pen("word")
    lines = rows(pen, {**REGION, "series": "会计系列", "catalog": "会计：财务会计"})
    second = form(pen, REGION, table=[pen.tbl(*lines[:5]), pen.p(""), pen.tbl(*lines[5:])], with_scoring=False)
    found = reading.read([("甲.docx", form(pen, PREFECTURE)), ("乙.docx", second)], tables(), 2026)
    told = [(finding.file, finding.message) for finding in found.findings if finding.code == "F006"]
    assert told == [("乙.docx", "第 1 个表格第 1 行“评审委员会名称 （单位名称）”：与 甲.docx 写的不同")]
    assert found.named == [("甲.docx", "附件1", PREFECTURE_RECORD["name"]), ("乙.docx", "附件1", REGION_RECORD["name"])]
