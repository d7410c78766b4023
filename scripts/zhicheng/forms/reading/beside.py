"""What stands beside the rows of a table: comments, footnotes, text boxes, headers and footers, and the lines above and below it.

None of it is ever read as a value. What concerns somebody in the table becomes a question, the rest a remark that it was not read. Its text
is never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zhicheng.documents.finding import Severity
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.continued import is_signature
from zhicheng.forms.reading.set_aside import TEXT_BOX, SetAside
from zhicheng.forms.reading.sheets import Sheet
from zhicheng.text import name_key, show

Judge = Callable[[str], str | None]  # gives what a text says that has to be asked about; None where nothing has
Place = tuple[int | None, str]  # the row of a line (None: outside of the table), and the place in words

_SHOWN = 8
_INTO_THE_TABLE = "要算的请写进表里，不算的请删去，再交。"
_NOT_READ = "要算的请写进表里；与填的内容无关的可以不管。"
_NOTE = re.compile(r"[(（]?(?:备注|说明|附注|注|特别说明|另|※|★|☆|[*＊])")
_FROM_A_YEAR = re.compile(r"(?:自|从)?(?:20\d\d年|[今明]年)[^，。；]{0,8}(?:起|后|开始)")
_NO_LONGER = re.compile(
    "停止|停评|暂停|暂缓|不再|不评|取消|撤销|并入|改由|改为|调整为|下放|移交|划归|划转|由[^，。；]{0,10}(?:评审|组织评|自行评)|[仅只](?:限?评|受理)|不受理|除外|不含|废止|尚未|待批|未获批"
)
_CORRECTS = re.compile("已搬|搬到|搬迁|作废|更正|有误|错[了误]|写错|应[为该改是]|已换|换[为成]|改[成为]|删[除去掉]|已(?:调|撤|变更)")
_ITEM = re.compile(r"[(（]?[0-9一二三四五六七八九十①-⑩]{1,2}[)）.．、]?")
_HEADING = re.compile(r"[(（]?[0-9一二三四五六七八九十]{1,3}[)）、.．].{1,16}")  # a heading of some rows: 二、拟退出人员
_NAMES_A_LIST = re.compile(r".{0,40}(?:名[册单]|人员|评委|专家|情况表|明细表?)(?:[(（].{0,12}[)）])?[:：]?")  # 退出人员
_LEGEND = re.compile("[红黄蓝绿灰橙紫][色字]|标[红黄蓝绿灰]|底纹|底色|涂色|加粗|斜体|下划线|[带打标][*＊★☆※△▲√×]")  # 标红的为调出人员
_THOSE_BELOW = re.compile("以下|下列|下表|如下")  # 以下人员退出专家库, above a table
_POINTS_AT_ONE = re.compile(r"(?<![〕\])）】\d])第?\d{1,3}(?:号(?!文|令|楼)|行|位|名|项)|序号第?[:：]?\d")


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a table: an error, where it has to be settled before the table can be read, or a warning."""

    severity: Severity
    message: str
    hint: str


def unread(aside: SetAside) -> Iterator[Remark]:
    """The remarks on what stands beside the cells of a form that has one cell for each value. It is an error where the text seems to
    correct or withdraw what is filled in.
    """
    beside = [
        one for one in aside.beside if not one.is_quiet and not (one.kind == TEXT_BOX and aside.boxed)
    ]  # `SetAside.of_boxes` asks about these
    for kind in dict.fromkeys(one.kind for one in beside):
        own = [one for one in beside if one.kind == kind]
        cells = sorted({(one.row, one.column) for one in own if one.row})
        message = f"有 {len(own)} 处{kind}，没有读{f'（{_places(cells)}）' if cells else ''}"
        if any(_NO_LONGER.search(text) or _CORRECTS.search(text) for text in (without_spaces(one.text) for one in own)):
            yield Remark("error", f"{message}，里面像是说填的内容要改", _INTO_THE_TABLE)
        else:
            yield Remark("warning", message, _NOT_READ)


