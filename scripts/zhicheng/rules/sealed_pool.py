"""Rules on a pool as a whole, and on rows compared with each other and with the reference tables (R105, R106, R109–R112, R115)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem, Severity
from zhicheng.registry.records.sealed_roster import DECLARATIONS, Expert, Members, Roster, is_young, row_words
from zhicheng.registry.records.series import bare_title, title_key
from zhicheng.registry.records.small_numbers import people
from zhicheng.rules.rule import Context, row_problem, rule
from zhicheng.text import listed, show


@rule("R105", clause="备案登记的函（2019）附件3", on="experts")
def title_and_level_disagree(roster: Roster, context: Context) -> Iterator[Problem]:
    """职称名称与职称层级不符。

    职称名称由系列和层级决定（registry/reference/series.yaml），已不再评审、仍有人持有的原有名称也算。
    系列的职称名称已经核实的，判为错误；没有核实的，只作提醒。名称表里没有的职称（例如主任中医师）也只作提醒：表未必列全了证书上的写法。

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title: 工程师, level: associate-senior}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title: 高级工程师, level: associate-senior}
          - {title: 教授级高级工程师, level: full-senior}
    """
    tables = context.shared.levels_of_titles
    for i, expert in context.pool.active:
        table = tables.get(expert.series)
        if table is None or expert.level in table.get(expert.title, ()):
            continue
        key = title_key(expert.title)
        levels = table.get(key) or table.get(bare_title(key)) or frozenset()
        if expert.level not in levels:
            yield _disagreement(i, expert, levels, context)


def _disagreement(i: int, expert: Expert, levels: frozenset[str], context: Context) -> Problem:
    series = context.registry.series[expert.series]
    severity: Severity = "error" if series.certainty == "confirmed" else "warning"
    titles = series.titles[expert.level]
    has = (
        f"“{series.name}”{context.levels[expert.level]}的职称是：{listed(titles)}。"
        if titles
        else f"“{series.name}”没有{context.levels[expert.level]}的职称。"
    )
    if levels:
        found = listed(label for level, label in context.levels.items() if level in levels)
        said = f"是{found}的职称，与职称层级“{context.levels[expert.level]}”不符"
        return row_problem(i, "title", said, f"{has}请核对职称和层级。", severity=severity)
    return row_problem(i, "title", f"“{series.name}”的职称名称表里没有这个职称", f"{has}请照证书写全称，并核对系列。", severity="warning")


@rule("R106", clause="备案登记的函（2019）附件3", on="experts")
def person_twice_in_a_roster(roster: Roster, context: Context) -> Iterator[Problem]:
    """同一个人在一份花名册里出现两次。

    姓名和出生年月都相同的，看作同一个人，姓名里的间隔号和空格不计。写明的工作单位不同的，可能只是巧合，作提醒；
    其中一行已经调出的也作提醒：多半应当恢复原来的一行。

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {name: 示例·甲, born: "1985-04"}
          - {name: 示例甲, born: "1985-04"}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {name: 示例甲, born: "1985-04"}
          - {name: 示例甲, born: "1985-05"}
    """
    seen: dict[tuple[str, int], tuple[int, Expert]] = {}
    for i, expert in enumerate(roster.experts):
        if expert.person is None:
            continue
        first, other = seen.setdefault(expert.person, (i, expert))
        if first == i:
            continue
        said = f"与{row_words(first + 1)}的姓名、出生年月都相同"
        if not (expert.active and other.active):
            yield row_problem(
                i, "name", f"{said}，其中有已经调出的", "是同一个人重新入库的，请恢复原来的一行，不另加一行。", severity="warning"
            )
        elif expert.employer and other.employer and expert.employer != other.employer:
            yield row_problem(
                i, "name", f"{said}，工作单位不同", "请核对是不是同一个人：是的请删去一行，不是的不必改动。", severity="warning"
            )
        else:
            yield row_problem(i, "name", f"{said}，是同一个人", "请删去一行；确实是两个人的，请核对出生年月，并写明各自的工作单位。")


@rule("R109", clause="备案登记的函（2019）二（五）2", severity="warning", on="experts")
def not_of_the_main_series(roster: Roster, context: Context) -> Iterator[Problem]:
    """评委的系列不是评审委员会的主系列。

    专家库原则上由主系列的专家组成。少数相近系列的专家确有需要的，保留提醒即可。

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {series: archives, specialty: [档案, 档案管理], title: 副研究馆员, level: associate-senior}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {series: engineering, specialty: [建筑工程, 城市规划], title: 高级工程师, level: associate-senior}
    """
    committee = context.pool.committee
    if committee is None:
        return
    own = frozenset(committee.series)
    for i, expert in context.pool.active:
        if expert.series not in own:
            table = context.registry.series
            names = listed(table[series].name if series in table else show(series) for series in committee.series)
            yield row_problem(i, "series", f"不属于评审委员会的主系列（{names}）", "请核对系列；确需其他系列专家的，不必改动。")


@rule("R110", clause="备案登记的函（2019）二（五）2", severity="warning", on="experts", needs=("young_age", "young_minimum"))
def too_few_young_experts(roster: Roster, context: Context) -> Iterator[Problem]:
    """专家库里年轻的评委太少。

    {young_age 岁}以下的评委应占一定比例，包括正好这个年龄的，按花名册截止的月份算周岁。
    最少人数或者比例由依据文件决定；比例按分数计算，不取近似值。
    例子所用：young_age=45、young_minimum=1

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {born: "1980-06"}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {born: "1980-07"}
    """
    pool, age, least = context.pool, context.figure("young_age").number, context.figure("young_minimum")
    if age is None or pool.direct or not pool.active:  # without an age X003 tells of the rulebook
        return
    active = len(pool.active)
    wanted = least.share.least(active) if least.share is not None else least.number or 0
    found = 0
    for _, expert in pool.active:
        found += is_young(expert, pool.month, age)
        if found >= wanted:
            return
    clause = context.cite(least)
    share = f"{least.share.words}：在库{people(active)}，应当至少 " if least.share is not None else " "
    said = f"算到花名册截止的 {pool.deadline:%Y-%m}，{age} 岁以下（含 {age} 岁）的评委不足{share}{wanted} 人（{clause}）"
    yield Problem(("experts",), said, "请适当补充年轻的评委；也请核对出生年月。", clause)


@rule("R111", clause="备案登记的函（2019）二（五）2", severity="warning", on="experts")
def pool_smaller_than_the_panel(roster: Roster, context: Context) -> Iterator[Problem]:
    """专家库的人数少于评审委员会的组成人数。

    评审会议的专家从专家库里随机抽取，库里的人比组成人数还少，就抽不出一次会议。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel: {members: 25, formed_by: series}
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {}

    合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel:
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {}
    """
    pool = context.pool
    panel = None if pool.committee is None else pool.committee.panel
    if panel is not None and len(pool.active) < panel.size:
        said = f"在库{people(len(pool.active))}，少于评审委员会的组成人数 {panel.size} 人"
        yield Problem(("experts",), said, "请补充评委；组成人数填错的，请更正评审委员会的登记。")


@rule("R112", clause="备案登记的函（2019）附件3", severity="warning", on="members")
def person_in_several_pools(own: Members, context: Context) -> Iterator[Problem]:
    """同一个人在几个专家库里。

    姓名和出生年月都相同的，看作同一个人。同时在几个专家库里并不违规，但要让中心知道，免得同一时间被几个评审委员会抽到。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        panel:
        # registry/committees/650000/example-two.yaml
        id: example-two
        name: 某省工程系列水利专业高级职称评审委员会
        scope: {areas: ["650000"], open_to: system}
        panel:
        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {name: 示例甲, born: "1985-04"}
        # registry/vault/example-two.roster.age
        # 打开以后
        experts:
          - {name: 示例甲, born: "1985-04"}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {name: 示例甲, born: "1985-04"}
        # registry/vault/employer-653100.roster.age
        # 打开以后
        experts:
          - {name: 示例乙, born: "1985-04"}
    """
    several = context.shared.in_several_pools
    for person in own.persons.keys() & several.keys():
        others = [other for other in several[person] if other is not own]
        names = listed(_whose(other, context) for other in others)
        employers = {employer for other in others for _, employer in other.persons[person]}
        for i, employer in own.persons[person]:
            differ = employer and not {employer, None} & employers
            said = f"{names}的花名册里也有姓名、出生年月相同的人{'，工作单位不同' if differ else ''}"
            yield row_problem(i, "name", said, "请核对是不是同一个人；是的，请与对方商定，或在抽取时避开同一时间。")


def _whose(pool: Members, context: Context) -> str:
    """The owner of a pool, for a message: the committee's name, or the area of the employers."""
    if pool.committee is None:
        return f"{context.registry.areas.name(pool.area or '')}（由单位直接报送）"
    committee = context.registry.by_id.get(pool.committee)
    return f"“{show(pool.committee if committee is None else committee.name)}”"


@rule("R115", clause="备案登记的函（2019）二（二）1、2", severity="warning", on="experts")
def conduct_and_integrity_not_declared(roster: Roster, context: Context) -> Iterator[Problem]:
    """报送单位没有就评委的职业道德和清正廉洁作出声明。

    政治思想素质、职业道德和清正廉洁由报送单位了解并负责，登记册不作判断，只看有没有声明（signed.declares）。

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        signed: {by: 示例甲, date: "2026-06-20", declares: [conduct]}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        signed: {by: 示例甲, date: "2026-06-20", declares: [conduct, integrity]}
    """
    missing = [label for code, label in DECLARATIONS.items() if code not in roster.declares]
    if missing:
        said = f"没有对{'和'.join(f'“{label}”' for label in missing)}的声明"
        hint = "请由单位负责人签字声明，填在 signed 的 declares 里（conduct、integrity）。"
        yield Problem(("signed", "declares"), said, hint)
