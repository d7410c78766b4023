"""The fields of filled forms put into a record: which one they belong to, what stays, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries

from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.forms.intake import merged_reviews, plan, record
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry import registry
from zhicheng.registry.registry import Registry
from zhicheng.vault import seal

Value = dict[str, Any]
TODAY = date(2026, 7, 1)
ONE: Value = yaml.safe_load((registries.SMALL / registries.ONE).read_text(encoding="utf-8"))


@pytest.fixture
def loaded(small: Path) -> Registry:
    return registry.load(small)


def fields(*left_out: str, **changes: Any) -> Value:
    """The fields that the forms of example-one hold, with some changed."""
    return {key: value for key, value in {**ONE, **changes}.items() if key in record.FROM_FORMS and key not in left_out}


# --- which committee -----------------------------------------------------------------------------------------------------


def test_committee_by_its_name(loaded: Registry) -> None:
    """By name, and by the unit where several share it; an id that is given decides."""
    assert record.find(loaded, None, {"name": ONE["name"]}) == "example-one"
    assert record.find(loaded, None, {"name": ONE["name"], "organiser": "改了名的厅"}) == "example-one"
    assert record.find(loaded, "example-any", {"name": ONE["name"]}) == "example-any"
    found = record.match(loaded, "example-two", {"name": ONE["name"]})
    assert found is not None
    assert found.id == "example-two"
    assert record.match(loaded, "example-none", {"name": ONE["name"]}) is None


def test_committees_of_the_same_name(small: Path) -> None:
    text = registries.record("id: example-same\norganiser: 另一个厅\ncontacts:\n")
    registries.write(small, "registry/committees/650000/example-same.yaml", text)
    loaded = registry.load(small)
    assert record.find(loaded, None, {"name": ONE["name"], "organiser": "另一个厅"}) == "example-same"
    assert record.find(loaded, None, {"name": ONE["name"], "organiser": ONE["organiser"]}) == "example-one"
    for given in ({"name": ONE["name"]}, {"name": ONE["name"], "organiser": "第三个厅"}):
        assert record.match(loaded, None, given) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "表里看不出是哪个评审委员会。请用 --committee"),
        ({"name": ONE["name"][:-2]}, f"登记册里没有名称是“{ONE['name'][:-2]}”的评审委员会。名称最接近的是 example-one。"),
        ({"name": "毫不相干"}, "登记册里没有名称是“毫不相干”的评审委员会。请用 --committee"),
    ],
)
def test_committee_that_is_not_known(loaded: Registry, given: Value, said: str) -> None:
    with pytest.raises(UserError) as raised:
        record.find(loaded, None, given)
    assert str(raised.value).startswith(said)


@pytest.mark.parametrize(
    ("given", "stated", "said"),
    [
        ({"name": "别的评委会"}, {}, []),
        ({"organiser": "别的厅"}, {}, []),
        ({"name": "别的评委会", "organiser": ONE["organiser"]}, {}, []),
        ({"name": ONE["name"], "organiser": "别的厅"}, {}, []),
        (
            {"name": "别的评委会", "organiser": "别的厅"}, {},
            ["表里写的是“别的评委会”（别的厅），与 example-one 登记的名称和组建单位都不同"],
        ),
        ({}, {"authority": "region", "area": "650000"}, []),
        ({}, {"area": "653100"}, ["表里的“单位所属行政区划”是喀什地区，登记的是新疆维吾尔自治区"]),
        ({}, {"authority": "prefecture"}, ["表里的“单位级别”是地州市级，登记的是自治区级"]),
    ],
)  # fmt: skip
def test_forms_that_seem_to_be_of_another(loaded: Registry, given: Value, stated: Value, said: list[str]) -> None:
    found = record.contradictions(loaded, loaded.by_id["example-one"], given, stated)
    assert [(one.code, one.severity, one.message) for one in found] == [("F006", "error", message) for message in said]


# --- a new record --------------------------------------------------------------------------------------------------------


def test_new_record(loaded: Registry) -> None:
    """All fields of the forms, the filing of the day, in the folder of its area."""
    made = record.draft(loaded, "example-new", fields(), TODAY)
    assert (made.document.path, made.before, made.findings) == ("registry/committees/650000/example-new.yaml", None, [])
    filing = {"round": "2026", "date": "2026-07-01"}
    assert made.document.value == {"id": "example-new", **fields(), "filings": [filing], "status": "active"}
    assert (made.id, made.changed) == ("example-new", True)
    filed = record.draft(loaded, "example-new", fields(), TODAY, date(2026, 6, 1))
    assert filed.document.value["filings"] == [{"round": "2026", "date": "2026-06-01"}]


@pytest.mark.parametrize(
    ("identifier", "given", "said"),
    [
        ("example-new", fields("authority", "area"), "从单位名称和评审地域范围看不准“单位级别”、“单位所属行政区划”。"),
        ("example-new", fields("area"), "从单位名称和评审地域范围看不准“单位所属行政区划”。"),
        ("example-new", fields("reviews", "scoring"), "这是新的评审委员会，表里还缺："),
        ("example-new", fields("name", "authority", "area"), "这是新的评审委员会，表里还缺：评审委员会名称"),
        ("Example", fields(), "编号只能用小写字母、数字和短横"),
        ("ab", fields(), "编号只能用小写字母、数字和短横"),
        ("example-new", fields(area="999999"), "没有这个区划代码。"),
        ("example-new", fields(area="653100"), "653100（喀什地区）不是自治区级的区划。"),
        ("example-old", fields(), "example-old 已经撤销登记，不能再改。"),
    ],
)
def test_new_record_that_is_refused(loaded: Registry, identifier: str, given: Value, said: str) -> None:
    with pytest.raises(UserError) as raised:
        record.draft(loaded, identifier, given, TODAY)
    assert str(raised.value).startswith(said)


def test_record_with_faults_is_not_rewritten(small: Path) -> None:
    registries.write(small, registries.ONE, registries.record("status: broken\n"))
    with pytest.raises(UserError, match="example-one 的登记文件还有错误"):
        record.draft(registry.load(small), "example-one", fields(), TODAY)


# --- a registered record --------------------------------------------------------------------------------------------------


def test_the_same_again_changes_nothing(loaded: Registry) -> None:
    assert not record.draft(loaded, "example-one", fields(), TODAY).changed


def test_filing_replaces_that_of_the_round(loaded: Registry) -> None:
    made = record.draft(loaded, "example-one", fields(), TODAY, date(2026, 6, 30))
    assert made.document.value["filings"] == [{"round": "2019", "date": "2019-06-18"}, {"round": "2026", "date": "2026-06-30"}]
    assert made.changed


VALID = {"from": "2026-01-01", "until": "2028-12-31"}  # of example-one


@pytest.mark.parametrize(
    ("given", "past"),
    [
        pytest.param({"valid": {"from": "2029-01-01", "until": "2031-12-31"}}, [VALID], id="the-next"),
        pytest.param({"valid": {"from": "2029-03-01", "until": "2031-12-31"}}, [VALID], id="after-days-without"),
        pytest.param(
            {"valid": {"from": "2027-03-01", "until": "2030-02-28"}}, [{"from": "2026-01-01", "until": "2027-02-28"}], id="renewed-early"
        ),
        pytest.param({"valid": {"from": "2026-02-01", "until": "2028-12-31"}}, None, id="another-beginning"),
        pytest.param({"valid": {"from": "2026-01-01", "until": "2029-12-31"}}, None, id="another-end"),
        pytest.param({"valid": {"from": "2025-01-01", "until": "2027-12-31"}}, None, id="earlier"),
        pytest.param({}, None, id="not-stated"),
        pytest.param({"valid": {"from": "2029-01-01", "until": "2031-12-31"}, "past": None}, None, id="said-to-be-none"),
        pytest.param(
            {"valid": {"from": "2029-01-01", "until": "2031-12-31"}, "past": [{"from": "2023-01-01", "until": "2025-12-31"}]},
            [{"from": "2023-01-01", "until": "2025-12-31"}, VALID],
            id="behind-those-stated",
        ),
        pytest.param(
            {"valid": {"from": "2029-01-01", "until": "2031-12-31"}, "past": [{"from": "2026-01-01", "until": "2028-06-30"}]},
            [{"from": "2026-01-01", "until": "2028-06-30"}],
            id="stated-otherwise",
        ),
    ],
)
def test_a_validity_that_is_replaced_is_kept(loaded: Registry, given: Value, past: Value) -> None:
    made = record.draft(loaded, "example-one", fields(**given), TODAY)
    assert made.findings == []
    assert made.document.value.get("past") == past


def test_a_validity_from_a_day_that_is_none(loaded: Registry) -> None:
    made = record.draft(loaded, "example-one", fields(valid={"from": "2029-02-30", "until": "2031-12-31"}), TODAY)
    assert [finding.code for finding in made.findings] == ["S005"]


SCORED: Value = {
    "title": "表",
    "series": ["engineering"],
    "levels": ["full-senior", "associate-senior"],
    "specialties": ["甲"],
    "total": 10,
    "items": [],
}


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        ({"address": "甲"}, {"address": "乙"}, {"address": "乙"}),
        ({"address": "甲"}, {}, {"address": "甲"}),
        ({"approval": {"date": "1", "document": "甲"}}, {"approval": {"date": "2"}}, {"approval": {"date": "2", "document": "甲"}}),
        ({"scope": {"areas": ["1"], "note": "甲"}}, {"scope": {"areas": ["2"]}}, {"scope": {"areas": ["2"], "note": "甲"}}),
        ({"scope": {"areas": ["1"], "excludes": ["甲"]}}, {"scope": {"areas": ["1"], "excludes": None}}, {"scope": {"areas": ["1"]}}),
        ({"defence": {"required": True, "scope": "甲"}}, {"defence": {"required": True}}, {"defence": {"required": True, "scope": "甲"}}),
        ({"defence": {"required": True, "scope": "甲"}}, {"defence": {"required": False}}, {"defence": {"required": False}}),
        ({"expert_pool": {"exists": True, "a": 1}}, {"expert_pool": {"exists": True}}, {"expert_pool": {"exists": True, "a": 1}}),
        ({"expert_pool": {"exists": True, "draw": "甲"}}, {"expert_pool": {"exists": False}}, {"expert_pool": {"exists": False}}),
        ({"status": "active", "address": "甲"}, {"status": "x", "phones": ["1"]}, {"status": "active", "address": "甲", "phones": ["1"]}),
        ({"scoring": [SCORED]}, {"scoring": [{"title": "表", "total": 9, "items": []}]}, {"scoring": [{**SCORED, "total": 9}]}),
        (
            {"scoring": [SCORED]},
            {"scoring": [{**SCORED, "levels": ["associate-senior", "full-senior"], "series": ["health"]}]},
            {"scoring": [{**SCORED, "series": ["health"]}]},
        ),
        (
            {"scoring": [SCORED, {"title": "甲", "total": 1, "items": []}]},
            {"scoring": [{"title": "乙", "total": 2, "items": []}, {"title": "甲", "total": 3, "items": []}]},
            {"scoring": [SCORED, {"title": "甲", "total": 3, "items": []}, {"title": "乙", "total": 2, "items": []}]},
        ),
        (
            {"name": "甲", "scoring": [SCORED]},
            {"name": "甲", "scoring": [{"title": "乙", "total": 2, "items": []}]},
            {"name": "甲", "scoring": [{"title": "乙", "total": 2, "items": []}]},
        ),
    ],
)  # fmt: skip
def test_what_the_forms_do_not_say_stays(old: Value, new: Value, merged: Value) -> None:
    found = record.merged_record(old, new)
    assert (found, list(found)) == (merged, list(merged))


def review(levels: list[str], catalog: Any, **more: Any) -> Value:
    return {"series": "arts", "levels": levels, "catalog": catalog, **more}


LOW, HIGH = ["junior", "intermediate"], ["full-senior", "associate-senior"]


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        ([], [review(LOW, {"甲": ["乙"]})], [review(LOW, {"甲": ["乙"]})]),
        ([review(HIGH, {"甲": ["乙"]}, method="exam")], [review(HIGH[::-1], "all")], [review(HIGH, "all", method="exam")]),
        ([review(LOW, {"甲": ["乙"]}, method="exam")], [review(LOW, {"甲": ["乙"]}, method=None)], [review(LOW, {"甲": ["乙"]})]),
        ([review(LOW, {"甲": ["乙"]}, method="exam")], [review(HIGH, {"甲": ["乙"]})], [review(HIGH, {"甲": ["乙"]})]),
        ([review(LOW, {"甲": {"乙": ["丙"]}})], [review(LOW, {"甲": ["乙"]})], [review(LOW, {"甲": {"乙": ["丙"]}})]),
        ([review(LOW, {"甲": {"乙": ["丙"]}})], [review(LOW, {"甲": ["乙", "丁"]})], [review(LOW, {"甲": ["乙", "丁"]})]),
        ([review(LOW, {"甲": ["乙"]})], [review(LOW, "all")], [review(LOW, "all")]),
        ([review(LOW, "all")], [review(LOW, {"甲": ["乙"]})], [review(LOW, {"甲": ["乙"]})]),
        (
            [review(LOW, {"甲": ["乙"]}, tracks=["a"]), review(LOW, {"甲": ["丁"]}, tracks=["b"])],
            [review(LOW, {"甲": ["丁"]}, tracks=["a"])],
            [review(LOW, {"甲": ["丁"]}, tracks=["a"])],
        ),
        (
            [review(LOW, {"甲": ["乙"]}, method="exam"), review(HIGH, {"甲": ["丁"]})],
            [{"series": "arts", "levels": LOW, "catalog": {"甲": ["戊"]}}, review(HIGH, {"甲": ["丁"]})],
            [review(LOW, {"甲": ["戊"]}, method="exam"), review(HIGH, {"甲": ["丁"]})],
        ),
    ],
)  # fmt: skip
def test_reviews_of_annex_1(old: list[Value], new: list[Value], merged: list[Value]) -> None:
    assert merged_reviews.merged(old, new) == merged


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        ([review(LOW, {"甲": ["乙"]})], [{"series": "arts", "catalog": {"丙": ["丁"]}}], [review(LOW, {"丙": ["丁"]})]),
        (
            [review(LOW, {"甲": ["乙"]}), review(HIGH, {"甲": ["乙"]})],
            [{"series": "arts", "catalog": {"丙": ["丁"]}, "levels": HIGH}, {"series": "arts", "catalog": "all"}],
            None,
        ),
        ([review(LOW, {"甲": ["乙"]}), review(HIGH, {"甲": ["乙"]})], [{"series": "arts", "catalog": "all"}], None),
        ([review(LOW, {"甲": ["乙"]})], [{"series": "health", "catalog": "all"}], None),
    ],
)
def test_annex_2_alone(old: list[Value], new: list[Value], merged: list[Value] | None) -> None:
    """It replaces the directory of the one review that fits; the registered record is not changed in place."""
    before = [dict(one) for one in old]
    if merged is None:
        with pytest.raises(UserError, match="只有附件2，看不出"):
            merged_reviews.merged(old, new)
    else:
        assert merged_reviews.merged(old, new) == merged
    assert old == before


def test_reviews_that_cannot_be_told_apart() -> None:
    """Several of the same series and levels, of which the form does not say all that is registered."""
    old = [review(LOW, {"甲": ["乙"]}, tracks=["a"], method="exam"), review(LOW, {"甲": ["丁"]}, tracks=["a"], method="review")]
    with pytest.raises(UserError, match="登记的评审系列里，有几项系列和层级都相同"):
        merged_reviews.merged(old, [review(LOW, {"戊": ["己"]}, tracks=["a"])])
    full = review(LOW, {"戊": ["己"]}, tracks=["a"], method="exam")
    assert merged_reviews.merged(old, [full]) == [full]
    assert merged_reviews.merged(old, [review(LOW, {"甲": ["丁"]}, tracks=["a"])]) == [old[1]]


# --- into the registry in memory ------------------------------------------------------------------------------------------


def test_a_draft_is_known_at_once(loaded: Registry) -> None:
    """Also to what was looked up before: by id and by path."""
    assert loaded.by_id["example-one"].address == ONE["address"]
    before = len(loaded.committees)
    made = record.draft(loaded, "example-one", fields(address="新址"), TODAY)
    record.entered(loaded, made)
    assert loaded.by_id["example-one"].address == "新址"
    record.entered(loaded, record.draft(loaded, "example-new", fields(name="新的评委会"), TODAY))
    assert loaded.by_id["example-new"].name == "新的评委会"
    assert loaded.knows("committee", "example-new")
    assert len(loaded.committees) == before + 1
    assert [one.path for one in loaded.committees] == sorted(one.path for one in loaded.committees)
    assert loaded.document(made.document.path) is made.document


@pytest.mark.parametrize(
    ("catalogs", "said"),
    [
        ([{"甲": ["乙", "丙"], "丁": ["戊"]}], "二级专业 3 个；"),
        ([{"甲": ["乙", "丙"]}, "all"], "二级专业 2 个，另有系列的全部专业；"),
        (["all"], "二级专业 系列的全部专业；"),
        ([{"甲": ["乙", "丙"]}, {"甲": ["乙"]}], "评审系列：艺术专业人员；二级专业 2 个；"),  # of one series, at two levels
    ],
)
def test_new_record_in_words(loaded: Registry, catalogs: list[Any], said: str) -> None:
    reviews = [review(levels, catalog) for levels, catalog in zip((["junior"], ["intermediate"]), catalogs, strict=False)]
    lines = record.described(loaded, record.draft(loaded, "example-new", fields(reviews=reviews), TODAY))
    assert lines[0] == f"{ONE['name']}（example-new，新登记）"
    assert said in lines[2]
    assert lines[2].endswith("赋分表 1 张；流程 8 步")


def test_changes_in_words(loaded: Registry) -> None:
    """With the lines that change, none of them longer than 160 characters."""
    lines = record.described(loaded, record.draft(loaded, "example-one", fields(address="新" * 200), TODAY))
    assert lines[0] == f"{ONE['name']}（example-one）有 1 项改动："
    assert lines[2] == f"    -address: {ONE['address']}"
    assert lines[3].startswith("    +address: 新新")
    assert (len(lines), len(lines[3].removeprefix("    +").removesuffix("…"))) == (4, 160)


# --- the plan ------------------------------------------------------------------------------------------------------------


def forms(**changes: Any) -> FilledForms:
    return FilledForms(record=fields(**changes))


def test_nothing_to_write(loaded: Registry) -> None:
    found = plan.plan(loaded, plan.Instructions(), forms(), TODAY)
    assert (found.files, found.findings, found.made.changed) == ([], [], False)


def test_the_record_comes_first(loaded: Registry) -> None:
    found = plan.plan(loaded, plan.Instructions(), forms(address="新址"), TODAY)
    assert [path.relative_to(loaded.root).as_posix() for path, _ in found.files] == [registries.ONE]
    assert "新址" in found.files[0][1].decode()


@pytest.mark.parametrize(
    ("given", "changes", "said"),
    [
        (plan.Instructions(area="653100"), {}, "表与登记对不上，没有写任何文件。"),
        (plan.Instructions(), {"address": ""}, "1 处不合登记文件的格式，没有写任何文件。请在表里改好，再导入一次。"),
        (plan.Instructions(), {"address": "某路，手机 13000000001"}, "1 处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。"),
    ],
)
def test_plan_that_is_refused(loaded: Registry, given: plan.Instructions, changes: Value, said: str) -> None:
    with pytest.raises(plan.Refused) as raised:
        plan.plan(loaded, given, forms(**changes), TODAY)
    assert (raised.value.words, str(raised.value)) == (said, said)
    assert raised.value.findings


def test_the_forms_do_not_move_a_registered_committee(loaded: Registry) -> None:
    """Level and area that the name of its unit suggests are not taken over."""
    found = plan.plan(loaded, plan.Instructions(), forms(authority="county", area="653125"), TODAY)
    assert not found.made.changed


def test_contacts_without_a_preparer_are_refused(loaded: Registry) -> None:
    read = forms()
    read.contacts = {"leader": {"name": "赵示例", "landline": "0991-0000001", "mobile": "13000000001"}}
    with pytest.raises(plan.Refused) as raised:
        plan.plan(loaded, plan.Instructions(), read, TODAY)
    assert [one.message for one in raised.value.findings] == ["附件1没有写填表人和联系电话，联系人没法密封"]


WRONG = Finding("R110", "error", "名册", 1, 1, "", "不合要求", "请改", "")
DOUBTFUL = Finding("R111", "warning", "名册", 1, 1, "", "请核对", "", "")
FILE = (Path("example-one.roster.age"), b"sealed")
CONTACTS = {"preparer": {"name": "孙示例", "phone": "0991-0000014"}}


@pytest.mark.parametrize("what", ["roster", "contacts"])
def test_what_cannot_be_sealed_is_refused(loaded: Registry, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Nothing of the import is written then, and what was found is told."""
    monkeypatch.setattr(seal, "judge", lambda *_: seal.ToSeal([DOUBTFUL, WRONG]))
    monkeypatch.setattr(plan, "_sealed_contacts", lambda *_: {})
    monkeypatch.setattr(plan, "_roster_and_rows", lambda *_: ({}, [], []))
    read = forms()
    read.rosters, read.contacts = ([("名册.xlsx", b"")], None) if what == "roster" else ([], CONTACTS)
    with pytest.raises(plan.Refused) as raised:
        plan.plan(loaded, plan.Instructions(identity=Path("key")), read, TODAY)
    assert raised.value.words.startswith("1 处看不懂或不合要求")
    assert [one.code for one in raised.value.findings] == ["R111", "R110"]


