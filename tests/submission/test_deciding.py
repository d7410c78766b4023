"""The opinion of an office without Git: made in the page, taken by `receive --decision`, `route --decision` and `record --decision`.

Whoever forges one gains nothing: what it says is compared with what was received, with the route, and with what the rules say now.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import packets, registries
from helpers.browser_python import BrowserPython
from helpers.door import Door, Value
from helpers.vault_commands import CONTACTS

from zhicheng.commands.cli import main
from zhicheng.registry import registry
from zhicheng.review.delivery import decision_packet
from zhicheng.review.delivery.packet_zip import PacketRefused
from zhicheng.submission import snapshot
from zhicheng.vault.store import fingerprint

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
KEY, BRANCH = "example-county", "submit/example-county-2026"
RECORD = f"registry/committees/653100/{KEY}.yaml"
PREFECTURE = {"outcome": "approved", "role": "prefecture", "area": "653100", "account": "ks-reviewer-a"}
CENTRE = {"outcome": "approved", "role": "centre", "account": "centre-reviewer-a"}
RETURNED = {
    "outcome": "returned",
    "role": "prefecture",
    "area": "653100",
    "account": "ks-reviewer-a",
    "reason_code": "other",
    "note": "地址与批准文件不同 <b>*x*</b>",
    "mend": "请改成批准文件上的地址",
}


@pytest.fixture
def office(small: Path) -> Path:
    return packets.repository(small)


@pytest.fixture
def packet(office: Path, tmp_path: Path) -> Path:
    """A packet of a county's committee with another address."""
    return packed(office, tmp_path, "example-county-2026", "示例县新路 2 号")


def packed(office: Path, tmp_path: Path, name: str, address: str, day: str = packets.DAY) -> Path:
    root = packets.sender(office, tmp_path / f"sender-{name}")
    path = root / RECORD
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("address: "))
    path.write_text(text.replace(line, f"address: {address}"), encoding="utf-8")
    assert packets.pack(root, tmp_path / f"{name}.zip", key=KEY, day=day) == 0
    return tmp_path / f"{name}.zip"


def opinion(office: Path, packet: Path, given: Value, target: Path, time: str = f"{packets.DAY}T10:30:00+08:00") -> Path:
    """What the page makes for an office."""
    said, more = Door(office, time).call("decide", [packet.read_bytes()], given=given)
    assert said["ok"], said
    target.write_bytes(more[0])
    return target


def forged(path: Path, target: Path, **changes: Any) -> Path:
    """An opinion changed by hand, whole and consistent again; `packet__sha256` changes a field of its packet."""
    entries = packets.opened(path.read_bytes())
    value = json.loads(entries.pop("decision.json"))
    for name, change in changes.items():
        place, _, field = name.rpartition("__")
        (value[place] if place else value)[field] = change
    value["files"] = {name: fingerprint(content) for name, content in entries.items()}
    target.write_bytes(packets.closed([("decision.json", json.dumps(value, ensure_ascii=False).encode()), *entries.items()]))
    return target


def route(office: Path, *opinions: Path) -> int:
    return main(["route", "--base", "main", "--head", BRANCH, "--root", str(office), "--decision", *map(str, opinions)])


def record(office: Path, *arguments: str | Path) -> int:
    return main(["record", "--root", str(office), *map(str, arguments)])


def recorded(office: Path) -> list[Value]:
    return list(yaml.safe_load((office / "registry/decisions/2026.yaml").read_text(encoding="utf-8"))["decisions"])


