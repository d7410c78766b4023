"""Cells of Annex 1 with several answers: name and unit, defence (是否答辩), pool of experts (有无专家库)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells import lists, values
from zhicheng.forms.reading.cells.nothing import is_none, is_nothing
from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.text import narrow, show

_NAME = ("评审委员会名称", "名称")
_UNIT = ("组建单位", "单位名称", "单位")
_COMMITTEE = re.compile("评审委员会|评委会")
_SECOND_HALF = re.compile("(?:[正副]高级|职称|专业|技术|职务|任职|资格|[高中初]级)*(?:评审委员会|评委会)")
_UNIT_IN_BRACKETS = re.compile(r"(.*(?:评审委员会|评委会))\s*[(（]([^()（）]{4,}(?:[(（][^()（）]*[)）])?)[)）]")
_SEVERAL_UNITS = re.compile(  # 甲局 乙局, 甲局和某地乙局 (but not 某局和田分局), 甲局（联合乙局）
    r"[局厅][\s\u3000]+[^\s]{2,}(?:局|厅|委员会)$|(?:[局厅院]|委员会|公司|集团|大学|协会|学会)(?:和|与|及|暨|同|会同|联合)[^，。]{2,}(?<!分)(?:[局厅院]|委员会|公司|集团|大学|协会|学会)$"
    r"|[(（](?:与|和|会同|联合(?!会)|[^()（）]*(?:牵头|协办|共建|合建|共同))[^()（）]*[)）]"
)
_SPACE = re.compile(r"(?<=[\u3400-\u9fff])(?<!评审委员会)(?<!评委会) +(?=[\u3400-\u9fff])")  # in a name of Chinese characters
_QUOTED = re.compile(r"^\s*[“\"「《]([^“”\"「」《》]+)[”\"」》]\s*$")
_LABELS_OF_NAMES = "|".join((*_NAME, *_UNIT))
_LABEL_IN_BRACKETS = re.compile(  # （单位名称：某局）, （单位名称）某局
    rf"[(（]\s*(?:({_LABELS_OF_NAMES})\s*[:：]((?:[^()（）]|[(（][^()（）]*[)）])*)[)）]"
    rf"|({_LABELS_OF_NAMES})\s*[)）]\s*[:：]?(?=[ \t\u3000]*\S))"
)
_END_OF_UNIT = re.compile("[局厅委院校学会部所站处社司团]$|中心$")
_ALL_IN_BRACKETS = re.compile(r"[(（]([^()（）]+(?:[(（][^()（）]*[)）])?)[)）]")
_BRACKETS = re.compile("[(（][^()（）]*[)）]")
_REMARK = re.compile(
    r"^关于.*|[(（]以下简称[^()（）]*[)）]|.*的(?:批复|通知|请示|报告|函)$|^拟(?:更名|改名|组建|成立|名)|[(（][^()（）]*(?:已|现已|拟)(?:撤销|取消|停止|合并|并入)[^()（）]*[)）]|[(（](?:筹|筹备|筹建|拟|代章?|代建|原(?![理料子油水])|曾用|待批|已?更名|撤销)[^()（）]*[)）]|[(（]新[)）]|^同[上前左]$|[\[【〔]\d{1,2}[\]】〕]$|[★☆*＊※▲#①-⑳¹²³]+$"
)
_NUMBER_OF_PHONE = re.compile(r"(?<!\d)0\d{2,3}[-—－ ]?\d{7,8}(?!\d)")  # a mobile number is for rule P001
_NO_ADDRESS = re.compile(
    r"[本我同该](?:批准|上述)?(?:单位|院|局|校|厅|委|部|公司|中心|所)?[内处]?|同(?:单位|上|本单位|注册)?(?:所在)?地[址点]|[(（]?[空无略][)）]?|.*(?:https?:|www\.|联系人|20\d\d年).*"
)
_POSTCODE = re.compile(r"[\s，,；;]*[(（]?(?:邮编|邮政编码)\s*[:：]?\s*(\d{6})\s*[)）]?$")  # behind an address, often on a line of its own
_HOUSE = re.compile(r"[\u4e00-\u9fff]{2,}[路街巷道]\s*\d+\s*号")
_PLACE_AGAIN = re.compile(r"\s*[\u4e00-\u9fff]{2,20}(?:[路街巷道]|\d+号)")
_OWN_POOL = re.compile(r"本(?:单位|委员会|评委会|系统|[厅局院校部委])?[^，。；;、不无未]{0,8}专家库")
_DEFENCE_SCOPE = ("答辩范围", "答辩对象", "范围", "答辩人员")
_SOME_DEFEND = re.compile(  # behind 否: some have to defend after all
    r"^但|20\d\d年(?:度)?[起后]|明年|(?:除|以|之|例)外|特殊情况|(?<![不无])[需须]要?(?:参加|进行)[^不]{0,6}答辩|(?<![不无])[需须]要?答辩"
    "|^(?:其中|含)?(?:申报)?(?:破格|[初中副正高]{1,2}级)[^不免]{0,8}$"
)
_NOBODY = re.compile("(?:全部|全体|所有|各层级|各级)?(?:人员|申报人员?)?(?:均|都|一律)?(?:不|无需|不需要?|不用)(?:参加|进行)?答辩")
_WHO = re.compile("人|[高中初]|级|申|报|破格|全|所有|均|都|各|专业|系列|职称|资格|转|评|者|师|授|员|部分|抽|本科|学历|论文|以[上下]")
_UNDECIDED = re.compile(
    r"^但?(?:视.{0,4}情况|必要时|根据需要|需要时|原则上|一般|酌情|待定|.{0,6}暂停|由.{1,12}(?:决定|确定))|[，,；;。]\s*(?:否|不需|无需)"
)
_NOT_IN_USE = re.compile(
    "停用|未启用|建设中|组建中|筹建|正在[组筹新]?建|拟建|待建|待定|年前[有无]|20[0-9][0-9]年(?:底|[0-9]{1,2}月)?(?:前|起|后|开始)?(?:启用|建成|建立|投入|运行)"
)
_NO_SCOPE = ("无", "没有", "同上", "同前", "不详")
_SOURCE = ("会议专家来源", "专家来源", "来源")
_COUNT = re.compile(  # how many are in the pool, before its source: 共120人。
    r"^[，,、\s(（]{0,9}(?:专家库|库[内中])?(?:[现共由约]{0,3}有?|在库)(?:专家|评委)?[共约]?\d{1,5}[余多]?[人名位](?:专家|评委)?(?:组成)?(?:[)）]?[。；;，,\s]{1,9}|[)）]|$)"
)
_FROM = re.compile("(?:会议)?(?:评审)?专家(?:均|全部|主要)?(?:来源[于为是]|来自于?|[:：])([^，,；;。]+)[，,](.+)")
_SOURCE_SAID = re.compile(r"(?:^|(?<=[\s，,。；;]))(?:会议)?(?:专家)?来源[于为是](?=[^\s，,。；;])")
_DRAW_SAID = re.compile(r"(?:^|(?<=[\s，,。；;]))(抽取(?:方式|办法))[为是](?=[^\s，,。；;])")  # in place of a label
_DRAW = ("抽取方式", "专家抽取方式", "抽取办法", "抽取")
_NUMBER_OF_LABEL = re.compile(
    rf"(?:^|(?<=[\s；;，,。]))[(（]?\d[)）.．、]\s*(?={'|'.join((*_SOURCE, *_DRAW, *_DEFENCE_SCOPE))})"
)  # 2.来源：
_LABELS_IN_BRACKETS = re.compile(  # （会议专家来源：某专家库；抽取方式：随机）, （答辩范围：破格人员）
    rf"[(（]\s*((?:{'|'.join((*_SOURCE, *_DRAW, *_DEFENCE_SCOPE))})\s*[:：](?:[^()（）]|[(（][^()（）]*[)）])*)[)）]"
)


def address(text: str) -> str:
    """An address. Raises Ambiguous where there are two, or it is no longer or not yet the address."""
    found = _POSTCODE.sub(r"（邮编：\1）", lists.joined(text))
    if re.search("已搬|搬迁|迁址|新址|旧址|原址|停用|筹建", found) or _REMARK.search(found):
        raise Ambiguous(f"“{show(found, 40)}”看不出是不是现在的地址", "请只写现在的地址；记号和说明请删去。")
    if _NO_ADDRESS.fullmatch(found):
        raise Ambiguous(f"“{show(found, 40)}”不是地址", "请写全地址，如“示例路 1 号”。")
    if _NUMBER_OF_PHONE.search(narrow(found)):
        raise Ambiguous("地址里写了电话号码", "电话请写在单位电话一格，地址一格只写地址。")
    if sum(_HOUSE.search(piece) is not None for piece in re.split("[、，,]", found)) > 1:
        raise Ambiguous("像是写了几个地址", "请只写现在对外办公的一处。")
    if len(re.findall(r"[路街巷道号楼]", found)) > 1 and any(_PLACE_AGAIN.match(piece) for piece in re.split("[；;]|[)）]和?", found)[1:]):
        raise Ambiguous("像是写了几个地址", "请只写现在对外办公的一处。")
    return found


def approval_authority(text: str) -> str:
    """The authority that approved a committee. Raises Ambiguous where a document's number stands with it."""
    found = lists.joined(text)
    if re.search(r"[〔\[【(（﹝［]\s*(?:19|20)\d\d\s*[〕\]】)）﹞］]\s*\d+\s*号", found):
        raise Ambiguous(f"“{show(found, 40)}”里还写着文号", "文号请写在批准文件号一格，这里只写单位。")
    if re.search(r"(?:19|20)\d\d\s*[年./-]", found):
        raise Ambiguous(f"“{show(found, 40)}”里还写着日期", "日期请写在批准时间一格，这里只写单位。")
    return found


