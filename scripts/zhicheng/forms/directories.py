"""The series, levels and directory of a committee, put together from Annex 1 and Annex 2; what contradicts is F006."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zhicheng.forms import annex1, annex2, entries, lists
from zhicheng.forms.annex1 import Entry, Filled
from zhicheng.forms.annex2 import Directory, Group
from zhicheng.forms.faults import NotUnderstood, ValueFault
from zhicheng.forms.grids import Box
from zhicheng.forms.values import squeezed
from zhicheng.problem import Severity
from zhicheng.records import LEVELS, Value
from zhicheng.text import listed, show

Fault = tuple[str, Box | None, str, str, str, Severity]  # file (none: that of Annex 1), cell, code, message, hint, severity
_SOME, _MANY = 5, 30
_PART = re.compile(r"^[(（](\d{1,2})[)）]\s*")


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
        said = self._said() if has_annex1 else []
        groups = [(file, directory, group) for file, directory, _ in self.directories for group in directory.groups if group.catalog]
        for file, directory, _ in self.directories:
            for box, message, hint in directory.faults:
                self.faults.append((file, box, "F003", f"{directory.grid.place(box)}：{message}", hint, "error"))
            if directory.ignored:
                said_ignored = f"{directory.grid.where}：附件2没有这些列，没有读：{listed(show(name, 20) for name in directory.ignored)}"
                self.faults.append((file, None, "F002", said_ignored, "要紧的内容请写进二级目录的名称，或者另外说明。", "warning"))
            if not directory.groups or not any(group.catalog for group in directory.groups):
                at = directory.grid.rows[0][0] if directory.grid.rows and directory.grid.rows[0] else None
                said_empty = f"{directory.grid.where}：专业目录里没有一个专业"
                self.faults.append((file, at, "F002", said_empty, "请填好一级、二级目录再交。", "error"))
        found = self._joined(said, groups) if groups else self._alone(said)
        if groups and has_annex1:
            self._compare([group for _, _, group in groups])
        cell = self.filled.entries.get("catalog")
        if not groups and not self.directories and has_annex1 and not self._catalog_cell():
            if cell is not None:
                hint = "请把附件2一起交，或者写成“建筑工程：城市规划、建筑勘察设计”。"
                self._fault(cell, NotUnderstood("没有填写，也没有交附件2", hint))
                return []
            self.faults.append(
                (
                    "",
                    None,
                    "F002",
                    "没有交专业目录（附件2）",
                    "请把附件2一起交，或者在“对应二级专业名称”里按“一级：二级、二级”写明。",
                    "error",
                )
            )
        return [] if self.faults and any(fault[5] == "error" for fault in self.faults) else found

    # --- Annex 1 ---

    def _said(self) -> list[Value]:
        """Series and levels of Annex 1, in its order, without directories."""
        both = self.filled.entries.get("series_levels")
        series_entry = self.filled.entries.get("series") or both
        levels_entry = self.filled.entries.get("levels")
        for name, entry in (("series", series_entry), ("levels", levels_entry or both)):
            if entry is None:
                said, hint = f"没有找到“{annex1.label(name)}”这一格", "请照附件1保留这一格，名称不要改动。"
                self.faults.append(("", None, "F002", said, hint, "error"))
            elif lists.is_blank(entry.text):
                self._fault(entry, NotUnderstood("没有填写", "这一格必填，请填好再交。"))
        if series_entry is None or lists.is_blank(series_entry.text) or self.faults:
            return []
        if levels_entry is None:
            return self._together(series_entry)
        series = self._series(series_entry)
        said_levels = self._level_lines(levels_entry)
        heads = self._heads(levels_entry)
        if len(said_levels) == len(series) and len(series) > 1 and heads and heads != series:
            if sorted(heads) != sorted(series):
                self._fault(levels_entry, NotUnderstood("层级前面写的系列，与评审系列一格对不上", "请把两格改成一样。"), "F006")
                return []
            by_head = dict(zip(heads, said_levels, strict=True))
            return [{"series": one, "levels": by_head[one]} for one in series]
        if len(said_levels) == len(series) and len(series) > 1:
            return [{"series": one, "levels": levels} for one, levels in zip(series, said_levels, strict=True)]
        if len(said_levels) == 1:
            return [{"series": one, "levels": said_levels[0]} for one in series]
        if said_levels and series:
            said = f"写了 {len(series)} 个系列、{len(said_levels)} 行层级，对不上"
            self._fault(levels_entry, NotUnderstood(said, "请一个系列一行，层级照同样的顺序一行一行写。"))
        return []

    def _series(self, entry: Entry) -> list[str]:
        found: list[str] = []
        for line in lists.lines(lists.chosen(entry.text)):
            text = _PART.sub("", lists.bare(line))
            for piece in lists.split(text, "、，,；;/"):
                if len(found) + len(self.faults) > _MANY:
                    return found
                try:
                    found.append(entries.series(piece, self.names))
                except ValueFault as fault:
                    self._fault(entry, fault)
        return found

    def _level_lines(self, entry: Entry) -> list[list[str]]:
        try:
            said = [_PART.sub("", lists.bare(line)) for line in lists.lines(lists.chosen(entry.text))]
        except ValueFault as fault:
            self._fault(entry, fault)
            return []
        named = [line.split(":", 1)[-1].split("：", 1)[-1] for line in said]
        found: list[list[str]] = []
        try:
            if len(said) > 1:
                try:
                    found = [list(entries.levels(line, self.authority)) for line in named]
                except NotUnderstood:
                    found = []
            pieces = lists.split(" ".join(said), "；;")
            if not found and len(pieces) > 1 and all(re.search("[:：]", piece) for piece in pieces):
                found = [list(entries.levels(re.split("[:：]", piece)[-1], self.authority)) for piece in pieces]
            if not found:
                found = [list(entries.levels(" ".join(named), self.authority))]
            elif len({tuple(one) for one in found}) > 1 and len(self._series_quietly()) == 1:
                joined = {level for one in found for level in one}  # one series, its levels on several lines
                found = [[level for level in LEVELS if level in joined]]
            elif len(found) > 1 and len(self._series_quietly()) == 1:
                found = found[:1]
        except ValueFault as fault:
            self._fault(entry, fault)
        return found

    def _heads(self, entry: Entry) -> list[str]:
        """The series before the colons of the levels' cell: 会计：副高级; none where there are no such, or where they name no series."""
        lines = lists.lines(entry.text)
        pieces = lines if len(lines) > 1 else lists.split(entry.text, "；;")
        found = []
        for piece in pieces:
            head, colon, _ = _PART.sub("", lists.bare(piece)).replace("：", ":").partition(":")
            try:
                found.append(entries.series(head, self.names) if colon else "")
            except ValueFault:
                found.append("")
        return found if found and all(found) else []

    def _series_quietly(self) -> list[str]:
        kept = list(self.faults)
        entry = self.filled.entries.get("series")
        found = self._series(entry) if entry is not None else []
        self.faults = kept
        return found

    def _together(self, entry: Entry) -> list[Value]:
        """A cell that holds both: 工程系列：中级、副高级."""
        found = []
        for line in lists.lines(entry.text):
            text = _PART.sub("", lists.bare(line))
            head, mark, rest = re.sub("[：]", ":", text).partition(":")
            if not mark:
                cut = re.search(r"(?<=系列|人员|教师|专业)\s*[(（]?(?=[初中副正高]{1,2}[级、])", text)
                head, rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
            try:
                found.append({"series": entries.series(head, self.names), "levels": list(entries.levels(rest, self.authority))})
            except ValueFault as fault:
                self._fault(entry, fault)
        return found

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

    def _joined(self, said: list[Value], groups: list[tuple[str, Directory, Group]]) -> list[Value]:
        """The reviews of Annex 1 with the directories of Annex 2; of Annex 2 alone where there is no Annex 1."""
        read: list[tuple[str | None, list[str] | None, Group]] = []
        for file, directory, group in groups:
            series, levels = None, None
            try:
                if group.series:
                    series = entries.series(group.series, self.names)
                if group.levels:
                    levels = list(entries.levels(group.levels, self.authority))
            except ValueFault as fault:
                where = directory.grid.place(group.box, "系列（专业）")
                self.faults.append((file, group.box, fault.code, f"{where}：{fault.message}", fault.hint, "error"))
                continue
            read.append((series, levels, group))
        if any(fault[5] == "error" for fault in self.faults):
            return []
        if not said:
            return [
                {"series": series, "catalog": dict(group.catalog), **({"levels": levels} if levels else {})}
                for series, levels, group in read
                if series
            ]
        if len(said) == len(read) and all(
            series in (None, one["series"]) and levels in (None, one["levels"]) for one, (series, levels, _) in zip(said, read, strict=True)
        ):
            return [{**one, "catalog": dict(group.catalog)} for one, (_, _, group) in zip(said, read, strict=True)]
        found = [{**one, "catalog": {}} for one in said]
        for series, levels, group in read:
            fitting = [one for one in found if (series is None or one["series"] == series) and (levels is None or one["levels"] == levels)]
            if not fitting and series is None and len(found) == 1:
                fitting = found
            if not fitting:
                file, directory = next((file, directory) for file, directory, other in groups if other is group)
                where = directory.grid.place(group.box, "系列（专业）")
                hint = "请把两张表改成一样。"
                message = f"{where}：附件1的评审系列里没有“{show(group.series)}”"
                self.faults.append((file, group.box, "F006", message, hint, "error"))
            elif len(fitting) > 1:
                file, directory = next((file, directory) for file, directory, other in groups if other is group)
                where = directory.grid.place(group.box, "系列（专业）")
                hint = "请在附件2的系列一格写明层级，或者一个系列写一组。"
                self.faults.append((file, group.box, "F004", f"{where}：分不清这些专业评审哪些层级", hint, "error"))
            else:
                for first, seconds in group.catalog.items():
                    fitting[0]["catalog"].setdefault(first, []).extend(seconds)
        empty = [one for one in found if not one["catalog"]]
        if empty and not any(fault[5] == "error" for fault in self.faults):
            file = groups[0][0]
            message = f"附件2里没有附件1写的{len(empty)} 个系列的专业"
            self.faults.append((file, None, "F006", message, "请把两张表改成一样。", "error"))
        return found

    def _compare(self, groups: Sequence[Group]) -> None:
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

    def _fault(self, entry: Entry, fault: ValueFault, code: str | None = None) -> None:
        self.faults.append(("", entry.box, code or fault.code, f"{entry.place}：{fault.message}", fault.hint, "error"))


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
