"""The steps of a procedure (评审流程), and what is asked about them before they are taken."""

from __future__ import annotations

import re

from zhicheng.forms.reading.cells import lists
from zhicheng.forms.reading.cells.nothing import is_nothing
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.text import show

_REFERS = re.compile(  # 按照某号文件执行, 与往年相同
    r"(?:严格|继续|均|全部|统一)?(?:按照?|依据?|依照|根据|参照|遵照|遵循).*(?:执行|办理|实施|进行|程序|流程|组织评审|开展(?:评审)?(?:工作)?)"
    r"|(?:同|与)(?:往年|上年|去年|以往|上一?次|上届)(?:相同|一样|一致)?|(?:无|没有|不详|暂无|待报|正在制定|正在修订).{0,4}"
)
_UNIT = "个(?!人)|[年月日号名人次级天周份条项位轮组分点时]"  # behind a number that counts something, and no steps
_RUN_ON = re.compile(rf"(?<!\d)(\d{{1,2}})(?=[\u3400-\u9fff])(?!{_UNIT})")
_NUMBER_INSIDE = re.compile(r"[；;。，,]\s*(?:\d{1,2}\s*[、.．)）](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])")
_APART = re.compile(r"\s*(?:[+＋|｜/／~～·•]|…+)\s*|[ \t\u3000]+")
_STYLES = tuple(
    map(re.compile, (r"\s*[一二三四五六七八九十]{1,3}\s*[、．]", r"\s*[(（][一二三四五六七八九十]{1,3}[)）]", r"\s*(?:\d|[(（]\d|[①-⑳])"))
)
_INTRODUCED = re.compile(
    r"^\s*[^\n\v:：→]{0,12}(?:流程|程序|步骤|如下)[^\n\v:：→]{0,6}[:：][ \t]*[\n\v]"  # 评审流程如下：
    r"|^\s*(?:评审)?(?:工作)?(?:流程|程序|步骤)(?:如下)?\s*[:：](?=\s*\S)"
)
_NOTE = re.compile(r"(?:^|[。；;，,\s])(?:注|备注|说明|附注)\s*[:：]")
_COUNTED = re.compile(r"Ⅱ|[\s.．【\[]2[\s.．】\]]+(?=[\u3400-\u9fff])(?![个年月日号名人次天周])")  # Ⅰ申报Ⅱ审核, 【1】申报【2】审核
_PREFIX = re.compile(rf"^(?i:step\s*|步骤\s*)?(\d{{1,2}})(?:\s*[:：.、]\s*|\s+|(?!{_UNIT}))(?=[\u3400-\u9fff])")
_COUNTED_IN_WORDS = re.compile("^([一二三四五六七八九十])是(?=[\u3400-\u9fff]{2})")  # 一是个人申报，二是单位审核
_OF_A_LEVEL = re.compile("(?:正高|副高|高|中|初)级(?:职称)?(?:评审)?(?:流程|程序)?[:：]")
_AND_SO_ON = re.compile("(?<=[\u3400-\u9fff]{2})(?<![平同中高初对相均])等(?:环节|步骤|程序|流程)?$")
_HINT = "请一行写一步，或者用箭头隔开，如“个人申报→单位审核→专家评审”。"


