"""Y001–Y008 and S001–S007 on both sides of their bounds; tests/bad shows the wording of each."""

from __future__ import annotations

import pytest
from helpers import registries
from helpers.judging import Judge
from helpers.registries import record

FORM = "备案登记的函（2019）一（三）、附件1"


def reviews(series: str = "engineering", levels: str = "[intermediate]", catalog: str = "{建筑工程: [城市规划]}") -> str:
    return f"reviews: [{{series: {series}, levels: {levels}, catalog: {catalog}}}]\n"


# --- Y -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(record().encode(), id="utf-8"),
        pytest.param(record().encode("utf-8-sig"), id="utf-8-with-bom"),
        pytest.param(record().replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(record().replace("\n", "\r").encode(), id="cr"),
        pytest.param(b"---\n" + record().encode() + b"...\n", id="one-document-with-markers"),
        pytest.param(record("address: 乌鲁木齐市 ئۈرۈمچى شەھىرى 1 号\n").encode(), id="arabic-script"),
        pytest.param(record("address: 𠮷祥路 1 号 𫝆\n").encode(), id="beyond-the-basic-plane"),
        pytest.param(record("address: 某路\t1 号\n").encode(), id="tab-in-a-value"),
        pytest.param(record("address: 某路\u30001\u00a0号\n").encode(), id="wide-and-no-break-spaces"),
        pytest.param(record('address: "某路 1 号: #3 & * ! @ % 甲"\n').encode(), id="signs-in-quotes"),
        pytest.param(record("address: 某路 1 号 A&B *3 !\n").encode(), id="signs-inside-a-value"),
        pytest.param(record("address: |\n  某路 1 号\n  二楼\n").encode(), id="block-text"),
    ],
)
def test_readable(empty: object, judge: Judge, content: bytes) -> None:
    """What strict YAML in UTF-8 allows."""
    registries.write(empty, registries.ONE, content)  # type: ignore[arg-type]
    assert judge(None).findings == []


@pytest.mark.parametrize(
    ("depth", "codes"),
    [pytest.param(30, ["S003"], id="32-levels-in-all"), pytest.param(31, ["Y006"], id="33-levels-in-all")],
)
def test_depth(judge: Judge, depth: int, codes: list[str]) -> None:
    """32 levels can be read, and are then of the wrong type; the record itself and its list of steps are two of them."""
    assert [f.code for f in judge(f"procedure: [{'[' * depth}个人申报{']' * depth}]\n").findings] == codes


@pytest.mark.parametrize(
    "character",
    [
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u200e",
        "\u200f",
        "\u061c",
        "\u2028",
        "\u2029",
        "\x7f",
        "\x9f",
        "\u200b",
        "\u2060",
        "\u00ad",
        "\U000e0041",
        "\u3164",
        "\u2800",
        "\uffa0",
        "\u034f",
        "\u206a",
    ],
)
def test_controls_are_refused(judge: Judge, character: str) -> None:
    judge(f"address: 某市▶{character}某路\n").says("Y007", f"含有不可见的控制字符 U+{ord(character):04X}")


@pytest.mark.parametrize("character", ["\u200c", "\u200d", "\ufe0f", "\u3000", "\u180b", "\u3131"])
def test_joiners_are_not(judge: Judge, character: str) -> None:
    """Joiners shape Arabic script and emoji."""
    assert judge(f"address: 某市{character}某路\n").findings == []


# --- S006: too long, too short, too large, too small -------------------------------------------------------------------

