"""Reviewers whom no route reaches, and ways that are never taken (X017)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.reviewers import offices, route_of
from zhicheng.rules.rule import Context, rule
from zhicheng.text import show


@rule("X017", on="reviewers")
def reviewers_out_of_reach(reviewers: Value, context: Context) -> Iterator[Problem]:
    """登记了审核人员，却没有一条审核路线经过他们；或者同一种路线写了两次。

    没有路线经过的审核人员，谁报送都不会请他们审核，登记的人却以为他们在审。
    没有写 route 的，区县级的评审委员会经所在地市，其他的直接到中心。

    不合格：

        # registry/reviewers.yaml
        centre: {accounts: [centre-a]}
        maintainers: {accounts: [maintainer-a]}
        areas:
          "653125": {office: 某县人力资源和社会保障局, accounts: [county-a]}

    合格：

        # registry/reviewers.yaml
        centre: {accounts: [centre-a]}
        maintainers: {accounts: [maintainer-a]}
        route:
          - {authority: county, area: "653125", via: [county, prefecture]}
        areas:
          "653125": {office: 某县人力资源和社会保障局, accounts: [county-a]}
    """
    areas, route = context.registry.areas, route_of(reviewers)

    def reached(code: str) -> bool:
        """By a committee of any authority, which is then in the division itself or in one directly below."""
        places = (code, *(area.code for area in areas.children(code)))
        return any(code in offices(route, authority, place, areas) for place in places for authority in context.registry.ranks.order)

    for code, team in reviewers.get("areas", {}).items():
        level = areas.level(code)
        if code not in areas.current or reached(code):
            continue  # one that is not in the table is X003
        if level == "region":
            hint = "全区的报送由中心审核，账号写在 centre 里；这一项请整行删去。"
        else:
            hint = f'要经它审核的，在 route 里写 {{authority: {level}, area: "{code}", via: [{level}]}}；不经它审核的，请整行删去。'
        said = f"没有一条审核路线经过“{show(team['office'])}”（{areas.name(code)}，{code}），它审核不到任何报送"
        yield Problem(("areas", code), said, hint, key=True)
    for i, way in enumerate(route):
        if (way.authority, way.area) in [(one.authority, one.area) for one in route[:i]]:
            yield Problem(
                ("route", i), f"第 {i + 1} 种路线与前面的级别、地区相同，不起作用", "一种情形只写一项；请删去一项，或者写明不同的地区。"
            )
