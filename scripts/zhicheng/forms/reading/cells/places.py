"""Places by name, as forms write them: divisions, the region as a whole, and the words for levels of units."""

from __future__ import annotations

import re

from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.registry.records.areas import OF_THE_CENTRE, Area, Areas
from zhicheng.registry.records.wording import Wording, wording
from zhicheng.text import listed, show

_LIKE_A_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}(?:地区|自治州|州|盟|市|县|旗|区|省|师|团场)")
# All of the region, by what it is; what else is said for it where no smaller place can be meant is a word of the registry (also_whole).
_REGION = {"省": "[全本]省|省内", "自治区": "(?:全|本)?自治区|[全本]区|自治区内|区内", "市": "[全本]市(?:各区)?|市内"}
_EACH = "各(?:地级|设区的?)?(?:[地盟州旗县市区]{2,4}|[市州地])"  # 各盟市, 各设区市, 各地
_AUTHORITY_WORDS = (
    ("central", re.compile("中央")),
    ("region", re.compile("自治区级|省级|省[直属]")),
    ("county", re.compile("[县旗][(（]市、?区[)）]级")),
    ("prefecture", re.compile("(?:[地盟州市][、,]?){1,4}级|地区级|[市州盟][直属]")),
    ("county", re.compile("区[、,]?县级|县[、,]?市[、,]?区级|县市级|[县区旗][级直]")),
)


