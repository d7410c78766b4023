"""The nightly issue of the centre: validity that has ended or ends soon, waivers that are over or unused, and overdue filings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhicheng.centre.round_status import Duty, Progress
from zhicheng.documents.finding import Finding
from zhicheng.documents.sentences import Words, markdown, prose, quote
from zhicheng.registry.records.waiver import Waiver
from zhicheng.registry.registry import Registry

MARK = "<!-- zhicheng-nightly -->"
TITLE = "需要中心办理：到期和逾期"
_CODES = {"E204": "有效期已过，或者即将到期", "X007": "例外已过期，或者没有用到"}
_AHEAD = 90  # days before a waiver ends
_MOST_LINES = 100  # of one part of the issue


def text(
    registry: Registry, findings: Iterable[Finding], progress: Progress | None, day: date, overdue: Iterable[Finding] = ()
) -> str | None:
    """The issue as Markdown, or None where there is nothing to do.

    `overdue` are the errors that are there because a waiver ended.
    `progress` is that of the current round, None where there is no such round.
    """
    found = list(findings)
    parts = [(title, [_finding_line(registry, finding) for finding in found if finding.code == code]) for code, title in _CODES.items()]
    parts.append(("例外到期以后重新出现的错误", [_finding_line(registry, finding) for finding in overdue]))
    lines = [_waiver_line(registry, waiver, day) for waiver in _ending(registry, day)]
    parts.append((f"例外在 {_AHEAD} 天之内到期", lines))
    if progress is not None and progress.overdue:
        forms = [_duty_line(duty) for duty in progress.missing if duty.state == "overdue"]
        rosters = [_duty_line(duty) for duty in progress.rosters_missing if duty.roster == "overdue"]
        parts += [(f"{progress.round.title}：登记表逾期", forms), (f"{progress.round.title}：评委花名册逾期", rosters)]
    parts = [(title, lines) for title, lines in parts if lines]
    if not parts:
        return None
    written = [MARK, f"按 {day} 的情况。办好以后，本事项会自动更新；全部办好，自动关闭。"]
    for title, lines in parts:
        rest = [f"- 还有 {len(lines) - _MOST_LINES} 项没有列出。"] if len(lines) > _MOST_LINES else []
        written += ["", f"### {markdown((quote(title),))}（{len(lines)}）", "", *(f"- {line}" for line in lines[:_MOST_LINES]), *rest]
    written += ["", "提醒函可以用 `zhicheng round remind` 写好；例外怎样办，见审核人员的指南。", ""]
    return "\n".join(written)


def _finding_line(registry: Registry, finding: Finding) -> str:
    stem = finding.file.rpartition("/")[2].removesuffix(".yaml")
    committee = registry.by_id.get(stem) if finding.file.startswith("registry/committees/") else None
    who: Words = (quote(finding.file, 200),) if committee is None else (quote(committee.name), "（编号 ", quote(stem), "）")
    return markdown((*who, "：", prose(finding.message)))


def _ending(registry: Registry, day: date) -> list[Waiver]:
    """The waivers in force that end within _AHEAD days, the earliest first."""
    waivers = () if registry.waivers is None else registry.waivers.record
    ending = [waiver for waiver in waivers if waiver.date <= day and 0 <= (waiver.until - day).days <= _AHEAD]
    return sorted(ending, key=lambda waiver: (waiver.until, waiver.committee, waiver.rule))


def _waiver_line(registry: Registry, waiver: Waiver, day: date) -> str:
    committee = registry.by_id.get(waiver.committee)
    name = waiver.committee if committee is None else committee.name
    left = (waiver.until - day).days
    return markdown((quote(name), "（编号 ", quote(waiver.committee), f"）：{waiver.rule} 的例外到 {waiver.until}，还有 {left} 天"))


def _duty_line(duty: Duty) -> str:
    committee = duty.committee
    return markdown((quote(duty.place.name), "：", quote(committee.name), "（编号 ", quote(committee.id), "）"))
