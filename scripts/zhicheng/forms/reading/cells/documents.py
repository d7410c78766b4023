"""Documents and days: the words of a cell (评审依据, 批准文件号, 批准时间) to titles, document numbers and dates.

Each function returns the value, or raises a ValueFault with what is wrong.
"""

from __future__ import annotations

import re
from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.lists import bare, lines, numbered, split
from zhicheng.forms.reading.cells.lists import pieces as numbered_pieces
from zhicheng.forms.reading.cells.months import arabic
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.text import document_number, narrow, show

_LONGEST = 200  # characters of a name; longer text is something else, and slow to match
_NUMBER = (
    r"(?:[\u4e00-\u9fff]{1,18}(?:发|字|函|办|规|令|文|电|通|复|党|政|人|职|教|财|建|卫|农|科)?\s*"
    r"[〔\[(（【﹝［「『]\s*(?:19|20)\d{2}\s*[〕\])）】﹞］」』]?\s*第?\s*\d{1,5}\s*号"
    r"|[\u4e00-\u9fff]{2,18}令\s*第?\s*[\d一二三四五六七八九十百]{1,5}\s*号|[\u4e00-\u9fff]{2,18}〔(?:19|20)\d{3,8}号)"
)
_LIKE_A_NUMBER = re.compile(r"[〔\[【(（][^〔\[【(（]*\d[^〔\[【(（]*号[〕\])）】]$")  # behind a title: 〔新人社发2019 12号〕
_ANGLES = re.compile(r"[<＜]{1,2}([\u3400-\u9fff][^<>＜＞《》\n]{2,80})[>＞]{1,2}")  # in the place of 《》
_CALLED = re.compile(  # 新人社发〔2019〕12号文, and when it was issued: 新人社发〔2019〕12号，2019年3月1日印发
    r"(?<=号)(?:文件?)?(?:[，,、；;\s]+(?:(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?)?(?:印发|发布|公布|颁布|[起]?[施实执]行)?)?$"
)
_FILLED_IN = re.compile(
    r"(?<=[〔\[【(（﹝［〕\])】）﹞］第])[\s_＿]*(\d{1,5})[\s_＿]*(?=[〕\])】）﹞］号])"
)  # 〔 2018 〕_45_号: on the lines of a blank
_BEFORE_TITLE = re.compile(r"(?<=[》)）号])\s*[、，,；;和及]\s*$")
_ENDS_WHOLE = re.compile(r"》\s*[(（][^()（）]*[)）]\s*$")  # 《甲办法》（甲发〔2019〕1号）, with another 《 right behind it
_BEGINS = re.compile("[^《》号]{0,8}《")  # with its title, and not with its number
_ABOUT_ANOTHER = re.compile(r"(?<=[》)）号知定见告函])\s*[、，,]\s*(?=关于(?:印发|转发|下发|公布|发布)|转发《|印发《)")
_ISSUES = re.compile("[^《》]{0,40}(?:印发|转发|下发|公布|发布|实施|修订|修改)[^《》]{0,8}《")  # 关于印发《甲办法》和《乙办法》的通知
_ISSUED = re.compile(r"(?:《[^《》\n]{1,100}》[^《》；;\n]{0,12}){1,5}?的(?:通知|决定|意见|公告|函)")
_NUMBER_AT_MOST = 60  # characters with its brackets
_SQUARE = re.compile(rf"(?<=》)\s*(?:\[\s*({_NUMBER})\s*\]|【\s*({_NUMBER})\s*】)")  # 《甲办法》【甲发〔2019〕1号】
_QUOTED = re.compile(rf"(?m)^((?:\d{{1,2}}[.、]|[(（]\d{{1,2}}[)）])?)[“\"]([^“”\"《》\n]{{4,100}})[”\"](?=\s*[(（]\s*{_NUMBER}\s*[)）])")
_SPACES = re.compile(r"(?<!号)\s+(?![A-Za-z0-9])|(?<![A-Za-z0-9号])\s+")  # in a number: 人社部令 第 40 号
_IN_BRACKETS = re.compile(r"[(（]((?:[^()（）]|[(（][^()（）]*[)）])*)[)）]")
_CODE = re.compile(r"\d.*号|号.*\d|[A-Za-z][A-Za-z0-9/.-]*\d|〔\d|令第")  # a text that looks like the number of a document
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s*[、，,]\s*{_NUMBER})+")
_ANY_DOCUMENT = re.compile(rf"[(（]\s*({_NUMBER})\s*[)）]|({_NUMBER})")
_NO_TITLE = re.compile(
    r"(?:以上|上述|下列)[^《》]{0,6}|[^《》]*(?:有关|相关|现行)[^《》]{0,8}(?:政策|规定|文件|精神|要求|条件|标准)[^《》]{0,4}"
)
_ATTACHED = re.compile(
    r"[(（]?(?:以上|上述|相关|有关)?(?:各?文件|材料|原文|复印件|全文)?(?:均|都)?(?:附后|另附|附上|见附件|详见附件)[)）]?"
)  # no document
_MARKED = re.compile(r"(?:[\[【〔]\d{1,2}[\]】〕]|[★☆*＊※▲#①-⑳¹²³]+)$")
_NO_NUMBER = re.compile(r"待|办理|申请中|口头|同(?:上|批准|前)|[XxＸｘ×*＊]{2}|[〕\])）】]第?号|补发|遗失|未找到")
_NONE_AND_MORE = re.compile(r"(?:暂?无|没有|未)\D+$")  # 无（历史沿用）
_YEAR_OR_NUMBER = re.compile(r"〔(?:19|20)\d{2}〕?|\d号")  # of which a number has one each
_TWO_IN_ONE = re.compile(r"\d[、，,和及与]\d+号")
_ALONE = re.compile(rf"\s*(?:《[^《》]*》)?\s*[(（]?\s*({_NUMBER})\s*(?:[(（][^()（）]*(?:附后|附件|复印件)[)）])?\s*[)）]?\s*")
_ODD_NUMBER = re.compile(  # 91号, 函2017年91号, 〔17〕91号, 〔2017〕91, 91号、92号, <2017>91号
    r"^第?\d+号$|[\u4e00-\u9fff](?:19|20)\d\d年?第?\d+号|[〔\[【(（﹝［]\d\d[〕\])】）﹞］]\d|[〕\])】）﹞］]第?\d{1,5}$|号[、，,和及]第?\d|[<＜](?:19|20)\d\d"
    r"|\d[-－–—~～至]第?\d+号|号[)）]?[(（]?(?:19|20)\d\d[年./-]"  # 〔2019〕1-3号, 国发2019-12号, …1号 2019年3月
    r"|号(?:文件?)?[，,、(（]?第[\d一二三四五六七八九十]{1,3}(?:页|条|项|款|号)"  # …45号第3页
    r"|[〕\])】）﹞］]第?[〇零一二三四五六七八九十百千]"  # 〔2018〕一百二十号
)
_NOT_OPENED = re.compile(r"(?<![〔\[【(（﹝［「『])(?:19|20)\d\d[〕\])）】﹞］」』]")  # 函2018〕45号
_DAY_BEFORE = re.compile(
    rf"(?:19|20)\d\d[年./-]\d{{1,2}}[月./-]?(?:\d{{1,2}}[日号]?)?[，,、；;]?{_NUMBER}"
)  # 2018年3月12日新人社函〔2018〕45号
_IN_WORDS = re.compile(  # 〔二〇一八〕四十五号
    "(?<=[〔\\[【(（﹝［])([〇○零◯OoОоΟο一二三四五六七八九]{4})(?=[〕\\])】）﹞］])|(?<=[〕\\])】）﹞］])(第?)([〇○零◯一二三四五六七八九十]{1,3})(?=号)"
)
_DAY_HOW = "请写成“2018年3月12日”；只知道年月或年份的，就写到月或年。"
_DAY = re.compile(r"((?:19|20)\d{2})(?:年|([./\-]))(?:(\d{1,2})(?:月|\2)?(?:(\d{1,2})[日号]?)?)?")


