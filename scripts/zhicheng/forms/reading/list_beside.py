"""What a list of committees says beside its rows: titles, sums, notes, comments; asked about where they differ from the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhicheng.documents.finding import Severity
from zhicheng.forms.reading import beside
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.faults import ValueFault
from zhicheng.forms.reading.grids import TableInText
from zhicheng.forms.reading.list_cells import CLOSED
from zhicheng.forms.reading.list_row import ListedRow
from zhicheng.forms.reading.list_table import ABOUT_ROWS, HEADING, NO_COMMITTEE, ListTable
from zhicheng.forms.reading.result import ReferenceTables
from zhicheng.text import show

_ALREADY = re.compile(
    "(?:已|拟|予以|现|被)[^，。；;,]{0,4}(?:撤销|注销|取消|废止|停止|暂停|终止|合并|更名|到期)|(?:撤销|注销|废止|停止|到期)[^，。；;,]{0,20}(?:一览表|名单|目录)"
)
_NO_LONGER = re.compile("失效|废止|作废|旧|过期|委托")
_OTHERWISE = re.compile("延长|延期|顺延|展期|均为|改为|调整为|以[^，。；]{1,12}为准")
# what makes a heading more than one
_OF_THE_ROWS_BELOW = re.compile(r"有效期|\d年\d|均|新[增设组]|增补|尚未|[未拟待暂]|委托|代[管评]|[仅只]|限(?:于|本)")
_VALID_UNTIL = re.compile("有效期[^，。；]{0,8}至")
_OF_A_CASE = re.compile("如(?:有|果|遇)|若有|凡|是否|填|注明")
_SUM = re.compile(r"(合计|总计|共计|小计|共有?|以上共?)[:：]?(?:共|为)?(\d{1,4})(个)?(?:(?:职称|系列)?(?:评审委员会|评委会|委员会))?[。.]?")
_IN_TITLE = re.compile(r"[(（]共?(\d{1,4})个(?:(?:职称|系列)?(?:评审委员会|评委会|委员会))?[)）]")
_BEFORE_THE_PLACE = re.compile(r"^(?:(?:附件|附表)[0-9一二三四]*[:：.、]?|(?:19|20)\d\d年度?|关于|全)*")

Said = tuple[str, Severity, str, str]  # code, severity, message and hint


def said(table: ListTable, part: TableInText, rows: Sequence[ListedRow], in_all: int, reference: ReferenceTables) -> Iterator[Said]:
    """What has to be said of a table with these committees, `in_all` with those of the tables before it."""
    yield from _counts(table, part, len(rows), in_all)
    yield from _title(table, rows, reference)
    yield from _unread(table)
    if table.grid.in_sheet and (found := CLOSED.search(table.grid.where)):
        hint = "不评审了的请删去这张工作表；还在评审的请改工作表的名称，再导入。"
        yield "F004", "error", f"：工作表的名称里有“{found[0]}”，看不出这些还要不要列入", hint
    elif (found := _NO_LONGER.search(table.title)) is not None:
        yield "F004", "error", f"：标题里有“{found[0]}”，看不出这些还要不要列入", "不算的请不要导入；算的请改标题。"
    for told in beside.of_cells(table.grid.set_aside, table.header, _closed):
        yield "F004", told.severity, f"：{told.message}", told.hint
    lines: list[tuple[beside.Place, str]] = [
        ((None, f"：表上第 {n} 行文字的"), line) for n, line in enumerate(filter(str.strip, part.above), 1)
    ]
    lines += [((row, f"第 {row} 行：表{'上' if row < table.header else '下'}的"), text) for row, text in table.beside]
    lines += [((None, f"：表下第 {n} 行文字的"), line) for n, line in enumerate(filter(str.strip, part.below), 1)]
    hint = "不算的请删去这句话；算的请写进那个评审委员会的备注，或者删去那一行，再导入。"
    asked = set()
    for (row, where), why in beside.of_lines(lines, _bears, _is_closed, [row.value["name"] for row in rows]):
        asked.add(row)
        yield "F004", "error", f"{where}说明{why}", hint
    for row, where in _about_rows(table, part):
        if row not in asked or row is None:
            hint = "算的请写进那几行里，不算的请删去这句话，再导入。"
            yield "F004", "error", f"{where}说的是上面或者下面几行的事，没有读，看不出那几行要不要照它改", hint


def _about_rows(table: ListTable, part: TableInText) -> Iterator[beside.Place]:
    """The places of lines that say something of the rows: between them what begins with 以上 or 以下, and headings that are more than one;
    below them what holds otherwise than in the rows.
    """
    last, texts = max((lines.rows[-1] for lines in table.lines), default=0), dict(table.beside)
    for row, _, reason in table.left_out:
        text, where = without_spaces(texts[row]), f"第 {row} 行："
        if reason not in NO_COMMITTEE:
            continue
        said = ABOUT_ROWS.match(text) or (reason == HEADING and _OF_THE_ROWS_BELOW.search(text))
        if said if row < last else _extends(text):
            yield row, where
    for number, line in enumerate(filter(str.strip, part.below), 1):
        if _extends(without_spaces(line)):
            yield None, f"：表下第 {number} 行文字"


def _extends(text: str) -> bool:
    """Whether a line below the rows says that something other than in the rows holds for all: 以上各项均延长至2027年12月31日."""
    return ABOUT_ROWS.match(text) is not None and (_OTHERWISE.search(text) or _VALID_UNTIL.search(text)) is not None


def _unread(table: ListTable) -> Iterator[Said]:
    """A question where a column that is not read says that a committee is no more: 备案状态."""
    for column in (column for column in table.columns if column.field is None):
        cells = [box for box in table.grid.boxes() if box.column == column.number and box.row > table.header]
        box = next((box for box in cells if _closed(without_spaces(box.text)) is not None), None)
        if box is not None:
            message = f"第 {box.row} 行“{show(column.label)}”：这一列没有读，里面像是写着已经撤销或者停止"
            yield "F004", "error", message, "不评审了的请删去那一行；还在评审的请删去这句话，或者写进备注。"


def _closed(text: str) -> str | None:
    found = CLOSED.search(text)
    clause = re.split("[，。；;,]", text[: found.start()])[-1] if found else ""
    return f"提到了“{found[0]}”，看不出说的是哪一个评审委员会" if found and not _OF_A_CASE.search(clause) else None


def _bears(text: str) -> str | None:
    """What a note says that bears on the committees: that some are no more, or that something holds otherwise than in the rows."""
    if (said := _closed(text)) is None and (found := _OTHERWISE.search(text)) is not None and not _OF_A_CASE.search(text):
        return f"提到了“{found[0]}”，看不出是不是与表里写的不同"
    return said


def _is_closed(text: str) -> str | None:
    return _closed(text) if _ALREADY.search(text) else None


def _counts(table: ListTable, part: TableInText, here: int, in_all: int) -> Iterator[Said]:
    """A question where the table, its title or a line below states a number of committees other than that of its rows (`here`), or of its
    rows and those of the tables before it (`in_all`).
    """
    rows: dict[int, list[str]] = {}
    for row, text in table.beside:
        rows.setdefault(row, []).append(without_spaces(text))
    texts = ["".join(cells) for row, cells in rows.items() if row > table.header and len(cells) <= 2]
    stated = [
        (match[1], int(match[2])) for text in [*texts, *map(without_spaces, part.below)] if (match := _SUM.fullmatch(text)) and match[3]
    ]
    groups = [number for kind, number in stated if kind == "小计"]
    whole = [number for kind, number in stated if kind != "小计"]
    whole += [int(match[1]) for text in [table.title, *part.above] if (match := _IN_TITLE.search(without_spaces(text)))][:1]
    wrong = [number for number in whole if number not in (here, in_all)] or ([sum(groups)] if groups and sum(groups) != here else [])
    if wrong:
        message = f"：写着共 {wrong[0]} 个，这张表读到 {here} 个评审委员会"
        yield "F006", "error", message, "请核对有没有漏掉的行，或者一格里写了几个；个数写错的请改正。"


def _title(table: ListTable, rows: Sequence[ListedRow], reference: ReferenceTables) -> Iterator[Said]:
    """A question where the title names a place in which some of the committees are not."""
    try:
        found = reference.places.leading_area(_BEFORE_THE_PLACE.sub("", without_spaces(table.title)))
    except ValueFault:
        found = None
    areas = reference.places.areas
    others = [row for row in rows if found is not None and "area" in row.value and not areas.covers(found[0], row.value["area"])]
    if found is not None and others:
        message = f"：标题写的是“{show(areas.name(found[0]))}”，第 {others[0].rows[0]} 行的评审委员会不在那里"
        yield (
            "F006",
            "error",
            message + (f"（一共 {len(others)} 行）" if len(others) > 1 else ""),
            "请核对是标题写错了，还是拿错了表、写错了行。",
        )
