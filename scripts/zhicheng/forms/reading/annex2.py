"""Annex 2 (专业目录登记表): series, first and second levels, from tables in Word and in spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells.lists import bare, is_blank, is_placeholder, items, lines, numbered, split
from zhicheng.forms.reading.cells.values import written
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.text import show

_COLUMNS = {
    "series": "系列 系列专业 评审系列 职称系列 系列名称 评审系列专业",
    "levels": "层级 评审层级 级别",
    "first": "一级目录 一级专业 一级专业目录 一级专业名称 一级目录名称 专业 一级",
    "second": "二级目录 二级专业 二级专业目录 二级专业名称 二级目录名称 对应二级专业 对应二级专业名称 二级",
}
_FIELDS = {bare_name(name): key for key, names in _COLUMNS.items() for name in names.split()}
_TITLE = re.compile(r"(?:附件[0-9一二三四]*[:：]?)?(.*?(?:评审委员会|评委会))(?:的)?(?:各?系列)?(?:评审)?专业目录(?:登记)?表?")
_LEVELS = re.compile(r"^(?:评审)?层级\s*[:：]\s*(.+)$")
_NUMBER = re.compile("序号?|NO|№|编号", re.IGNORECASE)
_TOTAL = re.compile(r"(?:合计|总计|小计|共计)(?:$|[\s:：\d])")
_PART = re.compile(r"[(（]\d{1,2}[)）]")  # the number of a part, on a line of its own
_BRACKETED = re.compile(r"([^()（）]+)[(（]([^()（）]+)[)）]")
_NOTES = re.compile(r"(?:注|备注|说明|填表说明|填表人|填报人|单位负责人|单位[(（]盖章)\s*[:：(（]?")


@dataclass(slots=True)
class SeriesGroup:
    """What one series cell stands for: its text and levels, the cell, and the directory with the cell of each first level."""

    series: str
    levels: str
    box: Box
    catalog: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)


@dataclass(slots=True)
class Directory:
    """A filled Annex 2: the groups in their order, and what could not be understood, with its cell."""

    grid: Grid
    groups: list[SeriesGroup]
    faults: list[tuple[Box, str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # columns with something in them that Annex 2 has not


def header(grid: Grid) -> tuple[int, dict[int, str]] | None:
    """The row of the header, by its place among the rows, and the columns with their fields; None where the table is no Annex 2."""
    for at, row in enumerate(grid.rows[:10]):
        found = {box.column: name for box in row if (name := _FIELDS.get(bare_name(written(box.text)))) is not None}
        if {"first", "second"} <= set(found.values()):
            return at, found
    return None


def title(text: list[str]) -> str | None:
    """The committee that the title of the form names, None where it is still blank."""
    for line in text:
        found = _TITLE.fullmatch(re.sub(r"\s+", "", line))
        if found and not re.fullmatch(r"[XxＸｘ×*＊_＿…]*(?:评审委员会|评委会)", found[1]):
            return found[1]
    return None


def read(grid: Grid, head: tuple[int, dict[int, str]]) -> Directory:
    """The groups of a table; `head` is what `header` found in it."""
    at, columns = head
    directory = Directory(grid, [])
    _look_at_header(directory, at, columns)
    rows = _Rows(directory)
    for boxes in grid.rows[at + 1 :]:
        cells = {name: box for box in boxes for name in _names(box, columns)}
        if not _is_outside(boxes, cells):
            rows.add(boxes[0], cells)
    return directory


def _look_at_header(directory: Directory, at: int, columns: dict[int, str]) -> None:
    """Faults for columns of the same name, and the columns that Annex 2 has not and that hold something."""
    rows = directory.grid.rows
    for name in ("series", "first", "second"):
        same = [box for box in rows[at] if columns.get(box.column) == name]
        if len(same) > 1:
            said = f"有 {len(same)} 列都叫“{written(same[1].text)}”，分不清读哪一列"
            directory.faults.append((same[1], said, "请一个系列接一个系列往下写，每种只留一列。"))
    others = [box for box in rows[at] if box.column not in columns and box.text.strip() and not _NUMBER.fullmatch(bare_name(box.text))]
    below = {box.column for row in rows[at + 1 :] for box in row if box.text.strip()}
    directory.ignored = [written(box.text) for box in others if box.column in below]


def _is_outside(boxes: list[Box], cells: Mapping[str, Box]) -> bool:
    """Whether a row is a remark below the table, a total, or the header again on the next page."""
    first = next((written(box.text) for box in boxes if box.text.strip()), "")
    if _is_note(boxes) or _TOTAL.match(first):
        return True
    texts = {name: box.text.strip() for name, box in cells.items()}
    return all(_FIELDS.get(bare_name(text)) == name for name, text in texts.items() if text)


class _Rows:
    """The rows of a directory, read in order: a series and a first level go on in the rows below."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.groups = directory.groups
        self.series: str | None = None
        self.first: str | None = None

    def add(self, start: Box, cells: Mapping[str, Box]) -> None:
        """Reads a row from its cells by field; `start` is its first cell."""
        self._series(cells)
        if not self.groups:
            self.groups.append(SeriesGroup("", "", start))
        self._first_level(cells)
        self._look_at_values(cells)
        self._second_levels(cells)

    def _series(self, cells: Mapping[str, Box]) -> None:
        """Begins a group where the row names a series, and not only the one above again."""
        box = cells.get("series")
        if box is None or not _is_said(box.text):
            return
        if written(box.text.strip()) != self.series or not self.groups:
            levels = cells["levels"].text.strip() if "levels" in cells else ""
            self.groups.append(SeriesGroup(*_series(box.text.strip(), levels), box))
            self.first = None
        self.series = written(box.text.strip())

    def _first_level(self, cells: Mapping[str, Box]) -> None:
        box = cells.get("first")
        if box is None or not _is_said(box.text):
            return
        self.first = bare(written(box.text.strip()))
        self.groups[-1].catalog.setdefault(self.first, [])
        self.groups[-1].boxes.setdefault(self.first, box)

    def _look_at_values(self, cells: Mapping[str, Box]) -> None:
        """Faults for numbers, dates and error values where names belong."""
        for name in ("series", "first", "second"):
            box = cells.get(name)
            if box is not None and (box.value is not None or box.text.startswith("#")):
                self.directory.faults.append((box, "应当是文字", "请把单元格设为文本格式，再填名称。"))

    def _second_levels(self, cells: Mapping[str, Box]) -> None:
        box = cells.get("second")
        seconds = [] if box is None else _seconds(box.text.strip())
        if box is None or not seconds:
            return
        if wrong := [name for name in seconds if strange(name)]:
            self.directory.faults.append((box, f"“{show(wrong[0])}”不是一个专业的名称", "请一行写一个二级专业，写名称。"))
        if self.first is None:
            self.directory.faults.append((box, "没有写属于哪个一级目录", "请在左边一格写明一级目录。"))
        else:
            self.groups[-1].catalog[self.first] += seconds


