"""Where the randomness of a draw comes from: how much each source gives, how a value is written, and what is refused and in which words."""

from __future__ import annotations

import builtins
import math
import subprocess
import sys
from typing import Any

import pytest
from helpers.registries import HERE
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.documents import yaml_reading
from zhicheng.documents.schemas import fits
from zhicheng.draws import beacon
from zhicheng.draws.randomness import bits, canonical, refuse_too_little, time_of_round
from zhicheng.errors import UserError

_PATH = "registry/reference/randomness.yaml"
TABLE: dict[str, Any] = yaml_reading.parse(_PATH, (HERE.parent / _PATH).read_bytes()).value
QUICKNET = TABLE["beacons"][0]
# Rounds of the beacon as drand publishes them.
SIGNED = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    657413: "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
}
OTHER_SIGN = "9" + SIGNED[1000][1:]  # the same point with the other sign
INFINITY = "c0" + "0" * 94  # the point at infinity


def dice(throws: int) -> Any:
    return {"source": "dice", "throws": throws}


def lottery(*draws: tuple[str, str]) -> Any:
    return {"source": "lottery", "draws": [{"name": name, "issue": issue} for name, issue in draws]}


def drand(round_: int) -> Any:
    return {"source": "drand", "beacon": "quicknet", "round": round_}


def table(*parts: dict[str, Any]) -> Any:
    """A table with one lottery, called 试."""
    return {"lotteries": [{"name": "试", "parts": list(parts)}], "beacons": []}


def refused(source: Any, *typed: str, rules: Any = TABLE) -> str:
    with pytest.raises(UserError) as error:
        canonical(source, rules, typed)
    return str(error.value)


# --- how much ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("双色球", math.log2(1107568) + 4),  # C(33,6) and one of 16
        ("快乐8", math.log2(3535316142212174320)),  # C(80,20)
        ("七乐彩", math.log2(2035800) + math.log2(23)),  # C(30,7), and one of the 23 that are left
        ("福彩3D", 3 * math.log2(10)),
        ("大乐透", math.log2(324632) + math.log2(66)),  # C(35,5) and C(12,2)
        ("排列5", 5 * math.log2(10)),
        ("七星彩", 6 * math.log2(10) + math.log2(15)),
    ],
)
def test_bits_of_each_lottery(name: str, expected: float) -> None:
    assert bits(lottery((name, "1")), TABLE) == pytest.approx(expected)


def test_every_lottery_and_beacon_of_the_table_is_tested() -> None:
    assert fits("randomness", TABLE)
    assert {one["name"] for one in TABLE["lotteries"]} == {"双色球", "快乐8", "七乐彩", "福彩3D", "大乐透", "排列5", "七星彩"}
    assert [one["name"] for one in TABLE["beacons"]] == ["quicknet"]


def test_bits_of_other_sources() -> None:
    assert bits(dice(25), TABLE) == pytest.approx(25 * math.log2(6))
    assert bits(drand(1), TABLE) == 256


@pytest.mark.parametrize(
    "source",
    [
        dice(25),
        lottery(("快乐8", "1"), ("七乐彩", "1")),  # 61.6 + 25.5
        lottery(("双色球", "1"), ("双色球", "2"), ("福彩3D", "1"), ("福彩3D", "2")),  # 24.1 · 2 + 10.0 · 2 = 68.1
        drand(1),
    ],
)
def test_enough(source: Any) -> None:
    refuse_too_little(source, TABLE)


def test_exactly_64_bits_are_enough() -> None:
    one = table({"choose": 1, "of": 2**64, "from": 0, "ordered": True})
    less = table({"choose": 1, "of": 2**63, "from": 0, "ordered": True})
    refuse_too_little(lottery(("试", "1")), one)
    with pytest.raises(UserError, match=r"一共 63.0 位"):
        refuse_too_little(lottery(("试", "1")), less)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (dice(24), "掷 24 次骰子，每次 log₂6 = 2.585 位：62.0 位，一共 62.0 位"),
        (lottery(("快乐8", "2026247")), "快乐8 2026247 期：61.6 位，一共 61.6 位"),
        (lottery(("双色球", "1"), ("双色球", "2")), "双色球 1 期：24.1 位 + 双色球 2 期：24.1 位，一共 48.2 位"),
    ],
)
def test_too_little(source: Any, said: str) -> None:
    with pytest.raises(UserError) as error:
        refuse_too_little(source, TABLE)
    assert str(error.value) == (
        f"随机数不够：{said}，至少要 64 位（不够的，可以事先把各种结果都试一遍，再挑对自己有利的方案）。"
        "请再加几期开奖，或者掷骰子 25 次以上。"
    )


