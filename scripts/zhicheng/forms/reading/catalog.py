"""The series, levels and directory of a committee, put together from Annex 1 and Annex 2; what contradicts is F006."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import annex2
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.annex2 import Directory, SeriesGroup
from zhicheng.forms.reading.cells import entries, lists
from zhicheng.forms.reading.cells.series_levels import Fault, SeriesLevels, fault_at
from zhicheng.forms.reading.cells.values import squeezed
from zhicheng.forms.reading.faults import NotUnderstood, ValueFault
from zhicheng.text import listed, show

_SOME = 5


@dataclass(frozen=True, slots=True)
class _Read:
    """A group of Annex 2 with its file, and the series and levels it names (None where it names none)."""

    file: str
    directory: Directory
    group: SeriesGroup
    series: str | None
    levels: list[str] | None

    @property
    def where(self) -> str:
        return self.directory.grid.place(self.group.box, "系列（专业）")

    def fits(self, review: Value) -> bool:
        """Whether the group says nothing else of series and levels than a review of Annex 1."""
        return self.series in (None, review["series"]) and self.levels in (None, review["levels"])


class Reviews:
    """Reads the reviews of one submission; `faults` say what could not be understood."""

    def __init__(
        self, filled: Filled, directories: Sequence[tuple[str, Directory, str | None]], names: Mapping[str, str], authority: str | None
    ) -> None:
        self.filled = filled
        self.directories = directories
        self.names = names
        self.authority = authority
        self.faults: list[Fault] = []

    def read(self, has_annex1: bool) -> list[Value]:
        """The reviews as a record has them; empty where the forms say nothing of them, or where there is a fault."""
        said: list[Value] = []
        if has_annex1:
            of_annex1 = SeriesLevels(self.filled, self.names, self.authority)
            said = of_annex1.read()
            self.faults += of_annex1.faults
        for file, directory, _ in self.directories:
            self._look_at(file, directory)
        groups = [(file, directory, group) for file, directory, _ in self.directories for group in directory.groups if group.catalog]
        found = self._joined(said, groups) if groups else self._alone(said)
        if groups and has_annex1:
            self._compare([group for _, _, group in groups])
        if has_annex1 and not self.directories and not self._catalog_cell():
            self._miss_directory()
        return [] if self._failed() else found

    def _look_at(self, file: str, directory: Directory) -> None:
        """The faults of one Annex 2 by itself."""
        grid = directory.grid
        for box, message, hint in directory.faults:
            self.faults.append((file, box, "F003", f"{grid.place(box)}：{message}", hint, "error"))
        if directory.ignored:
            said = f"{grid.where}：附件2没有这些列，没有读：{listed(show(name, 20) for name in directory.ignored)}"
            self.faults.append((file, None, "F002", said, "要紧的内容请写进二级目录的名称，或者另外说明。", "warning"))
        if not any(group.catalog for group in directory.groups):
            at = grid.rows[0][0] if grid.rows and grid.rows[0] else None
            self.faults.append((file, at, "F002", f"{grid.where}：专业目录里没有一个专业", "请填好一级、二级目录再交。", "error"))

    def _miss_directory(self) -> None:
        """Says that there is no directory, neither in Annex 1 nor as Annex 2."""
        cell = self.filled.entries.get("catalog")
        if cell is not None:
            hint = "请把附件2一起交，或者写成“建筑工程：城市规划、建筑勘察设计”。"
            self._fault(cell, NotUnderstood("没有填写，也没有交附件2", hint))
        else:
            hint = "请把附件2一起交，或者在“对应二级专业名称”里按“一级：二级、二级”写明。"
            self.faults.append(("", None, "F002", "没有交专业目录（附件2）", hint, "error"))

    def _failed(self) -> bool:
        return any(fault[5] == "error" for fault in self.faults)

    # --- Annex 1 ---

    def _catalog_cell(self) -> bool:
        return bool(self.filled.text("catalog"))

    def _alone(self, said: list[Value]) -> list[Value]:
        """The reviews where there is no Annex 2: the directory stands in the cell of Annex 1."""
        entry = self.filled.entries.get("catalog")
        if not said or entry is None or self.directories or not self._catalog_cell():
            return []
        parts = _parts(entry.text)
        if len(parts) == 1 and len(said) > 1:
            self._fault(entry, NotUnderstood("有几个系列，看不出各个目录属于哪一个", "请交附件2，或者用（1）（2）分开写。"))
            return []
        found = []
        for review, text in zip(said, parts, strict=False):
            catalog, loose = annex2.of_cell(text)
            wrong = [name for first, seconds in catalog.items() for name in (first, *seconds) if annex2.strange(name)]
            if wrong:
                hint = "请一个一级目录一行，写成“建筑工程：城市规划、建筑勘察设计”。"
                self._fault(entry, NotUnderstood(f"“{show(wrong[0])}”不是一个专业的名称", hint))
            elif loose:
                some = listed(show(name, 20) for name in loose[:_SOME])
                hint = "请交附件2，或者写成“建筑工程：城市规划、建筑勘察设计”。"
                self._fault(entry, NotUnderstood(f"没有写属于哪个一级目录：{some}", hint))
            elif not catalog:
                hint = "请把附件2一起交，或者写成“建筑工程：城市规划、建筑勘察设计”。"
                self._fault(entry, NotUnderstood("没有写专业，也没有交附件2", hint))
            else:
                found.append({**review, "catalog": catalog})
        return found

    # --- Annex 2 ---

    def _joined(self, said: list[Value], groups: list[tuple[str, Directory, SeriesGroup]]) -> list[Value]:
        """The reviews of Annex 1 with the directories of Annex 2; of Annex 2 alone where there is no Annex 1."""
        read = [one for file, directory, group in groups if (one := self._named(file, directory, group)) is not None]
        if self._failed():
            return []
        if not said:
            return [_of_annex2(one) for one in read if one.series]
        if len(said) == len(read) and all(one.fits(review) for review, one in zip(said, read, strict=True)):
            return [{**review, "catalog": dict(one.group.catalog)} for review, one in zip(said, read, strict=True)]
        return self._shared_out(said, read)

    def _shared_out(self, said: list[Value], read: list[_Read]) -> list[Value]:
        """The reviews of Annex 1, each with the groups of Annex 2 that can belong to it alone."""
        found = [{**review, "catalog": {}} for review in said]
        for one in read:
            self._add(one, found)
        empty = [review for review in found if not review["catalog"]]
        if empty and not self._failed():
            message = f"附件2里没有附件1写的{len(empty)} 个系列的专业"
            self.faults.append((read[0].file, None, "F006", message, "请把两张表改成一样。", "error"))
        return found

    def _named(self, file: str, directory: Directory, group: SeriesGroup) -> _Read | None:
        """A group with the series and levels its cell names, None (and a fault) where they are not understood."""
        try:
            series = entries.series(group.series, self.names) if group.series else None
            levels = list(entries.levels(group.levels, self.authority)) if group.levels else None
        except ValueFault as fault:
            where = directory.grid.place(group.box, "系列（专业）")
            self.faults.append((file, group.box, fault.code, f"{where}：{fault.message}", fault.hint, "error"))
            return None
        return _Read(file, directory, group, series, levels)

    def _add(self, one: _Read, found: list[Value]) -> None:
        """Puts the specialties of a group into the one review they can belong to."""
        fitting = [review for review in found if one.fits(review)]
        if not fitting and one.series is None and len(found) == 1:
            fitting = found
        if not fitting:
            message = f"{one.where}：附件1的评审系列里没有“{show(one.group.series)}”"
            self.faults.append((one.file, one.group.box, "F006", message, "请把两张表改成一样。", "error"))
        elif len(fitting) > 1:
            hint = "请在附件2的系列一格写明层级，或者一个系列写一组。"
            self.faults.append((one.file, one.group.box, "F004", f"{one.where}：分不清这些专业评审哪些层级", hint, "error"))
        else:
            for first, seconds in one.group.catalog.items():
                fitting[0]["catalog"].setdefault(first, []).extend(seconds)

    def _compare(self, groups: Sequence[SeriesGroup]) -> None:
        """Annex 1's own list against Annex 2's."""
        entry = self.filled.entries.get("catalog")
        if entry is None or lists.is_blank(entry.text):
            return
        known = {squeezed(name) for group in groups for first, seconds in group.catalog.items() for name in (first, *seconds)}
        said = []
        for text in _parts(entry.text):
            catalog, loose = annex2.of_cell(text)
            said += [name for seconds in catalog.values() for name in seconds] + loose
        strangers = [name for name in said if squeezed(name) not in known and squeezed(name).removesuffix("专业") not in known]
        if (strangers and len(strangers) < len(said)) or (strangers and all(len(name) < 20 for name in said)):
            some = listed(show(name, 20) for name in strangers[:_SOME])
            self._fault(entry, NotUnderstood(f"附件2里没有这些专业：{some}", "请把附件1和附件2改成一样。"), "F006")

    def _fault(self, entry: FilledField, fault: ValueFault, code: str | None = None) -> None:
        self.faults.append(fault_at(entry, fault, code))


def _of_annex2(one: _Read) -> Value:
    """A review as Annex 2 alone says it: without levels, where the series' cell names none."""
    return {"series": one.series, "catalog": dict(one.group.catalog), **({"levels": one.levels} if one.levels else {})}


def _parts(text: str) -> list[str]:
    """A cell's parts that begin with （1）, （2） on lines of their own; the whole where there are none."""
    parts: list[list[str]] = [[]]
    for line in (line for line in text.split("\n") if line.strip()):
        if re.fullmatch(r"[(（]\d{1,2}[)）]", line.strip()):
            parts.append([])
        else:
            parts[-1].append(line)
    found = ["\n".join(part) for part in parts if part]
    return found or [""]
