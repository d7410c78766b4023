"""Annex 2 (专业目录登记表): series with their first and second levels, from tables in Word and in spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import ALL_SPECIALTIES
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells.lists import bare, is_blank, is_placeholder, items, lines
from zhicheng.forms.reading.cells.nothing import is_nothing
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.continued import is_signature
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
_TITLE = re.compile(r"(?:附件[0-9一二三四]*[:：]?)?(.*?(?:评审委员会|评委会))(?:的)?(?:各?系列)?(?:评审)?专业目录(?:登记)?表?")
_LEVELS = re.compile(r"^(?:评审)?层级\s*[:：]\s*(.+)$")
_LEVELS_BEHIND = re.compile(  # 工程系列（副高级）
    r"(.+?)\s*[(（]\s*((?:限|仅|含)?(?:(?:[初中]|[副正]?高)(?:[级、和及至到-].*)?|[初中副正高]{2,4}级.*))[)）]"
)
_NUMBER = re.compile("序号?|NO|№|编号", re.IGNORECASE)
_TOTAL = re.compile(r"(?:合计|总计|小计|共计)(?:$|[\s:：\d])")
_PLACE = re.compile(r"^[(（]\d{1,2}[)）]\s*")
_ITEM = re.compile(r"第\s*(\d{1,2})\s*项")  # which review of Annex 1, where several are of the same series and levels
_HALVES = [tuple(pair) for pair in ["软硬", "大小", "中小", "大中", "高低", "上下", "内外", "强弱", "冷热", "干湿", "城乡", "黑白"]]
_LONGEST_NAME = 15  # characters of a series or specialty; a remark has more
_ONE_OR_SEVERAL = "是几个的请一行写一个；是一个名称的请加上引号，如“水文、水资源”。"
_GOES_ON = re.compile("[(（](?:接上[页表]?|续[表上]?页?)[)）]$")
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
    """A filled Annex 2: its groups in order, and faults as cell, message and hint."""

    grid: Grid
    groups: list[SeriesGroup]
    faults: list[tuple[Box, str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # filled columns that Annex 2 does not have


def header(grid: Grid) -> tuple[int, dict[int, str]] | None:
    """The index of the header row and the field of each known column; None where the table is not an Annex 2."""
    for index, row in enumerate(grid.rows[:10]):
        found = {box.column: name for box in row if (name := _FIELDS.get(bare_name(cell_text(box.text)))) is not None}
        if {"first", "second"} <= set(found.values()):
            return index, found
    return None


def title(text: list[str]) -> str | None:
    """The committee named in the title of the form; None where there is no title, or the name is left blank."""
    for line in text:
        found = _TITLE.fullmatch(re.sub(r"\s+", "", line))
        if found and not re.fullmatch(r"[XxＸｘ×*＊_＿…]*(?:评审委员会|评委会)", found[1]):
            return found[1]
    return None


def read(grid: Grid, head: tuple[int, dict[int, str]]) -> Directory:
    """Reads a table; `head` is the result of `header` for it."""
    index, columns = head
    directory = Directory(grid, [])
    _check_header(directory, index, columns)
    rows = _RowsReader(directory)
    ended = False  # by remarks or signatures, until the header is repeated
    for boxes in grid.rows[index + 1 :]:
        cells = {name: box for box in boxes for name in _fields_of(box, columns)}
        outside = _is_outside(boxes, cells)
        if not outside and not (ended and _goes_on_below(boxes, grid)):
            rows.add(boxes[0], cells)
        filled = [without_spaces(box.text) for box in boxes if box.text.strip()]
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
            directory.faults.append((same[1], message, "请一个系列接一个系列往下写，每种只留一列。"))
    others = [box for box in rows[index] if box.column not in columns and box.text.strip() and not _NUMBER.fullmatch(bare_name(box.text))]
    below = {box.column for row in rows[index + 1 :] for box in row if box.text.strip()}
    directory.ignored = [cell_text(box.text) for box in others if box.column in below]


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
    if _is_note(boxes) or _TOTAL.match(first) or is_signature([without_spaces(first)]):
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
            self.groups.append(SeriesGroup(*_series_and_levels(box.text.strip(), levels), box))
            self.first = self.second = None
        self.series = cell_text(box.text.strip())

    def _first_level(self, cells: Mapping[str, Box]) -> None:
        box = cells.get("first")
        if box is not None and _is_filled(box.text):
            self.first, self.second = _GOES_ON.sub("", bare(cell_text(box.text.strip()))), None
            self.groups[-1].catalog.setdefault(self.first, [])
            self.groups[-1].boxes.setdefault(self.first, box)

    def _check_values(self, cells: Mapping[str, Box]) -> None:
        """Adds faults for numbers, dates and error values in place of names."""
        for name in ("series", "first", "second", "third"):
            box = cells.get(name)
            if box is not None and (box.value is not None or box.text.startswith("#")):
                self.directory.faults.append((box, "应当是文字", "请把单元格设为文本格式，再填名称。"))

    def _second_levels(self, cells: Mapping[str, Box]) -> None:
        box = cells.get("second")
        names = [] if box is None else seconds(box.text.strip())
        if box is None or not names:
            return
        if wrong := [name for name in names if is_no_specialty(name)]:
            self.directory.faults.append((box, f"“{show(wrong[0])}”不是一个专业的名称", "请一行写一个二级专业，写名称。"))
        if half := may_be_one(names):
            self.directory.faults.append((box, f"“{show(half)}”看不出是一个专业还是几个", _ONE_OR_SEVERAL))
        if self.first is None:
            self.directory.faults.append((box, "没有写属于哪个一级目录", "请在左边一格写明一级目录。"))
        else:
            self.groups[-1].boxes.setdefault(self.first, box)
            self.groups[-1].catalog.setdefault(self.first, []).extend(names)
            self.cells.setdefault((len(self.groups), self.first), []).append((box, len(names)))
            self.second = names[0] if len(names) == 1 else None

    def one_name_or_several(self) -> Iterator[tuple[Box, str, str]]:
        """A fault for each line of several names where other cells of the first level hold one: it may be one name (水文、水资源)."""
        for cells in self.cells.values():
            alone = any(number == 1 for _, number in cells)
            for box in (box for box, number in cells if alone and number > 1 and len(lines(box.text)) == 1):
                said = f"“{show(cell_text(box.text.strip()), 40)}”写在一行里，别的行一行一个，看不出是一个专业还是几个"
                yield box, said, _ONE_OR_SEVERAL

    def _third_levels(self, cells: Mapping[str, Box]) -> None:
        """Reads the third levels of the second level in this row, or in the row above where this one names none."""
        box = cells.get("third")
        thirds = [] if box is None or not _is_filled(box.text) else seconds(box.text.strip())
        if box is None or not thirds:
            return
        if wrong := [name for name in thirds if is_no_specialty(name)]:
            self.directory.faults.append((box, f"“{show(wrong[0])}”不是一个专业的名称", "请一行写一个三级专业，写名称。"))
        if self.first is None or self.second is None:
            self.directory.faults.append((box, "看不出属于哪一个二级目录", "请在左边一格写一个二级目录。"))
        elif self.groups[-1].catalog.get(self.first, []).count(self.second) > 1:
            self.directory.faults.append((box, f"二级目录“{show(self.second)}”在同一个一级目录下写了两遍", "请合成一行。"))
        else:
            self.groups[-1].thirds.setdefault((self.first, self.second), []).extend(thirds)


def _is_filled(text: str) -> bool:
    """Whether a cell is filled in, and not blank or with dots as on the blank form."""
    text = text.strip()
    return bool(text) and not is_placeholder(text) and not is_blank(text)


def _fields_of(box: Box, columns: dict[int, str]) -> Iterator[str]:
    return (name for column, name in columns.items() if box.column <= column < box.column + box.across)


def _is_note(row: list[Box]) -> bool:
    texts = [cell_text(box.text) for box in row if box.text.strip()]
    return bool(texts) and _NOTES.match(texts[0]) is not None and (len(texts) == 1 or re.match(r".{1,8}[:：(（]", texts[0]) is not None)


def _series_and_levels(text: str, levels: str) -> tuple[str, str, int]:
    """The series, the levels and the number of the review in a cell of the series; `levels` from a column of their own take precedence."""
    names, number = [], 0
    for line in lines(text):
        if found := _LEVELS.match(line):
            levels = levels or found[1]
        elif found := _ITEM.fullmatch(line):
            number = int(found[1])
        elif found := _LEVELS_BEHIND.fullmatch(line):
            names.append(_PLACE.sub("", found[1]))
            levels = levels or found[2]
        else:
            names.append(_PLACE.sub("", line))
    return "".join(names), levels, number


def seconds(text: str) -> list[str]:
    """The second levels in a cell: one on each line, numbered, or separated by commas."""
    text = re.sub(r"(?<=\S)\s+[·•●](?=\S)", "\n·", text)
    found = items(text, "、，,；;" if _spaces_in_names(text) else "、，,；;/ \t\u3000")
    if len(found) > 1 and len(found[-1]) > 3:
        found[-1] = re.sub("等(?:专业|方向)?$", "", found[-1])
    return [_GOES_ON.sub("", re.sub(r"^[“\"「](.+)[”\"」]$", r"\1", name)) for name in found if not is_blank(name)]


def may_be_one(names: list[str]) -> str | None:
    """The words of a list that may belong to one name, None where there are none: 采、选、冶; 计算机软、硬件; 中、小型水库."""
    for name, following in zip(names, [*names[1:], ""], strict=True):
        if len(names) > 1 and len(name) == 1:
            return f"{name}、{following}" if following else name
        if any(name.endswith(one) and following.startswith(other) for one, other in _HALVES):
            return f"{name}、{following}"
    return None


def is_no_specialty(name: str) -> bool:
    """Whether a text cannot be the name of a specialty: several names run together, or a word such as 同上."""
    if is_nothing(name) or re.search(r"等\d*个?[^等]{0,12}(?:专业|方向|产品)$|[(（][^)）]*[初中副正高]级[^)）]*[)）]$", name):
        return True
    return re.search("[:：。]", name) is not None or name in ("无", "没有", "同上", "同前", "略", "不分专业", "全部", "所有专业", "其他")


def _spaces_in_names(text: str) -> bool:
    """Whether spaces and slashes are part of names: there are other separators or lines, or splitting does not give Chinese names."""
    names = all(re.match(r"[\u3400-\u9fff]{2}", piece) for piece in re.split(r"[/\s]+", text.strip()))
    return len(lines(text)) > 1 or re.search("[、，,；;]", text) is not None or not names
