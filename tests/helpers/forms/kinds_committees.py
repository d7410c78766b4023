"""Cases of Annexes 1 and 2: what a form is, tables that go on, levels, hidden and struck rows, lines around tables, places, names, titles.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from helpers.forms.kinds import (
    ASK,
    BREAK,
    FOOT,
    HEAD_2,
    HEAD_3,
    LEFT,
    OFFICE,
    ROWS_2,
    SCORING,
    SCORING_TITLE,
    TITLE_2,
    TWO,
    UP,
    Rows,
    Sheet,
    annex_1,
    annex_1_excel,
    case,
    catalog_excel,
    catalog_word,
    excel,
    form,
    hide_columns,
    hide_rows,
    people,
    review,
    roster_excel,
    rows_1,
    state,
    tracked,
    want,
    with_catalog,
    word,
)
from helpers.registries import HERE

BLANKS = HERE.parent / "docs/forms"
BOTH = want(reviews=[review("ia", **TWO)])
WATER = {"水利工程": ["灌溉排水", "水资源管理", "水利水电工程施工"]}
POWER = {"电力工程": ["输变电", "小水电"]}
TITLE_1 = ("附件 1", "评审委员会信息备案登记表")


def cat(**catalog: list[str]) -> dict[str, Any]:
    """The base record with another catalog."""
    return want(reviews=[review("ia", **catalog)])


# --- F: what a form is ----------------------------------------------------------------------------------------------------

with_catalog("F01", "Annex 2 in a file that is named 附件3", [BOTH], "附件3.xlsx", lambda: catalog_excel(*ROWS_2))
with_catalog(
    "F02", "Annex 2 in a file named 评委花名册, without title", [BOTH], "评委花名册.xlsx", lambda: excel(Sheet("1", [HEAD_2, *ROWS_2]))
)


def _numbered() -> bytes:
    rows = [(str(n), *row, "") for n, row in enumerate(ROWS_2, 1)]
    return excel(Sheet("专业目录", [(TITLE_2, *[LEFT] * 4), ("序号", *HEAD_2, "备注"), *rows]))


with_catalog("F03", "Annex 2 with columns 序号 and 备注", [BOTH], "附件2.xlsx", _numbered)


def _with_levels(*levels: str) -> bytes:
    rows = [(*row, level) for row, level in zip(ROWS_2, levels, strict=True)]
    return excel(Sheet("专业目录", [(TITLE_2, *[LEFT] * 3), (*HEAD_2, "评审层级"), *rows]))


_I, _AI = "中级", "副高级、中级"
PER = want(reviews=[review("ia", **WATER), review("i", **POWER)])
with_catalog(
    "F04", "Annex 2 with a column 评审层级 that differs by row", [PER, ASK], "附件2.xlsx", lambda: _with_levels(_AI, _AI, _AI, _I, _I)
)
with_catalog("F05", "Annex 2 with a column 评审层级, the same in all rows", [BOTH, ASK], "附件2.xlsx", lambda: _with_levels(*[_AI] * 5))
with_catalog(
    "F06",
    "Annex 2 with reworded heads",
    [BOTH, ASK],
    "附件2.xlsx",
    lambda: excel(Sheet("Sheet1", [("职称系列", "一级专业", "二级专业"), *ROWS_2])),
)
with_catalog(
    "F07",
    "Annex 2 in Word with 一级专业 and 二级专业 and a column 申报条件",
    [BOTH, ASK],
    "附件2.docx",
    lambda: word(TITLE_2, [("系列", "一级专业", "二级专业", "申报条件"), *[(*row, "") for row in ROWS_2]]),
)
NOTICE = (
    "关于自治区各系列（专业）职称评审委员会信息备案登记的通知",
    "各地、州、市人力资源和社会保障局：现将有关事项通知如下。",
    "一、各评审委员会填写附件1至附件3，于6月21日前报送。",
)
BLANK_1: Rows = [[cell if n % 2 == 0 or cell == LEFT else "" for n, cell in enumerate(row)] for row in rows_1()]
BLANK_3: Rows = [HEAD_3, [""] * 12, [""] * 12]


def _notice() -> bytes:
    return word(
        *NOTICE, "附件1", TITLE_1[1], BLANK_1, "附件2", "XXXX评审委员会专业目录登记表", [HEAD_2, ("", "", ""), ("", "", "")], BLANK_3
    )


case("F08", "the notice with blank annexes lies in the folder", [want()], lambda: {"附件1.docx": annex_1(), "通知.docx": _notice()})
case(
    "F09",
    "blank Annexes 2 and 3 of the notice lie in the folder",
    [want(), ASK],
    lambda: {"附件1.docx": annex_1(), "附件2.docx": word(TITLE_2, [HEAD_2, ("", "", "")]), "附件3.docx": word(TITLE_1[0], BLANK_3)},
)
case(
    "F10",
    "Annex 2 with the examples of the letter still in it",
    [ASK],
    lambda: {
        "附件1.docx": annex_1(catalog="见附件2"),
        "附件2.docx": word(
            "XXXX 评审委员会专业目录登记表",
            [HEAD_2, ("工程系列", "建筑工程", "1. 城市规划"), ("", "", "2. 建筑勘察设计"), ("", "", "....."), ("", ".....", "")],
        ),
    },
)
case(
    "F11",
    "all three annexes in one Word document",
    [BOTH, ASK],
    lambda: {
        "报送材料.docx": word(
            *TITLE_1, rows_1(catalog="见附件2"), *FOOT, SCORING_TITLE, SCORING, BREAK, "附件2", TITLE_2, [HEAD_2, *ROWS_2], BREAK, "附件3"
        )
    },
)


def _blank_2() -> bytes:
    book = openpyxl.load_workbook(BLANKS / "blank.form-2.xlsx")
    sheet = book.worksheets[0]
    sheet["A1"] = TITLE_2
    for y, row in enumerate(ROWS_2, 3):
        for x, value in enumerate(row, 1):
            sheet.cell(y, x).value = value or None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


with_catalog("F12", "the blank Annex 2 of the program, filled", [BOTH], "blank.form-2.xlsx", _blank_2)


def _blank_1() -> bytes:
    document = docx.Document(str(BLANKS / "blank.form-1.docx"))
    table, scoring = document.tables
    for row, ours in zip(table.rows, rows_1(), strict=True):
        for cell in (1, 3):
            if ours[cell] != LEFT:
                row.cells[cell].text = str(ours[cell])
    for row, ours in zip(scoring.rows[1:5], SCORING[1:5], strict=True):
        for cell in range(3):
            row.cells[cell].text = str(ours[cell])
    for paragraph in document.paragraphs:
        for start, text in (
            ("单位级别", "单位级别：地、州、市级单位　　所在区划：和田地区"),
            ("填表人", FOOT[0]),
            ("附表", f"附表 1　量化赋分表：{SCORING_TITLE}"),
            ("适用系列", "适用系列：工程系列　　适用层级：中级、副高级　　总分：100"),
        ):
            if paragraph.text.startswith(start):
                paragraph.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


case("F13", "the blank Annex 1 of the program, filled by hand", [want()], lambda: {"附件1.docx": _blank_1()})
case(
    "F14",
    "a roster with the columns of specialties beside Annexes 1 and 2, other posts in it",
    [BOTH, ASK],
    lambda: {
        "附件1.docx": annex_1(catalog="见附件2"),
        "附件2.xlsx": catalog_excel(*ROWS_2),
        "附件3.xlsx": roster_excel(
            *[[*row, "工程系列", "水利工程", "灌溉排水"] for row in people()],
            head=(*HEAD_3, "系列", "一级专业", "二级专业"),
            title="和田地区水利工程专业副高级职称评审委员会推荐水利工程专业评委花名册",
        ),
    },
)

# --- T: tables that go on -------------------------------------------------------------------------------------------------

_A, _B = ROWS_2[:2], ROWS_2[2:]
with_catalog("T01", "Annex 2 goes on, head repeated", [BOTH, ASK], "附件2.docx", lambda: word(TITLE_2, [HEAD_2, *_A], BREAK, [HEAD_2, *_B]))
with_catalog("T02", "Annex 2 goes on under 续表", [BOTH, ASK], "附件2.docx", lambda: word(TITLE_2, [HEAD_2, *_A], BREAK, "续表", _B))
with_catalog(
    "T03",
    "Annex 2 in three tables, only the first with a head",
    [BOTH, ASK],
    "附件2.docx",
    lambda: word(TITLE_2, [HEAD_2, *ROWS_2[:1]], BREAK, ROWS_2[1:4], BREAK, ROWS_2[4:]),
)
with_catalog(
    "T04",
    "Annex 2 goes on on a second sheet without head",
    [BOTH, ASK],
    "附件2.xlsx",
    lambda: catalog_excel(*ROWS_2[:3], more=[Sheet("续", [("工程系列", "电力工程", "输变电"), ("", "", "小水电")])]),
)
with_catalog(
    "T05",
    "a second sheet with title and head, its series empty",
    [BOTH, ASK],
    "附件2.xlsx",
    lambda: catalog_excel(*ROWS_2[:3], more=[Sheet("续表", [(f"{TITLE_2}（续表）", LEFT, LEFT), HEAD_2, *ROWS_2[3:]])]),
)
with_catalog(
    "T06",
    "the second part begins with 水利工程（续）",
    [BOTH, ASK],
    "附件2.docx",
    lambda: word(TITLE_2, [HEAD_2, *_A], BREAK, [("工程系列", "水利工程（续）", "水利水电工程施工"), *ROWS_2[3:]]),
)
with_catalog(
    "T07",
    "the second part of Annex 2 has two columns only",
    [BOTH, ASK],
    "附件2.docx",
    lambda: word(TITLE_2, [HEAD_2, *ROWS_2[:3]], BREAK, [("电力工程", "输变电"), ("", "小水电")]),
)
case(
    "T08",
    "Annex 1 cut in two tables by a page break",
    [want(), ASK],
    lambda: {"附件1.docx": word(*TITLE_1, rows_1()[:7], BREAK, rows_1()[7:], *FOOT, SCORING_TITLE, SCORING)},
)
case(
    "T09",
    "Annex 1 goes on on a second sheet",
    [want(), ASK],
    lambda: {
        "附件1.xlsx": excel(
            Sheet("登记表", [("评审委员会信息备案登记表", LEFT, LEFT, LEFT), *rows_1()[:8]]),
            Sheet("登记表续", [*rows_1()[8:], ("填表人：周立新", "", "联系电话：0998-0000203", "")]),
            Sheet("赋分表", [(SCORING_TITLE, LEFT, LEFT, LEFT), *SCORING]),
        )
    },
)
case(
    "T10",
    "one cell of Annex 1 goes on in the next table: 评审流程（续）",
    [want(), ASK],
    lambda: {
        "附件1.docx": word(
            *TITLE_1,
            [*rows_1()[:10], ("评审流程", "1.个人申报\n2.单位审核推荐\n3.单位公示", LEFT, LEFT)],
            BREAK,
            [("评审流程（续）", "4.资格复审\n5.专业组评议\n6.评委会表决\n7.结果公示", LEFT, LEFT), *rows_1()[11:]],
            *FOOT,
            SCORING_TITLE,
            SCORING,
        )
    },
)
with_catalog(
    "T11",
    "Annex 2 as a CSV of two parts, the head repeated in the middle",
    [BOTH],
    "附件2.csv",
    lambda: "\r\n".join(",".join(map(str, row)) for row in (HEAD_2, *ROWS_2[:3], HEAD_2, *ROWS_2[3:])).encode("utf-8-sig"),
)

# --- L: levels for each specialty -----------------------------------------------------------------------------------------

_CATALOG = "水利工程：灌溉排水、水资源管理、水利水电工程施工\n电力工程：输变电、小水电"


def levels(name: str, text: str, *wants: Any, catalog: str = _CATALOG, **cells: str) -> None:
    """A case of what is written in 评审层级."""
    form(name, f"levels: {text!r}", wants, None, False, levels=text, catalog=catalog, **cells)


def split(water: str, power: str) -> dict[str, Any]:
    """What must come where the levels of two specialties differ."""
    return want(reviews=[review(water, **WATER), review(power, **POWER)])


levels("L01", "水利工程：副高级、中级；电力工程：中级", split("ia", "i"), ASK)
levels("L02", "水利工程（副高级、中级）、电力工程（中级、初级）", split("ia", "ji"), ASK)
levels(
    "L03",
    "副高级：水利工程；中级：水利工程、电力工程",
    split("ia", "i"),
    want(reviews=[review("a", **WATER), review("i", **WATER, **POWER)]),
    ASK,
)
levels("L04", "水利工程副高级、中级，电力工程中级", split("ia", "i"), ASK)
levels("L05", "1.水利工程：副高级\n2.电力工程：中级、初级", split("a", "ji"), ASK)
levels("L06", "副高级（水利工程）\n中级（水利工程、电力工程）", split("ia", "i"), ASK)
levels("L07", "水利工程：高级、中级；电力工程：中级", split("ia", "i"), ASK)  # of a prefecture 高级 can only be 副高级 (一（一）2)
levels("L08", "水利工程：副高级、中级；其他专业：中级", split("ia", "i"), ASK)
levels("L09", "水利工程：副高级及以下；电力工程：中级及以下", split("jia", "ji"), ASK)
levels(
    "L10",
    "灌溉排水：副高级、中级；水资源管理：中级",
    want(reviews=[review("ia", 水利工程=["灌溉排水"]), review("i", 水利工程=["水资源管理"])]),
    ASK,
    catalog="水利工程：灌溉排水、水资源管理",
)
levels("L11", "水利工程、电力工程：副高级、中级", BOTH, ASK)
levels("L12", "水利工程：副高级；水文工程：中级", ASK)
levels("L13", "水利工程：副高级、中级", ASK)
levels("L14", "副高级、中级（电力工程仅中级）", split("ia", "i"), ASK)
levels("L15", "副高级☑　中级☑　初级□", BOTH)
levels("L16", "□正高级　☑副高级　☑中级　□初级", BOTH)
levels("L17", "水利工程 副高级/中级\n电力工程 中级", split("ia", "i"), ASK)
levels("L18", "中、初级", want(reviews=[review("ji", **WATER, **POWER)]), ASK)
levels("L19", "副高级以下（不含副高级）", want(reviews=[review("ji", **WATER, **POWER)]), ASK)
levels("L20", "水利：副高级、中级；电力：中级", split("ia", "i"), ASK)
levels("L21", "水利工程专业评审副高级、中级，电力工程专业只评审中级", split("ia", "i"), ASK)
levels("L22", "副高级；中级（限电力工程）", want(reviews=[review("a", **WATER), review("i", **POWER)]), ASK)
levels("L23", "高级工程师、工程师", BOTH, ASK)
levels("L24", "水利工程：高级工程师、工程师；电力工程：工程师", split("ia", "i"), ASK)
levels("L25", "副高级、中级（水利工程）；中级（电力工程）", split("ia", "i"), ASK)
levels("L26", "水利工程——副高级、中级\n电力工程——中级", split("ia", "i"), ASK)
levels("L27", "副高级1个、中级2个", BOTH, ASK)
levels("L28", "工程系列：副高级、中级\n农业系列：中级", ASK, series="工程系列、农业系列")
levels("L29", "水利工程：副高级、中级；电力工程：同上", BOTH, ASK)
levels("L30", "副高级（电力工程除外）、中级", split("ia", "i"), ASK)
levels("L31", "水利工程：副高级、中级；电力工程：无", ASK)
levels("L32", "副高（中级委托各县市）", ASK)
levels("L33", "中级→副高级", BOTH, ASK)
levels("L34", "水利工程[副高级、中级]；电力工程[中级]", split("ia", "i"), ASK)
levels("L35", "【水利工程】副高级、中级 【电力工程】中级", split("ia", "i"), ASK)
case(
    "L36",
    "levels for each specialty in Excel, each on a line",
    [split("ia", "ji"), ASK],
    lambda: {"附件1.xlsx": annex_1_excel(catalog=_CATALOG, levels="水利工程：副高级、中级\n电力工程：中级、初级")},
)
with_catalog(
    "L37",
    "levels for each specialty with the catalog in Annex 2",
    [split("ia", "i"), ASK],
    "附件2.xlsx",
    lambda: catalog_excel(*ROWS_2),
    levels="水利工程：副高级、中级；电力工程：中级",
)
form(
    "L38",
    "levels stand in the cell of the series: 工程系列（水利工程副高级、中级；电力工程中级）",
    [split("ia", "i"), ASK],
    series="工程系列（水利工程副高级、中级；电力工程中级）",
    levels="副高级、中级",
    catalog=_CATALOG,
)
form(
    "L39",
    "levels stand in the catalog: 水利工程（副高级、中级）：…",
    [split("ia", "i"), ASK],
    catalog="水利工程（副高级、中级）：灌溉排水、水资源管理、水利水电工程施工\n电力工程（中级）：输变电、小水电",
)

# --- H: hidden, struck, tracked -------------------------------------------------------------------------------------------

_GONE = {"水利工程": ["灌溉排水", "水资源管理", "水利水电工程施工"], "电力工程": ["输变电"]}
_STRUCK: Rows = [*ROWS_2[:4], ("", "", "~~小水电~~")]
with_catalog("H01", "a hidden row in Annex 2", [ASK], "附件2.xlsx", lambda: catalog_excel(*ROWS_2, after=hide_rows(5)))


def _group(sheet: Any) -> None:
    sheet.row_dimensions.group(6, 7, outline_level=1, hidden=True)


def _flat(sheet: Any) -> None:
    sheet.row_dimensions[5].height = 0.01  # points; openpyxl writes no height of 0


def _filter(sheet: Any) -> None:
    sheet.auto_filter.ref = "A2:C7"
    sheet.auto_filter.add_filter_column(1, ["水利工程"])
    hide_rows(6, 7)(sheet)


with_catalog("H02", "a collapsed group of rows in Annex 2", [ASK], "附件2.xlsx", lambda: catalog_excel(*ROWS_2, after=_group))
with_catalog("H03", "a row of height 0 in Annex 2", [ASK], "附件2.xlsx", lambda: catalog_excel(*ROWS_2, after=_flat))
with_catalog("H04", "rows of Annex 2 filtered away", [ASK], "附件2.xlsx", lambda: catalog_excel(*ROWS_2, after=_filter))
with_catalog("H05", "the column 二级目录 hidden", [ASK], "附件2.xlsx", lambda: catalog_excel(*ROWS_2, after=hide_columns("C")))
_OLD = Sheet("旧目录", [HEAD_2, ("工程系列", "水利工程", "水土保持"), ("", "", "河道整治")], state("hidden"))
_VERY = Sheet("底稿", [HEAD_2, ("工程系列", "水利工程", "水土保持"), ("", "", "河道整治")], state("veryHidden"))
with_catalog("H06", "a hidden sheet with an older catalog", [ASK], "附件2.xlsx", lambda: catalog_excel(*ROWS_2, more=[_OLD]))
with_catalog("H07", "a very hidden sheet with an older catalog", [ASK], "附件2.xlsx", lambda: catalog_excel(*ROWS_2, more=[_VERY]))
with_catalog("H08", "a struck cell in Annex 2 in Word", [ASK], "附件2.docx", lambda: catalog_word(*_STRUCK))
with_catalog(
    "H09", "a row struck out twice in Annex 2 in Word", [ASK], "附件2.docx", lambda: catalog_word(*ROWS_2[:4], ("", "", "==小水电=="))
)
with_catalog(
    "H10", "a row of hidden text in Annex 2 in Word", [ASK], "附件2.docx", lambda: catalog_word(*ROWS_2[:4], ("", "", "^^小水电^^"))
)
with_catalog(
    "H11",
    "a word struck and another written behind it, in Word",
    [cat(水利工程=["灌溉排水", "水土保持"]), ASK],
    "附件2.docx",
    lambda: catalog_word(ROWS_2[0], ("", "", "~~水资源管理~~水土保持")),
)
with_catalog(
    "H12",
    "a word struck and another written behind it, in Excel",
    [cat(水利工程=["灌溉排水", "水土保持"]), ASK],
    "附件2.xlsx",
    lambda: catalog_excel(ROWS_2[0], ("", "", "~~水资源管理~~水土保持")),
)


def _tracked_row(what: str) -> Any:
    def change(document: Any) -> None:
        tracked(document.tables[0].rows[-1], what)

    return change


with_catalog(
    "H13",
    "a row deleted by a tracked change",
    [cat(**_GONE), ASK],
    "附件2.docx",
    lambda: catalog_word(*ROWS_2, after=_tracked_row("del")),
)
with_catalog(
    "H14", "a row inserted by a tracked change", [BOTH, ASK], "附件2.docx", lambda: catalog_word(*ROWS_2, after=_tracked_row("ins"))
)


def _by_style(document: Any) -> None:
    style = document.styles.add_style("作废", WD_STYLE_TYPE.CHARACTER)
    style.font.strike = True
    for run in document.tables[0].rows[-1].cells[2].paragraphs[0].runs:
        run.style = style


def _by_paragraph_style(document: Any) -> None:
    style = document.styles.add_style("停用", WD_STYLE_TYPE.PARAGRAPH)
    style.font.strike = True
    document.tables[0].rows[-1].cells[2].paragraphs[0].style = style


def _hidden_row(document: Any) -> None:
    properties = document.tables[0].rows[-1]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:hidden"))


with_catalog("H15", "struck by a character style", [ASK], "附件2.docx", lambda: catalog_word(*ROWS_2, after=_by_style))
with_catalog("H16", "struck by a paragraph style", [ASK], "附件2.docx", lambda: catalog_word(*ROWS_2, after=_by_paragraph_style))
with_catalog("H17", "a Word row that is hidden as a row", [ASK], "附件2.docx", lambda: catalog_word(*ROWS_2, after=_hidden_row))
case("H18", "Annex 1 in Excel with a hidden row", [ASK], lambda: {"附件1.xlsx": annex_1_excel(after=hide_rows(13))})
form("H19", "a struck telephone number and the new one", [want(), ASK], phones="~~0998-0000999~~ 0998-0000201")
form("H20", "a struck step of the procedure", [ASK], procedure="1.个人申报\n2.单位审核推荐\n~~3.县市复核~~\n4.专业组评议\n5.评委会表决")
form("H21", "a hidden place", [ASK], scope="和田地区^^、喀什地区^^")
case(
    "H22",
    "a struck level in Annex 1 in Excel",
    [want(), ASK],
    lambda: {"附件1.xlsx": annex_1_excel(levels="副高级、中级~~、初级~~")},
)
case(
    "H23",
    "the whole cell 评审地域范围 struck in Excel",
    [ASK],
    lambda: {"附件1.xlsx": annex_1_excel(scope="~~和田地区~~")},
)
form(
    "H24",
    "a struck document in 评审依据",
    [ASK],
    basis="1.《职称评审管理暂行规定》（人社部令第40号）\n~~2.《某某评审条件》（新人社发〔2005〕9号）~~",
)


def _deleted_text(document: Any) -> None:
    """Tracked: 、喀什地区 deleted in the cell of the places."""
    cell = document.tables[0].rows[7].cells[1]
    run = cell.paragraphs[0].add_run("、喀什地区")._r
    mark = OxmlElement("w:del")
    for key, value in (("id", "9"), ("author", "示例"), ("date", "2026-05-20T10:00:00Z")):
        mark.set(qn(f"w:{key}"), value)
    run.getparent().replace(run, mark)
    mark.append(run)
    for text in run.iter(qn("w:t")):
        text.tag = qn("w:delText")


case(
    "H25",
    "a place deleted by a tracked change",
    [want(), ASK],
    lambda: {"附件1.docx": word(*TITLE_1, rows_1(), *FOOT, SCORING_TITLE, SCORING, after=_deleted_text)},
)

# --- S: lines under and over a table --------------------------------------------------------------------------------------


def under(name: str, note: str, *rows: Sequence[str], excel_too: bool = True) -> None:
    """Rows at the end of Annex 2, in Word and in Excel."""
    three: Rows = [row if len(row) == 3 else (row[0], LEFT, LEFT) for row in rows]
    with_catalog(name, f"{note} under Annex 2 in Word", [BOTH], "附件2.docx", lambda: catalog_word(*ROWS_2, *three))
    if excel_too:
        with_catalog(f"{name}x", f"{note} under Annex 2 in Excel", [BOTH], "附件2.xlsx", lambda: catalog_excel(*ROWS_2, *three))


under("S01", "signature and stamp in one cell", ("单位负责人（签字）：        单位（盖章）：        2026年6月8日",))
under("S02", "signature, preparer, date in three cells", ("负责人签字：", "填表人：周立新", "2026年6月8日"))
under("S03", "a note", ("注：二级目录按自治区现行职称专业目录填写，可以另附页。",))
under("S04", "opinion and stamp", ("主管部门意见：同意上报。（盖章）", LEFT, LEFT), ("", "", "2026年6月8日"))
under("S05", "label and value in cells of their own", ("填表人", "周立新", "0998-0000203"), ("审核人", "艾力·买买提", ""))
under("S06", "a line with the number of specialties", ("合计：一级目录2个，二级目录5个",))
under("S07", "explanations in several lines", ("填表说明：", "", ""), ("1.本表一式三份。", LEFT, LEFT), ("2.请加盖公章。", LEFT, LEFT))
under("S08", "单位盖章 and a date in numbers", ("（单位盖章）", "", "2026.6.8"))
with_catalog(
    "S09",
    "填报单位 and 填报日期 over Annex 2",
    [BOTH],
    "附件2.xlsx",
    lambda: excel(
        Sheet(
            "专业目录",
            [("附件2",), (TITLE_2, LEFT, LEFT), ("填报单位（盖章）：和田地区水利局", "", "填报日期：2026年6月8日"), HEAD_2, *ROWS_2],
        )
    ),
)


def annex_1_with(*rows: Sequence[str], before: Sequence[Sequence[str]] = ()) -> dict[str, bytes]:
    """Annex 1 with more rows at its end or its beginning."""
    return {"附件1.docx": word(*TITLE_1, [*before, *rows_1(), *rows], *FOOT, SCORING_TITLE, SCORING)}


def last(name: str, note: str, *rows: Sequence[str], wants: Sequence[Any] = ()) -> None:
    """A case of Annex 1 with rows at its end."""
    case(name, f"Annex 1 ends with {note}", wants or [want()], lambda: annex_1_with(*rows))


last("S10", "单位意见", ("单位意见", "同意上报。\n（盖章）\n2026年6月8日", LEFT, LEFT))
last("S11", "two opinions", ("主管部门意见", "同意。（盖章）", "人社部门意见", "（盖章）\n年  月  日"))
last("S12", "a signature line in one cell", ("单位负责人（签字）：        单位（盖章）：        2026年6月8日", LEFT, LEFT, LEFT))
last("S13", "a note", ("注：标“必填”的各项均须填写，本表一式三份。", LEFT, LEFT, LEFT))
last("S14", "审核人 and 日期", ("审核人", "艾力·买买提", "日期", "2026年6月8日"))
last("S15", "备注 with nothing in it", ("备注", "", LEFT, LEFT))
last("S16", "备注 with words that change the meaning", ("备注", "电力工程专业自2027年起不再评审", LEFT, LEFT), wants=[want(), ASK])
case(
    "S17",
    "Annex 1 has its preparer in rows of the table",
    [want()],
    lambda: {"附件1.docx": word(*TITLE_1, [*rows_1(), ("填表人", "周立新", "联系电话", "0998-0000203")], FOOT[1], SCORING_TITLE, SCORING)},
)
case(
    "S18",
    "Annex 1 begins with a row 填报单位（盖章）… 填报日期",
    [want()],
    lambda: annex_1_with(before=[("填报单位（盖章）：和田地区水利局", LEFT, "填报日期：2026年6月8日", LEFT)]),
)
case(
    "S19",
    "labels run down in merged cells: 联系方式 beside 主管领导 and 业务人员",
    [want(), ASK],
    lambda: {
        "附件1.docx": word(
            *TITLE_1,
            [
                *rows_1()[:3],
                ("联系方式", "主管领导", "阿不都拉·买提尼亚孜", "座机：0998-0000202\n手机：13900000003"),
                (UP, "业务人员", "周立新", "座机：0998-0000203\n手机：13900000004"),
                *rows_1()[5:],
            ],
            *FOOT,
            SCORING_TITLE,
            SCORING,
        )
    },
)

# --- P: places ------------------------------------------------------------------------------------------------------------


def place(name: str, text: str, *codes: str, ask: bool = False, stated: bool = True) -> None:
    """A case of what is written in 评审地域范围."""
    wants: list[Any] = [want(without=["scope"]) if ask else want(scope={"areas": list(codes)})] if codes else []
    wants += [ASK] if ask or not codes else []
    form(name, f"places: {text!r}", wants, {"areas": list(codes)} if codes else None, stated, scope=text)


place("P01", "喀什、和田、阿克苏地区", "653100", "653200", "652900")
place("P02", "喀什地区、和田地区及阿克苏地区", "653100", "653200", "652900")
place("P03", "和田市、和田县、墨玉县", "653201", "653221", "653222")
place("P04", "墨玉、皮山、洛浦县", "653222", "653223", "653224")
place("P05", "和田地区七县一市", "653200", ask=True)
place("P06", "南疆四地州", ask=True)
place("P07", "和田地区（不含和田市）", ask=True)
place("P08", "全疆", "650000", ask=True)
place("P09", "喀什、克州、和田三地州", "653100", "653000", "653200", ask=True)
place("P10", "乌鲁木齐、克拉玛依市", "650100", "650200")
place("P11", "昌吉、博尔塔拉、巴音郭楞州", "652300", "652700", "652800", ask=True)
place("P12", "和田地区各县市", "653200", ask=True)
place("P13", "和田市、洛甫县", ask=True)
place("P14", "和田地区行政区域内", "653200", ask=True)
place("P15", "阿克苏地区（含第一师）", "652900", ask=True)
place("P16", "喀什地区\n和田地区", "653100", "653200")
place("P17", "喀什 和田 阿克苏地区", "653100", "653200", "652900", ask=True)
place("P18", "塔城、阿勒泰地区和伊犁州直", ask=True)
place("P19", "和田地区所属洛浦、策勒、于田、民丰县", "653224", "653225", "653226", "653227", ask=True)
place("P20", "喀什地区/和田地区", "653100", "653200", ask=True)
place("P21", "喀什、和田等地区", ask=True)
place("P22", "和田、喀什地区和克孜勒苏柯尔克孜自治州", "653200", "653100", "653000")
place("P23", "1.和田地区；2.喀什地区", "653200", "653100")
place("P24", "和田地区及驻和田的兵团单位", ask=True)
place("P25", "吐鲁番、哈密市和昌吉回族自治州", "650400", "650500", "652300")
place("P26", "和田地区水利系统", "653200", ask=True)
place("P27", "和田地区、喀什地区（喀什市除外）", ask=True)
place("P29", "和田地区、喀什地区", "653200", "653100", ask=True, stated=False)
place("P28", "同批准文件", ask=True)

# --- N: lists in names ----------------------------------------------------------------------------------------------------


def names(name: str, text: str, *wants: Any) -> None:
    """A case of what is written in 对应二级专业名称."""
    form(name, f"specialties: {text!r}", wants, catalog=text)


def second(name: str, note: str, items: Sequence[str], *wants: Any) -> None:
    """A case of Annex 2 with one specialty a row."""
    rows: Rows = [("工程系列", "水利工程", items[0]), *[("", "", item) for item in items[1:]]]
    with_catalog(name, note, wants, "附件2.xlsx", lambda: catalog_excel(*rows))


second("N01", "农、林、牧、渔机械 in a row", ["灌溉排水", "农、林、牧、渔机械"], cat(水利工程=["灌溉排水", "农、林、牧、渔机械"]), ASK)
names("N02", "水利工程：灌溉排水、农、林、牧、渔机械", ASK)
names("N03", "信息工程：计算机软、硬件、网络通信", ASK)
second("N04", "计算机软、硬件 in a row", ["计算机软、硬件", "网络通信"], cat(水利工程=["计算机软、硬件", "网络通信"]), ASK)
names("N05", "矿业工程：采、选、冶", ASK)
names("N06", "水利工程：灌溉排水、水工建筑等", cat(水利工程=["灌溉排水", "水工建筑"]), ASK)
second("N07", "灌溉排水（接上页）", ["水资源管理", "灌溉排水（接上页）"], cat(水利工程=["水资源管理", "灌溉排水"]), ASK)
second("N08", "2.5G通信技术", ["2.5G通信技术", "光纤通信"], cat(水利工程=["2.5G通信技术", "光纤通信"]), ASK)
second("N09", "list numbers, one before 5G", ["1.5G通信技术", "2.光纤通信"], cat(水利工程=["5G通信技术", "光纤通信"]), ASK)
names("N10", "水利工程：1.灌溉排水 2.水资源管理", cat(水利工程=["灌溉排水", "水资源管理"]), ASK)
names("N11", "信息工程：3D打印技术、4K超高清", cat(信息工程=["3D打印技术", "4K超高清"]))
names("N12", "水利工程：（1）灌溉排水（2）水资源管理", cat(水利工程=["灌溉排水", "水资源管理"]), ASK)
names("N13", "水利工程：①灌溉排水②水资源管理", cat(水利工程=["灌溉排水", "水资源管理"]), ASK)
second("N14", "/ inside a name", ["灌溉/排水", "勘测/规划/设计"], cat(水利工程=["灌溉/排水", "勘测/规划/设计"]), ASK)
names("N15", "测绘工程：测绘（航测、遥感）、地籍测量", cat(测绘工程=["测绘（航测、遥感）", "地籍测量"]), ASK)
names("N16", "一、水利工程：灌溉排水；二、电力工程：输变电", cat(水利工程=["灌溉排水"], 电力工程=["输变电"]), ASK)
names("N17", "水利工程（灌溉排水、水资源管理）、电力工程（输变电）", cat(水利工程=["灌溉排水", "水资源管理"], 电力工程=["输变电"]), ASK)
names("N18", "水利工程：灌溉排水、水资源管理等2个专业", cat(水利工程=["灌溉排水", "水资源管理"]), ASK)
second(
    "N19", "several lines in one cell", ["1.灌溉排水\n2.水资源管理\n3.水土保持"], cat(水利工程=["灌溉排水", "水资源管理", "水土保持"]), ASK
)
second("N20", "several in one cell, with 、", ["灌溉排水、水资源管理、水土保持"], cat(水利工程=["灌溉排水", "水资源管理", "水土保持"]), ASK)
second(
    "N21",
    "农（林）业机械 and 种植、养殖设施",
    ["农（林）业机械", "种植、养殖设施"],
    cat(水利工程=["农（林）业机械", "种植、养殖设施"]),
    ASK,
)
names("N22", "水利工程：中、小型水库管理、灌溉排水", ASK)
names("N23", "水利工程：水利水电工程建筑、施工、监理", cat(水利工程=["水利水电工程建筑", "施工", "监理"]), ASK)
names("N24", "轻工工程：造纸、皮革、家具、玩具等轻工产品", ASK)
names("N25", "水利工程:灌溉排水,水资源管理;电力工程:输变电", cat(水利工程=["灌溉排水", "水资源管理"], 电力工程=["输变电"]), ASK)
second("N26", "a name with …… behind it", ["灌溉排水", "……"], cat(水利工程=["灌溉排水"]), ASK)
second("N27", "水、电、暖安装", ["灌溉排水", "水、电、暖安装"], cat(水利工程=["灌溉排水", "水、电、暖安装"]), ASK)
with_catalog(
    "N28",
    "first levels merged down in Word, series merged over all",
    [BOTH],
    "附件2.docx",
    lambda: catalog_word(ROWS_2[0], (UP, UP, "水资源管理"), (UP, UP, "水利水电工程施工"), (UP, "电力工程", "输变电"), (UP, UP, "小水电")),
)
with_catalog(
    "N29",
    "first levels merged down in Excel, series merged over all",
    [BOTH],
    "附件2.xlsx",
    lambda: catalog_excel(ROWS_2[0], (UP, UP, "水资源管理"), (UP, UP, "水利水电工程施工"), (UP, "电力工程", "输变电"), (UP, UP, "小水电")),
)

# --- D: titles of documents -----------------------------------------------------------------------------------------------


def documents(name: str, text: str, *lists: Sequence[tuple[str, str]], ask: bool = False) -> None:
    """A case of what is written in 评审依据: allowed lists of titles and numbers."""
    wants: list[Any] = [want(basis=[{"title": title} | ({"document": number} if number else {}) for title, number in one]) for one in lists]
    form(name, f"documents: {text!r}", wants + ([ASK] if ask or not lists else []), basis=text)


_R = ("职称评审管理暂行规定", "人社部令第40号")
_REFORM = "关于深化职称制度改革的意见"
documents(
    "D01",
    "关于印发《自治区工程系列职称评审条件》的通知（新人社发〔2019〕12号）",
    [("关于印发《自治区工程系列职称评审条件》的通知", "新人社发〔2019〕12号")],
)
documents("D02", f"《{_REFORM}》和《职称评审管理暂行规定》", [(_REFORM, ""), (_R[0], "")], ask=True)
documents("D03", f"《{_REFORM}》（中办发〔2016〕77号）、《{_R[0]}》（{_R[1]}）", [(_REFORM, "中办发〔2016〕77号"), _R])
documents(
    "D04",
    f"中共中央办公厅 国务院办公厅印发《{_REFORM}》（中办发〔2016〕77号）",
    [(f"中共中央办公厅 国务院办公厅印发《{_REFORM}》", "中办发〔2016〕77号")],
    [(f"中共中央办公厅国务院办公厅印发《{_REFORM}》", "中办发〔2016〕77号")],
    [(_REFORM, "中办发〔2016〕77号")],
    ask=True,
)
documents(
    "D05",
    "《自治区水利工程专业职称评审条件》及其补充规定",
    [("《自治区水利工程专业职称评审条件》及其补充规定", "")],
    [("自治区水利工程专业职称评审条件及其补充规定", "")],
    ask=True,
)
documents("D06", "人社部令第40号《职称评审管理暂行规定》", [_R], ask=True)
documents("D07", "新人社发〔2012〕230号")
documents(
    "D08",
    "《自治区专业技术职务任职资格管理暂行办法》(新人社发[2012]230号)",
    [("自治区专业技术职务任职资格管理暂行办法", "新人社发〔2012〕230号")],
)
documents(
    "D09",
    "《自治区水利工程专业职称评审条件》（新人社发〔2012〕230号、新人社发〔2015〕8号）",
    [("自治区水利工程专业职称评审条件", "新人社发〔2012〕230号、新人社发〔2015〕8号")],
    ask=True,
)
documents(
    "D10",
    "《关于印发〈自治区工程系列职称评审条件〉的通知》（新人社发〔2019〕12号）",
    [("关于印发〈自治区工程系列职称评审条件〉的通知", "新人社发〔2019〕12号")],
    [("关于印发《自治区工程系列职称评审条件》的通知", "新人社发〔2019〕12号")],
)
documents(
    "D11",
    "《职称评审管理暂行规定》（人社部令第40号）第二章",
    [("《职称评审管理暂行规定》第二章", "人社部令第40号")],
    [("职称评审管理暂行规定第二章", "人社部令第40号")],
    ask=True,
)
documents(
    "D12",
    "转发《关于深化工程技术人才职称制度\n改革的指导意见》的通知（新人社发〔2019〕33号）",
    [("转发《关于深化工程技术人才职称制度改革的指导意见》的通知", "新人社发〔2019〕33号")],
    ask=True,
)
documents(
    "D13", f"《{_REFORM}》（中办发〔2016〕77号）以及自治区有关规定", [(_REFORM, "中办发〔2016〕77号"), ("自治区有关规定", "")], ask=True
)
documents(
    "D14",
    "自治区人社厅《关于下放副高级职称评审权的通知》（新人社函〔2018〕66号）",
    [("自治区人社厅《关于下放副高级职称评审权的通知》", "新人社函〔2018〕66号")],
    [("自治区人社厅关于下放副高级职称评审权的通知", "新人社函〔2018〕66号")],
    [("关于下放副高级职称评审权的通知", "新人社函〔2018〕66号")],
    ask=True,
)
documents(
    "D15",
    "《评审条件》（试行）（新人社发〔2014〕18号）",
    [("《评审条件》（试行）", "新人社发〔2014〕18号")],
    [("评审条件（试行）", "新人社发〔2014〕18号")],
    ask=True,
)
documents(
    "D16",
    "1、《职称评审管理暂行规定》（人社部令第40号）2、《自治区水利工程专业职称评审条件》（新人社发〔2019〕12号）",
    [_R, ("自治区水利工程专业职称评审条件", "新人社发〔2019〕12号")],
    ask=True,
)
documents("D17", "《职称评审管理暂行规定》人社部令第40号", [_R], ask=True)
documents("D18", "依据《职称评审管理暂行规定》（人社部令第40号）开展评审", [_R], ask=True)
documents(
    "D19",
    "《自治区实施〈职称评审管理暂行规定〉办法》（新人社规〔2020〕3号）；《职称评审管理暂行规定》（人社部令第40号）",
    [("自治区实施〈职称评审管理暂行规定〉办法", "新人社规〔2020〕3号"), _R],
    [("自治区实施《职称评审管理暂行规定》办法", "新人社规〔2020〕3号"), _R],
)

# --- X: content that is no content ----------------------------------------------------------------------------------------

for _n, (_key, _text) in enumerate(
    (
        ("procedure", "详见流程图"),
        ("procedure", "流程图附后"),
        ("procedure", "（见附件4）"),
        ("basis", "同上"),
        ("basis", "详见附件"),
        ("address", "同上"),
        ("address", "（盖章）"),
        ("phones", "同上"),
        ("phones", "见下"),
        ("defence", "见附件"),
        ("defence", "/"),
        ("pool", "待定"),
        ("pool", "（略）"),
        ("catalog", "见附件2"),
        ("levels", "见附件"),
        ("series", "同上"),
        ("leader", "（签字）"),
        ("clerks", "（同填表人）"),
        ("scope", "（盖章）"),
        ("scope", "详见批文"),
        ("address", "XXXXXX"),
        ("procedure", "按照有关规定执行"),
        ("basis", "按有关文件执行"),
        ("defence", "是，详见方案"),
        ("procedure", "——"),
        ("levels", "必填"),
        ("basis", "必填"),
    ),
    1,
):
    form(f"X{_n:02}", f"{_key}: {_text}", [ASK], None, False, **{_key: _text})


def _no_table(name: str, text: str) -> None:
    case(name, f"scoring: {text}, and no table", [ASK], lambda: {"附件1.docx": annex_1([], scoring=text)})


for _n, _text in enumerate(("（盖章）", "详见附件", "另附", "同上"), 31):
    _no_table(f"X{_n:02}", _text)
form("X35", "pool: 有, and no more; what is missing is the rules' matter", [want(expert_pool={"exists": True}), ASK], pool="有")
_NO_NUMBER = {"date": "2017-09-05", "authority": "自治区人力资源和社会保障厅"}
for _n, _text in enumerate(("无", "/", "见附件", "（盖章）", "详见批文", "待补"), 41):
    form(f"X{_n:02}", f"document: {_text}", [want(approval=_NO_NUMBER), ASK], document=_text)
form("X51", "a seal typed behind the address", [want(), ASK], address="和田市示例路26号水利局四楼人事教育科（盖章）")
form("X52", "a seal typed behind the approving office", [want(), ASK], approved_by="自治区人力资源和社会保障厅（盖章）")
form(
    "X53",
    "a flow chart after the steps",
    [want(), ASK],
    procedure="1.个人申报\n2.单位审核推荐\n3.单位公示\n4.资格复审\n5.专业组评议\n6.评委会表决\n7.结果公示\n（详见流程图）",
)
form(
    "X54",
    "attached documents after the basis",
    [want(), ASK],
    basis="1.《自治区专业技术职务任职资格管理暂行办法》（新人社发〔2012〕230号）\n2.《职称评审管理暂行规定》（人社部令第40号）\n（文件附后）",
)
second("X55", "同上 as a specialty", ["灌溉排水", "同上"], ASK)
second("X56", "详见附件 as a specialty", ["灌溉排水", "详见附件"], ASK)
second("X57", "/ as a specialty", ["灌溉排水", "/"], cat(水利工程=["灌溉排水"]), ASK)
with_catalog(
    "X58",
    "〃 as the series and the first level of a row",
    [BOTH, ASK],
    "附件2.xlsx",
    lambda: catalog_excel(ROWS_2[0], ("〃", "〃", "水资源管理"), ("〃", "〃", "水利水电工程施工"), *ROWS_2[3:]),
)
with_catalog("X59", "（公章） in the last row of Annex 2", [BOTH], "附件2.docx", lambda: catalog_word(*ROWS_2, ("", "", "（公章）")))
assert OFFICE
