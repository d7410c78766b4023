"""The randomness of a draw: how much a source gives, the canonical text of a value, and slips of the pen in it.

Sources are dice thrown before witnesses, public lottery draws and a drand beacon (docs/guide/draw-rules.md). The rules of lotteries are
data (registry/reference/randomness.yaml).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import beacon
from zhicheng.errors import UserError
from zhicheng.text import CHINA, narrow, show

LEAST_BITS = 64  # fewer could be tried out beforehand
_GAPS = re.compile(r"[\s,，、]+")
_FACES = 6


def bits(randomness: Value, table: Value) -> float:
    """How many bits the source of a plan gives. `table` fits schemas/randomness.schema.json. Raises as `sum_of_bits`."""
    return sum(number for _, number in sum_of_bits(randomness, table))


def sum_of_bits(randomness: Value, table: Value) -> list[tuple[str, float]]:
    """The parts of that sum, each in words, to show why a source suffices or not. Raises UserError for a source not in the table."""
    if randomness["source"] == "dice":
        return [(f"掷 {randomness['throws']} 次骰子，每次 log₂6 = 2.585 位", randomness["throws"] * math.log2(_FACES))]
    if randomness["source"] == "drand":
        beacon_of(randomness, table)
        return [("随机数信标", 256.0)]
    return [(f"{one['name']} {one['issue']} 期", _bits_of(lottery(one["name"], table)["parts"])) for one in randomness["draws"]]


def _bits_of(parts: Sequence[Value]) -> float:
    """The bits of one lottery draw, by the rules of its parts."""
    total, before = 0.0, 0
    for part in parts:
        of = part["of"] - (before if part.get("apart") else 0)
        total += part["choose"] * math.log2(of) if part["ordered"] else math.log2(math.comb(of, part["choose"]))
        before = part["choose"]
    return total


def lottery(name: str, table: Value) -> Value:
    """The rules of a lottery. Raises UserError where the table does not have it."""
    found: Value | None = next((one for one in table["lotteries"] if one["name"] == name), None)
    if found is None:
        known = "、".join(one["name"] for one in table["lotteries"])
        raise UserError(f"registry/reference/randomness.yaml 里没有彩票“{show(name)}”。已有：{known}。别的彩票，请先把规则写进去。")
    return found


def beacon_of(randomness: Value, table: Value) -> Value:
    """The beacon of a plan. Raises UserError where the table does not have it."""
    found: Value | None = next((one for one in table["beacons"] if one["name"] == randomness["beacon"]), None)
    if found is None:
        raise UserError(f"registry/reference/randomness.yaml 里没有信标“{show(randomness['beacon'])}”。请核对名称。")
    return found


def refuse_too_little(randomness: Value, table: Value) -> None:
    """Raises UserError, with the sum that shows why, where a source gives less than LEAST_BITS or names a lottery draw twice."""
    parts = sum_of_bits(randomness, table)
    total = sum(number for _, number in parts)
    if randomness["source"] == "lottery":
        named = [(one["name"], int(one["issue"])) for one in randomness["draws"]]
        if len(set(named)) < len(named):
            raise UserError("同一期彩票写了两次：它只能算一次。请换一期，或者换一种彩票。")
    if total < LEAST_BITS:
        shown = " + ".join(f"{said}：{number:.1f} 位" for said, number in parts)
        enough = math.ceil(LEAST_BITS / math.log2(_FACES))
        raise UserError(
            f"随机数不够：{shown}，一共 {total:.1f} 位，至少要 {LEAST_BITS} 位"
            "（不够的，可以事先把各种结果都试一遍，再挑对自己有利的方案）。"
            f"请再加几期开奖，或者掷骰子 {enough} 次以上。"
        )


def time_of_round(randomness: Value, table: Value) -> str:
    """When the round of a drand plan comes, in China's time."""
    one = beacon_of(randomness, table)
    seconds = one["genesis"] + (randomness["round"] - 1) * one["period"]
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(CHINA).isoformat()


def canonical(randomness: Value, table: Value, typed: Sequence[str]) -> str:
    """The canonical text of a value as it was typed in: for lottery draws one text a draw, else one text.

    Raises UserError where it does not fit the source: throws missing, numbers out of range, repeated or too many, a signature that is not
    of the beacon. Nothing of a value is guessed.
    """
    if randomness["source"] == "dice":
        return _throws(randomness["throws"], _one(typed))
    if randomness["source"] == "drand":
        one = beacon_of(randomness, table)
        signature = _GAPS.sub("", narrow(_one(typed))).lower()
        beacon.refuse_wrong_signature(one, randomness["round"], signature)
        return signature
    draws = randomness["draws"]
    if len(typed) != len(draws):
        wanted = "、".join(f"{one['name']} {one['issue']} 期" for one in draws)
        raise UserError(f"方案说定了 {len(draws)} 次开奖（{wanted}），这里有 {len(typed)} 次的号码。请依次各写一次 --value。")
    return "/".join(_numbers(one, lottery(one["name"], table), text) for one, text in zip(draws, typed, strict=True))


def _one(typed: Sequence[str]) -> str:
    if len(typed) != 1:
        raise UserError("随机数只写一次 --value。")
    return typed[0]


def _throws(wanted: int, text: str) -> str:
    digits = _GAPS.sub("", narrow(text))
    wrong = next((place for place, digit in enumerate(digits, 1) if digit not in "123456"), None)
    if wrong is not None:
        raise UserError(f"第 {wrong} 个不是骰子的点数：只能是 1 到 6。请照记录的纸核对。")
    if len(digits) != wanted:
        raise UserError(f"方案说定掷 {wanted} 次，这里有 {len(digits)} 个点数。请照记录的纸核对，一个不多，一个不少。")
    return digits


def _numbers(draw: Value, rules: Value, text: str) -> str:
    """The canonical text of one lottery draw: name, issue, and the numbers of each part."""
    place = f"{draw['name']} {draw['issue']} 期"
    given = [number for number in re.split(r"[^0-9]+", narrow(text)) if number]
    if all(part["ordered"] and part["from"] + part["of"] <= 10 for part in rules["parts"]) and len(given) == 1:
        given = list(given[0])  # a game of digits, written without gaps
    wanted = sum(part["choose"] for part in rules["parts"])
    if len(given) != wanted:
        raise UserError(f"{place}应有 {wanted} 个号码，这里有 {len(given)} 个。请照开奖公告核对。")
    shown: list[str] = []
    before: list[int] = []
    for part in rules["parts"]:
        own, given = [int(number) for number in given[: part["choose"]]], given[part["choose"] :]
        low, high = part["from"], part["from"] + part["of"] - 1
        wrong = next((number for number in own if not low <= number <= high), None)
        if wrong is not None:
            raise UserError(f"{place}的号码 {wrong} 不对：应在 {low} 到 {high} 之间。请照开奖公告核对。")
        if not part["ordered"]:
            own.sort()
            if len(set(own)) < len(own) or (part.get("apart") and set(own) & set(before)):
                raise UserError(f"{place}有重复的号码，开奖不会这样。请照开奖公告核对。")
        width = len(str(high))
        shown.append("-".join(f"{number:0{width}d}" for number in own))
        before = own
    return f"{draw['name']} {draw['issue']} {'+'.join(shown)}"
