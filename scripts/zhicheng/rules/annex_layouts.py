"""A rule on how a rulebook lays out the annexes (X020)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.annex_layout import LETTER, AnnexLayout
from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.registry.required_fields import use
from zhicheng.rules.rule import Context, rule
from zhicheng.text import listed

# What Annex 1 must ask for, because a record cannot do without it; scoring tables only where the rulebook wants them.
_NEEDED = ("name", "address", "phones", "series", "levels", "catalog", "scope", "basis", "procedure", "defence", "expert_pool")


@rule("X020", on="rulebook")
def layout_that_cannot_be_filled(book: Rulebook, _context: Context) -> Iterator[Problem]:
    """规则文件的表式排得不对：少了登记的内容，或者两栏同名、同一栏排了两次。

    填好的表照规则文件的表式（layout）读：少一栏，这一项就没有地方填；两栏同名，就分不清读的是哪一栏。

    不合格：

        # registry/rulebooks/local.yaml
        id: local
        title: 本地区备案文件
        short: 本地区文件
        issued: "2026-01-01"
        in_force: "2026-01-01"
        issuer: 某厅
        rules: {E201: 第一条}
        numbers: {validity_years: {number: 3, clause: 第一条}}
        layout: {annex-2: {columns: {series: 专业, first: 专业, second: 二级专业}}}

    合格：

        # registry/rulebooks/local.yaml
        id: local
        title: 本地区备案文件
        short: 本地区文件
        issued: "2026-01-01"
        in_force: "2026-01-01"
        issuer: 某厅
        rules: {E201: 第一条}
        numbers: {validity_years: {number: 3, clause: 第一条}}
        layout: {annex-2: {columns: {series: 系列, first: 专业, second: 二级专业}}}
    """
    for annex, layout in book.layouts.items():
        here, fields = ("layout", f"annex-{annex}"), _fields(layout)
        if same := _several(name for _, name in fields):
            yield Problem(here, f"附件{annex} 有几栏都叫{listed(f'“{name}”' for name in same)}", "请给每一栏不同的名称。")
        if twice := _several(key for key, _ in fields):
            yield Problem(here, f"附件{annex} 的同一栏排了几次：{listed(twice)}", "请只留一处。")
        scoring = ("scoring",) if use((book,), "scoring")[0] == "required" else ()
        lacking = [LETTER[1].labels[key] for key in (*_NEEDED, *scoring) if annex == 1 and key not in dict(fields)]
        if lacking:
            yield Problem(here, f"附件1 没有{listed(f'“{name}”' for name in lacking)}", "登记必须有这些内容，请在 rows 里排上。")


def _fields(layout: AnnexLayout) -> list[tuple[str, str]]:
    return [*(pair for row in layout.rows for pair in row), *layout.columns]


def _several(names: Iterable[str]) -> list[str]:
    """The names that stand there more than once."""
    return [name for name, times in Counter(names).items() if times > 1]
