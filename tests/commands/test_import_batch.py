"""`zhicheng import --batch`: the forms of many committees, taken apart, each judged alone, the good ones written together.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import io
import itertools
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from helpers import registries
from helpers.vault_commands import CONTACTS

from zhicheng.commands import cli
from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.forms.intake import batch
from zhicheng.forms.reading.result import FilledForms
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
ONE, SEALED = registries.ONE, "registry/vault/example-one.contacts.age"
ADDRESS = "https://zhicheng.example.org/"


def run(root: Path, *arguments: str | Path) -> int:
    return main(["import", "--batch", *map(str, arguments), "--root", str(root), "--as-of", "2026-11-23"])


def forms(root: Path, **changes: Any) -> dict[str, bytes]:
    """Annex 1 (Word) and 2 (Excel) of example-one with some fields changed."""
    value = {**yaml.safe_load((root / ONE).read_text(encoding="utf-8")), **changes}
    committee, loaded = committee_records.committee(value), registry.load(root)
    return {
        "附件1.docx": word.written(annex1_2.form1(loaded, committee, "0" * 12, ADDRESS, CONTACTS)),
        "附件2.xlsx": excel.written(annex1_2.form2(loaded, committee, "0" * 12, ADDRESS)),
    }


NEW = {"name": "示例自治区新系列评审委员会", "organiser": "示例自治区新厅", "contacts": None}
WHERE = ["--authority", "region", "--area", "650000", "--filed-on", "2026-06-02"]


def put(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """Three committees: a registered one with another address, a new one, and one without an address."""
    folder = tmp_path / "报送"
    put(folder / "一处", forms(small, address="示例市新的地址 9 号"))
    put(folder / "xj-new", forms(small, **NEW))
    put(folder / "三处", forms(small, name="示例自治区另一系列评审委员会", organiser="示例自治区另一厅", address=""))
    return folder


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def rows(out: str) -> list[list[str]]:
    """The table at the end: its rows as words."""
    lines = out.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("评审委员会  "))
    return [line.split() for line in lines[start + 1 :]]


def test_the_good_ones_are_written_and_the_others_told(small: Path, folder: Path, capsys: Capture) -> None:
    """Each is judged alone: one with an error keeps none of the others back, and is not written."""
    assert run(small, folder, *WHERE, "--yes") == 1
    out, talk = capsys.readouterr()
    assert yaml_reading.read(small, ONE).value["address"] == "示例市新的地址 9 号"
    assert yaml_reading.read(small, "registry/committees/650000/xj-new.yaml").value["name"] == NEW["name"]
    assert not [path for path in small.rglob("*.yaml") if "另一系列" in path.read_text(encoding="utf-8")]
    assert "—— 三处\n附件1.docx:" in out
    assert [(row[0], row[-1]) for row in rows(out)] == [
        ("示例自治区新系列评审委员会", "已写好"),
        (yaml_reading.read(small, ONE).value["name"], "已写好"),
        ("示例自治区另一系列评审委员会", "没有写"),
    ]
    assert "3 个评审委员会：2 个已写好，1 个没有写。\n有错误的没有写：" in talk


def test_a_marked_form_says_what_the_rules_find(small: Path, folder: Path, tmp_path: Path) -> None:
    """At the cell that it was read from, as for a form alone: the new committee reviews what the registered one reviews (E111)."""
    run(small, folder, *WHERE, "--mark", tmp_path / "批注", "--yes")
    back = openpyxl.load_workbook(tmp_path / "批注/xj-new/附件2.xlsx")
    assert "E111" in back.active["C3"].comment.text


def test_nothing_is_written_without_a_yes(small: Path, folder: Path, capsys: Capture) -> None:
    before = files(small)
    assert run(small, folder, *WHERE) == 1
    assert files(small) == before
    assert "3 个评审委员会：3 个没有写。" in capsys.readouterr().err
    for file in (folder / "三处").iterdir():
        file.unlink()
    (folder / "三处").rmdir()
    assert run(small, folder, *WHERE) == 2
    assert files(small) == before
    assert "没有写任何文件：没有人可以问。确认无误后，请加 --yes 再运行一次。" in capsys.readouterr().err


@pytest.mark.parametrize(("typed", "written"), [("y", True), ("", False), ("n", False), (None, False)])
def test_it_is_asked_once_for_all(small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str | None, written: bool) -> None:
    asked: list[str] = []

    def ask(question: str) -> str | None:
        if "现在回答吗" in question:
            return ""
        asked.append(question)
        return typed

    monkeypatch.setattr(cli, "_ask", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    before = files(small)
    assert run(small, folder, *WHERE) == 1
    assert asked == ["3 个评审委员会里，没有错误的 2 个写入吗？[y/N] "]
    assert (files(small) != before) == written


def test_the_same_again_changes_nothing(small: Path, folder: Path, capsys: Capture) -> None:
    run(small, folder, *WHERE, "--yes")
    before = files(small)
    capsys.readouterr()
    assert run(small, folder, *WHERE, "--yes", "--identity", registries.HERE / "demonstration.identity") == 1
    assert [row[-1] for row in rows(capsys.readouterr().out)] == ["没有改动", "没有改动", "没有写"]
    assert files(small) == before


def test_a_zip_of_folders_and_zips(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """A .zip in the .zip is a folder of its own; what is no form is named."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for path in (folder / "xj-new").iterdir():
            archive.write(path, path.name)
    with zipfile.ZipFile(tmp_path / "报送.zip", "w") as archive:
        for path in (folder / "一处").iterdir():
            archive.write(path, f"地区/一处/{path.name}")
        archive.writestr("地区/xj-new.zip", inner.getvalue())
        archive.writestr("地区/说明.pdf", b"%PDF")
    assert run(small, tmp_path / "报送.zip", *WHERE, "--yes") == 0
    out, talk = capsys.readouterr()
    assert [row[-1] for row in rows(out)] == ["已写好", "已写好"]
    assert "—— 地区/xj-new.zip\n" in out
    assert "没有读（不是 Word、Excel 或 CSV 文件）：" in talk
    assert (small / "registry/committees/650000/xj-new.yaml").exists()


