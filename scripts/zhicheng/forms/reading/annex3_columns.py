"""The columns of Annex 3: finds the header row and the field of each column by its name, and what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import lru_cache

from zhicheng.documents.finding import Severity
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.foreign_labels import shown_label
from zhicheng.forms.reading.sheets import Row, Sheet
from zhicheng.text import listed

HEADER_WITHIN = 20  # rows
NOT_READ = "附件3没有这些列，没有读："
_LONGEST = 200  # characters of a name; longer text is something else, and slow to match
_MIN_COLUMNS = 4  # known columns, including the name, that make a header
# The names of each field of Annex 3: first as the form has it, then the usual variants. Spaces, brackets, 及 and 和 are ignored.
NAMES: dict[str, str] = {
    "number": "序号 序 编号 NO №",
    "name": "姓名 评委姓名 专家姓名 姓名汉字 名字",
    "gender": "性别",
    "ethnic_group": "族别 民族 民族族别 族别民族",
    "born": "出生年月 出生日期 出生时间 出生年月日 出生 生日 出生年",
    "unit": (
        "工作单位及行政职务 工作单位行政职务 工作单位职务 工作单位现任职务 工作单位 工作单位名称 单位 单位名称 单位职务 "
        "单位行政职务 现工作单位 现工作单位行政职务 现工作单位职务 所在单位 所在单位职务 所在单位行政职务 所在工作单位 任职单位 "
        "单位现任职务"
    ),
    "duty": "行政职务 职务 现任职务 现任行政职务 党政职务 现职务 担任职务",
    "post": (
        "现专业岗位 专业岗位 现从事专业 从事专业 从事专业岗位 现从事专业岗位 现从事专业技术岗位 现从事专业技术工作 "
        "从事专业技术工作 现岗位 岗位 专业 专业名称 现专业 评审专业 推荐专业 从事工作 专业技术岗位 现专业技术岗位"
    ),
    "title": (
        "现专业职称 职称 现职称 职称名称 专业职称 专业技术职称 现专业技术职称 专业技术资格 现专业技术资格 专业技术职务 "
        "现专业技术职务 专业技术职务资格 专业技术职务任职资格 专业技术任职资格 任职资格 现任职资格 现任专业技术职务 现任职称 "
        "现有职称 技术职称 技术职务 现专业职称名称 资格名称 名称"
    ),
    "level": "职称层级 层级 级别 职称级别 职称等级 等级 专业技术职务级别 专业技术职称级别 资格级别 现职称层级 现职称级别",
    "title_since": (
        "取得职称时间 取得时间 取得年月 取得日期 职称取得时间 任职资格取得时间 取得任职资格时间 资格取得时间 取得资格时间 "
        "职称取得年月 取得现职称时间 现职称取得时间 取得专业技术资格时间 专业技术资格取得时间 取得专业技术职务时间 "
        "专业技术职务取得时间 取得职称年月 取得职称日期 评定时间 获得时间 获得职称时间 职称获得时间 职称评定时间 任职时间 "
        "现专业职称取得时间 专业技术职务任职资格取得时间 时间"
    ),
    "phones": (
        "电话 联系电话 电话号码 联系电话号码 手机 手机号 手机号码 移动电话 联系方式 联系手机 办公电话 办公室电话 单位电话 座机 "
        "固定电话 手机电话 座机手机 固话 本人电话"
    ),
    "note": "备注 备考 附注 备注说明 说明",
    "series": "系列 职称系列 评审系列 所属系列 系列名称",
    "first": "一级专业 一级目录 一级专业名称 专业一级 一级专业目录",
    "second": "二级专业 二级目录 二级专业名称 对应二级专业 对应二级专业名称 专业二级 二级专业目录",
}
REQUIRED = ("name", "gender", "ethnic_group", "born", "unit", "title", "level", "title_since", "phones")
SEVERAL = ("phones", "note")  # fields that may be spread over several columns
_ONLY_BELOW = frozenset({"名称", "时间", "等级"})  # of a professional title, where they are below 职称
_BRACKETS = re.compile(r"[(\[【〔〈<].*?[)\]】〕〉>]")
_IGNORED = re.compile(r"[\s\u200b\ufeff*#:：、,，/／·・\-_。.及和与或]|必填|选填")
_FIELDS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its number from 1, its name as written, and its field (None for a column that Annex 3 does not have)."""

    number: int
    name: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """A header of one or two rows: the numbers of its first and last row, and its columns from left to right."""

    first: int
    last: int
    columns: tuple[Column, ...]
    _by_field: dict[str, list[Column]] = dataclass_field(default_factory=dict, compare=False, repr=False)

    def known(self, field: str) -> list[Column]:
        """The columns of a field, from left to right."""
        found = self._by_field.get(field)
        if found is None:
            found = self._by_field[field] = [column for column in self.columns if column.field == field]
        return found