def test_one_draw_counts_once() -> None:
    refuse_too_little(lottery(("快乐8", "1"), ("快乐8", "2")), TABLE)
    with pytest.raises(UserError, match=r"^同一期彩票写了两次：它只能算一次。请换一期，或者换一种彩票。$"):
        refuse_too_little(lottery(("快乐8", "1"), ("快乐8", "1")), TABLE)
    with pytest.raises(UserError, match=r"^同一期彩票写了两次"):
        refuse_too_little(lottery(("快乐8", "1"), ("快乐8", "01")), TABLE)


def test_unknown_sources() -> None:
    with pytest.raises(UserError, match=r"里没有彩票“福彩4D”。已有：双色球、快乐8、.*。别的彩票，请先把规则写进去。$"):
        refuse_too_little(lottery(("福彩4D", "1")), TABLE)
    with pytest.raises(UserError, match=r"^registry/reference/randomness.yaml 里没有信标“quicknat”。请核对名称。$"):
        refuse_too_little({**drand(1), "beacon": "quicknat"}, TABLE)


def test_the_time_of_a_round() -> None:
    """The first is at the genesis, 2023-08-23 15:09:27 UTC; then one every three seconds."""
    assert time_of_round(drand(1), TABLE) == "2023-08-23T23:09:27+08:00"
    assert time_of_round(drand(2), TABLE) == "2023-08-23T23:09:30+08:00"
    assert time_of_round(drand(657413), TABLE) == "2023-09-15T19:00:03+08:00"


# --- dice --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["316425", "3 1 6 4 2 5", " 316,425 ", "316，425", "3、1、6、4、2、5", "３１６４２５", "316\t425"])
def test_throws_as_people_write_them(typed: str) -> None:
    assert canonical(dice(6), TABLE, [typed]) == "316425"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("31642",), "方案说定掷 6 次，这里有 5 个点数。请照记录的纸核对，一个不多，一个不少。"),
        (("3164251",), "方案说定掷 6 次，这里有 7 个点数。请照记录的纸核对，一个不多，一个不少。"),
        (("316420",), "第 6 个不是骰子的点数：只能是 1 到 6。请照记录的纸核对。"),
        (("716425",), "第 1 个不是骰子的点数：只能是 1 到 6。请照记录的纸核对。"),
        (("316-425",), "第 4 个不是骰子的点数：只能是 1 到 6。请照记录的纸核对。"),
        (("31六425",), "第 3 个不是骰子的点数：只能是 1 到 6。请照记录的纸核对。"),
        (("31²425",), "第 3 个不是骰子的点数：只能是 1 到 6。请照记录的纸核对。"),
        (("",), "方案说定掷 6 次，这里有 0 个点数。请照记录的纸核对，一个不多，一个不少。"),
        (("316425", "316425"), "随机数只写一次 --value。"),
        ((), "随机数只写一次 --value。"),
    ],
)
def test_wrong_throws(typed: tuple[str, ...], said: str) -> None:
    assert refused(dice(6), *typed) == said


@given(st.lists(st.integers(1, 6), min_size=25, max_size=60))
def test_throws_come_back(throws: list[int]) -> None:
    text = "".join(map(str, throws))
    assert canonical(dice(len(throws)), TABLE, [text]) == canonical(dice(len(throws)), TABLE, [" ".join(text)]) == text


