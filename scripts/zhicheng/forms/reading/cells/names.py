"""Names of persons and of ethnic groups, normalised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.not_yet import NOT_YET
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood

MAX_NAME = 50  # characters; 民委发〔2016〕33号 requires that a name field holds at least so many
_HOW = "请照身份证件填写姓名，间隔号用“·”，一格只写一个人。"
_NO_NAME = re.compile(  # 业务科科长李明, 李科长, 李明教授, 暂空缺
    r"^[\u4e00-\u9fff]{1,6}[科处室局办]·|空缺|待定|待补|未定|暂[缺无空]|缺编|无此|同上|[科处局厅院校所站厂部馆]长|主任|书记|经理|科员|主席|专员|调研员|联系电话|电话|手机|座机|某|[\u4e00-\u9fff][XxＸｘ×]{1,3}$|^已?(?:删除?|作废|取消|撤销|注销|退出|调[离出走]|离[职退]|退休|更换|去世|病故)$|..等$|曾用名|[原又别]名|^(?:[待拟已]聘|待任|[合小总]计|以下空白)|(?:先生|教授|讲师|助教|老师|女士|工程师|高工|研究员|医师|医生|评委|专家)$"
    f"|^(?:{NOT_YET}|保密|未知|不详|不明|不清楚|[详参]?见.{{2,}})$"
    "|·(?:总工|总监|[队会社台园矿团组]长|护士|秘书|理事|监事|干部|代表|教师|会计|出纳|助理|[正副]高级?|[中初]级)$"  # 李明 总工
)
_MORE = re.compile(  # 李明 女, 李明 汉族, 李明 人事科, 李明 组长
    "^[\u3400-\u9fff]{2,4}[ \t\u3000]+(?:[男女]|[\u3400-\u9fff]{1,4}族|[\u3400-\u9fff]{1,8}[科处室局办股部]"
    "|.{0,6}(?:组长|委员|院士|博士|硕士|党员|退休|返聘|同上))$"
)
_DOTS = re.compile(r"\s*[·•・‧∙⋅．.･・ꞏ᛫●](?:\s*[·•・‧∙⋅．.･・ꞏ᛫●])*\s*")
_HYPHEN = re.compile("(?<=[\u3400-\u9fff])[ \t]*[-－—–‐‑]+[ \t]*(?=[\u3400-\u9fff])")  # between the parts of a name in Chinese
_JOINERS = "\u200c\u200d"  # used in Arabic script
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]+")
_TWO_PART = "欧阳上官司马诸葛夏侯皇甫尉迟公孙慕容司徒令狐宇文长孙东方端木南宫独孤呼延轩辕澹台申屠太史公冶闻人赫连"
_TWO_PART_SURNAMES = frozenset(_TWO_PART[at : at + 2] for at in range(0, len(_TWO_PART), 2))


def person_name(value: object) -> str:
    """A name in its canonical spelling: 阿不都·热西提 for any separator, 张三 for any padding. Raises NotUnderstood or Ambiguous."""
    text = "" if value is None else str(value)
    if len(text) > 4 * MAX_NAME:
        raise NotUnderstood(f"姓名超过 {MAX_NAME} 个字", _HOW)
    if _MORE.search(text.strip()):
        raise Ambiguous("姓名后面还写着性别、民族、部门一类的话", _HOW)
    name = _cleaned(text)
    for _ in range(4):  # removing characters may bring a letter and a combining mark together
        again = _cleaned(name)
        if again == name:
            break
        name = again
    if not name:
        raise NotUnderstood("没有填写", _HOW)
    if any(not _is_allowed(char) for char in name):
        raise NotUnderstood("姓名里有数字、括号或者别的符号", _HOW)
    if len(name) > MAX_NAME:
        raise NotUnderstood(f"姓名超过 {MAX_NAME} 个字", _HOW)
    if _NO_NAME.search(name):
        raise NotUnderstood("写的像是职务，或者还没有定下来", "请只写姓名；职务另外填写，空缺的请写现在负责的人。")
    if _HAN.search(name) and any(unicodedata.category(char)[0] == "L" for char in _HAN.sub("", name)):  # 张伟A; the same in two scripts
        raise NotUnderstood("姓名里既有汉字，又有别的文字", f"{_HOW}同名的请用备注区分。")
    name = re.sub("(?<=[\u3400-\u9fff]{2})·?同志$", "", name)
    if len(name) < 2:
        raise NotUnderstood("姓名只有一个字", _HOW)
    return name


def _cleaned(text: str) -> str:
    arabic = _ARABIC.search(text) is not None
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cn", "Co", "Cs") or (arabic and char in _JOINERS))
    text = _HYPHEN.sub("·", text)
    text = _DOTS.sub("·", unicodedata.normalize("NFC", text).strip()).strip("·" + _JOINERS)
    return unicodedata.normalize("NFC", "·".join(_without_padding(part) for part in text.split("·"))).strip()


def _without_padding(part: str) -> str:
    """A part of a name without padding; spaces between two Chinese words of several characters become ·."""
    words = part.split()
    if not words:
        return ""
    gaps = re.findall(r"\s+", part.strip())
    name = words[0]
    for before, gap, word in zip(words, gaps, words[1:], strict=False):
        if not (_HAN.fullmatch(before) and _HAN.fullmatch(word)):
            name += " " + word
        elif len(before) == 1 or len(word) == 1 or before in _TWO_PART_SURNAMES:
            name += word
        elif "\n" in gap or "\r" in gap:
            raise Ambiguous("姓名在一格里换了行，分不清换行处有没有间隔号“·”", _HOW)
        else:
            name += "·" + word
    return name


def _is_allowed(char: str) -> bool:
    return char in "·〇 '’-" or char in _JOINERS or unicodedata.category(char)[0] in "LM"


def group_table(value: Value) -> dict[str, str]:
    """Full names of ethnic groups by spelling, from a value that fits schemas/ethnic-groups.schema.json."""
    table = {group["name"]: group["name"] for group in value["groups"]}
    for group in value["groups"]:
        for spelling in _spellings(group):
            table.setdefault(spelling, group["name"])
    return table


def _spellings(group: Value) -> Iterator[str]:
    for name in (group["name"], *group.get("aliases", ())):
        yield name
        yield name.removesuffix("族")


def ethnic_group(value: object, groups: Mapping[str, str]) -> str:
    """The full name of an ethnic group: 维吾尔族 for 维, 维吾尔 and 维族. Raises NotUnderstood."""
    how = "请填民族的全称，如“维吾尔族”。"
    text = re.sub(r"[\s\u200b\ufeff]", "", "" if value is None else str(value))
    if not text:
        raise NotUnderstood("没有填写", how)
    found = groups.get(text) or groups.get(text.removesuffix("族"))
    if found is None:
        raise NotUnderstood("不是 56 个民族里的名称", how)
    return found