def test_loose_files_go_by_the_names_in_them(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """A file that names none of several is told, and goes to no committee."""
    one, new = forms(small, address="示例市新的地址 9 号"), forms(small, **NEW)
    unnamed = docx.Document()
    table = unnamed.add_table(2, 3)
    for row, texts in zip(table.rows, (["系列", "一级目录", "二级目录"], ["工程", "建筑工程", "城市规划"]), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    out = io.BytesIO()
    unnamed.save(out)
    named = {"a1.docx": one["附件1.docx"], "a2.xlsx": one["附件2.xlsx"], "b1.docx": new["附件1.docx"]}
    put(tmp_path / "散", {**named, "c.docx": out.getvalue()})
    assert run(small, tmp_path / "散", "--yes") == 1
    said = capsys.readouterr().out
    assert "—— c.docx\nc.docx:1:1: F006 看不出是哪个评审委员会的表\n    建议：请一个评审委员会放一个子文件夹，再导入一次。\n" in said
    assert yaml_reading.read(small, ONE).value["address"] == "示例市新的地址 9 号"


def joined(*parts: bytes) -> bytes:
    """Documents one after the other in one, as somebody pastes them."""
    first = docx.Document(io.BytesIO(parts[0]))
    for part in parts[1:]:
        for block in list(docx.Document(io.BytesIO(part)).element.body)[:-1]:  # the last are the settings of the pages
            first.element.body.insert(len(first.element.body) - 1, block)
    out = io.BytesIO()
    first.save(out)
    return out.getvalue()


def annex2(root: Path, **changes: Any) -> bytes:
    """Annex 2 of example-one in Word, with some fields changed."""
    value = {**yaml.safe_load((root / ONE).read_text(encoding="utf-8")), **changes}
    loaded = registry.load(root)
    return word.written(annex1_2.form2(loaded, committee_records.committee(value), "0" * 12, ADDRESS))


def test_two_committees_in_one_document(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Told in a folder of one committee; outside of any taken apart, each judged alone, and never mixed."""
    address = "示例市新的地址 9 号"
    changed = forms(small, address=address)["附件1.docx"]
    both = joined(changed, annex2(small), forms(small, **NEW)["附件1.docx"], annex2(small, **NEW))
    put(tmp_path / "夹" / "一处", {"两个.docx": both})
    before = files(small)
    assert run(small, tmp_path / "夹", "--yes") == 1
    assert "同一个文件里还有一份附件1，与它写的不同" in capsys.readouterr().out
    assert files(small) == before
    put(tmp_path / "散", {"两个.docx": both})
    assert run(small, tmp_path / "散", *WHERE, "--yes") == 1
    said = capsys.readouterr().out
    assert "一个文件里有几个评审委员会的表" not in said
    assert f"—— {NEW['name']}\n" in said
    assert yaml_reading.read(small, ONE).value["address"] == address
    assert {name for name, content in files(small).items() if before.get(name) != content} == {ONE, SEALED}


@pytest.mark.parametrize("order", [(0, 1, 0), (2, 0, 1)], ids=["one-of-them-in-two-places", "a-table-before-the-first-name"])
def test_a_document_that_cannot_be_taken_apart_is_told(small: Path, tmp_path: Path, capsys: Capture, order: tuple[int, ...]) -> None:
    parts = (forms(small)["附件1.docx"], forms(small, **NEW)["附件1.docx"], annex2(small, name="　"))
    put(tmp_path / "散", {"两个.docx": joined(*(parts[i] for i in order))})
    before = files(small)
    assert run(small, tmp_path / "散", *WHERE, "--yes") == 1
    assert "F006 一个文件里有几个评审委员会的表：“示例自治区" in capsys.readouterr().out
    assert files(small) == before


def test_tables_keep_their_numbers(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """What is said of a table is true of the clerk's own file."""
    second = docx.Document(io.BytesIO(forms(small, **NEW)["附件1.docx"]))
    for row in second.tables[0].rows:
        if any("层级" in cell.text for cell in row.cells[:-1]):
            row.cells[-1].text = "看情况"
    out = io.BytesIO()
    second.save(out)
    put(tmp_path / "散", {"两个.docx": joined(forms(small)["附件1.docx"], out.getvalue())})
    count = len(docx.Document(io.BytesIO(forms(small)["附件1.docx"])).tables)
    assert run(small, tmp_path / "散", *WHERE, "--yes") == 1
    said = capsys.readouterr().out
    assert f"第 {count + 1} 个表格" in said, said


def test_twice_the_same_committee(small: Path, tmp_path: Path, capsys: Capture) -> None:
    put(tmp_path / "夹" / "一处", forms(small, address="示例市新的地址 9 号"))
    put(tmp_path / "夹" / "又一处", forms(small, address="示例市新的地址 10 号"))
    before = files(small)
    assert run(small, tmp_path / "夹", "--yes") == 1
    assert "与“又一处”都是 example-one 的表，分不清以哪一份为准" in capsys.readouterr().out
    assert files(small) == before


def test_twice_the_same_new_committee(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """One of the folders gives an id, the other does not: none is written, and both are told. Of another unit it is another one."""
    put(tmp_path / "夹" / "xj-new", forms(small, **NEW))
    put(tmp_path / "夹" / "又一份", forms(small, **NEW))
    before = files(small)
    assert run(small, tmp_path / "夹", *WHERE, "--yes") == 1
    out = capsys.readouterr().out
    assert f"与“又一份”都是“{NEW['name']}”（{NEW['organiser']}）的表，分不清以哪一份为准" in out
    assert "与“xj-new”都是“" in out
    assert files(small) == before
    put(tmp_path / "两处" / "xj-new", forms(small, **NEW))
    put(tmp_path / "两处" / "xj-other", forms(small, **NEW | {"organiser": "示例自治区另一厅"}))
    run(small, tmp_path / "两处", *WHERE, "--yes")
    assert "分不清以哪一份为准" not in capsys.readouterr().out


def test_questions_go_to_a_draft_of_each(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """The answers of one committee are not those of another, though their files have the same names."""
    form = docx.Document(str(folder / "一处/附件1.docx"))
    pairs = [pair for row in form.tables[0].rows for pair in itertools.pairwise(dict.fromkeys(row.cells))]
    (cell,) = [beside for label, beside in pairs if label.text.startswith("评审层级")]
    cell.text = "高级、中级"
    form.save(str(folder / "一处/附件1.docx"))
    assert run(small, folder, *WHERE, "--draft", tmp_path / "草稿", "--format", "json") == 1
    made = {one["label"]: one for one in json.loads(capsys.readouterr().out)["committees"]}
    assert {name: one["written"] for name, one in made.items()} == {"xj-new": False, "一处": False, "三处": False}
    assert made["一处"]["questions"] == 1
    answers = tmp_path / "草稿/一处/answers.yaml"
    (asked,) = yaml.safe_load(answers.read_text(encoding="utf-8"))
    answers.write_text(f'"{asked}": "副高级、中级"\n', encoding="utf-8")
    assert run(small, folder, *WHERE, "--draft", tmp_path / "草稿", "--yes") == 1
    assert [row[-1] for row in rows(capsys.readouterr().out)] == ["已写好", "已写好", "没有写"]
    assert yaml_reading.read(small, ONE).value["reviews"][0]["levels"] == ["intermediate", "associate-senior"]


@pytest.mark.parametrize("later", ["", None, "n"])
@pytest.mark.parametrize("draft", [True, False])
def test_on_a_terminal_each_is_asked_about_or_left_for_later(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, later: str | None, draft: bool
) -> None:
    """Committee by committee; one that is left for later keeps its questions in its draft, and the others are written."""
    for name in ("甲", "乙"):
        value = forms(small, name=f"示例自治区{name}系列评审委员会", organiser=f"示例自治区{name}厅", contacts=None)
        put(tmp_path / "夹" / name, value)
    talk: list[str] = []
    answers = {"乙": "y", "甲": later}
    typed = iter(["xj-second"])

    def ask(question: str) -> str | None:
        talk.append(question)
        if "现在回答吗" in question:
            return answers[question.split("：")[0].removeprefix("—— ")]
        return "y" if "写入吗" in question else next(typed, "")

    monkeypatch.setattr(cli, "_ask", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    more: list[str | Path] = ["--draft", tmp_path / "草稿"] if draft else []
    assert run(small, tmp_path / "夹", *more) == 1
    assert [one for one in talk if "现在回答吗" in one] == [
        "—— 乙：有 3 处要回答。现在回答吗？[y/N，直接回车留到以后] ",
        "—— 甲：有 3 处要回答。现在回答吗？[y/N，直接回车留到以后] ",
    ]
    assert yaml_reading.read(small, "registry/committees/650000/xj-second.yaml").value["name"] == "示例自治区乙系列评审委员会"
    out = capsys.readouterr().out
    assert "登记册里没有名称是“示例自治区甲系列评审委员会”的评审委员会，还没有编号" in out
    assert [(row[0], row[-1]) for row in rows(out)] == [("示例自治区乙系列评审委员会", "已写好"), ("示例自治区甲系列评审委员会", "没有写")]
    if draft:
        kept = {name: yaml.safe_load((tmp_path / "草稿" / name / "answers.yaml").read_text(encoding="utf-8")) for name in ("甲", "乙")}
        assert {name: said["编号"] for name, said in kept.items()} == {"甲": "", "乙": "xj-second"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--committee", "xj-new"], "--committee 是对一个评审委员会说的，不能与 --batch 一起写，请把这一个单独导入"),
        (["--signed-by", "示例甲", "--signed-on", "2026-06-01"], "--signed-by 是对一个评审委员会说的"),
        (["--answers", "a.yaml"], "回答请写在 --draft 的文件夹里"),
        (["另一个"], "--batch 只写一个文件夹或 .zip"),
    ],
)
def test_wrong_usage(small: Path, folder: Path, capsys: Capture, more: list[str], said: str) -> None:
    assert run(small, folder, *more) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["甲/附件1.docx", "甲/赋分表/一.xlsx", "乙.zip"], ["乙.zip", "甲"]),
        (["地区/甲/附件1.docx", "地区/乙/附件1.docx"], ["地区/乙", "地区/甲"]),
        (["地区/甲/附件1/一.docx", "地区/甲/附件2/二.docx"], ["地区/甲"]),
        (["地区/甲.zip", "地区/乙/一.docx"], ["地区/乙", "地区/甲.zip"]),
        (["附件1/一.docx", "附件3/二.xlsx"], ["一个"]),  # outside of any folder of a committee: by the names in them
        (["甲/一.docx", "甲/下面/二.docx"], ["甲"]),
    ],
)
def test_folders(tmp_path: Path, names: list[str], labels: list[str]) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    parts = batch.taken_apart(tmp_path, lambda files: FilledForms(named=[(files[0][0], "附件1", "一个")]), [])
    assert [part.label for part in parts] == labels
    assert sum(len(part.files) for part in parts) == len(names)


@pytest.mark.parametrize(
    ("label", "folders"),
    [
        ("喀什/卫生系列", ["喀什", "卫生系列"]),
        ("../..//x", ["x"]),
        ("..", ["_"]),
        ('甲:乙?"丙"', ["甲_乙__丙_"]),
        ("长" * 60, ["长" * 60]),
        ("长" * 61, ["长" * 60 + "-54a8e028"]),
    ],
)
def test_the_folder_of_a_draft(label: str, folders: list[str]) -> None:
    assert batch.folder_names(label) == folders
