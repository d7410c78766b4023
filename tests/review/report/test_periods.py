"""What a change does to the days of a committee: validities that are told no more, days without one, filings that are gone."""

from __future__ import annotations

import pytest
from helpers import registries

from zhicheng.documents import yaml_reading
from zhicheng.documents.sentences import plain
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.committee import Committee
from zhicheng.review.report import periods

NOW = 'valid: {from: "2026-01-01", until: "2028-12-31"}\n'
PAST = 'past: [{from: "2023-01-01", until: "2025-12-31"}]\n'
LATER = 'valid: {from: "2029-01-01", until: "2031-12-31"}\n'
EARLY = 'valid: {from: "2027-03-01", until: "2030-02-28"}\n'
WITHDRAWN = 'status: withdrawn\nwithdrawn: {date: "2026-10-10", reason: 机构改革}\n'
NOT_KEPT = "原来的 2026-01-01 至 2028-12-31 没有写进以往的有效期（只是更正写错的日期的，不用写）"


def record(fields: str) -> Committee:
    text = registries.record(fields)
    return committee_records.committee(yaml_reading.parse("one.yaml", text.encode()).value)


def past(*periods: tuple[str, str]) -> str:
    return "past: [" + ", ".join(f'{{from: "{start}", until: "{until}"}}' for start, until in periods) + "]\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(NOW, NOW, [], id="nothing"),
        pytest.param(NOW + PAST, LATER + past(("2023-01-01", "2025-12-31"), ("2026-01-01", "2028-12-31")), [], id="renewed"),
        pytest.param(NOW, EARLY + past(("2026-01-01", "2027-02-28")), [], id="renewed-early"),
        pytest.param(NOW, 'valid: {from: "2026-01-01", until: "2028-06-30"}\n', [], id="ends-earlier"),
        pytest.param("valid:\n", NOW, [], id="the-first"),
        pytest.param(NOW, "valid:\n", [], id="none-any-more"),  # asked about with what became easier
        pytest.param(NOW, LATER, [NOT_KEPT], id="not-kept"),
        pytest.param(NOW, EARLY, [NOT_KEPT], id="not-kept-early"),
        pytest.param(NOW, 'valid: {from: "2026-02-01", until: "2028-12-31"}\n', [NOT_KEPT], id="perhaps-a-correction"),
        pytest.param(
            NOW,
            'valid: {from: "2029-01-02", until: "2031-12-31"}\n' + past(("2026-01-01", "2028-12-31")),
            ["2029-01-01 至 2029-01-01 没有有效期"],
            id="a-day-without",
        ),
        pytest.param(
            NOW,
            'valid: {from: "2029-03-01", until: "2031-12-31"}\n',
            [NOT_KEPT, "2029-01-01 至 2029-02-28 没有有效期"],
            id="not-kept-and-days-without",
        ),
        pytest.param(
            NOW,
            EARLY + past(("2026-01-01", "2027-02-27")),
            ["2026-01-01 起的一次原来到 2028-12-31 止，现在写的是到 2027-02-27 止", "2027-02-28 至 2027-02-28 没有有效期"],
            id="ended-too-early",
        ),
        pytest.param(NOW + PAST, NOW, ["以往的 2023-01-01 至 2025-12-31 删去了"], id="a-past-one-is-gone"),
        pytest.param(
            NOW + PAST,
            NOW + past(("2023-01-01", "2025-06-30")),
            ["2023-01-01 起的一次原来到 2025-12-31 止，现在写的是到 2025-06-30 止"],
            id="a-past-one-ends-on-another-day",
        ),
        pytest.param(
            NOW + WITHDRAWN, NOW, ["2026-10-10 撤销以后、恢复以前，也算在 2026-01-01 至 2028-12-31 里"], id="valid-while-it-was-withdrawn"
        ),
        pytest.param(
            NOW + WITHDRAWN,
            'valid: {from: "2027-01-01", until: "2028-12-31"}\n' + past(("2026-01-01", "2026-10-11")),
            [
                "2026-10-10 撤销以后、恢复以前，也算在 2026-01-01 至 2026-10-11 里",
                "2026-01-01 起的一次原来到 2028-12-31 止，现在写的是到 2026-10-11 止",
                "2026-10-12 至 2026-12-31 没有有效期",
            ],
            id="valid-a-day-longer",
        ),
        pytest.param(
            NOW + WITHDRAWN,
            'valid: {from: "2027-01-01", until: "2028-12-31"}\n' + past(("2026-01-01", "2026-10-10")),
            ["2026-10-11 至 2026-12-31 没有有效期"],
            id="restored",
        ),
        pytest.param(NOW + WITHDRAWN, NOW + WITHDRAWN.replace("改革", "撤并"), [], id="still-withdrawn"),
        pytest.param(
            NOW + past(("0001-01-01", "9999-12-31")),
            'valid: {from: "0001-01-01", until: "9999-12-31"}\n',
            [NOT_KEPT],
            id="the-first-and-last-day",
        ),
        pytest.param(NOW, NOW + past(("2022-01-01", "2024-12-31")), [], id="a-past-one-is-added"),
    ],
)
def test_validities(old: str, new: str, said: list[str]) -> None:
    assert [plain(one) for one in periods.of_validities(record(old), record(new))] == said


@pytest.mark.parametrize(
    ("filings", "said"),
    [
        ([("2019", "2019-06-18"), ("2026", "2026-06-02")], []),
        ([("2019", "2019-06-18"), ("2026", "2026-06-02"), ("2027", "2027-06-02")], []),
        ([("2026", "2026-06-02")], ["2019 年度的（2019-06-18）删去了"]),
        ([("2019", "2019-06-18"), ("2026", "2026-06-03")], ["2026 年度的日期 2026-06-02 → 2026-06-03"]),
    ],
)
def test_filings(filings: list[tuple[str, str]], said: list[str]) -> None:
    def of(them: list[tuple[str, str]]) -> Committee:
        return record("filings: [" + ", ".join(f'{{round: "{name}", date: "{day}"}}' for name, day in them) + "]\n")

    before = of([("2019", "2019-06-18"), ("2026", "2026-06-02")])
    assert [plain(one) for one in periods.of_filings(before, of(filings))] == said