def test_from_both_offices_to_the_record(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    """Nothing is typed twice: packets and opinions are all that the centre has."""
    first = opinion(office, packet, PREFECTURE, tmp_path / "ks.zip", f"{packets.DAY}T09:00:00+08:00")
    second = opinion(office, packet, CENTRE, tmp_path / "centre.zip")
    capsys.readouterr()
    assert packets.receive(office, packet, "--decision", first) == 0
    said = capsys.readouterr()
    assert said.out.count(f"莎车县中小学教师系列中级职称评审委员会（{KEY}）") == 2
    assert "意见可用" in said.out
    assert "等待示例自治区职称社会化评价中心审核" in said.out
    assert "喀什地区人力资源和社会保障局（ks-reviewer-a）2026-11-23：同意。" in said.err
    assert route(office, first) == 1
    assert packets.receive(office, "--decision", first, second) == 0
    assert "审核已齐：合并，再用 zhicheng record 登记" in capsys.readouterr().out
    assert route(office, first, second) == 0
    head = packets.git(office, "rev-parse", BRANCH).strip()
    packets.git(office, "merge", "-q", "--no-ff", "--no-edit", BRANCH, day="2026-11-24")
    capsys.readouterr()
    assert record(office, "--base", "HEAD^1", "--merged", "HEAD", "--decision", first, second) == 0
    assert capsys.readouterr().err == "登记了 2 项：通过。请提交上面的文件。\n"
    assert [(one["role"], one["account"], one["commit"], one["date"], one["published"]) for one in recorded(office)] == [
        ("prefecture", "ks-reviewer-a", head, "2026-11-23", "2026-11-24"),
        ("centre", "centre-reviewer-a", head, "2026-11-23", "2026-11-24"),
    ]
    assert registries.findings(office) == []
    assert record(office, "--base", "HEAD^1", "--merged", "HEAD", "--decision", first, second) == 0
    assert "2 项已经登记过，没有重复登记。" in capsys.readouterr().err


def test_a_return_is_recorded_with_its_reasons(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    back = opinion(office, packet, RETURNED, tmp_path / "back.zip")
    capsys.readouterr()
    assert packets.receive(office, packet, "--decision", back) == 0
    said = capsys.readouterr()
    assert "退回修改。其他（见审核意见）；地址与批准文件不同 <b>*x*</b>；需要更正：请改成批准文件上的地址。" in said.err
    assert "用 zhicheng record 登记，再退给报送单位" in said.out
    assert record(office, "--base", "main", "--decision", back) == 0
    (one,) = recorded(office)
    assert {name: one[name] for name in ("role", "account", "outcome", "reason_code", "reason", "mend", "date")} == {
        "role": "prefecture",
        "account": "ks-reviewer-a",
        "outcome": "returned",
        "reason_code": "other",
        "reason": RETURNED["note"],
        "mend": RETURNED["mend"],
        "date": "2026-11-23",
    }
    assert one["commit"] == packets.git(office, "rev-parse", BRANCH).strip()
    assert registries.findings(office) == []
    assert packets.receive(office, "--decision", back) == 0
    assert "已经登记过，不用处理" in capsys.readouterr().out


def test_the_clerk_sees_what_to_mend(office: Path, packet: Path, tmp_path: Path) -> None:
    back = opinion(office, packet, RETURNED, tmp_path / "back.zip")
    said = Door(office).ask("look", [back.read_bytes()])["opinion"]
    assert (said["said"], said["office"], said["mend"]) == ("退回修改", "喀什地区人力资源和社会保障局", RETURNED["mend"])
    assert (said["reason"], said["note"]) == ("其他（见审核意见）", RETURNED["note"])
    assert said["appeal"].startswith("对退回修改或者不予备案有不同意见的")
    assert "示例县新路 2 号" in said["report"]
    assert said["findings"] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({**CENTRE, "outcome": "perhaps"}, "请选一种意见：同意、退回修改、不予备案。"),
        ({**CENTRE, "role": "prefecture", "area": "650100"}, "请选由哪个单位审核"),
        ({**CENTRE, "account": "张三"}, "请写审核账号"),
        ({**RETURNED, "reason_code": "because"}, "请选一项事由。"),
        ({**RETURNED, "mend": " "}, "需要更正的内容 要写 1 到 1000 个字，现在是 0 个。"),
        ({**RETURNED, "mend": "改" * 1001}, "需要更正的内容 要写 1 到 1000 个字，现在是 1001 个。"),
        ({**RETURNED, "note": ""}, "请用“审核意见”写明审核意见。"),
        ({**RETURNED, "note": "\u202e打乱的"}, "审核意见 里有看不见的控制字符"),
    ],
)
def test_what_an_office_may_not_say(office: Path, packet: Path, given: Value, said: str) -> None:
    answer = Door(office).ask("decide", [packet.read_bytes()], given=given)
    assert said in answer["error"]


