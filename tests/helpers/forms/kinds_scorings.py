"""Cases of scoring tables: that go on, with sub-items, sections, maximum columns, weights, deductions, or written as one line.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from helpers.forms.kinds import (
    ASK,
    BREAK,
    FOOT,
    LEFT,
    SCORING,
    SCORING_HEAD,
    SCORING_ROWS,
    SCORING_TITLE,
    UP,
    Rows,
    Sheet,
    annex_1,
    annex_1_excel,
    case,
    excel,
    hide_columns,
    hide_rows,
    rows_1,
    tracked,
    want,
    word,
)

PLAIN = [20, 20, 40, 20]
SUMMED = [20, 20, 25, 15, 20]
ANY = want(without=["scoring_n"])
OTHER = want(without=["scoring_n", "scoring_total"])


def _points(points: Sequence[Any] | None, **more: Any) -> dict[str, Any] | None:
    return None if points is None else {"points": points, **more}


def scored(name: str, note: str, wants: Sequence[Any], rows: Rows, points: Sequence[Any] | None = None, **more: Any) -> None:
    """A case of a scoring table in Word and, named with an x, in Excel. `points` are the allowed lists of points of its items."""
    also = _points(points, **more)
    case(name, f"{note}, in Word", wants, lambda: {"附件1.docx": annex_1(rows)}, also=also)
    sheet = Sheet("赋分表", [(SCORING_TITLE, *[LEFT] * (len(rows[0]) - 1)), *numbers(rows)])
    case(f"{name}x", f"{note}, in Excel", wants, lambda: {"附件1.xlsx": annex_1_excel(sheet)}, also=also)


def numbers(rows: Rows) -> Rows:
    """Cells of digits as numbers, as Excel has them."""
    return [tuple(int(cell) if isinstance(cell, str) and cell.isascii() and cell.isdecimal() else cell for cell in row) for row in rows]


def made(
    name: str, note: str, wants: Sequence[Any], make: Callable[[], bytes], points: Sequence[Any] | None = None, file: str = ""
) -> None:
    """A case of an Annex 1 that is made as a whole."""
    case(name, note, wants, lambda: {file or "附件1.docx": make()}, also=_points(points))


def parts(*parts_of_table: str | Rows) -> bytes:
    """Annex 1 in Word, its scoring table in parts."""
    return word("附件 1", "评审委员会信息备案登记表", rows_1(), *FOOT, SCORING_TITLE, *parts_of_table)


# --- that go on -----------------------------------------------------------------------------------------------------------

_A, _B = SCORING_ROWS[:2], SCORING_ROWS[2:]
made("Q01", "goes on with the head repeated", [want()], lambda: parts([SCORING_HEAD, *_A], BREAK, [SCORING_HEAD, *_B]), [PLAIN])
made("Q02", "goes on under 续表, without head", [want(), ASK], lambda: parts([SCORING_HEAD, *_A], BREAK, "续表", _B), [PLAIN])
made(
    "Q03",
    "goes on under its title with （续） and the head",
    [want(), ASK],
    lambda: parts([SCORING_HEAD, *_A], BREAK, f"{SCORING_TITLE}（续）", [SCORING_HEAD, *_B]),
    [PLAIN],
)
made(
    "Q04",
    "goes on with a line 本页小计 and 接上页",
    [want(), ASK],
    lambda: parts([SCORING_HEAD, *_A, ("本页小计", "", "40", "")], BREAK, [SCORING_HEAD, ("接上页", "", "40", ""), *_B]),
    [PLAIN],
)
made(
    "Q05",
    "goes on in the middle of a dimension",
    [ANY, ASK],
    lambda: parts([SCORING_HEAD, *_A, ("业绩", "工程项目", "25", "")], BREAK, [("", "获奖情况", "15", ""), *SCORING_ROWS[3:]]),
    [SUMMED, PLAIN],
)
made(
    "Q06",
    "goes on on a second sheet without head",
    [want(), ASK],
    lambda: annex_1_excel(Sheet("赋分表1", [(SCORING_TITLE,), SCORING_HEAD, *numbers(_A)]), Sheet("赋分表2", numbers(_B))),
    [PLAIN],
    "附件1.xlsx",
)
made(
    "Q07",
    "goes on, no sum anywhere",
    [want(), ASK],
    lambda: parts([SCORING_HEAD, *_A], BREAK, _B[:2]),
    [PLAIN],
)

# --- sub-items and sections -----------------------------------------------------------------------------------------------

scored(
    "Q10",
    "sub-items under a merged dimension",
    [ANY, ASK],
    [SCORING_HEAD, *_A, ("业绩", "工程项目", "25", ""), (UP, "获奖情况", "15", ""), *SCORING_ROWS[3:]],
    [SUMMED, PLAIN],
)
scored(
    "Q11",
    "sub-items with a line 小计",
    [ANY, ASK],
    [SCORING_HEAD, *_A, ("业绩", "工程项目", "25", ""), ("", "获奖情况", "15", ""), ("", "小计", "40", ""), *SCORING_ROWS[3:]],
    [SUMMED, PLAIN],
)
scored(
    "Q12",
    "section rows over the whole width, with their points",
    [want(), ASK],
    [SCORING_HEAD, ("一、基本条件（40分）", LEFT, LEFT, LEFT), *_A, ("二、业绩能力（60分）", LEFT, LEFT, LEFT), *_B],
    [PLAIN],
)
scored(
    "Q13",
    "section rows with their points in the column 满分",
    [want(), ANY, ASK],
    [SCORING_HEAD, ("一、基本条件", "", "40", ""), *_A, ("二、业绩能力", "", "60", ""), *_B],
    [PLAIN, [40, 60]],
)
scored(
    "Q14",
    "section rows without points",
    [want(), ASK],
    [SCORING_HEAD, ("一、基本条件", LEFT, LEFT, LEFT), *_A, ("二、业绩能力", LEFT, LEFT, LEFT), *_B],
    [PLAIN],
)
scored(
    "Q15",
    "points merged down over two contents",
    [ANY, ASK],
    [SCORING_HEAD, *_A, ("业绩", "工程项目", "40", ""), (UP, "获奖情况", UP, ""), *SCORING_ROWS[3:]],
    [PLAIN],
)
scored(
    "Q16",
    "steps of 学历 in rows, the maximum merged down",
    [ANY, ASK],
    [
        ("评价维度", "评价内容", "得分", "满分"),
        ("学历", "博士", "20", "20"),
        (UP, "硕士", "18", UP),
        (UP, "本科", "15", UP),
        ("资历", "任职年限", "每年4分", "20"),
        ("业绩", "工程项目", "每项10分", "40"),
        ("论文", "论文著作", "每篇5分", "20"),
        ("合计", "", "", "100"),
    ],
    [PLAIN],
)
scored(
    "Q17",
    "steps of 学历 in rows without a maximum",
    [ANY, ASK],
    [SCORING_HEAD, ("学历", "博士", "20", ""), (UP, "硕士", "18", ""), (UP, "本科", "15", ""), *SCORING_ROWS[1:]],
    [PLAIN],
)
scored(
    "Q18",
    "three levels of indicators",
    [ANY, ASK],
    [
        ("一级指标", "二级指标", "三级指标", "分值"),
        ("基本条件", "学历", "学历学位", "20"),
        (UP, "资历", "任职年限", "20"),
        ("业绩能力", "业绩", "工程项目", "25"),
        (UP, UP, "获奖情况", "15"),
        (UP, "论文", "论文著作", "20"),
        ("合计", "", "", "100"),
    ],
    [SUMMED, PLAIN, [40, 60]],
)
scored(
    "Q19",
    "an item with its parts in a row below: 其中：项目、获奖",
    [ANY, ASK],
    [SCORING_HEAD, *_A, ("业绩", "业绩", "40", ""), ("", "其中：工程项目", "25", ""), ("", "获奖情况", "15", ""), *SCORING_ROWS[3:]],
    [SUMMED, PLAIN],
)
scored(
    "Q20",
    "a column 序号 with numbers before the dimensions",
    [want()],
    [("序号", "评价维度", "评价内容", "满分"), *[(str(n), *row[:3]) for n, row in enumerate(SCORING_ROWS[:4], 1)], ("合计", "", "", "100")],
    [PLAIN],
)

# --- columns and ways to write points -------------------------------------------------------------------------------------


def column(name: str, note: str, head: Sequence[str], cells: Sequence[Sequence[str]], wants: Sequence[Any], *points: Any) -> None:
    """A table whose columns after 评价内容 are `head`; `cells` are its rows there, the last of them the sum."""
    rows = [(*row[:2], *more) for row, more in zip(SCORING_ROWS, cells, strict=True)]
    scored(name, note, wants, [("评价维度", "评价内容", *head), *rows], list(points) or None)


_EACH = ("博士20、硕士18", "每年4分", "每项10分", "每篇5分", "")
_MAX = ("20", "20", "40", "20", "100")
column("Q30", "columns 分值 (in words) and 最高分", ("分值", "最高分"), list(zip(_EACH, _MAX, strict=True)), [want(), ASK], PLAIN)
column(
    "Q31",
    "columns 单项分值 and 最高限分",
    ("单项分值", "最高限分"),
    [("20", "20"), ("4", "20"), ("10", "40"), ("5", "20"), ("", "100")],
    [want(), ASK],
    PLAIN,
)
column(
    "Q32",
    "every item of 100, with weights",
    ("满分", "权重"),
    [("100", "20%"), ("100", "20%"), ("100", "40%"), ("100", "20%"), ("", "100%")],
    [want(), ASK],
    PLAIN,
    [100] * 4,
)
column("Q33", "percent in place of points", ("满分",), [("20%",), ("20%",), ("40%",), ("20%",), ("100%",)], [want(), ASK], PLAIN)
column("Q34", "points with 分", ("满分",), [("20分",), ("20分",), ("40分",), ("20分",), ("100分",)], [want()], PLAIN)
column("Q35", "points with ≤", ("满分",), [("≤20",), ("≤20",), ("≤40",), ("≤20",), ("100",)], [want(), ASK], PLAIN)
column("Q36", "ranges 0-20分", ("分值",), [("0-20分",), ("0-20分",), ("0-40分",), ("0-20分",), ("100分",)], [want(), ASK], PLAIN)
column("Q37", "points in full-width digits", ("满分",), [("２０",), ("２０",), ("４０",), ("２０",), ("１００",)], [want()], PLAIN)
column("Q38", "points in Chinese", ("满分",), [("二十分",), ("二十分",), ("四十分",), ("二十分",), ("一百分",)], [want(), ASK], PLAIN)
column(
    "Q39",
    "empty columns 自评分 and 审核得分",
    ("满分", "自评分", "审核得分"),
    [(one, "", "") for one in _MAX],
    [want()],
    PLAIN,
)
column(
    "Q40",
    "points for two levels in two columns",
    ("满分（副高级）", "满分（中级）"),
    [("20", "30"), ("20", "30"), ("40", "30"), ("20", "10"), ("100", "100")],
    [want(scoring_total=200, scoring_n=8), ASK],
    [*PLAIN, 30, 30, 30, 10],
)
column("Q41", "halves", ("满分",), [("12.5",), ("27.5",), ("40",), ("20",), ("100",)], [want()], [12.5, 27.5, 40, 20])
column("Q42", "不超过 before points", ("满分",), [("不超过20分",), ("20",), ("最高40分",), ("20",), ("100",)], [want(), ASK], PLAIN)
column("Q43", "weights without points", ("权重",), [("20%",), ("20%",), ("40%",), ("20%",), ("100%",)], [want(), ASK], PLAIN)
column("Q44", "ranges 10—20 in 满分", ("满分",), [("10—20",), ("10—20",), ("20—40",), ("5—20",), ("100",)], [want(), ASK], PLAIN)
column("Q45", "the sum differs from the items", ("满分",), [("20",), ("20",), ("40",), ("15",), ("100",)], [OTHER, ASK], [20, 20, 40, 15])

# --- bonuses, deductions, other rows --------------------------------------------------------------------------------------


def extra(name: str, note: str, *rows: Sequence[str], wants: Sequence[Any] = (), before_sum: bool = False, **more: Any) -> None:
    """The base table with rows after or before its sum."""
    body = [*SCORING_ROWS[:4], *rows, SCORING_ROWS[4]] if before_sum else [*SCORING_ROWS, *rows]
    scored(name, note, wants or [want()], [SCORING_HEAD, *body], [PLAIN], **more)


_BONUS: dict[str, Any] = {"bonus": [[5]]}
extra("Q50", "a bonus 5（加分）", ("援疆", "到基层服务", "5（加分）", ""), wants=[want(), ASK], before_sum=True, **_BONUS)
extra("Q51", "a row 加分项 after the sum", ("加分项", "获得国家级表彰", "5", ""), wants=[want(), ASK], **_BONUS)
extra("Q52", "a row 附加分 before the sum", ("附加分", "获得国家级表彰", "5", ""), wants=[want(), ASK], before_sum=True, **_BONUS)
extra("Q53", "a deduction of -5", ("扣分项", "年度考核基本合格", "-5", ""), wants=[want(), ASK], deduction=[[5]])
extra("Q54", "a deduction 扣5分", ("扣分", "提交材料不实", "扣5分", ""), wants=[want(), ASK], before_sum=True, deduction=[[5]])
extra("Q55", "一票否决", ("否决项", "弄虚作假", "一票否决", ""), wants=[want(), ASK])
extra("Q56", "a note below the sum", ("注：同类业绩累计不超过40分。", LEFT, LEFT, LEFT))
extra("Q57", "a signature below the sum", ("单位负责人签字：", "", "填表人：周立新", "2026年6月8日"))
extra("Q58", "a seal below the sum", ("（盖章）", "", "", ""))
extra("Q59", "passing points below the sum", ("合格线", "副高级60分，中级55分", "", ""), wants=[want(), ASK])
extra("Q60", "a bonus without limit", ("加分", "国家科技进步奖", "不限", ""), wants=[want(), ASK])
extra("Q61", "a deduction that the sum leaves out", ("减分", "迟报材料", "5", ""), wants=[want(), ASK], deduction=[[5]])
scored(
    "Q62",
    "a sum of 105 with the bonus in it",
    [want(scoring_total=105), ASK],
    [SCORING_HEAD, *SCORING_ROWS[:4], ("加分项", "获得国家级表彰", "5", ""), ("合计", "", "105", "")],
    [PLAIN],
    **_BONUS,
)
scored("Q63", "no sum", [want(), ASK], SCORING[:-1], [PLAIN])
scored("Q64", "the sum on top", [want(), ASK], [SCORING_HEAD, ("总分", "", "100", ""), *SCORING_ROWS[:4]], [PLAIN])
scored("Q65", "the sum merged over two columns", [want()], [SCORING_HEAD, *SCORING_ROWS[:4], ("合计", LEFT, "100", "")], [PLAIN])
scored("Q66", "同上 as points", [ASK], [SCORING_HEAD, SCORING_ROWS[0], ("资历", "任职年限", "同上", ""), *SCORING_ROWS[2:]])
scored("Q67", "points missing in a row", [ASK], [SCORING_HEAD, ("学历", "学历学位", "", ""), *SCORING_ROWS[1:]])

# --- hidden and struck ----------------------------------------------------------------------------------------------------

_SHEET: Rows = [(SCORING_TITLE, LEFT, LEFT, LEFT), *numbers(SCORING)]
made("Q70", "a hidden row", [ASK], lambda: annex_1_excel(Sheet("赋分表", _SHEET, hide_rows(4))), file="附件1.xlsx")
made("Q71", "the column 满分 hidden", [ASK], lambda: annex_1_excel(Sheet("赋分表", _SHEET, hide_columns("C"))), file="附件1.xlsx")
_EXTRA = ("答辩", "现场答辩", "10", "")
scored(
    "Q72",
    "a struck row that the sum leaves out",
    [want(), ASK],
    [SCORING_HEAD, *SCORING_ROWS[:4], [f"~~{cell}~~" if cell else "" for cell in _EXTRA], SCORING_ROWS[4]],
    [PLAIN],
)
scored(
    "Q73",
    "points struck and others behind them",
    [want(), ASK],
    [SCORING_HEAD, ("学历", "学历学位", "~~15~~20", ""), *SCORING_ROWS[1:]],
    [PLAIN],
)


def _delete(document: Any) -> None:
    tracked(document.tables[1].rows[5], "del")


made(
    "Q74",
    "a row deleted by a tracked change",
    [want(), ASK],
    lambda: word("附件 1", "评审委员会信息备案登记表", rows_1(), *FOOT, SCORING_TITLE, [*SCORING[:5], _EXTRA, SCORING[5]], after=_delete),
    [PLAIN],
)
made(
    "Q75",
    "a hidden sheet with an older table",
    [want(), ASK],
    lambda: annex_1_excel(Sheet("赋分表", _SHEET), Sheet("旧表", _SHEET, lambda sheet: setattr(sheet, "sheet_state", "hidden"))),
    [PLAIN],
    "附件1.xlsx",
)
made(
    "Q76",
    "percent cells in Excel",
    [want(), ASK],
    lambda: annex_1_excel(
        Sheet("赋分表", [(SCORING_TITLE,), SCORING_HEAD[:3], *[(*row[:2], int(row[2]) / 100) for row in SCORING_ROWS]], _percents)
    ),
    [PLAIN],
    "附件1.xlsx",
)
made(
    "Q77",
    "sums as formulas that were never computed",
    [want(), ASK],
    lambda: annex_1_excel(Sheet("赋分表", [*_SHEET[:-1], ("合计", "", "=SUM(C3:C6)", "")])),
    [PLAIN],
    "附件1.xlsx",
)


def _percents(sheet: Any) -> None:
    for row in range(3, 8):
        sheet.cell(row, 3).number_format = "0%"


case(
    "Q78",
    "the table in a workbook of its own",
    [want()],
    lambda: {"附件1.docx": annex_1([]), "量化赋分表.xlsx": excel(Sheet("赋分表", _SHEET))},
    also={"points": [PLAIN]},
)
case(
    "Q79",
    "two tables for two levels in one Word document",
    [want(scoring_total=200, scoring_n=7), ASK],
    lambda: {
        "附件1.docx": word(
            "附件 1",
            "评审委员会信息备案登记表",
            rows_1(),
            *FOOT,
            "水利专业量化赋分表（副高级）",
            SCORING,
            "水利专业量化赋分表（中级）",
            [SCORING_HEAD, ("学历", "学历学位", "30", ""), ("资历", "任职年限", "30", ""), *SCORING_ROWS[2:3], ("合计", "", "100", "")],
        )
    },
    also={"points": [[*PLAIN, 30, 30, 40]]},
)

# --- in one line ----------------------------------------------------------------------------------------------------------


def lined(name: str, text: str, wants: Sequence[Any], *points: Any) -> None:
    """A case of Annex 1 without a scoring table but for what stands in its cell."""
    case(
        name, f"scoring in one line: {text!r}", wants, lambda: {"附件1.docx": annex_1([], scoring=text)}, also=_points(list(points) or None)
    )


_FOUR = [15, 15, 50, 20]
lined("Q80", "学历15 资历15 业绩50 论文20 合计100", [want()], _FOUR)
lined("Q81", "学历（15分）、资历（15分）、业绩（50分）、论文（20分），满分100分", [want(), ASK], _FOUR)
lined("Q82", "学历15分，资历15分，业绩50分，论文10分，合计100分", [ASK])
lined("Q83", "学历15分、资历15分、业绩50分（其中项目30分、获奖20分）、论文20分，合计100分", [ANY, ASK], _FOUR, [15, 15, 30, 20, 20])
lined("Q84", "学历15分+资历15分+业绩50分+论文20分=100分", [want(), ASK], _FOUR)
lined("Q85", "学历15、资历15、业绩50、论文20，另加分不超过5分，合计100", [want(), ASK], _FOUR)
lined("Q86", "学历：15分\n资历：15分\n业绩：50分\n论文：20分\n合计：100分", [want(), ASK], _FOUR)
lined("Q87", "副高级：学历15 资历15 业绩50 论文20 合计100；中级：学历30 资历30 业绩40 合计100", [ASK])
lined("Q88", "学历15%、资历15%、业绩50%、论文20%", [want(), ASK], _FOUR)
lined("Q89", "总分100分，其中学历15分，资历15分，业绩50分，论文20分", [want(), ASK], _FOUR)
lined("Q90", "满分100分，60分合格", [ASK])
lined("Q91", "1.学历15分；2.资历15分；3.业绩50分；4.论文20分。合计100分", [want(), ASK], _FOUR)
lined("Q92", "学历15分，资历每年3分最高15分，业绩50分，论文20分，合计100分", [want(), ASK], _FOUR)
lined("Q93", "学历15 资历15 业绩50 论文20", [want(), ASK], _FOUR)
