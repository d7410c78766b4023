"""A report as sections of blocks, independent of the output format. A block can be left out, so that a long report can be cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import SEVERITIES
from zhicheng.documents.sentences import Words, joined, prose, quote
from zhicheng.review.report import ChangeReport, Due
from zhicheng.review.report.difference import MINOR
from zhicheng.review.report.parts import KINDS, STATES, Chapter
from zhicheng.review.report.to_judge import sealed_count
from zhicheng.review.route import Station

_EACH, _MANY = 12, 40  # pages of a folder, and data files, whose addresses are listed
_OPEN = 12  # fields of a record that are shown, not folded
_STATUS = {"added": "新增", "modified": "修改", "deleted": "删除"}


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A heading, lines, and folded lines with the summary `fold`; each may be empty."""

    lines: tuple[Words, ...]
    heading: Words = ()
    folded: tuple[Words, ...] = ()
    fold: Words = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a title. `share`: the part of a limited report that they may take; `unit`: the measure word for counting blocks."""

    title: str
    blocks: tuple[SectionBlock, ...]
    share: float
    unit: str = "项"
    numbered: bool = False


def sections(review: ChangeReport) -> Iterator[Section]:
    """The non-empty sections of a report, the weightiest first."""
    nothing: Words = ("没有需要特别判断的，核对内容属实后按路线审核即可。",)
    wanted = review.decisions or ((nothing,) if review.files and not review.broken else ())
    found = (
        Section("需要您判断", tuple(SectionBlock((words,)) for words in wanted), 0.2, numbered=bool(review.decisions)),
        Section("由谁审核", tuple(_route(review)), 0.1),
        Section("检查结果的变化", tuple(_outcome(review)), 0.25, "条"),
        Section("改了什么", (*_resealed(review), *(_part(part) for part in review.parts)), 0.55, "个登记"),
        Section("牵连的其他登记", tuple(_elsewhere(review)), 0.1),
        Section("网站上会变的", tuple(_site(review)), 0.05),
        Section("其他文件", tuple(_others(review)), 0.05, "类"),
    )
    return (section for section in found if section.blocks)


def _route(review: ChangeReport) -> Iterator[SectionBlock]:
    if not review.files:
        return
    if review.stations is None:
        yield SectionBlock((("基础版本里没有能用的审核人员名单，分不清该由谁审核：请先由管理员在主分支上改好。",),))
        return
    lines: list[Words] = [("路线：", *joined([_station(station) for station in review.stations], " → "))]
    for station in review.turn:
        deputies: Words = ("，代理 ", *_accounts(station.deputies)) if station.deputies else ()
        accounts: Words = ("（账号 ", *_accounts(station.accounts), *deputies, "）") if station.accounts else ()  # a page knows none
        lines.append(("现在轮到：", *_station(station), *accounts))
    lines += [_due(due) for due in review.due]
    reasons: list[Words] = [
        (*_station(station), "：", *joined([(quote(why),) for why in station.why], "；")) for station in review.stations
    ]
    yield SectionBlock(tuple(lines), (), tuple(reasons), ("为什么要经这些单位",))


def _station(station: Station) -> Words:
    return (quote(station.office),)


def _accounts(accounts: Sequence[str]) -> Words:
    return joined([(quote(account),) for account in accounts])


def _due(due: Due) -> Words:
    when = f"还有 {due.left} 天" if due.left > 0 else "今天截止" if due.left == 0 else f"已经过了 {-due.left} 天"
    return ("期限：", quote(due.round), f"的{due.what}在 {due.day} 截止，{when}")


def _outcome(review: ChangeReport) -> Iterator[SectionBlock]:
    outcome = review.outcome
    if not review.compared and review.files and not review.broken:
        yield SectionBlock((("改动前的登记库读不出来，或者还没有，下面列的是现在的全部错误和提醒。",),))
    if review.unchecked and review.files:
        yield SectionBlock(((review.unchecked,),))
    for finding in outcome.brought:
        yield SectionBlock((("新增", *_finding(finding)),))
    for verb, fold, found in (
        ("消除", "消除的", outcome.cured),
        ("原有", "改动的文件里原来就有、这次没有改的", [f for f in outcome.left if f.file in {change.path for change in review.files}]),
    ):
        if found:
            yield SectionBlock((), (), tuple((verb, *_finding(finding, verb == "消除")) for finding in found), (f"{fold} {len(found)} 条",))


def _finding(finding: Finding, brief: bool = False) -> Words:
    place: Words = ("（", quote(finding.file, 200), f" 第 {finding.line} 行）。")
    hint: Words = (prose(finding.hint),) if finding.hint and not brief else ()
    clause: Words = ("依据：", prose(finding.clause), "。") if finding.clause and not brief else ()
    return (f"{SEVERITIES[finding.severity]} {finding.code}：", prose(finding.message), *place, *hint, *clause)


def _resealed(review: ChangeReport) -> Iterator[SectionBlock]:
    if number := sealed_count(review.resealed):
        yield SectionBlock(((f"{number} 份密封文件换了公钥重新密封，公开的内容没有变",),))


def _part(part: Chapter) -> SectionBlock:
    heading: Words = (f"【{STATES[part.state]}】{KINDS[part.kind]}", *(("：", *part.title) if part.title else ()))
    lines = [difference.words for difference in part.differences if difference.weight != MINOR]
    minor = [difference.words for difference in part.differences if difference.weight == MINOR]
    if not lines:
        lines, minor = minor, []
    shown, folded = lines[:_OPEN], [*lines[_OPEN:], *minor]
    files: list[Words] = [(quote(path, 200),) for path in part.paths]
    if len(files) > 1:
        shown = [("文件换了地方：", *joined(files, " → ")), *shown]
    elif part.state in ("deleted", "unreadable", "rewritten"):
        shown = [("文件：", *files[0])]
    return SectionBlock(tuple(shown), heading, tuple(folded), (f"其余 {len(folded)} 项",) if folded else ())


def _elsewhere(review: ChangeReport) -> Iterator[SectionBlock]:
    yield from (SectionBlock((words,)) for words in review.affected)
    changed = {change.path for change in review.files}
    for verb, found in (("多出", review.outcome.brought), ("少了", review.outcome.cured)):
        codes: dict[str, list[Finding]] = {}
        for finding in found:
            if finding.file not in changed:
                codes.setdefault(finding.code, []).append(finding)
        for code, of in codes.items():
            files = list(dict.fromkeys(finding.file for finding in of))
            lines: tuple[Words, ...] = tuple((quote(finding.file, 200), "：", prose(finding.message)) for finding in of)
            said: Words = (f"没有改动的 {len(files)} 个文件里{verb} {len(of)} 条 {code}",)
            yield SectionBlock((said,), (), lines, ("逐条列出",))


def _site(review: ChangeReport) -> Iterator[SectionBlock]:
    site = review.site
    if site.whole:
        yield SectionBlock((("几乎所有页面和数据文件都可能变化。",),))
    folders: dict[str, list[str]] = {}
    for path in site.pages:
        folders.setdefault(path.split("/")[0], []).append(path)
    lines: list[Words] = []
    for folder, paths in folders.items():
        if len(paths) <= _EACH:
            lines += [(quote(f"/{path}", 200),) for path in paths]
        else:
            lines.append((quote(f"/{folder}/"), f" 下 {len(paths)} 个页面"))
    lines += [(quote(f"/{path}", 200),) for path in site.api[:_MANY]]
    if len(site.api) > _MANY:
        lines.append((f"其余 {len(site.api) - _MANY} 个数据文件",))
    if lines:
        yield SectionBlock((), (), tuple(lines), (f"{len(site.pages)} 个页面、{len(site.api)} 个数据文件",))


def _others(review: ChangeReport) -> Iterator[SectionBlock]:
    for other in review.other_files:
        lines: tuple[Words, ...] = tuple((_STATUS[status], " ", quote(path, 200), _format_of(path)) for path, status in other.files)
        fold: Words = (f"{other.sort} {len(other.files)} 个",)
        yield SectionBlock(lines) if len(lines) == 1 else SectionBlock((), (), lines, fold)


def _format_of(path: str) -> str:
    """For a schema, the kind of files it describes, in brackets; else ""."""
    kind = PurePosixPath(path).name.removesuffix(".schema.json")
    return f"（{KINDS[kind]}）" if path == f"schemas/{kind}.schema.json" and kind in KINDS else ""
