"""`zhicheng submit`: from a folder of filled forms to the forms to sign and the packet.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from helpers import people, registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import CONTACTS

from zhicheng.commands import cli, submit
from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records
from zhicheng.vault.store import keyring, opened

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
ONE = registries.ONE
ROSTER = "registry/vault/example-one.roster.age"
STEPS = ("读表", "核对", "密封并写入", "导出要签字的表", "打包")


def run(root: Path, *arguments: str | Path, committee: str = "example-one") -> int:
    return main(["submit", *map(str, arguments), "--committee", committee, "--root", str(root), "--as-of", "2026-11-23"])


def steps(talk: str) -> list[str]:
    return [line.rpartition("：")[2] for line in talk.splitlines() if line.startswith("—— 第 ")]


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def forms(small: Path, tmp_path: Path) -> Callable[..., Path]:
    """Writes Annex 1, 2 and 3 of example-one with some fields changed into a folder outside of the registry."""

    def write(experts: int = 0, **changes: Any) -> Path:
        loaded = registry.load(small)
        value = {**yaml.safe_load((small / ONE).read_text(encoding="utf-8")), **changes}
        committee = committee_records.committee(value)
        folder = tmp_path / "登记表"
        folder.mkdir(exist_ok=True)
        made = annex1_2.form1(loaded, committee, "0" * 12, "https://zhicheng.example.org/", CONTACTS)
        (folder / "附件1.docx").write_bytes(word.written(made))
        (folder / "附件2.xlsx").write_bytes(excel.written(annex1_2.form2(loaded, committee, "0" * 12, "https://zhicheng.example.org/")))
        if experts:
            people.annex3_xlsx([{**row, "post": "城市规划"} for row in people.bench_experts(experts)], folder / "附件3.xlsx")
        return folder

    return write


def test_all_the_way(small: Path, forms: Callable[..., Path], tmp_path: Path, capsys: Capture) -> None:
    """Record, contacts, roster and counts are written; forms to sign with contacts and experts; a packet without a private value."""
    (small / ROSTER).unlink()
    assert run(small, forms(30, address="示例市示例路 9 号"), "--yes") == 0
    out, talk = capsys.readouterr()
    assert tuple(steps(talk)) == STEPS
    assert talk.splitlines()[-1].startswith("都做完了。请打印 ")
    assert yaml_reading.read(small, ONE).value["address"] == "示例市示例路 9 号"
    made = tmp_path / "登记表-报送"
    written = sorted(path.name.split(".")[1] if ".form" in path.name else path.name for path in made.iterdir())
    assert written == [
        "answers.yaml",
        "example-one-2026.zip",
        "form-1-private",
        "form-2",
        "form-3-private",
        "read-back.html",
        "read-back.json",
    ]
    (annex1,) = made.glob("*form-1*")
    (annex3,) = made.glob("*form-3*")
    text = "".join(cell.text for row in docx.Document(str(annex1)).tables[0].rows for cell in row.cells)
    assert CONTACTS["leader"]["name"] in text
    assert len(docx.Document(str(annex3)).tables[0].rows) > 30
    assert (annex1.stat().st_mode | annex3.stat().st_mode) & 0o077 == 0
    with zipfile.ZipFile(made / "example-one-2026.zip") as archive:
        names = archive.namelist()
        assert {ONE, "registry/rosters/example-one.yaml"} <= set(names)
        assert {name.rpartition("/")[2] for name in names} >= {"example-one.contacts.age", "example-one.roster.age"}
        content = b"".join(archive.read(name) for name in names)
    assert CONTACTS["leader"]["name"].encode() not in content
    assert main(["verify", "example-one", "--root", str(small), "--as-of", "2026-11-23", "--identity", str(IDENTITY)]) == 0
    assert "导出了 3 份要签字的表。" in talk
    assert out.count(str(made)) == 4


def test_the_same_again_goes_on(small: Path, forms: Callable[..., Path], tmp_path: Path, capsys: Capture) -> None:
    """Stopped after writing, by a fault of the machine: the same command makes forms and packet of what is written."""
    folder = forms(address="示例市示例路 9 号")
    assert run(small, folder, "--yes") == 0
    packet = tmp_path / "登记表-报送/example-one-2026.zip"
    packet.unlink()
    written = files(small)
    capsys.readouterr()
    assert run(small, folder, "--yes", "--identity", IDENTITY) == 0
    talk = capsys.readouterr().err
    assert f"表里写的与 {ONE} 一样，没有要改的。" in talk
    assert packet.exists()
    assert files(small) == written


def test_forms_that_are_outdated_are_named(small: Path, forms: Callable[..., Path], capsys: Capture) -> None:
    assert run(small, forms(address="示例市示例路 9 号"), "--yes") == 0
    capsys.readouterr()
    assert run(small, forms(address="示例市示例路 10 号"), "--yes") == 0
    assert "提醒：文件夹里还有以前导出的 example-one.form-1-private." in capsys.readouterr().err


def test_an_open_question_stops_the_first_step(small: Path, forms: Callable[..., Path], tmp_path: Path, capsys: Capture) -> None:
    """Nothing is written; the answer in the draft beside the forms lets the same command go on."""
    folder = forms(address="示例市示例路 9 号")
    form = docx.Document(str(folder / "附件1.docx"))
    pairs = [pair for row in form.tables[0].rows for pair in itertools.pairwise(dict.fromkeys(row.cells))]
    (cell,) = [beside for label, beside in pairs if label.text.startswith("评审层级")]
    cell.text = "高级、中级"
    form.save(str(folder / "附件1.docx"))
    before = files(small)
    assert run(small, folder, "--yes") == 1
    talk = capsys.readouterr().err
    assert steps(talk) == ["读表"]
    assert talk.endswith("1 处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。\n")
    assert files(small) == before
    answers = tmp_path / "登记表-报送/answers.yaml"
    (asked,) = yaml.safe_load(answers.read_text(encoding="utf-8"))
    answers.write_text(f'"{asked}": "副高级、中级"\n', encoding="utf-8")
    assert run(small, folder, "--yes") == 0
    assert tuple(steps(capsys.readouterr().err)) == STEPS


def test_an_error_of_a_rule_stops_the_second_step(small: Path, forms: Callable[..., Path], capsys: Capture) -> None:
    """Before anything is written; the finding names the cell."""
    folder = forms(approval={"date": "2027-03-01", "authority": "示例厅"})
    before = files(small)
    assert run(small, folder, "--yes") == 1
    out, talk = capsys.readouterr()
    assert steps(talk) == ["读表", "核对"]
    assert talk.endswith("第 2 步没有通过：1 个错误，没有写任何文件。请在表里改好，用同样的命令再来一次。\n")
    assert "附件1.docx:" in out
    assert files(small) == before


def test_what_cannot_be_sealed_is_said(small: Path, forms: Callable[..., Path], tmp_path: Path, capsys: Capture) -> None:
    """Without the keys of the centre: everything else is done, and what is missing is named."""
    (small / "registry/vault/recipients.txt").unlink()
    (small / ROSTER).unlink()
    run(small, forms(30, address="示例市示例路 9 号"), "--yes")
    talk = capsys.readouterr().err
    assert "联系人、花名册这次没有密封，也没有写：没有 registry/recipients.yaml，不知道密封给谁。" in talk
    assert yaml_reading.read(small, ONE).value["address"] == "示例市示例路 9 号"
    assert not (small / ROSTER).exists()
    assert list((tmp_path / "登记表-报送").glob("example-one.form-1.*"))


def test_a_sealed_roster_is_not_replaced_without_its_key(small: Path, forms: Callable[..., Path], capsys: Capture) -> None:
    """A list of three does not take the place of those who are sealed."""
    before = (small / ROSTER).read_bytes()
    run(small, forms(3, address="示例市示例路 9 号"), "--yes")
    assert "花名册这次没有密封，也没有写：已有密封的花名册" in capsys.readouterr().err
    assert (small / ROSTER).read_bytes() == before
    assert main(["import", str(forms(3)), "--committee", "example-one", "--root", str(small), "--as-of", "2026-11-23", "--yes"]) == 2
    assert (small / ROSTER).read_bytes() == before


def test_private_text_comes_from_a_file(small: Path, forms: Callable[..., Path], tmp_path: Path, capsys: Capture) -> None:
    """The signature of the unit, in UTF-8 with a mark or as Chinese Windows saves it."""
    (small / ROSTER).unlink()
    (tmp_path / "签字.txt").write_bytes("示例甲\r\n".encode("gb18030"))
    signed = ["--signed-by", f"@{tmp_path / '签字.txt'}", "--signed-on", "2026-06-20"]
    assert run(small, forms(30), "--yes", *signed) == 0
    assert opened(small / ROSTER, keyring(IDENTITY))["signed"]["by"] == "示例甲"
    assert "示例甲" not in capsys.readouterr().out
    for content, said in (("一\n二\n", "里要只写一行文字"), ("", "里要只写一行文字"), (None, "：没有")):
        path = tmp_path / "别的.txt"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_text(content, encoding="utf-8-sig")
        assert run(small, forms(), "--signed-by", f"@{path}", "--signed-on", "2026-06-20") == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("committee", "more", "said"),
    [
        ("employer-650100", [], "单位直接报送的花名册没有登记表，不用打包。"),
        ("example-one", ["--out", "registry/x"], "要签字的表和读到的内容不能放在仓库里"),
        ("example-one", ["--signed-by", "示例甲"], "--signed-by 和 --signed-on 要一起写"),
    ],
)
def test_wrong_usage(small: Path, forms: Callable[..., Path], capsys: Capture, committee: str, more: list[str], said: str) -> None:
    before = files(small)
    more = [str(small / one) if one.startswith("registry/") else one for one in more]
    assert run(small, forms(), *more, committee=committee) == 2
    assert said in capsys.readouterr().err
    assert files(small) == before


def test_a_write_that_fails_leaves_nothing_half_done(
    small: Path, forms: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """All or none of the registry's files, and no form or packet of what is not written."""
    folder = forms(address="示例市示例路 9 号")
    before = files(small)

    def fail(root: Path, made: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(submit, "replace_files", fail)
    assert run(small, folder, "--yes") == 2
    assert files(small) == before
    assert not list((folder.parent / "登记表-报送").glob("example-one*"))


@pytest.mark.parametrize("command", ["import", "submit"])
@pytest.mark.parametrize("now", ["# 别人写的\n", "\t坏了", None])
def test_what_was_written_since_is_not_lost(
    small: Path, forms: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: Capture, command: str, now: str | None
) -> None:
    """The record was changed, or removed, between what was shown and the yes: nothing is written."""
    folder = forms(address="示例市示例路 9 号")
    path = small / ONE

    def ask(question: str) -> str:
        if now is None:
            path.unlink()
        else:
            path.write_text(path.read_text(encoding="utf-8") + now, encoding="utf-8")
        return "y"

    monkeypatch.setattr(cli, "_ask", ask)
    before = files(small)
    assert main([command, str(folder), "--root", str(small), "--as-of", "2026-11-23"]) == 2
    assert f"{ONE} 刚才被别的程序改过，没有写任何文件。请核对改动，再运行一次。" in capsys.readouterr().err
    after = files(small)
    assert {name: content for name, content in after.items() if name != ONE} == {k: v for k, v in before.items() if k != ONE}
    assert after.get(ONE) == (None if now is None else before[ONE] + now.encode())


@pytest.mark.parametrize(("address", "code"), [("示例市示例路 9 号", 0), ("示例路 9 号，13000000009", 1)])
def test_json_stands_alone(small: Path, forms: Callable[..., Path], capsys: Capture, address: str, code: int) -> None:
    """Through all steps, and where the second stops."""
    folder = forms(address="示例市示例路 9 号")
    if code:
        form = docx.Document(str(next(folder.glob("附件1*"))))
        for row in form.tables[0].rows:
            for cell in row.cells:
                if cell.text.startswith("示例市示例路"):
                    cell.text = address
        form.save(str(next(folder.glob("附件1*"))))
    assert run(small, folder, "--yes", "--format", "json") == code
    out, talk = capsys.readouterr()
    back = json.loads(out)
    assert back == json.loads((folder.parent / "登记表-报送/read-back.json").read_text(encoding="utf-8"))
    assert steps(talk) == list(STEPS[: 2 if code else 5])
    assert "13000000009" not in out + talk


def test_without_a_vault(small: Path, forms: Callable[..., Path], tmp_path: Path, capsys: Capture) -> None:
    """As a committee has it: what is sealed lies beside the packet and in it, and nothing of it in the public repository."""
    folder = forms(30, address="示例市示例路 9 号")
    keys = (small / "registry/vault/recipients.txt").read_text(encoding="utf-8")
    found = [line.split()[0] for line in keys.splitlines() if line.startswith("age1")]
    items = "".join(f"  - {{key: {key}, holder: 中心岗位{n}, role: centre, since: '2026-01-01'}}\n" for n, key in enumerate(found))
    registries.write(small, "registry/recipients.yaml", f"recipients:\n{items}")
    shutil.rmtree(small / "registry/vault")
    (small / "registry/rosters/example-one.yaml").unlink()
    path = small / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "vault: ../../vault\n", encoding="utf-8")
    assert run(small, folder, "--yes") == 0, capsys.readouterr()
    made = tmp_path / "登记表-报送"
    assert {path.name for path in made.glob("*.age")} == {"example-one.contacts.age", "example-one.roster.age"}
    assert not list(small.rglob("*.age"))
    assert not (small.parent / "vault").exists()
    with zipfile.ZipFile(made / "example-one-2026.zip") as archive:
        assert {name.rpartition("/")[2] for name in archive.namelist()} >= {"example-one.contacts.age", "example-one.roster.age"}
    (made / "example-one.roster.age").write_bytes(b"x")
    capsys.readouterr()
    out = tmp_path / "x.zip"
    assert main(["pack", "example-one", "--root", str(small), "--as-of", "2026-11-23", "--out", str(out), "--sealed", str(made)]) == 2
    assert "与登记的大小或校验值不同，没有打包。" in capsys.readouterr().err
    # A roster that is sealed already cannot be opened here: those who are only in it would be gone.
    capsys.readouterr()
    run(small, folder, "--yes")
    assert "花名册这次没有密封，也没有写：已有密封的花名册" in capsys.readouterr().err


def test_a_key_that_opens_nothing(small: Path, forms: Callable[..., Path], tmp_path: Path, capsys: Capture) -> None:
    """The file that it should open is named, nothing is written, and the draft is kept."""
    assert main(["keys", "new", "--out", str(tmp_path / "k.identity")]) == 0
    folder = forms(address="示例市示例路 9 号")
    (small / "registry/vault/example-one.contacts.age").write_bytes((small / ROSTER).read_bytes())
    before = files(small)
    assert run(small, folder, "--yes", "--identity", tmp_path / "k.identity") == 2
    assert "打不开 registry/vault/example-one.contacts.age：" in capsys.readouterr().err
    assert files(small) == before
    assert (tmp_path / "登记表-报送/read-back.json").exists()
