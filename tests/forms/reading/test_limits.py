"""How much is read, on both sides of each limit: beyond it, it is said, or the text is taken for what it is not."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from helpers.forms.ooxml import Pen, docx
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from zhicheng.forms.intake import roster
from zhicheng.forms.reading import annex3_columns, open_excel, open_word
from zhicheng.forms.reading.cells import documents, levels, months, names, phones, points
from zhicheng.forms.reading.faults import FileFault, NotUnderstood, ValueFault


def fails(read: Any, *arguments: Any) -> bool:
    try:
        read(*arguments)
    except (ValueFault, FileFault):
        return True
    return False


# --- cells ---------------------------------------------------------------------------------------------------------------


def test_telephones_of_a_cell() -> None:
    """Ten numbers, and in one piece forty groups of digits."""
    numbers = [f"0991-00000{number:02}" for number in range(11)]
    assert phones.phones("、".join(numbers[:10])) == numbers[:10]
    assert fails(phones.phones, "、".join(numbers))
    assert len(phones.phones(" ".join(["0000001"] * 40))) == 1
    with pytest.raises(NotUnderstood) as raised:
        phones.phones(" ".join(["0000001"] * 41))
    assert raised.value.message == "看不出是什么电话号码"


def test_length_of_a_name() -> None:
    assert names.person_name("甲" * 50) == "甲" * 50
    assert fails(names.person_name, "甲" * 51)


@pytest.mark.parametrize(("length", "read"), [(200, True), (201, False)])
def test_length_of_the_name_of_a_column(length: int, read: bool) -> None:
    """A longer text is no name: it is left as it is."""
    assert (annex3_columns.bare_name("姓名" + " " * (length - 2)) == "姓名") is read


@pytest.mark.parametrize(("length", "read"), [(200, True), (201, False)])
def test_length_of_the_name_of_a_series(length: int, read: bool) -> None:
    text = f"工程系列（{'甲' * (length - 6)}）"
    assert (len(text), fails(levels.series, text, {"工程": "engineering"})) == (length, not read)


@pytest.mark.parametrize(("length", "read"), [(400, True), (401, False)])
def test_length_of_the_levels(length: int, read: bool) -> None:
    text = "、".join(["中级"] * 200)[:length].ljust(length, "、")
    assert fails(levels.levels, text, None) is not read


@pytest.mark.parametrize(("length", "steps"), [(300, 1), (301, 0)])
def test_length_of_a_step(length: int, steps: int) -> None:
    assert len(points.steps("优" * (length - 2) + "：5")) == steps


@pytest.mark.parametrize(
    ("serial", "month"),
    [(9_999, None), (10_000, "1927-05"), (45_000, "2023-03"), (46_387, "2026-12"), (46_388, None), (99_999, None)],
)
def test_serial_numbers_of_days(serial: int, month: str | None) -> None:
    """From 1927 on, and not in the future."""
    if month is None:
        assert fails(months.month, serial, 2026)
    else:
        assert months.month(serial, 2026) == month


@pytest.mark.parametrize(("year", "read"), [(1925, False), (1926, True), (2026, True), (2027, False)])
def test_years(year: int, read: bool) -> None:
    """This year and a hundred before it."""
    assert fails(months.month, f"{year}.05", 2026) is not read
    assert fails(months.month, date(year, 5, 1), 2026) is not read


@pytest.mark.parametrize(
    ("said", "found"),
    [("副高级及以下", 3), ("初级、副高级及以下", 3), ("中级及以下", 2), ("初级及以下", 1), ("正高级及以下", 4)],
)
def test_levels_and_below(said: str, found: int) -> None:
    """Below the highest that is named."""
    assert levels.levels(said, None) == ("junior", "intermediate", "associate-senior", "full-senior")[:found]


@pytest.mark.parametrize(("length", "title"), [(1000, "办法字"), (1001, "《办法》字")])
def test_length_of_a_basis(length: int, title: str) -> None:
    """In a longer text no title is looked for."""
    (found,) = documents.basis(f"《办法》（新人社发〔2012〕230号）{'字' * 2000}"[:length])
    assert found["title"].startswith(title)


# --- rosters -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("specialties", "named", "more"), [(8, 8, False), (9, 8, True)])
def test_specialties_that_are_named(specialties: int, named: int, more: bool) -> None:
    """Eight of them, and 等 where there are more."""
    places = [(SimpleNamespace(series="engineering"), SimpleNamespace(name="一级"), f"二级{number}") for number in range(specialties)]
    committee: Any = SimpleNamespace(specialties=places)
    said = roster._place({"post": "别的"}, committee, None)
    assert said is not None
    assert (said[1].count("二级") - 1, said[1].endswith("等。")) == (named, more)


# --- files ---------------------------------------------------------------------------------------------------------------


def word(*tables: str) -> bytes:
    return docx([*tables], "word")


def test_number_of_tables() -> None:
    table = Pen("word").tbl(Pen("word").row("甲"), columns=1)
    assert len(open_word.parts(word(*[table] * 200))) == 200
    with pytest.raises(FileFault, match="表格超过 200 个"):
        open_word.parts(word(*[table] * 201))


def test_number_of_columns() -> None:
    pen = Pen("word")
    row = open_word.parts(word(pen.tbl(pen.row(*["甲"] * 199), columns=199)))[0].grid.rows[0]
    assert len(row) == 199
    with pytest.raises(FileFault, match="表格超过 200 列"):
        open_word.parts(word(pen.tbl(pen.row(*["甲"] * 200), columns=200)))


@pytest.mark.parametrize(("allowed", "refused"), [(3, False), (2, True)])
def test_number_of_rows(monkeypatch: pytest.MonkeyPatch, allowed: int, refused: bool) -> None:
    monkeypatch.setattr(open_word, "_MAX_ROWS", allowed)
    pen = Pen("word")
    assert fails(open_word.parts, word(pen.tbl(*[pen.row("甲")] * 3, columns=1))) is refused


def test_limits_of_word_files() -> None:
    assert (open_word._MAX_ROWS, open_word.MAX_UNPACKED) == (20_000, 32 << 20)


@pytest.mark.parametrize(("beyond", "part"), [(0, "a.xml"), (1, "word/document.xml")])
def test_relations_of_a_word_file(beyond: int, part: str) -> None:
    """The first 20,000 bytes are searched for the main part."""
    relation = b'<Relationship Type="http://x/officeDocument" Target="/a.xml"/>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as stream:
        stream.writestr("_rels/.rels", b" " * (20_000 - len(relation) + beyond) + relation)
        stream.writestr("a.xml", "")
        stream.writestr("word/document.xml", "")
    with zipfile.ZipFile(made) as stream:
        assert open_word._main_part(stream) == part


@pytest.mark.parametrize(("epoch", "date1904"), [(CALENDAR_MAC_1904, True), (CALENDAR_WINDOWS_1900, False)])
def test_days_counted_from_1904(epoch: Any, date1904: bool) -> None:
    """Each workbook says from when."""
    book = openpyxl.Workbook()
    book.epoch = epoch
    book.worksheets[0].append([27395])
    made = io.BytesIO()
    book.save(made)
    assert [sheet.date1904 for sheet in open_excel.new_format(made.getvalue())] == [date1904]
