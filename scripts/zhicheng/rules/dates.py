"""Rules on dates: deadlines, validity, order (E109, E110, E113, E201, E204)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry.periods import last_day
from zhicheng.registry.records.committee import RECEIPTS, Committee, Filing, FilingReceipt
from zhicheng.rules.rule import Context, rule
from zhicheng.text import show

_YEAR = re.compile(r"〔(20\d\d)〕")  # of the number of a document


@rule("E109", clause="备案登记的函（2019）一（五）2", severity="warning")
def filed_late(committee: Committee, context: Context) -> Iterator[Problem]:
    """备案登记表报送晚于本年度的截止日期。

    截止当天报送不算逾期；不在应备案名单里、第一次报送、截止以后才批准组建的也不算（没有写批准时间的，看有效期从哪天起）。逾期的，
    按函的规定可能取消平台用户。已经逾期的请尽快与中心联系，登记仍予保留。

    不合格：

        filings: [{round: "2019", date: "2019-06-22"}]

    合格：

        filings: [{round: "2019", date: "2019-06-21"}]
    """
    last = len(committee.filings) - 1
    filing = committee.filings[last]
    entry = context.registry.rounds.get(filing.round)
    late = 0 if entry is None else entry.record.days_late(filing.date, committee)
    if entry is not None and late and filing.date <= context.today:
        yield Problem(
            ("filings", last, "date"),
            f"{entry.record.title}于 {entry.record.form_deadline} 截止，{filing.date} 报送，晚了 {late} 天",
            "请与中心联系说明情况；日期填错的请更正。",
        )


@rule("E110", clause="人社部令第40号第八条", severity="warning")
def validity_missing(committee: Committee, context: Context) -> Iterator[Problem]:
    """没有写核准备案的有效期。

    核准备案设有有效期，到期要重新核准备案。写上有效期，公众才知道现在是否还能受理，系统也会提前提醒。

    不合格：

        filings: [{round: "2026", date: "2026-06-01"}]
        valid:

    合格：

        filings: [{round: "2026", date: "2026-06-01"}]
        valid: {from: "2026-01-01", until: "2028-12-31"}
    """
    if committee.valid is None:
        hint = '请补上 valid: {from: "起始日", until: "最后一天"}，按核准备案的文件填写。'
        yield Problem((), "没有写核准备案的有效期（valid）", hint)


@rule("E113", clause="备案登记的函（2019）一（三）2、一（五）2")
def date_impossible(committee: Committee, context: Context) -> Iterator[Problem]:
    """日期在将来，或者先后颠倒。

    批准时间、备案日期、平台录入和收到纸质表的日期不能晚于今天；备案日期不能早于该年度开始的日期，并按先后排列；备案年度也按先后排列，一年一项；
    有效期的起始日不能晚于最后一天；文号里的年份不能晚于今年。

    不合格：

        filings: [{round: "2019", date: "2019-05-20"}]

    合格：

        filings: [{round: "2019", date: "2019-06-18"}]
    """
    today = context.today.isoformat()
    approval = committee.approval
    if approval is not None and approval.date is not None and approval.date > today[: len(approval.date)]:
        yield Problem(("approval", "date"), f"批准时间 {approval.date} 在将来", "请核对年份和月份。")
    previous: Filing | None = None
    for i, filing in enumerate(committee.filings):
        place = ("filings", i, "date")
        entry = context.registry.rounds.get(filing.round)
        if filing.date > context.today:
            yield Problem(place, f"备案日期 {filing.date} 在将来", "请填写实际报送的日期。")
        elif entry is not None and filing.date < entry.record.opened:
            hint = "请核对备案日期和备案年度（round）。"
            yield Problem(place, f"备案日期 {filing.date} 早于“{entry.record.title}”的开始日期 {entry.record.opened}", hint)
        elif previous is not None and filing.date < previous.date:
            yield Problem(place, f"备案日期 {filing.date} 早于前一次备案 {previous.date}", "请按时间先后排列，最近一次放在最后。")
        elif previous is not None and filing.round == previous.round:
            said = f"备案年度 {filing.round} 写了两次"
            yield Problem(("filings", i, "round"), said, "一个年度写一项：填错的请更正，补报的请只留最后的日期。")
        elif previous is not None and entry is not None and _opening_day(previous, context) > entry.record.opened:
            said = f"备案年度 {filing.round} 排在 {previous.round} 之后，却比它早"
            yield Problem(("filings", i, "round"), said, "请核对备案年度（round），按先后排列，最近一次放在最后。")
        for what, named in RECEIPTS.items():
            receipt: FilingReceipt | None = getattr(filing, what)
            if receipt is not None and receipt.date > context.today:
                yield Problem(("filings", i, what, "date"), f"{named}的日期 {receipt.date} 在将来", "请填写实际的日期。")
        previous = filing
    valid = committee.valid
    if valid is not None and valid.start > valid.until:
        yield Problem(("valid", "until"), f"有效期的最后一天 {valid.until} 早于起始日 {valid.start}", "请核对有效期的两个日期。")
    for where, document in _documents(committee):
        if (year := _YEAR.search(document)) is not None and int(year[1]) > context.today.year:
            yield Problem(where, f"文号“{show(document, 80)}”的年份在将来", "请核对文号里的年份。")


def _documents(committee: Committee) -> Iterator[tuple[Pointer, str]]:
    """The numbers of the documents that a record names, each with its place."""
    given: list[tuple[Pointer, str | None]] = [(("basis", i, "document"), one.document) for i, one in enumerate(committee.basis)]
    given += [(("past", i, "document"), one.document) for i, one in enumerate(committee.past)]
    given += [((key, "document"), one.document) for key in ("approval", "power") if (one := getattr(committee, key)) is not None]
    yield from ((place, document) for place, document in given if document is not None)


def _opening_day(filing: Filing, context: Context) -> date:
    """The day on which the round of a filing was opened; the earliest date where the round cannot be read."""
    entry = context.registry.rounds.get(filing.round)
    return date.min if entry is None else entry.record.opened


@rule("E201", clause="人社部令第40号第八条", needs=("validity_years",))
def validity_too_long(committee: Committee, context: Context) -> Iterator[Problem]:
    """核准备案的有效期超过规定的年数。

    有效期最长 {validity_years 年}，到期满那年同月同日的前日为止。
    例子所用：validity_years=3

    不合格：

        filings: [{round: "2026", date: "2026-06-01"}]
        valid: {from: "2026-01-01", until: "2029-01-01"}

    合格：

        filings: [{round: "2026", date: "2026-06-01"}]
        valid: {from: "2026-01-01", until: "2028-12-31"}
    """
    provision = context.figure("validity_years")
    if committee.valid is None or provision.number is None:
        return
    latest = last_day(committee.valid.start, provision.number)
    if committee.valid.until > latest:
        yield Problem(
            ("valid", "until"),
            f"有效期 {committee.valid.start} 至 {committee.valid.until}，超过 {provision.number} 年",
            f"最后一天最晚填 {latest}。",
            context.cite(provision),
        )


@rule("E204", clause="人社部令第40号第八条", severity="warning", needs=("expiring_days",))
def validity_running_out(committee: Committee, context: Context) -> Iterator[Problem]:
    """核准备案的有效期已过，或者快要到期。

    有效期届满要重新核准备案，到期前 {expiring_days 天}起提醒。到期以后评审的结果可能不被承认，请提前办理。

    不合格：

        filings: [{round: "2026", date: "2026-06-01"}]
        valid: {from: "2023-06-01", until: "2026-05-31"}

    合格：

        filings: [{round: "2026", date: "2026-06-01"}]
        valid: {from: "2026-01-01", until: "2028-12-31"}
    """
    provision = context.figure("expiring_days")
    if committee.valid is None or provision.number is None:
        return
    left = (committee.valid.until - context.today).days
    if left < 0:
        said = f"有效期已于 {committee.valid.until} 届满，过期 {-left} 天"
    elif left <= provision.number:
        said = f"有效期到 {committee.valid.until}，" + (f"还有 {left} 天" if left else "今天到期")
    else:
        return
    yield Problem(("valid", "until"), said, "请办理重新核准备案，然后更新有效期。", context.cite(provision))
