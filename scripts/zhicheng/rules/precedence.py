"""Rulebooks of one round that disagree: the first in the round's list decides, and the difference is told (X015)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.round import Round
from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.rules.rule import Context, rule
from zhicheng.text import show

_SEVERITIES = {"error": "错误", "warning": "提醒"}
Said = dict[str, tuple[str, str, str]]  # what a rulebook decides: the value to compare, in words, and the clause


@rule("X015", severity="warning", on="round")
def rulebooks_disagree(filing_round: Round, context: Context) -> Iterator[Problem]:
    """一个年度的两份规则文件，对同一项规定得不一样。

    年度文件的 rulebooks 里排在前面的优先，后面的一份在这一项上不起作用。本地文件另有规定、应当按它审查的，把它排在前面；
    照它审查没有错的，提醒可以留着。

    不合格：

        # registry/rulebooks/local.yaml
        id: local
        title: 本地区备案文件
        short: 本地区文件
        issued: "2026-01-01"
        in_force: "2026-01-01"
        issuer: 某厅
        rules: {E201: 第一条}
        numbers: {validity_years: {number: 5, clause: 第一条}}
        # registry/rounds/2027.yaml
        id: "2027"
        title: 2027 年度备案登记
        opened: "2027-05-10"
        deadlines: {form: "2027-06-18", roster: "2027-06-25", platform: "2027-06-30"}
        rulebooks: [local, order-40]
        expected: []

    合格：

        # registry/rounds/2027.yaml
        id: "2027"
        title: 2027 年度备案登记
        opened: "2027-05-10"
        deadlines: {form: "2027-06-18", roster: "2027-06-25", platform: "2027-06-30"}
        rulebooks: [order-40]
        expected: []
    """
    first: dict[str, tuple[Rulebook, tuple[str, str, str]]] = {}
    for i, name in enumerate(filing_round.rulebooks):
        if name not in context.registry.rulebooks:
            continue  # X003 tells
        here = context.registry.rulebooks[name].record
        for subject, said in _said(here, context).items():
            book, used = first.setdefault(subject, (here, said))
            if used[0] != said[0]:
                yield Problem(
                    ("rulebooks", i),
                    f"{subject}：“{show(book.short)}”是 {used[1]}（{used[2]}），“{show(here.short)}”是 {said[1]}（{said[2]}）",
                    f"按排在前面的 {book.id} 审查，用 {used[1]}；要按 {name} 的，请在 rulebooks 里把它排到 {book.id} 前面。",
                )


def _said(book: Rulebook, context: Context) -> Said:
    """The figures that a rulebook gives, and the severities of the rules that it puts in force, by the words that name them."""
    found = {f"数字 {name}": (one.written, one.words(labels=context.levels), one.clause) for name, one in book.numbers.items()}
    if book.rosters is not None:
        found["报送名册的单位级别（rosters）"] = (" ".join(sorted(book.rosters)), "、".join(book.rosters) or "没有", "rosters")
    if book.declaration is not None:
        found["花名册的声明（declaration）"] = (book.declaration, f"“{show(book.declaration)}”", "declaration")
    if book.annexes is not None:
        numbers = "、".join(map(str, book.annexes))
        found["有哪些附件（annexes）"] = (numbers, numbers, "annexes")
    found |= {f"对 {field} 的要求（fields）": (used, used, "fields") for field, used in book.fields.items()}
    rules = context.shared.rules
    for code, clause in book.rules.items():
        if code in rules:
            severity = book.severities.get(code, rules[code].severity)
            found[f"规则 {code} 的性质"] = (severity, _SEVERITIES[severity], clause)
    return found
