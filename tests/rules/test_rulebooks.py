"""What a rulebook decides of a rule: its clause, its severity, its figures; and which rulebook of a round decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import registries
from helpers.judging import Judge

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


# --- which of two rulebooks decides --------------------------------------------------------------------------------------

LOCAL = (
    'id: local\ntitle: 本地文件\nshort: 本地文件\nissued: "2026-01-01"\nin_force: "2026-01-01"\nissuer: 某厅\n'
    "rules: {E202: %s, E109: %s}\nnumbers: {members_odd: {holds: %s, clause: 一}, validity_years: {number: %s, clause: 二}}\n"
)
ROUND = (
    'id: "2027"\ntitle: 2027 年度\nopened: "2027-05-11"\ndeadlines: {form: "2027-06-19", roster: "2027-06-26", platform: "2027-06-30"}\n'
    "rulebooks: %s\nexpected: []\n"
)


def with_local(local: str, listed: str) -> dict[str, str]:
    return {"registry/rulebooks/local.yaml": local, "registry/rounds/2027.yaml": ROUND % listed}


@pytest.mark.parametrize(
    ("listed", "message", "hint"),
    [
        (
            "[order-40, ▶local]",
            "数字 validity_years：“人社部令第40号”是 3（第八条），“本地文件”是 5（二）",
            "按排在前面的 order-40 审查，用 3；要按 local 的，请在 rulebooks 里把它排到 order-40 前面。",
        ),
        (
            "[local, ▶order-40]",
            "数字 validity_years：“本地文件”是 5（二），“人社部令第40号”是 3（第八条）",
            "按排在前面的 local 审查，用 5；要按 order-40 的，请在 rulebooks 里把它排到 local 前面。",
        ),
    ],
)
def test_x015_names_both_and_which_is_used(judge: Judge, listed: str, message: str, hint: str) -> None:
    """And it is the one that the rules use."""
    judge(None, others=with_local(LOCAL % ("一", "三", "true", "5"), listed)).says("X015", message, hints=[hint])


@pytest.mark.parametrize(("listed", "longest"), [("[order-40, local]", "3 年"), ("[local, order-40]", "5 年")])
def test_the_first_rulebook_decides(empty: Path, listed: str, longest: str) -> None:
    for path, text in with_local(LOCAL % ("一", "三", "true", "5"), listed).items():
        registries.write(empty, path, text)
    changes = 'filings: [{round: "2027", date: "2027-06-01"}]\nvalid: {from: "2026-01-01", until: "2033-01-01"}\n'
    messages = [f.message for f in found(empty, changes) if f.code == "E201"]
    assert len(messages) == 1
    assert longest in messages[0]


@pytest.mark.parametrize(
    ("local", "messages"),
    [
        (("一", "三", "true", "3"), []),
        (("一", "三", "false", "3"), ["数字 members_odd：“人社部令第40号”是 要求（第九条），“本地文件”是 不要求（一）"]),
        (("{clause: 一, severity: error}", "三", "true", "3"), []),
        (
            ("{clause: 一, severity: warning}", "三", "true", "3"),
            ["规则 E202 的性质：“人社部令第40号”是 错误（第九条），“本地文件”是 提醒（一）"],
        ),
    ],
    ids=["the-same", "holds", "the-severity-of-the-rule-itself", "severity"],
)
def test_x015_where_they_differ_only(judge: Judge, local: tuple[str, ...], messages: list[str]) -> None:
    judged = judge(None, others=with_local(LOCAL % local, "[order-40, local]"))
    assert [(f.code, f.message) for f in judged.findings] == [("X015", message) for message in messages]


def test_x015_says_nothing_of_rulebooks_of_different_rounds(judge: Judge) -> None:
    others = with_local(LOCAL % ("一", "三", "true", "5"), "[local]")
    assert judge(None, others=others).findings == []


def test_a_figure_is_cited_from_the_document_it_was_taken_from(judge: Judge) -> None:
    """Not from another that holds the same value for something else by the same clause."""
    local = LOCAL.replace("validity_years", "subgroup_members").replace("二}", "第八条}") % ("一", "三", "true", "3")
    others = with_local(local, "[local, order-40]")
    changes = 'filings: [{round: "2027", date: "2027-06-01"}]\nvalid: {from: "2026-01-01", until: "2033-01-01"}\n'
    assert "人社部令第40号第八条" in {f.clause for f in judge(changes, others=others).findings if f.code == "E201"}
