"""P001–P003: private values in public files, in every field, key and comment, in every way they are written."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from helpers import registries
from helpers.judging import Judge
from helpers.registries import record

from zhicheng.documents import finding_reports
from zhicheng.text import private_values

PIPL = "个人信息保护法第六条、第二十五条"
MOBILE = "13800001234"
IDENTITY = "110101199003070310"


def address(text: str) -> str:
    return f'address: ▶"某市某路 1 号 {text}"\n'


# --- P001 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("13800001234", id="plain"),
        pytest.param("19900001234", id="199"),
        pytest.param("138 0000 1234", id="spaces"),
        pytest.param("138-0000-1234", id="dashes"),
        pytest.param("1380000 1234", id="half-grouped"),
        pytest.param("+8613800001234", id="country-code"),
        pytest.param("+86 138 0000 1234", id="country-code-and-spaces"),
        pytest.param("86-13800001234", id="country-code-without-plus"),
        pytest.param("１３８００００１２３４", id="full-width"),
        pytest.param("１３８－００００－１２３４", id="full-width-dashes"),
        pytest.param("138\u30000000\u30001234", id="wide-spaces"),
        pytest.param("138\u00a00000\u00a01234", id="no-break-spaces"),
        pytest.param("138–0000–1234", id="en-dashes"),
        pytest.param("电话13800001234转办公室", id="between-characters"),
        pytest.param("0991-0000001、13800001234", id="after-an-office-line"),
        pytest.param("\\x31\\x33800001234", id="escaped"),
        pytest.param("a13800001234b", id="between-letters"),
        pytest.param("138.0000.1234", id="dots"),
        pytest.param("138·0000·1234", id="middle-dots"),
        pytest.param("138/0000/1234", id="slashes"),
        pytest.param("138_0000_1234", id="low-lines"),
        pytest.param("138   0000   1234", id="several-spaces"),
        pytest.param("138\\t0000\\t1234", id="tabs"),
        pytest.param("138\u202f0000\u202f1234", id="narrow-no-break-spaces"),
        pytest.param("(138)0000 1234", id="brackets"),
        pytest.param("（138）0000 1234", id="wide-brackets"),
        pytest.param("013800001234", id="leading-zero"),
        pytest.param("008613800001234", id="international-prefix"),
        pytest.param("8613800001234", id="country-code-in-a-row"),
        pytest.param("+86 (138) 0000-1234", id="all-at-once"),
        pytest.param("138000 01234", id="6-5"),
        pytest.param("13 8000 01234", id="2-4-5"),
        pytest.param("1 3 8 0 0 0 0 1 2 3 4", id="digit-by-digit"),
        pytest.param("138\u200c0000\u200d1234", id="joiners"),
        pytest.param("١٣٨٠٠٠٠١٢٣٤", id="arabic-digits"),
        pytest.param("0991-0000001 138 0000 1234", id="after-an-office-line-and-a-space"),
        pytest.param("2018.12 138 0000 1234", id="after-a-month"),
        pytest.param("一三八零零零零一二三四", id="spelt"),
        pytest.param("壹叁捌 〇〇〇〇 壹贰叁肆", id="spelt-for-money"),
        pytest.param("幺三八〇〇〇〇1234", id="spelt-in-part"),
        pytest.param("①③⑧⓪⓪⓪⓪①②③④", id="in-circles"),
        pytest.param("¹³⁸⁰⁰⁰⁰¹²³⁴", id="raised"),
        pytest.param("𝟏𝟑𝟖𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒", id="mathematical"),
        pytest.param("138**0000**1234", id="emphasis"),
        pytest.param("138`0000`1234", id="code"),
        pytest.param("联系人张三13800001234", id="after-a-name-that-is-a-digit"),
        pytest.param("李四138 0000 1234", id="after-a-name-and-in-groups"),
        pytest.param("丁一一三八零零零零一二三四", id="spelt-after-a-name"),
        pytest.param("张三8613800001234，李四", id="country-code-after-a-name"),
    ],
)
def test_p001_forms(judge: Judge, text: str) -> None:
    """However it is written, a mobile number is found, and not repeated."""
    judge(address(text)).says("P001", "“单位所在地址”里有手机号码", hints=["请换成办公室座机；个人手机不要写在公开的文件里。"], clause=PIPL)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("0991-0000001", id="office-line"),
        pytest.param("0991-13800001", id="office-line-that-begins-with-138"),
        pytest.param("二〇一九年一月三日，第一三五七九次", id="spelt-days-and-numbers"),
        pytest.param("一三五七九二四六八十", id="spelt-digits-too-few"),
        pytest.param("一、三、八、零、零、零、零、一、二、三、四", id="spelt-list"),
        pytest.param("①取得 ③年 ⑧项", id="numbered-points"),
        pytest.param("15*20*10*10*10*5", id="figures-times-figures"),
        pytest.param("138****1234", id="masked"),
        pytest.param("138000012345", id="12-digits"),
        pytest.param("213800001234", id="12-digits-from-the-front"),
        pytest.param("1380000123", id="10-digits"),
        pytest.param("12800001234", id="128-is-no-mobile"),
        pytest.param("张三138000012345", id="12-digits-after-a-name"),
        pytest.param("二〇一九一三八〇〇〇〇一二三四", id="15-spelt-digits"),
        pytest.param("新人社发〔2018〕13800001号", id="document-number"),
        pytest.param("138,00001234", id="comma"),
        pytest.param("2026-06-02 2026-06-19", id="dates"),
        pytest.param("2019-06-18 2026-05-20 1", id="dates-with-a-digit-after"),
        pytest.param("1994.10-2018.12", id="months"),
        pytest.param("1994.1-2018.10", id="months-of-11-digits"),
        pytest.param("1999-2001 123", id="years"),
        pytest.param("0991-3689900转8001", id="extension"),
        pytest.param("0991-3689900-8001", id="extension-after-a-dash"),
        pytest.param("0991-4165371,4165463", id="two-office-lines"),
        pytest.param("0991-4165371/4165463", id="two-office-lines-and-a-slash"),
        pytest.param("新人社发〔2012〕230号", id="document-of-2012"),
        pytest.param("【1999】1234567号", id="year-in-brackets"),
        pytest.param("da39a3ee5e6b4b0d3255bfef95601890afd80709", id="commit"),
        pytest.param(f"a{MOBILE}b{'0' * 51}", id="sha256"),
        pytest.param("13000-150000元", id="sums"),
        pytest.param("100000 200000 300000", id="plain-sums"),
        pytest.param("15 20 10 10 10 5", id="shares"),
    ],
)
def test_p001_other_numbers(judge: Judge, text: str) -> None:
    assert judge(address(text).replace("▶", "")).findings == []


def test_p001_once_for_each_field(judge: Judge) -> None:
    """Two numbers in one value are one finding; a number in each of two values is two."""
    judge(f'address: ▶"{MOBILE} {MOBILE}"\nphones: ["0991-0000001", ▶"{MOBILE}", ▶"1{MOBILE[1:]}0 或 {MOBILE}"]\n').says(
        "P001", "“单位所在地址”里有手机号码", "“咨询电话号码”里有手机号码", "“咨询电话号码”里有手机号码"
    )


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        pytest.param(
            f"reviews: [{{series: engineering, levels: [intermediate], catalog: {{▶建筑 {MOBILE}: [城市规划]}}}}]\n",
            "对应二级专业目录",
            id="key",
        ),
        pytest.param(f'scope: {{areas: ["650000"], open_to: public, note: ▶咨询 {MOBILE}}}\n', "地域范围说明", id="note"),
        pytest.param(f"procedure: [个人申报, ▶电话 {MOBILE}]\n", "流程步骤", id="list"),
        pytest.param(f"address: ▶|\n  第一行\n  第二行 {MOBILE}\n", "单位所在地址", id="block-text"),
        pytest.param("address: ▶第一行 138\n  0000 1234\n", "单位所在地址", id="broken-over-two-lines"),
    ],
)
def test_p001_anywhere(judge: Judge, changes: str, label: str) -> None:
    """In every text and every name; the field is named by its label."""
    judge(changes).says("P001", f"“{label}”里有手机号码")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param(f"address: 某市某路 1 号  # 主任 ▶{MOBILE}\n", True, id="after-a-value"),
        pytest.param(f"# ▶{MOBILE}\naddress: 某市某路 1 号\n", True, id="line-of-its-own"),
        pytest.param("# ▶138 0000 1234\naddress: 某市某路 1 号\n", True, id="grouped"),
        pytest.param("# ▶１３８００００１２３４\naddress: 某市某路 1 号\n", True, id="full-width"),
        pytest.param("# 0991-0000001\naddress: 某市某路 1 号\n", False, id="office-line"),
    ],
)
def test_p001_in_a_comment(judge: Judge, line: str, says: bool) -> None:
    """A comment is as public as a value; the finding stands at the number itself."""
    judged = judge(None, others={registries.ONE: record().replace("address: 乌鲁木齐市天山区示例路 1 号三楼\n", line)})
    if says:
        judged.says("P001", "注释里有手机号码")
    else:
        assert judged.findings == []


def test_p001_in_a_text_that_looks_like_a_comment(judge: Judge) -> None:
    """A line of a text that begins with # is no comment: it is said once, at the value; after a quoted # a comment may still come."""
    judge(f"address: ▶|\n  第一行\n  # {MOBILE}\n").says("P001", "“单位所在地址”里有手机号码")
    judge(f'address: ▶"# {MOBILE}\n  # {MOBILE}"\n').says("P001", "“单位所在地址”里有手机号码")
    text = record("address: '# 某路'  # ▶" + MOBILE + "\nphones: ['0991-0000001']\n# ▶" + MOBILE + "\n")
    judge(None, others={registries.ONE: text}).says("P001", "注释里有手机号码", "注释里有手机号码")


