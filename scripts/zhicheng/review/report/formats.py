"""A review as Markdown for a comment, as text for a terminal, and as JSON for programs."""

from __future__ import annotations

import json
import re
from typing import Any

from zhicheng.documents.finding import Finding
from zhicheng.documents.sentences import markdown, markup, plain, quote, terminal
from zhicheng.review.report import ChangeReport
from zhicheng.review.report.difference import Difference
from zhicheng.review.report.parts import Chapter
from zhicheng.review.report.sections import Section, SectionBlock, sections
from zhicheng.review.route import Station

MARK = "<!-- zhicheng-report -->"  # marks the comment that later reports replace
LIMIT = 60_000  # of the 65,536 characters that a comment may have on GitHub, counted in UTF-16
_FOLDED = 60  # folded lines of a block at most


def markdown_report(review: ChangeReport) -> str:
    """The review as Markdown of at most LIMIT UTF-16 units; its end says what was left out."""
    head = f"{MARK}\n## 登记修改报告\n\n{markdown(review.summary)}\n"
    tail = f"\n---\n与 {markdown((quote(review.base[:12]),))} 比较；按 {review.as_of} 的情况检查。\n"
    body, left_out = _bounded(list(sections(review)), LIMIT - _length(head + tail) - 500)
    if left_out:
        said = "、".join(f"{title} {number} {unit}" for title, number, unit in left_out)
        tail = f"\n**报告太长，没有全部列出。**还有：{said}。完整的请运行 `zhicheng report --base 版本 --format text`。\n{tail}"
    return re.sub("\n{3,}", "\n\n", head + body + tail)


def text_report(review: ChangeReport) -> str:
    """The review as text, in full; only here the people in rosters that were opened with a key."""
    lines = [terminal(review.summary), ""]
    for section in sections(review):
        lines += [f"【{section.title}】"]
        for number, block in enumerate(section.blocks, 1):
            mark = f"{number}. " if section.numbered else "- "
            if block.heading:
                lines.append(f"■ {terminal(block.heading)}")
            lines += [f"{mark}{terminal(words)}" for words in block.lines]
            if block.folded:
                lines.append(f"{terminal(block.fold)}：")
            lines += [f"  - {terminal(words)}" for words in block.folded]
        lines.append("")
    if review.people:
        lines += ["【花名册里的人】", "（用密钥打开的，只供持钥人看：不要贴到评论、邮件里，看完请关闭窗口）"]
        for heading, people in review.people:
            lines += [f"■ {terminal(heading)}", *(f"- {terminal(words)}" for words in people)]
        lines.append("")
    return "\n".join([*lines, f"与 {review.base[:12] or '这里的登记'} 比较；按 {review.as_of} 的情况检查。", ""])


def _bounded(found: list[Section], limit: int) -> tuple[str, list[tuple[str, int, str]]]:
    """The sections as Markdown within a length, and (title, number, unit) of the blocks left out of each.

    Length that a section does not use of its share is available to later ones.
    """
    text, left_out = "", []
    spare = 0.0
    for section in found:
        room = limit * section.share + spare
        said = f"\n### {section.title}\n\n"
        omitted = 0
        for number, block in enumerate(section.blocks, 1):
            here = min(room, limit - _length(text)) - _length(said)
            forms = (_block(block, section.numbered, number, most) for most in (_FOLDED, 8, 0))
            fitting = next((form for form in forms if _length(form) <= here), None)
            if fitting is None:
                omitted += 1
            else:
                said += fitting
        spare = room - _length(said)
        text += said
        if omitted:
            left_out.append((section.title, omitted, section.unit))
    return text, left_out


def _block(block: SectionBlock, numbered: bool, number: int, most: int) -> str:
    said = f"#### {markdown(block.heading)}\n\n" if block.heading else ""
    mark = f"{number}. " if numbered else "- "
    said += "".join(f"{mark}{markdown(words)}\n" for words in block.lines)
    if block.folded:
        rest = len(block.folded) - most
        lines = "".join(f"- {markdown(words)}\n" for words in block.folded[:most])
        more = f"- 还有 {rest} 项没有列出\n" if rest > 0 else ""
        said += f"\n<details><summary>{markup(block.fold)}</summary>\n\n{lines}{more}\n</details>\n"
    return said + ("\n" if block.heading or block.folded else "")


def _length(text: str) -> int:
    """The length in UTF-16 units, as forges count it."""
    return len(text.encode("utf-16-le")) // 2


# --- JSON ----------------------------------------------------------------------------------------------------------------


def json_report(review: ChangeReport) -> str:
    """The report as JSON, version 1: fields may be added, none renamed or removed; an unknown value is absent."""
    outcome = review.outcome
    report: dict[str, Any] = {
        "version": 1,
        "base": review.base,
        "head": review.head,
        "as_of": review.as_of.isoformat(),
        "summary": plain(review.summary),
        "counts": {
            "files": len(review.files),
            "records": len(review.parts),
            "errors": outcome.errors,
            "warnings": outcome.warnings,
            "cured": len(outcome.cured),
        },
        "broken": review.broken,
        "compared": review.compared,
        "decisions": [plain(words) for words in review.decisions],
        "records": [_record(part) for part in review.parts],
        "findings": {
            "brought": [_finding(finding) for finding in outcome.brought],
            "cured": [_finding(finding) for finding in outcome.cured],
            "waived": [_finding(finding) for _, finding in outcome.waived],
        },
        "affected": [plain(words) for words in review.affected],
        "site": {
            "pages": [_shown(url) for url in review.site.pages],
            "api": [_shown(url) for url in review.site.api],
            "whole": review.site.whole,
        },
        "other_files": [
            {"sort": other.sort, "path": _shown(path), "status": status} for other in review.other_files for path, status in other.files
        ],
        **({} if review.stations is None else {"route": [_station(station) for station in review.stations]}),
        "private": [
            {
                "place": _shown(one.place()),
                "kind": one.kind,
                **({"commit": one.commit} if one.commit else {}),
                "reminder": one.is_reminder,
                "remedy": one.remedy(),
            }
            for one in review.private
        ],
        **({"resealed": sorted(map(_shown, review.resealed))} if review.resealed else {}),
        "turn": [station.office for station in review.turn],
        "due": [{"what": due.what, "round": due.round, "date": due.day.isoformat(), "days_left": due.left} for due in review.due],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _record(part: Chapter) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "id": _shown(part.key),
        "title": plain(part.title),
        "state": part.state,
        "files": [_shown(path) for path in part.paths],
        "fields": [_difference(difference) for difference in part.differences],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    sides = {"before": difference.before, "after": difference.after}
    return {
        "pointer": difference.pointer,
        "label": plain(difference.label),
        "change": plain(difference.note),
        **{key: value for key, value in sides.items() if value is not None},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": _shown(finding.file),
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "hint": finding.hint,
        "clause": finding.clause,
    }


def _station(station: Station) -> dict[str, Any]:
    return {
        "kind": station.kind,
        **({} if station.area is None else {"area": station.area}),
        "office": station.office,
        "accounts": list(station.accounts),
        "deputies": list(station.deputies),
    }


def _shown(path: str) -> str:
    return quote(path, 1000).text