def name_lines(text: str) -> tuple[dict[str, str], list[str]]:
    """The texts after labels in the cell of the name, and its other lines; a name broken over two lines is joined."""
    cell_lines = lists.lines(_LABEL_IN_BRACKETS.sub(lambda found: f"\n{found[1] or found[3]}：{found[2] or ''}", text))
    cell_lines = [lists.bare(line) if lists.numbered(line) else line for line in cell_lines]
    by_label, rest = lists.labelled("\n".join(cell_lines), (*_NAME, *_UNIT))
    names = lists.lines(rest)
    whole = next((at for at, line in enumerate(names) if _COMMITTEE.search(line)), 0)
    if whole and whole == len(names) - 2 and not any(map(_END_OF_UNIT.search, names[:whole])):  # broken over lines, and the unit below
        names[: whole + 1] = ["".join(names[: whole + 1])]
    while len(names) > 1 and (_SECOND_HALF.fullmatch(names[1]) or (names[0].endswith("评审") and names[1].startswith("委员会"))):
        names[:2] = ["".join(names[:2])]
    return by_label, names


def name_and_unit(by_label: Mapping[str, str], names: Sequence[str], organiser: str) -> tuple[str, str]:
    """The names of the committee and its unit, from the result of `name_lines`; `organiser` from a cell of its own takes precedence."""
    name = _first(by_label, _NAME) or next(iter(names), "")
    more = _first(by_label, _UNIT) or next(iter(names[1:]), "")
    if len(names) > 1 and not _COMMITTEE.search(name) and _COMMITTEE.search(more):
        name, more = more, name
    bracketed = _UNIT_IN_BRACKETS.fullmatch(name)
    if bracketed and not more and not organiser and not re.search("级|层级", bracketed[2]):
        name, more = bracketed[1], bracketed[2]
    whole = _ALL_IN_BRACKETS.fullmatch(more)
    return _SPACE.sub("", values.cell_text(_QUOTED.sub(r"\1", name))), organiser or lists.joined(whole[1] if whole else more)


