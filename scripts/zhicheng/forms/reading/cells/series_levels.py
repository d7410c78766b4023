"""Reads the series and levels of Annex 1, from one cell or two; levels may be given for each series or for all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from zhicheng.documents.finding import Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import annex1
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.cells import levels as level_cells
from zhicheng.forms.reading.cells import lists
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.grids import Box
from zhicheng.registry.records.added_codes import senior_of
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.series import title_key
from zhicheng.text import show


class Fault(NamedTuple):
    """A fault of series, levels or directory. `file` is "" for the file of Annex 1; `choices` are possible texts of the whole cell, where
    they are known.
    """

    file: str
    box: Box | None
    code: str
    message: str
    hint: str
    severity: Severity
    choices: tuple[str, ...] = ()


LevelsOfTitles = Mapping[str, Mapping[str, frozenset[str]]]
_BETWEEN_TITLES = re.compile(r"[\s、，,；;/／。和及与]+")
_MAX_FAULTS = 30  # of a cell; what comes after them is read when they are mended
_PART = re.compile(r"^[(（](\d{1,2})[)）]\s*")


def fault_at(entry: FilledField, fault: ValueFault, code: str | None = None) -> Fault:
    """A fault in a cell of Annex 1."""
    return Fault("", entry.box, code or fault.code, f"{entry.place}：{fault.message}", fault.hint, "error", fault.choices)


class SeriesLevels:
    """Reads the series and levels of one Annex 1. `names` are the ids of series by name, `labels` those of the registry's levels.

    `faults` and `of_specialties` are filled by `read`: the latter are the levels of each specialty that the cell of the levels names, where
    these differ (水利工程：副高级；电力工程：中级).
    """

    def __init__(
        self,
        filled: Filled,
        names: Mapping[str, str],
        authority: str | None,
        labels: Mapping[str, str] = LEVELS,
        titles: LevelsOfTitles | None = None,
    ) -> None:
        """`titles` are the levels of each title by series: a cell of levels may hold titles instead (副教授、教授)."""
        self.titles = titles or {}
        self.filled = filled
        self.names = names
        self.authority = authority
        self.labels = labels
        added = sorted(set(labels.values()) - set(LEVELS.values()))
        self._words = "|".join(map(re.escape, added)) or "(?!)"  # a pattern for the labels of added levels
        self.faults: list[Fault] = []
        self.of_specialties: list[tuple[str, list[str]]] = []

    def read(self) -> list[Value]:
        """Reviews without directories; empty where there is a fault."""
        both = self.filled.entries.get("series_levels")
        series_entry = self.filled.entries.get("series") or both
        levels_entry = self.filled.entries.get("levels")
        self._check_present("series", series_entry)
        self._check_present("levels", levels_entry or both)
        if series_entry is None or self.faults:
            return []
        if levels_entry is None:
            return self._both_in_one_cell(series_entry)
        series = self._series(series_entry, self.faults)
        found = self._paired(series, self._level_lines(levels_entry), levels_entry)
        self._compare_series(series_entry, found)
        return found

    def _check_present(self, name: str, entry: FilledField | None) -> None:
        """Adds a fault where a cell is blank or missing."""
        if entry is None:
            message, hint = f"没有找到“{annex1.label(name)}”这一格", "请照附件1保留这一格，名称不要改动。"
            self.faults.append(Fault("", None, "F002", message, hint, "error"))
        elif lists.is_blank(entry.text):
            self._add_fault(entry, NotUnderstood("没有填写", "这一格必填，请填好再交。"))

    def _paired(self, series: list[str], levels: list[list[str]], entry: FilledField) -> list[Value]:
        """Each series with its levels: the same for all, those that name the series, or those in the same position."""
        if len(levels) == 1:
            return [{"series": one, "levels": levels[0]} for one in series]
        if 1 < len(levels) == len(series):
            heads = self._heads(entry) or series
            if sorted(heads) != sorted(series):
                self._add_fault(entry, NotUnderstood("层级前面写的系列，与评审系列一格对不上", "请把两格改成一样。"), "F006")
                return []
            if heads != series:
                by_head = dict(zip(heads, levels, strict=True))
                levels = [by_head[one] for one in series]
            return [{"series": one, "levels": its} for one, its in zip(series, levels, strict=True)]
        if levels and series:
            message = f"写了 {len(series)} 个系列、{len(levels)} 行层级，对不上"
            self._add_fault(entry, NotUnderstood(message, "请一个系列一行，层级照同样的顺序一行一行写。"))
        return []

    def _series(self, entry: FilledField, faults: list[Fault]) -> list[str]:
        """The ids of the series in a cell; appends to `faults` for what is not a series."""
        found: list[str] = []
        if re.search(f"[(（][^)）]*(?:[初中副正高]级|{self._words})", entry.text) and "levels" in self.filled.entries:
            faults.append(fault_at(entry, NotUnderstood("系列后面的括号里写了层级", "请把层级写在评审层级一格，系列一格只写系列。")))
            return found
        try:
            chosen = lists.chosen(entry.text)
        except ValueFault as fault:  # boxes, none of them ticked
            faults.append(fault_at(entry, fault))
            return found
        for line in _numbered_apart(chosen):
            for piece in lists.split(line, "、，,；;/"):
                if len(faults) > _MAX_FAULTS:
                    return found
                try:
                    found.append(level_cells.series(piece, self.names))
                except ValueFault as fault:
                    faults.append(fault_at(entry, fault))
        return found

    def _compare_series(self, entry: FilledField, reviews: list[Value]) -> None:
        """Adds a fault where the cell of the series says other levels of one (工程系列中级、经济系列初级) than that of the levels."""
        pieces = [piece for line in _numbered_apart(entry.text) for piece in lists.split(line, "、，,；;/")]
        if len(pieces) != len(reviews):
            return
        for piece, review in zip(pieces, reviews, strict=True):
            behind = re.search(rf"(?:[初中高]级|[副正]高级?|{self._words})$", without_spaces(piece))
            if behind is None:
                continue
            try:
                said = set(self._levels(behind[0]))
            except ValueFault:  # 高级 may be both
                said = set(senior_of(self.labels)) & set(review["levels"])
            if not said or not said <= set(review["levels"]) or (len(reviews) > 1 and said != set(review["levels"])):
                message = f"“{show(piece, 40)}”里的层级，与评审层级一格对不上"
                self._add_fault(entry, Ambiguous(message, "请把层级写在评审层级一格，照系列的次序一个系列一行；系列一格只写系列。"))

    def _level_lines(self, entry: FilledField) -> list[list[str]]:
        """The levels in a cell: one list for each series, or a single list for all."""
        try:
            plain = entry.box is not None and lists.chosen(entry.text) == entry.text
            if entry.box is not None and plain and (entry.box.set_off or entry.box.drawn):
                how = "画了图形" if entry.box.drawn else "有的字加了下划线、颜色、边框或者加粗"
                raise Ambiguous(f"{how}，看不出是不是只选这几个", "请只留评审的层级，或者在方框里打勾。")
            cell_lines = _numbered_apart(lists.chosen(entry.text))
            found = self._levels_of_lines(cell_lines) or self._levels_of_pieces(cell_lines)
            self._refuse_semicolons(cell_lines if not found else [])
            found = found or [self._levels(" ".join(map(_after_colon, cell_lines)))]
        except ValueFault as fault:
            self._add_fault(entry, self._titles_for_levels(entry.text) or fault)
            return []
        if len(found) == 1 and self._has_one_series():
            head = _before_colon(cell_lines[0])
            self.of_specialties = [(head, found[0])] if head and not self._is_series(head) else []
        if len(found) > 1 and self._has_one_series():
            self.of_specialties = self._specialties(cell_lines, found)
            together = {level for one in found for level in one}
            return [[level for level in self.labels if level in together]]
        return found

    def _titles_for_levels(self, text: str) -> ValueFault | None:
        """The question where a cell of the levels has titles of the one series: the levels that these are of. None where it has not."""
        known = self._known_titles()
        levels = [known.get(title_key(one), frozenset()) for one in _BETWEEN_TITLES.split(_bare(text)) if one]
        if not levels or any(len(one) != 1 for one in levels):
            return None
        said = "、".join(label for level, label in self.labels.items() if frozenset({level}) in levels)
        return Ambiguous(f"“{show(without_spaces(text), 40)}”写的是职称，不是层级", f"是这些层级的请写“{said}”。", (said,))

    def _refuse_semicolons(self, cell_lines: list[str]) -> None:
        """Raises Ambiguous where a line has as many levels between semicolons as there are series: each may belong to one series, or all to
        all.
        """
        entry = self.filled.entries.get("series")
        several = [] if entry is None else self._series(entry, [*self.faults])
        if len(several) > 1 and len(lists.split(" ".join(cell_lines), "；;")) == len(several):
            hint = "各系列不同的，请照系列的次序一个系列一行；都评这些层级的，请用顿号隔开。"
            raise Ambiguous("层级用分号隔开，看不出是各系列各评一种，还是都评", hint)

    def _levels_of_lines(self, cell_lines: list[str]) -> list[list[str]]:
        """The levels of each line; empty unless every line names some."""
        if len(cell_lines) < 2:
            return []
        try:
            return [self._levels(_after_colon(line)) for line in cell_lines]
        except NotUnderstood:
            return []

    def _levels_of_pieces(self, cell_lines: list[str]) -> list[list[str]]:
        """The levels after the colons of one line: 工程：副高级；会计：中级; empty where it is not so written."""
        pieces = lists.split(" ".join(cell_lines), "；;")
        if len(pieces) < 2 or not all(re.search("[:：]", piece) for piece in pieces):
            return []
        return [self._levels(re.split("[:：]", piece)[-1]) for piece in pieces]

    def _levels(self, text: str) -> list[str]:
        if "(" in text or "（" in text:
            text = level_cells.without_titles(text, self._known_titles(), self.authority, self.labels)
        return list(level_cells.levels(text, self.authority, self.labels))

    def _known_titles(self) -> Mapping[str, frozenset[str]]:
        """The levels of the titles of the one series; none where there are several."""
        series = self.filled.entries.get("series")
        ids = [] if series is None else self._series(series, [*self.faults])
        return self.titles.get(ids[0], {}) if len(ids) == 1 else {}

    def _specialties(self, cell_lines: list[str], found: list[list[str]]) -> list[tuple[str, list[str]]]:
        """Each specialty before a colon with its levels; empty where no line names one, or all have the same levels."""
        pieces = cell_lines if len(cell_lines) == len(found) else lists.split(" ".join(cell_lines), "；;")
        heads = list(map(_before_colon, pieces))
        if not any(heads) or all(one == found[0] for one in found) or len(heads) != len(found):
            return []
        return [(head, levels) for head, levels in zip(heads, found, strict=True) if not self._is_series(head)]

    def _is_series(self, text: str) -> bool:
        try:
            return bool(level_cells.series(text, self.names))
        except ValueFault:
            return False

    def _has_one_series(self) -> bool:
        """Whether the cell of the series names exactly one."""
        entry = self.filled.entries.get("series")
        return entry is not None and len(self._series(entry, [*self.faults])) == 1

    def _heads(self, entry: FilledField) -> list[str]:
        """The series before the colons in the cell of the levels (会计：副高级); empty unless each line begins with a series."""
        lines = _numbered_apart(entry.text)
        pieces = lines if len(lines) > 1 else lists.split(entry.text, "；;")
        found = []
        for piece in pieces:
            head, colon, _ = _bare(piece).replace("：", ":").partition(":")
            try:
                found.append(level_cells.series(head, self.names) if colon else "")
            except ValueFault:
                found.append("")
        return found if all(found) else []

    def _both_in_one_cell(self, entry: FilledField) -> list[Value]:
        """The reviews in a cell with both series and levels: 工程系列：中级、副高级."""
        found = []
        for text in _numbered_apart(entry.text):
            head, mark, rest = text.replace("：", ":").partition(":")
            if not mark:
                behind = r"(?<=系列|人员|教师|专业)((?:[(（][^()（）]*[)）])?)\s*[(（]?"
                cut = re.search(rf"{behind}(?=[初中副正高]{{1,2}}[级、]|{self._words})", text)
                head, rest = (text[: cut.end(1)], text[cut.end(1) :]) if cut else (text, "")
            try:
                found.append({"series": level_cells.series(head, self.names), "levels": self._levels(rest)})
            except ValueFault as fault:
                self._add_fault(entry, fault)
        return found

    def _add_fault(self, entry: FilledField, fault: ValueFault, code: str | None = None) -> None:
        self.faults.append(fault_at(entry, fault, code))


def _bare(line: str) -> str:
    """A line without the number before it: 1. or （1）."""
    return _PART.sub("", lists.bare(line))


def _numbered_apart(text: str) -> list[str]:
    """The lines of a cell without numbers; each number of a list within a line begins another (１、中级；２、副高级)."""
    return [_bare(piece) for line in lists.lines(text) for piece in lists.pieces(line)]


def _before_colon(line: str) -> str:
    """The text before the first colon of a line, "" where there is none."""
    head, colon, _ = line.replace("：", ":").partition(":")
    return head.strip() if colon else ""


def _after_colon(line: str) -> str:
    """The text after the first colon of a line, the whole line where there is none."""
    return line.split(":", 1)[-1].split("：", 1)[-1]
