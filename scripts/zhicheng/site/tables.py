"""The public tables: what the API says, as rows and columns for spreadsheets and databases. Written in each format by table_files.

Only what `public`, `public_record` and `public_counts` publish stands in them; numbers that are not published stay so, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhicheng.draws import public_file
from zhicheng.registry import public
from zhicheng.rules.as_here import all_here
from zhicheng.site import draw_list, feeds, record_list, table_rows
from zhicheng.site.page import View
from zhicheng.site.table_rows import Row

TEXT, WHOLE, DAY, YES_NO = "string", "integer", "date", "boolean"  # types of columns, as Table Schema calls them


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name, its type, and what it says, in Chinese."""

    name: str
    title: str
    type: str = TEXT


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table. `key`: the columns that tell its rows apart, if any do; `parents`: columns that name a row of another table."""

    name: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: Callable[[], Iterator[Row]]
    key: tuple[str, ...] = ()
    parents: tuple[tuple[str, str, str], ...] = ()  # column, table, column there


_COMMITTEE = TableColumn("committee", "评审委员会编号")
_SERIES = TableColumn("series", "系列代号")
_REVIEW = TableColumn("review", "登记的第几项评审", WHOLE)
_OF_COMMITTEE = (("committee", "committees", "id"),)
_OF_SERIES = ("series", "series", "id")


def _columns(*named: str) -> tuple[TableColumn, ...]:
    """Columns written as `name 标题`, with the type behind where it is not text."""
    return tuple(TableColumn(*one.split(" ")) for one in named)


def tables(view: View) -> list[PublicTable]:
    """Every table, in the order in which one may refer to those before it."""
    return [
        PublicTable(
            "series",
            "职称系列",
            _columns("id 系列代号", "number 国家序号 integer", "name 名称"),
            lambda: ((one.id, one.number, one.name) for one in view.registry.series.values()),
            ("id",),
        ),
        PublicTable(
            "titles",
            "各系列、层级的职称名称",
            (_SERIES, *_columns("level 层级", "track 方向", "title 职称名称")),
            lambda: table_rows.titles(view),
            parents=(_OF_SERIES,),
        ),
        PublicTable(
            "exams",
            "全国考试，一个层级一行",
            (
                _SERIES,
                *_columns("level 层级", "method 评价方式", "exam 考试", "held_by 组织单位", "route 途径", "covers 专业范围"),
                *_columns("note 说明", "document 文件", "certainty 核实程度 integer"),
            ),
            lambda: (
                (series.id, level, one.method, one.name, one.held_by, one.route, one.covers, one.note, one.document, one.certainty)
                for series in view.registry.series.values()
                for one in series.exams
                for level in one.levels
            ),
            parents=(_OF_SERIES,),
        ),
        PublicTable(
            "areas",
            "行政区划",
            _columns("code 区划代码", "name 名称", "short 短名", "level 级别", "parent 上级", "since 启用年份 integer"),
            lambda: (
                (one.code, one.name, one.short, one.level, one.parent, one.since or None) for one in view.registry.areas.current.values()
            ),
            ("code",),
        ),
        PublicTable(
            "specialties",
            "专业代码",
            (
                TableColumn("code", "专业代码"),
                _SERIES,
                *_columns("first 一级目录", "second 二级目录", "third 三级目录", "since 启用日期 date", "canonical 名称已明确 boolean"),
            ),
            lambda: (
                (one.code, one.series, one.first, one.second, one.third, one.since.isoformat(), one.canonical)
                for one in (() if view.registry.specialties is None else view.registry.specialties.record)
            ),
            ("code",),
        ),
        PublicTable("committees", "评审委员会", _COMMITTEES, lambda: table_rows.committees(view), ("id",)),
        PublicTable(
            "reviews",
            "评审的系列和层级，一个层级一行",
            (
                _COMMITTEE,
                _REVIEW,
                _SERIES,
                *_columns("level 层级", "method 评价方式", "open_to 受理对象", "all_specialties 全部专业 boolean"),
            ),
            lambda: table_rows.reviews(view),
            parents=_OF_COMMITTEE,
        ),
        PublicTable(
            "committee_specialties",
            "评审的专业；层级在 reviews 里 committee 和 review 相同的行",
            (_COMMITTEE, _REVIEW, _SERIES, *_columns("first 一级目录", "second 二级目录", "third 三级目录", "code 专业代码")),
            lambda: table_rows.specialties(view),
            parents=_OF_COMMITTEE,
        ),
        PublicTable(
            "committee_areas",
            "受理地域",
            (_COMMITTEE, TableColumn("area", "区划代码")),
            lambda: ((one.id, code) for one in public.committees(view.registry) for code in one.scope.areas),
            parents=_OF_COMMITTEE,
        ),
        PublicTable(
            "validities",
            "历次有效期",
            (
                _COMMITTEE,
                *_columns("from 第一天 date", "until 最后一天 date", "kind 以往或现在", "document 文件", "ended 提前终止的日期 date"),
            ),
            lambda: (
                (one.id, *(period.get(key) for key in ("from", "until", "kind", "document", "ended")))
                for one in public.committees(view.registry)
                for period in record_list.validity(one)
            ),
            parents=_OF_COMMITTEE,
        ),
        PublicTable(
            "experts",
            "入库专家的人数",
            _columns(
                "committee 评审委员会编号",
                "area 用人单位所在区划",
                "round 年度",
                "part 哪一部分",
                "series 系列代号",
                "first 一级目录",
                "name 部分的名称",
                "number 人数 integer",
                "hidden 不公布的原因",
            ),
            lambda: table_rows.experts(view),
        ),
        PublicTable(
            "changes",
            "登记的变更，新的在前",
            _columns("date 日期 date", "committee 评审委员会编号", "kind 种类", "notes 变了什么", "commit 提交号"),
            lambda: (
                (said["date"], said["committee"], said["kind"], "；".join(said.get("notes", ())) or None, said["commit"])
                for said in (feeds.entry(view, one) for one in view.history.versions)
            ),
        ),
        PublicTable(
            "decisions",
            "审核记录",
            _columns(
                "committee 评审委员会编号",
                "area 用人单位所在区划",
                "kind 决定的事项",
                "round 年度",
                "role 谁决定的",
                "outcome 结果",
                "date 日期 date",
                "commit 审核的版本",
                "reason_code 事由",
                "reason 审核意见",
                "mend 需要更正的内容",
                "published 公布日期 date",
            ),
            lambda: table_rows.decisions(view),
        ),
        PublicTable(
            "draws",
            "评委的抽取，一个专业组一行",
            _columns(
                "draw 抽取的编号",
                "committee 评审委员会编号",
                "number 第几次 integer",
                "state 状态",
                "group 专业组代号",
                "name 专业组",
                "members 应到几名 integer",
                "alternates 候补几名 integer",
                "pool 在库 integer",
                "candidates 参加抽取 integer",
                *(f"{code} {label} integer" for code, label in public_file.RANKS.items()),
            ),
            lambda: draw_list.rows(view.registry),
            ("draw", "group"),
        ),
        PublicTable(
            "listed",
            "见于一览表、尚未备案的评审委员会",
            _columns(
                "id 编号",
                "name 名称",
                "organiser 组建单位",
                "authority 单位级别",
                "area 所属区划",
                "source 一览表",
                "dated 一览表的日期 date",
            ),
            lambda: (
                (one.id, one.name, one.organiser, one.authority, one.area, one.source, one.dated.isoformat() if one.dated else None)
                for one in view.registry.unfiled
            ),
            ("id",),
        ),
        PublicTable(
            "rules",
            "审查规则",
            _columns(
                "code 代码",
                "severity 严重程度",
                "waivable 可申请例外 boolean",
                "in_force 本登记册采用 boolean",
                "title 标题",
                "clause 依据",
            ),
            lambda: (
                (here.rule.code, here.severity, here.rule.waivable, here.in_force, here.rule.title, here.clause or None)
                for here in all_here(view.registry).values()
            ),
            ("code",),
        ),
        PublicTable(
            "labels",
            "代码的中文叫法",
            _columns("list 哪一种代码", "code 代码", "label 叫法"),
            lambda: ((name, code, label) for name, words in record_list.labels(view.registry).items() for code, label in words.items()),
            ("list", "code"),
        ),
    ]


_COMMITTEES = _columns(
    "id 编号", "name 名称", "organiser 组建单位", "authority 单位级别", "area 所属区划", "status 状态", "address 单位地址",
    "phones 咨询电话", "valid_from 有效期第一天 date", "valid_until 有效期最后一天 date", "open_to 受理对象", "note 受理说明",
    "areas 受理地域", "withdrawn 撤销登记的日期 date", "updated 最近变更的日期 date", "digest 登记摘要", "sha256 登记文件的校验值",
)  # fmt: skip
