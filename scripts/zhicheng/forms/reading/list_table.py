"""The table of a list of committees (一览表): its header of one to three lines, its columns, and the rows of each committee.

A row without a cell of its own for the name belongs to the committee above it. Nothing is guessed: what is no committee is named with the
reason, and a row without a name is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from zhicheng.forms.reading import annex1, list_ticks
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells.lists import is_blank
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.grids import Box, Grid

HEADER_WITHIN = 20  # rows
_HIGHEST = 3  # rows of a header
_MIN_COLUMNS = 3  # known columns, the name among them, that make a header
# The labels of each column, without spaces and what stands in brackets.
NAMES: dict[str, str] = {
    "number": "序号 序 编号 号 顺序号",
    "name": (
        "评审委员会名称 评委会名称 委员会名称 评审委员会 评委会 职称评审委员会 职称评审委员会名称 评审委员会全称 评委会全称 名称 机构名称"
    ),
    "organiser": "组建单位 组建单位名称 组建部门 组建机构 组织单位 单位名称 单位 牵头单位 组建单位全称",
    "series": "系列 评审系列 职称系列 系列名称 评审系列名称 系列专业 评审系列专业",
    "levels": "层级 评审层级 级别 评审级别 职称层级 等级 评审等级 职称级别 评审权限",
    "series_levels": "系列层级 评审系列层级 系列级别 评审系列级别 系列专业层级 系列专业级别 评审系列专业层级 评审系列专业级别",
    "specialties": "专业 评审专业 专业名称 专业范围 评审专业范围 评审专业名称 涉及专业 所含专业 包含专业",
    "scope": "评审地域范围 地域范围 受理地域 受理地域范围 评审地域 覆盖地区 覆盖范围 受理范围",
    "address": "地址 单位地址 办公地址 通讯地址 联系地址 单位所在地址 单位所在地点 办公地点",
    "phones": "咨询电话 办公电话 单位电话 座机 对外咨询电话 单位咨询电话 业务咨询电话 办公室电话",
    "valid": "有效期 有效期限 备案有效期 备案有效期限 备案期限 核准备案期限 核准备案有效期 有效时间 有效期起止 有效期起止时间",
    "valid_from": "有效期起 有效期开始 有效期起始 有效期自 有效期开始时间 有效期起始时间 有效期始",
    "valid_until": (
        "有效期止 有效期至 有效期截止 有效期结束 有效期届满 到期时间 到期日期 届满时间 届满日期 有效期截止时间 有效期截止日期 "
        "有效期终止 备案有效期至 备案有效期止"
    ),
    "method": "评价方式 评审方式 评价方法",
    "applicants": "评审对象 受理对象 申报对象 适用对象",
    "approval_date": "批准时间 批准日期 批准成立时间 成立时间 成立日期 组建时间",
    "approval_authority": "批准单位 批准部门 批准机关 批准单位部门",
    "approval_document": "批准文号 批准文件 批准文件号 批准文件文号 核准文号 备案文号 核准备案文号 核准备案文件 组建文号 组建文件",
    "area": (
        "地区 所属地区 所在地区 地州市 所属地州市 所在地州市 地市 所属地市 市州 州市 盟市 所属盟市 设区市 所属设区市 地级市 "
        "行政区划 所在区划 所属区划 所在地 区划"
    ),
    "county": "县市 县市区 区县 县区 旗县 旗县区 旗县市区 所属区县 所属县市区 所属旗县 县",
    "authority": "单位级别 组建单位级别 单位层级",
    "ticked 正高级": "正高级 正高",
    "ticked 副高级": "副高级 副高",
    "ticked 高级": "高级",
    "ticked 中级": "中级",
    "ticked 初级": "初级",
    "note": "备注 说明 附注 备考",
    "contact": "联系人 联系人姓名 联络人 经办人 经办人员 业务人员 工作人员 负责人 主管领导 分管领导 主任委员 主任 秘书 秘书长",
    "contact_phone": "手机 手机号 手机号码 移动电话 联系人电话 联系人手机 联系人联系电话 联系人联系方式 经办人电话 负责人电话",
    "unsure_phone": "电话 联系电话 联系方式 电话号码 联系号码",
}
PRIVATE = ("contact", "contact_phone")
_BELOW = {
    **dict.fromkeys(("起", "自", "起始", "开始", "始", "起始日期"), "valid_from"),
    **dict.fromkeys(("止", "至", "截止", "结束", "终", "截止日期"), "valid_until"),
}
_FIELDS = {bare_name(name): key for key, names in NAMES.items() for name in names.split()}
_SUM = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数)|共\s*\d+\s*个")
_SIGNED = re.compile(
    r"填\s*表|填\s*报|制\s*表|审\s*核|盖\s*章|签\s*字|负\s*责\s*人|联\s*系\s*(?:人|电\s*话)|注\s*[:：]|说\s*明\s*[:：]|备\s*注\s*[:：]"
)
_COMMITTEE = re.compile("委员会|评委会|[高中初]评委")
_TITLE = re.compile("一览表|名单|目录|名录|台账|统计表|情况表|汇总表|明细表|清单")
ABOUT_ROWS = re.compile("[(（]?(?:本页)?(?:以[上下]|[上下]述|[上下]列)(?!均?(?:空白|无|为空|[合共总小]计|共))")  # 以上各项均延长一年
_OF_SEVERAL = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．](?:.*(?:[省区州市县]级(?!市)|各)|.*[(（]共?\d+个[)）]$)")  # a heading
DITTO = re.compile('[同仝]上(?:一?行)?|仝|[〃″＂"]')
HEADING, _BELOW_THE_TABLE = NO_COMMITTEE = ("小标题", "表下的说明、签字")  # why a row is left out
SAME_AS = re.compile(r"同第\s*(\d+)\s*行")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its number, its label as written (upper and lower joined by /), and its field (None for one that is not read)."""

    number: int
    label: str
    field: str | None


