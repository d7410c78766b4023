"""Letters that remind committees of what they have not filed in a round: polite Chinese, ready to send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhicheng.centre.round_status import Duty, Progress
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.places import Place
from zhicheng.registry.records.reviewers import offices, route_of
from zhicheng.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter: the place it is about, the addressee, and the text."""

    place: Place
    to: str
    text: str


def reminders(registry: Registry, progress: Progress) -> list[Reminder]:
    """The letters of a round on a day, by place; none where nothing is missing.

    Committees that go through an office on their way to the centre, usually those of counties through their prefecture (letter 一（五）1),
    are reminded through that office. All others are addressed directly, and so are those whose office is not in `reviewers.yaml`.
    """
    found = []
    for place, duties in progress.by_place():
        owing = [duty for duty in duties if duty.filed is None or duty.roster in ("waiting", "overdue")]
        office = _office(registry, place)
        through = [duty for duty in owing if office is not None and place.code in _passed(registry, duty)]
        own = [duty for duty in owing if duty not in through]
        if through and office is not None:
            found.append(_reminder(registry, progress, place, office, through, through_office=True))
        if own:
            organisers = "、".join(dict.fromkeys(duty.committee.organiser for duty in own))
            found.append(_reminder(registry, progress, place, organisers, own, through_office=False))
    return found


def _passed(registry: Registry, duty: Duty) -> tuple[str, ...]:
    """The codes of the divisions whose offices the committee of a duty goes through."""
    value: Value = {} if registry.reviewers is None else registry.reviewers.record
    return offices(route_of(value), duty.committee.authority, duty.committee.area, registry.areas)


def _office(registry: Registry, place: Place) -> str | None:
    """The office of a division through which its committees may report; None where `reviewers.yaml` names none."""
    if place.kind not in ("prefecture", "city") or registry.reviewers is None:
        return None
    area = registry.reviewers.record.get("areas", {}).get(place.code)
    return None if area is None else str(area["office"])


def _reminder(registry: Registry, progress: Progress, place: Place, to: str, duties: list[Duty], through_office: bool) -> Reminder:
    filing_round, settings, day = progress.round, registry.settings, progress.day
    forms = [duty for duty in duties if duty.filed is None]
    rosters = [duty for duty in duties if duty.roster in ("waiting", "overdue")]
    parts = [f"关于报送 {filing_round.title}材料的提醒", f"{to}："]
    if forms:
        level = "区县级" if all(duty.committee.authority == "county" for duty in duties) else ""
        whom = f"{place.name}还有 {len(forms)} 个{level}评审委员会" if through_office else f"下列 {len(forms)} 个评审委员会"
        parts.append(
            f"截至{_date_text(day)}，{whom}没有报送信息备案登记表（{_due(filing_round.form_deadline, day)}）：\n{_committee_lines(forms)}"
        )
    if rosters:
        parts.append(
            f"{'另外' if forms else f'截至{_date_text(day)}'}，下列 {len(rosters)} 个评审委员会没有报送评委花名册"
            f"（{_due(filing_round.roster_deadline, day)}）：\n{_committee_lines(rosters)}"
        )
    overdue = any(duty.state == "overdue" or duty.roster == "overdue" for duty in duties)
    when = "请尽快" if overdue else "请在截止日期以前"
    if through_office:
        parts.append(f"{when}通知上述单位填报，由贵单位审核后统一报送我中心。")
    else:
        parts.append(f"{when}直接报送我中心。")
    steps = _steps(registry, progress, bool(forms), bool(rosters), through_office)
    parts.append("怎样报送：\n" + "\n".join(f"{i}．{step}" for i, step in enumerate(steps, 1)))
    phones = "、".join(settings.centre_phones)
    parts.append(f"已经报送的，请不必理会本提醒。有困难或者疑问，请致电{settings.centre_name}：{phones}。谢谢支持！")
    parts.append(f"{settings.centre_name}\n{_date_text(day)}")
    return Reminder(place, to, "\n\n".join(parts) + "\n")


def _steps(registry: Registry, progress: Progress, forms: bool, rosters: bool, through_office: bool) -> list[str]:
    settings, filing_round = registry.settings, progress.round
    site = (settings.site_url or "").rstrip("/")
    steps = []
    if forms:
        where = f"（填写说明：{site}/guide/committee/）" if site else ""
        steps.append(f"在登记册里填好登记文件，filings 里写明年度 {filing_round.id}，然后提交{where}；")
        address = f"（{settings.centre_address}）" if settings.centre_address else ""
        way = "经贵单位统一报送" if through_office else "报送"
        steps.append(f"登记表纸质版由单位负责人签字、盖章，与电子版同时{way}{settings.centre_name}{address}；")
    if rosters:
        where = f"（办法见 {site}/guide/roster/）" if site else ""
        steps.append(f"评委花名册密封以后提交{where}，纸质版由单位负责人签字、盖章后一并报送，请勿用电子邮件发送；")
    if filing_round.platform_deadline is not None:
        request = "尽快补录" if progress.day > filing_round.platform_deadline else "按时完成"
        steps.append(f"平台信息录入{_due(filing_round.platform_deadline, progress.day)}，还没有完成的，请{request}。")
    return steps


def _due(deadline: date, day: date) -> str:
    """A deadline in Chinese, with the days that are left or have passed."""
    left = (deadline - day).days
    if left < 0:
        return f"{_date_text(deadline)}截止，已过 {-left} 天"
    return f"{_date_text(deadline)}截止，" + (f"还有 {left} 天" if left else "就在今天")


def _committee_lines(duties: Iterable[Duty]) -> str:
    return "\n".join(f"　　{duty.committee.name}（{duty.committee.organiser}，编号 {duty.committee.id}）" for duty in duties)


def _date_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
