"""What an attack on the reader took without a word: each is asked about now, and its neighbour that is plain is not.

The forms were made by another hand than the reader's. All people are invented (人物均为虚构).
"""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from helpers.forms.handed_in import loaded
from helpers.forms.kinds import (
    FOOT,
    HEAD_3,
    ROWS_2,
    SCORING,
    SCORING_TITLE,
    TITLE_3,
    Sheet,
    annex_1,
    catalog_excel,
    catalog_word,
    excel,
    person,
    roster_excel,
    rows_1,
    word,
)
from helpers.registries import TODAY

from zhicheng.forms import reading
from zhicheng.forms.intake import record, roster
from zhicheng.forms.reading import committee_list

pytestmark = pytest.mark.slow

KS = "ks-engineering-construction"


def asked(*files: tuple[str, bytes]) -> list[str]:
    """The errors of a submission, each with its code."""
    found = reading.read(files, record.tables(loaded()), 2026, "prefecture", "653200")
    return [f"{one.code} {one.message}" for one in found.findings if one.severity == "error"]


def of_form(**cells: str) -> list[str]:
    return asked(("附件1.docx", annex_1(**cells)))


@pytest.mark.parametrize(("name", "asks"), [("附件1（作废）.docx", True), ("附件1旧版.docx", True), ("老旧小区附件1.docx", False)])
def test_the_name_of_a_file_that_is_not_in_force(name: str, asks: bool) -> None:
    assert asked((name, annex_1())) == ["F004 从文件的名称看，这份表已经不用"] * asks


def of_roster(content: bytes) -> list[str]:
    _, findings = roster.roster(loaded(), KS, [("附件3.xlsx", content)], TODAY)
    return [f"{one.code} {one.message}" for one in findings if one.severity == "error"]


def of_list(*rows: tuple[Any, ...], title: str = "和田地区职称评审委员会一览表", below: str = "", sheet: str = "Sheet1") -> list[str]:
    head = ("序号", "评审委员会名称", "组建单位", "评审系列", "评审层级")
    found = committee_list.read([("表.xlsx", excel(Sheet(sheet, [(title,), head, *rows, (below,)])))], record.tables(loaded()))
    return [f"{one.severity} {one.code} {one.message}" for one in found.forms.findings]