@dataclass(slots=True)
class Lines:
    """The lines of one committee: the numbers of its rows, and for each of them its boxes by field. `section` is the heading above it."""

    rows: list[int]
    boxes: list[dict[str, Box]]
    section: str = ""

    def of(self, name: str) -> list[Box]:
        """The cells of a field, each once, without blank ones."""
        found = {id(box): box for boxes in self.boxes if (box := boxes.get(name)) is not None and not is_blank(box.text)}
        return list(found.values())


@dataclass(slots=True)
class ListTable:
    """A table of a list: its title, its columns, the lines of each committee, and the rows left out, each with the text and the reason.

    `unnamed` are the indexes of the `lines` that have no name of their own, which have to be asked about. `beside` are the rows above and
    between them that are no committee, with their texts; `header` is the last row of the header.
    """

    grid: Grid
    title: str
    columns: list[ListColumn]
    header: int
    lines: list[Lines] = field(default_factory=list)
    left_out: list[tuple[int, str, str]] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)
    beside: list[tuple[int, str]] = field(default_factory=list)


def field_of(label: str) -> str | None:
    """The field of a column label, None for one that is not known."""
    return _FIELDS.get(bare_name(label))


def read(grid: Grid, above: list[str]) -> ListTable | None:
    """The table as a list of committees; None where it has no such header. `above` are the lines of text above it."""
    at = {(row, column): box for box in grid.boxes() for row in range(box.row, box.row + box.down) for column in _columns(box)}
    rows = sorted({row for row, _ in at})
    last_column = max((column for _, column in at), default=0)
    for index, top in enumerate(rows[:HEADER_WITHIN]):
        for height in range(_HIGHEST, 0, -1):
            columns = _header(at, rows[index : index + height], last_column)
            if columns is not None:
                heads = [cell_text(box.text) for row in rows[:index] for box in _row(at, row, last_column)]
                table = ListTable(grid, _title([*above, *heads]), columns, rows[index + height - 1])
                table.beside += [(row, cell_text(box.text)) for row in rows[:index] for box in _row(at, row, last_column)]
                _read_rows(table, at, rows[index + height :], last_column)
                return table
        if top > HEADER_WITHIN:
            break
    return None


def is_list(grid: Grid) -> bool:
    """Whether a table is a list of committees, and not a form that begins with the same labels."""
    table = read(grid, [])
    names = [] if table is None else [cell_text(lines.boxes[0]["name"].text) for lines in table.lines if "name" in lines.boxes[0]]
    return bool(names) and not any(annex1.field_of(name) for name in names)


def _columns(box: Box) -> range:
    return range(box.column, box.column + box.across)


def _row(at: dict[tuple[int, int], Box], row: int, last: int) -> Iterator[Box]:
    """The boxes of a row that hold something, each once, from left to right."""
    seen = set()
    for column in range(1, last + 1):
        box = at.get((row, column))
        if box is not None and id(box) not in seen and not is_blank(box.text):
            seen.add(id(box))
            yield box


def _header(at: dict[tuple[int, int], Box], rows: list[int], last: int) -> list[ListColumn] | None:
    """The columns of a header that takes exactly these rows; None where it is none. A cell that spans ends with the last of the rows."""
    if not rows or len(list(_row(at, rows[0], last))) < _MIN_COLUMNS - 1:  # a title
        return None
    columns = []
    for number in range(1, last + 1):
        above = [_over(at, row, number, last) for row in rows]
        boxes = list({id(box): box for box in above if box is not None and not is_blank(box.text)}.values())
        if any(box.row + box.down - 1 > rows[-1] or box.row < rows[0] for box in boxes):
            return None
        labels = [cell_text(box.text) for box in boxes]
        columns.append(ListColumn(number, "/".join(labels), _field(labels)))
    columns = [column for column in columns if column.label]
    known = [column.field for column in columns if column.field is not None]
    of_people = any(bare_name(column.label) in ("姓名", "性别") for column in columns)
    kinds = {name.split()[0] for name in known}
    if "name" not in known or len(kinds) < _MIN_COLUMNS or 2 * len(known) <= len(columns) or of_people or not _uses(at, rows, last):
        return None
    return _placed(columns)


