"""The figures of rulebooks that rules read, and a figure that none reads (X010)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.rules.rule import Context, rule
from zhicheng.text import nearest, show


@rule("X010", on="rulebook")
def figure_that_no_rule_reads(book: Rulebook, context: Context) -> Iterator[Problem]:
    """规则文件里的数字，没有一条规则使用。

    写了数字、却没有规则用它，改它不起作用，读的人却以为在按它审查：多半是代号写错了。只是说给人看的数字，写在 facts 里。

    不合格：

        # registry/rulebooks/local.yaml
        id: local
        title: 本地区备案文件
        short: 本地区文件
        issued: "2026-01-01"
        in_force: "2026-01-01"
        issuer: 某厅
        rules: {E201: 第一条}
        numbers: {validity_years: {number: 3, clause: 第一条}, young_ages: {number: 45, clause: 第二条}}

    合格：

        # registry/rulebooks/local.yaml
        id: local
        title: 本地区备案文件
        short: 本地区文件
        issued: "2026-01-01"
        in_force: "2026-01-01"
        issuer: 某厅
        rules: {E201: 第一条}
        numbers: {validity_years: {number: 3, clause: 第一条}, young_age: {number: 45, clause: 第二条}}
    """
    read = {name for rule in context.shared.rules.values() for name in rule.figures(context.registry.ranks)}
    for name in book.numbers:
        if name not in read:
            near = nearest(name, read)
            hint = (f"是否想写 {near}？" if near else "") + "只是说给人看的，请移到 facts 里。"
            yield Problem(("numbers", name), f"没有规则使用数字 {show(name)}", hint, key=True)
