"""Rules on file names, repeated and deleted records, and waivers (X001, X002, X004, X006, X007)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from zhicheng.documents.finding import Problem
from zhicheng.registry.paths import ENTRIES, LISTED, kind_of
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.waiver import Waiver
from zhicheng.registry.registry import Registry
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, nearest, show

_FLAT = ("round", "rulebook", "roster", "decisions")  # kinds of files that lie in one folder without subfolders
_NAMED_AFTER = {
    "round": ("id", "年度"),
    "rulebook": ("id", "文件代号"),
    "decisions": ("year", "年份"),
}  # by kind: the field a file is named after, and its label
_STEM_HINT = "请把文件改名为 {wanted}.yaml，或者把“编号”改成与文件名一致。登记以后编号不能再改。"


@rule("X001", on="registry")
def name_does_not_match(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    """文件名或所在文件夹与内容不符。

    一份登记一个文件，文件名就是编号（id）。地市级和区县级评审委员会放在所属地市代码的文件夹里（例如 653100），
    省级、中央驻地方单位和省直辖县市的放在省、直辖市自身代码的文件夹里（650000）。年度、规则文件、名册不分文件夹；
    审核记录按审核日期的年份分文件。登记库里不认识的文件也在这里提示。

    不合格：

        # registry/committees/653200/example-two.yaml
        id: example-two

    合格：

        # registry/committees/650000/example-two.yaml
        id: example-two
    """
    yield from _committees_misplaced(context.registry)
    yield from _listed_misplaced(context.registry)
    yield from _rosters_misnamed(context.registry)
    yield from _flat_files_misplaced(context.registry)
    yield from _decisions_of_another_year(context.registry)
    for stray in context.registry.stray:
        yield stray, Problem((), f"登记库不认识这个文件或文件夹：{show(PurePosixPath(stray).name)}", _stray_hint(PurePosixPath(stray)))


def _committees_misplaced(registry: Registry) -> Iterator[tuple[str, Problem]]:
    for entry in registry.committees:
        if entry.stem != entry.record.id:
            hint = _STEM_HINT.format(wanted=show(entry.record.id))
            yield entry.path, Problem(("id",), f"文件名“{show(entry.stem)}”与编号“{show(entry.record.id)}”不一致", hint)
        folder = registry.areas.folder(entry.record.authority, entry.record.area)
        wanted = f"registry/committees/{folder}"
        parent = entry.path.rpartition("/")[0]
        if parent != wanted and registry.areas.known(entry.record.area) is not None:
            name = registry.areas.name(folder)
            yield entry.path, Problem((), f"文件放在 {show(parent, 80)}，应当放在 {wanted}（{name}）", "请把文件移到那个文件夹。")


def _listed_misplaced(registry: Registry) -> Iterator[tuple[str, Problem]]:
    """Committees of lists in the wrong file or folder, or with an id that another of them has."""
    first: dict[str, str] = {}
    for entry in registry.listed:
        wanted = f"{LISTED}{registry.areas.folder(entry.record.authority, entry.record.area)}/{entry.record.id}.yaml"
        if entry.path != wanted and registry.areas.known(entry.record.area) is not None:
            said = f"文件是 {show(entry.path, 80)}，按编号和区划应当是 {wanted}"
            yield entry.path, Problem(("id",), said, "请改正编号、区划，或者把文件移到那里。")
        if first.setdefault(entry.record.id, entry.path) != entry.path:
            said = f"编号“{show(entry.record.id)}”已经用在 {first[entry.record.id]}"
            yield entry.path, Problem(("id",), said, "请另起一个编号，并相应改文件名。")


def _rosters_misnamed(registry: Registry) -> Iterator[tuple[str, Problem]]:
    for roster in registry.rosters:
        if roster.record.committee is None and roster.record.area is None:
            continue  # X003 reports it
        wanted = roster.record.committee or f"employer-{roster.record.area}"
        if roster.stem != wanted:
            key = "committee" if roster.record.committee else "area"
            yield roster.path, Problem((key,), f"文件名“{show(roster.stem)}”应当是“{wanted}”", f"请把文件改名为 {wanted}.yaml。")


def _flat_files_misplaced(registry: Registry) -> Iterator[tuple[str, Problem]]:
    """Flat files in the wrong folder, and files whose name differs from the field they are named after."""
    for document in registry.documents:  # not the records: of two with the same id only one is kept
        kind = kind_of(document.path)
        if kind not in _FLAT and kind not in _NAMED_AFTER:
            continue
        path = PurePosixPath(document.path)
        if kind in _FLAT and str(path.parent) != f"registry/{path.parts[1]}":
            said = f"文件放在 {show(path.parent, 80)}，应当放在 registry/{path.parts[1]}"
            yield document.path, Problem((), said, "请把文件移到那个文件夹；那里已有同名文件的，请只留一份。")
        key, label = _NAMED_AFTER.get(str(kind), ("id", None))
        if label is not None and path.stem != document.value[key]:
            identifier = document.value[key]
            hint = f"请把文件改名为 {identifier}.yaml，或者改正“{label}”。"
            yield document.path, Problem((key,), f"文件名“{show(path.stem)}”与{label}“{identifier}”不一致", hint)


def _decisions_of_another_year(registry: Registry) -> Iterator[tuple[str, Problem]]:
    for decisions in registry.decisions:
        year = decisions.document.value["year"]
        for i, decision in enumerate(decisions.record):
            if str(decision.date.year) != year:
                said = f"审核日期 {decision.date} 不在 {year} 年"
                hint = f"请核对日期；没有错的，请把这一项移到 registry/decisions/{decision.date.year}.yaml。"
                yield decisions.path, Problem(("decisions", i, "date"), said, hint)


def _stray_hint(path: PurePosixPath) -> str:
    suffix = path.suffix
    if suffix.lower() in (".yml", ".txt") or (suffix.lower() == ".yaml" and suffix != ".yaml"):
        return "登记文件的扩展名是 .yaml，请改过来（Windows 可能隐藏了真正的扩展名，请先打开“显示文件扩展名”）。"
    near = nearest(path.stem, ENTRIES) if str(path.parent) == "registry" else None
    return f"是否想写 {near}？" if near else "登记库里只放登记文件，请移到别处或删去。"


@rule("X002")
def id_used_twice(committee: Committee, context: Context) -> Iterator[Problem]:
    """编号用了两次。

    编号一经登记不再变动，也不能重复使用，放在不同文件夹也不行：网址和历史都靠它。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/committees/653100/example-one.yaml
        id: example-one
        name: 某市工程系列评审委员会
        authority: prefecture
        area: "653100"
        scope: {areas: ["653100"]}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/committees/653100/example-three.yaml
        id: example-three
        name: 某市工程系列评审委员会
        authority: prefecture
        area: "653100"
        scope: {areas: ["653100"]}
    """
    others = [path for path in context.shared.paths_of_id[committee.id] if path != context.entry.path]
    if others:
        yield Problem(("id",), f"编号“{show(committee.id)}”已经用在 {others[0]}", "请给新登记的评审委员会另起一个编号，并相应改文件名。")


@rule("X004", on="registry")
def published_record_deleted(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    """已经公布的登记被删除，没有办理撤销。

    公布过的登记有人引用，网址也一直有效，所以只能撤销，文件要留着；编号不能改，改了编号等于删去原来的登记。文件换一个文件夹不算删除。
    评委抽取只能取消，不能删：删去重来，就可以抽到满意为止。
    这一条要与修改以前的版本比较才查得出：zhicheng validate --base 版本。

    不合格：

        # registry/committees/650000/example-one.yaml
        # 原有
        id: example-one
        # registry/committees/650000/example-two.yaml
        id: example-two

    合格：

        # registry/committees/650000/example-one.yaml
        # 原有
        id: example-one
        # registry/committees/650000/example-one.yaml
        id: example-one
        status: withdrawn
        withdrawn: {date: "2026-09-01", reason: 机构改革，评审工作并入其他评审委员会}
    """
    registry = context.registry
    for key, path in sorted(registry.published.items()):
        folder, stem = key.split("/")
        if folder == "committees" and not registry.knows("committee", stem):
            hint = "请恢复这个文件，把 status 改为 withdrawn，在 withdrawn 里写明日期、原因和承接者。编号不能改，改了的请改回来。"
            yield path, Problem((), f"已经公布的登记“{show(stem)}”被删除，应当办理撤销", hint)
        elif folder == "rosters" and not registry.knows("roster", stem):
            hint = "请恢复这个文件；专家不再入库的，用 zhicheng roster remove 调出，人数随着改。"
            yield path, Problem((), f"已经公布的专家人数“{show(stem)}”被删除", hint)
        elif folder == "draws" and not registry.knows("draw", stem):
            hint = "请恢复这个文件；不再进行的，用 zhicheng draw cancel 取消，编号和原因留着。"
            yield path, Problem((), f"已经公布的评委抽取“{show(stem)}”被删除", hint)


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
        name: 某省工程系列水利专业高级职称评审委员会
        scope: {areas: ["650000"], open_to: system}
    """
    if not committee.active:
        return
    others = [path for path in context.shared.same_name[folded(committee.name), folded(committee.organiser)] if path != context.entry.path]
    if others:
        hint = "如果是同一个评审委员会，请只保留一份；不是的，请在名称里写出区别。"
        yield Problem(("name",), f"名称和组建单位与 {others[0]} 完全相同", hint)


