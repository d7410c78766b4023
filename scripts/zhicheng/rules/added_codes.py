"""Levels and authorities that rulebooks add (X019): their codes, labels and places."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.codes import USUAL
from zhicheng.documents.finding import Problem
from zhicheng.registry.records.added_codes import AddedCode
from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.rules.rule import Context, Rule
from zhicheng.text import nearest, show

_KINDS = {"levels": "层级", "authorities": "单位级别"}
_WORDING = "registry/wording.yaml"


def _added(book: Rulebook, context: Context) -> Iterator[Problem]:
    for field in _KINDS:
        for i, one in enumerate(getattr(book, field)):
            yield from _one(book, field, i, one, context)


def _one(book: Rulebook, field: str, i: int, one: AddedCode, context: Context) -> Iterator[Problem]:
    """What is wrong with a level or an authority: one fault, the first."""
    kind, place = _KINDS[field], (field, i, "code")
    every = context.levels if field == "levels" else context.registry.words.authorities
    if one.code in dict(getattr(USUAL, field)):
        hint = "请删去这一项。" + ("本地区的叫法写在 registry/wording.yaml 的 authorities 里。" if field == "authorities" else "")
        yield Problem(place, f"{kind} {one.code}（{every[one.code]}）每个登记册都有，不能再增加", hint)
        return
    if one.beside not in every or one.beside == one.code:
        near = nearest(one.beside, every)
        hint = (f"是否想写 {near}？" if near else "") + f"可以写：{'、'.join(code for code in every if code != one.code)}。"
        yield Problem((field, i, _beside(field, one)), f"没有{kind} {show(one.beside)}，{one.code} 排不进去", hint)
        return
    first = _first(book, field, i, one, context)
    if first is not None:
        said = f"{kind} {one.code} {_place(field, one)}，“{show(first[0].short)}”里写的是{_place(field, first[1])}"
        yield Problem(place, said, "一个代号只能有一种排法：请核对文件，改成一样的，或者另起一个代号。")
        return
    labels = {} if context.registry.wording is None else context.registry.wording.record.get(field, {})
    if one.code not in labels:
        yield Problem(place, f"{kind} {one.code} 还没有叫法", f"请在 {_WORDING} 的 {field} 里写上，如 {field}: {{{one.code}: 名称}}。")
        return
    other = next((code for code, label in every.items() if label == every[one.code] and code != one.code), None)
    if other is not None:
        said = f"{kind} {one.code} 和 {other} 都叫“{show(every[one.code])}”"
        yield Problem(place, said, f"读表时分不清：请在 {_WORDING} 里改用不同的叫法。")


def _beside(field: str, one: AddedCode) -> str:
    """The field that says where a level or an authority stands."""
    return "after" if field == "authorities" else "above" if one.above else "below"


def _place(field: str, one: AddedCode) -> str:
    """Where it stands, in words."""
    if field == "levels":
        return f"排在 {one.beside} 之{'上' if one.above else '下'}"
    return f"列在 {one.beside} 之后、所属区划是 {'、'.join(one.areas)}"


def _first(book: Rulebook, field: str, i: int, one: AddedCode, context: Context) -> tuple[Rulebook, AddedCode] | None:
    """Where the same code was added before in another way: in this rulebook, or in one whose file comes before it."""
    for entry in sorted(context.registry.rulebooks.values(), key=lambda entry: entry.path):
        known = getattr(entry.record, field)
        for other in known[:i] if entry.record is book else known:
            if other.code == one.code:
                return None if other == one else (entry.record, other)
        if entry.record is book:
            return None
    return None


def _labels(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    """Labels of levels that no rulebook adds. Labels of authorities are told by the schema."""
    words = {} if context.registry.wording is None else context.registry.wording.record.get("levels", {})
    added = {one.code for entry in context.registry.rulebooks.values() for one in entry.record.levels} - dict(USUAL.levels).keys()
    for code in words:
        if code not in added:
            near = nearest(code, added)
            hint = f"是否想写 {near}？" if near else "请删去；要增加这个层级的，先写进规则文件（registry/rulebooks/）的 levels。"
            said = f"没有一份规则文件增加层级 {show(code)}，这个叫法用不上"
            yield _WORDING, Problem(("levels", code), said, hint, key=True)


ADDED_CODES = Rule(
    "X019",
    """规则文件增加的层级、单位级别不成立：没有叫法，排不进去，或者与别处的对不上。

规则文件可以在 levels 里增加职称层级（如员级），在 authorities 里增加单位级别（如用人单位）。代号自己起，但不能用每个登记册都有的四个层级、
四个单位级别的代号；叫什么写在 registry/wording.yaml 里，不能与别的层级、级别同名；几份文件都写的，排法要一样。

不合格：

    # registry/rulebooks/local.yaml
    id: local
    title: 本地区备案文件
    short: 本地区文件
    issued: "2026-01-01"
    in_force: "2026-01-01"
    issuer: 某厅
    levels: [{code: technician, below: beginner}]
    rules: {E201: 第一条}
    numbers: {validity_years: {number: 3, clause: 第一条}}
    # registry/wording.yaml
    levels: {technician: 员级}

合格：

    # registry/rulebooks/local.yaml
    id: local
    title: 本地区备案文件
    short: 本地区文件
    issued: "2026-01-01"
    in_force: "2026-01-01"
    issuer: 某厅
    levels: [{code: technician, below: junior}]
    rules: {E201: 第一条}
    numbers: {validity_years: {number: 3, clause: 第一条}}
    # registry/wording.yaml
    levels: {technician: 员级}
""",
    checks=(("rulebook", _added), ("registry", _labels)),
)
