"""The scope in a cell (areas and applicants), and the level and area of a unit: each way to write them, and what is asked."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml
from helpers import registries

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells import areas, lists
from zhicheng.forms.reading.cells.places import Places
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.wording import wording

KASHGAR, HOTAN, YARKAND = "653100", "653200", "653125"


@cache
def places() -> Places:
    table = Areas(yaml.safe_load((registries.SMALL / "registry/reference/areas.yaml").read_text(encoding="utf-8")))
    return Places(table, wording(yaml.safe_load((registries.SMALL / "registry/wording.yaml").read_text(encoding="utf-8")), table))


@pytest.mark.parametrize(
    ("said", "own", "codes"),
    [
        ("喀什地区、和田地区", None, [KASHGAR, HOTAN]),
        ("喀什地区和和田地区", None, [KASHGAR, HOTAN]),
        ("喀什地区及和田地区各县市", None, [KASHGAR, HOTAN]),
        ("喀什地区 和田地区/阿克苏地区", None, [KASHGAR, HOTAN, "652900"]),
        ("1. 喀什地区\n2. 和田地区", None, [KASHGAR, HOTAN]),
        ("喀什地区、……", None, [KASHGAR]),
        ("莎车县、喀什地区莎车县", None, [YARKAND]),
        ("喀什地区（全境）", None, [KASHGAR]),
        ("阿克苏地区以内", None, ["652900"]),
        ("☑喀什地区 ☐和田地区", None, [KASHGAR]),
        ("吐鲁番地区", None, ["650400"]),
        ("自治区", None, ["650000"]),
        ("全疆", None, ["650000"]),
        ("全疆", KASHGAR, ["650000"]),
        ("全区", None, ["650000"]),
        ("全区", "650000", ["650000"]),
        ("喀　什　地　区", None, [KASHGAR]),
        ("莎 车 县\n和 田 地 区", None, [YARKAND, HOTAN]),
        ("本地区", KASHGAR, [KASHGAR]),
        ("全县", YARKAND, [YARKAND]),
        ("全市", "653101", ["653101"]),
        ("喀什地区11县1市", None, [KASHGAR]),
        ("喀什地区所辖十一县一市", HOTAN, [KASHGAR]),
        ("全地区十二县市", KASHGAR, [KASHGAR]),
        ("地直单位及十一县一市", KASHGAR, [KASHGAR]),
        ("地区本级、各县（市）", KASHGAR, [KASHGAR]),
        ("喀什地区各县市及地直各单位", None, [KASHGAR]),
        ("州直及五县两市", "652300", ["652300"]),
    ],
)
def test_areas(said: str, own: str | None, codes: list[str]) -> None:
    """And nothing else: neither who may apply nor a note."""
    assert areas.scope(said, places(), own) == {"areas": codes}


@pytest.mark.parametrize(
    ("said", "more"),
    [
        ("喀什地区（限本单位）", {"open_to": "unit"}),
        ("喀什地区，面向社会", {"open_to": "public"}),
        ("喀什地区\n受理对象：限本单位", {"open_to": "unit"}),
        ("喀什地区\n受理对象：某些人", {"note": "某些人"}),
        ("喀什地区（限本单位）\n受理对象：某些人", {"open_to": "unit"}),
        ("喀什地区（限本单位）\n受理对象：本系统", {"open_to": "system"}),
        ("喀什地区\n说明：只收本院", {"note": "只收本院"}),
        ("喀什地区\n申报对象：本系统\n备注：某话", {"open_to": "system", "note": "某话"}),
        ("受理地域：喀什地区\n受理对象：面向社会开放", {"open_to": "public"}),
        ("喀什地区，限本单位一二三四五六七八", {"open_to": "unit"}),
        ("喀什地区，限本单位一二三四五六七八九", {"open_to": "unit", "note": "喀什地区，限本单位一二三四五六七八九"}),
        ("喀什地区（城区）", {"note": "喀什地区（城区）"}),
        ("喀什地区\n另行说明的人员", {"note": "喀什地区；另行说明的人员"}),
        ("喀什地区，限本单位，和田县", None),
    ],
)
def test_applicants_and_notes(said: str, more: dict[str, Any] | None) -> None:
    """What is not understood stays in the note; a place after who may apply is a place."""
    found = areas.scope(said, places(), None)
    assert found == ({"areas": [KASHGAR], **more} if more is not None else {"areas": [KASHGAR, "653221"], "open_to": "unit"})


@pytest.mark.parametrize(
    ("said", "open_to"),
    [
        ("限本单位", "unit"),
        ("只受理本院职工", "unit"),
        ("限本系统", "system"),
        ("向全社会开放", "public"),
        ("不限本单位", None),
        ("非限本单位", None),
        ("不仅限本系统", None),
        ("决定不面向社会", None),
        ("未向社会开放", None),
        ("面向社会，不限本单位", None),
        ("限本单位，兼向社会开放", None),
        ("本单位和本系统", None),
        ("本单位和社会人员", None),
        ("本系统及社会各界", None),
        ("面向社会人员", "public"),
    ],
)
@pytest.mark.parametrize("where", ["喀什地区，{}", "喀什地区\n受理对象：{}"])
def test_who_may_apply_is_asked_where_it_is_denied_or_two_are_named(said: str, open_to: str | None, where: str) -> None:
    """不限本单位 is not 限本单位; which of two is meant nobody can tell."""
    if open_to is None:
        with pytest.raises(Ambiguous) as raised:
            areas.scope(where.format(said), places(), None)
        assert raised.value.message.endswith("”看不出受理哪些人")
        assert raised.value.hint == "请写“面向社会”“限本系统”“限本单位”里的一个；别的话请另起一行，写在“说明：”后面。"
    else:
        assert areas.scope(where.format(said), places(), None)["open_to"] == open_to


@pytest.mark.parametrize("said", ["本系统以外的人员", "本单位之外的人员"])
def test_those_outside_are_not_those_inside(said: str) -> None:
    with pytest.raises(Ambiguous, match=f"“{said}”看不出受理哪些人"):
        areas.scope(f"喀什地区\n受理对象：{said}", places(), None)


def test_two_pieces_that_say_different_things_of_who_may_apply() -> None:
    with pytest.raises(Ambiguous, match="“限本系统，面向社会”看不出受理哪些人"):
        areas.scope("喀什地区（限本系统）、和田地区，面向社会", places(), None)
    assert areas.scope("喀什地区（限本系统）、和田地区（限本系统）", places(), None)["open_to"] == "system"


@pytest.mark.parametrize(
    ("said", "own", "fault", "message"),
    [
        ("", None, NotUnderstood, "没有填写"),
        ("限本单位", None, NotUnderstood, "“限本单位”里看不出是哪个地区"),
        ("不知县", None, NotUnderstood, "“不知县”不是已知的地区"),
        ("喀什地区、不知县", None, NotUnderstood, "“不知县”不是已知的地区"),
        ("全区", KASHGAR, NotUnderstood, "“全区”里看不出是哪个地区"),
        ("本县", KASHGAR, NotUnderstood, "“本县”里看不出是哪个地区"),
        ("喀什地区字字", None, NotUnderstood, "“喀什地区字字”里看不出是哪个地区"),
        ("喀什地区（兵团除外）", None, Ambiguous, "写了“除外”一类的话，看不出受理哪些地方"),
        ("喀什地区，莎车县除外", None, Ambiguous, "写了“除外”一类的话，看不出受理哪些地方"),
        ("喀什地区，莎车县暂不受理", None, Ambiguous, "写了“除外”一类的话，看不出受理哪些地方"),
        ("喀什地区（莎车县单独组建）", None, Ambiguous, "写了“除外”一类的话，看不出受理哪些地方"),
        ("喀什地区；莎车县由县卫健委另行组织", None, Ambiguous, "写了“除外”一类的话，看不出受理哪些地方"),
        ("喀什市、莎 车 县", None, NotUnderstood, "“莎”里有看不懂的地区"),
        ("喀什市、喀什地区的莎车县", None, NotUnderstood, "“喀什地区的莎车县”里有看不懂的地区"),
        ("喀什市以及莎车县", None, NotUnderstood, "“喀什市以及莎车县”里有看不懂的地区"),
        ("、".join(["喀什地区"] * 501), None, NotUnderstood, "写了 501 项，太多了"),
        ("喀什地区" + "字" * 197, None, NotUnderstood, None),
        ("喀什地区七县一市", None, Ambiguous, "“喀什地区七县一市”的县市数目与现在的区划不同，看不出受理哪些"),
        ("地直及十县二市", KASHGAR, Ambiguous, "“地直及十县二市”的县市数目与现在的区划不同，看不出受理哪些"),
        ("州直及十一县一市", KASHGAR, NotUnderstood, "“州直及十一县一市”不是已知的地区"),
        ("各县市", KASHGAR, NotUnderstood, "“各县市”不是已知的地区"),
        ("喀什地区地直单位", None, NotUnderstood, "“喀什地区地直单位”里看不出是哪个地区"),
    ],
)
def test_scopes_that_are_asked_about(said: str, own: str | None, fault: type[ValueFault], message: str | None) -> None:
    with pytest.raises(fault) as raised:
        areas.scope(said, places(), own)
    assert message is None or raised.value.message == message


def test_as_many_pieces_as_there_may_be() -> None:
    assert areas.scope("、".join(["喀什地区"] * 500), places(), None) == {"areas": [KASHGAR]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("喀什地区示例局", (KASHGAR, "示例局")),
        ("喀什地区莎车县示例局", (YARKAND, "示例局")),
        ("莎车县喀什地区", (YARKAND, "喀什地区")),
        ("喀什地区", (KASHGAR, "")),
        ("示例局", None),
    ],
)
def test_area_that_begins_a_text(text: str, found: tuple[str, str] | None) -> None:
    """Of two nested areas in a row, the inner one."""
    assert places().leading_area(text) == found


@pytest.mark.parametrize(
    ("organiser", "scope", "found"),
    [
        ("喀什地区示例局", [], ("prefecture", KASHGAR)),
        ("喀什地区示例局", [YARKAND], ("prefecture", KASHGAR)),
        ("喀什地区示例局", [YARKAND, HOTAN], ("prefecture", KASHGAR)),
        ("喀什地区示例局", [HOTAN], None),
        ("莎车县示例局", [YARKAND], ("county", YARKAND)),
        ("莎车县示例局", [KASHGAR], None),
        ("新疆维吾尔自治区示例厅", [KASHGAR], ("region", "650000")),
        ("喀什地区示例局（职改办）", [], ("prefecture", KASHGAR)),
        ("喀什地区示例公司", [], None),
        ("喀什地区甲县教育局", [], None),  # of a part that the table does not have
        ("喀什地区甲乙镇教育管理中心", [], None),
        ("喀什甲乙经济技术开发区管理委员会", [], None),
        ("新疆维吾尔自治区甲新区教育局", [], None),
        ("喀什地区城乡建设局", [], ("prefecture", KASHGAR)),
        ("喀什地区乡镇企业局", [], ("prefecture", KASHGAR)),
        ("喀什地区住房和城镇建设局", [], ("prefecture", KASHGAR)),
        ("喀什地区甲河灌区管理局", [], ("prefecture", KASHGAR)),
        ("喀什地区社区教育中心", [], ("prefecture", KASHGAR)),
        ("喀什地区县域经济办公室", [], ("prefecture", KASHGAR)),
        ("喀什地区气象局", [], None),
        ("喀什地区", [], None),
        ("示例局", [], None),
        ("", [], None),
        ("喀什地区" + "字" * 195 + "局", [], ("prefecture", KASHGAR)),
        ("喀什地区" + "字" * 196 + "局", [], None),
    ],
)
def test_level_and_area_that_a_name_makes_certain(organiser: str, scope: list[str], found: tuple[str, str] | None) -> None:
    assert areas.inferred(organiser, scope, places()) == found


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("单位级别：地、州、市级单位", "prefecture"),
        ("自治区级单位", "region"),
        ("区、县级单位", "county"),
        ("中央驻疆单位", "central"),
        ("单位级别：", None),
    ],
)
def test_level_above_the_form(text: str, level: str | None) -> None:
    assert places().authority_of(text) == level


@pytest.mark.parametrize("text", ["喀什地区（莎车县）", "喀什地区（莎车县、疏勒县）", "喀什地区（莎车县和疏勒县）"])
def test_brackets_that_name_a_part_are_asked_about(text: str) -> None:
    """The whole, or the part alone: only who wrote it knows."""
    with pytest.raises(Ambiguous) as found:
        areas.scope(text, places(), None)
    parts = text[5:-1].replace("和", "、")
    assert found.value.message == f"“喀什地区（{parts}）”看不出是整个喀什地区，还是只有括号里的"
    assert found.value.hint == "受理全部的请只写“喀什地区”；只受理其中一部分的，请只写那几个。"


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("喀什地区（喀什）", {"areas": [KASHGAR], "note": "喀什地区（喀什）"}),
        ("喀什地区（包括莎车县）", {"areas": [KASHGAR], "note": "喀什地区（包括莎车县）"}),
        ("喀什地区（各县市）", {"areas": [KASHGAR]}),
        ("喀什地区（限本系统）", {"areas": [KASHGAR], "open_to": "system"}),
        ("喀什地区（限本系统，某某系统除外）", None),
        ("喀什地区（限本系统，铁路）", {"areas": [KASHGAR], "open_to": "system", "note": "喀什地区（限本系统，铁路）"}),
    ],
)
def test_brackets_behind_an_area(text: str, scope: Value | None) -> None:
    """What else brackets say is kept as it is written."""
    if scope is None:
        with pytest.raises(Ambiguous):
            areas.scope(text, places(), None)
    else:
        assert areas.scope(text, places(), None) == scope


@cache
def all_places() -> Places:
    return Places(Areas(yaml.safe_load((registries.REAL / "reference/areas.yaml").read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("喀什地区、新疆生产建设兵团第十四师", {"areas": [KASHGAR], "units": ["bingtuan-14"]}),
        ("喀什地区，兵团第三师、第三师", {"areas": [KASHGAR], "units": ["bingtuan-03"]}),
        ("第八师石河子市", {"areas": ["659001"], "units": ["bingtuan-08"]}),  # one with its city
        ("兵团第十四师昆玉市、四师可克达拉市", {"areas": ["659009", "659008"], "units": ["bingtuan-14", "bingtuan-04"]}),
        ("喀什地区、内地援建单位", {"areas": [KASHGAR], "note": "喀什地区、内地援建单位"}),
        ("喀什地区（含驻地单位）", {"areas": [KASHGAR], "note": "喀什地区（含驻地单位）"}),
        ("（1）喀什地区（2）和田地区", {"areas": [KASHGAR, HOTAN]}),
        ("喀什地区 （全境）", {"areas": [KASHGAR]}),
        ("伊犁哈萨克自治州（含塔城、阿勒泰）", {"areas": ["654000"], "note": "伊犁哈萨克自治州（含塔城、阿勒泰）"}),  # they are in it
    ],
)
def test_units_that_no_division_covers(text: str, scope: Value) -> None:
    """By their name, with or without that of their system; what brackets say of places inside is already said."""
    assert areas.scope(text, all_places(), None) == scope


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("喀什地区（含第三师）", "“喀什地区”后面的括号里写了“第三师”，看不出受理不受理"),
        ("喀什地区（含和田）", "“喀什地区”后面的括号里写了“和田”，看不出受理不受理"),
        ("喀什地区（含和田地区洛浦县）", "“喀什地区”后面的括号里写了“和田地区洛浦县”，看不出受理不受理"),
        ("喀什地区（莎车、叶城）", "“喀什地区（莎车、叶城）”看不出是整个喀什地区，还是只有括号里的"),
        ("新疆（含兵团）", "“新疆维吾尔自治区”后面的括号里写了“兵团”，看不出受理不受理"),
        ("喀什地区、兵团", "“兵团”里写了“兵团”，看不出受理不受理"),
        ("喀什地区、第十四师的单位", "“第十四师的单位”里写了“第十四师”，看不出受理不受理"),
        ("喀什地区 （除莎车县外）", "写了“除外”一类的话，看不出受理哪些地方"),
    ],
)
def test_places_and_units_beside_an_area_are_asked_about(text: str, said: str) -> None:
    with pytest.raises(Ambiguous) as found:
        areas.scope(text, all_places(), None)
    assert found.value.message == said
    assert "请" in found.value.hint


@pytest.mark.parametrize(
    ("text", "how"),
    [("本校", "（限本单位）"), ("限本公司职工", "（限本单位）"), ("面向社会", "写行政区划的全称"), ("某地", "写行政区划的全称")],
)
def test_who_may_apply_without_a_place(text: str, how: str) -> None:
    """A unit that is asked for the place is told where to write whom it reviews."""
    with pytest.raises(NotUnderstood) as found:
        areas.scope(text, all_places(), None)
    assert how in found.value.hint


@pytest.mark.parametrize(("text", "own"), [("全市", KASHGAR), ("本县", "653101"), ("本州", "650100")])
def test_the_whole_of_another_kind_of_area_is_asked_about(text: str, own: str) -> None:
    with pytest.raises(NotUnderstood, match="看不出是哪个地区"):
        areas.scope(text, all_places(), own)


@pytest.mark.parametrize(("below", "asked"), [((), False), (("第八师",), False), (("第七师",), True)])
def test_units_in_the_cell_and_in_the_row_below(below: tuple[str, ...], asked: bool) -> None:
    """Where they differ neither wins."""
    table = Areas(yaml.safe_load((registries.REAL / "reference/areas.yaml").read_text(encoding="utf-8")))
    if asked:
        with pytest.raises(Ambiguous) as found:
            areas.scope("第八师", Places(table), None, below)
        assert found.value.message == "“第八师”没有写在“受理的单位”里"
    else:
        assert areas.scope("第八师", Places(table), None, below) == {"areas": [], "units": ["bingtuan-08"]}


@pytest.mark.parametrize(
    ("text", "open_to", "note"),
    [
        ("喀什地区\n说明：施工企业可报。受理对象：本单位人员优先", None, "施工企业可报。受理对象：本单位人员优先"),
        ("喀什地区\n受理对象：面向社会\n说明：先报县局，备注：另行通知", "public", "先报县局，备注：另行通知"),
        ("喀什地区 受理对象：面向社会 说明：先报县局", "public", "先报县局"),
        ("喀什地区\n说明：先报县局\n受理对象：面向社会", "public", "先报县局"),
    ],
)
def test_a_note_is_kept_whole(text: str, open_to: str | None, note: str) -> None:
    """What follows 说明 in its line is the note, whatever words stand in it; a label on another line is one."""
    found = areas.scope(text, places(), "653100")
    assert (found.get("open_to"), found["note"]) == (open_to, note)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("来源：专家库，抽取：随机", {"来源": "专家库", "抽取": "随机"}),
        ("来源：专家库，抽取：另定\n抽取：随机", {"来源": "专家库，抽取：另定", "抽取": "随机"}),
        ("来源：专家库\n 抽取：随机", {"来源": "专家库", "抽取": "随机"}),
    ],
)
def test_a_label_that_begins_a_line_is_text_in_another(text: str, parts: dict[str, str]) -> None:
    assert lists.labelled(text, ("来源", "抽取"))[0] == parts