def test_p001_hashes_are_no_numbers(judge: Judge) -> None:
    """Digits in a row in the hash of a sealed file are nobody's number."""
    sha256 = f"a{MOBILE}b{'0' * 51}"
    assert judge(f"contacts: {{sha256: {sha256}, size: 1234}}\n").findings == []


def test_p001_under_a_name_like_that_of_a_hash(judge: Judge) -> None:
    """A first-level directory may be called anything."""
    fields = f"reviews: [{{series: engineering, levels: [intermediate], catalog: {{commit: [▶测绘 {MOBILE}]}}}}]\n"
    judge(fields).says("P001", "“二级专业”里有手机号码")


@pytest.mark.parametrize(
    ("path", "text", "label"),
    [
        pytest.param(
            "registry/reviewers.yaml",
            "centre: {accounts: [c1]}\nmaintainers: {accounts: [m1]}\n"
            f'areas: {{"653100": {{office: ▶人社局 {MOBILE}, accounts: [r1]}}}}\n',
            "审核单位",
            id="reviewers",
        ),
        pytest.param(
            "registry/registry.yaml",
            f'name: 登记册\nregion: "650000"\ncentre: {{name: 中心, phones: [▶"{MOBILE}"]}}\ncurrent_round: "2026"\n',
            "中心电话号码",
            id="settings",
        ),
    ],
)
def test_p001_in_every_kind_of_file(judge: Judge, path: str, text: str, label: str) -> None:
    judge(others={path: text}).says("P001", f"“{label}”里有手机号码")


