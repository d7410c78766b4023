"""Opening a new round: the file of the round, and the setting that makes it the current one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhicheng.documents import schemas, yaml_reading
from zhicheng.documents.yaml_writing import flow, scalar
from zhicheng.errors import UserError
from zhicheng.registry.records.round import Round
from zhicheng.registry.registry import Registry
from zhicheng.registry.required_fields import PLATFORM, use
from zhicheng.text import listed, nearest, show

_CURRENT = re.compile(r"""^(current_round:[ \t]*)(?:"[0-9]{4}"|'[0-9]{4}'|[0-9]{4})(?=[ \t]*(?:#|\r?$))""", re.MULTILINE)
_TEMPLATE = """# yaml-language-server: $schema=../../schemas/round.schema.json
# {year} 年度：日期和名单由中心核定。
id: {id}
title: {year} 年度备案登记
opened: {opened}
deadlines:
  form: {form}
  roster: {roster}
{platform}rulebooks: {rulebooks}
# 应当报送的评审委员会；没有列入的也可以报送。
expected:{expected}
"""


@dataclass(frozen=True, slots=True)
class NewRound:
    """A new round, not yet written: path and text of its file, and the text of registry.yaml that makes it current.

    `settings` is None where the line `current_round` cannot be replaced safely. `last` is the round that the list of expected committees
    was taken from. `expected`, `left_out` (withdrawn since) and `added` (filed without being on the list) are ids of committees.
    """

    path: str
    text: str
    settings: str | None
    last: Round
    expected: tuple[str, ...]
    left_out: tuple[str, ...]
    added: tuple[str, ...]


def opening(
    registry: Registry, year: str, opened: date, deadlines: tuple[date, date, date | None], rulebooks: Sequence[str] | None = None
) -> NewRound:
    """The round of `year`. It expects the active committees that were expected in the last round or filed in it.

    `deadlines` are those of form, roster and platform (None: none, where the rulebooks do not require one); `rulebooks` are the last
    round's where none are given. Raises UserError where the round exists already, is not later than the last one, has a deadline before it
    opens, or names an unknown rulebook.
    """
    path = f"registry/rounds/{year}.yaml"
    last = _last_round(registry, year, path)
    _refuse_days(last, opened, deadlines)
    books = list(last.rulebooks if rulebooks is None else dict.fromkeys(rulebooks))
    _refuse_books(registry, books, has_platform=deadlines[-1] is not None)
    listed_before = set(last.expected)
    filed = {one.id for one in registry.by_id.values() if any(filing.round == last.id for filing in one.filings)}
    active = {one.id for one in registry.by_id.values() if one.active}
    expected = tuple(sorted((listed_before | filed) & active))
    form, roster, platform = deadlines
    text = _TEMPLATE.format(
        year=year,
        id=scalar(year),
        opened=scalar(opened),
        form=scalar(form),
        roster=scalar(roster),
        platform="" if platform is None else f"  platform: {scalar(platform)}\n",
        rulebooks=flow(books),
        expected="".join(f"\n  - {scalar(identifier)}" for identifier in expected) or " []",
    )
    if not schemas.fits("round", yaml_reading.parse(path, text.encode()).value):
        raise AssertionError("the round does not fit its schema")
    left_out = tuple(sorted(listed_before - active))
    return NewRound(path, text, _settings_for(registry, year), last, expected, left_out, tuple(sorted((filed & active) - listed_before)))


def _last_round(registry: Registry, year: str, path: str) -> Round:
    """The latest round, which the one of `year` follows. Raises UserError where that exists already, or cannot follow any."""
    if not re.fullmatch(r"[0-9]{4}", year):
        raise UserError(f"年度写四位数字，例如 2027，不能是 {show(year)}。")
    if registry.knows("round", year) or (registry.root / path).exists():
        raise UserError(f"{year} 年度已经有了（{path}），没有改动。要修改日期或名单，请直接改这个文件。")
    if not registry.rounds:
        raise UserError("还没有可以接续的年度。第一个年度请照“其他地区”指南，自己写在 registry/rounds/ 里。")
    last = registry.rounds[max(registry.rounds)].record
    if year < last.id:
        raise UserError(f"最近的年度是 {last.id}，不能再开一个更早的 {year} 年度。")
    return last


def _refuse_days(last: Round, opened: date, deadlines: tuple[date, date, date | None]) -> None:
    """Raises UserError where a deadline comes before the round opens, or the round does not open after the last one."""
    for what, day in zip(("登记表", "花名册", "平台录入"), deadlines, strict=True):
        if day is not None and day < opened:
            raise UserError(f"{what}截止日期 {day} 早于开始日期 {opened}。请核对；开始日期用 --opened 写明。")
    if opened <= last.opened:
        raise UserError(f"开始日期 {opened} 不晚于 {last.id} 年度的开始日期 {last.opened}。请用 --opened 写明新年度从哪天开始。")


def _refuse_books(registry: Registry, books: Sequence[str], has_platform: bool) -> None:
    """Raises UserError where a rulebook does not exist, or one requires a deadline of the platform and there is none."""
    for name in books:
        if not registry.knows("rulebook", name):
            near = nearest(name, registry.rulebooks)
            hint = f"是否想写 {near}？" if near else ""
            raise UserError(f"没有这个规则文件：{show(name)}。{hint}已有的：{listed(sorted(registry.rulebooks))}。")
    records = tuple(registry.rulebooks[name].record for name in books if name in registry.rulebooks)
    if not has_platform and use(records, PLATFORM)[0] == "required":
        raise UserError("开新的年度要写 --form、--roster 和 --platform；没有录入平台的，在规则文件的 fields 里写 platform: unused。")


def _settings_for(registry: Registry, year: str) -> str | None:
    """The text of registry.yaml with `current_round` replaced and nothing else changed; None where that cannot be done safely."""
    document = registry.document("registry/registry.yaml")
    if document is None:
        return None
    text, changed = _CURRENT.subn(lambda found: found[1] + scalar(year), document.text)
    if changed != 1:
        return None
    value = yaml_reading.value_or_none(document.path, text.encode())
    return text if value == {**document.value, "current_round": year} else None
