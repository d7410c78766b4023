"""Annex 1 (评审委员会信息备案登记表): cells found by their labels, wherever they stand and however the labels are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells.lists import is_blank
from zhicheng.forms.reading.cells.values import written
from zhicheng.forms.reading.grids import Box, Grid, TableInText

# The labels of the form by field, the first as Annex 1 prints it, and the usual variants; spaces, brackets, 必填 and 选填 do not count.
LABELS: dict[str, str] = {
    "name": "评审委员会名称 评委会名称 委员会名称 评审委员会全称 评审委员会名称及单位名称 职称评审委员会名称",
    "organiser": "单位名称 组建单位 组建单位名称 组织单位 承办单位 所属单位 单位全称",
    "approval_date": "批准时间 批准日期 批准成立时间 成立时间 批准年月",
    "approval_authority": "批准单位 批准部门 批准单位部门 批准机关 批准单位名称",
    "approval_document": "批准文件号 批准文号 批准文件 文件号 文号 批准文件文号",
    "address": "单位所在地点 单位所在地址 单位地址 所在地址 单位所在地 办公地址 办公地点 详细地址 通讯地址 地址",
    "phones": "单位电话 咨询电话 业务咨询电话 单位电话咨询电话 单位咨询电话 单位联系电话 对外咨询电话 联系方式业务咨询电话",
    "leader": "主管领导 主管领导姓名 分管领导 单位主管领导 分管领导姓名",
    "leader_phones": "主管领导联系方式 主管领导联系方式座机手机 主管领导电话 主管领导联系电话 领导联系方式 分管领导联系方式",
    "clerks": "业务人员及联系方式 业务人员联系方式 业务人员 业务人员姓名及联系方式 经办人员及联系方式 业务人员姓名 经办人员",
    "clerk_phones": "业务人员电话 业务人员联系电话 经办人联系方式 经办人联系电话",
    "series": "评审系列 评审系列专业 系列专业 评审专业 评审系列及专业 评审系列名称",
    "levels": "评审层级 评审级别 层级 评审等级 评审职称层级",
    "series_levels": "评审系列专业及评审层级 评审系列及层级 评审系列专业及层级 评审系列层级 系列专业及层级",
    "catalog": "对应二级专业名称 对应系列二级目录 对应二级专业 二级专业名称 二级专业 二级专业目录 对应二级目录 对应二级专业目录",
    "scope": "评审地域范围 评审范围 地域范围 受理范围 评审地域 受理地域范围 评审区域范围",
    "basis": "评审依据 政策依据 评审政策依据 评审文件依据 依据",
    "scoring": "量化赋分表 赋分表 量化评分表 量化赋分 量化赋分标准 评分表",
    "procedure": "评审流程 评审程序 工作流程 评审工作流程 流程",
    "defence": "是否答辩 评审是否答辩 是否组织答辩 是否需要答辩 是否答辩及答辩范围 评审是否答辩及答辩范围 答辩",
    "defence_scope": "答辩范围 答辩对象 答辩人员范围",
    "expert_pool": ("有无专家库 是否有专家库 有无专家库会议专家来源抽取方式 有无评审专家库 专家库 专家库情况 有无评委库"),
    "pool_source": "会议专家来源 专家来源 会议专家来源情况",
    "pool_draw": "抽取方式 专家抽取方式 会议专家抽取方式",
    "preparer": "填表人 填报人 制表人 填表人姓名",
    "preparer_phone": "填表人联系电话 填表人电话 填报人联系电话 填报人电话",
    "authority": "单位级别",
    "other": "联系人 法定代表人 法人代表 负责人 单位负责人 邮编 邮政编码 传真 电子邮箱 邮箱 网址 有效期 备注 单位性质 隶属关系 主管部门",
    "area": "所在区划 所属区划 行政区划",
}
# Labels that say whose only by what stands before them.
_WHOSE = ("联系电话", "联系方式", "电话", "手机", "座机", "联系方式座机手机", "办公电话", "移动电话", "座机手机", "手机号码", "联系手机")
_OF = {"leader": "leader_phones", "clerks": "clerk_phones", "preparer": "preparer_phone"}
_PERSON_PART = ("姓名", "职务", "座机", "手机", "办公电话", "联系电话", "电话", "移动电话", "手机号码", "联系方式")  # heads of sub-columns
_PROMPTS = re.compile(rf"(?:{'|'.join(sorted(_PERSON_PART, key=len, reverse=True))})\s*[:：]")  # what is printed for people to fill in
PEOPLE = ("leader", "leader_phones", "clerks", "clerk_phones", "preparer", "preparer_phone")
OTHER = "other"  # a label whose meaning is not told: what stands beside it belongs to nothing else
_FAR = 1_000_000  # to the right of every column
_ENOUGH = 3  # labels of Annex 1 make a table one
_FIELDS: dict[str, str] = {}
_IN_LINES = ("preparer", "preparer_phone", "authority", "area")  # fields that stand outside of the table
_SPACED = (r"[ \t\u3000]*".join(word) for name in _IN_LINES for word in LABELS[name].split())
_LINE_LABEL = re.compile(rf"(?:^|(?<=\s))({'|'.join(sorted((*_SPACED, *_WHOSE), key=len, reverse=True))})(?:\s*[:：]|(?=[ \u3000_＿]))")


@dataclass(frozen=True, slots=True)
class FilledField:
    """What stands for a field: the text, and the cell it stands in (None for a line outside of the table), with the label as printed."""

    text: str
    label: str
    box: Box | None
    grid: Grid | None = None
    value: object = None

    @property
    def place(self) -> str:
        """Where it stands, as a message begins."""
        return f"“{self.label}”" if self.box is None or self.grid is None else self.grid.place(self.box, self.label)


@dataclass(slots=True)
class Filled:
    """A filled Annex 1: entries by field."""

    entries: dict[str, FilledField] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)  # labels that Annex 1 has not, with something beside them

    def text(self, name: str) -> str:
        """What stands for a field; nothing where it is blank."""
        entry = self.entries.get(name)
        if entry is None or is_blank(_PROMPTS.sub("", entry.text) if name in PEOPLE else entry.text):
            return ""
        return entry.text


def label(name: str) -> str:
    """What Annex 1 calls a field."""
    return LABELS[name].split()[0]


def field_of(text: str) -> str | None:
    """The field that a label means."""
    return _FIELDS.get(bare_name(text)) if len(text) <= 60 else None


def _whose(text: str) -> bool:
    inside = text.rstrip(" \u3000:：")
    return len(text) <= 30 and ":" not in inside and "：" not in inside and bare_name(text) in _WHOSE_BARE


_FIELDS.update((bare_name(name), key) for key, names in LABELS.items() for name in names.split())
_WHOSE_BARE = {bare_name(name) for name in _WHOSE}
_PERSON_BARE = {bare_name(name) for name in _PERSON_PART}


def is_annex1(grid: Grid) -> bool:
    """Whether a table is (a part of) Annex 1."""
    return len(labels(grid)) >= _ENOUGH


def labels(grid: Grid) -> set[str]:
    """The fields whose labels stand in a table."""
    return {name for box in grid.boxes() if (name := _label_in(box)[0])}


def begins(grid: Grid) -> bool:
    """Whether a table is the beginning of an Annex 1, and not its continuation."""
    return "name" in labels(grid)


def read(parts: Iterable[TableInText]) -> Filled:
    """The entries of the tables that make up one Annex 1, and of the lines around them."""
    filled = Filled()
    for part in parts:
        _Table(part.grid, filled).read()
        for lines in (part.above, part.below):
            _lines("\n".join(lines), filled)
    return filled


def _label_in(box: Box) -> tuple[str | None, str]:
    """The field whose label a cell holds, and the text behind the label's colon."""
    text = written(box.text)
    if name := field_of(text):
        return name, ""
    head, colon, rest = text.replace("：", ":").partition(":")
    name = field_of(head) if colon else None
    if name is not None:
        first = box.text.replace("：", ":")
        return name, first[first.index(":") + 1 :].strip() or rest.strip()
    return None, ""


