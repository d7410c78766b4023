"""Findings as text for the terminal, as JSON, and as workflow commands and a Markdown summary for a forge."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from zhicheng.documents.finding import Finding

SEVERITIES = {"error": "错误", "warning": "提醒"}
BEFORE = "（不是这次修改带来的）"


def text_report(findings: Iterable[Finding]) -> str:
    """The findings one after another: place, code and message, then clause and hint on lines of their own."""
    lines = []
    for finding in findings:
        mark = ("" if finding.severity == "error" else "（提醒）") + (BEFORE if finding.before else "")
        file = "".join(char if char.isprintable() else "?" for char in finding.file)  # a line break in a file name must not fake a finding
        lines.append(f"{file}:{finding.line}:{finding.column}: {finding.code} {mark}{finding.message}")
        if finding.clause:
            lines.append(f"    依据：{finding.clause}")
        if finding.hint:
            lines.append(f"    建议：{finding.hint}")
    return "".join(line + "\n" for line in lines)


def json_report(findings: list[Finding], files: int) -> str:
    """Version 1 of the JSON report; `files` is the number of files read. Fields may be added, never renamed or removed."""
    rows = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "file": finding.file,
            "line": finding.line,
            "column": finding.column,
            "pointer": finding.pointer,
            "message": finding.message,
            "hint": finding.hint,
            "clause": finding.clause,
            **({"before": True} if finding.before else {}),
        }
        for finding in findings
    ]
    summary = {"files": files, **count(findings)}
    return json.dumps({"version": 1, "findings": rows, "summary": summary}, ensure_ascii=False, indent=2) + "\n"


def github_report(findings: Iterable[Finding]) -> str:
    """GitHub workflow commands, one per line; the forge shows each at its line of the changed file."""
    lines = []
    for finding in findings:
        place = f"file={_property(finding.file)},line={finding.line},col={finding.column}"
        rest = f"（依据：{finding.clause}）" if finding.clause else ""
        message = f"{BEFORE if finding.before else ''}{finding.message}{rest}" + (f"\n{finding.hint}" if finding.hint else "")
        lines.append(f"::{finding.severity} {place},title={_property(finding.code)}::{_message(message)}\n")
    return "".join(lines)


def github_summary(findings: list[Finding], files: int) -> str:
    """A Markdown table of the findings, for the summary page of a workflow step. `files` is the number of files read."""
    from zhicheng.documents.markdown import code, in_cell, prose  # its patterns take a moment to compile

    totals = count(findings)
    lines = ["## 登记检查", "", f"检查了 {files} 个文件：{totals['errors']} 个错误，{totals['warnings']} 个提醒。", ""]
    if findings:
        lines += ["| 级别 | 规则 | 位置 | 问题 | 建议 | 依据 |", "|---|---|---|---|---|---|"]
        for finding in findings:
            place = f"{finding.file}:{finding.line}:{finding.column}"
            texts = (in_cell(prose, text) for text in ((BEFORE if finding.before else "") + finding.message, finding.hint, finding.clause))
            lines.append("| " + " | ".join((SEVERITIES[finding.severity], finding.code, in_cell(code, place), *texts)) + " |")
    return "\n".join(lines) + "\n"


def count(findings: Iterable[Finding]) -> dict[str, int]:
    """The numbers of errors and warnings."""
    severities = [finding.severity for finding in findings]
    return {"errors": severities.count("error"), "warnings": severities.count("warning")}


def _message(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _message(value).replace(":", "%3A").replace(",", "%2C")


# The output formats of `zhicheng validate`: functions of the findings and the number of files read.
FORMATS: dict[str, Callable[[list[Finding], int], str]] = {
    "text": lambda findings, files: text_report(findings),
    "json": json_report,
    "github": lambda findings, files: github_report(findings),
}
