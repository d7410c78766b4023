"""Fields of a record that the rulebooks of its round do not use (X016). Those that they require and that are missing are S002."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.round import Round
from zhicheng.registry.registry import Entry
from zhicheng.registry.required_fields import PLATFORM, fields_of, use
from zhicheng.rules.rule import Context, Rule

_HINT = "请整行删去；确实要登记的，请管理员改规则文件的 fields。"


def _of_committee(committee: Committee, context: Context) -> Iterator[Problem]:
    entry: Entry[Committee] = context.entry
    for field in fields_of(context.rulebooks, "unused"):
        if field in entry.document.value:
            yield Problem((field,), f"这里不用填写“{context.label(field)}”（{field}）", _HINT, _clause(context, field), key=True)


def _of_round(filing_round: Round, context: Context) -> Iterator[Problem]:
    books = context.registry.rulebooks_of(filing_round.id)
    if filing_round.platform_deadline is not None and use(books, PLATFORM)[0] == "unused":
        clause = _clause(context, PLATFORM, filing_round.id)
        yield Problem(("deadlines", PLATFORM), "这里不用填写“平台录入截止日期”（platform）", _HINT, clause, key=True)


def _clause(context: Context, field: str, round_: str | None = None) -> str:
    """The clause on the content of a registration of the rulebook that does not use a field, or its short title."""
    book = use(context.rulebooks if round_ is None else context.registry.rulebooks_of(round_), field)[1]
    return "" if book is None else book.cite(book.form or "")


UNUSED_FIELD = Rule(
    "X016",
    """填写了规则文件写明不用的内容。

规则文件的 fields 里写着 unused 的内容，本地区不登记。填了的照样公布，读的人会以为它是登记的内容；请删去。

不合格：

    # registry/rulebooks/local.yaml
    id: local
    title: 本地区备案文件
    short: 本地区文件
    issued: "2026-01-01"
    in_force: "2026-01-01"
    issuer: 某厅
    fields: {nature: unused}
    rules: {E104: 第一条}
    numbers: {}
    # registry/rounds/2027.yaml
    id: "2027"
    title: 2027 年度备案登记
    opened: "2027-05-10"
    deadlines: {form: "2027-06-18", roster: "2027-06-25", platform: "2027-06-30"}
    rulebooks: [local]
    expected: []
    # registry/committees/650000/example-one.yaml
    nature: hospital
    filings: [{round: "2027", date: "2026-06-01"}]

合格：

    nature: hospital
""",
    severity="warning",
    checks=(("committee", _of_committee), ("round", _of_round)),
)
