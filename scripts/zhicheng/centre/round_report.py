"""The state of a round as text for a terminal, in aligned columns, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from zhicheng.centre.calendar_file import deadlines
from zhicheng.centre.round_status import Duty, Progress, count
from zhicheng.registry.records.committee import RECEIPTS, Committee
from zhicheng.text import cells, padded

_COLUMNS = ("地区", "应备案", "按时", "逾期", "未备案", "花名册已报/应报")


def text_status(progress: Progress) -> str:
    """Deadlines, a line for each place, and the names of committees that have not filed, filed late, or sent no roster."""
    filing_round, day = progress.round, progress.day
    days = [(what, deadline.isoformat(), _days_left(deadline, day)) for _, what, deadline in deadlines(filing_round)]
    parts = [f"{filing_round.title}（{filing_round.opened} 开始）：{day} 的进度\n", _table(days)]
    rows = [(place.name, *_numbers(duties)) for place, duties in progress.by_place()]
    if rows:
        parts.append(_table([_COLUMNS, *rows, ("合计", *_numbers(progress.duties))], numbers=True))
    if progress.receipts:
        parts.append(_table([(RECEIPTS[what], f"{number}/{len(progress.filed)}") for what, number in progress.receipts.items()]))
    open_still = day <= filing_round.form_deadline
    missing = [(duty.place.name, duty.committee.name, f"过期 {duty.days_late} 天" if duty.days_late else "") for duty in progress.missing]
    late = [(duty.place.name, duty.committee.name, f"{duty.filed}，晚 {duty.days_late} 天") for duty in progress.late]
    rosters = [(duty.place.name, duty.committee.name) for duty in progress.rosters_missing]
    parts += _titled_table("等待备案" if open_still else "尚未备案", missing)
    parts += _titled_table("逾期备案", late)
    parts += _titled_table("等待报送花名册" if day <= filing_round.roster_deadline else "尚未报送花名册", rosters)
    for what in progress.receipts:
        without = [(duty.place.name, duty.committee.name) for duty in progress.filed if getattr(duty, what) is None]
        parts += _titled_table(f"已备案、没有登记{RECEIPTS[what]}的", without)
    parts += _titled_table(
        "平台账号已取消的", [(duty.place.name, duty.committee.name, f"{duty.suspended} 起") for duty in progress.suspended]
    )
    parts += _titled_table("没有报送就撤销登记、不再要求的", [(one.name, _since(one)) for one in progress.released])
    if progress.unknown:
        parts += _titled_table("读不出登记的（请先运行 zhicheng validate）", [(identifier,) for identifier in progress.unknown])
    return "\n".join(parts)


def _since(committee: Committee) -> str:
    """The day on which a committee was withdrawn, in brackets of the table; "" where the record does not say it."""
    return "" if committee.withdrawn is None else f"{committee.withdrawn.date} 撤销"


def _numbers(duties: Sequence[Duty]) -> tuple[str, ...]:
    found = count(duties)
    missing = found["waiting"] + found["overdue"]
    rosters = f"{found['rosters_sealed']}/{found['rosters_due']}" if found["rosters_due"] else "—"
    return (*(str(number) for number in (found["expected"], found["in_time"], found["late"], missing)), rosters)


def _titled_table(title: str, rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"{title}（{len(rows)}）\n" + _table(rows, indent="  ")] if rows else []


def _table(rows: Sequence[tuple[str, ...]], numbers: bool = False, indent: str = "") -> str:
    """Rows in aligned columns. With `numbers` all columns but the first are aligned on the right."""
    widths = [max(cells(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        texts = [padded(cell, width, right=numbers and i > 0) for i, (cell, width) in enumerate(zip(row, widths, strict=True))]
        lines.append((indent + "  ".join(texts)).rstrip() + "\n")
    return "".join(lines)


def _days_left(deadline: date, day: date) -> str:
    left = (deadline - day).days
    return f"已截止 {-left} 天" if left < 0 else f"还有 {left} 天" if left else "今天截止"


def json_status(progress: Progress) -> str:
    """The state as JSON, version 1: fields may be added, never renamed or removed.

    `filed` is absent where nothing was filed, `roster` where none is due, `platform` and `paper` where they have not been written down,
    `suspended` where the account on the platform is not withdrawn. `released`: expected, and withdrawn before it filed.
    """
    filing_round = progress.round
    value = {
        "version": 1,
        "round": filing_round.id,
        "title": filing_round.title,
        "as_of": progress.day.isoformat(),
        "opened": filing_round.opened.isoformat(),
        "deadlines": {key: deadline.isoformat() for key, _, deadline in deadlines(filing_round)},
        "summary": count(progress.duties),
        "places": [
            {
                "code": place.code,
                "kind": place.kind,
                "name": place.name,
                "summary": count(duties),
                "committees": [_duty_entry(d) for d in duties],
            }
            for place, duties in progress.by_place()
        ],
        "unreadable": list(progress.unknown),
        "released": [one.id for one in progress.released],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _duty_entry(duty: Duty) -> dict[str, object]:
    committee = duty.committee
    value: dict[str, object] = {
        "id": committee.id,
        "name": committee.name,
        "authority": committee.authority,
        "area": committee.area,
        "expected": duty.expected,
        "state": duty.state,
        "days_late": duty.days_late,
    }
    if duty.filed is not None:
        value["filed"] = duty.filed.isoformat()
    if duty.roster is not None:
        value["roster"] = duty.roster
    if duty.suspended is not None:
        value["suspended"] = duty.suspended.isoformat()
    value |= {what: came.isoformat() for what in RECEIPTS if (came := getattr(duty, what)) is not None}
    return value
