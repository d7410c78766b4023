"""The list of rules, and a page for each, made from its docstring."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Literal

from zhicheng.rules.as_here import RuleHere, all_here
from zhicheng.rules.rule import Rule
from zhicheng.site.language import N_, t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview

# The families of rules by the first characters of the code; the longest match counts.
_FAMILIES = {
    "Y": N_("读文件"),
    "S": N_("填写的格式"),
    "X": N_("文件之间的对应"),
    "E1": N_("评审委员会登记"),
    "E2": N_("评审委员会的组成和有效期"),
    "P": N_("个人信息"),
    "R1": N_("评委花名册"),
    "R2": N_("密封的花名册与联系人"),
    "F": N_("读入 Word 和 Excel 表格"),
    "D": N_("抽取评委"),
}

Block = tuple[Literal["paragraph", "code", "failing", "passing"], str]


def pages(overview: Overview) -> Iterator[Page]:
    """The pages of this section. Rules that the registry has not adopted have a page that says so, and stand apart in the list."""
    rules = all_here(overview.registry)
    yield Page(
        url="rules/",
        title=t("审查规则"),
        description=t("登记内容按哪些规则审查：每条规则的依据、原因、不合格和合格的例子。"),
        section="rules",
        template="rules.html",
        context=partial(_list, list(rules.values())),
    )
    for code, here in rules.items():
        yield Page(
            url=f"rules/{code}/",
            title=f"{code} {here.rule.title}",
            description=t(
                "%(code)s：%(title)s。%(clause)s",
                code=code,
                title=here.rule.title,
                clause=here.clause if here.in_force else t("本登记册没有采用。"),
            ),
            section="rules",
            template="rule.html",
            context=partial(_rule, overview, here),
        )


def _family(rule: Rule) -> str:
    return _FAMILIES.get(rule.code[:2]) or _FAMILIES.get(rule.code[:1], N_("其他"))


def _list(rules: list[RuleHere]) -> Context:
    used = [here for here in rules if here.in_force]
    ordered = sorted(used, key=lambda here: (list(_FAMILIES.values()).index(_family(here.rule)), here.rule.code))
    return {
        "families": [(t(name), list(members)) for name, members in groupby(ordered, key=lambda here: _family(here.rule))],
        "count": len(used),
        "unused": sorted((here for here in rules if not here.in_force), key=lambda here: here.rule.code),
    }


def _rule(overview: Overview, here: RuleHere) -> Context:
    rule = here.rule
    waivers = () if overview.registry.waivers is None else overview.registry.waivers.record
    return {
        "rule": rule,
        "here": here,
        "current": overview.registry.settings.current_round,
        "family": t(_family(rule)),
        "blocks": blocks(here.text),
        "waivers": [(w, overview.row.get(w.committee)) for w in waivers if w.rule == rule.code],
    }


def blocks(text: str) -> list[Block]:
    """The parts of a rule's text after its title: paragraphs, and indented examples, marked as failing or passing."""
    found: list[Block] = []
    kind: Literal["code", "failing", "passing"] = "code"
    for run in _runs(text.partition("\n")[2]):
        if run.startswith("    "):
            found.append((kind, "\n".join(line[4:] for line in run.rstrip().splitlines())))
            continue
        for paragraph in filter(None, (part.strip() for part in run.split("\n\n"))):
            if paragraph.rstrip("：") in ("不合格", "合格"):
                kind = "failing" if paragraph.startswith("不") else "passing"
            else:
                found.append(("paragraph", "".join(paragraph.splitlines())))
    return found


def _runs(text: str) -> list[str]:
    """The text cut into runs of indented and of other lines; blank lines belong to the run before."""
    runs: list[list[str]] = []
    for line in text.strip("\n").splitlines():
        if runs and (not line.strip() or line.startswith("    ") == runs[-1][0].startswith("    ")):
            runs[-1].append(line.rstrip())
        else:
            runs.append([line.rstrip()])
    return ["\n".join(lines) for lines in runs]