def label(field: str) -> str:
    """The name of a field in Annex 3."""
    return NAMES[field].split()[0]


def field_of(name: str) -> str | None:
    """The field of a column with this name, None for an unknown name."""
    return _FIELDS.get(bare_name(name))


@lru_cache(4096)  # each cell of a table is held against the labels of every form
def bare_name(name: str) -> str:
    """A name without spaces, line breaks, brackets and punctuation: 工作单位 及行政职务（必填）* gives 工作单位行政职务."""
    if len(name) > _LONGEST:
        return name
    text = unicodedata.normalize("NFKC", name)
    bare = _IGNORED.sub("", _BRACKETS.sub("", text))
    return (bare or _IGNORED.sub("", text).strip("()[]")).upper()


_FIELDS.update((bare_name(name), field) for field, names in NAMES.items() for name in names.split())


def header(sheet: Sheet, within: int = HEADER_WITHIN) -> Header | None:
    """The first header in the first `within` rows of a sheet."""
    top = [(index, number) for index, (number, _) in enumerate(sheet.rows[:within]) if number <= within]
    return next((found for index, _ in top if (found := header_at(sheet, index)) is not None), None)


def header_at(sheet: Sheet, index: int) -> Header | None:
    """The header that begins at the row with this index, None where there is none."""
    number, row = sheet.rows[index]
    upper = _texts(sheet, number, row)
    one = Header(number, number, tuple(_columns(upper)))
    if index + 1 < len(sheet.rows):
        below, next_row = sheet.rows[index + 1]
        lower = _texts(sheet, below, next_row)
        if below == number + 1 and _is_second_row(upper, lower):
            two = Header(number, below, tuple(_columns(upper, lower)))
            alone = Header(below, below, tuple(_columns(lower)))
            if _fields_known(two) >= _fields_known(one) and (_is_header(one) or _fields_known(two) > _fields_known(alone)):
                return two if _is_header(two) else None
            if _is_header(one) and all(not text or text == upper.get(column) for column, text in lower.items()):
                return Header(number, below, one.columns)  # every cell spans both rows
    return one if _is_header(one) else None


def _texts(sheet: Sheet, number: int, row: Row) -> dict[int, str]:
    texts = {column: cell_text(cell) for column, cell in enumerate(row, 1) if isinstance(cell, str)}
    for (at, column), cell in sheet.across.items() if len(sheet.across) < 500 else ():
        if at == number and not texts.get(column) and isinstance(cell, str):
            texts[column] = cell_text(cell)
    return {column: text for column, text in texts.items() if text}


def _is_second_row(upper: dict[int, str], lower: dict[int, str]) -> bool:
    """Whether every text of a row can be a name below another name, which is never so in the row of a person."""
    known = [column for column, text in lower.items() if field_of(text) or field_of(upper.get(column, "") + text)]
    others = [column for column, text in lower.items() if column not in known and text != upper.get(column)]
    return bool(lower) and len(known) >= 1 and not others


def _columns(upper: dict[int, str], lower: dict[int, str] | None = None) -> Iterator[Column]:
    for number in sorted({*upper, *(lower or {})}):
        above, below = upper.get(number, ""), (lower or {}).get(number, "")
        if not below or below == above:
            yield Column(number, above, None if bare_name(above) in _ONLY_BELOW else field_of(above))
        elif above and bare_name(below) in _ONLY_BELOW:
            yield Column(number, below, field_of(above + below) or (field_of(below) if "职" in above or "资格" in above else None))
        else:
            yield Column(number, below, field_of(below) or field_of(above + below))


def _fields_known(found: Header) -> int:
    return len({column.field for column in found.columns if column.field})


def _is_header(found: Header) -> bool:
    return bool(found.known("name")) and _fields_known(found) >= _MIN_COLUMNS


def of_state(name: str) -> bool:
    """Whether the name of a column that Annex 3 does not have says who may be an expert: 是否退休, 推荐意见."""
    return (
        re.search(
            "状态|退休|退出|[出离退]库|处分|处罚|违[纪规法]|回避|在职|在库|入库|领导|荣誉|称号|调[离出]|变动|异动|意见|结论|审核|审批|是否|同意|评议|投票",
            name,
        )
        is not None
    )


