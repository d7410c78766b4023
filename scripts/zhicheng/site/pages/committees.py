"""The list of committees, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from zhicheng.draws import public_file
from zhicheng.forms import digest as digests
from zhicheng.forms import writing
from zhicheng.forms.writing import annex1_2
from zhicheng.registry.history import KINDS
from zhicheng.registry.records.committee import FORMED_BY, NOTICES, Committee, Panel
from zhicheng.registry.records.listed import Listed
from zhicheng.registry.records.office import NATURES, POWERS
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.registry.records.scoring import ScoringItem, ScoringTable
from zhicheng.registry.records.small_numbers import SMALL
from zhicheng.site.language import t, tn
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.applying import scope, who, windows
from zhicheng.site.pages.committee_groups import groups, listed_elsewhere
from zhicheng.site.pages.offers import Offer, entrusted_in, entrusted_out, offers
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.pool import pool
from zhicheng.site.pages.proceedings import proceedings
from zhicheng.site.pages.standing import filings, judged
from zhicheng.site.pages.words import (
    authority_label,
    bracketed,
    commit_link,
    correction_link,
    letter_link,
    listed,
    scope_name,
    source_link,
)

_OPEN_UP_TO = 150  # a list of more committees starts folded
_ON_ONE_PAGE = 5000  # of more, the list only names the pages of areas and series that list them: it would be of many megabytes
_SHOWN_VERSIONS = 20


def pages(overview: Overview) -> Iterator[Page]:
    """The pages of this section."""
    count = len(overview.active)
    yield Page(
        url="committees/",
        title=t("评审委员会名录"),
        description=tn("%(name)s：%(n)s 个在册职称评审委员会，按单位级别和地区排列。", count, name=overview.registry.settings.name),
        section="committees",
        template="committees.html",
        context=partial(_list, overview),
    )
    for row in overview.rows:
        committee = row.committee
        yield Page(
            url=row.url,
            title=committee.name,
            description=t(
                "%(name)s：%(series)s，%(levels)s，%(scope)s。%(standing)s。",
                name=committee.name,
                series=row.series,
                levels=row.levels,
                scope=scope_name(overview.registry, committee),
                standing=row.standing.text,
            ),
            section="committees",
            template="committee.html",
            context=partial(_committee, overview, row),
        )


@dataclass(frozen=True, slots=True)
class UnfiledRow:
    """A committee of a list that has not filed: `who` are its unit and area, `reviews` a line each, `source` names the list."""

    id: str
    name: str
    who: str
    reviews: tuple[str, ...]
    phones: tuple[str, ...]
    source: str
    note: str


def _list(overview: Overview) -> Context:
    found = groups(overview)
    return {
        "groups": found,
        "elsewhere": listed_elsewhere(overview, found) if len(overview.active) > _ON_ONE_PAGE else {},
        "withdrawn": tuple(row for row in overview.rows if not row.committee.active),
        "count": len(overview.active),
        "folded": len(overview.active) > _OPEN_UP_TO,
        "unfiled": [_unfiled(overview, one) for one in overview.registry.unfiled],
    }


def _unfiled(overview: Overview, one: Listed) -> UnfiledRow:
    reviews = []
    for review in one.reviews:
        levels = listed(t(overview.registry.levels[level]) for level in review.levels) or t("层级没有写")
        said = t("%(series)s，%(levels)s", series=overview.series_name(review.series), levels=levels)
        reviews.append(said + (bracketed(listed(review.specialties)) if review.specialties else ""))
    who = [one.organiser or "", overview.areas.name(one.area)]
    return UnfiledRow(one.id, one.name, t("，").join(filter(None, who)), tuple(reviews), one.phones, one.cited, one.note or "")


def _committee(overview: Overview, row: Row) -> Context:
    registry, committee = overview.registry, row.committee
    settings = registry.settings
    counts = registry.roster_of.get(committee.id)
    waivers = () if registry.waivers is None else tuple(w for w in registry.waivers.record if w.committee == committee.id)
    filed = filings(committee, registry)
    versions = overview.view.history.by_committee.get(committee.id, ())
    offered = offers(overview, row)
    digest = overview.view.digests[committee.id]
    return {
        "digest": digests.shown(digest),
        "forms": [(name, t(writing.words(name))) for name in writing.exported(overview.view.forms, committee.id, digest)],
        "blanks": [(name, t(words)) for name, words in writing.offered_blanks(overview.view.forms)],
        "annex1": annex1_2.annex1(registry, committee),
        "filed_by": annex1_2.authority(registry, committee.authority),
        "paper": [(registry.layout(number).heading, annex1_2.titled(registry.layout(number), committee.name)) for number in (1, 2)],
        "below": annex1_2.below(registry.layout(1)),
        "c": committee,
        "notice_kinds": NOTICES,
        "row": row,
        "authority": authority_label(registry, committee.authority),
        "area_name": overview.areas.name(committee.area),
        "scope": scope(overview, committee),
        "offers": offered,
        "entrusted_out": entrusted_out(overview, committee),
        "entrusted_in": entrusted_in(overview, committee),
        "who": who(overview, committee),
        "windows": windows(committee, overview.view.as_of),
        "today": overview.view.as_of,
        "founding": _founding(overview, committee),
        "panel": [] if committee.panel is None else _panel(committee.panel),
        "contents": _contents(committee, offered, _pool_words(counts), bool(versions)),
        "uncertain": [s.name for name in committee.series if (s := registry.series.get(name)) and s.certainty != "confirmed"],
        "series_names": {
            name: overview.series_name(name) for name in (*committee.series, *(s for table in committee.scoring for s in table.series))
        },
        "tables": [_scoring(table) for table in committee.scoring],
        "filings": filed,
        "judged": judged(committee, overview.view.as_of),
        "this_round": next((f for f in filed if f.round == settings.current_round), None),
        "expected": committee.id in overview.expected,
        "round": settings.current_round,
        "successors": _named(
            overview, (*committee.withdrawn.all_successors, *overview.followed_by.get(committee.id, ())) if committee.withdrawn else ()
        ),
        "predecessors": _named(overview, (*committee.predecessors, *overview.became.get(committee.id, ()))),
        "counts": counts,
        "smallest": SMALL,
        "pool": None if counts is None else pool(overview, counts),
        "count_series": {} if counts is None else {name: overview.series_name(name) for name, _ in counts.names_of_firsts},
        "draws": overview.draws_of.get(committee.id, ()),
        "draw_states": public_file.STATES,
        "proceedings": proceedings(overview, committee),
        "waivers": waivers,
        "versions": versions[:_SHOWN_VERSIONS],
        "more_versions": max(0, len(versions) - _SHOWN_VERSIONS),
        "complete": overview.view.history.complete,
        "kinds": {kind: t(words) for kind, words in KINDS.items()},
        "commits": {version.commit: commit_link(settings, version.commit) for version in versions[:_SHOWN_VERSIONS]},
        "source": source_link(settings, row.path),
        "correct": correction_link(settings, committee.name, row.path),
        "correct_address": correction_link(settings),
        "policies": {one["document"]: one["url"] for one in settings.official.policies if {"document", "url"} <= one.keys()},
        "mail": letter_link(settings, t("%(name)s（%(id)s）", name=committee.name, id=committee.id)),
        "centre": settings.centre_name,
        "centre_phones": settings.centre_phones,
        "sheets": settings.sheets,
        "site_name": settings.name,
        "data_version": overview.view.data_version,
        "address": (settings.site_url.rstrip("/") + "/" + row.url) if settings.site_url else None,
    }


def _pool_words(counts: RosterCounts | None) -> str:
    """The size of a pool for the table of contents."""
    if counts is None:
        return ""
    return t("少于 %(n)s 人", n=SMALL) if counts.active is None else tn("%(n)s 人", counts.active)


def _named(overview: Overview, identifiers: Iterable[str]) -> list[tuple[str, Row | None]]:
    """Committees by id, each once, with their rows where they are registered."""
    return [(identifier, overview.row.get(identifier)) for identifier in dict.fromkeys(identifiers)]


def _founding(overview: Overview, committee: Committee) -> list[tuple[str, str]]:
    """What is registered of the organiser and of its power to review: label and text."""
    power = committee.power
    found = [(t("单位性质"), t(NATURES[committee.nature]) if committee.nature else "")]
    found.append((t("评审权"), "" if power is None else t(POWERS[power.kind]) + (bracketed(power.document) if power.document else "")))
    found.append((t("单位驻地"), overview.areas.name(committee.seat) if committee.seat else ""))
    return [(label, text) for label, text in found if text]


def _panel(panel: Panel) -> list[str]:
    """How many members the committee has, of which kinds, and its groups, a line each."""
    size = tn("%(n)s 人", panel.members) if panel.members else t("不少于 %(n)s 人", n=panel.at_least)
    chairs = [] if panel.chair is None else [tn("主任委员 %(n)s 人", panel.chair)]
    chairs += [] if panel.vice_chairs is None else [tn("副主任委员 %(n)s 人", panel.vice_chairs)]
    groups = listed(tn("%(group)s %(n)s 人", group.members, group=group.name) for group in panel.subgroups)
    lines = [
        t("%(size)s，%(formed)s", size=size, formed=t(FORMED_BY[panel.formed_by])),
        t("其中%(chairs)s", chairs=listed(chairs)) if chairs else "",
        t("专业组：%(groups)s", groups=groups) if groups else "",
    ]
    return [line for line in lines if line]


def _contents(committee: Committee, offered: list[Offer], pool: str, history: bool) -> list[tuple[str, str, str]]:
    """The sections below the answer: anchor, name, and how much lies there; `pool` is that of the experts."""
    names = {(offer.review.series, first.name, second) for offer in offered for first in offer.review.catalog for second in first.seconds}
    seconds, steps, tables = len(names), len(committee.procedure), len(committee.scoring)
    everything = any(offer.review.all_specialties for offer in offered)
    specialties = tn("%(n)s 个", seconds) if not everything else "" if seconds else t("全部专业")
    found = [
        ("guide", t("办事指南"), t("材料、步骤、问谁")) if committee.active else ("", "", ""),
        ("specialties", t("评审专业"), specialties),
        ("procedure", t("评审流程"), tn("%(n)s 步", steps)),
        ("scoring", t("量化赋分表"), tn("%(n)s 张", tables)) if tables or committee.scoring_none else ("", "", ""),
        ("experts", t("答辩与专家"), pool),
        ("basis", t("依据与登记"), tn("%(n)s 件", len(committee.basis))),
        ("filings", t("备案"), tn("%(n)s 次", len(committee.filings))),
        ("history", t("变更记录"), "") if history else ("", "", ""),
        ("forms", t("表格与纠错"), ""),
    ]
    return [entry for entry in found if entry[0]]


@dataclass(frozen=True, slots=True)
class Scoring:
    """A scoring table: main items, and those outside the total (bonus, deductions); the sum of the main ones, or the total where they are
    weighted; the largest points of an item (a full bar), and whether who scores is given.
    """

    table: ScoringTable
    main: tuple[ScoringItem, ...]
    bonus: tuple[ScoringItem, ...]
    sum: float
    largest: float
    scored: bool


def _scoring(table: ScoringTable) -> Scoring:
    main = tuple(item for item in table.items if not (item.bonus or item.deduction))
    bonus = tuple(item for item in table.items if item.bonus or item.deduction)
    weighted = any(item.weight is not None for item in main)
    total = table.total if weighted else sum(item.points for item in main)
    largest = max((item.points for item in table.items), default=0)
    return Scoring(table, main, bonus, total, largest, any(item.scored_by for item in table.items))
