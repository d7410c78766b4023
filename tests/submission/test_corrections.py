"""Cells put right on the page: what a cell should say is read as if it stood there. All people are invented (人物均为虚构)."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from helpers import registries
from helpers.deep import sample
from helpers.filled_forms import filled
from helpers.forms import maker
from helpers.page_calls import TIME, OpenPage
from helpers.vault_commands import CONTACTS

from zhicheng.submission.calls import answered

pytestmark = pytest.mark.slow

Value = dict[str, Any]
FORMS = registries.HERE / "data/forms"


def row(said: Value, pointer: str) -> Value:
    """The row that holds a field."""
    return next(one for one in said["rows"] if pointer in {part["pointer"] for part in one["fields"]})


def correction(one: Value, text: str) -> Value:
    return {one["id"]: {"was": one["was"], "text": text}}


@pytest.fixture
def visit(small: Path) -> OpenPage:
    registries.write(small, "registry/recipients.yaml", registries.keys_of_centre())
    return OpenPage(small)


def cases() -> list[str]:
    return sorted(path.name for path in FORMS.iterdir() if path.is_dir())


def files_of(slug: str) -> list[tuple[str, bytes]]:
    if yaml.safe_load((FORMS / slug / "expected.yaml").read_text(encoding="utf-8")).get("made"):
        return sorted(maker.files_of(slug).items())
    return [(path.name, path.read_bytes()) for path in sorted((FORMS / slug).iterdir()) if path.name != "expected.yaml"]


def test_what_an_input_begins_with_changes_nothing(small: Path) -> None:
    """Of forms of the corpus: each cell put to what its input begins with gives the record that was read, contacts too."""
    visit = OpenPage(small)
    seen = 0
    for slug in sample(cases(), 5):
        files = files_of(slug)
        said = visit.read(files)
        record, contacts = visit.record, visit.contacts
        cells = [one for one in (*said["rows"], *visit.call("private")[0]["cells"]) if one["id"]]
        again = visit.read(files, corrections={one["id"]: {"was": one["was"], "text": one["start"]} for one in cells})
        assert again["stale_corrections"] == [], slug
        assert (visit.record, visit.contacts) == (record, contacts), slug
        seen += len(cells)
    assert seen > 300


ADDRESS = "示例市示例路 9 号"


def forms_of(root: Path, folder: Path, experts: int = 0, **changes: Any) -> list[tuple[str, bytes]]:
    return filled(root, folder, experts, **{"address": ADDRESS, **changes})


@pytest.mark.parametrize(
    ("pointer", "text", "changes"),
    [
        ("/address", "示例市示例路 10 号", {"address": "示例市示例路 10 号"}),
        ("/approval/date", "2019年4月5日", {"approval": {"date": "2019-04-05"}}),
        ("/approval/document", "示人社函[2019]58号", {"approval": {"document": "示人社函〔2019〕58号"}}),
        ("/phones", "0991-0000009、0991-0000008", {"phones": ["0991-0000009", "0991-0000008"]}),
        ("/reviews/0/levels", "副高级", {"levels": ["associate-senior"]}),
        ("/defence", "☐ 是　☑ 否", {"defence": {"required": False}}),
        ("/procedure", "1. 个人申报\n2. 结果公示", {"procedure": ["个人申报", "结果公示"]}),
    ],
)
def test_a_corrected_cell_is_read_as_the_form(
    pointer: str, text: str, changes: Value, visit: OpenPage, small: Path, tmp_path: Path
) -> None:
    """The same record, findings and questions as where the form says so itself."""
    mine = forms_of(small, tmp_path)
    one = yaml.safe_load((small / registries.ONE).read_text(encoding="utf-8"))
    if "levels" in changes:
        changes = {"reviews": [{**review, **changes} for review in one["reviews"]]}
    changes = {key: {**one[key], **value} if key == "approval" else value for key, value in changes.items()}
    wanted = visit.read(forms_of(small, tmp_path, **changes))
    record = visit.record
    first = row(visit.read(mine), pointer)
    assert visit.record != record
    said = visit.read(mine, corrections=correction(first, text))
    assert visit.record == record
    assert said["corrected"] == [{"id": first["id"], "was": first["was"], "text": text}]
    now = row(said, pointer)
    assert (now["corrected"], now["start"], now["was"], now["paper"]) == (True, text, first["was"], first["was"])
    assert [one["value"] for one in now["fields"]] == [one["value"] for one in row(wanted, pointer)["fields"]]
    assert (said["findings"], said["questions"]) == (wanted["findings"], wanted["questions"])
    assert row(visit.read(mine), pointer) == first


@pytest.mark.parametrize(
    ("pointer", "text", "message"),
    [
        ("/approval/date", "去年", "看不出是哪一天"),
        ("/phones", "没有电话", "电话"),
        ("/reviews/0/levels", "高高级", "层级"),
        ("/scope", "火星", "火星"),
        ("/address", "", "没有填写"),
        ("/defence", "☑ 是　☑ 否", "是"),
    ],
)
def test_a_correction_that_is_not_understood_is_asked_about(
    pointer: str, text: str, message: str, visit: OpenPage, small: Path, tmp_path: Path
) -> None:
    """At the same cell, with what the clerk wrote; it can be corrected again."""
    forms = forms_of(small, tmp_path)
    one = row(visit.read(forms), pointer)
    said = visit.read(forms, corrections=correction(one, text))
    assert said["errors"] >= 1
    asked = next(question for question in said["questions"] if question["id"] == one["id"])
    assert message in asked["message"]
    assert asked["answer"] == text
    again = visit.read(forms, corrections=correction(one, one["was"]), asked=said["asked"], answers={})
    assert again["errors"] == 0
    assert again["questions"] == []


def test_a_correction_to_a_cell_that_has_changed_is_told_and_not_used(visit: OpenPage, small: Path, tmp_path: Path) -> None:
    """The clerk has put the form right and chosen it again: what was meant for the old words does not overwrite the new ones."""
    one = row(visit.read(forms_of(small, tmp_path)), "/address")
    corrections = correction(one, "示例市示例路 10 号")
    said = visit.read(forms_of(small, tmp_path, address="示例市示例路 11 号"), corrections=corrections)
    assert (said["stale_corrections"], said["corrected"]) == ([one["id"]], [])
    assert visit.record["address"] == "示例市示例路 11 号"
    other = [(name.replace("附件1", "登记表"), content) for name, content in forms_of(small, tmp_path)]
    assert visit.read(other, corrections=corrections)["stale_corrections"] == [one["id"]]
    assert visit.record["address"] == ADDRESS


def test_level_and_area_can_be_corrected_though_they_stand_in_no_cell(visit: OpenPage, small: Path, tmp_path: Path) -> None:
    forms = forms_of(
        small, tmp_path, name="某地区工程系列水利专业中级职称评审委员会", organiser="某某水利局", authority="prefecture", area="653100"
    )
    one = row(visit.read(forms), "/area")
    said = visit.read(forms, corrections=correction(one, "和田地区"))
    assert visit.record["area"] == "653200"
    assert [part["value"] for part in row(said, "/area")["fields"]] == ["和田地区"]
    said = visit.read(forms, corrections=correction(one, "火星地区"))
    assert any("火星地区" in found["message"] for found in said["findings"])


def test_contacts_are_shown_apart_and_corrected(visit: OpenPage, small: Path, tmp_path: Path) -> None:
    """What is read says nobody's name; the call for what is private says what was understood, and takes the place of it."""
    forms = forms_of(small, tmp_path)
    said = visit.read(forms)
    assert CONTACTS["leader"]["name"] not in json.dumps(said, ensure_ascii=False)
    private, _ = visit.call("private")
    assert private["people"][0] == {
        "what": "主管领导",
        "parts": [["姓名", CONTACTS["leader"]["name"]], ["座机", CONTACTS["leader"]["landline"]], ["手机", CONTACTS["leader"]["mobile"]]],
    }
    cells = {one["label"]: one for one in private["cells"]}
    assert set(cells) >= {"主管领导", "业务人员及联系方式", "填表人"}
    visit.read(forms, corrections=correction(cells["主管领导"], "周示例"))
    assert visit.contacts["leader"]["name"] == "周示例"
    said = visit.read(forms, corrections=correction(cells["填表人"], "周示例 0991-0000007"))
    assert visit.contacts["preparer"]["name"] == "周示例"
    said = visit.read(forms, corrections=correction(cells["填表人"], "周示例"))
    assert "周示例" not in json.dumps([said["findings"], said["fields"], said["rows"]], ensure_ascii=False)


