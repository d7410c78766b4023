"""Series and levels: the words of a cell (评审系列, 评审层级) to the id of a series and the codes of levels.

Each function returns the value, or raises a ValueFault with what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zhicheng.forms.reading.cells.lists import chosen
from zhicheng.forms.reading.cells.values import series_id, series_stem, without_spaces
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.registry.records.added_codes import senior_of
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.series import USUAL_NAMES, title_key
from zhicheng.text import narrow, nearest, show

Levels = tuple[str, ...]
_LONGEST = 200  # characters of a name; longer text is something else, and slow to match
_LEVEL_WORDS = (
    (re.compile(r"(?:高级)?[(]?(?:正高级?(?:职(?!称))?|正高级?组|教授级|研究员级)[)]?"), "full-senior"),
    (re.compile(r"(?:高级)?[(]?(?:副高级?(?:职(?!称))?|副高级?组|副教授级)[)]?"), "associate-senior"),
    (re.compile(r"中级?(?:职(?!称))?"), "intermediate"),
    (re.compile(r"初级?(?:职(?!称))?|助理级|助级|员级"), "junior"),
    (re.compile(r"高级?(?:职(?!称))?"), "senior"),
)
_FILLER = re.compile(
    r"[\s、,，/／;；:：.。和及与或至到~～—\-()含即为]+|级|组|以及|包括|包含|评委会|评审委员会|评审|职称|专业技术职务|专业技术资格|任职资格|层级|各|均可|其?以下|及?其?以上|资格|承接|负责|仅|只|限"
)
_IN_BRACKETS = re.compile(r"([^\s、，,；;/／。()（）]{1,30})[(（]([^()（）]{2,60})[)）]")
_BETWEEN = re.compile(r"[\s、，,；;/／和及与]+")
_ALSO_FULL = re.compile(r"高级?[(](?:包?含|包括|包含|含有)正高级?[)]")
_EXPLAINED = re.compile(r"高级?[(](?=[^()]*[正副]高)([^()含包]*)[)]")  # 高级（副高、正高）, 高级（仅副高）
_RANGE = r"({}初级?|中级?|副高级?)?(?:至|到|[~～—–-]+)({}中级?|副高级?|正高级?|高级?)"
_WORDS_OF_LEVELS = "((?:正高级?|副高级?|中级|初级|[、,，和及或])+)"
_LEFT_OUT = re.compile(  # 副高级(不含正高级), 高级(正高级除外), 副高级及以下(不评初级)
    rf"[(]不(?:包?含|包括|评审?){_WORDS_OF_LEVELS}[)]|[(]{_WORDS_OF_LEVELS}除外[)]|[,，;；]不(?:包?含|包括|评审?){_WORDS_OF_LEVELS}$"
)
_ALL = re.compile(r"(?:全部|各|所有)(?:层级|级别|等级)|初级至正高级?|初级到正高级?")
_JOINT = re.compile("以及|[及和与兼暨]")  # between the names of two series
_NOT_SURE = re.compile(  # 工程系列（停评）, 工程系列及经济系列, 工程系列[1]
    r"[(（\[【]原(?!子|料|材)[^)）\]】]*[)）\]】]|[(（\[【][^)）\]】]*(?:停|暂|拟|待批|待定|新增|新设|取消|撤销|除|不含|不包括|不评|部分|\d{4}年|试点)[^)）\]】]*[)）\]】]|(?<=系列)(?:等|以外|之外|除外|[及和与].*系列)"
    r"|[\[【〔]\d{1,2}[\]】〕]$|[★☆*※▲#①-⑳¹²³]+$"
)
_BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")


def series_names(table: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Ids of series by name: `names`, as values.series_names gives them, and the usual names. `table` has the ids by official name."""
    found = dict(names)
    for called, name in USUAL_NAMES.items():
        identifier = table.get(name) or names.get(series_stem(name))
        if identifier is not None:
            found.setdefault(called, identifier)
    return found