def _is_said(text: str) -> bool:
    """Whether a cell holds a name, and not only what the blank form has there."""
    text = text.strip()
    return bool(text) and not is_placeholder(text) and not is_blank(text)


def _names(box: Box, columns: dict[int, str]) -> Iterator[str]:
    return (name for column, name in columns.items() if box.column <= column < box.column + box.across)


def _is_note(row: list[Box]) -> bool:
    texts = [written(box.text) for box in row if box.text.strip()]
    return bool(texts) and _NOTES.match(texts[0]) is not None and (len(texts) == 1 or re.match(r".{1,8}[:：(（]", texts[0]) is not None)


def _series(text: str, levels: str) -> tuple[str, str]:
    """The series and the levels that a cell names."""
    said = []
    for line in lines(text):
        found = _LEVELS.match(line)
        if found:
            levels = levels or found[1]
        else:
            said.append(re.sub(r"^[(（]\d{1,2}[)）]\s*", "", line))
    return "".join(said), levels


def _seconds(text: str) -> list[str]:
    """The second levels of a cell: one a line, numbered, or in one line with commas."""
    text = re.sub(r"(?<=\S)\s+[·•●](?=\S)", "\n·", text)
    found = items(text, "、，,；;" if _spaced(text) else "、，,；;/ \t\u3000")
    if len(found) > 1 and len(found[-1]) > 3:
        found[-1] = re.sub("等(?:专业|方向)?$", "", found[-1])
    return [name for name in found if not is_blank(name)]


