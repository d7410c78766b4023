"""The small registry of another province in tests/data/search/elsewhere.yaml, and what is asked there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from helpers import registries

from zhicheng.commands.cli import main

Value = dict[str, Any]
TABLE: Value = yaml.safe_load((registries.HERE / "data/search/elsewhere.yaml").read_text(encoding="utf-8"))
_COMMON: Value = {
    "address": "示例路 1 号",
    "phones": ["028-00000001"],
    "basis": [{"title": "职称评审管理暂行规定", "document": "人社部令第40号"}],
    "scoring": [{"title": "量化赋分表", "total": 100, "items": [{"dimension": "业绩", "item": "项目", "points": 100}]}],
    "procedure": ["个人申报", "评委会表决"],
    "defence": {"required": False},
    "expert_pool": {"exists": True, "source": "本委员会专家库", "draw": "会前随机抽取"},
    "valid": {"from": "2025-01-01", "until": "2027-12-31"},
    "filings": [{"round": "2026", "date": "2026-06-20"}],
    "status": "active",
}


def lay(root: Path) -> None:
    """Makes the registry in a new folder."""
    assert main(["init", str(root), "--region", "510000", "--as-of", "2026-06-20"]) == 0
    areas, words = root / "registry/reference/areas.yaml", root / "registry/reference/words.yaml"
    _save(areas, yaml.safe_load(areas.read_text(encoding="utf-8")) | {"systems": TABLE["systems"], "units": TABLE["units"]})
    _save(words, yaml.safe_load(words.read_text(encoding="utf-8")) | {"regions": {"510000": TABLE["words"]}})
    for one in TABLE["committees"]:
        scope = {"areas": [one["area"]], "open_to": one.get("open_to", "public")}
        scope |= {key: one[key] for key in ("places", "excludes", "units") if key in one}
        own = {key: value for key, value in one.items() if key not in ("open_to", "places", "excludes", "units")}
        path = root / f"registry/committees/{one['area'][:4]}00/{one['id']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        _save(path, own | {"scope": scope} | _COMMON)


def _save(path: Path, value: Value) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
