"""A departure that an employer reports: who left the pool, and for which of the four reasons (letter 二（四）1–4).

It is one line of JSON, sealed to the centre's keys: it names a person. The centre finds that person in the rosters that its key opens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from zhicheng.documents.yaml_reading import FORBIDDEN, Value
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.text import name_key, reason, show
from zhicheng.vault import cipher, roster_changes, store
from zhicheng.vault.recipients import recipients
from zhicheng.vault.store import Keyring

_MOST = 64 * 1024  # bytes of a sealed departure
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_LABELS = {"name": "姓名", "unit": "工作单位", "by": "报告单位", "note": "说明"}
_LIMITS = {"name": 50, "unit": 200, "by": 100, "note": 300}  # characters; an empty note means none


@dataclass(frozen=True, slots=True)
class Departure:
    """Who left (name, month of birth as YYYY-MM, unit), since when and why (a code of REASONS), and the office that reports it (`by`)."""

    name: str
    born: str
    unit: str
    reason: str
    date: str
    by: str
    note: str = ""

    @property
    def words(self) -> str:
        """Reason, day and office, without the person."""
        return f"{sealed_roster.REASONS[self.reason]}，{self.date}，由{self.by}报告"


@dataclass(frozen=True, slots=True)
class Found:
    """An expert in a roster who is meant: the roster's key and value, the row (from 1), and whether the unit is another one."""

    key: str
    roster: Value
    row: int
    other_unit: bool

    @property
    def expert(self) -> Value:
        expert: Value = self.roster["experts"][self.row - 1]
        return expert


def checked(departure: Departure, today: date) -> Departure:
    """The departure itself, with texts on one line. Raises UserError where something is missing, too long or cannot be."""
    texts = {field: " ".join(getattr(departure, field).split()) for field in _LIMITS}
    for field, most in _LIMITS.items():
        if len(texts[field]) > most or (not texts[field] and field != "note") or FORBIDDEN.search(texts[field]):
            raise UserError(f"{_LABELS[field]}要写 1 到 {most} 个字，不能有控制字符。")
    if not _MONTH.fullmatch(departure.born):
        raise UserError("出生年月要写年和月，如 1975-04。")
    if departure.reason not in sealed_roster.REASONS:
        raise UserError(f"原因要写四种情形之一：{'、'.join(f'{code} {label}' for code, label in sealed_roster.REASONS.items())}。")
    try:
        day = date.fromisoformat(departure.date)
    except ValueError:
        raise UserError("日期要写年月日，如 2026-09-01。") from None
    if day > today:
        raise UserError(f"{day} 还没有到。离开以后再报告；日期写错的请更正。")
    return Departure(born=departure.born, reason=departure.reason, date=day.isoformat(), **texts)


def sealed(registry: Registry, departure: Departure, today: date) -> bytes:
    """A checked departure, sealed to the keys of the centre. Raises UserError where the registry names too few of them."""
    line = json.dumps({"departure": {name: said for name, said in asdict(departure).items() if said}}, ensure_ascii=False)
    return cipher.seal(store.padded(line.encode()), recipients(registry, f"employer-{registry.settings.region}", today))


def opened(path: Path, keys: Keyring, today: date) -> Departure:
    """The departure in a sealed file. Raises UserError where there is none; no message repeats what is in it."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST + 1)
    except OSError as error:
        raise UserError(f"读不到 {show(path.name, 100)}：{reason(error)}。") from None
    try:
        if len(content) > _MOST:
            raise CannotOpen("太大，不是一份报告")
        value = store.decoded(cipher.unseal(content, keys.identities), once=True)
        given = value.get("departure")
        if set(value) != {"departure"} or not isinstance(given, dict) or not all(isinstance(said, str) for said in given.values()):
            raise CannotOpen("里面不是离库报告")
        return checked(Departure(**given), today)
    except CannotOpen as error:
        raise UserError(
            f"打不开 {show(path.name, 100)}：{error}。请核对文件和密钥，或请报告单位用 zhicheng departure report 重做一份。"
        ) from None
    except (ValueError, TypeError, RecursionError):
        raise UserError(f"{show(path.name, 100)} 里不是离库报告。请报告单位用 zhicheng departure report 重做一份。") from None


def find(registry: Registry, departure: Departure, keys: Keyring) -> tuple[list[Found], list[str]]:
    """Where the person stands: every row of the same name and month of birth, and the keys of the rosters that could not be opened."""
    wanted, found, closed = (name_key(departure.name), departure.born), list[Found](), list[str]()
    sealed = sorted(entry.record.key for entry in registry.rosters if entry.record.sealed)
    for key, value in roster_changes.each_opened(registry, sealed, keys, closed):
        for row, expert in enumerate(value["experts"], 1):
            if "name" in expert and (name_key(expert["name"]), expert.get("born")) == wanted:
                found.append(Found(key, value, row, not _same_unit(departure.unit, expert)))
    return found, closed


def _same_unit(unit: str, expert: Value) -> bool:
    """Whether a unit is that of an expert, as far as it was written: the one name begins with the other."""
    one = name_key(unit)
    others = [name_key(expert[field]) for field in ("employer", "unit") if field in expert]
    return any(one.startswith(other) or other.startswith(one) for other in others)


def removed(found: Sequence[Found], departure: Departure) -> dict[str, tuple[Value, Value]]:
    """The rosters, by key, before and after the person is taken out of each in which they are still active."""
    changed: dict[str, tuple[Value, Value]] = {}
    note = f"由{departure.by}报告" + (f"：{departure.note}" if departure.note else "")
    for one in found:
        if one.expert.get("state") == "active":
            before, now = changed.get(one.key, (one.roster, one.roster))
            day = date.fromisoformat(departure.date)
            changed[one.key] = (before, roster_changes.remove(now, one.expert["id"], departure.reason, day, note))
    return changed
