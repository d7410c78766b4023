"""The public form of a committee's record. Fields are copied one by one, so a field that is not named here is never published.

The keys and their order are those of the file, with two exceptions, so that what read API v1 before can read it now: `catalog` lists the
second level of each first level also where there is a third, which stands in `third_level`; a review of all specialties of its series has
an empty `catalog` and `all_specialties`. Absent optional fields are left out, never null.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.committee import Committee, FilingReceipt, Panel, Withdrawal
from zhicheng.registry.records.competence import Competence, Entrusted, Exclusion, Scope
from zhicheng.registry.records.decision import Decision
from zhicheng.registry.records.listed import Listed
from zhicheng.registry.records.office import Application, Office
from zhicheng.registry.records.scoring import ScoringItem, ScoringTable
from zhicheng.registry.registry import Entry


def committee(record: Committee) -> Value:
    """The complete public record of a committee, ready for JSON."""
    return given(
        id=record.id,
        name=record.name,
        organiser=record.organiser,
        nature=record.nature,
        power=None if record.power is None else given(kind=record.power.kind, document=record.power.document),
        authority=record.authority,
        area=record.area,
        seat=record.seat,
        approval=None
        if record.approval is None
        else given(date=record.approval.date, authority=record.approval.authority, document=record.approval.document),
        address=record.address,
        phones=list(record.phones),
        office=None if record.office is None else _office(record.office),
        applications=[_application(year) for year in record.applications] or None,
        reviews=[review(r) for r in record.reviews],
        scope=_scope(record.scope),
        entrusts=[_entrusted(one, "tracks") for one in record.entrusts] or None,
        basis=[given(title=b.title, document=b.document) for b in record.basis],
        scoring=[_scoring_table(table) for table in record.scoring] or None,
        scoring_none=[{"level": none.level, "words": none.words} for none in record.scoring_none] or None,
        procedure=list(record.procedure),
        defence=given(required=record.defence.required, scope=record.defence.scope),
        expert_pool=given(exists=record.expert_pool.exists, source=record.expert_pool.source, draw=record.expert_pool.draw),
        panel=None if record.panel is None else _panel(record.panel),
        valid=None if record.valid is None else {"from": record.valid.start.isoformat(), "until": record.valid.until.isoformat()},
        past=[given(**{"from": p.start.isoformat()}, until=p.until.isoformat(), document=p.document) for p in record.past] or None,
        predecessors=list(record.predecessors) or None,
        filings=[
            given(round=f.round, date=f.date.isoformat(), platform=_receipt(f.platform), paper=_receipt(f.paper)) for f in record.filings
        ],
        notices=[{"date": n.date.isoformat(), "kind": n.kind, "text": n.text} for n in record.notices] or None,
        status=record.status,
        withdrawn=None if record.withdrawn is None else _withdrawn(record.withdrawn),
    )


def listed(one: Listed) -> Value:
    """A committee that an office's list names and that has not filed: what the list says, and which list it is."""
    approval = one.approval
    return given(
        id=one.id,
        name=one.name,
        organiser=one.organiser,
        authority=one.authority,
        area=one.area,
        filed=False,
        reviews=[given(series=r.series, levels=list(r.levels) or None, specialties=list(r.specialties) or None) for r in one.reviews]
        or None,
        scope=one.scope,
        approval=None if approval is None else given(date=approval.date, authority=approval.authority, document=approval.document),
        valid=given(**{"from": _day(one.valid_from)}, until=_day(one.valid_until)) or None,
        address=one.address,
        phones=list(one.phones) or None,
        note=one.note,
        source=given(title=one.source, date=_day(one.dated)),
    )


def for_applicants(record: Committee) -> Value:
    """Of the record, what decides who may apply, and when and where: the part that the search index holds besides `scope` and `reviews`."""
    return given(
        exclusions=[exclusion(one) for one in record.scope.excludes] or None,
        units=list(record.scope.units) or None,
        places=list(record.scope.places) or None,
        entrusts=[_entrusted(one, "track_ids") for one in record.entrusts] or None,
        predecessors=list(record.predecessors) or None,
        office=None if record.office is None else _office(record.office),
        applications=[_application(year) for year in record.applications] or None,
    )


def review(competence: Competence) -> Value:
    """A review: its series, levels and catalogue, how and for whom."""
    third = {f.name: dict(zip(f.seconds, map(list, f.thirds), strict=True)) for f in competence.catalog if f.thirds}
    return given(
        series=competence.series,
        levels=list(competence.levels),
        method=competence.method,
        tracks=list(competence.tracks) or None,
        catalog={f.name: list(f.seconds) for f in competence.catalog},
        third_level=third or None,
        all_specialties=competence.all_specialties or None,
        open_to=competence.open_to,
        excludes=[exclusion(one) for one in competence.excludes] or None,
        valid_in=competence.valid_in,
    )


