"""requirements/lowest.txt, with which `make test-lowest` tests, holds the lowest versions that pyproject.toml allows."""

from __future__ import annotations

import re
import tomllib

from helpers import registries

ROOT = registries.HERE.parent


def test_the_pins_are_the_lower_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = {
        name.lower(): bound
        for name, bound in (re.fullmatch(r"([A-Za-z0-9-]+)>=([0-9.]+),.*", one).groups() for one in project["dependencies"])
    }
    text = (ROOT / "requirements/lowest.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9-]+)==([0-9.]+)", text, re.M))
    padded = {name: [*map(int, bound.split(".")), 0, 0][:3] for name, bound in bounds.items()}
    assert {name: [*map(int, pins[name].split(".")), 0, 0][:3] for name in bounds} == padded
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z])", text)[1:])
