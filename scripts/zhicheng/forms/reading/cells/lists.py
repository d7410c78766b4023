"""Lists and choices in a cell: numbered, bulleted, joined by arrows or commas; ticked boxes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise, zip_longest

from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑❶❷❸❹❺❻❼❽❾❿"
_LETTERS = "abcdefghABCDEFGHａｂｃｄｅｆｇｈＡＢＣＤＥＦＧＨ"
_NUMBER = (
    rf"(?:[{_CIRCLED}]\s*[.．、]?|[(（]\s*(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*[)）]\s*[、.．]?"
    r"|\d{1,3}\s*(?:[、）)]|[.．](?!\d))|[一二三四五六七八九十]{1,3}\s*[、．]"
    r"|[(（]\s*[a-hA-H]\s*[)）]|[a-hA-Hａ-ｈＡ-Ｈ]\s*(?:[)）]|[.．、](?=\s*[\u3400-\u9fff]))|第[一二三四五六七八九十\d]{1,3}步[:：、，]?)"
)
_BULLET = r"[•●▪◆◇■□➢➤★*·‧∙—–\-\uf06c\uf06e\uf0d8\uf0b7]"
_LEADING_NUMBER = re.compile(rf"^\s*{_NUMBER}\s*")
_VALUES = {char: at for text in ("一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨⑩") for at, char in enumerate(text, 1)}
_PLAIN_NUMBER = re.compile(r"\s*[(（第]?\s*(\d{1,2}|[一二三四五六七八九十](?=[)）、.．步])|[①-⑩])")
_LEADING_BULLET = re.compile(rf"^\s*{_BULLET}+\s*")
_INNER_NUMBER = re.compile(rf"(?<=[\s。；;，,、）)\u4e00-\u9fff])\s*(?={_NUMBER})")
_CUT_OFF = re.compile("[一二三四五六七八九十]{1,2}$")  # the tens of a number whose ones begin the next piece
_ARROWS = re.compile(r"\s*(?:[→⇒➔➜➝➞➡⟶⇨►▶↓⇩⇓▼]|(?<![-－—–=])[-－—–=]+\s*[>＞》])\s*")
_DOTS = re.compile(r"[.．…·。、\s]*")
_ENDS = " \t\u3000。；;，,、"

_PROMPT = (
    r"[(（]?(?:必填|选填|请?选择(?:一项|日期)?|请(?:在此)?(?:填写|输入)\S{0,6}"
    r"|(?:单击|点击)(?:或点击|或单击)?此处(?:输入|添加|填写)\S{0,8})[)）]?"
)
_BLANK = re.compile(rf"{_PROMPT}[。！]?")
_NOTHING = " \t\n\r\v\f\u3000\xa0_＿—-/／.．…·、*＊XxＸｘ×"

_CHINESE_LINE_BREAK = re.compile(r"(?<![A-Za-z0-9\s])[ \t\u3000]*[\n\v]+[ \t\u3000]*|[ \t\u3000]*[\n\v]+[ \t\u3000]*(?![A-Za-z0-9\s])")

_TICKS, _BLANKS = "☑☒√✓✔■●◉⊙▣◼✅🗹", "☐□○◯◻▢×✗✕✘"
_GAP = r"\s\u3000、，,；;/／|"
_BRACKETS = r"[(（\[【［〔]\s*{}\s*[)）\]】］〕]"
_TICKED = rf"(?:[{_TICKS}]|{_BRACKETS.format(f'[{_TICKS}]')}|\[\s*[xXvV]\s*\])"
_UNTICKED = rf"(?:[{_BLANKS}]|{_BRACKETS.format('')})"


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing but prompts and marks of the blank form: 必填, 选填, dots, underlines. 见附件 is not blank."""
    bare_text = text.strip(_NOTHING)
    return not bare_text or _BLANK.fullmatch(bare_text) is not None


def is_placeholder(text: str) -> bool:
    """Whether an item consists of the dots of the blank form."""
    return _DOTS.fullmatch(text) is not None


def lines(text: str) -> list[str]:
    """The lines of a cell that are not blank."""
    return [line for line in (cell_text(part) for part in re.split(r"[\n\r\v\f\u2028\u2029]", text)) if line]


