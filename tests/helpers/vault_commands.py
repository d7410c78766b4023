"""Plain experts and rosters before they are sealed, and the vault's commands run on a registry. All people are invented (人物均为虚构)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from helpers.rosters import IDENTITY

from zhicheng.commands.cli import main
from zhicheng.vault import cipher
from zhicheng.vault.store import keyring

Value = dict[str, Any]
ROSTER = "registry/vault/example-one.roster.age"
CONTACTS: Value = {
    "leader": {"name": "赵示例", "landline": "0991-0000011", "mobile": "13000000001"},
    "clerks": [{"name": "钱示例", "landline": "0991-0000012", "mobile": "13000000002"}],
    "preparer": {"name": "孙示例", "phone": "0991-0000014"},
}


def expert(**changes: Any) -> Value:
    """A plain expert in whom no rule finds an error, with some fields changed; a field that is None is left out."""
    plain: Value = {
        "name": "示例甲",
        "gender": "female",
        "ethnic_group": "维吾尔族",
        "born": "1984-05",
        "unit": "某市示例设计院",
        "series": "engineering",
        "specialty": ["建筑工程", "城市规划"],
        "title": "高级工程师",
        "level": "associate-senior",
        "title_since": "2016-12",
        "phones": ["0991-0000123"],
        "entry": "recommended",
        "in_service": "serving",
        "state": "active",
    }
    return {name: item for name, item in {**plain, **changes}.items() if item is not None}


def pool(size: int = 25) -> list[Value]:
    """Experts with different names and years of birth."""
    return [expert(name=f"示例{chr(0x4E00 + n)}", born=f"{1970 + n}-05") for n in range(size)]


def roster(*rows: Value, **changes: Any) -> Value:
    """A plain roster of these experts (of a pool where none is given), with some of its own fields changed."""
    signed = {"by": "示例", "date": "2026-06-20", "declares": ["conduct", "integrity"]}
    return {"round": "2026", "signed": signed, "experts": list(rows or pool()), **changes}


def write(folder: Path, value: Value, name: str = "x.roster.plain.json") -> Path:
    """Writes a plain value as JSON and returns its path."""
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def run(root: Path, *arguments: str | Path) -> int:
    """Runs a command of zhicheng on a registry, as of 2026-11-23 where it takes a day, and returns its exit code."""
    return main([*map(str, arguments), "--root", str(root), *(() if arguments[0] == "open" else ("--as-of", "2026-11-23"))])


def opened(root: Path, path: str = ROSTER) -> Value:
    """The value of a sealed file of a registry, opened with the demonstration key."""
    value: Value = json.loads(cipher.unseal((root / path).read_bytes(), keyring(IDENTITY).identities))
    return value
