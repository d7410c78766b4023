"""Rules on names, references and waivers across files (X001–X003, X006, X007)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from zhicheng.problem import Pointer, Problem
from zhicheng.records import Committee, RosterCounts, Round, Rulebook, Value, Waiver
from zhicheng.rules.rule import Context, Rule, rule
from zhicheng.text import nearest, show

_SAME_STEM = "请把文件改名为 {wanted}.yaml，或者把“{label}”改成与文件名一致。登记以后编号不能再改。"


@rule("X001", on="registry")
def name_does_not_match(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    """文件名或所在文件夹与内容不符。

    一份登记一个文件，文件名就是编号（id）。地州市级和区县级评审委员会放在所属地州市代码的文件夹里（例如 653100），
    自治区级、中央驻疆单位和自治区直辖县级市的放在自治区代码的文件夹里（650000）。登记库里不认识的文件也在这里提示。

    不合格：

        # registry/committees/653200/example-two.yaml
        id: example-two

    合格：

        # registry/committees/650000/example-two.yaml
        id: example-two
    """
    registry = context.registry
    for entry in registry.committees:
        if entry.stem != entry.record.id:
            hint = _SAME_STEM.format(wanted=show(entry.record.id), label="编号")
            yield entry.path, Problem(("id",), f"文件名“{show(entry.stem)}”与编号“{show(entry.record.id)}”不一致", hint)
        folder = registry.areas.folder(entry.record.authority, entry.record.area)
        wanted = f"registry/committees/{folder}"
        parent = str(PurePosixPath(entry.path).parent)
        if parent != wanted and registry.areas.known(entry.record.area) is not None:
            name = registry.areas.name(folder)
            yield entry.path, Problem((), f"文件放在 {show(parent, 80)}，应当放在 {wanted}（{name}）", "请把文件移到那个文件夹。")
    for roster in registry.rosters:
        if roster.record.committee is None and roster.record.area is None:
            continue  # X003 asks whose it is
        wanted = roster.record.committee or f"employer-{roster.record.area}"
        if roster.stem != wanted:
            key = "committee" if roster.record.committee else "area"
            yield roster.path, Problem((key,), f"文件名“{show(roster.stem)}”应当是“{wanted}”", f"请把文件改名为 {wanted}.yaml。")
    for stem, identifier, path in _numbered(context):
        if stem != identifier:
            hint = _SAME_STEM.format(wanted=identifier, label="编号")
            yield path, Problem(("id",), f"文件名“{show(stem)}”与编号“{identifier}”不一致", hint)
    for path in registry.stray:
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in (".yml", ".txt") or path.lower().endswith(".yaml"):
            hint = "请把扩展名改成 .yaml（Windows 可能隐藏了真正的扩展名，请先打开“显示文件扩展名”）。"
        else:
            hint = "登记库里只放设计规定的文件，请移到别处或删去。"
        yield path, Problem((), f"登记库不认识这个文件：{show(PurePosixPath(path).name)}", hint)


def _numbered(context: Context) -> Iterator[tuple[str, str, str]]:
    """Stem, id and path of the rounds and rulebooks, those of a repeated id included."""
    for document in context.registry.documents:
        path = PurePosixPath(document.path)
        if path.parent.name in ("rounds", "rulebooks"):
            yield path.stem, document.value["id"], document.path


@rule("X002")
def id_used_twice(committee: Committee, context: Context) -> Iterator[Problem]:
    """编号用了两次。

    编号一经登记不再变动，也不能重复使用，放在不同文件夹也不行：网址和历史都靠它。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/committees/653100/example-one.yaml
        id: example-one
        name: 喀什地区工程系列评审委员会
        authority: prefecture
        area: "653100"
        scope: {areas: ["653100"]}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/committees/653100/example-three.yaml
        id: example-three
        name: 喀什地区工程系列评审委员会
        authority: prefecture
        area: "653100"
        scope: {areas: ["653100"]}
    """
    others = [path for path in context.shared.paths_of_id[committee.id] if path != context.entry.path]
    if others:
        yield Problem(("id",), f"编号“{show(committee.id)}”已经用在 {others[0]}", "请给新登记的评审委员会另起一个编号，并相应改文件名。")


def _reference(pointer: Pointer, what: str, value: str, known: Iterable[str], hint: str) -> Iterator[Problem]:
    choices = list(known)
    if value not in choices:
        near = nearest(value, choices)
        yield Problem(pointer, f"没有这个{what}：{show(value)}", f"是否想写 {near}？" if near else hint)


_AREA_HINT = "请查 registry/reference/areas.yaml，填六位区划代码。"
_SERIES_HINT = "请查 registry/reference/series.yaml，填系列的英文编号。"


def _committee_references(committee: Committee, context: Context) -> Iterator[Problem]:
    registry = context.registry
    day = committee.filings[-1].date
    places: list[tuple[Pointer, str]] = [(("area",), committee.area)]
    places += [(("scope", "areas", i), code) for i, code in enumerate(committee.scope.areas)]
    for pointer, code in places:
        if registry.areas.on(code, day) is not None:
            continue
        successors = registry.areas.successors(code)
        if successors:
            now = "、".join(f"{area.code}（{area.name}）" for area in successors)
            yield Problem(pointer, f"区划代码 {code}（{registry.areas.name(code)}）在 {day} 备案时已经停用", f"现在的区划是 {now}。")
        elif registry.areas.known(code) is not None:
            hint = f"备案日期是 {day}，请核对代码和日期。"
            yield Problem(pointer, f"区划代码 {code}（{registry.areas.name(code)}）在 {day} 备案时没有启用或已经停用", hint)
        else:
            yield from _reference(pointer, "区划代码", code, registry.areas.current, _AREA_HINT)
    for i, review in enumerate(committee.reviews):
        yield from _reference(("reviews", i, "series"), "职称系列", review.series, registry.series, _SERIES_HINT)
    for i, table in enumerate(committee.scoring):
        for j, series in enumerate(table.series):
            yield from _reference(("scoring", i, "series", j), "职称系列", series, registry.series, _SERIES_HINT)
    for i, filing in enumerate(committee.filings):
        if not registry.knows("round", filing.round):
            yield from _reference(("filings", i, "round"), "备案年度", filing.round, registry.rounds, "请填 registry/rounds/ 里有的年度。")
    if committee.withdrawn is not None and committee.withdrawn.successor is not None:
        yield from _committee_reference(("withdrawn", "successor"), committee.withdrawn.successor, context)


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
    registry = context.registry
    if roster.committee is None and roster.area is None:
        yield Problem((), "没有写是哪个评审委员会的名册", "请填 committee；由用人单位直接申报的名册填 area。")
    if roster.committee is not None:
        yield from _committee_reference(("committee",), roster.committee, context)
    if roster.area is not None:
        yield from _reference(("area",), "区划代码", roster.area, registry.areas.current, _AREA_HINT)
    if not registry.knows("round", roster.round):
        yield from _reference(("round",), "备案年度", roster.round, registry.rounds, "请填 registry/rounds/ 里有的年度。")
    for series in roster.by_specialty:
        yield from _reference(("counts", "by_specialty", series), "职称系列", series, registry.series, _SERIES_HINT)


def _rulebook_references(book: Rulebook, context: Context) -> Iterator[Problem]:
    for code in book.rules:
        if not re.fullmatch(r"[ER][0-9]{3}", code):
            yield Problem(("rules", code), f"规则 {code} 不由规则文件决定是否适用", "这里只列 E 和 R 开头的规则。", key=True)
    for code, rule_ in context.shared.rules.items():
        missing = [name for name in rule_.needs if name not in book.numbers]
        if code in book.rules and missing:
            yield Problem(("rules", code), f"规则 {code} 需要的数字没有给出：{'、'.join(missing)}", "请在 numbers 里补上，并写明条款。")


def _waiver_references(waivers: tuple[Waiver, ...], context: Context) -> Iterator[Problem]:
    for i, waiver in enumerate(waivers):
        yield from _committee_reference(("waivers", i, "committee"), waiver.committee, context)


def _reviewer_references(reviewers: Value, context: Context) -> Iterator[Problem]:
    for code in reviewers.get("areas", {}):
        yield from _reference(("areas", code), "区划代码", code, context.registry.areas.current, _AREA_HINT)


def _setting_references(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    settings = context.registry.settings
    path = "registry/registry.yaml"
    if not context.registry.knows("round", settings.current_round):
        hint = "请填 registry/rounds/ 里有的年度。"
        for problem in _reference(("current_round",), "备案年度", settings.current_round, context.registry.rounds, hint):
            yield path, problem
    for problem in _reference(("region",), "区划代码", settings.region, context.registry.areas.current, _AREA_HINT):
        yield path, problem


UNKNOWN_REFERENCE = Rule(
    "X003",
    """引用了不存在的系列、区划、评审委员会、备案年度或规则文件。

