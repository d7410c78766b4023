"""From cells to values: every way of writing that really comes, and none that is guessed. Wherever it fails, nothing is repeated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import yaml
from helpers import registries
from hypothesis import example, given
from hypothesis import strategies as st

from zhicheng.forms.reading.cells import values
from zhicheng.forms.reading.cells.values import Ambiguous, NotUnderstood, ValueFault
from zhicheng.registry.records.series import series_table

REFERENCE = registries.SMALL / "registry/reference"
GROUPS = values.group_table(yaml.safe_load((REFERENCE / "ethnic-groups.yaml").read_text(encoding="utf-8")))
SERIES = series_table(yaml.safe_load((REFERENCE / "series.yaml").read_text(encoding="utf-8")))
TITLES = values.levels_of_titles(SERIES)
YEAR = 2026


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2019 年 6 月 3 日", "2019-06"),
        ("2019年07月09日", "2019-07"),
        ("2002.9.17", "2002-09"),
        ("2002．09．17", "2002-09"),
        ("2002.0917", "2002-09"),
        ("二〇一〇年三月二十九日", "2010-03"),
        ("二○一零年十月", "2010-10"),
        ("二O一O年十月", "2010-10"),
        ("二ОО八年十月", "2008-10"),
        ("一九六五年十二月", "1965-12"),
        ("1964年5月", "1964-05"),
        ("1964年5月生", "1964-05"),
        ("65年9月", "1965-09"),
        ("65.09", "1965-09"),
        (65.09, "1965-09"),
        ("65.9", "1965-09"),
        ("6405", "1964-05"),
        (6405, "1964-05"),
        ("0503", "2005-03"),
        ("198005", "1980-05"),
        (198005, "1980-05"),
        (198005.0, "1980-05"),
        ("201005", "2010-05"),
        ("19800512", "1980-05"),
        ("650912", "1965-09"),
        ("1980.05", "1980-05"),
        (1980.05, "1980-05"),
        (1980.5, "1980-05"),
        (1980.12, "1980-12"),
        ("1980.10", "1980-10"),
        ("1980-05", "1980-05"),
        ("1980-1", "1980-01"),
        ("1980/1", "1980-01"),
        ("1980年1月", "1980-01"),
        ("1980.1.5", "1980-01"),
        ("1980.2.29", "1980-02"),
        ("1980-02-00", "1980-02"),
        ("1980年4月30日", "1980-04"),
        ("1980年12月取得", "1980-12"),
        ("1980年2月获得", "1980-02"),
        ("1980年2月出生", "1980-02"),
        ("１９８０．０５", "1980-05"),
        ("1980—05", "1980-05"),
        ("1980-05-12 00:00:00", "1980-05"),
        ("1975/4/12 0:00", "1975-04"),
        (" 1980\n.05 ", "1980-05"),
        (datetime(1975, 4, 12), "1975-04"),
        (date(1975, 4, 1), "1975-04"),
        (27395, "1975-01"),
        ("27395", "1975-01"),
        (27395.5, "1975-01"),
        pytest.param("2026.12", "2026-12", id="this-year"),
        pytest.param("1926.01", "1926-01", id="a-hundred-years-ago"),
        pytest.param("26.12", "2026-12", id="short-this-year"),
        pytest.param("27.12", "1927-12", id="short-next-year"),
        ("192605", "1926-05"),
        ("202612", "2026-12"),
        ("011231", "2001-12"),
        ("650101", "1965-01"),
        ("651231", "1965-12"),
        pytest.param("19800", "1954-03", id="five-digits-and-no-month"),
        pytest.param("19255", "1952-09", id="five-digits-and-no-year"),
        pytest.param("20275", "1955-07", id="five-digits-of-next-year"),
        ("10000", "1927-05"),
        (10000.5, "1927-05"),
        pytest.param("1912", "2019-12", id="four-digits-and-no-year"),
        ("6401", "1964-01"),
        ("6412", "1964-12"),
        ("2612", "2026-12"),
        ("2712", "1927-12"),
    ],
)
def test_month(written: object, month: str) -> None:
    assert values.month(written, YEAR) == month


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (1980.1, "分不清是 1 月，还是 10 月"),
        ("1980.1", "分不清是 1 月，还是 10 月"),
        ("65.1", "分不清是 1 月，还是 10 月"),
        (65.1, "分不清是 1 月，还是 10 月"),
        ("19805", "五位数字"),
        (19805, "五位数字"),
        ("2010", "四位数字"),
        (2010, "四位数字"),
        ("2001", "四位数字"),
        ("2012", "四位数字"),
        ("19261", "五位数字"),
        ("20265", "五位数字"),
    ],
)
def test_ambiguous_month(written: object, says: str) -> None:
    with pytest.raises(Ambiguous, match=says):
        values.month(written, YEAR)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (None, "没有填写"),
        (" ", "没有填写"),
        (True, "没有填写，或者不是年月"),
        ("1980", "只有年份"),
        ("1980年", "只有年份"),
        (1980, "只有年份"),
        ("1980.00", "月份不在 1 到 12"),
        ("1980.13", "月份不在 1 到 12"),
        ("198013", "月份不在 1 到 12"),
        ("2027.01", "年份晚于 2026"),
        ("1925.12", "年份早于 1926"),
        (datetime(1905, 6, 2), "数字被当成了日期"),
        ("2000", "只有年份"),
        ("1926", "只有年份"),
        ("2026", "只有年份"),
        ("1925", "看不出"),
        ("2027", "看不出"),
        ("6400", "看不出"),
        ("6413", "看不出"),
        ("09999", "看不出"),
        ("99999", "年份晚于 2026"),
        ("192512", "年份早于 1926"),
        ("202701", "年份晚于 2026"),
        ("200100", "月份不在 1 到 12"),
        ("650932", "月份不在 1 到 12"),
        ("650001", "年份晚于 2026"),
        ("19801301", "月份不在 1 到 12"),
        ("1980年13月", "月份不在 1 到 12"),
        ("1", "看不出"),
        ("123", "看不出"),
        ("1234567", "看不出"),
        (0, "看不出"),
        (1e9, "看不出"),
        (9999.5, "年份晚于 2026"),
        (99999.5, "年份晚于 2026"),
        ("昨天", "看不出"),
        ("12,1975", "看不出"),
        (float("nan"), "看不出"),
        (float("inf"), "看不出"),
        (-1, "看不出"),
        ("1975-04至1980-05", "看不出"),
        ("1980年12月聘任", "看不出"),
        ("1981.2.29", "2 月没有 29 日"),
        ("19800230", "2 月没有 30 日"),
        ("800431", "4 月没有 31 日"),
        ("1980年4月31日", "4 月没有 31 日"),
        ("1980.0230", "2 月没有 30 日"),
    ],
)
def test_month_not_understood(written: object, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        values.month(written, YEAR)


def test_days_counted_from_1904() -> None:
    """Workbooks from old Macs count days from another year: told by the workbook, never by the number."""
    assert values.month(27395 - 1462, YEAR, date1904=True) == values.month(27395, YEAR) == "1975-01"


CELLS = st.one_of(
    st.text(max_size=30),
    st.text("0123456789.-/年月日 转、()（）一二十〇", max_size=20),
    st.integers(-(10**12), 10**12),
    st.floats(),
    st.booleans(),
    st.none(),
    st.datetimes(),
)


def attempt(read: Callable[[object], Any], cell: object) -> Any:
    """What a cell gives: a value, or a fault with words. Anything else raised fails the test."""
    try:
        return read(cell)
    except ValueFault as fault:
        return fault


def is_fault(result: object) -> bool:
    """Whether a fault came out, with a code, what is wrong, and what to do."""
    return isinstance(result, ValueFault) and result.code in ("F003", "F004") and bool(result.message) and bool(result.hint)


@given(CELLS)
def test_months_stay_as_they_are(cell: object) -> None:
    """Any cell gives a month or a fault, and a month is read as itself."""
    month = attempt(lambda value: values.month(value, YEAR), cell)
    assert is_fault(month) or (values.month(month, YEAR) == month and f"{YEAR - 100}-01" <= month <= f"{YEAR}-12")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张三", "张三"),
        ("张　三", "张三"),
        (" 张 三 ", "张三"),
        ("张\n三", "张三"),
        ("欧 阳 锋", "欧阳锋"),
        ("王 小明", "王小明"),
        ("王 女", "王女"),
        ("欧阳 娜娜", "欧阳娜娜"),
        *(
            (f"阿不都{dot}热西提", "阿不都·热西提")
            for dot in ("·", "•", "・", "‧", "∙", "⋅", "．", ".", " · ", "··", " ", "\u3000", " •\n")
        ),
        ("阿不都·热西提·", "阿不都·热西提"),
        ("阿不都-热西提", "阿不都·热西提"),
        ("张三丰同志", "张三丰"),
        ("张三 同志", "张三"),
        ("Jean-Paul", "Jean-Paul"),
        ("阿不都 热西提 买买提", "阿不都·热西提·买买提"),
        ("张\u200b三\ufeff", "张三"),
        ("ئەلى  مەمەت", "ئەلى مەمەت"),
        ("𠮷田", "𠮷田"),
        pytest.param("赵" * 50, "赵" * 50, id="50-characters"),
    ],
)
def test_person_name(written: str, name: str) -> None:
    assert values.person_name(written) == name


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (None, "没有填写"),
        ("·", "没有填写"),
        ("张", "只有一个字"),
        ("张3", "数字、括号"),
        ("张三（女）", "数字、括号"),
        ("张三、李四", "数字、括号"),
        ("已删除", "写的像是职务，或者还没有定下来"),
        ("作废", "写的像是职务，或者还没有定下来"),
        ("张三 总工", "写的像是职务，或者还没有定下来"),
        ("张三 副高", "写的像是职务，或者还没有定下来"),
        ("张三丰等", "写的像是职务，或者还没有定下来"),
        ("张三丰曾用名张三", "写的像是职务，或者还没有定下来"),
        ("张伟A", "既有汉字，又有别的文字"),
        ("艾力·买买提 ئەلى", "既有汉字，又有别的文字"),
        ("张伟ｂ", "既有汉字，又有别的文字"),
        (42, "数字、括号"),
        pytest.param("赵" * 51, "超过 50 个字", id="51-characters"),
        pytest.param("赵" * 10_000, "超过 50 个字", id="10,000-characters"),
    ],
)
def test_person_name_not_understood(written: object, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        values.person_name(written)


@pytest.mark.parametrize("written", ["李明 女", "张三丰　汉族", "李明 人事科", "李明 水利局职称办", "李明 副组长", "李明 退休"])
def test_more_than_a_name(written: str) -> None:
    with pytest.raises(Ambiguous, match="姓名后面还写着性别、民族、部门一类的话"):
        values.person_name(written)


def test_line_break_in_a_long_name() -> None:
    """It may stand for a separator, or just be where the cell was too narrow."""
    with pytest.raises(Ambiguous, match="换了行"):
        values.person_name("阿卜杜热\n合曼")


@given(st.one_of(CELLS, st.text("张三阿不都热西提欧阳·•. \n\u3000\u200b\u200dABée\u0301ئە", max_size=20)))
@example("e \u0301")
@example("阿\u200d不 都")
def test_names_stay_as_they_are(cell: object) -> None:
    name = attempt(values.person_name, cell)
    assert is_fault(name) or (values.person_name(name) == name and 2 <= len(name) <= 50)


@pytest.mark.parametrize(
    ("written", "group"),
    [
        *((text, "汉族") for text in ("汉", "汉族", " 汉 族 ")),
        *((text, "维吾尔族") for text in ("维", "维族", "维吾尔", "维吾尔族")),
        *((text, "哈萨克族") for text in ("哈", "哈族", "哈萨克", "哈萨克族")),
        *((text, "柯尔克孜族") for text in ("柯", "柯尔克孜", "克尔克孜", "克尔克孜族")),
        *((text, "乌孜别克族") for text in ("乌孜别克", "乌兹别克", "乌兹别克族")),
        ("蒙", "蒙古族"),
        ("土", "土族"),
        ("土家", "土家族"),
    ],
)
def test_ethnic_group(written: str, group: str) -> None:
    assert values.ethnic_group(written, GROUPS) == group


@pytest.mark.parametrize("written", [None, "", "族", "外星族", "其他", 1])
def test_ethnic_group_not_understood(written: object) -> None:
    with pytest.raises(NotUnderstood):
        values.ethnic_group(written, GROUPS)


def test_every_group_is_known_by_each_of_its_names() -> None:
    assert len(set(GROUPS.values())) == 56
    assert all(values.ethnic_group(name, GROUPS) == name for name in set(GROUPS.values()))


@pytest.mark.parametrize(
    ("written", "phones"),
    [
        ("0991-0000900、0000899（电话兼传真）", ["0991-0000900", "0991-0000899"]),
        ("0991-0000371,0000463", ["0991-0000371", "0991-0000463"]),
        ("0991-0000371，0000463", ["0991-0000371", "0991-0000463"]),
        ("0991-0000371/0000463", ["0991-0000371", "0991-0000463"]),
        ("0991-0000371 0000463", ["0991-0000371", "0991-0000463"]),
        ("020-00000392或020-00000561转506", ["020-00000392", "020-00000561转506"]),
        ("0991-0000001-506", ["0991-0000001转506"]),
        ("0991-0000001（分机：506）", ["0991-0000001转506"]),
        ("0000525 (窗口)", ["0000525"]),
        ("0000525、0991-0000526", ["0000525", "0991-0000526"]),
        ("0755-0000 8155", ["0755-00008155"]),
        ("0991 0000001", ["0991-0000001"]),
        ("09910000001", ["0991-0000001"]),
        ("(0991)0000001", ["0991-0000001"]),
        ("０９９１－０００００01", ["0991-0000001"]),
        ("0991—0000001", ["0991-0000001"]),
        ("办公：0991-0000001\n手机：10000000001", ["0991-0000001", "10000000001"]),
        ("10000000001 10000000002", ["10000000001", "10000000002"]),
        ("100 0000 0001", ["10000000001"]),
        ("100-0000-0001", ["10000000001"]),
        ("+86 10000000001", ["10000000001"]),
        ("400-000-0001", ["400-0000001"]),
        (10000000001, ["10000000001"]),
        (10000000001.0, ["10000000001"]),
        ("0991-0000001、0991-0000001", ["0991-0000001"]),
        pytest.param("、".join(f"000000{n}" for n in range(10)), [f"000000{n}" for n in range(10)], id="ten"),
    ],
)
def test_phones(written: object, phones: list[str]) -> None:
    assert values.phones(written) == phones


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (None, "没有填写"),
        ("无", "没有电话号码"),
        ("100", "位数不对"),
        ("0991-000001", "位数不对"),
        ("0991-000000001", "位数不对"),
        ("100000000011", "位数不对"),
        ("abc@example.org", "字母"),
        ("1" * 600, "太长"),
        ("0 " * 60, "看不出"),
        pytest.param("、".join(f"00000{n}" for n in range(10, 21)), "超过 10 个", id="eleven"),
    ],
)
def test_phones_not_understood(written: object, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        values.phones(written)


@pytest.mark.parametrize("written", ["0991-0000201～0991-0000205", "0991-0000201至0000205", "0991-0000201-2", "0000201－3、0991-0000009"])
def test_a_row_of_numbers(written: str) -> None:
    """From one to another, or with the last digit of the next: 0991-0000201-22 is one with its extension."""
    with pytest.raises(Ambiguous, match="像是一段号码的头尾，或者几个号码的尾数"):
        values.phones(written)
    assert values.phones("0991-0000201-22") == ["0991-0000201转22"]


def test_landline_that_lost_its_zero() -> None:
    with pytest.raises(Ambiguous, match="丢了开头的 0"):
        values.phones(9910000001)


@given(st.one_of(CELLS, st.text("0123456789-+()（） 、,/转或机\n", max_size=60)))
@example("0991-0000001 0000002 3")
def test_phones_stay_as_they_are(cell: object) -> None:
    phones = attempt(values.phones, cell)
    assert is_fault(phones) or (phones and values.phones("、".join(phones)) == phones)


@pytest.mark.parametrize(("written", "gender"), [("男", "male"), (" 女 ", "female"), ("女性", "female")])
def test_gender(written: str, gender: str) -> None:
    assert values.gender(written) == gender


@pytest.mark.parametrize(
    ("written", "title", "level"),
    [
        ("正高", "", "full-senior"),
        ("正高级", "", "full-senior"),
        ("教授级", "", "full-senior"),
        ("高级（正高）", "", "full-senior"),
        ("副高", "", "associate-senior"),
        ("副高级职称", "", "associate-senior"),
        ("中级", "", "intermediate"),
        ("初级", "", "junior"),
        ("助理级", "", "junior"),
        ("高级", "高级工程师", "associate-senior"),
        ("高级", "正高级工程师", "full-senior"),
        ("高级", "教授级高级工程师", "full-senior"),
        ("高级", "高级记者", "full-senior"),
        ("高级", "编审", "full-senior"),
    ],
)
def test_level(written: str, title: str, level: str) -> None:
    assert values.level(written, title, TITLES) == level


@pytest.mark.parametrize("between", ["\x0b", "\x07", "\x85", " \r\n\u3000", "\u200b \u2028"])
def test_a_cell_is_one_line(between: str) -> None:
    """A control character and a break with the space around it are a space, what cannot be seen is nothing."""
    assert values.cell_text(f"甲{between}乙") == "甲 乙"
    assert values.cell_text(f"甲{between}乙" + "丙" * 200) == "甲 乙" + "丙" * 200


@pytest.mark.parametrize(
    ("written", "level"), [("员级", "technician"), ("（员级）", "technician"), ("助理级", "junior"), ("初级", "junior")]
)
def test_level_that_a_registry_adds(written: str, level: str) -> None:
    own = {"technician": "员级", "junior": "初级", "intermediate": "中级", "associate-senior": "副高级", "full-senior": "正高级"}
    assert values.level(written, None, TITLES, own) == level
    assert values.level("员级") == "junior"
    with pytest.raises(NotUnderstood) as found:
        values.level("特级", None, TITLES, own)
    assert found.value.hint == "请填“正高级”“副高级”“中级”“初级”或“员级”。"


@pytest.mark.parametrize("title", ["", "高级工艺大师", "工程师", "小学高级教师"])
def test_bare_senior_level_asks_where_the_title_does_not_tell(title: str) -> None:
    with pytest.raises(Ambiguous, match="只写了“高级”"):
        values.level("高级", title, TITLES)


@pytest.mark.parametrize("written", [None, "", "特级", "三级", 1])
def test_level_not_understood(written: object) -> None:
    with pytest.raises(NotUnderstood):
        values.level(written, "高级工程师", TITLES)


@pytest.mark.parametrize(
    ("note", "honours"),
    [
        ("享受国务院政府特殊津贴专家", ["state-allowance"]),
        ("国务院特殊津贴", ["state-allowance"]),
        ("政府特殊津贴", ["state-allowance"]),
        ("自治区特殊津贴", []),
        ("自治区政府特殊津贴", []),
        ("国家有突出贡献的中青年专家", ["outstanding-contribution"]),
        ("自治区有突出贡献中青年专家", ["outstanding-contribution"]),
        ("突出贡献中青年专家", ["outstanding-contribution"]),
        ("某市突出贡献中青年专家", []),
        ("某自治州突出贡献专家", []),
        ("某某盟有突出贡献的中青年专家", []),
        ("某某旗有突出贡献的中青年专家", []),
        ("上海市有突出贡献的中青年专家", ["outstanding-contribution"]),
        ("浙江省有突出贡献的中青年专家", ["outstanding-contribution"]),
        ("新世纪百千万人才工程国家级人选", ["hundred-thousand-million"]),
        ("自治区百千万人才工程", []),
        ("广东百千万人才工程", []),
        ("上海市级百千万人才工程", []),
        ("广东省国家百千万人才工程", ["hundred-thousand-million"]),
        ("自治区百千万人才工程国家级人选", ["hundred-thousand-million"]),
        ("某县国务院特殊津贴专家", ["state-allowance"]),
        ("国家税务总局某市税务局百千万人才", []),
        ("百千万人才工程 自治区级人选", []),
        ("突出贡献中青年专家（地级）", []),
        ("突出贡献中青年专家（自治区级）", ["outstanding-contribution"]),
        ("国务院特殊津贴（省级劳模）", ["state-allowance"]),
        ("国务院特殊津贴；百千万人才", ["state-allowance", "hundred-thousand-million"]),
        ("博士", []),
    ],
)
def test_honours(note: str, honours: list[str]) -> None:
    """Those of the letter 二（四）; an allowance of the region or a prize of a city is none of them."""
    assert values.honours(note) == honours


@pytest.mark.parametrize(
    "note",
    [
        "拟推荐享受国务院特殊津贴",
        "未获国务院特殊津贴",
        "百千万人才候选",
        "无国务院特殊津贴",
        "不享受国务院特殊津贴",
        "其父享受国务院特殊津贴",
        "获国务院特殊津贴提名",
        "享受国务院特殊津贴？",
        "百千万人才工程第三层次",
    ],
)
def test_honour_that_may_not_be_held(note: str) -> None:
    with pytest.raises(Ambiguous):
        values.honours(note)


@pytest.mark.parametrize(
    ("note", "in_service"),
    [
        ("", "serving"),
        ("博士", "serving"),
        ("未退休", "serving"),
        ("延迟退休", "serving"),
        ("不到退休年龄", "serving"),
        ("退居二线", "serving"),
        ("已退休", "retired"),
        ("退休", "retired"),
        ("退休教师", "retired"),
        ("已办理退休", "retired"),
        ("2025年退休", "retired"),
        ("离休", "retired"),
        ("退休返聘", "rehired"),
        ("返聘", "rehired"),
        ("已退休，2023年返聘", "rehired"),
        ("退休，原单位返聘", "rehired"),
        ("返聘至2026年12月", "rehired"),
        ("到期续聘", "serving"),
    ],
)
def test_in_service(note: str, in_service: str) -> None:
    assert values.in_service(note, YEAR) == in_service


@pytest.mark.parametrize(
    "note",
    ["即将退休", "2026年退休", "2027年退休", "拟退休", "已退休；未退休", "未返聘", "退休不再返聘", "拟返聘", "返聘期届满", "退休后未续聘"],
)
def test_retirement_that_is_not_clear(note: str) -> None:
    with pytest.raises(Ambiguous, match="提到了退休"):
        values.in_service(note, YEAR)


@pytest.mark.parametrize(
    ("note", "leads"),
    [
        ("行政机关领导", True),
        ("系行政机关领导干部", True),
        ("非行政机关领导", False),
        ("不是行政机关领导", False),
        ("行政机关领导：否", False),
        ("2025年起不任行政机关领导", False),
        ("局长", False),
        ("", False),
    ],
)
def test_leader(note: str, leads: bool) -> None:
    """Only where the remarks say so in these words: a position that sounds like it is for a person to judge (R113)."""
    assert values.is_leader(note) is leads


@pytest.mark.parametrize(
    ("unit", "employer"),
    [
        ("某某医院 院长", "某某医院"),
        ("某某医院院长", "某某医院"),
        ("某某大学第一附属医院内科副主任", "某某大学第一附属医院"),
        ("某某设计院有限公司总工办主任", "某某设计院有限公司"),
        ("某市教育局局长", "某市教育局"),
        ("某某县农业农村局", "某某县农业农村局"),
        ("某某设计院（总工程师）", "某某设计院"),
    ],
)
def test_employer(unit: str, employer: str) -> None:
    assert values.employer(unit) == employer


@pytest.mark.parametrize(
    ("written", "series"),
    [("工程系列", "engineering"), ("工程技术人员", "engineering"), ("卫生技术", "health"), ("高校教师", "higher-education-teacher")],
)
def test_series(written: str, series: str) -> None:
    assert values.series_id(written, values.series_names(SERIES)) == series


@given(CELLS)
def test_no_cell_breaks_the_others(cell: object) -> None:
    """What cannot be read is always a fault with words, and these never hold the cell."""
    for read in (
        values.gender,
        values.title,
        values.level,
        lambda value: values.free_text(value, 100),
        lambda value: values.ethnic_group(value, GROUPS),
        lambda value: values.series_id(value, values.series_names(SERIES)),
        lambda value: values.honours(values.cell_text(value)),
        lambda value: values.in_service(values.cell_text(value), YEAR),
        lambda value: values.employer(values.cell_text(value)),
    ):
        result = attempt(read, cell)
        assert not isinstance(result, ValueFault) or is_fault(result)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("高级工程师", None),
        ("高 级 工 程 师", None),
        ("高级\n工程师", None),
        ("教授 级高级工程师", None),
        ("主治(主管)医师", None),
        ("高级工程师（建筑）", None),
        ("高级工程师、教授", "写了几个职称"),
        ("副教授/高级工程师", "写了几个职称"),
        ("高级工程师\n教授", "写了几个职称"),
        ("高级工程师兼副教授", "写了几个职称"),
        ("高级工程师（教授）", "写了几个职称"),
        ("拟评高级工程师", "看不出职称是否已经取得"),
        ("高级工程师（拟）", "看不出职称是否已经取得"),
        ("高级工程师（待取证）", "看不出职称是否已经取得"),
        ("高级 工程师", None),
    ],
)
def test_one_title_that_is_held(text: str, said: str | None) -> None:
    if said is None:
        assert values.title(text) == "".join(text.split())
    else:
        with pytest.raises(values.Ambiguous, match=said):
            values.title(text)
