"""Which tracks of a series (医、药、护、技) the names of specialties suggest, where a record registers none.

It is a guess, and pages say so. One track too many leads to a question, one too few turns people away, so in doubt all tracks count. Words
have weights, and the heaviest in a name decides: 检验 makes 医学检验 a specialty of technologists although 医学 suggests physicians; 护理
makes 基层卫生: [护理] one of nurses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial

from zhicheng.registry.records.competence import Competence, FirstLevel
from zhicheng.registry.records.series import Series, Track, short_name

_CERTAIN, _STRONG, _PLAIN, _WEAK = 3, 2, 1, 0  # weights of words: of the words in a name only the heaviest count
# Words in the names of specialties that suggest a track, besides those of its own name: by track and weight.
_WORDS: dict[str, dict[int, tuple[str, ...]]] = {
    "医": {
        _STRONG: ("医药",),
        _PLAIN: ("临床", "口腔", "公共卫生", "疾病", "流行病", "职业病", "地方病", "保健", "健康教育", "科", "针灸", "推拿", "麻醉"),
        _WEAK: ("卫生", "医学", "医疗", "医院", "医务"),
    },
    "药": {_STRONG: ("药", "医药")},
    "护": {_CERTAIN: ("护理", "护士", "护师", "助产"), _WEAK: ("护",)},  # 监护 says nothing of nurses
    "技": {_CERTAIN: ("技术", "技师"), _STRONG: ("检验", "理化", "康复治疗", "心理治疗", "病案", "输血")},
    "农艺": {
        _PLAIN: ("农学", "园艺", "植保", "植物保护", "作物", "种植", "种子", "土壤", "土肥", "棉花"),
        _WEAK: ("农业资源", "农业机械", "农产品", "农村", "果树", "蔬菜"),
    },
    "畜牧": {_PLAIN: ("畜禽", "家畜", "草原", "饲料")},
    "兽医": {_PLAIN: ("动物防疫", "动物疫病", "动物检疫", "动物卫生", "兽药")},
    "记者": {_PLAIN: ("采编", "采访")},
    "编辑": {_PLAIN: ("采编",)},
    "演员": {_PLAIN: ("声乐", "演唱")},
    "演奏员": {_PLAIN: ("器乐", "乐器", "民乐")},
    "舞美设计": {_PLAIN: ("舞台美术", "舞美", "灯光设计", "服装设计", "化妆设计")},
    "美术": {_PLAIN: ("国画", "油画", "版画", "雕塑", "书法", "篆刻", "绘画")},
    "演出监督": {_PLAIN: ("舞台监督",)},
    "舞台技术": {_PLAIN: ("灯光", "音响", "道具")},
    "物证/声像资料/环境损害类": {_PLAIN: ("文书鉴定", "痕迹", "电子数据")},
}
_Words = tuple[tuple[str, str, int], ...]  # each word, its track and its weight


def tracks(series: Series, review: Competence) -> tuple[Track, ...]:
    """The tracks of a series whose titles a review can award: those registered, else those that its catalogue names, else all.

    What is not registered is a guess; `tracks_certain` says so. One first-level specialty that names no track (水产) may belong to any, so
    all tracks count then; except in a series whose list of titles is incomplete (艺术), where it is ignored.
    """
    registered = tuple(track for track in series.tracks if track.id in review.tracks)
    if registered or len(series.tracks) < 2:
        return registered or series.tracks
    named = named_tracks(series, review)
    every = series.certainty == "rule" or all(_of_first(series, first) for first in review.catalog)
    return named if named and every else series.tracks


def named_tracks(series: Series, review: Competence) -> tuple[Track, ...]:
    """The tracks that the catalogue of a review names, none where it names none."""
    found = set[str]().union(*(_of_first(series, first) for first in review.catalog))
    return tuple(track for track in series.tracks if track.name in found)


def named_by(series: Series, name: str) -> tuple[Track, ...]:
    """The tracks that the name of a first-level specialty names by itself and by more than a weak word (临床医学, 畜牧); none in a series
    whose list of titles is incomplete.
    """
    how, found = _naming(tuple([track.name for track in series.tracks]))(name)
    return tuple(track for track in series.tracks if how > _WEAK and series.certainty != "rule" and track.name in found)


def names_none_at(series: Series, review: Competence, level: str) -> bool:
    """Whether a first-level specialty names only tracks without a title at a level, as 农业技术推广 below full senior."""
    have = {track.name for track in series.tracks if track.titles[level]}
    return any(named and named.isdisjoint(have) for named in (_of_first(series, first) for first in review.catalog))


def tracks_certain(series: Series, review: Competence) -> bool:
    """Whether the tracks of a review are registered, or its series has but one."""
    return len(series.tracks) < 2 or any(track.id in review.tracks for track in series.tracks)


def _of_first(series: Series, first: FirstLevel) -> set[str]:
    """The tracks that a first-level specialty (畜牧) and its second level name.

    If the first level names a track by more than a weak word, it decides; tracks that second levels name for certain (理化检验技术) are
    added. Otherwise (基层卫生) the second levels decide (声乐演员). If they name none either, the first level counts as the track that has
    the name of the series (经济), if there is one.
    """
    named_in = _naming(tuple([track.name for track in series.tracks]))
    said, own = named_in(first.name)
    below = [named_in(second) for second in first.seconds]
    if own and said > _WEAK:
        sure = {track for how, named in below if how >= _CERTAIN for track in named}
        return sure | own | {track.name for track in series.tracks if not set(_own_words(track.name)).isdisjoint(first.seconds)}
    found = set[str]().union(*(named or own for _, named in below))
    return found or set(own) or {track.name for track in series.tracks if track.name == short_name(series.name)}


@lru_cache(maxsize=1024)
def _own_words(track: str) -> tuple[str, ...]:
    """The words of a track's own name: 公证 for 公证员; 物证, 声像资料 and 环境损害 for 物证/声像资料/环境损害类."""
    return tuple(re.sub("(?<=..)[员类课师]$", "", part) for part in re.split("[/、()（）]", track) if part)


def _words_of_tracks(tracks: tuple[str, ...]) -> _Words:
    """The words of several tracks, longest first. Words of a track's own name have the weight _PLAIN unless the table gives another."""
    found = {}
    for track in tracks:
        listed = {word: how for how, words in _WORDS.get(track, {}).items() for word in words}
        for word, how in (dict.fromkeys(_own_words(track), _PLAIN) | listed).items():
            found[word, track] = how
    return tuple(sorted(((word, track, how) for (word, track), how in found.items()), key=lambda one: -len(one[0])))


@lru_cache(maxsize=1024)
def _naming(tracks: tuple[str, ...]) -> Callable[[str], tuple[int, frozenset[str]]]:
    """`_named_in` for several tracks, with a cache: the same names come up again and again."""
    return lru_cache(maxsize=16384)(partial(_named_in, _words_of_tracks(tracks)))


def _named_in(words: _Words, text: str) -> tuple[int, frozenset[str]]:
    """The weight of the heaviest words in a name, and their tracks. A longer word hides shorter ones within it: 飞行机械 does not name
    飞行.
    """
    found: dict[str, int] = {}
    for i, (word, _, _) in enumerate(words):
        if word in text:
            for other, track, how in words[i:]:
                if other == word:
                    found[track] = max(how, found.get(track, how))
            text = text.replace(word, " ")
    most = max(found.values(), default=_WEAK)
    return most, frozenset(track for track, how in found.items() if how == most)
