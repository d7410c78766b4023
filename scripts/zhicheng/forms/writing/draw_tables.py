"""The tables on the papers of a draw: conditions, results, ranks, balance, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing import steps
from zhicheng.drawing.balance import ETHNIC_GROUP, Balance
from zhicheng.draws import public_file, seating
from zhicheng.forms.writing.layout import DENSITIES, Cell, Line, Row, Table, cell, label
from zhicheng.registry.records.small_numbers import SMALL
from zhicheng.registry.registry import Registry

_WIDE, _FIRST = 170.0, 38.0  # millimetres: the text of a page, the first column of a table of labels
_SIGNERS = ("主持人", "抽取人", "监督人", "记录人")
_PART = 32  # characters of a hash on a line


def moment(text: str) -> str:
    """A time of the public file as people write it: 2026-09-16 10:05."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"


def limits(given: Mapping[str, int]) -> list[str]:
    """Limits in words."""
    return [f"{said} {given[name]} 名" for name, said in seating.LIMITS.items() if name in given]


def labelled(rows: Sequence[tuple[str, ...]]) -> Table:
    """A table with a label and lines in each row."""
    made = Table((_FIRST, _WIDE - _FIRST), (), tuple((label(name), cell(*lines)) for name, *lines in rows))
    return made if any(len(row) > 2 for row in rows) else made.at(DENSITIES[1])


def _headed(widths: Sequence[float], heads: Sequence[str], rows: Sequence[Row]) -> Table:
    return Table(tuple(widths), (tuple(Cell((name,), "label") for name in heads),), tuple(rows))


def _number(number: object) -> Cell:
    return Cell((str(number),), "number")


def hash_lines(name: str, digest: str) -> list[str]:
    """A hash with a name before it, on several lines."""
    first, *rest = broken(digest)
    return [f"{name} {first}", *rest]


def broken(text: str) -> list[str]:
    """A long value on several lines, so that it can be compared by eye."""
    return [text[i : i + _PART] for i in range(0, len(text), _PART)]


def rosters(value: Value) -> Table:
    """The rosters that the list was made of, each with the hashes of its sealed file and of its draw key."""
    return labelled(
        [
            (f"花名册 {one['key']}", *hash_lines("密封文件", one["sealed"]), *hash_lines("抽取密钥", one["draw_key"]))
            for one in value["plan"]["rosters"]
        ]
    )


def conditions(registry: Registry, value: Value) -> Table:
    """The groups: conditions, numbers asked for, and how many take part and do not."""
    rows, reasons = [], public_file.reasons()
    for group in value["plan"]["groups"]:
        series = registry.series.get(group["series"])
        specialties = "、".join("／".join(one) for one in group["specialties"])
        levels = "、".join(registry.levels.get(one, one) for one in group["levels"])
        out = [f"{reasons[reason]} {number}" for reason, number in group.get("excluded", {}).items()]
        rows.append((
            cell(group["name"], group["id"]), cell(group["series"] if series is None else series.name, specialties, levels),
            _number(group["members"]), _number(group["alternates"]), _number(group["pool"]), cell(*out) if out else _number("—"),
            _number(len(group["candidates"])),
        ))  # fmt: skip
    return _headed((28, 55, 14, 14, 14, 31, 14), ("组", "条件", "应到", "候补", "在库", "不参加", "参加"), rows)


def results(value: Value) -> Iterator[Line | Table]:
    """How many of each group became what; nothing before the calls are signed off."""
    labels, counted = public_file.RANKS, public_file.counts(value)
    if not counted:
        return
    used = [state for state in labels if any(count[state] for count in counted.values())]
    width = round((_WIDE - 44) / len(used), 1)
    rows = [(cell(group["name"]), *(_number(counted[group["id"]][state]) for state in used)) for group in value["plan"]["groups"]]
    yield Line("各组的结果（人数）", "part")
    yield _headed((44, *[width] * len(used)), ("组", *(labels[state] for state in used)), rows)


