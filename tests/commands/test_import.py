"""`zhicheng import`: filled forms into a record, sealed contacts and a sealed roster; all of it or nothing.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import people, registries, sites
from helpers.rosters import IDENTITY
from helpers.vault_commands import CONTACTS

from zhicheng.commands import cli
from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.forms import added_fields
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.committee import LEVELS
from zhicheng.vault import cipher
from zhicheng.vault.store import keyring

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
Value = dict[str, Any]
ONE = registries.ONE


def run(root: Path, *arguments: str | Path) -> int:
    return main(["import", *map(str, arguments), "--root", str(root), "--as-of", "2026-11-23"])


@pytest.fixture
def forms(small: Path, tmp_path: Path) -> Callable[..., list[Path]]:
    """Writes Annex 1 and 2 of example-one with some fields changed, into a folder outside of the registry."""

    def write(contacts: Value | None = None, /, **changes: Any) -> list[Path]:
        loaded = registry.load(small)
        value = {**yaml.safe_load((small / ONE).read_text(encoding="utf-8")), **changes}
        committee = committee_records.committee(value)
        folder = tmp_path / "填好的表"
        folder.mkdir(exist_ok=True)
        made = {
            "附件1.docx": word.written(annex1_2.form1(loaded, committee, "0" * 12, "https://zhicheng.example.org/", contacts)),
            "附件2.docx": word.written(annex1_2.form2(loaded, committee, "0" * 12, "https://zhicheng.example.org/")),
        }
        for name, content in made.items():
            (folder / name).write_bytes(content)
        return [folder / name for name in made]

    return write


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def value_of(root: Path, path: str) -> Value:
    return yaml_reading.read(root, path).value


# --- an old record ------------------------------------------------------------------------------------------------------


def test_the_same_again_changes_nothing(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    before = files(small)
    assert run(small, *forms()) == 0
    out, talk = capsys.readouterr()
    assert [line for line in out.splitlines() if line.startswith("附件")] == [
        "附件1.docx:4:2: F003 （提醒）第 1 个表格第 4 行“主管领导”：没有填写",  # they are sealed already, and stay
        "附件1.docx:5:2: F003 （提醒）第 1 个表格第 5 行“业务人员及联系方式”：没有填写",
    ]
    assert talk.endswith(f"表里写的与 {ONE} 一样，没有要改的。\n")
    assert files(small) == before


def test_an_old_record_is_changed_field_by_field(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    """Comments, and what the forms do not say, stay; the change is shown first; only the lines of the field differ."""
    text = (small / ONE).read_text(encoding="utf-8")
    registries.write(small, ONE, "# 自己的注释\n" + text.replace("address:", "# 新楼\naddress:"))
    before = (small / ONE).read_text(encoding="utf-8")
    made = forms(address="乌鲁木齐市示例路 9 号", procedure=["个人申报", "评审", "公示"])
    assert run(small, *made, "--yes") == 0
    out, talk = capsys.readouterr()
    after = (small / ONE).read_text(encoding="utf-8")
    assert value_of(small, ONE) == {
        **yaml.safe_load(before),
        "address": "乌鲁木齐市示例路 9 号",
        "procedure": ["个人申报", "评审", "公示"],
    }
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert {line.split(":")[0] for line in changed} == {"address", "procedure"}
    assert "# 自己的注释\n" in after
    assert "# 新楼\naddress: 乌鲁木齐市示例路 9 号\n" in after
    assert "有 2 项改动：\n  · 单位所在地址变更\n" in out
    assert "    +address: 乌鲁木齐市示例路 9 号\n" in out
    assert talk.endswith("填好的表请自己保管，不要放进仓库。\n")


@pytest.mark.parametrize(
    ("answer", "code", "said"), [("n", 0, "没有写任何文件。\n"), ("", 0, "没有写任何文件。\n"), (None, 2, "请加 --yes 再运行一次。\n")]
)
def test_nothing_is_written_without_a_yes(
    small: Path,
    forms: Callable[..., list[Path]],
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    answer: str | None,
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(cli, "_ask", lambda question: answer)
    before = files(small)
    assert run(small, *forms(address="乌鲁木齐市示例路 9 号")) == code
    assert capsys.readouterr().err.endswith(said)
    assert files(small) == before


def test_a_yes_writes(small: Path, forms: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_ask", lambda question: "y")
    assert run(small, *forms(address="乌鲁木齐市示例路 9 号")) == 0
    assert value_of(small, ONE)["address"] == "乌鲁木齐市示例路 9 号"


def full_and_bare(small: Path) -> tuple[Value, Value]:
    """A record with every field, and the same as it could be before there were those that the letter has no cell for."""
    full = value_of(sites.with_every_field(small), sites.FULL)
    plain = [{key: review[key] for key in ("series", "levels", "catalog")} for review in full["reviews"]]
    plain[0]["catalog"] = {"护理": ["护理学", "社区护理"]}
    plain[2]["catalog"] = {"会计": ["会计学"]}
    scope = {key: full["scope"][key] for key in ("areas", "open_to", "note")}
    scoring = [{"title": "赋分表", "total": 100, "items": [{"dimension": "业务", "item": "护理工作量", "points": 100}]}]
    kept = {key: item for key, item in full.items() if key not in added_fields.ROWS}
    return full, {**kept, "reviews": plain, "scope": scope, "scoring": scoring}


def printed(small: Path, value: Value, folder: Path, contacts: Value | None = None) -> list[Path]:
    """Annexes 1 and 2 of a record, as they are exported."""
    loaded, committee = registry.load(small), committee_records.committee(value)
    folder.mkdir()
    site = "https://zhicheng.example.org/"
    (folder / "附件1.docx").write_bytes(word.written(annex1_2.form1(loaded, committee, "0" * 12, site, contacts)))
    (folder / "附件2.docx").write_bytes(word.written(annex1_2.form2(loaded, committee, "0" * 12, site)))
    return sorted(folder.iterdir())


def test_the_added_fields_come_into_a_record_of_before(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Each is in the record as it was in the one that was printed, and the clerk is told what changes; once more, nothing does."""
    full, bare = full_and_bare(small)
    made = printed(small, full, tmp_path / "表", CONTACTS)
    for one, other in zip((*full["reviews"], *full["scoring"]), (*bare["reviews"], *bare["scoring"]), strict=True):
        if "levels" in one:  # as a form lists them
            one["levels"] = sorted(one["levels"], key=list(LEVELS).index)
            other["levels"] = one["levels"]
    registries.write(small, sites.FULL, yaml.safe_dump(bare, allow_unicode=True, sort_keys=False))
    assert run(small, *made, "--committee", "example-full", "--yes") == 0, capsys.readouterr()
    out, _ = capsys.readouterr()
    found = value_of(small, sites.FULL)
    assert {**found, "contacts": full["contacts"]} == full
    for label in ("单位性质", "评审权的来源", "单位驻地", "办事机构", "申报时间", "委托评审", "没有赋分表的层级", "前身", "更正启事"):
        assert f"  · {label}（新增）\n" in out
    for label in ("评价方式", "职称类别", "受理对象", "不受理的人员", "有效范围", "受理的单位", "其他范围"):
        assert f"  · {label}变更\n" in out
    before = files(small)
    assert run(small, *made, "--committee", "example-full", "--identity", IDENTITY) == 0
    assert capsys.readouterr().err.endswith("一样，没有要改的。\n")
    assert files(small) == before


