"""The cells of Annexes 1 and 2 as values of a record. Each function returns the value, or raises a ValueFault with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.lists import bare, chosen, lines, split
from zhicheng.forms.reading.cells.lists import pieces as numbered_pieces
from zhicheng.forms.reading.cells.months import arabic
from zhicheng.forms.reading.cells.phones import phones
from zhicheng.forms.reading.cells.values import cell_text, series_id, series_stem, without_spaces
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.registry.records.committee import LEVELS
from zhicheng.text import document_number, narrow, nearest, show

Levels = tuple[str, ...]

_LONGEST = 200  # characters of a name; longer text is something else, and slow to match
_LEVEL_HOW = "请写“初级”“中级”“副高级”“正高级”，几个之间用顿号隔开。"
_LEVEL_WORDS = (
    (re.compile(r"(?:高级)?[(]?(?:正高级?(?:职(?!称))?|正高级?组|教授级|研究员级)[)]?"), "full-senior"),
    (re.compile(r"(?:高级)?[(]?(?:副高级?(?:职(?!称))?|副高级?组|副教授级)[)]?"), "associate-senior"),
    (re.compile(r"中级?(?:职(?!称))?"), "intermediate"),
    (re.compile(r"初级?(?:职(?!称))?|助理级|助级|员级"), "junior"),
    (re.compile(r"高级?(?:职(?!称))?"), "senior"),
)
_FILLER = re.compile(
    r"[\s、,，/／;；:：.。和及与或至到~～—\-()含即为]+|级|组|以及|包括|包含|评委会|评审委员会|评审|职称|专业技术职务|专业技术资格|任职资格|层级|各|均可|以下|资格|承接|负责|仅|只|限"
)
_ALSO_FULL = re.compile(r"高级?[(](?:包?含|包括|包含|含有)正高级?[)]")
_EXPLAINED = re.compile(r"高级?[(](?=[^()]*[正副]高)([^()含包]*)[)]")  # 高级（副高、正高）, 高级（仅副高）
_RANGE = re.compile(r"(初级?|中级?|副高级?)?(?:至|到|[~～—–-]+)(中级?|副高级?|正高级?|高级?)")
_ALL = re.compile(r"(?:全部|各|所有)(?:层级|级别|等级)|初级至正高级?|初级到正高级?")

# Usual names of series that contain neither the official name nor its stem.
_USUAL_NAMES = {
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
}

_BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")

_NUMBER = (
    r"(?:[\u4e00-\u9fff]{1,18}(?:发|字|函|办|规|令|文|电|通|复|党|政|人|职|教|财|建|卫|农|科)?\s*"
    r"[〔\[(（【﹝［「『]\s*(?:19|20)\d{2}\s*[〕\])）】﹞］」』]?\s*第?\s*\d{1,5}\s*号"
    r"|[\u4e00-\u9fff]{2,18}令\s*第?\s*[\d一二三四五六七八九十百]{1,5}\s*号|[\u4e00-\u9fff]{2,18}〔(?:19|20)\d{3,8}号)"
)
_DOCUMENT = re.compile(_NUMBER)
_BEFORE_TITLE = re.compile(r"(?<=[》)）号])\s*[、，,；;和及]\s*$")
_IN_BRACKETS = re.compile(r"[(（]((?:[^()（）]|[(（][^()（）]*[)）])*)[)）]")
_CODE = re.compile(r"\d.*号|号.*\d|[A-Za-z][A-Za-z0-9/.-]*\d|〔\d|令第")  # a text that looks like the number of a document
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s*[、，,]\s*{_NUMBER})+")
_ANY_DOCUMENT = re.compile(rf"[(（]\s*({_NUMBER})\s*[)）]|({_NUMBER})")

_DAY_HOW = "请写成“2018年3月12日”；只知道年月或年份的，就写到月或年。"
_DAY = re.compile(r"((?:19|20)\d{2})(?:年|([./\-]))(?:(\d{1,2})(?:月|\2)?(?:(\d{1,2})[日号]?)?)?")


def series_names(table: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Ids of series by name: `names`, as values.series_names gives them, and the usual names. `table` has the ids by official name."""
    found = dict(names)
    for called, name in _USUAL_NAMES.items():
        identifier = table.get(name) or names.get(series_stem(name))
        if identifier is not None:
            found.setdefault(called, identifier)
    return found