NAME = "和田地区水利工程专业副高级职称评审委员会\n和田地区水利局"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, None),
        ({"levels": "中级"}, "名称里写的是“副高级”，评审层级里没有"),
        ({"name": "和田地区水利工程专业高级职称评审委员会\n和田地区水利局", "levels": "中级"}, "名称里写的是“高级”，评审层级里没有"),
        ({"name": "和田地区水利工程专业高级职称评审委员会\n和田地区水利局"}, None),
        ({"name": "喀什地区水利工程专业副高级职称评审委员会\n和田地区水利局"}, "名称里的地方是“喀什地区”，组建单位在“和田地区”"),
        ({"name": "和田县水利工程专业中级职称评审委员会\n和田地区水利局"}, None),
        ({"series": "农业系列"}, "名称里写的是“工程”，评审系列里没有"),
        ({"series": "卫生系列"}, "名称里写的是“工程”，评审系列里没有"),
        ({"catalog": "灌溉排水（水利工程）、水资源管理（水利工程）"}, "没有写属于哪个一级目录：灌溉排水（水利工程）、"),
        ({"catalog": "城市规划（建筑工程）"}, "没有写属于哪个一级目录：城市规划（建筑工程）"),
        ({"catalog": "水利工程（灌溉排水）、电力工程（输变电）"}, None),
        ({"catalog": "水利工程：灌溉排水、水资源管理等"}, "“水资源管理等”后面写了“等”，看不出还有没有别的专业"),
        ({"catalog": "水利工程：灌溉排水、中等教育"}, None),
        ({"address": "和田市示例路26号四楼 0998-0000201"}, "地址里写了电话号码"),
        ({"address": "和田市示例路26号四楼（848000）"}, None),
        ({"address": "和田市示例路26号（9月前）；和田市新路9号（9月后）"}, "像是写了几个地址"),
        ({"address": "和田市示例路26号；四楼人事教育科"}, None),
        ({"leader": "示例甲（原局长）"}, "姓名里有数字、括号或者别的符号"),
        ({"leader": "示例甲（党组书记、局长）"}, None),
        ({"leader": "暂空缺"}, "写的像是职务，或者还没有定下来"),
        ({"clerks": "业务科科长周立新  座机：0998-0000203  手机：13900000004"}, "写的像是职务，或者还没有定下来"),
        ({"pool": "无\n会议专家来源：本单位专家库\n抽取方式：随机"}, "写了没有专家库，来源又写了“本单位专家库”"),
        ({"pool": "无\n会议专家来源：从自治区专家库邀请\n抽取方式：随机"}, None),
        ({"basis": "1.自治区暂行办法（新人社发\n〔2012〕230号）\n2.暂行规定（人社部令第40号）"}, None),
        ({"basis": "自治区暂行办法（新人社发\n〔2012〕230号）"}, "的括号不成对，看不出是不是一份文件"),
        ({"basis": "1.《自治区暂行办法》（新人社发〔2012〕230号）\n（文件附后）"}, None),
        ({"basis": "1.自治区专业技术职务任职\n资格管理暂行办法（新人社发〔2012〕230号）\n2.暂行规定（人社部令第40号）"}, None),
        (
            {"basis": "《自治区暂行办法》（新人社发〔2012〕230号）https://rst.example.cn/1.html"},
            "后面还写着“https://rst.example.cn/1.html”",
        ),
        ({"basis": "不再执行《自治区暂行办法》（新人社发〔2012〕230号）"}, "前面还写着“不再执行”，看不出是不是依据"),
        ({"basis": "根据《暂行规定》（人社部令第40号）精神，结合我地区实际制定"}, "后面还写着“精神，结合我地区实际制定”"),
        ({"basis": "2019年7月1日《暂行规定》（人社部令第40号）"}, "前面还写着“2019年7月1日”，看不出是不是依据"),
        ({"scope": "和田地区（和田市、和田县）"}, "看不出是整个和田地区，还是只有括号里的"),
        ({"scope": "和田地区（仅限和田市）"}, "看不出是整个和田地区，还是只有括号里的"),
        ({"scope": "和田地区（部分）"}, "“和田地区”后面写着“部分”，看不出受理哪些"),
        ({"scope": "和田地区（所辖各县市）"}, None),
        ({"scope": "和田地区（2027年起增加喀什地区）"}, "写着以后才增减的地方，看不出现在受理哪些"),
        ({"defence": "否（2027年起答辩）"}, "看不出是不是有人要答辩"),
        ({"procedure": "个人申报→受\n理→专家评审"}, "“受”只有一个字，像是一步写成了两行"),
        ({"procedure": "副高级：1.个人申报2.答辩\n中级：1.个人申报2.评审"}, "像是只用于一个层级的流程，登记里只有一个流程"),
        ({"approved_by": "自治区人社厅 新人社函〔2018〕45号"}, "里还写着文号"),
        ({"approved_by": "自治区人社厅，2018年3月12日"}, "里还写着日期"),
        ({"document": "2018年3月12日 新人社函〔2018〕45号"}, "里还写着日期"),
        ({"document": "2018.3，新人社函〔2018〕45号"}, "里还写着日期"),
        ({"document": "正在办理"}, "不像一个文号"),
        ({"name": "和田地区水利工程专业副高级职称评审委员会\n无"}, "里面还有“无”，看不出是不是填的内容"),
        ({"basis": "1.《自治区暂行办法》（新人社发〔2012〕230号）\n2.暂无"}, "里面还有“暂无”，看不出是不是填的内容"),
        ({"basis": "1.《自治区暂行办法》（不详）\n2.《暂行规定》（人社部令第40号）"}, "里面还有“自治区暂行办法（不详）”"),
        ({"basis": "1.《无线电管理条例》（新人社发〔2012〕230号）\n2.《暂行规定》（人社部令第40号）"}, None),
        ({"catalog": "水利工程：灌溉排水、（暂无）"}, "“（暂无）”"),
        ({"catalog": "水利工程：灌溉排水、无人机应用"}, None),
        ({"scope": "和田地区\n说明：待定"}, "里面还有“待定”，看不出是不是填的内容"),
        ({"scope": "和田地区\n说明：无"}, None),
        ({"procedure": "个人申报→空缺→专家评审"}, "“空缺”"),
        ({"name": "拟更名为和田地区水利工程专业副高级职称评审委员会\n和田地区水利局"}, "名称里写了“拟更名”，看不出是不是名称"),
        ({"name": "和田地区水利工程专业副高级职称评审委员会（已撤销）\n和田地区水利局"}, "名称里写了“（已撤销）”，看不出是不是名称"),
    ],
    ids=str,
)
def test_annex_1(cells: dict[str, str], said: str | None) -> None:
    found = of_form(**cells)
    assert (found == []) if said is None else (len(found) == 1 and said in found[0]), found


