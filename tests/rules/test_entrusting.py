"""X014: what is entrusted to whom, against the record itself and that of the other."""

from __future__ import annotations

import pytest
from helpers.judging import Judge
from helpers.registries import record

OTHER = "registry/committees/650000/example-two.yaml"
WHOM = "“示例自治区卫生系列职称评审委员会”（example-two）"
CHECK = "请核对编号、系列、层级、类别和专业；由没有登记的单位评审的，不写编号，写名称（name）。"
WRITE = "只委托其中几类职称、几个专业的，请写 tracks、specialties，自己评审的也写清；全部委托的，请从 reviews 里删去这个层级。"
HEALTH = "{series: health, levels: [associate-senior], tracks: [nurse], catalog: {护理: [内科护理, 外科护理]}}"
TABLES = "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]\n"


def other(*fields: str) -> dict[str, str]:
    """Another committee, which reviews nursing at one level."""
    named = "id: example-two\nname: 示例自治区卫生系列职称评审委员会\npanel:\n"
    return {OTHER: record(named, f"reviews: [{HEALTH}]\n", TABLES, *fields)}


def entrusts(*items: str) -> str:
    return f"entrusts: [{', '.join(items)}]\n"


TO = "committee: example-two, series: health, levels: [associate-senior]"


@pytest.mark.parametrize(
    ("one", "severity", "message", "hint"),
    [
        pytest.param("{name: 某大学, series: health, levels: [junior]}", None, "", "", id="by-name"),
        pytest.param(f"{{{TO}}}", None, "", "", id="by-id"),
        pytest.param(
            "▶{series: health, levels: [junior]}",
            "error",
            "没有写委托给谁",
            "登记册里有的只写编号（committee），没有的只写名称（name）。",
            id="nobody",
        ),
        pytest.param(
            f"{{{TO}, name: ▶某大学}}",
            "error",
            "编号 example-two 是“示例自治区卫生系列职称评审委员会”，名称写的是“某大学”，不是一家",
            "登记册里有的只写编号（committee），没有的只写名称（name）。",
            id="two",
        ),
        pytest.param(
            f"{{{TO}, name: ▶示例自治区卫生系列　职称评审委员会}}",
            "warning",
            "写了编号，又写了名称“示例自治区卫生系列 职称评审委员会”",
            "请删去名称。",
            id="the-same-twice",
        ),
        pytest.param(
            "{name: ▶示例自治区卫生系列职称评审委员会, series: health, levels: [associate-senior]}",
            "warning",
            "“示例自治区卫生系列职称评审委员会”已经登记（example-two），公众会查到两家",
            "请删去名称，写编号 committee: example-two。",
            id="registered-by-name",
        ),
        pytest.param(
            "{committee: example-two, series: ▶library, levels: [full-senior]}",
            "warning",
            f"受托的{WHOM}不评审“图书资料专业人员”",
            CHECK,
            id="another-series",
        ),
        pytest.param(
            "{committee: example-two, series: health, levels: [associate-senior, ▶full-senior]}",
            "warning",
            f"受托的{WHOM}不评审这个系列的正高级",
            CHECK,
            id="another-level",
        ),
        pytest.param(f"{{{TO}, tracks: [nurse]}}", None, "", "", id="its-track"),
        pytest.param(f"{{{TO}, tracks: [nurse, ▶physician]}}", "warning", f"受托的{WHOM}不评审这个层级的“医”类", CHECK, id="another-track"),
        pytest.param(f"{{{TO}, specialties: [护理, 外科护理]}}", None, "", "", id="its-specialties"),
        pytest.param(
            f"{{{TO}, specialties: [护理, ▶儿科护理]}}",
            "warning",
            f"受托的{WHOM}这个层级的专业目录里没有“儿科护理”",
            CHECK,
            id="another-specialty",
        ),
        pytest.param(
            "{name: 某大学, series: health, levels: [junior], specialties: [儿科护理]}", None, "", "", id="whoever-is-not-registered"
        ),
    ],
)
def test_to_whom(judge: Judge, one: str, severity: str | None, message: str, hint: str) -> None:
    result = judge(entrusts(one), others=other())
    assert [(f.code, f.severity, f.message, f.hint) for f in result.findings] == ([("X014", severity, message, hint)] if message else [])
    assert [(f.file, f.line, f.column) for f in result.findings] == result.marks


