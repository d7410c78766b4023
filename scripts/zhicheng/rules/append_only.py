"""The rule on records that are only added to: decisions and waivers (X021)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from zhicheng.documents.finding import Problem
from zhicheng.registry.registry import Registry
from zhicheng.rules.rule import Context, rule
from zhicheng.text import show

_WAIVERS = "registry/waivers.yaml"
_FIELD = {True: "waivers", False: "decisions"}  # by whether it is the file of waivers


@rule("X021", on="registry")
def record_taken_back(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    """已有的审核记录或者例外被删去、改动。

    谁在哪天同意了什么、批准过哪些例外，公布以后只能接着往下写，不能删、不能改，不能换次序；登记错了的，另写一条更正。
    例外不再需要的，把 until 改早，到期以后可以删去；需要继续的，重新批准，另加一条。
    这一条要与修改以前的版本比较才查得出：zhicheng validate --base 版本。

    不合格：

        # registry/committees/650000/example-one.yaml
        id: example-one
        # registry/waivers.yaml
        # 原有
        waivers:
          - {committee: example-one, rule: E203, reason: 试点, granted_by: 某省人社厅, date: "2026-01-20", until: "2027-02-20"}
        # registry/waivers.yaml
        waivers: []

    合格：

        # registry/committees/650000/example-one.yaml
        panel: {members: 23, formed_by: series}
        # registry/waivers.yaml
        # 原有
        waivers:
          - {committee: example-one, rule: E203, reason: 试点, granted_by: 某省人社厅, date: "2026-01-20", until: "2027-02-20"}
        # registry/waivers.yaml
        waivers:
          - {committee: example-one, rule: E203, reason: 试点, granted_by: 某省人社厅, date: "2026-01-20", until: "2027-01-31"}
    """
    registry = context.registry
    for path, before in sorted(registry.recorded.items()):
        of_waivers = path == _WAIVERS
        what = "例外" if of_waivers else "审核记录"
        if path not in registry.files:
            yield path, Problem((), f"已有的{what}（{len(before)} 条）连同文件被删除", "请恢复这个文件，只在末尾接着写。")
            continue
        document = registry.document(path)
        if document is None:
            continue  # what is wrong with it is said
        field = _FIELD[of_waivers]
        for item in _missing(before, document.value[field], of_waivers):
            if of_waivers and item["until"] < context.today.isoformat() and not any(map(_same_subject(item), document.value[field])):
                continue  # it has ended and is taken away as X007 asks, not put in order by another in its place
            if of_waivers or not _elsewhere(item, path, registry):
                hint = (
                    "请照原样恢复。不再需要的把 until 改早，到期以后可以删去；需要继续的另加一条。"
                    if of_waivers
                    else "请照原样、照原来的次序恢复；登记错了的，另写一条更正。"
                )
                yield path, Problem((field,), f"已有的{what}被删去或者改动：{_named(item)}", hint)


def _missing(before: list[Any], after: list[Any], of_waivers: bool) -> Iterator[Any]:
    """The items that are not there any more, in their order."""
    start = 0
    for item in before:
        place = next((i for i in range(start, len(after)) if _stands(item, after[i], of_waivers)), None)
        if place is None:
            yield item
        else:
            start = place + 1


def _same_subject(item: Any) -> Callable[[Any], bool]:
    """A function that says whether another waiver is for the same committee, rule and expert."""
    names = ("committee", "rule", "expert")
    return lambda other: all(item.get(name) == other.get(name) for name in names)


def _stands(item: Any, other: Any, of_waivers: bool) -> bool:
    """Whether an item is the same; a waiver may end earlier than it did."""
    if not of_waivers:
        return bool(item == other)
    return {**item, "until": ""} == {**other, "until": ""} and bool(other["until"] <= item["until"])


def _elsewhere(item: Any, path: str, registry: Registry) -> bool:
    """Whether a decision was moved into the file of its year."""
    return any(entry.path != path and item in entry.document.value["decisions"] for entry in registry.decisions)


def _named(item: Any) -> str:
    """An item by what identifies it."""
    fields = ("committee", "rule", "expert", "role", "account", "outcome", "date")
    return "，".join(show(item[name]) for name in fields if name in item)
