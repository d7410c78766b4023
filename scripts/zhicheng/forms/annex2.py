"""Annex 2 (专业目录登记表): series, first and second levels, from tables in Word and in spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhicheng.forms.columns import bare_name
from zhicheng.forms.grids import Box, Grid
from zhicheng.forms.lists import bare, is_blank, is_placeholder, items, lines, numbered, split
from zhicheng.forms.values import written

_COLUMNS = {
    "series": "系列 系列专业 评审系列 职称系列 系列名称 评审系列专业",
    "levels": "层级 评审层级 级别",
    "first": "一级目录 一级专业 一级专业目录 一级专业名称 一级目录名称 专业 一级",
    "second": "二级目录 二级专业 二级专业目录 二级专业名称 二级目录名称 对应二级专业 对应二级专业名称 二级",
}
_FIELDS = {bare_name(name): key for key, names in _COLUMNS.items() for name in names.split()}
_TITLE = re.compile(r"(?:附件[0-9一二三四]*[:：]?)?(.*?(?:评审委员会|评委会))(?:的)?(?:各?系列)?(?:评审)?专业目录(?:登记)?表?")
_LEVELS = re.compile(r"^(?:评审)?层级\s*[:：]\s*(.+)$")
_BRACKETED = re.compile(r"([^()（）]+)[(（]([^()（）]+)[)）]")
_NOTES = re.compile(r"(?:注|备注|说明|填表说明|填表人|填报人|单位负责人|单位[(（]盖章)\s*[:：(（]?")


@dataclass(slots=True)
class Group:
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
    groups: list[Group]
    faults: list[tuple[Box, str, str]] = field(default_factory=list)


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
    groups: list[Group] = []
    directory = Directory(grid, groups)
    first: str | None = None
    series: Box | None = None
    for row in grid.rows[at + 1 :]:
        cells = {name: box for box in row for name in _names(box, columns)}
        texts = {name: box.text.strip() for name, box in cells.items()}
        if _is_note(row) or all(_FIELDS.get(bare_name(text)) == name for name, text in texts.items() if text):
            continue  # a remark below the table, or the header again on the next page
        if texts.get("series") and not is_placeholder(texts["series"]) and not is_blank(texts["series"]):
            box = cells["series"]
            if series is None or written(texts["series"]) != written(series.text) or not groups:
                said, levels = _series(texts["series"], texts.get("levels", ""))
                groups.append(Group(said, levels, box))
                first = None
            series = box
        if not groups:
            groups.append(Group("", "", row[0]))
        group = groups[-1]
        name = texts.get("first", "")
        if name and not is_placeholder(name) and not is_blank(name):
            first = bare(written(name))
            group.catalog.setdefault(first, [])
            group.boxes.setdefault(first, cells["first"])
        seconds = _seconds(texts.get("second", ""))
        if seconds and first is None:
            directory.faults.append((cells["second"], "没有写属于哪个一级目录", "请在左边一格写明一级目录。"))
        elif seconds and first is not None:
            group.catalog[first] += seconds
    return directory


def _names(box: Box, columns: dict[int, str]) -> Iterator[str]:
    return (name for column, name in columns.items() if box.column <= column < box.column + box.across)


def _is_note(row: list[Box]) -> bool:
    texts = [written(box.text) for box in row if box.text.strip()]
    return len(texts) <= 2 and bool(texts) and _NOTES.match(texts[0]) is not None


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
    found = items(text, "、，,；;" if _spaced(text) else "、，,；;/ \t\u3000")
    if len(found) > 1 and len(found[-1]) > 3:
        found[-1] = re.sub("等(?:专业|方向)?$", "", found[-1])
    return found


def _spaced(text: str) -> bool:
    """Whether spaces and strokes belong to names: where there are other separators, several lines, or pieces that are no names."""
    names = all(re.match(r"[\u3400-\u9fff]{2}", piece) for piece in re.split(r"[/\s]+", text.strip()))
    return len(lines(text)) > 1 or re.search("[、，,；;]", text) is not None or not names


def of_cell(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """The directory that the cell of Annex 1 holds: 建筑工程：城市规划、建筑勘察设计, and names without a first level."""
    catalog: dict[str, list[str]] = {}
    loose: list[str] = []
    told = [line for line in lines(text) if not re.fullmatch(r"[(（]\d{1,2}[)）]", line)]
    if any(map(numbered, told)) and told and not numbered(told[0]) and not any(re.search("[:：]", line) for line in told):
        first = ""
        for line in told:  # heads without a number, and below each its numbered second levels
            if numbered(line):
                catalog[first] += _seconds(line)
            else:
                first = bare(line)
                catalog.setdefault(first, [])
        return catalog, []
    below = ""
    for line in lines(joined_lines(text)):
        if re.fullmatch(r"[(（]\d{1,2}[)）]", line) or _elsewhere(line):
            continue
        for piece in split(bare(line) if numbered(line) else line, "；;"):
            head, colon, rest = piece.replace("：", ":").partition(":")
            inside = [_BRACKETED.fullmatch(one) for one in split(piece, "、，,")]
            if not colon and inside and all(inside):  # 建筑工程（城市规划、建筑勘察设计）、市政工程（…）
                for found in filter(None, inside):
                    catalog.setdefault(bare(found[1]), []).extend(_seconds(found[2]))
            elif colon:
                first = bare(head)
                catalog.setdefault(first, []).extend(_seconds(rest))
                below = first if not rest.strip() else ""
            elif below:  # a head with a colon, and its second levels in the lines below
                catalog[below] += _seconds(piece)
            else:
                loose += _seconds(piece)
    return catalog, [name for name in loose if not _elsewhere(name)]


def joined_lines(text: str) -> str:
    """Lines that end in 、 go on in the next, and so do names that a new line in the same paragraph cuts in two."""
    text = re.sub(r"([、，,])\s*[\n\v]\s*", r"\1", text)
    return re.sub(r"(?<=[\u3400-\u9fff])\v(?=[^\v\n:：]*(?:$|[\v\n]))", "", text) if re.search("[、，,]", text) else text


def _elsewhere(text: str) -> bool:
    """见附件2 and the like."""
    return re.search(r"[见详].{0,6}(?:附件|附表|目录|后)|^附后$|^略$", text) is not None