@pytest.mark.parametrize("parts", ["tracks: [physician]", "specialties: [儿科护理]", "tracks: [nurse], specialties: [护理]"])
def test_to_one_that_reviews_no_such_level(judge: Judge, parts: str) -> None:
    """Only the level is told: nothing is said of classes and specialties within a level that the other does not review at all."""
    one = f"{{committee: example-two, series: health, levels: [▶full-senior], {parts}}}"
    judge(entrusts(one), others=other()).says("X014", f"受托的{WHOM}不评审这个系列的正高级", hints=[CHECK])


@pytest.mark.parametrize(
    ("withdrawn", "hint"),
    [
        ("reason: 合并", "请核对现在委托给谁。"),
        (
            "reason: 合并, successor: example-one",
            "它由“示例自治区工程系列建筑工程专业高级职称评审委员会”（example-one）承接，请核对现在委托给谁。",
        ),
    ],
)
def test_to_one_that_is_withdrawn(judge: Judge, withdrawn: str, hint: str) -> None:
    """A warning: who withdraws cannot change the record of who entrusts."""
    gone = other(f'status: withdrawn\nwithdrawn: {{date: "2026-07-01", {withdrawn}}}\n')
    result = judge(entrusts("{committee: ▶example-two, series: health, levels: [junior]}"), others=gone)
    result.says("X014", f"受托的{WHOM}已经撤销登记", hints=[hint])
    assert [finding.severity for finding in result.findings] == ["warning"]


@pytest.mark.parametrize(("until", "found"), [("2026-11-22", True), ("2026-11-23", False)])
def test_to_one_whose_validity_is_over(judge: Judge, until: str, found: bool) -> None:
    """The day of the check is 2026-11-23."""
    result = judge(entrusts(f"{{{TO}}}"), others=other(f'valid: {{from: "2024-01-01", until: "{until}"}}\n'))
    said = [finding.message for finding in result.findings if finding.code == "X014"]
    assert said == ([f"受托的{WHOM}有效期已于 {until} 届满"] if found else [])


def test_the_same_twice(judge: Judge) -> None:
    judge(entrusts(f"{{{TO}}}", f"▶{{{TO}}}"), others=other()).says("X014", "同一项委托写了两次", hints=["请删去重复的一项。"])


def test_a_withdrawn_committee_entrusts_nothing_any_more(judge: Judge) -> None:
    gone = 'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并}\n'
    assert judge(gone + entrusts("{series: health, levels: [junior]}")).findings == []


OWN = "自己也评审“卫生技术人员”副高级"
PART = f"{OWN}，看不出委托的是哪一部分"


@pytest.mark.parametrize(
    ("review", "limit", "severity", "message"),
    [
        pytest.param("catalog: {护理: [内科护理]}", "", "warning", PART, id="all-of-it"),
        pytest.param("catalog: {护理: [内科护理]}", ", words: 护理类由某大学评审", "warning", PART, id="a-part-in-words"),
        pytest.param("catalog: {护理: [内科护理]}", ", specialties: [外科护理]", None, "", id="another-specialty"),
        pytest.param(
            "catalog: {护理: [内科护理]}", ", specialties: [内科护理]", "error", f"{OWN}（内科护理），又委托出去", id="its-specialty"
        ),
        pytest.param("catalog: {护理: [内科护理]}", ", specialties: [护理]", "error", f"{OWN}（护理），又委托出去", id="its-first-level"),
        pytest.param("catalog: all", ", specialties: [护理]", "error", f"{OWN}（护理），又委托出去", id="one-of-all"),
        pytest.param("catalog: all, tracks: [nurse]", ", tracks: [physician]", None, "", id="another-track"),
        pytest.param("catalog: all, tracks: [nurse]", ", tracks: [nurse, physician]", "error", f"{OWN}（护），又委托出去", id="its-track"),
        pytest.param("catalog: all, tracks: [nurse]", "", "warning", PART, id="perhaps-the-other-tracks"),
        pytest.param("catalog: all", ", tracks: [nurse]", "warning", PART, id="perhaps-its-track"),
        pytest.param("catalog: {护理: [内科护理]}, tracks: [nurse]", ", tracks: [nurse]", "warning", PART, id="perhaps-other-specialties"),
        pytest.param(
            "catalog: {护理: [内科护理]}, tracks: [nurse]",
            ", tracks: [nurse], specialties: [内科护理]",
            "error",
            f"{OWN}（护、内科护理），又委托出去",
            id="its-track-and-specialty",
        ),
        pytest.param("catalog: all, open_to: unit", "", None, "", id="for-its-own-unit"),
        pytest.param("catalog: all, excludes: [{systems: [兵团], words: 不含兵团}]", "", None, "", id="for-whom-it-excludes"),
        pytest.param("catalog: all, method: recognition", "", None, "", id="without-a-review"),
    ],
)
def test_what_it_reviews_itself(judge: Judge, review: str, limit: str, severity: str | None, message: str) -> None:
    """Certain where fields say that it is the same; a warning where only words may say which part; nothing where it is for other people."""
    own = f"reviews: [{{series: health, levels: [associate-senior], {review}}}]\npanel:\n{TABLES}"
    mark = "▶" if message else ""
    result = judge(own + entrusts(f"{{name: 某大学, series: health, levels: [{mark}associate-senior]{limit}}}"))
    assert [(f.code, f.severity, f.message) for f in result.findings] == ([("X014", severity, message)] if message else [])
    assert [(f.file, f.line, f.column) for f in result.findings] == result.marks
    if severity == "warning":
        assert result.findings[0].hint == WRITE


