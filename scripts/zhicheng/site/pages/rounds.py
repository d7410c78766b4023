"""The list of filing rounds, and a page for each: who has filed, who was late, who is missing, by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from zhicheng.centre import round_status
from zhicheng.centre.calendar_file import deadlines
from zhicheng.centre.round_status import Duty, Progress
from zhicheng.registry import public_record
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.history import KINDS
from zhicheng.registry.places import Place, apart
from zhicheng.registry.places import place as place_of
from zhicheng.registry.records.committee import RECEIPTS
from zhicheng.registry.records.decision import OUTCOMES
from zhicheng.registry.records.round import Round
from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.proceedings import MAINTAINERS, decided, title_office

_OPEN_UP_TO = 150  # lists of more committees start folded
_ORDER = ("ok", "bad", "off")  # of changes: new, withdrawn, others


def pages(overview: Overview) -> Iterator[Page]:
    """The pages of this section."""
    yield Page(
        url="rounds/",
        title=t("备案进度"),
        description=t("各年度评审委员会备案登记：截止日期、已备案、逾期和尚未备案的评审委员会。"),
        section="rounds",
        template="rounds.html",
        context=partial(_list, overview),
    )
    for filing_round in newest_first(overview):
        if apart(overview.registry):
            yield from _pages_of_places(overview, filing_round)
        yield Page(
            url=f"rounds/{filing_round.id}/",
            title=filing_round.title,
            description=t("%(round)s：截止 %(day)s，各评审委员会的备案情况。", round=filing_round.title, day=filing_round.form_deadline),
            section="rounds",
            template="round.html",
            context=partial(_round, overview, filing_round),
        )


def _pages_of_places(overview: Overview, filing_round: Round) -> Iterator[Page]:
    """Of a round with too many committees for one page, a page for each place."""
    for place, duties in _progress(overview, filing_round).by_place():
        yield Page(
            url=_url(filing_round, place),
            title=t("%(round)s：%(place)s", round=filing_round.title, place=place.name),
            description=t("%(round)s：%(place)s各评审委员会的备案情况。", round=filing_round.title, place=place.name),
            section="rounds",
            template="round_place.html",
            context=partial(_place, overview, filing_round, place, duties),
        )


def _url(filing_round: Round, place: Place) -> str:
    return f"rounds/{filing_round.id}-{place.code}/"


def newest_first(overview: Overview) -> list[Round]:
    """All rounds, newest first."""
    return [entry.record for _, entry in sorted(overview.registry.rounds.items(), reverse=True)]


@lru_cache(maxsize=1)  # asked for by each page of a round
def _progress(overview: Overview, filing_round: Round) -> Progress:
    return round_status.progress(overview.registry, filing_round, overview.view.as_of)


def _list(overview: Overview) -> Context:
    return {
        "rounds": [_progress(overview, filing_round) for filing_round in newest_first(overview)],
        "current": overview.registry.settings.current_round,
    }


def _round(overview: Overview, filing_round: Round) -> Context:
    done = _progress(overview, filing_round)
    urls = {place.code: _url(filing_round, place) for place, _ in done.by_place()} if apart(overview.registry) else {}
    by_place = _changes_by_place(overview, filing_round) if urls else {}
    books = [overview.registry.rulebooks[name].record for name in filing_round.rulebooks if name in overview.registry.rulebooks]
    as_of = overview.view.as_of
    return {
        "round": filing_round,
        "done": done,
        "row": overview.row,
        "expected": sum(duty.expected for duty in done.duties) + len(done.unknown),  # who has been withdrawn is expected no longer
        "others": done.others if filing_round.expected else 0,
        "folds": [_fold(overview, place, duties) for place, duties in done.by_place()],
        "urls": urls,
        "folded": done.total > _OPEN_UP_TO,
        "books": books,
        "open": as_of <= filing_round.form_deadline,
        "roster_open": as_of <= filing_round.roster_deadline,
        "deadlines": [(key, t(what), day) for key, what, day in deadlines(filing_round)],
        "senders": [
            authority_label(overview.registry, one).removesuffix("单位") for one in overview.registry.roster_authorities(filing_round.id)
        ],
        "calendar": calendar_name(filing_round),
        "receipts": [(what, t(RECEIPTS[what])) for what in done.receipts],
        "changes": [one for place, found in by_place.items() if place.code not in urls for one in found]
        if urls
        else changes(overview, filing_round),
        "complete": overview.view.history.complete,
        "decided": list(dict.fromkeys(_other_decisions(overview, filing_round))),
    }


def _place(overview: Overview, filing_round: Round, place: Place, duties: tuple[Duty, ...]) -> Context:
    done = _progress(overview, filing_round)
    return {
        "round": filing_round,
        "row": overview.row,
        "fold": _fold(overview, place, duties),
        "open": overview.view.as_of <= filing_round.form_deadline,
        "receipts": [(what, t(RECEIPTS[what])) for what in done.receipts],
        "changes": _changes_by_place(overview, filing_round).get(place, []),
        "complete": overview.view.history.complete,
    }


@lru_cache(maxsize=1)
def _changes_by_place(overview: Overview, filing_round: Round) -> dict[Place, list[RecordChange]]:
    found: dict[Place, list[RecordChange]] = {}
    for change in changes(overview, filing_round):
        found.setdefault(place_of(overview.registry, change.row.committee), []).append(change)
    return found


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What changed of a committee in a round: whether it was registered or withdrawn then, in words, and the notes of its changes."""

    row: Row
    kind: str
    tone: str
    notes: tuple[str, ...]


