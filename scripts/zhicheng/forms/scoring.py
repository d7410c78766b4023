"""Scoring tables (量化赋分表): dimension, item, maximum, steps, in Word and in spreadsheets; several in one sheet too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zhicheng.forms.columns import bare_name
from zhicheng.forms.grids import Box, Grid
from zhicheng.forms.lists import bare, is_blank, lines, split
from zhicheng.forms.values import written
from zhicheng.records import Value
from zhicheng.text import narrow, show

_COLUMNS = {
    "dimension": "评价维度 维度 评审项目 项目 评价项目 一级指标 评分项目 类别 评审维度 指标 考核项目 赋分项目 评价指标 要素 评审要素",
    "item": "评价内容 内容 评审内容 评分内容 二级指标 评价要素 具体内容 赋分内容 指标内容 考核内容 评分要素 项目内容",
    "points": "满分 分值 最高分 最高分值 满分值 标准分 分数 分值上限 标准分值 赋分 权重 满分分值",
    "scored_by": "评分方式 评分人 赋分方式 评分主体 打分主体 赋分主体 评分部门 评价方式 打分人",
    "steps": "分档 赋分标准 评分标准 评分细则 计分标准 计分办法 评分办法 赋分细则 赋分办法 档次 等次 分档标准 评价标准 标准 条件",
    "got": "得分 分档分值 档次分值 赋分值 计分",
    "note": "备注 说明 附注",
}
_FIELDS = {bare_name(name): key for key, names in _COLUMNS.items() for name in names.split()}
_TOTAL = re.compile(r"^(?:合计|总计|总分|满分|共计|合\s*计|总\s*分)(?:分值)?(?:$|[\s:：(（\d])")
_SUBTOTAL = re.compile(r"^小\s*计")
_POINTS = re.compile(
    r"(?:最高|满分|不超过|上限)?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?\s*([(（]?\s*(?:附加分?|加分项?|奖励分?|不计入总分)\s*[)）]?)?"
)
_STEP = re.compile(
    r"(.*?\S)\s*(?:[:：]|得|计|记|赋|[(（])\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?\s*[)）]?|(.*?[^\d.\s])\s*(\d{1,4}(?:\.\d{1,2})?)\s*分"
)
_FOR = re.compile(r"适用(系列|层级)[^:：]{0,6}[:：]\s*([^\s\u3000]+(?:[、，,][^\s\u3000]+)*)")
_TOTAL_LINE = re.compile(r"(?:总分|满分)\s*[:：为]?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?")
_HEADING = re.compile(r"^附[表件]\s*[0-9一二三四五六七八九十]*\s*[:：]?\s*|^量化赋分表\s*[:：]\s*")
_BY = (
    ("office", re.compile("部门|办公室|人社|工作人员|机构|客观|审核人员|经办")),
    ("experts", re.compile("专家|评委|评审组|专业组|评审委员会|主观")),
)
_MAXIMUM = re.compile(r"(.+?)\s*[(（]\s*(?:满分)?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?\s*[)）]")
_LONGEST = 300  # characters of a step
_BONUS = re.compile("^(?:加分|附加)")


@dataclass(slots=True)
class Table:
    """A scoring table as read: the record's fields, the words for series and levels, and the cell it begins at."""

    grid: Grid
    box: Box
    value: Value
    series: str = ""
    levels: str = ""
    faults: list[tuple[Box, str, str, str]] = field(default_factory=list)
    guessed_total: bool = False


def headers(grid: Grid) -> list[tuple[int, dict[int, str], dict[str, str]]]:
    """The rows that head a scoring table: place among the rows, columns with their fields, fields with their names as printed."""
    found = []
    for at, row in enumerate(grid.rows):
        columns: dict[int, str] = {}
        names: dict[str, str] = {}
        for box in row:
            text = written(box.text)
            name = _FIELDS.get(bare_name(text)) if 0 < len(text) <= 20 else None
            if name is not None and name not in names:
                columns[box.column], names[name] = name, text
        if "points" in names and ({"dimension", "item"} & set(names)) and len(names) >= 2:
            found.append((at, columns, names))
    return found


def read(grid: Grid, above: Sequence[str]) -> list[Table]:
    """The scoring tables of a grid; `above` are the lines over it."""
    heads = headers(grid)
    tables = []
    for number, (at, columns, names) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else len(grid.rows)
        start = 0 if number == 0 else heads[number - 1][0] + 1
        before = [_row_text(row) for row in (grid.rows[:at] if number == 0 else _title_rows(grid.rows[start:at]))]
        rows = grid.rows[at + 1 : end]
        if number + 1 < len(heads):
            rows = rows[: len(rows) - len(list(_title_rows(rows)))]
        lines_above = [*(above if number == 0 else ()), *before]
        tables.append(_table(grid, grid.rows[at][0], rows, columns, names, lines_above))
    return _joined(tables)