# --- lotteries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("双色球", "03 08 14 22 27 31 + 09", "03-08-14-22-27-31+09"),
        ("双色球", "31,27,22,14,8,3|9", "03-08-14-22-27-31+09"),  # as they were drawn; the table sorts
        ("双色球", "1 2 3 4 5 33 16", "01-02-03-04-05-33+16"),
        ("双色球", "1 2 3 4 5 6 6", "01-02-03-04-05-06+06"),  # the blue ball is of another drum
        ("七乐彩", "01 02 03 04 05 06 07 30", "01-02-03-04-05-06-07+30"),
        ("大乐透", "01 02 03 04 35 01 12", "01-02-03-04-35+01-12"),
        ("福彩3D", "007", "0-0-7"),
        ("福彩3D", "0 0 7", "0-0-7"),
        ("排列5", "９ ０ ９ ０ ９", "9-0-9-0-9"),
        ("七星彩", "1 2 3 4 5 6 14", "1-2-3-4-5-6+14"),
        ("七星彩", "0 0 0 0 0 0 0", "0-0-0-0-0-0+00"),
    ],
)
def test_numbers_as_people_write_them(name: str, typed: str, expected: str) -> None:
    assert canonical(lottery((name, "26107")), TABLE, [typed]) == f"{name} 26107 {expected}"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("双色球", "03 08 14 22 27 31", "双色球 26107 期应有 7 个号码，这里有 6 个。请照开奖公告核对。"),
        ("双色球", "03 08 14 22 27 31 09 10", "双色球 26107 期应有 7 个号码，这里有 8 个。请照开奖公告核对。"),
        ("双色球", "03081422273109", "双色球 26107 期应有 7 个号码，这里有 1 个。请照开奖公告核对。"),
        ("双色球", "03 08 14 22 27 34 09", "双色球 26107 期的号码 34 不对：应在 1 到 33 之间。请照开奖公告核对。"),
        ("双色球", "03 08 14 22 27 31 17", "双色球 26107 期的号码 17 不对：应在 1 到 16 之间。请照开奖公告核对。"),
        ("双色球", "00 08 14 22 27 31 09", "双色球 26107 期的号码 0 不对：应在 1 到 33 之间。请照开奖公告核对。"),
        ("双色球", "03 03 14 22 27 31 09", "双色球 26107 期有重复的号码，开奖不会这样。请照开奖公告核对。"),
        ("七乐彩", "01 02 03 04 05 06 07 07", "七乐彩 26107 期有重复的号码，开奖不会这样。请照开奖公告核对。"),
        ("七乐彩", "01 02 03 04 05 06 07 31", "七乐彩 26107 期的号码 31 不对：应在 1 到 30 之间。请照开奖公告核对。"),
        ("福彩3D", "0071", "福彩3D 26107 期应有 3 个号码，这里有 4 个。请照开奖公告核对。"),
        ("福彩3D", "0 0 10", "福彩3D 26107 期的号码 10 不对：应在 0 到 9 之间。请照开奖公告核对。"),
        ("七星彩", "1 2 3 4 5 6 15", "七星彩 26107 期的号码 15 不对：应在 0 到 14 之间。请照开奖公告核对。"),
        ("快乐8", " ".join(map(str, range(1, 21))) + " 99", "快乐8 26107 期应有 20 个号码，这里有 21 个。请照开奖公告核对。"),
        ("快乐8", "", "快乐8 26107 期应有 20 个号码，这里有 0 个。请照开奖公告核对。"),
    ],
)
def test_wrong_numbers(name: str, typed: str, said: str) -> None:
    assert refused(lottery((name, "26107")), typed) == said


def test_a_game_from_one_to_ten_is_no_game_of_digits() -> None:
    """10 is one number of it, not 1 and 0."""
    rules = table({"choose": 1, "of": 10, "from": 1, "ordered": True})
    assert canonical(lottery(("试", "1")), rules, ["10"]) == "试 1 10"
    assert canonical(lottery(("试", "1")), rules, ["9"]) == "试 1 09"
    assert refused(lottery(("试", "1")), "0", rules=rules) == "试 1 期的号码 0 不对：应在 1 到 10 之间。请照开奖公告核对。"


def test_several_draws_are_given_one_after_the_other() -> None:
    two = lottery(("福彩3D", "2026247"), ("排列5", "26247"))
    assert canonical(two, TABLE, ["123", "45678"]) == "福彩3D 2026247 1-2-3/排列5 26247 4-5-6-7-8"
    assert refused(two, "123") == ("方案说定了 2 次开奖（福彩3D 2026247 期、排列5 26247 期），这里有 1 次的号码。请依次各写一次 --value。")
    assert refused(two, "45678", "123") == "福彩3D 2026247 期应有 3 个号码，这里有 5 个。请照开奖公告核对。"


@given(st.data())
def test_every_canonical_text_is_its_own_canonical_text(data: st.DataObject) -> None:
    """What `verify` does with a published value: the numbers of each draw, read again, give the same text."""
    rules = data.draw(st.sampled_from(TABLE["lotteries"]))
    drawn: list[int] = []
    for part in rules["parts"]:
        fresh = [n for n in range(part["from"], part["from"] + part["of"]) if not (part.get("apart") and n in drawn)]
        size = part["choose"]
        drawn += data.draw(st.lists(st.sampled_from(fresh), min_size=size, max_size=size, unique=not part["ordered"]))
    source = lottery((rules["name"], "26107"))
    text = canonical(source, TABLE, [" ".join(map(str, drawn))])
    assert canonical(source, TABLE, [text.split(" ", 2)[-1]]) == text


