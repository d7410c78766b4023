"""What a committee awards, and how: each level of its reviews with the way to it, the national examination and the titles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

from zhicheng.registry import named_tracks, public
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import METHODS, Competence, Entrusted
from zhicheng.registry.records.series import Exam, Series, Track
from zhicheng.site.language import N_, t
from zhicheng.site.pages.overview import Overview, Row, level_names
from zhicheng.site.pages.words import bracketed, listed

_PART_ROUTES = {
    ("only", "exam"): N_("考试设有的专业只能通过考试取得"),
    ("main", "exam"): N_("考试设有的专业主要通过考试取得"),
    ("only", "exam-and-review"): N_("考试设有的专业须先通过考试，再申报评审"),
    ("main", "exam-and-review"): N_("考试设有的专业一般先通过考试，再申报评审"),
}
_REVIEWED = (N_("可评"), "ok")
_NOT_NOW = {
    "withdrawn": (N_("不再受理"), "bad"),
    "over": (N_("先问清"), "warn"),
    "early": (N_("尚未生效"), "warn"),
}  # by how the committee stands


@dataclass(frozen=True, slots=True)
class Obtained:
    """A level of a review: how it is obtained, in a word and in a sentence, the examinations named, and the titles.

    `certain`: the titles are those of registered tracks, or of the only track; otherwise they are possible titles.
    """

    level: str
    verdict: str
    tone: str
    said: str
    exams: tuple[Exam, ...]
    titles: tuple[str, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class PartExam:
    """An examination for some specialties: the reviewed levels that it concerns, and how they depend on it."""

    exam: Exam
    levels: str
    said: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A review as the page answers what can be obtained here.

    `part_exams`: examinations by which some specialties of its levels are obtained; `more_exams`: whether there are further examinations
    that are one way among several.
    """

    review: Competence
    series: str
    tracks: tuple[str, ...]
    seconds: int
    levels: tuple[Obtained, ...]
    part_exams: tuple[PartExam, ...]
    more_exams: bool


@dataclass(frozen=True, slots=True)
class Entrusting:
    """A review that one committee entrusts to another, seen from either: the other (None if it is not registered), and its name.

    `series` is followed by the tracks and specialties where it is only some of them.
    """

    other: Row | None
    name: str
    series: str
    levels: str
    words: str | None


def certain_tracks(series: Series, review: Competence) -> tuple[Track, ...] | None:
    """The tracks whose titles a review awards for certain: those registered, else the only one of the series; None if that is not known."""
    return named_tracks.tracks(series, review) if named_tracks.tracks_certain(series, review) else None


def titles_at(series: Series, review: Competence, level: str) -> tuple[tuple[str, ...], bool]:
    """The titles of a level that a review awards, and whether that is certain. There are none in a series with an incomplete list of titles
    (艺术) where the catalogue of the review names none of its tracks.
    """
    tracks = certain_tracks(series, review)
    if tracks is None:
        if series.certainty == "rule" and not review.all_specialties and not named_tracks.named_tracks(series, review):
            return (), False
        return public.titles(series, review).get(level, ()), False
    return tuple(dict.fromkeys(title for track in tracks for title in track.titles[level])), True


def offers(overview: Overview, row: Row) -> list[Offer]:
    """The reviews of a committee, with their levels from high to low. Reviews that differ only in their levels and in who may apply count
    as one.
    """
    reviewed = _NOT_NOW.get(row.standing.kind, _REVIEWED)
    joined = dict[Competence, Competence]()
    for review in row.committee.reviews:
        alike = replace(review, levels=(), open_to=None, excludes=())
        joined[alike] = replace(review, levels=(*joined[alike].levels, *review.levels)) if alike in joined else review
    return [_offer(overview, review, reviewed) for review in joined.values()]