def series(text: str, names: Mapping[str, str]) -> str:
    """The id of the series that a text names: 工程系列, 工程技术人员, 工程系列（建筑工程专业）; not 建筑工程系列. Raises NotUnderstood."""
    normalised = without_spaces(narrow(text)).strip("：:、，。；;")
    if len(normalised) > _LONGEST:
        raise NotUnderstood(f"“{show(normalised)}”不是职称系列的名称", "请只写系列的名称，如“工程技术人员”。")
    if (remark := _NOT_SURE.search(normalised)) is not None:
        raise Ambiguous(
            f"“{show(normalised)}”里写了“{show(remark[0])}”，看不出评不评这个系列", "评的请只写系列的名称，不评的请删去；一行写一个。"
        )
    without = _BRACKETED.sub("", normalised)
    if without.count("系列") > 1 or _joins_another(without, names):
        raise Ambiguous(f"“{show(normalised)}”看不出是一个系列还是几个", "几个系列的请用顿号隔开，或者一行写一个。")
    for spelling in (normalised, without, *re.split("系列", without)[:1]):
        for form in (spelling, series_stem(spelling), spelling.removesuffix("系列"), spelling.removesuffix("类")):
            if form in names:
                return names[form]
    try:
        return series_id(without, names)
    except NotUnderstood:
        pass
    inside = {names[name] for name in names if len(name) > 2 and without.startswith(name)}
    if len(inside) == 1:
        return inside.pop()
    near = nearest(without, [spelling for name in names if not name.isascii() for spelling in (name, f"{series_stem(name)}系列")])
    hint = f"是不是“{near}”？" if near else ""
    raise NotUnderstood(f"“{show(normalised)}”不是职称系列的名称", f"{hint}请照国家公布的 27 个系列填写，如“工程技术人员”。")


def series_of_title(title: str, names: Mapping[str, str]) -> str | None:
    """The id of the series whose name a title begins with: 卫生专业量化赋分表, 某省卫生系列量化赋分表; None where it names none."""
    found = re.match(r"(.{2,20}?)(系列|专业)", without_spaces(narrow(title)))
    if found is None:
        return None
    ends = [name for name in names if found[2] == "系列" and len(name) > 1 and found[1].endswith(name)]
    return names.get(found[1]) or names.get(max(ends, key=len, default=""))


def _joins_another(text: str, names: Mapping[str, str]) -> bool:
    """Whether a text begins with the name of a series and goes on with that of another (自然科学研究及实验技术, 工程系列和农业) and is not
    one name itself.
    """
    if text in names or text.removesuffix("系列") in names:
        return False
    for joint in _JOINT.finditer(text):
        before, behind = text[: joint.start()], text[joint.end() :]
        firsts = {identifier for name, identifier in names.items() if len(name) > 1 and before.removesuffix("系列").startswith(name)}
        others = {identifier for name, identifier in names.items() if len(name) > 1 and behind.startswith(name)}
        if firsts and others - firsts:
            return True
    return False


def how(labels: Mapping[str, str]) -> str:
    """How levels are written, for messages."""
    return f"请写{''.join(f'“{label}”' for label in labels.values())}，几个之间用顿号隔开。"


def levels(text: str, authority: str | None, labels: Mapping[str, str] = LEVELS) -> Levels:
    """The levels that a text names, from low to high. 高级 alone is 副高级 for a prefecture or next to 正高级. Raises a ValueFault.

    `labels` are those of the registry's levels by code, from low to high: a level that it adds goes by its label alone, whatever else that
    means elsewhere (员级).
    """
    whole = re.sub(r"[（【\[]", "(", re.sub(r"[）】\]]", ")", without_spaces(narrow(chosen(text)))))
    named = _LEFT_OUT.sub("", whole)
    left_out = {
        code for one in _LEFT_OUT.finditer(whole) for words, code in _LEVEL_WORDS[:4] if words.search("".join(filter(None, one.groups())))
    }
    widely = re.search("以[上下]|(?<![正副])高级", named) is not None  # by which what is left out may be meant, too
    if left_out & {"associate-senior", "full-senior"}:
        named = re.sub("(?<![正副])高级?", "副高级、正高级", named)
    found = set(_named(named, authority, labels))
    if (left_out & found and not widely) or not found - left_out:
        raise Ambiguous(f"“{show(whole)}”里同一个层级又评又不评", how(labels))
    return tuple(level for level in labels if level in found - left_out)