def changed(content: bytes, row: int, column: int, change: Any) -> bytes:
    made = docx.Document(io.BytesIO(content))
    change(made.tables[0].rows[row].cells[column].paragraphs[0])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def marked(how: str, whole: bool) -> Any:
    def mark(paragraph: Any) -> None:
        paragraph.runs[0].text = "副高级、"
        more = paragraph.add_run("中级")
        for run in (paragraph.runs[0], more) if whole else (more,):
            if how == "highlight":
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            elif how == "colour":
                run.font.color.rgb = RGBColor(255, 0, 0)
            else:
                setattr(run.font, how, True)

    return mark


@pytest.mark.parametrize(("whole", "asks"), [(False, True), (True, False)])
@pytest.mark.parametrize("how", ["highlight", "underline", "bold", "colour"])
def test_levels_of_which_some_are_set_off(how: str, whole: bool, asks: bool) -> None:
    found = asked(("附件1.docx", changed(annex_1(), 5, 3, marked(how, whole))))
    said = "F004 第 1 个表格第 6 行“评审层级”：有的字加了下划线、颜色、边框或者加粗，看不出是不是只选这几个"
    assert found == [said] * asks


@pytest.mark.parametrize(("row", "said"), [(5, "画了图形，看不出是不是只选这几个"), (12, "格子里画了图形，看不出选的是哪一个")])
def test_a_sign_that_is_drawn(row: int, said: str) -> None:
    """A circle by a field, or a shape: what it chooses is not read."""

    def circle(paragraph: Any) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), " EQ \\o(○,中) ")
        paragraph._p.append(field)

    def shape(paragraph: Any) -> None:
        paragraph.runs[0]._r.append(OxmlElement("w:pict"))

    for change in (circle, shape):
        found = asked(("附件1.docx", changed(annex_1(), row, 3, change)))
        assert (len(found), said in found[0]) == (1, True)


@pytest.mark.parametrize(("code", "asks"), [(' DATE \\@ "yyyy年M月d日" ', True), (" TIME ", True), (" PAGE ", False)])
def test_a_date_that_changes_by_itself(code: str, asks: bool) -> None:
    def put(paragraph: Any) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        field.append(paragraph.runs[0]._r)
        paragraph._p.append(field)

    said = "F004 第 1 个表格第 1 行有会自动变的日期（域或者公式），看不出填的是哪一天"
    assert asked(("附件1.docx", changed(annex_1(), 0, 3, put))) == [said] * asks


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("注：本评委会副高级评审自2026年起停止，由自治区统一评审。", "说的是不再评审、只评一部分或者还没有批准一类的事，没有读"),
        ("说明：只评本单位人员。", "说的是不再评审、只评一部分或者还没有批准一类的事，没有读"),
        ("备注：仅评水利专业", "说的是不再评审、只评一部分或者还没有批准一类的事，没有读"),
        ("注：中级评审权已下放县市。", "说的是不再评审、只评一部分或者还没有批准一类的事，没有读"),
        ("自2027年起，中级由各县市评审。", "说的是不再评审、只评一部分或者还没有批准一类的事，没有读"),
        ("注：材料由各县市人社局审核后报送。", None),
        ("注：本表一式三份。", None),
    ],
)
def test_a_note_below_annex_1(line: str, said: str | None) -> None:
    found = asked(("附件1.docx", word_with(line)))
    assert (found == []) if said is None else (len(found) == 1 and said in found[0]), found


def word_with(line: str) -> bytes:
    """Annex 1 with its scoring table before it, so that the line is the last of the document."""
    return word(SCORING_TITLE, SCORING, "附件 1", "评审委员会信息备案登记表", rows_1(), *FOOT, line)


def of_catalog(content: bytes, name: str = "附件2.xlsx") -> list[str]:
    return asked(("附件1.docx", annex_1(catalog="见附件2")), (name, content))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("工程系列", "水利工程", "灌溉排水（水利工程）")], "“灌溉排水（水利工程）”括号里像是一级专业"),
        ([("工程系列", "水利", "灌溉排水（水利）")], "“灌溉排水（水利）”后面的括号里是一级目录"),
        ([("工程系列", "水利工程", "灌溉排水（含节水）")], None),
        ([("工程系列", "水利工程", "灌溉排水"), ("", "", "\u3000节水灌溉")], "“节水灌溉”前面空了格，看不出是不是上一个的三级专业"),
        ([("工程系列", "水利工程", "灌溉/排水"), ("", "", "水资源管理")], "看不出是一个专业还是几个"),
        ([("工程系列", "水利工程", "1.5G通信"), ("", "", "2.光纤通信")], "前面的数字看不出是不是序号"),
        ([("工程系列", "水利工程", "2.5G通信"), ("", "", "光纤通信")], None),
        ([("工程系列", "水利工程", "灌溉排水", "停")], "写着“停”，没有读，看不出这一行的专业评不评"),
        ([("工程系列", "水利工程", "灌溉排水", "2025年起停评")], "写着“2025年起停评”，没有读，看不出这一行的专业评不评"),
        ([("工程系列", "水利工程", "灌溉排水", "")], None),
    ],
    ids=str,
)
def test_annex_2(rows: list[tuple[str, ...]], said: str | None) -> None:
    found = of_catalog(catalog_excel(*rows))
    assert (found == []) if said is None else (len(found) == 1 and said in found[0]), found


