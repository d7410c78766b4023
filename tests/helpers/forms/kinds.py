"""Filled forms of each kind that offices get wrong or write their own way, made by another hand than the reader's.

Run it as `PYTHONPATH=tests python tests/helpers/forms/kinds.py FOLDER [CASE …]`: it writes each case into a folder of its own, and
cases.json with what must come of it.

The first letter of a case's name: F what a form is (so do E01-06); T, Q01-07 and E10-21 tables that go on; L levels for each
specialty; H, Q70-77 and E30-47 what is hidden or struck; S and E50-65 lines around tables; P places, N names, D titles of documents, Q
scoring tables; R remarks, M ditto marks, B second specialties and several committees; X and C content that is none.

What must come of a case was written by the letter and a clerk's understanding before the reader saw it. An expectation is one of the
allowed ones: a record (only the named fields count), a list of experts, or ASK where a careful clerk would have to ask. `also` says more of
a record than its fields can: the points of scoring tables, the areas.

In the text of a cell, ~~text~~ is struck out, ==text== struck out twice and ^^text^^ hidden; LEFT and UP join a cell with its neighbour.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import copy
import importlib
import io
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from helpers.forms import empty_word
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

Value = dict[str, Any]
Cell = str | int | float
Row = Sequence[Cell]
Rows = list[Row]
ASK = "ASK"
LEFT = "<left>"
UP = "<up>"


class Case(NamedTuple):
    """A case: what it shows, what may come of it, its files by name, whether it is a roster, and what more must hold of a record."""

    note: str
    wants: list[Any]
    make: Callable[[], Mapping[str, bytes]]
    roster: bool
    also: Value
    stated: bool  # whether the level and area of the unit are stated besides


CASES: dict[str, Case] = {}
STATED = ["--authority", "prefecture", "--area", "653200"]
_PARTS = ("committees", "scorings", "rosters")


def case(
    name: str,
    note: str,
    wants: Sequence[Any],
    make: Callable[[], Mapping[str, bytes]],
    roster: bool = False,
    also: Value | None = None,
    stated: bool = False,
) -> None:
    """Adds a case. An expectation that says nothing but the record's fields is completed by what the base form says."""
    assert name not in CASES, name
    CASES[name] = Case(note, list(wants), make, roster, also or {}, stated)


# --- Word -----------------------------------------------------------------------------------------------------------------

_MARKED = re.compile(r"(~~.+?~~|==.+?==|\^\^.+?\^\^)", re.DOTALL)


def runs(text: str) -> list[tuple[str, str]]:
    """The pieces of a marked text, each with its mark ("" for none)."""
    return [(part[2:-2], part[:2]) if _MARKED.fullmatch(part) else (part, "") for part in _MARKED.split(text) if part]


def _fill(paragraph: Any, text: str) -> None:
    for piece, mark in runs(text):
        run = paragraph.add_run(piece)
        run.font.strike = True if mark == "~~" else None
        run.font.double_strike = True if mark == "==" else None
        run.font.hidden = True if mark == "^^" else None


def _table(document: Any, rows: Rows) -> Any:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    grid = [list(row.cells) for row in table.rows]
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if value in (LEFT, UP):
                continue
            right = x
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            down = y
            while down + 1 < len(rows) and x < len(rows[down + 1]) and rows[down + 1][x] == UP:
                down += 1
            cell = grid[y][x] if (right, down) == (x, y) else grid[y][x].merge(grid[down][right])
            _fill(cell.paragraphs[0], str(value))
    return table


BREAK = "<page break>"


