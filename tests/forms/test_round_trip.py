"""What the official forms hold comes back from them: every committee of the sample, and generated ones, in Word and in Excel.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from helpers.deep import sample
from helpers.round_trips import ADDRESS, CONTACTS, DIGEST, FIELDS, loaded, printed
from helpers.vault_commands import pool
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from zhicheng.documents.schemas import fits
from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading import name_checks
from zhicheng.forms.reading.annex3 import read_roster
from zhicheng.forms.reading.result import FilledForms, ReferenceTables
from zhicheng.forms.writing import annex1_2, annex3, excel, word
from zhicheng.forms.writing.layout import Form, Line
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.committee import LEVELS, Committee

pytestmark = pytest.mark.slow

Value = dict[str, Any]


def submitted(committee: Committee, tables: str, contacts: Value | None = CONTACTS) -> FilledForms:
    """What comes back of a committee: Annex 1 in Word, Annex 2 in Word or Excel, scoring tables in Annex 1 or in Excel."""
    form1 = annex1_2.form1(loaded(), committee, DIGEST, ADDRESS, contacts)
    form2 = annex1_2.form2(loaded(), committee, DIGEST, ADDRESS)
    files = [("附件1.docx", word.written(form1))]
    if tables == "docx":
        files.append(("附件2.docx", word.written(form2)))
    else:
        files.append(("附件2.xlsx", excel.written(form2)))
    return reading.read(files, record.tables(loaded()), 2026)


@pytest.mark.parametrize(
    ("entry", "tables"),
    [pytest.param(entry, ("docx", "xlsx")[at % 2], id=entry.stem) for at, entry in enumerate(sample(loaded().committees, 3))],
)
def test_every_committee_of_the_sample_comes_back(entry: registry.Entry[Committee], tables: str) -> None:
    """Every other one with Annex 2 as a workbook."""
    read = submitted(entry.record, tables)
    made, value = record.merged_record({}, read.record), entry.document.value
    assert (made, read.findings) == (printed(value, made), [])
    assert record.merged_record(value, read.record) == value
    assert read.contacts == CONTACTS


@pytest.mark.parametrize("entry", loaded().committees[::20], ids=lambda entry: entry.stem)
def test_scoring_tables_come_back_from_excel(entry: registry.Entry[Committee]) -> None:
    form1 = annex1_2.form1(loaded(), entry.record, DIGEST, ADDRESS)
    read = reading.read([("赋分表.xlsx", excel.written(form1))], record.tables(loaded()), 2026)
    assert (read.record, read.findings) == ({"scoring": entry.document.value["scoring"]}, [])


@pytest.mark.parametrize("written", [word.written, excel.written])
@pytest.mark.parametrize("with_specialties", [False, True])
def test_annex_3_comes_back_with_what_is_declared_below_it(written: Callable[[Form], bytes], with_specialties: bool) -> None:
    """In Excel too there is the sentence that the unit declares, and the line to sign: neither is taken for a person."""
    people = [{**one, "post": "城市规划", "id": "a" * 12, "state": "active"} for one in pool(3)]
    form = annex3.form3(loaded(), loaded().committees[0].record, {"experts": people}, DIGEST, ADDRESS, with_specialties)
    content = written(form)
    groups = loaded().document("registry/reference/ethnic-groups.yaml")
    assert groups is not None
    read = read_roster("附件3", content, loaded().series, groups.value, 2026)
    assert ([one["name"] for one in read.experts], read.findings) == ([one["name"] for one in people], [])
    if written is excel.written:
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)
        assert [row[0] for row in rows[-2:]] == [block.text for block in form.blocks[-2:] if isinstance(block, Line)]


# --- generated ----------------------------------------------------------------------------------------------------------

HAN = "建筑工程市政水利农林牧渔医药卫生教育文化科技电子信息机械化矿冶金地质测绘气象海洋能源材料"
WORDS = st.text(HAN, min_size=2, max_size=12)
NAME = st.builds(lambda head, tail: head + tail, WORDS, st.sampled_from(["", "（试行）", "A", "与应用", " 1 号", "·维护", "(B)"]))
SENTENCE = st.lists(
    st.one_of(WORDS, st.sampled_from(["，", "、", "；", "3 年", "（含）", "“优秀”", "50%", "A/B", "《办法》"])), min_size=1, max_size=8
).map(lambda parts: "某" + "".join(parts) + "等")
POINTS = st.one_of(st.integers(1, 100), st.sampled_from([0.5, 2.5, 12.5]))


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Value]:
    return st.fixed_dictionaries({}, optional=fields)


def some_levels(count: int = 4) -> st.SearchStrategy[list[str]]:
    return st.sets(st.sampled_from(list(LEVELS)[:count]), min_size=1).map(lambda found: [level for level in LEVELS if level in found])


SCORING_ITEM = st.builds(
    lambda base, more: {**base, **more},
    st.fixed_dictionaries({"dimension": WORDS, "item": SENTENCE, "points": POINTS}),
    optional(
        scored_by=st.sampled_from(["office", "experts"]),
        steps=st.lists(st.fixed_dictionaries({"when": SENTENCE, "points": POINTS}), min_size=1, max_size=4),
        note=SENTENCE,
        bonus=st.just(True),
    ),
)
SERIES = st.sampled_from(list(loaded().series))


@functools.cache
def tables_of() -> ReferenceTables:
    return record.tables(loaded())


def total(items: list[Value]) -> float:
    """What the items of a table make: a table that states another total is asked about."""
    points = sum(item["points"] for item in items if not (item.get("bonus") or item.get("deduction")))
    return int(points) if points == int(points) else points


def scoring() -> st.SearchStrategy[Value]:
    return st.builds(
        lambda title, more, items: {"title": f"{title}量化赋分表", **more, "total": total(items), "items": items},
        WORDS,
        optional(series=st.lists(SERIES, min_size=1, max_size=2, unique=True), levels=some_levels()),
        st.lists(SCORING_ITEM, min_size=1, max_size=4).filter(lambda items: 1 < total(items) <= 1000),
    )


CATALOG = st.dictionaries(NAME, st.lists(NAME, min_size=1, max_size=5, unique=True), min_size=1, max_size=4)
THREE = st.dictionaries(
    NAME, st.dictionaries(NAME, st.lists(NAME, max_size=3, unique=True), min_size=1, max_size=3), min_size=1, max_size=2
)
AREA = st.sampled_from([area.code for area in loaded().areas])
DAY = st.sampled_from(["2023-01-01", "2025-12-31", "2026-07-09"])
PHONES = st.lists(st.integers(0, 9_999).map(lambda number: f"0991-{number:07}"), min_size=1, max_size=2, unique=True)
LEVEL = st.sampled_from(list(LEVELS))


def some(of: st.SearchStrategy[Any], least: int = 1) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, min_size=least, max_size=3, unique_by=str)


def exclusions(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Value]]:
    kinds = optional(areas=some(AREA), systems=some(WORDS), **more)
    return some(st.builds(lambda kind, words: {**kind, "words": words}, kinds, SENTENCE))


def tracks_of(series: str) -> st.SearchStrategy[list[str]]:
    """Some of the tracks of a series, in its order."""
    every = [track.id for track in loaded().series[series].tracks if track.id]
    return st.sets(st.sampled_from(every), min_size=1).map(lambda chosen: [track for track in every if track in chosen])


@st.composite
def split_reviews(draw: st.DrawFn) -> list[Value]:
    """Reviews as of the second year: of one series or two, often of the same levels, with what each states of its own."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        series = draw(st.sampled_from(["health", "agriculture", "secondary-vocational-teacher", "arts"]))
        more = optional(
            method=st.sampled_from(["review", "exam", "exam-and-review", "recognition"]),
            tracks=tracks_of(series),
            open_to=st.sampled_from(["public", "system", "unit"]),
            excludes=exclusions(where=st.just("own-committee")),
            valid_in=st.sampled_from(["everywhere", "grassroots", "targeted"]),
        )
        levels = draw(st.sampled_from([["junior", "intermediate"], ["associate-senior"]]))
        catalog = draw(st.one_of(CATALOG, THREE.filter(has_thirds), st.just("all")))
        found.append({"series": series, "levels": levels, "catalog": catalog, **draw(more)})
    return found


