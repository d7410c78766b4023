"""Old formats: named for what they are; converted by LibreOffice where it is there and it is asked for; written after a question only.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

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
from zhicheng.system import libreoffice

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")]

Capture = pytest.CaptureFixture[str]
ONE = registries.ONE
NEW = "registry/committees/650000/xj-new.yaml"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
OPTIONS = ["--committee", "xj-new", "--authority", "region", "--area", "650000", "--filed-on", "2026-06-02"]
SOFFICE = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/calls"
while [ $# -gt 1 ]; do
    [ "$1" = --convert-to ] && kind=$2
    [ "$1" = --outdir ] && out=$2
    shift
done
mkdir -p "$out" && cp "$(dirname "$0")/converted" "$out/form.$kind"
"""


def run(root: Path, *arguments: str | Path) -> int:
    return main(["import", *map(str, arguments), "--root", str(root), "--as-of", "2026-11-23"])


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """A folder with Annex 1 as an old Word file, and Annex 2 of Excel."""
    loaded = registry.load(small)
    changes = {"name": "示例自治区新系列评审委员会", "organiser": "示例自治区新厅", "contacts": None}
    record = committee_records.committee(yaml.safe_load((small / ONE).read_text(encoding="utf-8")) | changes)
    folder = tmp_path / "填好的表"
    folder.mkdir()
    (folder / "附件1.doc").write_bytes(OLD)
    (folder / "附件2.xlsx").write_bytes(excel.written(annex1_2.form2(loaded, record, "0" * 12, "https://zhicheng.example.org/")))
    (tmp_path / "bin").mkdir()
    made = word.written(annex1_2.form1(loaded, record, "0" * 12, "https://zhicheng.example.org/", CONTACTS))
    (tmp_path / "bin/converted").write_bytes(made)
    return folder


@pytest.fixture
def soffice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that stands for LibreOffice; the folder it lies in."""
    place = folder.parent / "bin"
    (place / "soffice").write_text(SOFFICE, encoding="utf-8")
    (place / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}:/usr/bin:/bin")
    return place


def test_without_it_the_step_that_helps_is_said(small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    assert run(small, folder, *OPTIONS) == 1
    out, talk = capsys.readouterr()
    assert "附件1.doc:1:1: F001 这是旧式 Word 文档（.doc），不能读" in out
    assert "另存为" in out
    assert "LibreOffice" not in out + talk


def test_nothing_is_converted_unasked(small: Path, folder: Path, soffice: Path, tmp_path: Path, capsys: Capture) -> None:
    """--yes answers no question. The draft holds it; after the answer the result is shown, and written after a yes only."""
    draft = tmp_path / "草稿"
    assert run(small, folder, *OPTIONS, "--draft", draft, "--yes") == 1
    assert not (soffice / "calls").exists()
    answers = draft / "answers.yaml"
    assert yaml.safe_load(answers.read_text(encoding="utf-8")) == {"附件1.doc": ""}
    assert "# 可填：“转换”" in answers.read_text(encoding="utf-8")
    answers.write_text('"附件1.doc": "转换"\n', encoding="utf-8")
    capsys.readouterr()
    assert run(small, folder, *OPTIONS, "--draft", draft) == 2
    out, talk = capsys.readouterr()
    assert "附件1.doc:1:1: F001 （提醒）这是用 LibreOffice 转换以后读的，可能丢了内容" in out
    assert "没有写任何文件：没有人可以问。" in talk
    assert not (small / NEW).exists()
    assert len((soffice / "calls").read_text(encoding="utf-8").splitlines()) == 1
    assert run(small, folder, *OPTIONS, "--draft", draft, "--yes") == 0
    assert yaml_reading.read(small, NEW).value["name"] == "示例自治区新系列评审委员会"


@pytest.mark.parametrize(("typed", "written"), [(["1", "y"], True), (["1", "n"], False), (["", None], False)])
def test_it_is_asked_on_a_terminal(
    small: Path, folder: Path, soffice: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str | None], written: bool
) -> None:
    """A new record, which is written without a question else, is not where it was converted."""
    asked: list[str] = []
    answers = iter(typed)

    def ask(question: str) -> str | None:
        asked.append(question)
        return "" if question.startswith("请回答") else next(answers)  # what the forms lack is left open

    monkeypatch.setattr(cli, "_ask", ask)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    run(small, folder, *OPTIONS)
    assert asked[0] == "这个文件怎么办（序号或内容，直接回车先不答）："
    assert (small / NEW).exists() == written


def test_what_it_cannot_convert_is_said(small: Path, folder: Path, soffice: Path, tmp_path: Path, capsys: Capture) -> None:
    (soffice / "soffice").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text('"附件1.doc": "转换"\n', encoding="utf-8")
    assert run(small, folder, *OPTIONS, "--answers", tmp_path / "a.yaml", "--yes") == 1
    assert "LibreOffice 转换不了这个文件" in capsys.readouterr().out
    assert not (small / NEW).exists()


def test_macros_are_not_converted(small: Path, folder: Path, soffice: Path, tmp_path: Path) -> None:
    (folder / "附件1.doc").write_bytes(OLD + "_VBA_PROJECT".encode("utf-16-le"))
    (tmp_path / "a.yaml").write_text('"附件1.doc": "转换"\n', encoding="utf-8")
    assert run(small, folder, *OPTIONS, "--answers", tmp_path / "a.yaml", "--yes") == 1
    assert not (soffice / "calls").exists()


def test_a_member_of_a_zip_is_converted_too(small: Path, folder: Path, soffice: Path, tmp_path: Path) -> None:
    """The question names it within its .zip."""
    packed = tmp_path / "填好的表.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    draft = tmp_path / "草稿"
    assert run(small, packed, *OPTIONS, "--draft", draft) == 1
    answers = draft / "answers.yaml"
    assert yaml.safe_load(answers.read_text(encoding="utf-8")) == {"填好的表.zip/附件1.doc": ""}
    answers.write_text('"填好的表.zip/附件1.doc": "转换"\n', encoding="utf-8")
    assert run(small, packed, *OPTIONS, "--draft", draft, "--yes") == 0
    assert (small / NEW).exists()
