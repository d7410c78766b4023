"""References to records and codes that do not exist (X003): one rule, run on every kind of record that refers to others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Exclusion
from zhicheng.registry.records.decision import Decision
from zhicheng.registry.records.listed import Listed
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.registry.records.round import Round
from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.registry.records.series import Series
from zhicheng.registry.records.vocabulary import Vocabulary
from zhicheng.registry.records.waiver import Waiver
from zhicheng.rules.rule import Context, Rule
from zhicheng.text import folded, listed, nearest, show


def _reference(pointer: Pointer, what: str, value: str, known: Iterable[str], hint: str) -> Iterator[Problem]:
    """A problem where `value` is not among the `known`; the hint names the nearest of them. `what` is the Chinese name of the kind."""
    choices = list(known)
    if value not in choices:
        near = nearest(value, choices)
        yield Problem(pointer, f"没有这个{what}：{show(value)}", (f"是否想写 {near}？" if near else "") + hint)


def _series_reference(pointer: Pointer, value: str, context: Context) -> Iterator[Problem]:
    if value not in context.registry.series:
        hint = series_hint(value, context.registry.series) + "系列的英文代号见 registry/reference/series.yaml。"
        yield Problem(pointer, f"没有这个职称系列：{show(value)}", hint)


def series_hint(value: str, series: dict[str, Series]) -> str:
    """The id that a misspelt id or a Chinese name of a series may stand for, as a question to the writer; empty if none is near."""
    bare, names = _bare(value), {identifier: _bare(one.name) for identifier, one in series.items()}
    alike = [identifier for identifier, name in names.items() if name == bare]
    alike = alike or [identifier for identifier, name in names.items() if bare and (bare in name or name in bare)]
    near = alike[0] if len(alike) == 1 else nearest(value, series)
    return f"是否想写 {near}（{series[near].name}）？" if near else ""


def _bare(name: str) -> str:
    """The name of a series without the words that all have: 工程 for 工程技术人员 or 工程系列."""
    return re.sub("(?:专业|系列|技术|人员|职称)+$", "", folded(name))


def _area_reference(pointer: Pointer, code: str, context: Context, day: date | None = None, when: str = "") -> Iterator[Problem]:
    """A problem where no division has a code: none in force or, where a `day` is given, none on that day; `when` says what day it is."""
    areas = context.registry.areas
    if (areas.current.get(code) if day is None else areas.on(code, day)) is not None:
        return
    at = "" if day is None else f"在 {day} {when}时"
    if successors := areas.successors(code):
        now = "、".join(f"{area.code}（{area.name}）" for area in successors)
        yield Problem(pointer, f"区划代码 {code}（{areas.name(code)}）{at}已经停用", f"现在的区划是 {now}。")
    elif areas.known(code) is not None:
        hint = f"{when}日期是 {day}，请核对代码和日期。" if day else "请改成现在的区划，见 registry/reference/areas.yaml。"
        yield Problem(pointer, f"区划代码 {code}（{areas.name(code)}）{at}{'没有启用或' if day else ''}已经停用", hint)
    else:
        near = nearest(code, areas.current)
        hint = f"是否想写 {near}（{areas.name(near)}）？" if near else ""
        yield Problem(pointer, f"没有这个区划代码：{show(code)}", hint + "六位区划代码见 registry/reference/areas.yaml。")


def _round_reference(pointer: Pointer, name: str, context: Context) -> Iterator[Problem]:
    if not context.registry.knows("round", name):
        existing = listed(sorted(context.registry.rounds)) or "无"
        yield Problem(pointer, f"没有这个备案年度：{show(name)}", f"已有的年度：{existing}。新的年度先由中心写在 registry/rounds/ 里。")


def _listed_references(listed_one: Listed, context: Context) -> Iterator[Problem]:
    yield from _area_reference(("area",), listed_one.area, context)
    for i, review in enumerate(listed_one.reviews):
        yield from _series_reference(("reviews", i, "series"), review.series, context)


def _committee_references(committee: Committee, context: Context) -> Iterator[Problem]:
    day = committee.filings[-1].date
    places: list[tuple[Pointer, str]] = [(("area",), committee.area)]
    places += [(("scope", "areas", i), code) for i, code in enumerate(committee.scope.areas)]
    for pointer, code in places:
        yield from _area_reference(pointer, code, context, day, "备案")
    for i, review in enumerate(committee.reviews):
        yield from _series_reference(("reviews", i, "series"), review.series, context)
        yield from _track_references(("reviews", i, "tracks"), review.series, review.tracks, context)
    for i, table in enumerate(committee.scoring):
        for j, series in enumerate(table.series):
            yield from _series_reference(("scoring", i, "series", j), series, context)
    for i, filing in enumerate(committee.filings):
        yield from _round_reference(("filings", i, "round"), filing.round, context)


def _further_references(committee: Committee, context: Context) -> Iterator[Problem]:
    """Those of the fields that say who may not apply, who else reviews, and who was there before."""
    excluded: list[tuple[Pointer, Exclusion]] = [(("scope", "excludes", j), one) for j, one in enumerate(committee.scope.excludes)]
    for i, review in enumerate(committee.reviews):
        excluded += [(("reviews", i, "excludes", j), one) for j, one in enumerate(review.excludes)]
    for pointer, exclusion in excluded:
        for k, code in enumerate(exclusion.areas):
            yield from _area_reference((*pointer, "areas", k), code, context)
    units = context.registry.areas.units
    for j, unit in enumerate(committee.scope.units):
        yield from _reference(("scope", "units", j), "单位", unit, units, "代号见 registry/reference/areas.yaml 的 units。")
    if committee.seat is not None:
        yield from _area_reference(("seat",), committee.seat, context)
    for j, entrusted in enumerate(committee.entrusts):
        yield from _series_reference(("entrusts", j, "series"), entrusted.series, context)
        yield from _track_references(("entrusts", j, "tracks"), entrusted.series, entrusted.tracks, context)
    yield from _other_committees(committee, context)


def _other_committees(committee: Committee, context: Context) -> Iterator[Problem]:
    """Those that a record names: predecessors, successors, and those to which it entrusts reviews. None of them is the committee itself."""
    withdrawn = committee.withdrawn
    named: list[tuple[Pointer, str | None, str]] = [
        (("predecessors", j), identifier, "评审委员会不能是自己的前身") for j, identifier in enumerate(committee.predecessors)
    ]
    for j, entrusted in enumerate(committee.entrusts):
        named.append((("entrusts", j, "committee"), entrusted.committee, "评审委员会不能委托自己评审"))
    if withdrawn is not None:
        said = "撤销的评审委员会不能由自己承接"
        named.append((("withdrawn", "successor"), withdrawn.successor, said))
        named += [(("withdrawn", "successors", j), identifier, said) for j, identifier in enumerate(withdrawn.successors)]
    for pointer, identifier, said in named:
        if identifier == committee.id:
            hint = "请填另一个评审委员会的编号；没有的，请把这一项整行删去。"
            yield Problem(pointer, f"{said}：{show(committee.id)}", hint)
        elif identifier is not None:
            yield from _committee_reference(pointer, identifier, context)


def _track_references(pointer: Pointer, identifier: str, tracks: tuple[str, ...], context: Context) -> Iterator[Problem]:
    series = context.registry.series.get(identifier)
    known = {} if series is None else {track.id: track.name for track in series.tracks if track.id is not None}
    for k, track in enumerate(tracks if series is not None else ()):
        if track not in known:
            meant = next((key for key, name in known.items() if name == track), None) or nearest(track, known)
            hint = f"是否想写 {meant}（{known[meant]}）？" if meant else ""
            can = listed(f"{key}（{name}）" for key, name in known.items()) or "无"
            yield Problem((*pointer, k), f"这个系列没有这个职称类别：{show(track)}", f"{hint}这个系列的类别：{can}。")


def _committee_reference(pointer: Pointer, identifier: str, context: Context) -> Iterator[Problem]:
    if not context.registry.knows("committee", identifier):
        hint = "请核对编号；编号就是 registry/committees/ 里的文件名。"
        yield from _reference(pointer, "评审委员会", identifier, context.registry.by_id, hint)


def _round_references(filing_round: Round, context: Context) -> Iterator[Problem]:
    registry = context.registry
    for i, name in enumerate(filing_round.rulebooks):
        if not registry.knows("rulebook", name):
            hint = "请填 registry/rulebooks/ 里有的文件名。"
            yield from _reference(("rulebooks", i), "规则文件", name, registry.rulebooks, hint)
    for i, identifier in enumerate(filing_round.expected):
        yield from _committee_reference(("expected", i), identifier, context)


def _roster_references(roster: RosterCounts, context: Context) -> Iterator[Problem]:
    if roster.committee is None and roster.area is None:
        yield Problem((), "没有写是哪个评审委员会的名册", "请填 committee；由用人单位直接申报的名册填 area。")
    if roster.committee is not None:
        yield from _committee_reference(("committee",), roster.committee, context)
    if roster.area is not None:
        entry = context.registry.rounds.get(roster.round)
        day = None if entry is None else entry.record.roster_deadline
        yield from _area_reference(("area",), roster.area, context, day, "花名册截止")
    yield from _round_reference(("round",), roster.round, context)
    for series in roster.by_specialty:
        yield from _series_reference(("counts", "by_specialty", series), series, context)


def _figure_keys(figure: str) -> dict[str, str]:
    """The keys that may hold the value of a figure in a rulebook, with their Chinese names."""
    if figure.startswith("levels_"):
        return {"levels": "层级"}
    if figure == "young_minimum":
        return {"number": "数字", "share": "比例"}
    return {"holds": "是否要求"} if figure in ("members_odd", "pool_level") else {"number": "数字"}


def _rulebook_references(book: Rulebook, context: Context) -> Iterator[Problem]:
    rules = context.shared.rules
    for code in book.rules:
        if not re.fullmatch(r"[ER][0-9]{3}", code):
            yield Problem(("rules", code), f"规则 {code} 不由规则文件决定是否适用", "这里只列 E 和 R 开头的规则。", key=True)
        elif code not in rules and not re.match("R[12]", code):  # a rulebook may list rules on experts that the program does not have yet
            hint = "请核对代码，用 zhicheng explain 列出全部规则；没有的请整行删去。"
            yield Problem(("rules", code), f"没有规则 {code}", hint, key=True)
    needed = {code: rules[code].needs for code in book.rules if code in rules}
    for code, names in needed.items():
        missing = [name for name in names if name not in book.numbers]
        if missing:
            yield Problem(("rules", code), f"规则 {code} 需要的数字没有给出：{'、'.join(missing)}", "请在 numbers 里补上，并写明条款。")
        for name in names:
            keys = _figure_keys(name)
            if name in book.numbers and not set(keys) & set(book.numbers[name].values):
                said, wanted = "或".join(f"{label}（{key}）" for key, label in keys.items()), " 或 ".join(keys)
                yield Problem(("numbers", name), f"规则 {code} 需要的 {name} 没有写{said}", f"请补上 {wanted}，并写明条款。", key=True)
    for name, provision in book.numbers.items():
        if len(provision.values) > 1:
            yield Problem(
                ("numbers", name), f"{name} 写了几个值：{'、'.join(provision.values)}", "文件规定的是哪一个，请只留那一个。", key=True
            )
        elif provision.share is not None and provision.share.value >= 1:
            yield Problem(("numbers", name, "share"), f"比例“{provision.share.words}”不小于 1", "请核对：比例写成小于 1 的分数，如 2/3。")


def _waiver_references(waivers: tuple[Waiver, ...], context: Context) -> Iterator[Problem]:
    for i, waiver in enumerate(waivers):
        yield from _committee_reference(("waivers", i, "committee"), waiver.committee, context)


def _decision_references(decisions: tuple[Decision, ...], context: Context) -> Iterator[Problem]:
    for i, decision in enumerate(decisions):
        if decision.area is not None:
            yield from _area_reference(("decisions", i, "area"), decision.area, context, decision.date, "审核")
        if (
            decision.committee is not None and decision.outcome == "approved"
        ):  # a first filing that was returned or refused has no record yet
            yield from _committee_reference(("decisions", i, "committee"), decision.committee, context)
        yield from _round_reference(("decisions", i, "round"), decision.round, context)


def _reviewer_references(reviewers: Value, context: Context) -> Iterator[Problem]:
    for code in reviewers.get("areas", {}):
        yield from _area_reference(("areas", code), code, context)
    for i, way in enumerate(reviewers.get("route", ())):
        if "area" in way:
            yield from _area_reference(("route", i, "area"), way["area"], context)


def _recipient_references(keys: tuple[Recipient, ...], context: Context) -> Iterator[Problem]:
    for i, one in enumerate(keys):
        if one.area is not None:
            yield from _area_reference(("recipients", i, "area"), one.area, context, one.until, "停用公钥")
        if one.committee is not None:
            yield from _committee_reference(("recipients", i, "committee"), one.committee, context)


def _word_references(words: Vocabulary, context: Context) -> Iterator[Problem]:
    """References of the words of the country and of the own region; those of other regions are for their registries."""
    units = context.registry.areas.units
    for entry in words.of(context.registry.settings.region):
        for i, one in enumerate(entry.means):
            yield from _series_reference((*entry.place, "means", i, "series"), one.series, context)
            yield from _track_references((*entry.place, "means", i, "track"), one.series, (one.track,) if one.track else (), context)
        for i, code in enumerate(entry.areas):
            yield from _area_reference((*entry.place, "areas", i), code, context)
        if entry.unit is not None:
            yield from _reference((*entry.place, "unit"), "单位", entry.unit, units, "单位的代码见 registry/reference/areas.yaml。")


def _setting_references(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    settings = context.registry.settings
    found = [
        *_round_reference(("current_round",), settings.current_round, context),
        *_area_reference(("region",), settings.region, context),
    ]
    yield from (("registry/registry.yaml", problem) for problem in found)


UNKNOWN_REFERENCE = Rule(
    "X003",
    """引用了不存在的系列、区划、评审委员会、备案年度、规则或规则文件。

系列、区划查 registry/reference/，备案年度查 registry/rounds/，规则文件查 registry/rulebooks/，评审委员会查 registry/committees/。
区划代码要在备案当天有效：撤县设市换了代码的，以前的备案可以用旧代码，换了以后的备案要用新代码。

不合格：

    reviews: [{series: enginering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]

合格：

    reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]
""",
    checks=(
        ("committee", _committee_references),
        ("committee", _further_references),
        ("round", _round_references),
        ("roster", _roster_references),
        ("rulebook", _rulebook_references),
        ("waivers", _waiver_references),
        ("decisions", _decision_references),
        ("listed", _listed_references),
        ("reviewers", _reviewer_references),
        ("recipients", _recipient_references),
        ("words", _word_references),
        ("registry", _setting_references),
    ),
)
