"""Places and levels of units as forms of other regions write them."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.cells import areas as area_cells
from zhicheng.forms.reading.cells.places import Places
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.registry import national_divisions
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.wording import wording


def places(code: str, **given: object) -> Places:
    table = Areas({"areas": [one._asdict() for one in national_divisions.of_region(code)]})
    return Places(table, wording(given or None, table))


@pytest.mark.parametrize(
    ("code", "text", "level"),
    [
        ("440000", "单位级别：省级单位", "region"),
        ("440000", "单位级别：地市级单位", "prefecture"),
        ("440000", "单位级别：市级", "prefecture"),
        ("440000", "区、县级单位", "county"),
        ("440000", "中央驻粤单位", "central"),
        ("310000", "单位级别：市级单位", "region"),
        ("310000", "单位级别：区级", "county"),
        ("310000", "区、县级单位", "county"),
        ("150000", "盟、市级单位", "prefecture"),
        ("150000", "自治区级单位", "region"),
        ("440000", "单位级别：", None),
        ("150000", "旗县级单位", "county"),
        ("150000", "旗级", "county"),
        ("150000", "区直单位", "region"),
        ("330000", "县（市、区）级单位", "county"),
        ("330000", "设区市级", "prefecture"),
        ("330000", "省直单位", "region"),
        ("330000", "省属单位", "region"),
        ("330000", "市直单位", "prefecture"),
        ("330000", "区直单位", "county"),  # of a district: no province is called so
        ("310000", "市直单位", "region"),
        ("540000", "区直单位", "region"),
    ],
)
def test_level_of_a_unit(code: str, text: str, level: str | None) -> None:
    """What a level is called in the region comes first: 市级 is the whole of a municipality, and a part of a province."""
    assert places(code).authority_of(text) == level


@pytest.mark.parametrize(
    ("code", "text", "own", "found"),
    [
        ("440000", "全省", "440100", ["440000"]),
        ("440000", "全市", "440100", ["440100"]),
        ("440000", "广东", None, ["440000"]),
        ("440000", "全省各地级市", "440100", ["440000"]),
        ("310000", "全市", "310101", ["310000"]),
        ("310000", "全区", "310101", ["310101"]),
        ("310000", "上海", "310101", ["310000"]),
        ("450000", "全区", "450000", ["450000"]),
        ("450000", "广西", "450100", ["450000"]),
        ("450000", "自治区", "450100", ["450000"]),
        ("440000", "省内", None, ["440000"]),
        ("330000", "全省各设区市", "330000", ["330000"]),
        ("310000", "全市各区", "310000", ["310000"]),
        ("310000", "上海市各区", "310000", ["310000"]),
        ("150000", "内蒙古全区", "150000", ["150000"]),
        ("150000", "全区各盟市", "150000", ["150000"]),
        ("150000", "全盟", "152500", ["152500"]),
        ("150000", "全盟各旗县市", "152500", ["152500"]),
        ("150000", "全盟各旗县市（区）", "152500", ["152500"]),
        ("150000", "本旗", "152921", ["152921"]),
        ("150000", "锡林郭勒盟各旗县市区", "152500", ["152500"]),
        ("150000", "呼和浩特市所辖旗县区", "150100", ["150100"]),
        ("150000", "锡林郭勒、兴安、阿拉善盟", None, ["152500", "152200", "152900"]),
        ("150000", "东乌珠穆沁、西乌珠穆沁旗", None, ["152525", "152526"]),
        ("330000", "杭州市各区、县（市）", "330100", ["330100"]),
        ("330000", "金华市各县（市、区）", "330700", ["330700"]),
        ("420000", "全林区", "429021", ["429021"]),
    ],
)
def test_the_region_as_a_whole(code: str, text: str, own: str | None, found: list[str]) -> None:
    assert area_cells.scope(text, places(code), own)["areas"] == found


@pytest.mark.parametrize(
    ("code", "text", "own"),
    [
        ("330000", "全市", None),
        ("330000", "全市", "330000"),
        ("330000", "全区", None),
        ("330000", "杭州市全区", "330100"),
        ("330000", "杭州市各区", "330100"),
        ("310000", "全区", None),
        ("150000", "全省", "150000"),
        ("150000", "全盟", "150100"),
        ("150000", "全旗", "152500"),
    ],
)
def test_what_a_region_is_not_called_is_no_region(code: str, text: str, own: str | None) -> None:
    """全市 of a province is one of its cities, and 全区 a district: they were the whole province."""
    with pytest.raises(NotUnderstood, match=r"看不出是哪个地区|不是已知的地区"):
        area_cells.scope(text, places(code), own)


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("510000", "乐山市市中区", ["511102"]),
        ("510000", "乐山市中区", ["511102"]),
        ("510000", "四川省内江市市中区", ["511002"]),
        ("510000", "乐山市市中区、峨眉山市", ["511102", "511181"]),
        ("320000", "徐州市鼓楼区", ["320302"]),
        ("320000", "南京市", ["320100"]),
    ],
)
def test_one_of_several_areas_of_a_name(code: str, text: str, found: list[str]) -> None:
    """Behind its parent, as the question about it asks for and forms are printed."""
    assert area_cells.scope(text, places(code), None) == {"areas": found}
    assert area_cells.scope("、".join(map(places(code).areas.name, found)), places(code), None) == {"areas": found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全省（限本系统）", {"areas": ["440000"], "open_to": "system"}),
        ("全市（限本单位）", {"areas": ["440100"], "open_to": "unit"}),
        ("全省（全境）", {"areas": ["440000"]}),
        ("粤", {"areas": ["440000"]}),
        ("粤（限本系统）", {"areas": ["440000"], "open_to": "system"}),
        ("全省（广州市）", "“广东省（广州市）”看不出是整个广东省，还是只有括号里的"),
        ("全市（深圳市）", "“广州市”后面的括号里写了“深圳市”，看不出受理不受理"),
        ("全省（广州除外）", "写了“除外”一类的话，看不出受理哪些地方"),
        ("全省（不限本系统）", "“不限本系统”看不出受理哪些人"),
    ],
)
def test_brackets_behind_the_whole(text: str, found: object) -> None:
    """As behind the name of an area."""
    try:
        read: object = area_cells.scope(text, places("440000", also_whole=["全省", "粤"]), "440100")
    except ValueFault as fault:
        read = fault.message
    assert read == found


@pytest.mark.parametrize("own", [None, "511102"])
def test_a_name_of_several_areas_is_asked_about(own: str | None) -> None:
    with pytest.raises(Ambiguous, match=r"^叫“市中区”的不止一个$") as fault:
        area_cells.scope("市中区", places("510000"), own)
    assert fault.value.hint == "请连上级一起写，如“内江市市中区”。"
    assert area_cells.inferred("乐山市市中区教育局", [], places("510000")) == ("county", "511102")


def test_units_of_the_central_government_are_not_taken_for_those_of_the_place() -> None:
    """As the registry calls them."""
    named = "广州市驻粤示例局"
    assert area_cells.inferred(named, [], places("440000")) == ("prefecture", "440100")
    assert area_cells.inferred(named, [], places("440000", authorities={"central": "中央驻粤单位"})) is None


def test_how_a_place_is_written() -> None:
    assert places("440000").how == "请写行政区划的全称，如“广州市”；几个地方之间用顿号隔开。"
    assert places("440000", example_prefecture="深圳市").how.startswith("请写行政区划的全称，如“深圳市”；")
