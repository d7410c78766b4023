"""`zhicheng pack`: what is in a packet; and what of a packet is never read, whatever somebody puts into it."""

from __future__ import annotations

import base64
import io
import json
import random
import shutil
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers import packets, registries
from helpers.deep import examples, sample
from helpers.packets import DAY, ONE, PDF, ROSTER, closed, git, listed, opened, pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhicheng.commands.cli import main
from zhicheng.review.delivery import packet, packet_making, packet_papers, packet_zip
from zhicheng.review.delivery.packet_zip import PacketRefused
from zhicheng.vault import cipher, store
from zhicheng.vault.guard.parts import parts_of

pytestmark = pytest.mark.slow

FORMS = packet_making.forms
Capture = pytest.CaptureFixture[str]
CONTACTS = "vault/example-one.contacts.age"
Entries = dict[str, bytes]


@pytest.fixture(autouse=True)
def _no_exported_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where Word cannot be written: most tests are about other things."""
    monkeypatch.setattr(packet_making, "forms", lambda registry, key: ({}, "这台机器上没有装好写 Word 用的组件。"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, small_template: Path) -> bytes:
    """A packet of example-one, with a printed form: only to be read."""
    folder = tmp_path_factory.mktemp("packet")
    root = packets.moved(packets.repository(Path(shutil.copytree(small_template, folder / "small"))), "示例市新路 2 号")
    (folder / "盖章.pdf").write_bytes(PDF)
    assert pack(root, folder / "x.zip", "--paper", folder / "盖章.pdf") == 0
    return (folder / "x.zip").read_bytes()


@pytest.fixture
def entries(made: bytes) -> Entries:
    """The files in that packet, for a test to change."""
    return opened(made)


# --- packing -----------------------------------------------------------------------------------------------------------


def test_what_is_in_a_packet(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """The committee's files byte for byte, the printed form, and a manifest; nothing of anybody else."""
    base = git(packets.repository(small), "rev-parse", "HEAD").strip()
    (tmp_path / "盖章.pdf").write_bytes(PDF)
    assert pack(small, tmp_path / "x.zip", "--paper", tmp_path / "盖章.pdf", "--by", "示例市示例局") == 0
    out, talk = capsys.readouterr()
    assert out == f"{tmp_path / 'x.zip'}\n"
    assert talk == (
        "提醒：PDF 和图片里面无法检查。上面有个人姓名、手机的，请不要放进包里，另外报送纸质件。\n"
        f"已打包（{round((tmp_path / 'x.zip').stat().st_size / 1024)} KiB）："
        "登记文件、花名册的人数、密封的联系人、密封的花名册、打印的表 1 份。"
        "请把这个文件原样送到受理的地州市或中心，不要解开，也不要改里面的文件。\n"
    )
    inside = opened((tmp_path / "x.zip").read_bytes())
    manifest = json.loads(inside.pop("manifest.json"))
    on_disk = {name.replace("registry/vault/", "vault/"): content for name, content in packets.files(small).items()}
    assert inside == {**on_disk, "papers/盖章.pdf": PDF}
    assert manifest.pop("files") == {name: store.fingerprint(content) for name, content in inside.items()}
    digest = manifest.pop("digest")
    assert manifest == {
        "version": 1,
        "committee": "example-one",
        "round": "2026",
        "authority": "region",
        "area": "650000",
        "made": "2026-11-23T00:00:00+08:00",
        "by": "示例市示例局",
        "base": base,
    }
    assert len(digest) == 14


def test_the_same_packet_twice(small: Path, tmp_path: Path) -> None:
    """Nothing in it depends on the machine or on when files were written; another time differs in the manifest only."""
    for name, day in (("a", DAY), ("b", DAY), ("c", "2026-11-24")):
        assert pack(small, tmp_path / f"{name}.zip", day=day) == 0
    a, b, c = ((tmp_path / f"{name}.zip").read_bytes() for name in "abc")
    assert a == b
    before, after = opened(a), opened(c)
    said = json.loads(after.pop("manifest.json"))
    assert {**said, "made": "2026-11-23T00:00:00+08:00"} == json.loads(before.pop("manifest.json"))
    assert before == after
    assert "base" not in said  # this registry is in no Git


