"""Scoring tables (量化赋分表): dimension, item, maximum and steps, from Word and spreadsheets; a sheet may hold several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading import scoring_added, scoring_heading, scoring_row, scoring_sections
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells import points
from zhicheng.forms.reading.cells.lists import is_blank
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.scoring_row import DITTO, FIELDS, MARKED, PASS_MARK, TOTAL, ScoringRow
from zhicheng.text import show

_MAXIMUM = re.compile(r"(.+?)\s*[(（]\s*(?:满分)?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?\s*[)）]")


@dataclass(slots=True)
class FilledScoringTable:
    """A scoring table as read. `value` has title, total and items as in a record; `series` and `levels` are texts; `box` is the first cell.

    `faults` are what is wrong or asked, each with cell and column. `guessed_total`: no total is stated, so it is the sum of the items.
    """

    grid: Grid
    box: Box
    value: Value
    series: str = ""
    levels: str = ""
    specialties: list[str] = field(default_factory=list)
    levels_of_title: str = ""
    faults: list[tuple[Box, str, ValueFault]] = field(default_factory=list)
    guessed_total: bool = False
    stated: bool = False  # whether a line above the table says which levels it is for
    printed: str = ""  # the line of its title
    headed: float | None = None  # the total that a line above it states
    unread: list[str] = field(default_factory=list)  # the labels of columns that are not read
    boxes: list[Box] = field(default_factory=list)  # the cell of each item: that of its points, or the first of its row


def headers(grid: Grid) -> list[tuple[int, dict[int, str], dict[str, str]]]:
    """The header rows of scoring tables: index of the row, field of each known column, and name as printed of each field."""
    found = []
    for index, row in enumerate(grid.rows):
        columns: dict[int, str] = {}
        names: dict[str, str] = {}
        terms = {bare_name(cell_text(box.text)) for box in row} - scoring_added.WEIGHTS
        fields = set(map(FIELDS.get, terms))
        for box in row:
            text = cell_text(box.text)
            name = FIELDS.get(bare_name(text)) if 0 < len(text) <= 20 else None
            name = "weight" if bare_name(text) in scoring_added.WEIGHTS and "points" in fields else name
            name = "item" if name == "dimension" and name in names and "item" not in fields else name  # what stands second
            if name is not None and name not in names:
                columns[box.column], names[name] = name, text
        if "points" in names and ({"dimension", "item"} & set(names)) and len(names) >= 2:
            found.append((index, *scoring_row.with_names_below(columns, names, grid.rows[index + 1 : index + 2])))
    return found


def read(grid: Grid, above: Sequence[str], below: Sequence[str] = ()) -> list[FilledScoringTable]:
    """The scoring tables of a grid; `above` and `below` are the lines of text around it."""
    heads = headers(grid)
    tables = []
    for number, (index, columns, names) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else len(grid.rows)
        start = 0 if number == 0 else heads[number - 1][0] + 1
        before = [
            scoring_heading.row_text(row)
            for row in (grid.rows[:index] if number == 0 else scoring_heading.title_rows(grid.rows[start:index]))
        ]
        rows = grid.rows[index + 1 : end]
        if number + 1 < len(heads):
            rows = rows[: len(rows) - len(list(scoring_heading.title_rows(rows)))]
        lines_above = [*(above if number == 0 else ()), *before]
        tables.append(_table(grid, grid.rows[index], rows, columns, names, lines_above))
    found = _joined(tables)
    for table in found[-1:]:
        table.faults += [(table.box, "", scoring_row.of_note(note)) for note in scoring_row.notes([*above, *below], table.value["total"])]
    return found


def _joined(tables: list[FilledScoringTable]) -> list[FilledScoringTable]:
    """Joins tables without a title to the one before: their header is repeated on a new page."""
    found: list[FilledScoringTable] = []
    for table in tables:
        if found and not table.value["title"] and not table.levels_of_title:
            found[-1].value["items"] += table.value["items"]
            found[-1].faults += table.faults
            found[-1].boxes, found[-1].unread = found[-1].boxes + table.boxes, found[-1].unread + table.unread
            if not table.guessed_total:
                found[-1].value["total"], found[-1].guessed_total = table.value["total"], False
            elif found[-1].guessed_total:
                found[-1].value["total"] += table.value["total"]
        else:
            found.append(table)
    return found


def _table(
    grid: Grid, head: list[Box], rows: Sequence[list[Box]], columns: dict[int, str], names: dict[str, str], above: Sequence[str]
) -> FilledScoringTable:
    """The table with the header row `head`, from the rows below it, the columns of the header, and the lines above it."""
    total = (heading := scoring_heading.read(above)).total
    table = FilledScoringTable(
        grid,
        head[0],
        {"title": heading.title, "total": 0, "items": []},
        heading.series,
        heading.levels,
        heading.specialties,
        heading.levels_of_title,
        stated=heading.stated,
        printed=heading.printed,
        headed=total,
    )
    items = _ItemsReader(table, names)
    sections: list[scoring_sections.ScoringSection] = []
    subtotals: list[tuple[Box, float, int]] = []
    table.faults += [(box, "", fault) for box, fault in scoring_row.second_points(head, columns, rows)]
    for row in (scoring_row.of_boxes(boxes, columns) for boxes in rows):
        if row.is_empty():
            subtotals += [(row.boxes[0], found, len(items.items))] if (found := row.subtotal()) is not None else []
            continue
        if TOTAL.match(row.first) and not items.is_item(row):
            total = next(reversed(row.numbers()), total)
        elif row.is_footer():
            if scoring_row.limits(row.first, total):
                table.faults.append((row.boxes[0], "", scoring_row.of_note(row.first)))
        elif (section := scoring_sections.of_row(row, len(items.items))) is not None:
            sections.append(section)
            items.dimension = section.name
        else:
            items.add(row)
            if sections and len(items.items) > sections[-1].first:
                scoring_sections.mark(sections[-1], items.items[-1])
    table.value["items"] = items.finished()
    asked = scoring_sections.asked(sections, subtotals, table.value["items"], table.boxes)
    table.faults += [(box, names["points"], fault) for box, fault in asked]
    table.unread = scoring_row.unread(head, columns, rows)
    if (of_several := scoring_added.weight_of_several(columns, rows, table.boxes)) is not None:
        said, hint = f"“{show(of_several.text, 40)}”写在几行合并的格子里，看不出是哪一项的权重", "请分到各项，一项一格。"
        table.faults.append((of_several, names["weight"], Ambiguous(said, hint)))
    if total is None:
        total = sum(one["points"] for one in table.value["items"] if not (one.get("bonus") or one.get("deduction")))
        table.guessed_total = True
    table.value["total"] = total
    return table


@dataclass(slots=True)
class _ItemsReader:
    """Reads the rows of a table in order into items. `names` are the columns as printed, by field."""

    table: FilledScoringTable
    names: dict[str, str]
    items: list[Value] = field(default_factory=list)
    dimension: str = ""  # the last one named; it holds for the rows below too

    def add(self, row: ScoringRow) -> None:
        """Reads a row: an item, a step of the item above, or a dimension with its maximum and its first step."""
        dimension, item = cell_text(row.text.get("dimension", "")), cell_text(row.text.get("item", ""))
        in_steps = "item" not in self.names and "steps" in self.names
        maximum = _MAXIMUM.fullmatch(dimension[: points.LONGEST]) if in_steps else None
        if DITTO.fullmatch(dimension) and self.dimension:
            row.text["dimension"] = dimension = self.dimension
        elif dimension:
            self.dimension = maximum[1] if maximum else dimension
        for name, said in (("dimension", dimension), ("item", item)):
            self._ask_about_name(row, name, said)
        most, bonus = self._points(row)
        if maximum is not None and row.text.get("steps") and most is not None:  # 学历（40分）, with a step on this and each further row
            step = {"when": cell_text(row.text["steps"]), "points": most}
            first_item = {"dimension": self.dimension, "item": self.dimension, "points": points.as_number(maximum[2]), "steps": [step]}
            self.items.append(first_item)
            self.table.boxes.append(row.boxes[0])
        elif self.items and not item and not dimension and row.text.get("items") and not row.text.get("points"):
            below = self.items[-1].pop("items", [])
            self._add_columns(self.items[-1], row)
            self.items[-1]["items"] = below + self.items[-1].get("items", [])
        elif self.items and not item and not dimension and (row.text.get("steps") or row.text.get("got")):
            self._add_step(self.items[-1], row, most)
        else:
            self.items.append(self._item(row, item or self.dimension, most, bonus))
            self.table.boxes.append(row.cells.get("points") or row.boxes[0])

    def _ask_about_name(self, row: ScoringRow, name: str, said: str) -> None:
        """Asks about a dimension or an item that is none, or has a mark behind it."""
        if DITTO.fullmatch(said):
            self._ask(row.cells[name], name, f"“{show(said)}”看不出是哪一项", "请把内容写出来。")
        elif PASS_MARK.match(said):
            self._ask(
                row.cells[name],
                name,
                f"“{show(said, 40)}”不像评分的项目",
                "及格、通过的分数请写在表下的说明里，删去这一行；是项目的，请换一个名称。",
            )
        elif MARKED.search(said):
            self._ask(row.cells[name], name, f"“{show(said, 40)}”带着记号", "请删去记号；记号另有意思的，请写在说明里。")

    def is_item(self, row: ScoringRow) -> bool:
        """Whether a row that begins with 合计 or 总分 is an item for all that: it names one, with other points than those above."""
        item = cell_text(row.text.get("item", ""))
        if not re.search("[\u4e00-\u9fff]", item.replace("分", "")) or TOTAL.match(item) or row.cells["item"] is row.cells.get("dimension"):
            return False
        above = sum(one["points"] for one in self.items if not (one.get("bonus") or one.get("deduction")))
        return "points" in row.cells and points.of_cell(row.cells["points"]) not in (None, above)

    def finished(self) -> list[Value]:
        """The items as in a record."""
        for one in self.items:
            one.pop("_step", None)
        return self.items

    def _points(self, row: ScoringRow) -> tuple[float | None, bool]:
        """The maximum points of a row (None where the cell is blank), and whether they are extra points (加分)."""
        box = row.cells.get("points")
        if box is None or is_blank(box.text):
            return None, False
        if (found := points.highest(scoring_added.marks(box.text)[0])) is None:
            self._add_fault(box, "points", f"“{show(points.ascii_digits(cell_text(box.text)))}”不是分值", "请只填一个数，如 15。")
        return found or (0, False)

    def _item(self, row: ScoringRow, item: str, most: float | None, bonus: bool) -> Value:
        if most is None:
            self._add_fault(row.cells.get("points") or row.boxes[0], "points", "没有填写分值", "请填这一项的最高分。")
        found: Value = {"dimension": self.dimension or item, "item": item, "points": most or 0}
        self._set_scorer(found, row)
        self._set_steps_and_note(found, row)
        self._add_columns(found, row)
        scoring_added.set_kind(found, bonus)
        return found

    def _add_columns(self, found: Value, row: ScoringRow) -> None:
        """Adds to an item what stands in the columns that the form of 2019 does not have."""
        found |= scoring_added.marks(row.text.get("points", ""))[1]
        for name, said in scoring_added.added(row.cells):
            if not isinstance(said, NotUnderstood):
                found |= said
            else:
                self._add_fault(row.cells[name], name, said.message, said.hint)

    def _set_scorer(self, found: Value, row: ScoringRow) -> None:
        by = cell_text(row.text.get("scored_by", ""))
        if not by or is_blank(by):
            return
        if code := scoring_row.scorer(by):
            found["scored_by"] = code
        else:
            self._add_fault(row.cells["scored_by"], "scored_by", f"“{show(by)}”看不出由谁评分", "请填“工作部门核定”或“专家评定”。")

    def _set_steps_and_note(self, found: Value, row: ScoringRow) -> None:
        """Sets the steps of an item. A text in their cell that is not a step goes into the note, and so does a range of points."""
        notes = []
        text, step_points = row.text.get("steps", ""), row.step_points()
        if text and step_points is not None:
            found["steps"] = [{"when": cell_text(text), "points": step_points}]
        elif steps := points.steps(text):
            found["steps"] = steps
        elif text and not is_blank(text):
            notes.append(cell_text(text))
            found["_step"] = notes[-1]  # becomes the first step where the rows below are steps
        most = scoring_added.marks(row.text.get("points", ""))[0]
        if re.search(r"[-–—~～至到]", most) and points.of_text(most) is None:
            notes.append(cell_text(most))
        if note := row.note():
            notes.append(note)
        for name in ("steps", "note"):
            if DITTO.fullmatch(cell_text(row.text.get(name, ""))):
                self._ask(row.cells[name], name, f"“{show(row.text[name])}”看不出是什么", "请把内容写出来。")
        if notes:
            found["note"] = "；".join(notes)

    def _add_step(self, item: Value, row: ScoringRow, most: float | None) -> None:
        """Adds a step from a further row of an item."""
        step_points = row.step_points()
        worth = step_points if step_points is not None else most
        text = row.text.get("steps", "")
        if note := row.note():
            item["note"] = "；".join(part for part in (item.get("note", ""), note) if part)
        if text and worth is not None:
            scoring_added.prepare_steps(item)
            item["steps"].append({"when": cell_text(text), "points": worth})
            if step_points is None:
                item["points"] = max(item["points"], worth)
        elif worth is None and (more := points.steps(text)):
            item.setdefault("steps", []).extend(more)
        elif text:
            self._add_fault(row.cells["steps"], "steps", f"“{show(text)}”看不出计几分", "请写成“博士：15”这样。")

    def _add_fault(self, box: Box, name: str, message: str, hint: str) -> None:
        self.table.faults.append((box, self.names[name], NotUnderstood(message, hint)))

    def _ask(self, box: Box, name: str, message: str, hint: str) -> None:
        self.table.faults.append((box, self.names.get(name, ""), Ambiguous(message, hint)))