def basis(text: str) -> list[Value]:
    """The documents in a cell, each with its title and, where given, its number. Raises NotUnderstood where there are none."""
    pieces: list[str] = []
    text = _in_digits(_QUOTED.sub(r"\1《\2》", _ANGLES.sub(r"《\1》", text)))
    text = _SQUARE.sub(lambda found: f"（{found[1] or found[2]}）", text)
    for line in _joined_to_their_numbers(lines(_whole_titles(text))):
        for rest in numbered_pieces(line):
            for part in (title for one in _ABOUT_ANOTHER.split(rest) for title in _titles(one)):
                pieces += [part] if part.startswith("《") else split(part, "；;、，," if _NUMBERS.fullmatch(narrow(part)) else "；;")
    pieces = [bare(piece) for piece in pieces if not _ATTACHED.fullmatch(bare(piece))]
    found = [_document(piece) for piece in pieces]
    for one, piece in zip(found, pieces, strict=True):
        title = one["title"]
        other = re.match(r"(?:\d{1,2}\s*《)?[^《》]*》[^《》]*《", title)  # 甲办法》2.《乙办法, 1《甲办法》2《乙办法》
        mark = _MARKED.search(title)
        folded = title.translate(str.maketrans("（）", "()"))
        if any(folded.count(left) != folded.count(right) for left, right in ("()", "〔〕", "《》")):
            raise Ambiguous(f"“{show(title, 40)}”的括号不成对，看不出是不是一份文件", "请一份文件写一行，写全名称和文号。")
        if other is not None or mark is not None:
            said = f"后面带着“{show(mark[0])}”" if mark is not None else "里还有一份文件"
            raise Ambiguous(f"“{show(title, 40)}”{said}", "请一份文件写一行，只写名称和文号。")
        if _NOT_OPENED.search(one.get("document", "")):
            raise Ambiguous(f"“{show(one['document'], 40)}”的括号不成对，看不出文号是什么", "请写完整的文号，如“〔2019〕12号”。")
        if "document" not in one and _NO_TITLE.fullmatch(title):
            raise NotUnderstood(f"“{show(title, 40)}”不是一份文件的名称", "请逐份写明文件的名称和文号。")
        if f"《{title}》" in piece:  # 《关于转发国办发〔2016〕77号文件的通知》 is one
            continue
        if (_number_in(title) and "《" not in title) or _LIKE_A_NUMBER.search(title) or re.search(r"(?<!第)\d{1,5}号(?:文件?)?$", title):
            raise Ambiguous(f"“{show(title, 40)}”里还有一个文号，看不出是不是另一份文件", "请一份文件写一行，写出名称和文号。")
    for piece in pieces:
        if _has_several(narrow(re.sub("《.*》", "", piece))):
            raise Ambiguous(f"“{show(piece, 40)}”里还有一个文号，看不出是不是另一份文件", "请一份文件写一行，写出名称和文号。")
    if not found:
        raise NotUnderstood("没有填写", "请逐份写明文件的名称和文号。")
    return found


