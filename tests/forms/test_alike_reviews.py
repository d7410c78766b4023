"""Reviews of the same series and levels, split by track, method or exclusion: told apart when read back, and when merged with a record.

All bodies and people are invented (单位、人物均为虚构).
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from helpers import registries

from zhicheng.documents.schemas import fits
from zhicheng.errors import UserError
from zhicheng.forms import reading
from zhicheng.forms.intake import merged_reviews, record
from zhicheng.forms.reading.result import FilledForms
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.forms.writing.layout import Form, Table
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records

pytestmark = pytest.mark.slow

Value = dict[str, Any]
LOADED = registry.load(registries.HERE.parent)
CROPS: Value = {"series": "agriculture", "levels": ["junior"], "tracks": ["agronomist"], "catalog": {"农艺": ["农学"]}}
CATTLE: Value = {"series": "agriculture", "levels": ["junior"], "tracks": ["animal-husbandry"], "catalog": {"畜牧": ["畜禽养殖"]}}
ROADS: Value = {"series": "engineering", "levels": ["junior"], "catalog": {"交通工程": ["公路"]}}
NOT_HERE = [{"where": "own-committee", "words": "已有评委会的除外"}]
BASE: Value = {
    "id": "made",
    "name": "某县职称评审委员会",
    "organiser": "某县人力资源和社会保障局",
    "authority": "county",
    "area": "653101",
    "address": "示例路 1 号",
    "phones": ["0998-0000001"],
    "reviews": [CROPS, CATTLE],
    "scope": {"areas": ["653101"]},
    "basis": [{"title": "评审办法"}],
    "scoring": [{"title": "量化赋分表", "total": 100, "items": [{"dimension": "业绩", "item": "项目", "points": 100}]}],
    "procedure": ["个人申报"],
    "defence": {"required": False},
    "expert_pool": {"exists": False},
    "filings": [{"round": "2026", "date": "2026-06-01"}],
    "status": "active",
}
READ = [key for key in BASE if key not in ("id", "filings", "status")]


def made(*reviews: Value, **scope: Any) -> Value:
    value = {**BASE, "reviews": list(reviews), "scope": {**BASE["scope"], **scope}}
    assert fits("committee", value)
    return copy.deepcopy(value)


def form2(value: Value) -> Form:
    return annex1_2.form2(LOADED, committee_records.committee(value), "0" * 12, "")


def read(value: Value, second: Form | None = None, tables: str = "docx") -> FilledForms:
    """What comes back of a record's Annex 1 and 2, or of its Annex 1 with another Annex 2."""
    form1 = annex1_2.form1(LOADED, committee_records.committee(value), "0" * 12, "")
    written = (word if tables == "docx" else excel).written(second or form2(value))
    return reading.read([("附件1.docx", word.written(form1)), (f"附件2.{tables}", written)], record.tables(LOADED), 2026)


def said(filled: FilledForms) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in filled.findings if finding.pointer != "/contacts"]


def with_rows(form: Form, change: Any) -> Form:
    """A form whose tables have other rows."""
    return replace(form, blocks=tuple(replace(one, rows=change(one.rows)) if isinstance(one, Table) else one for one in form.blocks))


RECORDS = {
    "tracks": made(CROPS, CATTLE),
    "another-between": made(CROPS, ROADS, CATTLE),
    "one-without": made(CROPS, {key: CATTLE[key] for key in ("series", "levels", "catalog")}),
    "methods": made({**CROPS, "method": "recognition"}, {**CROPS, "catalog": {"农艺": ["园艺"]}, "method": "review"}),
    "same-directory": made({**CROPS, "method": "recognition"}, {**CROPS, "method": "review"}),
    "excludes-of-one": made(CROPS, {**CATTLE, "excludes": NOT_HERE}),
    "excludes-of-all-and-one": made({**CROPS, "excludes": NOT_HERE}, CATTLE, excludes=[{"systems": ["兵团"], "words": "不含兵团"}]),
    "all-specialties": made({**CROPS, "catalog": "all"}, {**CATTLE, "catalog": "all"}),
    "three-levels": made({**CROPS, "catalog": {"农艺": {"农学": ["作物栽培", "作物育种"]}}}, CATTLE),
    "several-tracks": made({**CROPS, "tracks": ["agronomist", "veterinarian"]}, CATTLE),
    "comma-in-a-track": made(
        *(
            {"series": "secondary-vocational-teacher", "levels": ["junior"], "tracks": tracks, "catalog": {"教师": [second]}}
            for tracks, second in ((["subject-teacher"], "语文"), (["subject-teacher", "practice-instructor"], "焊接"))
        )
    ),
}


@pytest.mark.parametrize("tables", ["docx", "xlsx"])
@pytest.mark.parametrize("value", RECORDS.values(), ids=RECORDS)
def test_they_come_back(value: Value, tables: str) -> None:
    filled = read(value, tables=tables)
    assert said(filled) == []
    assert record.merged_record({}, filled.record) == {key: value[key] for key in READ}
    assert record.merged_record(value, filled.record) == value


def test_another_order_goes_by_the_numbers() -> None:
    value = made(CROPS, CATTLE)
    filled = read(value, with_rows(form2(value), lambda rows: rows[::-1]))
    assert said(filled) == []
    assert record.merged_record({}, filled.record)["reviews"] == value["reviews"]


def test_numbers_of_another_order_are_asked_about() -> None:
    """第 1 项 in Annex 2 says one thing, the specialties in Annex 1 another."""
    filled = read(made(CROPS, CATTLE), form2(made(CATTLE, CROPS)))
    assert [code for code, _ in said(filled)] == ["F006", "F006"]
    assert "第 1 项的“农艺：农学”，附件2写在同一系列、同一层级的另一项里" in said(filled)[0][1]
    assert "reviews" not in filled.record


def test_what_a_row_does_not_say_of_a_review_it_does_not_have() -> None:
    """The row is on the form, and names only the other review: what was registered of this one is gone."""
    old = made({**CROPS, "method": "recognition"}, {**CATTLE, "method": "review", "excludes": NOT_HERE})
    new = made({**CROPS, "method": "recognition", "excludes": NOT_HERE}, CATTLE)
    assert record.merged_record(old, read(new).record)["reviews"] == new["reviews"]
    assert "excludes" not in record.merged_record(made(CROPS, CATTLE, excludes=[{"words": "不含兵团"}]), read(new).record)["scope"]


@pytest.mark.parametrize(("name", "value"), RECORDS.items(), ids=RECORDS)
def test_a_form_of_before_keeps_what_is_registered_or_is_refused(name: str, value: Value) -> None:
    """A form without the rows below those of the letter says nothing of tracks, methods and exclusions: they are kept, never dropped."""
    bare = [{key: review[key] for key in ("series", "levels", "catalog")} for review in value["reviews"]]
    if name in ("same-directory", "all-specialties"):
        with pytest.raises(UserError, match="看不出哪一项是哪一项"):
            merged_reviews.merged(value["reviews"], bare)
    else:
        assert merged_reviews.merged(value["reviews"], bare[::-1]) == value["reviews"][::-1]
