"""What the forms lack is asked for: the id, level and division of the unit, validity, panel, who may apply. All people are invented."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.vault_commands import CONTACTS

from zhicheng.commands import cli
from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
NEW = "registry/committees/650000/xj-new.yaml"
ADDRESS = "https://zhicheng.example.org/"
ALL = {"编号": "xj-new", "有效期": "2026-01-01 至 2028-12-31", "评委会组成": "25 人，按专业组建", "受理对象": "面向社会"}


def run(root: Path, *arguments: str | Path, command: str = "import") -> int:
    return main([command, *map(str, arguments), "--root", str(root), "--as-of", "2026-11-23"])


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """The forms of a new committee that say neither validity nor panel nor who may apply."""
    loaded = registry.load(small)
    value = yaml.safe_load((small / registries.ONE).read_text(encoding="utf-8"))
    value |= {"name": "示例自治区新系列评审委员会", "organiser": "示例自治区新厅", "scope": {"areas": ["650000"]}}
    made = committee_records.committee({key: one for key, one in value.items() if key not in ("valid", "panel", "office", "nature")})
    folder = tmp_path / "填好的表"
    folder.mkdir()
    (folder / "附件1.docx").write_bytes(word.written(annex1_2.form1(loaded, made, "0" * 12, ADDRESS, CONTACTS)))
    (folder / "附件2.xlsx").write_bytes(excel.written(annex1_2.form2(loaded, made, "0" * 12, ADDRESS)))
    return folder


def answers(folder: Path, said: dict[str, str]) -> list[str | Path]:
    path = folder / "回答.yaml"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return ["--answers", path]


def value_of(root: Path, path: str = NEW) -> dict[str, Any]:
    return yaml_reading.read(root, path).value


def test_all_that_lacks_is_answered_in_a_file(small: Path, folder: Path, tmp_path: Path) -> None:
    assert run(small, folder, "--yes", *answers(tmp_path, ALL)) == 0
    value = value_of(small)
    assert value["id"] == "xj-new"
    assert value["valid"] == {"from": "2026-01-01", "until": "2028-12-31"}
    assert value["panel"] == {"members": 25, "formed_by": "specialty"}
    assert value["scope"]["open_to"] == "public"


@pytest.mark.parametrize("use", ["optional", "unused"])
def test_scoring_tables_that_are_not_required(small: Path, folder: Path, use: str, capsys: Capture) -> None:
    """Forms without them become a record without them; it keeps the example where they may be added."""
    for book in (small / "registry/rulebooks").iterdir():
        rules = yaml.safe_load(book.read_text(encoding="utf-8"))
        rules.get("rules", {}).pop("E115", None)
        book.write_text(json.dumps(rules | {"fields": {"scoring": use}}, ensure_ascii=False), encoding="utf-8")
    value = yaml.safe_load((small / registries.ONE).read_text(encoding="utf-8"))
    made = committee_records.committee({**value, "name": "示例自治区新系列评审委员会", "organiser": "示例自治区新厅", "scoring": []})
    (folder / "附件1.docx").write_bytes(word.written(annex1_2.form1(registry.load(small), made, "0" * 12, ADDRESS, CONTACTS)))
    assert run(small, folder, *answers(folder, ALL), "--yes") == 0, capsys.readouterr()
    assert "scoring" not in value_of(small)
    assert "赋分表 0 张" in capsys.readouterr().out
    assert ("\n# scoring:\n" in (small / NEW).read_text(encoding="utf-8")) == (use == "optional")


def test_only_the_id_stops(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """The draft has all questions with what may be answered; without those that may be left out it is written."""
    draft = tmp_path / "草稿"
    assert run(small, folder, "--draft", draft) == 1
    out, _ = capsys.readouterr()
    assert out.count("F002") == 1
    assert "登记册里没有名称是“示例自治区新系列评审委员会”的评审委员会，还没有编号" in out
    kept = (draft / "answers.yaml").read_text(encoding="utf-8")
    assert list(yaml.safe_load(kept)) == ["编号", "有效期", "评委会组成", "受理对象"]
    assert "# 可填：“面向社会”、“限本系统”、“限本单位”、“不写”\n" in kept
    assert "# 建议：请回答，如“2026-01-01 至 2028-12-31”。\n" in kept
    (draft / "answers.yaml").write_text('"编号": xj-new\n"有效期": 不写\n', encoding="utf-8")
    assert run(small, folder, "--draft", draft, "--yes") == 0
    value = value_of(small)
    assert "valid" not in value
    assert "panel" not in value
    assert list(yaml.safe_load((draft / "answers.yaml").read_text(encoding="utf-8"))) == ["编号", "有效期", "评委会组成", "受理对象"]


def test_without_a_draft_what_lacks_is_named(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(small, folder, "--yes", *answers(tmp_path, {"编号": "xj-new"})) == 0
    assert "表里没有写有效期、评委会组成、受理对象：可以加上 --draft 文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "said", "message"),
    [
        ("有效期", "三年", "回答的有效期：“三年”前面没有项目名称"),
        ("有效期", "2026-01-01 至 2028-13-01", "回答的有效期："),
        ("评委会组成", "二十五个", "回答的评委会组成："),
        ("评委会组成", "25 人，随便", "回答的评委会组成："),
        ("受理对象", "大家", "回答的受理对象：“大家”不在可填的词里"),
        ("编号", "新的", "回答的编号：编号只能用小写字母、数字和短横"),
        ("编号", "employer-650000", "回答的编号：编号 employer-650000 是单位直接报送的花名册用的，评审委员会请另起一个"),
    ],
)
def test_an_answer_that_is_not_understood(
    small: Path, folder: Path, tmp_path: Path, capsys: Capture, name: str, said: str, message: str
) -> None:
    """It stops the import, and is asked again."""
    assert run(small, folder, "--yes", *answers(tmp_path, ALL | {name: said})) == 1
    assert message in capsys.readouterr().out
    assert not (small / NEW).exists()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("25人，按系列组建", {"members": 25, "formed_by": "series"}),
        ("不少于 11 人，按专业组建", {"at_least": 11, "formed_by": "specialty"}),
        ("组成人员人数：25\n组建方式：按专业组建", {"members": 25, "formed_by": "specialty"}),
    ],
)
def test_a_panel_in_words(small: Path, folder: Path, tmp_path: Path, said: str, wanted: dict[str, Any]) -> None:
    """In short, or as the row of the form has it."""
    assert run(small, folder, "--yes", *answers(tmp_path, ALL | {"评委会组成": said})) == 0
    assert value_of(small)["panel"] == wanted


def test_asked_on_a_terminal(small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """One after another, with choices; a blank answer leaves one out that may be left out."""
    typed = iter(["xj-new", "2026年1月1日至2028年12月31日", "", "1"])
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return "y" if "写成新的登记" in question else next(typed, "")

    monkeypatch.setattr(cli, "_ask", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert run(small, folder) == 0
    assert asked[0].startswith("请回答（")
    value = value_of(small)
    assert value["valid"] == {"from": "2026-01-01", "until": "2028-12-31"}
    assert "panel" not in value
    assert value["scope"]["open_to"] == "public"


def test_level_and_division(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """The form of a university, whose name tells neither."""
    form = tmp_path / "附件1.docx"
    shutil.copy(next((registries.HERE / "data/forms/062-university").glob("*.docx")), form)
    given = {"编号": "example-university", "单位级别": "自治区级单位", "单位所属行政区划": "650000"}
    assert run(small, form, *answers(tmp_path, given)) == 0
    value = value_of(small, "registry/committees/650000/example-university.yaml")
    assert (value["authority"], value["area"]) == ("region", "650000")
    capsys.readouterr()
    (small / "registry/committees/650000/example-university.yaml").unlink()
    assert run(small, form, *answers(tmp_path, given | {"单位所属行政区划": "火星"})) == 1
    assert "回答的单位所属行政区划：没有叫“火星”的地区" in capsys.readouterr().out


def test_a_registered_committee_is_asked_nothing(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(small, folder, "--yes", *answers(tmp_path, {"编号": "xj-new"})) == 0
    capsys.readouterr()
    assert run(small, folder, "--yes", "--draft", tmp_path / "草稿") == 0
    assert not yaml.safe_load((tmp_path / "草稿/answers.yaml").read_text(encoding="utf-8"))


def test_submit_asks_too(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """Without --committee, the id is a question like the others; with the answers it goes all the way."""
    out = tmp_path / "报送"
    assert run(small, folder, "--yes", "--out", out, command="submit") == 1
    assert "还没有编号" in capsys.readouterr().out
    assert run(small, folder, "--yes", "--out", out, *answers(tmp_path, ALL), command="submit") == 0
    assert value_of(small)["panel"] == {"members": 25, "formed_by": "specialty"}
    assert (out / "xj-new-2026.zip").exists()


def test_a_finding_on_an_answer_names_it(small: Path, folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """A rule that speaks of an answer says so, and names no line of a file that the clerk has not written."""
    run(small, folder, "--yes", *answers(tmp_path, ALL | {"评委会组成": "24 人，按专业组建"}), "--out", tmp_path / "报送", command="submit")
    out = capsys.readouterr().out
    assert "回答的评委会组成：" in out
    assert "24" in out