def ask_about_names(name: str, organiser: str) -> None:
    """Raises Ambiguous where a name of a committee or its unit is several, none, or has a remark in it."""
    hint = "请只写现在的全称；几个单位合建的，写牵头的一个。"
    if found := _REMARK.search(name):
        raise Ambiguous(f"名称里写了“{show(found[0])}”，看不出是不是名称", hint)
    if not re.search("评审委|评委会|评审小?组|评审会|委员会", name):
        raise Ambiguous(f"“{show(name, 40)}”不像评审委员会的名称", "请照批准文件写全称，第二行写组建单位。")
    if found := re.search("(?:评审委员会|评委会) +[\u3400-\u9fff].*", name):
        raise Ambiguous(f"“{show(found[0], 40)}”看不出是不是都是名称", "请第一行写评审委员会的全称，第二行写组建单位。")
    if len(re.findall("评审委员会|评委会", _BRACKETS.sub("", name))) > 1:
        raise Ambiguous("写了几个评审委员会的名称，看不出是哪一个", "请一个评审委员会一张表。")
    if found := _REMARK.search(organiser):
        raise Ambiguous(f"组建单位的名称里写了“{show(found[0])}”，看不出是不是名称", hint)
    if len(re.split("[、，,；;/／]", _BRACKETS.sub("", organiser))) > 1 or _SEVERAL_UNITS.search(organiser):
        raise Ambiguous(f"“{show(organiser, 40)}”看不出是一个单位还是几个", hint)


