"""The public tables in every format: the same values, the same bytes, nothing private, and no formula for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from frictionless import Package
from helpers import registries, sites

from zhicheng.commands.cli import main
from zhicheng.registry.records import small_numbers
from zhicheng.site import table_files, tables

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("tables")]
NASTY = '=1+1，“引号"，逗号,'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry with every field, all formats, and an organiser that a spreadsheet would take for a formula."""
    made = sites.with_every_field(registries.small(tmp_path_factory.mktemp("root")))
    settings = made / "registry/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "downloads: [xlsx, sqlite, parquet]\n", encoding="utf-8")
    registries.write(made, registries.ONE, registries.record(f"organiser: {json.dumps(NASTY, ensure_ascii=False)}\n"))
    return made


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sites.build(root, tmp_path_factory.mktemp("out") / "site")


def cells(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What each table holds."""
    return {table.name: list(table.rows()) for table in tables.tables(sites.view(root))}


def test_csv_holds_what_the_tables_say(root: Path, built: Path) -> None:
    """With a byte order mark for Excel; text that begins like a formula has an apostrophe before it, and nothing else is changed."""
    expected = cells(root)
    assert len(expected) == 17
    for name, rows in expected.items():
        content = (built / f"api/v1/tables/{name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        head, *found = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert len(head) == len(set(head))
        for row, line in zip(rows, found, strict=True):
            for value, text in zip(row, line, strict=True):
                plain = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                assert text == (f"'{plain}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else plain)
    with (built / "api/v1/tables/committees.csv").open(encoding="utf-8-sig", newline="") as file:
        assert any(f"'{NASTY}" in line for line in csv.reader(file))


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_text_is_a_formula(text: str) -> None:
    table = tables.PublicTable(
        "x", "x", (tables.TableColumn("a", "a"), tables.TableColumn("b", "b", tables.WHOLE)), lambda: iter([(text, -1)])
    )
    line = next(csv.reader(io.StringIO(table_files.separated(table).decode("utf-8-sig").split("\r\n", 1)[1], newline="")))
    assert line == [f"'{text}", "-1"], "a number stays a number"


def test_database(root: Path, built: Path) -> None:
    """Every row, and SQLite finds the file sound, with all rows that rows refer to."""
    database = sqlite3.connect(f"file:{built / table_files.DATABASE}?mode=ro", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for name, rows in cells(root).items():
        assert database.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() == rows, name  # noqa: S608 - our own names
    database.close()


def test_workbook(root: Path, built: Path) -> None:
    """A sheet for each table, the head in Chinese; the formula is text."""
    book = openpyxl.load_workbook(built / table_files.BOOK)
    expected = {table.name: table for table in tables.tables(sites.view(root))}
    assert book.sheetnames == list(expected)
    for name, table in expected.items():
        head, *rows = ([cell.value for cell in row] for row in book[name].iter_rows())
        assert head == [column.title for column in table.columns]
        assert [tuple(row) for row in rows] == list(table.rows()), name
    assert {cell.data_type for row in book["committees"].iter_rows() for cell in row} <= {"s", "n", "b"}
    book.close()


def test_many_rows_go_on_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "_SHEET", 2)
    for count, sheets in ((0, [0]), (2, [2]), (3, [2, 1])):
        table = tables.PublicTable("x", "x", (tables.TableColumn("a", "甲"),), lambda count=count: iter([("y",)] * count))  # type: ignore[misc]
        book = openpyxl.load_workbook(io.BytesIO(table_files.workbook([table])))
        assert [sheet.max_row - 1 for sheet in book.worksheets] == sheets
        assert book.sheetnames == ["x", "x 2"][: len(sheets)]


def test_parquet(root: Path, built: Path) -> None:
    """DuckDB reads every row, with dates as dates."""
    expected = {table.name: table for table in tables.tables(sites.view(root))}
    for name, table in expected.items():
        found = duckdb.sql(f"SELECT * FROM '{built}/api/v1/tables/{name}.parquet'").fetchall()  # noqa: S608 - our own names
        days = {place for place, column in enumerate(table.columns) if column.type == tables.DAY}
        rows = [tuple(date.fromisoformat(str(v)) if v and i in days else v for i, v in enumerate(row)) for row in table.rows()]
        assert found == rows, name


def test_data_package(built: Path) -> None:
    """Frictionless finds every table as described: types, keys, references, size and hash; and finds what is broken."""
    folder = built / "api/v1/tables"
    package = Package(str(folder / "datapackage.json"))
    assert len(package.resources) == 17
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    assert package.licenses == [{"name": "CC-BY-4.0", "title": "知识共享 署名 4.0 国际", "path": LICENCE}]


LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [("committees", "region", "regions"), ("validities", "2026-01-01", "2026-13-01"), ("reviews", "example-one", "example-nil")],
)
def test_data_package_is_not_valid_for_another_table(built: Path, tmp_path: Path, table: str, old: str, new: str) -> None:
    """Another hash, a day that is none, a committee that is none."""
    for path in (built / "api/v1/tables").glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / f"{table}.csv"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_counts_under_five_are_in_no_table(root: Path, built: Path) -> None:
    """A number of experts in the table is one that experts.json publishes; what it hides has a row with the reason and without a number."""
    rows = cells(root)["experts"]
    numbers = [row[-2] for row in rows if row[-2] is not None]
    assert numbers
    assert all(isinstance(number, int) and (number == 0 or number >= small_numbers.SMALL) for number in numbers)
    assert all((row[-2] is None) == (row[-1] is not None) for row in rows)
    published = json.loads((built / "api/v1/experts.json").read_bytes())

    def leaves(value: Any) -> list[int]:
        if isinstance(value, dict):
            return [leaf for key, one in value.items() if key not in ("under_five", "withheld", "history") for leaf in leaves(one)]
        return [leaf for one in value for leaf in leaves(one)] if isinstance(value, list) else [value] if type(value) is int else []

    said = leaves(published["committees"]) + leaves(published["employers"])
    assert sorted(numbers) == sorted(said)  # type: ignore[type-var]


def test_hidden_counts_of_the_sample_are_named() -> None:
    rows = [row for row in cells(registries.REAL.parent)["experts"] if row[-2] is None]
    assert {row[-1] for row in rows} >= {"少于 5"}
    assert {row[3] for row in rows} >= {"second"}


def test_same_bytes_every_time(root: Path, built: Path, tmp_path: Path) -> None:
    """Also of the heavy formats, built in another process at another moment."""
    again = tmp_path / "site"
    code = "import sys; from pathlib import Path; from helpers import sites; sites.build(*map(Path, sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code, str(root), str(again)], env=environment, check=True)
    assert {path: content for path, content in sites.contents(again).items() if path.startswith("api/")} == {
        path: content for path, content in sites.contents(built).items() if path.startswith("api/")
    }


def test_formats_are_made_where_they_are_asked_for(small: Path, tmp_path: Path) -> None:
    """CSV alone without the setting."""
    out = sites.build(small, tmp_path / "site")
    assert {path.suffix for path in (out / "api/v1/tables").iterdir()} == {".csv", ".json"}


@pytest.mark.parametrize(("suffix", "package"), [("xlsx", "XlsxWriter"), ("parquet", "pyarrow")])
def test_missing_package_is_named(
    suffix: str, package: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = small / "registry/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"downloads: [{suffix}]\n", encoding="utf-8")
    real = table_files.dependencies.util.find_spec
    monkeypatch.setattr(table_files.dependencies.util, "find_spec", lambda name: None if name == package.lower() else real(name))
    assert main(["build", "--root", str(small), "--out", str(tmp_path / "site"), "--as-of", "2026-11-23"]) == 2
    said = capsys.readouterr().err
    assert re.search(rf"这台机器上没有装好写 \w+ ?\w*用的组件 {package}。请运行：.*install \"{package}", said, re.IGNORECASE)
    assert not (tmp_path / "site").exists()