def test_a_cell_of_the_roster_is_corrected_by_row_and_column(visit: OpenPage, small: Path, tmp_path: Path) -> None:
    forms = forms_of(small, tmp_path, 3)
    visit.read(forms)
    table, _ = visit.call("table", file="附件3.xlsx", table="工作表“花名册”")
    head, *experts = table["rows"]
    at = next(index for index, cell in enumerate(head) if cell["was"] == "姓名")
    assert (table["total"], len(experts)) == (4, 3)
    said = visit.read(forms, corrections=correction(experts[1][at], "不 是 姓 名 2"))
    question = said["questions"][0]
    assert (question["id"], question["row"]) == (experts[1][at]["id"], 3)
    assert "不 是" not in question["message"]
    said = visit.read(forms, corrections=correction(experts[1][at], "周示例"))
    assert (said["errors"], said["experts"]) == (0, 3)
    changed, _ = visit.call("table", file="附件3.xlsx", table="工作表“花名册”")
    assert changed["rows"][2][at] == {**experts[1][at], "start": "周示例", "corrected": True}


def without_roster(root: Path) -> OpenPage:
    """A visit where no roster of example-one has been sealed yet."""
    (root / "registry/rosters/example-one.yaml").unlink()
    (root / "registry/vault/example-one.roster.age").unlink()
    return OpenPage(root)


