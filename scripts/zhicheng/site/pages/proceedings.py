"""The steps of a committee's filings: filed, approved by the prefecture and the centre, published; or returned or refused, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhicheng.documents.schemas import field_label, schema
from zhicheng.registry.places import place
from zhicheng.registry.records.committee import RECEIPTS, Committee
from zhicheng.registry.records.decision import GROUNDS, KINDS, OUTCOMES, Decision
from zhicheng.registry.registry import Registry
from zhicheng.site.language import N_, t
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.words import commit_link
from zhicheng.text import listed

MAINTAINERS = N_("登记册管理员")
TITLE_OFFICE, SUPERVISION = N_("职称办公室"), N_("监督人")
_ORDER = ("", "prefecture", "centre", "title-office", "supervision", "maintainer", "published")


@dataclass(frozen=True, slots=True)
class ProceedingStep:
    """A step on a day. `stage` is "" for the filing, the role of a decision, or "published". `decision` is set for a return or refusal."""

    date: date
    stage: str
    text: str
    link: str | None = None
    decision: Decision | None = None
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class Proceeding:
    """The steps of one round, by day."""

    round: str
    title: str
    known: bool
    steps: tuple[ProceedingStep, ...]


def proceedings(overview: Overview, committee: Committee) -> list[Proceeding]:
    """The proceedings of the rounds in which there was a decision on the committee, newest first."""
    registry = overview.registry
    decided = registry.decisions_on.get(committee.id, ())
    found = []
    for name in sorted({decision.round for decision in decided}, reverse=True):
        steps = dict.fromkeys(_steps(overview, committee, name, [decision for decision in decided if decision.round == name]))
        ordered = sorted(steps, key=_order)
        known = name in registry.rounds
        found.append(
            Proceeding(name, registry.rounds[name].record.title if known else t("%(year)s 年度", year=name), known, tuple(ordered))
        )
    return found


def _order(step: ProceedingStep) -> tuple[date, float]:
    """By day; on a day as the route goes. An answer comes before what follows from it, and after a decision of the same day."""
    place = float(_ORDER.index(step.stage))
    appealed = None if step.decision is None else step.decision.appealed
    if appealed is not None:
        place = 0.5 if appealed < step.date else 3.5
    return step.date, place


def _steps(overview: Overview, committee: Committee, name: str, decided: list[Decision]) -> Iterator[ProceedingStep]:
    for filing in committee.filings:
        if filing.round == name:
            yield ProceedingStep(filing.date, "", t("报送"))
            for what, named in RECEIPTS.items():
                if (receipt := getattr(filing, what)) is not None:
                    yield ProceedingStep(receipt.date, "", t("%(what)s（%(who)s登记）", what=t(named), who=receipt.by))
    days = {version.commit: date.fromisoformat(version.date) for version in overview.view.history.by_committee.get(committee.id, ())}
    for decision in decided:
        office = _office(overview, committee, decision.role)
        text = _words(office, decision)
        if decision.outcome == "approved":
            yield ProceedingStep(decision.date, decision.role, text)
        else:
            yield ProceedingStep(
                decision.date, decision.role, text, decision=decision, grounds=t(GROUNDS.get(decision.reason_code or "", ""))
            )
        merged = decision.merged or decision.commit  # without a merge the reviewed commit itself may be on the main line
        day = decision.published or days.get(merged)
        if decision.outcome == "approved" and day is not None:
            yield ProceedingStep(day, "published", t("公布"), commit_link(overview.registry.settings, merged))


def _words(office: str, decision: Decision) -> str:
    """What an office decided, and of what where that is recorded: 某中心：变更（评审层级、咨询电话），通过."""
    outcome = t(OUTCOMES[decision.outcome])
    if decision.appealed is not None:
        return t("%(office)s：对 %(day)s 的决定有不同意见的，%(outcome)s", office=office, day=decision.appealed, outcome=outcome)
    if decision.kind in (None, "account"):  # the outcome says it all
        return t("%(office)s：%(outcome)s", office=office, outcome=outcome)
    return t("%(office)s：%(what)s，%(outcome)s", office=office, what=decided(decision), outcome=outcome)


def decided(decision: Decision) -> str:
    """What a decision is about: its kind, with the labels of what changes in brackets."""
    kind = t(KINDS[decision.kind or "change"])
    fields = schema("committee")["properties"]
    names = [t(field_label(schema("committee"), (one,))) if one in fields else one for one in decision.changed]
    return t("%(what)s（%(of)s）", what=kind, of=listed(names)) if names else kind


def _office(overview: Overview, committee: Committee, role: str) -> str:
    """The name of the office that decides in a role."""
    registry = overview.registry
    if role == "centre":
        return registry.settings.centre_name
    if role == "maintainer":
        return t(MAINTAINERS)
    if role == "title-office":
        return title_office(registry)
    if role == "supervision":
        reviewers = {} if registry.reviewers is None else registry.reviewers.record
        return str(reviewers["supervision"]["office"]) if "supervision" in reviewers else t(SUPERVISION)
    where = place(registry, committee)
    areas = {} if registry.reviewers is None else registry.reviewers.record.get("areas", {})
    return str(areas[where.code]["office"]) if where.code in areas else t("%(where)s人社职称部门", where=where.name)


def title_office(registry: Registry) -> str:
    """The name of the title office, as the registry has it."""
    reviewers = {} if registry.reviewers is None else registry.reviewers.record
    return str(reviewers["title_office"]["office"]) if "title_office" in reviewers else t(TITLE_OFFICE)
