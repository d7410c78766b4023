"""The marks of private material in a text. They are shapes of keys, fields, columns and rows; there is no list of names."""

from __future__ import annotations

import base64
import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from functools import cache

from zhicheng.system.packaged import resource

# Column numbers of Annex 3 by the names of its columns, with usual variants. Spaces between the characters are ignored.
_COLUMNS: dict[str, int] = {
    "序号": 1, "姓名": 2, "性别": 3, "族别": 4, "民族": 4, "出生年月": 5, "出生日期": 5, "工作单位及行政职务": 6, "工作单位": 6,
    "现专业岗位": 7, "专业岗位": 7, "现专业职称": 8, "专业职称": 8, "职称层级": 9, "取得职称时间": 10, "取得时间": 10,
    "电话": 11, "手机": 11, "备注": 12,
}  # fmt: skip
_NAME_COLUMN, _PRIVATE_COLUMNS, _ENOUGH_COLUMNS, _HEADER_SPAN = 2, (4, 5), 5, 400
_HEADER_WORD = re.compile("|".join(r"\s*".join(word) for word in sorted(_COLUMNS, key=len, reverse=True)))

_IDENTITY = re.compile(r"AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{58}", re.IGNORECASE)
# The same with characters between: line breaks, spaces, quotation marks, invisible characters; or in full-width letters.
_GAP = "[\\s\\\\>|,\u00ad\u200b-\u200f\u2060\ufeff]"
_APART = re.compile(f"{_GAP}{{0,12}}".join("KEY-") + f"(?:{_GAP}{{0,12}}[A-Z0-9-]){{12}}", re.IGNORECASE)
_SET_APART = re.compile(f"{_GAP}+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BEFORE, _AFTER = 200, 1000  # characters searched before and after the beginning of such a key
# How the beginning of an identity looks in base64, and how many characters precede it. Three bytes make four characters, so there is a form
# for each number of bytes before it in its group of three; characters that depend on those bytes are left out.
_IN_BASE64 = {
    base64.b64encode(b"\0" * before + start)[(before * 8 + 5) // 6 : (before + len(start)) * 8 // 6].decode(): (before * 8 + 5) // 6
    for start in (b"AGE-SECRET-KEY-", b"age-secret-key-")
    for before in range(3)
}
_BASE64 = re.compile("|".join(_IN_BASE64))
_LINE_END = re.compile(r"(?<![ \t])[ \t]*\r?\n[ \t>]*")
_URL_SAFE = str.maketrans("+/", "-_")
_ENCODED = 400  # characters of base64 that are decoded from there

# Fields with a value: `"born"` with a year is a person's, `"born": {"type": "string"}` is a schema.
_BORN_FIELD = re.compile(r"""(?i:(?<![\w-])["']?(?:born|bday|出生年月)["']?\s*:\s*["']?(?:19|20)\d\d)""")
_NAME_FIELD = re.compile(r"""(?<![\w-])["']?(?:name|姓名|FN)["']?\s*:\s*["']?[^\s"'{}\[\],:]""")
_ROLE_FIELD = re.compile(r"""(?<![\w-])["']?(?:leader|clerks|preparer|主管领导|业务人员|填表人)["']?\s*:""")
_PHONE_FIELD = re.compile(r"""(?<![\w-])["']?(?:mobile|landline|phone|手机|座机)["']?\s*:\s*["']?\+?\d[\d -]{5}""")
_ROLE_LABEL = re.compile("主管领导|业务人员及联系方式")  # of Annex 1, where the number stands in the next cell
_PHONE_LABEL = re.compile(r"(?:手机|座机)\s*[:：]\s*\+?\d[\d -]{6}")
# The list of bans: whoever has its secret can try names.
_SECRET_FIELD = re.compile(r"""["']?secret["']?\s*:\s*["']?[0-9a-f]{64}""")
_BANS_FIELD = re.compile(r"""["']?bans["']?\s*:\s*\[""")
_NEAR = 800  # characters between the fields of one person

# The cells of a person: side by side in a line, or one below the other.
_GENDERS = frozenset(("男", "女"))
_GENDER_SIGNS = "男女㊚㊛⼥"  # the last is a radical, as in words copied from a PDF
_SLICE, _SHARED = 200_000, 10_000  # characters of a piece that is searched for people; overlap of two pieces
_VERY_LONG = {0xFDFA: " ", 0xFDFB: " "}  # ligatures that stand for whole sentences
_SHORT_GROUPS = frozenset("汉维哈回蒙柯藏满锡")
_CELL_BORDER = re.compile(r"[\s,;|:\"'。、\[\]{}()<>]+")
_SPACED_DATE = re.compile(r"(?<=\d)[ \t]*([年月.])[ \t]*(?=\d)")
_MONTH_CELL = re.compile(
    r"(?:19|20)\d\d[-./年].*|\d\d[./年](?:0?[1-9]|1[0-2])月?.*"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?|(?!19|20)\d\d(?:0[1-9]|1[0-2])|[1-4]\d{4}(?:\.0)?"
)
_PHONE_CELL = re.compile(r"\+?[01]\d[\d-]{5,}\d|\d{7,8}")
_NAME_CELL = re.compile(r"[^\W\d_][^\W\d_·•・.]*(?:[·•・.][^\W\d_]+)*")


def kinds_in(text: str) -> Iterator[str]:
    """The kinds of private material a text has: identity, roster, contacts, bans, person, header."""
    if any(identities(text)):
        yield "identity"
    if _is_near(text, _BORN_FIELD, _NAME_FIELD):
        yield "roster"
    if _is_near(text, _PHONE_FIELD, _ROLE_FIELD):
        yield "contacts"
    if _is_near(text, _SECRET_FIELD, _BANS_FIELD):
        yield "bans"
    if any(map(_has_person, _slices(text))):
        yield "person"
    if _has_header(text):
        yield "header"


def is_filled_annex_1(text: str) -> bool:
    """Whether a text has the labels of the people of Annex 1 with their telephone numbers."""
    return _is_near(text, _PHONE_LABEL, _ROLE_LABEL)


def identities(text: str) -> list[str]:
    """The age identities in a text, unencrypted: also with characters between theirs, and in base64."""
    return list(dict.fromkeys((*_IDENTITY.findall(text), *_identities_apart(text), *_encoded_identities(text))))


def _identities_apart(text: str) -> Iterator[str]:
    """The age identities with other characters between theirs, or in full-width letters."""
    wide = text.translate(_FULL_WIDTH) if "\uff2b" in text or "\uff4b" in text else text
    end = 0
    for found in _APART.finditer(wide):
        start = max(end, found.start() - _BEFORE)
        end = found.start() + _AFTER
        yield from _IDENTITY.findall(_SET_APART.sub("", wide[start:end]))


def _encoded_identities(text: str) -> Iterator[str]:
    """The age identities in base64, which may be broken into lines."""
    for found in _BASE64.finditer(joined := _LINE_END.sub("", text)):
        start = found.start() - _IN_BASE64[found[0]]
        if start >= 0:
            encoded = re.match("[A-Za-z0-9+/_-]*", joined[start : start + _ENCODED])
            group = encoded[0].translate(_URL_SAFE) if encoded else ""
            whole = group[:-1] if len(group) % 4 == 1 else group  # a last character alone makes no whole byte
            yield from _IDENTITY.findall(base64.urlsafe_b64decode(whole + "=" * (-len(whole) % 4)).decode("latin-1"))


def _is_near(text: str, rare: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether a match of `rare` begins at most _NEAR characters away from a match of `other`."""
    places = [found.start() for found in rare.finditer(text)]
    others = [found.start() for found in other.finditer(text)] if places else []
    for place in places:
        after = bisect(others, place)
        if any(abs(place - near) <= _NEAR for near in others[max(0, after - 1) : after + 1]):
            return True
    return False


def _has_header(text: str) -> bool:
    """Whether _ENOUGH_COLUMNS column names of Annex 3 are found within _HEADER_SPAN characters, among them the name and a private one
    (ethnic group or month of birth).
    """
    seen: list[tuple[int, int]] = []
    for found in _HEADER_WORD.finditer(text):
        seen.append((found.start(), _COLUMNS["".join(found[0].split())]))
        if seen[-1][0] - seen[0][0] > _HEADER_SPAN:
            seen = [(start, column) for start, column in seen if found.start() - start <= _HEADER_SPAN]
        columns = {column for _, column in seen}
        if len(columns) >= _ENOUGH_COLUMNS and _NAME_COLUMN in columns and not columns.isdisjoint(_PRIVATE_COLUMNS):
            return True
    return False


def _slices(text: str) -> Iterator[str]:
    """Overlapping pieces of the text around words for a gender, each small enough to be split into cells."""
    for start in range(0, max(1, len(text)), _SLICE - _SHARED):
        piece = text[start : start + _SLICE]
        if any(char in piece for char in _GENDER_SIGNS):
            yield piece.translate(_VERY_LONG)


def _has_person(text: str) -> bool:
    """Whether a gender, a name, and two of ethnic group, month and telephone number are close together, each in a cell of its own."""
    words = [
        word for word in _CELL_BORDER.split(_SPACED_DATE.sub(r"\1", unicodedata.normalize("NFKC", text))) if word and word not in _COLUMNS
    ]
    kinds = list(map(_kind_of_cell, words))
    for place, kind in enumerate(kinds):
        if kind != "gender" or "gender" in (*kinds[max(0, place - 1) : place], *kinds[place + 1 : place + 2]):
            continue  # 男 next to 女 is a list of choices, not a person
        close, row = kinds[max(0, place - 4) : place + 5], kinds[max(0, place - 6) : place + 15]
        if "name" in close and ("group" in close) + ("month" in row) + ("phone" in row) >= 2:
            return True
    return False


def _kind_of_cell(word: str) -> str:
    """What a cell seems to hold: gender, group, month, phone or name; empty where it is none of these."""
    if word in _GENDERS:
        return "gender"
    if len(word) > 50:
        return ""
    if word in _groups():
        return "group"
    if word[0].isdigit() or word[0] == "+":
        return "month" if _MONTH_CELL.fullmatch(word) else "phone" if _PHONE_CELL.fullmatch(word) else ""
    return "name" if len(word) > 1 and _NAME_CELL.fullmatch(word) else ""


@cache
def _groups() -> frozenset[str]:
    """The 56 ethnic groups as tables write them: with 族, without it, and by one character."""
    table = resource("registry/reference/ethnic-groups.yaml").read_text(encoding="utf-8")
    full = set(re.findall(r"\w+族", "\n".join(line for line in table.splitlines() if "code:" in line)))
    return frozenset(full | {name.removesuffix("族") for name in full if len(name) > 2} | _SHORT_GROUPS)
