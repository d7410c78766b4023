"""A rule on committees that a list names and that have not filed (X018)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.documents.schemas import field_label, schema
from zhicheng.registry.records.listed import Listed
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, listed

# What a record needs and a list may say, and what no list says; by the names of the fields of a committee's record.
_MAY_SAY = ("organiser", "address", "phones", "reviews", "scope")
_NEVER_SAYS = ("basis", "scoring", "procedure", "defence", "expert_pool")


@rule("X018", severity="warning", on="listed")
def not_yet_filed(one: Listed, context: Context) -> Iterator[Problem]:
    """见于一览表的评审委员会尚未备案登记。

    一览表（registry/listed/）只说有这个评审委员会，不能代替备案登记：网站注明“尚未备案”和出处，查找时只请人先问清。
    报来附件1、附件2 以后，用同样的编号登记，再删去一览表里的这一份。已经登记了的，也在这里提示。

    不合格：

        # registry/listed/653100/653100-engineering.yaml
        id: 653100-engineering
        name: 某地区工程系列职称评审委员会
        authority: prefecture
        area: "653100"
        source: {title: 某省职称评审委员会一览表}

    合格：

        # registry/committees/653100/653100-engineering.yaml
        id: 653100-engineering
        name: 某地区工程系列职称评审委员会
        authority: prefecture
        area: "653100"
        scope: {areas: ["653100"]}
    """
    registry = context.registry
    if registry.knows("committee", one.id):
        yield Problem((), f"{one.id} 已经备案登记", "请删去一览表里的这个文件。")
        return
    same = next((entry for entry in registry.committees if folded(entry.record.name) == folded(one.name)), None)
    if same is not None:
        hint = "是同一个评审委员会的，请删去一览表里的这个文件；不是的，请在名称里写出区别。"
        yield Problem(("name",), f"名称与已经备案登记的 {same.record.id} 相同", hint)
        return
    has = {"organiser": one.organiser, "address": one.address, "phones": one.phones, "reviews": one.reviews, "scope": one.scope}
    lacking = [field_label(schema("committee"), (key,)) for key in _MAY_SAY if not has[key]]
    lacking += ["各系列的层级"] if any(not review.levels for review in one.reviews) else []
    lacking += [field_label(schema("committee"), (key,)) for key in _NEVER_SAYS]
    hint = f"登记还要有：{listed(lacking)}。请报附件1、附件2 等表，用 zhicheng import 导入，编号写 {one.id}。"
    yield Problem((), f"尚未备案登记，只见于{one.cited}", hint)
