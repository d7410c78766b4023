"""Rows, columns and text that somebody hid or struck out: they are asked about, never taken and never dropped without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the cells: its kind (批注, 脚注, 文本框, 页眉页脚), its text, and its cell; row 0 where it is of none."""

    kind: str
    text: str
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class SetAside:
    """The numbers of hidden rows and columns of a sheet or table, the places (row, column) of struck or hidden text, and what is beside."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    beside: list[Aside] = field(default_factory=list)

    def questions(self, filled: Iterable[tuple[int, int]]) -> Iterator[tuple[int, str, str]]:
        """What to ask: row, message and hint. `filled` are the places of all cells that hold something."""
        if not (self.rows or self.columns or self.struck):
            return
        places = set(filled) | self.struck
        if rows := sorted(self.rows & {row for row, _ in places}):
            hint = "要算的请取消隐藏（筛选过的请清除筛选），不算的请删去这些行，再交。"
            yield rows[0], f"有 {len(rows)} 行隐藏着（第 {few(rows)} 行），分不清算不算", hint
        if columns := sorted(self.columns & {column for _, column in places}):
            yield 1, f"有 {len(columns)} 列隐藏着（第 {few(columns)} 列），分不清算不算", "要算的请取消隐藏，不算的请删去这些列，再交。"
        struck = {place for place in self.struck if place[0] not in self.rows}
        whole = sorted({row for row, _ in struck} - {row for row, _ in places - struck})
        if whole:
            hint = "不算的请删去这些行，要算的请去掉删除线，再交。"
            yield whole[0], f"有 {len(whole)} 行划掉了（第 {few(whole)} 行），分不清算不算", hint
        if rest := sorted({row for row, _ in struck} - set(whole)):
            hint = "不要的字请删去，要的请去掉删除线，再交。"
            yield rest[0], f"第 {few(rest)} 行有划掉或隐藏的字，分不清要不要", hint


def few(numbers: list[int]) -> str:
    """The first of some numbers, as in 3、4、5等."""
    return "、".join(map(str, numbers[:_SHOWN])) + ("等" if len(numbers) > _SHOWN else "")