_COMMITTEE = re.compile(r"^[^曾历原]*(?:评委会|评审委员会)(?:全?称|名称)?$")  # 拟推荐评委会, but not 评委会职务
_PLAIN = (  # kinds of such columns, and what says in them that there is nothing to say of anybody
    (
        re.compile("退休|退出|[出离退]库|处分|处罚|违[纪规法]|回避|领导|调[离出]|变动|异动"),
        re.compile("否|无|不是|没有|未退休|未受处分|非领导|[/／—－-]+"),
    ),
    (
        re.compile("同意|意见|结论|审核|审批|评议"),
        re.compile("(?:经?审核)?(?:同意|通过|合格|符合(?:条件)?|无异议|属实)(?:推荐|入库|备案|申报)?"),
    ),
    (re.compile("状态|在职|在库|入库"), re.compile("在职|在岗|在职在岗|在库|正常|是")),
    (re.compile("荣誉|称号"), re.compile("无|没有|[/／—－-]+")),
)


def says_nothing(column: Column, found: Header, sheet: Sheet) -> bool:
    """Whether a column that says who may be an expert says it of nobody: all of 是否退休 is 否, all of 审核意见 is 同意."""
    kinds = [plain for words, plain in _PLAIN if words.search(column.name)]
    return len(kinds) == 1 and all(map(kinds[0].fullmatch, _texts_below(column, found, sheet)))


def _texts_below(column: Column, found: Header, sheet: Sheet) -> Iterator[str]:
    """The texts of a column below the header, without spaces."""
    cells = (row[column.number - 1] for number, row in sheet.rows if number > found.last and len(row) >= column.number)
    yield from filter(None, map(without_spaces, cells))


def questions(found: Header, sheet: Sheet) -> Iterator[tuple[int, str, str]]:
    """What to ask about what the sheet hides or strikes out: row, message and hint. Dates that change by themselves are looked at only
    in cells that are read: not in 年龄, nor above the header.
    """
    read = {column.number for column in found.columns if column.field}
    changing = {(row, column) for row, column in sheet.set_aside.changing if row > found.last and column in read}
    yield from replace(sheet.set_aside, changing=changing).questions(sheet.filled_places)


def _is_filled(column: Column, found: Header, sheet: Sheet) -> bool:
    """Whether a column has something below the header: not where the header and all cells are merged over it and the one before."""
    return any(_texts_below(column, found, sheet))


def faults(found: Header, sheet: Sheet) -> Iterator[tuple[str, str, str, Column | None, Severity]]:
    """What is wrong with the columns of a header of `sheet`: code, message, hint, the column where there is one, and severity."""
    for name in REQUIRED:
        if not found.known(name):
            yield "F002", f"没有找到“{label(name)}”这一列", f"请照附件3加上“{label(name)}”，名称写在表头里。", None, "error"
    if not found.known("post") and not found.known("second"):
        yield "F002", "没有找到“现专业岗位”这一列", "请照附件3加上“现专业岗位”，名称写在表头里。", None, "error"
    for name in NAMES:
        known = found.known(name)
        same = [column for column in known if column is known[0] or column.name != known[0].name or _is_filled(column, found, sheet)]
        if len(same) > 1 and name not in SEVERAL:
            message = f"有 {len(same)} 列都像“{label(name)}”，分不清读哪一列"
            yield "F004", message, "请只留一列，其余的删去或者改用别的名称。", same[1], "error"
    unknown = [column for column in found.columns if column.field is None and column.name]
    for column in unknown:
        if re.search("第[二2]|兼评|另评|也评", column.name):
            hint = "一名评委只在一个二级专业：请删去这一列，或者说明以哪一列为准。"
            yield "F004", "附件3没有这一列，看不出要不要算第二个专业", hint, column, "error"
        elif _COMMITTEE.search(column.name) and len(set(_texts_below(column, found, sheet))) > 1:
            hint = "一个文件只交一个评审委员会的评委：请删去别的评审委员会的行，再删去这一列。"
            yield "F004", "附件3没有这一列，里面写着几个评审委员会", hint, column, "error"
        elif of_state(column.name) and not says_nothing(column, found, sheet):
            hint = "请把它说的写进备注（如“已退休”“行政机关领导”），再删去这一列。"
            yield "F004", "附件3没有这一列，里面像是写着能不能担任评委的情况", hint, column, "error"
    if unknown:
        message = f"{NOT_READ}{listed(dict.fromkeys(shown_label(column.name) for column in unknown))}"
        yield "F002", message, "花名册只收附件3的各列，请不要交身份证号等别的个人信息。", unknown[0], "warning"