class _Table:
    """One table being read into a form."""

    def __init__(self, grid: Grid, filled: Filled) -> None:
        self.grid = grid
        self.filled = filled
        self.rows = {row[0].row: row for row in grid.rows if row}
        self.tall = [box for box in grid.boxes() if box.down > 1]
        self.names: dict[int, str] = {}  # id of a cell → field of its label
        self.behind: dict[int, str] = {}
        for row in grid.rows:
            before: str | None = None
            tall = any(one.down > 1 and _label_in(one)[0] in _OF for one in row)  # the rest may be heads of columns: 姓名 座机 手机
            for box in row:
                name, behind = _label_in(box)
                if name is None and _whose(written(box.text)) and not tall:
                    name = _OF.get(before or "") or ("phones" if before == "address" else OTHER)
                if name is not None:
                    self.names[id(box)], self.behind[id(box)] = name, behind
                    before = name

    def read(self) -> None:
        self._go_on()
        for box in self.grid.boxes():
            name = self.names.get(id(box))
            if name is None:
                continue
            if name == OTHER:
                self._ignored(box)
                continue
            entry = self._value(box, name)
            known = self.filled.entries.get(name)
            if known is not None and re.search("续|接上|承前", box.text) and not is_blank(entry.text):
                self.filled.entries[name] = replace(known, text=f"{known.text}\n{entry.text}")
            elif known is None or (is_blank(known.text) and not is_blank(entry.text)):
                self.filled.entries[name] = entry

    def _ignored(self, box: Box) -> None:
        """Keeps the label of what is not read, where something stands beside it. The text itself may be private."""
        if self.behind[id(box)] or any(not is_blank(one.text) for one in self._beside(box)):
            self.filled.ignored.append(written(box.text).split(":")[0].split("：")[0])

    def _go_on(self) -> None:
        """A row whose label is blank goes on with the row above: a cell that somebody cut in two."""
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
        label_text = written(box.text).split(":")[0].split("：")[0]
        if self.behind[id(box)]:
            return FilledField(self.behind[id(box)], label_text, box, self.grid)
        beside = list(self._beside(box))
        if not beside:
            beside = list(self._under(box))
        filled = [one for one in beside if one.lines or one.value is not None or one.grids]
        inside = _people if name in PEOPLE else _nothing if name in ("catalog", "scoring") else _plain  # those two are forms of their own
        text = "\n".join(line for row in _by_row(filled) if (line := self._row_text(row, name in PEOPLE, inside)))
        at = filled[0] if filled else beside[0] if beside else box
        value = filled[0].value if len(filled) == 1 else None
        return FilledField(text, label(name) if len(label_text) > 40 else label_text, at, self.grid, value)

    def _row_text(self, row: list[Box], people: bool, inside: Callable[[Grid], Iterator[str]]) -> str:
        """The cells of a row; of `people` without those that only name their columns (姓名 座机 手机), but with the tables inside."""
        own = "\t".join(box.text for box in row if box.text.strip() and not (people and bare_name(written(box.text)) in _PERSON_BARE))
        inner = (text for box in row for grid in box.grids for text in inside(grid))
        return "\n".join(text for text in (own, *inner) if text)

    def _beside(self, box: Box) -> Iterator[Box]:
        """The cells to the right, in all rows the label goes over, up to the next label."""
        for number in range(box.row, box.row + box.down):
            tall = [one for one in self.tall if one.row < number < one.row + one.down and one.column > box.column]
            here = [one for one in self.rows.get(number, ()) if one.column > box.column]
            end = min((one.column for one in (*tall, *here) if id(one) in self.names), default=_FAR)
            begun = [one for one in tall if number == box.row]  # from a row above
            yield from (one for one in sorted([*begun, *here], key=lambda one: one.column) if one.column < end)

    def _under(self, box: Box) -> Iterator[Box]:
        """The cell below a label that has nothing beside it."""
        for below in self.rows.get(box.row + box.down, ()):
            taken = any(id(one) in self.names and one.column < below.column for one in self.rows[below.row])  # by a label of its own row
            if below.column <= box.column < below.column + below.across and id(below) not in self.names and not taken:
                yield below