def _joined_to_their_numbers(cell_lines: list[str]) -> list[str]:
    """The lines, each without a number joined to the one before where the first has one and none is in 《》: it was broken there."""
    if not cell_lines or not numbered(cell_lines[0]) or any("《" in line for line in cell_lines):
        return cell_lines
    found: list[str] = []
    for line in cell_lines:
        if numbered(line) or _ATTACHED.fullmatch(line):
            found.append(line)
        else:
            found[-1] += line
    return found


def _whole_titles(text: str) -> str:
    """A text in which a title that goes on in the next line is on one."""
    if "\n\n" in text:
        return text
    found, depth = "", 0
    for char in text:
        depth = max(0, depth + (char == "《") - (char == "》"))
        found += "" if depth and char in "\n\v" else char
    return text if depth else found


def _titles(text: str) -> list[str]:
    """A text split before every 《 that follows a document, but not inside a title."""
    found, start, depth = [], 0, 0
    for at, char in enumerate(text):
        if char == "《":
            if depth == 0 and _ISSUES.match(text, start) and _ISSUED.match(text, at):
                pass
            elif depth == 0 and (before := _BEFORE_TITLE.search(text, start, at)):
                found.append(text[start : before.start()])
                start = at
            elif depth == 0 and _BEGINS.match(text, start) and _ENDS_WHOLE.search(text, max(start, at - _NUMBER_AT_MOST), at):
                found.append(text[start:at])
                start = at
            depth += 1
        elif char == "》":
            depth = max(0, depth - 1)
    return [*found, text[start:]]


