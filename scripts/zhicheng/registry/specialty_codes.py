"""Assigns codes to specialties that have none yet. A code stands for one specialty for ever; codes are only added.

A code is the series' national number in two digits (the id of a series that has none), and the numbers of the first and the second level,
each in three digits, as in 05-001-004; the third level adds three digits more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhicheng.errors import UserError
from zhicheng.registry.paths import SINGLE
from zhicheng.registry.records.series import Series, title_key
from zhicheng.registry.records.specialties import Specialty, names_key
from zhicheng.registry.registry import Registry

PATH = f"registry/{SINGLE['specialties']}"
_HEAD = """\
# yaml-language-server: $schema=../../schemas/specialties.schema.json
# 专业代码表：由 zhicheng codes 分配，只在末尾添加。代码不改、不删、不再给别的专业；
# 改名、合并、拆分的专业用新代码，在 predecessors 里写原来的。
# 行业主管部门已经明确的名称，可以加上 canonical: true。
specialties:
"""


def prefix(series: Series) -> str:
    """What the codes of a series begin with: its national number, or the id of a series that has none."""
    return series.id if series.number is None else f"{series.number:02}"


def missing(registry: Registry, today: date) -> list[Specialty]:
    """The specialties of registered committees that have no code, each with the code it should get, in the order of series.yaml."""
    known = () if registry.specialties is None else registry.specialties.record
    coded = {specialty.names: specialty.code for specialty in known}
    firsts: dict[tuple[str, str], str] = {}  # the code of each first level, without the parts below it
    for specialty in known:
        parts = specialty.code.split("-")[: -1 if specialty.third is None else -2]
        firsts.setdefault((specialty.series, specialty.names[1]), "-".join(parts))
    used = {*firsts.values(), *coded.values()}
    found = []
    for series, first, second, third in _registered(registry):
        names = names_key(series.id, first, second, third)
        if names in coded:
            continue
        base = firsts.get(names[:2]) or _next(prefix(series), used)
        firsts[names[:2]] = base
        above = base if third is None else coded[(*names[:3], "")]
        coded[names] = code = _next(above, used)
        used |= {base, code}
        found.append(Specialty(series.id, first, second, third, code, False, today, ()))
    return found


def with_added(text: str | None, added: list[Specialty]) -> str:
    """The text of the table with specialties added at its end; without a text, that of a new table."""
    from zhicheng.documents.yaml_writing import flow  # loaded where something is written

    if text is not None and not text.rstrip().endswith("}"):
        raise UserError(f"{PATH} 的末尾不是一行一个专业的写法，不能自动添加。请改成每个专业一行 {{…}}，再试一次。")
    head = _HEAD if text is None else text.rstrip() + "\n"
    return head + "".join(f"  - {flow(_value(specialty))}\n" for specialty in added)


def _value(specialty: Specialty) -> dict[str, str]:
    third = {} if specialty.third is None else {"third": specialty.third}
    named = {"series": specialty.series, "first": specialty.first, "second": specialty.second, **third}
    return {**named, "code": specialty.code, "since": specialty.since.isoformat()}


def _registered(registry: Registry) -> Iterator[tuple[Series, str, str, str | None]]:
    """Every specialty of every committee, by series in the order of the table, then by committee; those of the third level after theirs."""
    for series in registry.series.values():
        for committee in sorted(registry.committees, key=lambda entry: entry.record.id):
            for review in committee.record.reviews:
                for first in review.catalog if review.series == series.id else ():
                    for at, second in enumerate(first.seconds):
                        yield series, first.name, second, None
                        for third in first.thirds[at] if first.thirds else ():
                            yield series, first.name, second, third


def _next(above: str, used: set[str]) -> str:
    """The next number below a code: one more than the highest ever used."""
    depth = above.count("-") + 1
    taken = (code.split("-")[depth] for code in used if code.startswith(f"{above}-"))
    number = max((int(part) for part in taken if part.isdigit()), default=0) + 1
    if number > 999:
        raise UserError(f"{above} 下面的顺序号已经用到 999，不能再分配。请与维护人员联系。")
    return f"{above}-{number:03}"


def canonical_names(registry: Registry) -> dict[tuple[str, str], dict[str, str]]:
    """The settled names of each first level that has some, by series and first level: the name by the form in which it is compared."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for specialty in () if registry.specialties is None else registry.specialties.record:
        if specialty.canonical:
            found.setdefault((specialty.series, specialty.names[1]), {})[title_key(specialty.second)] = specialty.second
    return found