def has_thirds(catalog: Value) -> bool:
    return all(any(thirds for thirds in seconds.values()) for seconds in catalog.values())


SUBGROUP = st.fixed_dictionaries({"name": WORDS, "members": st.integers(3, 30)})
OF_THE_SECOND_YEAR = optional(
    nature=st.sampled_from(["government", "hospital", "association"]),
    power=st.builds(
        lambda kind, more: {"kind": kind, **more}, st.sampled_from(["delegated", "self-review", "entrusted"]), optional(document=SENTENCE)
    ),
    seat=AREA,
    office=optional(
        name=WORDS, address=SENTENCE, phones=PHONES, hours=st.just("工作日 10:00–14:00"), platform=st.just("https://zc.example.cn/a?b=1")
    ).filter(bool),
    applications=some(
        st.builds(
            lambda year, more: {"year": year, **more},
            st.sampled_from(["2026", "2027"]),
            optional(opens=DAY, closes=DAY, materials=SENTENCE, fee=WORDS, notice=SENTENCE),
        )
    ),
    entrusts=some(
        st.builds(
            lambda to, what, levels, more: {**to, **what, "levels": levels, **more},
            st.one_of(st.fixed_dictionaries({"name": WORDS}), st.just({"committee": "xj-library"})),
            st.sampled_from(["health", "agriculture", "secondary-vocational-teacher"]).flatmap(
                lambda series: st.builds(lambda more: {"series": series, **more}, optional(tracks=tracks_of(series)))
            ),
            some_levels(),
            optional(words=SENTENCE),
        )
    ),
    scoring_none=some(st.fixed_dictionaries({"level": LEVEL, "words": SENTENCE})),
    panel=st.builds(
        lambda size, formed_by, more: {**size, "formed_by": formed_by, **more},
        st.sampled_from([{"members": 25}, {"at_least": 11}]),
        st.sampled_from(["series", "specialty", "merged"]),
        optional(chair=st.just(1), vice_chairs=st.integers(1, 3), subgroups=some(SUBGROUP)),
    ),
    valid=st.just({"from": "2026-01-01", "until": "2028-12-31"}),
    past=some(st.builds(lambda start, until, more: {"from": start, "until": until, **more}, DAY, DAY, optional(document=SENTENCE))),
    predecessors=st.sampled_from([["old-one"], ["old-one", "xj-library"]]),
    notices=some(st.fixed_dictionaries({"date": DAY, "kind": st.just("correction"), "text": SENTENCE})),
)


