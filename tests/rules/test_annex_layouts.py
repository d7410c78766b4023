"""X020: how a rulebook lays out the annexes - each field once, under a name of its own, and none left out that a record needs."""

from __future__ import annotations

import pytest
from helpers.judging import Judge

BOOK = "registry/rulebooks/local.yaml"
HEAD = (
    'id: local\ntitle: 本地区备案文件\nshort: 本地区文件\nissued: "2026-01-01"\nin_force: "2026-01-01"\nissuer: 某厅\n'
    "rules: {E201: 第一条}\nnumbers: {validity_years: {number: 3, clause: 第一条}}\n"
)
FIELDS = {
    **{"name": "名称", "address": "地址", "phones": "电话", "series": "系列", "levels": "层级", "catalog": "专业", "scope": "地域"},
    **{"basis": "依据", "scoring": "赋分", "procedure": "流程", "defence": "答辩", "expert_pool": "专家库"},
}
LABELS = {
    **{"name": "评审委员会名称（单位名称）", "address": "单位所在地点", "phones": "单位电话（咨询电话）", "series": "评审系列（专业）"},
    **{"levels": "评审层级", "catalog": "对应二级专业名称", "scope": "评审地域范围", "basis": "评审依据", "scoring": "量化赋分表"},
    **{"procedure": "评审流程", "defence": "是否答辩", "expert_pool": "有无专家库（会议专家来源、抽取方式）"},
}


def told(judge: Judge, layout: str, more: str = "") -> list[tuple[str, str, str]]:
    findings = judge(None, others={BOOK: f"{HEAD}{more}layout: {layout}\n"}).findings
    assert {f.code for f in findings} <= {"X020"}
    return [(f.pointer, f.message, f.hint) for f in findings]


def rows(*pairs: tuple[str, str]) -> str:
    return "{annex-1: {rows: [" + ", ".join(f"{{{key}: {label}}}" for key, label in pairs) + "]}}"


def test_each_field_once(judge: Judge) -> None:
    """The rows may stand in any order."""
    assert told(judge, rows(*reversed(FIELDS.items()))) == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_a_record_needs_is_missing(judge: Judge, field: str) -> None:
    """It is told by the label of the letter."""
    left = {key: label for key, label in FIELDS.items() if key != field}
    hint = "登记必须有这些内容，请在 rows 里排上。"
    assert told(judge, rows(*left.items())) == [("/layout/annex-1", f"附件1 没有“{LABELS[field]}”", hint)]


@pytest.mark.parametrize("used", ["optional", "unused"])
def test_scoring_is_needed_only_where_it_is_required(judge: Judge, used: str) -> None:
    left = {key: label for key, label in FIELDS.items() if key not in ("scoring", "basis")}
    found = told(judge, rows(*left.items()), f"fields: {{scoring: {used}}}\n")
    assert [message for _, message, _ in found] == [f"附件1 没有“{LABELS['basis']}”"]
    assert told(judge, rows(*left.items(), ("basis", "依据")), f"fields: {{scoring: {used}}}\n") == []


def test_names_and_fields_that_stand_twice(judge: Judge) -> None:
    """Both are told, each once, in the order in which they stand."""
    found = told(
        judge, rows(*FIELDS.items(), ("approval_date", "依据"), ("approval_document", "地址"), ("phones", "电话"), ("phones", "手机"))
    )
    assert found == [
        ("/layout/annex-1", "附件1 有几栏都叫“地址”、“电话”、“依据”", "请给每一栏不同的名称。"),
        ("/layout/annex-1", "附件1 的同一栏排了几次：phones", "请只留一处。"),
    ]


def test_columns_of_other_annexes(judge: Judge) -> None:
    """What they must have the schema says."""
    assert told(judge, "{annex-2: {columns: {series: 系列, first: 专业, second: 二级专业}}}") == []
    assert told(judge, "{annex-2: {columns: {series: 系列, first: 专业, second: 专业}}}") == [
        ("/layout/annex-2", "附件2 有几栏都叫“专业”", "请给每一栏不同的名称。")
    ]