@pytest.mark.parametrize("name", ["2024年", "填写示例"])
def test_a_catalog_of_an_earlier_year_or_for_an_example(name: str) -> None:
    more = [Sheet(name, [("系列（专业）", "一级目录", "二级目录"), ("工程系列", "水利工程", "水文")])]
    assert f"F004 工作表“{name}”也是专业目录，看名称分不清是不是现在的" in of_catalog(catalog_excel(*ROWS_2, more=more))


@pytest.mark.parametrize(("name", "asks"), [("下拉选项", False), ("字典", False), ("Sheet2", True)])
def test_a_sheet_with_what_may_be_chosen(name: str, asks: bool) -> None:
    choices = Sheet(name, [("评审层级", "评审系列"), ("初级", "工程系列"), ("副高级", "卫生系列")])
    scoring = Sheet("赋分表", [(SCORING_TITLE,), *SCORING])
    assert (asked(("附件1.xlsx", excel(Sheet("附件1", rows_1()), choices, scoring))) != []) is asks


@pytest.mark.parametrize(("number_format", "asks"), [('"（停）"@', True), (";;;", True), ("@", False), ("General", False)])
def test_a_number_format_that_shows_something_else(number_format: str, asks: bool) -> None:
    def change(sheet: Any) -> None:
        sheet["C4"].number_format = number_format

    found = of_catalog(catalog_excel(*ROWS_2, after=change))
    assert found == ["F004 工作表“专业目录”有 1 行的字划掉了或者看不见（第 4 行），分不清算不算"] * asks


@pytest.mark.parametrize(
    ("note", "asks"),
    [
        ("注：中级不计论文分，满分80分", True),
        ("注：业绩要有证明材料", False),
        ("说明：副高级免学历分", True),
        ("说明：总分不超过100分", False),
        ("说明：总分120分", True),
        ("说明：总分60分以上为合格", False),
    ],
)
def test_a_note_in_a_scoring_table(note: str, asks: bool) -> None:
    found = asked(("附件1.docx", annex_1([*SCORING, (note, "", "", "")])))
    assert found == [f"F004 第 2 个表格第 7 行：“{note}”说的与分值有关，没有读"] * asks


@pytest.mark.parametrize(
    ("lines", "asks"),
    [
        (("注：申报中级的，论文一项不作要求。",), True),
        (("说明：", "1.同一成果按最高分计，不重复计分。", "2.初级按满分60分计算。"), True),
        (("说明：1.同一成果按最高分计，不重复计分。2.总分不超过100分。",), False),
        (("注：副高级80分以上、中级60分以上为合格。",), False),
        (("注：破格申报的减半计分",), True),
        (("申报中级的请附证明。",), False),
    ],
    ids=str,
)
def test_notes_below_a_scoring_table(lines: tuple[str, ...], asks: bool) -> None:
    found = asked(("赋分表.docx", word(SCORING_TITLE, SCORING, *lines)))
    assert found == [f"F004 第 1 个表格第 1 行：“{lines[-1][:40]}”说的与分值有关，没有读"] * asks