def test_a_form_of_before_takes_no_added_field_away(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Whoever hands in a form without their rows says nothing about them; nor does the order of levels on a form."""
    full, bare = full_and_bare(small)
    bare["reviews"][2] = {**bare["reviews"][2], "catalog": "all"}
    bare |= {"scoring": full["scoring"], "panel": full["panel"]}
    text = (small / sites.FULL).read_text(encoding="utf-8")
    assert run(small, *printed(small, bare, tmp_path / "表"), "--committee", "example-full") == 0, capsys.readouterr()
    assert capsys.readouterr().err.endswith("一样，没有要改的。\n")
    assert (small / sites.FULL).read_text(encoding="utf-8") == text


def test_a_new_record_gets_the_added_fields(small: Path, tmp_path: Path, capsys: Capture) -> None:
    full, _ = full_and_bare(small)
    (small / sites.FULL).unlink()
    made = printed(small, full, tmp_path / "表", CONTACTS)
    assert run(small, *made, "--committee", "example-full", "--filed-on", "2026-06-02") == 0, capsys.readouterr()
    assert "；二级专业 3 个，另有系列的全部专业；赋分表 1 张；" in capsys.readouterr().out
    found = value_of(small, sites.FULL)
    for one in (*found["reviews"], *found["scoring"], *full["reviews"], *full["scoring"]):
        one["levels"] = sorted(one.get("levels", ()))
    assert {**found, "contacts": full["contacts"]} == full


def test_a_filing_can_be_recorded(small: Path, forms: Callable[..., list[Path]]) -> None:
    assert run(small, *forms(), "--filed-on", "2026-06-01", "--yes") == 0
    assert value_of(small, ONE)["filings"][-1] == {"round": "2026", "date": "2026-06-01"}


def test_contacts_are_sealed(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    """They are in the sealed file and in no message; with an identity, contacts that stay the same are not sealed again."""
    made = forms(CONTACTS)
    assert run(small, *made, "--yes") == 0
    out, talk = capsys.readouterr()
    sealed = small / "registry/vault/example-one.contacts.age"
    plain = json.loads(cipher.unseal(sealed.read_bytes(), keyring(IDENTITY).identities))
    assert plain == {"committee": "example-one", **CONTACTS}
    assert not any(secret in out + talk for secret in ("赵示例", "钱示例", "孙示例", "13000000001"))
    assert "有 1 项改动：\n  · 联系人重新密封（不公开），整份换成表里的：业务人员 1 人\nregistry/" in out
    before = files(small)
    assert run(small, *made, "--identity", IDENTITY) == 0
    assert files(small) == before
    assert main(["validate", "--root", str(small), "--as-of", "2026-11-23", "--identity", str(IDENTITY)]) == 0


def test_forms_of_another_committee_are_named(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    assert run(small, *forms(CONTACTS, name="新疆维吾尔自治区水利系列职称评审委员会")) == 1
    said = capsys.readouterr().out
    assert "登记册里没有名称是“新疆维吾尔自治区水利系列职称评审委员会”的评审委员会，还没有编号\n" in said
    assert "也可以用 --committee 写明编号；成批的，把子文件夹起成编号（要带短横）。" in said


# --- a new record -------------------------------------------------------------------------------------------------------


def test_a_new_record_is_commented_like_new(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    made = forms(
        CONTACTS,
        name="喀什地区水利系列职称评审委员会",
        organiser="喀什地区水利局",
        authority="prefecture",
        area="653100",
        scope={"areas": ["653100"]},
        reviews=[{"series": "engineering", "levels": ["intermediate"], "catalog": {"水利": ["灌溉"]}}],
    )
    unused = small / "no.identity"  # nothing of this committee is sealed yet, so that no key is needed
    assert run(small, *made, "--committee", "ks-water", "--identity", unused) == 0
    path = "registry/committees/653100/ks-water.yaml"
    text = (small / path).read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../../schemas/committee.schema.json\n")
    assert "\n# 组建单位：" in text
    assert "\n# approval: {" in text or "\napproval: {" in text
    value = value_of(small, path)
    assert (value["id"], value["authority"], value["area"], value["status"]) == ("ks-water", "prefecture", "653100", "active")
    assert value["filings"] == [{"round": "2026", "date": "2026-11-23"}]
    assert (small / "registry/vault/ks-water.contacts.age").is_file()
    out, _ = capsys.readouterr()
    assert out.startswith("registry/committees/653100/ks-water.yaml:10:1: E110 （提醒）")  # what the rules find comes before the question
    assert "\n喀什地区水利系列职称评审委员会（ks-water，新登记）\n" in out


def test_level_and_area_are_asked_for_where_they_are_not_certain(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """The line above the form is not there in a form of somebody else's."""
    folder = registries.HERE / "data/forms/062-university"
    made = [tmp_path / "附件1.docx"]
    shutil.copy(next(folder.glob("*.docx")), made[0])
    assert run(small, *made, "--committee", "example-university") == 1
    out = capsys.readouterr().out
    assert "附件1:1:1: F002 表里没有写单位级别\n    建议：请回答，如“自治区级单位”。\n" in out
    assert "附件1:1:1: F002 表里没有写单位所属行政区划\n    建议：请回答，如“" in out
    assert run(small, *made, "--committee", "example-university", "--authority", "region", "--area", "650000") == 0
    assert value_of(small, "registry/committees/650000/example-university.yaml")["authority"] == "region"


def test_what_a_new_committee_lacks_is_said(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    (_, annex2) = forms()
    assert run(small, annex2, "--committee", "example-new", "--authority", "region", "--area", "650000") == 2
    assert "这是新的评审委员会，表里还缺：评审委员会名称、" in capsys.readouterr().err


def test_into_another_folder(small: Path, forms: Callable[..., list[Path]], tmp_path: Path) -> None:
    """Laid out like a registry, and the registry itself stays as it is."""
    before = files(small)
    out = tmp_path / "out"
    assert run(small, *forms(CONTACTS, address="乌鲁木齐市示例路 9 号"), "--yes", "--into", out) == 0
    assert files(small) == before
    assert sorted(files(out)) == [ONE, "registry/vault/example-one.contacts.age"]


# --- rosters, folders, faults -------------------------------------------------------------------------------------------


def test_everything_at_once(small: Path, forms: Callable[..., list[Path]], tmp_path: Path, capsys: Capture) -> None:
    """A folder with Annex 1, 2 and 3 gives record, contacts, roster and counts; what is sealed already is only changed with an identity."""
    annex1, _ = forms(CONTACTS, address="乌鲁木齐市示例路 9 号")
    rows = people.bench_experts(30)
    people.annex3_xlsx([{**row, "post": "城市规划"} for row in rows], annex1.parent / "附件3.xlsx")
    (small / "registry/vault/example-one.roster.age").unlink()
    assert run(small, annex1.parent, "--yes") == 0, capsys.readouterr()
    out, _ = capsys.readouterr()
    assert [line for line in out.splitlines() if line.startswith("registry/")] == [
        ONE,
        "registry/vault/example-one.contacts.age",
        "registry/vault/example-one.roster.age",
        "registry/rosters/example-one.yaml",
    ]
    assert value_of(small, "registry/rosters/example-one.yaml")["counts"]["active"] == 30
    assert main(["verify", "example-one", "--root", str(small), "--as-of", "2026-11-23", "--identity", str(IDENTITY)]) == 0
    capsys.readouterr()
    assert run(small, annex1.parent, "--yes") == 2
    assert "example-one 已有密封的花名册。请用 --identity 写明私钥文件" in capsys.readouterr().err


def test_a_fault_stops_everything(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    """One roster row that is not understood: no record, no contacts, no roster is written."""
    annex1, _ = forms(CONTACTS, address="乌鲁木齐市示例路 9 号")
    people.annex3_xlsx([{**row, "born": "1975-13"} for row in people.bench_experts(2)], annex1.parent / "附件3.xlsx")
    before = files(small)
    assert run(small, annex1.parent, "--yes") == 1
    out, talk = capsys.readouterr()
    assert "附件3.xlsx:" in out
    assert "F003" in out
    assert talk.endswith("处看不懂或不合要求，没有写任何文件。请在表里改好，再导入一次。\n")
    assert files(small) == before


@pytest.mark.parametrize("case", ["044-blank", "048-date-nonsense", "058-levels-unknown"])
def test_findings_of_the_corpus_reach_the_terminal(case: str, small: Path, tmp_path: Path, capsys: Capture) -> None:
    before = files(small)
    given = [Path(shutil.copy(path, tmp_path)) for path in (registries.HERE / "data/forms" / case).glob("*.docx")]
    assert run(small, *given, "--committee", "example-one") == 1
    out, _ = capsys.readouterr()
    assert "附件1.docx:" in out
    assert "F003" in out
    assert files(small) == before


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), 1, "F001 这是旧式 Word 文档（.doc），不能读"),
        ("a.docx", b"PK\x03\x04 broken", 1, "F001 文件打不开，可能已经损坏，或者没有复制完整"),
        ("a.docx", b"", 1, "F001 文件是空的"),
        ("a.pdf", b"%PDF-1.7", 1, "F001 这是 PDF 文件，不是能读的表格"),
        ("a.csv", "甲,乙\n1,2\n".encode(), 1, "F002 没有找到附件1、附件2、附件3或赋分表"),
    ],
)
def test_files_that_are_no_forms(name: str, content: bytes, code: int, said: str, small: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert run(small, path) == code
    out, talk = capsys.readouterr()
    assert out.startswith(f"{name}:1:1: {said}\n")
    assert "Traceback" not in talk


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有.docx"], "错误：读不到 没有.docx：没有这个文件。请核对路径和权限。"),
        (["空"], "错误：文件夹 空 里没有能读的表（.docx、.xlsx、.xls、.csv、.zip）。"),
        (["附件1.docx", "--area", "999999"], "错误：没有这个区划代码：999999。请查 registry/reference/areas.yaml。"),
    ],
)
def test_wrong_usage(
    arguments: list[str], said: str, small: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "空").mkdir()
    assert run(small, *arguments) == 2
    assert capsys.readouterr().err.splitlines()[-1] == said