def defence(text: str, scope: str) -> Value:
    """The defence as in a record: required or not, and for whom (None: the form says nobody). `scope` is the text of the cell 答辩范围.

    Raises a ValueFault.
    """
    required, rest = lists.choice(
        _answer(text, "是否(?:需要)?答辩") if "是否" in text else text,
        "是|需要答辩|需答辩|须答辩|需要|需|有|要|答辩|须",
        "否|不需要答辩|不需答辩|不(?:组织|安排|进行|设|作)答辩|不需要|不需|不答辩|无|没有|不",
    )
    parts, loose = lists.labelled(_bare_labels(rest), _DEFENCE_SCOPE)
    found = next(iter(parts.values()), "") or re.sub(r"^(?:答辩范围|范围)\s*[:：]?\s*", "", loose)
    if (whole := re.fullmatch(r"[(（]([^()（）]+)[)）]", found)) is not None:
        found = whole[1]
    found = values.cell_text(found or scope)
    if required and (_UNDECIDED.search(found) or found in _NO_SCOPE or is_none(found)):
        hint = "请写明哪些人答辩，如“是，答辩范围：破格人员”；全部答辩的，请只写“是”。"
        raise Ambiguous(f"“{show(found, 40)}”看不出哪些人答辩", hint)
    if required and loose and not parts and not is_none(found) and not lists.is_blank(found) and not _WHO.search(found):
        raise Ambiguous(f"“{show(found, 40)}”没有写哪些人答辩", "请写明哪些人答辩，如“是，答辩范围：破格人员”；全部答辩的，请只写“是”。")
    if not required and _SOME_DEFEND.search(found):
        hint = "有人需要答辩的请写“是”，并写明范围，如“是，答辩范围：破格人员”；都不答辩的，请只写“否”。"
        raise Ambiguous(f"写了不答辩，又写了“{show(found, 40)}”，看不出是不是有人要答辩", hint)
    if is_none(found):
        return {"required": required, "scope": None}  # 答辩范围：无
    if not required and _NOBODY.fullmatch(found):
        return {"required": False}  # 否（全部不答辩）
    return {"required": required, **({"scope": found} if found and not lists.is_blank(found) else {})}