def changes(overview: Overview, filing_round: Round) -> list[RecordChange]:
    """What changed from the opening of a round to that of the next (or until now), by Git's history: new committees first, withdrawn ones,
    then the others, each committee once.
    """
    later = [entry.record.opened for entry in overview.registry.rounds.values() if entry.record.opened > filing_round.opened]
    start, end = filing_round.opened.isoformat(), min(later).isoformat() if later else None
    found: dict[str, tuple[set[str], dict[str, None]]] = {}
    for version in reversed(overview.view.history.versions):  # oldest first
        if version.date < start or (end is not None and version.date >= end) or version.committee not in overview.row:
            continue
        kinds, notes = found.setdefault(version.committee, (set(), {}))
        kinds.add(version.kind)
        notes |= dict.fromkeys((version.notes or (t(KINDS["changed"]),)) if version.kind == "changed" else ())
    made = [_change(overview.row[committee], kinds, tuple(notes)) for committee, (kinds, notes) in found.items()]
    made = [one for one in made if one.kind or one.notes]
    return sorted(made, key=lambda one: (_ORDER.index(one.tone), one.row.committee.name, one.row.committee.id))


def _change(row: Row, kinds: set[str], notes: tuple[str, ...]) -> RecordChange:
    if "withdrawn" in kinds:
        return RecordChange(row, t(KINDS["withdrawn"]), "bad", notes)
    if "added" in kinds:
        return RecordChange(row, t(KINDS["added"]), "ok", ())  # the notes of the first days of a new record are part of it
    return RecordChange(row, t(KINDS["restored"]) if "restored" in kinds else "", "off", notes)


def _other_decisions(overview: Overview, filing_round: Round) -> Iterator[tuple[str, str, str, str]]:
    """Day, matter, office and outcome of the decisions in a round that are on no committee."""
    registry = overview.registry
    for decision in public_record.other_decisions(registry.decisions):
        if decision.round == filing_round.id:
            where = "" if decision.area is None else t("（%(where)s单位报送）", where=registry.areas.name(decision.area))
            office = registry.settings.centre_name if decision.role == "centre" else t(MAINTAINERS)
            office = title_office(registry) if decision.role == "title-office" else office
            yield decision.date.isoformat(), decided(decision) + where, office, t(OUTCOMES[decision.outcome])


def calendar_name(filing_round: Round) -> str:
    """The name of a round's calendar file in rounds/."""
    return f"{filing_round.id}.ics"


@dataclass(frozen=True, slots=True)
class Fold:
    """A place in a round: its committees, how many filed in time, late, or not at all, and how many rosters are sealed and due."""

    place: Place
    linked: bool
    duties: tuple[Duty, ...]
    in_time: int
    late: int
    missing: int
    rosters_sealed: int
    rosters_due: int


def _fold(overview: Overview, place: Place, duties: tuple[Duty, ...]) -> Fold:
    found = round_status.count(duties)
    missing = found["waiting"] + found["overdue"]
    linked = place.code in overview.areas.current
    return Fold(place, linked, duties, found["in_time"], found["late"], missing, found["rosters_sealed"], found["rosters_due"])
