"""The lines above a scoring table: its title, the series and levels it applies to, and its total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zhicheng.forms.reading.cells import points
from zhicheng.forms.reading.cells.lists import lines, split
from zhicheng.forms.reading.grids import Box

_FOR = re.compile(r"适用(系列|层级)[^:：]{0,6}[:：]\s*([^\s\u3000；;]+(?:[、，,][^\s\u3000；;]+)*)")
_SPECIALTIES = re.compile(r"适用专业\s*[:：]\s*(.*)")
_TOTAL_LINE = re.compile(r"(?:总分|满分)\s*[:：为]?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?")
_REMARK = re.compile(r"[^:：]{0,6}(?:说明|注)\s*[:：]")
_LEVELS = re.compile("(?:(?:正高|副高|高|中|初)级?[、和及与]?)*(?:正高|副高|高|中|初)级(?!中学|人民法院|别|技工)")
_ONLY_LEVELS = re.compile(rf"[(（【]?(?:适用)?(?:职称)?{_LEVELS.pattern}(?:职称|人员)?[)）】]?[:：]?")
_TITLE = re.compile("赋分|评分|打分|计分|附表")
_BEFORE_TITLE = re.compile(r"^附[表件]\s*[0-9一二三四五六七八九十]*\s*[:：]?\s*|^量化赋分表\s*[:：]\s*")
_TOTAL_BEHIND = re.compile(r"\s*[(（]\s*(?:(?:总分|满分)\s*[:：为]?\s*(\d{2,4})\s*分?|(\d{2,4})\s*分)\s*[)）]\s*$")


@dataclass(slots=True)
class Heading:
    """The heading of a scoring table; "", or None for the total, where the lines do not state it."""

    title: str = ""
    series: str = ""
    levels: str = ""
    total: float | None = None
    specialties: list[str] = field(default_factory=list)
    stated: bool = field(default=False, compare=False)  # whether a line says 适用层级, be it 全部
    printed: str = field(default="", compare=False)  # the line of the title
    levels_of_title: str = ""  # those that the title names, where no line says 适用层级


def read(above: Sequence[str]) -> Heading:
    """Reads the heading from the lines above a table. 全部 for series or levels counts as blank."""
    heading = Heading()
    title, stated, alone = None, False, ""
    for line in (line for text in above for line in lines(text)):
        if specialties := _SPECIALTIES.fullmatch(line):
            heading.specialties = [name for name in split(specialties[1], "；;，,") if name and name != "全部"]
            continue
        found = dict(_FOR.findall(line))
        if found or (_TOTAL_LINE.match(line) and len(line) < 20):
            stated = stated or "层级" in found
            heading.series = found.get("系列", heading.series)
            heading.levels = found.get("层级", heading.levels)
            if match := _TOTAL_LINE.search(line):
                heading.total = points.as_number(match[1])
        elif _TITLE.search(line) and not _REMARK.match(line):
            title = line  # the last one is the nearest to the table
        elif _ONLY_LEVELS.fullmatch(line):
            alone = line
    heading.series = "" if heading.series == "全部" else heading.series
    heading.levels = "" if heading.levels == "全部" else heading.levels
    if title is not None:
        heading.printed = title
        heading.title, total = _title(title)
        heading.total = total if heading.total is None else heading.total
    heading.stated = stated
    if not stated and (named := _LEVELS.search(alone or heading.title)):
        heading.levels_of_title = named[0]
    return heading


def _title(line: str) -> tuple[str, float | None]:
    """The title in a line without its prefix (附表 1, 量化赋分表：), and the total in brackets after it."""
    if re.match(r"^附[表件]", line) and "量化赋分表：" in line:
        return line.split("量化赋分表：", 1)[1].strip(), None
    title = _BEFORE_TITLE.sub("", line)
    match = _TOTAL_BEHIND.search(title)
    if match is None:
        return title.strip(), None
    return title[: match.start()].strip(), points.as_number(match[1] or match[2])


def title_rows(rows: Sequence[list[Box]]) -> Iterator[list[Box]]:
    """The last rows with at most one text each: the title of the next table."""
    found: list[list[Box]] = []
    for row in reversed(rows):
        if len([box for box in row if box.text.strip()]) > 1:
            break
        found.insert(0, row)
    return iter(found)


def row_text(row: list[Box]) -> str:
    """The texts of a row, one on each line."""
    return "\n".join(box.text for box in row if box.text.strip())
