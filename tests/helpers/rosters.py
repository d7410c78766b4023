"""Rosters for the tests, sealed to the demonstration key and opened with it, as the centre does.

A roster is written as the fields that differ from a valid one, and so is each of its experts. A field with no value is left out:

    experts:
      - {title_since: "2023-07"}
      - {in_service: retired, unit: }

All people are invented (人物均为虚构): they are called 示例 and a number.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from helpers import registries

from zhicheng.documents.finding import Finding
from zhicheng.registry import registry
from zhicheng.registry.public_counts import public_counts
from zhicheng.registry.records import bans, sealed_roster
from zhicheng.registry.vault_listing import BANS, CONTACTS, ROSTER
from zhicheng.rules import engine
from zhicheng.system import atomic_files
from zhicheng.text import name_key
from zhicheng.vault import cipher, public_files, store, verify

IDENTITY = registries.HERE / "demonstration.identity"
OPENED = ".roster.opened.yaml"  # the ending of the plain files in the vault that `seal` seals and removes
BANNED = "bans.opened.yaml"  # the plain list of bans
SECRET = "5a" * 32
VAULT = "registry/vault"
SIGNED = {"by": "示例甲", "date": "2026-06-20", "declares": ["conduct", "integrity"]}
EXPERT = {
    "gender": "male",
    "ethnic_group": "汉族",
    "born": "1985-04",
    "unit": "某市示例设计院",
    "post": "城市规划",
    "series": "engineering",
    "specialty": ["建筑工程", "城市规划"],
    "title": "高级工程师",
    "level": "associate-senior",
    "title_since": "2018-12",
    "phones": ["0991-0000123"],
    "entry": "recommended",
    "in_service": "serving",
    "state": "active",
}
CONTACT = {"name": "示例乙", "landline": "0991-0000001", "mobile": "10000000001"}
PEOPLE = {"leader": CONTACT, "clerks": [CONTACT], "preparer": {"name": "示例丙", "phone": "0991-0000003"}}

Value = dict[str, Any]


def value(key: str, text: str) -> Value:
    """The value of a roster, from the fields that differ from a valid roster with one expert."""
    owner = {"area": key.removeprefix("employer-")} if key.startswith("employer-") else {"committee": key}
    more = ["own-application", "no-department"] if "area" in owner else []
    signed = {**SIGNED, "declares": [*SIGNED["declares"], *more]}
    given = {**owner, "round": "2026", "signed": signed, "experts": [{}], **(yaml.safe_load(text) or {})}
    rows = [_expert(key, row, changes or {}) for row, changes in enumerate(given["experts"], 1)]
    return {name: item for name, item in {**given, "experts": rows}.items() if item is not None}


def _expert(key: str, row: int, changes: Value) -> Value:
    fields = {"id": f"{row:04}aa", "name": f"示例{key}第{row}人", **EXPERT, **changes}
    return {name: item for name, item in fields.items() if item is not None}


def seal(root: Path) -> bool:
    """Seals every plain roster in the vault of a registry, and contacts for all its committees; False where there is no plain roster.

    The public counts are those of an existing public file, else those of the roster.
    """
    plain = sorted((root / VAULT).glob(f"*{OPENED}"))
    if not plain:
        return False
    seal_bans(root)
    shutil.copy(registries.SMALL / VAULT / "recipients.txt", root / VAULT)
    loaded = registry.load(root)
    for path in plain:
        key = path.name.removesuffix(OPENED)
        given = value(key, path.read_text(encoding="utf-8"))
        path.unlink()
        owner = {name: given[name] for name in ("committee", "area") if name in given}
        sealed = _sealed(loaded, f"{key}{ROSTER}", given)
        public = root / f"registry/rosters/{key}.yaml"
        counts = public_counts(loaded, sealed_roster.roster(given))
        if public.exists():
            counts = yaml.safe_load(public.read_text(encoding="utf-8"))["counts"]
        assert counts is not None
        registries.write(root, str(public), public_files.public_roster(owner, given["round"], store.fingerprint(sealed), counts))
    for entry in loaded.committees:
        sealed = _sealed(loaded, f"{entry.record.id}{CONTACTS}", {"committee": entry.record.id, **PEOPLE})
        registries.write(root, entry.path, public_files.with_contacts(entry.document, store.fingerprint(sealed)))
    return True


def seal_bans(root: Path) -> None:
    """Seals the list of bans, where there is a plain one (BANNED): each item has name, born, since, until, and what of a ban differs."""
    path = root / VAULT / BANNED
    if path.exists():
        listed = bans.Bans(SECRET)
        made = tuple(
            bans.Ban(
                listed.hashed((name_key(one["name"]), sealed_roster.month_number(one["born"]))),
                "discipline",
                date.fromisoformat(one["since"]),
                date.fromisoformat(one["until"]),
                one.get("clause", "某办法第一条"),
                one.get("pool", "example-old"),
                one.get("expert", "0001aa"),
            )
            for one in yaml.safe_load(path.read_text(encoding="utf-8"))["bans"]
        )
        plain = store.padded(store.packed(bans.value_of(bans.Bans(SECRET, made))))
        path.unlink()
        atomic_files.replace_file(root / VAULT / BANS, cipher.seal(plain, sorted(store.DEMONSTRATION_KEYS)))


def _sealed(loaded: registry.Registry, name: str, content: Value) -> bytes:
    sealed = cipher.seal(store.padded(store.packed(json.loads(json.dumps(content)))), sorted(store.DEMONSTRATION_KEYS))
    atomic_files.replace_file(loaded.vault_folder / name, sealed)
    return sealed


def opened(root: Path, today: date = registries.TODAY, wanted: list[str] | None = None) -> engine.Result:
    """The result of the rules on a registry with its sealed rosters (those of the `wanted` keys, or all) opened."""
    loaded = registry.load(root)
    loaded.findings += verify.open_rosters(loaded, store.keyring(IDENTITY), today, wanted)
    return engine.check(loaded, today)


def all_findings(root: Path) -> list[Finding]:
    """Every finding of a registry; its plain rosters are sealed first and then opened with the key."""
    return opened(root).findings if seal(root) else registries.findings(root)


Found = tuple[str, str, int, int, str]


def judged(
    root: Path, *rosters: str, committee: str = "panel:\n", today: date = registries.TODAY, others: dict[str, str] | None = None
) -> list[Found]:
    """The findings on opened rosters in an empty registry: code, severity, row, column, message.

    The first roster belongs to `example-one`, a second one to `example-two`; `committee` holds the fields in which their records
    differ from a valid one. `others` are further rosters by key.
    """
    texts = {**dict(zip(("example-one", "example-two"), rosters, strict=False)), **(others or {})}
    for key, text in texts.items():
        registries.write(root, f"{VAULT}/{key}{OPENED}", text)
        (root / f"registry/rosters/{key}.yaml").unlink(missing_ok=True)
        if not key.startswith("employer-"):
            own = "" if key == "example-one" else f'id: {key}\nname: {NAMES[key]}\nscope: {{areas: ["650000"], open_to: system}}\n'
            record = registries.record(own, committee)
            registries.write(root, registries.home(record), record)
    assert seal(root)
    return [(f.code, f.severity, f.line, f.column, f.message) for f in opened(root, today).findings]


NAMES = {"example-two": "示例自治区工程系列水利专业高级职称评审委员会"}


def rows(*changes: str, **fields: str) -> str:
    """The text of a roster with these experts (the fields that differ, without braces), and other fields of the roster."""
    return "".join(f"{name}: {text}\n" for name, text in fields.items()) + "experts:\n" + "".join(f"  - {{{row}}}\n" for row in changes)
