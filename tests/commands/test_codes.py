"""`zhicheng codes`: each specialty gets a code once, for ever; codes are only added."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries

from zhicheng.commands.cli import main
from zhicheng.registry import public, registry, specialty_codes
from zhicheng.registry.records.specialties import specialties

Capture = pytest.CaptureFixture[str]
DAY = "2026-11-23"
TWO = "reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [城市规划, 建筑结构], 市政工程: [给水排水]}}]"
THIRD = "reviews: [{series: engineering, levels: [associate-senior], catalog: {市政工程: {给水排水: [给水], 道路: [], 桥梁: []}}}]"


def codes(root: Path) -> int:
    return main(["codes", "--root", str(root), "--as-of", DAY])


def table(root: Path) -> Path:
    return root / specialty_codes.PATH


def with_reviews(root: Path, reviews: str) -> Path:
    registries.write(root, registries.ONE, registries.record(reviews))
    return root


def test_first_codes(empty: Path, capsys: Capture) -> None:
    """A new table: the number of the series, of the first and of the second level, in the order of the record."""
    assert codes(with_reviews(empty, TWO)) == 0
    out, talk = capsys.readouterr()
    assert out == "05-001-001  建筑工程/城市规划\n05-001-002  建筑工程/建筑结构\n05-002-001  市政工程/给水排水\n"
    assert talk == "分配了 3 个代码，写在 registry/reference/specialties.yaml。\n"
    assert table(empty).read_text(encoding="utf-8").splitlines()[-1] == (
        '  - {series: engineering, first: 市政工程, second: 给水排水, code: "05-002-001", since: "2026-11-23"}'
    )
    assert [finding for finding in registries.findings(empty) if finding.code.startswith("X0")] == []


def test_codes_are_only_added(empty: Path, capsys: Capture) -> None:
    """What is there stays byte for byte, comments and specialties that nobody reviews any more too; their numbers are not given again."""
    codes(with_reviews(empty, TWO))
    kept = table(empty).read_text(encoding="utf-8").replace("specialties:\n", "specialties:\n  # 2026 年第一批\n")
    table(empty).write_text(kept, encoding="utf-8")
    capsys.readouterr()
    assert codes(with_reviews(empty, THIRD)) == 0
    assert capsys.readouterr().out == "05-002-001-001  市政工程/给水排水/给水\n05-002-002  市政工程/道路\n05-002-003  市政工程/桥梁\n"
    assert table(empty).read_text(encoding="utf-8").startswith(kept)
    assert codes(empty) == 0
    assert capsys.readouterr() == ("", "全部专业都有代码，没有改动。\n")


def test_the_number_of_a_retired_specialty_is_not_given_again(empty: Path) -> None:
    lines = "  - {series: engineering, first: 建筑工程, second: 旧专业, code: 05-001-007, since: '2020-01-01'}\n"
    registries.write(with_reviews(empty, TWO), specialty_codes.PATH, f"specialties:\n{lines}")
    assert codes(empty) == 0
    assert specialty_codes.missing(registry.load(empty), registries.TODAY) == []
    found = registry.load(empty).specialties
    assert found is not None
    assert [one.code for one in found.record] == ["05-001-007", "05-001-008", "05-001-009", "05-002-001"]


def test_a_name_in_another_width_is_the_same_specialty(empty: Path, capsys: Capture) -> None:
    lines = "  - {series: engineering, first: 建筑工程, second: 结构（甲）, code: 05-001-001, since: '2020-01-01'}\n"
    reviews = "reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [结构 (甲)]}}]"
    registries.write(with_reviews(empty, reviews), specialty_codes.PATH, f"specialties:\n{lines}")
    assert codes(empty) == 0
    assert capsys.readouterr().err == "全部专业都有代码，没有改动。\n"


def test_a_series_of_the_region_is_named_by_its_id(empty: Path, capsys: Capture) -> None:
    path = empty / "registry/reference/series.yaml"
    own = "  - {id: xj-animation, name: 动漫, certainty: partial, tracks: [{track: 动漫, associate-senior: 高级动漫师}]}\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    reviews = "reviews: [{series: xj-animation, levels: [associate-senior], catalog: {动漫: [动画]}}]"
    assert codes(with_reviews(empty, reviews)) == 0
    assert capsys.readouterr().out == "xj-animation-001-001  动漫/动画\n"
    assert "X011" not in {finding.code for finding in registries.findings(empty)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("specialties: [\n", "读不出来。请先运行 zhicheng validate", id="broken"),
        pytest.param("specialties:\n  - series: engineering\n", "读不出来", id="unfit"),
        pytest.param("specialties: []\n", "请改成每个专业一行", id="not-one-a-line"),
    ],
)
def test_a_table_that_cannot_be_added_to_stays(empty: Path, text: str, words: str, capsys: Capture) -> None:
    registries.write(with_reviews(empty, TWO), specialty_codes.PATH, text)
    assert codes(empty) == 2
    assert words in capsys.readouterr().err
    assert table(empty).read_text(encoding="utf-8") == text


def test_every_specialty_of_the_sample_has_a_code() -> None:
    """In a series with a national number: the number, a dash, and the rest."""
    loaded = registry.load(registries.HERE.parent)
    assert specialty_codes.missing(loaded, registries.TODAY) == []
    assert loaded.specialties is not None
    numbers = {key: specialty_codes.prefix(series) for key, series in loaded.series.items()}
    assert all(one.code.startswith(f"{numbers[one.series]}-") for one in loaded.specialties.record)


def test_what_is_published_of_a_specialty() -> None:
    """Every field as in the file; what is absent or false is left out."""
    least = {"series": "engineering", "first": "市政工程", "second": "给水排水", "code": "05-003-001", "since": "2026-11-23"}
    most = {**least, "third": "给水", "code": "05-003-001-001", "canonical": True, "predecessors": ["05-001-002"]}
    assert [public.specialty(one) for one in specialties({"specialties": [least, most, {**least, "canonical": False}]})] == [
        least,
        most,
        least,
    ]
