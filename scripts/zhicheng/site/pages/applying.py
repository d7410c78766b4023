"""Who may apply to a committee, and when: the parts of its page that answer before anybody calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import OWN_COMMITTEE, Competence, Exclusion
from zhicheng.registry.records.office import Application
from zhicheng.site.language import N_, t, tn
from zhicheng.site.pages.overview import Overview, level_names
from zhicheng.site.pages.words import bracketed, listed, outside_divisions, scope_name

_OPEN_TO = {
    "public": (N_("可以"), "ok", N_("面向社会，各类单位的人员都可以报")),
    "system": (N_("只限"), "warn", N_("只受理本系统的人员")),
    "unit": (N_("只限"), "warn", N_("只受理本单位的人员")),
}
_NOT_STATED = (N_("可以"), "ok", N_("登记里没有限定哪些单位的人员"))
_SHOWN_WINDOWS = 2
_NAMED_UP_TO = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A line on who may apply: a word, its tone, the text; `about` says for which review it holds where not for all."""

    word: str
    tone: str
    text: str
    about: str = ""
    whom: str = ""


def who(overview: Overview, committee: Committee) -> list[Said]:
    """Who may apply and who may not, the note of the record whole and last."""
    found = [Said(t("地域"), "", scope(overview, committee))]
    opened = [(committee.open_to(review), review) for review in committee.reviews]
    alike = len({open_to for open_to, _ in opened}) == 1
    about = {id(review): _about(overview, committee, review) for review in committee.reviews}
    if committee.active:
        found += [_open_to(committee, review, "" if alike else about[id(review)]) for _, review in opened[: 1 if alike else None]]
    else:
        found.append(Said(t("不可以"), "bad", t("已撤销登记，不再受理申报")))
    found += [_excluded(overview, one, "") for one in committee.scope.excludes]
    several = len(committee.reviews) > 1
    found += [_excluded(overview, one, about[id(review)] if several else "") for review in committee.reviews for one in review.excludes]
    if committee.scope.note:
        found.append(Said(t("说明"), "", committee.scope.note))
    return found


def _open_to(committee: Committee, review: Competence, about: str) -> Said:
    """For whom a review is open; where a note or an exclusion follows, that it has to be read too."""
    word, tone, text = _OPEN_TO.get(committee.open_to(review) or "", _NOT_STATED)
    more = t("，但要看下面的说明") if tone == "ok" and (committee.scope.note or committee.excludes(review)) else ""
    return Said(t(word), tone, t(text) + more, about)


def scope(overview: Overview, committee: Committee) -> str:
    """Where a committee reviews, with units and places that no division covers: 石河子市、第八师、省本级."""
    more = outside_divisions(overview.areas, committee.scope) if committee.scope.areas else ()
    return listed([scope_name(overview.registry, committee), *more])


def _about(overview: Overview, committee: Committee, review: Competence) -> str:
    """The series and levels of a review; where another one has them too, its specialties as well."""
    levels = tuple(level for level in overview.registry.levels if level in review.levels)
    text = f"{overview.series_name(review.series)} {level_names(overview.registry, levels)}"
    if sum(one.series == review.series and not set(one.levels).isdisjoint(review.levels) for one in committee.reviews) < 2:
        return text
    names = [second for first in review.catalog for second in first.seconds]
    more = tn("等 %(n)s 个专业", len(names)) if len(names) > _NAMED_UP_TO else ""
    return text + bracketed(listed(names[:_NAMED_UP_TO]) + more or t("全部专业"))


def _excluded(overview: Overview, one: Exclusion, about: str) -> Said:
    whom = [overview.areas.name(code) for code in one.areas] + list(one.systems)
    word, tone = (t("另办"), "warn") if one.where in OWN_COMMITTEE else (t("不可以"), "bad")
    return Said(word, tone, one.words, about, listed(whom))


@dataclass(frozen=True, slots=True)
class Window:
    """The applications of a year: when, and how that stands on the day of the build. `notice_link` where the notice is an address.

    `past`: they are over, or of a year before where no last day is given.
    """

    application: Application
    dates: str
    state: str
    tone: str
    notice_link: bool
    past: bool


def windows(committee: Committee, day: date) -> list[Window]:
    """The window that is open or comes next and those after it; where none is to come, the last one. Two at most, in order of time."""
    ordered = sorted(committee.applications, key=lambda one: (one.year, one.opens or one.closes or date.min))
    coming = [one for one in ordered if not _past(one, day)]
    return [_window(one, day) for one in (coming[:_SHOWN_WINDOWS] or ordered[-1:])]


def _past(one: Application, day: date) -> bool:
    return one.closes < day if one.closes else int(one.year) < day.year


def _window(one: Application, day: date) -> Window:
    state, tone = window_state(one, day)
    if one.opens and one.closes:
        dates = t("%(start)s 至 %(until)s", start=one.opens, until=one.closes)
    elif one.opens:
        dates = t("%(day)s 开始，截止日期没有登记", day=one.opens)
    else:
        dates = t("%(day)s 截止，开始日期没有登记", day=one.closes) if one.closes else t("起止日期没有登记")
    return Window(one, dates, state, tone, (one.notice or "").startswith(("http://", "https://")), _past(one, day))


def window_state(one: Application, day: date) -> tuple[str, str]:
    """How a window stands on a day, and the tone of its chip; "" where the record does not say enough."""
    if one.closes and one.closes < day:
        return t("已截止"), "off"
    if one.opens and day < one.opens:
        return t("未到"), "warn"
    if one.opens and one.closes:
        return t("正在受理"), "ok"
    return "", "off"
