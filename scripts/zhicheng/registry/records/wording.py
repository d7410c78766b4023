"""The words of a region: what its authorities, its divisions and itself are called (registry/wording.yaml, which may be absent).

What that file does not say follows from the name of the region and its table of divisions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.areas import Areas

# What a division of the second level is called, by the end of its name; in the order in which they stand together (地州市, 盟市).
_LETTERS = {"地": "地区", "盟": "盟", "州": "州", "市": "市"}
_WHOLE = {"省": "全省", "自治区": "全区", "市": "全市"}
# What else is said for all of it and means nothing smaller. In a municipality no part is a city; elsewhere 全市 may be one.
_ALSO_WHOLE = {"省": ("全省", "省内"), "自治区": ("全自治区",), "市": ("全市", "本市", "市内")}
_ALSO_ITSELF = {"省": ("省直", "省直单位"), "自治区": ("区直", "区直单位"), "市": ("市直", "市直单位", "市属单位")}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one region; in brackets, what they are in Xinjiang, and in Guangdong or Inner Mongolia.

    `authorities` are the levels of a unit by code (地州市级, 地市级; of central units 中央驻疆单位, 中央驻粤单位), `on_forms` the same on
    Annex 1 (地、州、市级单位). `prefectures` and `counties` name the divisions below it (地州市, 地级市; 县市区), `kind` is what it is
    (自治区, 省), `short` its name without that (新疆, 广东), `whole` all of it (全区, 全省), and `also_whole` what else is said for that.
    `itself` is what belongs to none of its parts (自治区本级), and `also_itself` what else people say for that. The examples are names of
    divisions, for messages that show how one is written. `levels` are the labels of the levels by code, from low to high.
    """

    authorities: Mapping[str, str]
    on_forms: Mapping[str, str]
    prefectures: str
    counties: str
    kind: str
    short: str
    whole: str
    also_whole: tuple[str, ...]
    itself: str
    also_itself: tuple[str, ...]
    example_prefecture: str
    example_county: str
    levels: Mapping[str, str]

    def unit(self, authority: str) -> str:
        """A unit of a level: 地州市级单位, 中央驻疆单位."""
        return _unit(self.authorities.get(authority, authority))

    @property
    def public(self) -> Value:
        """The words as the API gives them."""
        return {
            "kind": self.kind,
            "whole": list(dict.fromkeys([self.whole, self.short, *self.also_whole])),
            "itself": [self.itself, *self.also_itself],
            "authorities": dict(self.authorities),
            "prefectures": self.prefectures,
            "counties": self.counties,
        }


def wording(value: Value | None, areas: Areas, codes: Codes = USUAL) -> Wording:
    """The words of the region of `areas`, from a value that fits schemas/wording.schema.json, or None where there is no such file.

    `codes` are the levels and authorities of the registry.
    """
    given: Value = value or {}
    name = areas.region.name if areas.region else ""
    kind = next((kind for kind in ("自治区", "省", "市") if name.endswith(kind)), "省")
    prefectures = given.get("prefectures") or _prefectures(areas)
    letters, examples = _letters(prefectures), _examples(areas)
    banners = any(area.level == "county" and area.name.endswith("旗") for area in areas)
    authorities = {
        "region": f"{kind}级",
        "prefecture": f"{prefectures}级" if letters else "地市级",
        "county": "旗县级" if banners else "区县级",
        "central": "中央驻地方单位",
        **dict(codes.added_authorities),
        **given.get("authorities", {}),
    }
    forms = {code: _unit(label) for code, label in authorities.items()}
    forms |= {"prefecture": f"{'、'.join(letters)}级单位"} if letters and authorities["prefecture"] == f"{prefectures}级" else {}
    forms |= {"county": f"{authorities['county'][0]}、县级单位"} if authorities["county"] in ("区县级", "旗县级") else {}
    return Wording(
        authorities,
        forms,
        prefectures,
        given.get("counties", "旗县市区" if banners else "县市区"),
        kind,
        given.get("short") or _short(name),
        given.get("whole") or _WHOLE[kind],
        tuple(given.get("also_whole", _ALSO_WHOLE[kind])),
        given.get("itself") or f"{kind}本级",
        tuple(given.get("also_itself", _ALSO_ITSELF[kind])),
        given.get("example_prefecture") or examples[0],
        given.get("example_county") or examples[1],
        dict(codes.levels),
    )


def _unit(label: str) -> str:
    return label if label.endswith("单位") else f"{label}单位"


def _letters(prefectures: str) -> str:
    """The letters of which a word for divisions of the second level is made (地州市), "" where it is made otherwise (地级市)."""
    return prefectures if re.fullmatch("[地盟州市]{2,4}", prefectures) else ""


def _prefectures(areas: Areas) -> str:
    """What the divisions of the second level are called together: 地州市, 盟市; 地级市 where all are cities, 地市 where there are none."""
    names = [area.name for area in areas if area.level == "prefecture"]
    found = "".join(letter for letter, end in _LETTERS.items() if any(name.endswith(end) for name in names))
    return {"": "地市", "市": "地级市"}.get(found, found)


def _short(name: str) -> str:
    """The name of a region without what it is: 广东."""
    return re.sub("(?<=..)(?:壮族|回族|维吾尔)?(?:省|市|自治区)$", "", name)


def _examples(areas: Areas) -> tuple[str, str]:
    """The names of a division of the second and of the third level, to be given as examples; invented ones where there are none."""
    first = {level: next((area.name for area in areas if area.level == level), "") for level in ("prefecture", "county")}
    below = next((area for area in areas if area.level == "county" and area.name.endswith("县")), None)
    return first["prefecture"] or first["county"] or "某市", (below.name if below else first["county"]) or "某县"