def word(*parts: str | Rows, after: Callable[[Any], None] | None = None) -> bytes:
    """A Word document of paragraphs (texts) and tables (lists of rows); `after` changes it before it is saved."""
    document = empty_word.document()
    for part in parts:
        if isinstance(part, list):
            _table(document, part)
        elif part == BREAK:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            _fill(document.add_paragraph(), part)
    if after is not None:
        after(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def tracked(row: Any, what: str) -> None:
    """Marks a Word table's row as deleted ("del") or inserted ("ins") by a change that is not accepted yet."""
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement(f"w:{what}")
    for key, value in (("id", "7"), ("author", "示例"), ("date", "2026-05-20T10:00:00Z")):
        mark.set(docx.oxml.ns.qn(f"w:{key}"), value)
    properties.append(mark)
    for run in row._tr.iter(docx.oxml.ns.qn("w:r")):
        _track_run(run, mark, what)


def _track_run(run: Any, mark: Any, what: str) -> None:
    parent = run.getparent()
    wrapped = copy.deepcopy(mark)
    parent.replace(run, wrapped)
    wrapped.append(run)
    if what == "del":
        for text in run.iter(docx.oxml.ns.qn("w:t")):
            text.tag = docx.oxml.ns.qn("w:delText")


# --- Excel ----------------------------------------------------------------------------------------------------------------


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, rows, and `after`, which changes it before it is saved."""

    title: str
    rows: Rows
    after: Callable[[Any], None] | None = None


def _excel_value(cell: Any, value: Cell) -> None:
    pieces = runs(value) if isinstance(value, str) else []
    if not any(mark for _, mark in pieces):
        cell.value = None if value == "" else value
    elif len(pieces) == 1:
        cell.value = pieces[0][0]
        cell.font = Font(strike=True)
    else:
        cell.value = CellRichText([TextBlock(InlineFont(strike=True), text) if mark else text for text, mark in pieces])


def excel(*sheets: Sheet) -> bytes:
    """A workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows, after in sheets:
        sheet = book.create_sheet(title)
        for y, row in enumerate(rows, 1):
            for x, value in enumerate(row, 1):
                if value not in (LEFT, UP):
                    _excel_value(sheet.cell(y, x), value)
        _merge(sheet, rows)
        if after is not None:
            after(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _merge(sheet: Any, rows: Rows) -> None:
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            right, down = x, y
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while down + 1 < len(rows) and x < len(rows[down + 1]) and rows[down + 1][x] == UP:
                down += 1
            if value not in (LEFT, UP) and (right, down) != (x, y):
                sheet.merge_cells(start_row=y + 1, start_column=x + 1, end_row=down + 1, end_column=right + 1)


def hide_rows(*numbers: int) -> Callable[[Any], None]:
    """Hides rows of a sheet."""

    def hide(sheet: Any) -> None:
        for number in numbers:
            sheet.row_dimensions[number].hidden = True

    return hide


def hide_columns(*letters: str) -> Callable[[Any], None]:
    """Hides columns of a sheet."""

    def hide(sheet: Any) -> None:
        for letter in letters:
            sheet.column_dimensions[letter].hidden = True

    return hide


def state(value: str) -> Callable[[Any], None]:
    """Makes a sheet hidden or veryHidden."""

    def hide(sheet: Any) -> None:
        sheet.sheet_state = value

    return hide


# --- Annexes 1 and 2 ------------------------------------------------------------------------------------------------------

OFFICE = "和田地区水利工程专业副高级职称评审委员会"
LABELS = {
    "name": "评审委员会名称\n（单位名称）",
    "date": "批准时间",
    "approved_by": "批准单位(部门)",
    "document": "批准文件号",
    "address": "单位所在地点",
    "phones": "单位电话\n(咨询电话)",
    "leader": "主管领导",
    "leader_phones": "主管领导联系方式（座机、手机）",
    "clerks": "业务人员及\n联系方式",
    "series": "评审系列（专业）",
    "levels": "评审层级",
    "catalog": "对应二级专业名称",
    "scope": "评审地域范围",
    "basis": "评审依据",
    "scoring": "量化赋分表",
    "procedure": "评审流程",
    "defence": "是否答辩",
    "pool": "有无专家库\n（会议专家来源、抽取方式）",
}
FILLED = {
    "name": f"{OFFICE}\n和田地区水利局",
    "date": "2017年9月5日",
    "approved_by": "自治区人力资源和社会保障厅",
    "document": "新人社函〔2017〕91号",
    "address": "和田市示例路26号水利局四楼人事教育科",
    "phones": "0998-0000201",
    "leader": "阿不都拉·买提尼亚孜",
    "leader_phones": "座机：0998-0000202\n手机：13900000003",
    "clerks": "周立新  座机：0998-0000203  手机：13900000004",
    "series": "工程系列",
    "levels": "副高级、中级",
    "catalog": "水利工程：灌溉排水、水资源管理、水利水电工程施工",
    "scope": "和田地区",
    "basis": "1.《自治区专业技术职务任职资格管理暂行办法》（新人社发〔2012〕230号）\n2.《职称评审管理暂行规定》（人社部令第40号）",
    "scoring": "见附表",
    "procedure": "1.个人申报\n2.单位审核推荐\n3.单位公示\n4.资格复审\n5.专业组评议\n6.评委会表决\n7.结果公示",
    "defence": "是，申报副高级的全部答辩",
    "pool": "有\n会议专家来源：地区水利专业专家库\n抽取方式：会前由纪检人员监督随机抽取",
}
SCORING_HEAD: Row = ("评价维度", "评价内容", "满分", "备注")
SCORING_ROWS: Rows = [
    ("学历", "学历学位", "20", ""),
    ("资历", "任职年限", "20", ""),
    ("业绩", "工程项目", "40", ""),
    ("论文", "论文著作", "20", ""),
    ("合计", "", "100", ""),
]
SCORING: Rows = [SCORING_HEAD, *SCORING_ROWS]
SCORING_TITLE = "水利专业量化赋分表"
FOOT = ("填表人：周立新          联系电话：0998-0000203", "单位负责人（签字）：              单位（盖章）：            2026年6月8日")
TITLE_2 = f"{OFFICE}专业目录登记表"
HEAD_2: Row = ("系列（专业）", "一级目录", "二级目录")
ROWS_2: Rows = [
    ("工程系列", "水利工程", "灌溉排水"),
    ("", "", "水资源管理"),
    ("", "", "水利水电工程施工"),
    ("", "电力工程", "输变电"),
    ("", "", "小水电"),
]
TWO = {"水利工程": ["灌溉排水", "水资源管理", "水利水电工程施工"], "电力工程": ["输变电", "小水电"]}
_WANT: Value = {
    "name": OFFICE,
    "organiser": "和田地区水利局",
    "authority": "prefecture",
    "area": "653200",
    "address": "和田市示例路26号水利局四楼人事教育科",
    "approval": {"date": "2017-09-05", "authority": "自治区人力资源和社会保障厅", "document": "新人社函〔2017〕91号"},
    "phones": ["0998-0000201"],
    "contacts": {
        "leader": {"name": "阿不都拉·买提尼亚孜", "landline": "0998-0000202", "mobile": "13900000003"},
        "clerks": [{"name": "周立新", "landline": "0998-0000203", "mobile": "13900000004"}],
        "preparer": {"name": "周立新", "phone": "0998-0000203"},
    },
    "reviews": [
        {
            "series": "engineering",
            "levels": ["intermediate", "associate-senior"],
            "catalog": {"水利工程": ["灌溉排水", "水资源管理", "水利水电工程施工"]},
        }
    ],
    "scope": {"areas": ["653200"]},
    "basis": [
        {"title": "自治区专业技术职务任职资格管理暂行办法", "document": "新人社发〔2012〕230号"},
        {"title": "职称评审管理暂行规定", "document": "人社部令第40号"},
    ],
    "procedure": ["个人申报", "单位审核推荐", "单位公示", "资格复审", "专业组评议", "评委会表决", "结果公示"],
    "defence": {"required": True, "scope": "申报副高级的全部答辩"},
    "expert_pool": {"exists": True, "source": "地区水利专业专家库", "draw": "会前由纪检人员监督随机抽取"},
    "scoring_total": 100,
    "scoring_n": 4,
}


def want(without: Sequence[str] = (), **changed: Any) -> Value:
    """What must come of the base form, with fields changed or left out of the comparison."""
    value = copy.deepcopy(_WANT) | changed
    return {key: one for key, one in value.items() if key not in without}


def review(levels: str, **catalog: list[str]) -> Value:
    """A review of the engineering series; the levels by their first letters (j, i, a, f)."""
    names = {"j": "junior", "i": "intermediate", "a": "associate-senior", "f": "full-senior"}
    return {"series": "engineering", "levels": [names[one] for one in levels], "catalog": catalog}


def rows_1(**cells: str) -> Rows:
    """The rows of Annex 1, four cells each."""
    filled = FILLED | cells
    wide = ("clerks", "catalog", "scope", "basis", "scoring", "procedure", "defence", "pool")
    keys = [key for key in LABELS if key not in wide]
    pairs = dict(zip(keys[::2], keys[1::2], strict=True))
    rows: Rows = []
    for key, label in LABELS.items():
        if key in pairs:
            rows.append((label, filled[key], LABELS[pairs[key]], filled[pairs[key]]))
        elif key in wide:
            rows.append((label, filled[key], LEFT, LEFT))
    return rows


def annex_1(table: Rows | None = None, /, title: str = SCORING_TITLE, foot: Sequence[str] = FOOT, **cells: str) -> bytes:
    """Annex 1 in Word, with a scoring table behind it (an empty list for none)."""
    table = SCORING if table is None else table
    return word("附件 1", "评审委员会信息备案登记表", rows_1(**cells), *foot, *((title, table) if table else ()))


def annex_1_excel(*more: Sheet, after: Callable[[Any], None] | None = None, below: Sequence[Row] = (), **cells: str) -> bytes:
    """Annex 1 in Excel, with the scoring table on another sheet unless others are given, or rows `below` it."""
    foot: Rows = [("填表人：周立新", "", "联系电话：0998-0000203", "")]
    title: Rows = [("评审委员会信息备案登记表", LEFT, LEFT, LEFT)]
    scoring = Sheet("量化赋分表", [(SCORING_TITLE, LEFT, LEFT, LEFT), *_numbers(SCORING)])
    return excel(Sheet("登记表", [*title, *rows_1(**cells), *foot, *below], after), *(more if more or below else (scoring,)))


def _numbers(rows: Rows) -> Rows:
    return [tuple(int(cell) if isinstance(cell, str) and cell.isdecimal() else cell for cell in row) for row in rows]


def catalog_excel(*rows: Row, title: str = TITLE_2, after: Callable[[Any], None] | None = None, more: Sequence[Sheet] = ()) -> bytes:
    """Annex 2 in Excel: a title, the head, and the rows."""
    return excel(Sheet("专业目录", [(title, LEFT, LEFT), HEAD_2, *rows], after), *more)


def catalog_word(*rows: Row, after: Callable[[Any], None] | None = None) -> bytes:
    """Annex 2 in Word."""
    return word("附件 2", TITLE_2, [HEAD_2, *rows], after=after)


def form(name: str, note: str, wants: Sequence[Any], also: Value | None = None, stated: bool = False, **cells: str) -> None:
    """A case of Annex 1 in Word with other texts in its cells."""
    case(name, note, wants, lambda: {"附件1.docx": annex_1(**cells)}, also=also, stated=stated)


def with_catalog(name: str, note: str, wants: Sequence[Any], file: str, make: Callable[[], bytes], **cells: str) -> None:
    """A case of Annex 1 in Word that refers to Annex 2 in another file."""
    case(name, note, wants, lambda: {"附件1.docx": annex_1(catalog="见附件2", **cells), file: make()})


# --- Annex 3 --------------------------------------------------------------------------------------------------------------

TITLE_3 = "喀什地区建设工程专业高级职称评审委员会推荐建筑工程专业评委花名册"
HEAD_3: Row = (
    "序号",
    "姓名",
    "性别",
    "族别",
    "出生年月",
    "工作单位及行政职务",
    "现专业岗位",
    "现专业职称",
    "职称层级",
    "取得职称时间",
    "电话",
    "备注",
)
_PEOPLE = (
    ("张文斌", "男", "汉族", "1976.03", "喀什地区建筑设计院 总工程师", "建筑结构", "2013.12"),
    ("古丽娜尔·艾山", "女", "维吾尔族", "1978.11", "喀什市示例建设工程检测中心 主任", "工程质量检测", "2015.12"),
    ("刘红梅", "女", "汉族", "1974.06", "疏勒县示例市政工程公司 副总工程师", "给水排水", "2012.12"),
    ("阿不来提·吾守尔", "男", "维吾尔族", "1977.01", "喀什地区示例监理公司 总监", "工程监理", "2014.12"),
    ("陈卫东", "男", "汉族", "1979.08", "莎车县示例规划院 副院长", "城市规划", "2016.12"),
    ("马晓兰", "女", "回族", "1975.05", "喀什地区示例造价咨询公司 部门经理", "工程造价", "2013.11"),
)
_FIRST = {"建筑结构": "建筑工程", "工程质量检测": "工程勘察", "给水排水": "市政工程", "工程监理": "建筑工程"}
COUNT = 3


def person(number: int, note: str = "", **changed: str) -> list[Cell]:
    """A row of Annex 3; the number is 1 to 6."""
    name, gender, group, born, unit, post, since = _PEOPLE[number - 1]
    phone = f"0998-00003{number:02}"
    cells: Sequence[Cell] = (number, name, gender, group, born, unit, post, "高级工程师", "副高级", since, phone, note)
    return list((dict(zip(map(str, HEAD_3), cells, strict=True)) | changed).values())


def expert(number: int, **changed: Any) -> Value:
    """What must come of a row."""
    name, gender, group, born, unit, post, since = _PEOPLE[number - 1]
    return {
        "name": name,
        "gender": "male" if gender == "男" else "female",
        "ethnic_group": group,
        "born": born.replace(".", "-"),
        "unit": unit,
        "post": post,
        "title": "高级工程师",
        "level": "associate-senior",
        "title_since": since.replace(".", "-"),
        "phones": [f"0998-00003{number:02}"],
        "in_service": "serving",
        "state": "active",
        "series": "engineering",
        "specialty": [_FIRST.get(post, "建筑工程"), post],
    } | changed


def experts(*numbers: int) -> list[Value]:
    """What must come of rows, in their order."""
    return [expert(number) for number in numbers or range(1, COUNT + 1)]


def people(*numbers: int) -> Rows:
    """Rows of Annex 3."""
    return [person(number) for number in numbers or range(1, COUNT + 1)]


def roster_excel(*rows: Row, title: str = TITLE_3, head: Row = HEAD_3, after: Callable[[Any], None] | None = None) -> bytes:
    """Annex 3 in Excel."""
    return excel(Sheet("花名册", [("附件3",), (title, *[LEFT] * (len(head) - 1)), head, *rows], after))


def roster_word(*rows: Row, title: str = TITLE_3, head: Row = HEAD_3, after: Callable[[Any], None] | None = None) -> bytes:
    """Annex 3 in Word."""
    return word("附件 3", title, [head, *rows], after=after)


def roster(name: str, note: str, wants: Sequence[Any], make: Callable[[], bytes], file: str = "附件3.xlsx") -> None:
    """A case of Annex 3 alone."""
    case(name, note, wants, lambda: {file: make()}, roster=True)


# --- all of them ----------------------------------------------------------------------------------------------------------


@cache
def cases() -> Mapping[str, Case]:
    """All cases by name."""
    for part in _PARTS:
        importlib.import_module(f"helpers.forms.kinds_{part}")
    return CASES


def main(folder: Path, wanted: Sequence[str]) -> None:
    described = {}
    for name, one in cases().items():
        if wanted and name not in wanted:
            continue
        files = one.make()
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            (folder / name / file).write_bytes(content)
        described[name] = {"args": STATED if one.stated else [], "exp": one.wants, "note": one.note, "roster": one.roster}
        described[name] |= ({"name": next(iter(files))} if one.roster else {}) | ({"also": one.also} if one.also else {})
    (folder / "cases.json").write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    from helpers.forms import kinds

    kinds.main(Path(sys.argv[1]), sys.argv[2:])