def test_another_level_is_no_fault(judge: Judge) -> None:
    own = f"reviews: [{{series: health, levels: [intermediate], catalog: all}}]\npanel:\n{TABLES}"
    assert [
        f.code for f in judge(own + entrusts("{name: 某大学, series: health, levels: [associate-senior]}")).findings if f.code[0] == "X"
    ] == []


def test_tracks_that_the_series_does_not_have(judge: Judge) -> None:
    judge(entrusts("{name: 某大学, series: health, levels: [junior], tracks: [nurse, ▶teacher]}")).says(
        "X003", "这个系列没有这个职称类别：teacher"
    )


# --- several reviews, of the other and of one's own --------------------------------------------------------------------


def told(judge: Judge, fields: str, others: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    """The severity, pointer and message of each X014 finding in a record of the right shape."""
    findings = judge(fields, others=others).findings
    assert not [f for f in findings if f.code.startswith(("Y", "S"))]
    return [(f.severity, f.pointer, f.message) for f in findings if f.code == "X014"]


PHYSICIANS = "{series: health, levels: [full-senior, associate-senior], tracks: [physician], catalog: {医疗: [内科]}}"
NOBODY_BUT_NURSES = f"受托的{WHOM}不评审这个层级的“医”类"


@pytest.mark.parametrize(
    ("reviews", "levels", "parts", "found"),
    [
        pytest.param((HEALTH, PHYSICIANS), "associate-senior", "tracks: [physician]", [], id="its-second-review-has-the-track"),
        pytest.param((HEALTH, PHYSICIANS), "associate-senior", "specialties: [内科]", [], id="its-second-review-has-the-specialty"),
        pytest.param(
            (HEALTH, PHYSICIANS),
            "full-senior",
            "tracks: [nurse]",
            [("/entrusts/1/tracks/0", f"受托的{WHOM}不评审这个层级的“护”类")],
            id="the-track-at-another-level",
        ),
        pytest.param(
            (HEALTH, PHYSICIANS),
            "full-senior",
            "specialties: [内科, 护理]",
            [("/entrusts/1/specialties/1", f"受托的{WHOM}这个层级的专业目录里没有“护理”")],
            id="the-specialty-at-another-level",
        ),
        pytest.param((HEALTH,), "associate-senior", "tracks: [physician]", [("/entrusts/1/tracks/0", NOBODY_BUT_NURSES)], id="one-review"),
        pytest.param((HEALTH.replace("tracks: [nurse], ", ""),), "associate-senior", "tracks: [physician]", [], id="of-all-tracks"),
        pytest.param(
            (HEALTH.replace("{护理: [内科护理, 外科护理]}", "all"),), "associate-senior", "specialties: [随便]", [], id="of-all-specialties"
        ),
        pytest.param(
            (HEALTH,),
            "junior, intermediate, associate-senior",
            "specialties: [护理]",
            [
                ("/entrusts/1/levels/0", f"受托的{WHOM}不评审这个系列的初级"),
                ("/entrusts/1/levels/1", f"受托的{WHOM}不评审这个系列的中级"),
            ],
            id="two-levels-of-three",
        ),
    ],
)
def test_what_the_other_reviews(judge: Judge, reviews: tuple[str, ...], levels: str, parts: str, found: list[tuple[str, str]]) -> None:
    """Its reviews together, at the levels that are entrusted; the second of two entries is told at its place."""
    fields = entrusts(
        "{name: 某大学, series: library, levels: [junior]}", f"{{committee: example-two, series: health, levels: [{levels}], {parts}}}"
    )
    files = {OTHER: other()[OTHER].replace(f"reviews: [{HEALTH}]", f"reviews: [{', '.join(reviews)}]")}
    assert told(judge, fields, files) == [("warning", *one) for one in found]


@pytest.mark.parametrize(
    ("one", "found"),
    [
        pytest.param("committee: nobody, name: 示例自治区卫生系列职称评审委员会", [], id="an-id-of-nobody-with-a-name-that-is-registered"),
        pytest.param("committee: nobody, name: 某大学", [], id="an-id-of-nobody-with-another-name"),
        pytest.param("committee: nobody", [], id="an-id-of-nobody"),
        pytest.param("committee: example-one", [], id="itself"),
        pytest.param("committee: example-two, name: 某大学", ["/entrusts/0/name"], id="two"),
    ],
)
def test_whoever_is_not_there_is_told_of_by_x003(judge: Judge, one: str, found: list[str]) -> None:
    fields = entrusts(f"{{{one}, series: health, levels: [associate-senior]}}")
    assert [pointer for _, pointer, _ in told(judge, fields, other())] == found


def test_a_series_that_is_not_there(judge: Judge) -> None:
    """X003 tells of it; not that the other does not review it, nor that one reviews it oneself."""
    assert told(judge, entrusts("{committee: example-two, series: healt, levels: [associate-senior]}"), other()) == []


def test_several_successors_are_named(judge: Judge) -> None:
    """Those that are there; who is withdrawn is told and nothing else."""
    names = "“示例自治区工程系列建筑工程专业高级职称评审委员会”（example-one）"
    gone = other('status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 拆分, successors: [example-one, nobody]}\n')
    hints = [
        f.hint
        for f in judge(entrusts("{committee: example-two, series: library, levels: [junior]}"), others=gone).findings
        if f.code == "X014"
    ]
    assert hints == [f"它由{names}承接，请核对现在委托给谁。"]


OWN_TWO = (
    "panel:\nreviews: [{series: health, levels: [junior], catalog: {医疗: [内科]}},"
    " {series: health, levels: [intermediate, associate-senior], tracks: [nurse], catalog: {护理: [内科护理]}}]\n" + TABLES
)


@pytest.mark.parametrize(
    ("levels", "limit", "found"),
    [
        pytest.param(
            "junior, full-senior",
            "",
            [("warning", "/entrusts/0/levels/0", "自己也评审“卫生技术人员”初级，看不出委托的是哪一部分")],
            id="one-of-two",
        ),
        pytest.param(
            "junior, associate-senior",
            ", tracks: [nurse], specialties: [护理]",
            [("error", "/entrusts/0/levels/1", "自己也评审“卫生技术人员”副高级（护、护理），又委托出去")],
            id="a-part-of-the-second-review",
        ),
        pytest.param("junior, associate-senior", ", tracks: [physician], specialties: [外科]", [], id="a-part-that-neither-has"),
        pytest.param("full-senior", "", [], id="a-level-that-neither-has"),
    ],
)
def test_what_several_of_its_own_reviews_have(judge: Judge, levels: str, limit: str, found: list[tuple[str, str, str]]) -> None:
    assert told(judge, OWN_TWO + entrusts(f"{{name: 某大学, series: health, levels: [{levels}]{limit}}}")) == found


@pytest.mark.parametrize(
    ("scope", "review", "found"), [("system", "", True), ("system", "open_to: system, ", True), ("system", "open_to: public, ", False)]
)
def test_for_the_people_of_the_committee(judge: Judge, scope: str, review: str, found: bool) -> None:
    """A review that takes other people than the committee does leaves its own to be entrusted."""
    reviews = f"reviews: [{{series: health, levels: [junior], {review}catalog: all}}]"
    own = f"panel:\nscope: {{areas: ['650000'], open_to: {scope}}}\n{reviews}\n{TABLES}"
    assert bool(told(judge, own + entrusts("{name: 某大学, series: health, levels: [junior]}"))) == found