STEP = "{dimension: 业绩, item: 论文, points: 1}"


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        pytest.param("name: 某会\n", "name: ▶会\n", "“评审委员会名称”太短：至少 2 个字，现在 1 个", id="name-short"),
        pytest.param(f"name: {'会' * 100}\n", f"name: ▶{'会' * 101}\n", "“评审委员会名称”太长：最多 100 个字，现在 101 个", id="name-long"),
        pytest.param(
            f"name: {'𠮷' * 100}\n", f"name: ▶{'𠮷' * 101}\n", "“评审委员会名称”太长：最多 100 个字，现在 101 个", id="characters"
        ),
        pytest.param(
            f"address: {'路' * 500}\n", f"address: ▶{'路' * 501}\n", "“单位所在地址”太长：最多 500 个字，现在 501 个", id="address-long"
        ),
        pytest.param("procedure: [申]\n", "procedure: ▶[]\n", "“评审流程”至少要有 1 项，现在 0 项", id="no-step"),
        pytest.param(
            f"procedure: [{', '.join(f'第{i}步' for i in range(50))}]\n",
            f"procedure: ▶[{', '.join(f'第{i}步' for i in range(51))}]\n",
            "“评审流程”最多 50 项，现在 51 项",
            id="many-steps",
        ),
        pytest.param(
            "panel: {members: 499, formed_by: series}\n",
            "panel: {members: ▶501, formed_by: series}\n",
            "“组成人员人数”太大：不能大于 500，现在是 501",
            id="many-members",
        ),
        pytest.param(
            f"scoring: [{{title: 表, total: 1, items: [{STEP}]}}]\n",
            f"scoring: [{{title: 表, total: ▶0.5, items: [{STEP}]}}]\n",
            "“总分”太小：不能小于 1，现在是 0.5",
            id="total-small",
        ),
        pytest.param(
            "scoring: [{title: 表, total: 1000, items: [{dimension: 业绩, item: 项目, points: 1000}]}]\n",
            "scoring: [{title: 表, total: 1000, items: [{dimension: 业绩, item: 项目, points: ▶1000.5}]}]\n",
            "“满分”太大：不能大于 1000，现在是 1000.5",
            id="points-large",
        ),
        pytest.param(
            f"scoring: [{{title: 表, total: 1, items: [{{dimension: 业绩, item: 项目, points: 0}}, {STEP}]}}]\n",
            "scoring: [{title: 表, total: 1, items: [{dimension: 业绩, item: 项目, points: ▶-1}]}]\n",
            "“满分”太小：不能小于 0，现在是 -1",
            id="points-negative",
        ),
        pytest.param("approval: {document: 号}\n", "approval: ▶{}\n", "“批准情况”至少要填 1 项，现在 0 项", id="empty-mapping"),
    ],
)
def test_s006(judge: Judge, good: str, bad: str, message: str) -> None:
    """Length is counted in characters, and both bounds are inclusive."""
    assert judge(good).findings == []
    judge(bad).says("S006", message, clause=FORM)


@pytest.mark.parametrize(("length", "codes"), [(3, []), (64, []), (2, ["S006"]), (65, ["S006"])])
def test_s006_id(judge: Judge, length: int, codes: list[str]) -> None:
    assert [f.code for f in judge(f"id: {'a' * length}\n").findings] == codes


# --- S005: patterns and dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identifier", ["a-b-c", "2-x", "abc", "x-2026-06"])
def test_s005_good_ids(judge: Judge, identifier: str) -> None:
    assert judge(f"id: {identifier}\n").findings == []


@pytest.mark.parametrize("identifier", ["A-b-c", "a--b", "-abc", "abc-", "a_b", "a.b", "a b", "../abc", "a/b", "建工", "ａｂｃ"])
def test_s005_bad_ids(judge: Judge, identifier: str) -> None:
    text = record(f'id: ▶"{identifier}"\n')
    judge(None, others={registries.ONE: text}).says("S005", f"“编号”的值“{identifier}”的写法不符合要求")


@pytest.mark.parametrize("blank", ["   ", "\\u3000\\u3000", "\\t \\n", "\\u00a0\\u2003"])
def test_s005_blank(judge: Judge, blank: str) -> None:
    """Spaces of any kind are nothing; a name of them would be an empty one once it is trimmed."""
    judge(f'address: ▶"{blank}"\n').says("S005", "“单位所在地址”还没有填写")
    found = judge(reviews(catalog=f'{{"{blank}": [城市规划], 建筑工程: ["{blank}"]}}')).findings
    assert [(f.code, f.message.startswith("“")) for f in found] == [("S005", True)] * 2


GOOD_NAMES = ("3D打印技术", "2.4GHz通信", "水利、水电", "建筑（含装饰、幕墙）", "维吾尔语/汉语", "C++", "等级测评", ".NET 开发")
BAD_NAMES = (
    "城市规划，建筑",
    "城市规划,建筑",
    "城市规划；建筑",
    "城市规划;建筑",
    "道路工程……",
    "道路等...",
    "1.道路",
    "1、道路",
    "(1)道路",
)
BAD_NAMES += ("（12）道路", "2．道路", "3 道路，桥梁")


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_s005_one_name(judge: Judge, name: str) -> None:
    """Commas of the kind that stand inside names, and digits that belong to one, are fine."""
    assert judge(reviews(catalog=f'{{"{name}": ["{name}"]}}')).findings == []


