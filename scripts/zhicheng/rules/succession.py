"""Rules on what was before: circles among predecessors, validities of the past, windows, withdrawal (X009, X012, E121, E122)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhicheng.documents.finding import Problem
from zhicheng.registry.periods import last_day
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.office import Application
from zhicheng.rules.rule import Context, rule
from zhicheng.text import show


@rule("X009")
def succession_in_a_circle(committee: Committee, context: Context) -> Iterator[Problem]:
    """前身和接续的评审委员会首尾相连，成了一圈。

    合并、拆分、改名以后，旧的评审委员会由新的接续，新的以旧的为前身。甲接乙、乙又接甲，读的人找不到现在由谁评审。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        name: 某省工程系列建筑专业高级职称评审委员会
        predecessors: [example-two]
        # registry/committees/650000/example-two.yaml
        id: example-two
        name: 某省工程系列水利专业高级职称评审委员会
        scope: {areas: ["650000"], open_to: system}
        predecessors: [example-one]

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        name: 某省工程系列建筑专业高级职称评审委员会
        predecessors: [example-two]
        # registry/committees/650000/example-two.yaml
        id: example-two
        name: 某省工程系列水利专业高级职称评审委员会
        scope: {areas: ["650000"], open_to: system}
    """
    if not committee.predecessors and committee.withdrawn is None:
        return
    circle = _circle(committee.id, context.shared.after)
    of_these = [context.registry.by_id[key] for key in circle if key in context.registry.by_id]
    if circle and committee.id == min(one.id for one in of_these if one.predecessors or one.withdrawn is not None):  # each circle once
        words = " → ".join(map(show, (*circle, committee.id)))
        pointer = ("predecessors",) if committee.predecessors else ("withdrawn",)
        yield Problem(pointer, f"前身和接续首尾相连：{words}", "请核对谁由谁接续，删去写反的一处。")


@rule("X012", severity="warning")
def withdrawn_in_the_future(committee: Committee, context: Context) -> Iterator[Problem]:
    """撤销登记的日期在将来。

    登记成撤销的，网站当天就告诉公众“不再受理”。还没有到的，请到那一天再提交。

    不合格：

        status: withdrawn
        withdrawn: {date: "2030-01-01", reason: 不再组建}

    合格：

        status: withdrawn
        withdrawn: {date: "2019-01-01", reason: 不再组建}
    """
    if committee.withdrawn is not None and committee.withdrawn.date > context.today:
        said = f"撤销日期 {committee.withdrawn.date} 在将来，网站现在就会说已经撤销"
        yield Problem(("withdrawn", "date"), said, "日期写错的请更正；还没有撤销的，请到那一天再登记。")


def _circle(start: str, after: dict[str, set[str]]) -> list[str]:
    """The ids from a committee back to itself, following those that come `after`; empty if that does not lead back."""
    queue, came_from = [start], dict[str, str]()
    while queue:
        here = queue.pop()
        for following in sorted(after.get(here, ())):
            if following == start and here != start:
                way = [here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if following != start and following not in came_from:
                came_from[following] = here
                queue.append(following)
    return []


@rule("E121", clause="人社部令第40号第八条")
def past_validity_out_of_order(committee: Committee, context: Context) -> Iterator[Problem]:
    """以往的有效期前后颠倒、互相重叠、还没有过去，或者与现在的有效期重叠。

    旧证书按发证当时的有效期核对，一天只能属于一个有效期。由早到晚，一次一项；现在的写在 valid 里。已经开始、还没有过去的
    只作提醒：可能是提前重新核准备案的。

    不合格：

        valid: {from: "2026-01-01", until: "2028-12-31"}
        past: [{from: "2023-01-01", until: "2026-06-30"}]

    合格：

        valid: {from: "2026-01-01", until: "2028-12-31"}
        past: [{from: "2023-01-01", until: "2025-12-31"}]
    """
    last = None
    for i, period in enumerate(committee.past):
        if period.until < period.start:
            yield Problem(("past", i, "until"), f"有效期止 {period.until} 早于有效期起 {period.start}", "请核对两个日期。")
        elif last is not None and period.start <= last:
            hint = "请由早到晚填写，前一次止、后一次起，不要重叠。"
            yield Problem(("past", i, "from"), f"从 {period.start} 起，与前一次的有效期（到 {last} 止）重叠或颠倒", hint)
        elif period.start > context.today:
            said = f"以往的有效期从 {period.start} 才起，还没有开始"
            yield Problem(("past", i, "from"), said, "现在和以后的有效期写在 valid 里；日期写错的请更正。")
        elif period.until >= context.today:  # renewed before it is over, perhaps
            said = f"以往的有效期到 {period.until} 才止，还没有过去"
            yield Problem(("past", i, "until"), said, "现在的有效期写在 valid 里；日期写错的请更正。", severity="warning")
        last = period.until if last is None else max(last, period.until)
    if last is not None and committee.valid is not None and committee.valid.start <= last:
        said = f"现在的有效期从 {committee.valid.start} 起，以往的有效期到 {last} 才止"
        ended = date.fromordinal(max(1, committee.valid.start.toordinal() - 1))
        yield Problem(("past",), said, f"请核对以往的有效期和现在的有效期；提前重新核准备案的，以往的一次写到 {ended} 为止。")


@rule("E122", clause="备案登记的函（2019）一（三）11", severity="warning")
def window_impossible(committee: Committee, context: Context) -> Iterator[Problem]:
    """申报时间的起止日期颠倒或相隔超过一年，年度对不上，或者一个年度写了两次。

    申报人照着日期来，写错了就会错过。一年一次的申报，截止日期在开始以后一年之内；没有写开始日期的，不晚于下一年度。

    不合格：

        applications: [{year: "2026", opens: "2026-08-15", closes: "2026-07-01"}]

    合格：

        applications: [{year: "2026", opens: "2026-07-01", closes: "2026-08-15"}]
    """
    years: set[str] = set()
    for i, window in enumerate(committee.applications):
        if window.opens is not None and window.closes is not None and window.closes < window.opens:
            yield Problem(("applications", i, "closes"), f"截止日期 {window.closes} 早于开始日期 {window.opens}", "请核对两个日期。")
        elif window.closes is not None and _too_late(window, window.closes):
            since = f"{window.year} 年度的申报" + (f"从 {window.opens} 开始，" if window.opens else "")
            said = f"{since}到 {window.closes} 才截止，超过一年"
            yield Problem(("applications", i, "closes"), said, "请核对截止日期的年份。")
        day = window.opens or window.closes
        years_of = {window.year} if window.opens else {window.year, str(int(window.year) + 1)}  # what opens in December closes in January
        if day is not None and str(day.year) not in years_of:
            yield Problem(("applications", i, "year"), f"年度是 {window.year}，日期在 {day.year} 年", "请核对年度和日期。")
        if window.year in years:
            yield Problem(("applications", i, "year"), f"年度 {window.year} 写了两次", "一个年度写一项；分几批的，写在通知里。")
        if int(window.year) > context.today.year + 1:
            yield Problem(("applications", i, "year"), f"{window.year} 年度还远", "请核对年度；只写今年和下一年度已经公布的申报时间。")
        years.add(window.year)


def _too_late(window: Application, closes: date) -> bool:
    """Whether applications close more than a year after they open; where that day is not known, after the year that follows theirs."""
    return closes > last_day(window.opens, 1) if window.opens else closes.year > int(window.year) + 1
