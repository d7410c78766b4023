"""What stands in the cells of Annex 1 and 2, and what it means: series, levels, documents, days, telephones, areas, lists, boxes."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

import pytest
import yaml
from helpers import registries

from zhicheng.forms.reading import directory_cell, scoring
from zhicheng.forms.reading.cells import areas as area_cells
from zhicheng.forms.reading.cells import documents as document_cells
from zhicheng.forms.reading.cells import levels as level_cells
from zhicheng.forms.reading.cells import lists, office_phones, values
from zhicheng.forms.reading.cells.places import Places
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.series import series_table

REFERENCE = registries.SMALL / "registry/reference"
J, M, A, F = "junior", "intermediate", "associate-senior", "full-senior"


@cache
def places() -> Places:
    return Places(Areas(yaml.safe_load((REFERENCE / "areas.yaml").read_text(encoding="utf-8"))))


@cache
def names() -> dict[str, str]:
    table = series_table(yaml.safe_load((REFERENCE / "series.yaml").read_text(encoding="utf-8")))
    return level_cells.series_names({one.name: key for key, one in table.items()}, values.series_names(table))


@pytest.mark.parametrize(
    ("said", "authority", "levels"),
    [
        ("高、中、初级", "prefecture", (J, M, A)),  # for a prefecture 高级 can only be 副高级
        ("副高、中、初级", None, (J, M, A)),
        ("初、中、高级（副高、正高）", "region", (J, M, A, F)),
        ("初、中级", "county", (J, M)),
        ("初中级", "county", (J, M)),
        ("(含初级、中级、高级)", "prefecture", (J, M, A)),
        ("高级(含正高级)评委会", "region", (A, F)),
        ("正高组 / 副高组", "region", (A, F)),
        ("正高级、高级", "region", (A, F)),  # beside 正高级 it can only be 副高级
        ("高级（仅副高）", "region", (A,)),
        ("副高级及以下", "prefecture", (J, M, A)),
        ("副高级及其以下", "prefecture", (J, M, A)),
        ("初级职称、中级职称、副高级职称评审", None, (J, M, A)),
        ("☑初级 ☑中级 ☐副高级 ☐正高级", None, (J, M)),
        ("初级至副高级", None, (J, M, A)),
        ("中级—正高级", None, (M, A, F)),
        ("初级到高级", "prefecture", (J, M, A)),
        ("全部层级", None, (J, M, A, F)),
        ("副高级（不含正高级）、中级", None, (M, A)),
        ("中级、副高级（不含正高）", None, (M, A)),
        ("高级（正高级除外）", "region", (A,)),
        ("高级（不含副高级）", "region", (F,)),
        ("副高级及以下（不评初级）", None, (M, A)),
        ("副高级以下（不含副高级）", None, (J, M)),
        ("中级及以上，不含正高级", None, (M, A)),
        (" 中 级 ", None, (M,)),
    ],
)
def test_levels(said: str, authority: str | None, levels: tuple[str, ...]) -> None:
    assert level_cells.levels(said, authority) == levels


OWN = {"technician": "员级", J: "初级", M: "中级", A: "副高级", F: "正高级", "chief": "首席级"}
T, C = "technician", "chief"


@pytest.mark.parametrize(
    ("said", "levels"),
    [
        ("员级", (T,)),  # its own, not 初级 as elsewhere
        ("员级、初级", (T, J)),
        ("员级，助理级", (T, J)),
        ("员级至中级", (T, J, M)),
        ("初级至副高级", (J, M, A)),
        ("初级至正高级", (J, M, A, F)),
        ("中级及以下", (T, J, M)),
        ("研究员级", (F,)),
        ("正高级、首席级", (F, C)),
        ("中级至首席级", (M, A, F, C)),
        ("全部层级", (T, J, M, A, F, C)),
        ("☑员级 ☐初级", (T,)),
    ],
)
def test_levels_that_a_registry_adds(said: str, levels: tuple[str, ...]) -> None:
    assert level_cells.levels(said, None, OWN) == levels


def test_levels_that_a_registry_adds_are_named_where_one_is_not_understood() -> None:
    with pytest.raises(NotUnderstood) as found:
        level_cells.levels("特级", None, OWN)
    assert found.value.hint == "请写“员级”“初级”“中级”“副高级”“正高级”“首席级”，几个之间用顿号隔开。"


@pytest.mark.parametrize(
    ("said", "authority", "fault", "message"),
    [
        ("高级", "region", Ambiguous, "“高级”里只写了“高级”，分不清是副高级、正高级，还是都有"),
        ("高、中级", "central", Ambiguous, "“高、中级”里只写了“高级”，分不清是副高级、正高级，还是都有"),
        ("高、中级", None, Ambiguous, "“高、中级”里只写了“高级”，分不清是副高级、正高级，还是都有"),
        ("副高级、中级（不含中级）", None, Ambiguous, "“副高级、中级(不含中级)”里同一个层级又评又不评"),
        ("副高级（不含副高级）", None, Ambiguous, "“副高级(不含副高级)”里同一个层级又评又不评"),
        ("副高级（暂不评正高级）", None, NotUnderstood, "“副高级(暂不评正高级)”里有看不懂的层级"),
        ("副高级（不含正高级，2027年起评）", None, NotUnderstood, "“副高级(不含正高级，2027年起评)”里有看不懂的层级"),
        ("特级", None, NotUnderstood, "“特级”里有看不懂的层级"),
        ("☐初级 ☐中级", None, NotUnderstood, "没有打勾"),
        ("、", None, NotUnderstood, "没有填写"),
    ],
)
def test_levels_that_are_asked_for(said: str, authority: str | None, fault: type[ValueFault], message: str) -> None:
    with pytest.raises(fault) as found:
        level_cells.levels(said, authority)
    assert found.value.message == message


@pytest.mark.parametrize(
    ("said", "identifier"),
    [
        ("工程系列", "engineering"),
        ("工程技术人员", "engineering"),
        ("工程系列（建筑工程专业）", "engineering"),
        ("卫生系列", "health"),
        ("高校教师系列", "higher-education-teacher"),
        ("科研系列", "natural-science-research"),
        ("社科系列", "social-science-research"),
        ("图书资料系列", "library"),
        ("中小学教师", "school-teacher"),
    ],
)
def test_series(said: str, identifier: str) -> None:
    assert level_cells.series(said, names()) == identifier


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        ("工成系列", "“工成系列”不是职称系列的名称", "是不是“工程系列”？请照国家公布的 27 个系列填写，如“工程技术人员”。"),
        ("政工系列", "“政工系列”不是职称系列的名称", None),
    ],
)
def test_unknown_series(said: str, message: str, hint: str | None) -> None:
    with pytest.raises(NotUnderstood) as found:
        level_cells.series(said, names())
    assert found.value.message == message
    assert hint is None or found.value.hint == hint


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2019 年 6 月 3 日", "2019-06-03"),
        ("2019年07月09日", "2019-07-09"),
        ("2002.9.17", "2002-09-17"),
        ("二〇一〇年三月二十九日", "2010-03-29"),
        ("二O一七年九月五日", "2017-09-05"),
        ("2018年3月", "2018-03"),
        ("2018-03", "2018-03"),
        ("20180312", "2018-03-12"),
        ("2018-03-12 00:00:00", "2018-03-12"),
        ("2018/3/12 0:00", "2018-03-12"),
        ("2018年", "2018"),
        ("2018", "2018"),
        ("2018/2/28", "2018-02-28"),
    ],
)
def test_days(said: str, day: str) -> None:
    assert document_cells.day(said) == day


@pytest.mark.parametrize(("stored", "day"), [(1900, "1900"), (2020, "2020"), (2021, "2021"), (2021.0, "2021"), (2099, "2099")])
def test_years_that_a_spreadsheet_stores_as_numbers(stored: float, day: str) -> None:
    assert document_cells.day(stored) == day


@pytest.mark.parametrize("stored", [date(2018, 3, 12), datetime(2018, 3, 12), datetime(2018, 3, 12, 9, 30)])
def test_days_that_a_spreadsheet_stores(stored: date) -> None:
    """The time of day is no part of a day."""
    assert document_cells.day(stored) == "2018-03-12"


def test_a_day_of_eight_digits_that_a_spreadsheet_stores() -> None:
    assert document_cells.day(20180312) == document_cells.day(20180312.0) == "2018-03-12"


@pytest.mark.parametrize("stored", [1899, 2100, 2021.5, 44197])
def test_other_numbers_are_no_days(stored: float) -> None:
    """44197 may be a day as Excel counts them, 1 January 2021, or anything else."""
    with pytest.raises(Ambiguous) as found:
        document_cells.day(stored)
    assert found.value.message == "单元格里存的是数字，分不清是哪一天"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("2018/2/29", "“2018/2/29”不是一个有的日子"),
        ("2018年13月", "“2018年13月”不是一个有的日子"),
        ("第三季度", "“第三季度”看不出是哪一天"),
        ("18.3.12", "“18.3.12”看不出是哪一天"),
    ],
)
def test_days_that_are_none(said: str, message: str) -> None:
    with pytest.raises(NotUnderstood) as found:
        document_cells.day(said)
    assert found.value.message == message


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("0991-3689900、3689899（电话兼传真）", ["0991-3689900", "0991-3689899（电话兼传真）"]),
        ("0991-0000001,0000002", ["0991-0000001", "0991-0000002"]),
        ("020-00000001或020-00000002转506", ["020-00000001", "020-00000002转506"]),
        ("0000001 (窗口)", ["0000001（窗口）"]),
        ("0755-0000 0001", ["0755-00000001"]),
        ("电话：0998－0000001；传真：0998-0000002", ["0998-0000001", "0998-0000002（传真）"]),
        ("办公室：0998-0000001  传真：0998-0000002", ["0998-0000001", "0998-0000002（传真）"]),
        ("0998-0000001 传真0998-0000002", ["0998-0000001", "0998-0000002（传真）"]),
        ("电话/传真：0998-0000001", ["0998-0000001（电话兼传真）"]),
    ],
)
def test_office_phones(said: str, numbers: list[str]) -> None:
    assert office_phones.office_phones(said) == numbers


@pytest.mark.parametrize(
    ("said", "documents"),
    [
        ("《甲办法》（新人社发[2012]230号）", [{"title": "甲办法", "document": "新人社发〔2012〕230号"}]),
        ("甲办法（职改字[1988]10号）", [{"title": "甲办法", "document": "职改字〔1988〕10号"}]),
        ("《乙条件》", [{"title": "乙条件"}]),
        (
            "《甲》（甲发〔2012〕1号）、《乙》（乙发〔2013〕2号）",
            [{"title": "甲", "document": "甲发〔2012〕1号"}, {"title": "乙", "document": "乙发〔2013〕2号"}],
        ),
        ("1. 《关于印发《甲》和《乙》的通知》\n2. 《丙》", [{"title": "关于印发《甲》和《乙》的通知"}, {"title": "丙"}]),
        ("《戊》（试行）（新人社发〔2018〕45号）", [{"title": "戊（试行）", "document": "新人社发〔2018〕45号"}]),
        ("《己》（2018年修订）", [{"title": "己（2018年修订）"}]),
        ("《甲》（甲发〔2012〕1号）《乙》", [{"title": "甲", "document": "甲发〔2012〕1号"}, {"title": "乙"}]),
        ("《甲》【甲发〔2012〕1号】", [{"title": "甲", "document": "甲发〔2012〕1号"}]),
        ("《甲》[甲发〔2012〕1号]", [{"title": "甲", "document": "甲发〔2012〕1号"}]),
        ("《甲》[试行]（甲发〔2012〕1号）", [{"title": "甲[试行]", "document": "甲发〔2012〕1号"}]),
        ("《甲》：甲发〔2012〕1号", [{"title": "甲", "document": "甲发〔2012〕1号"}]),
        ("《甲》——人社部令 第 40 号", [{"title": "甲", "document": "人社部令第40号"}]),
        ("《甲》（人社部令 第 40 号）", [{"title": "甲", "document": "人社部令第40号"}]),
        ("1.“甲乙办法”（甲发〔2012〕1号）", [{"title": "甲乙办法", "document": "甲发〔2012〕1号"}]),
        ("“十四五”规划（甲发〔2012〕1号）", [{"title": "“十四五”规划", "document": "甲发〔2012〕1号"}]),
        ("关于印发《甲》和《乙》的通知（甲发〔2012〕1号）", [{"title": "关于印发《甲》和《乙》的通知", "document": "甲发〔2012〕1号"}]),
        ("转发《甲》、《乙》", [{"title": "转发《甲》"}, {"title": "乙"}]),
        ("《甲》、关于印发《乙》的通知", [{"title": "甲"}, {"title": "关于印发《乙》的通知"}]),
        ("《丁》（人社部发〔201916号）", [{"title": "丁", "document": "人社部发〔2019〕16号"}]),
    ],
)
def test_basis(said: str, documents: list[dict[str, str]]) -> None:
    assert document_cells.basis(said) == documents


@pytest.mark.parametrize(
    ("said", "own", "scope"),
    [
        ("喀什地区", None, {"areas": ["653100"]}),
        ("昌吉州", None, {"areas": ["652300"]}),
        ("全地区", "653100", {"areas": ["653100"]}),
        ("全区", "650000", {"areas": ["650000"]}),
        ("全区", "650109", {"areas": ["650109"]}),  # of a district
        ("和田市、和田县及墨玉县", None, {"areas": ["653201", "653221", "653222"]}),
        ("吐鲁番地区", None, {"areas": ["650400"]}),  # a former name
        ("自治区（仅限本校教职工）", None, {"areas": ["650000"], "open_to": "unit"}),
        ("喀什地区\n受理对象：面向社会\n说明：中级由县市评审", None, {"areas": ["653100"], "open_to": "public", "note": "中级由县市评审"}),
    ],
)
def test_scopes(said: str, own: str | None, scope: dict[str, Any]) -> None:
    assert area_cells.scope(said, places(), own) == scope


@pytest.mark.parametrize(
    ("said", "fault", "message"),
    [
        ("乌有县", NotUnderstood, "“乌有县”不是已知的地区"),
        ("喀什地区、乌有县", NotUnderstood, "“乌有县”不是已知的地区"),
        ("莎车县、叶城县除外", Ambiguous, "写了“除外”一类的话，看不出受理哪些地方"),
        ("", NotUnderstood, "没有填写"),
        ("东山区", Ambiguous, "“东山区”是原来的名称，现在分属水磨沟区、米东区"),
    ],
)
def test_scopes_that_are_asked_for(said: str, fault: type[ValueFault], message: str) -> None:
    with pytest.raises(fault) as found:
        area_cells.scope(said, places(), None)
    assert found.value.message == message


def test_a_cell_of_areas_has_no_more_than_500_pieces() -> None:
    assert area_cells.scope("、".join(["喀什市", "莎车县"] * 250), places(), None) == {"areas": ["653101", "653125"]}
    with pytest.raises(NotUnderstood) as found:
        area_cells.scope("、".join(["喀什市"] * 501), places(), None)
    assert found.value.message == "写了 501 项，太多了"


@pytest.mark.parametrize(
    ("organiser", "areas", "found"),
    [
        ("昌吉回族自治州人力资源和社会保障局", ["652300"], ("prefecture", "652300")),
        ("自治区住房和城乡建设厅", ["650000"], ("region", "650000")),
        ("乌鲁木齐市米东区教育局", ["650109"], ("county", "650109")),
        ("第八师石河子市人力资源和社会保障局", ["659001"], None),  # of a division of the Bingtuan
        ("新疆维吾尔自治区气象局", ["650000"], None),  # under the centre
        ("昌吉回族自治州人力资源和社会保障局", ["652700"], None),  # reaches where it has no say
        ("乌鲁木齐市某有限公司", ["650100"], None),  # may be of any level
        ("中国科学院新疆某研究所", ["650000"], None),
        ("示例大学", ["650000"], None),
    ],
)
def test_level_and_area_of_a_unit(organiser: str, areas: list[str], found: tuple[str, str] | None) -> None:
    assert area_cells.inferred(organiser, areas, places()) == found


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("个人申报→单位推荐 → 公示", ["个人申报", "单位推荐", "公示"]),
        ("个人申报-->单位推荐——>公示", ["个人申报", "单位推荐", "公示"]),
        ("1. 个人申报\n2. 单位推荐（含、公示）", ["个人申报", "单位推荐（含、公示）"]),
        ("①个人申报②单位推荐③公示", ["个人申报", "单位推荐", "公示"]),
        ("个人申报；单位推荐、公示；评审。", ["个人申报", "单位推荐、公示", "评审"]),
        ("个人申报、单位推荐", ["个人申报", "单位推荐"]),
        ("一、个人申报\n二、单位推荐", ["个人申报", "单位推荐"]),
        ("第一步：个人申报 第二步：单位推荐", ["个人申报", "单位推荐"]),
    ],
)
def test_steps(said: str, steps: list[str]) -> None:
    assert lists.steps(said) == steps


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("☑ 是　☐ 否", (True, "")),
        ("☐ 是　☑ 否", (False, "")),
        ("是（√）否（ ）", (True, "")),
        ("是（ ）否（√）", (False, "")),
        ("□是 ☑否", (False, "")),
        ("是☐ 否☑", (False, "")),
        ("√是 ×否", (True, "")),
        ("是，副高级参加", (True, "副高级参加")),
        ("否", (False, "")),
    ],
)
def test_choices(said: str, found: tuple[bool, str]) -> None:
    assert lists.choice(said, "是", "否") == found


@pytest.mark.parametrize(
    ("said", "fault", "message"),
    [
        ("☑是 ☑否", Ambiguous, "两个都打了勾，分不清是哪一个"),
        ("☐是 ☐否", NotUnderstood, "没有打勾"),
        ("另行通知", NotUnderstood, "看不出选的是哪一个"),
        ("是/否", NotUnderstood, "没有选"),
        ("不一定", NotUnderstood, "看不出选的是哪一个"),
        ("是非题", NotUnderstood, "看不出选的是哪一个"),
    ],
)
def test_choices_that_are_asked_for(said: str, fault: type[ValueFault], message: str) -> None:
    with pytest.raises(fault) as found:
        lists.choice(said, "是", "否")
    assert found.value.message == message


@pytest.mark.parametrize(
    ("said", "catalog", "loose"),
    [
        ("建筑工程：城市规划、建筑勘察设计\n市政工程：给水排水", {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水"]}, []),
        (
            "建筑工程（城市规划、建筑勘察设计）、市政工程（给水排水）",
            {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水"]},
            [],
        ),
        ("建筑工程：\n1. 城市规划\n2. 建筑勘察设计", {"建筑工程": ["城市规划", "建筑勘察设计"]}, []),
        ("建筑工程\n1. 城市规划\n市政工程\n1. 给水排水", {"建筑工程": ["城市规划"], "市政工程": ["给水排水"]}, []),
        (
            "一、建筑工程\n1.城市规划\n2.采、选、冶\n二、市政工程\n1.给水排水",
            {"建筑工程": ["城市规划", "采、选、冶"], "市政工程": ["给水排水"]},
            [],
        ),
        ("1.建筑工程\n①城市规划\n2.市政工程\n①给水排水", {"建筑工程": ["城市规划"], "市政工程": ["给水排水"]}, []),
        ("1.建筑工程\n1.1城市规划\n2.市政工程\n2.1给水排水", {"建筑工程": ["城市规划"], "市政工程": ["给水排水"]}, []),
        (
            "一、建筑工程\n城市规划、建筑勘察设计\n二、市政工程\n给水排水",
            {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水"]},
            [],
        ),
        ("一、建筑工程\n1.城市规划\n二、市政工程", {}, ["建筑工程", "城市规划", "市政工程"]),
        ("一、城市规划\n二、给水排水", {}, ["城市规划", "给水排水"]),
        ("①建筑工程：城市规划②市政工程：给水排水", {"建筑工程": ["城市规划"], "市政工程": ["给水排水"]}, []),
        ("（一）建筑工程：城市规划。（二）市政工程：给水排水。", {"建筑工程": ["城市规划"], "市政工程": ["给水排水"]}, []),
        ("建筑工程：①城市规划②建筑勘察设计", {"建筑工程": ["城市规划", "建筑勘察设计"]}, []),
        (
            "一级专业：建筑工程；二级专业：城市规划\n一级专业：市政工程\n二级专业：给水排水",
            {"建筑工程": ["城市规划"], "市政工程": ["给水排水"]},
            [],
        ),
        ("一级专业：建筑工程、市政工程；二级专业：给水排水", {"一级专业": ["建筑工程", "市政工程"], "二级专业": ["给水排水"]}, []),
        ("城市规划、建筑勘察设计等", {}, ["城市规划", "建筑勘察设计等"]),
        ("详见附件 2", {}, []),
        ("……", {}, []),
    ],
)
def test_directory_in_one_cell(said: str, catalog: dict[str, list[str]], loose: list[str]) -> None:
    assert directory_cell.of_cell(said) == (catalog, loose)


def grid(*rows: list[str]) -> Grid:
    return Grid(
        "第 1 个表格", [[Box([text] if text else [], at, column) for column, text in enumerate(row, 1)] for at, row in enumerate(rows, 1)]
    )


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("博士：15\n硕士：13", {"steps": [{"when": "博士", "points": 15}, {"when": "硕士", "points": 13}]}),
        ("博士15分；硕士13分", {"steps": [{"when": "博士", "points": 15}, {"when": "硕士", "points": 13}]}),
        ("优秀10分、合格6.5分", {"steps": [{"when": "优秀", "points": 10}, {"when": "合格", "points": 6.5}]}),
        ("10 年以上：15", {"steps": [{"when": "10 年以上", "points": 15}]}),
        ("8–20 分", {"note": "8–20 分"}),
        ("每满一年计1分", {"note": "每满一年计1分"}),
        ("按次数计", {"note": "按次数计"}),
        ("主持5分，最高20分", {"note": "主持5分，最高20分"}),
        ("国家级每项10分，省级每项5分", {"note": "国家级每项10分，省级每项5分"}),
        ("博士(15)硕士(10)", {"note": "博士(15)硕士(10)"}),
        ("A:10 B:5", {"note": "A:10 B:5"}),
    ],
)
def test_steps_of_a_scoring_table(steps: str, found: dict[str, Any]) -> None:
    (table,) = scoring.read(
        grid(["项目", "内容", "满分", "赋分标准"], ["学历", "最高学历", "15", steps], ["合计", "", "15", ""]), ["赋分表"]
    )
    assert (table.faults, table.value["total"]) == ([], 15)
    assert table.value["items"] == [{"dimension": "学历", "item": "最高学历", "points": 15, **found}]


def test_a_total_that_nobody_wrote_is_said() -> None:
    (table,) = scoring.read(grid(["项目", "内容", "满分"], ["学历", "学历", "40"], ["加分项", "下乡", "3（加分）"]), [])
    assert (table.value["total"], table.guessed_total) == (40, True)
    assert table.value["items"][1] == {"dimension": "加分项", "item": "下乡", "points": 3, "bonus": True}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("《甲办法》新人社发〔2012〕230号、231号", True),
        ("中办发〔2016〕77号、新人社发〔2019〕12号文件", True),
        ("《甲办法》（新人社发〔2012〕230号）", False),
        ("职称评审管理暂行规定（人社部令第40号）", False),
    ],
)
def test_second_number_of_a_document_is_asked_about(said: str, asked: bool) -> None:
    if asked:
        with pytest.raises(Ambiguous, match="里还有一个文号"):
            document_cells.basis(said)
    else:
        assert len(document_cells.basis(said)) == 1


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("《乙办法》（同上）", "同上"),
        ("《甲办法》（已废止）", "已废止"),
        ("《甲办法》，停止执行", "停止执行"),
        ("《甲办法》（试行）", None),
        ("《关于废止部分文件的通知》", None),
    ],
)
def test_a_remark_behind_a_title_is_asked_about(said: str, remark: str | None) -> None:
    """It is no part of the title, and may mean that the document is none any more."""
    if remark is None:
        assert len(document_cells.basis(said)) == 1
    else:
        with pytest.raises(Ambiguous, match=f"后面写着“{remark}”，看不出是不是仍然依据这个文件"):
            document_cells.basis(said)


@pytest.mark.parametrize(
    "said",
    [
        "1. 甲办法（某人社〔2020〕1号）\n（以上文件附后）",
        "1. 甲办法（某人社〔2020〕1号）\n原文附后",
        "1. 甲办\n法（某人社〔2020〕1号）",
        "甲办法（某人社〔2020〕1号）\n见附件",
    ],
)
def test_a_line_that_only_says_what_is_attached_is_no_document(said: str) -> None:
    assert document_cells.basis(said) == [{"title": "甲办法", "document": "某人社〔2020〕1号"}]


@pytest.mark.parametrize(
    "said",
    [
        "甲办法（试行）（某人社〔2020〕1号）",
        "甲办法（某人社〔2020〕1号）（试行）",
        "某人社〔2020〕1号 甲办法（试行）",
    ],
)
def test_brackets_in_a_title_without_its_marks(said: str) -> None:
    assert document_cells.basis(said) == [{"title": "甲办法（试行）", "document": "某人社〔2020〕1号"}]
