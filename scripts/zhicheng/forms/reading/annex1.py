"""Annex 1 (评审委员会信息备案登记表): finds the cells of its fields by their labels, in any arrangement and spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from zhicheng.forms.added_fields import ROWS
from zhicheng.forms.reading import annex1_phones, annex1_rows
from zhicheng.forms.reading.annex1_labels import LABELS
from zhicheng.forms.reading.annex1_phones import NUMBERS_OF, OF_NUMBERS, OTHER
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cell_tables import HEADINGS, HEADINGS_BARE, by_row, people_lines, row_lines
from zhicheng.forms.reading.cells.lists import is_blank
from zhicheng.forms.reading.cells.nothing import is_nothing
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.continued import is_signature
from zhicheng.forms.reading.grids import Box, Grid, TableInText

_PROMPTS = re.compile(rf"(?:{'|'.join(sorted(HEADINGS, key=len, reverse=True))})\s*[:：]")  # prompts printed in the cells
_OF_COMMITTEE = re.compile(r"^(?:职称)?(?:评审委员会|评委会)(?=..)")  # 评委会组建单位
PEOPLE = ("leader", "leader_phones", "clerks", "clerk_phones", "preparer", "preparer_phone")
NOT_READ = "附件1没有这些项目，没有读："
_ONE_PLACE = "请并到一格里；分在两页的，请在下一页左边写上同样的名称，后面加“（续）”。"
_IN_ONE_CELL = ("organiser", "approval_date", "approval_authority", "approval_document", "address", "series", "levels", "authority", "area")
_ONE_CELL = "一项的内容请写在一格里；旁边是另一项的，它的名称请照附件1写。"
_BEYOND = 1_000_000  # a number greater than that of any column
_NUMBER = re.compile(
    r"^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[)）][.．、]?|[.．、])\s*(?=\S{4})"
)  # 1.评审委员会名称 (but not 6.答辩, a step)
_MIN_LABELS = 3  # labels of Annex 1 that a table needs to count as one
_FIELDS: dict[str, str] = {}
_IN_LINES = ("preparer", "preparer_phone", "authority", "area")  # fields in lines outside the table
_SPACED = (r"[ \t\u3000]*".join(word) for word in (*(word for name in _IN_LINES for word in LABELS[name].split()), *annex1_phones.NAMES))
_SIGN_HERE = r"(?:\s*[(（](?:签[字名章]|盖章)[)）])?"
_LINE_LABEL = re.compile(rf"(?:^|(?<=\s))({'|'.join(sorted(_SPACED, key=len, reverse=True))}){_SIGN_HERE}(?:\s*[:：]|(?=[ \u3000_＿]))")


@dataclass(frozen=True, slots=True)
class FilledField:
    """The content of a field: its text, the label as printed, and its cell (None for a line outside the table).

    `value` is the stored value of a spreadsheet cell that is not text, else None.
    """

    text: str
    label: str
    box: Box | None
    grid: Grid | None = None
    value: object = None

    @property
    def place(self) -> str:
        """The place of the field, as the beginning of a message."""
        return f"“{self.label}”" if self.box is None or self.grid is None else self.grid.place(self.box, self.label)


@dataclass(slots=True)
class Filled:
    """A filled Annex 1: the entry of each field found."""

    entries: dict[str, FilledField] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)  # labels with a value that Annex 1 does not have
    asked: list[tuple[Box | None, str, str]] = field(default_factory=list)  # cells that contradict others or belong to none: message, hint

    def text(self, name: str) -> str:
        """The text of a field; "" where it is missing or blank."""
        entry = self.entries.get(name)
        if entry is None or is_blank(_PROMPTS.sub("", entry.text) if name in PEOPLE else entry.text):
            return ""
        return entry.text


def label(name: str) -> str:
    """The label of a field in Annex 1."""
    return LABELS[name].split()[0]


def field_of(text: str) -> str | None:
    """The field of a label, None where the text is no label."""
    bare = bare_name(text) if len(text) <= 60 else ""
    return _FIELDS.get(bare) or _FIELDS.get(_OF_COMMITTEE.sub("", bare))


_FIELDS.update((bare_name(name), key) for key, names in LABELS.items() for name in names.split())


def is_annex1(grid: Grid) -> bool:
    """Whether a table is an Annex 1 or a large part of one."""
    return len(labels(grid)) >= _MIN_LABELS


def labels(grid: Grid) -> set[str]:
    """The fields whose labels are in a table."""
    return {name for box in grid.boxes() if (name := _label_in(box)[0])}


def is_first_part(grid: Grid) -> bool:
    """Whether a table is the first part of an Annex 1: it has the name of the committee."""
    return "name" in labels(grid)


def read(parts: Iterable[TableInText]) -> Filled:
    """Reads the tables that make up one Annex 1, and the lines around them."""
    filled = Filled()
    for part in parts:
        _TableReader(part.grid, filled).read()
        for lines in (part.above, part.below):
            _read_lines("\n".join(lines), filled)
    return filled


def _label_in(box: Box) -> tuple[str | None, str]:
    """The field whose label a cell holds (None for no label), and the text after the colon of the label."""
    text = cell_text(box.text)
    if name := field_of(text) or field_of(_NUMBER.sub("", text)):
        return name, ""
    head, colon, rest = text.replace("：", ":").partition(":")
    name = field_of(head) if colon else None
    if name is not None:
        at = box.text.replace("：", ":").index(":") + 1
        return name, box.text[at:].strip() or rest.strip()
    return None, ""


class _TableReader:
    """Reads one table into the entries of `filled`."""

    def __init__(self, grid: Grid, filled: Filled) -> None:
        self.grid = grid
        self.filled = filled
        self.rows = {row[0].row: row for row in grid.rows if row}
        self.tall = [box for box in grid.boxes() if box.down > 1]
        self.names: dict[int, str] = {}  # id of a label's cell → its field
        self.taken: set[int] = set()  # the ids of the cells that are values
        self.after: dict[int, str] = {}  # id of a label's cell → text after the colon
        over: dict[tuple[int, int], str] = {}  # fields of labels by the place below them
        for row in grid.rows:
            before: str | None = None
            above = row[0] if row else None
            last: Box | None = None  # the cell before, where it is a label of phone numbers
            tall = any(one.down > 1 and _label_in(one)[0] in NUMBERS_OF for one in row)  # the other cells may be headings: 姓名 座机 手机
            for box in row:
                if before in ROWS and not self.after[id(above)]:  # what stands beside the label of an added row is its lines, with labels
                    before = None
                    continue
                name, after = _label_in(box)
                number = None if name else annex1_phones.after_label(cell_text(box.text))
                if number is not None and (not number or before == "preparer") and not tall:
                    alone = before == OTHER or (before is None and box is not row[0])  # it belongs to a label that is not known
                    name, after = annex1_phones.owner(None if last else before, None if alone else over.get((box.row, box.column))), number
                last = box if number is not None and name in NUMBERS_OF.values() else None
                if name is not None:
                    self.names[id(box)], self.after[id(box)] = name, after
                    over[box.row + box.down, box.column] = name
                    before, above = name, box
        self._tell_apart()

    def _tell_apart(self) -> None:
        """Takes 业务人员联系方式 for the numbers where 业务人员 has a cell of its own before it, and for the people where none has
        (经办人及联系电话); 评审专业 beside 评审系列 for the directory.
        """
        boxes = [box for box in self.grid.boxes() if id(box) in self.names]
        clerks, series = ([box for box in boxes if self.names[id(box)] == name] for name in ("clerks", "series"))
        if len(clerks) == 2 and OF_NUMBERS.search(clerks[1].text) and not OF_NUMBERS.search(clerks[0].text):
            self.names[id(clerks[1])] = "clerk_phones"
        elif not clerks and [self.names[id(box)] for box in boxes].count("clerk_phones") == 1:
            self.names = {key: "clerks" if name == "clerk_phones" else name for key, name in self.names.items()}
        if len(series) == 2 and ["系列" in box.text for box in series] == [True, False] and "catalog" not in self.names.values():
            self.names[id(series[1])] = "catalog"

    def read(self) -> None:
        """Adds an entry for each label; a later one replaces a blank one, or continues it where its label says 续."""
        self._join_split_rows()
        for box in self.grid.boxes():
            name = self.names.get(id(box))
            if name is None:
                continue
            if name == OTHER:
                self._note_ignored(box)
                continue
            entry = self._value(box, name)
            known = self.filled.entries.get(name)
            if known is not None and re.search("续|接上|承前", box.text) and not is_blank(entry.text):
                self.filled.entries[name] = replace(known, text=f"{known.text}\n{entry.text}")
            elif (
                known is not None
                and name in NUMBERS_OF.values()
                and (both := annex1_phones.together(*((one.label, one.text) for one in (known, entry))))
            ):
                self.filled.entries[name] = replace(known, text=both, label=f"{known.label}、{entry.label}")
            elif known is None or (is_blank(known.text) and not is_blank(entry.text)):
                self.filled.entries[name] = entry
            elif not is_blank(entry.text) and without_spaces(entry.text) != without_spaces(known.text):
                self.filled.asked.append((entry.box, f"{entry.place}：又写了一处，与前面的不同，看不出读哪一处", _ONE_PLACE))
        self._ask_about_the_rest()
        remarks = {
            id(box): [self.after[id(box)], *(one.text for one in self._to_the_right(box))]
            for box in self.grid.boxes()
            if self.names.get(id(box)) == OTHER and "备注" in box.text
        }
        self.filled.asked += annex1_rows.asked(self.grid, self.names.keys() | self.taken, remarks)

    def _ask_about_the_rest(self) -> None:
        """Asks about a row with nothing in the place of its label, which may go on the cell above it, on the page before."""
        first = self.grid.rows[0] if self.grid.rows else []
        filled = [box for box in first if box.text.strip()]
        left = min((box.column for box in self.grid.boxes() if id(box) in self.names), default=1)
        no_label = not any(id(box) in self.names or (box.column <= left and box.text.strip()) for box in first)
        blank = len(first) > 1 and no_label
        if blank and filled and self.filled.entries and not is_signature([without_spaces(box.text) for box in filled]):
            place = self.grid.place(filled[0])
            self.filled.asked.append((None, f"{place}：左边没有项目的名称，看不出接着哪一格", _ONE_PLACE))

    def _note_ignored(self, box: Box) -> None:
        """Notes the label of a value that is not read. The value itself is not kept, since it may be private."""
        if self.after[id(box)] or any(not is_blank(one.text) for one in self._to_the_right(box)):
            self.filled.ignored.append(cell_text(box.text).split(":")[0].split("：")[0])

    def _join_split_rows(self) -> None:
        """Joins a row with a blank label to the row above: a cell split in two."""
        above: list[Box] = []
        for row in self.grid.rows:
            blank = len(row) == 2 and not row[0].text.strip() and not row[0].grids and row[0].down == 1
            if not blank or len(above) != 2 or id(above[0]) not in self.names:
                above = row
                continue
            above[1].lines += row[1].lines
            above[1].grids += row[1].grids
            row[1].lines, row[1].grids = [], []

    def _value(self, box: Box, name: str) -> FilledField:
        """The entry of a label: the text after its colon, else of the cells to the right, else of the cell below."""
        label_text = cell_text(box.text).split(":")[0].split("：")[0]
        if self.after[id(box)]:
            return FilledField(self.after[id(box)], label_text, box, self.grid)
        cells = list(self._to_the_right(box))
        if not cells:
            cells = list(self._below(box))
        self.taken |= {id(one) for one in cells}
        filled = [one for one in cells if one.lines or one.value is not None or one.grids]
        if name in _IN_ONE_CELL:  # beside it: （盖章）, 必填
            filled = [one for one in filled if not is_blank(one.text) and not is_nothing(one.text)] or filled
        beside = [one for one in filled if one.row == filled[0].row] if name in _IN_ONE_CELL else []
        if len(beside) > 1:
            said = f"{self.grid.place(beside[1])}：“{label_text}”右边有几格，看不出哪一格是它的内容"
            self.filled.asked.append((None, said, _ONE_CELL))
        # Tables in the cells of catalog and scoring are Annex 2 and scoring tables, read on their own.
        inside = people_lines if name in PEOPLE else (lambda _grid: iter(())) if name in ("catalog", "scoring") else row_lines
        text = "\n".join(line for row in by_row(filled) if (line := self._row_text(row, name in PEOPLE, inside)))
        place = filled[0] if filled else cells[0] if cells else box
        value = filled[0].value if len(filled) == 1 else None
        return FilledField(text, label(name) if len(label_text) > 40 else label_text, place, self.grid, value)

    def _row_text(self, row: list[Box], people: bool, inside: Callable[[Grid], Iterator[str]]) -> str:
        """The text of the cells of a row and of tables in them; for `people`, without headings of columns (姓名 座机 手机)."""
        own = "\t".join(box.text for box in row if box.text.strip() and not (people and bare_name(cell_text(box.text)) in HEADINGS_BARE))
        inner = (text for box in row for grid in box.grids for text in inside(grid))
        return "\n".join(text for text in (own, *inner) if text)

    def _to_the_right(self, box: Box) -> Iterator[Box]:
        """The cells to the right of a label, in all rows that it spans, up to the next label."""
        for number in range(box.row, box.row + box.down):
            tall = [one for one in self.tall if one.row < number < one.row + one.down and one.column > box.column]
            here = [one for one in self.rows.get(number, ()) if one.column > box.column]
            end = min((one.column for one in (*tall, *here) if id(one) in self.names), default=_BEYOND)
            from_above = [one for one in tall if number == box.row]
            yield from (one for one in sorted([*from_above, *here], key=lambda one: one.column) if one.column < end)

    def _below(self, box: Box) -> Iterator[Box]:
        """The cell below a label that has no cells to its right."""
        for below in self.rows.get(box.row + box.down, ()):
            taken = any(id(one) in self.names and one.column < below.column for one in self.rows[below.row])  # by a label in its own row
            if below.column <= box.column < below.column + below.across and id(below) not in self.names and not taken:
                yield below


def _read_lines(line: str, filled: Filled) -> None:
    """Reads the labels in lines of text outside the tables: 填表人：…　联系电话：…"""
    found = list(_LINE_LABEL.finditer(line))
    before: str | None = None
    for index, match in enumerate(found):
        name = field_of(match[1])
        if name is None and annex1_phones.after_label(match[1]) is not None:
            name = NUMBERS_OF.get(before or "")
        if name not in _IN_LINES:
            before = None
            continue
        end = found[index + 1].start() if index + 1 < len(found) else len(line)
        text = line[match.end() : end].split("\n")[0]
        text = re.split(rf"\s[\u4e00-\u9fff](?:[ \t\u3000]*[\u4e00-\u9fff]){{1,5}}{_SIGN_HERE}\s*[:：]", text)[0].strip(" \t\u3000_＿")
        before = name
        if text and name not in filled.entries:
            filled.entries[name] = FilledField(text, match[1], None)
