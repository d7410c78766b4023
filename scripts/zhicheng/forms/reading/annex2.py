"""Annex 2 (专业目录登记表): series with their first and second levels, from tables in Word and in spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import ALL_SPECIALTIES
from zhicheng.forms.reading import annex2_columns, annex2_titles
from zhicheng.forms.reading.annex2_series import series_and_levels
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells import specialties
from zhicheng.forms.reading.cells.lists import is_blank, is_placeholder, joined, lines, numbered
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.continued import counts_columns, is_signature
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.text import show

_COLUMNS = {
    "series": "系列 系列专业 评审系列 职称系列 系列名称 评审系列专业",
    "levels": "层级 评审层级 级别",
    "first": "一级目录 一级专业 一级专业目录 一级专业名称 一级目录名称 专业 一级",
    "second": "二级目录 二级专业 二级专业目录 二级专业名称 二级目录名称 对应二级专业 对应二级专业名称 二级",
    "third": "三级专业 三级目录 三级专业目录 三级专业名称 三级目录名称 三级",
}
_FIELDS = {bare_name(name): key for key, names in _COLUMNS.items() for name in names.split()}
_NUMBER = re.compile("序号?|NO|№|编号", re.IGNORECASE)
_TOTAL = re.compile(r"(?:合计|总计|小计|共计)(?:$|[\s:：\d])")
_LONGEST_NAME = 15  # characters of a series or specialty; a remark has more
_TICK = re.compile("[√✓✔☑☒■●○〇是有Yy]")
_SET_IN = re.compile(r"[\u3000 ]{2,}\S|\u3000\S")
_NUMBER_TWICE = re.compile(r"\d{1,2}[.．]\d")  # 1.5G通信技术
_NOTES = re.compile(r"(?:注|备注|说明|填表说明|填表人|填报人|单位负责人|单位[(（]盖章)\s*[:：(（]?")


@dataclass(slots=True)
class SeriesGroup:
    """The rows of one series: text, levels and number of the review (0: not given) in its cell, the cell, the directory, and the cell of
    each first level.
    """

    series: str
    levels: str
    number: int
    box: Box
    catalog: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    thirds: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # by first and second level

    @property
    def directory(self) -> Value | str:
        """The directory as in a record: all, or by first level the list of second levels, or these with their third levels."""
        if list(self.catalog) == [ALL_SPECIALTIES] and not self.catalog[ALL_SPECIALTIES]:
            return "all"
        three = {first for first, _ in self.thirds}
        return {
            first: {second: self.thirds.get((first, second), []) for second in seconds} if first in three else list(seconds)
            for first, seconds in self.catalog.items()
        }


@dataclass(slots=True)
class Directory:
    """A filled Annex 2: its groups in order, and what is wrong with cells, or asked about them."""

    grid: Grid
    groups: list[SeriesGroup]
    faults: list[tuple[Box, ValueFault]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # filled columns that Annex 2 does not have


def header(grid: Grid) -> tuple[int, dict[int, str]] | None:
    """The index of the header row and the field of each known column; None where the table is not an Annex 2."""
    for index, row in enumerate(grid.rows[:10]):
        found = {box.column: name for box in row if (name := _FIELDS.get(bare_name(cell_text(box.text)))) is not None}
        if {"first", "second"} <= set(found.values()):
            return index, found
    return None


def read(grid: Grid, head: tuple[int, dict[int, str]], above: Sequence[str] = ()) -> Directory:
    """Reads a table; `head` is the result of `header` for it, `above` are the lines of text above it."""
    index, columns = head
    directory = Directory(grid, [])
    _check_header(directory, index, columns)
    directory.faults += annex2_titles.of_the_blank_form(grid.rows[index + 1 :], above)
    directory.faults += annex2_columns.without_names(grid.rows, index, columns)
    rows = _RowsReader(directory)
    ended = False  # by remarks or signatures, until the header is repeated
    for boxes in grid.rows[index + 1 :]:
        cells = {name: box for box in boxes for name in _fields_of(box, columns)}
        outside = _is_outside(boxes, cells)
        if not outside and not (ended and _goes_on_below(boxes, grid)):
            if (whole := cells.get("series")) is not None and whole is cells.get("second"):  # merged over all: 工程系列
                cells = {"series": whole}
            rows.add(boxes[0], cells)
        filled = [without_spaces(box.text) for box in boxes if box.text.strip()]
        if _is_note(boxes) and specialties.changes(filled[0]):
            note = next(box for box in boxes if box.text.strip())
            fault = Ambiguous(f"“{show(cell_text(note.text), 40)}”说的专业，看不出评不评", "评的请写进目录，不评的请删去，再删去这句话。")
            directory.faults.append((note, fault))
        ended = (ended or outside) and (not outside or _is_note(boxes) or any(is_signature([text]) for text in filled))
    directory.faults += rows.one_name_or_several()
    return directory


def _check_header(directory: Directory, index: int, columns: dict[int, str]) -> None:
    """Adds faults for columns of the same name, and sets the filled columns that Annex 2 does not have."""
    rows = directory.grid.rows
    for name in ("series", "first", "second", "third"):
        same = [box for box in rows[index] if columns.get(box.column) == name]
        if len(same) > 1:
            message = f"有 {len(same)} 列都叫“{cell_text(same[1].text)}”，分不清读哪一列"
            directory.faults.append((same[1], NotUnderstood(message, "请一个系列接一个系列往下写，每种只留一列。")))
    others = [box for box in rows[index] if box.column not in columns and box.text.strip() and not _NUMBER.fullmatch(bare_name(box.text))]
    below = [box for row in rows[index + 1 :] for box in row if box.text.strip()]
    directory.ignored = [cell_text(box.text) for box in others if any(one.column == box.column for one in below)]
    without_name = {box.column for box in others} | {box.column for box in rows[index] if _NUMBER.fullmatch(bare_name(box.text))}
    last = max((box.column + box.across - 1 for box in rows[index]), default=0)
    without_name |= {box.column for box in below if box.column > last} | {box.column for box in rows[index] if not box.text.strip()}
    for box in others:  # 是否评审, ticked in some rows and blank in others
        marks = [one for one in below if one.column == box.column and one.row > box.row]
        rows_of_names = {one.row for one in below if columns.get(one.column) == "second" and one.row > box.row}
        if marks and all(_TICK.fullmatch(one.text.strip()) for one in marks) and rows_of_names - {one.row for one in marks}:
            message = f"“{cell_text(box.text)}”有的打了勾，有的空着，没有读，看不出空着的专业评不评"
            directory.faults.append((box, Ambiguous(message, "都评的请删去这一列；不评的请删去那几行，再删去这一列。")))
    for box in (one for one in below if one.column in without_name and specialties.not_reviewed(one.text)):
        message = f"写着“{show(cell_text(box.text), 40)}”，没有读，看不出这一行的专业评不评"
        directory.faults.append((box, Ambiguous(message, "评的请删去这几个字，不评的请删去这一行。")))


def _goes_on_below(boxes: list[Box], grid: Grid) -> bool:
    """Whether a row below remarks belongs to them: one cell that begins in the first column, is numbered, long, or spans others."""
    filled = [box for box in boxes if box.text.strip()]
    first = min((box.column for box in grid.boxes()), default=1)
    text = without_spaces(filled[0].text) if filled else ""
    whole = len(text) > _LONGEST_NAME or re.match(r"[(（]?\d", text) is not None or (bool(filled) and filled[0].across > 1)
    return len(filled) == 1 and filled[0].column == first and whole


def _is_outside(boxes: list[Box], cells: Mapping[str, Box]) -> bool:
    """Whether a row is not part of the directory: a remark, a total, or the header repeated on the next page."""
    first = next((cell_text(box.text) for box in boxes if box.text.strip()), "")
    counted = counts_columns(text for box in boxes if (text := without_spaces(box.text)))
    if counted or _is_note(boxes) or _TOTAL.match(first) or is_signature([without_spaces(first)]):
        return True
    texts = {name: box.text.strip() for name, box in cells.items()}
    return all(_FIELDS.get(bare_name(text)) == name for name, text in texts.items() if text)


class _RowsReader:
    """Reads the rows of a directory in order: a series and a first level hold for the rows below them too."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.groups = directory.groups
        self.series: str | None = None
        self.first: str | None = None
        self.second: str | None = None  # the last one, where its cell names one only
        self.asked: set[tuple[int, int]] = set()  # the places of first levels that were asked about
        self.cells: dict[tuple[int, str], list[tuple[Box, int]]] = {}  # by group and first level: cells, with the number of names in each

    def add(self, start: Box, cells: Mapping[str, Box]) -> None:
        """Reads a row. `cells` are its cells by field, `start` is its first cell."""
        self._series_and_levels(cells)
        if not self.groups:
            self.groups.append(SeriesGroup("", "", 0, start))
        self._first_level(cells)
        self._check_values(cells)
        self._second_levels(cells)
        self._third_levels(cells)

    def _series_and_levels(self, cells: Mapping[str, Box]) -> None:
        """Begins a group where the row names a series other than the one above."""
        box = cells.get("series")
        levels_box = cells.get("levels")
        levels = levels_box.text.strip() if levels_box is not None and _is_filled(levels_box.text) else ""
        others = bool(levels and self.groups and levels != self.groups[-1].levels)  # than those of the rows above
        if box is None or not _is_filled(box.text):
            if others and levels_box is not None:
                last = self.groups[-1]
                self.groups.append(SeriesGroup(last.series, levels, last.number, levels_box))
            return
        if cell_text(box.text.strip()) != self.series or not self.groups or others:
            self.groups.append(SeriesGroup(*series_and_levels(box.text.strip(), levels), box))
            self.first = self.second = None
        self.series = cell_text(box.text.strip())

    def _first_level(self, cells: Mapping[str, Box]) -> None:
        box = cells.get("first")
        if box is not None and _is_filled(box.text):
            self.first, self.second = specialties.first_level(joined(box.text)), None
            several = specialties.several_lines(lines(box.text))
            every = specialties.stands_for_all(self.first)
            fault = every or several or (specialties.doubt([self.first], box.text.strip()) if self.first != ALL_SPECIALTIES else None)
            if fault is not None and not _is_no_text(box) and (box.row, box.column) not in self.asked:
                self.asked.add((box.row, box.column))
                self.directory.faults.append((box, fault))
            self.groups[-1].catalog.setdefault(self.first, [])
            self.groups[-1].boxes.setdefault(self.first, box)

    def _check_values(self, cells: Mapping[str, Box]) -> None:
        """Adds faults for numbers, dates and error values in place of names."""
        for name in ("series", "first", "second", "third"):
            box = cells.get(name)
            if box is not None and _is_no_text(box):
                self.directory.faults.append((box, NotUnderstood("应当是文字", "请把单元格设为文本格式，再填名称。")))

    def _second_levels(self, cells: Mapping[str, Box]) -> None:
        box = cells.get("second")
        names = [] if box is None else specialties.seconds(box.text.strip())
        if box is None or not names:
            return
        doubt = specialties.doubt(names, box.text.strip()) or specialties.unlike_lines(lines(box.text)) or self._placed(box, names)
        if not _is_no_text(box) and (fault := doubt):
            self.directory.faults.append((box, fault))
        if self.first is None:
            self.directory.faults.append((box, NotUnderstood("没有写属于哪个一级目录", "请在左边一格写明一级目录。")))
        else:
            above = self.groups[-1].catalog.get(self.first, [])
            if "third" not in cells and (twice := next((name for name in names if name in above), None)):
                self.directory.faults.append((box, specialties.repeated(twice)))
            self.groups[-1].boxes.setdefault(self.first, box)
            self.groups[-1].catalog.setdefault(self.first, []).extend(names)
            self.cells.setdefault((len(self.groups), self.first), []).append((box, len(names)))
            self.second = names[0] if len(names) == 1 else None

    def _placed(self, box: Box, names: Sequence[str]) -> ValueFault | None:
        """The question about a name that repeats its first level in brackets, or is set in below the one above; None for others."""
        endings = tuple(f"{left}{self.first}{right}" for left, right in ("()", "（）"))
        if (whole := next((name for name in names if name.endswith(endings)), None)) is not None:
            return Ambiguous(f"“{show(whole, 40)}”后面的括号里是一级目录", "请只写二级目录的名称；名称本来如此的，请加上引号。")
        if _SET_IN.match(box.text) and self.second is not None:
            hint = "是二级目录的请去掉前面的空格；是三级的请另写一列“三级专业”。"
            return Ambiguous(f"“{show(names[0], 40)}”前面空了格，看不出是不是上一个的三级专业", hint)
        return None

    def one_name_or_several(self) -> Iterator[tuple[Box, ValueFault]]:
        """A fault for each line of several names where other cells of the first level hold one: it may be one name (水文、水资源).

        So may names with a stroke between them (灌溉/排水) in one row of several. Also for a number that may be the row's (1.5G通信技术).
        """
        for cells in self.cells.values():
            alone = any(number == 1 for _, number in cells)
            counted = any(numbered(box.text.strip()) for box, _ in cells)
            for box, number in cells:
                if len(lines(box.text)) > 1:
                    if number > 1 and alone and not numbered(box.text.strip()):
                        said = f"“{show(cell_text(box.text.strip()), 40)}”在一格里换了行，别的格子一格一个，看不出是一个专业还是几个"
                        yield box, Ambiguous(said, specialties.ONE_OR_SEVERAL)
                    continue
                shown = f"“{show(cell_text(box.text.strip()), 40)}”"
                if number > 1 and alone:
                    yield box, Ambiguous(f"{shown}写在一行里，别的行一行一个，看不出是一个专业还是几个", specialties.ONE_OR_SEVERAL)
                elif number > 1 and len(cells) > 1 and re.search("[/／]", box.text):
                    yield box, Ambiguous(f"{shown}看不出是一个专业还是几个", specialties.ONE_OR_SEVERAL)
                elif counted and _NUMBER_TWICE.match(box.text.strip()):
                    hint = "请删去序号；不是序号的，请给名称加上引号。"
                    yield box, Ambiguous(f"{shown}前面的数字看不出是不是序号", hint)

    def _third_levels(self, cells: Mapping[str, Box]) -> None:
        """Reads the third levels of the second level in this row, or in the row above where this one names none."""
        box = cells.get("third")
        thirds = [] if box is None or not _is_filled(box.text) else specialties.seconds(box.text.strip())
        if box is None or not thirds:
            return
        if fault := specialties.doubt(thirds, box.text.strip()):
            self.directory.faults.append((box, fault))
        if self.first is None or self.second is None:
            self.directory.faults.append((box, NotUnderstood("看不出属于哪一个二级目录", "请在左边一格写一个二级目录。")))
        elif self.groups[-1].catalog.get(self.first, []).count(self.second) > 1:
            fault = Ambiguous(f"二级目录“{show(self.second)}”在同一个一级目录下写了两遍", "请合成一行。")
            self.directory.faults.append((box, fault))
        else:
            self.groups[-1].thirds.setdefault((self.first, self.second), []).extend(thirds)


def _is_filled(text: str) -> bool:
    """Whether a cell is filled in, and not blank or with dots as on the blank form."""
    text = text.strip()
    return bool(text) and not is_placeholder(text) and not is_blank(text)


def _is_no_text(box: Box) -> bool:
    """Whether a cell holds a number, a date, or an error of a formula."""
    return box.value is not None or box.text.startswith("#")


def _fields_of(box: Box, columns: dict[int, str]) -> Iterator[str]:
    return (name for column, name in columns.items() if box.column <= column < box.column + box.across)


def _is_note(row: list[Box]) -> bool:
    texts = [cell_text(box.text) for box in row if box.text.strip()]
    return bool(texts) and _NOTES.match(texts[0]) is not None and (len(texts) == 1 or re.match(r".{1,8}[:：(（]", texts[0]) is not None)
