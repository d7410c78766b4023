"""The fields that the letter's forms have no cell for: printed where a record has them, read back the same, and covered by the code.

All bodies and people are invented (单位、人物均为虚构).
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import registries

from zhicheng.documents.schemas import fits, schema
from zhicheng.forms import added_fields, digest, reading, writing
from zhicheng.forms.intake import record
from zhicheng.forms.reading import added_rows
from zhicheng.forms.reading.faults import ValueFault
from zhicheng.forms.reading.result import FilledForms
from zhicheng.forms.writing import annex1_2, excel, scoring_tables, word
from zhicheng.forms.writing.layout import Table
from zhicheng.registry import registry
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
            {"where": "own-committee", "words": "各地已有的除外"},
        ],
        "units": ["bingtuan-08", "bingtuan-11"],
        "places": ["自治区本级", "某某经济技术开发区"],
    },
    "entrusts": [
        {"name": "另一大学", "series": "library", "levels": ["full-senior"], "words": "委托评审"},
        {"committee": "xj-library", "series": "archives", "levels": ["junior", "full-senior"]},
        {
            "name": "某某医院",
            "series": "health",
            "levels": ["associate-senior"],
            "tracks": ["nurse", "physician"],
            "specialties": ["护理学", NAMED],
        },
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
    assert record.merged_record({}, read.record) == {key: FULL[key] for key in READ}


def alike(*rest: Value) -> Value:
    """A record with several reviews of the same series and levels."""
    reviews = [{"series": "arts", "levels": ["associate-senior", "full-senior"], **one} for one in rest]
    return {**FULL, "reviews": reviews, "scope": {"areas": ["650000"], "open_to": "public"}, "scoring": SCORED_ALIKE}


SCORED_ALIKE: list[Value] = [{"title": "表", "total": 40, "items": [{"dimension": "业绩", "item": "项目", "points": 40}]}]
ALIKE = [
    pytest.param(
        [
            {"catalog": {"艺术表演": ["表演"]}, "tracks": ["actor"]},
            {"catalog": {"艺术创作": ["创作"]}, "tracks": ["playwright", "director"]},
            {"catalog": {"艺术表演": ["舞蹈"]}},
        ],
        id="by-track",
    ),
    pytest.param(
        [{"catalog": {"甲类": ["甲一"]}, "method": "exam"}, {"catalog": {"甲类": ["甲一"]}, "open_to": "unit"}], id="same-catalog"
    ),
    pytest.param([{"catalog": "all", "tracks": ["actor"]}, {"catalog": {"甲类": ["甲一"]}, "tracks": ["director"]}], id="all-and-some"),
    pytest.param(
        [
            {"catalog": {"甲类": ["甲一"]}, "excludes": [{"areas": ["653100"], "words": "喀什地区另有评委会"}]},
            {"series": "agriculture", "catalog": {"农艺": ["作物"]}},
            {"catalog": {"乙类": ["乙一"]}, "valid_in": "targeted"},
        ],
        id="another-between",
    ),
]


@pytest.mark.parametrize("tables", ["docx", "xlsx"])
@pytest.mark.parametrize("reviews", ALIKE)
def test_reviews_of_the_same_series_and_levels_come_back(reviews: list[Value], tables: str) -> None:
    """Annex 2 names each by its place in Annex 1."""
    value = alike(*reviews)
    assert fits("committee", value)
    read = submitted(value, tables)
    assert without_contacts(read) == []
    made = record.merged_record({}, read.record)
    assert (made["reviews"], made["scope"]) == (value["reviews"], value["scope"])
    cells = [row[0].lines for row in annex1_2.annex2(loaded(), committee_records.committee(value)).rows if len(row) > 2]
    assert [f"第 {place} 项" for place, review in enumerate(value["reviews"], 1) if review["series"] == "arts"] == [
        line for lines in cells for line in lines if line.startswith("第")
    ]


@pytest.mark.parametrize(
    ("number", "said"), [("", "分不清这些专业评审哪些层级"), ("第 7 项", "附件1的评审系列里没有“艺术专业人员”")], ids=["none", "wrong"]
)
def test_directory_of_which_review_is_asked(number: str, said: str) -> None:
    """Never put to the first that fits."""
    value = alike({"catalog": {"甲类": ["甲一"]}}, {"catalog": {"乙类": ["乙一"]}})
    form2 = annex1_2.form2(loaded(), committee_records.committee(value), "0" * 12, "")
    content = excel.written(form2)
    forms = [("附件1.docx", word.written(annex1_2.form1(loaded(), committee_records.committee(value), "0" * 12, "")))]
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "第 " in cell.value:
                cell.value = "\n".join(line for line in (*cell.value.split("\n")[:-1], number) if line)
    changed = io.BytesIO()
    book.save(changed)
    read = reading.read([*forms, ("附件2.xlsx", changed.getvalue())], record.tables(loaded()), 2026)
    assert any(said in finding.message and finding.severity == "error" for finding in read.findings), read.findings
    assert "reviews" not in read.record


def test_name_of_a_track_with_a_comma() -> None:
    """文化课、专业课 is one; a name that is not that of its code is asked about."""
    tables = record.tables(loaded())
    reviews = [{"series": "secondary-vocational-teacher", "levels": ["junior"]}]
    ids = ["subject-teacher", "practice-instructor"]
    for text in ("文化课、专业课、实习指导", "文化课、专业课（subject-teacher）、实习指导（practice-instructor）", "、".join(ids)):
        assert added_rows.of_reviews("reviews.tracks", text, reviews, tables) == {0: ids}, text
    with pytest.raises(ValueFault, match="不是一个"):
        added_rows.of_reviews("reviews.tracks", "实习指导（subject-teacher）", reviews, tables)


def test_tracks_of_what_is_entrusted_are_written_by_name() -> None:
    """With the id behind, as those of a review; read by either. One that the series does not have is named."""
    tables = record.tables(loaded())
    one = "受托单位名称：某某医院\n委托的系列：卫生专业人员\n委托的层级：副高级\n职称类别："
    for said in ("护", "护（nurse）", "nurse"):
        assert added_rows.field("entrusts", one + said, tables)[0]["tracks"] == ["nurse"]
    with pytest.raises(ValueFault, match="这个系列没有类别“驾驶”"):
        added_rows.field("entrusts", one + "驾驶", tables)


def without_added(value: Value) -> Value:
    """The record as one could be before there were these fields."""
    reviews = [
        {**{key: review[key] for key in ("series", "levels")}, "catalog": {"护理学": ["内科护理", "外科护理"]}}
        for review in value["reviews"]
    ]
    kept = {key: item for key, item in value.items() if key not in added_fields.ROWS}
    scope = {key: value["scope"][key] for key in ("areas", "open_to", "note")}
    scoring = [{"title": "表", "total": 40, "items": [value["scoring"][0]["items"][1]]}]
    del scoring[0]["items"][0]["weight"]
    return {**kept, "reviews": reviews, "scope": scope, "scoring": scoring}


def test_a_record_of_before_has_the_form_of_before() -> None:
    """No row, column or line more, also with a panel and a validity, which records had."""
    old = without_added(copy.deepcopy(FULL))
    with_panel = {**old, "panel": {"members": 25, "formed_by": "series"}, "valid": FULL["valid"]}
    for value in (old, with_panel):
        assert fits("committee", value)
        committee = committee_records.committee(value)
        table = annex1_2.annex1(loaded(), committee)
        assert [row[0].lines[0] for row in table.rows][-1].startswith("有无专家库")
        assert len(table.rows) == 13
        head = ["评价维度", "评价内容", "满分", "评分方式", "分档", "备注"]
        assert [cell.lines[0] for cell in scoring_tables.table(committee.scoring[0]).head[0]] == head
        assert scoring_tables.table(committee.scoring[0]).widths == (22.0, 46.0, 18.0, 20.0, 38.0, 26.0)
        assert [cell.lines[0] for cell in annex1_2.annex2(loaded(), committee).head[0]] == ["系列（专业）", "一级目录", "二级目录"]
    forms = [word.written(annex1_2.form1(loaded(), committee_records.committee(one), "0" * 12, "")) for one in (old, with_panel)]
    assert forms[0] == forms[1]


def test_what_a_rulebook_requires_has_its_rows(small: Path) -> None:
    """On a form that has nothing else below, on a blank one and on the filled example, which are read without a question."""
    book = small / "registry/rulebooks/order-40.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "fields: {panel: required, valid: required}\n", encoding="utf-8")
    here = registry.load(small)
    old = without_added(copy.deepcopy(FULL)) | {"panel": {"members": 25, "formed_by": "series"}, "valid": FULL["valid"]}
    rows = annex1_2.annex1(here, committee_records.committee(old)).rows[13:]
    assert [(row[0].lines[0], row[2].lines[0]) for row in rows] == [("评委会组成", "有效期")]
    assert rows[0][3].lines == ("有效期起：2026-01-01", "有效期止：2028-12-31")
    blank = next(block for block in annex1_2.blank1(required=("scoring", "panel", "valid")).blocks if isinstance(block, Table)).rows[13:]
    assert blank[0][3].lines == ("有效期起：", "有效期止：")
    assert "有效期止：" not in str(annex1_2.blank1(required=("scoring",)))
    made = {file.name: file.make()[0] for file in writing.blanks(here, with_pdf=False)}
    files = [("附件1.docx", made["example.form-1.docx"]), ("附件2.docx", made["example.form-2.docx"])]
    read = reading.read(files, record.tables(here), 2026)
    assert (read.record["panel"], read.record["valid"]["until"]) == ({"members": 25, "formed_by": "specialty"}, "2027-06-30")


@pytest.mark.parametrize("entry", loaded().committees[::15], ids=lambda entry: entry.stem)
def test_one_added_field_adds_its_row_alone(entry: registry.Entry[Any]) -> None:
    value = {key: item for key, item in entry.document.value.items() if key not in (*added_fields.ROWS, "scope")}
    reviews = [{key: review[key] for key in ("series", "levels", "catalog")} for review in value["reviews"]]
    value |= {"reviews": reviews, "scope": {"areas": ["650000"]}, "seat": "650200"}
    rows = annex1_2.annex1(loaded(), committee_records.committee(value)).rows
    assert [row[0].lines[0] for row in rows[13:]] == ["单位驻地"]
    assert rows[13][1].lines == ("克拉玛依市（650200）",)


FAULTS = [
    pytest.param("seat", "不知道的地方", "不认识地方", id="area"),
    pytest.param("seat", "喀什地区（650200）", "不是一个", id="name-and-code-differ"),
    pytest.param("office", "办公电话：0991-0000001", "“办公电话”不是“办事机构”里的项目", id="unknown-part"),
    pytest.param("office", "行政楼", "前面没有项目名称", id="no-part"),
    pytest.param("office", "办理时间：早\n办理时间：晚", "“办理时间”写了两遍", id="twice"),
    pytest.param("power", "授权文件：一号文", "没有写“来源”", id="required"),
    pytest.param("power", "来源：上级给的", "不在可填的词里", id="closed-list"),
    pytest.param("reviews.method", "考评结合", "看不出是哪一个系列的", id="which-review"),
    pytest.param("reviews.method", "（3）考评结合", "对不上", id="no-such-review"),
    pytest.param("reviews.tracks", "（1）厨师", "这个系列没有类别“厨师”", id="track"),
    pytest.param("scope.units", "第九十九师", "不认识单位", id="unit"),
    pytest.param("excludes", "适用：第 7 项\n原文：除外", "对不上", id="exclusion-of-no-review"),
    pytest.param("excludes", "除外的系统：兵团", "没有写“原文”", id="exclusion-without-words"),
    pytest.param("predecessors", "从前的评委会", "没有写编号", id="predecessor"),
    pytest.param("panel", "组成人员人数：若干\n组建方式：按系列组建", "不是人数", id="number"),
    pytest.param("panel", "组成人员人数：25\n组建方式：按系列组建\n专业组：护理组", "看不出专业组有几人", id="subgroup"),
    pytest.param("past", "有效期起：2023年\n有效期止：2025-12-31", "没有写到日", id="day"),
]


@pytest.mark.parametrize(("key", "text", "words"), FAULTS)
def test_what_is_not_understood_is_said(key: str, text: str, words: str) -> None:
    """Never dropped, never guessed."""
    reviews = [{"series": "health", "levels": ["junior"]}, {"series": "engineering", "levels": ["junior"]}]
    tables = record.tables(loaded())
    read: dict[bool, Callable[[], object]] = {
        key.startswith("reviews."): lambda: added_rows.of_reviews(key, text, reviews, tables),
        key == "excludes": lambda: added_rows.exclusions(text, reviews, tables),
    }
    with pytest.raises(ValueFault) as raised:
        read.get(True, lambda: added_rows.field(key, text, tables))()
    assert words in raised.value.message


def test_import_into_the_registered_record_changes_nothing() -> None:
    """Also from a form of before, on which nothing of the new fields stands."""
    read = submitted(FULL)
    assert record.merged_record(FULL, read.record) == FULL
    of_before = {key: item for key, item in read.record.items() if key not in added_fields.ROWS}
    bare = [{key: review[key] for key in ("series", "levels", "catalog")} for review in FULL["reviews"]]
    bare[0]["catalog"] = {first: list(seconds) for first, seconds in bare[0]["catalog"].items()}
    of_before |= {"reviews": bare, "scope": {"areas": ["650000"]}}
    assert record.merged_record(FULL, of_before) == FULL


def test_digest_leaves_out_what_changes_while_the_form_stays_correct() -> None:
    """The code on the paper stays with applications, notices and past validities; it changes with the office."""

    def of(**changes: Any) -> str:
        return digest.of(committee_records.committee({**FULL, **changes}))

    for key in ("applications", "notices", "past"):
        without = {name: item for name, item in FULL.items() if name != key}
        assert digest.of(committee_records.committee(without)) == of(), key
    assert of(office={**FULL["office"], "hours": "全天"}) != of()
    for key in ("nature", "power", "seat", "entrusts", "scoring_none", "predecessors"):
        without = {name: item for name, item in FULL.items() if name != key}
        assert digest.of(committee_records.committee(without)) != of(), key
    assert set(digest.FIELDS) >= {"office", "power"}
    assert digest.label("office") == "办事机构"


def test_what_is_printed_but_outside_the_digest_is_said_to_be_so() -> None:
    """Its row says 以网站为准, and the schema says that what is printed is that of the day; no other row or field says so."""
    properties = schema("committee")["properties"]
    printed = {key for key in added_fields.ROWS if key in properties} - set(digest.FIELDS)
    assert printed == {"applications", "past", "notices"}
    assert {key for key, label in added_fields.ROWS.items() if "以网站为准" in label} == printed
    said = "纸质登记表上印的只是导出那天的，以网站为准，更新它不改变登记摘要。"
    assert {key for key, node in properties.items() if said in node["description"]} == printed


def test_exclusions_of_the_scope_and_of_a_review_are_written_alike() -> None:
    """They stand in one row of the form, which is read by the schema of those of a review."""
    properties = schema("committee")["properties"]
    assert properties["scope"]["properties"]["excludes"] == properties["reviews"]["items"]["properties"]["excludes"]
