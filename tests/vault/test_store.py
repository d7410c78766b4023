"""Sealed files: any age tool opens what we seal and the other way round; who they are sealed to; a crash leaves a whole file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml
from helpers import registries
from helpers.rosters import IDENTITY

from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry import registry
from zhicheng.registry.vault_listing import DEMONSTRATION_KEYS, list_vault
from zhicheng.system import atomic_files
from zhicheng.system.atomic_files import replace_files
from zhicheng.vault import cipher, store
from zhicheng.vault.recipients import recipients

pytestmark = pytest.mark.slow

DEMONSTRATION = sorted(DEMONSTRATION_KEYS)
DAY = date(2026, 11, 26)
CONTACTS = {
    "leader": {"name": "示例甲", "landline": "0991-0000001", "mobile": "10000000001"},
    "clerks": [{"name": "示例乙", "landline": "0991-0000002", "mobile": "10000000002"}],
    "preparer": {"name": "示例丙", "phone": "0991-0000003"},
}


def age() -> str:
    """Debian's age. In CI its absence is a failure."""
    found = shutil.which("age")
    if found is None and not os.environ.get("CI"):
        pytest.skip("age is not installed: apt-get install age")
    assert found, "age is not installed: apt-get install age"
    return found


def test_age_opens_what_we_seal(tmp_path: Path) -> None:
    sealed = tmp_path / "x.age"
    sealed.write_bytes(cipher.seal("买买提·示例".encode(), DEMONSTRATION))
    opened = subprocess.run([age(), "-d", "-i", str(IDENTITY), str(sealed)], capture_output=True, check=True)
    assert opened.stdout.decode() == "买买提·示例"


def test_we_open_what_age_seals(tmp_path: Path) -> None:
    plain = tmp_path / "x"
    plain.write_bytes("买买提·示例".encode())
    made = subprocess.run([age(), "-a", "-r", DEMONSTRATION[0], "-r", DEMONSTRATION[1], str(plain)], capture_output=True, check=True)
    assert cipher.is_sealed(made.stdout)
    assert cipher.unseal(made.stdout, store.keyring(IDENTITY).identities).decode() == "买买提·示例"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sealed: sealed[:-30], "不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）"),
        (lambda sealed: b"", "不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）"),
        (lambda sealed: b'{"experts": []}', "不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）"),
        (lambda sealed: sealed[:-80] + b"AAAA" + sealed[-76:], "密封文件已损坏，无法打开"),
    ],
    ids=["truncated", "empty", "plain", "altered"],
)
def test_what_is_not_whole_is_not_opened(change: object, words: str) -> None:
    sealed = cipher.seal(b"x" * 200, DEMONSTRATION)
    assert sealed.endswith(b"\n-----END AGE ENCRYPTED FILE-----\n")
    with pytest.raises(CannotOpen) as caught:
        cipher.unseal(change(sealed), store.keyring(IDENTITY).identities)  # type: ignore[operator]
    assert str(caught.value) == words


def test_wrong_key() -> None:
    secret, _ = cipher.new_identity()
    with pytest.raises(CannotOpen) as caught:
        cipher.unseal(cipher.seal(b"x", DEMONSTRATION), [cipher.identity(secret)])
    assert str(caught.value) == "这把密钥打不开它：它不是密封给这把密钥的"


def test_recipients_are_the_centres_the_prefectures_and_those_passed(small: Path) -> None:
    """The prefecture's key where reviewers.yaml gives one; a committee of the region has none."""
    _, theirs = cipher.new_identity()
    _, own = cipher.new_identity()
    team = f'"653100": {{office: 某地区人力资源和社会保障局, accounts: [ks-a], recipient: {theirs}}}'
    text = f"centre: {{accounts: [centre-a]}}\nmaintainers: {{accounts: [maintainer-a]}}\nareas: {{{team}}}\n"
    registries.write(small, "registry/reviewers.yaml", text)
    loaded = registry.load(small)
    assert sorted(recipients(loaded, "example-one", DAY)) == DEMONSTRATION
    for key in ("example-prefecture", "example-county", "employer-653100"):
        assert sorted(recipients(loaded, key, DAY)) == sorted([*DEMONSTRATION, theirs]), key
    assert sorted(recipients(loaded, "example-prefecture", DAY, [own])) == sorted([*DEMONSTRATION, theirs, own])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "没有 registry/recipients.yaml，不知道密封给谁。请中心先用 zhicheng keys new 生成密钥，把公钥写在里面，至少两把。"),
        (
            DEMONSTRATION[0] + "\n# " + DEMONSTRATION[1],
            "registry/vault/recipients.txt 里至少要有两把公钥，一把备用：只有一把时，它一丢失就谁也打不开了。",
        ),
        (
            "\n".join([DEMONSTRATION[0], DEMONSTRATION[1][:-1] + "z"]),
            f"不是有效的公钥：{DEMONSTRATION[1][:20]}…。公钥以 age1 开头，共 62 个字符，由 zhicheng keys new 生成。",
        ),
    ],
    ids=["missing", "only one", "mistyped"],
)
def test_recipients_that_will_not_do(small: Path, text: str | None, words: str) -> None:
    path = small / "registry/vault/recipients.txt"
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        recipients(registry.load(small), "example-one", DAY)
    assert str(caught.value) == words