def without_titles(text: str, known: Mapping[str, frozenset[str]], authority: str | None, labels: Mapping[str, str] = LEVELS) -> str:
    """A text in which a level beside its titles, one of the two in brackets, stands alone: 中级（工程师） gives 中级.

    `known` are the levels of the titles of the series. Where the two do not fit, the text stays, and is not understood.
    """

    def alone(found: re.Match[str]) -> str:
        for level, titles in ((found[1], found[2]), (found[2], found[1])):
            of_titles = [known.get(title_key(one), frozenset()) for one in _BETWEEN.split(titles) if one]
            meant = frozenset[str]().union(*of_titles)
            try:
                said = frozenset(levels(level, authority, labels)) if all(of_titles) else frozenset()
            except Ambiguous:  # 高级 may be both
                said = meant & frozenset(senior_of(labels))
            except NotUnderstood:
                continue
            if meant and said == meant and all(len(one) == 1 for one in of_titles):
                return "、".join(label for code, label in labels.items() if code in meant)
        return found[0]

    return _IN_BRACKETS.sub(alone, text)


def _named(normalised: str, authority: str | None, labels: Mapping[str, str]) -> Levels:
    """The levels that a text without spaces names, of which none is left out."""
    if _ALL.fullmatch(normalised):
        every = list(labels)
        return tuple(every[every.index("junior") : every.index("full-senior") + 1] if normalised.startswith("初级") else every)
    if len(normalised) > 2 * _LONGEST:
        raise NotUnderstood(f"“{show(normalised)}”里有看不懂的层级", how(labels))
    own = sorted(((label, code) for code, label in labels.items() if code not in LEVELS), key=lambda one: -len(one[0]))
    of_range = "".join(f"{re.escape(label)}|" for label, _ in own)
    normalised = re.sub(r"正[、和及,，]副高级?", "正高级、副高级", re.sub(r"副[、和及,，]正高级?", "副高级、正高级", normalised))
    normalised = re.sub(_RANGE.format(of_range, of_range), lambda span: _spelled_out(span, labels), normalised)
    words = _word_by_word(_EXPLAINED.sub(r"(\1)", _ALSO_FULL.sub("", normalised)), own)
    if words is None:
        raise NotUnderstood(f"“{show(normalised)}”里有看不懂的层级", how(labels))
    found = words | ({"associate-senior", "full-senior"} if _ALSO_FULL.search(normalised) else set())
    if "senior" in found:
        found.discard("senior")
        if "full-senior" in found or authority == "prefecture":
            found.add("associate-senior")
        elif "associate-senior" not in found:
            choices = tuple(normalised.replace("高级", words) for words in ("副高级", "正高级", "副高级、正高级"))
            raise Ambiguous(f"“{show(normalised)}”里只写了“高级”，分不清是副高级、正高级，还是都有", how(labels), choices)
    if not found:
        raise NotUnderstood("没有填写", how(labels))
    if "以上" in normalised:
        lowest = min(list(labels).index(level) for level in found)
        found |= set(list(labels)[lowest : list(labels).index("full-senior") + 1])
    if "以下" in normalised:
        highest = max(list(labels).index(level) for level in found)
        found |= set(list(labels)[:highest])
    return tuple(level for level in labels if level in found)


def _word_by_word(rest: str, own: Sequence[tuple[str, str]]) -> set[str] | None:
    """The codes of the levels that a text names word by word, "senior" for 高级; None where a word is neither a level nor a filler.

    `own` are label and code of the levels that the registry adds; they come before the usual words.
    """
    found = set[str]()
    while rest:
        if named := next(((label, code) for label, code in own if rest.startswith(label)), None):
            found.add(named[1])
            rest = rest[len(named[0]) :]
        elif filler := _FILLER.match(rest):
            rest = rest[filler.end() :]
        elif usual := next(((match, level) for words, level in _LEVEL_WORDS if (match := words.match(rest))), None):
            found.add(usual[1])
            rest = rest[usual[0].end() :]
        else:
            return None
    return found


def _spelled_out(span: re.Match[str], labels: Mapping[str, str]) -> str:
    """A range as a list: 初级至副高级 gives 初级、中级、副高级; 至中级 begins with the lowest level."""
    names, usual = list(labels.values()), list(LEVELS.values())

    def place(said: str) -> int:
        begins = "副高" if said.startswith("高") else said.removesuffix("级")
        return names.index(said if said in names else next(name for name in usual if name.startswith(begins)))

    first, last = 0 if span[1] is None else place(span[1]), place(span[2])
    return "、".join([*names[first:last], span[2]])
