"""Filled forms of the committee example-one, as a clerk would hand them in. All people are invented (人物均为虚构)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from helpers import people, registries
from helpers.vault_commands import CONTACTS

from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records


def filled(root: Path, folder: Path, experts: int = 0, **changes: Any) -> list[tuple[str, bytes]]:
    """Annexes 1 and 2, and 3 with so many experts, with some fields of the record changed: name and content, in the order of the forms."""
    loaded = registry.load(root)
    value = {**yaml.safe_load((root / registries.ONE).read_text(encoding="utf-8")), **changes}
    committee = committee_records.committee(value)
    url = "https://zhicheng.example.org/"
    files = [
        ("附件1.docx", word.written(annex1_2.form1(loaded, committee, "0" * 12, url, CONTACTS))),
        ("附件2.xlsx", excel.written(annex1_2.form2(loaded, committee, "0" * 12, url))),
    ]
    if experts:
        people.annex3_xlsx([{**row, "post": "城市规划"} for row in people.bench_experts(experts)], folder / "附件3.xlsx")
        files.append(("附件3.xlsx", (folder / "附件3.xlsx").read_bytes()))
    return files


def saved(root: Path, folder: Path, experts: int = 0, **changes: Any) -> list[Path]:
    """The same as files in a folder."""
    found = []
    for name, content in filled(root, folder, experts, **changes):
        (folder / name).write_bytes(content)
        found.append(folder / name)
    return found
