"""The charts: pure functions of numbers, drawn as well-formed SVG that hides nothing and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from helpers import messages
from markupsafe import Markup

from zhicheng.registry.records.roster_counts import RoundCount
from zhicheng.site.pages import charts, experts

Draw = Callable[[str, list[tuple[str, int]]], Markup]
BOTH = pytest.mark.parametrize("draw", [charts.bars, charts.columns])


def parse(drawn: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)  # noqa: S314 (our own)


def texts(drawn: Markup) -> list[str]:
    return [text.text or "" for text in parse(drawn).iter("text")]


@BOTH
def test_accessible_and_quiet(draw: Draw) -> None:
    """A picture with a name for who cannot see it; the colour of the text around it, no gradient, no script."""
    drawn = draw("在库专家", [("正高级", 58), ("副高级", 20)])
    root = parse(drawn)
    assert (root.tag, root.get("role"), root.get("fill")) == ("svg", "img", "currentColor")
    assert (root[0].tag, root[0].text) == ("title", "在库专家")
    assert {node.tag for node in root.iter()} <= {"svg", "title", "text", "rect", "line"}
    assert set(re.findall("#[0-9a-f]{3,6}|currentColor", drawn)) == {"currentColor"}


@BOTH
def test_markup_is_shown_as_text(draw: Draw) -> None:
    bad = '"><script>1</script>&'
    drawn = draw(bad, [(bad, 1)])
    assert "<script" not in drawn
    assert parse(drawn)[0].text == bad
    assert any(text.startswith('"><script>1') for text in texts(drawn))


@BOTH
def test_nothing_to_show(draw: Draw) -> None:
    assert draw("在库专家", []) == ""


@BOTH
def test_zero_has_its_number_and_no_bar(draw: Draw) -> None:
    """All of them zero: nothing is divided by nothing."""
    assert len(parse(draw("人数", [("甲", 0), ("乙", 3)])).findall(".//rect")) == 1
    drawn = draw("人数", [("甲", 0)])
    assert parse(drawn).findall(".//rect") == []
    assert sorted(texts(drawn)) == ["0", "甲"]


@BOTH
def test_one_takes_all_the_room(draw: Draw) -> None:
    drawn = draw("人数", [("甲", 7)])
    rect = parse(drawn).find(".//rect")
    assert rect is not None
    if draw is charts.bars:
        assert rect.get("width") == "100%"
    else:
        assert rect.get("height") == "120"


@BOTH
def test_large_numbers_can_be_read_and_small_ones_seen(draw: Draw) -> None:
    drawn = draw("人数", [("甲", 12_345_678), ("乙", 1)])
    assert "12,345,678" in texts(drawn)
    assert len(parse(drawn).findall(".//rect")) == 2
    assert not re.search(r"\de[-+]?\d|nan|inf", drawn)


@BOTH
def test_same_numbers_same_bytes(draw: Draw) -> None:
    numbers = [("甲", 3), ("乙", 7), ("丙", 0)]
    assert draw("人数", numbers) == draw("人数", list(numbers))


def test_bytes_of_bars() -> None:
    """Golden: label, bar and number of a row; the bar takes its share of what label and number leave."""
    assert charts.bars("层级", [("高级", 3), ("中级", 1)]) == (
        '<svg class="chart before-3 after-2" role="img" width="100%" height="56" font-size="14" fill="currentColor"><title>层级</title>'
        '<text x="-3em" y="14" dy=".35em">高级</text><rect y="9" width="100%" height="10"/>'
        '<text x="100%" y="14" dy=".35em" dx="2em" text-anchor="end">3</text>'
        '<text x="-3em" y="42" dy=".35em">中级</text><rect y="37" width="33.33%" height="10"/>'
        '<text x="100%" y="42" dy=".35em" dx="2em" text-anchor="end">1</text></svg>'
    )


def test_bytes_of_columns() -> None:
    """Golden: a column, its number above it and its label below; a text in the place of a number stands on the line."""
    assert charts.columns("年度", [("2019", 60), ("2026", 90), ("2027", "不公布")]) == (
        '<svg class="chart" role="img" width="100%" height="168" font-size="14" fill="currentColor"><title>年度</title>'
        '<rect x="4%" y="62" width="8%" height="80"/>'
        '<text x="8%" y="51" dy=".35em" text-anchor="middle">60</text><text x="8%" y="155" dy=".35em" text-anchor="middle">2019</text>'
        '<rect x="20%" y="22" width="8%" height="120"/>'
        '<text x="24%" y="11" dy=".35em" text-anchor="middle">90</text><text x="24%" y="155" dy=".35em" text-anchor="middle">2026</text>'
        '<text x="40%" y="131" dy=".35em" text-anchor="middle">不公布</text>'
        '<text x="40%" y="155" dy=".35em" text-anchor="middle">2027</text>'
        '<line x1="0" y1="142" x2="48%" y2="142" stroke="currentColor" stroke-opacity=".4"/></svg>'
    )


@pytest.mark.parametrize(
    ("share", "tall"), [((1, 1000), "1.2"), ((10, 1000), "1.2"), ((11, 1000), "1.32"), ((500, 1000), "60"), ((0, 1000), None)]
)
def test_the_smallest_column_can_be_seen(share: tuple[int, int], tall: str | None) -> None:
    """A hundredth of the largest at least; nothing has none, nor a line where it would be."""
    heights = [rect.get("height") for rect in parse(charts.columns("人数", [("甲", share[0]), ("乙", share[1])])).findall(".//rect")]
    assert heights == [*([tall] if tall else []), "120"]


@pytest.mark.parametrize(("many", "width"), [(1, "8%"), (6, "8%"), (7, "7.14%"), (10, "5%")])
def test_many_columns_become_narrow(many: int, width: str) -> None:
    found = parse(charts.columns("年度", [(str(2000 + year), 5) for year in range(many)])).findall(".//rect")
    assert {rect.get("width") for rect in found} == {width}


@pytest.mark.parametrize(
    ("label", "shown"),
    [("中" * 20, "中" * 20), ("中" * 21, "中" * 19 + "…"), ("a" * 33, "a" * 33), ("a" * 34, "a" * 31 + "…"), ("ａ" * 21, "ａ" * 19 + "…")],
)
def test_a_label_is_cut_where_it_is_wider_than_a_phone(label: str, shown: str) -> None:
    assert texts(charts.bars("专业", [(label, 1)]))[0] == shown


def test_long_labels_stand_above_their_bars() -> None:
    """Where one label is long, all of the chart do; one that no phone has room for is cut, and says so."""
    short, long = parse(charts.bars("专业", [("中" * 12, 1)])), parse(charts.bars("专业", [("中" * 13, 1), ("短", 2)]))
    assert short.get("height") == "28"
    assert long.get("height") == "112"
    assert long.get("class") == "chart before-0 after-2"
    assert [rect.get("y") for rect in long.findall(".//rect")] == ["32", "88"]
    assert texts(charts.bars("专业", [("中" * 100, 1)]))[0] == "中" * 19 + "…"


def test_every_room_is_in_the_style_sheet() -> None:
    """The widest labels and numbers take no more than the classes say."""
    sheet = (messages.TOP / "scripts/zhicheng/site/theme/assets/zhicheng.css").read_text(encoding="utf-8")
    known = {name for name, said in re.findall(r"svg\.((?:before|after)-([0-9]+)) { padding-(?:left|right): \2em; }", sheet)}
    for label in range(1, 40):
        for number in (1, 12_345_678, "少于 5 人", "不公布"):
            (names,) = re.findall('class="chart ([^"]*)"', charts.bars("专业", [("中" * label, number), ("甲", 1)]))
            assert set(names.split()) - {"before-0"} <= known


def test_columns_stand_on_a_line_from_left_to_right() -> None:
    root = parse(charts.columns("年度", [("2019", 60), ("2026", 90)]))
    left = [(float(str(rect.get("x")).rstrip("%")), float(str(rect.get("height")))) for rect in root.findall(".//rect")]
    assert left == [(4, 80), (20, 120)]
    (line,) = root.findall("line")
    right = max(float(str(rect.get("x")).rstrip("%")) + float(str(rect.get("width")).rstrip("%")) for rect in root.findall(".//rect"))
    assert line.get("x1") == "0"
    assert right <= float(str(line.get("x2")).rstrip("%")) <= 100


@pytest.mark.parametrize("many", [1, 2, 6, 40])
def test_columns_stay_inside(many: int) -> None:
    root = parse(charts.columns("年度", [(str(2000 + year), 5) for year in range(many)]))
    ends = [float(str(rect.get("x")).rstrip("%")) + float(str(rect.get("width")).rstrip("%")) for rect in root.findall(".//rect")]
    assert len(ends) == many
    assert max(ends) <= 100


@pytest.mark.parametrize(("rounds", "first", "drawn"), [(5, "2020", 5), (6, "2020", 6), (7, "2021", 6)])
def test_the_last_six_rounds_are_drawn(rounds: int, first: str, drawn: int) -> None:
    """As many as fit on a phone."""
    numbers = tuple((RoundCount(str(2020 + year), 10, 0), 1) for year in range(rounds))
    chart = str(experts.round_chart(numbers))
    assert (re.findall(">(20[0-9]{2})<", chart)[0], chart.count("<rect")) == (first, drawn)