def of_cells(aside: SetAside, last: int, judge: Judge) -> Iterator[Remark]:
    """The remarks on what stands beside the cells of a roster. Beside rows after the header (row `last`) it is an error; elsewhere it is
    one where `judge` finds that it concerns somebody.
    """
    for kind in dict.fromkeys(one.kind for one in aside.beside):
        own = [one for one in aside.beside if one.kind == kind]
        below = sorted({(one.row, one.column) for one in own if one.row > last})
        if below:
            yield Remark("error", f"{_places(below)}有{kind}，没有读，看不出要不要算", _INTO_THE_TABLE)
        others = [one for one in own if one.row <= last]
        said = next((why for one in others if (why := judge(one.text)) is not None), None)
        if said is not None:
            yield Remark("error", f"表头或表格以外的{kind}{said}", _INTO_THE_TABLE)
        elif others := [one for one in others if not one.is_quiet]:
            yield Remark("warning", f"表头或表格以外有 {len(others)} 处{kind}，没有读", _NOT_READ)


def limits(line: str) -> str | None:
    """What a note on a form with one cell for each value says against these values: that something no longer holds, or not yet; None where
    nothing.

    A note is a line that begins with 注, 备注 or the like, or a sentence that names the year from which it holds.
    """
    text = without_spaces(line)
    if not (_NOTE.match(text) or _FROM_A_YEAR.search(text)) or is_signature([text]) or not _NO_LONGER.search(text):
        return None
    return f"“{show(text, 40)}”说的是不再评审、只评一部分或者还没有批准一类的事，没有读"


def _places(places: list[tuple[int, int]]) -> str:
    shown = "、".join(f"第 {row} 行第 {column} 格" for row, column in places[:_SHOWN])
    return shown + (f"等 {len(places)} 处" if len(places) > _SHOWN else "")


def above(sheet: Sheet, first: int) -> list[tuple[Place, str]]:
    """The lines above row `first` of a sheet or table, each with its place; of a table in a document also the lines of text above it."""
    rows = [(number, cell_text(cell)) for number, row in sheet.rows if number < first for cell in row]
    text = [line for number, line in rows if number <= 0]
    return [((None, f"表上第 {n} 行文字的"), line) for n, line in enumerate(text, 1)] + [((n, "表上的"), line) for n, line in rows if n > 0]


def below(sheet: Sheet) -> list[tuple[Place, str]]:
    """The lines of text below a table in a document with their places."""
    return [((None, f"表下第 {n} 行文字的"), line) for n, line in enumerate(filter(str.strip, sheet.below), 1)]


def of_lines(
    lines: Iterable[tuple[Place, str]], judge: Judge, outright: Judge, names: Iterable[str], heading: Judge | None = None
) -> Iterator[tuple[Place, str]]:
    """What lines of text (each with its place) say that has to be asked about, with the place.

    `judge` decides on notes and on what points at rows: lines that begin with 注, numbered lines below them, and lines
    with one of the `names`, the number of a row, or words such as 以下; `heading` (else `judge`) on headings of rows and names of lists;
    `outright` on all other lines.
    """
    keys, noted = [key for name in names if len(key := name_key(name)) > 1], False
    for place, text in ((place, without_spaces(line)) for place, line in lines):
        if not text or (is_signature([text]) and outright(text) is None):
            continue
        noted = _NOTE.match(text) is not None or (noted and _ITEM.match(text) is not None)
        whole = any(words.fullmatch(text) for words in (_HEADING, _NAMES_A_LIST))
        marked = any(words.search(text) for words in (_POINTS_AT_ONE, _LEGEND, _THOSE_BELOW))
        points = noted or marked or any(key in name_key(text) for key in keys)
        if (said := (heading if whole and heading else judge if whole or points else outright)(text)) is not None:
            yield place, said