def test_a_packet_in_a_repository_is_not_to_be_committed(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """It holds sealed files, and those belong into the vault."""
    packets.repository(small)
    said = "提醒：包写在 Git 仓库里，请不要提交它。可以用 --out 写到别处，例如 U 盘。\n"
    assert pack(small, small / "x.zip") == 0
    assert said in capsys.readouterr().err
    assert pack(small, tmp_path / "x.zip") == 0
    assert said not in capsys.readouterr().err
    registries.write(small, ".gitignore", "/out/\n")
    (small / "out").mkdir()
    assert pack(small, small / "out/x.zip") == 0
    assert said not in capsys.readouterr().err


def test_it_goes_where_one_stands(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["pack", "example-two", "--root", str(small), "--as-of", DAY]
    assert main(command) == 0
    assert capsys.readouterr().out == "example-two-2026.zip\n"
    assert "by" in json.loads(opened((tmp_path / "example-two-2026.zip").read_bytes())["manifest.json"])
    assert main(command) == 2
    assert "example-two-2026.zip 已经有了，没有覆盖。要覆盖，请加 --force；要另存，请用 --out。" in capsys.readouterr().err
    assert main([*command, "--force"]) == 0


def test_the_clock_is_chinas(small: Path, tmp_path: Path) -> None:
    assert main(["pack", "example-two", "--root", str(small), "--out", str(tmp_path / "x.zip")]) == 0
    made = json.loads(opened((tmp_path / "x.zip").read_bytes())["manifest.json"])["made"]
    assert made.endswith("+08:00")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(made)) < timedelta(minutes=10)


def test_the_organiser_hands_in_unless_said(small: Path, tmp_path: Path) -> None:
    assert pack(small, tmp_path / "x.zip") == 0
    assert json.loads(opened((tmp_path / "x.zip").read_bytes())["manifest.json"])["by"] == "示例自治区住房和城乡建设厅"


def test_errors_refuse(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Of these files; those of other committees do not matter."""
    registries.write(small, registries.ONE.replace("one", "two"), b"\xff")
    assert pack(small, tmp_path / "x.zip") == 0
    registries.write(small, ONE, (small / ONE).read_text(encoding="utf-8").replace("members: 25", "members: 26"))
    capsys.readouterr()
    assert pack(small, tmp_path / "y.zip") == 1
    out, talk = capsys.readouterr()
    assert out.startswith(f"{ONE}:")
    assert "E202 组成人数 26 是偶数" in out
    assert talk == "1 个错误，没有打包。请照上面的建议改好，再打一次。\n"
    assert not (tmp_path / "y.zip").exists()


@pytest.mark.parametrize("name", [ONE, ROSTER])
def test_errors_of_reading_refuse(small: Path, tmp_path: Path, capsys: Capture, name: str) -> None:
    registries.write(small, name, b"a: [\n")
    assert pack(small, tmp_path / "x.zip") == 1
    assert f"{name}:" in capsys.readouterr().out


def test_a_changed_sealed_file_refuses(small: Path, tmp_path: Path, capsys: Capture) -> None:
    path = small / "registry/vault/example-one.roster.age"
    path.write_bytes(path.read_bytes() + b"\n")
    assert pack(small, tmp_path / "x.zip") == 1
    assert "R202" in capsys.readouterr().out


def test_without_the_vault_it_says_what_is_missing(small: Path, tmp_path: Path, capsys: Capture) -> None:
    shutil.rmtree(small / "registry/vault")
    assert pack(small, tmp_path / "x.zip") == 0
    assert set(opened((tmp_path / "x.zip").read_bytes())) == {"manifest.json", ONE, ROSTER}
    talk = capsys.readouterr().err
    assert (
        "提醒：本机没有 example-one.contacts.age，包里没有它。请核对是不是应当一起报送；没有密封库的，用 --sealed 写明它在哪里。\n" in talk
    )
    assert "提醒：本机没有 example-one.roster.age，" in talk
    assert "包里没有打印的登记表：这台机器上没有装好写 Word 用的组件。签字盖章以后，可以用 --paper 附上扫描件。\n" in talk


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "x.tar"], "报送包的扩展名要是 .zip：x.tar。"),
        (["--out", "none/x.zip"], "没有文件夹 none。"),
        (["--by", "某单位 13800001234"], "--by：请写单位名称，2 到 100 个字，不要写电话和邮箱"),
        (["--by", "x"], "--by：请写单位名称"),
        (["--by", "某单位\n某人"], "--by：请写单位名称"),
        (["--paper", "none.pdf"], "读不到 none.pdf：没有这个文件。"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_wrong_usage(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["pack", "example-one", "--root", str(small), "--as-of", DAY, *arguments]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.glob("*.zip")) == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("nosuch", "没有编号是 nosuch 的评审委员会。请核对编号。"),
        ("../x", "没有编号是 ../x 的评审委员会。"),
        ("employer-653100", "单位直接报送的花名册没有登记表，不用打包。"),
    ],
)
def test_whose_packet(small: Path, tmp_path: Path, capsys: Capture, key: str, words: str) -> None:
    assert pack(small, tmp_path / "x.zip", key=key) == 2
    assert words in capsys.readouterr().err


def test_not_into_the_registry(small: Path, capsys: Capture) -> None:
    assert pack(small, small / "registry/x.zip") == 2
    assert "报送包不能写在 registry/ 里：" in capsys.readouterr().err
    assert pack(small, small / "x.zip") == 0


def word(text: str, *more: tuple[str, bytes]) -> bytes:
    """A Word file with a text."""
    document = f'<?xml version="1.0"?><w:document><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>'
    return closed([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.encode()), *more])


PAPERS: list[tuple[str, bytes, str | None]] = [
    ("附件1.pdf", PDF, None),
    ("附件1.PDF", PDF, None),
    ("a.jpg", b"\xff\xd8\xff\xe0", None),
    ("a.jpeg", b"\xff\xd8\xff\xe0", None),
    ("a.png", b"\x89PNG\r\n\x1a\n", None),
    ("a.docx", word("评审委员会信息备案登记表 0991-0000001"), None),
    ("a.xlsx", word("专业目录"), None),
    ("a.docx", word("登记表", ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")), "里面有宏"),
    ("a.docx", word("登记表")[:-10], "已损坏"),
    ("a.docx", closed([("a", b"b")]), "不是 Word 或 Excel 文件"),
    ("a.docx", word("登记表", *((f"{n}.xml", b"") for n in range(1998))), None),
    ("a.docx", word("登记表", *((f"{n}.xml", b"") for n in range(1999))), "里面的内容太多"),
    ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "内容不是 .docx 文件"),
    ("a.pdf", word("登记表"), "内容不是 .pdf 文件"),
    ("a.png", PDF, "内容不是 .png 文件"),
    ("a.docm", word("登记表"), "打印的表要是 .pdf、.docx、.xlsx、.jpg、.jpeg、.png 之一"),
    ("a.zip", word("登记表"), "打印的表要是 "),
    ("pdf", PDF, "打印的表要是 "),
    (".pdf", PDF, "文件名里有不能用的字符，或者太长"),
    ("con.pdf", PDF, "文件名里有不能用的字符"),
    ("NUL.x.pdf", PDF, "文件名里有不能用的字符"),
    ("contract.pdf", PDF, None),
    ("a:b.pdf", PDF, "文件名里有不能用的字符"),
    ("a\u202efdp.pdf", PDF, "文件名里有不能用的字符"),
    ("x" * 96 + ".pdf", PDF, None),
    ("x" * 97 + ".pdf", PDF, "文件名里有不能用的字符，或者太长"),
    ("a.pdf", PDF.ljust(packet_papers.MAX_PAPER), None),
    ("a.pdf", PDF.ljust(packet_papers.MAX_PAPER + 1), "超过 16 MiB，请用低一些的分辨率扫描"),
]


@pytest.mark.parametrize(("name", "content", "fault"), PAPERS, ids=[f"{i}-{name[:12]!a}" for i, (name, *_) in enumerate(PAPERS)])
def test_which_printed_forms(name: str, content: bytes, fault: str | None) -> None:
    """Both when they are packed and when they are received."""
    said = packet_papers.paper_fault(name, content)
    assert said is None if fault is None else (said or "").startswith(fault)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (PDF, None),
        (word("评审委员会信息备案登记表 0991-0000001"), None),
        (word("主管领导手机：13800001234"), "里面有手机号码或身份证号码"),
        (word("姓名：示例甲 born: 1975-04 name: 示例甲"), "没有密封的评委名册（有姓名和出生年月的字段）"),
        (word("x", ("docProps/core.xml", b"<a>rh1t6rdhm018</a><b>12019-06-03T00:00:00Z</b>")), None),
        (word("x")[:-10], "已损坏或格式不对，无法查看里面有没有个人信息"),
        (
            word("x", ("a.zip", closed([("b.zip", closed([("c.zip", closed([("d", b"e")]))]))]))),
            "压缩包套得太深，无法查看里面有没有个人信息",
        ),
    ],
    ids=range(7),
)
def test_people_in_printed_forms(content: bytes, fault: str | None) -> None:
    """Looked for when a form is packed; one that is received lies beside the registry, and not in it."""
    assert packet_papers.private_paper(content) == fault


@pytest.mark.parametrize("escaped", [False, True])
def test_a_printed_form_that_may_not_go_in(small: Path, tmp_path: Path, capsys: Capture, escaped: bool) -> None:
    text = "主管领导手机：13800001234"
    (tmp_path / "a.docx").write_bytes(word("".join(f"\\u{ord(char):04x}" for char in text) if escaped else text))
    assert pack(small, tmp_path / "x.zip", "--paper", tmp_path / "a.docx") == 2
    assert capsys.readouterr().err == "错误：a.docx 不能放进报送包：里面有手机号码或身份证号码。\n"
    assert not (tmp_path / "x.zip").exists()


def test_two_printed_forms_of_one_name(small: Path, tmp_path: Path, capsys: Capture) -> None:
    for folder in ("a", "b"):
        registries.write(tmp_path, f"{folder}/登记表.pdf", PDF)
    assert pack(small, tmp_path / "x.zip", "--paper", tmp_path / "a/登记表.pdf", tmp_path / "b/登记表.pdf") == 2
    assert "有两个文件都叫 登记表.pdf。请改名再试。" in capsys.readouterr().err


def test_private_material_in_a_comment_is_not_packed(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """The guard's marks, where no rule of the registry looks for them."""
    text = (small / ONE).read_text(encoding="utf-8")
    registries.write(small, ONE, text + "# name: 示例甲, born: 1975-04\n")
    assert pack(small, tmp_path / "x.zip") == 1
    said = "".join(capsys.readouterr())
    assert "里有个人信息：没有密封的评委名册（有姓名和出生年月的字段）" in said
    assert "示例甲" not in said
    assert not (tmp_path / "x.zip").exists()


def test_what_only_looks_sealed_is_not_packed(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Armour around plain text, with the right hash in the record."""
    plain = base64.b64encode(b'{"leader": "x"}')
    fake = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + plain + b"\n-----END AGE ENCRYPTED FILE-----\n"
    registries.write(small, "registry/vault/example-one.contacts.age", fake)
    said = store.fingerprint(fake)
    text = (small / ONE).read_text(encoding="utf-8").splitlines()
    line = f'contacts: {{sha256: "{said["sha256"]}", size: {said["size"]}}}'
    registries.write(small, ONE, "\n".join(line if old.startswith("contacts:") else old for old in text) + "\n")
    assert pack(small, tmp_path / "x.zip") == 1
    assert "R203 registry/vault/example-one.contacts.age 不是完整的 age 密封文件" in capsys.readouterr().out


def test_without_a_printed_form_the_record_is_exported(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Annexes 1 and 2 in Word, the same every time, and without contacts."""
    monkeypatch.setattr(packet_making, "forms", FORMS)
    made = []
    for name in ("a", "b"):
        assert pack(small, tmp_path / f"{name}.zip") == 0
        made.append((tmp_path / f"{name}.zip").read_bytes())
    assert made[0] == made[1]
    talk = capsys.readouterr().err
    assert "包里的附件1、2 由登记文件导出，没有签字盖章。盖章以后，可以用 --paper 附上扫描件。\n" in talk
    assert "打印的表 2 份" in talk
    digest = json.loads(opened(made[0])["manifest.json"])["digest"].replace("-", "")
    papers = packet.read(made[0]).below("papers/")
    assert sorted(papers) == [f"papers/example-one.form-{number}.{digest}.docx" for number in (1, 2)]
    texts = "".join(part.text for content in papers.values() for part in parts_of(content))
    assert "评审委员会信息备案登记表" in texts
    assert "10000000001" not in texts


def test_every_sample_committee_can_be_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the sample registry, nor in its exported forms, looks private by mistake."""
    monkeypatch.setattr(packet_making, "forms", FORMS)
    for path in sample(sorted((registries.REAL / "committees").rglob("*.yaml")), 5):
        assert pack(registries.REAL.parent, tmp_path / f"{path.stem}.zip", key=path.stem) == 0


# --- reading -----------------------------------------------------------------------------------------------------------


def test_a_packet_comes_back(made: bytes, entries: Entries) -> None:
    given = packet.read(made)
    assert {**given.files, "manifest.json": entries["manifest.json"]} == entries
    assert (given.key, given.folder, given.made.isoformat()) == ("example-one", "650000", "2026-11-23T00:00:00+08:00")
    assert given.name == "示例自治区工程系列建筑工程专业高级职称评审委员会"


def test_packed_again_by_another_program_it_is_the_same(entries: Entries) -> None:
    """Somebody's office system may store or compress as it likes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in reversed(entries.items()):
            archive.writestr(name, content)
    assert packet.read(stream.getvalue()).files.keys() == entries.keys() - {"manifest.json"}


def central(content: bytes, place: int, value: bytes, local: int | None = None) -> bytes:
    """A .zip with other bytes in the last entry's central header, and in its local header too."""
    start = content.rindex(b"PK\x01\x02")
    changed = bytearray(content)
    changed[start + place : start + place + len(value)] = value
    if local is not None:
        offset = struct.unpack_from("<L", content, start + 42)[0]
        changed[offset + local : offset + local + len(value)] = value
    return bytes(changed)


def sound(entries: Entries, **changes: object) -> bytes:
    """A packet of these files, whose manifest is right about them but for `changes`."""
    return closed(listed(entries, **changes).items())


Change = Callable[[Entries, bytes], bytes]


def more(name: str, content: bytes = b"x", **about: object) -> Change:
    """A packet with one more entry, of which the manifest knows."""
    return lambda entries, made: closed(listed({**entries, name: content}).items(), **about)


def twice(name: str, other: str | None = None) -> Change:
    return lambda entries, made: closed([*entries.items(), (other or name, entries[name])])


def instead(name: str, content: bytes) -> Change:
    """A packet with another file, of which the manifest knows."""
    return lambda entries, made: sound({**entries, name: content})


def without(name: str, **changes: object) -> Change:
    return lambda entries, made: sound({key: value for key, value in entries.items() if key != name}, **changes)


def said(**changes: object) -> Change:
    return lambda entries, made: sound(entries, **changes)


def text(old: str, new: str, name: str = ONE) -> Change:
    return lambda entries, made: sound({**entries, name: entries[name].decode().replace(old, new).encode()})


ZIP64 = b"PK\x06\x06" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, 7, 7, 300, 0) + b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
NAME = "示例自治区工程系列建筑工程专业高级职称评审委员会"
HARMFUL = "这样的包可能有害"
HOSTILE: dict[str, tuple[Change, str]] = {
    "not a zip": (lambda entries, made: b"hello", "不是报送包（zip 文件）"),
    "nothing": (lambda entries, made: b"", "不是报送包（zip 文件）"),
    "an empty zip": (lambda entries, made: closed([]), "不是报送包（zip 文件）"),
    "a rar": (lambda entries, made: b"Rar!\x1a\x07\x00" + made, "不是报送包（zip 文件）"),
    "too large": (lambda entries, made: made.ljust(packet_zip.MAX_PACKET + 1, b"\0"), "超过 64 MiB"),
    "cut off": (lambda entries, made: made[:-1], "不完整"),
    "cut in half": (lambda entries, made: made[: len(made) // 2], "不完整"),
    "only its head": (lambda entries, made: made[:10], "不完整"),
    "more behind": (lambda entries, made: made + b"\0", "不完整"),
    "a comment": (lambda entries, made: made[:-2] + b"\x01\x00x", "不完整"),
    "more before": (lambda entries, made: b"PK\x03\x04" + made, "不完整"),
    "a gap before the directory": (lambda entries, made: made.replace(b"PK\x01\x02", b"\0PK\x01\x02", 1), "不完整"),
    "two parts": (lambda entries, made: made[:-18] + b"\x01\x00" + made[-16:], "不完整"),
    "zip64": (lambda entries, made: made[:-22] + ZIP64 + made[-22:], "不完整"),
    "zip64 sizes": (lambda entries, made: central(made, 20, b"\xff" * 8), "太大"),
    "zip64 sizes, filled in": (
        lambda entries, made: central(made, 20, b"\xff" * 8).replace(b"PK\x05\x06", b"\x01\x00\x10\x00" + b"\xff" * 16 + b"PK\x05\x06"),
        "不完整",
    ),
    "a number of files that is not right": (lambda entries, made: made[:-14] + struct.pack("<2H", 3, 3) + made[-10:], "压缩包已损坏"),
    "33 files": (lambda entries, made: closed((str(n), b"") for n in range(33)), "里面的文件太多：最多 32 个"),
    "a long directory": (
        lambda entries, made: closed([("x", b"")], comment=b"x" * 65000, extra=b"\0\0" + b"\xff\x1f" + b"x" * 8191),
        "太多",
    ),
    "locked": (lambda entries, made: central(made, 8, b"\x01\x08", 6), "加了密码"),
    "locked in the directory only": (lambda entries, made: central(made, 8, b"\x01\x08"), "加了密码"),
    "strongly locked": (lambda entries, made: central(made, 8, b"\x40\x08", 6), "加了密码"),
    "patched": (lambda entries, made: central(made, 8, b"\x20\x08", 6), "的压缩方法不认识"),
    "another way of compressing": (lambda entries, made: central(made, 10, b"\x0e\x00", 8), "的压缩方法不认识"),
    "a wrong checksum": (lambda entries, made: central(made, 16, b"abcd", 14), "压缩包已损坏"),
    "another name in the local header": (lambda entries, made: made.replace(b"manifest.json", b"manifest.jsom", 1), "压缩包已损坏"),
    "a smaller size than it has": (lambda entries, made: central(made, 24, b"\x02\0\0\0", 22), "压缩包已损坏"),
    "a larger size than it has": (lambda entries, made: central(made, 24, b"\x00\x40\0\0", 22), "压缩包已损坏"),
    "a huge size": (lambda entries, made: central(made, 24, b"\xfe\xff\xff\xff", 22), "太大"),
    "an offset behind the end": (lambda entries, made: central(made, 42, b"\xfe\xff\xff\x7f"), "压缩包已损坏"),
    "a bomb": (instead("papers/盖章.pdf", PDF + b"\0" * 15_000_000), "的压缩率高得不正常，" + HARMFUL),
    "a bomb for a record": (instead(ONE, b"#" * 262_145), "太大"),
    "a record that is large": (instead(ONE, b"#" * 262_144), "的压缩率高得不正常"),
    "a bomb for a manifest": (lambda entries, made: closed([("manifest.json", b" " * 65_537)]), "manifest.json 太大"),
    "a zip in it": (more("papers/x.zip", closed([("a", b"b")])), "打印的表要是 "),
    "a zip for a record": (lambda entries, made: sound({**entries, ONE: closed([("a", b"b")])}), "读不出来"),
    "a bomb in a form": (
        more("papers/a.docx", central(word("x"), 24, b"\xff\xff\xff\x7f")),
        "不能收：里面的内容太多",
    ),
    "a locked form": (more("papers/a.docx", central(word("x"), 8, b"\x01\x08")), "不能收：加了密码"),
    "up": (more("../x.yaml"), HARMFUL),
    "up in the middle": (more("registry/../../x.yaml"), HARMFUL),
    "up behind a form": (more("papers/../x.pdf", PDF), HARMFUL),
    "a dot": (more("registry/./x.yaml"), HARMFUL),
    "absolute": (more("/etc/passwd"), "是绝对路径或者 Windows 的路径，" + HARMFUL),
    "two slashes": (more("//server/x"), "是绝对路径"),
    "a drive": (more("C:/x.yaml"), "是绝对路径或者 Windows 的路径"),
    "a drive without a slash": (more("c:x.yaml"), "是绝对路径或者 Windows 的路径"),
    "backslashes": (more("papers\\..\\x.pdf", PDF), "是绝对路径或者 Windows 的路径"),
    "a NUL": (more("papers/a.pdf\0.exe", PDF), "里有控制字符"),
    "a line break": (more("papers/a\n.pdf", PDF), "里有控制字符"),
    "right to left": (more("papers/a\u202efdp.pdf", PDF), "里有控制字符"),
    "a name not composed": (more("papers/e\u0301.pdf", PDF), "的写法有诈"),
    "an empty name": (more(""), "压缩包已损坏"),
    "a folder": (more("papers/"), "不是普通文件"),
    "a folder by its mark": (more("papers/a.pdf", PDF, external_attr=0x10), "不是普通文件"),
    "a link": (more("papers/a.pdf", b"/etc/passwd", external_attr=0o120777 << 16), "不是普通文件（链接、文件夹或设备）"),
    "a link for a record": (lambda entries, made: central(made, 38, struct.pack("<L", 0o120777 << 16)), "不是普通文件"),
    "a device": (more("papers/a.pdf", PDF, external_attr=0o060644 << 16), "不是普通文件"),
    "a pipe": (more("papers/a.pdf", PDF, external_attr=0o010644 << 16), "不是普通文件"),
    "a socket": (more("papers/a.pdf", PDF, external_attr=0o140644 << 16), "不是普通文件"),
    "a file twice": (twice(ONE), "有两份（或者只差大小写）"),
    "the manifest twice": (twice("manifest.json"), "有两份"),
    "a file twice but for case": (twice(ONE, ONE.replace("one", "ONE")), "有两份（或者只差大小写）"),
    "a form twice but for case": (more("papers/盖章.PDF", PDF), "有两份（或者只差大小写）"),
    "another committee's record": (more("registry/committees/650000/example-two.yaml"), "里面有不属于 example-one 的文件："),
    "a second record": (lambda e, made: sound({**e, ONE.replace("650000", "653100"): e[ONE]}), "登记文件，现在有 2 份"),
    "another committee's contacts": (more("vault/example-two.contacts.age"), "里面有不属于 example-one 的文件："),
    "recipients": (more("vault/recipients.txt"), "里面有不属于 example-one 的文件："),
    "reviewers": (more("registry/reviewers.yaml"), "里面有不属于 example-one 的文件："),
    "settings": (more("registry/registry.yaml"), "里面有不属于 example-one 的文件："),
    "a decision": (more("registry/decisions/2026.yaml"), "里面有不属于 example-one 的文件："),
    "Git's own": (more(".git/config"), "里面有不属于 example-one 的文件："),
    "attributes": (more(".gitattributes"), "里面有不属于 example-one 的文件："),
    "a form in a folder": (more("papers/a/b.pdf", PDF), "里面有不属于 example-one 的文件："),
    "no record": (without(ONE), "要有一份 example-one 的登记文件，现在有 0 份"),
    "no manifest": (lambda entries, made: closed([(ONE, entries[ONE])]), "里面没有清单（manifest.json）"),
    "a manifest that is no JSON": (lambda e, made: closed([*e.items(), ("manifest.json", b"{")][1:]), "清单已损坏，读不出来"),
    "a manifest that is a list": (lambda e, made: closed([*e.items(), ("manifest.json", b"[]")][1:]), "清单已损坏"),
    "a manifest that is deep": (lambda e, made: closed([*e.items(), ("manifest.json", b"[" * 60_000)][1:]), "清单已损坏"),
    "a field twice": (
        lambda e, made: closed([*e.items(), ("manifest.json", e["manifest.json"].replace(b'"version"', b'"version": 1, "version"'))][1:]),
        "清单已损坏",
    ),
    "a later version": (said(version=2), "是用更新的 zhicheng 打的。请先更新本机的 zhicheng，再收一次。"),
    "no version": (said(version=None), "清单有误：缺少“清单版本”"),
    "an unknown field": (said(command="rm"), "清单有误：没有“command”这个字段"),
    "an id that leads elsewhere": (said(committee="../x"), "清单有误：“评审委员会编号”"),
    "a day that is none": (said(made="2026-02-30T00:00:00+08:00"), "清单已损坏"),
    "a time elsewhere": (said(made="2026-02-03T00:00:00+00:00"), "清单有误：“打包时间”"),
    "a unit with a number": (said(by="某单位 13800001234"), "清单里的报送单位有手机号码、邮箱或控制字符"),
    "a unit of two lines": (said(by="某单位\nPacket-Made: 2099-01-01T00:00:00+08:00"), "清单已损坏"),
    "another committee in the manifest": (said(committee="example-two"), "里面有不属于 example-two 的文件："),
    "another round": (said(round="2027"), "最后一次备案的年度与清单不同"),
    "another authority": (said(authority="prefecture"), "的 authority 与清单不同"),
    "another area": (said(area="653100"), "的 area 与清单不同"),
    "another id in the record": (text("id: example-one", "id: example-two"), "的 id 与清单不同"),
    "a file the manifest does not know": (lambda entries, made: closed([*entries.items(), ("papers/a.pdf", PDF)]), "与清单对不上"),
    "a file that is not there": (lambda e, made: closed([item for item in e.items() if item[0] != ROSTER]), "，包里没有"),
    "a file that was changed": (lambda entries, made: closed({**entries, ONE: entries[ONE] + b"\n"}.items()), "与清单对不上"),
    "a record with an anchor": (text("id: ", "id: &a "), "读不出来"),
    "a record with a mobile number": (text("address: ", "address: 13800001234 "), "里有个人信息：里面有手机号码或身份证号码"),
    "a record with a person": (text("status:", "# name: 示例甲, born: 1975-04\nstatus:"), "里有个人信息："),
    "a record with a key": (text("status:", f"# {cipher.new_identity()[0]}\nstatus:"), "里有个人信息：没有加密的私钥"),
    "contacts that nobody sealed": (instead(CONTACTS, b'{"leader": 1}'), "没有密封，或者不是完整的 age 密封文件"),
    "other contacts": (lambda e, made: sound({**e, CONTACTS: e["vault/example-one.roster.age"]}), "与登记的大小或校验值不同"),
    "contacts that no record names": (text("contacts: {", "# contacts: {"), "与登记的大小或校验值不同"),
    "a roster without counts": (without(ROSTER), "与登记的大小或校验值不同"),
    "another committee's counts": (text("committee: example-one", "committee: example-two", ROSTER), "写的不是 example-one 的花名册人数"),
    "a form that is something else": (more("papers/a.pdf", b"MZ"), "不能收：内容不是 .pdf 文件"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_packets(entries: Entries, made: bytes, name: str) -> None:
    """Each is refused with words that say why, and what to do."""
    change, words = HOSTILE[name]
    with pytest.raises(PacketRefused) as refused:
        packet.read(change(entries, made))
    told = str(refused.value)
    assert words in told
    assert told.endswith("。")
    assert not any(private in told for private in ("示例甲", "13800001234", "AGE-SECRET"))


def test_that_table_changes_what_it_says(entries: Entries, made: bytes) -> None:
    """Without its trick, each way of making a packet gives one that is read."""
    for harmless in (closed(entries.items()), sound(entries), central(made, 38, struct.pack("<L", 0o100600 << 16))):
        assert packet.read(harmless).key == "example-one"
    assert packet.read(more("papers/b.pdf", PDF)(entries, made)).files["papers/b.pdf"] == PDF
    assert packet.read(without("papers/盖章.pdf")(entries, made)).below("papers/") == {}


NOISE = random.Random(1).randbytes(70_000)


@pytest.mark.parametrize(
    ("content", "fits"), [(b"#" * 65_500, True), (b"#" * 65_600, False), (NOISE, True), (NOISE + b"#" * 500_000, True)]
)
def test_what_compresses_well_is_a_bomb_only_when_large(entries: Entries, content: bytes, fits: bool) -> None:
    changed = sound({**entries, "papers/盖章.pdf": PDF + content})
    if fits:
        assert packet.read(changed).files["papers/盖章.pdf"] == PDF + content
    else:
        with pytest.raises(PacketRefused, match="压缩率高得不正常"):
            packet.read(changed)


def test_what_is_over_a_hundred_times_smaller_is_a_bomb() -> None:
    """Just a hundred times is taken; one byte more that takes no more room is not."""

    def made(length: int) -> tuple[bytes, int]:
        content = closed([("x", NOISE[:1000].ljust(length, b"#"))])
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return content, archive.getinfo("x").compress_size

    length = 100_000
    for _ in range(20):  # the room taken grows a hundredth as fast as the length
        length = 100 * made(length)[1]
    (just, room), (over, same) = made(length), made(length + 1)
    assert (length, same) == (100 * room, room)
    assert len(packet_zip.entries(just, lambda name: 1_000_000)["x"]) == length
    with pytest.raises(PacketRefused, match="x 的压缩率高得不正常，这样的包可能有害。请不要打开它，并与报送单位核对。"):
        packet_zip.entries(over, lambda name: 1_000_000)


def test_all_together_is_bounded(entries: Entries, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what was really unpacked, not by what the headers say."""
    changed = sound({**entries, **{f"papers/{n}.pdf": PDF + b"#" * 60_000 for n in range(5)}})
    together = sum(map(len, opened(changed).values()))
    monkeypatch.setattr(packet_zip, "MAX_PACKET", together)
    assert len(packet.read(changed).files) == 10
    monkeypatch.setattr(packet_zip, "MAX_PACKET", together - 1)
    with pytest.raises(PacketRefused, match="解开以后太大"):
        packet.read(changed)


def tried(content: bytes) -> packet.Packet | str:
    """The packet in some bytes, or why it is refused."""
    try:
        return packet.read(content)
    except PacketRefused as refused:
        return str(refused)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_bytes_is_refused_or_changes_nothing(made: bytes, data: st.DataObject) -> None:
    """Bytes replaced, left out, put in or repeated anywhere: never another content, never anything but a refusal."""
    changed = bytearray(made)
    for _ in range(data.draw(st.integers(1, 3))):
        # As often in the headers at the end as anywhere else.
        place = data.draw(st.integers(0, len(changed) - 1) | st.integers(max(0, len(changed) - 800), len(changed) - 1))
        length = data.draw(st.integers(0, 8))
        changed[place : place + length] = data.draw(st.binary(max_size=8) | st.just(bytes(changed[place : place + length]) * 2))
    found = tried(bytes(changed))
    assert found.endswith("。") if isinstance(found, str) else found == packet.read(made)


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_a_file_is_refused(made: bytes, data: st.DataObject) -> None:
    """Also in a .zip that is sound: the manifest says what every file was."""
    entries = opened(made)
    name = data.draw(st.sampled_from(sorted(entries.keys() - {"manifest.json"})))
    content = data.draw(st.binary(max_size=40)) if data.draw(st.booleans()) else entries[name][:-1]
    if content == entries[name]:
        return
    with pytest.raises(PacketRefused, match="与清单对不上"):
        packet.read(closed({**entries, name: content}.items()))