def _over(at: dict[tuple[int, int], Box], row: int, column: int, last: int) -> Box | None:
    """The cell of a header at a place; the last of its row also stands over what is to the right, where files leave blank cells out."""
    if (row, column) in at or all((row, more) in at for more in range(column, last + 1)):
        return at.get((row, column))
    ends = [place for there, place in at if there == row]
    return at[row, max(ends)] if ends and max(ends) < column else None


def _uses(at: dict[tuple[int, int], Box], rows: list[int], last: int) -> bool:
    """Whether each row below the first holds labels below a label that spans several columns, and nothing else of its own."""
    for before, row in pairwise(rows):
        own = [box for box in _row(at, row, last) if box.row == row]
        above = [_over(at, before, column, last) for box in own for column in _columns(box)]
        alone = {id(box) for box in above if sum(other is box for other in above) < 2}
        if not own or alone or any(box is None or is_blank(box.text) for box in above):
            return False
    return True


def _field(labels: list[str]) -> str | None:
    """The field of a column by its labels from top to bottom."""
    if not labels:
        return None
    joined = field_of("".join(labels))
    if joined is not None or len(labels) == 1:
        return joined
    lowest = bare_name(labels[-1])
    if "有效期" in "".join(labels[:-1]) and lowest in _BELOW:
        return _BELOW[lowest]
    if "联系人" in "".join(labels[:-1]) and field_of(labels[-1]) == "unsure_phone":
        return "contact_phone"
    return field_of(labels[-1])


def _placed(columns: list[ListColumn]) -> list[ListColumn]:
    """The columns, of several of the same field only the first; a telephone beside a person is that person's."""
    found: list[ListColumn] = []
    fields = [column.field or "" for column in columns]
    people = any(name in PRIVATE for name in fields)
    of_levels = fields.count("levels") > 1 or any(name.startswith("ticked") for name in fields)  # 级别 beside them is of the unit
    for column in columns:
        name = "authority" if of_levels and bare_name(column.label) == "级别" else column.field
        if name == "unsure_phone":
            name = "contact_phone" if people else "phones"
        if name is not None and name not in PRIVATE and any(name == one.field for one in found):
            name = None
        found.append(ListColumn(column.number, column.label, name))
    return found


def _title(lines: list[str]) -> str:
    """The title of the list among the lines above its header, "" where there is none."""
    return next((line for line in lines if _TITLE.search(line) and len(line) <= 100), "")


# --- rows ------------------------------------------------------------------------------------------------------------------


def _read_rows(table: ListTable, at: dict[tuple[int, int], Box], rows: list[int], last: int) -> None:
    labels = {column.number: column.label for column in table.columns}
    name_column = next(column.number for column in table.columns if column.field == "name")
    section = ""
    for row in rows:
        boxes = list(_row(at, row, last))
        own = [box for box in boxes if box.row == row]
        if not own:
            continue
        texts = [cell_text(box.text) for box in own]
        before = len(table.left_out)
        name_box = at.get((row, name_column))
        named = name_box is not None and not is_blank(name_box.text)
        if sum(cell_text(box.text) in labels.get(box.column, "").split("/") for box in own) >= _MIN_COLUMNS:
            table.left_out.append((row, texts[0], "表头又印了一遍"))
        elif any(_SUM.match(text) for text in texts[:2]):
            table.left_out.append((row, texts[0], "合计"))
        elif len(boxes) == 1 and not (named and _is_name(texts[0])):
            alone = own[0]
            if _SIGNED.search(texts[0]) or len(texts[0]) > 30 or alone.column > name_column:
                table.left_out.append((row, "", _BELOW_THE_TABLE))  # which may name people
            else:
                section = texts[0]
                table.left_out.append((row, texts[0], HEADING))
        elif not named and all(_SIGNED.search(text) or re.fullmatch(r"[\d\s年月日./-]+", text) for text in texts):
            table.left_out.append((row, "", _BELOW_THE_TABLE))  # which may name people
        else:
            here = [(column, at[row, column.number]) for column in table.columns if column.field and (row, column.number) in at]
            _add_row(table, row, list_ticks.with_ticks({_key(column): box for column, box in here}), section)
        if len(table.left_out) > before:
            table.beside += [(row, text) for text in texts]


def _is_name(text: str) -> bool:
    """Whether a text alone in its row is the name of a committee, and neither a heading of several nor said of other rows."""
    return bool(_COMMITTEE.search(text)) and not ABOUT_ROWS.match(text) and not _OF_SEVERAL.match(text)


def _key(column: ListColumn) -> str:
    """The field of a column; several may be of people, which are only counted."""
    return f"{column.field} {column.number}" if column.field in PRIVATE else str(column.field)


def _add_row(table: ListTable, row: int, boxes: dict[str, Box], section: str) -> None:
    """Adds a row to the committee whose name spans it, else begins a new one."""
    name = boxes.get("name")
    if name is not None and name.row < row and table.lines and not is_blank(name.text):
        table.lines[-1].rows.append(row)
        table.lines[-1].boxes.append(boxes)
        return
    if name is None or is_blank(name.text) or DITTO.fullmatch(cell_text(name.text)):
        table.unnamed.append(len(table.lines))
    table.lines.append(Lines([row], [boxes], section))
