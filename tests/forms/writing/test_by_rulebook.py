"""What rulebooks decide of the forms: the sentence below a roster, and which annexes there are."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.commands.cli import main
from zhicheng.forms import writing
from zhicheng.forms.writing import annex3
from zhicheng.forms.writing.layout import Line
from zhicheng.registry import registry

LETTER, ORDER = "registry/rulebooks/letter-2019.yaml", "registry/rulebooks/order-40.yaml"
USUAL = "推荐单位声明：以上人员拥护中国共产党，政治思想素质和职业道德符合要求，清正廉洁，能公正履行评审职责。"
Capture = pytest.CaptureFixture[str]


def state(root: Path, line: str, path: str = LETTER) -> None:
    """Puts a line into a rulebook in place of what it says of the same."""
    key = line.partition(":")[0]
    text = re.sub(rf"(?m)^{key}: .*\n", "", (root / path).read_text(encoding="utf-8"))
    registries.write(root, path, text.replace("rules:\n", f"{line}\nrules:\n", 1) if ":" in line else text)


def blank_roster(root: Path) -> str:
    made = next(one.make()[0] for one in writing.blanks(registry.load(root), False) if one.name == "blank.form-3.docx")
    return re.sub("<[^>]+>", "", zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode())


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("declaration", USUAL),
        ("declaration: 以上人员政治坚定，作风正派。", "推荐单位声明：以上人员政治坚定，作风正派。"),
        ("declaration: 以上人员爱国爱疆。", "推荐单位声明：以上人员爱国爱疆。"),
    ],
)
def test_the_declaration_is_the_rulebooks(small: Path, line: str, declared: str) -> None:
    """On a blank form and on that of a roster; a common sentence, of no region, where none is given."""
    state(small, line)
    assert declared in blank_roster(small)
    loaded = registry.load(small)
    form = annex3.form3(loaded, loaded.by_id["example-one"], {"round": "2019", "experts": []}, "0" * 12, "")
    assert [block.text for block in form.blocks if isinstance(block, Line) and "声明" in block.text] == [declared]


def test_the_declaration_of_the_first_rulebook_and_of_the_round(small: Path) -> None:
    state(small, "declaration: 甲的声明。")
    state(small, "declaration: 乙的声明。", ORDER)
    assert "推荐单位声明：甲的声明。" in blank_roster(small)
    text = (small / "registry/rounds/2026.yaml").read_text(encoding="utf-8")
    registries.write(small, "registry/rounds/2026.yaml", text.replace("[letter-2019, order-40]", "[order-40, letter-2019]"))
    assert "推荐单位声明：乙的声明。" in blank_roster(small)
    assert {f.message.partition("：")[0] for f in registries.findings(small) if f.code == "X015"} == {"花名册的声明（declaration）"}


@pytest.mark.parametrize(
    ("line", "numbers"), [("annexes", {1, 2, 3}), ("annexes: [1, 2, 3]", {1, 2, 3}), ("annexes: [1, 2]", {1, 2}), ("annexes: [1]", {1})]
)
def test_blank_forms_of_the_annexes_that_there_are(small: Path, line: str, numbers: set[int]) -> None:
    state(small, line)
    names = [file.name for file in writing.blanks(registry.load(small), False)]
    assert {int(found[1]) for name in names if (found := re.search("form-([0-9])", name))} == numbers


def test_export_only_the_annexes_that_there_are(small: Path, capsys: Capture) -> None:
    state(small, "annexes: [1]")
    assert main(["export", "example-one", "--root", str(small)]) == 0
    assert "form-2" not in capsys.readouterr().out
    assert main(["export", "example-one", "--form", "2", "--root", str(small)]) == 2
    assert "本登记册没有附件2，有的是附件1（规则文件的 annexes）。请改 --form。" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["annexes: []", "annexes: [4]", "annexes: [1, 1]", 'declaration: ""'])
def test_what_is_no_annex(small: Path, line: str) -> None:
    state(small, line)
    assert {f.code for f in registries.findings(small) if f.file == LETTER} <= {"S004", "S006", "S007"}
    assert [f for f in registries.findings(small) if f.file == LETTER]
