"""Rules on the public files of draws, as far as the files themselves tell: the checks stand in draws/public_checks.

What Git's history tells besides (D202, D206, D209) and what is sealed (D301–D306) only `zhicheng draw verify` asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from zhicheng.documents.finding import Problem
from zhicheng.documents.yaml_reading import Value
from zhicheng.rules.pages_of_draw_faults import DRAWS
from zhicheng.rules.rule import Context, Rule

_CHECKED = ("D201", "D203", "D204", "D205", "D207", "D208", "D210", "D211")


def _of_code(code: str) -> Callable[[Value, Context], Iterator[Problem]]:
    def problems_of_code(_: Value, context: Context) -> Iterator[Problem]:
        from zhicheng.draws import public_checks  # loaded where there are draws

        known = context.shared.draw_problems
        if context.entry.path not in known:
            known[context.entry.path] = list(public_checks.problems(context.registry, context.entry))
        yield from (problem for found, problem in known[context.entry.path] if found == code)

    return problems_of_code


OF_DRAWS: tuple[Rule, ...] = tuple(
    replace(rule, checks=(("draw", _of_code(rule.code)),)) if rule.code in _CHECKED else rule for rule in DRAWS
)