# --- the beacon --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("round_", SIGNED)
@pytest.mark.slow
def test_real_rounds_of_the_beacon(round_: int) -> None:
    signature = SIGNED[round_]
    assert canonical(drand(round_), TABLE, [signature]) == signature
    spaced = " ".join(signature[i : i + 8] for i in range(0, 96, 8)).upper()
    assert canonical(drand(round_), TABLE, [spaced]) == signature


@pytest.mark.parametrize(
    ("round_", "signature", "said"),
    [
        (1001, SIGNED[1000], "信标的签名不是第 1001 轮的。请核对轮数，和信标公布的 signature 有没有抄错。"),
        (999, SIGNED[1000], "信标的签名不是第 999 轮的。请核对轮数，和信标公布的 signature 有没有抄错。"),
        (1000, SIGNED[657413], "信标的签名不是第 1000 轮的。请核对轮数，和信标公布的 signature 有没有抄错。"),
        (1000, OTHER_SIGN, "信标的签名不是第 1000 轮的。请核对轮数，和信标公布的 signature 有没有抄错。"),
        (1000, INFINITY, "信标的签名不是第 1000 轮的。请核对轮数，和信标公布的 signature 有没有抄错。"),
        (1000, SIGNED[1000][:-1], "信标的签名应是 96 个十六进制数字。请照信标公布的 signature 抄写，不是 randomness。"),
        (1000, SIGNED[1000] + "0", "信标的签名应是 96 个十六进制数字。请照信标公布的 signature 抄写，不是 randomness。"),
        (1000, "g" + SIGNED[1000][1:], "信标的签名应是 96 个十六进制数字。请照信标公布的 signature 抄写，不是 randomness。"),
        (1000, "fe" * 32, "信标的签名应是 96 个十六进制数字。请照信标公布的 signature 抄写，不是 randomness。"),
    ],
)
@pytest.mark.slow
def test_what_is_no_signature_of_a_round(round_: int, signature: str, said: str) -> None:
    assert refused(drand(round_), signature) == said


@pytest.mark.slow
def test_every_bit_of_a_signature_counts() -> None:
    """One bit more or less gives another point or none; the flags of the first byte too."""
    signature = int(SIGNED[1000], 16)
    said = set()
    for bit in (0, 1, 2, 3, 200, 379, 380, 381, 382, 383):
        said.add(refused(drand(1000), f"{signature ^ 1 << bit:096x}").split("：")[0].split("。")[0])
    assert said == {"信标的签名不是第 1000 轮的", "信标的签名不对"}


@pytest.mark.slow
def test_checking_a_round_leaves_the_limit_of_recursion_as_it_was() -> None:
    """py_ecc raises it beyond what the stack holds: a file that is nested too deeply would end the process, and not be refused."""
    script = (
        "import json, sys; from zhicheng.draws import beacon\n"
        f"limit = sys.getrecursionlimit(); beacon.refuse_wrong_signature({QUICKNET!r}, 1000, {SIGNED[1000]!r})\n"
        "assert 'py_ecc' in sys.modules and sys.getrecursionlimit() == limit\n"
        "try: json.loads('[' * 100_000)\n"
        "except RecursionError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", cwd=HERE.parent / "scripts")
    assert (done.returncode, done.stdout, done.stderr) == (0, "refused\n", "")


def test_another_scheme_is_not_guessed() -> None:
    other = {"lotteries": [], "beacons": [{**QUICKNET, "scheme": "pedersen-bls-chained"}]}
    assert refused(drand(1000), SIGNED[1000], rules=other) == (
        "信标 quicknet 的签名办法 pedersen-bls-chained 这里不会验证，只会 bls-unchained-g1-rfc9380。请换一个信标，或者掷骰子。"
    )


def test_without_the_package_a_round_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:
        if name.startswith("py_ecc"):
            raise ImportError(name)
        return imported(name, *rest)

    for name in [one for one in sys.modules if one.startswith("py_ecc")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(
        UserError, match=r"^验证随机数信标的签名要装 py_ecc：pip install 'zhicheng\[drand\]'。装不了的，请取消这次抽取，改用骰子。$"
    ):
        beacon.refuse_wrong_signature(QUICKNET, 1000, SIGNED[1000])