def test_reasons_hold_nothing_private(office: Path, packet: Path) -> None:
    number = CONTACTS["leader"]["mobile"]
    answer = Door(office).ask("decide", [packet.read_bytes()], given={**RETURNED, "mend": f"请打 {number}"})
    assert answer["error"] == "需要更正的内容 里有手机号码、身份证号码或者邮箱。审核记录要公布，请改写。"
    assert number not in json.dumps(answer)


Forge = Callable[[Path], Value]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"account": "centre-reviewer-a"}, "centre-reviewer-a 不是喀什地区人力资源和社会保障局的审核账号，这份意见不算。"),
        ({"area": "650100"}, "不在这次修改的审核路线上，它的意见不算。路线是：喀什地区人力资源和社会保障局、"),
        ({"round": "2025"}, "这里没有分支 submit/example-county-2025"),
        ({"made": "2026-11-24T00:00:01+08:00"}, "审核意见的时间 2026-11-24 00:00:01 还没有到。"),
        ({"made": "2026-11-22T23:59:59+08:00"}, "早于打包的时间 2026-11-23 00:00:00"),
        ({"packet__sha256": "0" * 64}, "审核意见看的不是这份报送包：意见看的是 2026-11-23 00:00:00 打的（校验值 000000000000）"),
        ({"packet__files": {RECORD: {"sha256": "0" * 64, "size": 1}}}, f"里的不同：{RECORD}。报送包在审核以后换过"),
        ({"packet__files": {"papers/x.pdf": {"sha256": "0" * 64, "size": 1}}}, "没有登记文件"),
        ({"committee": "example-one"}, "这里没有分支 submit/example-one-2026"),
    ],
)
def test_an_opinion_changed_by_hand(office: Path, packet: Path, tmp_path: Path, capsys: Capture, changes: Value, said: str) -> None:
    good = opinion(office, packet, PREFECTURE, tmp_path / "good.zip")
    bad = forged(good, tmp_path / "bad.zip", **changes)
    assert packets.receive(office, packet) == 0
    before = packets.state(office)
    capsys.readouterr()
    assert packets.receive(office, packet, "--decision", bad) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert "意见不用" in printed.out
    assert packets.state(office) == before