def of_scoring(*tables: tuple[str, Any]) -> list[str]:
    parts = [part for title, rows in tables for part in (title, rows)]
    return asked(("附件1.docx", annex_1([])), ("赋分表.docx", word(*parts)))


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (["水利专业量化赋分表", "水利专业量化赋分表（2024年，已废止）"], "分不清这张赋分表是不是现在用的"),
        (["水利专业中级量化赋分表（2024年）", "水利专业副高级量化赋分表（2025年）"], "分不清这张赋分表是不是现在用的"),
        (["水利专业副高级量化赋分表", "水利专业中级量化赋分表"], None),
        (["示例：水利专业量化赋分表"], "分不清这张赋分表是不是现在用的"),
        (["水利专业量化赋分表（样表）"], None),
        (["水利专业量化赋分表", "水利专业中级量化赋分表"], "没有写适用哪些层级，“水利专业中级量化赋分表”只用于一部分，看不出有没有重复"),
    ],
)
def test_scoring_tables_that_may_not_be_in_force(titles: list[str], said: str | None) -> None:
    found = of_scoring(*((title, SCORING) for title in titles))
    assert (found == []) if said is None else any(said in one for one in found), found


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (person(1), None),
        (person(1, 现专业岗位="拟从事建筑结构"), "看不出属于登记的哪个二级专业"),
        (person(1, 现专业岗位="非建筑结构"), "看不出属于登记的哪个二级专业"),
        (person(1, 现专业岗位="工程造价（原建筑结构）"), "看不出属于登记的哪个二级专业"),
        (person(1, 现专业岗位="建筑结构办公室会计"), "看不出属于登记的哪个二级专业"),
        (person(1, 现专业岗位="水利建筑结构"), "看不出属于登记的哪个二级专业"),
        (person(1, 现专业岗位="建筑结构设计"), None),
        (person(1, 现专业岗位="建筑工程 建筑结构专业"), None),
        (person(1, 现专业职称="高级工程师（2025年取得正高级）"), "看不出职称是否已经取得"),
        (person(1, "2024年12月晋升正高级工程师"), "说的像是别的格子里的内容已经变了"),
        (person(1, "出生年月以档案1974.02为准"), "说的像是别的格子里的内容已经变了"),
        (person(1, "电话换为0998-0000399"), "说的像是别的格子里的内容已经变了"),
        (person(1, "国务院政府特殊津贴（2020年取消）"), "提到了荣誉称号，又提到了取消一类的话"),
        (person(1, "国务院政府特殊津贴"), None),
        (person(1, 电话="0998-0000301（停用）0998-0000302"), "像是别人的或者不再用的号码"),
        (person(1, 电话="0998-0000301（配偶）"), "像是别人的或者不再用的号码"),
        (person(1, 姓名="张主任"), "写的像是职务，或者还没有定下来"),
        (person(1, 姓名="张文斌教授"), "写的像是职务，或者还没有定下来"),
        (person(1, 姓名="张教民"), None),
        (person(1, 姓名="张某某"), "写的像是职务，或者还没有定下来"),
        (person(1, 姓名="张XX"), "写的像是职务，或者还没有定下来"),
        (person(1, 姓名="张三丰 李四光"), "看不出是一个人还是两个人"),
        (person(1, 姓名="张三丰及李四光"), "看不出是一个人还是两个人"),
        (person(1, 姓名="阿不都热西提", 族别="维吾尔族"), None),
        (person(4, 姓名="阿不来提 吾守尔"), None),
        (person(1, 姓名="张 文 斌"), None),
        (person(1, 现专业职称="副高级"), "写的是层级，不是职称名称"),
        (person(1, 现专业职称="高级工程师5级"), "不是职称名称"),
        (person(1, 工作单位及行政职务="由喀什地区设计院调至住建局"), "写着问号、“等”或者调动，看不出写的是什么"),
        (person(1, 工作单位及行政职务="喀什地区设计院 undefined"), "里面还有“undefined”，看不出是不是填的内容"),
        (person(1, 现专业职称="高级工程师&nbsp;"), "里面还有“&nbsp;”，看不出是不是填的内容"),
        (person(1, 工作单位及行政职务="XX设计院"), "写着问号、“等”或者调动，看不出写的是什么"),
        (person(1, 工作单位及行政职务="喀什地区设计院等"), "写着问号、“等”或者调动，看不出写的是什么"),
        (person(1, 工作单位及行政职务="喀什地区空调设备厂"), None),
    ],
    ids=str,
)
def test_annex_3(row: list[Any], said: str | None) -> None:
    found = of_roster(roster_excel(row))
    assert (found == []) if said is None else (len(found) == 1 and said in found[0]), found


@pytest.mark.parametrize(("heading", "asks"), [("一、正高级", True), ("一、副高级", False), ("（一）正高级、副高级", False)])
def test_a_heading_of_another_level(heading: str, asks: bool) -> None:
    found = of_roster(roster_excel([heading], person(1)))
    assert found == ["F006 工作表“花名册”第 5 行：职称层级与上面小标题的“正高级”不同"] * asks


def test_a_column_with_what_was_decided() -> None:
    found = of_roster(roster_excel([*person(1), "不同意"], head=(*HEAD_3, "推荐意见")))
    assert found == ["F004 工作表“花名册”第 3 行“推荐意见”（M3）：附件3没有这一列，里面像是写着能不能担任评委的情况"]