def series(text: str, names: Mapping[str, str]) -> str:
    """The id of the series that a text names: 工程系列, 工程技术人员, 工程系列（建筑工程专业）; not 建筑工程系列. Raises NotUnderstood."""
    normalised = without_spaces(narrow(text)).strip("：:、，。；;")
    if len(normalised) > _LONGEST:
        raise NotUnderstood(f"“{show(normalised)}”不是职称系列的名称", "请只写系列的名称，如“工程技术人员”。")
    without = _BRACKETED.sub("", normalised)
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


def levels(text: str, authority: str | None) -> Levels:
    """The levels that a text names, from low to high. 高级 alone is 副高级 for a prefecture or next to 正高级. Raises a ValueFault."""
    normalised = re.sub(r"[（【\[]", "(", re.sub(r"[）】\]]", ")", without_spaces(narrow(chosen(text)))))
    if _ALL.fullmatch(normalised):
        return tuple(LEVELS)
    if len(normalised) > 2 * _LONGEST:
        raise NotUnderstood(f"“{show(normalised)}”里有看不懂的层级", _LEVEL_HOW)
    normalised = _RANGE.sub(_spelled_out, normalised)
    found: set[str] = set()
    rest = normalised
    if _ALSO_FULL.search(rest):
        found |= {"associate-senior", "full-senior"}
        rest = _ALSO_FULL.sub("", rest)
    rest = _EXPLAINED.sub(r"(\1)", rest)
    while rest:
        if filler := _FILLER.match(rest):
            rest = rest[filler.end() :]
            continue
        for words, level in _LEVEL_WORDS:
            if match := words.match(rest):
                found.add(level)
                rest = rest[match.end() :]
                break
        else:
            raise NotUnderstood(f"“{show(normalised)}”里有看不懂的层级", _LEVEL_HOW)
    if "senior" in found:
        found.discard("senior")
        if "full-senior" in found or authority == "prefecture":
            found.add("associate-senior")
        elif "associate-senior" not in found:
            raise Ambiguous(f"“{show(normalised)}”里只写了“高级”，分不清是副高级、正高级，还是都有", _LEVEL_HOW)
    if not found:
        raise NotUnderstood("没有填写", _LEVEL_HOW)
    if "以下" in normalised:
        highest = max(list(LEVELS).index(level) for level in found)
        found |= set(list(LEVELS)[:highest])
    return tuple(level for level in LEVELS if level in found)


def _spelled_out(span: re.Match[str]) -> str:
    """A range as a list: 初级至副高级 gives 初级、中级、副高级; 至中级 begins with the lowest level."""
    names = list(LEVELS.values())
    first = 0 if span[1] is None else next(at for at, name in enumerate(names) if name.startswith(span[1].removesuffix("级")))
    last = names.index("副高级") if span[2].startswith("高") else next(at for at, name in enumerate(names) if name[0] == span[2][0])
    return "、".join([*names[first:last], span[2]])


def basis(text: str) -> list[Value]:
    """The documents in a cell, each with its title and, where given, its number. Raises NotUnderstood where there are none."""
    pieces: list[str] = []
    for line in lines(text):
        for rest in numbered_pieces(line):
            for part in _titles(rest):
                pieces += [part] if part.startswith("《") else split(part, "；;、，," if _NUMBERS.fullmatch(narrow(part)) else "；;")
    found = [_document(bare(piece)) for piece in pieces]
    if not found:
        raise NotUnderstood("没有填写", "请逐份写明文件的名称和文号。")
    return found


def _titles(text: str) -> list[str]:
    """A text split before every 《 that follows a document, but not inside a title."""
    found, start, depth = [], 0, 0
    for at, char in enumerate(text):
        if char == "《":
            if depth == 0 and (before := _BEFORE_TITLE.search(text, start, at)):
                found.append(text[start : before.start()])
                start = at
            depth += 1
        elif char == "》":
            depth = max(0, depth - 1)
    return [*found, text[start:]]


def _document(piece: str) -> Value:
    """The title of a document, without the outermost 《》, and its number."""
    titled = re.fullmatch(r"([^《]*)《(.*)》\s*(.*)", piece) if len(piece) <= 5 * _LONGEST else None
    if titled is not None:
        after = titled[3].strip(" ，,、。；;")
        numbers = [inside for inside in _IN_BRACKETS.findall(after) if _CODE.search(inside)]
        number = numbers[-1].strip() if numbers else _number_in(after) or _number_in(titled[1])
        more = _IN_BRACKETS.sub(lambda found: "" if found[1] in numbers else found[0], after)
        more = more if numbers else _ANY_DOCUMENT.sub("", narrow(more)) if number else more  # （试行）, 第三章: part of the title
        title = cell_text(titled[2] + more.strip(" ，,、。；;"))
        return {"title": title, **({"document": document_number(number)} if number else {})}
    number = _number_in(piece)
    title = piece
    if number is not None:
        title = _ANY_DOCUMENT.sub("", narrow(piece), count=1).strip(" ，,、。；;：:()（）")
    return {"title": cell_text(title or piece), **({"document": document_number(number)} if number and title else {})}


