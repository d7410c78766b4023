"""Fields that rulebooks require, leave open or do not use: S002 for what is missing, X016 for what is not used, and what `new` offers."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.documents.schemas import schema
from zhicheng.forms import writing
from zhicheng.forms.intake import record as intake
from zhicheng.registry import new_record, public_record, registry

WORDS = registry.load(registries.SMALL).words
LETTER, ORDER = "registry/rulebooks/letter-2019.yaml", "registry/rulebooks/order-40.yaml"
SCORING = "“量化赋分表”（scoring）"
ROUND = "registry/rounds/2026.yaml"


def set_fields(root: Path, line: str, path: str = LETTER) -> None:
    """Gives a rulebook this line of fields; empty: none."""
    text = re.sub(r"(?m)^fields: .*\n", "", (root / path).read_text(encoding="utf-8"))
    registries.write(root, path, text.replace("rules:\n", f"{line}rules:\n", 1))


def said(root: Path, changes: str) -> list[tuple[str, str, str, str]]:
    text = registries.record(changes)
    registries.write(root, registries.home(text), text)
    return [(f.code, f.severity, f.message, f.clause) for f in registries.findings(root)]


@pytest.mark.parametrize("line", ["", "fields: {scoring: required}\n", "fields: {valid: optional}\n"])
def test_scoring_is_required_as_before(empty: Path, line: str) -> None:
    """With the words, the place and the clause that the schema gave, whether a rulebook says so or none does."""
    set_fields(empty, line)
    assert said(empty, "scoring:\n") == [("S002", "error", "缺少“量化赋分表”（scoring）", "备案登记的函（2019）一（三）、附件1")]
    [finding] = registries.findings(empty)
    assert (finding.line, finding.column, finding.pointer) == (2, 1, ""), "where the record begins, as for any missing field"
    assert finding.hint == schema("committee")["properties"]["scoring"]["description"]


_REVIEW = "{series: accounting, levels: [%s], method: %s, catalog: {会计: [财务会计]}}"


@pytest.mark.parametrize(
    ("reviews", "none", "needed"),
    [
        ([("junior, intermediate", "exam")], "", False),
        ([("junior", "recognition")], "", False),
        ([("intermediate", "exam"), ("associate-senior", "exam-and-review")], "", True),
        ([("intermediate", "exam"), ("associate-senior", "exam-and-review")], "{level: associate-senior, words: 由专家评议}", False),
        ([("full-senior", "review")], "{level: full-senior, words: 由专家评议}", False),
        ([("associate-senior, full-senior", "review")], "{level: full-senior, words: 由专家评议}", True),
        ([("full-senior", "review")], "{level: associate-senior, words: 由专家评议}", True),
    ],
)
def test_scoring_is_required_of_what_experts_score(empty: Path, reviews: list[tuple[str, str]], none: str, needed: bool) -> None:
    """Not of examinations and recognition, nor of levels of which a record says that they have no table, as E115 advises."""
    changes = f"scoring:\nreviews: [{', '.join(_REVIEW % one for one in reviews)}]\n" + (f"scoring_none: [{none}]\n" if none else "")
    found = [(code, message) for code, severity, message, _ in said(empty, changes) if severity == "error"]
    assert found == ([("S002", "缺少“量化赋分表”（scoring）")] if needed else [])


@pytest.mark.parametrize("use", ["optional", "unused"])
def test_scoring_may_be_missing(empty: Path, use: str) -> None:
    """Nothing is said of it, and no table is published."""
    set_fields(empty, f"fields: {{scoring: {use}}}\n")
    assert said(empty, "scoring:\n") == []
    committee = registry.load(empty).committees[0].record
    assert committee.scoring == ()
    assert "scoring" not in public_record.committee(committee)


@pytest.mark.parametrize(
    ("line", "changes", "expected"),
    [
        (
            "fields: {valid: required}\n",
            "valid:\n",
            [("S002", "error", "缺少“核准备案有效期”（valid）", "备案登记的函（2019）一（三）、附件1")],
        ),
        ("fields: {nature: required}\n", "nature: hospital\n", []),
        ("fields: {nature: optional}\n", "nature: hospital\n", []),
        (
            "fields: {nature: unused}\n",
            "nature: hospital\n",
            [("X016", "warning", "这里不用填写“单位性质”（nature）", "备案登记的函（2019）一（三）、附件1")],
        ),
        ("fields: {nature: unused}\n", "", []),
    ],
)
def test_by_the_rulebook(empty: Path, line: str, changes: str, expected: list[tuple[str, str, str, str]]) -> None:
    set_fields(empty, line)
    assert [one for one in said(empty, changes) if one[0] in ("S002", "X016")] == expected


def test_by_the_round_of_the_last_filing(empty: Path) -> None:
    """What a new document requires makes no error of what was filed before it."""
    set_fields(empty, "fields: {nature: required}\n", ORDER)
    assert said(empty, 'filings: [{round: "2019", date: "2019-06-18"}]\nvalid:\n') == []
    assert [one[0] for one in said(empty, 'filings: [{round: "2026", date: "2026-06-02"}]\n')] == ["S002"]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [("optional", "required", []), ("required", "optional", ["S002"])],
    ids=["first-optional", "first-required"],
)
def test_the_first_rulebook_decides(empty: Path, first: str, second: str, codes: list[str]) -> None:
    """And X015 tells of the other."""
    set_fields(empty, f"fields: {{nature: {first}}}\n")
    set_fields(empty, f"fields: {{nature: {second}}}\n", ORDER)
    found = said(empty, "")
    assert [one[0] for one in found if one[0] == "S002"] == codes
    assert [one[2] for one in found if one[0] == "X015"] == [
        f"对 nature 的要求（fields）：“备案登记的函（2019）”是 {first}（fields），“人社部令第40号”是 {second}（fields）"
    ]


@pytest.mark.parametrize(
    ("line", "platform", "expected"),
    [
        ("", True, []),
        ("", False, [("S002", "“截止日期”里缺少“平台录入截止日期”（platform）")]),
        ("fields: {platform: optional}\n", False, []),
        ("fields: {platform: optional}\n", True, []),
        ("fields: {platform: unused}\n", False, []),
        ("fields: {platform: unused}\n", True, [("X016", "这里不用填写“平台录入截止日期”（platform）")]),
    ],
)
def test_the_deadline_of_a_platform(empty: Path, line: str, platform: bool, expected: list[tuple[str, str]]) -> None:
    set_fields(empty, line)
    if not platform:
        for path in (empty / "registry/rounds").glob("*.yaml"):
            path.write_text(re.sub(r', platform: "[0-9-]+"', "", path.read_text(encoding="utf-8")), encoding="utf-8")
    found = [f for f in registries.findings(empty) if f.file == ROUND]
    assert [(f.code, f.message) for f in found] == expected


def test_new_leaves_out_what_is_not_used(empty: Path) -> None:
    set_fields(empty, "fields: {scoring: unused, nature: unused}\n")
    books = registry.load(empty).rulebooks_of("2026")
    text = new_record.record_text(WORDS, "some-id", "region", "650000", "2026", date(2026, 6, 1), books)
    assert not re.search(r"(?m)^#? ?(scoring|nature):", text)
    assert new_record.record_text(WORDS, "some-id", "region", "650000", "2026", date(2026, 6, 1)).count("\nscoring:\n") == 1


def test_new_offers_optional_scoring_as_an_example(empty: Path) -> None:
    """As other optional fields: behind #, and said to be optional."""
    set_fields(empty, "fields: {scoring: optional}\n")
    books = registry.load(empty).rulebooks_of("2026")
    text = new_record.record_text(WORDS, "some-id", "region", "650000", "2026", date(2026, 6, 1), books)
    assert "# 量化赋分表（选填）：" in text
    assert "\n# scoring:\n#   - title:\n" in text
    assert "\nscoring:" not in text


def test_blank_forms_and_import_follow(empty: Path) -> None:
    """No blank scoring table, and forms without one are complete."""

    def blank() -> str:
        made = next(file.make()[0] for file in writing.blanks(registry.load(empty), False) if file.name == "blank.form-1.docx")
        return zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()

    assert intake.tables(registry.load(empty)).scoring_required
    assert "量化赋分表：" in blank()
    assert "example.scoring.xlsx" in {file.name for file in writing.blanks(registry.load(empty), False)}
    set_fields(empty, "fields: {scoring: unused}\n")
    assert "量化赋分表：" not in blank()
    assert not any("scoring" in file.name for file in writing.blanks(registry.load(empty), False))
    assert not intake.tables(registry.load(empty)).scoring_required