@st.composite
def committees(draw: st.DrawFn) -> Value:
    """A record with all that the forms hold, of a unit whose level and area its form prints."""
    authority = draw(st.sampled_from(["region", "prefecture", "county", "central"]))
    area = draw(st.sampled_from([a.code for a in loaded().areas if authority == "central" or a.level == authority]))
    reviews = draw(
        st.lists(
            st.fixed_dictionaries({"series": SERIES, "levels": some_levels(), "catalog": CATALOG}),
            min_size=1,
            max_size=3,
            unique_by=lambda review: (review["series"], tuple(review["levels"])),
        )
    )
    required, exists = draw(st.booleans()), draw(st.booleans())
    value: Value = {
        "id": "made",
        "name": draw(WORDS) + "职称评审委员会",
        "organiser": draw(WORDS) + draw(st.sampled_from(["局", "厅", "公司", "研究院（本部）"])),
        "authority": authority,
        "area": area,
        "address": f"{draw(WORDS)}路 {draw(st.integers(1, 999))} 号 {draw(WORDS)}",
        "phones": draw(
            st.lists(
                st.builds(
                    lambda number, more: f"0991-{number:07}{more}",
                    st.integers(0, 9_999),
                    st.sampled_from(["", "转506", "（窗口）", "（电话兼传真）"]),
                ),
                min_size=1,
                max_size=3,
                unique_by=lambda phone: phone[:12],
            )
        ),
        "reviews": reviews,
        "scope": {
            "areas": draw(st.lists(st.sampled_from([a.code for a in loaded().areas]), min_size=1, max_size=4, unique=True)),
            **draw(optional(open_to=st.sampled_from(["public", "system", "unit"]), note=SENTENCE)),
        },
        "basis": draw(
            st.lists(
                st.builds(
                    lambda title, more: {"title": title, **more},
                    SENTENCE,
                    optional(document=st.sampled_from(["新人社发〔2012〕230号", "人社部令第40号", "CCAR-121", "人社部发〔2015〕79号附件"])),
                ),
                min_size=1,
                max_size=4,
            )
        ),
        "scoring": draw(st.lists(scoring(), min_size=1, max_size=3, unique_by=lambda table: table["title"])),
        "procedure": draw(st.lists(SENTENCE, min_size=1, max_size=6)),
        "defence": {"required": required, **draw(optional(scope=SENTENCE))},
        "expert_pool": {"exists": exists, **draw(optional(source=SENTENCE, draw=SENTENCE))},
        "filings": [{"round": "2026", "date": "2026-06-01"}],
        "status": "active",
    }
    approval = draw(
        optional(
            date=st.sampled_from(["2018-03-12", "2018-11", "2018"]),
            authority=WORDS.map(lambda words: words + "厅"),
            document=st.sampled_from(["新人社函〔2018〕45号", "师市党人办发〔2018〕11号"]),
        )
    )
    return {**value, "approval": approval} if approval else value


