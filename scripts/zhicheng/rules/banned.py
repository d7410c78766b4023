"""The rule on people who left a pool for breaking its rules (R118). It judges opened rosters where the list of bans is open too.

Messages name rows and columns, never a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.periods import YEARS_OF_BAN, ban_period
from zhicheng.registry.records.sealed_roster import DISCIPLINE, Roster
from zhicheng.rules.rule import Context, row_problem, rule


@rule("R118", clause="人社部发〔2024〕56号关于评审专家的规定", on="experts", needs=(YEARS_OF_BAN,), by_current_round=True)
def banned_person_in_pool(roster: Roster, context: Context) -> Iterator[Problem]:
    """违规记录没有满期的人在专家库里，或者因违纪调出的没有记录。

    违反评审工作纪律调出的，从调出那天起 {ban_years 年}以内不得进入任何专家库。记录密封在 bans.age 里，只有中心的私钥打得开，
    记的是姓名和出生年月的校验值，不是姓名；下面的例子为了好懂写成姓名。同名又同年同月出生的可能是另一个人，请核对：中心核实过的，登记以后不再报。
    不论花名册是哪个年度报送的，都按本年度的规则文件核对。
    例子所用：ban_years=3

    不合格：

        # registry/vault/bans.age
        # 打开以后
        bans:
          - {name: 示例甲, born: "1985-04", since: "2026-03-01", until: "2029-02-28"}
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {name: 示例甲, born: "1985-04"}

    合格：

        # registry/vault/bans.age
        # 打开以后
        bans:
          - {name: 示例甲, born: "1985-04", since: "2023-03-01", until: "2026-02-28"}
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {name: 示例甲, born: "1985-04"}
    """
    listed, today = context.registry.bans, context.today
    if listed is None:
        return
    for i, expert in context.pool.active:
        ban = None if expert.person is None else listed.on(expert.person, expert.title_since, today)
        if ban is not None:
            hint = (
                "请核对是不是同一个人：是的请调出或者不要加进来；只是姓名、出生年月相同的，请中心核实后用 zhicheng roster namesake 登记。"
            )
            yield row_problem(i, "name", f"违规记录还没有满期，{ban.until} 以前（含当天）不得进入专家库", hint, clause=ban.clause)
    for i, expert in enumerate(roster.experts):
        removed = expert.removed
        if expert.active or removed is None or removed.reason != DISCIPLINE or removed.date is None:
            continue
        period = ban_period(context.registry, removed.date)
        if period is not None and today <= period.until and listed.of_row(roster.key, expert.id) is None:
            said = "因违反评审工作纪律调出，没有违规记录"
            if expert.person is not None:
                yield row_problem(i, "removed", said, "请中心运行 zhicheng roster bans 补记。", clause=period.clause)
            else:  # nothing can be recorded any more, and other changes of the roster need not wait for it
                hint = "姓名已经删去，补不了：请从密封库的历史里找回 bans.age。"
                yield row_problem(i, "removed", said, hint, severity="warning", clause=period.clause)