def test_p001_of_a_withdrawn_record(judge: Judge) -> None:
    """What was withdrawn is still public."""
    gone = f'status: withdrawn\nwithdrawn: {{date: "2026-07-01", reason: ▶合并，电话 {MOBILE}}}\n'
    judge(gone).says("P001", "“撤销原因”里有手机号码")


# --- P002 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(IDENTITY, id="digits"),
        pytest.param("11010519491231002X", id="capital-x"),
        pytest.param(f"李四{IDENTITY}", id="after-a-name-that-is-a-digit"),
        pytest.param("王五 11010519491231002X", id="after-such-a-name-and-a-space"),
        pytest.param("王五11010519491231002X", id="after-such-a-name-with-x"),
        pytest.param("11010519491231002x", id="small-x"),
        pytest.param("１１０１０１１９９００３０７０３１０", id="full-width"),
        pytest.param("11010519491231002Ｘ", id="full-width-x"),
        pytest.param(f"身份证{IDENTITY}号", id="between-characters"),
        pytest.param("110101 19900307 0310", id="spaces"),
        pytest.param("110101-19900307-0310", id="dashes"),
        pytest.param("110101.19900307.0310", id="dots"),
        pytest.param("110105 19491231 002X", id="spaces-and-x"),
        pytest.param("110101\u200d199003070310", id="joiner"),
        pytest.param("一一零一零一一九九零零三零七零三一零", id="spelt"),
        pytest.param("身份证号：110105491231002", id="of-before-1999"),
    ],
)
def test_p002_right_checksum(judge: Judge, text: str) -> None:
    hint = "请删去；登记不需要身份证号码。已经提交到历史里的，请联系中心处理。"
    judge(address(text)).says("P002", "“单位所在地址”里有居民身份证号码", hints=[hint], clause=PIPL)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("110101199003070311", id="wrong-checksum"),
        pytest.param("11010519491231002Y", id="no-such-check-character"),
        pytest.param("1101011990030703100", id="19-digits"),
        pytest.param("11010119900307031", id="17-digits"),
        pytest.param("010101199003070310", id="begins-with-zero"),
        pytest.param("编号 110105491231002", id="15-digits-that-are-called-otherwise"),
        pytest.param("身份证号：110105491331002", id="15-digits-without-such-a-month"),
        pytest.param("身份证 1101054912310025", id="16-digits"),
    ],
)
def test_p002_other_numbers(judge: Judge, text: str) -> None:
    assert judge(address(text).replace("▶", "")).findings == []