def _with_outside(before: str, title: str, after: str) -> str:
    """The title with what stands outside its 《》: 关于印发《…》的通知. Raises Ambiguous where that may be another document."""
    before = _ANY_DOCUMENT.sub("", narrow(before)).strip(" ，,、。；;：:()（）")
    if re.search("不再|停止|废止|失效|替代|代替", before) or (_DAY.fullmatch(re.sub(r"\s", "", before)) is not None):
        raise Ambiguous(f"“{show(title, 40)}”前面还写着“{show(before, 40)}”，看不出是不是依据", "请只写现行文件的名称和文号。")
    if re.search(r"[，,、；;]|精神|结合|制定|https?:|www\.", after):
        raise Ambiguous(f"“{show(title, 40)}”后面还写着“{show(after, 40)}”", "请一份文件写一行，只写名称和文号。")
    if re.fullmatch("原|曾用|旧", before):
        raise Ambiguous(f"“{show(title, 40)}”前面还写着“{before}”，看不出是不是依据", "请只写现行文件的名称和文号。")
    before = re.sub("^(?:[0-9一二三四五六七八九十]+[.、．])?(?:依据|根据|按照|参照|执行)$", "", before)
    after = re.sub("^(?:开展|进行|组织|实施)?(?:评审|执行|实施)$", "", after)
    if re.match("以及|及|和|与|等", after):
        raise Ambiguous(f"“{show(title, 40)}”后面还有“{show(after, 40)}”，看不出是不是另一份文件", "请一份文件写一行。")
    return f"{before}《{title}》{after}" if before or after.startswith("的") else title + after


_REMARK = re.compile(
    "同上|同前|(?:已经?)?(?:废止|失效|作废)|已经?修[订改]|征求意见稿|[送报]审稿|报批稿|草案|停止执行|待印发|待定"
)  # behind a title: no part of it


def _document(piece: str) -> Value:
    """The title of a document, without the outermost 《》, and its number."""
    titled = re.fullmatch(r"([^《]*)《(.*)》\s*(.*)", piece) if len(piece) <= 5 * _LONGEST else None
    if titled is not None:
        after = titled[3].strip(" ，,、。；;")
        numbers = [inside for inside in _IN_BRACKETS.findall(after) if _CODE.search(inside)]
        number = _SPACES.sub("", _CALLED.sub("", numbers[-1].strip())) if numbers else _number_in(after) or _number_in(titled[1])
        if (remark := _REMARK.search(after)) is not None:
            message = f"“{show(piece, 40)}”后面写着“{remark[0]}”，看不出是不是仍然依据这个文件"
            raise Ambiguous(message, "仍然依据的请只写文件的名称和文号，不再依据的请删去。")
        more = _IN_BRACKETS.sub(lambda found: "" if found[1] in numbers else found[0], after)
        more = more if numbers else _ANY_DOCUMENT.sub("", narrow(more)) if number else more  # （试行）, 第三章: part of the title
        title = cell_text(_with_outside(titled[1], titled[2], more.strip(" ，,、。；;:：—–")))
        return {"title": title, **({"document": document_number(number)} if number else {})}
    number = _number_in(piece)
    if number is not None and len(number) >= len(_CALLED.sub("", re.sub(r"[\s，,、。；;：:()（）]", "", piece))):
        raise NotUnderstood(f"“{show(piece, 40)}”只有文号，没有文件的名称", "请写出名称，如“《……办法》（……〔2020〕1号）”。")
    title = piece
    if number is not None:
        title = _without_odd_brackets(_ANY_DOCUMENT.sub("", narrow(piece), count=1).strip(" ，,、。；;：:"))
    return {"title": cell_text(title or piece), **({"document": document_number(number)} if number and title else {})}


def _without_odd_brackets(text: str) -> str:
    """A text without brackets around it or at its ends that belong to none inside: 甲办法（, （甲办法）; but 甲办法（试行）."""
    text = re.sub(r"[(（]\s*[)）]", "", text).strip()
    opened, closed = (sum(text.count(one) for one in pair) for pair in ("(（", ")）"))
    while text[-1:] in tuple("(（") or (text[-1:] in tuple(")）") and closed > opened):
        opened, closed = opened - (text[-1] in "(（"), closed - (text[-1] in ")）")
        text = text[:-1].strip()
    while text[:1] in tuple(")）") or (text[:1] in tuple("(（") and opened > closed):
        opened, closed = opened - (text[0] in "(（"), closed - (text[0] in ")）")
        text = text[1:].strip()
    whole = re.fullmatch(r"[(（]([^()（）]*)[)）]", text)
    return whole[1].strip() if whole else text


