"""Cells with several answers: ticked boxes, numbered items, the pool of experts, series with levels, people with telephones.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

from functools import cache

import pytest
from helpers import registries

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.intake import record
from zhicheng.forms.reading import annex1, contacts
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.cells import answers, lists
from zhicheng.forms.reading.cells.series_levels import SeriesLevels
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.forms.reading.result import ReferenceTables
from zhicheng.registry import registry

J, M, A = "junior", "intermediate", "associate-senior"


@cache
def tables() -> ReferenceTables:
    return record.tables(registry.load(registries.SMALL))


def filled(cells: dict[str, str]) -> Filled:
    return Filled({name: FilledField(text, annex1.label(name), None) for name, text in cells.items()})


# --- boxes and numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("中级☑副高级☐", "中级"),
        ("中级☐副高级☑正高级☐", "副高级"),
        ("☑中级 ☐副高级", "中级"),
        ("☐中级☑副高级", "副高级"),
        ("☐中级\n☑副高级。\n☑正高级", "副高级、正高级"),
        ("甲☑乙☑", "甲、乙"),
        ("[√]中级 [ ]副高级", "中级"),
        ("中级（√）、副高级（ ）", "中级"),
        ("［√］中级［ ］副高级", "中级"),
        ("没有方框", "没有方框"),
    ],
)
def test_ticked_items(said: str, chosen: str) -> None:
    """Boxes before the items or behind them."""
    assert lists.chosen(said) == chosen


def test_no_box_is_ticked() -> None:
    with pytest.raises(NotUnderstood, match="没有打勾"):
        lists.chosen("☐甲☐乙")


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("1. 甲 2. 乙 3. 丙", ["甲", "乙", "丙"]),
        ("1. 甲 3. 乙", ["甲3. 乙"]),
        ("1. 甲（见 5. 款） 2. 乙", ["甲（见5. 款）", "乙"]),
        ("①甲②乙", ["甲", "乙"]),
        ("⑩甲⑪乙", ["甲", "乙"]),
        ("（1）甲 （2）乙", ["甲", "乙"]),
        ("（九）甲（十）乙（十一）丙", ["甲", "乙", "丙"]),
        ("第一步：甲 第二步：乙", ["甲", "乙"]),
        ("九、甲 十、乙 十一、丙 十二、丁", ["甲", "乙", "丙", "丁"]),
        ("十九、甲；二十、乙；二十一、丙", ["甲", "乙", "丙"]),
        ("一、材料统一二、乙", ["材料统一", "乙"]),
        ("一、甲 三、乙", ["甲三、乙"]),
        ("甲 1. 乙", ["甲 1. 乙"]),
    ],
)
def test_numbered_items_of_a_line(line: str, pieces: list[str]) -> None:
    """What does not count on is no number of the list: it stays in the text."""
    assert lists.pieces(line) == pieces


TWELVE = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


@pytest.mark.parametrize("space", ["", " ", "\u3000"])
def test_more_than_ten_steps_in_one_line(space: str) -> None:
    assert lists.steps(space.join(f"{number}、步骤甲；" for number in TWELVE)) == ["步骤甲"] * 12


@pytest.mark.parametrize(("said", "numbered"), [("1. 甲", True), ("十一、甲", True), ("（三）甲", True), ("甲 1.", False)])
def test_numbered(said: str, numbered: bool) -> None:
    assert lists.numbered(said) is numbered


# --- name and unit, pool of experts --------------------------------------------------------------------------------------

NAME, UNIT = "喀什地区工程系列职称评审委员会", "喀什地区示例局"


@pytest.mark.parametrize(
    ("said", "own", "found"),
    [
        (f"{NAME}\n{UNIT}", "", (NAME, UNIT)),
        (f"{UNIT}\n{NAME}", "", (NAME, UNIT)),
        (f"{NAME}\n组建单位：{UNIT}", "", (NAME, UNIT)),
        (f"评审委员会名称：{NAME}\n单位名称：{UNIT}", "", (NAME, UNIT)),
        (f"{NAME}（{UNIT}）", "", (NAME, UNIT)),
        (f"{NAME}\n（{UNIT}）", "", (NAME, UNIT)),
        (f"{NAME}（副高级）", "", (f"{NAME}（副高级）", "")),
        (f"{NAME}（{UNIT}）", "另一个局", (f"{NAME}（{UNIT}）", "另一个局")),
        (f"{NAME}\n{UNIT}", "另一个局", (NAME, "另一个局")),
        ("喀什地区工程系列\n职称评审委员会", UNIT, (NAME, UNIT)),
        ("喀什地区工程系列职称评审\n委员会", UNIT, (NAME, UNIT)),
        ("喀什地区工程系列\n专业\n职称评审委员会", UNIT, ("喀什地区工程系列", UNIT)),
        (f"喀什地区工程系列\n高级\n职称评审委员会\n{UNIT}", "", ("喀什地区工程系列高级职称评审委员会", UNIT)),
        (f"{UNIT}\n{NAME}\n另一个", "", (NAME, UNIT)),
        (f"1.{NAME}\n2.{UNIT}", "", (NAME, UNIT)),
        (f"{NAME}\n（单位名称：{UNIT}）", "", (NAME, UNIT)),
        (f"{NAME}（单位名称）{UNIT}", "", (NAME, UNIT)),
        (f"{NAME}\n{UNIT}（单位）", "", (NAME, f"{UNIT}（单位）")),
        (f"《{NAME}》\n{UNIT}", "", (NAME, UNIT)),
        (f"喀什地区 工程系列 职称评审委员会\n{UNIT}", "", (NAME, UNIT)),
        (f"ABC 公司工程系列评审委员会\n{UNIT}", "", ("ABC 公司工程系列评审委员会", UNIT)),
        (UNIT, "", (UNIT, "")),
    ],
)
def test_name_and_unit(said: str, own: str, found: tuple[str, str]) -> None:
    assert answers.name_and_unit(*answers.name_lines(said), own) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("示例市示例路8号水利局\n邮编：848000", "示例市示例路8号水利局（邮编：848000）"),
        ("示例市示例路8号，邮政编码 848000", "示例市示例路8号（邮编：848000）"),
        ("示例市示例路8号（邮编：848000）", "示例市示例路8号（邮编：848000）"),
        ("示例市示例路\n8号水利局", "示例市示例路8号水利局"),
        ("示例市示例路8号（848000）", "示例市示例路8号（848000）"),
    ],
)
def test_a_postcode_behind_an_address(said: str, found: str) -> None:
    assert answers.address(said) == found


@pytest.mark.parametrize(
    ("said", "source", "draw", "found"),
    [
        ("有", "", "", {"exists": True}),
        ("无", "", "", {"exists": False}),
        ("1.有无专家库：有", "", "", {"exists": True}),
        ("有\n会议专家来源：库内\n抽取方式：随机抽取", "", "", {"exists": True, "source": "库内", "draw": "随机抽取"}),
        ("有", "库内", "抽签", {"exists": True, "source": "库内", "draw": "抽签"}),
        ("有\n会议专家来源：库内\n抽取方式：随机抽取", "另一", "抽签", {"exists": True, "source": "库内", "draw": "随机抽取"}),
        ("有，从库里随机抽取", "", "", {"exists": True, "draw": "从库里随机抽取"}),
        ("有，由各单位推荐", "", "", {"exists": True, "source": "由各单位推荐"}),
        ("有。由厅里推荐；会前随机抽取。", "", "", {"exists": True, "source": "由厅里推荐", "draw": "会前随机抽取"}),
        ("有。会议专家来自厅专家库，会前随机抽取。", "", "", {"exists": True, "source": "厅专家库", "draw": "会前随机抽取"}),
        ("有，专家来自抽取，会前随机", "", "", {"exists": True, "draw": "专家来自抽取，会前随机"}),
        ("有\n由厅建库\n抽取方式：随机", "", "", {"exists": True, "source": "由厅建库", "draw": "随机"}),
        ("有，会议专家来源于甲库，抽取方式为会前随机抽取", "", "", {"exists": True, "source": "甲库", "draw": "会前随机抽取"}),
        ("有，抽取方式：随机；来源为甲库", "", "", {"exists": True, "source": "甲库", "draw": "随机"}),
        ("有，甲库里的抽取方式为随机", "", "", {"exists": True, "draw": "甲库里的抽取方式为随机"}),
        ("有——会议专家来源：甲库", "", "", {"exists": True, "source": "甲库"}),
        ("有，共120人。专家来源：甲库；抽取方式：随机", "", "", {"exists": True, "source": "甲库", "draw": "随机"}),
        ("有（现有专家120余名），由厅里推荐", "", "", {"exists": True, "source": "由厅里推荐"}),
        ("有，25人以上的库", "", "", {"exists": True, "source": "25人以上的库"}),
        ("有，另建", "库内", "", {"exists": True, "source": "另建；库内"}),
        ("有，另建", "", "抽签", {"exists": True, "source": "另建", "draw": "抽签"}),
        ("有", "＿＿＿", "……", {"exists": True}),
    ],
)
def test_pool_of_experts(said: str, source: str, draw: str, found: Value) -> None:
    """What stands in the cell counts before the cells beside it."""
    assert answers.expert_pool(said, source, draw) == found


# --- series and levels ---------------------------------------------------------------------------------------------------


def of(series: str, *levels: str) -> Value:
    return {"series": series, "levels": [*levels]}


@pytest.mark.parametrize(
    ("cells", "reviews"),
    [
        ({"series_levels": "工程系列：中级、副高级\n会计系列：中级"}, [of("engineering", M, A), of("accounting", M)]),
        ({"series_levels": "（1）工程系列：中级\n（2）会计系列：副高级"}, [of("engineering", M), of("accounting", A)]),
        ({"series_levels": "工程技术人员（中级、副高级）"}, [of("engineering", M, A)]),
        ({"series_levels": "工程系列初级"}, [of("engineering", J)]),
        ({"series_levels": "工程系列", "levels": "中级"}, [of("engineering", M)]),
        ({"series": "工程系列、会计系列", "levels": "中级"}, [of("engineering", M), of("accounting", M)]),
        ({"series": "1. 工程系列\n2. 会计系列", "levels": "1. 中级\n2. 副高级"}, [of("engineering", M), of("accounting", A)]),
        ({"series": "工程系列、会计系列", "levels": "会计：副高级；工程：中级"}, [of("engineering", M), of("accounting", A)]),
        ({"series": "☑工程系列 ☐会计系列", "levels": "☐初级 ☑中级"}, [of("engineering", M)]),
        ({"series": "工程系列", "levels": "中级\n初级"}, [of("engineering", J, M)]),
        ({"series": "工程系列", "levels": "中级；初级"}, [of("engineering", J, M)]),
        ({"series": "工程系列、会计系列", "levels": "中级、初级"}, [of("engineering", J, M), of("accounting", J, M)]),
        ({"series": "工程系列中级", "levels": "初级、中级"}, [of("engineering", J, M)]),
        ({"series": "工程系列中级、会计系列副高级", "levels": "中级\n副高级"}, [of("engineering", M), of("accounting", A)]),
        ({"series": "工程系列、" * 40 + "会计系列", "levels": "中级"}, [*[of("engineering", M)] * 40, of("accounting", M)]),
    ],
)
def test_series_with_levels(cells: dict[str, str], reviews: list[Value]) -> None:
    reader = SeriesLevels(filled(cells), tables().names, None)
    assert (reader.read(), reader.faults, reader.of_specialties) == (reviews, [], [])


@pytest.mark.parametrize(
    ("levels", "of_specialties"),
    [
        ("水利工程：副高级；电力工程：中级", [("水利工程", [A]), ("电力工程", [M])]),
        ("水利工程：副高级\n电力工程：中级", [("水利工程", [A]), ("电力工程", [M])]),
        ("工程：副高级\n电力工程：中级", [("电力工程", [M])]),
        ("水利工程：中级\n电力工程：中级", []),
        ("中级\n初级", []),
    ],
)
def test_levels_of_specialties(levels: str, of_specialties: list[tuple[str, list[str]]]) -> None:
    reader = SeriesLevels(filled({"series": "工程系列", "levels": levels}), tables().names, None)
    assert len(reader.read()) == 1
    assert (reader.of_specialties, reader.faults) == (of_specialties, [])


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"series_levels": "工程系列：中级\n会计系列：特级"}, [("F003", "“评审系列专业及评审层级”：“特级”里有看不懂的层级")]),
        ({"series": "", "levels": "中级"}, [("F003", "“评审系列”：没有填写")]),
        ({"series": "工程系列", "levels": "＿＿"}, [("F003", "“评审层级”：没有填写")]),
        ({"levels": "中级"}, [("F002", "没有找到“评审系列”这一格")]),
        ({"series": "工程系列"}, [("F002", "没有找到“评审层级”这一格")]),
        ({"series": "工程系列", "levels": "特级"}, [("F003", "“评审层级”：“特级”里有看不懂的层级")]),
        ({"series": "☐工程系列 ☐会计系列", "levels": "中级"}, [("F003", "“评审系列”：没有打勾")]),
        ({"series": "工程系列\n会计系列", "levels": "中级\n副高级\n初级"}, [("F003", "“评审层级”：写了 2 个系列、3 行层级，对不上")]),
        (
            {"series": "工程系列、会计系列", "levels": "工程：副高级；卫生：中级"},
            [("F006", "“评审层级”：层级前面写的系列，与评审系列一格对不上")],
        ),
        (
            {"series": "工程系列中级、会计系列副高级", "levels": "中级、副高级"},
            [
                ("F004", "“评审系列”：“工程系列中级”里的层级，与评审层级一格对不上"),
                ("F004", "“评审系列”：“会计系列副高级”里的层级，与评审层级一格对不上"),
            ],
        ),
        ({"series": "工程系列中级", "levels": "副高级"}, [("F004", "“评审系列”：“工程系列中级”里的层级，与评审层级一格对不上")]),
        (
            {"series": "工程系列、会计系列", "levels": "中级；副高级"},
            [("F004", "“评审层级”：层级用分号隔开，看不出是各系列各评一种，还是都评")],
        ),
        ({"series": "甲乙、" * 40, "levels": "中级"}, [("F003", "“评审系列”：“甲乙”不是职称系列的名称")] * 31),
    ],
)
def test_series_or_levels_that_are_not_understood(cells: dict[str, str], faults: list[tuple[str, str]]) -> None:
    reader = SeriesLevels(filled(cells), tables().names, None)
    reader.read()
    assert [(code, message) for _, _, code, message, *_ in reader.faults] == faults


# --- people --------------------------------------------------------------------------------------------------------------


def person(name: str, number: str, mobile: str) -> Value:
    return {"name": name, "landline": number, "mobile": mobile}


ONE, TWO = person("钱示例", "0998-0000012", "13000000002"), person("孙示例", "0998-0000013", "13000000003")


@pytest.mark.parametrize(
    ("cells", "people"),
    [
        ({"clerks": "钱示例　座机：0998-0000012　手机：13000000002"}, [ONE]),
        ({"clerks": "钱示例 0998-0000012 13000000002\n孙示例 0998-0000013 13000000003"}, [ONE, TWO]),
        ({"clerks": "钱示例 0998-0000012 13000000002；孙示例 0000013 13000000003"}, [ONE, TWO]),
        ({"clerks": "1. 钱示例 0998-0000012 13000000002 2. 孙示例 0998-0000013 13000000003"}, [ONE, TWO]),
        ({"clerks": "钱示例 0998-0000012 13000000002 孙示例 0998-0000013 13000000003"}, [ONE, TWO]),
        ({"clerks": "钱示例 0998-0000012 13000000002\n孙示例 0000013转3 13000000003"}, [ONE, {**TWO, "landline": "0998-0000013转3"}]),
        ({"clerks": "钱示例\n0998-0000012\n13000000002"}, [ONE]),
        ({"clerks": "钱示例", "clerk_phones": "0998-0000012\n13000000002"}, [ONE]),
        ({"clerks": "钱示例\n孙示例", "clerk_phones": "0998-0000012 13000000002\n0998-0000013 13000000003"}, [ONE, TWO]),
        ({"clerks": "姓名：钱示例　职务：科长\n0998-0000012 13000000002"}, [ONE]),
    ],
)
def test_clerks(cells: dict[str, str], people: list[Value]) -> None:
    """A number without an area code has that of the person before."""
    found, faults = contacts.read(filled({"leader": "赵示例 0998-0000011 13000000001", **cells}))
    assert (found["clerks"], faults) == (people, [])


LEADER = person("赵示例", "0998-0000011", "13000000001")


@pytest.mark.parametrize(
    ("cells", "leader"),
    [
        ({"leader": "赵示例", "leader_phones": "座机：0998-0000011　手机：13000000001"}, LEADER),
        ({"leader": "赵示例 0998-0000011 13000000001"}, LEADER),
        ({"leader": "赵示例 0998-0000011", "leader_phones": "13000000001"}, LEADER),
        ({"leader": "", "leader_phones": "赵示例 0998-0000011 13000000001"}, LEADER),
    ],
)
def test_leader(cells: dict[str, str], leader: Value) -> None:
    assert contacts.read(filled({"clerks": "钱示例 0998-0000012 13000000002", **cells}))[0]["leader"] == leader


@pytest.mark.parametrize(
    ("cells", "preparer"),
    [
        ({"preparer": "孙示例", "preparer_phone": "0998-0000013"}, {"name": "孙示例", "phone": "0998-0000013"}),
        ({"preparer": "孙示例 0998-0000013、13000000003"}, {"name": "孙示例", "phone": "0998-0000013、13000000003"}),
        ({"preparer": "孙示例  联系电话：0998-0000013  填表日期：2026年6月8日"}, {"name": "孙示例", "phone": "0998-0000013"}),
        ({"preparer": "孙示例 0998-0000013，审核人：钱示例"}, {"name": "孙示例", "phone": "0998-0000013"}),
        ({"preparer": "＿＿＿"}, None),
        ({}, None),
    ],
)
def test_preparer(cells: dict[str, str], preparer: Value | None) -> None:
    found, faults = contacts.read(filled(cells))
    assert (found.get("preparer"), [name for name, _ in faults]) == (preparer, ["leader", "clerks"])


@pytest.mark.parametrize(
    ("name", "cells", "message"),
    [
        ("leader", {"leader": "", "leader_phones": ""}, "没有填写"),
        ("leader", {"leader": "赵示例"}, "没有写座机和手机"),
        ("leader", {"leader": "赵示例", "leader_phones": "0998-0000011"}, "没有写手机"),
        ("leader", {"leader": "赵示例", "leader_phones": "13000000001"}, "没有写座机"),
        ("leader", {"leader": "字" * 500, "leader_phones": "0"}, "看不出是什么电话号码，或者位数不对"),
        ("leader", {"leader": "字" * 501, "leader_phones": "0"}, "内容太长，不像姓名和电话"),
        ("clerks", {"clerks": "0998-0000012 13000000002"}, "没有填写"),
        ("clerks", {"clerks": "钱示例\n孙示例", "clerk_phones": "0998-0000012 13000000002"}, "没有写座机和手机"),
        ("clerks", {"clerks": "钱示例 孙示例 0998-0000012 13000000002 13000000003"}, "一行里像有几个人，分不清号码是谁的"),
        ("preparer", {"preparer": "孙示例"}, "没有写联系电话"),
    ],
)
def test_contacts_that_are_not_understood(name: str, cells: dict[str, str], message: str) -> None:
    """The person is left out, and no value of theirs is repeated."""
    found, faults = contacts.read(filled(cells))
    assert name not in found
    assert {one: fault.message for one, fault in faults}[name] == message


@pytest.mark.parametrize("text", ["是 否", "否 是", "是　否", "是/否", "需要 不需要", "是、否"])
def test_both_answers_without_a_mark_are_no_choice(text: str) -> None:
    with pytest.raises(NotUnderstood, match="没有选"):
        answers.defence(text, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("不组织答辩", {"required": False}),
        ("不安排答辩。", {"required": False}),
        ("否——", {"required": False}),
        ("是——破格人员", {"required": True, "scope": "破格人员"}),
    ],
)
def test_other_words_for_the_defence(text: str, found: Value) -> None:
    assert answers.defence(text, "") == found


@pytest.mark.parametrize(("text", "exists"), [("有 无锡专家为主", True), ("有", True), ("有√ 无", True), ("有 无√", False)])
def test_one_answer_is_a_choice(text: str, exists: bool) -> None:
    assert answers.expert_pool(text, "", "")["exists"] == exists


@pytest.mark.parametrize("text", ["选择一项。", "请选择", "选择日期", "（请选择）"])
def test_prompts_of_controls_are_blank(text: str) -> None:
    assert lists.is_blank(text)


@pytest.mark.parametrize("label", ["答辩范围", "答辩对象", "范围", "答辩人员"])
@pytest.mark.parametrize("between", ["，", "\n"])
def test_labels_of_who_defends(label: str, between: str) -> None:
    assert answers.defence(f"是{between}{label}：破格人员", "") == {"required": True, "scope": "破格人员"}


@pytest.mark.parametrize("source", ["会议专家来源", "专家来源", "来源"])
@pytest.mark.parametrize("draw", ["抽取方式", "专家抽取方式", "抽取办法", "抽取"])
def test_labels_of_the_pool(source: str, draw: str) -> None:
    found = answers.expert_pool(f"有\n{source}：甲库\n{draw}：随机", "", "")
    assert found == {"exists": True, "source": "甲库", "draw": "随机"}


@pytest.mark.parametrize("name", ["评审委员会名称", "名称"])
@pytest.mark.parametrize("unit", ["组建单位", "单位名称", "单位"])
def test_labels_of_name_and_unit(name: str, unit: str) -> None:
    for text in (f"{name}：甲评审委员会\n{unit}：乙局", f"{unit}：乙局\n{name}：甲评审委员会"):
        assert answers.name_and_unit(*answers.name_lines(text), "") == ("甲评审委员会", "乙局")


@pytest.mark.parametrize("said", ["无", "没有", "同上", "同前", "不详"])
def test_words_that_say_nothing_of_a_yes_are_asked_about(said: str) -> None:
    with pytest.raises(Ambiguous) as raised:
        answers.defence(f"是\n答辩范围：{said}", "")
    assert raised.value.message == f"“{said}”看不出哪些人答辩"
    assert raised.value.hint == "请写明哪些人答辩，如“是，答辩范围：破格人员”；全部答辩的，请只写“是”。"
    for source, draw in ((said, "随机"), ("甲库", said)):
        with pytest.raises(Ambiguous) as raised:
            answers.expert_pool("有", source, draw)
        assert raised.value.message == f"写了“{said}”，看不出现在有没有专家库、怎样抽取"