def test_p002_in_a_comment(judge: Judge) -> None:
    judge(None, others={registries.ONE: record() + f"# 经办人 ▶{IDENTITY}\n"}).says("P002", "注释里有居民身份证号码")


# --- P003 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["zhangsan@example.com", "z.s-1@mail.example.com.cn", "ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "邮箱zs@163.com。"]
)
def test_p003_addresses(judge: Judge, text: str) -> None:
    judged = judge(address(text))
    judged.says("P003", "“单位所在地址”里有电子邮箱地址，可能是个人的", hints=["请改用办公室座机；单位公用邮箱可以保留。"], clause=PIPL)
    assert [f.severity for f in judged.findings] == ["warning"]


@pytest.mark.parametrize("text", ["甲@乙", "a@b", "@example", "https://example.com/@name"])
def test_p003_other_uses_of_the_sign(judge: Judge, text: str) -> None:
    assert judge(address(text).replace("▶", "")).findings == []


SETTINGS = 'name: 登记册\nregion: "650000"\ncentre: {name: 中心, phones: ["0991-0000900"]}\ncurrent_round: "2026"\nsample: true\n'


@pytest.mark.parametrize(
    ("official", "found"),
    [
        ("email: office@example.org", []),
        ("copyright: 请写信给 office@example.org", [("P003", "/official/copyright")]),
        ("email: 13800001234@example.org", [("P001", "/official/email")]),
    ],
)
def test_p003_the_mailbox_of_an_office_is_asked_for(judge: Judge, official: str, found: list[tuple[str, str]]) -> None:
    """In the field for it an address is none of a person; a number in it may be."""
    told = judge(None, others={"registry/registry.yaml": f"{SETTINGS}official: {{{official}}}\n"}).findings
    assert [(f.code, f.pointer) for f in told] == found


# --- nothing is repeated -----------------------------------------------------------------------------------------------