def _joined(tables: list[Table]) -> list[Table]:
    """A header repeated on a new page begins no table of its own."""
    found: list[Table] = []
    for table in tables:
        if found and not table.value["title"]:
            found[-1].value["items"] += table.value["items"]
            found[-1].faults += table.faults
            if not table.guessed_total:
                found[-1].value["total"], found[-1].guessed_total = table.value["total"], False
        else:
            found.append(table)
    return found


def _title_rows(rows: Sequence[list[Box]]) -> Iterator[list[Box]]:
    """The rows at the end that hold one text over the whole width: the title of the next table."""
    found: list[list[Box]] = []
    for row in reversed(rows):
        texts = [box for box in row if box.text.strip()]
        if len(texts) > 1:
            break
        found.insert(0, row)
    return iter(found)


def _row_text(row: list[Box]) -> str:
    return "\n".join(box.text for box in row if box.text.strip())


def _table(grid: Grid, box: Box, rows: Sequence[list[Box]], columns: dict[int, str], names: dict[str, str], above: Sequence[str]) -> Table:
    table = Table(grid, box, {"title": "", "total": 0, "items": []})
    said_total = _heading(above, table)
    items: list[Value] = []
    dimension = item = ""
    for row in rows:
        cells = {name: one for one in row for column, name in columns.items() if one.column <= column < one.column + one.across}
        text = {name: one.text.strip() for name, one in cells.items()}
        first = next((written(one.text) for one in row if one.text.strip()), "")
        if not first or _SUBTOTAL.match(first) or (_FIELDS.get(bare_name(first)) and "points" not in text):
            continue
        if _TOTAL.match(first):
            numbers = [value for one in row if (value := _number(one)) is not None] or _numbers(first)
            said_total = numbers[-1] if numbers else said_total
            continue
        if re.match(
            r"(?:注|备注|说明)\s*\d*[:：.]|(?:审核人|填表人|制表人|负责人|单位负责人|日期|填表日期|单位[(（]盖章[)）])\s*[:：(（]?", first
        ):
            continue
        new_dimension, new_item = written(text.get("dimension", "")), written(text.get("item", ""))
        goes_on = not new_item and not new_dimension and bool(items)
        maximum = _MAXIMUM.fullmatch(new_dimension[:_LONGEST]) if "item" not in names and "steps" in names else None
        if new_dimension:
            dimension = maximum[1] if maximum else new_dimension
        points, bonus = _points(cells.get("points"), table, names)
        if maximum is not None and text.get("steps") and points is not None:  # 学历（40分）, and below it a step a row
            step = {"when": written(text["steps"]), "points": points}
            items.append({"dimension": dimension, "item": dimension, "points": _plain(maximum[2]), "steps": [step]})
            continue
        if goes_on and (text.get("steps") or text.get("got")):
            _add_step(items[-1], text, cells, points, table, names)
            continue
        item = new_item or dimension
        if points is None:
            if cells.get("points") is None or is_blank(text.get("points", "")):
                table.faults.append((cells.get("points") or row[0], names["points"], "没有填写分值", "请填这一项的最高分。"))
            points = 0
        found: Value = {"dimension": dimension or item, "item": item, "points": points}
        _fill(found, text, cells, table, names)
        if bonus or _BONUS.match(found["dimension"]):
            found["bonus"] = True
        items.append(found)
    for one in items:
        one.pop("_first", None)
    table.value["items"] = items
    if said_total is None:
        said_total = sum(one["points"] for one in items if not one.get("bonus"))
        table.guessed_total = True
    table.value["total"] = said_total
    return table


def _heading(above: Sequence[str], table: Table) -> float | None:
    """Title, series, levels and total from the lines over a table."""
    total = None
    titles: list[str] = []
    for line in (line for text in above for line in lines(text)):
        found = dict(_FOR.findall(line))
        if found or (_TOTAL_LINE.match(line) and len(line) < 20):
            table.series = found.get("系列", table.series)
            table.levels = found.get("层级", table.levels)
            if match := _TOTAL_LINE.search(line):
                total = _plain(match[1])
        elif re.search("赋分|评分|打分|计分|附表", line) or not titles:
            titles.append(line)
    table.series = "" if table.series == "全部" else table.series
    table.levels = "" if table.levels == "全部" else table.levels
    candidates = [line for line in titles if re.search("赋分|评分|打分|计分|附表", line)] or []
    if candidates:
        title = candidates[-1]
        if re.match(r"^附[表件]", title) and "量化赋分表：" in title:
            title = title.split("量化赋分表：", 1)[1]
        else:
            title = _HEADING.sub("", title)
            if match := re.search(r"\s*[(（]\s*(?:总分|满分)?\s*[:：]?\s*(\d{2,4})\s*分\s*[)）]\s*$", title):
                total = total if total is not None else _plain(match[1])
                title = title[: match.start()]
        table.value["title"] = title.strip()
    return total


