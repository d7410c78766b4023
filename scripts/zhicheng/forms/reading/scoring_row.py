"""A row of a scoring table (量化赋分表): its cells by the columns of the header, and whether it is a total, a remark or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhicheng.forms.reading import scoring_added
from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells import points
from zhicheng.forms.reading.cells.lists import is_blank
from zhicheng.forms.reading.cells.nothing import is_none
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.continued import counts_columns, is_signature
from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.forms.reading.grids import Box
from zhicheng.text import show

_COLUMNS = {
    "dimension": "评价维度 维度 评审项目 项目 评价项目 一级指标 评分项目 类别 评审维度 指标 考核项目 赋分项目 评价指标 要素 评审要素"
    " 考评类目 考评类别 考评项目 评审类别 评审指标 评价类别 评分类别 量化项目 测评项目 测评指标",
    "item": "评价内容 内容 评审内容 评分内容 二级指标 评价要素 具体内容 赋分内容 指标内容 考核内容 评分要素 项目内容 考评内容 量化内容"
    " 量化指标 测评内容 具体项目 具体指标 评审要点 评价要点",
    "points": "满分 分值 最高分 最高分值 满分值 标准分 分数 分值上限 标准分值 赋分 权重 比重 权数 满分分值 配分 单项分值 单项满分 项目分值"
    " 最高赋分 最高得分 权重分",
    "scored_by": "评分方式 评分人 赋分方式 评分主体 打分主体 赋分主体 评分部门 评价方式 打分人",
    "steps": "分档 赋分标准 评分标准 评分细则 计分标准 计分办法 评分办法 赋分细则 赋分办法 档次 等次 分档标准 评价标准 标准 条件 考评办法"
    " 考评标准 量化标准",
    "got": "得分 分档分值 档次分值 赋分值 计分",
    "note": "备注 说明 附注",
    **scoring_added.COLUMNS,
}
FIELDS = {bare_name(name): key for key, names in _COLUMNS.items() for name in names.split()}
TOTAL = re.compile(r"^(?:合计|总计|总得分|得分合计|总分|满分|共计|合\s*计|总\s*分)(?:分值|得分|分数)?(?:$|[\s:：(（\d])")
DITTO = re.compile(r"同[上前左]|[〃″”\"]|[-—]{0,2}[〃″][-—]{0,2}")
PASS_MARK = re.compile(
    r"(?:最低|评审|总分|推荐)?(?:及格|合格|通过|达标|入围|录取|起评|控制|基准)(?:分数?线?|线|标准|分值)(?:$|[\s:：为(（\d])|\d{1,3}\s*分(?:及以上|以上)?(?:为|算)?(?:及格|合格|通过)"
)
MARKED = re.compile(r"(?:[★☆*＊※▲△#†]|[①-⑳¹²³⁴-⁹]|[\[［【〔]\d{1,2}[\]］】〕]|[(（]?注\s*\d{1,2}[)）]?)$")
_SCORERS = (
    ("office", re.compile("部门|办公室|人社|工作人员|机构|客观|审核人员|经办")),
    ("experts", re.compile("专家|评委(?!会?办)|评审组|专业组|评审委员会(?!办)|主观")),  # 评委会办公室 is an office
)
_NUMBERS = frozenset(map(bare_name, ("序号", "编号", "项次", "序")))
_SUBTOTAL = re.compile(r"^小\s*计\s*(?:$|[:：(（\d])")
_FOOTER = re.compile(r"(?:注|备注|说明)\s*\d*[:：.]")
_NOTES = re.compile(r"[(（]?(?:备注|说明|附注|注|特别说明|※|★|[*＊])")
_NUMBERED = re.compile(r"[(（]?[0-9一二三四五六七八九十①-⑩]{1,2}[)）.．、]?")
_LEVEL = "(?:正高|副高|[高中初])级"
_OF_SOME = re.compile(
    rf"{_LEVEL}[^。；]{{0,16}}(?:不作要求|不要求|不计|不评|免|减半|折半|按\D{{0,6}}\d+分|[只仅]计|另计|除外)|(?:减半|折半)(?:计|赋|评)"
)
_PASSED = re.compile("及格|合格|通过|达到|达标|未达|低于|不足|入围|推荐|以上|以下")


@dataclass(slots=True)
class ScoringRow:
    """A row below a header: all its cells, those in known columns by field and their texts, and the first text that is no number."""

    boxes: list[Box]
    cells: dict[str, Box]
    text: dict[str, str]
    first: str

    def is_empty(self) -> bool:
        """Whether there is nothing to read: a blank row, a subtotal, or the header repeated."""
        names = [FIELDS.get(bare_name(cell_text(box.text))) for box in self.boxes if box.text.strip()]
        repeated = (bool(names) and names[0] is not None and "points" not in self.text) or (all(names) and not self.text.get("points"))
        counted = counts_columns(text for box in self.boxes if (text := without_spaces(box.text)))
        return not self.first or _SUBTOTAL.match(self.first) is not None or repeated or counted

    def subtotal(self) -> float | None:
        """The number in a row 小计; None where it is none, or has no number."""
        return next(reversed(self.numbers()), None) if _SUBTOTAL.match(self.first) is not None else None

    def is_footer(self) -> bool:
        """Whether the row is a remark or signature below the table, without points."""
        signed = _FOOTER.match(self.first) is not None or is_signature([without_spaces(self.first)])
        return signed and ("points" not in self.cells or points.of_cell(self.cells["points"]) is None)

    def numbers(self) -> list[float]:
        """The numbers in cells of their own, else those in the first text: 合计 100, 合计：100分."""
        return [value for box in self.boxes if (value := points.of_cell(box)) is not None] or points.all_numbers(self.first)

    def step_points(self) -> float | None:
        """The points of the step in this row, None where there are none."""
        return points.of_text(self.text.get("got", ""))

    def note(self) -> str:
        """The remark in this row."""
        text = self.text.get("note", "")
        return "" if is_blank(text) or is_none(text) else cell_text(text)


def unread(head: Sequence[Box], columns: Mapping[int, str], rows: Sequence[Sequence[Box]]) -> list[str]:
    """The labels of the columns that have something in them and are not read: 系数, 佐证材料. A second column of points is asked about.

    A column without a name, or under a name that spans several, is told by its number where it has words beside points.
    """
    filled = {box.column for row in rows for box in row if not is_blank(box.text)}
    others = (box for box in head if box.column not in columns and box.column in filled and not is_blank(box.text))
    names = [name for box in others if bare_name(name := cell_text(box.text)) not in _NUMBERS and FIELDS.get(bare_name(name)) != "points"]
    named = {box.column for box in head if not is_blank(box.text)} | columns.keys()
    items = [row for row in rows if any(columns.get(box.column) == "points" and points.highest(box.text) for box in row)]
    unnamed = {box.column for row in items for box in row if box.column not in named and re.search("[\u3400-\u9fff]", box.text)}
    return names + [f"第 {column} 列（没有名称）" for column in sorted(unnamed)]


def with_names_below(
    columns: dict[int, str], names: dict[str, str], below: Sequence[Sequence[Box]]
) -> tuple[dict[int, str], dict[str, str]]:
    """The fields and the names of a header with those of the row below it, where that has nothing but names: 评价指标 over 一级指标 and
    二级指标.
    """
    boxes = [box for row in below for box in row if box.text.strip()]
    fields = {box.column: FIELDS.get(bare_name(cell_text(box.text)), "") for box in boxes}
    if not boxes or not all(fields.values()) or "points" in fields.values():
        return columns, names
    whole = columns | fields
    kept = {field: name for field, name in names.items() if field in whole.values()}
    return whole, kept | {fields[box.column]: cell_text(box.text) for box in boxes}


def scorer(text: str) -> str | None:
    """The code of who scores an item, None where a text names nobody or both."""
    codes = [code for code, words in _SCORERS if words.search(text)]
    return codes[0] if len(codes) == 1 else None


def second_points(head: Sequence[Box], columns: Mapping[int, str], rows: Sequence[Sequence[Box]]) -> Iterator[tuple[Box, Ambiguous]]:
    """The question about a second column of points that is filled in, by its name; nothing where there is none."""
    same = next((one for one in head if one.column not in columns and FIELDS.get(bare_name(cell_text(one.text))) == "points"), None)
    if same is not None and any(one.column == same.column and one.text.strip() for boxes in rows for one in boxes):
        hint = "请只留一列；几个层级的满分不同的，请一个层级一张表。"
        yield same, Ambiguous(f"又有一列“{show(cell_text(same.text))}”，分不清读哪一列", hint)


def limits(note: str, total: float | None) -> bool:
    """Whether a note below a table makes an exception from its rows: 中级不计论文分，满分80分. `total` is the total of the table, where it
    is known.
    """
    text = points.ascii_digits(note)
    pieces = [piece for piece in re.split("[。；;，,]", text) if _PASSED.search(piece) is None]  # not of a pass mark
    others = any(points.as_number(said) != total for piece in pieces for said in re.findall(r"(?:满分|总分)\D{0,5}(\d{1,4})", piece))
    return others or re.search(r"不计|[初中副正高]级[^，。；]{0,12}(?:分|免|只|仅)", text) is not None


def notes(lines: Sequence[str], total: float) -> Iterator[str]:
    """The lines of remarks around a table that say that something counts otherwise for some people: 注：申报中级的，论文不作要求."""
    noted = False
    for line in filter(None, map(without_spaces, lines)):
        noted = _NOTES.match(line) is not None or (noted and _NUMBERED.match(line) is not None)
        pieces = re.split("[。；;]", points.ascii_digits(line)) if noted else ()
        of_some = any(_OF_SOME.search(piece) is not None and _PASSED.search(piece) is None for piece in pieces)
        if of_some or any(_other_total(piece, total) for piece in pieces):
            yield line


def _other_total(text: str, total: float) -> bool:
    stated = re.search(r"按\D{0,6}(\d{1,4})分(?:计算|折算|为满分)|满分\D{0,3}(\d{1,4})分?", text)
    return stated is not None and _PASSED.search(text) is None and points.as_number(stated[1] or stated[2]) != total


def of_note(note: str) -> Ambiguous:
    """What is asked about a remark that says that something counts otherwise."""
    hint = "请写进表里；几个层级的满分不同的，请一个层级一张表。"
    return Ambiguous(f"“{show(note, 40)}”说的与分值有关，没有读", hint)


def of_boxes(boxes: list[Box], columns: dict[int, str]) -> ScoringRow:
    """The row of a table from its cells and the field of each known column."""
    cells = {name: one for one in boxes for column, name in columns.items() if one.column <= column < one.column + one.across}
    texts = [cell_text(one.text) for one in boxes if one.text.strip()]
    first = next((text for text in texts if _NUMBERED.fullmatch(text) is None and points.of_text(text) is None), texts[0] if texts else "")
    return ScoringRow(boxes, cells, {name: one.text.strip() for name, one in cells.items()}, first)
