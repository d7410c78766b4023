"""The fields that the letter's forms have no cell for: printed where a record has them, read back the same, and covered by the code.

All bodies and people are invented (单位、人物均为虚构).
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest
from helpers import registries

from zhicheng.documents.schemas import fits, schema
from zhicheng.forms import added_fields, digest, reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.registry import public_record, registry
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.registry import Registry

pytestmark = pytest.mark.slow

Value = dict[str, Any]
NAMED = "例：甲、乙（试行）"
FULL: Value = {
    "id": "made",
    "name": "某某大学职称评审委员会",
    "organiser": "某某大学",
    "nature": "university",
    "power": {"kind": "self-review", "document": "新人社函〔2020〕12号"},
    "authority": "region",
    "area": "650000",
    "seat": "650200",
    "address": "克拉玛依市示例路 1 号",
    "phones": ["0991-0000001"],
    "office": {
        "name": "某某大学职改办",
        "address": "行政楼 2 楼：12 号窗口",
        "postcode": "834000",
        "phones": ["0991-0000004", "0991-0000005转6"],
        "hours": "工作日 10:00–14:00、15:30–19:30",
        "website": "https://zc.example.cn",
        "platform": "https://rst.example.cn/zc?a=1",
        "supervision": ["0991-0000006"],
    },
    "applications": [
        {
            "year": "2026",
            "opens": "2026-07-01",
            "closes": "2026-08-15",
            "materials": "申报表一式两份；证书\n另交：论文",
            "fee": "不收费",
            "notice": "通知",
        },
        {"year": "2027", "opens": "2027-07-01"},
    ],
    "reviews": [
        {
            "series": "health",
            "levels": ["associate-senior"],
            "method": "exam-and-review",
            "tracks": ["nurse", "pharmacist"],
            "catalog": {"护理学": {"内科护理": ["急诊", "甲、乙"], "外科护理": []}, "药学": ["临床药学", "中药学"]},
            "open_to": "unit",
            "excludes": [
                {"areas": ["650200", "653100"], "words": "克拉玛依市、喀什地区另有评委会"},
                {"where": "own-committee", "words": "当地已有的除外"},
            ],
            "valid_in": "grassroots",
        },
        {"series": "engineering", "levels": ["junior", "intermediate"], "catalog": "all", "method": "recognition"},
    ],
    "scope": {
        "areas": ["650000"],
        "open_to": "public",
        "note": "见通知",
        "excludes": [
            {"systems": ["兵团", "某某系统"], "words": "不含兵团"},
            {"areas": ["652300"], "words": "昌吉州：除外"},
        ],
        "units": ["bingtuan-08", "bingtuan-11"],
        "places": ["自治区本级", "某某经济技术开发区"],
    },
    "entrusts": [
        {"name": "另一大学", "series": "library", "levels": ["full-senior"], "words": "委托评审"},
        {"committee": "xj-library", "series": "archives", "levels": ["junior", "full-senior"]},
    ],
    "basis": [{"title": "评审办法"}],
    "scoring": [
        {
            "title": "量化赋分表",
            "series": ["health"],
            "levels": ["associate-senior"],
            "specialties": ["内科护理", NAMED],
            "total": 100,
            "items": [
                {
                    "dimension": "业绩",
                    "item": "论文专利",
                    "points": 60,
                    "scored_by": "experts",
                    "cap": 15.5,
                    "weight": 30,
                    "specialties": ["临床药学", "中药学"],
                    "note": "分项计",
                    "items": [
                        {"item": "论文：核心", "points": 10, "note": "每篇 5 分"},
                        {"item": "专利", "points": 7.5},
                    ],
                },
                {"dimension": "业绩", "item": "工作", "points": 40, "weight": 12.5, "steps": [{"when": "优", "points": 40}]},
                {"dimension": "扣分项", "item": "差错", "points": 5, "deduction": True},
                {"dimension": "加分项", "item": "奖励", "points": 0, "bonus": True, "open_ended": True},
            ],
        }
    ],
    "scoring_none": [{"level": "junior", "words": "考核认定，不赋分"}, {"level": "intermediate", "words": "同上：不赋分"}],
    "procedure": ["个人申报"],
    "defence": {"required": False},
    "expert_pool": {"exists": True, "source": "库", "draw": "随机"},
    "panel": {
        "at_least": 25,
        "chair": 1,
        "vice_chairs": 2,
        "subgroups": [{"name": "护理组（一）", "members": 5}, {"name": "药学组", "members": 7}],
        "formed_by": "merged",
    },
    "valid": {"from": "2026-01-01", "until": "2028-12-31"},
    "past": [{"from": "2023-01-01", "until": "2025-12-31", "document": "新人社函〔2022〕88号"}],
    "predecessors": ["old-one", "old-two"],
    "filings": [{"round": "2026", "date": "2026-06-01"}],
    "notices": [{"date": "2026-03-02", "kind": "correction", "text": "原先误登，现更正。"}],
    "status": "active",
}
READ = [key for key in FULL if key not in ("id", "filings", "status")]


@cache
def loaded() -> Registry:
    return registry.load(registries.HERE.parent)


def submitted(value: Value, tables: str = "docx") -> FilledForms:
    """What comes back of a record: Annex 1 in Word, with Annex 2 in Word, or with it and the scoring tables in Excel."""
    committee = committee_records.committee(value)
    form1 = annex1_2.form1(loaded(), committee, "0" * 12, "")
    form2 = annex1_2.form2(loaded(), committee, "0" * 12, "", numbered=tables == "docx")
    files = [("附件1.docx", word.written(form1)), ("附件2.docx", word.written(form2))]
    if tables == "xlsx":
        files[1:] = [("附件2.xlsx", excel.written(form2)), ("赋分表.xlsx", excel.written(form1))]
    return reading.read(files, record.tables(loaded()), 2026)


def without_contacts(read: FilledForms) -> list[str]:
    return [finding.message for finding in read.findings if finding.pointer != "/contacts"]


def test_the_record_has_every_field() -> None:
    """So that a field added to records has to be thought of here."""
    assert fits("committee", FULL)
    assert set(schema("committee")["properties"]) - set(FULL) == {"approval", "contacts", "withdrawn"}
    assert {key.split(".")[0] for key in added_fields.ROWS} - {"reviews", "scope", "excludes"} <= set(FULL)


@pytest.mark.parametrize("tables", ["docx", "xlsx"])
def test_every_field_comes_back(tables: str) -> None:
    read = submitted(FULL, tables)
    assert without_contacts(read) == []
    assert read.record == {key: FULL[key] for key in READ}
