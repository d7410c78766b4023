"""Rules against personal data in public files, comments included (P001–P003)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.documents.schemas import field_label, schema
from zhicheng.documents.yaml_reading import Document
from zhicheng.registry.paths import kind_of
from zhicheng.rules.rule import Context, rule
from zhicheng.text import may_hold_private_values, private_values

_CLAUSE = "个人信息保护法第六条、第二十五条"
# Fields with hashes, commits and public keys, whose digits may look like a personal number.
_MACHINE = frozenset({"sha256", "commit", "merged", "recipient"})
_OF_AN_OFFICE = "email"  # the field that asks for the mailbox of an office


def _texts(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str, bool]]:
    """Every text in a value with its pointer, and whether it is a key. Large numbers count as texts: they may be telephone numbers."""
    if isinstance(value, str):
        yield pointer, value, False
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _MACHINE or not isinstance(item, str):
                yield (*pointer, key), key, True
                yield from _texts(item, (*pointer, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _texts(item, (*pointer, i))
    elif isinstance(value, int) and not isinstance(value, bool) and value > 10**9:
        yield pointer, str(value), False


@lru_cache(maxsize=1)  # three rules ask about the same document in turn
def _may_hold(document: Document) -> bool:
    return may_hold_private_values(document.text)


@lru_cache(maxsize=1)  # likewise
def _private(document: Document) -> list[tuple[Pointer, bool, frozenset[str]]]:
    """The texts of a document that hold private values: pointer, whether it is a key, and the codes of the rules they break."""
    found = ((pointer, key, frozenset(code for code, _ in private_values(text))) for pointer, text, key in _texts(document.value))
    kept = ((pointer, key, codes - {"P003"} if pointer[-1:] == (_OF_AN_OFFICE,) else codes) for pointer, key, codes in found)
    return [(pointer, key, codes) for pointer, key, codes in kept if codes]


def _in_comments(document: Document) -> Iterator[tuple[str, int, int]]:
    """The private values in comments: the code of the rule, line and column."""
    if "#" in document.text:
        for number, line in enumerate(document.text.splitlines(), 1):
            start = line.find("#")
            for code, at in private_values(line[start:]) if start >= 0 else ():
                if document.is_comment(number, start + at + 1):
                    yield code, number, start + at + 1


def private_lines(document: Document) -> Iterator[tuple[str, int]]:
    """The private values in a document, comments included, each as the code of its rule and its line."""
    for pointer, key, codes in _private(document):
        line = document.place(pointer, key)[0]
        yield from ((code, line) for code in sorted(codes))
    yield from ((code, line) for code, line, _ in _in_comments(document))


def _private_problems(document: Document, code: str, fault: str, hint: str) -> Iterator[Problem]:
    """The problems of the rule `code` in a document: in its values and keys, and in comments on other lines."""
    if not _may_hold(document):
        return
    lines = set()
    for pointer, key, codes in _private(document):
        if code in codes:
            lines.add(document.place(pointer, key)[0])
            kind = kind_of(document.path)
            label = field_label(schema(kind), pointer[:-1] if key else pointer) if kind else ""
            yield Problem(pointer, f"“{label}”里{fault}", hint, key=key)
    for found, line, column in _in_comments(document):
        if found == code and line not in lines:
            yield Problem((), f"注释里{fault}", hint, at=(line, column))


@rule("P001", clause=_CLAUSE, on="document")
def mobile_number(document: Document, context: Context) -> Iterator[Problem]:
    """公开的内容里有手机号码。

    登记内容向社会公开，只填办公室的座机。主管领导、业务人员的手机属于个人信息，不得公开。
    全角数字，前面加 0 或 86，中间加空格、短横、点、括号或看不见的字符的写法也会查到。提示里不会重复号码本身。

    不合格：

        phones: ["13800001234"]

    合格：

        phones: ["0991-0000001"]
    """
    yield from _private_problems(document, "P001", "有手机号码", "请换成办公室座机；个人手机不要写在公开的文件里。")


@rule("P002", clause=_CLAUSE, on="document")
def identity_number(document: Document, context: Context) -> Iterator[Problem]:
    """公开的内容里有居民身份证号码。

    按校验码判断的 18 位身份证号码，分段书写的也会查到。登记和名册都不需要身份证号码，请勿填写。

    不合格：

        address: 某市某路 1 号（联系人证件 110101199003070310）

    合格：

        address: 某市某路 1 号
    """
    yield from _private_problems(document, "P002", "有居民身份证号码", "请删去；登记不需要身份证号码。已经提交到历史里的，请联系中心处理。")


@rule("P003", clause=_CLAUSE, severity="warning", on="document")
def email_address(document: Document, context: Context) -> Iterator[Problem]:
    """公开的内容里有电子邮箱地址，可能是个人的。

    个人邮箱不应公开。登记表只要求咨询电话；确属单位公用邮箱的，可以保留这条提醒。

    不合格：

        address: 某市某路 1 号（zhangsan@example.com）

    合格：

        address: 某市某路 1 号
    """
    yield from _private_problems(document, "P003", "有电子邮箱地址，可能是个人的", "请改用办公室座机；单位公用邮箱可以保留。")
