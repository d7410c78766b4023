"""The labels of the registry's own annexes (`layout` of a rulebook), read as those of the letter, and in messages as they are printed.

A table is taken for an annex of the registry by several of its labels; only then its cells count as labels. So a label may be any words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from zhicheng.documents.finding import Finding
from zhicheng.forms.added_fields import ROWS
from zhicheng.forms.reading import annex1, annex3_columns
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.grids import Grid, TableInText, every
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.questions import Question
from zhicheng.forms.reading.sheets import Sheet
from zhicheng.registry.records.annex_layout import LETTER, PHONE, PREPARER, AnnexLayout, title_pattern

_WITHIN = 20  # rows, in which the header of Annex 2 or 3 is looked for
_LEAST = {1: 3, 2: 2, 3: 4}  # labels by which a table is an annex of the registry
_KEYS = {2: {"first", "second"}, 3: {"name"}}  # columns that are among them
_OF_LINES = {PREPARER: "填表人", PHONE: "联系电话"}
_TITLES = {2: "{name}专业目录登记表", 3: "{name}推荐{specialty}专业评委花名册"}
_Said = TypeVar("_Said", Finding, Question)
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class OwnLabels:
    """The labels of the registry's own annexes, by the number of the annex: labels without spaces, each with its field and the label that
    the letter has for it; and likewise lines and titles.
    """

    labels: Mapping[int, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[int, re.Pattern[str]] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)  # by the label of the letter, where it differs

    def read_parts(self, parts: Sequence[TableInText]) -> None:
        """Replaces the labels in the cells and lines of tables by those of the letter."""
        for part in every(list(parts)) if self.labels or self.titles or self.lines else ():
            for annex in self.labels:
                self._read_grid(part.grid, annex)
            for texts in (part.above, part.below):
                texts[:] = [self._line(text) for text in texts]
            for row in part.grid.rows[:_WITHIN]:
                for box in row:
                    if (title := self._title(box.text)) is not None:
                        box.lines = [title]

    def read_sheet(self, sheet: Sheet) -> None:
        """Replaces the labels in the cells of a sheet or table with experts by those of the letter."""
        labels = self.labels.get(3, {})
        for i, (number, row) in enumerate(sheet.rows[:_WITHIN]):
            texts = {at: bare_name(cell_text(cell)) for at, cell in enumerate(row) if isinstance(cell, str)}
            found = {at: labels[text] for at, text in texts.items() if text in labels}
            titles = {at: title for at, cell in enumerate(row) if isinstance(cell, str) and (title := self._title(cell)) is not None}
            if not _is_annex(3, [one for one, _ in found.values()]):
                found = {}
            if found or titles:
                new = {at: name for at, (_, name) in found.items()} | titles
                sheet.rows[i] = number, tuple(new.get(at, cell) for at, cell in enumerate(row))

    def _read_grid(self, grid: Grid, annex: int) -> None:
        labels = self.labels[annex]
        rows = [list(grid.boxes())] if annex == 1 else grid.rows[:_WITHIN]
        for boxes in rows:
            found = [(box, labels[text]) for box in boxes if (text := bare_name(cell_text(box.text))) in labels]
            if _is_annex(annex, [one for _, (one, _) in found]):
                for box, (_, name) in found:
                    box.lines = [name]

    def _line(self, text: str) -> str:
        title = self._title(text)
        for own, name in self.lines.items():
            text = re.sub(rf"{re.escape(own)}(?=\s*[:：])", name, text)
        return text if title is None else title

    def _title(self, text: str) -> str | None:
        """The title as in the letter; None where it is none of the registry's."""
        bare = re.sub(r"\s+", "", text)
        for annex, pattern in self.titles.items():
            if (match := pattern.fullmatch(bare)) is not None:
                parts = match.groupdict()
                return _TITLES[annex].format(name=parts.get("name") or "", specialty=parts.get("specialty") or "各")
        return None

    # --- what is said -----------------------------------------------------------------------------------------------------

    def said(self, found: Iterable[_Said]) -> list[_Said]:
        """Findings or questions with the labels as they are printed on the registry's annexes."""
        return [replace(one, message=self._named(one.message), hint=self._named(one.hint)) for one in found]

    def placed(self, origins: Mapping[_Key, Origin]) -> dict[_Key, Origin]:
        """The origins of values with the labels as they are printed on the registry's annexes."""
        return {pointer: replace(one, place=self._named(one.place)) for pointer, one in origins.items()}

    def _named(self, text: str) -> str:
        for name, own in self.printed.items():
            text = text.replace(f"“{name}”", f"“{own}”")
        return text


def _is_annex(annex: int, fields: Sequence[str]) -> bool:
    return len(set(fields)) >= _LEAST[annex] and _KEYS.get(annex, set()) <= set(fields)


def of(layouts: Mapping[int, AnnexLayout]) -> OwnLabels:
    """The labels of the annexes that a rulebook lays out; none of the others."""
    own = {annex: layout for annex, layout in layouts.items() if layout.own}
    labels = {
        annex: {bare_name(name): (key, _of_letter(annex, key)) for key, name in layout.labels.items()} for annex, layout in own.items()
    }
    lines: dict[str, str] = {}
    for text in own[1].below if 1 in own else ():
        lines |= {match[1]: _OF_LINES[match[2]] for match in re.finditer(r"([^\s：:{}]+)\s*[：:]\s*(\{填表人\}|\{联系电话\})", text)}
    titles = {
        annex: title_pattern(layout.title) for annex, layout in own.items() if annex in _TITLES and layout.title != LETTER[annex].title
    }
    printed = {
        name: text for annex, layout in own.items() for key, text in layout.labels.items() if (name := _of_letter(annex, key)) != text
    }
    return OwnLabels(labels, {name: label for name, label in lines.items() if name != label}, titles, printed)


def _of_letter(annex: int, key: str) -> str:
    """The label by which the reader knows a field."""
    if annex == 1:
        return ROWS.get(key) or annex1.label(key)
    return annex3_columns.label(key) if annex == 3 else LETTER[2].labels.get(key, "序号")