@pytest.mark.parametrize(("specialty", "asks"), [("建筑工程", False), ("水利", True), ("工程系列", False)])
def test_the_specialty_in_the_title(specialty: str, asks: bool) -> None:
    title = f"喀什地区建设工程专业高级职称评审委员会推荐{specialty}专业评委花名册"
    found = of_roster(roster_excel(person(1), title=title))
    assert found == [f"F006 标题写的专业是“{specialty}”，表里的评委都不是这个专业"] * asks


def test_the_specialty_in_the_title_where_a_row_has_faults() -> None:
    title = "喀什地区建设工程专业高级职称评审委员会推荐水利专业评委花名册"
    (said,) = of_roster(roster_excel(person(1), person(2, 性别="甲"), title=title))
    assert said.startswith("F003 工作表“花名册”第 5 行“性别”")


ROW = (1, "和田地区水利工程专业副高级职称评审委员会", "和田地区水利局", "工程", "副高级")


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        ([ROW], {}, None),
        ([(*ROW[:4], "中级")], {}, "warning F006 工作表“Sheet1”第 3 行（B3）：名称里写的是“副高级”，评审层级里没有"),
        ([(*ROW[:3], "卫生", "副高级")], {}, "warning F006 工作表“Sheet1”第 3 行（B3）：名称里写的是“工程”，评审系列里没有"),
        ([(*ROW[:3], "工程（仅水利）", "副高级")], {}, "系列后面的括号里还写着别的话，登记里没有它的位置"),
        ([(*ROW[:3], "工程（水利、电力）", "副高级")], {}, None),
        ([ROW], {"title": "和田地区职称评审委员会一览表（2023年，已失效）"}, "标题里有“失效”，看不出这些还要不要列入"),
        ([ROW], {"below": "注：以上评审委员会有效期均延长至2028年12月31日。"}, "提到了“延长”，看不出是不是与表里写的不同"),
        ([ROW], {"below": "注：本表由人社局统计。"}, None),
    ],
    ids=str,
)
def test_lists(rows: list[tuple[Any, ...]], more: dict[str, str], said: str | None) -> None:
    found = of_list(*rows, **more)
    assert (found == []) if said is None else (len(found) == 1 and said in found[0]), found


def test_specialties_in_brackets_behind_a_series_of_a_list() -> None:
    head = ("序号", "评审委员会名称", "组建单位", "评审系列", "评审层级")
    content = excel(Sheet("表", [head, (*ROW[:3], "工程（水利、电力专业）", "副高级")]))
    (row,) = committee_list.read([("表.xlsx", content)], record.tables(loaded())).committees
    assert row.value["reviews"] == [{"series": "engineering", "levels": ["associate-senior"], "specialties": ["水利", "电力"]}]


def test_sheets_of_two_years() -> None:
    head = ("序号", "评审委员会名称", "组建单位", "评审系列", "评审层级")
    older = (1, "和田地区农业专业副高级职称评审委员会", "和田地区农业农村局", "农业", "副高级")
    content = excel(Sheet("2026年", [head, ROW]), Sheet("2023年", [head, older]))
    found = committee_list.read([("表.xlsx", content)], record.tables(loaded()))
    said = [one.message for one in found.forms.findings if one.severity == "error"]
    assert said == ["工作表“2023年”是 2023 年的，另有 2026 年的，看不出还算不算"]


@pytest.mark.parametrize(("cell", "asked"), [("J3", True), ("E3", True), ("M3", False), ("J1", False)])
def test_excel_dates_of_today(cell: str, asked: bool) -> None:
    """An age that is worked out is not read, nor what stands above the header."""
    book = openpyxl.Workbook()
    for row in ([TITLE_3], [*HEAD_3, "年龄"], [*person(1), 50]):
        book.active.append(row)
    book.active[cell] = "=TODAY()"
    stream = io.BytesIO()
    book.save(stream)
    assert any("会自动变的日期" in one for one in of_roster(stream.getvalue())) == asked


def test_a_word_catalog_is_as_one_of_excel() -> None:
    assert of_catalog(catalog_word(*ROWS_2), "附件2.docx") == []


ROWS_UNKNOWN = [
    ("核准备案情况", "2026年1月1日至2028年12月31日"),
    ("受理人员", "本单位人员"),
    ("登记状态", "已撤销"),
    ("监督电话", "0998-0000209"),
]