@pytest.mark.parametrize("name", BAD_NAMES)
def test_s005_several_names_in_one(judge: Judge, name: str) -> None:
    """Each name is printed on a certificate, so it stands by itself, without a number before it."""
    found = judge(reviews(catalog=f'{{"{name}": [城市规划], 建筑工程: ["{name}"]}}')).findings
    assert sorted((f.code, f.message) for f in found) == [
        ("S005", f"“二级专业”的值“{name}”的写法不符合要求"),
        ("S005", f"“对应二级专业目录”里的名称“{name}”不符合要求"),
    ]


@pytest.mark.parametrize("step", ["申报→审核", "申报->审核", "申报——>审核", "申报—>审核", "申报 →"])
def test_s005_several_steps_in_one(judge: Judge, step: str) -> None:
    judge(f'procedure: [个人申报, ▶"{step}"]\n').says("S005", f"“流程步骤”的值“{step}”的写法不符合要求")


@pytest.mark.parametrize("step", ["申报、审核", "评审（分组—大会）", "公示——5 个工作日", "专业-组评议", "票数>三分之二"])
def test_s005_one_step(judge: Judge, step: str) -> None:
    assert judge(f'procedure: ["{step}"]\n').findings == []


def test_s001_withdrawal_of_what_is_not_withdrawn(judge: Judge) -> None:
    """Said once, and not where the status itself is wrong or missing."""
    gone = 'withdrawn: {date: "2026-07-01", reason: 合并}\n'
    judge("▶" + gone).says("S001", "在用的登记不能填写“撤销情况”（withdrawn）")
    assert [f.code for f in judge(gone + "status: actve\n").findings] == ["S004"]
    assert [f.code for f in judge(gone + "status:\n").findings] == ["S002"]
    assert judge(gone + "status: withdrawn\n").findings == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("scope:\n▶\tareas: []\n", id="first-in-a-mapping"),
        pytest.param("name: 某\n▶\tarea: 某\n", id="after-a-value"),
        pytest.param("phones:\n▶\t- 某\n", id="before-a-dash"),
        pytest.param("scope:\n  areas: []\n ▶\tnote: 某\n", id="after-a-space"),
        pytest.param("reviews:\n  - series: 某\n  ▶\tlevels: []\n", id="in-a-list"),
        pytest.param("name:\n  ▶\t某\n", id="before-a-value"),
        pytest.param("name: |\n▶\t某\n", id="in-a-block-text"),
    ],
)
def test_y002_tab(judge: Judge, text: str) -> None:
    judge(None, others={registries.ONE: text}).says("Y002", "缩进里有制表符（Tab 键）")


@pytest.mark.parametrize("day", ["2018", "2018-03", "2018-03-12", "2016-02-29", "1949-10-01"])
def test_s005_good_partial_dates(judge: Judge, day: str) -> None:
    """A year or a month is enough where nothing more is known."""
    assert judge(f'approval: {{date: "{day}"}}\n').findings == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2018-3", "的写法不符合要求"),
        ("2018.03.12", "的写法不符合要求"),
        ("18-03-12", "的写法不符合要求"),
        ("２０１８", "的写法不符合要求"),
        ("2018-13", "不是真实存在的日期"),
        ("2018-00", "不是真实存在的日期"),
        ("2018-02-29", "不是真实存在的日期"),
        ("2018-04-31", "不是真实存在的日期"),
        ("0000", "不是真实存在的日期"),
    ],
)
def test_s005_bad_partial_dates(judge: Judge, day: str, said: str) -> None:
    judge(f'approval: {{date: ▶"{day}"}}\n').says("S005", f"“批准时间”的值“{day}”{said}", clause=FORM)


@pytest.mark.parametrize("day", ["2026", "2026-06", "2026-6-2", "2026-06-31", "2026-06-02T00:00", "20260602", "2026-W23-2"])
def test_s005_filing_needs_the_day(judge: Judge, day: str) -> None:
    found = judge(f'filings: [{{round: "2026", date: "{day}"}}]\n').findings
    assert [f.code for f in found] == ["S005"]


# --- S001–S004, S007 ---------------------------------------------------------------------------------------------------


def test_all_faults_of_a_file_are_found(judge: Judge) -> None:
    """Not only the first: every fault of shape at once, in the order of the file."""
    judged = judge(
        'authority: ▶province\narea: ▶650000\nphones: ▶[]\ndefence: {required: ▶是}\nvalid: {from: "2026-01-01", until: ▶"2028-02-30"}\n'
        'scope: {areas: ["650000", ▶"650000"], ▶open_too: public}\n'
    )
    assert [f.code for f in judged.findings] == ["S004", "S003", "S006", "S007", "S001", "S003", "S005"]
    assert [(f.file, f.line, f.column) for f in judged.findings] == sorted(judged.marks)


