"""The text of registry/recipients.yaml with another key, one in place of another, or with those of an earlier recipients.txt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from zhicheng.documents import schemas, yaml_reading, yaml_writing
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.key_holders import LIST, fingerprint, has_list, named_keys
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.registry import Registry

_ONE_LINE = yaml_writing.Style(width=math.inf)
EMPTY = """\
# yaml-language-server: $schema=../schemas/recipients.schema.json
# 密封给谁：公钥一把一项，中心的至少两把，一把备用。请用 zhicheng keys add 登记；holder 写岗位，不写人名。
# 停用的写上 until，不要删去。私钥绝不放进仓库。
recipients: []
"""


def with_keys(registry: Registry, new: Iterable[Recipient], today: date) -> str:
    """The text of the list with more keys; where there is no list yet, with those of recipients.txt before them, as of `today`.

    Raises UserError where the list cannot be read or extended, or a key is in it already for the same.
    """
    document = registry.document(LIST)
    if document is None and has_list(registry):
        raise UserError(f"{LIST} 读不出来，没有改动。请先运行 zhicheng validate，改好以后再试。")
    known = () if registry.recipients is None else registry.recipients.record
    added = [*([] if has_list(registry) else (replace(one, since=today) for one in earlier(registry))), *new]
    for one in added:
        if any((one.key, one.role, one.area, one.committee) == (old.key, old.role, old.area, old.committee) for old in known):
            raise UserError(f"这把公钥已经登记过（{LIST}，“{one.holder}”），没有改动。")
    before = [] if document is None else document.value["recipients"]
    return _with_values(EMPTY if document is None else document.text, before, [_value(one) for one in added])


def rotated(registry: Registry, old: str, new: str, holder: str | None, today: date) -> str:
    """The text of the list in which the key `new` takes the place of `old` from today on, everywhere where that is in use.

    `holder` is the office that keeps the new one, None: the same. The old one is used last on the day before, so that nothing is sealed to
    it from now on. Raises UserError where the list does not name the old key or names the new one, or cannot be changed.
    """
    document = registry.document(LIST)
    if document is None or registry.recipients is None:
        said = (
            f"{LIST} 读不出来。请先运行 zhicheng validate，改好以后再试"
            if has_list(registry)
            else f"没有 {LIST}。请先运行 zhicheng keys move"
        )
        raise UserError(f"没有改动：{said}。")
    record = registry.recipients.record
    places = [i for i, one in enumerate(record) if one.key == old and one.in_use(today)]
    if not places:
        known = any(one.key == old for one in record)
        elsewhere = next((one.path for one in named_keys(registry) if one.recipient.key == old and one.path != LIST), "")
        why = (
            "它已经停用"
            if known
            else f"它写在 {elsewhere} 里。请先改为登记在 {LIST}（zhicheng keys add）"
            if elsewhere
            else f"{LIST} 里没有它"
        )
        raise UserError(f"没有改动：要换下的公钥（指纹 {fingerprint(old)}）不能换：{why}。用 zhicheng keys list 查看。")
    if any(one.key == new for one in record):
        raise UserError(f"没有改动：新的公钥（指纹 {fingerprint(new)}）已经登记过。请用 zhicheng keys new 另生成一把。")
    last = (today - timedelta(days=1)).isoformat()
    ended = [{**one, "until": last} if i in places else one for i, one in enumerate(document.value["recipients"])]
    try:
        text = yaml_writing.amended(document, {**document.value, "recipients": ended}, [], _ONE_LINE)
    except yaml_writing.CannotAmend:
        raise UserError(f"{LIST} 的写法特别，不能自动改，文件没有改动。请把 recipients 改成每项一行“- ”开头的写法。") from None
    made = [replace(record[i], key=new, holder=holder or record[i].holder, since=today, until=None) for i in places]
    return _with_values(text, ended, [_value(one) for one in made])


def _with_values(before_text: str, before: list[Value], values: list[Value]) -> str:
    """The text of a list that holds `before`, with more values at its end. Raises UserError where it cannot be extended."""
    lines = [line for value in values for line in yaml_writing.item(value, style=_ONE_LINE)]
    text = yaml_writing.appended(before_text, "recipients", lines)
    made = yaml_reading.value_or_none(LIST, text.encode()) or {}
    if made != {"recipients": [*before, *values]}:
        raise UserError(f"{LIST} 的写法特别，不能自动加进新的公钥，文件没有改动。请把 recipients 改成每项一行“- ”开头的写法。")
    if not schemas.fits("recipients", made):
        raise UserError("登记的内容不合要求，没有改动：保管岗位要写 2 到 100 个字；地区写六位代码，评审委员会写编号。")
    return text


def earlier(registry: Registry) -> list[Recipient]:
    """The keys of recipients.txt as they would be in the list."""
    return [one.recipient for one in named_keys(registry) if one.line]


def _value(one: Recipient) -> Value:
    given = {"key": one.key, "holder": one.holder, "role": one.role, "area": one.area, "committee": one.committee}
    days = {"since": one.since, "until": one.until}
    return {name: said for name, said in given.items() if said} | {name: day.isoformat() for name, day in days.items() if day}