def places(value: object, pointer: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The pointers to every text in a value."""
    if isinstance(value, dict):
        return [place for key, item in value.items() for place in places(item, (*pointer, key))]
    if isinstance(value, list):
        return [place for i, item in enumerate(value) for place in places(item, (*pointer, i))]
    return [pointer] if isinstance(value, str) else []


BASE = yaml.safe_load(record("reviews:\n  - {series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 建筑设计]}}\n"))


@pytest.mark.parametrize("private", [MOBILE, f"138 0000 1234 {IDENTITY}", "zhangsan@example.com"], ids=["mobile", "both", "mail"])
@pytest.mark.parametrize("pointer", places(BASE), ids=lambda pointer: "/".join(map(str, pointer)))
def test_no_message_repeats_a_private_value(empty: Path, pointer: tuple[str | int, ...], private: str) -> None:
    """Whatever is wrong with the value as well, no message and no hint says it: logs are public too."""
    value = yaml.safe_load(yaml.safe_dump(BASE, allow_unicode=True))
    here = value
    for part in pointer[:-1]:
        here = here[part]
    here[pointer[-1]] = private
    registries.write(empty, registries.ONE, yaml.safe_dump(value, allow_unicode=True, sort_keys=False))
    found = registries.findings(empty)
    assert found != []
    for finding in found:
        said = finding.message + finding.hint
        assert not any(part in said for part in (MOBILE, "138 0000 1234", IDENTITY, "zhangsan")), said


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(f"{{first}}: [规划 {MOBILE}, 规划 {MOBILE}]", id="E105"),
        pytest.param(f"建筑 {MOBILE}: []", id="E104"),
    ],
)
def test_rules_that_quote_do_not_repeat_either(judge: Judge, changes: str) -> None:
    """A rule about the same value names it without saying it."""
    catalog = changes.replace("{first}", "建筑工程")
    found = judge(f"reviews: [{{series: engineering, levels: [intermediate], catalog: {{{catalog}}}}}]\n").findings
    assert {f.code for f in found} > {"P001"}
    assert not any(MOBILE in f.message + f.hint for f in found)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"{MOBILE}: 1", id="S001"),
        pytest.param(f'"{MOBILE}": 1\n"{MOBILE}": 2', id="Y003"),
        pytest.param(f'张{MOBILE}: "\\x01"', id="Y007"),
        pytest.param(f"panel: {{members: {MOBILE}, formed_by: series}}", id="S006"),
        pytest.param(f"panel: {{members: -{MOBILE}, formed_by: series}}", id="S006-small"),
        pytest.param(f"reviews: [{{series: engineering, levels: [junior], catalog: {{{MOBILE[:3]} {MOBILE[3:]}: [a]}}}}]", id="P001"),
        pytest.param(f"reviews: [{{series: engineering, levels: [junior], catalog: {{甲{MOBILE}: 7}}}}]", id="S003"),
    ],
)
def test_no_report_repeats_a_private_key(empty: Path, line: str) -> None:
    """Nor do the pointers of a report, where the name itself is private."""
    registries.write(empty, registries.ONE, record() + line + "\n" if "reviews" not in line else record(line + "\n"))
    found = registries.findings(empty)
    assert found != []
    for said in (finding_reports.json_report(found, 1), finding_reports.github_report(found), finding_reports.text_report(found)):
        assert MOBILE not in said
        assert MOBILE[3:] not in said


@pytest.mark.parametrize(
    "text",
    ["1 3 " * 60_000, "1-" * 120_000, "a@" * 125_000, "a" * 250_000 + "@", "@" + "a." * 125_000, "a@b.cc" * 40_000, MOBILE * 20_000],
    ids=lambda text: text[:4],
)
def test_long_texts_take_no_time(text: str) -> None:
    """Looking for private values takes time in proportion to the text."""
    began = time.process_time()
    private_values(text)
    assert time.process_time() - began < 2


def test_quoted_table_and_committee_names_do_not_repeat_either(judge: Judge) -> None:
    """Nor do rules that name a scoring table, a committee, or a file."""
    item = f"{{dimension: 业绩, item: 项 {MOBILE}, points: 1, steps: [{{when: {MOBILE} 档, points: 2}}]}}"
    table = f"scoring: [{{title: 表 {MOBILE}, total: 9, items: [{item}]}}]\n"
    path = "registry/committees/650000/example-two.yaml"
    found = judge(table, others={path: record(f"id: example-two\nname: 评审委员会 {MOBILE}\n")}).findings
    assert {f.code for f in found} == {"E106", "E111", "P001"}
    assert not any(MOBILE in f.message + f.hint for f in found)
