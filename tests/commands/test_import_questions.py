"""`zhicheng import`: the read-back, questions about cells and their answers, findings at the cell, and the marked forms.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import contextlib
import html
import io
import itertools
import json
import shutil
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from helpers import people, registries
from helpers.vault_commands import CONTACTS, expert

from zhicheng.commands import cli
from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.forms.intake import read_back
from zhicheng.forms.reading.questions import cell_id
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.forms.writing.marked import Mark, marked
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
ONE = registries.ONE
NEW = "registry/committees/650000/xj-new.yaml"


def run(root: Path, *arguments: str | Path) -> int:
    return main(["import", *map(str, arguments), "--root", str(root), "--as-of", "2026-11-23"])


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """The forms of a new committee; its 评审层级 says 高级、中级, which may be one senior level or both."""
    loaded = registry.load(small)
    value = yaml.safe_load((small / ONE).read_text(encoding="utf-8")) | {
        "name": "示例自治区新系列评审委员会",
        "organiser": "示例自治区新厅",
    }
    record = committee_records.committee(value)
    folder = tmp_path / "填好的表"
    folder.mkdir()
    (folder / "附件2.xlsx").write_bytes(excel.written(annex1_2.form2(loaded, record, "0" * 12, "https://zhicheng.example.org/")))
    form = docx.Document(io.BytesIO(word.written(annex1_2.form1(loaded, record, "0" * 12, "https://zhicheng.example.org/", CONTACTS))))
    form.save(str(folder / "附件1.docx"))
    write(folder, "评审层级", "高级、中级")
    return folder


def write(folder: Path, label: str, text: str) -> None:
    """Fills in the cell of Annex 1 beside a label."""
    form = docx.Document(str(folder / "附件1.docx"))
    (cell,) = [b for row in form.tables[0].rows for a, b in itertools.pairwise(dict.fromkeys(row.cells)) if a.text.startswith(label)]
    cell.text = text
    form.save(str(folder / "附件1.docx"))


OPTIONS = ["--committee", "xj-new", "--authority", "region", "--area", "650000", "--filed-on", "2026-06-02"]


def question_of(folder: Path) -> str:
    """The id of the question in a draft."""
    text = (folder / "answers.yaml").read_text(encoding="utf-8")
    found = next(iter(yaml.safe_load(text)))
    return str(found)


def test_a_question_is_answered_in_the_draft(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """Nothing is written as long as it is open; the draft says what is asked and keeps the answer."""
    draft = tmp_path / "草稿"
    assert run(small, folder, *OPTIONS, "--draft", draft) == 1
    out, talk = capsys.readouterr()
    assert "分不清是副高级、正高级，还是都有" in out
    assert talk.endswith("1 处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。\n")
    assert not (small / NEW).exists()
    asked = (draft / "answers.yaml").read_text(encoding="utf-8")
    assert "# 可填：“副高级、中级”、“正高级、中级”、“副高级、正高级、中级”\n" in asked
    identifier = question_of(draft)
    assert identifier.startswith("附件1.docx 第 1 个表格 R")
    assert (draft / "answers.yaml").stat().st_mode & 0o077 == 0
    (draft / "answers.yaml").write_text(f'"{identifier}": "副高级、中级"\n', encoding="utf-8")
    assert run(small, folder, *OPTIONS, "--draft", draft) == 0
    assert yaml_reading.read(small, NEW).value["reviews"][0]["levels"] == ["intermediate", "associate-senior"]
    kept = yaml.safe_load((draft / "answers.yaml").read_text(encoding="utf-8"))
    assert {key: text for key, text in kept.items() if text} == {identifier: "副高级、中级"}


def test_a_draft_without_questions_is_given_again(small: Path, folder: Path, tmp_path: Path) -> None:
    write(folder, "评审层级", "副高级、中级")
    draft = tmp_path / "草稿"
    assert run(small, folder, *OPTIONS, "--draft", draft) == 0
    assert run(small, folder, *OPTIONS, "--draft", draft, "--yes") == 0


def test_without_a_draft_it_is_said_how(small: Path, folder: Path, capsys: Capture) -> None:
    assert run(small, folder, *OPTIONS) == 1
    said = "其中 1 处也可以不改表、直接回答：加上 --draft 文件夹（仓库以外），在里面的 answers.yaml 写好，再导入一次。\n"
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("typed", "levels"), [("1", "associate-senior"), ("正高级、中级", "full-senior"), (" 2 ", "full-senior")])
def test_a_question_is_asked_on_a_terminal(
    small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, typed: str, levels: str
) -> None:
    """A number is a choice, anything else what the cell should say."""
    asked: list[str] = []
    answers = iter([typed])

    def ask(question: str) -> str:
        asked.append(question)
        return "y" if "写成新的登记" in question else next(answers, "")

    monkeypatch.setattr(cli, "_ask", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert run(small, folder, *OPTIONS) == 0
    assert asked[0] == "这一格应当写（序号或内容，直接回车先不答）："
    assert yaml_reading.read(small, NEW).value["reviews"][0]["levels"] == ["intermediate", levels]
    assert "    3  副高级、正高级、中级\n" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["", None, "不知道"])
def test_an_open_question_writes_nothing(small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str | None) -> None:
    """Left open, ended, or answered with what is not understood either, after which it is asked once more."""
    answers = iter([typed, None])
    monkeypatch.setattr(cli, "_ask", lambda question: next(answers, None))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert run(small, folder, *OPTIONS) == 1
    assert not (small / NEW).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 副高级\n", "读不出来"),
        ('"附件1.docx 第 1 个表格 R7C2": 3\n', "不是回答的文件"),
        ('"附件1.docx: 第', "读不出来"),
    ],
)
def test_a_wrong_file_of_answers(small: Path, folder: Path, tmp_path: Path, capsys: Capture, text: str, said: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert run(small, folder, *OPTIONS, "--answers", tmp_path / "a.yaml") == 2
    assert said in capsys.readouterr().err


def test_a_draft_stays_out_of_the_repository(small: Path, folder: Path, capsys: Capture) -> None:
    (small / ".git").mkdir(exist_ok=True)
    assert run(small, folder, *OPTIONS, "--draft", small / "draft") == 2
    assert "草稿不能放在仓库里" in capsys.readouterr().err
    assert not (small / "draft").exists()


def test_the_read_back_names_every_field_and_its_cell(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """As JSON and as a page, without a private value; a table that was not read is named."""
    book = openpyxl.load_workbook(folder / "附件2.xlsx")
    book.create_sheet("说明").append(["填表说明", "不是表"])
    book.save(folder / "附件2.xlsx")
    draft = tmp_path / "草稿"
    assert run(small, folder, *OPTIONS, "--draft", draft, "--format", "json") == 1
    back = json.loads(capsys.readouterr().out)
    assert back == json.loads((draft / "read-back.json").read_text(encoding="utf-8"))
    assert {one["file"]: one["forms"] for one in back["files"]} == {"附件1.docx": ["附件1", "赋分表"], "附件2.xlsx": ["附件2"]}
    (seen,) = [one for one in back["files"] if one["file"] == "附件2.xlsx"]
    assert [(table["table"], table.get("form")) for table in seen["tables"]][-1] == ("工作表“说明”", None)
    fields = {one["pointer"]: one for one in back["fields"]}
    assert fields["/address"]["value"] == yaml.safe_load((small / ONE).read_text(encoding="utf-8"))["address"]
    assert fields["/address"]["place"].startswith("第 1 个表格第 ")
    assert (fields["/scope"]["label"], fields["/scope"]["value"].split("，")[0]) == ("评审地域范围", "受理地域：新疆维吾尔自治区")
    assert back["contacts"] == {"leader": 1, "clerks": len(CONTACTS["clerks"]), "preparer": 1}
    (asked,) = [one for one in back["findings"] if "question" in one]
    assert asked["choices"] == ["副高级、中级", "正高级、中级", "副高级、正高级、中级"]
    page = html.unescape((draft / "read-back.html").read_text(encoding="utf-8"))
    assert asked["question"] in page
    everything = page + json.dumps(back, ensure_ascii=False)
    private = [CONTACTS["leader"]["name"], CONTACTS["preparer"]["name"], *(one["name"] for one in CONTACTS["clerks"])]
    assert [name for name in private if name in everything] == []
    assert "http" not in page.replace("https://zhicheng.example.org", "")


def test_findings_of_rules_name_the_cell_and_mark_it(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """A specialty that ends in 等 (E118): in the sheet of Annex 2, by row and column, and as a comment there."""
    write(folder, "评审层级", "副高级、中级")
    write(folder, "对应二级专业名称", "见附件2")
    book = openpyxl.load_workbook(folder / "附件2.xlsx")
    sheet = book.active
    last = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and "城市规划" in cell.value)
    last.value = "“城市规划等”"  # in quotes it is taken as it stands
    book.save(folder / "附件2.xlsx")
    assert run(small, folder, *OPTIONS, "--mark", tmp_path / "批注") in (0, 1)
    out = capsys.readouterr().out
    place = f"附件2.xlsx:{last.row}:{last.column}: E118 （提醒）工作表“{sheet.title}”第 {last.row} 行（{last.coordinate}）：专业名称"
    assert place in out
    back = openpyxl.load_workbook(tmp_path / "批注/附件2.xlsx")
    assert "城市规划等" in back.active[last.coordinate].comment.text
    assert openpyxl.load_workbook(folder / "附件2.xlsx").active[last.coordinate].comment is None


def test_a_question_is_marked_in_word(small: Path, folder: Path, tmp_path: Path) -> None:
    """The comment stands at the cell; the form itself is as it was."""
    before = (folder / "附件1.docx").read_bytes()
    assert run(small, folder, *OPTIONS, "--mark", tmp_path / "批注") == 1
    assert (folder / "附件1.docx").read_bytes() == before
    document = docx.Document(str(tmp_path / "批注/附件1.docx"))
    (comment,) = document.comments
    assert "分不清是副高级、正高级，还是都有" in comment.text
    (cell,) = [cell for row in document.tables[0].rows for cell in dict.fromkeys(row.cells) if cell._tc.xpath(".//w:commentReference")]
    assert cell.text.startswith("高级、中级")


def test_marks_do_not_lie_over_the_forms(small: Path, folder: Path, capsys: Capture) -> None:
    before = (folder / "附件1.docx").read_bytes()
    assert run(small, folder, *OPTIONS, "--mark", folder) == 2
    assert "没有写。请换一个文件夹" in capsys.readouterr().err
    assert (folder / "附件1.docx").read_bytes() == before


def test_what_cannot_be_marked() -> None:
    assert marked("附件3.csv", b"", [Mark("工作表“a”", 1, 1, "x")]) is None
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    assert marked("附件3.xlsx", book.getvalue(), [Mark("工作表“没有”", 1, 1, "x")]) is None


def test_an_answer_in_a_roster(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """A cell of Annex 3 is answered by its sheet, row and column."""
    folder = tmp_path / "花名册"
    folder.mkdir()
    people.annex3_xlsx([expert(post="规划师"), expert(post="规划师", name="示例乙")], folder / "附件3.xlsx")
    book = openpyxl.load_workbook(folder / "附件3.xlsx")
    sheet = book.active
    head = next(row[0].row for row in sheet.iter_rows() if any(cell.value == "性别" for cell in row))
    column = next(cell.column for cell in sheet[head] if cell.value == "性别")
    sheet.cell(head + 1, column).value = "？"
    book.save(folder / "附件3.xlsx")
    arguments = [folder / "附件3.xlsx", "--committee", "example-one", "--into", folder]
    assert run(small, *arguments) == 1
    capsys.readouterr()
    answers = tmp_path / "a.yaml"
    key = cell_id("附件3.xlsx", f"工作表“{sheet.title}”", head + 1, column)
    answers.write_text(json.dumps({key: "女"}, ensure_ascii=False), encoding="utf-8")
    run(small, *arguments, "--answers", answers)
    assert "没有填写，或者不是“男”“女”" not in capsys.readouterr().out


def test_an_answer_about_one_person_is_none_about_another(small: Path, tmp_path: Path) -> None:
    """A row put in above moves the person whose month was answered: it is asked again, not given to who stands there now."""
    folder, draft = tmp_path / "表", tmp_path / "草稿"
    folder.mkdir()
    two = [expert(post="城市规划", name=name, born="1975-13") for name in ("示例甲", "示例乙")]
    arguments = [folder / "附件3.xlsx", "--committee", "example-one", "--into", folder, "--draft", draft]
    people.annex3_xlsx(two, folder / "附件3.xlsx")
    assert run(small, *arguments) == 1
    first, _ = yaml.safe_load((draft / "answers.yaml").read_text(encoding="utf-8"))
    (draft / "answers.yaml").write_text(f'"{first}": "1975-04"\n', encoding="utf-8")
    assert run(small, *arguments) == 1  # of the first it is known now
    assert yaml.safe_load((draft / "answers.yaml").read_text(encoding="utf-8"))[first] == "1975-04"
    people.annex3_xlsx([expert(post="城市规划", name="示例丙", born="1975-13"), *two], folder / "附件3.xlsx")
    assert run(small, *arguments) == 1
    assert not (yaml.safe_load((draft / "answers.yaml").read_text(encoding="utf-8")) or {}).get(first)


def test_forms_of_one_name_are_told_apart(small: Path, tmp_path: Path) -> None:
    """In two folders each has its own questions, and its own copy with comments."""
    folder, draft, marks = tmp_path / "花名册", tmp_path / "草稿", tmp_path / "批注"
    for part, name in (("甲", "示例甲"), ("乙", "示例乙")):
        (folder / part).mkdir(parents=True)
        people.annex3_xlsx([expert(post="规划师", name=name, born="1975-13")], folder / part / "附件3.xlsx")
    assert run(small, folder, "--draft", draft, "--mark", marks) == 1
    asked = yaml.safe_load((draft / "answers.yaml").read_text(encoding="utf-8"))
    assert sorted(key.partition(" ")[0] for key in asked) == ["乙/附件3.xlsx", "甲/附件3.xlsx"]
    assert sorted(path.relative_to(marks).as_posix() for path in marks.rglob("*.xlsx")) == ["乙/附件3.xlsx", "甲/附件3.xlsx"]


def test_the_read_back_names_specialties_of_every_level(small: Path) -> None:
    catalog = {"建筑工程": {"结构设计": ["钢结构", "木结构"], "给水排水": []}}
    assert read_back.words(registry.load(small), ("reviews", 0, "catalog"), catalog) == "建筑工程：结构设计（钢结构、木结构）、给水排水"


@pytest.mark.parametrize(("typed", "written"), [("y", True), ("n", False)])
def test_a_new_committee_is_written_after_a_yes(
    small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str, written: bool
) -> None:
    """On a terminal: what was read has been shown there."""
    write(folder, "评审层级", "副高级、中级")
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return typed if "写成新的登记" in question else ""

    monkeypatch.setattr(cli, "_ask", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert run(small, folder, *OPTIONS) == 0
    assert asked[-1] == "写成新的登记吗？[y/N] "
    assert (small / NEW).exists() is written


def test_forms_in_a_repository_are_told(small: Path, folder: Path, capsys: Capture) -> None:
    """They name people, and would be committed with the rest."""
    write(folder, "评审层级", "副高级、中级")
    inside = Path(shutil.copytree(folder, small / "填好的表"))
    said = "提醒：填好的表在仓库里。填好的表有姓名、电话，请移到仓库以外再导入，不要提交。\n"
    assert run(small, inside, *OPTIONS) == 0
    assert said in capsys.readouterr().err
    assert run(small, folder, *OPTIONS, "--yes") == 0
    assert said not in capsys.readouterr().err


def test_a_path_from_home(small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every shell puts the user's folder in the place of ~."""
    write(folder, "评审层级", "副高级、中级")
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    assert run(small, f"~/{folder.name}", *OPTIONS) == 0
    assert (small / NEW).exists()