def _use_can_be_known(waiver: Waiver, context: Context) -> bool:
    """Whether a check can see if a waiver is used: where round and rulebooks of the last filing can be read, and for a single expert only
    where the roster was opened.
    """
    registry = context.registry
    filed = registry.rounds.get(registry.by_id[waiver.committee].filings[-1].round)
    if filed is None or not all(name in registry.rulebooks for name in filed.record.rulebooks):
        return False
    return waiver.expert is None or any(opened.members.record.committee == waiver.committee for opened in context.registry.opened)


@rule("X007", severity="warning", on="waivers")
def waiver_without_effect(waivers: tuple[Waiver, ...], context: Context) -> Iterator[Problem]:
    """登记的例外没有起作用：没有用到、已经过期，或者该规则不允许例外。

    例外只对允许例外的规则有效，从批准之日起到 until 当天为止。用不着的例外请删去，免得公开名单上留下误会。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/waivers.yaml
        waivers:
          - {committee: example-one, rule: E101, reason: 试点, granted_by: 某省人社厅, date: "2026-01-20", until: "2027-01-20"}

    合格：

        # registry/waivers.yaml
        waivers: []
    """
    used = {(waivers[i].committee, waivers[i].rule, waivers[i].expert) for i in context.shared.used_waivers}
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
        elif i not in context.shared.used_waivers and waiver.committee in context.registry.by_id and _use_can_be_known(waiver, context):
            if (waiver.committee, waiver.rule, waiver.expert) in used:
                said = f"例外没有用到：{waiver.committee} 的 {waiver.rule} 已经有另一条例外"
            else:
                said = f"例外没有用到：{waiver.committee} 现在没有违反 {waiver.rule}"
            yield Problem(("waivers", i), said, "请核对编号和规则；不再需要的请删去。")
