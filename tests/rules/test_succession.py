"""X009: circles among predecessors and successors; X003: a committee that names itself; E121, E122, X012: days that are not over."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries
from helpers.judging import Judge

DAY = 'date: "2026-01-05", reason: 合并'


def withdrawn(*successors: str, key: str = "successors") -> str:
    written = f"[{', '.join(successors)}]" if key == "successors" else successors[0]
    return f"status: withdrawn\nwithdrawn: {{{DAY}, {key}: {written}}}\n"


def after(*predecessors: str) -> str:
    return f"predecessors: [{', '.join(predecessors)}]\n"


def circles(root: Path, records: dict[str, str]) -> list[str]:
    """What X009 says of these committees (their fields by id), each with the file it is found in."""
    for key, fields in records.items():
        text = registries.record(f"id: {key}\nname: {key}\n{fields}")
        registries.write(root, f"registry/committees/650000/{key}.yaml", text)
    found = [finding for finding in registries.findings(root) if finding.code == "X009"]
    return [f"{finding.file.split('/')[-1].removesuffix('.yaml')}{finding.pointer}：{finding.message.split('：')[1]}" for finding in found]


CIRCLES = [
    pytest.param({"a-1": after("b-1"), "b-1": after("a-1")}, ["a-1/predecessors：a-1 → b-1 → a-1"], id="predecessors"),
    pytest.param({"a-1": withdrawn("b-1"), "b-1": withdrawn("a-1")}, ["a-1/withdrawn：a-1 → b-1 → a-1"], id="successors"),
    pytest.param(
        {"a-1": withdrawn("b-1", key="successor"), "b-1": withdrawn("a-1", "c-1"), "c-1": ""},
        ["a-1/withdrawn：a-1 → b-1 → a-1"],
        id="one-successor-and-several",
    ),
    pytest.param(
        {"a-1": after("b-1"), "b-1": withdrawn("c-1") + after("a-1"), "c-1": ""}, ["a-1/predecessors：a-1 → b-1 → a-1"], id="both-in-one"
    ),
    pytest.param(
        {"a-1": withdrawn("b-1"), "b-1": "", "c-1": withdrawn("a-1") + after("b-1")},
        ["a-1/withdrawn：a-1 → b-1 → c-1 → a-1"],
        id="three-of-both-kinds",
    ),
    pytest.param(
        {"a-1": "", "b-1": after("a-1"), "c-1": withdrawn("d-1", "a-1") + after("b-1"), "d-1": ""},
        ["b-1/predecessors：b-1 → c-1 → a-1 → b-1"],
        id="first-record-says-nothing-itself",
    ),
    pytest.param(
        {"a-1": after("b-1"), "b-1": after("a-1"), "c-1": withdrawn("d-1"), "d-1": withdrawn("c-1")},
        ["a-1/predecessors：a-1 → b-1 → a-1", "c-1/withdrawn：c-1 → d-1 → c-1"],
        id="two-circles",
    ),
    pytest.param(
        {"a-1": after("z-1"), "b-1": after("c-1"), "c-1": after("b-1"), "z-1": after("b-1")},
        ["b-1/predecessors：b-1 → c-1 → b-1"],
        id="what-comes-after-a-circle-is-not-in-it",
    ),
]


@pytest.mark.parametrize(("records", "said"), CIRCLES)
def test_circle(empty: Path, records: dict[str, str], said: list[str]) -> None:
    """Each is told once, in the record that has the first id of those with something to mend."""
    assert circles(empty, records) == said


STRAIGHT = [
    pytest.param({"a-1": withdrawn("b-1"), "b-1": after("a-1")}, id="both-sides-say-the-same"),
    pytest.param({"a-1": withdrawn("b-1", "c-1"), "b-1": after("a-1"), "c-1": after("a-1")}, id="split"),
    pytest.param({"a-1": withdrawn("c-1"), "b-1": withdrawn("c-1"), "c-1": after("a-1", "b-1")}, id="merged"),
    pytest.param(
        {"a-1": withdrawn("b-1", "c-1"), "b-1": withdrawn("d-1"), "c-1": withdrawn("d-1"), "d-1": after("b-1", "c-1")},
        id="split-and-merged-again",
    ),
    pytest.param({"a-1": withdrawn("b-1"), "b-1": withdrawn("c-1"), "c-1": withdrawn("d-1"), "d-1": ""}, id="one-after-the-other"),
]


@pytest.mark.parametrize("records", STRAIGHT)
def test_no_circle(empty: Path, records: dict[str, str]) -> None:
    assert circles(empty, records) == []


@pytest.mark.parametrize("records", [param.values[0] for param in CIRCLES[:5]], ids=[param.id for param in CIRCLES[:5]])
def test_a_circle_is_gone_once_one_side_is_mended(empty: Path, records: dict[str, str]) -> None:
    last = max(key for key, fields in records.items() if fields)
    assert circles(empty, {**records, last: ""}) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("predecessors: [▶example-one]", "评审委员会不能是自己的前身：example-one"),
        (f"status: withdrawn\nwithdrawn: {{{DAY}, successor: ▶example-one}}", "撤销的评审委员会不能由自己承接：example-one"),
        (f"status: withdrawn\nwithdrawn: {{{DAY}, successors: [▶example-one]}}", "撤销的评审委员会不能由自己承接：example-one"),
        (
            "entrusts: [{committee: ▶example-one, series: library, levels: [full-senior]}]",
            "评审委员会不能委托自己评审：example-one",
        ),
    ],
)
def test_a_committee_that_names_itself(judge: Judge, fields: str, message: str) -> None:
    judge(fields).says("X003", message, hints=["请填另一个评审委员会的编号；没有的，请把这一项整行删去。"])


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        pytest.param('past: [{from: "2024-01-01", until: "2025-12-31"}]\n', None, "", id="past"),
        pytest.param(
            'valid:\npast: [{from: "2024-01-01", until: ▶"2026-11-23"}]\n',
            "E121",
            "以往的有效期到 2026-11-23 才止，还没有过去",
            id="ends-today",
        ),
        pytest.param('valid:\npast: [{from: "2024-01-01", until: "2026-11-22"}]\n', None, "", id="ended-yesterday"),
        pytest.param(
            'valid:\npast: [{from: "2026-11-23", until: ▶"2027-12-31"}]\n',
            "E121",
            "以往的有效期到 2027-12-31 才止，还没有过去",
            id="begins-today",
        ),
        pytest.param(
            'valid:\npast: [{from: ▶"2026-11-24", until: "2027-12-31"}]\n',
            "E121",
            "以往的有效期从 2026-11-24 才起，还没有开始",
            id="begins-tomorrow",
        ),
        pytest.param('applications: [{year: "2026", opens: "2026-11-01", closes: "2027-10-31"}]\n', None, "", id="a-year-long"),
        pytest.param(
            'applications: [{year: "2026", opens: "2026-11-01", closes: ▶"2027-11-01"}]\n',
            "E122",
            "2026 年度的申报从 2026-11-01 开始，到 2027-11-01 才截止，超过一年",
            id="longer-than-a-year",
        ),
        pytest.param('applications: [{year: "2026", opens: "2026-11-01", closes: "2026-11-01"}]\n', None, "", id="one-day"),
        pytest.param(
            'applications: [{year: "2026", opens: "2026-11-02", closes: ▶"2026-11-01"}]\n',
            "E122",
            "截止日期 2026-11-01 早于开始日期 2026-11-02",
            id="closes-before-it-opens",
        ),
        pytest.param('applications: [{year: "2026", closes: "2026-12-31"}]\n', None, "", id="no-first-day"),
        pytest.param('applications: [{year: "2026", closes: "2027-01-10"}]\n', None, "", id="no-first-day-and-closes-next-year"),
        pytest.param(
            'applications: [{year: ▶"2026", closes: "2025-12-31"}]\n',
            "E122",
            "年度是 2026，日期在 2025 年",
            id="no-first-day-and-closed-before",
        ),
        pytest.param('applications: [{year: "2027"}]\n', None, "", id="of-next-year"),
        pytest.param('applications: [{year: ▶"2028"}]\n', "E122", "2028 年度还远", id="of-the-year-after"),
        pytest.param(
            'applications: [{year: "2026", closes: ▶"2028-01-01"}]\n',
            "E122",
            "2026 年度的申报到 2028-01-01 才截止，超过一年",
            id="no-first-day-and-beyond-the-next-year",
        ),
        pytest.param('status: withdrawn\nwithdrawn: {date: "2026-11-23", reason: 合并}\n', None, "", id="withdrawn-today"),
        pytest.param(
            'status: withdrawn\nwithdrawn: {date: ▶"2026-11-24", reason: 合并}\n',
            "X012",
            "撤销日期 2026-11-24 在将来，网站现在就会说已经撤销",
            id="withdrawn-tomorrow",
        ),
    ],
)
def test_days_that_are_not_over(judge: Judge, fields: str, code: str | None, said: str) -> None:
    """The day of the check is 2026-11-23."""
    told = judge(fields)
    if code is None:
        assert {f.code for f in told.findings} <= {"E110"}
    else:
        assert (code, said) in [(f.code, f.message) for f in told.findings]


@pytest.mark.parametrize(
    ("past", "severity"),
    [
        ('{from: "2026-11-24", until: "2027-12-31"}', "error"),
        ('{from: "2024-01-01", until: "2026-11-23"}', "warning"),
    ],
)
def test_a_past_that_is_not_over_is_certainly_wrong_only_where_it_has_not_begun(judge: Judge, past: str, severity: str) -> None:
    """One that was renewed before its end is over in time, and stops nothing."""
    told = judge(f'valid: {{from: "2028-01-01", until: "2029-12-31"}}\npast: [{past}]\n').findings
    assert [f.severity for f in told if f.code == "E121"] == [severity]


def told(judge: Judge, code: str, fields: str) -> list[tuple[str, str, str, str]]:
    """The severity, pointer, message and hint of each finding of a code in a record of the right shape."""
    findings = judge(fields).findings
    assert not [f for f in findings if f.code.startswith(("Y", "S"))]
    return [(f.severity, f.pointer, f.message, f.hint) for f in findings if f.code == code]


EARLY = "请核对以往的有效期和现在的有效期；提前重新核准备案的，以往的一次写到 2025-12-31 为止。"
ORDER = "请由早到晚填写，前一次止、后一次起，不要重叠。"
VALID = 'valid: {from: "2026-01-01", until: "2028-12-31"}\n'


def past(*periods: str) -> str:
    return "past: [" + ", ".join('{{from: "{}", until: "{}"}}'.format(*one.split()) for one in periods) + "]\n"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        pytest.param(VALID + past("2020-01-01 2022-12-31", "2023-01-01 2025-12-31"), [], id="one-after-the-other"),
        pytest.param(VALID + past("2020-01-01 2020-01-01"), [], id="one-day"),
        pytest.param(
            VALID + past("2020-01-02 2020-01-01"),
            [("error", "/past/0/until", "有效期止 2020-01-01 早于有效期起 2020-01-02", "请核对两个日期。")],
            id="ends-before-it-begins",
        ),
        pytest.param(
            VALID + past("2020-01-01 2022-12-31", "2022-12-31 2025-12-31"),
            [("error", "/past/1/from", "从 2022-12-31 起，与前一次的有效期（到 2022-12-31 止）重叠或颠倒", ORDER)],
            id="one-day-of-both",
        ),
        pytest.param(
            VALID + past("2023-01-01 2025-12-31", "2017-01-01 2019-12-31", "2024-01-01 2024-12-31"),
            [
                ("error", "/past/1/from", "从 2017-01-01 起，与前一次的有效期（到 2025-12-31 止）重叠或颠倒", ORDER),
                ("error", "/past/2/from", "从 2024-01-01 起，与前一次的有效期（到 2025-12-31 止）重叠或颠倒", ORDER),
            ],
            id="against-the-latest-of-all-before",
        ),
        pytest.param(
            VALID + past("2023-01-01 2026-01-01"),
            [
                (
                    "error",
                    "/past",
                    "现在的有效期从 2026-01-01 起，以往的有效期到 2026-01-01 才止",
                    EARLY,
                )
            ],
            id="one-day-of-the-past-and-now",
        ),
        pytest.param(
            VALID + past("2023-01-01 2026-06-30", "2020-01-01 2022-12-31"),
            [
                (
                    "error",
                    "/past",
                    "现在的有效期从 2026-01-01 起，以往的有效期到 2026-06-30 才止",
                    EARLY,
                ),
                ("error", "/past/1/from", "从 2020-01-01 起，与前一次的有效期（到 2026-06-30 止）重叠或颠倒", ORDER),
            ],
            id="the-latest-and-now",
        ),
        pytest.param(
            'valid: {from: "0001-01-01", until: "0001-01-01"}\n' + past("0001-01-01 0001-01-01"),
            [("error", "/past", "现在的有效期从 0001-01-01 起，以往的有效期到 0001-01-01 才止", EARLY.replace("2025-12-31", "0001-01-01"))],
            id="the-first-day-of-all",
        ),
        pytest.param("valid:\n" + past("2023-01-01 2025-12-31"), [], id="not-valid-now"),
    ],
)
def test_periods_of_the_past(judge: Judge, fields: str, found: list[tuple[str, str, str, str]]) -> None:
    assert sorted(told(judge, "E121", fields)) == found


def windows(*items: str) -> str:
    return "applications: [" + ", ".join(f"{{{one}}}" for one in items) + "]\n"


def window(year: str, opens: str = "", closes: str = "") -> str:
    return f'year: "{year}"' + (f', opens: "{opens}"' if opens else "") + (f', closes: "{closes}"' if closes else "")


CHECK = "请核对年度和日期。"


@pytest.mark.parametrize(
    ("items", "found"),
    [
        pytest.param([window("2026"), window("2027")], [], id="two-years"),
        pytest.param(
            [window("2026"), window("2027"), window("2026")],
            [("/applications/2/year", "年度 2026 写了两次", "一个年度写一项；分几批的，写在通知里。")],
            id="one-twice",
        ),
        pytest.param([window("2025", "2025-12-31", "2026-01-31")], [], id="over-new-year"),
        pytest.param(
            [window("2025", "2026-01-01", "2026-01-31")],
            [("/applications/0/year", "年度是 2025，日期在 2026 年", CHECK)],
            id="opens-a-year-later",
        ),
        pytest.param(
            [window("2026", "2025-12-31", "2026-01-31")],
            [("/applications/0/year", "年度是 2026，日期在 2025 年", CHECK)],
            id="opens-a-year-before",
        ),
        pytest.param([window("2025", "", "2026-12-31")], [], id="closes-in-the-next-year"),
        pytest.param(
            [window("2025", "", "2027-01-01")],
            [
                ("/applications/0/closes", "2025 年度的申报到 2027-01-01 才截止，超过一年", "请核对截止日期的年份。"),
                ("/applications/0/year", "年度是 2025，日期在 2027 年", CHECK),
            ],
            id="closes-two-years-later",
        ),
        pytest.param(
            [window("2026", "2026-11-01", "2027-11-02")],
            [("/applications/0/closes", "2026 年度的申报从 2026-11-01 开始，到 2027-11-02 才截止，超过一年", "请核对截止日期的年份。")],
            id="more-than-a-year",
        ),
        pytest.param(
            [window("2026"), window("2026", "2026-03-02", "2026-03-01")],
            [
                ("/applications/1/closes", "截止日期 2026-03-01 早于开始日期 2026-03-02", "请核对两个日期。"),
                ("/applications/1/year", "年度 2026 写了两次", "一个年度写一项；分几批的，写在通知里。"),
            ],
            id="of-the-second",
        ),
        pytest.param(
            [window("2028")], [("/applications/0/year", "2028 年度还远", "请核对年度；只写今年和下一年度已经公布的申报时间。")], id="far"
        ),
    ],
)
def test_windows(judge: Judge, items: list[str], found: list[tuple[str, str, str]]) -> None:
    assert sorted(told(judge, "E122", windows(*items))) == [("warning", *one) for one in found]
