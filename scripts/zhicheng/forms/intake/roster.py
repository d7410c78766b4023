"""From the rows of Annex 3 to the roster of a committee, each expert in a specialty of its catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.reading import annex3, own_labels
from zhicheng.forms.reading.questions import Answers
from zhicheng.forms.reading.result import cite
from zhicheng.forms.reading.roster_form import RosterForm
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.text import listed, name_key, show
from zhicheng.vault import store

_FILLER = re.compile(  # of a post beside the name of its specialty
    r"(?:系列|一级|二级|专业|方向|岗位|岗|技术|工作|从事|工程师?|高级|正高级|中级|助理|教授|设计|施工|研究|教学|管理|监理|检测|评审|专家|评委|评"
    r"|人员|负责人|总工|师|类|等|与|及|和|的|[-—()（）、，,:：/])*"
)
_EMPLOYER = re.compile(r"employer-([0-9]{6})")
_GROUPS = "registry/reference/ethnic-groups.yaml"
_MAX_LISTED = 8

RowPlace = tuple[str, str, int]  # file, sheet and row


def roster(
    registry: Registry,
    key: str,
    files: Sequence[tuple[str, bytes]],
    today: date,
    before: Value | None = None,
    answers: Answers = MappingProxyType({}),
) -> tuple[Value, list[Finding]]:
    """Like `roster_and_rows`, without the rows."""
    return roster_and_rows(registry, key, files, today, before, answers)[:2]


def roster_and_rows(
    registry: Registry,
    key: str,
    files: Sequence[tuple[str, bytes]],
    today: date,
    before: Value | None = None,
    answers: Answers = MappingProxyType({}),
) -> tuple[Value, list[Finding], list[RowPlace]]:
    """The roster of filled Annex 3 (name and content of each file), ready to be sealed, the findings, and the rows of its first experts.

    `key` is the committee's id, or employer-<area>. `before` is the value of the existing sealed roster: an expert in both keeps the id, an
    expert only in `before` stays. `answers` are those to questions about cells. Raises UserError where the key or the table of ethnic
    groups is unknown.
    """
    employer = _EMPLOYER.fullmatch(key)
    committee = registry.by_id.get(key)
    if employer is None and committee is None:
        raise UserError(f"没有编号是 {show(key)} 的评审委员会，或者它的登记文件还有错误。单位直接报送的写 employer-区划代码。")
    if employer is not None and employer[1] not in registry.areas.current:
        raise UserError(f"没有这个区划代码：{employer[1]}。")
    groups = registry.document(_GROUPS)
    if groups is None:
        raise UserError(f"缺少 {_GROUPS}，没法认出民族。请从登记库的历史中恢复。")
    findings: list[Finding] = []
    rows: list[Value] = []
    places: list[RowPlace] = []
    own = own_labels.of({3: registry.layout(3)})
    for name, content in files:
        form = annex3.read_roster(name, content, registry.series, groups.value, today.year, answers, registry.levels, own.read_sheet)
        findings += own.said(cite(form.findings, registry.form_clauses))
        of_committee, placed = list(_check_title(name, form, committee)), list(_place_experts(name, form, committee))
        findings += own.said([*(of_committee or _title_of_specialty(name, form, committee)), *placed])
        rows += [{**one, "entry": "employer"} if employer and one.get("entry") == "recommended" else one for one in form.experts]
        places += [(name, *place) for place in form.rows]
    first = files[0][0]
    if not rows and not any(finding.severity == "error" for finding in findings):
        message, hint = "表里没有一名评委", "请核对是不是空表，或者表头下面有没有内容。"
        findings.append(Finding("F002", "error", first, 1, 1, "", message, hint, ""))
    owner = {"area": employer[1]} if employer else {"committee": key}
    merged, missing, removed = _merge(rows, before)
    findings += [_still_removed(*places[index]) for index in removed]
    if missing:
        message = f"原来在库的有 {missing} 人不在这份表里，仍留在库里"
        hint = "调出要有原因和日期：请用 zhicheng roster remove。"
        findings.append(Finding("F006", "warning", first, 1, 1, "", message, hint, ""))
    kept: Value = {} if before is None else {name: before[name] for name in ("consulted", "signed") if name in before}
    return {**owner, "round": registry.settings.current_round, **kept, "experts": merged}, findings, places


# What the clerk can do on the command line, where the hint of a rule speaks of a file that has not been written.
_HINTS = {
    "R115": "请由推荐单位的负责人签字，导入时加上 --signed-by 和 --signed-on。",
    "R119": "请向报送单位核实，签字声明了的，导入时再加上 --declares own-application 和 --declares no-department。",
}


def at_rows(findings: Iterable[Finding], rows: Sequence[RowPlace]) -> list[Finding]:
    """Findings of the rules on a roster, placed at the rows of the forms that its experts were read from."""
    return [_at_row(replace(one, hint=_HINTS.get(one.code, one.hint)), rows) for one in findings]


def _at_row(finding: Finding, rows: Sequence[RowPlace]) -> Finding:
    pointer = re.match(r"/experts/(\d+)(?:/|$)", finding.pointer)
    if pointer is None or int(pointer[1]) >= len(rows):  # of the roster as a whole, or of an expert that only the sealed one has
        return replace(finding, file=rows[0][0], line=1) if rows and not finding.pointer.startswith("/experts/") else finding
    file, sheet, row = rows[int(pointer[1])]
    said = re.sub(rf"^第 {int(pointer[1]) + 1} 行", f"工作表“{show(sheet)}”第 {row} 行", finding.message)
    return replace(finding, file=file, line=row, message=said)


def _check_title(name: str, form: RosterForm, committee: Committee | None) -> Iterator[Finding]:
    """A finding where the title of a file names another committee."""
    if committee is not None and form.committee_name and not _may_name(form.committee_name, committee):
        message = f"标题写的是“{show(form.committee_name)}”，与“{show(committee.name)}”不同"
        yield Finding("F006", "error", name, 1, 1, "", message, "请核对有没有拿错表；没有拿错的，请把标题改成登记的名称，或者删去。", "")


def _title_of_specialty(name: str, form: RosterForm, committee: Committee | None) -> Iterator[Finding]:
    """A finding where a title of a sheet names a specialty other than those that its experts were placed in. None where rows have faults:
    the experts of these may be of it.
    """
    if len(form.experts) < form.people or not all("specialty" in one for one in form.experts):
        return
    for title in dict.fromkeys(filter(None, form.specialty_titles)):
        words = re.sub("系列|专业|工程(?=$)|[（()）]", "", title)
        placed = {
            one
            for at, expert in zip(form.specialty_titles, form.experts, strict=True)
            if at == title
            for one in expert.get("specialty", ())
        }
        known = {*placed, committee.name if committee else title}
        if placed and words and not any(words in one or re.sub("专业|工程", "", one) in title for one in known):
            message = f"标题写的专业是“{show(title, 40)}”，表里的评委都不是这个专业"
            yield Finding("F006", "error", name, 1, 1, "", message, "请核对标题和“现专业岗位”，写错的请改正。", "")


def _place_experts(name: str, form: RosterForm, committee: Committee | None) -> Iterator[Finding]:
    """Sets the series and specialty of every expert of a form; yields findings where they cannot be determined."""
    for (sheet, row), title, expert in zip(form.rows, form.specialty_titles, form.experts, strict=True):
        problem = _place(expert, committee, title)
        if problem is not None:
            words = f"工作表“{show(sheet)}”第 {row} 行“现专业岗位”：{problem[0]}"
            yield Finding("F003", "error", name, row, sealed_roster.column("post"), "", words, problem[1], "")


def _still_removed(name: str, sheet: str, row: int) -> Finding:
    message = f"工作表“{show(sheet)}”第 {row} 行：这名评委已经调出，仍按调出保留"
    hint = "要恢复的，请用 zhicheng roster update 改在库状态；不恢复的，请从表里删去。"
    return Finding("F006", "warning", name, row, 1, "", message, hint, "")


def _may_name(text: str, committee: Committee) -> bool:
    """Whether the title of a form may name a committee. Titles shorten names freely, so 60 % of the characters in common are enough."""
    short = re.sub(
        "职称|评审委员会|评委会|[正副]?高级?|中级|初级|系列|专业|技术|任职资格|职务|地区|自治[州县区]|[州市县]|工程|及以下|[（）()、]",
        "",
        text,
    )
    name = committee.name + committee.organiser
    return not short or short in name or sum(char in name for char in short) >= len(short) * 0.6


def _place(expert: Value, committee: Committee | None, title: str | None) -> tuple[str, str] | None:
    """Sets the series and specialty of an expert by the committee's catalog; gives message and hint where they cannot be determined.

    `title` is the specialty in the title of the sheet, which counts where the expert's post (现专业岗位) names none.
    """
    if "series" in expert and "specialty" in expert:
        specialties = {} if committee is None else _specialties(committee)
        if specialties.get((expert["specialty"][0], expert["specialty"][1]), expert["series"]) != expert["series"]:
            return "写的系列与评审委员会登记的不同", "请按登记的系列填写。"
        if committee is None or tuple(expert["specialty"]) in specialties:
            return None
        return "专业不在评审委员会登记的专业目录里", "请按登记的一级、二级目录填写。"
    if committee is None:
        return "没有写明系列和一级、二级专业", "单位直接报送的花名册，请加上“系列”“一级专业”“二级专业”三列。"
    known = _specialties(committee)
    if len(pieces := _several(expert.get("post", ""), known)) > 1:
        said = f"写了几个专业，分不清以哪一个为准：{listed(show(piece, 20) for piece in pieces[:_MAX_LISTED])}"
        return said, "一名评委只在一个二级专业，请只写一个；另一个可以写在备注里。"
    meant = (
        _specialties_named(expert.get("post", ""), known)
        or _specialties_named(title or "", known)
        or (list(known) if len(known) == 1 else [])
    )
    if len(meant) == 1:
        expert["series"], expert["specialty"] = known[meant[0]], list(meant[0])
        return None
    if meant:
        return "与登记的几个二级专业都对得上", f"请写明是哪一个：{listed(f'{first} {second}' for first, second in meant[:_MAX_LISTED])}。"
    more = "等" if len(known) > _MAX_LISTED else ""
    return "看不出属于登记的哪个二级专业", f"请填二级专业的名称，例如：{listed(second for _, second in list(known)[:_MAX_LISTED])}{more}。"


def _several(text: str, known: Iterable[tuple[str, str]]) -> list[str]:
    """The pieces of a post that lists several specialties; one where the whole is the name of one, or is not written as a list."""
    if any(second in text and re.search("[、，,；;/／]", second) for _, second in known):
        return [text]
    return [piece for piece in (one.strip() for one in re.split("[、，,；;/／]|兼(?=[^职任])|以及", text)) if piece]


def _specialties_named(text: str, known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The specialties named exactly by a text, else those with the longest name contained in it: none, one, or several where ambiguous."""
    exact = [place for place in known if text in (place[1], place[1] + "专业")]
    near = exact or [place for place in known if place[1] in text and _is_post_of(place, text)]
    longest = max((len(place[1]) for place in near), default=0)
    return [place for place in near if len(place[1]) == longest]