系列、区划查 registry/reference/，备案年度查 registry/rounds/，规则文件查 registry/rulebooks/，评审委员会查 registry/committees/。
区划代码要在备案当天有效：2019 年备案可以用库车县 652923，2026 年备案要用库车市 652902。

不合格：

    reviews: [{series: enginering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]

合格：

    reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]
""",
    checks=(
        ("committee", _committee_references),
        ("round", _round_references),
        ("roster", _roster_references),
        ("rulebook", _rulebook_references),
        ("waivers", _waiver_references),
        ("reviewers", _reviewer_references),
        ("registry", _setting_references),
    ),
)


@rule("X006", severity="warning")
def same_name_and_organiser(committee: Committee, context: Context) -> Iterator[Problem]:
    """两个在册评审委员会的名称和组建单位都相同。

    多半是同一个评审委员会登记了两次。请保留一份，另一份撤销并写明承接的编号。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/committees/650000/example-two.yaml
        id: example-two
        scope: {areas: ["650000"], open_to: system}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/committees/650000/example-two.yaml
        id: example-two
        name: 某自治区工程系列水利专业高级职称评审委员会
        scope: {areas: ["650000"], open_to: system}
    """
    if not committee.active:
        return
    others = [path for path in context.shared.same_name[committee.name, committee.organiser] if path != context.entry.path]
    if others:
        hint = "如果是同一个评审委员会，请只保留一份；不是的，请在名称里写出区别。"
        yield Problem(("name",), f"名称和组建单位与 {others[0]} 完全相同", hint)


@rule("X007", severity="warning", on="waivers")
def waiver_without_effect(waivers: tuple[Waiver, ...], context: Context) -> Iterator[Problem]:
    """登记的例外没有起作用：没有用到、已经过期，或者该规则不允许例外。

    例外只对允许例外的规则有效，从批准之日起到 until 当天为止。用不着的例外请删去，免得公开名单上留下误会。

    不合格：

        # registry/waivers.yaml
        waivers:
          - {committee: example-one, rule: E101, reason: 试点, granted_by: 某自治区人社厅, date: "2026-01-20", until: "2027-01-20"}

    合格：

        # registry/waivers.yaml
        waivers: []
    """
    for i, waiver in enumerate(waivers):
        target = context.shared.rules.get(waiver.rule)
        if target is None or not target.waivable:
            may = "、".join(code for code, known in context.shared.rules.items() if known.waivable)
            said = "不允许例外" if target is not None else "不存在"
            yield Problem(("waivers", i, "rule"), f"规则 {waiver.rule} {said}", f"可以登记例外的规则是：{may}。请删去这一条。")
        elif waiver.until < context.today:
            yield Problem(("waivers", i, "until"), f"例外已于 {waiver.until} 到期", "需要继续的，请重新批准并更新日期；不需要的请删去。")
        elif waiver.date > context.today:
            yield Problem(
                ("waivers", i, "date"), f"例外从 {waiver.date} 起生效，现在还不起作用", "日期填错的请更正；未到日期的到时自动生效。"
            )
        elif waiver.expert is None and i not in context.shared.used_waivers and waiver.committee in context.registry.by_id:
            yield Problem(
                ("waivers", i), f"例外没有用到：{waiver.committee} 现在没有违反 {waiver.rule}", "请核对编号和规则；不再需要的请删去。"
            )