# --- answers, and forms that were put right since ---------------------------------------------------------------------------


def answered(draft: Path, **more: str) -> str:
    """Answers the question of a draft with 副高级、中级; returns its id."""
    identifier = question_of(draft)
    (draft / "answers.yaml").write_text(json.dumps({identifier: "副高级、中级", **more}, ensure_ascii=False), encoding="utf-8")
    return identifier


@pytest.mark.parametrize("mended", [True, False])
def test_a_form_that_was_put_right_counts_more_than_an_answer(
    small: Path, folder: Path, tmp_path: Path, capsys: Capture, mended: bool
) -> None:
    """The answer is kept, is not used, and that is said; in the form as it was it is used."""
    draft = tmp_path / "草稿"
    run(small, folder, *OPTIONS, "--draft", draft)
    identifier = answered(draft)
    if mended:
        write(folder, "评审层级", "正高级")
    capsys.readouterr()
    assert run(small, folder, *OPTIONS, "--draft", draft) == 0
    levels = ["full-senior"] if mended else ["intermediate", "associate-senior"]
    assert yaml_reading.read(small, NEW).value["reviews"][0]["levels"] == levels
    said = f"有 1 个回答没有用上，以表和登记里写的为准（要改请改表）：{identifier}。\n"
    assert (said in capsys.readouterr().err) == mended
    assert yaml.safe_load((draft / "answers.yaml").read_text(encoding="utf-8"))[identifier] == "副高级、中级"