def test_a_decision_with_the_round_of_another_year(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    """On a branch that is named, the round is compared with the record."""
    bad = forged(opinion(office, packet, PREFECTURE, tmp_path / "good.zip"), tmp_path / "bad.zip", round="2025")
    assert packets.receive(office, packet) == 0
    assert packets.receive(office, "--decision", bad, "--branch", BRANCH) == 1
    assert "审核意见写的年度 2025 与" in capsys.readouterr().err


def test_a_packet_that_changed_meanwhile(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    old = opinion(office, packet, PREFECTURE, tmp_path / "old.zip")
    newer = packed(office, tmp_path, "newer", "示例县又一条路 3 号", "2026-11-24")
    assert packets.receive(office, packet, newer, day="2026-11-24") == 0
    capsys.readouterr()
    assert packets.receive(office, "--decision", old, day="2026-11-24") == 1
    assert "报送包在审核以后换过" in capsys.readouterr().err
    assert packets.receive(office, newer, "--decision", old, day="2026-11-24") == 1
    assert "审核意见看的不是这份报送包：意见看的是 2026-11-23 00:00:00 打的" in capsys.readouterr().err
    assert route(office, old) == 2
    assert record(office, "--base", "main", "--head", BRANCH, "--decision", old) == 2
    assert not (office / "registry/decisions").exists()


def test_what_else_is_on_the_branch_was_not_seen(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    seen = opinion(office, packet, PREFECTURE, tmp_path / "seen.zip")
    other = tmp_path / "example-one.zip"
    assert packets.pack(packets.sender(office, tmp_path / "other"), other) == 0
    assert packets.receive(office, packet, other, "--branch", "submit/both") == 0
    assert packets.receive(office, "--decision", seen, "--branch", "submit/both") == 1
    assert f"还有审核意见没有看过的文件：{packets.ONE}。请一个报送包用一个分支。" in capsys.readouterr().err


def test_a_forged_check_gains_nothing(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    """The report says that all is well, the rules of today say otherwise: what the office saw does not count."""
    good = opinion(office, packet, PREFECTURE, tmp_path / "good.zip")
    assert packets.receive(office, packet) == 0
    settings = office / "registry/rulebooks/letter-2019.yaml"
    assert settings.exists()
    # Meanwhile the same id is registered in another folder.
    text = (office / RECORD).read_text(encoding="utf-8")
    registries.write(office, f"registry/committees/650000/{KEY}.yaml", text)
    packets.commit(office, "registry: Twice", "2026-11-23")
    capsys.readouterr()
    assert packets.receive(office, "--decision", good) == 1
    printed = capsys.readouterr().err
    assert "意见是同意，可是现在检查有" in printed
    assert "X002" in printed


def test_a_bad_opinion_does_not_spoil_the_others(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    good = opinion(office, packet, PREFECTURE, tmp_path / "good.zip", f"{packets.DAY}T09:00:00+08:00")
    bad = forged(opinion(office, packet, CENTRE, tmp_path / "centre.zip"), tmp_path / "bad.zip", account="ks-reviewer-a")
    capsys.readouterr()
    assert packets.receive(office, packet, "--decision", bad, good) == 1
    printed = capsys.readouterr()
    assert "example-county 的审核意见（ks-reviewer-a，2026-11-23）：ks-reviewer-a 不是示例自治区职称社会化评价中心的审核账号" in printed.err
    assert [line.split()[2] for line in printed.out.splitlines()[1:]] == ["已收下", "意见可用", "意见不用"]
    assert "等待示例自治区职称社会化评价中心审核" in printed.out


def test_who_changed_his_mind_later(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    """The last word of an account counts, in whatever order the files are given; one that is older than its recorded decision does not."""
    yes = opinion(office, packet, PREFECTURE, tmp_path / "yes.zip", f"{packets.DAY}T09:00:00+08:00")
    no = opinion(office, packet, RETURNED, tmp_path / "no.zip", f"{packets.DAY}T10:00:00+08:00")
    assert packets.receive(office, packet) == 0
    assert route(office, no, yes) == 1
    assert "要求修改" in capsys.readouterr().out
    later = opinion(office, packet, RETURNED, tmp_path / "later.zip", "2026-11-24T10:00:00+08:00")
    assert record(office, "--base", "main", "--decision", later) == 0
    capsys.readouterr()
    assert packets.receive(office, "--decision", yes) == 1
    assert "ks-reviewer-a 在 2026-11-24 对 example-county 另有决定" in capsys.readouterr().err
    assert record(office, "--base", "main", "--decision", yes) == 2
    assert len(recorded(office)) == 1


def test_the_centre_comes_after_the_prefecture(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    early = opinion(office, packet, CENTRE, tmp_path / "centre.zip", f"{packets.DAY}T08:00:00+08:00")
    late = opinion(office, packet, PREFECTURE, tmp_path / "ks.zip", f"{packets.DAY}T09:00:00+08:00")
    assert packets.receive(office, packet) == 0
    capsys.readouterr()
    assert packets.receive(office, "--decision", early, late) == 1
    assert "这份意见不算数：早于下级的同意，要在下级同意以后再审。" in capsys.readouterr().err


def test_without_the_packet_it_is_of_no_use(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    good = opinion(office, packet, PREFECTURE, tmp_path / "good.zip")
    assert packets.receive(office, "--decision", good) == 1
    assert "这里没有分支 submit/example-county-2026，还没有收到意见看的报送包。" in capsys.readouterr().err
    assert packets.receive(office, "--decision", packet) == 1
    assert "这不是审核意见" in capsys.readouterr().err
    assert packets.receive(office, good) == 1
    assert "这是审核意见，不是报送包" in capsys.readouterr().err
    assert packets.receive(office) == 2
    assert "要写报送包，或者用 --decision 写审核意见。" in capsys.readouterr().err
    assert packets.receive(office, packet, "--decision", good, "--dry-run") == 2
    assert "--dry-run 只检查报送包，不和 --decision 一起写" in capsys.readouterr().err
    assert packets.receive(office, "--decision", tmp_path / "nothing.zip") == 1
    assert "读不到审核意见" in capsys.readouterr().err


def test_a_packet_with_errors_is_returned_without_a_record(office: Path, packet: Path, tmp_path: Path, capsys: Capture) -> None:
    """It is not taken, so there is no version of which a return could be recorded; nobody can approve it either."""
    entries = packets.opened(packet.read_bytes())
    entries[RECORD] = entries[RECORD].replace(b"\naddress:", b"\nadress:", 1)
    bad = tmp_path / "bad.zip"
    bad.write_bytes(packets.closed(packets.listed(entries, digest=None).items()))
    approve = Door(office).ask("decide", [bad.read_bytes()], given=PREFECTURE)
    assert approve["error"].endswith("个错误，不能同意。请退回修改。")
    back = opinion(office, bad, RETURNED, tmp_path / "back.zip")
    findings = Door(office).ask("look", [back.read_bytes()])["opinion"]["findings"]
    assert {one["code"] for one in findings} == {"S001"}
    capsys.readouterr()
    assert packets.receive(office, bad, "--decision", back) == 1
    printed = capsys.readouterr()
    assert "报送包有错误、收不下的，不用登记退回修改，把意见交给报送单位就行。" in printed.err
    assert "拒收" in printed.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--returned"], "写了 --decision 的，不写 --returned：照审核意见里的。"),
        (["--note", "x", "--mend", "y"], "写了 --decision 的，不写 --mend、--note：照审核意见里的。"),
        (["--reviews", "-"], "--reviews 和 --decision 要写一样，只写一样。"),
    ],
)
def test_options_that_do_not_go_together(
    office: Path, packet: Path, tmp_path: Path, capsys: Capture, arguments: list[str], said: str
) -> None:
    good = opinion(office, packet, PREFECTURE, tmp_path / "good.zip")
    assert record(office, "--base", "main", "--decision", good, *arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["repository", "folder"])
def test_a_vault_elsewhere(office: Path, tmp_path: Path, capsys: Capture, kind: str) -> None:
    """New contacts come in the packet, and lie beside the branch until it is merged: what is checked again finds them there."""
    root = packets.sender(office, tmp_path / "sender")
    vault = tmp_path / "vault"
    shutil.move(office / "registry/vault", vault)
    settings = office / "registry/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"vault: {vault}\n", encoding="utf-8")
    packets.commit(office, "registry: Keep the vault elsewhere")
    if kind == "repository":
        packets.repository(vault)
    (tmp_path / "contacts.json").write_text(json.dumps({"committee": "example-one", **CONTACTS}), encoding="utf-8")
    assert main(["seal", "example-one", str(tmp_path / "contacts.json"), "--root", str(root), "--as-of", packets.DAY]) == 0
    assert packets.pack(root, tmp_path / "one.zip") == 0
    good = opinion(office, tmp_path / "one.zip", CENTRE, tmp_path / "good.zip")
    capsys.readouterr()
    assert packets.receive(office, tmp_path / "one.zip", "--decision", good) == 0, capsys.readouterr().err
    assert "审核已齐：合并" in capsys.readouterr().out
    if kind == "repository":
        packets.git(vault, "branch", "-D", packets.BRANCH)
    else:
        shutil.rmtree(vault / packets.BRANCH)
    assert packets.receive(office, "--decision", good) == 1
    assert "意见是同意，可是现在检查有 1 个错误，不能照它通过：R202" in capsys.readouterr().err


def test_text_from_right_to_left_is_kept(office: Path, tmp_path: Path) -> None:
    """Uyghur in the record, and so in the report that comes back, isolated as on a terminal."""
    address = "示例县 يېڭى يول 2 号"
    back = opinion(office, packed(office, tmp_path, "uyghur", address), {**RETURNED, "note": "يېڭى يول"}, tmp_path / "back.zip")
    said = Door(office).ask("look", [back.read_bytes()])["opinion"]
    assert said["note"] == "يېڭى يول"
    assert f"\u2068{address}\u2069" in said["report"]


@pytest.mark.xdist_group("browser-python")
def test_in_a_browser_the_same(office: Path, packet: Path, browser_python: BrowserPython) -> None:
    """The same answers and bytes in the browser's Python."""
    here, there = Door(office), browser_python
    commit = packets.git(office, "rev-parse", "HEAD").strip()
    there.call({"do": "open", "time": here.time}, [snapshot.written(registry.load(office), commit)])
    content = packet.read_bytes()
    for request in (
        {"do": "look"},
        {"do": "look", "full": True},
        {"do": "decide", "given": RETURNED},
        {"do": "decide", "given": CENTRE},
    ):
        mine, more = here.call(request["do"], [content], **{name: value for name, value in request.items() if name != "do"})
        assert there.call({"time": here.time, **request}, [content])[:2] == (mine, more)
        assert mine["ok"]
    mine, _ = here.call("look", more)
    assert there.call({"do": "look", "time": here.time}, more)[0] == mine
    assert mine["opinion"]["said"] == "同意"


def bomb() -> bytes:
    return packets.closed([("decision.json", b"{}"), ("report.txt", b"0" * 50_000_000), ("findings.json", b"{}")])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是审核意见（zip 文件）"),
        (b"PK\x03\x04", "这不是审核意见"),
        (packets.closed([("decision.json", b"{}")]), "里面的文件不对"),
        (packets.closed([("decision.json", b"{}"), ("../report.txt", b""), ("findings.json", b"{}")]), "的写法有诈"),
        (packets.closed([("decision.json", b"{}"), ("report.txt", b""), ("findings.json", b"{}")]), "审核意见有误"),
        (packets.closed([("decision.json", b"[" * 60000), ("report.txt", b""), ("findings.json", b"{}")]), "已损坏"),
        (bomb(), "太大"),
    ],
)
def test_bad_files(content: bytes, said: str) -> None:
    with pytest.raises(PacketRefused, match=said):
        decision_packet.read(content)


def test_private_values_and_control_characters_in_a_forged_one(office: Path, packet: Path, tmp_path: Path) -> None:
    good = opinion(office, packet, RETURNED, tmp_path / "good.zip")
    for changes, said in (
        ({"mend": f"请打 {CONTACTS['leader']['mobile']}"}, "里面有手机号码、身份证号码或者邮箱"),
        ({"office": "a\u202eb"}, "已损坏"),
        ({"note": "两行\n审核已齐"}, "已损坏"),
        ({"version": 2}, "是用更新的 zhicheng 做的"),
        ({"role": "centre"}, "写的身份和地区不符"),
        ({"extra": 1}, "审核意见有误"),
    ):
        with pytest.raises(PacketRefused, match=said):
            decision_packet.read(forged(good, tmp_path / "bad.zip", **changes).read_bytes())
    entries = packets.opened(good.read_bytes())
    entries["report.txt"] += "没有错误".encode()
    with pytest.raises(PacketRefused, match="里面的文件与清单对不上"):
        decision_packet.read(packets.closed(entries.items()))
