"""What a rulebook decides of a rule: its clause, its severity, its figures; and which rulebook of a round decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.documents.finding import Finding
from zhicheng.registry import registry

LETTER, ORDER = "registry/rulebooks/letter-2019.yaml", "registry/rulebooks/order-40.yaml"
LATE = 'filings: [{round: "2026", date: "2026-06-20"}]\n'
EVEN = "panel: {members: 26, formed_by: series}\n"
CAP = "scoring: [{title: 表, total: 100, items: [{dimension: 学历, item: 学历, points: 100, cap: 90, scored_by: office}]}]\n"


def set_rule(root: Path, path: str, code: str, value: str) -> None:
    """Writes `value` for a rule in a rulebook; empty takes the rule away."""
    text = (root / path).read_text(encoding="utf-8")
    line = f"  {code}: {value}\n" if value else ""
    changed, count = re.subn(rf"(?m)^  {code}: .*\n", lambda _: line, text)
    registries.write(root, path, changed if count else text.replace("rules:\n", f"rules:\n{line}", 1))


def found(root: Path, changes: str) -> list[Finding]:
    """The findings of a registry whose only record is a valid one with changes."""
    text = registries.record(changes)
    registries.write(root, registries.home(text), text)
    return registries.findings(root)


# --- severity ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "code", "value", "changes", "severity", "clause"),
    [
        (LETTER, "E109", "一（五）2", LATE, "warning", "备案登记的函（2019）一（五）2"),
        (LETTER, "E109", "{clause: 一（五）2}", LATE, "warning", "备案登记的函（2019）一（五）2"),
        (LETTER, "E109", "{clause: 一（五）3, severity: error}", LATE, "error", "备案登记的函（2019）一（五）3"),
        (LETTER, "E109", "{clause: 一（五）2, severity: warning}", LATE, "warning", "备案登记的函（2019）一（五）2"),
        (ORDER, "E202", "第九条", EVEN, "error", "人社部令第40号第九条"),
        (ORDER, "E202", "{clause: 第九条, severity: warning}", EVEN, "warning", "人社部令第40号第九条"),
        (LETTER, "E106", "{clause: 一（三）13, severity: error}", CAP, "warning", "备案登记的函（2019）一（三）13"),
    ],
)
def test_a_rulebook_may_set_the_severity(empty: Path, path: str, code: str, value: str, changes: str, severity: str, clause: str) -> None:
    """Both forms are valid. What the rule itself only asks to be looked at stays a warning."""
    set_rule(empty, path, code, value)
    assert [(f.code, f.severity, f.clause) for f in found(empty, changes)] == [(code, severity, clause)]


def test_a_warning_by_the_rulebook_is_not_waived(empty: Path) -> None:
    """A waiver takes away errors; where the rulebook makes a warning of one, it is of no use, which is said."""
    set_rule(empty, ORDER, "E203", "{clause: 第九条, severity: warning}")
    registries.write(
        empty,
        "registry/waivers.yaml",
        "waivers: [{committee: example-one, rule: E203, reason: 经批准, granted_by: 某厅, date: '2026-01-01', until: '2026-12-31'}]\n",
    )
    few = "panel: {members: 9, formed_by: specialty}\n"
    assert {(f.code, f.severity) for f in found(empty, few)} == {("E203", "warning"), ("X007", "warning")}


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("▶{clause: 一（五）2, severity: strict}", "S004", "“性质”不能是“strict”"),
        ("▶{severity: error}", "S002", "“依据条款”里缺少“条款”（clause）"),
        ("▶{clause: 一（五）2, figure: 3}", "S001", "“依据条款”里没有“figure”这个字段"),
        ("▶3", "S003", "“依据条款”应当是文字、“字段: 值”的形式，现在是数字 3"),
        ('▶""', "S006", "“依据条款”还没有填写"),
        ("▶[一]", "S003", "“依据条款”应当是文字、“字段: 值”的形式，现在是列表"),
    ],
)
def test_what_is_not_a_clause_or_a_severity(empty: Path, value: str, code: str, message: str) -> None:
    set_rule(empty, LETTER, "E109", value.lstrip("▶"))
    assert [(f.code, f.message) for f in registries.findings(empty) if f.file == LETTER] == [(code, message)]


def test_severity_is_read_in_both_forms(empty: Path) -> None:
    set_rule(empty, LETTER, "E109", "{clause: 一（五）2, severity: error}")
    set_rule(empty, LETTER, "E108", "{clause: 一（三）16}")
    book = registry.load(empty).rulebooks["letter-2019"].record
    assert (book.rules["E109"], book.rules["E108"], book.rules["E107"]) == ("一（五）2", "一（三）16", "一（三）15")
    assert book.severities == {"E109": "error"}
