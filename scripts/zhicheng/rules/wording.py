"""Rules on how names and numbers are written: the name of a committee, telephone numbers, names of specialties (E116–E118)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Competence
from zhicheng.rules.rule import Context, rule
from zhicheng.text import folded, is_han, listed, private_values, show

# Levels in a name: 副高级, 正、副高级, 中初级, 副高; only where a word on titles follows, so not 高级中学, 中级人民法院 or 副高压.
_OF_TITLES = "[、和及与()]|专业技术|技术职|任职|资格|职称|职务|评审|评委|$"
_LEVELS_IN_NAME = re.compile(
    rf"((?:[正副高中初](?:[正副高中初级]|[、和及与](?=[正副高中初]))*级)(?={_OF_TITLES}|(?!中学|技工)[^、,(]{{1,8}}师)"
    rf"|[正副][、和及与正副]*高(?={_OF_TITLES}))"
)
_HIGHEST = (("正", "full-senior"), ("副", "associate-senior"), ("高", "full-senior"), ("中", "intermediate"), ("初", "junior"))

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2500]")
_AREA = r"(?:(?:\+|00)?86[ -]*)?(?:\(0\d{2,3}\)|0\d{2,3})[ -]*|(?:\+|00)86[ -]*[1-9]\d{1,2}[ -]*"
_NUMBER = re.compile(rf"(?<!\d)(?P<area>{_AREA})?(?P<own>[2-9]\d{{2,3}}[ -]\d{{4}}|\d{{7,8}})(?!\d)")
_NATIONWIDE = re.compile(r"(?<!\d)[48]00[ -]*\d{3}[ -]*\d{4}(?!\d)|(?<!\d)[48]00[ -]*\d{4}[ -]*\d{3}(?!\d)")
# 12333, 10086, 96xxx, 110: called without an area code
_SERVICE = re.compile(r"(?<![\d-])(?:1[02]\d{3}|9[56]\d{3,4}|11[0-9]|12[0-9])(?![\d-])")
_ALONE = r"(?![\dA-Za-z:*×号楼室栋幢座层点时月日小年人])"  # after digits: no hour, house or storey
_JOINED = rf"\s*\(?\s*(?:[至到~\u301c\u223c/\\、,;和及与或]|--)+\s*-?\s*\d{{1,6}}{_ALONE}"
_FURTHER = re.compile(rf"(?:{_NUMBER.pattern}|{_NATIONWIDE.pattern}){_JOINED}")  # 0991-0000001至0003
_NEXT = re.compile(rf"{_NUMBER.pattern}\s*[- :(]\s*(?P<next>\d{{1,4}}){_ALONE}")  # 0991-0000001-0003, or -506, an extension
_EXTENSION = re.compile(r"内线|分机|短号|转\s*\d")

_HAN = "\u4e00-\u9fff"
_MEASURE = "[型期级类度相代号区维轴足次元点位核系种项岁年月日周天人寸吨米字英千百万亿伏导]"  # 2型糖尿病, Ⅰ期临床试验
# Only names with other than Chinese characters can match the next three, which take a while to compile.
_CIRCLED = "[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf]"
# Ⅰ农学 and １农学, which a keyboard for Chinese makes of the numbers of a list; 城市规划Ⅱ、建筑设计
_WIDE_NUMBER = rf"^[(（\[【]?(?:[\u2160-\u217f]+|[０-９]{{1,2}}(?=[{_HAN}]))(?!{_MEASURE})|[\u2160-\u217f]+[、．.)）]"
# At the start 一、 (一) [1] A. II. 1- or 1:, and a number set apart by spaces; inside 城市规划2、建筑设计. Not 3D打印, 2.5G通信技术.
_NUMBERED = (
    rf"^(?:第?[(\[【]?[一二三四五六七八九十]{{1,3}}(?:[、.,:。)\]】]|\s+(?=[{_HAN}]{{2}}))|[(\[【]?[A-Za-z][、.)\]】](?=[{_HAN}])"
    rf"|[(\[【]?(?:[IVX]{{2,5}}|[ivx]{{2,5}})[、.:)\]】]\s*(?=[{_HAN}])|I{{1,3}}\s+(?=[{_HAN}])"
    rf"|第?[(\[【]?[0-9]{{1,3}}(?:[、,。)\]】]|[.](?![0-9])|(?:\s+|\s*[-:_]\s*)(?=[{_HAN}])))"
    rf"|(?<=[{_HAN})])[(]?[0-9]{{1,2}}(?:[、)](?=\S)|[.](?=[^0-9\s]))"
)
_BARE_NUMBER = re.compile(rf"(0?[1-9][0-9]?)(?=[{_HAN}])(?!{_MEASURE})(.)")
_AND_SO_ON = re.compile(
    "(?<![高中初])(?<!^[平同均对特一二三四])等"
    r"(?:(?=[)、/及和与或])|(?:等|各|相关|有关|专业|方向|类别?|工程|技术|学科|领域|行业|方面|岗位|工作|\(.*\)|\))*$)"
)
_OTHERS = re.compile("其[他它余]")
_SIGNS = frozenset("/\\|丨\u2044\u2215")
_PAIR = rf"(?<=[语文])(?<!语文)/(?=[{_HAN}]{{1,5}}?[语文])"  # 维吾尔语/汉语 is one specialty
_SEVERAL = rf"(?<=[{_HAN})])[/\\|丨\u2044\u2215]+(?=[{_HAN}(A-Za-z])|(?<=[A-Za-z])[/\\|丨\u2044\u2215]+(?=[{_HAN}])"


@rule("E116", clause="备案登记的函（2019）一（三）1、9", severity="warning")
def level_beyond_the_name(committee: Committee, context: Context) -> Iterator[Problem]:
    """登记的层级高于名称里写的层级。

    名称写“副高级”的登记了正高级，或者名称写“中级”的登记了高级，名称和评审权总有一个不对。名称写“高级”的，正高级、副高级都算；
    登记比名称低的层级不在此列，高级评审委员会可以兼评中、初级。

    不合格：

        name: 示例省工程系列建筑专业中级职称评审委员会
        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [城市规划]}}]

    合格：

        name: 示例省工程系列建筑专业副高级职称评审委员会
        reviews: [{series: engineering, levels: [associate-senior], catalog: {建筑工程: [城市规划]}}]
    """
    ranks = context.level_ranks
    named = list(_levels_of_name(folded(committee.name), context))
    if not named:
        return
    said, highest = [words for words, _ in named], max(ranks[level] for _, level in named)
    for i, review in enumerate(committee.reviews):
        for j, level in enumerate(review.levels):
            if ranks[level] > highest:
                yield Problem(
                    ("reviews", i, "levels", j),
                    f"名称里写的是“{listed(said)}”，登记的“{context.levels[level]}”比它高",
                    f"请核对批准文件：改正“{context.label('name')}”，或者删去这个层级。",
                )


def _levels_of_name(name: str, context: Context) -> Iterator[tuple[str, str]]:
    """What a name says of levels, each with the highest level that it means. Added levels come first: 高级技师 is none of 高级."""
    added = {folded(label): code for code, label in context.registry.ranks.codes.added_levels}
    if added:
        labels = "|".join(re.escape(label) for label in sorted(added, key=len, reverse=True))
        own = re.compile(rf"({labels})(?={_OF_TITLES})")
        yield from ((words, added[words]) for words in own.findall(name))
        name = own.sub("、", name)
    yield from ((words, _highest(words)) for words in _LEVELS_IN_NAME.findall(name))


def _highest(words: str) -> str:
    """The highest level that words like 中初级 or 副高级 name; 高 alone is both senior levels."""
    return next(level for sign, level in _HIGHEST if sign in words)


@rule("E117", clause="备案登记的函（2019）一（三）6", severity="warning")
def number_cannot_be_called(committee: Committee, context: Context) -> Iterator[Problem]:
    """电话没有区号、只有内线或分机，或者一项里写了两个号码。

    外地的申报人照着拨要拨得通：座机带区号，一个号码一项，“至”“/”连着写的也分开。分机写“转”。12333、400 开头等全国统一的号码不要区号。

    不合格：

        phones: ["0000001"]

    合格：

        phones: ["0991-0000001", "0991-0000002转506", "12333"]
    """
    office = committee.office
    given: list[tuple[Pointer, tuple[str, ...]]] = [(("phones",), committee.phones)]
    if office is not None:
        given += [(("office", "phones"), office.phones), (("office", "supervision"), office.supervision)]
    for pointer, numbers in given:
        for i, number in enumerate(numbers):
            found = None if any(private_values(number)) else _phone_fault(number)  # P001–P003 report those
            if found is not None:
                yield Problem((*pointer, i), f"“{show(number)}”{found[0]}", found[1])


def _phone_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a telephone number and what to do, or None."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    nationwide = _NATIONWIDE.findall(text)
    rest = _NATIONWIDE.sub(" ", text)
    numbers = list(_NUMBER.finditer(rest))
    services = _SERVICE.findall(_NUMBER.sub(" ", rest)) if not _EXTENSION.search(rest) else []
    if len(nationwide) + len(numbers) + len(services) > 1 or _FURTHER.search(text):
        return "一项里写了不止一个号码", "请一个号码写一项。"
    following = _NEXT.search(rest)
    if following and _goes_on(following["own"], following["next"]):
        said = "像是几个号码写在一起，也可能是没有写明的分机"
        return said, "请一个号码写一项；是分机的，请写“转”，如 010-0000002转506。"
    if nationwide or services:
        return None
    if not numbers:
        if _EXTENSION.search(text):
            return "只有内线或分机号，外面拨不通", "请写带区号的总机号码，分机写在后面，如 010-0000002转506。"
        return "不是能拨打的电话号码", "请写带区号的座机号码，如 010-0000001；没有的，请删去这一项。"
    if not numbers[0]["area"]:
        return "没有区号", "请在前面加上区号，如 010-0000001。"
    return None


def _goes_on(number: str, digits: str) -> bool:
    """Whether digits behind a number may be the end of one that follows it closely: 0003 or 3 behind 0000001, but not 506."""
    end = number[-len(digits) :]
    return digits[:-2] == end[:-2] and digits > end


@rule("E118", clause="备案登记的函（2019）一（四）", severity="warning")
def name_is_no_specialty(committee: Committee, context: Context) -> Iterator[Problem]:
    """专业目录里的名称不像一个专业：有“等”“其他”、序号、“/”，或者只有一个字。

    二级目录的名称会印在职称证书上，也用来查询。“等”“及其他”说不清是哪些专业，序号是目录的排版，一个字多半是名称断开了；
    医、药、护、技等系列里的类别名称不在此列。

    不合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划等]}}]

    合格：

        reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, 3D打印]}}]
    """
    for i, review in enumerate(committee.reviews):
        series = context.registry.series.get(review.series)
        numbered = _counted(first.name for first in review.catalog).union(*(_counted(first.seconds) for first in review.catalog))
        tracks = set() if series is None else {track.name for track in series.tracks}  # 医、药、护、技 are whole names
        for place, name, is_key in _names(i, review):
            found = None if name in tracks else _HAS_NUMBER if name in numbered else _name_fault(name)
            if found is not None:
                yield Problem(place, f"专业名称“{show(name)}”{found[0]}", found[1], key=is_key)


_HAS_NUMBER = ("里有序号", "请删去序号，一项只写一个名称。")


def _names(i: int, review: Competence) -> Iterator[tuple[Pointer, str, bool]]:
    """Every name in the catalog of a review with its place, and whether it is a key there."""
    for first in review.catalog:
        here: Pointer = ("reviews", i, "catalog", first.key)
        yield here, first.name, True
        for k, (key, second) in enumerate(zip(first.second_keys, first.seconds, strict=True)):
            yield (*here, key), second, bool(first.thirds)
            for m, third in enumerate(first.thirds[k] if first.thirds else ()):
                yield (*here, key, m), third, False


def _name_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with a name and what to do, or None."""
    plain = folded(name)
    if not is_han(name) and (
        re.search(_CIRCLED, name) or re.search(_WIDE_NUMBER, name) or re.search(_NUMBERED, unicodedata.normalize("NFKC", name))
    ):
        return _HAS_NUMBER
    if "等" in plain and _AND_SO_ON.search(plain):
        return "以“等”结尾" if plain.endswith("等") else "里有“等”，说不清包括哪些专业", "请逐项列出全部专业，删去“等”。"
    if _OTHERS.search(plain):
        return "里有“其他”，说不清是哪些专业", "请逐项列出全部专业。"
    if not _SIGNS.isdisjoint(plain) and re.search(_SEVERAL, re.sub(_PAIR, "", plain)):
        return "里有“/”一类的符号，像是几个专业写在一起", "请一项只写一个名称。"
    if len(plain) == 1:
        return "只有一个字", "请写行业主管部门明确的全称；名称断成几项的，请并起来。"
    return None


def _counted(names: Iterable[str]) -> set[str]:
    """The names of a list that are numbered without a mark, 1农学 and 2园艺; one alone may be a name, such as 2型糖尿病防治."""
    found = {name: match for name in names if (match := _BARE_NUMBER.match(folded(name)))}
    numbers = {int(match[1]) for match in found.values()}
    return set(found) if {1, 2} <= numbers and len({match[2] for match in found.values()}) > 1 else set()
