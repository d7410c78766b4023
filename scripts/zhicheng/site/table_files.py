"""The public tables as files: CSV always; XLSX, SQLite and Parquet where the settings ask for them. The same tables, the same bytes.

No time is in them: SQLite's header gets fixed numbers in the place of those of the library, workbooks a fixed day.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any

from zhicheng.site.api import BASE
from zhicheng.site.page import View
from zhicheng.site.stamp import File
from zhicheng.site.table_rows import Cell
from zhicheng.site.tables import DAY, WHOLE, YES_NO, PublicTable, tables
from zhicheng.system import dependencies

FOLDER = f"{BASE}tables/"
BOOK, DATABASE = f"{FOLDER}zhicheng.xlsx", f"{FOLDER}zhicheng.sqlite"
_FORMULA = frozenset("=+-@\t\r")  # what a spreadsheet takes a cell that begins so for
_MOMENT = datetime(2019, 6, 3)  # the day of the letter: workbooks must say one
_SHEET = 1_048_575  # rows below the head that a sheet holds
_PACKAGES = {"xlsx": "xlsxwriter", "parquet": "pyarrow"}


def files(view: View) -> list[File]:
    """The files, those that take longest first. Raises UserError where a package for a format that is asked for is not installed."""
    wanted, every = view.registry.settings.downloads, tables(view)
    dependencies.check(*(_PACKAGES[one] for one in wanted if one in _PACKAGES))
    found = []
    if "xlsx" in wanted:
        found.append(File(BOOK, lambda: workbook(every)))
    if "sqlite" in wanted:
        found.append(File(DATABASE, lambda: database(every)))
    if "parquet" in wanted:
        found += [File(f"{FOLDER}{one.name}.parquet", partial(parquet, one)) for one in every]
    return found + [File(f"{FOLDER}{one.name}.csv", partial(separated, one)) for one in every]


def separated(table: PublicTable) -> bytes:
    """CSV (RFC 4180), UTF-8 with a byte order mark, which Excel wants. Text that a spreadsheet would take for a formula begins with '."""
    made = io.BytesIO(b"\xef\xbb\xbf")
    made.seek(0, io.SEEK_END)
    text = io.TextIOWrapper(made, "utf-8", "replace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(map(_plain, row) for row in table.rows())  # one row after the other: a table may have millions
    text.flush()
    return made.getvalue()


def _plain(value: Cell) -> Cell:
    if type(value) is bool:
        return "true" if value else "false"
    return f"'{value}" if type(value) is str and value[:1] in _FORMULA else value


def database(every: Sequence[PublicTable]) -> bytes:
    """One SQLite file with all tables; dates are text (2026-06-30), yes and no 1 and 0."""
    kinds = {WHOLE: "INTEGER", YES_NO: "INTEGER"}
    made = sqlite3.connect(":memory:")
    try:
        made.execute("PRAGMA page_size = 4096")
        for table in every:
            columns = [f'"{one.name}" {kinds.get(one.type, "TEXT")}' for one in table.columns]
            columns += ["PRIMARY KEY (" + ", ".join([f'"{name}"' for name in table.key]) + ")"] if table.key else []
            columns += [f'FOREIGN KEY ("{own}") REFERENCES "{other}" ("{there}")' for own, other, there in table.parents]
            made.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
            marks = ", ".join("?" * len(table.columns))
            made.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', table.rows())  # noqa: S608 - names of ours
            for own, _, _ in table.parents:
                made.execute(f'CREATE INDEX "{table.name}_{own}" ON "{table.name}" ("{own}")')
        made.commit()
        made.execute("VACUUM")
        content = bytearray(made.serialize())
    finally:
        made.close()
    content[24:28] = content[92:96] = b"\0\0\0\1"  # how often it was changed
    content[96:100] = b"\0\0\0\0"  # the version of the library
    return bytes(content)


def workbook(every: Sequence[PublicTable]) -> bytes:
    """One workbook with a sheet for each table, two or more where it has more rows than a sheet holds. Text stays text."""
    import xlsxwriter

    made = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, {"in_memory": True, **plain})
    book.set_properties({"created": _MOMENT})
    bold = book.add_format({"bold": True})
    for table in every:
        rows, number = table.rows(), 1
        while True:
            part = list(islice(rows, _SHEET))
            if not part and number > 1:
                break
            sheet = book.add_worksheet(table.name if number == 1 else f"{table.name} {number}")
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [column.title for column in table.columns], bold)
            for line, row in enumerate(part, 1):
                for place, value in enumerate(row):
                    if value is not None:
                        sheet.write(line, place, value)
            number += 1
    book.close()
    return made.getvalue()


def parquet(table: PublicTable) -> bytes:
    """A table as Parquet: dates as dates, compressed with zstd."""
    import pyarrow as arrow
    from pyarrow.parquet import write_table

    kinds: dict[str, Callable[[], Any]] = {WHOLE: arrow.int64, YES_NO: arrow.bool_, DAY: arrow.date32}
    columns = list(zip(*table.rows(), strict=True)) or [()] * len(table.columns)
    fields, arrays = [], []
    for column, values in zip(table.columns, columns, strict=True):
        kind = kinds.get(column.type, arrow.string)()
        given = [None if value is None else date.fromisoformat(str(value)) for value in values] if column.type == DAY else list(values)
        fields.append(arrow.field(column.name, kind, metadata={"title": column.title}))
        arrays.append(arrow.array(given, kind))
    made = io.BytesIO()
    write_table(arrow.table(arrays, arrow.schema(fields)), made, compression="zstd")
    return made.getvalue()