@pytest.mark.parametrize(("found", "refused"), [([DOUBTFUL], False), ([DOUBTFUL, WRONG], True), ([], False)])
def test_faults_of_a_roster(loaded: Registry, monkeypatch: pytest.MonkeyPatch, found: list[Finding], refused: bool) -> None:
    """What is doubtful is told, with that of sealing; what is wrong stops the import before anything is sealed."""
    monkeypatch.setattr(seal, "judge", lambda *_: seal.ToSeal([DOUBTFUL], finish=lambda _: (FILE,)))
    monkeypatch.setattr(seal, "ciphertext", lambda _: b"")
    monkeypatch.setattr(plan, "_sealed_contacts", lambda *_: {})
    monkeypatch.setattr(plan, "_roster_and_rows", lambda *_: ({}, found, []))
    read = forms()
    read.rosters = [("名册.xlsx", b"")]
    if refused:
        with pytest.raises(plan.Refused):
            plan.plan(loaded, plan.Instructions(identity=Path("key")), read, TODAY)
    else:
        made = plan.plan(loaded, plan.Instructions(identity=Path("key")), read, TODAY)
        assert (made.files, made.findings) == ([FILE], [*found, DOUBTFUL])


@pytest.mark.parametrize(
    ("identity", "before", "same"),
    [
        (Path("key"), {"committee": "example-one", **CONTACTS}, True),
        (Path("key"), {"committee": "example-one"}, False),
        (None, None, False),
    ],
)
def test_contacts_that_are_the_same(
    loaded: Registry, monkeypatch: pytest.MonkeyPatch, identity: Path | None, before: Value | None, same: bool
) -> None:
    """They are not sealed again where they can be compared."""
    monkeypatch.setattr(plan.store, "keyring", lambda _: None)
    monkeypatch.setattr(plan.store, "opened", lambda *_: before)
    monkeypatch.setattr(seal, "judge", lambda *_: seal.ToSeal([]))
    for identifier, found in (("example-one", same), ("example-two", False)):
        made = record.draft(loaded, identifier, {}, TODAY)
        assert (plan._judged_contacts(loaded, plan.Instructions(identity=identity), made, TODAY, CONTACTS, []) == []) is found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (2, 1, ["业务人员原来密封的有 2 人，表里有 1 人，密封以后只有表里的"]),
        (3, 0, ["业务人员原来密封的有 3 人，表里有 0 人，密封以后只有表里的"]),
        (1, 1, []),
        (1, 2, []),
        (0, 1, []),
    ],
)
def test_clerks_that_the_form_no_longer_has(loaded: Registry, monkeypatch: pytest.MonkeyPatch, old: int, new: int, said: list[str]) -> None:
    """Told where the sealed ones can be opened; no name is in it."""
    clerk = {"name": "赵示例", "landline": "0991-0000001", "mobile": "13000000001"}
    sealed: Value = {"committee": "example-one", **CONTACTS, "clerks": [clerk] * old} if old else {}
    monkeypatch.setattr(plan, "_sealed_contacts", lambda *_: sealed)
    monkeypatch.setattr(seal, "judge", lambda *_: seal.ToSeal([]))
    found: list[Finding] = []
    made = record.draft(loaded, "example-one", {}, TODAY)
    plan._judged_contacts(loaded, plan.Instructions(), made, TODAY, {**CONTACTS, "leader": {}, "clerks": [clerk] * new}, found)
    assert [(one.severity, one.message) for one in found] == [("warning", message) for message in said]
