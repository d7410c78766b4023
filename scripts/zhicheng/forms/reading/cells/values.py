"""From the text of a cell to a value of a record. Each function returns the value, or raises a ValueFault with what is wrong.

The functions for months, telephone numbers, names and remarks are in modules of their own and re-exported here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from zhicheng.forms.reading.cells.months import month
from zhicheng.forms.reading.cells.names import ethnic_group, group_table, person_name
from zhicheng.forms.reading.cells.phones import MAX_PHONES, phones
from zhicheng.forms.reading.cells.remarks import honours, in_office, in_service, is_leader, leaving, second_specialty
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.registry.records.added_codes import senior_of
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.series import Series
from zhicheng.text import narrow, plain

__all__ = [
    "MAX_PHONES",
    "Ambiguous",
    "NotUnderstood",
    "ValueFault",
    "cell_text",
    "employer",
    "ethnic_group",
    "free_text",
    "gender",
    "group_table",
    "honours",
    "in_office",
    "in_service",
    "is_leader",
    "leaving",
    "level",
    "levels_of_titles",
    "month",
    "person_name",
    "phones",
    "second_specialty",
    "series_id",
    "series_names",
    "title",
    "without_spaces",
]

_HIDDEN = dict.fromkeys([0xAD, 0x034F, 0x115F, 0x1160, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070)])
_HIDDEN |= dict.fromkeys([0x3164, 0xFEFF, 0xFFA0])
_CONTROLS = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)], " ")
_GENDERS = {"男": "male", "男性": "male", "女": "female", "女性": "female"}
_LEVEL_WORDS = {
    **dict.fromkeys(("正高", "正高级", "正高职", "高级正高", "高级正高级", "教授级", "研究员级"), "full-senior"),
    **dict.fromkeys(("副高", "副高级", "副高职", "高级副高", "高级副高级"), "associate-senior"),
    **dict.fromkeys(("中级", "中职"), "intermediate"),
    **dict.fromkeys(("初级", "初职", "助级", "助理级", "员级", "初级助理级", "初级员级"), "junior"),
}
_BETWEEN_TITLES = re.compile(r"[、，,;；/／|+＋\s()（）]+|兼|和|及")
_ONE_TITLE = re.compile("(?!级)[\u4e00-\u9fff]*(?:.师|教授|.员|编审|.编辑|记者|教练|导演|法医)")
_NOT_HELD = re.compile(
    r"拟[评聘晋申]|申报|待[评取聘发]|公示|未取得|未聘|[(（]拟[)）]|[(（][^()（）]*(?:取得|晋升|(?:19|20)\d\d)[^()（）]*[)）]"
)
_ORGANISATION = re.compile(
    "(?:有限公司|公司|集团|医院|大学|学院|学校|中学|小学|幼儿园|中心|委员会|办公室|联合会|协会|学会|总站|总队|支队"
    "|[局厅院所站馆社台厂队校园部委会团矿])(?![长员])"
)
_DUTY = re.compile(
    r"(?:(?:原|现任|党委|党组|党总支|党支部|常务|代理|兼)*(?:副|总)?(?:院长|校长|所长|站长|馆长|社长|台长|厂长|队长|局长|厅长|处长|科长|部长|会长"
    r"|园长|矿长|团长|主任|书记|经理|总经理|董事长|总工程师|总工|总编辑|总编|主编|巡视员|调研员|专员|秘书长|干事|科员|教师|医师)(?:兼)?)+$"
)


_SHORT = 100  # characters


def cell_text(value: object) -> str:
    """A stored value as text: NFC, on one line, without invisible characters."""
    if isinstance(value, str):
        return _one_line(value)
    if value is None:
        return ""
    if isinstance(value, float) and value == value // 1:
        value = int(value)
    elif isinstance(value, (date, datetime)):
        value = value.isoformat()[:10]
    return _one_line(str(value))


def _one_line(text: str) -> str:
    return _short_line(text) if len(text) <= _SHORT else _on_one_line(text)


@lru_cache(16384)  # each cell of a table is looked at several times
def _short_line(text: str) -> str:
    return _on_one_line(text)


def _on_one_line(text: str) -> str:
    if not text.isprintable():
        text = text.translate(_HIDDEN).translate(_CONTROLS)
        text = re.sub(r"[ \t\u3000]*[\r\n\u2028\u2029]+[ \t\u3000]*", " ", text.strip())
    return plain(text)


def without_spaces(value: object) -> str:
    """A stored value as text without spaces."""
    return _joined(cell_text(value))


@lru_cache(4096)
def _joined(text: str) -> str:
    return "".join(text.split())


def free_text(value: object, limit: int) -> str:
    """A text of at most `limit` characters. Raises NotUnderstood where it is blank, longer, or a date."""
    if isinstance(value, (bool, date, datetime)):
        raise NotUnderstood("应当是文字", "请把单元格设为文本格式再填写。")
    text = cell_text(value)
    if not text:
        raise NotUnderstood("没有填写", "请填写。")
    if len(text) > limit:
        raise NotUnderstood(f"超过 {limit} 个字", "请确认没有把几格的内容并在一格里，再缩短。")
    return text


def gender(value: object) -> str:
    """male or female. Raises NotUnderstood."""
    found = _GENDERS.get(without_spaces(value))
    if found is None:
        raise NotUnderstood("没有填写，或者不是“男”“女”", "请填“男”或“女”。")
    return found


def title(value: object) -> str:
    """A professional title, without spaces: 高级工程师. Raises NotUnderstood, or Ambiguous where there are several, or it is not held."""
    given = free_text(value, 50)
    text = without_spaces(given)
    if sum(_ONE_TITLE.fullmatch(piece) is not None for piece in _BETWEEN_TITLES.split(given)) > 1:
        raise Ambiguous("写了几个职称，分不清以哪一个为准", "请只写凭它入库的那一个，与职称层级、取得职称时间一致；其余的可以写在备注里。")
    if _NOT_HELD.search(text):
        raise Ambiguous("看不出职称是否已经取得", "请照证书写已经取得的职称；还没有取得的不算。")
    if (
        not re.search(r"[^\W\d_]", text)
        or text in ("无", "没有", "暂无", "无职称", "未评", "未评定", "未定级")
        or re.search(r"\d", narrow(text))
    ):
        raise NotUnderstood("不是职称名称", "请照证书填写，如“高级工程师”。")
    if _bare_level(text) in (*_LEVEL_WORDS, "高级", "高"):
        raise NotUnderstood("写的是层级，不是职称名称", "请照证书填写，如“高级工程师”。")
    return re.sub("(?<=.{2}[师员授])(?:专业技术职务|专业技术)?(?:任职)?资格$", "", text)


def levels_of_titles(series: Mapping[str, Series]) -> dict[str, frozenset[str]]:
    """The levels of each title in any series, former titles included."""
    found: dict[str, set[str]] = {}
    for one in series.values():
        for level_of, titles in (*one.titles.items(), *one.former.items()):
            for name in titles:
                for spelling in _title_spellings(name):
                    found.setdefault(spelling, set()).add(level_of)
    return {name: frozenset(levels) for name, levels in found.items()}


def _title_spellings(name: str) -> tuple[str, ...]:
    """The spellings of a title: 主治(主管)医师 is also 主治医师 and 主管医师."""
    found = re.fullmatch(r"(.*?)(.{2})\((.{2})\)(.*)", name)
    if found is None:
        return (name, re.sub(r"[(（].*?[)）]", "", name))
    return (name, f"{found[1]}{found[2]}{found[4]}", f"{found[1]}{found[3]}{found[4]}")


def _bare_level(text: str) -> str:
    return re.sub(r"[()（）\[\]【】、]", "", without_spaces(narrow(text))).removesuffix("职称").removesuffix("职务")


def level(
    value: object,
    of_title: str | None = None,
    titles: Mapping[str, frozenset[str]] | None = None,
    labels: Mapping[str, str] = LEVELS,
) -> str:
    """The code of a level. For 高级 alone, the title `of_title` decides between 副高级 and 正高级, else Ambiguous is raised.

    `titles` are the levels by title, `labels` those of the registry's levels by code: a level that it adds goes by its label alone. Raises
    NotUnderstood where the text is not a level.
    """
    *others, lowest = (f"“{label}”" for label in reversed([*labels.values()]))
    hint = f"请填{''.join(others)}或{lowest}。"
    text = _bare_level(cell_text(value))
    if not text:
        raise NotUnderstood("没有填写", hint)
    own = {_bare_level(label): code for code, label in labels.items() if code not in LEVELS}
    if found := own.get(text) or _LEVEL_WORDS.get(text):
        return found
    if text in ("高级", "高", "高职"):
        possible = (titles or {}).get(of_title or "", frozenset())
        if len(possible) == 1 and possible <= senior_of(labels):
            return next(iter(possible))
        raise Ambiguous("只写了“高级”，分不清是正高级还是副高级", hint)
    raise NotUnderstood("不是职称层级", hint)


def employer(unit: str) -> str:
    """The name of the employer in 工作单位及行政职务, without position and spaces, for comparing employers."""
    text = re.split(r"[\s、，,；;/（(]", unit.strip(), maxsplit=1)[0] or unit
    whole = re.sub(r"\s+", "", text)
    found = list(_ORGANISATION.finditer(whole))
    bare = whole[: found[-1].end()] if found else _DUTY.sub("", whole)
    return bare if len(bare) >= 4 else whole


def is_position(unit: str) -> bool:
    """Whether a text in the place of a unit is a position and nothing else: 主任, 副院长、党委书记."""
    return _DUTY.fullmatch(re.sub(r"[\s、，,]", "", unit)) is not None


def series_names(series: Mapping[str, Series]) -> dict[str, str]:
    """Ids of series by id, official name and stem: 工程技术人员 and 工程 are engineering."""
    found: dict[str, str] = {}
    for identifier, one in series.items():
        for name in (identifier, one.name, series_stem(one.name)):
            found.setdefault(name, identifier)
    return found


def series_stem(name: str) -> str:
    """The name of a series without 系列, 人员 and the like: 工程技术人员 gives 工程."""
    stem = re.sub(r"[(（].*?[)）]|系列|职称", "", name).replace("高校", "高等学校")
    for ending in ("专业技术人员", "技术人员", "专业人员", "研究人员", "人员", "专业", "技术"):
        if stem.endswith(ending) and len(stem) > len(ending) + 1:
            return stem.removesuffix(ending)
    return stem


def series_id(value: object, names: Mapping[str, str]) -> str:
    """The id of the series with a name. Raises NotUnderstood."""
    text = without_spaces(value)
    found = names.get(text) or names.get(series_stem(text))
    if found is None:
        raise NotUnderstood("没有填写，或者不是职称系列的名称", "请照国家公布的 27 个系列填写，如“工程技术人员”。")
    return found