def ranks(value: Value, group: Value, known: steps.Calls | None) -> Iterator[Line | Table]:
    """The ranks of a group, as far as people were called, or with names are due now, and how many were not; without names and before the
    sign-off all of them, with room to write.
    """
    key, order = group["id"], value["result"]["ranking"][group["id"]]
    closed = public_file.ranks(value).get(key)
    states: Sequence[str] = closed or (known.state.states[key] if known is not None else [""] * len(order))
    if known is None or closed:
        last = max((i for i, state in enumerate(states) if state != seating.UNCALLED), default=-1) + 1
    else:
        due = [index + 1 for group_, index in known.state.may_be_called() if group_ == key]
        last = max([step["rank"] for step in known.steps if step.get("group") == key] + due, default=0)
    labels = public_file.RANKS
    yield Line(f"{group['name']}：抽出的先后", "part")
    widths: tuple[int, ...]
    heads: tuple[str, ...]
    rows: list[Row]
    if known is None:
        widths, heads = (25, 25, 120), ("位次", "号", "结果")
        rows = [(_number(i + 1), _number(order[i]), cell(labels.get(states[i], ""))) for i in range(last)]
    else:
        widths, heads = (12, 12, 26, 46, 50, 24), ("位次", "号", "姓名", "工作单位", "打电话的经过", "结果")
        people = steps.ranked(value, known.sealed)[key]
        said = _said(known, key)
        rows = [
            (
                _number(i + 1), _number(order[i]), cell(people[i]["name"]), cell(people[i]["employer"]),
                cell(*said.get(i + 1, ())), cell(labels.get(states[i], "")),
            )
            for i in range(last)
        ]  # fmt: skip
    if rows:
        yield _headed(widths, heads, rows)
    if last < len(order):
        which = f"第 {last + 1} 位" if last + 1 == len(order) else f"第 {last + 1} 至第 {len(order)} 位"
        yield Line(f"{which}{'' if closed else '还'}没有打，一共 {len(order) - last} 名；号的次序见公布的文件。", "plain")


def _said(known: steps.Calls, group: str) -> dict[int, list[str]]:
    """What was written down of each rank of a group, in order: 09-16 10:20 不能到会：公务冲突."""
    found: dict[int, list[str]] = {}
    for step in known.steps:
        if step.get("group") == group:
            reason = f"：{seating.REASONS[step['reason']]}" if "reason" in step else ""
            note = f"（{step['note']}）" if "note" in step else ""
            said = f"{datetime.fromisoformat(step['at']):%m-%d %H:%M} {seating.RESULTS[step['kind']]}{reason}{note}"
            found.setdefault(step["rank"], []).append(said)
    return found


def remarks(known: steps.Calls) -> Iterator[Line | Table]:
    """Who called and who watched, and the steps that are about no rank: limits that were relaxed, the sign-off."""
    if not known.steps:
        return
    rows = [
        ("打电话的人", "、".join(dict.fromkeys(step["caller"] for step in known.steps))),
        ("见证人", "、".join(dict.fromkeys(step["witness"] for step in known.steps))),
    ]
    for step in known.steps:
        if step["kind"] == "relaxed":
            rows.append(("放宽限额", f"{moment(step['at'])} {seating.LIMITS[step['limit']]}：{step['note']}"))
        elif step["kind"] == "closed" and "note" in step:
            rows.append(("封存的说明", step["note"]))
    yield Line("打电话和见证", "part")
    yield labelled(rows)


def chain(value: Value) -> list[str]:
    """How long the chain of the calls is, and its end."""
    chain = value.get("calls", {}).get("chain", ())
    return [f"{len(chain)} 步，末尾：", *broken(chain[-1])] if chain else ["还没有打电话"]


def signatures(said: str) -> Iterator[Line | Table]:
    """Room for those who were there to sign."""
    yield Line(f"签字：{said}", "part")
    row = tuple(Cell((f"{one}（签字）", "　", "　", "　　年　　月　　日"), "number") for one in _SIGNERS)
    yield Table((_WIDE / len(row),) * len(row), (), (row,))  # one row, which no page breaks


# --- balance -----------------------------------------------------------------------------------------------------------


def whole_balance(balance: Balance) -> Iterator[Line | Table]:
    """Every number, for the private record."""
    heads = ("", "", "名单", "应到", "候补")
    rows: list[Row] = [(cell("人数", across=2), *map(_number, balance.people))]
    for name, values in balance.by.items():
        first = Cell((name,), "label", down=len(values))
        rows += [(*([first] if i == 0 else []), cell(key), *map(_number, values[key])) for i, key in enumerate(values)]
    rows.append((cell("工作单位有几个", across=2), *map(_number, balance.employers)))
    rows.append((cell("最多的一个单位有几人", across=2), *map(_number, balance.largest)))
    yield Line("附：抽取结果的构成（不公开）", "part")
    yield Line(f"按方案的日期计算周岁。含{ETHNIC_GROUP}，属于敏感个人信息，只供内部查看，不得公布。", "plain")
    yield _headed((34, 52, 28, 28, 28), heads, rows)


def public_balance(balance: Balance) -> Iterator[Line | Table]:
    """What may be published of it."""
    yield Line("抽取结果的构成", "part")
    shown = balance.public()
    rows: list[Row] = []
    for name, values in shown.items():
        first = Cell((name,), "label", down=len(values))
        rows += [(*([first] if i == 0 else []), cell(key), *map(_number, pair)) for i, (key, pair) in enumerate(values.items())]
    if rows:
        yield _headed((34, 60, 38, 38), ("", "", "应到", "名单里的其他人"), rows)
    if hidden := [name for name in balance.by if name not in shown]:
        yield Line(f"{'、'.join(hidden)}不公布：有的数少于 {SMALL} 人，或者公布了就看得出个人的情况。", "plain")