def strange(name: str) -> bool:
    """Whether a name can be none of a specialty: several run together, or a word in its place."""
    return re.search("[:：。]", name) is not None or name in ("无", "没有", "同上", "同前", "略", "不分专业", "全部", "所有专业", "其他")


def _spaced(text: str) -> bool:
    """Whether spaces and strokes belong to names: where there are other separators, several lines, or pieces that are no names."""
    names = all(re.match(r"[\u3400-\u9fff]{2}", piece) for piece in re.split(r"[/\s]+", text.strip()))
    return len(lines(text)) > 1 or re.search("[、，,；;]", text) is not None or not names


def of_cell(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """The directory that the cell of Annex 1 holds: 建筑工程：城市规划、建筑勘察设计, and names without a first level."""
    told = [line for line in lines(text) if not _PART.fullmatch(line)]
    if any(map(numbered, told)) and not numbered(told[0]) and not any(re.search("[:：]", line) for line in told):
        return _numbered_below_heads(told), []
    catalog: dict[str, list[str]] = {}
    loose: list[str] = []
    below = ""  # a head with a colon and nothing behind it: its second levels are in the lines below
    for piece in _pieces(text):
        head, colon, rest = piece.replace("：", ":").partition(":")
        if colon:
            first = bare(head)
            catalog.setdefault(first, []).extend(_seconds(rest))
            below = first if not rest.strip() else ""
        elif inside := _all_bracketed(piece):
            for first, seconds in inside:
                catalog.setdefault(first, []).extend(_seconds(seconds))
        elif below:
            catalog[below] += _seconds(piece)
        else:
            loose += _seconds(piece)
    return catalog, [name for name in loose if not _elsewhere(name)]


def _numbered_below_heads(told: list[str]) -> dict[str, list[str]]:
    """Heads without a number, and below each its numbered second levels."""
    catalog: dict[str, list[str]] = {}
    first = ""
    for line in told:
        if numbered(line):
            catalog[first] += _seconds(line)
        else:
            first = bare(line)
            catalog.setdefault(first, [])
    return catalog


def _pieces(text: str) -> Iterator[str]:
    """The lines of a cell without their numbers, cut at semicolons; without those that only point elsewhere."""
    for line in lines(joined_lines(text)):
        if not _PART.fullmatch(line) and not _elsewhere(line):
            yield from split(bare(line) if numbered(line) else line, "；;")


def _all_bracketed(piece: str) -> list[tuple[str, str]]:
    """First levels with their second levels in brackets: 建筑工程（城市规划、建筑勘察设计）、市政工程（…）; none where it is not all so."""
    found = [_BRACKETED.fullmatch(one) for one in split(piece, "、，,")]
    whole = [(bare(one[1]), one[2]) for one in found if one]
    return whole if len(whole) == len(found) else []


def joined_lines(text: str) -> str:
    """Lines that end in 、 go on in the next, and so do names that a new line in the same paragraph cuts in two."""
    text = re.sub(r"([、，,])\s*[\n\v]\s*", r"\1", text)
    return re.sub(r"(?<=[\u3400-\u9fff])\v(?=[^\v\n:：]*(?:$|[\v\n]))", "", text) if re.search("[、，,]", text) else text


def _elsewhere(text: str) -> bool:
    """见附件2 and the like."""
    return re.search(r"[见详].{0,6}(?:附件|附表|目录|后)|^附后$|^略$", text) is not None
