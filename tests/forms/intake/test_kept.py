"""What is registered and stands in none of the forms: told cell by cell, gone with 无, and silent where a form of before has no such row.

All bodies are invented (单位均为虚构).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from helpers import registries, sites

from zhicheng.forms import added_fields, reading
from zhicheng.forms.intake import kept, lacking, record
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells.nothing import is_none
from zhicheng.forms.reading.result import NO_CONTACTS, FilledForms
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.registry import Registry

pytestmark = pytest.mark.slow

Value = dict[str, Any]
Cells = Mapping[str, str | None]  # what a cell says instead, by its label; None: its row is struck out
NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The small registry with a committee that has every field, example-full."""
    return registry.load(sites.with_every_field(registries.small(tmp_path_factory.mktemp("registry"))))


def value_of(loaded: Registry) -> Value:
    return next(one.document.value for one in loaded.committees if one.record.id == "example-full")


def in_word(content: bytes, cells: Cells) -> bytes:
    document = docx.Document(io.BytesIO(content))
    table, done = document.tables[0], set()
    for row in list(table.rows):
        own = list(dict.fromkeys(row.cells))
        for label, cell in zip(own, [*own[1:], None], strict=True):
            name = bare_name(label.text)
            if name not in cells or name in done:
                continue
            done.add(name)
            if cells[name] is None:
                table._tbl.remove(row._tr)
            elif cell is not None:
                for paragraph in cell.paragraphs[1:]:
                    paragraph._p.getparent().remove(paragraph._p)
                cell.paragraphs[0].text = cells[name]
    assert done == set(cells)
    return saved(document)