@pytest.mark.parametrize("row", ROWS_UNKNOWN, ids=str)
def test_a_row_that_annex_1_does_not_have(row: tuple[str, str]) -> None:
    rows = [*rows_1(), (row[0], row[1], "", "")]
    found = asked(("附件1.docx", word("附件 1", "评审委员会信息备案登记表", rows, *FOOT, SCORING_TITLE, SCORING)))
    assert found == [f"F004 第 1 个表格第 {len(rows)} 行：附件1没有“{row[0]}”这一项，没有读"]


def test_a_row_of_characters_without_width_is_blank() -> None:
    rows = [*rows_1(), ("\u200b", "\u200b\u2060", "", "\ufeff")]
    assert asked(("附件1.docx", word("附件 1", "评审委员会信息备案登记表", rows, *FOOT, SCORING_TITLE, SCORING))) == []


@pytest.mark.parametrize(
    ("label", "text", "asks"),
    [
        ("组建单位意见", "同意报送。\n负责人（签字）：　　（盖章）\n2026年6月8日", False),
        ("主管部门审核意见", "经审核，同意备案。", False),
        ("县（市）人社部门意见", "情况属实", False),
        ("主管部门意见", "同意副高级备案，中级不同意", True),
        ("单位意见", "请补充评审依据", True),
    ],
)
def test_opinions_below_annex_1(label: str, text: str, asks: bool) -> None:
    rows = [*rows_1(), (label, text, "", "")]
    found = asked(("附件1.docx", word("附件 1", "评审委员会信息备案登记表", rows, *FOOT, SCORING_TITLE, SCORING)))
    said = f"F004 第 1 个表格第 {len(rows)} 行：“{label}”里像是有不同意的、要改的或者只同意一部分，没有读"
    assert found == [said] * asks


@pytest.mark.parametrize(
    ("row", "valid", "said"),
    [
        (("有效期", "2026年1月1日至2028年12月31日", "", ""), {"from": "2026-01-01", "until": "2028-12-31"}, []),
        (("有效期", "自2026-01-01起至2028.12.31止", "", ""), {"from": "2026-01-01", "until": "2028-12-31"}, []),
        (("有效期", "三年", "", ""), None, ["warning F003 第 1 个表格第 14 行“有效期”：“三年”前面没有项目名称"]),
        (
            ("有效期", "2026年1月1日至2028年12月31日", "评委会人数", "25人"),
            None,
            ["error F004 第 1 个表格第 14 行“有效期”：“评委会人数 25人”不是有效期，没有读"],
        ),
    ],
)
def test_a_validity_in_words_of_an_office(row: tuple[str, ...], valid: dict[str, str] | None, said: list[str]) -> None:
    content = word("附件 1", "评审委员会信息备案登记表", [*rows_1(), row], *FOOT, SCORING_TITLE, SCORING)
    found = reading.read([("附件1.docx", content)], record.tables(loaded()), 2026, "prefecture", "653200")
    assert found.record.get("valid") == valid
    assert [f"{one.severity} {one.code} {one.message}" for one in found.findings] == said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"address": "×××市×××路"}, "里面还有“×××”，看不出是不是填的内容"),
        ({"name": "XX地区水利工程专业副高级职称评审委员会\n和田地区水利局"}, "里面还有“XX”，看不出是不是填的内容"),
        ({"procedure": "（请按步骤填写）\n1.个人申报\n2.专家评审"}, "里面还有“（请按步骤填写”，看不出是不是填的内容"),
        ({"procedure": "1.个人申报\n√2.专家评审"}, "里面还有“√”，看不出是不是填的内容"),
        ({"name": "«评委会名称»\n和田地区水利局"}, "里面还有“«评委会名称»”，看不出是不是填的内容"),
        ({"address": "{{ address }}"}, "里面还有“{{ address }}”，看不出是不是填的内容"),
        ({"address": "和田市${road}8号"}, "里面还有“${road}”，看不出是不是填的内容"),
        ({"address": "<%= unit.address %>"}, "里面还有“<%= unit.address %>”，看不出是不是填的内容"),
        ({"basis": "1.《暂行规定》（人社部令第40号）\n2.错误！未找到引用源。"}, "里面还有“错误！未找到引用源”，看不出是不是填的内容"),
        ({"procedure": "1.个人申报\n2.单击此处输入文字\n3.专家评审"}, "里面还有“单击此处输入文字”，看不出是不是填的内容"),
        ({"procedure": "1.个人申报<br/>2.专家评审"}, "里面还有“<br/>”，看不出是不是填的内容"),
        ({"procedure": "1.个人申报\\n2.专家评审"}, "里面还有“\\n”，看不出是不是填的内容"),
        ({"document": "null"}, "里面还有“null”，看不出是不是填的内容"),
        ({"address": "和田市示例路8号undefined"}, "里面还有“undefined”，看不出是不是填的内容"),
        ({"address": "和田市示例路8号&nbsp;"}, "里面还有“&nbsp;”，看不出是不是填的内容"),
        ({"address": "和田市??路8号"}, "里面还有“??”，看不出是不是填的内容"),
        ({"address": "和田市锟斤拷8号"}, "里面还有“锟斤拷”，看不出是不是填的内容"),
        ({"address": "和田市示例路8号A&B座"}, None),
        ({"address": "和田市示例路8号（Nullarbor楼）"}, None),
        ({"catalog": "水利工程：灌溉排水<br>水资源管理"}, "里面还有“<br>”，看不出是不是填的内容"),
        ({"procedure": "1.个人申报\n2.点击系统申报页面，填写\n3.专家评审"}, None),
        ({"levels": "初级 √中级 √副高级 正高级"}, None),
        ({"levels": "初级、中级√、副高级√"}, None),
        ({"levels": "初级 √ 中级 √ 副高级"}, "勾写在两个中间，看不出勾的是哪一个"),
        ({"levels": "[ ]初级 [x]中级 [X]副高级"}, None),
        ({"levels": "中级及以上"}, None),
        ({"levels": "中级、正、副高级"}, None),
        ({"defence": "是 √ 否"}, "勾写在两个中间，看不出勾的是哪一个"),
        ({"document": "新人社函〔2021〕91号"}, "批准时间是 2017 年，文号里是 2021 年"),
        ({"document": "新人社函〔2018〕91号"}, None),
    ],
    ids=str,
)
def test_ticks_and_what_is_left_of_a_blank_form(cells: dict[str, str], said: str | None) -> None:
    found = of_form(**cells)
    assert (found == []) if said is None else (len(found) == 1 and said in found[0]), found


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("初级 √中级 √副高级 正高级", ["intermediate", "associate-senior"]),
        ("初级 / 中级√ / 副高级√ / 正高级", ["intermediate", "associate-senior"]),
        ("初级 中级（√） 副高级（√）", ["intermediate", "associate-senior"]),
        ("√初级、√中级、副高级", ["junior", "intermediate"]),
        ("评审层级：□初级 ☑中级 ☑副高级", ["intermediate", "associate-senior"]),
        ("☑中级\n☑副高级", ["intermediate", "associate-senior"]),
        ("中级以上", ["intermediate", "associate-senior", "full-senior"]),
    ],
)
def test_levels_that_ticks_choose(text: str, levels: list[str]) -> None:
    name = "和田地区水利工程专业职称评审委员会\n和田地区水利局"
    found = reading.read([("附件1.docx", annex_1(levels=text, name=name))], record.tables(loaded()), 2026, "prefecture", "653200")
    assert found.record["reviews"][0]["levels"] == levels


