"""Names of specialties in a cell of a directory: which they are, and what is asked about them before they are taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from zhicheng.forms.added_fields import ALL_SPECIALTIES
from zhicheng.forms.reading.cells.lists import bare, is_blank, items, lines, numbered
from zhicheng.forms.reading.cells.nothing import is_nothing
from zhicheng.forms.reading.cells.padding import without_padding
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.text import is_han, narrow, show

ONE_OR_SEVERAL = "是几个的请一行写一个；是一个名称的请加上引号，如“水文、水资源”。"
_HALVES = [tuple(pair) for pair in ["软硬", "大小", "中小", "大中", "高低", "上下", "内外", "强弱", "冷热", "干湿", "城乡", "黑白"]]
_GOES_ON = re.compile("[(（](?:接上[页表]?|续[表上]?页?)[)）]$")
_BOTH = re.compile("[\u3400-\u9fff]{4,}(?:和|以及|及(?!其))[\u3400-\u9fff]{4,}")  # the last of a list: 灌溉排水和水资源管理
_QUOTED = re.compile(r"^[“\"「]([^“”\"「」]+)[”\"」]$")
_LIST = re.compile(r"等\d*个?[^等]{0,12}(?:专业|方向|产品)$|[^初中高同平]等$|[(（][^)）]*[初中副正高]级[^)）]*[)）]$|[:：。]")
_AND_SO_ON = re.compile("(?<=[\u3400-\u9fff]{2})(?<![初中高同平])等(?:专业|方向)?$")
_EVERY = re.compile(r"(?:.{0,8}系列)?(?:全部|所有|各类?|全|不分|不限)(?:的)?(?:[一二三]级)?(?:专业|方向|目录)?")
_NO_NAME = re.compile(  # in place of names: 水利类所有专业, 水资源及相关专业
    r".*(?:全部|所有|各|各类)(?:的)?(?:[一二三]级)?专业|(?:.*[及和与、])?(?:其他|其它|相关|有关|相近)(?:专业|方向)?"
    r"|(?:不设|未设|没有|暂无).*|\d+|[\d.、]+|[IVX]+|[Ⅰ-Ⅻ]+"
)
_NO_NAMES = (
    *(f"{level}级{what}" for level in "一二三" for what in ("", "目录", "专业")),
    *("无", "没有", "同上", "同前", "略", "同一级", "新增", "停评", "取消", "注", "备注", "说明"),
)
# Remarks that are no part of a name. Brackets that say what a specialty comprises (含消防), or its direction, are.
_STATE = (
    r"停评|停止|暂停|暂缓|暂不|暂未|不再|不评|未评|停招|恢复|取消|删除|撤销|撤并|并入|合并|新增|增设|增加|(?<!创)新设|新批|待批|待定|待核|待确|试点"
    r"|过渡|保留|调整|更名|改为|改名|(?<![模虚])拟|\d{4}\s*年|[今本明去]年|年度|年起"
)
_CODE = r"[A-Z]{0,2}\d{2,8}|\d{1,4}(?:[-.．]\d{1,4})+"  # 内科（301）, （C0103）, （03-01）
_BRACKETED = re.compile(
    rf"[(（\[【〔](?:[^()（）]*?(?:{_STATE})[^()（）]*|原(?![料子油])[^()（）]+|新|(?:备?注|附注)?\s*\d{{1,2}}|{_CODE}|备?注[^()（）]*"
    r"|共?\d{1,3}个[^()（）]*|[一二三]级(?:目录|专业)?|[?？!！]+)[)）\]】〕]|^[(（][^()（）]+[)）]$"
)
_NUMBER_OF_PEOPLE = re.compile(r"[\s(（]*共?\d{1,4}\s*(?:人|名|位|个|项)(?:[二三]?级?专业)?[)）]?$")
_MARK = re.compile(r"[…．]+$|[★☆*＊※▲△●○◎◦◯◆■◇□#＃†‡^?？!！√✓]+|[①-⒛⓪-⓿❶-➓¹²³⁰-⁹]+|(?<=[\u3400-\u9fff])\s*备?注\s*\d{1,2}$")
_LIST_NUMBER = re.compile(
    r"^(?:\d{1,2}[-.．]\d{1,2}(?:[-.．]\d{1,2})*\s*|0\d{2,5}\s*|0\d{1,2}\s*[.．、]?\s*|\d{1,2}\s+|(?:\d{1,2}(?=[\u3400-\u9fff])|[1-9]\d{2,7}\s*)(?!千伏|[型号级维代期次相类元年月度])"
    r"|[A-Z]{1,2}\d{1,4}\s*[-.．、]?\s*|[Ⅰ-Ⅻ]+\s*[.．、)）]?\s*|(?:I{1,3}|IV|VI{0,3}|IX)\s*[.．、)）]\s*)(?=[\u3400-\u9fff])"
)
_CODE_BEHIND = re.compile(r"(?<=[\u3400-\u9fff])[\s:：—-]*(?:[A-Z]{1,2}\d{2,8}|\d{3,8}|\d{1,4}(?:[-.．]\d{1,4}){2,})$")
_DOUBTS = (
    (_BRACKETED, "里的括号不像名称", "照评的请只写名称；停评、还没有批准的请删去这一项。"),
    (_NUMBER_OF_PEOPLE, "里写了数目", "请只写名称，数目另外说明。"),
    (_MARK, "带着记号", "请删去记号，只写名称；记号另有意思的请另外说明。"),
    (_LIST_NUMBER, "前面像是序号", "请删去序号，只写名称。"),
    (_CODE_BEHIND, "后面像是代码", "请删去代码，只写名称。"),
)
_UPSIDE_DOWN = re.compile(r"([^()（）]{2,})[(（](?!含|包括|不含|除)[^()（）、，,；;]{1,10}(?:工程|专业|类)[)）]")  # 城市规划（建筑工程）
_A_NAME = "名称本来如此的，请加上引号。"


def seconds(text: str) -> list[str]:
    """The second levels in a cell: one on each line, numbered, or separated by commas."""
    text = re.sub(r"(?<=\S)\s+[·•●](?=\S)", "\n·", text)
    found = items(text, "、，,；;" if _spaces_in_names(text) else "、，,；;/ \t\u3000")
    return [without_continued(_QUOTED.sub(r"\1", without_padding(name))) for name in found if not is_blank(name)]


def without_continued(name: str) -> str:
    """A name without （续） or （接上页） behind it."""
    return _GOES_ON.sub("", name)


def first_level(text: str) -> str:
    """The first level in a cell of its own."""
    return _QUOTED.sub(r"\1", without_continued(without_padding(bare(text))))


@lru_cache(maxsize=100_000)  # every page of a committee has its form, and the same names stand on many
def written(name: str) -> str:
    """A name as a form says it, so that it is read back: in quotes where it would be asked about and has none of its own."""
    if is_han(name):
        return f"“{name}”" if is_no_specialty(name) else name  # for every other doubt it needs a sign or a number
    asked = doubt([name], name) or without_padding(name) != name
    return f"“{name}”" if asked and not set(name) & set("\"'“”") else name


def doubt(names: Sequence[str], text: str) -> ValueFault | None:
    """What is wrong with, or has to be asked about, the names that were read from the text of a cell; None where they can be taken.

    A name that stands in quotes is taken as it is.
    """
    if len(names) > 1 and (open_list := next((name for name in names if _AND_SO_ON.search(name)), None)) is not None:
        return Ambiguous(f"“{show(open_list)}”后面写了“等”，看不出还有没有别的专业", "请把专业一个一个写全，删去“等”字。")
    quoted = any(sign in text for sign in '”"」')
    plain = [name for name in names if not (quoted and any(f"{left}{name}{right}" in text for left, right in ("“”", '""', "「」")))]
    if wrong := next((name for name in plain if is_no_specialty(name)), None):
        return NotUnderstood(f"“{show(wrong)}”不是一个专业的名称", "请一行写一个专业，写名称。")
    if len(names) > 1 and not quoted and (both := _BOTH.fullmatch(names[-1])) is not None:
        return Ambiguous(f"“{show(both[0])}”看不出是一个专业还是几个", ONE_OR_SEVERAL)
    if half := may_be_one(names):
        return Ambiguous(f"“{show(half)}”看不出是一个专业还是几个", ONE_OR_SEVERAL)
    if twice := next((name for at, name in enumerate(names) if at and _folded(name) in map(_folded, names[:at])), None):
        return repeated(twice)
    for name in plain:
        for words, message, hint in _DOUBTS:
            if words.search(name):
                without = words.sub("", name).strip()
                choices = (text.replace(name, without, 1),) if without and name in text else ()
                return Ambiguous(f"“{show(name)}”{message}", f"{hint}{_A_NAME}", choices)
        if upside_down(name):
            hint = "请写成“一级：二级、二级”，如“建筑工程：城市规划、建筑施工管理”；名称本来如此的，请加上引号。"
            return Ambiguous(f"“{show(name)}”括号里像是一级专业", hint)
    starred = any(star in text for star in "★☆*＊")  # else no pattern is made for each name, which takes longer than all the rest
    marked = [name for name in names if re.search(rf"[★☆*＊]\s*{re.escape(name)}", text)] if starred else []
    if marked and (len(names) == 1 or len(marked) < len(names)):  # before each of them it is only a bullet
        return Ambiguous(f"“{show(marked[0])}”带着记号", _DOUBTS[2][2])
    return None


def several_lines(cell_lines: Sequence[str]) -> Ambiguous | None:
    """The question about a first level in several lines of which one ends as a name (水利工程, 电力工程); None for one broken in two."""
    if not any(line.endswith(("工程", "专业", "类", "学", "技术")) for line in cell_lines[:-1]):
        return None
    return Ambiguous(f"“{show(' '.join(cell_lines), 40)}”在一格里换了行，看不出是一个专业还是几个", ONE_OR_SEVERAL)


def unlike_lines(cell_lines: Sequence[str]) -> Ambiguous | None:
    """The question about a line of several names in a cell where another line but the last, which may be the rest of a list, holds one."""
    numbers = [1 if numbered(line) else len(seconds(line)) for line in cell_lines]
    several = next((line for line, number in zip(cell_lines, numbers, strict=True) if number > 1), None)
    if several is None or 1 not in numbers[:-1] or any(line.endswith(("、", "，", ",")) for line in cell_lines):
        return None
    return Ambiguous(f"“{show(several, 40)}”写在一行里，别的行一行一个，看不出是一个专业还是几个", ONE_OR_SEVERAL)


def changes(note: str) -> bool:
    """Whether a note below a directory says that something in it is no longer, or not yet, reviewed."""
    of_some = "[仅只](?:限|评|受理|承接)?审?[^，。；]{0,6}[初中副正高]级|委托[^，。；]{1,12}评"
    return re.search(f"停评|停止|暂停|暂缓|暂不|不评|取消|撤销|并入|新增|拟|{of_some}", note) is not None


def not_reviewed(text: str) -> bool:
    """Whether a cell beside a specialty says that it is not reviewed, or not for all: 否, ×, 2025年起停评, 仅中级, 委托自治区评审."""
    if without_spaces(text) in ("否", "×", "✕", "✗", "停", "不", "无") or changes(text):
        return True
    return re.search("不再|委托|[仅只限](?!制)|除外|由[^，。；]{1,12}(?:评|受理)", text) is not None


def repeated(name: str) -> Ambiguous:
    """The question about a name that stands twice in a list."""
    return Ambiguous(f"“{show(name)}”写了两遍", "请删去重复的一个；是另一个专业的，请改成它的名称。")


def stands_for_all(text: str) -> Ambiguous | None:
    """The question about a directory that says 各专业 or the like and nothing else; None where it says something else."""
    said = without_spaces(text)
    if said == ALL_SPECIALTIES or not _EVERY.fullmatch(said):
        return None
    hint = f"是这个系列全部专业的，请写“{ALL_SPECIALTIES}”；不是的，请一个一个写出来。"
    return Ambiguous(f"写了“{show(said, 40)}”，看不出是不是这个系列的全部专业", hint, (ALL_SPECIALTIES,))


def upside_down(name: str) -> bool:
    """Whether a name has what looks like its first level in brackets behind it: 城市规划（建筑工程）."""
    found = _UPSIDE_DOWN.fullmatch(name)
    return found is not None and not found[1].endswith(("工程", "专业", "类", "学"))


def may_be_one(names: Sequence[str]) -> str | None:
    """The words of a list that may belong to one name, None where there are none: 采、选、冶; 计算机软、硬件; 中、小型水库."""
    for name, following in zip(names, [*names[1:], ""], strict=False):
        if len(names) > 1 and len(name) == 1:
            return f"{name}、{following}" if following else name
        if any(name.endswith(one) and following.startswith(other) for one, other in _HALVES):
            return f"{name}、{following}"
    return None


def is_no_specialty(name: str) -> bool:
    """Whether a text cannot be the name of a specialty: several names run together, or words such as 同上 and 各专业."""
    bare = without_spaces(name)
    return (
        is_nothing(name)
        or _LIST.search(name) is not None
        or name in _NO_NAMES
        or _EVERY.fullmatch(bare) is not None
        or _NO_NAME.fullmatch(bare) is not None
    )


def _folded(name: str) -> str:
    return without_spaces(narrow(name)).translate({ord("（"): "(", ord("）"): ")"})


def _spaces_in_names(text: str) -> bool:
    """Whether spaces and slashes are part of names: there are other separators or lines, or splitting does not give Chinese names."""
    names = all(re.match(r"[\u3400-\u9fff]{2}", piece) for piece in re.split(r"[/\s]+", text.strip()))
    return len(lines(text)) > 1 or re.search("[、，,；;]", text) is not None or not names