def test_another_question_at_the_same_cell_is_asked_again(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """The answer to 高级、中级 is none to 高级、初级; it is kept as a remark. Answered again, it is used."""
    draft = tmp_path / "草稿"
    run(small, folder, *OPTIONS, "--draft", draft)
    identifier = answered(draft)
    write(folder, "评审层级", "高级、初级")
    assert run(small, folder, *OPTIONS, "--draft", draft) == 1
    assert f"表改过，以前的回答没有用上，请重新回答：{identifier}。\n" in capsys.readouterr().err
    assert not (small / NEW).exists()
    kept = (draft / "answers.yaml").read_text(encoding="utf-8")
    assert f'# 以前回答的是"副高级、中级"，那以后表改过，请重新回答。\n"{identifier}": ""\n' in kept
    (draft / "answers.yaml").write_text(kept.replace(f'"{identifier}": ""', f'"{identifier}": "正高级、初级"'), encoding="utf-8")
    assert run(small, folder, *OPTIONS, "--draft", draft) == 0
    assert yaml_reading.read(small, NEW).value["reviews"][0]["levels"] == ["junior", "full-senior"]


@pytest.mark.parametrize("typed", [None, "", "y"])
def test_a_draft_of_another_committee(
    small: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, typed: str | None
) -> None:
    """Its answers are not used, and it stays as it is, unless the user says that the committee was renamed."""
    draft = tmp_path / "草稿"
    run(small, folder, *OPTIONS, "--draft", draft)
    answered(draft)
    write(folder, "评审委员会名称", "示例自治区另一系列评审委员会\n组建单位：示例自治区新厅")
    before = {path: path.read_bytes() for path in draft.iterdir()}
    if typed is not None:
        monkeypatch.setattr(cli, "_ask", lambda question: typed if "改了名称" in question else "y" if "写成新的" in question else "")
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert run(small, folder, *OPTIONS, "--draft", draft) == (1 if typed else 2)  # Annex 2 has the name that it had
    assert not (small / NEW).exists()
    talk = capsys.readouterr().err
    if not typed:
        said = "草稿里是“示例自治区新系列评审委员会”的回答，这次的表是“示例自治区另一系列评审委员会”的，没有用，也没有写任何文件。"
        assert said in talk
        assert {path: path.read_bytes() for path in draft.iterdir()} == before
    else:
        fields = json.loads((draft / "read-back.json").read_text(encoding="utf-8"))["fields"]
        assert [one["value"] for one in fields if one["label"] == "第 1 项评审层级"] == ["中级、副高级"]


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_what_was_answered_is_kept_at_once(
    small: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    """Ctrl-C at the second question, or the end of the process: the first answer stands in the draft."""
    answers = iter(["1"])

    def ask(question: str) -> str:
        for one in answers:
            return one
        raise end

    monkeypatch.setattr(cli, "_ask", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    with contextlib.suppress(SystemExit):
        assert run(small, folder, *OPTIONS, "--draft", tmp_path / "草稿") == 130
    kept = yaml.safe_load((tmp_path / "草稿/answers.yaml").read_text(encoding="utf-8"))
    assert [text for text in kept.values() if text] == ["副高级、中级"]
    assert [path.name for path in (tmp_path / "草稿").iterdir()] == ["answers.yaml"]


@pytest.mark.parametrize(("typed", "again"), [(["１"], False), (["9", "1"], True), (["０", "1"], True), (["四", "1"], False)])
def test_the_number_of_a_choice(
    small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, typed: list[str], again: bool
) -> None:
    """In any width; a number of none is asked again at once, other text is what the cell should say, and the choices stay."""
    answers = iter(typed)
    monkeypatch.setattr(cli, "_ask", lambda question: "y" if "写成新的" in question else next(answers, "") if "格" in question else "")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert run(small, folder, *OPTIONS) == 0
    assert yaml_reading.read(small, NEW).value["reviews"][0]["levels"] == ["intermediate", "associate-senior"]
    talk = capsys.readouterr().err
    assert ("个，请写 1 到 3，或者写内容。" in talk) == again
    assert talk.count("    1  副高级、中级\n") == (2 if typed[0] == "四" else 1)


@pytest.mark.parametrize("label", ["", "单位所在地点"])
@pytest.mark.parametrize("how", ["text", "json"])
def test_json_stands_alone_and_the_draft_is_kept(small: Path, folder: Path, tmp_path: Path, capsys: Capture, label: str, how: str) -> None:
    """Written, or refused for a mobile number in a public field, which is shown nowhere."""
    write(folder, "评审层级", "副高级、中级")
    if label:
        write(folder, label, "示例路 1 号，13000000009")
    draft = tmp_path / "草稿"
    assert run(small, folder, *OPTIONS, "--draft", draft, "--format", how) == (1 if label else 0)
    out, talk = capsys.readouterr()
    kept = json.loads((draft / "read-back.json").read_text(encoding="utf-8"))
    if how == "json":
        assert json.loads(out) == kept
        assert ("P001" in talk) == bool(label)
    assert any(one["code"] == "P001" for one in kept["findings"]) == bool(label)
    everything = out + talk + "".join(path.read_text(encoding="utf-8") for path in draft.iterdir())
    assert "13000000009" not in everything


def test_a_roster_alone_has_its_read_back(small: Path, tmp_path: Path, capsys: Capture) -> None:
    people.annex3_xlsx([expert(post="城市规划师")], tmp_path / "附件3.xlsx")
    draft = tmp_path / "草稿"
    more = ["--committee", "example-one", "--draft", draft, "--format", "json"]
    assert run(small, tmp_path / "附件3.xlsx", *more) == 0
    back = json.loads(capsys.readouterr().out)
    assert (back["experts"], back["fields"]) == (1, [])
    assert back == json.loads((draft / "read-back.json").read_text(encoding="utf-8"))
    assert "示例甲" not in json.dumps(back, ensure_ascii=False)


def test_what_an_employer_declares(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """With the signature on a roster that it sends itself, and on no other."""
    folder = tmp_path / "花名册"
    folder.mkdir()
    form = folder / "附件3.csv"
    rows = people.annex3_rows([expert(post="规划师")])
    rows = [[*rows[0], "系列", "一级专业", "二级专业"], [*rows[1], "工程", "建筑工程", "城市规划"]]
    form.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    declared = ("--declares", "own-application", "--declares", "no-department", "--declares", "own-application")
    signed = ("--signed-by", "示例", "--signed-on", "2026-06-20")
    for wrong in ((*signed, *declared, "--committee", "example-one"), (*declared, "--committee", "employer-653100"), (*signed, *declared)):
        assert run(small, form, "--into", folder, *wrong) == 2
        assert "--declares 只用于单位直接报送的" in capsys.readouterr().err
    assert run(small, form, "--into", folder, "--committee", "employer-653100", *signed, *declared) == 0, capsys.readouterr()
    (made,) = folder.glob("employer-653100*.json")
    value = json.loads(made.read_text(encoding="utf-8"))
    assert value["signed"]["declares"] == ["conduct", "integrity", "own-application", "no-department"]
