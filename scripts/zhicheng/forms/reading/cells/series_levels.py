"""The series and levels of Annex 1, in its order: one cell or two, a series a line or several in one, levels for each or for all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhicheng.documents.finding import Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import annex1
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.cells import entries, lists
from zhicheng.forms.reading.faults import NotUnderstood, ValueFault
from zhicheng.forms.reading.grids import Box
from zhicheng.registry.records.committee import LEVELS

Fault = tuple[str, Box | None, str, str, str, Severity]  # file (none: that of Annex 1), cell, code, message, hint, severity
_MANY = 30  # series and faults of a cell
_PART = re.compile(r"^[(（](\d{1,2})[)）]\s*")


def fault_at(entry: FilledField, fault: ValueFault, code: str | None = None) -> Fault:
    """A fault in a cell of Annex 1."""
    return "", entry.box, code or fault.code, f"{entry.place}：{fault.message}", fault.hint, "error"


class SeriesLevels:
    """Reads the series and levels of one Annex 1. `names` are the series by what they are called; `faults` say what is not understood."""

    def __init__(self, filled: Filled, names: Mapping[str, str], authority: str | None) -> None:
        self.filled = filled
        self.names = names
        self.authority = authority
        self.faults: list[Fault] = []

    def read(self) -> list[Value]:
        """Reviews without directories; empty where there is a fault."""
        both = self.filled.entries.get("series_levels")
        series_entry = self.filled.entries.get("series") or both
        levels_entry = self.filled.entries.get("levels")
        self._look_for("series", series_entry)
        self._look_for("levels", levels_entry or both)
        if series_entry is None or self.faults:
            return []
        if levels_entry is None:
            return self._together(series_entry)
        series = self._series(series_entry, self.faults)
        return self._paired(series, self._level_lines(levels_entry), levels_entry)

    def _look_for(self, name: str, entry: FilledField | None) -> None:
        """A fault where a cell is blank or missing."""
        if entry is None:
            said, hint = f"没有找到“{annex1.label(name)}”这一格", "请照附件1保留这一格，名称不要改动。"
            self.faults.append(("", None, "F002", said, hint, "error"))
        elif lists.is_blank(entry.text):
            self._fault(entry, NotUnderstood("没有填写", "这一格必填，请填好再交。"))

    def _paired(self, series: list[str], levels: list[list[str]], entry: FilledField) -> list[Value]:
        """Each series with its levels: those for all, those that name it, or those in its place."""
        if len(levels) == 1:
            return [{"series": one, "levels": levels[0]} for one in series]
        if 1 < len(levels) == len(series):
            heads = self._heads(entry) or series
            if sorted(heads) != sorted(series):
                self._fault(entry, NotUnderstood("层级前面写的系列，与评审系列一格对不上", "请把两格改成一样。"), "F006")
                return []
            if heads != series:
                by_head = dict(zip(heads, levels, strict=True))
                levels = [by_head[one] for one in series]
            return [{"series": one, "levels": its} for one, its in zip(series, levels, strict=True)]
        if levels and series:
            said = f"写了 {len(series)} 个系列、{len(levels)} 行层级，对不上"
            self._fault(entry, NotUnderstood(said, "请一个系列一行，层级照同样的顺序一行一行写。"))
        return []

    def _series(self, entry: FilledField, faults: list[Fault]) -> list[str]:
        """The series a cell names; what names none is added to `faults`."""
        found: list[str] = []
        try:
            chosen = lists.chosen(entry.text)
        except ValueFault as fault:  # boxes, none of them ticked
            faults.append(fault_at(entry, fault))
            return found
        for line in lists.lines(chosen):
            for piece in lists.split(_bare(line), "、，,；;/"):
                if len(found) + len(faults) > _MANY:
                    return found
                try:
                    found.append(entries.series(piece, self.names))
                except ValueFault as fault:
                    faults.append(fault_at(entry, fault))
        return found

    def _level_lines(self, entry: FilledField) -> list[list[str]]:
        """The levels of a cell, as many as it gives for a series each; one where they are for all."""
        try:
            said = [_bare(line) for line in lists.lines(lists.chosen(entry.text))]
            found = self._levels_of_lines(said) or self._levels_of_pieces(said)
            if not found:
                return [self._levels(" ".join(map(_behind_colon, said)))]
        except ValueFault as fault:
            self._fault(entry, fault)
            return []
        if len(found) > 1 and self._has_one_series():
            together = {level for one in found for level in one}
            return [[level for level in LEVELS if level in together]]
        return found

    def _levels_of_lines(self, said: list[str]) -> list[list[str]]:
        """The levels of each line; none where not every line names some."""
        if len(said) < 2:
            return []
        try:
            return [self._levels(_behind_colon(line)) for line in said]
        except NotUnderstood:
            return []

    def _levels_of_pieces(self, said: list[str]) -> list[list[str]]:
        """The levels behind the colons of one line: 工程：副高级；会计：中级."""
        pieces = lists.split(" ".join(said), "；;")
        if len(pieces) < 2 or not all(re.search("[:：]", piece) for piece in pieces):
            return []
        return [self._levels(re.split("[:：]", piece)[-1]) for piece in pieces]

    def _levels(self, text: str) -> list[str]:
        return list(entries.levels(text, self.authority))

    def _has_one_series(self) -> bool:
        """Whether the cell of the series names one."""
        entry = self.filled.entries.get("series")
        return entry is not None and len(self._series(entry, [*self.faults])) == 1

    def _heads(self, entry: FilledField) -> list[str]:
        """The series before the colons of the levels' cell: 会计：副高级; none where there are no such, or where they name no series."""
        lines = lists.lines(entry.text)
        pieces = lines if len(lines) > 1 else lists.split(entry.text, "；;")
        found = []
        for piece in pieces:
            head, colon, _ = _bare(piece).replace("：", ":").partition(":")
            try:
                found.append(entries.series(head, self.names) if colon else "")
            except ValueFault:
                found.append("")
        return found if all(found) else []

    def _together(self, entry: FilledField) -> list[Value]:
        """A cell that holds both: 工程系列：中级、副高级."""
        found = []
        for line in lists.lines(entry.text):
            text = _bare(line)
            head, mark, rest = text.replace("：", ":").partition(":")
            if not mark:
                cut = re.search(r"(?<=系列|人员|教师|专业)\s*[(（]?(?=[初中副正高]{1,2}[级、])", text)
                head, rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
            try:
                found.append({"series": entries.series(head, self.names), "levels": self._levels(rest)})
            except ValueFault as fault:
                self._fault(entry, fault)
        return found

    def _fault(self, entry: FilledField, fault: ValueFault, code: str | None = None) -> None:
        self.faults.append(fault_at(entry, fault, code))


def _bare(line: str) -> str:
    """A line without the number before it: 1. or （1）."""
    return _PART.sub("", lists.bare(line))


def _behind_colon(line: str) -> str:
    """What stands behind the first colon of a line, the whole where there is none."""
    return line.split(":", 1)[-1].split("：", 1)[-1]