def _numbers(text: str) -> list[float]:
    return [_plain(number) for number in re.findall(r"\d{1,4}(?:\.\d{1,2})?", _digits(text))]


def _digits(text: str) -> str:
    """A text with its numbers in ASCII: １２．５ is 12.5."""
    return re.sub(r"(?<=\d)．(?=\d)", ".", narrow(text))


def _number(box: Box) -> float | None:
    if isinstance(box.value, (int, float)) and not isinstance(box.value, bool):
        return _plain(str(box.value))
    found = _POINTS.fullmatch(_digits(written(box.text)))
    return None if found is None else _plain(found[1])


def _plain(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _points(box: Box | None, table: Table, names: dict[str, str]) -> tuple[float | None, bool]:
    if box is None or is_blank(box.text):
        return None, False
    text = _digits(written(box.text))
    found = _POINTS.fullmatch(text)
    if found:
        return _plain(found[1]), bool(found[2])
    span = re.fullmatch(r"(\d{1,3}(?:\.\d)?)\s*[-–—~～至到]\s*(\d{1,3}(?:\.\d)?)\s*分?", text)
    if span:
        return _plain(span[2]), False
    table.faults.append((box, names["points"], f"“{show(text)}”不是分值", "请只填一个数，如 15。"))
    return 0, False


def _fill(found: Value, text: dict[str, str], cells: dict[str, Box], table: Table, names: dict[str, str]) -> None:
    by = written(text.get("scored_by", ""))
    if by and not is_blank(by):
        told = [code for code, words in _BY if words.search(by)]
        if len(told) == 1:
            found["scored_by"] = told[0]
        else:
            hint = "请填“工作部门核定”或“专家评定”。"
            table.faults.append((cells["scored_by"], names["scored_by"], f"“{show(by)}”看不出由谁评分", hint))
    notes = []
    got = _got(text)
    if text.get("steps") and got is not None:
        found["steps"] = [{"when": written(text["steps"]), "points": got}]
    elif text.get("steps"):
        steps = _steps(text["steps"])
        if steps:
            found["steps"] = steps
        elif not is_blank(text["steps"]):
            notes.append(written(text["steps"]))
    if text.get("points") and re.search(r"[-–—~～至到]", text["points"]) and not _POINTS.fullmatch(_digits(written(text["points"]))):
        notes.append(written(text["points"]))
    if text.get("note") and not is_blank(text["note"]):
        notes.append(written(text["note"]))
    if notes:
        found["note"] = "；".join(notes)


def _got(text: dict[str, str]) -> float | None:
    match = _POINTS.fullmatch(_digits(written(text.get("got", ""))))
    return None if match is None else _plain(match[1])


def _add_step(item: Value, text: dict[str, str], cells: dict[str, Box], points: float | None, table: Table, names: dict[str, str]) -> None:
    """A further row of an item that goes down over several: one more step."""
    got = _got(text)
    points = got if got is not None else points
    more = _steps(text.get("steps", "")) if points is None else []
    if points is not None and text.get("steps"):
        if "steps" not in item and item.get("note"):
            item["steps"] = [{"when": item.pop("note"), "points": item["points"]}]
        item.setdefault("steps", []).append({"when": written(text["steps"]), "points": points})
        if got is None:
            item["points"] = max(item["points"], points)
    elif more:
        item.setdefault("steps", []).extend(more)
    elif text.get("steps"):
        box = cells["steps"]
        table.faults.append((box, names.get("steps", "分档"), f"“{show(text['steps'])}”看不出计几分", "请写成“博士：15”这样。"))


def _steps(text: str) -> list[Value]:
    """The steps of a cell: 博士：15, one a line or with semicolons; nothing where it is not all steps."""
    found = []
    for line in lines(text):
        if whole := _step(line):
            found.append(whole)
            continue
        pieces = split(line, "；;") if re.search("[；;]", line) else split(line, "，,、")
        for piece in pieces:
            step = _step(bare(piece))
            if step is None:
                return []
            found.append(step)
    return found


def _step(text: str) -> Value | None:
    if len(text) > _LONGEST:
        return None
    match = _STEP.fullmatch(_digits(text).rstrip("。；;，,"))
    if match is None or re.search(r"\d\s*[-–—~～至到]\s*$", match[1] or match[3] or ""):
        return None
    when, points = (match[1], match[2]) if match[1] else (match[3], match[4])
    ends_in_colon = re.match(r"\s*[:：]", _digits(text)[len(when) :]) is not None
    if when.startswith("每") or re.search(r"\d\s*分?\s*[；;，,、]\s*\S", when) or (re.search("[；;]", when) and not ends_in_colon):
        return None
    return {"when": when.strip(" :：，,"), "points": _plain(points)}