def _number_in(text: str) -> str | None:
    found = _ANY_DOCUMENT.search(narrow(text))
    return None if found is None else re.sub(r"\s+", "", found[1] or found[2])


def _in_digits(text: str) -> str:
    """A text whose numbers of documents have their year and number in digits: 〔二〇一八〕四十五号 becomes 〔2018〕45号."""
    return _IN_WORDS.sub(lambda found: arabic(found[1]) if found[1] else (found[2] or "") + arabic(found[3]), text)


def day(value: object) -> str:
    """A day, month or year as in a record: 2018-03-12, 2018-03, 2018; nothing is added. Raises NotUnderstood or Ambiguous."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, (int, float)) and value not in range(1900, 2100) and not re.fullmatch(r"(?:19|20)\d{6}", cell_text(value)):
        raise Ambiguous("单元格里存的是数字，分不清是哪一天", f"请把单元格设为文本格式，再填写。{_DAY_HOW}")
    shown = show(cell_text(value))
    text = re.sub(r"\s+", "", re.sub(r"[ T]00?:00(?::00)?(?:\.0+)?$", "", narrow(cell_text(value)))).translate(
        str.maketrans("．。，－–—／", "..,---/")
    )
    if re.search("[〇○零一二三四五六七八九十]", text):
        text = arabic(text)
    if re.fullmatch(r"(?:19|20)\d{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if re.fullmatch(r"(?:19|20)\d{2}年?", text):
        return text[:4]
    found = _DAY.fullmatch(text.rstrip(".、"))
    if found is None:
        raise NotUnderstood(f"“{shown}”看不出是哪一天", _DAY_HOW)
    parts = [found[1], *(part.zfill(2) for part in (found[3], found[4]) if part)]
    try:
        date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        raise NotUnderstood(f"“{shown}”不是一个有的日子", _DAY_HOW) from None
    return "-".join(parts)


def _has_several(text: str) -> bool:
    """Whether a text has the numbers of several documents, written out or not: 〔2019〕1号、〔2020〕5号; 〔2019〕1、2号."""
    marks = [match[0][0] for match in _YEAR_OR_NUMBER.finditer(re.sub(r"\s+", "", document_number(text)))]
    return marks.count("〔") > 1 or len(marks) - marks.count("〔") > 1 or _TWO_IN_ONE.search(text) is not None


def number(text: str) -> str:
    """The number of a document without spaces around its year. Several whole ones are joined by 、. Raises Ambiguous where it
    may be none or not in force, or where one of several is not written out."""
    shown, text = show(cell_text(text), 40), _in_digits(text)
    if (alone := _ALONE.fullmatch(text)) is not None:  # （…）, 《关于…的批复》（…）, …（复印件附后）
        text = alone[1]
    bare_text = re.sub(r"[\s_＿]+", "", narrow(cell_text(text)))
    if (remark := _REMARK.search(bare_text) or _MARKED.search(bare_text)) is not None:
        raise Ambiguous(f"“{shown}”后面写着“{show(remark[0])}”，看不出文号是不是仍然有效", "请只写文号；没有的请留空。")
    if _DAY_BEFORE.fullmatch(bare_text):
        raise Ambiguous(f"“{shown}”里还写着日期", "日期请写在批准时间一格，这里只写文号。")
    if _NO_NUMBER.search(bare_text) or _NONE_AND_MORE.match(bare_text):
        raise Ambiguous(f"“{shown}”不像一个文号", "请写完整的文号；没有的请留空。")
    several = [re.sub(r"\s+", "", one) for one in re.split(r"[、，,；;\n\v]|(?<=号)\s+", narrow(text)) if one.strip()]
    if len(several) > 1 and all(re.fullmatch(_NUMBER, one) for one in several):
        return "、".join(document_number(one) for one in several)
    filled_in = _CALLED.sub("", _FILLED_IN.sub(r"\1", cell_text(text)))
    found = re.sub(r"\s+(?=〔)|(?<=〕)\s+", "", document_number(filled_in))
    if _has_several(found):
        raise Ambiguous(f"“{shown}”看不出是一个文号还是几个", "一个的请只写那一个；几个的请每个都写全，用顿号隔开。")
    if _ODD_NUMBER.search(bare_text) or _NOT_OPENED.search(bare_text):
        raise Ambiguous(f"“{shown}”不像一个文号", "请写完整的文号；没有的请留空。")
    return found