def _number_in(text: str) -> str | None:
    found = _ANY_DOCUMENT.search(narrow(text))
    return None if found is None else re.sub(r"\s+", "", found[1] or found[2])


def day(value: object) -> str:
    """A day, month or year as in a record: 2018-03-12, 2018-03, 2018; nothing is added. Raises NotUnderstood or Ambiguous."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, (int, float)) and value not in range(1900, 2100):
        raise Ambiguous("单元格里存的是数字，分不清是哪一天", f"请把单元格设为文本格式，再填写。{_DAY_HOW}")
    shown = show(cell_text(value))
    text = re.sub(r"\s+", "", narrow(cell_text(value))).translate(str.maketrans("．。，－–—／", "..,---/"))
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


_REMARK = re.compile(r"\s*[(（]\s*([^()（）\d]{1,20})\s*[)）]\s*$")
_KNOWN_REMARK = re.compile("传真|电话|窗口|值班|总机|前台|大厅|夜间|白天|工作日|节假日|咨询|热线|人工|办公|[科处室部组股]$")
_PHONE_WORDS = re.compile("内线|外线|直线|转|分机号?|区号|号码|电话|传真|座机|办公室?|咨询|联系|单位|总机")
_AREA_CODE = re.compile(r"(0\d{2,3})-")


def office_phones(text: str) -> list[str]:
    """Office telephone numbers with their remarks: 0991-0000003（电话兼传真）. The area code of one holds for those after it."""
    found: list[str] = []
    area = ""
    for piece in (part for line in lines(text) for part in _phone_pieces(line)):
        remark = _REMARK.search(piece)
        number = piece[: remark.start()] if remark else piece
        if (remark and not _KNOWN_REMARK.search(remark[1])) or re.search("[\u3400-\u9fff]", _PHONE_WORDS.sub("", number)):
            raise NotUnderstood("号码以外还有别的文字", "请只写号码；号码后面可以注明“电话兼传真”“窗口”，不要写人名。")
        numbers = phones(number)
        for one in numbers:
            if code := _AREA_CODE.match(one):
                area = code[1]
            elif area and len(re.sub(r"\D", "", one.split("转")[0])) in (7, 8):
                one = f"{area}-{one}"  # noqa: PLW2901 - the same number, in full
            whole = one + (f"（{remark[1].strip()}）" if remark else "")
            if whole not in found:
                found.append(whole)
    if not found:
        raise NotUnderstood("没有填写", "请填办公电话，带区号。")
    return found


def _phone_pieces(line: str) -> list[str]:
    """The numbers of a line, each with its remark after it: 传真：… gives …（传真）."""
    pieces = [piece for part in split(line, "、，,；;/／") for piece in re.split(r"或者?", part) if piece.strip()]
    plain = (re.sub(r"^(?:电话|联系电话|咨询电话|办公电话|座机)\s*[:：]\s*", "", piece) for piece in pieces)
    return [re.sub(r"^(传真|电话兼传真)\s*[:：]\s*(.+)$", r"\2（\1）", piece) for piece in plain]


# Words before a person's number, the longer ones first.
MARKS = r"(?:办公电话|移动电话|固定电话|联系电话|联系方式|手机号码?|座机号?|办公室?|手机|座机|固话|电话|移动|办|宅)"


def contact_numbers(text: str) -> tuple[list[str], list[str]]:
    """The landline and the mobile numbers in a cell. Raises a ValueFault, which does not repeat a value."""
    plain = re.sub(rf"{MARKS}\s*[:：]?", "、", text)
    if re.search("[\u3400-\u9fff]", re.sub("转|分机号?|本人|或者?|和|及", "", plain)):
        raise Ambiguous("电话号码以外还有别的文字，分不清是谁的号码", "请只写座机和手机号码。")
    numbers = phones(plain)
    mobiles = [number for number in numbers if re.fullmatch(r"1\d{10}", number)]
    return [number for number in numbers if number not in mobiles], mobiles
