"""Fields filled in on the page instead of in forms: the same record, the same packet, findings beside the fields.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from helpers import registries
from helpers.filled_forms import filled
from helpers.page_calls import OpenPage, read
from helpers.vault_commands import CONTACTS

from zhicheng.documents.schemas import schema

pytestmark = pytest.mark.slow

Value = dict[str, Any]
PEOPLE = {key: CONTACTS[key] for key in ("leader", "clerks", "preparer")}
MOBILE = "1300000" + "0009"


class Desk(OpenPage):
    """A visit with the keys of the registry in its public list, and no roster of example-one sealed."""

    def __init__(self, root: Path) -> None:
        registries.write(root, "registry/recipients.yaml", registries.keys_of_centre())
        for name in ("rosters/example-one.yaml", "vault/example-one.roster.age"):
            (root / "registry" / name).unlink()
        super().__init__(root)

    def fields(self, committee: str = "example-one") -> Value:
        said, _ = self.call("fill", committee=committee)
        assert said["ok"], said
        return said

    def fill(self, record: Value, contacts: Value | None = None, **given: Any) -> Value:
        given = {"committee": "example-one", **given}
        said = read(self.call, [], fields={"record": record, "contacts": contacts or {}}, **given)
        assert said["ok"], said
        return said


@pytest.fixture
def desk(small: Path) -> Desk:
    return Desk(small)


def found(said: Value, severity: str = "error") -> list[tuple[str, str]]:
    return [(one["pointer"], one["message"]) for one in said["findings"] if one["severity"] == severity]


def test_the_fields_are_those_of_the_schemas(desk: Desk) -> None:
    """With their labels, what has to be filled in, and the choices of the registry."""
    said = desk.fields()
    nodes = {one["key"]: one for one in said["record"]}
    properties = schema("committee")["properties"]
    assert {"id", "filings", "contacts", "status", "withdrawn"} == set(properties) - set(nodes)
    assert {key: one["title"] for key, one in nodes.items()} == {key: properties[key]["title"] for key in nodes}
    assert {key for key, one in nodes.items() if one["required"]} == {
        *("name", "organiser", "authority", "area", "address", "phones", "reviews", "scope", "basis", "scoring", "procedure", "defence"),
        "expert_pool",
    }
    assert nodes["authority"]["choices"] == "authorities"
    assert said["choices"]["authorities"][1] == ["prefecture", "地州市级单位"]
    assert nodes["nature"]["choices"][0] == ["government", "机关"]
    assert ["650000", "新疆维吾尔自治区（650000）"] in said["choices"]["areas"]
    assert ["engineering", "工程技术人员"] in said["choices"]["series"]
    assert [one["key"] for one in said["contacts"]] == ["leader", "clerks", "preparer"]


def nodes_of(said: Value) -> Iterator[Value]:
    left = [*said["record"], *said["contacts"]]
    while left:
        one = left.pop()
        yield one
        left += [*one.get("fields", []), *([one["of"]] if "of" in one else [])]


def test_the_help_is_for_who_fills_in_a_page(desk: Desk) -> None:
    """No quotation marks of YAML, no path of a file, no list in brackets."""
    for one in nodes_of(desk.fields()):
        assert not {"加引号", "registry/", "[", "]", '"'} & {
            part for part in ("加引号", "registry/", "[", "]", '"') if part in one["help"]
        }, one


def test_what_is_registered_filled_in_again_changes_nothing(desk: Desk) -> None:
    said = desk.fill(desk.fields()["values"])
    assert (found(said), found(said, "warning"), said["questions"]) == ([], [], [])
    judged, plain = desk.call("judge", given={"committee": "example-one"})
    assert (judged["stopped"], judged["changes"], plain) == ("", [], [])


def test_filled_in_it_is_as_if_forms_had_been_dropped_in(desk: Desk, small: Path, tmp_path: Path) -> None:
    """Of a new committee: the same changes, the same to seal, to the same keys; the roster was pasted out of a spreadsheet."""
    name = "某自治区工程系列水利专业高级职称评审委员会"
    forms = filled(small, tmp_path, 30, name=name)
    answers = {"编号": "example-water", "有效期": "2026-01-01 至 2028-12-31", "评委会组成": "25 人，按系列组建"}
    asked = read(desk.call, forms)["asked"]
    assert read(desk.call, forms, answers=answers, asked=asked)["errors"] == 0
    wanted, plain = desk.call("judge", given={})
    values = {**desk.fields()["values"], "name": name}
    rows = openpyxl.load_workbook(io.BytesIO(forms[2][1])).active.iter_rows(values_only=True)
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerows([["" if cell is None else cell for cell in row] for row in rows])
    said = desk.fill(values, PEOPLE, committee=None, pasted=text.getvalue(), answers={"编号": "example-water"})
    assert (found(said), said["experts"], said["committee"]) == ([], 30, "example-water")
    judged, mine = desk.call("judge", given={})
    assert judged["stopped"] == ""
    assert {key: judged[key] for key in ("changes", "to_seal", "holders")} == {
        key: wanted[key] for key in ("changes", "to_seal", "holders")
    }
    assert json.loads(mine[0]) == json.loads(plain[0])
    assert [without_id(one) for one in json.loads(mine[1])["experts"]] == [without_id(one) for one in json.loads(plain[1])["experts"]]


def without_id(expert: Value) -> Value:
    return {key: value for key, value in expert.items() if key != "id"}


def test_nothing_filled_in_is_told_field_by_field(desk: Desk) -> None:
    said = desk.fill({}, committee=None)
    needed = [one["key"] for one in desk.fields("")["record"] if one["required"]]
    assert sorted(found(said)) == sorted(
        [
            *((f"/{one['key']}", f"缺少“{one['title']}”") for one in desk.fields("")["record"] if one["key"] in needed),
            ("/contacts/leader", "没有填写主管领导"),
            ("/contacts/clerks", "没有填写业务人员"),
            ("/contacts/preparer", "没有填写填表人"),
        ]
    )


Change = Callable[[Value], None]


@pytest.mark.parametrize(
    ("change", "pointer", "message"),
    [
        (lambda v: v.update(address=" "), "/address", "缺少“单位所在地址”"),
        (lambda v: v["approval"].update(date="去年"), "/approval/date", "“去年”看不出是哪一天"),
        (lambda v: v["approval"].update(document="xx"), "/approval/document", "“xx”不像一个文号"),
        (lambda v: v.update(phones=["打传真"]), "/phones", "号码以外还有别的文字"),
        (lambda v: v["scoring"][0].update(total="一百"), "/scoring/0/total", "应当是"),
        (lambda v: v["scoring"][0].update(total="9999"), "/scoring/0/total", "1000"),
        (lambda v: v["scoring"][0]["items"].insert(0, {}), None, ""),
        (lambda v: v["scoring"][0]["items"].insert(0, {"dimension": "品德"}), "/scoring/0/items/0/item", "缺少“评价内容”"),
        (lambda v: v["reviews"][0].update(levels=[]), "/reviews/0/levels", "缺少“评审层级”"),
        (lambda v: v["reviews"][0]["catalog"].append({"first": "建筑工程", "seconds": "暖通"}), "/reviews/0/catalog/2", "写了两遍"),
        (lambda v: v["reviews"][0]["catalog"][0].update(seconds="结构\n结构"), "/reviews/0/catalog/0", "“结构”写了两遍"),
        (lambda v: v["reviews"][0]["catalog"][1].update(seconds="1、给排水"), "/reviews/0/catalog/1/0", "写法不符合要求"),
        (lambda v: v["procedure"].insert(0, "受理→评审"), "/procedure/0", ""),
        (lambda v: v.pop("defence"), "/defence", "缺少“答辩”"),
        (lambda v: v.update(seat="999999"), "/seat", "999999"),
        (lambda v: v.update(address="示例路\x07 1 号"), "/address", "含有不可见的控制字符 U+0007"),
        (lambda v: v.update(address="示例路\ud800 1 号"), "/address", "含有不可见的控制字符 U+D800"),
        (lambda v: v.update(address="路" * 10_001), "/address", "超过 10,000 字"),
        (lambda v: v["reviews"][0]["catalog"][1].update(seconds="给水\x00排水"), "/reviews/0/catalog/1", "U+0000"),
        (lambda v: v["reviews"][0]["catalog"][1].update(seconds="给水排水\v道路与桥梁"), None, ""),
        (lambda v: v.update(procedure=["步" * 9_000] * 20), "", "超过 262,144 字节"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(change: Change, pointer: str | None, message: str, desk: Desk) -> None:
    """By the schema, the readers of cells, or the rules."""
    values = desk.fields()["values"]
    change(values)
    said = desk.fill(values, committee=None, answers={"编号": "example-new"}, contacts=PEOPLE)
    errors = found(said)
    if not errors:
        judged, _ = desk.call("judge", given={"committee": "example-new"})
        errors = found(judged)
    if pointer is None:
        assert errors == []
        return
    assert [one for one in errors if one[0] == pointer and message in one[1]], errors


def test_an_empty_item_moves_no_finding_to_another_field(desk: Desk) -> None:
    """It is left out of the record, and still counts on the page."""
    values = desk.fields()["values"]
    values["scoring"][0]["items"][:0] = [{}, {"steps": [{}]}]
    values["scoring"][0]["items"][2]["points"] = "九"
    assert found(desk.fill(values)) == [("/scoring/0/items/2/points", found(desk.fill(values))[0][1])]
    values["scoring"][0]["items"][2]["points"] = "20"
    judged, _ = desk.call("judge", given={"committee": "example-one"}) if not found(desk.fill(values)) else ({}, [])
    assert [(one["code"], one["pointer"]) for one in judged["findings"] if one["severity"] == "error"] == [("E106", "/scoring/0/total")]


def registered(root: Path, change: Change) -> None:
    """Changes what is registered of example-one."""
    path = root / registries.ONE
    value = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "at", "label"),
    [
        ("nature", "/nature", "单位性质"),
        ("approval", "/approval/document", "批准文件号"),
        ("panel", "/panel", "评委会组成"),
        ("valid", "/valid", "有效期"),
        ("reviews", "/reviews/1/valid_in", "第 1 个系列的有效范围"),
        ("scope", "/scope/note", "地域范围说明"),
    ],
)
def test_a_registered_field_that_is_left_blank_stays_or_is_answered_to_go(key: str, at: str, label: str, small: Path) -> None:
    registered(small, lambda one: (one.update(nature="government"), one["reviews"][0].update(valid_in="grassroots")))
    desk = Desk(small)
    values = desk.fields()["values"]
    if key == "approval":
        values[key]["document"] = ""
    elif key == "reviews":
        del values[key][0]["valid_in"]
        values[key].insert(0, {})  # which is left out of the record
    elif key == "scope":
        del values[key]["note"]
    else:
        del values[key]
    said = desk.fill(values)
    ((pointer, message),) = found(said, "warning")
    assert pointer == at
    assert message.startswith(f"没有写“{label}”，登记的“")
    assert message.endswith("”照旧保留")
    (asked,) = said["questions"]
    assert (asked["id"], asked["message"], asked["choices"]) == (f"登记里的{label}", message, ["去掉", "照旧保留"])
    judged, _ = desk.call("judge", given={"committee": "example-one"})
    assert judged["changes"] == []
    said = desk.fill(values, answers={asked["id"]: "去掉"})
    assert (found(said, "warning"), said["questions"], said["unused"]) == ([], [], [])
    assert [one["id"] for one in said["answered"]] == [asked["id"]]
    judged, _ = desk.call("judge", given={"committee": "example-one"})
    assert any(line.startswith("    -") and at.rpartition("/")[2] in line for line in judged["changes"])


def test_a_needed_field_that_is_left_blank_is_missing(desk: Desk) -> None:
    """It does not stay as registered without a word, nor is a part that is missing compared with what is registered."""
    whole = desk.fields()["values"]
    blanks: list[tuple[Any, ...]] = [
        *((key,) for key in ("name", "organiser", "authority", "area", "address", "phones", "reviews", "basis", "scope", "procedure")),
        *(("reviews", 0, part) for part in ("series", "levels", "catalog")),
        *(("scoring", 0, part) for part in ("title", "total", "items")),
        *(("defence",), ("expert_pool",), ("defence", "required"), ("expert_pool", "exists"), ("scope", "areas")),
    ]
    for at in blanks:
        values = copy.deepcopy(whole)
        inside: Any = values
        for key in at[:-1]:
            inside = inside[key]
        inside[at[-1]] = ""
        said = desk.fill(values)
        assert [(one["code"], one["pointer"]) for one in said["findings"] if one["severity"] == "error"] == [
            ("S002", "/" + "/".join(map(str, at)))
        ]
    assert found(desk.fill(whole)) == []


@pytest.mark.parametrize(
    ("key", "person", "pointer", "message"),
    [
        ("leader", {"name": "赵示例", "landline": "0991-0000001"}, "/contacts/leader", "没有写手机"),
        ("leader", {"landline": "0991-0000001", "mobile": MOBILE}, "/contacts/leader", ""),
        ("clerks", [{"name": "赵示例", "mobile": MOBILE}], "/contacts/clerks/0", "没有写座机"),
        ("preparer", {"name": "赵示例"}, "/contacts/preparer", "没有写联系电话"),
    ],
)
def test_contacts_are_read_as_those_of_a_form(key: str, person: Any, pointer: str, message: str, desk: Desk) -> None:
    """No message has a value in it."""
    said = desk.fill(desk.fields()["values"], {**PEOPLE, key: person})
    assert [one for one in found(said) if one[0] == pointer and message in one[1]], found(said)
    assert "赵示例" not in json.dumps(said, ensure_ascii=False)
    assert MOBILE not in json.dumps(said, ensure_ascii=False)


def test_a_directory_with_third_levels_comes_back_as_it_was(desk: Desk) -> None:
    values = desk.fields()["values"]
    values["reviews"][0]["catalog"] = [{"first": "建筑工程", "seconds": "结构\n- 钢结构\n- 木结构\n暖通"}, {"first": "", "seconds": ""}]
    assert found(desk.fill(values)) == []
    assert desk.record["reviews"][0]["catalog"] == {"建筑工程": {"结构": ["钢结构", "木结构"], "暖通": []}}
    values["reviews"][0]["catalog"] = "all"
    assert found(desk.fill(values)) == []
    assert desk.record["reviews"][0]["catalog"] == "all"


def test_what_a_page_sends_that_is_of_another_kind_is_no_fault_of_the_program(desk: Desk) -> None:
    """`fill` asserts it."""
    good = desk.fields()["values"]
    for key in good:
        for odd in (None, 1, True, "x", [1], {"x": {"y": []}}, [None, {}]):
            desk.fill({**copy.deepcopy(good), key: odd})
    for odd in (True, "x", [1]):
        one = {**good["reviews"][0], "catalog": [odd]}
        desk.fill({**copy.deepcopy(good), "phones": [odd], "reviews": [one]})
