"""What the page for submissions runs on is pinned, each file with its hash, and its packages are those that the tests run with."""

from __future__ import annotations

import json
import re

from helpers import registries

REQUIREMENTS = registries.HERE.parent / "requirements"


def pinned(name: str) -> dict[str, tuple[str, set[str]]]:
    """The version and hashes of each package in a file of pins."""
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    found = re.findall(r"^([a-z0-9-]+)==(\S+).*((?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+)", text, re.M)
    return {package: (version, set(re.findall("[0-9a-f]{64}", hashes))) for package, version, hashes in found}


def test_the_browser_has_the_packages_that_the_tests_run_with() -> None:
    ours, theirs = pinned("submit.txt"), pinned("run.txt")
    assert set(ours) == {
        re.sub("[_-]+", "-", line.lower())
        for line in (REQUIREMENTS / "submit.in").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    }
    assert {name: theirs[name] for name in ours} == ours


def test_what_comes_from_npm_is_named_with_its_hash() -> None:
    folder = REQUIREMENTS / "submit"
    wanted = json.loads((folder / "package.json").read_bytes())["dependencies"]
    packages = json.loads((folder / "package-lock.json").read_bytes())["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(one["integrity"].startswith("sha512-") for name, one in packages.items() if name)
    assert [name for name, one in packages.items() if one.get("hasInstallScript")] == []