def test_scoring_alone_updates_the_tables(small: Path, tmp_path: Path) -> None:
    loaded = registry.load(small)
    before = yaml.safe_load((small / ONE).read_text(encoding="utf-8"))
    table = {**before["scoring"][0], "items": [{"dimension": "学历", "item": "学历", "points": before["scoring"][0]["total"]}]}
    committee = committee_records.committee({**before, "scoring": [table]})
    path = tmp_path / "赋分表.xlsx"
    path.write_bytes(excel.written(annex1_2.form1(loaded, committee, "0" * 12, "https://zhicheng.example.org/")))
    assert run(small, path, "--committee", "example-one", "--yes") == 0
    assert value_of(small, ONE) == {**before, "scoring": [table]}


def test_what_is_no_form_is_named(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    """A scan among the forms, in a folder or in a .zip there, is not read, and the clerk is told; what programs leave behind is not."""
    made = forms()
    folder = made[0].parent
    for name in ("扫描件.pdf", ".DS_Store", "~$附件1.docx", "Thumbs.db", "__MACOSX/附件1.docx"):
        registries.write(folder, name, "x")
    with zipfile.ZipFile(folder / "附件.zip", "w") as archive:
        archive.write(made[1], "附件2.docx")
        for name in ("公章/照片.jpg", "desktop.ini"):
            archive.writestr(name, b"x")
    assert run(small, folder) == 0
    talk = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("读到")]
    assert talk == [
        "没有读（不是 Word、Excel 或 CSV 文件）：扫描件.pdf、附件.zip/公章/照片.jpg",
        f"表里写的与 {ONE} 一样，没有要改的。",
    ]
    with zipfile.ZipFile(folder / "附件.zip", "w") as archive:
        archive.write(made[1], "附件2.docx")
        for number in range(12):
            archive.writestr(f"照片{number}.jpg", b"x")
    assert run(small, folder) == 0
    talk = capsys.readouterr().err.splitlines()
    some = "、".join(f"附件.zip/照片{number}.jpg" for number in (0, 1, 2, 3, 4, 5, 6, 7, 8))
    assert f"没有读（不是 Word、Excel 或 CSV 文件）：扫描件.pdf、{some} 等 13 个文件" in talk