@st.composite
def committees_of_the_second_year(draw: st.DrawFn) -> Value:
    """Records with any of the fields that the letter has no cell for."""
    value, more = draw(committees()), draw(OF_THE_SECOND_YEAR)
    scope = draw(optional(excludes=exclusions(), units=st.just(["bingtuan-08"]), places=some(WORDS)))
    item = draw(optional(cap=POINTS, weight=POINTS, specialties=some(NAME), items=some(SUB_ITEM)))
    mark = draw(st.sampled_from([{}, {"deduction": True}, {"open_ended": True}]))
    table = value["scoring"][0]
    marked = [{**table["items"][0], **item, **mark}, *table["items"][1:]]
    if total(marked) > 1:
        table["items"], table["total"] = marked, total(marked)
    table |= draw(optional(specialties=some(NAME)))
    return {**value, "nature": "institution", **more, "reviews": draw(split_reviews()), "scope": {**value["scope"], **scope}}


SUB_ITEM = st.builds(lambda base, more: {**base, **more}, st.fixed_dictionaries({"item": WORDS, "points": POINTS}), optional(note=SENTENCE))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(committees_of_the_second_year(), st.sampled_from(["docx", "xlsx"]))
def test_generated_committees_of_the_second_year_come_back(value: Value, tables: str) -> None:
    """Also where reviews are alike in series and levels; nothing is found in their forms."""
    assume(
        not any(True for _ in name_checks.faults(value, tables_of().places, tables_of().names, tables_of().levels))
    )  # these are asked about
    assert fits("committee", value)
    read = submitted(committee_records.committee(value), tables)
    expected = {name: value[name] for name in FIELDS if name in value}
    assert (record.merged_record({}, read.record), read.findings) == (expected, [])
    assert record.merged_record(value, read.record) == value


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(committees(), st.sampled_from(["docx", "xlsx"]))
def test_generated_committees_come_back(value: Value, tables: str) -> None:
    assume(
        not any(True for _ in name_checks.faults(value, tables_of().places, tables_of().names, tables_of().levels))
    )  # these are asked about
    assert fits("committee", value)
    read = submitted(committee_records.committee(value), tables)
    assert (record.merged_record({}, read.record), read.findings) == ({name: value[name] for name in FIELDS if name in value}, [])
