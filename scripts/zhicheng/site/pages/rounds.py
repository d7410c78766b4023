"""The filing rounds: the list, and for each who has filed, who was late, who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from zhicheng.office import Round
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.words import authority_name


@dataclass(frozen=True, slots=True)
class Filed:
    """A committee's filing in a round. `expected`: whether it had to file."""

    row: Row
    date: date
    days_late: int
    expected: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A round's progress. `missing` are those that had to file and have not (the withdrawn left out)."""

    round: Round
    filed: tuple[Filed, ...]
    missing: tuple[Row, ...]

    @property
    def in_time(self) -> int:
        return sum(not filed.days_late for filed in self.filed)

    @property
    def late(self) -> tuple[Filed, ...]:
        return tuple(filed for filed in self.filed if filed.days_late)

    @property
    def total(self) -> int:
        return len(self.filed) + len(self.missing)


def pages(overview: Overview) -> Iterator[Page]:
    rounds = _rounds(overview)
    yield Page(
        url="rounds/",
        title="备案进度",
        description="各年度评审委员会备案登记：截止日期、已备案、逾期和尚未备案的评审委员会。",
        section="rounds",
        template="rounds.html",
        context=partial(_list, overview),
    )
    for filing_round in rounds:
        yield Page(
            url=f"rounds/{filing_round.id}/",
            title=filing_round.title,
            description=f"{filing_round.title}：截止 {filing_round.form_deadline}，各评审委员会的备案情况。",
            section="rounds",
            template="round.html",
            context=partial(_round, overview, filing_round),
        )


def _rounds(overview: Overview) -> list[Round]:
    """All rounds, newest first."""
    return [entry.record for _, entry in sorted(overview.registry.rounds.items(), reverse=True)]


def progress(overview: Overview, filing_round: Round) -> Progress:
    """Who has filed in a round and who is missing, in the order of lists."""
    expected = set(filing_round.expected)
    filed, missing = [], []
    for row in overview.rows:
        day = next((f.date for f in row.committee.filings if f.round == filing_round.id), None)
        if day is not None:
            filed.append(Filed(row, day, max(0, (day - filing_round.form_deadline).days), row.committee.id in expected))
        elif row.committee.id in expected and row.committee.active:
            missing.append(row)
    return Progress(filing_round, tuple(filed), tuple(missing))


def _list(overview: Overview) -> Context:
    return {
        "rounds": [progress(overview, filing_round) for filing_round in _rounds(overview)],
        "current": overview.registry.settings.current_round,
    }


def _round(overview: Overview, filing_round: Round) -> Context:
    done = progress(overview, filing_round)
    places: dict[tuple[str, str, bool], list[int]] = {}
    for group, row in [*((int(bool(f.days_late)), f.row) for f in done.filed), *((2, row) for row in done.missing)]:
        places.setdefault(_place(overview, row), [0, 0, 0])[group] += 1
    books = [overview.registry.rulebooks[name].record for name in filing_round.rulebooks if name in overview.registry.rulebooks]
    return {
        "round": filing_round,
        "done": done,
        "others": sum(not filed.expected for filed in done.filed) if filing_round.expected else 0,
        "places": [(*place, *numbers, sum(numbers)) for place, numbers in sorted(places.items())],
        "books": books,
        "open": overview.view.as_of <= filing_round.form_deadline,
        "deadlines": (
            ("备案登记表", filing_round.form_deadline),
            ("评委花名册", filing_round.roster_deadline),
            ("平台录入", filing_round.platform_deadline),
        ),
    }


def _place(overview: Overview, row: Row) -> tuple[str, str, bool]:
    """Where a committee is counted: its prefecture, or its authority for those of the region. Sorts in the order of codes."""
    committee = row.committee
    if committee.authority in ("region", "central"):
        return ("0" if committee.authority == "region" else "1", authority_name(overview.registry, committee.authority), False)
    folder = overview.areas.folder(committee.authority, committee.area)
    if overview.areas.level(folder) == "region":
        return (committee.area, overview.areas.name(committee.area), committee.area in overview.areas.current)
    return (folder, overview.areas.name(folder), folder in overview.areas.current)