def test_a_folder_by_a_way_up(small: Path, forms: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    made = forms()
    monkeypatch.chdir(small)
    assert run(small, Path("..") / made[0].parent.name) == 0
    assert capsys.readouterr().err.endswith("一样，没有要改的。\n")


def test_a_withdrawn_committee_is_not_changed(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    before = files(small)
    old = value_of(small, "registry/committees/650000/example-old.yaml")
    made = forms(CONTACTS, name=old["name"], organiser=old["organiser"])
    assert run(small, *made, "--committee", "example-old", "--yes") == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "错误：example-old 已经撤销登记，不能再改。重新组建的，请用 --committee 起一个新的编号。"
    )
    assert files(small) == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "某自治区水利系列职称评审委员会", "organiser": "某自治区水利厅"}, "与 example-one 登记的名称和组建单位都不同"),
        ({"authority": "central"}, "表里的“单位级别”是中央驻疆单位，登记的是自治区级"),
    ],
)
def test_forms_that_contradict_the_record(
    changes: dict[str, str], said: str, small: Path, forms: Callable[..., list[Path]], capsys: Capture
) -> None:
    before = files(small)
    assert run(small, *forms(CONTACTS, **changes), "--committee", "example-one", "--yes") == 1
    out, talk = capsys.readouterr()
    assert "附件1:1:1: F006 " in out
    assert said in out
    assert talk.endswith("表与登记对不上，没有写任何文件。\n")
    assert files(small) == before


def test_private_values_are_refused_before_they_are_written(small: Path, forms: Callable[..., list[Path]], capsys: Capture) -> None:
    before = files(small)
    assert run(small, *forms(CONTACTS, address="乌鲁木齐市示例路 9 号 13000000001"), "--yes") == 1
    out, _ = capsys.readouterr()
    assert "P001" in out
    assert "13000000001" not in out
    assert files(small) == before


def test_annex_2_alone_changes_one_directory(small: Path, forms: Callable[..., list[Path]]) -> None:
    """The series and levels that it does not say stay, and so does every other review."""
    before = yaml.safe_load((small / ONE).read_text(encoding="utf-8"))
    review = {**before["reviews"][0], "catalog": {"建筑工程": ["城市规划", "建筑结构"]}}
    (_, annex2) = forms(reviews=[review])
    assert run(small, annex2, "--committee", "example-one", "--yes") == 0
    assert value_of(small, ONE) == {**before, "reviews": [review, *before["reviews"][1:]]}
