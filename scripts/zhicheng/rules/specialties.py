"""Rules on the codes and the settled names of specialties (X011, E119)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.series import title_key
from zhicheng.registry.records.specialties import Specialty
from zhicheng.registry.specialty_codes import PATH, canonical_names, prefix
from zhicheng.rules.rule import Context, Rule, rule
from zhicheng.text import nearest, show

_STAYS = "代码一经公布不改、不删，也不给别的专业：证书上印着它。"
_RENAMED = "改名的专业请恢复这一项，另用 zhicheng codes 分配新代码，在新的一项的 predecessors 里写原来的代码。"


def _codes_wrong(table: tuple[Specialty, ...], context: Context) -> Iterator[Problem]:
    """Codes or specialties that are in the table twice, codes of another series, and predecessors that are not in the table."""
    series = context.registry.series
    codes: dict[str, int] = {}
    names: dict[tuple[str, ...], int] = {}
    every = {one.code for one in table}
    for i, one in enumerate(table):
        if codes.setdefault(one.code, i) != i:
            yield Problem(("specialties", i, "code"), f"代码 {show(one.code)} 用了两次", "请删去后写的一项，再运行 zhicheng codes 分配。")
        if names.setdefault(one.names, i) != i:
            said = f"专业“{show(one.third or one.second)}”已经有代码 {show(table[names[one.names]].code)}"
            yield Problem(("specialties", i), said, "一个专业只有一个代码，请删去后写的一项。")
        if one.series not in series:
            near = nearest(one.series, series)
            yield Problem(("specialties", i, "series"), f"没有这个职称系列：{show(one.series)}", f"是否想写 {near}？" if near else "")
        elif not one.code.startswith(f"{prefix(series[one.series])}-"):
            said = f"代码 {show(one.code)} 不是{series[one.series].name}系列的"
            yield Problem(("specialties", i, "code"), said, f"这个系列的代码以 {prefix(series[one.series])}- 开头。")
        for j, code in enumerate(one.predecessors):
            if code not in every or code == one.code:
                hint = "前身写表里另一个专业的代码；停用的专业也留在表里。"
                yield Problem(("specialties", i, "predecessors", j), f"表里没有这个前身：{show(code)}", hint)


def _codes_gone(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    """Codes that were public before the change and now are gone or stand for another specialty."""
    registry = context.registry
    before = {key.removeprefix("specialties/"): names for key, names in registry.published.items() if key.startswith("specialties/")}
    if registry.specialties is None:
        if before and PATH not in registry.files:
            yield PATH, Problem((), f"已经公布的专业代码表被删除，有 {len(before)} 个代码", _STAYS + "请恢复这个文件。")
        return
    now = {one.code: (i, "/".join(one.names)) for i, one in reversed([*enumerate(registry.specialties.record)])}
    for code, names in sorted(before.items()):
        if code not in now:
            yield PATH, Problem(("specialties",), f"已经公布的代码 {show(code)} 被删去", _STAYS + "请恢复这一项。")
        elif now[code][1] != names:
            said = f"已经公布的代码 {show(code)} 改给了别的专业"
            yield PATH, Problem(("specialties", now[code][0], "code"), said, _STAYS + _RENAMED)


SPECIALTY_CODE = Rule(
    "X011",
    """专业代码重复、改动或被删去。

专业代码印在证书上，一个代码永远只指一个专业：不改、不删、不给别的专业。改名、合并、拆分的专业用新代码，在 predecessors 里写原来的代码。
改动和删去要与修改以前的版本比较才查得出：zhicheng validate --base 版本。

不合格：

    # registry/reference/specialties.yaml
    specialties:
      - {series: engineering, first: 建筑工程, second: 城市规划, code: "05-001-001", since: "2026-01-01"}
      - {series: engineering, first: 建筑工程, second: 建筑结构, code: "05-001-001", since: "2026-01-01"}

合格：

    # registry/reference/specialties.yaml
    specialties:
      - {series: engineering, first: 建筑工程, second: 城市规划, code: "05-001-001", since: "2026-01-01"}
      - {series: engineering, first: 建筑工程, second: 建筑结构, code: "05-001-002", since: "2026-01-01"}
""",
    checks=(("specialties", _codes_wrong), ("registry", _codes_gone)),
)


@rule("E119", clause="备案登记的函（2019）一（四）", severity="warning")
def name_not_settled(committee: Committee, context: Context) -> Iterator[Problem]:
    """二级专业不是行业主管部门明确的名称。

    专业名称会印在证书上。专业代码表里，一个一级目录有标明规范名称（canonical）的，这个一级目录下登记的其他名称得到提醒，并给出最接近的规范名称。
    空格、全角和半角括号不算差别。确实是新设专业的，请行业主管部门明确以后，由中心在专业代码表里标明。

    不合格：

        # registry/reference/specialties.yaml
        specialties:
          - {series: engineering, first: 建筑工程, second: 建筑施工管理, code: "05-001-001", canonical: true, since: "2026-01-01"}
        # registry/committees/650000/example-one.yaml
        id: example-one
        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [建筑施工]}}]

    合格：

        # registry/reference/specialties.yaml
        specialties:
          - {series: engineering, first: 建筑工程, second: 建筑施工管理, code: "05-001-001", canonical: true, since: "2026-01-01"}
        # registry/committees/650000/example-one.yaml
        id: example-one
        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [建筑施工管理]}}]
    """
    settled = canonical_names(context.registry)
    for i, review in enumerate(committee.reviews if settled else ()):
        for first in review.catalog:
            names = settled.get((review.series, title_key(first.name)), {})
            for key, second in zip(first.second_keys, first.seconds, strict=True):
                if names and title_key(second) not in names:
                    near = nearest(second, names.values())
                    hint = f"是否应为“{near}”？" if near else ""
                    pointer = ("reviews", i, "catalog", first.key, key)
                    said = f"“{show(second)}”不是“{show(first.name)}”下行业主管部门明确的名称"
                    yield Problem(pointer, said, hint + "新设的专业，请行业主管部门明确以后由中心在专业代码表里标明。")