def _is_post_of(place: tuple[str, str], text: str) -> bool:
    """Whether a post that contains the name of a specialty says nothing else: not 拟从事城市规划, 城市规划办公室会计, 水利工程造价."""
    first, second = place
    rest = text.replace(second, "", 1).replace(first, "", 1)
    return _FILLER.fullmatch(re.sub(r"\s", "", rest)) is not None


def _specialties(committee: Committee) -> dict[tuple[str, str], str]:
    return {(first.name, second): review.series for review, first, second in committee.specialties}


def _merge(rows: Sequence[Value], before: Value | None) -> tuple[list[Value], int, list[int]]:
    """Merges rows with the experts of an existing roster, matched by name and month of birth.

    Gives the experts (matched ones keep id and the fields that a form lacks; those only in `before` come last), the number of active
    experts only in `before`, and the indices of rows whose expert is removed: they stay removed, since re-admission is a separate decision.
    """
    old: list[Value] = [] if before is None else before["experts"]
    by_person = {(name_key(expert["name"]), expert.get("born")): expert for expert in old if expert.get("name")}
    taken = sealed_roster.ids(old)
    merged: list[Value] = []
    removed: list[int] = []
    for index, row in enumerate(rows):
        known = by_person.pop((name_key(row["name"]), row.get("born")), None)
        if known is not None and known.get("state") == "removed":
            removed.append(index)
            merged.append(known)
            continue
        identifier = known["id"] if known is not None else store.new_id(taken)
        taken.add(identifier)
        merged.append({**(known or {}), **row, "id": identifier})
    listed_ids = {row["id"] for row in merged}
    rest = [expert for expert in old if expert["id"] not in listed_ids]
    return merged + rest, sum(expert.get("state") == "active" for expert in rest), removed