def _nothing(_grid: Grid) -> Iterator[str]:
    return iter(())


def _plain(grid: Grid) -> Iterator[str]:
    """The rows of a small table that is no form of its own."""
    for row in grid.rows:
        if text := "\t".join(box.text for box in row if box.text.strip()):
            yield text


def _people(grid: Grid) -> Iterator[str]:
    """The rows of a small table of people, each with the heads of its columns; without a head row as they are."""
    heads = {box.column: bare_name(written(box.text)) for box in grid.rows[0]} if grid.rows else {}
    known = {column: name for column, name in heads.items() if name in _PERSON_BARE}
    if len(known) < 2:
        yield from ("\t".join(box.text for box in row if box.text.strip()) for row in grid.rows)
        return
    for row in grid.rows[1:]:
        cells = {known[box.column]: box.text for box in row if box.column in known and box.text.strip()}
        name = cells.pop("姓名", "")
        yield "\t".join([name, *(f"{head}：{text}" for head, text in cells.items() if head != "职务")])


def _by_row(boxes: list[Box]) -> Iterator[list[Box]]:
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(box.row, []).append(box)
    return iter(rows.values())


def _lines(line: str, filled: Filled) -> None:
    """The labels in lines of text: 填表人：…　联系电话：…"""
    found = list(_LINE_LABEL.finditer(line))
    before: str | None = None
    for at, match in enumerate(found):
        name = field_of(match[1])
        if name is None and _whose(match[1]):
            name = _OF.get(before or "")
        if name not in _IN_LINES:
            before = None
            continue
        end = found[at + 1].start() if at + 1 < len(found) else len(line)
        text = line[match.end() : end].split("\n")[0]
        text = re.split(r"\s[\u4e00-\u9fff]{2,6}\s*[:：]", text)[0].strip(" \t\u3000_＿")
        before = name
        if text and name not in filled.entries:
            filled.entries[name] = FilledField(text, match[1], None)