class Places:
    """Finds codes of areas by name: current areas by name and short name, former ones by name."""

    def __init__(self, areas: Areas, words: Wording | None = None) -> None:
        """`words` are those of the registry; by default what follows from the table."""
        self.areas = areas
        self.words = words = words or wording(None, areas)
        self.systems = {unit.system for unit in areas.units.values() if unit.system}
        systems = {name for one in self.systems for name in (one, *areas.systems.get(one, ()))}
        self._systems = "|".join(map(re.escape, sorted(systems, key=len, reverse=True))) or "(?!)"
        self.units = {without_spaces(unit.name): code for code, unit in areas.units.items()}
        self._current: dict[str, list[Area]] = {}
        self._former: dict[str, list[Area]] = {}
        for area in areas:
            for name in dict.fromkeys((area.name, *area.aliases, *self._behind_parent(area))):
                self._current.setdefault(name, []).append(area)
            if area.level == "region":
                names = {words.short, f"{words.short}{words.kind}", *(["自治区"] if words.kind == "自治区" else [])} - {area.name, ""}
                for name in sorted(names):
                    self._current.setdefault(name, []).append(area)
        for area in areas.retired:
            self._former.setdefault(area.name, []).append(area)
        self.names = sorted({*self._current, *self._former}, key=len, reverse=True)
        inside = f"(?:范围|范围内|内|行政区域内|各{re.escape(words.prefectures)}|{_EACH})?"
        self.whole = re.compile(f"(?:{'|'.join(map(re.escape, words.also_whole)) or '(?!)'}){inside}")
        self.itself = re.compile(f"(?:{_REGION[words.kind]}|{re.escape(words.whole)}){inside}")
        self._senior = re.compile("|".join([OF_THE_CENTRE.pattern, *_stationed(words), *map(re.escape, sorted(self.systems))]))

    def _behind_parent(self, area: Area) -> tuple[str, ...]:
        """The names of an area whose own name others have too: 乐山市市中区, 乐山市中区."""
        parent = self.areas.known(area.parent) if area.parent else None
        whole = self.areas.name(area.code)
        return () if parent is None or whole == area.name else (whole, parent.short + area.name)

    @property
    def how(self) -> str:
        """How places are written, for messages."""
        return f"请写行政区划的全称，如“{self.words.example_prefecture}”；几个地方之间用顿号隔开。"

    def is_senior(self, unit: str) -> bool:
        """Whether a unit may belong to the central government or to a system of its own, by its name."""
        return self._senior.search(unit) is not None

    def like_a_place(self, text: str) -> bool:
        """Whether a text looks like the name of a place or of a system's unit."""
        return _LIKE_A_PLACE.fullmatch(text) is not None or any(len(text) > len(one) + 1 and text.endswith(one) for one in self.systems)

    def unit(self, text: str) -> str | None:
        """The unit that no division covers, by its name alone or behind that of its system: 兵团第八师 gives 第八师. None for others."""
        bare = without_spaces(text)
        return next((name for name in (bare, re.sub(rf"^(?:{self._systems})", "", bare)) if name in self.units), None)

    def apart(self, text: str) -> list[str]:
        """A unit and the city that it is one with, in one name, apart: 第八师 and 石河子市 of 第八师石河子市. The text alone for others."""
        bare = re.sub(rf"^(?:{self._systems})", "", without_spaces(text))
        for name, code in self.units.items():
            city, own = self.areas.units[code].city, next((one for one in (name, name.removeprefix("第")) if bare.startswith(one)), "")
            if city is not None and own and bare.startswith(self.areas.name(city), len(own)):
                return [name, bare[len(own) :]]
        return [text]

    def other_place(self, text: str, outside: str | None = None) -> str | None:
        """A place that a text names which says something else too: a unit that no division covers, the system of such units, or an area.

        Areas in the area `outside` do not count; they may be named by a beginning that only one area has (塔城). None where there is none.
        """
        bare = without_spaces(text)
        if found := next((name for name in self.units if name in bare), None) or re.search(self._systems, bare):
            return found if isinstance(found, str) else found[0]
        pieces = re.split("[、，,；;（()）]", bare)
        for piece in [*pieces, *(one[at + 1 :] for one in pieces for at, char in enumerate(one) if char in "和及与")]:
            words = re.sub("^(?:包?含|包括|以及|还有|另有)", "", piece)
            fitting = [name for name in self.names if len(words) > 1 and (name.startswith(words) or words.startswith(name))]
            codes = {area.code for name in fitting for area in self._current.get(name, ())}
            if codes and not (outside and all(self.areas.covers(outside, code) for code in codes)):
                return words
        return None

    def authority_of(self, text: str) -> str | None:
        """The level of a unit in the line above the form: 地、州、市级单位 gives prefecture. None where it names none."""
        text = without_spaces(text)
        own = dict.fromkeys(self.words.also_itself, "region")
        own |= {label.removesuffix("单位") or label: code for code, label in self.words.authorities.items()}
        named = next((own[label] for label in sorted(own, key=len, reverse=True) if label in text), None)
        return named or next((code for code, words in _AUTHORITY_WORDS if words.search(text)), None)

    def code(self, name: str) -> str | None:
        """The code of the area with a name, None where there is none. Raises Ambiguous where there are several."""
        found = self._current.get(name)
        if found is None:
            former = self._former.get(name, [])
            codes = {now.code for area in former for now in self.areas.successors(area.code)}
            if former and not codes:  # no successor is recorded, but the place has a new name: 吐鲁番地区, now 吐鲁番市
                stem = re.sub("(?:地区|市|县|区)$", "", name)
                codes = {area.code for area in self.areas if area.name.startswith(stem) and area.level == former[0].level}
            if len(codes) > 1:
                named = listed(self.areas.name(code) for code in sorted(codes))
                raise Ambiguous(f"“{show(name)}”是原来的名称，现在分属{named}", "请写现在的名称。")
            return next(iter(codes), None)
        if len(found) > 1:
            whole = list(dict.fromkeys(self.areas.name(area.code) for area in found))
            raise Ambiguous(f"叫“{show(name)}”的不止一个", f"请连上级一起写，如“{whole[0]}”。" if len(whole) > 1 else "请连上级一起写。")
        return found[0].code

    def whole_area(self, text: str) -> bool:
        """Whether a text is the name of one area and nothing else."""
        found = self.leading_area(text)
        return found is not None and not found[1]

    def leading_area(self, text: str) -> tuple[str, str] | None:
        """The code of the area whose name begins a text, and the rest; of two nested areas in a row, the inner one. None without an area.

        Raises Ambiguous where several areas have the name.
        """
        for name in self.names:
            if text.startswith(name):
                code = self.code(name)
                if code is None:
                    return None
                rest = text[len(name) :]
                below = self.leading_area(rest) if rest else None
                if below is not None and self.areas.covers(code, below[0]):
                    return below
                return code, rest
        return None


def _stationed(words: Wording) -> list[str]:
    """驻疆 of 中央驻疆单位; nothing where central units are called otherwise."""
    found = re.search("驻[\u4e00-\u9fff]{1,2}(?=单位)", words.authorities["central"])
    return [found[0]] if found else []