def procedure(text: str) -> list[str]:
    """The steps in a cell. Raises NotUnderstood where one only refers to something else, Ambiguous where they are not told apart."""
    text = _without_prefixes(_INTRODUCED.sub("", text, count=1))
    found = lists.steps(re.sub(r"(?m)^(\d{1,2})[.、]?\t(?=[^\t]+$)", r"\1. ", text))  # a table in the cell: its numbers in a column
    words = [_COUNTED_IN_WORDS.match(step) for step in found]
    if len(found) > 1 and "".join(word[1] for word in words if word is not None) == "一二三四五六七八九十"[: len(found)]:
        found = [_COUNTED_IN_WORDS.sub("", step) for step in found]
    if len(found) > 1 and any("\t" in step for step in found):
        raise Ambiguous("写成了表格，看不出哪些是步骤", _HINT)
    if refers := next((step for step in found if _refers(step)), None):
        raise NotUnderstood(f"“{show(refers, 40)}”只说照什么办，不是一个步骤", "请把步骤一步一步写出来；不是步骤的话请删去。")
    if note := next((step for step in found if _NOTE.search(step)), None):
        raise Ambiguous(f"“{show(note, 40)}”不像一个步骤", "不是步骤的话请删去。")
    in_one_line = len(lists.lines(text)) == 1 and not lists.numbered(text)  # in lines of their own 等 belongs to the last step
    if len(found) > 1 and in_one_line and "、" not in found[-1] and _AND_SO_ON.search(found[-1]):
        raise Ambiguous(f"“{show(found[-1], 40)}”后面写了“等”，看不出还有没有别的步骤", "请把步骤一步一步写全，删去“等”字。")
    if broken := next((step for step in found if len(step) < 2), None):
        raise Ambiguous(f"“{show(broken)}”只有一个字，像是一步写成了两行", "请一行写一步，一步不要分成两行。")
    if by_level := next((step for step in found if len(found) > 1 and _OF_A_LEVEL.match(step)), None):
        raise Ambiguous(f"“{show(by_level, 40)}”像是只用于一个层级的流程，登记里只有一个流程", "请写共同的步骤；不同的地方写在那一步后面。")
    if len(found) == 1 and len(apart := _apart(found[0])) > 1:
        choices = ("→".join(apart),)
        raise Ambiguous(f"“{show(found[0], 40)}”写在一起，看不出有几步", _HINT, choices)
    if len(found) == 1 and _COUNTED.search(found[0]):
        raise Ambiguous(f"“{show(found[0], 40)}”写在一起，看不出有几步", _HINT)
    if inside := next((step for step in found if _NUMBER_INSIDE.search(step)), None):
        raise Ambiguous(f"“{show(inside, 40)}”里还有序号，序号不连贯，看不出有几步", "请把序号写对，一行写一步。")
    styles = [style for style in _STYLES if sum(style.match(line) is not None for line in lists.lines(text)) > 1]
    if len(styles) > 1:
        raise Ambiguous("有大项，又有小项，看不出哪些是步骤", "请一行写一步，不要分大项。")
    if (gap := lists.gap(lists.lines(text))) is not None and all(map(lists.numbered, lists.lines(text))):
        raise Ambiguous(f"序号 {gap[0]} 的后面是 {gap[1]}，看不出有没有漏掉的步骤", "请补上漏掉的，或者把序号写对。")
    return found


def _without_prefixes(text: str) -> str:
    """A text whose lines begin with Step1, Step2 … or with 1, 2 … without a mark behind it, without these."""
    lines = lists.lines(text)
    marks = [_PREFIX.match(line) for line in lines]
    counted = [int(mark[1]) for mark in marks if mark is not None] == list(range(1, len(lines) + 1))
    return "\n".join(_PREFIX.sub("", line) for line in lines) if counted and len(lines) > 1 and "\t" not in text else text


def _refers(step: str) -> bool:
    """Whether a step only refers to something else, or also: 流程图见附件3，具体：个人申报."""
    return (
        is_nothing(step)
        or re.fullmatch(r"[^，。；]{0,12}(?:如下图?|如图(?:所示)?|见图)[:：]?", step) is not None
        or _REFERS.fullmatch(step.rstrip("。；;")) is not None
        or re.search("[见阅](?:附件|附表|附图|流程图|下图)", step) is not None
    )


def _apart(step: str) -> list[str]:
    """The steps that stand in one text without marks of a list (1个人申报2单位审核); the text alone where there are none."""
    numbers = list(_RUN_ON.finditer(step))
    if [int(number[1]) for number in numbers] == list(range(1, len(numbers) + 1)) and len(numbers) > 1 and numbers[0].start() == 0:
        ends = [*(number.start() for number in numbers[1:]), len(step)]
        return [step[number.end() : end].strip(" \t\u3000、，,；;。") for number, end in zip(numbers, ends, strict=True)]
    pieces = [piece for piece in _APART.split(step) if piece]
    return pieces if all(re.match(r"[\u3400-\u9fff]{2}", piece) for piece in pieces) else [step]
