"""The text of registry/recipients.yaml with another key, or with those of an earlier recipients.txt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from zhicheng.documents import schemas, yaml_reading, yaml_writing
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.key_holders import LIST, has_list, named_keys
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.registry import Registry

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
    values = [_value(one) for one in added]
    lines = [line for value in values for line in yaml_writing.item(value, style=yaml_writing.Style(width=math.inf))]
    text = yaml_writing.appended(EMPTY if document is None else document.text, "recipients", lines)
    try:
        made = yaml_reading.parse(LIST, text.encode()).value
    except yaml_reading.Unreadable:
        made = {}
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
