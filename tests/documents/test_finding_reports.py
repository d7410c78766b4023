"""Findings as text, workflow commands and Markdown: what has to be escaped is."""

from __future__ import annotations

import pytest

from zhicheng.documents.finding import Finding, pointer_text
from zhicheng.documents.finding_reports import github_report, github_summary, text_report


def finding(message: str = "问题", file: str = "a.yaml", hint: str = "", clause: str = "", severity: str = "error") -> Finding:
    return Finding("E101", severity, file, 3, 5, "/a", message, hint, clause)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "escaped"),
    [
        pytest.param("100%", "100%25", id="percent"),
        pytest.param("%0A", "%250A", id="percent-that-looks-escaped"),
        pytest.param("一\n二", "一%0A二", id="line-feed"),
        pytest.param("一\r二", "一%0D二", id="carriage-return"),
        pytest.param("一\r\n二", "一%0D%0A二", id="both"),
        pytest.param("甲: 乙, 丙", "甲: 乙, 丙", id="colon-and-comma-stay"),
        pytest.param("::error::假的", "::error::假的", id="command-in-a-message"),
        pytest.param("一\n::error::假的", "一%0A::error::假的", id="command-on-a-line-of-its-own"),
        pytest.param("某某会", "某某会", id="chinese"),
    ],
)
def test_github_message(message: str, escaped: str) -> None:
    """`%`, CR and LF, as the workflow-command format asks; a value can never begin a command of its own."""
    assert github_report([finding(message)]) == f"::error file=a.yaml,line=3,col=5,title=E101::{escaped}\n"


@pytest.mark.parametrize(
    ("file", "escaped"),
    [
        pytest.param("a,b.yaml", "a%2Cb.yaml", id="comma"),
        pytest.param("a:b.yaml", "a%3Ab.yaml", id="colon"),
        pytest.param("a%b.yaml", "a%25b.yaml", id="percent"),
        pytest.param("a\nb.yaml", "a%0Ab.yaml", id="line-feed"),
        pytest.param("评审 委员会.yaml", "评审 委员会.yaml", id="space-and-chinese"),
        pytest.param("a::b.yaml", "a%3A%3Ab.yaml", id="end-of-properties"),
    ],
)
def test_github_property(file: str, escaped: str) -> None:
    """In a property, colon and comma as well."""
    assert github_report([finding(file=file)]) == f"::error file={escaped},line=3,col=5,title=E101::问题\n"


def test_github_says_clause_and_hint() -> None:
    command = github_report([finding(hint="怎么办", clause="第一条", severity="warning")])
    assert command == "::warning file=a.yaml,line=3,col=5,title=E101::问题（依据：第一条）%0A怎么办\n"


@pytest.mark.parametrize("sign", list("&<>`*_[]\\~#@!"))
def test_summary_shows_what_markdown_would_act_on(sign: str) -> None:
    """In code, in every column: a character reference would not keep a forge from a mention."""
    row = github_summary([finding(f"甲{sign}乙", hint=f"{sign}", clause=f"{sign}", file=f"{sign}.yaml")], 1).splitlines()[-1]
    shown, fence = ("`` ` ``", "``") if sign == "`" else (f"`{sign}`", "`")
    file = f"{fence} {sign}.yaml:3:5 {fence}" if sign == "`" else f"`{sign}.yaml:3:5`"
    assert row == f"| 错误 | E101 | {file} | 甲{shown}乙 | {shown} | {shown} |"


def test_summary_keeps_a_row_in_its_cells() -> None:
    row = github_summary([finding("甲|乙", hint="|", clause="a|b_c", file="|.yaml")], 1).splitlines()[-1]
    assert row == "| 错误 | E101 | &#124;`.yaml:3:5` | 甲&#124;乙 | &#124; | a&#124;`b_c` |"


def test_summary_keeps_a_row_on_a_line() -> None:
    assert github_summary([finding("一\r\n二")], 1).splitlines()[-1] == "| 错误 | E101 | `a.yaml:3:5` | 一  二 |  |  |"


def test_text() -> None:
    """Place, code and message; then, where there are any, the clause and what to do."""
    found = [finding(), finding(severity="warning", hint="怎么办"), finding(clause="第一条", hint="怎么办")]
    assert text_report(found) == (
        "a.yaml:3:5: E101 问题\n"
        "a.yaml:3:5: E101 （提醒）问题\n    建议：怎么办\n"
        "a.yaml:3:5: E101 问题\n    依据：第一条\n    建议：怎么办\n"
    )


@pytest.mark.parametrize(
    ("pointer", "text"), [((), ""), (("a", 0, "b"), "/a/0/b"), (("a/b", "m~n"), "/a~1b/m~0n"), (("",), "/"), (("~1",), "/~01")]
)
def test_pointers(pointer: tuple[str | int, ...], text: str) -> None:
    """RFC 6901."""
    assert pointer_text(pointer) == text