def test_what_is_sealed_and_written_has_the_corrections(visit: OpenPage, small: Path, tmp_path: Path) -> None:
    visit = without_roster(small)
    forms = forms_of(small, tmp_path, 30)
    said = visit.read(forms)
    table, _ = visit.call("table", file="附件3.xlsx", table="工作表“花名册”", first=1)
    name = next(cell for cell in table["rows"][0] if cell["column"] == 2)
    visit.read(forms, corrections={**correction(row(said, "/address"), "示例市示例路 10 号"), **correction(name, "周示例")})
    judged, plain = visit.call("judge", given={})
    assert judged["stopped"] == ""
    assert any("示例市示例路 10 号" in line for line in judged["changes"])
    assert "周示例".encode() in plain[1]


def test_a_merged_cell_is_corrected_for_all_rows_that_it_covers(visit: OpenPage, small: Path, tmp_path: Path) -> None:
    """As in Excel, where it is one cell."""
    visit = without_roster(small)
    forms = forms_of(small, tmp_path, 3)
    book = openpyxl.load_workbook(io.BytesIO(forms[2][1]))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    column = next(at for at, name in enumerate(heads, 1) if str(name).startswith("工作单位"))
    sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    stream = io.BytesIO()
    book.save(stream)
    forms[2] = (forms[2][0], stream.getvalue())
    visit.read(forms)
    table, _ = visit.call("table", file="附件3.xlsx", table="工作表“花名册”")
    cell = next(cell for cell in table["rows"][1] if cell["column"] == column)
    assert cell["down"] == 2
    visit.read(forms, corrections=correction(cell, "示例设计院"))
    _, plain = visit.call("judge", given={})
    assert [expert["employer"] == "示例设计院" for expert in json.loads(plain[1])["experts"]] == [True, True, False]


def test_a_drawn_tick_no_longer_counts_where_the_cell_is_corrected(visit: OpenPage, small: Path, tmp_path: Path) -> None:
    """Else it would be asked about again whatever is answered."""
    name, content = forms_of(small, tmp_path)[0]
    document = docx.Document(io.BytesIO(content))
    cell = next(cell for line in document.tables[0].rows for cell in line.cells if "答辩范围：" in cell.text)
    run = cell.paragraphs[0].runs[0]._r
    run.append(run.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}pict", {}))
    stream = io.BytesIO()
    document.save(stream)
    forms = [(name, stream.getvalue())]
    said = visit.read(forms)
    question = next(one for one in said["questions"] if "画了图形" in one["message"])
    said = visit.read(forms, answers={question["id"]: "☐ 是　☑ 否"}, asked=said["asked"])
    assert visit.record["defence"] == {"required": False}
    assert question["id"] not in {one["id"] for one in said["questions"]}


@pytest.mark.parametrize(
    "request_",
    [{"do": "private"}, {"do": "table", "file": "附件3.xlsx", "table": "工作表“花名册”"}],
)
def test_nothing_is_shown_before_it_was_read(request_: Value, visit: OpenPage) -> None:
    answer, _ = answered(visit.visit, json.dumps({"time": TIME, **request_}), [])
    assert json.loads(answer) == {"ok": False, "error": "还没有读表。请先选填好的表。"}


def test_a_table_that_was_not_read_is_refused(visit: OpenPage, small: Path, tmp_path: Path) -> None:
    visit.read(forms_of(small, tmp_path))
    assert visit.call("table", file="附件1.docx", table="第 9 个表格")[0] == {"ok": False, "error": "没有读过这张表。请重新选表。"}
