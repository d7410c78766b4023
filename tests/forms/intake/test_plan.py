"""An import in three steps: judge, seal by whoever can, finish with the ciphertexts. All people are invented (人物均为虚构)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from helpers import people, registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import CONTACTS

from zhicheng.commands.cli import main
from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.intake.plan import Instructions, finish, judge
from zhicheng.forms.writing import annex1_2, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records
from zhicheng.system.atomic_files import replace_files

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed")]


def test_another_program_seals_what_was_judged(small: Path, tmp_path: Path) -> None:
    """Contacts and roster are sealed by `age` itself to the keys that are named; what is finished with its output is whole."""
    (small / "registry/vault/example-one.roster.age").unlink()
    value = yaml.safe_load((small / registries.ONE).read_text(encoding="utf-8")) | {"address": "示例市示例路 9 号"}
    form = annex1_2.form1(registry.load(small), committee_records.committee(value), "0" * 12, "https://zhicheng.example.org/", CONTACTS)
    people.annex3_xlsx([{**row, "post": "城市规划"} for row in people.bench_experts(30)], tmp_path / "附件3.xlsx")
    files = [("附件1.docx", word.written(form)), ("附件3.xlsx", (tmp_path / "附件3.xlsx").read_bytes())]

    loaded = registry.load(small)
    read = reading.read(files, record.tables(loaded), registries.TODAY.year)
    judged = judge(loaded, Instructions(committee="example-one"), read, registries.TODAY)
    assert [b'"leader"' in one.plain or b'"experts"' in one.plain for one in judged.to_seal] == [True, True]
    assert all(len(one.recipients) >= 2 for one in judged.to_seal)
    assert judged.made.document.value["address"] == "示例市示例路 9 号"
    sealed = [
        subprocess.run(
            ["age", "--armor", *(word for key in one.recipients for word in ("-r", key))], input=one.plain, capture_output=True, check=True
        ).stdout
        for one in judged.to_seal
    ]
    plan = finish(loaded, judged, sealed)
    assert [path.name for path, _ in plan.files] == [
        "example-one.yaml",
        "example-one.contacts.age",
        "example-one.roster.age",
        "example-one.yaml",
    ]
    assert [content for path, content in plan.files if path.suffix == ".age"] == sealed
    replace_files(small, plan.files)
    assert main(["verify", "example-one", "--root", str(small), "--as-of", "2026-11-23", "--identity", str(IDENTITY)]) == 0


def test_a_ciphertext_for_each(small: Path) -> None:
    """Neither fewer nor more than what had to be sealed."""
    value = yaml.safe_load((small / registries.ONE).read_text(encoding="utf-8"))
    form = annex1_2.form1(registry.load(small), committee_records.committee(value), "0" * 12, "https://zhicheng.example.org/", CONTACTS)
    loaded = registry.load(small)
    read = reading.read([("附件1.docx", word.written(form))], record.tables(loaded), registries.TODAY.year)
    judged = judge(loaded, Instructions(committee="example-one"), read, registries.TODAY)
    assert len(judged.to_seal) == 1
    with pytest.raises(ValueError, match="shorter"):
        finish(loaded, judged, [])
