"""X003: references to what does not exist, from every kind of record."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries
from helpers.judging import Judge
from helpers.registries import record

SERIES = "系列的英文代号见 registry/reference/series.yaml。"
AREA = "六位区划代码见 registry/reference/areas.yaml。"
ROUND = "已有的年度：2019、2026。新的年度先由中心写在 registry/rounds/ 里。"
COMMITTEE = "请核对编号；编号就是 registry/committees/ 里的文件名。"


def reviews(series: str) -> str:
    return f"reviews: [{{series: {series}, levels: [intermediate], catalog: {{建筑工程: [城市规划]}}}}]\n"


def central(area: str, *scope: str) -> str:
    areas = ", ".join(scope or ('"650000"',))
    return f"authority: central\narea: {area}\nscope: {{areas: [{areas}]}}\n"


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        pytest.param(reviews("▶enginering"), "没有这个职称系列：enginering", f"是否想写 engineering（工程技术人员）？{SERIES}", id="near"),
        pytest.param(reviews("▶wushu"), "没有这个职称系列：wushu", SERIES, id="nothing-near"),
        pytest.param(
            "scoring: [{title: 表, series: [engineering, ▶engineer], total: 1, items: [{dimension: 业绩, item: 项目, points: 1}]}]\n",
            "没有这个职称系列：engineer",
            f"是否想写 engineering（工程技术人员）？{SERIES}",
            id="series-of-a-scoring-table",
        ),
        pytest.param(central('▶"653195"'), "没有这个区划代码：653195", f"是否想写 653129（伽师县）？{AREA}", id="area"),
        pytest.param(central('▶"110101"'), "没有这个区划代码：110101", AREA, id="area-of-another-region"),
        pytest.param(central('"650000"', '"653100"', '▶"123456"'), "没有这个区划代码：123456", AREA, id="area-of-the-scope"),
        pytest.param(
            'filings: [{round: ▶"2018", date: "2018-06-18"}, {round: "2026", date: "2026-06-02"}]\n',
            "没有这个备案年度：2018",
            ROUND,
            id="earlier-round",
        ),
        pytest.param('filings: [{round: ▶"2027", date: "2026-06-02"}]\n', "没有这个备案年度：2027", ROUND, id="last-round"),
        pytest.param(
            'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并, successor: ▶example-tow}\n',
            "没有这个评审委员会：example-tow",
            f"是否想写 example-one？{COMMITTEE}",
            id="successor",
        ),
        pytest.param(
            'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并, successor: ▶zzz}\n',
            "没有这个评审委员会：zzz",
            COMMITTEE,
            id="successor-nothing-near",
        ),
        pytest.param(
            'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并, successor: ▶example-one}\n',
            "撤销的评审委员会不能由自己承接：example-one",
            "请填另一个评审委员会的编号；没有的，请把这一项整行删去。",
            id="successor-is-itself",
        ),
    ],
)
def test_from_a_committee(judge: Judge, fields: str, message: str, hint: str) -> None:
    judge(fields).says("X003", message, hints=[hint], clause="")


# --- areas in time -----------------------------------------------------------------------------------------------------


def county(code: str, mark: str = "") -> str:
    return f'authority: county\narea: {mark}"{code}"\nscope: {{areas: [{mark}"{code}"]}}\n' + reviews("engineering")


def filed(day: str) -> str:
    return f'filings: [{{round: "{day[:4]}", date: "{day}"}}]\n'


@pytest.mark.parametrize(
    ("code", "day"),
    [
        pytest.param("652923", "2019-06-18", id="old-code-in-its-last-year"),
        pytest.param("652902", "2019-06-18", id="new-code-in-its-first-year"),
        pytest.param("652902", "2026-06-02", id="new-code"),
    ],
)
def test_area_in_force_on_the_filing_date(judge: Judge, code: str, day: str) -> None:
    """The year a county becomes a city both codes are good."""
    assert judge(county(code) + filed(day)).findings == []


@pytest.mark.parametrize(
    ("code", "day", "said", "hint"),
    [
        pytest.param(
            "652923",
            "2026-06-02",
            "652923（库车县）在 2026-06-02 备案时已经停用",
            "现在的区划是 652902（库车市）。",
            id="retired",
        ),
        pytest.param("652322", "2026-06-02", "652322（米泉县）在 2026-06-02 备案时已经停用", "现在的区划是 650109（米东区）。", id="chain"),
        pytest.param(
            "654203",
            "2019-06-18",
            "654203（沙湾市）在 2019-06-18 备案时没有启用或已经停用",
            "备案日期是 2019-06-18，请核对代码和日期。",
            id="not-yet",
        ),
    ],
)
def test_area_not_in_force(judge: Judge, code: str, day: str, said: str, hint: str) -> None:
    """At the seat and in the scope, with what the code became, through a chain of changes too."""
    judge(county(code, "▶") + filed(day)).says("X003", *[f"区划代码 {said}"] * 2, hints=[hint, hint])


def test_area_with_several_successors(judge: Judge) -> None:
    judge(central('▶"650108"')).says(
        "X003", "区划代码 650108（东山区）在 2026-06-02 备案时已经停用", hints=["现在的区划是 650105（水磨沟区）、650109（米东区）。"]
    )


# --- present, readable or not ------------------------------------------------------------------------------------------

WITHDRAWN = 'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并, successor: example-two}\n'


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"name\xef\xbc\x9a x\n", id="syntax"),
        pytest.param(b"\xff\xfe", id="encoding"),
        pytest.param(b"id: example-two\n", id="shape"),
        pytest.param(b"", id="empty"),
    ],
)
def test_an_unreadable_record_is_still_present(judge: Judge, empty: Path, broken: bytes) -> None:
    """A record that cannot be read counts under its file name: one broken file does not break the references to it."""
    registries.write(empty, "registry/committees/650000/example-two.yaml", broken)
    found = judge(WITHDRAWN).findings
    assert {f.file for f in found} == {"registry/committees/650000/example-two.yaml"}


def test_an_unreadable_round_is_still_present(judge: Judge, empty: Path) -> None:
    """Nor does a broken round break every record filed in it; which rules were in force is then not known."""
    registries.write(empty, "registry/rounds/2026.yaml", "id: 2026\n")
    found = judge("panel: {members: 2, formed_by: series}\n").findings
    assert {f.file for f in found} == {"registry/rounds/2026.yaml"}


def test_an_unreadable_rulebook_is_still_present(judge: Judge, empty: Path) -> None:
    registries.write(empty, "registry/rulebooks/order-40.yaml", "id: [\n")
    found = judge("panel: {members: 2, formed_by: series}\n").findings
    assert {f.file for f in found} == {"registry/rulebooks/order-40.yaml"}


# --- from other files --------------------------------------------------------------------------------------------------

SEALED = f'sealed: {{sha256: "{"0" * 64}", size: 1}}\n'
COUNTS = SEALED + "counts: {active: 9, removed: 0, by_level: {associate-senior: 9}, by_specialty: %s}\n"


@pytest.mark.parametrize(
    ("path", "text", "message", "hint"),
    [
        pytest.param(
            "registry/rosters/example-two.yaml",
            'committee: ▶example-two\nround: "2026"\n' + COUNTS % "{}",
            "没有这个评审委员会：example-two",
            f"是否想写 example-one？{COMMITTEE}",
            id="roster-of-nobody",
        ),
        pytest.param(
            "registry/rosters/example-one.yaml",
            'committee: example-one\nround: ▶"2020"\n' + COUNTS % "{}",
            "没有这个备案年度：2020",
            ROUND,
            id="roster-of-an-unknown-round",
        ),
        pytest.param(
            "registry/rosters/example-one.yaml",
            'committee: example-one\nround: "2026"\n' + COUNTS % "{arts: {}, art: ▶{艺术: {演员: 9}}}",
            "没有这个职称系列：art",
            f"是否想写 arts（艺术专业人员）？{SERIES}",
            id="roster-of-an-unknown-series",
        ),
        pytest.param(
            "registry/rosters/employer-123456.yaml",
            'area: ▶"123456"\nround: "2026"\n' + COUNTS % "{}",
            "没有这个区划代码：123456",
            AREA,
            id="employer-roster-of-an-unknown-area",
        ),
        pytest.param(
            "registry/rosters/employer-654223.yaml",
            'area: ▶"654223"\nround: "2026"\n' + COUNTS % "{}",
            "区划代码 654223（沙湾县）在 2026-06-26 花名册截止时已经停用",
            "现在的区划是 654203（沙湾市）。",
            id="employer-roster-of-an-area-that-was-no-more",
        ),
        pytest.param(
            "registry/rosters/whose.yaml",
            '▶round: "2026"\n' + COUNTS % "{}",
            "没有写是哪个评审委员会的名册",
            "请填 committee；由用人单位直接申报的名册填 area。",
            id="roster-without-owner",
        ),
        pytest.param(
            "registry/reviewers.yaml",
            'centre: {accounts: [a1]}\nmaintainers: {accounts: [m1]}\nareas: {"999999": ▶{office: 某局, accounts: [r1]}}\n',
            "没有这个区划代码：999999",
            AREA,
            id="reviewers-of-an-unknown-area",
        ),
        pytest.param(
            "registry/reviewers.yaml",
            'centre: {accounts: [a1]}\nmaintainers: {accounts: [m1]}\nareas: {"654223": ▶{office: 某局, accounts: [r1]}}\n',
            "区划代码 654223（沙湾县）已经停用",
            "现在的区划是 654203（沙湾市）。",
            id="reviewers-of-an-area-that-is-no-more",
        ),
        pytest.param(
            "registry/reviewers.yaml",
            'centre: {accounts: [a1]}\nmaintainers: {accounts: [m1]}\nareas: {"652100": ▶{office: 某局, accounts: [r1]}}\n',
            "区划代码 652100（吐鲁番地区）已经停用",
            "请改成现在的区划，见 registry/reference/areas.yaml。",
            id="reviewers-of-an-area-without-successor",
        ),
        pytest.param(
            "registry/waivers.yaml",
            'waivers:\n  - {committee: ▶nobody, rule: E203, reason: 少, granted_by: 某厅, date: "2026-01-20", until: "2027-01-20"}\n',
            "没有这个评审委员会：nobody",
            COMMITTEE,
            id="waiver-of-nobody",
        ),
        pytest.param(
            "registry/registry.yaml",
            'name: 登记册\nregion: ▶"990000"\ncentre: {name: 中心, phones: ["0991-0000900"]}\ncurrent_round: "2026"\n',
            "没有这个区划代码：990000",
            f"是否想写 650000（新疆维吾尔自治区）？{AREA}",
            id="region",
        ),
        pytest.param(
            "registry/registry.yaml",
            'name: 登记册\nregion: "650000"\ncentre: {name: 中心, phones: ["0991-0000900"]}\ncurrent_round: ▶"2027"\n',
            "没有这个备案年度：2027",
            ROUND,
            id="current-round",
        ),
    ],
)
def test_from_another_file(judge: Judge, path: str, text: str, message: str, hint: str) -> None:
    judge(others={path: text}).says("X003", message, hints=[hint])


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("kind: title, means: [{series: ▶enginering}]", "没有这个职称系列：enginering"),
        ("kind: title, means: [{series: health, track: ▶nurses}]", "这个系列没有这个职称类别：nurses"),
        ('kind: place, areas: [▶"659999"]', "没有这个区划代码：659999"),
        ("kind: unit, unit: ▶bingtuan-99", "没有这个单位：bingtuan-99"),
    ],
)
def test_from_the_words_of_the_search(judge: Judge, entry: str, message: str) -> None:
    """Those of the country and of the own region; those of another region are for its registry."""
    line = "- {words: [某词], source: 通称, certainty: 1, " + entry + "}"
    path = "registry/reference/words.yaml"
    judge(None, others={path: f"country:\n  {line}\n"}).says("X003", message)
    judge(None, others={path: f'country: []\nregions:\n  "650000":\n    {line}\n'}).says("X003", message)
    other = f'country: []\nregions:\n  "440000":\n    {line}\n'.replace("▶", "")
    assert judge(None, others={path: other}).findings == []


def test_from_a_round(judge: Judge) -> None:
    """Rulebooks and expected committees, each at itself."""
    text = (
        'id: "2027"\ntitle: 2027 年度\nopened: "2027-06-01"\n'
        'deadlines: {form: "2027-06-30", roster: "2027-06-30", platform: "2027-06-30"}\n'
        "rulebooks: [▶order-41, letter-2019]\nexpected: [example-one, ▶example-tow]\n"
    )
    judge(others={"registry/rounds/2027.yaml": text}).says(
        "X003",
        "没有这个规则文件：order-41",
        "没有这个评审委员会：example-tow",
        hints=["是否想写 order-40？请填 registry/rulebooks/ 里有的文件名。", f"是否想写 example-one？{COMMITTEE}"],
    )


def test_from_a_rulebook(judge: Judge) -> None:
    """A rulebook can bring into force only rules that ask for one, and must give the numbers they need."""
    text = (
        'id: local\ntitle: 本地文件\nshort: 本地文件\nissued: "2026-01-01"\nin_force: "2026-01-01"\nissuer: 某厅\n'
        "rules: {▶P001: 第一条, E203: ▶第二条, E104: 第三条, ▶E999: 第四条, R104: 第五条}\n"
        "numbers: {members_senior_series: {number: 25, clause: 第二条}}\n"
    )
    judge(others={"registry/rulebooks/local.yaml": text}).says(
        "X003",
        "规则 P001 不由规则文件决定是否适用",
        "规则 E203 需要的数字没有给出：members_senior_specialty",
        "没有规则 E999",
        hints=[
            "这里只列 E 和 R 开头的规则。",
            "请在 numbers 里补上，并写明条款。",
            "请核对代码，用 zhicheng explain 列出全部规则；没有的请整行删去。",
        ],
    )


def test_a_figure_must_be_what_its_rule_reads(judge: Judge) -> None:
    """A number, levels, or whether it holds: anything else would silence the rule. Figures of no rule are left alone."""
    text = (
        'id: local\ntitle: 本地文件\nshort: 本地文件\nissued: "2026-01-01"\nin_force: "2026-01-01"\nissuer: 某厅\n'
        "rules: {E101: 一, E201: 二, E202: 三, E204: 四}\n"
        "numbers:\n  ▶levels_region: {number: 3, clause: 一}\n  levels_prefecture: {levels: [junior], clause: 一}\n"
        "  ▶levels_county: {holds: true, clause: 一}\n  ▶validity_years: {holds: true, clause: 二}\n"
        "  ▶members_odd: {number: 1, clause: 三}\n  ▶expiring_days: {note: 九十, clause: 四}\n  title_months: {note: 无, clause: 五}\n"
    )
    judge(others={"registry/rulebooks/local.yaml": text}).says(
        "X003",
        "规则 E101 需要的 levels_region 没有写层级（levels）",
        "规则 E101 需要的 levels_county 没有写层级（levels）",
        "规则 E201 需要的 validity_years 没有写数字（number）",
        "规则 E202 需要的 members_odd 没有写是否要求（holds）",
        "规则 E204 需要的 expiring_days 没有写数字（number）",
    )


def test_a_requirement_may_be_given_up(judge: Judge) -> None:
    """`holds: false` is an answer, not a missing one."""
    text = (
        'id: local\ntitle: 本地文件\nshort: 本地文件\nissued: "2026-01-01"\nin_force: "2026-01-01"\nissuer: 某厅\n'
        "rules: {E202: 三}\nnumbers: {members_odd: {holds: false, clause: 三}}\n"
    )
    assert judge(others={"registry/rulebooks/local.yaml": text}).findings == []


def test_withdrawn_committees_may_be_referred_to(judge: Judge) -> None:
    """A record that was withdrawn stays, and so do the references to it."""
    gone = record("id: example-two\nname: 已撤销的评审委员会\n", 'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并}\n')
    assert judge(WITHDRAWN, others={"registry/committees/650000/example-two.yaml": gone}).findings == []


# --- what a record may refer to since -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(
            "reviews: [{series: health, levels: [associate-senior], tracks: [nurse, ▶护士], catalog: {护理: [内科护理]}}]\n",
            "",
            id="track-in-chinese-is-no-id",
        ),
        pytest.param('seat: ▶"653199"\n', "没有这个区划代码：653199", id="seat"),
        pytest.param(
            'scope: {areas: ["650000"], excludes: [{areas: [▶"653199"], words: 某县除外}]}\n',
            "没有这个区划代码：653199",
            id="excluded-of-all",
        ),
        pytest.param("predecessors: [▶example-ten]\n", "没有这个评审委员会：example-ten", id="predecessor"),
        pytest.param(
            "entrusts: [{committee: ▶example-one, series: library, levels: [full-senior]}]\n",
            "评审委员会不能委托自己评审：example-one",
            id="itself",
        ),
        pytest.param("entrusts: [{name: 某大学, series: ▶libary, levels: [full-senior]}]\n", "没有这个职称系列：libary", id="series"),
        pytest.param(
            'status: withdrawn\nwithdrawn: {date: "2026-09-01", reason: 拆分, successors: [▶example-ten, ▶example-ten-b]}\n',
            "没有这个评审委员会：example-ten",
            id="successors",
        ),
    ],
)
def test_from_new_fields(judge: Judge, fields: str, message: str) -> None:
    result = judge(fields)
    if not message:  # the schema asks for an id first
        assert [f.code for f in result.findings] == ["S005"]
        return
    assert {f.code for f in result.findings} == {"X003"}
    assert result.findings[0].message == message
    assert [(f.file, f.line, f.column) for f in result.findings] == result.marks


def test_a_track_of_another_series(judge: Judge) -> None:
    judge("reviews: [{series: health, levels: [associate-senior], tracks: [nurse, ▶teacher], catalog: {护理: [内科护理]}}]\n").says(
        "X003",
        "这个系列没有这个职称类别：teacher",
        hints=["这个系列的类别：physician（医）、pharmacist（药）、nurse（护）、technologist（技）。"],
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("工程", "engineering（工程技术人员）"),
        ("工程技术人员", "engineering（工程技术人员）"),
        ("工程系列", "engineering（工程技术人员）"),
        ("建筑工程", "engineering（工程技术人员）"),
        ("会计", "accounting（会计人员）"),
        ("档案专业", "archives（档案专业人员）"),
        ("农业", "agriculture（农业技术人员）"),
    ],
)
def test_series_in_chinese(judge: Judge, typed: str, meant: str) -> None:
    """The schema refuses it; the hint says which id is meant."""
    found = judge(f"reviews: [{{series: {typed}, levels: [associate-senior], catalog: {{建筑: [建筑设计]}}}}]\n").findings
    assert [f.code for f in found] == ["S005"]
    assert found[0].hint.startswith(f"是否想写 {meant}？")


@pytest.mark.parametrize("typed", ["教师", "什么"])
def test_series_in_chinese_that_may_be_several_or_none(judge: Judge, typed: str) -> None:
    found = judge(f"reviews: [{{series: {typed}, levels: [associate-senior], catalog: {{建筑: [建筑设计]}}}}]\n").findings
    assert [f.code for f in found] == ["S005"]
    assert not found[0].hint.startswith("是否想写")


# --- who decided, who holds a key, who is on a list ----------------------------------------------------------------------

DECISION = '{{committee: {}, round: "{}", role: {}, account: a1, commit: "' + "a" * 40 + '", outcome: {}, date: "2026-03-01"{}}}'
DAYS = ("2021-12-31", "2022-01-01")  # the last day of 654223, and the day after
HOLDER = "holder: 某岗位, role: {}, since: '2026-01-01', key: age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q"
LISTED = "id: example-three\nname: 某评审委员会\nauthority: region\narea: {}\nsource: {{title: 一览表}}\nreviews: [{}]\n"


def references(judge: Judge, path: str, text: str) -> list[tuple[str, str, str]]:
    """The pointer, message and hint of each X003 finding beside a valid record."""
    findings = judge(others={path: text}).findings
    assert not [f for f in findings if f.code.startswith(("Y", "S"))]
    return [(f.pointer, f.message, f.hint) for f in findings if f.code == "X003"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param([DECISION.format("example-one", "2026", "centre", "approved", "")], [], id="all-are-there"),
        pytest.param(
            [
                DECISION.format("example-one", "2026", "centre", "approved", ""),
                DECISION.format("example-tow", "2026", "centre", "approved", ""),
            ],
            [("/decisions/1/committee", "没有这个评审委员会：example-tow", f"是否想写 example-one？{COMMITTEE}")],
            id="a-committee-that-was-approved",
        ),
        pytest.param(
            [
                DECISION.format(
                    "example-tow",
                    "2026",
                    "centre",
                    "returned",
                    ", reason_code: incomplete, reason: 材料不全, appeal: 可以书面提出, mend: 请补交",
                )
            ],
            [],
            id="a-first-filing-that-was-returned",
        ),
        pytest.param(
            [
                DECISION.format(
                    "example-tow",
                    "2026",
                    "centre",
                    "refused",
                    ", reason_code: incomplete, reason: 材料不全, appeal: 可以书面提出, mend: 请补交",
                )
            ],
            [],
            id="a-first-filing-that-was-refused",
        ),
        pytest.param(
            [DECISION.format("example-one", "2025", "centre", "approved", "")],
            [("/decisions/0/round", "没有这个备案年度：2025", ROUND)],
            id="a-round",
        ),
        pytest.param([DECISION.format("example-one", "2026", "prefecture", "approved", ', area: "653100"')], [], id="of-an-area"),
        pytest.param(
            [DECISION.format("example-one", "2026", "prefecture", "approved", ', area: "110101"')],
            [("/decisions/0/area", "没有这个区划代码：110101", AREA)],
            id="an-area",
        ),
        pytest.param(
            [DECISION.format("example-one", "2026", "centre", "approved", ', area: "654223"').replace("2026-03-01", day) for day in DAYS],
            [("/decisions/1/area", "区划代码 654223（沙湾县）在 2022-01-01 审核时已经停用", "现在的区划是 654203（沙湾市）。")],
            id="of-an-area-before-and-after-it-was-no-more",
        ),
    ],
)
def test_from_decisions(judge: Judge, rows: list[str], found: list[tuple[str, str, str]]) -> None:
    text = 'year: "2026"\ndecisions:\n' + "".join(f"  - {row}\n" for row in rows)
    assert references(judge, "registry/decisions/2026.yaml", text) == found


@pytest.mark.parametrize(
    ("items", "found"),
    [
        pytest.param([f"{HOLDER.format('centre')}"], [], id="of-the-centre"),
        pytest.param([f"{HOLDER.format('prefecture')}, area: '653100'"], [], id="of-an-area"),
        pytest.param(
            [HOLDER.format("centre"), f"{HOLDER.format('prefecture')}, area: '110101'"],
            [("/recipients/1/area", "没有这个区划代码：110101", AREA)],
            id="of-an-area-that-is-not-there",
        ),
        pytest.param(
            [HOLDER.format("centre"), *(f"{HOLDER.format('prefecture')}, area: '654223', until: '{day}'" for day in DAYS)],
            [("/recipients/2/area", "区划代码 654223（沙湾县）在 2022-01-01 停用公钥时已经停用", "现在的区划是 654203（沙湾市）。")],
            id="of-an-area-that-is-no-more",
        ),
        pytest.param([f"{HOLDER.format('committee')}, committee: example-one"], [], id="of-a-committee"),
        pytest.param(
            [f"{HOLDER.format('committee')}, committee: zzz"],
            [("/recipients/0/committee", "没有这个评审委员会：zzz", COMMITTEE)],
            id="of-a-committee-that-is-not-there",
        ),
    ],
)
def test_from_the_holders_of_keys(judge: Judge, items: list[str], found: list[tuple[str, str, str]]) -> None:
    text = "recipients:\n" + "".join(f"  - {{{item}}}\n" for item in items)
    assert references(judge, "registry/recipients.yaml", text) == found


@pytest.mark.parametrize(
    ("area", "reviews", "found"),
    [
        ('"650000"', "{series: library, levels: [junior]}", []),
        ('"110101"', "{series: library, levels: [junior]}", [("/area", "没有这个区划代码：110101", AREA)]),
        (
            '"650000"',
            "{series: library}, {series: libary}",
            [("/reviews/1/series", "没有这个职称系列：libary", f"是否想写 library（图书资料专业人员）？{SERIES}")],
        ),
    ],
)
def test_from_a_list(judge: Judge, area: str, reviews: str, found: list[tuple[str, str, str]]) -> None:
    path = "registry/listed/650000/example-three.yaml"
    assert references(judge, path, LISTED.format(area, reviews)) == found


def test_from_the_route_of_the_reviewers(judge: Judge) -> None:
    """A way may be for one area, and need not."""
    way = "centre: {accounts: [a1]}\nmaintainers: {accounts: [m1]}\nroute:\n  - {authority: prefecture, via: []}\n"
    path = "registry/reviewers.yaml"
    assert references(judge, path, way + '  - {authority: county, area: "653125", via: []}\n') == []
    found = references(judge, path, way + '  - {authority: county, area: "110101", via: []}\n')
    assert found == [("/route/1/area", "没有这个区划代码：110101", AREA)]


# --- figures of rulebooks ------------------------------------------------------------------------------------------------

BOOK = (
    'id: local\ntitle: 本地文件\nshort: 本地文件\nissued: "2026-01-01"\nin_force: "2026-01-01"\nissuer: 某厅\nrules: {%s}\nnumbers: {%s}\n'
)
MANY = "文件规定的是哪一个，请只留那一个。"


@pytest.mark.parametrize(
    ("rules", "numbers", "found"),
    [
        pytest.param("R110: 一", "young_minimum: {number: 1, clause: 一}, young_age: {number: 45, clause: 一}", [], id="a-number"),
        pytest.param("R110: 一", "young_minimum: {share: 1/3, clause: 一}, young_age: {number: 45, clause: 一}", [], id="a-share"),
        pytest.param(
            "R110: 一",
            "young_minimum: {holds: true, clause: 一}, young_age: {number: 45, clause: 一}",
            [
                (
                    "/numbers/young_minimum",
                    "规则 R110 需要的 young_minimum 没有写数字（number）或比例（share）",
                    "请补上 number 或 share，并写明条款。",
                )
            ],
            id="neither",
        ),
        pytest.param(
            "R110: 一",
            "young_minimum: {number: 1, share: 1/3, clause: 一}, young_age: {number: 45, clause: 一}",
            [("/numbers/young_minimum", "young_minimum 写了几个值：number、share", MANY)],
            id="both",
        ),
        pytest.param(
            "E201: 一",
            "validity_years: {share: 1/3, clause: 一}",
            [("/numbers/validity_years", "规则 E201 需要的 validity_years 没有写数字（number）", "请补上 number，并写明条款。")],
            id="a-share-where-a-number-is-read",
        ),
        pytest.param("R108: 一", "pool_level: {holds: true, clause: 一}", [], id="whether-it-holds"),
        pytest.param(
            "R108: 一",
            "pool_level: {number: 1, clause: 一}",
            [("/numbers/pool_level", "规则 R108 需要的 pool_level 没有写是否要求（holds）", "请补上 holds，并写明条款。")],
            id="a-number-where-it-holds-or-not",
        ),
        pytest.param(
            "E203: 一",
            "",
            [
                (
                    "/rules/E203",
                    "规则 E203 需要的数字没有给出：members_senior_series、members_senior_specialty",
                    "请在 numbers 里补上，并写明条款。",
                )
            ],
            id="several-are-missing",
        ),
        pytest.param("E104: 一", "young_minimum: {share: 9/10, clause: 一}", [], id="a-share-under-one"),
        pytest.param(
            "E104: 一",
            "young_minimum: {share: 3/3, clause: 一}",
            [("/numbers/young_minimum/share", "比例“三分之三”不小于 1", "请核对：比例写成小于 1 的分数，如 2/3。")],
            id="a-share-of-one",
        ),
        pytest.param("R199: 一, R299: 一", "", [], id="rules-on-experts-to-come"),
        pytest.param(
            "R399: 一",
            "",
            [("/rules/R399", "没有规则 R399", "请核对代码，用 zhicheng explain 列出全部规则；没有的请整行删去。")],
            id="a-rule-that-is-not-there",
        ),
        pytest.param(
            "X003: 一",
            "",
            [("/rules/X003", "规则 X003 不由规则文件决定是否适用", "这里只列 E 和 R 开头的规则。")],
            id="a-rule-that-always-holds",
        ),
    ],
)
def test_figures(judge: Judge, rules: str, numbers: str, found: list[tuple[str, str, str]]) -> None:
    assert references(judge, "registry/rulebooks/local.yaml", BOOK % (rules, numbers)) == found


# --- tracks ----------------------------------------------------------------------------------------------------------------

CLASSES = "这个系列的类别：physician（医）、pharmacist（药）、nurse（护）、technologist（技）。"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        pytest.param(
            "reviews: [{series: health, levels: [associate-senior], tracks: [nurse, physican], catalog: {护理: [内科护理]}}]\n",
            [("/reviews/0/tracks/1", "这个系列没有这个职称类别：physican", f"是否想写 physician（医）？{CLASSES}")],
            id="nearly",
        ),
        pytest.param(
            "reviews: [{series: library, levels: [associate-senior], tracks: [nurse], catalog: {图书: [编目]}}]\n",
            [("/reviews/0/tracks/0", "这个系列没有这个职称类别：nurse", "这个系列的类别：librarian（图书资料专业人员）。")],
            id="of-another-series",
        ),
        pytest.param(
            "entrusts: [{name: 某大学, series: library, levels: [junior]},"
            " {name: 某大学, series: health, levels: [junior], tracks: [nurse, teacher]}]\n",
            [("/entrusts/1/tracks/1", "这个系列没有这个职称类别：teacher", CLASSES)],
            id="entrusted",
        ),
        pytest.param(
            "entrusts: [{name: 某大学, series: healt, levels: [junior], tracks: [teacher]}]\n",
            [("/entrusts/0/series", "没有这个职称系列：healt", f"是否想写 health（卫生技术人员）？{SERIES}")],
            id="of-a-series-that-is-not-there",
        ),
    ],
)
def test_tracks(judge: Judge, fields: str, found: list[tuple[str, str, str]]) -> None:
    told = [(f.pointer, f.message, f.hint) for f in judge(fields).findings if f.code == "X003"]
    assert told == found


def test_units(judge: Judge) -> None:
    """Each that is not in the table, at its place."""
    found = [f for f in judge('scope: {areas: ["650000"], units: [bingtuan-08, zzz]}\n').findings if f.code == "X003"]
    where = "代号见 registry/reference/areas.yaml 的 units。"
    assert [(f.pointer, f.message, f.hint) for f in found] == [
        ("/scope/units/0", "没有这个单位：bingtuan-08", where),
        ("/scope/units/1", "没有这个单位：zzz", where),
    ]


def test_excluded_areas_of_each_review(judge: Judge) -> None:
    """All of them at their place, in the scope and in reviews."""
    excludes = 'excludes: [{systems: [铁路], words: 除外}, {areas: ["653100", "110101"], words: 除外}]'
    fields = (
        f'scope: {{areas: ["650000"], {excludes}}}\n'
        "reviews: [{series: engineering, levels: [junior], catalog: {建筑工程: [城市规划]}},"
        f" {{series: engineering, levels: [intermediate], {excludes}, catalog: {{建筑工程: [城市规划]}}}}]\n"
    )
    found = [f.pointer for f in judge(fields).findings if f.code == "X003"]
    assert sorted(found) == ["/reviews/1/excludes/1/areas/1", "/scope/excludes/1/areas/1"]


def test_who_comes_after(judge: Judge) -> None:
    """Each of several successors and predecessors by itself."""
    gone = 'status: withdrawn\nwithdrawn: {date: "2026-09-01", reason: 拆分, successors: [example-ten, example-one]}\n'
    found = [(f.pointer, f.message) for f in judge("predecessors: [example-one, example-six]\n" + gone).findings if f.code == "X003"]
    assert sorted(found) == [
        ("/predecessors/0", "评审委员会不能是自己的前身：example-one"),
        ("/predecessors/1", "没有这个评审委员会：example-six"),
        ("/withdrawn/successors/0", "没有这个评审委员会：example-ten"),
        ("/withdrawn/successors/1", "撤销的评审委员会不能由自己承接：example-one"),
    ]


def test_from_a_roster_of_an_area_that_changed_later(judge: Judge) -> None:
    text = 'area: "654223"\nround: "2019"\n' + COUNTS % "{}"
    assert references(judge, "registry/rosters/employer-654223.yaml", text) == []
