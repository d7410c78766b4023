"""The codes of divisions in the examples of rules, which were written with those of one region, as those of the registry's own."""

from __future__ import annotations

import re
from collections.abc import Callable

from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.wording import Wording

_REGION, _PREFECTURE, _ANOTHER, _COUNTY = "650000", "653100", "653200", "653125"  # the county lies in the first of the two prefectures
_EXAMPLES = "\n不合格：\n"


def in_codes_of(areas: Areas, words: Wording) -> Callable[[str], str]:
    """A function that gives the text of a rule with the codes of this table of divisions.

    Where it has no prefectures, or no county below one, the text says that these codes are made up.
    """
    if areas.region is None or areas.region.code == _REGION:
        return str
    of_region = areas.region.code[:2]
    below = {area.code: [one.code for one in areas.children(area.code)] for area in areas if area.level == "prefecture"}
    named = {area.name: area.code for area in areas}
    first = sorted(below, key=lambda code: (not below[code], code != named.get(words.example_prefecture), code))  # one with a county
    prefectures = [*first[:2], *(f"{of_region}{number}00" for number in ("01", "02") if f"{of_region}{number}00" not in first[:2])]
    wanted = named.get(words.example_county)
    counties = below.get(prefectures[0], [])
    county = wanted if wanted in counties else next(iter(counties), f"{prefectures[0].removesuffix('00')}21")
    codes = {_REGION: areas.region.code, _PREFECTURE: prefectures[0], _ANOTHER: prefectures[1], _COUNTY: county}
    made_up = {code for code in codes.values() if code not in areas.current}
    found = re.compile("|".join(codes))

    def reworded(text: str) -> str:
        text = found.sub(lambda match: codes[match[0]], text).replace("0991-0", "010-0")
        used = sorted(code for code in made_up if code in text)
        said = f"\n例子里的区划代码 {'、'.join(used)} 是虚构的，只说明写法。\n" if used else ""
        return text.replace(_EXAMPLES, said + _EXAMPLES, 1)

    return reworded