def test_a_misspelt_required_field_is_one_fault(judge: Judge) -> None:
    """The field that is missing is the one that is misspelt: one slip, one finding."""
    judge("organiser:\n▶organizer: 某厅\n").says("S001", "没有“organizer”这个字段", hints=["是否想写 organiser（组建单位）？"])


def test_a_missing_and_an_unknown_field_are_two(judge: Judge) -> None:
    assert [f.code for f in judge("organiser:\nwechat: 某厅\n").findings] == ["S002", "S001"]


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        pytest.param(reviews(levels="[▶intermediat]"), "是否想写 intermediate（中级）？", id="near"),
        pytest.param(reviews(levels="[▶中级]"), "是否想写 intermediate（中级）？", id="label"),
        pytest.param(reviews(levels="[▶FULL-SENIOR]"), "是否想写 full-senior（正高级）？", id="case"),
        pytest.param(reviews(levels="[▶院士]"), "可以填写：junior（初级）、", id="nothing-near"),
    ],
)
def test_s004_offers_the_nearest(judge: Judge, fields: str, hint: str) -> None:
    judged = judge(fields)
    assert [(f.code, f.file, f.line, f.column) for f in judged.findings] == [("S004", *mark) for mark in judged.marks]
    assert judged.findings[0].hint.startswith(hint)
    every = "可以填写：junior（初级）、intermediate（中级）、associate-senior（副高级）、full-senior（正高级）。"
    more = "另有规定的层级，先写进规则文件（registry/rulebooks/）的 levels。"  # where nothing is near, it may be one that is missing
    assert judged.findings[0].hint.endswith(every + (more if hint.startswith("可以填写") else ""))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param('panel: {members: ▶"25", formed_by: series}\n', "“组成人员人数”应当是整数，现在是文字“25”", id="text-for-number"),
        pytest.param("panel: {members: ▶true, formed_by: series}\n", "“组成人员人数”应当是整数，现在是 true", id="true-for-number"),
        pytest.param("phones: {a: b}\n".replace("{", "▶{", 1), "“咨询电话”应当是列表，现在是“字段: 值”的形式", id="mapping-for-list"),
        pytest.param("organiser: ▶no\nname: ▶~\n", "", id="no-is-text"),
    ],
)
def test_s003(judge: Judge, fields: str, message: str) -> None:
    if message:
        judge(fields).says("S003", message)
    else:
        assert [f.message for f in judge(fields.replace("▶no", "no")).findings] == ["“评审委员会名称”还没有填写"]


def test_s003_whole_numbers_may_have_a_point(judge: Judge) -> None:
    """25.0 is 25, as JSON Schema has it."""
    assert judge("panel: {members: 25.0, formed_by: series}\n").findings == []


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        pytest.param(reviews(levels="[junior, intermediate]"), [], id="different"),
        pytest.param(reviews(levels="[junior, intermediate, ▶junior, ▶junior]"), ["“评审层级”里“junior”重复"] * 2, id="every-repetition"),
    ],
)
def test_s007(judge: Judge, fields: str, messages: list[str]) -> None:
    judge(fields).says("S007", *messages)


def test_s007_of_mappings(judge: Judge) -> None:
    """What cannot be shown in a word is counted."""
    row = '{committee: nobody, rule: E203, reason: 少, granted_by: 某厅, date: "2026-01-20", until: "2027-01-20"}'
    other = row.replace("nobody", "somebody")
    judge(None, others={"registry/waivers.yaml": f"waivers: [{row}, {other}, ▶{row}]\n"}).says(
        "S007", "“例外批准列表”的第 3 项与前面的一项重复"
    )


def test_the_clause_is_that_of_the_current_rounds_document(judge: Judge) -> None:
    """A region with a document of its own has its own clause for what a registration contains; other files have none."""
    judge("phones: ▶[]\n").says("S006", "“咨询电话”至少要有 1 项，现在 0 项", clause=FORM)
    text = "committee: example-one\nround: ▶2026\ncounts: {active: 9, removed: 0, by_level: {}, by_specialty: {}}\n"
    judge("phones: [0991-0000001]\n", others={"registry/rosters/example-one.yaml": text}).says(
        "S003", "“报送年度”应当是文字，现在是数字 2026", clause=""
    )
