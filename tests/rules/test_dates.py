"""E109, E110, E113, E201, E204: deadlines, validity, order of dates."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.judging import Judge
from helpers.registries import TODAY

LETTER = "备案登记的函（2019）"
ORDER = "人社部令第40号"


def filings(*entries: tuple[str, str]) -> str:
    rows = ", ".join(f'{{round: "{name}", date: {"▶" if day[0] == "▶" else ""}"{day.lstrip("▶")}"}}' for name, day in entries)
    return f"filings: [{rows}]\n"


def valid(start: str, until: str) -> str:
    mark, until = ("▶", until[1:]) if until[0] == "▶" else ("", until)
    return f'valid: {{from: "{start}", until: {mark}"{until}"}}\n'


FILED_2019 = filings(("2019", "2019-06-18"))

# --- E109 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([("2026", "2026-06-19")], id="on-the-day"),
        pytest.param([("2026", "2026-05-11")], id="first-day"),
        pytest.param([("2019", "2019-06-21")], id="2019-on-the-day"),
        pytest.param([("2019", "2019-07-30"), ("2026", "2026-06-01")], id="late-the-time-before"),
    ],
)
def test_e109_in_time(judge: Judge, entries: list[tuple[str, str]]) -> None:
    """The day of the deadline is in time; only the last filing is judged."""
    assert judge(filings(*entries)).findings == []


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        pytest.param([("2026", "▶2026-06-20")], "2026 年度备案登记于 2026-06-19 截止，2026-06-20 报送，晚了 1 天", id="one-day"),
        pytest.param([("2019", "▶2019-06-22")], "2019 年度备案登记于 2019-06-21 截止，2019-06-22 报送，晚了 1 天", id="2019"),
        pytest.param(
            [("2019", "2019-06-10"), ("2026", "▶2026-07-19")],
            "2026 年度备案登记于 2026-06-19 截止，2026-07-19 报送，晚了 30 天",
            id="30-days",
        ),
    ],
)
def test_e109_late(judge: Judge, entries: list[tuple[str, str]], message: str) -> None:
    judge(filings(*entries)).says("E109", message, hints=["请与中心联系说明情况；日期填错的请更正。"], clause=LETTER + "一（五）2")


SET_UP_LATE = 'approval: {date: "2026-06-20"}\n'
NO_APPROVAL = "approval:\n"
VALID_LATE = 'valid: {from: "2026-06-20", until: "2028-12-31"}\n'
PAST = 'past: [{from: "2023-06-20", until: "2026-06-19"}]\n'


@pytest.mark.parametrize(
    ("fields", "rounds", "late"),
    [
        pytest.param(SET_UP_LATE, ["2026"], False, id="approved-after-the-deadline"),
        pytest.param(SET_UP_LATE.replace("06-20", "06-19"), ["2026"], True, id="approved-on-the-day"),
        pytest.param(SET_UP_LATE.replace("-20", ""), ["2026"], True, id="approved-in-the-month"),
        pytest.param(SET_UP_LATE.replace("06-20", "07"), ["2026"], False, id="approved-in-the-month-after"),
        pytest.param(SET_UP_LATE, ["2019", "2026"], True, id="filed-before"),
        pytest.param(NO_APPROVAL + VALID_LATE, ["2026"], False, id="valid-after-the-deadline"),
        pytest.param(NO_APPROVAL + VALID_LATE.replace("06-20", "06-19"), ["2026"], True, id="valid-on-the-day"),
        pytest.param(NO_APPROVAL + VALID_LATE + PAST, ["2026"], True, id="valid-before-too"),
        pytest.param(VALID_LATE, ["2026"], True, id="approved-long-ago"),
        pytest.param(NO_APPROVAL + "valid:\n", ["2026"], True, id="neither"),
    ],
)
def test_e109_of_a_committee_set_up_after_the_deadline(judge: Judge, fields: str, rounds: list[str], late: bool) -> None:
    """It could not file in time."""
    days = {"2019": "2019-06-10", "2026": "2026-07-19"}
    found = judge(fields + filings(*((name, days[name]) for name in rounds))).findings
    assert [one.message for one in found if one.code == "E109"] == (
        ["2026 年度备案登记于 2026-06-19 截止，2026-07-19 报送，晚了 30 天"] if late else []
    )


# --- E110 --------------------------------------------------------------------------------------------------------------


def test_e110_no_validity(judge: Judge) -> None:
    hint = '请补上 valid: {from: "起始日", until: "最后一天"}，按核准备案的文件填写。'
    judge("▶id: example-one\nvalid:\n").says("E110", "没有写核准备案的有效期（valid）", hints=[hint], clause=ORDER + "第八条")


def test_e110_is_silent_for_a_filing_of_2019(judge: Judge) -> None:
    assert judge("valid:\n" + FILED_2019).findings == []


# --- E113 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param('approval: {date: "2026-11-23"}\n', id="approved-today"),
        pytest.param('approval: {date: "2026-11"}\n', id="approved-this-month"),
        pytest.param('approval: {date: "2026"}\n', id="approved-this-year"),
        pytest.param("approval: {authority: 某厅}\n", id="approval-without-date"),
        pytest.param(filings(("2026", "2026-05-11")), id="filed-on-the-opening-day"),
        pytest.param(filings(("2019", "2019-06-03"), ("2026", "2026-05-11")), id="both-on-the-opening-day"),
        pytest.param(valid("2028-01-01", "2028-01-01"), id="valid-for-one-day"),
        pytest.param("approval: {document: 新人社函〔2026〕45号}\n", id="document-of-this-year"),
    ],
)
def test_e113_possible(judge: Judge, fields: str) -> None:
    assert judge(fields).findings == []


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        pytest.param('approval: {date: ▶"2026-11-24"}\n', "批准时间 2026-11-24 在将来", "请核对年份和月份。", id="approved-tomorrow"),
        pytest.param('approval: {date: ▶"2026-12"}\n', "批准时间 2026-12 在将来", "请核对年份和月份。", id="approved-next-month"),
        pytest.param('approval: {date: ▶"2027"}\n', "批准时间 2027 在将来", "请核对年份和月份。", id="approved-next-year"),
        pytest.param(
            filings(("2019", "2019-06-18"), ("2026", "▶2026-11-24")),
            "备案日期 2026-11-24 在将来",
            "请填写实际报送的日期。",
            id="filed-tomorrow",
        ),
        pytest.param(
            filings(("2026", "▶2026-05-10")),
            "备案日期 2026-05-10 早于“2026 年度备案登记”的开始日期 2026-05-11",
            "请核对备案日期和备案年度（round）。",
            id="filed-before-the-round-opened",
        ),
        pytest.param(
            filings(("2019", "▶2019-06-02"), ("2026", "2026-06-02")),
            "备案日期 2019-06-02 早于“2019 年度备案登记”的开始日期 2019-06-03",
            "请核对备案日期和备案年度（round）。",
            id="earlier-filing-before-its-round",
        ),
        pytest.param(
            valid("2028-12-31", "▶2028-12-30"),
            "有效期的最后一天 2028-12-30 早于起始日 2028-12-31",
            "请核对有效期的两个日期。",
            id="validity-ends-before-it-begins",
        ),
        *(
            pytest.param(fields, "文号“甲函〔2027〕45号”的年份在将来", "请核对文号里的年份。", id=f"document-of-next-year-{fields[:5]}")
            for fields in (
                "approval: {document: ▶甲函〔2027〕45号}\n",
                "power: {kind: delegated, document: ▶甲函〔2027〕45号}\n",
                "basis: [{title: 甲, document: 甲函〔2026〕45号}, {title: 乙, document: ▶甲函〔2027〕45号}]\n",
                'past: [{from: "2020-01-01", until: "2020-12-31", document: ▶甲函〔2027〕45号}]\n',
            )
        ),
    ],
)
def test_e113_impossible(judge: Judge, fields: str, message: str, hint: str) -> None:
    judge(fields).says("E113", message, hints=[hint], clause=LETTER + "一（三）2、一（五）2")


def test_e113_out_of_order(judge: Judge) -> None:
    """Filings stand in order of time; the later entry is the one to move."""
    judge(filings(("2026", "2026-06-02"), ("2019", "▶2019-06-18")) + "valid:\n").says(
        "E113", "备案日期 2019-06-18 早于前一次备案 2026-06-02", hints=["请按时间先后排列，最近一次放在最后。"]
    )


EARLIER = (
    'id: "2027"\ntitle: 又一个年度\nopened: "2026-05-10"\n'
    'deadlines: {form: "2026-12-31", roster: "2026-12-31", platform: "2026-12-31"}\nrulebooks: [letter-2019]\nexpected: []\n'
)


def test_e113_round_before_the_last_one(judge: Judge) -> None:
    """The last filing decides which rulebooks are in force, so it cannot be of an earlier round: by opening, not by name."""
    hint = "请核对备案年度（round），按先后排列，最近一次放在最后。"
    others = {"registry/rounds/2027.yaml": EARLIER}
    text = 'filings: [{round: "2026", date: "2026-06-02"}, {round: ▶"2027", date: "2026-06-03"}]\nvalid:\n'
    judge(text, others=others).says("E113", "备案年度 2027 排在 2026 之后，却比它早", hints=[hint])
    assert judge(filings(("2027", "2026-06-02"), ("2026", "2026-06-02")), others=others).findings == []


def test_e113_of_a_round_that_is_not_there(judge: Judge) -> None:
    """X003 tells of it; which of two came first is not known then, in either order."""
    for rounds in (("2026", "2027"), ("2027", "2026")):
        entries = zip(rounds, ("2026-06-02", "2026-06-03"), strict=True)
        found = judge(filings(*entries)).findings
        assert {f.code for f in found} == {"X003"}


def test_e113_round_twice(judge: Judge) -> None:
    hint = "一个年度写一项：填错的请更正，补报的请只留最后的日期。"
    text = 'filings: [{round: "2026", date: "2026-06-02"}, {round: ▶"2026", date: "2026-06-03"}]\n'
    judge(text).says("E113", "备案年度 2026 写了两次", hints=[hint])


@pytest.mark.parametrize(("what", "named"), [("platform", "平台录入"), ("paper", "纸质表")])
@pytest.mark.parametrize(("day", "found"), [("2026-11-23", False), ("2026-11-24", True)], ids=["today", "tomorrow"])
def test_e113_what_the_centre_wrote_down(judge: Judge, what: str, named: str, day: str, found: bool) -> None:
    """At the filing it belongs to, beside what is wrong with that."""
    receipt = f'{what}: {{date: {"▶" if found else ""}"{day}", by: 中心}}'
    told = judge(f'filings: [{{round: "2019", date: "2019-06-18"}}, {{round: "2026", date: "2026-06-02", {receipt}}}]\n')
    if found:
        told.says("E113", f"{named}的日期 {day} 在将来", hints=["请填写实际的日期。"])
    else:
        assert told.findings == []


@pytest.mark.parametrize(("today", "codes"), [(date(2026, 6, 19), ["E113"]), (date(2026, 6, 20), ["E109"])])
def test_e109_of_a_day_to_come_says_nothing(judge: Judge, today: date, codes: list[str]) -> None:
    """That it lies ahead is told; whether it is late is not known then."""
    found = judge(filings(("2026", "2026-06-20")), today=today).findings
    assert [f.code for f in found if f.code in ("E109", "E113")] == codes


# --- E201 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "until"),
    [
        pytest.param("2026-01-01", "2028-12-31", id="three-years-less-a-day"),
        pytest.param("2025-07-16", "2028-07-15", id="mid-year"),
        pytest.param("2024-02-29", "2027-02-28", id="from-a-leap-day"),
        pytest.param("2025-03-01", "2028-02-29", id="to-a-leap-day"),
    ],
)
def test_e201_three_years(judge: Judge, start: str, until: str) -> None:
    """Three years end on the day before the third anniversary."""
    assert judge(valid(start, until), today=date(2026, 6, 30)).findings == []


@pytest.mark.parametrize(
    ("start", "until", "latest"),
    [
        pytest.param("2026-01-01", "2029-01-01", "2028-12-31", id="a-day-more"),
        pytest.param("2025-07-16", "2028-07-16", "2028-07-15", id="mid-year"),
        pytest.param("2024-02-29", "2027-03-01", "2027-02-28", id="from-a-leap-day"),
        pytest.param("2025-03-01", "2028-03-01", "2028-02-29", id="over-a-leap-day"),
        pytest.param("2026-01-01", "2036-12-31", "2028-12-31", id="ten-years"),
    ],
)
def test_e201_more_than_three_years(judge: Judge, start: str, until: str, latest: str) -> None:
    judge(valid(start, "▶" + until), today=date(2026, 6, 30)).says(
        "E201", f"有效期 {start} 至 {until}，超过 3 年", hints=[f"最后一天最晚填 {latest}。"], clause=ORDER + "第八条"
    )


def test_e201_at_the_end_of_time(judge: Judge) -> None:
    """After 9998 there are no three years any more: no finding, and no crash."""
    assert judge(valid("9998-01-01", "9999-12-31")).findings == []
    judge(valid("9996-01-01", "▶9999-01-01")).says("E201", "有效期 9996-01-01 至 9999-01-01，超过 3 年")


def test_e201_is_silent_for_a_filing_of_2019(judge: Judge) -> None:
    assert judge(valid("2019-01-01", "2030-01-01") + FILED_2019).findings == []


# --- E204 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("until", ["2027-02-22", "2028-12-31"])
def test_e204_more_than_90_days(judge: Judge, until: str) -> None:
    """On 2026-11-23, 2027-02-22 is 91 days away."""
    assert judge(valid("2026-01-01", until)).findings == []


@pytest.mark.parametrize(
    ("until", "message"),
    [
        pytest.param("2027-02-21", "有效期到 2027-02-21，还有 90 天", id="90-days"),
        pytest.param("2026-11-24", "有效期到 2026-11-24，还有 1 天", id="tomorrow"),
        pytest.param("2026-11-23", "有效期到 2026-11-23，今天到期", id="today"),
        pytest.param("2026-11-22", "有效期已于 2026-11-22 届满，过期 1 天", id="yesterday"),
        pytest.param("2025-11-23", "有效期已于 2025-11-23 届满，过期 365 天", id="a-year-ago"),
    ],
)
def test_e204_over_or_soon_over(judge: Judge, until: str, message: str) -> None:
    judge(valid("2024-06-01", "▶" + until)).says("E204", message, hints=["请办理重新核准备案，然后更新有效期。"], clause=ORDER + "第八条")


def test_e204_depends_on_the_day(judge: Judge) -> None:
    """The same record is judged by the day it is judged on."""
    assert judge(valid("2026-01-01", "2028-12-31"), today=TODAY).findings == []
    assert [f.code for f in judge(valid("2026-01-01", "2028-12-31"), today=date(2028, 10, 2)).findings] == ["E204"]


def test_e204_is_silent_for_a_filing_of_2019(judge: Judge) -> None:
    assert judge(valid("2019-01-01", "2020-01-01") + FILED_2019).findings == []