def numbered(line: str) -> bool:
    """Whether a line begins with a number of a list."""
    return _LEADING_NUMBER.match(line) is not None


def gap(cell_lines: Sequence[str]) -> tuple[int, int] | None:
    """Two numbers of lines that do not follow each other (1, 3), where every line has one; None where all do, or some begin again."""
    marks = [_PLAIN_NUMBER.match(line) for line in cell_lines]
    numbers = [_VALUES.get(mark[1]) or int(mark[1]) for mark in marks if mark is not None]
    if len(numbers) < len(cell_lines) or len(numbers) < 2 or numbers[0] != 1:
        return None
    return next(((before, after) for before, after in pairwise(numbers) if after > before + 1), None)


def bare(line: str) -> str:
    """A line without its number or bullet and without closing punctuation."""
    stripped = _LEADING_NUMBER.sub("", line, count=1)
    if stripped == line:
        stripped = _LEADING_BULLET.sub("", line, count=1)
    return stripped.strip(_ENDS) if stripped.strip(_ENDS) else line.strip()


def items(text: str, separators: str) -> list[str]:
    """The items of a cell: a numbered line is split at its numbers, any other line at `separators`.

    Text in brackets is not split. Dots of the blank form are left out.
    """
    found: list[str] = []
    cell_lines = lines(text)
    for line in cell_lines:
        if numbered(line):
            pieces = [piece for piece in _INNER_NUMBER.split(line) if piece.strip()]
            found += [bare(piece) for piece in _join_out_of_count(pieces)]
        else:
            found += [bare(piece) for piece in split(line, separators)]
    return [item for item in found if not is_placeholder(item)]


def _join_out_of_count(pieces: Sequence[str]) -> list[str]:
    """Joins each piece whose number does not continue the count (1, 2, 3 …) to the piece before; 十一 may have been cut in two."""
    joined: list[str] = []
    for piece in pieces:
        following = (_number_of(joined[-1]) or 0) + 1 if joined else _number_of(piece)
        tens = _CUT_OFF.search(joined[-1]) if joined else None
        if _number_of(piece) == following:
            joined.append(piece)
        elif tens is not None and _number_of(tens[0] + piece) == following:
            joined[-1:] = [joined[-1][: tens.start()], tens[0] + piece]
        else:
            joined[-1] += piece
    return joined


def _number_of(piece: str) -> int | None:
    found = _LEADING_NUMBER.match(piece)
    if found is None:
        return None
    mark = found[0].strip(" \t()（）、.．:：，第步")
    if mark in _CIRCLED and mark:
        return int(unicodedata.numeric(mark))
    if mark and mark in _LETTERS:
        return _LETTERS.index(mark) % 8 + 1001  # counted apart: （B） behind item 1 is not item 2
    digits = re.sub(r"\D", "", mark)
    if digits:
        return int(digits)
    tens, _, ones = mark.rpartition("十") if "十" in mark else ("", "", mark)
    number = {char: value for value, char in enumerate("一二三四五六七八九", 1)}
    return (number.get(tens, 1) * 10 if "十" in mark else 0) + number.get(ones, 0)


def split(text: str, separators: str) -> list[str]:
    """A text split at any of the characters `separators`, but not inside brackets, quotes and 《》."""
    found, piece, depth = [], "", 0
    for char in text:
        if char in "(（[【〔《“「":
            depth += 1
        elif char in ")）]】〕》”」":
            depth = max(0, depth - 1)
        if depth == 0 and char in separators:
            found.append(piece)
            piece = ""
        else:
            piece += char
    return [one.strip() for one in [*found, piece] if one.strip()]


def pieces(line: str) -> list[str]:
    """The items of a numbered line without their numbers; any other line as one item."""
    return (
        [bare(piece) for piece in _join_out_of_count([one for one in _INNER_NUMBER.split(line) if one.strip()])]
        if numbered(line)
        else [line]
    )


