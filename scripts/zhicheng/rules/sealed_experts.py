"""Rules on who may be in a pool: years in the title, leaders, retired people, removal, level, dates (R102–R104, R107, R108, R113, R114).

They judge opened rosters. Messages name rows and columns, never a person or a value of a person's row.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.records.sealed_roster import REASONS, YEAR, Expert, Roster, month_of
from zhicheng.rules.positions import sounds_like_a_leader
from zhicheng.rules.rule import Context, row_problem, rule
from zhicheng.text import listed


@rule("R102", clause="备案登记的函（2019）二（二）3", on="experts", needs=("title_months",))
def title_held_too_briefly(roster: Roster, context: Context) -> Iterator[Problem]:
    """担任相应专业技术职务的时间不足。

    评委要担任本专业相应专业技术职务满 {title_months 个月}，算到花名册截止的月份。凭荣誉称号直接入库的，不受此限。
    职称高于所需层级的只作提醒：附件 3 只有现职称的取得时间，此前的任职年限可能已经够了，要请报送单位核对。
    例子所用：title_months=36

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title: 高级工程师, level: associate-senior, title_since: "2023-07"}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title: 高级工程师, level: associate-senior, title_since: "2023-06"}
          - {title: 高级工程师, level: associate-senior, title_since: "2023-07", honours: [state-allowance]}
    """
    pool, provision = context.pool, context.figure("title_months")
    months, today, ranks = provision.number or 0, month_of(context.today), context.level_ranks
    for i, expert in pool.active:
        since = expert.title_since
        if since is None or pool.month - since >= months or since > today:  # R114 reports a month in the future
            continue
        needed = pool.level_for(expert)
        if needed is None or expert.honours or expert.entry == "honours" or ranks[expert.level] < ranks[needed]:
            continue
        said = f"算到花名册截止的 {pool.deadline:%Y-%m}，取得{context.levels[expert.level]}职称不满 {months} 个月"
        if expert.level == needed:
            hint = "请核对这个时间。有荣誉称号可以直接入库的，请补上（honours）；确实不满的，请换人。"
            yield row_problem(i, "title_since", said, hint, clause=context.cite(provision))
        else:
            hint = f"请核对此前担任{context.levels[needed]}职务的时间，合起来满 {months} 个月的不必改动；不满的请换人。"
            yield row_problem(i, "title_since", said, hint, severity="warning", clause=context.cite(provision))


def _in_senior_pool(expert: Expert, context: Context) -> bool:
    return context.pool.level_for(expert) in context.registry.ranks.senior


def _waiver_hint(expert: Expert, context: Context) -> str:
    """How to apply for an exception, in Chinese; empty for experts who applied through their employer: a waiver names a committee."""
    return "" if context.pool.direct else f"确需保留的，请向中心申请例外（评委编号 {expert.id}）。"


@rule("R103", clause="备案登记的函（2019）二（二）4", on="experts", waivable=True)
def leader_in_senior_pool(roster: Roster, context: Context) -> Iterator[Problem]:
    """行政机关的领导进了高级评审委员会的专家库。

    行政机关（不含学校、医院等）的领导原则上不进入高级评审委员会的专家库。确需进入的，由中心按评委编号登记例外，原因写在密封的花名册里。

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {unit: 某省水利厅副厅长, leader: true}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {unit: 某大学水利学院院长}
    """
    for i, expert in context.pool.active:
        if expert.leader and _in_senior_pool(expert, context):
            hint = f"请换人；误填的请去掉 leader。{_waiver_hint(expert, context)}"
            yield row_problem(i, "leader", "是行政机关的领导，原则上不进入高级评审委员会的专家库", hint)


@rule("R104", clause="备案登记的函（2019）二（二）4、二（四）3", on="experts", waivable=True)
def retired_in_pool(roster: Roster, context: Context) -> Iterator[Problem]:
    """专家库里有已经退休的人员。

    已退休的人员原则上不进入高级评审委员会的专家库；其他评审委员会的专家退休的，也应及时报告、调出，所以作提醒。
    退休返聘的不算已退休。确需保留的，由中心按评委编号登记例外，原因写在密封的花名册里。

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {in_service: retired}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {in_service: rehired}
          - {in_service: retired, state: removed, removed: {date: "2026-03-01", reason: retired}}
    """
    for i, expert in context.pool.active:
        if expert.in_service != "retired" or context.pool.level_for(expert) is None:
            continue
        out = "请用 zhicheng roster remove 调出，原因填 retired；返聘的请填 rehired。"
        if _in_senior_pool(expert, context):
            said = "已退休，原则上不进入高级评审委员会的专家库"
            yield row_problem(i, "in_service", said, out + _waiver_hint(expert, context))
        else:
            yield row_problem(i, "in_service", "已退休，还没有调出专家库", out, severity="warning")


@rule("R107", clause="备案登记的函（2019）二（四）", on="experts")
def removed_without_reason_or_date(roster: Roster, context: Context) -> Iterator[Problem]:
    """调出的评委没有写调出的原因或日期。

    调出专家库要属于四种情形之一：违反评审工作纪律、调离原专业技术岗位、退休、其他不能履行职责的情形，并写明日期，随时报告。

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {}
          - {state: removed, removed: {date: "2026-03-01"}}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {}
          - {state: removed, removed: {date: "2026-03-01", reason: left-post}}
    """
    for i, expert in enumerate(roster.experts):
        if expert.active:
            continue
        removed = expert.removed
        reason, day = (None, None) if removed is None else (removed.reason, removed.date)
        if reason is None or day is None:
            missing = "和".join(word for word, given in (("原因", reason), ("日期", day)) if given is None)
            hint = f"请补上调出的日期，原因填四种之一：{listed(REASONS.values())}。"
            yield row_problem(i, "removed", f"已调出，没有写调出的{missing}", hint)


@rule("R108", clause="人社部令第40号第十条", on="experts", needs=("pool_level",))
def level_below_the_level_needed(roster: Roster, context: Context) -> Iterator[Problem]:
    """评委的职称层级低于专家库所需的层级。

    评委要有本系列或本专业相应层级的职称：不低于评审委员会所评的最低高级层级；不评高级的，不低于所评的最低层级。
    例子所用：pool_level=true

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title: 工程师, level: intermediate}
          - {title: 高级工程师, level: associate-senior}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {title: 高级工程师, level: associate-senior}
    """
    pool, provision = context.pool, context.figure("pool_level")
    if pool.needed is None or not provision.holds:
        return
    ranks = context.level_ranks
    least = ranks[pool.needed]
    for i, expert in pool.active:
        if ranks[expert.level] < least:
            said = f"“{context.levels[expert.level]}”低于这个专家库所需的“{context.levels[pool.needed]}”"
            yield row_problem(i, "level", said, "请核对职称层级；确实低于的，请换人。", clause=context.cite(provision))


@rule("R113", clause="备案登记的函（2019）二（二）4", severity="warning", on="experts")
def sounds_like_a_leader_but_is_not_marked(roster: Roster, context: Context) -> Iterator[Problem]:
    """职务像是行政机关的领导，却没有标明。

    “工作单位及行政职务”写着某厅、某局的厅长、局长、处长等职务，而没有标明是行政机关的领导（leader: true），就查不出是否可以入库。
    学校、医院、科研院所、企业和协会的领导不算。认得的只是字面，请人核对；确实不是的，保留提醒即可。

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {unit: 某省水利厅规划处处长}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {unit: 某大学教务处处长}
    """
    for i, expert in context.pool.active:
        if not expert.leader and expert.unit is not None and sounds_like_a_leader(expert.unit):
            hint = "请核对：是行政机关（不含学校、医院等）领导的，请写上 leader: true；不是的不必改动。"
            yield row_problem(i, "unit", "职务像是行政机关的领导，却没有标明", hint)


@rule("R114", clause="备案登记的函（2019）附件3", on="experts", needs=("title_age",))
def month_impossible(roster: Roster, context: Context) -> Iterator[Problem]:
    """日期在将来，或者取得职称时年龄太小。

    出生年月、取得职称时间、调出日期和签字日期都不会在将来；取得职称时不满 {title_age 周岁}的，两个时间里必有一个填错了。
    例子所用：title_age=16

    不合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {born: "1985-04", title_since: "1984-12"}

    合格：

        # registry/vault/example-one.roster.age
        # 打开以后
        experts:
          - {born: "1985-04", title_since: "2014-12"}
    """
    provision = context.figure("title_age")
    years, today = provision.number or 0, month_of(context.today)
    youngest = years * YEAR
    for i, expert in context.pool.active:
        born, since = expert.born, expert.title_since
        if born is not None and born > today:
            yield row_problem(i, "born", "在将来", "请核对年份和月份。")
        elif since is not None and since > today:
            yield row_problem(i, "title_since", "在将来", "请核对年份和月份。")
        elif born is not None and since is not None and since - born < youngest:
            said = "早于出生年月" if since < born else f"取得职称时不满 {years} 周岁"
            yield row_problem(i, "title_since", said, "请核对出生年月和取得职称时间，其中有一个填错了。", clause=context.cite(provision))
    for i, expert in enumerate(roster.experts):
        if expert.removed is not None and expert.removed.date is not None and expert.removed.date > context.today:
            yield row_problem(i, "removed", "调出日期在将来", "请核对年份和月份；还没有调出的，到时再用 zhicheng roster remove 调出。")
    if roster.signed is not None and roster.signed > context.today:
        yield Problem(("signed", "date"), "签字日期在将来", "请核对年份和月份。")
