"""The door of the page for submissions, from forms to a packet that the office takes; here and in a browser's Python.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from helpers import packets, registries
from helpers.browser_python import BrowserPython
from helpers.filled_forms import filled
from helpers.page_calls import TIME, Call, here, opened, read
from helpers.rosters import IDENTITY
from helpers.vault_commands import CONTACTS

from zhicheng.commands.cli import main
from zhicheng.registry import registry
from zhicheng.rules.engine import check
from zhicheng.submission import snapshot
from zhicheng.submission.calls import Visit
from zhicheng.vault import cipher
from zhicheng.vault.recipients import recipients

pytestmark = pytest.mark.slow

Value = dict[str, Any]
PERSON = CONTACTS["leader"]["name"]


@pytest.fixture
def keys(small: Path) -> Path:
    """The small registry with its keys in the public list."""
    registries.write(small, "registry/recipients.yaml", registries.keys_of_centre())
    (small / "registry/vault/recipients.txt").unlink()
    return small


@pytest.fixture
def office(keys: Path) -> Path:
    """A registry in Git, without a roster of example-one."""
    small = keys
    (small / packets.ROSTER).unlink()
    (small / "registry/vault/example-one.roster.age").unlink()
    return packets.repository(small)


@pytest.fixture
def forms(office: Path, tmp_path: Path) -> list[tuple[str, bytes]]:
    return filled(office, tmp_path, 30, address="示例市示例路 9 号")


def judged(call: Call, office: Path, forms: Sequence[tuple[str, bytes]]) -> tuple[Value, list[bytes]]:
    assert opened(call, office, packets.git(office, "rev-parse", "HEAD").strip())["ok"]
    assert read(call, forms)["errors"] == 0
    return call("judge", given={})


def taken(office: Path, packet: bytes, tmp_path: Path) -> None:
    """The office receives the packet, merges it and opens what was sealed."""
    path = tmp_path / "example-one-2026.zip"
    path.write_bytes(packet)
    assert packets.receive(office, path) == 0
    packets.git(office, "merge", "-q", packets.BRANCH)
    assert main(["verify", "example-one", "--root", str(office), "--as-of", packets.DAY, "--identity", str(IDENTITY)]) == 0
    assert yaml.safe_load((office / registries.ONE).read_text(encoding="utf-8"))["address"] == "示例市示例路 9 号"
    assert yaml.safe_load((office / packets.ROSTER).read_text(encoding="utf-8"))["counts"]["active"] == 30


def test_from_forms_to_a_packet_that_is_taken(office: Path, forms: list[tuple[str, bytes]], tmp_path: Path) -> None:
    call = here()
    said, plain = judged(call, office, forms)
    assert said["stopped"] == ""
    assert [one["what"] for one in said["to_seal"]] == ["联系人", "花名册"]
    assert {one["role"] for one in said["holders"]} >= {"centre"}
    assert [one["key"] for one in said["holders"]] == said["to_seal"][0]["recipients"]
    assert PERSON.encode() in plain[0]
    assert PERSON not in json.dumps(said, ensure_ascii=False)
    sealed = [cipher.seal(one, wanted["recipients"]) for one, wanted in zip(plain, said["to_seal"], strict=True)]
    done, (packet,) = call("finish", sealed, given={"by": "示例单位"})
    assert done["name"] == "example-one-2026.zip"
    assert done["contents"] == ["登记文件", "花名册的人数", "密封的联系人", "密封的花名册"]
    assert done["missing"] == []
    looked, _ = call("look", [packet])
    assert looked["ok"]
    assert (looked["errors"], looked["committee"], looked["by"], looked["made"]) == (0, "example-one", "示例单位", TIME)
    assert json.loads(packets.opened(packet)["manifest.json"])["base"] == packets.git(office, "rev-parse", "HEAD").strip()
    taken(office, packet, tmp_path)


def test_what_was_laid_out_goes_with_the_submission(keys: Path) -> None:
    """A page that opens its registry anew, in a browser or elsewhere, does not fill the memory or the disk."""
    visit, folders = Visit(), []
    for _ in range(2):
        opened(here(visit), keys)
        assert visit.submission is not None
        folders.append(visit.submission.folder)
    assert [folder.exists() for folder in folders] == [False, True]
    visit.submission = None
    assert not folders[1].exists()


def test_what_was_read_stands_beside_its_cell_and_names_nobody(office: Path, forms: list[tuple[str, bytes]]) -> None:
    call = here()
    names = opened(call, office)
    assert "example-one" in {one["id"] for one in names["committees"]}
    said = read(call, forms)
    (address,) = [one for one in said["fields"] if one["pointer"] == "/address"]
    assert address["value"] == "示例市示例路 9 号"
    assert address["cell"].startswith("附件1.docx 第 1 个表格 R")
    assert (said["committee"], said["registered"], said["experts"], said["contacts"]["leader"]) == ("example-one", True, 30, 1)
    assert PERSON not in json.dumps(said, ensure_ascii=False)


def test_a_question_is_answered(office: Path, tmp_path: Path) -> None:
    """A new committee has no id: it is asked for, and one that is taken is asked for again."""
    call = here()
    forms = filled(office, tmp_path, name="某自治区工程系列水利专业高级职称评审委员会")
    opened(call, office)
    said = read(call, forms)
    asked = {one["id"]: one for one in said["questions"]}
    assert "编号" in asked
    assert not said["registered"]
    said = read(call, forms, answers={"编号": "example-water"}, asked=said["asked"])
    assert said["committee"] == "example-water"
    assert "编号" not in {one["id"] for one in said["questions"]}
    assert [(one["id"], one["answer"]) for one in said["answered"]] == [("编号", "example-water")]
    assert said["answered"][0]["message"] == said["asked"]["编号"]


def test_what_becomes_of_what_was_read_is_told_in_numbers(office: Path, tmp_path: Path) -> None:
    """Published, sealed, or kept here: a column for identity numbers is read by nobody, and a telephone number in a remark stays."""
    call = here()
    opened(call, office)
    files = filled(office, tmp_path, 3)
    book = openpyxl.load_workbook(io.BytesIO(files[2][1]))
    sheet = book.active
    sheet.cell(1, sheet.max_column + 1, "身份证号")
    stream = io.BytesIO()
    book.save(stream)
    said = read(call, [*files[:2], ("附件3.xlsx", stream.getvalue())])
    assert said["fates"] == {
        "public": [
            ["名称、组建单位、地址", "6 项"],
            ["咨询电话", "3 个"],
            ["层级、专业、地域", "5 个专业"],
            ["流程、赋分表", "8 步 1 张"],
            ["依据、答辩、专家库等", "3 项"],
            ["专家库人数", "只有人数"],
        ],
        "sealed": [["主管领导姓名、手机", "1 人"], ["业务人员姓名、手机", "1 人"], ["填表人姓名、电话", "1 人"], ["评委花名册", "3 人"]],
        "here": [["身份证号", "附件3.xlsx"]],
    }


def test_where_no_key_is_published_nothing_is_told_to_be_sealed(small: Path, tmp_path: Path) -> None:
    for one in ("recipients.yaml", "vault/recipients.txt"):
        (small / "registry" / one).unlink(missing_ok=True)
    call = here()
    opened(call, small)
    told = read(call, filled(small, tmp_path, 3))["fates"]
    people = ["主管领导姓名、手机", "业务人员姓名、手机", "填表人姓名、电话", "评委花名册"]
    assert (told["sealed"], told["here"]) == ([], [[what, "没有可用的公钥，不能密封"] for what in people])


def test_errors_stop_before_anything_is_sealed(office: Path, tmp_path: Path) -> None:
    call = here()
    opened(call, office)
    assert (
        read(call, filled(office, tmp_path, 0, approval={"date": "2026-11-25", "authority": "示例厅", "document": "示人社函〔2026〕1号"}))[
            "errors"
        ]
        == 0
    )
    said, plain = call("judge", given={})
    assert (said["ok"], said["stopped"]) == (True, "1 个错误，没有密封，也没有打包。请在表里改好，再来一次。")
    assert [one["code"] for one in said["findings"] if one["severity"] == "error"] == ["E113"]
    assert plain == []
    assert call("finish", [], given={})[0] == {"ok": False, "error": "还没有核对过，没有可以打包的。请先核对。"}


def test_judging_twice_says_the_same(office: Path, forms: list[tuple[str, bytes]]) -> None:
    """Nothing that was judged stays in the registry that the page goes on with."""
    call = here()
    first, _ = judged(call, office, forms)
    again, _ = call("judge", given={})
    assert again == first
    assert read(call, forms)["committee"] == "example-one"
    assert call("judge", given={})[0] == first


def test_a_roster_that_is_sealed_already_is_left_out(keys: Path, tmp_path: Path) -> None:
    """Only who has the key can keep the ids of its experts; the rest goes on."""
    call = here()
    opened(call, keys)
    told = read(call, filled(keys, tmp_path, 30, address="示例市示例路 9 号"))["fates"]
    people = ["主管领导姓名、手机", "业务人员姓名、手机", "填表人姓名、电话"]
    assert ([what for what, _ in told["sealed"]], told["here"]) == (people, [["评委花名册", "已有密封的，请另交中心"]])
    assert "专家库人数" not in {what for what, _ in told["public"]}
    said, plain = call("judge", given={})
    assert [one["what"] for one in said["to_seal"]] == ["联系人"]
    assert len(plain) == 1
    why = "已有密封的花名册，这里没有私钥，没法让原来的评委保留编号，请把附件3另交中心。"
    assert said["left_out"] == [f"花名册这次没有密封，也没有写：{why}其余的照做。"]
    sealed = [cipher.seal(plain[0], said["to_seal"][0]["recipients"])]
    done, _ = call("finish", sealed, given={})
    assert done["missing"] == ["example-one.roster.age"]


@pytest.mark.parametrize(
    ("do", "said", "error"),
    [
        ("read", {"files": [], "given": {}}, "登记库还没有打开。请稍等，或者重新打开这一页。"),
        ("judge", {}, "登记库还没有打开。请稍等，或者重新打开这一页。"),
        ("look", {}, "登记库还没有打开。请稍等，或者重新打开这一页。"),
    ],
)
def test_calls_before_the_registry_is_there(do: str, said: Value, error: str) -> None:
    assert here()(do, [b""] if do == "look" else [], **said) == ({"ok": False, "error": error}, [])


def test_bad_requests_are_answered(office: Path, forms: list[tuple[str, bytes]]) -> None:
    call = here()
    opened(call, office)
    assert call("judge", given={})[0]["error"] == "还没有读表。请先选填好的表。"
    read(call, forms)
    assert call("judge", given={"signed_by": "某人"})[0]["error"] == "签字的负责人和签字的日期要一起写。"
    assert call("judge", given={"signed_by": "某人", "signed_on": "2026-02-30"})[0]["error"].startswith("没有这一天：2026-02-30。")
    assert call("judge", given={"committee": "employer-650000"})[0]["error"].startswith("单位直接报送的花名册由中心按地区合成一份")
    _, plain = call("judge", given={})
    assert call("finish", plain[:1], given={})[0]["error"] == "密封的份数不对，没有打包。请重新核对、密封一次。"
    refused, more = call("finish", plain, given={})
    assert "没有密封" in refused["refused"]
    assert more == []
    assert PERSON not in json.dumps(refused, ensure_ascii=False)
    assert call("look", [b"PK\x03\x04"])[0]["refused"].startswith("不完整")
    large = [("大.xlsx", b"\0" * (16 * 1024 * 1024 + 1))]
    assert read(call, large)["error"] == "大.xlsx 超过 16 MiB，不像是填好的表。"


def test_a_fault_of_the_program_shows_no_value(office: Path) -> None:
    call = here()
    opened(call, office)
    said, _ = call("read", [PERSON.encode()], files="不是列表", given={"answers": PERSON})
    assert set(said) == {"ok", "bug"}
    assert PERSON not in said["bug"]
    assert said["bug"].startswith("ValueError calls.answered:")


def test_the_snapshot_holds_no_sealed_file_and_has_the_same_bytes(office: Path) -> None:
    made_of = registry.load(office)
    content = snapshot.written(made_of, "a" * 40)
    assert content == snapshot.written(registry.load(office), "a" * 40)
    names = packets.opened(content)
    assert not [name for name in names if "vault" in name or name.endswith(".age")]
    assert {"registry/registry.yaml", registries.ONE, "registry/recipients.yaml", "commit"} <= set(names)


def test_the_snapshot_names_no_account_and_changes_nothing_for_a_committee(tmp_path: Path) -> None:
    """Of the sample: the findings on committees and the keys to seal to are those of the whole registry."""
    whole = registry.load(registries.REAL.parent)
    content = snapshot.written(whole)
    assert b"reviewer-a" not in b"".join(packets.opened(content).values())
    snapshot.unpacked(content, tmp_path)
    part = registry.load(tmp_path)
    assert part.findings == []
    for loaded in (whole, part):
        loaded.vault = None
    found = [
        [one for one in check(loaded, registries.TODAY).findings if one.file.startswith(("registry/committees/", "registry/rosters/"))]
        for loaded in (whole, part)
    ]
    assert found[0] == found[1]
    assert found[0]
    for key in whole.by_id:
        assert recipients(part, key, registries.TODAY) == recipients(whole, key, registries.TODAY)


# --- in the browser's Python -------------------------------------------------------------------------------------------


@pytest.mark.xdist_group("browser-python")
def test_in_a_browser_all_the_way(office: Path, forms: list[tuple[str, bytes]], browser_python: BrowserPython, tmp_path: Path) -> None:
    """The same answers; what age-encryption seals `age` opens; the packet is taken, and its roster verified."""

    def call(do: str, attached: Sequence[bytes] = (), **said: Any) -> tuple[Value, list[bytes]]:
        return browser_python.call({"do": do, "time": TIME, **said}, attached)[:2]

    other = here()
    assert opened(call, office) == opened(other, office)
    assert read(call, forms) == read(other, forms)
    said, plain = judged(call, office, forms)
    assert said == judged(other, office, forms)[0]
    sealed = [browser_python.seal(one, wanted["recipients"]) for one, wanted in zip(plain, said["to_seal"], strict=True)]
    done, (packet,) = call("finish", sealed, given={})
    assert done["ok"]
    looked = call("look", [packet])
    assert looked == other("look", [packet])
    assert looked[0]["errors"] == 0
    if age := shutil.which("age"):
        for one, content in zip(plain, sealed, strict=True):
            assert subprocess.run([age, "-d", "-i", IDENTITY], input=content, capture_output=True, check=True).stdout == one
    taken(office, packet, tmp_path)