def expert_pool(text: str, source: str, draw: str) -> Value:
    """The pool of experts as in a record: whether it exists, its source, and how experts are drawn.

    `source` and `draw` are the texts of the cells 会议专家来源 and 抽取方式; where they say 无, they are None. Raises a ValueFault.
    """
    exists, rest = lists.choice(
        _answer(text, "有无专家库|是否有专家库|专家库"),
        "有专家库|有|是|已建立|已建库|已建",
        "无专家库|没有专家库|无|没有|否|未建立|未建库|未建",
    )
    parts, loose = lists.labelled(_labels_in_sentences(_bare_labels(rest)), (*_SOURCE, *_DRAW))
    source, draw = _first(parts, _SOURCE) or source, _first(parts, _DRAW) or draw
    loose = _COUNT.sub("", loose)
    if loose and (source or draw):
        source = "；".join(part for part in (loose.strip("()（）"), source) if part)
    elif loose:
        whole = _ALL_IN_BRACKETS.fullmatch(loose.strip())
        source, draw = _source_and_draw(whole[1] if whole else loose)
    found: Value = {"exists": exists}
    said = [value for value in (source, draw) if value]
    unsure = next((value for value in said if value in _NO_SCOPE or is_none(value) or is_nothing(value) or _NOT_IN_USE.search(value)), None)
    if exists and unsure is not None:
        hint = "现在用着的请写“有”，并写明专家来源和抽取方式；没有的请写“无”。"
        raise Ambiguous(f"写了“{show(values.cell_text(unsure), 40)}”，看不出现在有没有专家库、怎样抽取", hint)
    if not exists and _OWN_POOL.search(source):
        hint = "有的请写“有”；没有的，请写会议专家从哪里来。"
        raise Ambiguous(f"写了没有专家库，来源又写了“{show(values.cell_text(source), 40)}”", hint)
    for key, value in (("source", source), ("draw", draw)):
        if value and not lists.is_blank(value):
            found[key] = None if is_none(value) else values.cell_text(value)
    return found


def _bare_labels(text: str) -> str:
    """A text whose labels stand in no brackets and have no numbers."""
    return _NUMBER_OF_LABEL.sub("", _LABELS_IN_BRACKETS.sub(r"\n\1\n", text))


def _labels_in_sentences(text: str) -> str:
    """A text of the pool in which labels are labels also where it makes sentences of them: 来源于甲库，抽取方式为随机抽取."""
    text = _DRAW_SAID.sub(r"\1：", text)
    return _SOURCE_SAID.sub("会议专家来源：", text) if re.search("抽取(?:方式|办法)?[:：]", text) else text


def _source_and_draw(text: str) -> tuple[str, str]:
    """Source and draw from a text without labels: sentences with words such as 抽取 are about the draw, the others about the source."""
    pieces = lists.split(text.replace("\n", "；"), "；;。")
    draws = [piece for piece in pieces if re.search("抽取|抽选|随机", piece)]
    if not draws:
        return text, ""
    if len(draws) == len(pieces) == 1 and (both := _FROM.fullmatch(pieces[0])) and not re.search("抽[取选]|随机", both[1]):
        return both[1], both[2]
    if len(draws) == len(pieces):
        return "", text
    return "；".join(piece for piece in pieces if piece not in draws), "；".join(draws)


def _first(by_label: Mapping[str, str], labels: Sequence[str]) -> str:
    """The text after the first label found, "" where there is none."""
    return next((by_label[label] for label in labels if label in by_label), "")


def _answer(text: str, question: str) -> str:
    """A cell without the numbers of its lines and the repeated question: 1.有无专家库：有 gives 有."""
    answer = "\n".join(lists.bare(line) if lists.numbered(line) else line for line in lists.lines(text))
    return re.sub(rf"^(?:{question})\s*[:：]\s*", "", answer)