def chosen(text: str) -> str:
    """The ticked items of a text with boxes, joined by 、; a text without boxes unchanged.

    Raises NotUnderstood where none is ticked, Ambiguous where ticks alone (初级 √中级) stand between two items.
    """
    _ask_about_crosses(text)
    marks = list(re.finditer(rf"(?P<tick>{_TICKED})|(?P<blank>{_UNTICKED})", text))
    if not marks:
        return text
    if all(mark["tick"] for mark in marks):
        return "、".join(_beside_ticks(text, marks))
    head = text[: marks[0].start()].strip()
    behind = bool(head) and not head.endswith((":", "："))  # the boxes come after the items
    start = 0 if behind else len(text[: marks[0].start()])
    starts = [start, *(mark.end() for mark in marks)] if behind else [*(mark.end() for mark in marks), len(text)]
    ends = [mark.start() for mark in marks] if behind else [*(mark.start() for mark in marks[1:]), len(text)]
    found = [text[start:end].strip(_ENDS + "\n") for start, end, mark in zip(starts, ends, marks, strict=False) if mark["tick"]]
    if not found:
        raise NotUnderstood("没有打勾", "请在方框里打勾。")
    return "、".join(found)


def _ask_about_crosses(text: str) -> None:
    """Raises Ambiguous where some boxes have a tick and others a cross (☒), with which Word ticks and people strike out."""
    if "☒" in text and re.search("[☑√✓✔✅]", text):
        raise Ambiguous("有的打了勾，有的打了叉，看不出叉是选还是不选", "选的请打勾，不选的请留空。")


def _beside_ticks(text: str, ticks: Sequence[re.Match[str]]) -> list[str]:
    """The items that ticks without empty boxes choose: each the one that its tick stands at without a gap. Raises Ambiguous."""
    if all(not text[: tick.start()].rpartition("\n")[2].strip() for tick in ticks):  # a tick before each line
        ends = [*(tick.start() for tick in ticks[1:]), len(text)]
        return [text[tick.end() : end].split("\n")[0].strip(_ENDS) for tick, end in zip(ticks, ends, strict=True)]
    begins, ends_so = not text[: ticks[0].start()].strip(), not text[ticks[-1].end() :].strip()
    found: list[str] = []
    for tick in ticks:
        before, after = re.search(rf"([^{_GAP}{_TICKS}]+)$", text[: tick.start()]), re.match(rf"([^{_GAP}{_TICKS}]+)", text[tick.end() :])
        sides = (before, after) if begins == ends_so else (after,) if begins else (before,)  # ☑甲☑乙, 甲☑乙☑
        beside = [one[1] for one in ((before, after) if before is None or after is None else sides) if one is not None]
        if len(beside) != 1:
            raise Ambiguous("勾写在两个中间，看不出勾的是哪一个", "请只留选的，或者每一个前面都放方框，在方框里打勾。")
        found += beside
    return found


def joined(text: str) -> str:
    """The lines of a text joined to one, without spaces at line breaks in Chinese."""
    return cell_text(_CHINESE_LINE_BREAK.sub("", text.strip()))


def steps(text: str) -> list[str]:
    """The steps of a procedure: joined by arrows, numbered, one on each line, or in one sentence."""
    joined = "\n".join(lines(text))
    if _ARROWS.search(joined):
        flat = re.sub(r"\s*\n\s*", "\n", joined)
        pieces = [piece for line in flat.split("\n") for piece in _ARROWS.split(line)]
        return [found for piece in pieces if (found := bare(piece)) and not is_placeholder(found)]
    if len(lines(text)) > 1 or numbered(joined):
        return items(text, "")
    for separators in ("；;", "。", "，,", "、", "—–", ">＞", "-－"):
        if len(pieces := split(joined, separators)) > 1:
            return [bare(piece) for piece in pieces]
    return [bare(joined)] if joined else []