def test_identity_inside_a_repository_is_refused(small: Path, tmp_path: Path) -> None:
    """Outside it is taken; the demonstration key may lie in tests/."""
    secret, _ = cipher.new_identity()
    for path in (small / "my.identity", small / "registry/vault/my.key"):
        path.write_text(secret, encoding="utf-8")
        with pytest.raises(UserError, match="放在 Git 仓库里，可能被提交出去，已拒绝使用"):
            store.keyring(path)
    outside = tmp_path / "my.identity"
    outside.write_text(f"# 我的\n{secret}\n", encoding="utf-8")
    assert len(store.keyring(outside).identities) == 1
    assert len(store.keyring(IDENTITY).identities) == 1


def test_identity_file_without_a_key(tmp_path: Path) -> None:
    path = tmp_path / "x.identity"
    path.write_text("age1public\n", encoding="utf-8")
    with pytest.raises(UserError, match="里没有私钥"):
        store.keyring(path)
    with pytest.raises(UserError, match="读不到密钥文件"):
        store.keyring(tmp_path / "absent")


def test_a_crash_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens while a file is replaced, the old one or the new one is there, and nothing else."""
    path = tmp_path / "x.roster.age"
    atomic_files.replace_file(path, b"old")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    for moment in ("os.fsync", "pathlib.Path.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(moment, fail)
            with pytest.raises(KeyboardInterrupt):
                atomic_files.replace_file(path, b"new")
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"x.roster.age": b"old"}
    atomic_files.replace_file(path, b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"x.roster.age": b"new"}


def test_sealed_content_is_json_with_an_expert_a_line() -> None:
    """Any age tool and any JSON reader do; a diff of the opened text shows whose line changed."""
    value = {"committee": "example-one", "round": "2026", "experts": [{"id": "aaaaaa", "name": "示例"}, {"id": "bbbbbb"}]}
    packed = store.packed(value)
    assert json.loads(packed) == value
    assert packed.decode().splitlines()[1:3] == ['{"id": "aaaaaa", "name": "示例"},', '{"id": "bbbbbb"}']
    assert json.loads(store.packed({**value, "experts": []})) == {**value, "experts": []}
    assert json.loads(store.packed(CONTACTS)) == CONTACTS


def test_what_can_be_told_without_a_key(tmp_path: Path) -> None:
    """Links do not count as files of the vault; a folder that is not there is no vault."""
    assert list_vault(tmp_path / "vault", tmp_path) is None
    folder = tmp_path / "vault"
    folder.mkdir()
    sealed = cipher.seal(b"x", DEMONSTRATION)
    (folder / "a.roster.age").write_bytes(sealed)
    (folder / "b.roster.age").write_bytes(sealed[:40])
    (folder / "c.roster.age").symlink_to(folder / "a.roster.age")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    found = list_vault(folder, tmp_path)
    assert found is not None
    assert {name: (file.size, file.whole) for name, file in found.files.items()} == {
        "a.roster.age": (len(sealed), True),
        "b.roster.age": (40, False),
    }


def test_the_nearest_key_above_is_a_prefectures(small: Path) -> None:
    """Where a county and its prefecture both have a key, the file is sealed to one of them, that of the smaller area."""
    keys = {code: cipher.new_identity()[1] for code in ("653100", "653121")}
    team = ", ".join(f'"{code}": {{office: 某局, accounts: [ks-a], recipient: {key}}}' for code, key in keys.items())
    text = f"centre: {{accounts: [centre-a]}}\nmaintainers: {{accounts: [maintainer-a]}}\nareas: {{{team}}}\n"
    registries.write(small, "registry/reviewers.yaml", text)
    assert recipients(registry.load(small), "employer-653121", DAY)[2:] == [keys["653121"]]
    assert recipients(registry.load(small), "employer-653100", DAY)[2:] == [keys["653100"]]


def test_sealed_content_names_every_field_once() -> None:
    packed = store.packed({"committee": "example-one", "experts": [{"id": "aaaaaa"}], "round": "2026"})
    assert packed.decode() == '{"committee": "example-one", "round": "2026", "experts": [\n{"id": "aaaaaa"}\n]}\n'


@pytest.mark.parametrize(
    "value",
    [{"a\nb": 1}, {"a": {"b\tc": 1}}, {"a": [{"b": "\r"}]}, {"a": ["x", "\x1b"]}, {"a": "\u202e"}, {"a": "\ud800"}],
    ids=ascii,
)
def test_controls_are_refused_in_names_and_values(value: dict[str, object]) -> None:
    with pytest.raises(UserError, match="有一项内容里有换行、控制字符或不完整的字符，没有密封"):
        store.refuse_controls(value)
    store.refuse_controls({"a": [{"b\\n": '"'}], "族": None})


def test_new_ids_have_six_characters_and_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {len(store.new_id([])) for _ in range(20)} == {6}
    letters = iter("aaaaaabbbbbb")
    monkeypatch.setattr(store.secrets, "choice", lambda _: next(letters))
    assert store.new_id(["aaaaaa"]) == "bbbbbb"


def test_a_file_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    """Folders are made, and everybody may read the file, whatever the one it was written to first."""
    path = tmp_path / "a/b/x.roster.age"
    replace_files(tmp_path, [(path, b"1"), (tmp_path / "y", b"2")])
    assert path.read_bytes() == b"1"
    assert (tmp_path / "y").read_bytes() == b"2"
    assert path.stat().st_mode & 0o777 == 0o644


def test_shape_faults_say_row_and_field_without_the_value() -> None:
    """A field of a row by its row and Annex 3's column; another one by itself. Of a missing field the schema's words are kept."""
    rows = [{"id": "aaaaaa", "gender": "示例甲"}, {"id": "bbbbbb", "born": "示例乙"}, {"id": "cccccc", "odd": "示例丙"}]
    found = store.shape_faults("sealed-roster", {"committee": "example-one", "round": 5, "experts": rows}, "a.age")
    assert {(fault.severity, fault.file, fault.pointer, fault.clause) for fault in found} == {("error", "a.age", "", "")}
    assert sorted((fault.code, fault.line, fault.column, fault.message) for fault in found if fault.code != "S002") == [
        ("S001", 3, 12, "第 3 行“一名评委”里有不认识的字段"),
        ("S003", 1, 1, "“报送年度”的类型不对"),
        ("S004", 1, 3, "第 1 行“性别”不在可填的范围里"),
        ("S005", 2, 5, "第 2 行“出生年月”的写法不对"),
    ]
    assert [fault.hint for fault in found if fault.code == "S004"] == ["性别。对应附件3“性别”。"]
    missing = [(fault.line, fault.column, fault.message) for fault in found if "姓名" in fault.message]
    assert missing == [(row, 1, f"第 {row} 行“一名评委”里缺少“姓名”（name）") for row in (1, 2, 3)]


def test_shape_faults_say_whose_field_it_is() -> None:
    """Leader and clerk both have numbers, and a signature has a date of its own: the field alone would not tell which is meant."""
    clerk = {"name": "示例乙", "landline": "0991-0000002", "mobile": 7}
    contacts = {"committee": "example-one", "leader": {"name": "示例甲", "landline": 5, "mobile": "13000000001"}, "clerks": [clerk]}
    told = [fault.message for fault in store.shape_faults("contacts", contacts, "a.age") if fault.code == "S003"]
    assert told == ["主管领导“座机”的类型不对", "业务人员“手机”的类型不对"]
    roster = {"committee": "example-one", "round": "2026", "signed": {"by": 5, "date": "2026"}, "experts": []}
    told = [fault.message for fault in store.shape_faults("sealed-roster", roster, "a.age") if fault.code in ("S003", "S005")]
    assert told == ["签字盖章“签字人”的类型不对", "签字盖章“签字日期”的写法不对"]


@pytest.mark.parametrize("people", [1, 4, 5, 9, 60])
def test_sizes_do_not_tell_how_many_people(people: int) -> None:
    """Rosters of a few and of some sixty people are of one size; what was padded once stays so, and is read as what it was."""
    value = {"committee": "example-one", "experts": [{"id": f"{i:06}", "name": "示例" * 20, "unit": "示例" * 40} for i in range(people)]}
    plain = store.padded(store.packed(value))
    assert len(plain) == 32768
    assert store.decoded(plain) == value
    assert store.padded(plain) == plain
    assert plain.endswith(b" \n")


@pytest.mark.parametrize(("length", "size"), [(1, 4096), (4095, 4096), (4096, 8192), (8191, 8192), (8192, 16384)])
def test_steps_of_padding(length: int, size: int) -> None:
    """Each step is twice the one before; a line break is always at the end."""
    assert len(store.padded(b"1" * length)) == size


def test_files_of_the_sample_are_padded() -> None:
    """The public files name few different sizes."""
    rosters = registries.REAL / "rosters"
    sizes = {yaml.safe_load(path.read_text(encoding="utf-8"))["sealed"]["size"] for path in rosters.glob("*.yaml")}
    assert len({size // 1000 for size in sizes}) <= 3, sizes
