"""What offices do in forms: tables cut in two, signatures below, levels for each specialty, lists in names, seals, ditto marks, remarks.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from helpers.forms import empty_word
from helpers.forms.handed_in import HEAD, errors, loaded, read

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.intake import record, roster
from zhicheng.forms.reading import annex3, directory_cell
from zhicheng.forms.reading.annex3 import RosterForm
from zhicheng.forms.reading.cells import areas, remarks
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.forms.reading.result import FilledForms

Rows = list[tuple[str, ...]]
DIRECTORY: Rows = [
    ("系列（专业）", "一级目录", "二级目录"),
    ("工程", "水利工程", "灌溉排水"),
    ("", "", "水资源管理"),
    ("", "电力工程", "输变电"),
]
SCORING: Rows = [
    ("评价维度", "评价内容", "满分"),
    ("学历", "学历学位", "20"),
    ("业绩", "工程项目", "60"),
    ("论文", "论文著作", "20"),
    ("合计", "", "100"),
]


def person(number: int, note: str = "", **changed: str) -> tuple[str, ...]:
    cells = dict(
        zip(
            HEAD,
            (
                str(number),
                f"{'甲乙丙丁戊'[number]}示例",
                "男",
                "汉族",
                f"1975.0{number}",
                "示例院 总工程师",
                "城市规划",
                "高级工程师",
                "副高级",
                "2014.12",
                f"0998-000010{number}",
                note,
            ),
            strict=True,
        )
    )
    return tuple((cells | changed).values())


def word(*tables: Rows, between: str = "") -> bytes:
    made = empty_word.document()
    for at, rows in enumerate(tables):
        if at and between:
            made.add_paragraph(between)
        elif at:
            made.add_paragraph()
        table = made.add_table(len(rows), len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=False):
                cell.text = text
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def excel(**sheets: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_roster(name: str, content: bytes) -> RosterForm:
    groups = loaded().document("registry/reference/ethnic-groups.yaml")
    assert groups is not None
    return annex3.read_roster(name, content, loaded().series, groups.value, 2026)


def asked(found: FilledForms | RosterForm) -> list[str]:
    return [finding.message for finding in errors(found.findings)]


# --- tables that go on ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", ["", "（续表）", "续上页", "第 2 页 共 3 页", "— 2 —"])
def test_directory_cut_in_two(between: str) -> None:
    found = read("附件2.docx", word(DIRECTORY[:3], DIRECTORY[3:], between=between))
    assert found.record["reviews"] == [
        {"series": "engineering", "catalog": {"水利工程": ["灌溉排水", "水资源管理"], "电力工程": ["输变电"]}}
    ]
    assert asked(found) == []


@pytest.mark.parametrize("at", [2, 3, 4])
def test_scoring_table_cut_in_two(at: int) -> None:
    found = read("赋分表.docx", word(SCORING[:at], SCORING[at:]))
    (table,) = found.record["scoring"]
    assert (table["total"], [item["points"] for item in table["items"]]) == (100, [20, 60, 20])
    assert asked(found) == []


@pytest.mark.parametrize("at", [2, 3, 4])
def test_roster_cut_in_two(at: int) -> None:
    rows = [HEAD, *map(person, range(1, 5))]
    for name, content in (("名册.docx", word(rows[:at], rows[at:])), ("名册.xlsx", excel(名册=rows[:at], Sheet2=rows[at:]))):
        found = read_roster(name, content)
        assert [one["name"] for one in found.experts] == ["乙示例", "丙示例", "丁示例", "戊示例"], name
        assert asked(found) == []


def test_what_may_go_on_is_asked() -> None:
    """Another number of columns, or words between; a sheet with a name of its own that is as wide."""
    narrow = [row[:2] for row in DIRECTORY[3:]]
    assert asked(read("附件2.docx", word(DIRECTORY[:3], narrow))) == ["第 2 个表格没有表头，看不出是不是第 1 个表格的续表"]
    assert len(asked(read("附件2.docx", word(DIRECTORY[:3], DIRECTORY[3:], between="另有以下专业待定")))) == 1
    assert len(asked(read("附件2.xlsx", excel(目录=DIRECTORY[:3], 选项=DIRECTORY[3:])))) == 1
    assert asked(read("附件2.xlsx", excel(目录=DIRECTORY[:3], 选项=[("男",), ("女",)]))) == []
    other = [("李示例", "男", "汉族")]
    assert any("没有找到花名册的表头" in said for said in asked(read_roster("名册.xlsx", excel(名册=[HEAD, person(1)], 其他=other))))


def test_signatures_are_no_table_that_goes_on() -> None:
    signed = [("单位负责人（签字）：", "填表人：李示例", "2026年 6月 1日")]
    assert asked(read("附件2.docx", word(DIRECTORY, signed))) == []
    assert asked(read("附件2.docx", word(DIRECTORY, [("单位意见", "经研究，同意报送。"), ("审核意见", "")]))) == []
    assert len(asked(read("附件2.docx", word(DIRECTORY, [("单位意见", "不同意水文"), ("审核意见", "")])))) == 1


# --- below and in a roster -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        ("第1页 共1页",),
        ("- 1/1页 -",),
        ("平均年龄51岁，45岁以下占0%",),
        ("填表人：李示例", "", "联系电话：0998-0000004"),
        ("单位负责人：", "", "联系人：李示例"),
        ("单位负责人（签字）：            单位（盖章）：        年  月  日",),
        ("推荐单位意见：", "", "", "主管领导签字："),
        ("", "审核人", "", "日期：2026年6月1日"),
        ("注：以上人员均已公示",),
        ("合计", "1人"),
    ],
)
def test_lines_below_a_roster(row: tuple[str, ...]) -> None:
    found = read_roster("名册.xlsx", excel(名册=[HEAD, person(1), row]))
    assert (len(found.experts), asked(found)) == (1, [])


@pytest.mark.parametrize(
    ("note", "questions"),
    [("注：示例乙已调离", 1), ("说明：2号评委病故", 1), ("注：以上人员均在职", 0), ("承诺：以上人员没有受过处分", 0)],
)
def test_note_below_a_roster_that_says_who_left(note: str, questions: int) -> None:
    found = asked(read_roster("名册.xlsx", excel(名册=[HEAD, person(1), (note,)])))
    assert len(found) == questions
    assert all("表下的说明提到了调离、病故、不再担任一类的话" in said and "示例乙" not in said for said in found)


def test_notes_below_a_roster_are_counted_on() -> None:
    """What is numbered below a note belongs to it, and is asked about as it is; a numbered name elsewhere is a person without one."""
    note = [("注：1.本表一式三份。",), ("2.按姓氏排序。",)]
    assert asked(read_roster("名册.xlsx", excel(名册=[HEAD, person(1), *note]))) == []
    assert len(asked(read_roster("名册.xlsx", excel(名册=[HEAD, person(1), *note, ("3.2号评委病故。",)])))) == 1
    assert len(asked(read_roster("名册.xlsx", excel(名册=[HEAD, person(1), ("2.按姓氏排序。",)])))) == 1


def test_person_without_a_name_is_no_line_below() -> None:
    found = read_roster("名册.xlsx", excel(名册=[HEAD, person(1, 姓名="")]))
    assert len(asked(found)) == 1


@pytest.mark.parametrize("mark", ["同上", "同前", "〃", '"', "”", "″ 副总工程师", "〃副总"])
@pytest.mark.parametrize("field", ["现专业职称", "工作单位及行政职务", "族别"])
def test_ditto_marks(mark: str, field: str) -> None:
    found = read_roster("名册.xlsx", excel(名册=[HEAD, person(1), person(2, **{field: mark})]))
    assert [said.partition("：")[2] for said in asked(found)] == ["写的是“同上”一类的记号，没有写内容"]


@pytest.mark.parametrize(
    "note",
    [
        "已调离",
        "2025年调出",
        "病故",
        "不再担任评委",
        "已辞职",
        "免去职务",
        "已故",
        "免职",
        "不在本单位",
        "聘期已满",
        "不同意入库",
        "已离疆",
        "已离浙",
        "工作调动",
        "候补",
        "借调省厅",
        "评审本单位时回避",
        "被投诉",
        "师德失范",
        "未签承诺书",
        "仅评中级",
        "待岗",
        "抽调驻村",
        "辞去评委",
        "长期病假",
        "岗位变动",
        "转行政岗",
        "已出库",
        "清退",
        "资格不符",
        "审核未通过",
        "公示有异议",
        "本人放弃",
        "落聘",
        "未续聘",
        "撤职",
        "被约谈",
        "失踪",
        "待核实",
        "临时",
        "拟退",
        "由他人接替",
        "期满",
        "注销",
        "取消",
        "停评",
        "否",
        "已不在岗",
        "非本单位人员",
        "已身故",
        "不再从事本专业",
        "提拔",
        "在国外",
        "年龄超限",
        "违规",
        "同一人",
        "本年度申报正高",
        "仅供参考",
        "违法，无处分",
    ],
)
def test_remarks_that_mean_leaving(note: str) -> None:
    with pytest.raises(Ambiguous, match="看不出还算不算评委"):
        remarks.leaving(note)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "未调离",
        "国务院特殊津贴",
        "在职",
        "2019年调入",
        "聘期未满",
        "同意入库",
        "无需回避",
        "已签承诺书",
        "无违纪",
        "未受处分",
        "未因违规受到处分",
        "从未被举报",
        "公示无异议",
        "未提出异议",
        "身体健康",
        "年龄适中",
        "转业军人",
        "后备人才",
        "机动车检测专业",
        "增补",
        "离开领导岗位",
        "试用期满合格",
    ],
)
def test_remarks_that_do_not(note: str) -> None:
    remarks.leaving(note)


OFFICES = [
    "局长",
    "行政领导",
    "县委书记",
    "住建局副局长",
    "参公人员",
    "党委书记",
    "院长",
    "总经理",
    "董事长",
    "校长",
    "党组成员",
    "发改委主任",
    "主任",
    "兼任行政职务",
    "县处级干部",
    "副处",
    "机关干部",
    "行政副职",
    "班子成员",
    "人大副主任",
]


@pytest.mark.parametrize("note", OFFICES)
def test_remarks_that_name_an_office(note: str) -> None:
    with pytest.raises(Ambiguous, match="看不出是不是行政机关领导"):
        remarks.in_office(note)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "行政机关领导",
        "非行政机关领导",
        "原局长",
        "总工程师",
        "学科组长",
        "领导小组成员",
        "主任医师",
        "专业委员会副主任委员",
        "专长：水工",
        "无行政职务",
        "未任行政职务",
        "副处方药师",
        "科主任",
    ],
)
def test_remarks_without_an_office(note: str) -> None:
    remarks.in_office(note)


@pytest.mark.parametrize(
    ("note", "refused"),
    [
        ("身份证：6531 0119 7501 0112 3X", True),
        ("653101-19750101-1230", True),
        ("证书编号 20190012345", False),
        ("6531011975130112 3X", False),
    ],
)
def test_identity_numbers_are_refused_also_mistyped(note: str, refused: bool) -> None:
    found = asked(read_roster("名册.xlsx", excel(名册=[HEAD, person(1, note)])))
    assert [said.partition("：")[2] for said in found] == (["像是写了身份证号"] if refused else [])
    assert not any("6531" in said for said in found)


def test_two_sheets_without_titles() -> None:
    """Of two committees, perhaps; with the same title, or names that say nothing, of one."""
    one, two = [HEAD, person(1)], [HEAD, person(2)]
    assert asked(read_roster("名册.xlsx", excel(建设=one, 水利=two))) == [
        "工作表“水利”：和另外 1 张工作表都是花名册，标题没有写评审委员会，看不出是不是同一个的"
    ]
    assert asked(read_roster("名册.xlsx", excel(Sheet1=one, Sheet2=two))) == []
    titled = ("喀什地区建设工程专业高级职称评审委员会推荐建筑工程专业评委花名册",)
    assert asked(read_roster("名册.xlsx", excel(建设=[titled, *one], 水利=[titled, *two]))) == []


@pytest.mark.parametrize(
    ("post", "said"),
    [
        ("城市规划", None),
        ("城市规划专业", None),
        ("城市规划、给水排水", "写了几个专业，分不清以哪一个为准：城市规划、给水排水"),
        ("城市规划/结构", "写了几个专业，分不清以哪一个为准：城市规划、结构"),
        ("城市规划兼给水排水", "写了几个专业，分不清以哪一个为准：城市规划、给水排水"),
    ],
)
def test_post_of_several_specialties(post: str, said: str | None) -> None:
    expert: Value = {"post": post}
    found = roster._place(expert, loaded().by_id["ks-engineering-construction"], None)
    assert (found[0] if found and "几个专业" in found[0] else None) == said


def test_roster_with_specialties_is_a_roster() -> None:
    """A sheet with 一级专业 and 二级专业 beside the columns of Annex 3 is no Annex 2."""
    rows = [
        (*HEAD, "系列", "一级专业", "二级专业"),
        (*person(1), "工程", "建筑工程", "城市规划"),
        ("填表人：李示例", "", "联系电话：0998-0000004"),
    ]
    found = read("名册.xlsx", excel(名册=rows))
    assert (found.kinds, found.experts, asked(found)) == ([("名册.xlsx", "附件3")], 1, [])


# --- directories ---------------------------------------------------------------------------------------------------------


def test_list_in_one_of_several_lines_is_asked() -> None:
    """Where the others hold one each, it may be one name; where each first level has one cell, it is a list; in quotes, it is one."""
    mixed = [*DIRECTORY[:2], ("", "", "水文、水资源")]
    assert asked(read("附件2.docx", word(mixed))) == [
        "第 1 个表格第 3 行：“水文、水资源”写在一行里，别的行一行一个，看不出是一个专业还是几个"
    ]
    quoted = read("附件2.docx", word([*DIRECTORY[:2], ("", "", "“水文、水资源”")]))
    assert (asked(quoted), quoted.record["reviews"][0]["catalog"]) == ([], {"水利工程": ["灌溉排水", "水文、水资源"]})
    listed = read("附件2.docx", word([DIRECTORY[0], ("工程", "水利工程", "灌溉排水、水资源管理"), ("", "电力工程", "输变电")]))
    assert (asked(listed), listed.record["reviews"][0]["catalog"]["水利工程"]) == ([], ["灌溉排水", "水资源管理"])


def test_first_level_without_second_is_asked() -> None:
    found = read("附件2.docx", word([*DIRECTORY, ("", "测绘", "")]))
    assert asked(found) == ["第 1 个表格第 5 行：一级目录“测绘”没有二级目录"]


CATALOG = {"水利工程": ["灌溉排水", "水资源管理"], "电力工程": ["输变电"]}
HIGH, LOW = ["intermediate", "associate-senior"], ["junior", "intermediate"]


@pytest.mark.parametrize(
    ("levels", "parts"),
    [
        ([("水利工程", HIGH), ("电力工程", LOW)], [(HIGH, {"水利工程": CATALOG["水利工程"]}), (LOW, {"电力工程": ["输变电"]})]),
        ([("水利", HIGH), ("电力专业", LOW)], [(HIGH, {"水利工程": CATALOG["水利工程"]}), (LOW, {"电力工程": ["输变电"]})]),
        (
            [("灌溉排水", HIGH), ("水资源管理、输变电", LOW)],
            [(HIGH, {"水利工程": ["灌溉排水"]}), (LOW, {"水利工程": ["水资源管理"], "电力工程": ["输变电"]})],
        ),
        ([("水利工程", HIGH)], None),
        ([("水利工程", HIGH), ("电力工程", LOW), ("测绘", LOW)], None),
        ([("水利工程", HIGH), ("水利", LOW), ("电力工程", LOW)], None),
    ],
)
def test_levels_of_each_specialty(levels: list[tuple[str, list[str]]], parts: list[tuple[list[str], Value]] | None) -> None:
    """Each specialty has one set; what is missing, unknown or said twice is asked about."""
    assert directory_cell.specialties_with_levels(CATALOG, levels) == parts


# --- what must not be dropped without a word ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["智能手机", "程控电话", "智能手机（硬件）", "运行时间", "劳动法律意见"])
def test_specialty_that_ends_like_a_signature(name: str) -> None:
    """Alone in its row, below a series and a first level that span it."""
    found = read("附件2.docx", word([*DIRECTORY[:2], ("", "", name)]))
    assert (asked(found), found.record["reviews"][0]["catalog"]) == ([], {"水利工程": ["灌溉排水", name]})


def test_rows_below_a_remark() -> None:
    """Numbered or long ones belong to it; a specialty does not, nor does what stands below the header repeated."""
    remark = [("注：", "", ""), ("1.本表一式三份", "", ""), ("请按行业主管部门明确的专业目录如实填写本表", "", "")]
    found = read("附件2.docx", word([*DIRECTORY, *remark, ("", "", "小水电")]))
    assert found.record["reviews"][0]["catalog"]["电力工程"] == ["输变电", "小水电"]
    again = read("附件2.docx", word([*DIRECTORY, *remark, DIRECTORY[0], ("工程", "电力工程", "小水电"), ("", "", "光伏")]))
    assert again.record["reviews"][0]["catalog"]["电力工程"] == ["输变电", "小水电", "光伏"]


def test_levels_in_a_column_that_differ_within_a_first_level() -> None:
    rows = [
        ("系列（专业）", "评审层级", "一级目录", "二级目录"),
        ("工程", "副高级", "水利工程", "灌溉排水"),
        ("", "中级", "", "水资源管理"),
    ]
    found = read("附件2.docx", word(rows))
    assert [(one["levels"], one["catalog"]) for one in found.record["reviews"]] == [
        (["associate-senior"], {"水利工程": ["灌溉排水"]}),
        (["intermediate"], {"水利工程": ["水资源管理"]}),
    ]


def test_three_levels_are_not_split_by_levels() -> None:
    assert directory_cell.specialties_with_levels({"水利": {"灌溉": ["喷灌"]}}, [("水利", HIGH)]) is None


def test_what_is_hidden_in_the_rest_of_a_table_is_asked() -> None:
    content = io.BytesIO(word(DIRECTORY[:2], DIRECTORY[2:]))
    made = docx.Document(content)
    for run in made.tables[1].rows[0].cells[2].paragraphs[0].runs:
        run.font.strike = True
    changed = io.BytesIO()
    made.save(changed)
    assert asked(read("附件2.docx", changed.getvalue())) == ["第 1 个表格有 1 行的字划掉了或者看不见（第 3 行），分不清算不算"]


@pytest.mark.parametrize("gap", ["", " ", "-", "(", "]["])
def test_identity_numbers_however_they_are_written(gap: str) -> None:
    """A number that could be one, with its last sign right; made here, so that it stands in no file."""
    digits = "653101" + "19750101" + "002"
    last = "10X98765432"[sum(int(one) * pow(2, 17 - at, 11) for at, one in enumerate(digits)) % 11]
    note = f"{digits[:6]}{gap}{digits[6:14]}{gap}{digits[14:]}{last}"
    assert [said.partition("：")[2] for said in asked(read_roster("名册.xlsx", excel(名册=[HEAD, person(1, note)])))] == [
        "像是写了身份证号"
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("墨玉、皮山、洛浦县", ["653222", "653223", "653224"]),
        ("喀什、和田、阿克苏地区", ["653100", "653200", "652900"]),
        ("和田、洛浦县", None),
        ("伊宁、霍城县", None),
    ],
)
def test_kind_of_an_area_written_once(text: str, codes: list[str] | None) -> None:
    """Carried back where it can mean one area only: 和田 is a 地区, a 市 and a 县."""
    places = record.tables(loaded()).places
    if codes is None:
        with pytest.raises(NotUnderstood, match="看不出是哪个地区"):
            areas.scope(text, places, None)
    else:
        assert areas.scope(text, places, None)["areas"] == codes