@pytest.mark.parametrize(
    ("text", "required"), [("是 √否", False), ("√是 否", True), ("是√ 否", True), ("☑是 □否", True), ("是 否√", False)]
)
def test_answers_that_ticks_choose(text: str, required: bool) -> None:
    found = reading.read([("附件1.docx", annex_1(defence=text))], record.tables(loaded()), 2026, "prefecture", "653200")
    assert found.record["defence"]["required"] is required


def test_the_level_of_a_unit_that_a_tick_chooses() -> None:
    line = "单位级别：□自治区级 ☑地州市级 □区县级"
    content = word("附件 1", "评审委员会信息备案登记表", line, rows_1(), *FOOT, SCORING_TITLE, SCORING)
    assert reading.read([("附件1.docx", content)], record.tables(loaded()), 2026).record["authority"] == "prefecture"


@pytest.mark.parametrize("word", ["无", "（暂无）", "不详", "空缺", "待定"])
def test_words_for_nothing_are_no_value(word: str) -> None:
    """Of a specialty, an item of a scoring table, a unit or a title of a person; in the remarks they are none."""
    rows = [*ROWS_2[:1], *[[*row[:-1], word] for row in ROWS_2[1:2]]]
    assert asked(("附件1.docx", annex_1(catalog="见附件2")), ("附件2.xlsx", catalog_excel(*rows))) != []
    for at in (5, 7):
        assert of_roster(roster_excel(person(1, **{str(HEAD_3[at]): word}))) != []
    if word in ("无", "（暂无）"):
        value, findings = roster.roster(loaded(), KS, [("附件3.xlsx", roster_excel(person(1, **{"备注": word})))], TODAY)
        assert ("note" in value["experts"][0], findings) == (False, [])
