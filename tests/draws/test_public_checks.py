"""What the public file of a draw must be, found without a key: each finding with both sides of its bound, its words and its place."""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable
from typing import Any

import pytest
from helpers.draw_world import NAME, Value, World

from zhicheng.documents import yaml_reading
from zhicheng.draws import files, public_checks, results
from zhicheng.draws.commitments import plan_digest, short_code
from zhicheng.registry.registry import Entry

pytestmark = pytest.mark.slow
SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
Found = list[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def value(played: World) -> Value:
    return played.value()


@pytest.fixture
def judge(played: World, value: Value) -> Callable[..., Found]:
    """Returns a function that changes the draw, makes code, seed and order agree with it, and gives code, severity, message, place."""
    loaded = played.loaded

    def judge(made: Callable[[Value], Any], computed: bool = True) -> Found:
        changed = json.loads(json.dumps(value))
        made(changed)
        if computed:
            changed["code"] = short_code(plan_digest(changed["committee"], changed["number"], changed["plan"]))
            if "result" in changed:
                changed["result"] |= results.computed(changed, changed["result"]["value"])
        text = files.public_text(changed)
        document = yaml_reading.parse(f"registry/draws/{NAME}.yaml", text.encode())
        lines = text.splitlines()
        loaded.draws[:] = [Entry(document.value, document)]
        found = public_checks.of_draw(loaded, loaded.draws[0])
        assert all(lines[one.line - 1][one.column - 1 :] for one in found)
        return [(one.code, one.severity, one.message, one.pointer) for one in found]

    return judge


def source(randomness: Value, result: str | None = None, planned: str = "2026-09-14") -> Callable[[Value], None]:
    """Another source of randomness, of which nothing else depends."""

    def made(value: Value) -> None:
        value["plan"] |= {"randomness": randomness, "planned_at": f"{planned}T18:05:00+08:00", "as_of": planned}
        value.pop("calls", None)
        if result is None:
            value.pop("result")
        else:
            value["result"]["value"] = result

    return made


AT = {"at": "2026-09-16T10:00:00+08:00"}
TWO: Value = {"source": "lottery", "draws": [{"name": "快乐8", "issue": "2026247"}, {"name": "排列5", "issue": "26247"}], **AT}
TWENTY = "01-02-03-04-05-06-07-08-09-10-11-12-13-14-15-16-17-18-19-20"
RIGHT = f"快乐8 2026247 {TWENTY}/排列5 26247 0-7-7-0-1"


@pytest.mark.parametrize(
    ("randomness", "result", "message"),
    [
        ({"source": "dice", "throws": 25, **AT}, "1" * 25, ""),
        ({"source": "dice", "throws": 25, **AT}, "1" * 24, "方案说定掷 25 次，这里有 24 个点数"),
        ({"source": "dice", "throws": 25, **AT}, "1" * 24 + "7", "第 25 个不是骰子的点数：只能是 1 到 6"),
        ({"source": "dice", "throws": 25, **AT}, "1 " + "1" * 24, "随机数的写法不合办法，或者期号与方案不同"),
        (TWO, RIGHT, ""),
        (TWO, RIGHT.replace("26247 0", "26248 0"), "随机数的写法不合办法，或者期号与方案不同"),
        (TWO, RIGHT.replace("排列5", "福彩3D"), "随机数的写法不合办法，或者期号与方案不同"),
        (TWO, RIGHT.replace("01-02", "02-01"), "随机数的写法不合办法，或者期号与方案不同"),
        (TWO, RIGHT.replace("01-02", "1-2"), "随机数的写法不合办法，或者期号与方案不同"),
        (TWO, RIGHT.replace("-20", "-19"), "快乐8 2026247 期有重复的号码，开奖不会这样"),
        (TWO, RIGHT.replace("-20", "-81"), "快乐8 2026247 期的号码 81 不对：应在 1 到 80 之间"),
        (TWO, RIGHT.split("/")[0], "方案说定了 2 次开奖（快乐8 2026247 期、排列5 26247 期），这里有 1 次的号码"),
        (TWO, "x", "方案说定了 2 次开奖（快乐8 2026247 期、排列5 26247 期），这里有 1 次的号码"),
        (TWO, "x/y", "快乐8 2026247 期应有 20 个号码，这里有 0 个"),
    ],
)
def test_the_value_is_that_of_the_source(judge: Callable[..., Found], randomness: Value, result: str, message: str) -> None:
    expected = [("D204", "error", message, "/result/value")] if message else []
    assert judge(source(randomness, result)) == expected


def beacon(round_: int, at: str, result: str) -> Callable[[Value], None]:
    return source({"source": "drand", "beacon": "quicknet", "round": round_, "at": at}, result, "2023-09-14")


def test_the_signature_of_a_real_round(judge: Callable[..., Found], monkeypatch: pytest.MonkeyPatch) -> None:
    """A round of a beacon is checked by its signature, its time by its number; where it cannot be checked that is said."""
    time = "2023-09-15T19:00:03+08:00"
    assert judge(beacon(657413, time, SIGNATURE)) == []
    flipped = f"{int(SIGNATURE, 16) ^ 1:096x}"
    [(code, severity, message, at)] = judge(beacon(657413, time, flipped))
    assert (code, severity, at) == ("D204", "error", "/result/value")
    assert message in ("信标的签名不对：不是这条曲线上的点", "信标的签名不是第 657413 轮的")
    assert judge(beacon(657414, "2023-09-15T19:00:06+08:00", SIGNATURE)) == [
        ("D204", "error", "信标的签名不是第 657414 轮的", "/result/value")
    ]
    assert judge(beacon(657413, "2023-09-15T19:00:06+08:00", SIGNATURE)) == [
        ("D204", "error", "第 657413 轮的时间不是 2023-09-15T19:00:06+08:00", "/plan/randomness/at")
    ]
    imported = builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:
        if name.startswith("py_ecc"):
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", lacking)
    assert judge(beacon(657413, time, SIGNATURE)) == [("D204", "warning", "没有核对信标的签名：没有装 py_ecc", "/result/value")]


@pytest.mark.parametrize(
    ("at", "message"), [("2026-09-14T18:05:01+08:00", ""), ("2026-09-14T18:05:00+08:00", "随机数产生的时间不晚于制定方案的时间")]
)
def test_the_randomness_comes_after_the_plan(judge: Callable[..., Found], at: str, message: str) -> None:
    found = judge(source({"source": "dice", "throws": 25, "at": at}))
    assert found == ([("D204", "error", message, "/plan/randomness/at")] if message else [])


@pytest.mark.parametrize(("at", "early"), [("2026-09-16T10:00:00+08:00", False), ("2026-09-16T09:59:59+08:00", True)])
def test_the_order_comes_after_the_randomness(judge: Callable[..., Found], at: str, early: bool) -> None:
    found = judge(lambda value: value["result"].update(drawn_at=at))
    assert found == ([("D204", "error", "排先后的时间早于随机数产生的时间", "/result/drawn_at")] if early else [])


def test_too_little_and_unknown_sources(judge: Callable[..., Found]) -> None:
    one = {"source": "lottery", "draws": [{"name": "快乐8", "issue": "1"}], **AT}
    [(code, _, message, at)] = judge(source(one))
    assert (code, at) == ("D204", "/plan/randomness")
    assert message.startswith("随机数不够：快乐8 1 期：61.6 位")
    [(_, _, message, at)] = judge(source({**one, "draws": [{"name": "福彩4D", "issue": "1"}]}))
    assert (message, at) == ("registry/reference/randomness.yaml 里没有彩票“福彩4D”", "/plan/randomness")


def test_code_seed_and_order(judge: Callable[..., Found]) -> None:
    other = "0000-0000-0000-0000-0000-0000"
    assert judge(lambda value: value.update(code=other), computed=False) == [("D201", "error", "短码与方案不符：方案或短码改过", "/code")]
    assert judge(lambda value: value["result"].update(seed="0" * 64), computed=False) == [
        ("D205", "error", "种子与方案和随机数算出的不同", "/result/seed")
    ]

    def swapped(value: Value) -> None:
        order = value["result"]["ranking"]["works"]
        order[2], order[3] = order[3], order[2]

    assert judge(swapped, computed=False) == [("D205", "error", "works 组的先后与算出的不同，从第 3 位起", "/result/ranking/works")]
    assert (
        judge(lambda value: value["result"]["ranking"]["works"].pop(), computed=False)[0][2] == "works 组的先后与算出的不同，从第 12 位起"
    )
    assert judge(lambda value: value["result"]["ranking"].pop("works"), computed=False) == [
        ("D205", "error", "先后的组与方案的组不同", "/result/ranking")
    ]


def close(ranks: list[str], group: int = 1, **plan: Any) -> Callable[[Value], None]:
    """Other states of the second group, and fields of the plan."""

    def made(value: Value) -> None:
        key = value["plan"]["groups"][group]["id"]
        value["plan"] |= plan
        size = len(value["plan"]["groups"][group]["candidates"])
        value["calls"]["closed"]["ranks"][key] = (ranks + ["uncalled"] * size)[:size]

    return made


FIVE = ["member"] * 5
SKIPPED = "works 组跳过了排在前面的人"


@pytest.mark.parametrize(
    ("ranks", "messages"),
    [
        ([*FIVE, "alternate"], []),
        (FIVE, []),
        (["declined", *FIVE], []),
        (["passed", *FIVE], []),
        (["uncalled", *FIVE], [SKIPPED]),
        ([*FIVE, "uncalled", "alternate"], [SKIPPED]),
        ([*FIVE, "passed"], [SKIPPED]),
        ([*FIVE, "alternate", "alternate"], ["works 组应到 5 名、候补 2 名，多于方案的 5 名、1 名"]),
        ([*FIVE, "member"], ["works 组应到 6 名、候补 0 名，多于方案的 5 名、1 名"]),
        (FIVE[1:], ["works 组应到 5 名，只有 4 名，还有人没有打就封存了"]),
        ([*FIVE[1:], *["unreachable"] * 8], []),
        ([*FIVE[1:], *["declined"] * 7, "unanswered"], ["works 组应到 5 名，只有 4 名，还有人没有打就封存了"]),
        ([], ["works 组应到 5 名，只有 0 名，还有人没有打就封存了"]),
    ],
)
def test_states(judge: Callable[..., Found], ranks: list[str], messages: list[str]) -> None:
    found = [one for one in judge(close(ranks)) if one[3] != "/calls/closed/present"]
    assert [message for _, _, message, _ in found] == messages
    for code, severity, message, at in found:
        assert (code, severity) == (("D211", "warning") if "就封存了" in message else ("D207", "error"))
        assert at == "/calls/closed/ranks/works"


def test_nobody_is_passed_over_without_a_limit(judge: Callable[..., Found]) -> None:
    def made(value: Value) -> None:
        close(["passed", *FIVE])(value)
        value["plan"].pop("limits")

    assert "works 组有被越过的人，方案却没有限额" in [message for _, _, message, _ in judge(made)]


@pytest.mark.parametrize(
    ("present", "quorum", "expected"),
    [
        (8, 8, []),
        (7, 8, [("D211", "warning", "到会 7 名，不足方案定的 8 名", "/calls/closed/present")]),
        (11, 8, []),
        (12, 8, [("D207", "error", "应到的有 11 名，到会却有 12 名", "/calls/closed/present")]),
        (0, None, []),
    ],
)
def test_who_was_there(judge: Callable[..., Found], present: int, quorum: int | None, expected: Found) -> None:
    def made(value: Value) -> None:
        value["calls"]["closed"]["present"] = present
        value["plan"].pop("quorum")
        if quorum is not None:
            value["plan"]["quorum"] = quorum

    assert judge(made) == expected


def test_calls_need_an_order(judge: Callable[..., Found]) -> None:
    assert judge(lambda value: value.pop("result")) == [("D207", "error", "还没有排出先后，却有电话", "/calls")]


@pytest.mark.parametrize(
    ("day", "keep", "message"),
    [
        ("2026-09-15", False, ""),
        ("2026-09-16", False, "随机数产生的当天或者以后（2026-09-16）才取消：抽了不满意再抽，会偏向一个人"),
        ("2026-09-15", True, "排出先后以后才取消：抽了不满意再抽，会偏向一个人"),
    ],
)
def test_cancelled(judge: Callable[..., Found], day: str, keep: bool, message: str) -> None:
    def made(value: Value) -> None:
        value.pop("calls")
        value["cancelled"] = {"date": day, "reason": "会议改期"}
        if not keep:
            value.pop("result")

    assert judge(made) == ([("D203", "warning", message, "/cancelled/date")] if message else [])


def test_whose_draw_it_is(judge: Callable[..., Found]) -> None:
    found = judge(lambda value: value.update(committee="nobody"))
    assert [(code, message, at) for code, _, message, at in found] == [
        ("D203", "没有编号是 nobody 的评审委员会", "/committee"), ("D203", "文件名与编号不同：应是 nobody-1.yaml", "/number"),
    ]  # fmt: skip
    found = judge(lambda value: value.update(number=3))
    assert [message for _, _, message, _ in found] == [
        "文件名与编号不同：应是 example-one-3.yaml", "缺少第 2 次抽取：次数一次不缺，取消的也留着",
    ]  # fmt: skip


def test_a_later_method_is_not_judged_by_this_one(judge: Callable[..., Found]) -> None:
    found = judge(lambda value: value["plan"].update(algorithm="zhicheng-draw/2"))
    assert found == [("D205", "error", "抽取办法 zhicheng-draw/2 这个版本的程序不认识", "/plan/algorithm")]
