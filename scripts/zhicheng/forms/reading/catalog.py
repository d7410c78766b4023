"""The reviews of a committee (series, levels and directory) from Annex 1 and Annex 2; contradictions between them are F006."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import ALL_SPECIALTIES
from zhicheng.forms.reading import annex2_series, directory_cell
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.annex2 import Directory, SeriesGroup
from zhicheng.forms.reading.cells import levels as level_cells
from zhicheng.forms.reading.cells import lists
from zhicheng.forms.reading.cells.series_levels import Fault, LevelsOfTitles, SeriesLevels, fault_at
from zhicheng.forms.reading.cells.specialties import doubt, stands_for_all
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.directory_cell import specialties_with_levels
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.foreign_labels import shown_label
from zhicheng.registry.records.committee import LEVELS
from zhicheng.text import listed, show

_MAX_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _NamedGroup:
    """A group of Annex 2 (see SeriesGroup), the series and levels that its cell names (None: none), and the file it is from."""

    file: str
    directory: Directory
    group: SeriesGroup
    series: str | None
    levels: list[str] | None

    @property
    def where(self) -> str:
        return self.directory.grid.place(self.group.box, "系列（专业）")

    def fits(self, review: Value) -> bool:
        """Whether the series and levels of the group, as far as named, are those of a review of Annex 1."""
        return self.series in (None, review["series"]) and self.levels in (None, review["levels"])

    def numbered(self, reviews: Sequence[Value]) -> list[Value]:
        """The review whose number stands in the cell of the series; all reviews where no number stands there."""
        number = self.group.number
        return list(reviews[number - 1 : number] if number else reviews)


class Reviews:
    """Reads the reviews of one submission.

    `directories` are the filled Annexes 2, each with file and title; `names` are the ids of series by name, `labels`
    those of the registry's levels by code. `faults` are filled by `read`.
    """

    def __init__(
        self,
        filled: Filled,
        directories: Sequence[tuple[str, Directory, str | None]],
        names: Mapping[str, str],
        authority: str | None,
        labels: Mapping[str, str] = LEVELS,
        titles: LevelsOfTitles | None = None,
    ) -> None:
        self.filled = filled
        self.directories = directories
        self.names, self.authority = names, authority
        self.labels, self.titles = labels, titles
        self.faults: list[Fault] = []

    def read(self, has_annex1: bool) -> list[Value]:
        """The reviews as in a record; empty where the forms have none, or where there is a fault."""
        reviews: list[Value] = []
        of_annex1 = SeriesLevels(self.filled, self.names, self.authority, self.labels, self.titles)
        if has_annex1:
            reviews = of_annex1.read()
            self.faults += of_annex1.faults
        for file, directory, _ in self.directories:
            self._check_directory(file, directory)
        groups = [(file, directory, group) for file, directory, _ in self.directories for group in directory.groups if group.catalog]
        found = self._with_annex2(reviews, groups) if groups else self._with_cell_directory(reviews)
        if groups and has_annex1:
            self._compare_directories([group for _, _, group in groups])
            self._compare_alike(found)
        if has_annex1 and not self.directories and not self._catalog_cell():
            self._add_missing_directory()
        if has_annex1 and of_annex1.of_specialties and found and not self._failed():
            found = self._by_specialty(found, of_annex1.of_specialties)
        return [] if self._failed() else found

    def _by_specialty(self, found: list[Value], levels: list[tuple[str, list[str]]]) -> list[Value]:
        """A review for each set of levels, with the specialties that have them; a fault where these are not those of the directory."""
        split = specialties_with_levels(found[0]["catalog"], levels) if len(found) == 1 and isinstance(found[0]["catalog"], dict) else None
        if split is None:
            hint = "请照专业目录的一级目录，一行写一个，如“水利工程：副高级、中级”，每个都要写到。"
            self._add_fault(self.filled.entries["levels"], Ambiguous("各专业的层级不同，与专业目录对不上", hint))
            return []
        return [{**found[0], "levels": its, "catalog": catalog} for its, catalog in split]

    def _check_directory(self, file: str, directory: Directory) -> None:
        """Adds the faults of one Annex 2 on its own."""
        grid = directory.grid
        for box, fault in directory.faults:
            self.faults.append(Fault(file, box, fault.code, f"{grid.place(box)}：{fault.message}", fault.hint, "error", fault.choices))
        if directory.ignored:
            message = f"{grid.where}：附件2没有这些列，没有读：{listed(dict.fromkeys(shown_label(name) for name in directory.ignored))}"
            self.faults.append(Fault(file, None, "F002", message, "要紧的内容请写进二级目录的名称，或者另外说明。", "warning"))
        for group in directory.groups:
            if not group.catalog and group.series and any(other.catalog for other in directory.groups):
                message = f"{grid.place(group.box)}：“{show(group.series, 40)}”后面没有专业"
                self.faults.append(Fault(file, group.box, "F004", message, "有专业的请写上，没有的请删去这一行。", "error"))
            bare = [name for name, seconds in group.catalog.items() if not seconds and name != ALL_SPECIALTIES and not stands_for_all(name)]
            for name in bare:
                message = f"{grid.place(group.boxes[name])}：一级目录“{show(name)}”没有二级目录"
                self.faults.append(Fault(file, group.boxes[name], "F003", message, "请写上二级目录；没有的请删去这一行。", "error"))
        if not any(group.catalog for group in directory.groups):
            first = grid.rows[0][0] if grid.rows and grid.rows[0] else None
            self.faults.append(Fault(file, first, "F002", f"{grid.where}：专业目录里没有一个专业", "请填好一级、二级目录再交。", "error"))

    def _add_missing_directory(self) -> None:
        """Adds a fault: there is no directory, neither in Annex 1 nor as Annex 2."""
        cell = self.filled.entries.get("catalog")
        if cell is not None:
            hint = "请把附件2一起交，或者写成“建筑工程：城市规划、建筑勘察设计”。"
            self._add_fault(cell, NotUnderstood("没有填写，也没有交附件2", hint))
        else:
            hint = "请把附件2一起交，或者在“对应二级专业名称”里按“一级：二级、二级”写明。"
            self.faults.append(Fault("", None, "F002", "没有交专业目录（附件2）", hint, "error"))

    def _failed(self) -> bool:
        return any(fault[5] == "error" for fault in self.faults)

    # --- Annex 1 ---

    def _catalog_cell(self) -> bool:
        return bool(self.filled.text("catalog"))

    def _with_cell_directory(self, reviews: list[Value]) -> list[Value]:
        """The reviews without an Annex 2: the directory is in the cell of Annex 1."""
        entry = self.filled.entries.get("catalog")
        if not reviews or entry is None or self.directories or not self._catalog_cell():
            return []
        parts = directory_cell.parts(entry.text, len(reviews))
        if isinstance(parts, ValueFault):
            self._add_fault(entry, parts)
            return []
        found = []
        for review, text in zip(reviews, parts, strict=True):
            if without_spaces(text) == ALL_SPECIALTIES:
                found.append({**review, "catalog": "all"})
                continue
            catalog, loose = directory_cell.of_cell(text)
            names = [[first, *seconds] for first, seconds in catalog.items()]
            doubts = (fault for one in names for fault in (doubt(one[:1], text), doubt(one[1:], text)) if fault is not None)
            if every := stands_for_all(text):
                self._add_fault(entry, every)
            elif (fault := next(doubts, None)) is not None:
                self._add_fault(entry, fault)
            elif loose:
                some = listed(show(name, 20) for name in loose[:_MAX_SHOWN])
                hint = "请交附件2，或者写成“建筑工程：城市规划、建筑勘察设计”。"
                self._add_fault(entry, NotUnderstood(f"没有写属于哪个一级目录：{some}", hint))
            elif not catalog:
                hint = "请把附件2一起交，或者写成“建筑工程：城市规划、建筑勘察设计”。"
                self._add_fault(entry, NotUnderstood("没有写专业，也没有交附件2", hint))
            else:
                found.append({**review, "catalog": catalog})
        return found

    # --- Annex 2 ---

    def _with_annex2(self, reviews: list[Value], groups: list[tuple[str, Directory, SeriesGroup]]) -> list[Value]:
        """The reviews of Annex 1 with the directories of Annex 2; those of Annex 2 alone where `reviews` is empty."""
        read = [one for file, directory, group in groups if (one := self._named_group(file, directory, group)) is not None]
        if self._failed():
            return []
        if not reviews:
            return [_of_annex2(one) for one in read if one.series]
        if (
            len(reviews) == len(read)
            and not any(one.group.number for one in read)
            and all(one.fits(review) for review, one in zip(reviews, read, strict=True))
        ):
            return [{**review, "catalog": one.group.directory} for review, one in zip(reviews, read, strict=True)]
        return self._distributed(reviews, read)

    def _distributed(self, reviews: list[Value], read: list[_NamedGroup]) -> list[Value]:
        """The reviews of Annex 1, each with the groups of Annex 2 that fit no other review."""
        found = [{**review, "catalog": {}} for review in reviews]
        for one in read:
            self._add(one, found)
        empty = [review for review in found if not review["catalog"]]
        if empty and not self._failed():
            message = f"附件2里没有附件1写的 {len(empty)} 个系列的专业"
            self.faults.append(Fault(read[0].file, None, "F006", message, "请把两张表改成一样。", "error"))
        return found

    def _named_group(self, file: str, directory: Directory, group: SeriesGroup) -> _NamedGroup | None:
        """A group with the series and levels in its cell; None and a fault where they are not understood."""
        try:
            series = annex2_series.series_of_rows(group.series, self.names) if group.series else None
            levels = list(level_cells.levels(group.levels, self.authority, self.labels)) if group.levels else None
        except ValueFault as fault:
            where = directory.grid.place(group.box, "系列（专业）")
            self.faults.append(Fault(file, group.box, fault.code, f"{where}：{fault.message}", fault.hint, "error"))
            return None
        return _NamedGroup(file, directory, group, series, levels)

    def _add(self, one: _NamedGroup, found: list[Value]) -> None:
        """Adds the specialties of a group to the one review that fits it; a fault where none or several fit."""
        fitting = [review for review in one.numbered(found) if one.fits(review)]
        if not fitting and one.series is None and len(found) == 1:
            fitting = found
        if not fitting:
            message = f"{one.where}：附件1的评审系列里没有“{show(one.group.series)}”"
            self.faults.append(Fault(one.file, one.group.box, "F006", message, "请把两张表改成一样。", "error"))
        elif len(fitting) > 1:
            hint = "请在附件2的系列一格写明层级；层级也相同的，另起一行写“第 1 项”，照附件1评审系列一格的次序。"
            self.faults.append(Fault(one.file, one.group.box, "F004", f"{one.where}：分不清这些专业评审哪些层级", hint, "error"))
        else:
            fitting[0]["catalog"] = _joined(fitting[0]["catalog"], one.group.directory)

    def _compare_directories(self, groups: Sequence[SeriesGroup]) -> None:
        """Adds a fault where the directory in Annex 1 names specialties that Annex 2 lacks."""
        entry = self.filled.entries.get("catalog")
        if entry is None or lists.is_blank(entry.text):
            return
        known = {without_spaces(name) for group in groups for first, seconds in group.catalog.items() for name in (first, *seconds)}
        named = []
        for text in directory_cell.apart(entry.text)[1]:
            catalog, loose = directory_cell.of_cell(text)
            named += [name for seconds in catalog.values() for name in seconds] + loose
        unknown = [name for name in named if without_spaces(name) not in known and without_spaces(name).removesuffix("专业") not in known]
        if (unknown and len(unknown) < len(named)) or (unknown and all(len(name) < 20 for name in named)):
            some = listed(show(name, 20) for name in unknown[:_MAX_SHOWN])
            self._add_fault(entry, NotUnderstood(f"附件2里没有这些专业：{some}", "请把附件1和附件2改成一样。"), "F006")

    def _compare_alike(self, found: list[Value]) -> None:
        """Adds a fault where Annex 1 lists a specialty with one review, and Annex 2 with another of the same series and levels."""
        entry = self.filled.entries.get("catalog")
        parts = directory_cell.parts(entry.text, len(found)) if entry is not None else []
        if entry is None or isinstance(parts, ValueFault):
            return
        named = [_seconds_of(directory_cell.of_cell(text)[0]) for text in parts]
        known = [_seconds_of(review["catalog"]) for review in found]
        keys = [(review["series"], review.get("levels")) for review in found]
        for at, key in enumerate(keys):
            others = [known[one] for one, other in enumerate(keys) if other == key]
            if wrong := [name for name in named[at] if name not in known[at] and any(name in other for other in others)]:
                message = f"第 {at + 1} 项的“{show(wrong[0], 20)}”，附件2写在同一系列、同一层级的另一项里"
                self._add_fault(entry, NotUnderstood(message, "请把两张表改成一样，照评审系列一格的次序。"), "F006")

    def _add_fault(self, entry: FilledField, fault: ValueFault, code: str | None = None) -> None:
        self.faults.append(fault_at(entry, fault, code))


def _seconds_of(catalog: Value | str) -> list[str]:
    """The second levels of a directory, each with its first level, without spaces."""
    pairs = catalog.items() if isinstance(catalog, dict) else ()
    return [without_spaces(f"{first}：{second}") for first, seconds in pairs for second in seconds]


def _of_annex2(one: _NamedGroup) -> Value:
    """A review from Annex 2 alone, without levels where the cell of the series names none."""
    return {"series": one.series, "catalog": one.group.directory, **({"levels": one.levels} if one.levels else {})}


def _joined(one: Value | str, other: Value | str) -> Value | str:
    """Two directories of one review as one; all where either is."""
    if isinstance(one, str) or isinstance(other, str):
        return other if not one else "all"
    found = dict(one)
    for first, seconds in other.items():
        known = found.setdefault(first, seconds)
        if known is not seconds and isinstance(known, list) and isinstance(seconds, list):
            found[first] = [*known, *seconds]
        elif known is not seconds and known is not None:
            found[first] = {second: [*_thirds(known, second), *_thirds(seconds, second)] for second in (*known, *seconds)}
    return found


def _thirds(seconds: Any, second: str) -> list[str]:
    return list(seconds.get(second, ())) if isinstance(seconds, dict) else []