def choice(text: str, yes: str, no: str) -> tuple[bool, str]:
    """Whether the ticked or written answer is yes, and the rest of the text.

    `yes` and `no` are the words of the answers, as patterns: 是|需要. Raises NotUnderstood or Ambiguous.
    """
    _ask_about_crosses(text)
    ticked: dict[bool, set[bool]] = {True: set(), False: set()}  # by answer: whether its boxes are ticked
    mark, word = rf"(?P<tick>{_TICKED})|(?P<blank>{_UNTICKED})", rf"(?P<yes>{yes})|(?P<no>{no})"
    before = list(re.finditer(rf"(?:{mark})\s*(?:{word})(?![\u4e00-\u9fff])", text))
    behind = list(re.finditer(rf"(?<![\u4e00-\u9fff])(?:{word})\s*(?:{mark})", text))
    if before and behind and not any(one["blank"] for one in (*before, *behind)):  # ticks alone: each is of the word that it stands at
        before = [one for one in before if re.fullmatch(rf"{_TICKED}\S+", one[0]) and re.search(r"(?:^|\s)$", text[: one.start()])]
        behind = [one for one in behind if re.fullmatch(rf"\S+{_TICKED}", one[0]) and re.match(r"\s|$", text[one.end() :])]
        if bool(before) == bool(behind):
            raise Ambiguous("勾写在两个中间，看不出勾的是哪一个", "请只留选的，或者在方框里打勾。")
    marked = before if before and (not behind or before[0].start() <= behind[0].start()) else behind
    rest = text
    for one in reversed(marked):
        ticked[one["yes"] is not None].add(one["tick"] is not None)
        rest = rest[: one.start()] + " " + rest[one.end() :]
    rest = rest.strip(" \t\u3000\n/／|")
    if True in ticked[True] and True in ticked[False]:
        raise Ambiguous("两个都打了勾，分不清是哪一个", "请只勾一个。")
    if True in ticked[True] or True in ticked[False]:
        return True in ticked[True], re.sub(rf"^(?:{yes}|{no})?[\s/／|、]*(?:\n|$)", "", rest)  # without the other word, which has no box
    if ticked[True] or ticked[False]:
        raise NotUnderstood("没有打勾", "请在一个方框里打勾。")
    text = text.strip(" \t\u3000\n" + _TICKS)
    between = r"(?:\s*[/／|、或]\s*|\s+)"
    if any(re.match(rf"(?:{one}){between}(?:{other})(?![\u4e00-\u9fff])", text) for one, other in ((yes, no), (no, yes))):
        raise NotUnderstood("没有选", "请留下一个，或者在方框里打勾。")
    for meaning, words in ((False, no), (True, yes)):
        found = re.match(rf"(?:{words})(?:$|[\s，,。.；;:：、—–]|(?=[(（]))", text)
        if found:
            return meaning, text[found.end() :].lstrip(_ENDS + "\n:：—–").rstrip(_ENDS + "\n")
    raise NotUnderstood("看不出选的是哪一个", "请写明，或者在方框里打勾。")


def _begins_line(text: str, mark: re.Match[str]) -> bool:
    return not text[: mark.start()].rpartition("\n")[2].strip()


def labelled(text: str, labels: Iterable[str], free: Collection[str] = ()) -> tuple[dict[str, str], str]:
    """The text after each label and a colon (答辩范围：副高级), by label, and the text before the first label.

    What follows one of the `free` labels (说明) in its line is its text, whatever words stand in it; and a label that begins a line
    somewhere is text in the middle of another.
    """
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    every = list(re.finditer(rf"(?:^|(?<=[\s，,。；;）)]))({names})\s*(?:[(（][^()（）]{{0,20}}[)）])?\s*[:：]", text))
    begin = {mark[1] for mark in every if _begins_line(text, mark)}
    marks: list[re.Match[str]] = []
    for mark in every:
        same_line = bool(marks) and "\n" not in text[marks[-1].end() : mark.start()]
        if not (same_line and marks[-1][1] in free) and (mark[1] not in begin or _begins_line(text, mark)):
            marks.append(mark)
    found: dict[str, str] = {}
    for mark, following in zip_longest(marks, marks[1:]):
        after = text[mark.end() : following.start() if following else len(text)]
        value = after.strip(" \t\u3000\n；;，,")
        if not after.endswith("\n") and following:  # the next label is in the same line
            value = value.rstrip("。")
        if value:
            found.setdefault(mark[1], value)
    return found, text[: marks[0].start() if marks else len(text)].strip(" \t\u3000\n；;，,")
