"""API v1: the whole tree for a small registry, golden, so that nothing of it changes unseen. `make bless` accepts a change."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers import registries, sites

from zhicheng.documents import yaml_reading

pytestmark = pytest.mark.slow

GOLDEN = registries.HERE / "data/golden/api"


@pytest.fixture(scope="module")
def built(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small registry, which is in no Git repository."""
    return sites.build(small_template, tmp_path_factory.mktemp("api") / "site")


def _values(folder: Path) -> dict[str, Any]:
    return {path.relative_to(folder).as_posix(): json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json"))}


def _pretty(value: Any) -> str:
    """JSON whose difference can be read line by line, the members in their order."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def test_tree_is_the_golden_one(built: Path) -> None:
    """Every file of the API says what it said when last blessed, in the same order, and there is no file more or less."""
    found = {path: _pretty(value) for path, value in _values(built / "api").items()}
    if os.environ.get("ZHICHENG_BLESS"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for path, text in found.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_text(text, encoding="utf-8", newline="\n")
    golden = {path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8") for path in sorted(GOLDEN.rglob("*.json"))}
    assert sorted(found) == sorted(golden), "the list of files has changed; if so it should be, run `make bless`"
    changed = [path for path in found if found[path] != golden[path]]
    assert not changed, f"{changed} differ from tests/data/golden/api; adding a field is allowed, then run `make bless`"


def test_every_file_is_compact(built: Path) -> None:
    """Its bytes are the one compact way to write the value that the golden file shows, so that nothing in them changes unseen."""
    values = _values(built / "api")
    assert values
    for path, value in values.items():
        compact = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        assert (built / "api" / path).read_bytes() == compact.encode("utf-8"), path


def test_index_lists_every_file(built: Path) -> None:
    """index.json names each file of the API and the schemas with its size."""
    index = json.loads((built / "api/v1/index.json").read_text(encoding="utf-8"))
    listed = {item["path"]: item["size"] for item in index["files"]}
    files = [path for folder in ("api", "schemas") for path in (built / folder).rglob("*") if path.is_file()]
    written = {path.relative_to(built).as_posix(): path.stat().st_size for path in files}
    written.pop("api/v1/index.json")
    assert listed == written


def test_catalog_by_series(built: Path) -> None:
    """Each series of the registry has a file; together they say what catalog.json says, and of the others that nobody reviews them."""
    api = built / "api/v1"
    whole = json.loads((api / "catalog.json").read_text(encoding="utf-8"))["series"]
    parts = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (api / "catalog").iterdir()}
    assert all(part["version"] == 1 and part["series"] == name for name, part in parts.items())
    assert sorted(parts) == sorted(one["id"] for one in json.loads((api / "series.json").read_text(encoding="utf-8"))["series"])
    assert {name: part["catalog"] for name, part in parts.items() if part["catalog"]} == whole
    assert len(whole) < len(parts)


def test_record_comes_back_as_it_was_filed(built: Path, small_template: Path) -> None:
    """A committee's public record holds every public field of its file."""
    filed = yaml_reading.read(small_template, "registry/committees/650000/example-one.yaml").value
    published = json.loads((built / "api/v1/committees/example-one.json").read_text(encoding="utf-8"))
    filed.pop("contacts", None)
    assert set(filed) <= set(published)
    assert published["phones"] == filed["phones"]
    assert published["reviews"][0]["catalog"] == filed["reviews"][0]["catalog"]