def in_excel(content: bytes, cells: Cells) -> bytes:
    """The form of a Word file copied into a workbook, as clerks do."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in docx.Document(io.BytesIO(in_word(content, cells))).tables[0].rows:
        own = list(dict.fromkeys(row.cells))
        sheet.append([own[0].text, own[1].text, *(cell.text for cell in own[2:])])
        if len(own) == 2:
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=2, end_column=4)
    return saved(book)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


PRINTED_BY: list[Registry] = []


@cache
def printed(form: str, how: str, text: str) -> bytes:
    """Annex 1 or 2 of a record (YAML), in Word or Excel; of Annex 1 a workbook holds the scoring tables."""
    committee = committee_records.committee(yaml.safe_load(text))
    made = {"1": annex1_2.form1, "2": annex1_2.form2}[form](PRINTED_BY[0], committee, "0" * 12, "")
    return {"docx": word.written, "xlsx": excel.written}[how](made)


def handed_in(
    loaded: Registry, cells: Cells, how: str = "docx", answers: Mapping[str, str] = NO_ANSWERS, value: Value | None = None
) -> FilledForms:
    """The forms of example-full as exported, with some cells of Annex 1 changed, read with the answers."""
    PRINTED_BY[:] = [loaded]
    text = yaml.safe_dump(value or value_of(loaded), allow_unicode=True, sort_keys=False)
    form = printed("1", "docx", text)
    files = [("附件1.docx", in_word(form, cells))]
    if how == "xlsx":
        files = [("附件1.xlsx", in_excel(form, cells)), ("赋分表.xlsx", printed("1", "xlsx", text))]
    tables = record.tables(loaded)
    read = reading.read([*files, (f"附件2.{how}", printed("2", how, text))], tables, 2026, answers=answers)
    return lacking.completed(loaded, "example-full", read, tables, answers)


def warnings(read: FilledForms) -> list[tuple[str, str]]:
    assert [one for one in read.findings if one.severity == "error" and one.pointer != NO_CONTACTS] == []
    return [(one.message, one.hint) for one in read.findings if one.pointer != NO_CONTACTS]


def changed(loaded: Registry, read: FilledForms) -> set[str]:
    """The fields of the record that the forms change, by their pointers."""
    return set(differences(value_of(loaded), record.merged_record(value_of(loaded), read.record)))


def differences(old: Any, new: Any, pointer: str = "") -> list[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        return [at for key in {**old, **new} for at in differences(old.get(key), new.get(key), f"{pointer}/{key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [at for i, pair in enumerate(zip(old, new, strict=True)) for at in differences(*pair, f"{pointer}/{i}")]
    return [] if old == new else [pointer]


OPTIONAL: dict[str, str] = {  # the labels of the cells that may be blank, with the beginning of what is registered
    "批准时间": "2018-03-12",
    bare_name("批准单位（部门）"): "示例自治区人力资源和社会保障厅",
    "批准文件号": "新人社函〔2018〕45号",
    **{bare_name(label): "" for label in added_fields.ROWS.values()},
}
HOW = ("docx", "xlsx")


def test_what_is_exported_leaves_nothing_open(loaded: Registry) -> None:
    for how in HOW:
        read = handed_in(loaded, {}, how)
        assert (warnings(read), changed(loaded, read)) == ([], set())


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("blank", ["", "/"])
def test_blank_cells_are_told_and_stay(loaded: Registry, blank: str, how: str) -> None:
    """Each with what is registered, and how it goes; it can be answered."""
    read = handed_in(loaded, dict.fromkeys(OPTIONAL, blank), how)
    told = {bare_name(message.split("行“")[1].split("”")[0]): (message, hint) for message, hint in warnings(read)}
    assert len(told) == len(warnings(read))
    assert told.keys() == OPTIONAL.keys()
    for label, (message, hint) in told.items():
        said = message.split("：", 1)[1]
        assert said.startswith(f"没有填写，登记的“{OPTIONAL[label]}")
        assert said.endswith("”照旧保留")
        assert hint == "要去掉的，请在这一格写“无”；没有变的可以不管。"
        assert [one.choices for one in read.questions if one.message == message] == [("无",)]
    assert changed(loaded, read) == set()


@pytest.mark.parametrize("how", HOW)
def test_none_in_a_cell_takes_its_field_away(loaded: Registry, how: str) -> None:
    read = handed_in(loaded, dict.fromkeys(OPTIONAL, "无"), how)
    reviews = value_of(loaded)["reviews"]
    parts = {f"/reviews/{i}/{key}" for i, one in enumerate(reviews) for key in one.keys() - {"series", "levels", "catalog"}}
    rows = {f"/{key.replace('.', '/')}" for key in added_fields.ROWS if key != "excludes" and not key.startswith("reviews.")}
    assert warnings(read) == []
    assert changed(loaded, read) == {"/approval", "/scope/excludes", *rows, *parts}


@pytest.mark.parametrize("cell", ["没有", "（无）", "不适用。", "本项无此项"])
def test_the_answer_none_is_read_as_what_the_cell_says(loaded: Registry, cell: str) -> None:
    """The others of the form stay as they were; of the approval its other parts do."""
    blank = handed_in(loaded, {"批准文件号": "", "有效期": cell})
    (asked,) = [one for one in blank.questions if one.choices == ("无",)]
    assert changed(loaded, blank) == {"/valid"}
    read = handed_in(loaded, {"批准文件号": "", "有效期": cell}, answers={asked.id: "无"})
    assert (warnings(read), changed(loaded, read)) == ([], {"/valid", "/approval/document"})


@pytest.mark.parametrize(
    ("text", "none"),
    [
        *((text, True) for text in ("无", "没有", "（无）", "(无）。", "暂无", "不适用", "无此项", "没有这一项", " 无 ")),
        *((text, False) for text in ("", "/", "—", "不详", "无锡市", "无，见附件", "无偿", "没有填", "同上")),
    ],
)
def test_words_for_none(text: str, none: bool) -> None:
    assert is_none(text) is none


def test_none_in_a_form_of_a_new_committee_is_no_value(loaded: Registry) -> None:
    read = handed_in(loaded, dict.fromkeys(OPTIONAL, "无"))
    made = record.merged_record({}, read.record)
    assert not made.keys() & {"approval", *(key for key in added_fields.ROWS if "." not in key)}
    assert {key for one in made["reviews"] for key in one} == {"series", "levels", "catalog"}
    assert set(made["scope"]) == {"areas", "open_to", "note"}


@pytest.mark.parametrize(
    ("label", "cell", "said", "gone"),
    [
        ("评审地域范围", "克拉玛依市\n受理对象：{open_to}", ["没有写说明"], ""),
        ("评审地域范围", "克拉玛依市\n受理对象：{open_to}\n说明：无", [], "/scope/note"),
        ("评审地域范围", "克拉玛依市\n说明：见通知", ["没有写受理对象"], "/scope/note"),
        ("评审地域范围", "克拉玛依市\n受理对象：无\n说明：{note}", [], "/scope/open_to"),
        ("有无专家库", "有\n会议专家来源：{source}", ["没有写抽取方式"], ""),
        ("有无专家库", "有", ["没有写会议专家来源", "没有写抽取方式"], ""),
    ],
)
def test_parts_that_share_a_cell(loaded: Registry, label: str, cell: str, said: list[str], gone: str) -> None:
    value = value_of(loaded)
    words = {"open_to": "本系统", "note": value["scope"]["note"], "source": value["expert_pool"]["source"]}
    read = handed_in(loaded, {label: cell.format(**words)})
    found = warnings(read)
    assert [message.split("：", 1)[1].split("，")[0] for message, _ in found] == said
    for message, hint in found:
        part = message.split("没有写")[1].split("，")[0]
        assert hint == f"要去掉的，请在这一格里另起一行写“{part}：无”。"
    assert changed(loaded, read) == ({gone} if gone else set())


@pytest.mark.parametrize(("cell", "shown"), [("否\n答辩范围：无", {"required": False}), ("否", {"required": False})])
def test_none_is_no_scope_of_a_defence(loaded: Registry, cell: str, shown: Value) -> None:
    assert record.merged_record({}, handed_in(loaded, {"是否答辩": cell}).record)["defence"] == shown


@pytest.mark.parametrize("label", ["单位所在地点", "评审依据"])
def test_none_where_something_is_required(loaded: Registry, label: str) -> None:
    """It was taken for an address, and for the title of a document."""
    read = handed_in(loaded, {label: "无"})
    assert [one.message.split("：")[1] for one in read.findings if one.severity == "error" and one.pointer != NO_CONTACTS] == ["只写了“无”"]


# --- rows that are not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", HOW)
def test_a_row_struck_out_is_asked_about(loaded: Registry, how: str) -> None:
    """A form that has other rows of ours had this one too."""
    read = handed_in(loaded, {"委托评审": None}, how)
    ((message, hint),) = warnings(read)
    assert message.startswith("没有写“委托评审”，登记的“")
    assert hint == "要去掉的，请回答“去掉”；没有变的可以不管。"
    key = "登记里的委托评审"
    assert [(one.id, one.choices) for one in read.questions if one.message == message] == [(key, ("去掉", "照旧保留"))]
    assert changed(loaded, read) == set()
    for answer, gone in (("去掉", {"/entrusts"}), ("无", {"/entrusts"}), ("照旧保留", set())):
        read = handed_in(loaded, {"委托评审": None}, how, {key: answer})
        assert (warnings(read), changed(loaded, read)) == ([], gone)


def without_our_rows(value: Value) -> Value:
    reviews = [{key: one[key] for key in ("series", "levels", "catalog")} for one in value["reviews"]]
    scope = {key: value["scope"][key] for key in ("areas", "open_to", "note")}
    return {**{key: item for key, item in value.items() if key not in added_fields.ROWS}, "reviews": reviews, "scope": scope}


def test_a_form_of_before_says_nothing_of_rows_that_it_does_not_have(loaded: Registry) -> None:
    """Nor does one of another office that has cells of its own for the validity and the nature."""
    bare = without_our_rows(value_of(loaded))
    read = handed_in(loaded, {}, value=bare)
    assert (warnings(read), changed(loaded, read)) == ([], set())
    read = handed_in(loaded, {}, value={**bare, "valid": value_of(loaded)["valid"], "nature": value_of(loaded)["nature"]})
    assert (warnings(read), changed(loaded, read)) == ([], set())


def test_third_levels_and_what_a_scoring_table_is_for(loaded: Registry) -> None:
    """They stand in no cell that says that there are none: they are asked about, and go where the answer says so."""
    value = value_of(loaded)
    first, seconds = next((first, one) for first, one in value["reviews"][0]["catalog"].items() if isinstance(one, dict))
    reviews = [{**value["reviews"][0], "catalog": {**value["reviews"][0]["catalog"], first: list(seconds)}}, *value["reviews"][1:]]
    scoring = [{key: one[key] for key in one if key not in ("series", "levels", "specialties")} for one in value["scoring"]]
    form = {**value, "reviews": reviews, "scoring": scoring}
    read = handed_in(loaded, {}, value=form)
    parts = [key for key in ("series", "levels", "specialties") if key in value["scoring"][0]]
    labels = {"series": "适用系列", "levels": "适用层级", "specialties": "适用专业"}
    asked = [f"第 1 个系列的{first}的三级目录", *(f"第 1 个赋分表的{labels[key]}" for key in parts)]
    assert [message.split("“")[1].split("”")[0] for message, _ in warnings(read)] == asked
    assert changed(loaded, read) == set()
    read = handed_in(loaded, {}, answers={f"登记里的{label}": "去掉" for label in asked}, value=form)
    assert warnings(read) == []
    assert changed(loaded, read) == {f"/reviews/0/catalog/{first}", *(f"/scoring/0/{key}" for key in parts)}


def test_nothing_is_told_while_there_are_errors(loaded: Registry) -> None:
    read = handed_in(loaded, {"有效期": "", "单位所在地点": ""})
    assert [one.message.split("：")[1] for one in read.findings if one.pointer != NO_CONTACTS] == ["没有填写"]


def test_a_value_that_is_not_understood_and_not_needed_stays_and_that_is_told(loaded: Registry) -> None:
    read = handed_in(loaded, {"有效期": "长期有效"})
    (_, (message, hint)) = warnings(read)
    assert "”：没有读懂，登记的“" in message
    assert hint.startswith("要去掉的，请在这一格写“无”")
    assert changed(loaded, read) == set()


def test_forms_without_an_annex_1_are_about_a_part(loaded: Registry) -> None:
    PRINTED_BY[:] = [loaded]
    text = yaml.safe_dump(value_of(loaded), allow_unicode=True, sort_keys=False)
    tables = record.tables(loaded)
    read = reading.read([("附件2.docx", printed("2", "docx", text))], tables, 2026)
    kept.report(loaded, loaded.by_id["example-full"], read, {})
    assert warnings(read) == []