def exclusion(one: Exclusion) -> Value:
    """Who may not apply, with the words of the document."""
    return given(areas=list(one.areas) or None, systems=list(one.systems) or None, where=one.where, words=one.words)


def _scope(scope: Scope) -> Value:
    return given(
        areas=list(scope.areas),
        open_to=scope.open_to,
        note=scope.note,
        excludes=[exclusion(one) for one in scope.excludes] or None,
        units=list(scope.units) or None,
        places=list(scope.places) or None,
    )


def _entrusted(one: Entrusted, tracks: str) -> Value:
    """What is entrusted; `tracks` is the key of the ids of tracks, by which the same are called in the reviews of the same file."""
    some = {tracks: list(one.tracks) or None, "specialties": list(one.specialties) or None}
    return given(committee=one.committee, name=one.name, series=one.series, levels=list(one.levels), **some, words=one.words)


def _office(office: Office) -> Value:
    return given(
        name=office.name,
        address=office.address,
        postcode=office.postcode,
        phones=list(office.phones) or None,
        hours=office.hours,
        website=office.website,
        platform=office.platform,
        supervision=list(office.supervision) or None,
    )


def _application(year: Application) -> Value:
    opens, closes = _day(year.opens), _day(year.closes)
    return given(year=year.year, opens=opens, closes=closes, materials=year.materials, fee=year.fee, notice=year.notice)


def _panel(panel: Panel) -> Value:
    return given(
        members=panel.members,
        at_least=panel.at_least,
        chair=panel.chair,
        vice_chairs=panel.vice_chairs,
        subgroups=[{"name": group.name, "members": group.members} for group in panel.subgroups] or None,
        formed_by=panel.formed_by,
    )


def _scoring_table(table: ScoringTable) -> Value:
    return given(
        title=table.title,
        series=list(table.series) or None,
        levels=list(table.levels) or None,
        specialties=list(table.specialties) or None,
        total=table.total,
        items=[_scoring_item(item) for item in table.items],
    )


def _scoring_item(item: ScoringItem) -> Value:
    found: Value = {"dimension": item.dimension, "item": item.item, "points": item.points}
    if item.scored_by is not None:
        found["scored_by"] = item.scored_by
    if item.steps:
        found["steps"] = [{"when": step.when, "points": step.points} for step in item.steps]
    if item.note is not None:
        found["note"] = item.note
    for key in ("bonus", "deduction", "open_ended"):
        if getattr(item, key):
            found[key] = True
    more = (item.cap, item.weight, list(item.specialties) or None, [given(item=b.item, points=b.points, note=b.note) for b in item.items])
    return found | {key: one for key, one in zip(("cap", "weight", "specialties", "items"), more, strict=True) if one not in (None, [])}


def _withdrawn(withdrawn: Withdrawal) -> Value:
    day, successors = withdrawn.date.isoformat(), list(withdrawn.successors) or None
    return given(date=day, reason=withdrawn.reason, successor=withdrawn.successor, successors=successors)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def given(**fields: Any) -> Value:
    """A mapping of the fields that are there; those that are None are left out."""
    return {key: value for key, value in fields.items() if value is not None}


def _receipt(receipt: FilingReceipt | None) -> Value | None:
    return None if receipt is None else {"date": receipt.date.isoformat(), "by": receipt.by}


def decision(made: Decision) -> Value:
    """A decision of a reviewer, with the role but without the account, which is only in the registry's file."""
    return given(
        committee=made.committee,
        area=made.area,
        kind=made.kind,
        changed=list(made.changed) or None,
        round=made.round,
        role=made.role,
        outcome=made.outcome,
        date=made.date.isoformat(),
        commit=made.commit,
        reason_code=made.reason_code,
        reason=made.reason,
        mend=made.mend,
        appeal=made.appeal,
        appealed=None if made.appealed is None else made.appealed.isoformat(),
        merged=made.merged,
        published=None if made.published is None else made.published.isoformat(),
    )


def other_decisions(entries: Iterable[Entry[tuple[Decision, ...]]]) -> list[Decision]:
    """The decisions on employers' rosters and on the registry as a whole, which are on no committee, in order of day."""
    return sorted((decision for entry in entries for decision in entry.record if decision.committee is None), key=lambda one: one.date)
