"""The title series 职称系列 (registry/reference/series.yaml) and their titles at each level."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.values import each, optional_document, optional_text
from zhicheng.text import plain

_SPACES, _BRACKETS_AT_END = re.compile(r"\s+"), re.compile(r"(?<=.)\([^()]*\)$")
_ALTERNATIVE = re.compile(r"([^()]+)\(([^()]+)\)([^()]*)")
_LEVEL_WORDS = frozenset({*LEVELS.values(), "正高", "副高"})
# Usual names of series that contain neither the official name nor its stem.
USUAL_NAMES = {
    "科研": "自然科学研究人员",
    "自然科学": "自然科学研究人员",
    "社科": "哲学社会科学研究人员",
    "社会科学": "哲学社会科学研究人员",
    "社会科学研究": "哲学社会科学研究人员",
    "高校": "高等学校教师",
    "高校教师": "高等学校教师",
    "高等学校": "高等学校教师",
    "中专教师": "中等职业学校教师",
    "中职教师": "中等职业学校教师",
    "中职学校教师": "中等职业学校教师",
    "中等专业学校教师": "中等职业学校教师",
    "技校教师": "技工院校教师",
    "技工学校教师": "技工院校教师",
    "中小学": "中小学教师",
    "中小学(幼儿园)教师": "中小学教师",
    "中小学幼儿园教师": "中小学教师",
    "中学教师": "中小学教师",
    "小学教师": "中小学教师",
    "卫生": "卫生技术人员",
    "医疗卫生": "卫生技术人员",
    "医药卫生": "卫生技术人员",
    "图书": "图书资料专业人员",
    "图资": "图书资料专业人员",
    "文博": "文物博物专业人员",
    "档案": "档案专业人员",
    "翻译": "翻译专业人员",
    "播音": "播音主持专业人员",
    "新闻": "新闻专业人员",
    "出版": "出版专业人员",
    "公证": "公共法律服务专业人员",
    "司法鉴定": "公共法律服务专业人员",
    "公证司法鉴定": "公共法律服务专业人员",
    "飞行": "民用航空飞行技术人员",
    "飞行技术": "民用航空飞行技术人员",
    "教练员": "体育专业人员",
    "体育教练员": "体育专业人员",
}
_TITLE_KEYS = {
    "full-senior": ("full-senior",),
    "associate-senior": ("associate-senior",),
    "intermediate": ("intermediate",),
    "junior": ("assistant", "entry"),
}


@dataclass(frozen=True, slots=True)
class Track:
    """A track of a series (方向, such as 农艺, 畜牧, 兽医) and its titles by level. `id` is None in tables of before there were ids."""

    name: str
    titles: dict[str, tuple[str, ...]]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Exam:
    """A national examination by which levels of a series are obtained (全国考试); nothing is refused on its strength alone.

    `method` is exam (以考代评) or exam-and-review (考评结合). `route`: only, main or one-of (one way among others). `covers`: all of the
    series, or some of its specialties, with words of their names in `about`. `certainty` is the number of sources, at most 2.
    """

    levels: tuple[str, ...]
    method: str
    name: str
    held_by: str
    route: str
    covers: str
    note: str | None
    document: str | None
    certainty: int
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """A title series (职称系列). `titles` are the titles of all tracks by level, `former` those no longer given."""

    id: str
    number: int | None
    name: str
    certainty: str
    titles: dict[str, tuple[str, ...]]
    former: dict[str, tuple[str, ...]]
    tracks: tuple[Track, ...] = ()
    exams: tuple[Exam, ...] = ()

    def exam_for(self, level: str) -> Exam | None:
        """The examination by which a level is obtained in the whole series, if it is the only or the main way and is vouched for."""
        fitting = (exam for exam in self.exams if level in exam.levels and exam.route != "one-of" and exam.covers == "all")
        return next((exam for exam in fitting if exam.certainty > 0), None)

    def examined(self, level: str) -> bool:
        """Whether an examination alone gives a title of a level, be it of some specialties only or one way among others."""
        return any(level in exam.levels and exam.method == "exam" for exam in self.exams)

    def levels_of_titles(self) -> dict[str, frozenset[str]]:
        """The levels of each title, by its key (`title_key`) in every spelling; former titles are included."""
        found: dict[str, set[str]] = {}
        for titles in (self.titles, self.former):
            for level, names in titles.items():
                for spelling in (spelling for name in names for spelling in _spellings(title_key(name))):
                    found.setdefault(spelling, set()).add(level)
        return {name: frozenset(levels) for name, levels in found.items()}


@lru_cache(maxsize=1024)
def short_name(series: str) -> str:
    """The name of a series without 专业技术人员 and the like at its end: 会计, 农业, 自然科学."""
    return re.sub("(专业)?(技术|研究)?人员$", "", series)


def track_ids(table: Mapping[str, Series], key: str) -> frozenset[str]:
    """The ids of all tracks of a series; empty if the series is not known or one of its tracks has none."""
    ids = {track.id for track in table[key].tracks} if key in table else set()
    return frozenset() if None in ids else frozenset(one for one in ids if one is not None)


def title_key(title: str) -> str:
    """A title in the form used for lookups: without spaces, full-width brackets and letters as ASCII."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", title))


def bare_title(title: str) -> str:
    """A title key without a bracketed part at its end: 高级工程师(副高级) becomes 高级工程师."""
    return _BRACKETS_AT_END.sub("", title)


def _spellings(title: str) -> tuple[str, ...]:
    """The spellings of a title key whose brackets hold an alternative; a level in brackets is part of the title.

    主治(主管)医师 is also 主治医师 and 主管医师; 一级导演(编导) is also 一级导演 and 一级编导.
    """
    found = _ALTERNATIVE.fullmatch(title)
    if found is None or found[2] in _LEVEL_WORDS:
        return (title,)
    before, other, after = found.groups()
    return (title, before + after, before[: -len(other)] + other + after)


def series_table(value: Value, levels: Iterable[str] = LEVELS) -> dict[str, Series]:
    """Series by id, from a value that fits schemas/series.schema.json. `levels` are those of the registry, from low to high."""
    levels = tuple(levels)
    table = {}
    for item in value["series"]:
        tracks = tuple(
            Track(track["track"], {level: _titles(track, level) for level in levels}, track.get("id")) for track in item["tracks"]
        )
        titles = {level: tuple(dict.fromkeys(title for track in tracks for title in track.titles[level])) for level in levels}
        former = {level: tuple(names) for level, names in item.get("former", {}).items()}
        table[item["id"]] = Series(
            item["id"], item.get("number"), item["name"], item["certainty"], titles, former, tracks, each(item.get("exams"), _exam)
        )
    return table


def _exam(value: Value) -> Exam:
    return Exam(
        tuple(value["levels"]),
        value["method"],
        plain(value["exam"]),
        plain(value["held_by"]),
        value["route"],
        value["covers"],
        optional_text(value.get("note")),
        optional_document(value.get("document")),
        value["certainty"],
        each(value.get("about"), plain),
    )


def _titles(track: Value, level: str) -> tuple[str, ...]:
    return tuple(track[key] for key in _TITLE_KEYS.get(level, (level,)) if key in track)