def _offer(overview: Overview, review: Competence, reviewed: tuple[str, str]) -> Offer:
    series = overview.registry.series.get(review.series)
    registry = overview.registry
    high_to_low = [(level, label) for level, label in reversed(registry.levels.items()) if level in review.levels]
    levels = tuple(_obtained(series, review, level, label, reviewed) for level, label in high_to_low)
    others = [] if series is None else _other_exams(series, review)
    return Offer(
        review,
        overview.series_name(review.series),
        () if series is None else tuple(track.name for track in series.tracks if track.id in review.tracks),
        sum(len(first.seconds) for first in review.catalog),
        levels,
        tuple(
            PartExam(exam, level_names(registry, at), t(_PART_ROUTES[exam.route, exam.method]))
            for exam, at in others
            if exam.route != "one-of"
        ),
        any(exam.route == "one-of" for exam, _ in others),
    )


def _obtained(series: Series | None, review: Competence, level: str, label: str, reviewed: tuple[str, str]) -> Obtained:
    titles, certain = ((), True) if series is None else titles_at(series, review, level)
    verdict, tone, said, exams = _way(series, review, level, reviewed)
    return Obtained(t(label), verdict, tone, said, exams, titles, certain)


def _way(series: Series | None, review: Competence, level: str, reviewed: tuple[str, str]) -> tuple[str, str, str, tuple[Exam, ...]]:
    """The way to a level: a word, its tone, a sentence, and the examinations that the page names."""
    exam = None if series is None else series.exam_for(level)
    named = () if exam is None else (exam,)
    if review.way == "recognition" and (exam is None or exam.method != "exam"):
        return t(METHODS["recognition"]), "off", t("考核合格即认定，不用评审。"), ()
    if review.way == "review" and exam is None:
        return t(reviewed[0]), reviewed[1], "", ()
    if review.way in ("review", "recognition") and exam is not None and exam.method == "exam":
        said = t("这一层级只能通过全国考试取得；") if exam.route == "only" else t("这一层级主要通过全国考试取得；")
        method = t(METHODS[review.way])
        said += t("登记为%(method)s，", method=method) if review.method else ""
        return t("先问清"), "warn", said + t("是否还%(method)s，请先问清。", method=method), named
    exams = named or (() if series is None else tuple(one for one in series.exams if level in one.levels))
    unsure = "" if named else t("是哪一种考试，以评审委员会答复为准。") if exams else t("考试的名称没有登记，请先问清。")
    if review.way == "exam":
        return t(METHODS["exam"]), "off", t("考试合格即取得，不评审。") + unsure, exams
    return t(METHODS["exam-and-review"]), "warn", t("先通过考试，再申报评审。") + unsure, exams


def _other_exams(series: Series, review: Competence) -> list[tuple[Exam, tuple[str, ...]]]:
    """The examinations for levels that are reviewed, beside those that the answer names, each with these levels. One of some specialties
    (软件) is left out where none of the review has such a name.
    """
    if review.way != "review":
        return []
    names = [name for first in review.catalog for name in (first.name, *first.seconds, *chain(*first.thirds))]
    concerned = [
        exam
        for exam in series.exams
        if not exam.about or review.all_specialties or any(word in name for word in exam.about for name in names)
    ]
    found = [(exam, tuple(level for level in exam.levels if level in review.levels)) for exam in concerned]
    return [(exam, levels) for exam, levels in found if levels and all(exam != series.exam_for(level) for level in levels)]


def entrusted_out(overview: Overview, committee: Committee) -> list[Entrusting]:
    """What a committee entrusts to others."""
    return [_entrusting(overview, one, one.committee, one.name) for one in committee.entrusts]


def entrusted_in(overview: Overview, committee: Committee) -> list[Entrusting]:
    """What others entrust to a committee."""
    return [_entrusting(overview, one, row.committee.id, None) for row, one in overview.entrusted_to.get(committee.id, ())]


def _entrusting(overview: Overview, one: Entrusted, identifier: str | None, name: str | None) -> Entrusting:
    row = overview.row.get(identifier or "")
    shown = row.committee.name if row else name or identifier or ""
    series = overview.registry.series.get(one.series)
    tracks = [track.name for track in (() if series is None else series.tracks) if track.id in one.tracks]
    some = bracketed(listed((*tracks, *one.specialties))) if one.tracks or one.specialties else ""
    return Entrusting(row, shown, overview.series_name(one.series) + some, level_names(overview.registry, one.levels), one.words)
