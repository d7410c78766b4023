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
