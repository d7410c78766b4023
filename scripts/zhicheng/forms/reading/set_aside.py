"""What somebody hid or struck out in a sheet or table, or wrote beside its cells. It is asked about: never read, and never dropped
silently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zhicheng.forms.reading.cells.values import without_spaces

TEXT_BOX = "文本框"
_SHOWN = 8
_ROSTER = 8  # a row with so many filled cells is the header of a roster; no other form has such a row
_QUIET = re.compile(  # a place for a seal or signature, a number of an annex or page, a grade of secrecy
    r"[(（]?(?:请?在?此处?)?(?:单位|法人)?(?:盖章|加盖公章|公章|印章|签[字名章])处?[)）]?(?:[\u4e00-\u9fff]{2,30}[局厅委办室部处会院司校])?|(?:附件|附表)[0-9一二三四]*[:：]?|编号[:：]?[_＿\s]*|[密秘]?级?[:：]?|第?\d*页?(?:[,，/]?共?\d*页?)?|[-—\s\d]*"
)


@dataclass(frozen=True, slots=True)
class Aside:
    """A text that stands beside the cells: its kind (批注, 脚注, 文本框, 页眉页脚), and the cell that it belongs to (row 0: none)."""

    kind: str
    text: str
    row: int = 0
    column: int = 0

    @property
    def is_quiet(self) -> bool:
        """Whether it is nothing but a header or footer, a place for a seal, or the number of a page or an annex."""
        return self.kind == "页眉页脚" or (self.kind == TEXT_BOX and _QUIET.fullmatch(without_spaces(self.text)) is not None)


@dataclass(slots=True)
class SetAside:
    """What a sheet or table hides, or says beside its cells. Rows and columns count from 1.

    `rows` and `columns` are hidden. The texts at the places in `struck` are struck out or hidden, those in `changing` are dates that change
    by themselves. Of a Word table, `boxed` are the rows with text in text boxes, which is not read, and `changed` those with tracked
    changes, which are read as accepted.
    """

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    changing: set[tuple[int, int]] = field(default_factory=set)
    beside: list[Aside] = field(default_factory=list)
    boxed: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)

    def questions(self, filled: Iterable[tuple[int, int]]) -> Iterator[tuple[int, str, str]]:
        """What to ask: row, message and hint. `filled` are the places of all cells that hold something."""
        if self.changing:
            rows = sorted({row for row, _ in self.changing})
            hint = "请改成写定的日期，再交。"
            yield rows[0], f"第 {few(rows)} 行有会自动变的日期（域或者公式），看不出填的是哪一天", hint
        if not (self.rows or self.columns or self.struck):
            return
        places = set(filled) | self.struck
        if rows := sorted(self.rows & {row for row, _ in places}):
            hint = "要算的请取消隐藏（筛选过的请清除筛选），不算的请删去这些行，再交。"
            yield rows[0], f"有 {len(rows)} 行隐藏着（第 {few(rows)} 行），分不清算不算", hint
        counts = Counter(row for row, _ in places)
        head = min((row for row in counts if counts[row] >= _ROSTER), default=0)  # a hidden column with nothing but its name hides nothing
        if columns := sorted(self.columns & {column for row, column in places if row != head}):
            yield 1, f"有 {len(columns)} 列隐藏着（第 {few(columns)} 列），分不清算不算", "要算的请取消隐藏，不算的请删去这些列，再交。"
        struck = {place for place in self.struck if place[0] not in self.rows}
        whole = sorted({row for row, _ in struck} - {row for row, _ in places - struck})
        if whole:
            hint = "不算的请删去这些行，要算的请去掉删除线，再交。"
            yield whole[0], f"有 {len(whole)} 行的字划掉了或者看不见（第 {few(whole)} 行），分不清算不算", hint
        if rest := sorted({row for row, _ in struck} - set(whole)):
            hint = "不要的字请删去，要的请去掉删除线，再交。"
            yield rest[0], f"第 {few(rest)} 行有划掉或者看不见的字，分不清要不要", hint

    def of_boxes(self) -> Iterator[tuple[int, str, str]]:
        """What to ask of text boxes in a form with a cell for each value: row, message and hint."""
        if self.boxed:
            hint = "要紧的字请写进格子里，再删去文本框。"
            yield min(self.boxed), f"第 {few(sorted(self.boxed))} 行有文本框，里面的字没有读", hint

    def notice(self) -> tuple[str, str] | None:
        """What the clerk is told about tracked changes, and what to do; None where there are none."""
        if not self.changed:
            return None
        said = f"第 {few(sorted(self.changed))} 行有未接受的修订：按接受以后的样子读，删去的不算，新加的算"
        return said, "请核对；不是这样的，请在 Word 里接受或者拒绝修订，再交。"


def few(numbers: list[int]) -> str:
    """The first _SHOWN of some numbers: 3、4、5, with 等 behind where there are more."""
    return "、".join(map(str, numbers[:_SHOWN])) + ("等" if len(numbers) > _SHOWN else "")
